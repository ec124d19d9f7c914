//! What can be said of an output, each in a field: corrections of what was guessed, and answers where it is not plain.

use egui::{Align, Layout, Ui, vec2};

use super::output::{Output, Said, State};
use crate::formats::importers::table::{DateOrder, Moment, Role, Shape, TableTold};
use crate::formats::importers::{IMPORTERS, importer};
use crate::formats::placing::Open;
use crate::gui::kit::{Refusal, field, text};
use crate::model::Resource;
use crate::units::{Day, SizeUnit};

/// What follows from what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    Nothing,
    /// It has to be read again.
    Read,
    /// It has to be placed again.
    Place,
}

/// Fields in a row.
const IN_ROW: f32 = 4.0;
const GAP: f32 = 10.0;
/// So many columns of a table can be corrected here.
const COLUMNS: usize = 40;

/// Draws the fields of an output, which has this place among the others.
pub(super) fn fields(ui: &mut Ui, of: &mut Output, at: usize, today: Day) -> Follows {
    let before = of.said.clone();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, 8.0);
        let width = ((ui.available_width() - GAP * (IN_ROW - 1.0)) / IN_ROW).floor();
        let fields = Fields { width, at };
        fields.of_any(ui, of);
        fields.of_time(ui, of, today);
        if let Some(shape) = &of.seen.shape {
            fields.of_table(ui, shape, &mut of.said);
        }
    });
    let Said { on, only, replace, .. } = before.clone();
    let placed_anew = Said { on, only, replace, ..of.said.clone() };
    match () {
        () if of.said == before => Follows::Nothing,
        // Nothing but where it goes was said.
        () if placed_anew == before => Follows::Place,
        () => Follows::Read,
    }
}

struct Fields {
    width: f32,
    at: usize,
}

impl Fields {
    /// Whose it is, where it was measured, and what.
    fn of_any(&self, ui: &mut Ui, of: &mut Output) {
        let code = of.code();
        let said = &mut of.said;
        let by = of.seen.by.unwrap_or_default();
        let (measured, placed) = match &of.state {
            State::Read(read) => (read.measured.as_slice(), read.placed.as_ref()),
            _ => (&[][..], None),
        };
        let hosts = placed.map_or(&[][..], |placed| placed.hosts.as_slice());
        let open = placed.and_then(|placed| placed.placing.as_ref().ok()?.open.as_ref());
        let kinds: Vec<_> = IMPORTERS.iter().map(|i| both(i.name)).collect();
        let wrong = code == "not-recognised";
        let by = said.by.unwrap_or(by);
        if let Some(name) = self.choice(ui, ("Read as", by, "not recognised"), &kinds, wrong) {
            said.by = importer(&name).map(|importer| importer.name);
            said.table = TableTold::default();
        }
        if hosts.len() > 1 {
            let keys: Vec<_> = hosts.iter().map(|key| both(key)).collect();
            let at = said.on.as_deref().unwrap_or_default();
            let which = matches!(open, Some(Open::Contract(_)));
            let hint = if which { "choose…" } else { "as hosts are called" };
            if let Some(key) = self.choice(ui, ("Measured on", at, hint), &keys, which) {
                said.on = Some(key);
            }
        }
        if measured.len() > 1 {
            let mut names = vec![(String::new(), format!("all {}", measured.len()))];
            names.extend(measured.iter().map(|name| both(name)));
            let at = said.only.as_deref().unwrap_or_default();
            let wrong = matches!(open, Some(Open::Host(_)));
            if let Some(name) = self.choice(ui, ("Host", at, ""), &names, wrong) {
                said.only = (!name.is_empty()).then_some(name);
            }
        } else if let Some(host) =
            self.typed(ui, "Host", &said.host, "as the output says", &|_| Ok(()))
        {
            said.host = host;
        }
        let at = said.resource.as_ref().map_or("", resource_name);
        let wrong = code == "resource-needed";
        let resources = RESOURCES.map(|resource| both(resource_name(&resource)));
        if let Some(name) = self.choice(ui, ("Resource", at, as_said(wrong)), &resources, wrong) {
            said.resource = RESOURCES.into_iter().find(|of| resource_name(of) == name);
        }
        let at = said.unit.map_or("", SizeUnit::name);
        let wrong = code == "unit-needed";
        let units = SizeUnit::ALL.map(|unit| both(unit.name()));
        if let Some(name) = self.choice(ui, ("Unit", at, as_said(wrong)), &units, wrong) {
            said.unit = SizeUnit::ALL.into_iter().find(|unit| unit.name() == name);
        }
    }

    /// The day of what has none, or the place whose days count.
    fn of_time(&self, ui: &mut Ui, of: &mut Output, today: Day) {
        let (read, undated) = match &of.state {
            State::Read(read) => (true, read.import.undated.is_some()),
            _ => (false, false),
        };
        if undated || of.said.day.is_some() {
            let name = if of.said.day.is_none() { "Day (proposed: today)" } else { "Day" };
            let at = of.said.day.unwrap_or(today).to_string();
            let check = |text: &str| match Day::parse(text) {
                Ok(_) => Ok(()),
                Err(wrong) => Err((wrong.to_string(), None)),
            };
            if let Some(day) = self.typed(ui, name, &at, "as 2021-04-20", &check) {
                of.said.day = Day::parse(&day).ok();
            }
            return;
        }
        // What is written as a date stays on that day, wherever it was.
        let is_date =
            matches!(of.seen.shape.as_ref().and_then(|s| s.moment), Some(Moment::Date(_)));
        if (read && !is_date) || of.said.utc_offset != 0 {
            let zones: Vec<_> = ZONES.iter().map(|minutes| both(&zone(*minutes))).collect();
            let at = zone(of.said.utc_offset);
            if let Some(name) = self.choice(ui, ("Days of", &at, ""), &zones, false) {
                let found = ZONES.into_iter().find(|minutes| zone(*minutes) == name);
                of.said.utc_offset = found.unwrap_or_default();
            }
        }
    }

    /// How the table is written, and what its columns hold.
    fn of_table(&self, ui: &mut Ui, shape: &Shape, said: &mut Said) {
        let separators = SEPARATORS.map(|(mark, name)| (mark.to_string(), name.to_owned()));
        let at = char::from(shape.separator).to_string();
        if let Some(mark) = self.choice(ui, ("Cells are parted by", &at, &at), &separators, false) {
            said.table.separator = mark.chars().next();
            said.table.columns.clear();
        }
        let decimals = [(".", "a point"), (",", "a comma")];
        let decimals = decimals.map(|(mark, name)| (mark.to_owned(), name.to_owned()));
        let at = char::from(shape.decimal).to_string();
        if let Some(mark) = self.choice(ui, ("Decimals behind", &at, ""), &decimals, false) {
            said.table.decimal = mark.chars().next();
        }
        let has_time = shape.columns.iter().any(|column| column.role == Role::Time);
        if has_time && !matches!(shape.moment, Some(Moment::Epoch(_))) {
            let at = match shape.moment {
                Some(Moment::Date(order)) => date_name(order),
                _ => "",
            };
            let orders = DATES.map(|order| both(date_name(order)));
            if let Some(name) = self.choice(ui, ("Dates", at, "choose…"), &orders, at.is_empty())
            {
                said.table.date = DATES.into_iter().find(|order| date_name(*order) == name);
            }
        }
        let headings = [("yes", "its columns"), ("no", "is figures already")];
        let headings = headings.map(|(value, name)| (value.to_owned(), name.to_owned()));
        let at = if shape.header { "yes" } else { "no" };
        if let Some(answer) = self.choice(ui, ("First row names", at, ""), &headings, false) {
            said.table.header = Some(answer == "yes");
        }
        let roles = Role::ALL.map(|role| both(role_words(role)));
        for (at, column) in shape.columns.iter().enumerate().take(COLUMNS) {
            let heading = match column.heading.as_str() {
                "" => format!("Column {}", at + 1),
                heading => format!("{}: {heading}", at + 1),
            };
            let name = match column.example.as_str() {
                "" => heading,
                example => format!("{heading} ({example})"),
            };
            let now = role_words(column.role);
            if let Some(chosen) = self.choice(ui, (&name, now, ""), &roles, false)
                && let Some(role) = Role::ALL.into_iter().find(|role| role_words(*role) == chosen)
            {
                said.table.columns.retain(|(number, _)| *number != at + 1);
                said.table.columns.push((at + 1, role));
            }
        }
        if let Some(more) = shape.columns.len().checked_sub(COLUMNS).filter(|more| *more > 0) {
            text::second(ui, &format!("and {more} more columns"));
        }
    }

    /// A field to choose from, its name above it.
    fn choice(
        &self,
        ui: &mut Ui,
        (name, value, hint): (&str, &str, &str),
        choices: &[(String, String)],
        wrong: bool,
    ) -> Option<String> {
        self.column(ui, name, |ui| {
            field::chosen(ui, field::Chosen { name, value, choices, hint, wrong, focus: false })
        })
    }

    fn typed(
        &self,
        ui: &mut Ui,
        name: &str,
        text: &str,
        hint: &str,
        check: &dyn Fn(&str) -> Result<(), Refusal>,
    ) -> Option<String> {
        self.column(ui, name, |ui| {
            let id = egui::Id::unique("import field").with((name, self.at));
            let of = field::Typed {
                id,
                name,
                text,
                hint,
                wrong: None,
                long: false,
                offered: &[],
                focus: false,
            };
            field::typed(ui, of, check)
        })
    }

    fn column<R>(&self, ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
        let size = vec2(self.width, field::HEIGHT + 20.0);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_width(self.width);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.scope(|ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                text::second(ui, name);
            });
            add(ui)
        })
        .inner
    }
}

fn as_said(needed: bool) -> &'static str {
    if needed { "choose…" } else { "as the output says" }
}

fn both(name: &str) -> (String, String) {
    (name.to_owned(), name.to_owned())
}

const RESOURCES: [Resource; 4] =
    [Resource::Ram, Resource::Storage, Resource::Backup, Resource::Cpu];
const DATES: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];
const SEPARATORS: [(char, &str); 5] =
    [(',', "commas"), (';', "semicolons"), ('\t', "tabs"), ('|', "bars"), (' ', "spaces")];
/// Whole hours from west to east, and the halves and quarters where people live, in minutes east of UTC.
const ZONES: [i32; 38] = [
    0, -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 60,
    120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720,
    765, 840,
];

/// `UTC+02:00`.
fn zone(minutes: i32) -> String {
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let sign = if minutes < 0 { '−' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn resource_name(of: &Resource) -> &str {
    match of {
        Resource::Ram => "RAM",
        Resource::Storage => "storage",
        Resource::Backup => "backup",
        Resource::Cpu => "CPU",
        Resource::Count(name) => name,
    }
}

fn date_name(of: DateOrder) -> &'static str {
    match of {
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
        DateOrder::Ymd => "year, month, day",
    }
}

/// What a column holds, as it is said on screen.
fn role_words(role: Role) -> &'static str {
    match role {
        Role::Time => "day, or day and time",
        Role::Clock => "time of day",
        Role::Metric => "what was measured",
        Role::Value => "in use",
        Role::Total => "all there is",
        other => other.name(),
    }
}

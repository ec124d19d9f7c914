//! What does the preview of an import look like?

use std::time::Duration;

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::{Importing, Not, Read, Said, State};
use crate::diag::{Problem, Severity};
use crate::formats::importers::table::DateOrder;
use crate::formats::importers::{IMPORTERS, importer};
use crate::gui::kit::table::{Head, Row, Table};
use crate::gui::kit::why::Why;
use crate::gui::kit::{self, button, card, field, icon, modal, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::gui::window::broken;
use crate::model::Resource;
use crate::report::{self, Block};
use crate::units::SizeUnit;

/// Width of the dialog, in points.
const WIDTH: f32 = 760.0;
/// Room of the window beside what scrolls: the bar, the fields and the buttons, in points.
const AROUND: f32 = 300.0;
/// How often the progress is drawn anew.
const SOON: Duration = Duration::from_millis(50);
/// So many rows of a table are drawn; the rest is told.
const ROWS: usize = 100;

/// What was asked of the dialog.
pub(super) enum Pressed {
    Nothing,
    /// Read it again, as it is said now.
    Again,
    /// Place it again, as it is said now.
    Placed,
    Import,
    Cancel,
}

pub(super) fn preview(ui: &Ui, of: &mut Importing) -> Pressed {
    let mut pressed = Pressed::Nothing;
    let closed = modal::modal(ui, "Import usage", WIDTH, |ui| {
        recognised(ui, of);
        if let State::Reading(reading) = &of.state {
            ui.add_space(8.0);
            match reading.share() {
                Some(share) => drop(ui.add(egui::ProgressBar::new(share).show_percentage())),
                None => drop(ui.add(egui::Spinner::new())),
            }
            ui.ctx().request_repaint_after(SOON);
        } else {
            ui.add_space(6.0);
            pressed = corrections(ui, of);
            ui.add_space(6.0);
            card::rule(ui);
            ui.add_space(4.0);
        }
        match &of.state {
            State::Reading(_) => {}
            State::Wrong(problem) => broken::problem_lines(ui, &here(problem)),
            State::Read(read) => found(ui, read),
        }
        ui.add_space(8.0);
        match buttons(ui, of) {
            Pressed::Nothing => {}
            // What was corrected just now is to be seen before.
            Pressed::Import if !matches!(pressed, Pressed::Nothing) => {}
            other => pressed = other,
        }
    });
    if closed { Pressed::Cancel } else { pressed }
}

/// What the output is.
fn recognised(ui: &mut Ui, of: &Importing) {
    match &of.state {
        State::Reading(_) => {
            text::label(ui, &format!("Reading {}", of.name), theme::BODY, Tone::Dim);
        }
        State::Wrong(_) => {
            text::label(ui, &sentence(&of.name), theme::BODY, Tone::Dim);
        }
        State::Read(read) => {
            let what = importer(read.import.importer).map_or("", |importer| importer.what);
            text::sentence(ui, theme::BODY, |ui| {
                text::toned(ui, &format!("{} is read as ", sentence(&of.name)), Tone::Dim);
                text::piece(ui, &format!("{}: {what}", read.import.importer));
            });
        }
    }
}

/// Fields that correct what was guessed, or say what is not plain.
fn corrections(ui: &mut Ui, of: &mut Importing) -> Pressed {
    let code = if let State::Wrong(problem) = &of.state { problem.code } else { "" };
    let (by, hosts, measured, not) = match &of.state {
        State::Read(read) => {
            let not = read.ready(&of.said).err();
            (read.import.importer, read.hosts.as_slice(), read.measured.as_slice(), not)
        }
        _ => ("", &[][..], &[][..], None),
    };
    let said = of.said.clone();
    let by = said.by.map_or(by, |importer| importer.name);
    let mut now = said.clone();
    let count = 4 + usize::from(hosts.len() > 1) + usize::from(asks_date(code, &said));
    let gap = 10.0;
    let width = (ui.available_width() - gap * (count as f32 - 1.0)) / count as f32;
    let mut pressed = Pressed::Nothing;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        let kinds: Vec<_> = IMPORTERS.iter().map(|i| both(i.name)).collect();
        let wrong = code == "not-recognised";
        if let Some(name) = choice(ui, width, ("Read as", by, "not recognised"), &kinds, wrong) {
            now.by = importer(&name);
            pressed = Pressed::Again;
        }
        if hosts.len() > 1 {
            let keys: Vec<_> = hosts.iter().map(|key| both(key)).collect();
            let at = said.on.as_deref().unwrap_or_default();
            let which = matches!(not, Some(Not::Which));
            let hint = if which { "choose…" } else { "as hosts are called" };
            if let Some(key) = choice(ui, width, ("Measured on", at, hint), &keys, which) {
                now.on = Some(key);
                pressed = Pressed::Placed;
            }
        }
        if measured.len() > 1 {
            let mut names = vec![(String::new(), format!("all {}", measured.len()))];
            names.extend(measured.iter().map(|name| both(name)));
            let at = said.only.as_deref().unwrap_or_default();
            let wrong = matches!(not, Some(Not::Host));
            if let Some(name) = choice(ui, width, ("Host", at, ""), &names, wrong) {
                now.only = (!name.is_empty()).then_some(name);
                pressed = Pressed::Placed;
            }
        } else if let Some(host) = typed(ui, width, &said) {
            now.host = host;
            pressed = Pressed::Again;
        }
        let at = said.resource.as_ref().map_or("", resource_name);
        let wrong = code == "resource-needed";
        let resources = RESOURCES.map(|resource| both(resource_name(&resource)));
        if let Some(name) = choice(ui, width, ("Resource", at, as_said(wrong)), &resources, wrong) {
            now.resource = RESOURCES.into_iter().find(|of| resource_name(of) == name);
            pressed = Pressed::Again;
        }
        let at = said.unit.map_or("", SizeUnit::name);
        let wrong = code == "unit-needed";
        let units = SizeUnit::ALL.map(|unit| both(unit.name()));
        if let Some(name) = choice(ui, width, ("Unit", at, as_said(wrong)), &units, wrong) {
            now.unit = SizeUnit::ALL.into_iter().find(|unit| unit.name() == name);
            pressed = Pressed::Again;
        }
        if asks_date(code, &said) {
            let at = said.date.map_or("", date_name);
            let orders = DATES.map(|order| both(date_name(order)));
            let wrong = said.date.is_none();
            if let Some(name) = choice(ui, width, ("Dates", at, "choose…"), &orders, wrong) {
                now.date = DATES.into_iter().find(|order| date_name(*order) == name);
                pressed = Pressed::Again;
            }
        }
    });
    of.said = now;
    pressed
}

fn asks_date(code: &str, said: &Said) -> bool {
    code == "date-order-needed" || said.date.is_some()
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

/// A field to choose from, its name above it.
fn choice(
    ui: &mut Ui,
    width: f32,
    (name, value, hint): (&str, &str, &str),
    choices: &[(String, String)],
    wrong: bool,
) -> Option<String> {
    column(ui, width, name, |ui| {
        field::chosen(ui, field::Chosen { name, value, choices, hint, wrong, focus: false })
    })
}

fn typed(ui: &mut Ui, width: f32, said: &Said) -> Option<String> {
    column(ui, width, "Host", |ui| {
        let id = egui::Id::unique("import host");
        let of = field::Typed {
            id,
            name: "Host",
            text: &said.host,
            hint: "as the output says",
            wrong: None,
            long: false,
            offered: &[],
            focus: false,
        };
        field::typed(ui, of, &|_| Ok(()))
    })
}

fn column<R>(ui: &mut Ui, width: f32, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 3.0;
        text::second(ui, name);
        add(ui)
    })
    .inner
}

/// What was measured, where it goes, what was left out, and what is to be known.
fn found(ui: &mut Ui, read: &Read) {
    let room = (ui.ctx().content_rect().height() - AROUND).max(120.0);
    ScrollArea::vertical().max_height(room).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for block in &read.report.blocks {
            match block {
                Block::Table(of) if !of.rows.is_empty() => {
                    card::heading(ui, &of.title, "");
                    table(ui, of);
                    ui.add_space(8.0);
                }
                Block::Text(of) => {
                    ui.horizontal_top(|ui| {
                        let warns = of.tone == report::Tone::Warning;
                        icon::status(ui, if warns { Severity::Warning } else { Severity::Note });
                        ui.vertical(|ui| text::body(ui, &in_window(&of.text())));
                    });
                }
                _ => {}
            }
        }
        if let Err(problem) = &read.placing {
            broken::problem_lines(ui, problem);
        }
    });
}

/// Draws a table of the report without the columns in which nothing is said.
fn table(ui: &mut Ui, of: &report::Table) {
    let says = |cell: &report::Cell| !cell.text.is_empty() && cell.text != "0";
    let said = |column: &usize| {
        of.rows.iter().any(|row| row.cells.get(*column).is_some_and(says))
            || matches!(of.columns[*column].key, "new" | "on")
    };
    let columns: Vec<usize> = (0..of.columns.len()).filter(said).collect();
    let head = |column: &usize| {
        let of = &of.columns[*column];
        match of.align {
            report::Align::Left => Head::words(&of.title),
            report::Align::Right => Head::numbers(&of.title),
        }
    };
    let mut heads: Vec<Head> = columns.iter().map(head).collect();
    if let Some(first) = heads.first_mut() {
        first.wide = true;
    }
    let row = |row: &report::Row| {
        let cell = |column: &usize| row.cells.get(*column).map(parts::cell).unwrap_or_default();
        let cells: Vec<_> = columns.iter().map(cell).collect();
        let name = cells.first().map_or_else(String::new, |cell| cell.text.clone());
        Row { name, cells, ..Row::default() }
    };
    let rows: Vec<Row> = of.rows.iter().take(ROWS).map(row).collect();
    ui.scope(|ui| {
        let drawn =
            Table { name: &of.title, heads: &heads, rows: &rows, row_height: theme::DENSE_ROW };
        let no_reason = |_, _| Why { title: String::new(), lines: Vec::new(), total: None };
        kit::table::table(ui, &drawn, &no_reason);
    });
    if let Some(more) = of.rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
        text::second(ui, &format!("and {more} more"));
    }
}

fn buttons(ui: &mut Ui, of: &Importing) -> Pressed {
    let State::Read(read) = &of.state else {
        let name = if matches!(of.state, State::Reading(_)) { "Cancel" } else { "Close" };
        let mut pressed = Pressed::Nothing;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button::plain(ui, name).clicked() {
                pressed = Pressed::Cancel;
            }
        });
        return pressed;
    };
    let why_not = match read.ready(&of.said) {
        Ok(_) => None,
        Err(Not::Which) => Some("Choose on which contract it was measured"),
        Err(Not::Host) => Some("Choose which host it is: several would be one contract"),
        Err(Not::Known) => Some("Nothing is new: the scenario has all of it"),
        Err(Not::Wrong) => Some("It cannot be placed in this scenario"),
    };
    let mut pressed = Pressed::Nothing;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let import = ui.add_enabled_ui(why_not.is_none(), |ui| button::primary(ui, "Import"));
        if import.inner.clicked() {
            pressed = Pressed::Import;
        }
        if button::plain(ui, "Cancel").clicked() {
            pressed = Pressed::Cancel;
        }
        if let Some(why) = why_not {
            text::label(ui, why, theme::DENSE, Tone::Dim);
        }
    });
    pressed
}

/// A problem as it is mended in the window, where nothing is typed on a command line.
fn here(problem: &Problem) -> Problem {
    let hint = match problem.code {
        "not-recognised" | "empty" => {
            let names: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
            Some(format!(
                "give what a tool printed, as it was, or say above what it is: {}",
                names.join(", ")
            ))
        }
        "date-order-needed" => Some("say above in which order its dates are".to_owned()),
        _ => problem.hint.as_deref().map(in_window),
    };
    Problem { hint, message: in_window(&problem.message), ..problem.clone() }
}

/// What is said of the command line, said of the fields above.
fn in_window(text: &str) -> String {
    [("`--unit ", "unit `"), ("`--resource ", "resource `"), ("`--host ", "host `")]
        .iter()
        .fold(text.to_owned(), |text, (option, field)| text.replace(option, field))
        .replace("`--unit`", "the unit")
        .replace("`--resource`", "the resource")
        .replace("`--host`", "the host")
}

fn sentence(name: &str) -> String {
    let pasted = name.strip_prefix("the pasted");
    pasted.map_or_else(|| name.to_owned(), |rest| format!("The pasted{rest}"))
}

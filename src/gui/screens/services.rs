//! What runs here, what does it need, and what is wanted but off? A sheet of the services.

use egui::{Align, Layout, Ui};

use super::entries::{self, Around, Column, Entry, Filter, Group, Kind, get};
use crate::document::{At, Path, quote};
use crate::engine::outlook::{Level, Makeup, ResourceOutlook, Runway};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::sheet::SheetCell;
use crate::gui::kit::table::Cell;
use crate::gui::kit::{button, text, why};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::{DO_NOTHING, Evidence, OfferKind, Resource};
use crate::session::Session;
use crate::units::{SizeRange, in_gib, plural};

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    sheet: entries::State,
}

impl State {
    /// Puts the keyboard into the cell of a value; false where no cell shows it.
    pub fn seek(&mut self, path: Path) -> bool {
        self.sheet.seek_in(&SERVICES, path)
    }
}

const STATES: &[(&str, &str)] = &[
    ("Running", "running"),
    ("ScaledDown", "scaled down"),
    ("OffButWanted", "off but wanted"),
    ("Planned", "planned"),
    ("Retiring", "retiring"),
];

/// The services as a sheet.
pub(super) static SERVICES: Group = Group {
    name: "Services",
    field: "services",
    within: None,
    keyed: true,
    one: "service",
    add: "type a name, or paste rows from a spreadsheet",
    fresh,
    filters: &[
        ("All", Filter::All),
        ("Wanted but off", Filter::Where(wants_more)),
        ("Retiring", Filter::Where(|entry| entry.says("state") == "Retiring")),
        ("To correct", Filter::Wrong),
    ],
    columns: &[
        Column::key("Name", 112.0),
        Column::new("State", 112.0, Kind::Pick(STATES), &["state"]).look(state_tone),
        Column::new("On", 74.0, Kind::Name(hosts), &["on"]).look(elsewhere),
        Column::new("RAM used", 98.0, Kind::Ram, &["ram"]).note("GiB").by(used).look(off),
        Column::new("RAM wanted", 98.0, Kind::Ram, &["wants", "ram"])
            .note("GiB")
            .by(wanted)
            .instead(|_, entry| entry.get(&["ram"]))
            .look(more_wanted),
        Column::new("Storage", 84.0, Kind::Disk, &["storage"]),
        Column::new("Window", 156.0, Kind::Windows, &["windows"]),
        Column::new("Until", 102.0, Kind::Day, &["until"]).look(needs_a_date),
        Column::new("Owner", 62.0, Kind::Words, &["owner"]),
        Column::new("Note", 112.0, Kind::Words, &["note"]).look(dim),
        Column::new("From", 102.0, Kind::Day, &["from"]).more(),
        Column::new("Storage wanted", 98.0, Kind::Disk, &["wants", "storage"]).more(),
        Column::new("Threads", 62.0, Kind::Count, &["threads"]).note("CPU").more(),
        Column::new("Known by", 84.0, entries::KNOWN, &["is"]).more(),
        Column::new("Elsewhere, at", 90.0, Kind::Words, &["elsewhere", "by"]).more(),
        Column::new("Counts as ours", 84.0, entries::ANSWERS, &["elsewhere", "counts_as_ours"])
            .more(),
        Column::new("Replaced by", 90.0, Kind::Words, &["replaced_by"]).more(),
        Column::new("Source", 110.0, Kind::Words, &["source"]).more(),
    ],
};

/// Room that the day of the figures needs, in points.
const DATED: f32 = 230.0;

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    let session = view.session;
    super::page(ui, |ui| {
        head(ui, session, state);
        let mut answers = vec![];
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            entries::chips(ui, session, &SERVICES, &mut state.sheet);
            answers.extend(entries::row_actions(ui, session, &SERVICES, &mut state.sheet));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(outlook) = session.outlook()
                    && ui.available_width() > DATED
                {
                    let day = outlook.as_of.words();
                    text::label(ui, &format!("on {day}, before growth"), theme::BODY, Tone::Dim);
                }
            });
        });
        ui.add_space(6.0);
        let totals = totals(session, state);
        let notes = notes(session);
        let below = if text::narrow(ui) { 94.0 } else { 78.0 };
        let height = (ui.clip_rect().bottom() - ui.cursor().top() - below).max(260.0);
        let parts = Around { totals: totals.as_deref(), notes: &notes, height };
        answers.extend(entries::show(ui, session, &SERVICES, &mut state.sheet, parts));
        ui.add_space(8.0);
        foot(ui, session);
        answers
    })
}

fn head(ui: &mut Ui, session: &Session, state: &mut State) {
    ui.horizontal(|ui| {
        text::title(ui, "Services");
        text::label(ui, &subtitle(session), theme::BODY, Tone::Dim);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button::primary(ui, "Add service").clicked() {
                state.sheet.begin_new_row();
            }
            let more = if state.sheet.more { "Fewer columns" } else { "More columns" };
            if button::plain(ui, more).clicked() {
                state.sheet.more = !state.sheet.more;
            }
        });
    });
}

fn subtitle(session: &Session) -> String {
    let Some(scenario) = session.scenario() else { return String::new() };
    let count = plural(scenario.services.len() as i128, "service");
    if all_estimates(session) {
        format!("{count} · RAM as estimated, not measured")
    } else {
        count
    }
}

/// Whether every service that says what RAM it needs says that it is a guess.
fn all_estimates(session: &Session) -> bool {
    let Some(scenario) = session.scenario() else { return false };
    let mut needs = scenario.services.values().filter(|service| service.ram.is_some()).peekable();
    needs.peek().is_some() && needs.all(|service| service.is == Some(Evidence::Estimate))
}

fn notes(session: &Session) -> Vec<(&'static str, String)> {
    if !all_estimates(session) {
        return vec![];
    }
    ["RAM used", "RAM wanted"].map(|title| (title, "GiB, estimate".to_owned())).to_vec()
}

/// What the columns come to on the scenario's day, all servers together.
fn totals(session: &Session, state: &State) -> Option<Vec<Cell>> {
    let outlook = session.outlook()?.do_nothing();
    let today = |of| outlook.resource(&of).map(|resource| &*resource.today);
    let (ram, disk) = (today(Resource::Ram), today(Resource::Storage));
    let sum = |makeup: Option<&Makeup>, read: fn(&Makeup) -> Level, show: fn(Level) -> String| {
        Cell::plain(makeup.map_or_else(String::new, |makeup| show(read(makeup))))
    };
    let cell = |title: &str| match title {
        "Name" => Cell::plain("Together"),
        "RAM used" => sum(ram, Makeup::used, in_gib),
        "RAM wanted" => sum(ram, Makeup::wanted, in_gib),
        "Storage" => sum(disk, Makeup::wanted, entries::in_gb_grouped),
        _ => Cell::default(),
    };
    Some(entries::titles(&SERVICES, &state.sheet).map(cell).collect())
}

/// What the sums mean, and how the sheet is written.
fn foot(ui: &mut Ui, session: &Session) {
    let outlook = session.outlook().map(|outlook| outlook.do_nothing());
    let ram = outlook.and_then(|plan| plan.resource(&Resource::Ram));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if let Some((usable, verdict, tone)) = ram.and_then(verdict) {
            text::label(ui, &usable, theme::SMALL, Tone::Dim);
            let figure = why::figure(ui, &verdict, &verdict, theme::SMALL, tone);
            let path = Path::new().key("plans").key(DO_NOTHING).key("headroom").key("Ram");
            why::why(&figure, || parts::explained(session, &path.to_string()));
        }
    });
    text::second(
        ui,
        "Tab and Enter move on, Esc puts the old value back, Ctrl+Z undoes. \
         +4: wanted beyond what is used. Several windows: AGM 2021-08-07 ±7; planning 2021-04-21 ±7",
    );
}

/// Usable memory today, whether it is enough, and how that is meant.
fn verdict(ram: &ResourceOutlook) -> Option<(String, String, Tone)> {
    let usable = ram.segments.first()?.usable?;
    let said = format!("{} GiB of RAM usable:", in_gib(usable));
    let left = usable - ram.today.wanted();
    Some(match &ram.runway {
        Runway::Already { short, .. } => {
            (said, format!("{} GiB short today", in_gib(*short)), Tone::Error)
        }
        _ if left < 0 => (said, format!("{} GiB short today", in_gib(-left)), Tone::Error),
        _ => (said, format!("{} GiB left today", in_gib(left)), Tone::Plain),
    })
}

/// A new service runs on the first server there is.
fn fresh(session: &Session, _name: &str) -> String {
    let server = session.scenario().and_then(|scenario| {
        let is_server = |offer: &str| {
            scenario.offers.get(offer).is_some_and(|offer| offer.kind == OfferKind::Server)
        };
        scenario.contracts.iter().find(|(_, contract)| is_server(&contract.offer))
    });
    match server {
        Some((key, _)) => format!("(state: Running, on: {})", quote(key)),
        None => "(state: Running)".to_owned(),
    }
}

/// The contracts of servers, and what plans order under a name; shown by their offer where that
/// tells them apart.
fn hosts(session: &Session) -> Vec<(String, String)> {
    let mut hosts = vec![(String::new(), "–".to_owned())];
    let Some(scenario) = session.scenario() else { return hosts };
    for (key, contract) in &scenario.contracts {
        let offer = scenario.offers.get(contract.offer.as_str());
        if offer.is_some_and(|offer| offer.kind != OfferKind::Server) {
            continue;
        }
        let same = scenario.contracts.values().filter(|other| other.offer == contract.offer);
        let name = offer.and_then(|offer| offer.name.clone()).filter(|_| same.count() == 1);
        hosts.push((key.to_string(), name.unwrap_or_else(|| key.to_string())));
    }
    hosts
}

fn is_off(entry: &Entry<'_>) -> bool {
    matches!(entry.says("state").as_ref(), "OffButWanted" | "Planned")
}

fn wants_more(entry: &Entry<'_>) -> bool {
    entry.says("state") == "OffButWanted" || beyond(entry) > 0
}

/// Bytes of memory wanted beyond what is used.
fn beyond(entry: &Entry<'_>) -> i128 {
    let bytes = |at: Option<At<'_>>| -> i128 {
        let text = at.and_then(|at| at.inner().string().map(std::borrow::Cow::into_owned));
        text.and_then(|text| text.parse::<SizeRange>().ok()).map_or(0, SizeRange::expected)
    };
    let stated = bytes(entry.get(&["ram"]));
    let wanted = entry.get(&["wants", "ram"]);
    let wanted = if wanted.is_some() { bytes(wanted) } else { stated };
    wanted - if is_off(entry) { 0 } else { stated }
}

fn used(entry: &Entry<'_>) -> Result<&'static [&'static str], &'static str> {
    if is_off(entry) {
        Err("it does not run, so it uses nothing: type what it wants in the next column")
    } else {
        Ok(&["ram"])
    }
}

#[expect(clippy::unnecessary_wraps, reason = "other columns cannot always be typed")]
/// What an off service wants is its `ram`, unless it says otherwise.
fn wanted(entry: &Entry<'_>) -> Result<&'static [&'static str], &'static str> {
    let own = get(entry.at, &["wants", "ram"]).is_some();
    Ok(if is_off(entry) && !own { &["ram"] } else { &["wants", "ram"] })
}

fn state_tone(_: &Entry<'_>, cell: &mut SheetCell) {
    let waits = matches!(cell.shown.text.as_str(), "scaled down" | "off but wanted");
    cell.shown.tone = if waits { Tone::Warning } else { Tone::Dim };
}

fn elsewhere(entry: &Entry<'_>, cell: &mut SheetCell) {
    if let Some(at) = entry.get(&["elsewhere", "by"])
        && cell.shown.text.is_empty()
    {
        let whose = at.inner().string().unwrap_or_default();
        cell.shown = Cell::toned(format!("at {whose}"), Tone::Dim);
    }
}

fn off(entry: &Entry<'_>, cell: &mut SheetCell) {
    if is_off(entry) {
        cell.shown = Cell::plain("0");
    }
}

fn more_wanted(entry: &Entry<'_>, cell: &mut SheetCell) {
    cell.shown.tone = Tone::Plain;
    let beyond = beyond(entry);
    if beyond > 0 && cell.problem.is_none() {
        cell.aside = format!("+{}", in_gib(beyond));
    }
}

fn needs_a_date(entry: &Entry<'_>, cell: &mut SheetCell) {
    if cell.shown.text.is_empty() && entry.says("state") == "Retiring" {
        cell.shown = Cell::marked("no date", crate::diag::Severity::Warning);
    }
}

fn dim(_: &Entry<'_>, cell: &mut SheetCell) {
    cell.shown.tone = Tone::Dim;
}

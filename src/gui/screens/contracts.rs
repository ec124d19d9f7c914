//! What is being paid for, what can be bought, and by which taxes, places and meetings? Sheets.

use egui::{Align, Layout, Ui};

use super::entries::{self, Around, Column, Entry, Filter, Group, Kind, get};
use crate::document::{At, Path, Step, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::sheet::SheetCell;
use crate::gui::kit::table::Cell;
use crate::gui::kit::{button, card, text};
use crate::gui::theme::{self, Tone};
use crate::session::Session;
use crate::units::{list, plural};

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    contracts: entries::State,
    offers: entries::State,
    taxes: entries::State,
    meetings: entries::State,
    regions: entries::State,
}

impl State {
    /// Puts the keyboard into the cell of a value.
    pub fn seek(&mut self, path: Path) {
        let Some(Step::Key(field)) = path.steps().first() else { return };
        match field.as_str() {
            "contracts" => self.contracts.seek(path),
            "offers" => self.offers.seek(path),
            "taxes" => self.taxes.seek(path),
            "meetings" => self.meetings.seek(path),
            "regions" => self.regions.seek(path),
            _ => {}
        }
    }
}

const KINDS: &[(&str, &str)] = &[("Server", "server"), ("Backup", "backup"), ("Other", "other")];
const BILLING: &[(&str, &str)] = &[
    ("", "–"),
    ("Anchored", "on its own day"),
    ("FirstOfMonth", "on the 1st"),
    ("UpFront", "for the term"),
];

/// What is being paid for. What a contract does not state is its offer's, and is shown dim.
const CONTRACTS: Group = Group {
    name: "Contracts",
    field: "contracts",
    keyed: true,
    one: "contract",
    add: "type a name for a contract, or paste rows from a spreadsheet",
    fresh: fresh_contract,
    filters: &[("All", Filter::All), ("To correct", Filter::Wrong)],
    columns: &[
        Column::key("Name", 86.0),
        Column::new("Offer", 84.0, Kind::Name(offers), &["offer"]),
        Column::new("Region", 104.0, Kind::Name(regions), &["region"]),
        Column::new("From", 104.0, Kind::Day, &["from"]),
        Column::new("Until", 104.0, Kind::Day, &["until"]),
        Column::new("Term", 84.0, Kind::Span, &["term"])
            .instead(|root, entry| of_offer(root, entry, "term")),
        Column::new("Renews", 92.0, Kind::Words, &["renews"])
            .instead(|root, entry| of_offer(root, entry, "renews")),
        Column::new("Notice", 76.0, Kind::Span, &["notice"])
            .instead(|root, entry| of_offer(root, entry, "notice")),
        Column::new("Monthly, each", 122.0, Kind::Money, &["monthly"])
            .note(entries::CURRENCY)
            .instead(|root, entry| of_offer(root, entry, "monthly")),
        Column::new("Count", 54.0, Kind::Count, &["count"]).look(one_where_none),
        Column::new("Billed", 104.0, Kind::Pick(BILLING), &["billing"])
            .instead(|root, entry| of_offer(root, entry, "billing"))
            .more(),
        Column::new("Price checked", 104.0, Kind::Day, &["checked"]).more(),
        Column::new("Source", 120.0, Kind::Words, &["source"]).more(),
        Column::new("Note", 120.0, Kind::Words, &["note"]).more(),
    ],
};

/// What can be bought, and at which price.
const OFFERS: Group = Group {
    name: "Offers and prices",
    field: "offers",
    keyed: true,
    one: "offer",
    add: "type a name for an offer, as ovh/rise-2, or paste rows from a spreadsheet",
    fresh: |_, _| "(kind: Server, monthly: \"unknown\")".to_owned(),
    filters: &[("All", Filter::All), ("To correct", Filter::Wrong)],
    columns: &[
        Column::key("Key", 126.0),
        Column::new("Name", 108.0, Kind::Words, &["name"]),
        Column::new("Kind", 62.0, Kind::Pick(KINDS), &["kind"]),
        Column::new("Provider", 72.0, Kind::Words, &["provider"]),
        Column::new("RAM", 48.0, Kind::OneRam, &["ram"]).note("GiB"),
        Column::new("Disk", 56.0, Kind::OneDisk, &["storage"]),
        Column::new("Backup", 94.0, Kind::OneDisk, &["size"]).note("space").look(tier),
        Column::new("Monthly", 134.0, Kind::Money, &["monthly"]).note(entries::CURRENCY),
        Column::new("Setup", 178.0, Kind::Money, &["setup"]).note(entries::CURRENCY),
        Column::new("Regions", 66.0, Kind::Names, &["regions"]),
        Column::new("Checked", 80.0, Kind::Day, &["checked"]).look(undated),
        Column::new("Backup included", 92.0, Kind::OneDisk, &["includes", "Backup"]).more(),
        Column::new("Term", 84.0, Kind::Span, &["term"]).more(),
        Column::new("Renews", 92.0, Kind::Words, &["renews"]).more(),
        Column::new("Notice", 76.0, Kind::Span, &["notice"]).more(),
        Column::new("Delivery", 76.0, Kind::Span, &["delivery"]).more(),
        Column::new("Billed", 104.0, Kind::Pick(BILLING), &["billing"]).more(),
        Column::new("Stackable", 76.0, entries::ANSWERS, &["stackable"]).more(),
        Column::new("Adds", 70.0, entries::ANSWERS, &["adds"]).more(),
        Column::new("Threads", 62.0, Kind::Count, &["threads"]).note("CPU").more(),
        Column::new("Sold from", 104.0, Kind::Day, &["from"]).more(),
        Column::new("Sold until", 104.0, Kind::Day, &["until"]).more(),
        Column::new("Known by", 84.0, entries::KNOWN, &["is"]).more(),
        Column::new("Source", 140.0, Kind::Words, &["source"]).more(),
        Column::new("Note", 160.0, Kind::Words, &["note"]).more(),
    ],
};

const TAXES: Group = Group {
    name: "Taxes",
    field: "taxes",
    keyed: false,
    one: "tax",
    add: "type the name of a tax",
    fresh: |_, name| format!("(name: {}, rate: \"0 %\")", quote(name)),
    filters: &[],
    columns: &[
        Column::new("Name", 80.0, Kind::Words, &["name"]),
        Column::new("Rate", 66.0, Kind::Percent, &["rate"]),
        Column::new("From", 118.0, Kind::Day, &["from"]),
        Column::new("Until", 104.0, Kind::Day, &["until"]),
        Column::new("Recoverable", 90.0, Kind::Words, &["recoverable"]),
        Column::new("Source", 150.0, Kind::Words, &["source"]),
    ],
};

const MEETINGS: Group = Group {
    name: "Meetings",
    field: "meetings",
    keyed: false,
    one: "meeting",
    add: "type the name of a meeting",
    fresh: |session, name| format!("(name: {}, on: {})", quote(name), day_of(session)),
    filters: &[],
    columns: &[
        Column::new("Name", 160.0, Kind::Words, &["name"]),
        Column::new("On", 120.0, Kind::Day, &["on"]),
    ],
};

const REGIONS: Group = Group {
    name: "Regions",
    field: "regions",
    keyed: true,
    one: "region",
    add: "type the key of a region, as bhs",
    fresh: |session, _| {
        let required = session.scenario().and_then(|scenario| scenario.requires.country.clone());
        format!("(country: {})", quote(&required.unwrap_or_else(|| "CA".to_owned())))
    },
    filters: &[],
    columns: &[
        Column::key("Key", 80.0),
        Column::new("Country", 80.0, Kind::Words, &["country"]),
        Column::new("Name", 160.0, Kind::Words, &["name"]),
    ],
};

/// Every sheet of the screen.
#[cfg(test)]
pub(super) const GROUPS: [&Group; 5] = [&CONTRACTS, &OFFERS, &TAXES, &MEETINGS, &REGIONS];

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    let session = view.session;
    super::page(ui, |ui| {
        let mut answers = vec![];
        ui.horizontal(|ui| {
            text::title(ui, "Contracts");
            text::label(ui, &subtitle(session), theme::BODY, Tone::Dim);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if button::primary(ui, "Add contract").clicked() {
                    state.contracts.begin_new_row();
                }
                if button::plain(ui, "Add offer").clicked() {
                    state.offers.begin_new_row();
                }
            });
        });
        ui.add_space(4.0);
        answers.extend(part(ui, session, &CONTRACTS, &mut state.contracts, PAID));
        answers.extend(part(ui, session, &OFFERS, &mut state.offers, SOLD));
        answers.extend(part(
            ui,
            session,
            &TAXES,
            &mut state.taxes,
            "By their days; a rate as 13 %",
        ));
        answers.extend(part(ui, session, &MEETINGS, &mut state.meetings, "When it can be decided"));
        answers.extend(part(ui, session, &REGIONS, &mut state.regions, "Country as ISO code, CA"));
        text::second(
            ui,
            "Tab and Enter move on, Esc puts the old value back, Ctrl+Z undoes. An amount that \
             nobody knows is “unknown”, or “unknown, at most 161.32 before tax”.",
        );
        answers
    })
}

const PAID: &str = "Dim: as the offer has it";
const SOLD: &str = "Prices of one, a month";

/// A heading, what can be done, and the sheet below.
fn part(
    ui: &mut Ui,
    session: &Session,
    group: &Group,
    state: &mut entries::State,
    note: &str,
) -> Vec<Answer> {
    let mut answers = vec![];
    ui.horizontal(|ui| {
        card::heading(ui, if group.name == "Contracts" { "Paid for" } else { group.name }, note);
        entries::chips(ui, session, group, state);
        answers.extend(entries::row_actions(ui, session, group, state));
        if group.columns.iter().any(|column| column.more) {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (what, of) = (if state.more { "Fewer" } else { "More" }, group.one);
                if button::plain(ui, &format!("{what} {of} columns")).clicked() {
                    state.more = !state.more;
                }
            });
        }
    });
    ui.add_space(2.0);
    answers.extend(entries::show(
        ui,
        session,
        group,
        state,
        Around { totals: None, notes: &[], height: f32::INFINITY },
    ));
    ui.add_space(theme::GAP);
    answers
}

fn subtitle(session: &Session) -> String {
    let Some(scenario) = session.scenario() else { return String::new() };
    let count = |n: usize, what: &str| plural(n as i128, what);
    list(&[count(scenario.contracts.len(), "contract"), count(scenario.offers.len(), "offer")])
}

/// What the contract's offer says in a field.
fn of_offer<'t>(root: At<'t>, entry: &Entry<'t>, field: &str) -> Option<At<'t>> {
    get(root, &["offers", &entry.says("offer"), field])
}

/// A new contract is for the first offer, from the scenario's day on.
fn fresh_contract(session: &Session, _name: &str) -> String {
    let offer = session.scenario().and_then(|scenario| scenario.offers.keys().next().cloned());
    let offer = offer.map_or_else(|| quote(""), |offer| quote(&offer));
    format!("(offer: {offer}, from: {})", day_of(session))
}

fn day_of(session: &Session) -> String {
    let day = session.outlook().map_or_else(|| session.today(), |outlook| outlook.as_of);
    quote(&day.to_string())
}

fn offers(session: &Session) -> Vec<(String, String)> {
    let Some(scenario) = session.scenario() else { return vec![] };
    let named = |key: &str, name: Option<&String>| {
        (key.to_owned(), name.map_or_else(|| key.to_owned(), Clone::clone))
    };
    scenario.offers.iter().map(|(key, offer)| named(key, offer.name.as_ref())).collect()
}

fn regions(session: &Session) -> Vec<(String, String)> {
    let mut regions = vec![(String::new(), "–".to_owned())];
    let Some(scenario) = session.scenario() else { return regions };
    for (key, region) in &scenario.regions {
        let name = region.name.clone().unwrap_or_else(|| key.to_string());
        regions.push((key.to_string(), name));
    }
    regions
}

fn one_where_none(_: &Entry<'_>, cell: &mut SheetCell) {
    if cell.shown.text.is_empty() {
        cell.shown = Cell::toned("1", Tone::Dim);
    }
}

/// A price without a date may be old.
fn undated(_: &Entry<'_>, cell: &mut SheetCell) {
    if cell.shown.text.is_empty() {
        cell.shown = Cell::toned("no date", Tone::Dim);
    }
}

/// What comes with a server is not its own size.
fn tier(entry: &Entry<'_>, cell: &mut SheetCell) {
    let included = entry.get(&["includes", "Backup"]).and_then(|at| at.inner().string());
    if cell.shown.text.is_empty()
        && let Some(included) = included
    {
        cell.shown = Cell::toned(format!("{included} incl."), Tone::Dim);
    }
}

//! What is being paid for, at which prices from when on, and what can be bought? Sheets.

use egui::{Align, Layout, Ui};

use super::entries::{self, Column, Entry, Filter, Group, Kind, get, part};
use crate::document::{At, Path, Step, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::sheet::SheetCell;
use crate::gui::kit::table::Cell;
use crate::gui::kit::{button, text};
use crate::gui::theme::{self, Tone};
use crate::session::Session;
use crate::units::{list, plural};

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    contracts: entries::State,
    offers: entries::State,
    /// Key of the contract whose prices and discounts these are.
    of: Option<String>,
    prices: entries::State,
    discounts: entries::State,
}

impl State {
    /// Puts the keyboard into the cell of a value.
    pub fn seek(&mut self, path: Path) {
        let Some(Step::Key(field)) = path.steps().first() else { return };
        match field.as_str() {
            "contracts" => self.contracts.seek(path),
            "offers" => self.offers.seek(path),
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
static CONTRACTS: Group = Group {
    name: "Contracts",
    field: "contracts",
    within: None,
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
static OFFERS: Group = Group {
    name: "Offers and prices",
    field: "offers",
    within: None,
    keyed: true,
    one: "offer",
    add: "type a name for an offer, as ovh/rise-2, or paste rows from a spreadsheet",
    fresh: |_, _| "(kind: Server, monthly: \"unknown\")".to_owned(),
    filters: &[("All", Filter::All), ("To correct", Filter::Wrong)],
    columns: &[
        Column::key("Key", 126.0),
        Column::new("Name", 108.0, Kind::Words, &["name"]),
        Column::new("Kind", 70.0, Kind::Pick(KINDS), &["kind"]),
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

static PRICES: Group = Group {
    name: "Later prices",
    field: "contracts",
    within: None,
    keyed: false,
    one: "price",
    add: "type the day from which another price holds",
    fresh: |session, day| {
        let day = Kind::Day.ron(session, day).ok().flatten().unwrap_or_else(|| quote(day));
        format!("(from: {day}, monthly: \"unknown\")")
    },
    filters: &[],
    columns: &[
        Column::new("From", 140.0, Kind::Day, &["from"]),
        Column::new("Monthly, each", 160.0, Kind::Money, &["monthly"]).note(entries::CURRENCY),
    ],
};

static DISCOUNTS: Group = Group {
    name: "Discounts",
    field: "contracts",
    within: None,
    keyed: false,
    one: "discount",
    add: "type a share off, as 10 %",
    fresh: |session, rate| {
        let rate = Kind::Percent.ron(session, rate).ok().flatten().unwrap_or_else(|| quote(rate));
        format!("(rate: {rate})")
    },
    filters: &[],
    columns: &[
        Column::new("Off", 90.0, Kind::Percent, &["rate"]),
        Column::new("From", 140.0, Kind::Day, &["from"]),
        Column::new("Until", 140.0, Kind::Day, &["until"]),
    ],
};

/// Every sheet of the screen.
#[cfg(test)]
pub(super) static GROUPS: [&Group; 4] = [&CONTRACTS, &OFFERS, &PRICES, &DISCOUNTS];

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
        answers.extend(part(ui, session, &CONTRACTS, &mut state.contracts, ("Paid for", PAID)));
        answers.extend(of_selected(ui, session, state));
        answers.extend(part(ui, session, &OFFERS, &mut state.offers, (OFFERS.name, SOLD)));
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

/// The later prices and discounts of the contract that is selected.
fn of_selected(ui: &mut Ui, session: &Session, state: &mut State) -> Vec<Answer> {
    let Some(key) = state.contracts.selected(session, &CONTRACTS) else {
        text::second(ui, "Select a contract to see and change its later prices and discounts.");
        ui.add_space(theme::GAP);
        return vec![];
    };
    let of = Path::new().key("contracts").key(&key);
    let prices = Group { within: Some(of.clone().key("prices")), ..PRICES };
    let discounts = Group { within: Some(of.key("discounts")), ..DISCOUNTS };
    if state.of.as_ref() != Some(&key) {
        (state.prices, state.discounts) = Default::default();
        state.of = Some(key.clone());
    }
    let mut answers = vec![];
    let title = format!("Later prices of {key}");
    let note = "Each from its day on, of one, a month";
    answers.extend(part(ui, session, &prices, &mut state.prices, (&title, note)));
    let title = format!("Discounts of {key}");
    let note = "On the billing days of their range; several are taken one after the other";
    answers.extend(part(ui, session, &discounts, &mut state.discounts, (&title, note)));
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

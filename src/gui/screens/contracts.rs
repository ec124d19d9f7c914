//! What is being paid for, and at which prices from when on? Sheets.

use egui::{Align, Layout, Ui};

use super::entries::{self, Column, Entry, Filter, Group, Kind, get, part};
use crate::document::{At, Path, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::sheet::SheetCell;
use crate::gui::kit::table::Cell;
use crate::gui::kit::{button, text};
use crate::gui::theme::{self, Tone};
use crate::session::Session;
use crate::units::plural;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    contracts: entries::State,
    /// Key of the contract whose prices and discounts these are.
    of: Option<String>,
    prices: entries::State,
    discounts: entries::State,
}

impl State {
    /// Puts the keyboard into the cell of a value; false where no cell shows it.
    pub fn seek(&mut self, path: Path) -> bool {
        self.contracts.seek_in(&CONTRACTS, path)
    }
}

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
        Column::new("Billed", 104.0, Kind::Variant(&["contracts", "billing"]), &["billing"])
            .instead(|root, entry| of_offer(root, entry, "billing"))
            .more(),
        Column::new("Price checked", 104.0, Kind::Day, &["checked"]).more(),
        Column::new("Source", 120.0, Kind::Words, &["source"]).more(),
        Column::new("Note", 120.0, Kind::Words, &["note"]).more(),
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
pub(super) static GROUPS: [&Group; 3] = [&CONTRACTS, &PRICES, &DISCOUNTS];

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
            });
        });
        ui.add_space(4.0);
        answers.extend(part(ui, session, &CONTRACTS, &mut state.contracts, ("Paid for", PAID)));
        answers.extend(of_selected(ui, session, state));
        text::second(
            ui,
            "Tab and Enter move on, Esc puts the old value back, Ctrl+Z undoes. An amount that \
             nobody knows is “unknown”, or “unknown, at most 161.32 before tax”.",
        );
        answers
    })
}

const PAID: &str = "Dim: as the offer has it";

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
    plural(scenario.contracts.len() as i128, "contract")
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

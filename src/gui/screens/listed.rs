//! Costs, usage, notes: pages of sheets and of groups that stand alone. Which field of the file stands on
//! which page is a list; the columns and the fields themselves are those of the model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use egui::{Align, Layout, Ui};

use super::details;
use super::entries::{self, Group, Said, part, shaped};
use crate::document::{Path, Shape, Step, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::command::{Command, Screen};
use crate::gui::kit::{button, card, text};
use crate::gui::theme::{self, Tone};
use crate::session::Session;

/// What these pages remember from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    sheets: BTreeMap<&'static str, entries::State>,
    /// Fields without entries for which the first is being typed.
    begun: BTreeSet<&'static str>,
    sparks: super::sparks::State,
}

/// A field of the file on a page.
struct Place {
    screen: Screen,
    said: Said,
    /// What stands dim beside the heading.
    note: &'static str,
    /// What belongs there, said while nothing is there.
    belongs: &'static str,
}

const fn place(
    screen: Screen,
    (field, title, one): (&'static str, &'static str, &'static str),
    first: &'static [&'static str],
    (note, belongs): (&'static str, &'static str),
    add: &'static str,
    fresh: fn(&Session, &str) -> String,
) -> Place {
    Place { screen, said: Said { field, title, one, add, first, fresh }, note, belongs }
}

/// Its fields are asked for before it stands in the file.
fn asked(_: &Session, _: &str) -> String {
    String::new()
}

/// Which fields of the top level stand on these pages, in order.
static PLACES: [Place; 18] = [
    place(
        Screen::Costs,
        ("lines", "Costs", "cost"),
        &["what", "group", "kind", "price", "quantity", "every", "from", "until", "level"],
        (
            "Beside the contracts: domains, licences, hardware, anything paid now and then",
            "Everything that is paid and is no server: a domain each year, a licence, a disk bought once.",
        ),
        "type what is paid, as domain example.org, or paste rows from a spreadsheet",
        |_, name| format!("(what: {}, price: \"unknown\", every: Year)", quote(name)),
    ),
    place(
        Screen::Costs,
        ("percentages", "Percentages", "percentage"),
        &["what", "of", "group", "kind", "level", "in_request"],
        (
            "Taken of groups, before tax: spare parts, contingency",
            "A share of what other costs come to, such as 10 % of all hardware for spare parts.",
        ),
        "type what it is for, as contingency",
        asked,
    ),
    place(
        Screen::Costs,
        ("groups", "Groups", "group"),
        &["name", "in", "note"],
        (
            "What costs are summed up by; a group may stand in another",
            "A group for each subtotal. Costs may also name a group that is not declared here.",
        ),
        "type the key of a group",
        |_, _| "()".to_owned(),
    ),
    place(
        Screen::Costs,
        ("levels", "Levels", "level"),
        &[],
        (
            "Budgets of different size, in order",
            "Two or three sizes of the same request, such as low, medium and high.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Costs,
        ("per", "Shown for each", "count"),
        &[],
        (
            "Totals are also shown divided by these",
            "How many members or hosts there are: totals are then also shown for each of them.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Costs,
        ("rates", "Exchange rates", "rate"),
        &["rate", "on", "source", "note"],
        (
            "As 1 EUR = 0.86 GBP; the last on or before a day holds",
            "What another currency is worth, if anything is paid in one.",
        ),
        "type a rate, as 1 EUR = 0.86 GBP",
        |_, rate| format!("(rate: {})", quote(rate)),
    ),
    place(
        Screen::Costs,
        ("funds", "Funds", "fund"),
        &[],
        (
            "What there is, what comes in, what is owed",
            "Balances, income and debts: how many months are in hand, and when the money runs out.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Costs,
        ("limits", "Limits", "limit"),
        &["what", "amount", "of", "kind", "level", "needs", "source"],
        (
            "Budgets that were approved, and sums from which somebody has to sign",
            "What may be spent: an approved budget, or an amount from which more signatures are needed.",
        ),
        "type what the limit is, as approved budget",
        asked,
    ),
    place(
        Screen::Costs,
        ("accrual", "Costs of months", "way"),
        &[],
        (
            "How what is paid becomes costs of months",
            "By days, unless it is to be by equal months: a yearly price is then twelve equal parts.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Usage,
        ("usage", "Measured", "series"),
        &["resource", "on", "covers", "samples", "checked", "source", "note"],
        (
            "What was in use, by day",
            "What was really used, read off a meter: with a few months of it, a forecast can be made.",
        ),
        "type a name for a series, as host ram",
        |_, _| "(resource: Ram, samples: [])".to_owned(),
    ),
    place(
        Screen::Usage,
        ("events", "Events", "event"),
        &["what", "on", "until", "kind", "resource", "host", "note"],
        (
            "Days that explain, or spoil, what was measured",
            "A clean-up, a migration, a day on which the meter was wrong.",
        ),
        "type what happened",
        asked,
    ),
    place(
        Screen::Usage,
        ("backups", "Backups", "backup"),
        &[],
        (
            "How large they are, and how many are kept",
            "The size of one full copy and how many are kept: what space they need follows.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Usage,
        ("growth", "Growth", "growth"),
        &[],
        (
            "Declared for all demand of a resource, where a service says no other",
            "How fast demand grows, as far as somebody can say: 1 % per month, 5 GB per week.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Usage,
        ("fill", "How full it may get", "fill"),
        &[],
        (
            "Of all there is",
            "A target for how full disks are to be, and a share from which somebody is told.",
        ),
        "",
        asked,
    ),
    place(
        Screen::Notes,
        ("questions", "Questions", "question"),
        &["ask", "of", "owner", "due", "about", "answer"],
        (
            "What somebody else has to answer",
            "What nobody knows yet, who can say it, who asks, and until when.",
        ),
        "type a question, as What is the setup fee?",
        |_, ask| format!("(ask: {})", quote(ask)),
    ),
    place(
        Screen::Notes,
        ("tasks", "Tasks", "task"),
        &["do", "owner", "due", "about", "blocked_by", "done"],
        (
            "What is to be done beside the moves of a plan",
            "What somebody has to do: redirect a name, ask a member, cancel a contract.",
        ),
        "type what is to be done",
        |_, what| format!("(do: {})", quote(what)),
    ),
    place(
        Screen::Notes,
        ("stated", "Stated totals", "total"),
        &["what", "parts", "says", "of", "plan", "level", "source"],
        (
            "Figures that somebody wrote down, to be checked",
            "A total from minutes or a spreadsheet, with its parts: it is checked against this file.",
        ),
        "type what the figure is called where it stands",
        asked,
    ),
    place(
        Screen::Notes,
        ("predictions", "Predictions", "prediction"),
        &["what", "of", "says", "made", "for", "source"],
        (
            "What somebody expected of a series, to be checked against what came",
            "A forecast that somebody made: what was expected of a series, when, and for which day.",
        ),
        "type what was expected",
        asked,
    ),
];

/// Width of what is drawn in place, in points.
const FORM: f32 = 560.0;

/// Which page a field of the top level stands on; `None`: on none of these.
pub fn screen_of(field: &str) -> Option<Screen> {
    PLACES.iter().find(|place| place.said.field == field).map(|place| place.screen)
}

/// What one entry of a field of the top level is called; `None`: it stands on none of these pages.
pub(super) fn one(field: &str) -> Option<&'static str> {
    PLACES.iter().find(|place| place.said.field == field).map(|place| place.said.one)
}

/// The sheets, by their fields: made once.
fn sheets() -> &'static BTreeMap<&'static str, Group> {
    static SHEETS: OnceLock<BTreeMap<&'static str, Group>> = OnceLock::new();
    SHEETS.get_or_init(|| {
        let sheet = |place: &Place| Some((place.said.field, shaped(&place.said)?));
        PLACES.iter().filter_map(sheet).collect()
    })
}

/// Every sheet of these pages.
#[cfg(test)]
pub(super) fn groups() -> impl Iterator<Item = &'static Group> {
    sheets().values()
}

impl State {
    /// Puts the keyboard into the cell of a value; false where no cell shows it.
    pub fn seek(&mut self, path: Path) -> bool {
        let Some(Step::Key(field)) = path.steps().first() else { return false };
        let Some((field, group)) = sheets().get_key_value(field.as_str()) else { return false };
        self.sheets.entry(field).or_default().seek_in(group, path)
    }
}

/// Whether a field of the top level is drawn in place, not as a sheet.
pub fn is_in_place(field: &str) -> bool {
    screen_of(field).is_some() && !sheets().contains_key(field)
}

/// Draws one of these pages.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    screen: Screen,
    state: &mut State,
    details: &mut details::State,
) -> Vec<Answer> {
    let session = view.session;
    let here = |place: &&Place| {
        place.screen == screen && Shape::scenario().field(place.said.field).is_some()
    };
    super::page(ui, |ui| {
        let mut answers = vec![];
        let (empty, filled): (Vec<&Place>, Vec<&Place>) =
            PLACES.iter().filter(here).partition(|place| is_empty(session, state, details, place));
        head(ui, screen, filled.first().copied(), state, &mut answers);
        ui.add_space(6.0);
        for place in filled {
            draw(ui, session, place, state, details, &mut answers);
            if place.said.field == "usage" {
                answers.extend(super::sparks::show(ui, view, &mut state.sparks));
            }
        }
        for place in empty {
            nothing_yet(ui, place, state, details);
        }
        if screen == Screen::Usage {
            answers.extend(super::measuring::show(ui));
        }
        ui.add_space(6.0);
        text::second(
            ui,
            "Tab and Enter move on, Esc puts the old value back, Ctrl+Z undoes. What stands in no \
             column: select a row, then All fields.",
        );
        answers
    })
}

fn head(
    ui: &mut Ui,
    screen: Screen,
    first: Option<&Place>,
    state: &mut State,
    answers: &mut Vec<Answer>,
) {
    ui.horizontal(|ui| {
        text::title(ui, screen.name());
        text::label(ui, subtitle(screen), theme::BODY, Tone::Dim);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let first = first.filter(|place| sheets().contains_key(place.said.field));
            if let Some(place) = first
                && button::primary(ui, &format!("Add {}", place.said.one)).clicked()
            {
                state.sheets.entry(place.said.field).or_default().begin_new_row();
            }
            let import = Command::ImportUsage;
            if screen == Screen::Usage
                && button::plain(ui, "Import…").on_hover_text(import.tooltip()).clicked()
            {
                answers.push(Answer::Command(import));
            }
        });
    });
}

fn subtitle(screen: Screen) -> &'static str {
    match screen {
        Screen::Costs => "What is paid beside the servers, and what there is to pay it",
        Screen::Usage => "What was measured, what is kept, how it grows",
        _ => "What is to ask, to do and to check",
    }
}

/// Whether the file says nothing of it, and nobody has begun to.
fn is_empty(session: &Session, state: &State, details: &details::State, place: &Place) -> bool {
    if state.begun.contains(place.said.field) {
        return false;
    }
    let path = Path::new().key(place.said.field);
    let root = session.document().map(crate::document::Document::root);
    let stated = root.and_then(|root| path.find(root));
    let open = |at: crate::document::At<'_>| at.inner().open().is_none();
    !stated.is_some_and(|at| open(at) || at.inner().items().len() > 0) && !details.is_asked(&path)
}

fn draw(
    ui: &mut Ui,
    session: &Session,
    place: &Place,
    state: &mut State,
    details: &mut details::State,
    answers: &mut Vec<Answer>,
) {
    let said = &place.said;
    if let Some(group) = sheets().get(said.field) {
        let sheet = state.sheets.entry(said.field).or_default();
        answers.extend(part(ui, session, group, sheet, (said.title, place.note)));
        return;
    }
    let path = Path::new().key(said.field);
    card::card(ui, |ui| {
        card::heading(ui, said.title, place.note);
        ui.vertical(|ui| {
            ui.set_max_width(FORM);
            details::inline(ui, session, details, &path, answers);
        });
    });
    ui.add_space(theme::GAP);
}

/// What belongs where nothing is yet, and the way to begin it.
fn nothing_yet(ui: &mut Ui, place: &Place, state: &mut State, details: &mut details::State) {
    let said = &place.said;
    let sheet = state.sheets.entry(said.field).or_default();
    let is_sheet = sheets().contains_key(said.field);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let shape = Shape::scenario().field(said.field).map(|field| &field.shape);
            let what = match shape {
                Some(Shape::Map(..)) => format!("Add {}…", said.one),
                _ if is_sheet => format!("Add {}…", said.one),
                Some(shape) if shape.is_leaf() => "Choose…".to_owned(),
                _ => format!("Add {}…", said.title.to_lowercase()),
            };
            if button::plain(ui, &what).clicked() {
                if is_sheet {
                    sheet.begin_new_row();
                    state.begun.insert(said.field);
                } else {
                    details.ask(Path::new().key(said.field));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                card::heading(ui, said.title, place.belongs);
            });
        });
    });
    ui.add_space(4.0);
    card::rule(ui);
    ui.add_space(4.0);
}

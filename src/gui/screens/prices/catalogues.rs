//! Which price lists stand beside the file, from which day, and what changed between two of them?

use std::sync::Arc;

use egui::{Align, Layout, Ui};

use super::super::entries::{self, Column, Group, Kind, part};
use super::super::shown::{self, Kept, Shown};
use crate::document::{Edit, Path};
use crate::gui::answer::{Answer, View};
use crate::gui::command::Command;
use crate::gui::kit::field;
use crate::gui::kit::table::TableAnswer;
use crate::gui::kit::{button, card, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::{Catalogue, Scenario};
use crate::report::price_lists::{self, Compared};
use crate::report::{Block, Report};

/// What this part remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    fields: entries::State,
    /// Whether the fields are shown as a sheet.
    more: bool,
    /// Key of the chosen one.
    chosen: Option<Arc<str>>,
    /// Key of the one that it is compared with.
    since: Option<Arc<str>>,
    listed: Kept<(), Report>,
    told: Kept<(Arc<str>, Option<Arc<str>>), Report>,
}

/// What the file says of each price list; what they sell stands in their texts.
pub(super) static FIELDS: Group = Group {
    name: "What the file says of them",
    field: "catalogues",
    within: None,
    keyed: true,
    one: "catalogue",
    add: "",
    fresh: |_, _| String::new(),
    filters: &[],
    columns: &[
        Column::key("Key", 150.0),
        Column::new("Provider", 90.0, Kind::Words, &["provider"]),
        Column::new("Branch", 70.0, Kind::Words, &["subsidiary"]),
        Column::new("Range", 120.0, Kind::Words, &["line"]),
        Column::new("Prices of", 104.0, Kind::Day, &["date"]),
        Column::new("Currency", 76.0, Kind::Words, &["currency"]),
        Column::new("Source", 200.0, Kind::Words, &["source"]),
        Column::new("Text", 180.0, Kind::Words, &["text"]).more(),
        Column::new("Note", 160.0, Kind::Words, &["note"]),
    ],
};

impl State {
    /// Chooses the list of this key.
    pub(super) fn choose(&mut self, key: &str) {
        self.chosen = Some(Arc::from(key));
        self.since = None;
    }

    /// Puts the keyboard into the cell of a value; false where no cell shows it.
    pub(super) fn seek(&mut self, path: Path) -> bool {
        self.more = true;
        self.fields.seek_in(&FIELDS, path)
    }
}

/// What a catalogue is, for who has none.
const WHAT: &str = "A catalogue is all that a provider sells on a day: every server with its choices of memory and disks, every way to \
                    pay, every data centre. It is kept beside this file, so that a request can still be explained when prices have \
                    changed. Add a list that you saved, drop or paste one here, or ask a provider.";

/// Draws the buttons that bring price lists in.
pub(super) fn buttons(ui: &mut Ui, answers: &mut Vec<Answer>) {
    let mut ask = |answer: Command| answers.push(Answer::Command(answer));
    if button::primary(ui, "Add a price list…").clicked() {
        ask(Command::AddPriceList);
    }
    if button::plain(ui, "Ask Hetzner…").clicked() {
        ask(Command::AskHetzner);
    }
    if button::plain(ui, "Ask OVH…").clicked() {
        ask(Command::AskOvh);
    }
}

/// Draws the part; whether what serves is to be found.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    answers: &mut Vec<Answer>,
) -> bool {
    let Some(scenario) = view.session.scenario() else { return false };
    if scenario.catalogues.is_empty() {
        nothing(ui);
        return false;
    }
    let today = view.session.today();
    let Some(listed) =
        state.listed.get(view.session, (), || Some(price_lists::beside(scenario, today)))
    else {
        return false;
    };
    if state.chosen.as_ref().is_none_or(|key| !scenario.catalogues.contains_key(key)) {
        state.chosen = by_date(scenario).pop();
        state.since = None;
    }
    let mut find = false;
    card::card(ui, |ui| {
        ui.horizontal(|ui| {
            card::heading(ui, "Price lists", "the oldest first");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                find = button::plain(ui, "Find what serves").clicked();
                let name = if state.more { "Hide fields" } else { "Fields" };
                if button::plain(ui, name).clicked() {
                    state.more = !state.more;
                }
            });
        });
        list(ui, view, state, &listed);
    });
    ui.add_space(theme::GAP);
    if state.more {
        let heading = (FIELDS.name, "their texts say the rest");
        answers.extend(part(ui, view.session, &FIELDS, &mut state.fields, heading));
    }
    if let Some(key) = state.chosen.clone() {
        card::card(ui, |ui| one(ui, view, state, (scenario, &key), answers));
    }
    find
}

/// What there is to do where there is none.
pub(super) fn nothing(ui: &mut Ui) {
    card::card(ui, |ui| {
        card::heading(ui, "No price list yet", "");
        text::label(ui, WHAT, theme::BODY, Tone::Dim);
    });
}

/// Keys, the oldest first.
fn by_date(scenario: &Scenario) -> Vec<Arc<str>> {
    let mut keys: Vec<_> = scenario.catalogues.iter().map(|(key, of)| (of.date, key)).collect();
    keys.sort_by_key(|(date, _)| *date);
    keys.into_iter().map(|(_, key)| Arc::clone(key)).collect()
}

fn list(ui: &mut Ui, view: &View<'_>, state: &mut State, listed: &Report) {
    let Some(scenario) = view.session.scenario() else { return };
    let Some(table) = parts::table_of(listed, "price-lists") else { return };
    let keys = by_date(scenario);
    let mut table = table.clone();
    for (row, key) in table.rows.iter_mut().zip(&keys) {
        if Some(key) == state.chosen.as_ref() {
            row.kind = crate::report::RowKind::Chosen;
        }
    }
    let all = ["range", "date", "age", "currency", "plans", "key", "state"];
    let few = ["range", "date", "age", "currency", "state"];
    let shown = Shown {
        name: "Price lists",
        columns: if text::narrow(ui) { &few } else { &all },
        marked: &["state"],
        wide: "state",
        height: theme::DENSE_ROW,
        said: &shown::as_reported,
        act: &shown::no_act,
    };
    if let Some(TableAnswer::Row(row)) = shown::table(ui, view, &table, &shown, &|_| None)
        && let Some(key) = keys.get(row)
    {
        state.chosen = Some(Arc::clone(key));
        state.since = None;
    }
}

/// The chosen one: what it holds, or what changed.
fn one(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    (scenario, key): (&Scenario, &Arc<str>),
    answers: &mut Vec<Answer>,
) {
    let Some(of) = scenario.catalogues.get(key) else { return };
    ui.horizontal(|ui| {
        card::heading(ui, key, of.source.as_deref().unwrap_or_default());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let path = Path::new().key(FIELDS.field).key(&**key);
            if button::plain(ui, "Remove").clicked() {
                let edit = Edit::new(format!("Remove {key}")).remove(path.clone());
                answers.push(Answer::Edit(edit));
            }
            if button::plain(ui, "All fields").clicked() {
                answers.push(Answer::Details(path));
            }
            since(ui, state, scenario, key);
        });
    });
    let Some(catalogue) = of.beside.clone() else {
        text::body(ui, "Its text is not there: save it beside this file under the name");
        text::label(ui, &of.text, theme::BODY, Tone::Dim);
        text::second(
            ui,
            "or add the same price list again: it is put back then. Offers already copied into this file stay as they are.",
        );
        return;
    };
    let since = state.since.clone();
    let old = since.as_ref().and_then(|key| scenario.catalogues.get(key)?.beside.clone());
    let today = view.session.today();
    let report = state.told.get(view.session, (Arc::clone(key), since), || {
        Some(told(&catalogue, old.as_deref(), scenario, today))
    });
    let Some(report) = report else { return };
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => card::heading(ui, heading, ""),
            Block::Text(paragraph) => {
                shown::sentences(ui, view, paragraph, theme::BODY, answers);
            }
            Block::Table(table) if !table.rows.is_empty() => {
                if !table.title.is_empty() {
                    card::heading(ui, &table.title, "");
                }
                ui.scope(|ui| parts::table(ui, view, table.key, table));
                if let Some(note) = &table.note {
                    text::second(ui, note);
                }
                ui.add_space(6.0);
            }
            Block::Table(_) | Block::Plot(_) => {}
        }
    }
}

fn told(
    of: &Catalogue,
    old: Option<&Catalogue>,
    scenario: &Scenario,
    today: crate::units::Day,
) -> Report {
    let scenario = Some(scenario);
    match old {
        Some(old) => price_lists::diff(&Compared { old, new: of, scenario }),
        None => price_lists::held(of, today),
    }
}

/// Chooses the list that it is compared with, of those of the same range.
fn since(ui: &mut Ui, state: &mut State, scenario: &Scenario, key: &Arc<str>) {
    let Some(own) = scenario.catalogues.get(key).and_then(|of| of.beside.as_ref()) else { return };
    let alike = by_date(scenario).into_iter().filter(|other| other != key);
    let alike: Vec<(String, String)> = alike
        .filter_map(|other| {
            let of = scenario.catalogues.get(&other)?.beside.as_ref()?;
            (of.provider == own.provider).then(|| (other.to_string(), of.date.words()))
        })
        .collect();
    if alike.is_empty() {
        return;
    }
    let mut choices = vec![(String::new(), "what it holds".to_owned())];
    choices.extend(alike.into_iter().map(|(key, day)| (key, format!("what changed since {day}"))));
    let value = state.since.as_deref().unwrap_or_default().to_owned();
    ui.allocate_ui_with_layout(
        egui::vec2(250.0, theme::CONTROL),
        Layout::top_down(Align::Min),
        |ui| {
            ui.set_width(250.0);
            let of = field::Chosen {
                name: "Compared with",
                value: &value,
                choices: &choices,
                hint: "",
                wrong: false,
                focus: false,
            };
            if let Some(other) = field::chosen(ui, of) {
                state.since = (!other.is_empty()).then(|| Arc::from(other));
            }
        },
    );
}

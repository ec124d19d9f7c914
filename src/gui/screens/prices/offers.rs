//! What does this file say can be bought, and at which price? A sheet; tariffs, disks and what else an offer has stand among all its
//! fields.

use egui::Ui;

use super::super::entries::{self, Around, Column, Entry, Filter, Group, Kind};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::sheet::SheetCell;
use crate::gui::kit::table::Cell;
use crate::gui::kit::{button, text};
use crate::gui::theme::{self, Tone};

/// What can be bought, and at which price.
pub(super) static OFFERS: Group = Group {
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
        Column::new("Kind", 70.0, Kind::Variant(&["offers", "kind"]), &["kind"]),
        Column::new("Provider", 70.0, Kind::Words, &["provider"]),
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
        Column::new("Billed", 104.0, Kind::Variant(&["offers", "billing"]), &["billing"]).more(),
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

/// Draws the buttons of the page's head.
pub(super) fn buttons(ui: &mut Ui, state: &mut entries::State) {
    if button::primary(ui, "Add offer").clicked() {
        state.begin_new_row();
    }
    let more = if state.more { "Fewer columns" } else { "More columns" };
    if button::plain(ui, more).clicked() {
        state.more = !state.more;
    }
}

/// Draws the sheet.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut entries::State) -> Vec<Answer> {
    let session = view.session;
    let mut answers = vec![];
    if session.scenario().is_none_or(|scenario| scenario.offers.is_empty()) {
        text::label(ui, NONE, theme::BODY, Tone::Dim);
        ui.add_space(4.0);
    }
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(theme::CONTROL);
        entries::chips(ui, session, &OFFERS, state);
        answers.extend(entries::row_actions(ui, session, &OFFERS, state));
    });
    ui.add_space(6.0);
    let height = (ui.clip_rect().bottom() - ui.cursor().top() - 60.0).max(260.0);
    let around = Around { totals: None, notes: &[], height };
    answers.extend(entries::show(ui, session, &OFFERS, state, around));
    ui.add_space(8.0);
    text::second(
        ui,
        "An amount that nobody knows is “unknown”, or “unknown, at most 161.32 before tax”. \
         Tariffs by use and other terms: select a row, then All fields.",
    );
    answers
}

const NONE: &str = "Write down what providers offer, with its price and the day on which you looked: \
                    plans and contracts name it.";

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

//! The tables that say what the picture shows: by plan, and by the ends of months.

use egui::{Align, Layout, Ui};

use crate::gui::answer::{Answer, View};
use crate::gui::kit::table::{self, Head, TableAnswer};
use crate::gui::kit::why::Why;
use crate::gui::kit::{card, link, text};
use crate::gui::parts;
use crate::gui::screens::shown::{self, Shown};
use crate::gui::theme;
use crate::report::{Cell, Column, Report, Row, RowKind, Table, Value};

/// What is remembered from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Whether every month is shown.
    all_months: bool,
}

/// Room that a month takes, and that the names take, in points.
const MONTH: f32 = 88.0;
const NAMES: f32 = 190.0;

/// Draws both tables.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    report: &Report,
    state: &mut State,
) -> Option<Answer> {
    let mut answer = None;
    let (plans, ends) = (parts::table_of(report, "plans")?, parts::table_of(report, "ends")?);
    ui.spacing_mut().item_spacing.y = theme::GAP;
    low(ui, |ui| {
        let narrow = text::narrow(ui);
        let all = ["plan", "usable", "wanted", "room", "expected", "cautious"];
        let few = ["plan", "usable", "room", "expected", "cautious"];
        let shown = Shown {
            name: "By plan",
            columns: if narrow { &few } else { &all },
            marked: &["expected"],
            wide: "expected",
            height: theme::DENSE_ROW,
            said: &shown::as_reported,
            act: &shown::no_act,
        };
        if let Some(TableAnswer::Row(row)) = shown::table(ui, view, plans, &shown, &|_| None) {
            let name = plans.rows.get(row).and_then(|row| row.cells.first());
            answer = name.map(|name| Answer::ChoosePlan(name.text.as_str().into()));
        }
        note(ui, plans);
    });
    low(ui, |ui| {
        let fit = ((ui.available_width() - NAMES) / MONTH).floor().max(3.0) as usize;
        let turned = turned(ends, fit);
        let months = if state.all_months { ends } else { &turned };
        shown::to_the_edges(ui, |ui| by_month(ui, months));
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.style_mut().override_font_id = Some(egui::FontId::proportional(theme::SMALL));
            if let Some(note) = &ends.note {
                text::second(ui, note);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if link::action(ui, "Copy", "Copy both tables").clicked() {
                    let text = format!("{}\n{}", as_text(plans), as_text(ends));
                    answer = Some(Answer::Copy(text, "Copied both tables".to_owned()));
                }
                let said = if state.all_months { "Fewer months" } else { "All months" };
                if link::action(ui, said, said).clicked() {
                    state.all_months = !state.all_months;
                }
            });
        });
    });
    answer
}

/// A card that holds a table, with less room above and below.
fn low(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let around = egui::Margin { left: 16, right: 16, top: 2, bottom: 8 };
    card::padded(ui, around, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        add(ui);
    });
}

/// Numbers close to each other at the right, names take the rest.
fn by_month(ui: &mut Ui, of: &Table) {
    let heads: Vec<Head> = of
        .columns
        .iter()
        .enumerate()
        .map(|(n, column)| match n {
            0 => Head::words(&column.title).wide(),
            _ => Head::numbers(&column.title),
        })
        .collect();
    let rows: Vec<table::Row> = of
        .rows
        .iter()
        .map(|row| table::Row {
            name: row.cells.first().map_or_else(String::new, |cell| cell.text.clone()),
            cells: row.cells.iter().map(parts::cell).collect(),
            ..table::Row::default()
        })
        .collect();
    let drawn =
        table::Table { name: "By month", heads: &heads, rows: &rows, row_height: theme::DENSE_ROW };
    let none = |_, _| Why { title: String::new(), lines: Vec::new(), total: None };
    table::table(ui, &drawn, &none);
}

fn note(ui: &mut Ui, table: &Table) {
    if let Some(note) = &table.note {
        ui.add_space(4.0);
        text::second(ui, note);
    }
}

/// As a spreadsheet takes it: cells apart by tabs, rows by line feeds.
fn as_text(table: &Table) -> String {
    let heads: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    let rows = table.rows.iter().map(|row| {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        cells.join("\t")
    });
    std::iter::once(heads.join("\t")).chain(rows).map(|line| line + "\n").collect()
}

/// The table with a column for each of so many months, evenly apart, the first and the last among them.
fn turned(table: &Table, fit: usize) -> Table {
    let chosen = evenly(table.rows.len(), fit);
    let (Some(first), names) = (table.columns.first(), table.columns.iter().skip(1)) else {
        return table.clone();
    };
    let mut columns = vec![Column::words("what", first.title.clone())];
    let heads = chosen.iter().filter_map(|n| table.rows.get(*n)?.cells.first());
    columns.extend(heads.map(|cell| Column::numbers("month", cell.text.clone())));
    let row = |(place, column): (usize, &Column)| {
        let mut cells = vec![Cell::of(column.title.clone(), Value::None)];
        let of = |n: &usize| table.rows.get(*n)?.cells.get(place + 1).cloned();
        cells.extend(chosen.iter().map(|n| of(n).unwrap_or_default()));
        Row { kind: RowKind::Item, cells }
    };
    Table { columns, rows: names.enumerate().map(row).collect(), ..table.clone() }
}

/// Places of at most `fit` of `all`, the first and the last among them.
fn evenly(all: usize, fit: usize) -> Vec<usize> {
    let fit = fit.min(all);
    match (all, fit) {
        (0, _) | (_, 0) => Vec::new(),
        (_, 1) => vec![0],
        _ => (0..fit).map(|n| n * (all - 1) / (fit - 1)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_chosen_evenly_with_both_ends() {
        assert_eq!(evenly(25, 7), [0, 4, 8, 12, 16, 20, 24]); // n × 24 ÷ 6
        assert_eq!(evenly(3, 7), [0, 1, 2]);
        assert_eq!(evenly(0, 7), [0; 0]);
    }

    #[test]
    fn a_turned_table_has_the_same_figures() {
        let columns =
            vec![Column::words("by", "GB at the end of"), Column::numbers("a", "Expected")];
        let mut table = Table::new("ends", "", columns);
        for (month, figure) in [("today", "349"), ("Jan 2026", "356")] {
            table.rows.push(Row::item(vec![Cell::words(month), Cell::words(figure)]));
        }
        let turned = turned(&table, 6);
        let heads: Vec<&str> = turned.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(heads, ["GB at the end of", "today", "Jan 2026"]);
        let cells: Vec<&str> = turned.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(cells, ["Expected", "349", "356"]);
        assert_eq!(as_text(&table), "GB at the end of\tExpected\ntoday\t349\nJan 2026\t356\n");
    }
}

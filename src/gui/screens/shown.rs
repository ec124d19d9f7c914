//! How are the tables of a report shown on a page, and kept from frame to frame?

use std::sync::Arc;

use egui::{Ui, UiBuilder, vec2};

use crate::diag::Severity;
use crate::engine::outlook::Outlook;
use crate::gui::answer::{Answer, View};
use crate::gui::kit::table::{self, Cell, Head, Row, TableAnswer};
use crate::gui::kit::text;
use crate::gui::kit::why::Why;
use crate::gui::parts;
use crate::report::{self, Align, Paragraph, RowKind, Table};
use crate::session::Session;

/// What was worked out for an outlook, kept while neither it nor the question changes: a frame is
/// drawn at every move of the pointer.
#[derive(Debug)]
pub(super) struct Kept<K, T> {
    of: Option<(Arc<Outlook>, K, Arc<T>)>,
}

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self { of: None }
    }
}

impl<K: PartialEq, T> Kept<K, T> {
    /// What was kept, or what `make` gives now; `None` while the text cannot be read.
    pub(super) fn get(
        &mut self,
        session: &Session,
        key: K,
        make: impl FnOnce() -> Option<T>,
    ) -> Option<Arc<T>> {
        let outlook = session.outlook()?;
        if let Some((old, of, value)) = &self.of
            && Arc::ptr_eq(old, outlook)
            && *of == key
        {
            return Some(Arc::clone(value));
        }
        let value = Arc::new(make()?);
        self.of = Some((Arc::clone(outlook), key, Arc::clone(&value)));
        Some(value)
    }
}

/// Some columns of a report's table, as it is to be shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// What is heard for it.
    pub(super) name: &'a str,
    /// Keys of the columns, from left to right.
    pub(super) columns: &'a [&'a str],
    /// Keys of those that carry a mark where they say that something is wrong.
    pub(super) marked: &'a [&'a str],
    /// Key of the column that takes the room that is left.
    pub(super) wide: &'a str,
    /// Least height of a row, in points.
    pub(super) height: f32,
    /// Changes how a cell reads here: the column's key and its text as the report has it.
    pub(super) said: Said<'a>,
    /// What can be done with a row.
    pub(super) act: &'a dyn Fn(usize) -> Option<&'static str>,
}

/// Says a cell in fewer words where the page says the rest; `None`: as the report does.
pub(super) type Said<'a> = &'a dyn Fn(&str, &report::Cell) -> Option<String>;

/// Every cell as the report says it.
pub(super) fn as_reported(_: &str, _: &report::Cell) -> Option<String> {
    None
}

/// Nothing can be done with any row.
pub(super) fn no_act(_: usize) -> Option<&'static str> {
    None
}

/// Draws a report's table; each figure with a path explains itself. `ticked` gives the box of a row,
/// where rows have one.
pub(super) fn table(
    ui: &mut Ui,
    view: &View<'_>,
    of: &Table,
    shown: &Shown<'_>,
    ticked: &dyn Fn(usize) -> Option<bool>,
) -> Option<TableAnswer> {
    let place = |key: &&str| of.columns.iter().position(|column| column.key == *key);
    let columns: Vec<usize> = shown.columns.iter().filter_map(place).collect();
    let heads: Vec<Head> = columns
        .iter()
        .map(|index| {
            let column = &of.columns[*index];
            let head = match column.align {
                Align::Left => Head::words(&column.title),
                Align::Right => Head::numbers(&column.title),
            };
            if column.key == shown.wide { head.wide() } else { head }
        })
        .collect();
    let rows: Vec<Row> = of
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let named = row.cells.iter().find(|cell| !cell.text.is_empty());
            let cell = |column: &usize| {
                let key = of.columns[*column].key;
                row.cells.get(*column).map_or_else(Cell::default, |cell| {
                    let mut drawn = marked(cell, shown.marked.contains(&key));
                    drawn.text = (shown.said)(key, cell).unwrap_or(drawn.text);
                    drawn
                })
            };
            Row {
                name: named.map_or_else(String::new, |cell| cell.text.clone()),
                cells: columns.iter().map(cell).collect(),
                chosen: row.kind == RowKind::Chosen,
                tick: ticked(index),
                act: (shown.act)(index),
            }
        })
        .collect();
    let explain = |row: usize, column: usize| {
        let cell = columns.get(column).and_then(|c| of.rows.get(row)?.cells.get(*c));
        let path = cell.and_then(|cell| cell.why.as_deref());
        path.map_or_else(
            || Why { title: String::new(), lines: Vec::new(), total: None },
            |path| parts::explained(view.session, path),
        )
    };
    let drawn =
        table::Table { name: shown.name, heads: &heads, rows: &rows, row_height: shown.height };
    to_the_edges(ui, |ui| table::table(ui, &drawn, &explain))
}

/// Room of a card or page beside what stands in it, in points.
const PADDING: f32 = 16.0;

/// Draws over the padding of a card at both sides: a table brings its own, and so its words stand
/// under the card's heading.
pub(super) fn to_the_edges<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let own = ui.available_rect_before_wrap();
    let place = own.expand2(vec2(PADDING, 0.0));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.set_clip_rect(ui.clip_rect().expand2(vec2(PADDING, 0.0)));
    let answer = add(&mut inner);
    let used = egui::Rect::from_x_y_ranges(own.x_range(), inner.min_rect().y_range());
    ui.advance_cursor_after_rect(used);
    answer
}

fn marked(cell: &report::Cell, marks: bool) -> Cell {
    let mark = match cell.tone {
        report::Tone::Bad if marks => Some(Severity::Error),
        report::Tone::Warning if marks => Some(Severity::Warning),
        _ => None,
    };
    Cell { mark, ..parts::cell(cell) }
}

/// Sentences that wrap, their figures explaining themselves and their values changed in place.
pub(super) fn sentences(
    ui: &mut Ui,
    view: &View<'_>,
    of: &Paragraph,
    size: f32,
    answers: &mut Vec<Answer>,
) {
    text::sentence(ui, size, |ui| parts::paragraph(ui, view, of, size, answers));
}

//! How are the parts of a report put together? Short constructors for the shape.

use super::{
    Align, Block, Cell, Column, Mark, MarkRole, Paragraph, Report, Row, RowKind, Table, Tone, Value,
};
use crate::units::Day;

impl Report {
    /// An answer without blocks yet.
    pub(super) fn new(name: &'static str, title: impl Into<String>) -> Self {
        Self { name, title: title.into(), blocks: Vec::new() }
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// A paragraph of words only.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(Paragraph::plain(text)));
    }

    pub(super) fn text(&mut self, paragraph: Paragraph) {
        self.blocks.push(Block::Text(paragraph));
    }

    pub(super) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }
}

impl Paragraph {
    /// Words without values.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { spans: vec![Cell::words(text)], tone: Tone::Plain }
    }

    /// These parts, one after the other.
    pub fn of(spans: Vec<Cell>) -> Self {
        Self { spans, tone: Tone::Plain }
    }

    /// The same, meant otherwise.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// The sentences, whole.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    pub(super) fn add(&mut self, text: impl Into<String>) {
        self.spans.push(Cell::words(text));
    }

    pub(super) fn put(&mut self, cell: Cell) {
        self.spans.push(cell);
    }
}

impl Cell {
    /// Words without a value.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A value and how it reads.
    pub fn of(text: impl Into<String>, value: Value) -> Self {
        Self { text: text.into(), value, ..Self::default() }
    }

    /// The same, explained under this path.
    #[must_use]
    pub fn because(mut self, path: impl Into<String>) -> Self {
        self.why = Some(path.into());
        self
    }

    /// The same, changed in the file under this path.
    #[must_use]
    pub fn edited(mut self, path: impl Into<String>) -> Self {
        self.edit = Some(path.into());
        self
    }

    /// The same, meant otherwise.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

impl Column {
    /// A column of words.
    pub fn words(key: &'static str, title: impl Into<String>) -> Self {
        Self { key, title: title.into(), align: Align::Left }
    }

    /// A column of numbers.
    pub fn numbers(key: &'static str, title: impl Into<String>) -> Self {
        Self { key, title: title.into(), align: Align::Right }
    }
}

impl Row {
    /// One of the things listed.
    pub fn item(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Item, cells }
    }

    /// A sum of those above.
    pub fn total(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Total, cells }
    }
}

impl Table {
    /// A table without rows yet.
    pub fn new(key: &'static str, title: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { key, title: title.into(), columns, rows: Vec::new(), note: None }
    }
}

impl Mark {
    /// A day with its words.
    pub(super) fn day(day: Day, what: impl Into<String>) -> Self {
        Self { day, until: None, at: None, what: what.into(), role: MarkRole::Day }
    }
}

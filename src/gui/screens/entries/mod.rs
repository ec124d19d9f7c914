//! How is a map or a list of the file shown and changed as a sheet? What stands in which column is
//! data; rows, edits and drawing are the same for every sheet.
//!
//! A cell shows what the text says, even where it cannot be read; so the model is not asked.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{At, Path, Step};
use crate::gui::kit::sheet::SheetCell;
use crate::gui::kit::table::Side;
use crate::session::Session;

mod edits;
mod facts;
mod part;
mod rows;
mod shaped;
mod sheet;
mod value;
mod windows;

#[cfg(test)]
mod tests;

pub(super) use edits::abouts_moved;
pub(super) use facts::{Fact, facts};
pub(super) use part::part;
pub(super) use rows::{Filter, problems};
pub(super) use shaped::{Said, shaped};
pub(super) use sheet::{Around, State, chips, row_actions, show, titles};
pub(super) use value::{ANSWERS, KNOWN, Kind, in_gb_grouped};

/// A group of the file whose entries are rows.
pub(super) struct Group {
    /// What is heard for the sheet, and tells it from others: `Services`.
    pub(super) name: &'static str,
    /// Field of the top level.
    pub(super) field: &'static str,
    /// Where it stands, if not in that field itself, as `contracts["server"].prices`.
    pub(super) within: Option<Path>,
    /// Whether its entries have keys.
    pub(super) keyed: bool,
    /// What one entry is called: `service`.
    pub(super) one: &'static str,
    /// What stands in the row to type into.
    pub(super) add: &'static str,
    /// The value of a new entry, as RON. In a list it holds the name that was typed. Empty where more
    /// is needed: then its fields are asked for.
    pub(super) fresh: fn(&Session, &str) -> String,
    /// Which entries can be shown alone, and how that is called; none: always all.
    pub(super) filters: &'static [(&'static str, Filter)],
    /// Its columns; the first is the entry's name.
    pub(super) columns: &'static [Column],
}

/// A column of a sheet: where its values stand, how they are typed and shown.
pub(super) struct Column {
    /// Its heading.
    pub(super) title: &'static str,
    /// A second line of it; `CURRENCY` is the scenario's.
    pub(super) note: &'static str,
    pub(super) side: Side,
    /// Its least width, in points.
    pub(super) width: f32,
    pub(super) at: Place,
    pub(super) kind: Kind,
    /// Where the value comes from while the entry states none; shown dim.
    pub(super) instead: Option<Instead>,
    /// What the cell shows beside or in place of the bare value.
    pub(super) look: Option<Look>,
    /// Whether it stands there only once asked for.
    pub(super) more: bool,
}

/// Finds the value that holds while an entry states none of its own.
pub(super) type Instead = for<'t> fn(At<'t>, &Entry<'t>) -> Option<At<'t>>;
/// Changes how a cell looks.
pub(super) type Look = fn(&Entry<'_>, &mut SheetCell);

/// Stands for the scenario's currency in a heading.
pub(super) const CURRENCY: &str = "currency";

/// Where in an entry the value of a column stands.
pub(super) enum Place {
    /// It is the entry's key.
    Key,
    /// In these fields, one inside the other.
    Field(&'static [&'static str]),
    /// It depends on the entry; or why it cannot be typed here.
    By(fn(&Entry<'_>) -> Result<&'static [&'static str], &'static str>),
}

/// One entry of a group, in its text.
pub(super) struct Entry<'t> {
    /// Its key, or what its first column says.
    pub(super) name: Cow<'t, str>,
    /// Its place in the group, from 0.
    pub(super) index: usize,
    pub(super) path: Path,
    pub(super) at: At<'t>,
    span: Range<usize>,
}

impl<'t> Entry<'t> {
    /// Its bytes in the text, from its key or value on.
    fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value in these fields, one inside the other.
    pub(super) fn get(&self, fields: &[&str]) -> Option<At<'t>> {
        get(self.at, fields)
    }

    /// What the text in a field says.
    pub(super) fn says(&self, field: &str) -> Cow<'t, str> {
        self.get(&[field]).map_or(Cow::Borrowed(""), said)
    }
}

impl Column {
    /// A column of a field, typed as it stands.
    pub(super) const fn new(
        title: &'static str,
        width: f32,
        kind: Kind,
        fields: &'static [&'static str],
    ) -> Self {
        let side = if kind.is_number() { Side::Right } else { Side::Left };
        let at = Place::Field(fields);
        Self { title, note: "", side, width, at, kind, instead: None, look: None, more: false }
    }

    /// The column of the keys.
    pub(super) const fn key(title: &'static str, width: f32) -> Self {
        Self { at: Place::Key, ..Self::new(title, width, Kind::Words, &[]) }
    }

    /// The same with a second line in its heading.
    pub(super) const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    /// The same, with a place that depends on the entry.
    pub(super) const fn by(
        self,
        by: fn(&Entry<'_>) -> Result<&'static [&'static str], &'static str>,
    ) -> Self {
        Self { at: Place::By(by), ..self }
    }

    /// The same, showing another value where none is stated.
    pub(super) const fn instead(self, instead: Instead) -> Self {
        Self { instead: Some(instead), ..self }
    }

    /// The same, looking otherwise.
    pub(super) const fn look(self, look: Look) -> Self {
        Self { look: Some(look), ..self }
    }

    /// The same, there only once asked for.
    pub(super) const fn more(self) -> Self {
        Self { more: true, ..self }
    }

    /// Whether its value stands at a path, counted from the top.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        let named = |(field, step): (&&str, &Step)| matches!(step, Step::Key(key) if key == field);
        match self.at {
            Place::Field(fields) => {
                fields.len() == path.steps().len() && fields.iter().zip(path.steps()).all(named)
            }
            _ => false,
        }
    }

    /// The group that its value stands in with others, counted from the top.
    pub(super) fn group_of_fields(&self) -> Option<&'static str> {
        match self.at {
            Place::Field([group, _, ..]) => Some(group),
            _ => None,
        }
    }

    /// Fields of the value in an entry; none for the key.
    fn fields(&self, entry: &Entry<'_>) -> Result<&'static [&'static str], &'static str> {
        match self.at {
            Place::Key => Ok(&[]),
            Place::Field(fields) => Ok(fields),
            Place::By(by) => by(entry),
        }
    }
}

impl Group {
    /// Where it stands in the file.
    fn place(&self) -> Path {
        self.within.clone().unwrap_or_else(|| Path::new().key(self.field))
    }
}

/// The value in these fields, one inside the other.
pub(super) fn get<'t>(at: At<'t>, fields: &[&str]) -> Option<At<'t>> {
    fields.iter().try_fold(at, |at, field| Some(at.inner().find(field)?.1.value()))
}

/// What a text says; of any other value, how it is written.
pub(in crate::gui::screens) fn said(at: At<'_>) -> Cow<'_, str> {
    let at = at.inner();
    at.string().unwrap_or(Cow::Borrowed(at.literal()))
}

/// Entries of a group, in the file's order.
pub(super) fn entries<'t>(session: &'t Session, group: &Group) -> Vec<Entry<'t>> {
    let root = session.document().map(crate::document::Document::root);
    let into = group.place();
    let Some(list) = root.and_then(|root| into.find(root)) else { return vec![] };
    let first: &[&str] = match group.columns.first() {
        Some(Column { at: Place::Field(fields), .. }) => fields,
        _ => &[],
    };
    let entry = |(index, item): (usize, crate::document::Item<'t>)| {
        let (at, span) = (item.value().inner(), item.span());
        if let Some(name) = item.key().filter(|_| group.keyed) {
            let path = into.clone().key(name.as_ref());
            return Entry { name, index, path, at, span };
        }
        let name = get(at, first).map_or(Cow::Borrowed(""), said);
        Entry { name, index, path: into.clone().index(index), at, span }
    };
    list.inner().items().enumerate().map(entry).collect()
}

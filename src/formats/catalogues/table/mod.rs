//! Any price list as a table: CSV, TSV, or pasted from a web page or a spreadsheet.
//!
//! Headings say what a column holds ([`Field`]); what was guessed is shown in the notes and corrected by [`PriceTold::columns`]. Currency and
//! tax are taken where they stand, in cells, headings or lines around the table, and asked for else. An empty cell is not known, never 0.

use super::building::{self, Building};
use super::{PriceTold, Reader};
use crate::diag::Problem;
use crate::formats::importers::Head;
use crate::model::{Catalogue, CatalogueTax};

mod fields;
mod layout;
mod rows;
mod said;
mod words;

#[cfg(test)]
mod tests;

pub use fields::Field;

use super::money::Decimals;
use layout::{Layout, layout};

/// Longest price list as a table, in bytes.
const LARGEST: usize = 32 * 1024 * 1024;
/// Longest line, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

pub(super) const READER: Reader = Reader {
    name: "table",
    what: "any price list as a table: CSV, TSV, or pasted",
    recognises,
    read,
};

/// A column as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceColumn {
    /// As it stands in the table.
    pub heading: String,
    /// What it holds; `None`: it is left out.
    pub field: Option<Field>,
}

/// What each column of a table holds, as guessed and as told: to be shown before it is taken.
pub fn price_columns(bytes: &[u8], told: &PriceTold) -> Result<Vec<PriceColumn>, Problem> {
    let (layout, fields) = open(bytes, told)?;
    let columns = layout.headings.into_iter().zip(fields);
    Ok(columns.map(|(heading, field)| PriceColumn { heading, field }).collect())
}

fn recognises(head: &Head<'_>) -> bool {
    let begins = head.text.trim_start().bytes().next();
    if matches!(begins, None | Some(b'{' | b'[' | b'<')) || !lines_are_short(head.text.as_bytes()) {
        return false;
    }
    layout(head.text, &[]).is_some_and(|layout| !layout.rows.is_empty())
}

fn lines_are_short(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= LONGEST_LINE)
}

/// The table, and what its columns hold.
fn open(bytes: &[u8], told: &PriceTold) -> Result<(Layout, Vec<Option<Field>>), Problem> {
    let text = building::text(bytes, told)?;
    if text.len() > LARGEST {
        let message = format!("`{}` is longer than 32 MiB", told.name);
        return Err(Problem::error("too-large", message).hint("no price list is that long"));
    }
    if let Some(line) = text.lines().position(|line| line.len() > LONGEST_LINE) {
        return Err(Problem::error("line-too-long", "this line is longer than 64 KiB")
            .at(building::place(told, line + 1, 1))
            .hint("a row of a price list is one line"));
    }
    if text.trim_start().starts_with(['{', '[', '<']) {
        let message = format!("`{}` is not a table", told.name);
        return Err(Problem::error("not-a-price-list", message)
            .hint("it looks like JSON or HTML: name the reader of its provider, or paste the table itself"));
    }
    let Some(layout) = layout(text, &told.columns) else {
        let message = format!("no row of `{}` names columns", told.name);
        return Err(Problem::error("no-headings", message)
            .hint("a row names what is sold and its price, as `Name, RAM, Disk, Price`"));
    };
    let fields = fields::assign(&layout.headings, told)?;
    Ok((layout, fields))
}

fn read(bytes: &[u8], told: &PriceTold) -> Result<Catalogue, Problem> {
    let (layout, fields) = open(bytes, told)?;
    if !fields.iter().flatten().any(|field| rows::is_price(*field)) {
        let headings: Vec<String> = layout.headings.iter().map(|h| format!("`{h}`")).collect();
        let message = format!("no column of `{}` is a price", told.name);
        return Err(Problem::error("column-needed", message)
            .at(building::place(told, layout.heading_line, 1))
            .hint(format!("say which is `monthly`: {}", headings.join(", "))));
    }
    let decimals = decimals(&layout, &fields);
    let currency = said::currency(&layout, &fields, told)?;
    let tax = said::tax(&layout, &fields, told)?;
    let provider = told.provider.as_deref().unwrap_or("unknown");
    let mut building = Building::new(told, provider, None, currency, tax);
    if told.provider.is_none() {
        building.note("who sells this was not said");
    }
    building.note(shown(&layout, &fields));
    for text in &layout.texts {
        building.note(format!("not a row: `{}`", building::shortened(text)));
        if building.notes() > 20 {
            break;
        }
    }
    rows::take(
        &mut building,
        &layout,
        &fields,
        rows::Told { decimals, currency, tax, of_all: told },
    );
    building.finish(told)
}

/// What stands before decimals in the columns of prices.
fn decimals(layout: &Layout, fields: &[Option<Field>]) -> Decimals {
    let mut decimals = Decimals::default();
    for (_, row) in &layout.rows {
        for (cell, field) in row.iter().zip(fields) {
            if field.is_some_and(rows::is_money) {
                decimals.see(cell);
            }
        }
    }
    decimals
}

/// `columns: Produkt as name, RAM as ram; left out: Lager`.
fn shown(layout: &Layout, fields: &[Option<Field>]) -> String {
    let columns = layout.headings.iter().zip(fields);
    let (mut taken, mut left) = (Vec::new(), Vec::new());
    for (heading, field) in columns {
        match field {
            Some(field) => taken.push(format!("`{heading}` as {}", field.name())),
            None if !heading.is_empty() => left.push(format!("`{heading}`")),
            None => {}
        }
    }
    let mut text = format!("columns: {}", taken.join(", "));
    if !left.is_empty() {
        text.push_str("; left out: ");
        text.push_str(&left.join(", "));
    }
    text
}

/// The basis of a catalogue's prices.
fn basis(tax: CatalogueTax) -> crate::units::Basis {
    match tax {
        CatalogueTax::Before(_) => crate::units::Basis::BeforeTax,
        CatalogueTax::In(_) => crate::units::Basis::AfterTax,
    }
}

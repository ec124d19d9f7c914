//! `Report` → bytes: one file an exporter, one list.
//!
//! An exporter reads the shape of reports and nothing else; the same reports give the same bytes.

use crate::report::Report;

mod csv;
mod json;
mod markdown;
mod text;

/// A way to write reports down.
#[derive(Clone, Copy, Debug)]
pub struct Exporter {
    /// What `--format` calls it.
    pub name: &'static str,
    /// Usual ending of a file, without the dot.
    pub ending: &'static str,
    /// For menus and help: what it is good for.
    pub what: &'static str,
    /// All reports, one after the other, as UTF-8 that ends with a line feed.
    pub write: fn(&[Report]) -> Vec<u8>,
}

/// Every exporter; menus, the command line and tests read this list.
pub const EXPORTERS: &[Exporter] = &[text::TEXT, csv::CSV, json::JSON, markdown::MARKDOWN];

/// The exporter of this name.
pub fn exporter(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}

/// The same words on one line: text from a file may hold line breaks and control characters.
fn one_line(text: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(clean).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! How is a price list read, and how does it come to stand beside a scenario?

use std::io::Read;
use std::path::Path as FilePath;

use crate::diag::{Problem, Severity};
use crate::disk;
use crate::document::{Edit, Path, quote};
use crate::formats::catalogue_text;
use crate::formats::catalogues::{LARGEST, PriceTold, Reader, recognise};
use crate::formats::importers::{self, HEAD, Head};
use crate::model::{Catalogue, Scenario};

use super::Session;

/// Reads a provider's price list by the reader named, or the first that recognises it; `-` is standard input.
pub fn read_price_list(
    path: &FilePath,
    by: Option<&Reader>,
    told: &PriceTold,
) -> Result<Catalogue, Problem> {
    let mut bytes = Vec::new();
    let taken = disk::pieces(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    taken.map_err(|error| {
        Problem::error("cannot-read", format!("cannot read `{}`: {error}", told.name))
    })?;
    read_prices(&bytes, by, told)
}

/// The same of bytes. A text that stood beside a scenario is read as well.
pub fn read_prices(
    bytes: &[u8],
    by: Option<&Reader>,
    told: &PriceTold,
) -> Result<Catalogue, Problem> {
    if bytes.len() > LARGEST {
        let message = format!("`{}` is longer than {} MiB", told.name, LARGEST >> 20);
        return Err(Problem::error("too-large", message));
    }
    let beginning = beginning(bytes);
    if by.is_none() && catalogue_text::looks_like(&beginning) {
        let text = String::from_utf8_lossy(bytes);
        let (catalogue, problems) = catalogue_text::read(&text, &told.name);
        let wrong = problems.into_iter().find(|problem| problem.severity == Severity::Error);
        return match (catalogue, wrong) {
            (Some(catalogue), None) => Ok(catalogue),
            (_, wrong) => Err(wrong.unwrap_or_else(|| unknown(told))),
        };
    }
    let found = || recognise(&Head { text: &beginning, whole: bytes.len() <= HEAD });
    let reader = by.or_else(found).ok_or_else(|| unknown(told))?;
    (reader.read)(bytes, told)
}

fn unknown(told: &PriceTold) -> Problem {
    Problem::error("no-price-list", format!("`{}` is no price list that is known", told.name))
        .hint("see docs/price-lists.md for what can be read")
}

fn beginning(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
}

/// Whether an input is a price list rather than the output of a tool that measures, by its beginning.
pub fn is_price_list(bytes: &[u8]) -> bool {
    let text = beginning(bytes);
    let head = Head { text: &text, whole: bytes.len() < HEAD };
    // A table may be either: what a tool is known to write is that tool's.
    let own = recognise(&head)
        .is_some_and(|reader| reader.name != "table" || importers::recognise(&head).is_none());
    own || catalogue_text::looks_like(&text)
}

/// The same of a file; a file that cannot be read is none.
pub fn is_price_file(path: &FilePath) -> bool {
    let mut bytes = Vec::new();
    let read = disk::pieces(path)
        .map(|pieces| pieces.take(HEAD as u64).read_to_end(&mut bytes).is_ok());
    read.is_ok_and(|read| read) && is_price_list(&bytes)
}

/// What becomes of a price list that is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenIn {
    /// It stands beside the scenario under this key.
    New(String),
    /// It was there already, under this key, and its text was lost or damaged: that is whole again.
    Mended(String),
    /// It is there already, under this key.
    Known(String),
}

impl Session {
    /// Puts a price list beside the scenario, as one step of undo: a text of its own, which is named by its content.
    pub fn take_in_prices(&mut self, catalogue: &Catalogue) -> Result<TakenIn, Problem> {
        let text = catalogue_text::write(catalogue);
        let name = catalogue_text::name_of(&text);
        let scenario = &self.read()?.scenario;
        let known = scenario.catalogues.iter().find(|(_, listed)| listed.text == name);
        if let Some((key, listed)) = known {
            let key = key.to_string();
            if listed.content.as_deref() == Some(name.as_str()) {
                return Ok(TakenIn::Known(key));
            }
            self.take_in(&[(name, text)], &Edit::new("Mend a price list"))?;
            return Ok(TakenIn::Mended(key));
        }
        let key = key(scenario, catalogue);
        let edit = Edit::new(format!("Add prices of {}", catalogue.provider));
        let edit = edit.insert(Path::new().key("catalogues"), key.clone(), entry(catalogue, &name));
        self.take_in(&[(name, text)], &edit)?;
        Ok(TakenIn::New(key))
    }
}

/// `ovh-ca-eco 2022-01-24`, numbered where that is taken.
fn key(scenario: &Scenario, of: &Catalogue) -> String {
    let parts = [Some(of.provider.as_str()), of.subsidiary.as_deref(), of.line.as_deref()];
    let whose: Vec<String> = parts.into_iter().flatten().map(str::to_lowercase).collect();
    let key = format!("{} {}", whose.join("-"), of.date);
    let taken = |key: &String| scenario.catalogues.contains_key(key.as_str());
    let numbered = (2..).map(|n| format!("{key} #{n}"));
    let mut keys = std::iter::once(key.clone()).chain(numbered);
    keys.find(|key| !taken(key)).unwrap_or(key)
}

/// What stands in the scenario for it, as RON.
fn entry(of: &Catalogue, name: &str) -> String {
    let Catalogue { provider, subsidiary, line, currency, date, source, .. } = of;
    let mut fields = vec![
        format!("text: {}", quote(name)),
        format!("provider: {}", quote(provider)),
    ];
    let optional = [("subsidiary", subsidiary), ("line", line)];
    let stated = optional.into_iter().filter_map(|(field, of)| Some((field, of.as_ref()?)));
    fields.extend(stated.map(|(field, of)| format!("{field}: {}", quote(of))));
    fields.push(format!("currency: \"{}\"", currency.code()));
    fields.push(format!("date: \"{date}\""));
    fields.extend(source.as_ref().map(|source| format!("source: {}", quote(source))));
    format!("({})", fields.join(", "))
}

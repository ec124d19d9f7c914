//! How is a price list read, and how does it come to stand beside the scenario?

use std::io::Read;
use std::path::Path;

use crate::diag::Problem;
use crate::disk;
use crate::document::{Edit, Op, Path as At, quote};
use crate::formats::catalogue_text;
use crate::formats::catalogues::{Field, LARGEST, PriceTold, Reader, price_columns, recognise};
use crate::formats::importers::{self, HEAD, Head};
use crate::model::{Catalogue, Scenario};
use crate::units::Day;

use super::Session;

/// Reads a provider's price list, or a catalogue's text, from a file; `-` is standard input. `by`: the reader named, else the first
/// that recognises it.
pub fn read_price_list(
    path: &Path,
    by: Option<&Reader>,
    told: &PriceTold,
) -> Result<Catalogue, Problem> {
    let mut bytes = Vec::new();
    let taken = disk::pieces(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    taken.map_err(|error| {
        Problem::error("cannot-read", format!("cannot read `{}`: {error}", told.name))
    })?;
    price_list(&bytes, by, told)
}

/// The same of what a file holds. What is damaged in a catalogue's text is among its notes.
pub fn price_list(
    bytes: &[u8],
    by: Option<&Reader>,
    told: &PriceTold,
) -> Result<Catalogue, Problem> {
    if bytes.len() > LARGEST {
        let message = format!("`{}` is longer than {} MiB", told.name, LARGEST >> 20);
        return Err(Problem::error("too-large", message));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let problem = Problem::error("empty", format!("`{}` is empty", told.name));
        return Err(problem.hint("give a provider's price list; docs/formats.md lists them"));
    }
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let head = Head { text, whole: bytes.len() <= HEAD };
    if by.is_none() && catalogue_text::looks_like(text) {
        return kept(bytes, &told.name);
    }
    let Some(reader) = by.or_else(|| recognise(&head)) else {
        let message = format!("`{}` is no price list that is known", told.name);
        let problem = Problem::error("no-price-list", message);
        return Err(match importers::recognise(&head) {
            Some(tool) => {
                let what = format!("it looks like {}", tool.what);
                problem.hint(format!("{what}: `headroom import` takes that in"))
            }
            None => problem.hint("see docs/formats.md for what can be read"),
        });
    };
    (reader.read)(bytes, told)
}

/// Whether a file is a price list of a provider, or a catalogue's text, by its beginning: what it is. A table that a tool is known to print
/// is none.
pub fn is_price_list(path: &Path) -> Option<&'static str> {
    let mut bytes = Vec::new();
    disk::pieces(path).ok()?.take(HEAD as u64 + 1).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(&bytes));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if catalogue_text::looks_like(text) {
        return Some("a catalogue as it stands beside a scenario");
    }
    let head = Head { text, whole: bytes.len() <= HEAD };
    let own = |reader: &&Reader| is_own(reader, &head);
    recognise(&head).filter(own).map(|reader| reader.what)
}

/// Whether an input is a price list rather than what a tool measured, by its beginning; tables too.
pub fn looks_like_prices(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let head = Head { text, whole: bytes.len() <= HEAD };
    let own = |reader: &Reader| is_own(reader, &head);
    catalogue_text::looks_like(text) || recognise(&head).is_some_and(own)
}

/// Whether what a reader takes for its own is no output of a tool that measures. A table is both: with a name and a price it is a list.
fn is_own(reader: &Reader, head: &Head<'_>) -> bool {
    let measured = importers::recognise(head);
    if reader.name != "table" || measured.is_none() {
        return true;
    }
    let told = PriceTold::new(Day::FIRST, "");
    let columns = price_columns(head.text.as_bytes(), &told).unwrap_or_default();
    let has = |wanted: &[Field]| {
        columns.iter().any(|column| column.field.is_some_and(|field| wanted.contains(&field)))
    };
    let prices = [Field::Monthly, Field::Yearly, Field::Hourly];
    measured.is_some_and(|tool| tool.name == "table") && has(&[Field::Name]) && has(&prices)
}

fn kept(bytes: &[u8], name: &str) -> Result<Catalogue, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let lines = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', lines).count() + 1;
        let place = crate::diag::Place { text: name.to_owned(), line, column: 1 };
        Problem::error("not-utf8", "the text is not UTF-8 from here on").at(place)
    })?;
    let (catalogue, problems) = catalogue_text::read(text, name);
    let damage: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let first = problems.into_iter().next();
    let Some(mut catalogue) = catalogue else {
        return Err(first.unwrap_or_else(|| Problem::error("cannot-read", "nothing can be read")));
    };
    catalogue.notes.extend(damage.into_iter().map(|told| told.replace("\nhint: ", "; ")));
    Ok(catalogue)
}

/// What taking in a catalogue did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// Key in the scenario's `catalogues`.
    pub key: String,
    /// Name of the text beside it.
    pub text: String,
    /// What changed.
    pub change: Taken,
}

/// What changed when a catalogue was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new: one step of undo.
    New,
    /// The very same content is there already.
    Known,
    /// The scenario names it, but its text was gone or changed: that is put back.
    PutBack,
}

impl Session {
    /// Takes a catalogue in: its text beside the scenario, and an entry of `catalogues` among those of other days. The same content
    /// again changes nothing; another day of the same range stands beside the older.
    ///
    /// Refused: a catalogue that could not be read again as it is.
    pub fn take_in_catalogue(&mut self, catalogue: &Catalogue) -> Result<TakenIn, Problem> {
        let content = catalogue_text::write(catalogue);
        let text = catalogue_text::name_of(&content);
        let (again, problems) = catalogue_text::read(&content, &text);
        if again.as_ref() != Some(catalogue) {
            let why = problems.first().map_or_else(|| "it differs".to_owned(), ToString::to_string);
            let message =
                format!("this price list cannot be kept: written down it reads otherwise: {why}");
            return Err(Problem::error("cannot-keep", message));
        }
        let read = self.read()?;
        let scenario = &*read.scenario;
        let known = scenario.catalogues.iter().find(|(_, of)| of.text == text);
        let texts = [(text.clone(), content)];
        if let Some((key, of)) = known {
            let key = key.to_string();
            let is_whole = of.content.as_deref() == Some(&*text);
            let change = if is_whole { Taken::Known } else { Taken::PutBack };
            if change == Taken::PutBack {
                self.take_in(&texts, &Edit::new("Put a price list back"))?;
            }
            return Ok(TakenIn { key, text, change });
        }
        let key = free_key(scenario, catalogue);
        let place = scenario.catalogues.values().filter(|of| of.date <= catalogue.date).count();
        let mut edit = Edit::new(format!("Take in prices of {}", catalogue.range()));
        edit.ops.push(Op::Insert {
            into: At::new().key("catalogues"),
            key: Some(key.clone()),
            value: entry(catalogue, &text),
            at: Some(place),
        });
        self.take_in(&texts, &edit)?;
        Ok(TakenIn { key, text, change: Taken::New })
    }
}

/// A key that is free: `ovh-ca-eco-2022-01-24`; of a second list of that day with ` 2` behind it.
fn free_key(scenario: &Scenario, catalogue: &Catalogue) -> String {
    let Catalogue { provider, subsidiary, line, date, .. } = catalogue;
    let words = [Some(provider), subsidiary.as_ref(), line.as_ref()];
    let words = words.into_iter().flatten().flat_map(|word| word.split_whitespace());
    let mut parts: Vec<String> = words.map(str::to_lowercase).collect();
    parts.push(date.to_string());
    let key = parts.join("-");
    let numbered = (2..).map(|n| format!("{key} {n}"));
    let is_free = |key: &String| !scenario.catalogues.contains_key(key.as_str());
    std::iter::once(key.clone()).chain(numbered).find(is_free).unwrap_or(key)
}

fn entry(catalogue: &Catalogue, text: &str) -> String {
    let Catalogue { provider, subsidiary, line, currency, date, source, .. } = catalogue;
    let mut fields =
        vec![format!("text: {}", quote(text)), format!("provider: {}", quote(provider))];
    let mut optional = |name: &str, value: &Option<String>| {
        fields.extend(value.as_ref().map(|value| format!("{name}: {}", quote(value))));
    };
    optional("subsidiary", subsidiary);
    optional("line", line);
    optional("currency", &Some(currency.to_string()));
    optional("date", &Some(date.to_string()));
    optional("source", source);
    format!("({})", fields.join(", "))
}

#[cfg(test)]
mod tests;

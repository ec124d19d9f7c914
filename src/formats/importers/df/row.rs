//! What does a line of `df` say of one file system?

use super::super::printed::Printed;
use super::heading::{Field, Heading, is_percent};

/// One file system.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub(super) device: String,
    pub(super) kind: Option<String>,
    pub(super) mount: String,
    pub(super) size: Option<Printed>,
    pub(super) used: Option<Printed>,
    pub(super) available: Option<Printed>,
    pub(super) line: usize,
}

impl Row {
    /// Of a line under its heading; `None` where it does not fit. Names with blanks are told by the numbers beside them.
    pub(super) fn read(heading: &Heading, text: &str, line: usize) -> Option<Self> {
        let fields = heading.fields.as_slice();
        let words = words(text);
        let first = fields.iter().position(|field| !field.is_name())?;
        let last = fields.iter().rposition(|field| !field.is_name())?;
        let middle = fields.get(first..=last)?;
        let (before, after) = (fields.get(..first)?, fields.get(last + 1..)?);
        let width = middle.len();
        let least = before.len();
        let most = words.len().checked_sub(width + after.len())?;
        let most = if before.is_empty() { 0 } else { most };
        let fits = |at: &usize| {
            let pairs = middle.iter().zip(words.get(*at..).unwrap_or_default());
            pairs.into_iter().all(|(field, (_, word))| fits(*field, word))
        };
        let at = (least..=most).find(fits)?;
        let mut row = Self { line, ..Self::default() };
        for (field, (_, word)) in middle.iter().zip(words.get(at..)?) {
            match field {
                Field::Kind => row.kind = Some((*word).to_owned()),
                Field::Size => row.size = Printed::parse(word),
                Field::Used => row.used = Printed::parse(word),
                Field::Available => row.available = Printed::parse(word),
                Field::Mount => (*word).clone_into(&mut row.mount),
                Field::Device => (*word).clone_into(&mut row.device),
                Field::Percent | Field::Inodes | Field::File => {}
            }
        }
        row.name_by(before, text, words.get(..at)?);
        row.name_by(after, text, words.get(at + width..)?);
        Some(row)
    }

    /// Names that stand side by side: the second begins with the first `/` after a blank.
    fn name_by(&mut self, fields: &[Field], text: &str, words: &[(usize, &str)]) {
        let Some((start, _)) = words.first() else { return };
        let end = words.last().map_or(*start, |(at, word)| at + word.len());
        let second = words.iter().skip(1).find(|(_, word)| word.starts_with('/'));
        let split = second.or(words.get(1)).map_or(end, |(at, _)| *at);
        let pieces = match fields.len() {
            0 => return,
            1 => [*start..end, end..end],
            _ => [*start..split, split..end],
        };
        for (field, piece) in fields.iter().zip(pieces) {
            let name = text.get(piece).unwrap_or_default().trim().to_owned();
            match field {
                Field::Device => self.device = name,
                Field::Mount => self.mount = name,
                _ => {}
            }
        }
    }

    /// What a person calls it: where it is mounted, else the device.
    pub(super) fn name(&self) -> &str {
        if self.mount.is_empty() { &self.device } else { &self.mount }
    }
}

/// Whether a word can stand in a column.
fn fits(field: Field, word: &str) -> bool {
    match field {
        Field::Size | Field::Used | Field::Available | Field::Inodes => {
            word == "-" || Printed::parse(word).is_some()
        }
        Field::Percent => word == "-" || is_percent(word),
        Field::Kind => word.starts_with(|c: char| c.is_ascii_alphabetic()) || word == "-",
        Field::Device | Field::Mount | Field::File => true,
    }
}

/// The words of a line and where each begins, in bytes; of a rubbish line as many as a name may have.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut words = Vec::new();
    for word in text.split_whitespace().take(200) {
        let start = text.get(at..).and_then(|rest| rest.find(word)).unwrap_or(0) + at;
        words.push((start, word));
        at = start + word.len();
    }
    words
}

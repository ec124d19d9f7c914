//! What has to be said of a catalogue, and where in the file does it stand?

use indexmap::IndexMap;

use crate::diag::Place;

/// Sentences, one a kind of thing, the first of its kind with how many more there are.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    text: &'a str,
    name: &'a str,
    said: IndexMap<&'static str, (String, u64)>,
}

impl<'a> Notes<'a> {
    /// None yet, of a file with this text and name.
    pub(super) fn new(text: &'a str, name: &'a str) -> Self {
        Self { text, name, said: IndexMap::new() }
    }

    /// Keeps a sentence with its place; further ones of its kind are counted.
    pub(super) fn at(&mut self, kind: &'static str, code: &str, sentence: impl FnOnce() -> String) {
        if let Some((_, count)) = self.said.get_mut(kind) {
            *count += 1;
            return;
        }
        let place = self.place(code).map(|place| format!("{place}: ")).unwrap_or_default();
        self.said.insert(kind, (place + &sentence(), 1));
    }

    /// Keeps a sentence about no place.
    pub(super) fn say(&mut self, kind: &'static str, sentence: String) {
        self.said.insert(kind, (sentence, 1));
    }

    /// Where a text stands that was borrowed from the file; `None` for any other.
    pub(super) fn place(&self, part: &str) -> Option<Place> {
        let at = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let inside = at + part.len() <= self.text.len() && !part.is_empty();
        inside.then(|| place(self.text, self.name, at))
    }

    /// All of them.
    pub(super) fn finish(self) -> impl Iterator<Item = String> {
        self.said.into_values().map(|(sentence, count)| match count {
            1 => sentence,
            2 => sentence + "; another is like it",
            n => format!("{sentence}; {} others are like it", n - 1),
        })
    }
}

/// The place of a byte of a text: line and column in characters, from 1.
pub(super) fn place(text: &str, name: &str, at: usize) -> Place {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let column = before.iter().skip(start).filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    Place { text: name.to_owned(), line, column }
}

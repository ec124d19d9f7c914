//! What does a text say, and what is wrong in it? Every problem at once, each at its place.
//!
//! Ron stops at the first mistake. So the entry that it stands in is left out and the rest read
//! again; and in order that a mistake costs a reading of its surroundings rather than of the file,
//! the entries of large groups are read in ever smaller parts until only the wrong ones are left.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::ops::Range;

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use super::literal::shortened;
use super::references::References;
use super::scan::{Fault, FaultKind};
use super::tree::{At, Item, Tree};
use super::wording;
use crate::diag::{Place, Problem};

/// The largest text that is read, in bytes: 32 MiB, some sixty times the largest scenario known.
pub const LARGEST: usize = 32 << 20;

/// Groups with more entries than this are read in parts.
const LARGE: usize = 8;

/// What reading a text gave.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// What the text says, without the entries that could not be read; `None` where too little is
    /// left: broken syntax, or something missing that must be there.
    pub value: Option<T>,
    /// What is wrong, in the text's order.
    pub problems: Vec<Problem>,
    /// The tree; `None` where the text is not RON.
    pub tree: Option<Tree>,
    /// Bytes that ron was given, over all its readings: what the reading cost.
    pub bytes_read: usize,
}

/// Reads a text with all its problems; `name` is what they call it.
pub fn read<T: DeserializeOwned>(text: &str, name: &str, references: References) -> Reading<T> {
    let refused =
        |problem| Reading { value: None, problems: vec![problem], tree: None, bytes_read: 0 };
    if let Err(problem) = check_length(text.len(), name) {
        return refused(problem);
    }
    let tree = match Tree::parse(text) {
        Ok(tree) => tree,
        Err(fault) => return refused(broken(text, name, &fault)),
    };
    let root = tree.root(text);
    let mut told = twice(root);
    let (value, bytes_read) = if let Ok(value) = fragment::<T>(text) {
        (Some(value), text.len())
    } else {
        let mut reader = Reader::<T>::new(text, root);
        let value = reader.whole();
        told.extend(reader.problems);
        (value, reader.bytes_read)
    };
    told.extend(references.dangling(root));
    let problems = placed(text, name, told);
    Reading { value, problems, tree: Some(tree), bytes_read }
}

/// One value by itself, read by the rules of scenario files: `Some` may be left out.
pub fn fragment<T: DeserializeOwned>(text: &str) -> Result<T, Box<ron::error::SpannedError>> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(Box::new)
}

/// The bytes as a text: UTF-8, with or without byte order mark, at most [`LARGEST`] bytes.
pub fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Problem> {
    check_length(bytes.len(), name)?;
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let sound = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
        Problem::error("not-text", format!("byte {byte:#04x} here is not UTF-8 text"))
            .hint("save the file as UTF-8")
            .at(place(&sound, name, sound.len()))
    })?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

/// Refuses what is longer than [`LARGEST`], before it is looked into.
pub fn check_length(bytes: usize, name: &str) -> Result<(), Problem> {
    if bytes <= LARGEST {
        return Ok(());
    }
    let message = format!(
        "{} MiB are too much for a scenario; at most {} are read",
        bytes >> 20,
        LARGEST >> 20
    );
    Err(Problem::error("too-large", message).at(Place {
        text: name.to_owned(),
        line: 1,
        column: 1,
    }))
}

/// Line and column of a byte.
pub fn place(text: &str, name: &str, at: usize) -> Place {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Place {
        text: name.to_owned(),
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// What keeps a text from being RON at all.
pub(super) fn broken(text: &str, name: &str, fault: &Fault) -> Problem {
    let rest = &text[text.floor_char_boundary(fault.at)..];
    let word: String = rest.chars().take(60).take_while(|c| *c != '\n').collect();
    let found = shortened(&word, 24);
    let (code, message) = match fault.kind {
        FaultKind::Empty => ("empty", fault.kind.to_string()),
        FaultKind::TooDeep => ("too-deep", fault.kind.to_string()),
        FaultKind::NoComma(_) | FaultKind::Rest | FaultKind::NoValue if !found.is_empty() => {
            ("syntax", format!("{}: `{found}`", fault.kind))
        }
        _ => ("syntax", fault.kind.to_string()),
    };
    let problem = Problem::error(code, message).at(place(text, name, fault.at));
    match fault.kind {
        FaultKind::Empty => problem.hint("a scenario begins with `Scenario(format: 1, …)`"),
        FaultKind::Rest => problem.hint("a bracket may be closed too early above"),
        _ => problem,
    }
}

/// Problems in the text's order, each once, with line and column.
pub(super) fn placed(text: &str, name: &str, mut told: Vec<(usize, Problem)>) -> Vec<Problem> {
    told.sort_by(|a, b| (a.0, &a.1.message).cmp(&(b.0, &b.1.message)));
    told.dedup_by(|a, b| a.0 == b.0 && a.1.message == b.1.message);
    told.into_iter().map(|(at, problem)| problem.at(place(text, name, at))).collect()
}

/// Keys that stand twice in one group: serde would keep the last without a word.
pub(super) fn twice(at: At<'_>) -> Vec<(usize, Problem)> {
    let mut problems = vec![];
    find_twice(at, &mut problems);
    problems
}

fn find_twice(at: At<'_>, problems: &mut Vec<(usize, Problem)>) {
    let mut seen = BTreeSet::new();
    for item in at.items() {
        if at.open() == Some('{')
            && let Some(key) = item.key()
            && !seen.insert(key.clone())
        {
            let message = format!("`{key}` stands here twice");
            let problem = Problem::error("key-twice", message)
                .hint("only the last counts: remove or rename one");
            problems.push((item.span().start, problem));
        }
        find_twice(item.value(), problems);
    }
}

/// A reading that goes on after mistakes.
struct Reader<'t, T> {
    text: &'t str,
    root: At<'t>,
    problems: Vec<(usize, Problem)>,
    told: BTreeSet<(usize, String)>,
    /// Entries left out, by their beginning.
    left_out: Vec<Range<usize>>,
    bytes_read: usize,
    of: PhantomData<T>,
}

/// What one reading of some pieces came to.
enum Outcome<'t, T> {
    Read(T),
    /// A mistake, and the entry to leave out for it, where one can be.
    Wrong {
        at: usize,
        problem: Option<Problem>,
        entry: Option<Item<'t>>,
    },
}

impl<'t, T: DeserializeOwned> Reader<'t, T> {
    fn new(text: &'t str, root: At<'t>) -> Self {
        Self {
            text,
            root,
            problems: vec![],
            told: BTreeSet::new(),
            left_out: vec![],
            bytes_read: 0,
            of: PhantomData,
        }
    }

    fn whole(&mut self) -> Option<T> {
        self.part(&[], self.root, 0..self.text.len(), &[]);
        let all = 0..self.text.len();
        self.until_read(std::slice::from_ref(&all))
    }

    /// Reads a value and what belongs to it (`span`) between what stands around: first without the
    /// insides of its large groups, then those.
    fn part(
        &mut self,
        before: &[Range<usize>],
        at: At<'t>,
        span: Range<usize>,
        after: &[Range<usize>],
    ) {
        let mut large = vec![];
        find_large(at, &mut large);
        let (mut own, mut from) = (vec![], span.start);
        for group in &large {
            let inside = inside(*group);
            own.push(from..inside.start);
            from = inside.end;
        }
        own.push(from..span.end);
        self.until_read(&[before, &own, after].concat());
        for (i, group) in large.iter().enumerate() {
            let head = [before, &own[..=i]].concat();
            let tail = [&own[i + 1..], after].concat();
            let items: Vec<Item<'t>> = group.items().collect();
            self.items(&head, &items, &tail);
        }
    }

    /// Reads entries together; where that fails, each half by itself.
    fn items(&mut self, before: &[Range<usize>], items: &[Item<'t>], after: &[Range<usize>]) {
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return };
        let span = first.span().start..last.span().end;
        if self.is_left_out(span.start, span.end) {
            return;
        }
        match self.once(&[before, std::slice::from_ref(&span), after].concat()) {
            Outcome::Read(_) | Outcome::Wrong { entry: None, .. } => {}
            Outcome::Wrong { .. } if items.len() == 1 => {
                self.part(before, first.value(), span, after);
            }
            Outcome::Wrong { .. } => {
                let (left, right) = items.split_at(items.len() / 2);
                self.items(before, left, after);
                self.items(before, right, after);
            }
        }
    }

    /// Reads, leaves out what is wrong, and reads again until nothing is.
    fn until_read(&mut self, pieces: &[Range<usize>]) -> Option<T> {
        loop {
            match self.once(pieces) {
                Outcome::Read(value) => return Some(value),
                Outcome::Wrong { at, problem, entry } => {
                    if let Some(problem) = problem
                        && self.told.insert((at, problem.message.clone()))
                    {
                        self.problems.push((at, problem));
                    }
                    let span = entry?.span();
                    let index = self.left_out.partition_point(|out| out.start < span.start);
                    self.left_out.insert(index, span);
                }
            }
        }
    }

    /// One reading of pieces of the text, without what is left out.
    fn once(&mut self, pieces: &[Range<usize>]) -> Outcome<'t, T> {
        let (mut alone, mut origins) = (String::new(), vec![]);
        for piece in pieces {
            let mut from = piece.start;
            let first = self.left_out.partition_point(|out| out.end <= piece.start);
            for out in self.left_out[first..].iter().take_while(|out| out.start < piece.end) {
                if out.start > from {
                    origins.push((alone.len(), from));
                    alone.push_str(&self.text[from..out.start]);
                }
                from = from.max(out.end);
            }
            if from < piece.end {
                origins.push((alone.len(), from));
                alone.push_str(&self.text[from..piece.end]);
            }
        }
        self.bytes_read += alone.len();
        let error = match fragment::<T>(&alone) {
            Ok(value) => return Outcome::Read(value),
            Err(error) => error,
        };
        let offset = offset(&alone, error.span.start);
        let origin = origins.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let at = origins.get(origin).map_or(0, |(start, from)| from + (offset - start));
        let left_out = &self.left_out;
        let entry = self.root.around(at, &mut |parent, item| {
            // A part of a tuple stands for the whole of it; what is left out is gone.
            let whole = item.key_span().is_some() || parent.open() != Some('(');
            whole && !left_out.iter().any(|out| *out == item.span())
        });
        let at = match (&error.code, entry) {
            (ron::Error::NoSuchStructField { .. } | ron::Error::DuplicateStructField { .. }, _)
            | (_, None) => at,
            (ron::Error::MissingStructField { .. }, Some(entry)) => entry.span().start,
            (_, Some(entry)) => innermost(entry.value(), at).span().start,
        };
        let problem = (!self.follows(&error.code, entry)).then(|| {
            let given = entry.map_or(self.root, |entry| innermost(entry.value(), at));
            wording::of_error(&error.code, given.literal())
        });
        Outcome::Wrong { at, problem, entry }
    }

    /// Whether an error only says that something is missing which was itself left out.
    fn follows(&self, error: &ron::Error, entry: Option<Item<'t>>) -> bool {
        let ron::Error::MissingStructField { field, .. } = error else { return false };
        let group = entry.map_or(self.root, |entry| entry.value());
        let gone = |item: &Item<'t>| self.left_out.iter().any(|out| *out == item.span());
        group.inner().items().any(|item| gone(&item) && item.key().is_some_and(|key| key == *field))
    }

    fn is_left_out(&self, from: usize, to: usize) -> bool {
        self.left_out.iter().any(|out| out.start <= from && to <= out.end)
    }
}

/// The outermost groups that are worth reading in parts: lists and maps with many entries.
fn find_large<'t>(at: At<'t>, found: &mut Vec<At<'t>>) {
    if matches!(at.open(), Some('[' | '{')) && at.items().len() > LARGE {
        return found.push(at);
    }
    for item in at.items() {
        find_large(item.value(), found);
    }
}

/// Bytes between the brackets of a group.
fn inside(group: At<'_>) -> Range<usize> {
    let open = group.open_at().map_or(group.span().start, |at| at + 1);
    open..group.span().end.saturating_sub(1).max(open)
}

/// The innermost value around a byte.
fn innermost(at: At<'_>, byte: usize) -> At<'_> {
    at.around(byte, &mut |_, _| true).map_or(at, |item| item.value())
}

/// Byte of a line and column as ron counts them: from 1, columns in characters.
fn offset(text: &str, at: ron::error::Position) -> usize {
    let lines = text.split_inclusive('\n').take(at.line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut characters = text[start..].char_indices();
    characters.nth(at.col.saturating_sub(1)).map_or(text.len(), |(i, _)| start + i)
}

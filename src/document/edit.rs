//! What is a change of a scenario? A label and operations on paths; laid over a text it becomes
//! splices, and those reversed take it back.

use super::layout;
use super::path::Path;
use super::read::{broken, check_length};
use super::tree::Tree;
use crate::diag::Problem;

/// One gesture of a person: what undo names, and what is done, in order.
///
/// Values are RON as it will stand in the file: `"\"64 GiB\""`, `"Running"`, `"(ram: \"2 GiB\")"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// What it does, for the undo menu: sentence case, no full stop.
    pub label: String,
    /// What is done, one after the other; each sees what those before it did.
    pub ops: Vec<Op>,
}

/// One operation of an [`Edit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Puts a value in the place of another; adds the field, and groups around it, where they are not
    /// there yet.
    Set(Path, String),
    /// Adds an entry to a group.
    Insert {
        /// The map, list or struct; made where it is not there yet.
        into: Path,
        /// Key in a map or struct, without quotes; `None` in a list.
        key: Option<String>,
        /// The value, as RON.
        value: String,
        /// Place among the entries, from 0; `None` or too large: last.
        at: Option<usize>,
    },
    /// Removes an entry with its comma, and its line where nothing else is left there.
    Remove(Path),
    /// Moves an entry within its group, with the comments above and beside it.
    Move {
        /// The entry.
        path: Path,
        /// Its place afterwards, from 0; too large: last.
        to: usize,
    },
    /// Gives an entry of a map another key. What names the old one stays: see `References::uses`.
    Rename {
        /// The entry.
        path: Path,
        /// The new key, without quotes.
        key: String,
    },
}

impl Edit {
    /// An edit that does nothing yet.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ops: vec![] }
    }

    /// Then sets a value, given as RON.
    #[must_use]
    pub fn set(mut self, path: Path, value: impl Into<String>) -> Self {
        self.ops.push(Op::Set(path, value.into()));
        self
    }

    /// Then adds an entry to a map, last.
    #[must_use]
    pub fn insert(mut self, into: Path, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.ops.push(Op::Insert { into, key: Some(key.into()), value: value.into(), at: None });
        self
    }

    /// Then adds a value to a list, last.
    #[must_use]
    pub fn push(mut self, into: Path, value: impl Into<String>) -> Self {
        self.ops.push(Op::Insert { into, key: None, value: value.into(), at: None });
        self
    }

    /// Then removes an entry.
    #[must_use]
    pub fn remove(mut self, path: Path) -> Self {
        self.ops.push(Op::Remove(path));
        self
    }

    /// Then moves an entry within its group.
    #[must_use]
    pub fn shift(mut self, path: Path, to: usize) -> Self {
        self.ops.push(Op::Move { path, to });
        self
    }

    /// Then gives an entry another key.
    #[must_use]
    pub fn rename(mut self, path: Path, key: impl Into<String>) -> Self {
        self.ops.push(Op::Rename { path, key: key.into() });
        self
    }
}

/// Some bytes of a text in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The byte it begins at, in the text as the splices before it left it.
    pub at: usize,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub inserted: String,
}

/// Splices that take an edit back, or do it again; in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inverse {
    /// The label of the edit.
    pub label: String,
    /// What to do, one after the other.
    pub splices: Vec<Splice>,
}

impl Inverse {
    /// What takes back these splices.
    pub(super) fn of(label: &str, done: &[Splice]) -> Self {
        let back = |s: &Splice| Splice {
            at: s.at,
            removed: s.inserted.clone(),
            inserted: s.removed.clone(),
        };
        Self { label: label.to_owned(), splices: done.iter().rev().map(back).collect() }
    }
}

/// Lays an edit over a text. The edit is refused, and the text stays, where a path leads nowhere or
/// the text would be no RON afterwards.
pub fn apply(edit: &Edit, text: &str) -> Result<(String, Inverse), Problem> {
    let tree = Tree::parse(text).map_err(|fault| broken(text, "the text", &fault))?;
    let mut draft = Draft::new(text.to_owned(), tree);
    draft.run(edit)?;
    let inverse = Inverse::of(&edit.label, &draft.done);
    Ok((draft.text, inverse))
}

/// A text and its tree while an edit is laid over them.
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) tree: Tree,
    pub(super) done: Vec<Splice>,
    pub(super) touched: Touched,
}

/// What of a scenario changes were made in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// Something outside the entries of the top level changed.
    pub(super) everything: bool,
    /// Fields of the top level, and in them the entry, where all of the change stands in its value.
    pub(super) parts: Vec<(String, Option<String>)>,
}

impl Draft {
    pub(super) fn new(text: String, tree: Tree) -> Self {
        Self { text, tree, done: vec![], touched: Touched::default() }
    }

    /// Does all of an edit, or stops at what cannot be done.
    pub(super) fn run(&mut self, edit: &Edit) -> Result<(), Problem> {
        for op in &edit.ops {
            let splice = layout::splice(op, self.tree.root(&self.text))?;
            self.splice(splice)?;
        }
        Ok(())
    }

    /// Puts bytes in the place of others, in text and tree.
    pub(super) fn splice(&mut self, splice: Splice) -> Result<(), Problem> {
        let span = splice.at..splice.at + splice.removed.len();
        if self.text.get(span.clone()) != Some(splice.removed.as_str()) {
            return Err(Problem::error("edit", "the text has changed since this edit was made"));
        }
        check_length(self.text.len() + splice.inserted.len(), "the text")?;
        let part = part_around(&self.tree, &self.text, &span);
        self.text.replace_range(span, &splice.inserted);
        let (removed, inserted) = (splice.removed.len(), splice.inserted.len());
        self.tree =
            self.tree.changed(&self.text, splice.at, removed, inserted).map_err(|fault| {
                let mut problem = broken(&self.text, "the edit", &fault);
                problem.place = None;
                problem.message = format!("the edit would break the file: {}", problem.message);
                problem
            })?;
        match part {
            Some(part) if !self.touched.parts.contains(&part) => self.touched.parts.push(part),
            Some(_) => {}
            None => self.touched.everything = true,
        }
        self.done.push(splice);
        Ok(())
    }
}

/// The top-level field whose value holds the bytes, and in it the entry whose value does.
fn part_around(
    tree: &Tree,
    text: &str,
    span: &std::ops::Range<usize>,
) -> Option<(String, Option<String>)> {
    // At the very end of a value something new may begin, so what only touches it is not in it.
    let holds = |value: std::ops::Range<usize>| {
        let inside = value.start <= span.start && span.end <= value.end;
        inside && (!span.is_empty() || (value.start < span.start && span.end < value.end))
    };
    let root = tree.root(text);
    let field = root.items().find(|item| holds(item.value().span()))?;
    let name = field.key()?.into_owned();
    let inner = field.value();
    if inner.open() != Some('{') {
        return Some((name, None));
    }
    let entry = inner.items().find(|item| holds(item.value().span()));
    Some((name, entry.and_then(|entry| entry.key()).map(std::borrow::Cow::into_owned)))
}

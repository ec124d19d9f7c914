//! Where in a text does each value stand? A tree of byte ranges that an edit changes only where it
//! touches: places are counted from the group around, and parts that stay are shared.

use std::borrow::Cow;
use std::ops::Range;

use super::literal;
use super::scan::{Entries, Fault, FaultKind, Scanner, closing};

/// A value: a leaf, or a group `(…)`, `[…]`, `{…}` with the name before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Bytes from the first of the name or value to the last, closing bracket included.
    pub(super) len: usize,
    /// The opening bracket and how many bytes after the beginning it stands; `None` for a leaf.
    pub(super) open: Option<(u8, usize)>,
    /// What stands in the group, in the text's order.
    pub(super) entries: Entries,
}

impl Node {
    pub(super) fn leaf(len: usize) -> Self {
        Self { len, open: None, entries: Entries::default() }
    }
}

/// `key: value`, or a bare value in a list or tuple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Bytes from the beginning of the group around.
    pub(super) start: usize,
    /// Length of the key; 0 where there is none.
    pub(super) key: usize,
    /// Bytes from the entry's beginning to its value's.
    pub(super) value_at: usize,
    /// Bytes from the entry's beginning to its end, after the comma where there is one.
    pub(super) end: usize,
    pub(super) value: Node,
}

/// The tree of a whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// First byte of the value, after attributes and comments.
    pub(super) at: usize,
    pub(super) root: Node,
}

impl Tree {
    /// Reads the whole text, or tells where it stops being RON.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut scanner = Scanner::new(text, 0, 0);
        scanner.attributes()?;
        if scanner.at_end() {
            return Err(Fault { at: 0, kind: FaultKind::Empty });
        }
        let at = scanner.at;
        let root = scanner.value()?;
        scanner.blank()?;
        if !scanner.at_end() {
            return Err(Fault { at: scanner.at, kind: FaultKind::Rest });
        }
        Ok(Self { at, root })
    }

    /// The value of the whole text; `text` is the one that the tree was made from.
    pub fn root<'t>(&'t self, text: &'t str) -> At<'t> {
        At { text, node: &self.root, start: self.at }
    }

    /// The tree of `text`, which came from this tree's text by putting `inserted` bytes in the place
    /// of `removed` bytes at `at`. Only what stands around the change is read again.
    pub fn changed(
        &self,
        text: &str,
        at: usize,
        removed: usize,
        inserted: usize,
    ) -> Result<Self, Fault> {
        let change = Change { text, at, removed, inserted };
        if at > self.at
            && at + removed < self.at + self.root.len
            && let Some(root) = change.within(&self.root, self.at, 0)
        {
            return Ok(Self { at: self.at, root });
        }
        Self::parse(text)
    }
}

/// A change of the text, as a tree sees it.
struct Change<'t> {
    text: &'t str,
    at: usize,
    removed: usize,
    inserted: usize,
}

impl Change<'_> {
    /// The node at `start`, around which nothing changed; `None` where its surroundings change too.
    fn within(&self, node: &Node, start: usize, depth: usize) -> Option<Node> {
        let end = start + node.len;
        if self.at < start || self.at + self.removed > end {
            return None;
        }
        self.inside(node, start, depth)
            .or_else(|| self.among(node, start, depth))
            .or_else(|| self.again(start, end, depth))
    }

    /// The change stands in the value of one entry.
    fn inside(&self, node: &Node, start: usize, depth: usize) -> Option<Node> {
        let index = node.entries.partition_point(|e| start + e.start <= self.at).checked_sub(1)?;
        let entry = &node.entries[index];
        let value = self.within(&entry.value, start + entry.start + entry.value_at, depth + 1)?;
        let mut entries: Vec<Entry> = node.entries.to_vec();
        entries[index].end = self.shifted(entry.end);
        entries[index].value = value;
        for later in &mut entries[index + 1..] {
            later.start = self.shifted(later.start);
        }
        Some(Node { len: self.shifted(node.len), open: node.open, entries: entries.into() })
    }

    /// The change stands among the entries: read on from the one before it until both agree again.
    fn among(&self, node: &Node, start: usize, depth: usize) -> Option<Node> {
        let (open, open_at) = node.open?;
        let first = node.entries.partition_point(|e| start + e.start < self.at).checked_sub(1)?;
        let close = closing(open);
        let mut entries: Vec<Entry> = node.entries[..first].to_vec();
        let begin = start + node.entries[first].start;
        let mut scanner = Scanner::new(self.text, begin, depth + 1);
        loop {
            let Some(entry) = scanner.entry(start, start + open_at, close).ok()? else {
                let len = scanner.at - start;
                return (len == self.shifted(node.len)).then(|| Node {
                    len,
                    open: node.open,
                    entries: entries.into(),
                });
            };
            entries.push(entry);
            if scanner.at > self.at + self.inserted && self.text.as_bytes()[scanner.at - 1] == b','
            {
                let old_end = scanner.at - self.inserted + self.removed;
                let same = node.entries[first..]
                    .binary_search_by_key(&old_end, |e| start + e.start + e.end);
                if let Ok(same) = same {
                    entries.extend(
                        node.entries[first + same + 1..].iter().map(|later| Entry {
                            start: self.shifted(later.start),
                            ..later.clone()
                        }),
                    );
                    let len = self.shifted(node.len);
                    return Some(Node { len, open: node.open, entries: entries.into() });
                }
            }
        }
    }

    /// The whole value read anew, if it ends where it must.
    fn again(&self, start: usize, end: usize, depth: usize) -> Option<Node> {
        let mut scanner = Scanner::new(self.text, start, depth);
        let node = scanner.value().ok()?;
        (scanner.at == self.shifted(end)).then_some(node)
    }

    /// A length or place behind the change, after it.
    fn shifted(&self, place: usize) -> usize {
        place + self.inserted - self.removed
    }
}

/// A value in its text.
#[derive(Clone, Copy, Debug)]
pub struct At<'t> {
    /// The whole text.
    pub text: &'t str,
    pub(super) node: &'t Node,
    pub(super) start: usize,
}

impl<'t> At<'t> {
    /// Bytes of the value in the text.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.node.len
    }

    /// The value as it is written.
    pub fn literal(&self) -> &'t str {
        &self.text[self.span()]
    }

    /// The opening bracket of a group; `None` for a leaf.
    pub fn open(&self) -> Option<char> {
        self.node.open.map(|(open, _)| char::from(open))
    }

    /// Byte of the opening bracket.
    pub(super) fn open_at(&self) -> Option<usize> {
        self.node.open.map(|(_, at)| self.start + at)
    }

    /// The name before a group: `Replace` of `Replace(…)`; empty where there is none.
    pub fn name(&self) -> &'t str {
        let end = self.node.open.map_or(0, |(_, at)| at);
        let name = &self.text[self.start..self.start + end];
        name.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default()
    }

    /// What stands in the group, in order; nothing for a leaf.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = Item<'t>> + ExactSizeIterator + use<'t> {
        let (text, start) = (self.text, self.start);
        self.node.entries.iter().map(move |entry| Item { text, entry, start: start + entry.start })
    }

    /// The entry at a place, counted from 0.
    pub fn item(&self, index: usize) -> Option<Item<'t>> {
        let entry = self.node.entries.get(index)?;
        Some(Item { text: self.text, entry, start: self.start + entry.start })
    }

    /// The entry with a key, and where it stands in the group.
    pub fn find(&self, key: &str) -> Option<(usize, Item<'t>)> {
        self.items().enumerate().find(|(_, item)| item.key().is_some_and(|k| k == key))
    }

    /// The value behind `Some(…)` and behind variants of one nameless value: what paths go through.
    #[must_use]
    pub fn inner(self) -> Self {
        match self.item(0) {
            Some(only) if self.is_wrapper() => only.value().inner(),
            _ => self,
        }
    }

    /// Whether this is `Some(x)` or `Name((…))`.
    fn is_wrapper(&self) -> bool {
        self.open() == Some('(')
            && self.node.entries.len() == 1
            && self.node.entries[0].key == 0
            && (self.name() == "Some" || self.node.entries[0].value.open.is_some())
    }

    /// What a string says; `None` where this is no string.
    pub fn string(&self) -> Option<Cow<'t, str>> {
        if self.node.open.is_some() { None } else { literal::unquote(self.literal()) }
    }

    /// The innermost entry around a byte, of those that `fits`.
    pub(super) fn around(
        &self,
        at: usize,
        fits: &mut impl FnMut(&Self, &Item<'t>) -> bool,
    ) -> Option<Item<'t>> {
        let index = self.node.entries.partition_point(|e| self.start + e.start <= at);
        let item = self.item(index.checked_sub(1)?)?;
        if at >= item.span().end {
            return None;
        }
        item.value().around(at, fits).or_else(|| fits(self, &item).then_some(item))
    }
}

/// An entry of a group in its text.
#[derive(Clone, Copy, Debug)]
pub struct Item<'t> {
    text: &'t str,
    pub(super) entry: &'t Entry,
    start: usize,
}

impl<'t> Item<'t> {
    /// Bytes of key, value and comma.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.entry.end
    }

    /// Bytes of the key, quotes included.
    pub fn key_span(&self) -> Option<Range<usize>> {
        (self.entry.key > 0).then(|| self.start..self.start + self.entry.key)
    }

    /// The key as it is written.
    pub fn key_literal(&self) -> Option<&'t str> {
        self.key_span().map(|span| &self.text[span])
    }

    /// What the key says, without quotes.
    pub fn key(&self) -> Option<Cow<'t, str>> {
        self.key_literal().map(literal::key_name)
    }

    /// The value.
    pub fn value(&self) -> At<'t> {
        At { text: self.text, node: &self.entry.value, start: self.start + self.entry.value_at }
    }

    /// Whether a comma follows the value.
    pub fn has_comma(&self) -> bool {
        self.entry.end > self.entry.value_at + self.entry.value.len
    }
}

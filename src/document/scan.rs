//! Where does each value of a RON text begin and end? Nothing here knows what a value means.

use std::fmt;
use std::sync::Arc;

use super::tree::{Entry, Node};

/// Groups may stand this deep in each other; ron itself stops at 128.
pub const DEEPEST: usize = 100;

/// Where a text stops being RON, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The byte it is about: where a group or string was opened, or where something else was wanted.
    pub at: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What can keep a text from being RON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Nothing but spaces and comments.
    Empty,
    /// A string, character or raw string without its end.
    OpenString,
    /// A block comment without its end.
    OpenComment,
    /// A group whose closing bracket, given here, is not there.
    OpenGroup(char),
    /// A value should stand here.
    NoValue,
    /// A comma or this closing bracket should stand here.
    NoComma(char),
    /// Something follows the last value of the file.
    Rest,
    /// Groups in each other, deeper than [`DEEPEST`].
    TooDeep,
}

/// What is wanted, in the words of the house; what was found is added by who knows the text.
impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the text is empty"),
            Self::OpenString => f.write_str("this text is never closed"),
            Self::OpenComment => f.write_str("this comment is never closed"),
            Self::OpenGroup(close) => write!(f, "this bracket is never closed by `{close}`"),
            Self::NoValue => f.write_str("a value is missing here"),
            Self::NoComma(close) => write!(f, "a comma or `{close}` is missing before this"),
            Self::Rest => f.write_str("the scenario ends before this"),
            Self::TooDeep => write!(f, "groups stand in each other deeper than {DEEPEST}"),
        }
    }
}

/// Walks over a text; every place it tells is a byte of that text.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    pub(super) at: usize,
    pub(super) depth: usize,
}

impl<'t> Scanner<'t> {
    /// At a byte, `depth` groups deep.
    pub(super) fn new(text: &'t str, at: usize, depth: usize) -> Self {
        Self { text: text.as_bytes(), at, depth }
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The byte here; 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn starts(&self, with: &[u8]) -> bool {
        self.text.get(self.at..).is_some_and(|rest| rest.starts_with(with))
    }

    fn fault<T>(at: usize, kind: FaultKind) -> Result<T, Fault> {
        Err(Fault { at, kind })
    }

    /// Skips spaces and comments.
    pub(super) fn blank(&mut self) -> Result<(), Fault> {
        loop {
            if self.starts(b"//") {
                self.line_comment();
            } else if self.starts(b"/*") {
                self.block_comment()?;
            } else if self.peek().is_ascii_whitespace() {
                self.at += 1;
            } else {
                return Ok(());
            }
        }
    }

    /// Skips the attributes a file may begin with: `#![enable(…)]`.
    pub(super) fn attributes(&mut self) -> Result<(), Fault> {
        self.blank()?;
        while self.peek() == b'#' {
            let from = self.at;
            while self.peek() != b']' {
                if self.at_end() {
                    return Self::fault(from, FaultKind::OpenGroup(']'));
                }
                self.at += 1;
            }
            self.at += 1;
            self.blank()?;
        }
        Ok(())
    }

    /// Skips to the line's end, which stays.
    fn line_comment(&mut self) {
        while !self.at_end() && self.peek() != b'\n' {
            self.at += 1;
        }
    }

    /// Skips a block comment, and those inside it.
    fn block_comment(&mut self) -> Result<(), Fault> {
        let (from, mut depth) = (self.at, 0_usize);
        loop {
            if self.starts(b"/*") {
                depth += 1;
                self.at += 2;
            } else if self.starts(b"*/") {
                depth -= 1;
                self.at += 2;
            } else if self.at_end() {
                return Self::fault(from, FaultKind::OpenComment);
            } else {
                self.at += 1;
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// From `at`, past what a line ends with: spaces and comments that end on the line.
    ///
    /// The place of the line's end where nothing else follows; otherwise `at` itself.
    pub(super) fn line_tail(text: &'t str, at: usize) -> usize {
        let mut scanner = Self::new(text, at, 0);
        loop {
            match scanner.peek() {
                b' ' | b'\t' => scanner.at += 1,
                b'\n' => return scanner.at,
                b'\r' if scanner.starts(b"\r\n") => return scanner.at,
                b'/' if scanner.starts(b"//") => {
                    scanner.line_comment();
                    let carriage = scanner.at > at && text.as_bytes()[scanner.at - 1] == b'\r';
                    return scanner.at - usize::from(carriage);
                }
                b'/' if scanner.starts(b"/*") => {
                    let from = scanner.at;
                    if scanner.block_comment().is_err() || text[from..scanner.at].contains('\n') {
                        return at;
                    }
                }
                _ => return at,
            }
        }
    }

    /// One value: a leaf, or a group with all that is in it.
    pub(super) fn value(&mut self) -> Result<Node, Fault> {
        let start = self.at;
        let mut raw = 0_usize;
        self.word();
        if matches!(&self.text[start..self.at], b"r" | b"br") {
            while self.peek() == b'#' {
                raw += 1;
                self.at += 1;
            }
            if self.peek() == b'"' {
                return self.raw_string(start, raw);
            }
            if raw > 0 {
                self.word(); // `r#type` is a name
            }
        }
        match self.peek() {
            b'"' => self.string(start)?,
            b'\'' => self.character(start)?,
            _ => {
                let after_name = self.at;
                let bare = after_name == start;
                if !bare {
                    self.blank()?;
                }
                if self.peek() == b'(' || (bare && matches!(self.peek(), b'[' | b'{')) {
                    return self.group(start);
                }
                self.at = after_name;
            }
        }
        if self.at == start {
            return Self::fault(start, FaultKind::NoValue);
        }
        Ok(Node::leaf(self.at - start))
    }

    /// Skips a name or number, or the `r`, `b` before a string.
    fn word(&mut self) {
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b >= 128 || b"_.+-".contains(&b);
        while !self.at_end() && is_word(self.peek()) {
            self.at += 1;
        }
    }

    fn raw_string(&mut self, start: usize, hashes: usize) -> Result<Node, Fault> {
        self.at += 1;
        let mut end = vec![b'#'; hashes + 1];
        end[0] = b'"';
        while !self.starts(&end) {
            if self.at_end() {
                return Self::fault(start, FaultKind::OpenString);
            }
            self.at += 1;
        }
        self.at += end.len();
        Ok(Node::leaf(self.at - start))
    }

    fn string(&mut self, start: usize) -> Result<(), Fault> {
        self.at += 1;
        while self.peek() != b'"' || self.at_end() {
            if self.at_end() {
                return Self::fault(start, FaultKind::OpenString);
            }
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        Ok(())
    }

    fn character(&mut self, start: usize) -> Result<(), Fault> {
        self.at += 1 + usize::from(self.starts(b"'''"));
        while self.peek() != b'\'' {
            if self.at_end() || self.peek() == b'\n' {
                return Self::fault(start, FaultKind::OpenString);
            }
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        Ok(())
    }

    /// A group from its opening bracket on; `start` is where its name begins.
    fn group(&mut self, start: usize) -> Result<Node, Fault> {
        let opened = self.at;
        let open = self.peek();
        let close = closing(open);
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Self::fault(opened, FaultKind::TooDeep);
        }
        let mut entries = vec![];
        while let Some(entry) = self.entry(start, opened, close)? {
            entries.push(entry);
        }
        self.depth -= 1;
        Ok(Node {
            len: self.at - start,
            open: Some((open, opened - start)),
            entries: entries.into(),
        })
    }

    /// The next entry of a group, or `None` after its closing bracket.
    pub(super) fn entry(
        &mut self,
        group: usize,
        opened: usize,
        close: u8,
    ) -> Result<Option<Entry>, Fault> {
        self.blank()?;
        if self.peek() == close {
            self.at += 1;
            return Ok(None);
        }
        if self.at_end() {
            return Self::fault(opened, FaultKind::OpenGroup(char::from(close)));
        }
        let start = self.at;
        let (mut key, mut value_at, mut value) = (0, start, self.value()?);
        let mut end = self.at;
        self.blank()?;
        if self.peek() == b':' {
            self.at += 1;
            self.blank()?;
            (key, value_at) = (value.len, self.at);
            value = self.value()?;
            end = self.at;
            self.blank()?;
        }
        if self.peek() == b',' {
            self.at += 1;
            end = self.at;
        } else if self.at_end() {
            return Self::fault(opened, FaultKind::OpenGroup(char::from(close)));
        } else if self.peek() != close {
            return Self::fault(self.at, FaultKind::NoComma(char::from(close)));
        } else {
            self.at = end;
        }
        Ok(Some(Entry {
            start: start - group,
            key,
            value_at: value_at - start,
            end: end - start,
            value,
        }))
    }
}

/// The bracket that closes one.
pub(super) fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// Entries as the tree keeps them.
pub(super) type Entries = Arc<[Entry]>;

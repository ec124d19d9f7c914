//! How does a scenario look when laid out by rule? Order, comments and values stay; indentation, line
//! breaks, spaces and commas are made alike.

use super::literal::is_string;
use super::read::broken;
use super::tree::{At, Item, Tree};
use crate::diag::Problem;

/// The longest line that a group is put on as a whole, in characters.
const WIDTH: usize = 120;

/// Spaces a level.
const INDENT: usize = 4;

/// The text laid out by rule: four spaces a level, an entry of the top level on its own lines, groups
/// on one line where that has at most 120 characters and no comment, a comma after each line.
///
/// Doing it twice changes nothing more, and reading the result gives the same values. Refused where
/// the text is no RON; `name` is what the problem calls it.
pub fn format(text: &str, name: &str) -> Result<String, Problem> {
    let tree = Tree::parse(text).map_err(|fault| broken(text, name, &fault))?;
    let root = tree.root(text);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = Layout { text, end, out: String::with_capacity(text.len()) };
    out.verbatim(&text[..root.span().start]);
    out.group(root, 0, 0, true);
    out.out.push_str(end);
    out.verbatim(&text[root.span().end..]);
    Ok(out.out)
}

struct Layout<'t> {
    text: &'t str,
    /// The line end that the file uses.
    end: &'static str,
    out: String,
}

/// A comment, and how it stands.
struct Comment<'t> {
    text: &'t str,
    /// It begins on the line on which what is before it ended.
    beside: bool,
    /// An empty line is before it.
    gap: bool,
}

impl<'t> Layout<'t> {
    /// What stands before or after the value: attributes and comments, a line each.
    fn verbatim(&mut self, text: &str) {
        for line in text.trim().lines() {
            self.out.push_str(line.trim_end());
            self.out.push_str(self.end);
        }
    }

    /// A value whose first line has `used` characters before it.
    fn group(&mut self, at: At<'t>, level: usize, used: usize, open: bool) {
        let Some(bracket) = at.open() else {
            return self.out.push_str(at.literal());
        };
        if !open
            && let Some(line) = self.one_line(at)
            && used + line.chars().count() < WIDTH
        {
            return self.out.push_str(&line);
        }
        let open_at = at.open_at().unwrap_or(at.span().start);
        self.out.push_str(at.name());
        self.before(&self.text[at.span().start + at.name().len()..open_at]);
        self.out.push(bracket);
        if at.items().len() == 0
            && comments(&self.text[open_at + 1..at.span().end - 1]).0.is_empty()
        {
            return self.out.push(closing(bracket));
        }
        let mut from = open_at + 1;
        for item in at.items() {
            self.comments(&self.text[from..item.span().start], level + 1, from > open_at + 1);
            self.line(level + 1);
            self.entry(item, level + 1);
            from = item.span().end;
        }
        self.comments(&self.text[from..at.span().end - 1], level + 1, false);
        self.line(level);
        self.out.push(closing(bracket));
    }

    fn entry(&mut self, item: Item<'t>, level: usize) {
        let value = item.value();
        let mut used = level * INDENT + 1;
        if let (Some(key), Some(span)) = (item.key_literal(), item.key_span()) {
            let between = &self.text[span.end..value.span().start];
            self.out.push_str(key);
            self.out.push_str(": ");
            self.before(between);
            used += key.chars().count() + 2;
        }
        self.group(value, level, used, false);
        let behind = &self.text[value.span().end..item.span().end];
        if has_comment(behind) {
            self.out.push(' ');
            self.before(behind.strip_suffix(',').unwrap_or(behind));
        }
        self.out.push(',');
    }

    /// Comments in odd places, kept where they are.
    fn before(&mut self, text: &str) {
        for comment in comments(text).0 {
            self.out.push_str(comment.text);
            self.out.push_str(if comment.text.starts_with("//") { self.end } else { " " });
        }
    }

    /// Comments between entries, each on its line or beside what is before it; one empty line at most.
    fn comments(&mut self, text: &'t str, level: usize, gaps: bool) {
        let (found, gap_after) = comments(text);
        let mut any = false;
        for comment in found {
            if comment.beside {
                self.out.push(' ');
            } else {
                if comment.gap && (gaps || any) {
                    self.out.push_str(self.end);
                }
                self.line(level);
            }
            self.out.push_str(comment.text);
            any = true;
        }
        if gap_after && gaps {
            self.out.push_str(self.end);
        }
    }

    fn line(&mut self, level: usize) {
        self.out.push_str(self.end);
        self.out.extend(std::iter::repeat_n(' ', level * INDENT));
    }

    /// The group on one line; `None` where comments or line breaks in texts forbid that.
    fn one_line(&self, at: At<'t>) -> Option<String> {
        let Some(bracket) = at.open() else {
            let literal = at.literal();
            return (!literal.contains('\n')).then(|| literal.to_owned());
        };
        let open_at = at.open_at()?;
        let (start, end) = (at.span().start, at.span().end);
        if has_comment(&self.text[start + at.name().len()..open_at]) {
            return None;
        }
        let (mut line, mut from) = (format!("{}{bracket}", at.name()), open_at + 1);
        for (i, item) in at.items().enumerate() {
            let value = item.value();
            let around = [
                from..item.span().start,
                item.key_span().map_or(value.span().start, |key| key.end)..value.span().start,
                value.span().end..item.span().end,
            ];
            if around.into_iter().any(|gap| has_comment(&self.text[gap])) {
                return None;
            }
            line.push_str(if i == 0 { "" } else { ", " });
            if let Some(key) = item.key_literal() {
                if key.contains('\n') {
                    return None;
                }
                line.push_str(key);
                line.push_str(": ");
            }
            line.push_str(&self.one_line(value)?);
            from = item.span().end;
        }
        if has_comment(&self.text[from..end - 1]) {
            return None;
        }
        line.push(closing(bracket));
        Some(line)
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// Whether a text between values, in which there are no strings, has a comment.
fn has_comment(between: &str) -> bool {
    debug_assert!(!is_string(between), "what stands between values is no value");
    between.contains('/')
}

/// The comments in a text between values, and whether an empty line follows the last of them.
fn comments(text: &str) -> (Vec<Comment<'_>>, bool) {
    let (mut found, mut at, mut breaks, mut any) = (vec![], 0, 0, false);
    while at < text.len() {
        let rest = &text[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_length(rest)
        } else {
            breaks += usize::from(rest.starts_with('\n'));
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let comment = rest[..length].trim_end();
        found.push(Comment { text: comment, beside: breaks == 0 && !any, gap: breaks > 1 });
        (at, breaks, any) = (at + length, 0, true);
    }
    (found, breaks > 1)
}

/// Bytes of a block comment with those inside it.
fn block_length(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if bytes[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

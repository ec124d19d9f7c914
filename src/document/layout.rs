//! Where does an operation of an edit change the text? So that it looks as if a person had typed it:
//! neighbours' indentation, line ends and commas, and nobody's comments lost.

use std::ops::Range;

use super::edit::{Op, Splice};
use super::literal::{is_identifier, is_string, is_variant, quote};
use super::path::{Path, Step};
use super::scan::Scanner;
use super::tree::{At, Item, Tree};
use super::wording;
use crate::diag::Problem;

/// One step of indentation.
pub(super) const INDENT: &str = "    ";

/// The one splice that an operation is.
pub(super) fn splice(op: &Op, root: At<'_>) -> Result<Splice, Problem> {
    let (span, inserted) = match op {
        Op::Set(path, value) => set(root, path, sound(value)?)?,
        Op::Insert { into, key, value, at } => {
            insert(root, into, key.as_deref(), sound(value)?, *at)?
        }
        Op::Remove(path) => {
            let (group, index) = entry_of(root, path)?;
            (remove(group, index), String::new())
        }
        Op::Move { path, to } => {
            let (group, index) = entry_of(root, path)?;
            shift(group, index, *to)
        }
        Op::Rename { path, key } => rename(root, path, key)?,
    };
    Ok(Splice { at: span.start, removed: root.text[span].to_owned(), inserted })
}

/// A value that is one value, without attributes.
fn sound(value: &str) -> Result<&str, Problem> {
    let value = value.trim();
    match Tree::parse(value) {
        Ok(tree) if tree.at == 0 && tree.root.len == value.len() => Ok(value),
        _ => {
            Err(Problem::error("edit", format!("`{value}` is not one value as a scenario has it"))
                .hint("texts stand in quotes: `\"64 GiB\"`"))
        }
    }
}

fn nowhere(root: At<'_>, path: &Path) -> Problem {
    let problem = Problem::error("not-found", format!("`{path}` is not in the scenario"));
    let (mut at, mut reached) = (root, Path::new());
    for step in path.steps() {
        let Some((_, item)) = step.find(at) else {
            let Step::Key(given) = step else { return problem };
            let known: Vec<String> =
                at.inner().items().filter_map(|item| Some(item.key()?.into_owned())).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return wording::with_nearest(problem, given, &known);
        };
        at = item.value();
        reached = reached.step(step.clone());
    }
    problem
}

/// The group that an entry stands in, and its place there.
fn entry_of<'t>(root: At<'t>, path: &Path) -> Result<(At<'t>, usize), Problem> {
    let whole = || Problem::error("edit", "the whole scenario cannot be removed, moved or renamed");
    let (parent, last) = path.split_last().ok_or_else(whole)?;
    let group = parent.find(root).ok_or_else(|| nowhere(root, path))?.inner();
    let (index, _) = last.find(group).ok_or_else(|| nowhere(root, path))?;
    Ok((group, index))
}

fn set(root: At<'_>, path: &Path, value: &str) -> Result<(Range<usize>, String), Problem> {
    if let Some(at) = path.find(root) {
        // `Some(x)` keeps its `Some`, unless the new value brings its own.
        let own = value == "None" || value.starts_with("Some") || at.name() != "Some";
        return Ok(((if own { at } else { at.inner() }).span(), value.to_owned()));
    }
    let (parent, last) = path.split_last().ok_or_else(|| nowhere(root, path))?;
    match last {
        Step::Key(key) => insert(root, &parent, Some(key), value, None),
        Step::Index(index) => {
            let there = parent.find(root).map_or(0, |group| group.inner().items().len());
            if *index != there {
                return Err(nowhere(root, path));
            }
            insert(root, &parent, None, value, None)
        }
    }
}

fn insert(
    root: At<'_>,
    into: &Path,
    key: Option<&str>,
    value: &str,
    at: Option<usize>,
) -> Result<(Range<usize>, String), Problem> {
    if let Some(group) = into.find(root) {
        let group = group.inner();
        if let Some(key) = key
            && group.find(key).is_some()
        {
            let message = format!("`{}` is there already", into.clone().key(key));
            return Err(Problem::error("key-twice", message).hint("choose another name"));
        }
        let entry = match (key, group.open()) {
            (Some(key), Some('(')) if is_identifier(key) => format!("{key}: {value}"),
            (Some(key), Some('{')) => format!("{}: {value}", key_literal(group, key)),
            (None, Some('[')) => value.to_owned(),
            _ => {
                let kind = if key.is_some() { "a named value" } else { "a value without a name" };
                let message = format!("`{into}` cannot take {kind}");
                return Err(Problem::error("edit", message));
            }
        };
        return Ok(insert_entry(group, &entry, at));
    }
    // The group is not there: it becomes the value of a new entry of the group around it.
    let (parent, last) = into.split_last().ok_or_else(|| nowhere(root, into))?;
    let made = match key {
        Some(key) if is_identifier(key) && !is_variant(key) => format!("({key}: {value})"),
        Some(key) if is_variant(key) => format!("{{{key}: {value}}}"),
        Some(key) => format!("{{{}: {value}}}", quote(key)),
        None => format!("[{value}]"),
    };
    // Fields of the top level with entries of one's own naming are maps.
    let made = match (key, into.steps()) {
        (Some(key), [_]) if value.starts_with('(') && !is_variant(key) => {
            format!("{{{}: {value}}}", quote(key))
        }
        _ => made,
    };
    match last {
        Step::Key(field) => insert(root, &parent, Some(field), &made, None),
        Step::Index(_) => Err(nowhere(root, into)),
    }
}

/// How a map writes a key: as its other keys are, bare or in quotes; `Count("ipv4")` as it is.
fn key_literal(map: At<'_>, key: &str) -> String {
    let holds = |(name, rest): (&str, &str)| is_variant(name) && rest.ends_with("\")");
    let among_texts = map.item(0).and_then(|item| item.key_literal()).is_some_and(is_string);
    if !among_texts && key.split_once("(\"").is_some_and(holds) {
        return key.to_owned();
    }
    let bare = map
        .item(0)
        .and_then(|item| item.key_literal())
        .map_or(is_variant(key), |first| !is_string(first));
    if bare && is_identifier(key) { key.to_owned() } else { quote(key) }
}

fn rename(root: At<'_>, path: &Path, key: &str) -> Result<(Range<usize>, String), Problem> {
    let (group, index) = entry_of(root, path)?;
    let span = group.item(index).and_then(|item| item.key_span());
    let named = span.ok_or_else(|| Problem::error("edit", format!("`{path}` has no name")))?;
    if group.find(key).is_some_and(|(there, _)| there != index) {
        return Err(Problem::error("key-twice", format!("`{key}` is there already"))
            .hint("choose another name"));
    }
    Ok((named, if group.open() == Some('{') { key_literal(group, key) } else { key.to_owned() }))
}

/// The line end that the file uses.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Spaces before a byte on its line, and whether nothing else is there.
fn lead(text: &str, at: usize) -> (&str, bool) {
    let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let before = &text[line..at];
    let spaces = before.len() - before.trim_start_matches([' ', '\t']).len();
    (&before[..spaces], spaces == before.len())
}

/// Where an entry of a group begins its own line: its indentation.
fn own_line<'t>(group: At<'t>, item: &Item<'t>) -> Option<&'t str> {
    let (spaces, alone) = lead(group.text, item.span().start);
    let line = item.span().start - spaces.len();
    (alone && group.open_at().is_some_and(|open| open < line)).then_some(spaces)
}

/// Bytes between the brackets.
fn inside(group: At<'_>) -> Range<usize> {
    let open = group.open_at().map_or(group.span().start, |at| at + 1);
    open..group.span().end.saturating_sub(1).max(open)
}

fn insert_entry(group: At<'_>, entry: &str, at: Option<usize>) -> (Range<usize>, String) {
    let (text, inside, n_items) = (group.text, inside(group), group.items().len());
    let index = at.unwrap_or(n_items).min(n_items);
    let Some(neighbour) = group.item(index.saturating_sub(1)) else {
        return insert_first(group, entry);
    };
    // What the new entry comes after: the entry before it, or the opening bracket.
    let (after, comma) = match index {
        0 => (inside.start, ""),
        _ => (neighbour.span().end, if neighbour.has_comma() { "" } else { "," }),
    };
    let tail = Scanner::line_tail(text, after);
    if let Some(spaces) = own_line(group, &neighbour)
        && (tail > after || text[after..].starts_with(['\n', '\r']))
    {
        let kept = &text[after..tail];
        return (after..tail, format!("{comma}{kept}{}{spaces}{entry},", line_end(text)));
    }
    let inserted = match index {
        0 => format!("{entry}, "),
        _ if neighbour.has_comma() => format!(" {entry},"),
        _ => format!(", {entry}"),
    };
    (after..after, inserted)
}

/// Into an empty group; one of the top level is opened out into lines.
fn insert_first(group: At<'_>, entry: &str) -> (Range<usize>, String) {
    let (text, inside) = (group.text, inside(group));
    let within = &text[inside.clone()];
    let (spaces, alone) = lead(text, inside.end);
    let line = line_end(text);
    if within.contains('\n') && alone {
        let from = inside.end - spaces.len();
        return (from..from, format!("{spaces}{INDENT}{entry},{line}"));
    }
    let top = group.open() == Some('{') && spaces.len() <= INDENT.len() && within.trim().is_empty();
    let (spaces, _) = lead(text, group.span().start);
    if top && entry.contains('(') {
        return (inside, format!("{line}{spaces}{INDENT}{entry},{line}{spaces}"));
    }
    (inside.end..inside.end, entry.to_owned())
}

fn remove(group: At<'_>, index: usize) -> Range<usize> {
    let (text, inside) = (group.text, inside(group));
    let Some(item) = group.item(index) else { return inside.start..inside.start };
    let span = item.span();
    let tail = Scanner::line_tail(text, span.end);
    let ends_line = text[tail..].starts_with(['\n', '\r']);
    let blank = |range: Range<usize>| text[range].trim().is_empty();
    if group.items().len() == 1 && blank(inside.start..span.start) {
        let end = if ends_line { tail } else { span.end };
        if blank(end..inside.end) {
            return inside;
        }
    }
    if let Some(spaces) = own_line(group, &item)
        && ends_line
    {
        let line = tail + if text[tail..].starts_with("\r\n") { 2 } else { 1 };
        return span.start - spaces.len()..line.min(inside.end);
    }
    let before = index.checked_sub(1).and_then(|i| group.item(i));
    match (before, group.item(index + 1)) {
        (Some(before), next) if blank(before.span().end..span.start) => {
            // The last one takes the comma before it along, unless it had one itself.
            let comma = usize::from(next.is_none() && !item.has_comma() && before.has_comma());
            before.span().end - comma..span.end
        }
        (None, Some(next)) if blank(span.end..next.span().start) => span.start..next.span().start,
        _ => span,
    }
}

/// Moves an entry; its comments go with it, commas and indentation stay with the places.
fn shift(group: At<'_>, index: usize, to: usize) -> (Range<usize>, String) {
    struct Piece<'t> {
        lead: &'t str,
        body: &'t str,
        comma: bool,
        tail: &'t str,
    }
    let (text, inside) = (group.text, inside(group));
    let to = to.min(group.items().len().saturating_sub(1));
    let begin = Scanner::line_tail(text, inside.start);
    let (mut from, mut pieces) = (begin, vec![]);
    for item in group.items() {
        let span = item.span();
        let end = Scanner::line_tail(text, span.end);
        let blank = text[from..].len() - text[from..].trim_start().len();
        let (value, comma) = (item.value().span().end, item.has_comma());
        // A comment between a value and its comma stays with the value.
        let body_end = if comma { span.end - 1 } else { value };
        pieces.push(Piece {
            lead: &text[from..from + blank],
            body: &text[from + blank..body_end],
            comma,
            tail: &text[span.end..end],
        });
        from = end;
    }
    let places: Vec<(&str, bool)> = pieces.iter().map(|piece| (piece.lead, piece.comma)).collect();
    let moved = pieces.remove(index);
    pieces.insert(to, moved);
    let mut new = String::new();
    for (piece, (lead, comma)) in pieces.iter().zip(places) {
        let open_comment = new.rsplit('\n').next().is_some_and(|line| line.contains("//"));
        if open_comment && !lead.contains('\n') {
            new.push_str(line_end(text));
        }
        new.push_str(lead);
        new.push_str(piece.body);
        new.push_str(if comma { "," } else { "" });
        new.push_str(piece.tail);
    }
    if !text[from..].starts_with(['\n', '\r'])
        && pieces.last().is_some_and(|p| p.tail.contains("//"))
    {
        new.push_str(line_end(text));
    }
    (begin..from, new)
}

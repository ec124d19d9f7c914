//! Which rows does a pasted or saved table have, and what stands around it?

use crate::formats::cells::{Row, logical_lines, row, separator};

use super::fields::is_heading;

/// Rows before the headings that are looked at.
const LEAD: usize = 40;
/// More columns than these are no price list.
pub(super) const MOST_COLUMNS: usize = 1_000;

/// A table with what stands around it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) headings: Row,
    /// Line of the headings, from 1.
    pub(super) heading_line: usize,
    /// Line, from 1, and cells of each row with figures.
    pub(super) rows: Vec<(usize, Row)>,
    /// Lines before, between and after that are no rows: titles, footnotes.
    pub(super) texts: Vec<String>,
}

/// Cuts a text into a table; `None` where no row of it names columns.
pub(super) fn layout(text: &str, told_columns: &[(String, String)]) -> Option<Layout> {
    let (lines, _) = logical_lines(text);
    let lines = with_tabs(lines);
    let among: &[u8] = if most_have(&lines, "|", 2) {
        b"|"
    } else if most_have(&lines, "\t", 1) {
        b"\t"
    } else {
        b";,|"
    };
    let separator = separator(&lines, among);
    let mut layout = Layout::default();
    let mut number = 0;
    for line in &lines {
        number += 1;
        let at = number;
        // A text in quotes may go over several lines.
        number += line.matches('\n').count();
        if line.trim().is_empty() || is_rule(line) {
            continue;
        }
        let cells = cells(line, separator);
        let is_told = |cell: &String| {
            told_columns.iter().any(|(_, heading)| cell.eq_ignore_ascii_case(heading.trim()))
        };
        if layout.headings.is_empty() {
            let names = is_heading(&cells) || (cells.len() > 1 && cells.iter().any(is_told));
            if names && at <= LEAD {
                layout.heading_line = at;
                layout.headings = cells;
            } else {
                layout.texts.push(line.trim().to_owned());
            }
            continue;
        }
        if cells == layout.headings {
            continue;
        }
        // A footnote is one text, however it is cut.
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if filled <= 1 && layout.headings.len() > 1 {
            layout.texts.push(line.trim().to_owned());
        } else {
            layout.rows.push((at, cells));
        }
    }
    (!layout.headings.is_empty() && layout.headings.len() <= MOST_COLUMNS).then_some(layout)
}

/// Where no sign parts cells, runs of blanks do: they become tabs.
fn with_tabs(lines: Vec<String>) -> Vec<String> {
    let spaced = |line: &String| line.trim().contains("  ");
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let other = ["\t", ";", "|"].iter().any(|sign| most_have(&lines, sign, 1));
    if other || lines.iter().filter(|line| spaced(line)).count() * 2 < filled.max(1) {
        return lines;
    }
    let one = |line: &String| {
        let mut parts = line.trim().split("  ").map(str::trim).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |line, part| line + "\t" + part)
    };
    lines.iter().map(one).collect()
}

/// Whether half of the lines have so many of a sign.
fn most_have(lines: &[String], sign: &str, count: usize) -> bool {
    let filled: Vec<&String> = lines.iter().filter(|line| !line.trim().is_empty()).collect();
    let having = filled.iter().filter(|line| line.matches(sign).count() >= count).count();
    having > 0 && having * 2 >= filled.len()
}

/// `|---|:--:|`, `-----`, `=====`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|c| "-=|:+ _─━\t".contains(c))
}

/// Cells without the empty ones that the outer strokes of Markdown make.
fn cells(line: &str, separator: u8) -> Row {
    let line = line.trim_end();
    let line = if separator == b'|' {
        let line = line.trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        line.strip_suffix('|').unwrap_or(line)
    } else {
        line
    };
    let plain = |cell: String| {
        // Bold and code of Markdown say nothing.
        let cell = cell.trim().trim_matches(['*', '`']).trim();
        cell.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    row(line, separator).into_iter().map(plain).collect()
}

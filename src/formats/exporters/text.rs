//! How does a report look in a terminal? At most 100 columns; numbers at the right.

use crate::report::{Align, Block, Report, RowKind, Table};

use super::{Exporter, one_line};

pub(super) const TEXT: Exporter = Exporter {
    name: "text",
    ending: "txt",
    what: "plain text for a terminal or a message, at most 100 columns",
    write,
};

/// Columns of a line; a single word that is longer is cut in two.
const WIDTH: usize = 100;
/// Blanks between two columns of a table.
const GAP: usize = 2;
/// A column of words is not made narrower than its longest word, up to so many, while another can
/// give.
const LONGEST_WORD: usize = 40;

fn write(reports: &[Report]) -> Vec<u8> {
    let mut lines = Vec::new();
    for report in reports {
        section(&mut lines, &report.title, '=');
        for block in &report.blocks {
            match block {
                Block::Heading(heading) => section(&mut lines, heading, '-'),
                Block::Text(paragraph) => {
                    lines.push(String::new());
                    lines.extend(wrap(&one_line(&paragraph.text()), WIDTH));
                }
                Block::Table(table) => write_table(&mut lines, table),
                // Its figures are in a table of the same report.
                Block::Plot(_) => {}
            }
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text.into_bytes()
}

fn section(lines: &mut Vec<String>, heading: &str, underline: char) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let heading = wrap(&one_line(heading), WIDTH);
    let longest = heading.iter().map(|line| width(line)).max().unwrap_or(0);
    lines.extend(heading);
    lines.push(underline.to_string().repeat(longest));
}

fn write_table(lines: &mut Vec<String>, table: &Table) {
    lines.push(String::new());
    if !table.title.is_empty() {
        lines.extend(wrap(&one_line(&table.title), WIDTH));
        lines.push(String::new());
    }
    let heads: Vec<String> = table.columns.iter().map(|column| one_line(&column.title)).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| one_line(&cell.text)).collect())
        .collect();
    let widths = column_widths(table, &heads, &rows);
    let rule = "-".repeat(widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1));
    if heads.iter().any(|head| !head.is_empty()) {
        write_row(lines, table, &heads, &widths, Stand::Bottom);
        lines.push(rule.clone());
    }
    let mut before = RowKind::Total;
    for (row, cells) in table.rows.iter().zip(&rows) {
        if row.kind == RowKind::Total && before != RowKind::Total {
            lines.push(rule.clone());
        }
        before = row.kind;
        write_row(lines, table, cells, &widths, Stand::Top);
    }
    if let Some(note) = &table.note {
        lines.push(String::new());
        lines.extend(wrap(&one_line(note), WIDTH));
    }
}

/// Where a short cell stands beside one of several lines.
#[derive(Clone, Copy)]
enum Stand {
    Top,
    Bottom,
}

fn write_row(
    lines: &mut Vec<String>,
    table: &Table,
    cells: &[String],
    widths: &[usize],
    stand: Stand,
) {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    for number in 0..height {
        let mut line = String::new();
        for ((parts, column), cell_width) in wrapped.iter().zip(&table.columns).zip(widths) {
            let skipped = match stand {
                Stand::Top => 0,
                Stand::Bottom => height - parts.len(),
            };
            let part = number.checked_sub(skipped).and_then(|n| parts.get(n));
            let part = part.map_or("", String::as_str);
            let blanks = " ".repeat(cell_width.saturating_sub(width(part)));
            match column.align {
                Align::Left => line.extend([part, &blanks]),
                Align::Right => line.extend([blanks.as_str(), part]),
            }
            line.push_str(&" ".repeat(GAP));
        }
        lines.push(line.trim_end().to_owned());
    }
}

/// As wide as the widest cell, headings by their longest word; where that is more than a line,
/// columns of words give way, the widest first.
fn column_widths(table: &Table, heads: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let longest_word = |text: &str| text.split(' ').map(width).max().unwrap_or(0);
    let mut widths: Vec<usize> = heads.iter().map(|head| longest_word(head).max(1)).collect();
    for row in rows {
        for (cell, width_so_far) in row.iter().zip(&mut widths) {
            *width_so_far = (*width_so_far).max(width(cell));
        }
    }
    let room = WIDTH.saturating_sub(GAP * widths.len().saturating_sub(1));
    // Headings stand on one line where there is room for that.
    for (head, width_so_far) in heads.iter().zip(0..widths.len()) {
        let wanted = width(head).max(widths[width_so_far]);
        let others = widths.iter().sum::<usize>() - widths[width_so_far];
        if others + wanted <= room {
            widths[width_so_far] = wanted;
        }
    }
    let mut narrowest: Vec<usize> = heads.iter().map(|head| longest_word(head)).collect();
    for row in rows {
        for (cell, narrowest) in row.iter().zip(&mut narrowest) {
            *narrowest = (*narrowest).max(longest_word(cell).min(LONGEST_WORD));
        }
    }
    while widths.iter().sum::<usize>() > room {
        let words = |index: &usize| table.columns[*index].align == Align::Left;
        let can_give = |index: &usize| widths[*index] > narrowest[*index];
        let widest = |indices: Vec<usize>| indices.into_iter().max_by_key(|index| widths[*index]);
        let all = || 0..widths.len();
        let giver = widest(all().filter(words).filter(can_give).collect())
            .or_else(|| widest(all().filter(|index| widths[*index] > 1).collect()));
        let Some(giver) = giver else { break };
        widths[giver] -= 1;
    }
    widths
}

/// Lines of at most `limit` characters, broken between words; never empty.
fn wrap(text: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let line = lines.last_mut().expect("there is always a last line");
        let blank = usize::from(!line.is_empty());
        if width(line) + blank + width(word) <= limit {
            line.push_str(&" ".repeat(blank));
            line.push_str(word);
            continue;
        }
        let mut rest: Vec<char> = word.chars().collect();
        if line.is_empty() {
            lines.pop();
        }
        while rest.len() > limit {
            lines.push(rest.drain(..limit).collect());
        }
        lines.push(rest.into_iter().collect());
    }
    lines
}

/// Columns that a text takes: one a character.
fn width(text: &str) -> usize {
    text.chars().count()
}

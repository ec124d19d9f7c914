//! How does a report look in a wiki, an issue or a repository? As GitHub's Markdown.

use crate::report::{Align, Block, Cell, Report, RowKind, Table, Tone};

use super::{Exporter, one_line};

pub(super) const MARKDOWN: Exporter = Exporter {
    name: "md",
    ending: "md",
    what: "Markdown for a wiki, an issue or a repository",
    write,
};

fn write(reports: &[Report]) -> Vec<u8> {
    let mut blocks: Vec<String> = Vec::new();
    for report in reports {
        blocks.push(format!("# {}", escape(&report.title)));
        for block in &report.blocks {
            match block {
                Block::Heading(heading) => blocks.push(format!("## {}", escape(heading))),
                Block::Text(paragraph) => {
                    blocks
                        .push(first_of_line(&paragraph.spans.iter().map(span).collect::<String>()));
                }
                Block::Table(table) => blocks.extend(write_table(table)),
                // Its figures are in a table of the same report.
                Block::Plot(_) => {}
            }
        }
    }
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text.into_bytes()
}

fn span(span: &Cell) -> String {
    let text = escape_inside(&span.text);
    if span.tone == Tone::Strong { bold(&text) } else { text }
}

fn write_table(table: &Table) -> Vec<String> {
    let mut blocks = Vec::new();
    if !table.title.is_empty() {
        blocks.push(format!("### {}", escape(&table.title)));
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        line(table.columns.iter().map(|column| escape(&column.title)).collect()),
        line(
            table
                .columns
                .iter()
                .map(|column| match column.align {
                    Align::Left => "---".to_owned(),
                    Align::Right => "---:".to_owned(),
                })
                .collect(),
        ),
    ];
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| {
            let text = escape(&cell.text);
            if row.kind == RowKind::Item { text } else { bold(&text) }
        });
        lines.push(line(cells.collect()));
    }
    blocks.push(lines.join("\n"));
    if let Some(note) = &table.note {
        blocks.push(first_of_line(&escape(note)));
    }
    blocks
}

fn bold(text: &str) -> String {
    if text.trim().is_empty() { text.to_owned() } else { format!("**{text}**") }
}

fn escape(text: &str) -> String {
    escape_inside(&one_line(text))
}

/// As [`escape`], keeping blanks at both ends: parts of a sentence are joined as they are.
fn escape_inside(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '~' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// What would begin a heading or a list at the start of a line does not.
fn first_of_line(text: &str) -> String {
    let text = text.trim();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let mut after = text[digits..].chars();
    let is_item =
        matches!(after.next(), Some('.' | ')')) && matches!(after.next(), None | Some(' '));
    if digits > 0 && is_item {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['#', '-', '+', '=']) { format!("\\{text}") } else { text.to_owned() }
}

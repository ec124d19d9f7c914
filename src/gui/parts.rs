//! How do values of a scenario and of its reports become pieces of a screen?

use egui::Ui;

use super::answer::{Answer, View};
use super::kit::in_place::{self, Choice, Dragged, Value};
use super::kit::why::{self, Why, WhyLine};
use super::kit::{Refusal, link, text};
use super::theme::Tone;
use crate::document::{Edit, Path, quote, unquote};
use crate::report::{self, Align, Block, Paragraph, Report, RowKind};
use crate::session::{self, Session};
use crate::units::{Day, Month, Span, SpanUnit};

/// The same tone for the window.
pub fn tone(of: report::Tone) -> Tone {
    match of {
        report::Tone::Plain | report::Tone::Strong => Tone::Plain,
        report::Tone::Dim => Tone::Dim,
        report::Tone::Good => Tone::Ok,
        report::Tone::Warning => Tone::Warning,
        report::Tone::Bad => Tone::Error,
    }
}

/// A report's cell as one of the kit's tables; figures with a path explain themselves.
pub fn cell(of: &report::Cell) -> super::kit::table::Cell {
    super::kit::table::Cell {
        text: of.text.clone(),
        tone: tone(of.tone),
        mark: None,
        explains: of.why.is_some(),
    }
}

/// The table of this key in a report.
pub fn table_of<'a>(report: &'a Report, key: &str) -> Option<&'a report::Table> {
    report.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.key == key => Some(table),
        _ => None,
    })
}

/// The cell of a column, by its key.
pub fn cell_of<'a>(
    table: &report::Table,
    row: &'a report::Row,
    column: &str,
) -> Option<&'a report::Cell> {
    row.cells.get(table.columns.iter().position(|c| c.key == column)?)
}

/// Draws a report's table; its figures explain themselves. `name` is heard for it.
pub fn table(
    ui: &mut Ui,
    view: &View<'_>,
    name: &str,
    of: &report::Table,
) -> Option<super::kit::table::TableAnswer> {
    use super::kit::table::{Head, Row, Side, Table, table};
    let heads: Vec<Head> = of
        .columns
        .iter()
        .map(|column| Head {
            title: column.title.clone(),
            side: if column.align == Align::Right { Side::Right } else { Side::Left },
            wide: false,
        })
        .collect();
    let rows: Vec<Row> = of
        .rows
        .iter()
        .map(|row| Row {
            name: row.cells.first().map_or_else(String::new, |first| first.text.clone()),
            cells: row.cells.iter().map(cell).collect(),
            chosen: row.kind == RowKind::Chosen,
            tick: None,
            act: None,
        })
        .collect();
    let explain = |row: usize, column: usize| {
        let path = of.rows.get(row).and_then(|row| row.cells.get(column)?.why.as_deref());
        path.map_or_else(|| nothing("Why this number?"), |path| explained(view.session, path))
    };
    let drawn = Table { name, heads: &heads, rows: &rows, row_height: super::theme::DENSE_ROW };
    table(ui, &drawn, &explain)
}

/// Why the figure of a path is what it is.
pub fn explained(session: &Session, path: &str) -> Why {
    session.why(path).map_or_else(|| nothing("Why this number?"), |report| why_of(&report))
}

fn nothing(title: &str) -> Why {
    Why { title: title.to_owned(), lines: Vec::new(), total: None }
}

fn why_of(report: &Report) -> Why {
    let mut why = nothing(&report.title);
    let remark = |what: String, tone: Tone| WhyLine { what, figure: String::new(), tone };
    for block in &report.blocks {
        match block {
            Block::Heading(text) => why.lines.push(remark(text.clone(), Tone::Plain)),
            Block::Text(paragraph) => {
                why.lines.push(remark(paragraph.text(), tone(paragraph.tone)));
            }
            Block::Table(table) => {
                if !table.title.is_empty() {
                    why.lines.push(remark(table.title.clone(), Tone::Plain));
                }
                for row in &table.rows {
                    let line = why_line(table, row);
                    if row.kind == RowKind::Total && why.total.is_none() {
                        why.total = Some(line);
                    } else {
                        why.lines.push(line);
                    }
                }
                why.lines.extend(table.note.iter().map(|note| remark(note.clone(), Tone::Dim)));
            }
            Block::Plot(_) => {}
        }
    }
    why
}

/// A row as a line: its last number is the figure, the words before it say what it is.
fn why_line(table: &report::Table, row: &report::Row) -> WhyLine {
    let last = table.columns.iter().rposition(|column| column.align == Align::Right);
    let words: Vec<&str> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(index, cell)| {
            Some(*index) != last && !cell.text.is_empty() && table.columns[*index].key != "path"
        })
        .map(|(_, cell)| cell.text.as_str())
        .collect();
    let figure = last.and_then(|index| row.cells.get(index));
    WhyLine {
        what: words.join(" · "),
        figure: figure.map_or_else(String::new, |cell| cell.text.clone()),
        tone: figure.map_or(Tone::Plain, |cell| tone(cell.tone)),
    }
}

/// Draws a figure of a report; it explains itself where it has a path. `name` says what it is.
pub fn figure(ui: &mut Ui, view: &View<'_>, name: &str, of: &report::Cell, size: f32) {
    match &of.why {
        Some(path) => {
            let named = format!("{name}: {}", of.text);
            let response = why::figure(ui, &named, &of.text, size, tone(of.tone));
            why::why(&response, || explained(view.session, path));
        }
        None => {
            text::label(ui, &of.text, size, tone(of.tone));
        }
    }
}

/// Draws a paragraph of a report inside a [`text::sentence`] of the same size: figures explain
/// themselves, values with a path are changed where they stand.
pub fn paragraph(
    ui: &mut Ui,
    view: &View<'_>,
    of: &Paragraph,
    size: f32,
    answers: &mut Vec<Answer>,
) {
    for span in &of.spans {
        let meant = if span.tone == report::Tone::Plain { of.tone } else { span.tone };
        match (&span.edit, &span.why) {
            (Some(path), _) => answers.extend(value(ui, view, path, &span.text)),
            (None, Some(_)) => {
                let toned = report::Cell { tone: meant, ..span.clone() };
                figure(ui, view, "Figure", &toned, size);
            }
            (None, None) => {
                text::toned(ui, &span.text, tone(meant));
            }
        }
    }
}

/// A value of the file, changed where it stands: typed, and dragged where a step is plain (days,
/// months, spans, percentages). Its accessible name is said by [`name_of`].
pub fn value(ui: &mut Ui, view: &View<'_>, path: &str, shown: &str) -> Option<Answer> {
    value_named(ui, view, path, &name_of(path), shown)
}

/// The same under a name of its own.
pub fn value_named(
    ui: &mut Ui,
    view: &View<'_>,
    path: &str,
    name: &str,
    shown: &str,
) -> Option<Answer> {
    let Ok(parsed) = path.parse::<Path>() else {
        link::value(ui, name, shown);
        return None;
    };
    let typed = written(view.session, &parsed);
    let value = Value { name, shown, typed: &typed };
    let label = format!("{name} of {}", owner_of(path));
    let label = if owner_of(path).is_empty() { name.to_owned() } else { label };
    let edit = |given: &str| session::typed(view.session, &label, &parsed, given);
    let validate = |given: &str| edit(given).map(drop).map_err(refusal);
    if stepped(&typed, 1).is_none() {
        let given = in_place::text_value(ui, value, &validate)?;
        return edit(&given).ok().map(Answer::Edit);
    }
    match in_place::drag_value(ui, value, &stepped, &validate)? {
        Dragged::Moving(to) | Dragged::Done(to) => edit(&to).ok().map(Answer::Drag),
        Dragged::Cancelled => Some(Answer::CancelDrag),
    }
}

/// A value chosen among others: each choice is a text as the file has it, without quotes.
pub fn choice(
    ui: &mut Ui,
    view: &View<'_>,
    path: &str,
    shown: &str,
    choices: &[Choice<'_>],
) -> Option<Answer> {
    let name = name_of(path);
    let parsed = path.parse::<Path>().ok()?;
    let typed = written(view.session, &parsed);
    let given = in_place::choice_value(ui, Value { name: &name, shown, typed: &typed }, choices)?;
    session::typed(view.session, &name, &parsed, &given).ok().map(Answer::Edit)
}

/// What is wrong, as the kit's fields show it.
pub fn refusal(problem: crate::diag::Problem) -> Refusal {
    (problem.message, problem.hint)
}

/// The value of a path as a person types it: without quotes. Empty where it is not stated.
pub fn written(session: &Session, path: &Path) -> String {
    let raw = session.document().and_then(|document| document.written(path)).unwrap_or_default();
    unquote(raw).map_or_else(|| raw.to_owned(), std::borrow::Cow::into_owned)
}

/// An edit that sets a path to a text, quoted.
pub fn set_text(label: impl Into<String>, path: Path, text: &str) -> Edit {
    Edit::new(label).set(path, quote(text))
}

/// What is `n` steps from a day, month, span or amount as it is typed; `None` where that is nothing
/// that goes in steps.
pub fn stepped(typed: &str, n: i64) -> Option<String> {
    if let Ok(day) = typed.parse::<Day>() {
        return Some(day.plus_days(n).to_string());
    }
    if let Ok(month) = typed.parse::<Month>() {
        return Some(month.plus(i32::try_from(n).ok()?).to_string());
    }
    if let Ok(span) = typed.parse::<Span>() {
        return stepped_span(span, n);
    }
    let number: i64 = typed.parse().ok()?;
    (number + n >= 1).then(|| (number + n).to_string())
}

/// A step of a span is a day, of hours an hour. Thirty days are a month again, so that what was
/// dragged away can be dragged back.
fn stepped_span(span: Span, n: i64) -> Option<String> {
    let at_least = |count: i64| u32::try_from(count.max(0)).ok();
    let stepped = match (n, span.unit(), span.in_months()) {
        (0, ..) => span,
        (_, SpanUnit::Hour, _) => {
            Span::new(at_least(i64::from(span.count()) + n)?, SpanUnit::Hour)?
        }
        (_, _, Some(months)) => in_months(at_least(30 * i64::from(months) + n)?),
        _ => in_months(at_least(span.in_days()? + n)?),
    };
    Some(stepped.to_string())
}

fn in_months(days: u32) -> Span {
    let months = days > 0 && days.is_multiple_of(30);
    if months { Span::months(days / 30) } else { Span::days(days) }
}

/// What a path's value is called, as `Order date`, `Overlap`.
pub fn name_of(path: &str) -> String {
    let last = path.rsplit(['.', ']']).next().unwrap_or(path);
    match last {
        "from" if path.starts_with("request") => "First month asked for".to_owned(),
        "months" if path.starts_with("request") => "Months asked for".to_owned(),
        "from" if path.starts_with("plans") => "Order date".to_owned(),
        "overlap" => "Overlap".to_owned(),
        "setup" => "Ceiling of the setup fee".to_owned(),
        "as_of" => "Day".to_owned(),
        _ if path.starts_with("growth") => "Growth".to_owned(),
        other => {
            let words = other.replace('_', " ");
            let mut chars = words.chars();
            chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
        }
    }
}

/// The entry that a path's value belongs to, as its last quoted key.
fn owner_of(path: &str) -> String {
    let Ok(path) = path.parse::<Path>() else { return String::new() };
    match path.steps() {
        [crate::document::Step::Key(_), crate::document::Step::Key(key), ..]
            if path.steps().len() > 2 =>
        {
            key.clone()
        }
        _ => String::new(),
    }
}

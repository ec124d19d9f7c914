//! How is this table written, by its beginning?

use super::super::{Head, Told};
use super::moments::{clock, shows};
use super::names::{Kind, meaning, words};
use super::numbers;
use super::order::{epoch, form};
use super::shape::{Column, Role, Shape};
use crate::diag::Problem;
use crate::formats::cells::{Row, SEPARATORS, logical_lines, row, separator};
use crate::units::SizeUnit;

/// More columns than this are no table of usage.
const MOST_COLUMNS: usize = 4_096;
/// Lines of the beginning that are looked at.
const SAMPLE: usize = 2_000;

const TIME: &[&str] = &[
    "time",
    "timestamp",
    "date",
    "datetime",
    "ts",
    "epoch",
    "when",
    "zeit",
    "datum",
    "clock",
    "day",
];
const HOST: &[&str] = &[
    "host",
    "hostname",
    "server",
    "servername",
    "node",
    "instance",
    "machine",
    "rechner",
    "nodename",
];
const METRIC: &[&str] = &[
    "metric",
    "metrics",
    "measurement",
    "resource",
    "item",
    "counter",
    "kind",
    "type",
    "field",
    "sensor",
];
const PART: &[&str] = &[
    "mount",
    "mountpoint",
    "mounted",
    "filesystem",
    "fs",
    "device",
    "dev",
    "volume",
    "pool",
    "vm",
    "vmid",
    "ctid",
    "guest",
    "container",
    "pod",
    "repo",
    "repository",
    "part",
    "partition",
    "datastore",
    "name",
    "path",
    "disk",
    "service",
    "workload",
];

/// Names of hosts and parts that may be numbers.
const NUMBERED: &[&str] = &["host", "server", "node", "vm", "vmid", "guest", "container", "ctid"];

impl Shape {
    /// Guesses how a table is written by its beginning; what was told counts.
    ///
    /// Refused: what is no table of at least one row with figures, and dates whose order is open.
    pub fn of(head: &Head<'_>, told: &Told) -> Result<Self, Problem> {
        let (shape, open) = Self::guess(head, told)?;
        open.map_or(Ok(shape), Err)
    }

    /// The guess as far as it goes, also of a table that cannot be read until more is told of it; `None` where nothing is to be seen.
    pub fn shown(head: &Head<'_>, told: &Told) -> Option<Self> {
        Self::guess(head, told).ok().map(|(shape, _)| shape)
    }

    /// The guess, and what has to be told before it can be read.
    fn guess(head: &Head<'_>, told: &Told) -> Result<(Self, Option<Problem>), Problem> {
        let mut open = None;
        let text = head.text.strip_prefix('\u{feff}').unwrap_or(head.text);
        if text.contains('\0') {
            return Err(no_table(told, "this is not text").at(told.place(1, 1)));
        }
        let sample = Sample::of(text, head.whole, told);
        let rows: Vec<Row> = sample.rows();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if rows.is_empty() || width > MOST_COLUMNS {
            let what = if rows.is_empty() { "no row" } else { "too many columns" };
            return Err(no_table(told, &format!("`{}` has {what}", told.name)));
        }
        let header = told.table.header.unwrap_or_else(|| is_heading(&rows[0]));
        let headings: Row = if header {
            rows[0].clone()
        } else {
            sample.comment_heading(rows[0].len()).unwrap_or_default()
        };
        // Joined tables repeat their headings.
        let is_body = |row: &Row| !header || *row != headings;
        let body: Vec<Row> = rows.into_iter().filter(is_body).collect();
        let body = body.as_slice();
        let mut notes = Vec::new();
        let decimal = match told.table.decimal {
            Some(decimal) => u8::try_from(decimal).unwrap_or(b'.'),
            None => decimal(body, sample.separator, &mut notes),
        };
        let mut columns: Vec<Column> =
            (0..width).map(|at| column(headings.get(at), &cells(body, at), decimal)).collect();
        roles(&mut columns, body, !headings.is_empty(), told);
        for (number, role) in &told.table.columns {
            let Some(column) = number.checked_sub(1).and_then(|at| columns.get_mut(at)) else {
                let message = format!("there is no column {number}");
                let problem = Problem::error("no-such-column", message);
                let hint = format!("columns are counted from 1; this table has {width}");
                open.get_or_insert(problem.hint(hint));
                continue;
            };
            column.role = *role;
        }
        if !columns.iter().any(|c| matches!(c.role, Role::Value | Role::Total) && c.figures) {
            let problem = no_table(told, &format!("`{}` has no column of figures", told.name));
            open.get_or_insert(problem);
        }
        let time = columns.iter().position(|column| column.role == Role::Time);
        let moment = match time {
            Some(at) => match form(&cells(body, at), told, at, &mut notes) {
                Ok(form) => Some(form),
                Err(problem) => {
                    open.get_or_insert(problem);
                    None
                }
            },
            None => None,
        };
        for (at, column) in columns.iter_mut().enumerate() {
            let first = cells(body, at).first().copied().unwrap_or_default();
            first.clone_into(&mut column.example);
        }
        for column in columns.iter().filter(|c| c.suffixed && c.role == Role::Value) {
            if !column.heading.is_empty() {
                notes.push(format!(
                    "`{}` has its units behind its figures: one letter alone counts by 1024",
                    column.heading
                ));
            }
        }
        let shape = Self {
            separator: sample.separator,
            decimal,
            header,
            moment,
            quoted_lines: sample.quoted_lines,
            columns,
            notes,
            lead: sample.lead + usize::from(header),
            heading: if header { sample.lines[0].clone() } else { String::new() },
            utc_offset: told.utc_offset,
        };
        Ok((shape, open))
    }
}

/// The lines that are looked at.
struct Sample {
    lines: Vec<String>,
    separator: u8,
    /// Lines before the first that counts.
    lead: usize,
    /// The last comment before it.
    comment: Option<String>,
    quoted_lines: bool,
}

impl Sample {
    fn of(text: &str, whole: bool, told: &Told) -> Self {
        let (mut lines, quoted_lines) = logical_lines(text);
        if !whole && lines.len() > 1 {
            lines.pop();
        }
        let mut named = told.table.separator.and_then(|c| u8::try_from(c).ok());
        let (mut lead, mut comment) = (0, None);
        for line in &lines {
            let says = line.strip_prefix("sep=").filter(|rest| rest.len() == 1 && lead == 0);
            if let Some(says) = says {
                named = named.or(says.bytes().next());
            } else if let Some(rest) = line.strip_prefix('#') {
                comment = Some(rest.trim_start().to_owned());
            } else if !line.trim().is_empty() {
                break;
            }
            lead += 1;
        }
        let lines: Vec<String> = lines.drain(lead..).take(SAMPLE).collect();
        let separator = named.unwrap_or_else(|| separator(&lines, &SEPARATORS));
        Self { lines, separator, lead, comment, quoted_lines }
    }

    fn rows(&self) -> Vec<Row> {
        let lines = self.lines.iter().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(|line| row(line, self.separator)).collect()
    }

    /// A comment right before the rows that names as many columns as they have.
    fn comment_heading(&self, width: usize) -> Option<Row> {
        let names = row(self.comment.as_ref()?, self.separator);
        (names.len() == width && is_heading(&names)).then_some(names)
    }
}

fn cells(rows: &[Row], at: usize) -> Vec<&str> {
    let cells = rows.iter().filter_map(|row| row.get(at));
    cells.map(String::as_str).filter(|cell| !is_missing(cell)).collect()
}

/// How tables write that there is no figure.
fn is_missing(cell: &str) -> bool {
    let known = ["", "-", "na", "n/a", "nan", "null", "none", "nil", "?", "\\n"];
    known.contains(&cell.to_ascii_lowercase().as_str())
}

/// Whether a row names columns: no cell of it is a figure or a date, and some are words.
fn is_heading(row: &Row) -> bool {
    let is_figure = |cell: &String| {
        let bytes = cell.as_bytes();
        numbers::number(bytes, b'.').is_some()
            || numbers::number(bytes, b',').is_some()
            || numbers::bytes(bytes, b'.').is_some()
            || shows(bytes).is_some()
    };
    !row.iter().any(is_figure) && row.iter().any(|cell| cell.contains(char::is_alphabetic))
}

/// What decimals stand behind: what the figures prove, else the point, but the comma where it parts no cells.
fn decimal(rows: &[Row], separator: u8, notes: &mut Vec<String>) -> u8 {
    let (mut comma, mut point, mut open) = (false, false, false);
    for cell in rows.iter().flatten() {
        let end = cell.bytes().rposition(|b| b.is_ascii_digit()).map_or(0, |at| at + 1);
        let figure = cell.get(..end).unwrap_or_default().trim_start_matches(['-', '+']);
        if !figure.bytes().all(|b| b.is_ascii_digit() || b",. '".contains(&b)) {
            continue;
        }
        let commas = figure.matches(',').count();
        let points = figure.matches('.').count();
        match (commas, points) {
            (0, 0) => {}
            // Of two kinds the last is the decimals'; several of one kind part thousands.
            (1.., 1..) => {
                let last_comma = figure.rfind(',') > figure.rfind('.');
                comma |= last_comma;
                point |= !last_comma;
            }
            (0, 2..) => {
                let grouped = numbers::number(figure.as_bytes(), b',').is_some();
                comma |= grouped && !is_address(figure);
            }
            (2.., 0) => point |= numbers::number(figure.as_bytes(), b'.').is_some(),
            _ => {
                let behind = figure.len() - figure.rfind(['.', ',']).unwrap_or(0) - 1;
                let thousands = behind == 3 && !figure.starts_with('0');
                match (commas, thousands) {
                    (1, false) => comma = true,
                    (0, false) => point = true,
                    (1, true) => open = true,
                    _ => {}
                }
            }
        }
    }
    let comma = !point && (comma || (open && separator != b','));
    if comma && open {
        notes.push("decimals were taken to stand behind a comma".to_owned());
    }
    if comma { b',' } else { b'.' }
}

/// Whether it is an IPv4 address, which looks like thousands.
fn is_address(cell: &str) -> bool {
    let parts = cell.split('.');
    parts.clone().count() == 4 && parts.into_iter().all(|part| part.parse::<u8>().is_ok())
}

/// What a column's heading and its cells say.
fn column(heading: Option<&String>, cells: &[&str], decimal: u8) -> Column {
    let heading = heading.cloned().unwrap_or_default();
    let meaning = meaning(&heading);
    let most = |count: usize| count > 0 && count * 2 >= cells.len();
    let plain = cells
        .iter()
        .filter(|c| numbers::number(c.as_bytes(), decimal).is_some() && !is_address(c))
        .count();
    let sized = cells.iter().filter(|c| numbers::bytes(c.as_bytes(), decimal).is_some()).count();
    let suffixed = sized > plain && most(sized);
    let percent = cells.iter().filter(|c| c.ends_with('%')).count();
    let kind = if most(percent) { Kind::Percent } else { meaning.kind };
    Column {
        role: Role::Ignored,
        example: String::new(),
        kind,
        resource: meaning.resource,
        unit: if suffixed { Some(SizeUnit::B) } else { meaning.unit },
        suffixed,
        figures: suffixed || most(plain),
        heading,
    }
}

/// Gives each column its role.
fn roles(columns: &mut [Column], rows: &[Row], named: bool, told: &Told) {
    let said = |at: usize| told.table.columns.iter().any(|(number, _)| *number == at + 1);
    let has = |column: &Column, list: &[&str]| {
        words(&column.heading).0.iter().any(|word| list.contains(&word.as_str()))
    };
    let dates = |at: usize| {
        let cells = cells(rows, at);
        let count = cells.iter().filter(|cell| shows(cell.as_bytes()).is_some()).count();
        count > 0 && count * 2 >= cells.len()
    };
    let counted = |at: usize| {
        let cells = cells(rows, at);
        !cells.is_empty() && cells.iter().all(|cell| epoch(cell).is_some())
    };
    let clocks = |at: usize| {
        let cells = cells(rows, at);
        !cells.is_empty() && cells.iter().all(|cell| clock(cell.as_bytes()).is_some())
    };
    let told_time = told.table.columns.iter().any(|(_, role)| *role == Role::Time);
    let named_time = |at: usize| has(&columns[at], TIME) && (dates(at) || counted(at));
    let time = (0..columns.len())
        .filter(|_| !told_time)
        .find(|at| named_time(*at) && !said(*at))
        .or_else(|| (0..columns.len()).find(|at| !told_time && !said(*at) && dates(*at)))
        .or_else(|| {
            let free = |at: &usize| !told_time && !said(*at) && !named;
            (0..columns.len()).find(|at| free(at) && counted(*at))
        });
    let clock = (0..columns.len()).find(|at| Some(*at) != time && !said(*at) && clocks(*at));
    for (at, role) in [(time, Role::Time), (clock, Role::Clock)] {
        if let Some(column) = at.and_then(|at| columns.get_mut(at)) {
            column.role = role;
        }
    }
    let is_text = |column: &Column| column.role == Role::Ignored && !column.figures;
    let metric_is_resource = |at: usize| {
        let cells = cells(rows, at);
        let known = cells.iter().filter(|cell| meaning(cell).resource.is_some()).count();
        known > 0 && known * 2 >= cells.len()
    };
    let lists: [(&[&str], Role); 3] =
        [(HOST, Role::Host), (METRIC, Role::Metric), (PART, Role::Part)];
    for (list, role) in lists {
        let fits = |at: &usize| {
            let column = &columns[*at];
            let numbered = column.figures && column.unit.is_none() && has(column, NUMBERED);
            let free = column.role == Role::Ignored && column.kind != Kind::Percent;
            let text = free && (is_text(column) || numbered);
            text && has(column, list) && (role != Role::Metric || metric_is_resource(*at))
        };
        if let Some(at) = (0..columns.len()).filter(|at| !said(*at)).find(fits) {
            columns[at].role = role;
        }
    }
    // A text whose cells name resources tells what was measured, whatever it is called.
    if !columns.iter().any(|column| column.role == Role::Metric) {
        let fits = |at: &usize| !said(*at) && is_text(&columns[*at]) && metric_is_resource(*at);
        if let Some(at) = (0..columns.len()).find(fits) {
            columns[at].role = Role::Metric;
        }
    }
    if !named {
        for role in [Role::Host, Role::Part] {
            let free = !columns.iter().any(|column| column.role == role);
            let fits =
                |at: &usize| !said(*at) && is_text(&columns[*at]) && !cells(rows, *at).is_empty();
            if let Some(at) = (0..columns.len()).filter(|_| free).find(fits) {
                columns[at].role = role;
            }
        }
    }
    values(columns, told);
}

/// Gives columns of figures their roles.
fn values(columns: &mut [Column], told: &Told) {
    let long = columns.iter().any(|column| column.role == Role::Metric);
    let known = columns.iter().any(|column| column.figures && column.resource.is_some());
    for column in columns.iter_mut().filter(|c| c.role == Role::Ignored && c.figures) {
        let wanted = long || column.resource.is_some() || !known || told.resource.is_some();
        column.role = match column.kind {
            Kind::Used if wanted => Role::Value,
            Kind::Total if wanted => Role::Total,
            _ => Role::Ignored,
        };
    }
    // Without a figure of what is in use, a "size" or a "total" is one.
    if !columns.iter().any(|column| column.role == Role::Value) {
        for column in columns.iter_mut().filter(|column| column.role == Role::Total) {
            (column.role, column.kind) = (Role::Value, Kind::Used);
        }
    }
}

fn no_table(told: &Told, message: &str) -> Problem {
    Problem::error("not-a-table", message).hint(format!(
        "a table has rows of a time and figures, as `2021-04-20,host,12.5`; is `{}` the right file?",
        told.name
    ))
}

//! How does a spreadsheet read a report? Its tables, by RFC 4180, all lines equally wide.
//!
//! Each table is a line of column names and a line a row; the first two columns name the report and
//! the table. Names carry the unit: `wanted_bytes`, `before_tax_cad`, and beside an amount that is
//! not exact `…_up_to` and `…_at_least`. A report without a table is a table `text` of its lines.

use rust_decimal::Decimal;

use crate::report::{Block, Cell, Report, Row, Table, Value};

use super::{Exporter, one_line};

pub(super) const CSV: Exporter = Exporter {
    name: "csv",
    ending: "csv",
    what: "the tables for a spreadsheet, exact figures, days as 2021-05-19",
    write,
};

fn write(reports: &[Report]) -> Vec<u8> {
    let mut records = Vec::new();
    for report in reports {
        let tables = report.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let before = records.len();
        for table in tables {
            write_table(&mut records, report, table);
        }
        if records.len() == before {
            write_words(&mut records, report);
        }
    }
    let widest = records.iter().map(Vec::len).max().unwrap_or(0);
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for mut record in records {
        record.resize(widest, String::new());
        writer.write_record(&record).expect("a Vec takes all that is written");
    }
    writer.into_inner().expect("a Vec has nothing to flush")
}

fn write_table(records: &mut Vec<Vec<String>>, report: &Report, table: &Table) {
    let fields: Vec<Field> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| Field::of(index, column.key, &table.rows))
        .collect();
    let mut names = vec!["report".to_owned(), "table".to_owned()];
    names.extend(fields.iter().flat_map(Field::names));
    records.push(names);
    for row in &table.rows {
        let mut record = vec![report.name.to_owned(), table.key.to_owned()];
        record.extend(fields.iter().flat_map(|field| field.values(row)));
        records.push(record);
    }
}

fn write_words(records: &mut Vec<Vec<String>>, report: &Report) {
    records.push(vec!["report".to_owned(), "table".to_owned(), "line".to_owned()]);
    for block in &report.blocks {
        let line = match block {
            Block::Heading(heading) => heading.clone(),
            Block::Text(paragraph) => paragraph.text(),
            Block::Table(_) | Block::Plot(_) => continue,
        };
        records.push(vec![report.name.to_owned(), "text".to_owned(), harmless(&one_line(&line))]);
    }
}

/// How a column is written: by its values where all are of one kind, else by its words.
struct Field {
    index: usize,
    name: String,
    kind: Kind,
    open: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Money,
    Other,
}

impl Field {
    fn of(index: usize, key: &str, rows: &[Row]) -> Self {
        let values: Vec<&Value> = rows
            .iter()
            .filter_map(|row| row.cells.get(index).map(|cell| &cell.value))
            .filter(|value| **value != Value::None)
            .collect();
        let suffixes: Vec<String> = values.iter().map(|value| suffix(value)).collect();
        let uniform = suffixes.windows(2).all(|pair| pair[0] == pair[1]);
        let kind = match values.first() {
            Some(Value::Money(_)) if uniform => Kind::Money,
            Some(_) if uniform => Kind::Other,
            _ => Kind::Words,
        };
        let suffix = suffixes.first().filter(|_| uniform).map_or("", String::as_str);
        let open = values.iter().any(
            |value| matches!(value, Value::Money(money) if money.at_least || money.up_to.is_some()),
        );
        Self { index, name: format!("{key}{suffix}"), kind, open: kind == Kind::Money && open }
    }

    fn names(&self) -> Vec<String> {
        let mut names = vec![self.name.clone()];
        if self.open {
            names.push(format!("{}_up_to", self.name));
            names.push(format!("{}_at_least", self.name));
        }
        names
    }

    fn values(&self, row: &Row) -> Vec<String> {
        let empty = Cell::default();
        let cell = row.cells.get(self.index).unwrap_or(&empty);
        let words = || harmless(&one_line(&cell.text));
        let mut values = vec![match &cell.value {
            Value::Money(money) if self.kind == Kind::Money => {
                money.amount.map_or_else(String::new, |amount| amount.to_string())
            }
            Value::Text(key) if self.kind == Kind::Other => harmless(&one_line(key)),
            Value::Day(day) if self.kind == Kind::Other => day.to_string(),
            Value::Bytes(bytes) if self.kind == Kind::Other => bytes.to_string(),
            Value::Count(count) | Value::Percent(count) if self.kind == Kind::Other => {
                count.to_string()
            }
            _ => words(),
        }];
        if self.open {
            let (up_to, at_least) = match &cell.value {
                Value::Money(money) => (money.up_to, money.at_least),
                _ => (None, false),
            };
            values.push(up_to.map_or_else(String::new, |amount| amount.to_string()));
            values.push(if at_least { "yes".to_owned() } else { String::new() });
        }
        values
    }
}

fn suffix(value: &Value) -> String {
    match value {
        Value::None | Value::Text(_) | Value::Day(_) | Value::Count(_) => String::new(),
        Value::Money(money) => format!("_{}", money.currency.code().to_lowercase()),
        Value::Bytes(_) => "_bytes".to_owned(),
        Value::Percent(_) => "_percent".to_owned(),
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it; what is a number
/// stays one.
fn harmless(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs && text.parse::<Decimal>().is_err() { format!("'{text}") } else { text.to_owned() }
}

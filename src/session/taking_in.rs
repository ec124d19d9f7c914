//! What was read of another tool's output, and what would it do to the scenario?

use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::document::Document;
use crate::formats::importers::{Import, Importer, Measured, Told, importer};
use crate::formats::placing::{Chosen, Placed, Placing, place};
use crate::model::{Resource, Scenario};
use crate::report::{Block, Cell, Column, Paragraph, Report, Row, Table, Tone, Value};
use crate::units::{show_disk, show_ram};

use super::Session;
use super::import::import_file;

/// Reads a file of another tool; `-` is standard input. `by`: the importer named, else the first that recognises it.
pub fn read_usage(path: &Path, by: Option<&Importer>, told: &Told) -> Result<Import, Problem> {
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    import_file(path, by, told, threads, &|_, _| true)
}

/// What an import says, without a scenario: the entries that it would add, as they would stand in a file.
pub fn entries_of(import: &Import, chosen: Chosen<'_>) -> Result<String, Problem> {
    const EMPTY: &str =
        "Scenario(format: 1, currency: \"EUR\", request: (from: \"2021-01\", months: 1))";
    let document: Document<Scenario> = Document::new("import", EMPTY).map_err(first)?;
    let placing = place(document.model(), import, Chosen { inline: usize::MAX, ..chosen });
    let text = document.apply(&placing.edit)?.document.text().to_owned();
    let laid = crate::document::format(&text, "import")?;
    let (_, usage) = laid.split_once("    usage: ").unwrap_or_default();
    let usage = usage.trim_end().trim_end_matches(')').trim_end();
    let lines = usage.lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
    Ok(format!("usage: {}\n", lines.collect::<Vec<_>>().join("\n")))
}

fn first(problems: Vec<Problem>) -> Problem {
    let none = || Problem::error("import", "nothing could be made of it");
    problems.into_iter().next().unwrap_or_else(none)
}

impl Session {
    /// Where an import would go in this scenario; nothing is changed.
    pub fn placing(&self, import: &Import, chosen: Chosen<'_>) -> Result<Placing, Problem> {
        Ok(place(&self.read()?.scenario, import, chosen))
    }

    /// Takes in what was placed, as one step of undo; nothing where nothing is new.
    pub fn import(&mut self, placing: &Placing) -> Result<(), Problem> {
        if placing.edit.ops.is_empty() {
            return Ok(());
        }
        self.take_in(&placing.texts, &placing.edit)
    }
}

/// What was recognised, measured, left out, and where it goes.
pub fn import_report(import: &Import, placing: Option<&Placing>) -> Report {
    let what = importer(import.importer).map_or(import.importer, |importer| importer.what);
    let mut report = Report {
        name: "import",
        title: format!("Read as {}: {what}", import.importer),
        blocks: vec![],
    };
    report.blocks.push(Block::Table(measured(import)));
    if let Some(placing) = placing {
        report.blocks.push(Block::Table(placed(placing)));
    }
    for left in &import.left_out {
        let place =
            left.first.as_ref().map_or(String::new(), |place| format!(", first at {place}"));
        let text = format!("Left out: {} {}{place}", left.count, left.what);
        report.blocks.push(Block::Text(Paragraph::plain(text).toned(Tone::Warning)));
    }
    let notes = import.notes.iter().chain(placing.iter().flat_map(|placing| &placing.notes));
    for note in notes {
        let mut letters = note.chars();
        let capital =
            letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
        let text = format!("{capital}{}", letters.as_str());
        report.blocks.push(Block::Text(Paragraph::plain(text)));
    }
    report
}

fn measured(import: &Import) -> Table {
    let columns = vec![
        Column::words("host", "Host"),
        Column::words("of", "What"),
        Column::words("resource", "Resource"),
        Column::numbers("days", "Days"),
        Column::words("from", "First"),
        Column::words("to", "Last"),
        Column::numbers("last", "In use"),
        Column::numbers("total", "Of"),
    ];
    let mut table = Table::new("measured", "Measured", columns);
    table.rows = import.series.iter().map(row).collect();
    table
}

fn row(series: &Measured) -> Row {
    let days = series.days.ends();
    let day = |of: Option<crate::units::Day>| {
        of.map_or_else(Cell::default, |day| Cell::of(day.to_string(), Value::Day(day)))
    };
    let last = series.days.iter().next_back().map(|(_, of)| of.counts(&series.resource));
    let amount = |value: Option<f64>| {
        value.map_or_else(Cell::default, |value| cell(&series.resource, value))
    };
    let state = if series.off { " (switched off)" } else { "" };
    Row::item(vec![
        Cell::words(series.host.clone().unwrap_or_default()),
        Cell::words(format!("{}{state}", series.part.clone().unwrap_or_default())),
        Cell::words(name(&series.resource)),
        Cell::of(
            series.days.len().to_string(),
            Value::Count(Decimal::from(series.days.len() as u64)),
        ),
        day(days.map(|(first, _)| first)),
        day(days.map(|(_, last)| last)),
        amount(last),
        amount(series.total),
    ])
}

fn placed(placing: &Placing) -> Table {
    let columns = vec![
        Column::words("key", "Goes to"),
        Column::words("on", "On"),
        Column::words("covers", "Covers"),
        Column::numbers("new", "New days"),
        Column::numbers("known", "Known"),
        Column::numbers("kept", "Typed, kept"),
    ];
    let mut table = Table::new("placed", "In the scenario", columns);
    let count = |n: usize| Cell::of(n.to_string(), Value::Count(Decimal::from(n as u64)));
    let row = |of: &Placed| {
        let covers = if of.services.is_empty() { "all".to_owned() } else { of.services.join(", ") };
        Row::item(vec![
            Cell::words(of.key.clone()),
            Cell::words(of.on.clone().unwrap_or_default()),
            Cell::words(covers),
            count(of.new),
            count(of.known),
            count(of.kept),
        ])
    };
    table.rows = placing.placed.iter().map(row).collect();
    table
}

fn name(resource: &Resource) -> String {
    match resource {
        Resource::Ram => "RAM".to_owned(),
        Resource::Storage => "storage".to_owned(),
        Resource::Backup => "backup".to_owned(),
        Resource::Cpu => "CPU".to_owned(),
        Resource::Count(name) => name.clone(),
    }
}

/// An amount of a resource: memory in GiB, disks in GB or TB.
fn cell(resource: &Resource, value: f64) -> Cell {
    let bytes = value.round() as i128;
    match resource {
        Resource::Ram => Cell::of(show_ram(bytes), Value::Bytes(bytes)),
        Resource::Storage | Resource::Backup => Cell::of(show_disk(bytes), Value::Bytes(bytes)),
        Resource::Cpu | Resource::Count(_) => {
            let count = Decimal::try_from(value).unwrap_or_default().round_dp(3);
            Cell::of(count.normalize().to_string(), Value::Count(count))
        }
    }
}

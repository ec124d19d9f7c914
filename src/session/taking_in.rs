//! What was read of another tool's output, and what would it do to the scenario?

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::document::Document;
use crate::formats::importers::{Import, Importer, Measured, Told, importer};
use crate::formats::placing::{Chosen, Placed, Placing, of_host, place, together};
use crate::model::{Resource, Scenario};
use crate::report::{Block, Cell, Column, Paragraph, Report, Row, Table, Tone, Value};
use crate::units::{Day, show_disk, show_ram};

use super::Session;
use super::beside::{self, Filled};
use super::import::import_file;

/// Reads a file of another tool; `-` is standard input. `by`: the importer named, else the first that recognises it.
pub fn read_usage(path: &Path, by: Option<&Importer>, told: &Told) -> Result<Import, Problem> {
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    import_file(path, by, told, threads, &|_, _| true)
}

/// What imports say, without a scenario: the entries that they would add, as they would stand in a file. Several hosts are kept
/// apart by their names.
pub fn entries_of(imports: &[(Import, Chosen<'_>)]) -> Result<String, Problem> {
    const EMPTY: &str =
        "Scenario(format: 1, currency: \"EUR\", request: (from: \"2021-01\", months: 1))";
    let document: Document<Scenario> = Document::new("import", EMPTY).map_err(first)?;
    let today = imports.first().map_or(Day::FIRST, |(_, chosen)| chosen.checked);
    let mut ground = Ground::of(document, today);
    let names = |(import, _): &(Import, _)| Placing::measured_hosts(import);
    let mut all: Vec<String> = imports.iter().flat_map(names).collect();
    all.sort_unstable();
    all.dedup();
    for (import, chosen) in imports {
        let chosen = Chosen { inline: usize::MAX, ..*chosen };
        if all.len() < 2 || chosen.on.is_some() {
            ground.place(import, chosen)?;
            continue;
        }
        let mut nameless = import.clone();
        nameless.series.retain(|series| series.host.is_none());
        ground.place(&nameless, chosen)?;
        for host in Placing::measured_hosts(import) {
            let chosen = Chosen { on: Some(&host), ..chosen };
            ground.place(&of_host(import, &host), chosen)?;
        }
    }
    let laid = crate::document::format(ground.document.text(), "import")?;
    let (_, usage) = laid.split_once("    usage: ").unwrap_or_default();
    let usage = usage.trim_end().trim_end_matches(')').trim_end();
    let lines = usage.lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
    Ok(format!("usage: {}\n", lines.collect::<Vec<_>>().join("\n")))
}

fn first(problems: Vec<Problem>) -> Problem {
    let none = || Problem::error("import", "nothing could be made of it");
    problems.into_iter().next().unwrap_or_else(none)
}

/// A scenario into which outputs are placed one after the other: each sees what those before it bring. The session does not change,
/// and another thread may do it.
#[derive(Clone, Debug)]
pub struct Ground {
    document: Document<Scenario>,
    scenario: Arc<Scenario>,
    filled: Filled,
    today: Day,
}

impl Ground {
    fn of(document: Document<Scenario>, today: Day) -> Self {
        let (scenario, filled, _) = beside::whole(&document, today, &Filled::default());
        Self { document, scenario, filled, today }
    }

    /// Where an import would go. What has to be said first is brought in by nobody: the next sees nothing of it.
    pub fn place(&mut self, import: &Import, chosen: Chosen<'_>) -> Result<Placing, Problem> {
        let placing = place(&self.scenario, import, chosen);
        if placing.open.is_none() && !placing.edit.ops.is_empty() {
            let texts = placing.texts.iter();
            let texts = texts.map(|(name, text)| (name.clone(), Arc::from(text.as_str())));
            let document = self.document.with_texts(texts);
            self.document = document.apply(&placing.edit)?.document;
            (self.scenario, self.filled, _) =
                beside::whole(&self.document, self.today, &self.filled);
        }
        Ok(placing)
    }

    /// The scenario with what was placed so far.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }
}

impl Session {
    /// What outputs are placed into.
    pub fn ground(&self) -> Result<Ground, Problem> {
        let read = self.read()?;
        Ok(Ground {
            document: read.document.clone(),
            scenario: Arc::clone(&read.scenario),
            filled: read.filled.clone(),
            today: self.today,
        })
    }

    /// Where an import would go in this scenario; nothing is changed.
    pub fn placing(&self, import: &Import, chosen: Chosen<'_>) -> Result<Placing, Problem> {
        Ok(place(&self.read()?.scenario, import, chosen))
    }

    /// Takes in what was placed one after the other, as one step of undo; nothing where nothing is new.
    pub fn import(&mut self, placings: &[Placing]) -> Result<(), Problem> {
        let (edit, texts) = together(placings);
        if edit.ops.is_empty() {
            return Ok(());
        }
        self.take_in(&texts, &edit)
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
    for placed in placing.iter().flat_map(|placing| &placing.placed) {
        report.blocks.extend(differs(placed).map(Block::Text));
    }
    let undated = import.undated.map(|day| {
        format!("it says not when it was measured: it is taken to be of {}", day.words())
    });
    let notes = undated.iter().chain(&import.notes);
    let notes = notes.chain(placing.iter().flat_map(|placing| &placing.notes));
    for note in notes {
        let mut letters = note.chars();
        let capital =
            letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
        let text = format!("{capital}{}", letters.as_str());
        report.blocks.push(Block::Text(Paragraph::plain(text)));
    }
    report
}

/// What was typed on days on which something else was measured.
fn differs(placed: &Placed) -> Option<Paragraph> {
    /// So many days are named; the rest is counted.
    const NAMED: usize = 3;
    let days = placed.differs.iter().take(NAMED).map(|of| {
        let measured = cell(&placed.resource, of.measured).text;
        format!("{} on {} (measured {measured})", of.typed, of.day.words())
    });
    let mut said = days.collect::<Vec<_>>().join(", ");
    if let Some(more) = placed.differs.len().checked_sub(NAMED).filter(|more| *more > 0) {
        said = format!("{said} and {more} more");
    }
    let what = if placed.replaced { "replaced" } else { "kept" };
    let text = format!("What a person typed in {} is {what}: {said}", placed.key);
    (!said.is_empty()).then(|| Paragraph::plain(text).toned(Tone::Warning))
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
    let day = |of: Option<Day>| {
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
        Column::numbers("replaced", "Typed, replaced"),
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
            count(if of.replaced { 0 } else { of.differs.len() }),
            count(if of.replaced { of.differs.len() } else { 0 }),
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

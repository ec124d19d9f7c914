//! Where does each measured series go, when is it too much, and how wrong were such forecasts before?

use std::sync::Arc;

use crate::engine::forecast::{Backtest, Buckets, Forecast, Futures, History, RunOut};
use crate::engine::outlook::{Level, PlanOutlook, Reading, ResourceOutlook, Runway, Segment};
use crate::engine::series::{Series, series};
use crate::model::{EstimatedFull, Resource, Usage};
use crate::units::Day;

use super::words::{self, Scale};
use super::{Ask, Cell, Column, Paragraph, Report, Row, Table, Tone};

/// Steps that the table shows, at most.
const ROWS: usize = 24;

/// A series that is no part of a scenario: of a file that was measured.
#[derive(Clone, Debug)]
pub struct Alone<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What was measured.
    pub resource: &'a Resource,
    /// Days and what was in use, in bytes or as a count.
    pub days: &'a [(Day, f64)],
    /// What there is of it; `None`: not said.
    pub capacity: Option<f64>,
    /// How many steps ahead; `None`: as far as it reaches.
    pub ahead: Option<usize>,
    /// Where chance begins: 1 in a scenario that names none.
    pub seed: u64,
}

/// The forecasts of series that stand alone.
pub fn of_alone(all: &[Alone<'_>]) -> Report {
    let mut report = Report::new("forecast", "Forecast");
    for alone in all {
        let samples =
            alone.days.iter().map(|(day, value)| (*day, to_level(alone.resource, *value) as f64));
        let asked = Asked {
            name: alone.name,
            resource: alone.resource,
            seed: alone.seed,
            ahead: alone.ahead,
            as_of: None,
        };
        let capacity = alone.capacity.map(|capacity| to_level(alone.resource, capacity) as f64);
        push(&mut report, &asked, &History::of(samples, None), &[], |futures| {
            let out = futures.run_out(|_| capacity, |_| 0.0);
            let until = futures.ends.last().copied().unwrap_or(futures.start.0);
            capacity.map(|_| run_out(&out, futures.start.0, until)).into_iter().collect()
        });
    }
    report
}

/// Bytes stay what they are; the engine counts in thousandths of a count.
fn to_level(resource: &Resource, value: f64) -> Level {
    let one = match resource {
        Resource::Ram | Resource::Storage | Resource::Backup => 1.0,
        Resource::Cpu | Resource::Count(_) => 1000.0,
    };
    (value * one).round() as Level
}

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let plan = ask.plan();
    let mut report = Report::new("forecast", format!("Forecast: {}", plan.name));
    let all = series(ask.scenario, ask.outlook);
    if all.is_empty() {
        report
            .say("Nothing was measured: `headroom import` takes in what free, df and others say.");
    }
    for of in &all {
        if let Some(usage) = ask.scenario.usage.get(&of.key) {
            of_scenario(&mut report, ask, of, usage, plan);
        }
    }
    report
}

fn of_scenario(
    report: &mut Report,
    ask: &Ask<'_>,
    of: &Series,
    usage: &Arc<Usage>,
    plan: &PlanOutlook,
) {
    let asked = Asked {
        name: &of.key,
        resource: &usage.resource,
        seed: ask.scenario.seed.unwrap_or(1),
        ahead: None,
        as_of: Some(ask.outlook.as_of),
    };
    let of_host = host_resource(plan, usage);
    let expected =
        |day: Day| of_host.and_then(|of| Some(of.foreseen.as_ref()?.on(day).expected)).unwrap_or(0);
    let steps = of.steps(&usage.resource, expected);
    push(report, &asked, &of.history(ask.outlook.as_of), &steps, |futures| {
        let mut said: Vec<String> = match of_host {
            Some(of_host) => of_plan(of_host).into_iter().collect(),
            None => of_backups(plan, usage, futures, ask.outlook.as_of).into_iter().collect(),
        };
        said.extend(usage.estimated_full.as_ref().map(estimated));
        said.extend(of.p95.map(|level| {
            format!(
                "On 95 % of the time at most {} in the last month; the peaks are forecast.",
                words::level(&usage.resource, level)
            )
        }));
        said
    });
}

/// The resource on the host that was measured; the only one where the series does not name it.
fn host_resource<'a>(plan: &'a PlanOutlook, usage: &Usage) -> Option<&'a Arc<ResourceOutlook>> {
    let is_it = |key: &str| usage.on.as_deref().is_none_or(|on| on == key);
    let host = plan.hosts.iter().find(|host| is_it(&host.key))?;
    host.resources.iter().find(|of| of.resource == usage.resource)
}

/// When it runs out under the plan, as everywhere: counted with all that is wanted of the resource there.
fn of_plan(of: &ResourceOutlook) -> Option<String> {
    of.foreseen.as_ref()?;
    let is_all = of.today.running.len() == 1;
    let with = if is_all && of.beside.iter().all(is_nothing) {
        ""
    } else {
        "With what else is wanted there: "
    };
    let sentence = match &of.runway {
        Runway::Already { since, short } => format!(
            "On {} there is too little already, by {}.",
            since.words(),
            words::level(&of.resource, *short)
        ),
        Runway::Between { cautious, expected } => half_and_tenth((*expected, *cautious), of.until),
        Runway::Beyond(until) => half_and_tenth((None, None), *until),
        Runway::CannotTell(reason) => format!("When it runs out cannot be told: {reason}."),
    };
    Some(if with.is_empty() {
        sentence
    } else {
        let mut letters = sentence.chars();
        let first = letters.next().map(|letter| letter.to_lowercase().to_string());
        format!("{with}{}{}", first.unwrap_or_default(), letters.as_str())
    })
}

fn is_nothing(beside: &Segment) -> bool {
    let none = Reading::default();
    beside.first == none && beside.last == none
}

/// Backups stand on no host: what is measured of them is held against the space for them.
fn of_backups(plan: &PlanOutlook, usage: &Usage, futures: &Futures, today: Day) -> Option<String> {
    let backup = plan.backup.as_ref().filter(|_| usage.resource == Resource::Backup)?;
    let capacity = |day: Day| {
        let segments = &backup.segments;
        let segment = segments.iter().find(|segment| segment.from <= day && day < segment.until)?;
        segment.usable.map(|usable| usable as f64)
    };
    let until = futures.ends.iter().rfind(|end| capacity(**end).is_some())?;
    Some(run_out(&futures.run_out(capacity, |_| 0.0), today, *until))
}

/// `Proxmox Backup Server reckoned on 4 January 2026 that it is full on 1 March 2026.`
fn estimated(full: &EstimatedFull) -> String {
    let by = full.by.as_deref().unwrap_or("The tool that measured it");
    let said = full.said.map_or_else(String::new, |day| format!(" on {}", day.words()));
    format!("{by} reckoned{said} that it is full on {}.", full.on.words())
}

struct Asked<'a> {
    name: &'a str,
    resource: &'a Resource,
    seed: u64,
    ahead: Option<usize>,
    as_of: Option<Day>,
}

/// One series: its past, what is `said` of its futures, how wrong such forecasts were, and its table. `steps`: what is
/// stated to come or go, from which day on.
fn push(
    report: &mut Report,
    asked: &Asked<'_>,
    history: &History,
    steps: &[(Day, Level)],
    said: impl FnOnce(&Futures) -> Vec<String>,
) {
    report.heading(format!("{}: {}", asked.name, words::resource(asked.resource)));
    let Some(buckets) = history.buckets() else {
        let reason = history.cannot_tell().map_or_else(String::new, |reason| format!(": {reason}"));
        let text = format!("There is no saying how it goes on{reason}.");
        report.text(Paragraph::plain(text).toned(Tone::Warning));
        return;
    };
    let ahead = asked.ahead.unwrap_or(buckets.len());
    let futures = Forecast::of(buckets, asked.name, asked.seed, ahead).futures;
    let add = |futures: Futures, (day, by): &(Day, Level)| futures.stepped(*day, *by as f64);
    let futures = steps.iter().fold(futures, add);
    let levels = |n: f64| words::level(asked.resource, n.round() as Level);
    report.say(format!(
        "{} {}s measured, the last {} by {}.",
        buckets.len(),
        buckets.step.name(),
        levels(futures.start.1),
        futures.start.0.words()
    ));
    for (day, by) in steps {
        let size = words::level(asked.resource, by.abs());
        let more = if *by < 0 { "less" } else { "more" };
        let today = asked.as_of.unwrap_or(*day);
        report.say(format!("As is stated, {size} {more} from {} on.", words::day(*day, today)));
    }
    for sentence in said(&futures) {
        report.say(sentence);
    }
    let tried = backtest(asked, buckets);
    for sentence in &tried {
        report.say(sentence.clone());
    }
    if tried.is_empty() {
        report.say("Too short a past to try such forecasts on it.");
    }
    report.table(table(asked, &futures));
}

/// How such forecasts would have done: a quarter, half and all of a third of the history ahead.
fn backtest(asked: &Asked<'_>, buckets: &Buckets) -> Vec<String> {
    let third = (buckets.len() / 3).max(1);
    let mut horizons = vec![third.div_ceil(4), third.div_ceil(2), third];
    horizons.dedup();
    Backtest::of(buckets, asked.name, asked.seed, &horizons).sentences().collect()
}

fn run_out(of: &RunOut, today: Day, until: Day) -> String {
    match of.expected {
        Some(day) if day <= today => "Too little already.".to_owned(),
        _ => half_and_tenth((of.expected, of.cautious), until),
    }
}

fn half_and_tenth((expected, cautious): (Option<Day>, Option<Day>), until: Day) -> String {
    match (expected, cautious) {
        (Some(half), Some(tenth)) => format!(
            "Half of the futures run out by {}, 1 in 10 by {}.",
            half.words(),
            tenth.words()
        ),
        (Some(half), None) => format!("Half of the futures run out by {}.", half.words()),
        (None, Some(tenth)) => format!(
            "1 in 10 of the futures runs out by {}, half of them not by {}.",
            tenth.words(),
            until.words()
        ),
        (None, None) => {
            format!("Fewer than 1 in 10 of the futures run out by {}.", until.words())
        }
    }
}

fn table(asked: &Asked<'_>, futures: &Futures) -> Table {
    let band = futures.band();
    let largest = band.iter().map(|(_, high)| high.round() as Level).max().unwrap_or(0);
    let scale = Scale::of(asked.resource, largest);
    let unit = scale.unit;
    let columns = vec![
        Column::words("by", "By"),
        Column::numbers("expected", format!("Expected, {unit}")),
        Column::numbers("cautious", format!("Cautious, {unit}")),
        Column::numbers("low", format!("1 in 10 below, {unit}")),
    ];
    let mut table = Table::new("forecast", "", columns);
    let cell = |value: f64| scale.cell(value.round() as Level);
    let rows = futures.ends.iter().zip(&futures.line).zip(&band);
    let every = futures.ends.len().div_ceil(ROWS).max(1);
    let shown = rows.enumerate().filter(|(n, _)| (n + 1).is_multiple_of(every));
    for (n, ((end, line), (low, high))) in shown {
        let tone = if n < futures.reach.solid { Tone::Plain } else { Tone::Dim };
        let cells =
            [Cell::of(end.words(), super::Value::Day(*end)), cell(*line), cell(*high), cell(*low)];
        table.rows.push(Row::item(cells.map(|cell| cell.toned(tone)).to_vec()));
    }
    if futures.reach.solid < futures.ends.len() {
        let solid = futures.reach.solid.checked_sub(1).and_then(|n| futures.ends.get(n));
        table.note = solid
            .map(|day| format!("after {} less sure: more than a third of the past", day.words()));
    }
    table
}

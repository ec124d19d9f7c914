//! Where does each measured series go, when is it too much, and how wrong were such forecasts before?

use std::sync::Arc;

use crate::engine::forecast::{Backtest, Buckets, Forecast, Futures, History, RunOut};
use crate::engine::outlook::{Level, PlanOutlook, ResourceOutlook};
use crate::engine::series::{Series, series};
use crate::model::{Resource, Usage};
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
        let samples: Vec<(Day, Level)> = alone
            .days
            .iter()
            .map(|(day, value)| (*day, to_level(alone.resource, *value)))
            .collect();
        let capacity = alone.capacity.map(|capacity| to_level(alone.resource, capacity) as f64);
        let asked = Asked {
            name: alone.name,
            resource: alone.resource,
            seed: alone.seed,
            ahead: alone.ahead,
        };
        push(&mut report, &asked, &samples, None, &|_| capacity, &|_| 0.0);
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
    let samples: Vec<(Day, Level)> =
        of.counted().filter_map(|sample| Some((sample.day, sample.level?))).collect();
    let resource = host_resource(plan, usage);
    let segment = |day: Day| {
        let segments = &resource?.segments;
        segments.iter().find(|segment| segment.from <= day && day < segment.until)
    };
    let last = samples.last().map_or(0, |sample| sample.1) as f64;
    // What is asked for beside the series: as of today, where both are known.
    let capacity = |day: Day| segment(day)?.usable.map(|usable| usable as f64);
    let beside =
        segment(ask.outlook.as_of).map_or(0.0, |today| today.first.expected as f64 - last).max(0.0);
    let asked = Asked {
        name: &of.key,
        resource: &usage.resource,
        seed: ask.scenario.seed.unwrap_or(1),
        ahead: None,
    };
    push(report, &asked, &samples, Some(ask.outlook.as_of), &capacity, &|_| beside);
}

/// The resource on the host that was measured; the only one where the series does not name it.
fn host_resource<'a>(plan: &'a PlanOutlook, usage: &Usage) -> Option<&'a Arc<ResourceOutlook>> {
    let is_it = |key: &str| usage.on.as_deref().is_none_or(|on| on == key);
    let host = plan.hosts.iter().find(|host| is_it(&host.key))?;
    host.resources.iter().find(|of| of.resource == usage.resource)
}

struct Asked<'a> {
    name: &'a str,
    resource: &'a Resource,
    seed: u64,
    ahead: Option<usize>,
}

fn push(
    report: &mut Report,
    asked: &Asked<'_>,
    samples: &[(Day, Level)],
    as_of: Option<Day>,
    capacity: &dyn Fn(Day) -> Option<f64>,
    beside: &dyn Fn(Day) -> f64,
) {
    report.heading(format!("{}: {}", asked.name, words::resource(asked.resource)));
    let history = History::of(samples.iter().map(|(day, level)| (*day, *level as f64)), as_of);
    let Some(buckets) = history.buckets() else {
        let reason = history.cannot_tell().map_or_else(String::new, |reason| format!(": {reason}"));
        let text = format!("There is no saying how it goes on{reason}.");
        report.text(Paragraph::plain(text).toned(Tone::Warning));
        return;
    };
    let forecast =
        Forecast::of(buckets, asked.name, asked.seed, asked.ahead.unwrap_or(buckets.len()));
    let futures = &forecast.futures;
    let levels = |n: f64| words::level(asked.resource, n.round() as Level);
    report.say(format!(
        "{} {}s measured, the last {} by {}.",
        buckets.len(),
        buckets.step.name(),
        levels(futures.start.1),
        futures.start.0.words()
    ));
    let until = futures.ends.last().copied().unwrap_or(futures.start.0);
    if capacity(until).is_some() {
        let out = futures.run_out(capacity, beside);
        let today = as_of.unwrap_or(futures.start.0);
        report.say(match out.expected {
            Some(day) if day <= today => {
                "Too little already, with what is wanted beside it.".to_owned()
            }
            _ => run_out(&out, until),
        });
    }
    let tried = backtest(asked, buckets);
    for sentence in &tried {
        report.say(sentence.clone());
    }
    if tried.is_empty() {
        report.say("Too short a past to try such forecasts on it.");
    }
    report.table(table(asked, futures));
}

/// How such forecasts would have done: a quarter, half and all of a third of the history ahead.
fn backtest(asked: &Asked<'_>, buckets: &Buckets) -> Vec<String> {
    let third = (buckets.len() / 3).max(1);
    let mut horizons = vec![third.div_ceil(4), third.div_ceil(2), third];
    horizons.dedup();
    Backtest::of(buckets, asked.name, asked.seed, &horizons).sentences().collect()
}

fn run_out(of: &RunOut, until: Day) -> String {
    match (of.expected, of.cautious) {
        (Some(half), Some(tenth)) => format!(
            "Half of the futures run out by {}, 1 in 10 by {}.",
            half.words(),
            tenth.words()
        ),
        (None, Some(tenth)) => format!(
            "1 in 10 of the futures runs out by {}, half of them not by {}.",
            tenth.words(),
            until.words()
        ),
        (_, None) => format!("Fewer than 1 in 10 of the futures run out by {}.", until.words()),
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

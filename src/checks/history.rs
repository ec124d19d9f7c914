//! Does what was measured say what is wanted, and without holes?

use std::sync::Arc;

use crate::engine::outlook::Outlook;
use crate::engine::series::{Series, series};
use crate::model::{EventKind, Scenario, Usage};
use crate::units::Day;

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["clipped-history", "series-gap", "series-missing"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    if scenario.usage.is_empty() {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = scenario.usage.iter().filter_map(missing).collect();
    for series in series(scenario, outlook) {
        findings.extend(clipped(scenario, &series));
        findings.extend(gap(&series, outlook));
    }
    findings
}

/// The text that holds the days of a series is not beside the file, or holds none.
fn missing((key, usage): (&Arc<str>, &Arc<Usage>)) -> Option<Finding> {
    let path = at::entry("usage", key);
    let finding = match (&usage.series, usage.beside.as_deref()) {
        (Some(name), None) => Finding::warning("series-missing", path.key("series")).says(
            format!("{name} is not beside this file"),
            format!("{key} is counted without the days that are in it"),
        ),
        (Some(name), Some([])) => Finding::warning("series-missing", path.key("series"))
            .says(format!("{name} holds no day"), format!("{key} is counted without")),
        (None, _) if usage.samples.is_empty() => Finding::warning("series-missing", path)
            .says(format!("{key} holds no sample"), "nothing is counted of it"),
        _ => return None,
    };
    Some(finding.hint("put that text back beside this file, or import what was measured again"))
}

/// A series that sits at the limit does not say how much more is wanted.
fn clipped(scenario: &Scenario, series: &Series) -> Option<Finding> {
    let resource = &scenario.usage.get(&series.key)?.resource;
    let last = series.counted().next_back().filter(|_| series.clipped)?;
    let total = words::level(resource, last.total?);
    Some(
        Finding::warning("clipped-history", at::entry("usage", &series.key).key("samples"))
            .says(
                format!("{} is cut off at the {total} there are", series.key),
                "five of its last six samples or more sit at 98 % or above: more may be wanted",
            )
            .hint(
                "what the services say that they want is counted instead; state it where it is not",
            )
            .action(Action::Why)
            .room(resource, last.level?),
    )
}

/// Three times the usual days, and more than a week, without a sample.
const TIMES: i64 = 3;
const WEEK: i64 = 7;

fn gap(series: &Series, outlook: &Outlook) -> Option<Finding> {
    let usual = series.usual_days()?;
    let days: Vec<Day> = series.counted().map(|sample| sample.day).chain([outlook.as_of]).collect();
    let is_ignored = |from: Day, until: Day| {
        let mut ignores = series.events.iter().filter(|event| event.kind == EventKind::Ignore);
        ignores.any(|event| event.on < until && event.over() > from)
    };
    let (from, until) = days
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(from, until)| !is_ignored(*from, *until))
        .max_by_key(|(from, until)| from.days_until(*until))?;
    let long = from.days_until(until);
    if long <= usual.saturating_mul(TIMES) || long <= WEEK {
        return None;
    }
    let shown = |day: Day| words::day(day, outlook.as_of);
    let what = if until == outlook.as_of {
        format!("{} has no sample after {}", series.key, shown(from))
    } else {
        format!("{} has no sample between {} and {}", series.key, shown(from), shown(until))
    };
    let usual = if usual == 1 { "day".to_owned() } else { format!("{usual} days") };
    Some(
        Finding::note("series-gap", at::entry("usage", &series.key).key("samples"))
            .says(what, format!("{long} days; usually there is one each {usual}"))
            .hint("add what was measured then, or an event that says why there is nothing")
            .action(Action::Why)
            .days(long),
    )
}

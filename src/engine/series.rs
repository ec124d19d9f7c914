//! What does each measured series say, beside what its host had on those days?

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Event, Resource, Scenario, Usage};
use crate::units::Day;

use super::capacity::use_of;
use super::demand::{Sample, is_about, is_clipped, moved, samples, step};
use super::forecast::History;
use super::foreseen::Measurements;
use super::hosts::leases_of;
use super::outlook::{Level, Outlook};

/// A measured series, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its key in the file.
    pub key: Arc<str>,
    /// Key of the host that it was measured on; `None`: on none that the file says.
    pub host: Option<Arc<str>>,
    /// In the order of their days, up to `as_of`.
    pub samples: Vec<Sample>,
    /// Events that are about it, in the order of their days.
    pub events: Vec<Arc<Event>>,
    /// Whether its last samples sit at the limit, so that it does not say what is wanted.
    pub clipped: bool,
    /// On 95 % of the time at most so much was in use, on each day of the month up to the last sample of which that
    /// is known; `None`: of none.
    pub p95: Option<Level>,
}

impl Series {
    /// The samples that count.
    pub fn counted(&self) -> impl DoubleEndedIterator<Item = &Sample> {
        self.samples.iter().filter(|sample| !sample.ignored && sample.level.is_some())
    }

    /// What can be forecast of it, with what is stated to have happened to it.
    pub fn history(&self, as_of: Day) -> History {
        let counted = self.counted().filter_map(|sample| Some((sample.day, sample.level?)));
        let levels: Vec<(Day, Level)> = counted.collect();
        let last = levels.last().map_or(as_of, |(day, _)| *day);
        Measurements { moved: moved(&self.events, last), levels }.history(as_of)
    }

    /// What is stated to come on top of it, or to go from it, after its last sample: the day, and by how much. A share is
    /// of what is `expected` on that day.
    pub fn steps(&self, resource: &Resource, expected: impl Fn(Day) -> Level) -> Vec<(Day, Level)> {
        let Some(last) = self.counted().next_back().map(|sample| sample.day) else {
            return Vec::new();
        };
        let steps = self.events.iter().filter_map(|event| step(event, resource, last, &expected));
        steps.collect()
    }

    /// The usual number of days between two samples that count: the median, of an even number the
    /// lower; `None` below four samples.
    pub fn usual_days(&self) -> Option<i64> {
        let days: Vec<Day> = self.counted().map(|sample| sample.day).collect();
        let mut between: Vec<i64> =
            days.windows(2).map(|pair| pair[0].days_until(pair[1])).collect();
        between.sort_unstable();
        (between.len() >= 3).then(|| between[(between.len() - 1) / 2].max(1))
    }
}

/// Several series as one: on each day on which one of them was measured what all last said, from the day
/// on which all had begun.
pub fn together(all: &[&Series]) -> Vec<(Day, Level)> {
    let mut days: BTreeMap<Day, Vec<(usize, Level)>> = BTreeMap::new();
    for (n, series) in all.iter().enumerate() {
        for sample in series.counted() {
            days.entry(sample.day).or_default().extend(sample.level.map(|level| (n, level)));
        }
    }
    let mut last: Vec<Option<Level>> = vec![None; all.len()];
    let mut sums = Vec::with_capacity(days.len());
    for (day, levels) in days {
        // Of one day the highest counts, as in a forecast.
        let mut here: BTreeMap<usize, Level> = BTreeMap::new();
        for (n, level) in levels {
            let most = here.entry(n).or_insert(level);
            *most = level.max(*most);
        }
        for (n, level) in here {
            last[n] = Some(level);
        }
        let sum = last.iter().copied().reduce(|one, two| one?.checked_add(two?)).flatten();
        sums.extend(sum.map(|sum| (day, sum)));
    }
    sums
}

/// Every series of a file, in its order.
pub fn series(scenario: &Scenario, outlook: &Outlook) -> Vec<Series> {
    let read = |(key, usage): (&Arc<str>, &Arc<Usage>)| {
        let leases = leases_of(outlook, usage.on.as_ref());
        let samples = samples(usage, &leases, &scenario.events, outlook.as_of);
        let about = |event: &&Arc<Event>| is_about(event, &usage.resource, usage, &leases);
        let mut events: Vec<Arc<Event>> = scenario.events.iter().filter(about).cloned().collect();
        events.sort_by_key(|event| event.on);
        let clipped = is_clipped(samples.iter());
        let host = leases.first().map(|lease| Arc::clone(&lease.tenure.key));
        let key = Arc::clone(key);
        let mut series = Series { key, host, samples, events, clipped, p95: None };
        series.p95 = p95(usage, &series);
        series
    };
    scenario.usage.iter().map(read).collect()
}

/// Days of the month before the last sample.
const MONTH: i64 = 30;

fn p95(usage: &Usage, series: &Series) -> Option<Level> {
    let last = series.counted().next_back()?.day;
    let is_ignored = |day: Day| series.samples.iter().any(|of| of.day == day && of.ignored);
    let latest = usage
        .p95
        .iter()
        .flat_map(|all| all.iter())
        .filter(|(day, _)| *day <= last && *day > last.plus_days(-MONTH) && !is_ignored(*day));
    latest.filter_map(|(_, used)| use_of(&usage.resource, used, None)).max()
}

//! What does each measured series say, beside what its host had on those days?

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Event, Scenario, Usage};
use crate::units::Day;

use super::demand::{Sample, is_about, is_clipped, samples};
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
}

impl Series {
    /// The samples that count.
    pub fn counted(&self) -> impl DoubleEndedIterator<Item = &Sample> {
        self.samples.iter().filter(|sample| !sample.ignored && sample.level.is_some())
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
        Series { key: Arc::clone(key), host, samples, events, clipped }
    };
    scenario.usage.iter().map(read).collect()
}

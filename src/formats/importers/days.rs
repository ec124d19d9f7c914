//! What was in use on each day, out of all that was measured on it?

use std::collections::BTreeMap;

use crate::model::Resource;
use crate::units::Day;

use super::Import;
use super::when::When;

/// What was measured on one day, in the unit of its series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayValue {
    /// The highest.
    pub highest: f64,
    /// The last.
    pub last: f64,
    /// 95 % of the measurements were at most this: the nearest rank. `None` where there was one alone, or where they were not
    /// kept together.
    pub p95: Option<f64>,
    /// How many there were.
    pub count: u32,
}

/// A series day by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Days(BTreeMap<Day, DayValue>);

impl Days {
    /// Days with what was measured on them; of a day given twice the later counts.
    pub fn new(days: impl IntoIterator<Item = (Day, DayValue)>) -> Self {
        Self(days.into_iter().collect())
    }

    /// In their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Day, DayValue)> + '_ {
        self.0.iter().map(|(day, value)| (*day, *value))
    }

    /// How many days.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first and the last.
    pub fn ends(&self) -> Option<(Day, Day)> {
        Some((*self.0.keys().next()?, *self.0.keys().next_back()?))
    }

    /// What counts of a day: the highest of memory and CPU, the last of disks and of what is counted by name.
    pub fn counted<'a>(&'a self, resource: &'a Resource) -> impl Iterator<Item = (Day, f64)> + 'a {
        self.iter().map(move |(day, value)| (day, value.counts(resource)))
    }
}

impl DayValue {
    /// One measurement.
    pub fn once(value: f64) -> Self {
        Self { highest: value, last: value, p95: None, count: 1 }
    }

    /// What counts: see [`Days::counted`].
    pub fn counts(&self, resource: &Resource) -> f64 {
        match resource {
            Resource::Ram | Resource::Cpu => self.highest,
            Resource::Storage | Resource::Backup | Resource::Count(_) => self.last,
        }
    }
}

/// Measurements of one series as they come, in any order.
///
/// Left out, and counted: what is not a finite number of at least 0. Of one instant that is given twice the higher counts; an hour
/// that the clock repeats is such a case.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples {
    days: BTreeMap<Day, Vec<(u32, f64)>>,
    not_numbers: u64,
    negative: u64,
    undated: u64,
}

impl Samples {
    /// Takes one; `when` is `None` where its date could not be read.
    pub(super) fn take(&mut self, when: Option<When>, value: f64) {
        let Some(when) = when else {
            self.undated += 1;
            return;
        };
        if !value.is_finite() {
            self.not_numbers += 1;
        } else if value < 0.0 {
            self.negative += 1;
        } else {
            self.days.entry(when.day).or_default().push((when.second, value));
        }
    }

    /// Counts one that is there without a value: `null`, empty.
    pub(super) fn take_none(&mut self) {
        self.not_numbers += 1;
    }

    /// Day by day; what was left out is told to the import.
    pub(super) fn finish(self, import: &mut Import) -> Days {
        import.leave_out("values that are no number", self.not_numbers, None);
        import.leave_out("values below nought", self.negative, None);
        import.leave_out("values without a date that can be", self.undated, None);
        let mut twice = 0;
        let day = |(day, mut samples): (Day, Vec<(u32, f64)>)| {
            // By time, then by value: of one instant the higher is last, and kept.
            samples.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let before = samples.len();
            let differs =
                samples.windows(2).filter(|p| p[0].0 == p[1].0 && p[0].1 < p[1].1).count();
            samples.reverse();
            samples.dedup_by_key(|sample| sample.0);
            samples.reverse();
            debug_assert!(samples.len() <= before, "nothing is made up");
            twice += differs as u64;
            Some((day, of_samples(&samples)?))
        };
        let days = Days::new(self.days.into_iter().filter_map(day));
        import.leave_out("instants with two values, of which the higher counts", twice, None);
        days
    }
}

/// Of measurements in the order of their time; `None` where there are none.
fn of_samples(samples: &[(u32, f64)]) -> Option<DayValue> {
    let last = samples.last()?.1;
    let mut values: Vec<f64> = samples.iter().map(|sample| sample.1).collect();
    values.sort_by(f64::total_cmp);
    let highest = *values.last()?;
    let rank = (values.len() * 95).div_ceil(100);
    let p95 = if values.len() > 1 { values.get(rank.saturating_sub(1)).copied() } else { None };
    let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
    Some(DayValue { highest, last, p95, count })
}

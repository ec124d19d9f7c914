//! How far apart are the samples, what stands in each stretch of that length, and is it a level at all?

use std::fmt;

use crate::units::Day;

use super::clean::{Cleaned, LeftOut, Sample, clean};
use super::order::median;

/// The least number of measured buckets that anything is forecast from.
const FEWEST: usize = 6;
/// A longer span of daily samples is looked at by the week, in days.
const DAILY_SPAN: i64 = 730;

/// Length of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A calendar day.
    Day,
    /// Seven days, ending on the weekday of the last sample.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months, from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

impl Step {
    /// As in a sentence: `month`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Buckets in a cycle that repeats: 7 days, 12 months or 4 quarters.
    pub(super) fn cycle(self) -> Option<usize> {
        match self {
            Self::Day => Some(7),
            Self::Month => Some(12),
            Self::Quarter => Some(4),
            Self::Week | Self::Year => None,
        }
    }

    /// The step of samples that usually lie so many days apart, over a span of so many.
    pub(super) fn of(apart: f64, span: i64) -> Self {
        match apart {
            _ if apart <= 3.0 && span <= DAILY_SPAN => Self::Day,
            _ if apart <= 14.0 => Self::Week,
            _ if apart <= 45.0 => Self::Month,
            _ if apart <= 135.0 => Self::Quarter,
            _ => Self::Year,
        }
    }

    fn longer(self) -> Option<Self> {
        match self {
            Self::Day => Some(Self::Week),
            Self::Week => Some(Self::Month),
            Self::Month => Some(Self::Quarter),
            Self::Quarter => Some(Self::Year),
            Self::Year => None,
        }
    }

    /// How many buckets before that of `last` a day lies.
    fn back(self, day: Day, last: Day) -> usize {
        let months = |every: i64| {
            let place = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
            place(last).div_euclid(every) - place(day).div_euclid(every)
        };
        let back = match self {
            Self::Day => day.days_until(last),
            Self::Week => day.days_until(last) / 7,
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
        };
        back.max(0) as usize
    }

    /// The day so many steps after `day`, or before where negative: a month's last day stays one.
    fn on(self, day: Day, steps: i64) -> Day {
        let months = |every: i64| {
            let day_there = day.plus_months((steps * every) as i32);
            if day.day_of_month() < day.days_in_month() {
                return day_there;
            }
            day_there.plus_days(i64::from(day_there.days_in_month() - day_there.day_of_month()))
        };
        match self {
            Self::Day => day.plus_days(steps),
            Self::Week => day.plus_days(steps * 7),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
        }
    }
}

/// Why nothing can be said of the future of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotTell {
    /// Under six buckets were measured, be it that there are too few samples or that they lie too
    /// close together.
    TooFew,
    /// It falls to next to nothing again and again and never a little: what is counted from the
    /// beginning of each day or month is no level.
    Counter,
}

impl fmt::Display for CannotTell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooFew => "fewer than six samples",
            Self::Counter => "looks like a counter",
        })
    }
}

/// A measured series, cleaned and at even distances.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Samples that were not used.
    pub left_out: LeftOut,
    /// The days of instants that were given different values, of which the highest counts; one
    /// entry an instant.
    pub twice: Vec<Day>,
    buckets: Option<Buckets>,
    cannot_tell: Option<CannotTell>,
}

impl History {
    /// From samples in any order. What lies after `as_of` is left out.
    pub fn of<S: Into<Sample>>(samples: impl IntoIterator<Item = S>, as_of: Option<Day>) -> Self {
        Self::told(samples, as_of, &[])
    }

    /// The same where somebody says that the level moved on some days (the first, and the first after): what was
    /// measured before in the same bucket does not count, and the move is neither growth nor a miss.
    pub fn told<S: Into<Sample>>(
        samples: impl IntoIterator<Item = S>,
        as_of: Option<Day>,
        moved: &[(Day, Day)],
    ) -> Self {
        let cleaned = clean(samples.into_iter().map(Into::into), as_of);
        let (buckets, cannot_tell) = match regular(&cleaned, moved) {
            Ok(buckets) => (Some(buckets), None),
            Err(reason) => (None, Some(reason)),
        };
        let Cleaned { left_out, twice, .. } = cleaned;
        Self { left_out, twice, buckets, cannot_tell }
    }

    /// What can be forecast; `None` where [`History::cannot_tell`] says why not.
    pub fn buckets(&self) -> Option<&Buckets> {
        self.buckets.as_ref()
    }

    /// Why nothing can be forecast.
    pub fn cannot_tell(&self) -> Option<CannotTell> {
        self.cannot_tell
    }
}

/// Values at even distances without a hole, six or more of them measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Buckets {
    /// What each one covers.
    pub step: Step,
    /// The highest value of each, finite and from 0 up, oldest first; where nothing was measured, on
    /// the straight line between those beside it.
    pub values: Vec<f64>,
    /// Which of them were not measured, one for each of `values`.
    pub filled: Vec<bool>,
    /// Which of them somebody says to lie on another level than the one before.
    pub(super) stated: Vec<bool>,
    /// The day of the last sample of the whole series.
    anchor: Day,
    /// Buckets between the last one here and that of `anchor`.
    cut: usize,
}

impl Buckets {
    /// How many, always six or more.
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The day at which the last one ends: of a whole series that of its last sample.
    pub fn last_day(&self) -> Day {
        self.end(0)
    }

    /// The day at which a bucket ends, counted from the last one: -1 is the one before it, 1 the
    /// first ahead. They lie whole steps from the last sample; a month's last day stays one.
    pub fn end(&self, from_last: i64) -> Day {
        self.step.on(self.anchor, from_last - self.cut as i64)
    }

    /// The value of the last one.
    pub fn last_value(&self) -> f64 {
        self.values[self.len() - 1]
    }

    /// Takes a move of the level for what it is. Where its last bucket holds nothing that was measured after it, it
    /// may show in the next one only: of both ends the smaller increment is none of it then.
    fn state(&mut self, (on, over): (Day, Day), days: &[(Day, f64)]) {
        let place = |day: Day| self.len().checked_sub(self.step.back(day, self.anchor) + 1);
        let last_day = over.plus_days(-1).max(on);
        let Some(last) = place(last_day.min(self.anchor)).filter(|_| on <= self.anchor) else {
            return;
        };
        // The increment into the first bucket of all is not known.
        let (mut from, mut until) = (place(on).unwrap_or(0).max(1), last + 1);
        if until < self.len() && !is_measured_after(days, self.step, over) {
            let far = |n: usize| (self.values[n] - self.values[n - 1]).abs();
            match until > from {
                true if far(from) >= far(until) => {}
                true => (from, until) = (from + 1, until + 1),
                false => until += 1,
            }
        }
        self.stated[from.min(until)..until].fill(true);
    }

    /// The oldest `len` of them, as they were known then; six at the least, all at the most.
    #[must_use]
    pub fn first(&self, len: usize) -> Self {
        let len = len.clamp(FEWEST.min(self.len()), self.len());
        Self {
            step: self.step,
            values: self.values[..len].to_vec(),
            filled: self.filled[..len].to_vec(),
            stated: self.stated[..len].to_vec(),
            anchor: self.anchor,
            cut: self.cut + self.len() - len,
        }
    }
}

fn regular(cleaned: &Cleaned, moved: &[(Day, Day)]) -> Result<Buckets, CannotTell> {
    let days = &cleaned.days;
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Err(CannotTell::TooFew);
    };
    let mut apart: Vec<f64> =
        days.windows(2).map(|pair| pair[0].0.days_until(pair[1].0) as f64).collect();
    let mut step = Step::of(median(&mut apart), first.0.days_until(last.0));
    let buckets = loop {
        let mut buckets = in_steps(&after_moves(days, step, moved), step);
        empty_where_off(&mut buckets);
        after_long_gap(&mut buckets);
        let empty = buckets.iter().filter(|bucket| bucket.is_none()).count();
        match step.longer() {
            Some(longer) if 2 * empty > buckets.len() => step = longer,
            _ => break buckets,
        }
    };
    let real: Vec<f64> = buckets.iter().flatten().copied().collect();
    if real.len() < FEWEST {
        return Err(CannotTell::TooFew);
    }
    if is_counter(&real) {
        return Err(CannotTell::Counter);
    }
    let filled = buckets.iter().map(Option::is_none).collect();
    let mut buckets = Buckets {
        step,
        values: joined(&buckets),
        filled,
        stated: vec![false; buckets.len()],
        anchor: last.0,
        cut: 0,
    };
    for moved in moved {
        buckets.state(*moved, days);
    }
    Ok(buckets)
}

/// Whether a bucket that lies so far back was measured after a move of the level that ends in it.
fn is_measured_after(days: &[(Day, f64)], step: Step, over: Day) -> bool {
    let Some(last) = days.last() else { return false };
    let bucket = step.back(over.plus_days(-1), last.0);
    days.iter().any(|(day, _)| *day >= over && step.back(*day, last.0) == bucket)
}

/// Without what was measured in the bucket in which the level moved, before it had, where more was measured after.
fn after_moves(days: &[(Day, f64)], step: Step, moved: &[(Day, Day)]) -> Vec<(Day, f64)> {
    let mut kept = days.to_vec();
    let Some(last) = days.last() else { return kept };
    for (_, over) in moved.iter().filter(|(_, over)| *over <= last.0) {
        let bucket = step.back(over.plus_days(-1), last.0);
        if is_measured_after(days, step, *over) {
            kept.retain(|(day, _)| *day >= *over || step.back(*day, last.0) != bucket);
        }
    }
    kept
}

/// The highest value of each bucket, from the first sample's to the last sample's.
fn in_steps(days: &[(Day, f64)], step: Step) -> Vec<Option<f64>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let newest = step.back(first.0, last.0);
    let mut buckets = vec![None; newest + 1];
    for (day, value) in days {
        let bucket: &mut Option<f64> = &mut buckets[newest - step.back(*day, last.0)];
        *bucket = Some(bucket.map_or(*value, |other| other.max(*value)));
    }
    buckets
}

/// Empties what shows that the meter was off: one or two buckets at next to nothing between others
/// as usual.
fn empty_where_off(buckets: &mut [Option<f64>]) {
    let was = buckets.to_vec();
    for from in 1..was.len() {
        for until in [from + 1, from + 2] {
            let (Some(Some(before)), Some(Some(after))) = (was.get(from - 1), was.get(until))
            else {
                continue;
            };
            let around =
                [&was[from.saturating_sub(3)..from], &was[until..was.len().min(until + 3)]];
            let mut around: Vec<f64> = around.concat().into_iter().flatten().collect();
            let usual = median(&mut around);
            let is_off = |bucket: &Option<f64>| bucket.is_some_and(|value| value < 0.05 * usual);
            let is_usual = |value: f64| value >= 0.5 * usual;
            if was[from..until].iter().all(is_off) && is_usual(*before) && is_usual(*after) {
                buckets[from..until].fill(None);
            }
        }
    }
}

/// Leaves only what follows the last gap of more than a third of all buckets.
fn after_long_gap(buckets: &mut Vec<Option<f64>>) {
    let (mut start, mut since) = (0, 0);
    for (i, bucket) in buckets.iter().enumerate() {
        if bucket.is_some() {
            if 3 * (i - since) > buckets.len() {
                start = i;
            }
            since = i + 1;
        }
    }
    buckets.drain(..start);
}

/// Whether it falls below a tenth twice or more, and never by less than that.
fn is_counter(real: &[f64]) -> bool {
    let falls = || real.windows(2).filter(|pair| pair[1] < pair[0]);
    falls().count() >= 2 && falls().all(|pair| pair[1] < 0.1 * pair[0])
}

/// Straight lines over the holes; the first and the last are no holes.
fn joined(buckets: &[Option<f64>]) -> Vec<f64> {
    let mut values = vec![0.0; buckets.len()];
    let mut before: Option<(usize, f64)> = None;
    for (i, value) in buckets.iter().enumerate().filter_map(|(i, value)| Some((i, (*value)?))) {
        values[i] = value;
        if let Some((start, from)) = before {
            let steps = (i - start) as f64;
            for (k, hole) in values[start + 1..i].iter_mut().enumerate() {
                *hole = from + (value - from) * ((k + 1) as f64 / steps);
            }
        }
        before = Some((i, value));
    }
    values
}

//! On which day does each future need more than is left for it, where that changes from day to day?

use crate::units::Day;

use super::futures::{Futures, PATHS};
use super::run_out::{Outs, rising};

/// What is left for a series on some days, on a straight line from the first of them to the last; in the
/// series' unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Left {
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// What is left on the first day, and on the last one.
    pub ends: (f64, f64),
}

/// Where each path stands on a day after its last end, as is declared: `times` what it was at that end, and `plus`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Declared {
    /// In order, each after the last end. In between it is a straight line.
    pub day: Day,
    /// From 0 up.
    pub times: f64,
    /// In the series' unit.
    pub plus: f64,
}

/// The days on which something is known of each path: straight lines in between.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The last measured day, and what was measured.
    pub start: (Day, f64),
    /// The day at which each step ends.
    pub ends: &'a [Day],
    /// What follows after the last of them.
    pub declared: &'a [Declared],
}

impl Left {
    /// Whether as much is left on each day.
    pub fn is_steady(&self) -> bool {
        self.ends.0.total_cmp(&self.ends.1).is_eq()
    }

    fn on(&self, day: Day) -> f64 {
        let days = self.from.days_until(self.until) - 1;
        if days <= 0 || self.is_steady() {
            return self.ends.0;
        }
        let share = self.from.days_until(day) as f64 / days as f64;
        self.ends.0 * (1.0 - share) + self.ends.1 * share
    }
}

/// A path on a day: so much of it at two ends, and something.
#[derive(Clone, Copy, Debug)]
struct Mix {
    of: [(usize, f64); 2],
    plus: f64,
}

impl Mix {
    fn value(&self, at: impl Fn(usize) -> f64) -> f64 {
        let [(one, a), (two, b)] = self.of;
        a * at(one) + b * at(two) + self.plus
    }
}

impl Known<'_> {
    /// The days to look at of those on which so much is left: its first, its last, and what lies between
    /// where a path may turn.
    fn days_of(&self, left: &Left) -> Vec<Day> {
        let last = left.until.plus_days(-1);
        let within = |day: Day| left.from < day && day < last;
        let first = self.ends.partition_point(|end| *end <= left.from);
        let ends = self.ends[first..].iter().copied().take_while(|end| within(*end));
        let declared = self.declared.iter().map(|declared| declared.day);
        let mut days = vec![left.from];
        days.extend(ends.chain(declared.filter(|day| within(*day))));
        if last > left.from {
            days.push(last);
        }
        days
    }

    /// `None` where nothing is known: before the first day, and after the last.
    fn mix(&self, day: Day) -> Option<Mix> {
        let (start, value) = self.start;
        if day < start || self.ends.is_empty() {
            return None;
        }
        let place = self.ends.partition_point(|end| *end < day);
        let end = |n: usize| (self.ends[n], (n, 1.0), 0.0);
        let (from, to) = if place < self.ends.len() {
            let from = place.checked_sub(1).map_or((start, (0, 0.0), value), end);
            (from, end(place))
        } else {
            let place = self.declared.partition_point(|declared| declared.day < day);
            let last = self.ends.len() - 1;
            let declared = |n: usize| {
                let Declared { day, times, plus } = self.declared[n];
                (day, (last, times), plus)
            };
            let to = (place < self.declared.len()).then(|| declared(place))?;
            (place.checked_sub(1).map_or_else(|| end(last), declared), to)
        };
        let share = from.0.days_until(day) as f64 / from.0.days_until(to.0).max(1) as f64;
        let part = |(n, weight): (usize, f64), share: f64| (n, weight * share);
        let of = [part(from.1, 1.0 - share), part(to.1, share)];
        Some(Mix { of, plus: from.2 * (1.0 - share) + to.2 * share })
    }

    /// Whether no path ever needs more than is left; `highest`: of all paths, end by end. Days of which nothing is
    /// known are left out, as in [`Futures::over`].
    pub fn stays_within(&self, highest: &[f64], left: &[Left]) -> bool {
        let fits = |left: &Left, day: Day| {
            let mix = self.mix(day);
            mix.is_none_or(|mix| mix.value(|n| highest[n]) <= left.on(day))
        };
        left.iter().all(|left| self.days_of(left).into_iter().all(|day| fits(left, day)))
    }
}

impl Futures {
    /// The highest path at each end.
    pub fn highest(&self) -> Vec<f64> {
        self.steps().map(|row| row.iter().copied().fold(0.0, f64::max)).collect()
    }

    /// The first day on which each path needs more than is left: that of the straight line between two days on
    /// which something is known, rounded up. `left`: in order, without overlaps; days that it does not speak of, and
    /// days before the last measured one or after all that is known, are not looked at. `declared`: what follows after
    /// the last end. Once `enough` paths are out, later days are not looked at either.
    pub fn over(&self, left: &[Left], declared: &[Declared], enough: usize) -> Outs {
        let known = Known { start: self.start, ends: &self.ends, declared };
        let mut outs = vec![None; PATHS];
        let mut count = 0;
        for left in left {
            let mut before: Option<(Day, Mix)> = None;
            for day in known.days_of(left) {
                let Some(mix) = known.mix(day) else { continue };
                count += self.mark(&mut outs, left, before, (day, mix));
                if count >= enough {
                    return Outs(outs);
                }
                before = Some((day, mix));
            }
        }
        Outs(outs)
    }

    /// Marks the paths that need too much on a day and were not marked yet; how many.
    fn mark(
        &self,
        outs: &mut [Option<Day>],
        left: &Left,
        before: Option<(Day, Mix)>,
        (day, mix): (Day, Mix),
    ) -> usize {
        let limit = left.on(day);
        let row = |n: usize| &self.values[n * PATHS..(n + 1) * PATHS];
        let [(one, a), (two, b)] = mix.of;
        let (one, two) = (row(one), row(two));
        let mut found = 0;
        for (path, ((x, y), out)) in one.iter().zip(two).zip(outs).enumerate() {
            let high = a * x + b * y + mix.plus;
            if high <= limit || out.is_some() {
                continue;
            }
            *out = Some(before.map_or(day, |(earlier, mix)| {
                // As if the limit had been then what it is now.
                let low = mix.value(|n| row(n)[path]) + (limit - left.on(earlier));
                rising((earlier, low), (day, high), limit)
            }));
            found += 1;
        }
        found
    }
}

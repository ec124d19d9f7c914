//! On which day is there more than fits, in how many of the futures?

use crate::units::Day;

use super::futures::{Futures, PATHS};

/// Futures that have run out on the expected day.
pub const EXPECTED: usize = PATHS / 2;
/// Futures that have run out on the cautious day.
pub const CAUTIOUS: usize = PATHS / 10;

/// Of a path that is never over.
const NEVER: f64 = f64::INFINITY;

/// When it runs out, as a range. `None`: not within the days looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOut {
    /// Half of the futures have run out by this day.
    pub expected: Option<Day>,
    /// One in ten has.
    pub cautious: Option<Day>,
    /// How many of the [`PATHS`] run out at all.
    pub paths_over: usize,
}

/// The day on which each path runs out, if it does; path by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outs(pub(super) Vec<Option<Day>>);

impl Outs {
    /// One for each path, in order.
    pub fn days(&self) -> &[Option<Day>] {
        &self.0
    }

    /// No path runs out.
    pub fn never() -> Self {
        Self(vec![None; PATHS])
    }

    /// The path by path earliest of several; of none, no path runs out.
    pub(super) fn earliest(all: &[Self]) -> Self {
        let of_path = |path: usize| all.iter().filter_map(|outs| outs.0.get(path).copied()?).min();
        Self((0..PATHS).map(of_path).collect())
    }

    /// The day by which so many paths are out; `None` where fewer ever are, or for 0.
    pub fn by(&self, count: usize) -> Option<Day> {
        let mut days: Vec<Day> = self.0.iter().flatten().copied().collect();
        let place = count.checked_sub(1).filter(|place| *place < days.len())?;
        Some(*days.select_nth_unstable(place).1)
    }

    /// The days by which half and a tenth are out.
    pub fn run_out(&self) -> RunOut {
        let mut days: Vec<Day> = self.0.iter().flatten().copied().collect();
        let paths_over = days.len();
        let mut by =
            |count: usize| (paths_over >= count).then(|| *days.select_nth_unstable(count - 1).1);
        RunOut { expected: by(EXPECTED), cautious: by(CAUTIOUS), paths_over }
    }
}

impl Futures {
    /// When each path is over the capacity of an end day for the first time; the day lies on the straight
    /// line from the end before, rounded up. `capacity`: of a day, `None` where nothing limits it.
    /// `added`: what is needed on a day beside what was measured. Both in the series' unit.
    pub fn outs(&self, capacity: impl Fn(Day) -> Option<f64>, added: impl Fn(Day) -> f64) -> Outs {
        // The step at which each path is over first, as a float: so the compiler compares several at once.
        let mut first = [NEVER; PATHS];
        let ends: Vec<(Option<f64>, f64)> =
            self.ends.iter().map(|end| (capacity(*end), added(*end))).collect();
        for (step, (row, (limit, more))) in self.steps().zip(&ends).enumerate() {
            let Some(limit) = limit else { continue };
            for (first, value) in first.iter_mut().zip(row) {
                // Steps ascend, so the least is the first.
                let over = if value + more > *limit { step as f64 } else { NEVER };
                *first = if over < *first { over } else { *first };
            }
        }
        let out = |(path, first): (usize, &f64)| {
            let step = (*first < NEVER).then_some(*first as usize)?;
            let (limit, more) = (ends[step].0?, ends[step].1);
            let (day_before, value_before) = match step.checked_sub(1) {
                Some(before) => {
                    (self.ends[before], self.values[before * PATHS + path] + ends[before].1)
                }
                None => (self.start.0, self.start.1 + added(self.start.0)),
            };
            let value = self.values[step * PATHS + path] + more;
            let between =
                Between { days: (day_before, self.ends[step]), values: (value_before, value) };
            Some(between.first_over(limit, &capacity))
        };
        Outs(first.iter().enumerate().map(out).collect())
    }

    /// [`Futures::outs`], as a range.
    pub fn run_out(
        &self,
        capacity: impl Fn(Day) -> Option<f64>,
        added: impl Fn(Day) -> f64,
    ) -> RunOut {
        self.outs(capacity, added).run_out()
    }
}

/// First day on which a straight line is over a limit that it is not over on the first day, and is on the last;
/// rounded up.
pub(super) fn rising(from: (Day, f64), to: (Day, f64), limit: f64) -> Day {
    let ((from, low), (until, high)) = (from, to);
    // Shares of both, as their difference may be more than a float holds.
    let share = if high > 0.0 {
        (limit / high - low / high) / (1.0 - low / high)
    } else {
        (limit - low) / (high - low)
    };
    let days = (share * from.days_until(until) as f64).ceil() as i64;
    from.plus_days(days.max(1)).min(until)
}

/// Two ends of one path; the later one is over its limit.
struct Between {
    days: (Day, Day),
    values: (f64, f64),
}

impl Between {
    fn first_over(&self, limit: f64, capacity: &impl Fn(Day) -> Option<f64>) -> Day {
        let (from, until) = self.days;
        let (low, high) = self.values;
        let days = from.days_until(until) as f64;
        if low < limit {
            return rising((from, low), (until, high), limit);
        }
        // It did not rise over the limit, the limit came down on it.
        let is_over = |day: &Day| {
            let share = from.days_until(*day) as f64 / days;
            capacity(*day).is_some_and(|limit| low * (1.0 - share) + high * share > limit)
        };
        let mut day = from;
        while day < until && !is_over(&day) {
            day = day.plus_days(1);
        }
        day
    }
}

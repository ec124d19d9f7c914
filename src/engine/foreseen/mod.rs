//! Where does what was measured of a resource go from here, in a thousand futures, and when is it more than is left?
//!
//! Forecasts run on floats, everything around them on whole numbers; this is where they meet. What was drawn is kept
//! by what it was made of, so that an edit elsewhere draws nothing again.

use std::fmt;
use std::sync::Arc;

use crate::units::Day;

use super::forecast::{CAUTIOUS, Declared, EXPECTED, Futures, Known, Left, Outs};
use super::growth::{Course, Grid, all};
use super::outlook::{Level, Reading, Segment};
use super::runway::{between, reading_on};

mod first;
mod kept;

pub use first::{FirstShort, first_short};

pub(super) use kept::{Forecasts, Measurements};

use kept::Paths;

/// What was measured of one resource, going on: one series, or several together.
pub struct Foreseen {
    /// The last measured day, then each end, then as is declared.
    points: Vec<(Day, Reading)>,
    start: f64,
    ends: Vec<Day>,
    /// Of all paths, end by end.
    highest: Vec<f64>,
    /// Expected and cautious.
    declared: [Vec<Declared>; 2],
    until: Day,
    solid: Day,
    course: Course,
    paths: Paths,
}

/// What follows after the last end.
pub(super) struct Beyond<'a> {
    pub(super) grid: &'a Grid,
    /// How it grows from there; flat: nothing is said.
    pub(super) declared: &'a Course,
    /// Days on which something is known, with the factor of their season over that of the last end, and their own.
    pub(super) days: Vec<(Day, f64, f64)>,
}

impl Foreseen {
    fn new(futures: &Futures, paths: Paths, beyond: &Beyond<'_>) -> Self {
        let Beyond { grid, declared, days } = beyond;
        let (day, start) = futures.start;
        let mut points = vec![(day, all(level(start)))];
        for ((end, line), (low, high)) in futures.ends.iter().zip(&futures.line).zip(futures.band())
        {
            let expected = level(*line);
            // The line is where the middle of the futures lies, and inside their band but for a float's last digit.
            let (low, cautious) = (level(low).min(expected), level(high).max(expected));
            points.push((*end, Reading { low, expected, cautious }));
        }
        let (reached, last) = points[points.len() - 1];
        let until = if declared.grows() { grid.horizon } else { reached.plus_days(1) };
        let mut after: [Vec<Declared>; 2] = [Vec::new(), Vec::new()];
        for (day, ratio, factor) in days.iter().filter(|_| declared.grows()) {
            let grown = declared.between(reached.max(grid.as_of), *day, grid);
            let of = |n: usize| Declared {
                day: *day,
                times: grown[n].0 * ratio,
                plus: grown[n].1 * factor,
            };
            let on = |n: usize, level: Level| {
                let Declared { times, plus, .. } = of(n);
                self::level(level as f64 * times + plus)
            };
            let reading = Reading {
                low: on(0, last.low),
                expected: on(1, last.expected),
                cautious: on(2, last.cautious),
            };
            points.push((*day, reading));
            after[0].push(of(1));
            after[1].push(of(2));
        }
        let solid = futures.reach.solid.min(futures.ends.len()).checked_sub(1);
        let mut foreseen = Self {
            start,
            ends: futures.ends.clone(),
            highest: futures.highest(),
            declared: after,
            until: until.min(grid.horizon),
            solid: solid.map_or(day, |n| futures.ends[n]),
            course: Course::Flat,
            points,
            paths,
        };
        let readings: Vec<Reading> = grid.days.iter().map(|day| foreseen.on(*day)).collect();
        foreseen.course = Course::drawn(&readings);
        foreseen
    }

    /// The last measured day and what was measured, then each end of a step with what is expected and the band of
    /// eight futures in ten: in bytes or thousandths of a count, in between straight lines.
    pub fn points(&self) -> &[(Day, Reading)] {
        &self.points
    }

    /// First day of which nothing is said: there is as much future as past, and no growth is declared.
    pub fn until(&self) -> Day {
        self.until
    }

    /// Last day within a third of the past; what follows is less sure.
    pub fn solid(&self) -> Day {
        self.solid
    }

    /// The last end that is forecast; what follows is as declared.
    pub fn reached(&self) -> Day {
        self.ends.last().copied().unwrap_or(self.points[0].0)
    }

    /// What is expected on a day, and its band; before the first point as on it, after the last as on that.
    pub fn on(&self, day: Day) -> Reading {
        let after = self.points.partition_point(|(at, _)| *at < day);
        let Some((to, high)) = self.points.get(after) else {
            return self.points[self.points.len() - 1].1;
        };
        let Some((from, low)) = after.checked_sub(1).map(|before| &self.points[before]) else {
            return *high;
        };
        let (days, of) = (i128::from(from.days_until(day)), i128::from(from.days_until(*to)));
        let on = |a: Level, b: Level| between(a, b, days, of);
        Reading {
            low: on(low.low, high.low),
            expected: on(low.expected, high.expected),
            cautious: on(low.cautious, high.cautious),
        }
    }

    /// All futures, as far as they are forecast; drawn again where there was no room to keep them.
    pub fn futures(&self) -> Arc<Futures> {
        self.paths.futures()
    }

    /// On the days of the grid.
    pub(super) fn course(&self) -> &Course {
        &self.course
    }

    /// The days by which half of the futures, and one in ten, need more than is left beside what else is asked for:
    /// expected, cautious.
    pub(super) fn run_out(&self, beside: &[Segment]) -> (Option<Day>, Option<Day>) {
        let expected = left(beside, |reading| reading.expected);
        let cautious = left(beside, |reading| reading.cautious);
        if expected == cautious && self.declared[0] == self.declared[1] {
            let outs = self.outs(&expected, 0, EXPECTED);
            return outs.map_or((None, None), |outs| (outs.by(EXPECTED), outs.by(CAUTIOUS)));
        }
        let by = |left: &[Left], which, count| self.outs(left, which, count)?.by(count);
        (by(&expected, 0, EXPECTED), by(&cautious, 1, CAUTIOUS))
    }

    /// The day on which each future needs more than is left beside what else is expected. `None`: none ever does.
    pub(super) fn outs_beside(&self, beside: &[Segment]) -> Option<Outs> {
        self.outs(&left(beside, |reading| reading.expected), 0, usize::MAX)
    }

    fn outs(&self, left: &[Left], which: usize, enough: usize) -> Option<Outs> {
        let declared = &self.declared[which];
        let start = (self.points[0].0, self.start);
        let known = Known { start, ends: &self.ends, declared };
        // Most hosts have room to spare: that is told without drawing.
        let calm = known.stays_within(&self.highest, left);
        (!calm).then(|| self.futures().over(left, declared, enough))
    }
}

/// What is left of what is usable; only up to the first day of which that is not known.
fn left(beside: &[Segment], read: impl Fn(&Reading) -> Level) -> Vec<Left> {
    let mut all: Vec<Left> = Vec::with_capacity(beside.len());
    for segment in beside {
        let Some(usable) = segment.usable else { continue };
        let on = |reading: &Reading| (usable - read(reading)) as f64;
        let next = Left {
            from: segment.from,
            until: segment.until,
            ends: (on(&segment.first), on(&segment.last)),
        };
        match all.last_mut() {
            Some(before) if before.until == next.from && is_steady(before, &next) => {
                before.until = next.until;
            }
            _ => all.push(next),
        }
    }
    all
}

fn is_steady(one: &Left, two: &Left) -> bool {
    one.is_steady() && two.is_steady() && one.ends.0.total_cmp(&two.ends.0).is_eq()
}

/// What is asked for on a day, of what was measured and beside it.
pub(super) fn asked_on(foreseen: &Foreseen, beside: &Segment, day: Day) -> Reading {
    foreseen.on(day) + reading_on(beside, day)
}

fn level(value: f64) -> Level {
    value.clamp(0.0, MOST).round() as Level
}

/// The largest level that is drawn.
const MOST: f64 = 4e18;

/// Paths follow from what they are made of, as the rest does.
impl PartialEq for Foreseen {
    fn eq(&self, other: &Self) -> bool {
        self.points == other.points
            && (self.until, self.solid) == (other.until, other.solid)
            && self.ends == other.ends
            && self.course == other.course
    }
}

impl Eq for Foreseen {}

impl fmt::Debug for Foreseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (points, until) = (&self.points, self.until);
        f.debug_struct("Foreseen")
            .field("points", points)
            .field("until", &until)
            .finish_non_exhaustive()
    }
}

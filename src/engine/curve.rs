//! How are demands added up over time, exactly and without going through them again?
//!
//! A [`Curve`] is a sum of demands, each a straight line inside a month of the grid. What two hosts
//! or two plans have in common can be added and taken away again without a trace.

use std::ops::{Add, AddAssign, Neg, Sub};

use crate::units::Day;

use super::capacity::{Room, Step};
use super::growth::{Course, Grid, all};
use super::outlook::{Level, Reading, Segment};
use super::runway::between;

impl Reading {
    /// Whether all readings are the same.
    pub(super) fn is_steady(&self) -> bool {
        self.low == self.cautious && self.low == self.expected
    }
}

impl Add for Reading {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            expected: self.expected + other.expected,
            cautious: self.cautious + other.cautious,
        }
    }
}

impl Sub for Reading {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Reading {
    type Output = Self;
    fn neg(self) -> Self {
        Self { low: -self.low, expected: -self.expected, cautious: -self.cautious }
    }
}

impl AddAssign for Reading {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// A demand over the days of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Curve {
    /// What is demanded from the first day of each month on.
    months: Vec<Line>,
    /// What changes inside a month, until its end: ascending by day, each day once, none of nothing.
    changes: Vec<(Day, Line)>,
}

/// A straight line over a month: what it is on the month's first day, and on the next one's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Line {
    start: Reading,
    end: Reading,
}

impl Line {
    fn add(&mut self, other: &Self) {
        self.start += other.start;
        self.end += other.end;
    }

    fn negative(&self) -> Self {
        Self { start: -self.start, end: -self.end }
    }

    /// `days` of `of` days along it, to the nearest, never below 0.
    fn on(&self, days: i128, of: i128) -> Reading {
        let (one, two) = (self.start, self.end);
        let along = |one, two| between(one, two, days, of).max(0);
        if one.is_steady() && two.is_steady() {
            return all(along(one.expected, two.expected));
        }
        Reading {
            low: along(one.low, two.low),
            expected: along(one.expected, two.expected),
            cautious: along(one.cautious, two.cautious),
        }
    }
}

impl Curve {
    pub(super) fn new(grid: &Grid) -> Self {
        Self { months: vec![Line::default(); grid.months()], changes: Vec::new() }
    }

    /// Adds what is `level` on the first day of the grid, from `from` to before `until`. To be
    /// followed by [`Curve::settle`] when all is added.
    pub(super) fn put(&mut self, grid: &Grid, days: (Day, Day), level: Reading, course: &Course) {
        self.put_times(grid, days, level, course, 1);
    }

    /// The same `count` times.
    pub(super) fn put_times(
        &mut self,
        grid: &Grid,
        days: (Day, Day),
        level: Reading,
        course: &Course,
        count: Level,
    ) {
        let at = |n: usize| {
            let one = course.at(level, n);
            let Reading { low, expected, cautious } = one;
            if count == 1 {
                return one;
            }
            Reading { low: low * count, expected: expected * count, cautious: cautious * count }
        };
        let (from, until) = (days.0.max(grid.as_of), days.1.min(grid.horizon));
        if from >= until {
            return;
        }
        let first = grid.month_of(from);
        let mut start = at(first);
        for n in first..grid.months() {
            if grid.days[n] >= until {
                break;
            }
            let end = at(n + 1);
            let line = Line { start, end };
            if from <= grid.days[n] {
                self.months[n].add(&line);
            } else {
                self.changes.push((from, line));
            }
            if until < grid.days[n + 1].min(grid.horizon) {
                self.changes.push((until, line.negative()));
            }
            start = end;
        }
    }

    /// Demand on a day of the grid; the curve is settled.
    pub(super) fn on(&self, grid: &Grid, day: Day) -> Reading {
        let day = day.clamp(grid.as_of, grid.horizon.plus_days(-1));
        let n = grid.month_of(day);
        let mut line = self.months.get(n).copied().unwrap_or_default();
        for (_, change) in self.changes.iter().filter(|(at, _)| grid.days[n] <= *at && *at <= day) {
            line.add(change);
        }
        let of = i128::from(grid.days[n].days_until(grid.days[n + 1]));
        line.on(i128::from(grid.days[n].days_until(day)), of)
    }

    /// Puts the changes in order, those of a day together.
    pub(super) fn settle(&mut self) {
        self.changes.sort_by_key(|(day, _)| *day);
        self.changes.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1.add(&later.1);
            }
            same
        });
        self.changes.retain(|(_, line)| *line != Line::default());
    }

    /// Adds another curve of the same grid; [`Curve::settle`] is to follow.
    pub(super) fn add(&mut self, other: &Self) {
        for (line, more) in self.months.iter_mut().zip(&other.months) {
            line.add(more);
        }
        self.changes.extend_from_slice(&other.changes);
    }

    /// Takes another curve away; [`Curve::settle`] is to follow.
    pub(super) fn take(&mut self, other: &Self) {
        for (line, less) in self.months.iter_mut().zip(&other.months) {
            line.add(&less.negative());
        }
        self.changes.extend(other.changes.iter().map(|(day, line)| (*day, line.negative())));
    }

    /// Whether it is never above what is usable by any of some steps; no if that cannot be told from
    /// the ends of its lines.
    pub(super) fn stays_within(&self, steps: &[Step]) -> bool {
        // The first step is as from before anything runs, where another begins on the same day.
        let hidden = steps.iter().zip(steps.iter().skip(1)).take_while(|(a, b)| a.from == b.from);
        let holding = steps.iter().skip(hidden.count());
        let least = holding.map(|step| step.usable).reduce(|a, b| Some(a?.min(b?))).flatten();
        let Some(least) = least else { return false };
        let peak = |line: &Line| {
            let (a, b) = (line.start, line.end);
            a.expected.max(b.expected).max(a.cautious).max(b.cautious)
        };
        let highest = self.months.iter().map(peak).max().unwrap_or(0);
        let rises = self.changes.iter().map(|(_, line)| peak(line).max(0)).sum::<Level>();
        highest.max(0) + rises <= least
    }

    /// Demand below `room`, day by day, without gaps. Readings are rounded to the nearest whole, and
    /// never below 0.
    pub(super) fn segments(&self, grid: &Grid, room: &Room) -> Vec<Segment> {
        let steps = room.steps(grid.as_of);
        let most = grid.months() + self.changes.len() + steps.len().saturating_sub(1);
        let mut segments = Vec::with_capacity(most);
        segments.extend(self.walk(grid, &steps));
        segments
    }

    /// The same one by one, below the steps of a room.
    pub(super) fn walk<'a>(
        &'a self,
        grid: &'a Grid,
        steps: &'a [Step],
    ) -> impl Iterator<Item = Segment> + 'a {
        let mut changes = self.changes.iter().peekable();
        let mut coming = steps.iter().peekable();
        let (mut total, mut usable) = (None, None);
        let (mut n, mut from) = (0, grid.as_of);
        let mut line = self.months.first().copied().unwrap_or_default();
        std::iter::from_fn(move || {
            while from >= grid.days[n + 1].min(grid.horizon) {
                n += 1;
                line = *self.months.get(n)?;
                from = grid.days[n];
            }
            let (first, after) = (grid.days[n], grid.days[n + 1]);
            let end = after.min(grid.horizon);
            while let Some((_, change)) = changes.next_if(|(day, _)| *day <= from) {
                line.add(change);
            }
            while let Some(step) = coming.next_if(|step| step.from <= from) {
                (total, usable) = (step.total, step.usable);
            }
            let next = changes.peek().map_or(end, |(day, _)| (*day).min(end));
            let until = coming.peek().map_or(next, |step| step.from.min(next));
            let of = i128::from(first.days_until(after));
            let on = |day: Day| line.on(i128::from(first.days_until(day)), of);
            let segment = Segment {
                from,
                until,
                first: on(from),
                last: on(until.plus_days(-1)),
                total,
                usable,
            };
            from = until;
            Some(segment)
        })
    }
}

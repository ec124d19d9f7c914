//! How are demands added up over time, exactly and without going through them again?
//!
//! A [`Curve`] is a sum of demands, each a straight line inside a month of the grid. What two hosts
//! or two plans have in common can be added and taken away again without a trace.

use std::ops::{Add, AddAssign, Neg, Sub};

use crate::units::Day;

use super::capacity::{Room, Step};
use super::growth::{Course, Grid, Read, all};
use super::outlook::{Level, Reading, Segment};
use super::runway::between;

impl Reading {
    /// Whether all readings are the same.
    pub(super) fn is_steady(&self) -> bool {
        self.low == self.cautious && self.low == self.expected
    }

    fn times(self, count: Level) -> Self {
        Self {
            low: self.low * count,
            expected: self.expected * count,
            cautious: self.cautious * count,
        }
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

/// A demand over the days of a grid. Empty, it is nothing on all of them.
///
/// Every stretch that is put on it always adds the same parts, so that what is taken away again
/// leaves no trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Curve {
    /// What is demanded on each day of the grid; straight in between but for the changes.
    points: Points,
    /// What is different from a day on until its month ends: ascending by day, each day once, none of
    /// nothing.
    changes: Vec<(Day, Line)>,
}

/// Sums, one a day of a grid, in three readings; none: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Points {
    expected: Vec<Level>,
    /// Low and cautious; `None`: as expected.
    ends: Option<Box<[Vec<Level>; 2]>>,
}

impl Points {
    fn at(&self, n: usize) -> Reading {
        let at = |points: &[Level]| points.get(n).copied().unwrap_or_default();
        let expected = at(&self.expected);
        match self.ends.as_deref() {
            Some([low, cautious]) => Reading { low: at(low), expected, cautious: at(cautious) },
            None => all(expected),
        }
    }

    fn line(&self, n: usize) -> Line {
        Line { start: self.at(n), end: self.at(n + 1) }
    }

    fn add(&mut self, other: &Self, sign: Level) {
        if other.expected.is_empty() {
            return;
        }
        self.fill(other.expected.len(), other.ends.is_some());
        let add = |sums: &mut [Level], more: &[Level]| {
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum += more * sign;
            }
        };
        add(&mut self.expected, &other.expected);
        if let Some([low, cautious]) = self.ends.as_deref_mut() {
            let [more_low, more_cautious] = match other.ends.as_deref() {
                Some([low, cautious]) => [low, cautious],
                None => [&other.expected, &other.expected],
            };
            add(low, more_low);
            add(cautious, more_cautious);
        }
    }

    /// Makes room for so many sums, of three readings where they differ.
    fn fill(&mut self, len: usize, with_ends: bool) {
        if self.expected.is_empty() {
            self.expected = vec![0; len];
        }
        if with_ends && self.ends.is_none() {
            self.ends = Some(Box::new([self.expected.clone(), self.expected.clone()]));
        }
    }

    /// The higher end of a month, expected, and cautious where that is looked at as well.
    fn peak(&self, n: usize, expected_only: bool) -> Level {
        let (a, b) = (self.at(n), self.at(n + 1));
        let expected = a.expected.max(b.expected).max(0);
        if expected_only { expected } else { expected.max(a.cautious).max(b.cautious) }
    }

    /// The highest of the expected and cautious sums, at least 0.
    fn highest(&self) -> Level {
        let cautious = self.ends.iter().flat_map(|ends| &ends[1]);
        self.expected.iter().chain(cautious).fold(0, |highest, sum| highest.max(*sum))
    }
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

    /// The highest that it is expected or cautiously read to be.
    fn peak(&self) -> Level {
        let (a, b) = (self.start, self.end);
        a.expected.max(b.expected).max(a.cautious).max(b.cautious)
    }

    /// `days` of `of` days along it, to the nearest, never below `least`.
    fn on(&self, days: i128, of: i128, least: Level) -> Reading {
        let (one, two) = (self.start, self.end);
        let along = |one, two| between(one, two, days, of).max(least);
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
    /// Adds what is `level` on the first day of the grid, from `from` to before `until`. To be
    /// followed by [`Curve::settle`] when all is added.
    pub(super) fn put(&mut self, grid: &Grid, days: (Day, Day), level: Reading, course: &Course) {
        self.put_times(grid, days, level, course, 1);
    }

    /// The same `count` times; -1 takes away what was put.
    pub(super) fn put_times(
        &mut self,
        grid: &Grid,
        days: (Day, Day),
        level: Reading,
        course: &Course,
        count: Level,
    ) {
        let (from, until) = (days.0.max(grid.as_of), days.1.min(grid.horizon));
        if from >= until {
            return;
        }
        let at = |n: usize| course.at(level, n).times(count);
        let line = |n: usize| Line { start: at(n), end: at(n + 1) };
        let (first, last) = (grid.month_of(from), grid.month_of(until.plus_days(-1)));
        let begins_inside = from > grid.days[first];
        let ends_inside = until < grid.days[last + 1].min(grid.horizon);
        // Months of which it has every day.
        let whole = first + usize::from(begins_inside)..last + usize::from(!ends_inside);
        if !whole.is_empty() {
            let (one, end) = (whole.start, whole.end);
            self.points.fill(grid.days.len(), course.is_range() || !level.is_steady());
            course.add_to(
                &mut self.points.expected,
                one..=end,
                level.expected,
                count,
                Read::Expected,
            );
            if let Some([low, cautious]) = self.points.ends.as_deref_mut() {
                course.add_to(low, one..=end, level.low, count, Read::Low);
                course.add_to(cautious, one..=end, level.cautious, count, Read::Cautious);
            }
            // The months beside have a point in common with them, but nothing else.
            if let Some(before) = one.checked_sub(1) {
                let line = Line { start: Reading::default(), end: -at(one) };
                self.changes.push((grid.days[before], line));
            }
            if end < grid.months() {
                let line = Line { start: -at(end), end: Reading::default() };
                self.changes.push((grid.days[end], line));
            }
        }
        if begins_inside {
            self.changes.push((from, line(first)));
        }
        if ends_inside {
            let line = line(last);
            if last > first || !begins_inside {
                self.changes.push((grid.days[last], line));
            }
            self.changes.push((until, line.negative()));
        }
    }

    /// Demand on a day of the grid; the curve is settled.
    pub(super) fn on(&self, grid: &Grid, day: Day) -> Reading {
        let day = day.clamp(grid.as_of, grid.horizon.plus_days(-1));
        let n = grid.month_of(day);
        let mut line = self.points.line(n);
        for (_, change) in self.changes.iter().filter(|(at, _)| grid.days[n] <= *at && *at <= day) {
            line.add(change);
        }
        let of = i128::from(grid.days[n].days_until(grid.days[n + 1]));
        line.on(i128::from(grid.days[n].days_until(day)), of, 0)
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
        self.points.add(&other.points, 1);
        self.changes.extend_from_slice(&other.changes);
    }

    /// Takes another curve away; [`Curve::settle`] is to follow.
    pub(super) fn take(&mut self, other: &Self) {
        self.points.add(&other.points, -1);
        self.changes.extend(other.changes.iter().map(|(day, line)| (*day, line.negative())));
    }

    /// Whether it is never above what is usable by any of some steps; no if that cannot be told from
    /// the ends of its lines.
    pub(super) fn stays_within(&self, steps: &[Step]) -> bool {
        self.to_spare(steps).is_some_and(|spare| self.points.highest() <= spare)
    }

    /// How high its points may be on any day, so that it is never above what is usable.
    fn to_spare(&self, steps: &[Step]) -> Option<Level> {
        // The first step is as from before anything runs, where another begins on the same day.
        let hidden = steps.iter().zip(steps.iter().skip(1)).take_while(|(a, b)| a.from == b.from);
        let holding = steps.iter().skip(hidden.count());
        let least = holding.map(|step| step.usable).reduce(|a, b| Some(a?.min(b?))).flatten()?;
        let rises = self.changes.iter().map(|(_, line)| line.peak().max(0)).sum::<Level>();
        Some(least - rises)
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

    /// The same of a part of a demand, which may be below 0: it takes from the rest.
    pub(super) fn signed_segments(&self, grid: &Grid, room: &Room) -> Vec<Segment> {
        let steps = room.steps(grid.as_of);
        Walk::new(self, grid, &steps).map(|piece| piece.segment_from(Level::MIN)).collect()
    }

    /// The same one by one, below the steps of a room.
    pub(super) fn walk<'a>(
        &'a self,
        grid: &'a Grid,
        steps: &'a [Step],
    ) -> impl Iterator<Item = Segment> + 'a {
        Walk::new(self, grid, steps).map(|piece| piece.segment())
    }

    /// The same for who looks only for the first days past what is usable, expected and cautious. Of
    /// the months in which there is none, only the first and the last are told; there a segment says
    /// how high it is at most, all along.
    pub(super) fn walk_above<'a>(
        &'a self,
        grid: &'a Grid,
        steps: &'a [Step],
    ) -> impl Iterator<Item = Segment> + 'a {
        let spare = self.to_spare(steps);
        let mut walk = Walk::new(self, grid, steps);
        let mut cautious_is_past = false;
        std::iter::from_fn(move || {
            if let Some(spare) = spare {
                walk.leave_out(|n| self.points.peak(n, cautious_is_past) <= spare);
            }
            let piece = walk.next()?;
            let (a, b) = (piece.line.start, piece.line.end);
            let expected = a.expected.max(b.expected).max(0);
            let peak = if cautious_is_past { expected } else { piece.line.peak().max(expected) };
            let Piece { from, until, total, usable, .. } = piece;
            let Some(usable) = usable.filter(|usable| *usable < peak) else {
                return Some(match usable {
                    Some(_) => {
                        Segment { from, until, first: all(peak), last: all(peak), total, usable }
                    }
                    None => piece.segment(),
                });
            };
            let segment = piece.segment();
            cautious_is_past |= segment.worst().cautious > usable;
            Some(segment)
        })
    }
}

/// Goes through a curve piece by piece, month by month.
struct Walk<'a> {
    curve: &'a Curve,
    grid: &'a Grid,
    /// Changes and steps that are still to come.
    changes: &'a [(Day, Line)],
    steps: &'a [Step],
    total: Option<Level>,
    usable: Option<Level>,
    month: usize,
    line: Line,
    /// First day of the next piece.
    from: Day,
}

impl<'a> Walk<'a> {
    fn new(curve: &'a Curve, grid: &'a Grid, steps: &'a [Step]) -> Self {
        Self {
            curve,
            grid,
            changes: &curve.changes,
            steps,
            total: None,
            usable: None,
            month: 0,
            line: curve.points.line(0),
            from: grid.as_of,
        }
    }

    /// First day that is not of the month.
    fn month_end(&self) -> Day {
        self.grid.days[self.month + 1].min(self.grid.horizon)
    }

    /// Leaves out the months, to the last but one, that come next and are `calm`.
    fn leave_out(&mut self, calm: impl Fn(usize) -> bool) {
        let last = self.grid.months() - 1;
        if self.from < self.month_end() || self.month >= last {
            return;
        }
        let next = (self.month + 1..last).find(|n| !calm(*n)).unwrap_or(last);
        self.begin(next);
    }

    fn begin(&mut self, month: usize) {
        self.month = month;
        self.line = self.curve.points.line(month);
        self.from = self.grid.days[month];
        let past = self.changes.partition_point(|(day, _)| *day < self.from);
        self.changes = &self.changes[past..];
    }
}

impl Iterator for Walk<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.from >= self.month_end() {
            if self.month + 1 >= self.grid.months() {
                return None;
            }
            self.begin(self.month + 1);
        }
        while let Some(((day, change), rest)) = self.changes.split_first()
            && *day <= self.from
        {
            self.line.add(change);
            self.changes = rest;
        }
        while let Some((step, rest)) = self.steps.split_first()
            && step.from <= self.from
        {
            (self.total, self.usable) = (step.total, step.usable);
            self.steps = rest;
        }
        let mut until = self.month_end();
        until = self.changes.first().map_or(until, |(day, _)| until.min(*day));
        until = self.steps.first().map_or(until, |step| until.min(step.from));
        let piece = Piece {
            from: self.from,
            until,
            month: (self.grid.days[self.month], self.grid.days[self.month + 1]),
            line: self.line,
            total: self.total,
            usable: self.usable,
        };
        self.from = until;
        Some(piece)
    }
}

/// A part of a month, and the line that holds in it.
struct Piece {
    from: Day,
    until: Day,
    /// First day of the month and of the next.
    month: (Day, Day),
    line: Line,
    total: Option<Level>,
    usable: Option<Level>,
}

impl Piece {
    fn segment(&self) -> Segment {
        self.segment_from(0)
    }

    fn segment_from(&self, least: Level) -> Segment {
        let (first, after) = self.month;
        let of = i128::from(first.days_until(after));
        let on = |day: Day| self.line.on(i128::from(first.days_until(day)), of, least);
        let (from, until) = (self.from, self.until);
        Segment {
            from,
            until,
            first: on(from),
            last: on(until.plus_days(-1)),
            total: self.total,
            usable: self.usable,
        }
    }
}

#[cfg(test)]
mod tests;

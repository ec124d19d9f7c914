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
        // The first step is as from before anything runs, where another begins on the same day.
        let hidden = steps.iter().zip(steps.iter().skip(1)).take_while(|(a, b)| a.from == b.from);
        let holding = steps.iter().skip(hidden.count());
        let least = holding.map(|step| step.usable).reduce(|a, b| Some(a?.min(b?))).flatten();
        let Some(least) = least else { return false };
        let rises = self.changes.iter().map(|(_, line)| line.peak().max(0)).sum::<Level>();
        self.points.highest() + rises <= least
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
    fn walk<'a>(&'a self, grid: &'a Grid, steps: &'a [Step]) -> impl Iterator<Item = Segment> + 'a {
        self.pieces(grid, steps).map(|piece| piece.segment())
    }

    /// The same for who looks only at where demand is past what is usable: elsewhere a segment says
    /// how high it is at most, all along.
    pub(super) fn walk_above<'a>(
        &'a self,
        grid: &'a Grid,
        steps: &'a [Step],
    ) -> impl Iterator<Item = Segment> + 'a {
        self.pieces(grid, steps).map(|piece| {
            let peak = piece.line.peak().max(0);
            if piece.usable.is_none_or(|usable| usable < peak) {
                return piece.segment();
            }
            let Piece { from, until, total, usable, .. } = piece;
            Segment { from, until, first: all(peak), last: all(peak), total, usable }
        })
    }

    fn pieces<'a>(&'a self, grid: &'a Grid, steps: &'a [Step]) -> impl Iterator<Item = Piece> + 'a {
        let mut changes = self.changes.iter().peekable();
        let mut coming = steps.iter().peekable();
        let (mut total, mut usable) = (None, None);
        let (mut n, mut from) = (0, grid.as_of);
        let mut line = self.points.line(0);
        std::iter::from_fn(move || {
            while from >= grid.days[n + 1].min(grid.horizon) {
                n += 1;
                if n >= grid.months() {
                    return None;
                }
                line = self.points.line(n);
                from = grid.days[n];
            }
            let month = (grid.days[n], grid.days[n + 1]);
            let end = month.1.min(grid.horizon);
            while let Some((_, change)) = changes.next_if(|(day, _)| *day <= from) {
                line.add(change);
            }
            while let Some(step) = coming.next_if(|step| step.from <= from) {
                (total, usable) = (step.total, step.usable);
            }
            let next = changes.peek().map_or(end, |(day, _)| (*day).min(end));
            let until = coming.peek().map_or(next, |step| step.from.min(next));
            let piece = Piece { from, until, month, line, total, usable };
            from = until;
            Some(piece)
        })
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
        let (first, after) = self.month;
        let of = i128::from(first.days_until(after));
        let on = |day: Day| self.line.on(i128::from(first.days_until(day)), of);
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

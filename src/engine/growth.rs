//! How does a demand grow from the day the scenario speaks of?
//!
//! Growth is counted from `as_of` in months of the calendar. Factors are whole numbers of 2⁻⁴⁰, each
//! multiplication rounded to the nearest: over 120 months that is less than a kilobyte in a terabyte.

use std::ops::RangeInclusive;

use crate::model::Resource;
use crate::units::{Day, Growth, GrowthKind, Per, Quantity, Rate, SizeRange, Step};

use super::outlook::{Level, Reading};

/// Bits behind the point of a factor.
const BITS: u32 = 40;
/// The factor that changes nothing.
pub(super) const ONE: i64 = 1 << BITS;
/// Largest factor and largest level that is multiplied; beyond it stays there.
const MOST: i128 = 1 << 62;

/// The days on which growth is evaluated: between them demand is a straight line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// First day looked at.
    pub(super) as_of: Day,
    /// First day not looked at, after `as_of`.
    pub(super) horizon: Day,
    /// `as_of` plus 0, 1, 2 … months, ascending, up to the first that is not before `horizon`.
    pub(super) days: Vec<Day>,
}

impl Grid {
    pub(super) fn new(as_of: Day, horizon: Day) -> Self {
        let horizon = horizon.max(as_of.plus_days(1));
        let mut days = vec![as_of];
        let mut last = as_of;
        for n in 1.. {
            if last >= horizon {
                break;
            }
            // At the end of the calendar days no longer ascend: one long last month then.
            let next = as_of.plus_months(n);
            last = if next > last { next } else { horizon };
            days.push(last);
        }
        Self { as_of, horizon, days }
    }

    /// Number of months, the last of which may reach beyond the horizon.
    pub(super) fn months(&self) -> usize {
        self.days.len() - 1
    }

    /// The month that a day from `as_of` on lies in.
    pub(super) fn month_of(&self, day: Day) -> usize {
        self.days.partition_point(|start| *start <= day).saturating_sub(1).min(self.months() - 1)
    }
}

/// How a level changes over the days of a [`Grid`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Course {
    /// Not at all.
    Flat,
    /// By these factors of 2⁻⁴⁰.
    Times(Three),
    /// By these levels.
    Plus(Three),
}

/// One value a day of the grid, in three readings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Three {
    expected: Vec<i64>,
    /// Low and cautious; `None`: as expected.
    ends: Option<(Vec<i64>, Vec<i64>)>,
}

/// One of three readings.
#[derive(Clone, Copy, Debug)]
pub(super) enum Read {
    Low,
    Expected,
    Cautious,
}

impl Three {
    fn read(&self, read: Read) -> &[i64] {
        match (&self.ends, read) {
            (Some((low, _)), Read::Low) => low,
            (Some((_, cautious)), Read::Cautious) => cautious,
            (_, Read::Low | Read::Expected | Read::Cautious) => &self.expected,
        }
    }

    #[inline]
    fn at(&self, n: usize) -> (i64, i64, i64) {
        let expected = self.expected[n];
        match &self.ends {
            Some((low, cautious)) => (low[n], expected, cautious[n]),
            None => (expected, expected, expected),
        }
    }
}

impl Course {
    /// The course of a declared growth. A rate by the month multiplies month by month, one by the year
    /// year by year, and so on; inside its period each is straight.
    pub(super) fn of(growth: &Growth, grid: &Grid) -> Self {
        if growth.is_zero() {
            return Self::Flat;
        }
        let line = |step: Step| values(step, growth.per(), grid);
        let expected = line(growth.expected());
        let ends = growth.is_range().then(|| (line(growth.low()), line(growth.cautious())));
        let three = Three { expected, ends };
        if is_absolute(growth) { Self::Plus(three) } else { Self::Times(three) }
    }

    /// The level on the `n`th day of the grid of what is `level` on the first.
    #[inline]
    pub(super) fn at(&self, level: Reading, n: usize) -> Reading {
        match self {
            Self::Flat => level,
            Self::Times(Three { expected, ends: None }) if level.is_steady() => {
                all(times(level.expected, expected[n]))
            }
            Self::Times(three) => {
                let (low, expected, cautious) = three.at(n);
                Reading {
                    low: times(level.low, low),
                    expected: times(level.expected, expected),
                    cautious: times(level.cautious, cautious),
                }
            }
            Self::Plus(three) => {
                let (low, expected, cautious) = three.at(n);
                Reading {
                    low: level.low + i128::from(low),
                    expected: level.expected + i128::from(expected),
                    cautious: level.cautious + i128::from(cautious),
                }
            }
        }
    }

    /// Adds to sums, one a day of the grid, `count` times what `level` comes to on some of the days.
    pub(super) fn add_to(
        &self,
        sums: &mut [Level],
        days: RangeInclusive<usize>,
        level: Level,
        count: Level,
        read: Read,
    ) {
        let sums = sums[days.clone()].iter_mut();
        match self {
            Self::Flat => sums.for_each(|sum| *sum += level * count),
            Self::Times(three) => {
                let level = whole(level);
                for (sum, factor) in sums.zip(&three.read(read)[days]) {
                    *sum += multiplied(level, *factor) * count;
                }
            }
            Self::Plus(three) => {
                for (sum, more) in sums.zip(&three.read(read)[days]) {
                    *sum += (level + i128::from(*more)) * count;
                }
            }
        }
    }

    /// What would have to stand on the first day for the level to be `level` on `day`; to the nearest.
    pub(super) fn back_from(&self, level: Level, day: Day, grid: &Grid) -> Reading {
        let Self::Times(three) = self else { return all(level) };
        let n = grid.month_of(day);
        let (start, end) = (three.at(n), three.at(n + 1));
        let days = i128::from(grid.days[n].days_until(day));
        let of = i128::from(grid.days[n].days_until(grid.days[n + 1])).max(1);
        let back = |a: i64, b: i64| {
            let factor = i128::from(a) + (i128::from(b) - i128::from(a)) * days / of;
            if factor <= 0 {
                return level;
            }
            nearest(level.clamp(-MOST, MOST) << BITS, factor).clamp(-MOST, MOST)
        };
        Reading {
            low: back(start.0, end.0),
            expected: back(start.1, end.1),
            cautious: back(start.2, end.2),
        }
    }

    pub(super) fn grows(&self) -> bool {
        *self != Self::Flat
    }

    pub(super) fn is_range(&self) -> bool {
        match self {
            Self::Flat => false,
            Self::Times(three) | Self::Plus(three) => three.ends.is_some(),
        }
    }
}

/// Whether it adds an amount instead of a share of what there is.
pub(super) fn is_absolute(growth: &Growth) -> bool {
    matches!(growth.kind(), GrowthKind::Bytes(_) | GrowthKind::Count)
}

/// One value a day of the grid: factors for shares, sums for amounts.
fn values(step: Step, per: Per, grid: &Grid) -> Vec<i64> {
    let one = i128::from(ONE);
    let share = |rate: Rate| nearest(i128::from(rate.numerator()) << BITS, rate.denominator());
    let part = |whole: i128, rest: i128, of: i128| match rest {
        0 => 0,
        rest => nearest(whole * rest, of),
    };
    let periods = (0..grid.days.len()).map(|n| elapsed(n, per, grid));
    match step {
        Step::Compound(rate) => {
            let rate = share(rate);
            if rate == 0 {
                return vec![ONE; grid.days.len()];
            }
            // At least 0 and below 2⁴⁴: a rate lies between −100 % and 1000 %.
            let more = end((one + rate).max(0));
            let (mut power, mut powered) = (ONE, 0);
            if per == Per::Month {
                return (0..grid.days.len())
                    .map(|n| {
                        power = if n == 0 { ONE } else { grown(power, more) };
                        power
                    })
                    .collect();
            }
            let value = |(whole, rest, of): (i128, i128, i128)| {
                while powered < whole {
                    power = grown(power, more);
                    powered += 1;
                }
                let power = i128::from(power);
                end((power + part((power * rate) >> BITS, rest, of)).max(0))
            };
            periods.map(value).collect()
        }
        Step::StraightLine(rate) => {
            let rate = share(rate);
            periods
                .map(|(n, rest, of)| end((one + rate * n + part(rate, rest, of)).max(0)))
                .collect()
        }
        Step::Level(level) => {
            periods.map(|(n, rest, of)| end(level * n + part(level, rest, of))).collect()
        }
    }
}

/// A factor multiplied once more; both fit into 63 bits, so that it is one multiplication of the
/// machine.
fn grown(power: i64, more: i64) -> i64 {
    let product = (i128::from(power) * i128::from(more) + i128::from(ONE >> 1)) >> BITS;
    product.min(MOST) as i64
}

fn end(value: i128) -> i64 {
    value.clamp(-MOST, MOST) as i64
}

/// Whole periods from the first day to the `n`th of the grid, and the part of one left: rest, of.
fn elapsed(n: usize, per: Per, grid: &Grid) -> (i128, i128, i128) {
    let months = n as i128;
    let days = i128::from(grid.as_of.days_until(grid.days[n]));
    match per {
        Per::Day => (days, 0, 1),
        Per::Week => (days / 7, days % 7, 7),
        Per::Month => (months, 0, 1),
        Per::Year => (months / 12, months % 12, 12),
    }
}

#[inline]
fn times(level: Level, factor: i64) -> Level {
    multiplied(whole(level), factor)
}

/// A level that can be multiplied.
fn whole(level: Level) -> i64 {
    level.clamp(-MOST, MOST) as i64
}

/// Both fit into 63 bits, so that it is one multiplication of the machine.
#[inline]
fn multiplied(level: i64, factor: i64) -> Level {
    (i128::from(level) * i128::from(factor) + i128::from(ONE >> 1)) >> BITS
}

/// `numerator / denominator` to the nearest whole number, halves up; `denominator` above 0.
pub(super) fn nearest(numerator: i128, denominator: i128) -> i128 {
    if let (Ok(n), Ok(d)) = (i64::try_from(numerator), i64::try_from(denominator))
        && n.unsigned_abs() < 1 << 61
        && d < 1 << 61
    {
        // Division of 64 bits is many times as fast as that of 128.
        return i128::from((2 * n + d).div_euclid(2 * d));
    }
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

/// The same in all three readings.
pub(super) fn all(level: Level) -> Reading {
    Reading { low: level, expected: level, cautious: level }
}

/// Three readings of a stated size, bytes.
pub(super) fn sizes(range: &SizeRange) -> Reading {
    let at = |bytes: i128| bytes.clamp(0, MOST);
    Reading {
        low: at(range.least()),
        expected: at(range.expected()),
        cautious: at(range.cautious()),
    }
}

/// The level of a quantity of a resource; `None` where it is a size of a count or a count of bytes.
pub(super) fn level_of(resource: &Resource, quantity: &Quantity) -> Option<Level> {
    let in_bytes = matches!(resource, Resource::Ram | Resource::Storage | Resource::Backup);
    (quantity.size().is_some() == in_bytes).then(|| quantity.level().clamp(0, MOST))
}

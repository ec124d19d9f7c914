//! How does a demand grow from the day the scenario speaks of?
//!
//! Growth is counted from `as_of` in months of the calendar. Factors are whole numbers of 2⁻⁴⁰, each
//! multiplication rounded to the nearest: over 120 months that is less than a kilobyte in a terabyte.

use std::ops::RangeInclusive;

use crate::model::{Growths, Resource};
use crate::units::{Day, Growth, GrowthKind, Quantity, SizeRange};

mod pieces;

use pieces::{one_piece, several};

use crate::engine::outlook::{Level, Reading};

/// Bits behind the point of a factor.
const BITS: u32 = 40;
/// The factor that changes nothing.
pub(in crate::engine) const ONE: i64 = 1 << BITS;
/// Largest factor and largest level that is multiplied; beyond it stays there.
const MOST: i128 = 1 << 62;

/// The days on which growth is evaluated: between them demand is a straight line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Grid {
    /// First day looked at.
    pub(in crate::engine) as_of: Day,
    /// First day not looked at, after `as_of`.
    pub(in crate::engine) horizon: Day,
    /// `as_of` plus 0, 1, 2 … months, ascending, up to the first that is not before `horizon`.
    pub(in crate::engine) days: Vec<Day>,
}

impl Grid {
    pub(in crate::engine) fn new(as_of: Day, horizon: Day) -> Self {
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
    pub(in crate::engine) fn months(&self) -> usize {
        self.days.len() - 1
    }

    /// The month that a day from `as_of` on lies in.
    pub(in crate::engine) fn month_of(&self, day: Day) -> usize {
        self.days.partition_point(|start| *start <= day).saturating_sub(1).min(self.months() - 1)
    }
}

/// How a level changes over the days of a [`Grid`].
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) enum Course {
    /// Not at all.
    Flat,
    /// By these factors of 2⁻⁴⁰.
    Times(Three),
    /// By these levels.
    Plus(Three),
    /// By these factors, and then these levels.
    Both(Three, Three),
}

/// One value a day of the grid, in three readings.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) struct Three {
    expected: Vec<i64>,
    /// Low and cautious; `None`: as expected.
    ends: Option<(Vec<i64>, Vec<i64>)>,
}

/// One of three readings.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) enum Read {
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
    /// year by year, and so on; inside its period each is straight. Of several each begins on its day
    /// from the level that the one before it came to.
    pub(in crate::engine) fn of(growths: &Growths, grid: &Grid) -> Self {
        match growths.only() {
            Some(growth) => one_piece(&growth, grid),
            None => several(&growths.in_order(), grid),
        }
    }

    /// A course that is given day by day of a grid: what nothing comes to on each.
    pub(in crate::engine) fn drawn(readings: &[Reading]) -> Self {
        let of = |read: fn(&Reading) -> Level| -> Vec<i64> {
            readings.iter().map(|reading| whole(read(reading))).collect()
        };
        let expected = of(|reading| reading.expected);
        Self::Plus(Three {
            expected,
            ends: Some((of(|reading| reading.low), of(|reading| reading.cautious))),
        })
    }

    /// The same without the amounts that it adds.
    pub(in crate::engine) fn shares(&self) -> Self {
        match self {
            Self::Flat | Self::Plus(_) => Self::Flat,
            Self::Times(three) | Self::Both(three, _) => Self::Times(three.clone()),
        }
    }

    /// The amounts that it adds, which grow by its shares in their turn.
    pub(in crate::engine) fn amounts(&self) -> Self {
        match self {
            Self::Flat | Self::Times(_) => Self::Flat,
            Self::Plus(three) | Self::Both(_, three) => Self::Plus(three.clone()),
        }
    }

    /// The level on the `n`th day of the grid of what is `level` on the first.
    #[inline]
    pub(in crate::engine) fn at(&self, level: Reading, n: usize) -> Reading {
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
            Self::Both(share, amount) => {
                let (factors, more) = (share.at(n), amount.at(n));
                Reading {
                    low: times(level.low, factors.0) + i128::from(more.0),
                    expected: times(level.expected, factors.1) + i128::from(more.1),
                    cautious: times(level.cautious, factors.2) + i128::from(more.2),
                }
            }
        }
    }

    /// Adds to sums, one a day of the grid, `count` times what `level` comes to on some of the days.
    pub(in crate::engine) fn add_to(
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
            Self::Both(share, amount) => {
                let level = whole(level);
                let both = share.read(read)[days.clone()].iter().zip(&amount.read(read)[days]);
                for (sum, (factor, more)) in sums.zip(both) {
                    *sum += (multiplied(level, *factor) + i128::from(*more)) * count;
                }
            }
        }
    }

    /// What would have to stand on the first day for the level to be `level` on `day`; to the nearest.
    pub(in crate::engine) fn back_from(&self, level: Level, day: Day, grid: &Grid) -> Reading {
        let n = grid.month_of(day);
        let days = i128::from(grid.days[n].days_until(day));
        let of = i128::from(grid.days[n].days_until(grid.days[n + 1])).max(1);
        let on = |a: i64, b: i64| i128::from(a) + (i128::from(b) - i128::from(a)) * days / of;
        let three = |three: &Three| {
            let (start, end) = (three.at(n), three.at(n + 1));
            [on(start.0, end.0), on(start.1, end.1), on(start.2, end.2)]
        };
        let (factors, amounts) = match self {
            Self::Flat => return all(level),
            Self::Times(share) => (three(share), [0; 3]),
            Self::Plus(amount) => ([i128::from(ONE); 3], three(amount)),
            Self::Both(share, amount) => (three(share), three(amount)),
        };
        let back = |which: usize| {
            let (factor, level) = (factors[which], level - amounts[which]);
            if factor <= 0 {
                return level;
            }
            nearest(level.clamp(-MOST, MOST) << BITS, factor).clamp(-MOST, MOST)
        };
        Reading { low: back(0), expected: back(1), cautious: back(2) }
    }

    /// The same with the amounts of another besides, which has no shares.
    pub(in crate::engine) fn with(&self, amounts: &Self) -> Self {
        match (self, amounts) {
            (Self::Times(share), Self::Plus(amount)) => Self::Both(share.clone(), amount.clone()),
            (Self::Flat, _) => amounts.clone(),
            _ => self.clone(),
        }
    }

    /// How many times what stands on one day, and how much besides, stands on a later one: low, expected, cautious.
    pub(in crate::engine) fn between(&self, from: Day, to: Day, grid: &Grid) -> [(f64, f64); 3] {
        let on = |day: Day| {
            let day = day.clamp(grid.as_of, grid.days[grid.months()]);
            let n = grid.month_of(day);
            let share = grid.days[n].days_until(day) as f64
                / grid.days[n].days_until(grid.days[n + 1]).max(1) as f64;
            let three = |three: &Three| {
                let (start, end) = (three.at(n), three.at(n + 1));
                let on = |a: i64, b: i64| a as f64 * (1.0 - share) + b as f64 * share;
                [on(start.0, end.0), on(start.1, end.1), on(start.2, end.2)]
            };
            match self {
                Self::Flat => ([ONE as f64; 3], [0.0; 3]),
                Self::Times(share) => (three(share), [0.0; 3]),
                Self::Plus(amount) => ([ONE as f64; 3], three(amount)),
                Self::Both(share, amount) => (three(share), three(amount)),
            }
        };
        let ((before, had), (after, has)) = (on(from), on(to));
        std::array::from_fn(|n| {
            // What a growth has brought to nothing stays there.
            let times = if before[n] > 0.0 { after[n] / before[n] } else { 0.0 };
            (times, has[n] - had[n] * times)
        })
    }

    pub(in crate::engine) fn grows(&self) -> bool {
        *self != Self::Flat
    }

    pub(in crate::engine) fn is_range(&self) -> bool {
        match self {
            Self::Flat => false,
            Self::Times(three) | Self::Plus(three) => three.ends.is_some(),
            Self::Both(one, two) => one.ends.is_some() || two.ends.is_some(),
        }
    }
}

/// Whether it adds an amount instead of a share of what there is.
pub(in crate::engine) fn is_absolute(growth: &Growth) -> bool {
    matches!(growth.kind(), GrowthKind::Bytes(_) | GrowthKind::Count)
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
pub(in crate::engine) fn nearest(numerator: i128, denominator: i128) -> i128 {
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
pub(in crate::engine) fn all(level: Level) -> Reading {
    Reading { low: level, expected: level, cautious: level }
}

/// Three readings of a stated size, bytes.
pub(in crate::engine) fn sizes(range: &SizeRange) -> Reading {
    let at = |bytes: i128| bytes.clamp(0, MOST);
    Reading {
        low: at(range.least()),
        expected: at(range.expected()),
        cautious: at(range.cautious()),
    }
}

/// The level of a quantity of a resource; `None` where it is a size of a count or a count of bytes.
pub(in crate::engine) fn level_of(resource: &Resource, quantity: &Quantity) -> Option<Level> {
    let in_bytes = matches!(resource, Resource::Ram | Resource::Storage | Resource::Backup);
    (quantity.size().is_some() == in_bytes).then(|| quantity.level().clamp(0, MOST))
}

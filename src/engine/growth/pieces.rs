//! Which factors and amounts does a growth come to on the days of a grid, when it is one growth, and
//! when others follow it?

use crate::model::DatedGrowth;
use crate::units::{Day, Growth, Per, Rate, Step};

use super::{BITS, Course, Grid, MOST, ONE, Three, is_absolute, nearest};

/// A growth that holds from the first day on.
pub(super) fn one_piece(growth: &Growth, grid: &Grid) -> Course {
    if growth.is_zero() {
        return Course::Flat;
    }
    let line = |step: Step| values(step, growth.per(), grid);
    let expected = line(growth.expected());
    let ends = growth.is_range().then(|| (line(growth.low()), line(growth.cautious())));
    let three = Three { expected, ends };
    if is_absolute(growth) { Course::Plus(three) } else { Course::Times(three) }
}

/// Growths in the order of their days. One that began before the grid is counted from its first day.
pub(super) fn several(growths: &[DatedGrowth], grid: &Grid) -> Course {
    let mut pieces: Vec<(Day, Growth)> = Vec::new();
    for dated in growths {
        let from = dated.from.unwrap_or(Day::FIRST).max(grid.as_of);
        pieces.retain(|(start, _)| *start < from);
        pieces.push((from, dated.growth));
    }
    pieces.retain(|(from, _)| *from < grid.horizon);
    let (expected, plus) = walk(&pieces, grid, Growth::expected);
    let ends = pieces
        .iter()
        .any(|(_, growth)| growth.is_range())
        .then(|| (walk(&pieces, grid, Growth::low), walk(&pieces, grid, Growth::cautious)));
    let (share_ends, plus_ends) = match ends {
        Some((low, high)) => (Some((low.0, high.0)), Some((low.1, high.1))),
        None => (None, None),
    };
    let shares = pieces.iter().any(|(_, growth)| !is_absolute(growth) && !growth.is_zero());
    let amounts = pieces.iter().any(|(_, growth)| is_absolute(growth) && !growth.is_zero());
    let (share, amount) =
        (Three { expected, ends: share_ends }, Three { expected: plus, ends: plus_ends });
    match (shares, amounts) {
        (false, false) => Course::Flat,
        (true, false) => Course::Times(share),
        (false, true) => Course::Plus(amount),
        (true, true) => Course::Both(share, amount),
    }
}

/// One reading of several growths: on each day of the grid the factor of what there was on the first,
/// and what is added.
fn walk(pieces: &[(Day, Growth)], grid: &Grid, read: fn(Growth) -> Step) -> (Vec<i64>, Vec<i64>) {
    let (mut factors, mut amounts) = (Vec::new(), Vec::new());
    // At the beginning of the piece that holds.
    let (mut factor, mut amount) = (i128::from(ONE), 0_i128);
    let mut pieces = pieces.iter().peekable();
    let mut holds: Option<&(Day, Growth)> = None;
    for day in &grid.days {
        while let Some(next) = pieces.next_if(|(from, _)| from <= day) {
            if let Some((from, growth)) = holds {
                (factor, amount) =
                    after(read(*growth), growth.per(), *from, next.0, factor, amount);
            }
            holds = Some(next);
        }
        let (now, added) = match holds {
            Some((from, growth)) => after(read(*growth), growth.per(), *from, *day, factor, amount),
            None => (factor, amount),
        };
        factors.push(end(now));
        amounts.push(end(added));
    }
    (factors, amounts)
}

/// A factor and an amount of the day `from`, grown until `day`.
fn after(step: Step, per: Per, from: Day, day: Day, factor: i128, amount: i128) -> (i128, i128) {
    let (whole, rest, of) = between(from, day, per);
    let times = |by: i128| {
        let grown = |value: i128| (value * by + i128::from(ONE >> 1)) >> BITS;
        (grown(factor).clamp(0, MOST), grown(amount).clamp(-MOST, MOST))
    };
    match step {
        Step::Compound(rate) => times(i128::from(compound(rate, whole, rest, of))),
        Step::StraightLine(rate) => times(i128::from(straight(rate, whole, rest, of))),
        Step::Level(level) => {
            (factor, (amount + level * whole + part(level, rest, of)).clamp(-MOST, MOST))
        }
    }
}

/// Whole periods between two days, and the part of one that is left: rest, of.
fn between(from: Day, day: Day, per: Per) -> (i128, i128, i128) {
    let days = i128::from(from.days_until(day));
    let months = || {
        let span = from.month_of().months_until(day.month_of());
        let whole = if from.plus_months(span) <= day { span } else { span - 1 };
        let (start, next) = (from.plus_months(whole), from.plus_months(whole + 1));
        let of = i128::from(start.days_until(next)).max(1);
        (i128::from(whole), i128::from(start.days_until(day)), of)
    };
    match per {
        Per::Day => (days, 0, 1),
        Per::Week => (days / 7, days % 7, 7),
        Per::Month => months(),
        Per::Year => {
            let (whole, rest, of) = months();
            (whole / 12, whole % 12 * of + rest, 12 * of)
        }
    }
}

/// One value a day of the grid: factors for shares, sums for amounts.
fn values(step: Step, per: Per, grid: &Grid) -> Vec<i64> {
    let periods = (0..grid.days.len()).map(|n| elapsed(n, per, grid));
    match step {
        Step::Compound(rate) if rate.is_zero() => vec![ONE; grid.days.len()],
        Step::Compound(rate) if per == Per::Month => {
            let more = end((i128::from(ONE) + share(rate)).max(0));
            let mut power = ONE;
            (0..grid.days.len())
                .map(|n| {
                    power = if n == 0 { ONE } else { grown(power, more) };
                    power
                })
                .collect()
        }
        Step::Compound(rate) => {
            let mut powers = Powers::new(rate);
            periods.map(|(whole, rest, of)| powers.with_part(whole, rest, of)).collect()
        }
        Step::StraightLine(rate) => {
            periods.map(|(n, rest, of)| straight(rate, n, rest, of)).collect()
        }
        Step::Level(level) => {
            periods.map(|(n, rest, of)| end(level * n + part(level, rest, of))).collect()
        }
    }
}

fn straight(rate: Rate, whole: i128, rest: i128, of: i128) -> i64 {
    let rate = share(rate);
    end((i128::from(ONE) + rate * whole + part(rate, rest, of)).max(0))
}

fn compound(rate: Rate, whole: i128, rest: i128, of: i128) -> i64 {
    Powers::new(rate).with_part(whole, rest, of)
}

/// The powers of what a compounding rate makes of one, one after the other.
struct Powers {
    rate: i128,
    more: i64,
    /// Exact so far, as long as it fits.
    exact: Option<(i128, i128)>,
    one: (i128, i128),
    power: i64,
    powered: i128,
}

impl Powers {
    fn new(rate: Rate) -> Self {
        let (numerator, denominator) = (i128::from(rate.numerator()), rate.denominator());
        let more = (denominator + numerator).max(0);
        let common = gcd(more, denominator).max(1);
        let rate = share(rate);
        Self {
            rate,
            // At least 0 and below 2⁴⁴: a rate lies between −100 % and 1000 %.
            more: end((i128::from(ONE) + rate).max(0)),
            exact: Some((1, 1)),
            one: (more / common, denominator / common),
            power: ONE,
            powered: 0,
        }
    }

    /// The factor after whole periods and a part of one; periods are asked for in ascending order.
    fn with_part(&mut self, whole: i128, rest: i128, of: i128) -> i64 {
        while self.powered < whole {
            self.powered += 1;
            self.exact = self.exact.and_then(|(a, b)| {
                let (a, b) = (a.checked_mul(self.one.0)?, b.checked_mul(self.one.1)?);
                (a < 1 << 86 && b < 1 << 86).then_some((a, b))
            });
            self.power = match self.exact {
                Some((a, b)) => end(nearest(a << BITS, b)),
                None => grown(self.power, self.more),
            };
        }
        let power = i128::from(self.power);
        end((power + part((power * self.rate) >> BITS, rest, of)).max(0))
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A rate in 2⁻⁴⁰.
fn share(rate: Rate) -> i128 {
    nearest(i128::from(rate.numerator()) << BITS, rate.denominator())
}

fn part(whole: i128, rest: i128, of: i128) -> i128 {
    match rest {
        0 => 0,
        rest => nearest(whole * rest, of),
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

//! How near is a figure that somebody wrote to what is right? Its written digits are the tolerance.

use rust_decimal::Decimal;

use crate::checks::words;
use crate::units::{Dims, Figure, Measured, Unit, Value, Written};

/// How near a stated figure is to what is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::checks) enum Nearness {
    /// It is the figure, rounded half away from zero to the digits written.
    Agrees,
    /// It is off by less than one unit of its last written digit, or "about" right.
    Rounded,
    /// It is another figure.
    Differs,
}

/// A figure beside what is right.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::checks) struct Judged {
    pub(in crate::checks) nearness: Nearness,
    /// What is written; of a range the end that is nearer.
    pub(in crate::checks) says: Number,
    /// What is right; of a range the end that is nearer.
    pub(in crate::checks) right: Number,
}

/// A day, or a number in the unit of the figure.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::checks) enum Number {
    Day(crate::units::Day),
    Of(Decimal, Unit),
}

pub(in crate::checks) fn nearness(says: Decimal, right: Decimal, about: bool) -> Nearness {
    let off = (says - right).abs();
    let tenth = off.checked_mul(Decimal::TEN).is_some_and(|off| off <= right.abs());
    if words::rounded(right, says.scale()) == says || (about && tenth) {
        Nearness::Agrees
    } else if off < Decimal::new(1, says.scale()) {
        Nearness::Rounded
    } else {
        Nearness::Differs
    }
}

/// `None` where both are of different kinds, or where the figure says nothing.
pub(in crate::checks) fn judge(says: &Written, right: &Value) -> Option<Judged> {
    let (figure, unit, right) = match (says, right) {
        (Written::Day(says), Value::Day(right)) => {
            let nearness = if says == right { Nearness::Agrees } else { Nearness::Differs };
            return Some(Judged { nearness, says: Number::Day(*says), right: Number::Day(*right) });
        }
        (Written::Month(says), Value::Day(right)) => {
            let same = right.month_of() == *says;
            let nearness = if same { Nearness::Agrees } else { Nearness::Differs };
            let says = Number::Day(says.first());
            return Some(Judged { nearness, says, right: Number::Day(*right) });
        }
        (Written::Amount { figure, unit }, Value::Amount(right)) => (figure, unit, right),
        _ => return None,
    };
    let mut best: Option<Judged> = None;
    for (low, high, unit) in readings(unit, right) {
        let Some(judged) = of_ends(figure, low, high, &unit) else { continue };
        if best.as_ref().is_none_or(|best| judged.nearness < best.nearness) {
            best = Some(judged);
        }
    }
    best
}

type Ends = (Option<Decimal>, Option<Decimal>, Unit);

/// What is right in the unit of the figure; a share may be a number of hundredths.
fn readings(unit: &Unit, right: &Measured) -> Vec<Ends> {
    let in_unit = |unit: &Unit| right.ends_in(unit).map(|(low, high)| (low, high, unit.clone()));
    // A bare figure is in the unit of what it is compared with.
    let bare = unit.name().is_empty();
    let mut all: Vec<Ends> = if bare && right.dims() != Dims::NONE {
        in_unit(&right.unit).into_iter().collect()
    } else {
        in_unit(unit).into_iter().collect()
    };
    if unit.is_percent() && right.loose && right.unit.name().is_empty() {
        all.push((right.low, right.high, unit.clone()));
    }
    if bare && right.unit.is_percent() {
        all.extend(in_unit(&Unit::percent()));
    }
    // `1200 EUR ÷ 12 months` may be called 100 EUR, and a number of months a number.
    let money_per = unit.dims == Dims::MONEY && right.dims().money == 1;
    let so_often = matches!(unit.dims, Dims::MONTHS | Dims::HOURS) && right.dims() == Dims::NONE;
    if (money_per && right.dims() != Dims::MONEY && !right.unit.name().is_empty()) || so_often {
        let end = |end: Option<Decimal>| end.and_then(|n| n.checked_div(right.unit.factor));
        all.push((end(right.low), end(right.high), unit.clone()));
    }
    // A month of 365.2425 ÷ 12 days is near enough for a figure.
    let hours = Decimal::new(730_485, 3);
    let by_average = |by: Decimal, over: bool| {
        let end = |end: Option<Decimal>| {
            let end = end?;
            let turned = if over { end.checked_div(by)? } else { end.checked_mul(by)? };
            turned.checked_div(unit.factor)
        };
        (end(right.low), end(right.high), unit.clone())
    };
    match (unit.dims, right.dims()) {
        (Dims::MONTHS, Dims::HOURS) => all.push(by_average(hours, true)),
        (Dims::HOURS, Dims::MONTHS) => all.push(by_average(hours, false)),
        _ => {}
    }
    all
}

fn of_ends(
    figure: &Figure,
    low: Option<Decimal>,
    high: Option<Decimal>,
    unit: &Unit,
) -> Option<Judged> {
    let (says_low, says_high, about) = match figure {
        Figure::Exact(says) => (*says, *says, false),
        Figure::About(says) => (*says, *says, true),
        Figure::Range { low, high } => (*low, *high, false),
        Figure::Unknown { .. } => return None,
    };
    // The nearest two of both ranges.
    let below = low.is_some_and(|low| says_high < low);
    let above = high.is_some_and(|high| says_low > high);
    let (says, right) = match (below, above) {
        (true, _) => (says_high, low?),
        (_, true) => (says_low, high?),
        _ => {
            let right = low.or(high).unwrap_or(says_low).clamp(says_low, says_high);
            (right, right)
        }
    };
    let mut nearness = nearness(says, right, about);
    if !(below || above) {
        nearness = Nearness::Agrees;
    }
    let number = |n| Number::Of(n, unit.clone());
    Some(Judged { nearness, says: number(says), right: number(right) })
}

impl Judged {
    /// What is right, with as many digits as the figure was written with, of its unit.
    pub(super) fn as_written(&self, otherwise: &Value) -> Value {
        match (&self.right, &self.says) {
            (Number::Day(day), _) => Value::Day(*day),
            (Number::Of(right, unit), Number::Of(says, _)) => {
                Value::of(words::rounded(*right, says.scale()), unit.clone())
            }
            (Number::Of(..), Number::Day(_)) => otherwise.clone(),
        }
    }

    /// `177.32`, `2682.9 GB`, `5.29 months`: money without its currency, the rest with its unit.
    pub(in crate::checks) fn shown(
        &self,
        currency_digits: impl Fn(&Unit) -> Option<u32>,
    ) -> (String, String) {
        let digits = match &self.says {
            Number::Of(says, _) => says.scale(),
            Number::Day(_) => 0,
        };
        let show = |number: &Number, more: bool| match number {
            Number::Day(day) => day.to_string(),
            Number::Of(number, unit) => match currency_digits(unit) {
                Some(minor) if more => {
                    format!("{:.*}", minor as usize, words::rounded(*number, minor))
                }
                Some(_) => number.to_string(),
                None => {
                    let number = if more {
                        words::rounded(*number, digits + 2).normalize()
                    } else {
                        *number
                    };
                    let blank = if unit.name().is_empty() { "" } else { " " };
                    format!("{number}{blank}{}", unit.name())
                }
            },
        };
        (show(&self.right, true), show(&self.says, false))
    }

    /// What is right, in the unit of the figure; `None` of days.
    pub(in crate::checks) fn number(&self) -> Option<Decimal> {
        match &self.right {
            Number::Of(right, _) => Some(*right),
            Number::Day(_) => None,
        }
    }

    /// How far it is off, in its unit; `None` of days.
    pub(in crate::checks) fn off(&self) -> Option<(Decimal, &Unit)> {
        match (&self.says, &self.right) {
            (Number::Of(says, unit), Number::Of(right, _)) => Some((*says - *right, unit)),
            _ => None,
        }
    }
}

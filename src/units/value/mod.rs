//! Values of any unit, as people add and multiply them: money, sizes, times, shares, days.
//!
//! Units are followed through: money ÷ money is a number, GB and GiB convert exactly, money + a size
//! is refused with a sentence. What is not known exactly has two ends, and an open one where nobody
//! knows.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::wrong::Wrong;
use super::{Amount, AmountKind, Basis, Currency, Day, Figure, Growth, Money, Percent, Size};
use super::{SizeUnit, Span, SpanUnit, Total};

mod grow;
mod measured;
mod power;
mod unit;
mod written;

#[cfg(test)]
mod tests;

pub use unit::{Dims, Unit};
pub use written::Written;

/// A value of any unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A calendar day.
    Day(Day),
    /// A growth, which makes sense as an argument only.
    Growth(Growth),
    /// Anything that can be added and multiplied.
    Amount(Measured),
}

/// A number of some unit, from a low to a high end.
///
/// Ends are in the base unit: main units of money, bytes, months, hours, watts.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The least it can be; `None` where there is no saying.
    pub low: Option<Decimal>,
    /// The most it can be; `None` where there is no saying.
    pub high: Option<Decimal>,
    /// The unit it is shown in; of the same kind as the value.
    pub unit: Unit,
    /// A number that somebody wrote without unit: beside money it is money, beside a size a size.
    pub loose: bool,
}

/// Largest number that is still reckoned with: 10²⁴.
const MOST: Decimal = Decimal::from_parts(0xA100_0000, 0x1BCE_CCED, 0xD3C2, false, 0);

impl Value {
    /// A number that somebody wrote without unit.
    pub fn number(number: Decimal) -> Self {
        Self::Amount(Measured { loose: true, ..Measured::exact(number, Unit::bare()) })
    }

    /// A number of a unit.
    pub fn of(number: Decimal, unit: Unit) -> Self {
        let loose = unit.dims == Dims::NONE;
        let number = number.checked_mul(unit.factor).unwrap_or(Decimal::MAX);
        Self::Amount(Measured { loose, ..Measured::exact(number, unit) })
    }

    /// A number as written, with its unit.
    pub fn read(number: &str, unit: Unit) -> Result<Self, Wrong> {
        let not = || Wrong::new(format!("`{number}` is no number")).hint("write it as `161.32`");
        Ok(Self::of(super::number::decimal(number, not)?, unit))
    }

    /// Between two numbers as written, of one unit.
    pub fn range(low: &str, high: &str, unit: &Unit) -> Result<Self, Wrong> {
        let end = |number: &str| Self::read(number, unit.clone());
        match (end(low)?, end(high)?) {
            (Self::Amount(low), Self::Amount(high)) if low.low <= high.high => {
                Ok(Self::Amount(Measured { high: high.high, loose: false, ..low }))
            }
            _ => Err(Wrong::new(format!("`{low}..{high}` ends below where it begins"))),
        }
    }

    /// A count of things, as pieces or members: beside money it stays a number.
    pub fn count(count: impl Into<Decimal>) -> Self {
        Self::Amount(Measured::exact(count.into(), Unit::bare()))
    }

    /// Bytes, shown in a unit.
    pub fn bytes(bytes: i128, unit: SizeUnit) -> Self {
        let bytes = Decimal::try_from_i128_with_scale(bytes, 0).unwrap_or(Decimal::MAX);
        Self::Amount(Measured::exact(bytes, Unit::size(unit)))
    }

    /// An amount that may have unknown parts.
    pub fn total<B: AmountKind>(total: Total<B>, currency: Currency) -> Self {
        let basis = match B::WORDS {
            "before tax" => Some(Basis::BeforeTax),
            "after tax" => Some(Basis::AfterTax),
            _ => None,
        };
        let end = |amount: Amount<B>| amount.to_decimal(currency);
        Self::Amount(Measured {
            low: Some(end(total.low)),
            high: total.high.map(end),
            unit: Unit::money(currency, basis),
            loose: false,
        })
    }

    /// A stated amount of money; unknown is 0 or more, up to its ceiling. `None` where it names no
    /// currency and is not `unknown` either.
    pub fn money(money: &Money, otherwise: Currency) -> Self {
        let unit = Unit::money(money.currency.unwrap_or(otherwise), money.basis);
        let (low, high) = match money.figure {
            Figure::Unknown { ceiling } => (Some(Decimal::ZERO), ceiling),
            _ => (money.low(), money.high()),
        };
        Self::Amount(Measured { low, high, unit, loose: false })
    }

    /// Whether both ends are known and one.
    pub fn is_exact(&self) -> bool {
        match self {
            Self::Amount(measured) => measured.exactly().is_some(),
            Self::Day(_) | Self::Growth(_) => true,
        }
    }

    /// The number with its unit, where it is one.
    pub fn measured(&self) -> Option<&Measured> {
        match self {
            Self::Amount(measured) => Some(measured),
            Self::Day(_) | Self::Growth(_) => None,
        }
    }

    /// What it is in a sentence: `money`, `a size`, `a day`.
    pub fn kind(&self) -> String {
        match self {
            Self::Day(_) => "a day".to_owned(),
            Self::Growth(_) => "a growth".to_owned(),
            Self::Amount(measured) if measured.unit.is_percent() => "a share".to_owned(),
            Self::Amount(measured) => measured.unit.dims.words(),
        }
    }

    /// Both together; a time after a day is a day.
    pub fn plus(&self, other: &Self) -> Result<Self, Wrong> {
        match (self, other) {
            (Self::Amount(a), Self::Amount(b)) => a.plus(b).map(Self::Amount),
            (Self::Day(day), Self::Amount(time)) | (Self::Amount(time), Self::Day(day)) => {
                time.after(*day, 1).map(Self::Day)
            }
            _ => Err(cannot("added", self, other)),
        }
    }

    /// This less the other; a day less a day is a number of days.
    pub fn minus(&self, other: &Self) -> Result<Self, Wrong> {
        match (self, other) {
            (Self::Amount(a), Self::Amount(b)) => a.plus(&b.negative()).map(Self::Amount),
            (Self::Day(day), Self::Amount(time)) => time.after(*day, -1).map(Self::Day),
            (Self::Day(a), Self::Day(b)) => {
                Ok(Self::of(Decimal::from(b.days_until(*a)), Unit::span(SpanUnit::Day)))
            }
            _ => Err(cannot("subtracted", self, other)),
        }
    }

    /// Their product.
    pub fn times(&self, other: &Self) -> Result<Self, Wrong> {
        match (self, other) {
            (Self::Amount(a), Self::Amount(b)) => a.times(b).map(Self::Amount),
            _ => Err(cannot("multiplied", self, other)),
        }
    }

    /// Their quotient.
    pub fn over(&self, other: &Self) -> Result<Self, Wrong> {
        match (self, other) {
            (Self::Amount(a), Self::Amount(b)) => a.over(b).map(Self::Amount),
            _ => Err(cannot("divided", self, other)),
        }
    }

    /// This to the power of a number.
    pub fn to_the(&self, power: &Self) -> Result<Self, Wrong> {
        match (self, power) {
            (Self::Amount(a), Self::Amount(b)) => a.to_the(b).map(Self::Amount),
            _ => Err(cannot("raised to a power", self, power)),
        }
    }

    /// Its mirror image.
    pub fn negative(&self) -> Result<Self, Wrong> {
        match self {
            Self::Amount(a) => Ok(Self::Amount(a.negative())),
            Self::Day(_) | Self::Growth(_) => {
                Err(Wrong::new(format!("{} cannot be below zero", self.kind())))
            }
        }
    }

    /// Rounded to whole multiples of `step`, or to whole ones of its unit.
    pub fn stepped(&self, step: Option<&Self>, how: RoundingStrategy) -> Result<Self, Wrong> {
        let (Self::Amount(a), None | Some(Self::Amount(_))) = (self, step) else {
            return Err(Wrong::new(format!("{} cannot be rounded", self.kind())));
        };
        a.stepped(step.and_then(Self::measured), how).map(Self::Amount)
    }

    /// The larger or the smaller of two of a kind.
    pub fn choose(&self, other: &Self, larger: std::cmp::Ordering) -> Result<Self, Wrong> {
        let order = match (self, other) {
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Amount(a), Self::Amount(b)) => a.order(b)?,
            _ => return Err(cannot("compared", self, other)),
        };
        Ok(if order == larger { self.clone() } else { other.clone() })
    }
}

fn cannot(done: &str, a: &Value, b: &Value) -> Wrong {
    Wrong::new(format!("{} and {} cannot be {done}", a.kind(), b.kind()))
}

/// As it is shown where there is room: `117.04 CAD before tax`, `1942.97 GB`, `5.29 months`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Growth(growth) => growth.fmt(f),
            Self::Amount(measured) => measured.fmt(f),
        }
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<Growth> for Value {
    fn from(growth: Growth) -> Self {
        Self::Growth(growth)
    }
}

impl From<Size> for Value {
    fn from(size: Size) -> Self {
        Self::bytes(size.bytes(), size.unit())
    }
}

impl From<Percent> for Value {
    fn from(percent: Percent) -> Self {
        Self::of(percent.hundredths(), Unit::percent())
    }
}

impl From<Span> for Value {
    fn from(span: Span) -> Self {
        Self::of(Decimal::from(span.count()), Unit::span(span.unit()))
    }
}

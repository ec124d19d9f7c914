//! How are two numbers with units added, multiplied, rounded and shown?

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Dims, MOST, Measured, Unit, power};
use crate::units::wrong::Wrong;
use crate::units::{Day, SpanUnit};

type End = Option<Decimal>;

fn too_large() -> Wrong {
    Wrong::new("it is too large to be reckoned with").hint("numbers go up to 10²⁴")
}

/// Inside what is reckoned with.
fn fits(number: Option<Decimal>) -> Result<Decimal, Wrong> {
    number.filter(|n| n.abs() <= MOST).ok_or_else(too_large)
}

impl Measured {
    /// Known exactly, in base units.
    pub fn exact(number: Decimal, unit: Unit) -> Self {
        Self { low: Some(number), high: Some(number), unit, loose: false }
    }

    /// Its number, where it is known exactly.
    pub fn exactly(&self) -> Option<Decimal> {
        self.low.filter(|low| self.high == Some(*low))
    }

    /// What it counts.
    pub fn dims(&self) -> Dims {
        self.unit.dims
    }

    /// The same counted in another unit of the kind: `None` where it is of another kind. A number
    /// written without unit is so many of it.
    pub fn ends_in(&self, unit: &Unit) -> Option<(End, End)> {
        let plain = self.loose && self.dims() == Dims::NONE && !unit.is_number();
        if plain && !unit.is_percent() {
            return Some((self.low, self.high));
        }
        if self.dims() != unit.dims {
            return None;
        }
        let end = |end: End| end.and_then(|number| number.checked_div(unit.factor));
        Some((end(self.low), end(self.high)))
    }

    /// The other as so much of this unit, where one of both is a number without unit.
    fn alike(&self, other: &Self) -> Result<(Self, Self), Wrong> {
        if self.dims() == other.dims() {
            return Ok((self.clone(), other.clone()));
        }
        let turned = |from: &Self, to: &Self| {
            let end = |end: End| end.map(|n| fits(n.checked_mul(to.unit.factor))).transpose();
            let ends = (end(from.low)?, end(from.high)?);
            Ok(Self { low: ends.0, high: ends.1, unit: to.unit.clone(), loose: true })
        };
        if self.loose && self.dims() == Dims::NONE {
            return Ok((turned(self, other)?, other.clone()));
        }
        if other.loose && other.dims() == Dims::NONE {
            return Ok((self.clone(), turned(other, self)?));
        }
        let (a, b) = (self.dims().words(), other.dims().words());
        Err(Wrong::new(format!("{a} and {b} cannot be added: `{self}` and `{other}`")))
    }

    /// Both together; of two currencies, as if they were one.
    pub(super) fn plus(&self, other: &Self) -> Result<Self, Wrong> {
        let (a, b) = self.alike(other)?;
        let end = |a: End, b: End| match (a, b) {
            (Some(a), Some(b)) => fits(a.checked_add(b)).map(Some),
            _ => Ok(None),
        };
        let (low, high) = (end(a.low, b.low)?, end(a.high, b.high)?);
        let mut unit =
            if a.unit.name().is_empty() || (a.loose && !b.loose) { &b } else { &a }.unit.clone();
        if unit.dims == Dims::MONEY {
            let basis = match (a.unit.basis, b.unit.basis) {
                (Some(a), Some(b)) => (a == b).then_some(a),
                (one, two) => one.or(two),
            };
            if let Some(currency) = unit.currency {
                unit = Unit::money(currency, basis);
            }
        }
        Ok(Self { low, high, unit, loose: a.loose && b.loose })
    }

    pub(super) fn negative(&self) -> Self {
        let (low, high) = (self.high.map(|n| -n), self.low.map(|n| -n));
        Self { low, high, unit: self.unit.clone(), loose: self.loose }
    }

    /// The day so long after another, or before it with `sign` −1.
    pub(super) fn after(&self, day: Day, sign: i32) -> Result<Day, Wrong> {
        let whole = || {
            let number = self.exactly()?;
            let days = if self.dims() == Dims::HOURS {
                number.checked_div(Decimal::from(24))?
            } else {
                number
            };
            days.is_integer().then(|| i32::try_from(days.normalize().mantissa()).ok()).flatten()
        };
        match (self.dims(), whole()) {
            (Dims::HOURS, Some(days)) => Ok(day.plus_days(i64::from(sign) * i64::from(days))),
            (Dims::NONE, Some(days)) if self.loose => {
                Ok(day.plus_days(i64::from(sign) * i64::from(days)))
            }
            (Dims::MONTHS, Some(months)) => Ok(day.plus_months(sign.saturating_mul(months))),
            (Dims::HOURS | Dims::MONTHS, None) => {
                Err(Wrong::new(format!("`{self}` is no whole number of days or months")))
            }
            _ => {
                let words = self.dims().words();
                Err(Wrong::new(format!("{words} and a day cannot be added")))
            }
        }
    }

    /// A time or a size beside an amount of money, as people count them: `32 hours × 150 USD` is
    /// 32 times as much, `33900 GB × 0.10 USD` 33,900 times.
    fn counted_beside(&self, money: &Self) -> Option<Self> {
        let counts = [Dims::MONTHS, Dims::HOURS, Dims::BYTES].contains(&self.dims());
        if money.dims() != Dims::MONEY || !counts {
            return None;
        }
        let end = |end: End| end.and_then(|number| number.checked_div(self.unit.factor));
        let (low, high) = (end(self.low), end(self.high));
        Some(Self { low, high, unit: Unit::bare(), loose: false })
    }

    pub(super) fn times(&self, other: &Self) -> Result<Self, Wrong> {
        if let Some(count) = self.counted_beside(other) {
            return count.times(other);
        }
        if let Some(count) = other.counted_beside(self) {
            return self.times(&count);
        }
        let dims = self.dims().with(other.dims(), 1);
        if dims.money > 1 {
            return Err(Wrong::new(format!("money times money is nothing: `{self}` × `{other}`")));
        }
        let product = |a: End, b: End| match (a, b) {
            (Some(a), Some(b)) => fits(a.checked_mul(b)).map(Some),
            _ => Ok(None),
        };
        let (low, high) = self.ends_with(other, product)?;
        Ok(Self { low, high, unit: self.joined(other, dims), loose: self.loose && other.loose })
    }

    pub(super) fn over(&self, other: &Self) -> Result<Self, Wrong> {
        if other.low.is_some_and(|n| n.is_zero()) && other.exactly().is_some() {
            return Err(Wrong::new("it divides by 0"));
        }
        let dims = self.dims().with(other.dims(), -1);
        let zero_inside = other.low.is_none_or(|n| n <= Decimal::ZERO)
            && other.high.is_none_or(|n| n >= Decimal::ZERO);
        let (low, high) = if zero_inside {
            (None, None)
        } else {
            let one = Decimal::ONE;
            let inverse = |end: End| end.map(|n| fits(one.checked_div(n))).transpose();
            if let Some(by) = other.exactly() {
                // Divided as it stands, so that 89.70 ÷ 3 is exact.
                let end = |end: End| end.map(|n| fits(n.checked_div(by))).transpose();
                let (a, b) = (end(self.low)?, end(self.high)?);
                if by.is_sign_negative() { (b, a) } else { (a, b) }
            } else {
                let (low, high) = (inverse(other.high)?, inverse(other.low)?);
                let product = |a: End, b: End| match (a, b) {
                    (Some(a), Some(b)) => fits(a.checked_mul(b)).map(Some),
                    _ => Ok(None),
                };
                self.ends_with(&Self { low, high, ..other.clone() }, product)?
            }
        };
        let unit = if self.unit.dims == other.unit.dims && self.dims() != Dims::NONE {
            Unit::bare()
        } else {
            self.joined(other, dims)
        };
        Ok(Self { low, high, unit, loose: self.loose && other.loose })
    }

    /// The ends of a product, from those of its factors.
    fn ends_with(
        &self,
        other: &Self,
        product: impl Fn(End, End) -> Result<End, Wrong>,
    ) -> Result<(End, End), Wrong> {
        let (a, b) = match (self.exactly(), other.exactly()) {
            (Some(_), _) => (other, self),
            _ => (self, other),
        };
        match b.exactly() {
            Some(zero) if zero.is_zero() => Ok((Some(zero), Some(zero))),
            Some(by) if by.is_sign_negative() => {
                Ok((product(a.high, b.low)?, product(a.low, b.low)?))
            }
            Some(_) => Ok((product(a.low, b.low)?, product(a.high, b.low)?)),
            None => {
                let below = |end: End| end.is_none_or(|n| n.is_sign_negative() && !n.is_zero());
                if below(a.low) || below(b.low) {
                    return Ok((None, None)); // nobody has such parts
                }
                Ok((product(a.low, b.low)?, product(a.high, b.high)?))
            }
        }
    }

    /// The unit of a product or quotient.
    fn joined(&self, other: &Self, dims: Dims) -> Unit {
        let (a, b) = (&self.unit, &other.unit);
        if dims == a.dims && b.dims == Dims::NONE && (!a.is_percent() || b.is_percent()) {
            return if a.is_percent() { Unit::bare() } else { a.clone() };
        }
        if dims == b.dims && a.dims == Dims::NONE && !b.is_percent() {
            return b.clone();
        }
        if dims == a.dims.with(b.dims, -1)
            && let Some(unit) = a.per(b)
        {
            return unit;
        }
        Unit::of_dims(dims, a.currency.or(b.currency), a.basis.or(b.basis))
    }

    pub(super) fn to_the(&self, power: &Self) -> Result<Self, Wrong> {
        let number = power.exactly().filter(|_| power.dims() == Dims::NONE || power.loose);
        let (Some(power), Some(base)) = (number, self.exactly()) else {
            return Err(Wrong::new("a power has to be a known number"));
        };
        if self.dims() != Dims::NONE {
            let words = self.dims().words();
            return Err(Wrong::new(format!("{words} cannot be raised to a power")));
        }
        let number = fits(power::of(base, power))?;
        Ok(Self { loose: self.loose, ..Self::exact(number, Unit::bare()) })
    }

    pub(super) fn stepped(
        &self,
        step: Option<&Self>,
        how: RoundingStrategy,
    ) -> Result<Self, Wrong> {
        let step = match step {
            None => self.unit.factor,
            Some(step) => {
                let (of, to) = step.alike(self)?;
                if of.dims() != to.dims() {
                    return Err(Wrong::new(format!("`{self}` has no steps of `{step}`")));
                }
                of.exactly().filter(|n| *n > Decimal::ZERO).ok_or_else(|| {
                    Wrong::new("steps have to be above 0").hint("write `up(x, 1 TB)`")
                })?
            }
        };
        let end = |end: End| {
            end.map(|n| {
                let steps = n.checked_div(step).map(|n| n.round_dp_with_strategy(0, how));
                fits(steps.and_then(|n| n.checked_mul(step)))
            })
            .transpose()
        };
        let (low, high) = (end(self.low)?, end(self.high)?);
        Ok(Self { low, high, unit: self.unit.clone(), loose: self.loose })
    }

    pub(super) fn order(&self, other: &Self) -> Result<Ordering, Wrong> {
        let (a, b) = self.alike(other)?;
        match (a.exactly(), b.exactly()) {
            (Some(a), Some(b)) => Ok(a.cmp(&b)),
            _ => Err(Wrong::new("what is not known exactly cannot be compared")),
        }
    }

    /// A number in its unit as it is shown: money with the digits of its currency, the rest with at
    /// most two decimals.
    pub fn show(&self, number: Decimal) -> String {
        let shown = number.checked_div(self.unit.factor).unwrap_or(number);
        let round =
            |digits| shown.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        match (self.dims(), self.unit.currency) {
            (Dims::MONEY, Some(currency)) => {
                let digits = currency.minor_digits();
                format!("{:.*}", digits as usize, round(digits))
            }
            _ => round(2).normalize().to_string(),
        }
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, one) = (self.unit.name(), Decimal::ONE);
        let is_one = self.exactly().is_some_and(|n| n.checked_div(self.unit.factor) == Some(one));
        let timely =
            [SpanUnit::Hour, SpanUnit::Day, SpanUnit::Week, SpanUnit::Month, SpanUnit::Year];
        let unit = timely
            .iter()
            .find(|span| is_one && unit == format!("{}s", span.name()))
            .map_or(unit, |span| span.name());
        let blank = if unit.is_empty() { "" } else { " " };
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => {
                write!(f, "{}{blank}{unit}", self.show(low))
            }
            (Some(low), Some(high)) => {
                write!(f, "{} to {}{blank}{unit}", self.show(low), self.show(high))
            }
            (Some(low), None) => write!(f, "at least {}{blank}{unit}", self.show(low)),
            (None, Some(high)) => write!(f, "at most {}{blank}{unit}", self.show(high)),
            (None, None) => f.write_str("unknown"),
        }
    }
}

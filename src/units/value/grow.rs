//! What does something grow to, and after how long is it so large?

use rust_decimal::Decimal;

use super::{Dims, Measured, Unit, Value, power};
use crate::units::wrong::Wrong;
use crate::units::{Day, Growth, GrowthKind, Per, SpanUnit};

impl Value {
    /// This after a time of growth, counted from a day. Compound growth multiplies once a period and
    /// is straight inside one; a range of growth counts by its middle.
    pub fn grown(&self, growth: &Growth, time: &Self, from: Day) -> Result<Self, Wrong> {
        let Some(start) = self.measured() else {
            return Err(Wrong::new(format!("{} does not grow", self.kind())));
        };
        let periods = periods_of(growth.per(), time, from)?;
        let number = middle(growth);
        let factor = |share: Decimal| {
            let share = share.checked_div(Decimal::ONE_HUNDRED)?;
            let straight = |periods: Decimal| Decimal::ONE.checked_add(share.checked_mul(periods)?);
            if growth.kind() == GrowthKind::StraightLine {
                return straight(periods);
            }
            let whole = periods.floor();
            power::of(Decimal::ONE + share, whole)?.checked_mul(straight(periods - whole)?)
        };
        let added = || number.checked_mul(periods).ok_or_else(|| Wrong::new("it grows too large"));
        match growth.kind() {
            GrowthKind::Compound | GrowthKind::StraightLine => {
                let factor = factor(number).ok_or_else(|| Wrong::new("it grows too large"))?;
                self.times(&Self::number(factor))
            }
            GrowthKind::Bytes(unit) => self.plus(&Self::of(added()?, Unit::size(unit))),
            GrowthKind::Count if start.dims() == Dims::NONE => self.plus(&Self::number(added()?)),
            GrowthKind::Count => Err(Wrong::new(format!("`{growth}` is a growth of a count"))),
        }
    }

    /// After how many periods of growth this has become `to`: a time in the growth's own unit, with
    /// a fraction.
    pub fn periods(&self, to: &Self, growth: &Growth) -> Result<Self, Wrong> {
        let never = || Wrong::new(format!("`{self}` never becomes `{to}` by `{growth}`"));
        let ratio = to.over(self)?;
        let number = middle(growth);
        let count = match growth.kind() {
            GrowthKind::Compound | GrowthKind::StraightLine => {
                let ratio = ratio
                    .measured()
                    .filter(|ratio| ratio.dims() == Dims::NONE)
                    .and_then(Measured::exactly)
                    .ok_or_else(never)?;
                let share = number / Decimal::ONE_HUNDRED;
                if growth.kind() == GrowthKind::StraightLine {
                    (ratio - Decimal::ONE).checked_div(share)
                } else {
                    let steps = power::ln(ratio).zip(power::ln(Decimal::ONE + share));
                    steps.and_then(|(all, one)| all.checked_div(one))
                }
            }
            GrowthKind::Bytes(unit) => steps(&to.minus(self)?, &Self::of(number, Unit::size(unit))),
            GrowthKind::Count => steps(&to.minus(self)?, &Self::number(number)),
        };
        let count = count.filter(|n| !n.is_sign_negative() || n.is_zero()).ok_or_else(never)?;
        let unit = match growth.per() {
            Per::Day => SpanUnit::Day,
            Per::Week => SpanUnit::Week,
            Per::Month => SpanUnit::Month,
            Per::Year => SpanUnit::Year,
        };
        Ok(Self::of(count, Unit::span(unit)))
    }
}

fn steps(way: &Value, step: &Value) -> Option<Decimal> {
    let count = way.over(step).ok()?;
    count.measured().filter(|count| count.dims() == Dims::NONE)?.exactly()
}

fn middle(growth: &Growth) -> Decimal {
    let (low, high) = growth.written();
    (low + high) / Decimal::TWO
}

/// A time in periods of growth; a bare number is so many periods.
fn periods_of(per: Per, time: &Value, from: Day) -> Result<Decimal, Wrong> {
    let not = || Wrong::new(format!("`{time}` is no length of time")).hint("write `5 years`");
    let time = time.measured().ok_or_else(not)?;
    let number = time.exactly().ok_or_else(not)?;
    let hours = |number: Decimal, months: bool| {
        if !months {
            return Some(number);
        }
        let whole = i32::try_from(number.floor().mantissa()).ok()?;
        let days = from.days_until(from.plus_months(whole));
        Some(Decimal::from(days) * Decimal::from(24))
    };
    let counted = match (time.dims(), per) {
        (Dims::NONE, _) | (Dims::MONTHS, Per::Month) => Some(number),
        (Dims::MONTHS, Per::Year) => number.checked_div(Decimal::from(12)),
        (Dims::MONTHS, Per::Day) => hours(number, true).map(|n| n / Decimal::from(24)),
        (Dims::MONTHS, Per::Week) => hours(number, true).map(|n| n / Decimal::from(168)),
        (Dims::HOURS, Per::Day) => number.checked_div(Decimal::from(24)),
        (Dims::HOURS, Per::Week) => number.checked_div(Decimal::from(168)),
        // A month of 365.2425 ÷ 12 days of 24 hours.
        (Dims::HOURS, Per::Month) => number.checked_div(Decimal::new(730_485, 3)),
        (Dims::HOURS, Per::Year) => number.checked_div(Decimal::new(876_582, 2)),
        _ => None,
    };
    counted.filter(|n| !n.is_sign_negative()).ok_or_else(not)
}

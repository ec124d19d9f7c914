//! What is stated of a price: its ends, its basis, from when it holds, and what is off it.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::Discount;
use crate::units::{Basis, Currency, Day, Figure, Money};

use super::ledger::Exact;
use super::tax::{Taxes, fraction, ten_to};

/// A stated price, exact: its ends are whole numbers over `scale` of a minor unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Price {
    pub(super) low: i128,
    /// `None`: open.
    pub(super) high: Option<i128>,
    pub(super) scale: i128,
    /// Stated after tax.
    pub(super) gross: bool,
    /// Nobody knows it: it is listed as missing.
    pub(super) unknown: bool,
    /// Stated in this currency, which is not the scenario's: a rate turns it into that.
    pub(super) foreign: Option<Currency>,
    /// As it was stated.
    pub(super) stated: Exact,
    /// Path of the value in the file.
    pub(super) path: Arc<str>,
}

impl Price {
    /// An amount in another currency than the scenario's counts as unknown where there is no rate.
    pub(super) fn of(money: &Money, taxes: &Taxes, path: String) -> Self {
        Self::at(money, taxes, Arc::from(path))
    }

    /// The same with a path that is shared.
    pub(super) fn at(money: &Money, taxes: &Taxes, path: Arc<str>) -> Self {
        let gross = money.basis == Some(Basis::AfterTax);
        let foreign = money.currency.filter(|stated| *stated != taxes.currency);
        let (low, high, unknown) = match money.figure {
            Figure::Exact(figure) | Figure::About(figure) => (figure, Some(figure), false),
            Figure::Range { low, high } => (low, Some(high), false),
            Figure::Unknown { ceiling } => (Decimal::ZERO, ceiling, true),
        };
        let stated = Exact { low, high };
        if foreign.is_some_and(|stated| !taxes.exchanges(stated)) {
            let (low, high, scale, unknown) = (0, None, 1, true);
            return Self { low, high, scale, gross, unknown, foreign: None, stated, path };
        }
        let digits = taxes.currency.minor_digits();
        // Zeros at the end matter only where there are more digits than the currency has.
        let plain = |figure: Decimal| {
            if figure.scale() > digits { figure.normalize() } else { figure }
        };
        let scale = [Some(low), high]
            .into_iter()
            .flatten()
            .map(|figure| plain(figure).scale().saturating_sub(digits))
            .max()
            .unwrap_or(0);
        let fine = |figure: Decimal| {
            let figure = plain(figure);
            figure.mantissa().saturating_mul(ten_to(digits + scale - figure.scale()))
        };
        let (low, high, scale) = (fine(low), high.map(fine), ten_to(scale));
        Self { low, high, scale, gross, unknown, foreign, stated, path }
    }
}

impl Price {
    /// The same over another scale, a multiple of its own.
    pub(super) fn rescale(&mut self, scale: i128) {
        let times = scale / self.scale;
        self.low = self.low.saturating_mul(times);
        self.high = self.high.map(|high| high.saturating_mul(times));
        self.scale = scale;
    }

    /// The lower end in the currency's main unit, with the digits that were stated.
    pub(super) fn decimal(&self, currency: Currency) -> Decimal {
        let digits = currency.minor_digits() + self.scale.checked_ilog10().unwrap_or(0);
        Decimal::try_from_i128_with_scale(self.low, digits).unwrap_or(Decimal::MAX)
    }
}

/// A price from a day on; the first of an account holds from the beginning.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DatedPrice {
    pub(super) from: Option<Day>,
    pub(super) price: Price,
}

/// A share off, as what is left of the price.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reduction {
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    /// Numerator and denominator.
    pub(super) left: (i128, i128),
}

impl Reduction {
    pub(super) fn of(discount: &Discount) -> Self {
        let (off, scale) = fraction(discount.rate);
        let unit = ten_to(scale);
        let left = ((unit - off).max(0), unit);
        Self { from: discount.from, until: discount.until, left }
    }
}

//! What can be said of a sum with unknown parts?

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::{AfterTax, Amount, AmountKind, BeforeTax, Currency, Money, TaxAmount};

/// A sum that may have unknown parts: at least `low`, at most `high`. Unknown parts add nothing to
/// `low`; one without a ceiling leaves the sum open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Total<B: AmountKind> {
    /// The least it can be.
    pub low: Amount<B>,
    /// The most it can be; equal to `low` where all is known, `None` where there is no saying.
    pub high: Option<Amount<B>>,
}

impl<B: AmountKind> Total<B> {
    /// Nothing, and known to be.
    pub const ZERO: Self = Self::known(Amount::ZERO);

    /// Known exactly.
    pub const fn known(amount: Amount<B>) -> Self {
        Self { low: amount, high: Some(amount) }
    }

    /// So much or more, without a ceiling.
    pub const fn at_least(low: Amount<B>) -> Self {
        Self { low, high: None }
    }

    /// Between the two.
    pub fn between(low: Amount<B>, high: Amount<B>) -> Self {
        Self { low: low.min(high), high: Some(high.max(low)) }
    }

    /// What a stated amount adds: each end rounded once. Unknown is 0 or more, up to a ceiling.
    /// That the basis and the currency are these is for the caller to see to.
    pub fn stated(money: &Money, currency: Currency) -> Self {
        let amount = |end| Amount::from_decimal(end, currency);
        let high = money.high().map(amount);
        match (money.low().map(amount), high) {
            (Some(low), high) => Self { low, high },
            (None, Some(ceiling)) => Self::between(Amount::ZERO, ceiling),
            (None, None) => Self::at_least(Amount::ZERO),
        }
    }

    /// The amount, where it is known exactly.
    pub fn exact(self) -> Option<Amount<B>> {
        self.high.filter(|high| *high == self.low)
    }

    /// Whether it is known exactly.
    pub fn is_exact(self) -> bool {
        self.exact().is_some()
    }

    /// Whether a part is unknown and has no ceiling.
    pub fn is_open(self) -> bool {
        self.high.is_none()
    }

    /// Less what is known exactly.
    #[must_use]
    pub fn minus(self, known: Amount<B>) -> Self {
        self + Self::known(-known)
    }

    /// So many of it; none of it is 0, open or not.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        if count == 0 {
            return Self::ZERO;
        }
        let times = |amount: Amount<B>| amount.times(i128::from(count));
        Self { low: times(self.low), high: self.high.map(times) }
    }
}

impl Total<BeforeTax> {
    /// After tax, end by end.
    pub fn with_tax(self, tax: Total<TaxAmount>) -> Total<AfterTax> {
        Total { low: self.low + tax.low, high: self.high.zip(tax.high).map(|(net, tax)| net + tax) }
    }
}

impl<B: AmountKind> Default for Total<B> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<B: AmountKind> From<Amount<B>> for Total<B> {
    fn from(amount: Amount<B>) -> Self {
        Self::known(amount)
    }
}

impl<B: AmountKind> Add for Total<B> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high.zip(other.high).map(|(a, b)| a + b) }
    }
}

impl<B: AmountKind> AddAssign for Total<B> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<B: AmountKind> Sum for Total<B> {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        totals.fold(Self::ZERO, Add::add)
    }
}

impl<'a, B: AmountKind> Sum<&'a Self> for Total<B> {
    fn sum<I: Iterator<Item = &'a Self>>(totals: I) -> Self {
        totals.copied().sum()
    }
}

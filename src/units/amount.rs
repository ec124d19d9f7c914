//! Exact amounts that the engine adds up: whole smallest units, and the tax basis in the type.

use std::fmt;
use std::iter::Sum;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;

use super::Currency;
use super::arith::{pow10, round_product};

/// Amounts without their tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BeforeTax {}

/// Amounts with their tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AfterTax {}

/// Tax itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxAmount {}

/// What an [`Amount`] is: [`BeforeTax`], [`AfterTax`] or [`TaxAmount`]; there is no other.
pub trait AmountKind: Copy + Ord + fmt::Debug + std::hash::Hash + sealed::Sealed {
    /// How it is said behind a number; nothing for tax itself.
    const WORDS: &'static str;
}

impl AmountKind for BeforeTax {
    const WORDS: &'static str = "before tax";
}

impl AmountKind for AfterTax {
    const WORDS: &'static str = "after tax";
}

impl AmountKind for TaxAmount {
    const WORDS: &'static str = "tax";
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::BeforeTax {}
    impl Sealed for super::AfterTax {}
    impl Sealed for super::TaxAmount {}
}

/// Whole smallest units (cents, yen) of a currency that the reader knows, of one tax basis. Adding
/// stops at the ends of `i128`, which 10¹⁹ of the largest stated amounts do not reach.
///
/// Amounts of one basis add up, and tax on an amount before tax gives one after tax:
///
/// ```
/// use headroom::units::{AfterTax, Amount, BeforeTax, TaxAmount};
/// let net = Amount::<BeforeTax>::from_minor(79_38);
/// let tax = Amount::<TaxAmount>::from_minor(10_32);
/// assert_eq!(net + tax, Amount::<AfterTax>::from_minor(89_70));
/// ```
///
/// What makes no sense does not compile:
///
/// ```compile_fail
/// use headroom::units::{AfterTax, Amount, BeforeTax};
/// let net = Amount::<BeforeTax>::from_minor(101_04);
/// let gross = Amount::<AfterTax>::from_minor(89_70);
/// let step = net - gross;
/// ```
///
/// ```compile_fail
/// use headroom::units::{AfterTax, Amount, BeforeTax};
/// let both = Amount::<BeforeTax>::from_minor(101_04) + Amount::<AfterTax>::from_minor(89_70);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount<B: AmountKind> {
    minor: i128,
    kind: PhantomData<B>,
}

impl<B: AmountKind> Amount<B> {
    /// Nothing.
    pub const ZERO: Self = Self::from_minor(0);

    /// From whole smallest units.
    pub const fn from_minor(minor: i128) -> Self {
        Self { minor, kind: PhantomData }
    }

    /// Rounded once, half away from zero, to the currency's smallest unit.
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Self {
        Self::from_minor(round_product(&[amount], currency.minor_digits()))
    }

    /// Whole smallest units.
    pub const fn minor(self) -> i128 {
        self.minor
    }

    /// In the currency's main unit, with all its minor digits; beyond 28 digits, the largest number.
    pub fn to_decimal(self, currency: Currency) -> Decimal {
        Decimal::try_from_i128_with_scale(self.minor, currency.minor_digits())
            .unwrap_or(if self.minor < 0 { Decimal::MIN } else { Decimal::MAX })
    }

    /// With all minor digits of the currency and no thousands separators: `430.50`, `-0.05`.
    pub fn show(self, currency: Currency) -> String {
        let digits = currency.minor_digits();
        let sign = if self.minor < 0 { "-" } else { "" };
        if digits == 0 {
            return self.minor.to_string();
        }
        let (unit, all) = (pow10(digits).unsigned_abs(), self.minor.unsigned_abs());
        format!("{sign}{}.{:0width$}", all / unit, all % unit, width = digits as usize)
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// So many of it.
    #[must_use]
    pub fn times(self, count: i128) -> Self {
        Self::from_minor(self.minor.saturating_mul(count))
    }
}

impl Amount<BeforeTax> {
    /// The same after its tax.
    pub fn with_tax(self, tax: Amount<TaxAmount>) -> Amount<AfterTax> {
        self + tax
    }
}

impl Amount<AfterTax> {
    /// The tax inside it, when so much is left before tax.
    pub fn tax_over(self, net: Amount<BeforeTax>) -> Amount<TaxAmount> {
        Amount::from_minor(self.minor.saturating_sub(net.minor))
    }

    /// What it costs when this much of its tax comes back.
    #[must_use]
    pub fn less_recovered(self, tax: Amount<TaxAmount>) -> Self {
        Self::from_minor(self.minor.saturating_sub(tax.minor))
    }
}

impl<B: AmountKind> Default for Amount<B> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<B: AmountKind> fmt::Debug for Amount<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.minor, B::WORDS)
    }
}

impl<B: AmountKind> Add for Amount<B> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_minor(self.minor.saturating_add(other.minor))
    }
}

impl Add<Amount<TaxAmount>> for Amount<BeforeTax> {
    type Output = Amount<AfterTax>;
    fn add(self, tax: Amount<TaxAmount>) -> Amount<AfterTax> {
        Amount::from_minor(self.minor.saturating_add(tax.minor))
    }
}

impl<B: AmountKind> AddAssign for Amount<B> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<B: AmountKind> Sub for Amount<B> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::from_minor(self.minor.saturating_sub(other.minor))
    }
}

impl<B: AmountKind> SubAssign for Amount<B> {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<B: AmountKind> Neg for Amount<B> {
    type Output = Self;
    fn neg(self) -> Self {
        Self::from_minor(self.minor.saturating_neg())
    }
}

impl<B: AmountKind> Sum for Amount<B> {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a, B: AmountKind> Sum<&'a Self> for Amount<B> {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

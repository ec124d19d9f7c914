//! How large a share is it?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::arith::{pow10, round_ratio};
use super::number::{decimal, decimals};
use super::wrong::{Wrong, from_text, quoted};

/// A share in hundredths, as written: `13 %`, `9.975 %`. From 0 to 1000, at most 8 decimals; whether
/// a tax of 900 % makes sense is judged later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(Decimal);

/// Decimals that a percentage may have.
const MOST_DECIMALS: u32 = 8;

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// All of it.
    pub const ALL: Self = Self(Decimal::ONE_HUNDRED);

    /// From hundredths (13 for 13 %); `None` outside 0 to 1000 or with more than 8 decimals.
    pub fn new(hundredths: Decimal) -> Option<Self> {
        let fits = (Decimal::ZERO..=Decimal::ONE_THOUSAND).contains(&hundredths);
        (fits && decimals(hundredths) <= MOST_DECIMALS).then_some(Self(hundredths))
    }

    /// The number before the sign: 13 for 13 %.
    pub fn hundredths(self) -> Decimal {
        self.0
    }

    /// 0.13 for 13 %.
    pub fn as_fraction(self) -> Decimal {
        self.rate().as_fraction()
    }

    /// This share of a number, exact as long as 28 digits hold it.
    pub fn of(self, whole: Decimal) -> Decimal {
        whole.checked_mul(self.as_fraction()).unwrap_or(Decimal::MAX)
    }

    /// Share in millionths, rounded half away from zero: 100,000 for 10 %.
    pub fn ppm(self) -> u32 {
        self.rate().of(1_000_000) as u32
    }

    /// The same in whole numbers, for arithmetic.
    pub fn rate(self) -> Rate {
        Rate::from_hundredths(self.0).unwrap_or(Rate::ZERO)
    }
}

impl FromStr for Percent {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let not = || {
            Wrong::new(format!("{} is not a percentage", quoted(text)))
                .hint("write a number and `%`, as `13 %`")
        };
        let number = text.trim().strip_suffix('%').ok_or_else(not)?;
        let number = decimal(number, not)?;
        if decimals(number) > MOST_DECIMALS {
            let message = format!("{} has more than {MOST_DECIMALS} decimals", quoted(text));
            return Err(Wrong::new(message));
        }
        Self::new(number).ok_or_else(|| {
            Wrong::new(format!("{} is out of range", quoted(text))).hint("0 % to 1000 % is allowed")
        })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

from_text!(Percent, "a percentage", "13 %");

/// A share as whole numbers, exact: 13 % is 13 / 10². May be negative, where something shrinks.
/// No trailing zeros, so that equal shares are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    numerator: i64,
    scale: u32,
}

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, scale: 0 };

    /// From hundredths (13 for 13 %); `None` where it has more digits than 18.
    pub fn from_hundredths(hundredths: Decimal) -> Option<Self> {
        let plain = hundredths.normalize();
        let (mut numerator, mut scale) = (plain.mantissa(), plain.scale() + 2);
        while scale > 0 && numerator % 10 == 0 {
            (numerator, scale) = (numerator / 10, scale - 1);
        }
        let numerator = i64::try_from(numerator).ok()?;
        (scale <= 18).then_some(Self { numerator, scale })
    }

    /// 13 of 13 / 10².
    pub fn numerator(self) -> i64 {
        self.numerator
    }

    /// 2 of 13 / 10²; 0 to 18.
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// 100 of 13 / 10².
    pub fn denominator(self) -> i128 {
        pow10(self.scale)
    }

    /// This share of a whole number, rounded half away from zero.
    pub fn of(self, whole: i128) -> i128 {
        round_ratio(whole.saturating_mul(i128::from(self.numerator)), self.denominator())
    }

    /// 0.13 for 13 %.
    pub fn as_fraction(self) -> Decimal {
        Decimal::new(self.numerator, self.scale)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }
}

impl From<Percent> for Rate {
    fn from(percent: Percent) -> Self {
        percent.rate()
    }
}

/// `13 %`, `9.975 %`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.as_fraction().checked_mul(Decimal::ONE_HUNDRED);
        write!(f, "{} %", hundredths.unwrap_or_default().normalize())
    }
}

/// A share that is added or, with a minus, taken off: `5 %`, `-20 %`. To 1000 % either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedPercent {
    size: Percent,
    negative: bool,
}

impl SignedPercent {
    /// The same in whole numbers, for arithmetic.
    pub fn rate(self) -> Rate {
        let Rate { numerator, scale } = self.size.rate();
        Rate { numerator: if self.negative { -numerator } else { numerator }, scale }
    }
}

impl FromStr for SignedPercent {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let size = text.strip_prefix(['-', '−']);
        let (size, negative) = size.map_or((text, false), |size| (size, true));
        Ok(Self { size: size.parse()?, negative })
    }
}

impl fmt::Display for SignedPercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.negative { "-" } else { "" }, self.size)
    }
}

from_text!(SignedPercent, "a percentage", "5 %");

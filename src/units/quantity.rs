//! How much of a resource: bytes, a count, or a share?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de};

use super::arith::round_product;
use super::number::{decimal, decimals};
use super::wrong::{Wrong, from_text, quoted};
use super::{Percent, Size};

/// An amount of any resource: `64 GiB`, or a bare number for what is counted. Counts go from 0 to
/// 10¹² and have at most three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Of memory, disk or backup space.
    Bytes(Size),
    /// Of threads, addresses, users.
    Count(Decimal),
}

/// The largest count.
const MOST: i64 = 1_000_000_000_000;

impl Quantity {
    /// What the engine counts in: bytes, or thousandths of a count.
    pub fn level(self) -> i128 {
        match self {
            Self::Bytes(size) => size.bytes(),
            Self::Count(count) => round_product(&[count], 3),
        }
    }

    /// The size, where it is one.
    pub fn size(self) -> Option<Size> {
        match self {
            Self::Bytes(size) => Some(size),
            Self::Count(_) => None,
        }
    }

    /// The count, where it is one.
    pub fn count(self) -> Option<Decimal> {
        match self {
            Self::Bytes(_) => None,
            Self::Count(count) => Some(count),
        }
    }

    fn counted(count: Decimal, given: &str) -> Result<Self, Wrong> {
        let fits = count.abs() <= Decimal::from(MOST) && decimals(count) <= 3;
        match (count.is_sign_negative() && !count.is_zero(), fits) {
            (false, true) => Ok(Self::Count(count)),
            (true, _) => Err(Wrong::new(format!("{} is less than nothing", quoted(given)))
                .hint("counts begin at 0")),
            (false, false) => Err(Wrong::new(format!("{} is not a count", quoted(given)))
                .hint("counts go up to 10¹², with at most three decimals")),
        }
    }
}

impl FromStr for Quantity {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        if text.trim().ends_with(|c: char| c.is_alphabetic()) {
            return text.parse().map(Self::Bytes);
        }
        let not = || {
            Wrong::new(format!("{} is neither a size nor a count", quoted(text)))
                .hint("write `64 GiB`, or a number for what is counted")
        };
        Self::counted(decimal(text, not)?, text)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(size) => size.fmt(f),
            Self::Count(count) => count.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Any;
        impl de::Visitor<'_> for Any {
            type Value = Quantity;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a size as `\"64 GiB\"`, or a count as `4`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, count: u64) -> Result<Quantity, E> {
                Quantity::counted(count.into(), &count.to_string()).map_err(E::custom)
            }
            fn visit_i64<E: de::Error>(self, count: i64) -> Result<Quantity, E> {
                Quantity::counted(count.into(), &count.to_string()).map_err(E::custom)
            }
            /// By its shortest text, so that 0.1 is a tenth.
            fn visit_f64<E: de::Error>(self, count: f64) -> Result<Quantity, E> {
                self.visit_str(&count.to_string())
            }
        }
        source.deserialize_any(Any)
    }
}

/// How much of something is in use, or kept back: a quantity, or a share of what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    /// So many bytes, or pieces.
    Of(Quantity),
    /// So much of the whole.
    Share(Percent),
}

impl Use {
    /// The level, when the whole has so much; shares are rounded half away from zero.
    pub fn level_of(self, whole: i128) -> i128 {
        match self {
            Self::Of(quantity) => quantity.level(),
            Self::Share(share) => share.rate().of(whole),
        }
    }
}

impl FromStr for Use {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        if text.trim().ends_with('%') {
            return text.parse().map(Self::Share);
        }
        text.parse().map(Self::Of)
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(quantity) => quantity.fmt(f),
            Self::Share(share) => share.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Use {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Any;
        impl de::Visitor<'_> for Any {
            type Value = Use;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a size as `\"64 GiB\"`, a share as `\"82 %\"`, or a count as `4`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Use, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, count: u64) -> Result<Use, E> {
                self.visit_str(&count.to_string())
            }
            fn visit_i64<E: de::Error>(self, count: i64) -> Result<Use, E> {
                self.visit_str(&count.to_string())
            }
            fn visit_f64<E: de::Error>(self, count: f64) -> Result<Use, E> {
                self.visit_str(&count.to_string())
            }
        }
        source.deserialize_any(Any)
    }
}

/// By how much something is made larger, or smaller: `+5 %`, `-20 GB`, `2`. Shares go from −100 % to
/// 1000 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct By {
    /// Whether it is made smaller.
    pub less: bool,
    /// By how much.
    pub amount: Use,
}

impl FromStr for By {
    type Err = Wrong;

    fn from_str(given: &str) -> Result<Self, Wrong> {
        let text = given.trim();
        let (less, rest) = match (text.strip_prefix(['-', '−']), text.strip_prefix('+')) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => (false, text),
        };
        let amount: Use = rest.trim().parse()?;
        let all = matches!(amount, Use::Share(share) if less && share > Percent::ALL);
        if all {
            return Err(Wrong::new(format!("{} is more than all of it", quoted(given)))
                .hint("at most `-100 %` can be taken away"));
        }
        Ok(Self { less, amount })
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.less { '-' } else { '+' }, self.amount)
    }
}

from_text!(By, "a change", "+5 %");

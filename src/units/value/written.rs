//! What did somebody write down: a figure of which unit, to how many digits, and how sure?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de};

use super::Unit;
use crate::units::money::Figure;
use crate::units::number::{decimal, one_blank, split};
use crate::units::wrong::{Wrong, quoted};
use crate::units::{Currency, Day, Money, Month};

/// A figure of any unit as written, its digits kept: `177.32 CAD before tax`, `2682 GB`, `6 months`,
/// `82 %`, `1250`, `about 6 months`, `5..6 TB`, `2027-07-01`, `2027-07`, `unknown`.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// A day.
    Day(Day),
    /// Some day of a month.
    Month(Month),
    /// A number with its unit.
    Amount {
        /// How much, and how sure.
        figure: Figure,
        /// What it counts.
        unit: Unit,
    },
}

impl Written {
    /// The same with another number.
    #[must_use]
    pub fn with(&self, number: Decimal) -> Self {
        match self {
            Self::Amount { unit, .. } => {
                Self::Amount { figure: Figure::Exact(number), unit: unit.clone() }
            }
            Self::Day(_) | Self::Month(_) => self.clone(),
        }
    }

    /// Its currency, where it is money.
    pub fn currency(&self) -> Option<Currency> {
        match self {
            Self::Amount { unit, .. } => unit.currency,
            Self::Day(_) | Self::Month(_) => None,
        }
    }

    /// As an amount of money, where it is one.
    pub fn money(&self) -> Option<Money> {
        match self {
            Self::Amount { figure: Figure::Unknown { ceiling: None }, .. } => Some(Money::UNKNOWN),
            Self::Amount { figure, unit } if unit.dims == super::Dims::MONEY => {
                Some(Money { figure: *figure, currency: unit.currency, basis: unit.basis })
            }
            Self::Amount { .. } | Self::Day(_) | Self::Month(_) => None,
        }
    }
}

impl From<Money> for Written {
    fn from(money: Money) -> Self {
        let unit = money.currency.map_or_else(Unit::bare, |c| Unit::money(c, money.basis));
        Self::Amount { figure: money.figure, unit }
    }
}

impl FromStr for Written {
    type Err = Wrong;

    fn from_str(given: &str) -> Result<Self, Wrong> {
        let text = one_blank(given);
        let lower = text.to_ascii_lowercase(); // as long as `text`, byte by byte
        if lower.starts_with("unknown") {
            return text.parse().map(|money: Money| money.into());
        }
        let dashes = text.bytes().filter(|b| *b == b'-').count();
        let dated = text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            && text.starts_with(|c: char| c.is_ascii_digit());
        match dashes {
            2 if dated => return text.parse().map(Self::Day),
            1 if dated => return text.parse().map(Self::Month),
            _ => {}
        }
        let about = lower.strip_prefix("about ").map(|rest| &text[text.len() - rest.len()..]);
        let (figure, unit) = amount(about.unwrap_or(&text), given)?;
        let figure = match (about, figure) {
            (Some(_), Figure::Exact(number)) => Figure::About(number),
            (Some(_), _) => {
                return Err(Wrong::new(format!("{} says `about` of a range", quoted(given)))
                    .hint("write either of them"));
            }
            (None, figure) => figure,
        };
        Ok(Self::Amount { figure, unit })
    }
}

fn amount(text: &str, given: &str) -> Result<(Figure, Unit), Wrong> {
    let not = || {
        Wrong::new(format!("{} is no figure", quoted(given))).hint(
            "write a number with its unit, as `177.32 CAD before tax`, `2682 GB`, `6 months`, `82 %`, or a day",
        )
    };
    let (low, rest) = match text.split_once("..") {
        Some((low, rest)) => (Some(decimal(low, not)?), rest.trim_start()),
        None => (None, text),
    };
    let (number, unit) = split(rest);
    if number.is_empty() {
        // What money has to say of `CAD 16` and `16 CAD gross` is said by money.
        let why =
            text.parse::<Money>().err().filter(|_| text.contains(|c: char| c.is_ascii_digit()));
        return Err(why.unwrap_or_else(not));
    }
    let high = decimal(number, not)?;
    let unit = Unit::read(unit, given)?;
    if unit.dims == super::Dims::MONEY {
        let plain = low.map_or_else(String::new, |low| format!("{low}.."));
        format!("{plain}{high} {}", unit.name()).parse::<Money>()?; // its limits are kept here too
    }
    match low {
        None => Ok((Figure::Exact(high), unit)),
        Some(low) if low <= high => Ok((Figure::Range { low, high }, unit)),
        Some(low) => Err(Wrong::new(format!("{} ends below where it begins", quoted(given)))
            .hint(format!("write `{high}..{low} {unit}`"))),
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (figure, unit) = match self {
            Self::Day(day) => return day.fmt(f),
            Self::Month(month) => return month.fmt(f),
            Self::Amount { figure, unit } => (figure, unit),
        };
        match figure {
            Figure::Exact(amount) => write!(f, "{amount}")?,
            Figure::About(amount) => write!(f, "about {amount}")?,
            Figure::Range { low, high } => write!(f, "{low}..{high}")?,
            Figure::Unknown { ceiling: Some(most) } => write!(f, "unknown, at most {most}")?,
            Figure::Unknown { ceiling: None } => return f.write_str("unknown"),
        }
        if unit.name().is_empty() { Ok(()) } else { write!(f, " {unit}") }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Any;
        impl de::Visitor<'_> for Any {
            type Value = Written;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a figure, as `\"177.32 CAD before tax\"`, `\"6 months\"` or `\"1250\"`",
                )
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Written, E> {
                self.visit_str(&number.to_string())
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Written, E> {
                self.visit_str(&number.to_string())
            }
            /// By its shortest text, so that 0.1 is a tenth.
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Written, E> {
                self.visit_str(&number.to_string())
            }
        }
        source.deserialize_any(Any)
    }
}

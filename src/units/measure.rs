//! How much is metered, and by what is it counted?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::Size;
use super::arith::round_product;
use super::number::{decimal, decimals, split};
use super::size::SizeUnit;
use super::wrong::{Wrong, from_text, quoted};

/// An amount that a meter counts, as written: `800 GB`, `120 h`, `5000 requests`, `25`. A unit alone
/// is one of it: `TB`, `h`, `user`. From 0 to 10¹⁸ bytes, or to 10¹² hours or pieces with at most
/// three decimals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    level: i128,
    number: Option<Decimal>,
    unit: MeasureUnit,
}

/// What a [`Measure`] is counted in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MeasureUnit {
    /// Bytes, in this unit.
    Size(SizeUnit),
    /// Hours.
    Hour,
    /// Pieces, by what people call them; empty where they did not say.
    Piece(String),
}

impl MeasureUnit {
    /// As written: `TB`, `h`, `requests`.
    pub fn name(&self) -> &str {
        match self {
            Self::Size(unit) => unit.name(),
            Self::Hour => "h",
            Self::Piece(name) => name,
        }
    }

    /// Whether both count the same kind of thing: bytes, hours or pieces.
    pub fn is_like(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Size(_), Self::Size(_))
                | (Self::Hour, Self::Hour)
                | (Self::Piece(_), Self::Piece(_))
        )
    }

    /// Of how many bytes, or thousandths, one consists.
    pub fn level(&self) -> i128 {
        match self {
            Self::Size(unit) => i128::from(unit.bytes()),
            Self::Hour | Self::Piece(_) => 1_000,
        }
    }
}

/// The largest count of hours or pieces.
const MOST: i64 = 1_000_000_000_000;

impl Measure {
    /// Bytes, or thousandths of an hour or a piece.
    pub fn level(&self) -> i128 {
        self.level
    }

    /// What it is counted in.
    pub fn unit(&self) -> &MeasureUnit {
        &self.unit
    }

    /// How many of its unit; 1 where only the unit was written.
    pub fn number(&self) -> Decimal {
        self.number.unwrap_or(Decimal::ONE)
    }

    fn counted(number: Option<Decimal>, unit: MeasureUnit, given: &str) -> Result<Self, Wrong> {
        let count = number.unwrap_or(Decimal::ONE);
        if count.is_sign_negative() && !count.is_zero() {
            return Err(Wrong::new(format!("{} is less than nothing", quoted(given)))
                .hint("what is metered begins at 0"));
        }
        if count > Decimal::from(MOST) || decimals(count) > 3 {
            return Err(Wrong::new(format!("{} cannot be counted", quoted(given)))
                .hint("counts go up to 10¹², with at most three decimals"));
        }
        Ok(Self { level: round_product(&[count], 3), number, unit })
    }
}

impl FromStr for Measure {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let (number, unit) = split(text);
        let not = || {
            Wrong::new(format!("{} is nothing that a meter counts", quoted(text)))
                .hint("write a number and a unit, as `800 GB`, `120 h` or `5000 requests`")
        };
        if number.is_empty() && unit.is_empty() || text.contains("..") {
            return Err(not());
        }
        if unit.chars().any(|c| c.is_control() || c.is_ascii_digit()) {
            return Err(not());
        }
        let count = if number.is_empty() { None } else { Some(decimal(number, not)?) };
        if let Some(size) = SizeUnit::named(unit) {
            let written: Size = format!("{} {size}", count.unwrap_or(Decimal::ONE)).parse()?;
            return Ok(Self {
                level: written.bytes(),
                number: count,
                unit: MeasureUnit::Size(size),
            });
        }
        let unit = match unit.to_lowercase().as_str() {
            "h" | "hour" | "hours" => MeasureUnit::Hour,
            _ => MeasureUnit::Piece(unit.to_owned()),
        };
        Self::counted(count, unit, text)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.unit.name()) {
            (Some(number), "") => number.fmt(f),
            (Some(number), unit) => write!(f, "{number} {unit}"),
            (None, unit) => f.write_str(unit),
        }
    }
}

from_text!(Measure, "an amount with its unit", "800 GB");

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn level(text: &str) -> i128 {
        let measure: Measure = text.parse().expect("a measure");
        assert_eq!(measure.to_string(), text);
        measure.level()
    }

    #[test]
    fn what_is_written_is_kept_and_counted_in_bytes_or_thousandths() {
        assert_eq!(level("800 GB"), 800_000_000_000);
        assert_eq!(level("TB"), 1_000_000_000_000);
        assert_eq!(level("100 GiB"), 100 << 30);
        assert_eq!(level("1.5 h"), 1_500);
        assert_eq!(level("5000 requests"), 5_000_000);
        assert_eq!(level("25"), 25_000);
        assert_eq!(level("user"), 1_000);
    }

    #[test]
    fn what_no_meter_counts_is_refused() {
        for text in ["", "-1 h", "1..2 GB", "1000000000001", "0.0001 h", "-5 GB"] {
            assert!(text.parse::<Measure>().is_err(), "{text}");
        }
    }
}

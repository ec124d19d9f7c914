//! How fast does it grow?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::Rate;
use super::arith::round_product;
use super::number::{decimal, decimals, one_blank, split};
use super::size::{SizeUnit, bytes_of};
use super::wrong::{Wrong, from_text, quoted};

/// A growth as declared: `1 % per month` (compounds), `12 % per year straight-line`, `5 GB per week`,
/// `10 per month` of a count; a range `0..2 % per month`.
///
/// Percentages from −100 to 1000, sizes up to ±10¹⁸ bytes, counts up to ±10¹², each with at most six
/// decimals (counts: three).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Growth {
    low: Decimal,
    high: Decimal,
    kind: GrowthKind,
    per: Per,
}

/// What a [`Growth`] adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrowthKind {
    /// A percentage of what there is by then.
    Compound,
    /// A percentage of what there was at the start, each time the same.
    StraightLine,
    /// A size, written in this unit.
    Bytes(SizeUnit),
    /// A count.
    Count,
}

/// How often a [`Growth`] adds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Per {
    /// Every day.
    Day,
    /// Every seven days.
    Week,
    /// Every calendar month.
    Month,
    /// Every twelve months.
    Year,
}

impl Per {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// `month`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// One reading of a [`Growth`], in whole numbers: what is added each period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// This share of what there is by then.
    Compound(Rate),
    /// This share of what there was at the start.
    StraightLine(Rate),
    /// Bytes, or thousandths of a count.
    Level(i128),
}

impl Growth {
    /// What it adds.
    pub fn kind(self) -> GrowthKind {
        self.kind
    }

    /// How often.
    pub fn per(self) -> Per {
        self.per
    }

    /// Whether it has two ends; a single rate has no cautious reading.
    pub fn is_range(self) -> bool {
        self.low != self.high
    }

    /// The lower end.
    pub fn low(self) -> Step {
        self.step(self.low)
    }

    /// The middle.
    pub fn expected(self) -> Step {
        // At most ten to the 18th with six decimals: neither sum nor half can overflow.
        self.step((self.low + self.high) / Decimal::TWO)
    }

    /// The upper end.
    pub fn cautious(self) -> Step {
        self.step(self.high)
    }

    /// Whether it adds nothing, whatever the reading.
    pub fn is_zero(self) -> bool {
        self.low.is_zero() && self.high.is_zero()
    }

    /// Number of the lower and the upper end, as written: 0 and 2 of `0..2 % per month`.
    pub fn written(self) -> (Decimal, Decimal) {
        (self.low, self.high)
    }

    fn step(self, number: Decimal) -> Step {
        let rate = || Rate::from_hundredths(number).unwrap_or(Rate::ZERO);
        match self.kind {
            GrowthKind::Compound => Step::Compound(rate()),
            GrowthKind::StraightLine => Step::StraightLine(rate()),
            GrowthKind::Bytes(unit) => Step::Level(bytes_of(number, unit)),
            GrowthKind::Count => Step::Level(round_product(&[number], 3)),
        }
    }
}

impl FromStr for Growth {
    type Err = Wrong;

    fn from_str(given: &str) -> Result<Self, Wrong> {
        let not = || {
            Wrong::new(format!("{} is not a growth", quoted(given))).hint(
                "write `1 % per month`, `12 % per year straight-line`, `5 GB per week` or a range",
            )
        };
        let text = one_blank(given);
        let (what, every) = text.split_once(" per ").ok_or_else(not)?;
        let every = every.to_ascii_lowercase();
        let (every, straight) = match every.strip_suffix(" straight-line") {
            Some(every) => (every, true),
            None => (every.as_str(), false),
        };
        let per = Per::ALL.into_iter().find(|per| per.name() == every).ok_or_else(|| {
            not().hint("growth is per `day`, `week`, `month` or `year`; `straight-line` comes last")
        })?;
        let (low, rest) = match what.split_once("..") {
            Some((low, rest)) => (Some(decimal(low, not)?), rest),
            None => (None, what),
        };
        let (high, unit) = split(rest);
        let high = decimal(high, not)?;
        let kind = match unit {
            "%" if straight => GrowthKind::StraightLine,
            "%" => GrowthKind::Compound,
            _ if straight => {
                return Err(not().hint("only a percentage can be straight-line; a size always is"));
            }
            "" => GrowthKind::Count,
            unit => GrowthKind::Bytes(SizeUnit::named(unit).ok_or_else(not)?),
        };
        let low = low.unwrap_or(high);
        allowed(low, kind, given)?;
        allowed(high, kind, given)?;
        if low > high {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            return Err(Wrong::new(format!("{} ends below where it begins", quoted(given)))
                .hint(format!("write `{high}..{low}{unit} per {}`", per.name())));
        }
        Ok(Self { low, high, kind, per })
    }
}

fn allowed(number: Decimal, kind: GrowthKind, given: &str) -> Result<(), Wrong> {
    let (fits, most_decimals, range) = match kind {
        GrowthKind::Compound | GrowthKind::StraightLine => {
            let fits = (-Decimal::ONE_HUNDRED..=Decimal::ONE_THOUSAND).contains(&number);
            (fits, 6, "-100 % to 1000 % is allowed")
        }
        GrowthKind::Bytes(unit) => {
            let fits = bytes_of(number, unit).abs() <= 1_000_000_000_000_000_000;
            (fits, 6, "sizes go up to 1000 PB")
        }
        GrowthKind::Count => {
            let fits = number.abs() <= Decimal::from(1_000_000_000_000_i64);
            (fits, 3, "counts go up to 10¹²")
        }
    };
    if !fits {
        return Err(Wrong::new(format!("{} is out of range", quoted(given))).hint(range));
    }
    if decimals(number) > most_decimals {
        let message = format!("{} has more than {most_decimals} decimals", quoted(given));
        return Err(Wrong::new(message));
    }
    Ok(())
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_range() {
            write!(f, "{}..", self.low)?;
        }
        write!(f, "{}", self.high)?;
        match self.kind {
            GrowthKind::Compound | GrowthKind::StraightLine => f.write_str(" %")?,
            GrowthKind::Bytes(unit) => write!(f, " {unit}")?,
            GrowthKind::Count => {}
        }
        write!(f, " per {}", self.per.name())?;
        if self.kind == GrowthKind::StraightLine { f.write_str(" straight-line") } else { Ok(()) }
    }
}

from_text!(Growth, "a growth", "1 % per month");

//! How long, and from when until when?

use std::fmt;
use std::str::FromStr;

use super::number::split;
use super::wrong::{Wrong, from_text, quoted};
use super::{Day, plural};

/// A length of time as a person says it: `24 h`, `3 days`, `2 weeks`, `1 month`, `1 year`.
/// Whole numbers only, from 0 up to 876,600 hours, 36,525 days or 1,200 months (a hundred years).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    count: u32,
    unit: SpanUnit,
}

/// What a [`Span`] is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// 24 make a day.
    Hour,
    /// A calendar day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month, of whatever length.
    Month,
    /// Twelve months.
    Year,
}

impl SpanUnit {
    /// The most of it that a span may have.
    pub fn most(self) -> u32 {
        match self {
            Self::Hour => 876_600,
            Self::Day => 36_525,
            Self::Week => 5_217,
            Self::Month => 1_200,
            Self::Year => 100,
        }
    }

    /// Its name for one of it: `month`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "h" | "hour" | "hours" => Self::Hour,
            "d" | "day" | "days" => Self::Day,
            "w" | "week" | "weeks" => Self::Week,
            "month" | "months" => Self::Month,
            "y" | "year" | "years" => Self::Year,
            _ => return None,
        })
    }
}

impl Span {
    /// `None` where it is longer than a hundred years.
    pub fn new(count: u32, unit: SpanUnit) -> Option<Self> {
        (count <= unit.most()).then_some(Self { count, unit })
    }

    /// So many days; a hundred years at most.
    pub fn days(count: u32) -> Self {
        Self { count: count.min(SpanUnit::Day.most()), unit: SpanUnit::Day }
    }

    /// So many months; a hundred years at most.
    pub fn months(count: u32) -> Self {
        Self { count: count.min(SpanUnit::Month.most()), unit: SpanUnit::Month }
    }

    /// How many of its unit.
    pub fn count(self) -> u32 {
        self.count
    }

    /// What it is counted in.
    pub fn unit(self) -> SpanUnit {
        self.unit
    }

    /// Whether it has no length.
    pub fn is_zero(self) -> bool {
        self.count == 0
    }

    /// Months, where it is months or years.
    pub fn in_months(self) -> Option<u32> {
        match self.unit {
            SpanUnit::Month => Some(self.count),
            SpanUnit::Year => Some(self.count * 12),
            SpanUnit::Hour | SpanUnit::Day | SpanUnit::Week => None,
        }
    }

    /// Days, where it is hours (rounded up to whole days), days or weeks.
    pub fn in_days(self) -> Option<i64> {
        match self.unit {
            SpanUnit::Hour => Some(i64::from(self.count.div_ceil(24))),
            SpanUnit::Day => Some(i64::from(self.count)),
            SpanUnit::Week => Some(i64::from(self.count) * 7),
            SpanUnit::Month | SpanUnit::Year => None,
        }
    }

    /// Hours, where it is hours.
    pub fn in_hours(self) -> Option<u32> {
        (self.unit == SpanUnit::Hour).then_some(self.count)
    }

    /// As in a sentence: `1 month`, `24 hours`.
    pub fn words(self) -> String {
        plural(i128::from(self.count), self.unit.name())
    }
}

impl FromStr for Span {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let not = || {
            Wrong::new(format!("{} is not a length of time", quoted(text)))
                .hint("write a whole number and a unit, as `24 h`, `3 days` or `1 month`")
        };
        let (number, unit) = split(text);
        if unit.eq_ignore_ascii_case("m") {
            return Err(not().hint("`m` can be minutes or months: write `month`"));
        }
        let unit = SpanUnit::named(unit).ok_or_else(not)?;
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(not());
        }
        let longer = || {
            let most = plural(i128::from(unit.most()), unit.name());
            Wrong::new(format!("{} is longer than can be planned", quoted(text)))
                .hint(format!("at most {most}"))
        };
        let count = number.parse().map_err(|_too_large| longer())?;
        Self::new(count, unit).ok_or_else(longer)
    }
}

/// Hours as `24 h`, the rest in words: `1 month`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            SpanUnit::Hour => write!(f, "{} h", self.count),
            _ => f.write_str(&self.words()),
        }
    }
}

from_text!(Span, "a length of time", "1 month");

/// Days from one until before another: `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// First day inside.
    pub from: Day,
    /// First day no longer inside; `None`: it does not end.
    pub until: Option<Day>,
}

impl DayRange {
    /// From a day until before another.
    pub fn new(from: Day, until: Day) -> Self {
        Self { from, until: Some(until) }
    }

    /// From a day on.
    pub fn since(from: Day) -> Self {
        Self { from, until: None }
    }

    /// Whether the day lies inside.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether no day lies inside.
    pub fn is_empty(self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }

    /// How many days lie inside; `None` where it does not end.
    pub fn days(self) -> Option<i64> {
        self.until.map(|until| self.from.days_until(until).max(0))
    }

    /// The days in both; `None` where there are none.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let both = Self { from: self.from.max(other.from), until };
        (!both.is_empty()).then_some(both)
    }

    /// How many days are in both; two that do not end share those until [`Day::LAST`].
    pub fn overlap_days(self, other: Self) -> i64 {
        self.intersect(other)
            .map_or(0, |both| both.from.days_until(both.until.unwrap_or(Day::LAST)))
    }
}

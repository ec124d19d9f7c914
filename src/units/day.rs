//! Which day is it, so many days or months from another?

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};

use super::wrong::{Wrong, from_text, quoted};
use super::{Month, Span, plural};

/// A calendar day, kept as a number of days (1 is 0001-01-01), so that comparing is cheap.
///
/// Read and printed as `2021-06-19`; what is read lies in the years 1900 to 2200. Arithmetic stays
/// between [`Day::FIRST`] and [`Day::LAST`]: beyond, it gives the end itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Years that may be written.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// Years of [`Day::FIRST`] and [`Day::LAST`].
const KEPT_YEARS: std::ops::RangeInclusive<i64> = 1800..=2400;

impl Day {
    /// 1800-01-01, where arithmetic stops.
    pub const FIRST: Self = Self(657_072);
    /// 2400-12-31, where arithmetic stops: a hundred years' span fits behind every day that is read.
    pub const LAST: Self = Self(876_582);

    /// `None` where the calendar has no such day, or outside 1800 to 2400.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let day = Self(NaiveDate::from_ymd_opt(year, month, day)?.num_days_from_ce());
        (Self::FIRST..=Self::LAST).contains(&day).then_some(day)
    }

    /// The same as [`str::parse`]: an ISO date, as `2021-06-19`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        text.parse()
    }

    /// From days since 0001-01-01, which is 1; beyond the ends, the end.
    pub fn from_number(number: i64) -> Self {
        let number = number.clamp(i64::from(Self::FIRST.0), i64::from(Self::LAST.0));
        Self(number as i32)
    }

    /// Days since 0001-01-01, which is 1.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// For libraries that draw or print dates.
    #[expect(clippy::missing_panics_doc, reason = "it cannot: the invariant stands in `expect`")]
    pub fn naive(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0)
            .expect("a day lies between 1800 and 2400, which chrono covers")
    }

    /// As the calendar says: 2021.
    pub fn year(self) -> i32 {
        self.naive().year()
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.naive().month()
    }

    /// 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.naive().day()
    }

    /// The calendar month that it lies in.
    pub fn month_of(self) -> Month {
        Month::of(self)
    }

    /// Length of its month: 28 to 31.
    pub fn days_in_month(self) -> u32 {
        self.month_of().days()
    }

    /// Monday to Sunday.
    pub fn weekday(self) -> Weekday {
        self.naive().weekday()
    }

    /// So many days later, or earlier where negative.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }

    /// So many months later, or earlier where negative: the same day number, or the month's last day
    /// where that is missing. Counted from this day itself: 31 January, 28 February, 31 March.
    #[expect(clippy::missing_panics_doc, reason = "it cannot: the invariant stands in `expect`")]
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let here = self.naive();
        let count = i64::from(here.year()) * 12 + i64::from(here.month0()) + i64::from(months);
        let year = count.div_euclid(12);
        if year < *KEPT_YEARS.start() {
            return Self::FIRST;
        }
        if year > *KEPT_YEARS.end() {
            return Self::LAST;
        }
        let (year, month) = (year as i32, count.rem_euclid(12) as u32 + 1);
        Self::new(year, month, here.day().min(days_of(year, month)))
            .expect("years were checked, and the day number fits the month")
    }

    /// A span later. Hours count as whole days, rounded up: 24 h is one day, 25 h are two.
    #[must_use]
    pub fn plus(self, span: Span) -> Self {
        match span.in_months() {
            Some(months) => self.plus_months(months as i32),
            None => self.plus_days(span.in_days().unwrap_or(0)),
        }
    }

    /// A span earlier, counted as in [`Day::plus`].
    #[must_use]
    pub fn minus(self, span: Span) -> Self {
        match span.in_months() {
            Some(months) => self.plus_months(-(months as i32)),
            None => self.plus_days(-span.in_days().unwrap_or(0)),
        }
    }

    /// Days from here to the other; negative where that lies before.
    pub fn days_until(self, other: Self) -> i64 {
        other.number() - self.number()
    }

    /// As in a sentence: `19 May 2021`.
    pub fn words(self) -> String {
        format!("{} {}", self.words_short(), self.year())
    }

    /// Where the year is clear: `19 May`.
    pub fn words_short(self) -> String {
        format!("{} {}", self.day_of_month(), self.month_of().name())
    }
}

/// The `n`th billing day after the anchor (0 is the anchor): always counted from the anchor itself.
pub fn nth_month(anchor: Day, n: i32) -> Day {
    anchor.plus_months(n)
}

/// Billing days: the anchor, then every so many months (0 counts as 1), until [`Day::LAST`].
pub fn billing_days(anchor: Day, every_months: u32) -> impl Iterator<Item = Day> {
    let step = every_months.clamp(1, 12_000) as i32;
    (0..)
        .map(move |n: i32| anchor.plus_months(n.saturating_mul(step)))
        .take_while(|d| *d < Day::LAST)
}

/// Days of a month; 0 where there is no such month.
pub(super) fn days_of(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Year, month and day of a text in digits; widths are not looked at.
fn numbers(text: &str) -> Option<(i32, u32, u32)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |t: &str, most| t.len() <= most && t.bytes().all(|b| b.is_ascii_digit());
    let shaped = year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2);
    if !shaped || parts.next().is_some() {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Where a year may not be written.
pub(super) fn year_outside(text: &str, year: i32) -> Option<Wrong> {
    let (first, last) = (YEARS.start(), YEARS.end());
    (!YEARS.contains(&year)).then(|| {
        Wrong::new(format!("{} is too far away", quoted(text)))
            .hint(format!("years from {first} to {last} can be planned"))
    })
}

impl FromStr for Day {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let not = |why: &str| Wrong::new(format!("{} is not a day{why}", quoted(text)));
        let Some((year, month, day)) = numbers(text) else {
            return Err(not("").hint("days are written year-month-day, as `2021-06-19`"));
        };
        if text.len() != 10 {
            let full = format!("{year:04}-{month:02}-{day:02}");
            return Err(not("").hint(format!("write month and day with two digits: `{full}`")));
        }
        if !(1..=12).contains(&month) {
            return Err(not(&format!(": there is no month {month}")));
        }
        if let Some(outside) = year_outside(text, year) {
            return Err(outside);
        }
        Self::new(year, month, day).ok_or_else(|| {
            let name = Month::new(year, month).map(Month::words).unwrap_or_default();
            not(&format!(": {name} has {}", plural(i128::from(days_of(year, month)), "day")))
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Beyond the ends, the end.
impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self::from_number(i64::from(date.num_days_from_ce()))
    }
}

from_text!(Day, "a day", "2021-06-19");

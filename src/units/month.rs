//! Which days belong to a calendar month?

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;

use super::Day;
use super::day::{days_of, year_outside};
use super::wrong::{Wrong, from_text, quoted};

/// A calendar month, written `2021-05`; what is read lies in the years 1900 to 2200.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Month {
    /// `None` unless `month` is 1 to 12 and the year 1800 to 2400.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        Day::new(year, month, 1).map(|_exists| Self { year, month })
    }

    /// The month that a day lies in.
    pub fn of(day: Day) -> Self {
        let date = day.naive();
        Self { year: date.year(), month: date.month() }
    }

    /// As the calendar says: 2021.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// 28 to 31.
    pub fn days(self) -> u32 {
        days_of(self.year, self.month)
    }

    /// Its 1st.
    #[expect(clippy::missing_panics_doc, reason = "it cannot: the invariant stands in `expect`")]
    pub fn first(self) -> Day {
        Day::new(self.year, self.month, 1).expect("a month that exists has a 1st")
    }

    /// The first day after it.
    pub fn until(self) -> Day {
        self.first().plus_days(i64::from(self.days()))
    }

    /// So many months later, or earlier where negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self::of(self.first().plus_months(months))
    }

    /// Months from here to the other; negative where that lies before.
    pub fn months_until(self, other: Self) -> i32 {
        (other.year - self.year) * 12 + other.month as i32 - self.month as i32
    }

    /// `May`.
    pub fn name(self) -> &'static str {
        NAMES[self.month as usize - 1]
    }

    /// `May 2021`.
    pub fn words(self) -> String {
        format!("{} {}", self.name(), self.year)
    }
}

impl FromStr for Month {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let not = |why: &str| Wrong::new(format!("{} is not a month{why}", quoted(text)));
        let numbers = text.split_once('-').and_then(|(year, month)| {
            let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
            let shaped = year.len() == 4 && month.len() == 2 && digits(year) && digits(month);
            shaped.then_some((year.parse::<i32>().ok()?, month.parse::<u32>().ok()?))
        });
        let Some((year, month)) = numbers else {
            return Err(not("").hint("months are written year-month, as `2021-05`"));
        };
        if let Some(outside) = year_outside(text, year) {
            return Err(outside);
        }
        Self::new(year, month).ok_or_else(|| not(&format!(": there is no month {month}")))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

from_text!(Month, "a month", "2021-05");

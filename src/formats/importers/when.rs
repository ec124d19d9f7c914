//! At which day and time was it measured?

use crate::units::Day;

/// Seconds of a day.
const DAY: i64 = 86_400;
/// What [`Day::number`] says of 1970-01-01.
const EPOCH: i64 = 719_163;
/// First and last year in which anything was measured.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// A day and a second of it, where the day is that of the place the person looks from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// Its day.
    pub day: Day,
    /// Seconds since its midnight, 0 to 86,399; a leap second counts as the one before.
    pub second: u32,
}

impl When {
    /// Of seconds since 1970, on the days of a place so many minutes east of UTC; `None` outside 1970 to 2200.
    pub fn from_unix(seconds: i64, utc_offset: i32) -> Option<Self> {
        let local = seconds.checked_add(i64::from(utc_offset) * 60)?;
        let number = local.div_euclid(DAY).checked_add(EPOCH)?;
        let in_range = (Day::FIRST.number()..=Day::LAST.number()).contains(&number);
        let day = in_range.then(|| Day::from_number(number))?;
        let second = u32::try_from(local.rem_euclid(DAY)).ok()?;
        YEARS.contains(&day.year()).then_some(Self { day, second })
    }

    /// A day alone, at its midnight.
    pub fn of_day(day: Day) -> Self {
        Self { day, second: 0 }
    }

    /// Of an ISO date, alone or with a time: `2021-04-20`, `2021-04-20 13:05:09`, `2021-04-20T13:05:09.5+02:00`. The day is
    /// that which is written: an offset or a `Z` moves nothing.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = text.split_at_checked(10)?;
        let number = |from: usize, to: usize| -> Option<u32> {
            let digits = date.get(from..to)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let separated =
            date.as_bytes().get(4) == Some(&b'-') && date.as_bytes().get(7) == Some(&b'-');
        let year = i32::try_from(number(0, 4)?).ok()?;
        let day = Day::new(year, number(5, 7)?, number(8, 10)?).filter(|_| separated)?;
        if !YEARS.contains(&year) {
            return None;
        }
        let time = rest.trim_start_matches(['T', 't', ' ']);
        if time.is_empty() {
            return Some(Self::of_day(day));
        }
        if time.len() == rest.len() {
            return None;
        }
        Some(Self { day, second: second_of(time)? })
    }
}

/// `13:05`, `13:05:09`, `13:05:09.25`, each alone or with `Z` or an offset.
fn second_of(time: &str) -> Option<u32> {
    let two = |at: usize| -> Option<u32> {
        let digits = time.get(at..at + 2)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (hours, minutes) = (two(0)?, two(3)?);
    let (seconds, rest) = match time.get(5..6) {
        Some(":") => (two(6)?, time.get(8..)?),
        _ => (0, time.get(5..)?),
    };
    let sound = time.get(2..3) == Some(":") && hours < 24 && minutes < 60 && seconds <= 60;
    let rest = rest.trim_start_matches(|c: char| c == '.' || c == ',' || c.is_ascii_digit());
    let zone = matches!(rest.trim(), "" | "Z" | "z" | "UTC")
        || (rest.trim().starts_with(['+', '-'])
            && rest.trim().bytes().skip(1).all(|b| b.is_ascii_digit() || b == b':'));
    (sound && zone).then_some(hours * 3600 + minutes * 60 + seconds.min(59))
}

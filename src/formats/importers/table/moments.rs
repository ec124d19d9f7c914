//! At which moment was a row measured, in the way this table writes it?

use super::super::when::When;
use crate::units::Day;

/// In which order a table writes the numbers of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Year, month, day: `2021-04-20`.
    Ymd,
    /// Day, month, year: `20.04.2021`, `20/04/2021`.
    Dmy,
    /// Month, day, year: `04/20/2021`.
    Mdy,
}

/// How a table writes its moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Counted since 1970 in UTC; so many make a second: 1, 1,000, 1,000,000 or 1,000,000,000.
    Epoch(i64),
    /// A date, alone or with a time of day behind it.
    Date(DateOrder),
}

/// First and last year in which anything was measured.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// The moment in a cell; `None` where it is none, or outside 1970 to 2200.
pub(super) fn moment(text: &[u8], form: Moment, utc_offset: i32) -> Option<When> {
    let text = text.trim_ascii();
    match form {
        Moment::Epoch(per_second) => {
            let whole = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
            let (whole, rest) = text.split_at(whole);
            let fraction = match rest {
                [] => true,
                [b'.' | b',', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
                _ => false,
            };
            let count =
                std::str::from_utf8(whole).ok()?.parse::<i64>().ok().filter(|_| fraction)?;
            When::from_unix(count.div_euclid(per_second), utc_offset)
        }
        Moment::Date(order) => {
            let (numbers, rest) = date(text)?;
            let (year, month, day) = arranged(numbers, order)?;
            let day = Day::new(year, month, day).filter(|_| YEARS.contains(&year))?;
            let time = rest.trim_ascii_start();
            if time.is_empty() {
                return Some(When::of_day(day));
            }
            let apart = time.len() < rest.len();
            let time = match time {
                [b'T' | b't' | b',', time @ ..] => time.trim_ascii_start(),
                time if apart => time,
                _ => return None,
            };
            Some(When { day, second: clock(time)? })
        }
    }
}

/// Digits of one number of a date and what they say: how many, and the number.
type Digits = (usize, u32);

/// The three numbers at the head of a date, and what stands behind.
fn date(text: &[u8]) -> Option<([Digits; 3], &[u8])> {
    let (first, rest) = digits(text)?;
    let [mark @ (b'-' | b'/' | b'.'), rest @ ..] = rest else { return None };
    let (second, rest) = digits(rest)?;
    let [again, rest @ ..] = rest else { return None };
    let (third, rest) = digits(rest)?;
    (again == mark).then_some(([first, second, third], rest))
}

fn digits(text: &[u8]) -> Option<(Digits, &[u8])> {
    let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, rest) = text.split_at(count);
    if !(1..=4).contains(&count) {
        return None;
    }
    let number = number.iter().fold(0, |all, digit| all * 10 + u32::from(digit - b'0'));
    Some(((count, number), rest))
}

/// Year, month and day; four digits at the head are a year in any order, two at the end one of this century.
fn arranged(numbers: [Digits; 3], order: DateOrder) -> Option<(i32, u32, u32)> {
    let [first, second, third] = numbers;
    let short = |digits: Digits| (digits.0 <= 2).then_some(digits.1);
    if first.0 == 4 {
        return Some((first.1 as i32, short(second)?, short(third)?));
    }
    let year = match third {
        (4, year) => year as i32,
        (2, year) => 2000 + year as i32,
        _ => return None,
    };
    match order {
        DateOrder::Ymd => None,
        DateOrder::Dmy => Some((year, short(second)?, short(first)?)),
        DateOrder::Mdy => Some((year, short(first)?, short(second)?)),
    }
}

/// Second of the day of `13:05`, `1:05:09 pm`, `13:05:09.25+02:00`; an offset moves nothing.
pub(super) fn clock(text: &[u8]) -> Option<u32> {
    let ((_, mut hours), rest) = digits(text)?;
    let [b':', rest @ ..] = rest else { return None };
    let ((_, minutes), rest) = digits(rest)?;
    let (seconds, rest) = match rest {
        [b':', rest @ ..] => {
            let ((_, seconds), rest) = digits(rest)?;
            (seconds, rest)
        }
        _ => (0, rest),
    };
    let rest = match rest {
        [b'.' | b',', fraction @ ..] => {
            let end = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            fraction.get(end..)?
        }
        _ => rest,
    };
    let rest = rest.trim_ascii();
    if rest.eq_ignore_ascii_case(b"pm") || rest.eq_ignore_ascii_case(b"am") {
        if !(1..=12).contains(&hours) {
            return None;
        }
        hours = hours % 12 + if rest.eq_ignore_ascii_case(b"pm") { 12 } else { 0 };
    } else if !is_zone(rest) {
        return None;
    }
    let sound = hours < 24 && minutes < 60 && seconds <= 60;
    sound.then_some(hours * 3600 + minutes * 60 + seconds.min(59))
}

fn is_zone(text: &[u8]) -> bool {
    match text {
        [] | [b'z'] => true,
        [b'+' | b'-', rest @ ..] => {
            !rest.is_empty() && rest.iter().all(|b| b.is_ascii_digit() || *b == b':')
        }
        // A zone's letters: `Z`, `UTC`, `CEST`.
        letters => letters.len() <= 5 && letters.iter().all(u8::is_ascii_uppercase),
    }
}

/// What one date says of the order of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// That it is this.
    Order(DateOrder),
    /// The year is last; which of the others is the day is open.
    Open,
}

/// What a cell's date shows of its order; `None` where it is no date.
pub(super) fn shows(text: &[u8]) -> Option<Shows> {
    let text = text.trim_ascii();
    let ([first, second, _], _) = date(text)?;
    let as_order = |order| moment_of_any_year(text, order);
    if first.0 == 4 {
        return as_order(DateOrder::Ymd).then_some(Shows::Order(DateOrder::Ymd));
    }
    match (as_order(DateOrder::Dmy), as_order(DateOrder::Mdy)) {
        (true, true) if text.get(first.0) == Some(&b'.') => Some(Shows::Order(DateOrder::Dmy)),
        // The same day either way shows nothing, but is a date.
        (true, true) => Some(Shows::Open),
        (true, false) => Some(Shows::Order(DateOrder::Dmy)),
        (false, true) => Some(Shows::Order(DateOrder::Mdy)),
        (false, false) => None,
    }
    .filter(|_| first.1 > 0 && second.1 > 0)
}

/// Whether it is a date of the calendar, even of a year that is refused as usage.
fn moment_of_any_year(text: &[u8], order: DateOrder) -> bool {
    let sound = || {
        let (numbers, rest) = date(text)?;
        let (year, month, day) = arranged(numbers, order)?;
        chrono::NaiveDate::from_ymd_opt(year, month, day)?;
        let time = rest.trim_ascii_start();
        let time = time.strip_prefix(b"T").or(time.strip_prefix(b",")).unwrap_or(time).trim_ascii();
        (time.is_empty() || clock(time).is_some()).then_some(())
    };
    sound().is_some()
}

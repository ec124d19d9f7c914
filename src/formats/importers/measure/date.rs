//! Is this line of a log a date, and of which host?

use super::super::Told;
use super::super::when::When;
use crate::units::Day;

/// What a line with a date says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stamp {
    /// `None` where the date cannot be: outside 1970 to 2200, or no day of the calendar.
    pub(super) when: Option<When>,
    pub(super) host: Option<String>,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `== 2026-11-24T03:00:00+00:00 host`, an ISO date alone, what `date` prints, or seconds since 1970.
pub(super) fn stamp(line: &str, told: &Told) -> Option<Stamp> {
    // Without a colon or digits at its beginning it has neither a time nor a date.
    if line.len() > 400
        || !line.contains([':', '=']) && !line.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let bare = line.trim_start_matches(['=', '#', '-', '[', ' ', '\t']);
    let is_ours = line.trim_start().starts_with("==");
    let words: Vec<&str> = bare.split_whitespace().take(10).collect();
    let first = words.first()?.trim_end_matches([']', ':', ',']);
    if is_iso(first) {
        let with_time = words.get(1).filter(|word| is_time(word));
        let (when, rest) = match with_time {
            Some(time) => (format!("{first} {}", time.trim_end_matches(']')), words.get(2..)?),
            None => (first.to_owned(), words.get(1..)?),
        };
        let rest: Vec<&str> =
            rest.iter().copied().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
        let host = match rest.as_slice() {
            [host] if is_host(host) => Some((*host).to_owned()),
            [] => None,
            _ if is_ours => None,
            _ => return None,
        };
        return Some(Stamp { when: When::parse_iso(&when), host });
    }
    if is_ours {
        let host = words.get(1).filter(|host| is_host(host)).map(|host| (*host).to_owned());
        return Some(Stamp { when: None, host });
    }
    if words.len() == 1
        && matches!(first.len(), 9 | 10)
        && first.bytes().all(|b| b.is_ascii_digit())
    {
        let seconds = first.parse().ok()?;
        return Some(Stamp { when: When::from_unix(seconds, told.utc_offset), host: None });
    }
    Some(Stamp { when: Some(by_date(&words)?), host: None })
}

/// `Tue Nov 24 03:03:36 UTC 2026`, `Tue 24 Nov 2026 03:03:36 AM UTC`.
fn by_date(words: &[&str]) -> Option<When> {
    if !(4..=8).contains(&words.len()) {
        return None;
    }
    let month = words.iter().find_map(|word| MONTHS.iter().position(|month| month == word))?;
    let number = |word: &&str| word.trim_end_matches(',').parse::<u32>().ok();
    let mut numbers = words.iter().filter_map(number);
    let day = numbers.clone().find(|number| (1..=31).contains(number))?;
    let year = numbers.find(|number| (1970..=2200).contains(number))?;
    let time = words.iter().find(|word| is_time(word))?;
    let day = Day::new(i32::try_from(year).ok()?, month as u32 + 1, day)?;
    let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
    let hours = parts.next()??;
    let minutes = parts.next()??;
    let seconds = parts.next().unwrap_or(Some(0))?;
    let hours = match (words.contains(&"AM"), words.contains(&"PM")) {
        (true, _) => hours % 12,
        (_, true) => hours % 12 + 12,
        _ => hours,
    };
    let sound = hours < 24 && minutes < 60 && seconds <= 60;
    sound.then_some(When { day, second: hours * 3600 + minutes * 60 + seconds.min(59) })
}

/// `2026-11-24`, alone or with a time behind a `T`; whether such a day is does not matter here.
fn is_iso(word: &str) -> bool {
    let shape = word.bytes().zip(*b"0000-00-00").all(|(byte, like)| match like {
        b'0' => byte.is_ascii_digit(),
        _ => byte == like,
    });
    shape && (word.len() == 10 || word.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b't')))
}

/// `03:03` or `03:03:36`, with anything behind.
fn is_time(word: &str) -> bool {
    let mut bytes = word.bytes();
    let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
    digit(bytes.next()) && digit(bytes.next()) && bytes.next() == Some(b':') && digit(bytes.next())
}

fn is_host(word: &str) -> bool {
    word.len() <= 253
        && word.chars().any(char::is_alphanumeric)
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

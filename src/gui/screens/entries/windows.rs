//! How are the windows of a service typed and shown in one cell?
//!
//! Typed: `AGM 2021-08-07 ±7; planning 2021-04-14..2021-04-29`. A name, then a day with the days
//! around it, or a range without its last day.

use crate::document::{At, quote};
use crate::gui::kit::Refusal;
use crate::units::{Day, plural};

use super::{get, said};

/// The list as RON.
pub(super) fn ron(text: &str) -> Result<String, Refusal> {
    let windows: Result<Vec<String>, Refusal> =
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(one).collect();
    Ok(format!("[{}]", windows?.join(", ")))
}

fn one(text: &str) -> Result<String, Refusal> {
    let wrong = || {
        let hint = "write a name and a day, as `AGM 2021-08-07 ±7`; several with `;` between";
        (format!("`{text}` is not a window"), Some(hint.to_owned()))
    };
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let around = match words.last().and_then(|last| last.strip_prefix('±')) {
        Some(days) => {
            words.pop();
            Some(days.parse::<u32>().map_err(|_not_days| wrong())?)
        }
        None => None,
    };
    let (days, name) = words.split_last().ok_or_else(wrong)?;
    let day = |text: &str| match text.parse::<Day>() {
        Ok(day) => Ok(quote(&day.to_string())),
        Err(refused) => Err((refused.message, refused.hint.or_else(|| wrong().1))),
    };
    let when = match (days.split_once(".."), around) {
        (Some((from, until)), None) => format!("from: {}, until: {}", day(from)?, day(until)?),
        (Some(_), Some(_)) => return Err(wrong()),
        (None, Some(around)) => format!("on: {}, days_around: {around}", day(days)?),
        (None, None) => format!("on: {}", day(days)?),
    };
    if name.is_empty() {
        return Err(wrong());
    }
    Ok(format!("(name: {}, {when})", quote(&name.join(" "))))
}

/// The list as it is typed.
pub(super) fn typed(at: At<'_>) -> String {
    let one = |at: At<'_>| {
        let field = |name: &str| get(at, &[name]).map(|at| said(at).into_owned());
        let name = field("name").unwrap_or_default();
        match (field("on"), field("days_around")) {
            (Some(on), Some(around)) => format!("{name} {on} ±{around}"),
            (Some(on), None) => format!("{name} {on}"),
            (None, _) => {
                let end = |name| field(name).unwrap_or_default();
                format!("{name} {}..{}", end("from"), end("until"))
            }
        }
    };
    at.inner().items().map(|item| one(item.value())).collect::<Vec<_>>().join("; ")
}

/// The list as it is shown: the days, and below them how much around each.
pub(super) fn shown(at: At<'_>) -> String {
    let field = |at: At<'_>, name: &str| get(at, &[name]).map(|at| said(at).into_owned());
    let words = |text: String| match text.parse::<Day>() {
        Ok(day) => day.words_short(),
        Err(_unread) => text,
    };
    let windows: Vec<At<'_>> = at.inner().items().map(|item| item.value()).collect();
    let around: Vec<Option<String>> = windows.iter().map(|at| field(*at, "days_around")).collect();
    let when = |at: &At<'_>| {
        let named = |name| field(*at, name).map(words);
        let range = || {
            let (from, until) = (named("from"), named("until"));
            format!("{} until {}", from.unwrap_or_default(), until.unwrap_or_default())
        };
        named("on").unwrap_or_else(range)
    };
    let days = super::value::spoken(&windows.iter().map(when).collect::<Vec<_>>());
    let each = if windows.len() > 1 { " each" } else { "" };
    match around.first().and_then(Option::as_deref).and_then(|days| days.parse::<u32>().ok()) {
        Some(first) if first > 0 && around.iter().all(|days| *days == around[0]) => {
            let span = match first {
                7 => "a week".to_owned(),
                days => plural(days.into(), "day"),
            };
            format!("{days},\n{span} around{each}")
        }
        _ => days,
    }
}

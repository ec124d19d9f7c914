//! How do findings word amounts, days, sizes and names?

use rust_decimal::{Decimal, RoundingStrategy};

use crate::engine::outlook::Level;
use crate::model::{Contract, Offer, Resource, Scenario};
use crate::units::{Currency, Day, show_disk, show_ram};

/// An amount with the digits of its currency, rounded half away from zero: `16.00`.
pub(super) fn amount(value: Decimal, currency: Currency) -> String {
    let digits = currency.minor_digits();
    let rounded = rounded(value, digits);
    format!("{rounded:.*}", digits as usize)
}

/// Half away from zero at this many decimals.
pub(super) fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount of a resource with its unit: `7.2 GiB`, `500 GB`, `4 threads`.
pub(super) fn level(resource: &Resource, level: Level) -> String {
    match resource {
        Resource::Ram => show_ram(level),
        Resource::Storage | Resource::Backup => show_disk(level),
        Resource::Cpu => format!("{} threads", thousandths(level)),
        Resource::Count(name) => format!("{} {name}", thousandths(level)),
    }
}

fn thousandths(level: Level) -> String {
    Decimal::try_from_i128_with_scale(level, 3)
        .map_or_else(|_too_large| (level / 1000).to_string(), |n| n.normalize().to_string())
}

/// What people call a resource, at the start of a sentence.
pub(super) fn resource(resource: &Resource) -> String {
    match resource {
        Resource::Ram => "RAM".to_owned(),
        Resource::Storage => "Storage".to_owned(),
        Resource::Backup => "Backup space".to_owned(),
        Resource::Cpu => "CPU".to_owned(),
        Resource::Count(name) => name.clone(),
    }
}

/// The resource in a path, as `Ram` or `ipv4`.
pub(super) fn resource_key(resource: &Resource) -> String {
    match resource {
        Resource::Count(name) => name.clone(),
        other => format!("{other:?}"),
    }
}

/// What people call an offer: its name, or the last part of its key.
pub(super) fn offer<'a>(key: &'a str, offer: &'a Offer) -> &'a str {
    offer.name.as_deref().unwrap_or_else(|| key.rsplit('/').next().unwrap_or(key))
}

/// What people call a contract: by its offer, else by its key.
pub(super) fn contract<'a>(scenario: &'a Scenario, key: &'a str, is: &'a Contract) -> &'a str {
    scenario.offers.get(is.offer.as_str()).map_or(key, |o| offer(&is.offer, o))
}

/// `19 June`, with the year where it is not the one of `beside`.
pub(super) fn day(day: Day, beside: Day) -> String {
    if day.year() == beside.year() { day.words_short() } else { day.words() }
}

/// `one`, `two` … `twelve`, then digits.
pub(super) fn count(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |&word| word.to_owned())
}

/// `a`, `a and b`, `a, b and c`, `a, b and 3 more`.
pub(super) fn list(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [a, b] => format!("{a} and {b}"),
        [a, b, c] => format!("{a}, {b} and {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}

/// The same with its first letter large.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

//! Of which day are the prices?

use crate::engine::configure::held_on;
use crate::engine::outlook::Outlook;
use crate::model::{Offer, Scenario};
use crate::units::Day;

use super::prices::ordered_by;
use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["undated-price", "stale-price"];

/// Prices that were looked up longer ago than this many days are doubtful: providers change them
/// about once a season.
const FRESH_DAYS: i64 = 60;

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let used = used(scenario);
    let undated: Vec<&Used<'_>> = used.iter().filter(|price| price.checked.is_none()).collect();
    let age = |day: Day| day.days_until(outlook.as_of);
    let mut stale: Vec<(i64, &Used<'_>)> = used
        .iter()
        .filter_map(|price| price.checked.map(|day| (age(day), price)))
        .filter(|(age, _)| *age > FRESH_DAYS)
        .collect();
    stale.sort_by_key(|(age, _)| -age);
    no_date(&undated).into_iter().chain(too_old(outlook, &stale)).collect()
}

/// A price that some plan counts.
struct Used<'a> {
    path: (&'static str, &'a str),
    name: &'a str,
    source: Option<&'a str>,
    checked: Option<Day>,
}

/// Prices of what runs and of what a plan orders; what nobody orders puts nothing at risk.
fn used(scenario: &Scenario) -> Vec<Used<'_>> {
    let contracts = scenario.contracts.iter().map(|(key, contract)| {
        let offer = scenario.offers.get(contract.offer.as_str());
        let own =
            contract.monthly.is_some() || contract.hourly.is_some() || contract.checked.is_some();
        let from_offer = offer.filter(|_| !own);
        Used {
            path: ("contracts", key),
            name: words::contract(scenario, key, contract),
            source: from_offer
                .and_then(|offer| offer.source.as_deref())
                .or(contract.source.as_deref()),
            checked: contract.checked.or_else(|| looked_up(scenario, from_offer?)),
        }
    });
    let offers = ordered_by(scenario).into_keys().filter_map(|key| {
        let (key, offer) = scenario.offers.get_key_value(key)?;
        Some(Used {
            path: ("offers", key),
            name: words::offer(key, offer),
            source: offer.source.as_deref(),
            checked: looked_up(scenario, offer),
        })
    });
    contracts.chain(offers).collect()
}

/// The later of the day that somebody wrote and that of a catalogue which says the price.
fn looked_up(scenario: &Scenario, offer: &Offer) -> Option<Day> {
    offer.checked.max(held_on(scenario, offer))
}

fn no_date(undated: &[&Used<'_>]) -> Option<Finding> {
    let first = undated.first()?;
    let what = match undated {
        [one] => format!("The price of {} carries no date", one.name),
        _ => "Prices carry no date".to_owned(),
    };
    let source = first.source.filter(|s| undated.iter().all(|price| price.source == Some(s)));
    let why = match (source, undated.len()) {
        (Some(source), _) => format!("read from {source}, not checked since"),
        (None, 1) => "nobody says when it was last looked up".to_owned(),
        (None, n) => format!("{} prices, nobody says of which day", words::count(n)),
    };
    let names: Vec<&str> = undated.iter().map(|price| price.name).collect();
    Some(
        Finding::warning("undated-price", at::entry(first.path.0, first.path.1))
            .says(what, why)
            .hint(format!("look up {}, then write the day as `checked`", words::list(&names))),
    )
}

fn too_old(outlook: &Outlook, stale: &[(i64, &Used<'_>)]) -> Option<Finding> {
    let (age, oldest) = stale.first()?;
    let day = oldest.checked.map(|day| words::day(day, outlook.as_of)).unwrap_or_default();
    let (what, why) = match stale {
        [_] => (
            format!("The price of {} is {age} days old", oldest.name),
            format!("last looked up on {day}"),
        ),
        _ => (
            format!("{} prices are old", words::sentence(&words::count(stale.len()))),
            format!("the oldest, {}'s, was last looked up on {day}", oldest.name),
        ),
    };
    Some(
        Finding::warning("stale-price", at::entry(oldest.path.0, oldest.path.1).key("checked"))
            .says(what, why)
            .hint("look the prices up again, then write the day as `checked`"),
    )
}

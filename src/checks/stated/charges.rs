//! Which charge of a plan was left out, counted twice, or counted at an older price?

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::document::{Path, Step};
use crate::engine::ledger::{Charge, Entry};
use crate::model::{Line, Scenario};
use crate::units::{Basis, DayRange, Measured, Money, Value};

use super::basis_of;
use super::slips::{Slip, short};
use super::target::{Target, months_of};

/// The charges that a figure of a plan is made of.
fn entries(slip: &Slip<'_, '_>, target: &Target) -> Vec<Entry> {
    let entry = slip.book.entry(slip.index, true);
    let mut entries = match target.days {
        Some(days) => entry.figures.ledger().entries(days),
        None => entry.figures.ledger().month_on(entry.figures.request().settled),
    };
    entries.retain(|entry| entry.in_request);
    entries
}

/// What some of the charges come to, in the basis of the figure.
fn sum(slip: &Slip<'_, '_>, target: &Target, some: Vec<Entry>) -> Decimal {
    let entry = slip.book.entry(slip.index, true);
    let (ledger, settled) = (entry.figures.ledger(), entry.figures.request().settled);
    let currency = ledger.currency;
    if basis_of(slip.stated) == Some(Basis::AfterTax) {
        let days = target.days.unwrap_or_else(|| DayRange::new(settled, settled.plus_days(1)));
        return ledger.bill_of(some, days).after_tax.low.to_decimal(currency);
    }
    let sum: crate::units::Total<_> = some.iter().map(|entry| entry.before_tax).sum();
    sum.low.to_decimal(currency)
}

/// A month of several, as it recurs or as it is billed.
pub(super) fn a_month(slip: &Slip<'_, '_>, target: &Target) -> Option<String> {
    let days = target.days?;
    let (first, until) = (days.from.month_of(), days.until?.plus_days(-1).month_of());
    let count = first.months_until(until) + 1;
    if count < 2 {
        return None;
    }
    let entry = slip.book.entry(slip.index, true);
    let after = basis_of(slip.stated) == Some(Basis::AfterTax);
    let gives = |value: &Value| value.is_exact() && slip.gives(value);
    if months_of(&entry.figures, slip.book, after).iter().any(gives) {
        return Some(format!("it is one month of {count}"));
    }
    let month = (0..count).map(|n| first.plus(n)).find(|month| {
        let range = DayRange::new(month.first(), month.until());
        gives(&entry.figures.asked(range, after))
    })?;
    Some(format!("it is what {} alone comes to", month.words()))
}

/// All charges of a contract or line, a setup fee, or one charge.
pub(super) fn left_out(slip: &Slip<'_, '_>, target: &Target) -> Option<String> {
    let entries = entries(slip, target);
    let mut groups: IndexMap<(Arc<str>, bool), Vec<usize>> = IndexMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let setup = entry.charge == Charge::Setup;
        groups.entry((Arc::clone(&entry.subject), setup)).or_default().push(at);
    }
    let fees: Vec<usize> =
        groups.iter().filter(|((_, setup), _)| *setup).flat_map(|(_, at)| at.clone()).collect();
    let mut tried: Vec<(String, Vec<usize>)> = Vec::new();
    for ((_, setup), at) in &groups {
        let Some(first) = at.first().and_then(|at| entries.get(*at)) else { continue };
        let name = &first.name;
        let what = if *setup { format!("the setup fee of {name}") } else { name.to_string() };
        tried.push((what, at.clone()));
    }
    let mut of_group: IndexMap<Arc<str>, Vec<usize>> = IndexMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for group in entry.groups.iter() {
            of_group.entry(Arc::clone(group)).or_default().push(at);
        }
    }
    tried.extend(of_group.into_iter().map(|(group, at)| (format!("what is {group}"), at)));
    if fees.len() > 1 {
        tried.push(("all setup fees".to_owned(), fees));
    }
    for (at, entry) in entries.iter().enumerate() {
        let day = entry.day.words();
        tried.push((format!("{} of {day}", entry.name), vec![at]));
    }
    let without = |some: &[usize]| {
        let kept = entries.iter().enumerate().filter(|(at, _)| !some.contains(at));
        sum(slip, target, kept.map(|(_, entry)| entry.clone()).collect())
    };
    if let Some((what, _)) = tried.iter().find(|(_, some)| slip.gives_number(Some(without(some)))) {
        return Some(format!("{what} was left out"));
    }
    let twice = |some: &[usize]| {
        let again = some.iter().filter_map(|at| entries.get(*at));
        sum(slip, target, entries.iter().chain(again).cloned().collect())
    };
    let (what, _) = tried.iter().find(|(_, some)| slip.gives_number(Some(twice(some))))?;
    Some(format!("{what} was counted twice"))
}

/// Some charges by one price, all of them at another price of the same thing.
pub(super) fn not_updated(slip: &Slip<'_, '_>, target: &Target) -> Option<String> {
    let entries = entries(slip, target);
    let scenario = slip.book.scenario;
    let mut by_price: IndexMap<Arc<str>, Vec<&Entry>> = IndexMap::new();
    for entry in &entries {
        by_price.entry(Arc::clone(&entry.path)).or_default().push(entry);
    }
    by_price.iter().find_map(|(path, charged)| {
        let parsed: Path = path.parse().ok()?;
        let now = price_at(scenario, &parsed)?;
        let first = charged.first()?;
        other_prices(scenario, &parsed).into_iter().filter(|other| *other != now).find_map(
            |other| {
                let ratio = other.over(&now).ok()?.measured()?.exactly()?;
                let part =
                    sum(slip, target, charged.iter().map(|entry| (*entry).clone()).collect());
                let changed = slip.right.checked_sub(part)?.checked_add(part.checked_mul(ratio)?);
                slip.gives_number(changed).then(|| {
                    format!("{} is not updated: {} for {}", first.name, short(&other), short(&now))
                })
            },
        )
    })
}

/// A contract or line for another number of months, or of pieces.
pub(super) fn quantity(slip: &Slip<'_, '_>, target: &Target) -> Option<String> {
    let entries = entries(slip, target);
    let mut by_name: IndexMap<Arc<str>, Vec<Entry>> = IndexMap::new();
    for entry in entries.iter().filter(|entry| entry.charge != Charge::Setup) {
        by_name.entry(Arc::clone(&entry.name)).or_default().push(entry.clone());
    }
    by_name.into_iter().find_map(|(name, charged)| {
        let count = charged.len();
        let first = charged.first()?.clone();
        let alike = charged.iter().all(|entry| entry.before_tax == first.before_tax);
        if !alike {
            return None;
        }
        let all = sum(slip, target, charged);
        let each = all.checked_div(Decimal::from(count as u64))?;
        (0..=36_u32).filter(|n| *n as usize != count).find_map(|n| {
            let other = slip.right.checked_sub(all)?.checked_add(each.checked_mul(n.into())?);
            slip.gives_number(other).then(|| {
                let (n, count) = (
                    crate::units::plural(n.into(), "time"),
                    crate::units::plural(count as i128, "time"),
                );
                format!("{name} is counted {n}, not {count}")
            })
        })
    })
}

/// The price that stands at a path.
fn price_at(scenario: &Scenario, path: &Path) -> Option<Value> {
    let steps: Vec<&Step> = path.steps().iter().collect();
    let money = |money: &Money| Value::money(money, scenario.currency);
    match steps.as_slice() {
        [Step::Key(list), Step::Key(key), Step::Key(field)] => {
            match (list.as_str(), field.as_str()) {
                ("offers", "monthly") => {
                    Some(money(scenario.offers.get(key.as_str())?.monthly.as_ref()?))
                }
                ("contracts", "monthly") => {
                    Some(money(scenario.contracts.get(key.as_str())?.monthly.as_ref()?))
                }
                _ => None,
            }
        }
        [Step::Key(list), Step::Index(at), Step::Key(field)]
            if list == "lines" && field == "price" =>
        {
            Some(money(&scenario.lines.get(*at)?.price))
        }
        [Step::Key(list), Step::Index(at), Step::Key(_), Step::Index(later), ..]
            if list == "lines" =>
        {
            Some(money(&scenario.lines.get(*at)?.prices.get(*later)?.price))
        }
        [Step::Key(list), Step::Key(key), Step::Key(_), Step::Index(at), ..]
            if list == "contracts" =>
        {
            Some(money(&scenario.contracts.get(key.as_str())?.prices.get(*at)?.monthly))
        }
        _ => None,
    }
}

/// All prices of what a path is a price of: a contract's from first to last, its offer's among them.
pub(super) fn other_prices(scenario: &Scenario, path: &Path) -> Vec<Value> {
    let (list, key) = match path.steps() {
        [Step::Key(list), Step::Key(key), ..] => (list, key),
        [Step::Key(list), Step::Index(at), ..] if list == "lines" => {
            return scenario.lines.get(*at).map_or_else(Vec::new, |line| of_line(scenario, line));
        }
        _ => return Vec::new(),
    };
    match list.as_str() {
        "lines" => {
            let line = scenario.lines.iter().find(|line| line.what == *key);
            line.map_or_else(Vec::new, |line| of_line(scenario, line))
        }
        "contracts" => series(scenario, key),
        "offers" => {
            let own = scenario.contracts.iter().filter(|(_, contract)| contract.offer == *key);
            own.flat_map(|(contract, _)| series(scenario, contract)).collect()
        }
        _ => Vec::new(),
    }
}

/// The other prices of whatever has a price of this amount.
pub(super) fn prices_beside(scenario: &Scenario, value: &Value) -> Vec<Value> {
    let Some(number) = value.measured().and_then(Measured::exactly) else {
        return Vec::new();
    };
    let same = |price: &Value| price.measured().and_then(Measured::exactly) == Some(number);
    let lines = scenario.lines.iter().map(|line| of_line(scenario, line));
    let all = scenario.contracts.keys().map(|key| series(scenario, key)).chain(lines);
    let loose = value.measured().is_some_and(|amount| amount.loose);
    all.filter(|series| series.iter().any(same))
        .flatten()
        .filter(|price| !same(price))
        .filter_map(|price| {
            // A bare number stays one.
            if loose { price.measured()?.exactly().map(Value::number) } else { Some(price) }
        })
        .collect()
}

fn series(scenario: &Scenario, contract: &str) -> Vec<Value> {
    let Some(is) = scenario.contracts.get(contract) else { return Vec::new() };
    let offer = scenario.offers.get(is.offer.as_str()).and_then(|offer| offer.monthly.as_ref());
    let later = is.prices.iter().map(|price| &price.monthly);
    let all = offer.into_iter().chain(is.monthly.as_ref()).chain(later);
    let mut prices: Vec<Value> =
        all.map(|money| Value::money(money, scenario.currency)).filter(Value::is_exact).collect();
    prices.dedup();
    prices
}

fn of_line(scenario: &Scenario, line: &Line) -> Vec<Value> {
    let all = std::iter::once(&line.price).chain(line.prices.iter().map(|price| &price.price));
    let mut prices: Vec<Value> =
        all.map(|money| Value::money(money, scenario.currency)).filter(Value::is_exact).collect();
    prices.dedup();
    prices
}

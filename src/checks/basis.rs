//! Are amounts before and after tax set beside each other as if they were alike?

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::engine::outlook::Outlook;
use crate::model::{CONTRACTS, Contract, Move, OPERATIONAL, Scenario, Tax, TaxedOn};
use crate::units::{
    Amount, Basis, BeforeTax, Day, Figure, Money, NetOfGross, Rate, gross_of, net_of_gross,
};

use super::{Finding, at, prices, stated, words};

pub(super) const CODES: &[&str] = &["mixed-tax-basis", "no-whole-cent-net"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut replaced: BTreeMap<&str, &str> = BTreeMap::new();
    for order in prices::orders(scenario) {
        if let Move::Replace { contract, .. } = order.step {
            replaced.entry(contract).or_insert(order.offer); // the first plan's
        }
    }
    let mixed = scenario.contracts.iter().filter_map(|(key, contract)| {
        mixed(scenario, outlook, (key, contract), replaced.get(&**key)?)
    });
    mixed.chain(without_net(scenario, outlook)).collect()
}

/// An amount in the other basis, by the taxes that hold for everything on a day, or for the only
/// provider that any is on; `None` where none do.
pub(super) fn other(scenario: &Scenario, day: Day, amount: Decimal, to: Basis) -> Option<Decimal> {
    let mut named = scenario.taxes.iter().filter_map(|tax| match &tax.on {
        TaxedOn::Providers(named) => Some(named.as_slice()),
        TaxedOn::All | TaxedOn::Groups(_) => None,
    });
    let only = match (named.next(), named.next()) {
        (Some([only]), None) => Some(only.as_str()),
        _ => None,
    };
    let provider = only.filter(|_| rates(scenario, day, None).is_empty());
    let rates = rates(scenario, day, provider);
    if rates.is_empty() {
        return None;
    }
    if to == Basis::BeforeTax {
        return net(scenario, day, amount, provider).map(|(net, _)| net);
    }
    let exact = Amount::<BeforeTax>::from_decimal(amount, scenario.currency);
    Some(unscaled(scenario, gross_of(exact.minor(), &rates)))
}

/// The taxes on an invoice of a provider on a day.
fn held<'a>(
    scenario: &'a Scenario,
    day: Day,
    provider: Option<&'a str>,
) -> impl Iterator<Item = &'a Tax> {
    scenario.taxes.iter().filter(move |tax| {
        tax.from.is_none_or(|from| from <= day)
            && tax.until.is_none_or(|until| day < until)
            && match &tax.on {
                TaxedOn::All => true,
                TaxedOn::Providers(named) => named.iter().any(|n| Some(n.as_str()) == provider),
                // Prices that are compared are those of contracts.
                TaxedOn::Groups(named) => named.iter().any(|n| n == CONTRACTS || n == OPERATIONAL),
            }
    })
}

/// A contract whose price after tax stands beside that of its replacement before tax, or the other
/// way round.
fn mixed(
    scenario: &Scenario,
    outlook: &Outlook,
    (key, contract): (&str, &Contract),
    other_key: &str,
) -> Option<Finding> {
    let other = scenario.offers.get(other_key)?;
    let own = scenario.offers.get(contract.offer.as_str())?;
    let (now, path) = match &contract.monthly {
        Some(monthly) => (monthly, at::entry("contracts", key).key("monthly")),
        None => (own.monthly.as_ref()?, at::entry("offers", &contract.offer).key("monthly")),
    };
    let theirs = other.monthly.as_ref()?;
    let (a, b) = (exact(now)?, exact(theirs)?);
    let (after, path, is) = match (now.basis?, theirs.basis?) {
        (Basis::AfterTax, Basis::BeforeTax) => (now, path, &**own),
        (Basis::BeforeTax, Basis::AfterTax) => {
            (theirs, at::entry("offers", other_key).key("monthly"), &**other)
        }
        _ => return None,
    };
    let net = net(scenario, outlook.as_of, exact(after)?, is.provider.as_deref());
    let why = match net {
        Some((net, _)) => {
            let (from, to) = if after == now { (net, b) } else { (a, net) };
            let step = |off| words::amount(off, scenario.currency);
            // Where tax makes no whole cent, the two bases are one.
            let (is, seems) = (step(to - from), step(b - a));
            if is == seems {
                return None;
            }
            format!("the step is {is} before tax, not {seems}")
        }
        None => "no tax is stated, so there is no saying what the step is".to_owned(),
    };
    let (first, second) = if after == now { (a, b) } else { (b, a) };
    let fix = net.filter(|(_, whole)| *whole).map(|(net, _)| {
        let net = Money { figure: Figure::Exact(net), basis: Some(Basis::BeforeTax), ..*after };
        at::set(format!("set the price to {net}"), path.clone(), &net.to_string())
    });
    let stake = stated::minor(scenario, net.map_or(Decimal::ZERO, |(net, _)| first - net));
    Some(
        Finding::error("mixed-tax-basis", path)
            .says(format!("{first} is after tax, {second} before"), why)
            .hint("state both before tax, or both after")
            .fix(fix)
            .effect(stake),
    )
}

fn exact(money: &Money) -> Option<Decimal> {
    match money.figure {
        Figure::Exact(figure) => Some(figure),
        _ => None,
    }
}

/// Before tax, and whether that is a whole number of minor units; `None` without tax.
fn net(
    scenario: &Scenario,
    day: Day,
    gross: Decimal,
    provider: Option<&str>,
) -> Option<(Decimal, bool)> {
    let minor = stated::minor(scenario, gross);
    let rates = rates(scenario, day, provider);
    if rates.is_empty() {
        return None;
    }
    let split = net_of_gross(minor, &rates);
    let whole = matches!(split, NetOfGross::Exact(_));
    Some((unscaled(scenario, split.net(minor, &rates)), whole))
}

fn rates(scenario: &Scenario, day: Day, provider: Option<&str>) -> Vec<Rate> {
    held(scenario, day, provider).map(|tax| tax.rate.rate()).collect()
}

fn unscaled(scenario: &Scenario, minor: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(minor, scenario.currency.minor_digits())
        .unwrap_or(Decimal::MAX)
}

/// Amounts after tax that no whole number of cents before tax gives.
fn without_net(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let currency = scenario.currency;
    let priced = prices::all(scenario).filter(|p| p.spot.is_price());
    priced
        .filter(|p| p.money.basis == Some(Basis::AfterTax))
        .filter_map(|price| {
            let gross = exact(price.money).filter(|g| *g > Decimal::ZERO)?;
            let provider = price.spot.provider(scenario);
            let rates = rates(scenario, outlook.as_of, provider);
            if rates.is_empty() {
                return None; // no tax is stated: nothing can be taken out of it
            }
            let split = net_of_gross(stated::minor(scenario, gross), &rates);
            let NetOfGross::Between { below, above } = split else { return None };
            let show = |minor| words::amount(unscaled(scenario, minor), currency);
            let near = format!(
                "{} before is {} after, {} is {}",
                show(below.0),
                show(below.1),
                show(above.0),
                show(above.1)
            );
            Some(
                Finding::note("no-whole-cent-net", price.spot.path())
                    .says(format!("No amount before tax gives {gross} after tax"), near)
                    .hint("look at the invoice: it states the amount before tax"),
            )
        })
        .collect()
}

//! Is each catalogue that the file names beside it, as it was taken in, and does a newer one say another price?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::engine::configure::{Affected, Again, Copied, affected};
use crate::engine::outlook::Outlook;
use crate::model::{Catalogue, CatalogueText, Scenario};

use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["catalogue-missing", "catalogue-changed", "newer-price"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    if scenario.catalogues.is_empty() {
        return Vec::new();
    }
    let named = scenario.catalogues.iter();
    let mut findings: Vec<Finding> =
        named.filter_map(|(key, named)| found(key, named, outlook)).collect();
    findings.extend(newer(scenario, outlook));
    findings
}

/// What was copied from a catalogue, is in use, and costs something else in the newest.
fn newer(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let copied = scenario.offers.values().filter_map(|offer| Copied::of(offer)?.newest(scenario));
    let mut seen: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for (key, catalogue) in copied {
        if seen.contains(&&**key) {
            continue;
        }
        seen.push(key);
        // Of several newer ones, the newest speaks.
        let is_newest =
            |of: &Affected<'_>| of.copied.newest(scenario).is_some_and(|(newest, _)| newest == key);
        let found = affected(scenario, catalogue).into_iter().filter(is_newest);
        findings.extend(found.filter_map(|of| costs_else(scenario, &of, catalogue, outlook)));
    }
    findings
}

fn costs_else(
    scenario: &Scenario,
    of: &Affected<'_>,
    catalogue: &Catalogue,
    outlook: &Outlook,
) -> Option<Finding> {
    let offer = scenario.offers.get(of.offer)?;
    let (path, name) = match of.contract {
        Some(key) => {
            let contract = scenario.contracts.get(key)?;
            (at::entry("contracts", key), words::contract(scenario, key, contract))
        }
        None => (at::entry("offers", of.offer), words::offer(of.offer, offer)),
    };
    let day = words::day(catalogue.date, outlook.as_of);
    let finding = |what: String, why: String| {
        let hint = match of.contract {
            Some(_) => {
                "what runs goes on as agreed; what is ordered anew costs what the newer catalogue says"
            }
            None => "take it from the newer catalogue, or ask whether the old price still holds",
        };
        let plan = match of.plans.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        Finding::note("newer-price", path.clone()).says(what, why).hint(hint).plan(plan)
    };
    let gone = |why: String| finding(format!("{name} can no longer be ordered as it was"), why);
    let Copied { plan, mode, .. } = &of.copied;
    Some(match &of.again {
        Again::Priced(now) => {
            let (was, is) = (of.comparable(catalogue)?, now.monthly?);
            let currency = catalogue.currency;
            let shown = |amount: Decimal| words::amount(amount, currency);
            let more = is - was;
            if more.is_zero() {
                return None;
            }
            let direction = if more.is_sign_negative() { "less" } else { "more" };
            let minor = (more * Decimal::from(10_i64.pow(currency.minor_digits()))).round();
            let effect = i128::try_from(minor).ok().filter(|_| currency == scenario.currency);
            finding(
                format!(
                    "{name} costs {} a month in a newer catalogue, not {}",
                    shown(is),
                    shown(was)
                ),
                format!("{} {direction}, as of {day}", shown(more.abs())),
            )
            .effect(effect.unwrap_or(0))
        }
        Again::NoPlan => gone(format!("the catalogue of {day} has no plan `{plan}`")),
        Again::Until(until) => {
            gone(format!("it is sold until {}", words::day(*until, outlook.as_of)))
        }
        Again::NoChoice(code) => {
            gone(format!("the catalogue of {day} sells `{plan}` without `{code}`"))
        }
        Again::NoWay => gone(format!("the catalogue of {day} has no way to pay `{mode}` for it")),
    })
}

fn found(key: &Arc<str>, named: &CatalogueText, outlook: &Outlook) -> Option<Finding> {
    let path = at::entry("catalogues", key);
    let (text, again) = (&named.text, "import the price list again");
    let Some(content) = &named.content else {
        return Some(
            Finding::warning("catalogue-missing", path.key("text"))
                .says(
                    format!("{text} is not beside this file"),
                    format!("no offer can be looked up in {key}; those in this file stay"),
                )
                .hint(format!("put that text back beside this file, or {again}")),
        );
    };
    let changed = |why: String| {
        Finding::warning("catalogue-changed", path.clone().key("text"))
            .says(format!("{text} was changed after it was taken in"), why)
            .hint(format!("put the text back as it was, or {again}"))
    };
    if content != text {
        return Some(changed(
            "its name is not that of its content: its prices may not be the provider's".to_owned(),
        ));
    }
    let catalogue = named.beside.as_deref()?;
    let (field, here, there) = differs(named, catalogue, outlook)?;
    Some(
        Finding::warning("catalogue-changed", path.key(field))
            .says(
                format!("{key} is not what its text is"),
                format!("this file says {here}, {text} says {there}"),
            )
            .hint("write what the text says: its prices are of that provider, day and currency"),
    )
}

/// The first of what the file says of a catalogue that its text says otherwise.
fn differs(
    named: &CatalogueText,
    catalogue: &Catalogue,
    outlook: &Outlook,
) -> Option<(&'static str, String, String)> {
    if named.date != catalogue.date {
        let day = |day| words::day(day, outlook.as_of);
        return Some(("date", day(named.date), day(catalogue.date)));
    }
    if named.currency != catalogue.currency {
        let code = |currency: crate::units::Currency| currency.code().to_owned();
        return Some(("currency", code(named.currency), code(catalogue.currency)));
    }
    if named.provider != catalogue.provider {
        return Some(("provider", named.provider.clone(), catalogue.provider.clone()));
    }
    let of = |branch: &Option<String>| branch.clone().unwrap_or_else(|| "none".to_owned());
    let branches = [
        ("subsidiary", &named.subsidiary, &catalogue.subsidiary),
        ("line", &named.line, &catalogue.line),
    ];
    let (field, here, there) = branches.into_iter().find(|(_, here, there)| here != there)?;
    Some((field, of(here), of(there)))
}

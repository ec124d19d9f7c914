//! Are the taxes of the file such as can be?

use rust_decimal::Decimal;

use crate::engine::outlook::Outlook;
use crate::model::{Scenario, Tax, TaxedOn};
use crate::units::{Day, DayRange};

use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["tax-rate-not-valid", "tax-rate-too-high", "tax-twice"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = too_high(scenario);
    findings.extend(twice(scenario));
    findings.extend(not_valid(scenario, outlook));
    findings.extend(super::stated::tax_rates(scenario, outlook));
    findings
}

fn too_high(scenario: &Scenario) -> Vec<Finding> {
    let high = |(_, tax): &(usize, &Tax)| tax.rate.as_fraction() > Decimal::ONE;
    scenario
        .taxes
        .iter()
        .enumerate()
        .filter(high)
        .map(|(index, tax)| {
            Finding::error("tax-rate-too-high", at::item("taxes", index).key("rate"))
                .says(
                    format!("{} of {} is more than the price itself", tax.name, tax.rate),
                    "no tax on services is over 100 %",
                )
                .hint("look for a missing decimal sign")
        })
        .collect()
}

/// One tax, by its name, twice on the same days and the same invoices.
fn twice(scenario: &Scenario) -> Vec<Finding> {
    let taxes = &scenario.taxes;
    let pair = |(index, tax): (usize, &Tax)| {
        let earlier = taxes[..index]
            .iter()
            .find(|other| other.name == tax.name && other.on == tax.on && meet(other, tax))?;
        Some(
            Finding::error("tax-twice", at::item("taxes", index))
                .says(
                    format!("{} holds twice on the same days", tax.name),
                    format!("{} and {} are both added", earlier.rate, tax.rate),
                )
                .hint("end the old rate with `until` on the day on which the new one begins"),
        )
    };
    taxes.iter().enumerate().filter_map(pair).collect()
}

fn meet(a: &Tax, b: &Tax) -> bool {
    let before = |one: &Tax, other: &Tax| matches!((one.until, other.from), (Some(until), Some(from)) if until <= from);
    !before(a, b) && !before(b, a)
}

/// A day of the period on which something is billed and no tax holds, though one does on others.
fn not_valid(scenario: &Scenario, outlook: &Outlook) -> Option<Finding> {
    let taxes = &scenario.taxes;
    if taxes.iter().any(|tax| tax.on != TaxedOn::All) {
        return None; // some invoices are meant to carry none
    }
    let (from, until) = (outlook.period.from, outlook.period.until?);
    let holds = |day: Day, tax: &Tax| {
        tax.from.is_none_or(|f| f <= day) && tax.until.is_none_or(|u| day < u)
    };
    let ends = taxes.iter().filter_map(|tax| tax.until).filter(|u| from <= *u && *u < until);
    let gap =
        std::iter::once(from).chain(ends).find(|day| !taxes.iter().any(|t| holds(*day, t)))?;
    let next = taxes.iter().filter_map(|tax| tax.from).filter(|f| *f > gap).min();
    let gap_end = next.map_or(until, |next| next.min(until));
    let gap_days = DayRange { from: gap, until: Some(gap_end) };
    let nearest = taxes.iter().position(|tax| tax.until.is_some_and(|u| u <= gap));
    let index = nearest.or_else(|| taxes.iter().position(|tax| tax.from.is_some()))?;
    let billed = outlook.plans.values().any(|plan| !plan.ledger.entries(gap_days).is_empty());
    billed.then(|| {
        let name = &taxes[index].name;
        let (first, last) = (words::day(gap, outlook.as_of), gap_end.plus_days(-1));
        Finding::warning("tax-rate-not-valid", at::item("taxes", index))
            .says(
                format!("No rate of {name} holds on {first}"),
                format!("what is billed until {} counts without tax", words::day(last, gap)),
            )
            .hint("state the rate that holds from that day on, or take `until` away")
    })
}

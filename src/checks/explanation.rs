//! How did somebody come to a figure that is not what its parts add up to?

use rust_decimal::Decimal;

use crate::engine::outlook::Outlook;
use crate::model::{Scenario, Stated};

use super::stated;
use super::sum::Term;
use super::words;

/// A figure that was stated, and what it should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slip<'a> {
    pub(super) says: Decimal,
    pub(super) right: Decimal,
    /// The parts as written; empty where none are.
    pub(super) terms: &'a [Term<'a>],
}

/// The likeliest slip in a few words, as `it is Rise-3's`; the first that gives the figure to the
/// last digit written. `None`: no slip that we know gives it.
pub(super) fn of(
    scenario: &Scenario,
    outlook: &Outlook,
    index: usize,
    slip: &Slip<'_>,
) -> Option<String> {
    another(scenario, outlook, index, slip)
        .or_else(|| part(slip))
        .or_else(|| digits_swapped(slip))
        .or_else(|| basis(scenario, outlook, slip))
        .or_else(|| months(scenario, slip))
}

fn gives(slip: &Slip<'_>, value: Option<Decimal>) -> bool {
    value.is_some_and(|value| words::rounded(value, slip.says.scale()) == slip.says)
}

/// Another stated total's parts, or another plan's figure.
fn another(
    scenario: &Scenario,
    outlook: &Outlook,
    index: usize,
    slip: &Slip<'_>,
) -> Option<String> {
    let other = scenario.stated.iter().enumerate().find(|(i, other)| {
        *i != index && gives(slip, stated::parts(scenario, other).map(|sum| sum.value))
    });
    if let Some((_, other)) = other {
        return Some(format!("it is {}'s", whose(other)));
    }
    let own = scenario.stated.get(index).and_then(|s| s.plan.as_deref());
    let currency = scenario.currency;
    let plan = outlook.plans.values().find(|plan| {
        Some(&*plan.name) != own
            && [&plan.request.monthly_afterwards, &plan.request.before_tax]
                .iter()
                .any(|total| gives(slip, Some(total.low.to_decimal(currency))))
    })?;
    Some(format!("it is what {} comes to", plan.name))
}

/// `Rise-3` of "Total request, Rise-3", else all that the figure is called.
pub(super) fn whose(stated: &Stated) -> &str {
    stated.what.rsplit(", ").next().unwrap_or(&stated.what)
}

fn part(slip: &Slip<'_>) -> Option<String> {
    if slip.terms.len() < 2 {
        return None;
    }
    let left_out = slip.terms.iter().find(|t| gives(slip, slip.right.checked_sub(t.value)));
    if let Some(term) = left_out {
        return Some(format!("{} was left out", term.text));
    }
    let twice = slip.terms.iter().find(|t| gives(slip, slip.right.checked_add(t.value)))?;
    Some(format!("{} was counted twice", twice.text))
}

/// Two digits of the figure, or of a part of it, in each other's place.
fn digits_swapped(slip: &Slip<'_>) -> Option<String> {
    let right = words::rounded(slip.right, slip.says.scale());
    if swaps(&slip.says.to_string()).any(|swapped| swapped == right) {
        return Some("two digits are swapped".to_owned());
    }
    slip.terms.iter().find_map(|term| {
        swaps(&term.text.replace(',', "."))
            .find(|&swapped| {
                let other = slip.right.checked_sub(term.value);
                gives(slip, other.and_then(|rest| rest.checked_add(swapped)))
            })
            .map(|swapped| format!("two digits are swapped, {swapped} for {}", term.text))
    })
}

/// Every number that differs from a written one by two digits in each other's place. Numbers of
/// more than 12 digits are nobody's slip.
fn swaps(written: &str) -> impl Iterator<Item = Decimal> {
    let bytes = written.as_bytes().to_vec();
    let short = if bytes.len() <= 13 { bytes.len() } else { 0 };
    (0..short).flat_map(move |i| (i + 1..short).map(move |j| (i, j))).filter_map({
        let bytes = written.as_bytes().to_vec();
        move |(i, j)| {
            let digits = bytes[i].is_ascii_digit() && bytes[j].is_ascii_digit();
            if !digits || bytes[i] == bytes[j] {
                return None;
            }
            let mut swapped = bytes.clone();
            swapped.swap(i, j);
            std::str::from_utf8(&swapped).ok()?.parse().ok()
        }
    })
}

/// The right figure with tax added or taken off.
fn basis(scenario: &Scenario, outlook: &Outlook, slip: &Slip<'_>) -> Option<String> {
    let rate = super::basis::rate_on(scenario, outlook.as_of);
    if rate.is_zero() {
        return None;
    }
    let factor = Decimal::ONE + rate;
    if gives(slip, slip.right.checked_mul(factor)) {
        return Some("it is after tax".to_owned());
    }
    gives(slip, slip.right.checked_div(factor)).then(|| "it is before tax".to_owned())
}

/// A month for several, or several for one.
fn months(scenario: &Scenario, slip: &Slip<'_>) -> Option<String> {
    let period = scenario.request.as_ref().map_or(12, |request| request.months);
    [period, 12].into_iter().filter(|&n| n > 1).find_map(|n| {
        let many = Decimal::from(n);
        if gives(slip, slip.right.checked_div(many)) {
            Some(format!("it is one month of {n}"))
        } else {
            gives(slip, slip.right.checked_mul(many)).then(|| format!("it is {n} months, not one"))
        }
    })
}

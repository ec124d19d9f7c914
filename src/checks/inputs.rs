//! Is what was typed possible at all: days in order, prices not below 0, plans without twins?

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::document::Path;
use crate::engine::outlook::Outlook;
use crate::model::{DO_NOTHING, Move, Scenario};
use crate::units::Day;

use super::prices::{Spot, all};
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &[
    "from-after-until",
    "negative-amount",
    "ended-twice",
    "replaces-itself",
    "plan-names",
    "request-months",
    "horizon-too-long",
];

/// Ten years: prices and rates of growth say nothing of what lies beyond.
const HORIZON_MONTHS: u32 = 120;

pub(super) fn check(scenario: &Scenario, _: &Outlook) -> Vec<Finding> {
    let mut findings = days(scenario);
    findings.extend(negative(scenario));
    findings.extend(moves(scenario));
    findings.extend(lengths(scenario));
    findings
}

fn days(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut order = |path: &dyn Fn() -> Path, from: Option<Day>, until: Option<Day>| {
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            findings.push(
                Finding::error("from-after-until", path().key("until"))
                    .says(
                        format!("{until} is not after {from}"),
                        "`until` is the first day on which it no longer holds",
                    )
                    .hint("swap the two days, or mend one"),
            );
        }
    };
    for (index, tax) in scenario.taxes.iter().enumerate() {
        order(&|| at::item("taxes", index), tax.from, tax.until);
    }
    for (key, offer) in &scenario.offers {
        order(&|| at::entry("offers", key), offer.from, offer.until);
    }
    for (key, contract) in &scenario.contracts {
        order(&|| at::entry("contracts", key), Some(contract.from), contract.until);
        for (index, discount) in contract.discounts.iter().enumerate() {
            let path = || at::entry("contracts", key).key("discounts").index(index);
            order(&path, discount.from, discount.until);
        }
    }
    for (key, service) in &scenario.services {
        order(&|| at::entry("services", key), service.from, service.until);
        for (index, window) in service.windows.iter().enumerate() {
            let path = || at::entry("services", key).key("windows").index(index);
            order(&path, window.from, window.until);
        }
    }
    for (index, line) in scenario.lines.iter().enumerate() {
        order(&|| at::item("lines", index), line.from, line.until);
    }
    findings
}

/// Prices of offers and contracts below 0. A line, a one-off or a stated figure may be a credit.
fn negative(scenario: &Scenario) -> impl Iterator<Item = Finding> {
    all(scenario).filter_map(|price| {
        let may_be = match price.spot {
            Spot::Offer { .. }
            | Spot::Tariff { .. }
            | Spot::Contract { .. }
            | Spot::Later { .. }
            | Spot::Limit { .. }
            | Spot::Float => false,
            Spot::Move { field, .. } => field == "price",
            Spot::Fund { .. } | Spot::Line { .. } | Spot::LineLater { .. } => true,
        };
        let least = price.money.low().filter(|low| *low < Decimal::ZERO && !may_be)?;
        let what = words::sentence(&price.spot.words());
        Some(
            Finding::error("negative-amount", price.spot.path())
                .says(
                    format!("{what} is {least}"),
                    if price.spot.is_price() {
                        "nobody pays for renting a server out to us"
                    } else {
                        "nothing stays below that"
                    },
                )
                .hint("take the minus away; a credit is a line of its own"),
        )
    })
}

fn moves(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (plan, moves) in &scenario.plans {
        if &**plan == DO_NOTHING {
            findings.push(
                Finding::error("plan-names", at::entry("plans", plan))
                    .says(
                        format!("A plan cannot be called {DO_NOTHING}"),
                        "every scenario has that one, without moves",
                    )
                    .hint("give it another name"),
            );
        }
        let mut ended = BTreeSet::new();
        for (index, step) in moves.iter().enumerate().filter(|(_, step)| !step.is_off()) {
            let path = || at::step(plan, index).key("contract");
            let (Move::End { contract, .. } | Move::Replace { contract, .. }) = step else {
                continue;
            };
            if !ended.insert(contract.as_str()) {
                findings.push(
                    Finding::error("ended-twice", path())
                        .plan(Some(plan))
                        .says(
                            format!("{plan} ends `{contract}` twice"),
                            format!("move {} has nothing left to end", index + 1),
                        )
                        .hint("take one of the two moves out, or switch it off")
                        .fix(Some(at::remove(
                            format!("remove move {} of {plan}", index + 1),
                            at::step(plan, index),
                        ))),
                );
            }
            let begins = scenario.contracts.get(contract.as_str()).map(|known| known.from);
            if let Some(begins) = begins.filter(|begins| step_ends(step) <= *begins) {
                findings.push(
                    Finding::error("from-after-until", path())
                        .plan(Some(plan))
                        .says(
                            format!("{plan} ends `{contract}` before it begins"),
                            format!("it begins on {}", begins.words()),
                        )
                        .hint("end it later, or take it out of the contracts"),
                );
            }
            if let Move::Replace { key: Some(key), .. } = step
                && key == contract
            {
                findings.push(
                    Finding::error("replaces-itself", at::step(plan, index).key("as"))
                        .plan(Some(plan))
                        .says(
                            format!("Move {} replaces `{contract}` by itself", index + 1),
                            "the new contract has the key of the old one",
                        )
                        .hint("give the new contract another key in `as`"),
                );
            }
        }
    }
    findings
}

/// The first day on which what a move ends or replaces is no longer wanted.
fn step_ends(step: &Move) -> Day {
    match step {
        Move::Replace { from, overlap: Some(overlap), .. } => from.plus(*overlap),
        other => other.day(),
    }
}

fn lengths(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(request) = &scenario.request
        && !(1..=HORIZON_MONTHS).contains(&request.months)
    {
        findings.push(
            Finding::error("request-months", at::field("request").key("months"))
                .says(
                    format!("A request cannot be for {} months", request.months),
                    format!("it is for 1 to {HORIZON_MONTHS} months"),
                )
                .hint("write how many months are asked for, as 3"),
        );
    }
    let horizon = scenario.horizon.filter(|span| {
        let months = span.in_months().map(i64::from);
        let months = months.or_else(|| span.in_days().map(|days| days / 31));
        months.is_some_and(|months| months > i64::from(HORIZON_MONTHS))
    });
    findings.extend(horizon.map(|span| {
        Finding::note("horizon-too-long", at::field("horizon"))
            .says(
                format!("{} is far to look ahead", span.words()),
                "no rate of growth holds for more than ten years",
            )
            .hint("look two to five years ahead")
            .action(Action::Fix)
    }));
    findings
}

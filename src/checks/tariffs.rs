//! Can every tariff be read in one way only, and does what is used fit it?

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::document::{Path, quote};
use crate::engine::ledger::{Charge, Why};
use crate::engine::outlook::Outlook;
use crate::model::{MeteredOn, Move, Scenario, Tariff, TariffStep, Units};
use crate::units::{BeforeTax, Measure, MeasureUnit, Total};

use super::prices::{only, orders};
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["tariff-unclear", "unit-not-metered", "tariff-contradicts"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    if scenario.offers.values().all(|offer| offer.tariff.is_none()) {
        return Vec::new();
    }
    let mut findings = unclear(scenario, outlook);
    findings.extend(other_units(scenario));
    findings.extend(contradicts(scenario));
    findings
}

/// Tariffs of which two parts cannot both hold.
fn contradicts(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, offer) in &scenario.offers {
        let Some(tariff) = &offer.tariff else { continue };
        let path = || at::entry("offers", key).key("tariff");
        let name = words::offer(key, offer);
        if let (Some(least), Some(most)) = (&tariff.minimum, &tariff.cap)
            && (least.currency, least.basis) == (most.currency, most.basis)
            && least.low().zip(most.high()).is_some_and(|(least, most)| least > most)
        {
            findings.push(
                Finding::error("tariff-contradicts", path().key("minimum"))
                    .says(
                        format!("{name} costs {least} at least and {most} at most"),
                        "the most is counted",
                    )
                    .hint("look the tariff up again: one of the two is another's"),
            );
        }
        let steps = tariff.steps.iter().enumerate();
        for (place, step) in steps.clone() {
            let same = |(other, before): &(usize, &TariffStep)| {
                *other < place && before.above.level() == step.above.level()
            };
            if steps.clone().any(|pair| same(&pair)) {
                findings.push(
                    Finding::error("tariff-contradicts", path().key("steps").index(place))
                        .says(
                            format!("{name} has two prices above {}", step.above),
                            "the last of them is counted",
                        )
                        .hint("take one of the steps out, or begin it elsewhere"),
                );
            }
        }
    }
    findings
}

/// What the readings of an offer's tariff come to, and in which plans.
struct Unclear<'a> {
    worst: Total<BeforeTax>,
    sum: i128,
    plans: Vec<&'a Arc<str>>,
}

fn unclear(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let can_be_read_twice =
        |tariff: &Tariff| tariff.units == Units::Unknown || tariff.on == MeteredOn::Unknown;
    let tariffs = scenario.offers.values().filter_map(|offer| offer.tariff.as_ref());
    if !tariffs.clone().any(can_be_read_twice) {
        return Vec::new();
    }
    let mut found: IndexMap<Arc<str>, Unclear<'_>> = IndexMap::new();
    for plan in outlook.plans.values() {
        let mut of_plan: IndexMap<Arc<str>, i128> = IndexMap::new();
        for entry in plan.ledger.entries(outlook.period) {
            let Why::Metered { units: Some((least, most)), .. } = entry.why else { continue };
            let Some(high) = entry.before_tax.high.filter(|high| *high != entry.before_tax.low)
            else {
                continue;
            };
            let tenure = plan.tenures.iter().find(|tenure| tenure.key == entry.subject);
            let Some(tenure) = tenure.filter(|_| entry.charge == Charge::Metered && least < most)
            else {
                continue;
            };
            let spread = (high - entry.before_tax.low).minor();
            *of_plan.entry(Arc::clone(&tenure.offer)).or_default() += spread;
            let of = found.entry(Arc::clone(&tenure.offer)).or_insert_with(|| Unclear {
                worst: entry.before_tax,
                sum: 0,
                plans: Vec::new(),
            });
            if of.worst.high.is_some_and(|high| spread > (high - of.worst.low).minor()) {
                of.worst = entry.before_tax;
            }
            if of.plans.last().is_none_or(|last| *last != &plan.name) {
                of.plans.push(&plan.name);
            }
        }
        for (offer, spread) in of_plan {
            if let Some(of) = found.get_mut(&offer) {
                of.sum = of.sum.max(spread);
            }
        }
    }
    let all = outlook.plans.len();
    found.iter().filter_map(|(key, of)| finding(scenario, all, key, of)).collect()
}

fn finding(scenario: &Scenario, all: usize, key: &str, of: &Unclear<'_>) -> Option<Finding> {
    let offer = scenario.offers.get(key)?;
    let tariff = offer.tariff.as_ref()?;
    let name = words::offer(key, offer);
    let path = at::entry("offers", key).key("tariff");
    let (path, what, ask) = if tariff.units == Units::Unknown {
        (
            path.key("units"),
            format!("Nobody knows whether {name} charges each {} begun", tariff.per),
            format!("Does {name} charge each {} begun in full, or pro rata?", tariff.per),
        )
    } else {
        (
            path.key("on"),
            format!("Nobody knows which use of a month {name} charges"),
            format!("Does {name} charge the peak, the average or the end of a month?"),
        )
    };
    let currency = scenario.currency;
    let amount = |minor: i128| {
        let value = Decimal::try_from_i128_with_scale(minor, currency.minor_digits());
        words::amount(value.unwrap_or_default(), currency)
    };
    let (low, high) = (of.worst.low.minor(), of.worst.high?.minor());
    let about = path.to_string();
    let asked = scenario.questions.iter().filter(|question| question.answer.is_none());
    let asked = asked.filter_map(|question| question.about.as_deref());
    let is_asked = asked.map(at::canonical).any(|other| other == about);
    let fix = (!is_asked).then(|| question(&ask, &about));
    let plan = if of.plans.len() == all { None } else { only(&of.plans) };
    Some(
        Finding::warning("tariff-unclear", path)
            .plan(plan)
            .says(
                what,
                format!(
                    "a month comes to {} or {}; counted from one to the other",
                    amount(low),
                    amount(high)
                ),
            )
            .hint("ask the provider, then write it into the tariff")
            .fix(fix)
            .action(Action::Ask)
            .effect(of.sum),
    )
}

fn question(ask: &str, about: &str) -> crate::document::Edit {
    let value = at::fields(&[("ask", Some(quote(ask))), ("about", Some(quote(about)))]);
    at::append("ask how the tariff is meant", "questions", value)
}

/// Amounts that are of another unit than the tariff they are for.
fn other_units(scenario: &Scenario) -> Vec<Finding> {
    let wrong = |path: Path, what: String, per: &MeasureUnit| {
        let per = if per.name().is_empty() { "piece" } else { per.name() };
        Finding::error("unit-not-metered", path)
            .says(what, format!("the tariff is by the {per}, so it is not counted"))
            .hint("write it in a unit that can be counted by the tariff's")
    };
    let mut findings = Vec::new();
    for (key, offer) in &scenario.offers {
        let Some(tariff) = &offer.tariff else { continue };
        let per = tariff.per.unit();
        let path = || at::entry("offers", key).key("tariff");
        let name = words::offer(key, offer);
        if let Some(free) = tariff.free.as_ref().filter(|free| !free.unit().is_like(per)) {
            let what = format!("{free} are free of {name}");
            findings.push(wrong(path().key("free"), what, per));
        }
        for (place, step) in tariff.steps.iter().enumerate() {
            if !step.above.unit().is_like(per) {
                let what = format!("A step of {name} begins at {}", step.above);
                findings.push(wrong(path().key("steps").index(place).key("above"), what, per));
            }
        }
    }
    let tariff_of = |offer: &str| scenario.offers.get(offer)?.tariff.as_ref();
    let mut uses = |offer: &str, uses: Option<&Measure>, path: Path, name: &str| {
        let Some((tariff, uses)) = tariff_of(offer).zip(uses) else { return };
        let per = tariff.per.unit();
        // A bare number may be of hours.
        let bare = *per == MeasureUnit::Hour && uses.unit().name().is_empty();
        if !bare && !uses.unit().is_like(per) {
            findings.push(wrong(path, format!("{name} uses {uses}"), per));
        }
    };
    for (key, contract) in &scenario.contracts {
        let name = words::contract(scenario, key, contract);
        let path = at::entry("contracts", key).key("uses");
        uses(&contract.offer, contract.uses.as_ref(), path, name);
    }
    for order in orders(scenario) {
        let (Move::Order { options, .. } | Move::Replace { options, .. }) = order.step else {
            continue;
        };
        let path = at::step(order.plan, order.index).key("options").key("uses");
        uses(order.offer, options.uses.as_ref(), path, order.offer);
    }
    findings
}

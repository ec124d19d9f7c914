//! Is what is asked for inside what was approved, and is the money there?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::engine::funds::MonthsInHand;
use crate::engine::limits::{At, Reached, reached};
use crate::engine::outlook::Outlook;
use crate::model::{DO_NOTHING, Limit, LimitKind, Scenario, Stated};
use crate::units::{Day, Measured, SpanUnit, Unit, Value};

use super::stated::{Nearness, judge};
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["over-limit", "below-float", "debts-left-out", "funds-run-out"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = limits(scenario, outlook);
    findings.extend(funds(scenario, outlook));
    findings.extend(debts(scenario, outlook));
    findings
}

/// Stated months in hand that are right only if nothing were owed.
fn debts(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let of = |(index, stated): (usize, &Arc<Stated>)| {
        let plan = stated.plan.as_deref().and_then(|name| outlook.plans.get(name));
        let plan = plan.map_or(outlook.do_nothing(), AsRef::as_ref);
        let funds = plan.funds.as_ref()?;
        let owed = funds.debts.low.minor();
        if owed <= 0 || !is_of_funds(stated) {
            return None;
        }
        let unit = Unit::span(SpanUnit::Month);
        let value = |of: MonthsInHand| {
            Value::Amount(Measured { low: of.low, high: of.high, unit: unit.clone(), loose: false })
        };
        let agrees = |of: MonthsInHand| {
            judge(&stated.says, &value(of)).map(|judged| judged.nearness != Nearness::Differs)
        };
        let (with, without) = (funds.months_in_hand?, funds.months_without_debts?);
        if agrees(with)? || !agrees(without)? {
            return None;
        }
        let tenth = |months: Option<Decimal>| {
            let rounded = months.map(|months| words::rounded(months, 1).normalize());
            rounded.map_or_else(String::new, |months| months.to_string())
        };
        let right = match (tenth(with.low), tenth(with.high)) {
            (low, high) if low == high || high.is_empty() => low,
            (low, high) if low.is_empty() => high,
            (low, high) => format!("{low} to {high}"),
        };
        Some(
            Finding::warning("debts-left-out", at::item("stated", index).key("says"))
                .says(
                    format!("{} leaves out what is owed", stated.what),
                    format!("{} are owed; less that it is {right} months", minor(scenario, owed)),
                )
                .hint("take the debts off first: (funds − debts) ÷ what is paid a month")
                .action(Action::Why)
                .effect(owed),
        )
    };
    scenario.stated.iter().enumerate().filter_map(of).collect()
}

/// Whether a stated figure is meant to be months in hand.
fn is_of_funds(stated: &Stated) -> bool {
    let what = stated.what.to_lowercase();
    let called = ["in hand", "runway", "lasts", "reserve", "cushion", "funds"];
    called.iter().any(|word| what.contains(word))
        || stated.parts.as_ref().is_some_and(|parts| parts.contains("funds."))
}

fn minor(scenario: &Scenario, minor: i128) -> String {
    let value = Decimal::try_from_i128_with_scale(minor, scenario.currency.minor_digits());
    words::amount(value.unwrap_or_default(), scenario.currency)
}

fn limits(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, limit) in scenario.limits.iter().enumerate() {
        for plan in outlook.plans.values() {
            let Some(reached) = reached(scenario, outlook, plan, limit) else { continue };
            let name = &plan.name;
            // What no plan changes is said of doing nothing alone.
            let same = **name != *DO_NOTHING
                && self::reached(scenario, outlook, outlook.do_nothing(), limit)
                    .is_some_and(|nothing| nothing == reached);
            if !same {
                findings.extend(over(scenario, outlook, (place, limit), name, &reached));
            }
        }
    }
    findings
}

fn over(
    scenario: &Scenario,
    outlook: &Outlook,
    (place, limit): (usize, &Limit),
    plan: &Arc<str>,
    reached: &Reached,
) -> Option<Finding> {
    let path = at::item("limits", place).key("amount");
    let of = match &reached.at {
        At::Period => "the period".to_owned(),
        At::Year => "twelve months".to_owned(),
        At::Month(month) => month.words(),
        At::Charge(name, day) => format!("{name} on {}", words::day(*day, outlook.as_of)),
        At::Invoice(whose, day) => {
            format!("invoice of {whose} on {}", words::day(*day, outlook.as_of))
        }
    };
    let most = format!("{} {}", minor(scenario, reached.most), reached.basis);
    let what = &limit.what;
    let needs = limit.needs.as_ref().map_or_else(String::new, |needs| format!("; needs {needs}"));
    let Some(by) = reached.over() else {
        let up_to = match reached.high {
            Some(high) if high > reached.most => format!("up to {}", minor(scenario, high)),
            Some(_) => return None,
            None => "there is no upper end".to_owned(),
        };
        let known = minor(scenario, reached.low);
        return (limit.kind == LimitKind::Budget).then(|| {
            Finding::note("over-limit", path)
                .plan(Some(plan))
                .says(
                    format!("{plan} may pass a limit of {most}"),
                    format!("{what}, {of}: {known} is known, {up_to}{needs}"),
                )
                .hint("find out what is not known, or state the most that it can be")
                .action(Action::Why)
        });
    };
    let says = (
        format!("{plan} is above a limit of {most}"),
        format!(
            "{what}, {of}: {}, {} more{needs}",
            minor(scenario, reached.low),
            minor(scenario, by)
        ),
    );
    let found = match limit.kind {
        LimitKind::Budget => Finding::warning("over-limit", path)
            .hint("ask for more, or choose what costs less")
            .effect(by),
        LimitKind::SignOff => {
            Finding::note("over-limit", path).hint("get what is needed before it is ordered")
        }
    };
    Some(found.plan(Some(plan)).says(says.0, says.1).action(Action::Why))
}

fn funds(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for plan in outlook.plans.values() {
        let Some(funds) = &plan.funds else { continue };
        let shown = |day: Day| words::day(day, outlook.as_of);
        let now = |day: Day| day == funds.on;
        // What lies behind the period, other requests will pay for.
        let finding = |code, day: Day, path| match outlook.period.until {
            Some(until) if until <= day => Finding::note(code, path),
            _ => Finding::warning(code, path),
        };
        let without = if scenario.funds.as_ref().is_some_and(|funds| funds.income.is_empty()) {
            "no income is stated"
        } else {
            "with all that comes in"
        };
        if let Some(day) = funds.empty {
            let what = if now(day) {
                "There is less than nothing in the accounts".to_owned()
            } else {
                format!("The money runs out on {}", shown(day))
            };
            let lowest = funds.days.iter().map(|day| day.balance).min();
            let short = lowest.map_or(0, |least| -least.minor()).max(-funds.balance.low.minor());
            findings.push(
                finding("funds-run-out", day, at::field("funds").key("accounts"))
                    .plan(Some(&plan.name))
                    .says(
                        what,
                        format!(
                            "{} short at the lowest before {}, {without}",
                            minor(scenario, short),
                            shown(funds.until)
                        ),
                    )
                    .hint("find income, or what can be paid later or not at all")
                    .action(Action::Why)
                    .effect(short),
            );
        } else if let Some((day, short)) = funds.below_float {
            let float = funds.float.map_or(0, |float| float.low.minor());
            let what = if now(day) {
                "There is less money than is to be kept".to_owned()
            } else {
                format!("Less money than is to be kept from {} on", shown(day))
            };
            let (float, by) = (minor(scenario, float), minor(scenario, short.minor()));
            findings.push(
                finding("below-float", day, at::field("funds").key("float"))
                    .plan(Some(&plan.name))
                    .says(what, format!("{float} is to be kept, {by} are missing"))
                    .hint("find income, or agree to keep less for a time")
                    .action(Action::Why)
                    .effect(short.minor()),
            );
        }
    }
    // What holds of every plan is said once.
    for code in ["funds-run-out", "below-float"] {
        let of = || findings.iter().filter(|finding| finding.code == code);
        let same = of().all(|finding| of().next().is_some_and(|first| first.what == finding.what));
        if same && of().count() == outlook.plans.len() {
            let mut first = true;
            findings.retain(|finding| finding.code != code || std::mem::take(&mut first));
            for finding in findings.iter_mut().filter(|finding| finding.code == code) {
                finding.plan = None;
            }
        }
    }
    findings
}

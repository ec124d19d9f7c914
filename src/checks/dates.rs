//! Which days must not be missed, and which have been already?

use crate::document::{Edit, quote};
use crate::engine::outlook::{Leave, Outlook};
use crate::model::{Contract, Move, Renewal, Scenario, Task};
use crate::units::Day;

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["no-cancel-by", "auto-renews", "decide-by-passed"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let contracts = scenario.contracts.iter();
    let mut findings: Vec<Finding> =
        contracts.filter_map(|(key, contract)| ends(scenario, outlook, key, contract)).collect();
    findings.extend(passed(scenario, outlook));
    findings
}

/// A term that ends inside the period asked for, and what happens then.
fn ends(scenario: &Scenario, outlook: &Outlook, key: &str, contract: &Contract) -> Option<Finding> {
    let offer = scenario.offers.get(contract.offer.as_str());
    let or_offers = |own, offers| if own { None } else { offers };
    let term = contract
        .term
        .or_else(|| or_offers(contract.term.is_some(), offer.and_then(|o| o.term)))?
        .in_months()
        .filter(|months| *months > 0)?;
    let renews = contract.renews.or_else(|| offer.and_then(|o| o.renews));
    let notice = contract.notice.or_else(|| offer.and_then(|o| o.notice));
    let again = match renews.unwrap_or(Renewal::Unknown) {
        Renewal::No => return None,
        Renewal::For(months) => months.max(1),
        Renewal::Automatically | Renewal::Unknown => term,
    };
    let end = next_end(contract.from, term, again, outlook.as_of)?;
    let inside = outlook.period.until.is_none_or(|until| end < until);
    if !inside || contract.until.is_some_and(|until| until <= end) {
        return None;
    }
    let name = words::contract(scenario, key, contract);
    let shown = |day| words::day(day, outlook.as_of);
    let Some(notice) = notice else {
        return Some(no_notice(scenario, key, name, &shown(end)));
    };
    let cancel_by = end.minus(notice);
    let leave = leave(outlook, key);
    let at_stake = leave.and_then(|l| l.costs_to_miss).map_or(0, |cost| cost.low.minor());
    let path = at::entry("contracts", key).key("renews");
    if cancel_by < outlook.as_of {
        return Some(
            Finding::warning("decide-by-passed", path)
                .says(
                    format!("{name} could be cancelled until {}", shown(cancel_by)),
                    format!("it renews on {} by {again} months", shown(end)),
                )
                .hint("ask whether it can still be cancelled, or plan for the next end")
                .action(Action::Why)
                .effect(at_stake),
        );
    }
    if scenario.tasks.iter().any(|task| cancels(task, key, cancel_by)) {
        return None;
    }
    let how = if renews.is_none_or(|r| r == Renewal::Unknown) { "may renew" } else { "renews" };
    Some(
        Finding::warning("auto-renews", path)
            .says(
                format!("{name} {how} by itself"),
                format!("on {}; cancel by {}", shown(end), shown(cancel_by)),
            )
            .hint("add a task to cancel it in time, or state that it is to go on with `renews`")
            .fix(Some(task_to_cancel(key, name, cancel_by)))
            .effect(at_stake),
    )
}

/// The first end of a term on or after a day: the first term from its start, then each renewal.
fn next_end(from: Day, term: u32, again: u32, as_of: Day) -> Option<Day> {
    let months = |n: u32| i32::try_from(n).ok().map(|n| from.plus_months(n));
    let first = months(term)?;
    if first >= as_of {
        return Some(first);
    }
    let first_month = i64::from(first.year()) * 12 + i64::from(first.month());
    let months_since = i64::from(as_of.year()) * 12 + i64::from(as_of.month()) - first_month;
    let renewed = u32::try_from(months_since).ok()? / again;
    [renewed, renewed + 1]
        .into_iter()
        .filter_map(|n| months(term.checked_add(again.checked_mul(n)?)?))
        .find(|end| *end >= as_of)
}

fn leave<'a>(outlook: &'a Outlook, contract: &str) -> Option<&'a Leave> {
    let all = outlook.plans.values().flat_map(|plan| &plan.deadlines.leaves);
    all.filter(|leave| *leave.contract == *contract).find(|leave| leave.costs_to_miss.is_some())
}

fn no_notice(scenario: &Scenario, key: &str, name: &str, end: &str) -> Finding {
    let path = at::entry("contracts", key).key("notice");
    let about = path.to_string();
    let asked = scenario.questions.iter().any(|question| {
        question.answer.is_none() && question.about.as_deref().is_some_and(|a| at::same(a, &about))
    });
    let fix = (!asked).then(|| {
        let ask = format!("By when does {name} have to be cancelled?");
        let value = at::fields(&[("ask", Some(quote(&ask))), ("about", Some(quote(&about)))]);
        at::append(format!("ask by when {name} has to be cancelled"), "questions", value)
    });
    Finding::warning("no-cancel-by", path)
        .says(
            format!("Nobody knows by when to cancel {name}"),
            format!("its term ends on {end}, its notice is not stated"),
        )
        .hint("ask the provider, then write it as `notice`")
        .fix(fix)
        .action(Action::Ask)
}

/// Whether an open or done task is to deal with a contract in time.
fn cancels(task: &Task, key: &str, by: Day) -> bool {
    let contract = at::entry("contracts", key).to_string();
    let about = task.about.as_deref().is_some_and(|about| at::same(about, &contract));
    about && task.done.or(task.due).is_some_and(|day| day <= by)
}

fn task_to_cancel(key: &str, name: &str, by: Day) -> Edit {
    let value = at::fields(&[
        ("do", Some(quote(&format!("cancel {name}")))),
        ("about", Some(quote(&at::entry("contracts", key).to_string()))),
        ("due", Some(quote(&by.to_string()))),
    ]);
    at::append(format!("add a task to cancel {name}"), "tasks", value)
}

/// Orders of a plan that can no longer be made in time, once a plan.
fn passed(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let late = scenario.plans.iter().filter_map(|(plan, moves)| {
        let mut orders = moves.iter().enumerate().filter(|(_, step)| !step.is_off());
        orders.find_map(|(index, step)| {
            let (Move::Order { offer, from, .. } | Move::Replace { offer, from, .. }) = step else {
                return None;
            };
            let sold = scenario.offers.get(offer.as_str())?;
            let by = sold.delivery.map_or(*from, |delivery| from.minus(delivery));
            (by < outlook.as_of).then(|| {
                let name = words::offer(offer, sold);
                let shown = |day| words::day(day, outlook.as_of);
                Finding::warning("decide-by-passed", at::step(plan, index).key("from"))
                    .plan(Some(plan))
                    .says(
                        format!("{name} was to be ordered by {}", shown(by)),
                        format!(
                            "it is {}; the plan starts on {}",
                            shown(outlook.as_of),
                            shown(*from)
                        ),
                    )
                    .hint("move the plan to a day that is still to come")
                    .action(Action::Why)
            })
        })
    });
    late.collect()
}

//! Which days must not be missed, and which have been already?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::document::{Edit, quote};
use crate::engine::levels::plan_asked;
use crate::engine::outlook::{Leave, Outlook};
use crate::model::{Contract, DO_NOTHING, Move, Renewal, Scenario, Task};
use crate::units::{self, Day};

use super::prices::only;
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] =
    &["no-cancel-by", "auto-renews", "renew-by-hand", "decide-by-passed", "no-meeting-left"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let said = Said::of(scenario, outlook);
    let contracts = scenario.contracts.iter();
    let mut findings: Vec<Finding> = contracts
        .filter_map(|(key, contract)| ends(scenario, outlook, &said, key, contract))
        .collect();
    findings.extend(left_without_notice(scenario, outlook, &said, &findings));
    findings.extend(passed(scenario, outlook));
    findings.extend(no_meeting(scenario, outlook));
    findings
}

/// What people have written down about contracts, and what it costs to miss their ends.
struct Said<'a> {
    /// Paths that open questions are about.
    asked: BTreeSet<String>,
    /// Tasks by the path that they are about.
    tasks: Vec<(String, &'a Task)>,
    /// What missing the end of a contract costs, in minor units, by its key.
    to_miss: BTreeMap<&'a str, i128>,
}

impl<'a> Said<'a> {
    fn of(scenario: &'a Scenario, outlook: &'a Outlook) -> Self {
        let questions = scenario.questions.iter().filter(|question| question.answer.is_none());
        let tasks = scenario.tasks.iter();
        let wanted = plan_asked(scenario);
        let plans = wanted.and_then(|name| outlook.plans.get(name)).into_iter();
        let leaves = plans.chain(outlook.plans.values().next()).flat_map(|p| &p.deadlines.leaves);
        Self {
            asked: questions.filter_map(|q| q.about.as_deref().map(at::canonical)).collect(),
            tasks: tasks.filter_map(|t| Some((at::canonical(t.about.as_ref()?), &**t))).collect(),
            to_miss: leaves
                .filter_map(|leave| Some((&*leave.contract, leave.costs_to_miss?.low.minor())))
                .collect(),
        }
    }
}

/// A term that ends inside the period asked for, and what happens then.
fn ends(
    scenario: &Scenario,
    outlook: &Outlook,
    said: &Said<'_>,
    key: &str,
    contract: &Contract,
) -> Option<Finding> {
    let offer = scenario.offers.get(contract.offer.as_str());
    let renews = contract.renews.or_else(|| offer.and_then(|o| o.renews));
    if !contract.renewals.is_empty() && renews.is_none_or(|renews| renews == Renewal::No) {
        return by_hand(scenario, outlook, key, contract);
    }
    let term = contract
        .term
        .or_else(|| offer.and_then(|o| o.term))?
        .in_months()
        .filter(|months| *months > 0)?;
    let added = contract.renewals.iter().filter_map(|renewal| renewal.span.in_months());
    let notice = contract.notice.or_else(|| offer.and_then(|o| o.notice));
    let again = match renews.unwrap_or(Renewal::Unknown) {
        Renewal::No => return None,
        Renewal::For(months) => months.max(1),
        Renewal::Automatically | Renewal::Unknown => term,
    };
    // What goes from month to month by its terms is no more bound than what has none.
    if term == 1 && again == 1 && renews == Some(Renewal::Automatically) {
        return None;
    }
    let first = added.fold(term, u32::saturating_add);
    let end = next_end(contract.from, first, again, outlook.as_of)?;
    let inside = outlook.period.until.is_none_or(|until| end < until);
    if !inside || contract.until.is_some_and(|until| until <= end) {
        return None;
    }
    let name = words::contract(scenario, key, contract);
    let shown = |day| words::day(day, outlook.as_of);
    let Some(notice) = notice else {
        return Some(no_notice(said, key, name, &format!("its term ends on {}", shown(end))));
    };
    let cancel_by = end.minus(notice);
    let at_stake = said.to_miss.get(key).copied().unwrap_or(0);
    let path = at::entry("contracts", key).key("renews");
    if cancel_by < outlook.as_of {
        return Some(
            Finding::warning("decide-by-passed", path)
                .says(
                    format!("{name} could be cancelled until {}", shown(cancel_by)),
                    format!(
                        "it renews on {} by {}",
                        shown(end),
                        units::plural(again.into(), "month")
                    ),
                )
                .hint("ask whether it can still be cancelled, or plan for the next end")
                .action(Action::Why)
                .effect(at_stake),
        );
    }
    if cancels(said, key, cancel_by) {
        return None;
    }
    let how = if renews.is_none_or(|r| r == Renewal::Unknown) { "may renew" } else { "renews" };
    Some(
        Finding::warning("auto-renews", path)
            .says(
                format!("{name} {how} by itself"),
                format!("on {}; cancel by {}", shown(end), shown(cancel_by)),
            )
            .hint("add a task about it that is due by then: to cancel it, or to let it go on")
            .fix(Some(task_to_cancel(key, name, cancel_by)))
            .effect(at_stake),
    )
}

/// What is renewed by hand, and ends inside the period unless somebody does it again.
fn by_hand(
    scenario: &Scenario,
    outlook: &Outlook,
    key: &str,
    contract: &Contract,
) -> Option<Finding> {
    let tenures = &outlook.do_nothing().tenures;
    let end = tenures.iter().find(|tenure| *tenure.key == *key)?.bound_until?;
    let inside = outlook.period.until.is_none_or(|until| end < until);
    let goes_on = contract.until.is_none_or(|until| end < until);
    (inside && goes_on && outlook.as_of <= end).then(|| {
        let name = words::contract(scenario, key, contract);
        let paths = at::entry("contracts", key).key("renewals");
        Finding::note("renew-by-hand", paths)
            .says(
                format!("{name} ends on {} by itself", words::day(end, outlook.as_of)),
                "it is renewed by hand, and nothing is counted after that day",
            )
            .hint("write the next renewal into `renewals`, or replace it before")
            .action(Action::Why)
    })
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

/// Contracts that a plan leaves, where nobody knows by when that has to be said.
fn left_without_notice(
    scenario: &Scenario,
    outlook: &Outlook,
    said: &Said<'_>,
    known: &[Finding],
) -> Vec<Finding> {
    let mut leaves: IndexMap<&str, (&Leave, Vec<&Arc<str>>)> = IndexMap::new();
    for plan in outlook.plans.values().filter(|plan| &*plan.name != DO_NOTHING) {
        for leave in plan.deadlines.leaves.iter().filter(|leave| leave.cancel_by.is_none()) {
            let of = leaves.entry(&leave.contract).or_insert_with(|| (leave, Vec::new()));
            of.1.push(&plan.name);
        }
    }
    let found = leaves.into_iter().filter_map(|(key, (leave, plans))| {
        let contract = scenario.contracts.get(key)?;
        let offer = scenario.offers.get(contract.offer.as_str());
        if contract.notice.is_some() || offer.is_some_and(|offer| offer.notice.is_some()) {
            return None;
        }
        let day = words::day(leave.leave, outlook.as_of);
        let why = format!("it is left on {day}");
        Some(no_notice(said, key, &leave.name, &why).plan(only(&plans)))
    });
    found.filter(|new| known.iter().all(|old| old.about != new.about)).collect()
}

fn no_notice(said: &Said<'_>, key: &str, name: &str, end: &str) -> Finding {
    let path = at::entry("contracts", key).key("notice");
    let about = path.to_string();
    let asked = said.asked.contains(&about);
    let fix = (!asked).then(|| {
        let ask = format!("By when does {name} have to be cancelled?");
        let value = at::fields(&[("ask", Some(quote(&ask))), ("about", Some(quote(&about)))]);
        at::append(format!("ask by when {name} has to be cancelled"), "questions", value)
    });
    Finding::warning("no-cancel-by", path)
        .says(
            format!("Nobody knows by when to cancel {name}"),
            format!("{end}, its notice is not stated"),
        )
        .hint("ask the provider, then write it as `notice`")
        .fix(fix)
        .action(Action::Ask)
}

/// Whether an open or done task is to deal with a contract in time.
fn cancels(said: &Said<'_>, key: &str, by: Day) -> bool {
    if said.tasks.is_empty() {
        return false;
    }
    let contract = at::entry("contracts", key).to_string();
    said.tasks.iter().any(|(about, task)| {
        *about == contract && task.done.or(task.due).is_some_and(|day| day <= by)
    })
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
                    .days(by.days_until(outlook.as_of))
            })
        })
    });
    late.collect()
}

/// The plan that is asked for, where no meeting of the file is early enough to decide it, and its
/// orders are still to come. Where none is asked for: each plan.
fn no_meeting(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let asked = plan_asked(scenario);
    let plans = scenario.plans.iter().filter(|(name, moves)| {
        let mut orders = moves.iter().filter(|step| !step.is_off() && orders_something(step));
        asked.is_none_or(|asked| asked == &***name)
            && orders.next().is_some_and(|first| first.day() >= outlook.as_of)
            && orders.all(|step| step.day() >= outlook.as_of)
    });
    let found = plans.filter_map(|(name, _)| {
        let decide = outlook.plans.get(name)?.deadlines.decide.as_ref()?;
        let last = scenario.meetings.iter().map(|meeting| meeting.on).max()?;
        if decide.meeting.is_some() {
            return None;
        }
        let shown = |day| words::day(day, outlook.as_of);
        let next = scenario.meetings.iter().filter(|meeting| meeting.on >= outlook.as_of);
        let (what, why) = match next.min_by_key(|meeting| meeting.on) {
            Some(next) => (
                format!("No meeting is left before {}", shown(decide.latest)),
                format!(
                    "{}; the next meeting, {}, is on {}",
                    decide.because,
                    next.name,
                    shown(next.on)
                ),
            ),
            None => (
                "No meeting is left to decide at".to_owned(),
                format!("{}; the last meeting was on {}", decide.because, shown(last)),
            ),
        };
        Some(
            Finding::warning("no-meeting-left", at::field("meetings"))
                .plan(Some(name))
                .says(what, why)
                .hint("add an earlier meeting to `meetings`, or find another way to decide")
                .action(Action::Why),
        )
    });
    found.collect()
}

fn orders_something(step: &Move) -> bool {
    matches!(step, Move::Order { .. } | Move::Replace { .. })
}

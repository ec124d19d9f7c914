//! Model → outlook: demand, capacity, charges, dates. Pure, deterministic, and it does not fail: it
//! computes what it can; checks say the rest. [`project`] is the one door.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{DO_NOTHING, Plan, Scenario};
use crate::units::{Day, DayRange, Month};

// Capacity.
mod asking;
mod backup;
mod capacity;
mod curve;
pub mod demand;
pub mod fit;
pub mod forecast;
pub mod foreseen;
mod growth;
mod held;
pub mod hosts;
pub mod price;
mod runway;
mod said;
pub mod series;
pub mod windows;
mod words;

// Money and dates.
mod accounts;
pub mod accrual;
pub mod behind;
mod bill;
pub mod charge;
pub mod compare;
pub mod deadlines;
pub mod figures;
pub mod funds;
pub mod groups;
mod laid;
pub mod ledger;
pub mod levels;
pub mod limits;
mod meter;
mod metered;
mod ordering;
pub mod percentages;
mod quantity;
pub mod rates;
mod rent;
mod renting;
mod request;
mod rows;
pub mod shares;
mod stated;
mod tally;
mod tax;
mod tenure;
pub mod waiting;

// What it all comes to.
pub mod configure;
pub mod later;
pub mod outlook;

use hosts::capacity_of;
use outlook::{Kept, Outlook, PlanOutlook};
use request::{Basis, PlanMoney};

/// Works out a scenario. What still holds of the old outlook is used again; with and without it the
/// result is the same. A scenario without `as_of` is taken on the first day of its request.
pub fn project(scenario: &Scenario, old: Option<&Outlook>) -> Outlook {
    let frame = Frame::of(scenario);
    let scenario = &*dated(scenario, frame.as_of);
    let before = |name: &str| old?.plans.get(name).map(AsRef::as_ref);
    let basis = Basis::of(scenario, &frame, before(DO_NOTHING).map(|plan| plan.kept.cost.ground()));
    // Levels are worked out when they are looked at.
    let shared = scenario.levels.as_ref().map(|_| Arc::new(scenario.clone()));
    let mut plans: IndexMap<Arc<str>, Arc<PlanOutlook>> =
        IndexMap::with_capacity(scenario.plans.len() + 1);
    let mut add = |name: &Arc<str>, moves: Option<&Arc<Plan>>, nothing: Option<&PlanOutlook>| {
        let plan =
            Arc::new(plan_outlook(&basis, shared.as_ref(), name, moves, nothing, before(name)));
        plans.insert(Arc::clone(name), Arc::clone(&plan));
        plan
    };
    let nothing = add(&Arc::from(DO_NOTHING), None, None);
    for (name, moves) in scenario.plans.iter().filter(|(name, _)| ***name != *DO_NOTHING) {
        add(name, Some(moves), Some(&nothing));
    }
    let request_dates = deadlines::request_dates(scenario, frame.period.from);
    let Frame { as_of, horizon, period } = frame;
    Outlook { as_of, horizon, period, request_dates, plans }
}

/// The scenario with the day that it speaks of.
fn dated(scenario: &Scenario, as_of: Day) -> Cow<'_, Scenario> {
    match scenario.as_of {
        Some(_) => Cow::Borrowed(scenario),
        None => Cow::Owned(Scenario { as_of: Some(as_of), ..scenario.clone() }),
    }
}

/// The days that everything else stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    as_of: Day,
    horizon: Day,
    period: DayRange,
}

impl Frame {
    fn of(scenario: &Scenario) -> Self {
        let asked = scenario.request.as_ref().map(|request| request.from.first());
        let as_of = scenario.as_of.or(asked).unwrap_or_else(first_day);
        let horizon =
            scenario.horizon.map_or_else(|| as_of.plus_months(24), |span| as_of.plus(span));
        let (first, months) = scenario.request.as_ref().map_or_else(
            || (Month::of(as_of).plus(1), 12),
            |request| (request.from, request.months.clamp(1, 120)),
        );
        let period = DayRange::new(first.first(), first.plus(months as i32).first());
        Self { as_of, horizon, period }
    }
}

/// The day of a scenario that says neither its own nor what it asks for: 1 January 1970.
fn first_day() -> Day {
    Day::new(1970, 1, 1).unwrap_or(Day::FIRST)
}

/// One plan, `None` doing nothing. `nothing`: the outlook of doing nothing. `before`: that of the plan
/// of this name before an edit; its money holds on where neither its moves nor its ground changed.
fn plan_outlook(
    basis: &Basis<'_>,
    shared: Option<&Arc<Scenario>>,
    name: &Arc<str>,
    plan: Option<&Arc<Plan>>,
    nothing: Option<&PlanOutlook>,
    before: Option<&PlanOutlook>,
) -> PlanOutlook {
    let moves = plan.map(|plan| plan.as_slice());
    let days = (basis.frame.as_of, basis.frame.horizon);
    let kept = |plan: &PlanOutlook| Arc::clone(&plan.kept.capacity);
    let base = nothing.map(kept);
    let same = before.filter(|before| before.kept.is_of(basis, plan));
    let PlanMoney { ledger, request, cost } = if let Some(same) = same {
        let (ledger, request) = (same.ledger.clone(), same.request.clone());
        PlanMoney { ledger, request, cost: same.kept.cost.clone() }
    } else {
        let known = before.filter(|before| before.kept.is_of_moves(plan));
        basis.money(name, moves, known.map(|known| &known.kept.cost))
    };
    let tenures = cost.tenures().to_vec();
    let capacity = Arc::new(capacity_of(
        basis.scenario,
        plan,
        &tenures,
        days,
        base.as_deref(),
        before.map(kept).as_deref(),
    ));
    let mut outlook = PlanOutlook {
        name: Arc::clone(name),
        tenures,
        resources: capacity.resources.clone(),
        hosts: capacity.hosts.clone(),
        backup: capacity.backup.clone(),
        kept: Kept { capacity, cost, plan: plan.cloned() },
        funds: funds::outlook(basis.scenario, &ledger, request.settled, &basis.frame),
        levels: shared.and_then(|shared| levels::levels(shared, basis.frame, &basis.ground, name)),
        ledger,
        request,
        deadlines: outlook::Deadlines::default(),
    };
    outlook.deadlines.leaves = match same {
        Some(same) => same.deadlines.leaves.clone(),
        None => deadlines::leaves(basis, &outlook, nothing),
    };
    let decide = |nothing| deadlines::decide(basis, &outlook, moves.unwrap_or_default(), nothing);
    outlook.deadlines.decide = nothing.and_then(decide);
    outlook
}

#[cfg(test)]
mod tests;

//! Model → outlook: demand, capacity, charges, dates. Pure, deterministic, and it does not fail: it
//! computes what it can; checks say the rest. [`project`] is the one door.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{DO_NOTHING, Move, Scenario};
use crate::units::{Day, DayRange, Month};

// Capacity.
mod backup;
mod capacity;
mod curve;
mod demand;
pub mod fit;
mod growth;
mod hosts;
mod price;
mod runway;
mod words;

// Money and dates.
pub mod behind;
mod bill;
pub mod charge;
pub mod compare;
pub mod deadlines;
pub mod ledger;
mod request;
mod stated;
mod tally;
mod tax;
mod tenure;
pub mod waiting;

// What it all comes to.
pub mod later;
pub mod outlook;

use hosts::{PlanCapacity, capacity_of};
use ledger::Ledger;
use outlook::{Kept, Outlook, PlanOutlook};
use request::Basis;
use tenure::Laid;

/// Works out a scenario. What still holds of the old outlook is used again; with and without it the
/// result is the same. A scenario without `as_of` is taken on the first day of its request.
pub fn project(scenario: &Scenario, old: Option<&Outlook>) -> Outlook {
    let frame = Frame::of(scenario);
    let scenario = &*dated(scenario, frame.as_of);
    let basis = Basis::of(scenario, &frame);
    let before = |name: &str| Some(&*old?.plans.get(name)?.kept.0);
    let mut plans: IndexMap<Arc<str>, Arc<PlanOutlook>> =
        IndexMap::with_capacity(scenario.plans.len() + 1);
    let mut add = |name: &Arc<str>, moves: Option<&[Move]>, nothing: Option<&PlanOutlook>| {
        let laid = match moves {
            Some(moves) => basis.lay(name, moves),
            None => basis.do_nothing(),
        };
        let days = (frame.as_of, frame.horizon);
        let base = nothing.map(|nothing| &*nothing.kept.0);
        let capacity = capacity_of(scenario, moves, &laid.tenures, days, base, before(name));
        let moves = moves.unwrap_or_default();
        let plan = Arc::new(plan_outlook(&basis, name, moves, laid, capacity, nothing));
        plans.insert(Arc::clone(name), Arc::clone(&plan));
        plan
    };
    let nothing = add(&Arc::from(DO_NOTHING), None, None);
    for (name, moves) in scenario.plans.iter().filter(|(name, _)| ***name != *DO_NOTHING) {
        add(name, Some(moves), Some(&nothing));
    }
    Outlook { as_of: frame.as_of, horizon: frame.horizon, period: frame.period, plans }
}

/// The scenario with the day that it speaks of.
fn dated(scenario: &Scenario, as_of: Day) -> Cow<'_, Scenario> {
    match scenario.as_of {
        Some(_) => Cow::Borrowed(scenario),
        None => Cow::Owned(Scenario { as_of: Some(as_of), ..scenario.clone() }),
    }
}

/// The days that everything else stands in.
#[derive(Clone, Copy, Debug)]
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

fn plan_outlook(
    basis: &Basis<'_>,
    name: &Arc<str>,
    moves: &[Move],
    laid: Laid,
    capacity: PlanCapacity,
    nothing: Option<&PlanOutlook>,
) -> PlanOutlook {
    let ledger = Ledger {
        currency: basis.scenario.currency,
        accounts: laid.accounts(),
        taxes: Arc::clone(&basis.taxes),
    };
    let request = basis.request(&laid, &ledger);
    let mut plan = PlanOutlook {
        name: Arc::clone(name),
        tenures: laid.tenures,
        resources: capacity.resources.clone(),
        hosts: capacity.hosts.clone(),
        backup: capacity.backup.clone(),
        kept: Kept(Arc::new(capacity)),
        ledger,
        request,
        deadlines: outlook::Deadlines::default(),
    };
    plan.deadlines = deadlines::of_plan(basis, &plan, moves, nothing);
    plan
}

#[cfg(test)]
mod tests;

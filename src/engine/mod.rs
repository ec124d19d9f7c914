//! Model → outlook: demand, capacity, charges, dates. Pure, deterministic, and it does not fail: it
//! computes what it can; checks say the rest. [`project`] is the one door.

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
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{DO_NOTHING, Move, Scenario};
use crate::units::{Day, DayRange, Month};

mod bill;
pub mod charge;
pub mod compare;
pub mod deadlines;
pub mod ledger;
pub mod outlook;
mod request;
mod tally;
mod tax;
mod tenure;
pub mod waiting;

use ledger::Ledger;
use outlook::{Outlook, PlanOutlook};
use request::Basis;
use tenure::Laid;

/// Works out a scenario. What still holds of the old outlook is used again; with and without it the
/// result is the same. A scenario without `as_of` is taken on the first day of its request.
pub fn project(scenario: &Scenario, old: Option<&Outlook>) -> Outlook {
    let frame = Frame::of(scenario);
    let basis = Basis::of(scenario, &frame);
    let nothing = basis.do_nothing();
    let base_capacity = capacity(scenario, None, &nothing, &frame, None);
    let first = plan_outlook(&basis, DO_NOTHING, &[], &nothing, &base_capacity, None);
    let mut plans = IndexMap::with_capacity(scenario.plans.len() + 1);
    let first = Arc::new(first);
    plans.insert(Arc::from(DO_NOTHING), Arc::clone(&first));
    for (name, moves) in &scenario.plans {
        let laid = basis.lay(name, moves);
        let capacity = capacity(scenario, Some(moves), &laid, &frame, Some(&base_capacity));
        let plan = plan_outlook(&basis, name, moves, &laid, &capacity, Some(&first));
        plans.insert(Arc::clone(name), Arc::new(plan));
    }
    let _ = old;
    Outlook { as_of: frame.as_of, horizon: frame.horizon, period: frame.period, plans }
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

use hosts::PlanCapacity as Capacity;

fn capacity(
    scenario: &Scenario,
    moves: Option<&[Move]>,
    laid: &Laid,
    frame: &Frame,
    base: Option<&Capacity>,
) -> Capacity {
    hosts::capacity_of(scenario, moves, &laid.tenures, frame.horizon, base)
}

fn plan_outlook(
    basis: &Basis<'_>,
    name: &str,
    moves: &[Move],
    laid: &Laid,
    capacity: &Capacity,
    nothing: Option<&PlanOutlook>,
) -> PlanOutlook {
    let ledger = Ledger {
        currency: basis.scenario.currency,
        accounts: laid.accounts(),
        taxes: Arc::clone(&basis.taxes),
    };
    let request = basis.request(laid, &ledger);
    let mut plan = PlanOutlook {
        name: Arc::from(name),
        tenures: laid.tenures.clone(),
        resources: capacity.resources.clone(),
        hosts: capacity.hosts.clone(),
        backup: capacity.backup.clone(),
        ledger,
        request,
        deadlines: outlook::Deadlines::default(),
    };
    plan.deadlines = deadlines::of_plan(basis, &plan, moves, nothing);
    plan
}

#[cfg(test)]
mod tests;

//! Model → outlook: demand, capacity, charges, dates. Pure, deterministic, and it does not fail: it
//! computes what it can; checks say the rest. [`project`] is the one door.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{DO_NOTHING, Move, Scenario};
use crate::units::{Day, DayRange, Month};

mod backup;
mod bill;
mod capacity;
pub mod charge;
pub mod compare;
mod curve;
pub mod deadlines;
mod demand;
pub mod fit;
mod growth;
mod hosts;
pub mod ledger;
pub mod outlook;
mod price;
mod request;
mod runway;
mod tally;
mod tax;
mod tenure;
pub mod waiting;
mod words;

use hosts::PlanCapacity;
use ledger::Ledger;
use outlook::{Kept, Outlook, PlanOutlook};
use request::Basis;
use tenure::Laid;

/// Works out a scenario. What still holds of the old outlook is used again; with and without it the
/// result is the same. A scenario without `as_of` is taken on the first day of its request.
pub fn project(scenario: &Scenario, old: Option<&Outlook>) -> Outlook {
    let frame = Frame::of(scenario);
    let basis = Basis::of(scenario, &frame);
    let nothing = basis.do_nothing();
    let before = |name: &str| Some(&*old?.plans.get(name)?.kept.0);
    let capacity = |plan: Option<&[Move]>, laid: &Laid, name: &str, base: Option<&PlanCapacity>| {
        let days = (frame.as_of, frame.horizon);
        hosts::capacity_of(scenario, plan, &laid.tenures, days, base, before(name))
    };
    let base = capacity(None, &nothing, DO_NOTHING, None);
    let first = Arc::new(plan_outlook(&basis, DO_NOTHING, &[], &nothing, base.clone(), None));
    let mut plans = IndexMap::with_capacity(scenario.plans.len() + 1);
    plans.insert(Arc::from(DO_NOTHING), Arc::clone(&first));
    for (name, moves) in &scenario.plans {
        let laid = basis.lay(name, moves);
        let capacity = capacity(Some(moves), &laid, name, Some(&base));
        let plan = plan_outlook(&basis, name, moves, &laid, capacity, Some(&first));
        plans.insert(Arc::clone(name), Arc::new(plan));
    }
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

fn plan_outlook(
    basis: &Basis<'_>,
    name: &str,
    moves: &[Move],
    laid: &Laid,
    capacity: PlanCapacity,
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

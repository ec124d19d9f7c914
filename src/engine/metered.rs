//! What do meters count, where no contract states it? The demand of their resource over time.

use std::sync::Arc;

use crate::model::{Move, Resource, Scenario};

use super::Frame;
use super::hosts::{PlanCapacity, capacity_of};
use super::laid::Laid;
use super::meter::{Meter, Used};
use super::outlook::{Level, Reading, Segment, Tenure};

/// Whether any charge may follow from a demand: then no charge holds on when services change.
pub(super) fn any(scenario: &Scenario) -> bool {
    scenario.offers.values().any(|offer| offer.tariff.is_some())
        || scenario.plans.values().any(|moves| moves.iter().any(is_sized))
}

fn is_sized(step: &Move) -> bool {
    matches!(step, Move::ResizeToTarget { off: false, .. })
}

/// What moves that size to a target buy of one, by their places. It follows from what is asked for,
/// which contracts do not change.
pub(super) fn targets(
    laid: &Laid,
    scenario: &Scenario,
    frame: &Frame,
    moves: &[Move],
) -> Vec<(usize, Level)> {
    if !moves.iter().any(is_sized) {
        return Vec::new();
    }
    let plan = Arc::new(moves.to_vec());
    let days = (frame.as_of, frame.horizon);
    let asked = capacity_of(scenario, Some(&plan), &laid.tenures, days, None, None);
    asked.targets(scenario, moves)
}

/// Gives each meter that follows a demand what it counts under these moves.
pub(super) fn read(laid: &mut Laid, scenario: &Scenario, frame: &Frame, moves: &[Move]) {
    let follows = |meter: &Arc<Meter>| meter.follows_demand();
    if !laid.contracts.iter().any(|account| account.meter.as_ref().is_some_and(follows)) {
        return;
    }
    let plan = Arc::new(moves.to_vec());
    let days = (frame.as_of, frame.horizon);
    let capacity = capacity_of(scenario, Some(&plan), &laid.tenures, days, None, None);
    for (tenure, account) in laid.tenures.iter().zip(&mut laid.contracts) {
        let Some(meter) = account.meter.as_ref().filter(|meter| follows(meter)) else { continue };
        let course = meter.of.resource().and_then(|resource| {
            bought(tenure, &resource, frame)
                .or_else(|| course(&capacity, &laid.tenures, tenure, &resource))
        });
        let used = course.map_or(Used::Unknown, |course| Used::Course(Arc::new(course)));
        if meter.used != used {
            let mut meter = Arc::clone(meter);
            Arc::make_mut(&mut meter).used = used;
            Arc::make_mut(account).meter = Some(meter);
        }
    }
}

/// Demand on the host that a contract is, or of all where it is none; `None` where nothing asks.
fn course(
    capacity: &PlanCapacity,
    tenures: &[Arc<Tenure>],
    tenure: &Tenure,
    resource: &Resource,
) -> Option<Vec<Segment>> {
    if *resource == Resource::Backup {
        return capacity.backup.as_ref().map(|backup| backup.segments.to_vec());
    }
    let mut first = tenure;
    while let Some(before) = first.replaces.as_ref() {
        let before = tenures.iter().find(|other| other.key == *before && other.from <= first.from);
        match before {
            Some(before) if before.key != first.key => first = before,
            _ => break,
        }
    }
    let on = tenure.held.as_ref().and_then(|held| held.on.as_ref());
    let is_host = |key: &Arc<str>| *key == first.key || Some(key) == on;
    let host = capacity.hosts.iter().find(|host| is_host(&host.key));
    let all = match host {
        Some(host) => &host.resources,
        None => &capacity.resources,
    };
    let outlook = all.iter().find(|outlook| outlook.resource == *resource)?;
    Some(outlook.segments.to_vec()).filter(|segments| !segments.is_empty())
}

/// What is bought by its size, of all; `None` where the contract states none.
fn bought(tenure: &Tenure, resource: &Resource, frame: &Frame) -> Option<Vec<Segment>> {
    let held = tenure.held.as_ref()?;
    let sized = held.sizes.iter().filter(|sized| sized.resource == *resource);
    let first = tenure.from.min(frame.as_of);
    let mut days: Vec<_> =
        sized.map(|sized| sized.from.map_or(first, |from| from.max(first))).collect();
    days.push(first);
    days.sort_unstable();
    days.dedup();
    let mut segments = Vec::new();
    for (n, from) in days.iter().enumerate() {
        let until = days.get(n + 1).copied().unwrap_or(frame.horizon.max(from.plus_days(1)));
        let level = tenure.size_on(resource, *from)?;
        let level = level.saturating_mul(Level::from(tenure.count));
        let all = Reading { low: level, expected: level, cautious: level };
        let (total, usable) = (Some(level), Some(level));
        segments.push(Segment { from: *from, until, first: all, last: all, total, usable });
    }
    Some(segments)
}

//! What do meters count, where no contract states it? The demand of their resource over time.

use std::sync::Arc;

use crate::model::{Move, Resource, Scenario};

use super::Frame;
use super::hosts::{PlanCapacity, capacity_of};
use super::laid::Laid;
use super::meter::{Meter, Used};
use super::outlook::{Segment, Tenure};

/// Whether any charge may follow from a demand: then no charge holds on when services change.
pub(super) fn any(scenario: &Scenario) -> bool {
    scenario.offers.values().any(|offer| offer.tariff.is_some())
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
        let course = meter
            .of
            .resource()
            .and_then(|resource| course(&capacity, &laid.tenures, tenure, &resource));
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
    let host = capacity.hosts.iter().find(|host| host.key == first.key);
    let all = match host {
        Some(host) => &host.resources,
        None => &capacity.resources,
    };
    let outlook = all.iter().find(|outlook| outlook.resource == *resource)?;
    Some(outlook.segments.to_vec()).filter(|segments| !segments.is_empty())
}

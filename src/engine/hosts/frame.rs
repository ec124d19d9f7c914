//! What does a scenario say of all hosts alike?

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::demand::{Watched, speaks_of};
use crate::engine::foreseen::Forecasts;
use crate::engine::growth::{Course, Grid};
use crate::model::{Event, Move, Resource, Scenario};
use crate::units::Day;

/// What a scenario says of all hosts alike.
#[derive(Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) grid: Grid,
    pub(super) watched: Vec<Watched>,
    /// What happened to what was measured.
    pub(super) events: Vec<Arc<Event>>,
    pub(super) seed: u64,
    pub(super) forecasts: Forecasts,
}

impl Frame {
    pub(super) fn new(
        scenario: &Scenario,
        (as_of, horizon): (Day, Day),
        known: Option<&Forecasts>,
    ) -> Self {
        let grid = Grid::new(as_of, horizon);
        let watched = watched(scenario).into_iter().map(|resource| {
            let growth = scenario.growth.get(&resource);
            let course = growth.map_or(Course::Flat, |growth| Course::of(growth, &grid));
            let (course, amounts) = (course.shares(), course.amounts());
            let buffer_ppm = buffer_ppm(scenario, &resource);
            let fill = scenario.fill.get(&resource).copied();
            Watched { resource, course, amounts, buffer_ppm, fill }
        });
        let watched = watched.collect();
        Self {
            watched,
            grid,
            events: scenario.events.clone(),
            seed: scenario.seed.unwrap_or(1),
            forecasts: known.cloned().unwrap_or_default(),
        }
    }
}

/// Resources that any service, series or move speaks of, in their own order.
fn watched(scenario: &Scenario) -> BTreeSet<Resource> {
    let mut watched = BTreeSet::new();
    let mut add = |resource: &Resource| {
        if *resource != Resource::Backup && !watched.contains(resource) {
            watched.insert(resource.clone());
        }
    };
    let stated = [Resource::Ram, Resource::Storage, Resource::Cpu];
    for service in scenario.services.values() {
        for resource in stated.iter().filter(|resource| speaks_of(service, resource)) {
            add(resource);
        }
        let of_parts = service.components.iter().flat_map(|component| component.needs.keys());
        for name in service.needs.keys().chain(of_parts) {
            add(&Resource::Count(name.clone()));
        }
    }
    for usage in scenario.usage.values() {
        add(&usage.resource);
    }
    for step in scenario.plans.values().flat_map(|plan| plan.iter()) {
        if let Move::Resize { resource, .. }
        | Move::ResizeToTarget { resource, .. }
        | Move::Reclaim { resource, .. } = step
        {
            add(resource);
        }
    }
    watched
}

/// Share of a resource kept free, in millionths; 10 % of RAM and 15 % of storage unless stated.
pub(in crate::engine) fn buffer_ppm(scenario: &Scenario, resource: &Resource) -> u32 {
    match (scenario.buffers.get(resource), resource) {
        (Some(share), _) => share.ppm().min(1_000_000),
        (None, Resource::Ram) => 100_000,
        (None, Resource::Storage) => 150_000,
        (None, _) => 0,
    }
}

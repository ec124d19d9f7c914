//! What makes up a demand from day to day, and what could be used before the day that is spoken of?

use std::collections::BTreeSet;

use crate::engine::capacity::{Lease, usable_on};
use crate::engine::demand::{Wanted, wanted_by};
use crate::engine::outlook::{Level, PlanOutlook};
use crate::model::Resource;
use crate::units::Day;

use super::{HostPart, PlanCapacity};

/// What services want of a resource under a plan, each by itself, at the sizes of today: on a host, by
/// its key, or on all and on none (`None`). What was measured is in none of it.
pub fn wanted(plan: &PlanOutlook, resource: &Resource, host: Option<&str>) -> Vec<Wanted> {
    let capacity = &plan.kept.capacity;
    let frame = &capacity.frame;
    let Some(watched) = frame.watched.iter().find(|watched| watched.resource == *resource) else {
        return Vec::new();
    };
    let mut askings: Vec<_> = parts(capacity, host)
        .chain(host.is_none().then_some(&*capacity.pool))
        .flat_map(|part| part.input.askings.iter().cloned())
        .collect();
    askings.sort_by_key(|asking| asking.place);
    wanted_by(&frame.grid, watched, &askings)
}

/// What could be used of a resource from each day on, from `from` until the day that is spoken of, by
/// the contracts that are stated: `None` from days on of which it is not known. All hosts: the sum.
pub fn usable_before(
    plan: &PlanOutlook,
    resource: &Resource,
    host: Option<&str>,
    from: Day,
) -> Vec<(Day, Option<Level>)> {
    let capacity = &plan.kept.capacity;
    let frame = &capacity.frame;
    let watched = frame.watched.iter().find(|watched| watched.resource == *resource);
    let Some(watched) = watched.filter(|_| from < frame.grid.as_of) else { return Vec::new() };
    // Only hosts that give any of it: a server without a disk of its own says nothing of disks.
    let hosts: Vec<&[Lease]> = parts(capacity, host)
        .map(|part| &*part.input.leases)
        .filter(|leases| leases.iter().any(|lease| lease.says(resource)))
        .collect();
    let ends = hosts.iter().flat_map(|leases| leases.iter()).flat_map(|lease| {
        let held = lease.tenure.held.iter().flat_map(|held| &held.sizes);
        let sizes = held.filter_map(|sized| sized.from);
        [Some(lease.tenure.from), lease.tenure.until].into_iter().flatten().chain(sizes)
    });
    let inside = ends.filter(|day| from < *day && *day < frame.grid.as_of);
    let days: BTreeSet<Day> = inside.chain([from]).collect();
    let on = |day: Day| {
        let each = hosts.iter().map(|leases| usable_on(leases, resource, watched.buffer_ppm, day));
        each.reduce(|one, two| Some(one?.saturating_add(two?))).flatten()
    };
    days.into_iter().map(|day| (day, on(day))).collect()
}

fn parts<'a>(
    capacity: &'a PlanCapacity,
    host: Option<&'a str>,
) -> impl Iterator<Item = &'a HostPart> {
    let is_it = move |part: &&HostPart| host.is_none_or(|key| key == &*part.input.key);
    capacity.parts.iter().map(AsRef::as_ref).filter(is_it)
}

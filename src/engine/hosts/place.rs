//! On which host is each contract, service and series, under which plan?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::capacity::Lease;
use crate::engine::demand::{Asking, Change, Changed, Reclaimed, To, days_of};
use crate::engine::outlook::{Origin, Tenure};
use crate::model::{Move, OfferKind, Scenario, Service};
use crate::units::{By, Day};

use super::{HostPart, Input, PlanCapacity};

/// Which contract of a server belongs to which host.
#[derive(Debug)]
pub(super) struct Chains {
    /// Key of the host and its contracts; those of the file come first, in its order.
    pub(super) hosts: Vec<(Arc<str>, Vec<Lease>)>,
    /// Place of the host of each server contract, by key.
    by_key: Arc<BTreeMap<Arc<str>, usize>>,
    /// The host of what names none.
    home: Option<usize>,
}

impl Chains {
    pub(super) fn new(
        scenario: &Scenario,
        tenures: &[Arc<Tenure>],
        as_of: Day,
        base: Option<&PlanCapacity>,
    ) -> Self {
        let mut hosts: Vec<(Arc<str>, Vec<Lease>)> = Vec::new();
        let mut by_key = BTreeMap::new();
        let mut waiting: Vec<Lease> = Vec::new();
        let mut in_file = 0;
        let hosts_are = |tenure: &&Arc<Tenure>| tenure.kind == OfferKind::Server;
        let mut disks: Vec<&Arc<Tenure>> = Vec::new();
        disks.extend(tenures.iter().filter(|tenure| tenure.kind == OfferKind::Disk));
        for tenure in tenures.iter().filter(hosts_are) {
            let is_stated = tenure.origin == Origin::Contract;
            let known = base.and_then(|base| base.parts.get(hosts.len()));
            let known = known.and_then(|part| part.input.leases.first());
            let known = known.filter(|_| disks.is_empty());
            if let Some(lease) = known.filter(|lease| Arc::ptr_eq(&lease.tenure, tenure)) {
                in_file += usize::from(is_stated);
                by_key.entry(Arc::clone(&tenure.key)).or_insert(hosts.len());
                hosts.push((Arc::clone(&tenure.key), vec![lease.clone()]));
                continue;
            }
            let stated = scenario.contracts.get(&tenure.key).filter(|_| is_stated);
            if stated.is_some_and(|contract| contract.until.is_some_and(|until| until <= as_of)) {
                continue;
            }
            in_file += usize::from(is_stated);
            let offer = scenario.offers.get(&tenure.offer).cloned();
            let lease = Lease { tenure: Arc::clone(tenure), offer };
            if tenure.replaces.is_some() {
                waiting.push(lease);
            } else {
                by_key.entry(Arc::clone(&tenure.key)).or_insert(hosts.len());
                hosts.push((Arc::clone(&tenure.key), vec![lease]));
            }
        }
        // A contract may replace one that a later move orders: go round until nothing finds its place.
        while !waiting.is_empty() {
            let before = waiting.len();
            for lease in std::mem::take(&mut waiting) {
                let key = lease.tenure.replaces.as_ref();
                match key.and_then(|key| by_key.get(key)).copied() {
                    Some(host) => {
                        by_key.entry(Arc::clone(&lease.tenure.key)).or_insert(host);
                        hosts[host].1.push(lease);
                    }
                    None => waiting.push(lease),
                }
            }
            if waiting.len() == before {
                for lease in std::mem::take(&mut waiting) {
                    by_key.entry(Arc::clone(&lease.tenure.key)).or_insert(hosts.len());
                    hosts.push((Arc::clone(&lease.tenure.key), vec![lease]));
                }
            }
        }
        // Exactly one server in the file; where it has none, exactly one that is ordered.
        let mut home = (in_file == 1 || (in_file == 0 && hosts.len() == 1)).then_some(0);
        if !disks.is_empty() {
            let servers = hosts.len();
            attach(scenario, &disks, as_of, &mut hosts, &mut by_key);
            home = home.or((servers == 0 && hosts.len() == 1).then_some(0));
        }
        let by_key = match base.filter(|base| *base.chains.by_key == by_key) {
            Some(base) => Arc::clone(&base.chains.by_key),
            None => Arc::new(by_key),
        };
        Self { hosts, by_key, home }
    }

    /// Whether everything that `base` has a place for has the same place here, so that only what
    /// moves touch differs.
    pub(super) fn extend(&self, base: &PlanCapacity) -> bool {
        let same_keys =
            self.hosts.iter().zip(base.parts.iter()).all(|(host, part)| host.0 == part.input.key);
        let grown = self.by_key.len() > base.chains.by_key.len();
        let finds = |on: Option<&String>| grown && self.place(on).is_some();
        let pool = &base.pool.input;
        same_keys
            && self.hosts.len() >= base.parts.len()
            && self.home == base.chains.home
            && !pool.askings.iter().any(|asking| finds(asking.service.on.as_ref()))
            && !pool.series.iter().any(|(_, usage)| finds(usage.on.as_ref()))
    }

    /// Whether a contract of this key is on a host.
    fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// The host of what states to be `on` a contract; `None`: the pool.
    pub(super) fn place(&self, on: Option<&String>) -> Option<usize> {
        match on {
            Some(key) => self.by_key.get(key.as_str()).copied(),
            None => self.home,
        }
    }
}

/// Puts disks on the hosts that they are for, and each of the others on a host of its own.
fn attach(
    scenario: &Scenario,
    disks: &[&Arc<Tenure>],
    as_of: Day,
    hosts: &mut Vec<(Arc<str>, Vec<Lease>)>,
    by_key: &mut BTreeMap<Arc<str>, usize>,
) {
    let gone = |tenure: &Tenure| {
        let stated = scenario.contracts.get(&tenure.key);
        let until = stated.and_then(|contract| contract.until);
        tenure.origin == Origin::Contract && until.is_some_and(|until| until <= as_of)
    };
    // A disk may be for what a later one replaces: go round until nothing finds its place.
    let mut waiting: Vec<&Arc<Tenure>> = disks.iter().filter(|t| !gone(t)).copied().collect();
    loop {
        let (before, mut own) = (waiting.len(), None);
        waiting.retain(|tenure| {
            let on = tenure.held.as_ref().and_then(|held| held.on.as_ref());
            let host = match tenure.replaces.as_ref().or(on) {
                Some(key) => by_key.get(key).copied(),
                None => Some(hosts.len()),
            };
            let Some(host) = host else {
                own.get_or_insert_with(|| Arc::clone(tenure));
                return true;
            };
            put(scenario, tenure, host, hosts, by_key);
            false
        });
        if waiting.is_empty() {
            return;
        }
        if waiting.len() == before {
            // What it is for is not there, or goes round in a circle: checks tell.
            let Some(tenure) = own else { return };
            waiting.retain(|other| !Arc::ptr_eq(other, &tenure));
            let host = hosts.len();
            put(scenario, &tenure, host, hosts, by_key);
        }
    }
}

fn put(
    scenario: &Scenario,
    tenure: &Arc<Tenure>,
    host: usize,
    hosts: &mut Vec<(Arc<str>, Vec<Lease>)>,
    by_key: &mut BTreeMap<Arc<str>, usize>,
) {
    let offer = scenario.offers.get(&tenure.offer).cloned();
    let lease = Lease { tenure: Arc::clone(tenure), offer };
    by_key.entry(Arc::clone(&tenure.key)).or_insert(host);
    match hosts.get_mut(host) {
        Some((_, leases)) => leases.push(lease),
        None => hosts.push((Arc::clone(&tenure.key), vec![lease])),
    }
}

/// What is to be worked out, or what holds already: hosts in their order, then the pool.
pub(super) type Inputs = Vec<Result<Input, Arc<HostPart>>>;

/// A service under the moves of a plan.
struct Roamer<'a> {
    place: usize,
    key: &'a Arc<str>,
    service: &'a Arc<Service>,
    /// Where it would be without moves.
    home: Option<usize>,
    stays: Vec<(Day, Day, Option<usize>)>,
    changed: Changed,
}

impl Roamer<'_> {
    fn on(&self, host: Option<usize>) -> Option<Asking> {
        let days = self.stays.iter().filter(|stay| stay.2 == host).map(|stay| (stay.0, stay.1));
        let changed = Changed { days: days.collect(), ..self.changed.clone() };
        (!changed.days.is_empty()).then(|| Asking {
            place: self.place,
            key: Arc::clone(self.key),
            service: Arc::clone(self.service),
            changed: Some(changed),
        })
    }
}

/// Services that moves name, by their place in the file.
fn roamers<'a>(
    scenario: &'a Scenario,
    moves: &[Move],
    chains: &Chains,
) -> BTreeMap<usize, Roamer<'a>> {
    let mut in_order: Vec<&Move> = moves.iter().filter(|step| !step.is_off()).collect();
    in_order.sort_by_key(|step| step.day());
    let mut roamers = BTreeMap::new();
    for step in in_order {
        let key = match step {
            Move::Start { service, .. }
            | Move::Stop { service, .. }
            | Move::Resize { service, .. } => service,
            Move::Reclaim { on: Some(service), .. } if !chains.has(service) => service,
            _ => continue,
        };
        let Some((place, key, service)) = scenario.services.get_full(key.as_str()) else {
            continue;
        };
        let roamer = roamers.entry(place).or_insert_with(|| {
            let home = chains.place(service.on.as_ref());
            let stays = days_of(service).map(|(from, until)| (from, until, home));
            let stays = stays.into_iter().collect();
            Roamer { place, key, service, home, stays, changed: Changed::default() }
        });
        match step {
            Move::Start { from, on, .. } => {
                let host = match on {
                    Some(_) => chains.place(on.as_ref()),
                    None => roamer.stays.last().map_or(roamer.home, |stay| stay.2),
                };
                end_stays(&mut roamer.stays, *from);
                match roamer.stays.last_mut().filter(|stay| stay.1 == *from && stay.2 == host) {
                    Some(stay) => stay.1 = Day::LAST,
                    None => roamer.stays.push((*from, Day::LAST, host)),
                }
                roamer.changed.started.get_or_insert(*from);
            }
            Move::Stop { from, .. } => end_stays(&mut roamer.stays, *from),
            Move::Resize { from, component, resource, to, by, .. } => {
                let to = to.map(To::Size).or(by.map(To::Other));
                roamer.changed.sizes.extend(to.map(|to| Change {
                    day: *from,
                    resource: resource.clone(),
                    component: component.clone(),
                    to,
                }));
            }
            Move::Reclaim { from, resource, amount, .. } => {
                roamer.changed.sizes.push(Change {
                    day: *from,
                    resource: resource.clone(),
                    component: None,
                    to: To::Other(By { less: true, amount: *amount }),
                });
            }
            _ => {}
        }
    }
    roamers
}

/// From `day` on it is nowhere.
fn end_stays(stays: &mut Vec<(Day, Day, Option<usize>)>, day: Day) {
    stays.retain(|stay| stay.0 < day);
    for stay in stays {
        stay.1 = stay.1.min(day);
    }
}

impl Input {
    pub(super) fn pool() -> Self {
        let (leases, askings, series) = (Vec::new(), Vec::new(), Vec::new());
        let reclaimed = Vec::new();
        Self { key: Arc::from(""), leases, askings, series, reclaimed, sum_grows: false }
    }
}

/// Room that moves make on hosts, in the order of days: place of the host (`None`: the pool), and what.
fn reclaims(
    moves: &[Move],
    scenario: &Scenario,
    chains: &Chains,
) -> Vec<(Option<usize>, Reclaimed)> {
    let mut reclaims = Vec::new();
    for step in moves.iter().filter(|step| !step.is_off()) {
        let Move::Reclaim { resource, on, amount, from, .. } = step else { continue };
        let of_service = on.as_deref().is_some_and(|on| scenario.services.contains_key(on));
        let host = chains.place(on.as_ref());
        if host.is_none() && of_service {
            continue;
        }
        let reclaimed = Reclaimed { from: *from, resource: resource.clone(), amount: *amount };
        reclaims.push((host, reclaimed));
    }
    reclaims.sort_by_key(|(_, reclaimed)| reclaimed.from);
    reclaims
}

/// The inputs of all hosts, from nothing.
pub(super) fn inputs(scenario: &Scenario, moves: &[Move], chains: &Chains) -> Inputs {
    let mut inputs: Vec<Input> = chains
        .hosts
        .iter()
        .map(|(key, leases)| Input {
            key: Arc::clone(key),
            leases: leases.clone(),
            ..Input::pool()
        })
        .collect();
    inputs.push(Input::pool());
    let pool = chains.hosts.len();
    let roamers = roamers(scenario, moves, chains);
    for (place, (key, service)) in scenario.services.iter().enumerate() {
        if let Some(roamer) = roamers.get(&place) {
            let hosts: BTreeSet<_> = roamer.stays.iter().map(|stay| stay.2).collect();
            for host in hosts {
                inputs[host.unwrap_or(pool)].askings.extend(roamer.on(host));
            }
        } else if days_of(service).is_some() {
            let (key, service) = (Arc::clone(key), Arc::clone(service));
            let host = chains.place(service.on.as_ref()).unwrap_or(pool);
            inputs[host].askings.push(Asking { place, key, service, changed: None });
        }
    }
    for (key, usage) in &scenario.usage {
        let host = chains.place(usage.on.as_ref()).unwrap_or(pool);
        inputs[host].series.push((Arc::clone(key), Arc::clone(usage)));
    }
    for (host, reclaimed) in reclaims(moves, scenario, chains) {
        inputs[host.unwrap_or(pool)].reclaimed.push(reclaimed);
    }
    inputs[chains.home.unwrap_or(pool)].sum_grows = true;
    inputs.into_iter().map(Ok).collect()
}

/// The same, from what doing nothing gave: only what moves touch is gone through again.
pub(super) fn inputs_from(
    scenario: &Scenario,
    moves: &[Move],
    chains: &Chains,
    base: &PlanCapacity,
) -> Inputs {
    let roamers = roamers(scenario, moves, chains);
    let mut touched: BTreeMap<Option<usize>, Vec<&Roamer<'_>>> = BTreeMap::new();
    for roamer in roamers.values() {
        let hosts: BTreeSet<_> =
            roamer.stays.iter().map(|stay| stay.2).chain([roamer.home]).collect();
        for host in hosts {
            touched.entry(host).or_default().push(roamer);
        }
    }
    let reclaims = reclaims(moves, scenario, chains);
    for (host, _) in &reclaims {
        touched.entry(*host).or_default();
    }
    let with = |part: Option<&Arc<HostPart>>, host: Option<usize>, coming: &[&Roamer<'_>]| {
        let mut input = part.map_or_else(Input::pool, |part| part.input.clone());
        input.askings.retain(|asking| !roamers.contains_key(&asking.place));
        input.askings.extend(coming.iter().filter_map(|service| service.on(host)));
        input.askings.sort_by_key(|asking| asking.place);
        let here = reclaims.iter().filter(|(on, _)| *on == host);
        input.reclaimed = here.map(|(_, reclaimed)| reclaimed.clone()).collect();
        input
    };
    let mut inputs: Inputs = Vec::with_capacity(chains.hosts.len() + 1);
    for (n, (key, leases)) in chains.hosts.iter().enumerate() {
        let part = base.parts.get(n);
        let coming = touched.get(&Some(n));
        let is_same = |part: &&Arc<HostPart>| {
            let old = &part.input.leases;
            old.len() == leases.len() && old.iter().zip(leases).all(|(a, b)| a.is_like(b))
        };
        if let (None, Some(part)) = (coming, part.filter(is_same)) {
            inputs.push(Err(Arc::clone(part)));
            continue;
        }
        let mut input = with(part, Some(n), coming.map_or(&[], Vec::as_slice));
        (input.key, input.leases) = (Arc::clone(key), leases.clone());
        inputs.push(Ok(input));
    }
    inputs.push(match touched.get(&None) {
        None => Err(Arc::clone(&base.pool)),
        Some(coming) => Ok(with(Some(&base.pool), None, coming)),
    });
    inputs
}

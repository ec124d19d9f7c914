//! On which host is each contract, service and series, under which plan?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::asking::{Asking, Changed, days_of};
use crate::engine::capacity::Lease;
use crate::engine::demand::{Change, Reclaimed, To};
use crate::engine::outlook::{Origin, Tenure};
use crate::model::{Move, OfferKind, Scenario, Service};
use crate::units::{By, Day};

use super::{HostPart, Input, PlanCapacity};

/// Which contract of a server belongs to which host.
#[derive(Debug)]
pub(super) struct Chains {
    /// Key of the host and its contracts; those of the file come first, in its order.
    pub(super) hosts: Vec<(Arc<str>, Arc<[Lease]>)>,
    /// Place of the host of each server contract of the file, by key.
    stated: Arc<BTreeMap<Arc<str>, usize>>,
    /// The same of those that moves order, where the file has none of that key.
    ordered: BTreeMap<Arc<str>, usize>,
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
        let mut hosts: Vec<(Arc<str>, Arc<[Lease]>)> = Vec::with_capacity(tenures.len());
        let mut places =
            Places { known: base.map(|base| &base.chains.stated), ..Places::default() };
        let mut waiting: Vec<Lease> = Vec::new();
        let mut homes = Homes::default();
        let on = |tenure: &Tenure| tenure.held.as_ref().and_then(|held| held.on.clone());
        for tenure in tenures.iter().filter(|tenure| is_host(tenure.kind)) {
            let is_stated = tenure.origin == Origin::Contract;
            let known = base.and_then(|base| base.parts.get(hosts.len()));
            // What belongs to it besides comes later.
            let is_it = |part: &&Arc<HostPart>| match &*part.input.leases {
                [lease] => Arc::ptr_eq(&lease.tenure, tenure),
                _ => false,
            };
            if let Some(part) = known.filter(is_it) {
                homes.add(tenure, hosts.len());
                hosts.push((Arc::clone(&tenure.key), Arc::clone(&part.input.leases)));
                continue;
            }
            let contract = scenario.contracts.get(&tenure.key).filter(|_| is_stated);
            if contract.is_some_and(|contract| contract.until.is_some_and(|until| until <= as_of)) {
                continue;
            }
            let offer = scenario.offers.get(&tenure.offer).cloned();
            let lease = Lease { tenure: Arc::clone(tenure), offer };
            let is_disk = tenure.kind == OfferKind::Disk;
            if tenure.replaces.is_some() || (is_disk && on(tenure).is_some()) {
                if !is_disk {
                    homes.in_file += usize::from(is_stated);
                }
                waiting.push(lease);
            } else {
                homes.add(tenure, hosts.len());
                places.add(tenure, hosts.len());
                hosts.push((Arc::clone(&tenure.key), Arc::new([lease])));
            }
        }
        // A contract may replace one that a later move orders: go round until nothing finds its place.
        while !waiting.is_empty() {
            let before = waiting.len();
            for lease in std::mem::take(&mut waiting) {
                let key = lease.tenure.replaces.clone().or_else(|| on(&lease.tenure));
                match key.and_then(|key| places.get(&key)) {
                    Some(host) => {
                        places.add(&lease.tenure, host);
                        let leases = &mut hosts[host].1;
                        *leases = leases.iter().cloned().chain([lease]).collect();
                    }
                    None => waiting.push(lease),
                }
            }
            if waiting.len() == before {
                for lease in std::mem::take(&mut waiting) {
                    places.add(&lease.tenure, hosts.len());
                    hosts.push((Arc::clone(&lease.tenure.key), Arc::new([lease])));
                }
            }
        }
        let home = homes.home(hosts.len());
        let Places { known, stated, ordered } = places;
        let stated = known.map_or_else(|| Arc::new(stated), Arc::clone);
        Self { hosts, stated, ordered, home }
    }

    /// Whether everything that `base` has a place for has the same place here, so that only what
    /// moves touch differs.
    pub(super) fn extend(&self, base: &PlanCapacity) -> bool {
        let same_keys =
            self.hosts.iter().zip(base.parts.iter()).all(|(host, part)| host.0 == part.input.key);
        let grown = !self.ordered.is_empty();
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
        self.stated.contains_key(key) || self.ordered.contains_key(key)
    }

    /// The host of what states to be `on` a contract; `None`: the pool.
    pub(super) fn place(&self, on: Option<&String>) -> Option<usize> {
        match on {
            Some(key) => {
                let stated = self.stated.get(key.as_str());
                stated.or_else(|| self.ordered.get(key.as_str())).copied()
            }
            None => self.home,
        }
    }
}

fn is_host(kind: OfferKind) -> bool {
    matches!(kind, OfferKind::Server | OfferKind::Disk)
}

/// Places of hosts by the keys of contracts.
#[derive(Default)]
struct Places<'a> {
    /// Moves change no contract of the file into another: those have their places.
    known: Option<&'a Arc<BTreeMap<Arc<str>, usize>>>,
    stated: BTreeMap<Arc<str>, usize>,
    ordered: BTreeMap<Arc<str>, usize>,
}

impl Places<'_> {
    fn add(&mut self, tenure: &Tenure, host: usize) {
        let by_key = match (tenure.origin == Origin::Contract, self.known) {
            (true, Some(_)) => return,
            (true, None) => &mut self.stated,
            (false, _) => &mut self.ordered,
        };
        by_key.entry(Arc::clone(&tenure.key)).or_insert(host);
    }

    fn get(&self, key: &str) -> Option<usize> {
        let stated = self.known.map_or(&self.stated, |known| known);
        stated.get(key).or_else(|| self.ordered.get(key)).copied()
    }
}

/// Where what names no host could be.
#[derive(Default)]
struct Homes {
    servers: Vec<usize>,
    in_file: usize,
    disks: usize,
}

impl Homes {
    fn add(&mut self, tenure: &Tenure, host: usize) {
        if tenure.kind == OfferKind::Disk {
            self.disks += 1;
            return;
        }
        self.servers.push(host);
        self.in_file += usize::from(tenure.origin == Origin::Contract);
    }

    /// Exactly one server in the file; where it has none, exactly one that is ordered; where there is
    /// none at all, the only disk.
    fn home(&self, hosts: usize) -> Option<usize> {
        match (self.in_file, self.servers.as_slice()) {
            (1, [first, ..]) | (0, [first]) => Some(*first),
            (0, []) if self.disks == 1 && hosts == 1 => Some(0),
            _ => None,
        }
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
        let (leases, askings, series) = (Arc::new([]), Vec::new(), Vec::new());
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
            leases: Arc::clone(leases),
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
        let is_same = |part: &&Arc<HostPart>| part.input.leases_like(leases);
        if let (None, Some(part)) = (coming, part.filter(is_same)) {
            inputs.push(Err(Arc::clone(part)));
            continue;
        }
        let mut input = with(part, Some(n), coming.map_or(&[], Vec::as_slice));
        (input.key, input.leases) = (Arc::clone(key), Arc::clone(leases));
        inputs.push(Ok(input));
    }
    inputs.push(match touched.get(&None) {
        None => Err(Arc::clone(&base.pool)),
        Some(coming) => Ok(with(Some(&base.pool), None, coming)),
    });
    inputs
}

//! What runs where, host by host, and what is kept of the answer for the next one.
//!
//! A host is the contract of a server with the contracts that replace it. What asks nothing of any
//! host by name, where there is not exactly one, counts in the total only: it lies in the pool.
//! Answers are shared where their inputs are the same; sharing never changes an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Move, OfferKind, Resource, Scenario, Service, Usage};
use crate::units::Day;

use super::backup;
use super::capacity::{Lease, Room};
use super::demand::{Asking, Changed, Demand, Watched, days_of, demand, worse};
use super::growth::{Course, Grid};
use super::outlook::{
    BackupOutlook, HostOutlook, Makeup, Origin, ResourceOutlook, Runway, Segment, Tenure,
};
use super::runway::runway;
use super::words;

/// Capacity of one plan, with what the next answer can be made from.
#[derive(Clone, Debug)]
pub(super) struct PlanCapacity {
    pub(super) resources: Vec<Arc<ResourceOutlook>>,
    pub(super) hosts: Vec<Arc<HostOutlook>>,
    pub(super) backup: Option<Arc<BackupOutlook>>,
    frame: Arc<Frame>,
    /// In the order of the hosts.
    parts: Vec<Arc<HostPart>>,
    /// What is on no host.
    pool: Arc<HostPart>,
    /// One a watched resource.
    totals: Vec<Arc<Entry>>,
    /// Place of the host of each server contract, by key.
    by_key: Arc<BTreeMap<Arc<str>, usize>>,
    /// The host of what names none.
    home: Option<usize>,
}

/// What a scenario says of all hosts alike.
#[derive(Debug, PartialEq)]
struct Frame {
    grid: Grid,
    watched: Vec<Watched>,
}

/// One host with what it was worked out from.
#[derive(Debug)]
struct HostPart {
    input: Input,
    /// One a watched resource; `None`: neither given nor asked for.
    entries: Vec<Option<Arc<Entry>>>,
    outlook: Arc<HostOutlook>,
}

/// What the answer of a host depends on, besides the frame.
#[derive(Clone, Debug)]
struct Input {
    key: Arc<str>,
    leases: Vec<Lease>,
    /// In the order of the file.
    askings: Vec<Asking>,
    series: Vec<(Arc<str>, Arc<Usage>)>,
    /// Growth by an amount, stated for the sum, is counted here.
    sum_grows: bool,
}

impl Input {
    fn is_like(&self, other: &Self) -> bool {
        fn alike<T>(one: &[T], two: &[T], like: impl Fn(&T, &T) -> bool) -> bool {
            one.len() == two.len() && one.iter().zip(two).all(|(a, b)| like(a, b))
        }
        self.key == other.key
            && self.sum_grows == other.sum_grows
            && alike(&self.leases, &other.leases, Lease::is_like)
            && alike(&self.askings, &other.askings, Asking::is_like)
            && alike(&self.series, &other.series, |a, b| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
    }
}

/// One resource of one host or of all.
#[derive(Debug, PartialEq)]
struct Entry {
    demand: Demand,
    room: Room,
    outlook: Arc<ResourceOutlook>,
}

/// Capacity of a plan, `None` doing nothing. `tenures`: contracts as they run under it. `base`: what
/// this function gave for doing nothing with the same scenario and horizon; the answer is the same
/// with and without it.
pub(super) fn capacity_of(
    scenario: &Scenario,
    plan: Option<&[Move]>,
    tenures: &[Arc<Tenure>],
    horizon: Day,
    base: Option<&PlanCapacity>,
) -> PlanCapacity {
    capacity_after(scenario, plan, tenures, horizon, base, None)
}

/// The same after an edit. `old`: the answer for the same plan before it, whatever was edited; the
/// answer is the same with and without it.
pub(super) fn capacity_after(
    scenario: &Scenario,
    plan: Option<&[Move]>,
    tenures: &[Arc<Tenure>],
    horizon: Day,
    base: Option<&PlanCapacity>,
    old: Option<&PlanCapacity>,
) -> PlanCapacity {
    let moves = plan.unwrap_or_default();
    let frame = match (base, old) {
        (Some(base), _) => Arc::clone(&base.frame),
        (None, old) => {
            let frame = Frame::new(scenario, horizon);
            match old.filter(|old| *old.frame == frame) {
                Some(old) => Arc::clone(&old.frame),
                None => Arc::new(frame),
            }
        }
    };
    let same_frame = |other: &&PlanCapacity| {
        Arc::ptr_eq(&other.frame, &frame) || other.frame.as_ref() == frame.as_ref()
    };
    let old = old.filter(same_frame);
    let chains = Chains::new(scenario, tenures, frame.grid.as_of, base);
    let base = base.filter(|base| chains.extend(base));
    let inputs = match base {
        Some(base) => inputs_from(scenario, moves, &chains, base),
        None => inputs(scenario, moves, &chains),
    };
    let mut parts: Vec<_> = Vec::with_capacity(inputs.len());
    for (n, input) in inputs.into_iter().enumerate() {
        let is_pool = n == chains.hosts.len();
        let in_base = base.and_then(|base| base.part(n, is_pool));
        let input = match input {
            Ok(input) => input,
            Err(part) => {
                parts.push(part);
                continue;
            }
        };
        let in_old = old.and_then(|old| old.part_of(&input.key, n, is_pool));
        parts.push(HostPart::new(&frame, input, [in_base, in_old]));
    }
    let pool = parts.pop().unwrap_or_else(|| HostPart::new(&frame, Input::pool(), [None, None]));
    let totals: Vec<_> =
        (0..frame.watched.len()).map(|r| total(&frame, r, (&parts, &pool), base, old)).collect();
    let asked = |total: &&Arc<Entry>| total.demand.asked;
    let resources = totals.iter().filter(asked).map(|total| Arc::clone(&total.outlook)).collect();
    let hosts = parts.iter().map(|part| Arc::clone(&part.outlook)).collect();
    let backup = backup::backup(scenario, moves, tenures, &frame.grid).map(|backup| {
        let known = base.into_iter().chain(old).filter_map(|other| other.backup.as_ref());
        let mut known = known;
        known.find(|known| ***known == backup).cloned().unwrap_or_else(|| backup.into())
    });
    PlanCapacity {
        resources,
        hosts,
        backup,
        frame,
        parts,
        pool,
        totals,
        home: chains.home,
        by_key: chains.by_key,
    }
}

impl PlanCapacity {
    fn part(&self, n: usize, is_pool: bool) -> Option<&Arc<HostPart>> {
        if is_pool { Some(&self.pool) } else { self.parts.get(n) }
    }

    /// The part of a host by its key, `n` being where it most likely stands.
    fn part_of(&self, key: &str, n: usize, is_pool: bool) -> Option<&Arc<HostPart>> {
        let is_it = |part: &&Arc<HostPart>| *part.input.key == *key;
        self.part(n, is_pool).filter(is_it).or_else(|| self.parts.iter().find(is_it))
    }
}

impl Frame {
    fn new(scenario: &Scenario, horizon: Day) -> Self {
        let as_of = scenario.as_of.unwrap_or_else(|| horizon.plus_months(-24));
        let grid = Grid::new(as_of, horizon);
        let watched = watched(scenario).into_iter().map(|resource| {
            let growth = scenario.growth.get(&resource);
            let course = growth.map_or(Course::Flat, |growth| Course::of(growth, &grid));
            let buffer_ppm = buffer_ppm(scenario, &resource);
            Watched { resource, course, buffer_ppm }
        });
        Self { watched: watched.collect(), grid }
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
    for service in scenario.services.values() {
        let wants = service.wants.as_deref();
        let stated = [
            (Resource::Ram, service.ram.is_some() || wants.is_some_and(|w| w.ram.is_some())),
            (
                Resource::Storage,
                service.storage.is_some() || wants.is_some_and(|w| w.storage.is_some()),
            ),
            (
                Resource::Cpu,
                service.threads.is_some() || wants.is_some_and(|w| w.threads.is_some()),
            ),
        ];
        for (resource, _) in stated.iter().filter(|(_, stated)| *stated) {
            add(resource);
        }
        for name in service.needs.keys() {
            add(&Resource::Count(name.clone()));
        }
    }
    for usage in scenario.usage.values() {
        add(&usage.resource);
    }
    for step in scenario.plans.values().flat_map(|plan| plan.iter()) {
        if let Move::Resize { resource, .. } = step {
            add(resource);
        }
    }
    watched
}

/// Share of a resource kept free, in millionths; 10 % of RAM and 15 % of storage unless stated.
pub(super) fn buffer_ppm(scenario: &Scenario, resource: &Resource) -> u32 {
    match (scenario.buffers.get(resource), resource) {
        (Some(share), _) => share.ppm().min(1_000_000),
        (None, Resource::Ram) => 100_000,
        (None, Resource::Storage) => 150_000,
        (None, _) => 0,
    }
}

/// Which contract of a server belongs to which host.
struct Chains {
    /// Key of the host and its contracts; those of the file come first, in its order.
    hosts: Vec<(Arc<str>, Vec<Lease>)>,
    by_key: Arc<BTreeMap<Arc<str>, usize>>,
    home: Option<usize>,
}

impl Chains {
    fn new(
        scenario: &Scenario,
        tenures: &[Arc<Tenure>],
        as_of: Day,
        base: Option<&PlanCapacity>,
    ) -> Self {
        let mut hosts: Vec<(Arc<str>, Vec<Lease>)> = Vec::new();
        let mut by_key = BTreeMap::new();
        let mut waiting: Vec<Lease> = Vec::new();
        let mut in_file = 0;
        for tenure in tenures.iter().filter(|tenure| tenure.kind == OfferKind::Server) {
            let is_stated = tenure.origin == Origin::Contract;
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
        let home = (in_file == 1 || (in_file == 0 && hosts.len() == 1)).then_some(0);
        let by_key = match base.filter(|base| *base.by_key == by_key) {
            Some(base) => Arc::clone(&base.by_key),
            None => Arc::new(by_key),
        };
        Self { hosts, by_key, home }
    }

    /// Whether everything that `base` has a place for has the same place here, so that only what
    /// moves touch differs.
    fn extend(&self, base: &PlanCapacity) -> bool {
        let same_keys =
            self.hosts.iter().zip(&base.parts).all(|(host, part)| host.0 == part.input.key);
        let grown = self.by_key.len() > base.by_key.len();
        let finds = |on: Option<&String>| grown && self.place(on).is_some();
        let pool = &base.pool.input;
        same_keys
            && self.hosts.len() >= base.parts.len()
            && self.home == base.home
            && !pool.askings.iter().any(|asking| finds(asking.service.on.as_ref()))
            && !pool.series.iter().any(|(_, usage)| finds(usage.on.as_ref()))
    }

    /// The host of what states to be `on` a contract; `None`: the pool.
    fn place(&self, on: Option<&String>) -> Option<usize> {
        match on {
            Some(key) => self.by_key.get(key.as_str()).copied(),
            None => self.home,
        }
    }
}

/// What is to be worked out, or what holds already: hosts in their order, then the pool.
type Inputs = Vec<Result<Input, Arc<HostPart>>>;

/// A service under the moves of a plan.
struct Moved<'a> {
    place: usize,
    key: &'a Arc<str>,
    service: &'a Arc<Service>,
    /// Where it would be without moves.
    home: Option<usize>,
    stays: Vec<(Day, Day, Option<usize>)>,
    changed: Changed,
}

impl Moved<'_> {
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
fn moved<'a>(
    scenario: &'a Scenario,
    moves: &[Move],
    chains: &Chains,
) -> BTreeMap<usize, Moved<'a>> {
    let mut in_order: Vec<&Move> = moves.iter().filter(|step| !step.is_off()).collect();
    in_order.sort_by_key(|step| step.day());
    let mut moved = BTreeMap::new();
    for step in in_order {
        let (Move::Start { service: key, .. }
        | Move::Stop { service: key, .. }
        | Move::Resize { service: key, .. }) = step
        else {
            continue;
        };
        let Some((place, key, service)) = scenario.services.get_full(key.as_str()) else {
            continue;
        };
        let moved = moved.entry(place).or_insert_with(|| {
            let home = chains.place(service.on.as_ref());
            let stays = days_of(service).map(|(from, until)| (from, until, home));
            let stays = stays.into_iter().collect();
            Moved { place, key, service, home, stays, changed: Changed::default() }
        });
        match step {
            Move::Start { from, on, .. } => {
                let host = match on {
                    Some(_) => chains.place(on.as_ref()),
                    None => moved.stays.last().map_or(moved.home, |stay| stay.2),
                };
                end_stays(&mut moved.stays, *from);
                match moved.stays.last_mut().filter(|stay| stay.1 == *from && stay.2 == host) {
                    Some(stay) => stay.1 = Day::LAST,
                    None => moved.stays.push((*from, Day::LAST, host)),
                }
                moved.changed.started.get_or_insert(*from);
            }
            Move::Stop { from, .. } => end_stays(&mut moved.stays, *from),
            Move::Resize { from, resource, to, .. } => {
                moved.changed.sizes.push((*from, resource.clone(), *to));
            }
            _ => {}
        }
    }
    moved
}

/// From `day` on it is nowhere.
fn end_stays(stays: &mut Vec<(Day, Day, Option<usize>)>, day: Day) {
    stays.retain(|stay| stay.0 < day);
    for stay in stays {
        stay.1 = stay.1.min(day);
    }
}

impl Input {
    fn pool() -> Self {
        let (leases, askings, series) = (Vec::new(), Vec::new(), Vec::new());
        Self { key: Arc::from(""), leases, askings, series, sum_grows: false }
    }
}

/// The inputs of all hosts, from nothing.
fn inputs(scenario: &Scenario, moves: &[Move], chains: &Chains) -> Inputs {
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
    let moved = moved(scenario, moves, chains);
    for (place, (key, service)) in scenario.services.iter().enumerate() {
        if let Some(moved) = moved.get(&place) {
            let hosts: BTreeSet<_> = moved.stays.iter().map(|stay| stay.2).collect();
            for host in hosts {
                inputs[host.unwrap_or(pool)].askings.extend(moved.on(host));
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
    inputs[chains.home.unwrap_or(pool)].sum_grows = true;
    inputs.into_iter().map(Ok).collect()
}

/// The same, from what doing nothing gave: only what moves touch is gone through again.
fn inputs_from(
    scenario: &Scenario,
    moves: &[Move],
    chains: &Chains,
    base: &PlanCapacity,
) -> Inputs {
    let moved = moved(scenario, moves, chains);
    let mut touched: BTreeMap<Option<usize>, Vec<&Moved<'_>>> = BTreeMap::new();
    for moved in moved.values() {
        let hosts: BTreeSet<_> =
            moved.stays.iter().map(|stay| stay.2).chain([moved.home]).collect();
        for host in hosts {
            touched.entry(host).or_default().push(moved);
        }
    }
    let with_moved = |part: Option<&Arc<HostPart>>, host: Option<usize>, moves: &[&Moved<'_>]| {
        let mut input = part.map_or_else(Input::pool, |part| part.input.clone());
        input.askings.retain(|asking| !moved.contains_key(&asking.place));
        input.askings.extend(moves.iter().filter_map(|moved| moved.on(host)));
        input.askings.sort_by_key(|asking| asking.place);
        input
    };
    let mut inputs: Inputs = Vec::with_capacity(chains.hosts.len() + 1);
    for (n, (key, leases)) in chains.hosts.iter().enumerate() {
        let part = base.parts.get(n);
        let moves = touched.get(&Some(n));
        let is_same = |part: &&Arc<HostPart>| {
            let old = &part.input.leases;
            old.len() == leases.len() && old.iter().zip(leases).all(|(a, b)| a.is_like(b))
        };
        if let (None, Some(part)) = (moves, part.filter(is_same)) {
            inputs.push(Err(Arc::clone(part)));
            continue;
        }
        let mut input = with_moved(part, Some(n), moves.map_or(&[], Vec::as_slice));
        (input.key, input.leases) = (Arc::clone(key), leases.clone());
        inputs.push(Ok(input));
    }
    inputs.push(match touched.get(&None) {
        None => Err(Arc::clone(&base.pool)),
        Some(moves) => Ok(with_moved(Some(&base.pool), None, moves)),
    });
    inputs
}

impl HostPart {
    /// Works a host out, or takes from `known` what is the same.
    fn new(frame: &Frame, input: Input, known: [Option<&Arc<Self>>; 2]) -> Arc<Self> {
        let known: Vec<_> = known.into_iter().flatten().collect();
        if let Some(same) = known.iter().find(|part| part.input.is_like(&input)) {
            let (entries, outlook) = (same.entries.clone(), Arc::clone(&same.outlook));
            return Arc::new(Self { input, entries, outlook });
        }
        let entries: Vec<_> = (0..frame.watched.len())
            .map(|r| {
                let entry = entry(frame, &frame.watched[r], &input)?;
                let mut same = known.iter().filter_map(|part| part.entries[r].as_ref());
                Some(match same.find(|known| ***known == entry) {
                    Some(known) => Arc::clone(known),
                    None => Arc::new(entry),
                })
            })
            .collect();
        let as_of = frame.grid.as_of;
        let running = input.leases.iter().find(|lease| lease.runs_on(as_of));
        let named = running.or_else(|| input.leases.first());
        let resources = entries.iter().flatten().map(|entry| Arc::clone(&entry.outlook));
        let outlook = HostOutlook {
            key: Arc::clone(&input.key),
            name: named.map_or_else(|| Arc::from(""), |lease| Arc::clone(&lease.tenure.name)),
            resources: resources.collect(),
        };
        let same = known.iter().find(|part| {
            let (one, two) = (&part.outlook, &outlook);
            let shared = |(a, b): (&Arc<_>, &Arc<_>)| Arc::ptr_eq(a, b);
            (one.key == two.key && one.name == two.name)
                && one.resources.len() == two.resources.len()
                && one.resources.iter().zip(&two.resources).all(shared)
        });
        let outlook = same.map_or_else(|| Arc::new(outlook), |part| Arc::clone(&part.outlook));
        Arc::new(Self { input, entries, outlook })
    }
}

/// One resource of one host; `None`: neither given nor asked for.
fn entry(frame: &Frame, watched: &Watched, input: &Input) -> Option<Entry> {
    let grid = &frame.grid;
    let demand = demand(grid, watched, &input.askings, &input.series, input.sum_grows);
    let room = Room::of(&input.leases, &watched.resource, watched.buffer_ppm, grid);
    if !demand.asked && !room.is_stated() {
        return None;
    }
    let segments = demand.curve.segments(grid, &room);
    let judged = runway(&segments, grid.as_of, demand.has_cautious, || {
        let silent = input.leases.iter().find(|lease| !lease.says(&watched.resource));
        match silent {
            Some(lease) => words::not_stated(&watched.resource, &lease.tenure.name),
            None => words::no_server().to_owned(),
        }
    });
    let judged = match (demand.samples, judged) {
        (Some(samples), Runway::Beyond(_) | Runway::Between { .. }) => {
            Runway::CannotTell(words::no_forecast(samples))
        }
        (_, judged) => judged,
    };
    let outlook = outlook(watched, &demand, segments, judged);
    Some(Entry { demand, room, outlook })
}

fn outlook(
    watched: &Watched,
    demand: &Demand,
    segments: Vec<Segment>,
    runway: Runway,
) -> Arc<ResourceOutlook> {
    Arc::new(ResourceOutlook {
        resource: watched.resource.clone(),
        segments,
        today: demand.today.clone(),
        runway,
        evidence: demand.evidence,
        grows: demand.grows,
        has_cautious: demand.has_cautious,
        upper_bound: demand.peaks > 1,
        buffer_ppm: watched.buffer_ppm,
    })
}

/// One resource over all hosts and the pool: demand and room are sums; it runs out where the first
/// host does.
fn total(
    frame: &Frame,
    r: usize,
    (parts, pool): (&[Arc<HostPart>], &Arc<HostPart>),
    base: Option<&PlanCapacity>,
    old: Option<&PlanCapacity>,
) -> Arc<Entry> {
    let entries = || parts.iter().chain([pool]).filter_map(|part| part.entries[r].as_ref());
    let shared = |known: &&PlanCapacity| {
        let theirs = known.parts.iter().chain([&known.pool]).map(|part| part.entries[r].as_ref());
        let ours = parts.iter().chain([pool]).map(|part| part.entries[r].as_ref());
        known.parts.len() == parts.len()
            && theirs.zip(ours).all(|pair| match pair {
                (Some(one), Some(two)) => Arc::ptr_eq(one, two),
                (None, None) => true,
                _ => false,
            })
    };
    if let Some(known) = base.into_iter().chain(old).find(shared) {
        return Arc::clone(&known.totals[r]);
    }
    let (watched, grid) = (&frame.watched[r], &frame.grid);
    let (mut demand, mut room) = start_of_total(frame, base.map(|base| &base.totals[r]));
    for n in 0..=parts.len() {
        let is_pool = n == parts.len();
        let part = if is_pool { pool } else { &parts[n] };
        let before = base.and_then(|base| base.part(n, is_pool));
        let before = before.and_then(|part| part.entries[r].as_ref());
        let now = part.entries[r].as_ref();
        if let (Some(before), Some(now)) = (before, now)
            && Arc::ptr_eq(before, now)
        {
            continue;
        }
        if let Some(before) = before {
            demand.curve.take(&before.demand.curve);
            room.take(&before.room);
        }
        if let Some(now) = now {
            demand.curve.add(&now.demand.curve);
            room.add(&now.room);
        }
    }
    demand.curve.settle();
    room.settle();
    for entry in entries() {
        demand.gather(&entry.demand);
    }
    let segments = demand.curve.segments(grid, &room);
    let in_pool = pool.entries[r].is_some();
    let judged =
        together(parts.iter().filter_map(|part| part.entries[r].as_deref()), in_pool, || {
            runway(&segments, grid.as_of, demand.has_cautious, || words::no_server().to_owned())
        });
    let judged = judged.unwrap_or(Runway::Beyond(grid.horizon));
    let outlook = outlook(watched, &demand, segments, judged);
    Arc::new(Entry { demand, room, outlook })
}

/// Demand and room to add to: those of doing nothing, or none.
fn start_of_total(frame: &Frame, base: Option<&Arc<Entry>>) -> (Demand, Room) {
    let curve = match base {
        Some(base) => base.demand.curve.clone(),
        None => super::curve::Curve::new(&frame.grid),
    };
    let demand = Demand {
        curve,
        today: Makeup::default(),
        evidence: None,
        grows: false,
        has_cautious: false,
        peaks: 0,
        samples: None,
        asked: false,
    };
    (demand, base.map(|base| base.room.clone()).unwrap_or_default())
}

impl Demand {
    /// Takes over what is said of another demand besides its curve.
    fn gather(&mut self, other: &Self) {
        self.today.running.extend_from_slice(&other.today.running);
        self.today.unmet.extend_from_slice(&other.today.unmet);
        self.today.retiring.extend_from_slice(&other.today.retiring);
        self.evidence = worse(self.evidence, other.evidence);
        self.grows |= other.grows;
        self.has_cautious |= other.has_cautious;
        self.peaks += other.peaks;
        self.asked |= other.asked;
    }
}

/// The earliest of several runways: short already before dated before not known. What is in the pool
/// is judged against everything there is.
fn together<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    in_pool: bool,
    of_sum: impl FnOnce() -> Runway,
) -> Option<Runway> {
    let of_sum = if in_pool { Some(of_sum()) } else { None };
    let hosts = entries.filter(|entry| entry.demand.asked);
    let mut all: Vec<Runway> = hosts.map(|entry| entry.outlook.runway.clone()).collect();
    let mut one = None;
    all.extend(of_sum);
    for runway in all {
        one = Some(match one {
            None => runway,
            Some(before) => earlier(before, runway),
        });
    }
    one
}

fn earlier(one: Runway, two: Runway) -> Runway {
    fn first(a: Option<Day>, b: Option<Day>) -> Option<Day> {
        a.into_iter().chain(b).min()
    }
    match (one, two) {
        (Runway::Already { since: a, short: x }, Runway::Already { since: b, short: y }) => {
            Runway::Already { since: a.min(b), short: x + y }
        }
        (already @ Runway::Already { .. }, _) | (_, already @ Runway::Already { .. }) => already,
        (
            Runway::Between { cautious: a, expected: x },
            Runway::Between { cautious: b, expected: y },
        ) => Runway::Between { cautious: first(a, b), expected: first(x, y) },
        (dated @ Runway::Between { .. }, _) | (_, dated @ Runway::Between { .. }) => dated,
        (unknown @ Runway::CannotTell(_), _) | (_, unknown @ Runway::CannotTell(_)) => unknown,
        (Runway::Beyond(a), Runway::Beyond(b)) => Runway::Beyond(a.min(b)),
    }
}

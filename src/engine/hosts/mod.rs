//! What runs where, host by host, and what is kept of the answer for the next one.
//!
//! A host is the contract of a server with the contracts that replace it. What asks nothing of any
//! host by name, where there is not exactly one, counts in the total only: it lies in the pool.
//! Answers are shared where their inputs are the same; sharing never changes an answer.

use std::sync::Arc;

use crate::model::{Move, Plan, Resource, Scenario, Usage};
use crate::units::{Day, Percent};

mod fill;
mod frame;
mod place;
mod stage;
#[cfg(test)]
mod tests;
mod total;
mod wanted;

pub(super) use fill::size_for;
use frame::Frame;
pub(super) use frame::buffer_ppm;
use place::{Chains, inputs, inputs_from};
use stage::Stage;
use total::{Whole, total};
pub use wanted::{usable_before, wanted};

use super::asking::Asking;
use super::backup;
use super::capacity::{Lease, Room, reserved_on, total_on};
use super::demand::{Demand, Known, Reclaimed, Sources, Watched, demand};
use super::foreseen::Foreseen;
use super::later::Later;
use super::outlook::{
    BackupOutlook, FillOutlook, HostOutlook, Level, Makeup, Outlook, ResourceOutlook, Runway,
    Segment, Tenure,
};
use super::runway::{counted, runway, segment_on};
use super::said::Said;
use super::words;

/// Capacity of one plan, with what the next answer can be made from.
#[derive(Clone, Debug)]
pub(super) struct PlanCapacity {
    pub(super) resources: Vec<Arc<ResourceOutlook>>,
    pub(super) hosts: Vec<Arc<HostOutlook>>,
    pub(super) backup: Option<Arc<BackupOutlook>>,
    frame: Arc<Frame>,
    /// In the order of the hosts.
    parts: Arc<Vec<Arc<HostPart>>>,
    /// What is on no host.
    pool: Arc<HostPart>,
    /// One a watched resource.
    totals: Vec<Arc<Whole>>,
    chains: Arc<Chains>,
    stage: Stage,
    plan: Option<Arc<Plan>>,
    tenures: Vec<Arc<Tenure>>,
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
    leases: Arc<[Lease]>,
    /// In the order of the file.
    askings: Vec<Asking>,
    series: Vec<(Arc<str>, Arc<Usage>)>,
    /// Room that the plan makes here.
    reclaimed: Vec<Reclaimed>,
    /// Growth by an amount, stated for the sum, is counted here.
    sum_grows: bool,
}

fn alike<T>(one: &[T], two: &[T], like: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == two.len() && one.iter().zip(two).all(|(a, b)| like(a, b))
}

impl Input {
    fn is_like(&self, other: &Self) -> bool {
        self.key == other.key
            && self.measures_like(other)
            && self.reclaimed == other.reclaimed
            && self.leases_like(&other.leases)
            && alike(&self.askings, &other.askings, Asking::is_like)
    }

    fn leases_like(&self, other: &Arc<[Lease]>) -> bool {
        Arc::ptr_eq(&self.leases, other) || alike(&self.leases, other, Lease::is_like)
    }

    /// Whether both differ at most in their services and contracts.
    fn measures_like(&self, other: &Self) -> bool {
        self.sum_grows == other.sum_grows
            && alike(&self.series, &other.series, |a, b| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
    }
}

/// One resource of one host.
#[derive(Debug)]
struct Entry {
    demand: Arc<Demand>,
    room: Arc<Room>,
    outlook: Arc<ResourceOutlook>,
}

impl Entry {
    /// Whether both come to the same in one frame; segments follow from the rest.
    fn is_like(&self, other: &Self) -> bool {
        (Arc::ptr_eq(&self.demand, &other.demand) || self.demand == other.demand)
            && self.room == other.room
            && self.outlook.runway == other.outlook.runway
    }
}

/// Capacity of a plan, `None` doing nothing. `tenures`: contracts as they run under it. `days`: the
/// first that is looked at and the first that is not. `base`: the answer for doing nothing with the
/// same scenario and days. `old`: the answer for the same plan before an edit, whatever was edited.
/// The answer is the same with and without either.
pub(super) fn capacity_of(
    scenario: &Scenario,
    plan: Option<&Arc<Plan>>,
    tenures: &[Arc<Tenure>],
    days: (Day, Day),
    base: Option<&PlanCapacity>,
    old: Option<&PlanCapacity>,
) -> PlanCapacity {
    let moves = plan.map(|plan| plan.as_slice()).unwrap_or_default();
    let frame = match (base, old) {
        (Some(base), _) => Arc::clone(&base.frame),
        (None, old) => {
            let frame = Frame::new(scenario, days, old.map(|old| &old.frame.forecasts));
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
    let stage = match base {
        Some(base) => base.stage.clone(),
        None => Stage::of(scenario, old.map(|old| &old.stage)),
    };
    let same_hosts = old.filter(|old| old.runs_like(&stage, tenures));
    let same = same_hosts.filter(|old| old.asks_like(&stage, plan));
    let same_plan = same_hosts.filter(|old| old.plan.as_ref() == plan);
    let backup = match same_plan.filter(|old| Arc::ptr_eq(&old.stage.vault, &stage.vault)) {
        Some(old) => old.backup.clone(),
        None => backup_of(scenario, moves, tenures, &frame, [base, old]),
    };
    if let Some(same) = same {
        return PlanCapacity { backup, stage, ..same.clone() };
    }
    let chains = match same_hosts {
        Some(old) => Arc::clone(&old.chains),
        None => Arc::new(Chains::new(scenario, tenures, frame.grid.as_of, base)),
    };
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
    let parts = Arc::new(parts);
    let totals: Vec<_> =
        (0..frame.watched.len()).map(|r| total(&frame, r, (&parts, &pool), base, old)).collect();
    let asked = |total: &&Arc<Whole>| total.said.asked;
    let resources = totals.iter().filter(asked).map(|total| Arc::clone(&total.outlook)).collect();
    let hosts = parts.iter().map(|part| Arc::clone(&part.outlook)).collect();
    let tenures = tenures.to_vec();
    let plan = plan.cloned();
    PlanCapacity {
        resources,
        hosts,
        backup,
        frame,
        parts,
        pool,
        totals,
        chains,
        stage,
        plan,
        tenures,
    }
}

impl PlanCapacity {
    /// What moves that size to a target buy of one, by their places: so much that demand on their day
    /// is the target share. What cannot be told is left out.
    pub(super) fn targets(&self, scenario: &Scenario, moves: &[Move]) -> Vec<(usize, Level)> {
        let mut targets = Vec::new();
        for (place, step) in moves.iter().enumerate().filter(|(_, step)| !step.is_off()) {
            if let Move::ResizeToTarget { contract, resource, from, target, .. } = step {
                let level = match resource {
                    Resource::Backup => self.backup_target(scenario, *from, *target),
                    _ => self.target(contract, resource, *from, *target),
                };
                targets.extend(level.map(|level| (place, level)));
            }
        }
        targets
    }

    fn target(
        &self,
        contract: &String,
        resource: &Resource,
        from: Day,
        target: Option<Percent>,
    ) -> Option<Level> {
        let part = self.parts.get(self.chains.place(Some(contract))?)?;
        let r = self.frame.watched.iter().position(|watched| watched.resource == *resource)?;
        let leases = &part.input.leases;
        let stated = || fill::stated(&self.frame.watched[r], leases).target;
        let demand = &part.entries[r].as_ref()?.demand;
        let asked = demand.curve.on(&self.frame.grid, from).expected;
        let needed = fill::size_for(asked, target.or_else(stated)?)?;
        let (own, rest): (Vec<Lease>, Vec<Lease>) =
            leases.iter().cloned().partition(|lease| *lease.tenure.key == **contract);
        let count = Level::from(own.first()?.tenure.count).max(1);
        let rest = total_on(&rest, resource, from).unwrap_or(0);
        Some((needed - rest).max(0).saturating_add(count - 1) / count)
    }

    fn backup_target(
        &self,
        scenario: &Scenario,
        from: Day,
        target: Option<Percent>,
    ) -> Option<Level> {
        let backup = self.backup.as_ref()?;
        let stated = || scenario.fill.get(&Resource::Backup)?.target;
        let segment = segment_on(&backup.segments, from.max(self.frame.grid.as_of))?;
        fill::size_for(segment.on(from.max(segment.from)).expected, target.or_else(stated)?)
    }
}

/// The contracts of the host of what states to be `on` one, if nothing is done.
pub(super) fn leases_of(outlook: &Outlook, on: Option<&String>) -> Arc<[Lease]> {
    let capacity = &outlook.do_nothing().kept.capacity;
    let part = capacity.chains.place(on).and_then(|place| capacity.parts.get(place));
    part.map_or_else(|| Arc::new([]) as Arc<[Lease]>, |part| Arc::clone(&part.input.leases))
}

fn backup_of(
    scenario: &Scenario,
    moves: &[Move],
    tenures: &[Arc<Tenure>],
    frame: &Frame,
    known: [Option<&PlanCapacity>; 2],
) -> Option<Arc<BackupOutlook>> {
    let backup = backup::backup(scenario, moves, tenures, &frame.grid)?;
    let mut known = known.into_iter().flatten().filter_map(|other| other.backup.as_ref());
    let same = known.find(|known| ***known == backup).cloned();
    Some(same.unwrap_or_else(|| backup.into()))
}

impl PlanCapacity {
    /// Whether it has these contracts, of offers that give the same.
    fn runs_like(&self, stage: &Stage, tenures: &[Arc<Tenure>]) -> bool {
        Arc::ptr_eq(&self.stage.hardware, &stage.hardware)
            && alike(&self.tenures, tenures, |one, two| Arc::ptr_eq(one, two) || one == two)
    }

    /// Whether it has these services and series under these moves.
    fn asks_like(&self, stage: &Stage, plan: Option<&Arc<Plan>>) -> bool {
        Arc::ptr_eq(&self.stage.load, &stage.load) && self.plan.as_ref() == plan
    }

    fn part(&self, n: usize, is_pool: bool) -> Option<&Arc<HostPart>> {
        if is_pool { Some(&self.pool) } else { self.parts.get(n) }
    }

    /// The part of a host by its key, `n` being where it most likely stands.
    fn part_of(&self, key: &str, n: usize, is_pool: bool) -> Option<&Arc<HostPart>> {
        let is_it = |part: &&Arc<HostPart>| *part.input.key == *key;
        self.part(n, is_pool).filter(is_it).or_else(|| self.parts.iter().find(is_it))
    }
}

impl HostPart {
    /// Works a host out, or takes from `known` what is the same.
    fn new(frame: &Arc<Frame>, input: Input, known: [Option<&Arc<Self>>; 2]) -> Arc<Self> {
        let known: Vec<_> = known.into_iter().flatten().collect();
        if let Some(same) = known.iter().find(|part| part.input.is_like(&input)) {
            let (entries, outlook) = (same.entries.clone(), Arc::clone(&same.outlook));
            return Arc::new(Self { input, entries, outlook });
        }
        let entries: Vec<_> = (0..frame.watched.len())
            .map(|r| {
                let entry = entry(frame, r, &input, &known)?;
                let mut same = known.iter().filter_map(|part| part.entries[r].as_ref());
                Some(match same.find(|known| known.is_like(&entry)) {
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
fn entry(frame: &Arc<Frame>, r: usize, input: &Input, known: &[&Arc<HostPart>]) -> Option<Entry> {
    let (grid, watched) = (&frame.grid, &frame.watched[r]);
    let sources = Sources {
        askings: &input.askings,
        series: &input.series,
        leases: &input.leases,
        events: &frame.events,
        forecasts: (&frame.forecasts, frame.seed),
        reclaimed: &input.reclaimed,
        sum_grows: input.sum_grows,
    };
    let beside = known.iter().find(|part| part.input.measures_like(input));
    let before = beside.and_then(|part| {
        Some(Known {
            demand: &part.entries[r].as_ref()?.demand,
            askings: &part.input.askings,
            same_contracts: part.input.leases_like(&input.leases),
        })
    });
    let demand = demand(grid, watched, sources, before);
    let room = Room::of(&input.leases, &watched.resource, watched.buffer_ppm, grid);
    if !demand.said.asked && !room.is_stated() {
        return None;
    }
    let steps = room.steps(grid.as_of);
    let silent = || {
        let silent = input.leases.iter().find(|lease| !lease.says(&watched.resource));
        match silent {
            Some(lease) => words::not_stated(&watched.resource, &lease.tenure.name),
            None => words::no_server().to_owned(),
        }
    };
    // Most hosts have room to spare: that is told without looking at each day.
    let judged = if let Some(foreseen) = &demand.foreseen {
        let beside = demand.beside().signed_segments(grid, &room);
        counted(foreseen, &beside, grid.as_of, silent)
    } else if demand.curve.stays_within(&steps) {
        Runway::Beyond(grid.horizon)
    } else {
        let segments = demand.curve.walk_above(grid, &steps);
        runway(segments, grid.as_of, demand.said.has_cautious, silent)
    };
    let judged = match (demand.unforeseen, judged) {
        (Some(of), Runway::Beyond(_) | Runway::Between { .. }) => {
            Runway::CannotTell(words::no_forecast(of.samples, of.reason))
        }
        (_, judged) => judged,
    };
    let room = Arc::new(room);
    let segments = {
        let (frame, demand, room) = (Arc::clone(frame), Arc::clone(&demand), Arc::clone(&room));
        Later::new(move || demand.curve.segments(&frame.grid, &room))
    };
    let beside = {
        let (frame, demand, room) = (Arc::clone(frame), Arc::clone(&demand), Arc::clone(&room));
        let none = demand.foreseen.is_none();
        Later::new(move || {
            if none { Vec::new() } else { demand.beside().signed_segments(&frame.grid, &room) }
        })
    };
    let foreseen = Later::from(demand.foreseen.clone());
    let today = {
        let demand = Arc::clone(&demand);
        Later::new(move || demand.today.clone())
    };
    let fill = fill::of(grid, watched, &input.leases, (&demand, &room));
    let reserved = reserved_on(&input.leases, &watched.resource, grid.as_of);
    let until = demand.until.map_or(grid.horizon, |until| until.min(grid.horizon));
    let courses = Courses { segments, beside, foreseen, until };
    let outlook = outlook(watched, demand.said, courses, today, judged, (reserved, fill));
    Some(Entry { demand, room, outlook })
}

/// How a resource goes on.
struct Courses {
    segments: Later<Vec<Segment>>,
    beside: Later<Vec<Segment>>,
    foreseen: Later<Option<Arc<Foreseen>>>,
    until: Day,
}

fn outlook(
    watched: &Watched,
    said: Said,
    courses: Courses,
    today: Later<Makeup>,
    runway: Runway,
    (reserved, fill): (Level, Option<Arc<FillOutlook>>),
) -> Arc<ResourceOutlook> {
    let Courses { segments, beside, foreseen, until } = courses;
    Arc::new(ResourceOutlook {
        resource: watched.resource.clone(),
        segments,
        beside,
        foreseen,
        until,
        today,
        runway,
        evidence: said.evidence,
        grows: said.grows,
        has_cautious: said.has_cautious,
        upper_bound: said.peaks > 1 && !said.is_measured_together(),
        measured_together: said.is_measured_together(),
        buffer_ppm: watched.buffer_ppm,
        reserved,
        clipped: said.clipped,
        fill,
    })
}

//! What do all hosts come to together?

use std::sync::Arc;

use crate::engine::capacity::Room;
use crate::engine::curve::Curve;
use crate::engine::foreseen::Foreseen;
use crate::engine::later::Later;
use crate::engine::outlook::{Makeup, Reading, ResourceOutlook, Runway};
use crate::engine::runway::{counted, earlier, earlier_beside, runway};
use crate::engine::said::Said;
use crate::engine::words;

use super::{Courses, Entry, Frame, HostPart, PlanCapacity, outlook};

/// One resource over all hosts and the pool.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) said: Said,
    /// Worked out when its course is looked at.
    sum: Later<Sum>,
    pub(super) outlook: Arc<ResourceOutlook>,
}

/// Demand and room of all.
#[derive(Debug)]
struct Sum {
    curve: Curve,
    room: Room,
    foreseen: Option<Arc<Foreseen>>,
    /// What is asked for besides what is foreseen.
    beside: Curve,
}

/// One resource of hosts and pool.
#[derive(Clone)]
struct All {
    r: usize,
    parts: Arc<Vec<Arc<HostPart>>>,
    pool: Arc<HostPart>,
}

impl All {
    /// The hosts in their order, then the pool.
    fn entries(&self) -> impl Iterator<Item = Option<&Arc<Entry>>> {
        let parts = self.parts.iter().chain([&self.pool]);
        parts.map(|part| part.entries[self.r].as_ref())
    }

    fn of(capacity: &PlanCapacity, r: usize) -> Self {
        Self { r, parts: Arc::clone(&capacity.parts), pool: Arc::clone(&capacity.pool) }
    }

    fn shares_all(&self, other: &Self) -> bool {
        let same = |pair| match pair {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            (None, Some(_)) | (Some(_), None) => false,
        };
        self.parts.len() == other.parts.len() && self.entries().zip(other.entries()).all(same)
    }

    fn makeup(&self) -> Makeup {
        let mut all = Makeup::default();
        for entry in self.entries().flatten() {
            let today = &entry.demand.today;
            all.running.extend_from_slice(&today.running);
            all.unmet.extend_from_slice(&today.unmet);
            all.retiring.extend_from_slice(&today.retiring);
        }
        all
    }

    /// The sum of all; where that of others is known, by taking away what is only there and adding
    /// what is only here.
    fn sum(&self, frame: &Frame, known: Option<&(Self, Later<Sum>)>) -> Sum {
        let (mut beside, mut room) = match known {
            Some((_, known)) => (known.beside.clone(), known.room.clone()),
            None => (Curve::default(), Room::default()),
        };
        let hosts = known.map_or(0, |(before, _)| before.parts.len()).max(self.parts.len());
        for n in 0..=hosts {
            let part = |all: &Self| {
                let part = if n == hosts { Some(&all.pool) } else { all.parts.get(n) };
                part.and_then(|part| part.entries[all.r].clone())
            };
            let (before, now) = (known.and_then(|(before, _)| part(before)), part(self));
            if let (Some(before), Some(now)) = (&before, &now)
                && Arc::ptr_eq(before, now)
            {
                continue;
            }
            if let Some(before) = before {
                beside.take(before.demand.beside());
                room.take(&before.room);
            }
            if let Some(now) = now {
                beside.add(now.demand.beside());
                room.add(&now.room);
            }
        }
        beside.settle();
        room.settle();
        let parts: Vec<Arc<Foreseen>> =
            self.entries().flatten().filter_map(|entry| entry.demand.foreseen.clone()).collect();
        let (grid, declared) = (&frame.grid, &frame.watched[self.r].course);
        let foreseen = frame.forecasts.together(&parts, grid, declared);
        let mut curve = beside.clone();
        if let Some(foreseen) = &foreseen {
            let always = (grid.as_of, grid.horizon);
            curve.put(grid, always, Reading::default(), foreseen.course());
            curve.settle();
        }
        Sum { curve, room, foreseen, beside }
    }
}

/// One resource over all hosts and the pool: demand and room are sums; it runs out where the first
/// host does.
pub(super) fn total(
    frame: &Arc<Frame>,
    r: usize,
    (parts, pool): (&Arc<Vec<Arc<HostPart>>>, &Arc<HostPart>),
    base: Option<&PlanCapacity>,
    old: Option<&PlanCapacity>,
) -> Arc<Whole> {
    let all = All { r, parts: Arc::clone(parts), pool: Arc::clone(pool) };
    let shared = |known: &&PlanCapacity| all.shares_all(&All::of(known, r));
    if let Some(known) = base.into_iter().chain(old).find(shared) {
        return Arc::clone(&known.totals[r]);
    }
    let mut said = Said::default();
    for entry in all.entries().flatten() {
        said.gather(&entry.demand.said);
    }
    let known = base.map(|base| (All::of(base, r), base.totals[r].sum.clone()));
    let sum = {
        let (all, frame) = (all.clone(), Arc::clone(frame));
        Later::new(move || all.sum(&frame, known.as_ref()))
    };
    let segments = {
        let (frame, sum) = (Arc::clone(frame), sum.clone());
        Later::new(move || sum.curve.segments(&frame.grid, &sum.room))
    };
    let beside = {
        let (frame, sum) = (Arc::clone(frame), sum.clone());
        Later::new(move || match &sum.foreseen {
            Some(_) => sum.beside.signed_segments(&frame.grid, &sum.room),
            None => Vec::new(),
        })
    };
    let foreseen = {
        let sum = sum.clone();
        Later::new(move || sum.foreseen.clone())
    };
    let grid = &frame.grid;
    let of_sum = pool.entries[r].as_ref().map(|_| {
        let silent = || words::no_server().to_owned();
        if let Some(foreseen) = &*foreseen {
            return counted(foreseen, &beside, grid.as_of, silent);
        }
        runway(segments.iter().copied(), grid.as_of, said.has_cautious, silent)
    });
    // What is in the pool is judged against everything there is.
    let hosts = parts.iter().filter_map(|part| part.entries[r].as_ref());
    let hosts = hosts.filter(|entry| entry.demand.said.asked);
    let of_hosts = hosts.map(|entry| entry.outlook.runway.clone()).reduce(earlier);
    let judged = match (of_hosts, of_sum) {
        (Some(hosts), Some(sum)) => earlier_beside(hosts, sum),
        (hosts, sum) => hosts.or(sum).unwrap_or(Runway::Beyond(grid.horizon)),
    };
    let today = Later::new(move || all.makeup());
    let entries = || parts.iter().filter_map(|part| part.entries[r].as_ref());
    let reserved = entries().map(|entry| entry.outlook.reserved).sum();
    let until = entries().filter_map(|entry| entry.demand.until).min();
    let until = until.map_or(grid.horizon, |until| until.min(grid.horizon));
    let courses = Courses { segments, beside, foreseen, until };
    let outlook = outlook(&frame.watched[r], said, courses, today, judged, (reserved, None));
    Arc::new(Whole { said, sum, outlook })
}

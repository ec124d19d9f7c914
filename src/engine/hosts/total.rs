//! What do all hosts come to together?

use std::sync::Arc;

use crate::engine::capacity::Room;
use crate::engine::curve::Curve;
use crate::engine::demand::{Demand, worse};
use crate::engine::outlook::{Makeup, Runway};
use crate::engine::runway::{earlier, runway};
use crate::engine::words;

use super::{Entry, Frame, HostPart, PlanCapacity, outlook};

/// One resource over all hosts and the pool: demand and room are sums; it runs out where the first
/// host does.
pub(super) fn total(
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
        None => Curve::new(&frame.grid),
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

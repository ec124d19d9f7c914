//! How full is a host, which size would be right, and when is somebody to be told?

use std::sync::Arc;

use crate::engine::capacity::{Lease, Room, total_on};
use crate::engine::demand::{Demand, Watched};
use crate::engine::growth::Grid;
use crate::engine::outlook::{FillOutlook, Level, Runway, Segment};
use crate::engine::runway::{counted, runway};
use crate::model::Fill;
use crate::units::{Day, Percent};

/// What holds on a host: what its contract says, what is left by the scenario.
pub(super) fn stated(watched: &Watched, leases: &[Lease]) -> Fill {
    let mut held = leases.iter().filter_map(|lease| lease.tenure.held.as_ref());
    let own = held.find_map(|held| held.fill.get(&watched.resource));
    let own = own.copied().unwrap_or_default();
    let all = watched.fill.unwrap_or_default();
    Fill { target: own.target.or(all.target), alert: own.alert.or(all.alert) }
}

/// `None` where nobody said how full.
pub(super) fn of(
    grid: &Grid,
    watched: &Watched,
    leases: &[Lease],
    (demand, room): (&Demand, &Room),
) -> Option<Arc<FillOutlook>> {
    let fill = stated(watched, leases);
    if fill == Fill::default() {
        return None;
    }
    let used = demand.curve.on(grid, grid.as_of).expected;
    let total = total_on(leases, &watched.resource, grid.as_of);
    let alerted = fill.alert.map(|alert| {
        let at_most = |segment: Segment| Segment {
            usable: segment.total.map(|total| alert.rate().of(total)),
            ..segment
        };
        let silent = || "its size is not stated".to_owned();
        if let Some(foreseen) = &demand.foreseen {
            let beside = demand.beside().signed_segments(grid, room);
            let beside: Vec<Segment> = beside.into_iter().map(at_most).collect();
            return counted(foreseen, &beside, grid.as_of, silent);
        }
        let steps = room.steps(grid.as_of);
        let segments = demand.curve.walk(grid, &steps).map(at_most);
        runway(segments, grid.as_of, demand.said.has_cautious, silent)
    });
    let months = alerted.as_ref().and_then(|alerted| match alerted {
        Runway::Already { .. } => Some(0),
        Runway::Between { expected: Some(day), .. } => Some(months_until(grid.as_of, *day)),
        Runway::Between { expected: None, .. } | Runway::Beyond(_) | Runway::CannotTell(_) => None,
    });
    Some(Arc::new(FillOutlook {
        target: fill.target,
        alert: fill.alert,
        used,
        total,
        needed: fill.target.and_then(|target| size_for(used, target)),
        alerted,
        months,
    }))
}

/// Size of which a demand is so large a share, rounded up; `None` for a share of nothing.
pub(in crate::engine) fn size_for(demand: Level, target: Percent) -> Option<Level> {
    let rate = target.rate();
    let share = Level::from(rate.numerator());
    (share > 0).then(|| {
        let scaled = demand.max(0).saturating_mul(rate.denominator());
        scaled / share + Level::from(scaled % share > 0)
    })
}

/// Whole months after which a day is reached, rounded up.
fn months_until(from: Day, day: Day) -> u32 {
    let months = from.month_of().months_until(day.month_of()).max(0);
    let months = months + i32::from(from.plus_months(months) < day);
    u32::try_from(months).unwrap_or(0)
}

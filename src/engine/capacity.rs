//! How much is there, of which how much may be used, on each day?

use std::sync::Arc;

use crate::model::{Offer, Resource};
use crate::units::Day;

use super::growth::{Grid, level_of};
use super::outlook::{Level, Tenure};

/// A tenure with what its offer says.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    pub(super) tenure: Arc<Tenure>,
    /// `None`: the file has no such offer.
    pub(super) offer: Option<Arc<Offer>>,
}

impl Lease {
    pub(super) fn runs_on(&self, day: Day) -> bool {
        self.tenure.from <= day && self.tenure.until.is_none_or(|until| day < until)
    }

    /// Whether both give the same on the same days.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (Arc::ptr_eq(&self.tenure, &other.tenure) || self.tenure == other.tenure)
            && match (&self.offer, &other.offer) {
                (Some(one), Some(two)) => gives_like(one, two),
                (None, None) => true,
                _ => false,
            }
    }

    pub(super) fn says(&self, resource: &Resource) -> bool {
        self.gives(resource).is_some()
    }

    /// What all of them give; `None` where the offer does not say.
    fn gives(&self, resource: &Resource) -> Option<Level> {
        let one = gives(self.offer.as_ref()?, resource)?;
        Some(one.saturating_mul(Level::from(self.tenure.count)))
    }
}

/// Whether one of either offer gives the same, whatever it costs.
pub(super) fn gives_like(one: &Arc<Offer>, two: &Arc<Offer>) -> bool {
    Arc::ptr_eq(one, two)
        || (one.kind == two.kind
            && one.ram == two.ram
            && one.storage == two.storage
            && one.size == two.size
            && one.threads == two.threads
            && one.gives == two.gives
            && one.includes == two.includes)
}

/// What one of an offer gives; `None` where it does not say.
pub(super) fn gives(offer: &Offer, resource: &Resource) -> Option<Level> {
    let stated = match resource {
        Resource::Ram => offer.ram.as_ref().map(|size| size.bytes()),
        Resource::Storage => offer.storage.as_ref().map(|size| size.bytes()),
        Resource::Backup => offer.size.as_ref().map(|size| size.bytes()),
        Resource::Cpu => offer.threads.map(|threads| Level::from(threads) * 1_000),
        Resource::Count(name) => offer.gives.get(name).map(|count| Level::from(*count) * 1_000),
    };
    stated.or_else(|| included(offer, resource))
}

/// What comes with one of an offer.
pub(super) fn included(offer: &Offer, resource: &Resource) -> Option<Level> {
    offer.includes.get(resource).and_then(|quantity| level_of(resource, quantity))
}

/// What may be used of `total`, rounded down.
pub(super) fn usable(total: Level, buffer_ppm: u32) -> Level {
    let part = |level: Level| level * Level::from(1_000_000 - buffer_ppm.min(1_000_000));
    total / 1_000_000 * part(1) + part(total % 1_000_000) / 1_000_000
}

/// What there is over time. Rooms of several hosts are added and taken away again without a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Room {
    /// Ascending by day, each day once, none of nothing.
    changes: Vec<(Day, Share)>,
    /// How many of the hosts ever say what they give.
    stated: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    total: Level,
    usable: Level,
    /// Hosts that run and do not say what they give.
    silent: i64,
}

/// What there is from a day to the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: Day,
    /// `None` where it is not stated; 0 where nothing runs.
    pub(super) total: Option<Level>,
    pub(super) usable: Option<Level>,
}

impl Room {
    /// Room of one host: of leases that run at once the largest, not the sum.
    pub(super) fn of(leases: &[Lease], resource: &Resource, buffer_ppm: u32, grid: &Grid) -> Self {
        let gives: Vec<_> = leases.iter().map(|lease| lease.gives(resource)).collect();
        let stated = usize::from(gives.iter().any(Option::is_some));
        let mut before = Share::default();
        let mut changes = Vec::new();
        for day in days(leases, grid) {
            let running = || leases.iter().zip(&gives).filter(|(lease, _)| lease.runs_on(day));
            let now = match running().filter_map(|(_, gives)| *gives).max() {
                Some(total) => Share { total, usable: usable(total, buffer_ppm), silent: 0 },
                None => Share { silent: i64::from(running().next().is_some()), ..Share::default() },
            };
            if now != before {
                changes.push((day, now.less(before)));
            }
            before = now;
        }
        Self { changes, stated }
    }

    /// Room given by steps; a total of `None` is not stated.
    pub(super) fn from_totals(totals: &[(Day, Option<Level>)], buffer_ppm: u32) -> Self {
        let mut before = Share::default();
        let mut changes = Vec::new();
        for (day, total) in totals {
            let now = match total {
                Some(total) => {
                    Share { total: *total, usable: usable(*total, buffer_ppm), silent: 0 }
                }
                None => Share { silent: 1, ..Share::default() },
            };
            if now != before {
                changes.push((*day, now.less(before)));
            }
            before = now;
        }
        Self { changes, stated: totals.iter().filter(|(_, total)| total.is_some()).count() }
    }

    /// Adds another room; [`Room::settle`] is to follow.
    pub(super) fn add(&mut self, other: &Self) {
        self.changes.extend_from_slice(&other.changes);
        self.stated += other.stated;
    }

    /// Takes another room away; [`Room::settle`] is to follow.
    pub(super) fn take(&mut self, other: &Self) {
        let negative = |(day, share): &(Day, Share)| (*day, Share::default().less(*share));
        self.changes.extend(other.changes.iter().map(negative));
        self.stated -= other.stated;
    }

    /// Puts the changes in order, those of a day together.
    pub(super) fn settle(&mut self) {
        self.changes.sort_by_key(|(day, _)| *day);
        self.changes.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.less(Share::default().less(later.1));
            }
            same
        });
        self.changes.retain(|(_, share)| *share != Share::default());
    }

    /// Whether anything ever says what it gives.
    pub(super) fn is_stated(&self) -> bool {
        self.stated > 0
    }

    /// The steps from `as_of` on; none where nobody says what there is.
    pub(super) fn steps(&self, as_of: Day) -> Vec<Step> {
        if !self.is_stated() {
            return Vec::new();
        }
        let mut now = Share::default();
        let mut steps = vec![Step { from: as_of, total: Some(0), usable: Some(0) }];
        for (from, change) in &self.changes {
            now = now.less(Share::default().less(*change));
            let known = |level| (now.silent == 0).then_some(level);
            steps.push(Step { from: *from, total: known(now.total), usable: known(now.usable) });
        }
        steps
    }
}

impl Share {
    fn less(self, other: Self) -> Self {
        Self {
            total: self.total - other.total,
            usable: self.usable - other.usable,
            silent: self.silent - other.silent,
        }
    }
}

/// The days inside the grid on which any of the leases begins or ends, and its first; ascending.
pub(super) fn days(leases: &[Lease], grid: &Grid) -> Vec<Day> {
    let ends = leases.iter().flat_map(|lease| [Some(lease.tenure.from), lease.tenure.until]);
    let inside = |day: &Day| *day > grid.as_of && *day < grid.horizon;
    let mut days: Vec<Day> = ends.flatten().filter(inside).collect();
    days.push(grid.as_of);
    days.sort_unstable();
    days.dedup();
    days
}

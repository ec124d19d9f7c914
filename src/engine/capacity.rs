//! How much is there, of which how much may be used, on each day?

use std::sync::Arc;

use crate::model::{DiskSet, Offer, OfferKind, Resource};
use crate::units::{Day, Size, Use};

use super::growth::{Grid, level_of};
use super::outlook::{Level, Origin, Tenure};
use super::renting::metered;

/// Largest level that all of a contract give; beyond it stays there, so that hosts can be added.
const MOST: Level = 1 << 100;

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
        let sizes = self.tenure.held.iter().flat_map(|held| &held.sizes);
        sizes.into_iter().any(|sized| sized.resource == *resource)
            || self.offer.as_deref().is_some_and(|offer| gives(offer, resource).is_some())
    }

    /// What all of them give on a day besides what the hosts take themselves.
    pub(super) fn free_on(&self, resource: &Resource, day: Day) -> Option<Level> {
        self.gives(resource, day).map(|given| given.total - given.reserved)
    }

    /// What all of them give on a day, and what of it the hosts take themselves; `None` where the
    /// offer does not say.
    fn gives(&self, resource: &Resource, day: Day) -> Option<Given> {
        let offer = self.offer.as_deref()?;
        let one = self.tenure.size_on(resource, day).or_else(|| gives(offer, resource))?;
        let own = self.tenure.held.as_ref().and_then(|held| held.reserved.get(resource));
        let reserved =
            own.map_or_else(|| reserved(offer, resource, one), |own| held_back(own, resource, one));
        let count = Level::from(self.tenure.count);
        let all = |level: Level| level.saturating_mul(count).clamp(0, MOST);
        Some(Given { total: all(one), reserved: all(reserved) })
    }

    fn is_disk(&self) -> bool {
        self.tenure.kind == OfferKind::Disk
    }
}

/// What there is, and what of it the hosts take themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Given {
    total: Level,
    reserved: Level,
}

/// Whether one of either offer gives the same, whatever it costs.
pub(super) fn gives_like(one: &Arc<Offer>, two: &Arc<Offer>) -> bool {
    Arc::ptr_eq(one, two)
        || (one.kind == two.kind
            && one.ram == two.ram
            && one.storage == two.storage
            && one.disks == two.disks
            && one.reserved == two.reserved
            && one.size == two.size
            && one.threads == two.threads
            && one.gives == two.gives
            && one.includes == two.includes
            && metered(one) == metered(two))
}

/// What one of an offer gives; `None` where it does not say.
pub(super) fn gives(offer: &Offer, resource: &Resource) -> Option<Level> {
    let bytes = |size: Option<Size>| size.map(Size::bytes).or_else(|| of_disks(offer, resource));
    let stated = match resource {
        Resource::Ram => offer.ram.as_ref().map(|size| size.bytes()),
        Resource::Storage if offer.kind == OfferKind::Disk => bytes(offer.storage.or(offer.size)),
        Resource::Storage => bytes(offer.storage),
        Resource::Backup if offer.kind == OfferKind::Backup => bytes(offer.size),
        Resource::Backup => of_disks(offer, resource),
        Resource::Cpu => offer.threads.map(|threads| Level::from(threads) * 1_000),
        Resource::Count(name) => offer.gives.get(name).map(|count| Level::from(*count) * 1_000),
    };
    stated.or_else(|| included(offer, resource))
}

/// What the disks of one of an offer give: RAID less parity and spares; sets that cannot be joined as
/// stated give nothing.
fn of_disks(offer: &Offer, resource: &Resource) -> Option<Level> {
    let sets = offer.disks.iter().filter(|set| set.holds == *resource && set.can_be());
    sets.map(DiskSet::bytes).reduce(Level::saturating_add)
}

/// What one of an offer that gives so much takes itself.
pub(super) fn reserved(offer: &Offer, resource: &Resource, total: Level) -> Level {
    offer.reserved.get(resource).map_or(0, |kept| held_back(kept, resource, total))
}

fn held_back(kept: &Use, resource: &Resource, total: Level) -> Level {
    use_of(resource, kept, Some(total)).unwrap_or(0).clamp(0, total.max(0))
}

/// The level of a use; `None` where it is of another kind than the resource, or a share of nobody
/// knows what.
pub(super) fn use_of(resource: &Resource, used: &Use, total: Option<Level>) -> Option<Level> {
    match used {
        Use::Of(quantity) => level_of(resource, quantity),
        Use::Share(_) => Some(used.level_of(total?)),
    }
}

/// What the leases of one host gave on a day in all; `None` where nothing is stated.
pub(super) fn total_on(leases: &[Lease], resource: &Resource, day: Day) -> Option<Level> {
    given_on(leases, resource, day).map(|given| given.total)
}

/// What the host gave on a day that is over, when no plan had changed it: of contracts that did not run
/// yet or any more, as they are.
pub(super) fn total_then(leases: &[Lease], resource: &Resource, day: Day) -> Option<Level> {
    let stated = leases.iter().filter(|lease| lease.tenure.origin == Origin::Contract);
    let as_stated = |lease: &Lease| {
        let offer = lease.offer.as_deref()?;
        let sizes = lease.tenure.held.iter().flat_map(|held| &held.sizes);
        let mut own = sizes.filter(|sized| sized.resource == *resource && sized.from.is_none());
        let one = own.next().map(|sized| sized.level).or_else(|| gives(offer, resource))?;
        Some(one.saturating_mul(Level::from(lease.tenure.count)).clamp(0, MOST))
    };
    let all = |running: &dyn Fn(&Lease) -> bool| {
        let (mut server, mut disks) = (None, None);
        for lease in stated.clone().filter(|lease| running(lease)) {
            let Some(total) = as_stated(lease) else { continue };
            if lease.is_disk() {
                disks = Some(disks.unwrap_or(0) + total);
            } else {
                server = server.max(Some(total));
            }
        }
        server.into_iter().chain(disks).reduce(Level::saturating_add)
    };
    all(&|lease| lease.runs_on(day)).or_else(|| all(&|_| true))
}

/// What of it may be used on a day; `None` where nothing is stated, or nothing ran.
pub(super) fn usable_on(
    leases: &[Lease],
    resource: &Resource,
    buffer_ppm: u32,
    day: Day,
) -> Option<Level> {
    given_on(leases, resource, day).map(|given| usable(given.total - given.reserved, buffer_ppm))
}

/// What the hosts themselves take of it on a day.
pub(super) fn reserved_on(leases: &[Lease], resource: &Resource, day: Day) -> Level {
    given_on(leases, resource, day).map_or(0, |given| given.reserved)
}

/// What leases of one host give on a day: of servers that run at once the largest, not the sum, and
/// the disks of each chain of replacements besides.
fn given_on(leases: &[Lease], resource: &Resource, day: Day) -> Option<Given> {
    let running = leases.iter().filter(|lease| lease.runs_on(day));
    let (mut server, mut disks): (Option<Given>, Vec<(&str, Given)>) = (None, Vec::new());
    for lease in running {
        let Some(given) = lease.gives(resource, day) else { continue };
        if !lease.is_disk() {
            server = match server {
                Some(most) if most.total >= given.total => Some(most),
                _ => Some(given),
            };
            continue;
        }
        let root = root_of(leases, lease);
        match disks.iter_mut().find(|(key, _)| *key == root) {
            Some((_, most)) if most.total >= given.total => {}
            Some((_, most)) => *most = given,
            None => disks.push((root, given)),
        }
    }
    let add = |one: Given, two: Given| Given {
        total: one.total.saturating_add(two.total),
        reserved: one.reserved.saturating_add(two.reserved),
    };
    server.into_iter().chain(disks.into_iter().map(|(_, given)| given)).reduce(add)
}

/// Key of the first in the chain of replacements that a lease is in.
fn root_of<'a>(leases: &'a [Lease], lease: &'a Lease) -> &'a str {
    let mut root = lease;
    for _ in 0..leases.len() {
        let before = root.tenure.replaces.as_ref();
        let older = before.and_then(|key| leases.iter().find(|other| other.tenure.key == *key));
        match older {
            Some(older) => root = older,
            None => break,
        }
    }
    &root.tenure.key
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
    /// Room of one host: of servers that run at once the largest, not the sum; disks add to it.
    pub(super) fn of(leases: &[Lease], resource: &Resource, buffer_ppm: u32, grid: &Grid) -> Self {
        let stated = usize::from(leases.iter().any(|lease| lease.says(resource)));
        let mut before = Share::default();
        let mut changes = Vec::new();
        for day in days(leases, grid) {
            let now = if let Some(Given { total, reserved }) = given_on(leases, resource, day) {
                let usable = usable(total - reserved, buffer_ppm);
                Share { total, usable, silent: 0 }
            } else {
                let runs = leases.iter().any(|lease| lease.runs_on(day));
                Share { silent: i64::from(runs), ..Share::default() }
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
    let sizes = leases.iter().filter_map(|lease| lease.tenure.held.as_ref());
    let sizes = sizes.flat_map(|held| held.sizes.iter().map(|sized| sized.from));
    let inside = |day: &Day| *day > grid.as_of && *day < grid.horizon;
    let mut days: Vec<Day> = ends.chain(sizes).flatten().filter(inside).collect();
    days.push(grid.as_of);
    days.sort_unstable();
    days.dedup();
    days
}

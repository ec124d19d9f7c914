//! How many days of backups fit, and what does a change of their space do to those there are?

use std::sync::Arc;

use crate::model::{Answer, BackupMode, Backups, Keep, Move, OfferKind, Resource, Scenario};
use crate::units::{Day, Size};

use super::capacity::{Lease, Room, days, gives, usable};
use super::curve::Curve;
use super::fit::{countries, name_of};
use super::growth::{Course, Grid, all};
use super::hosts::buffer_ppm;
use super::outlook::{BackupMove, BackupOutlook, Level, Runway, TariffStep, Tenure};
use super::price::monthly_before_tax;
use super::renting::grows_as_used;
use super::runway::{reading_on, runway, segment_on};
use super::words;

/// The backups of a plan; `None` where the file says nothing of them.
pub(super) fn backup(
    scenario: &Scenario,
    moves: &[Move],
    tenures: &[Arc<Tenure>],
    grid: &Grid,
) -> Option<BackupOutlook> {
    let backups = scenario.backups.as_ref()?;
    let kept = Kept::of(backups, moves, grid);
    let full = backups.full.bytes();
    let growth = backups.growth.as_ref().or_else(|| scenario.growth.get(&Resource::Backup));
    let course = growth.map_or(Course::Flat, |growth| Course::of(growth, grid));
    let buffer_ppm = buffer_ppm(scenario, &Resource::Backup);
    let holders = holders(scenario, tenures);
    let leases: Vec<Lease> = holders.iter().flatten().map(|holder| holder.lease.clone()).collect();
    let totals: Vec<_> =
        days(&leases, grid).into_iter().map(|day| (day, space_on(&holders, day))).collect();
    let room = Room::from_totals(&totals, buffer_ppm);
    let mut segments = kept.curve(backups, &course, grid).segments(grid, &room);
    for segment in segments.iter_mut().filter(|segment| segment.usable.is_none()) {
        if grows_on(&holders, segment.from) {
            let worst = segment.worst();
            let used = Some(worst.cautious.max(worst.expected));
            (segment.total, segment.usable) = (used, used);
        }
    }
    let mut judged = runway(segments.iter().copied(), grid.as_of, course.is_range(), || {
        words::no_backup_space().to_owned()
    });
    // Room for the full copy alone says nothing of the days behind it.
    let lacks_change = backups.mode == BackupMode::Deduplicated && backups.daily_change.is_none();
    if lacks_change && !matches!(judged, Runway::Already { .. }) {
        judged = Runway::CannotTell(words::no_daily_change().to_owned());
    }
    // What fits grows dearer as the full copy grows: on a later day it is the copy of that day.
    let single = Keep { daily: 1, ..Keep::default() };
    let one =
        Kept::steady(single, grid).curve(&one_copy(backups), &course, grid).segments(grid, &room);
    let fits_on = |day: Day| {
        let segment = segment_on(&one, day)?;
        let copy = reading_on(segment, day.min(segment.until.plus_days(-1))).expected;
        days_in(segment.usable?, copy, backups, kept.on(day))
    };
    let last = last_change(moves, tenures, grid);
    let needed = segments.first().map_or(0, |segment| segment.first.expected);
    Some(BackupOutlook {
        runway: judged,
        full,
        needed,
        usable: segments.first().and_then(|segment| segment.usable),
        keep: kept.on(grid.as_of),
        keep_after: kept.on(Day::LAST),
        keeps: kept.on(grid.as_of).of_days(),
        fits: fits_on(grid.as_of),
        keeps_after: kept.on(Day::LAST).of_days(),
        fits_after: fits_on(last),
        tariff: tariff(scenario, &leases, backups, (buffer_ppm, needed), grid.as_of),
        moved: moved(&holders, &kept, grid),
        segments: segments.into(),
    })
}

/// The same backups, of which one copy of everything is kept and nothing else.
fn one_copy(backups: &Backups) -> Backups {
    Backups { mode: BackupMode::FullCopies, ..backups.clone() }
}

/// How many backups are kept, from which day on; the first from the beginning.
struct Kept(Vec<(Day, Keep)>);

impl Kept {
    fn steady(keep: Keep, grid: &Grid) -> Self {
        Self(vec![(grid.as_of, keep)])
    }

    fn of(backups: &Backups, moves: &[Move], grid: &Grid) -> Self {
        let mut kept = Self::steady(backups.keep, grid);
        let mut later: Vec<(Day, Option<u32>, Option<Keep>)> = moves
            .iter()
            .filter(|step| !step.is_off())
            .filter_map(|step| match step {
                Move::KeepBackups { days, keep, from, .. } => Some((*from, *days, *keep)),
                _ => None,
            })
            .collect();
        later.sort_by_key(|(from, ..)| *from);
        let mut now = backups.keep;
        for (from, days, keep) in later {
            now = keep.unwrap_or(now);
            now = days.map_or(now, |days| now.with_days(days));
            kept.0.push((from.max(grid.as_of), now));
        }
        kept
    }

    fn on(&self, day: Day) -> Keep {
        let past = self.0.iter().rev().find(|(from, _)| *from <= day);
        past.or_else(|| self.0.first()).map_or_else(Keep::default, |(_, keep)| *keep)
    }

    /// Space that the kept backups need. What a day changes does not grow with the full copy.
    fn curve(&self, backups: &Backups, course: &Course, grid: &Grid) -> Curve {
        let mut curve = Curve::default();
        let full = backups.full.bytes();
        for (n, (from, kept)) in self.0.iter().enumerate() {
            let until = self.0.get(n + 1).map_or(Day::LAST, |(next, _)| *next);
            match backups.mode {
                BackupMode::FullCopies => {
                    curve.put_times(grid, (*from, until), all(full), course, kept.copies().into());
                }
                BackupMode::Deduplicated => {
                    let change = backups.daily_change.map_or(0, Size::bytes);
                    curve.put(grid, (*from, until), all(full), course);
                    let days = Level::from(kept.of_days()) + Level::from(kept.older());
                    curve.put(grid, (*from, until), all(change * days), &Course::Flat);
                }
            }
        }
        curve.settle();
        curve
    }
}

/// Days of daily backups that fit into a space beside the older ones, when one copy has so many bytes;
/// `None` where nothing limits them or what a day changes is not stated.
fn days_in(usable: Level, copy: Level, backups: &Backups, keep: Keep) -> Option<u32> {
    let older = Level::from(keep.older());
    let days = match backups.mode {
        BackupMode::FullCopies => {
            (usable.checked_div(copy)? - older).max(0) / Level::from(keep.each_day())
        }
        BackupMode::Deduplicated => {
            (usable - copy).max(0).checked_div(backups.daily_change?.bytes())? - older
        }
    };
    Some(u32::try_from(days.max(0)).unwrap_or(u32::MAX))
}

/// A contract that may hold backups.
struct Holder {
    lease: Lease,
    /// Whether it is a tier that takes the place of included space.
    replaces_included: bool,
}

/// Everything that may hold backups: chains of contracts of which each replaces the one before.
fn holders(scenario: &Scenario, tenures: &[Arc<Tenure>]) -> Vec<Vec<Holder>> {
    let mut chains: Vec<Vec<Holder>> = Vec::new();
    for tenure in tenures {
        let Some(offer) = scenario.offers.get(&tenure.offer) else { continue };
        let holds = match tenure.kind {
            OfferKind::Backup => true,
            OfferKind::Server | OfferKind::Other => gives(offer, &Resource::Backup).is_some(),
            OfferKind::Disk => false,
        };
        if !holds {
            continue;
        }
        let holder = Holder {
            lease: Lease { tenure: Arc::clone(tenure), offer: Some(Arc::clone(offer)) },
            replaces_included: tenure.kind == OfferKind::Backup && offer.adds != Some(Answer::Yes),
        };
        let replaced = tenure.replaces.as_ref().and_then(|key| {
            let is_it = |holder: &Holder| holder.lease.tenure.key == *key;
            chains.iter_mut().find(|chain| chain.iter().any(is_it))
        });
        match replaced {
            Some(chain) => chain.push(holder),
            None => chains.push(vec![holder]),
        }
    }
    chains
}

/// All space on a day: tiers, and what is included where no tier replaces it. While a contract and the
/// one that replaces it both run, the larger counts. `None` where nothing is known to hold backups
/// or the size of a tier is not stated.
fn space_on(chains: &[Vec<Holder>], day: Day) -> Option<Level> {
    let running = || chains.iter().flatten().filter(|holder| holder.lease.runs_on(day));
    let replaced = running().any(|holder| holder.replaces_included);
    let mut space = None;
    for chain in chains {
        let mut most = None;
        for holder in chain.iter().filter(|holder| holder.lease.runs_on(day)) {
            let is_tier = holder.lease.tenure.kind == OfferKind::Backup;
            if is_tier || !replaced {
                most = most.max(Some(holder.lease.free_on(&Resource::Backup, day)?));
            }
        }
        if let Some(most) = most {
            space = Some(space.unwrap_or(0) + most);
        }
    }
    space
}

/// Whether a tier runs that grows with what is used.
fn grows_on(chains: &[Vec<Holder>], day: Day) -> bool {
    let running = chains.iter().flatten().filter(|holder| holder.lease.runs_on(day));
    let mut offers = running.filter_map(|holder| holder.lease.offer.as_ref());
    offers.any(|offer| grows_as_used(offer))
}

/// The day on which the last move is made and the last contract that a plan ends is over.
fn last_change(moves: &[Move], tenures: &[Arc<Tenure>], grid: &Grid) -> Day {
    let made = moves.iter().filter(|step| !step.is_off());
    let mut last = grid.as_of;
    for step in made {
        last = last.max(step.day());
        if let Move::Replace { contract, .. } = step {
            let old = tenures.iter().find(|tenure| *tenure.key == **contract);
            last = last.max(old.and_then(|tenure| tenure.until).unwrap_or(last));
        }
    }
    last
}

/// What comes with the servers, and every tier that can be had on `as_of` in the country required, by
/// its space.
fn tariff(
    scenario: &Scenario,
    leases: &[Lease],
    backups: &Backups,
    (buffer_ppm, needed): (u32, Level),
    as_of: Day,
) -> Vec<TariffStep> {
    let full = backups.full.bytes();
    let days = |space| days_in(usable(space, buffer_ppm), full, backups, backups.keep);
    let with_servers = leases
        .iter()
        .filter(|lease| lease.tenure.kind != OfferKind::Backup && lease.runs_on(as_of));
    let included_space: Option<Level> = with_servers
        .clone()
        .filter_map(|lease| lease.free_on(&Resource::Backup, as_of))
        .reduce(|one, two| one + two);
    let mut steps = Vec::new();
    if let Some(space) = included_space {
        let mut names: Vec<&str> = with_servers.map(|lease| &*lease.tenure.name).collect();
        names.dedup();
        let name: Arc<str> = match names.as_slice() {
            [name] => format!("included with {name}").into(),
            _ => Arc::from("included with the servers"),
        };
        steps.push(TariffStep { offer: None, name, space, days: days(space), monthly: None });
    }
    let country = scenario.requires.country.as_deref();
    for (key, offer) in &scenario.offers {
        let can_be_had = offer.kind == OfferKind::Backup
            && offer.from.is_none_or(|from| from <= as_of)
            && offer.until.is_none_or(|until| as_of < until)
            && country.is_none_or(|country| {
                offer.regions.is_empty() || !countries(scenario, offer, country).is_empty()
            });
        let grows = grows_as_used(offer);
        let sold = gives(offer, &Resource::Backup).or(Some(needed).filter(|_| grows));
        let Some(size) = sold.filter(|_| can_be_had) else { continue };
        let adds = offer.adds == Some(Answer::Yes) && !grows;
        let space = size + if adds { included_space.unwrap_or(0) } else { 0 };
        steps.push(TariffStep {
            offer: Some(Arc::clone(key)),
            name: name_of(key, offer),
            space,
            days: if grows { None } else { days(space) },
            monthly: Some(monthly_before_tax(scenario, offer, as_of, Some(needed))),
        });
    }
    steps.sort_by_key(|step| step.space);
    steps
}

/// What is left of the backups when the space that held them on the first day is gone and other space
/// has taken its place.
fn moved(chains: &[Vec<Holder>], kept: &Kept, grid: &Grid) -> Option<BackupMove> {
    let holders = || chains.iter().flatten();
    let runs = |holder: &&Holder| holder.lease.runs_on(grid.as_of);
    let replaced = holders().filter(runs).any(|holder| holder.replaces_included);
    let holds = |holder: &&Holder| {
        runs(holder) && (holder.lease.tenure.kind == OfferKind::Backup || !replaced)
    };
    let ends = holders().filter(holds).map(|holder| holder.lease.tenure.until);
    // While any of the old space goes on, there is no day on which the old backups are gone.
    let on = ends.collect::<Option<Vec<Day>>>()?.into_iter().max()?;
    let after = holders().filter(|holder| !holds(holder) && holder.lease.runs_on(on));
    let start = after.map(|holder| holder.lease.tenure.from).min()?;
    let days_before = kept.on(on.plus_days(-1)).of_days();
    let overlap = u32::try_from(start.days_until(on).max(0)).unwrap_or(u32::MAX);
    (on < grid.horizon).then(|| BackupMove { on, days_then: overlap.min(days_before), days_before })
}

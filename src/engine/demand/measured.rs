//! What was measured: which series count, what did they last say, and are they cut off at what there is?

use std::sync::Arc;

use crate::engine::capacity::{Lease, total_then, use_of};
use crate::engine::forecast::CannotTell;
use crate::engine::foreseen::{Forecasts, Foreseen, Measurements};
use crate::engine::growth::Grid;
use crate::engine::outlook::Level;
use crate::model::{Covers, Event, EventKind, Resource, Usage};
use crate::units::Day;

use super::Watched;
use super::steps::moved;

/// A measured series and what it last said.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    pub(super) key: Arc<str>,
    pub(super) usage: Arc<Usage>,
    pub(super) last: (Day, Level),
    pub(super) samples: usize,
    pub(super) clipped: bool,
    /// Tells the days on which it was last measured from those of another.
    pub(super) days: u64,
    /// Where it goes from here, or why there is no saying.
    pub(super) projected: Result<Arc<Foreseen>, CannotTell>,
}

impl PartialEq for Measured {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.projected, &other.projected) {
            (Ok(one), Ok(two)) => Arc::ptr_eq(one, two) || one == two,
            (one, two) => one == two,
        };
        (self.last, self.samples, self.clipped) == (other.last, other.samples, other.clipped)
            && self.days == other.days
            && self.key == other.key
            && same
            && (Arc::ptr_eq(&self.usage, &other.usage) || self.usage == other.usage)
    }
}

/// Of the last samples so many are looked at, and so many of them at the limit are too many.
const LAST: usize = 6;
const AT_THE_LIMIT: usize = 5;

/// A measurement of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its day.
    pub day: Day,
    /// What was in use; `None` where it is a share of nobody knows what, or of another kind than the
    /// resource.
    pub level: Option<Level>,
    /// All that the host had on that day, where it is stated.
    pub total: Option<Level>,
    /// Whether an event says to leave it out.
    pub ignored: bool,
}

impl Sample {
    /// Whether it sits at the limit: 98 % of what there is, or above.
    pub fn is_at_the_limit(&self) -> bool {
        match (self.level, self.total) {
            (Some(level), Some(total)) if total > 0 => {
                level.saturating_mul(100) >= total.saturating_mul(98)
            }
            _ => false,
        }
    }
}

/// The samples of a series in the order of their days, beside what the host had.
pub(in crate::engine) fn samples(
    usage: &Usage,
    leases: &[Lease],
    events: &[Arc<Event>],
    until: Day,
) -> Vec<Sample> {
    let resource = &usage.resource;
    let says_so = |event: &&Arc<Event>| event.kind == EventKind::Ignore;
    let is_here = |event: &Event| is_about(event, resource, usage, leases);
    let ignored: Vec<(Day, Day)> = events
        .iter()
        .filter(says_so)
        .filter(|event| is_here(event))
        .map(|event| (event.on, event.over()))
        .collect();
    let mut samples: Vec<Sample> = usage
        .all_samples()
        .filter(|(day, _)| *day <= until)
        .map(|(day, used)| {
            let total = total_then(leases, resource, *day);
            Sample {
                day: *day,
                level: use_of(resource, used, total),
                total,
                ignored: ignored.iter().any(|(from, over)| from <= day && day < over),
            }
        })
        .collect();
    samples.sort_by_key(|sample| sample.day);
    samples
}

/// Whether an event is about what a series measures.
pub(in crate::engine) fn is_about(
    event: &Event,
    resource: &Resource,
    usage: &Usage,
    leases: &[Lease],
) -> bool {
    let Some(host) = event.host.as_deref() else { return event.is_about(resource, None) };
    let here =
        usage.on.as_deref() == Some(host) || leases.iter().any(|lease| *lease.tenure.key == *host);
    here && event.is_about(resource, Some(host))
}

/// Whether the last samples of a series sit at the limit, so that it says nothing of what is wanted.
pub fn is_clipped<'a>(samples: impl DoubleEndedIterator<Item = &'a Sample>) -> bool {
    let last = samples.rev().filter(|sample| !sample.ignored && sample.level.is_some()).take(LAST);
    let (looked, full) = last
        .fold((0, 0), |(n, full), sample| (n + 1, full + usize::from(sample.is_at_the_limit())));
    looked == LAST && full >= AT_THE_LIMIT
}

/// Where what was measured goes on.
#[derive(Clone, Copy)]
pub(super) struct Going<'a> {
    pub(super) grid: &'a Grid,
    pub(super) watched: &'a Watched,
    /// The scenario's growth by an amount is counted here.
    pub(super) sum_grows: bool,
}

/// The series that count: where one covers all, the one with the latest sample, else each.
pub(super) fn measured(
    series: &[(Arc<str>, Arc<Usage>)],
    leases: &[Lease],
    events: &[Arc<Event>],
    (forecasts, seed): (&Forecasts, u64),
    going: Going<'_>,
) -> Vec<Measured> {
    let Going { grid, watched, sum_grows } = going;
    let resource = &watched.resource;
    let mut measured = Vec::new();
    for (key, usage) in series.iter().filter(|(_, usage)| usage.resource == *resource) {
        let samples = samples(usage, leases, events, grid.as_of);
        let clipped = is_clipped(samples.iter());
        let counted: Vec<(Day, Level)> = samples
            .iter()
            .filter(|sample| !sample.ignored)
            .filter_map(|sample| Some((sample.day, sample.level?)))
            .collect();
        if let Some(last) = counted.last().copied() {
            let samples = counted.len();
            let days = days_of(&counted);
            let about = events.iter().filter(|event| is_about(event, resource, usage, leases));
            let measurements = Measurements { moved: moved(about, last.0), levels: counted };
            let all = sum_grows && usage.covers == Covers::All;
            let declared = all.then(|| watched.course.with(&watched.amounts));
            let declared = declared.as_ref().unwrap_or(&watched.course);
            let projected = forecasts.of(key, measurements, seed, grid, declared);
            let (key, usage) = (Arc::clone(key), Arc::clone(usage));
            measured.push(Measured { key, usage, last, samples, clipped, days, projected });
        }
    }
    let whole = measured.iter().filter(|series| series.usage.covers == Covers::All);
    match whole.max_by_key(|series| series.last.0).map(|series| Arc::clone(&series.key)) {
        Some(key) => measured.into_iter().filter(|series| series.key == key).collect(),
        None => measured,
    }
}

/// So many days before the last are looked at to tell whether two series were measured together.
const LATEST: usize = 30;

/// The same for two series that were last measured on the same days.
fn days_of(counted: &[(Day, Level)]) -> u64 {
    // FNV-1a of the numbers of the days.
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    let latest = counted.iter().rev().take(LATEST);
    latest.flat_map(|(day, _)| day.number().to_le_bytes()).fold(0xCBF2_9CE4_8422_2325, mix)
}

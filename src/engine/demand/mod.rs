//! What do the services of a host, and its measurements, ask of one resource?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Answer, Covers, Event, Evidence, Fill, Resource, Service, State, Usage};
use crate::units::{Day, Use};

use super::capacity::{Lease, use_of};
use super::curve::Curve;
use super::growth::{Course, Grid, all};
use super::outlook::{Level, Makeup, Part, Reading};
use super::said::{Said, worse};

mod measured;
mod needs;
mod parts;

pub use measured::{Sample, is_clipped};
pub use parts::{speaks_of, stated_size};

pub(super) use measured::{is_about, samples};
pub(super) use parts::{Change, To};

use measured::{Measured, measured};
use needs::Needed;

/// A service as a host sees it.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    /// Its place in the file.
    pub(super) place: usize,
    pub(super) key: Arc<str>,
    pub(super) service: Arc<Service>,
    /// What the moves of a plan make of it; `None`: no move names it.
    pub(super) changed: Option<Changed>,
}

/// A service under a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Changed {
    /// Days on which it is on this host.
    pub(super) days: Vec<(Day, Day)>,
    /// Other sizes, each from its day on, in the order of the moves.
    pub(super) sizes: Vec<Change>,
    /// First day on which it runs in full.
    pub(super) started: Option<Day>,
}

impl Asking {
    /// Whether both ask the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.key == other.key
            && Arc::ptr_eq(&self.service, &other.service)
            && self.changed == other.changed
    }

    /// Whether both, of one key, ask the same of one resource.
    fn asks_like(&self, other: &Self, resource: &Resource) -> bool {
        let same_changes = match (&self.changed, &other.changed) {
            (None, None) => true,
            (Some(one), Some(two)) => one.changes_like(two, resource),
            (Some(one), None) | (None, Some(one)) => one.changes_nothing(&self.service, resource),
        };
        Arc::ptr_eq(&self.service, &other.service) && same_changes
    }
}

impl Changed {
    fn sizes_of<'a>(&'a self, resource: &'a Resource) -> impl Iterator<Item = &'a Change> {
        self.sizes.iter().filter(move |change| change.resource == *resource)
    }

    fn changes_like(&self, other: &Self, resource: &Resource) -> bool {
        self.days == other.days
            && self.started == other.started
            && self.sizes_of(resource).eq(other.sizes_of(resource))
    }

    fn changes_nothing(&self, service: &Service, resource: &Resource) -> bool {
        self.started.is_none()
            && self.sizes_of(resource).next().is_none()
            && self.days.iter().copied().eq(days_of(service))
    }
}

/// A resource that is looked at, with what the scenario declares of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watched {
    pub(super) resource: Resource,
    /// Growth of everything by shares.
    pub(super) course: Course,
    /// Growth by amounts: that of the sum, once.
    pub(super) amounts: Course,
    pub(super) buffer_ppm: u32,
    /// How full it may get, where the contract does not say.
    pub(super) fill: Option<Fill>,
}

/// What is asked of one resource.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Demand {
    pub(super) curve: Curve,
    pub(super) today: Makeup,
    pub(super) said: Said,
    /// Samples up to `as_of` where it was measured.
    pub(super) samples: Option<usize>,
    /// The series there are.
    measured: Vec<Measured>,
    /// Whether a plan makes room on the host.
    reclaims: bool,
}

/// Room that is made on a host from a day on, by a plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reclaimed {
    pub(super) from: Day,
    pub(super) resource: Resource,
    pub(super) amount: Use,
}

/// What a demand is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'a> {
    /// In the order of the file.
    pub(super) askings: &'a [Asking],
    pub(super) series: &'a [(Arc<str>, Arc<Usage>)],
    /// What the host had and has.
    pub(super) leases: &'a [Lease],
    pub(super) events: &'a [Arc<Event>],
    pub(super) reclaimed: &'a [Reclaimed],
    /// The scenario's growth by an amount is counted here.
    pub(super) sum_grows: bool,
}

/// The demand of some services and series on one resource. `known`: what this function gave for other
/// services beside the same series; only what differs is gone through again, to the same result.
pub(super) fn demand(
    grid: &Grid,
    watched: &Watched,
    sources: Sources<'_>,
    known: Option<(&Arc<Demand>, &[Asking])>,
) -> Arc<Demand> {
    let Sources { series, leases, events, .. } = sources;
    let series = measured(&watched.resource, series, leases, events, grid.as_of);
    let reclaims = sources.reclaimed.iter().any(|of| of.resource == watched.resource);
    // What a share of the rest is, follows from all of it; what a series says, from what there is.
    let known = known.filter(|(known, _)| {
        let clipped = series.iter().any(|series| series.clipped);
        !reclaims && !clipped && !known.reclaims && known.measured == series
    });
    let differing = known.map(|(_, before)| Differing::of(before, sources.askings, watched));
    if let Some((known, _)) = known
        && differing.as_ref().is_some_and(Differing::is_none)
    {
        return Arc::clone(known);
    }
    let mut demand = Demand {
        curve: known.map_or_else(Curve::default, |(known, _)| known.curve.clone()),
        today: Makeup::default(),
        said: Said::default(),
        samples: None,
        measured: series,
        reclaims,
    };
    let measured = demand.counting(grid, watched, sources.askings);
    let covers_all = measured.iter().any(|series| series.usage.covers == Covers::All);
    let covered = |asking: &Asking| {
        covers_all || measured.iter().any(|series| series.usage.covers.names(&asking.key))
    };
    let sum_grows = sources.sum_grows && watched.amounts.grows();
    for series in &measured {
        demand.measure(series, watched, sum_grows);
    }
    let put = |curve: &mut Curve, asking: &Asking, needs: &Needed<'_>, count: Level| {
        needs.put_on(curve, grid, watched, covered(asking), count);
    };
    for asking in sources.askings {
        let Some(needs) = Needed::of(grid, watched, asking) else { continue };
        demand.describe(grid, watched, asking, &needs, covered(asking));
        if differing.as_ref().is_none_or(|differing| differing.come.contains(&asking.place)) {
            put(&mut demand.curve, asking, &needs, 1);
        }
    }
    for asking in differing.iter().flat_map(|differing| &differing.gone) {
        if let Some(needs) = Needed::of(grid, watched, asking) {
            put(&mut demand.curve, asking, &needs, -1);
        }
    }
    if sum_grows {
        demand.said.grows = true;
        demand.said.has_cautious |= watched.amounts.is_range();
    }
    if known.is_none() {
        let always = (grid.as_of, grid.horizon);
        for series in &measured {
            demand.curve.put(grid, always, all(series.last.1), &watched.course);
        }
        if sum_grows {
            demand.curve.put(grid, always, Reading::default(), &watched.amounts);
        }
    }
    demand.curve.settle();
    for reclaimed in sources.reclaimed.iter().filter(|of| of.resource == watched.resource) {
        demand.reclaim(grid, reclaimed);
    }
    Arc::new(demand)
}

/// What asks otherwise than before.
struct Differing<'a> {
    gone: Vec<&'a Asking>,
    /// Places in the file.
    come: BTreeSet<usize>,
    /// Whether both lists name the same, in one order.
    in_order: bool,
}

impl<'a> Differing<'a> {
    fn of(before: &'a [Asking], now: &'a [Asking], watched: &Watched) -> Self {
        let same_key = |(one, two): &(&Asking, &Asking)| one.key == two.key;
        let head = before.iter().zip(now).take_while(same_key).count();
        let (before_rest, now_rest) = (&before[head..], &now[head..]);
        let tail = before_rest.iter().rev().zip(now_rest.iter().rev()).take_while(same_key).count();
        let in_order = head == before.len() && head == now.len();
        let mut differing = Self { gone: Vec::new(), come: BTreeSet::new(), in_order };
        let mut differ = |one: Option<&'a Asking>, two: Option<&'a Asking>| {
            if let (Some(one), Some(two)) = (one, two)
                && one.asks_like(two, &watched.resource)
            {
                return;
            }
            differing.gone.extend(one);
            differing.come.extend(two.map(|asking| asking.place));
        };
        let ends = before.iter().zip(now).take(head);
        for (one, two) in ends.chain(before.iter().rev().zip(now.iter().rev()).take(tail)) {
            differ(Some(one), Some(two));
        }
        // Between them something came, went or changed its place.
        let mut by_key: BTreeMap<&str, &Asking> = BTreeMap::new();
        for asking in &now_rest[..now_rest.len() - tail] {
            by_key.insert(&asking.key, asking);
        }
        for asking in &before_rest[..before_rest.len() - tail] {
            differ(Some(asking), by_key.remove(&*asking.key));
        }
        by_key.into_values().for_each(|asking| differ(None, Some(asking)));
        differing
    }

    fn is_none(&self) -> bool {
        self.in_order && self.gone.is_empty() && self.come.is_empty()
    }
}

impl Demand {
    /// The series that count: one that is cut off at what there is only where nothing is declared of
    /// what it covers.
    fn counting(&mut self, grid: &Grid, watched: &Watched, askings: &[Asking]) -> Vec<Measured> {
        let declares = |series: &Measured| {
            let mut covered =
                askings.iter().filter(|asking| series.usage.covers.names(&asking.key));
            covered.any(|asking| {
                Needed::of(grid, watched, asking).is_some_and(|needs| needs.counts(grid))
            })
        };
        let (cut, kept): (Vec<_>, Vec<_>) =
            (self.measured.iter().cloned()).partition(|series| series.clipped && declares(series));
        self.said.clipped = !cut.is_empty() || kept.iter().any(|series| series.clipped);
        kept
    }

    /// A series stays as it was, or grows as declared.
    fn measure(&mut self, series: &Measured, watched: &Watched, sum_grows: bool) {
        let level = series.last.1;
        self.today.running.push(Part { of: Arc::clone(&series.key), level, until: None });
        self.said.evidence = worse(self.said.evidence, Some(Evidence::Measured));
        self.said.peaks += 1;
        self.said.asked = true;
        let grows = watched.course.grows();
        self.said.grows |= grows;
        self.said.has_cautious |= watched.course.is_range();
        if !grows && !sum_grows {
            self.samples = Some(self.samples.map_or(series.samples, |n| n.min(series.samples)));
        }
    }

    /// From its day on so much less is asked for.
    fn reclaim(&mut self, grid: &Grid, reclaimed: &Reclaimed) {
        let from = reclaimed.from.max(grid.as_of);
        let now = self.curve.on(grid, from).expected;
        let Some(less) = use_of(&reclaimed.resource, &reclaimed.amount, Some(now)) else { return };
        let less = all(-less.clamp(0, now.max(0)));
        self.curve.put(grid, (from, grid.horizon), less, &Course::Flat);
        self.curve.settle();
    }

    /// Says what one service adds, besides its curve.
    fn describe(
        &mut self,
        grid: &Grid,
        watched: &Watched,
        asking: &Asking,
        needs: &Needed<'_>,
        covered: bool,
    ) {
        if !needs.counts(grid) {
            return;
        }
        self.said.asked = true;
        if !covered {
            for growth in needs.stretches.iter().map(|stretch| stretch.growth) {
                let (grows, is_range) = match growth {
                    Some(growth) => {
                        (!growth.is_zero(), growth.iter().any(|dated| dated.growth.is_range()))
                    }
                    None => (watched.course.grows(), watched.course.is_range()),
                };
                self.said.grows |= grows;
                self.said.has_cautious |= is_range;
            }
            self.said.has_cautious |= needs.is_range;
            self.said.peaks += usize::from(needs.is_range);
        }
        if !covered || needs.used_today() < needs.today {
            self.said.evidence = worse(self.said.evidence, asking.service.is);
        }
        self.makeup(needs, asking, covered);
    }

    fn makeup(&mut self, needs: &Needed<'_>, asking: &Asking, covered: bool) {
        let part = |level, until| Part { of: Arc::clone(&asking.key), level, until };
        let used = needs.used_today();
        let unmet = needs.today - used;
        if used > 0 && !covered {
            self.today.running.push(part(used, needs.until));
        }
        if unmet > 0 {
            self.today.unmet.push(part(unmet, needs.until));
        }
        let stays = asking.changed.as_ref().is_some_and(|changed| changed.started.is_some());
        let retires = asking.service.state == State::Retiring && !stays;
        if used > 0 && (retires || needs.until.is_some()) {
            self.today.retiring.push(part(used, needs.until));
        }
    }
}

fn clip(grid: &Grid, from: Day, until: Day) -> Option<(Day, Day)> {
    let (from, until) = (from.max(grid.as_of), until.min(grid.horizon));
    (from < until).then_some((from, until))
}

/// Days on which a service asks for anything, unless moves say otherwise; [`Day::LAST`] is never.
pub(super) fn days_of(service: &Service) -> Option<(Day, Day)> {
    let elsewhere = service.elsewhere.as_ref();
    if elsewhere.is_some_and(|elsewhere| elsewhere.counts_as_ours != Answer::Yes) {
        return None;
    }
    let from = match (service.state, service.from) {
        (State::Planned, None) => return None,
        (_, from) => from.unwrap_or(Day::FIRST),
    };
    let until = service.until.unwrap_or(Day::LAST);
    (from < until).then_some((from, until))
}

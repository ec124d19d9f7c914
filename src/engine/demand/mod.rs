//! What do the services of a host, and its measurements, ask of one resource?

use std::sync::Arc;

use crate::model::{Covers, Event, Evidence, Fill, Resource, State, Usage};
use crate::units::{Day, Use};

use super::asking::{Asking, Differing};
use super::capacity::{Lease, use_of};
use super::curve::Curve;
use super::forecast::CannotTell;
use super::foreseen::{Forecasts, Foreseen};
use super::growth::{Course, Grid, all};
use super::outlook::{Level, Makeup, Part, Reading};
use super::said::{Said, worse};

mod measured;
mod needs;
mod parts;
mod steps;
mod wanted;

pub use measured::{Sample, is_clipped};
pub use parts::{speaks_of, stated_size};

pub(super) use measured::{is_about, samples};
pub(super) use parts::{Change, To};
pub(super) use steps::{moved, step};
pub(super) use wanted::wanted_by;
pub use wanted::{Wanted, WantedAs};

use measured::{Going, Measured, measured};
use needs::Needed;

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
    /// What was measured, going on by its past; `None` where nothing was, or there is no saying.
    pub(super) foreseen: Option<Arc<Foreseen>>,
    /// What of the curve is asked for besides what is foreseen, where anything is.
    beside: Option<Curve>,
    pub(super) today: Makeup,
    pub(super) said: Said,
    /// Why there is no saying how it goes on, where it was measured and nothing is declared.
    pub(super) unforeseen: Option<Unforeseen>,
    /// First day of which nothing is said, where measurements reach only so far.
    pub(super) until: Option<Day>,
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

/// A series of which there is no saying how it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unforeseen {
    /// The fewest samples that a series has.
    pub(super) samples: usize,
    pub(super) reason: CannotTell,
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
    /// Those that were made before, and the file's seed.
    pub(super) forecasts: (&'a Forecasts, u64),
    pub(super) reclaimed: &'a [Reclaimed],
    /// The scenario's growth by an amount is counted here.
    pub(super) sum_grows: bool,
}

/// A demand of other services beside the same series.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) demand: &'a Arc<Demand>,
    pub(super) askings: &'a [Asking],
    /// Whether the host has the same contracts.
    pub(super) same_contracts: bool,
}

/// The demand of some services and series on one resource. `known`: what this function gave for other
/// services beside the same series; only what differs is gone through again, to the same result.
pub(super) fn demand(
    grid: &Grid,
    watched: &Watched,
    sources: Sources<'_>,
    known: Option<Known<'_>>,
) -> Arc<Demand> {
    let Sources { series, leases, events, .. } = sources;
    let series = if let Some(known) = known.filter(|known| known.same_contracts) {
        known.demand.measured.clone()
    } else {
        let of = Going { grid, watched, sum_grows: sources.sum_grows };
        measured(series, leases, events, sources.forecasts, of)
    };
    let reclaims = sources.reclaimed.iter().any(|of| of.resource == watched.resource);
    // What a share of the rest is, follows from all of it; what a series says, from what there is.
    let known = known.filter(|known| {
        let clipped = series.iter().any(|series| series.clipped);
        !reclaims && !clipped && !known.demand.reclaims && known.demand.measured == series
    });
    let before = known.map(|known| known.askings);
    let known = known.map(|known| known.demand);
    let differing = before.map(|before| Differing::of(before, sources.askings, &watched.resource));
    if let Some(known) = known
        && differing.as_ref().is_some_and(Differing::is_none)
    {
        return Arc::clone(known);
    }
    let mut demand = Demand {
        curve: known.map_or_else(Curve::default, |known| known.beside().clone()),
        foreseen: None,
        beside: None,
        today: Makeup::default(),
        said: Said::default(),
        unforeseen: None,
        until: None,
        measured: series,
        reclaims,
    };
    let measured = demand.counting(grid, watched, sources.askings);
    let covers_all = measured.iter().any(|series| series.usage.covers == Covers::All);
    let covered = |asking: &Asking| {
        covers_all || measured.iter().any(|series| series.usage.covers.names(&asking.key))
    };
    let goes_on: Vec<Arc<Foreseen>> =
        measured.iter().filter_map(|series| series.projected.clone().ok()).collect();
    // What grows in all is foreseen where all was measured.
    let sum_grows =
        sources.sum_grows && watched.amounts.grows() && (!covers_all || goes_on.is_empty());
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
    let foreseen = sources.forecasts.0.together(&goes_on, grid, &watched.course);
    if known.is_none() {
        let always = (grid.as_of, grid.horizon);
        if let Some(foreseen) = &foreseen {
            steps::put(&mut demand.curve, grid, watched, &sources, (&measured, foreseen));
        }
        for series in measured.iter().filter(|series| series.projected.is_err()) {
            demand.curve.put(grid, always, all(series.last.1), &watched.course);
        }
        if sum_grows {
            demand.curve.put(grid, always, Reading::default(), &watched.amounts);
        }
    }
    demand.curve.settle();
    demand.lay(grid, foreseen);
    for reclaimed in sources.reclaimed.iter().filter(|of| of.resource == watched.resource) {
        demand.reclaim(grid, reclaimed);
    }
    Arc::new(demand)
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

    /// A series goes on as is to be expected by its past; where that says nothing, as declared, or it stays as it was.
    fn measure(&mut self, series: &Measured, watched: &Watched, sum_grows: bool) {
        let level = series.last.1;
        self.today.running.push(Part { of: Arc::clone(&series.key), level, until: None });
        self.said.evidence = worse(self.said.evidence, Some(Evidence::Measured));
        self.said.measured(series.days);
        self.said.asked = true;
        match &series.projected {
            Ok(_) => {
                self.said.grows = true;
                self.said.has_cautious = true;
            }
            Err(reason) => {
                let grows = watched.course.grows();
                self.said.grows |= grows;
                self.said.has_cautious |= watched.course.is_range();
                if !grows && !sum_grows {
                    let samples =
                        self.unforeseen.map_or(series.samples, |of| of.samples.min(series.samples));
                    self.unforeseen = Some(Unforeseen { samples, reason: *reason });
                }
            }
        }
    }

    /// What is asked for besides what is foreseen; all of it where nothing is.
    pub(super) fn beside(&self) -> &Curve {
        self.beside.as_ref().unwrap_or(&self.curve)
    }

    /// Lays what was measured over what else is asked for.
    fn lay(&mut self, grid: &Grid, foreseen: Option<Arc<Foreseen>>) {
        let Some(foreseen) = foreseen else { return };
        self.beside = Some(self.curve.clone());
        self.curve.put(grid, (grid.as_of, grid.horizon), Reading::default(), foreseen.course());
        self.curve.settle();
        self.until = Some(foreseen.until());
        self.foreseen = Some(foreseen);
    }

    /// From its day on so much less is asked for.
    fn reclaim(&mut self, grid: &Grid, reclaimed: &Reclaimed) {
        let from = reclaimed.from.max(grid.as_of);
        let now = self.curve.on(grid, from).expected;
        let Some(less) = use_of(&reclaimed.resource, &reclaimed.amount, Some(now)) else { return };
        let less = all(-less.clamp(0, now.max(0)));
        for curve in [Some(&mut self.curve), self.beside.as_mut()].into_iter().flatten() {
            curve.put(grid, (from, grid.horizon), less, &Course::Flat);
            curve.settle();
        }
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

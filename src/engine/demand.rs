//! What do the services of a host, and its measurements, ask of one resource?

use std::sync::Arc;

use crate::model::{Covers, Evidence, Needs, Resource, Service, State, Usage};
use crate::units::Day;

use super::asking::{Asking, Differing, days_of};
use super::curve::Curve;
use super::growth::{Course, Grid, all, is_absolute, level_of, sizes};
use super::outlook::{Level, Makeup, Part, Reading};
use super::said::{Said, worse};

/// A resource that is looked at, with what the scenario declares of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watched {
    pub(super) resource: Resource,
    /// Growth of everything; an amount grows the sum, once.
    pub(super) course: Course,
    pub(super) buffer_ppm: u32,
}

/// What is asked of one resource.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Demand {
    pub(super) curve: Curve,
    pub(super) today: Makeup,
    pub(super) said: Said,
    /// Samples up to `as_of` where it was measured.
    pub(super) samples: Option<usize>,
}

/// A measured series and what it last said.
struct Measured<'a> {
    key: &'a Arc<str>,
    usage: &'a Usage,
    last: (Day, Level),
    samples: usize,
}

/// What a demand is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'a> {
    /// In the order of the file.
    pub(super) askings: &'a [Asking],
    pub(super) series: &'a [(Arc<str>, Arc<Usage>)],
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
    let differing =
        known.map(|(_, before)| Differing::of(before, sources.askings, &watched.resource));
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
    };
    let measured = measured(grid, watched, sources.series);
    let covers_all = measured.iter().any(|series| series.usage.covers == Covers::All);
    let covered = |asking: &Asking| {
        covers_all
            || measured.iter().any(|series| match &series.usage.covers {
                Covers::All => true,
                Covers::Services(keys) => keys.iter().any(|key| **key == *asking.key),
            })
    };
    let sum_grows = sources.sum_grows && !covers_all && matches!(watched.course, Course::Plus(_));
    for series in &measured {
        demand.measure(series);
    }
    let put = |curve: &mut Curve, asking: &Asking, needs: &Needed, count: Level| {
        needs.put_on(curve, grid, watched, (asking, covered(asking)), count);
    };
    for asking in sources.askings {
        let Some(needs) = needs(grid, watched, asking) else { continue };
        demand.describe(grid, watched, asking, &needs, covered(asking));
        if differing.as_ref().is_none_or(|differing| differing.come.contains(&asking.place)) {
            put(&mut demand.curve, asking, &needs, 1);
        }
    }
    for asking in differing.iter().flat_map(|differing| &differing.gone) {
        if let Some(needs) = needs(grid, watched, asking) {
            put(&mut demand.curve, asking, &needs, -1);
        }
    }
    if sum_grows {
        demand.said.grows = true;
        demand.said.has_cautious |= watched.course.is_range();
    }
    if known.is_none() {
        let always = (grid.as_of, grid.horizon);
        for series in &measured {
            demand.curve.put(grid, always, all(series.last.1), &Course::Flat);
        }
        if sum_grows {
            demand.curve.put(grid, always, Reading::default(), &watched.course);
        }
    }
    demand.curve.settle();
    Arc::new(demand)
}

/// The series that count: where one covers all, the one with the latest sample, else each.
fn measured<'a>(
    grid: &Grid,
    watched: &Watched,
    series: &'a [(Arc<str>, Arc<Usage>)],
) -> Vec<Measured<'a>> {
    let mut measured = Vec::new();
    for (key, usage) in series.iter().filter(|(_, usage)| usage.resource == watched.resource) {
        let past = usage.samples.iter().filter(|(day, _)| *day <= grid.as_of);
        let levels = past.filter_map(|(day, q)| Some((*day, level_of(&usage.resource, q)?)));
        let samples = levels.clone().count();
        if let Some(last) = levels.max_by_key(|(day, _)| *day) {
            measured.push(Measured { key, usage, last, samples });
        }
    }
    let whole = measured.iter().filter(|series| series.usage.covers == Covers::All);
    match whole.max_by_key(|series| series.last.0).map(|series| Arc::clone(series.key)) {
        Some(key) => measured.into_iter().filter(|series| *series.key == key).collect(),
        None => measured,
    }
}

impl Demand {
    fn measure(&mut self, series: &Measured<'_>) {
        let level = series.last.1;
        self.today.running.push(Part { of: Arc::clone(series.key), level, until: None });
        self.said.evidence = worse(self.said.evidence, Some(Evidence::Measured));
        self.said.peaks += 1;
        self.samples = Some(self.samples.map_or(series.samples, |n| n.min(series.samples)));
        self.said.asked = true;
    }

    /// Says what one service adds, besides its curve.
    fn describe(
        &mut self,
        grid: &Grid,
        watched: &Watched,
        asking: &Asking,
        needs: &Needed,
        covered: bool,
    ) {
        let counts = needs.stretches.iter().any(|stretch| {
            clip(grid, stretch.from, stretch.until).is_some() && stretch.level != Reading::default()
        });
        if !counts {
            return;
        }
        self.said.asked = true;
        if !covered {
            let (grows, is_range) = match asking.service.growth.get(&watched.resource) {
                Some(growth) => (!growth.is_zero(), growth.is_range()),
                None if matches!(watched.course, Course::Plus(_)) => (false, false),
                None => (watched.course.grows(), watched.course.is_range()),
            };
            self.said.grows |= grows;
            self.said.has_cautious |= is_range || needs.is_range;
            self.said.peaks += usize::from(needs.is_range);
        }
        if !covered || needs.used_today() < needs.today {
            self.said.evidence = worse(self.said.evidence, asking.service.is);
        }
        self.makeup(needs, asking, covered);
    }

    fn makeup(&mut self, needs: &Needed, asking: &Asking, covered: bool) {
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

/// What one service needs of one resource.
struct Needed {
    stretches: Vec<Stretch>,
    /// Expected demand on `as_of`, and what of it is in use where not all is.
    today: Level,
    in_use: Option<Level>,
    /// First day on which it is gone for good.
    until: Option<Day>,
    is_range: bool,
}

impl Needed {
    /// Adds one service to a curve `count` times; -1 takes it away. What a series covers is in it already as it is on `as_of`: of such
    /// a service only what differs from that is added, without growth.
    fn put_on(
        &self,
        curve: &mut Curve,
        grid: &Grid,
        watched: &Watched,
        (asking, covered): (&Asking, bool),
        count: Level,
    ) {
        let own = asking.service.growth.get(&watched.resource).filter(|_| !covered);
        let of_its_own = own.map(|growth| Course::of(growth, grid));
        let course = match &of_its_own {
            _ if covered => &Course::Flat,
            Some(course) => course,
            None if matches!(watched.course, Course::Plus(_)) => &Course::Flat,
            None => &watched.course,
        };
        let amount = own.is_some_and(is_absolute);
        for stretch in self.stretches.iter().filter(|stretch| stretch.level != Reading::default()) {
            let Some((from, until)) = clip(grid, stretch.from, stretch.until) else { continue };
            let level = if stretch.resized && from > grid.as_of {
                course.back_from(stretch.level.expected, from, grid)
            } else {
                stretch.level
            };
            // An amount is added to what is always needed, not once more inside windows.
            let course = if stretch.is_extra && amount { &Course::Flat } else { course };
            curve.put_times(grid, (from, until), level, course, count);
        }
        if covered {
            let in_use = all(-self.used_today());
            let always = (grid.as_of, grid.horizon);
            curve.put_times(grid, always, in_use, &Course::Flat, count);
        }
    }

    fn used_today(&self) -> Level {
        self.in_use.map_or(self.today, |in_use| in_use.min(self.today))
    }
}

/// A level held from a day to a day, as it would be on `as_of`, or when it is resized on `from`.
struct Stretch {
    from: Day,
    until: Day,
    level: Reading,
    resized: bool,
    /// On top of another stretch, inside a window.
    is_extra: bool,
}

/// What a service needs of a resource on the days on which it is there. `None`: nothing, ever.
fn needs(grid: &Grid, watched: &Watched, asking: &Asking) -> Option<Needed> {
    let (service, resource) = (&*asking.service, &watched.resource);
    let own = size_of(service, resource);
    let wants = service.wants.as_deref().and_then(|wants| wanted(wants, resource));
    let mut resized = Vec::new();
    if let Some(changed) = &asking.changed {
        for (day, of, to) in changed.sizes.iter().filter(|(_, of, _)| of == resource) {
            resized.extend(level_of(of, to).map(|level| (*day, all(level))));
        }
        resized.sort_by_key(|(day, _)| *day);
    }
    if own.is_none() && wants.is_none() && resized.is_empty() {
        return None;
    }
    let days = match &asking.changed {
        Some(changed) => changed.days.clone(),
        None => days_of(service).into_iter().collect(),
    };
    let windows = windows(service);
    // The disk of what is off is still full.
    let off = service.state == State::OffButWanted && *resource != Resource::Storage;
    let (own, wants) = (own.unwrap_or_default(), wants.unwrap_or_default());
    let full = larger(own, wants);
    let need = if off && wants != Reading::default() { wants } else { full };
    let mut needed = Needed {
        stretches: Vec::new(),
        today: 0,
        in_use: None,
        until: None,
        is_range: is_range(own) || is_range(wants),
    };
    for (from, until) in days {
        // Sizes of this stay: as stated first, then as each move says.
        let mut sizes = vec![(from, if windows.is_empty() { need } else { own }, false)];
        for (day, level) in &resized {
            sizes.push(((*day).max(from), *level, true));
        }
        for (n, (start, level, resized)) in sizes.iter().enumerate() {
            let end = sizes.get(n + 1).map_or(until, |(next, ..)| (*next).min(until));
            if *start >= end {
                continue;
            }
            let inside = |extra: Reading, needed: &mut Needed| {
                for (open, close) in &windows {
                    let (open, close) = ((*open).max(*start), (*close).min(end));
                    if open < close && extra != Reading::default() {
                        needed.put(grid, open, close, extra, (false, true));
                    }
                }
            };
            if off && !windows.is_empty() {
                let level = if *resized { larger(*level, wants) } else { need };
                inside(level, &mut needed);
            } else {
                needed.put(grid, *start, end, *level, (*resized, false));
                let extra = larger(*level, wants) - *level;
                if !windows.is_empty() {
                    inside(extra, &mut needed);
                }
            }
        }
        if until < Day::LAST {
            needed.until = needed.until.max(Some(until));
        } else {
            needed.until = None;
        }
    }
    let started = asking.changed.as_ref().and_then(|changed| changed.started);
    if started.is_none_or(|day| day > grid.as_of) {
        needed.in_use = match service.state {
            State::OffButWanted if off => Some(0),
            State::ScaledDown | State::OffButWanted => Some(own.expected),
            State::Running | State::Planned | State::Retiring => None,
        };
    }
    Some(needed)
}

impl Needed {
    fn put(&mut self, grid: &Grid, from: Day, until: Day, level: Reading, kind: (bool, bool)) {
        if from <= grid.as_of && grid.as_of < until {
            self.today += level.expected;
        }
        let (resized, is_extra) = kind;
        self.stretches.push(Stretch { from, until, level, resized, is_extra });
    }
}

fn clip(grid: &Grid, from: Day, until: Day) -> Option<(Day, Day)> {
    let (from, until) = (from.max(grid.as_of), until.min(grid.horizon));
    (from < until).then_some((from, until))
}

/// The days of all windows, those that overlap or touch put together.
fn windows(service: &Service) -> Vec<(Day, Day)> {
    let mut windows: Vec<(Day, Day)> = Vec::with_capacity(service.windows.len());
    for window in &service.windows {
        let around = i64::from(window.days_around.unwrap_or(0));
        let days = match window.on {
            Some(on) => (on.plus_days(-around), on.plus_days(around + 1)),
            None => (window.from.unwrap_or(Day::FIRST), window.until.unwrap_or(Day::LAST)),
        };
        windows.push(days);
    }
    windows.sort_unstable();
    windows.dedup_by(|later, kept| {
        let together = later.0 <= kept.1;
        if together {
            kept.1 = kept.1.max(later.1);
        }
        together
    });
    windows
}

/// What a service says it uses of a resource.
pub(super) fn size_of(service: &Service, resource: &Resource) -> Option<Reading> {
    match resource {
        Resource::Ram => service.ram.as_ref().map(sizes),
        Resource::Storage => service.storage.as_ref().map(sizes),
        Resource::Backup => None,
        Resource::Cpu => service.threads.as_ref().and_then(|n| level_of(resource, n)).map(all),
        Resource::Count(name) => {
            service.needs.get(name).map(|count| all(Level::from(*count) * 1_000))
        }
    }
}

fn wanted(wants: &Needs, resource: &Resource) -> Option<Reading> {
    match resource {
        Resource::Ram => wants.ram.as_ref().map(sizes),
        Resource::Storage => wants.storage.as_ref().map(sizes),
        Resource::Cpu => wants.threads.as_ref().and_then(|n| level_of(resource, n)).map(all),
        Resource::Backup | Resource::Count(_) => None,
    }
}

fn larger(one: Reading, two: Reading) -> Reading {
    Reading {
        low: one.low.max(two.low),
        expected: one.expected.max(two.expected),
        cautious: one.cautious.max(two.cautious),
    }
}

fn is_range(reading: Reading) -> bool {
    reading.low != reading.cautious
}

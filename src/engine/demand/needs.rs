//! What does one service need of a resource, on which days, and how does each part of it grow?

use crate::engine::asking::{Asking, days_of};
use crate::engine::curve::Curve;
use crate::engine::growth::{Course, Grid, all};
use crate::engine::outlook::{Level, Reading};
use crate::engine::windows::window_days;
use crate::model::{Growths, Resource, Service, State};
use crate::units::Day;

use super::parts::{Term, change, larger, parts, sum, wanted};
use super::{Watched, clip};

/// As often as a level is counted at most: a thousand million times.
const MOST_TIMES: Level = 1 << 30;

/// What one service needs of one resource.
pub(super) struct Needed<'a> {
    pub(super) stretches: Vec<Stretch<'a>>,
    /// Expected demand on `as_of`, and what of it is in use where not all is.
    pub(super) today: Level,
    in_use: Option<Level>,
    /// First day on which it is gone for good.
    pub(super) until: Option<Day>,
    pub(super) is_range: bool,
    /// How many there are of it.
    count: Level,
}

/// What a service is on all its days.
struct Whole<'a, 'b> {
    /// What it uses is missing while it is off.
    off: bool,
    wants: Reading,
    /// What it would use in full.
    need: Reading,
    growth: Option<&'a Growths>,
    /// When it wants what it wants; `None`: always.
    windows: Option<&'b [(Day, Day)]>,
}

/// A level held from a day to a day.
pub(super) struct Stretch<'a> {
    pub(super) from: Day,
    pub(super) until: Day,
    /// As it would be on `as_of`, or as it is on the day on which it is stated.
    pub(super) level: Reading,
    stated: Option<Day>,
    times: Level,
    /// Growth of its own; `None`: the scenario's.
    pub(super) growth: Option<&'a Growths>,
    /// What the growth adds by an amount is counted in another stretch.
    shares_only: bool,
}

impl<'a> Needed<'a> {
    /// What a service needs of a resource on the days on which it is there. `None`: nothing, ever.
    pub(super) fn of(grid: &Grid, watched: &Watched, asking: &'a Asking) -> Option<Self> {
        let (service, resource) = (&*asking.service, &watched.resource);
        let parts = parts(service, resource);
        let wants = service.wants.as_deref().and_then(|wants| wanted(wants, resource));
        let mut changes: Vec<_> =
            asking.changed.iter().flat_map(|changed| &changed.sizes).collect();
        changes.retain(|change| change.resource == *resource);
        changes.sort_by_key(|change| change.day);
        if parts.is_empty() && wants.is_none() && changes.is_empty() {
            return None;
        }
        let days = match &asking.changed {
            Some(under) => under.days.clone(),
            None => days_of(service).into_iter().collect(),
        };
        let windows = windows(service, grid);
        let always = service.windows.is_empty();
        // The disk of what is off is still full.
        let off = service.state == State::OffButWanted && *resource != Resource::Storage;
        let (own, wants) = (sum(&parts), wants.unwrap_or_default());
        let need = if off && wants != Reading::default() { wants } else { larger(own, wants) };
        let growth = service.growth.get(resource);
        let mut needed = Self {
            stretches: Vec::new(),
            today: 0,
            in_use: None,
            until: None,
            is_range: is_range(own) || is_range(wants),
            count: Level::from(service.count),
        };
        let (mut parts, stays) = (parts, days.len());
        for (n, (from, until)) in days.into_iter().enumerate() {
            // Sizes of this stay: as stated first, then as each move says.
            let last = n + 1 == stays;
            let mut terms = if last { std::mem::take(&mut parts) } else { parts.clone() };
            if always && need != own {
                if off {
                    terms = vec![Term::of(need, growth)];
                } else {
                    terms.push(Term::of(need - own, growth));
                }
            }
            let mut start = from;
            let mut resized = false;
            for of in changes.iter().map(Some).chain([None]) {
                let end = of.map_or(until, |of| of.day.max(from).min(until));
                if start < end {
                    needed.stay(
                        grid,
                        (start, end),
                        &terms,
                        resized,
                        &Whole {
                            off,
                            wants,
                            need,
                            growth,
                            windows: (!always).then_some(&*windows),
                        },
                    );
                    start = end;
                }
                if let Some(of) = of {
                    change(&mut terms, service, of);
                    resized = true;
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
                State::ScaledDown | State::OffButWanted => Some(own.expected * needed.count),
                State::Running | State::Planned | State::Retiring => None,
            };
        }
        Some(needed)
    }

    /// What is needed on some days on which no move changes it.
    fn stay(
        &mut self,
        grid: &Grid,
        days: (Day, Day),
        terms: &[Term<'a>],
        resized: bool,
        whole: &Whole<'a, '_>,
    ) {
        let Whole { off, wants, need, growth, windows } = *whole;
        let level = sum(terms);
        if let (true, Some(windows)) = (off, windows) {
            let level = if resized { larger(level, wants) } else { need };
            let stated = terms.iter().find_map(|term| term.stated);
            let term = Term { stated, ..Term::of(level, growth) };
            return self.inside(grid, windows, days, &term, false);
        }
        for (n, term) in terms.iter().enumerate() {
            let again = terms[..n].iter().any(|other| same(other.growth, term.growth));
            self.put(grid, days, term, again);
        }
        if let Some(windows) = windows {
            // An amount is added to what is always needed, not once more inside windows.
            let extra = Term::of(larger(level, wants) - level, growth);
            self.inside(grid, windows, days, &extra, true);
        }
    }

    fn inside(
        &mut self,
        grid: &Grid,
        windows: &[(Day, Day)],
        days: (Day, Day),
        term: &Term<'a>,
        shares_only: bool,
    ) {
        for (open, close) in windows {
            let (open, close) = ((*open).max(days.0), (*close).min(days.1));
            if open < close && term.level != Reading::default() {
                self.put(grid, (open, close), term, shares_only);
            }
        }
    }

    fn put(&mut self, grid: &Grid, days: (Day, Day), term: &Term<'a>, shares_only: bool) {
        let ((from, until), times) = (days, (term.times * self.count).min(MOST_TIMES));
        if from <= grid.as_of && grid.as_of < until {
            self.today += term.level.expected * times;
        }
        let Term { level, stated, growth, .. } = *term;
        self.stretches.push(Stretch { from, until, level, stated, times, growth, shares_only });
    }

    /// Adds one service to a curve. What a series covers is in it already as it is on `as_of`: of such
    /// a service only what differs from that is added, and grows as the series does. `count` times; -1
    /// takes it away again.
    pub(super) fn put_on(
        &self,
        curve: &mut Curve,
        grid: &Grid,
        watched: &Watched,
        covered: bool,
        count: Level,
    ) {
        let mut courses: Vec<(&Growths, Course, Course)> = Vec::new();
        for stretch in self.stretches.iter().filter(|stretch| stretch.level != Reading::default()) {
            let Some(days) = clip(grid, stretch.from, stretch.until) else { continue };
            let course = match stretch.growth {
                None => &watched.course,
                Some(_) if covered => &watched.course,
                Some(growth) => {
                    let known = courses.iter().position(|known| std::ptr::eq(known.0, growth));
                    let n = known.unwrap_or_else(|| {
                        let course = Course::of(growth, grid);
                        let shares = course.shares();
                        courses.push((growth, course, shares));
                        courses.len() - 1
                    });
                    if stretch.shares_only { &courses[n].2 } else { &courses[n].1 }
                }
            };
            let level = match stretch.stated.filter(|day| *day > grid.as_of) {
                Some(day) => course.back_from(stretch.level.expected, day, grid),
                None => stretch.level,
            };
            curve.put_times(grid, days, level, course, stretch.times * count);
        }
        if covered {
            let in_use = all(-self.used_today());
            let always = (grid.as_of, grid.horizon);
            curve.put_times(grid, always, in_use, &watched.course, count);
        }
    }

    /// What of it is in use while it is off or scaled down; `None`: all.
    pub(super) fn in_use(&self) -> Option<Level> {
        self.in_use
    }

    pub(super) fn used_today(&self) -> Level {
        self.in_use.map_or(self.today, |in_use| in_use.min(self.today))
    }

    /// Whether anything is needed inside the days that are looked at.
    pub(super) fn counts(&self, grid: &Grid) -> bool {
        self.stretches.iter().any(|stretch| {
            clip(grid, stretch.from, stretch.until).is_some()
                && stretch.level != Reading::default()
                && stretch.times > 0
        })
    }
}

impl Stretch<'_> {
    /// How often its level is counted.
    pub(super) fn times(&self) -> Level {
        self.times
    }
}

/// Both the scenario's, or the same of a service or component.
fn same(one: Option<&Growths>, two: Option<&Growths>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => std::ptr::eq(one, two),
        (None, None) => true,
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// The days of all windows that are looked at, those that overlap or touch put together.
fn windows(service: &Service, grid: &Grid) -> Vec<(Day, Day)> {
    let mut windows: Vec<(Day, Day)> = Vec::with_capacity(service.windows.len());
    for window in &service.windows {
        windows.extend(window_days(window, grid.as_of, grid.horizon));
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

fn is_range(reading: Reading) -> bool {
    reading.low != reading.cautious
}

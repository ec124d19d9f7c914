//! What is stated to come on top of what was measured, or to go from it, from a day on?

use std::sync::Arc;

use crate::engine::capacity::use_of;
use crate::engine::curve::Curve;
use crate::engine::foreseen::Foreseen;
use crate::engine::growth::{Course, Grid, all};
use crate::engine::outlook::Level;
use crate::model::{Event, EventKind, Resource};
use crate::units::Day;

use super::measured::{Measured, is_about};
use super::{Sources, Watched};

/// Adds each step after the last measured day to a curve, and so to every future alike.
pub(super) fn put(
    curve: &mut Curve,
    grid: &Grid,
    watched: &Watched,
    sources: &Sources<'_>,
    (series, foreseen): (&[Measured], &Foreseen),
) {
    let resource = &watched.resource;
    let is_here = |event: &Event| {
        // What names no host means the one there is.
        (event.host.is_some() || sources.sum_grows)
            && series.iter().any(|of| is_about(event, resource, &of.usage, sources.leases))
    };
    let Some(last) = series.iter().map(|of| of.last.0).max() else { return };
    for event in sources.events.iter().filter(|event| is_here(event)) {
        let expected = |day: Day| foreseen.on(day).expected;
        if let Some((day, level)) = step(event, resource, last, expected) {
            let days = (day.max(grid.as_of), grid.horizon);
            curve.put(grid, days, all(level), &Course::Flat);
        }
    }
}

/// The day from which on an event makes a resource more or less by so much; `None` where it says no size, names no
/// resource, or lies in what was measured up to `last`. A share is of what is `expected` on its day.
pub(in crate::engine) fn step(
    event: &Event,
    resource: &Resource,
    last: Day,
    expected: impl Fn(Day) -> Level,
) -> Option<(Day, Level)> {
    let by = event.by.filter(|_| event.on > last && event.kind != EventKind::Ignore)?;
    event.resource.as_ref()?;
    let now = expected(event.on).max(0);
    let level = use_of(resource, &by.amount, Some(now))?;
    Some((event.on, if by.less { -level } else { level }))
}

/// First days, and first days after, on which the level of what was measured up to `last` is stated to have moved.
pub(in crate::engine) fn moved<'a>(
    events: impl IntoIterator<Item = &'a Arc<Event>>,
    last: Day,
) -> Vec<(Day, Day)> {
    let moves = events.into_iter().filter(|event| event.kind != EventKind::Ignore);
    moves.filter(|event| event.on <= last).map(|event| (event.on, event.over())).collect()
}

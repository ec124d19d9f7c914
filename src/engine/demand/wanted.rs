//! What does each service want of a resource, from day to day, at the sizes of today?

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::asking::Asking;
use crate::engine::growth::Grid;
use crate::engine::outlook::Level;
use crate::model::State;
use crate::units::Day;

use super::needs::Needed;
use super::{Watched, clip};

/// What one service wants from a day to a day, without growth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Key of the service.
    pub of: Arc<str>,
    /// Whether it is in use.
    pub as_what: WantedAs,
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// How much, the lower end of a range; above 0.
    pub level: Level,
}

/// How a service has what it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WantedAs {
    /// It is in use on all days that are looked at.
    Always,
    /// It is wanted, but off: today, or more than there is on some days.
    Off,
    /// It is in use on some days only: it retires, or is planned.
    ForATime,
}

/// The demand of services on one resource, each by itself, in the order of the file and of the days.
pub(in crate::engine) fn wanted_by(
    grid: &Grid,
    watched: &Watched,
    askings: &[Asking],
) -> Vec<Wanted> {
    askings.iter().flat_map(|asking| of_one(grid, watched, asking)).collect()
}

fn of_one(grid: &Grid, watched: &Watched, asking: &Asking) -> Vec<Wanted> {
    let Some(needed) = Needed::of(grid, watched, asking) else { return Vec::new() };
    let stretches: Vec<(Day, Day, Level)> = needed
        .stretches
        .iter()
        .filter_map(|stretch| {
            let (from, until) = clip(grid, stretch.from, stretch.until)?;
            Some((from, until, stretch.level.low.saturating_mul(stretch.times())))
        })
        .collect();
    let ends: BTreeSet<Day> =
        stretches.iter().flat_map(|(from, until, _)| [*from, *until]).collect();
    let ends: Vec<Day> = ends.into_iter().collect();
    let planned = asking.service.state == State::Planned;
    let (mut used, mut off) = (Vec::new(), Vec::new());
    for days in ends.windows(2) {
        let (from, until) = (days[0], days[1]);
        let here = stretches.iter().filter(|(a, b, _)| *a <= from && until <= *b);
        let level: Level = here.map(|(_, _, level)| *level).sum();
        let in_use = needed.in_use().map_or(level, |in_use| in_use.min(level));
        put(&mut used, (from, until), in_use);
        put(&mut off, (from, until), level - in_use);
    }
    // What is in use on all days is one thing, what is more on some of them another.
    let whole =
        |(from, until, _): &(Day, Day, Level)| *from <= grid.as_of && grid.horizon <= *until;
    let covered = used.iter().map(|(from, until, _)| from.days_until(*until)).sum::<i64>();
    let covers = covered >= grid.as_of.days_until(grid.horizon) && !planned;
    let base = used.iter().map(|(_, _, level)| *level).min().filter(|_| covers).unwrap_or(0);
    let mut more = Vec::new();
    if base > 0 && !used.iter().any(whole) {
        for (from, until, level) in &used {
            put(&mut more, (*from, *until), level - base);
        }
        used = vec![(grid.as_of, grid.horizon, base)];
    }
    let as_used = if covers { WantedAs::Always } else { WantedAs::ForATime };
    let made = |(from, until, level), as_what| Wanted {
        of: Arc::clone(&asking.key),
        as_what,
        from,
        until,
        level,
    };
    let used = used.into_iter().map(|part: (Day, Day, Level)| made(part, as_used));
    let used = used.chain(more.into_iter().map(|part| made(part, WantedAs::ForATime)));
    used.chain(off.into_iter().map(|part| made(part, WantedAs::Off))).collect()
}

/// Adds a stretch; one of the same level that it follows becomes longer.
fn put(stretches: &mut Vec<(Day, Day, Level)>, (from, until): (Day, Day), level: Level) {
    match stretches.last_mut() {
        _ if level <= 0 => {}
        Some(last) if last.1 == from && last.2 == level => last.1 = until,
        _ => stretches.push((from, until, level)),
    }
}

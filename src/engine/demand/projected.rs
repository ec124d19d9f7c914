//! Where does a measured series go from here, on the days of the grid?

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::forecast::{CannotTell, Forecast, Futures, History};
use crate::engine::growth::{Course, Grid, all};
use crate::engine::outlook::{Level, Reading};
use crate::units::Day;

/// What is expected of a series, and how far that reaches.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) struct Projected {
    /// Levels on the days of the grid.
    pub(in crate::engine) course: Course,
    /// First day of which nothing is said.
    pub(in crate::engine) until: Day,
}

/// Forecasts by what they were made of: an edit elsewhere makes none again. What was kept shows in nothing but the time that it takes.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Forecasts(Arc<Mutex<Kept>>);

/// By the key of the series, the latest first.
type Kept = BTreeMap<Arc<str>, Vec<(Made, Result<Arc<Projected>, CannotTell>)>>;

/// What a forecast depends on.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    levels: Vec<(Day, Level)>,
    seed: u64,
    days: (Day, Day),
    declared: Course,
}

/// A plan or two of the same series: more are not worth their memory.
const KEPT: usize = 3;

impl PartialEq for Forecasts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Forecasts {
    /// Where a series goes, or why there is no saying. `levels`: in the order of their days. `declared`: what holds once there is
    /// no more measured past to go by.
    pub(in crate::engine) fn of(
        &self,
        key: &Arc<str>,
        levels: Vec<(Day, Level)>,
        seed: u64,
        grid: &Grid,
        declared: &Course,
    ) -> Result<Arc<Projected>, CannotTell> {
        let days = (grid.as_of, grid.horizon);
        let made = Made { levels, seed, days, declared: declared.clone() };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.entry(Arc::clone(key)).or_default();
        if let Some((_, known)) = kept.iter().find(|(other, _)| *other == made) {
            return known.clone();
        }
        let projected = projected(key, &made, grid).map(Arc::new);
        kept.insert(0, (made, projected.clone()));
        kept.truncate(KEPT);
        projected
    }
}

fn projected(key: &str, made: &Made, grid: &Grid) -> Result<Projected, CannotTell> {
    let samples = made.levels.iter().map(|(day, level)| (*day, *level as f64));
    let history = History::of(samples, Some(grid.as_of));
    let Some(buckets) = history.buckets() else {
        return Err(history.cannot_tell().unwrap_or(CannotTell::TooFew));
    };
    let steps = (1..=buckets.len() as i64).take_while(|n| buckets.end(n - 1) < grid.horizon);
    let futures = Forecast::of(buckets, key, made.seed, steps.count()).futures;
    let drawn = Drawn::of(&futures);
    let (reached, last) = (drawn.reached(), drawn.last());
    let declared = &made.declared;
    let beyond = |n: usize| {
        let on = |level: Level, read: fn(Reading) -> Level| {
            let base = declared.back_from(level, reached.max(grid.as_of), grid);
            read(declared.at(all(read(base)), n))
        };
        Reading {
            low: on(last.low, |reading| reading.low),
            expected: on(last.expected, |reading| reading.expected),
            cautious: on(last.cautious, |reading| reading.cautious),
        }
    };
    let readings = grid.days.iter().enumerate().map(|(n, day)| match drawn.on(*day) {
        Some(reading) => reading,
        None if declared.grows() => beyond(n),
        None => last,
    });
    let course = Course::drawn(&readings.collect::<Vec<_>>());
    let until =
        if declared.grows() { grid.horizon } else { reached.plus_days(1).min(grid.horizon) };
    Ok(Projected { course, until })
}

/// Expected line and band, end by end, from the last measured day on.
struct Drawn(Vec<(Day, Reading)>);

impl Drawn {
    fn of(futures: &Futures) -> Self {
        let level = |value: f64| value.clamp(0.0, MOST).round() as Level;
        let (day, value) = futures.start;
        let mut points = vec![(day, all(level(value)))];
        for ((end, line), (low, high)) in futures.ends.iter().zip(&futures.line).zip(futures.band())
        {
            let expected = level(*line);
            // The line is where the middle of the futures lies, and inside their band but for a float's last digit.
            let (low, cautious) = (level(low).min(expected), level(high).max(expected));
            points.push((*end, Reading { low, expected, cautious }));
        }
        Self(points)
    }

    fn reached(&self) -> Day {
        self.0.last().map_or(Day::FIRST, |(day, _)| *day)
    }

    fn last(&self) -> Reading {
        self.0.last().map_or(all(0), |(_, reading)| *reading)
    }

    /// On a straight line between the points around a day; `None` after the last of them.
    fn on(&self, day: Day) -> Option<Reading> {
        let after = self.0.partition_point(|(at, _)| *at < day);
        let (to, high) = self.0.get(after)?;
        let Some((from, low)) = after.checked_sub(1).and_then(|before| self.0.get(before)) else {
            return Some(*high);
        };
        let (days, of) = (i128::from(from.days_until(day)), i128::from(from.days_until(*to)));
        let on = |a: Level, b: Level| crate::engine::runway::between(a, b, days, of);
        Some(Reading {
            low: on(low.low, high.low),
            expected: on(low.expected, high.expected),
            cautious: on(low.cautious, high.cautious),
        })
    }
}

/// The largest level that is drawn.
const MOST: f64 = 4e18;

//! Which forecasts were made before, and of what?

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::engine::forecast::{
    Buckets, CannotTell, Forecast, Futures, History, PATHS, Shared, together,
};
use crate::engine::growth::{Course, Grid};
use crate::engine::outlook::Level;
use crate::units::Day;

use super::{Beyond, Foreseen};

/// Forecasts by what they were made of: an edit elsewhere makes none again. What was kept shows in nothing but the time
/// that it takes.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Forecasts(Arc<Store>);

#[derive(Debug, Default)]
struct Store {
    /// By the key of the series, the latest first.
    series: Mutex<BTreeMap<Arc<str>, Vec<One>>>,
    /// By their parts, the latest first.
    sums: Mutex<Vec<Sum>>,
    drawing: Arc<Drawing>,
}

/// What paths are drawn with.
#[derive(Debug, Default)]
struct Drawing {
    /// What all series draw alike.
    shared: Mutex<Option<Arc<Shared>>>,
    /// Bytes of the paths that are kept.
    bytes: AtomicUsize,
}

/// Parts, and what they are together.
type Sum = (Vec<Arc<Foreseen>>, Arc<Foreseen>);
type One = (Arc<Made>, Result<Arc<Foreseen>, CannotTell>);

/// What a series says.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) struct Measurements {
    /// In the order of their days.
    pub(in crate::engine) levels: Vec<(Day, Level)>,
    /// First days, and first days after, on which somebody says that the level moved.
    pub(in crate::engine) moved: Vec<(Day, Day)>,
}

/// What a forecast depends on.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    measured: Measurements,
    seed: u64,
    days: (Day, Day),
    declared: Course,
}

/// A plan or two of the same series: more are not worth their memory.
const KEPT: usize = 2;
/// Sums of series are told from each other one by one.
const KEPT_SUMS: usize = 64;
/// Paths of more bytes than this are drawn again where a date depends on them.
const MOST_BYTES: usize = 128 << 20;

impl PartialEq for Forecasts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Forecasts {
    /// Where a series goes, or why there is no saying. `declared`: what holds once there is no more measured past to go
    /// by.
    pub(in crate::engine) fn of(
        &self,
        key: &Arc<str>,
        measured: Measurements,
        seed: u64,
        grid: &Grid,
        declared: &Course,
    ) -> Result<Arc<Foreseen>, CannotTell> {
        let days = (grid.as_of, grid.horizon);
        let made = Made { measured, seed, days, declared: declared.clone() };
        let known = |kept: &[One]| kept.iter().find(|one| *one.0 == made).map(|one| one.1.clone());
        if let Some(known) = lock(&self.0.series).get(key).and_then(|kept| known(kept)) {
            return known;
        }
        let made = Arc::new(made);
        let foreseen = self.make(key, &made, grid).map(Arc::new);
        let mut series = lock(&self.0.series);
        let kept = series.entry(Arc::clone(key)).or_default();
        kept.insert(0, (made, foreseen.clone()));
        kept.truncate(KEPT);
        foreseen
    }

    /// Several together, path by path; `None` of none.
    pub(in crate::engine) fn together(
        &self,
        parts: &[Arc<Foreseen>],
        grid: &Grid,
        declared: &Course,
    ) -> Option<Arc<Foreseen>> {
        let [first, _, ..] = parts else { return parts.first().cloned() };
        let same = |one: &Arc<Foreseen>, two: &Arc<Foreseen>| Arc::ptr_eq(one, two);
        let is_it = |known: &&Sum| {
            known.0.len() == parts.len() && known.0.iter().zip(parts).all(|(a, b)| same(a, b))
        };
        if let Some((_, known)) = lock(&self.0.sums).iter().find(is_it) {
            return Some(Arc::clone(known));
        }
        let source = Source::Sum(parts.to_vec());
        let futures = source.draw(&self.0.drawing);
        let reached = futures.ends.last().copied().unwrap_or(first.points[0].0);
        let after = grid.days.iter().filter(|day| **day > reached);
        let days = after.map(|day| (*day, 1.0, 1.0)).collect();
        let beyond = Beyond { grid, declared, days };
        let paths = Paths::new(source, &self.0.drawing);
        let sum = Arc::new(Foreseen::new(&futures, paths, &beyond));
        sum.paths.keep(futures);
        let mut sums = lock(&self.0.sums);
        sums.insert(0, (parts.to_vec(), Arc::clone(&sum)));
        sums.truncate(KEPT_SUMS);
        Some(sum)
    }

    fn make(&self, key: &Arc<str>, made: &Arc<Made>, grid: &Grid) -> Result<Foreseen, CannotTell> {
        let history = made.history();
        let Some(buckets) = history.buckets() else {
            return Err(history.cannot_tell().unwrap_or(CannotTell::TooFew));
        };
        let forecast = made.forecast(key, buckets, &self.0.drawing);
        let reached = forecast.futures.ends.len();
        let factor = |step: usize| {
            let of = |factors: &Vec<f64>| factors[(buckets.len() + step - 1) % factors.len()];
            forecast.season.as_ref().map_or(1.0, of)
        };
        let mut days = Vec::new();
        for step in reached + 1.. {
            let (before, day) = (buckets.end(step as i64 - 1), buckets.end(step as i64));
            if before >= grid.horizon || day <= before {
                break;
            }
            days.push((day, factor(step) / factor(reached), factor(step)));
        }
        let beyond = Beyond { grid, declared: &made.declared, days };
        let source = Source::Series { key: Arc::clone(key), made: Arc::clone(made) };
        let paths = Paths::new(source, &self.0.drawing);
        let foreseen = Foreseen::new(&forecast.futures, paths, &beyond);
        foreseen.paths.keep(forecast.futures);
        Ok(foreseen)
    }
}

impl Measurements {
    /// What can be forecast of it. What lies after `as_of` is left out.
    pub(in crate::engine) fn history(&self, as_of: Day) -> History {
        let samples = self.levels.iter().map(|(day, level)| (*day, *level as f64));
        History::told(samples, Some(as_of), &self.moved)
    }
}

impl Made {
    fn history(&self) -> History {
        self.measured.history(self.days.0)
    }

    fn forecast(&self, key: &str, buckets: &Buckets, drawing: &Drawing) -> Forecast {
        let within = |n: &i64| buckets.end(n - 1) < self.days.1;
        let ahead = (1..=buckets.len() as i64).take_while(within).count();
        Forecast::with(&drawing.shared(self.seed, ahead), buckets, key, ahead)
    }
}

impl Drawing {
    fn shared(&self, seed: u64, ahead: usize) -> Arc<Shared> {
        let mut known = lock(&self.shared);
        match known.as_ref().filter(|known| known.is_of(seed, ahead)) {
            Some(shared) => Arc::clone(shared),
            None => Arc::clone(known.insert(Arc::new(Shared::of(seed, ahead)))),
        }
    }
}

/// The paths of a forecast: kept while there is room, else drawn again.
pub(super) struct Paths {
    source: Source,
    kept: Mutex<Option<Arc<Futures>>>,
    drawing: Arc<Drawing>,
    bytes: AtomicUsize,
}

enum Source {
    Series { key: Arc<str>, made: Arc<Made> },
    Sum(Vec<Arc<Foreseen>>),
}

impl Source {
    fn draw(&self, drawing: &Drawing) -> Futures {
        match self {
            Self::Series { key, made } => {
                let history = made.history();
                let buckets = history.buckets().expect("it was forecast before");
                made.forecast(key, buckets, drawing).futures
            }
            Self::Sum(parts) => {
                let parts: Vec<Arc<Futures>> = parts.iter().map(|part| part.futures()).collect();
                let parts: Vec<&Futures> = parts.iter().map(AsRef::as_ref).collect();
                together(&parts).expect("a sum has parts")
            }
        }
    }
}

impl Paths {
    fn new(source: Source, drawing: &Arc<Drawing>) -> Self {
        let (kept, drawing) = (Mutex::default(), Arc::clone(drawing));
        Self { source, kept, drawing, bytes: AtomicUsize::new(0) }
    }

    pub(super) fn futures(&self) -> Arc<Futures> {
        if let Some(kept) = &*lock(&self.kept) {
            return Arc::clone(kept);
        }
        self.keep(self.source.draw(&self.drawing))
    }

    fn keep(&self, futures: Futures) -> Arc<Futures> {
        let bytes = futures.ends.len() * PATHS * size_of::<f64>();
        let futures = Arc::new(futures);
        let mut kept = lock(&self.kept);
        if kept.is_none() && self.drawing.bytes.load(Ordering::Relaxed) + bytes <= MOST_BYTES {
            self.drawing.bytes.fetch_add(bytes, Ordering::Relaxed);
            self.bytes.store(bytes, Ordering::Relaxed);
            *kept = Some(Arc::clone(&futures));
        }
        futures
    }
}

impl Drop for Paths {
    fn drop(&mut self) {
        self.drawing.bytes.fetch_sub(self.bytes.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What would the next steps of one series be, a thousand times over?

use crate::units::Day;

use super::buckets::Buckets;
use super::draws::{Draws, Shared, fnv_1a};
use super::fit::Fit;
use super::futures::{Futures, PATHS, Reach, finite};
use super::order::Nearby;

/// The forecast of one series, with the figures it comes from. They are in the series' unit and per
/// step; after a season is taken out, where there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Factors by place in the cycle, 1 in the mean, from the first bucket on. `None`: no season.
    pub season: Option<Vec<f64>>,
    /// How much of a miss the level takes over, 0.2 to 1.
    pub alpha: f64,
    /// Where the series stands.
    pub level: f64,
    /// Growth of one step.
    pub drift: f64,
    /// How far one step may be off.
    pub sigma: f64,
    /// How far the drift may be off.
    pub drift_error: f64,
    /// How many misses are replayed.
    pub misses_kept: usize,
    /// The paths, their line and their band.
    pub futures: Futures,
}

impl Forecast {
    /// `name`: of the series, so that two of them do not miss alike in all things. `seed`: from the
    /// file, or 1. `ahead`: steps; at most as many as there is history, the rest lies beyond.
    pub fn of(buckets: &Buckets, name: &str, seed: u64, ahead: usize) -> Self {
        Self::with(&Shared::of(seed, ahead.min(buckets.len())), buckets, name, ahead)
    }

    /// The same as [`Forecast::of`]; what all series draw alike is drawn once. `ahead`: at most
    /// what was drawn.
    pub fn with(shared: &Shared, buckets: &Buckets, name: &str, ahead: usize) -> Self {
        let fit = Fit::of(buckets);
        let history = buckets.len();
        let ahead = ahead.min(history).min(shared.steps());
        let (line, values) = paths(&fit, history, name, shared, ahead);
        let of_unit = |figure: f64| finite(figure * fit.unit);
        Self {
            alpha: fit.level.alpha,
            level: of_unit(fit.level.last),
            drift: of_unit(fit.drift.per_step),
            sigma: of_unit(fit.spread.sigma),
            drift_error: of_unit(fit.spread.drift_error),
            misses_kept: fit.misses_kept(),
            season: fit.season,
            futures: Futures {
                start: (buckets.last_day(), buckets.last_value()),
                ends: (1..=ahead as i64).map(|step| buckets.end(step)).collect(),
                line,
                reach: Reach { solid: history / 3, light: history },
                values,
            },
        }
    }

    /// The same up to where its paths end, then each of them growing as is declared, season and all, up to
    /// so many steps. `growth`: how many times as much is declared on a day as where the paths end; what is
    /// no finite number from 0 up counts as 1.
    #[must_use]
    pub fn grown(mut self, buckets: &Buckets, ahead: usize, growth: impl Fn(Day) -> f64) -> Self {
        let reached = self.futures.ends.len();
        let Some(base) = self.futures.values.len().checked_sub(PATHS) else { return self };
        let place = |step: usize| {
            let factor = |f: &Vec<f64>| f[(buckets.len() + step - 1) % f.len()];
            self.season.as_ref().map_or(1.0, factor)
        };
        let expected = self.futures.line[reached - 1];
        for step in reached + 1..=ahead {
            let end = buckets.end(step as i64);
            let declared = Some(growth(end)).filter(|g| g.is_finite() && *g >= 0.0).unwrap_or(1.0);
            let factor = declared * (place(step) / place(reached));
            self.futures.ends.push(end);
            self.futures.line.push(finite(expected * factor));
            for path in base..base + PATHS {
                self.futures.values.push(finite(self.futures.values[path] * factor));
            }
        }
        self
    }
}

/// The line, and the values of all paths step after step.
fn paths(
    fit: &Fit,
    history: usize,
    name: &str,
    shared: &Shared,
    ahead: usize,
) -> (Vec<f64>, Vec<f64>) {
    let (alpha, sigma, pool) = (fit.level.alpha, fit.spread.sigma, &fit.spread.pool[..]);
    let chosen = shared.chosen(pool.len());
    let own = shared.seed() ^ fnv_1a(name);
    let mut bells: Vec<Draws> = (0..PATHS as u64).map(|p| Draws(own.wrapping_add(p))).collect();
    let drifts: Vec<f64> = bells
        .iter_mut()
        .map(|bell| fit.drift.per_step + fit.spread.drift_error * bell.bell())
        .collect();
    let mut levels = vec![fit.level.last; PATHS];
    let (mut misses, mut row) = (vec![0.0; PATHS], vec![0.0; PATHS]);
    let (mut line, mut values) = (Vec::with_capacity(ahead), Vec::with_capacity(ahead * PATHS));
    let (mut middle, mut off) = (Nearby::new(sigma / 10.0), 0.0);
    let steps = chosen.replayed.chunks_exact(PATHS).zip(&chosen.fresh);
    for (step, (replayed, fresh)) in steps.take(ahead).enumerate() {
        for (miss, place) in misses.iter_mut().zip(replayed) {
            *miss = pool[usize::from(*place)];
        }
        for path in fresh.iter().map(|path| usize::from(*path)) {
            misses[path] = sigma * bells[path].bell();
        }
        for (((value, level), drift), miss) in
            row.iter_mut().zip(&mut levels).zip(&drifts).zip(&misses)
        {
            *value = *level + drift + miss;
            *level += drift + alpha * miss;
        }
        let expected = fit.level.last + fit.drift.per_step * (step + 1) as f64;
        off = expected - middle.median(&row, expected - off);
        let factor = fit.season.as_ref().map_or(1.0, |f| f[(history + step) % f.len()]);
        let scaled = |value: f64| {
            let scaled = value * factor;
            // One instruction each, for several values at once.
            let scaled = if scaled > 0.0 { scaled } else { 0.0 } * fit.unit;
            if scaled < f64::MAX { scaled } else { f64::MAX }
        };
        values.extend(row.iter().map(|value| scaled(*value + off)));
        line.push(scaled(expected));
    }
    (line, values)
}

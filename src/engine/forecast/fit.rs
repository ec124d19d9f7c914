//! What does the past of a series say, in the order in which it is worked out?

use crate::units::Day;

use super::buckets::Buckets;
use super::level::{Drift, Level, drift, kept_misses, level};
use super::season::season;
use super::shifts::{Kind, kinds};
use super::spread::{Spread, spread};

/// What the paths are made from. Figures are in `unit`s, which keeps them far from the ends of
/// what a float holds; it is a power of two, so no digit differs from the figure without it.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) unit: f64,
    pub(super) season: Option<Vec<f64>>,
    pub(super) drift: Drift,
    pub(super) level: Level,
    pub(super) spread: Spread,
}

impl Fit {
    pub(super) fn of(buckets: &Buckets) -> Self {
        let Plain { unit, values, season } = Plain::of(buckets);
        let kinds = kinds(&values, &buckets.stated);
        let drift = drift(&values, &kinds);
        let level = level(&values, &kinds, drift.per_step);
        let kept = kept_misses(&level.misses, &kinds, &buckets.filled);
        let spread = spread(&values, &kept, &drift, &level);
        Self { unit, season, drift, level, spread }
    }

    /// K: how many misses are replayed.
    pub(super) fn misses_kept(&self) -> usize {
        self.spread.pool.len()
    }
}

/// The values of a series without its season.
struct Plain {
    unit: f64,
    /// In `unit`s.
    values: Vec<f64>,
    season: Option<Vec<f64>>,
}

impl Plain {
    fn of(buckets: &Buckets) -> Self {
        let (unit, shrink) = unit_of(buckets.values.iter().copied().fold(0.0, f64::max));
        let mut values: Vec<f64> = buckets.values.iter().map(|value| value * shrink).collect();
        let season = season(&values, buckets.step.cycle());
        if let Some(factors) = &season {
            values.iter_mut().zip(factors.iter().cycle()).for_each(|(v, factor)| *v /= factor);
        }
        Self { unit, values, season }
    }
}

/// Less at once, for good, as after somebody tidied up: no growth is counted from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CleanUp {
    /// The end of the first bucket that has less.
    pub day: Day,
    /// By how much less than the bucket before, in the series' unit; above 0.
    pub less: f64,
}

impl Buckets {
    /// The clean-ups that are found in it, in order; also those that somebody stated.
    pub fn clean_ups(&self) -> Vec<CleanUp> {
        let found = kinds(&Plain::of(self).values, &[]).into_iter().zip(self.values.windows(2));
        let last = self.len() as i64 - 1;
        found
            .enumerate()
            .filter(|(_, (kind, _))| *kind == Kind::CleanUp)
            .map(|(n, (_, pair))| CleanUp {
                day: self.end(n as i64 + 1 - last),
                less: (pair[0] - pair[1]).max(0.0),
            })
            .collect()
    }
}

/// A power of two near the highest value, and one over it.
fn unit_of(highest: f64) -> (f64, f64) {
    let exponent = (highest.to_bits() >> 52).clamp(1, 2045);
    (f64::from_bits(exponent << 52), f64::from_bits((2046 - exponent) << 52))
}

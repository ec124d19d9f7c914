//! What does the past of a series say, in the order in which it is worked out?

use super::buckets::Buckets;
use super::level::{Drift, Level, drift, kept_misses, level};
use super::season::season;
use super::shifts::kinds;
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
        let (unit, shrink) = unit_of(buckets.values.iter().copied().fold(0.0, f64::max));
        let mut values: Vec<f64> = buckets.values.iter().map(|value| value * shrink).collect();
        let season = season(&values, buckets.step.cycle());
        if let Some(factors) = &season {
            values.iter_mut().zip(factors.iter().cycle()).for_each(|(v, factor)| *v /= factor);
        }
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

/// A power of two near the highest value, and one over it.
fn unit_of(highest: f64) -> (f64, f64) {
    let exponent = (highest.to_bits() >> 52).clamp(1, 2045);
    (f64::from_bits(exponent << 52), f64::from_bits((2046 - exponent) << 52))
}

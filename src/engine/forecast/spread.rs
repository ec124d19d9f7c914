//! How far apart may the futures lie, and which misses are replayed in them?

use super::level::{Drift, Level};
use super::order::median;

/// Buckets that say what is usual now.
const LATEST: usize = 5;
/// Share of the usual value that any forecast may be off by.
const LEAST: f64 = 0.05;
/// Share of the increments' own spread that a drift is off by, however fast the level follows.
const OWN: f64 = 0.3;
/// A fall deeper than so many spreads counts as one of so many.
const DEEPEST: f64 = 2.0;

/// How far the future may lie from the line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spread {
    /// S: how far one step may be off.
    pub(super) sigma: f64,
    /// u: how far the drift may be off.
    pub(super) drift_error: f64,
    /// Misses to draw from, newest first: 0 in the mean, as wide as the sigma.
    pub(super) pool: Vec<f64>,
}

/// `kept`: the misses that count, oldest first.
pub(super) fn spread(values: &[f64], kept: &[f64], drift: &Drift, level: &Level) -> Spread {
    let least = LEAST * median(&mut values[values.len().saturating_sub(LATEST)..].to_vec());
    let count = kept.len() as f64;
    let squares: f64 = kept.iter().map(|miss| miss * miss).sum();
    let sigma = ((2.0 * least * least + squares) / (count + 1.0)).sqrt();
    let own = drift.variance.sqrt().min(sigma);
    let drift_error = (level.alpha * sigma).max(OWN * own) / (drift.count.max(1) as f64).sqrt();
    let mut pool: Vec<f64> = kept.iter().rev().map(|miss| miss.max(-DEEPEST * sigma)).collect();
    let mean = pool.iter().sum::<f64>() / count.max(1.0);
    for miss in &mut pool {
        *miss -= mean;
    }
    let width = (squares / count.max(1.0)).sqrt();
    let stretch = if width > 0.0 { sigma / width } else { 0.0 };
    for miss in &mut pool {
        *miss *= stretch;
    }
    Spread { sigma, drift_error, pool }
}

//! How fast does the series grow, where does it stand, and how far was each step from what was expected?

use super::shifts::Kind;

/// Slowest following of the level that is tried, in hundredths of a miss.
const SLOWEST: usize = 20;
/// Distance of two that are tried, in hundredths.
const APART: usize = 2;
/// How many are tried: 1.00, 0.98 … 0.20.
const TRIED: usize = (100 - SLOWEST) / APART + 1;
/// Fewer increments or misses than these, and all of them count.
const FEWEST: usize = 3;

/// A trend, as far as it has earned its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drift {
    /// A step's growth.
    pub(super) per_step: f64,
    /// The variance of the increments.
    pub(super) variance: f64,
    /// How many increments it is taken from.
    pub(super) count: usize,
}

/// The drift of values whose increments are of these kinds.
pub(super) fn drift(values: &[f64], kinds: &[Kind]) -> Drift {
    let of = |kept: &dyn Fn(Kind) -> bool| -> Vec<f64> {
        let pairs = values.windows(2).zip(kinds).filter(|(_, kind)| kept(**kind));
        pairs.map(|(pair, _)| pair[1] - pair[0]).collect()
    };
    let mut steps = of(&|kind| !matches!(kind, Kind::CleanUp | Kind::Stated));
    if steps.len() < FEWEST {
        steps = of(&|_| true);
    }
    let count = steps.len();
    if count < 2 {
        return Drift { per_step: 0.0, variance: 0.0, count };
    }
    let k = count as f64;
    let mean = steps.iter().sum::<f64>() / k;
    let variance = steps.iter().map(|step| (step - mean) * (step - mean)).sum::<f64>() / (k - 1.0);
    let cut = if count < 4 { 0 } else { (count / 20).max(1) };
    steps.sort_unstable_by(f64::total_cmp);
    let inner = &steps[cut..count - cut];
    let typical = inner.iter().sum::<f64>() / inner.len() as f64;
    let weight = if variance > 0.0 {
        let t = typical * typical * k / variance;
        // Beyond what a float holds it is 1 as well.
        if t.is_finite() { t / (t + 2.0) } else { 1.0 }
    } else {
        1.0
    };
    Drift { per_step: typical * weight * (k / (k + 2.0)), variance, count }
}

/// A level that follows the values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Level {
    /// How much of a miss it takes over, 0.2 to 1.
    pub(super) alpha: f64,
    /// Where it stands after the last value.
    pub(super) last: f64,
    /// By how much each value was off from the one before, so one fewer than there are values.
    pub(super) misses: Vec<f64>,
}

/// The level that would have followed these values best.
pub(super) fn level(values: &[f64], kinds: &[Kind], drift: f64) -> Level {
    let mut alphas = [0.0; TRIED];
    for (i, alpha) in alphas.iter_mut().enumerate() {
        *alpha = (100 - APART * i) as f64 / 100.0;
    }
    let first = values.first().copied().unwrap_or(0.0);
    let (mut levels, mut squares) = ([first; TRIED], [0.0; TRIED]);
    for (value, kind) in values.iter().skip(1).zip(kinds) {
        if *kind == Kind::Usual {
            for ((level, square), alpha) in levels.iter_mut().zip(&mut squares).zip(&alphas) {
                let miss = value - *level - drift;
                *square += miss * miss;
                *level += drift + alpha * miss;
            }
        } else {
            levels = [*value; TRIED];
        }
    }
    let mut best = 0;
    for i in 1..TRIED {
        if squares[i] < squares[best] {
            best = i;
        }
    }
    let mut level = first;
    let mut misses = Vec::with_capacity(kinds.len());
    for (value, kind) in values.iter().skip(1).zip(kinds) {
        let miss = value - level - drift;
        misses.push(miss);
        level = if *kind == Kind::Usual { level + (drift + alphas[best] * miss) } else { *value };
    }
    Level { alpha: alphas[best], last: level, misses }
}

/// The misses that say something of the future, oldest first: not those at clean-ups and stated shifts, in
/// filled buckets or right after one; all of them where under three would be left.
pub(super) fn kept_misses(misses: &[f64], kinds: &[Kind], filled: &[bool]) -> Vec<f64> {
    let is_guess = |i: usize| filled.get(i).copied().unwrap_or(false);
    let is_told = |i: usize| matches!(kinds.get(i), Some(Kind::CleanUp | Kind::Stated));
    let counts = |i: usize| !is_told(i) && !is_guess(i) && !is_guess(i + 1);
    let kept: Vec<f64> =
        misses.iter().enumerate().filter(|(i, _)| counts(*i)).map(|(_, miss)| *miss).collect();
    if kept.len() < FEWEST { misses.to_vec() } else { kept }
}

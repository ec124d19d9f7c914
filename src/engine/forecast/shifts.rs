//! Where did the series move to another level at once, and which of that was somebody tidying up?

use super::order::median;

/// A shift is this many usual deviations wide (1.4826 × the median deviation is the standard
/// deviation of bell-shaped values).
const WIDTH: f64 = 6.0 * 1.4826;
/// And at least this share of the usual value.
const SHARE: f64 = 0.05;
/// What is left after a clean-up, at the least.
const LEFT: f64 = 0.5;

/// What an increment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// As usual.
    Usual,
    /// To another level, for good.
    Shift,
    /// A shift down that leaves half or more: it says nothing of growth.
    CleanUp,
    /// A shift that somebody stated, whatever it looks like: it says nothing of growth.
    Stated,
}

/// The kind of each increment, so one fewer than there are values. `stated`: of each value, whether somebody said
/// that it lies on another level than the one before.
pub(super) fn kinds(values: &[f64], stated: &[bool]) -> Vec<Kind> {
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let middle = median(&mut steps.clone());
    let mut off: Vec<f64> = steps.iter().map(|step| (step - middle).abs()).collect();
    let width = (WIDTH * median(&mut off)).max(SHARE * median(&mut values.to_vec()));
    // The lowest and the highest of all from each value on.
    let mut later = vec![(f64::INFINITY, f64::NEG_INFINITY); values.len() + 1];
    for (i, value) in values.iter().enumerate().rev() {
        later[i] = (later[i + 1].0.min(*value), later[i + 1].1.max(*value));
    }
    let kind = |i: usize| {
        let (before, after, (lowest, highest)) = (values[i], values[i + 1], later[i + 1]);
        let midpoint = f64::midpoint(before, after);
        let stays = if steps[i] > 0.0 { lowest > midpoint } else { highest < midpoint };
        if stated.get(i + 1) == Some(&true) {
            return Kind::Stated;
        }
        match steps[i].abs() > width && stays {
            true if steps[i] < 0.0 && after >= LEFT * before => Kind::CleanUp,
            true => Kind::Shift,
            false => Kind::Usual,
        }
    };
    (0..steps.len()).map(kind).collect()
}

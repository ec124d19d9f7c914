//! Does the series repeat itself week by week or year by year, and by how much?

/// Values that there must be for each place of the cycle.
const CYCLES: usize = 3;
/// Of a repeat that is there by chance, one in twenty is taken for a season (one-sided).
const SURE: f64 = 1.645;
/// A factor as small as this would blow up what is divided by it.
const LEAST_FACTOR: f64 = 0.02;

/// Factors of a season, 1 in the mean, by their place in the cycle from the first value on. `None`
/// where there is none to be seen.
pub(super) fn season(values: &[f64], cycle: Option<usize>) -> Option<Vec<f64>> {
    let cycle = cycle?;
    if values.len() < CYCLES * cycle || values.iter().any(|value| *value <= 0.0) {
        return None;
    }
    let half = cycle / 2;
    let ratios: Vec<f64> = (half..values.len() - half)
        .map(|i| values[i] / centred(&values[i - half..=i + half], cycle))
        .collect();
    if !repeats(&ratios, cycle) {
        return None;
    }
    let mut factors: Vec<f64> = (0..cycle)
        .map(|place| {
            let from = (place + cycle - half) % cycle;
            mean(ratios.iter().skip(from).step_by(cycle).copied())
        })
        .collect();
    let whole = mean(factors.iter().copied());
    for factor in &mut factors {
        *factor /= whole;
    }
    factors.iter().all(|factor| *factor > LEAST_FACTOR).then_some(factors)
}

/// The mean over one cycle around the middle; of an even cycle both ends count by half.
fn centred(around: &[f64], cycle: usize) -> f64 {
    let sum: f64 = around.iter().sum();
    let ends = if cycle.is_multiple_of(2) {
        f64::midpoint(around[0], around[around.len() - 1])
    } else {
        0.0
    };
    (sum - ends) / cycle as f64
}

/// Whether values one cycle apart are alike by more than chance, those nearer being as alike as they are.
fn repeats(ratios: &[f64], cycle: usize) -> bool {
    let middle = mean(ratios.iter().copied());
    let off: Vec<f64> = ratios.iter().map(|ratio| ratio - middle).collect();
    let own: f64 = off.iter().map(|o| o * o).sum();
    if own <= 0.0 {
        return false;
    }
    let alike = |lag: usize| -> f64 {
        off.iter().zip(off.iter().skip(lag)).map(|(a, b)| a * b).sum::<f64>() / own
    };
    let nearer: f64 = (1..cycle).map(alike).map(|r| r * r).sum();
    let r = alike(cycle);
    r > 0.0 && r * r > SURE * SURE * (1.0 + 2.0 * nearer) / ratios.len() as f64
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

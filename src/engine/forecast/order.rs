//! Which of many values stands in the middle, or in any other place, without sorting all of them?

/// A value of the same order as whole numbers have, so that comparing is one instruction.
fn key(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

fn value(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

/// The middle one, or the mean of the middle two; 0 of none. Changes the order.
pub(super) fn median(values: &mut [f64]) -> f64 {
    let (len, half) = (values.len(), values.len() / 2);
    if len == 0 {
        return 0.0;
    }
    let (below, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    if len % 2 == 1 {
        return *upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f64::midpoint(lower, *upper)
}

/// Room to look for places in rows of values, kept from row to row.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    keys: Vec<i64>,
}

impl Places {
    fn of(&mut self, values: &[f64]) -> &mut [i64] {
        self.keys.clear();
        self.keys.extend(values.iter().map(|value| key(*value)));
        &mut self.keys
    }

    /// The middle one, or the mean of the middle two; 0 of none.
    pub(super) fn median(&mut self, values: &[f64]) -> f64 {
        let half = values.len() / 2;
        if values.is_empty() {
            return 0.0;
        }
        let (below, upper, _) = self.of(values).select_nth_unstable(half);
        if values.len() % 2 == 1 {
            return value(*upper);
        }
        f64::midpoint(value(below.iter().copied().max().unwrap_or(*upper)), value(*upper))
    }

    /// The values in two places, counted from 0 at the lowest; `low` lies before `high`.
    pub(super) fn two(&mut self, values: &[f64], low: usize, high: usize) -> (f64, f64) {
        let Some(last) = values.len().checked_sub(1) else { return (0.0, 0.0) };
        let (low, high) = (low.min(last), high.min(last));
        let (below, upper, _) = self.of(values).select_nth_unstable(high);
        let upper = value(*upper);
        let lower =
            if low < below.len() { value(*below.select_nth_unstable(low).1) } else { upper };
        (lower, upper)
    }
}

/// Looks for the median of rows that change little from one to the next: where it was before, it will
/// be near. A guess that does not hold costs time, and no digit.
#[derive(Clone, Debug)]
pub(super) struct Nearby {
    /// How far from the guess is looked.
    width: f64,
    near: Vec<f64>,
    places: Places,
}

impl Nearby {
    /// `width`: about how far the first guesses may be off; it is learned from row to row.
    pub(super) fn new(width: f64) -> Self {
        Self { width, near: Vec::new(), places: Places::default() }
    }

    /// The mean of the middle two of an even number of values.
    pub(super) fn median(&mut self, values: &[f64], guess: f64) -> f64 {
        let (low, high) = (guess - self.width, guess + self.width);
        let half = values.len() / 2;
        self.near.resize(values.len(), 0.0);
        let (mut below, mut within) = (0, 0);
        for value in values {
            below += usize::from(*value < low);
            self.near[within] = *value;
            within += usize::from(*value >= low && *value < high);
        }
        if below >= half || below + within <= half {
            self.width *= 2.0;
            return self.places.median(values);
        }
        // A tenth of all is little to look through, and seldom missed.
        self.width *= if 10 * within > values.len() { 0.8 } else { 1.2 };
        let (lower, upper, _) =
            self.near[..within].select_nth_unstable_by(half - below, f64::total_cmp);
        let lower = lower.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        f64::midpoint(lower, *upper)
    }
}

//! How wrong would such forecasts have been on this very history?

use super::buckets::{Buckets, Step};
use super::order::median;
use super::paths::Forecast;

/// Earlier days to forecast from: at most, and at least for anything to be said.
const POINTS: std::ops::RangeInclusive<usize> = 4..=24;
/// Buckets behind each of them, at the least.
const BEHIND: usize = 6;

/// How wrong forecasts of so many steps were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// How far ahead.
    pub steps: usize,
    /// From how many earlier days it was tried: 4 to 24.
    pub points: usize,
    /// How far off the line was in the middle of the tries: share of what came, 0.04 is 4 %.
    pub off: f64,
    /// How far off it would have been to say that nothing changes.
    pub no_change: f64,
    /// How often more came than was cautious.
    pub above_cautious: usize,
}

impl Ahead {
    /// Whether it was better to say that nothing changes.
    pub fn no_change_is_better(&self) -> bool {
        self.no_change < self.off
    }

    /// As a person is told: "3 months ahead: off by 4 % (no change: 6 %); above cautious 1 time in 12."
    pub fn sentence(&self, step: Step) -> String {
        let (steps, name) = (self.steps, step.name());
        let plural = if steps == 1 { "" } else { "s" };
        let above = match (self.above_cautious, self.points) {
            (0, points) => format!("never above cautious in {points} tries"),
            (above, points) => match (2 * points + above) / (2 * above) {
                0 | 1 => format!("above cautious {above} times in {points}"),
                every => format!("above cautious 1 time in {every}"),
            },
        };
        let (off, no_change) = (percent(self.off), percent(self.no_change));
        let better = if self.no_change_is_better() { " No change was better." } else { "" };
        format!(
            "{steps} {name}{plural} ahead: off by {off} (no change: {no_change}); {above}.{better}"
        )
    }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = usize::from(percent > 0.0 && percent < 0.95);
    format!("{percent:.decimals$} %")
}

/// How wrong forecasts were, by how far ahead they looked.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// Length of a step.
    pub step: Step,
    /// In the order asked for; without those that there were too few earlier days for.
    pub ahead: Vec<Ahead>,
}

impl Backtest {
    /// Repeats the forecast from up to 24 earlier days, evenly apart, with half of the history or
    /// more behind each. `horizons`: how far ahead, in steps. What came is compared where it was measured
    /// and is not 0.
    pub fn of(buckets: &Buckets, name: &str, seed: u64, horizons: &[usize]) -> Self {
        let ahead = horizons.iter().filter_map(|steps| ahead(buckets, name, seed, *steps));
        Self { step: buckets.step, ahead: ahead.collect() }
    }

    /// Each of [`Backtest::ahead`] in words.
    pub fn sentences(&self) -> impl Iterator<Item = String> {
        self.ahead.iter().map(|ahead| ahead.sentence(self.step))
    }
}

fn ahead(buckets: &Buckets, name: &str, seed: u64, steps: usize) -> Option<Ahead> {
    let behind = buckets.len().div_ceil(2).max(BEHIND);
    let came = |len: usize| {
        let place = (len + steps).checked_sub(1)?;
        let measured = !*buckets.filled.get(place)? && steps > 0 && steps <= len;
        Some(buckets.values[place]).filter(|value| measured && *value > 0.0)
    };
    let all: Vec<(usize, f64)> =
        (behind..buckets.len()).filter_map(|len| Some((len, came(len)?))).collect();
    let points = all.len().min(*POINTS.end());
    if points < *POINTS.start() {
        return None;
    }
    let (mut off, mut no_change, mut above_cautious) = (Vec::new(), Vec::new(), 0);
    for i in 0..points {
        let (len, came) = all[i * (all.len() - 1) / (points - 1)];
        let known = buckets.first(len);
        let futures = Forecast::of(&known, name, seed, steps).futures;
        let share = |said: f64| (said / came - 1.0).abs().min(f64::MAX);
        off.push(share(futures.line[steps - 1]));
        no_change.push(share(known.last_value()));
        above_cautious += usize::from(came > futures.last_cautious());
    }
    let (off, no_change) = (median(&mut off), median(&mut no_change));
    Some(Ahead { steps, points, off, no_change, above_cautious })
}

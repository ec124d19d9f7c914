//! Where do a thousand futures stand at each step, what is expected of them and what is cautious?

use crate::units::Day;

use super::order::Places;

/// How many futures there are.
pub const PATHS: usize = 1_000;
/// Places of the 100th and the 900th, counted from 0 at the lowest.
const BAND: (usize, usize) = (99, 899);

/// How far ahead it may be trusted, in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Drawn solid: a third of the history.
    pub solid: usize,
    /// Drawn lighter: as much as there is history. What follows is declared, not measured.
    pub light: usize,
}

/// A thousand futures of a series or of several together, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Futures {
    /// The day of the last value known, and that value.
    pub start: (Day, f64),
    /// The day at which each step ends, in order.
    pub ends: Vec<Day>,
    /// What is expected at each end: half of the futures lie higher.
    pub line: Vec<f64>,
    /// How far they may be trusted.
    pub reach: Reach,
    /// [`PATHS`] values for each end, step after step; a path keeps its place in them.
    pub(super) values: Vec<f64>,
}

impl Futures {
    /// The [`PATHS`] values at each end, in the order of the paths: finite, from 0 up.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(PATHS)
    }

    /// The same with so much more on each path, or less, from a day on; never below 0.
    #[must_use]
    pub fn stepped(mut self, from: Day, by: f64) -> Self {
        let first = self.ends.partition_point(|end| *end < from);
        let values = self.values.iter_mut().skip(first * PATHS);
        for value in self.line.iter_mut().skip(first).chain(values) {
            *value = finite((*value + by).max(0.0));
        }
        self
    }

    /// The 900th of the thousand at each end, from the lowest.
    pub fn cautious(&self) -> Vec<f64> {
        self.band().into_iter().map(|(_, high)| high).collect()
    }

    /// The 100th and the 900th of the thousand at each end. They differ, unless all is 0 or so
    /// falls.
    pub fn band(&self) -> Vec<(f64, f64)> {
        let mut places = Places::default();
        self.steps().map(|row| places.two(row, BAND.0, BAND.1)).collect()
    }

    /// The 900th at the last end; 0 without any.
    pub(super) fn last_cautious(&self) -> f64 {
        self.steps().last().map_or(0.0, |row| Places::default().two(row, BAND.0, BAND.1).1)
    }
}

/// The nearest that a float holds.
#[inline]
pub(super) fn finite(value: f64) -> f64 {
    value.clamp(-f64::MAX, f64::MAX)
}

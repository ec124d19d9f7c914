//! Which samples count, and what was wrong with the others?

use crate::units::Day;

/// One measured value, as it was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The day, as written; `None` where none could be read.
    pub day: Option<Day>,
    /// When, in seconds: only looked at to see whether two samples speak of one instant, so any
    /// beginning will do. Of a sample that names only its day, the same for every one of that day.
    pub instant: i64,
    /// In the unit of its series; what was no number is `NAN`.
    pub value: f64,
}

impl From<(Day, f64)> for Sample {
    fn from((day, value): (Day, f64)) -> Self {
        Self { day: Some(day), instant: day.number() * 86_400, value }
    }
}

/// How many samples were not used, by what was wrong with them; one counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Without a day.
    pub undated: usize,
    /// Not a finite number from 0 up.
    pub not_a_value: usize,
    /// After the day that the forecast is made on.
    pub later: usize,
}

impl LeftOut {
    /// All of them.
    pub fn all(&self) -> usize {
        self.undated + self.not_a_value + self.later
    }
}

/// What is left of the samples, whatever order they came in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cleaned {
    /// Days and the highest value of each, in order.
    pub(super) days: Vec<(Day, f64)>,
    pub(super) left_out: LeftOut,
    /// The days of instants that were given two values or more; one entry an instant.
    pub(super) twice: Vec<Day>,
}

pub(super) fn clean(samples: impl Iterator<Item = Sample>, as_of: Option<Day>) -> Cleaned {
    let mut cleaned = Cleaned::default();
    let mut kept: Vec<(Day, i64, f64)> = Vec::new();
    for Sample { day, instant, value } in samples {
        let Some(day) = day else {
            cleaned.left_out.undated += 1;
            continue;
        };
        if !value.is_finite() || value < 0.0 {
            cleaned.left_out.not_a_value += 1;
        } else if as_of.is_some_and(|as_of| day > as_of) {
            cleaned.left_out.later += 1;
        } else {
            kept.push((day, instant, value.abs())); // -0 is 0
        }
    }
    kept.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    for same in kept.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if same[0].2 < same[same.len() - 1].2 {
            cleaned.twice.push(same[0].0);
        }
    }
    for same in kept.chunk_by(|a, b| a.0 == b.0) {
        let highest = same.iter().map(|sample| sample.2).fold(0.0, f64::max);
        cleaned.days.push((same[0].0, highest));
    }
    cleaned
}

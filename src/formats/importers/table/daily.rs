//! How do the measurements of a day become its highest, its last and its 95th percentile, in little memory?

use super::super::days::DayValue;
use super::super::when::When;
use crate::units::Day;

/// Bits of a figure that its place in a histogram leaves out: seven of its mantissa are kept, so that a place is 1/128 wide and
/// its middle at most 0.4 % off.
const LEFT_OUT_BITS: u32 = 45;

/// By how much a percentile of a histogram is off at most, in per cent.
pub(super) const HISTOGRAM_ERROR: f64 = 0.4;

/// One series: its days, each once.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// In the order in which they first came.
    pub(super) runs: Vec<Run>,
    /// Where in `runs` each day stands, by day.
    order: Vec<(Day, u32)>,
    /// The run that the last row went to.
    current: usize,
    /// The moments of the first and the last row.
    ends: Option<(When, When)>,
    /// Which series the next row had after this one, last time.
    pub(super) next: u32,
}

/// One day of a series.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) day: Day,
    highest: f64,
    /// Of the latest second; of one second the higher.
    last: f64,
    last_second: u32,
    /// Seconds of the first and the last row in the order of the rows.
    seconds: (u32, u32),
    /// Whether those of the first instant that came, and of the latest, had more than one value.
    differs: (bool, bool),
    pub(super) count: u64,
    pub(super) kept: Kept,
}

/// What is kept of a day's measurements besides their highest and last.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    /// All of them.
    Values(Vec<f64>),
    /// How many lie in which place of a histogram, by place.
    Histogram(Vec<(u32, u32)>),
    /// Their percentile alone.
    Percentile(f64),
    /// Nothing: more came when only the percentile was kept.
    Nothing,
}

/// What rows said that is not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Rows at the instant of the row before them with another figure.
    pub(super) twice: u64,
    /// Rows earlier than the row before them.
    pub(super) backwards: u64,
    /// Times that a series came back to a day that was neither its latest nor the one before.
    pub(super) returns: u64,
}

impl Series {
    pub(super) fn new() -> Self {
        Self { runs: Vec::new(), order: Vec::new(), current: 0, ends: None, next: 0 }
    }

    /// Takes a row.
    #[inline]
    pub(super) fn take(&mut self, when: When, value: f64, seen: &mut Seen) {
        match &mut self.ends {
            Some((_, last)) => {
                seen.backwards += u64::from(when < *last);
                *last = when;
            }
            None => self.ends = Some((when, when)),
        }
        if let Some(run) = self.runs.get_mut(self.current)
            && run.day == when.day
        {
            run.take(when.second, value, seen);
            return;
        }
        match self.find(when.day) {
            Ok(at) => {
                self.current = at;
                self.runs[at].take(when.second, value, seen);
            }
            Err(place) => {
                self.insert(place, Run::new(when, value));
            }
        }
    }

    fn find(&self, day: Day) -> Result<usize, usize> {
        let found = self.order.binary_search_by_key(&day, |(day, _)| *day);
        found.map(|at| self.order[at].1 as usize)
    }

    fn insert(&mut self, place: usize, run: Run) {
        self.order.insert(place, (run.day, self.runs.len() as u32));
        self.current = self.runs.len();
        self.runs.push(run);
    }

    /// Takes the rows that come behind these.
    pub(super) fn take_all(&mut self, later: Self, seen: &mut Seen) {
        if let (Some((first, last)), Some((later_first, later_last))) = (self.ends, later.ends) {
            seen.backwards += u64::from(later_first < last);
            self.ends = Some((first, later_last));
        } else {
            self.ends = self.ends.or(later.ends);
        }
        for run in later.runs {
            match self.find(run.day) {
                Ok(at) => {
                    seen.returns += u64::from(at + 2 < self.runs.len());
                    self.current = at;
                    self.runs[at].take_all(run, seen);
                }
                Err(place) => self.insert(place, run),
            }
        }
    }
}

impl Run {
    fn new(when: When, value: f64) -> Self {
        Self {
            day: when.day,
            highest: value,
            last: value,
            last_second: when.second,
            seconds: (when.second, when.second),
            differs: (false, false),
            count: 1,
            kept: Kept::Values(vec![value]),
        }
    }

    #[inline]
    fn take(&mut self, second: u32, value: f64, seen: &mut Seen) {
        self.highest = self.highest.max(value);
        self.take_last(second, value);
        if second == self.seconds.1
            && let Kept::Values(values) = &mut self.kept
            && let Some(before) = values.last_mut()
        {
            if before.to_bits() != value.to_bits() && !self.differs.1 {
                seen.twice += 1;
                self.differs = (self.differs.0 || self.count == 1, true);
            }
            *before = before.max(value);
            return;
        }
        self.seconds.1 = second;
        self.differs.1 = false;
        self.count += 1;
        if let Kept::Values(values) = &mut self.kept {
            values.push(value);
        }
    }

    #[inline]
    fn take_last(&mut self, second: u32, value: f64) {
        if second > self.last_second {
            (self.last_second, self.last) = (second, value);
        } else if second == self.last_second {
            self.last = self.last.max(value);
        }
    }

    fn take_all(&mut self, mut later: Self, seen: &mut Seen) {
        self.highest = self.highest.max(later.highest);
        self.take_last(later.last_second, later.last);
        let twice = later.seconds.0 == self.seconds.1;
        self.seconds.1 = later.seconds.1;
        match (&mut self.kept, &mut later.kept) {
            (Kept::Values(values), Kept::Values(more)) => {
                let mut rest = more.as_slice();
                if let (true, Some(before), Some((first, behind))) =
                    (twice, values.last_mut(), rest.split_first())
                {
                    // Counted by neither, by one of both, or by each: together it is one instant.
                    let (one, other) = (self.differs.1, later.differs.0);
                    let differs = one || other || before.to_bits() != first.to_bits();
                    seen.twice += u64::from(differs && !one && !other);
                    seen.twice = seen.twice.saturating_sub(u64::from(one && other));
                    self.differs.0 |= differs && self.count == 1;
                    later.differs.1 |= differs && later.count == 1;
                    *before = before.max(*first);
                    self.count -= 1;
                    rest = behind;
                }
                values.extend_from_slice(rest);
            }
            (Kept::Histogram(_), _) => {
                later.make_histogram();
                if let (Kept::Histogram(places), Kept::Histogram(more)) =
                    (&mut self.kept, &later.kept)
                {
                    *places = added(places, more);
                }
            }
            _ => self.kept = Kept::Nothing,
        }
        self.count += later.count;
        self.differs.1 = later.differs.1;
    }

    /// How many figures or places are kept.
    pub(super) fn held(&self) -> usize {
        match &self.kept {
            Kept::Values(values) => values.len(),
            Kept::Histogram(places) => places.len(),
            Kept::Percentile(_) | Kept::Nothing => 0,
        }
    }

    /// Keeps the percentile alone.
    pub(super) fn close(&mut self) {
        if let Kept::Values(values) = &mut self.kept {
            self.kept = percentile(values).map_or(Kept::Nothing, Kept::Percentile);
        }
    }

    /// Keeps a histogram in the place of the figures.
    pub(super) fn make_histogram(&mut self) {
        if let Kept::Values(values) = &mut self.kept {
            let mut places: Vec<u32> =
                values.iter().map(|value| (value.to_bits() >> LEFT_OUT_BITS) as u32).collect();
            places.sort_unstable();
            let runs = places.chunk_by(|a, b| a == b);
            self.kept = Kept::Histogram(runs.map(|run| (run[0], run.len() as u32)).collect());
        }
    }

    /// Forgets a histogram.
    pub(super) fn forget(&mut self) {
        if matches!(self.kept, Kept::Histogram(_)) {
            self.kept = Kept::Nothing;
        }
    }

    /// The day, its figures times `each`.
    pub(super) fn value(&mut self, each: f64) -> DayValue {
        let p95 = match &mut self.kept {
            _ if self.count < 2 => None,
            Kept::Values(values) => percentile(values),
            Kept::Histogram(places) => Some(in_histogram(places).min(self.highest)),
            Kept::Percentile(percentile) => Some(*percentile),
            Kept::Nothing => None,
        };
        DayValue {
            highest: self.highest * each,
            last: self.last * each,
            p95: p95.map(|p95| p95 * each),
            count: u32::try_from(self.count).unwrap_or(u32::MAX),
        }
    }

    /// Second and figure of its last measurement.
    pub(super) fn last(&self) -> f64 {
        self.last
    }
}

/// Which of so many in their order is the 95th percentile, from 0: the nearest rank.
fn rank(count: u64) -> u64 {
    (u128::from(count) * 95).div_ceil(100).saturating_sub(1) as u64
}

fn percentile(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let at = rank(values.len() as u64) as usize;
    Some(*values.select_nth_unstable_by(at, f64::total_cmp).1)
}

fn in_histogram(places: &[(u32, u32)]) -> f64 {
    let at = rank(places.iter().map(|(_, count)| u64::from(*count)).sum());
    let mut before = 0;
    for (place, count) in places {
        before += u64::from(*count);
        if before > at {
            let half = 1_u64 << (LEFT_OUT_BITS - 1);
            let middle = f64::from_bits((u64::from(*place) << LEFT_OUT_BITS) | half);
            return if *place == 0 { 0.0 } else { middle };
        }
    }
    0.0
}

/// Two histograms as one.
fn added(a: &[(u32, u32)], b: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                let sum = (x.0, x.1.saturating_add(y.1));
                a.next();
                b.next();
                sum
            }
            (Some(x), Some(y)) if x.0 > y.0 => {
                let y = **y;
                b.next();
                y
            }
            (Some(x), _) => {
                let x = **x;
                a.next();
                x
            }
            (None, Some(y)) => {
                let y = **y;
                b.next();
                y
            }
            (None, None) => return all,
        };
        all.push(next);
    }
}

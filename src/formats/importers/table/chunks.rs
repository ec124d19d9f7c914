//! What does a piece of a table say, read apart from the rest, and how do two pieces become one?

use indexmap::IndexMap;

use super::super::{Import, Told, input};
use super::daily::{Kept, Run, Seen, Series};
use super::rows::{Reader, line_of};
use super::shape::Shape;
use crate::diag::Problem;

/// A line may be so long, in bytes.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// More series than this are no usage of servers, but a column that differs in each row.
pub(super) const MOST_SERIES: usize = 100_000;
/// Days of all series together: what they take fits in memory.
const MOST_DAYS: usize = 3_000_000;
/// So many figures are kept, 24 MiB of them; then the days that have passed keep their percentile alone.
const MOST_KEPT: usize = 3 << 20;

/// What stands between the parts of a series' name.
pub(super) const BETWEEN: u8 = 0x1f;

/// What a piece of a table says. Pieces that begin and end at the ends of lines can be read at once; merged in their order they
/// say what the whole says.
#[derive(Clone, Debug)]
pub struct Partial {
    /// By the number of the value's column, host, part and metric, in the order of the table.
    pub(super) series: IndexMap<Box<[u8]>, Series>,
    pub(super) left: [Left; REASONS.len()],
    pub(super) seen: Seen,
    pub(super) lines: u64,
    days: usize,
    kept: usize,
    limit: usize,
    pub(super) broken: Option<(u64, Broken)>,
}

/// Rows or figures that were left out for one reason: how many, and line and column of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) count: u64,
    pub(super) first: Option<(u64, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Undated,
    NoNumber,
    Negative,
    TooLarge,
    Short,
    Quote,
}

/// Each with what it is called, in the order of [`Reason`].
pub(super) const REASONS: [(Reason, &str); 6] = [
    (Reason::Undated, "values without a date that can be"),
    (Reason::NoNumber, "values that are no number"),
    (Reason::Negative, "values below nought"),
    (Reason::TooLarge, "values too large to be usage"),
    (Reason::Short, "rows with too few columns"),
    (Reason::Quote, "rows with a quote that is not closed"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    LongLine,
    /// With the first byte that is not.
    NotUtf8(u8),
    ManySeries,
    ManyDays,
}

impl Partial {
    /// Nothing yet, behind so many lines.
    pub(super) fn behind(lines: u64) -> Self {
        Self {
            series: IndexMap::new(),
            left: Default::default(),
            seen: Seen::default(),
            lines,
            days: 0,
            kept: 0,
            limit: MOST_KEPT,
            broken: None,
        }
    }

    /// The same, keeping at most so many figures.
    #[cfg(test)]
    pub(super) fn keeping(mut self, figures: usize) -> Self {
        self.limit = figures;
        self
    }

    /// Reads a piece that begins at the beginning of a line and ends at the end of one, without the headings.
    pub fn read(piece: &[u8], shape: &Shape, told: &Told) -> Self {
        let mut partial = Self::behind(0);
        let mut reader = Reader::new(shape);
        let mut rest = piece;
        while !rest.is_empty() && partial.broken.is_none() {
            if reader.quick
                && let Some(behind) = reader.alike(rest, &mut partial)
            {
                rest = behind;
                continue;
            }
            let (line, behind, ends) = line_of(rest, shape.quoted_lines);
            partial.lines += 1;
            if line.len() > LONGEST_LINE {
                partial.broken = Some((partial.lines, Broken::LongLine));
                break;
            }
            reader.row(line, told, &mut partial);
            partial.lines += ends;
            rest = behind;
        }
        partial.kept = partial.series.values().flat_map(|s| &s.runs).map(Run::held).sum();
        partial
    }

    /// Both as one, where `later` was read of the lines right behind these.
    #[must_use]
    pub fn merge(mut self, later: Self) -> Self {
        if self.broken.is_some() {
            return self;
        }
        self.broken = later.broken.map(|(line, broken)| (self.lines + line, broken));
        for (left, more) in self.left.iter_mut().zip(later.left) {
            left.count += more.count;
            let first = more.first.map(|(line, column)| (line + self.lines, column));
            left.first = left.first.or(first);
        }
        self.seen.twice += later.seen.twice;
        self.seen.backwards += later.seen.backwards;
        self.seen.returns += later.seen.returns;
        self.kept += later.kept;
        for (key, series) in later.series {
            if let Some(own) = self.series.get_mut(&key) {
                let before = own.runs.len();
                own.take_all(series, &mut self.seen);
                self.days += own.runs.len() - before;
            } else {
                self.days += series.runs.len();
                self.series.insert(key, series);
            }
        }
        self.lines += later.lines;
        if self.broken.is_none() && self.series.len() > MOST_SERIES {
            self.broken = Some((self.lines, Broken::ManySeries));
        }
        if self.broken.is_none() && self.days > MOST_DAYS {
            self.broken = Some((self.lines, Broken::ManyDays));
        }
        if self.kept > self.limit {
            self.keep_less();
        }
        self
    }

    /// Makes the figures fewer than half of what may be kept: days that have passed keep their percentile alone; where days come
    /// again, or one day alone is too much, histograms; where these are too much, nothing.
    fn keep_less(&mut self) {
        let enough = self.limit / 2;
        let in_order = self.seen.returns == 0;
        for open in [2, 1] {
            if in_order && self.kept > enough {
                for series in self.series.values_mut() {
                    let passed = series.runs.len().saturating_sub(open);
                    // Those before are closed from last time.
                    let runs = series.runs[..passed].iter_mut().rev();
                    runs.take_while(|run| run.held() > 0).for_each(Run::close);
                }
                self.kept = self.held();
            }
        }
        for what in [Run::make_histogram, Run::forget] {
            if self.kept > enough {
                self.series.values_mut().flat_map(|series| &mut series.runs).for_each(what);
                self.kept = self.held();
            }
        }
    }

    fn held(&self) -> usize {
        self.series.values().flat_map(|series| &series.runs).map(Run::held).sum()
    }

    /// What is wrong with the table as far as it was read: it need not be read on.
    pub fn refused(&self, told: &Told) -> Option<Problem> {
        let (line, broken) = self.broken?;
        let place = told.place(usize::try_from(line).unwrap_or(usize::MAX), 1);
        let (code, message, hint) = match broken {
            Broken::LongLine => (
                "line-too-long",
                "this line is longer than 1 MiB".to_owned(),
                "a table has a line for each row: is this the right file?",
            ),
            Broken::NotUtf8(byte) => return Some(input::not_utf8(byte).at(place)),
            Broken::ManySeries => (
                "too-many-series",
                format!("there are more than {MOST_SERIES} series up to here"),
                "a column that differs from row to row was taken for a name: say what the columns hold",
            ),
            Broken::ManyDays => (
                "too-many-days",
                format!("there are more than {MOST_DAYS} days of all series up to here"),
                "give it in pieces: fewer hosts or a shorter period",
            ),
        };
        Some(Problem::error(code, message).at(place).hint(hint))
    }

    /// All that was read as usage.
    pub fn finish(self, shape: &Shape, told: &Told) -> Result<Import, Problem> {
        match self.refused(told) {
            Some(problem) => Err(problem),
            None => super::finish::finish(self, shape, told),
        }
    }

    pub(super) fn leave(&mut self, reason: Reason, column: usize) {
        let left = &mut self.left[reason as usize];
        left.count += 1;
        left.first = left.first.or(Some((self.lines, column)));
    }
}

/// How many days have only a histogram, and how many nothing.
pub(super) fn coarse(partial: &Partial) -> (u64, u64) {
    let runs = partial.series.values().flat_map(|series| &series.runs);
    runs.fold((0, 0), |(histograms, nothing), run| match run.kept {
        Kept::Histogram(_) => (histograms + 1, nothing),
        Kept::Nothing => (histograms, nothing + 1),
        _ => (histograms, nothing),
    })
}

//! What does a piece of a table say, read apart from the rest, and how do two pieces become one?

use indexmap::IndexMap;

use super::super::when::When;
use super::super::{Import, Told};
use super::daily::{Kept, Run, Seen, Series};
use super::moments::{clock, moment};
use super::numbers::{Cell, cell};
use super::shape::{Role, Shape};
use crate::diag::Problem;

/// A line may be so long, in bytes.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// More series than this are no usage of servers, but a column that differs in each row.
const MOST_SERIES: usize = 100_000;
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
    lines: u64,
    days: usize,
    kept: usize,
    limit: usize,
    broken: Option<(u64, Broken)>,
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
enum Broken {
    LongLine,
    NotUtf8,
    ManySeries,
    ManyDays,
}

/// Columns by what is done with them.
struct Layout {
    /// Columns that matter lie before this.
    width: usize,
    time: Option<usize>,
    clock: Option<usize>,
    keys: [Option<usize>; 3],
    values: Vec<(usize, bool)>,
}

impl Layout {
    fn of(shape: &Shape) -> Self {
        let first = |role| shape.of_role(role).next();
        let (time, clock) = (first(Role::Time), first(Role::Clock));
        let keys = [first(Role::Host), first(Role::Part), first(Role::Metric)];
        let values: Vec<_> = shape.values().map(|(at, column)| (at, column.suffixed)).collect();
        let all = [time, clock].into_iter().chain(keys).flatten();
        let width = all.chain(values.iter().map(|(at, _)| *at)).max().map_or(0, |last| last + 1);
        Self { width, time, clock, keys, values }
    }
}

/// What is used again from row to row.
struct Reader<'a> {
    shape: &'a Shape,
    layout: Layout,
    cells: Vec<(usize, usize)>,
    /// The line with its quotes taken off.
    unquoted: Vec<u8>,
    key: Vec<u8>,
    /// The last moment as it was written, and what it was.
    moment: (Vec<u8>, Option<When>),
    series: usize,
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
        let mut reader = Reader {
            shape,
            layout: Layout::of(shape),
            cells: Vec::new(),
            unquoted: Vec::new(),
            key: Vec::new(),
            moment: (Vec::new(), None),
            series: 0,
        };
        let mut rest = piece;
        while !rest.is_empty() && partial.broken.is_none() {
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
        partial.kept = partial.series.values().flat_map(|s| &s.runs).map(|run| run.held()).sum();
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
                    runs.take_while(|run| run.held() > 0).for_each(|run| run.close());
                }
                self.kept = self.held();
            }
        }
        for what in [Run::to_histogram, Run::forget] {
            if self.kept > enough {
                self.series.values_mut().flat_map(|series| &mut series.runs).for_each(what);
                self.kept = self.held();
            }
        }
    }

    fn held(&self) -> usize {
        self.series.values().flat_map(|series| &series.runs).map(|run| run.held()).sum()
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
            Broken::NotUtf8 => (
                "not-utf8",
                "here is a name that is not UTF-8".to_owned(),
                "save it as UTF-8, or give the tool's output as it was",
            ),
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

    fn leave(&mut self, reason: Reason, column: usize) {
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

/// The first line, what is behind it, and how many ends of lines it holds itself, in quotes.
fn line_of(text: &[u8], quoted: bool) -> (&[u8], &[u8], u64) {
    let mut from = 0;
    let mut open = false;
    let mut inside = 0;
    loop {
        let Some(end) = memchr::memchr(b'\n', &text[from..]).map(|at| from + at) else {
            return (text.strip_suffix(b"\r").unwrap_or(text), &[], inside);
        };
        if quoted {
            open ^= memchr::memchr_iter(b'"', &text[from..end]).count() % 2 == 1;
        }
        if !open {
            let line = &text[..end];
            return (line.strip_suffix(b"\r").unwrap_or(line), &text[end + 1..], inside);
        }
        inside += 1;
        from = end + 1;
    }
}

impl Reader<'_> {
    #[inline]
    fn row(&mut self, line: &[u8], told: &Told, partial: &mut Partial) {
        if line.is_empty() || line[0] == b'#' {
            return;
        }
        let separator = self.shape.separator;
        let width = self.layout.width;
        self.cells.clear();
        let mut start = 0;
        // The moment of the row before is mostly that of this one.
        if self.layout.time == Some(0)
            && self.layout.clock.is_none()
            && !self.moment.0.is_empty()
            && line.get(self.moment.0.len()) == Some(&separator)
            && line.starts_with(&self.moment.0)
        {
            self.cells.push((0, self.moment.0.len()));
            start = self.moment.0.len() + 1;
        }
        let mut quoted = separator == b' ';
        while self.cells.len() < width && !quoted {
            let behind = &line[start..];
            if behind.first() == Some(&b'"') {
                quoted = true;
                break;
            }
            let end = behind.iter().position(|byte| *byte == separator);
            self.cells.push((start, start + end.unwrap_or(behind.len())));
            match end {
                Some(end) => start += end + 1,
                None => break,
            }
        }
        if quoted {
            self.cells.clear();
            self.unquoted.clear();
            if !split(line, separator, &mut self.cells, &mut self.unquoted) {
                partial.leave(Reason::Quote, 1);
                return;
            }
            let own = std::mem::take(&mut self.unquoted);
            self.cells_of(&own, line, told, partial);
            self.unquoted = own;
        } else {
            self.cells_of(line, line, told, partial);
        }
    }

    #[inline]
    fn cells_of(&mut self, text: &[u8], line: &[u8], told: &Told, partial: &mut Partial) {
        if self.cells.len() < self.layout.width {
            if !line.trim_ascii().is_empty() && line != self.shape.heading.as_bytes() {
                partial.leave(Reason::Short, 1);
            }
            return;
        }
        let cell_at = |at: usize| {
            let (from, to) = self.cells[at];
            &text[from..to]
        };
        let when = match (self.layout.time, self.shape.moment) {
            (Some(at), Some(form)) => {
                let written = cell_at(at);
                if self.moment.0 != written {
                    self.moment.0.clear();
                    self.moment.0.extend_from_slice(written);
                    self.moment.1 = moment(written, form, self.shape.utc_offset);
                }
                match (self.moment.1, self.layout.clock) {
                    (Some(when), Some(at)) => {
                        clock(cell_at(at).trim_ascii()).map(|second| When { second, ..when })
                    }
                    (when, _) => when,
                }
            }
            _ => Some(When::of_day(told.today)),
        };
        let Some(when) = when else {
            if line != self.shape.heading.as_bytes() {
                let column = self.layout.time.map_or(1, |at| self.cells[at].0 + 1);
                partial.leave(Reason::Undated, column);
            }
            return;
        };
        self.key.clear();
        self.key.extend_from_slice(&[0, 0]);
        for key in self.layout.keys {
            if let Some(at) = key {
                self.key.extend_from_slice(cell_at(at).trim_ascii());
            }
            self.key.push(BETWEEN);
        }
        for slot in 0..self.layout.values.len() {
            let (at, suffixed) = self.layout.values[slot];
            let (from, to) = self.cells[at];
            let value = match cell(text[from..to].trim_ascii(), self.shape.decimal, suffixed) {
                Cell::Value(value) => value,
                Cell::NoNumber => {
                    partial.leave(Reason::NoNumber, from + 1);
                    continue;
                }
                Cell::Negative => {
                    partial.leave(Reason::Negative, from + 1);
                    continue;
                }
                Cell::TooLarge => {
                    partial.leave(Reason::TooLarge, from + 1);
                    continue;
                }
            };
            self.key[0] = (slot >> 8) as u8;
            self.key[1] = slot as u8;
            let Some(series) = self.series_of(partial) else { return };
            series.0.take(when, value, series.1);
        }
    }

    /// The series of the key: mostly that which followed the last one before.
    #[inline]
    fn series_of<'p>(
        &mut self,
        partial: &'p mut Partial,
    ) -> Option<(&'p mut Series, &'p mut Seen)> {
        let expected = partial.series.get_index(self.series).map_or(0, |(_, last)| last.next);
        let is_it = |(key, _): (&Box<[u8]>, &Series)| **key == *self.key;
        let index = if partial.series.get_index(expected as usize).is_some_and(is_it) {
            expected as usize
        } else {
            let index = match partial.series.get_index_of(self.key.as_slice()) {
                Some(index) => index,
                None if std::str::from_utf8(&self.key[2..]).is_err() => {
                    partial.broken = Some((partial.lines, Broken::NotUtf8));
                    return None;
                }
                None if partial.series.len() >= MOST_SERIES => {
                    partial.broken = Some((partial.lines, Broken::ManySeries));
                    return None;
                }
                None => partial.series.insert_full(self.key.as_slice().into(), Series::new()).0,
            };
            if let Some((_, last)) = partial.series.get_index_mut(self.series) {
                last.next = index as u32;
            }
            index
        };
        self.series = index;
        Some((partial.series.get_index_mut(index)?.1, &mut partial.seen))
    }
}

/// Cuts a line with quotes into its cells, which are put behind one another without their quotes; several spaces are one. False
/// where a quote is not closed.
pub(super) fn split(
    line: &[u8],
    separator: u8,
    cells: &mut Vec<(usize, usize)>,
    text: &mut Vec<u8>,
) -> bool {
    let mut at = 0;
    loop {
        while separator == b' ' && line.get(at) == Some(&b' ') {
            at += 1;
        }
        if separator == b' ' && at >= line.len() && !cells.is_empty() {
            return true;
        }
        let from = text.len();
        if line.get(at) == Some(&b'"') {
            at += 1;
            loop {
                match (line.get(at), line.get(at + 1)) {
                    (Some(b'"'), Some(b'"')) => {
                        text.push(b'"');
                        at += 2;
                    }
                    (Some(b'"'), _) => {
                        at += 1;
                        break;
                    }
                    (Some(byte), _) => {
                        text.push(*byte);
                        at += 1;
                    }
                    (None, _) => return false,
                }
            }
        }
        while let Some(byte) = line.get(at).filter(|byte| **byte != separator) {
            text.push(*byte);
            at += 1;
        }
        cells.push((from, text.len()));
        if at >= line.len() {
            return true;
        }
        at += 1;
    }
}

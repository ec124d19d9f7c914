//! What does a row say, and to which series does it belong?

use super::super::Told;
use super::super::when::When;
use super::chunks::{BETWEEN, Broken, LONGEST_LINE, MOST_SERIES, Partial, Reason};
use super::daily::{Seen, Series};
use super::moments::{clock, moment};
use super::numbers::{self, Cell, cell};
use super::shape::{Role, Shape};
use crate::formats::cells::split;

/// Names of a row that are longer are looked at in each row, so that remembering them takes little.
const LONGEST_MIDDLE: usize = 256;

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

    /// Whether a row is a moment, then names, then one figure.
    fn is_quick(&self, shape: &Shape) -> bool {
        let [(value, false)] = self.values[..] else { return false };
        let first = self.time == Some(0) && self.clock.is_none() && value > 0;
        let plain = shape.separator != b' ' && !shape.quoted_lines;
        first && plain && self.keys.iter().flatten().all(|key| *key < value)
    }
}

/// What is used again from row to row.
pub(super) struct Reader<'a> {
    shape: &'a Shape,
    layout: Layout,
    cells: Vec<(usize, usize)>,
    /// The line with its quotes taken off.
    unquoted: Vec<u8>,
    key: Vec<u8>,
    /// The last moment as it was written, and what it was.
    moment: (Vec<u8>, Option<When>),
    series: usize,
    /// Whether rows may be read by [`Reader::alike`].
    pub(super) quick: bool,
    /// What stood between the moment and the figure in the last row of each series.
    middles: Vec<Vec<u8>>,
}

/// The first line, what is behind it, and how many ends of lines it holds itself, in quotes.
pub(super) fn line_of(text: &[u8], quoted: bool) -> (&[u8], &[u8], u64) {
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

impl<'a> Reader<'a> {
    pub(super) fn new(shape: &'a Shape) -> Self {
        let layout = Layout::of(shape);
        Self {
            shape,
            quick: layout.is_quick(shape),
            layout,
            middles: Vec::new(),
            cells: Vec::new(),
            unquoted: Vec::new(),
            key: Vec::new(),
            moment: (Vec::new(), None),
            series: 0,
        }
    }

    /// Takes a row that has the moment of the row before and is otherwise as the last of the series that is expected but for a plain
    /// figure; what is behind it. `None` where it must be looked at, with nothing taken.
    #[inline]
    pub(super) fn alike<'t>(&mut self, text: &'t [u8], partial: &mut Partial) -> Option<&'t [u8]> {
        let when = self.moment.1?;
        let separator = self.shape.separator;
        let behind = text.strip_prefix(self.moment.0.as_slice())?;
        let expected = partial.series.get_index(self.series)?.1.next as usize;
        let middle = self.middles.get(expected).filter(|middle| !middle.is_empty())?;
        let figure = behind.strip_prefix(middle.as_slice())?;
        let (value, end) = numbers::leading(figure, self.shape.decimal)?;
        let rest = match figure.get(end)? {
            b'\n' => &figure[end + 1..],
            b'\r' if figure.get(end + 1) == Some(&b'\n') => &figure[end + 2..],
            byte if *byte == separator => {
                let line =
                    memchr::memchr(b'\n', &figure[end..]).filter(|l| *l < LONGEST_LINE / 2)?;
                &figure[end + line + 1..]
            }
            _ => return None,
        };
        partial.lines += 1;
        let series = partial.series.get_index_mut(expected)?.1;
        series.take(when, value, &mut partial.seen);
        self.series = expected;
        Some(rest)
    }

    #[inline]
    pub(super) fn row(&mut self, line: &[u8], told: &Told, partial: &mut Partial) {
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
            self.cells_of(&own, line, true, told, partial);
            self.unquoted = own;
        } else {
            self.cells_of(line, line, false, told, partial);
        }
    }

    #[inline]
    fn cells_of(
        &mut self,
        text: &[u8],
        line: &[u8],
        quoted: bool,
        told: &Told,
        partial: &mut Partial,
    ) {
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
            if self.quick && !quoted {
                let end = self.cells[0].1;
                if self.middles.len() <= self.series {
                    self.middles.resize(self.series + 1, Vec::new());
                }
                let middle = &mut self.middles[self.series];
                middle.clear();
                if from - end < LONGEST_MIDDLE {
                    middle.extend_from_slice(&line[end..from]);
                }
            }
        }
    }

    /// The series of the key: mostly that which followed the last one before.
    #[inline]
    fn series_of<'p>(
        &mut self,
        partial: &'p mut Partial,
    ) -> Option<(&'p mut Series, &'p mut Seen)> {
        let expected = partial.series.get_index(self.series).map_or(0, |(_, last)| last.next);
        let index = if partial
            .series
            .get_index(expected as usize)
            .is_some_and(|(key, _)| **key == *self.key)
        {
            expected as usize
        } else {
            let index = match partial.series.get_index_of(self.key.as_slice()) {
                Some(index) => index,
                None if let Err(wrong) = std::str::from_utf8(&self.key[2..]) => {
                    let byte = self.key.get(2 + wrong.valid_up_to()).copied().unwrap_or_default();
                    partial.broken = Some((partial.lines, Broken::NotUtf8(byte)));
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

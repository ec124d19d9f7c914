//! Memory in use by `free`: total less available, never the column "used".

mod unit;

#[cfg(test)]
mod tests;

use std::io::Read;

use super::lines::Line;
use super::measure::{self, Kind, Moment};
use super::memory::{Memory, Reading};
use super::printed::Printed;
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;
use crate::units::SizeUnit;

pub(super) use unit::Evidence;

pub(super) const FREE: Importer =
    Importer { name: "free", what: "memory in use, by free", command: "free -b", recognises, read };

fn recognises(head: &Head<'_>) -> bool {
    measure::kind(head) == Some(Kind::Free)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    measure::read_blocks(&FREE, input, told)
}

/// Where each figure stands in a line, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    free: usize,
    /// Buffers and cache, which are given up when memory is wanted; one or two columns.
    given_up: [Option<usize>; 2],
    available: Option<usize>,
    /// How long a whole line is: figures end where their titles do.
    width: usize,
    /// Whether the titles are of another language, so that only their places are known.
    pub(super) by_place: bool,
}

impl Columns {
    /// Of a heading: `total used free shared buff/cache available`, or of an older `free`.
    pub(super) fn of(line: &str) -> Option<Self> {
        if !line.trim_start().starts_with("total") {
            return None;
        }
        let titles: Vec<&str> = line.split_whitespace().take(12).collect();
        let place = |name: &str| titles.iter().position(|title| *title == name);
        if place("total") != Some(0) || place("used").is_none() {
            return None;
        }
        let cached = place("cached").or(place("cache"));
        let given_up = match place("buff/cache") {
            Some(both) => [Some(both), None],
            None => [place("buffers"), cached],
        };
        let width = line.trim_end().chars().count();
        let free = place("free")?;
        Some(Self { free, given_up, available: place("available"), width, by_place: false })
    }

    /// Of a heading in another language, by the line under it: six or seven titles, as many figures, which add up.
    pub(super) fn by_place(heading: &str, memory: &str) -> Option<Self> {
        let titles = heading.split_whitespace().take(12);
        let is_title = |title: &str| !title.contains(':') && Printed::parse(title).is_none();
        let n_titles = titles.clone().filter(|title| is_title(title)).count();
        if n_titles != titles.count() || !matches!(n_titles, 6 | 7) {
            return None;
        }
        let (label, figures) = figures(memory)?;
        let is_label = label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\''));
        if !is_label || label.is_empty() || figures.len() != n_titles {
            return None;
        }
        let bytes: Vec<f64> = figures.iter().map(|figure| figure.bytes(1024.0)).collect();
        let [total, used, free, _, rest @ .., available] = bytes.as_slice() else { return None };
        let near = |sum: f64| (sum - total).abs() <= total * 0.05 + 3.0;
        let adds_up = near(used + free + rest.iter().sum::<f64>()) || near(used + available);
        // Without a column for what is available, "used" and "free" make the total alone.
        let is_old = near(used + free) && rest.iter().sum::<f64>() > total * 0.05;
        let width = heading.trim_end().chars().count();
        let given_up = [Some(4), (n_titles == 7).then_some(5)];
        let available = Some(n_titles - 1);
        let columns = Self { free: 2, given_up, available, width, by_place: true };
        (adds_up && !is_old && *total > 0.0).then_some(columns)
    }
}

/// A label before a colon, and the figures behind it; `None` where there is something else.
fn figures(line: &str) -> Option<(&str, Vec<Printed>)> {
    let (label, rest) = line.split_once(':')?;
    let figures =
        rest.split_whitespace().take(12).map(Printed::parse).collect::<Option<Vec<_>>>()?;
    Some((label.trim(), figures))
}

/// The unit that a command line asks for: `root@host:~# free -m`.
pub(super) fn asked_for(line: &str) -> Option<SizeUnit> {
    let command = line.rsplit(['$', '#', '>', '%']).next()?;
    let mut words = command.split_whitespace().skip_while(|word| *word == "sudo");
    if words.next() != Some("free") {
        return None;
    }
    let words: Vec<&str> = words.collect();
    let decimal = words.contains(&"--si");
    let letter = |letter: char, long: &str| {
        words.iter().any(|word| {
            *word == long
                || word.starts_with('-') && !word.starts_with("--") && word.contains(letter)
        })
    };
    let of = |power: usize| match (decimal, power) {
        (true, 1) => SizeUnit::Kb,
        (true, 2) => SizeUnit::Mb,
        (true, _) => SizeUnit::Gb,
        (false, 1) => SizeUnit::Kib,
        (false, 2) => SizeUnit::Mib,
        (false, _) => SizeUnit::Gib,
    };
    if words.iter().any(|word| matches!(*word, "--kilo" | "--mega" | "--giga" | "--tera")) {
        let named = |word: &str| words.contains(&word);
        return [("--kilo", SizeUnit::Kb), ("--mega", SizeUnit::Mb), ("--giga", SizeUnit::Gb)]
            .into_iter()
            .find_map(|(word, unit)| named(word).then_some(unit));
    }
    if letter('b', "--bytes") {
        Some(SizeUnit::B)
    } else if letter('m', "--mebi") {
        Some(of(2))
    } else if letter('g', "--gibi") {
        Some(of(3))
    } else if letter('h', "--human") || words.contains(&"--tebi") {
        decimal.then_some(SizeUnit::Gb)
    } else {
        Some(of(1))
    }
}

/// One output of `free`, as its lines come.
#[derive(Clone, Debug)]
pub(super) struct Block {
    columns: Columns,
    line: usize,
    moment: Moment,
    unit: Option<SizeUnit>,
    memory: Vec<Printed>,
    swap: Vec<Printed>,
    /// "used" of the line `-/+ buffers/cache:`.
    without_cache: Option<Printed>,
    cut_off: bool,
}

impl Block {
    pub(super) fn new(
        columns: Columns,
        line: usize,
        moment: Moment,
        unit: Option<SizeUnit>,
    ) -> Self {
        let (memory, swap) = (Vec::new(), Vec::new());
        Self { columns, line, moment, unit, memory, swap, without_cache: None, cut_off: false }
    }

    /// Takes a line; `false` where it is none of it.
    pub(super) fn takes(&mut self, line: &Line) -> bool {
        let Some((label, figures)) = figures(&line.text) else {
            // A line of a table whose end is missing is of it all the same.
            return line.text.trim_start().starts_with("Mem:");
        };
        if label == "Mem" || (self.columns.by_place && self.memory.is_empty()) {
            self.line = line.number;
            let short = line.text.trim_end().chars().count() < self.columns.width;
            self.cut_off = !line.ended && short;
            self.memory = figures;
        } else if label.starts_with("-/+ buffers") {
            self.without_cache = figures.first().copied();
        } else if label == "Swap" {
            self.swap = figures;
        } else {
            return self.columns.by_place || matches!(label, "Low" | "High" | "Total" | "Comm");
        }
        true
    }

    /// Says what was in use; `false` where the output is cut off.
    pub(super) fn close(self, memory: &mut Memory, import: &mut Import, told: &Told) -> bool {
        let at = told.place(self.line, 1);
        let Some(total) = self.memory.first().copied().filter(|_| !self.cut_off) else {
            return false;
        };
        let lettered = self.memory.iter().chain(&self.swap).any(|figure| figure.is_lettered());
        let unit = self.unit.or(told.unit);
        let is_si = unit.is_some_and(|unit| !unit.is_binary() && unit != SizeUnit::B);
        let is_plain = self.memory.iter().all(|figure| figure.power == 0)
            && self.memory.iter().any(|figure| figure.bytes(1.0) >= 1.0)
            && !self.memory.iter().any(|figure| figure.suffix == super::printed::Suffix::Bytes);
        let each = match (is_plain, unit) {
            (true, Some(unit)) => unit.bytes() as f64,
            _ => 1.0,
        };
        let bytes = |figure: Printed| figure.bytes(if is_si { 1000.0 } else { 1024.0 }) * each;
        let figure = |place: Option<usize>| self.memory.get(place?).copied().map(bytes);
        let in_use = if self.columns.available.is_some() {
            let Some(available) = figure(self.columns.available) else { return false };
            bytes(total) - available
        } else {
            import.note(
                "this `free` is older than 3.3.10 and does not say what is available: in use is estimated as used less buffers and cache",
            );
            match (self.without_cache, figure(Some(self.columns.free))) {
                (Some(used), _) => bytes(used),
                (None, Some(free)) => {
                    let given_up = self.columns.given_up.into_iter().filter_map(figure);
                    bytes(total) - free - given_up.sum::<f64>()
                }
                (None, None) => return false,
            }
        };
        if self.columns.by_place {
            import.note("the headings are not English: the columns of `free` were told by place");
        }
        if !is_plain {
            import.note("`free -h` rounds each figure to two or three digits; `free -b` does not");
        }
        if lettered {
            import.note(if is_si {
                "`G` and its like were counted by 1000"
            } else {
                "`G` and its like were counted by 1024, as older versions of `free -h` mean it; if it was `free --si`, give `--unit GB`"
            });
        }
        let numbers: Vec<f64> = if is_plain && unit.is_none() {
            self.memory.iter().chain(&self.swap).map(|figure| figure.number).collect()
        } else {
            Vec::new()
        };
        let total = bytes(total);
        memory.take(&self.moment, Reading { total, in_use, numbers, at }, import);
        true
    }
}

//! Memory in use by `/proc/meminfo`: `MemTotal` less `MemAvailable`. Its `kB` are KiB.

use std::io::Read;

use super::lines::Line;
use super::measure::{self, Kind, Moment};
use super::memory::{Memory, Reading};
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;

pub(super) const MEMINFO: Importer = Importer {
    name: "meminfo",
    what: "memory in use, by Linux itself",
    command: "cat /proc/meminfo",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    measure::kind(head) == Some(Kind::Meminfo)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    measure::read_blocks(&MEMINFO, input, told)
}

/// One `/proc/meminfo`, as its lines come; in bytes.
#[derive(Clone, Debug)]
pub(super) struct Block {
    line: usize,
    moment: Moment,
    total: f64,
    available: Option<f64>,
    free: Option<f64>,
    buffers: Option<f64>,
    cached: Option<f64>,
}

impl Block {
    /// Of its first line, `MemTotal:       24684084 kB`.
    pub(super) fn begun_by(line: &Line, moment: &Moment) -> Option<Self> {
        let ("MemTotal", total) = field(&line.text)? else { return None };
        let moment = moment.clone();
        let (available, free, buffers, cached) = (None, None, None, None);
        Some(Self { line: line.number, moment, total, available, free, buffers, cached })
    }

    /// Takes a line; `false` where it is none of it.
    pub(super) fn takes(&mut self, line: &Line) -> bool {
        let Some((name, bytes)) = field(&line.text) else {
            // The last line of a file that is cut off, and `HugePages_Total: 0`.
            return line.text.contains(':');
        };
        match name {
            "MemAvailable" => self.available = Some(bytes),
            "MemFree" => self.free = Some(bytes),
            "Buffers" => self.buffers = Some(bytes),
            "Cached" => self.cached = Some(bytes),
            _ => {}
        }
        true
    }

    /// Says what was in use; `false` where it is cut off.
    pub(super) fn close(self, memory: &mut Memory, import: &mut Import, told: &Told) -> bool {
        let available = match (self.available, self.free, self.buffers, self.cached) {
            (Some(available), ..) => available,
            (None, Some(free), Some(buffers), Some(cached)) => {
                import.note(
                    "this Linux is older than 3.14 and has no `MemAvailable`: in use is estimated as all but free memory, buffers and cache",
                );
                free + buffers + cached
            }
            _ => return false,
        };
        let (total, in_use) = (self.total, self.total - available);
        let at = told.place(self.line, 1);
        memory.take(&self.moment, Reading { total, in_use, numbers: Vec::new(), at }, import);
        true
    }
}

/// `Name:   123 kB` → its name and bytes.
fn field(line: &str) -> Option<(&str, f64)> {
    let (name, rest) = line.split_once(':')?;
    let number = rest.trim().strip_suffix("kB")?.trim_end();
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse::<f64>().ok().filter(|_| digits && number.len() <= 20)?;
    Some((name, number * 1024.0))
}

/// Whether a line is the first of it.
pub(super) fn begins(line: &str) -> bool {
    matches!(field(line), Some(("MemTotal", _)))
}

#[cfg(test)]
mod tests {
    use super::super::{import, tests::*};

    #[test]
    fn in_use_is_all_but_what_is_available() {
        let text = "MemTotal:       24684084 kB\nMemFree:         1827432 kB\nMemAvailable:   24028532 kB\nBuffers:           64700 kB\nCached:         22000000 kB\nSwapCached:            0 kB\nHugePages_Total:       0\n";
        let read = read_by("meminfo", text);
        // (24,684,084 − 24,028,532) × 1024 = 655,552 × 1024
        assert_eq!(once(&read, 0), 671_285_248.0);
        assert_eq!(read.series[0].total, Some(25_276_502_016.0));
        assert_eq!(read.notes, Vec::<String>::new());
    }

    #[test]
    fn an_old_kernel_is_estimated_and_said() {
        let text = "MemTotal:        8062212 kB\nMemFree:          142832 kB\nBuffers:          156196 kB\nCached:          5213892 kB\nSwapCached:         1024 kB\n";
        let read = read_by("meminfo", text);
        // 8,062,212 − 142,832 − 156,196 − 5,213,892 = 2,549,292 KiB
        assert_eq!(once(&read, 0), 2_549_292.0 * 1024.0);
        assert!(read.notes[0].contains("3.14"), "{:?}", read.notes);
    }

    #[test]
    fn cut_off_before_the_figures_it_is_refused() {
        let text = "MemTotal:        8062212 kB\nMemFree:          142832 kB\nMemAvail";
        let refused = import(&mut text.as_bytes(), None, &told()).unwrap_err();
        assert_eq!(refused.code, "cut-off");
    }
}

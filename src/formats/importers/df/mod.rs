//! Storage in use by `df`: what is used of used and available, as some of the size is kept back by most file systems.

mod heading;
mod row;
mod skipped;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::days::Samples;
use super::lines::Line;
use super::measure::{self, Kind, Moment};
use super::printed::{Printed, Suffix};
use super::{Head, Import, Importer, Measured, Told};
use crate::diag::Problem;
use crate::model::Resource;
use crate::units::SizeUnit;

pub(super) use heading::Heading;
use row::Row;

pub(super) const DF: Importer =
    Importer { name: "df", what: "storage in use, by df", command: "df -B1 -T", recognises, read };

/// So many file systems at most, in one output and in all.
const MOST: usize = 100_000;
/// The names of all of them may be so long, in bytes.
const NAMES: usize = 64 * 1024 * 1024;

fn recognises(head: &Head<'_>) -> bool {
    measure::kind(head) == Some(Kind::Df)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    measure::read_blocks(&DF, input, told)
}

/// One output of `df`, as its lines come.
#[derive(Clone, Debug)]
pub(super) struct Block {
    heading: Heading,
    moment: Moment,
    rows: Vec<Row>,
    /// A long name of a device that stands on a line of its own.
    wrapped: Option<String>,
}

impl Block {
    pub(super) fn new(heading: Heading, moment: Moment) -> Self {
        Self { heading, moment, rows: Vec::new(), wrapped: None }
    }

    /// Takes a line; `false` where it is none of it.
    pub(super) fn takes(&mut self, line: &Line, told: &Told) -> Result<bool, Problem> {
        let wrapped = self.wrapped.take();
        let whole = match &wrapped {
            Some(device) if line.text.starts_with([' ', '\t']) => {
                Some(format!("{device} {}", line.text.trim_start()))
            }
            _ => None,
        };
        let text = whole.as_deref().unwrap_or(&line.text);
        if let Some(row) = Row::read(&self.heading, text, line.number) {
            if self.rows.len() == MOST {
                let message = "this output of `df` has more than 100,000 file systems";
                return Err(Problem::error("too-many", message).at(told.place(line.number, 1)));
            }
            self.rows.push(row);
            return Ok(true);
        }
        let is_name = text.split_whitespace().nth(1).is_none() && text.contains(['/', ':']);
        if is_name && line.ended && !text.starts_with([' ', '\t']) {
            self.wrapped = Some(text.to_owned());
            return Ok(true);
        }
        Ok(false)
    }

    /// Says what was in use; `false` where it is cut off.
    pub(super) fn close(
        self,
        disks: &mut Disks,
        import: &mut Import,
        told: &Told,
    ) -> Result<bool, Problem> {
        if self.rows.is_empty() {
            return Ok(false);
        }
        let base = self.base(import, told);
        let mut counted = BTreeSet::new();
        let mut free_of_pools = BTreeSet::new();
        for row in &self.rows {
            let at = told.place(row.line, 1);
            let bytes = |sized: Printed| match self.heading.unit {
                Some(unit) => sized.number * unit,
                None => sized.bytes(base),
            };
            let used = row.used.map(bytes);
            let size = row.size.map(bytes);
            let available = row.available.map(bytes);
            let whole = size.or_else(|| Some(used? + available?));
            if let Some(why) = skipped::why(row, whole) {
                import.leave_out(why, 1, Some(at));
                continue;
            }
            let Some((used, total)) = used_and_total(used, available, size) else {
                import.leave_out("file systems without figures", 1, Some(at));
                continue;
            };
            if !(used.is_finite() && total.is_finite() && total > 0.0) {
                import.leave_out("file systems of no size", 1, Some(at));
                continue;
            }
            let device = row.device.as_str();
            let is_device = device.starts_with('/') || device.contains(':');
            if is_device && !counted.insert(device) {
                import.leave_out("mounts of a device that is counted already", 1, Some(at));
                continue;
            }
            let shares = row.kind.as_deref() == Some("zfs")
                || !is_device && !device.is_empty() && row.kind.is_none();
            if shares && available.is_some_and(|bytes| !free_of_pools.insert(bytes as u64)) {
                import.note(format!(
                    "`{}` shares its free space with another file system of its pool: `zfs list -Hp` counts a pool once",
                    row.name()
                ));
            }
            if let (Some(size), Some(_)) = (size, available)
                && size - total > size * 0.005
            {
                import.note(
                    "what can be used of a file system is used + available: less than its size, as some is kept back",
                );
            }
            disks.take(&self.moment, row, used, total, told)?;
        }
        Ok(true)
    }

    /// What a `G` counts by.
    fn base(&self, import: &mut Import, told: &Told) -> f64 {
        if self.heading.unit.is_some() {
            return 1024.0;
        }
        let figures =
            || self.rows.iter().flat_map(|row| [row.size, row.used, row.available]).flatten();
        let has = |what: Suffix, power: i32| {
            figures().any(|sized| sized.suffix == what && (power == 0 || sized.power == power))
        };
        if !has(Suffix::Capital, 0) && !has(Suffix::Small, 0) {
            return 1024.0;
        }
        import.note(
            "`df -h` and `df -H` round each figure to two or three digits; `df -B1` does not",
        );
        let told_decimal = told.unit.map(|unit| !unit.is_binary() && unit != SizeUnit::B);
        match told_decimal {
            Some(true) => return 1000.0,
            Some(false) => return 1024.0,
            None => {}
        }
        if has(Suffix::Small, 1) {
            import.note("`k` in it says `df -H`: `G` and its like were counted by 1000");
            1000.0
        } else if has(Suffix::Capital, 1) {
            1024.0
        } else {
            import.note(
                "`G` and its like were counted by 1024, as `df -h` means it; if it was `df -H`, give `--unit GB`",
            );
            1024.0
        }
    }
}

/// What is used, and all that can be: some of the size is kept back for root.
fn used_and_total(
    used: Option<f64>,
    available: Option<f64>,
    size: Option<f64>,
) -> Option<(f64, f64)> {
    match (used, available, size) {
        // Below nought is available where root has used what is kept back for it.
        (Some(used), Some(available), _) => Some((used, used + available)),
        (Some(used), None, Some(size)) => Some((used, size)),
        (None, Some(available), Some(size)) => Some((size - available, size)),
        _ => None,
    }
}

/// Every file system that was read.
#[derive(Debug, Default)]
pub(super) struct Disks {
    parts: BTreeMap<(Option<String>, String), Disk>,
    names: usize,
}

#[derive(Debug)]
struct Disk {
    order: usize,
    samples: Samples,
    total: f64,
}

impl Disks {
    fn take(
        &mut self,
        moment: &Moment,
        row: &Row,
        used: f64,
        total: f64,
        told: &Told,
    ) -> Result<(), Problem> {
        let order = self.parts.len();
        let key = (moment.host.clone(), row.name().to_owned());
        let length = key.1.len();
        let disk = self.parts.entry(key).or_insert_with(|| {
            self.names += length;
            Disk { order, samples: Samples::default(), total }
        });
        disk.total = total;
        disk.samples.take(moment.when, used);
        if order >= MOST || self.names > NAMES {
            let message = "there are more than 100,000 file systems";
            return Err(Problem::error("too-many", message).at(told.place(row.line, 1)));
        }
        Ok(())
    }

    /// A series a file system, in the order of the input.
    pub(super) fn finish(self, import: &mut Import) {
        let mut parts: Vec<_> = self.parts.into_iter().collect();
        parts.sort_by_key(|(_, disk)| disk.order);
        for ((host, part), disk) in parts {
            let days = disk.samples.finish(import);
            let (part, resource, total) = (Some(part), Resource::Storage, Some(disk.total));
            if !days.is_empty() {
                import.series.push(Measured {
                    host,
                    part,
                    resource,
                    days,
                    total,
                    off: false,
                    estimated_full: None,
                });
            }
        }
    }
}

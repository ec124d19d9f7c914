//! What was in use in the past of a node, a guest or a storage: `rrddata`, whose points are means over a step.

use super::super::book::{Book, Key};
use super::super::json::{Json, instant};
use super::super::when::When;
use super::super::{Import, Told};
use crate::model::Resource;
use crate::units::plural;

/// Takes every point. What they are of is seen by their names: they do not say.
pub(super) fn take(rows: &[&Json], book: &mut Book, import: &mut Import, told: &Told) {
    let has =
        |names: &[&str]| rows.iter().any(|row| names.iter().any(|name| row.get(name).is_some()));
    let host = told.host.as_deref();
    let points: Vec<(Option<When>, &Json)> = rows
        .iter()
        .map(|row| (row.number_of("time").and_then(|time| instant(time, told)), *row))
        .collect();
    if has(&["memtotal", "memused", "roottotal", "rootused"]) {
        node(&points, book, import, host);
    } else if has(&["maxmem", "mem"]) {
        guest(&points, book, import, host);
    } else if has(&["total", "used"]) {
        let key = Key::of(host, Resource::Storage).part("storage");
        for (when, row) in &points {
            book.take(key.clone(), *when, row.number_of("used"), row.number_of("total"));
        }
        import.note("the output does not name the storage");
    } else {
        import.leave_out("points without memory or disks", points.len() as u64, None);
        return;
    }
    if let Some(steps) = steps(rows) {
        import.note(format!("the values are means over {steps}: peaks within are not seen"));
    }
}

fn node(
    points: &[(Option<When>, &Json)],
    book: &mut Book,
    import: &mut Import,
    host: Option<&str>,
) {
    let memory = Key::of(host, Resource::Ram);
    let root = Key::of(host, Resource::Storage).part("root");
    let has = |name: &str| points.iter().any(|(_, row)| row.get(name).is_some());
    let (has_memory, has_root) = (has("memtotal") || has("memused"), has("rootused"));
    let mut counts_arc = false;
    for (when, row) in points {
        let total = row.number_of("memtotal");
        let free = total.zip(row.number_of("memavailable"));
        let in_use = match free {
            Some((total, available)) => Some(total - available),
            None => row.number_of("memused").inspect(|_| counts_arc = true),
        };
        if has_memory {
            book.take(memory.clone(), *when, in_use, total);
        }
        if has_root {
            book.take(root.clone(), *when, row.number_of("rootused"), row.number_of("roottotal"));
        }
    }
    if counts_arc {
        import.note(ARC);
    }
    import.note("a node's memory in use holds that of its guests");
}

/// What memory means before Proxmox VE 9.
pub(super) const ARC: &str = "without `memavailable` (Proxmox VE before 9) the cache of ZFS (ARC) counts as used, though it would make room";

fn guest(
    points: &[(Option<When>, &Json)],
    book: &mut Book,
    import: &mut Import,
    host: Option<&str>,
) {
    let memory = Key::of(host, Resource::Ram).part("guest");
    let disk = Key::of(host, Resource::Storage).part("guest");
    let with_disk: Vec<f64> = points.iter().filter_map(|(_, row)| row.number_of("disk")).collect();
    let is_container = with_disk.iter().any(|used| *used > 0.0);
    if !is_container {
        import.leave_out(NO_DISK, with_disk.len() as u64, None);
    }
    for (when, row) in points {
        book.take(memory.clone(), *when, row.number_of("mem"), row.number_of("maxmem"));
        if is_container {
            book.take(disk.clone(), *when, row.number_of("disk"), row.number_of("maxdisk"));
        }
    }
    import.note("the output does not name the guest");
}

/// Why a virtual machine's disk is not taken.
pub(super) const NO_DISK: &str =
    "disk figures of virtual machines, which Proxmox VE gives as 0 whatever they use";

/// The steps between neighbouring points: `steps of 7 days`, `steps of 30 minutes to 7 days`.
fn steps(rows: &[&Json]) -> Option<String> {
    let mut times: Vec<i64> =
        rows.iter().filter_map(|row| Some(row.number_of("time")? as i64)).collect();
    times.sort_unstable();
    times.dedup();
    let between = times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
    let (least, most) = between.fold(None, |ends: Option<(i64, i64)>, step| {
        Some(ends.map_or((step, step), |(least, most)| (least.min(step), most.max(step))))
    })?;
    Some(if least == most {
        format!("steps of {}", words(least))
    } else {
        format!("steps of {} to {}", words(least), words(most))
    })
}

fn words(seconds: i64) -> String {
    for (unit, length) in [("day", 86_400), ("hour", 3_600), ("minute", 60)] {
        if seconds >= length && seconds % length == 0 {
            return plural(i128::from(seconds / length), unit);
        }
    }
    plural(i128::from(seconds), "second")
}

//! Storage in use by `zfs list`, or by `zpool list`, whose sizes may hold parity.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::days::{DayValue, Days};
use super::lines::Lines;
use super::printed::Printed;
use super::{Head, Import, Importer, Measured, Told, input};
use crate::diag::Problem;
use crate::model::Resource;

pub(super) const ZFS: Importer = Importer {
    name: "zfs",
    what: "storage in use, by ZFS",
    command: "zfs list -Hp",
    recognises,
    read,
};

/// So many datasets at most.
const MOST: usize = 100_000;
/// What a pool can be: the column that tells `zpool list` from `zfs list`.
const HEALTH: [&str; 7] =
    ["ONLINE", "DEGRADED", "FAULTED", "OFFLINE", "UNAVAIL", "REMOVED", "SUSPENDED"];

fn recognises(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines().filter(|line| !line.trim().is_empty());
    let Some(line) = lines.find(|line| !is_command(line)) else { return false };
    Columns::of(line).is_some() || (line.contains('\t') && Columns::bare(line).is_some())
}

/// A line of a shell that was copied too.
fn is_command(line: &str) -> bool {
    !line.contains('\t') && line.contains(['$', '#'])
}

/// Which command it is of, and where its figures stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    is_pool: bool,
    used: usize,
    /// What is left.
    available: usize,
    size: Option<usize>,
    n: usize,
}

impl Columns {
    /// Of a heading: `NAME USED AVAIL REFER MOUNTPOINT`, `NAME SIZE ALLOC FREE …`, or as `-o` asked.
    fn of(line: &str) -> Option<Self> {
        let titles: Vec<&str> = line.split_whitespace().take(40).collect();
        let place = |name: &str| titles.iter().position(|title| *title == name);
        if place("NAME") != Some(0) {
            return None;
        }
        let n = titles.len();
        match (place("USED"), place("AVAIL"), place("ALLOC"), place("FREE")) {
            (Some(used), Some(available), ..) => {
                Some(Self { is_pool: false, used, available, size: None, n })
            }
            (_, _, Some(used), Some(available)) => {
                Some(Self { is_pool: true, used, available, size: place("SIZE"), n })
            }
            _ => None,
        }
    }

    /// Of a line without a heading, as `-H` prints it.
    fn bare(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split('\t').take(40).collect();
        let is_size = |at: usize| {
            let word = words.get(at).copied().unwrap_or_default();
            word == "-" || Printed::parse(word).is_some()
        };
        let n = words.len();
        if words.first().is_none_or(|name| name.is_empty()) || !(1..4).all(is_size) {
            return None;
        }
        let mount = words.get(4).copied().unwrap_or_default();
        if n == 5 && (mount.starts_with('/') || matches!(mount, "-" | "none" | "legacy")) {
            return Some(Self { is_pool: false, used: 1, available: 2, size: None, n });
        }
        let is_pool = n >= 9 && words.iter().any(|word| HEALTH.contains(word));
        is_pool.then_some(Self { is_pool, used: 2, available: 3, size: Some(1), n })
    }
}

/// A dataset or a pool, in bytes.
struct Listed {
    used: f64,
    available: f64,
    order: usize,
    line: usize,
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(ZFS.name);
    let mut heading = None;
    let mut sets: BTreeMap<String, Listed> = BTreeMap::new();
    let mut pools: BTreeMap<String, Listed> = BTreeMap::new();
    let mut rounded = false;
    let mut lines = Lines::new(input, told);
    while let Some(line) = lines.next()? {
        let text = line.text.as_str();
        if text.trim().is_empty() || is_command(text) {
            continue;
        }
        if let Some(columns) = Columns::of(text) {
            heading = Some(columns);
            continue;
        }
        let at = told.place(line.number, 1);
        let bare = Columns::bare(text).filter(|_| text.contains('\t'));
        let Some(columns) = bare.or(heading) else {
            import.leave_out("lines that are of no output of zfs or zpool", 1, Some(at));
            continue;
        };
        let tabs = text.contains('\t');
        let words: Vec<&str> = if tabs {
            text.split('\t').take(40).collect()
        } else {
            text.split_whitespace().take(40).collect()
        };
        let name = words.first().copied().unwrap_or_default();
        if text.starts_with([' ', '\t']) {
            import.leave_out("devices of a pool, whose space is in it", 1, Some(at));
            continue;
        }
        if name.contains(['@', '#']) {
            import.leave_out("snapshots and bookmarks, which count in their dataset", 1, Some(at));
            continue;
        }
        let figure = |place: usize| Printed::parse(words.get(place).copied()?);
        let figures = (figure(columns.used), figure(columns.available));
        let (Some(used), Some(available)) = figures else {
            import.leave_out("lines without figures", 1, Some(at));
            continue;
        };
        rounded |= used.power > 0 || available.power > 0;
        let (used, available) = (used.bytes(1024.0), available.bytes(1024.0));
        if words.len() < columns.n || used < 0.0 || available < 0.0 || used + available <= 0.0 {
            import.leave_out("lines without figures", 1, Some(at));
            continue;
        }
        let into = if columns.is_pool { &mut pools } else { &mut sets };
        if into.len() == MOST {
            let message = "there are more than 100,000 datasets";
            return Err(Problem::error("too-many", message).at(at));
        }
        let order = into.len();
        into.insert(name.to_owned(), Listed { used, available, order, line: line.number });
    }
    if rounded {
        import.note("without `-p` ZFS rounds each figure to three digits; `zfs list -Hp` does not");
    }
    let roots = topmost(&sets, &mut import, told);
    for (name, pool) in &pools {
        let is_listed = roots.iter().any(|(root, _)| *root == name);
        if is_listed {
            let at = told.place(pool.line, 1);
            import.leave_out("pools that `zfs list` has too", 1, Some(at));
        } else {
            import.note(format!(
                "`{name}` is raw space of `zpool list`: with raidz its parity is in it; `zfs list -Hp` says what can be used"
            ));
        }
    }
    let raw = pools.iter().filter(|(name, _)| !sets.contains_key(*name));
    let mut all: Vec<(&String, &Listed)> = roots.into_iter().chain(raw).collect();
    all.sort_by_key(|(_, listed)| listed.order);
    for (name, listed) in all {
        let today = import.day_told(told);
        import.series.push(Measured {
            host: told.host.clone(),
            part: Some(name.clone()),
            resource: Resource::Storage,
            days: Days::new([(today, DayValue::once(listed.used))]),
            total: Some(listed.used + listed.available),
            off: false,
            estimated_full: None,
        });
    }
    if import.series.is_empty() { Err(input::no_usage(told, &import)) } else { Ok(import) }
}

/// Datasets that are in no other that is listed: what is in one counts in it.
fn topmost<'a>(
    sets: &'a BTreeMap<String, Listed>,
    import: &mut Import,
    told: &Told,
) -> Vec<(&'a String, &'a Listed)> {
    let mut pools = BTreeSet::new();
    let mut found = Vec::new();
    for (name, listed) in sets {
        let ends = name.match_indices('/').map(|(at, _)| at);
        let inside = ends.into_iter().any(|end| sets.contains_key(name.get(..end).unwrap_or("")));
        if inside {
            let at = told.place(listed.line, 1);
            import.leave_out("datasets inside one that is counted", 1, Some(at));
            continue;
        }
        let pool = name.split('/').next().unwrap_or_default();
        if !pools.insert(pool) {
            import.note(format!(
                "several datasets of the pool `{pool}` are listed without it: their free space is the same one"
            ));
        }
        found.push((name, listed));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{import, tests::*};

    #[test]
    fn a_pool_counts_once_by_its_root() {
        let text = "rpool\t105226698752\t849346560000\t98304\t/rpool\nrpool/ROOT\t5226698752\t849346560000\t98304\tnone\nrpool/data\t100000000000\t849346560000\t98304\t-\nrpool@daily\t0\t-\t98304\t-\n";
        let read = read_by("zfs", text);
        assert_eq!(read.series.len(), 1);
        assert_eq!(once(&read, 0), 105_226_698_752.0);
        // 105,226,698,752 + 849,346,560,000
        assert_eq!(read.series[0].total, Some(954_573_258_752.0));
        assert_eq!(left(&read, "datasets inside"), 2);
        assert_eq!(left(&read, "snapshots"), 1);
    }

    #[test]
    fn suffixes_are_binary_and_said_to_be_rounded() {
        let text = "NAME        USED  AVAIL     REFER  MOUNTPOINT\ntank       1.50T  3.5T      96K  /tank\ntank/home   200G  3.5T     200G  /home\n";
        let read = read_by("zfs", text);
        assert_eq!(once(&read, 0), 1.5 * 1_099_511_627_776.0);
        assert_eq!(read.series[0].total, Some(5.0 * 1_099_511_627_776.0));
        assert!(read.notes[0].contains("three digits"));
    }

    #[test]
    fn a_pool_of_zpool_is_raw_and_gives_way_to_zfs() {
        let zpool = "tank\t3985729650688\t1130045440\t3984599605248\t-\t-\t0\t0\t1.00\tONLINE\t-\n";
        let read = read_by("zfs", zpool);
        assert_eq!(once(&read, 0), 1_130_045_440.0);
        assert_eq!(read.series[0].total, Some(3_985_729_650_688.0));
        assert!(read.notes[0].contains("parity"));
        let both = format!("{zpool}tank\t753363627\t2574000000000\t140000\t/tank\n");
        let read = read_by("zfs", &both);
        assert_eq!(once(&read, 0), 753_363_627.0);
        assert_eq!((read.series.len(), left(&read, "pools that")), (1, 1));
    }

    #[test]
    fn without_its_pool_the_topmost_datasets_count() {
        let text = "rpool/a\t10\t90\t10\t/a\nrpool/a/b\t5\t90\t5\t/a/b\nrpool/c\t20\t90\t20\t/c\n";
        let read = read_by("zfs", text);
        let parts: Vec<_> = read.series.iter().filter_map(|s| s.part.as_deref()).collect();
        assert_eq!(parts, ["rpool/a", "rpool/c"]);
        assert!(read.notes[0].contains("the same one"));
    }

    #[test]
    fn a_line_that_is_cut_off_is_left_out() {
        let text = "rpool\t10\t90\t10\t/a\ntank\t10\t9";
        let read = read_by("zfs", text);
        assert_eq!((read.series.len(), left(&read, "lines")), (1, 1));
        assert_eq!(
            import(&mut &b"NAME USED AVAIL REFER MOUNTPOINT\n"[..], None, &told())
                .unwrap_err()
                .code,
            "no-usage"
        );
    }
}

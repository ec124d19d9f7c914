//! Memory and file systems by sysstat's daily files, as `sadf -j` prints them.

use std::io::Read;

use super::book::{Book, Key};
use super::json::{self, Json};
use super::when::When;
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;
use crate::model::Resource;

pub(super) const SYSSTAT: Importer = Importer {
    name: "sysstat",
    what: "memory and file systems, by sysstat",
    command: "sadf -j -- -r -F MOUNT",
    recognises,
    read,
};

/// Names of which values are kept: a day of all activities holds a hundred times more.
const KEPT: [&str; 22] = [
    "sysstat",
    "hosts",
    "nodename",
    "timezone",
    "statistics",
    "timestamp",
    "date",
    "time",
    "tz",
    "utc",
    "memory",
    "memfree",
    "avail",
    "memused",
    "memused-percent",
    "buffers",
    "cached",
    "slab",
    "filesystems",
    "filesystem",
    "mountpoint",
    "MBfsfree",
];

/// What `sadf` calls kB and MB.
const KIB: f64 = 1024.0;
const MIB: f64 = 1024.0 * 1024.0;

fn recognises(head: &Head<'_>) -> bool {
    head.is_json() && head.has_name("sysstat")
}

fn is_kept(name: &str) -> bool {
    KEPT.contains(&name) || matches!(name, "MBfsused" | "%ufsused")
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(SYSSTAT.name);
    let mut book = Book::default();
    let documents = json::documents(input, told, is_kept)?;
    let mut points = 0_u64;
    for document in &documents {
        let hosts = document.inside("sysstat").get("hosts").map(Json::rows).unwrap_or_default();
        for host in hosts {
            let name = host.text_of("nodename");
            for point in host.get("statistics").map(Json::rows).unwrap_or_default() {
                points += 1;
                let when = point.get("timestamp").and_then(|stamp| time(stamp, told));
                memory(point, name, when, &mut book, &mut import);
                file_systems(point, name, when, &mut book, &mut import);
            }
        }
    }
    if points == 0 {
        let message = "here are no statistics of sysstat";
        return Err(Problem::error("no-usage", message).hint("give `sadf -j -- -r -F MOUNT`"));
    }
    book.finish(&mut import, told);
    if import.series.is_empty() {
        import.leave_out(
            "points without memory or file systems: `sadf -j -- -r -F MOUNT` prints both",
            points,
            None,
        );
    }
    Ok(import)
}

/// The time of a point: in UTC it is put on the days that were told, else it is the host's own and stays.
fn time(stamp: &Json, told: &Told) -> Option<When> {
    let written = format!("{} {}", stamp.text_of("date")?, stamp.text_of("time")?);
    let when = When::parse_iso(&written)?;
    let is_utc = stamp.says("utc") || stamp.text_of("tz") == Some("UTC");
    if !is_utc || told.utc_offset == 0 {
        return Some(when);
    }
    let epoch = crate::units::Day::new(1970, 1, 1)?;
    let seconds = epoch.days_until(when.day) * 86_400 + i64::from(when.second);
    When::from_unix(seconds, told.utc_offset)
}

fn memory(
    point: &Json,
    host: Option<&str>,
    when: Option<When>,
    book: &mut Book,
    import: &mut Import,
) {
    let Some(memory) = point.get("memory") else { return };
    let number = |name: &str| memory.number_of(name);
    if number("memused").is_none() && number("memfree").is_none() {
        return;
    }
    let key = Key::of(host, Resource::Ram);
    let Some(total) = total(memory) else {
        import.leave_out("points of memory of which the total cannot be told", 1, None);
        return;
    };
    let available = match number("avail") {
        Some(available) => available,
        None => {
            import.note(
                "`avail` is not there (old kernels): what is available is reckoned as free + buffers + cached",
            );
            let parts = ["memfree", "buffers", "cached"].map(number);
            parts.iter().flatten().sum()
        }
    };
    book.take(key, when, Some((total - available) * KIB), Some(total * KIB));
}

/// All memory in KiB, which is not given. `memused` was total - free once, then total - free - buffers - cached - slab, and is
/// total - available now; which, the percentage says.
fn total(memory: &Json) -> Option<f64> {
    let number = |name: &str| memory.number_of(name);
    let sum = |names: &[&str]| names.iter().map(|name| number(name)).sum::<Option<f64>>();
    let sums = [
        sum(&["memused", "avail"]),
        sum(&["memused", "memfree", "buffers", "cached", "slab"]),
        sum(&["memused", "memfree"]),
    ];
    let (used, percent) = (number("memused")?, number("memused-percent"));
    let fits = |total: f64| {
        // Printed with two decimals.
        percent.is_none_or(|percent| (used * 100.0 / total - percent).abs() <= 0.0051)
    };
    let all = sums.into_iter().flatten();
    all.clone().find(|total| fits(*total)).or_else(|| {
        let percent = percent.filter(|percent| *percent > 0.0)?;
        Some(used * 100.0 / percent)
    })
}

fn file_systems(
    point: &Json,
    host: Option<&str>,
    when: Option<When>,
    book: &mut Book,
    import: &mut Import,
) {
    for row in point.get("filesystems").map(Json::rows).unwrap_or_default() {
        let name = row.text_of("mountpoint").or_else(|| row.text_of("filesystem"));
        let (Some(name), Some(used)) = (name, row.number_of("MBfsused")) else {
            import.leave_out("file systems without a name or figures", 1, None);
            continue;
        };
        let size = row.number_of("MBfsfree").map(|free| used + free);
        // `%ufsused` is what is not available to users, of the size.
        let available = size
            .zip(row.number_of("%ufsused"))
            .map(|(size, percent)| size * (1.0 - percent / 100.0));
        let total = available.map(|available| used + available).or(size);
        if available.is_some() {
            import.note("what can be used of a file system is used + available to users, of which `%ufsused` tells to 0.01 %");
        }
        let key = Key::of(host, Resource::Storage).part(name);
        book.take(key, when, Some(used * MIB), total.map(|total| total * MIB));
    }
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use crate::units::Day;

    fn read(text: &str, utc_offset: i32) -> Import {
        let mut told = Told::new(Day::parse("2026-01-04").unwrap(), "made.json");
        told.utc_offset = utc_offset;
        import(&mut text.as_bytes(), None, &told).unwrap()
    }

    fn file(points: &str) -> String {
        format!(
            "{{\"sysstat\":{{\"hosts\":[{{\"nodename\":\"a\",\"statistics\":[{points}]}}]}}}}\n"
        )
    }

    #[test]
    fn memory_in_use_is_the_total_less_what_is_available() {
        // 600 used + 400 available = 1000, which is 60 %.
        let now = r#"{"timestamp":{"date":"2025-12-01","time":"23:30:00","tz":"UTC"},
            "memory":{"memfree":100,"avail":400,"memused":600,"memused-percent":60.00}}"#;
        let import = read(&file(now), 0);
        let memory = &import.series[0];
        assert_eq!((memory.host.as_deref(), memory.total), (Some("a"), Some(1000.0 * 1024.0)));
        let (day, value) = memory.days.iter().next().unwrap();
        assert_eq!((day.to_string().as_str(), value.highest), ("2025-12-01", 600.0 * 1024.0));
        let an_hour_east = read(&file(now), 60);
        assert_eq!(
            an_hour_east.series[0].days.ends().unwrap().0,
            Day::parse("2025-12-02").unwrap()
        );
    }

    #[test]
    fn what_memused_leaves_out_is_told_by_its_percentage() {
        // Older: 300 used + 100 free + 200 buffers + 300 cached + 100 slab = 1000, 30 %; 450 available.
        let older = r#"{"timestamp":{"date":"2020-12-01","time":"10:00:00"},"memory":{"memfree":100,
            "avail":450,"memused":300,"memused-percent":30.00,"buffers":200,"cached":300,"slab":100}}"#;
        let memory = &read(&file(older), 0).series[0];
        assert_eq!(memory.total, Some(1000.0 * 1024.0));
        assert_eq!(memory.days.iter().next().unwrap().1.highest, (1000.0 - 450.0) * 1024.0);
        // Oldest: 900 used + 100 free, no `avail`: 1000 - (100 + 200 + 300).
        let oldest = r#"{"timestamp":{"date":"2014-12-01","time":"10:00:00","utc":0},"memory":{
            "memfree":100,"memused":900,"memused-percent":90.00,"buffers":200,"cached":300}}"#;
        let import = read(&file(oldest), 0);
        assert_eq!(import.series[0].days.iter().next().unwrap().1.highest, 400.0 * 1024.0);
        assert!(import.notes.iter().any(|note| note.contains("`avail` is not there")));
    }

    #[test]
    fn megabytes_are_binary_and_what_is_kept_back_is_in_neither() {
        // Size 1000 MiB, of which 45 % are not available: 550 left, 400 used.
        let point = r#"{"timestamp":{"date":"2025-12-01","time":"10:00:00","tz":"UTC"},"filesystems":[
            {"mountpoint":"/srv","MBfsfree":600,"MBfsused":400,"%fsused":40.00,"%ufsused":45.00}]}"#;
        let import = read(&file(point), 0);
        let disk = &import.series[0];
        let mib = 1_048_576.0;
        assert_eq!(
            (disk.part.as_deref(), disk.resource.clone()),
            (Some("/srv"), Resource::Storage)
        );
        assert_eq!(disk.days.iter().next().unwrap().1.last, 400.0 * mib);
        assert!((disk.total.unwrap() - 950.0 * mib).abs() < 1.0);
    }

    #[test]
    fn figures_of_cpus_alone_are_no_usage() {
        let text = file(r#"{"timestamp":{"date":"2025-12-01","time":"10:00:00"},"cpu-load":[]}"#);
        let told = Told::new(Day::parse("2026-01-04").unwrap(), "made.json");
        let problem = import(&mut text.as_bytes(), None, &told).unwrap_err();
        assert_eq!(problem.code, "no-usage");
        assert!(problem.hint.unwrap().contains("sadf -j -- -r -F MOUNT"));
    }
}

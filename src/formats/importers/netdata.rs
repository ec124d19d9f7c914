//! What Netdata measured, as CSV: newest first, in local time or seconds since 1970.

use std::io::Read;

use super::book::{Book, Key};
use super::json::instant;
use super::when::When;
use super::{Head, Import, Importer, Told, input};
use crate::diag::{Place, Problem};
use crate::model::Resource;
use crate::units::SizeUnit;

pub(super) const NETDATA: Importer = Importer {
    name: "netdata",
    what: "memory or a disk, by Netdata's charts as CSV",
    command: "curl 'http://HOST:19999/api/v1/data?chart=system.ram&format=csv&after=-604800&points=168'",
    recognises,
    read,
};

/// What a chart's dimensions measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chart {
    /// `system.ram`, in MiB.
    Memory,
    /// `disk_space.…`, in GiB.
    Disk,
    /// `system.net` and its like.
    Traffic,
    /// Anything else.
    Other,
}

fn recognises(head: &Head<'_>) -> bool {
    let heading = head.text.lines().next().unwrap_or_default();
    titles(heading).is_some_and(|titles| chart(&titles) != Chart::Other)
}

/// The dimensions of a heading that begins with the time.
fn titles(heading: &str) -> Option<Vec<String>> {
    let mut titles = heading.trim().split(',').map(|t| t.trim().trim_matches('"').to_owned());
    (titles.next()? == "time").then(|| titles.collect())
}

fn chart(titles: &[String]) -> Chart {
    let has = |name: &str| titles.iter().any(|title| title == name);
    let keeps_back = titles.iter().any(|title| title.starts_with("reserved"));
    if has("used") && has("cached") && has("buffers") {
        Chart::Memory
    } else if has("avail") && has("used") && (keeps_back || titles.len() == 2) {
        Chart::Disk
    } else if has("received") && has("sent") {
        Chart::Traffic
    } else {
        Chart::Other
    }
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let text = input::whole(input, told)?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let titles = lines.next().and_then(|(_, heading)| titles(heading));
    let Some(titles) = titles else {
        return Err(Problem::error(
            "not-this-tool",
            "the heading of Netdata's CSV begins with `time,`",
        )
        .at(told.place(1, 1)));
    };
    let chart = chart(&titles);
    let mut import = Import::by(NETDATA.name);
    if chart == Chart::Traffic && told.resource.is_none() {
        let rows = lines.count() as u64;
        import.leave_out("rows of network traffic, which is not planned", rows, None);
        return Ok(import);
    }
    let (resource, unit) = meaning(chart, told)?;
    let mut book = Book::default();
    for (at, line) in lines {
        let place = told.place(at + 1, 1);
        let mut cells = line.split(',').map(|cell| cell.trim().trim_matches('"'));
        let when = cells.next().and_then(|time| moment(time, told));
        let values: Vec<Option<f64>> = cells.map(|cell| cell.parse().ok()).collect();
        if values.len() != titles.len() {
            return Err(wrong_row(&values, titles.len(), place));
        }
        let value = |name: &str| {
            let at = titles.iter().position(|title| title == name)?;
            values.get(at).copied().flatten().map(|value| value * unit)
        };
        let key = Key::of(None, resource.clone());
        match chart {
            Chart::Memory => {
                let total = values.iter().copied().sum::<Option<f64>>().map(|sum| sum * unit);
                book.take(key, when, value("used"), total);
            }
            Chart::Disk => {
                let total = value("used").zip(value("avail")).map(|(used, left)| used + left);
                book.take(key.part("disk"), when, value("used"), total);
            }
            Chart::Traffic | Chart::Other => {
                for (title, value) in titles.iter().zip(&values) {
                    let value = value.map(|value| value * unit);
                    book.take(key.clone().part(title.clone()), when, value, None);
                }
            }
        }
    }
    match chart {
        Chart::Memory => {
            import.note("in use is `used`: Netdata has taken caches and buffers out of it");
        }
        Chart::Disk => {
            import.note("Netdata does not say which disk; what can be used of it is used + avail");
        }
        Chart::Traffic | Chart::Other => {}
    }
    book.finish(&mut import, told);
    Ok(import)
}

/// Resource, and bytes of one; what was told of the unit counts.
fn meaning(chart: Chart, told: &Told) -> Result<(Resource, f64), Problem> {
    let bytes = |unit: SizeUnit| told.unit.unwrap_or(unit).bytes() as f64;
    Ok(match (chart, &told.resource, told.unit) {
        (Chart::Memory, ..) => (Resource::Ram, bytes(SizeUnit::Mib)),
        (Chart::Disk, Some(Resource::Backup), _) => (Resource::Backup, bytes(SizeUnit::Gib)),
        (Chart::Disk, ..) => (Resource::Storage, bytes(SizeUnit::Gib)),
        (_, Some(resource @ (Resource::Cpu | Resource::Count(_))), _) => (resource.clone(), 1.0),
        (_, Some(resource), Some(unit)) => (resource.clone(), unit.bytes() as f64),
        (_, Some(_), None) => {
            return Err(Problem::error("unit-needed", "the unit of these dimensions is not known")
                .hint("say it: `--unit MiB`"));
        }
        (_, None, _) => {
            return Err(Problem::error(
                "resource-needed",
                "what these dimensions measure is not known",
            )
            .hint("say it: `--resource ram`, `--resource storage` or `--resource backup`"));
        }
    })
}

/// A local date and time, or seconds or milliseconds since 1970.
fn moment(time: &str, told: &Told) -> Option<When> {
    match time.parse::<f64>() {
        // Seconds reach so far only in the year 5138.
        Ok(number) if number.abs() >= 1e11 => instant(number / 1000.0, told),
        Ok(number) => instant(number, told),
        Err(_) => When::parse_iso(time),
    }
}

fn wrong_row(values: &[Option<f64>], titles: usize, place: Place) -> Problem {
    let message = format!("this row has {} values, the heading names {titles}", values.len());
    Problem::error("wrong-columns", message).at(place).hint("give Netdata's CSV whole, as it was")
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use crate::units::Day;

    fn read(text: &str) -> Result<Import, Problem> {
        let told = Told::new(Day::parse("2026-01-04").unwrap(), "made.csv");
        import(&mut text.as_bytes(), None, &told)
    }

    #[test]
    fn memory_is_in_mebibytes_and_caches_are_not_in_use() {
        let text = "time,free,used,cached,buffers\r\n2026-01-02 00:10:00,100,300,500,124\r\n\
                    2026-01-02 00:00:00,100,310,490,124\r\n2026-01-01 23:50:00,null,null,null,null\r\n";
        let import = read(text).unwrap();
        let memory = &import.series[0];
        let mib = 1_048_576.0;
        let (day, value) = memory.days.iter().next().unwrap();
        assert_eq!(day, Day::parse("2026-01-02").unwrap());
        assert_eq!((value.highest, value.last, value.count), (310.0 * mib, 300.0 * mib, 2));
        assert_eq!(memory.total, Some(1024.0 * mib));
        assert_eq!((import.left_out[0].count, memory.days.len()), (1, 1));
    }

    #[test]
    fn seconds_since_1970_are_read_as_well() {
        // 1767225600 is 2026-01-01 00:00 UTC.
        let text = "time,avail,used,reserved for root\n1767225600,6,3,1\n1767225600000,6,3,1\n";
        let disk = &read(text).unwrap().series[0];
        let gib = 1_073_741_824.0;
        assert_eq!((disk.resource.clone(), disk.total), (Resource::Storage, Some(9.0 * gib)));
        assert_eq!(disk.days.len(), 1);
        assert_eq!(disk.days.iter().next().unwrap().1.last, 3.0 * gib);
    }

    #[test]
    fn traffic_is_not_usage() {
        let problem = read("time,received,sent\n2026-01-02 00:10:00,1.5,2\n").unwrap_err();
        assert_eq!(problem.code, "no-usage");
        assert!(problem.hint.unwrap().contains("network traffic"));
    }

    #[test]
    fn a_row_that_is_cut_off_is_told() {
        let problem =
            read("time,free,used,cached,buffers\n2026-01-02 00:10:00,100,30").unwrap_err();
        assert_eq!((problem.code, problem.place.unwrap().line), ("wrong-columns", 2));
    }
}

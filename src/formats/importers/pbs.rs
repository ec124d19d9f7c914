//! Room for backups in use by Proxmox Backup Server: a datastore's past month and now.

use std::io::Read;

use super::book::{Book, Key};
use super::json::{self, Json, instant};
use super::when::When;
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;
use crate::model::{EstimatedFull, Resource};
use crate::units::Day;

pub(super) const PBS: Importer = Importer {
    name: "pbs",
    what: "room for backups in use, by Proxmox Backup Server",
    command: "proxmox-backup-debug api get /status/datastore-usage --output-format json",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    let has_any = |names: &[&str]| names.iter().any(|name| head.has_name(name));
    let is_list = head.has_name("store") && has_any(&["avail", "used", "history", "error"]);
    let is_one = head.has_names(&["avail", "used", "total"]);
    let is_other = has_any(&["content", "plugintype", "memused", "memtotal", "maxdisk", "sysstat"]);
    head.is_json() && (is_list || is_one) && !is_other
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(PBS.name);
    let mut book = Book::default();
    for document in &json::documents(input, told, |_| true)? {
        for row in document.inside("data").rows() {
            store(row, &mut book, &mut import, told);
        }
    }
    book.finish(&mut import, told);
    Ok(import)
}

fn store(row: &Json, book: &mut Book, import: &mut Import, told: &Told) {
    let name = row.text_of("store").or_else(|| row.text_of("name"));
    if let Some(words) = row.text_of("error") {
        let name = name.unwrap_or("without a name");
        import.leave_out(&format!("datastore `{name}`, with the error `{words}`"), 1, None);
        return;
    }
    let used = row.number_of("used");
    let Some((used, avail)) = used.zip(row.number_of("avail")) else {
        import.leave_out("datastores without sizes", 1, None);
        return;
    };
    let total = Some(used + avail);
    let mut key = Key::of(None, Resource::Backup);
    key.part = name.map(str::to_owned);
    if name.is_none() {
        import.note("the output does not name the datastore");
    }
    let raw = row.number_of("total").unwrap_or(used + avail);
    if (raw - used - avail).abs() >= 1.0 {
        import.note("what can be used is used + available: the rest of the size is kept back by the file system");
    }
    let end = history(row, raw, &key, book, import, told);
    let now = When::of_day(told.today);
    let when = match end {
        Some(end) if end.day < now.day => {
            import.note("what is used now stands on the day that the history ends");
            end
        }
        _ => {
            import.day_told(told);
            now
        }
    };
    // Later than any step of the same day: disks count their last value.
    book.take(key.clone(), Some(When { second: 86_399, ..when }), Some(used), total);
    if let Some(on) = estimate(row, name, when.day, import, told) {
        let by = Some("Proxmox Backup Server".to_owned());
        book.estimate(key, EstimatedFull { on, said: Some(when.day), by });
    }
}

/// Takes the shares of the size that were in use; gives the end of the last step.
fn history(
    row: &Json,
    size: f64,
    key: &Key,
    book: &mut Book,
    import: &mut Import,
    told: &Told,
) -> Option<When> {
    let shares = row.get("history")?.list()?;
    let (start, step) = (row.number_of("history-start")?, row.number_of("history-delta")?);
    for (at, share) in shares.iter().enumerate() {
        let when = instant(start + step * at as f64, told);
        book.take(key.clone(), when, share.number().map(|share| share * size), None);
    }
    if !shares.is_empty() {
        import
            .note("the history is given as shares of the size, of which today's is taken for all");
    }
    instant(start + step * shares.len() as f64, told)
}

/// When the tool thinks that it is full, to stand beside what we say. `None`: it sees no end of room on the day `said`.
fn estimate(
    row: &Json,
    name: Option<&str>,
    said: Day,
    import: &mut Import,
    told: &Told,
) -> Option<Day> {
    let seconds = row.number_of("estimated-full-date").filter(|seconds| *seconds > 0.0)?;
    let full = instant(seconds, told);
    let name = name.map_or_else(|| "the datastore".to_owned(), |name| format!("`{name}`"));
    import.note(match full {
        Some(when) if when.day < told.today => format!(
            "Proxmox Backup Server sees no end of room in {name}: the date that it gives, {}, has passed, as where use falls",
            when.day
        ),
        Some(when) => format!(
            "Proxmox Backup Server reckons that {name} is full on {}, by a straight line over the last month",
            when.day
        ),
        None => format!("Proxmox Backup Server sees no end of room in {name}"),
    });
    full.map(|when| when.day).filter(|day| *day >= said)
}

#[cfg(test)]
mod tests {
    use super::super::{DayValue, import};
    use super::*;
    use crate::units::Day;

    fn told(today: &str) -> Told {
        Told::new(Day::parse(today).unwrap(), "made.json")
    }

    fn read(text: &str, told: &Told) -> Result<Import, Problem> {
        import(&mut text.as_bytes(), None, told)
    }

    // 1767225600 is 2026-01-01 00:00 UTC; full on 2026-03-01, which is 1772323200.
    const LIST: &str = r#"{"data":[
      {"store":"vault","total":1000,"used":500,"avail":450,"history":[0.3,null,0.4],
       "history-start":1767225600,"history-delta":86400,"estimated-full-date":1772323200},
      {"store":"broken","error":"no such device"}]}"#;

    #[test]
    fn a_history_of_shares_becomes_bytes_and_nulls_are_counted() {
        let import = read(LIST, &told("2026-01-04")).unwrap();
        assert_eq!(import.series.len(), 1);
        let series = &import.series[0];
        assert_eq!(series.part.as_deref(), Some("vault"));
        assert_eq!(series.resource, Resource::Backup);
        // 0.3 × 1000, 0.4 × 1000, and now.
        let days: Vec<_> = series.days.iter().map(|(day, v)| (day.to_string(), v.last)).collect();
        let is = |day: &str, last| (day.to_owned(), last);
        assert_eq!(
            days,
            [is("2026-01-01", 300.0), is("2026-01-03", 400.0), is("2026-01-04", 500.0)]
        );
        assert_eq!(series.total, Some(500.0 + 450.0));
        let day = |text: &str| Day::parse(text).unwrap();
        let full = series.estimated_full.as_ref().unwrap();
        assert_eq!((full.on, full.said), (day("2026-03-01"), Some(day("2026-01-04"))));
        assert_eq!(full.by.as_deref(), Some("Proxmox Backup Server"));
        let left: Vec<_> = import.left_out.iter().map(|l| (l.what.as_str(), l.count)).collect();
        assert!(left.contains(&("values that are no number", 1)), "{left:?}");
        assert!(
            left.contains(&("datastore `broken`, with the error `no such device`", 1)),
            "{left:?}"
        );
        assert!(import.notes.iter().any(|note| note.contains("full on 2026-03-01")));
    }

    #[test]
    fn an_old_file_stands_on_the_day_its_history_ends() {
        let import = read(LIST, &told("2026-05-01")).unwrap();
        // What has passed already says that use falls: no day is told.
        let falls = read(&LIST.replace("1772323200", "1767139200"), &told("2026-05-01")).unwrap();
        assert_eq!(falls.series[0].estimated_full, None);
        let last = import.series[0].days.iter().next_back().unwrap();
        assert_eq!((last.0.to_string(), last.1.last), ("2026-01-04".to_owned(), 500.0));
    }

    #[test]
    fn the_status_of_one_datastore_has_neither_name_nor_time() {
        let text = "{\"avail\":40,\"total\":100,\"used\":50,\"counts\":{\"vm\":null}}\n";
        let import = read(text, &told("2026-01-04")).unwrap();
        let series = &import.series[0];
        assert_eq!((series.part.clone(), series.total), (None, Some(90.0)));
        let days: Vec<_> = series.days.iter().collect();
        assert_eq!(days, [(Day::parse("2026-01-04").unwrap(), DayValue::once(50.0))]);
    }
}

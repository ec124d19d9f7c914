//! What a repository of restic takes: `stats` in the mode `raw-data`, no other.

use std::io::Read;

use super::book::{Book, Key};
use super::json::{self, Json};
use super::when::When;
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;
use crate::model::Resource;

pub(super) const RESTIC: Importer = Importer {
    name: "restic",
    what: "what a backup repository takes, by restic",
    command: "restic stats --mode raw-data --json",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    let beside = [
        "snapshots_count",
        "total_file_count",
        "total_blob_count",
        "compression_ratio",
        "total_uncompressed_size",
    ];
    let has_size = head.has_name("total_size") && beside.iter().any(|name| head.has_name(name));
    head.is_json() && !head.has_name("cache") && has_size
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(RESTIC.name);
    let mut book = Book::default();
    let documents = json::documents(input, told, |_| true)?;
    let rows: Vec<&Json> = documents.iter().flat_map(Json::rows).collect();
    let sizes: Vec<&&Json> = rows.iter().filter(|row| row.get("total_size").is_some()).collect();
    import.leave_out("messages that are no statistics", (rows.len() - sizes.len()) as u64, None);
    for (at, row) in sizes.iter().enumerate() {
        let has = |name: &str| row.number_of(name).is_some_and(|number| number > 0.0);
        let is_raw =
            row.get("compression_ratio").is_some() || row.get("total_blob_count").is_some();
        // `blobs-per-file` counts blobs too, but by file.
        if !is_raw || has("total_file_count") {
            let message =
                "this is the size of what would be restored or of files, not of what restic stores";
            return Err(Problem::error("not-raw-data", message)
                .hint("give `restic stats --mode raw-data --json`"));
        }
        let mut key = Key::of(None, Resource::Backup);
        if sizes.len() > 1 {
            key = key.part(format!("repository {}", at + 1));
        }
        book.take(
            key,
            Some(When::of_day(import.day_told(told))),
            row.number_of("total_size"),
            None,
        );
    }
    if !sizes.is_empty() {
        import.note("restic names neither the repository, nor the day, nor how large the disk is");
    }
    book.finish(&mut import, told);
    Ok(import)
}

#[cfg(test)]
mod tests {
    use super::super::{DayValue, import};
    use super::*;
    use crate::units::Day;

    fn read(text: &str) -> Result<Import, Problem> {
        let told = Told::new(Day::parse("2026-01-04").unwrap(), "made.json");
        import(&mut text.as_bytes(), None, &told)
    }

    #[test]
    fn raw_data_is_what_is_stored() {
        for text in [
            "{\"total_size\":900,\"total_uncompressed_size\":1000,\"compression_ratio\":1.1}\n",
            // Before compression came.
            "{\"total_size\":900,\"total_file_count\":0,\"total_blob_count\":4}",
        ] {
            let import = read(text).unwrap();
            let series = &import.series[0];
            assert_eq!(series.resource, Resource::Backup);
            let days: Vec<_> = series.days.iter().collect();
            assert_eq!(days, [(Day::parse("2026-01-04").unwrap(), DayValue::once(900.0))]);
        }
    }

    #[test]
    fn what_would_be_restored_is_refused() {
        for text in [
            "{\"total_size\":5000,\"total_file_count\":7,\"snapshots_count\":2}",
            "{\"total_size\":5000,\"total_file_count\":7,\"total_blob_count\":9}",
        ] {
            let problem = read(text).unwrap_err();
            assert_eq!(problem.code, "not-raw-data");
            assert!(problem.hint.unwrap().contains("restic stats --mode raw-data --json"));
        }
    }
}

//! What a repository of Borg 1 takes on its disk: chunks stored once and compressed.

use std::io::Read;

use super::book::{Book, Key};
use super::json;
use super::when::When;
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;
use crate::model::Resource;

pub(super) const BORG: Importer = Importer {
    name: "borg",
    what: "what a backup repository takes, by Borg 1",
    command: "borg info --json REPOSITORY",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    let beside = ["cache", "archives", "encryption", "archive"];
    let is_info = head.has_names(&["repository", "location"])
        && beside.iter().any(|name| head.has_name(name));
    // Borg sorts its names: many archives come before the rest.
    let is_long = !head.whole && head.has_names(&["archives", "deduplicated_size", "nfiles"]);
    head.is_json() && (is_info || is_long)
}

fn is_kept(name: &str) -> bool {
    const KEPT: [&str; 7] = [
        "cache",
        "stats",
        "unique_csize",
        "unique_size",
        "repository",
        "location",
        "last_modified",
    ];
    KEPT.contains(&name)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(BORG.name);
    let mut book = Book::default();
    for document in &json::documents(input, told, is_kept)? {
        let stats = document.get("cache").and_then(|cache| cache.get("stats"));
        let Some(size) = stats.and_then(|stats| stats.number_of("unique_csize")) else {
            return Err(refused(stats.is_some()));
        };
        let repository = document.get("repository");
        let said = |name: &str| repository.and_then(|repository| repository.text_of(name));
        let when = match said("last_modified") {
            Some(time) => When::parse_iso(time),
            None => Some(When::of_day(import.day_told(told))),
        };
        let mut key = Key::of(None, Resource::Backup);
        key.part = said("location").map(str::to_owned);
        book.take(key, when, Some(size), None);
    }
    import.note("what is stored is `unique_csize`: each chunk once, compressed; borg does not say how large the disk is");
    book.finish(&mut import, told);
    Ok(import)
}

fn refused(has_stats: bool) -> Problem {
    let message = if has_stats {
        "this output of Borg does not give what is stored: `cache.stats` has no `unique_csize`"
    } else {
        "this output of Borg gives no sizes: Borg 2 cannot say what a repository takes, and of Borg 1 only `info` does"
    };
    Problem::error("no-stored-size", message).hint(
        "Borg 1: give `borg info --json REPOSITORY`; Borg 2: measure the disk that it lies on with `df -B1`",
    )
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use crate::units::Day;

    fn read(text: &str) -> Result<Import, Problem> {
        let told = Told::new(Day::parse("2026-01-04").unwrap(), "made.json");
        import(&mut text.as_bytes(), None, &told)
    }

    fn info(day: &str, stored: u64) -> String {
        format!(
            r#"{{"cache":{{"path":"/c","stats":{{"total_csize":900,"unique_csize":{stored},"unique_size":400}}}},
            "encryption":{{"mode":"none"}},
            "repository":{{"id":"0","last_modified":"{day}T03:10:00.000000","location":"ssh://b@store/./web"}}}}"#
        )
    }

    #[test]
    fn the_stored_size_is_that_of_unique_chunks_compressed() {
        let text = format!("{}\n{}\n", info("2025-12-01", 300), info("2025-12-02", 310));
        let import = read(&text).unwrap();
        assert_eq!(import.series.len(), 1);
        let series = &import.series[0];
        assert_eq!(series.part.as_deref(), Some("ssh://b@store/./web"));
        assert_eq!((series.resource.clone(), series.total), (Resource::Backup, None));
        let days: Vec<_> = series.days.counted(&Resource::Backup).collect();
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(days, [(day("2025-12-01"), 300.0), (day("2025-12-02"), 310.0)]);
    }

    #[test]
    fn borg_2_is_refused_with_a_way_out() {
        let text = r#"{"archives":[{"stats":{"original_size":5,"nfiles":1}}],"cache":{"path":"/c"},
            "encryption":{"mode":"none"},"repository":{"id":"0","location":"/srv/b"}}"#;
        let problem = read(text).unwrap_err();
        assert_eq!(problem.code, "no-stored-size");
        assert!(problem.message.contains("Borg 2"));
        assert!(problem.hint.unwrap().contains("`df -B1`"));
    }
}

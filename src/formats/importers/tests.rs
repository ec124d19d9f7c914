//! What every importer keeps, and what their tests share.

use super::*;

/// A person who said nothing, on 24 November 2026.
pub(super) fn told() -> Told {
    Told::new(Day::new(2026, 11, 24).unwrap(), "usage.txt")
}

/// Reads a text, which has to be recognised as this importer's.
#[track_caller]
pub(super) fn read_by(name: &str, text: &str) -> Import {
    let read = match import(&mut text.as_bytes(), None, &told()) {
        Ok(read) => read,
        Err(problem) => panic!("{problem}"),
    };
    assert_eq!(read.importer, name);
    read
}

/// The only value of the only day of a series.
#[track_caller]
pub(super) fn once(read: &Import, series: usize) -> f64 {
    let days: Vec<_> = read.series[series].days.iter().collect();
    assert_eq!(days.len(), 1, "{days:?}");
    days[0].1.last
}

/// How many of what begins so were left out.
pub(super) fn left(read: &Import, what: &str) -> u64 {
    read.left_out.iter().filter(|left| left.what.starts_with(what)).map(|left| left.count).sum()
}

use super::value::{ANSWERS, Kind, day, in_gb_grouped};
use super::windows;
use crate::document::Tree;
use crate::gui::screens::{basics, contracts, listed, prices, services};
use crate::session::Session;
use crate::units::Day;

fn session() -> Session {
    Session::new("Scenario(format: 1, currency: \"CAD\")", "a", Day::parse("2021-04-20").unwrap())
}

#[track_caller]
fn written(kind: Kind, typed: &str, ron: &str) {
    assert_eq!(kind.ron(&session(), typed), Ok(Some(ron.to_owned())));
}

#[track_caller]
fn refused(kind: Kind, typed: &str, what: &str, hint: &str) {
    let refusal = (what.to_owned(), Some(hint.to_owned()));
    assert_eq!(kind.ron(&session(), typed), Err(refusal));
}

#[test]
fn what_is_typed_is_written_as_the_file_has_it() {
    written(Kind::Words, " yj, el ", r#""yj, el""#);
    written(Kind::Ram, "6", r#""6 GiB""#);
    written(Kind::Ram, "2..4g", r#""2..4 GiB""#);
    written(Kind::Disk, "1,5 TB", r#""1.5 TB""#);
    written(Kind::OneRam, "64g", r#""64 GiB""#);
    written(Kind::OneDisk, "500", r#""500 GB""#);
    written(Kind::Day, "31 may 2021", r#""2021-05-31""#);
    written(Kind::Span, "12 months", r#""12 months""#);
    written(Kind::Money, "101.04 before tax", r#""101.04 CAD before tax""#);
    written(Kind::Money, "unknown, at most 5 EUR", r#""unknown, at most 5 EUR""#);
    written(Kind::Count, "2", "2");
    written(Kind::Percent, "13", r#""13 %""#);
    written(Kind::Percent, "13 %", r#""13 %""#);
    written(Kind::Names, "gra, rbx,", r#"["gra", "rbx"]"#);
    written(ANSWERS, "\"unknown\"", "\"unknown\"");
}

#[test]
fn an_empty_cell_states_nothing() {
    assert_eq!(Kind::Ram.ron(&session(), "  "), Ok(None));
}

#[test]
fn units_with_the_same_letters_are_meant() {
    let hint = "did you mean `2 GiB` or `2 GB`?";
    refused(Kind::Ram, "2 GBi", "`2 GBi` is not a size", hint);
    refused(Kind::Count, "two", "`two` is not a whole number", "write digits, as `2`");
}

#[test]
fn days_are_taken_as_people_say_them() {
    let wanted = Day::parse("2021-06-19").ok();
    assert_eq!(day("19 June 2021").ok(), wanted);
    assert_eq!(day("19 jun 2021").ok(), wanted);
    assert_eq!(day("2021-06-19").ok(), wanted);
    for wrong in ["19 ju 2021", "31 June 2021", "19 June", "June", "1 June 99999"] {
        assert!(day(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn thousands_of_gigabytes_stand_apart() {
    assert_eq!(in_gb_grouped(1_380_000_000_000), "1,380 GB");
    assert_eq!(in_gb_grouped(-1_234_567_800_000_000), "-1,234,567.8 GB");
    assert_eq!(in_gb_grouped(60_000_000_000), "60 GB");
}

#[track_caller]
fn windows_shown(ron: &str, typed: &str, shown: &str) {
    let tree = Tree::parse(ron).unwrap();
    let at = tree.root(ron);
    assert_eq!(windows::typed(at), typed);
    assert_eq!(windows::shown(at), shown);
    assert_eq!(windows::ron(typed).as_deref(), Ok(ron));
}

#[test]
fn windows_are_typed_as_they_are_told() {
    windows_shown(
        r#"[(name: "quarterly planning", on: "2021-04-21", days_around: 7), (name: "AGM", on: "2021-08-07", days_around: 7)]"#,
        "quarterly planning 2021-04-21 ±7; AGM 2021-08-07 ±7",
        "21 April and 7 August,\na week around each",
    );
    windows_shown(
        r#"[(name: "camp", from: "2021-07-01", until: "2021-07-15")]"#,
        "camp 2021-07-01..2021-07-15",
        "1 July until 15 July",
    );
    windows_shown(
        r#"[(name: "AGM", on: "2021-08-07", days_around: 1)]"#,
        "AGM 2021-08-07 ±1",
        "7 August,\n1 day around",
    );
    windows_shown(r#"[(name: "AGM", on: "2021-08-07")]"#, "AGM 2021-08-07", "7 August");
}

#[test]
fn what_is_no_window_is_refused() {
    for wrong in
        ["AGM", "2021-08-07", "AGM 2021-08-07 ±x", "AGM 2021-13-07", "a 2021-01-01..2021-02-01 ±3"]
    {
        assert!(windows::ron(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn every_heading_stands_once_in_its_sheet() {
    for group in [&services::SERVICES]
        .into_iter()
        .chain(contracts::GROUPS)
        .chain(basics::GROUPS)
        .chain(prices::GROUPS)
        .chain(listed::groups())
    {
        let mut titles: Vec<&str> = group.columns.iter().map(|column| column.title).collect();
        titles.sort_unstable();
        let all = titles.len();
        titles.dedup();
        assert_eq!(titles.len(), all, "{}", group.name);
    }
}

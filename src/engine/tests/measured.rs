//! What was measured, going on by its own past.

use crate::engine::outlook::{Outlook, ResourceOutlook, Runway};
use crate::engine::project;
use crate::model::{Resource, Scenario};
use crate::units::Day;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Storage that grows by exactly 2 GB a month in 2020, from 10 to 32 GB, on a disk of so many GB.
fn outlook(disk: &str, rest: &str) -> Outlook {
    let samples: Vec<String> = (0..12_i32)
        .map(|n| (day("2020-02-01").plus_months(n).plus_days(-1), 10 + 2 * n))
        .map(|(day, gb)| format!("(\"{day}\", \"{gb} GB\")"))
        .collect();
    let text = format!(
        r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", buffers: {{Storage: "0 %"}},
            offers: {{"o": (kind: Server, monthly: "1 EUR", storage: "{disk} GB")}},
            contracts: {{"s": (offer: "o", from: "2020-01-01")}},
            usage: {{"df": (resource: Storage, samples: [{}])}}, {rest})"#,
        samples.join(", ")
    );
    let scenario: Scenario =
        crate::document::fragment(&text).unwrap_or_else(|wrong| panic!("{wrong}"));
    project(&scenario, None)
}

fn storage(outlook: &Outlook) -> &ResourceOutlook {
    let of_host = &outlook.plans["Do nothing"].hosts[0].resources;
    of_host.iter().find(|of| of.resource == Resource::Storage).unwrap()
}

#[test]
fn a_series_goes_on_as_its_past_lets_expect() {
    // Eleven increments of 2 GB: each month 2 × 11 ÷ 13 = 1.692 GB more; 40 GB are past after 4.7 months, in May.
    let all = outlook("40", "");
    let Runway::Between { cautious, expected } = storage(&all).runway.clone() else {
        panic!("{:?}", storage(&all).runway)
    };
    let expected = expected.unwrap();
    assert_eq!(expected.month_of(), day("2021-05-01").month_of());
    assert!(cautious.unwrap() < expected);
}

#[test]
fn nothing_is_said_beyond_as_much_future_as_there_is_past() {
    // A year was measured: up to the end of the next one, whatever the horizon.
    assert_eq!(storage(&outlook("1000", "")).runway, Runway::Beyond(day("2022-01-01")));
}

#[test]
fn beyond_that_it_grows_as_declared() {
    let all = outlook("1000", r#"growth: {Storage: "100 % per year"}"#);
    let of = storage(&all);
    let on = |text: &str| {
        let segment =
            of.segments.iter().find(|s| s.from <= day(text) && day(text) < s.until).unwrap();
        segment.on(day(text)).expected as f64 / 1e9
    };
    // 32 + 12 × 1.692 = 52.3 GB at the end of 2021; then twice as much a year.
    assert!((on("2021-12-31") - 52.3).abs() < 0.1, "{}", on("2021-12-31"));
    assert!((on("2022-12-31") - 104.6).abs() < 1.0, "{}", on("2022-12-31"));
    assert_eq!(of.runway, Runway::Beyond(all.horizon));
}

#[test]
fn what_is_planned_comes_on_top() {
    let rest = r#"services: {"a": (state: Planned, from: "2021-03-01", storage: "5 GB")}"#;
    let (with, without) = (outlook("1000", rest), outlook("1000", ""));
    let more = |on: &str| {
        let level = |all: &Outlook| {
            let segments = &storage(all).segments;
            segments
                .iter()
                .find(|s| s.from <= day(on) && day(on) < s.until)
                .unwrap()
                .on(day(on))
                .expected
        };
        level(&with) - level(&without)
    };
    assert_eq!((more("2021-02-28"), more("2021-03-01")), (0, 5_000_000_000));
}

#[test]
fn what_was_forecast_before_holds_after_an_edit_elsewhere() {
    let old = outlook("40", "");
    let text = r#"title: "other""#;
    let new = outlook("40", text);
    assert_eq!(storage(&old).runway, storage(&new).runway);
}

//! What was measured, going on by its own past.

use crate::engine::fit::{Verdict, fits};
use crate::engine::forecast::{Forecast, History, together};
use crate::engine::foreseen::first_short;
use crate::engine::outlook::{Outlook, ResourceOutlook, Runway};
use crate::engine::project;
use crate::model::{Resource, Scenario};
use crate::units::Day;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Storage that grows by exactly 2 GB a month in 2020, from 10 to 32 GB, on a disk of so many GB.
fn outlook(disk: &str, rest: &str) -> Outlook {
    project(&scenario(disk, rest), None)
}

fn samples() -> Vec<(Day, f64)> {
    let day = |n: i32| day("2020-02-01").plus_months(n).plus_days(-1);
    (0..12_i32).map(|n| (day(n), f64::from(10 + 2 * n) * 1e9)).collect()
}

fn scenario(disk: &str, rest: &str) -> Scenario {
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
    crate::document::fragment(&text).unwrap_or_else(|wrong| panic!("{wrong}"))
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

#[test]
fn a_runway_counts_the_futures_in_which_there_is_too_little() {
    let history = History::of(samples(), Some(day("2021-01-01")));
    let futures = Forecast::of(history.buckets().unwrap(), "df", 1, 12).futures;
    for disk in ["34", "40", "50", "55", "60"] {
        let capacity = disk.parse::<f64>().unwrap() * 1e9;
        let counted = futures.run_out(|_| Some(capacity), |_| 0.0);
        let (expected, cautious) = (counted.expected, counted.cautious);
        let runway = match (expected, cautious) {
            (None, None) => Runway::Beyond(day("2022-01-01")),
            _ => Runway::Between { cautious, expected },
        };
        assert_eq!(storage(&outlook(disk, "")).runway, runway, "{disk} GB");
        // An offer of that size lasts as long.
        let offer = format!(
            r#"offers: {{"o": (kind: Server, monthly: "1 EUR", storage: "33 GB"),
                         "x": (kind: Server, monthly: "1 EUR", storage: "{disk} GB")}}"#
        );
        let text = scenario("33", "");
        let with: Scenario = crate::document::fragment(&format!(
            r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", buffers: {{Storage: "0 %"}}, {offer},
                contracts: {{"s": (offer: "o", from: "2020-01-01")}})"#
        ))
        .unwrap();
        let both = Scenario { offers: with.offers, ..text };
        let verdict = fits(&both, &project(&both, None))[1].verdict.clone();
        assert_eq!(verdict, Verdict::Fits { lasts: runway }, "{disk} GB");
    }
}

#[test]
fn what_is_wanted_beside_is_added_to_every_future() {
    let history = History::of(samples(), Some(day("2021-01-01")));
    let futures = Forecast::of(history.buckets().unwrap(), "df", 1, 12).futures;
    // 5 GB from the second day on: as if the disk were smaller by as much.
    let rest = r#"services: {"a": (state: Planned, from: "2021-01-02", storage: "5 GB")}"#;
    let counted = futures.run_out(|_| Some(40e9), |_| 0.0);
    let (expected, cautious) = (counted.expected, counted.cautious);
    assert_eq!(storage(&outlook("45", rest)).runway, Runway::Between { cautious, expected });
    // For two weeks in March 20 GB more: of 55 GB that is too much for all of them from its first day on.
    let rest = r#"services: {"a": (state: Running, wants: (storage: "20 GB"), windows: [
        (name: "w", from: "2021-03-05", until: "2021-03-19")])}"#;
    let on = Some(day("2021-03-05"));
    let runway = Runway::Between { cautious: on, expected: on };
    assert_eq!(storage(&outlook("50", rest)).runway, runway);
}

#[test]
fn series_of_one_host_are_added_path_by_path() {
    let entry = |key: &str, covers: &str, by: i32| {
        let samples: Vec<String> = (0..12_i32)
            .map(|n| {
                (day("2020-02-01").plus_months(n).plus_days(-1), 10 + by * n + 3 * (n * n % 4))
            })
            .map(|(day, gb)| format!("(\"{day}\", \"{gb} GB\")"))
            .collect();
        format!(
            r#""{key}": (resource: Storage, covers: {covers}, samples: [{}])"#,
            samples.join(", ")
        )
    };
    let (a, b) = (entry("a", "Services([\"x\"])", 2), entry("b", "Services([\"y\"])", 1));
    let text = format!(
        r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", buffers: {{Storage: "0 %"}},
            offers: {{"o": (kind: Server, monthly: "1 EUR", storage: "70 GB")}},
            contracts: {{"s": (offer: "o", from: "2020-01-01")}}, usage: {{{a}, {b}}})"#
    );
    let scenario: Scenario = crate::document::fragment(&text).unwrap();
    let all = project(&scenario, None);
    let of = storage(&all);
    let futures = |key: &str, by: i32| {
        let samples = (0..12_i32).map(|n| {
            let gb = 10 + by * n + 3 * (n * n % 4);
            (day("2020-02-01").plus_months(n).plus_days(-1), f64::from(gb) * 1e9)
        });
        let history = History::of(samples, Some(day("2021-01-01")));
        Forecast::of(history.buckets().unwrap(), key, 1, 12).futures
    };
    let sum = together(&[&futures("a", 2), &futures("b", 1)]).unwrap();
    let counted = sum.run_out(|_| Some(70e9), |_| 0.0);
    let (expected, cautious) = (counted.expected, counted.cautious);
    assert!(cautious.is_some());
    assert_eq!(of.runway, Runway::Between { cautious, expected });
    // Both were measured on the same days.
    assert!(of.measured_together && !of.upper_bound);
    let apart = text.replacen("2020-12-31", "2020-12-30", 1);
    let apart: Scenario = crate::document::fragment(&apart).unwrap();
    let apart = project(&apart, None);
    assert!(storage(&apart).upper_bound && !storage(&apart).measured_together);
}

#[test]
fn a_step_that_is_stated_lowers_every_future_from_its_day_on() {
    let event = |by: &str| {
        format!(
            r#"events: [(what: "tidy", on: "2021-03-10", kind: CleanUp, resource: Storage, by: "{by}")]"#
        )
    };
    let (with, without) = (outlook("1000", &event("-6 GB")), outlook("1000", ""));
    let on = |all: &Outlook, text: &str| {
        let segments = &storage(all).segments;
        let segment = segments.iter().find(|s| s.from <= day(text) && day(text) < s.until).unwrap();
        let reading = segment.on(day(text));
        [reading.low, reading.expected, reading.cautious]
    };
    assert_eq!(on(&with, "2021-03-09"), on(&without, "2021-03-09"));
    let less = on(&without, "2021-03-10").map(|level| level - 6_000_000_000);
    assert_eq!(on(&with, "2021-03-10"), less);
    // A disk of 40 GB lasts as long as one of 46, as what is cleaned up is gone before either is full.
    let (small, large) = (outlook("40", &event("-6 GB")), outlook("46", ""));
    assert_eq!(storage(&small).runway, storage(&large).runway);
    // So much more, by a share: of what is expected then.
    let more = outlook("1000", &event("+10 %").replace("CleanUp", "Step"));
    let [_, before, _] = on(&without, "2021-03-10");
    let [_, after, _] = on(&more, "2021-03-10");
    assert!((after - before - before / 10).abs() < 50_000_000, "{before} {after}");
    // What names no resource says nothing of its size.
    let none = event("-6 GB").replace("resource: Storage, ", "");
    assert_eq!(on(&outlook("1000", &none), "2021-03-10"), on(&without, "2021-03-10"));
}

#[test]
fn a_runway_of_futures_is_the_same_after_an_edit_as_from_nothing() {
    let rest = r#"plans: {"p": [Order(offer: "o", as: "n", from: "2021-06-01")],
        "q": [Replace(contract: "s", with: "o", from: "2021-04-01", overlap: "1 month")]}"#;
    let before = scenario("40", rest);
    let old = project(&before, None);
    for (from, to) in [("1 EUR", "2 EUR"), ("2021-04-01", "2021-05-17"), ("1 month", "9 days")] {
        let offers = format!(
            r#"offers: {{"o": (kind: Server, monthly: "1 EUR", storage: "40 GB")}}, {rest}"#
        );
        let edited = offers.replace(from, to);
        let edited: Scenario = crate::document::fragment(&format!(
            r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", buffers: {{Storage: "0 %"}},
                contracts: {{"s": (offer: "o", from: "2020-01-01")}}, {edited})"#
        ))
        .unwrap();
        let edited =
            Scenario { usage: before.usage.clone(), contracts: before.contracts.clone(), ..edited };
        let (with, without) = (project(&edited, Some(&old)), project(&edited, None));
        assert_eq!(with, without);
        let drawn = |all: &Outlook| storage(all).foreseen.as_ref().unwrap().futures();
        assert!(std::sync::Arc::ptr_eq(&drawn(&with), &drawn(&old)), "drawn again");
    }
}

#[test]
fn what_is_most_often_first_binds() {
    let all = outlook("40", "");
    // One resource alone is no question.
    assert_eq!(first_short(all.do_nothing()), None);
    let scenario = scenario("40", "");
    let ram: Scenario = crate::document::fragment(
        r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", buffers: {Storage: "0 %", Ram: "0 %"},
            offers: {"o": (kind: Server, monthly: "1 EUR", storage: "40 GB", ram: "64 GiB")},
            usage: {"r": (resource: Ram, samples: [("2020-07-31", "8 GiB"), ("2020-08-31", "8 GiB"), ("2020-09-30", "8 GiB"),
                ("2020-10-31", "8 GiB"), ("2020-11-30", "8 GiB"), ("2020-12-31", "8 GiB")])})"#,
    )
    .unwrap();
    let mut both = Scenario { offers: ram.offers, buffers: ram.buffers, ..scenario };
    both.usage.extend(ram.usage);
    let all = project(&both, None);
    let first = first_short(all.do_nothing()).unwrap();
    // RAM stays at 8 of 64 GiB; the disk is full within the year in all futures.
    let place = first.of.iter().position(|(_, resource, _)| *resource == Resource::Storage);
    assert_eq!(first.binding, place);
    let of = storage(&all);
    let (expected, cautious) = (first.run_out.expected, first.run_out.cautious);
    assert_eq!(of.runway, Runway::Between { cautious, expected });
}

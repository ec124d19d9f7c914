//! Does the forecast agree with a second program on real series, and is it better than saying that nothing
//! changes? The series come from a folder outside: `HEADROOM_ORACLES` names the one that
//! `series/baselines.json` is in.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime};
use headroom::engine::forecast::{Buckets, Forecast, History, Sample};
use headroom::units::Day;
use serde_json::Value;

#[allow(clippy::disallowed_methods, reason = "the series stand outside the repository")]
fn folder() -> Option<PathBuf> {
    let folder = std::env::var("HEADROOM_ORACLES").ok().map(|f| Path::new(&f).join("series"));
    if folder.is_none() {
        println!("no series: HEADROOM_ORACLES is not set");
    }
    folder
}

fn json(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The rows of a table of dates and values; the day is that of the date as written.
fn samples(file: &Path) -> Vec<Sample> {
    let sample = |row: &str| {
        let (date, value) = row.split_once(',').unwrap();
        let day = date.get(..10).and_then(|day| day.parse::<Day>().ok());
        let instant = DateTime::parse_from_rfc3339(date)
            .map(|at| at.timestamp())
            .or_else(|_| date.parse::<NaiveDateTime>().map(|at| at.and_utc().timestamp()))
            .unwrap_or_else(|_| day.map_or(0, |day| day.number() * 86_400));
        Sample { day, instant, value: value.trim().parse().unwrap_or(f64::NAN) }
    };
    fs::read_to_string(file).unwrap().lines().skip(1).map(sample).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// What differs from the reference, each with both figures.
struct Differences(Vec<String>);

impl Differences {
    fn near(&mut self, what: &str, got: f64, expected: f64, off: f64) {
        if (got - expected).abs() > off {
            self.0.push(format!("{what}: {got} for {expected}"));
        }
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, got: &T, expected: &T) {
        if got != expected {
            self.0.push(format!("{what}: {got:?} for {expected:?}"));
        }
    }

    /// Ten digits are given of each figure; a band's may differ from the sixth on.
    fn forecast(&mut self, name: &str, got: &Forecast, expected: &Value) {
        let line = numbers(&expected["line"]);
        let number = |key: &str| expected[key].as_f64().unwrap();
        self.same(
            &format!("{name} misses"),
            &(got.misses_kept as u64),
            &expected["misses_kept"].as_u64().unwrap(),
        );
        match (&got.season, expected["season"].as_array()) {
            (Some(got), Some(factors)) => {
                self.same(&format!("{name} cycle"), &got.len(), &factors.len());
                for (i, (got, factor)) in got.iter().zip(factors).enumerate() {
                    self.near(&format!("{name} factor {i}"), *got, factor.as_f64().unwrap(), 1e-8);
                }
            }
            (got, expected) => {
                self.same(&format!("{name} season"), &got.is_some(), &expected.is_some());
            }
        }
        let size = number("level").abs();
        self.near(&format!("{name} alpha"), got.alpha, number("alpha"), 1e-9);
        for (key, got) in [
            ("level", got.level),
            ("drift", got.drift),
            ("sigma", got.sigma),
            ("drift_error", got.drift_error),
        ] {
            let near = 1e-9 * size.max(number(key).abs());
            self.near(&format!("{name} {key}"), got, number(key), near);
        }
        let band = got.futures.band();
        for (i, expected_line) in line.iter().enumerate() {
            let near = 1e-8 * expected_line.abs();
            self.near(&format!("{name} line {i}"), got.futures.line[i], *expected_line, near);
            let (low, high) = (number_at(&expected["p10"], i), number_at(&expected["p90"], i));
            self.near(&format!("{name} p10 {i}"), band[i].0, low, 1e-6 * high.abs());
            self.near(&format!("{name} p90 {i}"), band[i].1, high, 1e-6 * high.abs());
        }
    }
}

fn number_at(values: &Value, place: usize) -> f64 {
    values[place].as_f64().unwrap()
}

#[track_caller]
fn nothing_differs(differences: &Differences) {
    let all = &differences.0;
    let shown: Vec<_> = all.iter().take(30).map(String::as_str).collect();
    assert!(all.is_empty(), "{} differ, as\n{}", all.len(), shown.join("\n"));
}

fn regular(history: &History) -> &Buckets {
    history.buckets().unwrap()
}

#[test]
fn real_series_come_out_as_another_program_has_them() {
    let Some(folder) = folder() else { return };
    let mut differences = Differences(Vec::new());
    let all = json(&folder.join("baselines.json"));
    for (name, expected) in all.as_object().unwrap() {
        let history = History::of(samples(&folder.join("real").join(format!("{name}.csv"))), None);
        let buckets = regular(&history);
        differences.same(name, &buckets.step.name(), &expected["step"].as_str().unwrap());
        differences.same(name, &(buckets.len() as u64), &expected["buckets"].as_u64().unwrap());
        let filled = buckets.filled.iter().filter(|filled| **filled).count() as u64;
        differences.same(name, &filled, &expected["filled"].as_u64().unwrap());
        let first = buckets.end(1 - buckets.len() as i64).to_string();
        differences.same(name, &first.as_str(), &expected["first_bucket_ends"].as_str().unwrap());
        let last = buckets.last_day().to_string();
        differences.same(name, &last.as_str(), &expected["last_bucket_ends"].as_str().unwrap());
        for part in ["last_quarter", "last_third"] {
            held_back(&mut differences, name, buckets, &expected[part]);
        }
    }
    assert_eq!(all.as_object().unwrap().len(), 60);
    nothing_differs(&differences);
}

fn held_back(differences: &mut Differences, name: &str, buckets: &Buckets, expected: &Value) {
    let known = buckets.first(expected["trained_on"].as_u64().unwrap() as usize);
    let ahead = expected["held_back"].as_u64().unwrap() as usize;
    let forecast = Forecast::of(&known, name, 1, ahead);
    let reference = &expected["reference"];
    if reference.get("line").is_some() {
        differences.forecast(name, &forecast, reference);
    }
    let came = &buckets.values[known.len()..];
    let band = forecast.futures.band();
    let share =
        |is: &dyn Fn(usize) -> bool| (0..ahead).filter(|i| is(*i)).count() as f64 / ahead as f64;
    let inside = share(&|i| (band[i].0..=band[i].1).contains(&came[i]));
    let above = share(&|i| came[i] > band[i].1);
    let number = |key: &str| reference[key].as_f64().unwrap();
    differences.near(&format!("{name} inside"), inside, number("inside_80"), 1e-9);
    differences.near(&format!("{name} above"), above, number("above_cautious"), 1e-9);
    let run_out = &expected["run_out"];
    let capacity = run_out["capacity"].as_f64().unwrap();
    let got = forecast.futures.run_out(|_| Some(capacity), |_| 0.0);
    let day = |key: &str| run_out[key].as_str().map(|day| day.parse::<Day>().unwrap());
    let is = (got.paths_over as u64, got.cautious, got.expected);
    let was = (run_out["paths_over"].as_u64().unwrap(), day("cautious"), day("expected"));
    differences.same(&format!("{name} run-out"), &is, &was);
}

#[test]
fn made_series_come_out_as_written_beside_them() {
    let Some(folder) = folder() else { return };
    let mut differences = Differences(Vec::new());
    let all = json(&folder.join("edge/expected.json"));
    for (name, expected) in all.as_object().unwrap() {
        let samples = samples(&folder.join("edge").join(format!("{name}.csv")));
        let as_of = (name == "after-as-of").then(|| Day::new(2021, 4, 20).unwrap());
        let count = |key: &str| expected[key].as_u64().unwrap() as usize;
        differences.same(&format!("{name} rows"), &samples.len(), &count("rows"));
        let history = History::of(samples, as_of);
        differences.same(&format!("{name} out"), &history.left_out.all(), &count("left_out"));
        let twice = count("given_twice_with_different_values");
        differences.same(&format!("{name} twice"), &history.twice.len(), &twice);
        let refused = history.cannot_tell().map(|reason| reason.to_string());
        if expected.get("allowed").is_some() {
            let forecast = Forecast::of(regular(&history), name, 1, 4);
            assert!(forecast.futures.steps().flatten().all(|value| value.is_finite()));
            continue;
        }
        let words = expected.get("refused").map(|words| words.as_str().unwrap().to_owned());
        differences.same(&format!("{name} refused"), &refused, &words);
        let Some(buckets) = history.buckets() else { continue };
        let step = expected["step"].as_str().unwrap();
        differences.same(&format!("{name} step"), &buckets.step.name(), &step);
        differences.same(&format!("{name} buckets"), &buckets.len(), &count("buckets"));
        let filled = buckets.filled.iter().filter(|filled| **filled).count();
        differences.same(&format!("{name} filled"), &filled, &count("filled"));
        let last = expected["last_value"].as_f64().unwrap();
        differences.near(&format!("{name} last"), buckets.last_value(), last, 0.0);
        let ahead = expected["line"].as_array().unwrap().len();
        let forecast = Forecast::of(buckets, name, 1, ahead);
        differences.forecast(name, &forecast, expected);
        let solid = forecast.futures.reach.solid;
        differences.same(&format!("{name} reach"), &solid, &count("reach"));
    }
    assert_eq!(all.as_object().unwrap().len(), 29);
    nothing_differs(&differences);
}

//! Does the forecast agree with a second program on real series, is it nearer than other methods, and
//! does it stand whatever is measured? The real series come from a folder outside: `HEADROOM_ORACLES`
//! names the one that `series/baselines.json` is in.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime};
use headroom::engine::forecast::{Backtest, Buckets, Forecast, History, Sample, together};
use headroom::units::Day;
use proptest::prelude::*;
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

/// Errors of one method over all series.
#[derive(Default)]
struct Errors {
    /// Sums of absolute errors, over those of saying that nothing changes.
    to_naive: Vec<f64>,
    /// Errors in per cent of the mean of what was said and what came.
    percent: Vec<f64>,
    inside: Vec<f64>,
    above: Vec<f64>,
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

impl Errors {
    fn ours(&mut self, name: &str, known: &Buckets, came: &[f64]) -> f64 {
        let forecast = Forecast::of(known, name, 1, came.len());
        let (line, band) = (&forecast.futures.line, forecast.futures.band());
        let off: Vec<f64> = line.iter().zip(came).map(|(said, came)| (said - came).abs()).collect();
        let naive: Vec<f64> = came.iter().map(|came| (known.last_value() - came).abs()).collect();
        if mean(&naive) > 0.0 {
            self.to_naive.push(mean(&off) / mean(&naive));
        }
        let percent = line.iter().zip(came).zip(&off).map(|((a, b), off)| 200.0 * off / (a + b));
        self.percent.push(mean(&percent.collect::<Vec<_>>()));
        let share = |is: &dyn Fn(usize) -> bool| {
            (0..came.len()).filter(|i| is(*i)).count() as f64 / came.len() as f64
        };
        self.inside.push(share(&|i| (band[i].0..=band[i].1).contains(&came[i])));
        self.above.push(share(&|i| came[i] > band[i].1));
        mean(&off)
    }

    fn theirs(&mut self, method: &Value) {
        let take = |key: &str, values: &mut Vec<f64>| values.extend(method[key].as_f64());
        take("relative_to_naive", &mut self.to_naive);
        take("smape_percent", &mut self.percent);
        take("inside_80", &mut self.inside);
        take("above_cautious", &mut self.above);
    }

    fn row(&self, name: &str) {
        let share = |values: &[f64]| match values.len() {
            0 => "-".to_owned(),
            _ => format!("{:.1} %", 100.0 * mean(values)),
        };
        println!(
            "  {name:10} {:9.3} {:7.3} {:8.2} {:8.2} {:>8} {:>8} {:7}",
            mean(&self.to_naive),
            median(&self.to_naive),
            mean(&self.percent),
            median(&self.percent),
            share(&self.inside),
            share(&self.above),
            self.percent.len(),
        );
    }
}

#[test]
fn line_is_nearer_than_drift_theta_and_autoets_in_the_mean() {
    let Some(folder) = folder() else { return };
    let all = json(&folder.join("baselines.json"));
    let mut differences = Differences(Vec::new());
    for part in ["last_quarter", "last_third"] {
        let (mut ours, mut others) = (Errors::default(), Vec::new());
        for method in ["naive", "drift", "theta", "autoets", "reference"] {
            others.push((method, Errors::default()));
        }
        for (name, expected) in all.as_object().unwrap() {
            let file = folder.join("real").join(format!("{name}.csv"));
            let history = History::of(samples(&file), None);
            let (buckets, expected) = (regular(&history), &expected[part]);
            let known = buckets.first(expected["trained_on"].as_u64().unwrap() as usize);
            let off = ours.ours(name, &known, &buckets.values[known.len()..]);
            let reference = expected["reference"]["mae"].as_f64().unwrap();
            differences.near(&format!("{name} {part}"), off, reference, 1e-6 * reference);
            for (method, errors) in &mut others {
                errors.theirs(&expected[*method]);
            }
        }
        println!(
            "{part}: error over naive's (mean, median), sMAPE in % (mean, median), inside the band, above cautious, series"
        );
        for (method, errors) in &others {
            errors.row(method);
        }
        ours.row("ours");
        for (method, theirs) in &others[1..4] {
            assert!(mean(&ours.to_naive) < mean(&theirs.to_naive), "{part} {method}");
            assert!(mean(&ours.percent) < mean(&theirs.percent), "{part} {method}");
        }
    }
    nothing_differs(&differences);
}

/// Samples so many days apart, give or take, or on any day of 1970 to 2999.
fn any_samples() -> impl Strategy<Value = Vec<Sample>> {
    let value = prop_oneof![
        6 => 0.0..1e12_f64,
        2 => Just(42.0),
        1 => Just(0.0),
        1 => prop::num::f64::ANY,
        1 => (0.5..1.79_f64).prop_map(|x| x * 1e308),
        1 => Just(5e-324),
        1 => -1e9..0.0_f64,
    ];
    let steady = prop_oneof![Just(0.0), Just(42.0), 0.0..1e300_f64];
    let days = (719_163..1_095_363_i64, prop::sample::select(vec![0_i64, 1, 2, 7, 30, 91, 365]));
    let row = (0..3_i64, prop::option::weighted(0.1, 719_163..1_095_363_i64), any::<i64>(), value);
    let rows = prop::collection::vec(row, 0..90);
    (days, prop::option::weighted(0.2, steady), rows).prop_map(|((first, apart), same, rows)| {
        let sample =
            |(i, (late, anywhere, instant, value)): (i64, (i64, Option<i64>, i64, f64))| {
                let number = anywhere.unwrap_or(first + i * apart + late);
                let day = Some(Day::from_number(number)).filter(|_| instant % 50 != 0);
                Sample { day, instant: instant % 3, value: same.unwrap_or(value) }
            };
        (0..).zip(rows).map(sample).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_measured_every_figure_is_one(
        samples in any_samples(),
        ahead in 0..40_usize,
        capacity in prop_oneof![0.0..1e12_f64, Just(f64::MAX), prop::num::f64::ANY],
    ) {
        let history = History::of(samples.clone(), None);
        let backwards = History::of(samples.iter().rev().copied(), None);
        prop_assert_eq!(&history, &backwards);
        prop_assert_eq!(history.buckets().is_none(), history.cannot_tell().is_some());
        let Some(buckets) = history.buckets() else { return Ok(()) };
        prop_assert!(buckets.values.iter().all(|value| value.is_finite() && *value >= 0.0));
        let forecast = Forecast::of(buckets, "ram", 1, ahead);
        prop_assert_eq!(&forecast, &Forecast::of(backwards.buckets().unwrap(), "ram", 1, ahead));
        let figures = [forecast.level, forecast.drift, forecast.sigma, forecast.drift_error];
        prop_assert!(figures.iter().chain(forecast.season.iter().flatten()).all(|f| f.is_finite()));
        let futures = &forecast.futures;
        prop_assert!(futures.steps().flatten().all(|value| value.is_finite() && *value >= 0.0));
        prop_assert!(futures.ends.is_sorted() && futures.ends.len() == ahead.min(buckets.len()));
        let is_zero = buckets.values.iter().all(|value| *value == 0.0);
        let is_lost = forecast.sigma < 1e-13 * forecast.level; // no digit of a float shows it
        for ((low, high), line) in futures.band().into_iter().zip(&futures.line) {
            prop_assert!(low <= *line && *line <= high, "{} {} {}", low, line, high);
            let is_end = high == 0.0 || high == f64::MAX;
            prop_assert!(low < high || is_zero || is_lost || is_end, "{}", high);
        }
        let run_out = futures.run_out(|_| Some(capacity), |_| 0.0);
        prop_assert!(run_out.expected.is_some() == (run_out.paths_over >= 500));
        prop_assert!(run_out.cautious <= run_out.expected || run_out.expected.is_none());
        let both = together(&[futures, &Forecast::of(buckets, "disk", 1, ahead).futures]).unwrap();
        prop_assert!(both.steps().flatten().all(|value| value.is_finite() && *value >= 0.0));
        let backtest = Backtest::of(buckets, "ram", 1, &[1, 3]);
        prop_assert!(backtest.ahead.iter().all(|ahead| ahead.off.is_finite()));
    }

    #[test]
    fn samples_in_any_order_are_one_history(samples in any_samples().prop_shuffle()) {
        let mut sorted = samples.clone();
        sorted.sort_by_key(|sample| (sample.day, sample.instant));
        prop_assert_eq!(History::of(samples, None), History::of(sorted, None));
    }
}

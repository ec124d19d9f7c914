//! How long does a forecast take: of one series, of a thousand, and when do a hundred workloads run out?
//!
//! `benches/forecast.sh` runs the last beside the same work in `NumPy`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::engine::forecast::{Forecast, History, RunOut, Shared};
use headroom::units::Day;

const SEED: u64 = 20_210_420;
const WORKLOADS: u64 = 100;

/// Growing, with noise; `which` makes it another one.
fn samples(len: i32, which: u64, day: fn(Day, i32) -> Day) -> Vec<(Day, f64)> {
    let first = Day::new(2016, 1, 1).expect("a day of the calendar");
    let mut drawn = SEED + which;
    let mut level = 1e10;
    let sample = |i| {
        drawn =
            drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        level += 1e8 * ((drawn >> 40) as f64 / f64::from(1_u32 << 24) + 0.3);
        (day(first, i), level + 2e8 * ((drawn >> 20 & 0xF_FFFF) as f64 / f64::from(1_u32 << 20)))
    };
    (0..len).map(sample).collect()
}

fn monthly(len: i32, which: u64) -> Vec<(Day, f64)> {
    samples(len, which, Day::plus_months)
}

/// From the samples to the line and the band.
fn forecast(samples: &[(Day, f64)], name: &str, ahead: usize) -> Vec<(f64, f64)> {
    let history = History::of(samples.iter().copied(), None);
    let forecast = history.buckets().map(|buckets| Forecast::of(buckets, name, SEED, ahead));
    forecast.map(|forecast| forecast.futures.band()).unwrap_or_default()
}

fn one_series(c: &mut Criterion) {
    let mut group = c.benchmark_group("forecast");
    let (months, days) = (monthly(48, 1), samples(730, 1, |day, i| day.plus_days(i64::from(i))));
    group.bench_function("48 months, 24 ahead", |b| b.iter(|| forecast(&months, "ram", 24)));
    group.bench_function("730 days, 24 ahead", |b| b.iter(|| forecast(&days, "ram", 24)));
    group.bench_function("730 days, 243 ahead", |b| b.iter(|| forecast(&days, "ram", 243)));
    group.finish();
}

fn a_thousand(c: &mut Criterion) {
    let mut group = c.benchmark_group("forecast");
    group.sample_size(10);
    let all: Vec<_> = (0..1_000).map(|i| (format!("series {i}"), monthly(48, i))).collect();
    let half = |part: &[(String, Vec<(Day, f64)>)]| {
        for (name, samples) in part {
            drop(black_box(forecast(samples, name, 24)));
        }
    };
    group.bench_function("1,000 series of 48 months, two threads", |b| {
        b.iter(|| {
            std::thread::scope(|scope| {
                for part in all.chunks(500) {
                    scope.spawn(move || half(part));
                }
            });
        });
    });
    group.finish();
}

fn run_out(c: &mut Criterion) {
    let mut group = c.benchmark_group("run-out");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_secs(1));
    let all: Vec<_> = (0..WORKLOADS)
        .map(|i| (format!("workload {i}"), History::of(monthly(60, i), None)))
        .collect();
    let all: Vec<_> =
        all.iter().filter_map(|(name, history)| Some((name, history.buckets()?))).collect();
    let dates = |forecast: &Forecast| -> RunOut {
        forecast.futures.run_out(|_| Some(1.2 * forecast.level), |_| 0.0)
    };
    group.bench_function("workloads", |b| {
        b.iter(|| {
            let shared = Shared::of(SEED, 60);
            let dates = |(name, buckets)| dates(&Forecast::with(&shared, buckets, name, 60));
            all.iter().copied().map(|(name, buckets)| dates((name, buckets))).collect::<Vec<_>>()
        });
    });
    let shared = Shared::of(SEED, 60);
    let paths: Vec<_> =
        all.iter().map(|(name, buckets)| Forecast::with(&shared, buckets, name, 60)).collect();
    group.bench_function("dates", |b| b.iter(|| paths.iter().map(dates).collect::<Vec<_>>()));
    group.finish();
}

criterion_group!(benches, one_series, a_thousand, run_out);
criterion_main!(benches);

//! How long does it take from a changed filter to the new list of all configurations of three price lists?
//!
//! `cargo bench --bench configure` prints how many there are. With `HEADROOM_CATALOGUE=FILE` it takes that price list three times, under other
//! names, else a made one of the same size. A frame has 16 ms. Beside it, in the same run: the same costs by projecting the scenario with
//! would need for each of them. Then how long the texts of three catalogues take to be read, beside bare JSON.

#![allow(
    clippy::print_stdout,
    reason = "how many configurations there are is part of what is measured"
)]

use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use headroom::document::Document;
use headroom::engine::configure::{
    Budget, Choice, Column, Listed, Needs, Offered, Situation, Sort,
};
use headroom::engine::project;
use headroom::formats::catalogue_text;
use headroom::formats::catalogues::{PriceTold, recognise};
use headroom::formats::importers::{HEAD, Head};
use headroom::model::{Catalogue, Scenario};
use headroom::units::{Amount, Day, Size};

mod made;

const REAL: &str = include_str!("../scenarios/hypha-2021-04.headroom.ron");
const SEED: u64 = 20_220_124;

#[allow(clippy::disallowed_methods, reason = "the price list stands outside the repository")]
fn catalogues() -> Vec<Catalogue> {
    match std::env::var("HEADROOM_CATALOGUE") {
        Ok(path) => {
            let bytes = std::fs::read(&path).expect("the price list can be read");
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
            let head = Head { text: &text, whole: bytes.len() <= HEAD };
            let reader = recognise(&head).expect("it is a price list");
            let told = PriceTold::new(Day::new(2022, 1, 24).expect("a day"), path);
            let read = (reader.read)(&bytes, &told).expect("it is sound");
            vec![read.clone(), read.clone(), read]
        }
        Err(_) => (0..3).map(|n| made::catalogue::catalogue(SEED + n)).collect(),
    }
}

fn bytes(text: &str) -> i128 {
    text.parse::<Size>().expect("a size").bytes()
}

fn filters(c: &mut Criterion) {
    let document = Document::<Scenario>::new("bench", REAL).expect("the scenario is sound");
    let scenario = Arc::clone(document.model());
    let outlook = project(&scenario, None);
    let listed: Vec<Listed> = catalogues()
        .into_iter()
        .enumerate()
        .map(|(n, list)| Listed { key: Arc::from(format!("list {n}")), catalogue: Arc::new(list) })
        .collect();
    let offered = Arc::new(Offered::new(listed.clone()));
    let situation = Situation::of(&scenario, &outlook);
    let mut choice = Choice::new(Arc::clone(&offered), situation.clone());
    println!("{} configurations of {} price lists", offered.len(), offered.listed().len());

    let mut group = c.benchmark_group(format!("{} configurations", offered.len()));
    let any = Needs::default();
    let most = Budget::AfterTax(Amount::from_minor(25_000));
    let filters = [
        ("no filter", any.clone(), Sort::default()),
        ("RAM", Needs { ram: Some(bytes("64 GiB")), ..any.clone() }, Sort::default()),
        ("country", Needs { country: Some("CA".to_owned()), ..any.clone() }, Column::PerGib.into()),
        ("disk", Needs { disk: Some(bytes("2 TB")), ..any.clone() }, Column::Name.into()),
        ("budget", Needs { monthly: Some(most), ..any.clone() }, Column::Horizon.into()),
    ];
    for (name, needs, sort) in filters {
        println!("{name}: {} serve", choice.select(&needs, sort).serving.len());
        group.bench_function(format!("filter by {name}"), |b| {
            b.iter(|| choice.select(&needs, sort));
        });
    }
    // Other traffic is taken along, so that costs change.
    let wide = Needs { bandwidth: Some(1_000), ..any.clone() };
    let mut is_wide = false;
    group.bench_function("filter by bandwidth, to and fro", |b| {
        b.iter(|| {
            is_wide = !is_wide;
            choice.select(if is_wide { &wide } else { &any }, Sort::default())
        });
    });
    group.sample_size(10);
    let mut days = 0;
    group.bench_function("another first day", |b| {
        b.iter(|| {
            days = (days + 1) % 28;
            choice.place_in(situation.clone().starting(situation.from().plus_days(days)));
        });
    });
    group.bench_function("lay out the price lists", |b| {
        b.iter(|| Offered::new(listed.clone()));
    });
    group.bench_function("project the scenario once", |b| {
        b.iter_batched(|| (), |()| project(&scenario, None), BatchSize::PerIteration);
    });
    group.finish();
}

/// Three catalogues' texts, as they are read when a scenario is opened, beside the same JSON taken apart alone.
fn texts(c: &mut Criterion) {
    let texts: Vec<String> = catalogues().iter().map(catalogue_text::write).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut group = c.benchmark_group(format!("three catalogues' texts, {} kB", bytes / 1000));
    group.bench_function("read", |b| {
        b.iter(|| texts.iter().map(|text| catalogue_text::read(text, "t")).collect::<Vec<_>>());
    });
    group.bench_function("bare JSON", |b| {
        let bare = |line: &str| serde_json::from_str::<serde_json::Value>(line);
        b.iter(|| texts.iter().flat_map(|t| t.lines()).map(bare).collect::<Vec<_>>());
    });
    group.bench_function("name by content", |b| {
        b.iter(|| texts.iter().map(|text| catalogue_text::name_of(text)).collect::<Vec<_>>());
    });
    group.finish();
}

criterion_group!(benches, filters, texts);
criterion_main!(benches);

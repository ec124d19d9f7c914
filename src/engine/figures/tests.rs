use crate::document::{self, References};
use crate::engine::project;
use crate::model::Scenario;

use super::*;

const FIELDS: &str = r#"
    offers: {"a": (kind: Server, ram: "8 GiB", storage: "1 TB", monthly: "10 EUR before tax", setup: "5 EUR before tax", term: "1 year")},
    contracts: {"c": (offer: "a", from: "2021-01-01", prices: [(from: "2021-03-01", monthly: "12 EUR before tax")])},
    services: {"s": (state: Running, ram: "2..4 GiB", storage: "100 GB", needs: {"ipv4": 2})},
    lines: [(what: "domain", price: "20 EUR before tax", every: Year)],
    backups: (mode: FullCopies, full: "50 GB", keep: (daily: 4)),
    growth: {Storage: "10 % per year"}"#;

#[track_caller]
fn stands(path: &str, day: &str, value: &str) {
    let text = format!(
        r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", request: (from: "2021-01", months: 3),
        taxes: [(name: "VAT", rate: "20 %")], {FIELDS})"#
    );
    let reading = document::read::<Scenario>(&text, "test", References { rules: &[] });
    assert_eq!(reading.problems, []);
    let scenario = reading.value.unwrap();
    let outlook = project(&scenario, None);
    let figures = Figures::of(&scenario, &outlook, "Do nothing", day.parse().unwrap());
    let found = figures.find(&path.parse().unwrap());
    let shown = found.map_or_else(|| "nothing".to_owned(), |found| found.value.to_string());
    assert_eq!(shown, value, "{path}");
}

#[test]
fn what_the_file_states_stands_under_its_path() {
    let day = "2021-01-01";
    stands("offers[\"a\"].monthly", day, "10.00 EUR before tax");
    stands("contracts[\"c\"].monthly", day, "10.00 EUR before tax");
    stands("contracts[\"c\"].monthly", "2021-03-01", "12.00 EUR before tax");
    stands("contracts[\"c\"].setup", day, "5.00 EUR before tax");
    stands("contracts.c.ram", day, "8 GiB");
    stands("contracts.c.term", day, "1 year");
    stands("contracts.c.from", day, "2021-01-01");
    stands("services[\"s\"].ram", day, "2 to 4 GiB");
    stands("services[\"s\"].needs.ipv4", day, "2");
    stands("lines[\"domain\"].amount", day, "20.00 EUR before tax");
    stands("lines[0].price", day, "20.00 EUR before tax");
    stands("taxes[\"VAT\"].rate", day, "20 %");
    stands("growth.storage", day, "10 % per year");
    stands("request.months", day, "3 months");
    stands("offers[\"b\"].monthly", day, "nothing");
    stands("nonsense", day, "nothing");
}

#[test]
fn results_stand_under_their_path() {
    let day = "2021-01-01";
    // Setup 5; January and February at 10, March at 12; the domain once: 20.
    stands("request.before_tax", day, "57.00 EUR before tax");
    stands("request.after_tax", day, "68.40 EUR after tax");
    stands("request.tax", day, "11.40 EUR");
    stands("plans[\"Do nothing\"].request.total", day, "57.00 EUR before tax");
    stands("plans[\"Do nothing\"].months[\"2021-03\"]", day, "12.00 EUR before tax");
    stands("months[\"2021-03\"].after_tax", day, "14.40 EUR after tax");
    stands("hosts[\"c\"].Storage.total", day, "1000 GB");
    stands("hosts[\"c\"].Storage.usable", day, "850 GB"); // 15 % kept free
    stands("hosts[\"c\"].storage.fill", day, "10 %");
    stands("resources.Storage.demand", "2022-01-01", "110 GB");
    stands("backups.needed", day, "200 GB");
    stands("backups.keeps", day, "4");
    stands("plans[\"x\"].request.total", day, "nothing");
}

#[test]
fn every_path_that_is_listed_has_a_value_where_the_file_says_it() {
    let text = format!(r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", {FIELDS})"#);
    let scenario =
        document::read::<Scenario>(&text, "test", References { rules: &[] }).value.unwrap();
    let outlook = project(&scenario, None);
    let figures = Figures::of(&scenario, &outlook, "Do nothing", outlook.as_of);
    for path in figures.paths() {
        let open = [
            "cost",
            "size",
            "threads",
            "until",
            "runs_out",
            "runs_out_cautious",
            "fits",
            "usable",
            "total",
            "headroom",
            "fill",
        ];
        let may_lack = open.iter().any(|end| path.ends_with(&format!(".{end}")));
        let found = figures.find(&path.parse().unwrap());
        assert!(found.is_some() || may_lack, "{path}");
    }
}

//! Offers made of a small catalogue, and what the engine bills for them; every sum is worked out beside it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{as_offer, as_offer_joined, regions_of};
use crate::engine::project;
use crate::model::{
    AddOn, Catalogue, CataloguePlan, CatalogueTax, Customers, DO_NOTHING, DiskSet, Family, Gives,
    OfferKind, Pricing, Raid, Region, Renewal, Resource, Scenario, Tariff,
};
use crate::units::{Currency, Day};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn pricing(mode: &str, term: u32, every: u32, price: &str, setup: &str) -> Pricing {
    let bound = (term > 0).then_some(Renewal::Automatically);
    Pricing {
        mode: mode.into(),
        term,
        every,
        price: Some(number(price)),
        setup: Some(number(setup)),
        hourly: None,
        renews: bound,
        regions: Vec::new(),
        customers: Customers::All,
        falls: None,
    }
}

fn addon(code: &str, name: &str, gives: Gives, monthly: &str, up_front: &str) -> AddOn {
    let prices =
        vec![pricing("default", 0, 1, monthly, "0"), pricing("upfront12", 12, 12, up_front, "0")];
    AddOn { code: code.into(), name: name.into(), gives, prices }
}

fn disks(count: u32, size: &str, what: &str) -> Gives {
    let set = DiskSet {
        count,
        size: size.parse().unwrap(),
        raid: Raid::None,
        spares: 0,
        holds: Resource::Storage,
        what: Some(what.to_owned()),
        note: None,
    };
    Gives { disks: vec![set], ..Gives::default() }
}

fn memory(size: &str) -> Gives {
    Gives { ram: Some(size.parse().unwrap()), ecc: Some(true), ..Gives::default() }
}

fn family(name: &str, options: &[u32]) -> Family {
    Family { name: name.into(), mandatory: true, options: options.to_vec(), default: None }
}

fn plan(code: &str, kind: OfferKind, prices: Vec<Pricing>) -> CataloguePlan {
    CataloguePlan {
        code: code.into(),
        name: code.to_uppercase().into(),
        kind,
        gives: Gives::default(),
        regions: vec!["abc".into(), "xyz".into()],
        families: Vec::new(),
        prices,
        tariff: None,
        stackable: None,
        until: None,
        note: None,
    }
}

/// One server with two sizes of memory, two of disks and one bandwidth.
fn catalogue() -> Catalogue {
    let bandwidth = Gives { bandwidth: Some(500), ..Gives::default() };
    let mut server = plan(
        "srv1",
        OfferKind::Server,
        vec![
            pricing("default", 0, 1, "49.99", "49.99"),
            pricing("upfront12", 12, 12, "539.90", "0"),
        ],
    );
    server.gives.threads = Some(8);
    server.gives.backup = Some("500 GB".parse().unwrap());
    server.families =
        vec![family("memory", &[0, 1]), family("storage", &[2, 3]), family("bandwidth", &[4])];
    let region = Region { country: "CA".to_owned(), name: Some("Abc Town".to_owned()) };
    Catalogue {
        provider: "Some Host".to_owned(),
        subsidiary: Some("CA".to_owned()),
        line: Some("eco".to_owned()),
        currency: Currency::from_code("CAD").unwrap(),
        tax: CatalogueTax::Before(None),
        date: Day::parse("2026-03-01").unwrap(),
        source: Some("eco.json".to_owned()),
        regions: [(Arc::from("abc"), region)].into_iter().collect(),
        plans: vec![server],
        addons: vec![
            addon("ram-32g-srv1", "32GB", memory("32 GiB"), "0", "0"),
            addon("ram-64g-srv1", "64GB", memory("64 GiB"), "16.005", "172.83"),
            addon("raid-2x512", "2x NVMe 512GB", disks(2, "512 GB", "NVMe"), "0", "0"),
            addon("raid-2x4000", "2x HDD 4TB", disks(2, "4 TB", "HDD"), "10", "108"),
            addon("bandwidth-500", "500 Mbit/s", bandwidth, "0", "0"),
        ],
        notes: Vec::new(),
    }
}

/// Day and amount of what the offer is charged in so many months from March 2026, with one day's backups of 1.5 TB and one service of 200 GB.
pub(super) fn billed(offer: &str, months: u32) -> Vec<String> {
    let text = format!(
        r#"#![enable(implicit_some)]
        Scenario(format: 1, currency: "CAD", as_of: "2026-03-01", request: (from: "2026-03", months: {months}),
            offers: {{"x": {offer}}},
            contracts: {{"c": (offer: "x", from: "2026-03-01")}},
            services: {{"s": (state: Running, storage: "200 GB")}},
            backups: (mode: FullCopies, full: "1.5 TB", keep: (daily: 1)))"#
    );
    let scenario: Scenario = ron::from_str(&text).unwrap_or_else(|wrong| panic!("{wrong}: {text}"));
    let outlook = project(&scenario, None);
    let ledger = &outlook.plans[DO_NOTHING].ledger;
    let entries = ledger.entries(outlook.period);
    let amount = |entry: &crate::engine::ledger::Entry| {
        let low = entry.before_tax.low.show(ledger.currency);
        match entry.before_tax.high {
            Some(high) if high == entry.before_tax.low => low,
            Some(high) => format!("{low}..{}", high.show(ledger.currency)),
            None => format!("{low}.."),
        }
    };
    entries.iter().map(|entry| format!("{} {}", entry.day, amount(entry))).collect()
}

#[track_caller]
fn refused(chosen: &[u32], mode: &str, code: &str) {
    assert_eq!(as_offer(&catalogue(), 0, chosen, mode).unwrap_err().code, code);
}

#[test]
fn a_plan_with_its_choices_is_one_offer() {
    let (key, ron) = as_offer(&catalogue(), 0, &[1, 3, 4], "default").unwrap();
    assert_eq!(key, "some-host/srv1/64g-2x4000hdd/default");
    // 49.99 + 16.005 + 10
    assert_eq!(
        ron,
        "(kind: Server, name: \"SRV1, 64GB, 2x HDD 4TB\", provider: \"Some Host\", ram: \"64 GiB\", \
         disks: [(count: 2, size: \"4 TB\", what: \"HDD\")], threads: 8, gives: {\"Mbit/s\": 500}, \
         has: [\"ecc\"], regions: [\"abc\", \"xyz\"], monthly: \"75.995 CAD before tax\", \
         setup: \"49.99 CAD before tax\", includes: {Backup: \"500 GB\"}, \
         source: \"Some Host eco CA, catalogue of 2026-03-01, plan `srv1` with `ram-64g-srv1`, \
         `raid-2x4000`, `bandwidth-500` by `default`, eco.json\", \
         checked: \"2026-03-01\")"
    );
    // 75.995 is billed as 76.00: rounded once, where it is charged.
    assert_eq!(billed(&ron, 2), ["2026-03-01 49.99", "2026-03-01 76.00", "2026-04-01 76.00"]);
}

#[test]
fn what_is_paid_at_once_is_charged_to_the_cent_on_the_first_day() {
    let (key, ron) = as_offer(&catalogue(), 0, &[1, 2, 4], "upfront12").unwrap();
    assert_eq!(key, "some-host/srv1/64g-2x512nvme/upfront12");
    // 539.90 + 172.83 = 712.73; ÷ 12 = 59.394166…
    assert!(ron.contains("monthly: \"59.3941666667 CAD before tax\""), "{ron}");
    let terms = "term: \"12 months\", renews: \"automatically\", billing: UpFront";
    assert!(ron.contains(terms), "{ron}");
    assert!(!ron.contains("setup:"), "{ron}");
    assert_eq!(billed(&ron, 13), ["2026-03-01 712.73", "2027-03-01 712.73"]);
}

#[test]
fn half_a_cent_of_a_payment_for_a_year_is_rounded_up_as_it_would_be() {
    let mut catalogue = catalogue();
    catalogue.plans[0].families.clear();
    catalogue.plans[0].prices = vec![pricing("upfront12", 12, 12, "539.905", "0")];
    let (_, ron) = as_offer(&catalogue, 0, &[], "upfront12").unwrap();
    assert_eq!(billed(&ron, 1), ["2026-03-01 539.91"]);
}

#[test]
fn disks_are_joined_where_that_is_asked_for() {
    let (_, ron) = as_offer_joined(&catalogue(), 0, &[0, 2, 4], "default", Raid::Raid1).unwrap();
    assert!(
        ron.contains("(count: 2, size: \"512 GB\", raid: \"RAID 1\", what: \"NVMe\")"),
        "{ron}"
    );
    let (_, ron) = as_offer_joined(&catalogue(), 0, &[0, 2, 4], "default", Raid::Raid5).unwrap();
    assert!(!ron.contains("raid:"), "two disks are too few for RAID 5: {ron}");
}

#[test]
fn what_is_no_choice_is_refused_with_those_that_are() {
    refused(&[0, 2], "default", "choice-missing");
    refused(&[0, 1, 2, 4], "default", "chosen-twice");
    refused(&[0, 2, 4, 9], "default", "no-such-choice");
    refused(&[0, 2, 4], "degressivity12", "no-such-mode");
    refused(&[0, 2, 4], "default@nowhere", "not-offered-here");
    assert_eq!(as_offer(&catalogue(), 7, &[], "default").unwrap_err().code, "no-such-plan");
    let missing = as_offer(&catalogue(), 0, &[0, 2], "default").unwrap_err();
    assert_eq!(missing.hint.as_deref(), Some("one of `bandwidth-500`"));
}

#[test]
fn prices_that_differ_by_place_need_the_place() {
    let mut catalogue = catalogue();
    let at = |place: &str, price| Pricing {
        regions: vec![place.into()],
        ..pricing("monthly", 0, 1, price, "0")
    };
    let prices = vec![at("abc", "5"), at("xyz", "6")];
    catalogue.plans = vec![plan("small", OfferKind::Server, prices)];
    let several = as_offer(&catalogue, 0, &[], "monthly").unwrap_err();
    assert_eq!(several.code, "several-prices");
    assert_eq!(several.hint.as_deref(), Some("name the place: `monthly@abc`, `monthly@xyz`"));
    let (key, ron) = as_offer(&catalogue, 0, &[], "monthly@xyz").unwrap();
    assert_eq!(key, "some-host/small/monthly@xyz");
    assert!(ron.contains("regions: [\"xyz\"], monthly: \"6 CAD before tax\""), "{ron}");
    // The same price in both: no place is needed, and both are named.
    catalogue.plans[0].prices[1].price = Some(number("5"));
    let (_, ron) = as_offer(&catalogue, 0, &[], "monthly").unwrap();
    assert!(ron.contains("regions: [\"abc\", \"xyz\"]"), "{ron}");
}

#[test]
fn an_unknown_setup_is_unknown_and_a_price_beyond_reason_is_refused() {
    let mut catalogue = catalogue();
    catalogue.plans[0].prices[0].setup = None;
    let (_, ron) = as_offer(&catalogue, 0, &[0, 2, 4], "default").unwrap();
    assert!(ron.contains("setup: \"unknown\""), "{ron}");
    catalogue.plans[0].prices[0].price = Some(number("1000000000000000000"));
    let problem = as_offer(&catalogue, 0, &[0, 2, 4], "default").unwrap_err();
    assert_eq!(problem.code, "price-not-valid");
}

#[test]
fn a_tariff_is_billed_as_it_is_said() {
    let mut catalogue = catalogue();
    let mut space = plan("space", OfferKind::Backup, vec![pricing("monthly", 0, 1, "4", "0")]);
    // 1 TB included for 4, then 1.19 a TB: 1.5 TB of backups cost 4 + 0.5 × 1.19 = 4.595, as 4.00 and 0.595.
    let text = r#"(per: "TB", price: "1.19 CAD before tax", of: Backup, free: "1 TB")"#;
    let tariff: Tariff = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .unwrap();
    space.tariff = Some(tariff);
    catalogue.plans = vec![space];
    let (_, ron) = as_offer(&catalogue, 0, &[], "monthly").unwrap();
    assert!(ron.contains(text), "{ron}");
    assert_eq!(billed(&ron, 1), ["2026-03-01 4.00", "2026-03-01 0.60"]);
}

#[test]
fn places_whose_country_is_known_go_along() {
    let catalogue = catalogue();
    let regions = regions_of(&catalogue, &catalogue.plans[0]);
    let abc = "(country: \"CA\", name: \"Abc Town\")".to_owned();
    assert_eq!(regions, [("abc".to_owned(), abc)]);
}

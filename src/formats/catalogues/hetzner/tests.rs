//! Lists of Hetzner's shapes with figures of our own; what each comes to was worked out by hand.

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::formats::catalogues::{PriceTold, READERS, Reader, as_offer, recognise};
use crate::formats::importers::Head;
use crate::model::{Answer, Catalogue, CataloguePlan, CatalogueTax, OfferKind, Scenario};
use crate::units::{Currency, Day};

const FLAT: &str = include_str!("../../../../tests/prices/hetzner-auction-flat.json");
const NESTED: &str = include_str!("../../../../tests/prices/hetzner-auction-nested.json");
const PRICING: &str = include_str!("../../../../tests/prices/hetzner-cloud-pricing.json");
const TYPES: &str = include_str!("../../../../tests/prices/hetzner-cloud-server-types.json");
const BOXES: &str = include_str!("../../../../tests/prices/hetzner-storage-boxes.json");
const ROBOT: &str = include_str!("../../../../tests/prices/hetzner-robot-products.json");

fn told() -> PriceTold {
    PriceTold::new(Day::parse("2026-03-01").unwrap(), "list.json")
}

fn euro() -> PriceTold {
    PriceTold { currency: Currency::from_code("EUR"), ..told() }
}

#[track_caller]
fn by(text: &str) -> &'static Reader {
    recognise(&Head { text, whole: true }).unwrap()
}

#[track_caller]
fn read(text: &str, told: &PriceTold) -> Catalogue {
    (by(text).read)(text.as_bytes(), told).unwrap()
}

#[track_caller]
fn refused(text: &str, told: &PriceTold) -> Problem {
    (by(text).read)(text.as_bytes(), told).unwrap_err()
}

#[track_caller]
fn plan<'a>(catalogue: &'a Catalogue, code: &str) -> &'a CataloguePlan {
    catalogue.plans.iter().find(|plan| *plan.code == *code).unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Month, setup, hour and places of each price.
fn prices(plan: &CataloguePlan) -> Vec<String> {
    let shown = |price: Option<Decimal>| price.map_or_else(|| "?".to_owned(), |p| p.to_string());
    let one = |p: &crate::model::Pricing| {
        let places = p.regions.join(" ");
        format!("{} {} {} {places}", shown(p.price), shown(p.setup), shown(p.hourly))
    };
    plan.prices.iter().map(|p| one(p).trim_end().to_owned()).collect()
}

fn disks(plan: &CataloguePlan) -> Vec<String> {
    plan.gives.disks.iter().map(ToString::to_string).collect()
}

fn offer(catalogue: &Catalogue, code: &str, chosen: &[u32], mode: &str) -> String {
    let at = catalogue.plans.iter().position(|plan| *plan.code == *code).unwrap();
    let (key, ron) = as_offer(catalogue, at, chosen, mode).unwrap();
    let text = format!(
        "#![enable(implicit_some)]\nScenario(format: 1, as_of: \"2026-03-01\", currency: \"EUR\", offers: {{\"{key}\": {ron}}})"
    );
    let scenario: Result<Scenario, _> = ron::from_str(&text);
    assert!(scenario.is_ok(), "{scenario:?}: {ron}");
    ron
}

#[test]
fn each_list_is_recognised_by_its_own_reader_alone() {
    let lists = [
        (FLAT, "hetzner-auction"),
        (NESTED, "hetzner-auction"),
        (PRICING, "hetzner-cloud"),
        (TYPES, "hetzner-cloud"),
        (BOXES, "hetzner-storage"),
        (ROBOT, "hetzner-robot"),
    ];
    for (text, name) in lists {
        let head = Head { text, whole: true };
        let takers: Vec<&str> =
            READERS.iter().filter(|r| (r.recognises)(&head)).map(|r| r.name).collect();
        assert_eq!(takers, [name]);
    }
}

#[test]
fn an_auctioned_server_has_its_price_its_disks_by_kind_and_the_day_it_falls() {
    let catalogue =
        read(FLAT, &PriceTold { source: Some("x/live_data_sb_EUR.json".to_owned()), ..told() });
    assert_eq!(catalogue.currency.code(), "EUR");
    assert_eq!(catalogue.tax, CatalogueTax::Before(None));
    let first = plan(&catalogue, "1001");
    assert_eq!(prices(first), ["38 0 0.0609"]);
    // 1778669059 ÷ 86400 = 20586.4 days after 1970-01-01: 2026-05-13.
    assert_eq!(first.prices[0].falls, Day::new(2026, 5, 13));
    assert_eq!(disks(first), ["2 × 2 TB HDD"]);
    assert_eq!(first.gives.ram.unwrap().to_string(), "64 GiB");
    assert_eq!((first.gives.ecc, first.gives.bandwidth), (Some(false), Some(1000)));
    assert_eq!(first.regions.join(" "), "fsn1");
    assert_eq!(catalogue.regions["fsn1"].country, "DE");
    let second = plan(&catalogue, "1002");
    assert_eq!(prices(second), ["44.5378 39.5 0.0714"]);
    assert_eq!(second.prices[0].falls, None, "its price is fixed");
    assert_eq!(disks(second), ["2 × 512 GB NVMe", "1 × 480 GB SSD", "1 × 6 TB HDD"]);
    assert_eq!(second.note.as_deref(), Some("HEL1-DC4, traffic 20 TB"));
    let ipv4 = &first.families[0];
    assert!(!ipv4.mandatory);
    assert_eq!(catalogue.addons.len(), 1, "one address for both");
    // 38 + 1.7, 0.0609 + 0.0027
    let with = offer(&catalogue, "1001", &ipv4.options, "default");
    assert!(
        with.contains("monthly: \"39.7 EUR before tax\", hourly: \"0.0636 EUR before tax\""),
        "{with}"
    );
    assert!(with.contains("its price is said to fall on 2026-05-13"), "{with}");
}

#[test]
fn what_an_auction_says_badly_is_counted_and_the_rest_kept() {
    let catalogue = read(FLAT, &euro());
    let codes: Vec<&str> = catalogue.plans.iter().map(|plan| &*plan.code).collect();
    assert_eq!(codes, ["1001", "1002", "1004"]);
    assert_eq!(plan(&catalogue, "1004").gives.ram, None);
    for note in [
        "left out: 1 entry with a price below 0, which counts as not known; the first is `1003`",
        "left out: 1 entry without a price; the first is `1003`",
        "left out: 1 entry whose code stands there already; the first is `1001`",
        "left out: 1 entry without a number; the first is `entry 6`",
        "which country `xyz1` is in is not known",
    ] {
        assert!(catalogue.notes.iter().any(|n| n == note), "{note}: {:?}", catalogue.notes);
    }
}

#[test]
fn the_nested_auction_has_a_price_for_each_currency() {
    let euros = read(NESTED, &told());
    assert_eq!(euros.currency.code(), "EUR");
    assert_eq!(prices(plan(&euros, "2001")), ["72 0 0.1154"]);
    assert_eq!(disks(plan(&euros, "2001")), ["2 × 960 GB NVMe", "2 × 6 TB HDD"]);
    // 1786156152 ÷ 86400 = 20673.1 days: 2026-08-08.
    assert_eq!(plan(&euros, "2001").prices[0].falls, Day::new(2026, 8, 8));
    assert_eq!(plan(&euros, "2001").gives.ecc, Some(true));
    let dollars = read(NESTED, &PriceTold { currency: Currency::from_code("USD"), ..told() });
    assert_eq!(prices(plan(&dollars, "2001")), ["80 0 0.1282"]);
    assert_eq!(prices_of_addon(&dollars, 0), ["1.9"]);
}

fn prices_of_addon(catalogue: &Catalogue, at: usize) -> Vec<String> {
    catalogue.addons[at].prices.iter().map(|p| p.price.unwrap().to_string()).collect()
}

#[test]
fn cloud_prices_that_differ_by_place_are_prices_of_their_own() {
    let catalogue = read(PRICING, &told());
    assert_eq!(catalogue.tax, CatalogueTax::Before(Some(number("19"))));
    let server = plan(&catalogue, "cx23");
    assert_eq!(prices(server), ["3.4900 0 0.0056 fsn1 nbg1", "3.7900 0 0.0060 hel1"]);
    // Traffic is dearer in Singapore: a plan of its own.
    let far = plan(&catalogue, "cx23-sin");
    assert_eq!(prices(far), ["5.4900 0 0.0090 sin"]);
    // 21990232555520 = 20 × 2⁴⁰
    let tariff = server.tariff.as_ref().unwrap();
    assert_eq!(tariff.free.as_ref().unwrap().to_string(), "20 TB traffic");
    assert_eq!(tariff.price.to_string(), "1 EUR before tax");
    assert_eq!(far.tariff.as_ref().unwrap().price.to_string(), "7.4 EUR before tax");
    // 20 % of 3.49 is 0.698, an address 0.50: 3.49 + 0.698 + 0.5 = 4.688.
    let all: Vec<u32> = server.families.iter().flat_map(|f| f.options.clone()).collect();
    let with = offer(&catalogue, "cx23", &all, "default@fsn1");
    assert!(with.contains("monthly: \"4.688 EUR before tax\""), "{with}");
    assert!(with.contains("regions: [\"fsn1\"]"), "{with}");
    let kinds: Vec<(&str, OfferKind)> =
        catalogue.plans.iter().skip(2).map(|plan| (&*plan.code, plan.kind)).collect();
    let expected = [
        ("lb11", OfferKind::Other),
        ("floating-ipv4", OfferKind::Other),
        ("volume", OfferKind::Disk),
        ("snapshots", OfferKind::Backup),
    ];
    assert_eq!(kinds, expected);
    let volume = offer(&catalogue, "volume", &[], "default");
    let tariff = "tariff: (per: \"GB\", price: \"0.044 EUR before tax\", of: Storage)";
    assert!(volume.contains(tariff) && !volume.contains("monthly"), "{volume}");
    assert!(catalogue.notes.iter().any(|note| note.contains("/v1/server_types")));
}

#[test]
fn server_types_have_the_hardware_and_ask_for_the_currency() {
    assert_eq!(refused(TYPES, &told()).code, "currency-needed");
    let catalogue = read(TYPES, &euro());
    let server = plan(&catalogue, "cx23");
    assert_eq!(server.gives.threads, Some(2));
    assert_eq!(server.gives.ram.unwrap().to_string(), "4 GiB");
    assert_eq!(server.gives.space.unwrap().to_string(), "40 GB");
    assert_eq!(plan(&catalogue, "cx11").until, Day::new(2025, 9, 1));
}

#[test]
fn storage_boxes_are_sizes_that_do_not_stack() {
    assert_eq!(refused(BOXES, &told()).code, "currency-needed");
    let catalogue = read(BOXES, &euro());
    let small = plan(&catalogue, "bx11");
    assert_eq!(small.gives.space.unwrap().to_string(), "1 TiB");
    assert_eq!(small.stackable, Some(Answer::No));
    assert_eq!(small.until, Day::new(2027, 9, 1));
    assert_eq!(prices(small), ["3.2000 0.0000 0.0051 fsn1 hel1"]);
    assert_eq!(prices(plan(&catalogue, "bx21")), ["10.9000 5.0000 0.0175 fsn1"]);
    let offer = offer(&catalogue, "bx11", &[], "default");
    assert!(offer.contains("kind: Backup, name: \"BX11\""), "{offer}");
    assert!(offer.contains("size: \"1 TiB\""), "{offer}");
    assert!(
        offer.contains("monthly: \"3.20 EUR before tax\", hourly: \"0.0051 EUR before tax\""),
        "{offer}"
    );
    assert!(offer.contains("stackable: false, until: \"2027-09-01\""), "{offer}");
    assert!(offer.contains("at most 10 snapshots, at most 10 snapshots by plan"), "{offer}");
    let left = "left out: 1 entry without a size; the first is `bx99`";
    assert!(catalogue.notes.iter().any(|note| note == left), "{:?}", catalogue.notes);
}

#[test]
fn the_robots_products_are_read_out_of_their_descriptions() {
    let catalogue = read(ROBOT, &euro());
    let standard = plan(&catalogue, "EX44");
    assert_eq!(prices(standard), ["39.0000 39.0000 0.0625 fsn1", "37.0000 39.0000 0.0593 hel1"]);
    assert_eq!(standard.gives.cpu.as_deref(), Some("Intel® Core™ i5-13500"));
    assert_eq!(standard.gives.ram.unwrap().to_string(), "64 GiB");
    assert_eq!(disks(standard), ["2 × 512 GB NVMe"]);
    // 37 + 1.7
    let with = offer(&catalogue, "EX44", &standard.families[0].options, "default@hel1");
    assert!(with.contains("monthly: \"38.70 EUR before tax\""), "{with}");
    assert!(with.contains("setup: \"39.00 EUR before tax\""), "{with}");
    let market = plan(&catalogue, "798115");
    assert_eq!(prices(market), ["35.2941 0.0000 ?"]);
    assert_eq!(market.prices[0].falls, Day::new(2026, 3, 5));
    assert_eq!(market.gives.ram.unwrap().to_string(), "32 GiB");
    assert_eq!(disks(market), ["2 × 2.0 TB HDD"]);
    assert_eq!(market.gives.bandwidth, Some(1000));
    assert_eq!(market.note.as_deref(), Some("FSN1-DC6, traffic 20 TB"));
}

#[test]
fn another_list_is_told_by_its_name() {
    let told = euro();
    let read = |reader: Reader, text: &str| (reader.read)(text.as_bytes(), &told).unwrap_err();
    assert_eq!(read(super::AUCTION, PRICING).code, "not-a-price-list");
    assert_eq!(read(super::CLOUD, BOXES).code, "not-a-price-list");
    assert_eq!(read(super::STORAGE_BOX, FLAT).code, "not-a-price-list");
    assert_eq!(read(super::ROBOT, TYPES).code, "not-a-price-list");
    assert_eq!(read(super::AUCTION, r#"{"server": []}"#).code, "no-prices");
    let unknown = PRICING.replace("\"EUR\"", "\"EURO\"");
    assert_eq!(read(super::CLOUD, &unknown).code, "currency-not-valid");
}

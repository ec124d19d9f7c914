//! Storage by words, as the engine bills it; each sum is worked out beside it.

use super::offer_tests::billed;
use super::{PriceTold, as_offer, reader};
use crate::units::{Basis, Currency, Day};

/// Bills of March for the offer of the first row: 1.5 TB of backups, 200 GB of disk.
fn bills(list: &str) -> Vec<String> {
    let told = PriceTold {
        currency: Currency::from_code("CAD"),
        basis: Some(Basis::BeforeTax),
        ..PriceTold::new(Day::parse("2026-03-01").unwrap(), "list.csv")
    };
    let catalogue = (reader("table").unwrap().read)(list.as_bytes(), &told).unwrap();
    let mode = catalogue.plans[0].prices[0].mode.to_string();
    let (_, ron) = as_offer(&catalogue, 0, &[], &mode).unwrap();
    billed(&ron, 1)
}

#[test]
fn so_much_a_unit() {
    // 1500 GB × 0.005 = 7.50
    let list = "Name;Setup;Price per GB\nObject storage;0;0.005\n";
    assert_eq!(bills(list), ["2026-03-01 7.50"]);
    // The unit in the cell: 1.5 TB × 5.99 = 8.985
    assert_eq!(bills("Name;Setup;Price\nObject storage;0;5.99 $/TB\n"), ["2026-03-01 8.99"]);
}

#[test]
fn what_is_included_is_not_paid() {
    // 4.99 for the first TB; 0.5 TB × 1.19 = 0.595
    let list = "Name;Setup;Price;Overage\nObject storage;0;4.99;1 TB included, 1.19 per TB after\n";
    assert_eq!(bills(list), ["2026-03-01 4.99", "2026-03-01 0.60"]);
    let columns = "Name;Setup;Price;Included;Overage\nObject storage;0;4.99;1 TB;1.19 per TB\n";
    assert_eq!(bills(columns), ["2026-03-01 4.99", "2026-03-01 0.60"]);
}

#[test]
fn at_least_and_at_most() {
    // 1.5 TB × 5 = 7.50 is less than 9; more than 6.
    assert_eq!(bills("Name;Setup;Price;Minimum\nBackup;0;5 per TB;9\n"), ["2026-03-01 9.00"]);
    assert_eq!(bills("Name;Setup;Price\nBackup;0;5 per TB, at most 6\n"), ["2026-03-01 6.00"]);
}

#[test]
fn a_unit_begun_in_full() {
    // 1.5 TB are two: 2 × 5
    assert_eq!(bills("Name;Setup;Price\nBackup;0;5 per TB started\n"), ["2026-03-01 10.00"]);
}

#[test]
fn fixed_sizes_cost_what_they_cost() {
    let list = "Size;Setup;Price;Kind\n2 TB;3;16;backup\n";
    assert_eq!(bills(list), ["2026-03-01 3.00", "2026-03-01 16.00"]);
}

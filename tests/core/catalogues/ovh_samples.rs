//! OVH's catalogue for Canada of 24 January 2022 (`catalogId` 4872), as their server gave it.
//!
//! What a plan costs is its own price and those of the usual bandwidth, memory and storage (and, where there is one, private network
//! and system disk), all of one mode. On the Rise servers each of these costs 0, so the plan's own price is all of it.

use headroom::model::{CatalogueTax, Renewal};

use super::*;

const WHOLE: &str = "ovh/metal-CA-2022-01-24.json";
const SMALL: &str = "ovh/filtered-bhs-2022-01-24.json";

#[test]
fn full_prices_of_rise_servers_are_those_of_the_issue() {
    for file in [WHOLE, SMALL] {
        let Some(catalogue) = sample("ovh", file) else { return };
        for taken in [Taken::Usual, Taken::Cheapest] {
            let costs = |code: &str, mode: &str, price: &str, setup: &str| {
                let expected = (decimal(price), decimal(setup));
                assert_eq!(full(&catalogue, code, mode, taken), expected, "{code} {mode}");
            };
            costs("22rise01", "default", "98.99", "98.99");
            costs("22rise01", "degressivity12", "94.03", "0");
            costs("22rise01", "degressivity24", "89.08", "0");
            costs("22rise01", "upfront12", "1068.98", "0");
            costs("22rise03", "default", "144.99", "144.99");
            costs("22rise03", "degressivity12", "137.44", "0");
            costs("22rise03", "degressivity24", "130.20", "0");
            costs("22rise03", "upfront12", "1562.43", "0");
            costs("22rise04", "default", "274.99", "274.99");
            costs("22rise04", "degressivity12", "260.42", "0");
            costs("22rise04", "degressivity24", "246.71", "0");
            costs("22rise04", "upfront12", "2960.55", "0");
            costs("22risestor01", "default", "106.99", "106.99");
            costs("21rise01-sgp", "default", "83.99", "75.99");
            costs("21rise01-sgp", "degressivity12", "79.38", "0");
        }
    }
}

#[test]
fn memory_tiers_of_rise_1_to_3_cost_16_and_46() {
    let Some(catalogue) = sample("ovh", WHOLE) else { return };
    for code in ["22rise01", "22rise02", "22rise03"] {
        let families = &plan(&catalogue, code).families;
        let memory = families.iter().find(|family| &*family.name == "memory").unwrap();
        let options = memory.options.iter().map(|index| &catalogue.addons[*index as usize]);
        let monthly = |prices: &[Pricing]| {
            prices.iter().find(|pricing| &*pricing.mode == "default").unwrap().price
        };
        let mut tiers: Vec<_> = options
            .map(|addon| (addon.gives.ram.unwrap().to_string(), monthly(&addon.prices).unwrap()))
            .collect();
        tiers.sort_by_key(|tier| tier.1);
        let tier = |ram: &str, price: &str| (ram.to_owned(), decimal(price));
        let expected = [tier("32 GiB", "0"), tier("64 GiB", "16"), tier("128 GiB", "46")];
        assert_eq!(tiers, expected, "{code}");
    }
}

#[test]
fn what_is_sold_in_asia_only_is_had_nowhere_else() {
    let Some(catalogue) = sample("ovh", WHOLE) else { return };
    let of = |name: &str| {
        let plans = catalogue.plans.iter().filter(|plan| &*plan.name == name);
        plans.flat_map(|plan| plan.regions.iter().map(ToString::to_string)).collect::<Vec<_>>()
    };
    assert_eq!(of("RISE-APAC-1"), ["sgp", "syd"]);
    assert_eq!(of("RISE-1"), ["bhs", "fra", "gra", "lon", "rbx", "sbg", "waw"]);
    assert_eq!(catalogue.regions["syd"].country, "AU");
    assert_eq!(catalogue.regions["fra"].name.as_deref(), Some("Frankfurt"));
}

#[test]
fn prices_with_more_than_two_decimals_stay_exact() {
    let Some(catalogue) = sample("ovh", WHOLE) else { return };
    let plans = catalogue.plans.iter().flat_map(|plan| &plan.prices);
    let all = plans.chain(catalogue.addons.iter().flat_map(|addon| &addon.prices));
    let prices = all.flat_map(|pricing| [pricing.price, pricing.setup]).flatten();
    assert_eq!(prices.filter(|price| price.normalize().scale() > 2).count(), 73);
    let addon = catalogue.addons.iter().find(|addon| &*addon.code == "vrack-bandwidth-1000-option");
    assert!(addon.unwrap().prices.iter().any(|of| of.price == Some(decimal("30.392"))));
}

#[test]
fn the_whole_catalogue_is_read_without_a_doubt() {
    let Some(catalogue) = sample("ovh", WHOLE) else { return };
    assert_eq!((catalogue.plans.len(), catalogue.addons.len()), (57, 378));
    assert_eq!(catalogue.subsidiary.as_deref(), Some("CA"));
    assert_eq!((catalogue.currency.code(), catalogue.tax), ("CAD", CatalogueTax::Before(None)));
    let [joined] = &catalogue.notes[..] else { panic!("{:#?}", catalogue.notes) };
    assert!(joined.starts_with("disks sold with RAID"), "{joined}");
    for plan in &catalogue.plans {
        for pricing in &plan.prices {
            let renews = (pricing.term > 0).then_some(Renewal::Automatically);
            assert_eq!(pricing.renews, renews, "{} {}", plan.code, pricing.mode);
        }
    }
}

#[test]
fn hardware_is_what_the_products_say() {
    let Some(catalogue) = sample("ovh", WHOLE) else { return };
    let rise = &plan(&catalogue, "22rise05").gives;
    assert_eq!(rise.cpu.as_deref(), Some("2 × Intel Xeon Silver 4214R"));
    // 2 processors with 24 threads each.
    assert_eq!(rise.threads, Some(48));
    assert_eq!(rise.backup.unwrap().to_string(), "500 GB");
    let addon = |code: &str| catalogue.addons.iter().find(|addon| &*addon.code == code).unwrap();
    let disks = &addon("hybridsoftraid-2x4000sa-2x512nvme-rise").gives.disks;
    let shown: Vec<_> = disks.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["2 × 500 GB SSD NVMe RAID 1", "2 × 4000 GB HDD SATA RAID 1"]);
    assert_eq!(addon("ram-32g-game").gives.ecc, Some(false));
    assert_eq!(addon("bandwidth-500-included-rise").gives.bandwidth, Some(500));
}

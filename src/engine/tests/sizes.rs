//! Disks, reserves, fill, components, dated growth and what plans make of them, worked out by hand.

use crate::model::{Resource, Scenario};
use crate::units::Day;

use crate::engine::demand::stated_size;
use crate::engine::outlook::{HostOutlook, Level, Outlook, ResourceOutlook, Runway};
use crate::engine::project;

const GB: Level = 1_000_000_000;
const GIB: Level = 1 << 30;

fn read(rest: &str) -> Scenario {
    let text = format!(
        r#"Scenario(format: 1, as_of: "2021-01-01", currency: "EUR", buffers: {{Storage: "0 %", Ram: "0 %"}}, {rest})"#
    );
    crate::document::fragment(&text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"))
}

fn outlook(rest: &str) -> Outlook {
    project(&read(rest), None)
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn host<'a>(outlook: &'a Outlook, plan: &str, key: &str) -> &'a HostOutlook {
    outlook.plans[plan].hosts.iter().find(|host| *host.key == *key).unwrap()
}

fn storage<'a>(outlook: &'a Outlook, plan: &str, key: &str) -> &'a ResourceOutlook {
    let host = host(outlook, plan, key);
    host.resources.iter().find(|of| of.resource == Resource::Storage).unwrap()
}

/// Demand, all there is and what is usable of it on a day.
fn on(of: &ResourceOutlook, text: &str) -> (Level, Option<Level>, Option<Level>) {
    let segment = of.segments.iter().find(|s| s.from <= day(text) && day(text) < s.until).unwrap();
    (segment.on(day(text)).expected, segment.total, segment.usable)
}

const NOTHING: &str = "Do nothing";

#[test]
fn disks_give_what_raid_leaves_of_them() {
    let of = |disks: &str, rest: &str| {
        let all = outlook(&format!(
            r#"offers: {{"o": (kind: Server, monthly: "1 EUR", disks: [{disks}], {rest})}},
            contracts: {{"s": (offer: "o", from: "2020-01-01")}}, services: {{"a": (state: Running, storage: "1 GB")}}"#
        ));
        let (_, total, usable) = on(storage(&all, NOTHING, "s"), "2021-01-01");
        (total.map(|total| total / GB), usable.map(|usable| usable / GB))
    };
    let same = |gb| (Some(gb), Some(gb));
    // Four of 22 TB, two of them for parity; system disks are another set.
    assert_eq!(of(r#"(count: 4, size: "22 TB", raid: "RAID 6")"#, ""), same(44_000));
    let two = r#"(count: 4, size: "22 TB", raid: "raidz2", what: "HDD"), (count: 2, size: "1 TB", raid: "RAID1")"#;
    assert_eq!(of(two, ""), same(45_000));
    assert_eq!(of(r#"(count: 12, size: "4 TB", raid: "RAID 5", spares: 1)"#, ""), same(40_000));
    assert_eq!(of(r#"(count: 7, size: "1 TB", raid: "RAID 10", spares: 1)"#, ""), same(3_000));
    assert_eq!(of(r#"(count: 3, size: "2 TB")"#, ""), same(6_000));
    // What is stated counts, whatever the disks give.
    assert_eq!(of(r#"(count: 3, size: "2 TB")"#, r#"storage: "5 TB""#), same(5_000));
    // 5 % of 44 TB is taken by the host itself.
    let kept = of(r#"(count: 4, size: "22 TB", raid: "RAID 6")"#, r#"reserved: {Storage: "5 %"}"#);
    assert_eq!(kept, (Some(44_000), Some(41_800)));
}

#[test]
fn a_reserve_goes_off_before_the_buffer() {
    let all = outlook(
        r#"offers: {"o": (kind: Server, monthly: "1 EUR", ram: "64 GiB", reserved: {Ram: "4 GiB"})},
        contracts: {"s": (offer: "o", from: "2020-01-01", count: 2), "t": (offer: "o", from: "2020-01-01", reserved: {Ram: "0 GiB"})},
        services: {"a": (state: Running, on: "s", ram: "1 GiB"), "b": (state: Running, on: "t", ram: "1 GiB")}"#,
    );
    let ram = |key| {
        let (_, total, usable) = on(&host(&all, NOTHING, key).resources[0], "2021-01-01");
        (total.unwrap() / GIB, usable.unwrap() / GIB)
    };
    assert_eq!((ram("s"), ram("t")), ((128, 120), (64, 64)));
}

#[test]
fn a_disk_adds_to_the_server_that_it_is_on() {
    let all = outlook(
        r#"offers: {
            "o": (kind: Server, monthly: "1 EUR", storage: "100 GB"),
            "d": (kind: Disk, monthly: "1 EUR", size: "1 TB"),
            "by size": (kind: Disk, monthly: "1 EUR"),
        },
        contracts: {
            "s": (offer: "o", from: "2020-01-01"),
            "more": (offer: "d", from: "2020-01-01", on: "s"),
            "own": (offer: "by size", from: "2020-01-01", size: "300 GB", count: 2),
        },
        services: {"a": (state: Running, on: "s", storage: "50 GB"), "b": (state: Running, on: "own", storage: "7 GB")},
        plans: {
            "another": [Order(offer: "by size", from: "2021-03-01", on: "s", options: (size: "400 GB"))],
            "larger": [Replace(contract: "more", with: "by size", from: "2021-03-01", overlap: "1 month", options: (size: "2 TB"))],
            "gone": [End(contract: "more", on: "2021-03-01")],
        }"#,
    );
    let total = |plan, text| on(storage(&all, plan, "s"), text).1.unwrap() / GB;
    assert_eq!(total(NOTHING, "2021-06-01"), 1100);
    assert_eq!((total("another", "2021-02-28"), total("another", "2021-03-01")), (1100, 1500));
    // While both are there the larger counts, beside the server's own.
    assert_eq!((total("larger", "2021-03-15"), total("larger", "2021-06-01")), (2100, 2100));
    assert_eq!(total("gone", "2021-03-01"), 100);
    let own = storage(&all, NOTHING, "own");
    assert_eq!(on(own, "2021-01-01"), (7 * GB, Some(600 * GB), Some(600 * GB)));
    // What names no server is on the only one, disks aside.
    let alone = outlook(
        r#"offers: {"o": (kind: Server, monthly: "1 EUR", storage: "100 GB"), "d": (kind: Disk, monthly: "1 EUR", size: "1 TB")},
        contracts: {"s": (offer: "o", from: "2020-01-01"), "d": (offer: "d", from: "2020-01-01")},
        services: {"a": (state: Running, storage: "50 GB")}"#,
    );
    assert_eq!(on(storage(&alone, NOTHING, "s"), "2021-01-01").0, 50 * GB);
}

/// Six disks, each sold by size, filled as measured, growing by 4 % a month; aimed at 65 %, told at 80 %.
fn couch() -> Outlook {
    let rows =
        [(3, 82, 5500), (4, 80, 5500), (5, 83, 5500), (7, 77, 6100), (8, 86, 5800), (9, 89, 5500)];
    let all = |one: &dyn Fn(&(u32, u32, u32)) -> String| {
        rows.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let contracts = all(&|(n, _, gb)| {
        format!(r#""couch{n}": (offer: "disk", from: "2019-01-01", size: "{gb} GB")"#)
    });
    let usage = all(&|(n, full, _)| {
        format!(
            r#""max {n}": (resource: Storage, on: "couch{n}", samples: [("2021-01-01", "{full} %")])"#
        )
    });
    let moves = all(&|(n, ..)| {
        format!(
            r#"ResizeToTarget(contract: "couch{n}", resource: Storage, from: "2021-01-01", target: "65 %")"#
        )
    });
    outlook(&format!(
        r#"offers: {{"disk": (kind: Disk, monthly: "1 EUR")}}, contracts: {{{contracts}}}, usage: {{{usage}}},
        fill: {{Storage: (target: "65 %", alert: "80 %")}}, growth: {{Storage: "4 % per month"}}, plans: {{"resize": [{moves}]}}"#
    ))
}

#[test]
fn a_disk_is_resized_to_its_target_fill() {
    let all = couch();
    let stated = [(3, 6938), (4, 6769), (5, 7023), (7, 7226), (8, 7674), (9, 7531)];
    for (n, gb) in stated {
        let key = format!("couch{n}");
        let fill = storage(&all, NOTHING, &key).fill.clone().unwrap();
        // GB × fill ÷ 65 %, to the whole GB.
        assert_eq!((fill.needed.unwrap() + GB / 2) / GB, gb, "{key}");
        let after = storage(&all, "resize", &key);
        assert_eq!((on(after, "2021-01-01").1.unwrap() + GB / 2) / GB, gb, "{key}");
        let fill = after.fill.clone().unwrap();
        assert_eq!(fill.ppm(), Some(650_000), "{key}");
        // 65 % × 1.04⁵ is 79.1 %, × 1.04⁶ is 82.2 %.
        assert_eq!(fill.months, Some(6), "{key}");
    }
    let over = storage(&all, NOTHING, "couch3").fill.clone().unwrap();
    assert_eq!((over.ppm(), over.months), (Some(820_000), Some(0)));
    assert!(matches!(over.alerted, Some(Runway::Already { .. })));
    // 77 % × 1.04 is 80.08 %: in the first month.
    assert_eq!(storage(&all, NOTHING, "couch7").fill.clone().unwrap().months, Some(1));
}

const TILES: &str = r#"offers: {"o": (kind: Server, monthly: "1 EUR", storage: "3.84 TB")},
    contracts: {"s": (offer: "o", from: "2020-01-01")}, horizon: "6 years", growth: {Storage: "15 % per year"},
    services: {"tiles": (state: Running, components: [
        (name: "flat nodes", storage: "89 GB"), (name: "db", storage: "607 GB"),
        (name: "tile storage", storage: "135 GB"), (name: "second version", storage: "135 GB"),
        (name: "more db", share: "5 %", of: "db", count: 0), (name: "copies", share: "125 %", of: "tile storage", count: 0),
    ])},"#;

#[test]
fn growth_by_the_year_is_exact_after_each_whole_year() {
    let plans = r#"plans: {"second": [
        Resize(service: "tiles", component: "db", from: "2021-01-01", resource: Storage, by: "+5 %"),
        Resize(service: "tiles", component: "tile storage", from: "2021-01-01", resource: Storage, by: "+125 %"),
        Resize(service: "tiles", component: "second version", from: "2021-01-01", resource: Storage, by: "125 %"),
    ]}"#;
    let all = outlook(&format!("{TILES} {plans}"));
    let of = |plan, text| on(storage(&all, plan, "s"), text).0;
    assert_eq!(of(NOTHING, "2021-01-01"), 966 * GB);
    assert_eq!(of(NOTHING, "2022-01-01"), 966 * GB * 115 / 100);
    // 966 × 1.15⁵ = 1942.97, and (89 + 607 × 1.05 + 2 × 135 × 2.25) × 1.15⁵ = 2682.9.
    let five = |of: Level| of * 115_i128.pow(5) / 100_i128.pow(5);
    assert!((of(NOTHING, "2026-01-01") - five(966 * GB)).abs() <= 3);
    assert!((of("second", "2026-01-01") - five(133_385 * GB / 100)).abs() <= 5);
}

#[test]
fn a_component_may_be_a_share_of_another() {
    let shares = TILES.replace(", count: 0", "");
    let scenario = read(&shares);
    let tiles = &scenario.services["tiles"];
    let size = |name| stated_size(tiles, name, &Resource::Storage).map(|size| size.expected);
    assert_eq!(size(Some("more db")), Some(30_350_000_000)); // 5 % of 607 GB
    assert_eq!(size(Some("copies")), Some(168_750_000_000)); // 125 % of 135 GB
    assert_eq!(size(None), Some(966 * GB + 199_100_000_000));
    // What is a share of itself is nothing.
    let circle = read(
        r#"services: {"a": (state: Running, storage: "1 GB", components: [
        (name: "x", share: "50 %", of: "y"), (name: "y", share: "50 %", of: "x")])}"#,
    );
    let size = stated_size(&circle.services["a"], None, &Resource::Storage);
    assert_eq!(size.map(|size| size.expected), Some(GB));
}

#[test]
fn services_count_and_their_parts_grow_each_by_its_own() {
    let all = outlook(
        r#"offers: {"o": (kind: Server, monthly: "1 EUR", storage: "10 TB", gives: {"ipv4": 4})}, contracts: {"s": (offer: "o", from: "2020-01-01")},
        services: {"node": (state: Running, count: 3, needs: {"ipv4": 1}, storage: "10 GB", growth: {Storage: "1 GB per month"},
            components: [(name: "log", storage: "5 GB", growth: {Storage: "100 % per year straight-line"}),
                         (name: "cache", storage: "2 GB", count: 2)])},"#,
    );
    let of = storage(&all, NOTHING, "s");
    assert_eq!(on(of, "2021-01-01").0, 3 * (10 + 5 + 4) * GB);
    // A year later each has 12 GB more, once, and its log is twice as large.
    assert_eq!(on(of, "2022-01-01").0, 3 * (22 + 10 + 4) * GB);
    let plan = &all.plans[NOTHING];
    let addresses = plan.resource(&Resource::Count("ipv4".to_owned())).unwrap();
    assert_eq!(addresses.today.wanted(), 3_000);
}

#[test]
fn growth_changes_on_its_days() {
    let all = outlook(
        r#"horizon: "4 years", offers: {"o": (kind: Server, monthly: "1 EUR", storage: "10 TB")}, contracts: {"s": (offer: "o", from: "2020-01-01")},
        services: {"a": (state: Running, storage: "100 GB"), "b": (state: Running, storage: "100 GB")},
        growth: {Storage: [("10 % per year"), (from: "2022-01-01", growth: "7 GB per week"), (from: "2023-01-01", growth: "100 % per year")]}"#,
    );
    let of = storage(&all, NOTHING, "s");
    assert_eq!(on(of, "2022-01-01").0, 220 * GB);
    // 365 days of 1 GB, on the sum, once.
    assert_eq!(on(of, "2023-01-01").0, 585 * GB);
    assert_eq!(on(of, "2024-01-01").0, 1170 * GB);
}

#[test]
fn room_is_made_on_a_host_or_by_a_service() {
    let all = outlook(
        r#"offers: {"o": (kind: Server, monthly: "1 EUR", storage: "1 TB")}, contracts: {"s": (offer: "o", from: "2020-01-01")},
        services: {"a": (state: Running, storage: "600 GB")},
        usage: {"df": (resource: Storage, samples: [("2020-12-01", "80 %")])},
        plans: {
            "host": [Reclaim(what: "old logs", resource: Storage, on: "s", amount: "200 GB", from: "2021-02-01")],
            "share": [Reclaim(what: "old logs", resource: Storage, amount: "25 %", from: "2021-02-01")],
            "service": [Reclaim(what: "old media", resource: Storage, on: "a", amount: "50 GB", from: "2021-02-01")],
            "off": [Reclaim(what: "old media", resource: Storage, on: "a", amount: "50 GB", from: "2021-02-01", off: true)],
        }"#,
    );
    let of = |plan| {
        let of = storage(&all, plan, "s");
        (on(of, "2021-01-31").0 / GB, on(of, "2021-02-01").0 / GB)
    };
    assert_eq!(of("host"), (800, 600));
    assert_eq!(of("service"), (800, 750));
    assert_eq!(of("off"), (800, 800));
    // What names nothing is on the only server.
    assert_eq!(of("share"), (800, 600));
}

#[test]
fn days_to_ignore_are_left_out_and_a_clipped_history_stands_for_nothing() {
    let of = |samples: &str, rest: &str| {
        let all = outlook(&format!(
            r#"offers: {{"o": (kind: Server, monthly: "1 EUR", storage: "100 GB")}}, contracts: {{"s": (offer: "o", from: "2020-01-01")}},
            services: {{"a": (state: Running, storage: "150 GB")}},
            usage: {{"df": (resource: Storage, on: "s", samples: [{samples}])}}, {rest}"#
        ));
        let of = storage(&all, NOTHING, "s");
        (on(of, "2021-01-01").0 / GB, of.clipped)
    };
    let two = r#"("2020-12-01", "60 GB"), ("2020-12-08", "90 %")"#;
    assert_eq!(of(two, ""), (90, false));
    let event = |host: &str| {
        format!(
            r#"events: [(what: "a copy", on: "2020-12-07", until: "2020-12-09", kind: Ignore, host: "{host}")]"#
        )
    };
    assert_eq!(of(two, &event("s")), (60, false));
    assert_eq!(of(two, &event("t")), (90, false));
    let six = |first: &str, last: &str| {
        format!(
            r#"("2020-11-01", "{first}"), ("2020-11-08", "98 %"), ("2020-11-15", "99 GB"), ("2020-11-22", "98 GB"), ("2020-11-29", "100 %"), ("2020-12-06", "{last}")"#
        )
    };
    assert_eq!(of(&six("10 %", "98 %"), ""), (150, true));
    // One below the limit, and it says something: a forecast of it.
    assert!(!of(&six("10 %", "97 %"), "").1);
}

#[test]
fn backups_of_several_kinds_are_so_many_copies() {
    let of = |keep: &str, rest: &str| {
        let all = outlook(&format!(
            r#"offers: {{"o": (kind: Backup, monthly: "1 EUR", size: "100 GB")}}, contracts: {{"b": (offer: "o", from: "2020-01-01")}},
            backups: (mode: FullCopies, full: "500 MB", keep: {keep}), {rest}"#
        ));
        let backup = all.plans.values().last().unwrap().backup.clone().unwrap();
        let last = backup.segments.last().unwrap();
        (backup.needed / 100_000_000, backup.fits.unwrap(), last.last.expected / 100_000_000)
    };
    // 0.5 GB twice a day for 60 days are 60 GB; 100 GB hold 100 days.
    assert_eq!(of("(per_day: 2, days: 60)", ""), (600, 100, 600));
    // 7 + 4 + 12 + 1 copies are 12 GB; 200 less 17 are daily ones.
    let all = "(daily: 7, weekly: 4, monthly: 12, yearly: 1)";
    assert_eq!(of(all, ""), (120, 183, 120));
    let fewer = r#"plans: {"p": [KeepBackups(days: 3, from: "2021-02-01"), KeepBackups(keep: (daily: 3), from: "2021-03-01")]}"#;
    assert_eq!(of(all, fewer), (120, 183, 15));
}

#[test]
fn a_named_count_runs_out_as_anything_does() {
    let all = outlook(
        r#"offers: {"o": (kind: Server, monthly: "1 EUR", gives: {"users": 100})}, contracts: {"s": (offer: "o", from: "2020-01-01")},
        services: {"a": (state: Running, needs: {"users": 80})}, growth: {Count("users"): "10 per month"}"#,
    );
    let users = all.plans[NOTHING].resource(&Resource::Count("users".to_owned())).unwrap();
    let expected = Some(day("2021-03-02")); // 100 on 1 March
    assert_eq!(users.runway, Runway::Between { cautious: None, expected });
}

/// Scenarios that differ by an edit each.
fn variants() -> Vec<Scenario> {
    let file = |contracts: &str, services: &str, samples: &str, rest: &str, moves: &str| {
        read(&format!(
            r#"request: (from: "2021-02", months: 3),
            offers: {{
                "o": (kind: Server, monthly: "1 EUR", ram: "8 GiB", storage: "100 GB", gives: {{"ipv4": 2}}),
                "d": (kind: Disk, tariff: (per: "GB", price: "0.10 EUR", of: Storage)),
            }},
            contracts: {{
                "s": (offer: "o", from: "2020-01-01"), "t": (offer: "o", from: "2020-01-01"),
                "disk": (offer: "d", from: "2020-01-01", on: "s", size: "200 GB" {contracts}),
                "alone": (offer: "d", from: "2020-01-01", size: "50 GB"),
            }},
            services: {{
                "a": (state: Running, on: "s", storage: "60 GB", components: [(name: "x", storage: "10 GB"), (name: "y", share: "50 %", of: "x")]),
                "b": (state: Running, on: "t", ram: "2 GiB", count: 2, needs: {{"ipv4": 1}}, wants: (ram: "3 GiB"),
                    windows: [(name: "w", on: "2020-05-01", days_around: 2, every: Quarter)]),
                "c": (state: Running, on: "alone", storage: "20 GB" {services}),
            }},
            usage: {{"df": (resource: Storage, on: "s", samples: [("2020-12-01", "40 %"), ("2020-12-20", "{samples}")])}},
            growth: {{Storage: [("1 % per month"), (from: "2021-06-01", growth: "1 GB per week")]}}, {rest}
            plans: {{
                "p": [
                    ResizeToTarget(contract: "disk", resource: Storage, from: "2021-03-01", target: "60 %"),
                    Reclaim(what: "logs", resource: Storage, on: "t", amount: "1 GB", from: "2021-04-01") {moves}
                ],
                "q": [
                    Order(offer: "d", from: "2021-02-01", on: "s", options: (size: "30 GB"), as: "new"),
                    Order(offer: "d", from: "2021-02-01", options: (size: "30 GB"), as: "own"),
                    Resize(service: "a", component: "x", from: "2021-02-01", resource: Storage, by: "+10 %"),
                    Start(service: "c", from: "2021-05-01", on: "own"),
                    End(contract: "alone", on: "2021-05-01"),
                ],
            }}"#
        ))
    };
    let event = r#"events: [(what: "e", on: "2020-12-20", kind: Ignore, host: "s")],"#;
    let full = r#"fill: {Storage: (target: "70 %", alert: "80 %")},"#;
    let reclaim = r#", Reclaim(what: "more", resource: Storage, on: "s", amount: "10 %", from: "2021-04-01")"#;
    vec![
        file("", "", "50 %", "", ""),
        file(", count: 2", "", "50 %", "", ""),
        file(
            r#", reserved: {Storage: "5 %"}, fill: {Storage: (alert: "50 %")}"#,
            "",
            "50 %",
            "",
            "",
        ),
        file("", r#", growth: {Storage: "2 GB per month"}"#, "50 %", "", ""),
        file("", "", "150 GB", "", ""),
        file("", "", "50 %", event, ""),
        file("", "", "50 %", full, ""),
        file("", "", "50 %", "", reclaim),
        file("", ", count: 3", "51 %", full, reclaim),
    ]
}

#[test]
fn an_edit_gives_what_the_whole_file_gives() {
    let variants = variants();
    let whole: Vec<Outlook> = variants.iter().map(|scenario| project(scenario, None)).collect();
    for (n, old) in whole.iter().enumerate() {
        for (m, scenario) in variants.iter().enumerate() {
            let after = project(scenario, Some(old));
            assert!(after == whole[m], "{n} to {m}");
            for (name, plan) in &after.plans {
                let (one, two) = (&plan.ledger, &whole[m].plans[name].ledger);
                assert!(
                    one.entries(after.period) == two.entries(after.period),
                    "{n} to {m}, {name}"
                );
            }
        }
    }
}

#[test]
fn what_is_sold_by_size_costs_what_is_bought() {
    let all = project(&variants()[0], None);
    let total = |plan: &str| all.plans[plan].request.before_tax.low.minor();
    // 250 GB and two servers: 27.00 a month, from February to April.
    assert_eq!(total(NOTHING), 3 * 2700);
    // From 1 March the disk is as large as leaves 60 %: half of 300 GB, grown by 2 %, ÷ 60 % less the
    // 100 GB that the server has.
    let demand = on(storage(&all, "p", "s"), "2021-03-01").0;
    let size = demand * 10 / 6 - 100 * GB;
    assert!((size - 155_025_000_000).abs() < 10, "{size}");
    // 15.50 of it in March and in April.
    assert_eq!(total("p"), 2700 + 2 * (200 + 500 + 1550));
}

#[test]
fn a_backup_tier_is_sized_to_its_target_too() {
    let all = outlook(
        r#"offers: {"o": (kind: Backup, tariff: (per: "GB", price: "0.02 EUR", of: Backup))},
        contracts: {"b": (offer: "o", from: "2020-01-01", size: "500 GB")},
        backups: (mode: FullCopies, full: "20 GB", keep: (daily: 24)),
        plans: {"p": [ResizeToTarget(contract: "b", resource: Backup, from: "2021-03-01", target: "80 %")]}"#,
    );
    let backup = all.plans["p"].backup.clone().unwrap();
    let usable = |text: &str| {
        let mut segments = backup.segments.iter();
        segments.find(|s| s.from <= day(text) && day(text) < s.until).unwrap().usable
    };
    // 24 copies of 20 GB are 480 GB: 80 % of 600 GB.
    assert_eq!((usable("2021-02-28"), usable("2021-03-01")), (Some(500 * GB), Some(600 * GB)));
}

#[test]
fn extremes_are_counted_without_panic() {
    let most = "4294967295";
    for growth in ["1000 % per day", "-100 % per month", "1000 PB per day"] {
        let all = outlook(&format!(
            r#"horizon: "120 months", growth: {{Storage: [("{growth}"), (from: "2021-02-03", growth: "1000 % per year straight-line"), (from: "2021-02-03", growth: "{growth}")]}},
            fill: {{Storage: (target: "0.00000001 %", alert: "1000 %"), Ram: (target: "0 %")}},
            offers: {{"o": (kind: Server, monthly: "1 EUR", ram: "1 B", reserved: {{Storage: "1000 %", Ram: "1000 PB"}},
                disks: [(count: {most}, size: "1000 PB"), (count: {most}, size: "1000 PB", raid: "RAID 60", spares: {most})])}},
            contracts: {{"s": (offer: "o", from: "1900-01-01", count: {most}), "t": (offer: "o", from: "1900-01-01", count: {most}, on: "t")}},
            services: {{"a": (state: ScaledDown, on: "s", storage: "1000 PB", ram: "1000 PB", count: {most},
                wants: (storage: "1000 PB"), windows: [(name: "w", on: "1900-01-01", every: "1 day", days_around: {most})],
                components: [(name: "x", storage: "1000 PB", count: {most}), (name: "y", share: "1000 %", of: "x", count: {most}),
                    (name: "z", share: "1000 %", of: "y", count: {most}), (name: "x", share: "1000 %", of: "z", count: {most})])}},
            usage: {{"u": (resource: Storage, on: "t", samples: [("2200-12-31", "1 B"), ("1900-01-01", "1000 %")])}},
            backups: (mode: FullCopies, full: "1000 PB", keep: (daily: {most}, days: 1, per_day: {most}, weekly: {most}, yearly: {most})),
            plans: {{"p": [
                ResizeToTarget(contract: "s", resource: Storage, from: "2200-12-31"),
                Resize(service: "a", component: "x", resource: Storage, from: "1900-01-01", by: "+1000 %"),
                Resize(service: "a", resource: Storage, from: "2021-01-01", by: "1000 PB"),
                Reclaim(what: "r", resource: Storage, on: "t", amount: "1000 %", from: "1900-01-01"),
            ]}}"#
        ));
        assert_eq!(all.plans.len(), 2);
        assert!(storage(&all, "p", "s").segments.len() > 1);
    }
}

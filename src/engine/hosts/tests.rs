//! The capacity side by its own: the case of the drawings, each rule, and that sharing changes nothing.

use std::sync::Arc;

use proptest::prelude::*;

use super::{PlanCapacity, capacity_of};
use crate::engine::growth::all;
use crate::engine::outlook::{
    BackupMove, BackupOutlook, Level, Origin, Reading, ResourceOutlook, Runway, Tenure,
};
use crate::engine::runway::{reading_on, segment_on};
use crate::model::{Move, Resource, Scenario};
use crate::units::{Day, Span, in_gib};

const GIB: Level = 1 << 30;
const GB: Level = 1_000_000_000;

/// The server, the offers and the backups of the real case; `rest` is what a test adds.
fn read(rest: &str) -> Scenario {
    let text = format!(
        r#"#![enable(implicit_some)]
        Scenario(
            format: 1, as_of: "2021-04-20", currency: "CAD", horizon: "24 months",
            offers: {{
                "rise-1": (kind: Server, ram: "32 GiB", storage: "4 TB", monthly: "79.38 CAD before tax",
                           includes: {{Backup: "500 GB"}}),
                "rise-4": (kind: Server, ram: "128 GiB", monthly: "161.32 CAD before tax",
                           includes: {{Backup: "500 GB"}}),
                "bare": (kind: Server, monthly: "10 CAD before tax"),
                "1tb": (kind: Backup, size: "1 TB", monthly: "16 CAD before tax"),
                "more": (kind: Backup, size: "1 TB", adds: true, monthly: "20 CAD before tax"),
            }},
            {rest}
        )"#
    );
    ron::from_str(&text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"))
}

const SERVER: &str = r#"contracts: {"server": (offer: "rise-1", from: "2020-06-19")},"#;

/// The case of the drawings, growth as given.
fn hypha(growth: &str, plans: &str) -> Scenario {
    read(&format!(
        r#"{SERVER}
        services: {{
            "rest": (state: Running, ram: "22 GiB", is: Estimate),
            "loomio": (state: ScaledDown, on: "server", ram: "2 GiB", wants: (ram: "6 GiB"), windows: [
                (name: "quarterly planning", on: "2021-04-21", days_around: 7),
                (name: "AGM", on: "2021-08-07", days_around: 7)]),
            "staging": (state: OffButWanted, on: "server", ram: "4 GiB", storage: "60 GB"),
            "jitsi": (state: Retiring, on: "server", ram: "4 GiB", storage: "20 GB", until: "2021-06-01"),
            "mailcow": (state: Running, ram: "9 GiB", elsewhere: (by: "ASOT")),
        }},
        growth: {{Ram: "{growth}"}},
        backups: (mode: FullCopies, full: "100 GB", keep: (daily: 5), growth: "1 % per month"),
        plans: {{ {plans} }},"#
    ))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Contracts as they run under some moves: orders and ends, without terms.
fn lay(scenario: &Scenario, moves: &[Move]) -> Vec<Arc<Tenure>> {
    let tenure = |key: &str, offer: &str, from: Day| Tenure {
        key: Arc::from(key),
        offer: Arc::from(offer),
        name: Arc::from(offer),
        kind: scenario.offers[offer].kind,
        provider: None,
        region: None,
        count: 1,
        from,
        until: None,
        bound_until: None,
        term: None,
        renews: None,
        notice: None,
        billing: crate::model::Billing::default(),
        replaces: None,
        overlap: None,
        renewals: Vec::new(),
        origin: Origin::Contract,
        held: None,
    };
    let mut tenures: Vec<Tenure> = scenario
        .contracts
        .iter()
        .map(|(key, contract)| Tenure {
            until: contract.until,
            count: contract.count,
            ..tenure(key, &contract.offer, contract.from)
        })
        .collect();
    for (n, step) in moves.iter().enumerate().filter(|(_, step)| !step.is_off()) {
        match step {
            Move::Order { offer, from, key, count, .. } => tenures.push(Tenure {
                origin: Origin::Move(n),
                count: *count,
                ..tenure(key.as_deref().unwrap_or(offer), offer, *from)
            }),
            Move::Replace { contract, offer, from, overlap, key, .. } => {
                let old = tenures.iter_mut().find(|tenure| *tenure.key == **contract).unwrap();
                old.until = Some(overlap.map_or(*from, |overlap: Span| from.plus(overlap)));
                tenures.push(Tenure {
                    origin: Origin::Move(n),
                    replaces: Some(Arc::from(contract.as_str())),
                    ..tenure(key.as_deref().unwrap_or(offer), offer, *from)
                });
            }
            Move::End { contract, on, .. } => {
                tenures.iter_mut().find(|tenure| *tenure.key == **contract).unwrap().until =
                    Some(*on);
            }
            _ => {}
        }
    }
    tenures.into_iter().map(Arc::new).collect()
}

fn looked_at(scenario: &Scenario) -> (Day, Day) {
    let as_of = scenario.as_of.unwrap();
    (as_of, as_of.plus(scenario.horizon.unwrap()))
}

fn nothing(scenario: &Scenario) -> PlanCapacity {
    capacity_of(scenario, None, &lay(scenario, &[]), looked_at(scenario), None, None)
}

fn under(scenario: &Scenario, plan: &str) -> PlanCapacity {
    let moves = &scenario.plans[plan];
    let base = nothing(scenario);
    capacity_of(
        scenario,
        Some(moves),
        &lay(scenario, moves),
        looked_at(scenario),
        Some(&base),
        None,
    )
}

#[expect(clippy::needless_pass_by_value, reason = "a resource is written at the call")]
fn of(capacity: &PlanCapacity, resource: Resource) -> &ResourceOutlook {
    capacity.resources.iter().find(|outlook| outlook.resource == resource).unwrap()
}

fn on(outlook: &ResourceOutlook, text: &str) -> Reading {
    reading_on(segment_on(&outlook.segments, day(text)).unwrap(), day(text))
}

fn usable_on(outlook: &ResourceOutlook, text: &str) -> Option<Level> {
    segment_on(&outlook.segments, day(text)).unwrap().usable
}

/// Highest cautious and low demand over the days from the first to the second, both included.
#[track_caller]
fn worst(outlook: &ResourceOutlook, first: &str, last: &str, low: &str, cautious: &str) {
    let days = (0..=day(first).days_until(day(last))).map(|n| day(first).plus_days(n));
    let read = |day: Day| reading_on(segment_on(&outlook.segments, day).unwrap(), day);
    let most = |pick: fn(Reading) -> Level| days.clone().map(|day| pick(read(day))).max().unwrap();
    assert_eq!(in_gib(most(|r| r.low)), low, "low, {first} to {last}");
    assert_eq!(in_gib(most(|r| r.cautious)), cautious, "cautious, {first} to {last}");
}

#[test]
fn the_case_of_the_drawings_comes_out_as_drawn() {
    let scenario = hypha("0..2 % per month", "");
    let capacity = nothing(&scenario);
    let ram = of(&capacity, Resource::Ram);
    worst(ram, "2021-04-20", "2021-04-28", "36", "36.2");
    worst(ram, "2021-04-29", "2021-05-18", "32", "32.6");
    worst(ram, "2021-05-19", "2021-05-31", "32", "32.9");
    worst(ram, "2021-06-01", "2021-07-30", "28", "29.9");
    worst(ram, "2021-07-31", "2021-08-14", "32", "34.5");
    worst(ram, "2021-08-15", "2023-04-19", "28", "45");
    assert_eq!(in_gib(usable_on(ram, "2021-04-20").unwrap()), "28.8");
    let short = 36 * GIB - 32 * GIB * 9 / 10;
    assert_eq!(ram.runway, Runway::Already { since: day("2021-04-20"), short });
    assert_eq!((ram.today.used(), ram.today.wanted()), (28 * GIB, 36 * GIB));
    assert_eq!(ram.today.retiring[0].until, Some(day("2021-06-01")));
    assert!(ram.grows && ram.has_cautious && !ram.upper_bound);
    // Storage grows by nothing that is stated: 60 + 20 GB, then 60 GB of 4 TB.
    let storage = of(&capacity, Resource::Storage);
    assert_eq!(storage.runway, Runway::Beyond(day("2023-04-20")));
    assert_eq!(storage.today.used(), 80 * GB);
    assert_eq!(on(storage, "2021-06-01").expected, 60 * GB);
    assert!(capacity.resources.iter().all(|outlook| outlook.resource != Resource::Cpu));
}

#[test]
fn both_ends_of_a_window_belong_to_it() {
    let scenario = hypha("0 % per month", "");
    let capacity = nothing(&scenario);
    let ram = of(&capacity, Resource::Ram);
    for (text, gib) in [
        ("2021-04-28", 36),
        ("2021-04-29", 32),
        ("2021-05-31", 32),
        ("2021-06-01", 28),
        ("2021-07-30", 28),
        ("2021-07-31", 32),
        ("2021-08-14", 32),
        ("2021-08-15", 28),
    ] {
        assert_eq!(on(ram, text).expected, gib * GIB, "{text}");
    }
    assert!(!ram.grows && !ram.has_cautious);
}

#[test]
fn a_larger_server_counts_from_its_first_day_and_overlap_is_no_sum() {
    let plans = r#""Rise-4": [Replace(contract: "server", with: "rise-4", from: "2021-05-19", overlap: "1 month")]"#;
    let scenario = hypha("0..2 % per month", plans);
    let capacity = under(&scenario, "Rise-4");
    let ram = of(&capacity, Resource::Ram);
    assert_eq!(usable_on(ram, "2021-05-18"), Some(32 * GIB * 9 / 10));
    assert_eq!(usable_on(ram, "2021-05-19"), Some(128 * GIB * 9 / 10));
    assert_eq!(usable_on(ram, "2021-06-19"), Some(128 * GIB * 9 / 10));
    assert_eq!(capacity.hosts.len(), 1);
    assert_eq!(&*capacity.hosts[0].name, "rise-1");
    assert_eq!(ram.runway_from(day("2021-05-19")), Runway::Beyond(day("2023-04-20")));
    // Rise-4 says nothing of its disk: after the old server is gone there is no saying.
    let storage = of(&capacity, Resource::Storage);
    assert_eq!(usable_on(storage, "2021-06-19"), None);
    let Runway::CannotTell(reason) = &storage.runway else { panic!("{:?}", storage.runway) };
    assert_eq!(reason, "the storage of rise-4 is not stated");
}

#[test]
fn moves_start_stop_and_resize_services() {
    let plans = r#""p": [
        Stop(service: "jitsi", from: "2021-05-01"), Start(service: "staging", from: "2021-04-20"),
        Resize(service: "rest", from: "2021-06-10", resource: Ram, to: "10 GiB"),
        Start(service: "mailcow", from: "2021-07-01"),
        Stop(service: "loomio", from: "2021-07-01", off: true)]"#;
    let scenario = hypha("0..2 % per month", plans);
    let capacity = under(&scenario, "p");
    let ram = of(&capacity, Resource::Ram);
    assert_eq!(on(ram, "2021-04-30").low, 32 * GIB);
    assert_eq!(on(ram, "2021-05-01").low, 28 * GIB);
    assert_eq!(on(ram, "2021-06-10").low, 16 * GIB);
    assert_eq!(on(ram, "2021-07-01").low, 25 * GIB);
    assert_eq!((ram.today.used(), ram.today.wanted()), (32 * GIB, 36 * GIB));
    // On its day the resized service has the new size, in every reading: 10 + what grew of 6.
    let grown = |level: Level| level * 102 / 100 * (31 * 100 + 21 * 2) / 3100;
    let cautious = on(ram, "2021-06-10").cautious - 10 * GIB;
    assert!((cautious - grown(6 * GIB)).abs() < 100, "{cautious}");
}

#[test]
fn a_runway_is_the_first_day_past() {
    // 28 GiB of 28.8 usable, 1 GiB more each month: after 0.8 months. 31 days from 20 May: the line is
    // past 28.8 after 24.8 days of the month from 20 April with 30 days × 0.8 = 24 days, so on the
    // 25th day, 15 May; on the 24th it is exactly 28.8.
    let one = |ram: &str, growth: &str| {
        let scenario = read(&format!(
            r#"{SERVER} services: {{"a": (state: Running, ram: "{ram}")}}, growth: {{Ram: "{growth}"}},"#
        ));
        of(&nothing(&scenario), Resource::Ram).runway.clone()
    };
    let dated = |expected: &str| Runway::Between { cautious: None, expected: Some(day(expected)) };
    assert_eq!(one("28 GiB", "1 GiB per month"), dated("2021-05-15"));
    // 2 % of 25 GiB straight-line is half a GiB: past 28.8 after 7.6 months, 18.6 days into the one
    // from 20 November: the 19th day.
    assert_eq!(one("25 GiB", "2 % per month straight-line"), dated("2021-12-09"));
    assert_eq!(one("28 GiB", "-1 % per month"), Runway::Beyond(day("2023-04-20")));
    // Only the upper end is past: 20 × 1.04²⁴ is 51.3, 20 × 1.015²⁴ is 28.6.
    let Runway::Between { cautious: Some(_), expected: None } = one("20 GiB", "-1..4 % per month")
    else {
        panic!("{:?}", one("20 GiB", "-1..4 % per month"))
    };
    let short = GIB + GIB / 5 + 1; // 30 − 28.8, of which the usable part is rounded down
    let already = Runway::Already { since: day("2021-04-20"), short };
    assert_eq!(one("30 GiB", "0 % per month"), already);
    assert_eq!(one("28..30 GiB", "0 % per month"), already_by(29 * GIB));
    assert_eq!(
        one("27..30 GiB", "0 % per month"),
        Runway::Between { cautious: Some(day("2021-04-20")), expected: None }
    );
}

#[test]
fn what_stands_on_no_server_is_short_once() {
    // 30 on the server that has 28.8, 6 on one that is not there: 36 wanted, 7.2 short.
    let scenario = read(&format!(
        r#"{SERVER} services: {{"a": (state: Running, on: "server", ram: "30 GiB"),
            "b": (state: Running, on: "servr", ram: "6 GiB")}},"#
    ));
    assert_eq!(of(&nothing(&scenario), Resource::Ram).runway, already_by(36 * GIB));
}

fn already_by(wanted: Level) -> Runway {
    Runway::Already { since: day("2021-04-20"), short: wanted - 32 * GIB * 9 / 10 }
}

#[test]
fn growth_counts_months_from_the_31st_by_their_last_day() {
    let scenario = read(&format!(
        r#"{SERVER} services: {{"a": (state: Running, ram: "16 GiB")}}, growth: {{Ram: "50 % per month"}},"#
    ));
    let scenario = Scenario { as_of: Some(day("2021-01-31")), ..scenario };
    let capacity = nothing(&scenario);
    let ram = of(&capacity, Resource::Ram);
    assert_eq!(on(ram, "2021-02-14").expected, 20 * GIB); // half of 28 days
    assert_eq!(on(ram, "2021-02-28").expected, 24 * GIB);
    assert_eq!(on(ram, "2021-03-31").expected, 36 * GIB);
    assert_eq!(on(ram, "2021-04-30").expected, 54 * GIB);
}

#[test]
fn a_yearly_growth_is_straight_inside_the_year() {
    let scenario = read(&format!(
        r#"{SERVER} services: {{"a": (state: Running, ram: "10 GiB", growth: {{Ram: "20 % per year"}})}},"#
    ));
    let capacity = nothing(&scenario);
    let ram = of(&capacity, Resource::Ram);
    let near = |text: &str, level: Level| {
        assert!((on(ram, text).expected - level).abs() <= 1, "{text}: {:?}", on(ram, text));
    };
    near("2021-10-20", 11 * GIB);
    near("2022-04-20", 12 * GIB);
    near("2022-10-20", 12 * GIB + 12 * GIB / 10);
}

#[test]
fn two_hosts_are_judged_one_by_one() {
    let scenario = read(
        r#"contracts: {"a": (offer: "rise-1", from: "2020-01-01"), "b": (offer: "rise-4", from: "2020-01-01")},
        services: {
            "one": (state: Running, on: "a", ram: "30 GiB"), "two": (state: Running, on: "b", ram: "10 GiB"),
            "lost": (state: Running, ram: "1 GiB"), "nowhere": (state: Running, on: "c", ram: "1 GiB"),
        },"#,
    );
    let capacity = nothing(&scenario);
    let ram = of(&capacity, Resource::Ram);
    assert_eq!(on(ram, "2021-04-20").expected, 42 * GIB);
    assert_eq!(usable_on(ram, "2021-04-20"), Some(32 * GIB * 9 / 10 + 128 * GIB * 9 / 10));
    assert_eq!(ram.runway, already_by(30 * GIB));
    assert_eq!(capacity.hosts.len(), 2);
    assert_eq!(capacity.hosts[1].resources[0].runway, Runway::Beyond(day("2023-04-20")));
}

#[test]
fn a_server_that_ends_leaves_nothing() {
    let scenario = hypha("0 % per month", r#""p": [End(contract: "server", on: "2021-07-01")]"#);
    let capacity = under(&scenario, "p");
    let storage = of(&capacity, Resource::Storage);
    assert_eq!(usable_on(storage, "2021-07-01"), Some(0));
    let expected = Some(day("2021-07-01"));
    assert_eq!(storage.runway, Runway::Between { cautious: None, expected });
}

#[test]
fn what_nobody_states_cannot_be_told() {
    let bare = read(
        r#"contracts: {"s": (offer: "bare", from: "2020-01-01")}, services: {"a": (state: Running, ram: "1 GiB")},"#,
    );
    let none = read(r#"services: {"a": (state: Running, ram: "1 GiB")},"#);
    for (scenario, reason) in
        [(bare, "the RAM of bare is not stated"), (none, "no server is stated for it")]
    {
        let capacity = nothing(&scenario);
        let ram = of(&capacity, Resource::Ram);
        assert_eq!(ram.runway, Runway::CannotTell(reason.to_owned()));
        assert_eq!(usable_on(ram, "2021-04-20"), None);
    }
}

#[test]
fn what_was_measured_stands_for_what_it_covers() {
    let usage = |sample: &str, services: &str| {
        read(&format!(
            r#"{SERVER} services: {{ {services} }},
            usage: {{"host": (resource: Ram, on: "server", samples: [("2021-03-01", "20 GiB"),
                ("2021-04-01", "{sample}"), ("2021-05-01", "99 GiB")])}},"#
        ))
    };
    let services = r#"
        "a": (state: Running, ram: "9 GiB"), "off": (state: OffButWanted, ram: "4 GiB", is: Estimate),
        "old": (state: Retiring, ram: "3 GiB", until: "2021-06-01"),
        "new": (state: Planned, ram: "2 GiB", from: "2021-07-01"),
        "down": (state: ScaledDown, ram: "1 GiB", wants: (ram: "2 GiB"),
                 windows: [(name: "w", from: "2021-08-01", until: "2021-08-03")]),"#;
    let capacity = nothing(&usage("21 GiB", services));
    let ram = of(&capacity, Resource::Ram);
    for (text, gib) in [
        ("2021-04-20", 25),
        ("2021-05-31", 25),
        ("2021-06-01", 22),
        ("2021-07-01", 24),
        ("2021-08-02", 25),
        ("2021-08-03", 24),
    ] {
        assert_eq!(on(ram, text), all(gib * GIB), "{text}");
    }
    assert_eq!((ram.today.used(), ram.today.wanted()), (21 * GIB, 25 * GIB));
    let reason = "only 2 measurements: a forecast needs six";
    assert_eq!(ram.runway, Runway::CannotTell(reason.to_owned()));
    let full = nothing(&usage("30 GiB", services));
    assert_eq!(of(&full, Resource::Ram).runway, already_by(34 * GIB));
}

#[test]
fn what_was_measured_grows_as_declared() {
    let scenario = read(&format!(
        r#"{SERVER} services: {{"old": (state: Retiring, ram: "5 GiB", until: "2021-06-20"),
            "off": (state: OffButWanted, ram: "2 GiB")}},
        usage: {{"host": (resource: Ram, on: "server", samples: [("2021-04-01", "20 GiB")])}},
        growth: {{Ram: "10 % per month"}},"#
    ));
    let capacity = nothing(&scenario);
    let ram = of(&capacity, Resource::Ram);
    // 20 measured and 2 that are off; two months later 17 of them are left.
    assert_eq!(on(ram, "2021-04-20"), all(22 * GIB));
    assert_eq!(on(ram, "2021-06-20"), all(17 * GIB * 121 / 100 + 1));
    // 28.8 of 22 × 1.1² = 26.6 (less 6.05), × 1.1³ − 6.7 = 22.6, … 17 × 1.1⁶ = 30.1.
    assert!(matches!(ram.runway, Runway::Between { expected: Some(day), .. }
        if day > self::day("2021-09-20") && day < self::day("2021-10-20")));
}

#[test]
fn an_amount_that_the_sum_grows_by_is_counted_once() {
    let scenario = read(&format!(
        r#"{SERVER} services: {{"a": (state: Running, storage: "1 TB"), "b": (state: Running, storage: "1 TB")}},
        growth: {{Storage: "7 GB per week"}},"#
    ));
    let capacity = nothing(&scenario);
    // 30 days to 20 May.
    assert_eq!(on(of(&capacity, Resource::Storage), "2021-05-20").expected, 2030 * GB);
}

fn backups(scenario: &Scenario, plan: Option<&str>) -> Arc<BackupOutlook> {
    let capacity = plan.map_or_else(|| nothing(scenario), |plan| under(scenario, plan));
    capacity.backup.unwrap()
}

#[test]
fn the_backups_of_the_real_case_are_full_and_last_one_day() {
    let plans = r#""p": [
        Replace(contract: "server", with: "rise-4", from: "2021-05-19", overlap: "1 month"),
        Order(offer: "1tb", from: "2021-05-19")],
        "add": [Order(offer: "more", from: "2021-05-19")],
        "keep": [KeepBackups(days: 3, from: "2021-05-01")],
        "late": [Replace(contract: "server", with: "rise-4", from: "2021-05-19", overlap: "3 days")]"#;
    let scenario = hypha("0..2 % per month", plans);
    let now = backups(&scenario, None);
    assert_eq!((now.full, now.needed, now.usable), (100 * GB, 500 * GB, Some(500 * GB)));
    assert_eq!((now.keeps, now.fits, now.moved.clone()), (5, Some(5), None));
    let expected = Some(day("2021-04-21"));
    assert_eq!(now.runway, Runway::Between { cautious: None, expected });
    let steps: Vec<_> =
        now.tariff.iter().map(|step| (&*step.name, step.space / GB, step.days.unwrap())).collect();
    let tiers = [("included with rise-1", 500, 5), ("1tb", 1000, 10), ("more", 1500, 15)];
    assert_eq!(steps, tiers);

    let moved = backups(&scenario, Some("p"));
    let left = BackupMove { on: day("2021-06-19"), days_then: 5, days_before: 5 };
    assert_eq!(moved.moved, Some(left));
    let on = |backup: &BackupOutlook, text: &str| {
        segment_on(&backup.segments, day(text)).unwrap().usable
    };
    assert_eq!(on(&moved, "2021-05-18"), Some(500 * GB));
    assert_eq!(on(&moved, "2021-05-19"), Some(1000 * GB)); // in the place of what is included
    // On 19 June one copy is 100 GB × 1.01 × (1 + 1 % × 30/31) = 101.98 GB: nine fit.
    assert_eq!(moved.fits_after, Some(9));

    let added = backups(&scenario, Some("add"));
    assert_eq!(on(&added, "2021-05-19"), Some(1500 * GB));
    let fewer = backups(&scenario, Some("keep"));
    assert_eq!((fewer.keeps, fewer.keeps_after), (5, 3));
    let late = backups(&scenario, Some("late"));
    let left = BackupMove { on: day("2021-05-22"), days_then: 3, days_before: 5 };
    assert_eq!(late.moved, Some(left));
}

#[test]
fn deduplicated_backups_need_one_copy_and_the_changes() {
    let scenario = read(&format!(
        r#"{SERVER} backups: (mode: Deduplicated, full: "100 GB", daily_change: "3 GB", keep: (daily: 30)),"#
    ));
    let now = backups(&scenario, None);
    assert_eq!((now.needed, now.fits), (190 * GB, Some(133))); // 100 + 30 × 3; (500 − 100) ÷ 3
    assert_eq!(now.runway, Runway::Beyond(day("2023-04-20")));
}

#[test]
fn what_a_day_changes_is_never_taken_to_be_nothing() {
    let keep = |full: &str| {
        let text = format!(
            r#"{SERVER} backups: (mode: Deduplicated, full: "{full}", keep: (daily: 30)),"#
        );
        backups(&read(&text), None)
    };
    let now = keep("100 GB");
    assert!(matches!(now.runway, Runway::CannotTell(_)), "{:?}", now.runway);
    assert_eq!(now.fits, None);
    assert!(now.tariff.iter().all(|step| step.days.is_none()), "{:?}", now.tariff);
    // One copy alone is too much for the 500 GB there are, whatever changes.
    assert!(matches!(keep("600 GB").runway, Runway::Already { .. }));
}

#[expect(clippy::format_collect, reason = "a few short texts")]
/// A small scenario from numbers: hosts, services (state, place, size, days) and moves.
fn made(hosts: u8, services: &[(u8, u8, u8, u16)], moves: &[(u8, u8, u16)]) -> Scenario {
    let contracts: String =
        (0..hosts).map(|n| format!(r#""h{n}": (offer: "rise-1", from: "2020-01-01"),"#)).collect();
    let first = day("2021-04-10");
    let services: String = services.iter().enumerate().map(|(n, (kind, place, size, days))| {
        let on = if *place == 0 { String::new() } else { format!(r#"on: "h{}","#, place - 1) };
        let (from, until) = (first.plus_days((days % 97).into()), first.plus_days((days % 331).into()));
        let state = match kind % 6 {
            0 => format!(r#"Retiring, until: "{until}""#),
            1 => format!(r#"Planned, from: "{from}""#),
            2 => "OffButWanted".to_owned(),
            3 => format!(r#"ScaledDown, wants: (ram: "{} GiB"),
                windows: [(name: "w", on: "{from}", days_around: {}), (name: "v", on: "{until}")]"#, size + 3, days % 9),
            4 => format!(r#"OffButWanted, windows: [(name: "w", from: "{from}", until: "{until}")]"#),
            _ => "Running".to_owned(),
        };
        let growth = if days % 3 == 0 { r#"growth: {Ram: "1..3 % per month"},"# } else { "" };
        format!(r#""s{n}": (state: {state}, {on} ram: "{size} GiB", storage: "{days} GB", {growth}),"#)
    }).collect();
    let moves: String = moves.iter().map(|(kind, service, days)| {
        let from = first.plus_days((*days % 400).into());
        match kind % 7 {
            0 => format!(r#"Stop(service: "s{service}", from: "{from}"),"#),
            1 => format!(r#"Start(service: "s{service}", from: "{from}"),"#),
            2 => format!(r#"Start(service: "s{service}", from: "{from}", on: "h0"),"#),
            3 => format!(r#"Resize(service: "s{service}", from: "{from}", resource: Ram, to: "{} GiB"),"#, days % 30),
            4 => format!(r#"Order(offer: "rise-4", as: "new", from: "{from}"), Start(service: "s{service}", from: "{from}", on: "new"),"#),
            5 => format!(r#"KeepBackups(days: {}, from: "{from}"),"#, days % 9),
            _ => format!(r#"Order(offer: "1tb", from: "{from}"),"#),
        }
    }).collect();
    read(&format!(
        r#"contracts: {{ {contracts} }}, services: {{ {services} }}, growth: {{Storage: "0..5 % per year"}},
        backups: (mode: FullCopies, full: "90 GB", keep: (daily: 4)), plans: {{"p": [{moves}]}},"#
    ))
}

#[track_caller]
fn same(one: &PlanCapacity, two: &PlanCapacity) {
    assert_eq!(one.resources, two.resources);
    assert_eq!(one.hosts, two.hosts);
    assert_eq!(one.backup, two.backup);
}

/// A service as [`made`] takes it: kind, place, size in GiB, days.
fn service() -> impl Strategy<Value = (u8, u8, u8, u16)> {
    (0_u8..6, 0_u8..4, 0_u8..20, 0_u16..1000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sharing_never_changes_an_answer(
        hosts in 0_u8..4,
        services in prop::collection::vec(service(), 1..7),
        moves in prop::collection::vec((0_u8..7, 0_u8..7, 0_u16..1000), 0..5),
        other in (0_usize..7, service()),
    ) {
        let scenario = made(hosts, &services, &moves);
        let mut edited = scenario.clone();
        let mut changed = services.clone();
        let at = other.0 % services.len();
        changed[at] = other.1;
        let again = made(hosts, &changed, &moves);
        let key: Arc<str> = Arc::from(format!("s{at}"));
        edited.services[&*key] = Arc::clone(&again.services[&*key]);
        let (end, moves) = (looked_at(&scenario), &scenario.plans["p"]);
        let base = nothing(&scenario);
        let laid = lay(&scenario, moves);
        let alone = capacity_of(&scenario, Some(moves), &laid, end, None, None);
        let shared = capacity_of(&scenario, Some(moves), &laid, end, Some(&base), None);
        same(&alone, &shared);
        let empty = lay(&edited, &[]);
        let fresh = nothing(&edited);
        let kept = capacity_of(&edited, None, &empty, end, None, Some(&base));
        same(&fresh, &kept);
        let alone = capacity_of(&edited, Some(moves), &laid, end, None, None);
        let kept = capacity_of(&edited, Some(moves), &laid, end, Some(&kept), Some(&shared));
        same(&alone, &kept);
    }

    #[test]
    fn a_total_is_the_sum_of_its_services_on_every_day(
        hosts in 0_u8..4,
        services in prop::collection::vec(service(), 1..7),
    ) {
        let scenario = made(hosts, &services, &[]);
        let capacity = nothing(&scenario);
        let wanted = |on: Day| -> Level {
            services.iter().map(|(kind, _, size, days)| {
                let first = day("2021-04-10");
                let (from, until) =
                    (first.plus_days((days % 97).into()), first.plus_days((days % 331).into()));
                let size = Level::from(*size);
                let around = i64::from(days % 9);
                match kind % 6 {
                    0 => if on < until { size } else { 0 },
                    1 => if on >= from { size } else { 0 },
                    3 if from.days_until(on).abs() <= around || on == until => size + 3,
                    4 => if from <= on && on < until { size } else { 0 },
                    _ => size,
                }
            }).sum::<Level>() * GIB
        };
        let Some(ram) = capacity.resources.iter().find(|r| r.resource == Resource::Ram) else {
            return Ok(());
        };
        // The low reading grows by 1 % where a service grows at all; on the first day by nothing.
        let first = scenario.as_of.unwrap();
        prop_assert_eq!(ram.segments[0].first.expected, wanted(first));
        prop_assert_eq!(ram.today.wanted(), wanted(first));
        if services.iter().all(|service| service.3 % 3 != 0) {
            for n in 0..700 {
                let on = first.plus_days(n);
                let segment = segment_on(&ram.segments, on).unwrap();
                prop_assert_eq!(reading_on(segment, on).expected, wanted(on), "{}", on);
            }
        }
    }
}

//! Hours, meters, terms added by hand and the days on which contracts are billed; expected amounts
//! are worked out beside each.

use crate::model::{DO_NOTHING, Scenario};
use crate::units::{Amount, DayRange, Total};

use crate::engine::outlook::Outlook;
use crate::engine::project;

fn scenario(period: &str, offer: &str, contract: &str, rest: &str) -> Scenario {
    let text = format!(
        r#"#![enable(implicit_some)]
        Scenario(format: 1, currency: "EUR", as_of: "2021-05-01", {period}
            offers: {{"x": ({offer})}},
            contracts: {{"c": (offer: "x", {contract})}},
            {rest})"#
    );
    ron::from_str(&text).unwrap_or_else(|wrong| panic!("{wrong}: {text}"))
}

/// Day, days paid for and amounts of each charge in the period.
fn charges(scenario: &Scenario) -> Vec<String> {
    let outlook = project(scenario, None);
    charges_of(&outlook, DO_NOTHING)
}

fn charges_of(outlook: &Outlook, plan: &str) -> Vec<String> {
    let plan = &outlook.plans[plan];
    let entries = plan.ledger.entries(outlook.period);
    let shown = |entry: &crate::engine::ledger::Entry| {
        let DayRange { from, until } = entry.pays;
        let until = until.expect("an end");
        let low = entry.before_tax.low.show(plan.ledger.currency);
        let amount = match entry.before_tax.high {
            Some(high) if high == entry.before_tax.low => low,
            Some(high) => format!("{low}..{}", high.show(plan.ledger.currency)),
            None => format!("{low}.."),
        };
        format!("{} pays {from} to {until}: {amount}", entry.day)
    };
    entries.iter().map(shown).collect()
}

const QUARTER: &str = r#"request: (from: "2021-05", months: 3),"#;
const OTHER: &str = "kind: Other, ";

#[track_caller]
fn check(offer: &str, contract: &str, rest: &str, expected: &[&str]) {
    let scenario = scenario(QUARTER, &format!("{OTHER}{offer}"), contract, rest);
    assert_eq!(charges(&scenario), expected);
}

#[test]
fn the_first_month_is_paid_in_full_then_the_part_to_its_end_then_each_1st() {
    // 20 to 30 June: 11 of 30 days of 30.00.
    check(
        r#"monthly: "30 EUR", billing: FirstInFullThenFirst"#,
        r#"from: "2021-05-20""#,
        "",
        &[
            "2021-05-20 pays 2021-05-20 to 2021-06-20: 30.00",
            "2021-06-20 pays 2021-06-20 to 2021-07-01: 11.00",
            "2021-07-01 pays 2021-07-01 to 2021-08-01: 30.00",
        ],
    );
}

#[test]
fn begun_on_a_1st_there_is_no_part() {
    check(
        r#"monthly: "30 EUR", billing: FirstInFullThenFirst"#,
        r#"from: "2021-06-01""#,
        "",
        &[
            "2021-06-01 pays 2021-06-01 to 2021-07-01: 30.00",
            "2021-07-01 pays 2021-07-01 to 2021-08-01: 30.00",
        ],
    );
}

#[test]
fn in_arrears_each_month_is_billed_when_it_has_passed() {
    check(
        r#"monthly: "30 EUR", billing: Arrears"#,
        r#"from: "2021-04-13", until: "2021-06-20""#,
        "",
        &[
            "2021-05-13 pays 2021-04-13 to 2021-05-13: 30.00",
            "2021-06-13 pays 2021-05-13 to 2021-06-13: 30.00",
            "2021-07-13 pays 2021-06-13 to 2021-07-13: 30.00",
        ],
    );
}

#[test]
fn hours_are_billed_on_the_1st_for_the_month_before_and_never_more_than_the_month_costs() {
    // From 20 April: 11 days, 264 h × 0.0089 = 2.3496. May: 744 h × 0.0089 = 6.62, capped at 5.
    // June until the 11th: 240 h × 0.0089 = 2.136.
    check(
        r#"monthly: "5 EUR", hourly: "0.0089 EUR""#,
        r#"from: "2021-04-20", until: "2021-06-11""#,
        "",
        &[
            "2021-05-01 pays 2021-04-20 to 2021-05-01: 2.35",
            "2021-06-01 pays 2021-05-01 to 2021-06-01: 5.00",
            "2021-07-01 pays 2021-06-01 to 2021-06-11: 2.14",
        ],
    );
}

#[test]
fn what_has_no_price_a_month_costs_its_hours() {
    let scenario = scenario(
        QUARTER,
        r#"kind: Other, hourly: "0.01 EUR""#,
        r#"from: "2021-01-01", count: 2"#,
        "",
    );
    // April 720 h, May 744 h, June 720 h; two of them.
    let of = |day: &str, pays: &str, amount: &str| format!("{day} pays {pays}: {amount}");
    assert_eq!(
        charges(&scenario),
        [
            of("2021-05-01", "2021-04-01 to 2021-05-01", "14.40"),
            of("2021-06-01", "2021-05-01 to 2021-06-01", "14.88"),
            of("2021-07-01", "2021-06-01 to 2021-07-01", "14.40"),
        ]
    );
    // A month now is May: 744 h.
    let outlook = project(&scenario, None);
    assert_eq!(outlook.do_nothing().request.monthly_now.low.minor(), 14_88);
}

/// Of a month of this tariff, with so much used.
#[track_caller]
fn metered(tariff: &str, uses: &str, expected: &str) {
    let offer = format!("{OTHER} tariff: ({tariff})");
    let scenario = scenario(QUARTER, &offer, &format!(r#"from: "2021-05-01", uses: "{uses}""#), "");
    let charges = charges(&scenario);
    assert_eq!(charges.len(), 3);
    let (_, amount) = charges[0].split_once(": ").expect("an amount");
    assert_eq!(amount, expected, "{tariff}, {uses}");
}

#[test]
fn a_meter_counts_units_in_part_or_as_begun() {
    // 790 GB of 1000 × 7 = 5.53; one TB begun: 7; nobody knows: either.
    let per_tb = r#"per: "TB", price: "7 EUR", free: "10 GB""#;
    metered(per_tb, "800 GB", "5.53");
    metered(&format!("{per_tb}, units: Started"), "800 GB", "7.00");
    metered(&format!(r#"{per_tb}, units: "unknown""#), "800 GB", "5.53..7.00");
    metered(&format!("{per_tb}, units: Started"), "1011 GB", "14.00");
    metered(&format!("{per_tb}, units: Started"), "10 GB", "0.00");
    // 50 GB beyond 10 × 0.30.
    metered(r#"per: "GB", price: "0.30 EUR", free: "10 GB""#, "60 GB", "15.00");
}

#[test]
fn a_meter_has_a_least_and_a_most() {
    metered(r#"per: "GB", price: "0.10 EUR", minimum: "1 EUR""#, "5 GB", "1.00");
    metered(r#"per: "GB", price: "0.10 EUR", minimum: "1 EUR""#, "20 GB", "2.00");
    metered(r#"per: "GB", price: "0.10 EUR", cap: "50 EUR""#, "600 GB", "50.00");
}

#[test]
fn beyond_a_step_its_own_price_holds() {
    // 1 TB × 7 + 0.5 TB × 6.
    let steps = r#"per: "TB", price: "7 EUR", steps: [(above: "1 TB", price: "6 EUR")]"#;
    metered(steps, "1500 GB", "10.00");
    metered(steps, "500 GB", "3.50");
    // Free below the step: 0.9 TB × 7 + 0.5 TB × 6 = 9.30.
    metered(&format!(r#"{steps}, free: "100 GB""#), "1500 GB", "9.30");
}

#[test]
fn hours_and_pieces_are_metered_as_well() {
    metered(r#"per: "h", price: "0.50 EUR""#, "120 h", "60.00");
    metered(r#"per: "1000 requests", price: "0.40 EUR""#, "2500 requests", "1.00");
    // May has 744 hours.
    let offer = format!(r#"{OTHER} tariff: (per: "h", price: "0.10 EUR", of: Hours)"#);
    let scenario = scenario(QUARTER, &offer, r#"from: "2021-05-01", count: 2"#, "");
    assert!(charges(&scenario)[0].ends_with(": 148.80"));
}

#[test]
fn a_meter_comes_beside_the_monthly_price() {
    let offer = format!(
        r#"{OTHER} monthly: "5 EUR", tariff: (per: "GB", price: "0.30 EUR", free: "10 GB")"#
    );
    let scenario = scenario(QUARTER, &offer, r#"from: "2021-05-10", uses: "60 GB""#, "");
    let outlook = project(&scenario, None);
    let request = &outlook.do_nothing().request;
    assert_eq!(request.before_tax.exact().map(Amount::minor), Some(3 * 20_00));
    let started = scenario_as_of(&scenario, "2021-05-20");
    assert_eq!(project(&started, None).do_nothing().request.monthly_now.low.minor(), 20_00);
}

fn scenario_as_of(scenario: &Scenario, day: &str) -> Scenario {
    Scenario { as_of: day.parse().ok(), ..scenario.clone() }
}

#[test]
fn a_meter_of_backups_follows_what_they_need() {
    // 100 GB × 5 kept: 500 GB in May; the plan keeps 10 from 15 June: half of that month's days.
    let offer = r#"kind: Backup, tariff: (per: "GB", price: "0.01 EUR")"#;
    let rest = r#"backups: (mode: FullCopies, full: "100 GB", keep: (daily: 5)),
        plans: {"more": [KeepBackups(days: 10, from: "2021-06-16")]},"#;
    let scenario = scenario(QUARTER, offer, r#"from: "2021-05-01""#, rest);
    let amounts = |plan: &str| -> Vec<String> {
        let charges = charges_of(&project(&scenario, None), plan);
        charges.iter().filter_map(|c| Some(c.split_once(": ")?.1.to_owned())).collect()
    };
    assert_eq!(amounts(DO_NOTHING), ["5.00", "5.00", "5.00"]);
    assert_eq!(amounts("more"), ["5.00", "7.50", "10.00"]);
}

#[test]
fn space_that_is_metered_is_never_too_small() {
    let offer = r#"kind: Backup, tariff: (per: "GB", price: "0.01 EUR")"#;
    let rest = r#"backups: (mode: FullCopies, full: "100 GB", keep: (daily: 5), growth: "5 % per month"),"#;
    let scenario = scenario(QUARTER, offer, r#"from: "2021-05-01""#, rest);
    let outlook = project(&scenario, None);
    let backup = outlook.do_nothing().backup.as_ref().expect("backups");
    assert_eq!(backup.runway, crate::engine::outlook::Runway::Beyond(outlook.horizon));
    assert_eq!(backup.usable, Some(backup.segments[0].last.expected));
}

#[test]
fn nobody_knows_what_an_unread_meter_comes_to() {
    let offer = r#"kind: Other, tariff: (per: "request", price: "0.01 EUR", minimum: "1 EUR")"#;
    let scenario = scenario(QUARTER, offer, r#"from: "2021-05-01""#, "");
    let outlook = project(&scenario, None);
    let request = &outlook.do_nothing().request;
    assert_eq!((request.before_tax.low.minor(), request.before_tax.high), (3_00, None));
    let missing: Vec<_> = request.missing.iter().map(|m| (&*m.what, &*m.path)).collect();
    assert_eq!(missing, [("use of x", "contracts.c.uses")]);
}

/// Until when the contract is paid.
fn paid_until(contract: &str) -> Option<String> {
    let offer = r#"kind: Other, monthly: "10 EUR""#;
    let scenario = scenario(QUARTER, offer, contract, "");
    project(&scenario, None).do_nothing().tenures[0].bound_until.map(|day| day.to_string())
}

#[test]
fn a_renewal_by_hand_counts_from_the_day_until_which_it_was_paid() {
    let early =
        r#"from: "2023-07-01", term: "12 months", renewals: [(on: "2024-01-10", for: "1 year")]"#;
    assert_eq!(paid_until(early).as_deref(), Some("2025-07-01"));
    let late =
        r#"from: "2023-01-01", term: "12 months", renewals: [(on: "2024-01-16", for: "6 months")]"#;
    assert_eq!(paid_until(late).as_deref(), Some("2024-07-01"));
}

#[test]
fn a_renewal_by_hand_is_paid_on_its_day_for_the_days_after_what_was_paid() {
    check(
        r#"monthly: "10 EUR""#,
        r#"from: "2021-04-20", term: "1 month", renewals: [
            (on: "2021-05-25", for: "1 month"), (on: "2021-06-10", for: "6 months")]"#,
        "",
        &[
            "2021-05-25 pays 2021-05-20 to 2021-06-20: 10.00",
            "2021-06-10 pays 2021-06-20 to 2021-12-20: 60.00",
        ],
    );
}

#[test]
fn what_is_left_is_not_renewed_by_hand_any_more() {
    let scenario = scenario(
        QUARTER,
        r#"kind: Other, monthly: "10 EUR""#,
        r#"from: "2021-01-20", term: "4 months", renewals: [(on: "2021-06-10", for: "6 months")]"#,
        r#"plans: {"leave": [End(contract: "c", on: "2021-05-31")]},"#,
    );
    let outlook = project(&scenario, None);
    assert_eq!(charges_of(&outlook, "leave"), [] as [String; 0]);
    assert_eq!(charges_of(&outlook, DO_NOTHING).len(), 1);
}

#[test]
fn a_setup_fee_is_spread_over_a_term_and_rounded_once() {
    let text = r#"#![enable(implicit_some)]
        Scenario(format: 1, currency: "EUR", offers: {"ip": (kind: Other, monthly: "2.02 EUR", setup: "22.61 EUR")})"#;
    let scenario: Scenario = ron::from_str(text).expect("a scenario");
    let day = crate::units::Day::new(2021, 7, 1).expect("a day");
    let effective = |months| {
        let offer = &scenario.offers["ip"];
        crate::engine::price::effective_monthly(&scenario, offer, months, day)
            .and_then(Total::exact)
            .map(Amount::minor)
    };
    // 46.85 ÷ 12 = 3.904…, 71.09 ÷ 24 = 2.962…, 95.33 ÷ 36 = 2.648…, 30.69 ÷ 4 = 7.6725.
    assert_eq!([4, 12, 24, 36].map(effective), [7_67, 3_90, 2_96, 2_65].map(Some));
    assert_eq!(effective(0), None);
}

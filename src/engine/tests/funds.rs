//! Money in hand, accrual, limits and the days of a request; expected amounts are worked out beside each.

use crate::model::{DO_NOTHING, Scenario};
use crate::units::Day;

use crate::engine::accrual::accrual;
use crate::engine::deadlines::RequestDue;
use crate::engine::funds::FundsOutlook;
use crate::engine::limits::{At, reached};
use crate::engine::outlook::Outlook;
use crate::engine::project;

/// A server of 100.00 a month from 1 January, and what else is stated.
fn outlook(rest: &str) -> (Scenario, Outlook) {
    let text = format!(
        r#"#![enable(implicit_some)]
        Scenario(format: 1, currency: "EUR", as_of: "2022-07-01",
            offers: {{"x": (kind: Other, provider: "Host", monthly: "100 EUR before tax")}},
            contracts: {{"c": (offer: "x", from: "2022-01-01")}},
            {rest})"#
    );
    let scenario: Scenario = ron::from_str(&text).unwrap_or_else(|wrong| panic!("{wrong}: {text}"));
    let outlook = project(&scenario, None);
    (scenario, outlook)
}

fn funds(rest: &str) -> FundsOutlook {
    let (_, outlook) = outlook(rest);
    outlook.do_nothing().funds.as_deref().cloned().expect("funds")
}

fn months(of: Option<crate::engine::funds::MonthsInHand>) -> Option<String> {
    of?.exact().map(|months| months.round_dp(4).normalize().to_string())
}

#[expect(clippy::unnecessary_wraps, reason = "what it is compared with may be no day")]
fn day(text: &str) -> Option<Day> {
    Some(Day::parse(text).expect("a day"))
}

#[test]
fn months_in_hand_are_funds_less_debts_by_what_recurs() {
    // (7000 − 1000) ÷ 120 a month after tax = 50; without the debt 58.3333.
    let funds = funds(
        r#"taxes: [(name: "VAT", rate: "20 %")],
        funds: (accounts: [(name: "bank", balance: "7000 EUR", on: "2022-07-01")],
            income: [(what: "members", amount: "300 EUR", every: Month)],
            debts: [(what: "loan", amount: "1000 EUR")]),"#,
    );
    assert_eq!(months(funds.months_in_hand).as_deref(), Some("50"));
    assert_eq!(months(funds.months_without_debts).as_deref(), Some("58.3333"));
    assert_eq!((funds.empty, funds.empty_cautious), (None, None));
}

#[test]
fn what_is_paid_by_the_year_counts_by_its_twelfth() {
    // 100 a month and 240 a year: 1440 a year, 120 a month.
    let funds = funds(
        r#"lines: [(what: "insurance", price: "240 EUR", every: Year)],
        funds: (accounts: [(name: "bank", balance: "1200 EUR")], float: "3 months"),"#,
    );
    assert_eq!(funds.yearly.low.minor(), 144_000);
    assert_eq!(months(funds.months_in_hand).as_deref(), Some("10"));
    assert_eq!(funds.float.map(|float| float.low.minor()), Some(36_000));
}

#[test]
fn the_money_is_gone_on_the_day_on_which_it_falls_below_nothing() {
    // 350, 100 on each 1st from 1 July on: 50 left on 1 September, −50 on 1 October.
    let bank = r#"accounts: [(name: "bank", balance: "350 EUR", on: "2022-07-01")]"#;
    assert_eq!(funds(&format!("funds: ({bank}),")).empty, day("2022-10-01"));
    // 50 come in on the 15th of each month: 350 − 3 × 100 + 2 × 50 = 150 …, 50 a month less:
    // after the 1st of month n (July is 0) it is 250 − 50 n, below nothing for n = 6.
    let income = r#"income: [(what: "m", amount: "50 EUR", every: Month, from: "2022-07-15")]"#;
    assert_eq!(funds(&format!("funds: ({bank}, {income}),")).empty, day("2023-01-01"));
    // A debt due on 20 August: 150 − 151.
    let debt = r#"debts: [(what: "d", amount: "151 EUR", due: "2022-08-20")]"#;
    assert_eq!(funds(&format!("funds: ({bank}, {debt}),")).empty, day("2022-08-20"));
}

#[test]
fn the_float_is_missed_before_the_money_is_gone() {
    // 3 × 100 is to be kept of 350: after 1 July 250 are left, 50 are missing.
    let funds = funds(
        r#"funds: (accounts: [(name: "bank", balance: "350 EUR", on: "2022-07-01")], float: "3 months"),"#,
    );
    let below = funds.below_float.map(|(day, short)| (Some(day), short.minor()));
    assert_eq!(below, Some((day("2022-07-01"), 50_00)));
}

#[test]
fn what_is_not_known_makes_the_money_last_at_most_so_long() {
    let unknown = funds(
        r#"lines: [(what: "power", price: "unknown", every: Month, from: "2022-01-01")],
        funds: (accounts: [(name: "bank", balance: "1000 EUR")]),"#,
    );
    let months = unknown.months_in_hand.expect("months");
    assert_eq!((months.low, months.high.map(|m| m.to_string())), (None, Some("10".to_owned())));
    // With at most 100 more a month it may be gone after five months: on the sixth 1st.
    let ceiling = funds(
        r#"lines: [(what: "power", price: "unknown, at most 100 EUR", every: Month, from: "2022-01-01")],
        funds: (accounts: [(name: "bank", balance: "1000 EUR")]),"#,
    );
    assert_eq!((ceiling.empty, ceiling.empty_cautious), (day("2023-05-01"), day("2022-12-01")));
}

/// Months with what is billed and what is their cost.
fn accrued(rest: &str) -> Vec<(String, i128, i128)> {
    let (scenario, outlook) = outlook(rest);
    let ledger = &outlook.do_nothing().ledger;
    let months = accrual(ledger, outlook.period, scenario.accrual);
    let shown = months.into_iter();
    shown.map(|(m, of)| (m.to_string(), of.cash.low.minor(), of.cost.low.minor())).collect()
}

#[test]
fn a_yearly_price_is_a_twelfth_in_each_month_or_by_its_days() {
    let rest = |how: &str| {
        format!(
            r#"accrual: {how}, request: (from: "2022-08", months: 1),
            lines: [(what: "insurance", price: "366 EUR", every: Year, from: "2022-08-01")],"#
        )
    };
    let equal = accrued(&rest("EqualMonths"));
    // 366 ÷ 12 = 30.50, and the server's 100 in August.
    assert_eq!(equal[0], ("2022-08".to_owned(), 46_600, 13_050));
    assert!(equal[1..].iter().all(|(_, cash, cost)| (*cash, *cost) == (0, 30_50)));
    assert_eq!(equal.len(), 12);
    // 366 by 365 days: August 31.0849…, which gets one of the five cents left over, before later
    // months of as many days.
    let days = accrued(&rest("ByDays"));
    assert_eq!(days[0].2, 13_109);
    assert_eq!(days.iter().map(|(.., cost)| cost).sum::<i128>(), 46_600);
}

#[test]
fn what_is_bought_once_is_the_cost_of_its_months_of_use() {
    let months = accrued(
        r#"accrual: EqualMonths, request: (from: "2022-08", months: 1),
        lines: [(what: "disk", price: "360 EUR", every: Once, from: "2022-08-10", months_of_use: "36 months")],"#,
    );
    // 360 ÷ 36 = 10 in each month, and the server's 100.
    assert_eq!((months.len(), months[0].2, months[35].2), (36, 11_000, 10_00));
    assert_eq!(months.iter().map(|(.., cost)| cost).sum::<i128>(), 46_000);
}

#[test]
fn limits_are_compared_in_their_own_basis_with_what_they_are_of() {
    let (scenario, outlook) = outlook(
        r#"request: (from: "2022-08", months: 3), taxes: [(name: "VAT", rate: "20 %")],
        lines: [(what: "disk", price: "50 EUR", every: Once, from: "2022-09-10", provider: "Shop")],
        limits: [
            (what: "period", amount: "350 EUR before tax"),
            (what: "period, gross", amount: "400 EUR after tax"),
            (what: "month", amount: "120 EUR", of: Month),
            (what: "year", amount: "1300 EUR", of: Year),
            (what: "charge", amount: "100 EUR after tax", of: Charge, kind: SignOff),
            (what: "of another level", amount: "1 EUR", level: "low"),
            (what: "invoice", amount: "59 EUR after tax", of: Invoice),
        ],"#,
    );
    let plan = outlook.do_nothing();
    let of = |place: usize| reached(&scenario, &outlook, plan, &scenario.limits[place]);
    let over = |place| of(place).and_then(|reached| reached.over());
    // 350; 420 after tax; September 150; 1250; 120 after tax.
    assert_eq!([0, 1, 2, 3, 4].map(over), [None, Some(20_00), Some(30_00), None, Some(20_00)]);
    let month = of(2).map(|reached| reached.at);
    assert_eq!(month, Some(At::Month("2022-09".parse().expect("a month"))));
    assert_eq!(of(5), None);
    // The server's invoice of 120 after tax, not the disk's of 60.
    assert_eq!(over(6), Some(61_00));
}

#[test]
fn a_request_sets_days_from_the_first_of_its_period() {
    let (_, outlook) = outlook(
        r#"request: (from: "2022-08", months: 3, trial: "3 months", review: "1 year", expires: "12 months"),"#,
    );
    let dates: Vec<_> = outlook.request_dates.iter().map(|d| (d.what, Some(d.day))).collect();
    let expected = [
        (RequestDue::Trial, day("2022-11-01")),
        (RequestDue::Review, day("2023-08-01")),
        (RequestDue::Expires, day("2023-08-01")),
    ];
    assert_eq!(dates, expected);
    assert_eq!(outlook.do_nothing().name.as_ref(), DO_NOTHING);
}

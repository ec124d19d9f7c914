//! Does the engine come to the golden figures, and to what a person works out?

use std::sync::Arc;

use crate::model::{DO_NOTHING, Resource, Scenario, TaxRounding};
use crate::units::{Amount, AmountKind, BeforeTax, Day, Total};

use super::behind::{Asked, Behind, entries_of};
use super::compare::{BridgeDetail, bridge};
use super::outlook::{Outlook, PlanOutlook};
use super::project;
use super::waiting::waiting;

mod billing;
mod funds;
mod measured;
mod money;
mod plans;
mod sizes;

const THREE: &str = "Rise-3 and 1 TB";
const FOUR: &str = "Rise-4 and 1 TB";

pub(super) fn read(text: &str) -> Scenario {
    ron::from_str(text).expect("the test's scenario reads")
}

pub(super) fn real_case() -> Scenario {
    read(include_str!("../../../scenarios/hypha-2021-04.headroom.ron"))
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("the test's day is one")
}

fn rounded(rounding: TaxRounding) -> Outlook {
    let mut scenario = real_case();
    scenario.rounding.tax = rounding;
    project(&scenario, None)
}

fn plan(outlook: &Outlook, name: &str) -> Arc<PlanOutlook> {
    Arc::clone(&outlook.plans[name])
}

/// `238.14`, `430.50..` (at least), `611.34..772.66` (up to).
pub(super) fn show<B: AmountKind>(total: Total<B>) -> String {
    let cad = "CAD".parse().expect("a currency");
    match total.high {
        Some(high) if high == total.low => total.low.show(cad),
        Some(high) => format!("{}..{}", total.low.show(cad), high.show(cad)),
        None => format!("{}..", total.low.show(cad)),
    }
}

#[test]
fn golden_figures_hold_by_invoice() {
    let outlook = rounded(TaxRounding::PerInvoice);
    let check = |name: &str, figures: [&str; 8]| {
        let request = &plan(&outlook, name).request;
        let found = [
            show(request.before_tax),
            show(request.after_tax),
            show(request.more),
            show(request.monthly_now),
            show(request.monthly_now_after_tax),
            show(request.monthly_afterwards),
            show(request.monthly_afterwards_after_tax),
            show(request.overlap),
        ];
        assert_eq!(found, figures.map(ToOwned::to_owned), "{name}");
    };
    check(DO_NOTHING, ["238.14", "269.10", "0.00", "79.38", "89.70", "79.38", "89.70", "0.00"]);
    check(
        THREE,
        ["430.50..", "486.47..", "192.36..", "79.38", "89.70", "117.04", "132.26", "79.38"],
    );
    // With a ceiling of one month's price: 611.34 + 161.32 = 772.66; 373.20 + 161.32 = 534.52.
    let four = [
        "611.34..772.66",
        "690.81..873.10",
        "373.20..534.52",
        "79.38",
        "89.70",
        "177.32",
        "200.37",
        "79.38",
    ];
    check(FOUR, four);
}

#[test]
fn golden_figures_hold_by_line_and_by_period() {
    let after = |rounding, name: &str| show(plan(&rounded(rounding), name).request.after_tax);
    assert_eq!(after(TaxRounding::PerLine, DO_NOTHING), "269.10");
    assert_eq!(after(TaxRounding::PerPeriod, DO_NOTHING), "269.10");
    assert_eq!(after(TaxRounding::PerLine, THREE), "486.48..");
    assert_eq!(after(TaxRounding::PerPeriod, THREE), "486.47..");
    assert!(after(TaxRounding::PerLine, FOUR).starts_with("690.81.."));
    assert!(after(TaxRounding::PerPeriod, FOUR).starts_with("690.81.."));
}

#[test]
fn one_invoice_of_three_charges_is_taxed_once() {
    let outlook = rounded(TaxRounding::PerInvoice);
    let bill = plan(&outlook, THREE).ledger.bill(outlook.period);
    let first = &bill.invoices[0];
    // 79.38 + 101.04 + 16.00 = 196.42; × 13 % = 25.5346
    assert_eq!(first.day, day("2021-05-19"));
    assert_eq!(show(first.before_tax), "196.42..");
    assert_eq!(show(first.taxes[0].amount), "25.53..");
    assert_eq!(bill.invoices.len(), 3);
}

#[test]
fn what_is_unknown_is_listed_once_with_its_ceiling() {
    let outlook = rounded(TaxRounding::PerInvoice);
    let missing = &plan(&outlook, FOUR).request.missing;
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].what, "setup fee of Rise-4");
    assert_eq!(missing[0].path, "offers[\"ovh/rise-4\"].setup");
    assert_eq!(missing[0].ceiling.map(show).as_deref(), Some("161.32"));
    assert_eq!(show(plan(&outlook, FOUR).request.one_off), "0.00..161.32");
    assert!(plan(&outlook, DO_NOTHING).request.missing.is_empty());
}

#[test]
fn totals_are_the_bill_of_the_entries() {
    for rounding in [TaxRounding::PerLine, TaxRounding::PerInvoice, TaxRounding::PerPeriod] {
        let outlook = rounded(rounding);
        for plan in outlook.plans.values() {
            let bill = plan.ledger.bill(outlook.period);
            assert_eq!(bill.before_tax, plan.request.before_tax, "{rounding:?} {}", plan.name);
            assert_eq!(bill.after_tax, plan.request.after_tax, "{rounding:?} {}", plan.name);
            assert_eq!(bill.cost, plan.request.cost, "{rounding:?} {}", plan.name);
        }
    }
}

#[test]
fn leaving_at_the_end_of_the_term_is_ordered_and_cancelled_in_time() {
    let outlook = rounded(TaxRounding::PerInvoice);
    let four = plan(&outlook, FOUR);
    let [leave] = &four.deadlines.leaves[..] else { panic!("{:?}", four.deadlines) };
    assert_eq!(leave.leave, day("2021-06-19"));
    assert_eq!(leave.order_by, Some(day("2021-05-19")));
    assert_eq!(leave.cancel_by, Some(day("2021-06-18")));
    assert_eq!(leave.renews_on, Some(day("2021-06-19")));
    assert_eq!(leave.costs_to_miss.map(show).as_deref(), Some("79.38.."));
    let nothing = plan(&outlook, DO_NOTHING);
    let [leave] = &nothing.deadlines.leaves[..] else { panic!("{:?}", nothing.deadlines) };
    assert_eq!(leave.renews_on, Some(day("2021-06-19")));
    assert_eq!(nothing.deadlines.decide, None);
}

#[test]
fn what_is_not_asked_for_is_in_the_ledger_but_not_in_the_request() {
    let outlook = rounded(TaxRounding::PerInvoice);
    let entries = plan(&outlook, DO_NOTHING).ledger.entries(outlook.period);
    let domain = entries.iter().find(|entry| *entry.subject == *"domain hypha.coop");
    assert!(domain.is_some_and(|entry| !entry.in_request && entry.unknown));
}

#[test]
fn the_real_case_is_late_already_and_can_be_decided_at_the_next_meeting() {
    let outlook = rounded(TaxRounding::PerInvoice);
    let decide = plan(&outlook, FOUR).deadlines.decide.clone().expect("the plan ends a contract");
    // Contract's end 19 June, less a month of overlap.
    assert_eq!(decide.latest, day("2021-05-19"));
    assert_eq!(decide.because, "Rise-1 ends on 19 June 2021");
    assert!(decide.already_late); // RAM is short today
    assert_eq!(decide.meeting, Some(("All hands".to_owned(), day("2021-05-05"))));
}

#[test]
fn waiting_costs_a_renewal_more_and_later_only_looks_cheaper() {
    let scenario = real_case();
    let outlook = project(&scenario, None);
    let waiting = waiting(&scenario, &outlook, FOUR).expect("the plan orders a server");
    assert_eq!(waiting.planned, day("2021-05-19"));
    assert_eq!(waiting.last_without_more, day("2021-05-19"));
    let rows: Vec<String> = waiting
        .rows
        .iter()
        .map(|row| {
            let on = row.meeting.as_ref().map_or_else(String::new, |(_, on)| on.words_short());
            let parts: Vec<String> = row
                .parts
                .iter()
                .map(|part| format!("{} {}", show(part.amount), part.name))
                .collect();
            format!(
                "{on}: {} to {}, {}, {}{}",
                row.first.words_short(),
                row.last.words_short(),
                row.total.low.show(scenario.currency),
                parts.join(", "),
                if row.only_fewer_months { ", fewer months" } else { "" },
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "5 May: 19 May to 19 May, 611.34, ",
            "19 May: 19 May to 19 May, 611.34, ",
            // At least: nobody knows for how long Rise-1 renews on 19 June.
            "19 May: 20 May to 31 May, 690.72, 79.38.. Rise-1",
            // −161.32 − 16.00 = −177.32
            "2 June: 2 June to 19 June, 513.40, 79.38.. Rise-1, -161.32 Rise-4, \
             -16.00 1 TB backup, fewer months",
        ]
    );
    assert_eq!(waiting.curve.first().map(|(day, _)| *day), Some(day("2021-05-05")));
    assert_eq!(waiting.curve.last().map(|(day, _)| *day), Some(day("2021-06-19")));
    assert!(waiting.curve.iter().take(15).all(|(_, total)| *total == waiting.total));
}

#[test]
fn the_bridge_leads_from_one_request_to_the_other() {
    let outlook = project(&real_case(), None);
    let parts = bridge(&outlook, DO_NOTHING, FOUR);
    let words: Vec<String> = parts
        .iter()
        .map(|part| format!("{:?} {}: {}", part.charge, part.name, show(part.amount)))
        .collect();
    assert_eq!(
        words,
        [
            "Rent Rise-1: -158.76", // 2 × 79.38
            "Setup Rise-4: 0.00..161.32",
            "Rent Rise-4: 483.96",     // 3 × 161.32
            "Rent 1 TB backup: 48.00", // 3 × 16.00
        ]
    );
    assert_eq!(parts[0].detail, BridgeDetail::Ends(day("2021-06-19")));
    let total: Total<_> = parts.iter().map(|part| part.amount).sum();
    assert_eq!(total, plan(&outlook, FOUR).request.more);
}

#[test]
fn entries_behind_a_figure_add_up_to_it() {
    let outlook = project(&real_case(), None);
    for plan in outlook.plans.values() {
        let sum = |figure| -> Total<BeforeTax> {
            let signed = |behind: Behind| {
                let amount = behind.entry.before_tax;
                let off = |end: Amount<BeforeTax>| if behind.taken_off { -end } else { end };
                Total { low: off(amount.low), high: amount.high.map(off) }
            };
            entries_of(&outlook, &plan.name, figure).into_iter().map(signed).sum()
        };
        assert_eq!(sum(Asked::Period), plan.request.before_tax);
        assert_eq!(sum(Asked::More), plan.request.more);
        assert_eq!(sum(Asked::MonthlyNow), plan.request.monthly_now);
        assert_eq!(sum(Asked::MonthlyAfterwards), plan.request.monthly_afterwards);
        assert_eq!(sum(Asked::Overlap), plan.request.overlap);
        assert_eq!(sum(Asked::OneOff), plan.request.one_off);
    }
}

#[test]
fn an_old_outlook_makes_no_difference() {
    type Change = fn(&mut Scenario);
    let edits: [(&str, Change); 18] = [
        ("nothing", |_| ()),
        ("a price", |scenario| {
            let offer = Arc::make_mut(&mut scenario.offers["ovh/rise-4"]);
            offer.monthly = Some("150.00 CAD before tax".parse().expect("money"));
        }),
        ("a move", |scenario| {
            Arc::make_mut(&mut scenario.plans[FOUR]).truncate(1);
        }),
        ("the day", |scenario| scenario.as_of = Some(day("2021-05-02"))),
        ("rounding", |scenario| scenario.rounding.tax = TaxRounding::PerPeriod),
        ("a service", |scenario| {
            scenario.services.shift_remove("staging");
        }),
        ("what a service uses", |scenario| {
            let service = Arc::make_mut(&mut scenario.services["loomio"]);
            service.ram = Some("40 GiB".parse().expect("a size"));
        }),
        ("what an offer gives", |scenario| {
            let offer = Arc::make_mut(&mut scenario.offers["ovh/rise-4"]);
            offer.ram = Some("8 GiB".parse().expect("a size"));
        }),
        ("growth", |scenario| {
            scenario.growth.insert(Resource::Ram, "0..4 % per month".parse().expect("a growth"));
        }),
        ("backups", |scenario| {
            let backups = scenario.backups.as_mut().expect("the real case has backups");
            backups.keep.daily += 3;
        }),
        ("a contract's end", |scenario| {
            let contract = Arc::make_mut(&mut scenario.contracts["server"]);
            contract.until = Some(day("2021-03-01"));
        }),
        ("meetings", |scenario| scenario.meetings.clear()),
        ("a contract's price", |scenario| {
            let contract = Arc::make_mut(&mut scenario.contracts["server"]);
            contract.monthly = Some("unknown, at most 90 CAD before tax".parse().expect("money"));
        }),
        ("another contract, put first", |scenario| {
            let contract = Arc::clone(&scenario.contracts["server"]);
            scenario.contracts.shift_insert(0, Arc::from("another"), contract);
        }),
        ("what a backup tier costs", |scenario| {
            let offer = Arc::make_mut(&mut scenario.offers["ovh/backup-1tb"]);
            offer.monthly = Some("5..25 CAD before tax".parse().expect("money"));
        }),
        ("whose invoice it stands on", |scenario| {
            Arc::make_mut(&mut scenario.offers["ovh/rise-1"]).provider = Some("S".to_owned());
        }),
        ("what a line costs", |scenario| {
            let line = Arc::make_mut(&mut scenario.lines[0]);
            line.price = "12 CAD".parse().expect("money");
            line.in_request = true;
        }),
        ("the order of services", |scenario| scenario.services.reverse()),
    ];
    for rounding in [TaxRounding::PerInvoice, TaxRounding::PerLine, TaxRounding::PerPeriod] {
        let mut before = real_case();
        before.rounding.tax = rounding;
        let old = project(&before, None);
        let (mut after_all, mut kept) = (before.clone(), project(&before, None));
        for (what, edit) in edits {
            let mut scenario = before.clone();
            edit(&mut scenario);
            assert_eq!(project(&scenario, Some(&old)), project(&scenario, None), "{what}");
            edit(&mut after_all);
            kept = project(&after_all, Some(&kept));
            assert_eq!(kept, project(&after_all, None), "{what}, after those before it");
        }
    }
}

/// A scenario in which one contract is 50.00 CAD a month before a tax of 10 %.
fn small(rest: &str) -> Scenario {
    read(&format!(
        "#![enable(implicit_some)]
         Scenario(format: 1, as_of: \"2021-04-20\", currency: \"CAD\",
         request: (from: \"2021-05\", months: 3), taxes: [(name: \"T\", rate: \"10 %\")],
         offers: {{
             \"p/a\": (kind: Server, provider: \"P\", monthly: \"50 CAD before tax\"),
             \"p/b\": (kind: Server, provider: \"P\", monthly: \"0.05 CAD after tax\"),
             \"p/c\": (kind: Server, provider: \"P\", monthly: \"70 CAD\", setup: \"20 CAD\", term: \"12 months\", renews: \"no\"),
         }},
         contracts: {{\"a\": (offer: \"p/a\", from: \"2021-01-10\")}}, {rest})"
    ))
}

#[track_caller]
fn request(scenario: &Scenario, name: &str) -> super::outlook::RequestOutlook {
    project(scenario, None).plans[name].request.clone()
}

#[test]
fn a_term_ended_early_is_charged_to_its_end() {
    let scenario = small(
        "plans: {\"p\": [Order(offer: \"p/c\", from: \"2021-05-05\"), \
         End(contract: \"p/c\", on: \"2021-06-01\")]},",
    );
    // 3 × 50 + 20 + 3 × 70: bound for twelve months, though it is left after one.
    assert_eq!(show(request(&scenario, "p").before_tax), "380.00");
}

#[test]
fn what_is_stated_after_tax_stays_so_where_no_whole_cent_gives_it() {
    // At 10 %, 0.04 before tax is 0.04 after (0.004 of tax), 0.05 is 0.06 (0.005): 0.05 has none.
    let order = "plans: {\"p\": [Order(offer: \"p/b\", from: \"2021-05-05\", count: 3)]},";
    for rounding in ["PerLine", "PerInvoice", "PerPeriod"] {
        let scenario = small(&format!("rounding: (tax: {rounding}), {order}"));
        // 3 months × 3 × 0.05
        assert_eq!(show(request(&scenario, "p").more_after_tax), "0.45", "{rounding}");
        let outlook = project(&scenario, None);
        let bill = outlook.plans["p"].ledger.bill(outlook.period);
        assert_eq!(bill.after_tax, request(&scenario, "p").after_tax, "{rounding}");
    }
}

#[test]
fn a_price_in_another_currency_is_unknown() {
    let scenario = small("lines: [(what: \"licence\", price: \"10 EUR\", every: Month)],");
    let request = request(&scenario, DO_NOTHING);
    assert_eq!(show(request.before_tax), "150.00..");
    assert_eq!(request.missing[0].path, "lines[0].price");
}

#[test]
fn moves_that_are_off_or_refer_to_nothing_cost_nothing() {
    let scenario = small(
        "plans: {\"p\": [Order(offer: \"p/c\", from: \"2021-05-05\", off: true), \
         Order(offer: \"nobody\", from: \"2021-05-05\"), End(contract: \"nobody\", on: \"2021-05-05\"), \
         Replace(contract: \"a\", with: \"nobody\", from: \"2021-05-05\")]},",
    );
    assert_eq!(show(request(&scenario, "p").before_tax), "150.00"); // 3 × 50
}

#[test]
fn a_line_of_a_quarter_counts_in_the_period_and_not_in_a_month() {
    let scenario = small(
        "lines: [(what: \"audit\", price: \"30 CAD\", every: Quarter, from: \"2021-02-15\"), \
         (what: \"domain\", price: \"2 CAD\", every: Month)], \
         plans: {\"p\": [PriceOfLine(line: \"domain\", price: \"3 CAD\", from: \"2021-06-01\"), \
         Price(contract: \"a\", monthly: \"60 CAD\", from: \"2021-07-01\"), \
         OneOff(what: \"work\", price: \"100 CAD\", on: \"2021-07-31\")]},",
    );
    // 3 × 50 + 30 on 15 May + 3 × 2
    assert_eq!(show(request(&scenario, DO_NOTHING).before_tax), "186.00");
    // Domains from 1 May on; none on 20 April.
    assert_eq!(show(request(&scenario, DO_NOTHING).monthly_now), "50.00");
    let request = request(&scenario, "p");
    // 50 + 50 + 60 + 30 + 2 + 3 + 3 + 100
    assert_eq!(show(request.before_tax), "298.00");
    assert_eq!(show(request.one_off), "100.00");
    assert_eq!(show(request.monthly_afterwards), "63.00");
}

#[test]
fn an_order_without_a_contract_to_replace_can_wait_too() {
    let scenario = small("plans: {\"p\": [Order(offer: \"p/c\", from: \"2021-05-05\")]},");
    let outlook = project(&scenario, None);
    let waiting = waiting(&scenario, &outlook, "p").expect("it orders something");
    assert_eq!(waiting.planned, day("2021-05-05"));
    assert_eq!(waiting.rows[0].meeting, None);
    assert_eq!(super::waiting::waiting(&scenario, &outlook, "nobody"), None);
}

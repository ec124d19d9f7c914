//! On which days, how much, with which tax, and how much more than doing nothing.

use crate::engine::charge::{RentDay, Share, Terms, bound_until, rent_days};
use crate::engine::ledger::Why;
use crate::model::Billing;
use crate::units::{DayRange, Rate};

use super::*;

fn terms(billing: Billing, from: &str, term: Option<u32>, renews_by: Option<u32>) -> Terms {
    Terms { from: day(from), bound: None, billing, term, renews_by }
}

/// The rent days inside a range, each as `2021-01-10 to 2021-02-10 ×1`.
#[track_caller]
fn billed(terms: &Terms, from: &str, until: &str, expected: &[&str]) {
    let shown = |rent: RentDay| {
        let share = match rent.share {
            Share::Whole => "×1".to_owned(),
            Share::Part { days, of } => format!("×{days}/{of}"),
            Share::Months(months) => format!("{months} months"),
            Share::Hours(hours) => format!("{hours} h"),
            Share::Metered { days, of } => format!("metered {days}/{of}"),
        };
        format!("{} to {} {share}", rent.day, rent.pays_until)
    };
    let days = rent_days(terms, DayRange::new(day(from), day(until)));
    assert_eq!(days.into_iter().map(shown).collect::<Vec<_>>(), expected);
}

#[test]
fn rent_is_charged_on_its_days_however_late_one_asks() {
    use Billing::{Anchored, FirstOfMonth, UpFront};
    let monthly = terms(Anchored, "2021-01-31", None, None);
    let ends = ["2021-02-28 to 2021-03-31 ×1", "2021-03-31 to 2021-04-30 ×1"];
    billed(&monthly, "2021-02-01", "2021-04-30", &ends);
    billed(&monthly, "2031-02-01", "2031-03-01", &["2031-02-28 to 2031-03-31 ×1"]);
    let aligned = terms(FirstOfMonth, "2021-01-13", None, None);
    let first = ["2021-01-13 to 2021-02-01 ×19/31", "2021-02-01 to 2021-03-01 ×1"];
    billed(&aligned, "2021-01-01", "2021-03-01", &first);
    billed(&aligned, "2020-12-13", "2021-01-13", &[]); // its first day is the first one left out
    let quarters = terms(UpFront, "2021-01-10", Some(3), Some(3));
    let later = ["2022-07-10 to 2022-10-10 3 months", "2022-10-10 to 2023-01-10 3 months"];
    billed(&quarters, "2022-07-01", "2023-01-10", &later);
    let year = terms(UpFront, "2021-01-10", Some(12), None);
    let then = ["2021-01-10 to 2022-01-10 12 months", "2022-01-10 to 2022-02-10 ×1"];
    billed(&year, "2021-01-10", "2022-02-10", &then);
    billed(&year, "2021-01-11", "2022-01-10", &[]);
}

#[test]
fn a_term_of_no_months_is_none() {
    let up_front = |term, renews_by| terms(Billing::UpFront, "2021-01-10", term, renews_by);
    let months = ["2021-01-10 to 2021-02-10 ×1", "2021-02-10 to 2021-03-10 ×1"];
    billed(&up_front(Some(0), Some(12)), "2021-01-01", "2021-03-01", &months);
    let then = ["2021-01-10 to 2022-01-10 12 months", "2022-01-10 to 2022-02-10 ×1"];
    billed(&up_front(Some(12), Some(0)), "2021-01-01", "2022-02-10", &then);
}

#[test]
fn a_range_without_end_stops_with_the_contract_or_after_a_hundred_years() {
    let mut monthly = terms(Billing::Anchored, "2021-01-10", None, None);
    let since = |from| rent_days(&monthly, DayRange::since(day(from))).len();
    assert_eq!((since("2021-01-10"), since("2000-01-01")), (1200, 1200));
    assert_eq!(since("2041-01-10"), 1200);
    monthly.bound = Some(day("2021-04-10"));
    assert_eq!(rent_days(&monthly, DayRange::since(day("2021-01-10"))).len(), 3);
}

#[test]
fn one_is_bound_to_the_end_of_the_term_that_one_leaves_in() {
    let bound = |until: &str, term, renews_by| {
        bound_until(day("2021-01-10"), day(until), term, renews_by).to_string()
    };
    assert_eq!(bound("2021-01-10", Some(12), Some(12)), "2021-01-10"); // it never begins
    assert_eq!(bound("2021-01-11", Some(12), Some(12)), "2022-01-10");
    assert_eq!(bound("2022-01-10", Some(12), Some(12)), "2022-01-10");
    assert_eq!(bound("2022-01-11", Some(12), Some(12)), "2023-01-10");
    assert_eq!(bound("2022-05-05", Some(12), None), "2022-05-05"); // month by month by then
    assert_eq!(bound("2022-05-05", Some(12), Some(3)), "2022-07-10"); // 12 + 2 × 3 months
    assert_eq!(bound("2024-04-10", Some(12), Some(3)), "2024-04-10");
    assert_eq!(bound("2024-04-11", Some(12), Some(3)), "2024-07-10");
    // A term or a renewal of no months binds nobody.
    assert_eq!(bound("2022-05-05", Some(0), Some(12)), "2022-05-05");
    assert_eq!(bound("2022-05-05", Some(12), Some(0)), "2022-05-05");
}

#[test]
fn a_contract_left_on_its_first_day_has_no_setup_fee() {
    let left = |on: &str| {
        let moves = format!(
            "Order(offer: \"p/c\", from: \"2021-05-05\"), End(contract: \"p/c\", on: \"{on}\")"
        );
        show(request(&small(&format!("plans: {{\"p\": [{moves}]}},")), "p").before_tax)
    };
    assert_eq!(left("2021-05-05"), "150.00"); // 3 × 50
    assert_eq!(left("2021-05-06"), "380.00"); // and 20 + 3 × 70
}

#[test]
fn a_line_is_paid_now_until_the_day_it_ends() {
    let now = |until: &str| {
        let line =
            format!("price: \"8 CAD\", every: Month, from: \"2021-01-01\", until: \"{until}\"");
        show(request(&small(&format!("lines: [(what: \"l\", {line})],")), DO_NOTHING).monthly_now)
    };
    assert_eq!(now("2021-04-19"), "50.00"); // said on 20 April
    assert_eq!(now("2021-04-20"), "50.00");
    assert_eq!(now("2021-04-21"), "58.00");
}

#[test]
fn what_is_off_a_price_is_told_as_one_share() {
    let scenario = small("").contracts["a"].clone();
    let mut whole = small("");
    let discounts: [(&str, u64); 3] = [("", 0), ("10 %", 100_000), ("10 % 5 %", 145_000)]; // 1 − 0.90 × 0.95
    for (rates, ppm) in discounts {
        let mut contract = (*scenario).clone();
        contract.discounts = rates
            .split_inclusive('%')
            .map(|rate| crate::model::Discount {
                rate: rate.trim().parse().expect("a percentage"),
                from: None,
                until: None,
            })
            .collect();
        whole.contracts.insert("a".into(), Arc::new(contract));
        let outlook = project(&whole, None);
        let entries = plan(&outlook, DO_NOTHING).ledger.entries(outlook.period);
        let Why::Price { discount_ppm, .. } = entries[0].why else { panic!("{:?}", entries[0]) };
        assert_eq!(discount_ppm, ppm, "{rates}");
    }
}

/// Two taxes of which some comes back, a price after tax that no whole cent gives, a charge without
/// provider, and a plan that changes something of each.
pub(super) fn two_taxes(rounding: &str) -> Outlook {
    let scenario = read(&format!(
        "#![enable(implicit_some)]
         Scenario(format: 1, as_of: \"2021-04-20\", currency: \"CAD\",
         request: (from: \"2021-05\", months: 3), rounding: (tax: {rounding}),
         taxes: [
             (name: \"T\", rate: \"10 %\", recoverable: \"50 %\"),
             (name: \"U\", rate: \"5 %\", from: \"2021-06-01\", on: Providers([\"Q\"]),
              recoverable: \"100 %\"),
         ],
         offers: {{
             \"p/a\": (kind: Server, provider: \"P\", monthly: \"50.05 CAD before tax\"),
             \"p/b\": (kind: Server, provider: \"P\", monthly: \"100.15 CAD after tax\"),
             \"q/c\": (kind: Server, provider: \"Q\", monthly: \"33.33 CAD before tax\",
                       setup: \"20.25 CAD before tax\"),
             \"q/d\": (kind: Other, provider: \"Q\", monthly: \"16.66 CAD before tax\"),
         }},
         contracts: {{
             \"a\": (offer: \"p/a\", from: \"2021-01-10\"),
             \"b\": (offer: \"p/b\", from: \"2021-01-10\"),
         }},
         lines: [(what: \"licence\", price: \"7.77 CAD before tax\", every: Month,
                  from: \"2021-01-10\")],
         plans: {{\"p\": [
             Replace(contract: \"a\", with: \"q/c\", from: \"2021-06-10\", overlap: \"1 month\"),
             Order(offer: \"q/d\", from: \"2021-06-10\"),
             Price(contract: \"b\", monthly: \"90 CAD before tax\", from: \"2021-07-01\"),
             OneOff(what: \"work\", price: \"99.99 CAD before tax\", on: \"2021-05-15\",
                    provider: \"Q\"),
         ]}})"
    ));
    project(&scenario, None)
}

/// Before tax, after tax, cost; of the request and of the bill of its entries.
#[track_caller]
fn comes_to(outlook: &Outlook, name: &str, expected: [&str; 3]) {
    let plan = plan(outlook, name);
    let request = &plan.request;
    let bill = plan.ledger.bill(outlook.period);
    let cost = |cost: Option<Total<_>>| cost.map_or_else(String::new, show);
    let asked = [show(request.before_tax), show(request.after_tax), cost(request.cost)];
    assert_eq!(asked, expected, "{name}: request");
    let billed = [show(bill.before_tax), show(bill.after_tax), cost(bill.cost)];
    assert_eq!(billed, expected, "{name}: bill");
}

#[test]
fn tax_that_comes_back_is_rounded_where_the_tax_is() {
    // 100.15 after 10 %: 91.05 gives 100.16, 91.04 gives 100.14; so 91.05 (91.045…) and 9.10.
    // Nothing before tax: 3 × (50.05 + 91.05 + 7.77).
    // Plan before tax: 2 × 148.87 + 90.00 + 7.77, work 99.99, Q's 70.24 and 49.99.
    let check = |rounding: &str, nothing: [&str; 2], p: [&str; 2], more: &str| {
        let outlook = two_taxes(rounding);
        comes_to(&outlook, DO_NOTHING, ["446.61", nothing[0], nothing[1]]);
        comes_to(&outlook, "p", ["615.73", p[0], p[1]]);
        let request = &plan(&outlook, "p").request;
        assert_eq!(show(request.more), "169.12", "{rounding}");
        assert_eq!(show(request.more_after_tax), more, "{rounding}");
    };
    // A month of nothing: tax 5.01 + 9.10 + 0.78, back 2.51 + 4.55 + 0.39. Of the plan, June's Q:
    // T 7.02, back 3.51; U 3.51, back 3.51. July: T 9.00 + 5.00 + 0.78, back 4.50 + 2.50 + 0.39; U
    // 2.50, back 2.50. Work: T 10.00, back 5.00.
    check("PerInvoice", ["491.28", "468.93"], ["683.32", "646.51"], "192.04");
    // Of Q, T 3.33 + 2.03 + 1.67, back 1.67 + 1.02 + 0.84; U 1.67 + 1.01 + 0.83, all back.
    check("PerLine", ["491.28", "468.93"], ["683.33", "646.49"], "192.05");
    // Nothing: T on 173.46 is 17.35, back 8.68; 3 × 9.10 is stated, back 3 × 4.55. The plan: T on
    // 433.63 is 43.36, back 21.68; U on 120.23 is 6.01, all back; 2 × 9.10 is stated, back 2 × 4.55.
    check("PerPeriod", ["491.26", "468.93"], ["683.30", "646.51"], "192.04");
}

#[test]
fn a_tax_is_told_with_its_rate_where_it_has_one() {
    let rate = |text: &str| Some(text.parse::<crate::units::Percent>().expect("a rate").rate());
    for rounding in ["PerLine", "PerInvoice", "PerPeriod"] {
        let outlook = two_taxes(rounding);
        let bill = plan(&outlook, "p").ledger.bill(outlook.period);
        let told: Vec<(&str, Option<Rate>)> =
            bill.taxes.iter().map(|tax| (&*tax.name, tax.rate)).collect();
        assert_eq!(told, [("T", rate("10 %")), ("U", rate("5 %"))], "{rounding}");
    }
    let mut scenario = small("");
    let tax = |share: &str, from: Option<&str>, until: Option<&str>| crate::model::Tax {
        rate: share.parse().expect("a percentage"),
        from: from.map(day),
        until: until.map(day),
        ..scenario.taxes[0].clone()
    };
    let taxes = vec![tax("10 %", None, Some("2021-06-01")), tax("20 %", Some("2021-06-01"), None)];
    scenario.taxes = taxes;
    let outlook = project(&scenario, None);
    let bill = plan(&outlook, DO_NOTHING).ledger.bill(outlook.period);
    assert_eq!(bill.taxes.len(), 1);
    assert_eq!(show(bill.taxes[0].amount), "25.00"); // 5 + 10 + 10
    assert_eq!(bill.taxes[0].rate, None);
    let rates: Vec<_> = bill.invoices.iter().map(|invoice| invoice.taxes[0].rate).collect();
    assert_eq!(rates, [rate("10 %"), rate("20 %"), rate("20 %")]);
}

/// A contract of 40.05 to 60.17 a month is replaced by one of 70.33.
fn range_replaced(rounding: &str) -> super::super::outlook::RequestOutlook {
    let scenario = read(&format!(
        "#![enable(implicit_some)]
         Scenario(format: 1, as_of: \"2021-04-20\", currency: \"CAD\",
         request: (from: \"2021-05\", months: 3), rounding: (tax: {rounding}),
         taxes: [(name: \"T\", rate: \"13 %\")],
         offers: {{
             \"p/a\": (kind: Server, provider: \"P\", monthly: \"40.05..60.17 CAD before tax\"),
             \"p/b\": (kind: Server, provider: \"P\", monthly: \"70.33 CAD before tax\"),
             \"p/c\": (kind: Other, provider: \"P\", monthly: \"12.34 CAD before tax\"),
         }},
         contracts: {{
             \"a\": (offer: \"p/a\", from: \"2021-01-10\"),
             \"c\": (offer: \"p/c\", from: \"2021-01-10\"),
         }},
         plans: {{\"p\": [Replace(contract: \"a\", with: \"p/b\", from: \"2021-06-10\")]}})"
    ));
    request(&scenario, "p")
}

#[test]
fn what_goes_away_and_is_a_range_makes_the_difference_one() {
    // Comes: 2 × 70.33 = 140.66. Goes: 2 × 40.05 = 80.10 to 2 × 60.17 = 120.34.
    assert_eq!(show(range_replaced("PerLine").more), "20.32..60.56");
    // By line, 70.33 is 79.47 after tax, 40.05 is 45.26, 60.17 is 67.99:
    // 2 × 79.47 − 2 × 67.99 = 22.96; 2 × 79.47 − 2 × 45.26 = 68.42.
    assert_eq!(show(range_replaced("PerLine").more_after_tax), "22.96..68.42");
}

#[test]
fn an_unknown_price_that_goes_away_leaves_nothing_open() {
    let contract = |monthly: &str| {
        let mut scenario = small(
            "plans: {\"p\": [Replace(contract: \"a\", with: \"p/c\", from: \"2021-05-10\")], \
             \"q\": [Order(offer: \"p/a\", from: \"2021-05-05\")]},",
        );
        let offer = Arc::make_mut(&mut scenario.offers["p/a"]);
        offer.monthly = Some(monthly.parse().expect("money"));
        scenario
    };
    let unknown = contract("unknown");
    assert_eq!(show(request(&unknown, DO_NOTHING).before_tax), "0.00..");
    assert_eq!(show(request(&unknown, "p").before_tax), "230.00"); // 20 + 3 × 70
    assert!(!request(&unknown, "p").more.is_open());
    assert_eq!(show(request(&unknown, "q").more), "0.00..");
    let ceiling = contract("unknown, at most 50 CAD before tax");
    assert_eq!(show(request(&ceiling, "p").more), "80.00..230.00"); // 230 − 3 × 50
    assert_eq!(show(request(&ceiling, "q").more), "0.00..150.00");
}

#[test]
fn a_price_that_changed_before_the_period_differs_in_all_of_it() {
    let scenario = small(
        "plans: {\"p\": [Price(contract: \"a\", monthly: \"60 CAD\", from: \"2021-04-25\")], \
         \"q\": [Price(contract: \"a\", monthly: \"60 CAD\", from: \"2021-06-01\")]},",
    );
    assert_eq!(show(request(&scenario, "p").before_tax), "180.00"); // 3 × 60
    assert_eq!(show(request(&scenario, "p").more_after_tax), "33.00"); // 3 × 11
    assert_eq!(show(request(&scenario, "q").more_after_tax), "22.00");
}

#[test]
fn a_cost_is_told_once_it_is_known_how_much_of_each_tax_comes_back() {
    let cost = |second: &str| {
        let scenario = read(&format!(
            "#![enable(implicit_some)]
             Scenario(format: 1, as_of: \"2021-04-20\", currency: \"CAD\",
             request: (from: \"2021-05\", months: 3),
             taxes: [(name: \"T\", rate: \"10 %\", recoverable: \"50 %\"), {second}],
             offers: {{\"p/a\": (kind: Server, provider: \"P\", monthly: \"50 CAD before tax\")}},
             contracts: {{\"a\": (offer: \"p/a\", from: \"2021-01-10\")}})"
        ));
        let outlook = project(&scenario, None);
        let plan = plan(&outlook, DO_NOTHING);
        let bill = plan.ledger.bill(outlook.period);
        assert_eq!(bill.cost, plan.request.cost, "{second}");
        let lines: Vec<String> = bill
            .taxes
            .iter()
            .map(|tax| tax.recoverable.map_or_else(|| "unknown".to_owned(), show))
            .collect();
        (bill.cost.map(show), lines.join(", "))
    };
    let known = |cost: &str, back: &str| (Some(cost.to_owned()), back.to_owned());
    let unknown = |back: &str| (None, back.to_owned());
    assert_eq!(cost(""), known("157.50", "7.50")); // 3 × (50 + 5 − 2.50)
    assert_eq!(cost("(name: \"V\", rate: \"4 %\")"), unknown("7.50, unknown"));
    let v = |rest: &str| {
        cost(&format!("(name: \"V\", rate: \"4 %\", recoverable: \"unknown\", {rest})"))
    };
    assert_eq!(v(""), unknown("7.50, unknown"));
    // Of May to July: until the first day, or from the day after the last one, it never holds.
    assert_eq!(v("until: \"2021-05-01\""), known("157.50", "7.50"));
    assert_eq!(v("until: \"2021-05-02\""), unknown("7.50")); // on no billing day, but it might be
    assert_eq!(v("from: \"2021-08-01\""), known("157.50", "7.50"));
    assert_eq!(v("from: \"2021-07-31\""), unknown("7.50"));
    assert_eq!(v("from: \"2021-05-01\", until: \"2021-08-01\""), unknown("7.50, unknown"));
}

#[test]
fn a_range_after_tax_stays_as_stated_where_either_end_has_no_net() {
    // At 10 %, 0.10 before tax is 0.11 after and 0.20 is 0.22; 0.16 has none: 0.14 gives 0.15, 0.15
    // gives 0.17.
    for rounding in ["PerLine", "PerInvoice", "PerPeriod"] {
        for (stated, months) in [
            ("0.11..0.16", "0.33..0.48"),
            ("0.16..0.22", "0.48..0.66"),
            ("0.11..0.22", "0.33..0.66"),
        ] {
            let order = "Order(offer: \"p/b\", from: \"2021-05-05\")";
            let mut scenario =
                small(&format!("rounding: (tax: {rounding}), plans: {{\"p\": [{order}]}},"));
            let offer = Arc::make_mut(&mut scenario.offers["p/b"]);
            offer.monthly = Some(format!("{stated} CAD after tax").parse().expect("money"));
            let asked = request(&scenario, "p");
            assert_eq!(show(asked.more_after_tax), months, "{rounding} {stated}");
            let outlook = project(&scenario, None);
            let bill = plan(&outlook, "p").ledger.bill(outlook.period);
            assert_eq!(bill.after_tax, asked.after_tax, "{rounding} {stated}");
        }
    }
}

#[test]
fn an_offers_price_is_before_tax_of_its_day() {
    let before_tax = |monthly: &str, provider: &str, on: &str| {
        let mut scenario = small("");
        let tax = &mut scenario.taxes[0];
        tax.from = Some(day("2021-01-01"));
        tax.until = Some(day("2022-01-01"));
        tax.on = crate::model::TaxedOn::Providers(vec!["P".to_owned()]);
        let offer = Arc::make_mut(&mut scenario.offers["p/a"]);
        offer.monthly = Some(monthly.parse().expect("money"));
        offer.provider = Some(provider.to_owned());
        let offer = &scenario.offers["p/a"];
        show(crate::engine::price::monthly_before_tax(&scenario, offer, day(on), None))
    };
    for (on, net) in [
        ("2020-12-31", "110.00"),
        ("2021-01-01", "100.00"), // and 10 %
        ("2021-12-31", "100.00"),
        ("2022-01-01", "110.00"),
    ] {
        assert_eq!(before_tax("110 CAD after tax", "P", on), net, "{on}");
    }
    let april = |monthly| before_tax(monthly, "P", "2021-04-20");
    assert_eq!(before_tax("110 CAD after tax", "Q", "2021-04-20"), "110.00");
    assert_eq!(april("110 CAD before tax"), "110.00");
    assert_eq!(april("110 CAD"), "110.00");
    assert_eq!(april("110 EUR after tax"), "0.00..");
    assert_eq!(april("unknown"), "0.00..");
    assert_eq!(april("55..110 CAD after tax"), "50.00..100.00");
    assert_eq!(april("unknown, at most 110 CAD after tax"), "0.00..100.00");
}

#[test]
fn prices_finer_than_a_cent_are_rounded_once() {
    let mut scenario =
        small("plans: {\"p\": [Order(offer: \"p/b\", from: \"2021-05-05\", count: 3)]},");
    let monthly = |text: &str| Some(text.parse().expect("money"));
    Arc::make_mut(&mut scenario.offers["p/b"]).monthly = monthly("0.125 CAD before tax");
    assert_eq!(show(request(&scenario, "p").more), "1.14"); // 3 × 0.38, of 0.375
    Arc::make_mut(&mut scenario.offers["p/b"]).monthly = monthly("0.1..0.125 CAD before tax");
    assert_eq!(show(request(&scenario, "p").more), "0.90..1.14"); // 3 × 0.30 to 3 × 0.38
}

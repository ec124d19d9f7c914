//! Do other costs come out to the cent: quantities, intervals, rates, groups, percentages, levels?

use headroom::engine::ledger::Entry;
use headroom::engine::outlook::Outlook;
use headroom::engine::project;
use headroom::model::Scenario;
use headroom::units::AmountKind;
use headroom::units::Total;

/// A scenario of July to December 2022 in euro with these fields besides.
fn scenario(fields: &str) -> Scenario {
    let text = format!(
        r#"#![enable(implicit_some)]
        Scenario(
            format: 1, as_of: "2022-07-25", currency: "EUR",
            request: (from: "2022-07", months: 6), {fields}
        )"#
    );
    ron::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn outlook(fields: &str) -> Outlook {
    project(&scenario(fields), None)
}

/// Every charge of the period as `day what cents`.
fn charges(fields: &str) -> Vec<String> {
    let outlook = outlook(fields);
    let entries = outlook.do_nothing().ledger.entries(outlook.period);
    let line = |e: &Entry| format!("{} {} {}", e.day, e.name, shown(e.before_tax));
    entries.iter().map(line).collect()
}

/// In cents, or `at least`, or a range.
fn shown<B: AmountKind>(total: Total<B>) -> String {
    match (total.exact(), total.high) {
        (Some(exact), _) => exact.minor().to_string(),
        (None, Some(high)) => format!("{}..{}", total.low.minor(), high.minor()),
        (None, None) => format!("at least {}", total.low.minor()),
    }
}

#[track_caller]
fn charged(fields: &str, expected: &[&str]) {
    assert_eq!(charges(fields), expected);
}

#[test]
fn a_line_is_its_quantity_times_its_price_rounded_once() {
    let line = |rest: &str| format!(r#"lines: [(what: "a", every: Once, {rest})]"#);
    charged(&line(r#"price: "5000 EUR", quantity: "2 pieces""#), &["2022-07-01 a 1000000"]);
    // 3 × 1.115 = 3.345; half goes away from zero.
    charged(&line(r#"price: "1.115 EUR", quantity: 3"#), &["2022-07-01 a 335"]);
    charged(&line(r#"price: "-1.115 EUR", quantity: 3"#), &["2022-07-01 a -335"]);
    // 2 × 99.99 × 1/2 is one of them, whatever half of it rounds to.
    let shared = r#"price: "99.99 EUR", quantity: ["2 pieces", "50 % our share"]"#;
    charged(&line(shared), &["2022-07-01 a 9999"]);
    let third = r#"price: "100 EUR", quantity: ["1/3 our share", "3 racks"]"#;
    charged(&line(third), &["2022-07-01 a 10000"]);
    // 0.2 kW × 24 × 184 × 0.2837 = 250.56384.
    let power = r#"price: "0.2837 EUR", per: "kWh", quantity: ["200 W", "24 h", "184 days"]"#;
    charged(&line(power), &["2022-07-01 a 25056"]);
    charged(&line(r#"price: "10..12 EUR", quantity: "1.5""#), &["2022-07-01 a 1500..1800"]);
}

#[test]
fn a_quantity_of_a_price_after_tax_is_taxed_as_one_amount() {
    // 3 × 11.90 = 35.70 after 19 %: 30.00 before.
    let outlook = outlook(
        r#"taxes: [(name: "VAT", rate: "19 %")],
        lines: [(what: "a", every: Once, price: "11.90 EUR after tax", quantity: 3)]"#,
    );
    let request = &outlook.do_nothing().request;
    assert_eq!(
        (shown(request.before_tax), shown(request.after_tax)),
        ("3000".into(), "3570".into())
    );
}

#[test]
fn lines_are_charged_in_their_interval() {
    let line = |every: &str| {
        format!(r#"lines: [(what: "a", price: "1 EUR", every: {every}, from: "2022-01-31")]"#)
    };
    let days = |every: &str| -> Vec<String> {
        charges(&line(every)).iter().map(|line| line[..10].to_owned()).collect()
    };
    assert_eq!(days("Quarter"), ["2022-07-31", "2022-10-31"]);
    assert_eq!(days("HalfYear"), ["2022-07-31"]);
    assert_eq!(days("Months(4)"), ["2022-09-30"]);
    // 26 weeks after 31 January is 1 August; 52 are in January.
    assert_eq!(days("Weeks(26)"), ["2022-08-01"]);
    assert_eq!(days("Weeks(8)"), ["2022-07-18", "2022-09-12", "2022-11-07"]);
    assert_eq!(days("Year"), Vec::<String>::new());
}

#[test]
fn a_lines_price_changes_on_its_day() {
    charged(
        r#"lines: [(what: "a", price: "5 EUR", every: Quarter, quantity: 2, prices: [(from: "2022-10-01", price: "5.50 EUR")])]"#,
        &["2022-07-01 a 1000", "2022-10-01 a 1100"],
    );
}

#[test]
fn another_currency_is_converted_once_by_the_rate_of_the_day() {
    let rates = r#"rates: [(rate: "1 EUR = 1.05 USD", on: "2022-07-07"), (rate: "1 USD = 1.02 EUR", on: "2022-10-01")]"#;
    // 32 × 150 = 4800 USD ÷ 1.05 = 4571.428…; before the first rate that one holds. Then × 1.02.
    charged(
        &format!(
            r#"{rates}, lines: [(what: "a", price: "150 USD", quantity: "32 h", every: Quarter)]"#
        ),
        &["2022-07-01 a 457143", "2022-10-01 a 489600"],
    );
    // Without a rate nobody knows what it comes to.
    charged(
        &format!(r#"{rates}, lines: [(what: "a", price: "150 GBP", every: Once)]"#),
        &["2022-07-01 a at least 0"],
    );
    // Contracts likewise: 3 × 104 USD ÷ 1.05 = 297.142…
    charged(
        r#"rates: [(rate: "1 EUR = 1.05 USD")],
        offers: {"o": (kind: Server, monthly: "104 USD before tax")},
        contracts: {"c": (offer: "o", from: "2022-12-05", count: 3)}"#,
        &["2022-12-05 o 29714"],
    );
}

/// Before and after tax of the request, doing nothing.
fn request(fields: &str) -> (String, String) {
    let outlook = outlook(fields);
    let request = &outlook.do_nothing().request;
    // What is told at once is what the invoices come to, at every grain of tax.
    let bill = outlook.do_nothing().ledger.bill(outlook.period);
    assert_eq!((bill.before_tax, bill.after_tax), (request.before_tax, request.after_tax));
    (shown(request.before_tax), shown(request.after_tax))
}

#[track_caller]
fn comes_to(fields: &str, before: &str, after: &str) {
    assert_eq!(request(fields), (before.to_owned(), after.to_owned()));
}

#[test]
fn amounts_and_tax_are_rounded_to_whole_euro_where_the_file_asks_for_it() {
    let lines = r#"lines: [(what: "a", every: Once, price: "10.50 EUR"), (what: "b", every: Once, price: "9.49 EUR")],
        taxes: [(name: "VAT", rate: "22 %")]"#;
    // 11 + 9 = 20; 22 % of it is 4.40, so 4; per line 2.42 and 1.98, so 2 and 2.
    comes_to(&format!(r#"rounding: (tax: PerPeriod, to: "1 EUR"), {lines}"#), "2000", "2400");
    comes_to(&format!(r#"rounding: (tax: PerLine, to: "1 EUR"), {lines}"#), "2000", "2400");
    comes_to(&format!(r#"rounding: (to: "0.05 EUR"), {lines}"#), "2000", "2440");
    // Without: 10.50 + 9.49 = 19.99; 2.31 + 2.09 (2.0878) of tax.
    comes_to(lines, "1999", "2439");
}

#[test]
fn a_tax_can_be_on_some_groups_alone() {
    for rounding in ["PerLine", "PerInvoice", "PerPeriod"] {
        let fields = format!(
            r#"rounding: (tax: {rounding}),
            taxes: [(name: "VAT", rate: "20 %"), (name: "levy", rate: "1 %", on: Groups(["capital", "hosting"]))],
            groups: {{"ams": (in: "hosting")}},
            lines: [
                (what: "a", every: Once, price: "100 EUR", provider: "P"),
                (what: "b", every: Once, price: "200 EUR", provider: "P", kind: Capital),
                (what: "c", every: Once, price: "400 EUR", provider: "P", group: "ams"),
                (what: "d", every: Once, price: "800 EUR", provider: "P", taxed: false),
            ]"#
        );
        // 20 % of 700 and 1 % of 600; nothing on what is not taxed.
        comes_to(&fields, "150000", "164600");
    }
}

#[test]
fn contracts_are_in_the_group_of_their_offer_unless_they_say_another() {
    let outlook = outlook(
        r#"groups: {"racks": (in: "hosting", name: "Racks")},
        offers: {"o": (kind: Server, monthly: "1 EUR", group: "racks")},
        contracts: {"a": (offer: "o", from: "2022-12-05"), "b": (offer: "o", from: "2022-12-06", group: "spare")}"#,
    );
    let entries = outlook.do_nothing().ledger.entries(outlook.period);
    let groups: Vec<String> = entries.iter().map(|entry| entry.groups.join(" ")).collect();
    assert_eq!(groups, ["racks hosting contracts operational", "spare contracts operational"]);
}

#[test]
fn a_group_inside_itself_stands_by_itself() {
    let fields = r#"groups: {"a": (in: "b"), "b": (in: "a"), "c": (in: "a")},
        lines: [(what: "x", every: Once, price: "1 EUR", group: "c")]"#;
    let outlook = outlook(fields);
    let entries = outlook.do_nothing().ledger.entries(outlook.period);
    // Of the round of a and b the first is cut open; b stays a part of a.
    assert_eq!(entries[0].groups.join(" "), "c a operational");
}

/// The half-year budget that the Operations group of OpenStreetMap published in July 2022.
const OSMF: &str = r#"
    rounding: (tax: PerPeriod, to: "1 EUR"),
    taxes: [(name: "VAT", rate: "22 %")],
    levels: (list: [(name: "low"), (name: "medium"), (name: "high")]),
    percentages: [
        (what: "contingency", of: {"operational": "5 %", "capital": "15 %"}, group: "reserve"),
        (what: "spare parts", of: {"capital": "5 %"}, kind: Capital),
    ],
    lines: [
        (what: "running", group: "sites", price: "34580 EUR", every: Once, level: "low"),
        (what: "redundancy", price: "8000 EUR", every: Once, level: "medium"),
        (what: "US tile server", kind: Capital, price: "11500 EUR", every: Once, level: "low"),
        (what: "redundancy, bought", kind: Capital, price: "1000 EUR", every: Once, level: "medium"),
        (what: "Nominatim server", kind: Capital, price: "11500 EUR", every: Once, level: "medium"),
        (what: "UCL to Dublin", kind: Capital, price: "5000 EUR", quantity: "2 servers", every: Once, level: "medium"),
        (what: "dev server", kind: Capital, price: "13000 EUR", every: Once, level: "medium"),
        (what: "generic servers", kind: Capital, price: "5000 EUR", quantity: "2 servers", every: Once, level: "high"),
        (what: "rendering server", kind: Capital, price: "11500 EUR", every: Once, level: "high"),
    ],"#;

#[test]
fn levels_and_percentages_come_to_what_was_published() {
    let scenario = scenario(OSMF);
    let outlook = project(&scenario, None);
    let levels = outlook.do_nothing().levels.clone().unwrap();
    let told: Vec<String> = levels
        .iter()
        .map(|level| {
            let entries = level.ledger.entries(outlook.period);
            let of = |name: &str| {
                entries
                    .iter()
                    .find(|entry| *entry.name == *name)
                    .map_or(0, |e| e.before_tax.low.minor())
            };
            let groups = level.ledger.groups(outlook.period);
            let group = |key: &str| {
                groups
                    .iter()
                    .find(|g| *g.key == *key)
                    .map_or(0, |group| group.before_tax.low.minor())
            };
            let euro = [
                group("operational"),
                group("capital"),
                of("spare parts"),
                of("contingency"),
                level.request.after_tax.low.minor() - level.request.before_tax.low.minor(),
                level.request.after_tax.low.minor(),
            ];
            assert_eq!(group("reserve"), of("contingency"));
            let euro: Vec<String> = euro.iter().map(|cents| (cents / 100).to_string()).collect();
            format!("{} {}", level.name, euro.join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "low 34580 11500 575 3454 11024 61133",
            "medium 42580 47000 2350 9179 22244 123353",
            "high 42580 68500 3425 12404 27920 154829",
        ]
    );
    // All of it is asked for, since nobody says which level.
    assert_eq!(outlook.do_nothing().request.after_tax.low.minor(), 15_482_900);
}

#[test]
fn the_level_asked_for_is_what_the_request_comes_to() {
    let scenario = scenario(OSMF);
    let mut asked = scenario.clone();
    asked.request.as_mut().unwrap().level = Some("medium".to_owned());
    let old = project(&scenario, None);
    let outlook = project(&asked, Some(&old));
    assert_eq!(outlook, project(&asked, None));
    assert_eq!(outlook.do_nothing().request.after_tax.low.minor(), 12_335_300);
}

#[test]
fn alternatives_hold_their_own_and_what_names_none() {
    let fields = r#"levels: (are: Alternatives, list: [(name: "a"), (name: "b")]),
        lines: [
            (what: "x", every: Once, price: "1 EUR", level: "a"),
            (what: "y", every: Once, price: "2 EUR", level: "b"),
            (what: "z", every: Once, price: "4 EUR"),
        ]"#;
    comes_to(fields, "500", "500"); // nobody says which: the first
    let scenario = scenario(fields);
    let outlook = project(&scenario, None);
    let totals: Vec<String> = outlook
        .do_nothing()
        .levels
        .iter()
        .flat_map(|levels| levels.iter())
        .map(|level| shown(level.request.before_tax))
        .collect();
    assert_eq!(totals, ["500", "600"]);
}

#[test]
fn percentages_are_taken_of_other_percentages_in_whatever_order_they_stand() {
    charged(
        r#"percentages: [
            (what: "fee", of: {"reserve": "10 %", "discount": "100 %"}),
            (what: "reserve", of: {"operational": "50 %"}),
            (what: "discount", of: {"hosting": "-1 %"}, in_request: true),
        ],
        lines: [(what: "a", group: "hosting", every: Quarter, from: "2022-08-15", price: "100 EUR")]"#,
        // 200 of hosting; 50 % is 100; −1 % is −2; 10 % of 100 less 2 is 8.
        &[
            "2022-08-15 a 10000",
            "2022-08-15 fee 800",
            "2022-08-15 reserve 10000",
            "2022-08-15 discount -200",
            "2022-11-15 a 10000",
        ],
    );
}

#[test]
fn what_is_taken_off_a_range_makes_its_lower_end_less() {
    charged(
        r#"percentages: [(what: "p", of: {"operational": "10 %", "capital": "-10 %"})],
        lines: [
            (what: "x", price: "10..30 EUR", every: Once),
            (what: "y", kind: Capital, price: "20..50 EUR", every: Once),
        ]"#,
        // 1 − 5 to 3 − 2.
        &["2022-07-01 x 1000..3000", "2022-07-01 y 2000..5000", "2022-07-01 p -400..100"],
    );
}

#[test]
fn percentages_of_themselves_are_left_out_and_the_rest_is_computed() {
    charged(
        r#"percentages: [
            (what: "a", of: {"b": "10 %", "operational": "10 %"}),
            (what: "b", of: {"a": "10 %"}),
            (what: "c", of: {"own": "10 %"}, group: "own"),
            (what: "d", of: {"operational": "10 %", "a": "10 %"}),
        ],
        lines: [(what: "x", every: Once, price: "100 EUR")]"#,
        &["2022-07-01 x 10000", "2022-07-01 d 1000"],
    );
}

#[test]
fn percentages_follow_what_a_plan_changes() {
    let fields = r#"
        taxes: [(name: "VAT", rate: "20 %")],
        offers: {"o": (kind: Server, provider: "P", monthly: "100 EUR"), "n": (kind: Server, provider: "P", monthly: "200 EUR", setup: "unknown")},
        contracts: {"c": (offer: "o", from: "2022-01-05")},
        percentages: [(what: "reserve", of: {"contracts": "10 %"})],
        plans: {"new": [Replace(contract: "c", with: "n", from: "2022-10-05")]},
    "#;
    let outlook = outlook(fields);
    let (nothing, new) = (outlook.do_nothing(), &outlook.plans["new"]);
    // 6 × 100 and 60; 3 × 100, 3 × 200 and 90, and a tenth of what nobody knows.
    assert_eq!(shown(nothing.request.before_tax), "66000");
    assert_eq!(shown(new.request.before_tax), "at least 99000");
    assert_eq!(new.request.more.low.minor(), 33_000);
    assert_eq!(shown(nothing.request.monthly_now), "11000");
    assert_eq!(shown(new.request.monthly_afterwards), "22000");
    for plan in [nothing, new] {
        let bill = plan.ledger.bill(outlook.period);
        assert_eq!(
            (bill.before_tax, bill.after_tax),
            (plan.request.before_tax, plan.request.after_tax)
        );
    }
    // Of the half year after: 6 × 100, so 60 on its first billing day.
    let next = headroom::units::DayRange::new(
        outlook.period.until.unwrap(),
        outlook.period.until.unwrap().plus_months(6),
    );
    let later = nothing.ledger.entries(next);
    let reserve: Vec<String> = later
        .iter()
        .filter(|entry| *entry.name == *"reserve")
        .map(|e| format!("{} {}", e.day, shown(e.before_tax)))
        .collect();
    assert_eq!(reserve, ["2023-01-05 6000"]);
}

/// A scenario in which each of these fields matters.
fn with_all(change: (&str, &str)) -> Scenario {
    let fields = r#"
        rounding: (tax: PerInvoice, to: "0.05 EUR"),
        rates: [(rate: "1 EUR = 1.05 USD")],
        taxes: [(name: "VAT", rate: "20 %"), (name: "levy", rate: "3 %", on: Groups(["hosting"]))],
        groups: {"ams": (in: "hosting")},
        offers: {
            "o": (kind: Server, provider: "P", group: "ams", monthly: "99.90 USD before tax"),
            "n": (kind: Server, provider: "P", monthly: "149.95 EUR after tax", setup: "20 EUR"),
        },
        contracts: {"c": (offer: "o", from: "2022-01-05"), "d": (offer: "o", from: "2022-02-10", group: "spare")},
        lines: [
            (what: "a", group: "hosting", kind: Capital, price: "12.34 EUR", quantity: ["3", "50 %"], every: Quarter, level: "low"),
            (what: "b", price: "45.67 USD", every: Weeks(5), provider: "P", level: "high"),
        ],
        percentages: [
            (what: "reserve", of: {"contracts": "7 %", "parts": "50 %"}, level: "low"),
            (what: "parts", of: {"capital": "5 %", "hosting": "1 %"}, level: "high", taxed: false),
        ],
        levels: (list: [(name: "low"), (name: "high", plan: "new")]),
        plans: {
            "new": [Replace(contract: "c", with: "n", from: "2022-09-05", overlap: "1 month"), OneOff(what: "work", price: "33 EUR", on: "2022-09-05", group: "hosting")],
            "dearer": [PriceOfLine(line: "a", price: "20 EUR", from: "2022-08-01"), End(contract: "d", on: "2022-11-01")],
        },
    "#;
    let (from, to) = change;
    assert!(fields.contains(from), "{from}");
    scenario(&fields.replacen(from, to, 1))
}

const CHANGES: [(&str, &str); 16] = [
    ("rounding", "rounding"),
    (r#""0.05 EUR""#, r#""1 EUR""#),
    ("PerInvoice", "PerPeriod"),
    ("1.05 USD", "1.15 USD"),
    (r#"Groups(["hosting"])"#, r#"Groups(["capital", "spare"])"#),
    (r#""ams": (in: "hosting")"#, r#""ams": (in: "spare")"#),
    (r#"group: "ams", monthly"#, "monthly"),
    (r#"group: "spare""#, r#"group: "ams""#),
    ("12.34", "12.43"),
    (r#"["3", "50 %"]"#, r#""2""#),
    ("Weeks(5)", "Weeks(3)"),
    (r#""7 %""#, r#""17 %""#),
    (r#"level: "high", taxed: false"#, r#"level: "low""#),
    (r#"(name: "high", plan: "new")"#, r#"(name: "high"), (name: "higher")"#),
    ("levels: (list", "levels: (are: Alternatives, list"),
    ("33 EUR", "34 EUR"),
];

#[test]
fn what_holds_on_after_an_edit_is_what_is_worked_out_anew() {
    for from in CHANGES {
        let old = project(&with_all(from), None);
        for to in CHANGES {
            let scenario = with_all(to);
            assert_eq!(project(&scenario, Some(&old)), project(&scenario, None), "{from:?} {to:?}");
        }
    }
}

#[test]
fn totals_are_the_sums_of_their_entries_whatever_is_changed() {
    for change in CHANGES {
        let scenario = with_all(change);
        let outlook = project(&scenario, None);
        for plan in outlook.plans.values() {
            let levels = plan.levels.iter().flat_map(|levels| levels.iter());
            let all = levels.map(|level| (&level.ledger, &level.request));
            for (ledger, request) in all.chain([(&plan.ledger, &plan.request)]) {
                let bill = ledger.bill(outlook.period);
                let told = (request.before_tax, request.after_tax);
                assert_eq!((bill.before_tax, bill.after_tax), told, "{change:?} {}", plan.name);
                for (day, before, after) in [
                    (outlook.as_of, request.monthly_now, request.monthly_now_after_tax),
                    (
                        request.settled,
                        request.monthly_afterwards,
                        request.monthly_afterwards_after_tax,
                    ),
                ] {
                    let month = ledger.bill_of(ledger.month_on(day), outlook.period);
                    assert_eq!((month.before_tax, month.after_tax), (before, after), "{change:?}");
                }
            }
        }
    }
}

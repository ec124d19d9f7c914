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

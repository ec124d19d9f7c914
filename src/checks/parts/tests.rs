use rust_decimal::Decimal;

use super::*;
use crate::units::{Basis, Currency, Day, Unit, Wrong};

/// Some figures of a file.
struct Known;

impl Env for Known {
    fn figure(&self, path: &Path) -> Option<Value> {
        let cad = Currency::from_code("CAD").unwrap();
        match path.to_string().as_str() {
            "offers[\"ovh/rise-3\"].monthly" => {
                Some(Value::of("101.04".parse().unwrap(), Unit::money(cad, Some(Basis::BeforeTax))))
            }
            "growth.Storage" => Some(Value::Growth("15 % per year".parse().unwrap())),
            "request.months" => Some(Value::read("3", Unit::read("months", "").unwrap()).unwrap()),
            _ => None,
        }
    }

    fn nearest(&self, _: &str) -> Option<String> {
        Some("request.months".to_owned())
    }

    fn stated(&self, name: &str) -> Option<Result<Value, Wrong>> {
        match name {
            "Spare parts" => Some(Ok(Value::number(Decimal::from(575)))),
            "Total, low" => Some(Ok(Value::number(Decimal::from(1000)))),
            _ => None,
        }
    }

    fn rates(&self) -> &[Decimal] {
        const HST: Decimal = Decimal::from_parts(13, 0, 0, false, 2);
        &[HST]
    }

    fn other_basis(&self, _: Decimal, _: Basis) -> Option<Decimal> {
        None
    }

    fn exchanged(&self, _: Decimal, _: Currency, _: Currency) -> Option<Decimal> {
        None
    }

    fn exchangeable(&self, _: Currency) -> Vec<Currency> {
        Vec::new()
    }

    fn day(&self) -> Day {
        Day::new(2021, 1, 1).unwrap()
    }
}

fn work(text: &str, change: &Change) -> Result<Worked, Wrong> {
    parse(text, &["Spare parts", "Total, low"])?.work(&Known, Readings::default(), change)
}

#[track_caller]
fn comes_to(text: &str, value: &str) {
    let worked = work(text, &Change::Nothing);
    let shown = match &worked {
        Ok(worked) => match worked.value.measured() {
            Some(amount) if amount.unit.name().is_empty() => {
                amount.exactly().unwrap().normalize().to_string()
            }
            _ => worked.value.to_string(),
        },
        Err(wrong) => wrong.message.clone(),
    };
    assert_eq!(shown, value, "{text}");
}

#[test]
fn sums_come_to_what_a_person_works_out() {
    comes_to("161.32 + 16", "177.32");
    comes_to("161.32 × 4 + 16 × 3 + 79.38", "772.66"); // 645.28 + 48 + 79.38
    comes_to("2 × (1 + 2) − 1", "5");
    comes_to("-3 + 10", "7");
    comes_to("10 - -3", "13");
    comes_to("89,70 CAD ÷ 3", "29.90 CAD");
    comes_to("79.38 + 79.38 * 13 %", "89.6994"); // 79.38 × 0.13 = 10.3194
    comes_to("79.38 + 13 %", "89.6994"); // 13 % of it
    comes_to("100 - 15 %", "85");
    comes_to("82 % + 3 %", "85 %");
    comes_to("5 % of 34580", "1729");
    comes_to("12/4/3", "1");
    comes_to("3x2", "6");
    comes_to("3 x 104 EUR", "312.00 EUR");
    comes_to("3 servers × 104 EUR + 2 × 46 EUR", "404.00 EUR");
    comes_to("600 MB + 300 + 300 + 50", "1250 MB");
    comes_to("1.15^5", "2.0113571875");
    comes_to("2^-1", "0.5");
}

#[test]
fn units_paths_and_names_are_parts() {
    comes_to("966 GB × 1.15^5", "1942.97 GB");
    comes_to("3 × offers[\"ovh/rise-3\"].monthly", "303.12 CAD before tax");
    comes_to("offers[\"ovh/rise-3\"].monthly × request.months", "303.12 CAD before tax");
    comes_to("offers[\"ovh/rise-3\"].monthly × 113 %", "114.18 CAD after tax");
    comes_to("Spare parts + 5", "580");
    comes_to("\"Spare parts\" + Total, low", "1575");
    comes_to("2021-06-19 - 2021-05-19", "31 days");
    comes_to("2021-06-19 - 1 month - 24 h", "2021-05-18");
    comes_to("7 EUR/TB × 0.79 TB", "5.53 EUR");
    comes_to("7 EUR per TB × up(0.79 TB, 1 TB)", "7.00 EUR");
    comes_to("200 W × 24 h × 0.25 EUR per kWh", "1.20 EUR");
    comes_to("200 W × 24 h × 30 days × 0.25 EUR per kWh", "36.00 EUR"); // 144 kWh
    comes_to("grown(966 GB, growth.Storage, \"5 years\")", "1942.97 GB");
    comes_to("grown(966 GB, 15 % per year, 5 years)", "1942.97 GB");
    comes_to("up(periods(65 %, 80 %, \"4 % per month\"))", "6 months");
    comes_to("min(3, 4) + max(1; 2) + sum(1, 2)", "8");
    comes_to("round(966 GB × 1.15^5)", "1943 GB");
    comes_to("0.5 GB × 2 × 60", "60 GB");
    comes_to("32 hours × 150 USD", "4800.00 USD");
    comes_to("33900 GB × 0.10 USD", "3390.00 USD");
    comes_to("1200 EUR ÷ 12 months", "100 EUR per month");
    comes_to("6000 EUR ÷ 1000 EUR per month", "6 months");
    comes_to("CAD 16 + CAD 4 × (€4 ÷ €2)", "24.00 CAD");
    comes_to("13 000 + 1 234 567", "1247567");
    comes_to("2..4 GiB × 2", "4 to 8 GiB");
    comes_to("9k EUR + 1", "9001.00 EUR");
}

#[test]
fn what_is_no_sum_is_refused_with_a_sentence() {
    let deep = "(".repeat(100_000);
    for (text, message) in [
        ("", "a part is missing before the end"),
        ("+", "a part is missing before the end"),
        ("1 +", "a part is missing before the end"),
        ("1 2", "an operator is missing before `2`"),
        ("(1", "a `)` is missing before the end"),
        ("1)", "an operator is missing before `)`"),
        ("1/0", "it divides by 0"),
        ("a", "`a` is no figure of this scenario"),
        ("1.2.3", "`1.2.3` is no number"),
        ("1,380 + 1", "`1,380` can be read in two ways"),
        ("16 CAD + 1 TB", "money and a size cannot be added: `16.00 CAD` and `1 TB`"),
        ("request.monhts", "`request.monhts` is no figure of this scenario"),
        ("log(3)", "`log(…)` is no function"),
        ("min()", "`min` does not take 0 parts"),
        ("\"nobody\"", "no stated figure is called `nobody`"),
        ("\"nobody", "the quotes are not closed of `\"nobody`"),
        ("16 CDA", "`CDA` is not a currency"),
        ("the server and 16", "an operator is missing before `16`"),
        (&deep, "parts stand inside each other over 32 deep"),
    ] {
        let wrong = work(text, &Change::Nothing).unwrap_err();
        assert_eq!(wrong.message, message, "{}", &text[..text.len().min(60)]);
    }
}

#[test]
fn amounts_that_are_not_alike_are_told() {
    let mixes = |text: &str| work(text, &Change::Nothing).unwrap().mixes.len();
    assert_eq!(mixes("89.70 CAD after tax - 101.04 CAD before tax"), 1);
    assert_eq!(mixes("101.04 CAD before tax × 1.13 − 89.70 CAD after tax"), 0);
    assert_eq!(mixes("465 EUR + 4800 USD"), 1);
    assert_eq!(mixes("16 CAD + 4 CAD after tax"), 0);
}

#[test]
fn parts_keep_their_words_and_sign() {
    let parts = parse("161.32 × 4 - 16", &[]).unwrap();
    let (_, terms) = parts.sums().next().unwrap();
    let terms: Vec<_> = terms.iter().map(|(sign, id)| (*sign, parts.text(*id))).collect();
    assert_eq!(terms, [(Sign::Plus, "161.32 × 4"), (Sign::Minus, "16")]);
}

#[test]
fn a_part_can_be_changed() {
    let comes_to = |text: &str, change: Change, value: &str| {
        let value: Decimal = value.parse().unwrap();
        let worked = work(text, &change).unwrap().value;
        assert_eq!(worked.measured().unwrap().exactly(), Some(value), "{text}");
    };
    let text = "100 + 16 × 3";
    let root = parse(text, &[]).unwrap().root();
    comes_to(text, Change::Skip(root, 0), "48");
    comes_to(text, Change::Often(root, 1, 2), "196");
    let (product, power) = ("12 ÷ 4", "1.5^2");
    comes_to(product, Change::Turn(parse(product, &[]).unwrap().root(), 1), "48");
    comes_to(power, Change::Grow(parse(power, &[]).unwrap().root()), "2.0"); // 1 + 2 × 0.5
    let straight = "1 + 2 × 50 %";
    comes_to(straight, Change::Grow(parse(straight, &[]).unwrap().root()), "2.25");
}

use super::*;
use crate::document::{self, References};
use crate::engine;

/// What the checks say of a scenario with these fields besides the ones that must be there.
fn findings(fields: &str) -> Vec<Finding> {
    let text = format!(
        r#"Scenario(format: 1, as_of: "2021-04-20", currency: "CAD",
            request: (from: "2021-05", months: 3), taxes: [(name: "HST", rate: "13 %")], {fields})"#
    );
    let reading = document::read::<Scenario>(&text, "test", References { rules: &[] });
    assert_eq!(reading.problems, [], "{text}");
    let scenario = reading.value.unwrap();
    let outlook = engine::project(&scenario, None);
    check(&scenario, &outlook)
}

/// The reason that is given for a stated total.
#[track_caller]
fn reason(parts: &str, says: &str, why: &str) {
    let stated =
        format!(r#"stated: [(what: "sum", parts: "{parts}", says: "{says} CAD before tax")]"#);
    let found = findings(&stated);
    let said: Vec<_> =
        found.iter().filter(|f| f.code == "stated-total").map(|f| f.why.as_str()).collect();
    assert_eq!(said, [why], "{parts} = {says}");
}

#[test]
fn a_wrong_sum_is_explained_by_the_slip_that_gives_it() {
    reason("100 + 16 + 5", "105", "the stated total is 16.00 short: 16 was left out");
    reason("100 + 16 + 5", "137", "the stated total is 16.00 over: 16 was counted twice");
    reason("161.32 + 16", "177.23", "the stated total is 0.09 short: two digits are swapped");
    reason(
        "161.32 + 16",
        "132.61", // no slip that we know gives it
        "the stated total is 44.71 short",
    );
    reason(
        "161.32 + 16",
        "179.12", // 163.12 + 16
        "the stated total is 1.80 over: two digits are swapped, 163.12 for 161.32",
    );
    reason("100", "113", "the stated total is 13.00 over: it is after tax (HST 13 %)");
    reason("113", "100", "the stated total is 13.00 short: it is before tax (HST 13 %)");
    reason("101.04 × 3", "101.04", "the stated total is 202.08 short: it is one month of 3");
    reason("101.04", "1212.48", "the stated total is 1111.44 over: it is 12 months, not one");
}

/// Codes raised by a stated total.
#[track_caller]
fn judged(parts: &str, says: &str, code: Option<&str>) {
    let found = findings(&format!(r#"stated: [(what: "a", parts: "{parts}", says: "{says}")]"#));
    let codes: Vec<_> = found.iter().map(|f| f.code).collect();
    assert_eq!(codes, code.into_iter().collect::<Vec<_>>(), "{parts} = {says}");
}

#[test]
fn a_figure_agrees_within_one_unit_of_its_last_digit() {
    judged("177.32", "177 CAD", None); // rounds to 177
    judged("177.32", "178 CAD", Some("rounded-otherwise")); // 0.68 off
    judged("177.32", "179 CAD", Some("stated-total")); // 1.68 off
    judged("100", "about 110 CAD", None); // a tenth off
    judged("100", "about 111 CAD", Some("stated-total"));
    judged("100", "unknown", None);
    judged("99999999 × 99999999", "1 CAD", Some("stated-total"));
    judged("9999999999999 × 9999999999999", "1 CAD", Some("parts-not-read"));
}

#[test]
fn findings_are_ordered_by_severity_then_by_what_is_at_stake() {
    let found = findings(
        r#"horizon: "11 years", stated: [
            (what: "a", parts: "1", says: "2 CAD"), (what: "b", parts: "1", says: "9 CAD"),
            (what: "c", parts: "?", says: "9 CAD")]"#,
    );
    let order: Vec<_> = found.iter().map(|f| (f.code, f.effect.clone())).collect();
    assert_eq!(
        order,
        [
            ("stated-total", Some(Effect::Money(800))),
            ("stated-total", Some(Effect::Money(100))),
            ("parts-not-read", None),
            ("horizon-too-long", None)
        ]
    );
}

/// The day that a contract renews, seen from a day in 2021.
#[track_caller]
fn renews(from: &str, term: &str, renews: &str, on: &str) {
    let found = findings(&format!(
        r#"offers: {{"a": (kind: Server, monthly: "1 CAD", checked: "2021-04-01")}},
        contracts: {{"c": (offer: "a", from: "{from}", term: "{term}", renews: "{renews}", notice: "1 day")}}"#
    ));
    let said: Vec<_> =
        found.iter().filter(|f| f.code == "auto-renews").map(|f| f.why.as_str()).collect();
    assert_eq!(said, [on], "{from} {term} {renews}");
}

#[test]
fn a_renewal_is_counted_from_the_start_of_the_contract() {
    renews("2020-06-19", "12 months", "automatically", "on 19 June; cancel by 18 June");
    renews("2011-06-30", "12 months", "automatically", "on 30 June; cancel by 29 June");
    renews("2019-12-31", "6 months", "3 months", "on 30 June; cancel by 29 June");
    renews("1900-05-10", "2 months", "automatically", "on 10 May; cancel by 9 May");
    renews("2021-04-20", "1 month", "unknown", "on 20 May; cancel by 19 May");
}

#[test]
fn country_names_are_said_in_either_case() {
    assert_eq!(country_name("CA"), "Canada");
    assert_eq!(country_name("ca"), "Canada");
    assert_eq!(country_name("XX"), "XX");
}

#[test]
fn a_scenario_without_anything_has_no_findings() {
    assert_eq!(findings(""), []);
}

/// A scenario with one server at `price`, taxed at `rate`, in place of which another is ordered.
fn extreme(price: &str, rate: &str, parts: &str, day: &str) -> Vec<Finding> {
    let text = format!(
        r#"Scenario(format: 1, as_of: "2021-04-20", currency: "JPY",
            request: (from: "2021-05", months: 120), horizon: "1200 months",
            taxes: [(name: "T", rate: "{rate}", until: "{day}")],
            offers: {{
                "a": (kind: Server, monthly: "{price} JPY after tax", ram: "1000 PB", delivery: "1200 months"),
                "b": (kind: Server, monthly: "{price} JPY before tax", ram: "1 B", term: "1200 months"),
            }},
            contracts: {{"c": (offer: "a", from: "{day}", until: "{day}", count: 4294967295, term: "1 month")}},
            services: {{"s": (state: ScaledDown, ram: "1000 PB", storage: "1000 PB", from: "{day}")}},
            backups: (mode: FullCopies, full: "1000 PB", keep: (daily: 4294967295)),
            plans: {{"p": [Replace(contract: "c", with: "b", from: "{day}", overlap: "1200 months")]}},
            stated: [(what: "x", parts: "{parts}", says: "{price} JPY", of: Period, plan: "p")],
        )"#
    );
    let reading = document::read::<Scenario>(&text, "test", References { rules: &[] });
    assert_eq!(reading.problems, [], "{text}");
    let scenario = reading.value.unwrap();
    check(&scenario, &engine::project(&scenario, None))
}

#[test]
fn extremes_are_judged_without_panic() {
    for price in ["-1000000000000000", "0", "0.00000001", "1000000000000000"] {
        for rate in ["0 %", "0.0001 %", "1000 %"] {
            for parts in ["", "1/3", "1000000000 × 1000000000", "0 ÷ 7 - 0.0000000000000000001"] {
                for day in ["1900-01-01", "2021-04-20", "2200-12-31"] {
                    assert!(!extreme(price, rate, parts, day).is_empty());
                }
            }
        }
    }
}

#[test]
fn what_goes_from_month_to_month_by_its_terms_is_no_news() {
    let codes = |term: &str| {
        let fields = format!(
            r#"offers: {{"a": (kind: Server, ram: "8 GiB", monthly: "5 CAD before tax")}},
            contracts: {{"a": (offer: "a", from: "2021-01-31", term: "{term}", renews: "automatically",
                notice: "14 days")}}"#
        );
        let dates = ["auto-renews", "decide-by-passed"];
        let found = findings(&fields).into_iter().filter(|f| dates.contains(&f.code));
        found.map(|f| (f.code, f.why)).collect::<Vec<_>>()
    };
    assert_eq!(codes("1 month"), []);
    // 31 January and 3 months; 14 days before that is over on 20 April.
    let why = "it renews on 30 April by 3 months".to_owned();
    assert_eq!(codes("3 months"), [("decide-by-passed", why)]);
}

#[test]
fn a_contract_cannot_end_before_it_begins() {
    let ends = |on: &str| {
        let fields = format!(
            r#"offers: {{"a": (kind: Server, ram: "8 GiB", monthly: "5 CAD before tax")}},
            contracts: {{"c": (offer: "a", from: "2021-05-01")}},
            plans: {{
                "end": [End(contract: "c", on: "{on}")],
                "move": [Replace(contract: "c", with: "a", from: "{on}", overlap: "1 day", as: "d")],
            }}"#
        );
        let found = findings(&fields).into_iter().filter(|f| f.code == "from-after-until");
        found.map(|f| f.what).collect::<Vec<_>>()
    };
    assert_eq!(ends("2021-05-02"), [""; 0]);
    // One day of overlap is a day of the contract.
    assert_eq!(ends("2021-05-01"), ["end ends `c` before it begins"]);
    let both = ["end ends `c` before it begins", "move ends `c` before it begins"];
    assert_eq!(ends("2021-04-30"), both);
}

#[test]
fn two_bases_that_make_no_difference_are_no_slip() {
    let mixed = |price: &str| {
        let fields = format!(
            r#"offers: {{"a": (kind: Server, ram: "8 GiB", monthly: "{price} CAD after tax"),
                "b": (kind: Server, ram: "16 GiB", monthly: "50 CAD before tax")}},
            contracts: {{"c": (offer: "a", from: "2021-01-01")}},
            plans: {{"p": [Replace(contract: "c", with: "b", from: "2021-06-01")]}}"#
        );
        findings(&fields).iter().filter(|f| f.code == "mixed-tax-basis").count()
    };
    // 13 % of 0.02 is 0.00; of 1.00 it is 0.13.
    assert_eq!((mixed("0.02"), mixed("1.13")), (0, 1));
}

#[test]
fn what_was_wanted_until_a_day_gone_by_is_wanted_no_more() {
    let noted = |until: &str| {
        let fields =
            format!(r#"services: {{"a": (state: OffButWanted, ram: "1 GiB", until: "{until}")}}"#);
        findings(&fields).iter().filter(|f| f.code == "unmet-demand").count()
    };
    // It is 20 April 2021.
    assert_eq!((noted("2021-04-20"), noted("2021-04-21")), (0, 1));
}

#[test]
fn fewer_backups_of_any_kind_are_told() {
    let told = |step: &str| {
        let fields = format!(
            r#"offers: {{"a": (kind: Backup, size: "1 TB", monthly: "5 CAD before tax")}},
            contracts: {{"a": (offer: "a", from: "2021-01-01")}},
            backups: (mode: FullCopies, full: "1 GB", keep: (daily: 7, per_day: 2, weekly: 4, monthly: 12)),
            plans: {{"p": [KeepBackups({step}, from: "2021-06-01")]}}"#
        );
        let found = findings(&fields).into_iter().filter(|f| f.code == "retention-shrinks");
        found.map(|f| f.what).collect::<Vec<_>>()
    };
    assert_eq!(told("days: 7"), [""; 0]);
    assert_eq!(told("days: 5"), ["p keeps 5 days of backups, not 7"]);
    let all = "daily: 7, per_day: 2, weekly: 4, monthly: 12";
    assert_eq!(told(&format!("keep: ({all}, yearly: 1)")), [""; 0]);
    assert_eq!(
        told("keep: (daily: 7, per_day: 2, weekly: 1, monthly: 12)"),
        ["p keeps 1 weekly backup, not 4"]
    );
    assert_eq!(told("keep: (daily: 9, weekly: 4, monthly: 12)"), ["p makes 1 backup a day, not 2"]);
}

#[test]
fn an_amount_divided_by_a_stated_rate_is_in_the_other_currency() {
    let found = findings(
        r#"rates: [(rate: "1 CAD = 0.80 USD")], stated: [
            (what: "a", parts: "60 CAD + 20 USD ÷ 0.80", says: "85 CAD"),
            (what: "b", parts: "60 CAD × 0.80 + 20 USD", says: "68 USD"),
            (what: "c", parts: "2 × 20 USD", says: "50 CAD"),
            (what: "d", parts: "60 CAD + 20 USD", says: "80 CAD")]"#,
    );
    // 60 + 25; 48 + 20; 40 ÷ 0.80; and 60 + 25 is not 80.
    let found: Vec<_> = found.iter().map(|f| (f.code, f.about.as_str())).collect();
    assert_eq!(found, [("stated-total", "stated[3].says")]);
}

#[test]
fn a_rate_that_is_a_tax_as_well_changes_no_currency_of_the_whole() {
    let found = findings(
        r#"rates: [(rate: "1 CAD = 1.13 USD")], stated: [
            (what: "a", parts: "(100 CAD + 20) × 1.13", says: "135.60 CAD after tax"),
            (what: "b", parts: "100 CAD × 1.13", says: "113 USD")]"#,
    );
    assert_eq!(found, []);
}

use std::sync::Arc;

use super::{Ask, Block, Cell, Plot, REPORTS, Report, Tone, explain, question, words};
use crate::checks::{self, Finding};
use crate::document;
use crate::engine::{self, outlook::Outlook, outlook::Runway};
use crate::formats;
use crate::model::{DO_NOTHING, Scenario, Usage};

const REAL: &str = include_str!("../../scenarios/hypha-2021-04.headroom.ron");
const ANSWERED: &str = include_str!("../../scenarios/hypha-2021-04-answered.headroom.ron");
const BLANK: &str = include_str!("../../scenarios/blank.headroom.ron");
const CLUB: &str = include_str!("../../scenarios/club-two-servers.headroom.ron");

const RISE_4: &str = "Rise-4 and 1 TB";

/// A scenario with all that follows from it.
struct Case {
    scenario: Scenario,
    outlook: Outlook,
    findings: Vec<Finding>,
}

impl Case {
    fn of(text: &str) -> Self {
        let reading = document::read::<Scenario>(text, "case.ron", document::References::default());
        let scenario = reading.value.unwrap_or_else(|| panic!("{:?}", reading.problems));
        let outlook = engine::project(&scenario, None);
        let findings = checks::check(&scenario, &outlook);
        Self { scenario, outlook, findings }
    }

    fn ask<'a>(&'a self, plan: &'a str) -> Ask<'a> {
        Ask {
            scenario: &self.scenario,
            outlook: &self.outlook,
            findings: &self.findings,
            plan,
            second: None,
            path: None,
        }
    }

    fn report(&self, name: &str, plan: &str) -> Report {
        (question(name).unwrap().make)(&self.ask(plan))
    }

    fn explained(&self, path: &str) -> String {
        let ask = Ask { path: Some(path), ..self.ask(RISE_4) };
        text_of(&explain::make(&ask))
    }
}

fn text_of(report: &Report) -> String {
    let write = formats::exporter("text").unwrap().write;
    String::from_utf8(write(std::slice::from_ref(report))).unwrap()
}

const CASES: &[(&str, &str)] =
    &[("real", REAL), ("answered", ANSWERED), ("blank", BLANK), ("club", CLUB)];

/// Every report of every plan of every scenario that comes with the program.
fn all_reports(mut check: impl FnMut(&str, &Case, &str, &Report)) {
    for (name, text) in CASES {
        let case = Case::of(text);
        for plan in case.outlook.plans.keys() {
            for question in REPORTS {
                check(name, &case, plan, &(question.make)(&case.ask(plan)));
            }
        }
    }
}

fn cells(report: &Report) -> Vec<&Cell> {
    report
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Text(paragraph) => paragraph.spans.iter().collect::<Vec<_>>(),
            Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).collect(),
            Block::Heading(_) | Block::Plot(_) => Vec::new(),
        })
        .collect()
}

#[test]
fn every_why_of_every_report_is_answered() {
    let mut walked = 0;
    all_reports(|name, case, plan, report| {
        for path in cells(report).into_iter().filter_map(|cell| cell.why.as_deref()) {
            let ask = case.ask(plan);
            assert!(ask.explains(path), "{name}, {plan}, {}: {path}", report.name);
            walked += 1;
        }
    });
    assert!(walked > 500, "only {walked} paths were walked");
}

#[test]
fn every_path_of_an_edit_is_a_path() {
    all_reports(|name, _, _, report| {
        for path in cells(report).into_iter().filter_map(|cell| cell.edit.as_deref()) {
            assert!(path.parse::<document::Path>().is_ok(), "{name}, {}: {path}", report.name);
        }
    });
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    all_reports(|name, _, _, report| {
        for block in &report.blocks {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                let width = table.columns.len();
                assert_eq!(row.cells.len(), width, "{name}, {}, {}", report.name, table.key);
            }
        }
    });
}

#[test]
fn every_report_as_text_fits_a_hundred_columns() {
    all_reports(|name, _, plan, report| {
        for line in text_of(report).lines() {
            assert!(line.chars().count() <= 100, "{name}, {plan}, {}: {line}", report.name);
        }
    });
}

#[test]
fn every_report_as_json_keeps_to_the_schema() {
    let schema = include_str!("../../docs/report.schema.json");
    let schema = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let write = formats::exporter("json").unwrap().write;
    all_reports(|name, _, plan, report| {
        let json = serde_json::from_slice(&write(std::slice::from_ref(report))).unwrap();
        let error = validator.iter_errors(&json).map(|error| error.to_string()).next();
        assert_eq!(error, None, "{name}, {plan}, {}", report.name);
    });
}

#[test]
fn a_plan_with_an_error_says_so_and_is_never_good() {
    let case = Case::of(REAL);
    for name in ["overview", "headroom", "request", "waiting", "compare"] {
        let report = case.report(name, "Rise-3 and 1 TB");
        assert!(text_of(&report).contains("cannot be had in Canada"), "{name}");
    }
    let options = case.report("options", RISE_4);
    let Some(Block::Table(plans)) = options.blocks.iter().find(|b| matches!(b, Block::Table(_)))
    else {
        panic!("no table of plans")
    };
    let row = plans.rows.iter().find(|row| row.cells[0].text == "Rise-3 and 1 TB").unwrap();
    assert_ne!(row.cells[1].tone, Tone::Good);
    assert_eq!(row.cells[1].text, "would last beyond April 2023");
}

#[track_caller]
fn says(report: &str, plan: &str, expected: &str) {
    let text = text_of(&Case::of(REAL).report(report, plan));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(expected), "{expected:?} is not in:\n{text}");
}

/// Figures of the real case, worked out by hand: Rise-4 161.32, backup 16.00, Rise-1 79.38 a month;
/// May to July with one month of overlap is 3 × 177.32 + 79.38 = 611.34, HST once an invoice 33.37 +
/// 2 × 23.05 = 79.47.
#[test]
fn overview_asks_with_its_ceiling_and_basis() {
    says(
        "overview",
        RISE_4,
        "We ask for at least 611.34 CAD before tax, May to July, up to 772.66",
    );
    says("overview", RISE_4, "Of it new: at least 373.20. Monthly afterwards 177.32, now 79.38.");
    says("overview", RISE_4, "After 13 % HST: at least 690.81, up to 873.10.");
    says("overview", RISE_4, "Already late: next chance 5 May (All hands)");
    says(
        "overview",
        RISE_4,
        "RAM is 7.2 GiB short today: 36 GiB wanted, 28.8 GiB usable (10 % kept free)",
    );
    says("overview", DO_NOTHING, "We ask for 238.14 CAD before tax, May to July.");
}

#[test]
fn headroom_shows_stretches_between_jumps_by_their_worst_day() {
    says("headroom", RISE_4, "29 April to 18 May 32 32.6 jitsi, staging −3.8 to −3.2 the same");
    says("headroom", RISE_4, "31 July to 14 August 32 34.5 loomio (AGM), staging −5.7 to −3.2");
    says("headroom", RISE_4, "15 August to April 2023 28 45 staging −16.2 to +0.8 +70.2 to +87.2");
}

#[test]
fn request_shows_tax_once_an_invoice_and_what_it_may_come_to() {
    says("request", RISE_4, "19 June Rise-4 161.32 177.32 23.05 200.37");
    says("request", RISE_4, "Together at least 611.34 at least 79.47 at least 690.81");
    says("request", RISE_4, "Together, up to 772.66 100.44 873.10");
}

#[test]
fn each_row_of_the_schedule_has_its_day_in_a_sheet() {
    let report = Case::of(REAL).report("schedule", RISE_4);
    let csv = String::from_utf8((formats::exporter("csv").unwrap().write)(&[report])).unwrap();
    assert!(csv.contains("\r\nschedule,invoices,2021-06-19,1 TB backup,16.00,"), "{csv}");
}

#[test]
fn compare_steps_add_up_to_the_other_total() {
    let report = Case::of(REAL).report("compare", RISE_4);
    let bridge = report.blocks.iter().find_map(|block| match block {
        Block::Plot(Plot::Bridge(bridge)) => Some(bridge),
        _ => None,
    });
    let cents = |amount: f64| (amount * 100.0).round() as i64;
    let steps: Vec<i64> = bridge.unwrap().steps.iter().map(|step| cents(step.amount)).collect();
    let (end, rest) = steps.split_last().unwrap();
    assert_eq!(rest.iter().sum::<i64>(), *end);
    assert_eq!(*end, 61_134);
}

#[test]
fn cost_by_month_stacks_what_the_table_lists() {
    let report = Case::of(REAL).report("overview", RISE_4);
    let stacks = report.blocks.iter().find_map(|block| match block {
        Block::Plot(Plot::Stacks(stacks)) => Some(stacks),
        _ => None,
    });
    let stacks = stacks.unwrap();
    let named: Vec<(&str, f64)> =
        stacks.series.iter().map(|series| (series.name.as_str(), series.values[0])).collect();
    let expected = [
        ("Rise-4 161.32", 161.32),
        ("1 TB backup 16.00", 16.0),
        ("overlap (both servers paid)", 79.38),
        ("one-off, Rise-4", 0.0), // its setup fee, of which nothing is known
        ("setup fee of Rise-4 not known: up to 161.32", 161.32),
    ];
    assert_eq!(named, expected);
    assert_eq!(stacks.marked, Some((0, 3)), "May to July");
    assert_eq!(stacks.level, Some(("now 79.38".to_owned(), 79.38)));
}

#[test]
fn waiting_says_why_a_later_order_looks_cheaper() {
    says("waiting", RISE_4, "2 June to 19 June at least 513.40");
    says(
        "waiting",
        RISE_4,
        "looks cheaper only because fewer months of Rise-4 and 1 TB backup fall",
    );
}

#[test]
fn explain_gives_the_charges_behind_a_total() {
    let text = Case::of(REAL).explained("plans[\"Rise-4 and 1 TB\"].request.before_tax");
    assert!(text.contains("at least 611.34 CAD before tax, up to 772.66"), "{text}");
    assert!(text.contains("161.32 × 1"), "{text}");
    assert!(text.contains("counted as 0 to 161.32, its ceiling"), "{text}");
}

#[test]
fn explain_says_what_a_price_after_tax_is_before_it() {
    let text = Case::of(REAL).explained("contracts.server.monthly");
    assert!(text.contains("89.70 CAD after tax is 79.38 CAD before tax."), "{text}");
}

#[test]
fn explain_asks_whether_another_path_was_meant() {
    let text = Case::of(REAL).explained("plans[\"Rise-4 and 1 TB\"].request.befor_tax");
    assert!(text.contains("Did you mean"), "{text}");
    assert!(text.contains("request.before_tax"), "{text}");
    let text = Case::of(REAL).explained("offers[");
    assert!(text.contains("is not a path"), "{text}");
}

#[test]
fn an_unknown_amount_is_never_said_as_nothing() {
    let text = text_of(&Case::of(REAL).report("schedule", "Rise-3 and 1 TB"));
    assert!(text.contains("Setup fee of Rise-3"), "{text}");
    assert!(!text.contains(" 0.00"), "{text}");
}

#[test]
fn questions_have_names_of_their_own() {
    for (index, question) in REPORTS.iter().enumerate() {
        assert!(REPORTS[index + 1..].iter().all(|other| other.name != question.name));
    }
    assert!(question("weather").is_none());
}

#[test]
fn headroom_of_a_resource_is_the_chosen_plans() {
    let case = Case::of(REAL);
    let short = case.explained("headroom.Ram");
    assert_eq!(short, case.explained("plans[\"Rise-4 and 1 TB\"].headroom.Ram"));
    assert!(short.contains("usable (10 % kept free) of 32 GiB"), "{short}");
}

#[test]
fn what_cannot_be_explained_is_answered_by_what_can() {
    for path in ["nothing.of.the.sort", "no path"] {
        let told = Case::of(REAL).explained(path);
        assert!(told.contains(&format!("`{path}`")), "{told}");
        assert!(told.contains("plans[\"Do nothing\"].request.before_tax"), "{told}");
    }
}

#[test]
fn neither_of_two_compared_plans_is_called_chosen() {
    let case = Case::of(REAL);
    let ask = Ask { second: Some("Rise-3 and 1 TB"), ..case.ask(RISE_4) };
    let told = text_of(&(question("compare").unwrap().make)(&ask));
    assert!(!told.contains("chosen"), "{told}");
    let chosen = text_of(&case.report("options", RISE_4));
    assert!(chosen.contains("chosen; the"), "{chosen}");
}

#[test]
fn a_fee_left_out_that_nobody_knows_is_not_nothing() {
    let case = Case::of(REAL);
    let ask = Ask { second: Some(RISE_4), ..case.ask("Rise-3 and 1 TB") };
    let told = text_of(&(question("compare").unwrap().make)(&ask));
    let line = told.lines().find(|line| line.starts_with("setup fee of Rise-3")).unwrap();
    assert!(line.ends_with("not known"), "{line}");
}

#[test]
fn an_overlap_inside_a_paid_month_is_not_called_nothing() {
    // 14 days from 15 February; the month paid on 3 February lasts until 3 March.
    let told = text_of(&Case::of(CLUB).report("schedule", "Larger server for the web"));
    assert!(told.contains("no charge more for it"), "{told}");
    let told = text_of(&Case::of(CLUB).report("schedule", DO_NOTHING));
    assert!(told.contains("Nothing is paid twice"), "{told}");
}

#[test]
fn a_backup_tier_says_for_how_many_days_it_has_room() {
    // 1 TB of copies of 100 GB.
    let told = text_of(&Case::of(REAL).report("options", RISE_4));
    let line = told.lines().find(|line| line.starts_with("1 TB backup")).unwrap();
    assert!(line.ends_with("fits, room for 10 days"), "{line}");
    assert!(told.contains("5 days of backups kept."), "{told}");
}

#[test]
fn servers_of_one_name_are_a_source_once() {
    // Two contracts of the offer Small, and one of Large by the plan.
    let told = text_of(&Case::of(CLUB).report("request", "Larger server for the web"));
    assert!(told.contains("Small, 200 GB backup and Large: no source stated"), "{told}");
    assert!(!told.contains("Small, Small"), "{told}");
}

#[test]
fn the_overview_counts_what_it_leaves_out() {
    // 15 findings in all, 12 of them about the chosen plan, about no plan, or errors.
    let case = Case::of(REAL);
    assert_eq!(case.findings.len(), 15);
    let told = text_of(&case.report("overview", RISE_4));
    let heading = "3 errors, 6 warnings, 3 notes, and 3 about other plans";
    assert!(told.contains(heading), "{told}");
}

#[test]
fn a_plan_with_an_error_would_last() {
    let told = text_of(&Case::of(REAL).report("overview", "Rise-3 and 1 TB"));
    assert!(told.contains("1 month of overlap: would last beyond April 2023"), "{told}");
}

#[test]
fn what_is_found_alike_in_two_plans_names_them() {
    let report = Case::of(REAL).report("findings", RISE_4);
    let rows: Vec<&str> = cells(&report).iter().map(|cell| &*cell.text).collect();
    for plan in ["Rise-3 and 1 TB", RISE_4] {
        let row = format!("The stated total leaves out the overlap ({plan})");
        assert!(rows.contains(&row.as_str()), "{row}");
    }
}

/// A server of 8 GiB with a service of 4 that retires and grows, measured as a whole.
const METERED: &str = r#"#![enable(implicit_some)]
Scenario(
    format: 1, as_of: "2024-02-29", currency: "EUR",
    offers: {"o": (kind: Server, ram: "8 GiB", monthly: "10 EUR before tax")},
    contracts: {"h": (offer: "o", from: "2024-01-31")},
    services: {"wiki": (state: Retiring, ram: "4 GiB", growth: {Ram: "1 GiB per month"})},
    usage: {"r": (resource: Ram, covers: All, samples: [("2024-02-01", "5 GiB")])},
)"#;

#[test]
fn growth_that_a_meter_overrides_is_not_said_to_be_missing() {
    let told = text_of(&Case::of(METERED).report("headroom", DO_NOTHING));
    assert!(!told.contains("No growth declared"), "{told}");
    assert!(told.contains("what was measured is taken to stay"), "{told}");
}

#[test]
fn what_was_measured_often_enough_goes_on_by_its_past() {
    let six = (1..=6).map(|n| format!("(\"2024-02-2{n}\", \"{n} GiB\")"));
    let text = METERED.replace(r#"("2024-02-01", "5 GiB")"#, &six.collect::<Vec<_>>().join(", "));
    let told = text_of(&Case::of(&text).report("headroom", DO_NOTHING));
    assert!(told.contains("what was measured goes on as its past lets expect."), "{told}");
    let told = text_of(&Case::of(&text).report("forecast", DO_NOTHING));
    assert!(told.contains("6 days measured, the last 6 GiB by 26 February 2024"), "{told}");
}

#[test]
fn the_forecast_of_a_series_says_what_the_plan_says_and_what_else_is_known() {
    // 0.8 more each day, of which 5 ÷ 7 are kept: over 7.2 on the 4th day after the last.
    let six = ["1.1", "1.9", "2.7", "3.5", "4.3", "5.1"].into_iter().zip(1..);
    let six = six.map(|(level, n)| format!("(\"2024-02-2{n}\", \"{level} GiB\")"));
    let full = r#"], estimated_full: (on: "2024-03-09", said: "2024-02-26", by: "The shop"))"#;
    let text = METERED
        .replace(r#"("2024-02-01", "5 GiB")"#, &six.collect::<Vec<_>>().join(", "))
        .replace("])", full);
    let mut case = Case::of(&text);
    let told = text_of(&case.report("forecast", DO_NOTHING));
    // Half of the futures are over 7.2 GiB, 90 % of 8, on the days that the runway says.
    let Runway::Between { cautious: Some(cautious), expected: Some(expected) } =
        case.outlook.do_nothing().hosts[0].resources[0].runway.clone()
    else {
        panic!("{told}");
    };
    assert_eq!(expected.words(), "1 March 2024");
    let (half, tenth) = (expected.words(), cautious.words());
    let sentence = format!("Half of the futures run out by {half}, 1 in 10 by {tenth}.");
    assert!(told.contains(&sentence), "{sentence} in {told}");
    let shop = "The shop reckoned on 26 February 2024 that it is full on 9 March 2024.";
    assert!(told.contains(shop), "{told}");
    assert!(!told.contains("95 %"), "{told}");
    let why = text_of(&case.report("headroom", DO_NOTHING));
    let until = words::day(expected, case.outlook.as_of);
    assert!(why.contains(&format!("lasts until {until}")), "{until} in {why}");
    // The highest p95 of a day in the month up to the last sample: not that of January.
    let usage = case.scenario.usage.values_mut().next().unwrap();
    let day = |text: &str| text.parse::<crate::units::Day>().unwrap();
    let p95 = [("2024-01-10", "7 GiB"), ("2024-02-21", "2.5 GiB"), ("2024-02-22", "2.4 GiB")];
    let p95 = p95.map(|(on, level)| (day(on), level.parse::<crate::units::Use>().unwrap()));
    *usage = Arc::new(Usage { p95: Some(p95.into()), ..(**usage).clone() });
    let told = text_of(&case.report("forecast", DO_NOTHING));
    let sentence = "On 95 % of the time at most 2.5 GiB in the last month; the peaks are forecast.";
    assert!(told.contains(sentence), "{told}");
}

#[test]
fn what_is_stated_to_come_is_said_and_stands_in_the_table() {
    let six = (1..=6).map(|n| format!("(\"2024-02-2{n}\", \"4 GiB\")"));
    let event = r#"events: [(what: "the cache goes", on: "2024-03-02", kind: Step, resource: Ram, by: "-1 GiB")], usage"#;
    let text = METERED
        .replace(r#"("2024-02-01", "5 GiB")"#, &six.collect::<Vec<_>>().join(", "))
        .replace("usage", event);
    let told = text_of(&Case::of(&text).report("forecast", DO_NOTHING));
    assert!(told.contains("As is stated, 1 GiB less from 2 March on."), "{told}");
    // Nothing changed in six days: 4 GiB are expected on 1 March, 3 GiB from the next day on.
    let row = |day: &str| {
        let line =
            told.lines().find(|line| line.starts_with(day)).unwrap_or_else(|| panic!("{told}"));
        line.split_whitespace().nth(3).map(str::to_owned)
    };
    assert_eq!(row("1 March 2024").as_deref(), Some("4"));
    assert_eq!(row("2 March 2024").as_deref(), Some("3"));
}

#[test]
fn a_metered_service_retires_without_a_list_of_nothing() {
    let told = text_of(&Case::of(METERED).report("request", DO_NOTHING));
    assert!(told.contains("Wiki retires, without a date."), "{told}");
}

#[test]
fn an_offer_that_fits_for_nobody_knows_how_long_says_so() {
    let told = text_of(&Case::of(METERED).report("options", DO_NOTHING));
    assert!(told.contains("fits; how long cannot be told"), "{told}");
}

#[test]
fn backups_that_do_not_fit_make_it_late() {
    // 3 copies of 150 GB in 200 GB, and nothing that ends or runs out on a day.
    let case = Case::of(
        r#"#![enable(implicit_some)]
        Scenario(
            format: 1, as_of: "2024-01-10", currency: "CAD",
            offers: {
                "s": (kind: Server, monthly: "5 CAD before tax", includes: {Backup: "200 GB"}),
                "b": (kind: Backup, size: "1 TB", monthly: "16 CAD before tax"),
            },
            contracts: {"s": (offer: "s", from: "2023-05-15")},
            backups: (mode: FullCopies, full: "150 GB", keep: (daily: 3)),
            plans: {"More": [Order(offer: "b", from: "2024-03-01")]},
            meetings: [(name: "Board", on: "2024-02-01")],
        )"#,
    );
    let told = text_of(&case.report("overview", "More"));
    let late =
        "Already late: next chance 1 February (Board); the backup space is too small already.";
    assert!(told.contains(late), "{told}");
}

#[test]
fn what_is_paid_now_is_what_the_contracts_say() {
    // The plan's day, 19 May, has passed, and no contract of the file has changed.
    let later = REAL.replace(r#"as_of: "2021-04-20""#, r#"as_of: "2021-07-01""#);
    let case = Case::of(&later);
    let told = text_of(&case.report("overview", RISE_4));
    assert!(told.contains("Monthly afterwards 177.32, now 79.38."), "{told}");
    assert!(!told.contains("jitsi retires"), "{told}"); // it was to go on 1 June
}

/// A server by the day, and two lines of which nobody is sure.
const BY_THE_DAY: &str = r#"Scenario(
    format: 1, as_of: "2021-04-20", currency: "CAD",
    request: (from: "2021-05", months: 3, plan: "Bigger"),
    offers: {
        "small": (kind: Server, ram: "8 GiB", monthly: "30 CAD before tax", billing: FirstOfMonth),
        "big": (kind: Server, ram: "16 GiB", monthly: "62 CAD before tax", billing: FirstOfMonth),
    },
    contracts: {"server": (offer: "small", from: "2020-01-01", notice: "24 h")},
    services: {"site": (state: Running, on: "server", ram: "4 GiB", is: Estimate)},
    lines: [
        (what: "domain", price: "about 12 CAD before tax", every: Month),
        (what: "traffic", price: "5..9 CAD before tax", every: Month),
    ],
    plans: {"Bigger": [Replace(contract: "server", with: "big", from: "2021-05-19")]},
    meetings: [(name: "All hands", on: "2021-05-05"), (name: "All hands", on: "2021-06-02")],
)
"#;

fn table<'a>(report: &'a Report, key: &str) -> &'a super::Table {
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().find(|table| table.key == key).unwrap()
}

#[test]
fn waiting_with_a_server_by_the_day_has_a_row_a_step_and_not_a_row_a_day() {
    let waiting = Case::of(BY_THE_DAY).report("waiting", "Bigger");
    let told: Vec<[&str; 2]> = table(&waiting, "waiting")
        .rows
        .iter()
        .map(|row| [row.cells[1].text.as_str(), row.cells[2].text.as_str()])
        .collect();
    // 30 for May; of the new server 13 of 31 days at 2 a day and two months of 62; 3 × 12 and 3 × 5
    // of the lines: 231. Each day later 2 less, down to 1 of 31 days. From 1 June on, the new one is
    // charged twice, not three times; from 2 June the old one is paid for June too, and the new one
    // by days of June: 62 × 29 ÷ 30 is 59.93, 62 × 12 ÷ 30 is 24.80.
    assert_eq!(
        told,
        [
            ["19 May to 31 May", "at least 231.00 to 207.00"],
            ["1 June", "at least 205.00"],
            ["2 June to 19 June", "at least 232.93 to 197.80"],
        ]
    );
    // 12 days later, 2 a day less.
    assert_eq!(table(&waiting, "waiting").rows[0].cells[4].text, "as planned, down to −24.00 big");
}

#[test]
fn a_line_of_the_schedule_is_as_sure_as_its_price() {
    for name in ["schedule", "request"] {
        let report = Case::of(BY_THE_DAY).report(name, "Bigger");
        let line = |what: &str| {
            let rows = &table(&report, "invoices").rows;
            rows.iter().find(|row| row.cells[1].text == what).unwrap().cells[2].text.clone()
        };
        assert_eq!(line("domain"), "about 12.00", "{name}");
        assert_eq!(line("traffic"), "5.00 to 9.00", "{name}");
        assert_eq!(line("big"), "62.00", "{name}");
    }
}

#[test]
fn a_server_says_of_which_day_its_room_is() {
    let headroom = Case::of(CLUB).report("headroom", "Larger server for the web");
    let hosts = table(&headroom, "hosts");
    let titles: Vec<&str> = hosts.columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(titles[3..], ["Usable today", "Usable then", "Lasts, with the plan"]);
    // 4 GiB less 10 %, then 16 GiB less 10 %.
    let told: Vec<&str> = hosts.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(told[3..5], ["3.6 GiB", "14.4 GiB from 15 February"]);
    let nothing = Case::of(CLUB).report("headroom", DO_NOTHING);
    assert_eq!(table(&nothing, "hosts").columns.len(), 5);
}

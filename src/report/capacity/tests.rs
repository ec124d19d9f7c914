use std::sync::Arc;

use super::super::{AreaRole, Block, LineRole, Lines, MarkRole, Plot};
use super::*;
use crate::checks::{self, Finding};
use crate::document;
use crate::engine::{self, outlook::Outlook};
use crate::model::Scenario;

const REAL: &str = include_str!("../../../scenarios/hypha-2021-04.headroom.ron");
const CLUB: &str = include_str!("../../../scenarios/club-two-servers.headroom.ron");

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
        let (scenario, outlook, findings) = (&self.scenario, &self.outlook, &self.findings[..]);
        Ask { scenario, outlook, findings, plan, second: None, path: None }
    }
}

fn lines(ask: &Ask<'_>, resource: Resource, host: Option<&str>) -> Lines {
    let which = Which { resource, host: host.map(Arc::from) };
    let found = of(ask, &which).blocks.into_iter().find_map(|block| match block {
        Block::Plot(Plot::Lines(lines)) => Some(lines),
        _ => None,
    });
    found.unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A disk of 500 GB that was measured each month; 15 % are kept free: 425.
fn measured(samples: &[u32], rest: &str) -> Case {
    let first = day("2024-01-31").month_of();
    let sample = |(n, gb): (usize, &u32)| {
        let end = first.plus(i32::try_from(n).unwrap()).until().plus_days(-1);
        format!(r#"("{end}", "{gb} GB")"#)
    };
    let samples: Vec<String> = samples.iter().enumerate().map(sample).collect();
    Case::of(&format!(
        r#"#![enable(implicit_some)]
Scenario(
    format: 1, title: "Disk", as_of: "2025-12-31", currency: "EUR", horizon: "24 months",
    offers: {{
        "a/500": (kind: Server, provider: "A", name: "500", storage: "500 GB", monthly: "1 EUR before tax"),
        "a/1000": (kind: Server, provider: "A", name: "1000", storage: "1 TB", monthly: "2 EUR before tax"),
    }},
    contracts: {{"host": (offer: "a/500", from: "2023-01-01")}},
    usage: {{"disk": (resource: Storage, on: "host", samples: [{}])}},
    plans: {{"Larger": [Replace(contract: "host", with: "a/1000", from: "2026-06-01")]}},
    {rest}
)
"#,
        samples.join(", ")
    ))
}

/// 200, 206, 212 … 338 GB: 24 months.
fn growing() -> Vec<u32> {
    (0..24).map(|n| 200 + 6 * n).collect()
}

#[test]
fn what_makes_the_demand_up_lies_on_each_other() {
    let case = Case::of(REAL);
    let drawn = lines(&case.ask(DO_NOTHING), Resource::Ram, None);
    let tops: Vec<(&str, AreaRole, f64, f64)> = drawn
        .areas
        .iter()
        .map(|area| (area.brief.as_str(), area.role, area.pieces[0].low, area.pieces[0].high))
        .collect();
    // 24 always, 4 staging; jitsi on it until June; the planning on jitsi, the AGM on staging.
    assert_eq!(
        tops,
        [
            ("what always runs, 24", AreaRole::Always, 0.0, 24.0),
            ("staging, 4", AreaRole::Off, 24.0, 28.0),
            ("jitsi, 4", AreaRole::ForATime, 28.0, 32.0),
            ("loomio, 4", AreaRole::Off, 28.0, 32.0),
            ("loomio, 4", AreaRole::Off, 32.0, 36.0),
        ]
    );
    let planning = &drawn.areas[4].pieces[0];
    assert_eq!((planning.from, planning.until), (day("2021-04-20"), day("2021-04-29")));
}

#[test]
fn run_out_days_are_those_of_the_outlook() {
    let case = measured(&growing(), "");
    let runway = case.outlook.do_nothing().resource(&Resource::Storage).unwrap().runway.clone();
    let Runway::Between { cautious: Some(cautious), expected: Some(expected) } = runway else {
        panic!("{runway:?}");
    };
    let drawn = lines(&case.ask(DO_NOTHING), Resource::Storage, None);
    let marked: Vec<(Day, Option<f64>)> = drawn
        .marks
        .iter()
        .filter(|mark| mark.role == MarkRole::RunOut)
        .map(|mark| (mark.day, mark.at))
        .collect();
    assert_eq!(marked, [(cautious, Some(425.0)), (expected, Some(425.0))]);
}

#[test]
fn the_line_is_solid_for_a_third_of_the_past_and_then_lighter() {
    let case = measured(&growing(), "");
    let drawn = lines(&case.ask(DO_NOTHING), Resource::Storage, None);
    let ends = |role: LineRole| {
        let line = drawn.lines.iter().find(|line| line.role == role).unwrap();
        (line.points[0].0, line.points[line.points.len() - 1].0)
    };
    // 24 months were measured: solid for 8, to the end of August.
    assert_eq!(ends(LineRole::Expected), (day("2025-12-31"), day("2026-08-31")));
    assert_eq!(ends(LineRole::ExpectedFurther).0, day("2026-08-31"));
    assert!(drawn.lines.iter().all(|line| line.role != LineRole::Declared));
    assert_eq!(ends(LineRole::Measured), (day("2024-01-31"), day("2025-12-31")));
}

#[test]
fn what_was_usable_and_will_be_is_one_line_of_steps() {
    let case = measured(&growing(), "");
    let drawn = lines(&case.ask("Larger"), Resource::Storage, None);
    let of = |role: LineRole| drawn.lines.iter().find(|line| line.role == role).unwrap();
    let usable = of(LineRole::Capacity);
    assert_eq!(usable.name, "usable 850"); // 1 TB less 15 %
    let corners = [
        (day("2024-01-31"), 425.0),
        (day("2026-06-01"), 425.0),
        (day("2026-06-01"), 850.0),
        (day("2027-12-31"), 850.0),
    ];
    assert_eq!(usable.points, corners);
    let untouched = of(LineRole::CapacityUnchanged);
    assert_eq!(untouched.points[0], (day("2026-06-01"), 425.0));
    assert_eq!(untouched.name, "425 if nothing is done");
}

#[test]
fn a_clean_up_is_marked_and_no_growth() {
    let mut samples = growing();
    samples.iter_mut().skip(20).for_each(|gb| *gb -= 60);
    let case = measured(&samples, "");
    let drawn = lines(&case.ask(DO_NOTHING), Resource::Storage, None);
    let found: Vec<&str> = drawn
        .marks
        .iter()
        .filter(|mark| mark.role == MarkRole::Event)
        .map(|mark| mark.what.as_str())
        .collect();
    // 314 at the end of August, 260 at the end of September.
    assert_eq!(found, ["less at once, 30 September 2025: 54 GB\ngrowth is counted without it"]);
    let stated = r#"events: [(what: "old logs deleted", on: "2025-09-12", kind: CleanUp)],"#;
    let case = measured(&samples, stated);
    let drawn = lines(&case.ask(DO_NOTHING), Resource::Storage, None);
    let said = drawn.marks.iter().find(|mark| mark.role == MarkRole::Event).unwrap();
    let expected = "old logs deleted, 12 September 2025: 54 GB less\ngrowth is counted without it";
    assert_eq!(said.what, expected);
}

#[test]
fn several_series_are_drawn_together_from_where_all_have_begun() {
    let rest =
        r#"services: {"a": (state: Running, on: "host"), "b": (state: Running, on: "host")},"#;
    let mut case = measured(&growing(), rest);
    let mut other = (*case.scenario.usage["disk"]).clone();
    other.samples.remove(0);
    other.covers = crate::model::Covers::Services(vec!["b".to_owned()]);
    let mut one = (*case.scenario.usage["disk"]).clone();
    one.covers = crate::model::Covers::Services(vec!["a".to_owned()]);
    case.scenario.usage.insert("disk".into(), Arc::new(one));
    case.scenario.usage.insert("other".into(), Arc::new(other));
    case.outlook = engine::project(&case.scenario, None);
    let drawn = lines(&case.ask(DO_NOTHING), Resource::Storage, None);
    let line = drawn.lines.iter().find(|line| line.role == LineRole::Measured).unwrap();
    assert_eq!(line.points[0], (day("2024-02-29"), 412.0)); // 206 and 206
    assert!(line.name.ends_with("2 series together"), "{}", line.name);
}

#[test]
fn a_host_has_its_own_picture() {
    let case = Case::of(CLUB);
    let ask = case.ask(DO_NOTHING);
    let names: Vec<String> = hosts(&ask).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Small (web)", "Small (mail)"]);
    let drawn = lines(&ask, Resource::Ram, Some("mail"));
    let usable = drawn.lines.iter().find(|line| line.role == LineRole::Capacity).unwrap();
    assert_eq!(usable.name, "usable 3.6"); // 4 GiB less 10 %
}

#[test]
fn a_trial_is_the_same_while_its_past_is() {
    let case = measured(&growing(), "");
    let which = Which { resource: Resource::Storage, host: None };
    let ask = case.ask(DO_NOTHING);
    let trials = trials(&ask, &which);
    assert_eq!(trials, super::trials(&case.ask("Larger"), &which));
    assert_eq!(trials[0].horizons(), [2, 4, 8]); // a quarter, half and all of 8
    assert!(trials[0].run(&|step| step < 1).is_none());
    let done = trials[0].run(&|_| true).unwrap();
    let said: Vec<String> = tried(&ask, &which, &[done]).iter().map(Paragraph::text).collect();
    assert!(said[0].starts_with("2 months ahead, half of the forecasts were off by less than"));
    assert!(said.iter().any(|text| text.ends_with("About 1 in 10 is what it promises.")));
}

use super::{Ask, Block, Cell, REPORTS, Report, explain, question};
use crate::checks::{self, Finding};
use crate::document;
use crate::engine::{self, outlook::Outlook};
use crate::formats;
use crate::model::{DO_NOTHING, Scenario};

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

#[test]
fn show() {
    let case = Case::of(
        &std::env::var("CASE").map_or(REAL.to_owned(), |p| std::fs::read_to_string(p).unwrap()),
    );
    let plan = std::env::var("PLAN").unwrap_or(RISE_4.to_owned());
    for q in REPORTS {
        if std::env::var("Q").is_ok_and(|x| x != q.name) {
            continue;
        }
        println!("\n#################### {}\n{}", q.name, text_of(&case.report(q.name, &plan)));
    }
    if let Ok(path) = std::env::var("WHY") {
        println!("{}", case.explained(&path));
    }
}

//! What does nobody know, and who is to ask?

use std::sync::Arc;

use indexmap::IndexMap;

use crate::document::quote;
use crate::engine::levels::plan_asked;
use crate::engine::outlook::{Missing, Outlook};
use crate::model::{Question, Scenario};
use crate::units::Amount;

use super::prices::only;
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["unknown-amount", "no-ceiling"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    let questions = open_questions(scenario);
    for (missing, plans) in missing(outlook).into_values() {
        let question = questions.get(missing.path.as_str()).copied();
        let plan = if plans.len() == outlook.plans.len() { None } else { only(&plans) };
        findings.push(unknown(scenario, outlook, missing, question).plan(plan));
        let asked_for = plan_asked(scenario);
        let is_asked = asked_for.is_none_or(|asked| plans.iter().any(|p| ***p == *asked));
        if missing.ceiling.is_none() && is_asked {
            findings.push(no_ceiling(missing).plan(plan));
        }
    }
    findings
}

/// What is missing in any plan's request, with the plans that miss it, by path.
fn missing(outlook: &Outlook) -> IndexMap<&str, (&Missing, Vec<&Arc<str>>)> {
    let mut missing: IndexMap<&str, (&Missing, Vec<&Arc<str>>)> = IndexMap::new();
    for plan in outlook.plans.values() {
        for one in &plan.request.missing {
            missing.entry(&one.path).or_insert_with(|| (one, Vec::new())).1.push(&plan.name);
        }
    }
    missing
}

fn unknown(
    scenario: &Scenario,
    outlook: &Outlook,
    missing: &Missing,
    question: Option<&Question>,
) -> Finding {
    let asks = question.map_or_else(
        || "nobody is asked yet".to_owned(),
        |question| {
            let who = question.of.as_deref().map_or("ask".to_owned(), |of| format!("ask {of}"));
            let by = question.due.map(|due| format!("by {}", words::day(due, outlook.as_of)));
            let said = [Some(who), question.owner.clone(), by];
            said.into_iter().flatten().collect::<Vec<_>>().join(", ")
        },
    );
    let ceiling = missing.ceiling.and_then(|total| total.high);
    let counted = match ceiling {
        Some(high) => format!("counted up to {}", high.show(scenario.currency)),
        None => "the request says at least".to_owned(),
    };
    let fix = question.is_none().then(|| {
        let ask = format!("What is the {}?", missing.what);
        let value =
            at::fields(&[("ask", Some(quote(&ask))), ("about", Some(quote(&missing.path)))]);
        at::append(format!("ask for the {}", missing.what), "questions", value)
    });
    Finding::warning("unknown-amount", &missing.path)
        .says(not_known(&missing.what), format!("{counted}; {asks}"))
        .hint("ask for it; until then the total is a range, and never counts it as 0")
        .fix(fix)
        .action(Action::Ask)
        .effect(ceiling.map_or(0, Amount::minor))
}

fn no_ceiling(missing: &Missing) -> Finding {
    Finding::note("no-ceiling", &missing.path)
        .says(
            format!("Nobody says what the {} is at most", missing.what),
            "without a ceiling the request has no upper end",
        )
        .hint("write the most that it can be, as `unknown, at most 100 CAD before tax`")
}

/// Questions without an answer, by the path that they are about, as it is written canonically.
fn open_questions(scenario: &Scenario) -> IndexMap<String, &Question> {
    let open = scenario.questions.iter().filter(|question| question.answer.is_none());
    open.filter_map(|q| Some((at::canonical(q.about.as_ref()?), &**q))).collect()
}

/// `The setup fee of Rise-4 is not known`, `Nobody knows how long Rise-1 has renewed for`.
fn not_known(what: &str) -> String {
    if what.starts_with("how ") {
        format!("Nobody knows {what}")
    } else {
        format!("The {what} is not known")
    }
}

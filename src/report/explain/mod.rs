//! Why is a figure what it is? The charges, prices or parts behind a path.
//!
//! Paths are those that cells carry: `plans["A"].request.before_tax`, `plans["A"].headroom.Ram`,
//! `plans["A"].invoices["2021-05-19"]`, `plans["A"].months["2021-05"]`, and prices where they stand
//! in the file; `request.total` and `headroom.Ram` are the chosen plan's. Every path that a report gives is answered here; a test walks them all.

use crate::diag::Problem;
use crate::document::{Path, Step};
use crate::engine::outlook::PlanOutlook;
use crate::model::{Resource, Scenario};
use crate::units::{Day, DayRange, Money, Month};

use super::{Ask, Paragraph, Report, Tone, amounts, schedule, words};

mod budget;
mod charges;
mod figure;
mod price;
mod runway;

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let Some(text) = ask.path else { return what_can_be_asked(ask) };
    let path = match text.parse::<Path>() {
        Ok(path) => path,
        Err(problem) => {
            let mut report = Report::new("explain", "Why this number?");
            report.text(Paragraph::plain(problem.message).toned(Tone::Bad));
            report.say(problem.hint.unwrap_or_default());
            list(&mut report, ask);
            return report;
        }
    };
    answer(ask, &path).unwrap_or_else(|| unknown(ask, text))
}

/// Whether [`make`] has an answer for a path.
pub(super) fn is_answered(ask: &Ask<'_>, text: &str) -> bool {
    text.parse().is_ok_and(|path| answer(ask, &path).is_some())
}

/// What the file says where a price stands; `None` where none does.
pub(super) fn stated_price<'a>(scenario: &'a Scenario, path: &str) -> Option<&'a Money> {
    let steps = steps(&path.parse().ok()?);
    price::money(scenario, &steps.iter().map(String::as_str).collect::<Vec<_>>())
}

fn steps(path: &Path) -> Vec<String> {
    path.steps()
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Index(index) => index.to_string(),
        })
        .collect()
}

fn answer(ask: &Ask<'_>, path: &Path) -> Option<Report> {
    explained(ask, path).or_else(|| figure::of(ask, path))
}

/// What there is more to say of than its value.
fn explained(ask: &Ask<'_>, path: &Path) -> Option<Report> {
    let steps = steps(path);
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let plan = |name: &str| ask.outlook.plans.get(name).map(AsRef::as_ref);
    match steps.as_slice() {
        ["request", "total"] => charges::amount(ask, ask.plan(), "before_tax"),
        ["request", key] => charges::amount(ask, ask.plan(), key),
        ["headroom", of] => runway::of(ask, ask.plan(), &resource(ask.plan(), of)?),
        ["plans", name] => charges::amount(ask, plan(name)?, "before_tax"),
        ["plans", name, "request", key] => charges::amount(ask, plan(name)?, key),
        ["plans", name, "headroom", of] => {
            runway::of(ask, plan(name)?, &resource(plan(name)?, of)?)
        }
        ["plans", name, "invoices", day] => {
            let day: Day = day.parse().ok()?;
            Some(charges::days(ask, plan(name)?, DayRange::new(day, day.plus_days(1))))
        }
        ["plans", name, "months", month] => {
            let month: Month = month.parse().ok()?;
            let range = DayRange::new(month.first(), month.until());
            Some(charges::days(ask, plan(name)?, range))
        }
        ["groups", key, "total"] | ["groups", key] => budget::group(ask, ask.plan(), key),
        ["plans", name, "groups", key, "total"] => budget::group(ask, plan(name)?, key),
        ["levels", name] => budget::level(ask, name, "total"),
        ["levels", name, key] => budget::level(ask, name, key),
        ["lines", line, "total"] => budget::line(ask, ask.plan(), line),
        ["plans", name, "lines", line, "total"] => budget::line(ask, plan(name)?, line),
        ["percentages", one] | ["percentages", one, "amount" | "total"] => {
            budget::percentage(ask, ask.plan(), one)
        }
        ["plans", name, "percentages", one, "amount" | "total"] => {
            budget::percentage(ask, plan(name)?, one)
        }
        [way @ ("per" | "in"), key, amount] => {
            budget::converted(ask, ask.plan(), [way, key, amount])
        }
        ["plans", name, way @ ("per" | "in"), key, amount] => {
            budget::converted(ask, plan(name)?, [way, key, amount])
        }
        ["plans", name, of] if resource(plan(name)?, of).is_some() => {
            runway::of(ask, plan(name)?, &resource(plan(name)?, of)?)
        }
        _ => price::of(ask, path, &steps),
    }
}

/// A resource that the plan counts, by its key, whatever the case: `Ram`, `ram`, `ipv4`.
fn resource(plan: &PlanOutlook, key: &str) -> Option<Resource> {
    let counted = plan.resources.iter().map(|of| of.resource.clone());
    counted
        .chain(plan.backup.iter().map(|_| Resource::Backup))
        .find(|of| words::resource_key(of).eq_ignore_ascii_case(key))
}

/// Why [`make`] has no answer for a path, with the nearest that it has one for; `None` where it has.
pub(super) fn refusal(ask: &Ask<'_>, text: &str) -> Option<Problem> {
    let path = match text.parse::<Path>() {
        Ok(path) => path,
        Err(problem) => return Some(problem),
    };
    if answer(ask, &path).is_some() {
        return None;
    }
    let problem = Problem::error("no-such-figure", no_figure(text));
    Some(match nearest(ask, text) {
        Some(path) => problem.hint(format!("did you mean `{path}`?")),
        None => problem.hint("`headroom report FILE explain` lists what can be explained"),
    })
}

fn no_figure(text: &str) -> String {
    format!("`{text}` is no figure of this scenario")
}

fn nearest(ask: &Ask<'_>, text: &str) -> Option<String> {
    paths(ask)
        .into_iter()
        .map(|path| (strsim::damerau_levenshtein(text, &path), path))
        .min()
        .filter(|(distance, _)| *distance <= text.chars().count() / 2)
        .map(|(_, path)| path)
}

fn unknown(ask: &Ask<'_>, text: &str) -> Report {
    let mut report = Report::new("explain", "Why this number?");
    report.text(Paragraph::plain(no_figure(text)).toned(Tone::Bad));
    if let Some(path) = nearest(ask, text) {
        report.say(format!("Did you mean `{path}`?"));
    } else {
        list(&mut report, ask);
    }
    report
}

fn what_can_be_asked(ask: &Ask<'_>) -> Report {
    let mut report = Report::new("explain", "Why this number?");
    list(&mut report, ask);
    report
}

fn list(report: &mut Report, ask: &Ask<'_>) {
    report.say("Each of these can be explained, by its path.");
    let columns = vec![super::Column::words("path", "Path")];
    let mut table = super::Table::new("paths", "", columns);
    table.rows = paths(ask)
        .into_iter()
        .map(|path| super::Row::item(vec![super::Cell::words(path.clone()).because(path)]))
        .collect();
    report.table(table);
}

/// Every figure of the scenario that can be explained.
fn paths(ask: &Ask<'_>) -> Vec<String> {
    let mut paths = Vec::new();
    for plan in ask.outlook.plans.values() {
        for named in amounts::AMOUNTS {
            if amounts::of(plan, named.key).is_some() {
                paths.push(words::request_path(&plan.name, named.key));
            }
        }
        for of in &plan.resources {
            paths.push(words::runway_path(&plan.name, &of.resource));
        }
        if plan.backup.is_some() {
            paths.push(words::runway_path(&plan.name, &Resource::Backup));
        }
        let mut days: Vec<Day> =
            charges::asked(plan, ask.outlook.period).iter().map(|entry| entry.day).collect();
        days.dedup();
        paths.extend(days.into_iter().map(|day| schedule::day_path(plan, day)));
    }
    paths.extend(price::paths(ask.scenario));
    paths
}

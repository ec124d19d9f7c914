//! Why is a group, a level, a line, or an amount per member or in another currency what it is?

use crate::engine::ledger::Entry;
use crate::engine::outlook::{Origin, PlanOutlook};
use crate::units::{BeforeTax, Total};

use super::super::{Ask, Report, amounts, budget, words};
use super::charges;

/// The charges of a group of costs.
pub(super) fn group(ask: &Ask<'_>, plan: &PlanOutlook, key: &str) -> Option<Report> {
    let period = ask.outlook.period;
    let group = plan.ledger.groups(period).into_iter().find(|group| *group.key == *key)?;
    let mut entries = charges::asked(plan, period);
    entries.retain(|entry| entry.groups.contains(&group.key));
    let what = format!("{}: what is in {}.", plan.name, group.name);
    Some(of_entries(ask, plan, &what, &entries))
}

/// The charges of a line over the period, by its place or by what it is called.
pub(super) fn line(ask: &Ask<'_>, plan: &PlanOutlook, name: &str) -> Option<Report> {
    let names = ask.scenario.lines.iter().map(|line| line.what.as_str());
    of_one(ask, plan, names, name, Origin::Line)
}

/// What a percentage is taken of in the period, by its place or by what it is called.
pub(super) fn percentage(ask: &Ask<'_>, plan: &PlanOutlook, name: &str) -> Option<Report> {
    let names = ask.scenario.percentages.iter().map(|percentage| percentage.what.as_str());
    of_one(ask, plan, names, name, Origin::Percentage)
}

/// The charges that come from one entry of a list, by its place or its name.
fn of_one<'a>(
    ask: &Ask<'_>,
    plan: &PlanOutlook,
    mut names: impl ExactSizeIterator<Item = &'a str> + Clone,
    name: &str,
    origin: fn(usize) -> Origin,
) -> Option<Report> {
    let place = match name.parse::<usize>() {
        Ok(place) => place,
        Err(_no_number) => names.clone().position(|what| what == name)?,
    };
    let what = names.nth(place)?;
    let mut entries = charges::asked(plan, ask.outlook.period);
    entries.retain(|entry| entry.origin == origin(place));
    Some(of_entries(ask, plan, &format!("{}: {what}.", plan.name), &entries))
}

/// An amount of a level: `total` is that before tax.
pub(super) fn level(ask: &Ask<'_>, name: &str, key: &str) -> Option<Report> {
    let level = budget::of_plan(ask).iter().find(|level| *level.name == *name)?;
    let key = if key == "total" { "before_tax" } else { key };
    let named = amounts::AMOUNTS.iter().find(|named| named.key == key)?;
    let money = (named.of)(&level.request, level.ledger.currency)?;
    let plan = ask.outlook.plans.get(&level.plan)?;
    let mut report = Report::new("explain", format!("Why this number? {}", charges::full(&money)));
    report.say(format!("Level {name}, {}: {}.", plan.name, named.what));
    let bill = level.ledger.bill(ask.outlook.period);
    charges::push_bill(&mut report, ask, plan, &bill);
    Some(report)
}

/// An amount of a request, per each of something or in another currency.
pub(super) fn converted(
    ask: &Ask<'_>,
    plan: &PlanOutlook,
    [way, key, amount]: [&str; 3],
) -> Option<Report> {
    let (money, how) = budget::converted(ask, plan, way, key, amount)?;
    let mut report = Report::new("explain", format!("Why this number? {}", charges::full(&money)));
    report.say(format!("{}: {way} {key}: {how}", plan.name));
    Some(report)
}

fn of_entries(ask: &Ask<'_>, plan: &PlanOutlook, what: &str, entries: &[Entry]) -> Report {
    let sum: Total<BeforeTax> = entries.iter().map(|entry| entry.before_tax).sum();
    let money = amounts::before(sum, plan.ledger.currency);
    let mut report = Report::new("explain", format!("Why this number? {}", words::full(&money)));
    report.say(what);
    report.table(charges::entries_table("entries", "", ask, plan, entries));
    report
}

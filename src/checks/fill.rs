//! Is anything fuller than somebody wanted to be told of?

use std::sync::Arc;

use indexmap::IndexMap;

use crate::engine::outlook::{FillOutlook, HostOutlook, Level, Outlook, PlanOutlook, Runway};
use crate::model::{DO_NOTHING, Move, Resource, Scenario};
use crate::units::{Day, Percent};

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["alert-passed"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let is_stated = !scenario.fill.is_empty()
        || scenario.contracts.values().any(|contract| !contract.fill.is_empty());
    if !is_stated {
        return Vec::new();
    }
    let mut resources: IndexMap<Resource, Vec<Passing<'_>>> = IndexMap::new();
    for host in &outlook.do_nothing().hosts {
        for of in &host.resources {
            let Some(fill) = of.fill.as_deref() else { continue };
            if let (Some(alert), Some(first)) =
                (fill.alert, fill.alerted.as_ref().and_then(Runway::first_day))
            {
                let passing = Passing { host, fill, alert, first };
                resources.entry(of.resource.clone()).or_default().push(passing);
            }
        }
    }
    let mut findings = Vec::new();
    for (resource, hosts) in &resources {
        let (passed, coming): (Vec<_>, Vec<_>) =
            hosts.iter().partition(|passing| passing.first <= outlook.as_of);
        findings.extend(told(scenario, outlook, resource, &passed));
        findings.extend(ahead(outlook, resource, &coming));
    }
    findings
}

/// A host that is, or will be, past its alert.
struct Passing<'a> {
    host: &'a HostOutlook,
    fill: &'a FillOutlook,
    alert: Percent,
    first: Day,
}

impl Passing<'_> {
    fn over(&self) -> Level {
        let total = self.fill.total.unwrap_or(0);
        (self.fill.used - self.alert.rate().of(total)).max(0)
    }
}

fn names(hosts: &[&Passing<'_>]) -> String {
    let keys: Vec<&str> = hosts.iter().map(|passing| &*passing.host.key).collect();
    words::list(&keys)
}

fn told(
    scenario: &Scenario,
    outlook: &Outlook,
    resource: &Resource,
    hosts: &[&Passing<'_>],
) -> Option<Finding> {
    let worst = hosts.iter().max_by_key(|passing| passing.fill.ppm())?;
    let percent = rust_decimal::Decimal::try_from_i128_with_scale(worst.fill.ppm()?, 4).ok()?;
    let percent = words::rounded(percent, 1).normalize();
    let over: Level = hosts.iter().map(|passing| passing.over()).sum();
    let ends = outlook.plans.values().find(|plan| {
        &*plan.name != DO_NOTHING
            && hosts.iter().all(|passing| relieves(scenario, plan, resource, passing))
    });
    let path = path(scenario, worst.host, resource);
    let finding = match ends {
        // Somebody has thought of it.
        Some(_) => Finding::note("alert-passed", path),
        None => Finding::warning("alert-passed", path),
    };
    let (name, alert) = (words::resource(resource), worst.alert);
    let what = match hosts {
        [one] => format!("{name} of {} is {percent} % full, past {alert}", one.host.key),
        _ => format!("{name} of {} is past {alert}, {} fullest", names(hosts), worst.host.key),
    };
    let why = match (worst.fill.needed, ends) {
        (_, Some(plan)) => format!("{} ends that", plan.name),
        (Some(needed), None) => {
            let target = worst.fill.target.map_or_else(String::new, |target| target.to_string());
            let shown = words::level(resource, needed);
            format!("for {target} {} would have to be {shown}", worst.host.key)
        }
        (None, None) => format!("{} too much in all", words::level(resource, over)),
    };
    let finding =
        finding.says(what, why).hint("make room, or plan a larger size: `ResizeToTarget`");
    Some(finding.action(Action::Why).room(resource, over))
}

/// Whether a plan brings a host below its alert, on the day of its last move.
fn relieves(
    scenario: &Scenario,
    plan: &PlanOutlook,
    resource: &Resource,
    passing: &Passing<'_>,
) -> bool {
    let moves: Option<&Arc<Vec<Move>>> = scenario.plans.get(&plan.name);
    let on = moves.into_iter().flat_map(|moves| moves.iter()).filter(|step| !step.is_off());
    let Some(last) = on.map(Move::day).max() else { return false };
    let host = plan.hosts.iter().find(|host| host.key == passing.host.key);
    let of = host.and_then(|host| host.resources.iter().find(|of| of.resource == *resource));
    let segment = of.and_then(|of| {
        let mut held = of.segments.iter();
        let first = held.clone().next()?;
        let day = last.max(first.from);
        let segment = held.find(|segment| segment.from <= day && day < segment.until)?;
        Some((segment.on(day).expected, segment.total?))
    });
    segment.is_some_and(|(demand, total)| demand <= passing.alert.rate().of(total))
}

fn ahead(outlook: &Outlook, resource: &Resource, hosts: &[&Passing<'_>]) -> Option<Finding> {
    let first = hosts.iter().min_by_key(|passing| passing.first)?;
    let day = words::day(first.first, outlook.as_of);
    let (name, alert) = (words::resource(resource), first.alert);
    let key = &first.host.key;
    let why = match (first.fill.months, hosts.len()) {
        (Some(1), 1) => "in 1 month, if nothing is done".to_owned(),
        (Some(months), 1) => format!("in {months} months, if nothing is done"),
        (None, 1) => "by the cautious reading only".to_owned(),
        _ => format!("the first of {}", names(hosts)),
    };
    Some(
        Finding::note("alert-passed", at::field("fill"))
            .says(format!("{name} of {key} passes {alert} on {day}"), why)
            .hint("plan by then what makes room")
            .action(Action::Why)
            .days(outlook.as_of.days_until(first.first)),
    )
}

/// Where it stands how full the host may get.
fn path(scenario: &Scenario, host: &HostOutlook, resource: &Resource) -> crate::document::Path {
    let own = scenario.contracts.get(&host.key);
    if own.is_some_and(|contract| contract.fill.contains_key(resource)) {
        at::entry("contracts", &host.key).key("fill")
    } else {
        at::field("fill")
    }
}

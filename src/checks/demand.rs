//! Which demand does no meter show, and which room could be had for nothing?

use std::collections::BTreeSet;

use crate::document::{Edit, quote};
use crate::engine::demand::stated_size;
use crate::engine::levels::plan_asked;
use crate::engine::outlook::{Outlook, ResourceOutlook};
use crate::model::{Move, Resource, Scenario, Service, State};
use crate::units::{Day, Growth, GrowthKind};

use super::growths::{StatedGrowth, growths};
use super::hosts::is_ours;
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["unmet-demand", "reclaim-first", "peaks-summed", "growth-kind"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(unmet(scenario, outlook));
    findings.extend(reclaim(scenario, outlook));
    findings.extend(peaks(outlook));
    findings.extend(growth_of_another_kind(scenario));
    findings
}

/// What is switched off or scaled down, and so missing from what is in use.
fn unmet(scenario: &Scenario, outlook: &Outlook) -> Option<Finding> {
    let held_back = |service: &Service| {
        is_ours(service)
            && matches!(service.state, State::OffButWanted | State::ScaledDown)
            && service.until.is_none_or(|until| outlook.as_of < until)
    };
    let kept: Vec<(&str, &Service)> = scenario
        .services
        .iter()
        .filter(|(_, service)| held_back(service))
        .map(|(key, service)| (&**key, &**service))
        .collect();
    let (first, _) = kept.first()?;
    let words_of = |(key, service): &(&str, &Service)| {
        let state = if service.state == State::ScaledDown { "scaled down" } else { "off" };
        (state, (*key).to_owned())
    };
    let what = match kept.as_slice() {
        [one] => {
            let (state, key) = words_of(one);
            format!("{key} is {state}")
        }
        [a, b] => {
            let ((first, a), (second, b)) = (words_of(a), words_of(b));
            if first == second {
                format!("{a} and {b} are {first}")
            } else {
                let (off, scaled) = if first == "off" { (a, b) } else { (b, a) };
                format!("{off} is off, {scaled} scaled down")
            }
        }
        many => {
            let n = words::sentence(&words::count(many.len()));
            format!("{n} services are off or scaled down")
        }
    };
    let do_nothing = outlook.plans.values().next();
    let resources = do_nothing.iter().flat_map(|plan| &plan.resources);
    let wanted: Vec<(&Resource, i128)> = resources
        .filter_map(|resource: &std::sync::Arc<ResourceOutlook>| {
            let level: i128 = resource.today.unmet.iter().map(|part| part.level).sum();
            (level > 0).then_some((&resource.resource, level))
        })
        .collect();
    let shown: Vec<String> = wanted.iter().map(|(of, level)| words::level(of, *level)).collect();
    let (of, most) = wanted.first().copied().unwrap_or((&Resource::Ram, 0));
    let why = match shown.as_slice() {
        [] => "what is wanted is in no usage".to_owned(),
        some => format!("{} wanted today that no usage shows", words::list(some)),
    };
    Some(
        Finding::note("unmet-demand", at::entry("services", first).key("state"))
            .says(what, why)
            .hint("it counts as demand; plan its return, or take it off the list")
            .action(Action::Why)
            .room(of, most),
    )
}

/// Services that will go, whose room no plan counts.
fn reclaim(scenario: &Scenario, outlook: &Outlook) -> Option<Finding> {
    let moves = scenario.plans.values().flat_map(|moves| moves.iter());
    let stopped: BTreeSet<&str> = moves
        .filter_map(|step| match step {
            Move::Stop { service, off: false, .. } => Some(service.as_str()),
            _ => None,
        })
        .collect();
    let retiring: Vec<(&str, &Service)> = scenario
        .services
        .iter()
        .filter(|(_, service)| service.state == State::Retiring && is_ours(service))
        .filter(|(_, service)| service.until.is_none_or(|until| outlook.as_of < until))
        .map(|(key, service)| (&**key, &**service))
        .filter(|(key, _)| !stopped.contains(key))
        .collect();
    let mut dated: Vec<(Day, &str, &Service)> = retiring
        .iter()
        .filter_map(|(key, service)| Some((service.until?, *key, *service)))
        .collect();
    dated.sort_by_key(|(until, ..)| *until);
    let undated: Vec<&str> =
        retiring.iter().filter(|(_, s)| s.until.is_none()).map(|(key, _)| *key).collect();
    let (about, what) = match (dated.as_slice(), undated.as_slice()) {
        ([], []) => return None,
        ([], [one, ..]) => (*one, format!("{} {} to go", words::list(&undated), verb(&undated))),
        ([(until, key, _)], _) => {
            let last = words::day(until.plus_days(-1), outlook.as_of);
            (*key, format!("{key} retires on {last}"))
        }
        ([(until, key, _), ..], _) => {
            let last = words::day(until.plus_days(-1), outlook.as_of);
            let n = words::sentence(&words::count(dated.len()));
            (*key, format!("{n} services retire, the first on {last}"))
        }
    };
    let ram = |services: &mut dyn Iterator<Item = &Service>| -> i128 {
        let sizes = services.filter_map(|s| stated_size(s, None, &Resource::Ram));
        sizes.map(|ram| ram.expected).sum()
    };
    let freed = ram(&mut dated.iter().map(|(.., service)| *service));
    let open = ram(&mut retiring.iter().map(|(_, s)| *s).filter(|s| s.until.is_none()));
    let shown = |level| words::level(&Resource::Ram, level);
    let first = match (freed, open) {
        (0, 0) => "its room is free before anything is bought".to_owned(),
        (0, open) => format!("frees {} once it has a date", shown(open)),
        (freed, _) => format!("frees {} before anything is bought", shown(freed)),
    };
    let more = match undated.as_slice() {
        [] => String::new(),
        some => format!("; give {} a date, for {} more", words::list(some), shown(open)),
    };
    let asked = plan_asked(scenario);
    let fix = asked.and_then(|plan| stops(scenario, plan, &dated));
    Some(
        Finding::note("reclaim-first", at::entry("services", about))
            .says(what, first)
            .hint(format!("free this first: make it part of the plan{more}"))
            .fix(fix)
            .action(Action::Why)
            .room(&Resource::Ram, freed.max(open)),
    )
}

fn verb(names: &[&str]) -> &'static str {
    if names.len() == 1 { "is" } else { "are" }
}

/// Makes the ends of services moves of a plan.
fn stops(scenario: &Scenario, plan: &str, dated: &[(Day, &str, &Service)]) -> Option<Edit> {
    if dated.is_empty() || !scenario.plans.contains_key(plan) {
        return None;
    }
    let edit = Edit::new(format!("count the room of what retires in {plan}"));
    Some(dated.iter().fold(edit, |edit, (until, key, _)| {
        let (service, from) = (quote(key), quote(&until.to_string()));
        edit.push(at::entry("plans", plan), format!("Stop(service: {service}, from: {from})"))
    }))
}

/// Peaks that were added though they need not coincide, where that decides a run-out.
fn peaks(outlook: &Outlook) -> Option<Finding> {
    let plan = outlook.plans.values().next()?;
    let resource = plan.resources.iter().find(|resource| {
        resource.upper_bound && resource.runway.first_day().is_some_and(|d| d > outlook.as_of)
    })?;
    let name = words::resource(&resource.resource);
    Some(
        Finding::note("peaks-summed", at::field("services"))
            .says(
                format!("{name} adds peaks that need not coincide"),
                "nobody measured them on the same days: the demand shown is an upper bound; it may run out later",
            )
            .hint("measure the host as a whole")
            .action(Action::Why),
    )
}

/// A growth in bytes of what is counted, or in pieces of what is measured in bytes.
fn growth_of_another_kind(scenario: &Scenario) -> Vec<Finding> {
    growths(scenario).filter_map(|stated| judged(&stated)).collect()
}

fn judged(stated: &StatedGrowth<'_>) -> Option<Finding> {
    let mut growths = stated.growth.iter().map(|dated| dated.growth);
    let growth = growths.find(|growth| !fits(stated.resource, *growth))?;
    let unit = if in_bytes(stated.resource) { "a size" } else { "a count" };
    let name = words::resource(stated.resource);
    Some(
        Finding::error("growth-kind", &stated.path)
            .says(format!("{name} cannot grow by {growth}"), format!("{name} is {unit}"))
            .hint("write a percentage, or the right unit: `1 % per month`, `2 GiB per month`"),
    )
}

fn fits(resource: &Resource, growth: Growth) -> bool {
    match growth.kind() {
        GrowthKind::Compound | GrowthKind::StraightLine => true,
        GrowthKind::Bytes(_) => in_bytes(resource),
        GrowthKind::Count => !in_bytes(resource),
    }
}

fn in_bytes(resource: &Resource) -> bool {
    matches!(resource, Resource::Ram | Resource::Storage | Resource::Backup)
}

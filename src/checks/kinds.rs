//! Are sizes given for what is sized, counts for what is counted, and can parts and disks be as stated?

use crate::document::Path;
use crate::engine::outlook::Outlook;
use crate::model::{Component, Move, Offer, Resource, Scenario, Service};
use crate::units::{By, Quantity, Use};

use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["wrong-unit", "disk-set", "component-share", "move-unclear"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, offer) in &scenario.offers {
        findings.extend(included(key, offer));
        findings.extend(disks(key, offer));
    }
    for (key, contract) in &scenario.contracts {
        let path = at::entry("contracts", key).key("reserved");
        findings.extend(contract.reserved.iter().filter_map(|(of, used)| wrong(&path, of, used)));
    }
    for (key, service) in scenario.services.iter().filter(|(_, s)| !s.components.is_empty()) {
        findings.extend(components(key, service));
    }
    for (key, usage) in &scenario.usage {
        let path = at::entry("usage", key).key("samples");
        let mut used = usage.all_samples().map(|(_, used)| used);
        findings.extend(used.find_map(|used| wrong(&path, &usage.resource, used)));
    }
    for (plan, moves) in &scenario.plans {
        for (index, step) in moves.iter().enumerate().filter(|(_, step)| !step.is_off()) {
            let path = at::step(plan, index);
            findings.extend(sized(scenario, outlook, step, &path).map(|f| f.plan(Some(plan))));
        }
    }
    findings
}

fn in_bytes(resource: &Resource) -> bool {
    matches!(resource, Resource::Ram | Resource::Storage | Resource::Backup)
}

/// A size of what is counted, or a count of what is sized.
fn wrong(path: &Path, resource: &Resource, used: &Use) -> Option<Finding> {
    let Use::Of(quantity) = used else { return None };
    if matches!(quantity, Quantity::Bytes(_)) == in_bytes(resource) {
        return None;
    }
    let (name, unit) =
        (words::resource(resource), if in_bytes(resource) { "a size" } else { "a count" });
    Some(
        Finding::error("wrong-unit", path)
            .says(format!("{quantity} is no amount of {name}"), format!("{name} is {unit}"))
            .hint("write a size as `64 GiB`, or a bare number for what is counted"),
    )
}

fn included(key: &str, offer: &Offer) -> Vec<Finding> {
    let path = |field: &str| at::entry("offers", key).key(field);
    let includes = offer.includes.iter();
    let mut findings: Vec<Finding> = includes
        .filter_map(|(of, quantity)| wrong(&path("includes"), of, &Use::Of(*quantity)))
        .collect();
    let reserved = offer.reserved.iter();
    findings.extend(reserved.filter_map(|(of, used)| wrong(&path("reserved"), of, used)));
    findings
}

/// Fewer disks than their RAID level needs, or of something that no disk holds.
fn disks(key: &str, offer: &Offer) -> Vec<Finding> {
    let of = |(index, set): (usize, &crate::model::DiskSet)| {
        let path = at::entry("offers", key).key("disks").index(index);
        if !matches!(set.holds, Resource::Storage | Resource::Backup) {
            return Some(
                Finding::error("disk-set", path.key("for"))
                    .says(
                        format!("{set} is for {}", words::resource(&set.holds)),
                        "disks hold storage or backups",
                    )
                    .hint("write `for: Storage` or `for: Backup`"),
            );
        }
        if set.can_be() {
            return None;
        }
        let (raid, least) = (set.raid.name(), set.raid.least());
        let joined = set.joined();
        let why = match set.raid.least() {
            1 => "no disk is left to be used".to_owned(),
            _ => format!("{raid} needs {least} disks, {joined} are left"),
        };
        Some(
            Finding::error("disk-set", path.key("count"))
                .says(format!("{set} cannot be"), why)
                .hint("correct the count, the spares or the RAID level; the set gives nothing now")
                .room(&set.holds, set.size.bytes().saturating_mul(i128::from(set.count))),
        )
    };
    offer.disks.iter().enumerate().filter_map(of).collect()
}

/// A share of nothing, or of itself.
fn components(key: &str, service: &Service) -> Vec<Finding> {
    let find = |name: &str| service.components.iter().find(|component| component.name == name);
    let goes_round = |component: &Component| {
        let mut next = component.of.as_deref().and_then(find);
        for _ in 0..service.components.len() {
            match next {
                Some(base) if base.name == component.name => return true,
                Some(base) => next = base.of.as_deref().and_then(find),
                None => return false,
            }
        }
        false
    };
    let of = |(index, component): (usize, &Component)| {
        let path = at::entry("services", key).key("components").index(index);
        let name = &component.name;
        let twice = service.components[..index].iter().any(|other| other.name == *name);
        let (path, what, why) = match (component.share, component.of.as_deref()) {
            _ if twice => (
                path.key("name"),
                format!("{key} has two components {name}"),
                "which of them is meant cannot be told".to_owned(),
            ),
            (Some(share), None) => (
                path.key("share"),
                format!("{name} is {share} of nothing"),
                "`of` is missing".to_owned(),
            ),
            (None, Some(of)) => (
                path.key("of"),
                format!("{name} is no share of {of}"),
                "`share` is missing".to_owned(),
            ),
            (Some(_), Some(of)) if find(of).is_none() => (
                path.key("of"),
                format!("{name} is a share of {of}"),
                format!("{key} has no such component"),
            ),
            (Some(_), Some(_)) if goes_round(component) => (
                path.key("of"),
                format!("{name} is a share of itself"),
                "it goes round in a circle and counts as nothing".to_owned(),
            ),
            _ => return None,
        };
        let hint = "write `share: \"125 %\", of: \"name of another component\"`";
        Some(Finding::error("component-share", path).says(what, why).hint(hint))
    };
    service.components.iter().enumerate().filter_map(of).collect()
}

/// A move of which it cannot be told what it makes of a size.
fn sized(scenario: &Scenario, outlook: &Outlook, step: &Move, path: &Path) -> Option<Finding> {
    let unclear = |field: &str, what: String, why: &str, hint: &str| {
        Some(Finding::error("move-unclear", path.clone().key(field)).says(what, why).hint(hint))
    };
    match step {
        Move::Resize { service, component, resource, to, by, .. } => {
            let used = to.map(Use::Of).or(by.map(|By { amount, .. }| amount));
            let field = if to.is_some() { "to" } else { "by" };
            let of = component.as_deref().filter(|name| {
                let parts = scenario.services.get(service.as_str());
                parts.is_some_and(|s| !s.components.iter().any(|part| part.name == **name))
            });
            match (used, to.is_some() && by.is_some()) {
                (None, _) => unclear(
                    "service",
                    format!("{service} is resized to nothing said"),
                    "neither `to` nor `by` is stated: nothing changes",
                    "write `to: \"6 GiB\"` or `by: \"+5 %\"`",
                ),
                (Some(_), true) => unclear(
                    "by",
                    format!("{service} is resized twice in one move"),
                    "`to` counts, `by` does not",
                    "take one of them away",
                ),
                _ if of.is_some() => unclear(
                    "component",
                    format!("{service} has no component {}", of.unwrap_or_default()),
                    "nothing changes",
                    "name a component of this service",
                ),
                (Some(used), false) => wrong(&path.clone().key(field), resource, &used),
            }
        }
        Move::Reclaim { resource, amount, .. } => {
            wrong(&path.clone().key("amount"), resource, amount)
        }
        Move::ResizeToTarget { contract, resource, target, .. } => {
            let host = outlook.do_nothing().hosts.iter().find(|host| *host.key == **contract);
            let of =
                host.and_then(|host| host.resources.iter().find(|of| of.resource == *resource));
            let own = of.and_then(|of| of.fill.as_ref()?.target);
            let all = scenario.fill.get(resource).and_then(|fill| fill.target);
            let target = target.or(own).or(all);
            if target.is_some_and(|target| target.rate().numerator() > 0) {
                return None;
            }
            unclear(
                "resource",
                format!("how full {contract} is to be is not stated"),
                "it keeps the size that it has",
                "write `target: \"65 %\"` in the move, or in `fill`",
            )
        }
        Move::KeepBackups { days: None, keep: None, .. } => unclear(
            "from",
            "it is not stated how many backups are kept".to_owned(),
            "nothing changes",
            "write `days: 5` or `keep: (daily: 7, weekly: 4)`",
        ),
        _ => None,
    }
}

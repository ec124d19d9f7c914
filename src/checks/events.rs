//! Does each event say enough for the forecast to follow it?

use std::sync::Arc;

use crate::engine::outlook::Outlook;
use crate::model::{Event, EventKind, OfferKind, Resource, Scenario, Usage};
use crate::units::Use;

use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["event-unclear"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let events = scenario.events.iter().enumerate();
    events.filter_map(|(place, event)| unclear(scenario, outlook, place, event)).collect()
}

/// An event that says by how much more or less there will be, and yet changes nothing.
fn unclear(scenario: &Scenario, outlook: &Outlook, place: usize, event: &Event) -> Option<Finding> {
    let (lacks, hint) = lack(scenario, outlook, event)?;
    let day = words::day(event.on, outlook.as_of);
    Some(
        Finding::warning("event-unclear", at::item("events", place))
            .says(format!("{} on {day} changes no forecast", event.what), lacks)
            .hint(hint),
    )
}

fn lack(
    scenario: &Scenario,
    outlook: &Outlook,
    event: &Event,
) -> Option<(&'static str, &'static str)> {
    let Some(by) = event.by else {
        let is_step = event.kind == EventKind::Step && event.on > outlook.as_of;
        return is_step.then_some(("it says not by how much", "write `by: \"-50 GB\"`"));
    };
    if event.kind == EventKind::Ignore {
        return Some(("it leaves days out, and takes nothing away", "write `kind: Step` for that"));
    }
    if event.on <= outlook.as_of {
        return None;
    }
    let Some(resource) = &event.resource else {
        return Some(("it says not of what", "write `resource: Storage`"));
    };
    let in_bytes = matches!(resource, Resource::Ram | Resource::Storage | Resource::Backup);
    let fits = match by.amount {
        Use::Share(_) => true,
        Use::Of(quantity) => quantity.size().is_some() == in_bytes,
    };
    if !fits {
        return Some(("its size is not of that kind", "write sizes as `-50 GB`, counts as `-2`"));
    }
    if *resource != Resource::Backup && event.host.is_none() && servers(scenario) > 1 {
        return Some(("it says not on which server", "write `host` with the key of its contract"));
    }
    let measured = |usage: &&Arc<Usage>| usage.resource == *resource;
    scenario.usage.values().find(measured).is_none().then_some((
        "nothing of that kind was measured",
        "write a move of a plan, as `Reclaim`: what is declared changes by those",
    ))
}

fn servers(scenario: &Scenario) -> usize {
    let servers = scenario.contracts.values().filter(|contract| {
        let offer = scenario.offers.get(contract.offer.as_str());
        offer.is_some_and(|offer| offer.kind == OfferKind::Server)
    });
    servers.count()
}

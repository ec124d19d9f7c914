//! Is it known where services run and how their sizes are known?

use crate::engine::outlook::Outlook;
use crate::model::{Answer, Evidence, OfferKind, Resource, Scenario, Service};

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["no-host-named", "not-measured"];

pub(super) fn check(scenario: &Scenario, _: &Outlook) -> Vec<Finding> {
    homeless(scenario).into_iter().chain(not_measured(scenario)).collect()
}

/// Whether a service needs room on our own servers.
pub(super) fn is_ours(service: &Service) -> bool {
    service.elsewhere.as_ref().is_none_or(|e| e.counts_as_ours == Answer::Yes)
}

fn homeless(scenario: &Scenario) -> Option<Finding> {
    let servers = scenario.contracts.values().filter(|contract| {
        let offer = scenario.offers.get(contract.offer.as_str());
        offer.is_some_and(|offer| offer.kind == OfferKind::Server)
    });
    if servers.count() < 2 {
        return None;
    }
    let none = scenario.services.iter().filter(|(_, s)| s.on.is_none() && is_ours(s));
    let keys: Vec<&str> = none.map(|(key, _)| &**key).collect();
    let first = keys.first()?;
    let what = match keys.as_slice() {
        [one] => format!("{one} names no server"),
        _ => format!("{} services name no server", words::sentence(&words::count(keys.len()))),
    };
    Some(
        Finding::warning("no-host-named", at::entry("services", first))
            .says(what, "with several servers they count in the total only, on none of them")
            .hint(format!("write `on` at {}", words::list(&keys))),
    )
}

fn not_measured(scenario: &Scenario) -> Option<Finding> {
    if scenario.usage.values().any(|usage| usage.resource == Resource::Ram) {
        return None;
    }
    let is_guess = |service: &Service| {
        service.ram.is_some() && is_ours(service) && service.is == Some(Evidence::Estimate)
    };
    let asked = scenario.services.values().filter(|s| s.ram.is_some() && is_ours(s)).count();
    let guesses = scenario.services.values().filter(|s| is_guess(s)).count();
    let why = match guesses {
        0 => return None,
        n if n == asked => "every figure is an estimate".to_owned(),
        n => format!("{n} of {asked} figures are estimates"),
    };
    Some(
        Finding::warning("not-measured", at::field("usage"))
            .says("RAM was never measured", why)
            .hint("measure for six weeks or more, then write the samples into `usage`")
            .action(Action::Why),
    )
}

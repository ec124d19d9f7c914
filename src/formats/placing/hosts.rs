//! Which contract and which service does an import belong to?

use crate::formats::importers::Measured;
use crate::model::{OfferKind, Resource, Scenario};

/// The service of this name, any case, without the number of a guest behind it: `loomio (101)`.
pub(super) fn service_of(scenario: &Scenario, name: &str) -> Option<String> {
    let name = name.split(" (").next().unwrap_or(name).trim();
    let is = |key: &&std::sync::Arc<str>| !name.is_empty() && key.eq_ignore_ascii_case(name);
    scenario.services.keys().find(is).map(ToString::to_string)
}

/// The contract that a host is called by, with or without its domain; the only one that can be meant, where there is one; else that
/// which the file of an output without a host is called by.
pub(super) fn contract_of(
    scenario: &Scenario,
    measured: &Measured,
    source: &str,
    notes: &mut Vec<String>,
) -> Option<String> {
    let host = measured.host.as_deref().unwrap_or_default();
    let short = host.split('.').next().unwrap_or_default();
    let keys = hosts(scenario, &measured.resource);
    let is_named = |key: &&str| key.eq_ignore_ascii_case(host) || key.eq_ignore_ascii_case(short);
    let named = keys.iter().copied().find(|key| !host.is_empty() && is_named(key));
    let by_file = || {
        let key = host.is_empty().then(|| in_name(source, &keys)).flatten()?;
        notes.push(format!("taken to be measured on {key}, by the file's name"));
        Some(key)
    };
    let named = named.or_else(|| (keys.len() > 1).then(by_file).flatten());
    if named.is_none() && keys.len() > 1 {
        let host = if host.is_empty() { "the host that was measured" } else { host };
        let note = format!("which contract is {host}: {}?", keys.join(", "));
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let only = keys.first().copied().filter(|_| keys.len() == 1);
    named.or(only).map(str::to_owned)
}

/// The only one of these keys that stands as a word in a file's name.
fn in_name<'k>(source: &str, keys: &[&'k str]) -> Option<&'k str> {
    let (_, file) = source.rsplit_once(", ")?;
    let file = file.to_lowercase();
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let stands = |key: &&&str| {
        let key = key.to_lowercase();
        file.match_indices(&key).any(|(at, _)| {
            let (before, behind) = (&file[..at], &file[at + key.len()..]);
            is_apart(before.chars().next_back()) && is_apart(behind.chars().next())
        })
    };
    let mut found = keys.iter().filter(stands);
    found.next().copied().filter(|_| found.next().is_none())
}

/// Keys of the contracts on which a resource can be measured: servers, and for backups what holds backups too.
pub fn hosts<'a>(scenario: &'a Scenario, resource: &Resource) -> Vec<&'a str> {
    let holds = |kind: OfferKind| match kind {
        OfferKind::Server => true,
        OfferKind::Disk => *resource == Resource::Storage,
        OfferKind::Backup => *resource == Resource::Backup,
        OfferKind::Other => false,
    };
    let contracts = scenario.contracts.iter().filter(|(_, contract)| {
        scenario.offers.get(&*contract.offer).is_none_or(|offer| holds(offer.kind))
    });
    contracts.map(|(key, _)| &**key).collect()
}

//! Are sizes known, and written in the units in which they are sold?

use crate::document::Path;
use crate::engine::outlook::Outlook;
use crate::model::{Evidence, Offer, Resource, Scenario};
use crate::units::{Quantity, Size, SizeUnit, Use};

use super::prices::{only, ordered_by};
use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["assumed-size", "decimal-or-binary"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let memory = scenario.offers.iter().filter_map(|(key, offer)| memory(key, offer));
    assumed(scenario, outlook).into_iter().chain(memory).chain(mixed(scenario)).collect()
}

/// Offers that a plan orders by a size that is somebody's guess.
fn assumed(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let used = ordered_by(scenario);
    used.iter()
        .filter_map(|(key, plans)| {
            let offer = scenario.offers.get(*key)?;
            if offer.is != Some(Evidence::Estimate) {
                return None;
            }
            let (size, field) = match (offer.ram, offer.size, offer.storage) {
                (Some(ram), ..) => (ram, "ram"),
                (_, Some(size), _) => (size, "size"),
                (_, _, Some(storage)) => (storage, "storage"),
                _ => return None,
            };
            let name = words::offer(key, offer);
            let said = offer.note.as_deref().and_then(|note| note.split(';').next());
            let why = said.map_or("nobody has confirmed it", str::trim);
            let plan = if plans.len() + 1 == outlook.plans.len() { None } else { only(plans) };
            Some(
                Finding::note("assumed-size", at::entry("offers", key).key(field))
                    .plan(plan)
                    .says(format!("{name}'s {size} is assumed"), why)
                    .hint("look the size up, then take `is: Estimate` away")
                    .fix(Some(at::remove(
                        format!("the size of {name} is confirmed"),
                        at::entry("offers", key).key("is"),
                    ))),
            )
        })
        .collect()
}

/// Memory in units of 1,000.
fn memory(key: &str, offer: &Offer) -> Option<Finding> {
    let ram = offer.ram.filter(|ram| is_decimal(*ram))?;
    let name = words::offer(key, offer);
    let exact = words::level(&Resource::Ram, ram.bytes());
    let unit = match ram.unit() {
        SizeUnit::Kb => "KiB",
        SizeUnit::Mb => "MiB",
        SizeUnit::Tb => "TiB",
        SizeUnit::Pb => "PiB",
        _ => "GiB",
    };
    let sold = format!("{} {unit}", ram.written());
    let path = at::entry("offers", key).key("ram");
    Some(
        Finding::note("decimal-or-binary", path.clone())
            .says(
                format!("{name}'s memory is written as {ram}"),
                format!("that is {exact}; memory is sold in {unit}"),
            )
            .hint(format!("write `{sold}`, if that is what it has"))
            .fix(Some(at::set(format!("set the memory of {name} to {sold}"), path, &sold))),
    )
}

/// Disks in units of 1,024 beside others in units of 1,000: 10 % apart at a terabyte. The same of
/// memory, of which offers are told one by one.
fn mixed(scenario: &Scenario) -> Vec<Finding> {
    let of = |resource: Resource| {
        let sizes = sizes(scenario, &resource);
        let (path, name, size) = sizes.iter().find(|(.., size)| match resource {
            Resource::Ram => is_decimal(*size),
            _ => size.unit().is_binary(),
        })?;
        let (_, others, other) = sizes.iter().find(|(.., other)| match resource {
            Resource::Ram => other.unit().is_binary(),
            _ => is_decimal(*other),
        })?;
        let same = |unit: SizeUnit| {
            let name = unit.name();
            let other = match name.strip_suffix("iB") {
                Some(letter) => format!("{}B", if letter == "K" { "k" } else { letter }),
                None => format!("{}iB", name.trim_end_matches('B').to_uppercase()),
            };
            SizeUnit::ALL.into_iter().find(|unit| unit.name() == other)
        };
        let otherwise = same(size.unit()).and_then(|unit| Size::new(size.written(), unit));
        let apart = otherwise.map_or(0, |other| (other.bytes() - size.bytes()).abs());
        let others = if others == name { "others" } else { others };
        let sold = if resource == Resource::Ram {
            "memory is sold in GiB"
        } else {
            "disks are mostly sold in GB and TB"
        };
        Some(
            Finding::note("decimal-or-binary", path)
                .says(
                    format!(
                        "{name} counts in {}, {others} in {}",
                        size.unit().name(),
                        other.unit().name()
                    ),
                    format!("{size} is {}", words::level(&resource, size.bytes())),
                )
                .hint(format!("look up which unit is meant; {sold}"))
                .room(&resource, apart),
        )
    };
    [Resource::Storage, Resource::Ram].into_iter().filter_map(of).collect()
}

/// Every stated size of disks, or of memory but that of offers, with its place and whose it is.
fn sizes(scenario: &Scenario, resource: &Resource) -> Vec<(Path, String, Size)> {
    let (is_ram, mut sizes) = (*resource == Resource::Ram, Vec::new());
    for (key, offer) in &scenario.offers {
        let name = words::offer(key, offer).to_owned();
        let mut put = |path: Path, size: Option<Size>| {
            sizes.extend(size.map(|size| (path, name.clone(), size)));
        };
        if is_ram {
            continue;
        }
        put(at::entry("offers", key).key("storage"), offer.storage);
        put(at::entry("offers", key).key("size"), offer.size);
        for (index, set) in offer.disks.iter().enumerate() {
            put(at::entry("offers", key).key("disks").index(index).key("size"), Some(set.size));
        }
    }
    if !is_ram {
        for (key, contract) in &scenario.contracts {
            let path = at::entry("contracts", key).key("size");
            sizes.extend(contract.size.map(|size| (path, key.to_string(), size)));
        }
    }
    for (key, service) in &scenario.services {
        let field = if is_ram { "ram" } else { "storage" };
        let own = if is_ram { service.ram } else { service.storage };
        let path = at::entry("services", key);
        sizes.extend(own.map(|of| (path.clone().key(field), key.to_string(), of.high())));
        for (index, part) in service.components.iter().enumerate() {
            let of = if is_ram { part.ram } else { part.storage };
            let path = path.clone().key("components").index(index).key(field);
            sizes.extend(of.map(|of| (path, part.name.clone(), of.high())));
        }
    }
    for (key, usage) in scenario.usage.iter().filter(|(_, usage)| usage.resource == *resource) {
        let first = usage.all_samples().find_map(|(_, used)| match used {
            Use::Of(Quantity::Bytes(size)) => Some(*size),
            _ => None,
        });
        let path = at::entry("usage", key).key("samples");
        sizes.extend(first.map(|size| (path, key.to_string(), size)));
    }
    sizes
}

fn is_decimal(size: Size) -> bool {
    !size.unit().is_binary() && size.unit() != SizeUnit::B
}

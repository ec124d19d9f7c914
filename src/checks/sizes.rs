//! Are sizes known, and written in the units in which they are sold?

use crate::engine::outlook::Outlook;
use crate::model::{Evidence, Offer, Resource, Scenario};
use crate::units::{Size, SizeUnit};

use super::prices::{only, ordered_by};
use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["assumed-size", "decimal-or-binary"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let memory = scenario.offers.iter().filter_map(|(key, offer)| memory(key, offer));
    assumed(scenario, outlook).into_iter().chain(memory).chain(disks(scenario)).collect()
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

/// Disks in units of 1,024 beside others in units of 1,000: 10 % apart at a terabyte.
fn disks(scenario: &Scenario) -> Option<Finding> {
    let mut disks = Vec::new();
    for (key, offer) in &scenario.offers {
        let both = [("storage", offer.storage), ("size", offer.size)];
        disks.extend(both.into_iter().filter_map(|(field, size)| Some((key, offer, field, size?))));
    }
    let (key, offer, field, size) = disks.iter().find(|(.., size)| size.unit().is_binary())?;
    let (.., other) = disks.iter().find(|(.., size)| is_decimal(*size))?;
    let name = words::offer(key, offer);
    Some(
        Finding::note("decimal-or-binary", at::entry("offers", key).key(*field))
            .says(
                format!(
                    "{name} counts in {}, others in {}",
                    size.unit().name(),
                    other.unit().name()
                ),
                format!("{size} is {}", words::level(&Resource::Storage, size.bytes())),
            )
            .hint("look up which unit the provider means; disks are mostly sold in GB and TB"),
    )
}

fn is_decimal(size: Size) -> bool {
    !size.unit().is_binary() && size.unit() != SizeUnit::B
}

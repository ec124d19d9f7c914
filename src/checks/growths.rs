//! Where does a file state growth, and does it contradict itself?

use crate::document::Path;
use crate::engine::outlook::Outlook;
use crate::model::{Growths, Rate, Resource, Scenario};

use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["rates-disagree"];

/// A growth with its place.
pub(super) struct StatedGrowth<'a> {
    pub(super) path: Path,
    pub(super) resource: &'a Resource,
    pub(super) growth: &'a Growths,
}

/// Every growth that the file states.
pub(super) fn growths(scenario: &Scenario) -> impl Iterator<Item = StatedGrowth<'_>> {
    let of_all = scenario.growth.iter().map(|(resource, growth)| {
        let path = at::field("growth").key(words::resource_key(resource));
        StatedGrowth { path, resource, growth }
    });
    let of_services = scenario.services.iter().flat_map(|(key, service)| {
        let path = || at::entry("services", key);
        let own = service.growth.iter().map(move |(resource, growth)| {
            let path = path().key("growth").key(words::resource_key(resource));
            StatedGrowth { path, resource, growth }
        });
        let parts = service.components.iter().enumerate().flat_map(move |(n, component)| {
            let path = move || path().key("components").index(n).key("growth");
            component.growth.iter().map(move |(resource, growth)| {
                let path = path().key(words::resource_key(resource));
                StatedGrowth { path, resource, growth }
            })
        });
        own.chain(parts)
    });
    let of_backups = scenario.backups.iter().filter_map(|backups| {
        let path = at::field("backups").key("growth");
        Some(StatedGrowth { path, resource: &Resource::Backup, growth: backups.growth.as_ref()? })
    });
    of_all.chain(of_services).chain(of_backups)
}

/// Two rates for one thing from one day on.
pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        growths(scenario).filter_map(|stated| twice(&stated, outlook)).collect();
    findings.extend(exchange(scenario, outlook));
    findings
}

/// Two exchange rates of one day that are more than a hundredth apart, in either direction.
fn exchange(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let apart = |(index, two): (usize, &Rate)| {
        let [from, to] = two.rate.currencies();
        let second = two.rate.factor(from, to)?;
        let one = scenario.rates[..index].iter().find(|one| {
            let Some(first) = one.rate.factor(from, to).filter(|_| one.on == two.on) else {
                return false;
            };
            let a = first.0.saturating_mul(second.1);
            let b = second.0.saturating_mul(first.1);
            (a - b).abs().saturating_mul(100) > a.abs().max(b.abs())
        })?;
        let when = match two.on {
            Some(day) => format!("from {}", words::day(day, outlook.as_of)),
            None => "from the beginning".to_owned(),
        };
        let (from, to) = (from.code(), to.code());
        Some(
            Finding::error("rates-disagree", at::item("rates", index).key("rate"))
                .says(
                    format!("{from} and {to} have two rates {when}"),
                    format!("{} and {}; the second is counted with", one.rate, two.rate),
                )
                .hint("take the wrong one away, or state the day from which each holds"),
        )
    };
    scenario.rates.iter().enumerate().filter_map(apart).collect()
}

fn twice(stated: &StatedGrowth<'_>, outlook: &Outlook) -> Option<Finding> {
    let all: Vec<_> = stated.growth.iter().collect();
    let (at, one, two) = all.iter().enumerate().find_map(|(n, two)| {
        let mut before = all[..n].iter();
        let one = before.find(|one| one.from == two.from && one.growth != two.growth)?;
        Some((n, one, two))
    })?;
    let name = words::resource(stated.resource);
    let when = match two.from {
        Some(day) => format!("from {}", words::day(day, outlook.as_of)),
        None => "from the beginning".to_owned(),
    };
    Some(
        Finding::error("rates-disagree", stated.path.clone().index(at))
            .says(
                format!("{name} grows by {} and by {} {when}", one.growth, two.growth),
                format!("only one can hold; {} is counted with", two.growth),
            )
            .hint("take the wrong one away, or state the day from which each holds"),
    )
}

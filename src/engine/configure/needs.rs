//! What is needed of a server, and what does a scenario ask for by itself?

use std::sync::Arc;

use crate::engine::capacity::usable;
use crate::engine::fit::largest_host;
use crate::engine::hosts::buffer_ppm;
use crate::engine::outlook::{Level, Outlook, ResourceOutlook};
use crate::model::{OfferKind, Resource, Scenario};
use crate::units::{AfterTax, Amount, BeforeTax, Day};

use super::DiskSafety;

/// What is needed. Each part may be left open.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// Servers, backup tiers or disks; of another kind than a server only `ram`, `threads`, `ecc` and `bandwidth` are not looked at.
    pub kind: OfferKind,
    /// RAM, bytes of all there is to be: what is kept free is in it.
    pub ram: Option<Level>,
    /// Usable disk, bytes; of a backup tier or a disk its size.
    pub disk: Option<Level>,
    /// How the disks are joined.
    pub safety: DiskSafety,
    /// CPU threads.
    pub threads: Option<u32>,
    /// Backup space that comes with it, bytes.
    pub backup: Option<Level>,
    /// ISO 3166 code of the country that it has to stand in.
    pub country: Option<String>,
    /// Codes or names of places; any of them will do. Empty: any place.
    pub regions: Vec<String>,
    /// Whether its memory has to mend errors.
    pub ecc: bool,
    /// Bandwidth, Mbit a second.
    pub bandwidth: Option<u32>,
    /// Features that no catalogue names by itself, as `ipv6`: what is stated to lack them is out.
    pub has: Vec<String>,
    /// Months that one may be bound for, at most; 0: from month to month.
    pub term: Option<u32>,
    /// What it may cost a month, at most, by itself.
    pub monthly: Option<Budget>,
    /// What the request may come to with it, at most.
    pub period: Option<Budget>,
}

impl Default for Needs {
    fn default() -> Self {
        Self {
            kind: OfferKind::Server,
            ram: None,
            disk: None,
            safety: DiskSafety::default(),
            threads: None,
            backup: None,
            country: None,
            regions: Vec::new(),
            ecc: false,
            bandwidth: None,
            has: Vec::new(),
            term: None,
            monthly: None,
            period: None,
        }
    }
}

/// The most that something may cost, in the scenario's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Without its tax.
    BeforeTax(Amount<BeforeTax>),
    /// With it.
    AfterTax(Amount<AfterTax>),
}

/// What a scenario asks for, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// The needs.
    pub needs: Needs,
    /// Where each of them comes from, in the order of [`Needs`].
    pub sources: Vec<NeedSource>,
}

/// Where a need comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum NeedSource {
    /// Demand on the worst day from the first possible one to the horizon, and so much more that what is kept free is left.
    Demand {
        /// Of what.
        resource: Resource,
        /// On which day it is highest.
        on: Day,
        /// Demand then, expected.
        demand: Level,
        /// What the cautious reading would ask for, with what is kept free.
        cautious: Level,
        /// Share kept free, as a fraction times 10⁶.
        buffer_ppm: u32,
        /// So much is needed.
        needed: Level,
    },
    /// The file requires this country.
    Country(String),
    /// The file requires this feature.
    Feature(String),
}

impl Needs {
    /// What the demand of a scenario asks for, on the host whose place it would take (the one with the most RAM), from `from` on. Backup
    /// space is not asked of a server: a tier can be had beside it.
    pub fn of(scenario: &Scenario, outlook: &Outlook, from: Day) -> Proposed {
        let mut proposed = Proposed { needs: Self::default(), sources: Vec::new() };
        let asked: &[Arc<ResourceOutlook>] = match largest_host(outlook) {
            Some(host) => &host.resources,
            None => &outlook.do_nothing().resources,
        };
        for outlook in asked {
            proposed.add(scenario, outlook, from);
        }
        if let Some(country) = &scenario.requires.country {
            proposed.needs.country = Some(country.clone());
            proposed.sources.push(NeedSource::Country(country.clone()));
        }
        for feature in &scenario.requires.has {
            if feature.eq_ignore_ascii_case("ecc") {
                proposed.needs.ecc = true;
            } else {
                proposed.needs.has.push(feature.clone());
            }
            proposed.sources.push(NeedSource::Feature(feature.clone()));
        }
        proposed
    }
}

impl Proposed {
    fn add(&mut self, scenario: &Scenario, outlook: &ResourceOutlook, from: Day) {
        let resource = &outlook.resource;
        let later = outlook.segments.iter().filter(|segment| from < segment.until);
        let ends = later.flat_map(|segment| {
            let first = segment.from.max(from);
            let last = segment.until.plus_days(-1).max(first);
            [(first, segment.on(first)), (last, segment.on(last))]
        });
        let (mut worst, mut cautious) = (None, 0);
        for (day, reading) in ends {
            cautious = cautious.max(reading.cautious);
            if worst.is_none_or(|(_, most)| reading.expected > most) {
                worst = Some((day, reading.expected));
            }
        }
        let Some((on, demand)) = worst.filter(|(_, demand)| *demand > 0) else { return };
        let buffer_ppm = buffer_ppm(scenario, resource);
        let needed = least_total(demand, buffer_ppm);
        match resource {
            Resource::Ram => self.needs.ram = Some(needed),
            Resource::Storage => self.needs.disk = Some(needed),
            Resource::Cpu => {
                self.needs.threads = u32::try_from((needed + 999) / 1_000).ok();
            }
            // What comes with a server beside its hardware is in no catalogue.
            Resource::Backup | Resource::Count(_) => return,
        }
        let cautious = least_total(cautious, buffer_ppm);
        let resource = resource.clone();
        self.sources.push(NeedSource::Demand {
            resource,
            on,
            demand,
            cautious,
            buffer_ppm,
            needed,
        });
    }
}

/// The least of which so much may be used.
fn least_total(demand: Level, buffer_ppm: u32) -> Level {
    let kept = Level::from(1_000_000 - buffer_ppm.min(999_999));
    let total = demand.saturating_mul(1_000_000).saturating_add(kept - 1) / kept;
    // What may be used is rounded down, so that one more may be needed.
    if usable(total, buffer_ppm) >= demand { total } else { total + 1 }
}

#[cfg(test)]
mod tests {
    use super::{least_total, usable};

    #[test]
    fn what_is_needed_leaves_what_is_kept_free() {
        // 36 of 40 is 90 %.
        assert_eq!(least_total(36, 100_000), 40);
        assert_eq!(least_total(0, 100_000), 0);
        for demand in [1, 7, 1 << 30, 38_654_705_664_i128] {
            let total = least_total(demand, 150_000);
            assert!(usable(total, 150_000) >= demand && usable(total - 1, 150_000) < demand);
        }
    }
}

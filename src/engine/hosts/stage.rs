//! What does the capacity of every plan follow from, and did an edit touch it?

use std::sync::Arc;

use indexmap::IndexMap;

use crate::engine::capacity::gives_like;
use crate::engine::request::shared;
use crate::model::{
    Backups, Contract, Growths, Named, Offer, OfferKind, Region, Requires, Resource, Scenario,
    Service, Tax, Usage,
};
use crate::units::{Currency, Percent};

/// What a scenario says that capacity follows from, besides days and plans. While a part of it comes
/// to the same, it stays the same pointer.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) load: Arc<Load>,
    pub(super) hardware: Arc<Hardware>,
    pub(super) vault: Arc<Vault>,
}

/// What asks.
#[derive(Debug)]
pub(super) struct Load {
    services: Named<Service>,
    usage: Named<Usage>,
}

/// What gives.
#[derive(Debug)]
pub(super) struct Hardware {
    offers: Named<Offer>,
    contracts: Named<Contract>,
}

/// What backups and their prices follow from.
#[derive(Debug)]
pub(super) struct Vault {
    backups: Option<Backups>,
    growth: IndexMap<Resource, Growths>,
    buffers: IndexMap<Resource, Percent>,
    offers: Named<Offer>,
    regions: Named<Region>,
    requires: Requires,
    taxes: Vec<Tax>,
    currency: Currency,
}

impl Stage {
    pub(super) fn of(scenario: &Scenario, old: Option<&Self>) -> Self {
        let load = old.map(|old| &old.load).filter(|old| old.is_of(scenario));
        let hardware = old.map(|old| &old.hardware).filter(|old| old.is_of(scenario));
        let vault = old.map(|old| &old.vault).filter(|old| old.is_of(scenario));
        Self {
            load: load.cloned().unwrap_or_else(|| Arc::new(Load::of(scenario))),
            hardware: hardware.cloned().unwrap_or_else(|| Arc::new(Hardware::of(scenario))),
            vault: vault.cloned().unwrap_or_else(|| Arc::new(Vault::of(scenario))),
        }
    }
}

impl Load {
    fn of(scenario: &Scenario) -> Self {
        Self { services: scenario.services.clone(), usage: scenario.usage.clone() }
    }

    fn is_of(&self, scenario: &Scenario) -> bool {
        shared(&self.services, &scenario.services) && shared(&self.usage, &scenario.usage)
    }
}

impl Hardware {
    fn of(scenario: &Scenario) -> Self {
        Self { offers: scenario.offers.clone(), contracts: scenario.contracts.clone() }
    }

    /// Prices aside.
    fn is_of(&self, scenario: &Scenario) -> bool {
        let mut offers = self.offers.iter().zip(&scenario.offers);
        let mut contracts = self.contracts.iter().zip(&scenario.contracts);
        self.offers.len() == scenario.offers.len()
            && self.contracts.len() == scenario.contracts.len()
            && offers.all(|((a, one), (b, two))| a == b && gives_like(one, two))
            && contracts.all(|((a, one), (b, two))| {
                a == b && (Arc::ptr_eq(one, two) || (one.until == two.until && one.on == two.on))
            })
    }
}

impl Vault {
    fn of(scenario: &Scenario) -> Self {
        Self {
            backups: scenario.backups.clone(),
            growth: scenario.growth.clone(),
            buffers: scenario.buffers.clone(),
            offers: scenario.offers.clone(),
            regions: scenario.regions.clone(),
            requires: scenario.requires.clone(),
            taxes: scenario.taxes.clone(),
            currency: scenario.currency,
        }
    }

    /// Prices of what holds backups only beside something else aside: no tariff lists them.
    fn is_of(&self, scenario: &Scenario) -> bool {
        let mut offers = self.offers.iter().zip(&scenario.offers);
        let is_listed = |offer: &Offer| offer.kind == OfferKind::Backup;
        self.backups == scenario.backups
            && self.growth == scenario.growth
            && self.buffers == scenario.buffers
            && self.offers.len() == scenario.offers.len()
            && offers.all(|((a, one), (b, two))| {
                a == b && (Arc::ptr_eq(one, two) || (!is_listed(two) && gives_like(one, two)))
            })
            && shared(&self.regions, &scenario.regions)
            && self.requires == scenario.requires
            && self.taxes == scenario.taxes
            && self.currency == scenario.currency
    }
}

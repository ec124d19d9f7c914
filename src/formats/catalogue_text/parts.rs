//! How is written what something has, and what it costs?

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{
    Customers, DiskSet, Gives, Metered, MeteredOn, Pricing, Raid, Resource, Tariff, TariffStep,
    Units,
};
use crate::units::{Day, Measure, Money, Size};

use super::values::{
    CountedOn, Counting, Exact, Joined, Renewed, Text, Words, at_least_one, for_all, is_none,
    is_one, one,
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivesLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cpu: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    threads: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ram: Option<Text<Size>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ecc: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    disks: Vec<DiskLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    space: Option<Text<Size>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    backup: Option<Text<Size>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bandwidth: Option<u32>,
}

impl GivesLine {
    pub(super) fn of(gives: &Gives) -> Self {
        Self {
            cpu: gives.cpu.clone(),
            threads: gives.threads,
            ram: gives.ram.map(Text),
            ecc: gives.ecc,
            disks: gives.disks.iter().map(DiskLine::of).collect(),
            space: gives.space.map(Text),
            backup: gives.backup.map(Text),
            bandwidth: gives.bandwidth,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let Self { cpu, threads, ram, ecc, disks, space, backup, bandwidth } = self;
        let sizes = [ram, space, backup];
        cpu.is_none()
            && threads.or(*bandwidth).is_none()
            && ecc.is_none()
            && disks.is_empty()
            && sizes.iter().all(|size| size.is_none())
    }

    pub(super) fn into_model(self) -> Gives {
        Gives {
            cpu: self.cpu,
            threads: self.threads,
            ram: self.ram.map(|size| size.0),
            ecc: self.ecc,
            disks: self.disks.into_iter().map(DiskLine::into_model).collect(),
            space: self.space.map(|size| size.0),
            backup: self.backup.map(|size| size.0),
            bandwidth: self.bandwidth,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DiskLine {
    count: u32,
    size: Text<Size>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raid: Option<Joined>,
    #[serde(default, skip_serializing_if = "is_none")]
    spares: u32,
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    holds: Option<Resource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl DiskLine {
    pub(super) fn of(disks: &DiskSet) -> Self {
        Self {
            count: disks.count,
            size: Text(disks.size),
            raid: Some(disks.raid).filter(|raid| *raid != Raid::None).map(Joined),
            spares: disks.spares,
            holds: Some(&disks.holds).filter(|holds| **holds != Resource::Storage).cloned(),
            what: disks.what.clone(),
            note: disks.note.clone(),
        }
    }

    pub(super) fn into_model(self) -> DiskSet {
        DiskSet {
            count: self.count,
            size: self.size.0,
            raid: self.raid.map_or(Raid::None, |raid| raid.0),
            spares: self.spares,
            holds: self.holds.unwrap_or(Resource::Storage),
            what: self.what,
            note: self.note,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PricingLine {
    mode: Arc<str>,
    #[serde(default, skip_serializing_if = "is_none")]
    term: u32,
    #[serde(default = "one", skip_serializing_if = "is_one", deserialize_with = "at_least_one")]
    every: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    price: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    setup: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hourly: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renews: Option<Renewed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regions: Vec<Arc<str>>,
    #[serde(default, skip_serializing_if = "for_all")]
    customers: Customers,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    falls: Option<Text<Day>>,
}

impl PricingLine {
    pub(super) fn of(pricing: &Pricing) -> Self {
        Self {
            mode: Arc::clone(&pricing.mode),
            term: pricing.term,
            every: pricing.every,
            price: pricing.price.map(Exact),
            setup: pricing.setup.map(Exact),
            hourly: pricing.hourly.map(Exact),
            renews: pricing.renews.map(Renewed),
            regions: pricing.regions.clone(),
            customers: pricing.customers,
            falls: pricing.falls.map(Text),
        }
    }

    pub(super) fn into_model(self, words: &mut Words) -> Pricing {
        Pricing {
            mode: words.one(&self.mode),
            term: self.term,
            every: self.every,
            price: self.price.map(|price| price.0),
            setup: self.setup.map(|price| price.0),
            hourly: self.hourly.map(|price| price.0),
            renews: self.renews.map(|renews| renews.0),
            regions: words.all(&self.regions),
            customers: self.customers,
            falls: self.falls.map(|day| day.0),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TariffLine {
    per: Text<Measure>,
    price: Text<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Metered>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    units: Option<Counting>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    free: Option<Text<Measure>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minimum: Option<Text<Money>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cap: Option<Text<Money>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<CountedOn>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepLine {
    above: Text<Measure>,
    price: Text<Money>,
}

impl TariffLine {
    pub(super) fn of(tariff: &Tariff) -> Self {
        let step = |step: &TariffStep| StepLine {
            above: Text(step.above.clone()),
            price: Text(step.price),
        };
        Self {
            per: Text(tariff.per.clone()),
            price: Text(tariff.price),
            of: tariff.of.clone(),
            units: Some(tariff.units).filter(|units| *units != Units::default()).map(Counting),
            free: tariff.free.clone().map(Text),
            minimum: tariff.minimum.map(Text),
            cap: tariff.cap.map(Text),
            on: Some(tariff.on).filter(|on| *on != MeteredOn::default()).map(CountedOn),
            steps: tariff.steps.iter().map(step).collect(),
            source: tariff.source.clone(),
            note: tariff.note.clone(),
        }
    }

    pub(super) fn into_model(self) -> Tariff {
        let step = |step: StepLine| TariffStep { above: step.above.0, price: step.price.0 };
        Tariff {
            per: self.per.0,
            price: self.price.0,
            of: self.of,
            units: self.units.map_or_else(Units::default, |units| units.0),
            free: self.free.map(|measure| measure.0),
            minimum: self.minimum.map(|money| money.0),
            cap: self.cap.map(|money| money.0),
            on: self.on.map_or_else(MeteredOn::default, |on| on.0),
            steps: self.steps.into_iter().map(step).collect(),
            source: self.source,
            note: self.note,
        }
    }
}

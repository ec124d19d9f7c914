//! What a provider sells as of a day, and which catalogues stand beside a scenario.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::units::{Currency, Day, Size};

use super::{Answer, DiskSet, OfferKind, Region, Renewal, Tariff};

/// A catalogue beside the scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueText {
    /// Name of the text beside the scenario that holds it: it is named by its content, which is its check sum.
    pub text: String,
    pub provider: String,
    /// Which branch of the provider sells it, as `CA`.
    pub subsidiary: Option<String>,
    /// Which part of its range, as `eco`.
    pub line: Option<String>,
    pub currency: Currency,
    /// Day on which its prices held.
    pub date: Day,
    /// Where it came from: an address, or a file's name.
    pub source: Option<String>,
    pub note: Option<String>,
    /// What that text holds; `None` where it was not found. The file does not say it: it is read along.
    #[serde(skip)]
    pub beside: Option<Arc<Catalogue>>,
    /// What that text would be called by its content as it lies there: another name where somebody changed it. `None` where it was
    /// not found. The file does not say it.
    #[serde(skip)]
    pub content: Option<String>,
}

/// What a provider sells as of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// As `OVH`.
    pub provider: String,
    /// Which branch of the provider sells it, as `CA`.
    pub subsidiary: Option<String>,
    /// Which part of its range, as `eco`.
    pub line: Option<String>,
    pub currency: Currency,
    /// Whether its prices hold tax.
    pub tax: CatalogueTax,
    /// Day on which its prices held.
    pub date: Day,
    /// Where it came from: an address, or a file's name.
    pub source: Option<String>,
    /// Places by the provider's own code, as `bhs`.
    pub regions: IndexMap<Arc<str>, Region>,
    /// What can be ordered, each code once, in the provider's order.
    pub plans: Vec<CataloguePlan>,
    /// What is chosen with a plan; plans name them by their index.
    pub addons: Vec<AddOn>,
    /// What a person should know of how it was read, as sentences.
    pub notes: Vec<String>,
}

impl Catalogue {
    /// Which range of which provider it is of, whatever its day: `OVH eco CA`.
    pub fn range(&self) -> String {
        let words = [Some(&self.provider), self.line.as_ref(), self.subsidiary.as_ref()];
        words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What tax a catalogue's prices have in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatalogueTax {
    /// None. The rate that the provider names beside it, in percent, where it does.
    Before(Option<Decimal>),
    /// This rate, in percent, is in each price.
    In(Decimal),
}

/// Something that can be ordered, alone or with a choice of each family.
#[derive(Clone, Debug, PartialEq)]
pub struct CataloguePlan {
    /// The provider's own code: with the catalogue's date it says which hardware it is.
    pub code: Arc<str>,
    /// What the provider calls it, as `RISE-3`. Names are used again for other hardware.
    pub name: Arc<str>,
    pub kind: OfferKind,
    /// What it has by itself.
    pub gives: Gives,
    /// Codes of the places where it can be had; empty where nobody said.
    pub regions: Vec<Arc<str>>,
    /// What is chosen with it.
    pub families: Vec<Family>,
    /// One a way to pay.
    pub prices: Vec<Pricing>,
    /// What is paid by a meter besides.
    pub tariff: Option<Tariff>,
    /// Whether several can be had side by side.
    pub stackable: Option<Answer>,
    /// First day on which it can no longer be ordered.
    pub until: Option<Day>,
    pub note: Option<String>,
}

/// Add-ons of one kind, as memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// As `memory`.
    pub name: Arc<str>,
    /// Whether exactly one must be chosen; else none is, unless a person asks for it.
    pub mandatory: bool,
    /// Indices into [`Catalogue::addons`], in the provider's order.
    pub options: Vec<u32>,
    /// Which of `options` is the usual one, by its place there.
    pub default: Option<u32>,
}

/// Something that is chosen with a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct AddOn {
    /// The provider's own code.
    pub code: Arc<str>,
    /// What the provider calls it, as `128GB DDR4 ECC 2666MHz`.
    pub name: Arc<str>,
    /// What it has. What it says replaces what the plan has by itself: see [`Gives::with`].
    pub gives: Gives,
    /// One a way to pay.
    pub prices: Vec<Pricing>,
}

/// What something has; `None` is what nobody said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gives {
    /// What people call the processor.
    pub cpu: Option<Arc<str>>,
    /// CPU threads, of all processors.
    pub threads: Option<u32>,
    pub ram: Option<Size>,
    /// Whether its memory mends errors.
    pub ecc: Option<bool>,
    /// Its disks, as they are sold: how they are joined is the buyer's choice.
    pub disks: Vec<DiskSet>,
    /// Usable disk, or the size of a backup tier, where it is sold by that.
    pub space: Option<Size>,
    /// Backup space that comes with it.
    pub backup: Option<Size>,
    /// Guaranteed or usual bandwidth to the outside, in Mbit a second.
    pub bandwidth: Option<u32>,
}

impl Gives {
    /// What a plan that has this has with what its add-ons give: what the last of them says counts; disks of several add up.
    #[must_use]
    pub fn with<'a>(&self, addons: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = self.clone();
        let mut disks: Vec<DiskSet> = Vec::new();
        for gives in addons {
            all.cpu = gives.cpu.clone().or(all.cpu);
            all.threads = gives.threads.or(all.threads);
            all.ram = gives.ram.or(all.ram);
            all.ecc = gives.ecc.or(all.ecc);
            all.space = gives.space.or(all.space);
            all.backup = gives.backup.or(all.backup);
            all.bandwidth = gives.bandwidth.or(all.bandwidth);
            disks.extend(gives.disks.iter().cloned());
        }
        if !disks.is_empty() {
            all.disks = disks;
        }
        all
    }
}

/// One way to pay for something. Prices have the currency and the tax of the catalogue, and every digit that it has.
#[derive(Clone, Debug, PartialEq)]
pub struct Pricing {
    /// The provider's own name of it, as `degressivity12`. A plan and its add-ons are taken by the same.
    pub mode: Arc<str>,
    /// For how many months one is bound; 0: from month to month.
    pub term: u32,
    /// How many months one payment covers, at least 1.
    pub every: u32,
    /// One payment; `None`: not stated.
    pub price: Option<Decimal>,
    /// Charged once, on the first day; `None`: not stated.
    pub setup: Option<Decimal>,
    /// An hour, where it is billed so; never more than `price` a month.
    pub hourly: Option<Decimal>,
    /// What happens when the term ends; `None`: not stated.
    pub renews: Option<Renewal>,
    /// Codes of the places where this price holds; empty: wherever the plan can be had.
    pub regions: Vec<Arc<str>>,
    /// Who may have it.
    pub customers: Customers,
    /// Day on which it is said to fall, as in an auction.
    pub falls: Option<Day>,
}

/// For whom a price is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Customers {
    /// Everybody.
    #[default]
    All,
    /// Only who buys there for the first time.
    New,
    /// Only who is a customer already.
    Existing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Raid, Resource};

    fn disks(count: u32) -> DiskSet {
        let size: Size = "4 TB".parse().unwrap();
        let (raid, holds) = (Raid::None, Resource::Storage);
        DiskSet { count, size, raid, spares: 0, holds, what: None, note: None }
    }

    #[test]
    fn disks_for_data_and_for_the_system_are_both_there() {
        let plan = Gives { disks: vec![disks(1)], threads: Some(8), ..Gives::default() };
        let data = Gives { disks: vec![disks(2)], ..Gives::default() };
        let system = Gives { disks: vec![disks(4)], threads: Some(16), ..Gives::default() };
        let all = plan.with([&data, &system].into_iter());
        assert_eq!(all.disks, [disks(2), disks(4)]);
        assert_eq!(all.threads, Some(16));
        assert_eq!(plan.with(std::iter::empty()), plan);
    }
}

//! What the user states: plain data, no arithmetic, one file an idea.
//!
//! The shape is the scenario file's own (docs/format.md); reading gives it, nothing else makes it.
//! Entries of maps are shared pointers: an entry that an edit did not touch is the same pointer
//! afterwards, which is how the engine knows what still holds.
#![allow(missing_docs, reason = "fields whose names say all")]

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::units::{Currency, Day, Percent, Span};

mod agenda;
mod backups;
mod catalogue;
mod contract;
mod disks;
mod event;
mod fill;
mod funds;
mod group;
mod growth;
mod levels;
mod limit;
mod line;
mod offer;
mod per;
mod percentage;
mod plan;
mod prediction;
mod rate;
mod request;
mod resource;
mod service;
mod stated;
mod tariff;
mod tax;
mod usage;

pub use agenda::{Meeting, Question, Task};
pub use backups::{BackupMode, Backups, Keep};
pub use catalogue::{
    AddOn, Catalogue, CataloguePlan, CatalogueTax, CatalogueText, Customers, Family, Gives, Pricing,
};
pub use contract::{Contract, ContractRenewal, DatedPrice, Discount};
pub use disks::{DiskSet, Raid};
pub use event::{Event, EventKind};
pub use fill::Fill;
pub use funds::{Debt, Float, FundAccount, Funds, Income};
pub use group::{CAPITAL, CONTRACTS, Group, OPERATIONAL};
pub use growth::{DatedGrowth, Growths};
pub use levels::{Level, Levels, LevelsAre};
pub use limit::{Limit, LimitKind, LimitOf};
pub use line::{Every, Line, LineKind, LinePrice, LineRenewal};
pub use offer::{Billing, Offer, OfferKind, Region, Renewal};
pub use per::HowMany;
pub use percentage::Percentage;
pub use plan::{Move, MoveOptions, Plan};
pub use prediction::Prediction;
pub use rate::Rate;
pub use request::{Accrual, Request, Requires};
pub use resource::{Answer, Evidence, Resource};
pub use service::{Component, Elsewhere, Needs, Repeat, Service, State, Window};
pub use stated::{Of, Stated};
pub use tariff::{Metered, MeteredOn, Tariff, TariffStep, Units};
pub use tax::{Recoverable, Rounding, Tax, TaxRounding, TaxedOn};
pub use usage::{Covers, EstimatedFull, Usage};

/// Entries by name, in the file's order.
pub type Named<T> = IndexMap<Arc<str>, Arc<T>>;

/// One organisation's scenario: everything that the file says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the file's format; this program reads [`FORMAT`].
    pub format: u32,
    /// What the scenario is about, in a line.
    #[serde(default)]
    pub title: String,
    pub organisation: Option<String>,
    /// The day the file speaks of; reading fills in today where it is absent.
    pub as_of: Option<Day>,
    /// Currency of every amount that is computed.
    pub currency: Currency,
    /// Seed of everything random; the same file gives the same bytes.
    pub seed: Option<u64>,
    pub request: Option<Request>,
    /// How far is looked ahead from `as_of`. Default 24 months.
    pub horizon: Option<Span>,
    #[serde(default)]
    pub taxes: Vec<Tax>,
    #[serde(default)]
    pub rounding: Rounding,
    /// What other currencies are worth; amounts in one without a rate count as unknown.
    #[serde(default)]
    pub rates: Vec<Rate>,
    #[serde(default)]
    pub requires: Requires,
    /// Share of each resource kept free. Default: RAM 10 %, storage 15 %, else 0 %.
    #[serde(default)]
    pub buffers: IndexMap<Resource, Percent>,
    /// How full each resource may get: shares of all there is.
    #[serde(default)]
    pub fill: IndexMap<Resource, Fill>,
    #[serde(default)]
    pub regions: Named<Region>,
    /// Catalogues of providers, each of a day; the newest last.
    #[serde(default)]
    pub catalogues: Named<CatalogueText>,
    #[serde(default)]
    pub offers: Named<Offer>,
    #[serde(default)]
    pub contracts: Named<Contract>,
    #[serde(default)]
    pub services: Named<Service>,
    /// Declared growth of all demand of a resource, unless a service states its own.
    #[serde(default)]
    pub growth: IndexMap<Resource, Growths>,
    #[serde(default)]
    pub usage: Named<Usage>,
    pub backups: Option<Backups>,
    /// Groups of costs that are parts of others, or have a name of their own.
    #[serde(default)]
    pub groups: IndexMap<String, Group>,
    #[serde(default)]
    pub events: Vec<Arc<Event>>,
    #[serde(default)]
    pub lines: Vec<Arc<Line>>,
    /// Costs that are a share of others.
    #[serde(default)]
    pub percentages: Vec<Arc<Percentage>>,
    /// What totals are also told per each of, as `member`, with how many there are.
    #[serde(default)]
    pub per: IndexMap<String, HowMany>,
    /// How much can be asked for, in steps.
    pub levels: Option<Levels>,
    /// How what is paid becomes the cost of months.
    #[serde(default)]
    pub accrual: Accrual,
    pub funds: Option<Funds>,
    #[serde(default)]
    pub limits: Vec<Limit>,
    #[serde(default)]
    pub plans: Named<Plan>,
    #[serde(default)]
    pub stated: Vec<Arc<Stated>>,
    #[serde(default)]
    pub predictions: Vec<Arc<Prediction>>,
    #[serde(default)]
    pub questions: Vec<Arc<Question>>,
    #[serde(default)]
    pub tasks: Vec<Arc<Task>>,
    #[serde(default)]
    pub meetings: Vec<Meeting>,
}

/// The format that this program reads and writes.
pub const FORMAT: u32 = 1;
/// Name of the plan that every scenario has: nothing is ordered, ended or changed.
pub const DO_NOTHING: &str = "Do nothing";

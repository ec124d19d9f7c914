//! What `project()` answers: every plan's capacity, charges, request and dates.
//!
//! Plain data with shared parts: what two plans have in common, and what an edit did not touch, is
//! the same pointer. Amounts are ranges ([`Total`]); what is unknown is listed, never added as 0.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Billing, Evidence, Keep, OfferKind, Plan, Renewal, Resource};
use crate::units::{AfterTax, BeforeTax, Day, DayRange, Span, Total};

use super::deadlines::RequestDate;
use super::foreseen::Foreseen;
use super::funds::FundsOutlook;
pub use super::held::{FillOutlook, Held, Sized};
use super::hosts::PlanCapacity;
use super::later::Later;
use super::ledger::Ledger;
use super::levels::LevelOutlook;
use super::request::{Basis, Cost};

/// The answer to a scenario: one [`PlanOutlook`] a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The day the scenario speaks of.
    pub as_of: Day,
    /// First day that is not looked at.
    pub horizon: Day,
    /// Days of the request; charges count by their billing day. Without a request in the file: the
    /// twelve months from the 1st after `as_of`.
    pub period: DayRange,
    /// What the request itself says of the days after it was granted, by day.
    pub request_dates: Vec<RequestDate>,
    /// By name; the first is always [`crate::model::DO_NOTHING`].
    pub plans: IndexMap<Arc<str>, Arc<PlanOutlook>>,
}

impl Outlook {
    /// The baseline: nothing is ordered, ended or changed.
    pub fn do_nothing(&self) -> &PlanOutlook {
        &self.plans[0]
    }
}

/// What one plan comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOutlook {
    /// Name of the plan.
    pub name: Arc<str>,
    /// Contracts as they run under this plan: those of the file in its order, then those ordered.
    pub tenures: Vec<Arc<Tenure>>,
    /// RAM, storage, CPU and counts of all hosts together; backup is in `backup`.
    pub resources: Vec<Arc<ResourceOutlook>>,
    /// The same host by host; one host: one entry.
    pub hosts: Vec<Arc<HostOutlook>>,
    /// Backup space against backups kept; `None` where the file says nothing of backups.
    pub backup: Option<Arc<BackupOutlook>>,
    /// Every charge of the plan.
    pub ledger: Ledger,
    /// The four amounts.
    pub request: RequestOutlook,
    /// The money that there is against it; `None` where the file says nothing of it.
    pub funds: Option<Later<FundsOutlook>>,
    /// What each level of the request comes to with its plan, and with this one where it names none; `None`
    /// where the file has no levels.
    pub levels: Option<Later<Vec<LevelOutlook>>>,
    /// By when what has to be done.
    pub deadlines: Deadlines,
    /// What the next outlook can be made from.
    pub(super) kept: Kept,
}

/// Inputs and sums kept beside an answer. No part of it: two answers are the same whatever is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) capacity: Arc<PlanCapacity>,
    pub(super) cost: Cost,
    /// `None`: doing nothing.
    pub(super) plan: Option<Arc<Plan>>,
}

impl Kept {
    /// Whether it is of the same contracts, prices and days, and of the same moves.
    pub(super) fn is_of(&self, basis: &Basis<'_>, plan: Option<&Arc<Plan>>) -> bool {
        self.is_of_moves(plan) && self.cost.is_of(basis)
    }

    pub(super) fn is_of_moves(&self, plan: Option<&Arc<Plan>>) -> bool {
        match (&self.plan, plan) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one == two,
            (None, None) => true,
            (None, Some(_)) | (Some(_), None) => false,
        }
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl PlanOutlook {
    /// The outlook of a resource over all hosts, where the scenario counts it.
    pub fn resource(&self, resource: &Resource) -> Option<&ResourceOutlook> {
        self.resources.iter().find(|r| r.resource == *resource).map(AsRef::as_ref)
    }

    /// A level by its name.
    pub fn level(&self, name: &str) -> Option<&LevelOutlook> {
        self.levels.as_ref()?.iter().find(|level| *level.name == *name)
    }

    /// The resource whose runway ends first: already short before dated, the earlier first.
    /// Backup space counts as well. `None` where nothing runs out inside the horizon.
    pub fn binding(&self) -> Option<(Resource, &Runway)> {
        let backup = self.backup.iter().map(|b| (Resource::Backup, &b.runway));
        let rest = self.resources.iter().map(|r| (r.resource.clone(), &r.runway));
        rest.chain(backup)
            .filter_map(|(resource, runway)| Some((runway.first_day()?, resource, runway)))
            .min_by_key(|(day, ..)| *day)
            .map(|(_, resource, runway)| (resource, runway))
    }
}

/// A contract as it runs under a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenure {
    /// Key of the contract in the file, or the key that the ordering move gave it.
    pub key: Arc<str>,
    /// Key of the offer.
    pub offer: Arc<str>,
    /// What people call it, as `Rise-3`.
    pub name: Arc<str>,
    /// What the offer is.
    pub kind: OfferKind,
    /// Whose invoice it stands on; `None`: an invoice of its own.
    pub provider: Option<Arc<str>>,
    /// Key of the region.
    pub region: Option<Arc<str>>,
    /// How many of them.
    pub count: u32,
    /// First day paid.
    pub from: Day,
    /// First day no longer wanted; `None`: goes on.
    pub until: Option<Day>,
    /// First day no longer paid for: the end of what one is bound to, never before `until`.
    pub bound_until: Option<Day>,
    /// Term in months, with what was added by hand; `None`: from month to month.
    pub term: Option<u32>,
    /// What happens at the end of the term; `None`: nothing was stated.
    pub renews: Option<Renewal>,
    /// How long before the end it has to be cancelled.
    pub notice: Option<Span>,
    /// When its price is charged.
    pub billing: Billing,
    /// Key of the contract that it replaces.
    pub replaces: Option<Arc<str>>,
    /// The overlap wished for, where it replaces another.
    pub overlap: Option<Span>,
    /// Terms added by hand, which are in `term`.
    pub renewals: Vec<Renewed>,
    /// Where it comes from.
    pub origin: Origin,
    /// What is agreed on how much there is, besides what its offer says; `None`: nothing.
    pub held: Option<Arc<Held>>,
}

/// A term added by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// Day on which it was paid.
    pub on: Day,
    /// First day that it pays for: the day until which it was paid before.
    pub from: Day,
    /// First day that it does not pay for.
    pub until: Day,
    /// Its months.
    pub months: u32,
}

/// Where a tenure or a charge comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is in the file's `contracts`.
    Contract,
    /// A move of the plan, by its place in the list.
    Move(usize),
    /// A line of the file's `lines`, by its place.
    Line(usize),
    /// One of the file's `percentages`, by its place.
    Percentage(usize),
}

/// One resource over time: of a host, or of all hosts together.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by its name")]
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceOutlook {
    /// Which.
    pub resource: Resource,
    /// Demand and capacity from `as_of` to the horizon, without gaps, ordered by day. A segment
    /// ends where anything jumps, and at each month of growth counted from `as_of`.
    pub segments: Later<Vec<Segment>>,
    /// What was measured of it, going on in a thousand futures; `None` where nothing was, or there is no saying.
    /// The runway counts those in which there is too little.
    pub foreseen: Later<Option<Arc<Foreseen>>>,
    /// The segments without what is foreseen, and so below 0 where less is asked for than was measured; none where
    /// nothing is foreseen.
    pub beside: Later<Vec<Segment>>,
    /// First day of which nothing is said: the horizon, or where what was measured reaches only so far.
    pub until: Day,
    /// What makes up the demand on `as_of`.
    pub today: Later<Makeup>,
    /// When demand first passes usable capacity.
    pub runway: Runway,
    /// How well demand is known: the worst of its parts; `None` where nobody said.
    pub evidence: Option<Evidence>,
    /// Whether any growth is declared or forecast; without it "assuming no change".
    pub grows: bool,
    /// Whether the growth is a range, so that there is a cautious reading.
    pub has_cautious: bool,
    /// Whether peaks of several services or hosts were added that need not coincide.
    pub upper_bound: bool,
    /// Whether peaks of several series were added that were measured on the same days, so that they are known to
    /// coincide as they do.
    pub measured_together: bool,
    /// Share kept free, as a fraction times 10⁶.
    pub buffer_ppm: u32,
    /// What the hosts themselves take on `as_of`.
    pub reserved: Level,
    /// Whether a measured series is cut off at what there is, so that declared demand counts instead.
    pub clipped: bool,
    /// How full it is and may get, where the file says how full; of hosts only, not of their sum.
    pub fill: Option<Arc<FillOutlook>>,
}

/// Demand and capacity between two days, both straight lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// Demand on the first day.
    pub first: Reading,
    /// Demand on the last day, `until` less one.
    pub last: Reading,
    /// All there is; 0 where no host runs, `None` where its offer does not say, or no host ever ran.
    pub total: Option<Level>,
    /// What of it may be used.
    pub usable: Option<Level>,
}

/// An amount of a resource: bytes, or thousandths of a count.
pub type Level = i128;

/// A demand in three readings; without a range of growth or size all are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The lower end of what was declared.
    pub low: Level,
    /// The middle of what was declared.
    pub expected: Level,
    /// The upper end: only 1 in 10 would be worse.
    pub cautious: Level,
}

/// What makes up a demand on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Makeup {
    /// In use, a service or a measured series each.
    pub running: Vec<Part>,
    /// Wanted but switched off or scaled down.
    pub unmet: Vec<Part>,
    /// Inside `running`, but will be gone: retiring services, with their last day.
    pub retiring: Vec<Part>,
}

/// One service's part of a demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Key of the service or series.
    pub of: Arc<str>,
    /// How much, expected.
    pub level: Level,
    /// First day on which it is gone, where that is stated.
    pub until: Option<Day>,
}

impl Makeup {
    /// Sum of what runs.
    pub fn used(&self) -> Level {
        self.running.iter().map(|p| p.level).sum()
    }

    /// What runs and what is wanted besides.
    pub fn wanted(&self) -> Level {
        self.used() + self.unmet.iter().map(|p| p.level).sum::<Level>()
    }
}

/// When demand first passes usable capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runway {
    /// It is past it on `as_of`, since this day as far as can be told (`as_of` at the latest).
    Already {
        /// First day known to be short.
        since: Day,
        /// By how much on `as_of`, expected.
        short: Level,
    },
    /// It will be.
    Between {
        /// First day on which the cautious reading is past it.
        cautious: Option<Day>,
        /// First day on which the expected reading is; `None`: only the cautious one is.
        expected: Option<Day>,
    },
    /// Not before this day.
    Beyond(Day),
    /// There is no saying, for this reason.
    CannotTell(String),
}

impl Runway {
    /// First day on which any reading is short.
    pub fn first_day(&self) -> Option<Day> {
        match self {
            Self::Already { since, .. } => Some(*since),
            Self::Between { cautious, expected } => match (cautious, expected) {
                (Some(a), Some(b)) => Some(*a.min(b)),
                (a, b) => a.or(*b),
            },
            Self::Beyond(_) | Self::CannotTell(_) => None,
        }
    }
}

/// One host: a contract of a server, with the contract that replaces it.
#[derive(Clone, Debug, PartialEq)]
pub struct HostOutlook {
    /// Key of the first contract in the chain of replacements.
    pub key: Arc<str>,
    /// What people call what runs on `as_of`, or first.
    pub name: Arc<str>,
    /// One entry a resource that the host gives or is asked for.
    pub resources: Vec<Arc<ResourceOutlook>>,
}

/// Backup space against the backups kept.
#[derive(Clone, Debug, PartialEq)]
pub struct BackupOutlook {
    /// Space needed and given, as for any resource.
    pub segments: Later<Vec<Segment>>,
    /// When the backups no longer fit.
    pub runway: Runway,
    /// Size of one full copy on `as_of`, bytes.
    pub full: Level,
    /// Space that the kept backups need on `as_of`, bytes.
    pub needed: Level,
    /// Usable space on `as_of`, bytes; `None` where nothing is known to hold backups.
    pub usable: Option<Level>,
    /// What is kept on `as_of`, and what at the plan's end.
    pub keep: Keep,
    /// The same at the plan's end.
    pub keep_after: Keep,
    /// Days kept as the file or the plan says, on `as_of`.
    pub keeps: u32,
    /// Days that fit on `as_of`; `None` where the space is not known.
    pub fits: Option<u32>,
    /// Days that the plan keeps at its end.
    pub keeps_after: u32,
    /// Days that fit when all moves are made, on the day of the last; `None` as above.
    pub fits_after: Option<u32>,
    /// Each step of what can be had: space, days that fit in it, monthly price.
    pub tariff: Vec<TariffStep>,
    /// What a change of the space does to the backups there are.
    pub moved: Option<BackupMove>,
}

/// One size of backup space that can be had.
#[derive(Clone, Debug, PartialEq)]
pub struct TariffStep {
    /// Key of the offer; `None`: what comes with the server.
    pub offer: Option<Arc<str>>,
    /// What people call it.
    pub name: Arc<str>,
    /// Bytes that it gives, all there is then.
    pub space: Level,
    /// Daily backups that fit on `as_of`; `None` where what a day changes is not stated.
    pub days: Option<u32>,
    /// Monthly price before tax; `None`: comes with the server.
    pub monthly: Option<Total<BeforeTax>>,
}

/// New backup space starts empty.
#[derive(Clone, Debug, PartialEq)]
pub struct BackupMove {
    /// Day on which the old space is gone.
    pub on: Day,
    /// Days of backups that the new space holds by then.
    pub days_then: u32,
    /// Days that were kept before.
    pub days_before: u32,
}

/// What the organisation is asked for. Totals say what is known ("at least") and, with ceilings, the
/// most it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestOutlook {
    /// All charges of the period.
    pub before_tax: Total<BeforeTax>,
    /// The same after tax.
    pub after_tax: Total<AfterTax>,
    /// After tax less what is recoverable; `None` while a recoverable share is not known or stated.
    pub cost: Option<Total<AfterTax>>,
    /// `before_tax` less the same of doing nothing.
    pub more: Total<BeforeTax>,
    /// The same after tax.
    pub more_after_tax: Total<AfterTax>,
    /// What a month costs when all moves are made and all overlaps are over: contracts and lines
    /// of every month; prices and taxes of that day.
    pub monthly_afterwards: Total<BeforeTax>,
    /// The same after tax.
    pub monthly_afterwards_after_tax: Total<AfterTax>,
    /// Day that `monthly_afterwards` is the month of; `as_of` where the plan has no later move.
    pub settled: Day,
    /// What a month costs on `as_of`.
    pub monthly_now: Total<BeforeTax>,
    /// The same after tax.
    pub monthly_now_after_tax: Total<AfterTax>,
    /// Charges of the period that pay for an overlap.
    pub overlap: Total<BeforeTax>,
    /// One-off charges of the period, setup fees among them.
    pub one_off: Total<BeforeTax>,
    /// What is not known, each once.
    pub missing: Vec<Missing>,
}

/// An amount that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What it is, as `setup fee of Rise-3`.
    pub what: String,
    /// Path of the value in the file, as `offers["ovh/rise-3"].setup`.
    pub path: String,
    /// The most it can be, where a person typed that.
    pub ceiling: Option<Total<BeforeTax>>,
}

/// By when what has to be done under a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deadlines {
    /// One for each contract that the plan ends or replaces, in the order of the days.
    pub leaves: Vec<Leave>,
    /// Last meeting at which the plan can be decided in time.
    pub decide: Option<Decide>,
}

/// Leaving one contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    /// Key of the contract that ends.
    pub contract: Arc<str>,
    /// What people call it.
    pub name: Arc<str>,
    /// First day no longer paid for.
    pub leave: Day,
    /// Last day on which it can be cancelled; `None`: the notice is not known.
    pub cancel_by: Option<Day>,
    /// Last day on which its replacement can be ordered: leave − overlap − delivery.
    pub order_by: Option<Day>,
    /// Day on which it renews by itself, if it is not cancelled.
    pub renews_on: Option<Day>,
    /// What one more billing period costs, if it is missed.
    pub costs_to_miss: Option<Total<BeforeTax>>,
}

/// When to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decide {
    /// The latest day by arithmetic, before meetings are looked at.
    pub latest: Day,
    /// What sets it: a resource that runs out or a contract's end.
    pub because: String,
    /// The last meeting on or before `latest` and not before `as_of`, by name and day.
    pub meeting: Option<(String, Day)>,
    /// Set where what runs out is short already, or `latest` has passed: the next meeting from
    /// `as_of` on is the next chance.
    pub already_late: bool,
}

//! What is being paid for.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};

use crate::units::{Day, Measure, Money, Percent, Size, Span, Use};

use super::{Billing, Fill, Renewal, Resource};

/// An offer being paid for, from a day to a day.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Key of the offer.
    pub offer: String,
    /// Key of the group of costs that its charges are a part of. Overrides the offer's.
    pub group: Option<String>,
    /// Key of the region it runs in.
    pub region: Option<String>,
    /// First day paid; billing days are counted from it.
    pub from: Day,
    /// First day no longer paid, if it has been ended.
    pub until: Option<Day>,
    /// How many of them. Default 1.
    #[serde(default = "one")]
    pub count: u32,
    /// Key of the contract of a server that a disk belongs to. Absent: a host of its own.
    pub on: Option<String>,
    /// What is bought where the offer is sold by size, of one; overrides the offer's storage, or the
    /// space of a backup tier.
    pub size: Option<Size>,
    /// What the host itself takes of each resource. Overrides the offer's.
    #[serde(default)]
    pub reserved: IndexMap<Resource, Use>,
    /// How full it may get. Overrides the scenario's.
    #[serde(default)]
    pub fill: IndexMap<Resource, Fill>,
    /// Overrides the offer's term.
    pub term: Option<Span>,
    /// What happens at the end of the term. Overrides the offer's.
    pub renews: Option<Renewal>,
    /// How long before its end it has to be cancelled. Overrides the offer's.
    pub notice: Option<Span>,
    /// Price of one, a month. Overrides the offer's.
    pub monthly: Option<Money>,
    /// Price of one, an hour. Overrides the offer's.
    pub hourly: Option<Money>,
    /// What its tariff meters, a month. Absent: the demand of what the tariff is of.
    pub uses: Option<Measure>,
    /// Terms added by hand; without `renews` it ends with the last of them. Paid at once, unless
    /// `billing` says otherwise.
    #[serde(default)]
    pub renewals: Vec<ContractRenewal>,
    /// Later prices, each from its day on.
    #[serde(default)]
    pub prices: Vec<DatedPrice>,
    #[serde(default)]
    pub discounts: Vec<Discount>,
    /// Overrides the offer's billing.
    pub billing: Option<Billing>,
    pub source: Option<String>,
    /// Day on which the price was last looked up.
    pub checked: Option<Day>,
    pub note: Option<String>,
}

/// A price from a day on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedPrice {
    pub from: Day,
    pub monthly: Money,
}

/// Renewed by hand: the span is added to the day until which it is paid, even where that has
/// passed, never to the day of renewing.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractRenewal {
    /// Day on which it is paid.
    pub on: Day,
    /// Whole months.
    #[serde(rename = "for", deserialize_with = "whole_months")]
    pub span: Span,
}

fn whole_months<'de, D: Deserializer<'de>>(source: D) -> Result<Span, D::Error> {
    let span = Span::deserialize(source)?;
    if span.in_months().is_some_and(|months| months > 0) {
        return Ok(span);
    }
    Err(de::Error::custom(format!(
        "nothing is renewed for `{span}`\nhint: write whole months, as `6 months` or `1 year`"
    )))
}

/// A share off the price, on billing days of a range.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    pub rate: Percent,
    pub from: Option<Day>,
    /// First day on which it no longer holds.
    pub until: Option<Day>,
}

pub(super) fn one() -> u32 {
    1
}

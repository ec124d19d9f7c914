//! What is agreed on how much a contract gives, and how full that is.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Fill, Resource};
use crate::units::{Day, Percent, Use, round_ratio};

use super::outlook::{Level, Runway, Tenure};

/// What a contract says of how much there is, of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// Key of the server that a disk belongs to.
    pub on: Option<Arc<str>>,
    /// What is bought where it is sold by size, each from its day on (`None`: from the beginning),
    /// ascending. Before the first holds what the offer says.
    pub sizes: Vec<Sized>,
    /// What the host itself takes; overrides the offer's.
    pub reserved: IndexMap<Resource, Use>,
    /// How full it may get; overrides the scenario's.
    pub fill: IndexMap<Resource, Fill>,
}

/// A size that is bought from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sized {
    /// `None`: from the beginning.
    pub from: Option<Day>,
    /// Of what.
    pub resource: Resource,
    /// How much, of one.
    pub level: Level,
}

impl Tenure {
    /// How much of one is bought on a day, where it is sold by size.
    pub fn size_on(&self, resource: &Resource, day: Day) -> Option<Level> {
        let sizes = &self.held.as_ref()?.sizes;
        let holds = |sized: &&Sized| {
            sized.resource == *resource && sized.from.is_none_or(|from| from <= day)
        };
        sizes.iter().rev().find(holds).map(|sized| sized.level)
    }
}

/// How full a host is of one resource, in shares of all there is.
#[derive(Clone, Debug, PartialEq)]
pub struct FillOutlook {
    /// How full it is to be.
    pub target: Option<Percent>,
    /// When somebody is to be told.
    pub alert: Option<Percent>,
    /// Demand on `as_of`, expected.
    pub used: Level,
    /// All there is on `as_of`; `None` where it is not stated.
    pub total: Option<Level>,
    /// Size at which the demand of `as_of` is the target share, rounded up.
    pub needed: Option<Level>,
    /// When demand first passes the alert share.
    pub alerted: Option<Runway>,
    /// Whole months from `as_of` until then, rounded up; `None` where it is not before the horizon.
    pub months: Option<u32>,
}

impl FillOutlook {
    /// Demand as a share of all there is, in millionths, rounded half away from zero.
    pub fn ppm(&self) -> Option<i128> {
        let total = self.total.filter(|total| *total > 0)?;
        Some(round_ratio(self.used.saturating_mul(1_000_000), total))
    }
}

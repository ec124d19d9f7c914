//! What runs, and what it needs.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};

use crate::units::{Day, Percent, Quantity, SizeRange, Span};

use super::{Answer, Evidence, Growths, Resource};

/// Something that runs and needs resources.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub state: State,
    /// Key of the contract that it runs on; may be absent where there is one server only.
    pub on: Option<String>,
    /// RAM in use while it runs as it does today; for what is off or planned, what it would use.
    pub ram: Option<SizeRange>,
    pub storage: Option<SizeRange>,
    /// CPU threads.
    pub threads: Option<Quantity>,
    /// Other counts, by name.
    #[serde(default)]
    pub needs: IndexMap<String, u32>,
    /// What it is made of; that adds to its own sizes.
    #[serde(default)]
    pub components: Vec<Component>,
    /// How many of it there are, all alike. Default 1.
    #[serde(default = "super::contract::one")]
    pub count: u32,
    /// What it wants inside its windows; without windows, always.
    pub wants: Option<Arc<Needs>>,
    /// When `wants` holds.
    #[serde(default)]
    pub windows: Vec<Window>,
    /// First day on which it runs; needed for `Planned`.
    pub from: Option<Day>,
    /// First day on which it is gone; needed for `Retiring`.
    pub until: Option<Day>,
    pub replaced_by: Option<String>,
    /// Runs at somebody else's; needs nothing here.
    pub elsewhere: Option<Elsewhere>,
    /// Its own growth, a resource; overrides the scenario's.
    #[serde(default)]
    pub growth: IndexMap<Resource, Growths>,
    pub is: Option<Evidence>,
    pub owner: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// Whether a service runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum State {
    /// Runs as it should.
    Running,
    /// Runs with less than it wants.
    ScaledDown,
    /// Does not run; would, if there were room.
    OffButWanted,
    /// Will run, from a day.
    Planned,
    /// Runs, and will be gone.
    Retiring,
}

/// Sizes of a service.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Needs {
    pub ram: Option<SizeRange>,
    pub storage: Option<SizeRange>,
    pub threads: Option<Quantity>,
}

/// A part of a service.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    pub name: String,
    pub ram: Option<SizeRange>,
    pub storage: Option<SizeRange>,
    /// CPU threads.
    pub threads: Option<Quantity>,
    /// Other counts, by name.
    #[serde(default)]
    pub needs: IndexMap<String, u32>,
    /// So much of each size of another component (`of`), beside what is stated here.
    pub share: Option<Percent>,
    /// Name of that component, of the same service.
    pub of: Option<String>,
    /// How many of it there are, all alike. Default 1.
    #[serde(default = "super::contract::one")]
    pub count: u32,
    /// Its own growth, a resource; overrides the service's. Of a share: that of what it is a share of.
    #[serde(default)]
    pub growth: IndexMap<Resource, Growths>,
    pub is: Option<Evidence>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// Days on which a service wants what `wants` says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub name: String,
    /// The day itself, with `days_around` before and after it.
    pub on: Option<Day>,
    /// Whole days before and after `on`; both ends belong to the window.
    pub days_around: Option<u32>,
    /// First day, where no `on` is given.
    pub from: Option<Day>,
    /// First day after the window; of one that repeats by its `on`, the day before which the last of
    /// them begins.
    pub until: Option<Day>,
    /// How often it comes again. Absent: it does not.
    pub every: Option<Repeat>,
    /// How often in all. Absent: as long as is looked ahead, or until `until`.
    pub times: Option<u32>,
}

/// How often something comes again: `Month`, `Quarter`, `HalfYear`, `Year`, or a span as `"6 months"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Each so many months, at least 1, counted from the first.
    Months(u32),
    /// Each so many days, at least 1.
    Days(u32),
}

impl<'de> Deserialize<'de> for Repeat {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        // A bare word and a text alike.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Said(String),
        }
        let not = |given: &str| {
            de::Error::custom(format!(
                "`{given}` says not how often\nhint: write `Month`, `Quarter`, `HalfYear`, `Year` or \
                 a span, as `\"6 months\"`"
            ))
        };
        let Ok(Either::Said(text)) = Either::deserialize(source) else { return Err(not("this")) };
        let named = match text.trim().to_lowercase().as_str() {
            "week" => Some(Self::Days(7)),
            "month" => Some(Self::Months(1)),
            "quarter" => Some(Self::Months(3)),
            "halfyear" => Some(Self::Months(6)),
            "year" => Some(Self::Months(12)),
            _ => None,
        };
        let spanned = || {
            let span: Span = text.trim().parse().ok()?;
            match span.in_months() {
                Some(months) => Some(Self::Months(months)),
                None => Some(Self::Days(u32::try_from(span.in_days()?).ok()?)),
            }
        };
        named
            .or_else(spanned)
            .filter(|often| !matches!(often, Self::Months(0) | Self::Days(0)))
            .ok_or_else(|| not(&text))
    }
}

/// Somebody else's server.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// Whose it is.
    pub by: String,
    /// Whether it is to be counted as ours after all.
    #[serde(default)]
    pub counts_as_ours: Answer,
}

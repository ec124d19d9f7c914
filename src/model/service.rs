//! What runs, and what it needs.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::units::{Day, Growth, Quantity, SizeRange};

use super::{Answer, Evidence, Resource};

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
    pub growth: IndexMap<Resource, Growth>,
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
    /// First day after the window.
    pub until: Option<Day>,
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

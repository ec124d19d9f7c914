//! What happened on some days, so that measurements are read rightly?

use serde::Deserialize;

use crate::units::{By, Day};

use super::Resource;

/// Something that happened, or will.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub what: String,
    /// Its day, or its first.
    pub on: Day,
    /// First day on which it is over. Absent: it is one day.
    pub until: Option<Day>,
    pub kind: EventKind,
    /// By how much more or less there is from its day on. Of what lies in the past it is only told: what was measured since
    /// says so itself.
    pub by: Option<By>,
    /// What it is about. Absent: everything.
    pub resource: Option<Resource>,
    /// Key of the contract that it is about. Absent: all of them.
    pub host: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// What an event does to what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum EventKind {
    /// Something was deleted: less is used from then on.
    CleanUp,
    /// Something was moved.
    Migration,
    /// So much more or less from its day on, whatever it is.
    Step,
    /// What was measured on these days says nothing, and is left out.
    Ignore,
}

impl Event {
    /// First day after it.
    pub fn over(&self) -> Day {
        self.until.unwrap_or_else(|| self.on.plus_days(1)).max(self.on.plus_days(1))
    }

    /// Whether it is about this resource on this host (by key), on this day.
    pub fn holds(&self, resource: &Resource, host: Option<&str>, day: Day) -> bool {
        self.is_about(resource, host) && self.on <= day && day < self.over()
    }

    /// Whether it is about this resource on this host (by key).
    pub fn is_about(&self, resource: &Resource, host: Option<&str>) -> bool {
        self.resource.as_ref().is_none_or(|of| of == resource)
            && self.host.as_deref().is_none_or(|of| host.is_none_or(|host| of == host))
    }
}

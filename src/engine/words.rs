//! How are the reasons put into words, for which there is no saying when something runs out?

use super::forecast::CannotTell;
use crate::model::Resource;

/// What a resource is called inside a sentence.
pub(super) fn name(resource: &Resource) -> &str {
    match resource {
        Resource::Ram => "RAM",
        Resource::Storage => "storage",
        Resource::Backup => "backup space",
        Resource::Cpu => "CPU",
        Resource::Count(name) => name,
    }
}

pub(super) fn not_stated(resource: &Resource, offer: &str) -> String {
    format!("the {} of {offer} is not stated", name(resource))
}

pub(super) fn no_server() -> &'static str {
    "no server is stated for it"
}

pub(super) fn no_backup_space() -> &'static str {
    "no backup space is stated"
}

pub(super) fn no_daily_change() -> &'static str {
    "how much of the backups changes a day is not stated"
}

pub(super) fn measured_long_ago() -> &'static str {
    "the last measurement is too old"
}

pub(super) fn no_forecast(samples: usize, reason: CannotTell) -> String {
    match (reason, samples) {
        (CannotTell::Counter, _) => {
            "what was measured counts up and starts again: a level is needed".to_owned()
        }
        (CannotTell::TooFew, 1) => "only 1 measurement: a forecast needs six".to_owned(),
        (CannotTell::TooFew, 2..6) => format!("only {samples} measurements: a forecast needs six"),
        (CannotTell::TooFew, _) => {
            format!("{samples} measurements too close together: a forecast needs six apart")
        }
    }
}

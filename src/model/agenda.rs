//! What people still have to ask, do and decide.

use serde::Deserialize;

use crate::units::Day;

/// Something unknown that somebody can answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question as it is to be asked.
    pub ask: String,
    /// Who can answer it.
    pub of: Option<String>,
    /// Who asks.
    pub owner: Option<String>,
    pub due: Option<Day>,
    /// Path of the value that the answer fills in, as `offers["ovh/rise-3"].setup`.
    pub about: Option<String>,
    /// The answer, once it is there.
    pub answer: Option<String>,
    pub note: Option<String>,
}

/// Something to do that no plan does by itself.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    #[serde(rename = "do")]
    pub what: String,
    pub owner: Option<String>,
    pub due: Option<Day>,
    /// Path of what it is about.
    pub about: Option<String>,
    pub blocked_by: Option<String>,
    /// Set once it is done.
    pub done: Option<Day>,
    pub note: Option<String>,
}

/// A day on which the organisation can decide.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub name: String,
    pub on: Day,
}

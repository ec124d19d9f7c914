//! What somebody foretold, to be held against what came.

use serde::Deserialize;

use crate::units::{Day, Written};

/// A value that a series was to have on a day.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// What it is called where it stands.
    pub what: String,
    /// Key of the series in `usage`.
    pub of: String,
    /// The value as it was written.
    pub says: Written,
    /// The day on which it was written: what was measured until then was known.
    pub made: Day,
    /// The day that it is about.
    #[serde(rename = "for")]
    pub on: Day,
    pub source: Option<String>,
    pub note: Option<String>,
}

//! Figures that somebody wrote down, to be checked.

use serde::Deserialize;

use crate::units::{Day, Written};

/// A figure with its parts, as it was written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What the figure is called where it stands.
    pub what: String,
    /// Its parts: amounts, paths, other stated figures and functions joined by + − × ÷ ^, as
    /// `161.32 + 16` or `3 × offers["a"].monthly`.
    pub parts: Option<String>,
    /// The figure as written, of any unit.
    pub says: Written,
    /// What it is a figure of.
    #[serde(default)]
    pub of: Of,
    /// Key of the plan that it is about, where the name does not tell.
    pub plan: Option<String>,
    /// Name of the level that it is about.
    pub level: Option<String>,
    /// The day that it is a figure of: prices and taxes are those of this day, and a month, quarter
    /// or year begins with its month.
    pub on: Option<Day>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// What a stated figure covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum Of {
    /// One month.
    Month,
    /// Three months, the first three of the request.
    Quarter,
    /// The request period.
    Period,
    /// Twelve months from the first of the request.
    Year,
    /// Something else, of which only the parts are checked.
    #[default]
    Parts,
}

//! Figures that somebody wrote down, to be checked.

use serde::Deserialize;

use crate::units::Money;

/// A figure with its parts, as it was written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What the figure is called where it stands.
    pub what: String,
    /// Its parts: amounts joined by + − × ÷, as `161.32 + 16`.
    pub parts: Option<String>,
    /// The figure as written.
    pub says: Money,
    /// What it is a figure of.
    #[serde(default)]
    pub of: Of,
    /// Key of the plan that it is about, where the name does not tell.
    pub plan: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// What a stated figure covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum Of {
    /// One month.
    Month,
    /// The request period.
    Period,
    /// Something else, of which only the parts are checked.
    #[default]
    Parts,
}

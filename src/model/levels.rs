//! Steps of a budget: how much is asked for, at least and at best.

use serde::Deserialize;

/// The levels that a request can be made at, the first the least.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    #[serde(default)]
    pub are: LevelsAre,
    /// In order.
    pub list: Vec<Level>,
}

/// How levels build on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum LevelsAre {
    /// A level holds what is its own and what is of the levels before it.
    #[default]
    Cumulative,
    /// A level holds what is its own alone.
    Alternatives,
}

/// One level. What names no level belongs to all.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub name: String,
    /// Key of the plan that goes with it. Absent: of cumulative levels that of the level before, else
    /// the one that the request names; where no level names one, the plan asked for.
    pub plan: Option<String>,
    pub note: Option<String>,
}

//! Costs that are a share of others: contingency, spare parts, a fee.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::units::SignedPercent;

use super::LineKind;

/// A share of groups of costs, taken before tax over the period asked for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percentage {
    pub what: String,
    /// By group, `operational`, `capital`, `contracts`, or another percentage's `what`: its share. Their
    /// sum is rounded once.
    pub of: IndexMap<String, SignedPercent>,
    /// Key of the group that it is a part of.
    pub group: Option<String>,
    /// What it is for the books and for taxes; it is never a part of what it is taken of.
    #[serde(default)]
    pub kind: LineKind,
    /// Name of the level that it belongs to. Absent: all.
    pub level: Option<String>,
    /// Whether the taxes that hold are on it. Default yes.
    #[serde(default = "yes")]
    pub taxed: bool,
    /// Whether the organisation is asked for it. Default yes.
    #[serde(default = "yes")]
    pub in_request: bool,
    pub source: Option<String>,
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}

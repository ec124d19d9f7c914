//! How costs are grouped.

use serde::Deserialize;

/// A named group of costs. One that is only named by a line need not be declared.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Group {
    /// Key of the group that it is a part of.
    #[serde(rename = "in")]
    pub within: Option<String>,
    /// What people call it; the key where it is absent.
    pub name: Option<String>,
    pub note: Option<String>,
}

/// Groups that are always there.
pub const OPERATIONAL: &str = "operational";
/// Lines that are bought and kept.
pub const CAPITAL: &str = "capital";
/// All charges of contracts; they are operational besides.
pub const CONTRACTS: &str = "contracts";

//! Costs that are no server: domains, licences, anything paid now and then.

use serde::Deserialize;

use crate::units::{Day, Money, Span};

/// One cost beside the contracts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub what: String,
    pub group: Option<String>,
    #[serde(default)]
    pub kind: LineKind,
    pub price: Money,
    pub every: Every,
    /// First day charged; later ones are counted from it. Absent: the first day of the request.
    pub from: Option<Day>,
    /// First day no longer charged.
    pub until: Option<Day>,
    /// Over how long one that is charged once counts as cost.
    pub months_of_use: Option<Span>,
    pub renews: Option<LineRenewal>,
    pub paid_by: Option<String>,
    /// Whose invoice it stands on. Absent: an invoice of its own.
    pub provider: Option<String>,
    /// Whether the organisation is asked for it. Default yes.
    #[serde(default = "yes")]
    pub in_request: bool,
    pub source: Option<String>,
    pub checked: Option<Day>,
    pub note: Option<String>,
}

/// How a line renews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum LineRenewal {
    /// By itself.
    Automatically,
    /// Somebody has to do it.
    ByHand,
}

/// How often a line is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Every {
    /// Each month.
    Month,
    /// Each three months.
    Quarter,
    /// Each twelve months.
    Year,
    /// On its first day only.
    Once,
}

/// What a line is for the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum LineKind {
    /// Used up as it is paid.
    #[default]
    Operational,
    /// Bought and kept.
    Capital,
}

fn yes() -> bool {
    true
}

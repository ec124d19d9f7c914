//! What has been approved, and from which amount on somebody has to sign.

use serde::Deserialize;

use crate::units::Money;

/// An amount that is not to be passed, or not without more.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What people call it, as `approved budget`.
    pub what: String,
    /// The most that is inside it. Without a basis it is compared before tax.
    pub amount: Money,
    #[serde(default)]
    pub of: LimitOf,
    #[serde(default)]
    pub kind: LimitKind,
    /// The level that it was approved for. Absent: any.
    pub level: Option<String>,
    /// What is needed beyond it, as `two signatures`.
    pub needs: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// What a limit is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum LimitOf {
    /// All that is billed in the request period.
    #[default]
    Period,
    /// What is billed in any calendar month of the period.
    Month,
    /// What is billed in the twelve months from the period's first day.
    Year,
    /// Any single charge of the period.
    Charge,
    /// Any invoice of the period: all charges of one provider on one day.
    Invoice,
}

/// What it means to be above a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum LimitKind {
    /// More than was approved.
    #[default]
    Budget,
    /// Allowed, with what the limit says is needed.
    SignOff,
}

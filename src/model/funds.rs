//! What money there is, what comes in, and what is owed.

use serde::{Deserialize, Deserializer};

use crate::units::{Day, Money, Span};

use super::Every;

/// The money of the organisation, as far as it is to pay for this.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Funds {
    pub accounts: Vec<FundAccount>,
    pub income: Vec<Income>,
    pub debts: Vec<Debt>,
    /// What is to be kept: months of what is paid a month, or an amount.
    pub float: Option<Float>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// A balance.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundAccount {
    pub name: String,
    pub balance: Money,
    /// Day on which it was read, before anything of that day was paid. Absent: `as_of`.
    pub on: Option<Day>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// Money that comes in again and again.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Income {
    pub what: String,
    pub amount: Money,
    pub every: Every,
    /// First day on which it comes. Absent: one interval after the balance.
    pub from: Option<Day>,
    /// First day on which it no longer comes.
    pub until: Option<Day>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// Something owed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Debt {
    pub what: String,
    pub amount: Money,
    /// Day on which it is paid. Absent: at once.
    pub due: Option<Day>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// What is to be kept: `"3 months"`, or an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Float {
    /// So many months of what is paid a month.
    Span(Span),
    /// This amount.
    Amount(Money),
}

impl<'de> Deserialize<'de> for Float {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Ok(amount) = text.parse::<Money>() {
            return Ok(Self::Amount(amount));
        }
        text.parse().map(Self::Span).map_err(serde::de::Error::custom)
    }
}

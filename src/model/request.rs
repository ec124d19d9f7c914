//! What the organisation is asked for, and what every offer must meet.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::units::{Month, Span};

/// The period asked for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// First month.
    pub from: Month,
    /// How many months, 1 to 120.
    pub months: u32,
    /// Name of the level asked for, as the organisation calls it.
    pub level: Option<String>,
    /// Key of the plan that is asked for. Absent: the cheapest that has no error.
    pub plan: Option<String>,
    /// How long it is tried, from the period's first day.
    pub trial: Option<Span>,
    /// After how long it is looked at again, from the period's first day.
    pub review: Option<Span>,
    /// After how long the approval ends, from the period's first day.
    pub expires: Option<Span>,
    /// What the organisation's own form asks for, by its headings, in order.
    #[serde(default)]
    pub form: IndexMap<String, String>,
    pub note: Option<String>,
}

/// How what is paid becomes the cost of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum Accrual {
    /// By the days of each month that it pays for.
    #[default]
    ByDays,
    /// The same in each month that it pays for: a yearly price ÷ 12.
    EqualMonths,
}

/// What an offer must have to be of use.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requires {
    /// ISO 3166 code of the country that data must stay in.
    pub country: Option<String>,
    /// Counts that are needed, by name.
    pub at_least: IndexMap<String, u32>,
    /// Features that are needed.
    pub has: Vec<String>,
}

//! What currencies are worth of each other, as somebody stated.

use serde::Deserialize;

use crate::units::{Day, ExchangeRate};

/// An exchange rate, from a day on. It holds both ways.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub rate: ExchangeRate,
    /// First day on which it holds, until the next. Absent: from the beginning.
    pub on: Option<Day>,
    pub source: Option<String>,
    pub note: Option<String>,
}

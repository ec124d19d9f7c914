//! Costs that are no server: domains, licences, anything paid now and then.

use serde::{Deserialize, Deserializer, de};

use crate::units::{Day, Factors, Money, Span};

/// One cost beside the contracts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub what: String,
    /// Key of the group that it is a part of.
    pub group: Option<String>,
    #[serde(default)]
    pub kind: LineKind,
    /// Of one, or of one `per`; once, or each time it is charged.
    pub price: Money,
    /// What the price is multiplied by: factors, multiplied exactly. Absent: 1.
    #[serde(default)]
    pub quantity: Factors,
    /// What the price is of, as `kWh`; factors of it in other units are converted.
    pub per: Option<String>,
    pub every: Every,
    /// First day charged; later ones are counted from it. Absent: the first day of the request.
    pub from: Option<Day>,
    /// First day no longer charged.
    pub until: Option<Day>,
    /// Later prices, each from its day on.
    #[serde(default)]
    pub prices: Vec<LinePrice>,
    /// Over how long one that is charged once counts as cost.
    pub months_of_use: Option<Span>,
    pub renews: Option<LineRenewal>,
    pub paid_by: Option<String>,
    /// Whose invoice it stands on. Absent: an invoice of its own.
    pub provider: Option<String>,
    /// Name of the level that it belongs to. Absent: all.
    pub level: Option<String>,
    /// Whether the taxes that hold are on it. Default yes.
    #[serde(default = "yes")]
    pub taxed: bool,
    /// Whether the organisation is asked for it. Default yes.
    #[serde(default = "yes")]
    pub in_request: bool,
    pub source: Option<String>,
    pub checked: Option<Day>,
    pub note: Option<String>,
}

/// A line's price from a day on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinePrice {
    pub from: Day,
    pub price: Money,
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
    /// Each six months.
    HalfYear,
    /// Each twelve months.
    Year,
    /// On its first day only.
    Once,
    /// Each so many months, 1 to 1,200.
    #[serde(deserialize_with = "months")]
    Months(u32),
    /// Each so many weeks, 1 to 5,217.
    #[serde(deserialize_with = "weeks")]
    Weeks(u32),
}

fn months<'de, D: Deserializer<'de>>(source: D) -> Result<u32, D::Error> {
    counted(source, 1_200, "months")
}

fn weeks<'de, D: Deserializer<'de>>(source: D) -> Result<u32, D::Error> {
    counted(source, 5_217, "weeks")
}

fn counted<'de, D: Deserializer<'de>>(source: D, most: u32, of: &str) -> Result<u32, D::Error> {
    let count = u32::deserialize(source)?;
    if (1..=most).contains(&count) {
        return Ok(count);
    }
    Err(de::Error::custom(format!(
        "nothing is charged every {count} {of}\nhint: write 1 to {most} {of}, or `Once`"
    )))
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

//! Taxes and how they are rounded.

use serde::{Deserialize, Deserializer, de};

use crate::units::{Day, Money, Percent};

/// One named tax at one rate.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    pub name: String,
    pub rate: Percent,
    /// First billing day on which it holds. Absent: always.
    pub from: Option<Day>,
    /// First billing day on which it no longer holds.
    pub until: Option<Day>,
    #[serde(default)]
    pub on: TaxedOn,
    /// Share of the tax that the organisation gets back.
    pub recoverable: Option<Recoverable>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// What a tax is on.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
pub enum TaxedOn {
    /// Everything.
    #[default]
    All,
    /// The invoices of these providers.
    Providers(Vec<String>),
    /// Charges of these groups.
    Groups(Vec<String>),
}

/// How much of a tax comes back: a percentage, or `"unknown"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recoverable {
    /// Nobody knows; no cost after recovery is shown.
    Unknown,
    /// This share of each tax entry.
    Share(Percent),
}

impl<'de> Deserialize<'de> for Recoverable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.trim().eq_ignore_ascii_case("unknown") {
            return Ok(Self::Unknown);
        }
        text.parse().map(Self::Share).map_err(de::Error::custom)
    }
}

/// How computed amounts are rounded.
#[derive(Clone, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rounding {
    /// Where tax is rounded to the currency's minor unit.
    pub tax: TaxRounding,
    /// Each line, one-off, percentage and tax entry is a whole multiple of it, as `1 EUR`. Absent: of
    /// the currency's smallest unit.
    pub to: Option<Money>,
}

/// Where tax is rounded, half away from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum TaxRounding {
    /// On each charge.
    PerLine,
    /// On the sum of all charges of one provider on one day.
    #[default]
    PerInvoice,
    /// On the sum of the period asked about.
    PerPeriod,
}

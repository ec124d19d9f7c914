//! What is paid by a meter: so much a unit of what is used.

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::units::{Measure, Money};

use super::Resource;

/// A price by what is used in a month, beside the monthly price where there is one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// The unit that `price` is for: `TB`, `100 GB`, `h`, `user`.
    pub per: Measure,
    /// Price of one unit, a month.
    pub price: Money,
    /// What is metered. Absent: what `per` counts: backup space for a backup tier, else disk;
    /// hours; or what is counted by its name.
    pub of: Option<Metered>,
    /// Whether a unit begun counts in full.
    #[serde(default)]
    pub units: Units,
    /// Used up before anything is paid.
    pub free: Option<Measure>,
    /// The least that is paid a month.
    pub minimum: Option<Money>,
    /// The most that is paid a month.
    pub cap: Option<Money>,
    /// Which use of the month counts, where it changes.
    #[serde(default)]
    pub on: MeteredOn,
    /// Other prices for what is used beyond an amount.
    #[serde(default)]
    pub steps: Vec<TariffStep>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// Another price for what is used beyond an amount; up to it the price before holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TariffStep {
    /// Counted from 0, what is free inside it.
    pub above: Measure,
    pub price: Money,
}

/// What a meter counts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Metered {
    /// Memory.
    Ram,
    /// Disk.
    Storage,
    /// Space that the kept backups need.
    Backup,
    /// CPU threads.
    Cpu,
    /// Any other count, by name.
    Count(String),
    /// The hours for which the contract runs.
    Hours,
}

impl Metered {
    /// The resource whose demand is metered; `None`: hours.
    pub fn resource(&self) -> Option<Resource> {
        Some(match self {
            Self::Ram => Resource::Ram,
            Self::Storage => Resource::Storage,
            Self::Backup => Resource::Backup,
            Self::Cpu => Resource::Cpu,
            Self::Count(name) => Resource::Count(name.clone()),
            Self::Hours => return None,
        })
    }
}

/// Whether a unit begun counts in full: `Started`, `ProRata` or `"unknown"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Units {
    /// A unit begun counts in full.
    Started,
    /// Parts of a unit count as parts.
    #[default]
    ProRata,
    /// Nobody knows: both are shown.
    Unknown,
}

/// Which use of a month counts: `Peak`, `Average`, `EndOfMonth` or `"unknown"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MeteredOn {
    /// The most on any day.
    Peak,
    /// The mean over its days.
    #[default]
    Average,
    /// The use on its last day.
    EndOfMonth,
    /// Nobody knows: all are shown.
    Unknown,
}

/// A bare name or a text: reading either as a text is what serde's untagged enums do.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
}

fn named<'de, D: Deserializer<'de>, T: Copy>(
    deserializer: D,
    names: &[(&str, T)],
) -> Result<T, D::Error> {
    let Name::Text(text) = Name::deserialize(deserializer)?;
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(&text);
    let found = names.iter().find(|(name, _)| letters(name) == wanted);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<String> = names.iter().map(|(name, _)| format!("`{name}`")).collect();
        de::Error::custom(format!(
            "`{text}` is not one of them\nhint: write {} or `\"unknown\"`",
            names[..names.len() - 1].join(", ")
        ))
    })
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names =
            [("Started", Self::Started), ("ProRata", Self::ProRata), ("unknown", Self::Unknown)];
        named(deserializer, &names)
    }
}

impl<'de> Deserialize<'de> for MeteredOn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = [
            ("Peak", Self::Peak),
            ("Average", Self::Average),
            ("EndOfMonth", Self::EndOfMonth),
            ("unknown", Self::Unknown),
        ];
        named(deserializer, &names)
    }
}

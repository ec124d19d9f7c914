//! What providers sell, where, and by which terms.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::units::{Day, Money, Quantity, Size, Span, Use};

use super::{Answer, DiskSet, Evidence, Resource, Tariff};

/// Something a provider sells.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    pub kind: OfferKind,
    /// What people call it, as `Rise-3`; the key's last part where it is absent.
    pub name: Option<String>,
    /// Whose invoice it stands on. Absent: an invoice of its own.
    pub provider: Option<String>,
    pub ram: Option<Size>,
    /// Usable disk. Absent: what its `disks` give.
    pub storage: Option<Size>,
    /// Its disks; what they give counts where `storage` is absent (`size`, of those for backups).
    #[serde(default)]
    pub disks: Vec<DiskSet>,
    /// What the host itself takes of each resource, of one.
    #[serde(default)]
    pub reserved: IndexMap<Resource, Use>,
    /// Space of a backup tier or of a disk.
    pub size: Option<Size>,
    /// CPU threads.
    pub threads: Option<u32>,
    /// Other counts that it gives, by name.
    #[serde(default)]
    pub gives: IndexMap<String, u32>,
    /// Features that it has, as `ipv6`.
    #[serde(default)]
    pub has: Vec<String>,
    /// Keys of the regions where it can be had; empty where nobody said.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Price of one, a month. May be absent where there is `hourly` or `tariff`.
    pub monthly: Option<Money>,
    /// Price of one, an hour: billed on each 1st for the hours of the month before, and never more
    /// than `monthly` where that is stated.
    pub hourly: Option<Money>,
    /// What is paid by a meter besides.
    pub tariff: Option<Tariff>,
    /// Charged once, on the first day. Absent: there is none.
    pub setup: Option<Money>,
    /// Over how long the setup fee counts as cost.
    pub months_of_use: Option<Span>,
    /// How long one is bound. Absent: from month to month.
    pub term: Option<Span>,
    pub renews: Option<Renewal>,
    pub notice: Option<Span>,
    pub billing: Option<Billing>,
    /// From order to use. Absent: none.
    pub delivery: Option<Span>,
    /// What comes with it at no price of its own.
    #[serde(default)]
    pub includes: IndexMap<Resource, Quantity>,
    /// Whether several can be had side by side.
    pub stackable: Option<Answer>,
    /// Whether a backup tier adds to the included space (else it replaces it).
    pub adds: Option<Answer>,
    /// Key of the group of costs that its charges are a part of.
    pub group: Option<String>,
    /// First day on which it can be ordered.
    pub from: Option<Day>,
    /// First day on which it can no longer be ordered.
    pub until: Option<Day>,
    pub source: Option<String>,
    /// Day on which the price was last looked up.
    pub checked: Option<Day>,
    /// How its sizes are known.
    pub is: Option<Evidence>,
    pub note: Option<String>,
}

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum OfferKind {
    /// Runs services.
    Server,
    /// Holds backups.
    Backup,
    /// Block storage: adds to the server that its contract is `on`, else it is a host of its own.
    Disk,
    /// Anything else that is paid by the month.
    Other,
}

/// A place where a provider has servers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// ISO 3166 code, as `CA`.
    pub country: String,
    /// What people call the place, as `Beauharnois`.
    pub name: Option<String>,
}

/// When a price is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
pub enum Billing {
    /// On the first day, and each month on that day's number.
    #[default]
    Anchored,
    /// The part month on the first day, then in full on each 1st.
    FirstOfMonth,
    /// The whole term on its first day.
    UpFront,
    /// A full month on the first day, then the part up to that month's end, then in full on each 1st.
    FirstInFullThenFirst,
    /// Each month on the day after it has passed.
    Arrears,
}

/// What happens when a term ends: `"unknown"`, `"no"` (it goes on from month to month, freely
/// ended), `"automatically"` (by the same term), or the span that it renews for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Nobody knows.
    Unknown,
    /// Month by month after the first term.
    No,
    /// By the same term again.
    Automatically,
    /// By this many months.
    For(u32),
}

impl<'de> Deserialize<'de> for Renewal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim().to_lowercase().as_str() {
            "unknown" => Ok(Self::Unknown),
            "no" => Ok(Self::No),
            "automatically" | "yes" => Ok(Self::Automatically),
            other => other
                .parse::<Span>()
                .ok()
                .and_then(Span::in_months)
                .map(Self::For)
                .ok_or_else(|| de::Error::custom(refusal(&text))),
        }
    }
}

fn refusal(text: &str) -> String {
    format!(
        "`{text}` is no way to renew\nhint: write `no`, `automatically`, `unknown` or whole months as `12 months`"
    )
}

//! How backups are kept, and how large they are.

use serde::Deserialize;

use crate::units::Size;

use super::{Evidence, Growths};

/// The backups of everything that runs here.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backups {
    pub mode: BackupMode,
    /// Size of one full copy on `as_of`.
    pub full: Size,
    /// What one day changes; needed for [`BackupMode::Deduplicated`].
    pub daily_change: Option<Size>,
    pub keep: Keep,
    /// Growth of the full copy; declared growth of `Backup` holds where it is absent.
    pub growth: Option<Growths>,
    pub is: Option<Evidence>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// How a backup uses space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum BackupMode {
    /// Each kept backup is a copy of everything: kept copies × full size.
    FullCopies,
    /// One full copy and what changed: full + kept days × daily change.
    Deduplicated,
}

/// How many backups are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    /// Days of daily backups.
    pub daily: u32,
    /// Another word for `daily`; where both are stated, the larger counts.
    pub days: u32,
    /// How many backups are made a day. Default 1.
    pub per_day: Option<u32>,
    /// Weekly ones.
    pub weekly: u32,
    /// Monthly ones.
    pub monthly: u32,
    /// Yearly ones.
    pub yearly: u32,
}

impl Keep {
    /// Days of which each backup is kept.
    pub fn of_days(self) -> u32 {
        self.daily.max(self.days)
    }

    /// Backups made each day, at least 1.
    pub fn each_day(self) -> u32 {
        self.per_day.unwrap_or(1).max(1)
    }

    /// Weekly, monthly and yearly ones.
    pub fn older(self) -> u64 {
        u64::from(self.weekly) + u64::from(self.monthly) + u64::from(self.yearly)
    }

    /// How many copies are kept in all.
    pub fn copies(self) -> u64 {
        u64::from(self.of_days()) * u64::from(self.each_day()) + self.older()
    }

    /// The same with other days of daily backups.
    #[must_use]
    pub fn with_days(self, days: u32) -> Self {
        Self { daily: days, days: 0, ..self }
    }
}

//! How backups are kept, and how large they are.

use serde::Deserialize;

use crate::units::{Growth, Size};

use super::Evidence;

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
    pub growth: Option<Growth>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Days of daily backups.
    pub daily: u32,
}

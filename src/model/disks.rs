//! What of a set of disks can be used?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

use crate::units::Size;

use super::Resource;

/// Disks of one size that are used together; several sets of an offer add up.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiskSet {
    /// How many there are, spares among them.
    pub count: u32,
    /// Size of each.
    pub size: Size,
    /// How they are joined. Absent: not at all, each counts in full.
    #[serde(default)]
    pub raid: Raid,
    /// How many of them only stand by.
    #[serde(default)]
    pub spares: u32,
    /// What they hold: `Storage` or `Backup`. Default storage.
    #[serde(rename = "for", default = "storage")]
    pub holds: Resource,
    /// What people call them, as `HDD`.
    pub what: Option<String>,
    pub note: Option<String>,
}

/// How disks are joined, by its usual name: `RAID 6`, `RAIDZ2`, `mirror`, `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Raid {
    /// Each by itself.
    #[default]
    None,
    /// One after the other, without parity.
    Raid0,
    /// All the same: one counts.
    Raid1,
    /// One for parity (also RAIDZ1).
    Raid5,
    /// Two for parity (also RAIDZ2).
    Raid6,
    /// Three for parity.
    RaidZ3,
    /// Pairs: half count.
    Raid10,
    /// Two groups with one for parity each.
    Raid50,
    /// Two groups with two for parity each.
    Raid60,
}

impl Raid {
    const NAMES: [(&'static str, Self); 20] = [
        ("none", Self::None),
        ("jbod", Self::None),
        ("single", Self::None),
        ("raid0", Self::Raid0),
        ("stripe", Self::Raid0),
        ("raid1", Self::Raid1),
        ("mirror", Self::Raid1),
        ("mirrored", Self::Raid1),
        ("raid5", Self::Raid5),
        ("raidz", Self::Raid5),
        ("raidz1", Self::Raid5),
        ("raid6", Self::Raid6),
        ("raidz2", Self::Raid6),
        ("raidz3", Self::RaidZ3),
        ("raid10", Self::Raid10),
        ("raid1+0", Self::Raid10),
        ("raid50", Self::Raid50),
        ("raid5+0", Self::Raid50),
        ("raid60", Self::Raid60),
        ("raid6+0", Self::Raid60),
    ];

    /// As people write it: `RAID 6`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Raid0 => "RAID 0",
            Self::Raid1 => "RAID 1",
            Self::Raid5 => "RAID 5",
            Self::Raid6 => "RAID 6",
            Self::RaidZ3 => "RAIDZ3",
            Self::Raid10 => "RAID 10",
            Self::Raid50 => "RAID 50",
            Self::Raid60 => "RAID 60",
        }
    }

    /// Fewest disks that it needs.
    pub fn least(self) -> u32 {
        match self {
            Self::None => 1,
            Self::Raid0 | Self::Raid1 => 2,
            Self::Raid5 => 3,
            Self::Raid6 | Self::Raid10 => 4,
            Self::RaidZ3 => 5,
            Self::Raid50 => 6,
            Self::Raid60 => 8,
        }
    }

    /// How many of so many disks count.
    pub fn counting(self, disks: u32) -> u32 {
        match self {
            Self::None | Self::Raid0 => disks,
            Self::Raid1 => disks.min(1),
            Self::Raid5 => disks.saturating_sub(1),
            Self::Raid6 | Self::Raid50 => disks.saturating_sub(2),
            Self::RaidZ3 => disks.saturating_sub(3),
            Self::Raid10 => disks / 2,
            Self::Raid60 => disks.saturating_sub(4),
        }
    }
}

impl DiskSet {
    /// How many are joined: those that do not stand by.
    pub fn joined(&self) -> u32 {
        self.count.saturating_sub(self.spares)
    }

    /// Bytes that can be used: RAID less parity and spares.
    pub fn bytes(&self) -> i128 {
        self.size.bytes().saturating_mul(i128::from(self.raid.counting(self.joined())))
    }

    /// Whether there are disks enough to be joined as it is said.
    pub fn can_be(&self) -> bool {
        self.joined() >= self.raid.least()
    }
}

/// `4 × 22 TB RAID 6`.
impl fmt::Display for DiskSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {}", self.count, self.size)?;
        if let Some(what) = &self.what {
            write!(f, " {what}")?;
        }
        if self.raid != Raid::None {
            write!(f, " {}", self.raid.name())?;
        }
        match self.spares {
            0 => Ok(()),
            1 => f.write_str(", 1 spare"),
            n => write!(f, ", {n} spares"),
        }
    }
}

impl FromStr for Raid {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let plain: String = given
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
            .flat_map(char::to_lowercase)
            .collect();
        let named = |name: &str| Self::NAMES.iter().find(|(known, _)| *known == name);
        named(&plain).or_else(|| named(&format!("raid{plain}"))).map(|(_, raid)| *raid).ok_or_else(
            || {
                format!(
                    "`{given}` is no RAID level\nhint: write `RAID 0`, `RAID 1`, `RAID 5`, `RAID 6`, \
                     `RAID 10`, `RAID 50`, `RAID 60`, `RAIDZ3` or `none`"
                )
            },
        )
    }
}

impl<'de> Deserialize<'de> for Raid {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map_err(de::Error::custom)
    }
}

fn storage() -> Resource {
    Resource::Storage
}

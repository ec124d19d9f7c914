//! In which unit do the levels of one column or picture stand?

use crate::engine::outlook::Level;
use crate::model::Resource;
use crate::units;

use super::words::level_value;
use super::{Cell, Tone};

/// One unit for a whole column of levels.
#[derive(Clone, Copy)]
pub(super) struct Scale<'a> {
    resource: &'a Resource,
    /// What stands in the heading, as `GiB`.
    pub(super) unit: &'a str,
    one: Level,
}

impl<'a> Scale<'a> {
    /// GiB for RAM; for disks TB where the largest has one, GB, or MB where it has none of these.
    pub(super) fn of(resource: &'a Resource, largest: Level) -> Self {
        let (unit, one) = match resource {
            Resource::Ram => ("GiB", 1 << 30),
            Resource::Storage | Resource::Backup if largest >= 10_i128.pow(12) => {
                ("TB", 10_i128.pow(12))
            }
            Resource::Storage | Resource::Backup if (1..10_i128.pow(9)).contains(&largest) => {
                ("MB", 10_i128.pow(6))
            }
            Resource::Storage | Resource::Backup => ("GB", 10_i128.pow(9)),
            Resource::Cpu => ("threads", 1000),
            Resource::Count(name) => (name.as_str(), 1000),
        };
        Self { resource, unit, one }
    }

    /// The same for a plot and its table: TB only from 10 of them on, so that tenths still tell.
    pub(super) fn fine(resource: &'a Resource, largest: Level) -> Self {
        let large = matches!(resource, Resource::Storage | Resource::Backup)
            && (10_i128.pow(12)..10_i128.pow(13)).contains(&largest);
        Self::of(resource, if large { 10_i128.pow(12) - 1 } else { largest })
    }

    /// A level in its unit, for a plot.
    pub(super) fn plain(self, of: Level) -> f64 {
        of as f64 / self.one as f64
    }

    /// A level in its unit, as it stands at a line.
    pub(super) fn text(self, of: Level) -> String {
        self.cell(of).text
    }

    /// To a tenth, rounded half away from zero.
    fn number(self, of: Level) -> String {
        let tenths = units::round_ratio(of.abs().saturating_mul(10), self.one);
        match tenths % 10 {
            0 => (tenths / 10).to_string(),
            rest => format!("{}.{rest}", tenths / 10),
        }
    }

    /// A level without its unit.
    pub(super) fn cell(self, of: Level) -> Cell {
        let minus = if of < 0 { "−" } else { "" };
        Cell::of(format!("{minus}{}", self.number(of)), level_value(self.resource, of))
    }

    /// Room left with its sign: `+83.2`, `−7.2`.
    pub(super) fn signed(self, of: Level) -> Cell {
        let number = self.number(of);
        let (sign, tone) = match of {
            _ if number == "0" => ("", Tone::Plain),
            0.. => ("+", Tone::Plain),
            _ => ("−", Tone::Bad),
        };
        Cell::of(format!("{sign}{number}"), level_value(self.resource, of)).toned(tone)
    }
}

//! How much of a server's disks can be used, when they are joined so that they are safe?

use crate::engine::outlook::Level;
use crate::model::{DiskSet, Raid, Resource};

/// How disks are to be joined. Disks of one size are joined with each other, never with those of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiskSafety {
    /// Any one disk may fail: as they are sold, where that is so; else two as a mirror, three as RAID 5, an even number as RAID 10, an odd
    /// one as RAID 6. One disk alone does not count.
    #[default]
    OneMayFail,
    /// By this level; disks too few for it do not count.
    Raid(Raid),
}

impl DiskSafety {
    /// Bytes of a set that can be used.
    pub fn usable(self, set: &DiskSet) -> Level {
        if set.holds != Resource::Storage {
            return 0;
        }
        self.raid_of(set).map_or(0, |raid| DiskSet { raid, ..set.clone() }.bytes())
    }

    /// The level that a set is joined by; `None`: it has too few disks.
    pub fn raid_of(self, set: &DiskSet) -> Option<Raid> {
        let raid = match (self, set.raid, set.joined()) {
            (Self::Raid(raid), ..) => raid,
            (Self::OneMayFail, Raid::None | Raid::Raid0, 0..=2) => Raid::Raid1,
            (Self::OneMayFail, Raid::None | Raid::Raid0, 3) => Raid::Raid5,
            (Self::OneMayFail, Raid::None | Raid::Raid0, n) if n.is_multiple_of(2) => Raid::Raid10,
            (Self::OneMayFail, Raid::None | Raid::Raid0, _) => Raid::Raid6,
            (Self::OneMayFail, sold, _) => sold,
        };
        (set.joined() >= raid.least()).then_some(raid)
    }
}

#[cfg(test)]
mod tests {
    use super::DiskSafety;
    use crate::model::{DiskSet, Raid, Resource};

    #[track_caller]
    fn usable(safety: DiskSafety, count: u32, sold: Raid, terabytes: i128) {
        let size = "4 TB".parse().unwrap();
        let holds = Resource::Storage;
        let set = DiskSet { count, size, raid: sold, spares: 0, holds, what: None, note: None };
        assert_eq!(safety.usable(&set), terabytes * 1_000_000_000_000);
    }

    #[test]
    fn disks_are_joined_as_asked() {
        let any = DiskSafety::OneMayFail;
        usable(any, 1, Raid::None, 0);
        usable(any, 2, Raid::None, 4);
        usable(any, 3, Raid::None, 8);
        usable(any, 4, Raid::None, 8);
        usable(any, 4, Raid::Raid5, 12);
        usable(any, 5, Raid::None, 12);
        usable(any, 2, Raid::Raid0, 4);
        usable(DiskSafety::Raid(Raid::None), 2, Raid::None, 8);
        usable(DiskSafety::Raid(Raid::Raid1), 4, Raid::None, 4);
        usable(DiskSafety::Raid(Raid::Raid10), 4, Raid::None, 8);
        usable(DiskSafety::Raid(Raid::Raid6), 3, Raid::None, 0);
        usable(DiskSafety::Raid(Raid::Raid5), 4, Raid::Raid10, 12);
    }
}

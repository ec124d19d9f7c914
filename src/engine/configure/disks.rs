//! How much of a server's disks can be used, when they are joined so that they are safe?

use crate::engine::outlook::Level;
use crate::model::{DiskSet, Raid, Resource};

/// How disks are to be joined. Disks of one size are joined with each other, never with those of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiskSafety {
    /// Any one disk may fail: two are a mirror, of three or more one is for parity; one alone does not count.
    #[default]
    OneMayFail,
    /// By this level; disks too few for it do not count.
    Raid(Raid),
}

impl DiskSafety {
    /// Bytes of a set that can be used. One that is sold joined stays so, where that is as safe.
    pub fn usable(self, set: &DiskSet) -> Level {
        if set.holds != Resource::Storage {
            return 0;
        }
        if set.raid != Raid::None {
            let enough = match self {
                Self::OneMayFail => set.raid != Raid::Raid0,
                Self::Raid(raid) => spare(set.raid) >= spare(raid),
            };
            return if enough && set.can_be() { set.bytes() } else { 0 };
        }
        let raid = match (self, set.joined()) {
            (Self::Raid(raid), _) => raid,
            (Self::OneMayFail, 0..=2) => Raid::Raid1,
            (Self::OneMayFail, _) => Raid::Raid5,
        };
        let joined = DiskSet { raid, ..set.clone() };
        if joined.can_be() { joined.bytes() } else { 0 }
    }

    /// The level that a set is joined by; `None`: it is too small.
    pub fn raid_of(self, set: &DiskSet) -> Option<Raid> {
        let raid = match self {
            Self::Raid(raid) => raid,
            Self::OneMayFail if set.joined() <= 2 => Raid::Raid1,
            Self::OneMayFail => Raid::Raid5,
        };
        (set.joined() >= raid.least()).then_some(raid)
    }
}

/// How many disks may fail, whichever they are.
fn spare(raid: Raid) -> u32 {
    match raid {
        Raid::None | Raid::Raid0 => 0,
        Raid::Raid1 | Raid::Raid5 | Raid::Raid10 | Raid::Raid50 => 1,
        Raid::Raid6 | Raid::Raid60 => 2,
        Raid::RaidZ3 => 3,
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
        usable(any, 4, Raid::None, 12);
        usable(any, 4, Raid::Raid6, 8);
        usable(any, 2, Raid::Raid0, 0);
        usable(DiskSafety::Raid(Raid::None), 2, Raid::None, 8);
        usable(DiskSafety::Raid(Raid::Raid1), 4, Raid::None, 4);
        usable(DiskSafety::Raid(Raid::Raid10), 4, Raid::None, 8);
        usable(DiskSafety::Raid(Raid::Raid6), 3, Raid::None, 0);
        usable(DiskSafety::Raid(Raid::Raid6), 3, Raid::Raid5, 0);
    }
}

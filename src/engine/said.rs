//! What is said of a demand, besides how much it is?

use crate::model::Evidence;

/// What is said of a demand besides its course.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by its name")]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// Worst evidence of the parts.
    pub(super) evidence: Option<Evidence>,
    pub(super) grows: bool,
    pub(super) has_cautious: bool,
    /// Parts that are peaks of their own: measured series and sizes given as a range.
    pub(super) peaks: usize,
    /// Which of them were measured, and when.
    pub(super) together: Together,
    /// Whether a measured series is cut off at what there is.
    pub(super) clipped: bool,
    /// Whether anything asks for it at all.
    pub(super) asked: bool,
}

/// When parts were measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Together {
    /// None was.
    #[default]
    Nothing,
    /// So many, all of them on these days.
    On(u64, usize),
    /// On different days.
    Apart,
}

impl Together {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (Self::On(days, one), Self::On(others, two)) if days == others => {
                Self::On(days, one + two)
            }
            _ => Self::Apart,
        }
    }
}

impl Said {
    /// Counts a series that was last measured on some days.
    pub(super) fn measured(&mut self, days: u64) {
        self.peaks += 1;
        self.together = self.together.and(Together::On(days, 1));
    }

    /// Whether peaks were added, and all of them were measured on the same days.
    pub(super) fn is_measured_together(&self) -> bool {
        self.peaks > 1 && matches!(self.together, Together::On(_, count) if count == self.peaks)
    }

    /// Adds what is said of another demand.
    pub(super) fn gather(&mut self, other: &Self) {
        self.evidence = worse(self.evidence, other.evidence);
        self.grows |= other.grows;
        self.has_cautious |= other.has_cautious;
        self.peaks += other.peaks;
        self.together = self.together.and(other.together);
        self.clipped |= other.clipped;
        self.asked |= other.asked;
    }
}

/// The less certain of two; what nobody said does not count.
pub(super) fn worse(one: Option<Evidence>, two: Option<Evidence>) -> Option<Evidence> {
    let rank = |evidence: &Evidence| match evidence {
        Evidence::Measured => 0,
        Evidence::Allotted => 1,
        Evidence::Estimate => 2,
    };
    one.into_iter().chain(two).max_by_key(rank)
}

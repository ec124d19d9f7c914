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
    /// Whether a measured series is cut off at what there is.
    pub(super) clipped: bool,
    /// Whether anything asks for it at all.
    pub(super) asked: bool,
}

impl Said {
    /// Adds what is said of another demand.
    pub(super) fn gather(&mut self, other: &Self) {
        self.evidence = worse(self.evidence, other.evidence);
        self.grows |= other.grows;
        self.has_cautious |= other.has_cautious;
        self.peaks += other.peaks;
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

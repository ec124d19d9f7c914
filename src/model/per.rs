//! What totals are divided by, to be told per member or host.

use serde::{Deserialize, Deserializer, de};

/// How many there are of something; never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowMany(u32);

impl HowMany {
    /// `None` for 0.
    pub fn new(count: u32) -> Option<Self> {
        (count > 0).then_some(Self(count))
    }

    /// From 1.
    pub fn count(self) -> u32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for HowMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = u32::deserialize(deserializer)?;
        Self::new(count).ok_or_else(|| {
            de::Error::custom(
                "nothing can be divided by `0`\nhint: write how many there are, from 1",
            )
        })
    }
}

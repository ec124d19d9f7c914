//! How full may it get?

use serde::Deserialize;

use crate::units::Percent;

/// Shares of all there is (not of what is usable) that somebody set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fill {
    /// How full it is to be: size is bought for that.
    pub target: Option<Percent>,
    /// When somebody is to be told.
    pub alert: Option<Percent>,
}

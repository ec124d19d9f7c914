//! What was measured.

use serde::Deserialize;

use crate::units::{Day, Use};

use super::Resource;

/// A measured series of one resource on one host.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    pub resource: Resource,
    /// Key of the contract that was measured; may be absent where there is one server only.
    pub on: Option<String>,
    /// Which services are inside the measurement.
    #[serde(default)]
    pub covers: Covers,
    /// Day and what was in use: so much, or a share of all that the host had.
    pub samples: Vec<(Day, Use)>,
    pub source: Option<String>,
    pub checked: Option<Day>,
    pub note: Option<String>,
}

/// Which services a measurement covers.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
pub enum Covers {
    /// All that ran on the host.
    #[default]
    All,
    /// These, by key.
    Services(Vec<String>),
}

impl Covers {
    /// Whether a service (by key) is inside.
    pub fn names(&self, service: &str) -> bool {
        match self {
            Self::All => true,
            Self::Services(keys) => keys.iter().any(|key| key == service),
        }
    }
}

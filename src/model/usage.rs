//! What was measured.

use std::sync::Arc;

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
    #[serde(default)]
    pub samples: Vec<(Day, Use)>,
    /// Name of the text beside the scenario that holds more of them, a line a day: it is named by its content.
    pub series: Option<String>,
    /// What that text holds, in its order; `None` where it was not found. The file does not say it: it is read along.
    #[serde(skip)]
    pub beside: Option<Arc<[(Day, Use)]>>,
    /// The same text's days of which it says what was in use at most on 95 % of the time. Read along as well.
    #[serde(skip)]
    pub p95: Option<Arc<[(Day, Use)]>>,
    /// When somebody else reckons that it is full; it is shown beside the forecast, and nothing follows from it.
    pub estimated_full: Option<EstimatedFull>,
    pub source: Option<String>,
    pub checked: Option<Day>,
    pub note: Option<String>,
}

impl Usage {
    /// Every sample: those of the text beside the scenario, then those of the file.
    pub fn all_samples(&self) -> impl Iterator<Item = &(Day, Use)> + Clone {
        self.beside.iter().flat_map(|beside| beside.iter()).chain(&self.samples)
    }
}

/// A day on which something is full, as another program reckons.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimatedFull {
    /// The day on which it is full.
    pub on: Day,
    /// The day on which that was said.
    pub said: Option<Day>,
    /// Who says so.
    pub by: Option<String>,
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

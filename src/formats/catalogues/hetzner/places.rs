//! Where are Hetzner's places?

use std::sync::Arc;

use crate::model::Region;

/// Code, country and name of each, as docs.hetzner.com lists them in 2026.
const PLACES: [(&str, &str, &str); 6] = [
    ("fsn1", "DE", "Falkenstein"),
    ("nbg1", "DE", "Nuremberg"),
    ("hel1", "FI", "Helsinki"),
    ("ash", "US", "Ashburn"),
    ("hil", "US", "Hillsboro"),
    ("sin", "SG", "Singapore"),
];

/// The code of a place in small letters, of a data centre (`FSN1-DC17`) that of its place.
pub(super) fn code(location: Option<&str>) -> Option<Arc<str>> {
    let location = location?.trim().trim_start_matches('#');
    let place = location.split('-').next().unwrap_or(location).trim().to_lowercase();
    (!place.is_empty()).then(|| {
        // Cities are written without their number as well.
        let known = PLACES.iter().find(|(code, ..)| code.trim_end_matches('1') == place);
        Arc::from(known.map_or(place.as_str(), |(code, ..)| code))
    })
}

/// What a place is; `None` where it is a new one.
pub(super) fn region(code: &str) -> Option<Region> {
    let (_, country, name) = PLACES.iter().find(|(known, ..)| *known == code)?;
    Some(super::region(country, name))
}

//! Where is a data centre of OVH, by its code?

use crate::model::Region;

/// Code, country, name. From OVH's list of data centres and regions, <https://www.ovhcloud.com/en/about-us/global-infrastructure/regions/>.
const PLACES: [(&str, &str, &str); 18] = [
    ("bhs", "CA", "Beauharnois"),
    ("tor", "CA", "Toronto"),
    ("gra", "FR", "Gravelines"),
    ("rbx", "FR", "Roubaix"),
    ("sbg", "FR", "Strasbourg"),
    ("par", "FR", "Paris"),
    ("waw", "PL", "Warsaw"),
    ("fra", "DE", "Frankfurt"),
    ("lim", "DE", "Limburg"),
    ("lon", "GB", "London"),
    ("eri", "GB", "Erith"),
    ("mil", "IT", "Milan"),
    ("sgp", "SG", "Singapore"),
    ("syd", "AU", "Sydney"),
    ("ynm", "IN", "Mumbai"),
    ("mum", "IN", "Mumbai"),
    ("vin", "US", "Vint Hill"),
    ("hil", "US", "Hillsboro"),
];

/// The place of a code, as `bhs`, `BHS8` or `eu-west-par-a`; `None` where nobody told us.
pub(super) fn place(code: &str) -> Option<Region> {
    code.split(['-', '_', '.']).find_map(|part| {
        let part = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let (_, country, name) =
            PLACES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(part))?;
        Some(Region { country: (*country).to_owned(), name: Some((*name).to_owned()) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_in_any_of_its_forms() {
        let of = |code| place(code).map(|region| (region.country, region.name.unwrap()));
        let is = |country: &str, name: &str| Some((country.to_owned(), name.to_owned()));
        assert_eq!(of("bhs"), is("CA", "Beauharnois"));
        assert_eq!(of("BHS8"), is("CA", "Beauharnois"));
        assert_eq!(of("eu-west-par-a"), is("FR", "Paris"));
        assert_eq!(of("ynm"), is("IN", "Mumbai"));
        assert_eq!(of("xyz"), None);
        assert_eq!(of(""), None);
    }
}

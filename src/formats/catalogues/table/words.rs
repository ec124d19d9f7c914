//! What do cells say that are neither names nor prices: terms, places, kinds, bandwidth?

use std::sync::Arc;

use crate::formats::catalogues::money::has_word;
use crate::model::{Answer, OfferKind, Region};

/// Months that one is bound: `12 months`, `1 Jahr`, `24`, `monthly`; `None` where it says nothing known.
pub(super) fn term(cell: &str) -> Option<u32> {
    let lower = cell.trim().to_lowercase();
    if lower.is_empty() {
        return None;
    }
    let end = lower.find(|c: char| !c.is_ascii_digit()).unwrap_or(lower.len());
    if let Ok(count) = lower[..end].parse::<u32>() {
        let unit = lower[end..].trim().trim_start_matches('-').trim();
        let each = match unit {
            "" => 1,
            _ if unit.starts_with("mo") || unit == "m" => 1,
            _ if ["year", "yr", "jahr", "an"].iter().any(|word| unit.starts_with(word)) => 12,
            _ => return None,
        };
        return count.checked_mul(each).filter(|months| *months <= 600);
    }
    let free = ["none", "no", "keine", "ohne", "sans", "aucun", "monthly", "monatlich", "mensuel"];
    if has_word(&lower, &free) {
        return Some(0);
    }
    has_word(&lower, &["yearly", "annual", "jährlich", "annuel"]).then_some(12)
}

/// Places of a cell, each with what it says of the country: `DE`, `Beauharnois (CA)`, `gra, rbx`.
pub(super) fn regions(cell: &str) -> Vec<(Arc<str>, Option<Region>)> {
    let parts = cell.split([',', '/', ';', '|']).map(str::trim).filter(|part| !part.is_empty());
    let one = |part: &str| {
        let is_country =
            |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
        if let Some((name, behind)) = part.split_once('(') {
            let country = behind.trim_end_matches(')').trim();
            let name = name.trim();
            let region = is_country(country)
                .then(|| Region { country: country.to_owned(), name: Some(name.to_owned()) });
            return (Arc::from(name.to_lowercase()), region);
        }
        let region = is_country(part).then(|| Region { country: part.to_owned(), name: None });
        (Arc::from(part.to_lowercase()), region)
    };
    parts.map(one).collect()
}

/// What a row sells, by a word of its own or of its name.
pub(super) fn kind(text: &str) -> Option<OfferKind> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["backup", "sicherung", "sauvegarde", "storage box", "archiv", "object"]) {
        Some(OfferKind::Backup)
    } else if has(&["volume", "block storage", "disk", "festplatte", "disque"]) {
        Some(OfferKind::Disk)
    } else if has(&["server", "serveur", "vps", "dedicated", "dédié", "instance", "root"]) {
        Some(OfferKind::Server)
    } else if has(&["other", "sonstig", "autre", "ipv4", "domain", "licen"]) {
        Some(OfferKind::Other)
    } else {
        None
    }
}

/// Mbit a second: `1 Gbit/s`, `500 Mbps`, `1000`.
pub(super) fn bandwidth(cell: &str) -> Option<u32> {
    let lower = cell.trim().to_lowercase();
    let end = lower.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let (number, unit) = lower.split_at(end.unwrap_or(lower.len()));
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let unit = unit.trim();
    let times = if unit.is_empty() || unit.starts_with('m') {
        1.0
    } else if unit.starts_with('g') {
        1_000.0
    } else {
        return None;
    };
    let mbit = number * times;
    (mbit.fract() == 0.0 && (1.0..=1e9).contains(&mbit)).then_some(mbit as u32)
}

/// CPU threads: `8`, `8 vCPU`.
pub(super) fn threads(cell: &str) -> Option<u32> {
    let end = cell.find(|c: char| !c.is_ascii_digit()).unwrap_or(cell.len());
    cell[..end].parse().ok().filter(|threads| (1..=100_000).contains(threads))
}

/// Yes, no, or what nobody said.
pub(super) fn answer(cell: &str) -> Option<Answer> {
    let lower = cell.to_lowercase();
    if has_word(&lower, &["yes", "ja", "oui", "true", "x", "✓"]) || lower.trim() == "✓" {
        Some(Answer::Yes)
    } else if has_word(&lower, &["no", "nein", "non", "false"]) {
        Some(Answer::No)
    } else {
        None
    }
}

/// What may stand in a plan's code.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for sign in text.to_lowercase().replace('×', "x").chars() {
        if sign.is_alphanumeric() || "._+".contains(sign) {
            slug.push(sign);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.chars().count() >= 80 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

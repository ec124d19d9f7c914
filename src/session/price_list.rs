//! How is a price list read from a file?

use std::io::Read;
use std::path::Path;

use crate::diag::Problem;
use crate::disk;
use crate::formats::catalogues::{LARGEST, PriceTold, Reader, recognise};
use crate::formats::importers::{HEAD, Head};
use crate::model::Catalogue;

/// Reads a provider's price list by the reader named, or the first that recognises it; `-` is standard input.
pub fn read_price_list(
    path: &Path,
    by: Option<&Reader>,
    told: &PriceTold,
) -> Result<Catalogue, Problem> {
    let mut bytes = Vec::new();
    let taken = disk::pieces(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    taken.map_err(|error| {
        Problem::error("cannot-read", format!("cannot read `{}`: {error}", told.name))
    })?;
    if bytes.len() > LARGEST {
        let message = format!("`{}` is longer than {} MiB", told.name, LARGEST >> 20);
        return Err(Problem::error("too-large", message));
    }
    let found = || {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        recognise(&Head { text, whole: bytes.len() <= HEAD })
    };
    let reader = by.or_else(found).ok_or_else(|| {
        Problem::error("no-price-list", format!("`{}` is no price list that is known", told.name))
            .hint("see docs/formats.md for what can be read")
    })?;
    (reader.read)(&bytes, told)
}

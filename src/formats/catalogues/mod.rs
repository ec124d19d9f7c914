//! Bytes of providers' price lists → catalogues: one file a reader, one list.
//!
//! A reader recognises its own input and reads it whole; what could be read is kept, and the catalogue's notes say what was not.

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::model::Catalogue;
use crate::units::{Basis, Currency, Day};

use super::importers::Head;

mod building;
mod hardware;
mod hetzner;
mod money;
mod offer;
mod ovh;
mod prices;
mod ron;
mod table;
mod tariff;

#[cfg(test)]
mod offer_tests;
#[cfg(test)]
mod tariff_tests;

pub use offer::{as_offer, as_offer_joined, regions_of};
pub use table::{Field, PriceColumn, price_columns};

/// A provider's price list that can be read.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// What the command line calls it: lower case, short.
    pub name: &'static str,
    /// For menus and help: whose prices, and of what.
    pub what: &'static str,
    /// Whether an input looks like it, by its beginning.
    pub recognises: fn(&Head<'_>) -> bool,
    /// Reads it whole. Refused, with a place where there is one: what is not what it claims to be, is cut off, or sells nothing.
    pub read: fn(&[u8], &PriceTold) -> Result<Catalogue, Problem>,
}

/// Every reader, in the order in which they are asked: menus, drop, paste, help, docs and tests read this list.
pub const READERS: &[Reader] = &[
    ovh::OVH,
    hetzner::AUCTION,
    hetzner::CLOUD,
    hetzner::STORAGE_BOX,
    hetzner::ROBOT,
    table::READER,
];

/// Longest price list, in bytes.
pub const LARGEST: usize = 256 * 1024 * 1024;

/// What a person said of a price list, and what the shell knows.
#[derive(Clone, Debug)]
pub struct PriceTold {
    /// Day on which the prices held, where the input does not say.
    pub date: Day,
    /// What problems call the input: its file's name.
    pub name: String,
    /// Where it came from: an address, or a file's name.
    pub source: Option<String>,
    /// Who sells, where the input does not say.
    pub provider: Option<String>,
    /// Part of the provider's range, where the input does not say.
    pub line: Option<String>,
    /// Currency, where the input does not say.
    pub currency: Option<Currency>,
    /// Whether tax is in the prices, where the input does not say.
    pub basis: Option<Basis>,
    /// Rate of the tax that is in the prices, in percent, where the input does not say.
    pub tax_rate: Option<Decimal>,
    /// Which column holds what, where the guess is wrong: field and heading, as `ram` and `Memory`.
    pub columns: Vec<(String, String)>,
}

impl PriceTold {
    /// Nothing but the day and the input's name.
    pub fn new(date: Day, name: impl Into<String>) -> Self {
        Self {
            date,
            name: name.into(),
            source: None,
            provider: None,
            line: None,
            currency: None,
            basis: None,
            tax_rate: None,
            columns: Vec::new(),
        }
    }
}

/// The reader of this name.
pub fn reader(name: &str) -> Option<&'static Reader> {
    READERS.iter().find(|reader| reader.name == name)
}

/// The first reader that takes an input for its own.
pub fn recognise(head: &Head<'_>) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.recognises)(head))
}

//! Bytes of other tools → usage, of providers → catalogues, and `Report` → bytes: a file each, three lists.

pub mod catalogue_text;
pub mod catalogues;
pub(crate) mod cells;
pub mod exporters;
pub mod importers;
pub mod placing;
pub mod series;

pub use exporters::{EXPORTERS, Exporter, exporter};
pub use importers::{IMPORTERS, Importer};

#[cfg(test)]
mod tests;

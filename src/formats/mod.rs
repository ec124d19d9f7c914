//! Bytes of other tools → usage, and `Report` → bytes: a file each, two lists.

pub mod exporters;
pub mod importers;
pub mod placing;
pub mod series;

pub use exporters::{EXPORTERS, Exporter, exporter};
pub use importers::{IMPORTERS, Importer};

#[cfg(test)]
mod tests;

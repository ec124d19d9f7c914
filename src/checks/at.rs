//! Where in the file does a finding stand, and which edit would fix it?

use crate::document::{Edit, Path, quote};

/// A top-level field, as `taxes`.
pub(super) fn field(name: &str) -> Path {
    Path::new().key(name)
}

/// An entry of a map, as `offers["ovh/rise-3"]`.
pub(super) fn entry(map: &str, key: &str) -> Path {
    Path::new().key(map).key(key)
}

/// An item of a list, as `stated[1]`.
pub(super) fn item(list: &str, index: usize) -> Path {
    Path::new().key(list).index(index)
}

/// A move of a plan, as `plans["Rise-3 and 1 TB"][0]`.
pub(super) fn step(plan: &str, index: usize) -> Path {
    entry("plans", plan).index(index)
}

/// A path that a person wrote, as [`Path`] writes it; what is no path, as it is.
pub(super) fn canonical(path: &str) -> String {
    path.parse::<Path>().map_or_else(|_no_path| path.to_owned(), |path| path.to_string())
}

/// Sets a value to a text, which is put in quotes.
pub(super) fn set(label: impl Into<String>, path: Path, text: &str) -> Edit {
    Edit::new(label).set(path, quote(text))
}

/// Appends an item to a top-level list.
pub(super) fn append(label: impl Into<String>, list: &str, value: String) -> Edit {
    Edit::new(label).push(field(list), value)
}

/// Takes a value out.
pub(super) fn remove(label: impl Into<String>, path: Path) -> Edit {
    Edit::new(label).remove(path)
}

/// A struct of RON from its fields in order; fields without value are left out.
pub(super) fn fields(fields: &[(&str, Option<String>)]) -> String {
    let set =
        fields.iter().filter_map(|(name, value)| Some(format!("{name}: {}", value.as_ref()?)));
    format!("({})", set.collect::<Vec<_>>().join(", "))
}

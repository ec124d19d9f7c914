//! Memory and disks by Proxmox VE: a node's or guest's past, or what runs in a cluster now.

use std::io::Read;

use super::book::Book;
use super::json::{self, Json};
use super::{Head, Import, Importer, Told};
use crate::diag::Problem;

mod resources;
mod rrd;

#[cfg(test)]
mod tests;

pub(super) const PROXMOX: Importer = Importer {
    name: "proxmox",
    what: "memory and disks of nodes, guests and storages, by Proxmox VE",
    command: "pvesh get /nodes/NODE/rrddata --timeframe year --output-format json",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    let has_any = |names: &[&str]| names.iter().any(|name| head.has_name(name));
    let is_past = head.has_name("time")
        && has_any(&["memtotal", "maxmem", "roottotal", "netin", "loadavg"])
        && !has_any(&["sysstat", "itemid"]);
    let is_now = head.has_names(&["type", "id"]) && has_any(&["maxmem", "maxdisk", "plugintype"]);
    head.is_json() && (is_past || is_now)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(PROXMOX.name);
    let mut book = Book::default();
    let documents = json::documents(input, told, |_| true)?;
    for document in &documents {
        if let Some(problem) = refused(document) {
            return Err(problem);
        }
        let rows = document.inside("data").rows();
        if rows.iter().any(|row| row.get("time").is_some()) {
            rrd::take(&rows, &mut book, &mut import, told);
        } else if rows.iter().any(|row| row.get("type").is_some()) {
            resources::take(&rows, &mut book, &mut import, told);
        } else if !rows.is_empty() {
            return Err(Problem::error(
                "not-this-tool",
                "these are neither points of `rrddata` nor entries of `cluster/resources`",
            )
            .hint(
                "give `pvesh get /cluster/resources --output-format json`, or a node's `rrddata`",
            ));
        }
    }
    if documents.len() > 1 && told.host.is_none() {
        import.note("several answers in one file count as those of one node or guest");
    }
    book.finish(&mut import, told);
    Ok(import)
}

/// An answer that says what went wrong.
fn refused(document: &Json) -> Option<Problem> {
    let says = document.text_of("message");
    let errors = document.get("errors").is_some();
    if document.get("data").is_some() || !(says.is_some() || errors) {
        return None;
    }
    let words =
        says.map_or_else(|| "without words".to_owned(), |says| format!("`{}`", says.trim()));
    Some(Problem::error("answer-is-error", format!("Proxmox VE answered with an error: {words}")))
}

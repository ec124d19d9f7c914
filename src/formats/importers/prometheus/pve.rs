//! What do pve_exporter's ids stand for: `node/a`, `qemu/100`, `storage/a/local`?

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::Key;
use super::Vector;
use super::meaning::Family;
use crate::model::Resource;

/// What the metrics beside the figures say of them.
#[derive(Debug, Default)]
pub(super) struct Pve {
    guests: BTreeMap<String, Guest>,
    nodes: BTreeSet<String>,
    down: BTreeSet<String>,
    /// The id under which a shared storage is taken, by its name.
    shared: BTreeMap<String, String>,
    backups: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Guest {
    node: Option<String>,
    name: Option<String>,
    is_template: bool,
}

impl Pve {
    /// Of all series at once.
    pub(super) fn of(vectors: &[Vector]) -> Self {
        let mut pve = Self::default();
        for vector in vectors {
            let Some(id) = vector.label("id") else { continue };
            let is_on = vector.samples.last().is_some_and(|sample| sample.value == 1.0);
            if let Some(node) = id.strip_prefix("node/") {
                pve.nodes.insert(node.to_owned());
            }
            match vector.name() {
                "pve_guest_info" => {
                    let said = |name: &str| vector.label(name).map(str::to_owned);
                    let is_template = vector.label("template") == Some("1");
                    let guest = Guest { node: said("node"), name: said("name"), is_template };
                    pve.guests.insert(id.to_owned(), guest);
                }
                "pve_up" if !is_on => {
                    pve.down.insert(id.to_owned());
                }
                "pve_storage_shared" if is_on => {
                    if let Some((_, name)) = storage(id) {
                        pve.shared.entry(name.to_owned()).or_insert_with(|| id.to_owned());
                    }
                }
                "pve_storage_info"
                    if vector.label("plugintype") == Some("pbs")
                        || vector.label("content") == Some("backup") =>
                {
                    pve.backups.insert(id.to_owned());
                }
                _ => {}
            }
        }
        pve
    }

    /// Whether a guest is switched off.
    pub(super) fn is_off(&self, id: &str) -> bool {
        self.down.contains(id) && is_guest(id)
    }

    /// What a series is of, or why it is left out.
    pub(super) fn key(&self, family: Family, id: &str) -> Result<Key, &'static str> {
        let is_memory = family == Family::PveMemory;
        if self.down.contains(id) && !is_guest(id) {
            return Err("nodes and storages that are not online");
        }
        if let Some(node) = id.strip_prefix("node/") {
            return Ok(if is_memory {
                Key::of(Some(node), Resource::Ram)
            } else {
                Key::of(Some(node), Resource::Storage).part("root")
            });
        }
        if let Some((node, name)) = storage(id) {
            let is_backup = self.backups.contains(id);
            let resource = if is_backup { Resource::Backup } else { Resource::Storage };
            return match self.shared.get(name) {
                Some(first) if first != id => Err("shared storages that another node lists too"),
                Some(_) => Ok(Key::of(None, resource).part(name)),
                None => Ok(Key::of(Some(node), resource).part(name)),
            };
        }
        if !is_guest(id) {
            return Err("metrics of Proxmox VE that are of no node, guest or storage");
        }
        if !is_memory && id.starts_with("qemu/") {
            return Err(
                "disk figures of virtual machines, which Proxmox VE gives as 0 whatever they use",
            );
        }
        let guest = self.guests.get(id);
        if guest.is_some_and(|guest| guest.is_template) {
            return Err("templates, which never run");
        }
        let number = id.rsplit_once('/').map_or(id, |(_, number)| number);
        let part = match guest.and_then(|guest| guest.name.as_deref()) {
            Some(name) => format!("{name} ({number})"),
            None => id.to_owned(),
        };
        let only_node = self.nodes.first().filter(|_| self.nodes.len() == 1);
        let node = guest.and_then(|guest| guest.node.as_ref()).or(only_node);
        let resource = if is_memory { Resource::Ram } else { Resource::Storage };
        Ok(Key::of(node.map(String::as_str), resource).part(part))
    }
}

fn is_guest(id: &str) -> bool {
    id.starts_with("qemu/") || id.starts_with("lxc/")
}

/// Node and name of a storage's id.
fn storage(id: &str) -> Option<(&str, &str)> {
    id.strip_prefix("storage/")?.split_once('/')
}

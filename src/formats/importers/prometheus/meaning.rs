//! What does a metric measure, and of what?

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::Key;
use super::Vector;
use crate::model::Resource;

/// One side of what makes a figure of usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// In use, as it stands.
    Used,
    /// All there is.
    Size,
    /// Left for those who are not root; of memory, what can be had without swapping.
    Available,
    /// Left; of disks with what is kept back for root, of memory without caches.
    Free,
    /// Memory's buffers.
    Buffers,
    /// Memory's cache of files.
    Cached,
}

/// Metrics that are known: name, what is measured, and which side of it.
const METRICS: [(&str, Family, Side); 17] = [
    ("node_memory_MemTotal_bytes", Family::Memory, Side::Size),
    ("node_memory_MemAvailable_bytes", Family::Memory, Side::Available),
    ("node_memory_MemFree_bytes", Family::Memory, Side::Free),
    ("node_memory_Buffers_bytes", Family::Memory, Side::Buffers),
    ("node_memory_Cached_bytes", Family::Memory, Side::Cached),
    ("node_filesystem_size_bytes", Family::FileSystem, Side::Size),
    ("node_filesystem_avail_bytes", Family::FileSystem, Side::Available),
    ("node_filesystem_free_bytes", Family::FileSystem, Side::Free),
    ("container_memory_working_set_bytes", Family::Container, Side::Used),
    ("container_spec_memory_limit_bytes", Family::Container, Side::Size),
    ("kubelet_volume_stats_used_bytes", Family::Volume, Side::Used),
    ("kubelet_volume_stats_capacity_bytes", Family::Volume, Side::Size),
    ("kubelet_volume_stats_available_bytes", Family::Volume, Side::Available),
    ("pve_memory_usage_bytes", Family::PveMemory, Side::Used),
    ("pve_memory_size_bytes", Family::PveMemory, Side::Size),
    ("pve_disk_usage_bytes", Family::PveDisk, Side::Used),
    ("pve_disk_size_bytes", Family::PveDisk, Side::Size),
];

/// Metrics that say something of the others.
const BESIDE: [&str; 4] = ["pve_up", "pve_guest_info", "pve_storage_info", "pve_storage_shared"];

/// Whose metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Memory,
    FileSystem,
    Container,
    Volume,
    PveMemory,
    PveDisk,
}

/// What a metric's name means, if anything.
pub(super) fn of(name: &str) -> Option<(Family, Side)> {
    METRICS.iter().find(|(known, ..)| *known == name).map(|(_, family, side)| (*family, *side))
}

/// Whether it only says something of others.
pub(super) fn is_beside(name: &str) -> bool {
    BESIDE.contains(&name)
}

/// Whether it is a metric that is known.
pub(super) fn is_known(name: &str) -> bool {
    of(name).is_some() || is_beside(name)
}

/// Hosts by what is scraped, with the port where it is needed to tell two apart.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeMap<String, String>);

impl Hosts {
    /// Of all series at once.
    pub(super) fn of(vectors: &[Vector]) -> Self {
        let instances: BTreeSet<&str> =
            vectors.iter().filter_map(|vector| vector.label("instance")).collect();
        let bare: BTreeSet<&str> =
            instances.iter().map(|instance| without_port(instance)).collect();
        let all_differ = bare.len() == instances.len();
        let named =
            |instance: &str| if all_differ { without_port(instance) } else { instance }.to_owned();
        Self(instances.into_iter().map(|i| (i.to_owned(), named(i))).collect())
    }

    /// The machine that a series is of.
    pub(super) fn host(&self, vector: &Vector) -> Option<String> {
        let said = ["nodename", "node", "hostname", "host"];
        let label = said.iter().find_map(|name| vector.label(name));
        match (label, vector.label("instance")) {
            (Some(label), _) => Some(label.to_owned()),
            (None, Some(instance)) => self.0.get(instance).cloned(),
            (None, None) => None,
        }
    }
}

fn without_port(instance: &str) -> &str {
    match instance.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => instance,
    }
}

/// What a series is of, or why it is left out.
pub(super) fn key(family: Family, vector: &Vector, hosts: &Hosts) -> Result<Key, &'static str> {
    let host = hosts.host(vector);
    let host = host.as_deref();
    match family {
        Family::Memory => Ok(Key::of(host, Resource::Ram)),
        Family::FileSystem => {
            let device = vector.label("device").unwrap_or_default();
            let kind = vector.label("fstype").unwrap_or_default();
            if NO_DISKS.contains(&kind) || device.starts_with("/dev/loop") {
                return Err("file systems that are no disk, as tmpfs and overlay");
            }
            let place = vector.label("mountpoint").or(vector.label("device")).unwrap_or("disk");
            Ok(Key::of(host, Resource::Storage).part(place))
        }
        Family::Container => {
            let container = vector.label("container").or(vector.label("container_name"));
            let part = match (container, vector.label("pod").or(vector.label("pod_name"))) {
                (Some("POD"), _) | (None, Some(_)) => None,
                (Some(container), Some(pod)) => Some(match vector.label("namespace") {
                    Some(space) => format!("{space}/{pod}/{container}"),
                    None => format!("{pod}/{container}"),
                }),
                (Some(name), None) => Some(name.to_owned()),
                (None, None) => vector.label("name").map(str::to_owned),
            };
            let part = part.ok_or("control groups that hold several containers, or none")?;
            Ok(Key::of(host, Resource::Ram).part(part))
        }
        Family::Volume => {
            let claim = vector.label("persistentvolumeclaim").unwrap_or("volume");
            let part = match vector.label("namespace") {
                Some(space) => format!("{space}/{claim}"),
                None => claim.to_owned(),
            };
            Ok(Key::of(host, Resource::Storage).part(part))
        }
        Family::PveMemory | Family::PveDisk => Err("metrics of Proxmox VE without an id"),
    }
}

/// Kinds of file systems that take no disk, or whose disk is counted elsewhere.
const NO_DISKS: [&str; 25] = [
    "tmpfs",
    "devtmpfs",
    "ramfs",
    "rootfs",
    "overlay",
    "aufs",
    "squashfs",
    "iso9660",
    "udf",
    "autofs",
    "nsfs",
    "proc",
    "sysfs",
    "cgroup",
    "cgroup2",
    "devpts",
    "mqueue",
    "tracefs",
    "debugfs",
    "configfs",
    "efivarfs",
    "binfmt_misc",
    "fuse.lxcfs",
    "fuse.portal",
    "fuse.gvfsd-fuse",
];

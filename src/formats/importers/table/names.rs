//! What does the name of a column or of a metric say of its figures?

use super::numbers;
use crate::model::Resource;
use crate::units::SizeUnit;

/// What figures are of their resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is in use.
    Used,
    /// All that could be.
    Total,
    /// What is not in use: with nothing beside it, it says not what is.
    Free,
    /// A share.
    Percent,
    /// What is no usage of a resource: rates, caches, swap.
    Other,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    pub(super) kind: Kind,
    pub(super) resource: Option<Resource>,
    pub(super) unit: Option<SizeUnit>,
}

const OTHER: &[&str] = &[
    "swap",
    "cached",
    "cache",
    "buffers",
    "buffered",
    "shared",
    "dirty",
    "slab",
    "read",
    "reads",
    "write",
    "writes",
    "written",
    "io",
    "iops",
    "rate",
    "sec",
    "second",
    "seconds",
    "received",
    "sent",
    "latency",
    "temp",
    "temperature",
    "inode",
    "inodes",
    "errors",
    "load",
];
const PERCENT: &[&str] = &[
    "percent",
    "percentage",
    "pct",
    "perc",
    "ratio",
    "fraction",
    "util",
    "utilisation",
    "utilization",
];
const USED: &[&str] = &["used", "usage", "use", "inuse", "rss", "belegt", "occupied"];
const FREE: &[&str] = &["free", "avail", "available", "frei", "unused"];
const TOTAL: &[&str] = &["total", "size", "capacity", "limit", "quota", "gesamt"];
const BACKUP: &[&str] =
    &["backup", "backups", "repo", "repos", "repository", "borg", "restic", "datastore"];
const RAM: &[&str] = &["mem", "memory", "ram", "arbeitsspeicher"];
const STORAGE: &[&str] = &[
    "disk",
    "disks",
    "storage",
    "fs",
    "filesystem",
    "volume",
    "volumes",
    "hdd",
    "ssd",
    "df",
    "zfs",
    "zpool",
];
const CPU: &[&str] = &["cores", "vcpu", "vcpus", "threads"];

/// What a heading or the name of a metric says: `RAM (GiB)`, `disk_used_GB`, `node_memory_MemTotal_bytes`.
pub(super) fn meaning(name: &str) -> Meaning {
    let (words, unit) = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let resource = if has(BACKUP) {
        Some(Resource::Backup)
    } else if has(RAM) {
        Some(Resource::Ram)
    } else if has(STORAGE) {
        Some(Resource::Storage)
    } else if has(CPU) {
        Some(Resource::Cpu)
    } else {
        None
    };
    let kind = if name.contains('%') || has(PERCENT) {
        Kind::Percent
    } else if has(OTHER) || (name.contains("/s") && unit.is_some()) {
        Kind::Other
    } else if has(USED) {
        Kind::Used
    } else if has(FREE) {
        Kind::Free
    } else if has(TOTAL) {
        Kind::Total
    } else {
        Kind::Used
    };
    Meaning { kind, resource, unit }
}

/// Words of a name in small letters, without the unit, and the unit: the last that is one.
pub(super) fn words(name: &str) -> (Vec<String>, Option<SizeUnit>) {
    let (mut words, mut unit) = (Vec::new(), None);
    for token in name.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        if let Some(found) = numbers::unit(token) {
            unit = Some(found);
            continue;
        }
        let mut word = String::new();
        let mut before = ' ';
        for letter in token.chars() {
            if letter.is_uppercase() && before.is_lowercase() {
                words.push(std::mem::take(&mut word));
            }
            word.extend(letter.to_lowercase());
            before = letter;
        }
        words.push(word);
    }
    let named = |word: &String| if word.len() > 2 { numbers::unit(word) } else { None };
    if let (None, Some(at)) = (unit, words.iter().rposition(|word| named(word).is_some())) {
        unit = numbers::unit(&words.remove(at));
    }
    (words, unit)
}

//! What does a plan or an add-on have, by the technical part of its product?

use rust_decimal::Decimal;

use super::loose::Text;
use super::names::Names;
use super::served::{Bandwidth, Cpu, Disk, Memory, Storage, Technical};
use crate::model::{DiskSet, Gives, Raid, Resource};
use crate::units::{Size, SizeUnit};

/// How disks count that a server is sold with: the buyer joins them, and may do so otherwise.
pub(super) const JOINED: &str = "disks sold with RAID count as usually joined: two as RAID 1, three as RAID 5, an even number as \
     RAID 10, an odd one as RAID 6; join them otherwise where you do";

/// Adds what a technical part says.
pub(super) fn add(gives: &mut Gives, technical: &Technical<'_>, names: &mut Names) {
    if let Some(server) = technical.server.get() {
        if let Some(cpu) = server.cpu.get() {
            add_cpu(gives, cpu, names);
        }
        let backup = server.services.get().and_then(|services| services.backup.get());
        if let Some(backup) = backup {
            gives.backup = Size::new(*backup, SizeUnit::Gb);
        }
    }
    if let Some(memory) = technical.memory.get() {
        gives.ram = ram(memory).or(gives.ram);
        gives.ecc = memory.ecc.get().copied().or(gives.ecc);
    }
    if let Some(storage) = technical.storage.get() {
        gives.disks = disks(storage);
    }
    if let Some(bandwidth) = technical.bandwidth.get() {
        gives.bandwidth = megabits(bandwidth).or(gives.bandwidth);
    }
}

/// The name, and the threads of all processors: the file counts those of one.
fn add_cpu(gives: &mut Gives, cpu: &Cpu<'_>, names: &mut Names) {
    let number = cpu.number.get().copied().unwrap_or(1).max(1);
    let brand = cpu.brand.get().map_or("", |brand| brand.trim());
    let model = cpu.model.get().map_or("", |model| model.trim());
    let mut name = match (brand, model) {
        ("", model) => model.to_owned(),
        (brand, model) if model.to_lowercase().starts_with(&brand.to_lowercase()) => {
            model.to_owned()
        }
        (brand, model) => format!("{brand} {model}").trim_end().to_owned(),
    };
    if !name.is_empty() {
        if number > 1 {
            name = format!("{number} × {name}");
        }
        gives.cpu = Some(names.get(&name));
    }
    let threads = cpu.threads.get().and_then(|threads| threads.checked_mul(number));
    let threads = threads.filter(|threads| *threads > 0).and_then(|all| u32::try_from(all).ok());
    gives.threads = threads.or(gives.threads);
}

/// Memory is sold in powers of 2¹⁰, whatever its unit is called.
fn ram(memory: &Memory<'_>) -> Option<Size> {
    let unit = match unit(memory.unit.get()).as_str() {
        "" | "gb" | "gib" | "go" => SizeUnit::Gib,
        "mb" | "mib" | "mo" => SizeUnit::Mib,
        "tb" | "tib" | "to" => SizeUnit::Tib,
        _ => return None,
    };
    Size::new(*memory.size.get()?, unit).filter(|size| size.bytes() > 0)
}

/// The disks that hold data or the system; a cache holds nothing of one's own.
fn disks(storage: &Storage<'_>) -> Vec<DiskSet> {
    let sold = storage.raid.get().map_or("", |raid| raid.trim()).to_lowercase();
    let raided = !sold.is_empty() && sold != "none" && !sold.starts_with("no");
    let all = storage.disks.list().iter().filter_map(|disk| disk.get());
    all.filter(|disk| disk.usage.get().is_none_or(|usage| &**usage != "cache"))
        .filter_map(|disk| {
            let count = u32::try_from(*disk.number.get()?).ok().filter(|count| *count > 0)?;
            let size = capacity(disk)?;
            let raid = if raided { usual(count) } else { Raid::None };
            let words = [disk.technology.get(), disk.interface.get()].into_iter().flatten();
            let what = words.map(|word| word.trim()).collect::<Vec<_>>().join(" ");
            Some(DiskSet {
                count,
                size,
                raid,
                spares: 0,
                holds: Resource::Storage,
                what: Some(what).filter(|what| !what.is_empty()),
                note: raided.then(|| sold.replace("raid", "RAID")),
            })
        })
        .collect()
}

fn capacity(disk: &Disk<'_>) -> Option<Size> {
    let unit = match unit(disk.unit.get()).as_str() {
        "" | "gb" | "go" => SizeUnit::Gb,
        "tb" | "to" => SizeUnit::Tb,
        "gib" => SizeUnit::Gib,
        "tib" => SizeUnit::Tib,
        _ => return None,
    };
    Size::new(*disk.capacity.get()?, unit).filter(|size| size.bytes() > 0)
}

/// How so many disks are usually joined: see [`JOINED`].
fn usual(count: u32) -> Raid {
    match count {
        0 | 1 => Raid::None,
        2 => Raid::Raid1,
        3 => Raid::Raid5,
        n if n.is_multiple_of(2) => Raid::Raid10,
        _ => Raid::Raid6,
    }
}

fn megabits(bandwidth: &Bandwidth<'_>) -> Option<u32> {
    let each = match unit(bandwidth.unit.get()).as_str() {
        "" | "mbps" | "mbit/s" | "mb/s" => Decimal::ONE,
        "gbps" | "gbit/s" | "gb/s" => Decimal::ONE_THOUSAND,
        _ => return None,
    };
    let all = bandwidth.level.get()?.checked_mul(each)?;
    u32::try_from(all.round()).ok().filter(|level| *level > 0)
}

fn unit(given: Option<&Text<'_>>) -> String {
    given.map(|unit| unit.trim().to_lowercase()).unwrap_or_default()
}

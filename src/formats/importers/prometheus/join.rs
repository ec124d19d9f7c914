//! Which series make a figure of usage together, and what is it?

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::super::book::{Book, Key};
use super::super::json::instant;
use super::super::when::When;
use super::super::{Import, Told};
use super::meaning::{self, Family, Hosts, Side};
use super::pve::Pve;
use super::{Answer, PROMETHEUS, Vector};
use crate::diag::Problem;
use crate::model::Resource;

/// Times in milliseconds and values; in order once all are there, those of now first.
type Line = Vec<(Option<i64>, f64)>;

/// The sides of one thing that was measured.
struct Sides {
    family: Family,
    lines: Vec<(Side, Line)>,
    device: Option<String>,
    off: bool,
}

/// Makes usage of series: of metrics that are known by what they mean, of others by what was told.
///
/// Refused: an answer of unknown metrics alone, where no resource was told (`resource-needed`), or no unit that is needed
/// (`unit-needed`). What holds no usage comes back without series, with what was left out.
pub(crate) fn measured(answer: Answer, told: &Told) -> Result<Import, Problem> {
    let mut import = Import::by(PROMETHEUS.name);
    for words in &answer.warnings {
        import.note(format!("Prometheus warns: {words}"));
    }
    import.leave_out("histograms", answer.histograms, None);
    import.leave_out("samples that are no time and value", answer.unreadable, None);
    let hosts = Hosts::of(&answer.vectors);
    let pve = Pve::of(&answer.vectors);
    let mut things: IndexMap<Key, Sides> = IndexMap::new();
    let mut unknown = Vec::new();
    for vector in answer.vectors {
        let Some((family, side)) = meaning::of(vector.name()) else {
            if !meaning::is_beside(vector.name()) {
                unknown.push(vector);
            }
            continue;
        };
        let id = vector.label("id").filter(|_| is_pve(family));
        let key = match id {
            Some(id) => pve.key(family, id),
            None => meaning::key(family, &vector, &hosts),
        };
        let key = match key {
            Ok(key) => key,
            Err(why) => {
                // A figure has several sides; it is left out once.
                import.leave_out(why, u64::from(is_first_side(family, side)), None);
                continue;
            }
        };
        let sides = things.entry(key).or_insert_with(|| Sides {
            family,
            lines: Vec::new(),
            device: vector.label("device").map(str::to_owned),
            off: id.is_some_and(|id| pve.is_off(id)),
        });
        let samples = vector.samples.iter().map(|sample| (sample.at, sample.value));
        match sides.lines.iter_mut().find(|(known, _)| *known == side) {
            Some((_, line)) => line.extend(samples),
            None => sides.lines.push((side, samples.collect())),
        }
    }
    let mut book = Book::default();
    let seen_elsewhere = mounted_twice(&things);
    import.leave_out(
        "file systems that are mounted at a shorter place as well",
        seen_elsewhere.len() as u64,
        None,
    );
    let is_known = !things.is_empty();
    for (at, (key, mut sides)) in things.into_iter().enumerate() {
        if !seen_elsewhere.contains(&at) {
            for (_, line) in &mut sides.lines {
                line.sort_by_key(|(at, _)| *at);
            }
            join(&key, &sides, &mut book, &mut import, told);
        }
    }
    import.leave_out(OTHERS, answer.others, None);
    if is_known || told.resource.is_none() && answer.others > 0 {
        import.leave_out(OTHERS, unknown.len() as u64, None);
    } else {
        take_unknown(&unknown, &hosts, &mut book, &mut import, told)?;
    }
    book.finish(&mut import, told);
    Ok(import)
}

const OTHERS: &str = "series of metrics that are not known to measure memory or disks";

fn is_pve(family: Family) -> bool {
    matches!(family, Family::PveMemory | Family::PveDisk)
}

/// The side that every figure of a family has.
fn is_first_side(family: Family, side: Side) -> bool {
    match family {
        Family::Memory | Family::FileSystem => side == Side::Size,
        Family::Container | Family::Volume | Family::PveMemory | Family::PveDisk => {
            side == Side::Used
        }
    }
}

/// Places of file systems whose device is mounted at a shorter path too.
fn mounted_twice(things: &IndexMap<Key, Sides>) -> BTreeSet<usize> {
    let mut first: BTreeMap<(Option<&str>, &str), (usize, usize)> = BTreeMap::new();
    let mut others = BTreeSet::new();
    for (at, (key, sides)) in things.iter().enumerate() {
        let device = sides.device.as_deref().filter(|device| device.starts_with("/dev/"));
        let (Some(device), Family::FileSystem) = (device, sides.family) else { continue };
        let length = key.part.as_ref().map_or(0, String::len);
        match first.get_mut(&(key.host.as_deref(), device)) {
            None => {
                first.insert((key.host.as_deref(), device), (at, length));
            }
            Some(kept) if length < kept.1 => {
                others.insert(kept.0);
                *kept = (at, length);
            }
            Some(_) => {
                others.insert(at);
            }
        }
    }
    others
}

impl Sides {
    fn line(&self, side: Side) -> Option<&Line> {
        self.lines.iter().find(|(known, _)| *known == side).map(|(_, line)| line)
    }

    /// The value at that time, or the latest before; before the first, the first.
    fn near(&self, side: Side, at: Option<i64>) -> Option<f64> {
        let line = self.line(side)?;
        let after = line.partition_point(|(time, _)| *time <= at);
        line.get(after.saturating_sub(1)).map(|(_, value)| *value)
    }

    /// In use and in all at that time.
    fn figure(&self, at: Option<i64>, value: f64) -> Option<(f64, Option<f64>)> {
        let size = self.near(Side::Size, at);
        let available = self.near(Side::Available, at);
        match self.family {
            Family::Memory => {
                let size = size?;
                let available = match self.line(Side::Available) {
                    Some(_) => value,
                    None => value + self.near(Side::Buffers, at)? + self.near(Side::Cached, at)?,
                };
                Some((size - available, Some(size)))
            }
            Family::FileSystem => {
                let size = size?;
                let used = size - value;
                let both = self.line(Side::Free).and(available).map(|available| used + available);
                Some((used, both.or(Some(size))))
            }
            Family::Volume => match self.line(Side::Used) {
                Some(_) => Some((value, available.map(|available| value + available).or(size))),
                None => size.map(|size| (size - value, Some(size))),
            },
            Family::Container => Some((value, size.filter(|size| *size < UNLIMITED))),
            Family::PveMemory | Family::PveDisk => Some((value, size)),
        }
    }

    /// The side whose times count.
    fn first(&self) -> Option<&Line> {
        let order: &[Side] = match self.family {
            Family::Memory => &[Side::Available, Side::Free],
            Family::FileSystem => &[Side::Free, Side::Available],
            Family::Volume => &[Side::Used, Side::Available],
            Family::Container | Family::PveMemory | Family::PveDisk => &[Side::Used],
        };
        order.iter().find_map(|side| self.line(*side))
    }
}

/// A limit of so many bytes or more is none: the kernel's "unlimited" is near 2⁶³.
const UNLIMITED: f64 = (1_u64 << 60) as f64;

fn join(key: &Key, sides: &Sides, book: &mut Book, import: &mut Import, told: &Told) {
    let Some(line) = sides.first() else {
        import.leave_out("sizes without what is in use of them", 1, None);
        return;
    };
    if line.first().is_some_and(|(at, _)| at.is_none()) {
        import.day_told(told);
    }
    let when = |at: Option<i64>| match at {
        None => Some(When::of_day(told.today)),
        Some(at) => instant(at as f64 / 1000.0, told),
    };
    let mut last = None;
    for (at, value) in line {
        let Some((used, total)) = sides.figure(*at, *value) else {
            let why = match sides.family {
                Family::Memory if sides.line(Side::Size).is_some() => {
                    "memory without `MemAvailable`, and without what it is reckoned from"
                }
                _ => "what is left, without the size that it is left of",
            };
            import.leave_out(why, 1, None);
            return;
        };
        last = when(*at);
        book.take(key.clone(), last, Some(used), total);
    }
    book.switched(key.clone(), last, sides.off);
    notes(sides, import);
}

fn notes(sides: &Sides, import: &mut Import) {
    let has = |side| sides.line(side).is_some();
    match sides.family {
        Family::Memory if !has(Side::Available) => import.note(
            "`MemAvailable` is not there (kernels before 3.14): what is available is reckoned as MemFree + Buffers + Cached",
        ),
        Family::FileSystem if !has(Side::Free) => import.note(
            "without `node_filesystem_free_bytes` what a file system keeps back for root counts as used",
        ),
        Family::FileSystem if has(Side::Available) => import.note(
            "what can be used of a file system is used + available: what it keeps back for root is in neither",
        ),
        Family::PveMemory => import.note(
            "the cache of ZFS (ARC) may count as used in a node's memory, which holds that of its guests",
        ),
        _ => {}
    }
    if sides.off {
        import.note(
            "guests that are switched off use no memory now; their total is what they want when on",
        );
    }
}

/// Series of metrics without a meaning that is known: what was told says what they are.
fn take_unknown(
    unknown: &[Vector],
    hosts: &Hosts,
    book: &mut Book,
    import: &mut Import,
    told: &Told,
) -> Result<(), Problem> {
    let names: BTreeSet<&str> = unknown.iter().map(Vector::name).collect();
    let Some(resource) = &told.resource else {
        let Some(first) = names.first() else { return Ok(()) };
        let of = if first.is_empty() { "a query".to_owned() } else { format!("`{first}`") };
        let message = format!("what {of} measures is not known");
        return Err(Problem::error("resource-needed", message)
            .hint("say it: `--resource ram`, `--resource storage` or `--resource backup`"));
    };
    let is_size = matches!(resource, Resource::Ram | Resource::Storage | Resource::Backup);
    let jobs: BTreeSet<_> = unknown.iter().map(|vector| vector.label("job")).collect();
    for vector in unknown {
        let is_bytes = vector.name().contains("_bytes");
        let unit = match (is_size, told.unit) {
            (false, _) => 1.0,
            (true, _) if is_bytes => 1.0,
            (true, Some(unit)) => unit.bytes() as f64,
            (true, None) => {
                return Err(Problem::error("unit-needed", "the answer does not say its unit")
                    .hint("say it: `--unit B`, `--unit GiB`"));
            }
        };
        let host = hosts.host(vector);
        let is_told = |name: &str, value: &str| match name {
            "__name__" => names.len() > 1,
            "job" => jobs.len() > 1,
            _ => name != "instance" && host.as_deref() != Some(value),
        };
        let told_apart = vector.labels.iter().filter(|(name, value)| is_told(name, value));
        let words: Vec<String> = told_apart
            .map(|(name, value)| match name.as_str() {
                "__name__" => value.clone(),
                _ => format!("{name}={value}"),
            })
            .collect();
        let mut key = Key::of(host.as_deref(), resource.clone());
        key.part = (!words.is_empty()).then(|| words.join(" "));
        for sample in &vector.samples {
            let when = match sample.at {
                None => Some(When::of_day(import.day_told(told))),
                Some(at) => instant(at as f64 / 1000.0, told),
            };
            book.take(key.clone(), when, Some(sample.value * unit), None);
        }
    }
    Ok(())
}

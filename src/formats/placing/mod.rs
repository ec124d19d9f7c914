//! Where in a scenario does what was imported belong, and which of it is new?

use std::collections::BTreeMap;

use crate::document::{Edit, Path, content_name, quote};
use crate::model::{Covers, EstimatedFull, Resource, Scenario, Usage};
use crate::units::{Day, Quantity, SizeUnit, Use};

use super::importers::{Import, Measured};
use super::series::{self, SeriesDay};

mod hosts;

pub use hosts::hosts;
use hosts::{contract_of, service_of};

/// More days than these go into a text beside the scenario, usually.
pub const INLINE: usize = 31;

/// What a person chose for an import, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    /// Key of the contract that was measured; `None`: as the hosts are called.
    pub on: Option<&'a str>,
    /// Where it was measured: a command, or a file's name.
    pub source: &'a str,
    /// When it was read.
    pub checked: Day,
    /// So many days stand in the file itself; more go into a text beside it.
    pub inline: usize,
    /// Keys of series whose typed values give way to what was measured on the same days.
    pub replace: &'a [String],
}

/// What an import would do to a scenario: nothing is changed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Placing {
    /// Names the texts, or holds the samples; empty where nothing is new.
    pub edit: Edit,
    /// Texts beside the scenario, by name.
    pub texts: Vec<(String, String)>,
    /// The series, one a resource and host, in the order of the import.
    pub placed: Vec<Placed>,
    /// What a person should know, as sentences.
    pub notes: Vec<String>,
    /// What has to be said before it may be taken in.
    pub open: Option<Open>,
}

/// Why it is not plain where an import belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// These hosts would become one series: one has to be named.
    Host(Vec<String>),
    /// It was measured on a host that no contract is called by; the contracts that it can be.
    Contract(Vec<String>),
}

/// A day on which a person typed something else than what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Differs {
    /// The day.
    pub day: Day,
    /// As it was typed.
    pub typed: Use,
    /// What was measured, in bytes or as a count.
    pub measured: f64,
}

/// One series of a scenario, and what an import does to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its key under `usage`.
    pub key: String,
    /// What was measured.
    pub resource: Resource,
    /// Key of the contract; `None`: the only one, or not known which.
    pub on: Option<String>,
    /// Keys of the services that it covers; empty: all of the host.
    pub services: Vec<String>,
    /// Days that come in.
    pub new: usize,
    /// Days that were there already.
    pub known: usize,
    /// Days on which a person typed another value, in their order: that stays, unless it was chosen to be replaced.
    pub differs: Vec<Differs>,
    /// Whether what differs is replaced.
    pub replaced: bool,
    /// First and last day that is new, and the value of the last, in bytes or as a count.
    pub newest: Option<(Day, Day, f64)>,
}

/// What belongs together: one entry under `usage`.
struct Group<'a> {
    resource: &'a Resource,
    on: Option<String>,
    service: Option<String>,
    /// All of the host, where that was measured.
    whole: Vec<&'a Measured>,
    /// File systems, pools and the like: together they are the host's.
    parts: Vec<&'a Measured>,
}

/// Puts what was imported beside what the scenario has.
pub fn place(scenario: &Scenario, import: &Import, chosen: Chosen<'_>) -> Placing {
    let mut placing = Placing {
        edit: Edit::new(format!("Import usage from {}", chosen.source)),
        texts: Vec::new(),
        placed: Vec::new(),
        notes: Vec::new(),
        open: None,
    };
    let mut keys: Vec<String> = scenario.usage.keys().map(ToString::to_string).collect();
    let groups = groups(scenario, import, chosen, &mut placing.notes);
    placing.open = groups.iter().find_map(|group| open(scenario, group));
    for group in groups {
        place_group(scenario, &group, chosen, &mut keys, &mut placing);
    }
    placing
}

/// What has to be said of a group before it can be one series.
fn open(scenario: &Scenario, group: &Group<'_>) -> Option<Open> {
    let measured = group.whole.iter().chain(&group.parts);
    let mut names: Vec<String> = measured.filter_map(|of| of.host.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let keys = hosts(scenario, group.resource);
    if group.on.is_none() && keys.len() > 1 {
        return Some(Open::Contract(keys.into_iter().map(str::to_owned).collect()));
    }
    (names.len() > 1).then_some(Open::Host(names))
}

impl Placing {
    /// What every import needs that was measured on several hosts: the names of those that were, each once, in their order.
    pub fn measured_hosts(import: &Import) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in import.series.iter().filter(|of| !of.off).filter_map(|of| of.host.as_ref()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Days that come in and days whose typed value gives way.
    pub fn changes(&self) -> usize {
        let of =
            |placed: &Placed| placed.new + if placed.replaced { placed.differs.len() } else { 0 };
        self.placed.iter().map(of).sum()
    }
}

/// What is measured on one host alone.
#[must_use]
pub fn of_host(import: &Import, host: &str) -> Import {
    let mut import = import.clone();
    import.series.retain(|series| series.host.as_deref() == Some(host));
    import
}

/// Several placings as one edit: one step of undo, and the texts that it names.
pub fn together(placings: &[Placing]) -> (Edit, Vec<(String, String)>) {
    let changing: Vec<&Placing> = placings.iter().filter(|of| !of.edit.ops.is_empty()).collect();
    let label = match changing.as_slice() {
        [one] => one.edit.label.clone(),
        several => format!("Import usage from {} outputs", several.len()),
    };
    let mut edit = Edit::new(label);
    edit.ops.extend(changing.iter().flat_map(|of| of.edit.ops.clone()));
    (edit, changing.iter().flat_map(|of| of.texts.clone()).collect())
}

fn groups<'a>(
    scenario: &Scenario,
    import: &'a Import,
    chosen: Chosen<'_>,
    notes: &mut Vec<String>,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for measured in &import.series {
        let name = measured.part.as_deref().unwrap_or_default();
        let service = service_of(scenario, name);
        if measured.off {
            let who = service.as_deref().unwrap_or(name);
            notes.push(format!("{who} was switched off: what it wants is not in its usage"));
            continue;
        }
        let is_guest = matches!(measured.resource, Resource::Ram | Resource::Cpu);
        if service.is_none() && measured.part.is_some() && is_guest {
            notes.push(format!("{name} is left out: no service is called so"));
            continue;
        }
        let on = chosen.on.map(str::to_owned);
        let on = on.or_else(|| contract_of(scenario, measured, chosen.source, notes));
        let same = |group: &&Group<'_>| {
            (*group.resource == measured.resource) && group.on == on && group.service == service
        };
        let place = groups.iter().position(|group| same(&group)).unwrap_or(groups.len());
        if place == groups.len() {
            let (resource, service) = (&measured.resource, service.clone());
            groups.push(Group { resource, on, service, whole: vec![], parts: vec![] });
        }
        let Some(group) = groups.get_mut(place) else { continue };
        let is_whole = measured.part.is_none() || service.is_some();
        if is_whole { group.whole.push(measured) } else { group.parts.push(measured) }
    }
    groups
}

/// Day by day what counts: of the whole where that was measured, else the sum of its parts, each as it was last.
fn days_of(group: &Group<'_>) -> BTreeMap<Day, SeriesDay> {
    let mut days = BTreeMap::new();
    let of = |measured: &&Measured| {
        let resource = group.resource.clone();
        let day = move |(day, of): (Day, super::importers::DayValue)| SeriesDay {
            day,
            value: of.counts(&resource),
            p95: of.p95,
        };
        measured.days.iter().map(day).collect::<Vec<_>>()
    };
    if !group.whole.is_empty() {
        for day in group.whole.iter().flat_map(of) {
            days.insert(day.day, day);
        }
        return days;
    }
    let mut changes: BTreeMap<Day, Vec<(usize, f64)>> = BTreeMap::new();
    for (index, part) in group.parts.iter().enumerate() {
        for day in of(part) {
            changes.entry(day.day).or_default().push((index, day.value));
        }
    }
    let mut last = vec![0.0; group.parts.len()];
    for (day, values) in changes {
        for (index, value) in values {
            if let Some(last) = last.get_mut(index) {
                *last = value;
            }
        }
        days.insert(day, SeriesDay { day, value: last.iter().sum(), p95: None });
    }
    days
}

fn place_group(
    scenario: &Scenario,
    group: &Group<'_>,
    chosen: Chosen<'_>,
    keys: &mut Vec<String>,
    placing: &mut Placing,
) {
    let existing = scenario.usage.iter().find(|(_, usage)| is_same(scenario, usage, group));
    let key = existing.map_or_else(|| new_key(group, keys), |(key, _)| key.to_string());
    let usage = existing.map(|(_, usage)| &**usage);
    let typed: BTreeMap<Day, Use> = usage.iter().flat_map(|u| u.samples.iter().copied()).collect();
    let beside: Vec<(Day, Use)> =
        usage.and_then(|usage| usage.beside.as_deref()).unwrap_or_default().to_vec();
    // The last day that was measured may not have been over then.
    let unfinished = beside.last().map(|(day, _)| *day);
    let mut placed = Placed {
        key: key.clone(),
        resource: group.resource.clone(),
        on: group.on.clone(),
        services: group.service.iter().cloned().collect(),
        new: 0,
        known: 0,
        differs: Vec::new(),
        replaced: chosen.replace.contains(&key),
        newest: None,
    };
    let known_p95 = usage.and_then(|usage| usage.p95.as_deref()).unwrap_or_default();
    let p95: BTreeMap<Day, f64> =
        known_p95.iter().filter_map(|(day, used)| Some((*day, number(used)?))).collect();
    let mut all: BTreeMap<Day, SeriesDay> = beside
        .iter()
        .filter_map(|(day, used)| {
            let (day, value) = (*day, number(used)?);
            Some((day, SeriesDay { day, value, p95: p95.get(&day).copied() }))
        })
        .collect();
    let mut new = Vec::new();
    for (day, of) in days_of(group) {
        if let Some(was) = typed.get(&day) {
            let same = series::used(group.resource, of.value).is_some_and(|now| near(&now, was));
            if same {
                placed.known += 1;
            } else {
                placed.differs.push(Differs { day, typed: *was, measured: of.value });
            }
            continue;
        }
        let known = all.get(&day).is_some_and(|was| (was.value - of.value).abs() < 1.0);
        if known || (all.contains_key(&day) && unfinished != Some(day)) {
            placed.known += 1;
            continue;
        }
        all.insert(day, of);
        new.push(of);
    }
    placed.new = new.len();
    if placed.replaced {
        replace(usage, group.resource, &placed, placing);
    }
    if let (Some(first), Some(last)) = (new.first(), new.last()) {
        placed.newest = Some((first.day, last.day, last.value));
    }
    if !new.is_empty() {
        let at: Path = Path::new().key("usage").key(&key);
        let in_text =
            usage.is_some_and(|u| u.series.is_some()) || new.len() + typed.len() > chosen.inline;
        let series = in_text.then(|| {
            let days: Vec<SeriesDay> = all.values().copied().collect();
            let text = series::write(group.resource, &days);
            let name = content_name("usage", &text, series::ENDING);
            placing.texts.push((name.clone(), text));
            name
        });
        let edit = std::mem::take(&mut placing.edit);
        placing.edit = match (usage, series) {
            (Some(_), Some(name)) => edit.set(at.key("series"), quote(&name)),
            (Some(_), None) => new.iter().fold(edit, |edit, day| {
                edit.push(at.clone().key("samples"), sample(group.resource, day))
            }),
            (None, series) => {
                edit.insert(Path::new().key("usage"), key, entry(group, &new, series, chosen))
            }
        };
    }
    if let (Some(usage), Some(full)) = (usage, full_of(group))
        && usage.estimated_full.as_ref() != Some(full)
    {
        let at = Path::new().key("usage").key(&placed.key).key("estimated_full");
        placing.edit = std::mem::take(&mut placing.edit).set(at, estimate(full));
    }
    placing.placed.push(placed);
}

/// What another program reckons of the host as a whole, or of its only part: of the sum of several nobody reckons.
fn full_of<'a>(group: &Group<'a>) -> Option<&'a EstimatedFull> {
    let all = if group.whole.is_empty() { &group.parts } else { &group.whole };
    let [one] = all.as_slice() else { return None };
    one.estimated_full.as_ref()
}

fn estimate(full: &EstimatedFull) -> String {
    let mut fields = vec![format!("on: \"{}\"", full.on)];
    fields.extend(full.said.map(|day| format!("said: \"{day}\"")));
    fields.extend(full.by.as_deref().map(|by| format!("by: {}", quote(by))));
    format!("({})", fields.join(", "))
}

/// Puts what was measured in the place of what was typed on the same days.
fn replace(usage: Option<&Usage>, resource: &Resource, placed: &Placed, placing: &mut Placing) {
    let samples: Path = Path::new().key("usage").key(&placed.key).key("samples");
    for (index, (day, _)) in usage.iter().flat_map(|usage| usage.samples.iter()).enumerate() {
        let Some(differs) = placed.differs.iter().find(|differs| differs.day == *day) else {
            continue;
        };
        let day = SeriesDay { day: *day, value: differs.measured, p95: None };
        let edit = std::mem::take(&mut placing.edit);
        placing.edit = edit.set(samples.clone().index(index), sample(resource, &day));
    }
}

fn is_same(scenario: &Scenario, usage: &Usage, group: &Group<'_>) -> bool {
    let only = || match hosts(scenario, group.resource).as_slice() {
        [key] => Some((*key).to_owned()),
        _ => None,
    };
    let covers = match (&usage.covers, &group.service) {
        (Covers::All, None) => true,
        (Covers::Services(keys), Some(service)) => keys.as_slice() == std::slice::from_ref(service),
        _ => false,
    };
    usage.resource == *group.resource && covers && usage.on.clone().or_else(only) == group.on
}

fn new_key(group: &Group<'_>, keys: &mut Vec<String>) -> String {
    let what = match group.resource {
        Resource::Ram => "RAM",
        Resource::Storage => "storage",
        Resource::Backup => "backup",
        Resource::Cpu => "CPU",
        Resource::Count(name) => name,
    };
    let of = group.service.as_deref().or(group.on.as_deref()).unwrap_or("host");
    let plain = format!("{of} {what}");
    let mut key = plain.clone();
    let mut n = 2;
    while keys.contains(&key) {
        key = format!("{plain} {n}");
        n += 1;
    }
    keys.push(key.clone());
    key
}

/// The entry as it will stand in the file.
fn entry(
    group: &Group<'_>,
    new: &[SeriesDay],
    series: Option<String>,
    chosen: Chosen<'_>,
) -> String {
    let resource = match group.resource {
        Resource::Ram => "Ram".to_owned(),
        Resource::Storage => "Storage".to_owned(),
        Resource::Backup => "Backup".to_owned(),
        Resource::Cpu => "Cpu".to_owned(),
        Resource::Count(name) => format!("Count({})", quote(name)),
    };
    let mut fields = vec![format!("resource: {resource}")];
    fields.extend(group.on.iter().map(|on| format!("on: {}", quote(on))));
    fields.extend(group.service.iter().map(|key| format!("covers: Services([{}])", quote(key))));
    fields.push(series.map_or_else(
        || {
            let samples: Vec<String> = new.iter().map(|day| sample(group.resource, day)).collect();
            format!("samples: [{}]", samples.join(", "))
        },
        |name| format!("series: {}", quote(&name)),
    ));
    fields.extend(full_of(group).map(|full| format!("estimated_full: {}", estimate(full))));
    fields.push(format!("source: {}", quote(chosen.source)));
    fields.push(format!("checked: \"{}\"", chosen.checked));
    format!("({})", fields.join(", "))
}

/// A sample as people write it: memory in GiB, disks in GB, to the thousandth.
fn sample(resource: &Resource, day: &SeriesDay) -> String {
    let (unit, digits) = match resource {
        Resource::Ram => (SizeUnit::Gib, 3),
        Resource::Storage | Resource::Backup => (SizeUnit::Gb, 3),
        Resource::Cpu | Resource::Count(_) => {
            return format!("(\"{}\", {})", day.day, short(day.value, 3));
        }
    };
    let number = short(day.value / unit.bytes() as f64, digits);
    format!("(\"{}\", \"{number} {unit}\")", day.day)
}

fn short(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Whether a typed value says the same as a measured one, by the digits it was written with: within a thousandth.
fn near(now: &Use, was: &Use) -> bool {
    match (number(now), number(was)) {
        (Some(now), Some(was)) => (now - was).abs() <= was.abs().max(now.abs()) / 1000.0,
        _ => false,
    }
}

/// Bytes, or a count; `None` for a share.
fn number(used: &Use) -> Option<f64> {
    let Use::Of(quantity) = used else { return None };
    match quantity {
        Quantity::Bytes(size) => Some(size.bytes() as f64),
        Quantity::Count(count) => count.to_string().parse().ok(),
    }
}

#[cfg(test)]
mod tests;

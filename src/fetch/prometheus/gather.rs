//! Labels and values of a Prometheus → usage of hosts and their parts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Ask;
use super::answer::Series;
use super::labels::{Guests, Hosts, Key, Whose};
use super::presets::{Gives, Labels, STATISTIC};
use super::windows::{Window, day_of};
use crate::formats::importers::{DayValue, Days, Import, Measured};
use crate::model::Resource;
use crate::units::Day;

/// What was answered to one query so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Answered {
    pub(super) series: BTreeMap<Key, Values>,
    not_numbers: u64,
    negative: u64,
    elsewhere: u64,
}

/// The values of one series.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// What counts of a day.
    pub(super) days: BTreeMap<Day, f64>,
    /// The statistic beside it: the 95 % of what is in use, the lowest of what is usable.
    beside: BTreeMap<Day, f64>,
}

impl Answered {
    /// Takes the series of one answer; answers how many values were kept.
    pub(super) fn take(&mut self, all: Vec<Series>, window: Window, utc_offset: i32) -> usize {
        let mut kept = 0;
        for mut series in all {
            series.metric.remove("__name__");
            let statistic = series.metric.remove(STATISTIC);
            let values = self.series.entry(series.metric).or_default();
            let into = if statistic.is_some() { &mut values.beside } else { &mut values.days };
            for sample in series.values {
                let day = day_of(sample.at, utc_offset);
                let Some(day) = day.filter(|day| (window.from..window.until).contains(day)) else {
                    self.elsewhere += 1;
                    continue;
                };
                if !sample.value.is_finite() {
                    self.not_numbers += 1;
                } else if sample.value < 0.0 {
                    self.negative += 1;
                } else {
                    into.insert(day, sample.value);
                    kept += 1;
                }
            }
        }
        kept
    }

    /// Days on which the total of a series changed, each series with some once.
    pub(super) fn moved(&self) -> impl Iterator<Item = (&Key, Vec<Day>)> {
        let moved =
            self.series.iter().map(|(key, values)| (key, values.moved().collect::<Vec<_>>()));
        moved.filter(|(_, days)| !days.is_empty())
    }

    /// Puts better values of some days in the place of those that came first.
    pub(super) fn mend(&mut self, key: &Key, days: &[Day], better: &Self) {
        let (Some(values), Some(better)) = (self.series.get_mut(key), better.series.get(key))
        else {
            return;
        };
        let better_beside = &better.beside;
        for day in days {
            if let (Some(value), Some(better)) = (values.days.get_mut(day), better.days.get(day)) {
                *value = better.min(*value);
            }
            match better_beside.get(day) {
                Some(beside) => drop(values.beside.insert(*day, *beside)),
                None => drop(values.beside.remove(day)),
            }
        }
    }
}

impl Values {
    fn moved(&self) -> impl Iterator<Item = Day> {
        let differs = |(day, value): (&Day, &f64)| {
            self.beside.get(day).is_some_and(|lowest| lowest < value).then_some(*day)
        };
        self.days.iter().filter_map(differs)
    }
}

/// What was found of one resource of one host, part or guest.
#[derive(Default)]
struct Found<'a> {
    in_use: Vec<&'a Values>,
    usable: Vec<&'a Values>,
    /// The device, by the series that was measured last.
    device: Option<(Day, &'a str)>,
}

/// All that was answered, as usage. One entry of `answered` a query of `ask`.
pub(super) fn import(ask: &Ask, answered: &[Answered]) -> Import {
    let mut import = Import::by("prometheus");
    for note in &ask.notes {
        import.note(note.clone());
    }
    for each in answered {
        import.leave_out("values that are no number", each.not_numbers, None);
        import.leave_out("values below nought", each.negative, None);
        import.leave_out("values of days that were not asked for", each.elsewhere, None);
    }
    let found = found(ask, answered, &mut import);
    let mut twice = BTreeSet::new();
    let mut devices = Vec::new();
    for ((whose, resource), found) in found {
        if found.in_use.is_empty() {
            import.leave_out("resources whose total alone is known", 1, None);
            continue;
        }
        let days = found.days();
        if days.is_empty() {
            continue;
        }
        if found.overlaps() {
            twice.insert(whose.words());
        }
        let is_off = resource == Resource::Ram
            && days.iter().next_back().is_some_and(|(_, value)| value.last == 0.0);
        devices.push(found.device.map(|(_, device)| device.to_owned()));
        let Whose { host, part } = whose;
        let total = found.total();
        import.series.push(Measured {
            host,
            part,
            resource,
            days,
            total,
            off: is_off,
            estimated_full: None,
        });
    }
    if !twice.is_empty() {
        import.note(format!(
            "{} measured by several series: of each day the higher counts",
            several(&twice, "is", "are")
        ));
    }
    count_devices_once(&mut import, &devices);
    if ask.queries.iter().any(|query| query.labels == Labels::Proxmox) {
        count_shared_storages_once(&mut import);
    }
    import
}

fn found<'a>(
    ask: &Ask,
    answered: &'a [Answered],
    import: &mut Import,
) -> BTreeMap<(Whose, Resource), Found<'a>> {
    let mut found: BTreeMap<(Whose, Resource), Found<'a>> = BTreeMap::new();
    let pairs = || ask.queries.iter().zip(answered);
    let guests = Guests::of(pairs().filter(|(query, _)| query.gives == Gives::Names).flat_map(
        |(_, each)| each.series.iter().map(|(key, values)| (key, values.days.keys().next_back())),
    ));
    let hosts = Hosts::of(pairs().map(|(query, each)| (&query.labels, each.series.keys())));
    for (query, each) in pairs() {
        let (Gives::InUse(resource) | Gives::Usable(resource)) = &query.gives else { continue };
        let is_usable = matches!(query.gives, Gives::Usable(_));
        for (key, values) in &each.series {
            let Some(whose) = Whose::of(&query.labels, key, &hosts, &guests) else {
                import.leave_out("series without labels that name them", 1, None);
                continue;
            };
            if key.get("id").is_some_and(|id| guests.is_template(id)) {
                import.leave_out("series of templates", u64::from(!is_usable), None);
                continue;
            }
            let found = found.entry((whose, resource.clone())).or_default();
            let device = key.get("device").filter(|_| query.labels == Labels::Device);
            if let (Some(device), Some(last)) = (device, values.days.keys().next_back()) {
                found.device = found.device.max(Some((*last, device)));
            }
            if is_usable { found.usable.push(values) } else { found.in_use.push(values) }
        }
    }
    found
}

impl Found<'_> {
    /// Day by day. One value a day came, which stands for its highest and its last.
    fn days(&self) -> Days {
        let mut days: BTreeMap<Day, DayValue> = BTreeMap::new();
        for values in &self.in_use {
            for (day, value) in &values.days {
                let p95 = values.beside.get(day).copied();
                let new = DayValue { p95, ..DayValue::once(*value) };
                let known = days.entry(*day).or_insert(new);
                if known.highest < new.highest {
                    *known = new;
                }
            }
        }
        Days::new(days)
    }

    /// Whether two series have a value of one day.
    fn overlaps(&self) -> bool {
        let mut seen = BTreeSet::new();
        self.in_use.iter().flat_map(|values| values.days.keys()).any(|day| !seen.insert(*day))
    }

    /// What could be used on the last day on which that is known.
    fn total(&self) -> Option<f64> {
        let last = self.usable.iter().filter_map(|values| values.days.last_key_value());
        let last = last.max_by(|a, b| a.0.cmp(b.0).then(a.1.total_cmp(b.1)));
        last.map(|(_, total)| *total)
    }
}

/// A device that is mounted in several places at once counts at that which was seen last, or else has the shortest path.
fn count_devices_once(import: &mut Import, devices: &[Option<String>]) {
    type Places<'a> = Vec<(usize, &'a Measured)>;
    let mut places: BTreeMap<(&Option<String>, &str), Places<'_>> = BTreeMap::new();
    for (i, (series, device)) in import.series.iter().zip(devices).enumerate() {
        if let Some(device) = device {
            places.entry((&series.host, device)).or_default().push((i, series));
        }
    }
    let mut again = BTreeSet::new();
    for places in places.values() {
        let order = |series: &Measured| {
            let path = series.part.clone().unwrap_or_default();
            (Reverse(series.days.ends().map(|ends| ends.1)), path.len(), path)
        };
        let Some(kept) = places.iter().min_by_key(|(_, series)| order(series)) else { continue };
        let days: BTreeSet<Day> = kept.1.days.iter().map(|(day, _)| day).collect();
        let others = places.iter().filter(|(i, _)| *i != kept.0);
        let at_once =
            others.filter(|(_, other)| other.days.iter().any(|(day, _)| days.contains(&day)));
        again.extend(at_once.map(|(i, _)| *i));
    }
    keep_but(import, &again);
    import.leave_out("further places where a device is mounted", again.len() as u64, None);
}

/// A storage that several nodes share is told by each of them: alike to the byte, and not empty.
fn count_shared_storages_once(import: &mut Import) {
    let mut again = BTreeSet::new();
    let mut shared = BTreeSet::new();
    for (i, series) in import.series.iter().enumerate() {
        let last = series.days.iter().next_back().map_or(0.0, |(_, value)| value.last);
        if series.resource != Resource::Storage || last == 0.0 {
            continue;
        }
        let alike = |other: &Measured| {
            other.part == series.part && other.total == series.total && other.days == series.days
        };
        if let Some(first) = import.series.iter().take(i).position(alike) {
            again.insert(i);
            shared.insert(first);
        }
    }
    for first in shared {
        if let Some(series) = import.series.get_mut(first) {
            series.host = None;
        }
    }
    keep_but(import, &again);
    import.leave_out("further nodes that share a storage", again.len() as u64, None);
}

fn keep_but(import: &mut Import, left_out: &BTreeSet<usize>) {
    let mut place = 0;
    import.series.retain(|_| {
        place += 1;
        !left_out.contains(&(place - 1))
    });
}

/// `a` is, `a` and 3 more are.
pub(super) fn several(names: &BTreeSet<String>, one: &str, more: &str) -> String {
    match (names.first(), names.len()) {
        (None, _) => format!("nothing {one}"),
        (Some(first), 1) => format!("`{first}` {one}"),
        (Some(first), count) => format!("`{first}` and {} more {more}", count - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::answer::Sample;
    use super::super::presets::preset;
    use super::super::tests::ask;
    use super::*;

    /// Series of the first days of 2021: labels as `instance=a:1 device=sda`, a value a day; below nought: none.
    fn series(all: &[(&str, &[f64])]) -> Vec<Series> {
        let one = |(labels, values): &(&str, &[f64])| Series {
            metric: labels
                .split_whitespace()
                .map(|pair| pair.split_once('=').unwrap())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            values: (1_i64..)
                .zip(*values)
                .filter(|(_, value)| **value >= 0.0)
                // 2021-01-01 begins at 1,609,459,200.
                .map(|(day, value)| Sample {
                    at: (1_609_459_200 + day * 86_400) * 1000 - 1,
                    value: *value,
                })
                .collect(),
        };
        all.iter().map(one).collect()
    }

    /// An import of these answers to the queries of a preset.
    fn import_of(name: &str, answers: &[&[(&str, &[f64])]]) -> Import {
        let preset = preset(name).unwrap();
        let ask = Ask { queries: preset.queries.to_vec(), ..ask("http://a.example", 10) };
        let window = Window { from: ask.from, until: ask.until };
        let mut answered = vec![Answered::default(); ask.queries.len()];
        for (answered, given) in answered.iter_mut().zip(answers) {
            answered.take(series(given), window, 0);
        }
        import(&ask, &answered)
    }

    fn told(import: &Import) -> Vec<(String, f64)> {
        let last = |series: &Measured| series.days.counted(&series.resource).last().unwrap().1;
        let words = |series: &Measured| {
            Whose { host: series.host.clone(), part: series.part.clone() }.words()
        };
        import.series.iter().map(|series| (words(series), last(series))).collect()
    }

    fn left(import: &Import) -> Vec<(&str, u64)> {
        import.left_out.iter().map(|left| (left.what.as_str(), left.count)).collect()
    }

    #[test]
    fn a_device_that_is_mounted_twice_counts_once() {
        let disks: &[(&str, &[f64])] = &[
            ("instance=a:1 device=sda mountpoint=/srv/data", &[5.0, 6.0]),
            ("instance=a:1 device=sda mountpoint=/srv", &[5.0, 6.0]),
            ("instance=b:1 device=sda mountpoint=/srv", &[1.0, 2.0]),
        ];
        let import = import_of("node", &[&[], &[], disks, disks]);
        assert_eq!(told(&import), [("a /srv".to_owned(), 6.0), ("b /srv".to_owned(), 2.0)]);
        assert_eq!(left(&import), [("further places where a device is mounted", 1)]);
        assert_eq!(import.series[0].total, Some(6.0));
    }

    #[test]
    fn a_device_that_moved_to_another_place_is_two_stretches() {
        let disks: &[(&str, &[f64])] = &[
            ("instance=a:1 device=sda mountpoint=/old", &[5.0, 6.0]),
            ("instance=a:1 device=sda mountpoint=/longer", &[-1.0, -1.0, 7.0]),
        ];
        let import = import_of("node", &[&[], &[], disks]);
        assert_eq!(told(&import), [("a /longer".to_owned(), 7.0), ("a /old".to_owned(), 6.0)]);
        assert_eq!(left(&import), []);
    }

    #[test]
    fn a_disk_that_is_named_anew_goes_on() {
        let disks: &[(&str, &[f64])] = &[
            ("instance=a:1 device=sda mountpoint=/", &[5.0, 6.0]),
            ("instance=a:1 device=sdb mountpoint=/", &[-1.0, -1.0, 7.0]),
        ];
        let import = import_of("node", &[&[], &[], disks]);
        assert_eq!((import.series.len(), import.series[0].days.len()), (1, 3));
        assert_eq!(import.notes, Vec::<String>::new());
    }

    #[test]
    fn of_a_host_that_is_measured_twice_the_higher_counts() {
        let ram: &[(&str, &[f64])] = &[
            ("instance=a:1 replica=x", &[5.0, 6.0]),
            ("instance=a:1 replica=y", &[4.0, 8.0]),
            ("instance=a:1 replica=y headroom_statistic=p95", &[3.0, 7.0]),
        ];
        let import = import_of("node", &[ram]);
        let days: Vec<_> = import.series[0].days.iter().map(|(_, v)| (v.highest, v.p95)).collect();
        assert_eq!(days, [(5.0, None), (8.0, Some(7.0))]);
        assert_eq!(
            import.notes,
            ["`a` is measured by several series: of each day the higher counts"]
        );
    }

    #[test]
    fn a_total_alone_is_no_usage() {
        let ram: &[(&str, &[f64])] = &[("instance=a:1", &[5.0]), ("instance=b:1", &[5.0])];
        let import = import_of("node", &[&ram[..1], ram]);
        assert_eq!(told(&import), [("a".to_owned(), 5.0)]);
        assert_eq!(left(&import), [("resources whose total alone is known", 1)]);
    }

    #[test]
    fn a_total_is_that_of_the_last_day() {
        let in_use: &[(&str, &[f64])] = &[("instance=a:1", &[5.0, 5.0, 5.0])];
        let total: &[(&str, &[f64])] = &[("instance=a:1", &[64.0, 32.0])];
        assert_eq!(import_of("node", &[in_use, total]).series[0].total, Some(32.0));
    }

    #[test]
    fn proxmox_guests_have_names_and_templates_are_left_out() {
        let ram: &[(&str, &[f64])] = &[
            ("id=node/n1", &[50.0]),
            ("id=qemu/100", &[5.0]),
            ("id=lxc/101", &[0.0]),
            ("id=qemu/900", &[0.0]),
        ];
        let names: &[(&str, &[f64])] = &[
            ("id=qemu/100 node=n1 name=mail template=0", &[1.0]),
            ("id=lxc/101 node=n1 name=web template=0", &[1.0]),
            ("id=qemu/900 node=n1 name=debian template=1", &[1.0]),
        ];
        let import = import_of("pve", &[ram, &[], &[], &[], names]);
        let found: Vec<_> =
            import.series.iter().map(|s| (s.part.as_deref().unwrap_or_default(), s.off)).collect();
        assert_eq!(found, [("", false), ("mail", false), ("web", true)]);
        assert_eq!(left(&import), [("series of templates", 1)]);
    }

    #[test]
    fn a_storage_that_nodes_share_counts_once() {
        let disks: &[(&str, &[f64])] = &[
            ("id=storage/n1/nfs", &[5.0, 6.0]),
            ("id=storage/n2/nfs", &[5.0, 6.0]),
            ("id=storage/n1/local", &[0.0]),
            ("id=storage/n2/local", &[0.0]),
        ];
        let import = import_of("pve", &[&[], &[], disks, disks]);
        let words: Vec<_> = told(&import).into_iter().map(|(words, _)| words).collect();
        assert_eq!(words, ["n1 local", "nfs", "n2 local"]);
        assert_eq!(left(&import), [("further nodes that share a storage", 1)]);
    }
}

//! Which host, and what on it, do labels name?

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::presets::Labels;
use crate::units::Day;

/// Labels that name a series, without those that name a metric or a statistic.
pub(super) type Key = BTreeMap<String, String>;

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Whose {
    /// Name of the host.
    pub(super) host: Option<String>,
    /// What on it, where it is not all of it.
    pub(super) part: Option<String>,
}

/// Names of hosts by what a label says: without the port, where two hosts of one query would not become one by it.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeSet<String>);

/// Names of guests by their `id`.
#[derive(Debug, Default)]
pub(super) struct Guests(BTreeMap<String, Guest>);

#[derive(Debug)]
struct Guest {
    seen: Option<Day>,
    whose: Whose,
    is_template: bool,
}

impl Whose {
    /// What a series is of; `None` where its labels do not say.
    pub(super) fn of(labels: &Labels, key: &Key, hosts: &Hosts, guests: &Guests) -> Option<Self> {
        let label = |name: &str| key.get(name).filter(|value| !value.is_empty());
        let whose = match labels {
            Labels::Host(host, parts) => {
                let parts: Vec<_> = parts.iter().filter_map(|name| label(name)).cloned().collect();
                let part = (!parts.is_empty()).then(|| parts.join("/"));
                Self { host: label(host).map(|host| hosts.name(host)), part }
            }
            Labels::Device => Self {
                host: label("instance").map(|host| hosts.name(host)),
                part: label("mountpoint").cloned(),
            },
            Labels::Proxmox => {
                let id = label("id")?;
                match id.split_once('/')? {
                    ("node", node) => Self { host: Some(node.to_owned()), part: None },
                    ("storage", name) => {
                        let (node, name) = name.split_once('/')?;
                        Self { host: Some(node.to_owned()), part: Some(name.to_owned()) }
                    }
                    ("qemu" | "lxc", _) => match guests.0.get(id) {
                        Some(guest) => guest.whose.clone(),
                        None => Self { host: None, part: Some(id.clone()) },
                    },
                    _ => return None,
                }
            }
        };
        (whose.host.is_some() || whose.part.is_some()).then_some(whose)
    }

    /// As in a sentence.
    pub(super) fn words(&self) -> String {
        let words = [self.host.as_deref(), self.part.as_deref()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Hosts {
    /// Looks at all hosts of all queries.
    pub(super) fn of<'a, K: Iterator<Item = &'a Key>>(
        queries: impl Iterator<Item = (&'a Labels, K)>,
    ) -> Self {
        let mut with_port = BTreeSet::new();
        for (labels, keys) in queries {
            let name: &str = match labels {
                Labels::Host(name, _) => name,
                Labels::Device => "instance",
                Labels::Proxmox => continue,
            };
            let mut seen: BTreeMap<Cow<'_, str>, &str> = BTreeMap::new();
            for full in keys.filter_map(|key| key.get(name)) {
                let other = *seen.entry(without_port(full)).or_insert(full);
                if other != full {
                    with_port.extend([full.clone(), other.to_owned()]);
                }
            }
        }
        Self(with_port)
    }

    fn name(&self, full: &str) -> String {
        if self.0.contains(full) { full.to_owned() } else { without_port(full).into_owned() }
    }
}

impl Guests {
    /// Of labels `id`, `node`, `name`, each with the last day on which it was so.
    pub(super) fn of<'a>(keys: impl Iterator<Item = (&'a Key, Option<&'a Day>)>) -> Self {
        let mut guests: BTreeMap<String, Guest> = BTreeMap::new();
        for (key, seen) in keys {
            let label = |name: &str| key.get(name).filter(|value| !value.is_empty()).cloned();
            let Some(id) = label("id") else { continue };
            let part = label("name").or_else(|| Some(id.clone()));
            let whose = Whose { host: label("node"), part };
            let is_template = label("template").is_some_and(|template| template != "0");
            let new = Guest { seen: seen.copied(), whose, is_template };
            match guests.get_mut(&id) {
                Some(known) if known.seen >= new.seen => {}
                Some(known) => *known = new,
                None => drop(guests.insert(id, new)),
            }
        }
        // Two guests of one name on one node would become one.
        let mut count: BTreeMap<Whose, u32> = BTreeMap::new();
        for guest in guests.values() {
            *count.entry(guest.whose.clone()).or_default() += 1;
        }
        for (id, guest) in &mut guests {
            if count.get(&guest.whose).is_some_and(|count| *count > 1) {
                guest.whose.part = Some(id.clone());
            }
        }
        Self(guests)
    }

    /// Whether an `id` is that of a template, which never runs.
    pub(super) fn is_template(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|guest| guest.is_template)
    }
}

/// `web1:9100` → `web1`, `[::1]:9100` → `::1`; what has no port stays.
fn without_port(full: &str) -> Cow<'_, str> {
    let Some((host, port)) = full.rsplit_once(':') else { return full.into() };
    let is_port = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match bracketed {
        Some(address) if is_port => address.into(),
        None if is_port && !host.is_empty() && !host.contains(':') => host.into(),
        _ => full.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pairs: &[(&str, &str)]) -> Key {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn host_of(parts: &'static [Cow<'static, str>]) -> Labels {
        Labels::Host("instance".into(), parts.into())
    }

    #[test]
    fn a_port_is_no_part_of_a_name() {
        assert_eq!(without_port("web1:9100"), "web1");
        assert_eq!(without_port("[2001:db8::1]:9100"), "2001:db8::1");
        for whole in ["web1", "2001:db8::1", "web1:http", ":9100", "web1:", ""] {
            assert_eq!(without_port(whole), whole);
        }
    }

    #[test]
    fn hosts_that_differ_by_port_alone_keep_it() {
        let labels = host_of(&[]);
        let keys = ["nat:9100", "nat:9101", "web1:9100"].map(|host| key(&[("instance", host)]));
        let hosts = Hosts::of([(&labels, keys.iter())].into_iter());
        let names = keys
            .each_ref()
            .map(|key| Whose::of(&labels, key, &hosts, &Guests::default()).unwrap().host.unwrap());
        assert_eq!(names, ["nat:9100", "nat:9101", "web1"]);
    }

    #[test]
    fn one_host_behind_two_exporters_is_one() {
        let labels = host_of(&[]);
        let [one, two] = ["web1:9100", "web1:9256"].map(|host| [key(&[("instance", host)])]);
        let hosts = Hosts::of([(&labels, one.iter()), (&labels, two.iter())].into_iter());
        assert_eq!(hosts.name("web1:9100"), hosts.name("web1:9256"));
    }

    #[test]
    fn proxmox_names_by_id() {
        let info = |id: &str, name: &str, template: &str| {
            key(&[("id", id), ("name", name), ("node", "n1"), ("template", template)])
        };
        let infos = [
            info("qemu/100", "mail", "0"),
            info("lxc/101", "web", "0"),
            info("lxc/102", "web", "0"),
            info("qemu/900", "debian", "1"),
        ];
        let guests = Guests::of(infos.iter().map(|key| (key, None)));
        let words = |id: &str| {
            let whose =
                Whose::of(&Labels::Proxmox, &key(&[("id", id)]), &Hosts::default(), &guests);
            whose.map(|whose| whose.words())
        };
        assert_eq!(words("node/n1").unwrap(), "n1");
        assert_eq!(words("storage/n1/local-lvm").unwrap(), "n1 local-lvm");
        assert_eq!(words("qemu/100").unwrap(), "n1 mail");
        assert_eq!(words("lxc/101").unwrap(), "n1 lxc/101"); // two of the name `web`
        assert_eq!(words("qemu/555").unwrap(), "qemu/555");
        assert_eq!(words("cluster/x"), None);
        assert!(guests.is_template("qemu/900") && !guests.is_template("qemu/100"));
    }

    #[test]
    fn a_guest_that_moved_is_where_it_was_last() {
        let on = |node: &str| key(&[("id", "qemu/100"), ("name", "mail"), ("node", node)]);
        let (before, after) = (on("n1"), on("n2"));
        let days = ["2021-04-19", "2021-04-20"].map(|day| day.parse::<Day>().unwrap());
        let guests = Guests::of([(&after, Some(&days[1])), (&before, Some(&days[0]))].into_iter());
        let whose =
            Whose::of(&Labels::Proxmox, &key(&[("id", "qemu/100")]), &Hosts::default(), &guests);
        assert_eq!(whose.unwrap().words(), "n2 mail");
    }

    #[test]
    fn parts_are_joined_without_what_is_empty() {
        const PARTS: &[Cow<'static, str>] =
            &[Cow::Borrowed("namespace"), Cow::Borrowed("container"), Cow::Borrowed("name")];
        let of =
            |pairs| Whose::of(&host_of(PARTS), &key(pairs), &Hosts::default(), &Guests::default());
        let pod = of(&[("namespace", "shop"), ("container", "web"), ("name", "")]).unwrap();
        assert_eq!((pod.host, pod.part.as_deref()), (None, Some("shop/web")));
        assert_eq!(of(&[("other", "x")]), None);
    }
}

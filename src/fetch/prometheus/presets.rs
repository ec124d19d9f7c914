//! What is asked of a Prometheus: one list of presets, and expressions of a person's own.

use std::borrow::Cow;

use crate::model::Resource;

/// Label that tells the 95 % of a day, or the lowest total, from what counts of it.
pub(super) const STATISTIC: &str = "headroom_statistic";
/// What it says of the 95 %: so much or less was measured in 95 % of the day.
pub(super) const P95: &str = "p95";

/// An exporter whose metrics are known.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What the command line calls it.
    pub name: &'static str,
    /// For menus and help.
    pub what: &'static str,
    /// What is asked, each once a window.
    pub queries: &'static [Query],
    /// What a person should know of the figures, as sentences.
    pub notes: &'static [&'static str],
}

/// One question: a value a day and series.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What the values are.
    pub gives: Gives,
    /// PromQL that answers for the day that ends at the time of evaluation. `$` stands where the person's own matchers go, `$,`
    /// where others follow.
    pub day: Cow<'static, str>,
    /// PromQL of the 95 % of a day, likewise.
    pub p95: Option<Cow<'static, str>>,
    /// PromQL of the same at one instant, likewise: asked for minute by minute on days on which the total changed, and so what
    /// was in use cannot be told from the total and what was available. The query of the total has the same labels.
    pub instant: Option<Cow<'static, str>>,
    /// How its labels name what was measured.
    pub labels: Labels,
}

/// What the values of a query are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gives {
    /// What was in use of a resource, in bytes.
    InUse(Resource),
    /// All that could be used of it, in bytes.
    Usable(Resource),
    /// Nothing: its labels `id`, `node` and `name` name what the other queries know by `id` alone.
    Names,
}

/// How labels name what was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Labels {
    /// The host in the first, as `web1:9100`; a part of it in those named, joined by `/`, without what is empty.
    Host(Cow<'static, str>, Cow<'static, [Cow<'static, str>]>),
    /// The same, where one device may be mounted in several places: `device` tells which are one.
    Device,
    /// Proxmox's `id`: `node/NODE`, `qemu/100`, `storage/NODE/NAME`.
    Proxmox,
}

/// File systems that hold no data of their own, or another host's.
macro_rules! disks {
    ($metric:literal) => {
        concat!(
            "last_over_time(",
            $metric,
            "{$,fstype!~\"tmpfs|devtmpfs|ramfs|rootfs|overlay|squashfs|erofs|iso9660|udf|nsfs|autofs|efivarfs|nfs.*|cifs|smb.*|",
            "ceph|9p|virtiofs|fuse.*\",mountpoint!~\"/var/lib/(docker|kubelet|containers)/.+|/run/.+\"}[1d])"
        )
    };
}

const INSTANCE: Cow<'static, str> = Cow::Borrowed("instance");

const fn query(gives: Gives, day: &'static str, labels: Labels) -> Query {
    Query { gives, day: Cow::Borrowed(day), p95: None, instant: None, labels }
}

const fn with_p95(gives: Gives, day: &'static str, p95: &'static str, labels: Labels) -> Query {
    Query { gives, day: Cow::Borrowed(day), p95: Some(Cow::Borrowed(p95)), instant: None, labels }
}

const fn host(parts: &'static [Cow<'static, str>]) -> Labels {
    Labels::Host(INSTANCE, Cow::Borrowed(parts))
}

const CONTAINER: &[Cow<'static, str>] =
    &[Cow::Borrowed("namespace"), Cow::Borrowed("container"), Cow::Borrowed("name")];
const CLAIM: &[Cow<'static, str>] =
    &[Cow::Borrowed("namespace"), Cow::Borrowed("persistentvolumeclaim")];
const DEVICE: &[Cow<'static, str>] = &[Cow::Borrowed("device")];

/// Every preset; the command line, menus, docs and tests read this list.
///
/// Ranges of raw samples, not subqueries: no peak between two steps is missed, and the server reads each sample once. What is in use
/// is therefore the day's highest total less its lowest available memory, and where the day's lowest total differs, the day is asked
/// for again, by [`Query::instant`].
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "node",
        what: "Linux hosts, by node_exporter: memory and file systems",
        queries: &[
            Query {
                gives: Gives::InUse(Resource::Ram),
                day: Cow::Borrowed(
                    "max_over_time(node_memory_MemTotal_bytes{$}[1d]) - min_over_time(node_memory_MemAvailable_bytes{$}[1d])",
                ),
                p95: Some(Cow::Borrowed(
                    "max_over_time(node_memory_MemTotal_bytes{$}[1d]) - \
                     quantile_over_time(0.05, node_memory_MemAvailable_bytes{$}[1d])",
                )),
                instant: Some(Cow::Borrowed(
                    "node_memory_MemTotal_bytes{$} - node_memory_MemAvailable_bytes{$}",
                )),
                labels: host(&[]),
            },
            query(
                Gives::Usable(Resource::Ram),
                "max_over_time(node_memory_MemTotal_bytes{$}[1d]) or label_replace(min_over_time(node_memory_MemTotal_bytes{$}[1d]), \
                 \"headroom_statistic\", \"lowest\", \"\", \"\")",
                host(&[]),
            ),
            query(
                Gives::InUse(Resource::Storage),
                concat!(
                    disks!("node_filesystem_size_bytes"),
                    " - ",
                    disks!("node_filesystem_free_bytes")
                ),
                Labels::Device,
            ),
            query(
                Gives::Usable(Resource::Storage),
                concat!(
                    disks!("node_filesystem_size_bytes"),
                    " - ",
                    disks!("node_filesystem_free_bytes"),
                    " + ",
                    disks!("node_filesystem_avail_bytes")
                ),
                Labels::Device,
            ),
        ],
        notes: &[],
    },
    Preset {
        name: "pve",
        what: "Proxmox VE, by pve_exporter: memory of nodes and guests, storages",
        queries: &[
            with_p95(
                Gives::InUse(Resource::Ram),
                "max by (id, job, cluster) (max_over_time(pve_memory_usage_bytes{$}[1d]))",
                "max by (id, job, cluster) (quantile_over_time(0.95, pve_memory_usage_bytes{$}[1d]))",
                Labels::Proxmox,
            ),
            query(
                Gives::Usable(Resource::Ram),
                "max by (id, job, cluster) (last_over_time(pve_memory_size_bytes{$}[1d]))",
                Labels::Proxmox,
            ),
            query(
                Gives::InUse(Resource::Storage),
                "max by (id, job, cluster) (last_over_time(pve_disk_usage_bytes{$,id=~\"storage/.+\"}[1d]))",
                Labels::Proxmox,
            ),
            query(
                Gives::Usable(Resource::Storage),
                "max by (id, job, cluster) (last_over_time(pve_disk_size_bytes{$,id=~\"storage/.+\"}[1d]))",
                Labels::Proxmox,
            ),
            query(
                Gives::Names,
                "max by (id, node, name, template) (last_over_time(pve_guest_info{$}[1d]))",
                Labels::Proxmox,
            ),
        ],
        notes: &[
            "a node's memory holds that of its guests: add up one or the other",
            "ZFS's cache counts as used where the node has one",
        ],
    },
    Preset {
        name: "cadvisor",
        what: "containers, by cAdvisor or the kubelet: their memory, the hosts' disks",
        queries: &[
            with_p95(
                Gives::InUse(Resource::Ram),
                "max by (instance, name) (max_over_time(container_memory_working_set_bytes{$,name!=\"\",namespace=\"\"}[1d])) or \
                 sum by (namespace, container) (max_over_time(container_memory_working_set_bytes{$,namespace!=\"\",\
                 container!=\"\",container!=\"POD\"}[1d]))",
                "max by (instance, name) (quantile_over_time(0.95, container_memory_working_set_bytes{$,name!=\"\",namespace=\"\"}\
                 [1d])) or sum by (namespace, container) (quantile_over_time(0.95, container_memory_working_set_bytes{$,\
                 namespace!=\"\",container!=\"\",container!=\"POD\"}[1d]))",
                host(CONTAINER),
            ),
            query(
                Gives::Usable(Resource::Ram),
                "max by (instance, name) (last_over_time(container_spec_memory_limit_bytes{$,name!=\"\",namespace=\"\"}[1d]) > 0) or \
                 sum by (namespace, container) (last_over_time(container_spec_memory_limit_bytes{$,namespace!=\"\",\
                 container!=\"\",container!=\"POD\"}[1d]) > 0)",
                host(CONTAINER),
            ),
            query(
                Gives::InUse(Resource::Storage),
                "max by (instance, device) (last_over_time(container_fs_usage_bytes{$,id=\"/\",device=~\"/dev/.+\",\
                 device!=\"/dev/shm\"}[1d]))",
                host(DEVICE),
            ),
            query(
                Gives::Usable(Resource::Storage),
                "max by (instance, device) (last_over_time(container_fs_limit_bytes{$,id=\"/\",device=~\"/dev/.+\",\
                 device!=\"/dev/shm\"}[1d]))",
                host(DEVICE),
            ),
        ],
        notes: &[
            "of a container that runs in several pods the highest of each pod are added up: an upper bound",
        ],
    },
    Preset {
        name: "kubelet",
        what: "volumes claimed in Kubernetes, by the kubelet: storage",
        queries: &[
            query(
                Gives::InUse(Resource::Storage),
                "max by (namespace, persistentvolumeclaim) (last_over_time(kubelet_volume_stats_used_bytes{$}[1d]))",
                host(CLAIM),
            ),
            query(
                Gives::Usable(Resource::Storage),
                "max by (namespace, persistentvolumeclaim) (last_over_time(kubelet_volume_stats_used_bytes{$}[1d]) + \
                 last_over_time(kubelet_volume_stats_available_bytes{$}[1d]))",
                host(CLAIM),
            ),
        ],
        notes: &[],
    },
];

/// The preset of this name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

impl Query {
    /// A question of a person's own: any PromQL that gives bytes, evaluated every so many minutes of a day. Of memory the highest
    /// of the day counts, of disks the last. Its labels: the host's, and those of the part.
    pub fn own(gives: Gives, expression: &str, minutes: u32, host: &str, part: &[String]) -> Self {
        let [day, p95] = step_by_step(&gives, expression, minutes);
        let p95 = matches!(gives, Gives::InUse(Resource::Ram | Resource::Cpu)).then_some(p95);
        let part = part.iter().cloned().map(Cow::Owned).collect();
        let labels = Labels::Host(Cow::Owned(host.to_owned()), Cow::Owned(part));
        Self { gives, day: day.into(), p95: p95.map(Cow::Owned), instant: None, labels }
    }

    /// The PromQL that is sent, with the person's own matchers, as `job="node"`, in every selector of a preset.
    pub(super) fn text(&self, matchers: &str, statistics: Statistics) -> String {
        let p95 = self.p95.as_deref().filter(|_| statistics == Statistics::All);
        let whole = with_statistic(&self.day, p95);
        // A `$` in an expression of the person's own is theirs.
        if matches!(self.day, Cow::Owned(_)) { whole } else { matched(&whole, matchers) }
    }

    /// The PromQL for days on which the total changed, of the series with these matchers.
    pub(super) fn text_of_instants(
        &self,
        matchers: &str,
        statistics: Statistics,
    ) -> Option<String> {
        let [day, p95] = step_by_step(&self.gives, self.instant.as_deref()?, 1);
        let p95 = (statistics == Statistics::All).then_some(p95);
        Some(matched(&with_statistic(&day, p95.as_deref()), matchers))
    }
}

/// What counts of a day of an expression, and its 95 %.
fn step_by_step(gives: &Gives, expression: &str, minutes: u32) -> [String; 2] {
    let counts = match gives {
        Gives::InUse(Resource::Ram | Resource::Cpu) => "max_over_time((",
        _ => "last_over_time((",
    };
    // The line break ends a comment in it.
    [counts, "quantile_over_time(0.95, ("]
        .map(|over| format!("{over}{expression}\n)[1d:{minutes}m])"))
}

fn with_statistic(day: &str, p95: Option<&str>) -> String {
    match p95 {
        Some(p95) => {
            format!("({day}) or label_replace({p95}, \"{STATISTIC}\", \"{P95}\", \"\", \"\")")
        }
        None => day.to_owned(),
    }
}

fn matched(text: &str, matchers: &str) -> String {
    let matchers = matchers.trim().trim_end_matches(',');
    let followed = if matchers.is_empty() { String::new() } else { format!("{matchers},") };
    text.replace("{$,", &format!("{{{followed}")).replace("{$}", &format!("{{{matchers}}}"))
}

/// Which figures of a day are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Statistics {
    /// What counts, and the 95 %, which the server has to sort for.
    #[default]
    All,
    /// What counts alone.
    Counted,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_something_in_use_and_its_own_name() {
        for preset in PRESETS {
            assert!(preset.queries.iter().any(|query| matches!(query.gives, Gives::InUse(_))));
            assert_eq!(super::preset(preset.name).unwrap().name, preset.name);
        }
    }

    #[test]
    fn matchers_go_into_every_selector() {
        for preset in PRESETS {
            for query in preset.queries {
                let plain = query.text("", Statistics::All);
                let matched = query.text("job=\"node\"", Statistics::All);
                assert!(!plain.contains('$') && !matched.contains('$'), "{plain}");
                assert_eq!(plain.matches('{').count(), matched.matches("{job=\"node\"").count());
                assert_eq!(plain.matches('(').count(), plain.matches(')').count());
            }
        }
    }

    #[test]
    fn the_95_percent_are_told_by_a_label_and_can_be_left_out() {
        let ram = &PRESETS[0].queries[0];
        assert!(ram.text("", Statistics::All).contains("\"headroom_statistic\", \"p95\""));
        assert!(!ram.text("", Statistics::Counted).contains("quantile"));
    }

    #[test]
    fn ones_own_expression_is_measured_step_by_step() {
        let part = ["pool".to_owned()];
        let ram = Query::own(Gives::InUse(Resource::Ram), "a - b", 5, "host", &part);
        assert_eq!(ram.text("x=\"y\"", Statistics::Counted), "max_over_time((a - b\n)[1d:5m])");
        let disk = Query::own(Gives::Usable(Resource::Storage), "c{d=~\"$,\"}", 5, "host", &part);
        assert_eq!(
            disk.text("x=\"y\"", Statistics::All),
            "last_over_time((c{d=~\"$,\"}\n)[1d:5m])"
        );
    }
}

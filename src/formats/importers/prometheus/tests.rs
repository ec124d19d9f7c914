//! What series of Prometheus come to, by hand calculation.

use super::super::{DayValue, Measured, import};
use super::*;
use crate::model::Resource;
use crate::units::{Day, SizeUnit};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn told() -> Told {
    Told::new(day("2026-01-04"), "made")
}

fn read(text: &str, told: &Told) -> Result<Import, Problem> {
    import(&mut text.as_bytes(), None, told)
}

/// An answer of `query_range` with these series.
fn matrix(series: &[(&str, &str)]) -> String {
    let series: Vec<_> = series
        .iter()
        .map(|(metric, values)| format!("{{\"metric\":{{{metric}}},\"values\":[{values}]}}"))
        .collect();
    format!(
        "{{\"status\":\"success\",\"data\":{{\"resultType\":\"matrix\",\"result\":[{}]}}}}\n",
        series.join(",")
    )
}

fn one(import: &Import) -> &Measured {
    assert_eq!(import.series.len(), 1, "{import:?}");
    &import.series[0]
}

fn left_out(import: &Import) -> Vec<(&str, u64)> {
    import.left_out.iter().map(|left| (left.what.as_str(), left.count)).collect()
}

const TOTAL: &str = r#""__name__":"node_memory_MemTotal_bytes","instance":"a:9100""#;
const AVAILABLE: &str = r#""__name__":"node_memory_MemAvailable_bytes","instance":"a:9100""#;

// 1767225600 is 2026-01-01 00:00 UTC.

#[test]
fn memory_in_use_is_the_total_less_what_is_available_at_each_time() {
    let text = matrix(&[
        (TOTAL, r#"[1767225600,"1000"],[1767312000,"2000"]"#),
        (
            AVAILABLE,
            r#"[1767225600.5,"400"],[1767229200,"NaN"],[1767312000,"+Inf"],[1767312000.7,"500"]"#,
        ),
    ]);
    let import = read(&text, &told()).unwrap();
    let memory = one(&import);
    assert_eq!((memory.host.as_deref(), memory.total), (Some("a"), Some(2000.0)));
    assert_eq!(memory.resource, Resource::Ram);
    let days: Vec<_> = memory.days.iter().collect();
    // 1000 - 400 on the first day, 2000 - 500 on the second.
    let expected =
        [(day("2026-01-01"), DayValue::once(600.0)), (day("2026-01-02"), DayValue::once(1500.0))];
    assert_eq!(days, expected);
    assert_eq!(left_out(&import), [("values that are no number", 2)]);
}

#[test]
fn days_are_those_of_the_place_that_was_told() {
    let text = matrix(&[(TOTAL, r#"[1767225600,"9"]"#), (AVAILABLE, r#"[1767225600,"4"]"#)]);
    let west = Told { utc_offset: -60, ..told() };
    assert_eq!(one(&read(&text, &west).unwrap()).days.ends().unwrap().0, day("2025-12-31"));
}

#[test]
fn an_instant_answer_bare_or_wrapped_is_read_as_well() {
    let list = format!(
        "[{{\"metric\":{{{TOTAL}}},\"value\":[1767225600,\"9\"]}},{{\"metric\":{{{AVAILABLE}}},\"value\":[1767225600,\"4\"]}}]"
    );
    let wrapped = format!(
        "{{\"status\":\"success\",\"data\":{{\"resultType\":\"vector\",\"result\":{list}}},\"warnings\":[\"a store is away\"]}}"
    );
    for text in [&list, &wrapped] {
        let import = read(text, &told()).unwrap();
        assert_eq!(one(&import).days.iter().next().unwrap().1.highest, 5.0);
    }
    let notes = read(&wrapped, &told()).unwrap().notes;
    assert_eq!(notes, ["Prometheus warns: a store is away"]);
}

#[test]
fn two_answers_in_one_file_go_together() {
    let text = format!(
        "{}{}",
        matrix(&[(TOTAL, r#"[1767225600,"9"]"#)]),
        matrix(&[(AVAILABLE, r#"[1767225600,"4"]"#)])
    );
    assert_eq!(one(&read(&text, &told()).unwrap()).total, Some(9.0));
}

#[test]
fn an_error_is_told_in_its_words() {
    let text = r#"{"status":"error","errorType":"bad_data","error":"parse error: no expression"}"#;
    let problem = read(text, &told()).unwrap_err();
    assert_eq!(problem.code, "answer-is-error");
    assert!(problem.message.ends_with("bad_data: parse error: no expression"));
}

#[test]
fn old_kernels_memory_is_reckoned_and_said() {
    let text = "# TYPE node_memory_MemTotal_bytes gauge\nnode_memory_MemTotal_bytes 1000\n\
                node_memory_MemFree_bytes 1e2\nnode_memory_Buffers_bytes 50\n\
                node_memory_Cached_bytes 250\nnode_load1 0.5\n";
    let import = read(text, &told()).unwrap();
    let memory = one(&import);
    // 1000 - (100 + 50 + 250), on the day that was told.
    assert_eq!(memory.days.iter().collect::<Vec<_>>(), [(told().today, DayValue::once(600.0))]);
    assert!(import.notes[0].starts_with("`MemAvailable` is not there"));
    assert_eq!(
        left_out(&import),
        [("series of metrics that are not known to measure memory or disks", 1)]
    );
}

#[test]
fn file_systems_that_are_no_disk_are_left_out_and_labels_may_hold_anything() {
    let text = "# HELP node_filesystem_size_bytes Size.\n\
        node_filesystem_size_bytes{device=\"/dev/a\",fstype=\"ext4\",mountpoint=\"/s \\\"x\\\"\\\\}\"} 100 1767225600000\n\
        node_filesystem_free_bytes{device=\"/dev/a\",fstype=\"ext4\",mountpoint=\"/s \\\"x\\\"\\\\}\"} 40 1767225600000\n\
        node_filesystem_avail_bytes{device=\"/dev/a\",fstype=\"ext4\",mountpoint=\"/s \\\"x\\\"\\\\}\"} 35 1767225600000\n\
        node_filesystem_size_bytes{device=\"/dev/a\",fstype=\"ext4\",mountpoint=\"/var/lib/containers/x\"} 100\n\
        node_filesystem_free_bytes{device=\"/dev/a\",fstype=\"ext4\",mountpoint=\"/var/lib/containers/x\"} 40\n\
        node_filesystem_size_bytes{device=\"tmpfs\",fstype=\"tmpfs\",mountpoint=\"/run\"} 7\n\
        node_filesystem_avail_bytes{device=\"tmpfs\",fstype=\"tmpfs\",mountpoint=\"/run\"} 7\n";
    let import = read(text, &told()).unwrap();
    let disk = one(&import);
    assert_eq!(disk.part.as_deref(), Some("/s \"x\"\\}"));
    // Used is 100 - 40; what can be used is that and the 35 that are available.
    assert_eq!(disk.days.iter().collect::<Vec<_>>(), [(day("2026-01-01"), DayValue::once(60.0))]);
    assert_eq!(disk.total, Some(95.0));
    let expected = [
        ("file systems that are no disk, as tmpfs and overlay", 1),
        ("file systems that are mounted at a shorter place as well", 1),
    ];
    assert_eq!(left_out(&import), expected);
}

#[test]
fn seconds_of_openmetrics_and_examples_are_understood() {
    let text = "# TYPE kubelet_volume_stats_used_bytes gauge\n\
        kubelet_volume_stats_used_bytes{namespace=\"web\",persistentvolumeclaim=\"db\",node=\"n1\"} 30 1767225600.5 # {a=\"b\"} 1\n\
        kubelet_volume_stats_available_bytes{namespace=\"web\",persistentvolumeclaim=\"db\",node=\"n1\"} 60 1767225600.5\n\
        # EOF\n";
    let import = read(text, &told()).unwrap();
    let volume = one(&import);
    assert_eq!((volume.host.as_deref(), volume.part.as_deref()), (Some("n1"), Some("web/db")));
    assert_eq!(volume.days.ends().unwrap().0, day("2026-01-01"));
    assert_eq!(volume.total, Some(90.0));
}

#[test]
fn containers_count_and_their_sums_do_not() {
    let of = |labels: &str| {
        format!("\"__name__\":\"container_memory_working_set_bytes\",\"node\":\"n1\"{labels}")
    };
    let limit = r#""__name__":"container_spec_memory_limit_bytes","node":"n1","namespace":"web","pod":"p","container":"c""#;
    let text = matrix(&[
        (&of(r#","namespace":"web","pod":"p","container":"c""#), r#"[1767225600,"5"]"#),
        (&of(r#","namespace":"web","pod":"p","container":"""#), r#"[1767225600,"6"]"#),
        (&of(r#","id":"/""#), r#"[1767225600,"90"]"#),
        (&of(r#","id":"/docker/0","name":"db""#), r#"[1767225600,"8"]"#),
        (limit, r#"[1767225600,"9223372036854771712"]"#),
    ]);
    let import = read(&text, &told()).unwrap();
    let parts: Vec<_> =
        import.series.iter().map(|s| (s.part.as_deref().unwrap(), s.total)).collect();
    assert_eq!(parts, [("web/p/c", None), ("db", None)]);
    assert_eq!(left_out(&import), [("control groups that hold several containers, or none", 2)]);
}

const PVE: &str = r#"# TYPE pve_up gauge
pve_up{id="node/n1"} 1.0
pve_up{id="qemu/100"} 1.0
pve_up{id="lxc/101"} 0.0
pve_guest_info{id="qemu/100",node="n1",name="web",type="qemu",template="0"} 1.0
pve_guest_info{id="lxc/101",node="n1",name="old",type="lxc",template="0"} 1.0
pve_storage_shared{id="storage/n1/nas"} 1.0
pve_storage_shared{id="storage/n2/nas"} 1.0
pve_storage_shared{id="storage/n1/local"} 0.0
pve_storage_info{id="storage/n1/vault",plugintype="pbs"} 1.0
pve_memory_size_bytes{id="node/n1"} 1000
pve_memory_usage_bytes{id="node/n1"} 700
pve_memory_size_bytes{id="qemu/100"} 400
pve_memory_usage_bytes{id="qemu/100"} 300
pve_memory_size_bytes{id="lxc/101"} 200
pve_memory_usage_bytes{id="lxc/101"} 0
pve_disk_size_bytes{id="qemu/100"} 50
pve_disk_usage_bytes{id="qemu/100"} 0
pve_disk_size_bytes{id="storage/n1/nas"} 5000
pve_disk_usage_bytes{id="storage/n1/nas"} 4000
pve_disk_size_bytes{id="storage/n2/nas"} 5000
pve_disk_usage_bytes{id="storage/n2/nas"} 4000
pve_disk_size_bytes{id="storage/n1/local"} 80
pve_disk_usage_bytes{id="storage/n1/local"} 20
pve_disk_size_bytes{id="storage/n1/vault"} 900
pve_disk_usage_bytes{id="storage/n1/vault"} 600
"#;

#[test]
fn a_cluster_by_pve_exporter() {
    let import = read(PVE, &told()).unwrap();
    let found: Vec<_> = import
        .series
        .iter()
        .map(|s| {
            let value = s.days.iter().next().unwrap().1.last;
            (s.host.as_deref(), s.part.as_deref(), &s.resource, value, s.total.unwrap(), s.off)
        })
        .collect();
    let (ram, storage, backup) = (Resource::Ram, Resource::Storage, Resource::Backup);
    let expected = [
        (Some("n1"), None, &ram, 700.0, 1000.0, false),
        (Some("n1"), Some("web (100)"), &ram, 300.0, 400.0, false),
        (Some("n1"), Some("old (101)"), &ram, 0.0, 200.0, true),
        (None, Some("nas"), &storage, 4000.0, 5000.0, false),
        (Some("n1"), Some("local"), &storage, 20.0, 80.0, false),
        (Some("n1"), Some("vault"), &backup, 600.0, 900.0, false),
    ];
    assert_eq!(found, expected);
    let expected = [
        ("disk figures of virtual machines, which Proxmox VE gives as 0 whatever they use", 1),
        ("shared storages that another node lists too", 1),
    ];
    assert_eq!(left_out(&import), expected);
}

#[test]
fn what_is_not_known_is_asked_for() {
    let text = matrix(&[
        (
            "\"__name__\":\"app_heap_bytes\",\"instance\":\"a:80\",\"pool\":\"x\"",
            r#"[1767225600,"5"]"#,
        ),
        (
            "\"__name__\":\"app_heap_bytes\",\"instance\":\"a:80\",\"pool\":\"y\"",
            r#"[1767225600,"6"]"#,
        ),
    ]);
    let problem = read(&text, &told()).unwrap_err();
    assert_eq!(problem.code, "resource-needed");
    assert!(problem.message.contains("`app_heap_bytes`"));
    let ram = Told { resource: Some(Resource::Ram), ..told() };
    let import = read(&text, &ram).unwrap();
    let parts: Vec<_> = import.series.iter().map(|series| series.part.as_deref()).collect();
    assert_eq!(parts, [Some("pool=x"), Some("pool=y")]);

    let nameless = matrix(&[("", r#"[1767225600,"5"]"#)]);
    assert_eq!(read(&nameless, &ram).unwrap_err().code, "unit-needed");
    let mebibytes = Told { unit: Some(SizeUnit::Mib), ..ram };
    let import = read(&nameless, &mebibytes).unwrap();
    assert_eq!(one(&import).days.iter().next().unwrap().1.highest, 5.0 * 1_048_576.0);
    assert_eq!(one(&import).part, None);
}

#[test]
fn two_exporters_on_one_machine_keep_their_ports() {
    let of = |metric: &str, port: u16| {
        format!("\"__name__\":\"node_memory_{metric}_bytes\",\"instance\":\"localhost:{port}\"")
    };
    let mut series = Vec::new();
    for port in [9100, 9101] {
        series.push((of("MemTotal", port), r#"[1767225600,"9"]"#));
        series.push((of("MemAvailable", port), r#"[1767225600,"4"]"#));
    }
    let series: Vec<_> = series.iter().map(|(metric, values)| (metric.as_str(), *values)).collect();
    let text = matrix(&series);
    let hosts = |told: &Told| -> Vec<_> {
        read(&text, told).unwrap().series.into_iter().map(|s| s.host.unwrap()).collect()
    };
    assert_eq!(hosts(&told()), ["localhost:9100", "localhost:9101"]);
    // A told host stands for one alone.
    let as_one = Told { host: Some("a".to_owned()), ..told() };
    assert_eq!(hosts(&as_one), ["localhost:9100", "localhost:9101"]);
}

#[test]
fn a_line_that_is_no_sample_is_told() {
    let text = "# HELP node_load1 Load.\nnode_load1 0.5\nnode_memory_MemTotal_bytes{a=\"b\n";
    let problem = read(text, &told()).unwrap_err();
    assert_eq!((problem.code, problem.place.unwrap().line), ("not-a-sample", 3));
    assert_eq!(read(text.trim_end(), &told()).unwrap_err().code, "cut-off");
}

#[test]
fn dates_that_cannot_be_are_counted() {
    let text = matrix(&[
        (TOTAL, r#"[1767225600,"9"]"#),
        (AVAILABLE, r#"[-99999999999,"4"],[1767225600,"4"],[1e300,"4"],[32503680000,"4"]"#),
    ]);
    let import = read(&text, &told()).unwrap();
    assert_eq!(left_out(&import), [("values without a date that can be", 3)]);
}

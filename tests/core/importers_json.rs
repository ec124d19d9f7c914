//! Outputs of other tools, as people published them, from a folder outside: `samples`, beside the one that `HEADROOM_ORACLES`
//! names. What each comes to was worked out by hand, from its figures.

use std::fs;
use std::path::{Path, PathBuf};

use headroom::diag::Problem;
use headroom::formats::importers::{DayValue, Import, Measured, Told, import};
use headroom::model::Resource;
use headroom::units::{Day, SizeUnit};

/// The day of a sample that has none.
const TODAY: &str = "2026-11-24";

#[allow(clippy::disallowed_methods, reason = "the samples stand outside the repository")]
fn folder() -> Option<PathBuf> {
    let Ok(oracles) = std::env::var("HEADROOM_ORACLES") else {
        println!("no samples: HEADROOM_ORACLES is not set");
        return None;
    };
    Some(Path::new(&oracles).parent()?.join("samples"))
}

/// Reads a sample without naming its tool; none where there are no samples.
fn read(file: &str, say: impl FnOnce(&mut Told)) -> Option<Result<Import, Problem>> {
    let bytes = fs::read(folder()?.join(file)).unwrap();
    let mut told = Told::new(day(TODAY), file);
    say(&mut told);
    Some(import(&mut &*bytes, None, &told))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Host, part, resource, all there is, and the days with what counts of them.
type Figures = (Option<String>, Option<String>, Resource, Option<f64>, Vec<(Day, f64)>);

fn figures(series: &Measured) -> Figures {
    let days = series.days.counted(&series.resource).collect();
    (series.host.clone(), series.part.clone(), series.resource.clone(), series.total, days)
}

fn is(
    host: Option<&str>,
    part: Option<&str>,
    resource: Resource,
    total: Option<f64>,
    days: &[(&str, f64)],
) -> Figures {
    let days = days.iter().map(|(text, value)| (day(text), *value)).collect();
    (host.map(str::to_owned), part.map(str::to_owned), resource, total, days)
}

#[track_caller]
fn comes_to(import: &Import, by: &str, expected: &[Figures]) {
    assert_eq!(import.importer, by);
    let found: Vec<_> = import.series.iter().map(figures).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn left_out(import: &Import, expected: &[(&str, u64)]) {
    let found: Vec<_> = import.left_out.iter().map(|l| (l.what.as_str(), l.count)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_nodes_year_by_proxmox_ve_8() {
    let file = "proxmox/nodes-rrddata-timeframe-year-pve8.json";
    let Some(read) = read(file, |told| told.host = Some("pve".to_owned())) else { return };
    let import = read.unwrap();
    // 1704931200 is 2024-01-11 00:00 UTC; the step is a week.
    let memory = [
        ("2024-01-11", 18_985_763_258.155_4),
        ("2024-01-18", 19_078_659_889.574_6),
        ("2024-01-25", 15_295_937_880.089_7),
    ];
    let root = [
        ("2024-01-11", 35_539_958_803.248_9),
        ("2024-01-18", 35_545_227_245.123_5),
        ("2024-01-25", 35_547_110_525.162_2),
    ];
    let expected = [
        is(Some("pve"), None, Resource::Ram, Some(67_177_291_776.0), &memory),
        is(Some("pve"), Some("root"), Resource::Storage, Some(100_861_726_720.0), &root),
    ];
    comes_to(&import, "proxmox", &expected);
    assert!(import.notes.iter().any(|note| note.contains("steps of 7 days")), "{:?}", import.notes);
    assert!(import.notes.iter().any(|note| note.contains("ARC")), "{:?}", import.notes);
}

#[test]
fn machines_that_are_switched_off_by_proxmox_ve() {
    let Some(read) = read("proxmox/cluster-resources-type-vm.json", |_| ()) else { return };
    let import = read.unwrap();
    let off = |name| {
        let total = Some(2_147_483_648.0);
        is(Some("pve"), Some(name), Resource::Ram, total, &[(TODAY, 0.0)])
    };
    comes_to(&import, "proxmox", &[off("first-vm (100)"), off("second-vm (101)")]);
    assert!(import.series.iter().all(|series| series.off));
    let machines =
        "disk figures of virtual machines, which Proxmox VE gives as 0 whatever they use";
    left_out(&import, &[(machines, 2), ("templates, which never run", 1)]);
}

#[test]
fn a_node_by_pve_exporter() {
    let Some(read) = read("proxmox/pve-exporter-metrics.txt", |_| ()) else { return };
    let import = read.unwrap();
    let of = |part, resource, used, total| {
        is(Some("proxmox"), part, resource, Some(total), &[(TODAY, used)])
    };
    let expected = [
        of(Some("root"), Resource::Storage, 17_571_426_304.0, 31_044_079_616.0),
        of(Some("local"), Resource::Storage, 17_571_426_304.0, 31_044_079_616.0),
        of(Some("local-lvm"), Resource::Storage, 6_619_703_908.0, 69_243_764_736.0),
        of(Some("vms"), Resource::Storage, 832_870_981_632.0, 1_934_882_766_848.0),
        of(Some("qemu/100"), Resource::Ram, 16_573_280_275.0, 17_179_869_184.0),
        of(None, Resource::Ram, 53_907_812_352.0, 67_399_618_560.0),
    ];
    comes_to(&import, "prometheus", &expected);
}

#[test]
fn datastores_by_proxmox_backup_server() {
    let Some(status) = read("pbs/admin-datastore-status-verbose.json", |_| ()) else { return };
    // 207,693,168,640 used + 39,519,109,120 available.
    let total = Some(247_212_277_760.0);
    let expected = is(None, None, Resource::Backup, total, &[(TODAY, 207_693_168_640.0)]);
    comes_to(&status.unwrap(), "pbs", &[expected]);

    let import = read("pbs/status-datastore-usage-pbs4.2.json", |_| ()).unwrap().unwrap();
    // Ten days from 1787486372, which is 2026-08-23 11:59:32 UTC, of which the second and fifth are null; what is used now stands
    // where the tenth ends.
    let size = 247_212_277_760.0;
    let days = [
        ("2026-08-23", 0.80 * size),
        ("2026-08-25", 0.81 * size),
        ("2026-08-26", 0.82 * size),
        ("2026-08-28", 0.83 * size),
        ("2026-08-29", 0.84 * size),
        ("2026-08-30", 0.85 * size),
        ("2026-08-31", 0.86 * size),
        ("2026-09-01", 0.87 * size),
        ("2026-09-02", 207_692_513_280.0),
    ];
    // 207,692,513,280 used + 39,519,764,480 available.
    comes_to(&import, "pbs", &[is(None, Some("main"), Resource::Backup, Some(size), &days)]);
    left_out(&import, &[("values that are no number", 2)]);
}

#[test]
fn memory_of_a_kernel_without_mem_available_by_node_exporter() {
    let Some(read) = read("prometheus/node_exporter-memory.txt", |_| ()) else { return };
    let import = read.unwrap();
    // 3,831,959,552 - (230,883,328 free + 22,568,960 buffers + 953,229,312 cached).
    let total = Some(3_831_959_552.0);
    let expected = is(None, None, Resource::Ram, total, &[(TODAY, 2_625_277_952.0)]);
    comes_to(&import, "prometheus", &[expected]);
    assert!(import.notes[0].contains("MemFree + Buffers + Cached"));
}

#[test]
fn a_metric_that_is_no_usage_is_asked_for() {
    let file = "prometheus/query_range-matrix-doc-example.json";
    let Some(unknown) = read(file, |_| ()) else { return };
    assert_eq!(unknown.unwrap_err().code, "resource-needed");
    let count = Resource::Count("targets".to_owned());
    let import = read(file, |told| told.resource = Some(count.clone())).unwrap().unwrap();
    // 1435781430 is 2015-07-01 20:10:30 UTC.
    let expected = [
        is(
            Some("localhost:9090"),
            Some("job=prometheus"),
            count.clone(),
            None,
            &[("2015-07-01", 1.0)],
        ),
        is(Some("localhost:9091"), Some("job=node"), count, None, &[("2015-07-01", 1.0)]),
    ];
    comes_to(&import, "prometheus", &expected);
    // 0, 0, 1: the nearest rank of 95 % of three is the third.
    let value = import.series[1].days.iter().next().unwrap().1;
    assert_eq!(value, DayValue { highest: 1.0, last: 1.0, p95: Some(1.0), count: 3 });
}

#[test]
fn a_day_by_sysstat() {
    let Some(read) = read("sysstat/sadf-j.json", |_| ()) else { return };
    let import = read.unwrap();
    assert_eq!(import.importer, "sysstat");
    // kB are 1024 bytes: 3,755,444 used and 4,389,516 available at each of five times.
    let memory = [("2019-04-18", 3_755_444.0 * 1024.0)];
    let total = Some((3_755_444.0 + 4_389_516.0) * 1024.0);
    let expected = is(Some("SYSSTAT.TEST"), None, Resource::Ram, total, &memory);
    assert_eq!(figures(&import.series[0]), expected);
    assert_eq!(import.series[0].days.iter().next().unwrap().1.count, 5);
    // MB are 1,048,576 bytes; of 705 + 145 and of 273 + 206 at the last time, 18.92 % and 51.97 % are not available to users.
    let mib = 1_048_576.0;
    let disks = [
        ("/dev/sda9", 145.0, 145.0 + 850.0 * 0.8108),
        ("/dev/sda7", 206.0, 206.0 + 479.0 * 0.4803),
        ("/dev/sda12", 127.0, 127.0 + 1745.0 * 0.605),
        ("/dev/sda6", 845.0, 845.0 + 3341.0 * 0.5343),
        // At 13:20:39 last.
        ("/dev/sdf", 127.0, 127.0 + 1745.0 * 0.605),
        ("/dev/sdg", 845.0, 845.0 + 3341.0 * 0.5343),
    ];
    assert_eq!(import.series.len(), 1 + disks.len());
    for (series, (name, used, total)) in import.series[1..].iter().zip(disks) {
        let (_, part, resource, found, days) = figures(series);
        assert_eq!((part.as_deref(), resource), (Some(name), Resource::Storage));
        assert_eq!(days, [(day("2019-04-18"), used * mib)]);
        assert!((found.unwrap() - total * mib).abs() < 1.0, "{name}");
    }
}

#[test]
fn network_traffic_by_netdata_is_not_planned() {
    let file = "netdata/api-v1-data-format-csv.csv";
    let Some(traffic) = read(file, |_| ()) else { return };
    let problem = traffic.unwrap_err();
    assert_eq!(problem.code, "no-usage");
    assert!(problem.hint.unwrap().contains("6 rows of network traffic"));
    let count = Resource::Count("kilobits a second".to_owned());
    let import = read(file, |told| told.resource = Some(count.clone())).unwrap().unwrap();
    // Newest first: the last of the day is the first row.
    let expected = [
        is(None, Some("received"), count.clone(), None, &[("2018-10-26", 90_214.678_47)]),
        is(None, Some("sent"), count, None, &[("2018-10-26", 215_137.797_62)]),
    ];
    comes_to(&import, "netdata", &expected);
    assert_eq!(import.series[1].days.iter().next().unwrap().1.highest, 238_587.575_22);
}

#[test]
fn trends_by_zabbix() {
    let file = "zabbix/trend.get-result.json";
    let Some(bare) = read(file, |_| ()) else { return };
    assert_eq!(bare.unwrap_err().code, "resource-needed");
    let resource = |told: &mut Told| told.resource = Some(Resource::Ram);
    assert_eq!(read(file, resource).unwrap().unwrap_err().code, "unit-needed");
    let import = read(file, |told| {
        resource(told);
        told.unit = Some(SizeUnit::Mib);
    });
    // 1538427600 is 2018-10-01 21:00 UTC; a row every 24 hours.
    let counts = [120, 164, 262, 275, 264, 277, 160, 117, 247, 271, 246];
    let first = day("2018-10-01");
    let days: Vec<_> = counts
        .iter()
        .enumerate()
        .map(|(at, count)| (first.plus_days(at as i64), f64::from(*count) * 1_048_576.0))
        .collect();
    let expected = (None, Some("item 772698".to_owned()), Resource::Ram, None, days);
    comes_to(&import.unwrap().unwrap(), "zabbix", &[expected]);
}

#[test]
fn repositories_by_borg_and_restic() {
    let Some(borg) = read("borg/borg-1.x-info.json", |_| ()) else { return };
    let days = [("2017-08-07", 1_920_405_405.0)];
    let expected = is(None, Some("/home/user/testrepo"), Resource::Backup, None, &days);
    comes_to(&borg.unwrap(), "borg", &[expected]);

    let restic = read("restic/stats-raw-data.json", |_| ()).unwrap().unwrap();
    let expected = is(None, None, Resource::Backup, None, &[(TODAY, 80_314_095.0)]);
    comes_to(&restic, "restic", &[expected]);
}

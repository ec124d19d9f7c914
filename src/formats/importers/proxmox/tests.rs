//! What answers of Proxmox VE come to, by hand calculation.

use super::super::{DayValue, import};
use super::*;
use crate::model::Resource;
use crate::units::Day;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn told() -> Told {
    Told::new(day("2026-01-04"), "made.json")
}

fn read(text: &str) -> Import {
    import(&mut text.as_bytes(), None, &told()).unwrap()
}

fn left_out(import: &Import) -> Vec<(&str, u64)> {
    import.left_out.iter().map(|left| (left.what.as_str(), left.count)).collect()
}

// 1767225600 is 2026-01-01 00:00 UTC; a week later, then half an hour on: the step changes.
const NODE: &str = r#"[
    {"time":1767225600,"memtotal":1000,"memused":800,"roottotal":50,"rootused":20,"netin":1},
    {"time":1767830400,"memtotal":1000,"memused":850,"memavailable":600,"roottotal":50,"rootused":21},
    {"time":1767832200,"memtotal":1000,"memused":null,"roottotal":60,"rootused":22},
    {"time":1767834000}]"#;

#[test]
fn a_nodes_past_bare_or_wrapped() {
    for text in [NODE.to_owned(), format!("{{\"data\":{NODE}}}\n")] {
        let import = read(&text);
        let [memory, root] = import.series.as_slice() else { panic!("{import:?}") };
        assert_eq!((memory.resource.clone(), memory.total), (Resource::Ram, Some(1000.0)));
        let days: Vec<_> = memory.days.iter().collect();
        // Used before Proxmox VE 9; 1000 - 600 since.
        let expected = [
            (day("2026-01-01"), DayValue::once(800.0)),
            (day("2026-01-08"), DayValue::once(400.0)),
        ];
        assert_eq!(days, expected);
        assert_eq!((root.part.as_deref(), root.total), (Some("root"), Some(60.0)));
        assert_eq!(root.days.counted(&root.resource).last(), Some((day("2026-01-08"), 22.0)));
        // Memory twice, the root once.
        assert_eq!(left_out(&import), [("values that are no number", 3)]);
        assert!(import.notes.iter().any(|note| note.contains("(ARC) counts as used")));
        let steps =
            "the values are means over steps of 30 minutes to 7 days: peaks within are not seen";
        assert!(import.notes.iter().any(|note| note == steps), "{:?}", import.notes);
    }
}

#[test]
fn arc_is_not_spoken_of_where_what_is_available_is_given() {
    let text = r#"[{"time":1767225600,"memtotal":1000,"memused":800,"memavailable":700}]"#;
    let import = read(text);
    assert_eq!(import.series[0].days.iter().next().unwrap().1.highest, 300.0);
    assert!(!import.notes.iter().any(|note| note.contains("ARC")), "{:?}", import.notes);
}

#[test]
fn a_virtual_machines_disk_is_always_nought_and_left_out() {
    let machine = r#"[{"time":1767225600,"maxmem":100,"mem":40,"maxdisk":900,"disk":0,"netin":0}]"#;
    let import = read(machine);
    assert_eq!(import.series.len(), 1);
    assert_eq!(import.series[0].total, Some(100.0));
    assert!(left_out(&import)[0].0.contains("gives as 0"));
    let container =
        r#"[{"time":1767225600,"maxmem":100,"mem":40,"maxdisk":900,"disk":7,"netin":0}]"#;
    let import = read(container);
    assert_eq!(import.series[1].resource, Resource::Storage);
    assert_eq!(import.series[1].days.iter().next().unwrap().1.last, 7.0);
}

const CLUSTER: &str = r#"{"data":[
    {"type":"node","id":"node/n1","node":"n1","status":"online","mem":700,"maxmem":1000,"disk":20,"maxdisk":50},
    {"type":"node","id":"node/n2","node":"n2","status":"offline","maxmem":0},
    {"type":"qemu","id":"qemu/100","vmid":100,"name":"web","node":"n1","status":"running","mem":300,"maxmem":400,"disk":0,"maxdisk":90,"uptime":5,"template":0},
    {"type":"qemu","id":"qemu/102","vmid":102,"name":"gold","node":"n1","status":"stopped","mem":0,"maxmem":400,"template":1},
    {"type":"lxc","id":"lxc/101","vmid":101,"name":"old","node":"n1","status":"stopped","mem":0,"maxmem":200,"disk":0,"maxdisk":80,"uptime":0},
    {"type":"lxc","id":"lxc/103","vmid":103,"name":"db","node":"n1","status":"running","mem":50,"maxmem":200,"disk":30,"maxdisk":80,"uptime":9},
    {"type":"storage","id":"storage/n1/nas","storage":"nas","node":"n1","status":"available","shared":1,"disk":4000,"maxdisk":5000,"plugintype":"nfs","content":"images"},
    {"type":"storage","id":"storage/n2/nas","storage":"nas","node":"n2","status":"available","shared":1,"disk":4000,"maxdisk":5000,"plugintype":"nfs","content":"images"},
    {"type":"storage","id":"storage/n1/vault","storage":"vault","node":"n1","status":"available","shared":0,"disk":600,"maxdisk":900,"plugintype":"pbs","content":"backup"},
    {"type":"sdn","id":"sdn/n1/zone","node":"n1","status":"ok"}]}"#;

#[test]
fn what_runs_in_a_cluster_now() {
    let import = read(CLUSTER);
    let found: Vec<_> = import
        .series
        .iter()
        .map(|s| {
            let (day, value) = s.days.iter().next().unwrap();
            assert_eq!(day, told().today);
            (s.host.as_deref(), s.part.as_deref(), &s.resource, value.last, s.total.unwrap(), s.off)
        })
        .collect();
    let (ram, storage, backup) = (Resource::Ram, Resource::Storage, Resource::Backup);
    let expected = [
        (Some("n1"), None, &ram, 700.0, 1000.0, false),
        (Some("n1"), Some("root"), &storage, 20.0, 50.0, false),
        (Some("n1"), Some("web (100)"), &ram, 300.0, 400.0, false),
        (Some("n1"), Some("old (101)"), &ram, 0.0, 200.0, true),
        (Some("n1"), Some("db (103)"), &ram, 50.0, 200.0, false),
        (Some("n1"), Some("db (103)"), &storage, 30.0, 80.0, false),
        (None, Some("nas"), &storage, 4000.0, 5000.0, false),
        (Some("n1"), Some("vault"), &backup, 600.0, 900.0, false),
    ];
    assert_eq!(found, expected);
    let kinds: Vec<_> = left_out(&import).into_iter().map(|(_, count)| count).collect();
    // A node that is off, a machine's disk, a template, a container's disk, the storage's second place, a network.
    assert_eq!(kinds, [1, 1, 1, 1, 1, 1], "{:?}", import.left_out);
}

#[test]
fn an_error_is_told_in_its_words() {
    let text = r#"{"message":"no permission\n","data":null}"#;
    let problem = (PROXMOX.read)(&mut text.as_bytes(), &told()).unwrap_err();
    assert_eq!(problem.message, "Proxmox VE answered with an error: `no permission`");
}

//! What every importer keeps, and what their tests share.

use super::*;

/// A person who said nothing, on 24 November 2026.
pub(super) fn told() -> Told {
    Told::new(Day::new(2026, 11, 24).unwrap(), "usage.txt")
}

/// Reads a text, which has to be recognised as this importer's.
#[track_caller]
pub(super) fn read_by(name: &str, text: &str) -> Import {
    let read = match import(&mut text.as_bytes(), None, &told()) {
        Ok(read) => read,
        Err(problem) => panic!("{problem}"),
    };
    assert_eq!(read.importer, name);
    read
}

/// The only value of the only day of a series.
#[track_caller]
pub(super) fn once(read: &Import, series: usize) -> f64 {
    let days: Vec<_> = read.series[series].days.iter().collect();
    assert_eq!(days.len(), 1, "{days:?}");
    days[0].1.last
}

/// How many of what begins so were left out.
pub(super) fn left(read: &Import, what: &str) -> u64 {
    read.left_out.iter().filter(|left| left.what.starts_with(what)).map(|left| left.count).sum()
}

/// An output of every importer that reads what the system's own tools print.
const OUTPUTS: &[(&str, &str)] = &[
    (
        "free",
        "               total        used        free      shared  buff/cache   available\nMem:     25276502016   671285248  1871290368    13180928 23158030336 24605216768\nSwap:              0           0           0\n",
    ),
    (
        "meminfo",
        "MemTotal:       24684084 kB\nMemFree:         1827432 kB\nMemAvailable:   24028532 kB\n",
    ),
    ("df", "Filesystem 1B-blocks Used Available Use% Mounted on\n/dev/vda 100 60 40 60% /\n"),
    (
        "measure",
        "== 2026-11-20T10:00:00+00:00 web\nFilesystem 1B-blocks Used Available Use% Mounted on\n/dev/vda 100 60 40 60% /\n",
    ),
    ("zfs", "rpool\t105226698752\t849346560000\t98304\t/rpool\n"),
    (
        "zfs",
        "NAME   SIZE  ALLOC   FREE  CKPOINT  EXPANDSZ   FRAG    CAP  DEDUP    HEALTH  ALTROOT\ntank  3.62T  1.05G  3.62T        -         -     0%     0%  1.00x    ONLINE  -\n",
    ),
    ("lvm", "  VG  #PV #LV #SN Attr   VSize   VFree\n  pve   1   3   0 wz--n- 476.00g <16.00g\n"),
];

#[test]
fn every_output_of_the_systems_tools_has_one_owner() {
    for (owner, text) in OUTPUTS {
        let head = Head { text, whole: true };
        let claim = IMPORTERS.iter().filter(|importer| (importer.recognises)(&head));
        let names: Vec<&str> = claim.map(|importer| importer.name).collect();
        assert_eq!(names, [*owner], "{text}");
        let read = import(&mut text.as_bytes(), None, &told());
        assert_eq!(read.map(|read| read.importer), Ok(*owner));
    }
}

use super::super::{import, tests::*};
use super::*;

/// Of `free -b`, procps-ng 4.0: 25,276,502,016 − 24,605,216,768 = 671,285,248 in use.
const BYTES: &str = "               total        used        free      shared  buff/cache   available\nMem:     25276502016   671285248  1871290368    13180928 23158030336 24605216768\nSwap:              0           0           0\n";
/// Before 3.3.10.
const OLD: &str = "             total       used       free     shared    buffers     cached\nMem:       8062212    7919380     142832          0     156196    5213892\n-/+ buffers/cache:    2549292    5512920\nSwap:      2097148      42044    2055104\n";
const GIB: f64 = 1_073_741_824.0;

#[track_caller]
fn says(text: &str, in_use: f64, total: f64) -> Import {
    let read = read_by("free", text);
    assert_eq!((once(&read, 0), read.series[0].total), (in_use, Some(total)));
    read
}

fn refused(text: &str) -> Problem {
    import(&mut text.as_bytes(), None, &told()).unwrap_err()
}

/// Reads with a unit that was told.
fn with_unit(text: &str, unit: SizeUnit) -> Import {
    import(&mut text.as_bytes(), None, &Told { unit: Some(unit), ..told() }).unwrap()
}

#[test]
fn in_use_is_total_less_available() {
    let read = says(BYTES, 671_285_248.0, 25_276_502_016.0);
    assert!(read.notes[0].contains("counted as bytes"), "{:?}", read.notes);
}

#[test]
fn without_a_flag_it_is_kibibytes() {
    let text = "               total        used        free      shared  buff/cache   available\nMem:        24684084      655552     1827432       12872    22615264    24028532\nSwap:              0           0           0\n";
    let read = says(text, 655_552.0 * 1024.0, 24_684_084.0 * 1024.0);
    assert!(read.notes[0].contains("counted as KiB"), "{:?}", read.notes);
}

#[test]
fn mebibytes_and_gibibytes_are_told_by_what_machines_have() {
    let text = "               total        used        free      shared  buff/cache   available\nMem:           15899        3421         801         120       11676       12001\nSwap:           2047          42        2005\n";
    let read = says(text, 3898.0 * 1_048_576.0, 15_899.0 * 1_048_576.0);
    assert!(read.notes[0].contains("counted as MiB"), "{:?}", read.notes);
    let text = "               total        used        free      shared  buff/cache   available\nMem:              31           4           1           0          25          26\nSwap:              1           0           1\n";
    says(text, 5.0 * GIB, 31.0 * GIB);
}

const SMALL: &str = "               total        used        free      shared  buff/cache   available\nMem:            1987         512         101           3        1373        1402\nSwap:              0           0           0\n";

#[test]
fn what_can_be_either_is_asked_for() {
    let problem = refused(SMALL);
    assert_eq!(problem.code, "unit-needed");
    assert_eq!(problem.place.unwrap().line, 2);
    assert!(problem.message.contains("1.9 GiB if they are MiB"), "{}", problem.message);
    assert!(problem.hint.unwrap().contains("--unit MiB"));
}

#[test]
fn a_unit_that_was_told_is_believed() {
    let read = with_unit(SMALL, SizeUnit::Mib);
    // (1987 − 1402) MiB
    assert_eq!(once(&read, 0), 585.0 * 1_048_576.0);
    assert_eq!(once(&with_unit(SMALL, SizeUnit::Mb), 0), 585_000_000.0);
}

#[test]
fn the_command_before_it_says_the_unit() {
    says(&format!("root@web:~# free -m\n{SMALL}"), 585.0 * 1_048_576.0, 1987.0 * 1_048_576.0);
    says(&format!("$ free -g --si\n{SMALL}"), 585e9, 1987e9);
    for (command, unit) in [
        ("$ free", Some(SizeUnit::Kib)),
        ("$ free -s 5 -wb", Some(SizeUnit::B)),
        ("$ free --mega", Some(SizeUnit::Mb)),
        ("$ free --si", Some(SizeUnit::Kb)),
        ("$ free -h", None),
        ("$ freeze", None),
    ] {
        assert_eq!(asked_for(command), unit, "{command}");
    }
}

#[test]
fn human_figures_are_binary() {
    let text = "               total        used        free      shared  buff/cache   available\nMem:            23Gi       640Mi       1.7Gi        12Mi        21Gi        22Gi\nSwap:             0B          0B          0B\n";
    let read = says(text, GIB, 23.0 * GIB);
    assert_eq!(read.notes.len(), 1);
    assert!(read.notes[0].contains("rounds"));
}

#[test]
fn letters_alone_are_binary_unless_told() {
    let text = "              total        used        free      shared  buff/cache   available\nMem:            33G         11G        2.0G        120M         20G         22G\nSwap:            0B          0B          0B\n";
    let read = says(text, 11.0 * GIB, 33.0 * GIB);
    assert!(read.notes.iter().any(|note| note.contains("--unit GB")), "{:?}", read.notes);
    let read = with_unit(text, SizeUnit::Gb);
    assert_eq!((once(&read, 0), read.series[0].total), (11e9, Some(33e9)));
}

#[test]
fn wide_columns_are_found_by_their_titles() {
    let text = "               total        used        free      shared     buffers       cache   available\nMem:     25276502016   671285248  1871290368    13180928    66252800 23091777536 24605216768\nSwap:              0           0           0\n";
    says(text, 671_285_248.0, 25_276_502_016.0);
}

#[test]
fn an_old_free_is_estimated_and_said() {
    let read = says(OLD, 2_549_292.0 * 1024.0, 8_062_212.0 * 1024.0);
    assert!(read.notes[0].contains("3.3.10"), "{:?}", read.notes);
    // `free -o` has no such line: 8,062,212 − 142,832 − 156,196 − 5,213,892 is the same.
    let without: String =
        OLD.lines().filter(|line| !line.starts_with('-')).map(|line| format!("{line}\n")).collect();
    says(&without, 2_549_292.0 * 1024.0, 8_062_212.0 * 1024.0);
}

#[test]
fn another_language_is_told_by_place() {
    let text = "              gesamt       benutzt     frei      gemns.  Puffer/Cache verfügbar\nSpeicher:   24684084      655552     1827432       12872    22201100    24028532\nAuslager:          0           0           0\n";
    let read = says(text, 655_552.0 * 1024.0, 24_684_084.0 * 1024.0);
    assert!(read.notes.iter().any(|note| note.contains("not English")), "{:?}", read.notes);
    assert!(read.left_out.is_empty(), "{:?}", read.left_out);
}

#[test]
fn outputs_one_after_another_are_one_day() {
    let more = BYTES.replace("24605216768", "24000000000");
    let read = read_by("free", &format!("{BYTES}\n{more}\n{BYTES}"));
    let (_, day) = read.series[0].days.iter().next().unwrap();
    // 25,276,502,016 − 24,000,000,000
    assert_eq!((day.count, day.highest, day.last), (3, 1_276_502_016.0, 671_285_248.0));
}

#[test]
fn a_line_that_is_cut_off_is_refused() {
    let end = BYTES.find("\nSwap").unwrap();
    assert_eq!(refused(&BYTES[..end - 3]).code, "cut-off");
    assert_eq!(refused(&BYTES[..end - 12]).code, "cut-off");
    // All of it is there, but the last line end.
    says(&BYTES[..end], 671_285_248.0, 25_276_502_016.0);
}

#[test]
fn more_available_than_there_is_is_left_out() {
    let text = BYTES.replace("24605216768", "99999999999999");
    let problem = refused(&text);
    assert_eq!(problem.code, "no-usage");
    let text = BYTES.replace("24605216768", "-1");
    assert_eq!(refused(&text).code, "no-usage");
}

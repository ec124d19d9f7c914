use std::io::Cursor;

use proptest::prelude::*;

use super::super::{import, tests::*};
use super::*;
use crate::model::Resource;
use crate::units::Day;

fn block(date: &str, available: &str, used: &str) -> String {
    format!(
        "== {date}\n               total        used        free      shared  buff/cache   available\nMem:     25276502016   671285248  1871290368    13180928 23158030336 {available}\nSwap:              0           0           0\nFilesystem     Type     1B-blocks        Used   Available Use% Mounted on\ntmpfs          tmpfs  25276502016           0 25276502016   0% /dev/shm\n/dev/vda       ext4  270553174016 {used} 30249304064  69% /\n"
    )
}

/// Two days of `web`: 671,285,248 and 1,276,502,016 in use, then 671,285,248.
fn log() -> String {
    block("2026-11-20T10:00:00+00:00 web", "24605216768", "67323445248")
        + &block("2026-11-20T11:00:00+00:00 web", "24000000000", "67323449344")
        + &block("2026-11-21T11:00:00+00:00 web", "24605216768", "67323453440")
}

fn days(read: &Import, series: usize) -> Vec<(String, f64, f64, u32)> {
    let days = read.series[series].days.iter();
    days.map(|(day, value)| (day.to_string(), value.highest, value.last, value.count)).collect()
}

#[test]
fn the_line_for_crontab_is_safe_there() {
    let line = crontab_line("~/headroom.log");
    assert_eq!(
        line,
        "*/15 * * * * { echo \"== $(date -u -Iseconds) $(uname -n)\"; LC_ALL=C free -b; LC_ALL=C df -B1 -T; } >> ~/headroom.log 2>&1"
    );
    assert!(crontab_line("~/my logs/it's").contains(r">> ~/'my logs/it'\''s' 2>&1"));
    assert!(crontab_line("/a\n* * * * * b%").contains(r">> '/a* * * * * b\%' 2>&1"));
}

#[test]
fn a_log_gives_memory_and_disks_day_by_day() {
    let read = read_by("measure", &log());
    assert_eq!(read.series.len(), 2);
    assert_eq!(read.series[0].resource, Resource::Ram);
    assert_eq!(read.series[0].host.as_deref(), Some("web"));
    let ram = vec![
        // 25,276,502,016 − 24,000,000,000 is the day's highest.
        ("2026-11-20".to_owned(), 1_276_502_016.0, 1_276_502_016.0, 2),
        ("2026-11-21".to_owned(), 671_285_248.0, 671_285_248.0, 1),
    ];
    assert_eq!(days(&read, 0), ram);
    assert_eq!(read.series[1].part.as_deref(), Some("/"));
    let disk = vec![
        ("2026-11-20".to_owned(), 67_323_449_344.0, 67_323_449_344.0, 2),
        ("2026-11-21".to_owned(), 67_323_453_440.0, 67_323_453_440.0, 1),
    ];
    assert_eq!(days(&read, 1), disk);
    // 67,323,453,440 + 30,249,304,064, as it was last
    assert_eq!(read.series[1].total, Some(97_572_757_504.0));
    assert_eq!(left(&read, "outputs"), 0);
}

#[test]
fn hosts_are_kept_apart() {
    let text = log() + &block("2026-11-21T12:00:00+00:00 mail", "24000000000", "1000");
    let read = read_by("measure", &text);
    let hosts: Vec<_> = read.series.iter().filter_map(|s| s.host.as_deref()).collect();
    assert_eq!(hosts, ["web", "mail", "web", "mail"]);
    let told = Told { host: Some("other".into()), ..told() };
    let read = import(&mut text.as_bytes(), None, &told).unwrap();
    assert_eq!(read.series[0].host.as_deref(), Some("web"));
    let read = import(&mut log().as_bytes(), None, &told).unwrap();
    assert_eq!(read.series[0].host.as_deref(), Some("other"));
}

#[test]
fn a_last_output_that_is_cut_off_is_counted() {
    let whole = log();
    let last = whole.rfind("== ").unwrap();
    // In the date, after it, in the memory, in the disks.
    for keep in [last + 8, last + 40, last + 200, whole.len() - 30, whole.len() - 1] {
        let read = read_by("measure", &whole[..keep]);
        assert_eq!(left(&read, "outputs that are cut off"), 1, "{keep}: {:?}", read.left_out);
        assert_eq!(days(&read, 1).len(), 1, "{keep}");
    }
}

#[test]
fn dates_that_cannot_be_are_counted() {
    let text = log()
        + &block("2999-01-01T00:00:00+00:00 web", "24605216768", "67323445248")
        + &block("2026-02-30T00:00:00+00:00 web", "24605216768", "67323445248");
    let read = read_by("measure", &text);
    assert_eq!(left(&read, "values without a date"), 4);
    assert_eq!(days(&read, 0).len(), 2);
}

#[test]
fn other_dates_are_read_too() {
    let told = told();
    let stamped = |line: &str| date::stamp(line, &told).and_then(|stamp| stamp.when);
    let day = Day::new(2026, 11, 24).unwrap();
    let at = |second| Some(When { day, second });
    assert_eq!(stamped("Tue Nov 24 03:03:36 UTC 2026"), at(11_016));
    assert_eq!(stamped("Tue 24 Nov 2026 03:03:36 PM UTC"), at(54_216));
    assert_eq!(stamped("2026-11-24 03:03:36"), at(11_016));
    assert_eq!(stamped("[2026-11-24T03:03]"), at(10_980));
    assert_eq!(stamped("=== 2026-11-24 ==="), at(0));
    // 2026-11-24 03:03:36 UTC is 1,795,489,416 s after 1970.
    assert_eq!(stamped("1795489416"), at(11_016));
    for line in ["/dev/vda 1 2 3 4% /", "Mem: 1 2 3", "2026-11-24 a line of a log of another kind"]
    {
        assert_eq!(date::stamp(line, &told), None, "{line}");
    }
}

#[test]
fn memory_and_disks_together_need_no_date() {
    let text: String =
        log().lines().filter(|line| !line.starts_with("==")).map(|l| format!("{l}\n")).collect();
    let read = read_by("measure", &text);
    assert_eq!(days(&read, 0), [("2026-11-24".to_owned(), 1_276_502_016.0, 671_285_248.0, 3)]);
    assert_eq!(days(&read, 1)[0].3, 3);
}

#[test]
fn what_cron_wrote_of_errors_is_counted() {
    let text = log().replace("Filesystem ", "df: /mnt/nfs: Stale file handle\nFilesystem ");
    let read = read_by("measure", &text);
    assert_eq!(left(&read, "lines that are of no output"), 3);
    assert_eq!(days(&read, 1).len(), 2);
}

#[test]
fn a_crash_that_left_noughts_is_passed_over() {
    let text = log().replacen("== 2026-11-21", "\0\0\0\0== 2026-11-21", 1);
    assert_eq!(read_by("measure", &text), read_by("measure", &log()));
}

#[test]
fn one_line_without_end_is_refused_early() {
    let mut input = Cursor::new(log()).chain(std::io::repeat(b'x').take(1 << 30));
    let problem = import(&mut input, None, &told()).unwrap_err();
    assert_eq!((problem.code, problem.place.unwrap().line), ("line-too-long", 22));
}

#[test]
fn a_log_of_a_year_is_read() {
    let mut text = String::new();
    for hour in 0..365 * 24 {
        let date = Day::from_number(Day::new(2025, 1, 1).unwrap().number() + hour / 24);
        text += &block(&format!("{date}T{:02}:00:00Z web", hour % 24), "24605216768", "1000");
    }
    let read = read_by("measure", &text);
    assert_eq!(days(&read, 0).len(), 365);
    assert!(days(&read, 0).iter().all(|day| day.3 == 24));
}

/// One text that has something of each importer of this kind.
fn outputs() -> Vec<String> {
    vec![
        log(),
        "MemTotal:       24684084 kB\nMemFree:         1827432 kB\nMemAvailable:   24028532 kB\n".into(),
        "             total       used       free     shared    buffers     cached\nMem:       8062212    7919380     142832          0     156196    5213892\n-/+ buffers/cache:    2549292    5512920\nSwap:      2097148      42044    2055104\n".into(),
        "Dateisystem    1K-Blöcke Benutzt Verfügbar Verw% Eingehängt auf\n/dev/sda1            100      60        40   60% /\n".into(),
        "rpool\t105226698752\t849346560000\t98304\t/rpool\ntank\t3985729650688\t1130045440\t3984599605248\t-\t-\t0\t0\t1.00\tONLINE\t-\n".into(),
        "  VG  #PV #LV #SN Attr   VSize   VFree\n  pve   1   3   0 wz--n- 476.00g <16.00g\n".into(),
        "{\"report\":[{\"vg\":[{\"vg_name\":\"pve\",\"vg_size\":\"511571918848B\",\"vg_free\":\"17175674880B\"}]}]}".into(),
    ]
}

fn every_figure_is_sound(text: &[u8]) {
    for importer in super::super::IMPORTERS {
        let Ok(read) = import(&mut &*text, Some(importer), &told()) else { continue };
        for series in &read.series {
            assert!(series.total.is_none_or(f64::is_finite), "{read:?}");
            for (_, day) in series.days.iter() {
                assert!(day.highest.is_finite() && day.last >= 0.0, "{read:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cut_off_anywhere_nothing_breaks(which in 0..7_usize, at in any::<proptest::sample::Index>()) {
        let text = outputs().swap_remove(which).into_bytes();
        every_figure_is_sound(&text[..at.index(text.len())]);
    }

    #[test]
    fn with_any_bytes_replaced_nothing_breaks(
        which in 0..7_usize,
        bytes in prop::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut text = outputs().swap_remove(which).into_bytes();
        for (at, byte) in bytes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        every_figure_is_sound(&text);
    }

    #[test]
    fn rubbish_breaks_nothing(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        every_figure_is_sound(&bytes);
    }

    #[test]
    fn huge_numbers_break_nothing(
        which in 0..6_usize,
        number in "-?[0-9]{1,40}(\\.[0-9]{1,3})?(e308|Y|Ei|)",
        nth in 0..30_usize,
    ) {
        let text = outputs().swap_remove(which);
        let mut n = 0;
        let words = text.split_inclusive(char::is_whitespace).map(|word| {
            let is_number = word.starts_with(|c: char| c.is_ascii_digit());
            n += usize::from(is_number);
            if is_number && n == nth + 1 {
                let end = word.trim_end().len();
                format!("{number}{}", &word[end..])
            } else {
                word.to_owned()
            }
        });
        every_figure_is_sound(words.collect::<String>().as_bytes());
    }
}

#![allow(
    clippy::float_cmp,
    clippy::format_push_string,
    reason = "figures are exact here, and tests may be slow"
)]

use proptest::prelude::*;

use super::blocks::BLOCK;
use super::*;
use crate::formats::importers::{DayValue, Measured, import, recognise};
use crate::model::Resource;
use crate::units::SizeUnit;

const GIB: f64 = 1_073_741_824.0;

fn told() -> Told {
    Told::new(Day::parse("2026-11-24").unwrap(), "t.csv")
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn of(text: &[u8], told: &Told) -> Result<Import, Problem> {
    import(&mut &*text, Some(&TABLE), told)
}

#[track_caller]
fn read_told(text: &str, told: &Told) -> Import {
    of(text.as_bytes(), told).unwrap_or_else(|problem| panic!("{problem}"))
}

#[track_caller]
fn read_plain(text: &str) -> Import {
    read_told(text, &told())
}

#[track_caller]
fn refused(text: &[u8], code: &str) -> Problem {
    let problem = of(text, &told()).unwrap_err();
    assert_eq!(problem.code, code, "{problem}");
    assert!(problem.hint.is_some(), "{problem}");
    problem
}

fn shape(text: &str, told: &Told) -> Shape {
    Shape::of(&Head { text, whole: true }, told).unwrap()
}

/// Highest, last, p95 and count of each day.
fn days(series: &Measured) -> Vec<(String, f64, f64, Option<f64>, u32)> {
    let days = series.days.iter();
    days.map(|(day, v)| (day.to_string(), v.highest, v.last, v.p95, v.count)).collect()
}

/// The one day of the only series.
#[track_caller]
fn only(import: &Import) -> DayValue {
    assert_eq!(import.series.len(), 1, "{import:?}");
    assert_eq!(import.series[0].days.len(), 1, "{import:?}");
    import.series[0].days.iter().next().unwrap().1
}

#[test]
fn a_long_table_has_a_series_for_each_host_and_metric() {
    let import = read_plain(
        "time,host,metric,value\n\
         2026-01-01 00:00:00,a,mem_used_bytes,5\n\
         2026-01-01 00:00:00,a,disk_used_bytes,70\n\
         2026-01-01 00:05:00,a,mem_used_bytes,9\n\
         2026-01-01 00:10:00,a,mem_used_bytes,7\n\
         2026-01-02 00:00:00,b,mem_used_bytes,1\n",
    );
    assert_eq!(import.series.len(), 3);
    let [memory, disk, other] = &import.series[..] else { panic!("three") };
    assert_eq!((memory.host.as_deref(), &memory.resource), (Some("a"), &Resource::Ram));
    // Of three the nearest rank of 95 % is ⌈2.85⌉, the third: the highest.
    assert_eq!(days(memory), [("2026-01-01".to_owned(), 9.0, 7.0, Some(9.0), 3)]);
    assert_eq!((disk.host.as_deref(), &disk.resource), (Some("a"), &Resource::Storage));
    assert_eq!(days(disk), [("2026-01-01".to_owned(), 70.0, 70.0, None, 1)]);
    assert_eq!(other.host.as_deref(), Some("b"));
    assert_eq!(days(other), [("2026-01-02".to_owned(), 1.0, 1.0, None, 1)]);
}

#[test]
fn the_95th_percentile_of_a_hundred_is_the_95th() {
    let mut text = "time,mem_bytes\n".to_owned();
    for minute in 0..100 {
        // 100, 99, … 1: the 95th from below is 95.
        text += &format!("2026-01-01 {:02}:{:02},{}\n", minute / 60, minute % 60, 100 - minute);
    }
    let value = only(&read_plain(&text));
    assert_eq!(value, DayValue { highest: 100.0, last: 1.0, p95: Some(95.0), count: 100 });
}

#[test]
fn several_columns_are_several_series() {
    let import = read_plain(
        "Datum;Server;RAM (GiB);disk_used_GB;mem_total (GiB);cpu %\n\
         20.04.2021;web;12,5;1.200,5;64;50\n\
         21.04.2021;web;13,25;1.210;64;60\n",
    );
    let [memory, disk] = &import.series[..] else { panic!("{import:?}") };
    assert_eq!(memory.resource, Resource::Ram);
    assert_eq!(memory.total, Some(64.0 * GIB));
    assert_eq!(
        days(memory),
        [
            ("2021-04-20".to_owned(), 12.5 * GIB, 12.5 * GIB, None, 1),
            ("2021-04-21".to_owned(), 13.25 * GIB, 13.25 * GIB, None, 1),
        ]
    );
    assert_eq!(disk.resource, Resource::Storage);
    // 1,200.5 GB and 1,210 GB.
    let highest: Vec<f64> = disk.days.iter().map(|(_, value)| value.highest).collect();
    assert_eq!(highest, [1.2005e12, 1.21e12]);
    assert_eq!(import.left_out.len(), 1);
    assert_eq!(import.left_out[0].what, "`cpu %`: a share, and of what is not said");
}

#[test]
fn columns_are_told_in_a_line() {
    let shape = shape("time,host,mem_bytes\n2026-01-01,a,5\n", &told());
    assert_eq!(
        shape.to_string(),
        "columns: 1 time as year, month, day; 2 host; 3 value in B of memory; parted by `,`, decimals behind `.`, with headings"
    );
}

#[test]
fn every_separator_is_found() {
    for separator in [",", ";", "\t", "|", " ", "   "] {
        let text =
            format!("time{separator}mem_bytes\n2026-01-01{separator}5\n2026-01-02{separator}6\n");
        let import = read_plain(&text);
        let highest: Vec<f64> =
            import.series[0].days.iter().map(|(_, value)| value.highest).collect();
        assert_eq!(highest, [5.0, 6.0], "{separator:?}");
    }
    assert_eq!(only(&read_plain("sep=|\ntime|mem_bytes\n2026-01-01|5\n")).highest, 5.0);
}

#[track_caller]
fn moment_is(cell: &str, day: &str, order: Option<DateOrder>) {
    let mut told = told();
    told.table.date = order;
    let import = read_told(&format!("time;mem_bytes\n{cell};5\n"), &told);
    let found = import.series[0].days.ends().unwrap().0;
    assert_eq!(found.to_string(), day, "{cell}");
}

#[test]
fn dates_are_read_in_every_form() {
    moment_is("2026-01-31", "2026-01-31", None);
    moment_is("2026-01-31T23:59:59.5+02:00", "2026-01-31", None);
    moment_is("2026/01/31 23:59", "2026-01-31", None);
    moment_is("31.01.2026", "2026-01-31", None);
    moment_is("5.1.26 7:05", "2026-01-05", None);
    moment_is("31/01/2026 11:05:00 PM", "2026-01-31", None);
    moment_is("01/31/2026", "2026-01-31", None);
    moment_is("2026-01-31 23:59:59 CEST", "2026-01-31", None);
    moment_is("1767225600", "2026-01-01", None); // 56 years and 14 leap days: 20,454 days
    moment_is("1767225599999", "2025-12-31", None);
    moment_is("1767225600.5", "2026-01-01", None);
    moment_is("1767225600000000", "2026-01-01", None);
    moment_is("01/02/2026", "2026-02-01", Some(DateOrder::Dmy));
    moment_is("01/02/2026", "2026-01-02", Some(DateOrder::Mdy));
}

#[test]
fn counted_times_move_to_the_persons_place() {
    let mut told = told();
    told.utc_offset = -60;
    let import = read_told("time,mem_bytes\n1767225600,5\n", &told);
    assert_eq!(import.series[0].days.ends().unwrap().0, day("2025-12-31"));
}

#[test]
fn a_date_whose_order_is_open_is_asked_for() {
    let problem = refused(b"time,mem_bytes\n01/02/2026,5\n", "date-order-needed");
    assert!(problem.hint.unwrap().contains("--date-order dmy"));
}

#[test]
fn a_day_above_twelve_anywhere_in_the_beginning_proves_the_order() {
    let import = read_plain("time,mem_bytes\n01/02/2026,5\n02/13/2026,6\n");
    assert_eq!(import.series[0].days.ends().unwrap(), (day("2026-01-02"), day("2026-02-13")));
}

#[test]
fn dates_that_follow_each_other_show_their_order_and_it_is_said() {
    let import = read_plain("time,mem_bytes\n01/02/2026,5\n02/02/2026,6\n03/02/2026,6\n");
    assert_eq!(import.series[0].days.ends().unwrap(), (day("2026-02-01"), day("2026-02-03")));
    assert!(import.notes.iter().any(|note| note.contains("day, month, year")), "{import:?}");
}

#[test]
fn date_and_time_may_stand_in_two_columns() {
    let import = read_plain("Date,Time,mem_bytes\n2026-01-01,13:00,7\n2026-01-01,09:00,9\n");
    let value = only(&import);
    assert_eq!((value.highest, value.last), (9.0, 7.0));
    assert_eq!(import.notes[1..], ["rows that are earlier than the one before them: 1"]);
}

#[track_caller]
fn figure(text: &str, decimal: u8, value: Option<f64>) {
    assert_eq!(numbers::number(text.as_bytes(), decimal), value, "{text}");
}

#[test]
fn figures_are_read_in_every_form() {
    figure("12", b'.', Some(12.0));
    figure("-12.5", b'.', Some(-12.5));
    figure("+0.1", b'.', Some(0.1));
    figure("1,234,567.5", b'.', Some(1_234_567.5));
    figure("1.234.567,5", b',', Some(1_234_567.5));
    figure("1 234,5", b',', Some(1_234.5));
    figure("1'234.5", b'.', Some(1_234.5));
    figure("1\u{a0}234", b'.', Some(1_234.0));
    figure("12,34,567", b'.', None);
    figure("1,23", b'.', None);
    figure(",123", b'.', None);
    figure("1e3", b'.', Some(1_000.0));
    figure("1.5E-3", b'.', Some(0.0015));
    figure("1e308", b'.', Some(1e308));
    figure("1e309", b'.', None);
    figure("9007199254740993", b'.', Some(9_007_199_254_740_992.0)); // 2⁵³ + 1 rounds to even
    figure("0.30000000000000004", b'.', Some(0.300_000_000_000_000_04));
    for not in ["", "-", ".", "nan", "inf", "0x10", "1-2", "e5", "1e", "--1", "1..2", "5%"] {
        figure(not, b'.', None);
    }
}

#[test]
fn figures_with_their_units_are_bytes() {
    for (text, bytes) in [
        ("31.2G", 31.2 * GIB),
        ("4 GiB", 4.0 * GIB),
        ("4Gi", 4.0 * GIB),
        ("4GB", 4e9),
        ("512", 512.0),
        ("0B", 0.0),
        ("1,5T", 1.5 * 1_099_511_627_776.0),
    ] {
        let decimal = if text.contains(',') { b',' } else { b'.' };
        assert_eq!(numbers::bytes(text.as_bytes(), decimal), Some(bytes), "{text}");
    }
    assert_eq!(numbers::bytes(b"5 apples", b'.'), None);
    let import = read_plain("time,host,mem_used\n2026-01-01,a,31.2G\n2026-01-01,b,512M\n");
    let highest: Vec<f64> =
        import.series.iter().map(|s| s.days.iter().next().unwrap().1.highest).collect();
    assert_eq!(highest, [31.2 * GIB, 0.5 * GIB]);
}

#[test]
fn a_comma_is_for_decimals_where_the_cells_are_parted_otherwise() {
    assert_eq!(only(&read_plain("time;mem_bytes\n2026-01-01;12,5\n")).highest, 12.5);
    assert_eq!(only(&read_plain("time,mem_bytes\n2026-01-01,\"12,5\"\n")).highest, 12.5);
    assert_eq!(only(&read_plain("time,mem_bytes\n2026-01-01,\"1,234.5\"\n")).highest, 1_234.5);
}

#[test]
fn addresses_and_numbers_of_hosts_are_names() {
    let import =
        read_plain("time;host;mem_bytes\n2026-01-01;10.0.0.1;2\n2026-01-01;192.168.100.200;3\n");
    let hosts: Vec<_> = import.series.iter().map(|s| s.host.as_deref().unwrap()).collect();
    assert_eq!(hosts, ["10.0.0.1", "192.168.100.200"]);
    let import = read_plain("time,node,vmid,mem_bytes\n2026-01-01,7,100,2\n2026-01-01,7,101,3\n");
    let names: Vec<_> =
        import.series.iter().map(|s| (s.host.as_deref(), s.part.as_deref())).collect();
    assert_eq!(names, [(Some("7"), Some("100")), (Some("7"), Some("101"))]);
}

#[test]
fn columns_that_cannot_matter_may_differ_between_rows() {
    let import = read_plain(
        "time,noise,host,mem_bytes,more\n2026-01-01 00:00,x,a,5,one two\n2026-01-01 00:01,y,a,\" 6 \",\n\
         2026-01-01 00:01,y,b,6,\n2026-01-01 00:02,y,a,7.5,\n2026-01-01 00:02,y,b,1e1,\n",
    );
    let values: Vec<_> = import.series.iter().map(|series| days(series).remove(0)).collect();
    let first = "2026-01-01".to_owned();
    assert_eq!(
        values,
        [(first.clone(), 7.5, 7.5, Some(7.5), 3), (first, 10.0, 10.0, Some(10.0), 2)]
    );
}

#[test]
fn what_is_told_wins_over_the_guess() {
    let mut told = told();
    told.table = TableTold {
        separator: Some(','),
        decimal: Some('.'),
        header: Some(false),
        columns: vec![(1, Role::Time), (2, Role::Part), (3, Role::Value), (4, Role::Ignored)],
        date: None,
    };
    told.resource = Some(Resource::Backup);
    told.unit = Some(SizeUnit::Kb);
    told.host = Some("vault".to_owned());
    let import = read_told("2026-01-01,daily,5,9\n", &told);
    let series = &import.series[0];
    assert_eq!(series.host.as_deref(), Some("vault"));
    assert_eq!(series.part.as_deref(), Some("daily"));
    assert_eq!(series.resource, Resource::Backup);
    assert_eq!(only(&import).highest, 5_000.0);

    told.table.columns = vec![(9, Role::Value)];
    assert_eq!(of(b"2026-01-01,daily,5,9\n", &told).unwrap_err().code, "no-such-column");
}

#[test]
fn a_table_without_headings_asks_for_what_it_does_not_say() {
    let text = "2026-01-01 00:00:00,a,5\n2026-01-01 00:05:00,a,6\n";
    assert!(refused(text.as_bytes(), "resource-needed").hint.unwrap().contains("--resource"));
    let mut told = told();
    told.resource = Some(Resource::Ram);
    let problem = of(text.as_bytes(), &told).unwrap_err();
    assert_eq!(problem.code, "unit-needed");
    told.unit = Some(SizeUnit::Mib);
    let import = read_told(text, &told);
    assert_eq!(import.series[0].host.as_deref(), Some("a"));
    assert_eq!(only(&import).highest, 6.0 * 1_048_576.0);
}

#[test]
fn a_table_without_a_time_is_of_today() {
    let import = read_plain("host,mem_used_bytes\na,5\nb,6\n");
    assert_eq!(import.series.len(), 2);
    assert_eq!(import.series[1].days.ends().unwrap().0, day("2026-11-24"));
}

#[test]
fn a_host_that_is_told_wins_only_over_one() {
    let mut told = told();
    told.host = Some("mine".to_owned());
    let one = read_told("time,host,mem_bytes\n2026-01-01,a,5\n", &told);
    assert_eq!(one.series[0].host.as_deref(), Some("mine"));
    let two = read_told("time,host,mem_bytes\n2026-01-01,a,5\n2026-01-01,b,5\n", &told);
    assert_eq!(two.series[0].host.as_deref(), Some("a"));
}

#[test]
fn of_one_instant_the_higher_counts_and_is_counted() {
    let import =
        read_plain("time,mem_bytes\n2026-01-01 02:00,5\n2026-01-01 02:00,9\n2026-01-01 02:00,9\n");
    assert_eq!(only(&import), DayValue { highest: 9.0, last: 9.0, p95: None, count: 1 });
    assert_eq!(import.left_out[0].what, "instants with two values, of which the higher counts");
    assert_eq!(import.left_out[0].count, 1);
}

#[test]
fn rows_that_say_nothing_are_counted_with_the_place_of_the_first() {
    let import = read_plain(
        "time,host,mem_bytes\n2026-01-01,a,5\n2026-01-02,a,\n2999-01-01,a,5\n1969-01-01,a,5\n\
         2026-01-03,a,-5\n2026-01-04,a,1e308\n2026-01-05\n2026-01-06,a,null\n2026-01-07,\"a,5\n",
    );
    assert_eq!(import.series[0].days.len(), 1);
    let left: Vec<(&str, u64, usize, usize)> = import
        .left_out
        .iter()
        .map(|left| {
            let first = left.first.as_ref().unwrap();
            (left.what.as_str(), left.count, first.line, first.column)
        })
        .collect();
    assert_eq!(
        left,
        [
            ("values without a date that can be", 2, 4, 1),
            ("values that are no number", 2, 3, 14),
            ("values below nought", 1, 6, 14),
            ("values too large to be usage", 1, 7, 14),
            ("rows with too few columns", 1, 8, 1),
            ("rows with a quote that is not closed", 1, 10, 1),
        ]
    );
}

#[test]
fn headings_of_joined_tables_are_no_rows() {
    let import = read_plain("time,mem_bytes\n2026-01-01,5\ntime,mem_bytes\n2026-01-02,5\n");
    assert!(import.left_out.is_empty(), "{import:?}");
    assert_eq!(import.series[0].days.len(), 2);
}

#[test]
fn quoted_text_may_go_over_lines() {
    let text = "time,host,mem_bytes\n2026-01-01,\"a\nb\",5\r\n2026-01-02,\"a\nb\",6\r\n2026-01-03,\"a\nb\",x\r\n";
    let import = read_plain(text);
    assert_eq!(import.series[0].host.as_deref(), Some("a\nb"));
    assert_eq!(import.series[0].days.len(), 2);
    assert_eq!(import.left_out[0].first.as_ref().unwrap().line, 6);
}

#[test]
fn several_figures_of_one_resource_are_parts() {
    let import = read_plain("time,disk_root_used_bytes,disk_home_used_bytes\n2026-01-01,5,6\n");
    let parts: Vec<_> = import.series.iter().map(|s| s.part.as_deref().unwrap()).collect();
    assert_eq!(parts, ["disk_root_used_bytes", "disk_home_used_bytes"]);
}

#[test]
fn a_total_of_a_long_table_is_no_series() {
    let import = read_plain(
        "time,host,metric,value\n2026-01-01,a,mem_used_bytes,5\n2026-01-01,a,mem_total_bytes,8\n\
         2026-01-01,a,mem_free_bytes,3\n2026-01-01,a,load,3\n",
    );
    assert_eq!(import.series.len(), 1);
    assert_eq!(import.series[0].total, Some(8.0));
    let left: Vec<&str> = import.left_out.iter().map(|left| left.what.as_str()).collect();
    assert_eq!(
        left,
        [
            "`mem_free_bytes`: what is free says not what is in use",
            "`load`: no usage of a resource"
        ]
    );
}

#[test]
fn names_say_resource_and_unit() {
    use Kind::{Free, Other, Percent, Total, Used};
    for (name, kind, resource, unit) in [
        ("mem_bytes", Used, Some(Resource::Ram), Some(SizeUnit::B)),
        ("RAM (GiB)", Used, Some(Resource::Ram), Some(SizeUnit::Gib)),
        ("disk_used_GB", Used, Some(Resource::Storage), Some(SizeUnit::Gb)),
        ("node_memory_MemTotal_bytes", Total, Some(Resource::Ram), Some(SizeUnit::B)),
        ("memUsedPercent", Percent, Some(Resource::Ram), None),
        ("Memory %", Percent, Some(Resource::Ram), None),
        ("disk free [MB]", Free, Some(Resource::Storage), Some(SizeUnit::Mb)),
        ("disk_read_bytes", Other, Some(Resource::Storage), Some(SizeUnit::B)),
        ("borg repo size", Total, Some(Resource::Backup), None),
        ("usedBytes", Used, None, Some(SizeUnit::B)),
        ("cores", Used, Some(Resource::Cpu), None),
        ("", Used, None, None),
    ] {
        assert_eq!(names::meaning(name), names::Meaning { kind, resource, unit }, "{name}");
    }
}

#[test]
fn a_size_alone_is_what_is_in_use() {
    let import = read_plain("date,repo,repo_size_bytes\n2026-01-01,daily,5\n");
    assert_eq!(import.series[0].resource, Resource::Backup);
    assert_eq!(import.series[0].part.as_deref(), Some("daily"));
}

#[test]
fn bad_input_is_refused_with_a_hint() {
    refused(b"", "empty");
    refused(b"time,mem_bytes\n", "not-a-table");
    refused(b"\x7fELF\0\0\0\x01,\0\n", "not-a-table");
    refused(b"\xff\xfet\0i\0m\0e\0", "not-utf8");
    refused(b"time,mem_bytes\n2026-01-01,\n2026-01-02,\n", "not-a-table");
    refused("2026-01-01,5\n2999-01-01,x\n".as_bytes(), "resource-needed");
    refused(b"time,mem_bytes\n2999-01-01,5\n", "no-usage");
    let latin =
        refused(b"time,host,mem_bytes\n2026-01-01,a,1\n2026-01-01,b\xfccher,1\n", "not-utf8");
    assert_eq!(latin.place.unwrap().line, 3);
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_memory() {
    let head = &b"time,mem_bytes\n2026-01-01,5\n"[..];
    let mut endless =
        std::io::Read::chain(head, std::io::Read::take(std::io::repeat(b'1'), 1 << 30));
    let problem = import(&mut endless, Some(&TABLE), &told()).unwrap_err();
    assert_eq!((problem.code, problem.place.unwrap().line), ("line-too-long", 3));
}

#[test]
fn more_series_than_servers_can_have_are_refused() {
    let mut text = "time,host,mem_bytes\n".to_owned();
    for host in 0..100_001 {
        text += &format!("2026-01-01,h{host},1\n");
    }
    let problem = refused(text.as_bytes(), "too-many-series");
    assert!(problem.message.contains("100000"), "{problem}");
}

#[test]
fn tables_are_recognised_and_nothing_else() {
    let known = |text: &str| recognise(&Head { text, whole: true }).map(|importer| importer.name);
    assert_eq!(known("time,host,mem_bytes\n2026-01-01,a,5\n"), Some(NAME));
    assert_eq!(known("2026-01-01;5\n2026-01-02;6\n"), Some(NAME));
    assert_eq!(known("time,mem\n01/02/2026,5\n"), Some(NAME));
    assert_eq!(known("{\"a\": 1}\n"), None);
    assert_eq!(known("some words, and more\nof 5 apples, say\n"), None);
    assert_eq!(known(""), None);
}

/// Reads in blocks of about so many bytes, keeping so many figures.
fn in_blocks(text: &str, size: usize, kept: usize) -> Import {
    let told = told();
    let shape = shape(text, &told);
    let mut all = Partial::behind(shape.lead as u64).keeping(kept);
    let body: usize = text.split_inclusive('\n').take(shape.lead).map(str::len).sum();
    let mut block = String::new();
    for line in text[body..].split_inclusive('\n') {
        block += line;
        if block.len() >= size {
            all = all.merge(Partial::read(block.as_bytes(), &shape, &told));
            block.clear();
        }
    }
    all.merge(Partial::read(block.as_bytes(), &shape, &told)).finish(&shape, &told).unwrap()
}

/// Rows every ten minutes for two hosts; figures from 1 to 1,000,000.
fn measured(days: u32) -> Vec<String> {
    let mut rows = Vec::new();
    let mut state = 7_u64;
    for day in 1..=days {
        for at in 0..144 {
            for host in ["a", "b"] {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let value = 1 + (state >> 33) % 1_000_000;
                rows.push(format!(
                    "2026-01-{day:02} {:02}:{:02},{host},{value}\n",
                    at / 6,
                    at % 6 * 10
                ));
            }
        }
    }
    rows
}

fn table(rows: &[String]) -> String {
    format!("time,host,mem_bytes\n{}", rows.concat())
}

#[test]
fn days_that_come_together_keep_an_exact_percentile_in_little_memory() {
    let text = table(&measured(9));
    let all = in_blocks(&text, BLOCK, usize::MAX);
    // Two days of two hosts are 576 figures.
    assert_eq!(in_blocks(&text, 2_000, 1_200), all);
}

#[test]
fn days_that_come_apart_have_a_percentile_off_by_less_than_said() {
    let mut rows = measured(6);
    // Every seventh row by turns: each day comes seven times.
    let turns: Vec<String> = (0..7)
        .flat_map(|turn| rows.iter().skip(turn).step_by(7).cloned().collect::<Vec<_>>())
        .collect();
    let exact = in_blocks(&table(&rows), BLOCK, usize::MAX);
    let coarse = in_blocks(&table(&turns), 3_000, 1_000);
    rows.clear();
    let mut differ = 0;
    for (a, b) in exact.series.iter().zip(&coarse.series) {
        for ((day_a, a), (day_b, b)) in a.days.iter().zip(b.days.iter()) {
            assert_eq!((day_a, a.highest, a.last, a.count), (day_b, b.highest, b.last, b.count));
            if let (Some(a), Some(b)) = (a.p95, b.p95) {
                differ += usize::from(a != b);
                assert!((a - b).abs() <= a * 0.004, "{a} {b}");
            }
        }
    }
    assert!(differ > 0 || coarse.notes.iter().any(|note| note.contains("95th percentile")));
    assert!(coarse.notes.iter().any(|note| note.contains("95th percentile")), "{:?}", coarse.notes);
}

fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (0_u32..5, 0_u32..24, 0_u32..4, 0_u32..100, 0_u8..20).prop_map(
        |(day, hour, host, value, odd)| match odd {
            0 => "\n".to_owned(),
            1 => format!("2026-01-0{},h{host},\n", day + 1),
            2 => "rubbish\n".to_owned(),
            3 => format!("2026-01-0{},\"h{host}\",{value}\r\n", day + 1),
            _ => format!("2026-01-0{} {hour:02}:00,h{host},{value}\n", day + 1),
        },
    );
    prop::collection::vec(row, 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn cut_at_any_line_the_pieces_say_what_the_whole_says(rows in rows(), size in 1_usize..400) {
        let text = format!("time,host,mem_bytes\n2026-01-01,h0,1\n{}", rows.concat());
        prop_assert_eq!(in_blocks(&text, size, usize::MAX), in_blocks(&text, BLOCK, usize::MAX));
    }

    #[test]
    fn reading_in_small_blocks_says_the_same(rows in rows(), size in 1_usize..400) {
        let text = format!("time,host,mem_bytes\n2026-01-01,h0,1\n{}", rows.concat());
        let mut input = text.as_bytes();
        let input: &mut dyn Read = &mut input;
        let small = read_in(Blocks::of_size(input, &told(), size).unwrap(), &told()).unwrap();
        prop_assert_eq!(small, read_plain(&text));
    }

    #[test]
    fn the_order_of_rows_changes_no_highest(rows in rows(), seed in any::<u64>()) {
        let highest = |rows: &[String]| {
            let import = read_plain(&format!("time,host,mem_bytes\n2026-01-01,h0,1\n{}", rows.concat()));
            let mut all: Vec<(Option<String>, Day, u64)> = import.series.iter().flat_map(|series| {
                series.days.iter().map(|(day, value)| (series.host.clone(), day, value.highest.to_bits()))
            }).collect();
            all.sort();
            all
        };
        let mut other = rows.clone();
        other.sort_by_key(|row| row.bytes().fold(seed, |all, byte| all.rotate_left(7) ^ u64::from(byte).wrapping_mul(seed | 1)));
        prop_assert_eq!(highest(&rows), highest(&other));
    }

    #[test]
    fn rubbish_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        finite(of(&bytes, &told()));
    }

    #[test]
    fn text_like_a_table_never_panics(text in "([0-9]{1,4}|[-/.:, ;\t\"\n#%a-eG]|time|mem|host|2026-01-01){0,60}") {
        let mut told = told();
        finite(of(text.as_bytes(), &told));
        told.resource = Some(Resource::Storage);
        told.unit = Some(SizeUnit::Pib);
        finite(of(text.as_bytes(), &told));
    }

    #[test]
    fn a_table_cut_off_or_spoilt_anywhere_never_panics(rows in rows(), cut in 0_usize..2_000, byte in any::<u8>()) {
        let mut bytes = format!("time,host,mem_GB\n{}", rows.concat()).into_bytes();
        let at = cut % bytes.len();
        finite(of(&bytes[..at], &told()));
        bytes[at] = byte;
        finite(of(&bytes, &told()));
    }
}

/// Whatever came of it, no figure is infinite or below nought.
fn finite(import: Result<Import, Problem>) {
    let Ok(import) = import else { return };
    for (_, value) in import.series.iter().flat_map(|series| series.days.iter()) {
        let figures = [value.highest, value.last, value.p95.unwrap_or(0.0)];
        assert!(figures.iter().all(|figure| figure.is_finite() && *figure >= 0.0), "{value:?}");
    }
}

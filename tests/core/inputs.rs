//! Does every importer bear bad input: empty, cut off, of another encoding, endless, of a million series, with figures beyond all
//! measure?
//!
//! One table, a line an importer; an importer without a line fails. `HEADROOM_MADE=1` reads a million series each, else fewer.

use std::io::{self, Read};

use headroom::diag::Problem;
use headroom::formats::importers::{IMPORTERS, Import, Importer, Told, import};
use headroom::model::Resource;
use headroom::units::{Day, SizeUnit};
use proptest::prelude::*;

/// An output: what stands before its rows, one row, what parts two rows, and what stands behind. In a row `{n}` is its number,
/// `{v}` what is in use, `{t}` the time counted in seconds since 1970, `{d}` the day.
struct Sample {
    by: &'static str,
    before: &'static str,
    row: &'static str,
    between: &'static str,
    behind: &'static str,
}

const SAMPLES: &[Sample] = &[
    Sample {
        by: "measure",
        before: "",
        row: "== {d}T10:00:00+00:00 web\nFilesystem 1B-blocks Used Available Use% Mounted on\n/dev/v{n} 100 {v} 40 60% /m{n}\n",
        between: "",
        behind: "",
    },
    Sample {
        by: "free",
        before: "               total        used        free      shared  buff/cache   available\n",
        row: "Mem:     25276502016   671285248  1871290368    13180928 23158030336 {v}\n",
        between: "",
        behind: "",
    },
    Sample {
        by: "meminfo",
        before: "MemTotal: 24684084 kB\nMemFree: 1827432 kB\n",
        row: "MemAvailable: {v} kB\n",
        between: "",
        behind: "",
    },
    Sample {
        by: "df",
        before: "Filesystem 1B-blocks Used Available Use% Mounted on\n",
        row: "/dev/v{n} 100 {v} 40 60% /m{n}\n",
        between: "",
        behind: "",
    },
    Sample {
        by: "zfs",
        before: "",
        row: "p{n}\t{v}\t849346560000\t98304\t/p{n}\n",
        between: "",
        behind: "",
    },
    Sample {
        by: "lvm",
        before: "{\"report\":[{\"vg\":[",
        row: "{\"vg_name\":\"g{n}\",\"pv_count\":\"1\",\"lv_count\":\"3\",\"snap_count\":\"0\",\"vg_attr\":\"wz--n-\",\"vg_size\":\"511571918848B\",\"vg_free\":\"{v}B\"}",
        between: ",",
        behind: "]}],\"log\":[]}",
    },
    Sample {
        by: "proxmox",
        before: "[",
        row: "{\"type\":\"lxc\",\"id\":\"lxc/{n}\",\"vmid\":{n},\"node\":\"a\",\"status\":\"running\",\"mem\":{v},\"maxmem\":8,\"disk\":1,\"maxdisk\":2,\"template\":0}",
        between: ",",
        behind: "]",
    },
    Sample {
        by: "pbs",
        before: "{\"data\":[",
        row: "{\"store\":\"v{n}\",\"total\":9,\"used\":{v},\"avail\":4,\"history\":[0.1,null],\"history-start\":{t},\"history-delta\":86400}",
        between: ",",
        behind: "]}",
    },
    Sample {
        by: "prometheus",
        before: "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
        row: "{\"metric\":{\"__name__\":\"kubelet_volume_stats_used_bytes\",\"namespace\":\"a\",\"persistentvolumeclaim\":\"b{n}\"},\"values\":[[{t},\"{v}\"]]}",
        between: ",",
        behind: "]}}",
    },
    Sample {
        by: "sysstat",
        before: "{\"sysstat\":{\"hosts\":[",
        row: "{\"nodename\":\"a{n}\",\"statistics\":[{\"timestamp\":{\"date\":\"{d}\",\"time\":\"00:10:00\",\"tz\":\"UTC\"},\"memory\":{\"memfree\":1,\"avail\":4,\"memused\":{v},\"memused-percent\":55.56}}]}",
        between: ",",
        behind: "]}}",
    },
    Sample {
        by: "zabbix",
        before: "[",
        row: "{\"itemid\":\"{n}\",\"clock\":\"{t}\",\"value\":\"{v}\",\"ns\":\"1\"}",
        between: ",",
        behind: "]",
    },
    Sample {
        by: "borg",
        before: "",
        row: "{\"cache\":{\"stats\":{\"unique_csize\":{v}}},\"encryption\":{\"mode\":\"none\"},\"repository\":{\"id\":\"0\",\"last_modified\":\"{d}T10:00:00.5\",\"location\":\"/b{n}\"}}",
        between: "\n",
        behind: "",
    },
    Sample {
        by: "restic",
        before: "",
        row: "{\"total_size\":{v},\"total_uncompressed_size\":10,\"compression_ratio\":1.1,\"snapshots_count\":2}",
        between: "\n",
        behind: "\n",
    },
    Sample {
        by: "netdata",
        before: "time,free,used,cached,buffers\r\n",
        row: "{d} 00:10:00,1,{v},3,4\r\n",
        between: "",
        behind: "",
    },
    Sample {
        by: "table",
        before: "time,host,metric,value\n",
        row: "{d} 00:10:00,h{n},mem_used_bytes,{v}\n",
        between: "",
        behind: "",
    },
];

const DATE: &str = "2026-01-01";

impl Sample {
    fn importer(&self) -> &'static Importer {
        IMPORTERS.iter().find(|importer| importer.name == self.by).unwrap()
    }

    /// With so many rows, each with this in use, on this day.
    fn text(&self, rows: usize, value: &str, day: &str) -> String {
        // Days since 1970: 365 a year, and a leap day in 1972, 1976, …; 2999 is beyond what can be planned.
        let seconds = match day {
            "1970-01-01" => 0,
            "2999-01-01" => 375_835 * 86_400_i64,
            _ => 1_767_225_600,
        };
        let row =
            self.row.replace("{v}", value).replace("{d}", day).replace("{t}", &seconds.to_string());
        let pieces: Vec<&str> = row.split("{n}").collect();
        let mut text = self.before.to_owned();
        for number in 0..rows {
            if number > 0 {
                text.push_str(self.between);
            }
            text.push_str(&pieces.join(&number.to_string()));
        }
        text + self.behind
    }

    fn plain(&self) -> String {
        self.text(1, "5", DATE)
    }
}

fn told() -> Told {
    let mut told = Told::new(Day::parse("2026-11-24").unwrap(), "made");
    (told.resource, told.unit) = (Some(Resource::Ram), Some(SizeUnit::B));
    told
}

/// Reads it by the importer named and by whichever recognises it; both answer, and what they read makes sense.
#[track_caller]
fn borne(by: &Importer, bytes: &[u8]) -> Result<Import, Problem> {
    drop(sound(import(&mut &*bytes, None, &told())));
    sound(import(&mut &*bytes, Some(by), &told()))
}

#[track_caller]
fn sound(read: Result<Import, Problem>) -> Result<Import, Problem> {
    match &read {
        Ok(import) => {
            assert!(import.series.iter().any(|series| !series.days.is_empty()));
            for series in &import.series {
                assert!(series.total.is_none_or(|total| total.is_finite() && total >= 0.0));
                for (_, of) in series.days.iter() {
                    let figures = [Some(of.highest), Some(of.last), of.p95];
                    assert!(figures.into_iter().flatten().all(|f| f.is_finite() && f >= 0.0));
                    assert!(of.count > 0 && of.last <= of.highest);
                }
            }
            assert!(import.left_out.iter().all(|left| left.count > 0));
        }
        Err(problem) => assert!(!problem.message.is_empty() && !problem.code.is_empty()),
    }
    read
}

#[test]
fn every_importer_has_a_sample_that_it_reads() {
    let names: Vec<&str> = SAMPLES.iter().map(|sample| sample.by).collect();
    assert_eq!(names, IMPORTERS.iter().map(|importer| importer.name).collect::<Vec<_>>());
    for sample in SAMPLES {
        let read = import(&mut sample.plain().as_bytes(), None, &told());
        assert_eq!(sound(read).map(|import| import.importer), Ok(sample.by));
    }
}

#[test]
fn nothing_is_refused_as_empty() {
    for importer in IMPORTERS {
        for bytes in [&b""[..], b" \n\t\r\n ", "\u{feff}".as_bytes()] {
            let problem = borne(importer, bytes).unwrap_err();
            assert!(!problem.message.is_empty(), "{}", importer.name);
        }
        assert_eq!(borne(importer, b"").unwrap_err().code, "empty", "{}", importer.name);
    }
}

#[test]
fn an_output_cut_off_at_any_byte_is_borne() {
    for sample in SAMPLES {
        let text = sample.text(2, "5", DATE);
        for end in 0..text.len() {
            drop(borne(sample.importer(), &text.as_bytes()[..end]));
        }
    }
}

#[test]
fn utf_16_is_refused_and_named() {
    for sample in SAMPLES {
        let units: Vec<u16> = sample.plain().encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [marked(b"\xff\xfe", &little), marked(b"\xfe\xff", &big), little, big] {
            let problem = borne(sample.importer(), &bytes).unwrap_err();
            assert_eq!(problem.code, "not-utf8", "{}: {problem}", sample.by);
            assert!(problem.message.contains("UTF-16"), "{}: {problem}", sample.by);
            let unnamed = import(&mut &*bytes, None, &told()).unwrap_err();
            assert!(unnamed.message.contains("UTF-16"), "{}: {unnamed}", sample.by);
        }
    }
}

#[test]
fn a_letter_of_latin_1_is_read_over_or_named() {
    for sample in SAMPLES {
        let text = sample.plain();
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at].is_ascii_alphabetic()) {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = 0xe9;
            if let Err(problem) = borne(sample.importer(), &bytes)
                && problem.code == "not-utf8"
            {
                assert!(
                    problem.message.contains("in Latin-1 it is `é`"),
                    "{}: {problem}",
                    sample.by
                );
                assert!(problem.place.is_some(), "{}: {problem}", sample.by);
            }
        }
    }
    // JSON is UTF-8 or nothing.
    let borg = SAMPLES.iter().find(|sample| sample.by == "borg").unwrap();
    let bytes = borg.plain().replace("/b", "/é").chars().map(|c| c as u8).collect::<Vec<_>>();
    assert_eq!(borne(borg.importer(), &bytes).unwrap_err().code, "not-utf8");
}

/// Counts what is taken of it.
struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1 += count as u64;
        Ok(count)
    }
}

#[test]
fn a_line_of_a_gigabyte_is_given_up_before_it_fills_memory() {
    const GIGABYTE: u64 = 1 << 30;
    // What is held at once is at most what was taken: 256 MiB of JSON, a line of a text or table far less.
    const MOST: u64 = (256 << 20) + (8 << 20);
    for sample in SAMPLES {
        // A row as it should be, then one whose figure never ends.
        let rows = sample.text(2, "@@", DATE);
        let first = rows[..rows.rfind("@@").unwrap()].replace("@@", "5");
        let mut input = Counted(first.as_bytes().chain(io::repeat(b'7').take(GIGABYTE)), 0);
        let read = sound(import(&mut input, Some(sample.importer()), &told()));
        assert!(input.1 <= MOST, "{}: {} bytes were taken", sample.by, input.1);
        let problem = read.unwrap_err();
        assert!(["too-large", "line-too-long"].contains(&problem.code), "{}: {problem}", sample.by);
    }
}

#[allow(clippy::disallowed_methods, reason = "a test reads how much of it is wanted")]
fn wanted(few: usize, all: usize) -> usize {
    if std::env::var_os("HEADROOM_MADE").is_some() { all } else { few }
}

#[test]
fn a_million_series_are_read_or_refused() {
    let rows = wanted(5_000, 1_000_000);
    for sample in SAMPLES {
        let text = sample.text(rows, "5", DATE);
        match import(&mut text.as_bytes(), Some(sample.importer()), &told()) {
            // A guest has memory and a disk.
            Ok(import) => assert!(import.series.len() <= 2 * rows, "{}", sample.by),
            Err(problem) => assert!(!problem.message.is_empty(), "{}", sample.by),
        }
    }
}

#[test]
fn days_that_cannot_be_are_left_out_and_the_first_is_read() {
    for sample in SAMPLES.iter().filter(|s| s.row.contains("{d}") || s.row.contains("{t}")) {
        let first = borne(sample.importer(), sample.text(1, "5", "1970-01-01").as_bytes());
        // A time of 0 may stand for none: it is read as that day or refused, never as another.
        if let Ok(import) = first {
            let days = import.series.iter().filter_map(|series| series.days.ends());
            let day = Day::parse("1970-01-01").unwrap();
            assert!(
                days.clone().all(|(first, _)| first == day || first == told().today),
                "{}",
                sample.by
            );
        }
        if let Ok(import) = borne(sample.importer(), sample.text(1, "5", "2999-01-01").as_bytes()) {
            let year = |import: &Import| {
                import
                    .series
                    .iter()
                    .filter_map(|s| s.days.ends())
                    .map(|(_, last)| last.year())
                    .max()
            };
            assert!(year(&import).is_some_and(|year| year <= 2200), "{}", sample.by);
        }
    }
}

#[test]
fn figures_beyond_all_measure_are_borne() {
    let values = [
        "1e308",
        "1e309",
        "-1e308",
        "-5",
        "0",
        "9223372036854775807",
        "18446744073709551616",
        "0.0000001",
        "NaN",
        "+Inf",
        "-Inf",
        "null",
        "",
        "-",
        "N/A",
        "1,5",
        "0x10",
        "５",
    ];
    for sample in SAMPLES {
        for value in values {
            for rows in [1, 3] {
                drop(borne(sample.importer(), sample.text(rows, value, DATE).as_bytes()));
            }
        }
    }
}

#[test]
fn all_that_is_missing_is_refused_as_no_usage() {
    for sample in SAMPLES {
        let text = format!("{}{}", sample.before, sample.behind);
        let read = import(&mut text.as_bytes(), Some(sample.importer()), &told());
        assert!(read.is_err(), "{} read {read:?} of no row", sample.by);
        for value in ["null", "NaN", "-"] {
            if let Ok(import) = borne(sample.importer(), sample.text(3, value, DATE).as_bytes()) {
                // Something else was measured in the same row; of the rest it is said that it was left out.
                assert!(
                    import.series.iter().all(|series| !series.days.is_empty()),
                    "{}",
                    sample.by
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_importer_breaks_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for importer in IMPORTERS {
            drop(borne(importer, &bytes));
        }
    }

    #[test]
    fn no_importer_breaks_on_changed_bytes(
        which in 0..SAMPLES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = SAMPLES[which].text(3, "5", DATE).into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for importer in IMPORTERS {
            drop(borne(importer, &bytes));
        }
    }
}

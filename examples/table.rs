//! How fast are long tables read? `benches/table.sh` runs it beside `DuckDB`.
//!
//! `table make ROWS FILE` writes 250 hosts × 2 metrics every five minutes in the order of time; `table read FILE THREADS` prints
//! seconds, the most memory in MiB, series, days, and sums of the days' highest and 95th percentiles.

#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use headroom::formats::importers::Told;
use headroom::session::import::import_file;
use headroom::units::Day;

const HOSTS: u64 = 250;
const METRICS: [&str; 2] = ["mem_used_bytes", "disk_used_bytes"];
/// 2026-01-01 in seconds since 1970.
const START: i64 = 1_767_225_600;
const STEP: i64 = 300;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", rows, file] => make(rows.parse()?, Path::new(file)),
        ["read", file, threads] => read(Path::new(file), threads.parse()?),
        _ => Err("table make ROWS FILE | table read FILE THREADS".into()),
    }
}

fn make(rows: u64, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    writeln!(out, "time,host,metric,value")?;
    let mut state = 20_210_420_u64;
    let (mut row, mut instant) = (0, 0);
    while row < rows {
        let time = chrono::DateTime::from_timestamp(START + instant * STEP, 0).ok_or("a time")?;
        let time = time.format("%Y-%m-%d %H:%M:%S").to_string();
        for host in 0..HOSTS {
            for metric in METRICS {
                if row == rows {
                    break;
                }
                // Knuth's generator of his MMIX.
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let value = 2_000_000_000 + (state >> 30);
                writeln!(out, "{time},host-{host:03},{metric},{value}")?;
                row += 1;
            }
        }
        instant += 1;
    }
    Ok(out.flush()?)
}

fn read(file: &Path, threads: std::num::NonZeroUsize) -> Result<(), Box<dyn Error>> {
    let told = Told::new(Day::parse("2026-11-24")?, file.display().to_string());
    let start = Instant::now();
    let import = import_file(file, None, &told, threads, &|_, _| true)?;
    let spent = start.elapsed().as_secs_f64();
    let days = || import.series.iter().flat_map(|series| series.days.iter());
    let highest: f64 = days().map(|(_, value)| value.highest).sum();
    let p95: f64 = days().filter_map(|(_, value)| value.p95).sum();
    println!(
        "{spent:.3} {} {} {} {highest} {p95}",
        most_memory(),
        import.series.len(),
        days().count()
    );
    for left in &import.left_out {
        println!("left out: {} {}", left.count, left.what);
    }
    for note in &import.notes {
        println!("note: {note}");
    }
    Ok(())
}

/// MiB, as Linux counts what was resident at most.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default().div_ceil(1024)
}

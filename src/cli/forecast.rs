//! Where does a measured series go, without a scenario?

use std::path::PathBuf;

use clap::Args;

use crate::diag::Problem;
use crate::formats::importers::{Measured, Told, importer};
use crate::report::forecast::{Alone, of_alone};
use crate::session::read_usage;
use crate::units::{Day, Size, SizeUnit};

use super::table::TableArguments;
use super::{Ends, Outcome, import, written};

/// What `forecast` is told.
#[derive(Debug, Args)]
pub struct ForecastArguments {
    /// What was measured: a CSV of days and values, or any output that `import` reads; `-` is standard input
    pub file: PathBuf,
    /// How many steps ahead, each as long as what lies between the samples; absent: as far as the past reaches
    #[arg(long, value_name = "STEPS")]
    pub horizon: Option<usize>,
    /// What there is of it, as `64 GiB`; absent: what the file says, else no run-out date
    #[arg(long, value_name = "SIZE")]
    pub capacity: Option<String>,
    /// What the file is, where that is not to be guessed: see `headroom import --help`
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// What was measured, where the file does not say
    #[arg(long, value_parser = import::resources())]
    pub resource: Option<String>,
    /// What a bare number counts, where the file does not say
    #[arg(long, value_parser = import::units())]
    pub unit: Option<String>,
    /// How a table is to be read.
    #[command(flatten)]
    pub table: TableArguments,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = super::args::formats())]
    pub format: String,
}

pub(super) fn run(
    given: &ForecastArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let kind = given.kind.as_deref().map(|name| {
        importer(name).ok_or_else(|| {
            Problem::error("no-such-kind", format!("`{name}` is no kind"))
                .hint("`headroom import --help` lists the kinds")
        })
    });
    let capacity = given.capacity.as_deref().map(|text| {
        let size = Size::parse_loosely(text, SizeUnit::B);
        size.map_err(|wrong| {
            Problem::error("capacity", wrong.to_string()).hint("write a size, as `64 GiB`")
        })
    });
    let capacity = capacity.transpose()?.map(|size| size.bytes() as f64);
    let told = Told {
        table: given.table.told()?,
        resource: given.resource.as_deref().and_then(import::resource),
        unit: given.unit.as_deref().and_then(import::unit),
        ..Told::new(today, import::name_of(&given.file))
    };
    let import = read_usage(&given.file, kind.transpose()?, &told)?;
    let stem = given.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let days: Vec<Vec<(Day, f64)>> = import
        .series
        .iter()
        .map(|series| series.days.counted(&series.resource).collect())
        .collect();
    let names: Vec<String> = import
        .series
        .iter()
        .map(|series| name_of(series, stem.as_deref().unwrap_or("series")))
        .collect();
    let alone = import.series.iter().zip(&days).zip(&names).map(|((series, days), name)| Alone {
        name,
        resource: &series.resource,
        days,
        capacity: capacity.or(series.total),
        ahead: given.horizon,
        seed: 1,
    });
    let report = of_alone(&alone.collect::<Vec<_>>());
    Ok(ends.answer(&written(&[report], &given.format)?))
}

/// The host and what of it, else the file's name.
fn name_of(series: &Measured, file: &str) -> String {
    let parts: Vec<&str> =
        [&series.host, &series.part].into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() { file.to_owned() } else { parts.join(" ") }
}

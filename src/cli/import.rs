//! How is the output of a tool that measures taken in, without a window?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::diag::Problem;
use crate::disk;
use crate::formats::importers::{IMPORTERS, Import, Importer, Told, importer};
use crate::formats::placing::{Chosen, INLINE, Open, of_host};
use crate::model::Resource;
use crate::report::Report;
use crate::session::{Session, entries_of, import_report, is_price_list, read_usage};
use crate::units::{Day, SizeUnit};

use super::table::TableArguments;
use super::{Ends, Outcome, written};

/// What `import` is told.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// What the files are, where that is not to be guessed, then the files; `-` is standard input
    #[arg(required = true, value_name = "[KIND] FILE")]
    pub files: Vec<PathBuf>,
    /// Scenario to add the usage to; absent: print the entries
    #[arg(long, value_name = "SCENARIO")]
    pub into: Option<PathBuf>,
    /// Contract that was measured, by its key; absent: as the host is called
    #[arg(long, value_name = "CONTRACT")]
    pub on: Option<String>,
    /// Name of the host, where the output does not say
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
    /// What was measured, where the output does not say
    #[arg(long, value_parser = resources())]
    pub resource: Option<String>,
    /// What a bare number counts, where the output does not say
    #[arg(long, value_parser = units())]
    pub unit: Option<String>,
    /// Hours east of UTC of the days that times are put on, as 2 or -3.5
    #[arg(long, value_name = "HOURS", default_value_t = 0.0, allow_negative_numbers = true)]
    pub offset: f64,
    /// Series, by its key under `usage`, whose typed values give way to those measured on the same days; may be given again
    #[arg(long, value_name = "SERIES", requires = "into")]
    pub replace: Vec<String>,
    /// Day that an output without a date is of, as 2021-04-20; absent: today
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// How a table is to be read.
    #[command(flatten)]
    pub table: TableArguments,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = super::args::formats())]
    pub format: String,
}

pub(super) fn resources() -> PossibleValuesParser {
    ["ram", "storage", "backup", "cpu"].map(PossibleValue::new).to_vec().into()
}

pub(super) fn units() -> PossibleValuesParser {
    SizeUnit::ALL.map(|unit| PossibleValue::new(unit.name())).to_vec().into()
}

/// The importers, for the help: name, what it reads, a command.
pub(super) fn list() -> String {
    let width = IMPORTERS.iter().map(|importer| importer.name.len()).max().unwrap_or(0);
    let mut text = "KIND, each recognised by itself:\n".to_owned();
    for importer in IMPORTERS {
        let Importer { name, what, command, .. } = importer;
        writeln!(text, "  {name:width$}  {what} ({command})").expect("a string takes all");
    }
    text
}

pub(super) fn run(
    given: &ImportArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let (kind, files) = match given.files.split_first() {
        Some((first, rest)) if !rest.is_empty() && !disk::is_there(first) => {
            let name = first.to_string_lossy();
            let kind = importer(&name).ok_or_else(|| {
                Problem::error("no-such-kind", format!("`{name}` is neither a file nor a kind"))
                    .hint("`headroom import --help` lists the kinds")
            })?;
            (Some(kind), rest)
        }
        _ => (None, given.files.as_slice()),
    };
    let day = match &given.as_of {
        Some(text) => Day::parse(text).map_err(|wrong| {
            Problem::error("as-of", wrong.to_string()).hint("write a day, as 2021-04-20")
        })?,
        None => today,
    };
    let mut session = given.into.as_deref().map(|path| Session::open(path, today)).transpose()?;
    if let (Some(on), Some(session)) = (&given.on, &session) {
        known_contract(session, on)?;
    }
    if let Some(session) = &session {
        known_series(session, &given.replace)?;
    }
    let mut outcome = Outcome::Done;
    let mut read = Vec::new();
    for file in files {
        let told = told(given, file, day)?;
        match read_usage(file, kind, &told) {
            Ok(import) => read.push((source(&import, file), import)),
            Err(problem) => {
                ends.tell(&of_price_list(file, kind).unwrap_or(problem));
                outcome = Outcome::Failed;
            }
        }
    }
    let with = |(source, import)| {
        (import, Chosen { replace: &given.replace, ..chosen(given.on.as_deref(), source, today) })
    };
    let placed: Vec<(Import, Chosen<'_>)> =
        read.iter().map(|(source, import)| with((source.as_str(), import.clone()))).collect();
    if placed.is_empty() {
        return Ok(outcome);
    }
    let mut reports = Vec::new();
    if let Some(session) = &mut session {
        for (import, chosen) in &placed {
            match into(session, import, (*chosen, given.host.as_deref()))? {
                Ok(report) => reports.push(report),
                Err(problem) => {
                    ends.tell(&problem);
                    outcome = Outcome::Failed;
                }
            }
        }
        if session.is_unsaved() {
            session.save()?;
        }
    } else {
        reports.extend(placed.iter().map(|(import, _)| import_report(import, None)));
        if given.format == "text" {
            drop(ends.err.write_all(&written(&reports, "text")?));
            return Ok(ends.answer(entries_of(&placed)?.as_bytes()).max(outcome));
        }
    }
    if reports.is_empty() {
        return Ok(outcome);
    }
    Ok(ends.answer(&written(&reports, &given.format)?).max(outcome))
}

/// Says of a provider's price list that it is one, where it was not recognised.
fn of_price_list(file: &Path, kind: Option<&Importer>) -> Option<Problem> {
    if kind.is_some() || file == Path::new(disk::STANDARD) {
        return None;
    }
    let what = is_price_list(file)?;
    let message = format!("`{}` holds prices, not usage: it looks like {what}", name_of(file));
    let hint = format!("`headroom prices import {}` takes it in", file.display());
    Some(Problem::error("price-list", message).hint(hint))
}

/// What stands under `source`: the importer, and the file where it has a name.
fn source(import: &Import, file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    match name {
        Some(name) if name != disk::STANDARD => format!("{}, {name}", import.importer),
        _ => import.importer.to_owned(),
    }
}

/// What is chosen where a person says no more than the contract.
pub(super) fn chosen<'a>(on: Option<&'a str>, source: &'a str, today: Day) -> Chosen<'a> {
    Chosen { on, source, checked: today, inline: INLINE, replace: &[] }
}

/// Takes an import into a scenario and says what it did; the problem, and nothing done, where it is not plain which contract was
/// measured.
pub(super) fn into(
    session: &mut Session,
    import: &Import,
    (chosen, host): (Chosen<'_>, Option<&str>),
) -> Result<Result<Report, Problem>, Problem> {
    let one = host.map(|host| of_host(import, host)).filter(|one| !one.series.is_empty());
    let import = one.as_ref().unwrap_or(import);
    let placing = session.placing(import, chosen)?;
    let problem = match &placing.open {
        Some(Open::Host(hosts)) => {
            let what = format!("several hosts would be one contract: {}", hosts.join(", "));
            Problem::error("which-host", what)
                .hint("name one, as `--host NAME`; nothing was imported")
        }
        Some(Open::Contract(keys)) => {
            let what = placing.notes.iter().find(|note| note.starts_with("which contract"));
            let what =
                what.cloned().unwrap_or_else(|| format!("which contract: {}?", keys.join(", ")));
            Problem::error("which-contract", what)
                .hint("name it, as `--on KEY`; nothing was imported")
        }
        None => {
            let report = import_report(import, Some(&placing));
            session.import(&[placing])?;
            return Ok(Ok(report));
        }
    };
    Ok(Err(problem))
}

/// Refuses a key that no measured series has.
fn known_series(session: &Session, replace: &[String]) -> Result<(), Problem> {
    let Some(scenario) = session.scenario() else { return Ok(()) };
    let Some(unknown) = replace.iter().find(|key| !scenario.usage.contains_key(key.as_str()))
    else {
        return Ok(());
    };
    let keys: Vec<&str> = scenario.usage.keys().map(|key| &**key).collect();
    let problem = Problem::error("no-such-series", format!("there is no usage `{unknown}`"));
    Err(problem.hint(match keys.as_slice() {
        [] => "the scenario has no usage yet".to_owned(),
        keys => format!("the series are {}", keys.join(", ")),
    }))
}

/// Refuses a key that no contract has.
pub(super) fn known_contract(session: &Session, on: &str) -> Result<(), Problem> {
    let Some(scenario) = session.scenario() else { return Ok(()) };
    if scenario.contracts.contains_key(on) {
        return Ok(());
    }
    let keys: Vec<&str> = scenario.contracts.keys().map(|key| &**key).collect();
    let problem = Problem::error("no-such-contract", format!("there is no contract `{on}`"));
    Err(problem.hint(format!("the contracts are {}", keys.join(", "))))
}

/// What messages call a file.
pub(super) fn name_of(file: &Path) -> String {
    match file {
        file if file == Path::new(disk::STANDARD) => disk::STANDARD_INPUT.to_owned(),
        file => file.display().to_string(),
    }
}

fn told(given: &ImportArguments, file: &Path, today: Day) -> Result<Told, Problem> {
    Ok(Told {
        table: given.table.told()?,
        host: given.host.clone(),
        resource: given.resource.as_deref().and_then(resource),
        unit: given.unit.as_deref().and_then(unit),
        utc_offset: (given.offset.clamp(-24.0, 24.0) * 60.0).round() as i32,
        ..Told::new(today, name_of(file))
    })
}

pub(super) fn resource(name: &str) -> Option<Resource> {
    match name {
        "ram" => Some(Resource::Ram),
        "storage" => Some(Resource::Storage),
        "backup" => Some(Resource::Backup),
        "cpu" => Some(Resource::Cpu),
        _ => None,
    }
}

pub(super) fn unit(name: &str) -> Option<SizeUnit> {
    SizeUnit::ALL.into_iter().find(|unit| unit.name() == name)
}

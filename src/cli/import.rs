//! How is the output of a tool that measures taken in, without a window?

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::diag::Problem;
use crate::disk;
use crate::formats::importers::{IMPORTERS, Import, Importer, Told, importer};
use crate::formats::placing::{Chosen, INLINE};
use crate::model::Resource;
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
    let today = match &given.as_of {
        Some(text) => Day::parse(text).map_err(|wrong| {
            Problem::error("as-of", wrong.to_string()).hint("write a day, as 2021-04-20")
        })?,
        None => today,
    };
    let mut session = given.into.as_deref().map(|path| Session::open(path, today)).transpose()?;
    if let (Some(on), Some(session)) = (&given.on, &session) {
        known_contract(session, on)?;
    }
    let mut outcome = Outcome::Done;
    for file in files {
        let told = told(given, file, today)?;
        match read_usage(file, kind, &told) {
            Ok(import) => {
                let done = take(given, &import, file, today, session.as_mut(), ends)?;
                outcome = outcome.max(done);
            }
            Err(problem) => {
                ends.tell(&of_price_list(file, kind).unwrap_or(problem));
                outcome = Outcome::Failed;
            }
        }
    }
    if let Some(session) = session.as_mut().filter(|session| session.is_unsaved()) {
        session.save()?;
    }
    Ok(outcome)
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

fn take(
    given: &ImportArguments,
    import: &Import,
    file: &Path,
    today: Day,
    session: Option<&mut Session>,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let source = match name {
        Some(name) if name != disk::STANDARD => format!("{}, {name}", import.importer),
        _ => import.importer.to_owned(),
    };
    let chosen =
        Chosen { on: given.on.as_deref(), source: &source, checked: today, inline: INLINE };
    let Some(session) = session else {
        drop(ends.err.write_all(&written(&[import_report(import, None)], "text")?));
        return Ok(match given.format.as_str() {
            "text" => ends.answer(entries_of(import, chosen)?.as_bytes()),
            format => ends.answer(&written(&[import_report(import, None)], format)?),
        });
    };
    into(session, import, (chosen, given.host.as_deref()), &given.format, ends)
}

/// Takes an import into a scenario and says what it did; nothing where it is not plain which contract was measured.
pub(super) fn into(
    session: &mut Session,
    import: &Import,
    (chosen, host): (Chosen<'_>, Option<&str>),
    format: &str,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let mut import = import.clone();
    if import.series.iter().any(|series| series.host.is_some() && series.host.as_deref() == host) {
        import.series.retain(|series| series.host.as_deref() == host);
    }
    let placing = session.placing(&import, chosen)?;
    let hosts: BTreeSet<&str> = import.series.iter().filter_map(|s| s.host.as_deref()).collect();
    let contracts: BTreeSet<_> = placing.placed.iter().map(|placed| &placed.on).collect();
    if !contracts.is_empty() && contracts.len() < hosts.len() {
        let named = hosts.iter().copied().collect::<Vec<_>>().join(", ");
        let problem =
            Problem::error("which-host", format!("several hosts would be one contract: {named}"));
        ends.tell(&problem.hint("name one, as `--host NAME`; nothing was imported"));
        return Ok(Outcome::Failed);
    }
    let unplaced = placing.placed.iter().any(|placed| placed.on.is_none());
    let which = placing.notes.iter().find(|note| unplaced && note.starts_with("which contract"));
    if let Some(which) = which {
        let problem = Problem::error("which-contract", which.clone());
        ends.tell(&problem.hint("name it, as `--on KEY`; nothing was imported"));
        return Ok(Outcome::Failed);
    }
    session.import(&placing)?;
    Ok(ends.answer(&written(&[import_report(&import, Some(&placing))], format)?))
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

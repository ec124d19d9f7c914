//! What is asked of price lists, without a window?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use crate::diag::Problem;
use crate::engine::configure::{Choice, Listed, Offered, Replacing, Situation};
use crate::session::Session;
use crate::units::Day;

use super::{Ends, Outcome};

mod diff;
mod find;
mod import;
mod needs;
mod take;

pub use diff::{DiffArguments, ListArguments};
pub use find::FindArguments;
pub use import::{PriceImportArguments, TaxBasis, ToldArguments};
pub use needs::NeedArguments;
pub use take::TakeArguments;

/// What is done with price lists.
#[derive(Debug, Subcommand)]
pub enum PricesCommand {
    /// Keep a provider's price list beside the scenario, or print what it holds
    Import(PriceImportArguments),
    /// Name the price lists beside the scenario, by their day
    List(ListArguments),
    /// Say what rose, fell, came and went between two price lists, and what it means for a scenario
    Diff(DiffArguments),
    /// Say what would serve, the cheapest first, and why not the rest
    Find(Box<FindArguments>),
    /// Write a configuration that was found into the scenario, as an offer and a move of a plan
    Take(Box<TakeArguments>),
}

pub(super) fn run(
    command: &PricesCommand,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    match command {
        PricesCommand::Import(given) => import::run(given, today, ends),
        PricesCommand::List(given) => diff::list(given, today, ends),
        PricesCommand::Diff(given) => diff::run(given, today, ends),
        PricesCommand::Find(given) => find::run(given, today, ends),
        PricesCommand::Take(given) => take::run(given, today, ends),
    }
}

/// A price list in a file, by the file's name. One that does not say its day is of the day in its file's name, else of today.
fn listed(path: &Path, told: &ToldArguments, today: Day) -> Result<Listed, Problem> {
    let name = super::import::name_of(path);
    let date = told.date.clone().or_else(|| day_in(&name).map(|day| day.to_string()));
    let catalogue = ToldArguments { date, ..told.clone() }.read(path, today)?;
    let stem = path.file_stem().map_or(name, |stem| stem.to_string_lossy().into_owned());
    Ok(Listed { key: Arc::from(stem), catalogue: Arc::new(catalogue) })
}

/// Everything that the price lists named offer, else those beside the scenario, with its costs in the scenario.
fn choice(
    session: &Session,
    lists: Vec<Listed>,
    from: Option<&str>,
    replace: Option<&str>,
) -> Result<Choice, Problem> {
    let (Some(scenario), Some(outlook)) = (session.scenario(), session.outlook()) else {
        let problem = session.problems().first().cloned();
        return Err(problem.unwrap_or_else(|| Problem::error("cannot-read", "nothing can be read")));
    };
    let lists = if lists.is_empty() { Listed::newest(scenario) } else { lists };
    if lists.is_empty() {
        let what = format!("`{}` has no price list beside it", session.name());
        return Err(Problem::error("no-price-list", what)
            .hint("name one: `--prices FILE`, as OVH's order catalogue"));
    }
    let mut situation = Situation::of(scenario, outlook);
    if let Some(contract) = replace {
        let Some((key, _)) = scenario.contracts.get_key_value(contract) else {
            let keys: Vec<_> = scenario.contracts.keys().map(|key| format!("`{key}`")).collect();
            let what = format!("there is no contract `{contract}`");
            return Err(Problem::error("no-such-contract", what)
                .hint(format!("the contracts are: {}", keys.join(", "))));
        };
        let overlap = situation.replacing().and_then(|old| old.overlap);
        let contract = Arc::clone(key);
        situation = situation.in_place_of(Some(Replacing { contract, overlap, plan: None }));
    }
    if let Some(day) = from {
        situation = situation.starting(needs::day("--from", day)?);
    }
    Ok(Choice::new(Arc::new(Offered::new(lists)), situation))
}

fn lists(paths: &[PathBuf], told: &ToldArguments, today: Day) -> Result<Vec<Listed>, Problem> {
    paths.iter().map(|path| listed(path, told, today)).collect()
}

/// The first day that is written in a name, as in `ovh-ca-2022-01-24.json`.
fn day_in(name: &str) -> Option<Day> {
    let starts = name.char_indices().map(|(at, _)| at);
    starts.filter_map(|at| name.get(at..at + 10)).find_map(|part| {
        let plain = part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        Day::parse(part).ok().filter(|_| plain)
    })
}

//! What changed between two price lists, without a window?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::diag::Problem;
use crate::disk;
use crate::model::Catalogue;
use crate::report::price_lists::{Compared, beside, diff};
use crate::session::Session;
use crate::units::Day;

use super::super::{Ends, Outcome, outcome_of, written};
use super::import::ToldArguments;

/// What `prices diff` is told.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// Price list: a provider's file, a catalogue's text, or SCENARIO:KEY
    pub old: String,
    /// Price list that it is compared with, the same way
    pub new: String,
    /// Scenario whose contracts and offers are looked at, and whose rates convert; absent: the one that OLD or NEW names
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = super::super::args::formats())]
    pub format: String,
    /// Day of OLD, where it does not say; absent: today
    #[arg(long, value_name = "DAY")]
    pub old_date: Option<String>,
    /// What the lists do not say.
    #[command(flatten)]
    pub told: ToldArguments,
}

/// What `prices list` is told.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// File, or `-`
    pub scenario: PathBuf,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = super::super::args::formats())]
    pub format: String,
}

pub(super) fn list(
    given: &ListArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let session = Session::open(&given.scenario, today)?;
    ends.tell_all(session.problems());
    let Some(scenario) = session.scenario() else { return Ok(Outcome::Failed) };
    let answer = written(&[beside(scenario, today)], &given.format)?;
    Ok(ends.answer(&answer).max(outcome_of(&session)))
}

pub(super) fn run(
    given: &DiffArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let (old_told, told) = given.told.dated(given.old_date.as_deref());
    let (old, named_by_old) = list_of(&given.old, &old_told, today)?;
    let (new, named_by_new) = list_of(&given.new, &told, today)?;
    let named = match &given.scenario {
        Some(path) => Some(Session::open(path, today)?),
        None => named_by_new.or(named_by_old),
    };
    if let Some(session) = &named {
        ends.tell_all(session.problems());
    }
    let scenario = named.as_ref().and_then(Session::scenario).map(|scenario| &**scenario);
    let report = diff(&Compared { old: &old, new: &new, scenario });
    let outcome = named.as_ref().map_or(Outcome::Done, outcome_of);
    Ok(ends.answer(&written(&[report], &given.format)?).max(outcome))
}

/// A price list by its file, or by scenario and key; then with the scenario.
fn list_of(
    given: &str,
    told: &ToldArguments,
    today: Day,
) -> Result<(Arc<Catalogue>, Option<Session>), Problem> {
    if given == disk::STANDARD || disk::is_there(Path::new(given)) {
        return Ok((Arc::new(told.read(Path::new(given), today)?), None));
    }
    let colons = given.match_indices(':').map(|(at, _)| (&given[..at], &given[at + 1..]));
    let mut named = colons.filter(|(path, _)| disk::is_there(Path::new(path)));
    let Some((path, key)) = named.next() else {
        // Its own words for what is not there.
        return Ok((Arc::new(told.read(Path::new(given), today)?), None));
    };
    let session = Session::open(Path::new(path), today)?;
    let Some(scenario) = session.scenario() else {
        return Err(session
            .problems()
            .first()
            .cloned()
            .unwrap_or_else(|| Problem::error("cannot-read", format!("`{path}` cannot be read"))));
    };
    let Some(of) = scenario.catalogues.get(key) else {
        let keys: Vec<String> = scenario.catalogues.keys().map(|key| format!("`{key}`")).collect();
        let problem = Problem::error("no-such-list", format!("`{path}` has no price list `{key}`"));
        return Err(match keys.as_slice() {
            [] => problem.hint("there is none beside it: `headroom prices import FILE --into` it"),
            keys => problem.hint(format!("it has {}", keys.join(", "))),
        });
    };
    let Some(catalogue) = of.beside.clone() else {
        let message = format!("the text of `{key}`, `{}`, cannot be read beside `{path}`", of.text);
        let hint = "put it back, or import the price list again";
        return Err(Problem::error("catalogue-missing", message).hint(hint));
    };
    Ok((catalogue, Some(session)))
}

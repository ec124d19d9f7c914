//! How does a configuration that was found get into the scenario?

use std::path::PathBuf;

use clap::Args;

use crate::diag::Problem;
use crate::engine::configure::Needs;
use crate::session::{Session, picking};
use crate::units::Day;

use super::super::{Ends, Outcome, outcome_of};

/// What `prices take` is told.
#[derive(Debug, Args)]
pub struct TakeArguments {
    /// File
    pub scenario: PathBuf,
    /// Name of the configuration, as `prices find` tells it
    pub configuration: String,
    /// Price list that it is in; absent: those beside the scenario, of each the newest
    #[arg(long, value_name = "FILE")]
    pub prices: Vec<PathBuf>,
    /// Plan that orders it; absent: a new one
    #[arg(long, value_name = "NAME")]
    pub plan: Option<String>,
    /// Contract whose place it takes; absent: the server with the most RAM
    #[arg(long, value_name = "CONTRACT")]
    pub replace: Option<String>,
    /// First day paid; absent: as a plan replaces the server, else the first day of the request
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// How its disks are joined; absent: so that any one may fail
    #[arg(long, value_name = "LEVEL")]
    pub raid: Option<String>,
    /// Bandwidth to take along, in Mbit a second
    #[arg(long, value_name = "MBIT")]
    pub bandwidth: Option<u32>,
    /// What the lists do not say.
    #[command(flatten)]
    pub told: super::ToldArguments,
}

pub(super) fn run(
    given: &TakeArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let lists = super::lists(&given.prices, &given.told, today)?;
    let mut session = Session::open(&given.scenario, today)?;
    let mut choice =
        super::choice(&session, lists, given.from.as_deref(), given.replace.as_deref())?;
    let safety = super::needs::safety(given.raid.as_deref())?;
    let needs = Needs { safety, bandwidth: given.bandwidth, ..Needs::default() };
    choice.select(&needs, crate::engine::configure::Sort::default());
    let found = choice.offered().find(&given.configuration);
    let [pick] = found[..] else {
        let what = format!("`{}` is no configuration", given.configuration);
        return Err(if found.is_empty() {
            let near = nearest(&given.configuration, &choice);
            let hint = near.map_or_else(
                || "`headroom prices find` tells their names".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Problem::error("no-such-configuration", what).hint(hint)
        } else {
            let names: Vec<String> =
                found.iter().map(|pick| format!("`{}`", choice.offered().name(*pick))).collect();
            Problem::error("no-such-configuration", format!("{what}: several price lists have it"))
                .hint(format!("write one of {}", names.join(", ")))
        });
    };
    let Some(document) = session.document() else { return Ok(Outcome::Failed) };
    let (edit, plan) = picking(document, &choice, pick, &needs, given.plan.as_deref())?;
    session.apply(&edit)?;
    session.save()?;
    ends.tell_all(session.problems());
    let name = choice.configuration(pick).plan.name.to_string();
    let said = format!("{name} is in `{}`: the plan \"{plan}\" orders it\n", session.name());
    Ok(ends.answer(said.as_bytes()).max(outcome_of(&session)))
}

/// The name that is most like another.
fn nearest(wanted: &str, choice: &crate::engine::configure::Choice) -> Option<String> {
    let names = choice.offered().picks().map(|pick| choice.offered().short_name(pick));
    let likeness = |name: &String| strsim::jaro_winkler(wanted, name);
    let best = names.map(|name| (likeness(&name), name)).max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(likeness, _)| *likeness > 0.8).map(|(_, name)| name)
}

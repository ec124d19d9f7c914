//! What would serve out of price lists, and why not the rest?

use std::path::{Path, PathBuf};

use clap::Args;

use crate::diag::Problem;
use crate::disk;
use crate::document::{Edit, Path as At};
use crate::engine::configure::{Listed, Needs, Sort};
use crate::model::CatalogueTax;
use crate::report::configurations::{Found, Shown, of_found};
use crate::session::{Session, is_price_list};
use crate::units::Day;

use super::super::{Ends, Outcome, outcome_of, written};
use super::ToldArguments;
use super::needs::{NeedArguments, SortBy, day};

/// What `prices find` is told.
#[derive(Debug, Args)]
pub struct FindArguments {
    /// Scenario whose needs, taxes and days count, or a price list alone
    #[arg(value_name = "SCENARIO|PRICE-LIST")]
    pub file: PathBuf,
    /// Price list to look into, as OVH's order catalogue; may be given again. Absent: those beside the scenario, of each the newest
    #[arg(long, value_name = "FILE")]
    pub prices: Vec<PathBuf>,
    /// What is needed.
    #[command(flatten)]
    pub needs: NeedArguments,
    /// First day paid, as 2022-05-19; absent: as a plan replaces the server, else the first day of the request
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Months of the request; absent: as the scenario says, of a price list alone 12
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=120))]
    pub months: Option<u32>,
    /// Contract whose place it takes; absent: the server with the most RAM
    #[arg(long, value_name = "CONTRACT")]
    pub replace: Option<String>,
    /// What stands first
    #[arg(long, default_value = "period")]
    pub sort: SortBy,
    /// Tell all that serves, and of all the rest why not
    #[arg(long)]
    pub all: bool,
    /// What the lists do not say.
    #[command(flatten)]
    pub told: ToldArguments,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = super::super::args::formats())]
    pub format: String,
}

/// So many of each plan are told, unless all are.
const BEST: usize = 3;

pub(super) fn run(
    given: &FindArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let mut lists = super::lists(&given.prices, &given.told, today)?;
    let mut notes = Vec::new();
    let alone = !is_scenario(&given.file);
    let mut session = if alone {
        lists.insert(0, super::listed(&given.file, &given.told, today)?);
        let (session, note) = bare(&lists[0], given)?;
        notes.push(note);
        session
    } else {
        Session::open(&given.file, today)?
    };
    ends.tell_all(session.problems());
    if let Some(months) = given.months.filter(|_| !alone) {
        let path = At::new().key("request").key("months");
        session.apply(&Edit::new("--months").set(path, months.to_string()))?;
    }
    let mut choice =
        super::choice(&session, lists, given.from.as_deref(), given.replace.as_deref())?;
    let situation = choice.situation().clone();
    let (Some(scenario), Some(outlook)) = (session.scenario(), session.outlook()) else {
        return Ok(Outcome::Failed);
    };
    let proposed = Needs::of(scenario, outlook, situation.from());
    let needs = given.needs.over(proposed.needs, situation.currency())?;
    if !needs.has.is_empty() {
        notes.push(format!(
            "Price lists do not say whether something has {}: it is not looked at.",
            needs.has.join(", ")
        ));
    }
    let sort = Sort::from(given.sort);
    let selection = choice.select(&needs, sort);
    let report = of_found(&Found {
        choice: &choice,
        needs: &needs,
        sources: &proposed.sources,
        selection: &selection,
        sort,
        shown: if given.all { Shown::All } else { Shown::Best(BEST) },
        notes: &notes,
    });
    Ok(ends.answer(&written(&[report], &given.format)?).max(outcome_of(&session)))
}

/// Whether a file is a scenario: it is no price list by its beginning, and no table by its name.
fn is_scenario(path: &Path) -> bool {
    let is_table = path.extension().is_some_and(|extension| {
        ["csv", "tsv", "txt", "md"].iter().any(|table| extension.eq_ignore_ascii_case(table))
    });
    path == Path::new(disk::STANDARD) || (!is_table && is_price_list(path).is_none())
}

/// A scenario in which nothing runs yet, to lay a price list into, and what it says.
fn bare(listed: &Listed, given: &FindArguments) -> Result<(Session, String), Problem> {
    let catalogue = &listed.catalogue;
    let (from, whose) = match &given.from {
        Some(text) => (day("--from", text)?, ""),
        None => (catalogue.date, ", the day of the price list"),
    };
    let months = given.months.unwrap_or(12);
    let month = format!("{}-{:02}", from.year(), from.month());
    let (taxes, tax) = match catalogue.tax {
        CatalogueTax::Before(_) => (String::new(), "before tax".to_owned()),
        CatalogueTax::In(rate) => {
            let taxes = format!(r#"taxes: [(name: "tax", rate: "{rate} %")],"#);
            (taxes, format!("with the {rate} % tax that the prices have in them"))
        }
    };
    let text = format!(
        "#![enable(implicit_some)]\nScenario(format: 1, as_of: \"{from}\", currency: \"{}\", request: (from: \"{month}\", months: {months}), {taxes})\n",
        catalogue.currency.code()
    );
    let session = Session::new(text, listed.key.to_string(), from);
    let count = crate::units::plural(i128::from(months), "month");
    let defaults = if given.months.is_none() || given.from.is_none() {
        "; `--from` and `--months` say otherwise"
    } else {
        ""
    };
    let note = format!(
        "No scenario: over {count} from {}{whose}, {tax}, as a new customer{defaults}.",
        from.words()
    );
    Ok((session, note))
}

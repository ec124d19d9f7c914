//! What is needed, as it is typed?

use clap::{Args, ValueEnum};

use crate::diag::Problem;
use crate::engine::configure::{Budget, Column, Direction, DiskSafety, Needs, Sort};
use crate::model::{OfferKind, Raid};
use crate::units::{Amount, Basis, Currency, Day, Money, Size, SizeUnit, Span, Wrong};

/// What is needed; `any` takes back what the scenario asks for.
#[derive(Debug, Args)]
pub struct NeedArguments {
    /// Memory at least, as 64GiB
    #[arg(long, value_name = "SIZE")]
    pub ram: Option<String>,
    /// Disk at least that can be used, as "2 TB"
    #[arg(long, value_name = "SIZE")]
    pub disk: Option<String>,
    /// How disks are joined, as mirror, 5, 6, 10 or none; absent: so that any one may fail
    #[arg(long, value_name = "LEVEL")]
    pub raid: Option<String>,
    /// CPU threads at least
    #[arg(long, value_name = "N")]
    pub threads: Option<String>,
    /// Backup space at least that comes with it, as "500 GB"
    #[arg(long, value_name = "SIZE")]
    pub backup: Option<String>,
    /// Country that it has to stand in, as CA
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Place that it has to stand in, by code or name, as bhs; may be given again: any of them
    #[arg(long, value_name = "PLACE")]
    pub region: Vec<String>,
    /// Memory that mends errors
    #[arg(long)]
    pub ecc: bool,
    /// Bandwidth at least, in Mbit a second
    #[arg(long, value_name = "MBIT")]
    pub bandwidth: Option<String>,
    /// Months that one may be bound for, as "12 months"; 0: from month to month
    #[arg(long, value_name = "SPAN")]
    pub term: Option<String>,
    /// What a month of it may cost, as "200 CAD after tax"; without a basis before tax
    #[arg(long, value_name = "AMOUNT")]
    pub budget: Option<String>,
    /// What the whole request may come to with it
    #[arg(long, value_name = "AMOUNT")]
    pub request_budget: Option<String>,
    /// What is looked for
    #[arg(long = "kind", default_value = "server")]
    pub looked_for: Kind,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Runs services.
    Server,
    /// Holds backups.
    Backup,
    /// Block storage.
    Disk,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// What the request comes to.
    Period,
    /// What it comes to until the horizon.
    Horizon,
    /// A month.
    Monthly,
    /// What is charged once.
    OneOff,
    /// A month for each GiB of RAM.
    PerGib,
    /// RAM, the most first.
    Ram,
    /// Usable disk, the most first.
    Disk,
    /// CPU threads, the most first.
    Threads,
    /// Months that one is bound for.
    Term,
    /// The provider's name of it.
    Name,
}

impl From<SortBy> for Sort {
    fn from(by: SortBy) -> Self {
        let (by, direction) = match by {
            SortBy::Period => (Column::Period, Direction::Ascending),
            SortBy::Horizon => (Column::Horizon, Direction::Ascending),
            SortBy::Monthly => (Column::Monthly, Direction::Ascending),
            SortBy::OneOff => (Column::OneOff, Direction::Ascending),
            SortBy::PerGib => (Column::PerGib, Direction::Ascending),
            SortBy::Ram => (Column::Ram, Direction::Descending),
            SortBy::Disk => (Column::Disk, Direction::Descending),
            SortBy::Threads => (Column::Threads, Direction::Descending),
            SortBy::Term => (Column::Term, Direction::Ascending),
            SortBy::Name => (Column::Name, Direction::Ascending),
        };
        Self { by, direction }
    }
}

impl NeedArguments {
    /// What is said laid over what the scenario asks for.
    pub(super) fn over(&self, needs: Needs, currency: Currency) -> Result<Needs, Problem> {
        let kind = match self.looked_for {
            Kind::Server => OfferKind::Server,
            Kind::Backup => OfferKind::Backup,
            Kind::Disk => OfferKind::Disk,
        };
        // What the scenario asks for is asked of a server.
        let mut needs = if kind == needs.kind {
            needs
        } else {
            Needs { kind, country: needs.country, regions: needs.regions, ..Needs::default() }
        };
        size("--ram", self.ram.as_ref(), SizeUnit::Gib, &mut needs.ram)?;
        size("--disk", self.disk.as_ref(), SizeUnit::Gb, &mut needs.disk)?;
        size("--backup", self.backup.as_ref(), SizeUnit::Gb, &mut needs.backup)?;
        count("--threads", self.threads.as_ref(), &mut needs.threads)?;
        count("--bandwidth", self.bandwidth.as_ref(), &mut needs.bandwidth)?;
        needs.safety = safety(self.raid.as_deref())?;
        needs.ecc |= self.ecc;
        if let Some(code) = &self.country {
            let code = code.trim().to_uppercase();
            needs.country = (code != "ANY").then_some(code);
        }
        if !self.region.is_empty() {
            let all = self.region.iter().flat_map(|text| text.split(','));
            needs.regions = all.map(|text| text.trim().to_owned()).collect();
            // A place that is named says the country too.
            needs.country = needs.country.filter(|_| self.country.is_some());
        }
        if let Some(text) = &self.term {
            needs.term = term(text)?;
        }
        needs.monthly = budget("--budget", self.budget.as_deref(), currency)?;
        needs.period = budget("--request-budget", self.request_budget.as_deref(), currency)?;
        Ok(needs)
    }
}

/// How disks are joined.
pub(super) fn safety(given: Option<&str>) -> Result<DiskSafety, Problem> {
    let Some(text) = given else { return Ok(DiskSafety::default()) };
    let raid: Raid = text.parse().map_err(|wrong: String| {
        let (what, hint) = wrong.split_once("\nhint: ").unwrap_or((&wrong, ""));
        Problem::error("--raid", what).hint(hint)
    })?;
    Ok(DiskSafety::Raid(raid))
}

/// A day, as 2022-05-19.
pub(super) fn day(flag: &'static str, text: &str) -> Result<Day, Problem> {
    Day::parse(text).map_err(|wrong| said(flag, wrong))
}

fn is_any(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("any")
}

fn said(flag: &'static str, wrong: Wrong) -> Problem {
    let problem = Problem::error(flag, format!("{flag}: {}", wrong.message));
    wrong.hint.into_iter().fold(problem, Problem::hint)
}

fn size(
    flag: &'static str,
    given: Option<&String>,
    unit: SizeUnit,
    need: &mut Option<i128>,
) -> Result<(), Problem> {
    if let Some(text) = given {
        let parsed = || Size::parse_loosely(text, unit).map_err(|wrong| said(flag, wrong));
        *need = if is_any(text) { None } else { Some(parsed()?.bytes()) };
    }
    Ok(())
}

fn count(
    flag: &'static str,
    given: Option<&String>,
    need: &mut Option<u32>,
) -> Result<(), Problem> {
    if let Some(text) = given {
        let parsed = || {
            text.trim().parse().map_err(|_not_a_count: std::num::ParseIntError| {
                Problem::error(flag, format!("{flag}: `{text}` is not a whole number"))
            })
        };
        *need = if is_any(text) { None } else { Some(parsed()?) };
    }
    Ok(())
}

fn term(text: &str) -> Result<Option<u32>, Problem> {
    if is_any(text) {
        return Ok(None);
    }
    if text.trim() == "0" {
        return Ok(Some(0));
    }
    let span: Span = text.parse().map_err(|wrong| said("--term", wrong))?;
    let months = span.in_months().ok_or_else(|| {
        Problem::error("--term", format!("--term: `{text}` is not whole months"))
            .hint("write `12 months`, or `0` for what ends with each month")
    })?;
    Ok(Some(months))
}

fn budget(
    flag: &'static str,
    given: Option<&str>,
    currency: Currency,
) -> Result<Option<Budget>, Problem> {
    let Some(text) = given else { return Ok(None) };
    let money = Money::parse_in(text, currency).map_err(|wrong| said(flag, wrong))?;
    let Some(most) = money.high() else {
        return Err(Problem::error(flag, format!("{flag}: `{text}` is no limit")));
    };
    if money.currency != Some(currency) {
        let what = format!("{flag}: `{text}` is not in {currency}");
        return Err(Problem::error(flag, what).hint("state it in the scenario's currency"));
    }
    Ok(Some(match money.basis {
        Some(Basis::AfterTax) => Budget::AfterTax(Amount::from_decimal(most, currency)),
        Some(Basis::BeforeTax) | None => Budget::BeforeTax(Amount::from_decimal(most, currency)),
    }))
}

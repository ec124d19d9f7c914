//! How is a provider's price list taken in, without a window?

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::formats::catalogues::{PriceTold, READERS, Reader, reader};
use crate::model::Catalogue;
use crate::report::price_lists::held;
use crate::session::{Session, Taken, read_price_list};
use crate::units::{Basis, Currency, Day, Wrong};

use super::super::{Ends, Outcome, outcome_of, written};

/// What `prices import` is told.
#[derive(Debug, Args)]
pub struct PriceImportArguments {
    /// Price lists: what providers give out, a table, or a catalogue's text; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Scenario to keep them beside; absent: print what they hold
    #[arg(long, value_name = "SCENARIO")]
    pub into: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = super::super::args::formats())]
    pub format: String,
    /// What the lists do not say.
    #[command(flatten)]
    pub told: ToldArguments,
}

/// What a price list does not say itself.
#[derive(Clone, Debug, Default, Args)]
pub struct ToldArguments {
    /// Day on which the prices held, as 2022-01-24, where the list does not say; absent: today
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    /// Who sells, where the list does not say
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// Currency of the prices, where the list does not say
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Whether tax is in the prices, where the list does not say
    #[arg(long, value_name = "BASIS")]
    pub basis: Option<TaxBasis>,
    /// How much tax is in the prices, in percent, where the list does not say
    #[arg(long, value_name = "PERCENT")]
    pub tax_rate: Option<String>,
    /// Which part of its range the list is of, where it does not say
    #[arg(long, value_name = "NAME")]
    pub line: Option<String>,
    /// Which column of a table holds what, as ram=Memory; may be given again
    #[arg(long, value_name = "FIELD=HEADING")]
    pub column: Vec<String>,
    /// What the files are, where that is not to be guessed
    #[arg(long = "as", value_name = "KIND", value_parser = kinds())]
    pub kind: Option<String>,
}

/// Whether tax is in prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TaxBasis {
    /// It comes on top.
    BeforeTax,
    /// It is inside.
    AfterTax,
}

fn kinds() -> PossibleValuesParser {
    let value = |reader: &Reader| PossibleValue::new(reader.name).help(reader.what);
    READERS.iter().map(value).collect::<Vec<_>>().into()
}

impl ToldArguments {
    /// The price list in a file, with what was said of it.
    pub(super) fn read(&self, path: &Path, today: Day) -> Result<Catalogue, Problem> {
        let by = self.kind.as_deref().and_then(reader);
        read_price_list(path, by, &self.told(path, today)?)
    }

    /// The same of a list of another day, where one is given, and of this one.
    pub(super) fn dated(&self, other: Option<&str>) -> (Self, Self) {
        let date = other.map(str::to_owned).or_else(|| self.date.clone());
        (Self { date, ..self.clone() }, self.clone())
    }

    fn told(&self, path: &Path, today: Day) -> Result<PriceTold, Problem> {
        let said = |flag: &'static str, wrong: Wrong| {
            let problem = Problem::error(flag, format!("--{flag}: {}", wrong.message));
            wrong.hint.into_iter().fold(problem, Problem::hint)
        };
        let date = self.date.as_deref().map(Day::parse).transpose();
        let date = date.map_err(|wrong| said("date", wrong))?;
        let currency = self.currency.as_deref().map(str::parse::<Currency>).transpose();
        let rate = self.tax_rate.as_deref().map(|given| {
            let number = given.trim().trim_end_matches('%').trim_end();
            let rate = Decimal::from_str_exact(number).ok();
            let rate = rate.filter(|rate| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(rate));
            rate.ok_or_else(|| {
                Problem::error("tax-rate", format!("--tax-rate: `{given}` is no percentage"))
                    .hint("write the percentage, as `19`")
            })
        });
        let column = |given: &String| match given.split_once('=') {
            Some((field, heading)) => Ok((field.trim().to_owned(), heading.trim().to_owned())),
            None => Err(Problem::error("column", format!("--column: `{given}` names no heading"))
                .hint("write FIELD=HEADING, as `ram=Memory`")),
        };
        let name = super::super::import::name_of(path);
        let source = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(PriceTold {
            source: source.filter(|name| name != crate::disk::STANDARD),
            provider: self.provider.clone(),
            currency: currency.map_err(|wrong| said("currency", wrong))?,
            basis: self.basis.map(|basis| match basis {
                TaxBasis::BeforeTax => Basis::BeforeTax,
                TaxBasis::AfterTax => Basis::AfterTax,
            }),
            tax_rate: rate.transpose()?,
            line: self.line.clone(),
            columns: self.column.iter().map(column).collect::<Result<_, _>>()?,
            ..PriceTold::new(date.unwrap_or(today), name)
        })
    }
}

pub(super) fn run(
    given: &PriceImportArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let mut session = given.into.as_deref().map(|path| Session::open(path, today)).transpose()?;
    let mut outcome = Outcome::Done;
    let mut changed = false;
    let mut lines = String::new();
    for file in &given.files {
        let catalogue = match given.told.read(file, today) {
            Ok(catalogue) => catalogue,
            Err(problem) => {
                ends.tell(&problem);
                outcome = Outcome::Failed;
                continue;
            }
        };
        if given.told.date.is_none() && catalogue.date == today {
            let what = format!("`{}` is taken as of today", super::super::import::name_of(file));
            let note = Problem::error("no-date", what).hint("`--date DAY` says of which day it is");
            ends.tell(&note);
        }
        let Some(session) = session.as_mut() else {
            let report = held(&catalogue, today);
            outcome = outcome.max(ends.answer(&written(&[report], &given.format)?));
            continue;
        };
        let (is_new, said) = keep(session, &catalogue)?;
        changed |= is_new;
        lines.push_str(&said);
    }
    if let Some(session) = session.as_mut() {
        if changed {
            session.save()?;
        }
        ends.tell_all(session.problems());
        outcome = outcome.max(outcome_of(session)).max(ends.answer(lines.as_bytes()));
    }
    Ok(outcome)
}

/// Keeps a price list beside a scenario, not saved yet: whether that changed anything, and what to say of it.
pub(in crate::cli) fn keep(
    session: &mut Session,
    catalogue: &Catalogue,
) -> Result<(bool, String), Problem> {
    let taken = session.take_in_catalogue(catalogue)?;
    let plans = crate::units::plural(catalogue.plans.len() as i128, "plan");
    let (key, name) = (&taken.key, session.name());
    let mut said = match taken.change {
        Taken::New => format!(
            "{key}: {plans} of {} as of {}, in `{}` beside `{name}`\n",
            catalogue.range(),
            catalogue.date,
            taken.text
        ),
        Taken::Known => format!("{key}: nothing new, the same prices are beside `{name}`\n"),
        Taken::PutBack => format!("{key}: its text `{}` is put back\n", taken.text),
    };
    for note in &catalogue.notes {
        said.extend(["  ", note, "\n"]);
    }
    Ok((taken.change != Taken::Known, said))
}

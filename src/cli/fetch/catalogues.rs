//! What does a provider sell today? Asked on the command line, kept as a file.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use chrono::DateTime;
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};

use super::{Shown, sentence};
use crate::cli::args::formats;
use crate::cli::prices::keep;
use crate::cli::{Ends, Outcome, outcome_of, written};
use crate::diag::Problem;
use crate::disk::{self, Over};
use crate::fetch::catalogues::{
    AUCTION_CURRENCIES, Ask, Came, LINES, List, Stopped, fetch, subsidiaries,
};
use crate::formats::catalogues::{PriceTold, Reader, recognise};
use crate::formats::importers::{HEAD, Head};
use crate::model::{Catalogue, CatalogueTax, CatalogueText};
use crate::report::{Block, Cell, Column, Paragraph, Report, Row, Table};
use crate::session::Session;
use crate::units::{Currency, Day};

const OVH_EXAMPLES: &str = "\
Examples:
  headroom fetch ovh --subsidiary CA -o ovh-ca-eco.json
  headroom fetch ovh --subsidiary FR --line baremetalServers --into club.headroom.ron
  headroom fetch ovh --subsidiary US --dry-run

Nothing is sent but the address, and no other host is asked than the one that serves the subsidiary.";

/// What `fetch ovh` is told.
#[derive(Debug, Args)]
#[command(after_long_help = OVH_EXAMPLES)]
pub struct OvhArguments {
    /// Which branch of OVH sells, as CA
    #[arg(long, value_name = "CODE", ignore_case = true, value_parser = PossibleValuesParser::new(subsidiaries()))]
    pub subsidiary: String,
    /// Which part of its range
    #[arg(long, value_name = "LINE", default_value = "eco", value_parser = PossibleValuesParser::new(LINES))]
    pub line: String,
    #[command(flatten)]
    pub how: HowArguments,
}

/// What `fetch hetzner-auction` is told.
#[derive(Debug, Args)]
pub struct AuctionArguments {
    /// Currency of the prices
    #[arg(long, value_name = "CODE", default_value = "EUR", ignore_case = true, value_parser = PossibleValuesParser::new(AUCTION_CURRENCIES))]
    pub currency: String,
    #[command(flatten)]
    pub how: HowArguments,
}

/// How a provider is asked, and where its answer goes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("kept").multiple(true))]
pub struct HowArguments {
    /// File that keeps the answer whole, as it was sent; absent: print what is sold
    #[arg(short, long, value_name = "FILE", group = "kept")]
    pub output: Option<PathBuf>,
    /// Scenario to keep the prices beside, as of today
    #[arg(long, value_name = "SCENARIO", group = "kept")]
    pub into: Option<PathBuf>,
    /// Ask only for what changed since the file of --output was written, or since the newest such prices beside the scenario
    #[arg(long, requires = "kept")]
    pub if_newer: bool,
    /// Host to ask; absent: the provider's own for that list
    #[arg(long, value_name = "HOST")]
    pub host: Option<String>,
    /// File with certificates (PEM) of the authorities to trust instead of the system's
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// How long the answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,
    /// Ask nothing: print the address that would be asked
    #[arg(long)]
    pub dry_run: bool,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    pub format: String,
}

/// Asks OVH.
pub(super) fn ovh(
    given: &OvhArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let subsidiary = given.subsidiary.to_uppercase();
    let list = List::Ovh { subsidiary: subsidiary.clone(), line: given.line.clone() };
    let told = PriceTold { line: Some(given.line.clone()), ..PriceTold::new(today, "") };
    asked(list, &given.how, told, Some(&subsidiary), ends)
}

/// Asks Hetzner for its auction.
pub(super) fn auction(
    given: &AuctionArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let currency = given.currency.to_uppercase();
    let mut told = PriceTold::new(today, "");
    told.provider = Some("Hetzner".to_owned());
    told.line = Some("auction".to_owned());
    told.currency = Currency::from_code(&currency);
    asked(List::HetznerAuction { currency }, &given.how, told, None, ends)
}

fn asked(
    list: List,
    how: &HowArguments,
    told: PriceTold,
    subsidiary: Option<&str>,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let mut session = how.into.as_deref().map(|path| Session::open(path, told.date)).transpose()?;
    let ask = Ask {
        since: if how.if_newer { since(how, session.as_ref(), &told, subsidiary) } else { None },
        list,
        host: how.host.clone(),
        authorities: how.ca_file.as_deref().map(disk::held_in).transpose()?,
        patience: Duration::from_secs(how.timeout.into()),
    };
    let address = ask.address()?;
    if how.dry_run {
        return Ok(ends.answer(format!("{address}\n").as_bytes()));
    }
    let mut shown = Shown::new();
    let came = fetch(&ask, &mut |bytes| {
        shown.say(&format!("{} kB came", bytes / 1000), ends);
        ControlFlow::Continue(())
    });
    shown.clear(ends);
    let bytes = match came {
        Ok(Came::New(bytes)) => bytes,
        Ok(Came::Unchanged) => {
            let line = format!("not changed since {}\n", ask.since.as_deref().unwrap_or_default());
            return Ok(ends.answer(line.as_bytes()));
        }
        Err(Stopped::Cancelled) => return Ok(Outcome::Failed),
        Err(Stopped::Failed(problem)) => return Err(problem),
    };
    let told = PriceTold { name: address.clone(), source: Some(address.clone()), ..told };
    let catalogue = (reader(&bytes, &address)?.read)(&bytes, &told)?;
    // Only what can be read replaces what was there.
    if let Some(file) = &how.output {
        disk::save(file, &bytes, Over::Anything)?;
    }
    if let Some(session) = session.as_mut() {
        return take_in(session, &catalogue, subsidiary, ends);
    }
    let report = report(&catalogue, subsidiary, how.output.as_deref(), &address);
    Ok(ends.answer(&written(&[report], &how.format)?))
}

/// Keeps the prices beside a scenario, and saves it.
fn take_in(
    session: &mut Session,
    catalogue: &Catalogue,
    subsidiary: Option<&str>,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let (is_new, mut said) = keep(session, catalogue)?;
    if let Some(other) = other_branch(catalogue, subsidiary) {
        said.extend(["  ", &other, "\n"]);
    }
    if is_new {
        session.save()?;
    }
    ends.tell_all(session.problems());
    Ok(outcome_of(session).max(ends.answer(said.as_bytes())))
}

/// Since when something is known in every place where it is to be kept, as an HTTP date.
fn since(
    how: &HowArguments,
    session: Option<&Session>,
    told: &PriceTold,
    subsidiary: Option<&str>,
) -> Option<String> {
    const DAY: i64 = 86_400;
    let mut all = Vec::new();
    if let Some(file) = how.output.as_deref() {
        let written = disk::modified(file)?.duration_since(UNIX_EPOCH).ok()?;
        all.push(i64::try_from(written.as_secs()).ok()?);
    }
    if let Some(session) = session {
        let is_such = |of: &CatalogueText| {
            of.line == told.line
                && of.subsidiary.as_deref() == subsidiary
                && told.provider.as_deref().unwrap_or("OVH") == of.provider
                && told.currency.is_none_or(|currency| currency == of.currency)
        };
        let scenario = session.scenario()?;
        let beside = scenario.catalogues.values().filter(|of| is_such(of));
        // From the beginning of that day: at which hour it was asked is not known.
        all.push(beside.map(|of| of.date.naive().to_epoch_days()).max().map(i64::from)? * DAY);
    }
    let time = DateTime::from_timestamp(all.into_iter().min()?, 0)?;
    Some(time.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

/// What is said where another branch answers than was asked.
fn other_branch(catalogue: &Catalogue, subsidiary: Option<&str>) -> Option<String> {
    let (asked, answered) = (subsidiary?, catalogue.subsidiary.as_deref()?);
    (asked != answered).then(|| format!("asked for `{asked}`, but answered for `{answered}`"))
}

/// Who can read what came.
fn reader(bytes: &[u8], address: &str) -> Result<&'static Reader, Problem> {
    let text = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let head = Head { text, whole: bytes.len() <= HEAD };
    recognise(&head).ok_or_else(|| {
        let message = format!("what `{address}` sends is no price list that is known");
        Problem::error("not-recognised", message).hint("nothing was kept of it")
    })
}

fn report(
    catalogue: &Catalogue,
    subsidiary: Option<&str>,
    kept: Option<&Path>,
    address: &str,
) -> Report {
    let tax = match catalogue.tax {
        CatalogueTax::Before(None) => "before tax".to_owned(),
        CatalogueTax::Before(Some(rate)) => format!("before {rate} % tax"),
        CatalogueTax::In(rate) => format!("with {rate} % tax"),
    };
    let (plans, addons) = (catalogue.plans.len(), catalogue.addons.len());
    let currency = catalogue.currency.code();
    let mut lines = vec![format!("{plans} plans and {addons} add-ons, in {currency} {tax}")];
    lines.extend(other_branch(catalogue, subsidiary));
    lines.extend(kept.map(|file| format!("kept in `{}`", file.display())));
    lines.extend(catalogue.notes.iter().cloned());
    let mut blocks = Vec::new();
    if kept.is_none() {
        blocks.push(Block::Table(sold(catalogue)));
    }
    blocks.extend(lines.iter().map(|line| Block::Text(Paragraph::plain(sentence(line)))));
    Report { name: "fetch", title: format!("What is sold, by {address}"), blocks }
}

/// A row a plan; what it costs depends on what is chosen with it.
fn sold(catalogue: &Catalogue) -> Table {
    let columns = vec![
        Column::words("plan", "Plan"),
        Column::words("name", "Name"),
        Column::words("cpu", "Processor"),
        Column::words("regions", "Where"),
        Column::words("modes", "Paid as"),
    ];
    let mut table = Table::new("plans", "", columns);
    table.rows.extend(catalogue.plans.iter().map(|plan| {
        let listed = |all: Vec<&str>| Cell::words(all.join(", "));
        Row::item(vec![
            Cell::words(&*plan.code),
            Cell::words(&*plan.name),
            Cell::words(plan.gives.cpu.as_deref().unwrap_or_default()),
            listed(plan.regions.iter().map(|region| &**region).collect()),
            listed(plan.prices.iter().map(|pricing| &*pricing.mode).collect()),
        ])
    }));
    table
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ran_as, serve};
    use super::*;

    const MADE: &str = include_str!("../../../tests/prices/ovh-made.json");

    fn ran(line: &[&str]) -> (Outcome, String, String) {
        ran_as("ovh", line)
    }

    #[test]
    fn what_is_sold_is_a_row_a_plan() {
        let url = serve("200 OK", MADE);
        let line = ["--subsidiary", "fr", "--host", &url, "--format", "csv"];
        let (outcome, out, err) = ran(&line);
        assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
        assert!(out.contains("stork-hour,STORK,M 2,waw,default"), "{out}");
        let (_, out, _) = ran(&["--subsidiary", "FR", "--host", &url]);
        assert!(out.contains("3 plans and 7 add-ons, in EUR before 20 % tax"), "{out}");
        assert!(!out.contains("answered for"), "{out}");
        let (_, out, _) = ran(&["--subsidiary", "CA", "--host", &url]);
        assert!(out.contains("Asked for `CA`, but answered for `FR`"), "{out}");
    }

    #[test]
    fn the_answer_is_kept_whole_and_only_where_it_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ovh.json");
        let path = file.to_str().unwrap();
        let url = serve("200 OK", MADE);
        let (outcome, out, _) = ran(&["--subsidiary", "FR", "--host", &url, "-o", path]);
        assert_eq!(outcome, Outcome::Done);
        assert!(out.contains("Kept in"), "{out}");
        assert_eq!(disk::read(&file).unwrap().text, MADE);
        for (status, body) in [
            ("200 OK", "{\"plans\": []}"),
            ("200 OK", "{\"a\": 1}"),
            ("503 X", ""),
            ("200 OK", "<p>"),
        ] {
            let url = serve(status, body);
            let (outcome, out, err) = ran(&["--subsidiary", "FR", "--host", &url, "-o", path]);
            assert_eq!((outcome, out.as_str()), (Outcome::Failed, ""), "{body}");
            assert!(!err.is_empty());
            assert_eq!(disk::read(&file).unwrap().text, MADE, "{body}");
        }
    }

    #[test]
    fn what_has_not_changed_leaves_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ovh.json");
        disk::save(&file, b"older", Over::Anything).unwrap();
        let path = file.to_str().unwrap();
        let url = serve("304 Not Modified", "");
        let line = ["--subsidiary", "FR", "--host", &url, "-o", path, "--if-newer"];
        let (outcome, out, err) = ran(&line);
        assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
        assert!(out.starts_with("not changed since"), "{out}");
        assert_eq!(disk::read(&file).unwrap().text, "older");
    }

    #[test]
    fn a_dry_run_prints_the_address_and_asks_nothing() {
        let (outcome, out, _) = ran(&["--subsidiary", "CA", "--dry-run"]);
        assert_eq!(outcome, Outcome::Done);
        assert_eq!(out, "https://ca.api.ovh.com/1.0/order/catalog/public/eco?ovhSubsidiary=CA\n");
        let (outcome, out, err) =
            ran(&["--subsidiary", "CA", "--dry-run", "--host", "eu.api.ovh.com"]);
        assert_eq!((outcome, out.as_str()), (Outcome::Failed, ""));
        assert!(err.contains("`eu.api.ovh.com` does not serve subsidiary `CA`"), "{err}");
        let (_, out, _) = ran_as("hetzner-auction", &["--currency", "usd", "--dry-run"]);
        assert!(out.ends_with("/live_data_sb_USD.json\n"), "{out}");
    }
    #[test]
    fn prices_are_kept_beside_a_scenario_once() {
        const SMALL: &str =
            "Scenario(format: 1, currency: \"EUR\", request: (from: \"2021-05\", months: 3))";
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("small.ron");
        disk::save(&file, SMALL.as_bytes(), Over::Anything).unwrap();
        let url = serve("200 OK", MADE);
        let line = ["--subsidiary", "FR", "--host", &url, "--into", file.to_str().unwrap()];
        let (outcome, out, err) = ran(&line);
        assert_eq!((outcome, err.as_str()), (Outcome::Done, ""), "{out}");
        assert!(out.contains("ovh-fr-eco-2021-04-20: 3 plans of OVH"), "{out}");
        let text = disk::read(&file).unwrap().text;
        assert!(text.contains("ovh-fr-eco-2021-04-20"), "{text}");
        let whole = folder.path().join("whole.json");
        let both = [&line[..], &["-o", whole.to_str().unwrap()]].concat();
        let (outcome, out, _) = ran(&both);
        assert_eq!(outcome, Outcome::Done);
        assert!(out.contains("nothing new"), "{out}");
        assert_eq!(disk::read(&whole).unwrap().text, MADE);
        assert_eq!(disk::read(&file).unwrap().text, text);
        // Asked for again, it is since the beginning of the day of those prices.
        let url = serve("304 Not Modified", "");
        let line = ["--subsidiary", "FR", "--host", &url, "--into", file.to_str().unwrap()];
        let (_, out, _) = ran(&[&line[..], &["--if-newer"]].concat());
        assert_eq!(out, "not changed since Tue, 20 Apr 2021 00:00:00 GMT\n");
        // Of another branch nothing is known yet: all of it is asked for, and 304 is no answer to that.
        let line = ["--subsidiary", "CA", "--host", &url, "--into", file.to_str().unwrap()];
        let (outcome, _, err) = ran(&[&line[..], &["--if-newer"]].concat());
        assert_eq!(outcome, Outcome::Failed);
        assert!(err.contains("(304)"), "{err}");
    }
}

//! What can be said on the command line?

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::fetch::FetchArguments;
use crate::formats::EXPORTERS;
use crate::report::REPORTS;

const EXAMPLES: &str = "\
Examples:
  headroom                                          the window, with the last file or an example
  headroom club.headroom.ron                        the window, with this file
  headroom report club.headroom.ron                 what is asked, and by when
  headroom report club.headroom.ron schedule --plan \"Bigger server\" --format csv
  headroom report club.headroom.ron --why 'plans[\"Bigger server\"].request.before_tax'
  headroom report club.headroom.ron --set request.months=6 --set 'offers[\"a/b\"].setup=0 EUR before tax'
  headroom check *.headroom.ron                     what is wrong, at risk or unknown
  headroom compare club.headroom.ron \"Do nothing\" \"Bigger server\"
  headroom export club.headroom.ron --format md -o request.md
  headroom import ram.txt --into club.headroom.ron  what free, df and others say, into the scenario
  headroom fmt --check club.headroom.ron            for commit hooks
  headroom fetch prometheus http://localhost:9090   what was in use for a year, by the preset `node`

Exit codes:
  0  done; for check: no finding of severity error
  1  the file has mistakes, or check found errors, or fmt --check would change something
  2  something could not be read or written, or the command line makes no sense

SCENARIO is a file; `-` is standard input.";

const MEASURING: &str = "\
On the server, as any user:
  (crontab -l; headroom measure) | crontab -       or put the line there by `crontab -e`
Some weeks later, where Headroom is:
  scp server:headroom.log . && headroom import headroom.log --into club.headroom.ron";

/// When do rented servers run out, what would fix it, what does it cost in which month, and what to
/// ask for.
#[derive(Debug, Parser)]
#[command(name = "headroom", version, after_long_help = EXAMPLES, after_help = "More, with examples: headroom --help")]
#[command(args_conflicts_with_subcommands = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do; nothing: open the window.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Scenario to open in the window
    pub scenario: Option<PathBuf>,
    /// Colours of the window; absent: as the system has them
    #[arg(long, hide_short_help = true)]
    pub theme: Option<Theme>,
    /// Size of the window in points; absent: 1280x800
    #[arg(long, value_name = "WIDTHxHEIGHT", hide_short_help = true)]
    pub window: Option<WindowSize>,
}

/// Colours of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the system has them.
    System,
}

/// Inner size of the window in points, each side from 400 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSize {
    /// From left to right.
    pub width: u16,
    /// From top to bottom.
    pub height: u16,
}

impl FromStr for WindowSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let points = |text: &str| text.trim().parse().ok().filter(|n| (400..=10_000).contains(n));
        let both = text.split_once('x').and_then(|(w, h)| Some((points(w)?, points(h)?)));
        let (width, height) =
            both.ok_or("write WIDTHxHEIGHT, as 1280x800, each side from 400 to 10000")?;
        Ok(Self { width, height })
    }
}

/// What to do without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer a question about a scenario
    Report(ReportArguments),
    /// Say what is wrong, at risk or unknown in scenarios
    Check {
        /// Files, or `-`
        #[arg(required = true)]
        scenario: Vec<PathBuf>,
        /// What is changed for this answer
        #[command(flatten)]
        changes: Changes,
    },
    /// Set two plans side by side: only what differs, and the way from one total to the other
    Compare {
        /// File, or `-`
        scenario: PathBuf,
        /// Name of a plan; "Do nothing" is always there
        plan: String,
        /// Name of the other plan
        second: String,
        /// How the answer is written
        #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
        format: String,
        /// What is changed for this answer
        #[command(flatten)]
        changes: Changes,
    },
    /// Write the request, or other answers, to a file
    Export {
        /// File, or `-`
        scenario: PathBuf,
        /// How it is written
        #[arg(long, value_name = "FORMAT", value_parser = formats())]
        format: String,
        /// File to write; `-` is standard output
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Name of the plan; absent: the one the request names, else the cheapest without an error
        #[arg(long, value_name = "NAME")]
        plan: Option<String>,
        /// What is written, one or more; absent: the request as it goes out
        #[arg(long, value_name = "REPORT", value_parser = reports())]
        report: Vec<String>,
        /// What is changed for this answer
        #[command(flatten)]
        changes: Changes,
    },
    /// Take in what another tool measured: its output is recognised
    #[command(after_help = super::import::list())]
    Import(super::ImportArguments),
    /// Give the line for crontab that starts measuring: nothing else is needed on the server
    #[command(after_help = MEASURING)]
    Measure {
        /// Log that is written there
        #[arg(default_value = "~/headroom.log")]
        log: String,
    },
    /// Say where a measured series goes, when that is too much, and how wrong such forecasts were before
    Forecast(super::ForecastArguments),
    /// Lay files out by rule, in place; comments, order and values stay
    Fmt {
        /// Files; `-` is standard input to standard output
        #[arg(required = true)]
        scenario: Vec<PathBuf>,
        /// Change nothing, exit 1 where something would change
        #[arg(long)]
        check: bool,
    },
    /// Look through providers' price lists
    Prices {
        /// What is done
        #[command(subcommand)]
        what: Box<super::PricesCommand>,
    },
    /// Ask a server elsewhere what was in use, or a provider what it sells; the only command that uses the network
    Fetch {
        /// What kind of server
        #[command(subcommand)]
        from: FetchArguments,
    },
}

/// What `report` is told.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// File, or `-`
    pub scenario: PathBuf,
    /// Question to answer
    #[arg(default_value = "overview", value_parser = reports())]
    pub report: String,
    /// Name of the plan; absent: the one the request names, else the cheapest without an error
    #[arg(long, value_name = "NAME")]
    pub plan: Option<String>,
    /// Explain one figure, by its path
    #[arg(long, value_name = "PATH", conflicts_with = "report")]
    pub why: Option<String>,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    pub format: String,
    /// Changes to what the file says.
    #[command(flatten)]
    pub changes: Changes,
}

/// Changes to what a file says, for this answer only.
#[derive(Debug, Args)]
pub struct Changes {
    /// Take another value for this answer; may be given again
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Answer as of this day, as 2021-04-20, instead of the file's or today
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
}

/// Reads the command line. What makes no sense, `--help` and `--version` come back as the error,
/// which knows its words and its exit code.
pub fn parse(given: impl IntoIterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(given)
}

fn reports() -> PossibleValuesParser {
    // `explain` is asked by --why, `compare` has a command of its own.
    let questions = REPORTS.iter().filter(|q| !["explain", "compare"].contains(&q.name));
    questions.map(|q| PossibleValue::new(q.name).help(q.what)).collect::<Vec<_>>().into()
}

pub(super) fn formats() -> PossibleValuesParser {
    EXPORTERS.iter().map(|e| PossibleValue::new(e.name).help(e.what)).collect::<Vec<_>>().into()
}

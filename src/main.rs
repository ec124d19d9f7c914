//! Window or command line? The only place that asks what day it is.

use std::io;
use std::process::ExitCode;

use headroom::cli::{self, Arguments, Ends, Outcome};
use headroom::diag::Problem;
use headroom::session::{Session, examples};
use headroom::units::Day;

fn main() -> ExitCode {
    let arguments = match cli::parse(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(told) => {
            // A closed pipe: nobody reads the help.
            drop(told.print());
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2));
        }
    };
    let mut out = cli::buffered(io::stdout().lock());
    let mut err = io::stderr();
    let mut ends = Ends { out: &mut out, err: &mut err };
    let outcome = match &arguments.command {
        Some(command) => cli::run(command, today(), &mut ends),
        None => window(&arguments, today(), &mut ends),
    };
    ExitCode::from(outcome.code())
}

/// Opens the window; where there is none, says why and answers the overview as text.
fn window(arguments: &Arguments, today: Day, ends: &mut Ends<'_>) -> Outcome {
    let session = match start(arguments, today) {
        Ok(session) => session,
        Err(problem) => {
            ends.tell(&problem);
            return Outcome::Failed;
        }
    };
    let problem = Problem::error("no-window", "no window: there is none yet");
    ends.tell(&problem);
    cli::overview(&session, ends)
}

/// The file that was named, else the last one open, else the bundled real case.
fn start(arguments: &Arguments, today: Day) -> Result<Session, Problem> {
    if let Some(path) = &arguments.scenario {
        return Session::open(path, today);
    }
    Ok(Session::new(examples::HYPHA.text, examples::HYPHA.name, today))
}

/// Today where the computer stands; the scenario's own `as_of` comes first.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
fn today() -> Day {
    use chrono::Datelike as _;
    let now = chrono::Local::now().date_naive();
    Day::new(now.year(), now.month(), now.day()).unwrap_or(Day::FIRST)
}

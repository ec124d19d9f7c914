//! Window or command line? The only place that asks what day it is.

use std::io;
use std::process::ExitCode;

use chrono::Datelike as _;
use headroom::cli::{self, Arguments, Ends, Outcome};
use headroom::diag::Problem;
use headroom::disk::Recent;
use headroom::session::{Session, examples};
use headroom::units::Day;

fn main() -> ExitCode {
    let arguments = match cli::parse(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(told) => {
            drop(told.print()); // where nobody reads the help, nobody misses it
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
    let named = arguments.scenario.as_deref().map(|path| Session::open(path, today)).transpose();
    let named = match named {
        Ok(named) => named,
        Err(problem) => {
            ends.tell(&problem);
            return Outcome::Failed;
        }
    };
    let recent = Recent::load();
    let last = || recent.paths().find_map(|path| Session::open(path, today).ok());
    let example = || Session::new(examples::HYPHA.text, examples::HYPHA.name, today);
    let opened = named.clone().or_else(last).unwrap_or_else(example);
    match open(arguments, opened, &recent) {
        Ok(()) => return Outcome::Done,
        Err(problem) => ends.tell(&problem),
    }
    let session = named.unwrap_or_else(|| {
        let example = examples::HYPHA;
        let what = format!("the overview of an example, not your data: {}", example.what);
        ends.tell(&Problem::error("example", what).hint("name a scenario file"));
        Session::new(example.text, example.name, today)
    });
    cli::overview(&session, ends)
}

#[cfg(feature = "window")]
fn open(arguments: &Arguments, session: Session, recent: &Recent) -> Result<(), Problem> {
    headroom::gui::start(session, recent, arguments.theme, arguments.window, screen())
}

/// Whether the environment names a screen.
#[cfg(feature = "window")]
#[expect(clippy::disallowed_methods, reason = "the environment is asked here alone")]
fn screen() -> headroom::gui::open::Screen {
    use headroom::gui::open::Screen;
    let named = |name| std::env::var(name).is_ok_and(|value| !value.is_empty());
    if named("DISPLAY") || named("WAYLAND_DISPLAY") { Screen::Named } else { Screen::None }
}

#[cfg(not(feature = "window"))]
fn open(_: &Arguments, _: Session, _: &Recent) -> Result<(), Problem> {
    Err(Problem::error("no-window", "no window: this program was built without one"))
}

/// Today where the computer stands; the scenario's own `as_of` comes first.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
fn today() -> Day {
    let now = chrono::Local::now().date_naive();
    Day::new(now.year(), now.month(), now.day()).unwrap_or(Day::FIRST)
}

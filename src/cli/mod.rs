//! The command line: what is asked is answered on standard output, what is wrong on standard error.
//!
//! Nothing is printed here by itself: both ends are handed in, so that tests can read them.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::diag::{Problem, Severity};
use crate::disk::{self, Over};
use crate::formats;
use crate::formats::importers::crontab_line;
use crate::report::{self, Question, Report};
use crate::session::{self, Session};
use crate::units::Day;

mod args;
mod fetch;
mod forecast;
mod import;
mod prices;
mod table;

pub use forecast::ForecastArguments;
pub use import::ImportArguments;
pub use prices::{
    DiffArguments, FindArguments, ListArguments, NeedArguments, PriceImportArguments,
    PricesCommand, TakeArguments, TaxBasis, ToldArguments,
};

pub use args::{Arguments, Changes, Command, ReportArguments, Theme, WindowSize, parse};

/// How it went; the numbers are exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done, and nothing is wrong.
    Done = 0,
    /// Done, but the file has mistakes, or there are findings of severity error, or a layout
    /// would change.
    Wrong = 1,
    /// Something could not be read or written.
    Failed = 2,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// Where answers and errors go.
pub struct Ends<'a> {
    /// Answers: standard output.
    pub out: &'a mut dyn Write,
    /// What is wrong: standard error.
    pub err: &'a mut dyn Write,
}

impl Ends<'_> {
    /// Writes an answer whole. A reader that has gone away, as `head` does, wanted no more.
    fn answer(&mut self, bytes: &[u8]) -> Outcome {
        match self.out.write_all(bytes).and_then(|()| self.out.flush()) {
            Ok(()) => Outcome::Done,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Outcome::Done,
            Err(error) => {
                let what = format!("cannot write to standard output: {error}");
                self.tell(&Problem::error("cannot-write", what));
                Outcome::Failed
            }
        }
    }

    /// Says what is wrong: `file:line:column: message` and a line with the hint.
    pub fn tell(&mut self, problem: &Problem) {
        // Where standard error is closed, there is nobody left to tell.
        drop(writeln!(self.err, "{problem}"));
    }

    fn tell_all(&mut self, problems: &[Problem]) {
        for problem in problems {
            self.tell(problem);
        }
    }
}

/// Does what was asked without a window. `today` is the scenario's day where it names none.
pub fn run(command: &Command, today: Day, ends: &mut Ends<'_>) -> Outcome {
    let done = match command {
        Command::Report(arguments) => report(arguments, today, ends),
        Command::Check { scenario, changes } => {
            let outcomes = scenario.iter().map(|path| check(path, changes, today, ends));
            Ok(outcomes.max().unwrap_or(Outcome::Done))
        }
        Command::Compare { scenario, plan, second, format, changes } => {
            compare(scenario, [plan, second], format, changes, today, ends)
        }
        Command::Export { scenario, format, output, plan, report, changes } => {
            let wanted = Export { format, output, plan: plan.as_deref(), reports: report };
            export(scenario, &wanted, changes, today, ends)
        }
        Command::Measure { log } => Ok(ends.answer((crontab_line(log) + "\n").as_bytes())),
        Command::Forecast(arguments) => forecast::run(arguments, today, ends),
        Command::Import(arguments) => import::run(arguments, today, ends),
        Command::Fmt { scenario, check } => {
            let how = if *check { Layout::Check } else { Layout::Write };
            let outcomes = scenario.iter().map(|path| lay_out(path, how, ends));
            Ok(outcomes.max().unwrap_or(Outcome::Done))
        }
        Command::Prices { what } => prices::run(what, today, ends),
        Command::Fetch { from } => Ok(fetch::run(from, today, ends)),
    };
    done.unwrap_or_else(|problem| {
        ends.tell(&problem);
        Outcome::Failed
    })
}

/// The overview as text, for where a window was asked for and there is none.
pub fn overview(session: &Session, ends: &mut Ends<'_>) -> Outcome {
    let answers = report::question("overview").and_then(|q| session.report(q));
    answered(session, answers.as_slice(), "text", ends)
}

fn report(given: &ReportArguments, today: Day, ends: &mut Ends<'_>) -> Result<Outcome, Problem> {
    let mut session = open(&given.scenario, &given.changes, today)?;
    choose(&mut session, given.plan.as_deref())?;
    let answer = match &given.why {
        Some(path) => match session.why_not(path) {
            Some(problem) => {
                ends.tell_all(session.problems());
                return Err(problem);
            }
            None => session.why(path),
        },
        None => session.report(question(&given.report)?),
    };
    Ok(answered(&session, answer.as_slice(), &given.format, ends))
}

fn compare(
    path: &Path,
    plans: [&String; 2],
    format: &str,
    changes: &Changes,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let mut session = open(path, changes, today)?;
    for plan in plans {
        choose(&mut session, Some(plan))?;
    }
    let [first, second] = plans;
    let answer = session.report_of(question("compare")?, first, Some(second), None);
    Ok(answered(&session, answer.as_slice(), format, ends))
}

struct Export<'a> {
    format: &'a str,
    output: &'a Path,
    plan: Option<&'a str>,
    reports: &'a [String],
}

fn export(
    path: &Path,
    wanted: &Export<'_>,
    changes: &Changes,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let mut session = open(path, changes, today)?;
    choose(&mut session, wanted.plan)?;
    let names = match wanted.reports {
        [] => vec!["request"],
        reports => reports.iter().map(String::as_str).collect(),
    };
    let questions = names.into_iter().map(question).collect::<Result<Vec<_>, _>>()?;
    let answers: Vec<_> = questions.into_iter().filter_map(|q| session.report(q)).collect();
    if wanted.output == Path::new(disk::STANDARD) {
        return Ok(answered(&session, &answers, wanted.format, ends));
    }
    if disk::full_path(wanted.output) == disk::full_path(path) {
        let what = format!("`{}` is the scenario itself", wanted.output.display());
        return Err(Problem::error("over-itself", what).hint("write to another file"));
    }
    ends.tell_all(session.problems());
    if answers.is_empty() {
        return Ok(Outcome::Failed);
    }
    disk::save(wanted.output, &written(&answers, wanted.format)?, Over::Anything)?;
    Ok(outcome_of(&session))
}

fn check(path: &Path, changes: &Changes, today: Day, ends: &mut Ends<'_>) -> Outcome {
    let session = match open(path, changes, today) {
        Ok(session) => session,
        Err(problem) => {
            ends.tell(&problem);
            return Outcome::Failed;
        }
    };
    ends.tell_all(session.problems());
    if session.outlook().is_none() {
        return Outcome::Failed;
    }
    let told: String = session.findings().iter().map(|f| finding(&session, f)).collect();
    let has_errors = session.findings().iter().any(|f| f.severity == Severity::Error);
    let found = if has_errors { Outcome::Wrong } else { Outcome::Done };
    ends.answer(told.as_bytes()).max(outcome_of(&session)).max(found)
}

/// A finding as compilers write theirs, so that editors jump to its place.
fn finding(session: &Session, finding: &crate::checks::Finding) -> String {
    let place = session.place_of(&finding.about);
    let place = place.map_or_else(|| session.name(), |place| place.to_string());
    let plan = finding.plan.as_deref().map(|p| format!(" (plan \"{p}\")")).unwrap_or_default();
    let mut lines =
        format!("{place}: {}: {}{plan} [{}]\n", finding.severity, finding.what, finding.code);
    for (before, words) in [("  ", &finding.why), ("  hint: ", &finding.hint)] {
        if !words.is_empty() {
            lines.extend([before, words, "\n"]);
        }
    }
    lines
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Check,
    Write,
}

fn lay_out(path: &Path, how: Layout, ends: &mut Ends<'_>) -> Outcome {
    let done = disk::read(path).and_then(|opened| {
        let text = session::laid_out(&opened.text, &opened.name)?;
        let is_same = text == opened.text;
        let is_standard = path == Path::new(disk::STANDARD);
        Ok(match how {
            Layout::Check if is_same => Outcome::Done,
            Layout::Check => {
                let what = format!("`{}` is not laid out by rule", opened.name);
                ends.tell(&Problem::error("layout", what).hint("run `headroom fmt` on it"));
                Outcome::Wrong
            }
            Layout::Write if is_standard => ends.answer(text.as_bytes()),
            Layout::Write if is_same => Outcome::Done,
            Layout::Write => {
                let over = opened.stamp.as_ref().map_or(Over::Anything, Over::Unchanged);
                disk::save(path, text.as_bytes(), over)?;
                Outcome::Done
            }
        })
    });
    done.unwrap_or_else(|problem| {
        ends.tell(&problem);
        Outcome::Failed
    })
}

/// Opens a scenario and lays the changes over it, one after the other.
fn open(path: &Path, changes: &Changes, today: Day) -> Result<Session, Problem> {
    let mut session = Session::open(path, today)?;
    if session.outlook().is_none() {
        return Ok(session); // nothing can be changed in it: its own problems say why
    }
    if let Some(day) = &changes.as_of {
        session.apply(&session::as_of(day)?)?;
    }
    for (i, given) in changes.set.iter().enumerate() {
        let edit = session::setting(&session, given, i + 1)?;
        session.apply(&edit)?;
    }
    session.choose_best_plan();
    Ok(session)
}

fn choose(session: &mut Session, plan: Option<&str>) -> Result<(), Problem> {
    let Some(plan) = plan else { return Ok(()) };
    // Without an outlook there is nothing to choose from, and the problems say why.
    let Some(outlook) = session.outlook().cloned() else { return Ok(()) };
    if session.choose_plan(plan) {
        return Ok(());
    }
    let names: Vec<_> = outlook.plans.keys().map(|name| &**name).collect();
    let near = names
        .iter()
        .map(|name| (strsim::jaro_winkler(&plan.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    let hint = match near {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => format!("the plans are: `{}`", names.join("`, `")),
    };
    Err(Problem::error("no-such-plan", format!("there is no plan `{plan}`")).hint(hint))
}

fn question(name: &str) -> Result<&'static Question, Problem> {
    report::question(name)
        .ok_or_else(|| Problem::error("no-such-report", format!("there is no report `{name}`")))
}

/// Writes answers and says what is wrong with the file they are about.
fn answered(session: &Session, answers: &[Report], format: &str, ends: &mut Ends<'_>) -> Outcome {
    ends.tell_all(session.problems());
    if answers.is_empty() {
        return Outcome::Failed;
    }
    match written(answers, format) {
        Ok(bytes) => ends.answer(&bytes).max(outcome_of(session)),
        Err(problem) => {
            ends.tell(&problem);
            Outcome::Failed
        }
    }
}

fn written(answers: &[Report], format: &str) -> Result<Vec<u8>, Problem> {
    let exporter = formats::exporter(format).ok_or_else(|| {
        Problem::error("no-such-format", format!("there is no format `{format}`"))
    })?;
    Ok((exporter.write)(answers))
}

/// Whether what could be read is all there is.
fn outcome_of(session: &Session) -> Outcome {
    let is_wrong = session.problems().iter().any(|p| p.severity == Severity::Error);
    if is_wrong { Outcome::Wrong } else { Outcome::Done }
}

/// Standard output behind a buffer, so that a long answer is few writes.
pub fn buffered(out: impl Write) -> impl Write {
    io::BufWriter::with_capacity(1 << 16, out)
}

#[cfg(test)]
mod tests;

//! What was in use, day by day, by a Prometheus, Thanos, Mimir or VictoriaMetrics?
//!
//! The server aggregates: one value a day and series comes back. Days are asked for in windows, the newest first, as long as the
//! server takes them; what came is kept when one fails, and asking again goes on from there.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::Uri;

use self::answer::Series;
use self::gather::Answered;
use self::labels::Key;
use self::presets::{Gives, Query};
use self::refused::Trouble;
use self::windows::{Pace, Window};
use super::Auth;
use super::web::{self, Elsewhere, How, Web, named};
use crate::diag::Problem;
use crate::formats::importers::Import;
use crate::units::Day;

mod address;
mod answer;
mod gather;
mod labels;
pub mod presets;
mod refused;
mod windows;

#[cfg(test)]
mod tests;

pub use presets::Statistics;

/// So many values are kept at most: a thousand hosts with five file systems each for a year are 5.1 million.
const MOST: usize = 8_000_000;
/// A server that asks for more time than that is left alone at once.
const LONGEST_WAIT: Duration = Duration::from_mins(2);
/// So many series whose total changed are asked for again, at most.
const MOST_MOVED: usize = 50;
/// So many notes of the server are kept, each so long in characters.
const WARNINGS: (usize, usize) = (10, 200);

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Address of the server, with a path before `/api/v1` where it has one. No name and password in it.
    pub url: String,
    /// What is asked of it.
    pub queries: Vec<Query>,
    /// Sentences that belong to the figures.
    pub notes: Vec<String>,
    /// Matchers for every selector of a preset, as `job="node",env="live"`; may be empty.
    pub matchers: String,
    /// The first day.
    pub from: Day,
    /// The first day no longer asked for.
    pub until: Day,
    /// Minutes east of UTC of the place whose days they are.
    pub utc_offset: i32,
    /// Which figures of a day.
    pub statistics: Statistics,
    /// Who asks.
    pub auth: Auth,
    /// Certificates of authorities that are trusted instead of the system's, as PEM.
    pub authorities: Option<String>,
    /// How long one answer may take.
    pub patience: Duration,
    /// How often in a row a query of a window is tried before it is given up, at least 1.
    pub tries: u32,
}

/// What came so far of an [`Ask`]: begins as nothing, and grows window by window.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// One a query.
    answered: Vec<Answered>,
    /// From here on all came.
    since: Option<Day>,
    pace: Pace,
    values: usize,
    warnings: BTreeSet<String>,
    notes: BTreeSet<String>,
    /// Whether the server has ever answered.
    met: bool,
    /// Whether days on which a total changed were asked for again.
    mended: bool,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Days that came, counted once a query.
    pub done: u64,
    /// Days in all, counted likewise.
    pub of: u64,
    /// How long nothing is asked now, because the server could not answer.
    pub waiting: Option<Duration>,
}

/// Why it ended early. What came until then is in [`Came`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The person had enough.
    Cancelled,
    /// The server could not be asked, or did not answer.
    Failed(Problem),
}

/// Looks at the progress; breaks off by answering [`ControlFlow::Break`].
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;
/// Lets time pass, looking now and then at whether it is still wanted.
type Wait = fn(Duration, &mut dyn FnMut() -> ControlFlow<()>) -> ControlFlow<()>;

/// Asks for all that has not come yet, and gives the whole. `watch` is asked before every query, a few times a second while
/// waiting, and while an answer is read.
///
/// Failures that may go away by themselves (429, 502, 503, 504, a connection that was cut off) are tried again, later each time or
/// when the server says so; windows that are too much for it are halved. Secrets stand in no problem.
pub fn fetch(ask: &Ask, came: &mut Came, watch: &mut Watch<'_>) -> Result<Import, Stopped> {
    run(ask, came, watch, wait)
}

impl Ask {
    /// The PromQL that is sent once a window, one text a query. Days on which a total changed are asked for again by others.
    pub fn queries_sent(&self) -> Vec<String> {
        self.queries.iter().map(|query| query.text(&self.matchers, self.statistics)).collect()
    }
}

impl Came {
    /// What came so far, as usage; where days are missing at the beginning, a note says so.
    pub fn import(&self, ask: &Ask) -> Import {
        let mut import = gather::import(ask, &self.answered);
        for note in &self.notes {
            import.note(note.clone());
        }
        for warning in self.warnings.iter().take(WARNINGS.0) {
            import.note(format!("the server says: {warning}"));
        }
        if let Some(since) = self.since.filter(|since| *since > ask.from) {
            import.note(format!("only what was measured since {} came", since.words()));
        }
        if ask.auth.is_proof() && is_readable_on_the_way(&ask.url) {
            import.note("the token or password went over http, readable on the way");
        }
        import
    }

    /// Whether nothing was kept so far.
    pub fn is_empty(&self) -> bool {
        self.values == 0
    }
}

/// What VictoriaMetrics means by `isPartial`.
const PARTIAL: &str = "a part of its stores did not answer: figures may be too low";

struct Fetching<'a> {
    ask: &'a Ask,
    web: Web<'a>,
    url: Uri,
    wait: Wait,
}

fn run(ask: &Ask, came: &mut Came, watch: &mut Watch<'_>, wait: Wait) -> Result<Import, Stopped> {
    let url = address::of(&ask.url).map_err(Stopped::Failed)?;
    let how = How {
        auth: &ask.auth,
        patience: ask.patience,
        authorities: ask.authorities.as_deref(),
        largest: web::LARGEST,
        elsewhere: Elsewhere::WithoutSecret,
        since: None,
    };
    let web = Web::new(&url, &how).map_err(Stopped::Failed)?;
    let fetching = Fetching { ask, web, url, wait };
    came.answered.resize_with(ask.queries.len(), Answered::default);
    let texts = ask.queries_sent();
    while let Some(window) = came.pace.window(ask.from, came.since.unwrap_or(ask.until)) {
        let began = Instant::now();
        let (window, answers) = fetching.patiently(window, &texts, came, watch)?;
        for (answered, series) in came.answered.iter_mut().zip(answers) {
            came.values += answered.take(series, window, ask.utc_offset);
        }
        if came.values > MOST {
            return Err(Stopped::Failed(too_much()));
        }
        came.since = Some(window.from);
        came.pace.answered(window, began.elapsed());
    }
    if !came.mended {
        fetching.mend(came, watch)?;
        came.mended = true;
    }
    let import = came.import(ask);
    if import.series.is_empty() {
        return Err(Stopped::Failed(fetching.no_usage(&import)));
    }
    Ok(import)
}

impl Fetching<'_> {
    /// Asks all of these for a window, or for its newest days where it is too much, until answers come or hope is gone.
    fn patiently(
        &self,
        window: Window,
        texts: &[String],
        came: &mut Came,
        watch: &mut Watch<'_>,
    ) -> Result<(Window, Vec<Vec<Series>>), Stopped> {
        let mut window = window;
        let mut answers = Vec::new();
        let mut failed = 0;
        loop {
            let before = answers.len();
            let Err(trouble) = self.on(window, texts, &mut answers, came, watch) else {
                return Ok((window, answers));
            };
            let (problem, after, is_heavy) = match trouble {
                Trouble::Cancelled => return Err(Stopped::Cancelled),
                Trouble::Lasting(problem) => return Err(Stopped::Failed(problem)),
                Trouble::Heavy(problem) => {
                    if !came.pace.refused(window) {
                        return Err(Stopped::Failed(problem));
                    }
                    window = came.pace.window(window.from, window.until).unwrap_or(window);
                    answers.clear();
                    continue;
                }
                Trouble::Passing { problem, after, is_heavy } => (*problem, after, is_heavy),
            };
            failed = if answers.len() > before { 1 } else { failed + 1 };
            let pause = after.unwrap_or(Duration::from_secs(1 << failed.min(5)));
            if failed >= self.ask.tries || pause > LONGEST_WAIT {
                return Err(Stopped::Failed(given_up(problem, failed, pause)));
            }
            if is_heavy && came.pace.refused(window) {
                window = came.pace.window(window.from, window.until).unwrap_or(window);
                answers.clear();
            }
            let progress = self.progress(came, window, answers.len());
            let progress = Progress { waiting: Some(pause), ..progress };
            if (self.wait)(pause, &mut || watch(progress)).is_break() {
                return Err(Stopped::Cancelled);
            }
        }
    }

    /// Asks those of the texts that have no answer yet.
    fn on(
        &self,
        window: Window,
        texts: &[String],
        answers: &mut Vec<Vec<Series>>,
        came: &mut Came,
        watch: &mut Watch<'_>,
    ) -> Result<(), Trouble> {
        let [start, end] = window.times(self.ask.utc_offset);
        for text in texts.iter().skip(answers.len()) {
            let progress = self.progress(came, window, answers.len());
            if watch(progress).is_break() {
                return Err(Trouble::Cancelled);
            }
            let query = [
                ("query", text.as_str()),
                ("start", &start),
                ("end", &end),
                ("step", "86400"),
                ("nocache", "1"), // VictoriaMetrics would move the times
            ];
            let answer = self.web.get(&self.url, &query, &mut |_| watch(progress));
            let answer = answer.map_err(|failure| refused::of_web(failure, came.met))?;
            came.met = true;
            let answer = refused::judge(&answer, &self.url, &self.ask.auth)?;
            for warning in answer.warnings {
                let warning = self.ask.auth.hide(&warning);
                came.warnings.insert(warning.chars().take(WARNINGS.1).collect());
            }
            if answer.is_partial {
                came.warnings.insert(PARTIAL.to_owned());
            }
            answers.push(answer.data.unwrap_or_default().result);
        }
        Ok(())
    }

    /// Asks for days on which the total changed minute by minute.
    fn mend(&self, came: &mut Came, watch: &mut Watch<'_>) -> Result<(), Stopped> {
        let mut left = MOST_MOVED;
        for (i, query) in self.ask.queries.iter().enumerate().filter(|(_, q)| q.instant.is_some()) {
            let Gives::InUse(resource) = &query.gives else { continue };
            let total = Gives::Usable(resource.clone());
            let total = self.ask.queries.iter().position(|other| other.gives == total);
            let Some(total) = total.and_then(|total| came.answered.get(total)) else { continue };
            let moved: Vec<_> = total.moved().map(|(key, days)| (key.clone(), days)).collect();
            let unmended = moved.len().saturating_sub(left);
            if unmended > 0 {
                came.notes.insert(format!(
                    "on {unmended} hosts the total changed within days: what was in use on these is at most what is given"
                ));
            }
            for (key, days) in moved.into_iter().take(left) {
                left -= 1;
                self.mend_one(i, query, &key, &days, came, watch)?;
            }
        }
        Ok(())
    }

    fn mend_one(
        &self,
        query_at: usize,
        query: &Query,
        key: &Key,
        days: &[Day],
        came: &mut Came,
        watch: &mut Watch<'_>,
    ) -> Result<(), Stopped> {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(()) };
        let matchers: Vec<_> = key.iter().map(|(name, is)| format!("{name}={is:?}")).collect();
        let matchers = [self.ask.matchers.clone(), matchers.join(",")].join(",");
        let text = query.text_of_instants(matchers.trim_matches(','), self.ask.statistics);
        let texts: Vec<String> = text.into_iter().collect();
        let mut better = Answered::default();
        let mut until = last.plus_days(1);
        let mut windows = Pace::default();
        while let Some(window) = windows.window(*first, until) {
            let (window, answers) = self.patiently(window, &texts, came, watch)?;
            windows.answered(window, Duration::ZERO);
            until = window.from;
            for series in answers {
                better.take(series, window, self.ask.utc_offset);
            }
        }
        if let Some(answered) = came.answered.get_mut(query_at) {
            answered.mend(key, days, &better);
        }
        Ok(())
    }

    fn progress(&self, came: &Came, window: Window, answered: usize) -> Progress {
        let queries = self.ask.queries.len() as u64;
        let days = |from: Day, until: Day| from.days_until(until).max(0) as u64;
        let of = days(self.ask.from, self.ask.until) * queries;
        let since = came.since.unwrap_or(self.ask.until);
        let begun = window.days().max(0) as u64 * answered as u64;
        let done = (days(since, self.ask.until) * queries + begun).min(of);
        Progress { done, of, waiting: None }
    }

    fn no_usage(&self, import: &Import) -> Problem {
        let at = named(&self.url);
        let problem = Problem::error("no-usage", format!("{at} knows nothing of what was asked"));
        match import.left_out.first() {
            Some(left) => problem.hint(format!("left out: {} {}", left.count, left.what)),
            None => problem.hint(
                "is the preset that of the exporter, do the matchers fit, are there days so long ago?",
            ),
        }
    }
}

fn given_up(problem: Problem, tries: u32, pause: Duration) -> Problem {
    let times = if tries == 1 { "once".to_owned() } else { format!("{tries} times") };
    let message = format!("{}; tried {times}", problem.message);
    let problem = Problem { message, ..problem };
    if pause > LONGEST_WAIT {
        let minutes = pause.as_secs().div_ceil(60);
        return problem.hint(format!("it asks to be left alone for {minutes} minutes"));
    }
    problem
}

fn too_much() -> Problem {
    Problem::error("too-large", "there are more than 8 million values")
        .hint("ask for fewer hosts by `--match`, or fewer days")
}

fn is_readable_on_the_way(url: &str) -> bool {
    address::of(url)
        .is_ok_and(|url| url.scheme_str() == Some("http") && !web::is_this_computer(&url))
}

fn wait(pause: Duration, wanted: &mut dyn FnMut() -> ControlFlow<()>) -> ControlFlow<()> {
    const LOOK: Duration = Duration::from_millis(100);
    let mut left = pause;
    while !left.is_zero() {
        wanted()?;
        let nap = left.min(LOOK);
        thread::sleep(nap);
        left -= nap;
    }
    wanted()
}

//! How wrong would forecasts have been on this past, and how is that said?

use crate::engine::forecast::{Ahead, Backtest, Buckets, Step};
use crate::model::Resource;

use super::super::{Ask, Paragraph, Tone, words};
use super::Which;
use super::past::Past;

/// Series that are tried at most: the largest.
const MOST: usize = 6;

/// A series whose forecasts are to be tried on its own past. Nothing else goes into it: while it is equal
/// to an earlier one, so is what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Key of the series.
    pub name: String,
    buckets: Buckets,
    seed: u64,
    /// How many more series there are that are not tried.
    others: usize,
}

/// A trial and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    name: String,
    backtest: Backtest,
    others: usize,
}

pub(super) fn of(past: &Past<'_>, seed: u64) -> Vec<Trial> {
    let mut all: Vec<(&str, &Buckets)> = past
        .counting()
        .filter_map(|told| Some((&*told.series.key, told.history.buckets()?)))
        .collect();
    all.sort_by(|a, b| b.1.last_value().total_cmp(&a.1.last_value()));
    let others = all.len().saturating_sub(MOST);
    let trial = |(name, buckets): (&str, &Buckets)| Trial {
        name: name.to_owned(),
        buckets: buckets.clone(),
        seed,
        others,
    };
    all.into_iter().take(MOST).map(trial).collect()
}

impl Trial {
    /// Distances that are tried: a quarter, half and all of a third of the history, in steps.
    pub fn horizons(&self) -> Vec<usize> {
        let third = (self.buckets.len() / 3).max(1);
        let mut horizons = vec![third.div_ceil(4), third.div_ceil(2), third];
        horizons.dedup();
        horizons
    }

    /// Tries it, 2 years of days in about a third of a second. `go_on` is asked before each of
    /// [`Trial::horizons`], with its place; `None`: it said no.
    pub fn run(&self, go_on: &dyn Fn(usize) -> bool) -> Option<Tried> {
        let mut backtest = Backtest { step: self.buckets.step, ahead: Vec::new() };
        for (n, steps) in self.horizons().into_iter().enumerate() {
            if !go_on(n) {
                return None;
            }
            let one = Backtest::of(&self.buckets, &self.name, self.seed, &[steps]);
            backtest.ahead.extend(one.ahead);
        }
        Some(Tried { name: self.name.clone(), backtest, others: self.others })
    }
}

/// What came of trials in sentences; where there were none, why, and how to begin.
pub fn tried(ask: &Ask<'_>, which: &Which, done: &[Tried]) -> Vec<Paragraph> {
    let mut said = Vec::new();
    let mut say = |text: String, tone: Tone| said.push(Paragraph::plain(text).toned(tone));
    if done.is_empty() {
        say(untried(ask, which), Tone::Plain);
        return said;
    }
    for (n, of) in done.iter().enumerate() {
        if done.len() > 1 {
            say(format!("{}:", of.name), Tone::Dim);
        }
        let Some(last) = of.backtest.ahead.last() else {
            say(
                "There is too little in its past to try such forecasts on.".to_owned(),
                Tone::Plain,
            );
            continue;
        };
        for ahead in &of.backtest.ahead {
            say(off(ahead, of.backtest.step), Tone::Plain);
        }
        say(above(last), Tone::Plain);
        if n + 1 == done.len() {
            let step = of.backtest.step.name();
            say(
                format!("Tried again from earlier {step}s, half of the history behind each."),
                Tone::Dim,
            );
        }
    }
    if let Some(others) = done.first().map(|of| of.others).filter(|others| *others > 0) {
        let others = words::count(i64::try_from(others).unwrap_or(i64::MAX), "smaller series");
        say(format!("Not tried: {others}."), Tone::Dim);
    }
    said
}

/// `2 months ahead, half of the forecasts were off by less than 4 %; assuming no change, 7 %.`
fn off(ahead: &Ahead, step: Step) -> String {
    let steps = words::count(i64::try_from(ahead.steps).unwrap_or(i64::MAX), step.name());
    let better = if ahead.no_change_is_better() { ", which was better" } else { "" };
    format!(
        "{steps} ahead, half of the forecasts were off by less than {}; assuming no change, {}{better}.",
        percent(ahead.off),
        percent(ahead.no_change),
    )
}

/// How often more came than was cautious, beside what is promised.
fn above(ahead: &Ahead) -> String {
    let times = match (ahead.above_cautious, ahead.points) {
        (0, points) => format!("Never above the cautious line in {points} tries"),
        (above, points) => match (2 * points + above) / (2 * above) {
            0 | 1 => format!("Above the cautious line {above} times in {points}"),
            every => format!("Above the cautious line 1 time in {every}"),
        },
    };
    format!("{times}. About 1 in 10 is what it promises.")
}

/// A share, above 0, to a percent; below one percent to a tenth.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = usize::from(percent > 0.0 && percent < 0.95);
    format!("{percent:.decimals$} %")
}

fn untried(ask: &Ask<'_>, which: &Which) -> String {
    if which.resource == Resource::Backup {
        return "Backups are counted, not measured: there is no forecast to be wrong.".to_owned();
    }
    let past = Past::of(ask, which);
    if past.all.is_empty() {
        return "It cannot be told: nothing was measured. Six months of figures are enough for a first \
                forecast."
            .to_owned();
    }
    past.says_nothing(ask).unwrap_or_else(|| "It cannot be told.".to_owned())
}

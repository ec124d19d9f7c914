//! What was measured of a resource, how far does it let expect, and what was tidied up in it?

use std::sync::Arc;

use crate::engine::forecast::{Buckets, CannotTell, CleanUp, History};
use crate::engine::outlook::Level;
use crate::engine::series::{Series, series, together};
use crate::model::{Resource, Scenario};
use crate::units::Day;

use super::super::{Ask, words};
use super::{Course, Which};

/// The measured past of a resource.
pub(super) struct Past<'a> {
    pub(super) resource: &'a Resource,
    /// Every series of it.
    pub(super) all: Vec<Told>,
    /// Those that count, by their places in `all`.
    counts: Vec<usize>,
    /// What was measured, all that counts together; where none counts, all.
    pub(super) line: Vec<(Day, Level)>,
    /// Whether what is wanted today is what was measured and nothing besides.
    pub(super) is_all: bool,
}

/// A series with its buckets.
pub(super) struct Told {
    pub(super) series: Series,
    pub(super) history: History,
}

/// How far a forecast reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    /// Last day of it that may be trusted: a third of the history.
    pub(super) solid: Day,
    /// Last day of which anything is said from what was measured.
    pub(super) light: Day,
}

impl<'a> Past<'a> {
    pub(super) fn of(ask: &Ask<'_>, which: &'a Which) -> Self {
        let is_here = |of: &Series| match &which.host {
            None => true,
            host => of.host == *host,
        };
        let resource_of = |scenario: &Scenario, key: &str| {
            scenario.usage.get(key).is_some_and(|usage| usage.resource == which.resource)
        };
        let all: Vec<Told> = series(ask.scenario, ask.outlook)
            .into_iter()
            .filter(|of| resource_of(ask.scenario, &of.key) && is_here(of))
            .map(|series| {
                let history = series.history(ask.outlook.as_of);
                Told { series, history }
            })
            .collect();
        let today = Course::of(ask.outlook.do_nothing(), which).and_then(|course| course.today());
        let runs = |key: &Arc<str>| {
            today.is_some_and(|today| today.running.iter().any(|part| part.of == *key))
        };
        let counts: Vec<usize> = (0..all.len()).filter(|n| runs(&all[*n].series.key)).collect();
        let is_all = today
            .is_some_and(|today| today.unmet.is_empty() && today.running.len() == counts.len());
        let drawn: Vec<&Series> = all
            .iter()
            .enumerate()
            .filter(|(n, _)| counts.is_empty() || counts.contains(n))
            .map(|(_, told)| &told.series)
            .collect();
        let line = together(&drawn);
        Self { resource: &which.resource, all, counts, line, is_all }
    }

    /// The series that count.
    pub(super) fn counting(&self) -> impl Iterator<Item = &Told> {
        self.counts.iter().filter_map(|n| self.all.get(*n))
    }

    /// Whether what was measured counts, so that what services declare is no more than a part of it.
    pub(super) fn counts(&self) -> bool {
        !self.counts.is_empty()
    }

    /// Whether a forecast is made of any of it.
    pub(super) fn tells(&self) -> bool {
        self.counting().any(|told| told.history.buckets().is_some())
    }

    /// How far the forecast reaches: as far as that of each series does.
    pub(super) fn reached(&self) -> Option<Reached> {
        let each = self.counting().filter_map(|told| told.history.buckets()).map(|buckets| {
            let end = |steps: usize| buckets.end(i64::try_from(steps).unwrap_or(i64::MAX));
            Reached { solid: end(buckets.len() / 3), light: end(buckets.len()) }
        });
        each.reduce(|one, two| Reached {
            solid: one.solid.min(two.solid),
            light: one.light.min(two.light),
        })
    }

    /// Clean-ups found in it.
    pub(super) fn clean_ups(&self) -> Vec<CleanUp> {
        let buckets = self.counting().filter_map(|told| told.history.buckets());
        let mut found: Vec<CleanUp> = buckets.flat_map(Buckets::clean_ups).collect();
        found.sort_by_key(|of| of.day);
        found
    }

    /// Why nothing follows from what was measured, where nothing does.
    pub(super) fn says_nothing(&self, ask: &Ask<'_>) -> Option<String> {
        let resource = words::resource_inside(self.resource);
        if !self.counts() {
            let clipped = self.all.iter().any(|told| told.series.clipped);
            return clipped.then(|| {
                format!(
                    "What was measured of {resource} is cut off at what there is: what services say \
                     that they want is counted instead."
                )
            });
        }
        if self.tells() {
            return None;
        }
        let reason = self.counting().find_map(|told| told.history.cannot_tell())?;
        let why = match reason {
            CannotTell::TooFew => "six measurements apart are needed, better six months of them",
            CannotTell::Counter => "it counts up and starts again: a level is needed",
        };
        let then = match words::growth(ask.scenario, self.resource) {
            Some(growth) => format!("growth as declared, {growth}"),
            None => "it is taken to stay as it was".to_owned(),
        };
        Some(format!("No forecast of {resource}: {why}; {then}."))
    }
}

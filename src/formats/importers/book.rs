//! Which measurements belong to one series, when a tool gives those of many mixed?

use indexmap::IndexMap;

use super::days::Samples;
use super::when::When;
use super::{Import, Measured, Told};
use crate::model::{EstimatedFull, Resource};

/// Series by what they measure, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Book(IndexMap<Key, Kept>);

/// What a series measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) host: Option<String>,
    pub(super) part: Option<String>,
    pub(super) resource: Resource,
}

#[derive(Debug, Default)]
struct Kept {
    samples: Samples,
    total: Option<(When, f64)>,
    off: Option<(When, bool)>,
    estimated_full: Option<EstimatedFull>,
}

impl Key {
    /// Of a host, where it is known, as a whole.
    pub(super) fn of(host: Option<&str>, resource: Resource) -> Self {
        Self { host: host.map(str::to_owned), part: None, resource }
    }

    /// Of a part of it.
    pub(super) fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }
}

impl Book {
    /// Takes a measurement: no time where its date cannot be, no value where it is missing; the total where it is known.
    pub(super) fn take(
        &mut self,
        key: Key,
        when: Option<When>,
        value: Option<f64>,
        total: Option<f64>,
    ) {
        let kept = self.0.entry(key).or_default();
        match value {
            Some(value) => kept.samples.take(when, value),
            None => kept.samples.take_none(),
        }
        let (Some(when), Some(total)) = (when, total) else { return };
        let is_later = kept.total.is_none_or(|(before, _)| before <= when);
        if total.is_finite() && total > 0.0 && is_later {
            kept.total = Some((when, total));
        }
    }

    /// Says whether it was switched off; the latest counts.
    pub(super) fn switched(&mut self, key: Key, when: Option<When>, off: bool) {
        let kept = self.0.entry(key).or_default();
        let Some(when) = when else { return };
        if kept.off.is_none_or(|(before, _)| before <= when) {
            kept.off = Some((when, off));
        }
    }

    /// Says when the tool reckons that it is full.
    pub(super) fn estimate(&mut self, key: Key, full: EstimatedFull) {
        self.0.entry(key).or_default().estimated_full = Some(full);
    }

    /// Gives the series to the import; the host that was told counts where the output names one at most.
    pub(super) fn finish(self, import: &mut Import, told: &Told) {
        for (key, kept) in self.0 {
            let days = kept.samples.finish(import);
            if days.is_empty() {
                continue;
            }
            import.series.push(Measured {
                host: key.host,
                part: key.part,
                resource: key.resource,
                days,
                total: kept.total.map(|(_, total)| total),
                off: kept.off.is_some_and(|(_, off)| off),
                estimated_full: kept.estimated_full,
            });
        }
        name_host(import, told);
    }
}

/// The host that was told, where the output names one at most; with several, theirs stay.
fn name_host(import: &mut Import, told: &Told) {
    let Some(host) = &told.host else { return };
    let mut named = import.series.iter().filter_map(|series| series.host.as_ref());
    let first = named.next();
    if named.any(|other| Some(other) != first) {
        import.note(format!(
            "the output names several hosts, so that they keep their names, not `{host}`"
        ));
        return;
    }
    for series in &mut import.series {
        series.host = Some(host.clone());
    }
}

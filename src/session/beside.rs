//! Which texts stand beside the scenario, and what do they add to it?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::Problem;
use crate::disk::{self, Over};
use crate::document::Document;
use crate::formats::series;
use crate::model::{Scenario, Usage};
use crate::units::Day;

/// A usage as the file has it, and with the series that it names: kept, so that an edit elsewhere reads nothing again.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    stated: Arc<Usage>,
    whole: Arc<Usage>,
    problems: Vec<Problem>,
}

/// The scenario with its day and its series, what was filled, and what is wrong in those texts.
pub(super) fn whole(
    document: &Document<Scenario>,
    today: Day,
    old: &[Filled],
) -> (Arc<Scenario>, Vec<Filled>, Vec<Problem>) {
    let model = document.model();
    let filled: Vec<Filled> = model
        .usage
        .values()
        .filter(|usage| usage.series.is_some())
        .map(|usage| {
            let known = old.iter().find(|filled| Arc::ptr_eq(&filled.stated, usage));
            let found = |filled: &&Filled| filled.whole.beside.is_some();
            known.filter(found).cloned().unwrap_or_else(|| fill(document, usage))
        })
        .collect();
    if model.as_of.is_some() && filled.is_empty() {
        return (Arc::clone(model), filled, Vec::new());
    }
    let mut scenario = (**model).clone();
    scenario.as_of.get_or_insert(today);
    for usage in scenario.usage.values_mut() {
        if let Some(filled) = filled.iter().find(|filled| Arc::ptr_eq(&filled.stated, usage)) {
            *usage = Arc::clone(&filled.whole);
        }
    }
    let problems = filled.iter().flat_map(|filled| filled.problems.clone()).collect();
    (Arc::new(scenario), filled, problems)
}

fn fill(document: &Document<Scenario>, usage: &Arc<Usage>) -> Filled {
    let stated = Arc::clone(usage);
    let text = usage.series.as_deref().and_then(|name| Some((name, document.text_beside(name)?)));
    let Some((name, text)) = text else {
        return Filled { whole: Arc::clone(&stated), stated, problems: Vec::new() };
    };
    let (days, problems) = series::read(text, name, &usage.resource);
    let used = |value: f64| series::used(&usage.resource, value);
    let samples = days.iter().filter_map(|of| Some((of.day, used(of.value)?)));
    let p95 = days.iter().filter_map(|of| Some((of.day, used(of.p95?)?)));
    let (beside, p95) = (Some(samples.collect()), Some(p95.collect()));
    let whole = Usage { beside, p95, ..(**usage).clone() };
    Filled { stated, whole: Arc::new(whole), problems }
}

/// Names of the texts that a scenario wants beside it, each once.
pub(super) fn names(scenario: &Scenario) -> Vec<&str> {
    let mut names: Vec<&str> =
        scenario.usage.values().filter_map(|usage| usage.series.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Where a text of this name lies beside a scenario's file; `None` where the name is a path of its own, which no scenario may
/// lead to.
fn path_of(scenario: &Path, name: &str) -> Option<PathBuf> {
    let plain =
        !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0', ':']);
    plain.then(|| scenario.with_file_name(name))
}

/// The document with the texts that it names and that lie beside its file. What is missing stays missing: a check says so.
pub(super) fn load(document: Document<Scenario>, path: &Path) -> Document<Scenario> {
    let model = Arc::clone(document.model());
    let missing = names(&model).into_iter().filter(|name| document.text_beside(name).is_none());
    let missing: Vec<&str> = missing.collect();
    missing.into_iter().fold(document, |document, name| {
        let text = path_of(path, name).and_then(|path| disk::read(&path).ok());
        text.map_or(document.clone(), |opened| document.with_text(name, opened.text))
    })
}

/// Writes the texts that a scenario names beside the place where it will be saved. One that is there already is the same: it is
/// named by its content.
pub(super) fn save(document: &Document<Scenario>, path: &Path) -> Result<(), Problem> {
    for name in names(document.model()) {
        let text = document.text_beside(name);
        let (Some(text), Some(path)) = (text, path_of(path, name)) else { continue };
        if !disk::is_there(&path) {
            disk::save(&path, text.as_bytes(), Over::Anything)?;
        }
    }
    Ok(())
}

//! Which texts stand beside the scenario, and what do they add to it?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::Problem;
use crate::disk::{self, Over};
use crate::document::Document;
use crate::formats::{catalogue_text, series};
use crate::model::{CatalogueText, Named, Scenario, Usage};
use crate::units::Day;

/// An entry that names a text beside the scenario.
trait Beside: Sized + Clone {
    /// The name of that text, where the entry has one.
    fn text(&self) -> Option<&str>;

    /// The entry with what its text holds, and what is wrong there. `known`: an entry filled from the very same text before.
    fn filled(&self, text: &str, known: Option<&With<Self>>) -> (Self, Vec<Problem>);
}

/// An entry as the file has it, and with the text that it names: kept, so that an edit elsewhere reads nothing again.
#[derive(Clone, Debug)]
struct With<T> {
    stated: Arc<T>,
    /// `None` where its text was not found.
    text: Option<Arc<str>>,
    whole: Arc<T>,
    problems: Vec<Problem>,
}

/// Every entry that names a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    usage: Vec<With<Usage>>,
    catalogues: Vec<With<CatalogueText>>,
}

impl Beside for Usage {
    fn text(&self) -> Option<&str> {
        self.series.as_deref()
    }

    fn filled(&self, text: &str, known: Option<&With<Self>>) -> (Self, Vec<Problem>) {
        if let Some(known) = known.filter(|known| known.stated.resource == self.resource) {
            return (
                Self {
                    beside: known.whole.beside.clone(),
                    p95: known.whole.p95.clone(),
                    ..self.clone()
                },
                known.problems.clone(),
            );
        }
        let (days, problems) =
            series::read(text, self.series.as_deref().unwrap_or_default(), &self.resource);
        let used = |value: f64| series::used(&self.resource, value);
        let samples = days.iter().filter_map(|of| Some((of.day, used(of.value)?)));
        let p95 = days.iter().filter_map(|of| Some((of.day, used(of.p95?)?)));
        let (beside, p95) = (Some(samples.collect()), Some(p95.collect()));
        (Self { beside, p95, ..self.clone() }, problems)
    }
}

impl Beside for CatalogueText {
    fn text(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn filled(&self, text: &str, known: Option<&With<Self>>) -> (Self, Vec<Problem>) {
        if let Some(known) = known {
            let Self { beside, content, .. } = &*known.whole;
            let whole = Self { beside: beside.clone(), content: content.clone(), ..self.clone() };
            return (whole, known.problems.clone());
        }
        let (catalogue, problems) = catalogue_text::read(text, &self.text);
        let content = Some(catalogue_text::name_of(text));
        (Self { beside: catalogue.map(Arc::new), content, ..self.clone() }, problems)
    }
}

/// The scenario with its day and what stands beside it, what was filled, and what is wrong in those texts.
pub(super) fn whole(
    document: &Document<Scenario>,
    today: Day,
    old: &Filled,
) -> (Arc<Scenario>, Filled, Vec<Problem>) {
    let model = document.model();
    let filled = Filled {
        usage: fill(document, &model.usage, &old.usage),
        catalogues: fill(document, &model.catalogues, &old.catalogues),
    };
    let none = filled.usage.is_empty() && filled.catalogues.is_empty();
    if model.as_of.is_some() && none {
        return (Arc::clone(model), filled, Vec::new());
    }
    let mut scenario = (**model).clone();
    scenario.as_of.get_or_insert(today);
    put(&mut scenario.usage, &filled.usage);
    put(&mut scenario.catalogues, &filled.catalogues);
    let of_usage = filled.usage.iter().flat_map(|with| &with.problems);
    let of_catalogues = filled.catalogues.iter().flat_map(|with| &with.problems);
    let problems = of_usage.chain(of_catalogues).cloned().collect();
    (Arc::new(scenario), filled, problems)
}

/// Each entry that names a text, with it. What is known already is not read again.
fn fill<T: Beside>(
    document: &Document<Scenario>,
    entries: &Named<T>,
    old: &[With<T>],
) -> Vec<With<T>> {
    let one = |(place, stated): (usize, &Arc<T>)| -> Option<With<T>> {
        let text = document.text_beside(stated.text()?);
        let is_same = |with: &&With<T>| match (&with.text, text) {
            (Some(known), Some(text)) => Arc::ptr_eq(known, text),
            (None, None) => true,
            _ => false,
        };
        // Where nothing was put in or taken out, it is at the same place as before.
        let known = old.get(place).filter(is_same).or_else(|| old.iter().find(is_same));
        if let Some(known) = known.filter(|known| Arc::ptr_eq(&known.stated, stated)) {
            return Some(known.clone());
        }
        let stated = Arc::clone(stated);
        let Some(text) = text.cloned() else {
            let whole = Arc::clone(&stated);
            return Some(With { stated, text: None, whole, problems: Vec::new() });
        };
        let (whole, problems) = stated.filled(&text, known);
        Some(With { stated, text: Some(text), whole: Arc::new(whole), problems })
    };
    entries.values().filter(|of| of.text().is_some()).enumerate().filter_map(one).collect()
}

fn put<T: Beside>(entries: &mut Named<T>, filled: &[With<T>]) {
    let named = entries.values_mut().filter(|of| of.text().is_some());
    for (entry, with) in named.zip(filled) {
        *entry = Arc::clone(&with.whole);
    }
}

/// Names of the texts that a scenario wants beside it, each once.
pub(super) fn names(scenario: &Scenario) -> Vec<&str> {
    let series = scenario.usage.values().filter_map(|usage| usage.text());
    let catalogues = scenario.catalogues.values().filter_map(|catalogue| catalogue.text());
    let mut names: Vec<&str> = series.chain(catalogues).collect();
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
pub(super) fn load(document: &Document<Scenario>, path: &Path) -> Document<Scenario> {
    let missing = |name: &&str| document.text_beside(name).is_none();
    let read = |name: &str| {
        let opened = disk::read(&path_of(path, name)?).ok()?;
        Some((name.to_owned(), Arc::from(opened.text)))
    };
    let texts: Vec<_> =
        names(document.model()).into_iter().filter(missing).filter_map(read).collect();
    document.with_texts(texts)
}

/// Writes the texts that a scenario names beside the place where it will be saved. One that is there already is the same: it is
/// named by its content. Those of `renewed` are written over what is there: it was not what its name says.
pub(super) fn save(
    document: &Document<Scenario>,
    path: &Path,
    renewed: &[String],
) -> Result<(), Problem> {
    for name in names(document.model()) {
        let text = document.text_beside(name);
        let (Some(text), Some(path)) = (text, path_of(path, name)) else { continue };
        if !disk::is_there(&path) || renewed.iter().any(|of| of == name) {
            disk::save(&path, text.as_bytes(), Over::Anything)?;
        }
    }
    Ok(())
}

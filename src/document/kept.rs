//! One open scenario: its text, its tree and its model, kept in step while edits are laid over it.

use std::fmt::Write as _;
use std::hash::Hash;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

use super::edit::{Draft, Edit, Inverse, Touched};
use super::path::{Path, Step};
use super::read::{self, place};
use super::references::References;
use super::tree::{At, Tree};
use crate::diag::{Place, Problem};

/// What a model does so that an edit reads only what it touched.
pub trait Parts: DeserializeOwned + Clone + PartialEq {
    /// Which values must be keys of which map.
    const REFERENCES: References;

    /// Reads one part anew and puts it in its place; `false` where that cannot be done, and the whole
    /// is then read. Never changes another part.
    fn replace(&mut self, part: &Part<'_>) -> bool;

    /// Takes over from an older model what is equal, where equal parts can be shared.
    fn share(&mut self, old: &Self);
}

/// One part of a scenario as text: a field of the top level, or one entry of a map there.
#[derive(Clone, Copy, Debug)]
pub struct Part<'t> {
    /// The field of the top level.
    pub field: &'t str,
    /// The entry's key as written, and its value as written; `None` where the whole field changed.
    entry: Option<(&'t str, &'t str)>,
    /// The field's value as written.
    whole: &'t str,
}

impl Part<'_> {
    /// Puts it into a map of shared entries. Entries that it does not name, or whose key and value are
    /// as before, stay the same pointers.
    pub fn into_map<K, V>(&self, map: &mut IndexMap<K, Arc<V>>) -> bool
    where
        K: DeserializeOwned + Hash + Eq,
        V: DeserializeOwned + PartialEq,
    {
        if let Some((key, value)) = self.entry {
            let (Ok(key), Ok(value)) = (read::fragment::<K>(key), read::fragment(value)) else {
                return false;
            };
            let Some(there) = map.get_mut(&key) else { return false };
            *there = Arc::new(value);
            return true;
        }
        let Ok(mut new) = read::fragment::<IndexMap<K, Arc<V>>>(self.whole) else { return false };
        share_map(&mut new, map);
        *map = new;
        true
    }

    /// Puts the whole field into its place.
    pub fn into_field<V: DeserializeOwned>(&self, field: &mut V) -> bool {
        read::fragment(self.whole).map(|value| *field = value).is_ok()
    }

    /// Puts the whole field into a list of shared values; those that are as before stay the same
    /// pointers.
    pub fn into_list<V: DeserializeOwned + PartialEq>(&self, list: &mut Vec<Arc<V>>) -> bool {
        let Ok(mut new) = read::fragment::<Vec<Arc<V>>>(self.whole) else { return false };
        share_list(&mut new, list);
        *list = new;
        true
    }
}

/// Takes over the pointers of equal entries.
pub fn share_map<K: Hash + Eq, V: PartialEq>(
    new: &mut IndexMap<K, Arc<V>>,
    old: &IndexMap<K, Arc<V>>,
) {
    for (key, value) in new {
        if let Some(same) = old.get(key).filter(|there| there == &value) {
            *value = Arc::clone(same);
        }
    }
}

/// Takes over the pointers of equal values.
pub fn share_list<V: PartialEq>(new: &mut [Arc<V>], old: &[Arc<V>]) {
    for (index, value) in new.iter_mut().enumerate() {
        let beside = old.get(index).filter(|there| there == &value);
        if let Some(same) = beside.or_else(|| old.iter().find(|there| there == &value)) {
            *value = Arc::clone(same);
        }
    }
}

/// An open scenario; never changed: an edit makes the next one, and shares what it did not touch.
#[derive(Clone, Debug)]
pub struct Document<T> {
    /// The scenario first, then the texts beside it, by name.
    texts: IndexMap<String, Arc<str>>,
    tree: Tree,
    model: Arc<T>,
    problems: Vec<Problem>,
}

/// What an edit gave.
#[derive(Clone, Debug)]
pub struct Applied<T> {
    /// The document afterwards.
    pub document: Document<T>,
    /// What takes it back; taking that back does it again.
    pub undo: Inverse,
}

impl<T: Parts> Document<T> {
    /// Opens a text; `name` is what its problems call it. Mistakes in entries are kept as
    /// [`problems`](Self::problems), without those entries. All that is wrong, if too little is left to
    /// make a model of.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Result<Self, Vec<Problem>> {
        let (name, text) = (name.into(), text.into());
        let reading = read::read::<T>(&text, &name, T::REFERENCES);
        match (reading.value, reading.tree) {
            (Some(model), Some(tree)) => Ok(Self {
                texts: IndexMap::from([(name, text)]),
                tree,
                model: Arc::new(model),
                problems: reading.problems,
            }),
            _ => Err(reading.problems),
        }
    }

    /// The scenario's text.
    pub fn text(&self) -> &str {
        self.texts.first().map_or("", |(_, text)| &**text)
    }

    /// The scenario's name, as given.
    pub fn name(&self) -> &str {
        self.texts.first().map_or("", |(name, _)| name)
    }

    /// What the text says, without the entries that could not be read.
    pub fn model(&self) -> &Arc<T> {
        &self.model
    }

    /// What is wrong in the text, in its order.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The whole value in the tree.
    pub fn root(&self) -> At<'_> {
        self.tree.root(self.text())
    }

    /// The value at a path, as it is written; `None` where the file does not state it.
    pub fn written(&self, path: &Path) -> Option<&str> {
        path.find(self.root()).map(|at| at.literal())
    }

    /// Line and column of the value at a path; of the innermost group around it where it is not stated.
    pub fn place(&self, path: &Path) -> Place {
        let mut at = self.root();
        let mut byte = at.span().start;
        for step in path.steps() {
            let Some((_, item)) = step.find(at) else { break };
            (at, byte) = (item.value(), item.value().span().start);
        }
        place(self.text(), self.name(), byte)
    }

    /// Names of which a value has to be one; `None` where it may be anything. It need not be there yet.
    pub fn names_for(&self, path: &Path) -> Option<Vec<String>> {
        T::REFERENCES.names_for(self.root(), path)
    }

    /// Where the scenario names an entry of a top-level map.
    pub fn uses(&self, map: &str, key: &str) -> Vec<Path> {
        T::REFERENCES.uses(self.root(), map, key)
    }

    /// The texts beside the scenario, by the names that it calls them.
    pub fn beside(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().skip(1).map(|(name, text)| (name.as_str(), &**text))
    }

    /// The same, each shared.
    pub fn texts_beside(&self) -> Vec<(String, Arc<str>)> {
        let beside = self.texts.iter().skip(1);
        beside.map(|(name, text)| (name.clone(), Arc::clone(text))).collect()
    }

    /// The text beside the scenario of this name.
    pub fn text_beside(&self, name: &str) -> Option<&Arc<str>> {
        self.texts.iter().skip(1).find(|(own, _)| *own == name).map(|(_, text)| text)
    }

    /// The same with texts beside it, each under the name by which the scenario calls it.
    #[must_use]
    pub fn with_texts(&self, texts: impl IntoIterator<Item = (String, Arc<str>)>) -> Self {
        let mut document = self.clone();
        document.texts.extend(texts);
        document
    }

    /// The document after an edit, or why it cannot be made. It may have more problems than before.
    pub fn apply(&self, edit: &Edit) -> Result<Applied<T>, Problem> {
        let mut draft = self.draft();
        draft.run(edit)?;
        self.take(draft, &edit.label)
    }

    /// The document after an edit is taken back; what that gives as `undo` makes the edit again.
    pub fn undo(&self, inverse: &Inverse) -> Result<Applied<T>, Problem> {
        let mut draft = self.draft();
        for splice in &inverse.splices {
            draft.splice(splice.clone())?;
        }
        self.take(draft, &inverse.label)
    }

    fn draft(&self) -> Draft {
        Draft::new(self.text().to_owned(), self.tree.clone())
    }

    fn take(&self, draft: Draft, label: &str) -> Result<Applied<T>, Problem> {
        let undo = Inverse::of(label, &draft.done);
        let (model, problems) = if let Some(model) = self.reread(&draft) {
            (model, vec![])
        } else {
            let reading = read::read::<T>(&draft.text, self.name(), T::REFERENCES);
            let Some(mut model) = reading.value else {
                let why = reading.problems.into_iter().next();
                return Err(why.unwrap_or_else(|| {
                    Problem::error("edit", "the file could not be read afterwards")
                }));
            };
            model.share(&self.model);
            (model, reading.problems)
        };
        debug_assert!(
            Tree::parse(&draft.text).as_ref() == Ok(&draft.tree),
            "the kept tree is what parsing the whole text gives"
        );
        debug_assert!(
            read::read::<T>(&draft.text, self.name(), T::REFERENCES)
                .value
                .is_none_or(|full| full == model),
            "the kept model is what reading the whole text gives"
        );
        let mut texts = self.texts.clone();
        if let Some((_, text)) = texts.first_mut() {
            *text = draft.text.into();
        }
        let document = Self { texts, tree: draft.tree, model: Arc::new(model), problems };
        Ok(Applied { document, undo })
    }

    /// The model with only the touched parts read; `None` where that is not safe.
    fn reread(&self, draft: &Draft) -> Option<T> {
        let Touched { everything: false, parts } = &draft.touched else { return None };
        if !self.problems.is_empty() {
            return None;
        }
        let root = draft.tree.root(&draft.text);
        let mut model = (*self.model).clone();
        let mut keys_changed = false;
        for (field, key) in parts {
            let (_, item) = root.find(field)?;
            let whole = item.value();
            let entry = match key {
                Some(key) => Some(whole.find(key)?.1),
                None => None,
            };
            keys_changed |= entry.is_none();
            let part = Part {
                field,
                entry: match entry {
                    Some(entry) => Some((entry.key_literal()?, entry.value().literal())),
                    None => None,
                },
                whole: whole.literal(),
            };
            if !model.replace(&part) {
                return None;
            }
            let changed = entry.map_or(whole, |entry| entry.value());
            let under: Vec<Step> = [Some(field), key.as_ref()]
                .into_iter()
                .flatten()
                .map(|step| Step::Key(step.clone()))
                .collect();
            let sound = read::twice(changed).is_empty()
                && T::REFERENCES.dangling_in(root, &under).is_empty();
            if !sound {
                return None;
            }
        }
        let whole = keys_changed && !T::REFERENCES.dangling(root).is_empty();
        (!whole).then_some(model)
    }
}

/// What a text beside a scenario is called: `KIND-`, 64 bits of its content's hash (FNV-1a: the same on every machine), and the
/// ending, so that the same text has the same name and an older one is never overwritten.
pub fn content_name(kind: &str, text: &str, ending: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mut name = kind.to_owned();
    write!(name, "-{hash:016x}.{ending}").expect("writing to a string cannot fail");
    name
}

//! Where in an entry is a value, what can stand there, and what does the file say? Values that are not
//! there yet are held until the group around them has all that it needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::shape::{Field, Turn, Variant};
use crate::document::{At, Path, Shape, Step};

/// A place in an entry.
#[derive(Clone)]
pub(super) struct Node<'t> {
    pub(super) shape: &'static Shape,
    pub(super) path: Path,
    /// The way to it through the model.
    pub(super) way: Vec<Turn>,
    /// What the file says there.
    pub(super) at: Option<At<'t>>,
    /// Whether the group around cannot do without.
    pub(super) needed: bool,
    /// What stands before it.
    pub(super) label: String,
    /// What is heard for it, with what it is in.
    pub(super) spoken: String,
    /// Where the file does not have it: the outermost group that it does not have.
    pub(super) root: Option<Root>,
    /// What goes when it is emptied: groups around that hold nothing else go with it.
    pub(super) removal: Path,
}

/// A group that the file does not have yet.
#[derive(Clone)]
pub(super) struct Root {
    pub(super) shape: &'static Shape,
    pub(super) path: Path,
}

/// What was typed or chosen in groups that are not complete.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// Values, as RON.
    pub(super) values: BTreeMap<Path, String>,
    /// Variants by their names.
    pub(super) variants: BTreeMap<Path, String>,
    /// Places that a person asked for and that the file does not have.
    pub(super) asked: BTreeSet<Path>,
}

/// Why a group is not complete: a place that is still needed.
pub(super) type Missing = Path;

impl Node<'_> {
    /// A field of it.
    pub(super) fn field(&self, field: &'static Field) -> Self {
        let path = self.path.clone().key(field.name);
        let label = super::words::field(field.name);
        self.inside(&field.shape, path, Turn::Field(field.name), field.needed, label)
    }

    /// One value of a list.
    pub(super) fn item(&self, shape: &'static Shape, index: usize, one: &str) -> Self {
        let path = self.path.clone().index(index);
        let label = format!("{} {}", super::words::capital(one), index + 1);
        let mut node = self.inside(shape, path, Turn::Item, true, label);
        node.removal = node.path.clone();
        node
    }

    /// One value of a tuple.
    pub(super) fn part(&self, part: &'static crate::document::shape::Part, index: usize) -> Self {
        let path = self.path.clone().index(index);
        let turn = Turn::Part(part.before.clone());
        let label = ["first", "second", "third"].get(index).map_or("", |nth| *nth).to_owned();
        self.inside(&part.shape, path, turn, true, label)
    }

    /// The value of a key, which is given as it is in paths and as RON.
    pub(super) fn entry(&self, shape: &'static Shape, key: &str, literal: String) -> Self {
        let path = self.path.clone().key(key);
        let label = if literal.starts_with(char::is_alphabetic) {
            super::words::capital(&super::words::variant(key))
        } else {
            key.to_owned()
        };
        let mut node = self.inside(shape, path, Turn::Value(literal), true, label);
        node.removal = node.path.clone();
        node
    }

    /// What its variant holds; a single value stands in brackets of its own.
    pub(super) fn held(&self, variant: &'static Variant) -> Option<Self> {
        let shape = variant.holds.as_ref()?;
        let mut node = self.clone();
        node.shape = shape;
        node.way.push(Turn::Variant(variant.name));
        if matches!(shape, Shape::Leaf(_) | Shape::OneOf(_)) {
            node.path = self.path.clone().index(0);
            node.at = self.at.and_then(|at| Some(bare(at).item(0)?.value()));
        }
        node.needed = true;
        Some(node)
    }

    fn inside(
        &self,
        shape: &'static Shape,
        path: Path,
        turn: Turn,
        needed: bool,
        label: String,
    ) -> Self {
        let last = path.split_last();
        let at = self.at.and_then(|at| {
            let (_, step) = last.as_ref()?;
            std::iter::once((*step).clone()).collect::<Path>().find(at)
        });
        let root = match (&self.root, at) {
            (Some(root), _) => Some(root.clone()),
            (None, Some(_)) => None,
            (None, None) => Some(Root { shape, path: path.clone() }),
        };
        let alone = self.at.is_some_and(|at| at.inner().items().len() == 1);
        let removal = if alone && !self.needed { self.removal.clone() } else { path.clone() };
        let mut way = self.way.clone();
        way.push(turn);
        let spoken = match self.spoken.as_str() {
            "" => label.clone(),
            around => format!("{around}, {}", uncapital(&label)),
        };
        Self { shape, path, way, at, needed, label, spoken, root, removal }
    }

    /// The field that it stands in, the last that says something.
    pub(super) fn named(&self) -> &'static str {
        let fields = self.way.iter().rev().filter_map(|turn| match turn {
            Turn::Field(name) if *name != "list" => Some(*name),
            _ => None,
        });
        fields.into_iter().next().unwrap_or_default()
    }
}

/// The label inside a sentence; abbreviations stay.
fn uncapital(label: &str) -> String {
    let mut characters = label.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => label.to_owned(),
    }
}

/// The value behind `Some(…)`, its variant kept.
pub(super) fn bare(at: At<'_>) -> At<'_> {
    match at.item(0) {
        Some(only) if at.name() == "Some" => bare(only.value()),
        _ => at,
    }
}

/// Name of the variant that stands there.
pub(super) fn variant_of(at: At<'_>) -> &str {
    let at = bare(at);
    if at.open().is_some() { at.name() } else { at.literal() }
}

impl Held {
    /// Whether something is held, or asked for, at a place or inside it.
    pub(super) fn is_within(&self, path: &Path) -> bool {
        let inside = |other: &Path| path.holds(other);
        self.values.keys().any(inside)
            || self.variants.keys().any(inside)
            || self.asked.iter().any(inside)
    }

    /// Whether a value is held at a place or inside it.
    fn has(&self, path: &Path) -> bool {
        let inside = |other: &Path| path.holds(other);
        self.values.keys().any(inside) || self.variants.keys().any(inside)
    }

    /// Forgets a place and all inside it.
    pub(super) fn forget(&mut self, path: &Path) {
        self.values.retain(|other, _| !path.holds(other));
        self.variants.retain(|other, _| !path.holds(other));
        self.asked.retain(|other| !path.holds(other));
    }

    /// The last steps of what is held or asked for directly inside a place, each once.
    pub(super) fn steps_in(&self, path: &Path) -> Vec<Step> {
        let all = self.values.keys().chain(self.variants.keys()).chain(&self.asked);
        let inside = all.filter(|other| path.holds(other));
        let mut steps: Vec<Step> =
            inside.filter_map(|other| other.steps().get(path.steps().len()).cloned()).collect();
        steps.sort();
        steps.dedup();
        steps
    }

    /// The whole value of a place, as RON; or what is still needed for it.
    pub(super) fn built(&self, shape: &Shape, path: &Path) -> Result<String, Missing> {
        if let Some(value) = self.values.get(path) {
            return Ok(value.clone());
        }
        match shape {
            Shape::Fields(fields) | Shape::OneOrFields(_, fields) => {
                Ok(format!("({})", self.fields(fields, path)?))
            }
            Shape::OneOf(variants) => {
                let chosen = self.variants.get(path).ok_or_else(|| path.clone())?;
                let variant = variants.iter().find(|variant| variant.name == chosen);
                match variant.and_then(|variant| variant.holds.as_ref()) {
                    None => Ok(chosen.clone()),
                    Some(Shape::Fields(fields)) => {
                        Ok(format!("{chosen}({})", self.fields(fields, path)?))
                    }
                    Some(one @ (Shape::Leaf(_) | Shape::OneOf(_))) => {
                        Ok(format!("{chosen}({})", self.built(one, &path.clone().index(0))?))
                    }
                    Some(group) => Ok(format!("{chosen}({})", self.built(group, path)?)),
                }
            }
            Shape::List(item) | Shape::OneOrList(_, item) => {
                let mut items = vec![];
                for step in self.steps_in(path) {
                    items.push(self.built(item, &path.clone().step(step))?);
                }
                let alone = matches!(shape, Shape::OneOrList(..)) && items.is_empty();
                if alone { Err(path.clone()) } else { Ok(format!("[{}]", items.join(", "))) }
            }
            Shape::Tuple(parts) => {
                let part = |(index, part): (usize, &crate::document::shape::Part)| {
                    self.built(&part.shape, &path.clone().index(index))
                };
                let parts: Result<Vec<String>, Missing> =
                    parts.iter().enumerate().map(part).collect();
                Ok(format!("({})", parts?.join(", ")))
            }
            Shape::Map(key, value) => {
                let mut entries = vec![];
                for step in self.steps_in(path) {
                    let Step::Key(name) = &step else { continue };
                    let value = self.built(value, &path.clone().step(step.clone()))?;
                    entries.push(format!("{}: {value}", key_ron(key, name)));
                }
                Ok(format!("{{{}}}", entries.join(", ")))
            }
            Shape::Leaf(_) => Err(path.clone()),
        }
    }

    fn fields(&self, fields: &[Field], path: &Path) -> Result<String, Missing> {
        let mut stated = vec![];
        for field in fields {
            let inner = path.clone().key(field.name);
            if field.needed || self.has(&inner) {
                stated.push(format!("{}: {}", field.name, self.built(&field.shape, &inner)?));
            }
        }
        Ok(stated.join(", "))
    }
}

/// How a key is written in a map that is new.
pub(super) fn key_ron(shape: &Shape, key: &str) -> String {
    match shape {
        Shape::OneOf(_) => key.to_owned(),
        _ => crate::document::quote(key),
    }
}

//! Which values can stand where in a scenario? The shape of a type, found by reading it: its fields
//! and variants by their names, its leaves by what their readers say that they expect.
//!
//! A run goes one way into the type and ends in an error, so no valid scenario is needed, and a field
//! that is added to the model is known here without a word about it.

use std::cell::RefCell;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::wording;
use crate::diag::Problem;
use crate::model::Scenario;

mod probe;

#[cfg(test)]
mod tests;

pub use probe::Turn;
use probe::{End, Probe, Wanted};

/// What can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value.
    Leaf(Leaf),
    /// One of several, by its name.
    OneOf(Vec<Variant>),
    /// A struct: each field at most once, in this order.
    Fields(Vec<Field>),
    /// Values of one shape.
    List(Box<Self>),
    /// Values of different shapes, all of them.
    Tuple(Vec<Part>),
    /// Values by their keys.
    Map(Box<Self>, Box<Self>),
    /// A value, or a list of values: what stands for a list of one.
    OneOrList(Leaf, Box<Self>),
    /// A value, or a struct that says more.
    OneOrFields(Leaf, Vec<Field>),
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// How it is written.
    pub kind: LeafKind,
    /// What its reader calls it, as ``a day, as `"2021-06-19"` ``; empty for plain texts and numbers.
    pub wanted: String,
    /// Values that its reader names and takes, as RON; there may be others.
    pub words: Vec<String>,
}

/// How one value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Any text in quotes.
    Words,
    /// A text in quotes that has to be understood.
    Text,
    /// A whole number.
    Whole,
    /// `true` or `false`.
    YesNo,
    /// A text, a number or a name: its reader takes several.
    Any,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// As the file has it.
    pub name: &'static str,
    /// Whether the struct cannot do without.
    pub needed: bool,
    /// What can stand there.
    pub shape: Shape,
}

/// One value of a tuple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Values, as RON, that can stand before it: what [`Turn::Part`] needs.
    pub before: Vec<String>,
    /// What can stand there.
    pub shape: Shape,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// As the file has it.
    pub name: &'static str,
    /// What it holds: fields, or one value; `None` where it is its name alone.
    pub holds: Option<Shape>,
}

/// The deepest that is looked into: deeper than any model, so that one that holds itself ends.
const DEEPEST: usize = 12;

impl Shape {
    /// The shape of a whole scenario; made once.
    pub fn scenario() -> &'static Self {
        static SHAPE: OnceLock<Shape> = OnceLock::new();
        SHAPE.get_or_init(Self::of::<Scenario>)
    }

    /// The shape of what is read as a `T`.
    pub fn of<T: DeserializeOwned>() -> Self {
        explore::<T>(&mut vec![])
    }

    /// The fields of a struct.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Fields(fields) | Self::OneOrFields(_, fields) => fields,
            _ => &[],
        }
    }

    /// The field of a struct.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Whether it is one value, not a group of them.
    pub fn is_leaf(&self) -> bool {
        match self {
            Self::Leaf(_) => true,
            Self::OneOf(variants) => variants.iter().all(|variant| variant.holds.is_none()),
            _ => false,
        }
    }
}

/// What is wrong with a value at a place of a `T`, whatever stands around it. `way` leads there.
pub fn check_at<T: DeserializeOwned>(way: &[Turn], value: &str) -> Result<(), Problem> {
    read_at::<T>(way, value).map_err(|error| wording::of_error(&error, value))
}

fn read_at<T: DeserializeOwned>(way: &[Turn], value: &str) -> Result<(), ron::Error> {
    let note = RefCell::new(None);
    let probe = Probe { way, end: End::Read(value, &note) };
    // It always stops: what it found is in the note.
    drop(T::deserialize(probe));
    let read = note.borrow_mut().take();
    read.unwrap_or_else(|| Err(ron::Error::Message("nothing can stand here".to_owned())))
}

/// What is wanted at the end of a way; `None`: the way leads nowhere.
fn wanted_at<T: DeserializeOwned>(way: &[Turn]) -> Option<Wanted> {
    let note = RefCell::new(None);
    let probe = Probe { way, end: End::Note(&note) };
    drop(T::deserialize(probe));
    note.borrow_mut().take()
}

/// Does something one turn further.
fn within<R>(way: &mut Vec<Turn>, turn: Turn, f: impl FnOnce(&mut Vec<Turn>) -> R) -> R {
    way.push(turn);
    let result = f(way);
    way.pop();
    result
}

fn explore<T: DeserializeOwned>(way: &mut Vec<Turn>) -> Shape {
    let wanted = wanted_at::<T>(way).unwrap_or(Wanted::Any(String::new()));
    if way.len() > DEEPEST {
        return Shape::Leaf(Leaf { kind: LeafKind::Any, wanted: String::new(), words: vec![] });
    }
    match wanted {
        Wanted::Fields(names) => Shape::Fields(fields::<T>(way, names, "")),
        Wanted::OneOf(names) => {
            let variant = |name: &&'static str| Variant {
                name,
                holds: within(way, Turn::Variant(name), |way| held::<T>(way)),
            };
            Shape::OneOf(names.iter().map(variant).collect())
        }
        Wanted::List => Shape::List(Box::new(within(way, Turn::Item, explore::<T>))),
        Wanted::Tuple(length) => {
            let (mut parts, mut before) = (vec![], vec![]);
            for _ in 0..length {
                let (shape, one) = within(way, Turn::Part(before.clone()), |way| {
                    let shape = explore::<T>(way);
                    let one = sample::<T>(way, &shape);
                    (shape, one)
                });
                parts.push(Part { before: before.clone(), shape });
                before.extend(one);
            }
            Shape::Tuple(parts)
        }
        Wanted::Map => {
            let (key, given) = within(way, Turn::Key, |way| {
                let key = explore::<T>(way);
                let given = sample::<T>(way, &key);
                (key, given)
            });
            let turn = Turn::Value(given.unwrap_or_else(|| "\"\"".to_owned()));
            Shape::Map(Box::new(key), Box::new(within(way, turn, explore::<T>)))
        }
        Wanted::YesNo => Shape::Leaf(leaf(LeafKind::YesNo)),
        Wanted::Whole => Shape::Leaf(leaf(LeafKind::Whole)),
        Wanted::Nothing => Shape::Fields(vec![]),
        Wanted::Text(said) => Shape::Leaf(text::<T>(way, said, LeafKind::Text)),
        Wanted::Any(said) => several::<T>(way, said),
    }
}

fn leaf(kind: LeafKind) -> Leaf {
    Leaf { kind, wanted: String::new(), words: vec![] }
}

/// What a variant holds.
fn held<T: DeserializeOwned>(way: &mut Vec<Turn>) -> Option<Shape> {
    match wanted_at::<T>(way) {
        None | Some(Wanted::Nothing) => None,
        Some(Wanted::Fields(names)) => {
            let Some((Turn::Variant(name), _)) = way.split_last() else { return None };
            let name = *name;
            Some(Shape::Fields(fields::<T>(way, names, name)))
        }
        Some(_) => Some(explore::<T>(way)),
    }
}

/// Fields with their shapes; those without which the struct cannot be read are needed. `name` is that
/// of the variant which holds them.
fn fields<T: DeserializeOwned>(
    way: &mut Vec<Turn>,
    names: &'static [&'static str],
    name: &str,
) -> Vec<Field> {
    let mut fields: Vec<Field> = names
        .iter()
        .map(|name| {
            let shape = within(way, Turn::Field(name), explore::<T>);
            Field { name, needed: false, shape }
        })
        .collect();
    let around = if name.is_empty() { way.len() } else { way.len() - 1 };
    let mut given: Vec<String> = vec![];
    loop {
        let value = format!("{name}({})", given.join(", "));
        let Err(ron::Error::MissingStructField { field: missing, .. }) =
            read_at::<T>(&way[..around], &value)
        else {
            return fields;
        };
        let Some(field) = fields.iter_mut().find(|f| f.name == missing && !f.needed) else {
            return fields;
        };
        field.needed = true;
        let shape = field.shape.clone();
        let value = within(way, Turn::Field(field.name), |way| sample::<T>(way, &shape));
        let Some(value) = value else { return fields };
        given.push(format!("{}: {value}", field.name));
    }
}

/// A text, with the words that its reader names when it is given none of them.
fn text<T: DeserializeOwned>(way: &[Turn], said: String, kind: LeafKind) -> Leaf {
    let told = match read_at::<T>(way, "\"§\"") {
        Ok(()) if kind == LeafKind::Text => return leaf(LeafKind::Words),
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    };
    let mut words: Vec<String> = vec![];
    for word in quoted(&format!("{said} {told}")) {
        let candidates = [word.clone(), super::quote(&word)];
        let taken = candidates.into_iter().find(|word| read_at::<T>(way, word).is_ok());
        words.extend(taken.filter(|word| !words.contains(word)));
    }
    Leaf { kind, wanted: said, words }
}

/// What a sentence has in backticks.
fn quoted(sentence: &str) -> impl Iterator<Item = String> {
    sentence.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// What serde says where it keeps a value to try it as one thing after the other: nothing is known then
/// but the words that the error names.
const UNTAGGED: &str = "any value";

/// What takes values of several kinds: one alone, a list of them, or a struct.
fn several<T: DeserializeOwned>(way: &[Turn], said: String) -> Shape {
    let alone = text::<T>(way, said, LeafKind::Any);
    if alone.wanted == UNTAGGED {
        return Shape::Leaf(alone);
    }
    let names = asked_fields::<T>(way);
    let fields = || fields::<T>(&mut way.to_vec(), names, "");
    if wanted_at::<T>(&[way, &[Turn::Item]].concat()).is_some() {
        let item = explore::<T>(&mut [way, &[Turn::Item]].concat());
        // A value in brackets of its own is no list of them.
        return match item {
            Shape::Leaf(_) if !names.is_empty() => Shape::OneOrFields(alone, fields()),
            item => Shape::OneOrList(alone, Box::new(item)),
        };
    }
    if names.is_empty() { Shape::Leaf(alone) } else { Shape::OneOrFields(alone, fields()) }
}

/// Fields of a struct that is read by its own rules: told when it is given one that it does not know.
fn asked_fields<T: DeserializeOwned>(way: &[Turn]) -> &'static [&'static str] {
    let note = RefCell::new(None);
    let way = [way, &[Turn::Field("§")]].concat();
    let asked = T::deserialize(Probe { way: &way, end: End::Note(&note) });
    asked.err().and_then(|stopped| stopped.fields).unwrap_or(&[])
}

/// A value that can stand there, as RON: the least there is.
fn sample<T: DeserializeOwned>(way: &mut Vec<Turn>, shape: &Shape) -> Option<String> {
    const USUAL: [&str; 6] = ["\"x\"", "1", "\"1\"", "\"2021-01-01\"", "\"unknown\"", "\"1 GB\""];
    let mut candidates: Vec<String> = match shape {
        Shape::Leaf(leaf) | Shape::OneOrList(leaf, _) | Shape::OneOrFields(leaf, _) => {
            leaf.words.iter().cloned().chain(USUAL.map(str::to_owned)).collect()
        }
        Shape::List(_) => vec!["[]".to_owned()],
        Shape::Map(..) => vec!["{}".to_owned()],
        Shape::Fields(fields) => vec![format!("({})", needed::<T>(way, fields)?)],
        Shape::Tuple(_) => vec![],
        Shape::OneOf(variants) => {
            let unit = variants.iter().filter(|variant| variant.holds.is_none());
            unit.map(|variant| variant.name.to_owned()).collect()
        }
    };
    candidates.push("true".to_owned());
    candidates.into_iter().find(|value| read_at::<T>(way, value).is_ok())
}

fn needed<T: DeserializeOwned>(way: &mut Vec<Turn>, fields: &[Field]) -> Option<String> {
    let mut given = vec![];
    for field in fields.iter().filter(|field| field.needed) {
        let value = within(way, Turn::Field(field.name), |way| sample::<T>(way, &field.shape))?;
        given.push(format!("{}: {value}", field.name));
    }
    Some(given.join(", "))
}

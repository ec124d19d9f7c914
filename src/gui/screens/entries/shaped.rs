//! Which columns has a sheet of entries whose fields nobody listed? Those of their shape: made once.

use crate::document::shape::{Field, Leaf, LeafKind};
use crate::document::{Parts as _, Shape};
use crate::gui::screens::details::{kind as usual_kind, words};
use crate::model::Scenario;
use crate::session::Session;

use super::{Column, Filter, Group, Kind};

/// What a sheet is called, and what is typed to begin an entry.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui::screens) struct Said {
    /// Field of the top level.
    pub(in crate::gui::screens) field: &'static str,
    /// Its heading.
    pub(in crate::gui::screens) title: &'static str,
    /// What one entry is called.
    pub(in crate::gui::screens) one: &'static str,
    /// What stands in the row to type into.
    pub(in crate::gui::screens) add: &'static str,
    /// Fields that stand there at first, in this order; the others once they are asked for.
    pub(in crate::gui::screens) first: &'static [&'static str],
    /// What a new entry is, as RON, by the name that was typed; empty where more is needed.
    pub(in crate::gui::screens) fresh: fn(&Session, &str) -> String,
}

/// The sheet of a field of the top level that is a map or list of structs; `None`: it is none. What it
/// is made of stays for as long as the program runs: to be made once for each field.
pub(in crate::gui::screens) fn shaped(said: &Said) -> Option<Group> {
    let (keyed, entry) = match &Shape::scenario().field(said.field)?.shape {
        // Keys to choose from are few: they stand in a form.
        Shape::Map(key, value) if matches!(**key, Shape::Leaf(_)) => (true, &**value),
        Shape::List(item) => (false, &**item),
        _ => return None,
    };
    let Shape::Fields(fields) = entry else { return None };
    let example =
        if keyed { format!("{}[\"\"]", said.field) } else { format!("{}[0]", said.field) };
    let mut columns: Vec<Column> = vec![];
    if keyed {
        let named = fields.iter().any(|field| field.name == "name");
        columns.push(Column::key(if named { "Key" } else { "Name" }, 120.0));
    }
    let named = said.first.iter().filter_map(|name| fields.iter().find(|f| f.name == *name));
    let others = fields.iter().filter(|field| !said.first.contains(&field.name));
    for field in named.chain(others) {
        let mut column = column(field, &example);
        column.more = !said.first.contains(&field.name);
        columns.push(column);
    }
    Some(Group {
        name: said.title,
        field: said.field,
        within: None,
        keyed,
        one: said.one,
        add: said.add,
        fresh: said.fresh,
        filters: &[("All", Filter::All), ("To correct", Filter::Wrong)],
        columns: Vec::leak(columns),
    })
}

fn column(field: &'static Field, example: &str) -> Column {
    let path: &'static str = Box::leak(format!("{example}.{}", field.name).into_boxed_str());
    let kind = kind(field, path);
    let title: &'static str = Box::leak(words::field(field.name).into_boxed_str());
    let width = width(kind, title).max(18.0 + 7.2 * title.chars().count() as f32);
    Column::new(title, width, kind, Vec::leak(vec![field.name]))
}

fn kind(field: &'static Field, path: &'static str) -> Kind {
    let named = path.parse().is_ok_and(|path| Scenario::REFERENCES.is_named(&path));
    match &field.shape {
        Shape::Leaf(_) if named => Kind::Known(path),
        Shape::Leaf(leaf) => of_leaf(leaf, field),
        Shape::OneOf(variants) => {
            let unit = variants.iter().filter(|variant| variant.holds.is_none());
            picks(unit.map(|variant| (variant.name, words::variant(variant.name))), field.needed)
        }
        Shape::OneOrList(..) | Shape::OneOrFields(..) => Kind::Free,
        _ => Kind::Inside,
    }
}

fn of_leaf(leaf: &'static Leaf, field: &Field) -> Kind {
    let words = || leaf.words.iter().map(|ron| (ron.as_str(), words::word(ron)));
    match leaf.kind {
        LeafKind::YesNo => {
            picks(["true", "false"].map(|ron| (ron, words::word(ron))).into_iter(), field.needed)
        }
        _ if leaf.words.iter().any(|word| word == "true") => picks(words(), field.needed),
        _ => usual_kind(leaf, field.name == "ram").unwrap_or(Kind::Free),
    }
}

fn picks(choices: impl Iterator<Item = (&'static str, String)>, needed: bool) -> Kind {
    let none = if needed { None } else { Some(("", "–")) };
    let leaked = choices.map(|(ron, words)| (ron, &*Box::leak(words.into_boxed_str())));
    Kind::Pick(Vec::leak(none.into_iter().chain(leaked).collect()))
}

/// The least width of a column, in points.
fn width(kind: Kind, title: &str) -> f32 {
    match kind {
        Kind::Words if matches!(title, "What" | "Question" | "Note" | "Source" | "Name") => 170.0,
        Kind::Money => 150.0,
        _ if matches!(title, "Stated figure" | "About" | "Rate") => 170.0,
        Kind::Inside | Kind::Free if matches!(title, "Of" | "Quantity") => 150.0,
        Kind::Known(_) if title == "Plan" => 130.0,
        Kind::Words | Kind::Known(_) => 100.0,
        Kind::Day => 136.0, // `30 September 2025` and the cell's margins
        Kind::Free => 110.0,
        Kind::Count | Kind::Percent => 66.0,
        _ => 92.0,
    }
}

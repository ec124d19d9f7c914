//! How is one value of an entry typed, chosen and written in the file?

use crate::document::shape::{Leaf, LeafKind, check_at};
use crate::document::{At, Path, Shape, Step, quote};
use crate::gui::kit::Refusal;
use crate::gui::screens::entries::{Kind, said};
use crate::model::Scenario;
use crate::session::Session;
use crate::units::{Size, SizeUnit};

use super::node::Node;
use super::words;

/// What can be chosen: as the file has it, and as it is shown.
pub(super) type Choices = Vec<(String, String)>;

/// How a leaf is changed.
pub(super) enum Way {
    /// One of these and nothing else; the first may leave it unstated.
    Chosen(Choices),
    /// By typing; or by choosing one of these.
    Typed(Choices),
}

/// How a value is changed, and what there is to choose from.
pub(super) fn way(session: &Session, node: &Node<'_>, leaf: &Leaf) -> Way {
    let names = session.document().and_then(|document| document.names_for(&node.path));
    let begin = || if node.needed { vec![] } else { vec![(String::new(), "–".to_owned())] };
    if let Some(names) = names {
        let mut choices = begin();
        choices.extend(names.into_iter().map(|name| (quote(&name), name)));
        return Way::Chosen(choices);
    }
    let word = |word: &String| (word.clone(), words::word(word));
    let closed = leaf.kind == LeafKind::YesNo || leaf.words.iter().any(|word| word == "true");
    if closed {
        let mut choices = begin();
        if leaf.kind == LeafKind::YesNo {
            choices.extend(["true", "false"].map(|w| (w.to_owned(), words::word(w))));
        }
        choices.extend(leaf.words.iter().map(word));
        return Way::Chosen(choices);
    }
    // What begins with a digit is an example, not what there is to choose from.
    let is_example = |word: &String| {
        let begins = |c: char| c.is_alphabetic();
        !word.trim_matches('"').starts_with(begins) || leaf.wanted.contains(word.as_str())
    };
    let offered = leaf.words.iter().filter(|word| !is_example(word));
    Way::Typed(offered.map(|ron| (words::word(ron), words::word(ron))).collect())
}

/// How a value may be written, by its reader's own example.
pub(super) fn example(leaf: &Leaf) -> Option<String> {
    let (_, behind) = leaf.wanted.split_once("as `")?;
    let (example, _) = behind.split_once('`')?;
    Some(words::word(example))
}

/// What was typed, as RON; or why it cannot stand there.
pub(super) fn ron(
    session: &Session,
    node: &Node<'_>,
    leaf: &Leaf,
    text: &str,
) -> Result<String, Refusal> {
    let memory = node.path.steps().iter().any(|step| match step {
        Step::Key(key) => key.eq_ignore_ascii_case("ram"),
        Step::Index(_) => false,
    });
    if let Some(kind) = kind(leaf, memory)
        && let Some(ron) = kind.ron(session, text)?
    {
        return checked(node, &ron).map(|()| ron);
    }
    let (quoted, bare) = (quote(text), text.trim().to_owned());
    let written_out = bare.starts_with(['"', '[', '(', '{'])
        || bare.parse::<f64>().is_ok()
        || ["true", "false"].contains(&bare.as_str());
    let mut candidates = if written_out { vec![bare, quoted] } else { vec![quoted, bare] };
    let usual = if memory { SizeUnit::Gib } else { SizeUnit::Gb };
    let has_unit = text.contains(|c: char| c.is_alphabetic());
    if let Ok(size) = Size::parse_loosely(text, usual)
        && has_unit
    {
        candidates.push(quote(&size.to_string()));
    }
    if has_unit && let Ok(Some(money)) = Kind::Money.ron(session, text) {
        candidates.push(money);
    }
    let mut refused: Option<Refusal> = None;
    for ron in candidates {
        match checked(node, &ron) {
            Ok(()) => return Ok(ron),
            Err(refusal) => refused = refused.or(Some(refusal)),
        }
    }
    Err(refused.unwrap_or_else(|| (format!("`{text}` cannot stand here"), None)))
}

/// How values of a leaf are typed as people write them, where that is known.
pub(in crate::gui::screens) fn kind(leaf: &Leaf, memory: bool) -> Option<Kind> {
    let said = leaf.wanted.as_str();
    Some(match leaf.kind {
        LeafKind::Words => Kind::Words,
        LeafKind::Whole => Kind::Count,
        LeafKind::YesNo => return None,
        _ if said.starts_with("an amount,") => Kind::Money,
        _ if said.starts_with("a day,") => Kind::Day,
        _ if said.starts_with("a month,") => Kind::Month,
        _ if said.starts_with("a length of time,") => Kind::Span,
        _ if said.starts_with("a percentage,") => Kind::Percent,
        _ if said.starts_with("a size,") => match (memory, said.contains("..")) {
            (true, true) => Kind::Ram,
            (true, false) => Kind::OneRam,
            (false, true) => Kind::Disk,
            (false, false) => Kind::OneDisk,
        },
        _ => return None,
    })
}

fn checked(node: &Node<'_>, ron: &str) -> Result<(), Refusal> {
    check_at::<Scenario>(&node.way, ron).map_err(|problem| (problem.message, problem.hint))
}

/// What a value, or a group, is in a line: its first words.
pub(in crate::gui::screens) fn summary(at: At<'_>) -> String {
    let at = at.inner();
    if at.open().is_none() {
        return said(at).into_owned();
    }
    let leaf = |at: At<'_>| at.inner().open().is_none();
    let values = at.items().map(|item| item.value()).filter(|at| leaf(*at)).map(said);
    let shown = values.filter(|text| text.as_ref() != "true" && text.as_ref() != "false").take(3);
    shown.collect::<Vec<_>>().join(" · ")
}

/// The path of the first leaf of a place: where the keyboard goes.
pub(super) fn first_leaf(shape: &Shape, path: &Path) -> Path {
    match shape {
        Shape::Fields(fields) => match fields.iter().find(|field| field.needed) {
            Some(field) => first_leaf(&field.shape, &path.clone().key(field.name)),
            None => path.clone(),
        },
        Shape::Tuple(parts) => match parts.first() {
            Some(part) => first_leaf(&part.shape, &path.clone().index(0)),
            None => path.clone(),
        },
        _ => path.clone(),
    }
}

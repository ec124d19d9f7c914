//! How is what ron and serde object to said to a person? What was given, what is allowed, a hint.

use ron::Error;

use super::literal::shortened;
use crate::diag::Problem;

/// A given word may differ from the one meant by this many letters, added, lost, changed or swapped.
const NEAR: usize = 2;

/// The longest list of names that a hint shows.
const LISTED: usize = 24;

/// The problem with "did you mean …?", or what is allowed where nothing is near and the list is short.
pub(super) fn with_nearest(problem: Problem, given: &str, allowed: &[&str]) -> Problem {
    let near = |name: &str| strsim::damerau_levenshtein(name, given);
    let best = allowed.iter().map(|name| (near(name), *name)).min_by_key(|(far, _)| *far);
    match best {
        Some((far, name)) if far <= NEAR && far < given.chars().count() => {
            problem.hint(format!("did you mean `{name}`?"))
        }
        Some(_) if allowed.len() <= LISTED => {
            problem.hint(format!("known are {}", listed(allowed)))
        }
        _ => problem,
    }
}

/// What ron says, in the words of the house; `given` is the value it says it about.
pub(super) fn of_error(error: &Error, given: &str) -> Problem {
    let shown = shortened(given, 40);
    let wanted = |what: &str| {
        Problem::error("wrong-type", format!("`{shown}` stands where {what} is wanted"))
    };
    match error {
        Error::NoSuchStructField { expected, found, .. } => {
            let problem = Problem::error("unknown-field", format!("`{found}` is not known here"));
            with_nearest(problem, found, expected)
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            let message = format!("`{found}` is not one of {}", listed(expected));
            let problem = Problem::error("unknown-variant", message);
            let nearest = with_nearest(problem.clone(), found, expected);
            if nearest.hint.as_ref().is_some_and(|hint| hint.starts_with("did")) {
                nearest
            } else {
                problem
            }
        }
        Error::MissingStructField { field, .. } => {
            Problem::error("missing-field", format!("`{field}` is missing here"))
        }
        Error::DuplicateStructField { field, .. } => {
            Problem::error("key-twice", format!("`{field}` stands here twice"))
        }
        Error::ExpectedString | Error::ExpectedStringEnd => {
            let problem = wanted("a text in quotes");
            let plain = !given.is_empty() && !given.contains(['"', '(', '[', '{', '\n']);
            if plain { problem.hint(format!("write `\"{shown}\"`")) } else { problem }
        }
        Error::ExpectedBoolean => wanted("`true` or `false`"),
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => wanted("a whole number"),
        Error::IntegerOutOfBounds => {
            Problem::error("wrong-value", format!("`{shown}` is too large or too small here"))
        }
        Error::ExpectedFloat | Error::FloatUnderscore | Error::UnderscoreAtBeginning => {
            wanted("a number")
        }
        Error::ExpectedMap | Error::ExpectedMapColon | Error::ExpectedMapEnd => {
            wanted("a map `{…}`")
        }
        Error::ExpectedArray | Error::ExpectedArrayEnd => wanted("a list `[…]`"),
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedStructLikeEnd => wanted("a group `(…)`"),
        Error::ExpectedDifferentStructName { expected, found } => {
            Problem::error("wrong-type", format!("`{found}` stands where `{expected}` is wanted"))
        }
        Error::ExpectedIdentifier => wanted("a name without quotes"),
        Error::ExpectedChar => wanted("one character in single quotes"),
        Error::ExpectedUnit => wanted("`()`"),
        Error::ExpectedOption | Error::ExpectedOptionEnd => wanted("one value or `None`"),
        Error::ExpectedComma => {
            Problem::error("wrong-type", format!("`{shown}` has more in it than is wanted here"))
        }
        Error::InvalidEscape(_) => {
            Problem::error("wrong-value", format!("`{shown}` has a `\\` that means nothing"))
                .hint("write `\\\\` for a backslash")
        }
        Error::InvalidValueForType { expected, .. } => wanted(expected),
        Error::ExpectedDifferentLength { expected, found } => Problem::error(
            "wrong-type",
            format!("`{shown}` has {found} values where {expected} is wanted"),
        ),
        Error::NoSuchExtension(name) => {
            Problem::error("syntax", format!("`{name}` is not an extension of RON"))
                .hint("write `#![enable(implicit_some)]`")
        }
        Error::ExceededRecursionLimit => {
            Problem::error("too-deep", "groups stand in each other too deep")
        }
        Error::Message(message) => of_message(message, &shown),
        other => {
            let said = other.to_string();
            Problem::error("syntax", format!("`{shown}` cannot be read: {}", lower_first(&said)))
        }
    }
}

/// What a value's own reading says: a sentence, and after `\nhint: ` how to write it.
fn of_message(message: &str, shown: &str) -> Problem {
    let (said, hint) = match message.split_once("\nhint: ") {
        Some((said, hint)) => (said, Some(hint)),
        None => (message, None),
    };
    let full = if said.contains('`') {
        said.to_owned()
    } else {
        format!("`{shown}` cannot be read: {}", lower_first(said))
    };
    let problem = Problem::error("wrong-value", full);
    match hint {
        Some(hint) if !hint.is_empty() => problem.hint(hint),
        _ => problem,
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn lower_first(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

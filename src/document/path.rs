//! How is a value of a scenario named? One grammar for `about`, `--set`, "why" and stated totals:
//! `offers["ovh/rise-3"].setup`, `plans["Rise-3 and 1 TB"][0].overlap`, `request.months`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

use super::literal;
use super::tree::{At, Item};
use crate::diag::Problem;

/// One part of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A field, or a key of a map, without quotes.
    Key(String),
    /// A place in a list, from 0.
    Index(usize),
}

/// A way from the whole scenario to one value; the empty path is the whole.
///
/// `Some(…)` and variants stand for what is in them: the fields of `Replace(contract: …)` are named
/// directly.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Step>);

impl Path {
    /// The whole scenario.
    pub fn new() -> Self {
        Self::default()
    }

    /// The field or map entry of this name.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// The value at this place of a list, from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }

    /// One step further.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The group it stands in, and the last step; `None` for the whole scenario.
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        self.0.split_last().map(|(last, rest)| (Self(rest.to_vec()), last))
    }

    /// Whether `other` is this value or stands in it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The value in a tree; `None` where it is not there.
    pub fn find<'t>(&self, root: At<'t>) -> Option<At<'t>> {
        self.0.iter().try_fold(root, |at, step| Some(step.find(at)?.1.value()))
    }
}

impl FromIterator<Step> for Path {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        Self(steps.into_iter().collect())
    }
}

impl Step {
    /// The entry of a group that this step leads to, and its place in the group.
    pub(super) fn find<'t>(&self, at: At<'t>) -> Option<(usize, Item<'t>)> {
        let at = at.inner();
        match self {
            Self::Key(key) => at.find(key),
            Self::Index(index) => Some((*index, at.item(*index)?)),
        }
    }
}

/// The canonical way to write it: bare where a key is an identifier, quoted otherwise.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if literal::is_identifier(key) => {
                    write!(f, "{}{key}", if i == 0 { "" } else { "." })?;
                }
                Step::Key(key) => write!(f, "[{}]", literal::quote(key))?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Reads what [`Path`] writes, and keys with `-` or a leading digit without quotes.
impl FromStr for Path {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let wrong = |what: &str| {
            Problem::error("path", format!("`{text}` is not a path: {what}"))
                .hint("write a path as `offers[\"ovh/rise-3\"].setup` or `request.months`")
        };
        let (mut rest, mut path) = (text.trim(), Self::new());
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let end = bracket_end(inside).ok_or_else(|| wrong("a `]` is missing"))?;
                let given = inside[..end].trim();
                path = if given.starts_with('"') {
                    path.key(
                        literal::unquote(given)
                            .ok_or_else(|| wrong(&format!("`{given}` is not a text in quotes")))?,
                    )
                } else {
                    path.index(given.parse().map_err(|_not_a_number| {
                        wrong(&format!("`{given}` is neither a number nor a text in quotes"))
                    })?)
                };
                rest = &inside[end + 1..];
                continue;
            }
            if !path.0.is_empty() {
                rest = rest
                    .strip_prefix('.')
                    .ok_or_else(|| wrong(&format!("a `.` or `[` is missing before `{rest}`")))?;
            }
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
                .unwrap_or(rest.len());
            if end == 0 {
                return Err(wrong(if rest.is_empty() {
                    "it ends with `.`"
                } else {
                    "a name is missing"
                }));
            }
            path = path.key(&rest[..end]);
            rest = &rest[end..];
        }
        if path.0.is_empty() { Err(wrong("it is empty")) } else { Ok(path) }
    }
}

/// Place of the `]` that ends a step, past one in quotes.
fn bracket_end(inside: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (i, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return Some(i),
            _ => {}
        }
    }
    None
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|problem: Problem| {
            let hint = problem.hint.unwrap_or_default();
            de::Error::custom(format!("{}\nhint: {hint}", problem.message))
        })
    }
}

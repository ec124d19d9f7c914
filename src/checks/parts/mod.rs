//! What does `3 × offers["a"].monthly + "Contingency"` come to? The parts of a stated figure, as
//! people write them: amounts with their units, paths, other stated figures, functions.

use std::ops::Range;

use crate::document::Path;
use crate::units::Value;

mod eval;
mod parse;

#[cfg(test)]
mod tests;

pub(super) use eval::{Change, Env, Mix, Readings, Worked};
pub(super) use parse::parse;

/// Parts that could be read, as a tree in a list; the last node is the whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parts<'t> {
    pub(super) text: &'t str,
    pub(super) nodes: Vec<Node>,
}

/// One part, and where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// Place of a node in its list; parts stand before what they are parts of.
pub(super) type Id = usize;

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number with its unit, or a day.
    Value(Value),
    /// Something in quotes: a stated figure, a growth or a time.
    Text(String),
    /// A stated figure by its name, or words that are neither that nor a path.
    Name(String),
    /// A figure of the file or of its results.
    Path(Path),
    Negative(Id),
    /// Terms, each with whether it is taken off.
    Sum(Vec<(Sign, Id)>),
    /// Factors; the first is always `Times`.
    Product(Vec<(Op, Id)>),
    Power(Id, Id),
    Call(Function, Vec<Id>),
}

/// Whether a term is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

/// Whether a factor multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Times,
    Over,
}

/// What can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Up,
    Down,
    Round,
    Min,
    Max,
    Sum,
    Periods,
    Grown,
}

impl Function {
    const ALL: [(&'static str, Self); 8] = [
        ("up", Self::Up),
        ("down", Self::Down),
        ("round", Self::Round),
        ("min", Self::Min),
        ("max", Self::Max),
        ("sum", Self::Sum),
        ("periods", Self::Periods),
        ("grown", Self::Grown),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, f)| *f)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, f)| *f == self).map_or("", |(name, _)| name)
    }

    /// How it is called, for hints.
    fn usage(self) -> &'static str {
        match self {
            Self::Up => "up(x) or up(x, 1 TB)",
            Self::Down => "down(x) or down(x, 1 TB)",
            Self::Round => "round(x) or round(x, 5 EUR)",
            Self::Min => "min(a, b)",
            Self::Max => "max(a, b)",
            Self::Sum => "sum(a, b, c)",
            Self::Periods => "periods(from, to, \"4 % per month\")",
            Self::Grown => "grown(x, \"15 % per year\", \"5 years\")",
        }
    }

    fn takes(self, count: usize) -> bool {
        match self {
            Self::Up | Self::Down | Self::Round => count == 1 || count == 2,
            Self::Min | Self::Max | Self::Sum => count >= 1,
            Self::Periods | Self::Grown => count == 3,
        }
    }
}

impl<'t> Parts<'t> {
    /// The whole.
    pub(super) fn root(&self) -> Id {
        self.nodes.len() - 1 // parsing gives no parts without a node
    }

    pub(super) fn kind(&self, id: Id) -> &Kind {
        &self.nodes[id].kind
    }

    /// A part as it was written.
    pub(super) fn text(&self, id: Id) -> &'t str {
        self.text.get(self.nodes[id].span.clone()).unwrap_or_default().trim()
    }

    /// The terms of every sum that has several, outermost first.
    pub(super) fn sums(&self) -> impl Iterator<Item = (Id, &[(Sign, Id)])> {
        let several = |(id, node): (Id, &'_ Node)| match &node.kind {
            Kind::Sum(_) => Some(id),
            _ => None,
        };
        let ids: Vec<Id> = self.nodes.iter().enumerate().rev().filter_map(several).collect();
        ids.into_iter().filter_map(|id| match &self.nodes[id].kind {
            Kind::Sum(terms) => Some((id, terms.as_slice())),
            _ => None,
        })
    }
}

//! Does every name in the scenario name something? Rules say which values are keys of which map.

use std::collections::BTreeSet;

use super::path::{Path, Step};
use super::tree::At;
use super::wording;
use crate::diag::Problem;

/// Which values must be keys of which map.
#[derive(Clone, Copy, Debug, Default)]
pub struct References {
    /// Where a name is given, as `plans.*.*.contract`, and what it may name, as `contracts`.
    ///
    /// On the left `*` is any key or place, and `*:Start` one whose value is that variant. What is not
    /// there, or is no text, is not looked at. On the right stand, joined by `|`, maps of the top level
    /// (their keys count), patterns (what they reach counts), and single names after a `=`.
    pub rules: &'static [(&'static str, &'static str)],
}

impl References {
    /// The values that name nothing, with the byte each stands at.
    pub(super) fn dangling(&self, root: At<'_>) -> Vec<(usize, Problem)> {
        self.dangling_in(root, &[])
    }

    /// The same, of the values at or under the steps given alone.
    pub(super) fn dangling_in(&self, root: At<'_>, under: &[Step]) -> Vec<(usize, Problem)> {
        let mut problems = vec![];
        for (pattern, map) in self.rules {
            let mut given = vec![];
            select(root, pattern, under, &mut Path::new(), &mut |at, _| given.push(at));
            if given.is_empty() {
                continue;
            }
            let known = keys(root, map);
            for at in given {
                let Some(name) = at.string() else { continue };
                if known.contains(name.as_ref()) {
                    continue;
                }
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let first = map.split(['|', '.']).next().unwrap_or(map);
                let kind = first.strip_suffix('s').unwrap_or(first);
                let message = format!("{kind} `{name}` is not in the file's {first}");
                let problem = Problem::error("not-found", message);
                problems.push((at.span().start, wording::with_nearest(problem, &name, &known)));
            }
        }
        problems
    }

    /// Where the file names an entry of a top-level map: what has to change when its key does.
    pub fn uses(&self, root: At<'_>, map: &str, key: &str) -> Vec<Path> {
        let mut paths = vec![];
        for (pattern, _) in self.rules.iter().filter(|(_, maps)| maps.split('|').any(|m| m == map))
        {
            select(root, pattern, &[], &mut Path::new(), &mut |at, path| {
                if at.string().is_some_and(|given| given == key) {
                    paths.push(path.clone());
                }
            });
        }
        paths
    }
}

/// All that may be named.
fn keys(root: At<'_>, names: &str) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for name in names.split('|') {
        if let Some(literal) = name.strip_prefix('=') {
            known.insert(literal.to_owned());
        } else if name.contains('*') {
            select(root, name, &[], &mut Path::new(), &mut |at, _| {
                known.extend(at.string().map(std::borrow::Cow::into_owned));
            });
        } else if let Some((_, item)) = root.inner().find(name) {
            let items = item.value().inner().items();
            known.extend(items.filter_map(|item| Some(item.key()?.into_owned())));
        }
    }
    known
}

/// Shows every value that a pattern reaches, with its path.
fn select<'t>(
    at: At<'t>,
    pattern: &str,
    under: &[Step],
    path: &mut Path,
    see: &mut impl FnMut(At<'t>, &Path),
) {
    let at = at.inner();
    if pattern.is_empty() {
        return see(at, path);
    }
    let (step, rest) = pattern.split_once('.').unwrap_or((pattern, ""));
    let (step, variant) = step.split_once(':').unwrap_or((step, ""));
    for (index, item) in at.items().enumerate() {
        let key = item.key();
        if step != "*" && key.as_deref() != Some(step) {
            continue;
        }
        if !variant.is_empty() && item.value().inner().name() != variant {
            continue;
        }
        let taken = key.map_or(Step::Index(index), |key| Step::Key(key.into_owned()));
        let deeper = match under.split_first() {
            Some((first, _)) if *first != taken => continue,
            Some((_, deeper)) => deeper,
            None => under,
        };
        let mut path = path.clone().step(taken);
        select(item.value(), rest, deeper, &mut path, see);
    }
}

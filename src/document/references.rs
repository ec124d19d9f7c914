//! Does every name in the scenario name something? Rules say which values are keys of which map.

use std::collections::BTreeSet;

use super::path::{Path, Step};
use super::tree::At;
use super::wording;
use crate::diag::Problem;

/// Which values must be keys of which map.
#[derive(Clone, Copy, Debug, Default)]
pub struct References {
    /// Where a key is given, as `plans.*.*.contract`, where `*` is any key or place; and the map that
    /// must have it, as `contracts`, or several, as `contracts|services`. What is not there, or is no
    /// text, is not looked at.
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
                let first = map.split('|').next().unwrap_or(map);
                let kind = first.strip_suffix('s').unwrap_or(first);
                let all = map.replace('|', " or ");
                let message = format!("{kind} `{name}` is not in the file's {all}");
                let problem = Problem::error("not-found", message);
                problems.push((at.span().start, wording::with_nearest(problem, &name, &known)));
            }
        }
        problems
    }

    /// Where the file names an entry of a top-level map: what has to change when its key does.
    pub fn uses(&self, root: At<'_>, map: &str, key: &str) -> Vec<Path> {
        let mut paths = vec![];
        for (pattern, _) in self.rules.iter().filter(|(_, maps)| maps.split('|').any(|m| m == map)) {
            select(root, pattern, &[], &mut Path::new(), &mut |at, path| {
                if at.string().is_some_and(|given| given == key) {
                    paths.push(path.clone());
                }
            });
        }
        paths
    }
}

/// The keys of top-level maps, several joined by `|`.
fn keys(root: At<'_>, maps: &str) -> BTreeSet<String> {
    let found = maps.split('|').filter_map(|map| root.inner().find(map));
    found
        .flat_map(|(_, item)| item.value().inner().items())
        .filter_map(|item| Some(item.key()?.into_owned()))
        .collect()
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
    for (index, item) in at.items().enumerate() {
        let key = item.key();
        if step != "*" && key.as_deref() != Some(step) {
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

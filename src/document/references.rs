//! Does every name in the scenario name something? Rules say which values are keys of which map.

use std::collections::BTreeSet;

use super::path::{Path, Step};
use super::tree::At;
use super::wording;
use crate::diag::{Problem, Severity};

/// Which values must be keys of which map.
#[derive(Clone, Copy, Debug, Default)]
pub struct References {
    /// Where a name is given, as `plans.*.*.contract`, and what it may name, as `contracts`.
    ///
    /// On the left `*` is any key or place, and `*:Start` one whose value is that variant. What is not
    /// there, or is no text, is not looked at. On the right stand, joined by `|`, maps of the top level
    /// (their keys count), patterns (what they reach counts), and single names after a `=`; a lone `@`
    /// for a path into the file itself. After a `?` anything may be named while there is nothing. Hints name what the first of them holds, or what patterns reach.
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
            if *map == A_PATH {
                let lost = given
                    .into_iter()
                    .filter_map(|at| Some((at.span().start, lost_path(root, &at.string()?)?)));
                problems.extend(lost);
                continue;
            }
            let optional = map.strip_prefix('?');
            let map = optional.unwrap_or(map);
            let known = keys(root, map);
            if optional.is_some() && known.is_empty() {
                continue;
            }
            for at in given {
                let Some(name) = at.string() else { continue };
                if known.contains(name.as_ref()) {
                    continue;
                }
                let meant = |name: &&str| *name == first_of(map) || name.contains(['*', '=']);
                let names: Vec<&str> = map.split('|').filter(meant).collect();
                let meant = keys(root, &names.join("|"));
                let known: Vec<&str> = meant.iter().map(String::as_str).collect();
                let first = map.split(['|', '.']).next().unwrap_or(map);
                let kind = first.strip_suffix('s').unwrap_or(first);
                let message = format!("{kind} `{name}` is not in the file's {first}");
                let problem = Problem::error("not-found", message);
                problems.push((at.span().start, wording::with_nearest(problem, &name, &known)));
            }
        }
        problems
    }

    /// Names of which a value has to be one, in the file's order of maps; `None` where it may be anything.
    /// The value need not be there yet.
    pub fn names_for(&self, root: At<'_>, path: &Path) -> Option<Vec<String>> {
        let (_, map) =
            self.rules.iter().find(|(pattern, _)| leads_to(root, pattern, path.steps()))?;
        (*map != A_PATH).then(|| keys_in_order(root, map))
    }

    /// Whether values at such a place name something in the file, whatever the file says.
    pub fn is_named(&self, path: &Path) -> bool {
        let alike = |(part, step): (&str, &Step)| {
            part == "*" || matches!(step, Step::Key(key) if key == part)
        };
        self.rules.iter().any(|(pattern, map)| {
            *map != A_PATH
                && pattern.split('.').count() == path.steps().len()
                && pattern.split('.').zip(path.steps()).all(alike)
        })
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

/// Stands for a path into the file where a rule says what may be named.
const A_PATH: &str = "@";

fn first_of(map: &str) -> &str {
    map.split('|').next().unwrap_or(map)
}

/// Why a path that a person wrote leads nowhere; `None` where it leads to something that is there, or
/// may be. Entries of maps and lists must be there; fields of an entry may still be empty, and what
/// is worked out, as `request.total`, stands in no file.
fn lost_path(root: At<'_>, text: &str) -> Option<Problem> {
    let warning = |message: String| Problem {
        severity: Severity::Warning,
        ..Problem::error("path-not-found", message)
    };
    let path = match text.parse::<Path>() {
        Ok(path) => path,
        Err(problem) => return Some(Problem { severity: Severity::Warning, ..problem }),
    };
    let (Step::Key(field), entry) = (path.steps().first()?, path.steps().get(1)) else {
        return Some(warning(format!("`{text}` names nothing in the file")));
    };
    let Some((_, group)) = root.inner().find(field) else {
        if MAY_LACK.contains(&field.as_str()) {
            return None;
        }
        let fields: Vec<String> =
            root.inner().items().filter_map(|item| Some(item.key()?.into_owned())).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let problem = warning(format!("`{field}` in `{text}` is not in the file"));
        return Some(wording::with_nearest(problem, field, &fields));
    };
    let (group, entry) = (group.value().inner(), entry?);
    let is_map = group.open() == Some('{');
    if !(is_map || group.open() == Some('[')) || entry.find(group).is_some() {
        return None;
    }
    let problem = match entry {
        Step::Key(key) => warning(format!("`{key}` in `{text}` is not in the file's {field}")),
        Step::Index(index) => {
            warning(format!("`[{index}]` in `{text}` is not in the file's {field}"))
        }
    };
    let keys: Vec<String> =
        group.items().filter_map(|item| Some(item.key()?.into_owned())).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    Some(match entry {
        Step::Key(key) if is_map => wording::with_nearest(problem, key, &keys),
        _ => problem.hint(format!("{field} has {}, counted from 0", group.items().count())),
    })
}

/// What paths may begin with although it is not there: it is worked out, has a default, or is what
/// the question asks for.
const MAY_LACK: [&str; 12] = [
    "request",
    "headroom",
    "backups",
    "growth",
    "title",
    "organisation",
    "horizon",
    "taxes",
    "rounding",
    "requires",
    "buffers",
    "meetings",
];

/// Whether a pattern reaches the place that steps lead to, be there something or not.
fn leads_to(at: At<'_>, pattern: &str, steps: &[Step]) -> bool {
    let mut at = Some(at);
    let mut steps = steps.iter();
    for part in pattern.split('.') {
        let (name, variant) = part.split_once(':').unwrap_or((part, ""));
        let Some(step) = steps.next() else { return false };
        if name != "*" && !matches!(step, Step::Key(key) if key == name) {
            return false;
        }
        at = at.and_then(|at| Some(step.find(at)?.1.value()));
        let is_variant = |at: At<'_>| at.inner().name() == variant;
        if !variant.is_empty() && !at.is_some_and(is_variant) {
            return false;
        }
    }
    steps.next().is_none()
}

/// All that may be named, each once, as the file has them.
fn keys_in_order(root: At<'_>, names: &str) -> Vec<String> {
    let (mut known, mut seen): (Vec<String>, BTreeSet<String>) = Default::default();
    let mut add = |name: std::borrow::Cow<'_, str>| {
        if seen.insert(name.to_string()) {
            known.push(name.into_owned());
        }
    };
    for name in names.split('|') {
        if let Some(literal) = name.strip_prefix('=') {
            add(literal.into());
        } else if name.contains('*') {
            select(root, name, &[], &mut Path::new(), &mut |at, _| {
                at.string().into_iter().for_each(&mut add);
            });
        } else if let Some((_, item)) = root.inner().find(name) {
            item.value().inner().items().filter_map(|item| item.key()).for_each(&mut add);
        }
    }
    known
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

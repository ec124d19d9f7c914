//! Which edit is it when a cell is typed, a row added, copied, moved or removed?

use crate::diag::Problem;
use crate::document::{Edit, Op, Path, quote};
use crate::gui::answer::Answer;
use crate::gui::kit::Refusal;
use crate::session::Session;
use crate::units::plural;

use super::{Column, Entry, Group, Place, entries};

/// What is asked of a sheet, or why it cannot be.
pub(super) type Asked = Result<Edit, Refusal>;

/// A cell is to be this text; `None`: it is so already.
pub(super) fn set(
    session: &Session,
    entry: &Entry<'_>,
    group: &Group,
    column: &Column,
    text: &str,
) -> Result<Option<Edit>, Refusal> {
    if let Place::Key = column.at {
        return rename(session, entry, group, text);
    }
    let fields = column.fields(entry).map_err(|why| (why.to_owned(), None))?;
    let label = format!("{} of {}", column.title, entry.name);
    let Some(ron) = column.kind.ron(session, text)? else {
        return clear(session, entry, column, fields, &label);
    };
    let path = under(&entry.path, fields);
    if entry.get(fields).is_some_and(|at| at.inner().literal() == ron) {
        return Ok(None);
    }
    allowed(session, Edit::new(label).set(path, ron)).map(Some)
}

/// Takes a value out, with the groups around it that hold nothing else.
fn clear(
    session: &Session,
    entry: &Entry<'_>,
    column: &Column,
    fields: &[&str],
    label: &str,
) -> Result<Option<Edit>, Refusal> {
    if entry.get(fields).is_none() {
        return Ok(None);
    }
    let alone = |depth: &usize| {
        let around = entry.get(&fields[..*depth]);
        around.is_some_and(|at| at.inner().items().len() == 1)
    };
    let outermost = (1..fields.len()).rev().take_while(alone).last().unwrap_or(fields.len());
    let mut refused = None;
    for depth in (1..=outermost).rev() {
        let edit = Edit::new(label).remove(under(&entry.path, &fields[..depth]));
        match session.objections(&edit).into_iter().next() {
            None => return Ok(Some(edit)),
            Some(problem) => refused = refused.or(Some(problem)),
        }
    }
    let needed = || (format!("{} cannot be left empty", column.title), None);
    Err(refused.filter(|problem| problem.code != "missing-field").map_or_else(needed, refusal))
}

/// Another key; whatever names the old one names the new one then.
fn rename(
    session: &Session,
    entry: &Entry<'_>,
    group: &Group,
    name: &str,
) -> Result<Option<Edit>, Refusal> {
    let name = name.trim();
    if name == entry.name {
        return Ok(None);
    }
    if name.is_empty() {
        return Err((format!("a {} needs a name", group.one), None));
    }
    let mut edit = Edit::new(format!("Rename {} to {name}", entry.name));
    for path in uses(session, group, entry) {
        edit = edit.set(path, quote(name));
    }
    for (path, about) in abouts_moved(session, &entry.path, &group.place().key(name)) {
        edit = edit.set(path, about);
    }
    allowed(session, edit.rename(entry.path.clone(), name)).map(Some)
}

/// Where the file names an entry by its key.
fn uses(session: &Session, group: &Group, entry: &Entry<'_>) -> Vec<Path> {
    let named = session.document().filter(|_| group.keyed && group.within.is_none());
    named.map_or_else(Vec::new, |document| document.uses(group.field, &entry.name))
}

/// Questions and tasks about an entry that gets another path: where they say so, and what they are
/// to say, as RON.
pub(in crate::gui::screens) fn abouts_moved(
    session: &Session,
    from: &Path,
    to: &Path,
) -> Vec<(Path, String)> {
    let moved = |(path, about): (Path, Path)| {
        let steps = about.steps().iter().skip(from.steps().len()).cloned();
        (path, quote(&steps.fold(to.clone(), Path::step).to_string()))
    };
    abouts(session, from).into_iter().map(moved).collect()
}

/// Questions and tasks about a value: where they say so, and what they name.
fn abouts(session: &Session, of: &Path) -> Vec<(Path, Path)> {
    let Some(scenario) = session.scenario() else { return vec![] };
    let questions = scenario.questions.iter().map(|question| question.about.as_deref());
    let tasks = scenario.tasks.iter().map(|task| task.about.as_deref());
    let named = |field: &'static str| {
        move |(index, about): (usize, Option<&str>)| {
            let about: Path = about?.parse().ok()?;
            Some((Path::new().key(field).index(index).key("about"), about))
        }
    };
    let questions = questions.enumerate().filter_map(named("questions"));
    questions
        .chain(tasks.enumerate().filter_map(named("tasks")))
        .filter(|(_, about)| of.holds(about))
        .collect()
}

/// A new entry of this name, last.
pub(super) fn add(session: &Session, group: &Group, name: &str) -> Asked {
    let into = group.place();
    let value = (group.fresh)(session, name);
    let edit = Edit::new(format!("Add {} {name}", group.one));
    let there = session.document().is_some_and(|document| into.find(document.root()).is_some());
    let edit = match group.keyed {
        // A map inside another group begins with its brackets.
        true if !there && into.steps().len() > 1 => {
            edit.set(into, format!("{{{}: {value}}}", quote(name)))
        }
        true => edit.insert(into, name, value),
        false => edit.push(into, value),
    };
    allowed(session, edit)
}

/// A new entry of this name, last, of which more is needed: it is asked for.
pub(super) fn begin(session: &Session, group: &Group, name: &str) -> Answer {
    let into = group.place();
    if group.keyed {
        return Answer::Begin(into.key(name), None);
    }
    let known = match group.columns.first().map(|column| (&column.at, column.kind)) {
        Some((Place::Field([field]), kind)) => {
            kind.ron(session, name).ok().flatten().map(|value| (*field, value))
        }
        _ => None,
    };
    Answer::Begin(into.index(entries(session, group).len()), known)
}

/// New entries from a spreadsheet: names first, then what stands in the columns shown.
pub(super) fn paste(
    session: &Session,
    group: &Group,
    columns: &[&Column],
    rows: &[Vec<String>],
) -> Asked {
    if (group.fresh)(session, "").is_empty() {
        let hint = format!("type the name of one {} to begin it", group.one);
        return Err((format!("a {} needs more than its columns", group.one), Some(hint)));
    }
    let label = format!("Paste {}", plural(rows.len() as i128, group.one));
    let mut edit = Edit::new(label.as_str());
    let mut so_far = session.clone();
    for (nth, row) in rows.iter().enumerate() {
        let told = |(what, hint): Refusal| (format!("row {}: {what}", nth + 1), hint);
        let name = row.first().map_or("", |name| name.trim());
        if name.is_empty() {
            return Err(told((format!("a {} needs a name", group.one), None)));
        }
        let mut steps = vec![add(&so_far, group, name).map_err(told)?];
        let (plain, by_entry): (Vec<_>, Vec<_>) = columns
            .iter()
            .zip(row)
            .skip(1)
            .partition(|(column, _)| matches!(column.at, Place::Field(_)));
        // Where a value goes may depend on what stands in the other columns.
        for cells in [plain, by_entry] {
            so_far = after(&so_far, &steps).map_err(|problem| told(refusal(problem)))?;
            edit.ops.extend(std::mem::take(&mut steps).into_iter().flat_map(|step| step.ops));
            let all = entries(&so_far, group);
            let Some(entry) = all.last() else { continue };
            for (column, text) in cells.into_iter().filter(|(_, text)| !text.is_empty()) {
                let choices = column.kind.choices(&so_far);
                let meant = choices.iter().find(|(_, label)| label == text);
                let text = meant.map_or(text, |(value, _)| value);
                steps.extend(set(&so_far, entry, group, column, text).map_err(told)?);
            }
        }
        so_far = after(&so_far, &steps).map_err(|problem| told(refusal(problem)))?;
        edit.ops.extend(steps.into_iter().flat_map(|step| step.ops));
    }
    allowed(session, edit)
}

/// What it would be after these edits.
fn after(session: &Session, edits: &[Edit]) -> Result<Session, Problem> {
    let ops = edits.iter().flat_map(|edit| edit.ops.iter().cloned()).collect();
    session.what_if(&Edit { label: String::new(), ops })
}

/// The entry once more, below itself, under a name that is free.
pub(super) fn duplicate(session: &Session, group: &Group, entry: &Entry<'_>) -> Asked {
    let taken = entries(session, group);
    let free = |name: &String| taken.iter().all(|other| other.name != *name);
    let copy = |n: usize| match n {
        1 => format!("{} copy", entry.name),
        n => format!("{} copy {n}", entry.name),
    };
    // Of one name more than there are entries, one is free.
    let name = (1..=taken.len() + 1).map(copy).find(free).unwrap_or_else(|| copy(1));
    let insert = Op::Insert {
        into: group.place(),
        key: group.keyed.then_some(name),
        value: entry.at.literal().to_owned(),
        at: Some(entry.index + 1),
    };
    let label = format!("Duplicate {} {}", group.one, entry.name);
    allowed(session, Edit { label, ops: vec![insert] })
}

/// The entry is to go; not while something else needs it.
pub(super) fn remove(session: &Session, group: &Group, entry: &Entry<'_>) -> Asked {
    let uses = uses(session, group, entry);
    if let Some(first) = uses.first() {
        let more = match uses.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let hint = format!("`{first}`{more} would name nothing: change that first");
        return Err((format!("{} is still needed", entry.name), Some(hint)));
    }
    let label = format!("Remove {} {}", group.one, entry.name);
    allowed(session, Edit::new(label).remove(entry.path.clone()))
}

/// The entry at another place of its group.
pub(super) fn shift(group: &Group, entry: &Entry<'_>, to: usize) -> Edit {
    let label = format!("Move {} {}", group.one, entry.name);
    Edit::new(label).shift(entry.path.clone(), to)
}

/// The edit, if nothing would be wrong after it that is not wrong now.
fn allowed(session: &Session, edit: Edit) -> Asked {
    match session.objections(&edit).into_iter().next() {
        None => Ok(edit),
        Some(problem) => Err(refusal(problem)),
    }
}

fn refusal(problem: Problem) -> Refusal {
    (problem.message, problem.hint)
}

fn under(path: &Path, fields: &[&str]) -> Path {
    fields.iter().fold(path.clone(), |path, field| path.key(*field))
}

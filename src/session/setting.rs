//! How does a value, as people type it, become an edit?

use crate::diag::{Place, Problem};
use crate::document::{Edit, Path, quote};
use crate::units::Day;

use super::Session;

/// The edit of a `--set PATH=VALUE`, judged against the scenario as it is. `nth`, from 1, is the
/// line that problems give as their place.
///
/// A value may be typed as in the file, or, where it is a text there, without its quotes:
/// `request.months=6`, `offers["ovh/rise-3"].setup=0 CAD before tax`.
pub fn setting(session: &Session, given: &str, nth: usize) -> Result<Edit, Problem> {
    let place = |byte: usize| Place {
        text: "--set".to_owned(),
        line: nth,
        column: given[..byte].chars().count() + 1,
    };
    let Some(equals) = equals_sign(given) else {
        return Err(Problem::error("set", format!("`{given}` sets nothing"))
            .hint("write PATH=VALUE, as `request.months=6`")
            .at(place(0)));
    };
    let value = given[equals + 1..].trim();
    let value_at = given.len() - given[equals + 1..].trim_start().len();
    if value.is_empty() {
        return Err(Problem::error("set", "there is no value behind `=`")
            .hint("write \"\" for an empty text")
            .at(place(value_at)));
    }
    let path: Path =
        given[..equals].trim().parse().map_err(|problem: Problem| problem.at(place(0)))?;
    typed(session, "--set", &path, value).map_err(|problem| {
        // What is said about the value has a place in the text that would have been.
        let byte = if problem.place.is_some() { value_at } else { 0 };
        problem.at(place(byte))
    })
}

/// The edit of an `--as-of DAY`.
pub fn as_of(given: &str) -> Result<Edit, Problem> {
    let day: Day = given.parse().map_err(|wrong: crate::units::Wrong| {
        let problem = Problem::error("as-of", wrong.message);
        let place = Place { text: "--as-of".to_owned(), line: 1, column: 1 };
        match wrong.hint {
            Some(hint) => problem.hint(hint).at(place),
            None => problem.at(place),
        }
    })?;
    Ok(Edit::new("--as-of").set(Path::new().key("as_of"), quote(&day.to_string())))
}

/// The edit that sets a value that somebody typed: as it is where that reads well, else as a text
/// in quotes; where neither does, what is wrong with it. The problem has a place where it is about
/// the value, and none where it is about the path.
pub fn typed(session: &Session, label: &str, path: &Path, given: &str) -> Result<Edit, Problem> {
    let edit = |value: &str| Edit::new(label).set(path.clone(), value);
    let was_text = session
        .document()
        .and_then(|document| document.written(path))
        .is_some_and(|written| written.starts_with(['"', 'r']));
    let (raw, quoted) = (edit(given), edit(&quote(given)));
    let candidates =
        if was_text && !given.starts_with('"') { [quoted, raw] } else { [raw, quoted] };
    let mut objection: Option<Problem> = None;
    for edit in candidates {
        let Some(problem) = session.objections(&edit).into_iter().next() else { return Ok(edit) };
        // What is said about a value that could be put in says more than that the other could not.
        if objection.as_ref().is_none_or(|o| o.place.is_none() && problem.place.is_some()) {
            objection = Some(problem);
        }
    }
    Err(objection.unwrap_or_else(|| Problem::error("set", format!("`{given}` cannot stand here"))))
}

/// The first `=` outside brackets and texts.
fn equals_sign(given: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut in_text = false;
    let mut escaped = false;
    for (i, c) in given.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '[' if !in_text => depth += 1,
            ']' if !in_text => depth -= 1,
            '=' if !in_text && depth == 0 => return Some(i),
            _ => {}
        }
    }
    None
}

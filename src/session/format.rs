//! Is the file of a format that this program reads? Asked before anything else in it is looked at,
//! so that a newer file is refused in a sentence and not by each word that is new in it.

use crate::diag::Problem;
use crate::document::{Tree, place};
use crate::model::FORMAT;

/// Why a file is refused for its format; `None` where it is not, or does not say which it is.
pub(super) fn refused(text: &str, name: &str) -> Option<Problem> {
    let tree = Tree::parse(text).ok()?;
    let (_, item) = tree.root(text).find("format")?;
    let given: u64 = item.value().literal().trim().parse().ok()?;
    if given == u64::from(FORMAT) {
        return None;
    }
    let problem = Problem::error("format", format!("this file is of format `{given}`"));
    let problem = problem.at(place(text, name, item.value().span().start));
    Some(if given > u64::from(FORMAT) {
        problem.hint(format!(
            "this program reads format {FORMAT}: get a newer Headroom, nothing in the file is wrong"
        ))
    } else {
        problem.hint(format!("the first format is 1: write `format: {FORMAT}`"))
    })
}

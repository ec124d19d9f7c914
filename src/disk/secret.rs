//! Where does a secret come from, so that no command line shows it?

use std::path::Path;

use crate::diag::Problem;

use super::read;

/// The text of an environment variable, by its name. Refused: one that is not set, and what is not UTF-8; no problem repeats it.
pub fn variable(name: &str) -> Result<String, Problem> {
    let is_name = !name.is_empty() && !name.contains(['=', '\0']);
    let value = is_name.then(|| std::env::var_os(name)).flatten();
    let value = value.ok_or_else(|| {
        Problem::error("no-variable", format!("there is no environment variable `{name}`"))
            .hint("name the variable, not its value")
    })?;
    value.into_string().map_err(|_value| {
        Problem::error("not-utf8", format!("the environment variable `{name}` is not UTF-8"))
    })
}

/// The text of a file that holds a secret or certificates; no problem repeats it.
pub fn held_in(path: &Path) -> Result<String, Problem> {
    let opened = read(path).map_err(|problem| Problem { hint: None, ..problem })?;
    Ok(opened.text)
}

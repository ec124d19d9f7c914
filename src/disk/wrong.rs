//! How is it told what went wrong with a file?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::diag::Problem;
use crate::document::LARGEST;

pub(super) fn reading(path: &Path, error: &io::Error) -> Problem {
    let name = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            let problem = Problem::error("no-such-file", format!("there is no file `{name}`"));
            match nearest(path) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint("look at the spelling, and at the folder you are in"),
            }
        }
        ErrorKind::PermissionDenied => {
            Problem::error("no-permission", format!("no permission to read `{name}`"))
                .hint("ask the owner of the file, or work on a copy")
        }
        _ => Problem::error("cannot-read", format!("cannot read `{name}`: {error}")),
    }
}

pub(super) fn saving(path: &Path, error: &io::Error) -> Problem {
    let name = path.display();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Problem::error("disk-full", format!("the disk is full: `{name}` was not saved"))
                .hint("what was there is whole; free some space, or save to another disk")
        }
        ErrorKind::PermissionDenied => {
            Problem::error("no-permission", format!("no permission to write `{name}`"))
                .hint("save under another name, or in a folder of your own")
        }
        ErrorKind::ReadOnlyFilesystem => {
            Problem::error("read-only", format!("`{name}` is on a disk that cannot be written"))
                .hint("save to another disk")
        }
        ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(path).display();
            Problem::error("no-such-folder", format!("there is no folder `{folder}`"))
                .hint("make the folder first, or save elsewhere")
        }
        _ => Problem::error("cannot-save", format!("cannot save `{name}`: {error}"))
            .hint("what was there is whole"),
    }
}

pub(super) fn folder(path: &Path) -> Problem {
    let problem =
        Problem::error("is-a-folder", format!("`{}` is a folder, not a file", path.display()));
    match scenarios_in(path).first() {
        Some(first) => problem.hint(format!("did you mean `{}`?", path.join(first).display())),
        None => problem.hint("name a file in it"),
    }
}

pub(super) fn read_only(path: &Path) -> Problem {
    Problem::error("read-only", format!("`{}` may not be written", path.display()))
        .hint("save under another name, or allow writing to the file")
}

pub(super) fn changed(path: &Path) -> Problem {
    let what = format!("`{}` was changed by someone else since it was opened", path.display());
    Problem::error("changed-on-disk", what)
        .hint("open it again to see the change, save under another name, or replace it knowingly")
}

pub(super) fn too_large(name: &str) -> Problem {
    let largest = LARGEST >> 20;
    Problem::error("too-large", format!("`{name}` has more than {largest} MiB"))
        .hint("a scenario is some thousand lines of text: is this the right file?")
}

pub(super) fn empty(name: &str) -> Problem {
    Problem::error("empty", format!("`{name}` is empty"))
        .hint("a scenario begins with `Scenario(format: 1, …)`: see scenarios/ for examples")
}

pub(super) fn not_utf8(all: &[u8], bad: &[u8]) -> Problem {
    let byte = bad.first().copied().unwrap_or_default();
    let problem = Problem::error("not-utf-8", format!("byte `0x{byte:02X}` is not UTF-8"));
    problem.hint(if all.starts_with(b"\xFF\xFE") || all.starts_with(b"\xFE\xFF") {
        "this looks like UTF-16: save the file as UTF-8"
    } else if all.contains(&0) {
        "this looks like no text at all: is it the right file?"
    } else {
        "save the file as UTF-8 in your editor"
    })
}

/// The name in the same folder that is most like the one given.
fn nearest(path: &Path) -> Option<String> {
    let given = path.file_name()?.to_str()?;
    let folder = path.parent()?;
    let near = names_in(folder)
        .into_iter()
        .map(|name| (strsim::jaro_winkler(given, &name), name))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|(a, name_a), (b, name_b)| a.total_cmp(b).then_with(|| name_b.cmp(name_a)))?;
    Some(folder.join(near.1).display().to_string())
}

fn scenarios_in(folder: &Path) -> Vec<String> {
    names_in(folder).into_iter().filter(|n| n.ends_with(".headroom.ron")).collect()
}

/// Names of the files in a folder, sorted; none where it cannot be looked into.
fn names_in(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> =
        entries.flatten().take(1_000).filter_map(|e| e.file_name().into_string().ok()).collect();
    names.sort();
    names
}

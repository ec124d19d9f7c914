//! How do bytes come from files and go to them? The only module that touches files.
//!
//! Everything that can go wrong comes back as a [`Problem`] with a hint; what was on disk stays
//! whole until its replacement is.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::diag::Problem;
use crate::document::{self, LARGEST};

mod pieces;
mod recent;
mod secret;
mod settings;
mod wrong;

pub use pieces::{Pieces, pieces};
pub use recent::{Recent, names_a_screen, settings_folder, state_folder};
pub use secret::{held_in, variable};
pub use settings::{Colours, Settings};

/// A path that means standard input, or standard output where something is written.
pub const STANDARD: &str = "-";
/// What standard input is called in messages.
pub const STANDARD_INPUT: &str = "standard input";

/// A text as it stands on disk.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The text, without a byte order mark.
    pub text: String,
    /// What people call it: the path as given, or "standard input".
    pub name: String,
    /// What the file was when it was read; `None` for what is no regular file.
    pub stamp: Option<Stamp>,
}

/// What a file was when it was last seen: tells whether somebody else has written to it since.
#[derive(Clone, Debug)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    content: u64,
}

/// Over what a file may be written.
#[derive(Clone, Copy, Debug)]
pub enum Over<'a> {
    /// Whatever is there is replaced: the person was asked.
    Anything,
    /// Only what was read: a file that has changed since is kept. One that is gone is made anew.
    Unchanged(&'a Stamp),
}

/// Reads a whole text: a regular file, or standard input where the path is `-`.
///
/// Refused, each in its own words: what is not there, folders, what may not be read, more than
/// [`LARGEST`] bytes, nothing at all, and what is not UTF-8, with the place of its first
/// bad byte.
pub fn read(path: &Path) -> Result<Opened, Problem> {
    if path == Path::new(STANDARD) {
        return read_from(&mut io::stdin().lock());
    }
    let name = path.display().to_string();
    let (mut file, metadata) = opened(path)?;
    if metadata.len() > LARGEST as u64 {
        return Err(wrong::too_large(&name));
    }
    let bytes = all_of(&mut file, &name, |error| wrong::reading(path, error))?;
    let stamp = metadata.is_file().then(|| Stamp::of(&bytes, metadata.modified().ok()));
    Ok(Opened { text: text_of(bytes, &name)?, name, stamp })
}

fn opened(path: &Path) -> Result<(fs::File, fs::Metadata), Problem> {
    let metadata = fs::metadata(path).map_err(|error| wrong::reading(path, &error))?;
    if metadata.is_dir() {
        return Err(wrong::folder(path));
    }
    if !metadata.is_file() && !is_handed_over(path) {
        let name = path.display();
        return Err(Problem::error("not-a-file", format!("`{name}` is not a regular file"))
            .hint("name a file; `-` reads standard input"));
    }
    let file = fs::File::open(path).map_err(|error| wrong::reading(path, &error))?;
    Ok((file, metadata))
}

/// Reads a whole text from what standard input stands for, under the same limits as [`read`].
pub fn read_from(input: &mut dyn Read) -> Result<Opened, Problem> {
    let bytes = all_of(input, STANDARD_INPUT, |error| {
        Problem::error("cannot-read", format!("cannot read {STANDARD_INPUT}: {error}"))
    })?;
    let text = text_of(bytes, STANDARD_INPUT)?;
    Ok(Opened { text, name: STANDARD_INPUT.to_owned(), stamp: None })
}

/// Saves bytes whole or not at all, through links, keeping mode and owner of what is there.
///
/// Between the look at what is there and the replacing of it another program may still write: the
/// gap is some milliseconds. What is no regular file, as `/dev/stdout`, is written to as it is.
pub fn save(path: &Path, bytes: &[u8], over: Over<'_>) -> Result<Stamp, Problem> {
    let target = target_of(path)?;
    if let Ok(metadata) = fs::metadata(&target) {
        if metadata.is_dir() {
            return Err(wrong::folder(path));
        }
        if !metadata.is_file() {
            write_through(&target, bytes).map_err(|error| wrong::saving(path, &error))?;
            return Ok(Stamp::of(bytes, None));
        }
        if metadata.permissions().readonly() {
            return Err(wrong::read_only(path));
        }
        if let Over::Unchanged(stamp) = over
            && has_changed(&target, stamp).map_err(|error| wrong::saving(path, &error))?
        {
            return Err(wrong::changed(path));
        }
    }
    write_whole(&target, bytes).map_err(|error| wrong::saving(path, &error))?;
    Ok(Stamp::of(bytes, fs::metadata(&target).and_then(|m| m.modified()).ok()))
}

/// Whether somebody else has written to the file since it was read: cheap where length and time
/// are as they were, else by its content. A file that is gone has not changed.
pub fn changed(path: &Path, stamp: &Stamp) -> bool {
    let Ok(metadata) = fs::metadata(path) else { return false };
    if metadata.len() == stamp.length
        && stamp.modified.is_some()
        && metadata.modified().ok() == stamp.modified
    {
        return false;
    }
    has_changed(path, stamp).unwrap_or(false)
}

/// When a file was last written; `None` where there is none, or its file system does not say.
pub fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?.modified().ok()
}

/// Whether something of this name is there already.
pub fn is_there(path: &Path) -> bool {
    path.exists()
}

/// The same file by one name, so that two ways of writing it are one entry of a list.
pub fn full_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.into())
}

impl Stamp {
    fn of(bytes: &[u8], modified: Option<SystemTime>) -> Self {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Self { length: bytes.len() as u64, modified, content: hasher.finish() }
    }
}

/// Pipes that the shell hands over, as `/dev/fd/63`, may be read; other pipes could wait for ever.
fn is_handed_over(path: &Path) -> bool {
    ["/dev/fd", "/dev/stdin", "/proc/self/fd"].iter().any(|p| path.starts_with(p))
}

fn all_of(
    input: &mut dyn Read,
    name: &str,
    wrong: impl Fn(&io::Error) -> Problem,
) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let limit = LARGEST as u64 + 1;
    input.take(limit).read_to_end(&mut bytes).map_err(|error| wrong(&error))?;
    if bytes.len() as u64 == limit {
        return Err(wrong::too_large(name));
    }
    if bytes.is_empty() {
        return Err(wrong::empty(name));
    }
    Ok(bytes)
}

fn text_of(bytes: Vec<u8>, name: &str) -> Result<String, Problem> {
    const MARK: &str = "\u{feff}";
    match String::from_utf8(bytes) {
        Ok(text) => match text.strip_prefix(MARK) {
            Some(rest) => Ok(rest.to_owned()),
            None => Ok(text),
        },
        Err(error) => {
            let (good, bad) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            let good = String::from_utf8_lossy(good);
            let place = document::place(&good, name, good.len());
            Err(wrong::not_utf8(error.as_bytes(), bad).at(place))
        }
    }
}

/// Where a link leads, so that saving replaces the file and not the link.
fn target_of(path: &Path) -> Result<PathBuf, Problem> {
    match fs::canonicalize(path) {
        Ok(target) => Ok(target),
        Err(_) if fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink()) => {
            let name = path.display();
            Err(Problem::error("broken-link", format!("`{name}` is a link to what is not there"))
                .hint("save under another name, or mend the link"))
        }
        Err(_) => Ok(path.to_owned()),
    }
}

fn has_changed(path: &Path, stamp: &Stamp) -> io::Result<bool> {
    let bytes = fs::read(path)?;
    let now = Stamp::of(&bytes, None);
    Ok((now.length, now.content) != (stamp.length, stamp.content))
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = atomic_write_file::AtomicWriteFile::open(path)?;
    file.write_all(bytes)?;
    file.commit()
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(bytes)?;
    file.flush()
}

#[cfg(test)]
mod tests;

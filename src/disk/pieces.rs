//! How is a file read piece by piece, where it may be larger than memory?

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::{STANDARD, is_handed_over, wrong};
use crate::diag::Problem;

/// A file, or standard input, from its beginning to its end.
#[derive(Debug)]
pub struct Pieces {
    from: From,
    /// Bytes of the whole; 0 where that is not known beforehand.
    pub length: u64,
    /// Bytes that were given out.
    pub read: u64,
}

#[derive(Debug)]
enum From {
    File(fs::File),
    Standard(io::Stdin),
}

/// Opens a file of any length, or standard input where the path is `-`.
///
/// Refused: what is not there, folders, what may not be read, what could wait for ever.
pub fn pieces(path: &Path) -> Result<Pieces, Problem> {
    if path == Path::new(STANDARD) {
        return Ok(Pieces { from: From::Standard(io::stdin()), length: 0, read: 0 });
    }
    let metadata = fs::metadata(path).map_err(|error| wrong::reading(path, &error))?;
    if metadata.is_dir() {
        let message = format!("`{}` is a folder, not a file", path.display());
        return Err(Problem::error("is-a-folder", message).hint("name a file in it"));
    }
    if !metadata.is_file() && !is_handed_over(path) {
        let message = format!("`{}` is not a regular file", path.display());
        return Err(
            Problem::error("not-a-file", message).hint("name a file; `-` reads standard input")
        );
    }
    let file = fs::File::open(path).map_err(|error| wrong::reading(path, &error))?;
    let length = if metadata.is_file() { metadata.len() } else { 0 };
    Ok(Pieces { from: From::File(file), length, read: 0 })
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.from {
            From::File(file) => file.read(buffer)?,
            From::Standard(input) => input.lock().read(buffer)?,
        };
        self.read += count as u64;
        Ok(count)
    }
}

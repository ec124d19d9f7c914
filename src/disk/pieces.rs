//! How is a file read piece by piece, where it may be larger than memory?

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::{STANDARD, opened};
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
    Text(io::Cursor<Arc<[u8]>>),
}

/// Opens a file of any length, or standard input where the path is `-`.
///
/// Refused: what is not there, folders, what may not be read, what could wait for ever.
pub fn pieces(path: &Path) -> Result<Pieces, Problem> {
    if path == Path::new(STANDARD) {
        return Ok(Pieces { from: From::Standard(io::stdin()), length: 0, read: 0 });
    }
    let (file, metadata) = opened(path)?;
    let length = if metadata.is_file() { metadata.len() } else { 0 };
    Ok(Pieces { from: From::File(file), length, read: 0 })
}

impl Pieces {
    /// A text that is at hand, read as a file is.
    pub fn of_text(text: Arc<str>) -> Self {
        let length = text.len() as u64;
        Self { from: From::Text(io::Cursor::new(text.into())), length, read: 0 }
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.from {
            From::File(file) => file.read(buffer)?,
            From::Standard(input) => input.lock().read(buffer)?,
            From::Text(text) => text.read(buffer)?,
        };
        self.read += count as u64;
        Ok(count)
    }
}

//! How is a text read line by line, however long it is?

use std::io::{BufRead, BufReader, Read};

use super::{Told, input};
use crate::diag::Problem;

/// A line may be so long, in bytes: paths have at most 4,096.
const LONGEST: u64 = 16 * 1024;

/// Lines of an input, one at a time; what is not UTF-8 is replaced.
pub(super) struct Lines<'a> {
    input: BufReader<&'a mut dyn Read>,
    told: &'a Told,
    number: usize,
    bytes: Vec<u8>,
}

/// One line, without its end.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What stands in it; bytes of nought, which a crash leaves in a log, are taken off its ends.
    pub(super) text: String,
    /// Its number, from 1.
    pub(super) number: usize,
    /// Whether its end stood there: else it may be cut off.
    pub(super) ended: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: &'a mut dyn Read, told: &'a Told) -> Self {
        Self { input: BufReader::new(input), told, number: 0, bytes: Vec::new() }
    }

    /// The next; refused where it is longer than 16 KiB or the text is UTF-16.
    pub(super) fn next(&mut self) -> Result<Option<Line>, Problem> {
        self.bytes.clear();
        let taken = (&mut self.input).take(LONGEST + 1).read_until(b'\n', &mut self.bytes);
        taken.map_err(|error| input::cannot_read(self.told, &error))?;
        if self.bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        let ended = self.bytes.last() == Some(&b'\n');
        if self.bytes.len() as u64 > LONGEST {
            return Err(Problem::error("line-too-long", "this line is longer than 16 KiB")
                .at(self.told.place(self.number, 1))
                .hint("give the tool's output as it was, with its lines"));
        }
        if self.number == 1 {
            input::not_utf16(&self.bytes, self.told)?;
        }
        let text = String::from_utf8_lossy(&self.bytes);
        let text = if self.number == 1 { text.trim_start_matches('\u{feff}') } else { &text };
        let text = text.trim_end_matches(['\n', '\r']).trim_matches('\0').to_owned();
        Ok(Some(Line { text, number: self.number, ended }))
    }
}

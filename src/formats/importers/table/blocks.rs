//! How is a table cut into blocks that end at the ends of lines?

use std::io::{self, Read};

use super::super::{HEAD, Head, Told, input};
use super::chunks::{LONGEST_LINE, Partial};
use super::shape::Shape;
use crate::diag::Problem;

/// So many bytes are read at once; more than the longest line that is taken.
pub(super) const BLOCK: usize = 2 << 20;

/// A table as blocks of whole lines, its headings taken off, in their order.
#[derive(Debug)]
pub struct Blocks<R> {
    input: R,
    /// What was read and is not given out yet.
    carried: Vec<u8>,
    size: usize,
    quoted_lines: bool,
    lead: usize,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Reads the beginning of a table and says how it is written.
    pub fn open(input: R, told: &Told) -> Result<(Shape, Self), Problem> {
        Self::of_size(input, told, BLOCK)
    }

    /// The same in blocks of about so many bytes.
    pub(super) fn of_size(
        mut input: R,
        told: &Told,
        size: usize,
    ) -> Result<(Shape, Self), Problem> {
        let mut head = Vec::new();
        let taken = (&mut input).take(HEAD as u64 + 1).read_to_end(&mut head);
        taken.map_err(|error| input::cannot_read(told, &error))?;
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Err(Problem::error("not-utf8", "this is UTF-16, not UTF-8")
                .at(told.place(1, 1))
                .hint("save it as UTF-8"));
        }
        if head.starts_with("\u{feff}".as_bytes()) {
            head.drain(..3);
        }
        let whole = head.len() <= HEAD - 3;
        let beginning = String::from_utf8_lossy(head.get(..HEAD).unwrap_or(&head));
        let shape = Shape::of(&Head { text: &beginning, whole }, told)?;
        let (quoted_lines, lead) = (shape.quoted_lines, shape.lead);
        Ok((shape, Self { input, carried: head, size, quoted_lines, lead, ended: false }))
    }

    /// Where the blocks come from.
    pub fn input(&self) -> &R {
        &self.input
    }

    /// What was read before the first block: the lines of the headings.
    pub fn start(&self, shape: &Shape) -> Partial {
        Partial::behind(shape.lead as u64)
    }

    /// The next block in the place of what is in `block`; false where there is none.
    ///
    /// A block without the end of a line is the last, and its line too long.
    pub fn next(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        block.clear();
        if self.ended {
            return Ok(false);
        }
        std::mem::swap(block, &mut self.carried);
        let mut wanted = self.size.saturating_sub(block.len()) as u64;
        loop {
            let read = (&mut self.input).take(wanted).read_to_end(block)?;
            self.ended = (read as u64) < wanted;
            if self.ended {
                break;
            }
            let end = self.end_of_lines(block);
            if end > 0 {
                self.carried.clear();
                self.carried.extend_from_slice(&block[end..]);
                block.truncate(end);
                break;
            }
            if block.len() > LONGEST_LINE + 1 {
                self.ended = true;
                break;
            }
            wanted = self.size.max(1 << 16) as u64;
        }
        while self.lead > 0 {
            let Some(end) = memchr::memchr(b'\n', block) else {
                block.clear();
                break;
            };
            block.drain(..=end);
            self.lead -= 1;
        }
        Ok(true)
    }

    /// Where the last line that ends in a block has its end; 0 where none does.
    fn end_of_lines(&self, block: &[u8]) -> usize {
        if !self.quoted_lines {
            return memchr::memrchr(b'\n', block).map_or(0, |at| at + 1);
        }
        let (mut open, mut end) = (false, 0);
        for at in memchr::memchr2_iter(b'"', b'\n', block) {
            match block[at] {
                b'"' => open = !open,
                _ if !open => end = at + 1,
                _ => {}
            }
        }
        end
    }
}

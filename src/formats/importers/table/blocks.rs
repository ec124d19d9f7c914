//! How is a table cut into blocks that end at the ends of lines?

use std::io::{self, Read};

use super::super::{HEAD, Head, Told, input};
use super::chunks::{LONGEST_LINE, Partial};
use super::shape::Shape;
use crate::diag::Problem;

/// So many bytes are read at once; more than the longest line that is taken.
pub(super) const BLOCK: usize = 4 << 20;

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
        input::not_utf16(&head, told)?;
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
    pub fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        (block.from, block.to) = (0, 0);
        if self.ended {
            return Ok(false);
        }
        let carried = self.carried.len();
        block.grow(self.size.max(carried));
        block.buffer[..carried].copy_from_slice(&self.carried);
        block.to = carried;
        self.carried.clear();
        loop {
            self.ended = !block.fill(&mut self.input)?;
            if self.ended {
                break;
            }
            let end = self.end_of_lines(block.bytes());
            if end > 0 {
                self.carried.extend_from_slice(&block.buffer[end..block.to]);
                block.to = end;
                break;
            }
            if block.to > LONGEST_LINE + 1 {
                self.ended = true;
                break;
            }
            block.grow(block.to + self.size.max(1 << 16));
        }
        while self.lead > 0 {
            let end = memchr::memchr(b'\n', block.bytes());
            block.from = end.map_or(block.to, |end| block.from + end + 1);
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

/// Whole lines of a table; the room for them is used again.
#[derive(Debug, Default)]
pub struct Block {
    buffer: Vec<u8>,
    from: usize,
    to: usize,
}

impl Block {
    /// The lines.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.from..self.to]
    }

    fn grow(&mut self, size: usize) {
        if self.buffer.len() < size {
            self.buffer.resize(size, 0);
        }
    }

    /// Reads until there is no room; false where the input ends before.
    fn fill(&mut self, input: &mut impl Read) -> io::Result<bool> {
        while self.to < self.buffer.len() {
            match input.read(&mut self.buffer[self.to..]) {
                Ok(0) => return Ok(false),
                Ok(count) => self.to += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

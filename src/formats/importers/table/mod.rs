//! Tables of any shape: CSV, TSV and their kin, streamed in blocks of lines that can be read apart.
//!
//! What a table says is guessed of its beginning ([`Shape::of`]), shown, and corrected by [`TableTold`]. Rules: of one instant of
//! a series that stands twice in a row the higher figure counts; the last of a day is that of its latest time; a table without a time
//! is of the day it was given; times with an offset stay on the day that is written, counted ones move to the person's place.

use std::io::Read;

use super::{Head, Import, Importer, Told, input};
use crate::diag::Problem;
use crate::units::Day;

mod blocks;
mod chunks;
mod daily;
mod finish;
mod guess;
mod moments;
mod names;
mod numbers;
mod shape;

#[cfg(test)]
mod tests;

pub use blocks::Blocks;
pub use chunks::Partial;
pub use moments::{DateOrder, Moment};
pub use names::Kind;
pub use shape::{Column, Role, Shape, TableTold};

/// What `headroom import` calls this importer.
pub const NAME: &str = "table";

pub(super) const TABLE: Importer = Importer {
    name: NAME,
    what: "usage in a table, by anything that writes CSV or TSV",
    command: "a table: time, host, value",
    recognises,
    read,
};

fn recognises(head: &Head<'_>) -> bool {
    let begins = head.text.trim_start().bytes().next();
    if matches!(begins, None | Some(b'{' | b'[' | b'<')) {
        return false;
    }
    let told = Told::new(Day::from_number(0), "");
    match Shape::of(head, &told) {
        Err(problem) => problem.code == "date-order-needed",
        Ok(shape) => {
            let named = shape.values().any(|(_, column)| column.resource.is_some());
            shape.moment.is_some() || (shape.separator != b' ' && (named || shape.is_long()))
        }
    }
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    read_in(Blocks::open(input, told)?, told)
}

/// Reads block by block.
fn read_in(
    (shape, mut blocks): (Shape, Blocks<&mut dyn Read>),
    told: &Told,
) -> Result<Import, Problem> {
    let mut all = blocks.start(&shape);
    let mut block = Vec::new();
    while blocks.next(&mut block).map_err(|error| input::cannot_read(told, &error))? {
        all = all.merge(Partial::read(&block, &shape, told));
        if let Some(problem) = all.refused(told) {
            return Err(problem);
        }
    }
    all.finish(&shape, told)
}

//! Which of everything that providers sell serves what is needed, what does it cost, and why not the rest?
//!
//! How a screen or a report uses it:
//!
//! 1. [`Offered::new`] lays out catalogues once: every *shape* (a plan with its choice of memory and disks) × every *way* (how it is paid,
//!    and where, if the price differs by place) that exists. A [`Pick`] names one of them, by its place among [`Offered::picks`].
//! 2. [`Situation::of`] says what it would be laid into: the scenario, what it would replace, from which day, with which overlap.
//! 3. [`Choice::new`] works the costs out; [`Choice::select`] answers [`Needs`] with a [`Selection`]: what serves, ranked by a [`Sort`], and for
//!    all others the first [`Reason`]. After a change of needs only what follows from needs is done again; [`Choice::place_in`] takes
//!    another situation.
//! 4. [`Needs::of`] proposes what a scenario asks for, and [`Proposed::sources`] where each comes from.
//! 5. [`Choice::cost`] and [`Offered::configuration`] tell of each, for a table or a plot; [`Offered::find`] finds one by its name.
//!
//! A cost is what the request comes to with it, to the cent: the figures that the plan has after it is picked.

mod changes;
mod choice;
mod copied;
mod costs;
mod disks;
mod judge;
mod needs;
mod offered;
mod paid;
mod parts;
mod situation;
mod sort;
mod spent;

pub use changes::{Change, Changes, Named, changes, usual};
pub use choice::{Choice, Selection};
pub use copied::{Affected, Again, Copied, Priced, affected, again, held_on};
pub use costs::Cost;
pub use disks::DiskSafety;
pub use judge::{Judged, Over, Reason, What};
pub use needs::{Budget, NeedSource, Needs, Proposed};
pub use offered::{Configuration, Listed, Offered, Pick};
pub use parts::Part;
pub use situation::{Replacing, Situation, with_own_offers};
pub use sort::{Column, Direction, Sort};

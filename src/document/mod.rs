//! The scenario as a text: its tree of byte ranges, reading it with all problems at once, edits that
//! keep every other byte, and the canonical layout. What the values mean is the model's business.

mod edit;
mod fmt;
mod kept;
mod layout;
mod literal;
mod parts;
mod path;
mod read;
mod references;
mod scan;
pub mod shape;
mod tree;
mod wording;

#[cfg(test)]
mod tests;

pub use edit::{Edit, Inverse, Op, Splice, apply};
pub use fmt::format;
pub use kept::{Applied, Document, Part, Parts, content_name, share_list, share_map};
pub use literal::{is_identifier, quote, unquote};
pub use path::{Path, Step};
pub use read::{LARGEST, Reading, check_length, decode, fragment, place, read};
pub use references::References;
pub use scan::{DEEPEST, Fault, FaultKind};
pub use shape::Shape;
pub use tree::{At, Entry, Item, Node, Tree};

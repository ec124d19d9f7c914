//! Questions and their answers: every answer is a [`Report`] of paragraphs, tables and plots.
//!
//! Screens and exporters read reports; nothing else turns an outlook into words.

mod shape;

pub use shape::*;

//! Does the window do what a person asks of it by the names they hear?
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may fail with a panic")]

mod basics;
mod capacity;
mod details;
mod frame;
mod importing;
mod kit;
mod plans;
mod prices;
mod stories;

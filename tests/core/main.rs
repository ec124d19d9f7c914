//! Everything but the window, from outside.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![allow(unreachable_pub, reason = "nothing here is for others")]

mod bad_input;
mod guards;
mod readme;

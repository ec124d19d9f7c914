//! Headroom plans rented servers: when they run out, what would fix it, what it costs in which
//! month, and what to ask the organisation for.
//!
//! The modules stand in reading order: a module names only modules listed before it.
#![cfg_attr(
    test,
    allow(
        clippy::float_cmp,
        clippy::format_push_string,
        clippy::format_collect,
        clippy::case_sensitive_file_extension_comparisons,
        reason = "a test wants the very figure, and its texts are short"
    )
)]

pub mod units;

pub mod diag;

pub mod model;

pub mod document;

pub mod engine;

pub mod checks;

pub mod report;

pub mod formats;

pub mod disk;

pub mod fetch;

pub mod session;

pub mod cli;

#[cfg(feature = "window")]
pub mod gui;

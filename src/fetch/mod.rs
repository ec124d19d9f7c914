//! What do servers elsewhere say of usage and prices? The only module that touches the network, and only when asked.
//!
//! One folder a kind of server. What is asked is plain data ([`prometheus::Ask`], [`catalogues::Ask`]); what comes back is an
//! [`Import`](crate::formats::importers::Import), as if it had been read from a file, or the bytes of a price list. Secrets are
//! handed in, shown by nothing, and kept nowhere.

pub mod catalogues;
pub mod prometheus;

mod auth;
mod web;

#[cfg(test)]
mod loopback;

pub use auth::{Auth, Header, Secret};

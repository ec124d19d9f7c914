//! Everything but the window, from files and from outside: one binary, as each one links anew.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::let_underscore_must_use,
    clippy::float_cmp,
    reason = "a test that cannot read its file is to fail, and may say why; it wants the very figure; writing to a `String` cannot fail"
)]
#![allow(unreachable_pub, reason = "nothing here is for others")]

mod bad_input;
mod cases;
mod catalogue_text;
mod catalogues;
mod configure;
mod findings;
mod forecast;
mod formats;
mod guards;
mod importers_json;
mod inputs;
mod lines;
mod made;
mod oracles;
mod price_book;
mod prices;
mod properties;
mod readme;
mod scenarios;

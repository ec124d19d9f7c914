//! Measured past → likely future: where one series, or several of one resource together, will stand,
//! how far that may be off, when a limit is reached, and how wrong such forecasts were before.
//!
//! The same method always, on plain floats with `+ - * /` and square roots only, so that every
//! machine gets the same figures: a trend that must earn its weight ([`level`]), a level that follows,
//! the series' own misses replayed a thousand times ([`paths`]). Nothing else of the engine runs on
//! floats; nothing here knows a scenario.

mod backtest;
mod buckets;
mod clean;
mod crossing;
mod draws;
mod fit;
mod futures;
mod level;
mod order;
mod paths;
mod run_out;
mod season;
mod shifts;
mod spread;
mod together;

pub use backtest::{Ahead, Backtest};
pub use buckets::{Buckets, CannotTell, History, Step};
pub use clean::{LeftOut, Sample};
pub use crossing::{Declared, Known, Left};
pub use draws::Shared;
pub use fit::CleanUp;
pub use futures::{Futures, PATHS, Reach};
pub use paths::Forecast;
pub use run_out::{CAUTIOUS, EXPECTED, Outs, RunOut};
pub use together::{FirstOut, first_out, together};

#[cfg(test)]
mod tests;

//! What does the window look like, and what did the person ask for? `theme` holds every colour and
//! size, `kit` the building blocks that know nothing of the model, `open` the way to a window or to
//! the reason why there is none. Drawing answers; it does not act: a screen takes a view and gives
//! answers, which the window applies before the next frame.

pub mod theme;

pub mod kit;
pub mod open;

pub mod answer;
pub mod command;
pub mod dialogs;
pub mod job;
pub mod parts;
pub mod screens;
pub mod window;
mod working;

mod start;

pub use start::start;
pub use window::{Options, Window};

//! What does the window look like, and what did the person ask for? `theme` holds every colour and
//! size, `kit` the building blocks that know nothing of the model, `open` the way to a window or to
//! the reason why there is none. Drawing answers; it does not act.

pub mod theme;

pub mod kit;
pub mod open;

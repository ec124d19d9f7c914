//! Model → outlook: demand, capacity, charges, dates. Pure, deterministic, and it does not fail: it
//! computes what it can; checks say the rest. [`project`] is the one door.

mod backup;
mod capacity;
mod curve;
mod demand;
pub mod fit;
mod growth;
mod hosts;
pub mod ledger;
pub mod outlook;
mod price;
mod runway;
mod words;

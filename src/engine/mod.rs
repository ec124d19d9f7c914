//! Model → outlook: demand, capacity, charges, dates. Pure, deterministic, and it does not fail: it
//! computes what it can; checks say the rest. [`project`] is the one door.

pub mod ledger;
pub mod outlook;

//! What waiting costs.

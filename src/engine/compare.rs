//! What makes the difference between two plans.

//! Values with a unit: money, sizes, days and spans, percentages, growth.
//!
//! Text becomes a value here, once; a value that exists is valid. Each prints as it is written in a
//! scenario file, so that parsing what was printed gives the same value.

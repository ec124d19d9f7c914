//! Values with a unit: money, sizes, days and spans, percentages, growth.
//!
//! Text becomes a value here, once; a value that exists is valid. Each prints as it is written in a
//! scenario file, so that parsing what was printed gives the same value, unit and digits included.
//! What a person states ([`Money`], [`Size`], [`Percent`]) keeps its written digits; what the engine
//! computes with ([`Amount`], [`Rate`]) is whole numbers, rounded once.

mod wrong; // first: its macro is used below

mod amount;
mod arith;
mod currency;
mod day;
mod exchange;
mod factor;
mod growth;
mod measure;
mod money;
mod month;
mod number;
mod percent;
mod quantity;
mod ratio;
mod size;
mod span;
mod total;
mod value;
mod words;

pub use amount::{AfterTax, Amount, AmountKind, BeforeTax, TaxAmount};
pub use arith::{
    ExactTax, NetOfGross, Prorated, accrue, allocate, gross_of, line_amount, net_of_gross, prorate,
    round_product, round_ratio, tax_on,
};
pub use currency::Currency;
pub use day::{Day, billing_days, nth_month};
pub use exchange::ExchangeRate;
pub use factor::{Factor, Factors};
pub use growth::{Growth, GrowthKind, Per, Step};
pub use measure::{Measure, MeasureUnit};
pub use money::{Basis, Figure, Money};
pub use month::Month;
pub use percent::{Percent, Rate, SignedPercent};
pub use quantity::{By, Quantity, Use};
pub use ratio::round_quotient;
pub use size::{Size, SizeRange, SizeUnit, in_gb, in_gib, show_disk, show_ram};
pub use span::{DayRange, Span, SpanUnit};
pub use total::Total;
pub use value::{Dims, Measured, Unit, Value, Written};
pub use words::{list, plural};
pub use wrong::Wrong;

#[cfg(test)]
mod tests;

//! Every charge of a plan, with what it is and why it is there.

use std::sync::Arc;

use crate::units::{AfterTax, BeforeTax, Currency, Day, DayRange, Rate, TaxAmount, Total};

use super::outlook::Origin;

/// Every charge of a plan; entries are made for the days asked about, always the same ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Currency of all amounts.
    pub currency: Currency,
    // The money engineer fills in what entries are made from (shared accounts, taxes, rounding).
}

/// One charge before tax.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Day on which it is billed.
    pub day: Day,
    /// Days it pays for; a one-off pays for its day.
    pub pays: DayRange,
    /// What it is.
    pub charge: Charge,
    /// Key of the contract, or what the line or one-off is called.
    pub subject: Arc<str>,
    /// What people call it, as `Rise-3`.
    pub name: Arc<str>,
    /// Whose invoice it stands on.
    pub provider: Option<Arc<str>>,
    /// Where it comes from.
    pub origin: Origin,
    /// The amount before tax, of all `count`.
    pub before_tax: Total<BeforeTax>,
    /// Where the price was stated after tax: that amount, which totals after tax keep.
    pub stated_after_tax: Option<Total<AfterTax>>,
    /// Whether it pays for an overlap: billed on the old contract after the new one began.
    pub overlap: bool,
    /// Path of the price in the file, as `offers["ovh/rise-3"].monthly`.
    pub path: Arc<str>,
    /// How it comes about, as `1 × 101.04 CAD, billed on the 19th of each month`.
    pub why: Why,
}

/// What a charge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Charge {
    /// Charged once when a contract begins.
    Setup,
    /// The price of a period.
    Rent,
    /// A line of the file that is no contract.
    Line,
    /// A one-off of the plan.
    OneOff,
}

/// The parts an entry was worked out from; sentences and formulas are made of them on demand.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// quantity × price, in full.
    Price {
        /// How many.
        count: u32,
        /// Price of one, before tax.
        each: Total<BeforeTax>,
        /// Share off, as a fraction times 10⁶ (several are multiplied together); 0: none.
        discount_ppm: u64,
    },
    /// A part of a month: price × days ÷ days of the month.
    PartMonth {
        /// How many.
        count: u32,
        /// Price of one for the whole month.
        each: Total<BeforeTax>,
        /// Days paid.
        days: u32,
        /// Days of the month.
        of: u32,
    },
    /// A whole term at once: price × months.
    Term {
        /// How many.
        count: u32,
        /// Price of one, a month.
        each: Total<BeforeTax>,
        /// Months of the term.
        months: u32,
    },
}

/// All charges of one provider on one day, with their tax.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// Day billed.
    pub day: Day,
    /// Whose; `None`: a charge without provider, alone.
    pub provider: Option<Arc<str>>,
    /// Its charges, in the ledger's order.
    pub entries: Vec<Entry>,
    /// Sum of the charges.
    pub before_tax: Total<BeforeTax>,
    /// Each tax that holds: name, rate and amount. Under `PerPeriod` empty here: see [`Bill`].
    pub taxes: Vec<TaxLine>,
    /// What is paid. Under `PerPeriod` `None`.
    pub after_tax: Option<Total<AfterTax>>,
}

/// One named tax on one invoice or period.
#[derive(Clone, Debug, PartialEq)]
pub struct TaxLine {
    /// Name of the tax, as `HST`.
    pub name: Arc<str>,
    /// Its rate; `None` where a period has several.
    pub rate: Option<Rate>,
    /// The amount.
    pub amount: Total<TaxAmount>,
    /// How much of it comes back, where that is known.
    pub recoverable: Option<Total<TaxAmount>>,
}

/// The charges of some days with tax at the grain that the file asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// Invoices by day, then in the ledger's order.
    pub invoices: Vec<Invoice>,
    /// Sum before tax.
    pub before_tax: Total<BeforeTax>,
    /// Each tax's total.
    pub taxes: Vec<TaxLine>,
    /// Sum after tax; amounts stated after tax stay as stated.
    pub after_tax: Total<AfterTax>,
    /// After tax less what comes back; `None` while that is not known.
    pub cost: Option<Total<AfterTax>>,
}

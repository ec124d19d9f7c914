//! Does it serve, and what is the first reason why not?

use crate::engine::outlook::Level;
use crate::model::{Customers, OfferKind};
use crate::units::{AfterTax, Amount, BeforeTax, Currency, Day};

use super::Pick;

/// One that does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which.
    pub pick: Pick,
    /// Why not.
    pub reason: Reason,
}

/// The first reason against something, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is something else: a backup tier where a server is looked for.
    OtherKind(OfferKind),
    /// It can be had only elsewhere: see [`super::Configuration::regions`].
    NotHere,
    /// It can no longer be ordered on the first day, only before this one.
    NotOnSale(Day),
    /// Only for these customers.
    Customers(Customers),
    /// One is bound for longer than wanted.
    Term {
        /// For so many months.
        months: u32,
        /// At most so many are wanted.
        most: u32,
    },
    /// There is too little of something.
    TooLittle {
        /// Of what.
        what: What,
        /// So much of it it has: bytes, threads, Mbit a second.
        has: Level,
        /// So much more is needed.
        short: Level,
    },
    /// Its memory mends no errors.
    NoEcc,
    /// It is not stated how much it has, or whether.
    NotStated(What),
    /// Its price is in a currency for which no rate is stated.
    NoRate(Currency),
    /// A month costs so much more than the budget, before or after tax as that is.
    MonthOverBudget(Over),
    /// The request would come to so much more than the budget.
    PeriodOverBudget(Over),
}

/// By how much something is over a budget, at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Before tax.
    BeforeTax(Amount<BeforeTax>),
    /// After tax.
    AfterTax(Amount<AfterTax>),
}

/// What a need is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Where it stands.
    Place,
    /// Memory, bytes.
    Ram,
    /// Whether memory mends errors.
    Ecc,
    /// CPU threads.
    Threads,
    /// Usable disk, bytes.
    Disk,
    /// Backup space, bytes.
    Backup,
    /// Mbit a second.
    Bandwidth,
    /// What it costs.
    Price,
}

impl Reason {
    /// Its place in the order in which reasons are looked for.
    pub fn rank(&self) -> u8 {
        match self {
            Self::OtherKind(_) => 0,
            Self::NotHere => 1,
            Self::NotStated(What::Place) => 2,
            Self::NotOnSale(_) => 3,
            Self::Customers(_) => 4,
            Self::Term { .. } => 5,
            Self::TooLittle { what, .. } => 10 + 2 * *what as u8,
            Self::NoEcc => 10 + 2 * What::Ecc as u8,
            Self::NotStated(what) => 11 + 2 * *what as u8,
            Self::NoRate(_) => 40,
            Self::MonthOverBudget(_) => 41,
            Self::PeriodOverBudget(_) => 42,
        }
    }

    /// Whether it came nearer: refused later in the order, or, for the same reason, by less.
    pub fn is_nearer(&self, other: &Self) -> bool {
        let short = |reason: &Self| match reason {
            Self::TooLittle { short, .. } => *short,
            Self::Term { months, most } => i128::from(months - most),
            Self::MonthOverBudget(over) | Self::PeriodOverBudget(over) => match over {
                Over::BeforeTax(amount) => amount.minor(),
                Over::AfterTax(amount) => amount.minor(),
            },
            _ => 0,
        };
        (other.rank(), short(self)) < (self.rank(), short(other))
    }

    /// Whether both are of one sort, whatever their figures.
    pub fn is_like(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

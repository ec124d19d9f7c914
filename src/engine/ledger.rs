//! Every charge of a plan, with what it is and why it is there.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::units::{
    AfterTax, BeforeTax, Currency, Day, DayRange, ExchangeRate, Factors, Rate, TaxAmount, Total,
};

use super::charge::{Account, Ends, Row, Share};
use super::groups::GroupSum;
use super::outlook::Origin;
use super::percentages::Percentages;
use super::stated::Price;
use super::tax::Taxes;

/// Every charge of a plan; entries are made for the days asked about, always the same ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Currency of all amounts.
    pub currency: Currency,
    /// In the ledger's order; shared with other plans where a plan does not touch them.
    pub(super) accounts: Vec<Arc<Account>>,
    pub(super) taxes: Arc<Taxes>,
    pub(super) percentages: Arc<Percentages>,
    /// Days of the request.
    pub(super) period: DayRange,
}

impl Ledger {
    /// The charges billed inside a range, by day; on one day old contracts before new ones, setup
    /// before rent, then lines, then one-offs. What the organisation is not asked for is among them
    /// and says so. Of a range without end, the next 100 years.
    pub fn entries(&self, range: DayRange) -> Vec<Entry> {
        let mut rows: Vec<(&Account, Row)> = Vec::new();
        for account in &self.accounts {
            account.rows(range, &self.taxes, &mut |row| rows.push((account, row)));
        }
        rows.sort_by_key(|(_, row)| row.day); // stable: accounts and their rows stay in order
        let mut entries: Vec<Entry> =
            rows.into_iter().map(|(account, row)| self.entry(account, &row)).collect();
        let taken = self.taken(range);
        if !taken.is_empty() {
            entries.extend(taken.into_iter().map(|taken| self.taken_entry(taken)));
            entries.sort_by_key(|entry| entry.day);
        }
        entries
    }

    /// What the organisation is asked for inside a range, with tax.
    pub fn bill(&self, range: DayRange) -> Bill {
        let mut entries = self.entries(range);
        entries.retain(|entry| entry.in_request);
        self.bill_of(entries, range)
    }

    /// Any selection of entries with tax; `range` says whose taxes decide whether the cost after
    /// recovery is known.
    pub fn bill_of(&self, entries: Vec<Entry>, range: DayRange) -> Bill {
        super::bill::bill(&self.taxes, entries, range)
    }

    /// What a month costs on a day: the monthly price of each contract that is paid then, and of
    /// each line of every month that the organisation is asked for, with the percentages of their sums.
    /// Longer or single charges are not among them.
    pub fn month_on(&self, day: Day) -> Vec<Entry> {
        let accounts = self.accounts.iter().filter(|account| account.in_request);
        let mut entries = Vec::new();
        for account in accounts {
            let mut give = |row: Row| entries.push(self.entry(account, &row));
            account.month_on(day, &self.taxes, &mut give);
        }
        entries.extend(self.taken_of_month(day).into_iter().map(|taken| self.taken_entry(taken)));
        entries
    }

    /// What each group of costs comes to in some days: operational, capital, contracts, then the file's.
    pub fn groups(&self, range: DayRange) -> Vec<GroupSum> {
        self.taxes.groups.sums(&self.entries(range))
    }

    fn exchanged(&self, price: &Price, day: Day) -> Option<Exchanged> {
        let currency = price.foreign?;
        let rate = self.taxes.rate_on(day, currency)?;
        Some(Exchanged { currency, each: price.stated, rate })
    }

    pub(super) fn entry(&self, account: &Account, row: &Row) -> Entry {
        let price = account.price(row.source);
        let (each, discount_ppm) = (row.each.total(), row.discount_ppm);
        Entry {
            day: row.day,
            pays: DayRange::new(row.pays_from, row.pays_until),
            charge: row.charge,
            subject: Arc::clone(&account.subject),
            name: Arc::clone(&account.name),
            provider: self.taxes.provider_name(account.whose.provider),
            origin: account.origin.clone(),
            groups: Arc::clone(&account.belongs.keys),
            class: account.whose.class,
            before_tax: row.net.total(),
            stated_after_tax: row.gross.map(Ends::total),
            overlap: row.overlap,
            in_request: account.in_request,
            once: account.is_once(),
            months_of_use: account
                .months_of_use
                .filter(|_| row.charge == Charge::Setup || account.is_once()),
            unknown: account.is_unknown(row.source),
            path: account.path(row.source).map_or_else(|| Arc::clone(&account.subject), Arc::clone),
            exchanged: price.and_then(|price| self.exchanged(price, row.day)),
            why: match row.share {
                Share::Whole if account.quantity.is_some() => {
                    let times = account.quantity.as_ref();
                    Why::Product {
                        factors: times.map(|times| times.factors.clone()).unwrap_or_default(),
                        per: times.and_then(|times| times.per.clone()),
                        each: price.map_or_else(Exact::default, |price| price.stated),
                    }
                }
                Share::Whole => Why::Price { count: account.count, each, discount_ppm },
                Share::Part { days, of } => {
                    Why::PartMonth { count: account.count, each, discount_ppm, days, of }
                }
                Share::Months(months) => {
                    Why::Term { count: account.count, each, discount_ppm, months }
                }
                Share::Hours(hours) => Why::Hours {
                    count: account.count,
                    hourly: price.map(|price| price.decimal(self.currency)).unwrap_or_default(),
                    discount_ppm,
                    hours,
                },
                Share::Metered { days, of } => Why::Metered {
                    units: account
                        .meter
                        .as_ref()
                        .and_then(|meter| meter.units(row.pays_from, row.pays_until)),
                    per: account
                        .meter
                        .as_ref()
                        .map_or_else(|| Arc::from(""), |meter| Arc::clone(&meter.per_name)),
                    each,
                    days,
                    of,
                },
            },
        }
    }
}

/// One charge before tax.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by its name")]
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Day on which it is billed.
    pub day: Day,
    /// Days it pays for, which may lie before its day; a one-off pays for its day.
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
    /// Keys of the groups that it is in, the narrowest of the file's first: `operational`, `capital`
    /// and `contracts` are among them.
    pub groups: Arc<[Arc<str>]>,
    /// What it is to taxes.
    pub(super) class: usize,
    /// The amount before tax, of all `count`.
    pub before_tax: Total<BeforeTax>,
    /// Where the price was stated after tax: that amount, which totals after tax keep.
    pub stated_after_tax: Option<Total<AfterTax>>,
    /// Whether it pays for an overlap: billed on the old contract after the new one began.
    pub overlap: bool,
    /// Whether the organisation is asked for it.
    pub in_request: bool,
    /// Whether it is a line or one-off that is charged once.
    pub once: bool,
    /// Months over which it counts as cost, where it is charged once and that is stated.
    pub months_of_use: Option<u32>,
    /// Whether nobody knows the amount; a ceiling may still bound it.
    pub unknown: bool,
    /// Path of the price in the file, as `offers["ovh/rise-3"].monthly`.
    pub path: Arc<str>,
    /// Where the price is stated in another currency: what it is there.
    pub exchanged: Option<Exchanged>,
    /// How it comes about, as `1 × 101.04 CAD, billed on the 19th of each month`.
    pub why: Why,
}

/// What a charge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charge {
    /// Charged once when a contract begins.
    Setup,
    /// The price of a period.
    Rent,
    /// What a meter counted in a period.
    Metered,
    /// A line of the file that is no contract.
    Line,
    /// A one-off of the plan.
    OneOff,
    /// A share of others.
    Percentage,
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
    /// A line's factors × price.
    Product {
        /// As the file states them, in its order.
        factors: Factors,
        /// What the price is of, as `kWh`.
        per: Option<Arc<str>>,
        /// Price of one, as it is stated: nothing of it is rounded.
        each: Exact,
    },
    /// Shares of other charges of the same days, added up and rounded once.
    Percentage {
        /// In the file's order.
        of: Vec<ShareOf>,
    },
    /// A part of a month: price × days ÷ days of the month.
    PartMonth {
        /// How many.
        count: u32,
        /// Price of one for the whole month.
        each: Total<BeforeTax>,
        /// As above.
        discount_ppm: u64,
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
        /// As above.
        discount_ppm: u64,
        /// Months of the term.
        months: u32,
    },
    /// Hours at their price, below what a month costs at most.
    Hours {
        /// How many.
        count: u32,
        /// Price of one an hour as stated, its lower end.
        hourly: Decimal,
        /// As above.
        discount_ppm: u64,
        /// Hours of one.
        hours: u32,
    },
    /// What a meter counted, by a tariff.
    Metered {
        /// The fewest and the most units that the tariff can be read to charge, what is free taken
        /// off; `None` where nobody knows what is used.
        units: Option<(Decimal, Decimal)>,
        /// The unit, as `TB`.
        per: Arc<str>,
        /// Price of the first unit.
        each: Total<BeforeTax>,
        /// Days paid; as many as `of` where it is a whole month.
        days: u32,
        /// Days of the month.
        of: u32,
    },
}

/// A share of a group or of another percentage.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareOf {
    /// Key of the group, or what the percentage is called.
    pub of: Arc<str>,
    /// How much of it.
    pub rate: Rate,
    /// What it comes to, before tax.
    pub base: Total<BeforeTax>,
}

/// A price in another currency, and by which rate it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchanged {
    /// The currency that it is stated in.
    pub currency: Currency,
    /// Price of one, as stated.
    pub each: Exact,
    /// The rate that holds on the day billed.
    pub rate: ExchangeRate,
}

/// A stated price, to its last digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exact {
    /// The least it can be, in the currency's main unit.
    pub low: Decimal,
    /// The most it can be; `None` where there is no saying.
    pub high: Option<Decimal>,
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

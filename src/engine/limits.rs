//! How near does a plan come to what was approved?

use crate::model::{Levels, Limit, LimitOf, Scenario};
use crate::units::{Amount, Basis, Day, DayRange, Month, Total};

use super::ledger::{Entry, Ledger};
use super::outlook::{Outlook, PlanOutlook, RequestOutlook};

/// A limit against what a plan comes to; minor units, in the basis of the limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The limit.
    pub most: i128,
    /// What it is compared with, by what is known.
    pub low: i128,
    /// The most that can be; `None` where there is no saying.
    pub high: Option<i128>,
    /// Basis of all three.
    pub basis: Basis,
    /// Where the highest stands.
    pub at: At,
}

/// What a limit was compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum At {
    /// The request period.
    Period,
    /// The twelve months from the period's first day.
    Year,
    /// This month, the dearest.
    Month(Month),
    /// This charge, the largest: what it is of, and its day.
    Charge(String, Day),
    /// This invoice, the largest: whose it is, and its day.
    Invoice(String, Day),
}

impl Reached {
    /// By how much it is passed, by what is known.
    pub fn over(&self) -> Option<i128> {
        Some(self.low - self.most).filter(|over| *over > 0)
    }

    /// Whether it may be passed, when what is not known is as high as it can be.
    pub fn may_be_over(&self) -> bool {
        self.high.is_none_or(|high| high > self.most)
    }
}

/// Compares a limit with a plan; `None` where it is of another level or plan, is in a currency
/// without a rate, is not known, or there is nothing to compare it with.
pub fn reached(
    scenario: &Scenario,
    outlook: &Outlook,
    plan: &PlanOutlook,
    limit: &Limit,
) -> Option<Reached> {
    let Some(name) = &limit.level else {
        return compared(outlook, &plan.ledger, &plan.request, limit);
    };
    let is_level = |levels: &Levels| levels.list.iter().any(|level| level.name == *name);
    if scenario.levels.as_ref().is_some_and(is_level) {
        let level = plan.level(name)?;
        let is_of_plan = level.plan == plan.name;
        return is_of_plan
            .then(|| compared(outlook, &level.ledger, &level.request, limit))
            .flatten();
    }
    let asked = scenario.request.as_ref().and_then(|request| request.level.as_ref());
    (asked == Some(name)).then(|| compared(outlook, &plan.ledger, &plan.request, limit)).flatten()
}

fn compared(
    outlook: &Outlook,
    ledger: &Ledger,
    request: &RequestOutlook,
    limit: &Limit,
) -> Option<Reached> {
    let period = outlook.period;
    let most =
        ledger.cash(&limit.amount, period.from).high.filter(|_| !limit.amount.is_unknown())?;
    let most = most.minor();
    let basis = limit.amount.basis.unwrap_or(Basis::BeforeTax);
    let reached = |(low, high): Ends, at: At| Reached { most, low, high, basis, at };
    match limit.of {
        LimitOf::Period => Some(reached(
            match basis {
                Basis::BeforeTax => ends(request.before_tax),
                Basis::AfterTax => ends(request.after_tax),
            },
            At::Period,
        )),
        LimitOf::Year => {
            let year = DayRange::new(period.from, period.from.plus_months(12));
            Some(reached(of_days(ledger, year, basis), At::Year))
        }
        LimitOf::Month => {
            let until = period.until?;
            let months = period.from.month_of().months_until(until.plus_days(-1).month_of());
            let months = (0..=months).map(|n| period.from.month_of().plus(n));
            let each = months.filter_map(|month| {
                let days = DayRange::new(month.first(), month.until()).intersect(period)?;
                Some(reached(of_days(ledger, days, basis), At::Month(month)))
            });
            highest(each)
        }
        LimitOf::Charge => {
            let entries = ledger.entries(period).into_iter();
            highest(entries.filter(|entry| entry.in_request).map(|entry| {
                let at = At::Charge(entry.name.to_string(), entry.day);
                reached(of_entries(ledger, vec![entry], basis), at)
            }))
        }
        LimitOf::Invoice => highest(ledger.bill(period).invoices.into_iter().map(|invoice| {
            let whose = invoice.provider.as_deref().or(invoice.entries.first().map(|e| &*e.name));
            let at = At::Invoice(whose.unwrap_or_default().to_owned(), invoice.day);
            reached(of_entries(ledger, invoice.entries, basis), at)
        })),
    }
}

type Ends = (i128, Option<i128>);

fn ends<B: crate::units::AmountKind>(total: Total<B>) -> Ends {
    (total.low.minor(), total.high.map(Amount::minor))
}

fn of_days(ledger: &Ledger, days: DayRange, basis: Basis) -> Ends {
    let bill = ledger.bill(days);
    match basis {
        Basis::BeforeTax => ends(bill.before_tax),
        Basis::AfterTax => ends(bill.after_tax),
    }
}

/// Charges of one day, with tax as one bill.
fn of_entries(ledger: &Ledger, entries: Vec<Entry>, basis: Basis) -> Ends {
    let day = entries.first().map_or(Day::FIRST, |entry| entry.day);
    let bill = ledger.bill_of(entries, DayRange::new(day, day.plus_days(1)));
    match basis {
        Basis::BeforeTax => ends(bill.before_tax),
        Basis::AfterTax => ends(bill.after_tax),
    }
}

/// The one with the highest known amount, the first of equal ones; it may reach as high as any.
fn highest(each: impl Iterator<Item = Reached>) -> Option<Reached> {
    each.reduce(|most, next| {
        let high = most.high.zip(next.high).map(|(a, b)| a.max(b));
        Reached { high, ..if next.low > most.low { next } else { most } }
    })
}

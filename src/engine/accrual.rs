//! What is each month's cost, whenever it is paid?

use std::collections::BTreeMap;

use crate::model::Accrual;
use crate::units::{Amount, BeforeTax, Day, DayRange, Month, Total, accrue, allocate};

use super::ledger::{Entry, Ledger};

/// What is paid in a month and what is its cost, before tax.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MonthCost {
    /// Billed on its days.
    pub cash: Total<BeforeTax>,
    /// Of all that is billed in the range, what pays for it.
    pub cost: Total<BeforeTax>,
}

/// What is billed in a range, month by month: on the days of billing, and spread over the months that
/// it pays for. Both add up to the same. What is charged once counts in its month, or is spread over
/// its months of use. Months before and after the range may have a share of the cost.
pub fn accrual(ledger: &Ledger, range: DayRange, how: Accrual) -> BTreeMap<Month, MonthCost> {
    let mut months: BTreeMap<Month, MonthCost> = BTreeMap::new();
    for entry in ledger.entries(range).iter().filter(|entry| entry.in_request) {
        months.entry(entry.day.month_of()).or_default().cash += entry.before_tax;
        for (month, cost) in spread(entry, how) {
            months.entry(month).or_default().cost += cost;
        }
    }
    months
}

/// The months that an entry is the cost of, each with its part; the parts add up to it.
pub fn spread(entry: &Entry, how: Accrual) -> Vec<(Month, Total<BeforeTax>)> {
    let (from, until) = days_of(entry);
    let parts = |amount: Amount<BeforeTax>| -> Vec<(Month, i128)> {
        match (how, whole_months(from, until)) {
            (Accrual::EqualMonths, Some(months)) => {
                let first = from.month_of();
                let parts = allocate(amount.minor(), &vec![1; months as usize]);
                (0..).map(|n| first.plus(n)).zip(parts).collect()
            }
            (Accrual::ByDays, _) | (Accrual::EqualMonths, None) => {
                accrue(amount.minor(), from, until)
            }
        }
    };
    let low = parts(entry.before_tax.low);
    let high = entry.before_tax.high.map(parts);
    low.into_iter()
        .enumerate()
        .map(|(n, (month, low))| {
            let high = high.as_ref().and_then(|high| high.get(n));
            let high = high.map(|(_, high)| Amount::from_minor(*high));
            (month, Total { low: Amount::from_minor(low), high })
        })
        .collect()
}

/// The days that an entry is the cost of.
fn days_of(entry: &Entry) -> (Day, Day) {
    if let Some(months) = entry.months_of_use.filter(|months| *months > 0) {
        return (entry.day, entry.day.plus_months(months as i32));
    }
    let from = entry.pays.from;
    (from, entry.pays.until.unwrap_or_else(|| from.plus_days(1)))
}

/// How many whole months lie between two days, if nothing is left over.
fn whole_months(from: Day, until: Day) -> Option<u32> {
    let months = u32::try_from(from.month_of().months_until(until.month_of())).ok()?;
    (months > 0 && from.plus_months(months as i32) == until).then_some(months)
}

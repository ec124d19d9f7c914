//! What is a total per member or host, and in the other currencies of the file?

use crate::model::Scenario;
use crate::units::{Amount, AmountKind, Currency, Day, Total, round_quotient};

use super::rates::Rates;

/// A total per each of so many: a quotient, rounded once to the currency's smallest unit.
pub fn per_each<B: AmountKind>(total: Total<B>, count: u32) -> Total<B> {
    let each = |of: Amount<B>| {
        Amount::from_minor(round_quotient(&[of.minor()], &[i128::from(count.max(1))]))
    };
    Total { low: each(total.low), high: total.high.map(each) }
}

/// The currencies, beside the scenario's, that it states a rate to, in the order of the rates.
pub fn currencies(scenario: &Scenario) -> Vec<Currency> {
    let mut known = Vec::new();
    for of in scenario.rates.iter().flat_map(|rate| rate.rate.currencies()) {
        let goes = || scenario.rates.iter().any(|r| r.rate.factor(scenario.currency, of).is_some());
        if of != scenario.currency && !known.contains(&of) && goes() {
            known.push(of);
        }
    }
    known
}

/// A total in another currency by the rate of a day: converted as a whole, rounded once to that
/// currency's smallest unit. `None` without a rate.
pub fn in_currency<B: AmountKind>(
    scenario: &Scenario,
    total: Total<B>,
    currency: Currency,
    day: Day,
) -> Option<Total<B>> {
    let rate = Rates::of(scenario).on(day, scenario.currency, currency)?;
    let (top, bottom) = rate.factor(scenario.currency, currency)?;
    let unit = |of: Currency| 10_i128.pow(of.minor_digits());
    let there = |of: Amount<B>| {
        let over = [bottom, unit(scenario.currency)];
        Amount::from_minor(round_quotient(&[of.minor(), top, unit(currency)], &over))
    };
    Some(Total { low: there(total.low), high: total.high.map(there) })
}

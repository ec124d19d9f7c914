//! What is an amount worth in another currency, by a stated rate?

use rust_decimal::Decimal;

use crate::model::Scenario;
use crate::units::{Currency, Day};

/// By the last rate of the two from on or before a day; before all of them, by the first. Not rounded.
pub(super) fn of(
    scenario: &Scenario,
    day: Day,
    amount: Decimal,
    from: Currency,
    to: Currency,
) -> Option<Decimal> {
    let known = scenario.rates.iter().filter(|rate| rate.rate.factor(from, to).is_some());
    let held = known.clone().filter(|rate| rate.on.is_none_or(|on| on <= day));
    let rate = held.max_by_key(|rate| rate.on).or_else(|| known.min_by_key(|rate| rate.on))?;
    let (top, bottom) = rate.rate.factor(from, to)?;
    let number = |n: i128| Decimal::try_from_i128_with_scale(n, 0).ok();
    amount.checked_mul(number(top)?)?.checked_div(number(bottom)?)
}

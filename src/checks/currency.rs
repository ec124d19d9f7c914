//! Is an amount in another currency than the file counts in, and no rate stated?

use crate::engine::outlook::Outlook;
use crate::model::{Rate, Scenario};

use super::{Finding, prices, words};

pub(super) const CODES: &[&str] = &["mixed-currency"];

pub(super) fn check(scenario: &Scenario, _: &Outlook) -> Vec<Finding> {
    prices::all(scenario)
        .filter_map(|price| {
            let other = price.money.currency.filter(|c| *c != scenario.currency)?;
            let known = |rate: &Rate| rate.rate.factor(other, scenario.currency).is_some();
            if scenario.rates.iter().any(known) {
                return None;
            }
            let (other, ours) = (other.code(), scenario.currency.code());
            let what = words::sentence(&price.spot.words());
            Some(
                Finding::error("mixed-currency", price.spot.path())
                    .says(
                        format!("{what} is in {other}"),
                        format!("the file counts in {ours}; {} cannot be added", price.money),
                    )
                    .hint(format!("state the rate in `rates`, as `1 {other} = … {ours}`")),
            )
        })
        .collect()
}

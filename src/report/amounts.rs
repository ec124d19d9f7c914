//! Which amounts does a plan have, what are they called, and how do they stand in a cell?

use rust_decimal::Decimal;

use crate::engine::ledger::Exact;
use crate::engine::outlook::{PlanOutlook, RequestOutlook};
use crate::units::{AfterTax, Basis, BeforeTax, Currency, TaxAmount, Total};

use super::words::{self, request_path};
use super::{Cell, MoneyValue};

/// An amount before tax.
pub(super) fn before(total: Total<BeforeTax>, currency: Currency) -> MoneyValue {
    let high = total.high.map(|high| high.to_decimal(currency));
    value(total.low.to_decimal(currency), high, currency, Some(Basis::BeforeTax))
}

/// An amount after tax.
pub(super) fn after(total: Total<AfterTax>, currency: Currency) -> MoneyValue {
    let high = total.high.map(|high| high.to_decimal(currency));
    value(total.low.to_decimal(currency), high, currency, Some(Basis::AfterTax))
}

/// A tax: neither before nor after.
pub(super) fn tax(total: Total<TaxAmount>, currency: Currency) -> MoneyValue {
    let high = total.high.map(|high| high.to_decimal(currency));
    value(total.low.to_decimal(currency), high, currency, None)
}

/// A price to its last digit, as it is stated: `0.2837`, `0 to 100`.
pub(super) fn exact(price: Exact) -> String {
    match price.high {
        Some(high) if high == price.low => words::number(high),
        Some(high) => format!("{} to {}", words::number(price.low), words::number(high)),
        None if price.low.is_zero() => "not known".to_owned(),
        None => format!("at least {}", words::number(price.low)),
    }
}

/// The most an amount can be, where that is known.
pub(super) fn most(total: Total<BeforeTax>, currency: Currency) -> Option<Decimal> {
    total.high.map(|high| high.to_decimal(currency))
}

/// What is unknown from 0 on is unknown, never 0.
fn value(
    low: Decimal,
    high: Option<Decimal>,
    currency: Currency,
    basis: Option<Basis>,
) -> MoneyValue {
    let exact = high == Some(low);
    let amount = (exact || !low.is_zero()).then_some(low);
    MoneyValue { amount, up_to: high.filter(|_| !exact), at_least: !exact, currency, basis }
}

/// One amount of a plan's request.
pub(super) struct Named {
    /// Last step of its path, as `before_tax`.
    pub(super) key: &'static str,
    /// What it is, as `The period, before tax`.
    pub(super) what: &'static str,
    /// The amount; `None` where it cannot be told yet.
    pub(super) of: fn(&RequestOutlook, Currency) -> Option<MoneyValue>,
}

/// Every amount of a request: screens, the request page and explanations read this list.
pub(super) const AMOUNTS: &[Named] = &[
    Named { key: "before_tax", what: "the period", of: |r, c| Some(before(r.before_tax, c)) },
    Named { key: "after_tax", what: "the period", of: |r, c| Some(after(r.after_tax, c)) },
    Named {
        key: "cost",
        what: "the period, less the tax that comes back",
        of: |r, c| r.cost.map(|cost| after(cost, c)),
    },
    Named { key: "more", what: "of it new", of: |r, c| Some(before(r.more, c)) },
    Named { key: "more_after_tax", what: "of it new", of: |r, c| Some(after(r.more_after_tax, c)) },
    Named {
        key: "monthly_afterwards",
        what: "a month, afterwards",
        of: |r, c| Some(before(r.monthly_afterwards, c)),
    },
    Named {
        key: "monthly_afterwards_after_tax",
        what: "a month, afterwards",
        of: |r, c| Some(after(r.monthly_afterwards_after_tax, c)),
    },
    Named { key: "monthly_now", what: "a month, now", of: |r, c| Some(before(r.monthly_now, c)) },
    Named {
        key: "monthly_now_after_tax",
        what: "a month, now",
        of: |r, c| Some(after(r.monthly_now_after_tax, c)),
    },
    Named {
        key: "overlap",
        what: "overlap (both servers paid)",
        of: |r, c| Some(before(r.overlap, c)),
    },
    Named { key: "one_off", what: "one-off", of: |r, c| Some(before(r.one_off, c)) },
];

/// The amount of a plan by the last step of its path.
pub(super) fn of(plan: &PlanOutlook, key: &str) -> Option<MoneyValue> {
    let named = AMOUNTS.iter().find(|named| named.key == key)?;
    (named.of)(&plan.request, plan.ledger.currency)
}

/// The same as a cell that can be explained; empty where it cannot be told yet.
pub(super) fn cell(plan: &PlanOutlook, key: &str) -> Cell {
    of(plan, key).map_or_else(Cell::default, |money| {
        words::money_cell(money).because(request_path(&plan.name, key))
    })
}

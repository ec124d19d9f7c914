//! What does a plan come to, in the days that a stated figure covers?

use crate::engine::figures::Figures;
use crate::model::{Of, Stated};
use crate::units::{Basis, Day, DayRange, Month, Value};

use super::book::Book;

/// What a stated figure is compared with beside its parts.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::checks) struct Target {
    /// Before tax, unless the figure is after it.
    pub(in crate::checks) value: Value,
    /// The same in the other basis; either will do where nobody said.
    pub(in crate::checks) other: Value,
    /// In a sentence: `in the period`.
    pub(in crate::checks) covers: &'static str,
    /// The days; `None`: a month after all moves are made.
    pub(in crate::checks) days: Option<DayRange>,
}

/// `None` where it names no plan, or where only its parts are meant.
pub(super) fn of(figures: &Figures<'_>, book: &Book<'_>, stated: &Stated) -> Option<Target> {
    let plan = figures.plan();
    let level = stated.level.as_deref().and_then(|level| plan.level(level));
    match (stated.plan.as_deref(), level) {
        (None, None) => return None,
        // Reading says that there is no such plan.
        (Some(named), None) if *plan.name != *named => return None,
        // A level goes with a plan of its own.
        (Some(named), Some(level)) if *level.plan != *named => return None,
        _ => {}
    }
    let (ledger, request) =
        level.map_or((&plan.ledger, &plan.request), |level| (&level.ledger, &level.request));
    let currency = ledger.currency;
    let after = match &stated.says {
        crate::units::Written::Amount { unit, .. } if unit.dims == crate::units::Dims::MONEY => {
            unit.basis == Some(Basis::AfterTax)
        }
        _ => return None,
    };
    let first = stated.on.map_or(book.outlook.period.from, first_of_month);
    let months = |count| DayRange::new(first, Month::of(first).plus(count).first());
    let (days, covers) = match stated.of {
        Of::Parts => return None,
        Of::Month if stated.on.is_none() => (None, "a month afterwards"),
        Of::Month => (Some(months(1)), "in that month"),
        Of::Quarter => (Some(months(3)), "in the quarter"),
        Of::Year => (Some(months(12)), "in the year"),
        Of::Period => (Some(book.outlook.period), "in the period"),
    };
    let both = match days {
        None => {
            let month = Value::total(request.monthly_afterwards, currency);
            (month, Value::total(request.monthly_afterwards_after_tax, currency))
        }
        Some(_) if stated.of == Of::Period => {
            (Value::total(request.before_tax, currency), Value::total(request.after_tax, currency))
        }
        Some(days) => {
            let bill = ledger.bill(days);
            (Value::total(bill.before_tax, currency), Value::total(bill.after_tax, currency))
        }
    };
    let (value, other) = if after { (both.1, both.0) } else { both };
    Some(Target { value, other, covers, days })
}

fn first_of_month(day: Day) -> Day {
    day.month_of().first()
}

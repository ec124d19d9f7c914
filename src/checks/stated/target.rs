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
    /// What a month comes to on other days: today, and in the period; any of them will do.
    pub(in crate::checks) months: Vec<Value>,
    /// In a sentence: `in the period`.
    pub(in crate::checks) covers: &'static str,
    /// The days; `None`: a month after all moves are made.
    pub(in crate::checks) days: Option<DayRange>,
}

/// `None` where only its parts are meant. Without a name it is of the plan asked for.
pub(super) fn of(figures: &Figures<'_>, book: &Book<'_>, stated: &Stated) -> Option<Target> {
    let plan = figures.plan();
    match stated.plan.as_deref() {
        Some(named) if &*plan.name != named => return None, // reading says that there is none
        // A part of a plan may well be stated for the period; the total has no parts.
        None if stated.parts.is_some() => return None,
        Some(_) | None => {}
    }
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
            let find = |key: &str| {
                let path = crate::document::Path::new().key("request").key(key);
                figures.find(&path).map(|figure| figure.value)
            };
            (find("monthly_afterwards")?, find("monthly_afterwards_after_tax")?)
        }
        Some(_) if stated.of == Of::Period => {
            let currency = plan.ledger.currency;
            let request = figures.request();
            (Value::total(request.before_tax, currency), Value::total(request.after_tax, currency))
        }
        Some(days) => (figures.asked(days, false), figures.asked(days, true)),
    };
    let (value, other) = if after { (both.1, both.0) } else { both };
    let months = if days.is_none() { months_of(figures, book, after) } else { Vec::new() };
    Some(Target { value, other, months, covers, days })
}

/// What a month comes to today, on the first and on the last day of the period.
pub(super) fn months_of(figures: &Figures<'_>, book: &Book<'_>, after: bool) -> Vec<Value> {
    let period = book.outlook.period;
    let last = period.until.map_or(period.from, |until| until.plus_days(-1));
    let ledger = figures.ledger();
    let month = |day: Day| {
        let bill = ledger.bill_of(ledger.month_on(day), DayRange::new(day, day.plus_days(1)));
        if after {
            Value::total(bill.after_tax, ledger.currency)
        } else {
            Value::total(bill.before_tax, ledger.currency)
        }
    };
    [book.outlook.as_of, period.from, last].map(month).to_vec()
}

fn first_of_month(day: Day) -> Day {
    day.month_of().first()
}

//! Which amounts does a plan come to? The request, months, days, leaving dates.

use crate::engine::outlook::{PlanOutlook, RequestOutlook};
use crate::units::{Currency, Day, DayRange, Month, Total, Value};

use super::Figures;

/// One amount of a request, by the last step of its path.
type Named = (&'static str, fn(&RequestOutlook, Currency) -> Option<Value>);

const REQUEST: [Named; 12] = [
    ("total", |r, c| Some(Value::total(r.before_tax, c))),
    ("before_tax", |r, c| Some(Value::total(r.before_tax, c))),
    ("after_tax", |r, c| Some(Value::total(r.after_tax, c))),
    ("cost", |r, c| r.cost.map(|cost| Value::total(cost, c))),
    ("more", |r, c| Some(Value::total(r.more, c))),
    ("more_after_tax", |r, c| Some(Value::total(r.more_after_tax, c))),
    ("monthly_afterwards", |r, c| Some(Value::total(r.monthly_afterwards, c))),
    ("monthly_afterwards_after_tax", |r, c| Some(Value::total(r.monthly_afterwards_after_tax, c))),
    ("monthly_now", |r, c| Some(Value::total(r.monthly_now, c))),
    ("monthly_now_after_tax", |r, c| Some(Value::total(r.monthly_now_after_tax, c))),
    ("overlap", |r, c| Some(Value::total(r.overlap, c))),
    ("one_off", |r, c| Some(Value::total(r.one_off, c))),
];

impl Figures<'_> {
    /// What the plan comes to.
    pub(super) fn of_plan(&self, steps: &[&str]) -> Option<Value> {
        let plan = self.plan;
        match steps {
            ["request", "tax"] => tax(plan, self.outlook.period),
            ["request", key] => {
                let (_, of) = REQUEST.iter().find(|(own, _)| own == key)?;
                of(&plan.request, plan.ledger.currency)
            }
            ["invoices", day, rest @ ..] => {
                let day: Day = day.parse().ok()?;
                billed(plan, DayRange::new(day, day.plus_days(1)), rest)
            }
            ["months", month, rest @ ..] => {
                let month: Month = month.parse().ok()?;
                billed(plan, DayRange::new(month.first(), month.until()), rest)
            }
            ["leaves", contract, field] => {
                let leave =
                    plan.deadlines.leaves.iter().find(|leave| &*leave.contract == *contract)?;
                match *field {
                    "leave" => Some(Value::Day(leave.leave)),
                    "cancel_by" => leave.cancel_by.map(Value::Day),
                    "order_by" => leave.order_by.map(Value::Day),
                    "renews_on" => leave.renews_on.map(Value::Day),
                    _ => None,
                }
            }
            ["decide_by"] => plan.deadlines.decide.as_ref().map(|decide| Value::Day(decide.latest)),
            _ => self.of_room(steps),
        }
    }

    pub(super) fn sum_paths(&self) -> Vec<String> {
        REQUEST.iter().map(|(key, _)| format!("request.{key}")).collect()
    }

    /// What is asked for inside a range under the plan, before or after tax.
    pub fn asked(&self, range: DayRange, after_tax: bool) -> Value {
        let bill = self.plan.ledger.bill(range);
        if after_tax {
            Value::total(bill.after_tax, self.plan.ledger.currency)
        } else {
            Value::total(bill.before_tax, self.plan.ledger.currency)
        }
    }

    /// The plan that is asked about.
    pub fn plan(&self) -> &PlanOutlook {
        self.plan
    }
}

fn billed(plan: &PlanOutlook, range: DayRange, rest: &[&str]) -> Option<Value> {
    let bill = plan.ledger.bill(range);
    match rest {
        [] | ["before_tax"] => Some(Value::total(bill.before_tax, plan.ledger.currency)),
        ["after_tax"] => Some(Value::total(bill.after_tax, plan.ledger.currency)),
        ["tax"] => tax(plan, range),
        _ => None,
    }
}

fn tax(plan: &PlanOutlook, range: DayRange) -> Option<Value> {
    let bill = plan.ledger.bill(range);
    let tax: Total<_> = bill.taxes.iter().map(|line| line.amount).sum();
    Some(Value::total(tax, plan.ledger.currency))
}

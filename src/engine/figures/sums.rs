//! Which amounts does a plan come to? The request, months, days, leaving dates.

use crate::engine::ledger::Ledger;
use crate::engine::outlook::{Origin, PlanOutlook, RequestOutlook};
use crate::units::{BeforeTax, Currency, Day, DayRange, Month, Total, Value};

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
            ["request", "tax"] => Some(tax(self.ledger(), self.outlook.period)),
            ["request", "taxes", name] => {
                let bill = self.ledger().bill(self.outlook.period);
                let lines = bill.taxes.iter().filter(|line| &*line.name == *name);
                let sum: Total<_> = lines.map(|line| line.amount).sum();
                Some(Value::total(sum, plan.ledger.currency))
            }
            ["request", key] => {
                let (_, of) = REQUEST.iter().find(|(own, _)| own == key)?;
                of(self.request(), plan.ledger.currency)
            }
            ["groups", key] | ["groups", key, "total" | "before_tax" | "amount"] => {
                let groups = self.ledger().groups(self.outlook.period);
                let group =
                    groups.iter().find(|group| &*group.key == *key || &*group.name == *key)?;
                Some(Value::total(group.before_tax, plan.ledger.currency))
            }
            ["percentages", key] | ["percentages", key, "amount" | "total"] => {
                let all = &self.scenario.percentages;
                let place =
                    all.iter().position(|of| of.what == *key).or_else(|| key.parse().ok())?;
                Some(self.of_origin(&Origin::Percentage(place)))
            }
            ["lines", key, "total"] => {
                let all = &self.scenario.lines;
                let place =
                    all.iter().position(|line| line.what == *key).or_else(|| key.parse().ok())?;
                all.get(place)?;
                Some(self.of_origin(&Origin::Line(place)))
            }
            ["invoices", day, rest @ ..] => {
                let day: Day = day.parse().ok()?;
                billed(self.ledger(), DayRange::new(day, day.plus_days(1)), rest)
            }
            ["months", month, rest @ ..] => {
                let month: Month = month.parse().ok()?;
                billed(self.ledger(), DayRange::new(month.first(), month.until()), rest)
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
            _ => self.of_costs(steps).or_else(|| self.of_room(steps)),
        }
    }

    /// The charges of the period from one place, before tax.
    fn of_origin(&self, origin: &Origin) -> Value {
        let mut entries = self.ledger().entries(self.outlook.period);
        entries.retain(|entry| entry.origin == *origin);
        let sum: Total<BeforeTax> = entries.iter().map(|entry| entry.before_tax).sum();
        Value::total(sum, self.plan.ledger.currency)
    }

    pub(super) fn sum_paths(&self) -> Vec<String> {
        let per_tax = self.scenario.taxes.iter().map(|tax| crate::document::quote(&tax.name));
        let keys = REQUEST.iter().map(|(key, _)| format!("request.{key}"));
        keys.chain(per_tax.map(|name| format!("request.taxes[{name}]"))).collect()
    }

    /// What is asked for inside a range under the plan, before or after tax.
    pub fn asked(&self, range: DayRange, after_tax: bool) -> Value {
        let bill = self.ledger().bill(range);
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

fn billed(ledger: &Ledger, range: DayRange, rest: &[&str]) -> Option<Value> {
    let bill = ledger.bill(range);
    match rest {
        [] | ["before_tax"] => Some(Value::total(bill.before_tax, ledger.currency)),
        ["after_tax"] => Some(Value::total(bill.after_tax, ledger.currency)),
        ["tax"] => Some(tax(ledger, range)),
        _ => None,
    }
}

fn tax(ledger: &Ledger, range: DayRange) -> Value {
    let bill = ledger.bill(range);
    let tax: Total<_> = bill.taxes.iter().map(|line| line.amount).sum();
    Value::total(tax, ledger.currency)
}

//! What do groups, lines, percentages and levels come to; and what is it per member, or in other
//! currencies?

use crate::document::quote;
use crate::engine::ledger::{Entry, Ledger};
use crate::engine::outlook::Origin;
use crate::engine::shares::{in_currency, per_each};
use crate::units::{BeforeTax, Currency, Total, Value};

use super::sums::{of_request, tax_of};
use super::{Figures, item};

impl Figures<'_> {
    /// `groups["capital"].total`, `lines["x"].amount`, `percentages["x"].amount`, `levels["low"].after_tax`,
    /// `levels["low"].groups["capital"].total`, `per["member"].before_tax`, `in["GBP"].after_tax`.
    pub(super) fn of_costs(&self, steps: &[&str]) -> Option<Value> {
        let (plan, scenario) = (self.plan, self.scenario);
        match steps {
            ["levels", name, rest @ ..] => {
                let level = plan.level(name)?;
                match rest {
                    [] => of_request(&level.request, level.ledger.currency, "total"),
                    ["tax"] => Some(tax_of(&level.ledger, self.outlook.period)),
                    [key] => of_request(&level.request, level.ledger.currency, key),
                    rest => self.of_ledger(&level.ledger, rest),
                }
            }
            ["per", what, key] => {
                let count = scenario.per.get(*what)?.count();
                let (request, currency) = (&plan.request, plan.ledger.currency);
                Some(match *key {
                    "before_tax" => Value::total(per_each(request.before_tax, count), currency),
                    "after_tax" => Value::total(per_each(request.after_tax, count), currency),
                    _ => return None,
                })
            }
            ["in", code, key] => {
                let (request, on) = (&plan.request, self.outlook.as_of);
                let other = Currency::from_code(code)?;
                Some(match *key {
                    "before_tax" => {
                        Value::total(in_currency(scenario, request.before_tax, other, on)?, other)
                    }
                    "after_tax" => {
                        Value::total(in_currency(scenario, request.after_tax, other, on)?, other)
                    }
                    _ => return None,
                })
            }
            rest => self.of_ledger(&plan.ledger, rest),
        }
    }

    fn of_ledger(&self, ledger: &Ledger, steps: &[&str]) -> Option<Value> {
        let period = self.outlook.period;
        match steps {
            ["groups", key] | ["groups", key, "total" | "before_tax"] => {
                let groups = ledger.groups(period);
                let group = groups.iter().find(|group| *group.key == **key)?;
                Some(Value::total(group.before_tax, ledger.currency))
            }
            ["lines", key, "amount"] => {
                let line = item(&self.scenario.lines, key, |line| &line.what)?;
                let at = self.scenario.lines.iter().position(|own| std::ptr::eq(own, line))?;
                Some(self.sum(ledger, &Origin::Line(at)))
            }
            ["percentages", key] | ["percentages", key, "amount"] => {
                let list = &self.scenario.percentages;
                let percentage = item(list, key, |percentage| &percentage.what)?;
                let at = list.iter().position(|own| std::ptr::eq(own, percentage))?;
                Some(self.sum(ledger, &Origin::Percentage(at)))
            }
            _ => None,
        }
    }

    /// What comes from one place of the file in the period.
    fn sum(&self, ledger: &Ledger, origin: &Origin) -> Value {
        let entries = ledger.entries(self.outlook.period);
        let own = |entry: &&Entry| entry.origin == *origin;
        let sum: Total<BeforeTax> = entries.iter().filter(own).map(|entry| entry.before_tax).sum();
        Value::total(sum, ledger.currency)
    }

    pub(super) fn cost_paths(&self) -> Vec<String> {
        let scenario = self.scenario;
        let mut paths = Vec::new();
        for group in self.plan.ledger.groups(self.outlook.period) {
            if group.charges > 0 {
                paths.push(format!("groups[{}].total", quote(&group.key)));
            }
        }
        let percentages = scenario.percentages.iter();
        paths.extend(percentages.map(|of| format!("percentages[{}].amount", quote(&of.what))));
        for level in self.plan.levels.iter().flat_map(|levels| levels.iter()) {
            let keys = ["before_tax", "tax", "after_tax"];
            paths.extend(keys.iter().map(|key| format!("levels[{}].{key}", quote(&level.name))));
        }
        for what in scenario.per.keys() {
            paths.push(format!("per[{}].before_tax", quote(what)));
        }
        for currency in crate::engine::shares::currencies(scenario) {
            paths.push(format!("in[{}].before_tax", quote(currency.code())));
        }
        paths
    }
}

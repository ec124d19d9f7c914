//! What does it come to per member, or in other currencies? And all paths of groups and levels.

use crate::document::quote;
use crate::engine::shares::{in_currency, per_each};
use crate::units::{Currency, Value};

use super::Figures;

impl Figures<'_> {
    /// `per["member"].before_tax`, `in["GBP"].after_tax`.
    pub(super) fn of_costs(&self, steps: &[&str]) -> Option<Value> {
        let (plan, scenario) = (self.plan, self.scenario);
        match steps {
            ["per", what, key] => {
                let count = scenario.per.get(*what)?.count();
                let (request, currency) = (self.request(), plan.ledger.currency);
                Some(match *key {
                    "before_tax" => Value::total(per_each(request.before_tax, count), currency),
                    "after_tax" => Value::total(per_each(request.after_tax, count), currency),
                    _ => return None,
                })
            }
            ["in", code, key] => {
                let (request, on) = (self.request(), self.outlook.as_of);
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
            _ => None,
        }
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

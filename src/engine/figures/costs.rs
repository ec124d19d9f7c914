//! What does a line come to, and what is a request per member or in another currency?

use crate::document::quote;
use crate::engine::outlook::Origin;
use crate::engine::shares::{currencies, in_currency, per_each};
use crate::units::{Currency, Value};

use super::{Figures, item};

impl Figures<'_> {
    /// `lines["x"].amount`: all of it in the period; `per["member"].before_tax`, `in["GBP"].after_tax`.
    pub(super) fn of_costs(&self, steps: &[&str]) -> Option<Value> {
        let (scenario, request) = (self.scenario, self.request());
        match steps {
            ["lines", key, "amount"] => {
                let line = item(&scenario.lines, key, |line| &line.what)?;
                let at = scenario.lines.iter().position(|own| std::ptr::eq(own, line))?;
                Some(self.of_origin(&Origin::Line(at)))
            }
            ["per", what, key] => {
                let count = scenario.per.get(*what)?.count();
                let currency = self.ledger().currency;
                Some(match *key {
                    "before_tax" => Value::total(per_each(request.before_tax, count), currency),
                    "after_tax" => Value::total(per_each(request.after_tax, count), currency),
                    _ => return None,
                })
            }
            ["in", code, key] => {
                let (other, on) = (Currency::from_code(code)?, self.outlook.as_of);
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
        let percentages = self.scenario.percentages.iter();
        let mut paths: Vec<String> =
            percentages.map(|of| format!("percentages[{}].amount", quote(&of.what))).collect();
        paths.extend(self.scenario.per.keys().map(|of| format!("per[{}].before_tax", quote(of))));
        let others = currencies(self.scenario).into_iter();
        paths.extend(others.map(|of| format!("in[{}].before_tax", quote(of.code()))));
        paths
    }
}

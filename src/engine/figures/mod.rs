//! Which value stands under a path? Every figure of the file and of what follows from it.
//!
//! One grammar with `about`, `--set` and `--why`: `offers["ovh/rise-3"].monthly`, `request.after_tax`,
//! `plans["A"].request.before_tax`, `hosts["server"].Storage.usable`, `backups.needed`. What is said
//! without a plan is of the plan asked about.

use crate::document::{Path, Step};
use crate::model::Scenario;
use crate::units::{Day, Unit, Value};

use super::ledger::Ledger;
use super::levels::LevelOutlook;
use super::outlook::{Outlook, PlanOutlook, RequestOutlook};

mod costs;
mod file;
mod money;
mod room;
mod sums;

pub use file::{quantity, used_of};

#[cfg(test)]
mod tests;

/// A value with the path under which it is explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub value: Value,
    /// Path that explains it.
    pub why: String,
}

/// Where figures are looked up.
#[derive(Clone, Debug)]
pub struct Figures<'a> {
    scenario: &'a Scenario,
    outlook: &'a Outlook,
    plan: &'a PlanOutlook,
    day: Day,
    /// The level that everything is of.
    level: Option<usize>,
}

impl<'a> Figures<'a> {
    /// Of a plan by its name (where there is none of this name, of doing nothing) on a day, which says
    /// which of several dated prices is meant.
    pub fn of(scenario: &'a Scenario, outlook: &'a Outlook, plan: &str, day: Day) -> Self {
        let plan = outlook.plans.get(plan).map_or(outlook.do_nothing(), |plan| plan);
        Self { scenario, outlook, plan, day, level: None }
    }

    /// The same of a level by its name; as it is where there is none of this name.
    #[must_use]
    pub fn at_level(self, name: &str) -> Self {
        let level = self.levels().iter().position(|level| &*level.name == name);
        Self { level, ..self }
    }

    /// Every level in the file's order.
    pub fn levels(&self) -> &[LevelOutlook] {
        self.plan.levels.as_ref().map_or(&[], |levels| levels.as_slice())
    }

    /// Every charge of the plan, or of the level.
    pub fn ledger(&self) -> &Ledger {
        match self.level.and_then(|at| self.levels().get(at)) {
            Some(level) => &level.ledger,
            None => &self.plan.ledger,
        }
    }

    /// What is asked for under the plan, or at the level.
    pub fn request(&self) -> &RequestOutlook {
        match self.level.and_then(|at| self.levels().get(at)) {
            Some(level) => &level.request,
            None => &self.plan.request,
        }
    }

    /// The value under a path; `None` where no figure stands there.
    pub fn find(&self, path: &Path) -> Option<Figure> {
        let steps: Vec<String> = path.steps().iter().map(text_of).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let value = self.value(&steps)?;
        Some(Figure { value, why: path.to_string() })
    }

    fn value(&self, steps: &[&str]) -> Option<Value> {
        match steps {
            ["plans", name, rest @ ..] => {
                let plan = self.outlook.plans.get(*name)?;
                Self { plan, level: None, ..self.clone() }.of_plan(rest)
            }
            ["levels", name, rest @ ..] => {
                let level = self.levels().iter().position(|level| &*level.name == *name)?;
                let of = Self { level: Some(level), ..self.clone() };
                match rest {
                    [] | ["total"] => of.of_plan(&["request", "before_tax"]),
                    [key] => of.of_plan(&["request", key]),
                    rest => of.of_plan(rest).or_else(|| of.of_file(rest)),
                }
            }
            _ => self.of_plan(steps).or_else(|| self.of_file(steps)),
        }
    }

    /// Every path that has a value, as far as they can be listed.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = self.sum_paths();
        paths.extend(self.room_paths());
        paths.extend(self.cost_paths());
        paths.extend(self.fund_paths());
        paths.extend(self.file_paths());
        paths
    }
}

/// A step as it is compared: keys and places alike.
fn text_of(step: &Step) -> String {
    match step {
        Step::Key(key) => key.clone(),
        Step::Index(index) => index.to_string(),
    }
}

/// A count of people or things.
fn count(number: impl Into<rust_decimal::Decimal>) -> Value {
    Value::count(number)
}

fn months(number: u32) -> Value {
    Value::of(number.into(), Unit::span(crate::units::SpanUnit::Month))
}

/// The entry of a list by its name, or by its place.
fn item<'a, T>(list: &'a [T], key: &str, name: impl Fn(&T) -> &str) -> Option<&'a T> {
    list.iter().find(|item| name(item) == key).or_else(|| list.get(key.parse::<usize>().ok()?))
}

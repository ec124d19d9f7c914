//! Questions and their answers: every answer is a [`Report`] of paragraphs, tables and plots.
//!
//! Screens and exporters read reports; nothing else turns an outlook into words. A report computes
//! no figure: it selects what the outlook and the ledger hold, and says it.

use crate::checks::Finding;
use crate::diag::Problem;
use crate::engine::outlook::{Outlook, PlanOutlook};
use crate::model::Scenario;

mod accrual;
mod amounts;
mod budget;
mod build;
pub mod capacity;
mod compare;
pub mod configurations;
mod explain;
mod filled;
mod findings;
pub mod forecast;
mod funds;
mod headroom;
mod known;
mod months;
mod options;
mod overview;
pub mod price_lists;
mod request;
mod rules;
mod scale;
mod schedule;
mod shape;
mod waiting;
mod words;

#[cfg(test)]
mod tests;

pub use shape::*;

/// What a question is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// What the file says.
    pub scenario: &'a Scenario,
    /// What follows from it.
    pub outlook: &'a Outlook,
    /// What the checks have to say, worst first.
    pub findings: &'a [Finding],
    /// Name of the plan; where the outlook has none of this name, doing nothing is meant.
    pub plan: &'a str,
    /// Name of a plan to compare it with; absent: doing nothing.
    pub second: Option<&'a str>,
    /// What `explain` explains, as `plans["A"].request.before_tax`.
    pub path: Option<&'a str>,
}

impl<'a> Ask<'a> {
    /// The outlook of the plan asked about.
    pub fn plan(&self) -> &'a PlanOutlook {
        self.outlook.plans.get(self.plan).map_or(self.outlook.do_nothing(), |plan| plan)
    }

    /// Whether `explain` has an answer for a path, as cells carry it.
    pub fn explains(&self, path: &str) -> bool {
        explain::is_answered(self, path)
    }

    /// Why `explain` has no answer for a path, with the nearest one; `None` where it has.
    pub fn refuses(&self, path: &str) -> Option<Problem> {
        explain::refusal(self, path)
    }

    /// The worst finding that is about this plan alone; what somebody stated about it is none.
    pub fn objection(&self, plan: &str) -> Option<&'a Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.plan.as_deref() == Some(plan))
            .filter(|finding| !finding.about.starts_with("stated"))
            .min_by_key(|finding| finding.severity)
    }
}

/// A question that can be asked of every scenario.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// What the command line calls it.
    pub name: &'static str,
    /// A line of help.
    pub what: &'static str,
    /// Whether the answer depends on the plan that is chosen.
    pub of_plan: bool,
    /// The answer.
    pub make: fn(&Ask<'_>) -> Report,
}

/// Every question; menus, the command line, docs and tests read this list.
pub const REPORTS: &[Question] = &[
    Question {
        name: "overview",
        what: "what is asked and by when, what is wrong, headroom, cost by month",
        of_plan: true,
        make: overview::make,
    },
    Question {
        name: "headroom",
        what: "when each resource runs out, doing nothing and with the plan",
        of_plan: true,
        make: headroom::make,
    },
    Question {
        name: "capacity",
        what: "each resource day by day: measured or wanted, usable, and how wrong such forecasts were",
        of_plan: true,
        make: capacity::make,
    },
    Question {
        name: "forecast",
        what: "where each measured series goes, when that is too much, and how wrong such forecasts were before",
        of_plan: true,
        make: forecast::make,
    },
    Question {
        name: "schedule",
        what: "every invoice with its day and tax, twelve months from the request's first",
        of_plan: true,
        make: schedule::make,
    },
    Question {
        name: "accrual",
        what: "the cost of each month, whenever it is paid",
        of_plan: true,
        make: accrual::make,
    },
    Question {
        name: "funds",
        what: "how long the money lasts, and what is left at the end of each month",
        of_plan: true,
        make: funds::make,
    },
    Question {
        name: "request",
        what: "the budget request as it goes out",
        of_plan: true,
        make: request::make,
    },
    Question {
        name: "compare",
        what: "two plans, only what differs, and the way from one total to the other",
        of_plan: true,
        make: compare::make,
    },
    Question {
        name: "options",
        what: "every plan and every offer that could serve, and why not",
        of_plan: true,
        make: options::make,
    },
    Question {
        name: "waiting",
        what: "what the plan costs if it is decided later",
        of_plan: true,
        make: waiting::make,
    },
    Question {
        name: "findings",
        what: "what is wrong or unknown, worst first, with what to do about it",
        of_plan: false,
        make: findings::make,
    },
    Question {
        name: "explain",
        what: "why a figure is what it is: the charges or parts behind it",
        of_plan: true,
        make: explain::make,
    },
];

/// The question of this name.
pub fn question(name: &str) -> Option<&'static Question> {
    REPORTS.iter().find(|question| question.name == name)
}

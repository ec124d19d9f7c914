//! Model + outlook → findings: what is wrong, at risk or worth knowing, each with its reason, a
//! hint and, where one is possible, an edit that fixes it.
//!
//! A check is one function in one small file and one entry of [`CHECKS`]; docs/findings.md explains
//! each code and is held equal to the list by a test. An error or a warning on what is right is
//! worse than a slip missed.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::diag::Severity;
use crate::document::Edit;
use crate::engine::outlook::{Level, Outlook};
use crate::model::{DO_NOTHING, Resource, Scenario};

mod at;
mod backups;
mod basis;
mod catalogues;
mod costs;
mod country;
mod currency;
mod dates;
mod demand;
mod events;
mod fill;
mod growths;
mod history;
mod hosts;
mod inputs;
mod kinds;
mod mix;
mod money;
mod offers;
mod parts;
mod plans;
mod predictions;
mod price_dates;
mod prices;
mod request;
mod sizes;
mod stated;
mod tariffs;
mod taxes;
mod unknowns;
mod words;

#[cfg(test)]
mod tests;

pub use country::country_name;
pub use stated::{StatedParts, stated_parts};

/// What a check has to say about one place of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name, as `stated-total`; docs/findings.md explains each.
    pub code: &'static str,
    /// Path of the value that it is about, as `offers["ovh/rise-3"].setup`.
    pub about: String,
    /// The plan that it concerns; `None`: all of them, or the file itself.
    pub plan: Option<Arc<str>>,
    /// What is found, one line without full stop: `161.32 + 16 is 177.32, not 117.04`.
    pub what: String,
    /// The reason or the consequence, one line: `the stated total is 60.28 short: it is Rise-3's`.
    pub why: String,
    /// What to do about it.
    pub hint: String,
    /// The edit that fixes it; `None` where a person has to know or decide something.
    pub fix: Option<Edit>,
    /// What the person is offered.
    pub action: Action,
    /// What is at stake, where that can be counted. Orders findings of one severity.
    pub effect: Option<Effect>,
}

/// What a person is offered beside a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// "Fix…": the edit of the finding, or the place to change where it has none.
    Fix,
    /// "Ask…": the open question about it, or a new one (then the finding's edit).
    Ask,
    /// "Why": an explanation; there is nothing to mend in the file.
    Why,
}

/// What a finding comes to, never less than one of its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Minor units of the file's currency.
    Money(i128),
    /// Of this resource: bytes, or thousandths of a count.
    Room(Resource, Level),
    /// Days.
    Days(i64),
}

impl Effect {
    /// Money before room before days, the larger first.
    fn rank(&self) -> (u8, Reverse<i128>) {
        match self {
            Self::Money(minor) => (0, Reverse(*minor)),
            Self::Room(_, level) => (1, Reverse(*level)),
            Self::Days(days) => (2, Reverse(i128::from(*days))),
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "a path is made for the finding that it is given to"
)]
impl Finding {
    fn new(severity: Severity, code: &'static str, about: impl ToString) -> Self {
        Self {
            severity,
            code,
            about: about.to_string(),
            plan: None,
            what: String::new(),
            why: String::new(),
            hint: String::new(),
            fix: None,
            action: Action::Fix,
            effect: None,
        }
    }

    fn error(code: &'static str, about: impl ToString) -> Self {
        Self::new(Severity::Error, code, about)
    }

    fn warning(code: &'static str, about: impl ToString) -> Self {
        Self::new(Severity::Warning, code, about)
    }

    fn note(code: &'static str, about: impl ToString) -> Self {
        Self::new(Severity::Note, code, about)
    }

    fn says(mut self, what: impl Into<String>, why: impl Into<String>) -> Self {
        self.what = what.into();
        self.why = why.into();
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    fn plan(mut self, plan: Option<&Arc<str>>) -> Self {
        self.plan = plan.cloned();
        self
    }

    fn fix(mut self, fix: Option<Edit>) -> Self {
        self.fix = fix;
        self
    }

    fn action(mut self, action: Action) -> Self {
        self.action = action;
        self
    }

    /// So much money, in minor units of the file's currency, either way; 0 says nothing.
    fn effect(mut self, minor: i128) -> Self {
        self.effect = (minor != 0).then(|| Effect::Money(minor.saturating_abs()));
        self
    }

    /// So much of a resource; nothing says nothing.
    fn room(mut self, resource: &Resource, level: Level) -> Self {
        self.effect = (level > 0).then(|| Effect::Room(resource.clone(), level));
        self
    }

    /// So many days; none says nothing.
    fn days(mut self, days: i64) -> Self {
        self.effect = (days > 0).then_some(Effect::Days(days));
        self
    }
}

/// One family of checks.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The codes that it can raise.
    pub codes: &'static [&'static str],
    /// Pure, and linear in the size of the scenario.
    pub run: fn(&Scenario, &Outlook) -> Vec<Finding>,
}

/// All checks; among findings of one severity and effect, in this order.
pub const CHECKS: &[Check] = &[
    Check { codes: stated::CODES, run: stated::check },
    Check { codes: offers::CODES, run: offers::check },
    Check { codes: basis::CODES, run: basis::check },
    Check { codes: currency::CODES, run: currency::check },
    Check { codes: plans::CODES, run: plans::check },
    Check { codes: inputs::CODES, run: inputs::check },
    Check { codes: unknowns::CODES, run: unknowns::check },
    Check { codes: tariffs::CODES, run: tariffs::check },
    Check { codes: request::CODES, run: request::check },
    Check { codes: money::CODES, run: money::check },
    Check { codes: dates::CODES, run: dates::check },
    Check { codes: backups::CODES, run: backups::check },
    Check { codes: taxes::CODES, run: taxes::check },
    Check { codes: hosts::CODES, run: hosts::check },
    Check { codes: price_dates::CODES, run: price_dates::check },
    Check { codes: catalogues::CODES, run: catalogues::check },
    Check { codes: demand::CODES, run: demand::check },
    Check { codes: growths::CODES, run: growths::check },
    Check { codes: fill::CODES, run: fill::check },
    Check { codes: history::CODES, run: history::check },
    Check { codes: events::CODES, run: events::check },
    Check { codes: kinds::CODES, run: kinds::check },
    Check { codes: mix::CODES, run: mix::check },
    Check { codes: sizes::CODES, run: sizes::check },
    Check { codes: predictions::CODES, run: predictions::check },
    Check { codes: costs::CODES, run: costs::check },
];

/// Everything the checks have to say: worst first, then by what is at stake, then by the order of
/// [`CHECKS`] and of the file. The same scenario gives the same list.
pub fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        CHECKS.iter().flat_map(|check| (check.run)(scenario, outlook)).collect();
    // Stable: ties keep their order. What cannot be counted comes last.
    findings.sort_by_key(|f| (f.severity, f.effect.is_none(), f.effect.as_ref().map(Effect::rank)));
    findings
}

/// What matters to somebody who looks at `plan`: what is about it or about no plan, and the errors
/// of other plans, which say why those are out.
pub fn for_plan<'a>(findings: &'a [Finding], plan: &'a str) -> impl Iterator<Item = &'a Finding> {
    findings.iter().filter(move |f| {
        f.severity == Severity::Error || f.plan.as_deref().is_none_or(|named| named == plan)
    })
}

/// The errors of a plan: with any, it is never shown as good. Errors about no plan in particular,
/// as a stated total that does not add up, are not the plan's.
pub fn plan_errors<'a>(
    findings: &'a [Finding],
    plan: &'a str,
) -> impl Iterator<Item = &'a Finding> {
    findings
        .iter()
        .filter(move |f| f.severity == Severity::Error && f.plan.as_deref() == Some(plan))
}

/// The plan without errors whose request is lowest before tax: of equal ones the first. Doing
/// nothing counts only where nothing runs out inside the horizon.
pub fn cheapest_good_plan<'a>(outlook: &'a Outlook, findings: &[Finding]) -> Option<&'a Arc<str>> {
    outlook
        .plans
        .iter()
        .filter(|(name, plan)| {
            plan_errors(findings, name).next().is_none()
                && (&***name != DO_NOTHING || plan.binding().is_none())
        })
        .min_by_key(|(_, plan)| plan.request.before_tax.low)
        .map(|(name, _)| name)
}

/// Every code that a check can raise, in the order of [`CHECKS`].
pub fn codes() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().flat_map(|check| check.codes.iter().copied())
}

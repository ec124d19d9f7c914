//! Is what is asked for the whole of what will be paid in the period?

use rust_decimal::Decimal;

use crate::document::{Edit, quote};
use crate::engine::outlook::{Outlook, PlanOutlook};
use crate::model::{Move, Of, Scenario, Stated};
use crate::units::{Basis, DayRange};

use super::stated::{Nearness, basis_of, figure, money, nearness, plan_of};
use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["month-offered-as-period", "overlap-not-counted"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, stated) in scenario.stated.iter().enumerate() {
        let Some(plan) = plan_of(outlook, stated) else { continue };
        let case = Case { scenario, outlook, index, stated, plan };
        findings.extend(case.month_offered());
        findings.extend(case.overlap_left_out());
    }
    findings
}

/// A stated total with the plan that it is about.
struct Case<'a> {
    scenario: &'a Scenario,
    outlook: &'a Outlook,
    index: usize,
    stated: &'a Stated,
    plan: &'a PlanOutlook,
}

impl Case<'_> {
    /// A month's figure that is called a request or a budget, with none of the period beside it.
    fn is_asked_by_month(&self) -> bool {
        let called = self.stated.what.to_lowercase();
        self.stated.of == Of::Month
            && ["request", "budget"].iter().any(|word| called.contains(word))
            && !self.scenario.stated.iter().any(|other| {
                other.of == Of::Period && (other.plan == self.stated.plan || other.plan.is_none())
            })
    }

    fn month_offered(&self) -> Option<Finding> {
        let months = self.scenario.request.as_ref()?.months;
        if months < 2 || !self.is_asked_by_month() {
            return None;
        }
        let (says, _) = figure(self.stated)?;
        let total = self.total();
        let shown = words::amount(total, self.scenario.currency);
        let period = match months {
            3 => "the quarter".to_owned(),
            12 => "the year".to_owned(),
            n => format!("the {} months", words::count(n as usize)),
        };
        let with = if self.overlap().is_some() { " and the overlap" } else { "" };
        let months = words::count(months as usize);
        Some(
            Finding::warning("month-offered-as-period", at::item("stated", self.index).key("of"))
                .plan(Some(&self.plan.name))
                .says(
                    format!("A month is asked for, not {period}"),
                    format!("{months} months{with}: {shown}"),
                )
                .hint("state the total of the period")
                .fix(Some(self.whole_period()))
                .effect(super::stated::minor(self.scenario, total - says)),
        )
    }

    fn overlap_left_out(&self) -> Option<Finding> {
        let overlap = self.overlap()?;
        let left_out = match self.stated.of {
            Of::Month => self.is_asked_by_month(),
            Of::Period if basis_of(self.stated) != Some(Basis::AfterTax) => {
                let (says, about) = figure(self.stated)?;
                let total = self.total();
                nearness(says, total, about) == Nearness::Differs
                    && nearness(says, total - overlap, about) != Nearness::Differs
            }
            Of::Quarter | Of::Period | Of::Year | Of::Parts => false,
        };
        if !left_out {
            return None;
        }
        let shown = words::amount(overlap, self.scenario.currency);
        let wish = self.scenario.plans.get(&self.plan.name)?.iter().find_map(|step| match step {
            Move::Replace { overlap, off: false, .. } => *overlap,
            _ => None,
        });
        let long = wish.map_or_else(String::new, |wish| format!(" for {}", wish.words()));
        Some(
            Finding::warning("overlap-not-counted", at::item("stated", self.index).key("says"))
                .plan(Some(&self.plan.name))
                .says(
                    "The stated total leaves out the overlap",
                    format!("old and new are both paid{long}: {shown}"),
                )
                .hint("state the total of the period, with the overlap in it")
                .fix(Some(self.whole_period()))
                .effect(self.plan.request.overlap.low.minor()),
        )
    }

    /// What the old contracts cost while both are paid; `None` without overlap.
    fn overlap(&self) -> Option<Decimal> {
        let overlap = self.plan.request.overlap.low.to_decimal(self.scenario.currency);
        (overlap > Decimal::ZERO).then_some(overlap)
    }

    /// What the plan comes to in the period, as far as is known, in the stated basis.
    fn total(&self) -> Decimal {
        let (request, currency) = (&self.plan.request, self.scenario.currency);
        if basis_of(self.stated) == Some(Basis::AfterTax) {
            request.after_tax.low.to_decimal(currency)
        } else {
            request.before_tax.low.to_decimal(currency)
        }
    }

    /// Makes the stated total the period's, with the charges of the plan as its parts.
    fn whole_period(&self) -> Edit {
        let path = at::item("stated", self.index);
        let total = self.total();
        let says = money(self.stated, total, self.scenario).to_string();
        let shown = words::amount(total, self.scenario.currency);
        let edit = Edit::new(format!("state {shown} for the period"))
            .set(path.clone().key("says"), quote(&says))
            .set(path.clone().key("of"), "Period");
        let before = basis_of(self.stated) != Some(Basis::AfterTax);
        match self.charges().filter(|_| before) {
            Some(parts) => edit.set(path.key("parts"), quote(&parts)),
            None if self.stated.parts.is_some() => edit.remove(path.key("parts")),
            None => edit,
        }
    }

    /// The charges of the period as a sum, equal ones as `161.32 × 3`; `None` where it would be
    /// longer than anybody reads.
    fn charges(&self) -> Option<String> {
        const LONGEST: usize = 12;
        let currency = self.scenario.currency;
        let mut parts: Vec<(String, usize)> = Vec::new();
        let days: DayRange = self.outlook.period;
        for entry in self.plan.ledger.entries(days) {
            let low = entry.before_tax.low;
            if low.minor() == 0 || !entry.in_request {
                continue;
            }
            let shown = words::amount(low.to_decimal(currency), currency);
            match parts.iter_mut().find(|(known, _)| *known == shown) {
                Some((_, times)) => *times += 1,
                None => parts.push((shown, 1)),
            }
            if parts.len() > LONGEST {
                return None;
            }
        }
        let part = |(shown, times): &(String, usize)| match times {
            1 => shown.clone(),
            n => format!("{shown} × {n}"),
        };
        let parts: Vec<_> = parts.iter().map(part).collect();
        (!parts.is_empty()).then(|| parts.join(" + "))
    }
}

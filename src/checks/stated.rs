//! Does a figure that somebody wrote down agree with its parts and with its plan?

use rust_decimal::Decimal;

use crate::diag::Severity;
use crate::engine::outlook::{Outlook, PlanOutlook};
use crate::model::{Of, Scenario, Stated};
use crate::units::{Amount, AmountKind, Basis, Figure, Money, Total};

use super::explanation::{self, Slip};
use super::sum::{self, Sum};
use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["stated-total", "rounded-otherwise", "parts-not-read"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    scenario
        .stated
        .iter()
        .enumerate()
        .filter_map(|(index, stated)| {
            against_parts(scenario, outlook, index, stated)
                .or_else(|| against_plan(scenario, outlook, index, stated))
        })
        .collect()
}

/// How near a stated figure is to what is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    /// It is the figure, rounded half away from zero to the digits written.
    Agrees,
    /// It is off by less than one unit of its last written digit, or "about" right.
    Rounded,
    /// It is another figure.
    Differs,
}

pub(super) fn nearness(says: Decimal, right: Decimal, about: bool) -> Nearness {
    let off = (says - right).abs();
    if words::rounded(right, says.scale()) == says || (about && off * Decimal::TEN <= right.abs()) {
        Nearness::Agrees
    } else if off < Decimal::new(1, says.scale()) {
        Nearness::Rounded
    } else {
        Nearness::Differs
    }
}

/// The figure and whether it is only "about" so; `None` where it is a range or unknown.
pub(super) fn figure(stated: &Stated) -> Option<(Decimal, bool)> {
    match stated.says.figure {
        Figure::Exact(says) => Some((says, false)),
        Figure::About(says) => Some((says, true)),
        Figure::Range { .. } | Figure::Unknown { .. } => None,
    }
}

/// The outlook of the plan that a stated figure names.
pub(super) fn plan_of<'a>(outlook: &'a Outlook, stated: &Stated) -> Option<&'a PlanOutlook> {
    outlook.plans.get(stated.plan.as_deref()?).map(AsRef::as_ref)
}

fn against_parts(
    scenario: &Scenario,
    outlook: &Outlook,
    index: usize,
    stated: &Stated,
) -> Option<Finding> {
    let parts = stated.parts.as_deref()?;
    let path = at::item("stated", index);
    let Some(sum) = sum::parse(parts, scenario.currency.code()) else {
        return Some(
            Finding::warning("parts-not-read", path.key("parts"))
                .says(
                    format!("`{parts}` cannot be read as a sum"),
                    "so nobody can check the stated total",
                )
                .hint("join amounts by + − × ÷ and parentheses, as `161.32 × 3 + 16`"),
        );
    };
    let (says, about) = figure(stated)?;
    let severity = match nearness(says, sum.value, about) {
        Nearness::Agrees => return None,
        Nearness::Rounded => Severity::Note,
        Nearness::Differs => Severity::Error,
    };
    let right = words::amount(sum.value, scenario.currency);
    let what = format!("{parts} is {right}, not {says}");
    let label = format!("set {} to {right}", stated.what);
    let mended = Stated { says: money(stated, sum.value, scenario), ..stated.clone() };
    let fix = at::set(label, path.clone().key("says"), &mended.says.to_string());
    let finding = if severity == Severity::Note {
        Finding::note("rounded-otherwise", path.key("says"))
            .says(what, "it agrees but for how it was rounded")
            .hint("round half up to the last digit written")
    } else {
        let slip = Slip { says, right: sum.value, terms: &sum.terms };
        let reason = explanation::of(scenario, outlook, index, &slip);
        Finding::error("stated-total", path.key("says"))
            .says(what, distance(scenario, says, sum.value, reason.as_deref()))
            .hint(format!("write {right}, or mend the parts"))
    };
    Some(finding.fix(Some(fix)).effect(minor(scenario, says - sum.value)))
}

/// A stated figure whose parts add up, but which is not what its plan comes to.
fn against_plan(
    scenario: &Scenario,
    outlook: &Outlook,
    index: usize,
    stated: &Stated,
) -> Option<Finding> {
    let plan = plan_of(outlook, stated)?;
    let (says, about) = figure(stated)?;
    let after = stated.says.basis == Some(Basis::AfterTax);
    let request = &plan.request;
    let (low, high) = match (stated.of, after) {
        (Of::Parts, _) => return None,
        (Of::Month, false) => ends(scenario, &request.monthly_afterwards),
        (Of::Month, true) => ends(scenario, &request.monthly_afterwards_after_tax),
        (Of::Period, false) => ends(scenario, &request.before_tax),
        (Of::Period, true) => ends(scenario, &request.after_tax),
    };
    let inside = says >= low && high.is_none_or(|high| says <= high);
    if stated.says.basis.is_none() {
        // Nobody said which of the two it is: either will do.
        let gross = match stated.of {
            Of::Period => &request.after_tax,
            Of::Month | Of::Parts => &request.monthly_afterwards_after_tax,
        };
        if nearness(says, ends(scenario, gross).0, about) != Nearness::Differs {
            return None;
        }
    }
    if inside || nearness(says, low, about) != Nearness::Differs {
        return None;
    }
    // Leaving the overlap out is a finding of its own, with the same fix.
    let (overlap, _) = ends(scenario, &request.overlap);
    let of_period = stated.of == Of::Period && !after && !overlap.is_zero();
    if of_period && nearness(says, low - overlap, about) != Nearness::Differs {
        return None;
    }
    let right = if says < low { low } else { high.unwrap_or(low) };
    let shown = words::amount(right, scenario.currency);
    let covers = if stated.of == Of::Month { "a month afterwards" } else { "in the period" };
    let slip = Slip { says, right, terms: &[] };
    let reason = explanation::of(scenario, outlook, index, &slip);
    let path = at::item("stated", index).key("says");
    let new = money(stated, right, scenario).to_string();
    Some(
        Finding::error("stated-total", path.clone())
            .says(
                format!("{} comes to {shown} {covers}, not {says}", plan.name),
                distance(scenario, says, right, reason.as_deref()),
            )
            .hint("set the stated total to what the plan comes to, or mend the plan")
            .fix(Some(at::set(format!("set {} to {shown}", stated.what), path, &new)))
            .effect(minor(scenario, says - right)),
    )
}

type Ends = (Decimal, Option<Decimal>);

fn ends<B: AmountKind>(scenario: &Scenario, total: &Total<B>) -> Ends {
    let shown = |amount: Amount<B>| amount.to_decimal(scenario.currency);
    (shown(total.low), total.high.map(shown))
}

/// The stated amount with another figure, in its own currency and basis.
pub(super) fn money(stated: &Stated, value: Decimal, scenario: &Scenario) -> Money {
    let mut value = words::rounded(value, scenario.currency.minor_digits());
    value.rescale(scenario.currency.minor_digits());
    Money { figure: Figure::Exact(value), ..stated.says }
}

/// `the stated total is 60.28 short: it is Rise-3's`.
fn distance(scenario: &Scenario, says: Decimal, right: Decimal, reason: Option<&str>) -> String {
    let off = words::amount((says - right).abs(), scenario.currency);
    let side = if says < right { "short" } else { "over" };
    match reason {
        Some(reason) => format!("the stated total is {off} {side}: {reason}"),
        None => format!("the stated total is {off} {side}"),
    }
}

/// The size of a difference in minor units, for the order of findings.
pub(super) fn minor(scenario: &Scenario, off: Decimal) -> i128 {
    let digits = i64::from(scenario.currency.minor_digits());
    let scaled = off.abs().checked_mul(Decimal::from(10_i64.pow(digits as u32)));
    scaled.and_then(|n| words::rounded(n, 0).try_into().ok()).unwrap_or(i128::MAX)
}

/// The parts of a stated figure, where they can be read.
pub(super) fn parts<'a>(scenario: &Scenario, stated: &'a Stated) -> Option<Sum<'a>> {
    sum::parse(stated.parts.as_deref()?, scenario.currency.code())
}

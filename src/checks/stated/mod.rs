//! Does a figure that somebody wrote down agree with its parts and with its plan?
//!
//! Each is looked at twice: with the other stated figures as they are written, and as they should be.

use rust_decimal::Decimal;

use crate::document::{Edit, Path, quote};
use crate::engine::outlook::{Outlook, PlanOutlook};
use crate::model::{Of, Scenario, Stated};
use crate::units::{Basis, Dims, Figure, Unit, Value, Written, Wrong};

use super::parts::{Change, Id, Kind, Mix, Sign, Worked};
use super::{Finding, at, words};

mod book;
mod charges;
mod exchange;
mod judge;
mod mixed;
mod slips;
mod swaps;
mod target;
mod taxed;
mod trial;

pub(super) use book::Book;
pub(super) use judge::{Judged, Nearness, judge, nearness};

pub(super) const CODES: &[&str] = &["stated-total", "rounded-otherwise", "parts-not-read"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    if scenario.stated.is_empty() {
        return Vec::new();
    }
    let book = Book::of(scenario, outlook);
    let mut findings = Vec::new();
    for (index, stated) in scenario.stated.iter().enumerate() {
        let case = Case { book: &book, index, stated };
        findings.extend(case.findings());
    }
    findings
}

/// The figure and whether it is only "about" so; `None` where it is no money, a range or unknown.
pub(super) fn figure(stated: &Stated) -> Option<(Decimal, bool)> {
    match stated.says.money()?.figure {
        Figure::Exact(says) => Some((says, false)),
        Figure::About(says) => Some((says, true)),
        Figure::Range { .. } | Figure::Unknown { .. } => None,
    }
}

/// Before or after tax, where it is money and that is said.
pub(super) fn basis_of(stated: &Stated) -> Option<Basis> {
    stated.says.money().and_then(|money| money.basis)
}

/// The outlook of the plan that a stated figure names.
pub(super) fn plan_of<'a>(outlook: &'a Outlook, stated: &Stated) -> Option<&'a PlanOutlook> {
    outlook.plans.get(stated.plan.as_deref()?).map(AsRef::as_ref)
}

/// The stated amount with another figure, in its own currency and basis.
pub(super) fn money(stated: &Stated, value: Decimal, scenario: &Scenario) -> Written {
    let digits = scenario.currency.minor_digits();
    let mut value = words::rounded(value, digits);
    value.rescale(digits);
    stated.says.with(value)
}

/// The size of a difference in minor units, for the order of findings.
pub(super) fn minor(scenario: &Scenario, off: Decimal) -> i128 {
    let digits = i64::from(scenario.currency.minor_digits());
    let scaled = off.abs().checked_mul(Decimal::from(10_i64.pow(digits as u32)));
    scaled.and_then(|n| words::rounded(n, 0).try_into().ok()).unwrap_or(i128::MAX)
}

/// What a stated figure is made of, for explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedParts {
    /// Each part as it is written, with its sign, and what it comes to.
    pub terms: Vec<(String, String)>,
    /// What they come to together.
    pub together: String,
}

/// The parts of the stated figure at a place, the others as they are written; `None` where it has
/// none that can be reckoned.
pub fn stated_parts(scenario: &Scenario, outlook: &Outlook, index: usize) -> Option<StatedParts> {
    let book = Book::of(scenario, outlook);
    let together = book.work(index, false, &Change::Nothing)?.ok()?.value;
    let Some(Ok(parts)) = book.parts(index) else { return None };
    let entry = book.entry(index, false);
    let value = |id| parts.part(&entry, book.readings(index), id);
    let terms: Vec<(Sign, Id)> = match parts.kind(parts.root()) {
        Kind::Sum(terms) => terms.clone(),
        _ => vec![(Sign::Plus, parts.root())],
    };
    let told = |(sign, id): &(Sign, Id)| {
        let value = value(*id)?.to_string();
        let text = parts.text(*id);
        Some(match sign {
            Sign::Plus => (text.to_owned(), value),
            Sign::Minus => (format!("− {text}"), format!("− {value}")),
        })
    };
    let terms = terms.iter().filter_map(told).collect();
    Some(StatedParts { terms, together: together.to_string() })
}

/// One stated figure.
struct Case<'b, 'a> {
    book: &'b Book<'a>,
    index: usize,
    stated: &'a Stated,
}

impl Case<'_, '_> {
    fn findings(&self) -> Vec<Finding> {
        let mut findings = match self.against_parts() {
            Ok(findings) => findings,
            Err(wrong) => vec![self.not_read(&wrong)],
        };
        if findings.is_empty() {
            findings.extend(self.against_plan());
        }
        findings
    }

    fn path(&self) -> Path {
        at::item("stated", self.index)
    }

    fn not_read(&self, wrong: &Wrong) -> Finding {
        let parts = self.stated.parts.as_deref().unwrap_or_default();
        let hint = wrong.hint.clone();
        Finding::warning("parts-not-read", self.path().key("parts"))
            .says(
                format!("`{}` cannot be reckoned: {}", shortened(parts), wrong.message),
                "so nobody can check the stated figure",
            )
            .hint(hint.unwrap_or_else(|| {
                "join amounts by + − × ÷ and parentheses, as `161.32 × 3 + 16`".to_owned()
            }))
    }

    fn against_parts(&self) -> Result<Vec<Finding>, Wrong> {
        let Some(written) = self.book.work(self.index, false, &Change::Nothing) else {
            return Ok(Vec::new());
        };
        let written = written?;
        let mended = if self.book.names_others(self.index) {
            self.book.as_mended(self.index)?; // tells circles
            self.book.work(self.index, true, &Change::Nothing).unwrap_or(Ok(written.clone()))?
        } else {
            written.clone()
        };
        if let Some(findings) = self.mixed(&written) {
            return Ok(findings);
        }
        if matches!(self.stated.says, Written::Amount { figure: Figure::Unknown { .. }, .. }) {
            return Ok(Vec::new());
        }
        let (as_written, as_mended) = (self.judged(&written.value)?, self.judged(&mended.value)?);
        let best = as_written.nearness.min(as_mended.nearness);
        match (best, as_mended.nearness) {
            (Nearness::Agrees, Nearness::Agrees) => Ok(Vec::new()),
            (Nearness::Agrees, Nearness::Rounded) if as_written.nearness == Nearness::Agrees => {
                Ok(Vec::new())
            }
            (_, Nearness::Agrees | Nearness::Rounded) => {
                Ok(vec![self.rounded_otherwise(&as_written)])
            }
            (Nearness::Agrees | Nearness::Rounded, Nearness::Differs) => {
                Ok(vec![self.carried(&as_mended)])
            }
            (Nearness::Differs, Nearness::Differs) => {
                Ok(vec![self.differs(&written, &mended, &as_mended)])
            }
        }
    }

    /// Refused where both are of different kinds.
    fn judged(&self, right: &Value) -> Result<Judged, Wrong> {
        judge(&self.stated.says, right).ok_or_else(|| {
            let says = book::written(&self.stated.says).kind();
            Wrong::new(format!("it comes to {}, the figure is {says}", right.kind()))
                .hint(format!("`{right}` and `{}` cannot be compared", self.stated.says))
        })
    }

    /// Digits of money; `None` of what is shown with its unit.
    fn digits(&self) -> impl Fn(&Unit) -> Option<u32> {
        let currency = self.book.scenario.currency;
        move |unit: &Unit| match (unit.dims, unit.currency) {
            (Dims::MONEY, Some(own)) => Some(own.minor_digits()),
            (Dims::NONE, _) if unit.name().is_empty() => Some(currency.minor_digits()),
            _ => None,
        }
    }

    fn rounded_otherwise(&self, judged: &Judged) -> Finding {
        let (right, says) = judged.shown(self.digits());
        let parts = shortened(self.stated.parts.as_deref().unwrap_or_default());
        Finding::note("rounded-otherwise", self.path().key("says"))
            .says(format!("{parts} is {right}, not {says}"), "it agrees but for how it was rounded")
            .hint("round half up to the last digit written")
            .fix(self.fix(judged))
            .effect(self.effect(judged))
    }

    /// It adds up, but a figure that it adds up is wrong.
    fn carried(&self, judged: &Judged) -> Finding {
        let (right, says) = judged.shown(self.digits());
        let wrong = self.book.wrong_parts(self.index);
        let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
        let reason = format!("it carries the slip of {} on", words::list(&wrong));
        let what = &self.stated.what;
        Finding::error("stated-total", self.path().key("says"))
            .says(format!("{what} is {right}, not {says}"), self.distance(judged, Some(&reason)))
            .hint("mend the figure that it is made of first")
            .fix(self.fix(judged))
            .effect(self.effect(judged))
    }

    fn differs(&self, written: &Worked, mended: &Worked, judged: &Judged) -> Finding {
        let (right, says) = judged.shown(self.digits());
        let parts = shortened(self.stated.parts.as_deref().unwrap_or_default());
        let reason = slips::of_parts(self.book, self.index, &written.value)
            .or_else(|| slips::of_parts(self.book, self.index, &mended.value));
        Finding::error("stated-total", self.path().key("says"))
            .says(
                format!("{parts} is {right}, not {says}"),
                self.distance(judged, reason.as_deref()),
            )
            .hint(format!("write {right}, or mend the parts"))
            .fix(self.fix(judged))
            .effect(self.effect(judged))
    }

    /// A stated figure whose parts add up, but which is not what its plan comes to.
    fn against_plan(&self) -> Vec<Finding> {
        let entry = self.book.entry(self.index, true);
        let Some(target) = target::of(&entry.figures, self.book, self.stated) else {
            return Vec::new();
        };
        let plan = entry.figures.plan();
        let Some(judged) = judge(&self.stated.says, &target.value) else { return Vec::new() };
        let either = basis_of(self.stated).is_none()
            && judge(&self.stated.says, &target.other)
                .is_some_and(|other| other.nearness != Nearness::Differs);
        let agrees = |value: &Value| {
            judge(&self.stated.says, value)
                .is_some_and(|judged| judged.nearness != Nearness::Differs)
        };
        if either || judged.nearness != Nearness::Differs || target.months.iter().any(agrees) {
            return Vec::new();
        }
        // Leaving the overlap out is a finding of its own, with the same fix; so is an old tax.
        let scenario = self.book.scenario;
        let overlap = plan.request.overlap.low.to_decimal(scenario.currency);
        if self.stated.of == Of::Period
            && basis_of(self.stated) != Some(Basis::AfterTax)
            && !overlap.is_zero()
            && let Some((says, about)) = figure(self.stated)
            && nearness(
                says,
                plan.request.before_tax.low.to_decimal(scenario.currency) - overlap,
                about,
            ) != Nearness::Differs
        {
            return Vec::new();
        }
        let (right, says) = judged.shown(self.digits());
        let reason = slips::of_plan(self.book, self.index, &target);
        let of = match &self.stated.level {
            Some(level) => format!("Level {level}"),
            None => plan.name.to_string(),
        };
        let path = self.path().key("says");
        vec![
            Finding::error("stated-total", path)
                .says(
                    format!("{of} comes to {right} {}, not {says}", target.covers),
                    self.distance(&judged, reason.as_deref()),
                )
                .hint("set the stated total to what the plan comes to, or mend the plan")
                .fix(self.fix(&judged))
                .effect(self.effect(&judged)),
        ]
    }

    /// Writes what is right, as exactly as it is written or its currency has digits.
    fn fix(&self, judged: &Judged) -> Option<Edit> {
        let written = match (&judged.right, &judged.says) {
            (judge::Number::Day(day), _) => Written::Day(*day),
            (judge::Number::Of(right, unit), judge::Number::Of(says, _)) => {
                let digits = (self.digits())(unit).unwrap_or(0).max(says.scale());
                let mut number = words::rounded(*right, digits);
                if (self.digits())(unit).is_some() && unit.currency.is_some() {
                    number.rescale(digits);
                }
                self.stated.says.with(number)
            }
            (judge::Number::Of(..), judge::Number::Day(_)) => return None,
        };
        let (right, _) = judged.shown(self.digits());
        let path = self.path().key("says");
        let label = format!("set {} to {right}", self.stated.what);
        Some(Edit::new(label).set(path, quote(&written.to_string())))
    }

    fn effect(&self, judged: &Judged) -> i128 {
        match judged.off() {
            Some((off, unit)) if unit.dims == Dims::MONEY || unit.name().is_empty() => {
                minor(self.book.scenario, off)
            }
            _ => 0,
        }
    }

    /// `the stated total is 60.28 short: it is Rise-3's`.
    fn distance(&self, judged: &Judged, reason: Option<&str>) -> String {
        let off = match judged.off() {
            None => match (&judged.says, &judged.right) {
                (judge::Number::Day(says), judge::Number::Day(right)) => {
                    let days = says.days_until(*right);
                    let side = if days > 0 { "early" } else { "late" };
                    format!("{} {side}", crate::units::plural(days.unsigned_abs().into(), "day"))
                }
                _ => "another".to_owned(),
            },
            Some((off, unit)) => {
                let side = if off.is_sign_negative() { "short" } else { "over" };
                let name = unit.name();
                if let Some(digits) = (self.digits())(unit) {
                    let off = words::rounded(off.abs(), digits);
                    format!("{off:.*} {side}", digits as usize)
                } else {
                    let off = words::rounded(off.abs(), 2).normalize();
                    format!("{off} {name} {side}")
                }
            }
        };
        match reason {
            Some(reason) => format!("the stated total is {off}: {reason}"),
            None => format!("the stated total is {off}"),
        }
    }

    /// What is found where amounts that are not alike are added; `None` where they are.
    fn mixed(&self, written: &Worked) -> Option<Vec<Finding>> {
        let basis = written.mixes.iter().find(|mix| matches!(mix, Mix::Basis { .. }));
        let currency = written.mixes.iter().find(|mix| matches!(mix, Mix::Currency { .. }));
        match (currency, basis) {
            (Some(Mix::Currency { one, other }), _) => {
                Some(mixed::currencies(self, written, *one, *other))
            }
            (_, Some(Mix::Basis { after, before })) => Some(mixed::bases(self, after, before)),
            _ => mixed::whole(self, written),
        }
    }
}

impl Book<'_> {
    /// Names of the stated figures among its parts that are wrong.
    fn wrong_parts(&self, index: usize) -> Vec<String> {
        let Some(Ok(parts)) = self.parts(index) else { return Vec::new() };
        let mut wrong = Vec::new();
        for node in &parts.nodes {
            let (super::parts::Kind::Text(name) | super::parts::Kind::Name(name)) = &node.kind
            else {
                continue;
            };
            let Some(other) = self.named(name, index) else { continue };
            if self.as_written(other).ok() != self.as_mended(other).ok() && !wrong.contains(name) {
                wrong.push(name.clone());
            }
        }
        wrong
    }
}

/// Parts on one line, as much of them as is read.
fn shortened(parts: &str) -> String {
    const MOST: usize = 100;
    let line: String = parts.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}

/// Findings about taxes among stated figures; told by the checks of taxes.
pub(super) fn tax_rates(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    taxed::check(scenario, outlook)
}

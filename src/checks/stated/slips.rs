//! How did somebody come to a figure that is not what it should be? The likeliest slip in a few words.
//!
//! Each slip that we know is tried; the first that gives the figure to the last digit written is said.

use rust_decimal::Decimal;

use crate::checks::parts::Kind;
use crate::checks::words;
use crate::model::{Scenario, Stated, Tax, TaxedOn};
use crate::units::{Basis, Day, Dims, Figure, Unit, Value, Written};

use super::book::Book;
use super::judge::{Nearness, Number, judge, nearness};
use super::target::Target;
use super::trial::Trial;
use super::{basis_of, charges, swaps};

/// A figure that was stated, and what it should be.
pub(super) struct Slip<'b, 'a> {
    pub(super) book: &'b Book<'a>,
    pub(super) index: usize,
    pub(super) stated: &'a Stated,
    /// As it would be judged: exact, whether or not it is "about" so.
    says: Written,
    /// What is written, in its own unit.
    pub(super) number: Decimal,
    /// What it should be, in that unit.
    pub(super) right: Decimal,
    /// The unit; of a bare figure that of what it is compared with.
    pub(super) unit: Unit,
}

impl<'b, 'a> Slip<'b, 'a> {
    fn of(book: &'b Book<'a>, index: usize, right: &Value) -> Option<Self> {
        let stated = book.stated(index)?;
        let says = match &stated.says {
            Written::Amount { figure: Figure::Exact(n) | Figure::About(n), unit } => {
                Written::Amount { figure: Figure::Exact(*n), unit: unit.clone() }
            }
            Written::Amount { .. } | Written::Day(_) | Written::Month(_) => return None,
        };
        let judged = judge(&says, right)?;
        let (Number::Of(number, unit), Number::Of(right, _)) = (judged.says, judged.right) else {
            return None;
        };
        Some(Self { book, index, stated, says, number, right, unit })
    }

    /// Whether a value would have been written as the figure is.
    pub(super) fn gives(&self, value: &Value) -> bool {
        judge(&self.says, value).is_some_and(|judged| judged.nearness == Nearness::Agrees)
    }

    /// The same of a number in the figure's unit.
    pub(super) fn gives_number(&self, number: Option<Decimal>) -> bool {
        number.is_some_and(|number| nearness(self.number, number, false) == Nearness::Agrees)
    }
}

/// Why a figure is not what its parts come to.
pub(super) fn of_parts(book: &Book<'_>, index: usize, right: &Value) -> Option<String> {
    let slip = &Slip::of(book, index, right)?;
    let Some(Ok(parts)) = book.parts(index) else { return None };
    let trial = &Trial { slip, parts };
    exchanged_with_another(slip)
        .or_else(|| trial.left_out())
        .or_else(|| trial.counted_twice())
        .or_else(|| trial.not_updated())
        .or_else(|| swaps::in_total(slip))
        .or_else(|| trial.digits_of_a_part())
        .or_else(|| trial.turned())
        .or_else(|| trial.values_swapped())
        .or_else(|| trial.growth())
        .or_else(|| trial.currency())
        .or_else(|| trial.taken_off())
        .or_else(|| basis(slip))
        .or_else(|| trial.basis_of_a_part())
        .or_else(|| months(slip))
        .or_else(|| another(slip))
        .or_else(|| trial.another_figure())
        .or_else(|| trial.quantity())
        .or_else(|| swaps::decimal_sign(slip))
        .or_else(|| binary(slip))
}

/// Why a figure is not what its plan comes to.
pub(super) fn of_plan(book: &Book<'_>, index: usize, target: &Target) -> Option<String> {
    let slip = &Slip::of(book, index, &target.value)?;
    exchanged_with_another(slip)
        .or_else(|| charges::a_month(slip, target))
        .or_else(|| charges::left_out(slip, target))
        .or_else(|| charges::not_updated(slip, target))
        .or_else(|| swaps::in_total(slip))
        .or_else(|| basis(slip))
        .or_else(|| months(slip))
        .or_else(|| another(slip))
        .or_else(|| charges::quantity(slip, target))
        .or_else(|| swaps::decimal_sign(slip))
}

/// A value in a sentence: money without its currency.
pub(super) fn short(value: &Value) -> String {
    match value {
        Value::Amount(amount) if amount.dims() == Dims::MONEY => {
            amount.exactly().map_or_else(|| value.to_string(), |number| amount.show(number))
        }
        _ => value.to_string(),
    }
}

/// Two stated figures, each with the number of the other.
fn exchanged_with_another(slip: &Slip<'_, '_>) -> Option<String> {
    let book = slip.book;
    let other = (0..book.scenario.stated.len()).filter(|at| *at != slip.index).find(|at| {
        let Some(other) = book.stated(*at) else { return false };
        let (Ok(says), Ok(right)) = (book.as_written(*at), book.as_mended(*at)) else {
            return false;
        };
        says != right
            && slip.gives(&right)
            && judge(&other.says, &Value::of(slip.right, slip.unit.clone()))
                .is_some_and(|judged| judged.nearness == Nearness::Agrees)
    })?;
    let (own, other) = (&slip.stated.what, &book.stated(other)?.what);
    Some(format!("the figures of {own} and {other} are swapped"))
}

/// What another stated figure or another plan comes to.
fn another(slip: &Slip<'_, '_>) -> Option<String> {
    let book = slip.book;
    let currency = book.scenario.currency;
    let entry = book.entry(slip.index, true);
    let level = entry.figures.levels().iter().find(|level| {
        let totals = [
            Value::total(level.request.before_tax, currency),
            Value::total(level.request.after_tax, currency),
        ];
        Some(&*level.name) != slip.stated.level.as_deref()
            && totals.iter().any(|value| value.is_exact() && slip.gives(value))
    });
    if let Some(level) = level {
        return Some(format!("it is what level {} comes to", level.name));
    }
    let others = (0..book.scenario.stated.len()).filter(|at| *at != slip.index);
    let other = others
        .filter(|at| !is_part_of(book, slip.index, *at))
        .find(|at| book.as_mended(*at).is_ok_and(|value| value.is_exact() && slip.gives(&value)));
    if let Some(other) = other {
        return Some(format!("it is {}'s", whose(book.stated(other)?)));
    }
    let own = slip.stated.plan.as_deref();
    let plan =
        book.outlook.plans.values().filter(|plan| Some(&*plan.name) != own).find(|plan| {
            let of = &plan.request;
            let totals = [
                Value::total(of.monthly_afterwards, currency),
                Value::total(of.before_tax, currency),
                Value::total(of.monthly_afterwards_after_tax, currency),
                Value::total(of.after_tax, currency),
            ];
            let is_nothing =
                |value: &Value| value.measured().and_then(|v| v.low) == Some(Decimal::ZERO);
            totals.iter().any(|value| !is_nothing(value) && value.is_exact() && slip.gives(value))
                || Value::total(of.monthly_afterwards, currency).measured().is_some_and(|v| {
                    v.low.is_some_and(|n| !n.is_zero()) && slip.gives_number(v.low)
                })
        })?;
    Some(format!("it is what {} comes to", plan.name))
}

/// Whether the parts of one stated figure name another.
fn is_part_of(book: &Book<'_>, index: usize, other: usize) -> bool {
    let Some(Ok(parts)) = book.parts(index) else { return false };
    parts.nodes.iter().any(|node| match &node.kind {
        Kind::Name(name) | Kind::Text(name) => book.named(name, index) == Some(other),
        _ => false,
    })
}

/// `Rise-3` of "Total request, Rise-3", else all that the figure is called.
fn whose(stated: &Stated) -> &str {
    let last = stated.what.rsplit(", ").next().unwrap_or(&stated.what);
    if last.starts_with(char::is_uppercase) { last } else { &stated.what }
}

/// A rate of tax, or several together, with what they are called.
pub(super) struct Rate {
    pub(super) name: String,
    pub(super) rate: Decimal,
}

/// Those that hold for a figure, together and each; then those that do not.
pub(super) fn rates(book: &Book<'_>, stated: &Stated) -> Vec<Rate> {
    let day = book.taxed_on(stated);
    let (held, old): (Vec<&Tax>, Vec<&Tax>) =
        book.scenario.taxes.iter().partition(|tax| holds(tax, day));
    let name = |tax: &Tax| format!("{} {}", tax.name, tax.rate);
    let mut rates: Vec<Rate> = Vec::new();
    let all: Vec<&&Tax> = held.iter().filter(|tax| tax.on == TaxedOn::All).collect();
    if all.len() > 1 {
        let names: Vec<String> = all.iter().map(|tax| name(tax)).collect();
        let rate = all.iter().map(|tax| tax.rate.as_fraction()).sum();
        rates.push(Rate { name: words::list(&names), rate });
    }
    for tax in held {
        rates.push(Rate { name: name(tax), rate: tax.rate.as_fraction() });
    }
    for tax in old {
        rates.push(Rate { name: until(tax, day), rate: tax.rate.as_fraction() });
    }
    rates.retain(|rate| !rate.rate.is_zero());
    rates
}

fn holds(tax: &Tax, day: Day) -> bool {
    tax.from.is_none_or(|from| from <= day) && tax.until.is_none_or(|until| day < until)
}

/// `VAT 19 %, which held until 31 December 2020`.
pub(super) fn until(tax: &Tax, day: Day) -> String {
    let name = format!("{} {}", tax.name, tax.rate);
    match (tax.from.filter(|from| *from > day), tax.until) {
        (Some(from), _) => format!("{name}, which holds from {}", from.words()),
        (None, Some(until)) => format!("{name}, which held until {}", until.plus_days(-1).words()),
        (None, None) => name,
    }
}

/// The right figure with tax added or taken off.
fn basis(slip: &Slip<'_, '_>) -> Option<String> {
    if !matches!(slip.unit.dims, Dims::MONEY | Dims::NONE) || slip.unit.is_percent() {
        return None;
    }
    let own = basis_of(slip.stated);
    rates(slip.book, slip.stated).iter().find_map(|tax| {
        let factor = Decimal::ONE + tax.rate;
        if own != Some(Basis::AfterTax) && slip.gives_number(slip.right.checked_mul(factor)) {
            return Some(format!("it is after tax ({})", tax.name));
        }
        let net = slip.right.checked_div(factor);
        (own != Some(Basis::BeforeTax) && slip.gives_number(net) || slip.gives_number(net))
            .then(|| format!("it is before tax ({})", tax.name))
            .or_else(|| {
                slip.gives_number(slip.right.checked_mul(factor))
                    .then(|| format!("tax is on it twice ({})", tax.name))
            })
    })
}

/// A month for several, or several for one.
fn months(slip: &Slip<'_, '_>) -> Option<String> {
    let period = slip.book.scenario.request.as_ref().map_or(12, |request| request.months);
    [period, 12, 3].into_iter().filter(|&n| n > 1).find_map(|n| {
        let many = Decimal::from(n);
        if slip.gives_number(slip.right.checked_div(many)) {
            Some(format!("it is one month of {n}"))
        } else {
            slip.gives_number(slip.right.checked_mul(many))
                .then(|| format!("it is {n} months, not one"))
        }
    })
}

/// GB for GiB, or the other way round.
fn binary(slip: &Slip<'_, '_>) -> Option<String> {
    if slip.unit.dims != Dims::BYTES {
        return None;
    }
    let (mut ratio, step) = (Decimal::ONE, Decimal::new(1024, 3));
    for (decimal, binary) in [("kB", "KiB"), ("MB", "MiB"), ("GB", "GiB"), ("TB", "TiB")] {
        ratio = ratio.checked_mul(step)?;
        if slip.gives_number(slip.right.checked_mul(ratio)) {
            return Some(format!("{binary} were taken for {decimal}"));
        }
        if slip.gives_number(slip.right.checked_div(ratio)) {
            return Some(format!("{decimal} were taken for {binary}"));
        }
    }
    None
}

/// A rate by its name in the scenario; for checks beside this one.
pub(super) fn taxes_not_held(scenario: &Scenario, day: Day) -> impl Iterator<Item = &Tax> {
    scenario.taxes.iter().filter(move |tax| !holds(tax, day))
}

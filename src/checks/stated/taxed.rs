//! Is a stated tax worked out by a rate that does not hold then?

use rust_decimal::Decimal;

use crate::checks::parts::{Change, Kind, Node, Parts};
use crate::checks::{Finding, at};
use crate::engine::outlook::Outlook;
use crate::model::{Scenario, Stated, Tax};
use crate::units::{Basis, DayRange, Dims};

use super::book::{Book, rates};
use super::judge::{Nearness, judge};
use super::{slips, target};

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    if scenario.stated.is_empty() || scenario.taxes.is_empty() {
        return Vec::new();
    }
    let book = Book::of(scenario, outlook);
    let each = scenario.stated.iter().enumerate();
    each.filter_map(|(index, stated)| {
        by_parts(&book, index, stated).or_else(|| by_plan(&book, index, stated))
    })
    .collect()
}

/// A share among the parts that is the rate of a tax, but not then.
fn by_parts(book: &Book<'_>, index: usize, stated: &Stated) -> Option<Finding> {
    let Some(Ok(parts)) = book.parts(index) else { return None };
    let days = days(book, stated);
    let held = rates_in(book.scenario, days);
    let tax = shares(parts).filter(|share| !held.contains(share)).find_map(|share| {
        let tax = |tax: &&Tax| tax.rate.as_fraction() == share && !holds_in(tax, days);
        let tax = book.scenario.taxes.iter().find(tax)?;
        // A share that is a tax's by chance: only where another rate of that tax holds then.
        let successor = |other: &Tax| other.name == tax.name && holds_in(other, days);
        book.scenario.taxes.iter().any(successor).then_some(tax)
    })?;
    // Only money is taxed.
    let worked = book.work(index, false, &Change::Nothing)?.ok()?.value;
    let amount = worked.measured()?;
    let is_money =
        amount.dims() == Dims::MONEY || (amount.loose && stated.says.currency().is_some());
    is_money.then(|| found(book, stated, tax, at::item("stated", index).key("parts")))
}

/// A figure after tax that comes out by a rate that does not hold then.
fn by_plan(book: &Book<'_>, index: usize, stated: &Stated) -> Option<Finding> {
    if super::basis_of(stated) != Some(Basis::AfterTax) {
        return None;
    }
    let entry = book.entry(index, true);
    let target = target::of(&entry.figures, book, stated)?;
    let differs = |judged: &super::Judged| judged.nearness == Nearness::Differs;
    judge(&stated.says, &target.value).filter(differs)?;
    let before = target.other.measured().filter(|value| value.dims() == Dims::MONEY)?;
    let net = before.exactly()?;
    let says = super::figure(stated)?.0;
    let days = days(book, stated);
    let tax = slips::taxes_not_held(book.scenario, days.from).find(|tax| {
        let gross = net.checked_mul(Decimal::ONE + tax.rate.as_fraction());
        gross.is_some_and(|gross| super::nearness(says, gross, false) == Nearness::Agrees)
    })?;
    Some(found(book, stated, tax, at::item("stated", index).key("says")))
}

fn found(book: &Book<'_>, stated: &Stated, tax: &Tax, path: crate::document::Path) -> Finding {
    let day = days(book, stated).from;
    let what = &stated.what;
    Finding::warning("tax-rate-not-valid", path)
        .says(
            format!("{what} is taxed by {}", slips::until(tax, day)),
            format!("{} is reckoned with the rates of {}", what, day.words()),
        )
        .hint("take the rate that holds on the day of the invoice")
}

/// The days that a figure is about.
fn days(book: &Book<'_>, stated: &Stated) -> DayRange {
    match (stated.on, stated.of) {
        (Some(on), _) => DayRange::new(on, on.plus_days(1)),
        (None, _) => DayRange { from: book.outlook.period.from, until: book.outlook.period.until },
    }
}

fn holds_in(tax: &Tax, days: DayRange) -> bool {
    let from = tax.from.unwrap_or(crate::units::Day::FIRST);
    DayRange { from, until: tax.until }.intersect(days).is_some()
}

/// Rates that hold on some day of a range.
fn rates_in(scenario: &Scenario, days: DayRange) -> Vec<Decimal> {
    let mut held = rates(scenario, days.from);
    let some = scenario.taxes.iter().filter(|tax| holds_in(tax, days));
    held.extend(some.map(|tax| tax.rate.as_fraction()));
    held
}

/// Shares that stand in parts: `19 %`, `119 %` and `1.19` are one of 0.19.
fn shares<'p>(parts: &'p Parts<'_>) -> impl Iterator<Item = Decimal> + 'p {
    let is_base = |id: usize| {
        let grows = |node: &Node| matches!(node.kind, Kind::Power(base, _) if base == id);
        parts.nodes.iter().any(grows)
    };
    parts.nodes.iter().enumerate().filter_map(move |(id, node)| {
        if is_base(id) {
            return None;
        }
        let Kind::Value(value) = &node.kind else { return None };
        let amount = value.measured().filter(|amount| amount.dims() == Dims::NONE)?;
        let number = amount.exactly()?;
        if number > Decimal::ONE && number < Decimal::TWO {
            return Some(number - Decimal::ONE);
        }
        (amount.unit.is_percent() || number < Decimal::ONE).then_some(number)
    })
}

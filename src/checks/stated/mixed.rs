//! Are amounts added that are not alike: before and after tax, or of two currencies?

use crate::checks::parts::{Change, Kind, Op, Readings, Worked};
use crate::checks::{Finding, words};
use crate::units::{Basis, Currency, Dims, Value};

use super::judge::{Nearness, judge};
use super::{Case, basis_of, minor};

/// Of two currencies, between which no rate is stated: there is no saying what they come to.
pub(super) fn currencies(
    case: &Case<'_, '_>,
    written: &Worked,
    one: Currency,
    other: Currency,
) -> Vec<Finding> {
    let naive = judge(&case.stated.says, &written.value);
    let added = naive.is_some_and(|judged| judged.nearness != Nearness::Differs);
    let why = if added {
        format!("{one} and {other} were added as if they were one currency")
    } else {
        format!("{one} and {other} cannot be added")
    };
    let what = &case.stated.what;
    vec![
        Finding::error("mixed-currency", case.path().key("parts"))
            .says(format!("{what} adds up {one} and {other}"), why)
            .hint(format!("state the rate, as `1 {one} = 1.05 {other}`, or one figure a currency")),
    ]
}

/// Of two bases. What comes out right after all is no finding.
pub(super) fn bases(case: &Case<'_, '_>, after: &str, before: &str) -> Vec<Finding> {
    let to = |basis| {
        let readings = Readings { basis: Some(basis), ..case.book.readings(case.index) };
        let entry = case.book.entry(case.index, false);
        let Some(Ok(parts)) = case.book.parts(case.index) else { return None };
        let worked = parts.work(&entry, readings, &Change::Nothing).ok()?;
        worked.mixes.is_empty().then_some(worked.value)
    };
    let (net, gross) = (to(Basis::BeforeTax), to(Basis::AfterTax));
    let fits = |value: &Option<Value>| {
        let judged = value.as_ref().and_then(|value| judge(&case.stated.says, value));
        judged.is_some_and(|judged| judged.nearness != Nearness::Differs)
    };
    let right = match basis_of(case.stated) {
        Some(Basis::BeforeTax) => fits(&net),
        Some(Basis::AfterTax) => fits(&gross),
        None => fits(&net) || fits(&gross),
    };
    if right {
        return Vec::new();
    }
    let wanted = if basis_of(case.stated) == Some(Basis::AfterTax) { &gross } else { &net };
    let basis = basis_of(case.stated).unwrap_or(Basis::BeforeTax);
    let mut stake = 0;
    let why = match wanted.as_ref().and_then(|value| judge(&case.stated.says, value)) {
        Some(judged) => {
            let (right, says) = judged.shown(case.digits());
            if let Some((off, _)) = judged.off() {
                stake = minor(case.book.scenario, off);
            }
            format!("it is {right} {basis}, not {says}")
        }
        None => "no tax is stated, so there is no saying what it comes to".to_owned(),
    };
    let plain =
        |text: &str, basis: &str| text.strip_suffix(basis).unwrap_or(text).trim().to_owned();
    let (after, before) = (plain(after, "after tax"), plain(before, "before tax"));
    vec![
        Finding::error("mixed-tax-basis", case.path().key("parts"))
            .says(format!("{after} is after tax, {before} before"), why)
            .hint("state both before tax, or both after")
            .effect(stake),
    ]
}

/// The figure is said to be of another basis or currency than its parts.
pub(super) fn whole(case: &Case<'_, '_>, written: &Worked) -> Option<Vec<Finding>> {
    let amount = written.value.measured()?;
    let says = case.stated.says.money()?;
    if amount.dims() != Dims::MONEY || amount.loose {
        return None;
    }
    if let (Some(own), Some(said)) = (amount.unit.currency, says.currency)
        && own != said
    {
        let what = &case.stated.what;
        return Some(vec![
            Finding::error("mixed-currency", case.path().key("says"))
                .says(
                    format!("The parts of {what} are in {own}, the figure is in {said}"),
                    format!("no rate between {own} and {said} is stated"),
                )
                .hint(format!("state the rate, as `1 {own} = 1.05 {said}`")),
        ]);
    }
    let (own, said) = (amount.unit.basis?, says.basis?);
    if own == said || !is_plain(case) {
        return None; // a figure after tax may well be worked out from one before
    }
    let entry = case.book.entry(case.index, false);
    let number = amount.exactly()?;
    let right = crate::checks::parts::Env::other_basis(&entry, number, said)?;
    let unit = crate::units::Unit::money(amount.unit.currency?, Some(said));
    let judged = judge(&case.stated.says, &Value::of(right, unit))?;
    let naive = judge(&case.stated.says, &written.value)?;
    if judged.nearness != Nearness::Differs {
        return Some(Vec::new());
    }
    if naive.nearness == Nearness::Differs {
        return None; // it is neither: a wrong total
    }
    let (right, shown) = judged.shown(case.digits());
    let (off, _) = judged.off()?;
    Some(vec![
        Finding::error("mixed-tax-basis", case.path().key("says"))
            .says(
                format!("{} is {own}, not {said}", words::sentence(&shown)),
                format!("its parts are {own}; {said} they are {right}"),
            )
            .hint(format!("write `{own}`, or the figure {said}"))
            .fix(case.fix(&judged))
            .effect(minor(case.book.scenario, off)),
    ])
}

/// Whether the parts are only added up: no share, no rate, no other stated figure is among them.
fn is_plain(case: &Case<'_, '_>) -> bool {
    let Some(Ok(parts)) = case.book.parts(case.index) else { return false };
    parts.nodes.iter().all(|node| match &node.kind {
        Kind::Value(value) => value.measured().is_some_and(|value| {
            value.dims() == Dims::MONEY || value.exactly().is_some_and(|n| n.is_integer())
        }),
        Kind::Path(_) | Kind::Sum(_) => true,
        Kind::Product(factors) => factors.iter().all(|(op, _)| *op == Op::Times),
        Kind::Text(_) | Kind::Name(_) | Kind::Negative(_) | Kind::Power(..) | Kind::Call(..) => {
            false
        }
    })
}

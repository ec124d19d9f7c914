//! Which contracts run from when until when under a plan: the file's, ended, replaced and ordered by
//! its moves; and the accounts that their charges are made from.
//!
//! What a plan does not touch is the same pointer as in the baseline. What refers to something that
//! is not there is left out; checks tell.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Move, Offer, Renewal, Scenario};
use crate::units::{Day, DayRange, Span};

use super::accounts::{account_of, line_account, tenure_of};
use super::charge::{Account, Terms, When, bound_until};
use super::groups::Sort;
use super::laid::{Before, Laid};
use super::levels::AtLevel;
use super::ordering::Order;
use super::outlook::{Level, Origin, Sized, Tenure};
use super::renting;
use super::stated::{DatedPrice, Price};
use super::tax::Taxes;

/// What runs when nothing is ordered, ended or changed. Lines without a first day begin with
/// `period`. The result is the same with and without what was `before` an edit.
pub(super) fn baseline(
    scenario: &Scenario,
    taxes: &Taxes,
    period: DayRange,
    level: AtLevel<'_>,
    before: Option<&Before<'_>>,
) -> Laid {
    let mut laid = Laid {
        tenures: Vec::with_capacity(scenario.contracts.len()),
        contracts: Vec::with_capacity(scenario.contracts.len()),
        lines: Vec::with_capacity(scenario.lines.len()),
        one_offs: Vec::new(),
        places: Arc::default(),
        settled: None,
    };
    let mut places = IndexMap::with_capacity(scenario.contracts.len());
    for (key, contract) in &scenario.contracts {
        let Some((_, offer_key, offer)) = scenario.offers.get_full(contract.offer.as_str()) else {
            continue;
        };
        places.insert(Arc::clone(key), laid.tenures.len());
        let before = before.and_then(|before| before.contract(key, contract, offer));
        if let Some((tenure, account, true)) = before {
            laid.tenures.push(Arc::clone(tenure));
            laid.contracts.push(Arc::clone(account));
            continue;
        }
        let mut tenure = tenure_of(key, contract, offer_key, offer);
        settle(&mut tenure);
        let mut account = account_of(taxes, key, contract, &tenure, offer);
        retime(&mut account, &tenure, || at("contracts", key));
        let same_tenure = before.map(|(before, ..)| before).filter(|before| ***before == tenure);
        let same_account =
            before.map(|(_, before, _)| before).filter(|before| ***before == account);
        laid.tenures.push(same_tenure.map_or_else(|| Arc::new(tenure), Arc::clone));
        laid.contracts.push(same_account.map_or_else(|| Arc::new(account), Arc::clone));
    }
    laid.places = Arc::new(places);
    for (place, line) in scenario.lines.iter().enumerate() {
        let same = before.and_then(|before| before.line(place, line)).cloned();
        let made = || {
            let mut account = line_account(taxes, place, line, period);
            if !level.holds(line.level.as_deref()) {
                account.when = When::Never;
            }
            Arc::new(account)
        };
        laid.lines.push(same.unwrap_or_else(made));
    }
    laid
}

/// A plan's moves laid over the baseline, in the plan's order; those that are off do nothing.
/// `targets`: what is bought by moves that size to a target, by their places.
pub(super) fn lay(
    scenario: &Scenario,
    taxes: &Taxes,
    base: &Laid,
    plan: &str,
    moves: &[Move],
    targets: &[(usize, Level)],
) -> Laid {
    let mut laid = base.clone();
    let mut touched = Vec::new();
    for (place, step) in moves.iter().enumerate().filter(|(_, step)| !step.is_off()) {
        let path = || format!("{}[{place}]", at("plans", plan));
        match step {
            Move::Order { offer, from, region, count, on, key, options, .. } => {
                let order = Order {
                    offer,
                    from: *from,
                    region: region.as_deref(),
                    count: *count,
                    key: key.as_deref(),
                    options,
                    on: on.as_deref().map(Arc::from),
                    replaces: None,
                    overlap: None,
                };
                order.add(&mut laid, scenario, taxes, place, &path());
            }
            Move::Replace {
                contract, offer, from, overlap, region, count, key, options, ..
            } => {
                let Some(old) = laid.place(contract) else { continue };
                let order = Order {
                    offer,
                    from: *from,
                    region: region.as_deref(),
                    count: count.unwrap_or(laid.tenures[old].count),
                    key: key.as_deref(),
                    options,
                    on: laid.tenures[old].held.as_ref().and_then(|held| held.on.clone()),
                    replaces: Some(Arc::clone(&laid.tenures[old].key)),
                    overlap: *overlap,
                };
                if order.add(&mut laid, scenario, taxes, place, &path()) {
                    let leave = overlap.map_or(*from, |overlap| from.plus(overlap));
                    end(&mut laid, old, leave);
                    let account = Arc::make_mut(&mut laid.contracts[old]);
                    let earlier = account.overlap_from.map_or(*from, |day| day.min(*from));
                    account.overlap_from = Some(earlier);
                    touched.push(old);
                }
            }
            Move::End { contract, on, .. } => {
                let Some(old) = laid.place(contract) else { continue };
                end(&mut laid, old, *on);
                touched.push(old);
            }
            Move::Price { contract, monthly, from, .. } => {
                let Some(old) = laid.place(contract) else { continue };
                let price = Price::of(monthly, taxes, format!("{}.monthly", path()));
                Arc::make_mut(&mut laid.contracts[old]).reprice(*from, price);
            }
            Move::PriceOfLine { line, price, from, .. } => {
                let Some(at) = scenario.lines.iter().position(|l| l.what == *line) else {
                    continue;
                };
                let price = Price::of(price, taxes, format!("{}.price", path()));
                Arc::make_mut(&mut laid.lines[at]).reprice(*from, price);
            }
            Move::OneOff { what, price, on, provider, group, kind, months_of_use, .. } => {
                let belongs = taxes.groups.belongs(group.as_deref(), Sort::Line(*kind));
                let what: Arc<str> = Arc::from(what.as_str());
                let price = Price::of(price, taxes, format!("{}.price", path()));
                laid.one_offs.push(Arc::new(Account {
                    subject: Arc::clone(&what),
                    name: what,
                    whose: taxes.whose(provider.as_deref(), belongs.class(true)),
                    belongs,
                    step: taxes.step,
                    quantity: None,
                    origin: Origin::Move(place),
                    in_request: true,
                    count: 1,
                    prices: vec![DatedPrice { from: None, price }],
                    setup: None,
                    reductions: Vec::new(),
                    when: When::OneOff(*on),
                    hourly: None,
                    meter: None,
                    renewals: Vec::new(),
                    months_of_use: months_of_use.and_then(whole_months),
                    overlap_from: None,
                    unsure: None,
                }));
            }
            Move::Start { .. }
            | Move::Stop { .. }
            | Move::Resize { .. }
            | Move::Reclaim { .. }
            | Move::KeepBackups { .. } => {}
            Move::ResizeToTarget { contract, resource, from, .. } => {
                let level = targets.iter().find(|(of, _)| *of == place).map(|(_, level)| *level);
                let (Some(old), Some(level)) = (laid.place(contract), level) else { continue };
                let tenure = Arc::make_mut(&mut laid.tenures[old]);
                let held = Arc::make_mut(tenure.held.get_or_insert_default());
                let sized = Sized { from: Some(*from), resource: resource.clone(), level };
                let at = held.sizes.partition_point(|sized| sized.from <= Some(*from));
                held.sizes.insert(at, sized);
            }
        }
        laid.settled = laid.settled.max(Some(step.day()));
    }
    touched.sort_unstable();
    touched.dedup();
    for place in touched {
        let tenure = Arc::make_mut(&mut laid.tenures[place]);
        settle(tenure);
        let stated_at = || match tenure.origin {
            Origin::Move(step) => at("offers", &moved_offer(moves, step)),
            Origin::Contract | Origin::Line(_) | Origin::Percentage(_) => {
                at("contracts", &tenure.key)
            }
        };
        retime(Arc::make_mut(&mut laid.contracts[place]), tenure, stated_at);
        laid.settled = laid.settled.max(tenure.bound_until);
    }
    laid
}

fn moved_offer(moves: &[Move], place: usize) -> String {
    match moves.get(place) {
        Some(Move::Order { offer, .. } | Move::Replace { offer, .. }) => offer.clone(),
        _ => String::new(),
    }
}

fn end(laid: &mut Laid, place: usize, on: Day) {
    let tenure = Arc::make_mut(&mut laid.tenures[place]);
    tenure.until = Some(tenure.until.map_or(on, |until| until.min(on)));
}

/// Works out how long one is bound.
pub(super) fn settle(tenure: &mut Tenure) {
    renting::stop_renewing(tenure);
    tenure.bound_until =
        tenure.until.map(|until| bound_until(tenure.from, until, tenure.term, renews_by(tenure)));
}

/// `stated_at`: path of what says how it renews.
fn retime(account: &mut Account, tenure: &Tenure, stated_at: impl FnOnce() -> String) {
    account.when = When::Contract(terms_of(tenure));
    account.renewals.clone_from(&tenure.renewals);
    // It may have renewed for longer than anybody knows.
    let renewed = tenure.renews == Some(Renewal::Unknown)
        && tenure.term.is_some_and(|term| {
            let first = tenure.from.plus_months(term as i32);
            tenure.until.is_some_and(|until| first < until)
        });
    account.unsure = renewed.then(|| Arc::from(format!("{}.renews", stated_at())));
}

pub(super) fn terms_of(tenure: &Tenure) -> Terms {
    Terms {
        from: tenure.from,
        bound: tenure.bound_until,
        billing: tenure.billing,
        term: tenure.term,
        renews_by: renews_by(tenure),
    }
}

/// Months of each renewal; `None`: month by month, or nobody knows.
pub(super) fn renews_by(tenure: &Tenure) -> Option<u32> {
    match tenure.renews? {
        Renewal::Automatically => tenure.term,
        Renewal::For(months) => Some(months),
        Renewal::No | Renewal::Unknown => None,
    }
}

/// What people call an offer: its name, else the last part of its key.
pub(super) fn name_of(key: &str, offer: &Offer) -> Arc<str> {
    Arc::from(offer.name.as_deref().unwrap_or_else(|| key.rsplit('/').next().unwrap_or(key)))
}

/// A term in months; one in days, weeks or hours counts each 30 days begun as a month.
pub(super) fn whole_months(span: Span) -> Option<u32> {
    span.in_months().or_else(|| span.in_days().map(|days| (days as u32).div_ceil(30)))
}

/// Path of an entry of a map: `contracts.server`, `offers["ovh/rise-3"]`.
pub(super) fn at(map: &str, key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain {
        format!("{map}.{key}")
    } else {
        format!("{map}[\"{}\"]", key.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

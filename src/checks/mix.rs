//! Would several small tiers do what a large one does, for less?

use rust_decimal::Decimal;

use crate::engine::outlook::{Outlook, PlanOutlook};
use crate::model::{Answer, Offer, OfferKind, Scenario};
use crate::units::Figure;

use super::prices::orders;
use super::{Action, Finding, at, stated, words};

pub(super) const CODES: &[&str] = &["cheaper-mix"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    orders(scenario)
        .filter_map(|order| {
            let plan = outlook.plans.get(order.plan)?;
            let large = scenario.offers.get(order.offer)?;
            if large.kind != OfferKind::Backup || large.adds == Some(Answer::Yes) {
                return None;
            }
            let (small_key, small, n, saved) = cheapest(scenario, plan, order.offer, large)?;
            let name = words::sentence(&format!("{} times {}", words::count(n), small_key));
            let large_name = words::offer(order.offer, large);
            let (one, all) = (monthly(small)?, monthly(large)?);
            let sum = words::amount(one * Decimal::from(n), scenario.currency);
            let all = words::amount(all, scenario.currency);
            Some(
                Finding::note("cheaper-mix", at::step(order.plan, order.index).key("offer"))
                    .plan(Some(order.plan))
                    .says(
                        format!("{name} costs less than {large_name}"),
                        format!("{sum} a month against {all}, and holds the backups as well"),
                    )
                    .hint("order the smaller tier as often as needed; they can be had side by side")
                    .action(Action::Why)
                    .effect(stated::minor(scenario, saved)),
            )
        })
        .collect()
}

/// The cheapest number of one stackable tier that holds the plan's backups to the horizon.
fn cheapest<'a>(
    scenario: &'a Scenario,
    plan: &PlanOutlook,
    ordered: &str,
    large: &Offer,
) -> Option<(&'a str, &'a Offer, usize, Decimal)> {
    let backup = plan.backup.as_ref()?;
    let needed = backup.segments.iter().map(|s| s.worst().cautious).max()?;
    let price = monthly(large)?;
    let money = large.monthly.as_ref()?;
    let tiers = scenario.offers.iter().filter_map(|(key, small)| {
        let alike = small.kind == OfferKind::Backup
            && **key != *ordered
            && small.stackable == Some(Answer::Yes)
            && small.monthly.as_ref().is_some_and(|small| {
                small.basis == money.basis && small.currency == money.currency
            })
            && small.setup == large.setup;
        let size = small.size.filter(|_| alike)?.bytes();
        let n = usize::try_from(needed.checked_add(size - 1)?.checked_div(size)?).ok()?;
        let sum = monthly(small)?.checked_mul(Decimal::from(n))?;
        let saved = price.checked_sub(sum)?;
        (n >= 1 && saved > Decimal::ZERO).then(|| (words::offer(key, small), &**small, n, saved))
    });
    tiers.max_by_key(|(.., saved)| *saved)
}

/// The exact price a month, where that is all it costs.
fn monthly(offer: &Offer) -> Option<Decimal> {
    if offer.hourly.is_some() || offer.tariff.is_some() {
        return None;
    }
    match offer.monthly.as_ref()?.figure {
        Figure::Exact(figure) => Some(figure),
        _ => None,
    }
}

//! Would several small tiers do what a large one does, for less?

use rust_decimal::Decimal;

use crate::engine::outlook::{Outlook, PlanOutlook};
use crate::model::{Answer, Offer, OfferKind, Scenario};
use crate::units::{Figure, Money};

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
            let (one, all) = (figure(&small.monthly)?, figure(&large.monthly)?);
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
    let price = figure(&large.monthly)?;
    let tiers = scenario.offers.iter().filter_map(|(key, small)| {
        let alike = small.kind == OfferKind::Backup
            && **key != *ordered
            && small.stackable == Some(Answer::Yes)
            && small.monthly.basis == large.monthly.basis
            && small.monthly.currency == large.monthly.currency
            && small.setup == large.setup;
        let size = small.size.filter(|_| alike)?.bytes();
        let n = usize::try_from(needed.checked_add(size - 1)?.checked_div(size)?).ok()?;
        let sum = figure(&small.monthly)?.checked_mul(Decimal::from(n))?;
        let saved = price.checked_sub(sum)?;
        (n >= 1 && saved > Decimal::ZERO).then(|| (words::offer(key, small), &**small, n, saved))
    });
    tiers.max_by_key(|(.., saved)| *saved)
}

fn figure(money: &Money) -> Option<Decimal> {
    match money.figure {
        Figure::Exact(figure) => Some(figure),
        _ => None,
    }
}

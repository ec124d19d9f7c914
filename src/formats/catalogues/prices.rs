//! What does a plan cost with what is chosen, by one way to pay?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::model::{AddOn, CataloguePlan, Customers, Pricing};

/// The plan and its add-ons together.
#[derive(Debug)]
pub(super) struct Payment<'a> {
    /// The plan's own way to pay.
    pub(super) pricing: &'a Pricing,
    /// One payment of all; `None`: of some not stated.
    pub(super) price: Option<Decimal>,
    /// Once, of all; `None`: of some not stated.
    pub(super) setup: Option<Decimal>,
    /// An hour, of all; `None`: not billed so.
    pub(super) hourly: Option<Decimal>,
    /// Where that holds; empty where nobody said.
    pub(super) regions: Vec<Arc<str>>,
}

/// Adds up what a plan and its add-ons cost by the same way to pay, at a place where one is named.
pub(super) fn payment<'a>(
    plan: &'a CataloguePlan,
    addons: &[&'a AddOn],
    mode: &str,
    place: Option<&str>,
) -> Result<Payment<'a>, Problem> {
    if let Some(place) = place {
        let sold = plan.regions.is_empty() || plan.regions.iter().any(|code| **code == *place);
        if !sold {
            let message = format!("`{}` cannot be had in `{place}`", plan.code);
            return Err(Problem::error("not-offered-here", message)
                .hint(format!("it can in {}", plan.regions.join(", "))));
        }
    }
    let pricing = one(&plan.code, &plan.prices, mode, place)?;
    let mut payment = Payment {
        pricing,
        price: pricing.price,
        setup: pricing.setup,
        hourly: pricing.hourly,
        regions: regions(plan, pricing, place),
    };
    let too_large = || {
        let message = format!("the price of `{}` cannot be: it is too large", plan.code);
        Problem::error("price-not-valid", message)
    };
    let add = |a: Option<Decimal>, b: Option<Decimal>| match (a, b) {
        (Some(a), Some(b)) => a.checked_add(b).map(Some).ok_or_else(too_large),
        _ => Ok(None),
    };
    for addon in addons {
        let own = one(&addon.code, &addon.prices, mode, place)?;
        let every = pricing.every.max(1);
        // An add-on that is paid at other times counts with its part of each of the plan's payments.
        let part = own.price.map(|price| {
            if own.every.max(1) == every {
                Some(price)
            } else {
                price.checked_mul(every.into())?.checked_div(own.every.max(1).into())
            }
        });
        let part = part.map(|part| part.ok_or_else(too_large)).transpose()?;
        let is_free = own.hourly.is_none() && own.price.is_some_and(|price| price.is_zero());
        if !is_free {
            payment.hourly = add(payment.hourly, own.hourly)?;
        }
        payment.price = add(payment.price, part)?;
        payment.setup = add(payment.setup, own.setup)?;
        if !own.regions.is_empty() {
            let here = |code: &Arc<str>| own.regions.contains(code);
            if payment.regions.is_empty() {
                payment.regions.clone_from(&own.regions);
            } else {
                payment.regions.retain(here);
            }
        }
    }
    Ok(payment)
}

/// The way to pay of this name, at that place; several that come to the same are one.
fn one<'a>(
    code: &str,
    prices: &'a [Pricing],
    mode: &str,
    place: Option<&str>,
) -> Result<&'a Pricing, Problem> {
    let named: Vec<&Pricing> = prices.iter().filter(|pricing| *pricing.mode == *mode).collect();
    if named.is_empty() {
        let mut modes: Vec<String> = prices.iter().map(|p| format!("`{}`", p.mode)).collect();
        modes.dedup();
        let problem = Problem::error("no-such-mode", format!("`{code}` has no price by `{mode}`"));
        return Err(if modes.is_empty() {
            problem.hint("it has no price at all")
        } else {
            problem.hint(format!("it has {}", modes.join(", ")))
        });
    }
    let here = |pricing: &&Pricing| match place {
        None => true,
        Some(place) => {
            pricing.regions.is_empty() || pricing.regions.iter().any(|code| **code == *place)
        }
    };
    let mut fitting: Vec<&Pricing> = named.iter().copied().filter(here).collect();
    if fitting.iter().any(|pricing| pricing.customers == Customers::All) {
        fitting.retain(|pricing| pricing.customers == Customers::All);
    }
    let Some(first) = fitting.first().copied() else {
        let message = format!("`{code}` has no price by `{mode}` in `{}`", place.unwrap_or("?"));
        return Err(Problem::error("not-offered-here", message));
    };
    let sums = |pricing: &Pricing| (pricing.price, pricing.setup, pricing.hourly, pricing.every);
    if fitting.iter().all(|other| sums(other) == sums(first) && other.term == first.term) {
        return Ok(first);
    }
    let places: Vec<String> = fitting
        .iter()
        .flat_map(|pricing| pricing.regions.iter())
        .map(|code| format!("`{mode}@{code}`"))
        .collect();
    let message = format!("`{code}` has several prices by `{mode}`");
    let problem = Problem::error("several-prices", message);
    Err(if places.is_empty() || place.is_some() {
        problem.hint("the catalogue does not say which of them holds")
    } else {
        problem.hint(format!("name the place: {}", places.join(", ")))
    })
}

/// Where a price holds and the plan can be had.
fn regions(plan: &CataloguePlan, pricing: &Pricing, place: Option<&str>) -> Vec<Arc<str>> {
    if let Some(place) = place {
        return vec![Arc::from(place)];
    }
    // Several ways to pay that come to the same: all of their places.
    let same = |other: &&Pricing| {
        other.mode == pricing.mode
            && (other.price, other.setup, other.hourly)
                == (pricing.price, pricing.setup, pricing.hourly)
    };
    let alike: Vec<&Pricing> = plan.prices.iter().filter(same).collect();
    if alike.iter().any(|pricing| pricing.regions.is_empty()) {
        return plan.regions.clone();
    }
    let holds =
        |code: &Arc<str>| alike.iter().any(|pricing| pricing.regions.iter().any(|c| c == code));
    if plan.regions.is_empty() {
        let mut all: Vec<Arc<str>> = Vec::new();
        for code in alike.iter().flat_map(|pricing| &pricing.regions) {
            if !all.contains(code) {
                all.push(Arc::clone(code));
            }
        }
        return all;
    }
    plan.regions.iter().filter(|code| holds(code)).cloned().collect()
}

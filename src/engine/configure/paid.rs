//! What do a plan and what is chosen with it cost together, by one way to pay?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{AddOn, CataloguePlan, Customers, Pricing, Renewal};
use crate::units::{Currency, Day};

/// The largest amount that can be stated, 10¹⁵: what costs more is no price.
const MOST: i64 = 1_000_000_000_000_000;
/// Decimals that a stated amount may have beyond its currency's.
const MORE_DECIMALS: u32 = 8;

/// Amounts in the catalogue's currency, with every digit that it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paid {
    /// One payment; `None`: of some part not stated.
    pub(super) price: Option<Decimal>,
    /// Once; `None`: of some part not stated.
    pub(super) setup: Option<Decimal>,
    /// An hour, where it is billed so.
    pub(super) hourly: Option<Decimal>,
}

impl Paid {
    /// Nothing, and known to be.
    pub(super) const NOTHING: Self =
        Self { price: Some(Decimal::ZERO), setup: Some(Decimal::ZERO), hourly: None };

    /// One way to pay, as a part of payments for `every` months.
    pub(super) fn of(pricing: &Pricing, every: u32) -> Self {
        let own = pricing.every.max(1);
        let part = |price: Decimal| {
            if own == every {
                Some(price)
            } else {
                price.checked_mul(every.into())?.checked_div(own.into())
            }
        };
        Self { price: pricing.price.and_then(part), setup: pricing.setup, hourly: pricing.hourly }
    }

    /// Both together. What has no price an hour goes with hours only where it is free.
    pub(super) fn plus(self, other: Self) -> Self {
        let add = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
        let free = |paid: &Self| paid.hourly.is_none() && paid.price.is_some_and(|p| p.is_zero());
        let hourly = match (self.hourly, other.hourly) {
            (Some(one), Some(two)) => one.checked_add(two),
            (one, None) if free(&other) => one,
            (None, two) if free(&self) => two,
            _ => None,
        };
        Self { price: add(self.price, other.price), setup: add(self.setup, other.setup), hourly }
    }

    /// Whether these are amounts that can be stated.
    pub(super) fn can_be(&self) -> bool {
        let amounts = [self.price, self.setup, self.hourly];
        amounts.into_iter().flatten().all(|amount| amount.abs() <= Decimal::from(MOST))
    }

    /// A month of it, where one payment covers so many: so that as many months give the payment again.
    pub(super) fn monthly(&self, every: u32, currency: Currency) -> Option<Decimal> {
        let price = self.price?;
        let digits = currency.minor_digits() + MORE_DECIMALS;
        if every <= 1 {
            return Some(price.round_dp(digits));
        }
        // Away from nothing, so that half a cent of the payment is still half a cent.
        let away = rust_decimal::RoundingStrategy::AwayFromZero;
        let month = price.checked_div(Decimal::from(every))?;
        Some(month.round_dp_with_strategy(digits, away).normalize())
    }
}

/// One way to pay for a plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    /// Place among [`super::Offered`]'s plans.
    pub(super) plan: u32,
    pub(super) mode: Arc<str>,
    /// Where, if prices differ by place.
    pub(super) place: Option<Arc<str>>,
    pub(super) customers: Customers,
    pub(super) term: u32,
    /// How many months one payment covers.
    pub(super) every: u32,
    pub(super) renews: Option<Renewal>,
    pub(super) falls: Option<Day>,
    /// Where it holds; empty where nobody said.
    pub(super) regions: Vec<Arc<str>>,
    /// Of the plan by itself.
    pub(super) own: Paid,
    /// What is taken along: of each family its options that can be paid so.
    pub(super) along: Vec<Vec<Along>>,
}

/// Something that is taken along because one of its family must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Along {
    /// Index into the catalogue's add-ons.
    pub(super) addon: u32,
    pub(super) paid: Paid,
    /// Mbit a second.
    pub(super) bandwidth: Option<u32>,
    pub(super) is_default: bool,
}

/// The ways to pay for a plan: one a mode and kind of customer, and a place where prices differ by that. `options`: everything of its
/// mandatory families.
pub(super) fn ways(plan: &CataloguePlan, options: &[&AddOn], place_of_plan: u32) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for first in &plan.prices {
        let known = |way: &Way| way.mode == first.mode && way.customers == first.customers;
        if ways.iter().any(known) {
            continue;
        }
        let named = (&first.mode, first.customers);
        let lists = || std::iter::once(&plan.prices).chain(options.iter().map(|o| &o.prices));
        let differs = lists().any(|prices| {
            let mut same = fitting(prices, named, None);
            let one = same.next();
            one.is_some_and(|one| same.any(|other| !alike(one, other)))
        });
        let mut regions: Vec<Arc<str>> = plan.regions.clone();
        if regions.is_empty() {
            for code in lists().flatten().flat_map(|pricing| &pricing.regions) {
                if !regions.contains(code) {
                    regions.push(Arc::clone(code));
                }
            }
        }
        let places: Vec<Option<Arc<str>>> =
            if differs { regions.iter().cloned().map(Some).collect() } else { vec![None] };
        for place in places {
            let Some(pricing) = one(&plan.prices, named, place.as_ref()) else { continue };
            let here = if let Some(place) = &place {
                vec![Arc::clone(place)]
            } else {
                let mut here = regions.clone();
                let everywhere = fitting(&plan.prices, named, None).any(|p| p.regions.is_empty());
                here.retain(|code| {
                    everywhere
                        || fitting(&plan.prices, named, None).any(|p| p.regions.contains(code))
                });
                here
            };
            ways.push(Way {
                plan: place_of_plan,
                mode: Arc::clone(&first.mode),
                place: place.clone(),
                customers: first.customers,
                term: pricing.term,
                every: pricing.every.max(1),
                renews: pricing.renews,
                falls: pricing.falls,
                regions: here,
                own: Paid::of(pricing, pricing.every.max(1)),
                along: Vec::new(),
            });
        }
    }
    ways
}

impl Way {
    /// What an add-on costs by this way; `None`: it cannot be paid so.
    pub(super) fn paid(&self, addon: &AddOn) -> Option<Paid> {
        let pricing = one(&addon.prices, (&self.mode, self.customers), self.place.as_ref())?;
        Some(Paid::of(pricing, self.every))
    }
}

/// Ways to pay of this name, for such customers, at that place where one is named.
fn fitting<'a>(
    prices: &'a [Pricing],
    (mode, customers): (&'a Arc<str>, Customers),
    place: Option<&'a Arc<str>>,
) -> impl Iterator<Item = &'a Pricing> + Clone {
    let own = prices.iter().any(|p| p.mode == *mode && p.customers == customers);
    let customers = if own { customers } else { Customers::All };
    prices.iter().filter(move |pricing| {
        pricing.mode == *mode
            && pricing.customers == customers
            && place
                .is_none_or(|place| pricing.regions.is_empty() || pricing.regions.contains(place))
    })
}

fn one<'a>(
    prices: &'a [Pricing],
    named: (&'a Arc<str>, Customers),
    place: Option<&'a Arc<str>>,
) -> Option<&'a Pricing> {
    fitting(prices, named, place).next()
}

/// Whether both come to the same.
fn alike(one: &Pricing, two: &Pricing) -> bool {
    let sums = |p: &Pricing| (p.price, p.setup, p.hourly, p.every, p.term);
    sums(one) == sums(two)
}

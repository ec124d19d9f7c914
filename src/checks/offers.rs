//! Can what a plan orders be had, where it is needed and with what is required?

use indexmap::IndexMap;

use crate::engine::outlook::Outlook;
use crate::model::{Offer, OfferKind, Scenario};

use super::country::country_name;
use super::prices::{Ordered, orders};
use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["not-offered-here", "not-on-sale", "requirement-not-met"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings: Vec<Finding> = orders(scenario)
        .filter_map(|order| {
            let offer = scenario.offers.get(order.offer)?;
            let case = Case { scenario, outlook, order, offer };
            case.not_here().or_else(|| case.not_on_sale()).or_else(|| case.lacks())
        })
        .collect();
    findings.extend(elsewhere_today(scenario));
    // The same offer twice in one plan, or by several moves, is said once a plan.
    let mut seen = IndexMap::new();
    findings.retain(|f| seen.insert((f.code, f.plan.clone(), f.what.clone()), ()).is_none());
    findings
}

/// One order with its offer.
struct Case<'a> {
    scenario: &'a Scenario,
    outlook: &'a Outlook,
    order: Ordered<'a>,
    offer: &'a Offer,
}

impl Case<'_> {
    fn name(&self) -> &str {
        words::offer(self.order.offer, self.offer)
    }

    fn error(&self, code: &'static str) -> Finding {
        Finding::error(code, at::step(self.order.plan, self.order.index))
            .plan(Some(self.order.plan))
            .action(Action::Why)
    }

    fn not_here(&self) -> Option<Finding> {
        let sold_in = &self.offer.regions;
        if let Some(region) = self.order.region
            && !sold_in.is_empty()
            && !sold_in.iter().any(|r| r == region)
        {
            let only = self.places(sold_in);
            let what = format!("{} cannot be had in {}", self.name(), self.place(region));
            return Some(
                self.error("not-offered-here")
                    .says(what, format!("only in {only}"))
                    .hint("choose another region, or another offer"),
            );
        }
        if self.offer.kind == OfferKind::Other {
            return None; // holds no data
        }
        let required = self.scenario.requires.country.as_deref()?;
        let one = self.order.region.map(str::to_owned);
        let regions = one.map_or_else(|| sold_in.clone(), |one| vec![one]);
        let known = regions.iter().filter_map(|r| self.scenario.regions.get(r.as_str()));
        let countries: Vec<&str> = known.map(|region| region.country.as_str()).collect();
        let here = countries.iter().any(|c| c.eq_ignore_ascii_case(required));
        if here || regions.is_empty() || countries.len() < regions.len() {
            return None; // had here, or nobody said where
        }
        let country = country_name(required);
        let only = self.places(&regions);
        Some(
            self.error("not-offered-here")
                .says(
                    format!("{} cannot be had in {country}", self.name()),
                    format!("only in {only}; {required} is required"),
                )
                .hint("choose an offer that can be had there, or lift the requirement"),
        )
    }

    fn place<'s>(&'s self, region: &'s str) -> &'s str {
        let named = self.scenario.regions.get(region).and_then(|r| r.name.as_deref());
        named.unwrap_or(region)
    }

    fn places(&self, regions: &[String]) -> String {
        let names: Vec<&str> = regions.iter().map(|r| self.place(r)).collect();
        words::list(&names)
    }

    fn not_on_sale(&self) -> Option<Finding> {
        let day = self.order.step.day();
        let shown = |day| words::day(day, self.outlook.as_of);
        let (when, bound) = match (self.offer.from, self.offer.until) {
            (Some(from), _) if day < from => {
                ("not yet", format!("it is sold from {}", shown(from)))
            }
            (_, Some(until)) if until <= day => {
                ("no longer", format!("it was sold until {}", shown(until.plus_days(-1))))
            }
            _ => return None,
        };
        Some(
            self.error("not-on-sale")
                .says(format!("{} can {when} be ordered on {}", self.name(), shown(day)), bound)
                .hint("move the order, or choose another offer"),
        )
    }

    /// What is required of every server and this one has not. Where the offer says nothing of such
    /// things at all, nobody may have looked.
    fn lacks(&self) -> Option<Finding> {
        if self.offer.kind != OfferKind::Server {
            return None;
        }
        let requires = &self.scenario.requires;
        let count = requires.at_least.iter().find_map(|(name, need)| {
            let given = *self.offer.gives.get(name)?;
            (given < *need).then(|| format!("it gives {given} {name}, {need} are required"))
        });
        let feature = || {
            let missing = requires.has.iter().find(|f| !self.offer.has.contains(f))?;
            (!self.offer.has.is_empty()).then(|| format!("it has no {missing}"))
        };
        let lacking = count.or_else(feature)?;
        Some(
            self.error("requirement-not-met")
                .says(format!("{} does not meet what is required", self.name()), lacking)
                .hint("choose another offer, or lift the requirement"),
        )
    }
}

/// What runs today in another country than the one required.
fn elsewhere_today(scenario: &Scenario) -> Vec<Finding> {
    let Some(required) = scenario.requires.country.as_deref() else { return Vec::new() };
    let outside = scenario.contracts.iter().filter_map(|(key, contract)| {
        let region = scenario.regions.get(contract.region.as_deref()?)?;
        let is_here = region.country.eq_ignore_ascii_case(required);
        (!is_here).then(|| {
            let name = words::contract(scenario, key, contract);
            let (is, must) = (country_name(&region.country), country_name(required));
            Finding::warning("not-offered-here", at::entry("contracts", key).key("region"))
                .says(format!("{name} runs in {is} today"), format!("{must} is required"))
                .hint("plan to leave it, or lift the requirement")
                .action(Action::Why)
        })
    });
    outside.collect()
}

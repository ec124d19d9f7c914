//! Of which prices is one payment made?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::engine::outlook::Level;

use super::{Choice, Offered, Pick};

/// What the plan, or something that is chosen or taken along with it, adds to one payment: in the catalogue's currency, with every digit.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// What the provider calls it.
    pub name: &'a str,
    /// The provider's own code.
    pub code: &'a str,
    /// To each payment; `None`: not stated.
    pub price: Option<Decimal>,
    /// Once, on the first day; `None`: not stated.
    pub setup: Option<Decimal>,
    /// An hour, where it is billed so.
    pub hourly: Option<Decimal>,
}

impl Choice {
    /// The parts of one payment, the plan first, then what is chosen in the plan's order: as of the bandwidth that was asked for last.
    pub fn parts(&self, pick: Pick) -> Vec<Part<'_>> {
        let offered = self.offered();
        let at = pick.0 as usize;
        let way = &offered.ways[offered.way_of[at] as usize];
        let of = self.configuration(pick);
        let (plan, addons) = (of.plan, &of.listed.catalogue.addons);
        let mut parts = vec![Part::new(&plan.name, &plan.code, Some(way.own))];
        for addon in of.chosen.iter().filter_map(|index| addons.get(*index as usize)) {
            parts.push(Part::new(&addon.name, &addon.code, way.paid(addon)));
        }
        parts
    }
}

impl Offered {
    /// All RAM of one, bytes; `None`: not stated.
    pub fn ram(&self, pick: Pick) -> Option<Level> {
        let shape = self.shape_of[pick.0 as usize] as usize;
        self.shapes[shape].gives.ram.map(crate::units::Size::bytes)
    }

    /// What the provider calls the plan of one.
    pub fn plan_name(&self, pick: Pick) -> &Arc<str> {
        let (catalogue, plan) = self.plans[self.plan_of(pick)];
        &self.listed()[catalogue as usize].catalogue.plans[plan as usize].name
    }
}

impl<'a> Part<'a> {
    fn new(name: &'a str, code: &'a str, paid: Option<super::paid::Paid>) -> Self {
        let Some(paid) = paid else {
            return Self { name, code, price: None, setup: None, hourly: None };
        };
        Self { name, code, price: paid.price, setup: paid.setup, hourly: paid.hourly }
    }
}

//! What serves what is needed, in order, and why not the rest?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::engine::outlook::Level;
use crate::model::{Answer, Customers};
use crate::units::{BeforeTax, Size, Total};

use super::costs::{Cost, Market};
use super::judge::{Judged, Over, Reason, What};
use super::needs::{Budget, Needs};
use super::offered::{Configuration, Offered, Pick, taken};
use super::paid::{Paid, Way};
use super::situation::Situation;
use super::sort::{Sort, per_gib};

/// Everything that is offered, with its costs in a situation: ready to be asked again and again.
#[derive(Debug)]
pub struct Choice {
    offered: Arc<Offered>,
    situation: Situation,
    market: Market,
    /// Bandwidth that the costs are for.
    bandwidth: Option<u32>,
    /// By way: what is taken along costs, and gives.
    along: Vec<(Paid, Option<u32>)>,
    costs: Vec<Cost>,
}

/// What serves, and what does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// What serves, in order.
    pub serving: Vec<Pick>,
    /// The others, in the catalogues' order, each with the first reason why not.
    pub out: Vec<Judged>,
}

impl Selection {
    /// How many are out for each sort of reason, in the order of the reasons; of each the one that came nearest in the catalogues' order.
    pub fn counts(&self) -> Vec<(Reason, usize)> {
        let mut counts: Vec<(Reason, usize)> = Vec::new();
        for Judged { reason, .. } in &self.out {
            match counts.iter_mut().find(|(known, _)| known.is_like(reason)) {
                Some((_, count)) => *count += 1,
                None => counts.push((*reason, 1)),
            }
        }
        counts.sort_by_key(|(reason, _)| reason.rank());
        counts
    }
}

impl Choice {
    /// Works out all costs. They follow from prices and days, not from needs.
    pub fn new(offered: Arc<Offered>, situation: Situation) -> Self {
        let market = Market::new(&offered, &situation);
        let mut choice = Self {
            along: Vec::new(),
            costs: Vec::new(),
            bandwidth: None,
            offered,
            situation,
            market,
        };
        choice.cost_all();
        choice
    }

    /// Takes another situation; where it is the same, nothing is done.
    pub fn place_in(&mut self, situation: Situation) {
        if situation != self.situation {
            self.market = Market::new(&self.offered, &situation);
            self.situation = situation;
            self.cost_all();
        }
    }

    /// What is offered.
    pub fn offered(&self) -> &Arc<Offered> {
        &self.offered
    }

    /// Into what it is laid.
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// What one costs, as of the bandwidth that was asked for last.
    pub fn cost(&self, pick: Pick) -> &Cost {
        &self.costs[pick.0 as usize]
    }

    /// What one is, with what is taken along for the bandwidth that was asked for last.
    pub fn configuration(&self, pick: Pick) -> Configuration<'_> {
        self.offered.configuration(pick, self.bandwidth)
    }

    /// What a month of it costs for each GiB of RAM, rounded once; `None`: its RAM is not stated.
    pub fn per_gib(&self, pick: Pick) -> Option<Total<BeforeTax>> {
        let shape = &self.offered.shapes[self.offered.shape_of[pick.0 as usize] as usize];
        per_gib(self.cost(pick).monthly, shape.gives.ram.map(Size::bytes))
    }

    /// One payment of one, in its catalogue's currency, with every digit; `None`: not stated.
    pub fn payment(&self, pick: Pick) -> Option<Decimal> {
        let at = pick.0 as usize;
        self.offered.paid[at].plus(self.along[self.offered.way_of[at] as usize].0).price
    }

    /// Usable disk of one with its disks joined so, bytes; `None`: not stated.
    pub fn disk(&self, pick: Pick, safety: super::DiskSafety) -> Option<Level> {
        self.offered.shapes[self.offered.shape_of[pick.0 as usize] as usize].disk(safety)
    }

    /// What serves these needs, in order, and the first reason against each other.
    pub fn select(&mut self, needs: &Needs, sort: Sort) -> Selection {
        if needs.bandwidth != self.bandwidth {
            self.take_along(needs.bandwidth);
        }
        let offered = &*self.offered;
        let place = Place::of(needs);
        let by_way: Vec<Option<Reason>> =
            offered.ways.iter().map(|way| self.against_way(way, needs, &place)).collect();
        let by_shape: Vec<Option<Reason>> =
            (0..offered.shapes.len()).map(|shape| self.against_shape(shape, needs)).collect();
        let mut selection = Selection { serving: Vec::new(), out: Vec::new() };
        for pick in offered.picks() {
            let at = pick.0 as usize;
            let (shape, way) = (offered.shape_of[at] as usize, offered.way_of[at] as usize);
            let reason = by_way[way]
                .or(by_shape[shape])
                .or_else(|| self.against_bandwidth(shape, way, needs))
                .or_else(|| self.against_price(at, way, needs));
            match reason {
                Some(reason) => selection.out.push(Judged { pick, reason }),
                None => selection.serving.push(pick),
            }
        }
        let bandwidth: Vec<Option<u32>> = self.along.iter().map(|(_, mbit)| *mbit).collect();
        sort.order(&mut selection.serving, offered, &self.costs, needs.safety, &bandwidth);
        selection
    }

    fn cost_all(&mut self) {
        self.along = self.along_for(self.bandwidth);
        let offered = Arc::clone(&self.offered);
        self.costs = (0..offered.len())
            .map(|at| {
                let way = offered.way_of[at] as usize;
                self.market.cost(way, offered.paid[at].plus(self.along[way].0))
            })
            .collect();
    }

    /// Takes along what gives such a bandwidth: only what costs otherwise then is worked out again.
    fn take_along(&mut self, bandwidth: Option<u32>) {
        let along = self.along_for(bandwidth);
        let before = std::mem::replace(&mut self.along, along);
        self.bandwidth = bandwidth;
        let offered = Arc::clone(&self.offered);
        for at in 0..offered.len() {
            let way = offered.way_of[at] as usize;
            if before[way].0 != self.along[way].0 {
                self.costs[at] = self.market.cost(way, offered.paid[at].plus(self.along[way].0));
            }
        }
    }

    fn along_for(&self, bandwidth: Option<u32>) -> Vec<(Paid, Option<u32>)> {
        let of = |way: &Way| {
            let (along, mbit) = taken(&way.along, bandwidth);
            (along.fold(Paid::NOTHING, |sum, along| sum.plus(along.paid)), mbit)
        };
        self.offered.ways.iter().map(of).collect()
    }

    fn against_way(&self, way: &Way, needs: &Needs, place: &Place) -> Option<Reason> {
        let (catalogue, index) = self.offered.plans[way.plan as usize];
        let catalogue = &self.offered.listed()[catalogue as usize].catalogue;
        let plan = &catalogue.plans[index as usize];
        if plan.kind != needs.kind {
            return Some(Reason::OtherKind(plan.kind));
        }
        if let Some(reason) = place.against(&way.regions, catalogue) {
            return Some(reason);
        }
        if let Some(until) = plan.until.filter(|until| *until <= self.situation.from()) {
            return Some(Reason::NotOnSale(until));
        }
        let buys_there = self.situation.is_customer_of(&catalogue.provider);
        match way.customers {
            Customers::New if buys_there => return Some(Reason::Customers(way.customers)),
            Customers::Existing if !buys_there => return Some(Reason::Customers(way.customers)),
            Customers::All | Customers::New | Customers::Existing => {}
        }
        let months = if way.every > 1 { way.term.max(way.every) } else { way.term };
        match needs.term {
            Some(most) if months > most => Some(Reason::Term { months, most }),
            _ => None,
        }
    }

    fn against_shape(&self, shape: usize, needs: &Needs) -> Option<Reason> {
        let shape = &self.offered.shapes[shape];
        let gives = &shape.gives;
        let bytes = |size: Option<Size>| size.map(Size::bytes);
        let count = |count: Option<u32>| count.map(Level::from);
        least(What::Ram, needs.ram, || bytes(gives.ram))
            .or(match (needs.ecc, gives.ecc) {
                (false, _) | (true, Some(true)) => None,
                (true, Some(false)) => Some(Reason::NoEcc),
                (true, None) => Some(Reason::NotStated(What::Ecc)),
            })
            .or_else(|| least(What::Threads, count(needs.threads), || count(gives.threads)))
            .or_else(|| least(What::Disk, needs.disk, || shape.disk(needs.safety)))
            .or_else(|| least(What::Backup, needs.backup, || bytes(gives.backup)))
    }

    fn against_bandwidth(&self, shape: usize, way: usize, needs: &Needs) -> Option<Reason> {
        let own = self.offered.shapes[shape].gives.bandwidth;
        let has = self.along[way].1.or(own).map(Level::from);
        least(What::Bandwidth, needs.bandwidth.map(Level::from), || has)
    }

    fn against_price(&self, at: usize, way: usize, needs: &Needs) -> Option<Reason> {
        let cost = &self.costs[at];
        let over = |budget: Option<Budget>, before: Total<_>, after: Total<_>| match budget? {
            Budget::BeforeTax(most) => {
                (before.low > most).then(|| Over::BeforeTax(before.low - most))
            }
            Budget::AfterTax(most) => (after.low > most).then(|| Over::AfterTax(after.low - most)),
        };
        let catalogue = self.offered.plans[self.offered.ways[way].plan as usize].0;
        if let Some(currency) = self.market.no_rate[catalogue as usize] {
            return Some(Reason::NoRate(currency));
        }
        over(needs.monthly, cost.monthly, cost.monthly_after_tax)
            .map(Reason::MonthOverBudget)
            .or_else(|| {
                over(needs.period, cost.period, cost.period_after_tax).map(Reason::PeriodOverBudget)
            })
    }
}

/// Whether there is enough of something.
fn least(what: What, needed: Option<Level>, has: impl FnOnce() -> Option<Level>) -> Option<Reason> {
    let needed = needed.filter(|needed| *needed > 0)?;
    match has() {
        None => Some(Reason::NotStated(what)),
        Some(has) if has < needed => Some(Reason::TooLittle { what, has, short: needed - has }),
        Some(_) => None,
    }
}

/// Where it has to stand.
struct Place {
    country: Option<String>,
    /// Lower case.
    regions: Vec<String>,
}

impl Place {
    fn of(needs: &Needs) -> Self {
        let plain = |text: &String| text.trim().to_lowercase();
        Self {
            country: needs.country.as_ref().map(plain),
            regions: needs.regions.iter().map(plain).collect(),
        }
    }

    fn against(&self, regions: &[Arc<str>], catalogue: &crate::model::Catalogue) -> Option<Reason> {
        if self.country.is_none() && self.regions.is_empty() {
            return None;
        }
        let mut unknown = regions.is_empty();
        for code in regions {
            let known = catalogue.regions.get(code);
            let named = |wanted: &String| {
                let name = known.and_then(|region| region.name.as_ref());
                code.to_lowercase() == *wanted
                    || name.is_some_and(|name| name.to_lowercase() == *wanted)
            };
            let here = self.regions.is_empty() || self.regions.iter().any(named);
            let inside = match (&self.country, known) {
                (None, _) => Answer::Yes,
                (Some(_), None) => Answer::Unknown,
                (Some(country), Some(region)) if region.country.to_lowercase() == *country => {
                    Answer::Yes
                }
                (Some(_), Some(_)) => Answer::No,
            };
            match (here, inside) {
                (true, Answer::Yes) => return None,
                (true, Answer::Unknown) => unknown = true,
                (true, Answer::No) | (false, _) => {}
            }
        }
        Some(if unknown { Reason::NotStated(What::Place) } else { Reason::NotHere })
    }
}

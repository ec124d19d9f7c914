//! What does an offer that was copied out of a catalogue cost in another one?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{AddOn, Catalogue, CataloguePlan, CatalogueTax, Move, Offer, Scenario};
use crate::units::{Basis, Currency, Day, Figure, Money};

use super::paid::{Paid, ways};

/// From where an offer was copied, as its `source` says: ``OVH eco CA, catalogue of 2022-01-24, plan `22rise01` with `ram-64g` by
/// `default` ``, whatever follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied<'a> {
    /// Of whose range, as [`Catalogue::range`] names it.
    pub range: &'a str,
    /// Day of that catalogue.
    pub date: Day,
    /// The plan's code.
    pub plan: &'a str,
    /// Codes of what was chosen with it.
    pub with: Vec<&'a str>,
    /// The way to pay; behind `@` the place, where prices differ by that.
    pub mode: &'a str,
}

impl<'a> Copied<'a> {
    /// `None` where the offer was typed, or its source was.
    pub fn of(offer: &'a Offer) -> Option<Self> {
        let (range, rest) = offer.source.as_deref()?.split_once(", catalogue of ")?;
        let (date, rest) = rest.split_once(", plan `")?;
        let mut parts = rest.split('`');
        let plan = parts.next()?;
        let mut with = Vec::new();
        let mode = loop {
            match parts.next()? {
                " with " | ", " => with.push(parts.next()?),
                " by " => break parts.next()?,
                _ => return None,
            }
        };
        Some(Self { range, date: Day::parse(date).ok()?, plan, with, mode })
    }

    /// The newest catalogue of its range that is newer than its own and was known on the scenario's day, with its key.
    pub fn newest<'s>(&self, scenario: &'s Scenario) -> Option<(&'s Arc<str>, &'s Catalogue)> {
        let known = |day: Day| scenario.as_of.is_none_or(|as_of| day <= as_of);
        let newer = scenario.catalogues.iter().filter_map(|(key, text)| {
            let catalogue = text.beside.as_deref()?;
            let counts = catalogue.date > self.date && known(catalogue.date);
            (counts && catalogue.range() == self.range).then_some((key, catalogue))
        });
        newer.max_by_key(|(_, catalogue)| catalogue.date)
    }
}

/// Day on which an offer's price is known to have held: of the newest catalogue that says the same, else of the one that it was copied
/// from. `None` where it was not copied.
pub fn held_on(scenario: &Scenario, offer: &Offer) -> Option<Day> {
    let copied = Copied::of(offer)?;
    let same = |catalogue: &Catalogue| match again(catalogue, &copied) {
        Again::Priced(now) => {
            let counted = offer.monthly.as_ref().and_then(|money| exact_in(money, catalogue));
            counted.is_some() && counted == now.monthly
        }
        _ => false,
    };
    let newest = copied.newest(scenario).filter(|(_, catalogue)| same(catalogue));
    Some(newest.map_or(copied.date, |(_, catalogue)| catalogue.date))
}

/// An amount where it can be compared with a catalogue's prices: exact, in its currency, with its tax.
fn exact_in(money: &Money, catalogue: &Catalogue) -> Option<Decimal> {
    let basis = match catalogue.tax {
        CatalogueTax::Before(_) => Basis::BeforeTax,
        CatalogueTax::In(_) => Basis::AfterTax,
    };
    let same = money.currency == Some(catalogue.currency) && money.basis == Some(basis);
    match money.figure {
        Figure::Exact(amount) if same => Some(amount),
        _ => None,
    }
}

/// What something costs, in the catalogue's currency and tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Priced {
    /// A month; `None`: not stated, or paid by the hour or a meter alone.
    pub monthly: Option<Decimal>,
    /// Once; `None`: not stated.
    pub setup: Option<Decimal>,
    /// An hour, where it is billed so.
    pub hourly: Option<Decimal>,
}

impl Priced {
    pub(super) fn of(paid: &Paid, every: u32, currency: Currency) -> Self {
        Self { monthly: paid.monthly(every, currency), setup: paid.setup, hourly: paid.hourly }
    }
}

/// What became of something that was copied.
#[derive(Clone, Debug, PartialEq)]
pub enum Again {
    /// It can be ordered, for this.
    Priced(Priced),
    /// The catalogue has no plan of this code.
    NoPlan,
    /// The plan is not sold any more from this day on.
    Until(Day),
    /// The plan is there, but not with this.
    NoChoice(String),
    /// The plan is there, but cannot be paid so.
    NoWay,
}

/// What the same plan with the same choice costs in a catalogue by the same way to pay.
pub fn again(catalogue: &Catalogue, copied: &Copied<'_>) -> Again {
    let Some(plan) = catalogue.plans.iter().find(|plan| *plan.code == *copied.plan) else {
        return Again::NoPlan;
    };
    if let Some(day) = plan.until.filter(|day| *day <= catalogue.date) {
        return Again::Until(day);
    }
    let mut chosen: Vec<&AddOn> = Vec::with_capacity(copied.with.len());
    for code in &copied.with {
        let of_plan = plan.families.iter().flat_map(|family| &family.options);
        let mut addons = of_plan.filter_map(|index| catalogue.addons.get(*index as usize));
        match addons.find(|addon| *addon.code == **code) {
            Some(addon) => chosen.push(addon),
            None => return Again::NoChoice((*code).to_owned()),
        }
    }
    let (mode, place) = match copied.mode.split_once('@') {
        Some((mode, place)) => (mode, Some(place)),
        None => (copied.mode, None),
    };
    let ways = ways(plan, &mandatory(catalogue, plan), 0);
    let here = |way: &&super::paid::Way| match (place, way.place.as_deref()) {
        (None, _) => true,
        (Some(place), Some(own)) => own == place,
        // Prices that differed by place are the same everywhere now.
        (Some(place), None) => way.regions.iter().any(|code| **code == *place),
    };
    let same = ways.iter().filter(|way| *way.mode == *mode);
    let Some(way) = same.filter(here).min_by_key(|way| way.place.is_some()) else {
        return Again::NoWay;
    };
    let sum = |paid: Paid, addon: &&AddOn| Some(paid.plus(way.paid(addon)?));
    match chosen.iter().try_fold(way.own, sum).filter(Paid::can_be) {
        Some(paid) => Again::Priced(Priced::of(&paid, way.every, catalogue.currency)),
        None => Again::NoWay,
    }
}

/// Everything of which one must be chosen.
pub(super) fn mandatory<'a>(catalogue: &'a Catalogue, plan: &'a CataloguePlan) -> Vec<&'a AddOn> {
    let families = plan.families.iter().filter(|family| family.mandatory);
    let options = families.flat_map(|family| &family.options);
    options.filter_map(|index| catalogue.addons.get(*index as usize)).collect()
}

/// Something of a scenario that was copied from an older catalogue of the same range.
#[derive(Clone, Debug, PartialEq)]
pub struct Affected<'a> {
    /// Key of the offer.
    pub offer: &'a Arc<str>,
    /// Key of the contract; `None`: it is the offer, as plans order it.
    pub contract: Option<&'a Arc<str>>,
    /// Plans that order it; none of a contract.
    pub plans: Vec<&'a Arc<str>>,
    /// From where it was copied.
    pub copied: Copied<'a>,
    /// What is counted now, a month; `None`: nothing is stated.
    pub counted: Option<&'a Money>,
    /// What the newer catalogue says.
    pub again: Again,
}

impl Affected<'_> {
    /// What is counted now a month, where it can be compared with a catalogue's prices: exact, in its currency, with its tax.
    pub fn comparable(&self, catalogue: &Catalogue) -> Option<Decimal> {
        exact_in(self.counted?, catalogue)
    }
}

/// What of the offers in use was copied from the range of a catalogue on a day before it: contracts first, then what plans order.
pub fn affected<'a>(scenario: &'a Scenario, catalogue: &Catalogue) -> Vec<Affected<'a>> {
    let range = catalogue.range();
    let mut found = Vec::new();
    for (key, offer) in &scenario.offers {
        let older = |copied: &Copied<'_>| copied.range == range && copied.date < catalogue.date;
        let Some(copied) = Copied::of(offer).filter(older) else { continue };
        let again = again(catalogue, &copied);
        let contracts = scenario.contracts.iter().filter(|(_, of)| of.offer == **key);
        found.extend(contracts.map(|(name, contract)| Affected {
            offer: key,
            contract: Some(name),
            plans: Vec::new(),
            copied: copied.clone(),
            counted: contract.monthly.as_ref().or(offer.monthly.as_ref()),
            again: again.clone(),
        }));
        let orders = |step: &Move| match step {
            Move::Order { offer, .. } | Move::Replace { offer, .. } if !step.is_off() => {
                *offer == **key
            }
            _ => false,
        };
        let plans = scenario.plans.iter().filter(|(_, moves)| moves.iter().any(orders));
        let plans: Vec<&Arc<str>> = plans.map(|(name, _)| name).collect();
        if !plans.is_empty() {
            let counted = offer.monthly.as_ref();
            found.push(Affected { offer: key, contract: None, plans, copied, counted, again });
        }
    }
    found.sort_by_key(|of| of.contract.is_none());
    found
}

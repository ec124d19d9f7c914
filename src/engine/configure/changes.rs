//! What rose, fell, came and went between two catalogues?

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{AddOn, Catalogue, CataloguePlan, Customers};
use crate::units::Currency;

use super::copied::{Priced, mandatory};
use super::paid::{Paid, Way, ways};

/// Something that both catalogues sell by the same way to pay, for another price.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of a plan, or of an add-on by itself.
    pub named: Named,
    /// The way to pay; behind `@` the place, where prices differ by that.
    pub mode: String,
    /// What it cost in the older, in the currency of the newer.
    pub was: Priced,
    /// What it costs in the newer.
    pub is: Priced,
}

/// Code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The provider's own code.
    pub code: Arc<str>,
    /// What the provider calls it.
    pub name: Arc<str>,
}

/// What changed between two catalogues.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Plans with the usual choice of what must be chosen, each by each way to pay.
    pub plans: Vec<Change>,
    /// Add-ons by themselves.
    pub addons: Vec<Change>,
    /// Plans that only the newer has.
    pub came: Vec<Named>,
    /// Plans that only the older has.
    pub went: Vec<Named>,
    /// Ways to pay that only the newer has, of plans that both have.
    pub ways_came: Vec<(Named, String)>,
    /// Ways to pay that only the older has, of plans that both have.
    pub ways_went: Vec<(Named, String)>,
    /// Ways to pay for plans that cost the same.
    pub same: usize,
    /// Names of codes that stand for something else: plan, what it was called, what it is called.
    pub renamed: Vec<(Named, Arc<str>)>,
}

impl Changes {
    /// What came and went alone, where prices cannot be compared.
    #[must_use]
    pub fn without_prices(self) -> Self {
        Self { plans: Vec::new(), addons: Vec::new(), same: 0, ..self }
    }

    /// Whether nothing at all changed.
    pub fn is_empty(&self) -> bool {
        let Self { plans, addons, came, went, ways_came, ways_went, renamed, same: _ } = self;
        plans.is_empty()
            && addons.is_empty()
            && came.is_empty()
            && went.is_empty()
            && ways_came.is_empty()
            && ways_went.is_empty()
            && renamed.is_empty()
    }
}

/// What changed from one catalogue to another. `convert`: an amount of the older in the currency of the newer.
pub fn changes(
    old: &Catalogue,
    new: &Catalogue,
    convert: &dyn Fn(Decimal) -> Option<Decimal>,
) -> Changes {
    let mut found = Changes::default();
    let before: BTreeMap<&str, &CataloguePlan> =
        old.plans.iter().map(|plan| (&*plan.code, plan)).collect();
    for plan in &new.plans {
        let named = named_plan(plan);
        let Some(earlier) = before.get(&*plan.code) else {
            found.came.push(named);
            continue;
        };
        if earlier.name != plan.name {
            found.renamed.push((named.clone(), Arc::clone(&earlier.name)));
        }
        let was = usual(old, earlier);
        let is = usual(new, plan);
        for (mode, priced) in &is {
            match was.get(mode) {
                Some(earlier) => {
                    let was = exchanged(*earlier, convert);
                    if was == *priced {
                        found.same += 1;
                    } else {
                        let (named, mode) = (named.clone(), mode.clone());
                        found.plans.push(Change { named, mode, was, is: *priced });
                    }
                }
                None => found.ways_came.push((named.clone(), mode.clone())),
            }
        }
        let gone = was.keys().filter(|mode| !is.contains_key(*mode));
        found.ways_went.extend(gone.map(|mode| (named.clone(), mode.clone())));
    }
    let after: BTreeMap<&str, &CataloguePlan> =
        new.plans.iter().map(|plan| (&*plan.code, plan)).collect();
    let gone = old.plans.iter().filter(|plan| !after.contains_key(&*plan.code));
    found.went.extend(gone.map(named_plan));
    found.addons = addons(old, new, convert);
    found
}

fn named_plan(plan: &CataloguePlan) -> Named {
    Named { code: Arc::clone(&plan.code), name: Arc::clone(&plan.name) }
}

fn exchanged(of: Priced, convert: &dyn Fn(Decimal) -> Option<Decimal>) -> Priced {
    let one = |amount: Option<Decimal>| amount.and_then(convert);
    Priced { monthly: one(of.monthly), setup: one(of.setup), hourly: one(of.hourly) }
}

/// What a plan costs by each way to pay with the usual of each family that must be chosen; where none is usual, the cheapest.
pub fn usual(catalogue: &Catalogue, plan: &CataloguePlan) -> BTreeMap<String, Priced> {
    let mut found = BTreeMap::new();
    for way in ways(plan, &mandatory(catalogue, plan), 0) {
        let addon = |index: &u32| catalogue.addons.get(*index as usize);
        let families = plan.families.iter().filter(|family| family.mandatory);
        let mut paid = families.map(|family| {
            let usual = family.default.and_then(|at| family.options.get(at as usize));
            let usual = usual.and_then(addon).and_then(|addon| way.paid(addon));
            let payable = family.options.iter().filter_map(|index| way.paid(addon(index)?));
            usual.or_else(|| payable.min_by_key(|paid| (paid.price.is_none(), paid.price)))
        });
        let paid = paid.try_fold(way.own, |sum, paid| Some(sum.plus(paid?)));
        if let Some(paid) = paid.filter(Paid::can_be) {
            let priced = Priced::of(&paid, way.every, catalogue.currency);
            found.entry(mode_of(&way)).or_insert(priced);
        }
    }
    found
}

fn mode_of(way: &Way) -> String {
    let place = way.place.as_ref().map_or_else(String::new, |place| format!("@{place}"));
    let whose = match way.customers {
        Customers::All => "",
        Customers::New => " (new customers)",
        Customers::Existing => " (existing customers)",
    };
    format!("{}{place}{whose}", way.mode)
}

/// Add-ons that both have and that cost something else.
fn addons(
    old: &Catalogue,
    new: &Catalogue,
    convert: &dyn Fn(Decimal) -> Option<Decimal>,
) -> Vec<Change> {
    let before: BTreeMap<&str, &AddOn> =
        old.addons.iter().rev().map(|addon| (&*addon.code, addon)).collect();
    let mut found = Vec::new();
    for addon in &new.addons {
        let Some(earlier) = before.get(&*addon.code) else { continue };
        let was = alone(earlier, old.currency);
        for (mode, is) in alone(addon, new.currency) {
            let Some(was) = was.get(&mode).map(|was| exchanged(*was, convert)) else { continue };
            if was != is {
                let named = Named { code: Arc::clone(&addon.code), name: Arc::clone(&addon.name) };
                found.push(Change { named, mode, was, is });
            }
        }
    }
    found
}

fn alone(addon: &AddOn, currency: Currency) -> BTreeMap<String, Priced> {
    let mut found = BTreeMap::new();
    for pricing in &addon.prices {
        let place = match pricing.regions.as_slice() {
            [] => String::new(),
            places => format!("@{}", places.join("+")),
        };
        let every = pricing.every.max(1);
        let priced = Priced::of(&Paid::of(pricing, every), every, currency);
        found.entry(format!("{}{place}", pricing.mode)).or_insert(priced);
    }
    found
}

//! Everything that can be ordered of some catalogues, laid out once.

use std::sync::Arc;

use crate::engine::outlook::Level;
use crate::model::{AddOn, Catalogue, CataloguePlan, Customers, DiskSet, Gives, Renewal, Scenario};
use crate::units::Day;

use super::paid::{Along, Paid, Way, ways};

/// Most shapes of one plan that are gone through: a catalogue that has more is no price list.
const MOST_SHAPES: usize = 20_000;
/// Most picks in all.
const MOST_PICKS: usize = 2_000_000;

/// Everything that can be ordered, each once: a shape by a way to pay. Made once; needs and prices of a day come later.
#[derive(Debug)]
pub struct Offered {
    listed: Vec<Listed>,
    /// Catalogue and plan.
    pub(super) plans: Vec<(u32, u32)>,
    pub(super) shapes: Vec<Shape>,
    pub(super) ways: Vec<Way>,
    /// One a pick, as are the next.
    pub(super) shape_of: Vec<u32>,
    pub(super) way_of: Vec<u32>,
    /// Of the plan and what is chosen; what is taken along comes on top.
    pub(super) paid: Vec<Paid>,
    no_price: usize,
    too_many: Vec<Arc<str>>,
}

/// A catalogue and what the scenario calls it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Key in the scenario's `catalogues`, or a file's name.
    pub key: Arc<str>,
    /// What it says.
    pub catalogue: Arc<Catalogue>,
}

impl Listed {
    /// The price lists beside a scenario: of each provider, branch and line the newest of those that were found. One that is dated after
    /// the scenario's day was not known then: it does not count.
    pub fn newest(scenario: &Scenario) -> Vec<Self> {
        let known = scenario.catalogues.iter().filter_map(|(key, text)| {
            let catalogue = text.beside.clone()?;
            if scenario.as_of.is_some_and(|day| catalogue.date > day) {
                return None;
            }
            Some(Self { key: Arc::clone(key), catalogue })
        });
        let mut newest: Vec<Self> = Vec::new();
        for listed in known {
            match newest.iter_mut().find(|other| other.is_like(&listed)) {
                Some(other) if other.catalogue.date <= listed.catalogue.date => *other = listed,
                Some(_) => {}
                None => newest.push(listed),
            }
        }
        newest
    }

    /// Whether both are of the same range, of whatever days.
    fn is_like(&self, other: &Self) -> bool {
        let (one, two) = (&self.catalogue, &other.catalogue);
        (&one.provider, &one.subsidiary, &one.line, one.currency)
            == (&two.provider, &two.subsidiary, &two.line, two.currency)
    }
}

/// One of everything that can be ordered, by its place in [`Offered`]: below [`Offered::len`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pick(pub u32);

/// A plan with its choice of memory and disks.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) plan: u32,
    /// Indices into the catalogue's add-ons, in the order of the plan's families.
    pub(super) chosen: Vec<u32>,
    pub(super) gives: Gives,
}

/// Something that can be ordered, with its names. What is taken along (traffic, networks) is the cheapest that serves.
#[derive(Clone, Debug)]
pub struct Configuration<'a> {
    /// Whose.
    pub listed: &'a Listed,
    /// Index into the catalogue's plans.
    pub plan_index: usize,
    /// The plan.
    pub plan: &'a CataloguePlan,
    /// Indices into the catalogue's add-ons, one of each mandatory family, in the plan's order.
    pub chosen: Vec<u32>,
    /// What it has with them.
    pub gives: Gives,
    /// The way to pay as the catalogue names it; behind `@` the place, where prices differ by that.
    pub mode: String,
    /// Months that one is bound for; 0: from month to month.
    pub term: u32,
    /// Months that one payment covers.
    pub every: u32,
    /// What happens when the term ends; `None`: not stated.
    pub renews: Option<Renewal>,
    /// Codes of the places where it can be had so; empty where nobody said.
    pub regions: &'a [Arc<str>],
    /// Who may have it.
    pub customers: Customers,
    /// Day on which its price is said to fall.
    pub falls: Option<Day>,
}

impl Configuration<'_> {
    /// The add-ons, in the order of `chosen`.
    pub fn addons(&self) -> impl Iterator<Item = &AddOn> {
        let catalogue = &self.listed.catalogue;
        self.chosen.iter().filter_map(|index| catalogue.addons.get(*index as usize))
    }

    /// What was chosen among several, as people read it: `64GB DDR4 ECC 2666MHz, 2x SSD NVMe 512GB`.
    pub fn choices(&self) -> Vec<&str> {
        let of_it = |addon: &&AddOn| addon.gives.ram.is_some() || !addon.gives.disks.is_empty();
        let catalogue = &self.listed.catalogue;
        let addons = self.chosen.iter().filter_map(|i| catalogue.addons.get(*i as usize));
        addons.filter(of_it).map(|addon| addon.name.trim()).collect()
    }

    /// Its disks, as they are sold.
    pub fn disks(&self) -> &[DiskSet] {
        &self.gives.disks
    }
}

impl Offered {
    /// Lays out catalogues, in their order.
    pub fn new(catalogues: impl IntoIterator<Item = Listed>) -> Self {
        let mut offered = Self {
            listed: catalogues.into_iter().collect(),
            plans: Vec::new(),
            shapes: Vec::new(),
            ways: Vec::new(),
            shape_of: Vec::new(),
            way_of: Vec::new(),
            paid: Vec::new(),
            no_price: 0,
            too_many: Vec::new(),
        };
        let catalogues: Vec<Arc<Catalogue>> =
            offered.listed.iter().map(|listed| Arc::clone(&listed.catalogue)).collect();
        for (place, catalogue) in catalogues.iter().enumerate() {
            for (index, plan) in catalogue.plans.iter().enumerate() {
                offered.add(place as u32, index as u32, catalogue, plan);
            }
        }
        offered
    }

    fn add(&mut self, place: u32, index: u32, catalogue: &Catalogue, plan: &CataloguePlan) {
        let addon = |index: &u32| catalogue.addons.get(*index as usize);
        let families: Vec<_> = plan.families.iter().filter(|family| family.mandatory).collect();
        let options: Vec<&AddOn> =
            families.iter().flat_map(|family| family.options.iter().filter_map(addon)).collect();
        let is_choice = |options: &[u32]| options.iter().filter_map(addon).any(shapes);
        let (choices, along): (Vec<_>, Vec<_>) =
            families.into_iter().partition(|family| is_choice(&family.options));
        let count = choices.iter().try_fold(1_usize, |n, f| n.checked_mul(f.options.len()));
        let count = count.filter(|count| *count <= MOST_SHAPES);
        let place_of_plan = self.plans.len() as u32;
        let mut ways = ways(plan, &options, place_of_plan);
        let fits = count.and_then(|count| count.checked_mul(ways.len()));
        let Some(count) =
            count.filter(|_| fits.is_some_and(|picks| self.len() + picks <= MOST_PICKS))
        else {
            self.too_many.push(Arc::clone(&plan.code));
            return;
        };
        self.plans.push((place, index));
        for way in &mut ways {
            for family in &along {
                let usual = family.default.and_then(|at| family.options.get(at as usize));
                let payable = family.options.iter().filter_map(|index| {
                    let option = addon(index)?;
                    Some(Along {
                        addon: *index,
                        paid: way.paid(option)?,
                        bandwidth: option.gives.bandwidth,
                        is_default: usual == Some(index),
                    })
                });
                let payable = payable.collect();
                way.along.push(payable);
            }
        }
        for mut n in 0..count {
            let mut chosen = Vec::with_capacity(choices.len());
            // The last family changes first, as in a list by hand.
            for family in choices.iter().rev() {
                chosen.push(family.options[n % family.options.len()]);
                n /= family.options.len();
            }
            chosen.reverse();
            let gives = plan.gives.with(chosen.iter().filter_map(addon).map(|addon| &addon.gives));
            self.shapes.push(Shape { plan: place_of_plan, chosen, gives });
        }
        let first = self.shapes.len() - count;
        for way in ways {
            let cannot = way.along.iter().any(Vec::is_empty);
            let way_place = self.ways.len() as u32;
            for shape in first..self.shapes.len() {
                let paid = self.shapes[shape]
                    .chosen
                    .iter()
                    .try_fold(way.own, |paid, index| Some(paid.plus(way.paid(addon(index)?)?)));
                match paid.filter(|paid| !cannot && paid.can_be()) {
                    Some(paid) => {
                        self.shape_of.push(shape as u32);
                        self.way_of.push(way_place);
                        self.paid.push(paid);
                    }
                    None => self.no_price += 1,
                }
            }
            self.ways.push(way);
        }
    }

    /// How many can be ordered.
    pub fn len(&self) -> usize {
        self.paid.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.paid.is_empty()
    }

    /// All of them.
    pub fn picks(&self) -> impl Iterator<Item = Pick> + use<> {
        (0..self.len() as u32).map(Pick)
    }

    /// The catalogues, in their order.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// How many plans there are.
    pub fn plans(&self) -> usize {
        self.plans.len()
    }

    /// How many shapes have no price by a way to pay that their plan has, and so cannot be ordered by it.
    pub fn without_price(&self) -> usize {
        self.no_price
    }

    /// Codes of plans with more choices than are gone through.
    pub fn too_many_choices(&self) -> &[Arc<str>] {
        &self.too_many
    }

    /// The place of its plan, below [`Self::plans`].
    pub fn plan_of(&self, pick: Pick) -> usize {
        self.shapes[self.shape_of[pick.0 as usize] as usize].plan as usize
    }

    /// What it is; `bandwidth`: Mbit a second that what is taken along has to give.
    pub fn configuration(&self, pick: Pick, bandwidth: Option<u32>) -> Configuration<'_> {
        let shape = &self.shapes[self.shape_of[pick.0 as usize] as usize];
        let way = &self.ways[self.way_of[pick.0 as usize] as usize];
        let (catalogue, plan_index) = self.plans[shape.plan as usize];
        let listed = &self.listed[catalogue as usize];
        let plan = &listed.catalogue.plans[plan_index as usize];
        let (along, mbit) = taken(&way.along, bandwidth);
        let mut gives = shape.gives.clone();
        gives.bandwidth = mbit.or(gives.bandwidth);
        let of_plan = |index: &u32| {
            let family =
                plan.families.iter().position(|f| f.mandatory && f.options.contains(index));
            family.unwrap_or(usize::MAX)
        };
        let mut chosen: Vec<u32> =
            shape.chosen.iter().copied().chain(along.map(|along| along.addon)).collect();
        chosen.sort_by_key(of_plan);
        Configuration {
            listed,
            plan_index: plan_index as usize,
            plan,
            chosen,
            gives,
            mode: match &way.place {
                Some(place) => format!("{}@{place}", way.mode),
                None => way.mode.to_string(),
            },
            term: way.term,
            every: way.every,
            renews: way.renews,
            regions: &way.regions,
            customers: way.customers,
            falls: way.falls,
        }
    }

    /// Its name: catalogue, plan, what was chosen among several, way to pay, as
    /// `ovh-ca/22rise01/ram-64g-rise13+softraid-2x512nvme-rise/default`.
    pub fn name(&self, pick: Pick) -> String {
        let key = &self.configuration(pick, None).listed.key;
        format!("{key}/{}", self.short_name(pick))
    }

    /// The same without the catalogue.
    pub fn short_name(&self, pick: Pick) -> String {
        let of = self.configuration(pick, None);
        let shape = &self.shapes[self.shape_of[pick.0 as usize] as usize];
        let several = |index: &&u32| {
            let family = of.plan.families.iter().find(|f| f.mandatory && f.options.contains(index));
            family.is_some_and(|family| family.options.len() > 1)
        };
        let code = |index: &u32| of.listed.catalogue.addons.get(*index as usize).map(|a| &*a.code);
        let chosen: Vec<&str> = shape.chosen.iter().filter(several).filter_map(code).collect();
        let mut parts = vec![of.plan.code.to_string()];
        if !chosen.is_empty() {
            parts.push(chosen.join("+"));
        }
        parts.push(of.mode.clone());
        match of.customers {
            Customers::All => {}
            Customers::New => parts.push("new".to_owned()),
            Customers::Existing => parts.push("existing".to_owned()),
        }
        parts.join("/")
    }

    /// Those of a name, with or without its catalogue; several where catalogues have the same.
    pub fn find(&self, name: &str) -> Vec<Pick> {
        let wanted = name.trim();
        let is_it = |pick: &Pick| {
            let short = self.short_name(*pick);
            wanted == short
                || wanted.strip_suffix(&short).is_some_and(|key| {
                    let listed = self.configuration(*pick, None).listed;
                    key.strip_suffix('/') == Some(&listed.key)
                })
        };
        self.picks().filter(is_it).collect()
    }
}

/// Whether an add-on makes another shape of a server.
fn shapes(addon: &AddOn) -> bool {
    let Gives { cpu: _, threads, ram, ecc, disks, space, backup, bandwidth: _ } = &addon.gives;
    threads.is_some()
        || ram.is_some()
        || ecc.is_some()
        || !disks.is_empty()
        || space.is_some()
        || backup.is_some()
}

/// What is taken along by a way to pay, and what bandwidth that gives, where it says so. Of each family it is the cheapest that serves, of
/// equal ones the usual one; where none serves, the one that comes nearest.
pub(super) fn taken(
    families: &[Vec<Along>],
    bandwidth: Option<u32>,
) -> (impl Iterator<Item = &Along>, Option<u32>) {
    // The first that speaks of bandwidth decides it; others are of other networks.
    let deciding = families.iter().position(|f| f.iter().any(|along| along.bandwidth.is_some()));
    let best = move |place: usize| {
        let wanted = bandwidth.filter(|_| Some(place) == deciding).unwrap_or(0);
        families[place].iter().enumerate().min_by_key(|(at, along)| {
            let short = wanted.saturating_sub(along.bandwidth.unwrap_or(0));
            let Paid { price, setup, .. } = along.paid;
            (short, price.is_none(), price, setup.is_none(), setup, !along.is_default, *at)
        })
    };
    let best = move |place| best(place).map(|(_, along)| along);
    let gives = deciding.and_then(best).and_then(|along| along.bandwidth);
    ((0..families.len()).filter_map(best), gives)
}

impl Shape {
    /// Usable disk, bytes; `None`: not stated. Space that is sold as usable counts as it is.
    pub(super) fn disk(&self, safety: super::DiskSafety) -> Option<Level> {
        if let Some(space) = self.gives.space {
            return Some(space.bytes());
        }
        let sets = self.gives.disks.iter().map(|set| safety.usable(set));
        sets.reduce(Level::saturating_add)
    }
}

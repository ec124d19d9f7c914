//! Which groups does a charge belong to, and which taxes does that put on it?

use std::sync::Arc;

use indexmap::IndexMap;

use crate::units::{BeforeTax, Total};

use super::ledger::Entry;

use crate::model::{CAPITAL, CONTRACTS, LineKind, Move, OPERATIONAL, Scenario, Tax, TaxedOn};

/// The groups of a scenario, with what belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Groups {
    /// Operational, capital, contracts, then those of the file; declared ones first.
    pub(super) list: Vec<Group>,
    places: IndexMap<Arc<str>, usize>,
    /// By the group stated, none first, then by [`Sort`].
    belongs: Vec<[Arc<Belongs>; SORTS]>,
    /// For each class of charges, the taxes that are on it by its groups; the first class is taxed
    /// whatever it is, as long as no tax asks for groups.
    classes: Vec<Vec<bool>>,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) key: Arc<str>,
    /// What people call it.
    pub(super) name: Arc<str>,
    /// Place of the group that it is a part of; never one of its own parts.
    pub(super) within: Option<usize>,
}

/// What a charge belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Belongs {
    /// Places in [`Groups::list`], the narrowest of the file's groups first.
    pub(super) groups: Vec<usize>,
    /// The keys of the same.
    pub(super) keys: Arc<[Arc<str>]>,
    /// Place among the classes of taxes: taxed as its groups are, or untaxed.
    class: usize,
}

/// What a charge is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Contract,
    Line(LineKind),
    /// A percentage is of its kind for taxes alone: in the sums it would be taken of itself.
    Percentage(LineKind),
}

const SORTS: usize = 5;

impl Sort {
    const ALL: [Self; SORTS] = [
        Self::Contract,
        Self::Line(LineKind::Operational),
        Self::Line(LineKind::Capital),
        Self::Percentage(LineKind::Operational),
        Self::Percentage(LineKind::Capital),
    ];

    fn place(self) -> usize {
        Self::ALL.iter().position(|sort| *sort == self).unwrap_or(0)
    }

    /// The groups that are always there, as far as sums and as far as taxes go.
    fn groups(self) -> (&'static [usize], &'static [usize]) {
        match self {
            Self::Contract => (&[2, 0], &[2, 0]),
            Self::Line(LineKind::Operational) => (&[0], &[0]),
            Self::Line(LineKind::Capital) => (&[1], &[1]),
            Self::Percentage(LineKind::Operational) => (&[], &[0]),
            Self::Percentage(LineKind::Capital) => (&[], &[1]),
        }
    }
}

/// So many groups follow from what a charge is; none of them has parts that are declared.
const ALWAYS: usize = 3;
/// The class of what is not taxed.
const UNTAXED: usize = 1;

impl Groups {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut groups = Self {
            list: Vec::new(),
            places: IndexMap::new(),
            belongs: Vec::new(),
            classes: vec![Vec::new(), vec![false; scenario.taxes.len()]],
        };
        for always in [OPERATIONAL, CAPITAL, CONTRACTS] {
            groups.place(always);
        }
        for key in scenario.groups.keys() {
            groups.place(key);
        }
        for (key, group) in &scenario.groups {
            let at = groups.place(key);
            if let Some(name) = &group.name {
                groups.list[at].name = Arc::from(name.as_str());
            }
            let within = group.within.as_deref().map(|within| groups.place(within));
            groups.list[at].within = within.filter(|within| *within >= ALWAYS);
        }
        for at in 0..groups.list.len() {
            // A group inside itself stands by itself.
            if groups.around(at).is_none() {
                groups.list[at].within = None;
            }
        }
        for named in stated(scenario) {
            groups.place(named);
        }
        let by_groups = scenario.taxes.iter().any(|tax| matches!(tax.on, TaxedOn::Groups(_)));
        let all = std::iter::once(None).chain((0..groups.list.len()).map(Some));
        for stated in all.collect::<Vec<_>>() {
            let belongs =
                Sort::ALL.map(|sort| groups.belonging(stated, sort, by_groups, &scenario.taxes));
            groups.belongs.push(belongs);
        }
        groups
    }

    /// What a charge of a group belongs to.
    pub(super) fn belongs(&self, group: Option<&str>, sort: Sort) -> Arc<Belongs> {
        let stated = group.and_then(|group| self.find(group)).map_or(0, |at| at + 1);
        Arc::clone(&self.belongs[stated][sort.place()])
    }

    /// Place of a group by its key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Whether a tax is on charges of a class, by their groups.
    pub(super) fn taxes(&self, class: usize, tax: usize) -> bool {
        self.classes.get(class).and_then(|class| class.get(tax)).is_none_or(|on| *on)
    }

    /// How many classes of charges are taxed each in its way.
    pub(super) fn classes(&self) -> usize {
        self.classes.len()
    }

    fn place(&mut self, key: &str) -> usize {
        if let Some(known) = self.find(key) {
            return known;
        }
        let key: Arc<str> = Arc::from(key);
        self.places.insert(Arc::clone(&key), self.list.len());
        self.list.push(Group { name: Arc::clone(&key), key, within: None });
        self.list.len() - 1
    }

    /// A group and all that it is a part of; `None` where it is a part of itself.
    fn around(&self, at: usize) -> Option<Vec<usize>> {
        let mut all = vec![at];
        let mut next = self.list[at].within;
        while let Some(within) = next {
            if all.contains(&within) {
                return (within != at).then_some(all);
            }
            all.push(within);
            next = self.list[within].within;
        }
        Some(all)
    }

    fn belonging(
        &mut self,
        stated: Option<usize>,
        sort: Sort,
        by_groups: bool,
        taxes: &[Tax],
    ) -> Arc<Belongs> {
        let mut groups = stated.and_then(|at| self.around(at)).unwrap_or_default();
        let mut taxed_as = groups.clone();
        let (always, by_kind) = sort.groups();
        let add = |to: &mut Vec<usize>, of: &[usize]| {
            let new: Vec<usize> = of.iter().filter(|at| !to.contains(at)).copied().collect();
            to.extend(new);
        };
        add(&mut groups, always);
        add(&mut taxed_as, by_kind);
        let keys = groups.iter().map(|at| Arc::clone(&self.list[*at].key)).collect();
        let class = if by_groups {
            let on = |tax: &Tax| match &tax.on {
                TaxedOn::Groups(named) => {
                    named.iter().any(|key| self.find(key).is_some_and(|at| taxed_as.contains(&at)))
                }
                TaxedOn::All | TaxedOn::Providers(_) => true,
            };
            let class: Vec<bool> = taxes.iter().map(on).collect();
            self.classes.iter().position(|known| *known == class).unwrap_or_else(|| {
                self.classes.push(class);
                self.classes.len() - 1
            })
        } else {
            0
        };
        Arc::new(Belongs { groups, keys, class })
    }
}

impl Belongs {
    /// The class of taxes; what is not taxed is in one of its own.
    pub(super) fn class(&self, taxed: bool) -> usize {
        if taxed { self.class } else { UNTAXED }
    }
}

/// The keys of all groups that are there: always, declared, or named by a cost.
pub fn keys(scenario: &Scenario) -> Vec<Arc<str>> {
    Groups::of(scenario).list.into_iter().map(|group| group.key).collect()
}

/// Whether a group is there in every scenario.
pub fn is_always(key: &str) -> bool {
    [OPERATIONAL, CAPITAL, CONTRACTS].contains(&key)
}

/// The declared groups that are parts of themselves, by whatever way.
pub fn in_themselves(scenario: &Scenario) -> Vec<&str> {
    let within = |key: &str| scenario.groups.get(key)?.within.as_deref();
    let returns = |key: &&str| {
        let mut next = within(key);
        for _ in 0..scenario.groups.len() {
            match next {
                Some(other) if other == *key => return true,
                Some(other) => next = within(other),
                None => return false,
            }
        }
        false
    };
    scenario.groups.keys().map(String::as_str).filter(returns).collect()
}

/// What a group of costs comes to in some days.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSum {
    /// Key of the group.
    pub key: Arc<str>,
    /// What people call it.
    pub name: Arc<str>,
    /// How many groups it is a part of.
    pub depth: usize,
    /// Its charges that the organisation is asked for, before tax.
    pub before_tax: Total<BeforeTax>,
    /// How many those are.
    pub charges: usize,
}

impl Groups {
    /// What each group comes to: those that are always there, then the file's, parts below what they
    /// are parts of.
    pub(super) fn sums(&self, entries: &[Entry]) -> Vec<GroupSum> {
        let mut order: Vec<(usize, usize)> = (0..ALWAYS).map(|at| (at, 0)).collect();
        for at in (ALWAYS..self.list.len()).filter(|at| self.list[*at].within.is_none()) {
            self.push_parts(at, 0, &mut order);
        }
        let sum = |(at, depth): (usize, usize)| {
            let Group { key, name, .. } = &self.list[at];
            let own = entries.iter().filter(|e| e.in_request && e.groups.contains(key));
            let amounts: Vec<Total<BeforeTax>> = own.map(|entry| entry.before_tax).collect();
            let (key, name) = (Arc::clone(key), Arc::clone(name));
            let (before_tax, charges) = (amounts.iter().sum(), amounts.len());
            GroupSum { key, name, depth, before_tax, charges }
        };
        order.into_iter().map(sum).collect()
    }

    fn push_parts(&self, at: usize, depth: usize, order: &mut Vec<(usize, usize)>) {
        order.push((at, depth));
        for part in (ALWAYS..self.list.len()).filter(|part| self.list[*part].within == Some(at)) {
            self.push_parts(part, depth + 1, order);
        }
    }
}

/// The groups that charges are stated to be of.
fn stated(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let moves = scenario.plans.values().flat_map(|plan| plan.iter());
    let one_offs = moves.filter_map(|step| match step {
        Move::OneOff { group, .. } => group.as_deref(),
        _ => None,
    });
    let offers = scenario.offers.values().filter_map(|offer| offer.group.as_deref());
    let contracts = scenario.contracts.values().filter_map(|c| c.group.as_deref());
    let lines = scenario.lines.iter().filter_map(|line| line.group.as_deref());
    let percentages = scenario.percentages.iter().filter_map(|p| p.group.as_deref());
    offers.chain(contracts).chain(lines).chain(one_offs).chain(percentages)
}

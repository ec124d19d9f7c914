//! The contracts and accounts of a plan, and what differs from those of another.
//!
//! What two have in common is the same pointer, so that only the rest is gone through.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Contract, Line, Named, Offer};
use crate::units::{Day, DayRange};

use super::charge::Account;
use super::outlook::Tenure;
use super::tally::Shift;
use super::tax::Taxes;

/// The contracts and accounts of a plan.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub(super) tenures: Vec<Arc<Tenure>>,
    /// One for each tenure, at the same place.
    pub(super) contracts: Vec<Arc<Account>>,
    /// One for each line of the file.
    pub(super) lines: Vec<Arc<Account>>,
    pub(super) one_offs: Vec<Arc<Account>>,
    /// Places of the file's contracts by key.
    pub(super) places: Arc<IndexMap<Arc<str>, usize>>,
    /// First day on which every move is made and nothing that it ends is still paid for.
    pub(super) settled: Option<Day>,
}

impl Laid {
    /// All accounts in the ledger's order: old contracts, new ones, lines, one-offs.
    pub(super) fn accounts(&self) -> Vec<Arc<Account>> {
        self.all().cloned().collect()
    }

    /// The same one by one.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.contracts.iter().chain(&self.lines).chain(&self.one_offs)
    }

    /// The accounts by what they are.
    pub(super) fn lists(&self) -> [&[Arc<Account>]; 3] {
        [&self.contracts, &self.lines, &self.one_offs]
    }

    /// What is charged here and not there inside a range, and the other way round.
    pub(super) fn shift_from(&self, other: &Self, range: DayRange, taxes: &Taxes) -> Shift {
        Shift::between(other.lists().into_iter().zip(self.lists()), range, taxes)
    }

    /// The same of a month's charges on a day.
    pub(super) fn month_from(&self, other: &Self, day: Day, taxes: &Taxes) -> Shift {
        Shift::between_months(other.lists().into_iter().zip(self.lists()), day, taxes)
    }

    /// Takes from `known`, where it is the same, what is not the pointer of `base` already.
    pub(super) fn share(&mut self, base: &Self, known: &Self) {
        share(&mut self.tenures, &base.tenures, &known.tenures);
        share(&mut self.contracts, &base.contracts, &known.contracts);
        share(&mut self.lines, &base.lines, &known.lines);
        share(&mut self.one_offs, &base.one_offs, &known.one_offs);
    }

    /// Whether accounts stand beside those of `base` that differ from them as those of `other` do from
    /// `other_base`: the same pointers.
    pub(super) fn changes_like(&self, base: &Self, other: &Self, other_base: &Self) -> bool {
        let lists = self.lists().into_iter().zip(base.lists());
        let others = other.lists().into_iter().zip(other_base.lists());
        lists.zip(others).all(|((one, base), (two, other_base))| {
            one.len() == two.len()
                && base.len() == other_base.len()
                && (0..one.len().max(base.len())).all(|place| {
                    let at = |list: &[Arc<Account>]| list.get(place).map(Arc::as_ptr);
                    let (now, then) = ((at(one), at(base)), (at(two), at(other_base)));
                    now == then || (now.0 == now.1 && then.0 == then.1)
                })
        })
    }

    pub(super) fn place(&self, key: &str) -> Option<usize> {
        let ordered = self.tenures.len().checked_sub(self.places.len())?;
        let new = self.tenures.iter().rev().take(ordered).position(|t| *t.key == *key);
        new.map(|from_end| self.tenures.len() - 1 - from_end)
            .or_else(|| self.places.get(key).copied())
    }
}

fn share<T: PartialEq>(own: &mut [Arc<T>], base: &[Arc<T>], known: &[Arc<T>]) {
    for (place, own) in own.iter_mut().enumerate() {
        let is_of_base = base.get(place).is_some_and(|base| Arc::ptr_eq(own, base));
        if let Some(known) = known.get(place).filter(|known| !is_of_base && **known == *own) {
            *own = Arc::clone(known);
        }
    }
}

/// What runs when nothing is done, as it was before an edit, with the same providers, groups, level,
/// currency, exchange rates and period; and what that was made from.
pub(super) struct Before<'a> {
    pub(super) laid: &'a Laid,
    pub(super) contracts: &'a Named<Contract>,
    pub(super) offers: &'a Named<Offer>,
    pub(super) lines: &'a [Arc<Line>],
}

impl Before<'_> {
    /// What became of a contract, and whether that still holds.
    pub(super) fn contract(
        &self,
        key: &str,
        contract: &Arc<Contract>,
        offer: &Arc<Offer>,
    ) -> Option<(&Arc<Tenure>, &Arc<Account>, bool)> {
        let place = *self.laid.places.get(key)?;
        let holds = self.contracts.get(key).is_some_and(|before| Arc::ptr_eq(before, contract))
            && self.offers.get(&*contract.offer).is_some_and(|before| Arc::ptr_eq(before, offer));
        Some((&self.laid.tenures[place], &self.laid.contracts[place], holds))
    }

    /// What became of a line that stands at the same place.
    pub(super) fn line(&self, place: usize, line: &Arc<Line>) -> Option<&Arc<Account>> {
        let same = self.lines.get(place).is_some_and(|before| Arc::ptr_eq(before, line));
        self.laid.lines.get(place).filter(|_| same)
    }
}

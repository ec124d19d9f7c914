//! Which values do the parts of stated figures name? Figures of the file, and other stated figures,
//! as they are written and as they should be.

use std::cell::RefCell;

use rust_decimal::Decimal;

use crate::checks::parts::{self, Change, Env, Kind, Parts, Readings, Worked};
use crate::document::Path;
use crate::engine::figures::Figures;
use crate::engine::outlook::Outlook;
use crate::model::{DO_NOTHING, Of, Scenario, Stated, TaxedOn};
use crate::units::{Basis, Currency, Day, Figure, Measured, Value, Written, Wrong};

use super::judge::{Nearness, judge};
use super::target;
use crate::checks::basis;

/// All stated figures of a scenario, their parts read once.
pub(in crate::checks) struct Book<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) outlook: &'a Outlook,
    parts: Vec<Option<Result<Parts<'a>, Wrong>>>,
    /// What each should say, once it was asked for.
    mended: RefCell<Vec<Option<Result<Value, Wrong>>>>,
    /// Those that are being worked out.
    open: RefCell<Vec<usize>>,
}

impl<'a> Book<'a> {
    pub(in crate::checks) fn of(scenario: &'a Scenario, outlook: &'a Outlook) -> Self {
        let names: Vec<&str> = scenario.stated.iter().map(|stated| stated.what.as_str()).collect();
        let read =
            |stated: &'a Stated| stated.parts.as_deref().map(|parts| parts::parse(parts, &names));
        Self {
            scenario,
            outlook,
            parts: scenario.stated.iter().map(|stated| read(stated)).collect(),
            mended: RefCell::new(vec![None; scenario.stated.len()]),
            open: RefCell::new(Vec::new()),
        }
    }

    pub(super) fn stated(&self, index: usize) -> Option<&'a Stated> {
        self.scenario.stated.get(index).map(AsRef::as_ref)
    }

    /// Its parts; `None` where none are written.
    pub(super) fn parts(&self, index: usize) -> Option<&Result<Parts<'a>, Wrong>> {
        self.parts.get(index)?.as_ref()
    }

    /// Where the parts of one find their values.
    pub(super) fn entry(&self, index: usize, mended: bool) -> Entry<'_, 'a> {
        let stated = self.stated(index);
        let plan = stated.map_or_else(|| self.asked_for(), |stated| self.plan_name(stated));
        let day = stated.and_then(|stated| stated.on).unwrap_or(self.outlook.as_of);
        let mut figures = Figures::of(self.scenario, self.outlook, plan, day);
        if let Some(level) = stated.and_then(|stated| stated.level.as_deref()) {
            figures = figures.at_level(level);
        }
        let taxed_on = stated.map_or(day, |stated| self.taxed_on(stated));
        let rates = rates(self.scenario, taxed_on);
        Entry { book: self, index, mended, figures, taxed_on, rates }
    }

    /// The day whose taxes hold for a stated figure.
    pub(super) fn taxed_on(&self, stated: &Stated) -> Day {
        let period = (stated.of == Of::Period).then_some(self.outlook.period.from);
        stated.on.or(period).unwrap_or(self.outlook.as_of)
    }

    fn plan_name<'s>(&'s self, stated: &'s Stated) -> &'s str {
        stated.plan.as_deref().unwrap_or_else(|| self.asked_for())
    }

    /// The plan that is meant where none is named: the request's, or the only one.
    fn asked_for(&self) -> &str {
        let request = self.scenario.request.as_ref().and_then(|request| request.plan.as_deref());
        let mut plans = self.scenario.plans.keys();
        let only = plans.next().filter(|_| plans.next().is_none());
        request.or(only.map(AsRef::as_ref)).unwrap_or(DO_NOTHING)
    }

    /// What its parts come to, the other stated figures as written, or as they should be.
    pub(super) fn work(
        &self,
        index: usize,
        mended: bool,
        change: &Change,
    ) -> Option<Result<Worked, Wrong>> {
        let parts = match self.parts(index)? {
            Ok(parts) => parts,
            Err(wrong) => return Some(Err(wrong.clone())),
        };
        let readings = self.readings(index);
        Some(parts.work(&self.entry(index, mended), readings, change))
    }

    /// Amounts are read in the currency of the figure, as far as rates are stated.
    pub(super) fn readings(&self, index: usize) -> Readings {
        let says = self.stated(index).and_then(|stated| stated.says.currency());
        Readings { basis: None, currency: Some(says.unwrap_or(self.scenario.currency)) }
    }

    /// Whether its parts name other stated figures.
    pub(super) fn names_others(&self, index: usize) -> bool {
        let Some(Ok(parts)) = self.parts(index) else { return false };
        parts.nodes.iter().any(|node| match &node.kind {
            Kind::Text(name) | Kind::Name(name) => self.named(name, index).is_some(),
            _ => false,
        })
    }

    /// The figure as it was written; unknown is open.
    pub(super) fn as_written(&self, index: usize) -> Result<Value, Wrong> {
        let stated = self.stated(index).ok_or_else(|| Wrong::new("it is not in the file"))?;
        Ok(written(&stated.says))
    }

    /// The figure as it should be: as written where that is right, else what it comes to. Figures
    /// that are parts of themselves have none.
    pub(super) fn as_mended(&self, index: usize) -> Result<Value, Wrong> {
        if let Some(Some(known)) = self.mended.borrow().get(index) {
            return known.clone();
        }
        if self.open.borrow().contains(&index) {
            return Err(self.circle(index));
        }
        self.open.borrow_mut().push(index);
        let value = self.worked_out(index);
        self.open.borrow_mut().pop();
        if let Some(slot) = self.mended.borrow_mut().get_mut(index) {
            *slot = Some(value.clone());
        }
        value
    }

    fn worked_out(&self, index: usize) -> Result<Value, Wrong> {
        let says = self.as_written(index)?;
        let Some(stated) = self.stated(index) else { return Ok(says) };
        let right = match self.work(index, true, &Change::Nothing) {
            Some(worked) => worked?.value,
            None => match target::of(&self.entry(index, true).figures, self, stated) {
                Some(target) => target.value,
                None => return Ok(says),
            },
        };
        match judge(&stated.says, &right) {
            Some(judged) if judged.nearness == Nearness::Differs => Ok(judged.as_written(&says)),
            _ => Ok(says),
        }
    }

    fn circle(&self, index: usize) -> Wrong {
        let open = self.open.borrow();
        let from = open.iter().position(|at| *at == index).unwrap_or(0);
        let names: Vec<String> = open[from..]
            .iter()
            .chain([&index])
            .filter_map(|at| self.stated(*at))
            .map(|stated| format!("`{}`", stated.what))
            .collect();
        Wrong::new(format!("it is a part of itself: {}", names.join(" of ")))
            .hint("take one of them out of the parts of the other")
    }

    /// The stated figure that a name in the parts of another means: of several, one of the same level,
    /// plan and cover, then the one before it.
    pub(super) fn named(&self, name: &str, from: usize) -> Option<usize> {
        let own = self.stated(from);
        let alike = |index: usize| {
            let (Some(one), Some(own)) = (self.stated(index), own) else { return 0 };
            8 * i32::from(one.level == own.level)
                + 4 * i32::from(one.plan == own.plan)
                + 2 * i32::from(one.of == own.of)
                + i32::from(index < from)
        };
        self.called(name).filter(|index| *index != from).max_by_key(|index| alike(*index)).or_else(
            || self.called(name).next(), // itself: a circle
        )
    }

    /// All that are called so.
    pub(super) fn called<'s>(&'s self, name: &'s str) -> impl Iterator<Item = usize> + 's {
        let all = self.scenario.stated.iter().enumerate();
        all.filter(move |(_, stated)| same_name(&stated.what, name)).map(|(index, _)| index)
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.to_lowercase() == other.to_lowercase()
        || one.trim().eq_ignore_ascii_case(other.trim())
}

/// A figure as a value.
pub(super) fn written(says: &Written) -> Value {
    match says {
        Written::Day(day) => Value::Day(*day),
        Written::Month(month) => Value::Day(month.first()),
        Written::Amount { figure, unit } => {
            let (low, high) = match figure {
                Figure::Exact(number) | Figure::About(number) => (Some(*number), Some(*number)),
                Figure::Range { low, high } => (Some(*low), Some(*high)),
                Figure::Unknown { ceiling } => (Some(Decimal::ZERO), *ceiling),
            };
            let end = |end: Option<Decimal>| end.and_then(|n| n.checked_mul(unit.factor));
            let loose = unit.dims == crate::units::Dims::NONE;
            Value::Amount(Measured { low: end(low), high: end(high), unit: unit.clone(), loose })
        }
    }
}

/// Every rate that holds on a day, as fractions: each tax and all together.
pub(super) fn rates(scenario: &Scenario, day: Day) -> Vec<Decimal> {
    let held = scenario.taxes.iter().filter(|tax| {
        tax.from.is_none_or(|from| from <= day) && tax.until.is_none_or(|until| day < until)
    });
    let mut rates: Vec<Decimal> = held.clone().map(|tax| tax.rate.as_fraction()).collect();
    let all = held.filter(|tax| tax.on == TaxedOn::All).map(|tax| tax.rate.as_fraction()).sum();
    rates.push(all);
    rates.retain(|rate| !rate.is_zero());
    rates.dedup();
    rates
}

/// One stated figure, as the place from which its parts are looked up.
pub(in crate::checks) struct Entry<'b, 'a> {
    book: &'b Book<'a>,
    index: usize,
    mended: bool,
    pub(super) figures: Figures<'b>,
    pub(super) taxed_on: Day,
    pub(super) rates: Vec<Decimal>,
}

impl Env for Entry<'_, '_> {
    fn figure(&self, path: &Path) -> Option<Value> {
        if let Some(index) = self.stated_path(path) {
            let value =
                if self.mended { self.book.as_mended(index) } else { self.book.as_written(index) };
            return value.ok();
        }
        self.figures.find(path).map(|figure| figure.value)
    }

    fn nearest(&self, path: &str) -> Option<String> {
        let known = self.figures.paths();
        let names = self.book.scenario.stated.iter().map(|stated| stated.what.clone());
        known
            .into_iter()
            .chain(names)
            .map(|known| (strsim::damerau_levenshtein(path, &known), known))
            .min()
            .filter(|(steps, _)| *steps * 3 <= path.chars().count().max(6))
            .map(|(_, known)| known)
    }

    fn stated(&self, name: &str) -> Option<Result<Value, Wrong>> {
        let index = self.book.named(name, self.index)?;
        if index == self.index {
            let what = &self.book.stated(index)?.what;
            return Some(Err(Wrong::new(format!("`{what}` is a part of itself"))
                .hint("take it out of its own parts")));
        }
        Some(if self.mended { self.book.as_mended(index) } else { self.book.as_written(index) })
    }

    fn rates(&self) -> &[Decimal] {
        &self.rates
    }

    fn other_basis(&self, amount: Decimal, to: Basis) -> Option<Decimal> {
        basis::other(self.book.scenario, self.taxed_on, amount, to)
    }

    fn exchanged(&self, amount: Decimal, from: Currency, to: Currency) -> Option<Decimal> {
        super::exchange::of(self.book.scenario, self.taxed_on, amount, from, to)
    }

    fn exchangeable(&self, from: Currency) -> Vec<Currency> {
        let pairs = self.book.scenario.rates.iter().map(|rate| rate.rate.currencies());
        let others = pairs.filter_map(|[one, other]| match from {
            _ if from == one => Some(other),
            _ if from == other => Some(one),
            _ => None,
        });
        others.collect()
    }

    fn day(&self) -> Day {
        self.book.outlook.as_of
    }
}

impl Entry<'_, '_> {
    /// `stated["Total"]`, `stated[2].says`.
    fn stated_path(&self, path: &Path) -> Option<usize> {
        use crate::document::Step;
        let [Step::Key(list), which, ..] = path.steps() else { return None };
        if list != "stated" {
            return None;
        }
        match which {
            Step::Index(index) => Some(*index).filter(|index| *index != self.index),
            Step::Key(name) => self.book.named(name, self.index).filter(|at| *at != self.index),
        }
    }
}

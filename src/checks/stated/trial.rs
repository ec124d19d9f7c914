//! Which change of one of its parts gives the figure?

use rust_decimal::Decimal;

use crate::checks::parts::{Change, Env, Function, Id, Kind, Op, Parts, Readings};
use crate::checks::words;
use crate::units::{Basis, Currency, Dims, Measured, Unit, Value};

use super::slips::{Slip, rates, short};
use super::{charges, swaps};

/// Nobody swaps parts of a longer sum in his head.
const LEAVES_MOST: usize = 60;

/// Parts that are changed one by one.
pub(super) struct Trial<'s, 'b, 'a> {
    pub(super) slip: &'s Slip<'b, 'a>,
    pub(super) parts: &'s Parts<'a>,
}

impl Trial<'_, '_, '_> {
    fn with(&self, change: &Change) -> Option<Value> {
        let worked = self.slip.book.work(self.slip.index, false, change)?;
        Some(worked.ok()?.value)
    }

    fn gives(&self, change: &Change) -> bool {
        self.with(change).is_some_and(|value| self.slip.gives(&value))
    }

    fn part(&self, id: Id) -> Option<Value> {
        let entry = self.slip.book.entry(self.slip.index, false);
        self.parts.part(&entry, self.slip.book.readings(self.slip.index), id)
    }

    /// Parts that are not made of others: amounts, paths, names.
    fn leaves(&self) -> impl Iterator<Item = Id> {
        let is_leaf = |(id, node): (Id, &crate::checks::parts::Node)| {
            let leaf =
                matches!(node.kind, Kind::Value(_) | Kind::Path(_) | Kind::Name(_) | Kind::Text(_));
            leaf.then_some(id)
        };
        self.parts.nodes.iter().enumerate().filter_map(is_leaf).take(LEAVES_MOST)
    }

    fn terms(&self) -> impl Iterator<Item = (Id, usize, Id)> {
        self.parts.sums().flat_map(|(sum, terms)| {
            terms.iter().enumerate().map(move |(place, (_, term))| (sum, place, *term))
        })
    }

    pub(super) fn left_out(&self) -> Option<String> {
        let (_, _, term) =
            self.terms().find(|(sum, place, _)| self.gives(&Change::Skip(*sum, *place)))?;
        Some(format!("{} was left out", self.parts.text(term)))
    }

    pub(super) fn counted_twice(&self) -> Option<String> {
        let twice =
            |n| self.terms().find(|(sum, place, _)| self.gives(&Change::Often(*sum, *place, n)));
        if let Some((_, _, term)) = twice(2) {
            return Some(format!("{} was counted twice", self.parts.text(term)));
        }
        let (_, _, term) = twice(3)?;
        Some(format!("{} was counted three times", self.parts.text(term)))
    }

    /// A term with the other sign.
    pub(super) fn taken_off(&self) -> Option<String> {
        let (_, _, term) =
            self.terms().find(|(sum, place, _)| self.gives(&Change::Often(*sum, *place, -1)))?;
        Some(format!("{} has the other sign", self.parts.text(term)))
    }

    /// An older or newer price, or another version of a stated figure, in a part's place.
    pub(super) fn not_updated(&self) -> Option<String> {
        self.leaves().find_map(|id| {
            let now = self.part(id)?;
            let others = match self.parts.kind(id) {
                Kind::Name(name) | Kind::Text(name) => self.versions(name),
                Kind::Path(path) => charges::other_prices(self.slip.book.scenario, path),
                Kind::Value(value) => charges::prices_beside(self.slip.book.scenario, value),
                _ => Vec::new(),
            };
            others.into_iter().filter(|other| *other != now).find_map(|other| {
                let change = Change::Values(vec![(id, other.clone())]);
                self.gives(&change).then(|| {
                    let (now, other) = (short(&now), short(&other));
                    format!("{} is not updated: {other} for {now}", self.parts.text(id))
                })
            })
        })
    }

    /// Other stated figures of one name.
    fn versions(&self, name: &str) -> Vec<Value> {
        let book = self.slip.book;
        let meant = book.named(name, self.slip.index);
        let others = book.called(name).filter(|at| Some(*at) != meant && *at != self.slip.index);
        others.filter_map(|at| book.as_written(at).ok()).collect()
    }

    /// Another stated figure in the place of the one that is named.
    pub(super) fn another_figure(&self) -> Option<String> {
        let book = self.slip.book;
        self.leaves().find_map(|id| {
            let (Kind::Name(name) | Kind::Text(name)) = self.parts.kind(id) else { return None };
            let meant = book.named(name, self.slip.index)?;
            let others = (0..book.scenario.stated.len()).filter(|at| *at != meant);
            let other = others.filter(|at| *at != self.slip.index).find(|at| {
                let value = book.as_written(*at).ok();
                value.is_some_and(|value| self.gives(&Change::Values(vec![(id, value)])))
            })?;
            let other = &book.stated(other)?.what;
            Some(format!("{other} stands where {} should", self.parts.text(id)))
        })
    }

    pub(super) fn digits_of_a_part(&self) -> Option<String> {
        self.leaves().find_map(|id| {
            let value = self.part(id)?;
            let amount = value.measured()?;
            let number = amount.exactly()?.checked_div(amount.unit.factor)?;
            let written = match self.parts.kind(id) {
                Kind::Value(_) => swaps::written(self.parts.text(id)),
                _ => amount.show(amount.exactly()?),
            };
            let swapped = swaps::of(&written).filter(|other| *other != number).find(|other| {
                let value = Value::of(*other, amount.unit.clone());
                self.gives(&Change::Values(vec![(id, value)]))
            })?;
            Some(format!("two digits are swapped, {swapped} for {}", self.parts.text(id)))
        })
    }

    pub(super) fn values_swapped(&self) -> Option<String> {
        let leaves: Vec<(Id, Value)> =
            self.leaves().filter_map(|id| Some((id, self.part(id)?))).collect();
        for (place, (a, one)) in leaves.iter().enumerate() {
            for (b, other) in &leaves[place + 1..] {
                let change = Change::Values(vec![(*a, other.clone()), (*b, one.clone())]);
                if one != other && self.gives(&change) {
                    let (a, b) = (self.parts.text(*a), self.parts.text(*b));
                    return Some(format!("{a} and {b} are swapped"));
                }
            }
        }
        None
    }

    pub(super) fn growth(&self) -> Option<String> {
        let nodes = self.parts.nodes.iter().enumerate();
        nodes.into_iter().find_map(|(id, node)| {
            let compounds = match &node.kind {
                Kind::Power(..) => true,
                Kind::Sum(_) => false,
                Kind::Call(Function::Grown | Function::Periods, arguments) => {
                    let text = self.parts.text(*arguments.last()?);
                    let growth = self.parts.text(*arguments.get(arguments.len().min(3) - 2)?);
                    !text.contains("straight-line") && !growth.contains("straight-line")
                }
                _ => return None,
            };
            self.gives(&Change::Grow(id)).then(|| {
                if compounds {
                    "it grows straight-line, where growth compounds".to_owned()
                } else {
                    "it compounds, where growth is straight-line".to_owned()
                }
            })
        })
    }

    pub(super) fn turned(&self) -> Option<String> {
        self.parts.nodes.iter().enumerate().find_map(|(id, node)| {
            let Kind::Product(factors) = &node.kind else { return None };
            let turned = |place: &usize| self.gives(&Change::Turn(id, *place));
            let place = (1..factors.len()).find(turned)?;
            let (op, factor) = factors.get(place)?;
            let factor = self.parts.text(*factor);
            Some(match op {
                Op::Times => format!("it is divided by {factor}, not multiplied"),
                Op::Over => format!("it is multiplied by {factor}, not divided"),
            })
        })
    }

    /// A whole number in a product that is another.
    pub(super) fn quantity(&self) -> Option<String> {
        const MOST: i64 = 60;
        self.parts.nodes.iter().find_map(|node| {
            let Kind::Product(factors) = &node.kind else { return None };
            factors.iter().find_map(|(_, id)| {
                let value = self.part(*id)?;
                let amount = value.measured()?;
                let number = amount.exactly()?.checked_div(amount.unit.factor)?;
                let fits = number.is_integer()
                    && (Decimal::ONE..=Decimal::ONE_THOUSAND).contains(&number)
                    && !amount.unit.is_percent()
                    && matches!(amount.dims(), Dims::NONE | Dims::MONTHS | Dims::HOURS);
                if !fits {
                    return None;
                }
                let near = [number - Decimal::ONE, number + Decimal::ONE];
                let counts = near.into_iter().chain((1..=MOST).map(Decimal::from));
                let other =
                    counts.filter(|n| *n != number && *n > Decimal::ZERO).find(|count| {
                        let value = Value::of(*count, amount.unit.clone());
                        self.gives(&Change::Values(vec![(*id, value)]))
                    })?;
                let product = self.parts.text.get(node.span.clone()).unwrap_or_default();
                Some(format!("{product} is counted with {other} for {}", number.normalize()))
            })
        })
    }

    pub(super) fn basis_of_a_part(&self) -> Option<String> {
        let taxes = rates(self.slip.book, self.slip.stated);
        let terms = self.terms().map(|(_, _, term)| term);
        let ids: Vec<Id> = terms.chain(self.leaves()).collect();
        ids.into_iter().find_map(|id| {
            let value = self.part(id)?;
            let amount = value.measured().filter(|v| v.loose || v.dims() == Dims::MONEY)?;
            let number = amount.exactly()?;
            taxes.iter().find_map(|tax| {
                let factor = Decimal::ONE + tax.rate;
                let tried = [
                    (number.checked_mul(factor)?, Basis::AfterTax),
                    (number.checked_div(factor)?, Basis::BeforeTax),
                ];
                let (_, basis) = tried.into_iter().find(|(other, _)| {
                    let digits = self.slip.book.scenario.currency.minor_digits();
                    let other = words::rounded(*other, digits);
                    let value = Value::Amount(Measured {
                        loose: amount.loose,
                        ..Measured::exact(other, amount.unit.clone())
                    });
                    self.gives(&Change::Values(vec![(id, value)]))
                })?;
                Some(format!("{} is taken {basis} ({})", self.parts.text(id), tax.name))
            })
        })
    }

    /// Two currencies added as if they were one, or turned the wrong way round.
    pub(super) fn currency(&self) -> Option<String> {
        let (book, index) = (self.slip.book, self.slip.index);
        let own = book.readings(index).currency?;
        let entry = book.entry(index, false);
        let as_one = self.parts.work(&entry, Readings::default(), &Change::Nothing).ok();
        let mut others: Vec<Currency> = Vec::new();
        let mut turned = Vec::new();
        for id in self.leaves() {
            let Some(value) = self.parts.part(&entry, Readings::default(), id) else { continue };
            let Some(amount) = value.measured() else { continue };
            let Some(currency) = amount.unit.currency.filter(|c| *c != own) else { continue };
            others.push(currency);
            // Wrong way round: what one of the other is worth of ours, divided instead.
            let one = Decimal::ONE;
            let rate = entry.exchanged(one, currency, own);
            let wrong = rate.and_then(|rate| amount.exactly()?.checked_div(rate));
            if let Some(wrong) = wrong {
                turned.push((id, Value::of(wrong, Unit::money(own, amount.unit.basis))));
            }
        }
        let other = others.first()?;
        if as_one.is_some_and(|worked| self.naive(&worked.value)) {
            return Some(format!("{own} and {other} were added as if they were one currency"));
        }
        (!turned.is_empty() && self.gives(&Change::Values(turned)))
            .then(|| format!("{other} was turned into {own} the wrong way round"))
    }

    /// Whether the number is the figure's, whatever its currency.
    fn naive(&self, value: &Value) -> bool {
        let number = value.measured().and_then(Measured::exactly);
        self.slip.unit.dims == Dims::MONEY && self.slip.gives_number(number)
    }
}

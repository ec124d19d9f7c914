//! Which tax is on a charge, rounded where the file says: per line, per invoice or per period.
//!
//! Several taxes stand side by side, each on the amount before tax, each rounded on its own, half
//! away from zero. Amounts are whole minor units in `i128`, rates fractions over one denominator.

use std::sync::Arc;

use crate::model::{Move, Recoverable, Scenario, TaxRounding, TaxedOn};
use crate::units::{
    Currency, Day, DayRange, ExchangeRate, Figure, Money, Percent, Rate, allocate, net_of_gross,
    round_product, round_ratio,
};
use indexmap::IndexSet;

use super::groups::Groups;
use super::rates::Rates;
use super::stated::Price;

/// The taxes of a scenario, ready to be computed with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Taxes {
    pub(super) currency: Currency,
    pub(super) rounding: TaxRounding,
    /// Lines and taxes are whole multiples of so many minor units.
    pub(super) step: i128,
    /// Which taxes are on what.
    pub(super) groups: Groups,
    /// Exchange rates: money comes from the same place as its tax.
    rates: Rates,
    /// In the file's order.
    list: Vec<OneTax>,
    /// What the numerators of all rates stand over.
    unit: i128,
    /// Names, each once, in the file's order.
    pub(super) names: Vec<Arc<str>>,
    /// Everybody who sends invoices; a charge knows its provider by the place in here.
    providers: IndexSet<Arc<str>>,
}

/// Whose invoice a charge stands on, and what it is to taxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Whose {
    /// Place among [`Taxes`]' providers.
    pub(super) provider: Option<usize>,
    /// Place among [`Groups`]' classes.
    pub(super) class: usize,
}

/// One named tax at one rate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OneTax {
    /// Place in the file's list.
    place: usize,
    /// Place in [`Taxes::names`].
    pub(super) name: usize,
    pub(super) rate: Rate,
    numerator: i128,
    from: Option<Day>,
    until: Option<Day>,
    /// By provider; `None`: on everything.
    on: Option<Vec<bool>>,
    /// Share that comes back, numerator and denominator.
    share: Option<(i128, i128)>,
}

impl OneTax {
    fn holds(&self, day: Day, provider: Option<usize>) -> bool {
        self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day < until)
            && self.on.as_ref().is_none_or(|on| provider.is_some_and(|p| on[p]))
    }

    /// The tax on an amount, exact: a numerator for [`Taxes::settle`].
    pub(super) fn exact(&self, amount: i128) -> i128 {
        amount.saturating_mul(self.numerator)
    }

    /// The part of a rounded tax that comes back, rounded; 0 while it is not known.
    pub(super) fn back(&self, tax: i128) -> i128 {
        self.share.map_or(0, |(n, d)| round_ratio(tax.saturating_mul(n), d))
    }

    /// Whether it is stated how much comes back.
    pub(super) fn share_is_known(&self) -> bool {
        self.share.is_some()
    }
}

impl Taxes {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut providers = IndexSet::new();
        let mut add = |name: &Option<String>| {
            if let Some(name) = name
                && !providers.contains(name.as_str())
            {
                providers.insert(Arc::from(name.as_str()));
            }
        };
        scenario.offers.values().for_each(|offer| add(&offer.provider));
        scenario.lines.iter().for_each(|line| add(&line.provider));
        for step in scenario.plans.values().flat_map(|plan| plan.iter()) {
            if let Move::OneOff { provider, .. } = step {
                add(provider);
            }
        }
        Self::new(scenario, providers)
    }

    fn new(scenario: &Scenario, providers: IndexSet<Arc<str>>) -> Self {
        let (currency, rounding) = (scenario.currency, scenario.rounding.tax);
        let (taxes, rates) = (&scenario.taxes, Rates::of(scenario));
        let fractions: Vec<(i128, u32)> = taxes.iter().map(|tax| fraction(tax.rate)).collect();
        let scale = fractions.iter().map(|(_, scale)| *scale).max().unwrap_or(0);
        let mut names: Vec<Arc<str>> = Vec::new();
        let list = taxes
            .iter()
            .zip(&fractions)
            .enumerate()
            .map(|(place, (tax, (numerator, own)))| {
                let name = names.iter().position(|n| **n == *tax.name).unwrap_or_else(|| {
                    names.push(Arc::from(tax.name.as_str()));
                    names.len() - 1
                });
                OneTax {
                    place,
                    name,
                    rate: Rate::from(tax.rate),
                    numerator: numerator.saturating_mul(ten_to(scale - own)),
                    from: tax.from,
                    until: tax.until,
                    on: match &tax.on {
                        TaxedOn::All | TaxedOn::Groups(_) => None,
                        TaxedOn::Providers(whose) => Some(
                            providers.iter().map(|p| whose.iter().any(|w| **w == **p)).collect(),
                        ),
                    },
                    share: match tax.recoverable {
                        Some(Recoverable::Share(share)) => {
                            let (n, scale) = fraction(share);
                            Some((n, ten_to(scale)))
                        }
                        Some(Recoverable::Unknown) | None => None,
                    },
                }
            })
            .collect();
        let (step, groups, unit) = (step(scenario), Groups::of(scenario), ten_to(scale));
        Self { currency, rounding, step, groups, rates, list, unit, names, providers }
    }

    /// Whether any rate says what a currency is worth in the scenario's.
    pub(super) fn exchanges(&self, foreign: Currency) -> bool {
        self.rate_on(Day::FIRST, foreign).is_some()
    }

    /// The rate between a currency and the scenario's on a day.
    pub(super) fn rate_on(&self, day: Day, foreign: Currency) -> Option<ExchangeRate> {
        self.rates.on(day, foreign, self.currency)
    }

    /// By what a price is multiplied to be in the scenario's currency: numerator and denominator.
    pub(super) fn exchange(&self, price: &Price, day: Day) -> (i128, i128) {
        price
            .foreign
            .and_then(|foreign| self.rate_on(day, foreign)?.factor(foreign, self.currency))
            .unwrap_or((1, 1))
    }

    /// Whether both have the same invoices, whatever the rates of tax.
    pub(super) fn invoices_like(&self, other: &Self) -> bool {
        self.currency == other.currency
            && self.step == other.step
            && self.rates == other.rates
            && self.groups == other.groups
            && self.providers.as_slice() == other.providers.as_slice()
    }

    /// Place of a provider, for [`Self::holding`].
    pub(super) fn provider(&self, name: Option<&str>) -> Option<usize> {
        name.and_then(|name| self.providers.get_index_of(name))
    }

    /// Whose invoice a charge stands on.
    pub(super) fn whose(&self, provider: Option<&str>, class: usize) -> Whose {
        Whose { provider: self.provider(provider), class }
    }

    /// The name at a place, shared.
    pub(super) fn provider_name(&self, place: Option<usize>) -> Option<Arc<str>> {
        place.and_then(|place| self.providers.get_index(place)).cloned()
    }

    /// The taxes on a charge of a day, in the file's order.
    pub(super) fn holding(&self, day: Day, whose: Whose) -> impl Iterator<Item = &OneTax> {
        self.on_invoice(day, whose.provider).filter(move |tax| self.is_on(tax, whose.class))
    }

    /// The taxes on anything of an invoice, in the file's order.
    pub(super) fn on_invoice(
        &self,
        day: Day,
        provider: Option<usize>,
    ) -> impl Iterator<Item = &OneTax> {
        self.list.iter().filter(move |tax| tax.holds(day, provider))
    }

    /// Whether a tax is on charges of a class.
    pub(super) fn is_on(&self, tax: &OneTax, class: usize) -> bool {
        self.groups.taxes(class, tax.place)
    }

    /// Rounds what [`OneTax::exact`] gave, or a sum of it, to whole minor units, or the multiple that the file asks for.
    pub(super) fn settle(&self, exact: i128) -> i128 {
        round_ratio(exact, self.unit.saturating_mul(self.step)).saturating_mul(self.step)
    }

    /// One tax on an amount, rounded.
    pub(super) fn rounded(&self, tax: &OneTax, amount: i128) -> i128 {
        self.settle(tax.exact(amount))
    }

    /// All taxes on an amount, each rounded, and how much of each comes back, rounded.
    pub(super) fn all(&self, day: Day, whose: Whose, amount: i128) -> Taxed {
        self.holding(day, whose).fold(Taxed::default(), |sum, tax| {
            let amount = self.rounded(tax, amount);
            Taxed { tax: sum.tax + amount, back: sum.back + tax.back(amount) }
        })
    }

    /// The taxes on one invoice: amounts by their class, each tax rounded on what it is on together.
    pub(super) fn invoice(
        &self,
        day: Day,
        provider: usize,
        amounts: &(impl Iterator<Item = (usize, i128)> + Clone),
    ) -> Taxed {
        self.on_invoice(day, Some(provider)).fold(Taxed::default(), |sum, tax| {
            let own = amounts.clone().filter(|(class, _)| self.is_on(tax, *class));
            let amount = self.rounded(tax, own.map(|(_, amount)| amount).sum());
            Taxed { tax: sum.tax + amount, back: sum.back + tax.back(amount) }
        })
    }

    /// The net of an amount after tax, both multiples of `step`: what gives it exactly, else the
    /// rounded quotient.
    pub(super) fn net_of(&self, gross: i128, day: Day, whose: Whose, step: i128) -> i128 {
        let rates: Vec<Rate> = self.holding(day, whose).map(|tax| tax.rate).collect();
        let gross = round_ratio(gross, step);
        net_of_gross(gross, &rates).net(gross, &rates).saturating_mul(step)
    }

    /// Whether the rates give both ends of an amount stated after tax from its net.
    pub(super) fn fits(&self, net: [i128; 2], gross: [i128; 2], day: Day, whose: Whose) -> bool {
        let fits = |end: usize| net[end] + self.all(day, whose, net[end]).tax == gross[end];
        fits(0) && fits(1)
    }

    /// A fixed amount of tax shared out over the taxes that hold, by their rates; with the part of
    /// each that comes back.
    pub(super) fn share_out(&self, day: Day, whose: Whose, amount: i128) -> Vec<(&OneTax, i128)> {
        let holding: Vec<&OneTax> = self.holding(day, whose).collect();
        let weights: Vec<i128> = holding.iter().map(|tax| tax.numerator).collect();
        let parts = allocate(amount, &weights);
        holding.into_iter().zip(parts).collect()
    }

    /// Whether every tax that can hold in these days says how much of it comes back; without taxes
    /// nothing does, and that is known.
    pub(super) fn recovery_is_known(&self, range: DayRange) -> bool {
        let holds = |tax: &&OneTax| {
            tax.until.is_none_or(|until| range.from < until)
                && tax.from.is_none_or(|from| range.until.is_none_or(|until| from < until))
        };
        self.list.iter().filter(holds).all(OneTax::share_is_known)
    }

    /// The share of a name that comes back, as its last rate states it, applied to a rounded tax.
    pub(super) fn back_of_name(&self, name: usize, tax: i128) -> i128 {
        self.list.iter().rev().find(|one| one.name == name).map_or(0, |one| one.back(tax))
    }

    /// Whether any rate of a name says how much of it comes back.
    pub(super) fn name_has_share(&self, name: usize) -> bool {
        self.list.iter().rev().find(|one| one.name == name).is_some_and(OneTax::share_is_known)
    }
}

/// A sum of rounded taxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taxed {
    pub(super) tax: i128,
    /// What of it comes back.
    pub(super) back: i128,
}

/// Minor units of what amounts are rounded to; 1 where the file says nothing, or nothing that can be.
fn step(scenario: &Scenario) -> i128 {
    let Some(Money { figure: Figure::Exact(to), currency: Some(currency), .. }) =
        scenario.rounding.to
    else {
        return 1;
    };
    let step = round_product(&[to], currency.minor_digits());
    if currency == scenario.currency { step.max(1) } else { 1 }
}

/// A percentage as a whole number over a power of ten.
pub(super) fn fraction(percent: Percent) -> (i128, u32) {
    let rate = Rate::from(percent);
    (rate.numerator().into(), rate.scale())
}

/// 10 to the power; exponents beyond what a decimal has do not occur.
pub(super) fn ten_to(exponent: u32) -> i128 {
    10_i128.saturating_pow(exponent)
}

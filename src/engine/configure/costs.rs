//! What does each configuration cost: a month, once, over the request and to the horizon?
//!
//! All that are paid alike (by the same provider, term and way of billing) are laid into the scenario once; of each only its price is put in
//! the place of another's.

use std::sync::Arc;

use crate::engine::charge::Account;
use crate::engine::laid::Laid;
use crate::engine::ledger::Ledger;
use crate::engine::percentages::Percentages;
use crate::engine::rent::{RentDay, Share};
use crate::engine::request::Basis;
use crate::engine::stated::{DatedPrice, Price};
use crate::engine::tally::{Shift, Tally};
use crate::engine::tax::Taxes;
use crate::model::{
    Billing, Catalogue, CataloguePlan, CatalogueTax, Move, MoveOptions, Offer, OfferKind, Renewal,
};
use crate::units::{self, AfterTax, BeforeTax, Currency, Money, Span, SpanUnit, Total};

use super::offered::{Listed, Offered};
use super::paid::{Paid, Way};
use super::situation::Situation;
use super::spent::{Charged, Rest, Spent};

/// What something costs, in the scenario's currency. Unknown parts leave a total open: at least so much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// A month of it by itself; of what is paid for a term at once, a month's part.
    pub monthly: Total<BeforeTax>,
    /// The same after tax, as an invoice of its own.
    pub monthly_after_tax: Total<AfterTax>,
    /// Charged once, on the first day.
    pub one_off: Total<BeforeTax>,
    /// All that the organisation is asked for in the request's period, when it is laid into the scenario.
    pub period: Total<BeforeTax>,
    /// The same after tax.
    pub period_after_tax: Total<AfterTax>,
    /// The same from the day that the scenario speaks of to the horizon, before tax.
    pub horizon: Total<BeforeTax>,
    /// The same after tax.
    pub horizon_after_tax: Total<AfterTax>,
}

/// Everything that is paid alike, laid into a scenario.
#[derive(Debug)]
pub(super) struct Market {
    taxes: Arc<Taxes>,
    percentages: Arc<Percentages>,
    currency: Currency,
    situation: Situation,
    templates: Vec<Template>,
    /// By way.
    pub(super) template_of: Vec<u32>,
    /// By catalogue: the currency for which no rate is stated.
    pub(super) no_rate: Vec<Option<Currency>>,
}

/// One of what is paid alike.
#[derive(Debug)]
struct Template {
    sold: Sold,
    /// Where its prices stand in a file: nowhere.
    path: Arc<str>,
    /// Its charges, at the price of whatever came last.
    account: Arc<Account>,
    /// With all other charges of the scenario; kept where they have to be gone through each time.
    laid: Option<Laid>,
    /// A billing day for each share of a month that it is charged for, and for a whole one.
    shares: Vec<RentDay>,
    period: Rest,
    horizon: Rest,
}

/// By what prices are told to be paid alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Alike {
    catalogue: u32,
    kind: OfferKind,
    term: u32,
    every: u32,
    renews: Option<Renewal>,
    is_hourly: bool,
    /// The plan, where it has a meter of its own.
    metered: Option<u32>,
}

/// How its catalogue states prices.
#[derive(Clone, Copy, Debug)]
struct Sold {
    currency: Currency,
    basis: units::Basis,
    every: u32,
    /// Whether it has no price a month besides hours and meters.
    only_metered: bool,
}

impl Market {
    pub(super) fn new(offered: &Offered, situation: &Situation) -> Self {
        let mut alike: Vec<(Alike, &Way)> = Vec::new();
        let template_of = offered.ways.iter().map(|way| {
            let key = Alike::of(offered, way);
            let known = alike.iter().position(|(other, _)| *other == key);
            known.unwrap_or_else(|| {
                alike.push((key, way));
                alike.len() - 1
            }) as u32
        });
        let template_of: Vec<u32> = template_of.collect();
        let mut scenario = (*situation.scenario).clone();
        scenario.as_of = Some(situation.frame.as_of);
        let keys: Vec<Arc<str>> = alike
            .iter()
            .map(|(key, way)| {
                let (listed, plan) = sold_by(offered, way);
                let mut name = format!("offered {}", scenario.offers.len());
                while scenario.offers.contains_key(name.as_str()) {
                    name.push('+');
                }
                let name: Arc<str> = Arc::from(name);
                let offer = offer(&listed.catalogue, plan, way, *key);
                scenario.offers.insert(Arc::clone(&name), Arc::new(offer));
                name
            })
            .collect();
        let basis = Basis::of(&scenario, &situation.frame, None);
        let taxes = Arc::clone(basis.taxes());
        let no_rate = offered.listed().iter().map(|listed| {
            let foreign = listed.catalogue.currency;
            let is_known = foreign == scenario.currency || taxes.exchanges(foreign);
            (!is_known).then_some(foreign)
        });
        let no_rate = no_rate.collect();
        let mut market = Self {
            percentages: basis.percentages(),
            currency: scenario.currency,
            situation: situation.clone(),
            templates: Vec::new(),
            template_of,
            no_rate,
            taxes,
        };
        for ((key, way), name) in alike.iter().zip(&keys) {
            let (listed, plan) = sold_by(offered, way);
            let sold = Sold::of(&listed.catalogue, plan, way, *key);
            market.lay(&basis, name, sold, key.kind);
        }
        market
    }

    /// Lays one of what is paid alike into the scenario.
    fn lay(&mut self, basis: &Basis<'_>, offer: &Arc<str>, sold: Sold, kind: OfferKind) {
        let step = self.situation.step(offer, kind);
        let mut laid = basis.lay("", &[step]);
        let account = laid.contracts.pop();
        laid.tenures.pop();
        let account = account.expect("an order of an offer that is there adds a contract");
        let rest = |range| {
            let shift = Shift::asked_for(laid.all(), range, &self.taxes);
            let tally = Tally::default().moved(&shift, &self.taxes);
            Rest::new(tally, range, &account, &self.taxes)
        };
        let (period, horizon) = (rest(self.situation.period()), rest(self.situation.horizon()));
        let laid = (!self.percentages.is_empty()).then_some(laid);
        let from = self.situation.from();
        let pays_until = from.plus_months(1);
        let mut shares =
            vec![RentDay { day: from, pays_from: from, pays_until, share: Share::Whole }];
        for day in period.shares().chain(horizon.shares()) {
            if shares.iter().all(|known| known.share != day.share) {
                shares.push(day);
            }
        }
        let path = Arc::from("");
        self.templates.push(Template { sold, path, account, laid, shares, period, horizon });
    }

    /// What something paid by a way costs.
    pub(super) fn cost(&mut self, way: usize, paid: Paid) -> Cost {
        let template = &mut self.templates[self.template_of[way] as usize];
        template.price(paid, &self.taxes);
        let Template { account, laid, shares, period, horizon, .. } = &*template;
        let from = self.situation.from();
        let charged = match laid {
            None => Charged::of(account, shares, &self.taxes),
            Some(_) => None,
        };
        if let Some(charged) = charged {
            let (period, period_after_tax) = period.with(&charged, &self.taxes);
            let (horizon, horizon_after_tax) = horizon.with(&charged, &self.taxes);
            return Cost {
                monthly: charged.month(),
                monthly_after_tax: charged.month_after_tax(from, &self.taxes),
                one_off: charged.setup(),
                period,
                period_after_tax,
                horizon,
                horizon_after_tax,
            };
        }
        let of = |rest: &Rest| match laid {
            None => rest.with_rows(account, &self.taxes),
            Some(laid) => {
                let mut accounts = laid.contracts.clone();
                accounts.push(Arc::clone(account));
                accounts.extend(laid.lines.iter().chain(&laid.one_offs).cloned());
                let ledger = Ledger {
                    currency: self.currency,
                    accounts,
                    taxes: Arc::clone(&self.taxes),
                    percentages: Arc::clone(&self.percentages),
                    period: self.situation.period(),
                };
                let bill = ledger.bill(rest.range);
                (bill.before_tax, bill.after_tax)
            }
        };
        let (period, period_after_tax) = of(period);
        let (horizon, horizon_after_tax) = of(horizon);
        Cost {
            monthly: account.price_from(from, &self.taxes).total(),
            monthly_after_tax: Spent::month(account, from, &self.taxes),
            one_off: Spent::setup(account, &self.taxes),
            period,
            period_after_tax,
            horizon,
            horizon_after_tax,
        }
    }
}

impl Template {
    /// Puts a price in the place of another's.
    fn price(&mut self, paid: Paid, taxes: &Taxes) {
        let Sold { currency, basis, every, only_metered } = self.sold;
        let digits = currency.minor_digits() + 8;
        let path = Arc::clone(&self.path);
        let stated = |amount: Option<rust_decimal::Decimal>| {
            let money = amount.map_or(Money::UNKNOWN, |amount| {
                Money::exact(amount.round_dp(digits), currency, Some(basis))
            });
            Price::at(&money, taxes, Arc::clone(&path))
        };
        let account = Arc::make_mut(&mut self.account);
        account.prices.clear();
        if !only_metered {
            let price = stated(paid.monthly(every, currency));
            account.prices.push(DatedPrice { from: None, price });
        }
        let has_setup = paid.setup.is_none_or(|setup| !setup.is_zero());
        account.setup = has_setup.then(|| stated(paid.setup));
        if account.hourly.is_some() {
            account.hourly = Some(stated(paid.hourly));
        }
    }
}

impl Alike {
    fn of(offered: &Offered, way: &Way) -> Self {
        let (catalogue, index) = offered.plans[way.plan as usize];
        let plan = &offered.listed()[catalogue as usize].catalogue.plans[index as usize];
        let is_priced = way.own.price.is_some();
        let by_itself = plan.tariff.is_some() || (way.own.hourly.is_some() && !is_priced);
        Self {
            catalogue,
            kind: plan.kind,
            term: way.term,
            every: way.every,
            renews: way.renews,
            is_hourly: way.own.hourly.is_some(),
            metered: by_itself.then_some(way.plan),
        }
    }
}

impl Sold {
    fn of(catalogue: &Catalogue, plan: &CataloguePlan, way: &Way, key: Alike) -> Self {
        let by_itself = plan.tariff.is_some() || key.is_hourly;
        Self {
            currency: catalogue.currency,
            basis: match catalogue.tax {
                CatalogueTax::Before(_) => units::Basis::BeforeTax,
                CatalogueTax::In(_) => units::Basis::AfterTax,
            },
            every: way.every,
            only_metered: by_itself && way.own.price.is_none(),
        }
    }
}

impl Situation {
    /// The move that lays an offer into the scenario: a server takes the place of another, anything else is ordered beside what runs.
    pub(super) fn step(&self, offer: &str, kind: OfferKind) -> Move {
        let (offer, from, options) = (offer.to_owned(), self.from(), MoveOptions::default());
        match self.replacing().filter(|_| kind == OfferKind::Server) {
            Some(old) => Move::Replace {
                contract: old.contract.to_string(),
                offer,
                from,
                overlap: old.overlap,
                region: None,
                count: Some(1),
                key: None,
                options,
                off: false,
                effort: None,
                note: None,
            },
            None => Move::Order {
                offer,
                from,
                region: None,
                count: 1,
                on: None,
                key: None,
                options,
                off: false,
                effort: None,
                note: None,
            },
        }
    }
}

fn sold_by<'a>(offered: &'a Offered, way: &Way) -> (&'a Listed, &'a CataloguePlan) {
    let (catalogue, plan) = offered.plans[way.plan as usize];
    let listed = &offered.listed()[catalogue as usize];
    (listed, &listed.catalogue.plans[plan as usize])
}

/// What stands for all that is paid alike: terms without prices.
fn offer(catalogue: &Catalogue, plan: &CataloguePlan, way: &Way, key: Alike) -> Offer {
    let term = if way.every > 1 { way.term.max(way.every) } else { way.term };
    let months = |months: u32| Span::new(months, SpanUnit::Month);
    Offer {
        kind: key.kind,
        name: None,
        provider: Some(catalogue.provider.clone()),
        ram: None,
        storage: None,
        disks: Vec::new(),
        reserved: indexmap::IndexMap::new(),
        size: plan.gives.space.filter(|_| key.kind != OfferKind::Server),
        threads: None,
        gives: indexmap::IndexMap::new(),
        has: Vec::new(),
        regions: Vec::new(),
        monthly: Some(Money::UNKNOWN),
        hourly: key.is_hourly.then_some(Money::UNKNOWN),
        tariff: plan.tariff.clone(),
        setup: None,
        months_of_use: None,
        term: months(term).filter(|_| term > 0),
        renews: (term > 0).then(|| way.renews.unwrap_or(Renewal::Unknown)),
        notice: None,
        billing: (way.every > 1 && term == way.every).then_some(Billing::UpFront),
        delivery: None,
        includes: indexmap::IndexMap::new(),
        stackable: plan.stackable,
        adds: None,
        group: None,
        from: None,
        until: None,
        source: None,
        checked: None,
        is: None,
        note: None,
    }
}

//! Which amounts does the file state, and where? One walk for all checks that look at amounts.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::document::Path;
use crate::model::{Float, Funds, Move, Scenario};
use crate::units::Money;

use super::{at, words};

/// An amount that the file states.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price<'a> {
    pub(super) money: &'a Money,
    pub(super) spot: Spot<'a>,
}

/// Where it stands; its path and words are made only for those that a finding is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot<'a> {
    /// `monthly`, `hourly` or `setup` of an offer.
    Offer { key: &'a str, name: &'a str, field: &'static str },
    /// A price of an offer's tariff, or of one of its steps.
    Tariff { key: &'a str, name: &'a str, field: &'static str, step: Option<usize> },
    /// `monthly` or `hourly` of a contract.
    Contract { key: &'a str, name: &'a str, field: &'static str },
    /// `prices[i].monthly` of a contract.
    Later { key: &'a str, name: &'a str, index: usize },
    /// `price` of a line.
    Line { index: usize, what: &'a str },
    /// `prices[i].price` of a line.
    LineLater { line: usize, what: &'a str, index: usize },
    /// A field of a move, or of its options.
    Move { plan: &'a Arc<str>, index: usize, field: &'static str, option: bool },
    /// An amount of `funds`, in the list of this name.
    Fund { list: &'static str, index: usize, field: &'static str, what: &'a str },
    /// `funds.float`.
    Float,
    /// `amount` of a limit.
    Limit { index: usize, what: &'a str },
}

impl Spot<'_> {
    /// Whether it is a price, rather than what there is, may be paid or was said.
    pub(super) fn is_price(&self) -> bool {
        !matches!(self, Self::Fund { .. } | Self::Float | Self::Limit { .. })
    }

    pub(super) fn path(&self) -> Path {
        match *self {
            Self::Offer { key, field, .. } => at::entry("offers", key).key(field),
            Self::Tariff { key, field, step, .. } => {
                let tariff = at::entry("offers", key).key("tariff");
                match step {
                    Some(step) => tariff.key("steps").index(step).key(field),
                    None => tariff.key(field),
                }
            }
            Self::Contract { key, field, .. } => at::entry("contracts", key).key(field),
            Self::Later { key, index, .. } => {
                at::entry("contracts", key).key("prices").index(index).key("monthly")
            }
            Self::Line { index, .. } => at::item("lines", index).key("price"),
            Self::LineLater { line, index, .. } => {
                at::item("lines", line).key("prices").index(index).key("price")
            }
            Self::Move { plan, index, field, option } => {
                let step = at::step(plan, index);
                if option { step.key("options").key(field) } else { step.key(field) }
            }
            Self::Fund { list, index, field, .. } => {
                at::field("funds").key(list).index(index).key(field)
            }
            Self::Float => at::field("funds").key("float"),
            Self::Limit { index, .. } => at::item("limits", index).key("amount"),
        }
    }

    /// Whose invoice it stands on, where that is stated.
    pub(super) fn provider<'s>(&self, scenario: &'s Scenario) -> Option<&'s str> {
        let of_offer = |key: &str| scenario.offers.get(key)?.provider.as_deref();
        match *self {
            Self::Offer { key, .. } | Self::Tariff { key, .. } => of_offer(key),
            Self::Contract { key, .. } | Self::Later { key, .. } => {
                of_offer(&scenario.contracts.get(key)?.offer)
            }
            Self::Line { index: line, .. } | Self::LineLater { line, .. } => {
                scenario.lines.get(line)?.provider.as_deref()
            }
            Self::Move { plan, index, .. } => match scenario.plans.get(plan)?.get(index)? {
                Move::Order { offer, .. } | Move::Replace { offer, .. } => of_offer(offer),
                Move::OneOff { provider, .. } => provider.as_deref(),
                Move::Price { contract, .. } => {
                    of_offer(&scenario.contracts.get(contract.as_str())?.offer)
                }
                _ => None,
            },
            Self::Fund { .. } | Self::Float | Self::Limit { .. } => None,
        }
    }

    /// `the price of Rise-3`, `the setup fee of Rise-3`.
    pub(super) fn words(&self) -> String {
        match *self {
            Self::Offer { name, field: "setup", .. } => format!("the setup fee of {name}"),
            Self::Tariff { name, field: "minimum", .. } => format!("the least price of {name}"),
            Self::Tariff { name, field: "cap", .. } => format!("the highest price of {name}"),
            Self::Tariff { name, .. } => format!("the metered price of {name}"),
            Self::Offer { name, field: "hourly", .. }
            | Self::Contract { name, field: "hourly", .. } => {
                format!("the hourly price of {name}")
            }
            Self::Offer { name, .. } | Self::Contract { name, .. } | Self::Later { name, .. } => {
                format!("the price of {name}")
            }
            Self::Line { what, .. } | Self::LineLater { what, .. } => {
                format!("the price of {what}")
            }
            Self::Move { plan, index, field, .. } => {
                let field = if field == "setup" { "setup fee" } else { "price" };
                format!("the {field} in move {} of {plan}", index + 1)
            }
            Self::Fund { what, .. } => format!("the amount of {what}"),
            Self::Float => "what is to be kept".to_owned(),
            Self::Limit { what, .. } => format!("the limit {what}"),
        }
    }
}

/// Every amount of the file, in the file's order.
pub(super) fn all(scenario: &Scenario) -> impl Iterator<Item = Price<'_>> {
    let offers = scenario.offers.iter().flat_map(|(key, offer)| {
        let name = words::offer(key, offer);
        let of = move |field| Spot::Offer { key, name, field };
        let monthly = offer.monthly.iter().map(move |money| Price { money, spot: of("monthly") });
        let hourly = offer.hourly.iter().map(move |money| Price { money, spot: of("hourly") });
        let setup = offer.setup.iter().map(move |money| Price { money, spot: of("setup") });
        let tariff = offer.tariff.iter().flat_map(move |tariff| {
            let of = move |field, step| Spot::Tariff { key, name, field, step };
            let steps = tariff.steps.iter().enumerate();
            let steps = steps.map(move |(n, step)| (&step.price, of("price", Some(n))));
            std::iter::once((&tariff.price, of("price", None)))
                .chain(tariff.minimum.iter().map(move |money| (money, of("minimum", None))))
                .chain(tariff.cap.iter().map(move |money| (money, of("cap", None))))
                .chain(steps)
                .map(|(money, spot)| Price { money, spot })
        });
        monthly.chain(hourly).chain(tariff).chain(setup)
    });
    let contracts = scenario.contracts.iter().flat_map(|(key, contract)| {
        let name = words::contract(scenario, key, contract);
        let own = move |field| Spot::Contract { key, name, field };
        let now = contract.monthly.iter().map(move |money| (money, own("monthly")));
        let now = now.chain(contract.hourly.iter().map(move |money| (money, own("hourly"))));
        let now = now.map(|(money, spot)| Price { money, spot });
        let later = contract.prices.iter().enumerate().map(move |(index, price)| Price {
            money: &price.monthly,
            spot: Spot::Later { key, name, index },
        });
        now.chain(later)
    });
    let lines = scenario.lines.iter().enumerate().flat_map(|(line, of)| {
        let what = of.what.as_str();
        let later = of.prices.iter().enumerate().map(move |(index, price)| Price {
            money: &price.price,
            spot: Spot::LineLater { line, what, index },
        });
        let now = Price { money: &of.price, spot: Spot::Line { index: line, what } };
        std::iter::once(now).chain(later)
    });
    let moves = scenario.plans.iter().flat_map(|(plan, moves)| {
        moves.iter().enumerate().flat_map(move |(index, step)| of_move(plan, index, step))
    });
    let funds = scenario.funds.iter().flat_map(of_funds);
    let limits = scenario.limits.iter().enumerate().map(|(index, limit)| Price {
        money: &limit.amount,
        spot: Spot::Limit { index, what: &limit.what },
    });
    let asked = offers.chain(contracts).chain(lines).chain(funds).chain(limits);
    asked.chain(moves)
}

fn of_funds(funds: &Funds) -> impl Iterator<Item = Price<'_>> {
    let accounts = funds.accounts.iter().enumerate().map(|(index, account)| Price {
        money: &account.balance,
        spot: Spot::Fund { list: "accounts", index, field: "balance", what: &account.name },
    });
    let income = funds.income.iter().enumerate().map(|(index, income)| Price {
        money: &income.amount,
        spot: Spot::Fund { list: "income", index, field: "amount", what: &income.what },
    });
    let debts = funds.debts.iter().enumerate().map(|(index, debt)| Price {
        money: &debt.amount,
        spot: Spot::Fund { list: "debts", index, field: "amount", what: &debt.what },
    });
    let float = funds.float.iter().filter_map(|float| match float {
        Float::Amount(money) => Some(Price { money, spot: Spot::Float }),
        Float::Span(_) => None,
    });
    accounts.chain(income).chain(debts).chain(float)
}

fn of_move<'a>(
    plan: &'a Arc<str>,
    index: usize,
    step: &'a Move,
) -> impl Iterator<Item = Price<'a>> + use<'a> {
    let here = |field, option| Spot::Move { plan, index, field, option };
    let (a, b) = match step {
        Move::Order { options, .. } | Move::Replace { options, .. } => (
            options.monthly.as_ref().map(|money| (money, here("monthly", true))),
            options.setup.as_ref().map(|money| (money, here("setup", true))),
        ),
        Move::OneOff { price, .. } | Move::PriceOfLine { price, .. } => {
            (Some((price, here("price", false))), None)
        }
        Move::Price { monthly, .. } => (Some((monthly, here("monthly", false))), None),
        _ => (None, None),
    };
    a.into_iter().chain(b).map(|(money, spot)| Price { money, spot })
}

/// An offer ordered by a move that is not off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ordered<'a> {
    pub(super) plan: &'a Arc<str>,
    pub(super) index: usize,
    pub(super) step: &'a Move,
    pub(super) offer: &'a str,
    pub(super) region: Option<&'a str>,
}

/// Every order and replacement of every plan that is not switched off.
pub(super) fn orders(scenario: &Scenario) -> impl Iterator<Item = Ordered<'_>> {
    scenario.plans.iter().flat_map(|(plan, moves)| {
        let on = moves.iter().enumerate().filter(|(_, step)| !step.is_off());
        on.filter_map(move |(index, step)| match step {
            Move::Order { offer, region, .. } | Move::Replace { offer, region, .. } => {
                Some(Ordered { plan, index, step, offer, region: region.as_deref() })
            }
            _ => None,
        })
    })
}

/// The plans that order each offer, by its key, in the file's order.
pub(super) fn ordered_by(scenario: &Scenario) -> IndexMap<&str, Vec<&Arc<str>>> {
    let mut plans: IndexMap<&str, Vec<&Arc<str>>> = IndexMap::new();
    for order in orders(scenario) {
        let of = plans.entry(order.offer).or_default();
        if of.last().is_none_or(|last| *last != order.plan) {
            of.push(order.plan);
        }
    }
    plans
}

/// The one plan of a list; `None` where it is about several.
pub(super) fn only<'a>(plans: &[&'a Arc<str>]) -> Option<&'a Arc<str>> {
    match plans {
        [one] => Some(one),
        _ => None,
    }
}

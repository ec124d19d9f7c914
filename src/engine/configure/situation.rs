//! Into what is a configuration laid: which scenario, in whose place, from which day?

use std::sync::Arc;

use crate::engine::Frame;
use crate::engine::fit::largest_host;
use crate::engine::levels::plan_asked;
use crate::engine::outlook::Outlook;
use crate::engine::request::Basis;
use crate::model::{Move, Scenario};
use crate::units::{BeforeTax, Currency, Day, DayRange, Span, Total};

/// What follows for costs from where and when something is ordered.
#[derive(Clone, Debug)]
pub struct Situation {
    pub(super) scenario: Arc<Scenario>,
    pub(super) frame: Frame,
    replacing: Option<Replacing>,
    from: Day,
}

/// The contract whose place it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacing {
    /// Its key.
    pub contract: Arc<str>,
    /// How long both are paid.
    pub overlap: Option<Span>,
    /// The plan that states the overlap and the day; `None`: none does.
    pub plan: Option<Arc<str>>,
}

impl Situation {
    /// In the place of the server with the most RAM, as the scenario's plans replace it: the plan asked for first, else the first that
    /// does. Where none does: from the first day of the request on, or from the scenario's where that is later, without overlap.
    pub fn of(scenario: &Arc<Scenario>, outlook: &Outlook) -> Self {
        let frame =
            Frame { as_of: outlook.as_of, horizon: outlook.horizon, period: outlook.period };
        let first = outlook.period.from.max(outlook.as_of);
        let host = largest_host(outlook).map(|host| Arc::clone(&host.key));
        let contract = host.filter(|key| scenario.contracts.contains_key(key));
        let mut situation =
            Self { scenario: Arc::clone(scenario), frame, replacing: None, from: first };
        let Some(contract) = contract else { return situation };
        let asked = plan_asked(scenario);
        let plans = scenario.plans.iter();
        let stated = plans
            .flat_map(|(name, moves)| moves.iter().map(move |step| (name, step)))
            .filter(|(_, step)| !step.is_off())
            .filter_map(|(name, step)| match step {
                Move::Replace { contract: old, from, overlap, .. } if **old == *contract => {
                    Some((name, *from, *overlap))
                }
                _ => None,
            });
        let best = stated.min_by_key(|(name, ..)| Some(&***name) != asked);
        situation.replacing = Some(match best {
            Some((name, from, overlap)) => {
                situation.from = from;
                Replacing { contract, overlap, plan: Some(Arc::clone(name)) }
            }
            None => Replacing { contract, overlap: None, plan: None },
        });
        situation
    }

    /// The same from another day on.
    #[must_use]
    pub fn starting(mut self, from: Day) -> Self {
        self.from = from;
        self
    }

    /// The same in the place of another contract, or of none.
    #[must_use]
    pub fn in_place_of(mut self, replacing: Option<Replacing>) -> Self {
        self.replacing = replacing;
        self
    }

    /// First day paid.
    pub fn from(&self) -> Day {
        self.from
    }

    /// Whose place it takes.
    pub fn replacing(&self) -> Option<&Replacing> {
        self.replacing.as_ref()
    }

    /// Days of the request.
    pub fn period(&self) -> DayRange {
        self.frame.period
    }

    /// Days from the one that the scenario speaks of to the horizon.
    pub fn horizon(&self) -> DayRange {
        DayRange::new(self.frame.as_of, self.frame.horizon)
    }

    /// Currency of all costs.
    pub fn currency(&self) -> Currency {
        self.scenario.currency
    }

    /// Whether the scenario has any taxes; without, amounts after tax are those before.
    pub fn has_taxes(&self) -> bool {
        !self.scenario.taxes.is_empty()
    }

    /// Whether a contract with this provider is there: then prices for existing customers hold.
    pub(super) fn is_customer_of(&self, provider: &str) -> bool {
        self.scenario.contracts.values().any(|contract| {
            let offer = self.scenario.offers.get(contract.offer.as_str());
            let name = offer.and_then(|offer| offer.provider.as_deref());
            name.is_some_and(|name| name.eq_ignore_ascii_case(provider))
        })
    }
}

/// Whether both come to the same costs, by pointer.
impl PartialEq for Situation {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.scenario, &other.scenario)
            && self.frame == other.frame
            && self.replacing == other.replacing
            && self.from == other.from
    }
}

/// What the request comes to, before tax, with each of these offers of the scenario laid into it as a configuration would be; `None` where the
/// scenario has no such offer.
pub fn with_own_offers(situation: &Situation, keys: &[Arc<str>]) -> Vec<Option<Total<BeforeTax>>> {
    let scenario = Scenario { as_of: Some(situation.frame.as_of), ..(*situation.scenario).clone() };
    let basis = Basis::of(&scenario, &situation.frame, None);
    let one = |key: &Arc<str>| {
        let offer = scenario.offers.get(key)?;
        let laid = basis.lay("", &[situation.step(key, offer.kind)]);
        Some(basis.totals(&laid).before_tax)
    };
    keys.iter().map(one).collect()
}

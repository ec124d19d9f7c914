//! What is an amount in another currency worth on a day?

use crate::model::{Rate, Scenario};
use crate::units::{Currency, Day, ExchangeRate};

/// The stated exchange rates, by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rates(Vec<(Option<Day>, ExchangeRate)>);

impl Rates {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut rates: Vec<_> =
            scenario.rates.iter().map(|Rate { on, rate, .. }| (*on, *rate)).collect();
        rates.sort_by_key(|(on, _)| *on); // stable: of one day the last stated holds
        Self(rates)
    }

    /// The rate that holds on a day between two currencies: the last of those from on or before it; for
    /// days before all of them, the first. `None` where none is stated, neither way.
    pub(super) fn on(&self, day: Day, from: Currency, to: Currency) -> Option<ExchangeRate> {
        let both = |rate: &ExchangeRate| rate.factor(from, to).is_some();
        let mut known = self.0.iter().filter(|(_, rate)| both(rate));
        let first = known.next()?;
        let later = known.take_while(|(on, _)| on.is_none_or(|on| on <= day)).last();
        Some(later.map_or(first.1, |(_, rate)| *rate))
    }
}

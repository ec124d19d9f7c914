//! What is an amount in another currency worth on a day?

use rust_decimal::Decimal;

use crate::model::{Rate, Scenario};
use crate::units::{Currency, Day, ExchangeRate, round_quotient};

/// An amount in another currency, and by which stated rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Converted {
    /// In the other currency, rounded once to its smallest unit, half away from zero.
    pub amount: Decimal,
    /// As it is stated.
    pub rate: ExchangeRate,
    /// From which day it holds; `None`: from the beginning.
    pub on: Option<Day>,
}

/// An amount in another currency by the rate that the scenario states for a day. `None` where it states none between the two, or the
/// amount would be beyond what can be counted: then it stays in its own currency and is not compared.
pub fn converted(
    scenario: &Scenario,
    amount: Decimal,
    (from, to): (Currency, Currency),
    day: Day,
) -> Option<Converted> {
    let rates = Rates::of(scenario);
    let (on, rate) = rates.stated(day, from, to)?;
    let (top, bottom) = rate.factor(from, to)?;
    let digits = to.minor_digits();
    let (shift, scale) = (10_i128.pow(digits), 10_i128.checked_pow(amount.scale())?);
    let minor = round_quotient(&[amount.mantissa(), top, shift], &[bottom, scale]);
    let amount = Decimal::try_from_i128_with_scale(minor, digits).ok()?;
    Some(Converted { amount, rate, on })
}

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
        self.stated(day, from, to).map(|(_, rate)| rate)
    }

    /// The same with the day from which on it is stated.
    fn stated(
        &self,
        day: Day,
        from: Currency,
        to: Currency,
    ) -> Option<(Option<Day>, ExchangeRate)> {
        let both = |rate: &ExchangeRate| rate.factor(from, to).is_some();
        let mut known = self.0.iter().filter(|(_, rate)| both(rate));
        let first = known.next()?;
        let later = known.take_while(|(on, _)| on.is_none_or(|on| on <= day)).last();
        Some(*later.unwrap_or(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{References, read};

    #[test]
    fn an_amount_is_converted_once_by_the_rate_of_the_day_and_says_which() {
        let text = r#"Scenario(format: 1, currency: "CAD", rates: [
            (rate: "1 EUR = 1.40 CAD", on: "2021-01-01"), (rate: "1 EUR = 1.50 CAD", on: "2021-04-01")])"#;
        let scenario: Scenario = read(text, "t", References { rules: &[] }).value.unwrap();
        let code = |code| Currency::from_code(code).unwrap();
        let day = |text| Day::parse(text).unwrap();
        let of = |from, to, on| {
            let amount = "99.9950".parse().unwrap();
            let of = converted(&scenario, amount, (code(from), code(to)), day(on))?;
            Some((of.amount.to_string(), of.on))
        };
        // 99.995 × 1.40 = 139.993; × 1.50 = 149.9925; ÷ 1.50 = 66.66333…
        assert_eq!(
            of("EUR", "CAD", "2021-03-31"),
            Some(("139.99".to_owned(), Some(day("2021-01-01"))))
        );
        assert_eq!(
            of("EUR", "CAD", "2021-04-01"),
            Some(("149.99".to_owned(), Some(day("2021-04-01"))))
        );
        assert_eq!(
            of("CAD", "EUR", "2021-04-01"),
            Some(("66.66".to_owned(), Some(day("2021-04-01"))))
        );
        assert_eq!(of("USD", "CAD", "2021-04-01"), None);
    }
}

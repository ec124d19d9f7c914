//! For how much of one currency is another had?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::Currency;
use super::number::{decimal, decimals, one_blank, split};
use super::wrong::{Wrong, from_text, quoted};

/// A stated rate as written, `1 EUR = 0.86 GBP`: both numbers above 0, with at most 8 decimals, of two
/// different currencies. It holds both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExchangeRate {
    /// What stands at the left.
    left: (Decimal, Currency),
    /// What stands at the right.
    right: (Decimal, Currency),
}

/// Decimals that a number of a rate may have.
const MOST_DECIMALS: u32 = 8;
/// The largest number of a rate.
const MOST: i64 = 1_000_000_000;

impl ExchangeRate {
    /// The two currencies, as written.
    pub fn currencies(self) -> [Currency; 2] {
        [self.left.1, self.right.1]
    }

    /// By what an amount in one currency is multiplied to be in another: numerator and denominator,
    /// both above 0. `None` where the rate is not of these two.
    pub fn factor(self, from: Currency, to: Currency) -> Option<(i128, i128)> {
        let ((had, one), (given, other)) = (self.left, self.right);
        let (top, bottom) = match (from, to) {
            _ if (from, to) == (one, other) => (given, had),
            _ if (from, to) == (other, one) => (had, given),
            _ => return None,
        };
        let scale = top.scale().max(bottom.scale());
        let whole =
            |number: Decimal| number.mantissa() * super::arith::pow10(scale - number.scale());
        Some((whole(top), whole(bottom)))
    }

    /// As it is put beside an amount in `from`: `× 0.86`, `÷ 1.05`, `× 0.62 ÷ 100`; nothing where the
    /// rate is not of it.
    pub fn working(self, from: Currency) -> String {
        let ((had, one), (given, other)) = (self.left, self.right);
        let (top, bottom) = match from {
            _ if from == one => (given, had),
            _ if from == other => (had, given),
            _ => return String::new(),
        };
        match (top == Decimal::ONE, bottom == Decimal::ONE) {
            (_, true) => format!("× {top}"),
            (true, false) => format!("÷ {bottom}"),
            (false, false) => format!("× {top} ÷ {bottom}"),
        }
    }
}

impl FromStr for ExchangeRate {
    type Err = Wrong;

    fn from_str(given: &str) -> Result<Self, Wrong> {
        let not = || {
            Wrong::new(format!("{} is not an exchange rate", quoted(given)))
                .hint("write what one is worth of the other, as `1 EUR = 0.86 GBP`")
        };
        let text = one_blank(given);
        let (left, right) = text.split_once('=').ok_or_else(not)?;
        let side = |side: &str| -> Result<(Decimal, Currency), Wrong> {
            let (number, currency) = split(side);
            let number = decimal(number, not)?.normalize();
            if number <= Decimal::ZERO || number > Decimal::from(MOST) {
                let message = format!("{} has a side of {number}", quoted(given));
                return Err(Wrong::new(message).hint("both sides are above 0, and at most 10⁹"));
            }
            if decimals(number) > MOST_DECIMALS {
                let message = format!("{} has more than {MOST_DECIMALS} decimals", quoted(given));
                return Err(Wrong::new(message));
            }
            Ok((number, currency.parse()?))
        };
        let rate = Self { left: side(left)?, right: side(right)? };
        if rate.left.1 == rate.right.1 {
            return Err(Wrong::new(format!("{} is of one currency", quoted(given)))
                .hint("write another currency at the right"));
        }
        Ok(rate)
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((had, one), (given, other)) = (self.left, self.right);
        write!(f, "{had} {one} = {given} {other}")
    }
}

from_text!(ExchangeRate, "an exchange rate", "1 EUR = 0.86 GBP");

#[cfg(test)]
mod tests {
    use super::ExchangeRate;
    use crate::units::{Currency, round_quotient};

    fn rate(text: &str) -> ExchangeRate {
        text.parse().unwrap()
    }

    /// Cents of one currency as cents of the other.
    #[track_caller]
    fn converts(text: &str, from: &str, to: &str, cents: i128, expected: Option<i128>) {
        let code = |code| Currency::from_code(code).unwrap();
        let factor = rate(text).factor(code(from), code(to));
        let given = factor.map(|(top, bottom)| round_quotient(&[cents, top], &[bottom]));
        assert_eq!(given, expected);
    }

    #[test]
    fn a_rate_holds_both_ways_and_for_no_other_currency() {
        converts("1 EUR = 1.05 USD", "EUR", "USD", 10_000, Some(10_500));
        // 4800 ÷ 1.05 = 4571.428…
        converts("1 EUR = 1.05 USD", "USD", "EUR", 480_000, Some(457_143));
        converts("100 JPY = 0,62 EUR", "JPY", "EUR", 50_000, Some(310));
        converts("1 EUR = 1.05 USD", "EUR", "GBP", 10_000, None);
    }

    #[test]
    fn a_rate_is_written_as_it_is_read() {
        assert_eq!(rate(" 1 EUR =  0.860 GBP ").to_string(), "1 EUR = 0.86 GBP");
        let usd = Currency::from_code("USD").unwrap();
        assert_eq!(rate("1 EUR = 1.05 USD").working(usd), "÷ 1.05");
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for text in [
            "1 EUR",
            "1 EUR = 0 GBP",
            "1 EUR = -1 GBP",
            "1 EUR = 2 EUR",
            "EUR = 2 GBP",
            "0 EUR = 2 GBP",
        ] {
            text.parse::<ExchangeRate>().unwrap_err();
        }
    }
}

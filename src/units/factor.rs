//! By what is a price multiplied, and what does that come to in the unit that it is a price of?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de};

use super::arith::pow10;
use super::number::{decimal, one_blank, split};
use super::size::SizeUnit;
use super::wrong::{Wrong, quoted};

/// One factor of a quantity, as it was written: `2 pieces`, `50 % our share`, `1/3`, `200 W`, `24 h`.
/// From 0 to 10¹² with at most 18 digits; the words behind it say what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    number: Decimal,
    /// Divides it: 1, 100 of a percentage, 3 of `1/3`.
    over: Decimal,
    words: String,
    written: String,
}

/// The largest factor.
const MOST: i64 = 1_000_000_000_000;
/// Digits that a number of a factor may have.
const MOST_DIGITS: u32 = 18;

impl Factor {
    /// As a fraction of two whole numbers, the lower above 0.
    pub fn ratio(&self) -> (i128, i128) {
        let scale = self.number.scale().max(self.over.scale());
        let whole = |number: Decimal| number.mantissa() * pow10(scale - number.scale());
        (whole(self.number), whole(self.over))
    }

    /// What stands behind the number, as `our share`; may be empty.
    pub fn words(&self) -> &str {
        &self.words
    }

    fn unit(&self) -> Unit {
        Unit::named(self.words.split([' ', ',', ';', '(']).next().unwrap_or_default())
    }
}

impl FromStr for Factor {
    type Err = Wrong;

    fn from_str(given: &str) -> Result<Self, Wrong> {
        let not = || {
            Wrong::new(format!("{} is not a quantity", quoted(given))).hint(
                "write a number and what it counts, as `2 pieces`, `50 % our share` or `200 W`",
            )
        };
        let text = one_blank(given);
        let (number, mut rest) = split(&text);
        let number = decimal(number, not)?;
        let mut over = Decimal::ONE;
        if let Some(behind) = rest.strip_prefix('%') {
            (over, rest) = (Decimal::ONE_HUNDRED, behind.trim_start());
        } else if let Some(behind) = rest.strip_prefix(['/', '÷']) {
            let (below, behind) = split(behind);
            (over, rest) = (decimal(below, not)?, behind);
            if over.is_zero() {
                let message = format!("{} is divided by nothing", quoted(given));
                return Err(Wrong::new(message).hint("write another number than 0 below"));
            }
        }
        let digits = |of: Decimal| of.normalize().mantissa().unsigned_abs().checked_ilog10();
        let long = |of: Decimal| digits(of).is_some_and(|digits| digits >= MOST_DIGITS);
        if number.is_sign_negative() && !number.is_zero() || over.is_sign_negative() {
            return Err(Wrong::new(format!("{} is less than nothing", quoted(given)))
                .hint("quantities begin at 0; a credit has a price below 0"));
        }
        if number > Decimal::from(MOST) || over > Decimal::from(MOST) || long(number) || long(over)
        {
            let message = format!("{} is too large or too long", quoted(given));
            return Err(
                Wrong::new(message).hint("quantities go up to 10¹², with at most 18 digits")
            );
        }
        let (words, written) = (rest.to_owned(), given.trim().to_owned());
        Ok(Self { number: number.normalize(), over: over.normalize(), words, written })
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Factor {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(One)
    }
}

struct One;

impl de::Visitor<'_> for One {
    type Value = Factor;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quantity as `\"2 pieces\"` or `2`")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Factor, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_u64<E: de::Error>(self, count: u64) -> Result<Factor, E> {
        self.visit_str(&count.to_string())
    }
    fn visit_i64<E: de::Error>(self, count: i64) -> Result<Factor, E> {
        self.visit_str(&count.to_string())
    }
    /// By its shortest text, so that 0.1 is a tenth.
    fn visit_f64<E: de::Error>(self, count: f64) -> Result<Factor, E> {
        self.visit_str(&count.to_string())
    }
}

/// What the price is multiplied by: one factor or several, multiplied exactly. Without any, 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors(Vec<Factor>);

impl Factors {
    /// The factors in the order in which they were written.
    pub fn list(&self) -> &[Factor] {
        &self.0
    }

    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The product in the unit that the price is of, as fractions to be multiplied: each numerator over
    /// the denominator beside it.
    ///
    /// Of energy (`kWh`) W, kW and MW count in powers of 1,000, and days 24, weeks 168, where no other
    /// factor is in hours; of hours (`h`) likewise; of a size (`TB`) sizes count by their bytes. Of
    /// anything else every number counts as it is.
    pub fn product(&self, per: Option<&str>) -> Vec<(i128, i128)> {
        let per = per.map_or(Unit::Other, Unit::named);
        let hours = self.0.iter().any(|factor| factor.unit() == Unit::Hours(1));
        let mut product: Vec<(i128, i128)> = self.0.iter().map(Factor::ratio).collect();
        for factor in &self.0 {
            product.push(match (per, factor.unit()) {
                (Unit::Energy(of), Unit::Power(in_watts) | Unit::Energy(in_watts)) => {
                    (in_watts, of)
                }
                (Unit::Energy(_), Unit::Hours(n)) if hours => (n.max(24) / 24, 1),
                (Unit::Energy(_), Unit::Hours(n)) => (n, 1),
                (Unit::Hours(of), Unit::Hours(n)) if hours && of == 1 => (n.max(24) / 24, 1),
                (Unit::Hours(of), Unit::Hours(n)) => (n, of),
                (Unit::Bytes(of), Unit::Bytes(bytes)) => (bytes, of),
                _ => continue,
            });
        }
        product.retain(|(top, bottom)| top != bottom);
        product
    }

    /// Whether the factors can make up what the price is of: energy is power for a time, or energy.
    pub fn makes(&self, per: &str) -> bool {
        let count = |is: fn(Unit) -> bool| self.0.iter().filter(|f| is(f.unit())).count();
        let power = count(|unit| matches!(unit, Unit::Power(_)));
        let energy = count(|unit| matches!(unit, Unit::Energy(_)));
        let time = count(|unit| matches!(unit, Unit::Hours(_)));
        match Unit::named(per) {
            Unit::Energy(_) => (power, energy) == (0, 1) || (power, energy) == (1, 0) && time > 0,
            _ => true,
        }
    }
}

impl<'de> Deserialize<'de> for Factors {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Many;
        impl<'de> de::Visitor<'de> for Many {
            type Value = Factors;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a quantity as `\"2 pieces\"`, or a list of those")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Factors, E> {
                One.visit_str(text).map(|one| Factors(vec![one]))
            }
            fn visit_u64<E: de::Error>(self, count: u64) -> Result<Factors, E> {
                One.visit_u64(count).map(|one| Factors(vec![one]))
            }
            fn visit_i64<E: de::Error>(self, count: i64) -> Result<Factors, E> {
                One.visit_i64(count).map(|one| Factors(vec![one]))
            }
            fn visit_f64<E: de::Error>(self, count: f64) -> Result<Factors, E> {
                One.visit_f64(count).map(|one| Factors(vec![one]))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Factors, A::Error> {
                let mut factors = Vec::new();
                while let Some(factor) = list.next_element()? {
                    factors.push(factor);
                }
                Ok(Factors(factors))
            }
        }
        source.deserialize_any(Many)
    }
}

/// What a factor, or a price, is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// So many watts.
    Power(i128),
    /// So many watt hours.
    Energy(i128),
    /// So many hours.
    Hours(i128),
    /// So many bytes.
    Bytes(i128),
    /// Pieces, people, shares: a number.
    Other,
}

impl Unit {
    fn named(word: &str) -> Self {
        match word {
            "W" => Self::Power(1),
            "kW" => Self::Power(1_000),
            "MW" => Self::Power(1_000_000),
            "Wh" => Self::Energy(1),
            "kWh" => Self::Energy(1_000),
            "MWh" => Self::Energy(1_000_000),
            "h" | "hour" | "hours" => Self::Hours(1),
            "day" | "days" => Self::Hours(24),
            "week" | "weeks" => Self::Hours(168),
            other => SizeUnit::named(other)
                .map_or(Self::Other, |unit| Self::Bytes(i128::from(unit.bytes()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Factor, Factors};
    use crate::units::round_quotient;

    fn factors(text: &str) -> Factors {
        ron::from_str(text).unwrap()
    }

    /// The product in thousandths.
    #[track_caller]
    fn comes_to(quantity: &str, per: Option<&str>, thousandths: i128) {
        let product = factors(quantity).product(per);
        let mut tops: Vec<i128> = product.iter().map(|(top, _)| *top).collect();
        tops.push(1000);
        let bottoms: Vec<i128> = product.iter().map(|(_, bottom)| *bottom).collect();
        assert_eq!(round_quotient(&tops, &bottoms), thousandths);
    }

    #[test]
    fn factors_are_multiplied_exactly() {
        comes_to("\"2 pieces\"", None, 2_000);
        comes_to("2.5", None, 2_500);
        comes_to("[]", None, 1_000);
        comes_to("[\"2 pieces\", \"50 % our share\"]", None, 1_000);
        comes_to("[\"3 pieces\", \"1/3 ours\", \"1,5\"]", None, 1_500);
    }

    #[test]
    fn power_over_a_time_is_energy() {
        // 0.2 kW × 24 × 184 = 883.2 kWh, however the time is said.
        comes_to("[\"200 W\", \"24 h\", \"184 days\"]", Some("kWh"), 883_200);
        comes_to("[\"200 W\", \"184 days\"]", Some("kWh"), 883_200);
        comes_to("[\"0.2 kW\", \"184 days\"]", Some("kWh"), 883_200);
        comes_to("[\"883.2 kWh\"]", Some("MWh"), 883);
        comes_to("[\"200 W\", \"184 days\"]", None, 36_800_000);
    }

    #[test]
    fn hours_and_sizes_count_in_the_unit_of_the_price() {
        comes_to("[\"2 days\"]", Some("h"), 48_000);
        comes_to("[\"8 h a day\", \"5 days\", \"4 weeks\"]", Some("hour"), 8 * 5 * 4 * 7 * 1000);
        comes_to("[\"500 GB\", \"3 copies\"]", Some("TB"), 1_500);
    }

    #[test]
    fn energy_needs_power_and_a_time() {
        assert!(factors("[\"200 W\", \"24 h\"]").makes("kWh"));
        assert!(factors("\"900 kWh\"").makes("kWh"));
        assert!(!factors("\"200 W\"").makes("kWh"));
        assert!(factors("\"200 W\"").makes("piece"));
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in ["", "pieces", "-1 piece", "1/0", "1000000000001", "1.2345678901234567891"] {
            text.parse::<Factor>().unwrap_err();
        }
    }
}

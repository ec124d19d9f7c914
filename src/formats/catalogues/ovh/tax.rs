//! Is tax in the prices of a catalogue, or beside them?
//!
//! The file names a rate, and beside each price an amount of tax. Of a price of 59.99 with 23 %, tax on top is 13.7977; tax inside
//! would be 59.99 × 23 ÷ 123 = 11.2177. Whichever the amounts agree with is what the prices are; a rate of 0 says nothing of tax.

use rust_decimal::Decimal;

use super::notes::Notes;
use crate::model::CatalogueTax;

/// How far an amount of tax may be off, in 10⁻⁸ of the currency: it may be rounded to a hundredth.
const OFF: i128 = 1_000_000;
/// So many prices are looked at; more prove nothing more.
const LOOKED_AT: usize = 10_000;

/// Prices with the tax that stands beside them, both in 10⁻⁸ of the currency.
#[derive(Debug, Default)]
pub(super) struct Evidence(Vec<(i128, i128)>);

impl Evidence {
    /// Takes a price and its tax into account.
    pub(super) fn see(&mut self, price: i128, tax: i128) {
        if price > 0 && self.0.len() < LOOKED_AT {
            self.0.push((price, tax));
        }
    }

    /// What the prices are, by a rate in percent.
    pub(super) fn judge(&self, rate: Option<Decimal>, notes: &mut Notes<'_>) -> CatalogueTax {
        let taxed = self.0.iter().any(|(_, tax)| *tax != 0);
        let Some(rate) = rate.filter(|rate| !rate.is_zero()) else {
            if taxed {
                let what = "prices have tax beside them, but the catalogue names no rate";
                notes.say("tax", format!("{what}: they are taken as before tax"));
            }
            return CatalogueTax::Before(None);
        };
        if rate.is_sign_negative() || rate > Decimal::ONE_HUNDRED {
            notes
                .say("tax", format!("a tax of {rate} % cannot be: prices are taken as before tax"));
            return CatalogueTax::Before(None);
        }
        let (mut beside, mut inside, mut neither) = (0_u64, 0_u64, 0_u64);
        for (price, tax) in &self.0 {
            let on_top = tax_of(*price, rate, Decimal::ONE_HUNDRED);
            let within = tax_of(*price, rate, Decimal::ONE_HUNDRED + rate);
            let is =
                |amount: Option<i128>| amount.is_some_and(|amount| (amount - tax).abs() <= OFF);
            match (is(on_top), is(within)) {
                (true, false) => beside += 1,
                (false, true) => inside += 1,
                (false, false) => neither += 1,
                (true, true) => {} // a price so low that it proves nothing
            }
        }
        let rate = rate.normalize();
        let doubt = if beside == 0 && inside == 0 {
            Some("no price proves whether tax is in it")
        } else if beside > 0 && inside > 0 {
            Some("some prices have tax in them and some beside them")
        } else if neither > 0 {
            Some("some amounts of tax do not follow from their prices")
        } else {
            None
        };
        let is_inside = inside > beside;
        if let Some(doubt) = doubt {
            let taken = if is_inside { "after" } else { "before" };
            notes.say("tax", format!("{doubt} by {rate} %: all are taken as {taken} tax"));
        }
        if is_inside { CatalogueTax::In(rate) } else { CatalogueTax::Before(Some(rate)) }
    }
}

/// The tax of a price: its rate over this whole.
fn tax_of(price: i128, rate: Decimal, whole: Decimal) -> Option<i128> {
    let price = Decimal::try_from_i128_with_scale(price, 0).ok()?;
    let tax = price.checked_mul(rate)?.checked_div(whole)?.round();
    i128::try_from(tax).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn judged(prices: &[(i128, i128)], rate: &str) -> (CatalogueTax, Vec<String>) {
        let mut evidence = Evidence::default();
        for (price, tax) in prices {
            evidence.see(*price, *tax);
        }
        let mut notes = Notes::new("", "x");
        let tax = evidence.judge(Some(rate.parse().unwrap()), &mut notes);
        (tax, notes.finish().collect())
    }

    #[test]
    fn tax_on_top_and_tax_inside_are_told_apart_by_the_amounts() {
        let rate = Decimal::from(23);
        // 59.99 × 23 % = 13.7977.
        let beside = judged(&[(5_999_000_000, 1_379_770_000)], "23");
        assert_eq!(beside, (CatalogueTax::Before(Some(rate)), Vec::new()));
        // 59.99 × 23 ÷ 123 = 11.21764…
        let inside = judged(&[(5_999_000_000, 1_121_764_228)], "23");
        assert_eq!(inside, (CatalogueTax::In(rate), Vec::new()));
        // Rounded to a cent, 13.80, it still is tax on top.
        assert_eq!(judged(&[(5_999_000_000, 1_380_000_000)], "23").0, beside.0);
        // 8.1 % of 100 is 8.1.
        let swiss = judged(&[(10_000_000_000, 810_000_000)], "8.1").0;
        assert_eq!(swiss, CatalogueTax::Before(Some("8.1".parse().unwrap())));
    }

    #[test]
    fn no_rate_is_no_tax() {
        assert_eq!(judged(&[(5_999_000_000, 0)], "0"), (CatalogueTax::Before(None), Vec::new()));
        let (tax, notes) = judged(&[(5_999_000_000, 1)], "0");
        assert_eq!(tax, CatalogueTax::Before(None));
        assert!(notes[0].contains("names no rate"), "{notes:?}");
    }

    #[test]
    fn doubts_are_said() {
        let (tax, notes) = judged(&[(5_999_000_000, 0)], "23");
        assert_eq!(tax, CatalogueTax::Before(Some(Decimal::from(23))));
        assert!(notes[0].contains("no price proves"), "{notes:?}");
        let (_, notes) =
            judged(&[(5_999_000_000, 1_379_770_000), (5_999_000_000, 1_121_764_228)], "23");
        assert!(notes[0].contains("some beside them"), "{notes:?}");
        assert_eq!(judged(&[(i128::MAX, 1)], "23").1.len(), 1);
        assert!(judged(&[], "400").1[0].contains("cannot be"));
    }
}

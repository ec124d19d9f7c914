//! What does an offer cost a month, before tax?

use crate::model::{Offer, Scenario, TaxedOn};
use rust_decimal::Decimal;

use crate::units::{
    AfterTax, Amount, Basis, BeforeTax, Currency, Day, Figure, Money, Rate, Total, net_of_gross,
    round_quotient,
};

use super::groups::{Groups, Sort};
use super::rates::Rates;
use super::tax::ten_to;

/// Monthly price of one as it is stated, before tax. A price after tax is taken back to the amount
/// that gives it, by the rates of `day`; one in another currency than the scenario's is not known.
pub(super) fn monthly_before_tax(scenario: &Scenario, offer: &Offer, day: Day) -> Total<BeforeTax> {
    before_tax(scenario, &offer.monthly, offer, day)
}

fn before_tax(scenario: &Scenario, money: &Money, offer: &Offer, day: Day) -> Total<BeforeTax> {
    let money = &match money.currency.filter(|stated| *stated != scenario.currency) {
        None => *money,
        Some(foreign) => match exchanged(scenario, money, foreign, day) {
            Some(money) => money,
            None => return Total::at_least(Amount::ZERO),
        },
    };
    if money.basis != Some(Basis::AfterTax) {
        return Total::stated(money, scenario.currency);
    }
    let holds = |tax: &&crate::model::Tax| {
        tax.from.is_none_or(|from| from <= day)
            && tax.until.is_none_or(|until| day < until)
            && match &tax.on {
                TaxedOn::All => true,
                TaxedOn::Providers(names) => {
                    names.iter().any(|name| Some(name) == offer.provider.as_ref())
                }
                TaxedOn::Groups(names) => {
                    let belongs =
                        Groups::of(scenario).belongs(offer.group.as_deref(), Sort::Contract);
                    belongs.keys.iter().any(|key| names.iter().any(|name| **name == **key))
                }
            }
    };
    let rates: Vec<Rate> = scenario.taxes.iter().filter(holds).map(|tax| tax.rate.rate()).collect();
    let stated: Total<AfterTax> = Total::stated(money, scenario.currency);
    let net = |gross: Amount<AfterTax>| {
        Amount::from_minor(net_of_gross(gross.minor(), &rates).net(gross.minor(), &rates))
    };
    match stated.high {
        Some(high) => Total::between(net(stated.low), net(high)),
        None => Total::at_least(net(stated.low)),
    }
}

/// The same in the scenario's currency by the rate of a day, each end rounded once to its smallest unit.
fn exchanged(scenario: &Scenario, money: &Money, foreign: Currency, day: Day) -> Option<Money> {
    let rate = Rates::of(scenario).on(day, foreign, scenario.currency)?;
    let (top, bottom) = rate.factor(foreign, scenario.currency)?;
    let digits = scenario.currency.minor_digits();
    let here = |figure: Decimal| {
        let (number, scale) = (figure.mantissa(), ten_to(figure.scale()));
        let minor = round_quotient(&[number, top, ten_to(digits)], &[scale, bottom]);
        Amount::<BeforeTax>::from_minor(minor).to_decimal(scenario.currency)
    };
    let figure = match money.figure {
        Figure::Exact(one) => Figure::Exact(here(one)),
        Figure::About(one) => Figure::About(here(one)),
        Figure::Range { low, high } => Figure::Range { low: here(low), high: here(high) },
        Figure::Unknown { ceiling } => Figure::Unknown { ceiling: ceiling.map(here) },
    };
    Some(Money { figure, currency: Some(scenario.currency), basis: money.basis })
}

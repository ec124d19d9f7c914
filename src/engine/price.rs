//! What does an offer cost a month, before tax?

use crate::model::{Offer, Scenario, TaxedOn};
use crate::units::{AfterTax, Amount, Basis, BeforeTax, Day, Money, Rate, Total, net_of_gross};

/// Monthly price of one as it is stated, before tax. A price after tax is taken back to the amount
/// that gives it, by the rates of `day`; one in another currency than the scenario's is not known.
pub(super) fn monthly_before_tax(scenario: &Scenario, offer: &Offer, day: Day) -> Total<BeforeTax> {
    before_tax(scenario, &offer.monthly, offer.provider.as_deref(), day)
}

fn before_tax(
    scenario: &Scenario,
    money: &Money,
    provider: Option<&str>,
    day: Day,
) -> Total<BeforeTax> {
    if money.currency.is_some_and(|stated| stated != scenario.currency) {
        return Total::at_least(Amount::ZERO);
    }
    if money.basis != Some(Basis::AfterTax) {
        return Total::stated(money, scenario.currency);
    }
    let holds = |tax: &&crate::model::Tax| {
        tax.from.is_none_or(|from| from <= day)
            && tax.until.is_none_or(|until| day < until)
            && match &tax.on {
                TaxedOn::All => true,
                TaxedOn::Providers(names) => {
                    names.iter().any(|name| Some(name.as_str()) == provider)
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

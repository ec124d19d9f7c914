//! What does an offer cost a month, before tax; and what when its setup fee is spread over a term?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{Offer, Scenario, TaxedOn};
use crate::units::{
    AfterTax, Amount, Basis, BeforeTax, Currency, Day, Figure, Money, Rate, Total, net_of_gross,
    round_quotient, round_ratio,
};

use super::charge::{Account, Terms, When};
use super::groups::{Groups, Sort};
use super::outlook::{Level, Origin};
use super::rates::Rates;
use super::renting;
use super::stated::{DatedPrice, Price};
use super::tax::{Taxes, ten_to};

/// Monthly price of one as it is stated, before tax. A price after tax is taken back to the amount
/// that gives it, by the rates of `day`; one in another currency than the scenario's is not known.
/// With a price an hour, that of the calendar month of `day`; with a tariff, that of `used`, where it
/// is known.
pub(super) fn monthly_before_tax(
    scenario: &Scenario,
    offer: &Offer,
    day: Day,
    used: Option<Level>,
) -> Total<BeforeTax> {
    match &offer.monthly {
        Some(monthly) if offer.hourly.is_none() && offer.tariff.is_none() => {
            before_tax(scenario, monthly, offer, day)
        }
        _ => month_of(scenario, offer, day, used),
    }
}

/// What one comes to a month over a term before tax, its setup fee in it: (setup + months × monthly)
/// ÷ months, rounded once. `None` for no months.
pub fn effective_monthly(
    scenario: &Scenario,
    offer: &Offer,
    months: u32,
    day: Day,
) -> Option<Total<BeforeTax>> {
    let monthly = monthly_before_tax(scenario, offer, day, None);
    spread(setup_before_tax(scenario, offer, day), monthly, months)
}

/// Setup fee of one, before tax; nothing where there is none.
pub(super) fn setup_before_tax(scenario: &Scenario, offer: &Offer, day: Day) -> Total<BeforeTax> {
    let setup = offer.setup.as_ref();
    setup.map_or(Total::ZERO, |setup| before_tax(scenario, setup, offer, day))
}

/// A setup fee and a monthly price as one amount a month over a term, rounded once.
pub(super) fn spread(
    setup: Total<BeforeTax>,
    monthly: Total<BeforeTax>,
    months: u32,
) -> Option<Total<BeforeTax>> {
    let all = setup + monthly.times(months);
    let each =
        |all: Amount<BeforeTax>| Amount::from_minor(round_ratio(all.minor(), i128::from(months)));
    (months > 0).then(|| Total { low: each(all.low), high: all.high.map(each) })
}

/// A month from `day` of what has a price an hour or a tariff.
fn month_of(scenario: &Scenario, offer: &Offer, day: Day, used: Option<Level>) -> Total<BeforeTax> {
    let taxes = Taxes::of(scenario);
    let none: Arc<str> = Arc::from("");
    let price = |money| Price::of(money, &taxes, String::new());
    let stated = offer.monthly.as_ref().or_else(|| renting::no_price(offer));
    let monthly = stated.map(price);
    let belongs = taxes.groups.belongs(offer.group.as_deref(), Sort::Contract);
    let account = Account {
        subject: Arc::clone(&none),
        name: none,
        whose: taxes.whose(offer.provider.as_deref(), belongs.class(true)),
        belongs,
        step: 1,
        quantity: None,
        origin: Origin::Contract,
        in_request: true,
        count: 1,
        prices: monthly.map(|price| DatedPrice { from: None, price }).into_iter().collect(),
        setup: None,
        reductions: Vec::new(),
        when: When::Contract(Terms {
            from: day,
            bound: None,
            billing: renting::billing(None, offer),
            term: None,
            renews_by: None,
        }),
        hourly: renting::hourly(&taxes, None, ("", offer)),
        meter: renting::meter(&taxes, ("", offer), None, "").map(|meter| match used {
            Some(level) => Arc::new(meter.reading(level)),
            None => meter,
        }),
        renewals: Vec::new(),
        months_of_use: None,
        overlap_from: None,
        unsure: None,
    };
    account.price_from(day, &taxes).total()
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
                    let groups = Groups::of(scenario);
                    let belongs = groups.belongs(offer.group.as_deref(), Sort::Contract);
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

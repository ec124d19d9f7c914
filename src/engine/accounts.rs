//! What are the charges of a contract or a line of the file made from?

use std::sync::Arc;

use crate::model::{Contract, Every, Line, Offer};
use crate::units::{DayRange, Money};

use super::charge::{Account, When};
use super::groups::Sort;
use super::ordering::held;
use super::outlook::{Held, Origin, Tenure};
use super::quantity::Times;
use super::renting::{self, billing};
use super::stated::{DatedPrice, Price, Reduction};
use super::tax::Taxes;
use super::tenure::{at, name_of, terms_of, whole_months};

/// A contract of the file as it runs, where nothing ends it.
pub(super) fn tenure_of(
    key: &Arc<str>,
    contract: &Contract,
    offer_key: &Arc<str>,
    offer: &Offer,
) -> Tenure {
    let mut tenure = Tenure {
        key: Arc::clone(key),
        offer: Arc::clone(offer_key),
        name: name_of(offer_key, offer),
        kind: offer.kind,
        provider: offer.provider.as_deref().map(Arc::from),
        region: contract.region.as_deref().map(Arc::from),
        count: contract.count,
        from: contract.from,
        until: contract.until,
        bound_until: None,
        term: contract.term.or(offer.term).and_then(whole_months),
        renews: contract.renews.or(offer.renews),
        notice: contract.notice.or(offer.notice),
        billing: billing(Some(contract), offer),
        replaces: None,
        overlap: None,
        renewals: Vec::new(),
        origin: Origin::Contract,
        held: held(
            offer,
            contract.size,
            Held {
                on: contract.on.as_deref().map(Arc::from),
                sizes: Vec::new(),
                reserved: contract.reserved.clone(),
                fill: contract.fill.clone(),
            },
        ),
    };
    renting::renew(&mut tenure, contract);
    tenure
}

/// What a contract of the file is charged by.
pub(super) fn account_of(
    taxes: &Taxes,
    key: &str,
    contract: &Contract,
    tenure: &Tenure,
    offer: &Offer,
) -> Account {
    let path = at("contracts", key);
    let offer_path = at("offers", &tenure.offer);
    let price = |money: &Money, path: String| Price::of(money, taxes, path);
    let own = contract.monthly.as_ref().map(|monthly| price(monthly, format!("{path}.monthly")));
    let offered = || {
        let monthly = offer.monthly.as_ref().or_else(|| renting::no_price(offer));
        monthly.map(|monthly| price(monthly, format!("{offer_path}.monthly")))
    };
    let base = own.or_else(offered).map(|price| DatedPrice { from: None, price });
    let offered = (&*tenure.offer, offer);
    let group = contract.group.as_deref().or(offer.group.as_deref());
    let belongs = taxes.groups.belongs(group, Sort::Contract);
    let mut account = Account {
        hourly: renting::hourly(taxes, Some((key, contract)), offered),
        meter: renting::meter(taxes, offered, contract.uses.as_ref(), &format!("{path}.uses")),
        renewals: tenure.renewals.clone(),
        months_of_use: offer.months_of_use.and_then(whole_months),
        subject: Arc::clone(&tenure.key),
        name: Arc::clone(&tenure.name),
        whose: taxes.whose(tenure.provider.as_deref(), belongs.class(true)),
        belongs,
        step: 1,
        quantity: None,
        origin: Origin::Contract,
        in_request: true,
        count: contract.count,
        prices: base.into_iter().collect(),
        setup: offer.setup.as_ref().map(|setup| price(setup, format!("{offer_path}.setup"))),
        reductions: contract.discounts.iter().map(Reduction::of).collect(),
        when: When::Contract(terms_of(tenure)),
        overlap_from: None,
        unsure: None,
    };
    for (place, later) in contract.prices.iter().enumerate() {
        let price = price(&later.monthly, format!("{path}.prices[{place}].monthly"));
        account.reprice(later.from, price);
    }
    account
}

/// What a line is charged by; without a first day of its own, from that of `period` on.
pub(super) fn line_account(taxes: &Taxes, place: usize, line: &Line, period: DayRange) -> Account {
    let what: Arc<str> = Arc::from(line.what.as_str());
    let from = line.from.unwrap_or(period.from);
    let every = |months| When::Every { months, from, until: line.until };
    let price = Price::of(&line.price, taxes, format!("lines[{place}].price"));
    let belongs = taxes.groups.belongs(line.group.as_deref(), Sort::Line(line.kind));
    let mut account = Account {
        subject: Arc::clone(&what),
        name: what,
        whose: taxes.whose(line.provider.as_deref(), belongs.class(line.taxed)),
        belongs,
        step: taxes.step,
        quantity: Times::of(line),
        origin: Origin::Line(place),
        in_request: line.in_request,
        count: 1,
        prices: vec![DatedPrice { from: None, price }],
        setup: None,
        hourly: None,
        meter: None,
        renewals: Vec::new(),
        months_of_use: line.months_of_use.and_then(whole_months),
        reductions: Vec::new(),
        when: match line.every {
            Every::Month => every(1),
            Every::Quarter => every(3),
            Every::HalfYear => every(6),
            Every::Year => every(12),
            Every::Months(months) => every(months),
            Every::Weeks(weeks) => When::Weeks { weeks, from, until: line.until },
            Every::Once => When::LineOnce(from),
        },
        overlap_from: None,
        unsure: None,
    };
    for (at, later) in line.prices.iter().enumerate() {
        let path = format!("lines[{place}].prices[{at}].price");
        account.reprice(later.from, Price::of(&later.price, taxes, path));
    }
    account
}

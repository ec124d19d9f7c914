//! What does a contract add to its monthly price: hours, a meter, terms added by hand?

use std::sync::Arc;

use crate::model::{Billing, Contract, Metered, Offer, OfferKind, Renewal, Resource};
use crate::units::{Measure, MeasureUnit, Money};

use super::capacity::gives;
use super::meter::Meter;
use super::outlook::{Renewed, Tenure};
use super::stated::Price;
use super::tax::Taxes;
use super::tenure::at;

/// How a contract is billed where it says nothing: what is renewed by hand is paid by the term.
pub(super) fn billing(contract: Option<&Contract>, offer: &Offer) -> Billing {
    let by_hand = contract.is_some_and(|contract| !contract.renewals.is_empty());
    let stated = contract.and_then(|contract| contract.billing).or(offer.billing);
    stated.unwrap_or(if by_hand { Billing::UpFront } else { Billing::Anchored })
}

/// Adds the terms of a contract that were added by hand before the day of leaving. With the last of
/// them it ends, unless it renews by itself as well.
pub(super) fn renew(tenure: &mut Tenure, contract: &Contract) {
    if contract.renewals.is_empty() {
        return;
    }
    let mut months = tenure.term.filter(|months| *months > 0).unwrap_or(1);
    let mut stated = contract.renewals.clone();
    stated.sort_by_key(|renewal| renewal.on);
    for renewal in stated {
        let Some(more) = renewal.span.in_months() else { continue };
        let day = |months: u32| tenure.from.plus_months(months as i32);
        let (from, until) = (day(months), day(months.saturating_add(more)));
        tenure.renewals.push(Renewed { on: renewal.on, from, until, months: more });
        months = months.saturating_add(more);
    }
    tenure.term = Some(months);
    tenure.renews = tenure.renews.or(Some(Renewal::No));
    expire(tenure);
}

/// Leaves out what would be added on or after the day of leaving.
pub(super) fn stop_renewing(tenure: &mut Tenure) {
    let Some(until) = tenure.until else { return };
    let left: u32 =
        tenure.renewals.iter().filter(|renewed| until <= renewed.on).map(|r| r.months).sum();
    if left > 0 {
        tenure.renewals.retain(|renewed| renewed.on < until);
        tenure.term = tenure.term.map(|months| months.saturating_sub(left).max(1));
        expire(tenure);
    }
}

fn expire(tenure: &mut Tenure) {
    let Some(term) = tenure.term.filter(|_| tenure.renews == Some(Renewal::No)) else { return };
    let paid_until = tenure.from.plus_months(term as i32);
    tenure.until = Some(tenure.until.map_or(paid_until, |until| until.min(paid_until)));
}

/// The price a month of what has no price at all: it is not known, not 0.
pub(super) fn no_price(offer: &Offer) -> Option<&'static Money> {
    (offer.hourly.is_none() && offer.tariff.is_none()).then_some(&Money::UNKNOWN)
}

/// The price an hour, of the contract or of its offer.
pub(super) fn hourly(
    taxes: &Taxes,
    contract: Option<(&str, &Contract)>,
    (offer_key, offer): (&str, &Offer),
) -> Option<Price> {
    let own = contract.and_then(|(key, contract)| {
        Some((contract.hourly.as_ref()?, format!("{}.hourly", at("contracts", key))))
    });
    let price = |(money, path): (&Money, String)| Price::of(money, taxes, path);
    let offered = || Some((offer.hourly.as_ref()?, format!("{}.hourly", at("offers", offer_key))));
    own.or_else(offered).map(price)
}

/// The meter of an offer, with what the contract says that it counts. `uses` is where that stands.
pub(super) fn meter(
    taxes: &Taxes,
    (offer_key, offer): (&str, &Offer),
    stated: Option<&Measure>,
    uses: &str,
) -> Option<Arc<Meter>> {
    let tariff = offer.tariff.as_ref()?;
    let path = format!("{}.tariff", at("offers", offer_key));
    let meter = Meter::of(tariff, metered(offer)?, taxes, &path, uses);
    let counts = |stated: &&Measure| {
        stated.unit().is_like(tariff.per.unit()) || is_bare(stated, tariff.per.unit())
    };
    Some(Arc::new(match stated.filter(counts) {
        Some(stated) => meter.stating(stated.level()),
        None => meter,
    }))
}

/// What the tariff of an offer meters.
pub(super) fn metered(offer: &Offer) -> Option<Metered> {
    let tariff = offer.tariff.as_ref()?;
    Some(tariff.of.clone().unwrap_or_else(|| match (tariff.per.unit(), offer.kind) {
        (MeasureUnit::Size(_), OfferKind::Backup) => Metered::Backup,
        (MeasureUnit::Size(_), OfferKind::Server | OfferKind::Disk | OfferKind::Other) => {
            Metered::Storage
        }
        (MeasureUnit::Hour, _) => Metered::Hours,
        (MeasureUnit::Piece(name), _) => Metered::Count(name.clone()),
    }))
}

/// Whether it is a backup tier that is paid by what is used and has no size: there is always room.
pub(super) fn grows_as_used(offer: &Offer) -> bool {
    offer.kind == OfferKind::Backup
        && gives(offer, &Resource::Backup).is_none()
        && metered(offer) == Some(Metered::Backup)
}

/// A bare number of hours.
fn is_bare(stated: &Measure, unit: &MeasureUnit) -> bool {
    *unit == MeasureUnit::Hour && stated.unit().name().is_empty()
}

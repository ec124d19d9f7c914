//! What does a move that orders an offer add to the contracts of a plan?

use std::sync::Arc;

use crate::model::{MoveOptions, Offer, OfferKind, Resource, Scenario};
use crate::units::{Day, Money, Size, Span};

use super::charge::{Account, When};
use super::groups::Sort;
use super::laid::Laid;
use super::outlook::{Held, Origin, Sized, Tenure};
use super::renting::{self, billing};
use super::stated::{DatedPrice, Price};
use super::tax::Taxes;
use super::tenure::{at, name_of, settle, terms_of, whole_months};

/// A contract that a move adds.
pub(super) struct Order<'a> {
    pub(super) offer: &'a str,
    pub(super) from: Day,
    pub(super) region: Option<&'a str>,
    pub(super) count: u32,
    pub(super) key: Option<&'a str>,
    pub(super) options: &'a MoveOptions,
    pub(super) on: Option<Arc<str>>,
    pub(super) replaces: Option<Arc<str>>,
    pub(super) overlap: Option<Span>,
}

impl Order<'_> {
    /// Whether the offer is there, so that the contract was added.
    pub(super) fn add(
        self,
        laid: &mut Laid,
        scenario: &Scenario,
        taxes: &Taxes,
        place: usize,
        path: &str,
    ) -> bool {
        let Some((_, offer_key, offer)) = scenario.offers.get_full(self.offer) else {
            return false;
        };
        let wish = self.key.unwrap_or(self.offer);
        let mut key: Arc<str> = Arc::from(wish);
        let mut n = 1;
        while laid.place(&key).is_some() {
            n += 1;
            key = Arc::from(format!("{wish} #{n}"));
        }
        let term = self.options.term.or(offer.term);
        let mut tenure = Tenure {
            key: Arc::clone(&key),
            offer: Arc::clone(offer_key),
            name: name_of(offer_key, offer),
            kind: offer.kind,
            provider: taxes.provider_name(taxes.provider(offer.provider.as_deref())),
            region: self.region.map(Arc::from),
            count: self.count,
            from: self.from,
            until: None,
            bound_until: None,
            term: term.and_then(whole_months),
            renews: offer.renews,
            notice: offer.notice,
            billing: billing(None, offer),
            replaces: self.replaces,
            overlap: self.overlap,
            renewals: Vec::new(),
            origin: Origin::Move(place),
            held: held(offer, self.options.size, Held { on: self.on, ..Held::default() }),
        };
        settle(&mut tenure);
        let stated = |own: Option<&Money>, theirs: Option<&Money>, field: &str| {
            let own = own.map(|money| (money, format!("{path}.options.{field}")));
            own.or_else(|| {
                theirs.map(|money| (money, format!("{}.{field}", at("offers", offer_key))))
            })
            .map(|(money, path)| Price::of(money, taxes, path))
        };
        let monthly = stated(
            self.options.monthly.as_ref(),
            offer.monthly.as_ref().or_else(|| renting::no_price(offer)),
            "monthly",
        );
        let offered = (&**offer_key, &**offer);
        let belongs = taxes.groups.belongs(offer.group.as_deref(), Sort::Contract);
        let account = Account {
            hourly: renting::hourly(taxes, None, offered),
            meter: renting::meter(
                taxes,
                offered,
                self.options.uses.as_ref(),
                &format!("{path}.options.uses"),
            ),
            renewals: Vec::new(),
            months_of_use: offer.months_of_use.and_then(whole_months),
            subject: key,
            name: Arc::clone(&tenure.name),
            whose: taxes.whose(offer.provider.as_deref(), belongs.class(true)),
            belongs,
            step: 1,
            quantity: None,
            origin: Origin::Move(place),
            in_request: true,
            count: self.count,
            prices: monthly.map(|price| DatedPrice { from: None, price }).into_iter().collect(),
            setup: stated(self.options.setup.as_ref(), offer.setup.as_ref(), "setup"),
            reductions: Vec::new(),
            when: When::Contract(terms_of(&tenure)),
            overlap_from: None,
            unsure: None,
        };
        laid.tenures.push(Arc::new(tenure));
        laid.contracts.push(Arc::new(account));
        true
    }
}

/// What a contract says of how much there is; `None`: nothing.
pub(super) fn held(offer: &Offer, size: Option<Size>, mut held: Held) -> Option<Arc<Held>> {
    let resource = match offer.kind {
        OfferKind::Backup => Resource::Backup,
        OfferKind::Server | OfferKind::Disk | OfferKind::Other => Resource::Storage,
    };
    held.sizes.extend(size.map(|size| Sized { from: None, resource, level: size.bytes() }));
    (held != Held::default()).then(|| Arc::new(held))
}

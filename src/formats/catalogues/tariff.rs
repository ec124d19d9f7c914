//! How do words of a price by use become a tariff: `1 TB included, then 1.19 per TB`, `0.02 €/GB, minimum 5`?

use rust_decimal::Decimal;

use super::hardware;
use super::money::{self, Decimals, has_word};
use crate::formats::catalogues::building::Figure;
use crate::model::{Metered, MeteredOn, OfferKind, Tariff, Units};
use crate::units::{Basis, Currency, Measure, Money, Size, SizeUnit};

/// What is known of a price by use.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Use {
    /// Price of one unit, and the unit.
    pub(super) price: Option<(Decimal, SizeUnit)>,
    /// Whether a unit begun counts in full.
    pub(super) started: bool,
    /// Used up before anything is paid.
    pub(super) free: Option<Size>,
    /// The least that is paid a month.
    pub(super) minimum: Option<Decimal>,
    /// The most that is paid a month.
    pub(super) most: Option<Decimal>,
}

impl Use {
    /// What the pieces of a text say, parted by `;` and by commas before a blank.
    pub(super) fn of(text: &str, decimals: Decimals) -> Self {
        let mut all = Self::default();
        let text = text.replace(", ", ";");
        for piece in text.split([';', '\n']) {
            let lower = piece.to_lowercase();
            let read = money::price(piece, decimals);
            let Figure::Is(amount) = read.figure else { continue };
            if has_word(
                &lower,
                &["included", "inklusive", "inkl", "inclus", "free", "frei", "enthalten"],
            ) {
                all.free = size(piece).or(all.free);
            } else if has_word(&lower, &["minimum", "min", "at least", "mindestens", "au moins"]) {
                all.minimum = Some(amount);
            } else if has_word(&lower, &["maximum", "max", "at most", "höchstens", "au plus"]) {
                all.most = Some(amount);
            } else if let Some(unit) = read.per {
                all.price = Some((amount, unit));
                all.started = read.started;
            }
        }
        all
    }

    /// As the engine meters it; `None` where no price of a unit is known, or it is none that can be stated.
    pub(super) fn tariff(
        &self,
        kind: OfferKind,
        currency: Currency,
        basis: Basis,
    ) -> Option<Tariff> {
        let money = |amount: Decimal| {
            Money::exact(amount, currency, Some(basis)).to_string().parse::<Money>().ok()
        };
        let (price, unit) = self.price?;
        let per: Measure = unit.name().parse().ok()?;
        Some(Tariff {
            per,
            price: money(price)?,
            of: match kind {
                OfferKind::Backup => Some(Metered::Backup),
                OfferKind::Disk | OfferKind::Server => Some(Metered::Storage),
                OfferKind::Other => None,
            },
            units: if self.started { Units::Started } else { Units::ProRata },
            free: self.free.and_then(|size| size.to_string().parse().ok()),
            minimum: self.minimum.and_then(money),
            cap: self.most.and_then(money),
            on: MeteredOn::Average,
            steps: Vec::new(),
            source: None,
            note: None,
        })
    }
}

/// The first size with a unit in a text.
pub(super) fn size(text: &str) -> Option<Size> {
    hardware::parts(text).iter().find_map(|part| Size::new(part.number, part.unit?))
}

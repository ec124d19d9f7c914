//! What does a meter come to: so much a unit of what is used, in as many readings as the tariff has.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{Metered, MeteredOn, Tariff, Units};
use crate::units::{Day, Measure, round_ratio};

use super::charge::Ends;
use super::outlook::{Level, Segment};
use super::runway::{reading_on, segment_on};
use super::stated::Price;
use super::tax::Taxes;

/// A tariff with what it meters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meter {
    /// What is counted.
    pub(super) of: Metered,
    /// Bytes or thousandths of the unit that the prices are for.
    per: i128,
    /// The unit as written, `TB`.
    pub(super) per_name: Arc<str>,
    /// Prices from an amount on, the first from nothing; all over one scale.
    bands: Vec<(i128, Price)>,
    free: i128,
    minimum: Option<Price>,
    cap: Option<Price>,
    units: Units,
    on: MeteredOn,
    pub(super) used: Used,
    /// Whether what is used is stated; else it follows a demand.
    pub(super) stated: bool,
    /// Where what is used would be stated.
    pub(super) uses: Arc<str>,
}

/// What a meter reads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Used {
    /// Nobody knows.
    Unknown,
    /// So much every month.
    Steady(Level),
    /// Every hour of the days paid.
    Hours,
    /// Demand over time, as expected; the ends hold before and after.
    Course(Arc<Vec<Segment>>),
}

/// What a month's meter comes to in its cheapest and dearest readings, before it is rounded: each a
/// whole number over `scale` of a minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Metering {
    pub(super) low: i128,
    /// `None`: open.
    pub(super) high: Option<i128>,
    pub(super) scale: i128,
}

impl Meter {
    /// `path`: where the tariff stands. `uses`: where what is used would be stated.
    pub(super) fn of(tariff: &Tariff, of: Metered, taxes: &Taxes, path: &str, uses: &str) -> Self {
        let price = |money, field: &str| Price::of(money, taxes, format!("{path}.{field}"));
        let mut bands = vec![(0, price(&tariff.price, "price"))];
        for (place, step) in tariff.steps.iter().enumerate() {
            bands.push((step.above.level(), price(&step.price, &format!("steps[{place}].price"))));
        }
        bands[1..].sort_by_key(|(above, _)| *above);
        let mut minimum = tariff.minimum.as_ref().map(|money| price(money, "minimum"));
        let mut cap = tariff.cap.as_ref().map(|money| price(money, "cap"));
        let all = || bands.iter().map(|(_, price)| price).chain(&minimum).chain(&cap);
        let scale = all().map(|price| price.scale).max().unwrap_or(1);
        for price in bands.iter_mut().map(|(_, p)| p).chain(&mut minimum).chain(&mut cap) {
            price.rescale(scale);
        }
        Self {
            used: if of == Metered::Hours { Used::Hours } else { Used::Unknown },
            of,
            per: tariff.per.level().max(1),
            per_name: tariff.per.to_string().into(),
            bands,
            free: tariff.free.as_ref().map_or(0, Measure::level),
            minimum,
            cap,
            units: tariff.units,
            on: tariff.on,
            stated: false,
            uses: uses.into(),
        }
    }

    /// The same, for which it is stated that it reads so much every month.
    pub(super) fn stating(self, level: Level) -> Self {
        Self { used: Used::Steady(level), stated: true, ..self }
    }

    /// The same, reading so much every month; hours are those of the days.
    pub(super) fn reading(&self, level: Level) -> Self {
        let used = if self.used == Used::Hours { Used::Hours } else { Used::Steady(level) };
        Self { used, stated: true, ..self.clone() }
    }

    /// Whether what it counts is the demand of a resource.
    pub(super) fn follows_demand(&self) -> bool {
        !self.stated && self.of != Metered::Hours
    }

    /// The price of the first unit.
    pub(super) fn price(&self) -> &Price {
        &self.bands[0].1
    }

    /// Whether nobody knows what is used, or a price of it.
    pub(super) fn is_unknown(&self) -> bool {
        self.used == Used::Unknown || self.bands.iter().any(|(_, price)| price.unknown)
    }

    /// Whether all prices are known, only what is used is not.
    pub(super) fn uses_unknown(&self) -> bool {
        self.used == Used::Unknown && self.bands.iter().all(|(_, price)| !price.unknown)
    }

    /// Where what is not known would be stated.
    pub(super) fn unknown_path(&self) -> &Arc<str> {
        let price = self.bands.iter().find(|(_, price)| price.unknown);
        price.map_or(&self.uses, |(_, price)| &price.path)
    }

    /// What the days come to, in all readings.
    pub(super) fn month(&self, from: Day, until: Day) -> Metering {
        let scale = self.per.saturating_mul(self.price().scale);
        let end = |price: &Price, high: bool| if high { price.high } else { Some(price.low) };
        let times = |price: &Price, high| Some(end(price, high)?.saturating_mul(self.per));
        if self.used == Used::Unknown {
            let low = self.minimum.as_ref().and_then(|price| times(price, false)).unwrap_or(0);
            let high = self.cap.as_ref().and_then(|price| times(price, true));
            return Metering { low, high, scale };
        }
        let come_to = |used: i128, high: bool| {
            let mut sum = 0_i128;
            for (place, (above, price)) in self.bands.iter().enumerate() {
                let until = self.bands.get(place + 1).map_or(i128::MAX, |(above, _)| *above);
                let inside = used.min(until) - (*above).max(self.free).min(used.min(until));
                if inside > 0 {
                    sum = sum.saturating_add(inside.saturating_mul(end(price, high)?));
                }
            }
            if let Some(least) = self.minimum.as_ref() {
                sum = sum.max(times(least, high)?);
            }
            if let Some(most) = self.cap.as_ref() {
                sum = times(most, high).map_or(sum, |most| sum.min(most));
            }
            Some(sum)
        };
        let readings = || self.readings(from, until).into_iter().map(|used| self.counted(used));
        let of_all = |high: bool| readings().flatten().map(move |used| come_to(used, high));
        let low = of_all(false).flatten().min().unwrap_or(0);
        let high = of_all(true).try_fold(i128::MIN, |most, one| Some(most.max(one?)));
        Metering { low, high, scale }
    }

    /// What is used in the days, as often as the tariff can be read.
    fn readings(&self, from: Day, until: Day) -> Vec<Level> {
        let (days, course) = match &self.used {
            Used::Unknown => return Vec::new(),
            Used::Steady(level) => return vec![*level],
            Used::Hours => return vec![Level::from(from.days_until(until)) * 24_000],
            Used::Course(course) => (from.days_until(until).clamp(1, 366), course),
        };
        let on = |n: i64| {
            let day = from.plus_days(n);
            segment_on(course, day).map_or(0, |segment| {
                let day = day.max(segment.from).min(segment.until.plus_days(-1));
                reading_on(segment, day).expected
            })
        };
        let levels: Vec<Level> = (0..days).map(on).collect();
        let peak = levels.iter().copied().max().unwrap_or(0);
        let mean = round_ratio(levels.iter().sum(), i128::from(days));
        let end = levels.last().copied().unwrap_or(0);
        match self.on {
            MeteredOn::Peak => vec![peak],
            MeteredOn::Average => vec![mean],
            MeteredOn::EndOfMonth => vec![end],
            MeteredOn::Unknown => vec![peak, mean, end],
        }
    }

    /// What of a use counts: as it is, or up to the end of the unit begun, or both.
    fn counted(&self, used: Level) -> impl Iterator<Item = Level> + use<> {
        let beyond = (used - self.free).max(0);
        let begun =
            self.free.saturating_add(whole_units(beyond, self.per).saturating_mul(self.per));
        let started = if beyond > 0 { begun } else { used };
        let (exact, started) = match self.units {
            Units::ProRata => (Some(used), None),
            Units::Started => (None, Some(started)),
            Units::Unknown => (Some(used), Some(started)),
        };
        exact.into_iter().chain(started)
    }

    /// The fewest and the most units that the days are charged for, what is free taken off; `None`
    /// where nobody knows.
    pub(super) fn units(&self, from: Day, until: Day) -> Option<(Decimal, Decimal)> {
        let counted = self.readings(from, until).into_iter().flat_map(|used| self.counted(used));
        let charged: Vec<Level> = counted.map(|used| (used - self.free).max(0)).collect();
        let (least, most) = (charged.iter().min()?, charged.iter().max()?);
        let units = |level: &Level| {
            let level = Decimal::try_from_i128_with_scale(*level, 0).ok()?;
            let per = Decimal::try_from_i128_with_scale(self.per, 0).ok()?;
            Some(level.checked_div(per)?.round_dp(6).normalize())
        };
        Some((units(least)?, units(most)?))
    }
}

fn whole_units(level: Level, per: i128) -> i128 {
    level / per + i128::from(level % per > 0)
}

impl Metering {
    /// So much of it, rounded once: `times` over `over`.
    pub(super) fn ends(self, times: i128, over: i128) -> Ends {
        let round =
            |end: i128| round_ratio(end.saturating_mul(times), over.saturating_mul(self.scale));
        Ends { low: round(self.low), high: self.high.map(round) }
    }
}

//! How does a billing day of an account become a charge: hours, meters, parts of months, discounts?

use crate::model::Billing;
use crate::units::{DayRange, round_quotient, round_ratio};

use super::charge::{Account, Ends, MOST, Row, Source};
use super::ledger::Charge;
use super::meter::Used;
use super::rent::{RentDay, Share, Terms, each_hour_day, each_rent_day};
use super::stated::Price;
use super::tax::Taxes;

impl Account {
    /// What is charged for the days of a contract.
    pub(super) fn rents(
        &self,
        terms: &Terms,
        range: DayRange,
        taxes: &Taxes,
        give: &mut impl FnMut(Row),
    ) {
        if self.hourly.is_some() {
            return each_hour_day(terms, range, &mut |day| give(self.hours(day, taxes)));
        }
        if self.prices.is_empty() {
            return;
        }
        if self.renewals.is_empty() || terms.billing != Billing::UpFront {
            return each_rent_day(terms, range, &mut |day| {
                give(self.rent(day, Charge::Rent, taxes));
            });
        }
        // The first term is as long as what was not added by hand.
        let added: u32 = self.renewals.iter().map(|renewed| renewed.months).sum();
        let first = terms.term.unwrap_or(0).saturating_sub(added);
        each_rent_day(terms, range, &mut |day| {
            let day = if day.pays_from == terms.from {
                let pays_until = terms.from.plus_months(first as i32);
                RentDay { pays_until, share: Share::Months(first), ..day }
            } else {
                day
            };
            give(self.rent(day, Charge::Rent, taxes));
        });
        for renewed in self.renewals.iter().filter(|renewed| range.contains(renewed.on)) {
            let day = RentDay {
                day: renewed.on,
                pays_from: renewed.from,
                pays_until: renewed.until,
                share: Share::Months(renewed.months),
            };
            give(self.rent(day, Charge::Rent, taxes));
        }
    }

    /// What the meter of a contract comes to, on its billing days.
    pub(super) fn metered(
        &self,
        terms: &Terms,
        range: DayRange,
        taxes: &Taxes,
        give: &mut impl FnMut(Row),
    ) {
        if self.hourly.is_some() {
            return each_hour_day(terms, range, &mut |day| {
                let days = day.pays_from.days_until(day.pays_until) as u32;
                let of = day.pays_from.days_in_month();
                give(self.read(RentDay { share: Share::Metered { days, of }, ..day }, taxes));
            });
        }
        let by_month = match terms.billing {
            Billing::UpFront => Billing::Anchored,
            other => other,
        };
        each_rent_day(&Terms { billing: by_month, ..*terms }, range, &mut |day| {
            let share = match day.share {
                Share::Part { days, of } => Share::Metered { days, of },
                _ => Share::Metered { days: 1, of: 1 },
            };
            give(self.read(RentDay { share, ..day }, taxes));
        });
    }

    pub(super) fn rent(&self, day: RentDay, charge: Charge, taxes: &Taxes) -> Row {
        let place = self.price_on(day.pays_from);
        let left = self.left_on(day.pays_from);
        let Some(dated) = self.prices.get(place) else { return nothing(day, charge) };
        self.row(day, charge, Source::Price(place), &dated.price, left, taxes)
    }

    /// Hours at their price, and never more than the month's.
    pub(super) fn hours(&self, day: RentDay, taxes: &Taxes) -> Row {
        let Some(hourly) = &self.hourly else { return nothing(day, Charge::Rent) };
        let left = self.left_on(day.pays_from);
        let hours = self.row(day, Charge::Rent, Source::Hourly, hourly, left, taxes);
        if self.prices.is_empty() {
            return hours;
        }
        let month = self.rent(RentDay { share: Share::Whole, ..day }, Charge::Rent, taxes);
        let price = self.price(month.source);
        if price.is_some_and(|price| price.unknown && price.high.is_none()) {
            return hours;
        }
        let capped = month.net.low <= hours.net.low;
        let high = match (hours.net.high, month.net.high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let mut row = if capped { month } else { hours };
        row.net.high = high;
        row
    }

    /// What the meter reads for some days, priced.
    pub(super) fn read(&self, day: RentDay, taxes: &Taxes) -> Row {
        let Some(meter) = &self.meter else { return nothing(day, Charge::Metered) };
        let price = meter.price();
        let left = self.left_on(day.pays_from);
        let (part, of) = match meter.used {
            Used::Hours => (1, 1), // the days paid are in the hours
            Used::Unknown | Used::Steady(_) | Used::Course(_) => day.share.ratio(),
        };
        // What is used is that of all; only hours run in each.
        let count = if meter.used == Used::Hours { i128::from(self.count) } else { 1 };
        let times = count.saturating_mul(left.0).saturating_mul(part);
        let (top, bottom) = taxes.exchange(price, day.day);
        let over = left.1.saturating_mul(of).saturating_mul(bottom).saturating_mul(self.step);
        let month = meter.month(day.pays_from, day.pays_until);
        let steps = month.ends(times.saturating_mul(top), over);
        let whole = |steps: i128| steps.saturating_mul(self.step).clamp(-MOST, MOST);
        let stated = Ends { low: whole(steps.low), high: steps.high.map(whole) };
        let one = |end: i128| round_quotient(&[end, top], &[price.scale, bottom]);
        let each = Ends { low: one(price.low), high: price.high.map(one) };
        self.priced((day, Charge::Metered, Source::Meter), price, left, (each, stated), taxes)
    }

    pub(super) fn row(
        &self,
        day: RentDay,
        charge: Charge,
        source: Source,
        price: &Price,
        left: (i128, i128),
        taxes: &Taxes,
    ) -> Row {
        let (top, bottom) = taxes.exchange(price, day.day);
        let one = |end: i128| round_quotient(&[end, top], &[price.scale, bottom]);
        let each = Ends { low: one(price.low), high: price.high.map(one) };
        let of_all = |end| self.of_all([end, top], [price.scale, bottom], day.share, left);
        let stated = Ends { low: of_all(price.low), high: price.high.map(of_all) };
        self.priced((day, charge, source), price, left, (each, stated), taxes)
    }

    /// A row of a stated price: of one, and of all.
    fn priced(
        &self,
        (day, charge, source): (RentDay, Charge, Source),
        price: &Price,
        left: (i128, i128),
        (each, stated): (Ends, Ends),
        taxes: &Taxes,
    ) -> Row {
        let (each, net, gross) = if price.gross {
            let net_of = |gross: i128| taxes.net_of(gross, day.day, self.whose, self.step);
            let each = Ends { low: net_of(each.low), high: each.high.map(net_of) };
            let net = match day.share {
                // A price an hour is too small to be taken back to its net by itself.
                Share::Hours(_) | Share::Metered { .. } => {
                    Ends { low: net_of(stated.low), high: stated.high.map(net_of) }
                }
                // A product is one amount; contracts are so many times the amount of one.
                Share::Whole if self.quantity.is_some() => {
                    Ends { low: net_of(stated.low), high: stated.high.map(net_of) }
                }
                Share::Whole | Share::Part { .. } | Share::Months(_) => {
                    let of_all = |each| self.of_all([each, 1], [1, 1], day.share, left);
                    Ends { low: of_all(each.low), high: each.high.map(of_all) }
                }
            };
            (each, net, Some(stated))
        } else {
            (each, stated, None)
        };
        let pair = |ends: Ends| [ends.low, ends.high.unwrap_or(0)];
        let fixed =
            gross.is_some_and(|gross| !taxes.fits(pair(net), pair(gross), day.day, self.whose));
        Row {
            day: day.day,
            pays_from: day.pays_from,
            pays_until: day.pays_until,
            charge,
            share: day.share,
            net,
            each,
            gross,
            fixed,
            discount_ppm: if left.0 == left.1 {
                0
            } else {
                let off = left.1.saturating_sub(left.0).saturating_mul(1_000_000);
                round_ratio(off, left.1).max(0) as u64
            },
            // What is paid in arrears for days before is no overlap.
            overlap: self.overlap_from.is_some_and(|from| from <= day.day.min(day.pays_from)),
            source,
        }
    }

    /// A price, as two factors over two divisors, of all `count` and their quantity, for a share of a
    /// month and what is left of it: rounded once.
    fn of_all(&self, price: [i128; 2], scale: [i128; 2], share: Share, left: (i128, i128)) -> i128 {
        let (part, of) = share.ratio();
        let times = i128::from(self.count).saturating_mul(left.0).saturating_mul(part);
        let over = left.1.saturating_mul(of).saturating_mul(self.step);
        let (top, bottom) = ([price[0], price[1], times], [scale[0], scale[1], over]);
        let rounded = match &self.quantity {
            Some(quantity) => quantity.round(&top, &bottom),
            None => round_quotient(&top, &bottom),
        };
        rounded.saturating_mul(self.step).clamp(-MOST, MOST)
    }
}

/// A row of nothing, for what has no price.
fn nothing(day: RentDay, charge: Charge) -> Row {
    let none = Ends { low: 0, high: Some(0) };
    Row {
        day: day.day,
        pays_from: day.pays_from,
        pays_until: day.pays_until,
        charge,
        share: day.share,
        net: none,
        each: none,
        gross: None,
        fixed: false,
        discount_ppm: 0,
        overlap: false,
        source: Source::Price(usize::MAX),
    }
}

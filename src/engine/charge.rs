//! On which days a contract, a line or a one-off is charged, and how much.
//!
//! Nothing is refunded: the last charge may pay for days after the end. Amounts are whole minor
//! units; each is rounded once, half away from zero.

use std::sync::Arc;

use crate::model::Billing;
use crate::units::{Day, DayRange, round_quotient, round_ratio};

use super::groups::Belongs;
use super::ledger::Charge;
use super::outlook::Origin;
use super::quantity::Times;
use super::stated::{DatedPrice, Price, Reduction};
use super::tax::{Taxes, Whose};

/// What the billing days of a contract follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// First day paid; billing days are counted from it.
    pub from: Day,
    /// First day no longer paid for, as [`bound_until`] gives it; `None`: goes on.
    pub bound: Option<Day>,
    /// When the price is charged.
    pub billing: Billing,
    /// Months of the first term; `None`: from month to month.
    pub term: Option<u32>,
    /// Months of each later term; `None`: month by month after the first.
    pub renews_by: Option<u32>,
}

/// The first day that is no longer paid for, when a contract is left on `until`: never before it,
/// and not before the end of the term that `until` falls into. Left on or before its first day, a
/// contract never begins and binds nobody.
pub fn bound_until(from: Day, until: Day, term: Option<u32>, renews_by: Option<u32>) -> Day {
    if until <= from {
        return until;
    }
    let Some(term) = term.filter(|term| *term > 0) else { return until };
    let first = from.plus_months(term as i32);
    if until <= first {
        return first;
    }
    let Some(renews_by) = renews_by.filter(|months| *months > 0) else { return until };
    let mut months = term.saturating_add(whole_terms(first, until, renews_by) * renews_by);
    let mut end = from.plus_months(months as i32);
    while end < until {
        months = months.saturating_add(renews_by);
        let next = from.plus_months(months as i32);
        if next <= end {
            return until; // beyond the last day that there is
        }
        end = next;
    }
    end
}

/// A day on which rent is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RentDay {
    /// Day billed.
    pub day: Day,
    /// First day that it does not pay for.
    pub pays_until: Day,
    /// How much of the monthly price.
    pub share: Share,
}

/// How much of a monthly price is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// The whole of it.
    Whole,
    /// The days of a month that are left, the first counted.
    Part {
        /// Days paid.
        days: u32,
        /// Days of the month.
        of: u32,
    },
    /// Several months at once.
    Months(u32),
}

impl Share {
    fn ratio(self) -> (i128, i128) {
        match self {
            Self::Whole => (1, 1),
            Self::Part { days, of } => (days.into(), of.into()),
            Self::Months(months) => (months.into(), 1),
        }
    }
}

/// The billing days inside a range, by day. A range without end stops where the contract does, else
/// 100 years on.
pub fn rent_days(terms: &Terms, range: DayRange) -> Vec<RentDay> {
    let mut days = Vec::new();
    each_rent_day(terms, range, &mut |day| days.push(day));
    days
}

fn each_rent_day(terms: &Terms, range: DayRange, each: &mut impl FnMut(RentDay)) {
    let last = range.until.unwrap_or_else(|| range.from.max(terms.from).plus_months(1200));
    let end = terms.bound.map_or(last, |bound| bound.min(last));
    let mut give = |rent: RentDay| {
        if rent.day >= range.from && rent.day < end {
            each(rent);
        }
    };
    let term = terms.term.filter(|months| *months > 0);
    match (terms.billing, term) {
        (Billing::FirstOfMonth, _) => {
            let month = terms.from.month_of();
            let next = month.until();
            let (of, days) = (terms.from.days_in_month(), terms.from.days_until(next) as u32);
            let share = if days == of { Share::Whole } else { Share::Part { days, of } };
            give(RentDay { day: terms.from, pays_until: next, share });
            monthly(next, 0, range.from, end, &mut give);
        }
        (Billing::UpFront, Some(term)) => {
            let first = terms.from.plus_months(term as i32);
            give(RentDay { day: terms.from, pays_until: first, share: Share::Months(term) });
            let Some(by) = terms.renews_by.filter(|months| *months > 0) else {
                return monthly(terms.from, term, range.from, end, &mut give);
            };
            let mut months = term.saturating_add(whole_terms(first, range.from, by) * by);
            let mut day = terms.from.plus_months(months as i32);
            while day < end {
                months = months.saturating_add(by);
                let next = terms.from.plus_months(months as i32);
                if next <= day {
                    return; // beyond the last day that there is
                }
                give(RentDay { day, pays_until: next, share: Share::Months(by) });
                day = next;
            }
        }
        (Billing::Anchored | Billing::UpFront, _) => {
            monthly(terms.from, 0, range.from, end, &mut give);
        }
    }
}

/// The billing days of what is charged each so many weeks, inside a range.
fn each_week(weeks: u32, paid: DayRange, range: DayRange, give: &mut impl FnMut(RentDay)) {
    let step = i64::from(weeks.max(1)) * 7;
    let last = range.until.unwrap_or_else(|| range.from.max(paid.from).plus_months(1200));
    let end = paid.until.map_or(last, |until| until.min(last));
    let skipped = paid.from.days_until(range.from).max(0).div_euclid(step);
    let mut day = paid.from.plus_days(skipped * step);
    while day < end {
        let next = day.plus_days(step);
        if next <= day {
            return; // beyond the last day that there is
        }
        if range.contains(day) {
            give(RentDay { day, pays_until: next, share: Share::Whole });
        }
        day = next;
    }
}

/// Each month from `anchor`, the first that matter to the last before `end`.
fn monthly(anchor: Day, least: u32, from: Day, end: Day, give: &mut impl FnMut(RentDay)) {
    let mut n = least.max(months_between(anchor, from).saturating_sub(1)) as i32;
    let mut day = anchor.plus_months(n);
    while day < end {
        n = n.saturating_add(1);
        let next = anchor.plus_months(n);
        if next <= day {
            return; // beyond the last day that there is
        }
        give(RentDay { day, pays_until: next, share: Share::Whole });
        day = next;
    }
}

/// Calendar months from one day's month to another's, 0 if it comes earlier.
fn months_between(from: Day, to: Day) -> u32 {
    let months = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
    (months(to) - months(from)).max(0) as u32
}

/// How many terms can be skipped to come near a day, without passing it.
fn whole_terms(from: Day, to: Day, months: u32) -> u32 {
    months_between(from, to).saturating_sub(1) / months
}

/// Where one charge stops, in minor units: sums and taxes of thousands of such still fit `i128`. It is
/// a million times the largest amount that can be stated.
pub(super) const MOST: i128 = 10_i128.pow(24);

/// Everything that the charges of one contract, line or one-off are made from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Account {
    pub(super) subject: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) whose: Whose,
    /// Its groups.
    pub(super) belongs: Arc<Belongs>,
    /// Its amounts are whole multiples of so many minor units.
    pub(super) step: i128,
    pub(super) origin: Origin,
    pub(super) in_request: bool,
    pub(super) count: u32,
    /// What the price is multiplied by besides.
    pub(super) quantity: Option<Arc<Times>>,
    /// By day, the first without one.
    pub(super) prices: Vec<DatedPrice>,
    pub(super) setup: Option<Price>,
    pub(super) reductions: Vec<Reduction>,
    pub(super) when: When,
    /// From this day on its charges pay for an overlap: another contract has begun in its place.
    pub(super) overlap_from: Option<Day>,
    /// Left on a day on which it may have renewed for longer: the path of what is not known.
    pub(super) unsure: Option<Arc<str>>,
}

/// When an account is charged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    Contract(Terms),
    /// A line, every so many months.
    Every {
        months: u32,
        from: Day,
        until: Option<Day>,
    },
    /// A line, every so many weeks.
    Weeks {
        weeks: u32,
        from: Day,
        until: Option<Day>,
    },
    /// A line that is charged once.
    LineOnce(Day),
    /// Something of a level that is not asked for.
    Never,
    /// A percentage, where [`super::percentages`] says.
    Taken,
    /// A one-off of the plan.
    OneOff(Day),
}

/// A charge as it is computed with; an [`super::ledger::Entry`] is made from it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) day: Day,
    pub(super) pays_until: Day,
    pub(super) charge: Charge,
    pub(super) share: Share,
    /// Before tax, of all `count`.
    pub(super) net: Ends,
    /// Before tax, of one, the whole month.
    pub(super) each: Ends,
    /// After tax, where the price is stated so.
    pub(super) gross: Option<Ends>,
    /// Its tax is `gross` less `net`, since no rate gives that.
    pub(super) fixed: bool,
    pub(super) discount_ppm: u64,
    pub(super) overlap: bool,
    pub(super) source: Source,
}

/// Which price of its account a row is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Setup,
    Price(usize),
    /// What may be owed beyond the day of leaving.
    Unsure,
    /// None: it is a share of other charges.
    Taken,
}

/// Low and high end, whole minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) low: i128,
    /// `None`: open.
    pub(super) high: Option<i128>,
}

impl Account {
    /// The price that holds on a day: the last that began.
    fn price_on(&self, day: Day) -> usize {
        self.prices.partition_point(|dated| dated.from.is_none_or(|from| from <= day)).max(1) - 1
    }

    /// Adds a price from a day on; the last stated for a day holds.
    pub(super) fn reprice(&mut self, from: Day, price: Price) {
        let at = self.prices.partition_point(|dated| dated.from.is_none_or(|day| day <= from));
        self.prices.insert(at, DatedPrice { from: Some(from), price });
    }

    /// What is left of the price on a day.
    fn left_on(&self, day: Day) -> (i128, i128) {
        self.reductions
            .iter()
            .filter(|r| r.from.is_none_or(|from| from <= day) && r.until.is_none_or(|u| day < u))
            .fold((1, 1), |(n, d): (i128, i128), reduction| {
                (n.saturating_mul(reduction.left.0), d.saturating_mul(reduction.left.1))
            })
    }

    pub(super) fn price(&self, source: Source) -> Option<&Price> {
        match source {
            Source::Setup => self.setup.as_ref(),
            Source::Price(place) => self.prices.get(place).map(|dated| &dated.price),
            Source::Unsure | Source::Taken => None,
        }
    }

    /// Whether it is a one-off by what it is; setup fees are told by their charge.
    pub(super) fn is_once(&self) -> bool {
        matches!(self.when, When::LineOnce(_) | When::OneOff(_))
    }

    /// Whether its setup fee is charged inside a range.
    pub(super) fn sets_up_in(&self, range: DayRange) -> bool {
        matches!(self.when, When::Contract(terms) if range.contains(terms.from))
            && self.setup.is_some()
    }

    /// Its charges inside a range, by day, setup before rent.
    pub(super) fn rows(&self, range: DayRange, taxes: &Taxes, give: &mut impl FnMut(Row)) {
        match self.when {
            When::Contract(terms) => {
                let begins = terms.bound.is_none_or(|bound| terms.from < bound);
                if let Some(price) = self.setup.as_ref().filter(|_| begins)
                    && range.contains(terms.from)
                {
                    let day = RentDay {
                        day: terms.from,
                        pays_until: terms.from.plus_days(1),
                        share: Share::Whole,
                    };
                    give(self.row(day, Charge::Setup, Source::Setup, price, (1, 1), taxes));
                }
                each_rent_day(&terms, range, &mut |day| {
                    give(self.rent(day, Charge::Rent, taxes));
                });
                if self.unsure.is_some()
                    && let Some(bound) = terms.bound.filter(|bound| range.contains(*bound))
                {
                    give(Row {
                        day: bound,
                        pays_until: bound.plus_days(1),
                        charge: Charge::Rent,
                        share: Share::Whole,
                        net: Ends::default(),
                        each: Ends::default(),
                        gross: None,
                        fixed: false,
                        discount_ppm: 0,
                        overlap: false,
                        source: Source::Unsure,
                    });
                }
            }
            When::Every { months, from, until } => {
                let terms = Terms {
                    from,
                    bound: until,
                    billing: Billing::UpFront,
                    term: Some(months),
                    renews_by: Some(months),
                };
                each_rent_day(&terms, range, &mut |day| {
                    let day = RentDay { share: Share::Whole, ..day };
                    give(self.rent(day, Charge::Line, taxes));
                });
            }
            When::Weeks { weeks, from, until } => {
                each_week(weeks, DayRange { from, until }, range, &mut |day| {
                    give(self.rent(day, Charge::Line, taxes));
                });
            }
            When::Never | When::Taken => {}
            When::LineOnce(day) | When::OneOff(day) => {
                if range.contains(day) {
                    let one_off = matches!(self.when, When::OneOff(_));
                    let charge = if one_off { Charge::OneOff } else { Charge::Line };
                    let pays_until = day.plus_days(1);
                    give(self.rent(
                        RentDay { day, pays_until, share: Share::Whole },
                        charge,
                        taxes,
                    ));
                }
            }
        }
    }

    /// A month's price on a day, of all `count`, whether it is paid then or not.
    pub(super) fn price_from(&self, day: Day, taxes: &Taxes) -> Ends {
        let rent = RentDay { day, pays_until: day.plus_months(1), share: Share::Whole };
        self.rent(rent, Charge::Rent, taxes).net
    }

    /// A month's price on a day, where it is paid then: contracts, and lines of every month.
    pub(super) fn month_on(&self, day: Day, taxes: &Taxes) -> Option<Row> {
        let (runs, charge) = match self.when {
            When::Contract(terms) => {
                (terms.from <= day && terms.bound.is_none_or(|bound| day < bound), Charge::Rent)
            }
            When::Every { months, from, until } => {
                let runs = from <= day && until.is_none_or(|until| day < until);
                (runs && months == 1, Charge::Line)
            }
            When::Weeks { .. }
            | When::LineOnce(_)
            | When::OneOff(_)
            | When::Never
            | When::Taken => (false, Charge::OneOff),
        };
        let rent = RentDay { day, pays_until: day.plus_months(1), share: Share::Whole };
        runs.then(|| self.rent(rent, charge, taxes))
    }

    fn rent(&self, day: RentDay, charge: Charge, taxes: &Taxes) -> Row {
        let place = self.price_on(day.day);
        let price = &self.prices[place].price;
        self.row(day, charge, Source::Price(place), price, self.left_on(day.day), taxes)
    }

    fn row(
        &self,
        day: RentDay,
        charge: Charge,
        source: Source,
        price: &Price,
        left: (i128, i128),
        taxes: &Taxes,
    ) -> Row {
        let (part, of) = day.share.ratio();
        let times = i128::from(self.count).saturating_mul(left.0).saturating_mul(part);
        let over = left.1.saturating_mul(of);
        let (top, bottom) = price
            .foreign
            .and_then(|foreign| taxes.rate_on(day.day, foreign)?.factor(foreign, taxes.currency))
            .unwrap_or((1, 1));
        let of_all = |end: i128, scale: i128| {
            let by = [over, scale, bottom, self.step];
            let amount = match &self.quantity {
                None => round_quotient(&[end, times, top], &by),
                Some(quantity) => quantity.round(&[end, times, top], &by),
            };
            amount.saturating_mul(self.step).clamp(-MOST, MOST)
        };
        let one = |end: i128| round_quotient(&[end, top], &[price.scale, bottom]);
        let each = Ends { low: one(price.low), high: price.high.map(one) };
        let stated = Ends {
            low: of_all(price.low, price.scale),
            high: price.high.map(|high| of_all(high, price.scale)),
        };
        let (each, net, gross) = if price.gross {
            let net_of = |gross: i128| taxes.net_of(gross, day.day, self.whose, self.step);
            let each = Ends { low: net_of(each.low), high: each.high.map(net_of) };
            let net = match self.quantity {
                // A product is one amount; contracts are so many times the amount of one.
                Some(_) => Ends { low: net_of(stated.low), high: stated.high.map(net_of) },
                None => {
                    let all = |end: i128| round_quotient(&[end, times], &[over]).clamp(-MOST, MOST);
                    Ends { low: all(each.low), high: each.high.map(all) }
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
            overlap: self.overlap_from.is_some_and(|from| from <= day.day),
            source,
        }
    }
}

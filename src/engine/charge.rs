//! On which days a contract, a line or a one-off is charged, and how much.
//!
//! Nothing is refunded: the last charge may pay for days after the end. Amounts are whole minor
//! units; each is rounded once, half away from zero.

use std::sync::Arc;

use crate::model::Billing;
use crate::units::{Day, DayRange};

use super::groups::Belongs;
use super::ledger::Charge;
use super::meter::Meter;
use super::outlook::{Origin, Renewed};
use super::quantity::Times;
pub use super::rent::{RentDay, Share, Terms, bound_until, rent_days};
use super::rent::{each_rent_day, each_week};
use super::stated::{DatedPrice, Price, Reduction};
use super::tax::{Taxes, Whose};

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
    /// Price of one an hour; a month's is then the most that its hours cost.
    pub(super) hourly: Option<Price>,
    /// What is paid by a meter besides.
    pub(super) meter: Option<Arc<Meter>>,
    /// Terms added by hand; what is paid at once for them.
    pub(super) renewals: Vec<Renewed>,
    /// Months over which what is charged once counts as cost.
    pub(super) months_of_use: Option<u32>,
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
    pub(super) pays_from: Day,
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
    Hourly,
    Meter,
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
    pub(super) fn price_on(&self, day: Day) -> usize {
        self.prices.partition_point(|dated| dated.from.is_none_or(|from| from <= day)).max(1) - 1
    }

    /// Adds a price from a day on; the last stated for a day holds.
    pub(super) fn reprice(&mut self, from: Day, price: Price) {
        let at = self.prices.partition_point(|dated| dated.from.is_none_or(|day| day <= from));
        self.prices.insert(at, DatedPrice { from: Some(from), price });
    }

    /// What is left of the price on a day.
    pub(super) fn left_on(&self, day: Day) -> (i128, i128) {
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
            Source::Hourly => self.hourly.as_ref(),
            Source::Meter => self.meter.as_ref().map(|meter| meter.price()),
            Source::Unsure | Source::Taken => None,
        }
    }

    /// Whether nobody knows the amount, or what a meter counts.
    pub(super) fn is_unknown(&self, source: Source) -> bool {
        match (source, &self.meter) {
            (Source::Meter, Some(meter)) => meter.is_unknown(),
            (Source::Taken, _) => false,
            _ => self.price(source).is_none_or(|price| price.unknown),
        }
    }

    /// Whether nobody knows what its meter counts.
    pub(super) fn uses_unknown(&self) -> bool {
        self.meter.as_ref().is_some_and(|meter| meter.uses_unknown())
    }

    /// Where the price of a row stands, or what is not known of it.
    pub(super) fn path(&self, source: Source) -> Option<&Arc<str>> {
        match (source, &self.meter) {
            (Source::Meter, Some(meter)) if meter.is_unknown() => Some(meter.unknown_path()),
            _ => self.price(source).map(|price| &price.path).or(self.unsure.as_ref()),
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

    /// Whether it begins on a day, so that its setup fee would be charged then.
    pub(super) fn sets_up_on(&self, day: Day) -> bool {
        matches!(self.when, When::Contract(terms) if terms.from == day)
    }

    /// Its charges inside a range, by day, setup before rent.
    pub(super) fn rows(&self, range: DayRange, taxes: &Taxes, give: &mut impl FnMut(Row)) {
        match self.when {
            When::Contract(terms) => {
                let begins = terms.bound.is_none_or(|bound| terms.from < bound);
                if let Some(price) = self.setup.as_ref().filter(|_| begins)
                    && range.contains(terms.from)
                {
                    let day = on_day(terms.from);
                    give(self.row(day, Charge::Setup, Source::Setup, price, (1, 1), taxes));
                }
                self.rents(&terms, range, taxes, give);
                if self.meter.is_some() {
                    self.metered(&terms, range, taxes, give);
                }
                if self.unsure.is_some()
                    && let Some(bound) = terms.bound.filter(|bound| range.contains(*bound))
                {
                    give(Row {
                        day: bound,
                        pays_from: bound,
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
                    give(self.rent(on_day(day), charge, taxes));
                }
            }
        }
    }

    /// A month from a day, of all `count`, whether it is paid then or not.
    pub(super) fn price_from(&self, day: Day, taxes: &Taxes) -> Ends {
        let mut sum = Ends { low: 0, high: Some(0) };
        self.month_from(day, Charge::Rent, taxes, &mut |row| {
            sum.low += row.net.low;
            sum.high = sum.high.zip(row.net.high).map(|(sum, high)| sum + high);
        });
        sum
    }

    /// A month on a day, where it is paid then: contracts, and lines of every month.
    pub(super) fn month_on(&self, day: Day, taxes: &Taxes, give: &mut impl FnMut(Row)) {
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
        if runs {
            self.month_from(day, charge, taxes, give);
        }
    }

    /// A month from a day; of what is billed by the hour, the calendar month.
    fn month_from(&self, day: Day, charge: Charge, taxes: &Taxes, give: &mut impl FnMut(Row)) {
        let pays_until = day.plus_months(1);
        let whole = RentDay { day, pays_from: day, pays_until, share: Share::Whole };
        if self.hourly.is_some() {
            let share = Share::Hours(day.days_in_month() * 24);
            give(self.hours(RentDay { share, ..whole }, taxes));
        } else if !self.prices.is_empty() {
            give(self.rent(whole, charge, taxes));
        }
        if self.meter.is_some() {
            let share = Share::Metered { days: 1, of: 1 };
            give(self.read(RentDay { share, ..whole }, taxes));
        }
    }
}

/// What is charged and paid for on one day.
fn on_day(day: Day) -> RentDay {
    RentDay { day, pays_from: day, pays_until: day.plus_days(1), share: Share::Whole }
}

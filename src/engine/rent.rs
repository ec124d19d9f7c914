//! On which days is a contract billed, for which days, and for how much of its monthly price?
//!
//! Nothing is refunded: the last charge may pay for days after the end.

use crate::model::Billing;
use crate::units::{Day, DayRange};

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
    /// First day that it pays for.
    pub pays_from: Day,
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
    /// So many hours at the hourly price.
    Hours(u32),
    /// What a meter counted, a month's price cut to the days paid.
    Metered {
        /// Days paid; as many as `of` where it is a whole month.
        days: u32,
        /// Days of the month.
        of: u32,
    },
}

impl Share {
    /// By which a price is multiplied, and by which it is divided.
    pub(super) fn ratio(self) -> (i128, i128) {
        match self {
            Self::Whole => (1, 1),
            Self::Part { days, of } | Self::Metered { days, of } => (days.into(), of.into()),
            Self::Months(times) | Self::Hours(times) => (times.into(), 1),
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

pub(super) fn each_rent_day(terms: &Terms, range: DayRange, each: &mut impl FnMut(RentDay)) {
    let last = last_of(terms, range);
    let end = terms.bound.map_or(last, |bound| bound.min(last));
    let mut give = |rent: RentDay| {
        if rent.day >= range.from && rent.pays_from < end && rent.day < last {
            each(rent);
        }
    };
    let whole = |day: Day, next: Day| RentDay {
        day,
        pays_from: day,
        pays_until: next,
        share: Share::Whole,
    };
    let term = terms.term.filter(|months| *months > 0);
    match (terms.billing, term) {
        (Billing::FirstOfMonth, _) => {
            let next = terms.from.month_of().until();
            give(to_month_end(terms.from));
            monthly(next, 0, range.from, end, &mut |day, next| give(whole(day, next)));
        }
        (Billing::FirstInFullThenFirst, _) => {
            let first = terms.from.plus_months(1);
            give(whole(terms.from, first));
            let next = if first.day_of_month() == 1 {
                first
            } else {
                give(to_month_end(first));
                first.month_of().until()
            };
            monthly(next, 0, range.from, end, &mut |day, next| give(whole(day, next)));
        }
        (Billing::UpFront, Some(term)) => {
            let first = terms.from.plus_months(term as i32);
            let share = Share::Months(term);
            give(RentDay { share, ..whole(terms.from, first) });
            let Some(by) = terms.renews_by.filter(|months| *months > 0) else {
                return monthly(terms.from, term, range.from, end, &mut |day, next| {
                    give(whole(day, next));
                });
            };
            let mut months = term.saturating_add(whole_terms(first, range.from, by) * by);
            let mut day = terms.from.plus_months(months as i32);
            while day < end {
                months = months.saturating_add(by);
                let next = terms.from.plus_months(months as i32);
                if next <= day {
                    return; // beyond the last day that there is
                }
                give(RentDay { share: Share::Months(by), ..whole(day, next) });
                day = next;
            }
        }
        (Billing::Arrears, _) => {
            let from = range.from.plus_months(-1);
            monthly(terms.from, 0, from, end, &mut |day, next| {
                give(RentDay { day: next, ..whole(day, next) });
            });
        }
        (Billing::Anchored | Billing::UpFront, _) => {
            monthly(terms.from, 0, range.from, end, &mut |day, next| give(whole(day, next)));
        }
    }
}

/// What is billed by the hour: on each 1st, for the days of the month before.
pub(super) fn each_hour_day(terms: &Terms, range: DayRange, each: &mut impl FnMut(RentDay)) {
    let last = last_of(terms, range);
    let mut month = terms.from.max(range.from.plus_months(-1)).month_of();
    loop {
        let (first, day) = (month.first(), month.until());
        let pays_from = first.max(terms.from);
        let pays_until = terms.bound.map_or(day, |bound| bound.min(day));
        if day >= last || pays_until <= pays_from || day <= first {
            return;
        }
        if day >= range.from {
            let hours = pays_from.days_until(pays_until) as u32 * 24;
            each(RentDay { day, pays_from, pays_until, share: Share::Hours(hours) });
        }
        month = month.plus(1);
    }
}

/// Where a range without end stops: 100 years on.
fn last_of(terms: &Terms, range: DayRange) -> Day {
    range.until.unwrap_or_else(|| range.from.max(terms.from).plus_months(1200))
}

/// From a day to its month's end; the whole month from a 1st.
fn to_month_end(from: Day) -> RentDay {
    let next = from.month_of().until();
    let (of, days) = (from.days_in_month(), from.days_until(next) as u32);
    let share = if days == of { Share::Whole } else { Share::Part { days, of } };
    RentDay { day: from, pays_from: from, pays_until: next, share }
}

/// The billing days of what is charged each so many weeks, inside a range.
pub(super) fn each_week(
    weeks: u32,
    paid: DayRange,
    range: DayRange,
    give: &mut impl FnMut(RentDay),
) {
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
            give(RentDay { day, pays_from: day, pays_until: next, share: Share::Whole });
        }
        day = next;
    }
}

/// Each month from `anchor`, the first that matter to the last that begins before `end`: its first
/// day and the next one's.
fn monthly(anchor: Day, least: u32, from: Day, end: Day, give: &mut impl FnMut(Day, Day)) {
    let mut n = least.max(months_between(anchor, from).saturating_sub(1)) as i32;
    let mut day = anchor.plus_months(n);
    while day < end {
        n = n.saturating_add(1);
        let next = anchor.plus_months(n);
        if next <= day {
            return; // beyond the last day that there is
        }
        give(day, next);
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

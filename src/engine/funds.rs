//! How long does the money last: months in hand, and the day on which the balance falls below nothing?

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Every, Float, Funds, Income, Scenario};
use crate::units::{
    AfterTax, Amount, Day, DayRange, Money, SpanUnit, Total, round_quotient, round_ratio,
};

use super::charge::When;
use super::later::Later;
use super::ledger::Ledger;
use super::stated::Price;

/// The money that there is against what a plan costs. Amounts are cash: after tax.
#[derive(Clone, Debug, PartialEq)]
pub struct FundsOutlook {
    /// Sum of the balances.
    pub balance: Total<AfterTax>,
    /// Sum of what is owed.
    pub debts: Total<AfterTax>,
    /// Day of the last balance; what is dated on it or later is still to come.
    pub on: Day,
    /// What recurs, a year: the monthly prices when all moves are made and the period has begun × 12,
    /// a yearly line once.
    pub yearly: Total<AfterTax>,
    /// (balance − debts) × 12 ÷ yearly; income is left out. `None` where nothing recurs.
    pub months_in_hand: Option<MonthsInHand>,
    /// The same, as if nothing were owed.
    pub months_without_debts: Option<MonthsInHand>,
    /// What is to be kept.
    pub float: Option<Total<AfterTax>>,
    /// What comes in, goes out and is left, a day on which any of it changes each; by day.
    pub days: Vec<FundsDay>,
    /// First day on which the balance is below nothing, by what is known.
    pub empty: Option<Day>,
    /// The same, where every cost is as high as it can be; `None` also where there is no saying.
    pub empty_cautious: Option<Day>,
    /// First day on which it is below what is to be kept, by what is known, and by how much.
    pub below_float: Option<(Day, Amount<AfterTax>)>,
    /// Whether a cost or a debt is open upwards, so that there is no saying how low it can fall.
    pub open: bool,
    /// First day that is not looked at.
    pub until: Day,
}

/// Months, to any fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthsInHand {
    /// The fewest they can be; `None` where a cost has no upper end.
    pub low: Option<Decimal>,
    /// The most they can be; `None` where the balance has no upper end or nothing known recurs.
    pub high: Option<Decimal>,
}

impl MonthsInHand {
    /// The months, where they are known exactly.
    pub fn exact(self) -> Option<Decimal> {
        self.low.filter(|low| self.high == Some(*low))
    }
}

/// A day on which the balance changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundsDay {
    /// Which.
    pub day: Day,
    /// What comes in, by what is known.
    pub income: Amount<AfterTax>,
    /// What is paid for services and lines.
    pub paid: Total<AfterTax>,
    /// What is paid back.
    pub debts: Amount<AfterTax>,
    /// What is left at its end, by what is known.
    pub balance: Amount<AfterTax>,
}

/// The money against a plan; `None` where the file says nothing of it.
pub(super) fn outlook(
    scenario: &Scenario,
    ledger: &Ledger,
    settled: Day,
    frame: &super::Frame,
) -> Option<Later<FundsOutlook>> {
    let funds = scenario.funds.clone()?;
    let as_of = scenario.as_of?;
    // Lines without a first day begin with the period.
    let (ledger, day) = (ledger.clone(), settled.max(frame.period.from));
    let horizon = frame.horizon;
    Some(Later::new(move || {
        let month = ledger.bill_of(ledger.month_on(day), DayRange::new(day, day.plus_days(1)));
        let yearly = month.after_tax.times(12) + beside_months(&ledger, day);
        Frame { funds: &funds, ledger: &ledger, as_of, horizon }.outlook(yearly)
    }))
}

/// What recurs at other intervals than months, a year after tax.
fn beside_months(ledger: &Ledger, day: Day) -> Total<AfterTax> {
    let mut sum = Total::ZERO;
    for account in ledger.accounts.iter().filter(|account| account.in_request) {
        // So many times in so many.
        let (times, of, from, until) = match account.when {
            When::Every { months, from, until } if months > 1 => (12, months, from, until),
            When::Weeks { weeks, from, until } => (365, weeks.saturating_mul(7), from, until),
            _ => continue,
        };
        if !(DayRange { from, until }).contains(day) {
            continue;
        }
        let once = account.price_from(day, &ledger.taxes);
        let year = |net: i128| {
            let gross = net + ledger.taxes.all(day, account.whose, net).tax;
            Amount::from_minor(round_ratio(gross.saturating_mul(times), i128::from(of)))
        };
        sum += Total { low: year(once.low), high: once.high.map(year) };
    }
    sum
}

struct Frame<'a> {
    funds: &'a Funds,
    ledger: &'a Ledger,
    as_of: Day,
    horizon: Day,
}

impl Frame<'_> {
    /// By the rate of the day of the balance.
    fn amount(&self, money: &Money) -> Total<AfterTax> {
        self.ledger.cash(money, self.on())
    }

    /// Day of the last balance.
    fn on(&self) -> Day {
        let days = self.funds.accounts.iter().map(|account| account.on.unwrap_or(self.as_of));
        days.max().unwrap_or(self.as_of)
    }

    fn outlook(&self, yearly: Total<AfterTax>) -> FundsOutlook {
        let funds = self.funds;
        let balance: Total<AfterTax> =
            funds.accounts.iter().map(|account| self.amount(&account.balance)).sum();
        let debts: Total<AfterTax> = funds.debts.iter().map(|debt| self.amount(&debt.amount)).sum();
        let on = self.on();
        let float = funds.float.as_ref().map(|float| match float {
            Float::Amount(money) => self.amount(money),
            Float::Span(span) => part_of_year(yearly, *span),
        });
        let (days, cautious) = self.days(balance, on);
        let below = |least: Amount<AfterTax>| {
            let first = if balance.low < least { Some((on, balance.low)) } else { None };
            first.or_else(|| {
                let day = days.iter().find(|day| day.balance < least)?;
                Some((day.day, day.balance))
            })
        };
        FundsOutlook {
            months_in_hand: months(balance, debts, yearly),
            months_without_debts: months(balance, Total::ZERO, yearly),
            empty: below(Amount::ZERO).map(|(day, _)| day),
            empty_cautious: cautious,
            below_float: float
                .and_then(|float| below(float.low).map(|(day, left)| (day, float.low - left))),
            open: debts.is_open() || days.iter().any(|day| day.paid.is_open()),
            balance,
            debts,
            on,
            yearly,
            float,
            days,
            until: self.horizon.max(on),
        }
    }

    /// Each day on which the balance changes, and the first on which it is below nothing with every
    /// cost as high as it can be.
    fn days(&self, balance: Total<AfterTax>, on: Day) -> (Vec<FundsDay>, Option<Day>) {
        let until = self.horizon.max(on);
        let mut changes: BTreeMap<Day, Change> = BTreeMap::new();
        let range = DayRange::new(on, until);
        let mut entries = self.ledger.entries(range);
        entries.retain(|entry| entry.in_request);
        let mut by_day = entries.into_iter().peekable();
        while let Some(first) = by_day.next() {
            let day = first.day;
            let mut of_day = vec![first];
            while let Some(next) = by_day.next_if(|next| next.day == day) {
                of_day.push(next);
            }
            let bill = self.ledger.bill_of(of_day, DayRange::new(day, day.plus_days(1)));
            changes.entry(day).or_default().paid += bill.after_tax;
        }
        for income in &self.funds.income {
            let amount = self.amount(&income.amount).low;
            for day in days_of(income, on, until) {
                changes.entry(day).or_default().income += amount;
            }
        }
        for debt in &self.funds.debts {
            let day = debt.due.unwrap_or(on).max(on);
            if day < until {
                changes.entry(day).or_default().debts += self.amount(&debt.amount);
            }
        }
        let (mut left, mut least) = (balance.low, Some(balance.low));
        let mut empty_cautious = None;
        let days = changes.into_iter().map(|(day, change)| {
            left = left + change.income - change.paid.low - change.debts.low;
            least = least
                .zip(change.paid.high)
                .zip(change.debts.high)
                .map(|((least, paid), debts)| least + change.income - paid - debts);
            if empty_cautious.is_none() && least.is_some_and(|least| least < Amount::ZERO) {
                empty_cautious = Some(day);
            }
            FundsDay {
                day,
                income: change.income,
                paid: change.paid,
                debts: change.debts.low,
                balance: left,
            }
        });
        let days = days.collect();
        (days, empty_cautious)
    }
}

#[derive(Default)]
struct Change {
    income: Amount<AfterTax>,
    paid: Total<AfterTax>,
    debts: Total<AfterTax>,
}

impl Ledger {
    /// An amount of cash by the rate of a day; in a currency without a rate it is not known.
    pub(super) fn cash(&self, money: &Money, day: Day) -> Total<AfterTax> {
        let price = Price::of(money, &self.taxes, String::new());
        let (top, bottom) = self.taxes.exchange(&price, day);
        let one =
            |end: i128| Amount::from_minor(round_quotient(&[end, top], &[price.scale, bottom]));
        Total { low: one(price.low), high: price.high.map(one) }
    }
}

/// What is paid in a span, of what is paid a year.
fn part_of_year(yearly: Total<AfterTax>, span: crate::units::Span) -> Total<AfterTax> {
    let (times, of) = match span.unit() {
        SpanUnit::Month => (span.count(), 12),
        SpanUnit::Year => (span.count(), 1),
        SpanUnit::Week => (span.count() * 7, 365),
        SpanUnit::Day => (span.count(), 365),
        SpanUnit::Hour => (span.count(), 8760),
    };
    let part = |amount: Amount<AfterTax>| {
        let times = amount.minor().saturating_mul(i128::from(times));
        Amount::from_minor(round_ratio(times, of))
    };
    Total { low: part(yearly.low), high: yearly.high.map(part) }
}

/// (balance − debts) × 12 ÷ yearly, end by end.
fn months(
    balance: Total<AfterTax>,
    debts: Total<AfterTax>,
    yearly: Total<AfterTax>,
) -> Option<MonthsInHand> {
    let of = |funds: Amount<AfterTax>, year: Amount<AfterTax>| {
        let whole = |minor: i128| Decimal::try_from_i128_with_scale(minor, 0).ok();
        whole(funds.minor().saturating_mul(12))?.checked_div(whole(year.minor())?)
    };
    if yearly.exact().is_some_and(Amount::is_zero) {
        return None;
    }
    let low = debts.high.zip(yearly.high).and_then(|(debts, year)| of(balance.low - debts, year));
    let high = balance.high.and_then(|high| of(high - debts.low, yearly.low));
    Some(MonthsInHand { low, high })
}

/// The days on which an income comes, from the day of the balance on.
fn days_of(income: &Income, on: Day, until: Day) -> Vec<Day> {
    let until = income.until.map_or(until, |end| end.min(until));
    let months = match income.every {
        Every::Month => 1,
        Every::Quarter => 3,
        Every::HalfYear => 6,
        Every::Year => 12,
        Every::Months(months) => months as i32,
        Every::Weeks(weeks) => {
            let (anchor, step) = (income.from.unwrap_or(on), i64::from(weeks) * 7);
            let days = (0..).map(|n| anchor.plus_days(n * step));
            let inside = days.take_while(|day| *day < until && *day < Day::LAST);
            let begins = income.from.unwrap_or(on.plus_days(1));
            return inside.filter(|day| *day >= on && *day >= begins).collect();
        }
        Every::Once => {
            let day = income.from.unwrap_or(on);
            return [day].into_iter().filter(|day| *day >= on && *day < until).collect();
        }
    };
    let (anchor, first) = match income.from {
        Some(from) => (from, 0),
        None => (on, 1),
    };
    let days = (first..).map(|n| anchor.plus_months(n * months));
    let inside = days.take_while(|day| *day < until && *day < Day::LAST);
    inside.filter(|day| *day >= on).collect()
}

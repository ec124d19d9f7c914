//! What do percentages of groups come to: contingency, spare parts, fees?
//!
//! They are taken of what the organisation is asked for, before tax, over the period asked for and over
//! each of as many months after it; a month's figure has the share of that month's sums. Each is one
//! entry, rounded once over its rates, on the first day on which anything that it is taken of is billed.

use std::sync::Arc;

use crate::model::Scenario;
use crate::units::{Day, DayRange, Rate, round_ratio};

use super::charge::{Account, Ends, MOST, Row, Share, Source, When};
use super::groups::{Groups, Sort};
use super::ledger::{Charge, Entry, Ledger, ShareOf, Why};
use super::outlook::Origin;
use super::tax::{Taxes, ten_to};

/// The percentages of a scenario, ready to be computed with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Percentages {
    /// In the file's order.
    list: Vec<Percentage>,
    /// Places in it: what is taken of others comes after those. What is taken of itself is not there.
    order: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct Percentage {
    account: Arc<Account>,
    of: Vec<(Arc<str>, Rate, Base)>,
}

/// What a percentage is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Group(usize),
    Percentage(usize),
    /// Nothing is called so.
    Nothing,
}

/// What a percentage came to, by what it was taken of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Taken {
    pub(super) account: Arc<Account>,
    pub(super) row: Row,
    /// Name, rate, and the sum that the rate is of.
    pub(super) of: Vec<(Arc<str>, Rate, Ends)>,
}

/// Sums of charges, by group, and when the first of each was billed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sums(Vec<Sum>);

/// What charges come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sum {
    low: i128,
    high: i128,
    open: bool,
    first: Option<Day>,
}

impl Sum {
    /// Of one account in some days.
    pub(super) fn of(account: &Account, range: DayRange, taxes: &Taxes) -> Self {
        let mut sum = Self::default();
        if account.in_request {
            account.rows(range, taxes, &mut |row| sum.add(row.day, row.net));
        }
        sum
    }

    fn join(&mut self, other: Self) {
        self.low += other.low;
        self.high += other.high;
        self.open |= other.open;
        self.first = [self.first, other.first].into_iter().flatten().min();
    }

    fn add(&mut self, day: Day, net: Ends) {
        self.low += net.low;
        self.high += net.high.unwrap_or(0);
        self.open |= net.high.is_none();
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
    }

    fn ends(self) -> Ends {
        Ends { low: self.low, high: (!self.open).then_some(self.high) }
    }
}

impl Sums {
    pub(super) fn new(groups: &Groups) -> Self {
        Self(vec![Sum::default(); groups.list.len()])
    }

    /// Adds what an account comes to.
    pub(super) fn add_part(&mut self, account: &Account, part: Sum) {
        for group in &account.belongs.groups {
            self.0[*group].join(part);
        }
    }

    pub(super) fn add(&mut self, account: &Account, row: &Row) {
        if account.in_request {
            for group in &account.belongs.groups {
                self.0[*group].add(row.day, row.net);
            }
        }
    }
}

impl Percentages {
    /// `holds`: whether something of a level is asked for.
    pub(super) fn of(
        scenario: &Scenario,
        taxes: &Taxes,
        holds: &dyn Fn(Option<&str>) -> bool,
    ) -> Self {
        let base = |name: &str| {
            let percentage = || scenario.percentages.iter().position(|other| other.what == *name);
            let group = taxes.groups.find(name).map(Base::Group);
            group.or_else(|| percentage().map(Base::Percentage)).unwrap_or(Base::Nothing)
        };
        let one = |(place, of): (usize, &Arc<crate::model::Percentage>)| {
            let belongs = taxes.groups.belongs(of.group.as_deref(), Sort::Percentage(of.kind));
            let what: Arc<str> = Arc::from(of.what.as_str());
            let account = Account {
                subject: Arc::clone(&what),
                name: what,
                whose: taxes.whose(None, belongs.class(of.taxed)),
                belongs,
                step: taxes.step,
                origin: Origin::Percentage(place),
                in_request: of.in_request,
                count: 1,
                quantity: None,
                prices: Vec::new(),
                setup: None,
                reductions: Vec::new(),
                when: if holds(of.level.as_deref()) { When::Taken } else { When::Never },
                hourly: None,
                meter: None,
                renewals: Vec::new(),
                months_of_use: None,
                overlap_from: None,
                unsure: None,
            };
            let of = of.of.iter();
            let of = of.map(|(name, rate)| (Arc::from(name.as_str()), rate.rate(), base(name)));
            Percentage { account: Arc::new(account), of: of.collect() }
        };
        let list: Vec<Percentage> = scenario.percentages.iter().enumerate().map(one).collect();
        let order = order(&list).0;
        Self { list, order }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What they come to, in the file's order; `until` is the first day that they do not pay for.
    pub(super) fn taken(&self, sums: &Sums, until: Day) -> Vec<Taken> {
        let mut sums = sums.clone();
        let mut own: Vec<Sum> = vec![Sum::default(); self.list.len()];
        let mut all: Vec<(usize, Taken)> = Vec::new();
        for place in &self.order {
            let Percentage { account, of } = &self.list[*place];
            if account.when != When::Taken {
                continue;
            }
            let sum = |base: Base| match base {
                Base::Group(group) => sums.0[group],
                Base::Percentage(other) => own[other],
                Base::Nothing => Sum::default(),
            };
            let of: Vec<_> =
                of.iter().map(|(name, rate, base)| (name, *rate, sum(*base))).collect();
            let Some(day) = of.iter().filter_map(|(.., sum)| sum.first).min() else { continue };
            let scale = of.iter().map(|(_, rate, _)| rate.scale()).max().unwrap_or(0);
            // Of what is taken off, the upper end makes the sum the least.
            let share = |high: bool| {
                let exact = of.iter().fold(0_i128, |all, (_, rate, sum)| {
                    let upper = high != (rate.numerator() < 0) && (high || !sum.open);
                    let end = if upper { sum.high } else { sum.low };
                    let scaled =
                        i128::from(rate.numerator()).saturating_mul(ten_to(scale - rate.scale()));
                    all.saturating_add(end.saturating_mul(scaled))
                });
                let over = ten_to(scale).saturating_mul(account.step);
                round_ratio(exact, over).saturating_mul(account.step).clamp(-MOST, MOST)
            };
            let open = of.iter().any(|(.., sum)| sum.open);
            let net = Ends { low: share(false), high: (!open).then(|| share(true)) };
            let row = row(day, until, net);
            for group in account.belongs.groups.iter().filter(|_| account.in_request) {
                sums.0[*group].add(day, net);
            }
            own[*place].add(day, net);
            let of = of.into_iter().map(|(name, rate, sum)| (Arc::clone(name), rate, sum.ends()));
            all.push((*place, Taken { account: Arc::clone(account), row, of: of.collect() }));
        }
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, taken)| taken).collect()
    }
}

fn row(day: Day, until: Day, net: Ends) -> Row {
    Row {
        day,
        pays_from: day,
        pays_until: until.max(day.plus_days(1)),
        charge: Charge::Percentage,
        share: Share::Whole,
        net,
        each: net,
        gross: None,
        fixed: false,
        discount_ppm: 0,
        overlap: false,
        source: Source::Taken,
    }
}

/// The order in which percentages can be computed, and those that are taken of themselves.
fn order(list: &[Percentage]) -> (Vec<usize>, Vec<usize>) {
    let needs = |place: usize| -> Vec<usize> {
        let of = list[place].of.iter().flat_map(|(.., base)| match base {
            Base::Percentage(other) => vec![*other],
            Base::Group(group) => {
                let inside = |other: &usize| list[*other].account.belongs.groups.contains(group);
                (0..list.len()).filter(inside).collect()
            }
            Base::Nothing => Vec::new(),
        });
        of.collect()
    };
    let needs: Vec<Vec<usize>> = (0..list.len()).map(needs).collect();
    let round: Vec<usize> = (0..list.len()).filter(|place| reaches(&needs, *place)).collect();
    let mut order: Vec<usize> = Vec::new();
    let mut left: Vec<usize> = (0..list.len()).filter(|place| !round.contains(place)).collect();
    while !left.is_empty() {
        let ready = |place: &usize| needs[*place].iter().all(|other| !left.contains(other));
        let (now, later): (Vec<usize>, Vec<usize>) = left.iter().partition(|place| ready(place));
        if now.is_empty() {
            break; // cannot be: what is left is not taken of itself
        }
        order.extend(now);
        left = later;
    }
    (order, round)
}

/// Whether a percentage needs itself, by whatever way.
fn reaches(needs: &[Vec<usize>], place: usize) -> bool {
    let mut seen = vec![false; needs.len()];
    let mut next = needs[place].clone();
    while let Some(other) = next.pop() {
        if other == place {
            return true;
        }
        if !std::mem::replace(&mut seen[other], true) {
            next.extend(&needs[other]);
        }
    }
    false
}

/// Places of the percentages that are taken of themselves, by whatever way: they are left out.
pub fn in_a_round(scenario: &Scenario) -> Vec<usize> {
    let taxes = Taxes::of(scenario);
    order(&Percentages::of(scenario, &taxes, &|_| true).list).1
}

/// The rows of all percentages in a range of days, when accounts are charged as they are.
fn rows(
    percentages: &Percentages,
    accounts: &[Arc<Account>],
    range: DayRange,
    taxes: &Taxes,
) -> Vec<Taken> {
    if percentages.is_empty() {
        return Vec::new();
    }
    let mut sums = Sums::new(&taxes.groups);
    for account in accounts {
        sums.add_part(account, Sum::of(account, range, taxes));
    }
    percentages.taken(&sums, range.until.unwrap_or(Day::LAST))
}

impl Ledger {
    /// The percentages of a month's sums on a day, of what the organisation is asked for.
    pub(super) fn taken_of_month(&self, day: Day) -> Vec<Taken> {
        if self.percentages.is_empty() {
            return Vec::new();
        }
        let mut sums = Sums::new(&self.taxes.groups);
        for account in &self.accounts {
            account.month_on(day, &self.taxes, &mut |row| sums.add(account, &row));
        }
        let mut taken = self.percentages.taken(&sums, day.plus_months(1));
        taken.retain(|taken| taken.account.in_request);
        taken
    }

    /// The percentages billed inside a range: of the period asked for, and of each as long after it.
    pub(super) fn taken(&self, range: DayRange) -> Vec<Taken> {
        let Some(first_end) = self.period.until.filter(|_| !self.percentages.is_empty()) else {
            return Vec::new();
        };
        let months = self.period.from.month_of().months_until(first_end.month_of()).max(1);
        let last = range.until.unwrap_or_else(|| range.from.max(first_end).plus_months(1200));
        let before = self.period.from.month_of().months_until(range.from.month_of()).max(0);
        let mut taken = Vec::new();
        let mut from = self.period.from.plus_months(before / months * months);
        while from < last {
            let until = from.plus_months(months);
            if until <= from {
                break; // beyond the last day that there is
            }
            let whole = DayRange::new(from, until);
            let rows = rows(&self.percentages, &self.accounts, whole, &self.taxes);
            taken.extend(rows.into_iter().filter(|taken| range.contains(taken.row.day)));
            from = until;
        }
        taken
    }

    pub(super) fn taken_entry(&self, taken: Taken) -> Entry {
        let path = match taken.account.origin {
            Origin::Percentage(place) => Arc::from(format!("percentages[{place}].of")),
            _ => Arc::clone(&taken.account.subject),
        };
        let share =
            |(of, rate, ends): (Arc<str>, Rate, Ends)| ShareOf { of, rate, base: ends.total() };
        let entry = self.entry(&taken.account, &taken.row);
        let why = Why::Percentage { of: taken.of.into_iter().map(share).collect() };
        Entry { path, why, ..entry }
    }
}

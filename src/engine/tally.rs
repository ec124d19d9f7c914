//! What many charges come to, with tax, without making an entry of each.
//!
//! A tally is made of rows and can be changed by rows that come and go, so that a plan's totals are
//! the baseline's, changed by what the plan touches. Both ways give the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::TaxRounding;
use crate::units::{AfterTax, Amount, AmountKind, BeforeTax, Day, DayRange, Total};

use super::charge::{Account, Ends, Row, Source};
use super::outlook::Origin;
use super::percentages::Taken;
use super::tax::{Taxed, Taxes, Whose};
use super::tenure::Laid;

/// Sums of rows. All ends are known ends: how many are open is counted beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    low: i128,
    high: i128,
    open: i64,
    tax_low: Taxed,
    tax_high: Taxed,
    /// Under `PerInvoice`: what is taxed together, by day and provider.
    invoices: Vec<(Key, Base)>,
    /// Under `PerPeriod`: exact tax a name.
    names: Vec<Base>,
}

/// Day, provider, class of taxes.
type Key = (Day, usize, usize);

/// A low and a high end that tax is taken of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Base {
    low: i128,
    high: i128,
}

/// A row that comes or goes, with whose it is.
pub(super) struct Change {
    pub(super) row: Row,
    pub(super) whose: Whose,
    /// 1 or −1.
    pub(super) sign: i128,
}

/// A tally's totals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Totals {
    pub(super) before_tax: Total<BeforeTax>,
    pub(super) after_tax: Total<AfterTax>,
    pub(super) cost: Option<Total<AfterTax>>,
}

/// The charges of accounts inside a range that the organisation is asked for.
pub(super) fn asked_for(accounts: &[Arc<Account>], range: DayRange, taxes: &Taxes) -> Vec<Change> {
    let mut changes = Vec::new();
    for account in accounts.iter().filter(|account| account.in_request) {
        let whose = account.whose;
        account.rows(range, taxes, &mut |row| changes.push(Change { row, whose, sign: 1 }));
    }
    changes
}

impl Tally {
    /// Of rows alone.
    pub(super) fn of(changes: &[Change], taxes: &Taxes) -> Self {
        Self::default().changed(changes, taxes)
    }

    /// With rows that come and go.
    pub(super) fn changed(&self, changes: &[Change], taxes: &Taxes) -> Self {
        let mut sum = Self {
            invoices: Vec::new(),
            names: if self.names.is_empty() {
                vec![Base::default(); taxes.names.len()]
            } else {
                self.names.clone()
            },
            ..*self
        };
        let mut touched: Vec<(Key, Base)> = Vec::new();
        for change in changes {
            sum.add(change, taxes, &mut touched);
        }
        touched.sort_by_key(|(key, _)| *key);
        touched.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.low += next.1.low;
                kept.1.high += next.1.high;
            }
            same
        });
        for own in touched.chunk_by(|(a, _), (b, _)| (a.0, a.1) == (b.0, b.1)) {
            let Some(((day, provider, _), _)) = own.first() else { continue };
            let was = self.invoice(*day, *provider);
            let low = |(key, base): &(Key, Base)| (key.2, base.low);
            let high = |(key, base): &(Key, Base)| (key.2, base.high);
            let all = || was.iter().chain(own);
            let before = taxes.invoice(*day, *provider, was.iter().map(low));
            let after = taxes.invoice(*day, *provider, all().map(low));
            sum.tax_low = plus(minus(sum.tax_low, before), after);
            let before = taxes.invoice(*day, *provider, was.iter().map(high));
            let after = taxes.invoice(*day, *provider, all().map(high));
            sum.tax_high = plus(minus(sum.tax_high, before), after);
        }
        if self.invoices.is_empty() {
            sum.invoices = touched;
        }
        sum
    }

    /// What stands on one invoice, by class.
    fn invoice(&self, day: Day, provider: usize) -> &[(Key, Base)] {
        let from = self.invoices.partition_point(|(key, _)| *key < (day, provider, 0));
        let rest = &self.invoices[from..];
        let own = rest.iter().take_while(|(key, _)| (key.0, key.1) == (day, provider)).count();
        &rest[..own]
    }

    fn add(&mut self, change: &Change, taxes: &Taxes, touched: &mut Vec<(Key, Base)>) {
        let Change { row, whose, sign } = change;
        let known_high = row.net.high.unwrap_or(0);
        self.low += sign * row.net.low;
        self.high += sign * known_high;
        self.open += if row.net.high.is_none() { *sign as i64 } else { 0 };
        if row.fixed {
            let gross = row.gross.unwrap_or_default();
            let tax = |net: i128, gross: i128| fixed(taxes, row.day, *whose, gross - net);
            self.tax_low = plus(self.tax_low, times(*sign, tax(row.net.low, gross.low)));
            let high = tax(known_high, gross.high.unwrap_or(0));
            self.tax_high = plus(self.tax_high, times(*sign, high));
            return;
        }
        match (taxes.rounding, whose.provider) {
            (TaxRounding::PerInvoice, Some(provider)) => touched.push((
                (row.day, provider, whose.class),
                Base { low: sign * row.net.low, high: sign * known_high },
            )),
            (TaxRounding::PerLine | TaxRounding::PerInvoice, _) => {
                let tax = |amount| times(*sign, taxes.all(row.day, *whose, amount));
                self.tax_low = plus(self.tax_low, tax(row.net.low));
                self.tax_high = plus(self.tax_high, tax(known_high));
            }
            (TaxRounding::PerPeriod, _) => {
                for tax in taxes.holding(row.day, *whose) {
                    let name = &mut self.names[tax.name];
                    name.low += sign * tax.exact(row.net.low);
                    name.high += sign * tax.exact(known_high);
                }
            }
        }
    }

    /// The totals; `recovery_is_known` says whether a cost after recovery can be told.
    pub(super) fn totals(&self, taxes: &Taxes, recovery_is_known: bool) -> Totals {
        let (low, high) = self.with_names(taxes);
        let before_tax = total(self.low, self.high, self.open);
        let after_tax = total(self.low + low.tax, self.high + high.tax, self.open);
        let cost = recovery_is_known.then(|| {
            total(self.low + low.tax - low.back, self.high + high.tax - high.back, self.open)
        });
        Totals { before_tax, after_tax, cost }
    }

    /// What this comes to more than `other`, when it came about from it by `changes`: what both
    /// have is not counted twice over, known or not.
    pub(super) fn more_than(
        &self,
        other: &Self,
        changes: &[Change],
        taxes: &Taxes,
    ) -> (Total<BeforeTax>, Total<AfterTax>) {
        // What went away and is a range, or open, makes the difference less sure.
        let mut slack = (0, 0);
        let mut open = 0;
        for Change { row, whose, sign } in changes {
            match row.net.high {
                None if *sign > 0 => open += 1,
                Some(high) if *sign < 0 && high != row.net.low => {
                    let tax = |net| net + taxes.all(row.day, *whose, net).tax;
                    slack.0 += high - row.net.low;
                    slack.1 += tax(high) - tax(row.net.low);
                }
                None | Some(_) => {}
            }
        }
        let (low, high) = self.with_names(taxes);
        let (other_low, other_high) = other.with_names(taxes);
        let net = (self.low - other.low - slack.0, self.high - other.high + slack.0);
        let tax = (low.tax - other_low.tax, high.tax - other_high.tax);
        (
            total(net.0, net.1, open),
            total(
                self.low - other.low + tax.0 - slack.1,
                self.high - other.high + tax.1 + slack.1,
                open,
            ),
        )
    }

    fn with_names(&self, taxes: &Taxes) -> (Taxed, Taxed) {
        let mut ends = (self.tax_low, self.tax_high);
        for (name, exact) in self.names.iter().enumerate() {
            let one = |exact| {
                let tax = taxes.settle(exact);
                Taxed { tax, back: taxes.back_of_name(name, tax) }
            };
            ends = (plus(ends.0, one(exact.low)), plus(ends.1, one(exact.high)));
        }
        ends
    }
}

/// A tax that is stated rather than computed, and how much of it comes back.
fn fixed(taxes: &Taxes, day: Day, whose: Whose, tax: i128) -> Taxed {
    let back = taxes.share_out(day, whose, tax).iter().map(|(one, part)| one.back(*part)).sum();
    Taxed { tax, back }
}

fn plus(a: Taxed, b: Taxed) -> Taxed {
    Taxed { tax: a.tax + b.tax, back: a.back + b.back }
}

fn minus(a: Taxed, b: Taxed) -> Taxed {
    Taxed { tax: a.tax - b.tax, back: a.back - b.back }
}

fn times(sign: i128, taxed: Taxed) -> Taxed {
    Taxed { tax: sign * taxed.tax, back: sign * taxed.back }
}

/// A total from sums and the count of what is open.
pub(super) fn total<B: AmountKind>(low: i128, high: i128, open: i64) -> Total<B> {
    let high = (open == 0).then(|| Amount::from_minor(high));
    Total { low: Amount::from_minor(low), high }
}

impl Ends {
    pub(super) fn total<B: AmountKind>(self) -> Total<B> {
        Total { low: Amount::from_minor(self.low), high: self.high.map(Amount::from_minor) }
    }
}

/// A total's ends in minor units.
pub(super) fn ends<B: AmountKind>(total: Total<B>) -> Ends {
    Ends { low: total.low.minor(), high: total.high.map(Amount::minor) }
}

/// The rows that one list has and the other has not: the first's go, the second's come.
pub(super) fn difference(
    old: &[Arc<Account>],
    new: &[Arc<Account>],
    range: DayRange,
    taxes: &Taxes,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for place in 0..old.len().max(new.len()) {
        let (old, new) = (old.get(place), new.get(place));
        if let (Some(old), Some(new)) = (old, new)
            && Arc::ptr_eq(old, new)
        {
            continue;
        }
        let rows = |account: Option<&Arc<Account>>| {
            let mut rows = Vec::new();
            if let Some(account) = account.filter(|account| account.in_request) {
                account.rows(range, taxes, &mut |row| rows.push(row));
            }
            (rows, account.map(|account| account.whose).unwrap_or_default())
        };
        let (gone, was_whose) = rows(old);
        let (come, whose) = rows(new);
        let same =
            |a: &Row, b: &Row| (a.day, a.net, a.gross, a.fixed) == (b.day, b.net, b.gross, b.fixed);
        // Rows are by day; what stands at the same place on both sides cancels out.
        let kept = gone.iter().zip(&come).take_while(|(a, b)| same(a, b)).count();
        let kept = if was_whose == whose { kept } else { 0 };
        changes.extend(gone.into_iter().skip(kept).map(|row| Change {
            row,
            whose: was_whose,
            sign: -1,
        }));
        changes.extend(come.into_iter().skip(kept).map(|row| Change { row, whose, sign: 1 }));
    }
    changes
}

/// What one subject is charged in the period.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    pub(super) name: Arc<str>,
    pub(super) low: i128,
    pub(super) high: i128,
    pub(super) open: i64,
    pub(super) charges: i64,
    pub(super) ordered: bool,
}

impl Subject {
    /// This less another, end by end; open where more is open here than there.
    pub(super) fn less(&self, other: &Self) -> Total<BeforeTax> {
        Total {
            low: Amount::from_minor(self.low - other.low),
            high: (self.open <= other.open).then(|| Amount::from_minor(self.high - other.high)),
        }
    }
}

/// What each subject is charged inside a range, of what the organisation is asked for; only subjects
/// of which `one` and `two` do not share every account.
pub(super) fn differing_subjects(
    [one, two]: [&Laid; 2],
    [of_one, of_two]: [&[Taken]; 2],
    range: DayRange,
    taxes: &Taxes,
) -> [IndexMap<Arc<str>, Subject>; 2] {
    let mut differing: BTreeSet<&str> = BTreeSet::new();
    let lists = [
        (&one.contracts, &two.contracts),
        (&one.lines, &two.lines),
        (&one.one_offs, &two.one_offs),
    ];
    for (one, two) in lists {
        for place in 0..one.len().max(two.len()) {
            let pair = (one.get(place), two.get(place));
            if !matches!(pair, (Some(one), Some(two)) if Arc::ptr_eq(one, two)) {
                differing.extend([pair.0, pair.1].into_iter().flatten().map(|a| &*a.subject));
            }
        }
    }
    let same = of_one == of_two;
    [(one, of_one), (two, of_two)].map(|(laid, taken)| {
        let accounts = laid.contracts.iter().chain(&laid.lines).chain(&laid.one_offs);
        let asked = accounts.filter(|account| account.in_request);
        let mut subjects: IndexMap<Arc<str>, Subject> = IndexMap::new();
        for account in asked.filter(|account| differing.contains(&*account.subject)) {
            account.rows(range, taxes, &mut |row| {
                let subject = subjects.entry(Arc::clone(&account.subject)).or_default();
                subject.name = Arc::clone(&account.name);
                subject.low += row.net.low;
                subject.high += row.net.high.unwrap_or(0);
                subject.open += i64::from(row.net.high.is_none());
                subject.charges += i64::from(row.source != Source::Unsure);
                subject.ordered = matches!(account.origin, Origin::Move(_));
            });
        }
        for taken in taken.iter().filter(|taken| !same && taken.account.in_request) {
            let subject = subjects.entry(Arc::clone(&taken.account.subject)).or_default();
            subject.name = Arc::clone(&taken.account.name);
            subject.low += taken.row.net.low;
            subject.high += taken.row.net.high.unwrap_or(0);
            subject.open += i64::from(taken.row.net.high.is_none());
        }
        subjects
    })
}

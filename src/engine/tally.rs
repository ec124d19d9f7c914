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
use super::laid::Laid;
use super::outlook::Origin;
use super::percentages::Taken;
use super::tax::{Taxed, Taxes, Whose};

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

impl Base {
    fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }
}

/// Rows that come and go, as far as totals follow from them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shift {
    /// Of what is not taxed by the invoice: all; of the rest, sums before tax.
    sum: Tally,
    /// How much less sure what went away makes a difference, being a range: before and after tax.
    slack: (i128, i128),
    /// How many open ones came.
    opened: i64,
}

/// A tally's totals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Totals {
    pub(super) before_tax: Total<BeforeTax>,
    pub(super) after_tax: Total<AfterTax>,
    pub(super) cost: Option<Total<AfterTax>>,
}

impl Shift {
    /// The charges of accounts inside a range that the organisation is asked for.
    pub(super) fn asked_for<'a>(
        accounts: impl Iterator<Item = &'a Arc<Account>>,
        range: DayRange,
        taxes: &Taxes,
    ) -> Self {
        let mut shift = Self::default();
        for account in accounts.filter(|account| account.in_request) {
            let whose = account.whose;
            account.rows(range, taxes, &mut |row| shift.add(&row, whose, 1, taxes));
        }
        shift.settled()
    }

    /// A month's charges on a day, of accounts that the organisation is asked for.
    pub(super) fn of_month<'a>(
        accounts: impl Iterator<Item = &'a Arc<Account>>,
        day: Day,
        taxes: &Taxes,
    ) -> Self {
        let mut shift = Self::default();
        accounts.for_each(|account| shift.add_month(account, day, 1, taxes));
        shift.settled()
    }

    /// What a month's charges on a day are more, or less, when one list takes the other's place.
    pub(super) fn between_months<'a>(
        lists: impl IntoIterator<Item = (&'a [Arc<Account>], &'a [Arc<Account>])>,
        day: Day,
        taxes: &Taxes,
    ) -> Self {
        let mut shift = Self::default();
        for (old, new) in lists.into_iter().flat_map(|(old, new)| differing(old, new)) {
            for (account, sign) in [(old, -1), (new, 1)] {
                if let Some(account) = account {
                    shift.add_month(account, day, sign, taxes);
                }
            }
        }
        shift.settled()
    }

    fn add_month(&mut self, account: &Account, day: Day, sign: i128, taxes: &Taxes) {
        if account.in_request {
            let mut add = |row| self.add(&row, account.whose, sign, taxes);
            account.month_on(day, taxes, &mut add);
        }
    }

    /// The rows that one list has and the other has not: the first's go, the second's come.
    pub(super) fn between<'a>(
        lists: impl IntoIterator<Item = (&'a [Arc<Account>], &'a [Arc<Account>])>,
        range: DayRange,
        taxes: &Taxes,
    ) -> Self {
        let mut shift = Self::default();
        for (old, new) in lists.into_iter().flat_map(|(old, new)| differing(old, new)) {
            let rows = |account: Option<&Arc<Account>>| {
                let mut rows = Vec::new();
                if let Some(account) = account.filter(|account| account.in_request) {
                    account.rows(range, taxes, &mut |row| rows.push(row));
                }
                (rows, account.map(|account| account.whose).unwrap_or_default())
            };
            let (gone, was_whose) = rows(old);
            let (come, whose) = rows(new);
            let facts = |row: &Row| (row.day, row.net, row.gross, row.fixed);
            // Rows are by day; what stands at the same place on both sides cancels out.
            let same = gone.iter().zip(&come).take_while(|(a, b)| facts(a) == facts(b));
            let kept = if was_whose == whose { same.count() } else { 0 };
            gone[kept..].iter().for_each(|row| shift.add(row, was_whose, -1, taxes));
            come[kept..].iter().for_each(|row| shift.add(row, whose, 1, taxes));
        }
        shift.settled()
    }

    /// With percentages that go, and others that come.
    pub(super) fn with(mut self, gone: &[Taken], come: &[Taken], taxes: &Taxes) -> Self {
        if gone.is_empty() && come.is_empty() {
            return self;
        }
        for (taken, sign) in [(gone, -1), (come, 1)] {
            for Taken { account, row, .. } in taken.iter().filter(|taken| taken.account.in_request)
            {
                self.add(row, account.whose, sign, taxes);
            }
        }
        self.settled()
    }

    /// Adds a row that comes, 1, or goes, -1.
    fn add(&mut self, row: &Row, whose: Whose, sign: i128, taxes: &Taxes) {
        let sum = &mut self.sum;
        let known_high = row.net.high.unwrap_or(0);
        sum.low += sign * row.net.low;
        sum.high += sign * known_high;
        match row.net.high {
            None => {
                sum.open += sign as i64;
                self.opened += i64::from(sign > 0);
            }
            Some(high) if sign < 0 && high != row.net.low => {
                let tax = |net| net + taxes.all(row.day, whose, net).tax;
                self.slack.0 += high - row.net.low;
                self.slack.1 += tax(high) - tax(row.net.low);
            }
            Some(_) => {}
        }
        if row.fixed {
            let gross = row.gross.unwrap_or_default();
            let tax = |net: i128, gross: i128| fixed(taxes, row.day, whose, gross - net);
            sum.tax_low = plus(sum.tax_low, times(sign, tax(row.net.low, gross.low)));
            let high = tax(known_high, gross.high.unwrap_or(0));
            sum.tax_high = plus(sum.tax_high, times(sign, high));
            return;
        }
        match (taxes.rounding, whose.provider) {
            (TaxRounding::PerInvoice, Some(provider)) => sum.invoices.push((
                (row.day, provider, whose.class),
                Base { low: sign * row.net.low, high: sign * known_high },
            )),
            (TaxRounding::PerLine | TaxRounding::PerInvoice, _) => {
                let low = taxes.all(row.day, whose, row.net.low);
                let is_exact = known_high == row.net.low;
                let high = if is_exact { low } else { taxes.all(row.day, whose, known_high) };
                sum.tax_low = plus(sum.tax_low, times(sign, low));
                sum.tax_high = plus(sum.tax_high, times(sign, high));
            }
            (TaxRounding::PerPeriod, _) => {
                sum.names.resize(taxes.names.len(), Base::default());
                for tax in taxes.holding(row.day, whose) {
                    let name = &mut sum.names[tax.name];
                    name.low += sign * tax.exact(row.net.low);
                    name.high += sign * tax.exact(known_high);
                }
            }
        }
    }

    /// Puts invoices in order, those of a day and provider together.
    fn settled(mut self) -> Self {
        let invoices = &mut self.sum.invoices;
        invoices.sort_unstable_by_key(|(key, _)| *key);
        invoices.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.plus(next.1);
            }
            same
        });
        self
    }
}

impl Tally {
    /// With rows that come and go; not to be shifted again.
    pub(super) fn shifted(&self, shift: &Shift, taxes: &Taxes) -> Self {
        let more = &shift.sum;
        let mut sum = Self {
            low: self.low + more.low,
            high: self.high + more.high,
            open: self.open + more.open,
            tax_low: plus(self.tax_low, more.tax_low),
            tax_high: plus(self.tax_high, more.tax_high),
            invoices: Vec::new(),
            names: self.names.clone(),
        };
        sum.names.resize(taxes.names.len(), Base::default());
        for (name, more) in sum.names.iter_mut().zip(&more.names) {
            *name = name.plus(*more);
        }
        for own in more.invoices.chunk_by(|(a, _), (b, _)| (a.0, a.1) == (b.0, b.1)) {
            let Some(((day, provider, _), _)) = own.first() else { continue };
            let was = self.invoice(*day, *provider);
            let (low, high) = invoice_tax(taxes, (*day, *provider), &was.iter().chain(own));
            let (low_was, high_was) = invoice_tax(taxes, (*day, *provider), &was.iter());
            sum.tax_low = plus(minus(sum.tax_low, low_was), low);
            sum.tax_high = plus(minus(sum.tax_high, high_was), high);
        }
        sum
    }

    /// The same, to be shifted again.
    pub(super) fn moved(&self, shift: &Shift, taxes: &Taxes) -> Self {
        let mut sum = self.shifted(shift, taxes);
        sum.invoices.reserve_exact(self.invoices.len() + shift.sum.invoices.len());
        let mut coming = shift.sum.invoices.iter().copied().peekable();
        for (key, base) in &self.invoices {
            while let Some(new) = coming.next_if(|(new, _)| new < key) {
                sum.invoices.push(new);
            }
            let more = coming.next_if(|(more, _)| more == key).map(|(_, more)| more);
            sum.invoices.push((*key, base.plus(more.unwrap_or_default())));
        }
        sum.invoices.extend(coming);
        sum.invoices.retain(|(_, base)| *base != Base::default());
        sum
    }

    /// The same as classes with their low and high ends.
    pub(super) fn on_invoice(
        &self,
        day: Day,
        provider: usize,
    ) -> impl Iterator<Item = (usize, i128, i128)> + '_ {
        let all = self.invoice(day, provider).iter();
        all.map(|((.., class), base)| (*class, base.low, base.high))
    }

    /// What stands on one invoice, by class.
    fn invoice(&self, day: Day, provider: usize) -> &[(Key, Base)] {
        let from = self.invoices.partition_point(|(key, _)| *key < (day, provider, 0));
        let rest = &self.invoices[from..];
        let own = rest.iter().take_while(|(key, _)| (key.0, key.1) == (day, provider)).count();
        &rest[..own]
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

    /// What this comes to more than `other`, when it came about from it by a shift: what both have is
    /// not counted twice over, known or not.
    pub(super) fn more_than(
        &self,
        other: &Self,
        shift: &Shift,
        taxes: &Taxes,
    ) -> (Total<BeforeTax>, Total<AfterTax>) {
        let Shift { slack, opened, .. } = *shift;
        let (low, high) = self.with_names(taxes);
        let (other_low, other_high) = other.with_names(taxes);
        let net = (self.low - other.low - slack.0, self.high - other.high + slack.0);
        let tax = (low.tax - other_low.tax, high.tax - other_high.tax);
        (
            total(net.0, net.1, opened),
            total(
                self.low - other.low + tax.0 - slack.1,
                self.high - other.high + tax.1 + slack.1,
                opened,
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

/// The tax on a low and a high end of one invoice.
fn invoice_tax<'a>(
    taxes: &Taxes,
    (day, provider): (Day, usize),
    bases: &(impl Iterator<Item = &'a (Key, Base)> + Clone),
) -> (Taxed, Taxed) {
    let ends = |high: bool| {
        let end = move |(key, base): &(Key, Base)| (key.2, if high { base.high } else { base.low });
        taxes.invoice(day, provider, &bases.clone().map(end))
    };
    let low = ends(false);
    let is_exact = bases.clone().all(|(_, base)| base.high == base.low);
    (low, if is_exact { low } else { ends(true) })
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

/// Places at which two lists do not share an account.
fn differing<'a>(
    old: &'a [Arc<Account>],
    new: &'a [Arc<Account>],
) -> impl Iterator<Item = (Option<&'a Arc<Account>>, Option<&'a Arc<Account>>)> {
    let pairs = (0..old.len().max(new.len())).map(|place| (old.get(place), new.get(place)));
    pairs.filter(|pair| !matches!(pair, (Some(old), Some(new)) if Arc::ptr_eq(old, new)))
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
        for (one, two) in self::differing(one, two) {
            differing.extend(one.into_iter().chain(two).map(|account| &*account.subject));
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

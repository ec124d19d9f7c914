//! What do all charges of some days come to, when those of one contract stand among them?
//!
//! Billing days on which the same stands on the invoice, under the same taxes, come to the same: one of them is worked out for all.

use std::sync::Arc;

use crate::engine::charge::{Account, Row};
use crate::engine::ledger::Charge;
use crate::engine::rent::{RentDay, Share};
use crate::engine::stated::Price;
use crate::engine::tally::{Shift, Tally, Totals};
use crate::engine::tax::{OneTax, Taxes, Whose};
use crate::model::TaxRounding;
use crate::units::{AfterTax, Amount, BeforeTax, Day, DayRange, Total};

/// All charges of some days but those of one contract.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) range: DayRange,
    tally: Tally,
    totals: Totals,
    /// The billing days of that contract; `None`: each has to be worked out by itself.
    days: Option<Vec<Alike>>,
}

/// What one contract is charged, worked out once for all billing days.
pub(super) struct Charged {
    /// A whole month, and each other share of one that was asked for.
    rents: Vec<(Share, i128)>,
    setup: i128,
    whose: Whose,
}

impl Charged {
    /// `None`: its charges differ from day to day by more than their share of a month, or are not sure.
    pub(super) fn of(account: &Account, shares: &[RentDay], taxes: &Taxes) -> Option<Self> {
        let rent = |day: &RentDay| (day.share, account.rent(*day, Charge::Rent, taxes).net.low);
        is_plain(account, taxes).then(|| Self {
            rents: shares.iter().map(rent).collect(),
            setup: account
                .setup
                .as_ref()
                .map_or(0, |price| first_row(account, price, taxes).net.low),
            whose: account.whose,
        })
    }

    /// Of so much of a month.
    fn rent(&self, share: Share) -> i128 {
        self.rents.iter().find(|(own, _)| *own == share).map_or(0, |(_, rent)| *rent)
    }

    /// A month of it.
    pub(super) fn month(&self) -> Total<BeforeTax> {
        Total::known(Amount::from_minor(self.rent(Share::Whole)))
    }

    /// The same after tax, as an invoice of its own on a day.
    pub(super) fn month_after_tax(&self, day: Day, taxes: &Taxes) -> Total<AfterTax> {
        let month = self.rent(Share::Whole);
        Total::known(Amount::from_minor(month + taxes.all(day, self.whose, month).tax))
    }

    /// What is charged once.
    pub(super) fn setup(&self) -> Total<BeforeTax> {
        Total::known(Amount::from_minor(self.setup))
    }
}

/// Billing days that come to the same.
#[derive(Debug)]
struct Alike {
    /// One of them.
    day: RentDay,
    is_first: bool,
    count: i128,
    /// What else stands on the invoice, by class: low and high ends.
    beside: Vec<(usize, i128, i128)>,
    /// Tax on that alone.
    tax: (i128, i128),
}

/// Sums of a few amounts.
pub(super) enum Spent {}

impl Spent {
    /// What is charged once.
    pub(super) fn setup(account: &Account, taxes: &Taxes) -> Total<BeforeTax> {
        let Some(price) = &account.setup else { return Total::ZERO };
        first_row(account, price, taxes).net.total()
    }

    /// A month from a day after tax, as an invoice of its own.
    pub(super) fn month(account: &Arc<Account>, day: Day, taxes: &Taxes) -> Total<AfterTax> {
        let shift = Shift::of_month(std::iter::once(account), day, taxes);
        Tally::default().moved(&shift, taxes).totals(taxes, false).after_tax
    }
}

impl Rest {
    pub(super) fn new(tally: Tally, range: DayRange, account: &Account, taxes: &Taxes) -> Self {
        let totals = tally.totals(taxes, false);
        let days = may_be_plain(account, taxes).then(|| days(&tally, range, account, taxes));
        Self { range, tally, totals, days }
    }

    /// One billing day for each share of a month that is charged.
    pub(super) fn shares(&self) -> impl Iterator<Item = RentDay> + '_ {
        self.days.iter().flatten().map(|alike| alike.day)
    }

    /// All of it before and after tax, with what a contract is charged.
    pub(super) fn with(
        &self,
        charged: &Charged,
        taxes: &Taxes,
    ) -> (Total<BeforeTax>, Total<AfterTax>) {
        let (mut net, mut low, mut high) = (0, 0, 0);
        for alike in self.days.iter().flatten() {
            let (amount, (least, most)) = alike.spent(charged, taxes);
            net += amount * alike.count;
            low += (amount + least) * alike.count;
            high += (amount + most) * alike.count;
        }
        let Totals { before_tax, after_tax, .. } = self.totals;
        let after = Total {
            low: after_tax.low + Amount::from_minor(low),
            high: after_tax.high.map(|most| most + Amount::from_minor(high)),
        };
        (before_tax + Total::known(Amount::from_minor(net)), after)
    }

    /// The same with all rows of the contract gone through.
    pub(super) fn with_rows(
        &self,
        account: &Arc<Account>,
        taxes: &Taxes,
    ) -> (Total<BeforeTax>, Total<AfterTax>) {
        let shift = Shift::asked_for(std::iter::once(account), self.range, taxes);
        let totals = self.tally.shifted(&shift, taxes).totals(taxes, false);
        (totals.before_tax, totals.after_tax)
    }
}

impl Alike {
    /// What the contract adds on such a day: before tax, and tax on the low and the high end.
    fn spent(&self, charged: &Charged, taxes: &Taxes) -> (i128, (i128, i128)) {
        let rent = charged.rent(self.day.share);
        let setup = if self.is_first { charged.setup } else { 0 };
        let (day, whose) = (self.day.day, charged.whose);
        let by_invoice = taxes.rounding == TaxRounding::PerInvoice;
        if let Some(provider) = whose.provider.filter(|_| by_invoice) {
            let own = (whose.class, rent + setup);
            let tax = |high: bool| {
                let end = |(class, low, most): &(usize, i128, i128)| {
                    (*class, if high { *most } else { *low })
                };
                let all = self.beside.iter().map(end).chain(std::iter::once(own));
                taxes.invoice(day, provider, &all).tax
            };
            let low = tax(false) - self.tax.0;
            let same = self.beside.iter().all(|(_, low, high)| low == high);
            let high = if same { low } else { tax(true) - self.tax.1 };
            (rent + setup, (low, high))
        } else {
            let tax = taxes.all(day, whose, rent).tax + taxes.all(day, whose, setup).tax;
            (rent + setup, (tax, tax))
        }
    }
}

/// The setup fee as it is charged.
fn first_row(account: &Account, price: &Price, taxes: &Taxes) -> Row {
    use crate::engine::charge::{Source, When};
    let day = match account.when {
        When::Contract(terms) => terms.from,
        _ => Day::FIRST,
    };
    let first = RentDay { day, pays_from: day, pays_until: day.plus_days(1), share: Share::Whole };
    account.row(first, Charge::Setup, Source::Setup, price, (1, 1), taxes)
}

/// Whether its charges are whole amounts that do not change from day to day but by their share of a month.
fn is_plain(account: &Account, taxes: &Taxes) -> bool {
    let exact = |price: &Price| {
        !price.unknown && !price.gross && price.foreign.is_none() && price.high == Some(price.low)
    };
    may_be_plain(account, taxes)
        && account.prices.iter().all(|dated| exact(&dated.price))
        && account.setup.as_ref().is_none_or(exact)
}

/// The same, whatever its price is.
fn may_be_plain(account: &Account, taxes: &Taxes) -> bool {
    account.hourly.is_none()
        && account.meter.is_none()
        && account.prices.len() == 1
        && taxes.rounding != TaxRounding::PerPeriod
}

/// The billing days of a contract in a range, those that come to the same together.
fn days(tally: &Tally, range: DayRange, account: &Account, taxes: &Taxes) -> Vec<Alike> {
    let whose = account.whose;
    let mut days: Vec<(Alike, Vec<&OneTax>)> = Vec::new();
    account.rows(range, taxes, &mut |row| {
        if row.charge != Charge::Rent {
            return;
        }
        let Row { day, pays_from, pays_until, share, .. } = row;
        let is_first = account.sets_up_on(day);
        let (beside, holding): (Vec<_>, Vec<_>) = match whose.provider {
            Some(provider) if taxes.rounding == TaxRounding::PerInvoice => (
                tally.on_invoice(day, provider).collect(),
                taxes.on_invoice(day, Some(provider)).collect(),
            ),
            _ => (Vec::new(), taxes.holding(day, whose).collect()),
        };
        let same = days.iter_mut().find(|(alike, taxes)| {
            alike.day.share == share
                && alike.is_first == is_first
                && alike.beside == beside
                && *taxes == holding
        });
        if let Some((alike, _)) = same {
            alike.count += 1;
            return;
        }
        let tax = |high: bool| {
            let end = |(class, low, most): &(usize, i128, i128)| {
                (*class, if high { *most } else { *low })
            };
            let provider = whose.provider.filter(|_| !beside.is_empty());
            provider.map_or(0, |provider| taxes.invoice(day, provider, &beside.iter().map(end)).tax)
        };
        let tax = (tax(false), tax(true));
        let day = RentDay { day, pays_from, pays_until, share };
        days.push((Alike { day, is_first, count: 1, beside, tax }, holding));
    });
    days.into_iter().map(|(alike, _)| alike).collect()
}

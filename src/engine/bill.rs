//! Which charges stand on one invoice, and what tax is on it.

use std::sync::Arc;

use crate::model::TaxRounding;
use crate::units::{AfterTax, Amount, AmountKind, Day, DayRange, Rate, TaxAmount, Total};

use super::charge::Ends;
use super::ledger::{Bill, Entry, Invoice, TaxLine};
use super::tally::ends;
use super::tax::{OneTax, Taxes, Whose};

/// Entries, by day, as invoices: one a provider and day, one for each charge without provider.
pub(super) fn bill(taxes: &Taxes, entries: Vec<Entry>, range: DayRange) -> Bill {
    let mut invoices: Vec<Vec<Entry>> = Vec::new();
    let mut of_day = 0; // where the invoices of the last entry's day begin
    for entry in entries {
        if invoices.last().is_some_and(|last| last[0].day != entry.day) {
            of_day = invoices.len();
        }
        let same = invoices[of_day..]
            .iter_mut()
            .find(|invoice| entry.provider.is_some() && invoice[0].provider == entry.provider);
        match same {
            Some(invoice) => invoice.push(entry),
            None => invoices.push(vec![entry]),
        }
    }
    let mut of_period = Sums::new(taxes);
    let mut sums = Sums::new(taxes);
    let invoices: Vec<Invoice> = invoices
        .into_iter()
        .map(|entries| {
            let mut own = Sums::new(taxes);
            for entry in &entries {
                own.add(taxes, entry, &mut of_period);
            }
            own.settle_invoice(taxes, &entries);
            let invoice = own.invoice(taxes, entries);
            sums.absorb(&own);
            invoice
        })
        .collect();
    sums.absorb(&of_period);
    if taxes.rounding == TaxRounding::PerPeriod {
        sums.settle_period(taxes);
    }
    let before_tax = invoices.iter().map(|invoice| invoice.before_tax).sum();
    let lines = sums.lines(taxes);
    let back: Total<TaxAmount> = lines.iter().filter_map(|line| line.recoverable).sum();
    let after_tax = sums.after_tax();
    let cost = taxes.recovery_is_known(range).then(|| Total {
        low: after_tax.low.less_recovered(back.low),
        high: after_tax.high.zip(back.high).map(|(paid, back)| paid.less_recovered(back)),
    });
    Bill { invoices, before_tax, taxes: lines, after_tax, cost }
}

/// Net sums, and tax by name. Ends that are open count as 0 in `high`.
struct Sums {
    net: [i128; 2],
    open: bool,
    names: Vec<Name>,
    /// What the invoice's taxes are taken of, together, by class.
    bases: Vec<[i128; 2]>,
}

#[derive(Clone, Default)]
struct Name {
    holds: bool,
    rates: Vec<Rate>,
    tax: [i128; 2],
    back: [i128; 2],
    /// Tax not rounded yet.
    exact: [i128; 2],
}

impl Name {
    fn add(&mut self, one: &OneTax, tax: [i128; 2]) {
        self.note(one);
        add(&mut self.tax, tax);
        add(&mut self.back, tax.map(|tax| one.back(tax)));
    }

    fn note(&mut self, one: &OneTax) {
        self.holds = true;
        if !self.rates.contains(&one.rate) {
            self.rates.push(one.rate);
        }
    }
}

impl Sums {
    fn new(taxes: &Taxes) -> Self {
        Self {
            net: [0; 2],
            open: false,
            names: vec![Name::default(); taxes.names.len()],
            bases: vec![[0; 2]; taxes.groups.classes()],
        }
    }

    fn add(&mut self, taxes: &Taxes, entry: &Entry, of_period: &mut Self) {
        let Ends { low, high } = ends(entry.before_tax);
        let net = [low, high.unwrap_or(0)];
        add(&mut self.net, net);
        self.open |= high.is_none();
        let provider = taxes.provider(entry.provider.as_deref());
        let whose = Whose { provider, class: entry.class };
        let gross = entry.stated_after_tax.map(ends);
        let gross = gross.map(|gross| [gross.low, gross.high.unwrap_or(0)]);
        if let Some(gross) = gross.filter(|gross| !taxes.fits(net, *gross, entry.day, whose)) {
            let shares = |end| taxes.share_out(entry.day, whose, gross[end] - net[end]);
            for ((one, low), (_, high)) in shares(0).into_iter().zip(shares(1)) {
                self.names[one.name].add(one, [low, high]);
            }
            return;
        }
        match taxes.rounding {
            TaxRounding::PerInvoice => {
                if let Some(base) = self.bases.get_mut(entry.class) {
                    add(base, net);
                }
            }
            TaxRounding::PerLine => {
                for one in taxes.holding(entry.day, whose) {
                    self.names[one.name].add(one, net.map(|net| taxes.rounded(one, net)));
                }
            }
            TaxRounding::PerPeriod => {
                for one in taxes.holding(entry.day, whose) {
                    let name = &mut of_period.names[one.name];
                    name.note(one);
                    add(&mut name.exact, net.map(|net| one.exact(net)));
                }
            }
        }
    }

    /// Rounds the tax on what is taxed together.
    fn settle_invoice(&mut self, taxes: &Taxes, entries: &[Entry]) {
        let Some(first) = entries.first() else { return };
        if taxes.rounding == TaxRounding::PerInvoice {
            let provider = taxes.provider(first.provider.as_deref());
            for one in taxes.on_invoice(first.day, provider) {
                if !entries.iter().any(|entry| taxes.is_on(one, entry.class)) {
                    continue;
                }
                let mut base = [0; 2];
                for (class, amount) in self.bases.iter().enumerate() {
                    if taxes.is_on(one, class) {
                        add(&mut base, *amount);
                    }
                }
                self.names[one.name].add(one, base.map(|base| taxes.rounded(one, base)));
            }
        }
    }

    fn settle_period(&mut self, taxes: &Taxes) {
        for (place, name) in self.names.iter_mut().enumerate() {
            let tax = name.exact.map(|exact| taxes.settle(exact));
            add(&mut name.tax, tax);
            add(&mut name.back, tax.map(|tax| taxes.back_of_name(place, tax)));
        }
    }

    fn absorb(&mut self, other: &Self) {
        self.open |= other.open;
        add(&mut self.net, other.net);
        for (own, name) in self.names.iter_mut().zip(&other.names) {
            own.holds |= name.holds;
            for rate in &name.rates {
                if !own.rates.contains(rate) {
                    own.rates.push(*rate);
                }
            }
            add(&mut own.tax, name.tax);
            add(&mut own.back, name.back);
            add(&mut own.exact, name.exact);
        }
    }

    fn total<B: AmountKind>(&self, ends: [i128; 2]) -> Total<B> {
        super::tally::total(ends[0], ends[1], i64::from(self.open))
    }

    fn after_tax(&self) -> Total<AfterTax> {
        let tax = |end: usize| self.names.iter().map(|name| name.tax[end]).sum::<i128>();
        self.total([self.net[0] + tax(0), self.net[1] + tax(1)])
    }

    fn lines(&self, taxes: &Taxes) -> Vec<TaxLine> {
        self.names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.holds)
            .map(|(place, name)| TaxLine {
                name: Arc::clone(&taxes.names[place]),
                rate: match name.rates[..] {
                    [rate] => Some(rate),
                    _ => None,
                },
                amount: self.total(name.tax),
                recoverable: taxes.name_has_share(place).then(|| self.total(name.back)),
            })
            .collect()
    }

    /// One invoice; where tax is rounded a period, without its tax.
    fn invoice(&self, taxes: &Taxes, entries: Vec<Entry>) -> Invoice {
        let whole = taxes.rounding != TaxRounding::PerPeriod;
        let day = entries.first().map_or(Day::FIRST, |entry| entry.day);
        Invoice {
            day,
            provider: entries.first().and_then(|entry| entry.provider.clone()),
            before_tax: Total {
                low: Amount::from_minor(self.net[0]),
                high: (!self.open).then(|| Amount::from_minor(self.net[1])),
            },
            entries,
            taxes: if whole { self.lines(taxes) } else { Vec::new() },
            after_tax: whole.then(|| self.after_tax()),
        }
    }
}

/// Adds a low and a high end.
fn add(sum: &mut [i128; 2], ends: [i128; 2]) {
    sum[0] += ends[0];
    sum[1] += ends[1];
}

//! Which ways are there to pay for a plan or an add-on, and what does each cost?
//!
//! A price stands in the file once for each mode and purpose: `installation` is charged once, `renew` each interval. How long one is
//! bound and how many months a payment covers is said by fields; the name of a mode says nothing.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::loose::{Given, Text};
use super::names::Names;
use super::notes::Notes;
use super::served::{Engagement, Plan, Rate};
use super::tax::Evidence;
use crate::model::{Customers, Pricing, Renewal};

/// Digits after the point of a price: it is counted in 10⁻⁸ of the currency.
const SCALE: u32 = 8;
/// Beyond it a price is kept but doubted: 10⁹ of the currency.
const DOUBTFUL: i128 = 100_000_000_000_000_000;
/// More cannot be stated in a scenario: 10¹⁵ of the currency.
const MOST: i128 = 100_000_000_000_000_000_000_000;
/// The longest term or interval that is believed, in months.
const LONGEST: i128 = 1200;

/// What is known of a mode so far.
struct Mode {
    name: Arc<str>,
    setup: Given<Option<Decimal>>,
    hourly: Option<Decimal>,
    recurring: Vec<Recurring>,
}

/// A price that is paid again and again.
struct Recurring {
    every: u32,
    term: u32,
    phase: i128,
    price: Option<Decimal>,
    renews: Option<Renewal>,
}

/// Every way to pay for a plan or an add-on (`what` says which), the shorter term first.
pub(super) fn prices<'de>(
    of: &Plan<'de>,
    code: &Text<'de>,
    what: &str,
    names: &mut Names,
    tax: &mut Evidence,
    notes: &mut Notes<'_>,
) -> Vec<Pricing> {
    let mut modes: Vec<Mode> = Vec::new();
    for (at, rate) in of.pricings.list().iter().enumerate() {
        let Given::Is(rate) = rate else { continue };
        let reading = Reading { rate, code, what, at };
        reading.take(&mut modes, names, tax, notes);
    }
    let mut all: Vec<Pricing> = Vec::with_capacity(modes.len());
    for mode in modes {
        mode.finish(&mut all, names, |kind, sentence| {
            notes.at(kind, code, || format!("{what} `{code}`: {sentence}"));
        });
    }
    all.sort_by_key(|pricing| (pricing.term, pricing.every));
    all
}

/// One price of the file, and where it stands.
struct Reading<'r, 'de> {
    rate: &'r Rate<'de>,
    code: &'r Text<'de>,
    what: &'r str,
    at: usize,
}

impl Reading<'_, '_> {
    fn take(
        &self,
        modes: &mut Vec<Mode>,
        names: &mut Names,
        tax: &mut Evidence,
        notes: &mut Notes<'_>,
    ) {
        let rate = self.rate;
        let Some(purpose) = rate.capacities.get() else {
            if !rate.capacities.is_wrong() {
                self.note(notes, "purpose", "does not say what it is for: left out");
            }
            return;
        };
        if !purpose.installation && !purpose.renew && !purpose.consumption {
            return; // what one pays for a change of what one has
        }
        if rate.quantity.get().and_then(|quantity| quantity.min.get()).is_some_and(|min| *min > 1) {
            self.note(notes, "quantity", "holds only for several at once: left out");
            return;
        }
        let name = rate.mode.get().map_or("default", |mode| mode);
        if rate.mode.get().is_none() {
            self.note(notes, "mode", "names no mode: taken as `default`");
        }
        let price = self.price(notes);
        if let (Some(price), Some(tax_on_it)) = (rate.price.get(), rate.tax.get()) {
            tax.see(*price, *tax_on_it);
        }
        let at = modes.iter().position(|mode| &*mode.name == name).unwrap_or_else(|| {
            let name = names.get(name);
            modes.push(Mode { name, setup: Given::Missing, hourly: None, recurring: Vec::new() });
            modes.len() - 1
        });
        let mode = modes.get_mut(at);
        let Some(mode) = mode else { return };
        let interval = rate.interval.get().copied().unwrap_or(0);
        let unit = rate.unit.get().map_or("none", |unit| unit);
        let months = match unit {
            "month" => interval,
            "year" => interval.saturating_mul(12),
            _ => 0,
        };
        if purpose.installation && interval == 0 {
            if mode.setup != Given::Missing {
                self.note(notes, "setup-twice", "states a second setup fee: the first is kept");
                return;
            }
            mode.setup = Given::Is(price);
        } else if unit == "hour" && interval == 1 {
            mode.hourly = price;
        } else if (1..=LONGEST).contains(&months) && (purpose.renew || purpose.consumption) {
            let engagement = rate.engagement.get();
            let term = self.term(engagement, notes);
            let renews = engagement.and_then(|engagement| self.renews(engagement, notes));
            let phase = rate.phase.get().copied().unwrap_or(0);
            let renews = if term > 0 { renews } else { None };
            if term > 0 && renews.is_none() {
                self.note(notes, "renews", "does not say what happens when its term ends");
            }
            mode.recurring.push(Recurring { every: months as u32, term, phase, price, renews });
        } else {
            let unit = unit.to_owned();
            self.note(notes, "interval", &format!("is for {interval} × `{unit}`: left out"));
        }
    }

    /// The price with every digit; `None` where none is stated that can be.
    fn price(&self, notes: &mut Notes<'_>) -> Option<Decimal> {
        let Some(price) = self.rate.price.get().copied() else {
            if !self.rate.price.is_wrong() {
                self.note(notes, "price-missing", "is not stated");
            }
            return None;
        };
        if price < 0 {
            self.note(notes, "negative", &format!("is negative (`{price}`): taken as not stated"));
            return None;
        }
        let exact = Decimal::try_from_i128_with_scale(price, SCALE).ok().filter(|_| price < MOST);
        let Some(exact) = exact.map(|exact| exact.normalize()) else {
            self.note(notes, "too-much", &format!("is `{price}`, more than can be: left out"));
            return None;
        };
        if price > DOUBTFUL {
            self.note(notes, "doubtful", &format!("is {exact}, which can hardly be right"));
        }
        Some(exact)
    }

    /// For how many months one is bound.
    fn term(&self, engagement: Option<&Engagement<'_>>, notes: &mut Notes<'_>) -> u32 {
        let stated = self.rate.commitment.get().copied().unwrap_or(0);
        let lasts = engagement.and_then(|engagement| months_of(engagement.duration.get()?));
        let term = if stated > 0 { stated } else { lasts.map_or(0, i128::from) };
        if lasts.is_some_and(|lasts| stated > 0 && i128::from(lasts) != stated) {
            self.note(notes, "term", "states two terms: its `commitment` is taken");
        }
        if (0..=LONGEST).contains(&term) {
            return term as u32;
        }
        self.note(notes, "term-wrong", &format!("binds for `{term}` months: not taken"));
        0
    }

    /// What happens when the term ends, by OVH's `EndStrategyEnum`.
    fn renews(&self, engagement: &Engagement<'_>, notes: &mut Notes<'_>) -> Option<Renewal> {
        let action: &str = engagement.end_action.get()?;
        Some(match action {
            "REACTIVATE_ENGAGEMENT" => Renewal::Automatically,
            "STOP_ENGAGEMENT_FALLBACK_DEFAULT_PRICE" | "STOP_ENGAGEMENT_KEEP_PRICE" => Renewal::No,
            other => {
                self.note(
                    notes,
                    "end-action",
                    &format!("ends by `{other}`: what then is not known"),
                );
                Renewal::Unknown
            }
        })
    }

    fn note(&self, notes: &mut Notes<'_>, kind: &'static str, how: &str) {
        let Self { rate, code, what, at } = self;
        notes.at(kind, code, || {
            let mode = rate.mode.get().map_or("default", |mode| mode);
            format!("{what} `{code}`: the price of mode `{mode}` (`pricings[{at}]`) {how}")
        });
    }
}

impl Mode {
    fn finish(
        mut self,
        all: &mut Vec<Pricing>,
        names: &mut Names,
        mut note: impl FnMut(&'static str, String),
    ) {
        let name = &self.name;
        let setup = self.setup.get().copied();
        if setup.is_none() && !self.recurring.is_empty() {
            note("no-setup", format!("mode `{name}` states no setup fee: it is not known"));
        }
        let pricing = |mode: Arc<str>, of: &Recurring| Pricing {
            mode,
            term: of.term,
            every: of.every,
            price: of.price,
            setup: setup.flatten(),
            hourly: None,
            renews: of.renews,
            regions: Vec::new(),
            customers: Customers::All,
            falls: None,
        };
        // The phase that lasts is the last one; of equals the first that stands there.
        self.recurring.sort_by_key(|of| (of.every, std::cmp::Reverse(of.phase)));
        let first = all.len();
        let mut before: Option<&Recurring> = None;
        for of in &self.recurring {
            match before.filter(|before| before.every == of.every) {
                Some(kept) if kept.phase == of.phase => note(
                    "price-twice",
                    format!("mode `{name}` states two prices: the first is kept"),
                ),
                Some(_) => note(
                    "phases",
                    format!(
                        "mode `{name}` has another price at first: the one that lasts is taken"
                    ),
                ),
                None => {
                    let mode = if all.len() == first {
                        Arc::clone(name)
                    } else {
                        names.get(&format!("{name}/{}", of.every)) // one mode, paid for longer at once
                    };
                    all.push(pricing(mode, of));
                    before = Some(of);
                }
            }
        }
        match (all.get_mut(first), self.hourly) {
            (Some(pricing), hourly) => pricing.hourly = hourly,
            (None, Some(hourly)) => {
                let of = Recurring { every: 1, term: 0, phase: 0, price: None, renews: None };
                all.push(Pricing { hourly: Some(hourly), ..pricing(Arc::clone(name), &of) });
            }
            (None, None) => note(
                "only-setup",
                format!("mode `{name}` has a setup fee only, and no price: left out"),
            ),
        }
    }
}

/// Whole months of an ISO 8601 duration, as `P12M` or `P1Y`.
fn months_of(duration: &str) -> Option<u32> {
    let rest = duration.strip_prefix('P')?;
    let (number, each) = match rest.strip_suffix('M') {
        Some(number) => (number, 1),
        None => (rest.strip_suffix('Y')?, 12),
    };
    number.parse::<u32>().ok()?.checked_mul(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_whole_months_or_years() {
        assert_eq!(months_of("P12M"), Some(12));
        assert_eq!(months_of("P2Y"), Some(24));
        for text in ["", "P", "PM", "12", "P12D", "P-1M", "PT5M", "P4294967295Y"] {
            assert_eq!(months_of(text), None, "{text}");
        }
    }
}

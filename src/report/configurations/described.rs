//! How is one configuration told: what it is, where, how it is paid, and what it costs?

use std::sync::Arc;

use crate::engine::configure::{Choice, Configuration, Needs, Pick};
use crate::model::Catalogue;
use crate::units::{Size, show_disk, show_ram};

use super::super::words::{self, money_cell};
use super::super::{Cell, Value, amounts};
use super::words_of;

/// A configuration as a row of a table. Amounts are before tax where nothing else is said, in the scenario's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// What the provider calls the plan; behind it for whom, and when its price falls.
    pub name: Cell,
    /// All of its RAM.
    pub ram: Cell,
    /// Disk that can be used, with the disks joined as asked for.
    pub disk: Cell,
    /// Its disks, as sold and joined.
    pub disks: Cell,
    /// CPU threads.
    pub threads: Cell,
    /// Where it can be had, of what was asked for.
    pub place: Cell,
    /// How long one is bound and when it is paid.
    pub term: Cell,
    /// One payment, in the catalogue's currency where that is another.
    pub payment: Cell,
    /// A month.
    pub monthly: Cell,
    /// Once.
    pub one_off: Cell,
    /// The request with it.
    pub period: Cell,
    /// The same after tax.
    pub period_after_tax: Cell,
    /// To the horizon.
    pub horizon: Cell,
    /// A month for each GiB of RAM.
    pub per_gib: Cell,
    /// Its name among all that is offered.
    pub code: String,
}

impl Described {
    /// Tells of one.
    pub fn of(choice: &Choice, needs: &Needs, pick: Pick) -> Self {
        let currency = choice.situation().currency();
        let of = choice.configuration(pick);
        let cost = choice.cost(pick);
        let mut name = of.plan.name.to_string();
        let notes = words_of::notes(&of, choice.situation().horizon().from);
        if !notes.is_empty() {
            name = format!("{name} ({})", notes.join(", "));
        }
        let bytes = |level: Option<i128>, show: fn(i128) -> String| {
            level.map_or_else(Cell::default, |level| Cell::of(show(level), Value::Bytes(level)))
        };
        let threads = of.gives.threads.map_or_else(Cell::default, |threads| {
            Cell::of(threads.to_string(), Value::Count(threads.into()))
        });
        let before = |total| money_cell(amounts::before(total, currency));
        let payment = choice.payment(pick).map_or_else(Cell::default, |payment| {
            let own = of.listed.catalogue.currency;
            let rounded = payment.round_dp(own.minor_digits());
            let unit = if own == currency { String::new() } else { format!(" {}", own.code()) };
            Cell::words(format!("{}{unit}", words::number(rounded)))
        });
        let offered = choice.offered();
        let several = offered.listed().len() > 1;
        let code = if several { offered.name(pick) } else { offered.short_name(pick) };
        Self {
            name: Cell::words(name),
            ram: bytes(of.gives.ram.map(Size::bytes), show_ram),
            disk: bytes(choice.disk(pick, needs.safety), show_disk),
            disks: Cell::words(words_of::disks(&of, needs.safety)),
            threads,
            place: places_cell(&of.listed.catalogue, &here(needs, &of)),
            term: Cell::words(words_of::term(&of, choice.payment(pick))),
            payment,
            monthly: before(cost.monthly),
            one_off: before(cost.one_off),
            period: before(cost.period),
            period_after_tax: money_cell(amounts::after(cost.period_after_tax, currency)),
            horizon: before(cost.horizon),
            per_gib: choice.per_gib(pick).map_or_else(Cell::default, before),
            code,
        }
    }
}

/// Where it can be had, of what was asked for.
pub(super) fn here(needs: &Needs, of: &Configuration<'_>) -> Vec<Arc<str>> {
    let (country, wanted) = (needs.country.as_deref(), &needs.regions);
    let inside = |code: &&Arc<str>| {
        let region = of.listed.catalogue.regions.get(&***code);
        let in_country = country.is_none_or(|country| {
            region.is_some_and(|region| region.country.eq_ignore_ascii_case(country))
        });
        let is_named = |name: &String| {
            let full = region.and_then(|region| region.name.as_ref());
            name.eq_ignore_ascii_case(code) || full.is_some_and(|f| name.eq_ignore_ascii_case(f))
        };
        in_country && (wanted.is_empty() || wanted.iter().any(is_named))
    };
    of.regions.iter().filter(inside).cloned().collect()
}

/// The same in few words: `Beauharnois, Canada`, `7 places`.
pub(super) fn places_cell(catalogue: &Catalogue, codes: &[Arc<str>]) -> Cell {
    let text = match codes.len() {
        0..=2 => words_of::places(catalogue, codes),
        n => format!("{n} places"),
    };
    let codes = codes.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" ");
    Cell::of(text, Value::Text(codes))
}

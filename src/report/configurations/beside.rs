//! What would serve of the file's own offers and of the price lists beside it, in one list?

use std::sync::Arc;

use crate::engine::configure::{Choice, Listed, Needs, Offered, Situation, Sort, with_own_offers};
use crate::engine::fit::{OfferFit, Verdict};
use crate::model::OfferKind;
use crate::units::{BeforeTax, Total, show_ram};

use super::super::{Ask, Cell, Column, Report, Row, Table, amounts, words};
use super::described::{here, places_cell};
use super::{Found, Shown, summary, words_of};

/// Adds that list, the cheapest over the request first, of each plan the best; nothing where no price list stands beside the file.
pub(in crate::report) fn beside(ask: &Ask<'_>, fits: &[OfferFit], report: &mut Report) {
    let lists = Listed::newest(ask.scenario);
    if lists.is_empty() {
        return;
    }
    let scenario = Arc::new(ask.scenario.clone());
    let situation = Situation::of(&scenario, ask.outlook);
    let proposed = Needs::of(&scenario, ask.outlook, situation.from());
    let mut choice = Choice::new(Arc::new(Offered::new(lists)), situation);
    let sort = Sort::default();
    let selection = choice.select(&proposed.needs, sort);
    let found = Found {
        choice: &choice,
        needs: &proposed.needs,
        sources: &proposed.sources,
        selection: &selection,
        sort,
        shown: Shown::Best(1),
        notes: &[],
    };
    let currency = choice.situation().currency();
    let mut rows = own(ask, fits, &choice);
    let picks = super::chosen(&found);
    let more = selection.serving.len() - picks.len();
    for pick in picks {
        let of = choice.configuration(pick);
        let cost = choice.cost(pick);
        let list = &of.listed.catalogue;
        rows.push(Line {
            period: cost.period,
            cells: vec![
                Cell::words(of.plan.name.to_string()),
                Cell::words(format!("{}, {}", list.provider, list.date.words())),
                Cell::words(of.gives.ram.map_or_else(String::new, |ram| show_ram(ram.bytes()))),
                places_cell(list, &here(found.needs, &of)),
                Cell::words(words_of::term(&of, choice.payment(pick))),
                words::money_cell(amounts::before(cost.monthly, currency)),
                words::money_cell(amounts::before(cost.one_off, currency)),
                words::money_cell(amounts::before(cost.period, currency)),
            ],
        });
    }
    // What is not known stands last.
    rows.sort_by_key(|line| (line.period.high.is_none(), line.period.low));
    let code = currency.code();
    let columns = vec![
        Column::words("offer", "Offer"),
        Column::words("from", "Prices from"),
        Column::words("ram", "RAM"),
        Column::words("where", "Where"),
        Column::words("term", "Term"),
        Column::numbers("monthly", format!("Monthly, {code}")),
        Column::numbers("one_off", "One-off"),
        Column::numbers("period", "Request"),
    ];
    let mut table = Table::new("servers", "", columns);
    table.rows = rows.into_iter().map(|line| Row::item(line.cells)).collect();
    let asked = words_of::needs(&proposed.needs, &proposed.sources, currency);
    table.note = (!asked.is_empty())
        .then(|| format!("Asked of what price lists have: {}.", asked.join("; ")));
    report.heading("Servers that would serve, price lists included");
    report.say(super::laid(&found));
    report.table(table);
    report.say(format!(
        "Of the price lists: {} `headroom prices find` tells all.",
        summary(&found, more)
    ));
}

/// A row, by what the request comes to.
struct Line {
    period: Total<BeforeTax>,
    cells: Vec<Cell>,
}

/// The file's own servers that fit.
fn own(ask: &Ask<'_>, fits: &[OfferFit], choice: &Choice) -> Vec<Line> {
    let currency = choice.situation().currency();
    let serve = |fit: &&OfferFit| {
        fit.kind == OfferKind::Server && matches!(fit.verdict, Verdict::Fits { .. })
    };
    let fits: Vec<&OfferFit> = fits.iter().filter(serve).collect();
    let keys: Vec<Arc<str>> = fits.iter().map(|fit| Arc::clone(&fit.offer)).collect();
    let totals = with_own_offers(choice.situation(), &keys);
    let line = |(fit, period): (&OfferFit, Option<Total<BeforeTax>>)| {
        let period = period?;
        let offer = ask.scenario.offers.get(&fit.offer)?;
        let places: Vec<String> =
            fit.regions.iter().map(|key| words::region(ask.scenario, key)).collect();
        let term = fit.term.map_or_else(
            || "monthly".to_owned(),
            |months| words::count(i64::from(months), "month"),
        );
        let monthly = words::money_cell(amounts::before(fit.monthly, currency));
        Some(Line {
            period,
            cells: vec![
                Cell::words(fit.name.to_string()),
                Cell::words("the file"),
                Cell::words(offer.ram.map_or_else(String::new, |ram| show_ram(ram.bytes()))),
                Cell::words(places.join("; ")),
                Cell::words(term),
                monthly.because(format!("offers[{}].monthly", words::quoted(&fit.offer))),
                words::money_cell(amounts::before(fit.setup, currency)),
                words::money_cell(amounts::before(period, currency)),
            ],
        })
    };
    fits.into_iter().zip(totals).filter_map(line).collect()
}

//! Which of everything that providers sell serves, what does it cost, and why not the rest?

use std::sync::Arc;

use crate::engine::configure::{
    Choice, Column as By, Configuration, Direction, Judged, NeedSource, Needs, Pick, Selection,
    Sort,
};
use crate::model::{Catalogue, OfferKind};
use crate::units::{show_disk, show_ram};

use super::words;
use super::{Cell, Column, Report, Row, Table, Tone, Value, amounts};

mod beside;
mod words_of;

pub(super) use beside::beside;

pub use words_of::{places, reason, sort_of};

/// Rows that a table has, unless all are wanted.
const ROWS: usize = 30;

/// Everything that was asked and answered.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// What is offered, with its costs.
    pub choice: &'a Choice,
    /// What is needed.
    pub needs: &'a Needs,
    /// Where that comes from.
    pub sources: &'a [NeedSource],
    /// What serves.
    pub selection: &'a Selection,
    /// In which order.
    pub sort: Sort,
    /// How much of it is told.
    pub shown: Shown,
    /// What else there is to say before the list.
    pub notes: &'a [String],
}

/// How much of a list is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// So many of each plan, and so many in all as a page holds.
    Best(usize),
    /// All of it, with all that does not serve.
    All,
}

/// What would serve, in order, and why not the rest.
pub fn of_found(found: &Found<'_>) -> Report {
    let mut report = Report::new("configurations", "What would serve");
    let currency = found.choice.situation().currency();
    let parts = words_of::needs(found.needs, found.sources, currency);
    let asked = if parts.is_empty() { "anything".to_owned() } else { parts.join("; ") };
    report.say(format!("Asked for: {asked}."));
    report.say(laid(found));
    for listed in found.choice.offered().listed() {
        let of = &listed.catalogue;
        let line: Vec<&str> =
            [of.line.as_deref(), of.subsidiary.as_deref()].into_iter().flatten().collect();
        let line = if line.is_empty() { String::new() } else { format!(" {}", line.join(" ")) };
        report.say(format!("Prices: {}{line} as of {}.", of.provider, of.date.words()));
    }
    for note in found.notes {
        report.say(note.clone());
    }
    let (table, details, more) = serving(found);
    if !table.rows.is_empty() {
        report.table(table);
    }
    report.say(summary(found, more));
    if !details.rows.is_empty() {
        report.table(details);
    }
    if let Some(table) = out(found) {
        report.table(table);
    }
    report
}

/// Into what costs are laid.
fn laid(found: &Found<'_>) -> String {
    let situation = found.choice.situation();
    let from = situation.from().words();
    let period = words::period(situation.period());
    let horizon = situation.horizon().until.map_or_else(String::new, |day| day.words());
    let server = found.needs.kind == OfferKind::Server;
    let place = match situation.replacing().filter(|_| server) {
        Some(old) => {
            let overlap = old.overlap.map_or("without overlap".to_owned(), |overlap| {
                format!("with an overlap of {}", overlap.words())
            });
            let plan = old
                .plan
                .as_ref()
                .map_or_else(String::new, |plan| format!(" (as the plan \"{plan}\" says)"));
            format!("In the place of \"{}\" from {from}, {overlap}{plan}", old.contract)
        }
        None => format!("Ordered from {from}"),
    };
    format!("{place}. Request: all that is asked for in {period}. Horizon: {horizon}.")
}

/// What serves and what there is to say of each besides, by number; and how many more there are.
fn serving(found: &Found<'_>) -> (Table, Table, usize) {
    let choice = found.choice;
    let currency = choice.situation().currency();
    let code = currency.code();
    let mut table = Table::new(
        "configurations",
        "",
        vec![
            Column::numbers("number", "No."),
            Column::words("offer", "Offer"),
            Column::numbers("ram", "RAM"),
            Column::numbers("disk", "Disk"),
            Column::numbers("threads", "Threads"),
            Column::words("term", "Term"),
            Column::numbers("monthly", format!("Monthly, {code}")),
            Column::numbers("one_off", "One-off"),
            Column::numbers("period", "Request"),
            Column::numbers("period_after_tax", "After tax"),
            Column::numbers("horizon", "To the horizon"),
        ],
    );
    let mut details = Table::new(
        "details",
        "Of each",
        vec![
            Column::numbers("number", "No."),
            Column::words("configuration", "Configuration"),
            Column::words("disks", "Disks"),
            Column::numbers("per_gib", "A GiB RAM"),
        ],
    );
    let wanted = chosen(found);
    let places_of = |pick: &Pick| {
        let of = choice.configuration(*pick);
        (Arc::clone(&of.listed.catalogue), here(found, &of))
    };
    let everywhere: Vec<_> = wanted.iter().map(places_of).collect();
    // Where all stand in the same places, the column would say the same in each row.
    let same = everywhere.windows(2).all(|two| two[0].1 == two[1].1);
    if !same {
        table.columns.insert(5, Column::words("where", "Where"));
    }
    let first = everywhere.first().filter(|(_, codes)| same && !codes.is_empty());
    table.note = first.map(|(list, codes)| {
        let all = if wanted.len() > 1 { "All " } else { "It is " };
        format!("{all}in {}.", places(list, codes))
    });
    for (n, (pick, (list, codes))) in wanted.iter().zip(&everywhere).enumerate() {
        let (row, detail) = rows(found, *pick, n + 1);
        table.rows.push(row);
        if !same && let Some(row) = table.rows.last_mut() {
            row.cells.insert(5, places_cell(list, codes));
        }
        details.rows.push(detail);
    }
    let after = table.columns.iter().position(|column| column.key == "period_after_tax");
    if let Some(after) = after.filter(|_| !choice.situation().has_taxes()) {
        table.columns.remove(after);
        table.rows.iter_mut().for_each(|row| drop(row.cells.remove(after)));
    }
    (table, details, found.selection.serving.len() - wanted.len())
}

/// One that serves, in both tables.
fn rows(found: &Found<'_>, pick: Pick, number: usize) -> (Row, Row) {
    let choice = found.choice;
    let currency = choice.situation().currency();
    let (of, cost, offered) = (choice.configuration(pick), choice.cost(pick), choice.offered());
    let notes = words_of::notes(&of, choice.situation().horizon().from);
    let name = match notes.is_empty() {
        true => of.plan.name.to_string(),
        false => format!("{} ({})", of.plan.name, notes.join(", ")),
    };
    let bytes = |level: Option<i128>, show: fn(i128) -> String| {
        level.map_or_else(Cell::default, |level| Cell::of(show(level), Value::Bytes(level)))
    };
    let count = |n: usize| Cell::of(n.to_string(), Value::Count((n as u64).into()));
    let before = |total| words::money_cell(amounts::before(total, currency));
    let full = match offered.listed().len() {
        1 => offered.short_name(pick),
        _ => offered.name(pick),
    };
    let row = Row::item(vec![
        count(number),
        Cell::words(name),
        bytes(of.gives.ram.map(|ram| ram.bytes()), show_ram),
        bytes(choice.disk(pick, found.needs.safety), show_disk),
        of.gives.threads.map_or_else(Cell::default, |threads| count(threads as usize)),
        Cell::words(words_of::term(&of, choice.payment(pick))),
        before(cost.monthly),
        before(cost.one_off),
        before(cost.period),
        words::money_cell(amounts::after(cost.period_after_tax, currency)),
        before(cost.horizon),
    ]);
    let detail = Row::item(vec![
        count(number),
        Cell::of(full.clone(), Value::Text(full)),
        Cell::words(words_of::disks(&of, found.needs.safety)),
        choice.per_gib(pick).map_or_else(Cell::default, before),
    ]);
    (row, detail)
}

/// Where it can be had, of what was asked for.
fn here(found: &Found<'_>, of: &Configuration<'_>) -> Vec<Arc<str>> {
    let (country, wanted) = (found.needs.country.as_deref(), &found.needs.regions);
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
fn places_cell(catalogue: &Catalogue, codes: &[Arc<str>]) -> Cell {
    let text = match codes.len() {
        0..=2 => places(catalogue, codes),
        n => format!("{n} places"),
    };
    let codes = codes.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" ");
    Cell::of(text, Value::Text(codes))
}

/// What of the list is told: the best of each plan.
fn chosen(found: &Found<'_>) -> Vec<Pick> {
    let Shown::Best(each) = found.shown else { return found.selection.serving.clone() };
    let offered = found.choice.offered();
    let mut told = vec![0; offered.plans()];
    let best = found.selection.serving.iter().filter(|pick| {
        let told = &mut told[offered.plan_of(**pick)];
        *told += 1;
        *told <= each
    });
    best.take(ROWS).copied().collect()
}

/// `12 serve, the cheapest over the request first; 4 more are not shown. 328 do not: 210 too little RAM, 118 not offered there.`
fn summary(found: &Found<'_>, more: usize) -> String {
    let selection = found.selection;
    let count = |n: usize| thousands(n);
    let mut text = match selection.serving.len() {
        0 => "Nothing serves.".to_owned(),
        1 => "1 serves.".to_owned(),
        n => format!("{} serve, {}.", count(n), order(found.sort)),
    };
    if more > 0 {
        text +=
            &format!(" {} more {} not shown.", count(more), if more == 1 { "is" } else { "are" });
    }
    let counts: Vec<String> =
        selection.counts().iter().map(|(r, n)| format!("{} {}", count(*n), sort_of(r))).collect();
    if !counts.is_empty() {
        let all = selection.out.len();
        let verb = if all == 1 { "does" } else { "do" };
        text += &format!(" {} {verb} not: {}.", count(all), counts.join(", "));
    }
    let offered = found.choice.offered();
    if offered.without_price() > 0 {
        let n = offered.without_price();
        let have = if n == 1 { "combination has" } else { "combinations have" };
        text += &format!(" {} {have} no price by that way to pay.", count(n));
    }
    if !offered.too_many_choices().is_empty() {
        text += &format!(
            " Left out, with too many choices to go through: {}.",
            words::list(
                &offered.too_many_choices().iter().map(AsRef::as_ref).collect::<Vec<&str>>()
            )
        );
    }
    text
}

/// 1,204.
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn order(sort: Sort) -> &'static str {
    match (sort.by, sort.direction) {
        (By::Period, Direction::Ascending) => "the cheapest over the request first",
        (By::Horizon, Direction::Ascending) => "the cheapest to the horizon first",
        (By::Monthly, Direction::Ascending) => "the cheapest a month first",
        (By::PerGib, Direction::Ascending) => "the cheapest a GiB of RAM first",
        (By::Ram, Direction::Descending) => "the largest RAM first",
        (By::Name, _) => "by name",
        (_, Direction::Ascending) => "the least first",
        (_, Direction::Descending) => "the most first",
    }
}

/// Why not the rest: all of it, or of each plan that does not serve at all the one that comes nearest.
fn out(found: &Found<'_>) -> Option<Table> {
    let offered = found.choice.offered();
    let currency = found.choice.situation().currency();
    let told: Vec<Judged> = match found.shown {
        Shown::All => found.selection.out.clone(),
        Shown::Best(_) => {
            let mut serves = vec![false; offered.plans()];
            for pick in &found.selection.serving {
                serves[offered.plan_of(*pick)] = true;
            }
            let mut nearest: Vec<Option<Judged>> = vec![None; offered.plans()];
            for judged in &found.selection.out {
                let best = &mut nearest[offered.plan_of(judged.pick)];
                if best.is_none_or(|best| judged.reason.is_nearer(&best.reason)) {
                    *best = Some(*judged);
                }
            }
            let mut nearest: Vec<Judged> = nearest
                .into_iter()
                .zip(serves)
                .filter_map(|(judged, serves)| judged.filter(|_| !serves))
                .collect();
            nearest.sort_by(|one, two| two.reason.rank().cmp(&one.reason.rank()));
            nearest.truncate(ROWS);
            nearest
        }
    };
    if told.is_empty() {
        return None;
    }
    let columns = vec![
        Column::words("offer", "Offer"),
        Column::words("why_not", "Why not"),
        Column::words("configuration", "Configuration"),
    ];
    let mut table = Table::new("out", "Why not", columns);
    for judged in told {
        let of = found.choice.configuration(judged.pick);
        let name = offered.short_name(judged.pick);
        table.rows.push(Row::item(vec![
            Cell::words(of.plan.name.to_string()),
            Cell::words(reason(&of, &judged.reason, currency)).toned(Tone::Bad),
            Cell::of(name.clone(), Value::Text(name)),
        ]));
    }
    if found.shown != Shown::All {
        table.note =
            Some("Of each plan that does not serve at all, what comes nearest.".to_owned());
    }
    Some(table)
}

//! Which of everything that providers sell serves, what does it cost, and why not the rest?

use crate::engine::configure::{
    Choice, Column as By, Direction, Judged, NeedSource, Needs, Pick, Selection, Sort,
};
use crate::model::OfferKind;
use crate::units::Day;

use super::words;
use super::{Cell, Column, Report, Row, Table, Tone, Value};

mod beside;
mod described;
mod words_of;

pub(super) use beside::beside;
pub use described::Described;
pub use words_of::{places, reason, sort_of, source};

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
pub(super) fn laid(found: &Found<'_>) -> String {
    let situation = found.choice.situation();
    let from = situation.from().words();
    let period = words::period(situation.period());
    let horizon = situation.horizon().until.map_or_else(String::new, Day::words);
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
    let told: Vec<Described> =
        wanted.iter().map(|pick| Described::of(choice, found.needs, *pick)).collect();
    // Where all stand in the same places, the column would say the same in each row.
    let same = told.windows(2).all(|two| two[0].place == two[1].place);
    if !same {
        table.columns.insert(5, Column::words("where", "Where"));
    }
    let first = wanted.first().filter(|_| same).map(|pick| choice.configuration(*pick));
    table.note = first.and_then(|of| {
        let all = if wanted.len() > 1 { "All " } else { "It is " };
        let place = places(&of.listed.catalogue, &described::here(found.needs, &of));
        (!place.is_empty()).then(|| format!("{all}in {place}."))
    });
    for (n, of) in told.into_iter().enumerate() {
        let place = of.place.clone();
        let (mut row, detail) = rows(of, n + 1);
        if !same {
            row.cells.insert(5, place);
        }
        table.rows.push(row);
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
fn rows(of: Described, number: usize) -> (Row, Row) {
    let count = || Cell::of(number.to_string(), Value::Count((number as u64).into()));
    let row = vec![
        count(),
        of.name,
        of.ram,
        of.disk,
        of.threads,
        of.term,
        of.monthly,
        of.one_off,
        of.period,
        of.period_after_tax,
        of.horizon,
    ];
    let code = Cell::of(of.code.clone(), Value::Text(of.code));
    let detail = vec![count(), code, of.disks, of.per_gib];
    (Row::item(row), Row::item(detail))
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
    let mut say = |sentence: String| {
        text.push(' ');
        text.push_str(&sentence);
    };
    if more > 0 {
        let verb = if more == 1 { "is" } else { "are" };
        say(format!("{} more {verb} not shown.", count(more)));
    }
    let counts: Vec<String> =
        selection.counts().iter().map(|(r, n)| format!("{} {}", count(*n), sort_of(r))).collect();
    if !counts.is_empty() {
        let all = selection.out.len();
        let verb = if all == 1 { "does" } else { "do" };
        say(format!("{} {verb} not: {}.", count(all), counts.join(", ")));
    }
    let offered = found.choice.offered();
    if offered.without_price() > 0 {
        let n = offered.without_price();
        let have = if n == 1 { "combination has" } else { "combinations have" };
        say(format!("{} {have} no price by that way to pay.", count(n)));
    }
    if !offered.too_many_choices().is_empty() {
        say(format!(
            "Left out, with too many choices to go through: {}.",
            words::list(
                &offered.too_many_choices().iter().map(AsRef::as_ref).collect::<Vec<&str>>()
            )
        ));
    }
    text
}

/// 1,204.
pub fn thousands(n: usize) -> String {
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
            nearest.sort_by_key(|judged| std::cmp::Reverse(judged.reason.rank()));
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

//! What does the plan cost if it is decided later?

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::engine::outlook::Runway;
use crate::engine::waiting::{self, Waiting, WaitingPart, WaitingRow};
use crate::units::Day;

use super::{
    Ask, Block, Cell, Column, DayLine, LineRole, Lines, Mark, MoneyValue, Paragraph, Plot, Report,
    Row, RowKind, Table, Tone, Value, amounts, overview, words,
};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let plan = ask.plan();
    let mut report = Report::new("waiting", format!("What does waiting cost? {}", plan.name));
    if let Some(objection) = overview::objection(ask) {
        report.text(objection);
    }
    let Some(waiting) = waiting::waiting(ask.scenario, ask.outlook, &plan.name) else {
        report.text(Paragraph::plain("Nothing is ordered, so nothing waits.").toned(Tone::Dim));
        return report;
    };
    let period = words::period(ask.outlook.period);
    report.say(format!(
        "The request, {period}, {} before tax, by the day of the order; planned is {}.",
        ask.scenario.currency.code(),
        words::day(waiting.planned, ask.outlook.as_of)
    ));
    report.blocks.push(curve(ask, &waiting));
    report.table(rows(ask, &waiting));
    report.say(last_day(ask, &waiting));
    if let Some(row) = waiting.rows.iter().find(|row| row.only_fewer_months) {
        report.say(fewer_months(ask, row));
    }
    for of in &ask.outlook.do_nothing().resources {
        if let Runway::Already { short, .. } = of.runway {
            report.text(
                Paragraph::plain(format!(
                    "Each day of waiting, {} stays short: {} today.",
                    words::resource_inside(&of.resource),
                    words::level(&of.resource, short)
                ))
                .toned(Tone::Warning),
            );
        }
    }
    report
}

fn curve(ask: &Ask<'_>, waiting: &Waiting) -> Block {
    let currency = ask.scenario.currency;
    let points = waiting
        .curve
        .iter()
        .map(|(day, total)| (*day, total.low.to_decimal(currency).to_f64().unwrap_or(0.0)))
        .collect();
    Block::Plot(Plot::Lines(Lines {
        title: "Total by the day of the order".to_owned(),
        unit: currency.code().to_owned(),
        lines: vec![DayLine { name: "request".to_owned(), role: LineRole::Cost, points }],
        areas: Vec::new(),
        marks: vec![Mark::day(waiting.planned, "planned")],
    }))
}

fn rows(ask: &Ask<'_>, waiting: &Waiting) -> Table {
    let code = ask.scenario.currency.code();
    let as_of = ask.outlook.as_of;
    let columns = vec![
        Column::words("decide", "Decide"),
        Column::words("order", "Order"),
        Column::numbers("before_tax", format!("Total, {code}")),
        Column::numbers("after_tax", "After tax"),
        Column::words("why", "Why"),
    ];
    let mut table = Table::new("waiting", "", columns);
    for Step { row, last } in steps(&waiting.rows) {
        let planned = row.first <= waiting.planned && waiting.planned <= last.last;
        let decide = row.meeting.as_ref().map_or_else(
            || Cell::words("no meeting"),
            |(name, on)| Cell::of(format!("{} ({name})", words::day(*on, as_of)), Value::Day(*on)),
        );
        let currency = ask.scenario.currency;
        table.rows.push(Row {
            kind: if planned && row.days_later == 0 { RowKind::Chosen } else { RowKind::Item },
            cells: vec![
                decide,
                Cell::of(days(row.first, last.last, as_of), Value::Day(row.first)),
                between(
                    amounts::before(row.total, currency),
                    amounts::before(last.total, currency),
                ),
                between(
                    amounts::after(row.after_tax, currency),
                    amounts::after(last.after_tax, currency),
                ),
                Cell::words(why(ask, waiting, row, last)),
            ],
        });
    }
    table
}

/// Days of order under one meeting on which the same things are charged: the first of its rows, and
/// the last. Where a part of a month is paid for, the total moves a little from day to day.
#[derive(Clone, Copy)]
struct Step<'a> {
    row: &'a WaitingRow,
    last: &'a WaitingRow,
}

/// Rows at most, unless there are more meetings than that or more days on which a charge comes or goes.
const ROWS: usize = 12;

/// The meetings, and below each the days on which its total steps: single days whose total differs
/// from the day before, without a charge more or fewer, go together.
fn steps(rows: &[WaitingRow]) -> Vec<Step<'_>> {
    let days = |row: &WaitingRow| row.first.days_until(row.last) + 1;
    let slides = merged(rows, |last, row| days(last) == 1 || days(row) == 1);
    if slides.len() <= ROWS { slides } else { merged(rows, |_, _| true) }
}

fn merged(rows: &[WaitingRow], slides: impl Fn(&WaitingRow, &WaitingRow) -> bool) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for row in rows {
        match steps.last_mut() {
            Some(step)
                if step.last.meeting == row.meeting
                    && step.last.last.plus_days(1) == row.first
                    && charged_alike(step.last, row)
                    && slides(step.last, row) =>
            {
                step.last = row;
            }
            _ => steps.push(Step { row, last: row }),
        }
    }
    steps
}

/// Whether two rows have as many charges more or fewer of the same things.
fn charged_alike(a: &WaitingRow, b: &WaitingRow) -> bool {
    let charges = |row: &WaitingRow| -> Vec<_> {
        let counted = row.parts.iter().filter(|part| part.charges != 0);
        counted.map(|part| (part.subject.to_string(), part.charges)).collect()
    };
    charges(a) == charges(b)
}

/// The total of the first day, and of the last where it is another.
fn between(first: MoneyValue, last: MoneyValue) -> Cell {
    let (from, to) = (words::amount(&first), words::amount(&last));
    let mut cell = words::money_cell(first);
    if from != to {
        let to = to.strip_prefix("at least ").filter(|_| from.starts_with("at least"));
        let to = to.map_or_else(|| words::amount(&last), str::to_owned);
        cell.text = format!("{from} to {to}");
    }
    cell
}

fn days(first: Day, last: Day, as_of: Day) -> String {
    if first == last {
        words::day(first, as_of)
    } else {
        format!("{} to {}", words::day(first, as_of), words::day(last, as_of))
    }
}

/// `as planned`, `no day to spare`, `+79.38: Rise-1 goes on`.
fn why(ask: &Ask<'_>, waiting: &Waiting, row: &WaitingRow, last: &WaitingRow) -> String {
    let counts = |part: &&WaitingPart| part.amount.low.minor() != 0 || part.charges != 0;
    let mut parts: Vec<&WaitingPart> = row.parts.iter().filter(counts).collect();
    let known = |part: &&WaitingPart| row.parts.iter().any(|of| of.subject == part.subject);
    parts.extend(last.parts.iter().filter(counts).filter(|part| !known(part)));
    let said: Vec<String> = parts
        .into_iter()
        .map(|part| {
            let end = last.parts.iter().find(|of| of.subject == part.subject);
            let began = row.parts.iter().any(|of| of.subject == part.subject);
            part_words(ask, if began { Some(part) } else { None }, end, part)
        })
        .collect();
    let mut reasons = match said.as_slice() {
        [] if row.first == waiting.planned && row.days_to_spare > 0 => {
            vec!["as planned".to_owned()]
        }
        [] => vec!["the same".to_owned()],
        _ => said,
    };
    if row.first == waiting.planned && !row.parts.iter().any(|part| counts(&part)) && row != last {
        reasons.insert(0, "as planned".to_owned());
    }
    if row.days_to_spare == 0 {
        reasons.push("no day to spare".to_owned());
    }
    reasons.join(", ")
}

/// `+79.38 Rise-1 (1 charge more)`, `−0.52 to −14.03 Rise-4`, `down to −24.00 Rise-4`; a part that is not there is none.
fn part_words(
    ask: &Ask<'_>,
    first: Option<&WaitingPart>,
    last: Option<&WaitingPart>,
    part: &WaitingPart,
) -> String {
    let amount = |of: Option<&WaitingPart>| {
        of.map_or(Decimal::ZERO, |of| of.amount.low.to_decimal(ask.scenario.currency))
    };
    let (from, to) = (amount(first), amount(last));
    let amount = match (words::signed(from), words::signed(to)) {
        (from, to) if from == to => from,
        (_, end) if from.is_zero() && to < from => format!("down to {end}"),
        (_, end) if from.is_zero() => format!("up to {end}"),
        (from, to) => format!("{from} to {to}"),
    };
    let times = match part.charges {
        0 => String::new(),
        n if n > 0 => format!(" ({} more)", words::count(n, "charge")),
        n => format!(" ({} fewer)", words::count(-n, "charge")),
    };
    format!("{amount} {}{times}", part.name)
}

fn last_day(ask: &Ask<'_>, waiting: &Waiting) -> String {
    let last = words::day(waiting.last_without_more, ask.outlook.as_of);
    let total = amounts::before(waiting.total, ask.scenario.currency);
    format!("Up to {last} it costs no more than planned, {}.", words::full(&total))
}

/// A later order never looks cheaper without its reason.
fn fewer_months(ask: &Ask<'_>, row: &WaitingRow) -> String {
    let mut names: Vec<String> = Vec::new();
    for part in row.parts.iter().filter(|part| part.ordered && part.charges < 0) {
        if !names.iter().any(|name| **name == *part.name) {
            names.push(part.name.to_string());
        }
    }
    let after = ask
        .outlook
        .period
        .until
        .map_or_else(String::new, |until| format!(" before {}", until.month_of().words()));
    format!(
        "From {} a later order looks cheaper only because fewer months of {} fall{after}.",
        words::day(row.first, ask.outlook.as_of),
        words::list(&names)
    )
}

//! What does the plan cost if it is decided later?

use rust_decimal::prelude::ToPrimitive;

use crate::engine::outlook::Runway;
use crate::engine::waiting::{self, Waiting, WaitingPart, WaitingRow};
use crate::units::Day;

use super::{
    Ask, Block, Cell, Column, DayLine, LineRole, Lines, Paragraph, Plot, Report, Row, RowKind,
    Table, Tone, Value, amounts, overview, words,
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
        marks: vec![(waiting.planned, "planned".to_owned())],
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
    for row in &waiting.rows {
        let planned = row.first <= waiting.planned && waiting.planned <= row.last;
        let decide = row.meeting.as_ref().map_or_else(
            || Cell::words("no meeting"),
            |(name, on)| Cell::of(format!("{} ({name})", words::day(*on, as_of)), Value::Day(*on)),
        );
        let currency = ask.scenario.currency;
        table.rows.push(Row {
            kind: if planned && row.days_later == 0 { RowKind::Chosen } else { RowKind::Item },
            cells: vec![
                decide,
                Cell::of(days(row.first, row.last, as_of), Value::Day(row.first)),
                words::money_cell(amounts::before(row.total, currency)),
                words::money_cell(amounts::after(row.after_tax, currency)),
                Cell::words(why(ask, waiting, row)),
            ],
        });
    }
    table
}

fn days(first: Day, last: Day, as_of: Day) -> String {
    if first == last {
        words::day(first, as_of)
    } else {
        format!("{} to {}", words::day(first, as_of), words::day(last, as_of))
    }
}

/// `as planned`, `no day to spare`, `+79.38: Rise-1 goes on`.
fn why(ask: &Ask<'_>, waiting: &Waiting, row: &WaitingRow) -> String {
    let changed: Vec<String> = row
        .parts
        .iter()
        .filter(|part| part.amount.low.minor() != 0 || part.charges != 0)
        .map(|part| part_words(ask, part))
        .collect();
    let mut reasons = match changed.as_slice() {
        [] if row.first == waiting.planned && row.days_to_spare > 0 => {
            vec!["as planned".to_owned()]
        }
        [] => vec!["the same".to_owned()],
        _ => changed,
    };
    if row.days_to_spare == 0 {
        reasons.push("no day to spare".to_owned());
    }
    reasons.join(", ")
}

fn part_words(ask: &Ask<'_>, part: &WaitingPart) -> String {
    let amount = words::signed(part.amount.low.to_decimal(ask.scenario.currency));
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

//! What is billed when? Every invoice of the request period and of the months after it.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::engine::ledger::{Bill, Charge, Entry, Invoice, ShareOf, Why};
use crate::engine::outlook::{PlanOutlook, Tenure};
use crate::units::{AfterTax, BeforeTax, Currency, Day, DayRange, Figure, TaxAmount, Total};

use super::words::{self, plan_path};
use super::{Ask, Cell, Column, Report, Row, RowKind, Table, Tone, Value, amounts, explain};

/// Months that are shown, from the first of the request period.
const MONTHS: i32 = 12;

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let plan = ask.plan();
    let period = ask.outlook.period;
    let mut report = Report::new("schedule", format!("When it is paid: {}", plan.name));
    report.say(format!(
        "Each charge on the day it is billed, {}; tax is rounded {}.",
        plan.ledger.currency.code(),
        grain(ask)
    ));
    let mut table = Table::new("invoices", "", columns(ask, plan, period));
    let inside = plan.ledger.bill(period);
    push_invoices(&mut table, ask, plan, &inside);
    push_total(&mut table, plan, &inside, &words::period(period), "before_tax", "after_tax");
    let end = period.from.plus_months(MONTHS);
    if let Some(until) = period.until.filter(|until| *until < end) {
        let after = plan.ledger.bill(DayRange { from: until, until: Some(end) });
        push_invoices(&mut table, ask, plan, &after);
        let year = DayRange { from: period.from, until: Some(end) };
        let whole = plan.ledger.bill(year);
        let cells = total_cells(
            &whole,
            plan.ledger.currency,
            &format!("{MONTHS} months to {}", end.plus_days(-1).words()),
        );
        table.rows.push(Row::total(cells));
    }
    table.note = Some(note(plan, &inside, period));
    report.table(table);
    if !plan.request.missing.is_empty() {
        report.heading("Not known, so not in these sums");
        for missing in &plan.request.missing {
            let ceiling =
                missing.ceiling.and_then(|ceiling| amounts::most(ceiling, plan.ledger.currency));
            let cell = Cell::words(words::capital(&words::missing(missing, ceiling)))
                .because(missing.path.clone())
                .edited(missing.path.clone());
            report.text(super::Paragraph::of(vec![cell]).toned(Tone::Warning));
        }
    }
    report
}

/// Where tax is rounded, in words.
pub(super) fn grain(ask: &Ask<'_>) -> &'static str {
    use crate::model::TaxRounding::{PerInvoice, PerLine, PerPeriod};
    match ask.scenario.rounding.tax {
        PerLine => "on each charge",
        PerInvoice => "once an invoice",
        PerPeriod => "once for the period",
    }
}

fn note(plan: &PlanOutlook, bill: &Bill, period: DayRange) -> String {
    let billed = bill.invoices.iter().flat_map(|invoice| &invoice.entries).any(|e| e.overlap);
    if billed {
        return "An overlap (both servers paid) is billed on the old contract after the new one \
                began."
            .to_owned();
    }
    let overlaps = plan.tenures.iter().any(|tenure| {
        period.contains(tenure.from) && tenure.overlap.is_some_and(|overlap| !overlap.is_zero())
    });
    if overlaps {
        return "The overlap falls into what is paid on the old contract anyway: no charge more \
                for it."
            .to_owned();
    }
    "Nothing is paid twice in these months.".to_owned()
}

/// Columns of a table of invoices: five, with the currency and the tax in the headings.
pub(super) fn columns(ask: &Ask<'_>, plan: &PlanOutlook, range: DayRange) -> Vec<Column> {
    let code = plan.ledger.currency.code();
    let tax = words::after_tax(ask.scenario, range);
    let tax = tax.strip_prefix("after ").map_or("Tax", |tax| tax);
    let tax = if tax == "tax" { "Tax" } else { tax };
    vec![
        Column::words("day", "Invoice"),
        Column::words("what", "What"),
        Column::numbers("line", format!("Line, {code}")),
        Column::numbers("before_tax", format!("Before tax, {code}")),
        Column::numbers("tax", format!("{tax}, {code}")),
        Column::numbers("after_tax", format!("You pay, {code}")),
    ]
}

/// A row a charge; the first of each invoice carries its sums.
pub(super) fn push_invoices(table: &mut Table, ask: &Ask<'_>, plan: &PlanOutlook, bill: &Bill) {
    let currency = plan.ledger.currency;
    for invoice in &bill.invoices {
        let path = day_path(plan, invoice.day);
        for (index, entry) in invoice.entries.iter().enumerate() {
            let mut cells = if index == 0 {
                vec![words::day_cell(invoice.day, ask.outlook.as_of)]
            } else {
                // Not said again, but each row of a sheet has its day.
                vec![Cell::of("", Value::Day(invoice.day))]
            };
            cells.push(Cell::words(what(plan, entry, ask.outlook.as_of)));
            cells.push(line(ask, entry, currency).because(entry.path.to_string()));
            if index == 0 {
                cells.extend(invoice_sums(invoice, currency).map(|c| c.because(path.clone())));
            } else {
                cells.extend([Cell::default(), Cell::default(), Cell::default()]);
            }
            table.rows.push(Row::item(cells));
        }
    }
}

/// The amount of a charge, as sure as its price was stated: `about 130.00`, `80.00 to 120.00`.
pub(super) fn line(ask: &Ask<'_>, entry: &Entry, currency: Currency) -> Cell {
    let money = amounts::before(entry.before_tax, currency);
    let mut cell = words::money_cell(money);
    let stated = explain::stated_price(ask.scenario, &entry.path);
    match (stated.map(|stated| stated.figure), money.up_to) {
        (Some(Figure::About(_)), _) => cell.text = format!("about {}", cell.text),
        (Some(Figure::Range { .. }), Some(high)) => {
            let low = words::number(money.amount.unwrap_or_default());
            cell.text = format!("{low} to {}", words::number(high));
        }
        _ => {}
    }
    cell
}

fn invoice_sums(invoice: &Invoice, currency: Currency) -> [Cell; 3] {
    let before = words::money_cell(amounts::before(invoice.before_tax, currency));
    let Some(after) = invoice.after_tax else { return [before, Cell::default(), Cell::default()] };
    let tax = invoice.taxes.iter().map(|tax| tax.amount).sum::<Total<TaxAmount>>();
    [
        before,
        words::money_cell(amounts::tax(tax, currency)),
        words::money_cell(amounts::after(after, currency)),
    ]
}

/// Path under which the invoices of a day are explained.
pub(super) fn day_path(plan: &PlanOutlook, day: Day) -> String {
    format!("{}.invoices[\"{day}\"]", plan_path(&plan.name))
}

/// A row with the sums of a request period, each explained as one of the plan's amounts.
pub(super) fn push_total(
    table: &mut Table,
    plan: &PlanOutlook,
    bill: &Bill,
    of: &str,
    before: &'static str,
    after: &'static str,
) {
    let mut cells = total_cells(bill, plan.ledger.currency, of);
    for (index, key) in [(3, before), (4, after), (5, after)] {
        cells[index].why = Some(words::request_path(&plan.name, key));
    }
    table.rows.push(Row { kind: RowKind::Total, cells });
}

fn total_cells(bill: &Bill, currency: Currency, of: &str) -> Vec<Cell> {
    let tax = bill.taxes.iter().map(|tax| tax.amount).sum::<Total<TaxAmount>>();
    total_row(of, bill.before_tax, tax, bill.after_tax, currency)
}

fn total_row(
    of: &str,
    before: Total<BeforeTax>,
    tax: Total<TaxAmount>,
    after: Total<AfterTax>,
    currency: Currency,
) -> Vec<Cell> {
    vec![
        Cell::default(),
        Cell::words(of),
        Cell::default(),
        words::money_cell(amounts::before(before, currency)),
        words::money_cell(amounts::tax(tax, currency)),
        words::money_cell(amounts::after(after, currency)),
    ]
}

/// What an entry is: `Rise-4, first month`, `Rise-1 until 19 June, overlap (both servers paid)`.
pub(super) fn what(plan: &PlanOutlook, entry: &Entry, as_of: Day) -> String {
    let name = name(plan, &entry.subject, &entry.name);
    let tenure = plan.tenures.iter().find(|tenure| tenure.key == entry.subject);
    let first = tenure.is_some_and(|tenure| tenure.from == entry.day);
    match entry.charge {
        Charge::Setup => format!("Setup fee of {name}"),
        Charge::Rent if entry.overlap => match entry.pays.until {
            Some(until) => {
                format!("{name} until {}, overlap (both servers paid)", words::day(until, as_of))
            }
            None => format!("{name}, overlap (both servers paid)"),
        },
        Charge::Rent => match &entry.why {
            Why::PartMonth { days, of, .. } => format!("{name}, {days} of {of} days"),
            Why::Term { months, .. } => {
                format!("{name}, {} at once", words::count(i64::from(*months), "month"))
            }
            Why::Hours { hours, .. } => {
                format!("{name}, {}", words::count(i64::from(*hours), "hour"))
            }
            Why::Price { .. } if first => format!("{name}, first month"),
            Why::Price { .. }
            | Why::Product { .. }
            | Why::Percentage { .. }
            | Why::Metered { .. } => name,
        },
        Charge::Metered => match &entry.why {
            Why::Metered { units: Some(units), per, .. } => {
                format!("{name}, {} metered", metered(*units, per))
            }
            _ => format!("{name}, metered"),
        },
        Charge::Line | Charge::OneOff | Charge::Percentage => name,
    }
}

/// What people call a contract; where two are called the same, with its key.
pub(super) fn name(plan: &PlanOutlook, key: &str, name: &str) -> String {
    let namesake = |tenure: &&Arc<Tenure>| *tenure.name == *name && *tenure.key != *key;
    if plan.tenures.iter().any(|tenure| namesake(&tenure)) {
        format!("{name} ({key})")
    } else {
        name.to_owned()
    }
}

/// How an entry's amount came about: `79.38 × 1`, `16.00 × 3 months`, `31.00 × 12 of 31 days`.
pub(super) fn working(entry: &Entry, currency: Currency) -> String {
    let each =
        |total: Total<BeforeTax>| words::amount_or_ceiling(&amounts::before(total, currency));
    let times = |count: u32| if count == 1 { String::new() } else { format!(" × {count}") };
    let exchange = entry.exchanged.map(|by| format!(" {}", by.rate.working(by.currency)));
    let exchange = exchange.unwrap_or_default();
    let each = |total: Total<BeforeTax>| match entry.exchanged {
        Some(by) => format!("{} {}", amounts::exact(by.each), by.currency.code()),
        None => each(total),
    };
    let working = match &entry.why {
        Why::Percentage { of } => {
            let share = |share: &ShareOf| {
                let base = words::amount_or_ceiling(&amounts::before(share.base, currency));
                format!("{} of {base} {}", share.rate, share.of)
            };
            of.iter().map(share).collect::<Vec<_>>().join(" + ")
        }
        Why::Product { factors, per, each: price } => {
            let currency = entry.exchanged.map_or(currency, |by| by.currency);
            let factors: Vec<String> = factors.list().iter().map(ToString::to_string).collect();
            let per = per.as_ref().map_or_else(String::new, |per| format!(" a {per}"));
            format!("{} × {} {}{per}", factors.join(" × "), amounts::exact(*price), currency.code())
        }
        Why::Price { count, each: price, discount_ppm: 0 } => {
            format!("{} × {count}", each(*price))
        }
        Why::Price { count, each: price, discount_ppm } => {
            let percent = rust_decimal::Decimal::new((*discount_ppm).min(1_000_000) as i64, 4);
            format!("{} × {count}, less {} %", each(*price), percent.normalize())
        }
        Why::PartMonth { count, each: price, days, of, .. } => {
            format!("{}{} × {days} of {of} days", each(*price), times(*count))
        }
        Why::Term { count, each: price, months, .. } => {
            format!("{}{} × {months} months", each(*price), times(*count))
        }
        Why::Hours { count, hourly, hours, .. } => {
            format!("{}{} × {hours} hours", hourly.normalize(), times(*count))
        }
        Why::Metered { units, per, each: price, days, of } => {
            let units = units.map_or_else(|| "not known".to_owned(), |units| metered(units, per));
            let part = if days == of { String::new() } else { format!(", {days} of {of} days") };
            format!("{units} at {} a {per}{part}", each(*price))
        }
    };
    working + &exchange
}

/// What a meter counts: `0.79 TB`, `2.5 × 1000 requests`; `0.79 to 1 TB` where the tariff can be read
/// in two ways.
fn metered((least, most): (Decimal, Decimal), per: &str) -> String {
    let times = if per.starts_with(|c: char| c.is_ascii_digit()) { "× " } else { "" };
    if least == most {
        format!("{least} {times}{per}")
    } else {
        format!("{least} to {most} {times}{per}")
    }
}

//! Which charges make up an amount, and how does each come about?

use crate::engine::ledger::{Bill, Charge, Entry};
use crate::engine::outlook::{Origin, PlanOutlook};
use crate::model::{DO_NOTHING, Every};
use crate::units::{BeforeTax, DayRange, TaxAmount, Total};

use super::super::words::{self, number};
use super::super::{
    Ask, Cell, Column, MoneyValue, Paragraph, Report, Row, Table, Tone, amounts, schedule,
};

/// One of a plan's amounts; `None` where there is none of this name.
pub(super) fn amount(ask: &Ask<'_>, plan: &PlanOutlook, key: &str) -> Option<Report> {
    let named = amounts::AMOUNTS.iter().find(|named| named.key == key)?;
    let money = (named.of)(&plan.request, plan.ledger.currency)?;
    let mut report = Report::new("explain", format!("Why this number? {}", full(&money)));
    let period = ask.outlook.period;
    report.say(format!("{}: {}.", plan.name, named.what));
    match key {
        "before_tax" => {
            let entries = asked(plan, period);
            report.table(entries_table("entries", "", ask, plan, &entries));
        }
        "after_tax" | "cost" => push_bill(&mut report, ask, plan, &plan.ledger.bill(period)),
        "more" | "more_after_tax" => push_more(&mut report, ask, plan, key, &money),
        "monthly_now" | "monthly_now_after_tax" => {
            push_month(&mut report, ask, plan, ask.outlook.as_of, key);
        }
        "monthly_afterwards" | "monthly_afterwards_after_tax" => {
            push_month(&mut report, ask, plan, plan.request.settled, key);
        }
        "overlap" => {
            let mut entries = asked(plan, period);
            entries.retain(|entry| entry.overlap);
            report.say("Billed on the old contract after the new one began.");
            report.table(entries_table("entries", "", ask, plan, &entries));
        }
        _ => {
            let mut entries = asked(plan, period);
            entries.retain(|entry| is_once(ask, entry));
            report.table(entries_table("entries", "", ask, plan, &entries));
        }
    }
    if matches!(key, "before_tax" | "after_tax" | "cost" | "more" | "more_after_tax" | "one_off") {
        push_missing(&mut report, plan);
    }
    Some(report)
}

/// The invoices of some days.
pub(super) fn days(ask: &Ask<'_>, plan: &PlanOutlook, range: DayRange) -> Report {
    let bill = plan.ledger.bill(range);
    let before = amounts::before(bill.before_tax, plan.ledger.currency);
    let mut report = Report::new("explain", format!("Why this number? {}", full(&before)));
    report.say(format!("{}: what is billed, {}.", plan.name, words::period(range)));
    push_bill(&mut report, ask, plan, &bill);
    report
}

pub(super) fn full(money: &MoneyValue) -> String {
    let up_to = words::up_to(money).map_or_else(String::new, |up_to| format!(", {up_to}"));
    format!("{}{up_to}", words::full(money))
}

pub(super) fn asked(plan: &PlanOutlook, range: DayRange) -> Vec<Entry> {
    let mut entries = plan.ledger.entries(range);
    entries.retain(|entry| entry.in_request);
    entries
}

fn is_once(ask: &Ask<'_>, entry: &Entry) -> bool {
    match (entry.charge, &entry.origin) {
        (Charge::Setup | Charge::OneOff, _) => true,
        (Charge::Line, Origin::Line(index)) => {
            ask.scenario.lines.get(*index).is_some_and(|line| line.every == Every::Once)
        }
        _ => false,
    }
}

/// A row an entry with how it comes about and where its price stands, and their sum.
pub(super) fn entries_table(
    key: &'static str,
    title: &str,
    ask: &Ask<'_>,
    plan: &PlanOutlook,
    entries: &[Entry],
) -> Table {
    let currency = plan.ledger.currency;
    let columns = vec![
        Column::words("day", "Billed"),
        Column::words("what", "What"),
        Column::words("working", "How"),
        Column::words("path", "Price from"),
        Column::numbers("before_tax", format!("{} before tax", currency.code())),
    ];
    let mut table = Table::new(key, title, columns);
    for entry in entries {
        let mut working = schedule::working(entry, currency);
        if let Some(stated) = entry.stated_after_tax {
            let stated = words::amount(&amounts::after(stated, currency));
            working = format!("{working}, stated as {stated} after tax");
        }
        table.rows.push(Row::item(vec![
            words::day_cell(entry.day, ask.outlook.as_of),
            Cell::words(schedule::what(plan, entry, ask.outlook.as_of)),
            Cell::words(working),
            Cell::words(entry.path.to_string()).because(entry.path.to_string()),
            schedule::line(ask, entry, currency),
        ]));
    }
    let sum: Total<BeforeTax> = entries.iter().map(|entry| entry.before_tax).sum();
    let together = format!("Together, {}", words::count(entries.len() as i64, "charge"));
    table.rows.push(Row::total(vec![
        Cell::default(),
        Cell::words(together),
        Cell::default(),
        Cell::default(),
        words::money_cell(amounts::before(sum, currency)),
    ]));
    table
}

/// The charges, then each invoice with its tax lines.
pub(super) fn push_bill(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook, bill: &Bill) {
    let currency = plan.ledger.currency;
    let entries: Vec<Entry> =
        bill.invoices.iter().flat_map(|invoice| invoice.entries.iter().cloned()).collect();
    report.table(entries_table("entries", "Charges", ask, plan, &entries));
    let columns = vec![
        Column::words("day", "Billed"),
        Column::words("provider", "By"),
        Column::numbers("before_tax", "Before tax"),
        Column::words("taxes", "Tax"),
        Column::numbers("tax", "Tax together"),
        Column::numbers("after_tax", format!("You pay, {}", currency.code())),
    ];
    let title = format!("Invoices; tax is rounded {}", schedule::grain(ask));
    let mut table = Table::new("invoices", title, columns);
    let tax_words = |taxes: &[crate::engine::ledger::TaxLine]| {
        let lines: Vec<String> = taxes
            .iter()
            .map(|tax| {
                let rate = tax.rate.map_or_else(String::new, |rate| format!(" {rate}"));
                let amount = words::amount(&amounts::tax(tax.amount, currency));
                format!("{}{rate}: {amount}", tax.name)
            })
            .collect();
        Cell::words(lines.join("; "))
    };
    let tax_sum = |taxes: &[crate::engine::ledger::TaxLine]| {
        let sum: Total<TaxAmount> = taxes.iter().map(|tax| tax.amount).sum();
        words::money_cell(amounts::tax(sum, currency))
    };
    for invoice in &bill.invoices {
        let taxed = invoice.after_tax;
        table.rows.push(Row::item(vec![
            words::day_cell(invoice.day, ask.outlook.as_of),
            Cell::words(invoice.provider.as_deref().unwrap_or_default()),
            words::money_cell(amounts::before(invoice.before_tax, currency)),
            tax_words(&invoice.taxes),
            taxed.map_or_else(Cell::default, |_| tax_sum(&invoice.taxes)),
            taxed.map_or_else(Cell::default, |after| {
                words::money_cell(amounts::after(after, currency))
            }),
        ]));
    }
    table.rows.push(Row::total(vec![
        Cell::default(),
        Cell::words("Together"),
        words::money_cell(amounts::before(bill.before_tax, currency)),
        tax_words(&bill.taxes),
        tax_sum(&bill.taxes),
        words::money_cell(amounts::after(bill.after_tax, currency)),
    ]));
    report.table(table);
    if let Some(cost) = bill.cost {
        let cost = amounts::after(cost, currency);
        report.say(format!("Less the tax that comes back: {}.", words::full(&cost)));
    }
}

/// The plan's charges and those of doing nothing, one after the other.
fn push_more(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook, key: &str, more: &MoneyValue) {
    let nothing = ask.outlook.do_nothing();
    let period = ask.outlook.period;
    let (ours, theirs) = if key == "more" {
        let table = entries_table("plan", &plan.name, ask, plan, &asked(plan, period));
        report.table(table);
        let table = entries_table("do_nothing", DO_NOTHING, ask, nothing, &asked(nothing, period));
        report.table(table);
        (amounts::of(plan, "before_tax"), amounts::of(nothing, "before_tax"))
    } else {
        report.heading(plan.name.to_string());
        push_bill(report, ask, plan, &plan.ledger.bill(period));
        report.heading(DO_NOTHING);
        push_bill(report, ask, nothing, &nothing.ledger.bill(period));
        (amounts::of(plan, "after_tax"), amounts::of(nothing, "after_tax"))
    };
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        report.say(format!(
            "{} less {} is {}.",
            words::amount(&ours),
            words::amount(&theirs),
            full(more)
        ));
    }
}

fn push_month(
    report: &mut Report,
    ask: &Ask<'_>,
    plan: &PlanOutlook,
    day: crate::units::Day,
    key: &str,
) {
    report.say(format!(
        "What is paid by the month on {}; what is billed by the year or once is not among it.",
        day.words()
    ));
    let entries = plan.ledger.month_on(day);
    if key.ends_with("after_tax") {
        let range = DayRange::new(day, day.plus_days(1));
        push_bill(report, ask, plan, &plan.ledger.bill_of(entries, range));
    } else {
        report.table(entries_table("entries", "", ask, plan, &entries));
    }
}

fn push_missing(report: &mut Report, plan: &PlanOutlook) {
    for missing in &plan.request.missing {
        let ceiling = missing.ceiling.and_then(|c| amounts::most(c, plan.ledger.currency));
        let counted = match ceiling {
            Some(ceiling) => format!("counted as 0 to {}, its ceiling", number(ceiling)),
            None => "so the total is \"at least\"".to_owned(),
        };
        let text = format!("Not known: the {}, {counted}.", missing.what);
        report.text(Paragraph::plain(text).toned(Tone::Warning));
    }
}

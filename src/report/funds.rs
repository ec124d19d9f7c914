//! How long does the money last, and what is left at the end of each month?

use std::collections::BTreeMap;

use crate::engine::outlook::PlanOutlook;
use crate::units::{AfterTax, Amount, Month, Total};

use super::words;
use super::{Ask, Cell, Column, Report, Row, Table, Tone, Value, amounts, rules};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let plan = ask.plan();
    let mut report = Report::new("funds", format!("Money in hand: {}", plan.name));
    let Some(funds) = plan.funds.as_deref() else {
        report.say("The file says nothing of the money that there is.");
        return report;
    };
    for sentence in rules::sentences(ask, plan, funds) {
        report.say(sentence);
    }
    report.table(stated(ask, plan));
    report.heading("Month by month");
    report.table(by_month(ask, plan));
    report
}

/// Balances, what comes in and what is owed, as the file has them.
fn stated(ask: &Ask<'_>, plan: &PlanOutlook) -> Table {
    let as_of = ask.outlook.as_of;
    let mut table = Table::new(
        "funds",
        "",
        vec![
            Column::words("what", "What"),
            Column::words("kind", "Kind"),
            Column::numbers("amount", plan.ledger.currency.code()),
            Column::words("day", "When"),
        ],
    );
    let Some(funds) = &ask.scenario.funds else { return table };
    let mut push = |what: &str, kind: &str, amount: String, path: String, day: Cell| {
        table.rows.push(Row::item(vec![
            Cell::words(what),
            Cell::words(kind),
            Cell::words(amount).edited(path),
            day,
        ]));
    };
    for (place, account) in funds.accounts.iter().enumerate() {
        let day = words::day_cell(account.on.unwrap_or(as_of), as_of);
        let path = format!("funds.accounts[{place}].balance");
        push(&account.name, "balance", account.balance.to_string(), path, day);
    }
    for (place, income) in funds.income.iter().enumerate() {
        let every = format!("{:?}", income.every).to_lowercase();
        let day = match income.from {
            Some(from) => format!("each {every} from {}", words::day(from, as_of)),
            None => format!("each {every}"),
        };
        let path = format!("funds.income[{place}].amount");
        push(&income.what, "income", income.amount.to_string(), path, Cell::words(day));
    }
    for (place, debt) in funds.debts.iter().enumerate() {
        let day = debt.due.map_or_else(
            || Cell::words("at once"),
            |due| Cell::of(format!("due {}", words::day(due, as_of)), Value::Day(due)),
        );
        let path = format!("funds.debts[{place}].amount");
        push(&debt.what, "debt", debt.amount.to_string(), path, day);
    }
    table
}

#[derive(Clone, Copy)]
struct Sums {
    income: Amount<AfterTax>,
    paid: Total<AfterTax>,
    debts: Amount<AfterTax>,
    left: Amount<AfterTax>,
}

fn by_month(ask: &Ask<'_>, plan: &PlanOutlook) -> Table {
    let currency = plan.ledger.currency;
    let mut table = Table::new(
        "months",
        "",
        vec![
            Column::words("month", "Month"),
            Column::numbers("income", "Comes in"),
            Column::numbers("paid", "Paid, after tax"),
            Column::numbers("debts", "Paid back"),
            Column::numbers("left", format!("Left, {}", currency.code())),
        ],
    );
    let Some(funds) = plan.funds.as_deref() else { return table };
    let mut months: BTreeMap<Month, Sums> = BTreeMap::new();
    for day in &funds.days {
        let none = Sums {
            income: Amount::ZERO,
            paid: Total::ZERO,
            debts: Amount::ZERO,
            left: Amount::ZERO,
        };
        let of = months.entry(day.day.month_of()).or_insert(none);
        of.income += day.income;
        of.paid += day.paid;
        of.debts += day.debts;
        of.left = day.balance;
    }
    let cell = |amount: Amount<AfterTax>| {
        words::money_cell(amounts::after(Total::known(amount), currency))
    };
    for (month, of) in &months {
        let left =
            cell(of.left).toned(if of.left < Amount::ZERO { Tone::Bad } else { Tone::Plain });
        table.rows.push(Row::item(vec![
            Cell::of(month.words(), Value::Text(month.to_string())),
            cell(of.income),
            words::money_cell(amounts::after(of.paid, currency)),
            cell(of.debts),
            left,
        ]));
    }
    let until = words::day(funds.until, ask.outlook.as_of);
    table.note = Some(format!("Until {until}; what is not known is counted as far as it is."));
    table
}

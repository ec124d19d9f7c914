//! What does each month cost, and for what? The strip of twelve months: a plot and its table.

use rust_decimal::prelude::ToPrimitive;

use crate::engine::ledger::{Charge, Entry};
use crate::engine::outlook::{Origin, PlanOutlook};
use crate::model::OfferKind;
use crate::units::{Amount, BeforeTax, DayRange, Month, Total};

use super::words::{self, plan_path};
use super::{
    Ask, Block, Cell, Column, Plot, Report, Row, Series, SeriesRole, Stacks, Table, Value, amounts,
};

/// Months shown, from the first of the request period.
const MONTHS: i32 = 12;

/// Parts of a month in the order in which they stand, from the bottom up.
const ROLES: &[(SeriesRole, &str, &str)] = &[
    (SeriesRole::Now, "now", "Runs today"),
    (SeriesRole::New, "new", "New"),
    (SeriesRole::Backup, "backup", "Backup"),
    (SeriesRole::Other, "other", "Other"),
    (SeriesRole::Overlap, "overlap", "Overlap"),
    (SeriesRole::OneOff, "one_off", "One-off"),
];

/// Adds the plot and the table, before tax.
pub(super) fn push(report: &mut Report, ask: &Ask<'_>) {
    let plan = ask.plan();
    let currency = plan.ledger.currency;
    let first = ask.outlook.period.from.month_of();
    let months: Vec<(Month, Vec<Entry>)> = (0..MONTHS)
        .map(|n| {
            let month = first.plus(n);
            let range = DayRange { from: month.first(), until: Some(month.until()) };
            let mut entries = plan.ledger.entries(range);
            entries.retain(|entry| entry.in_request);
            (month, entries)
        })
        .collect();
    if months.iter().all(|(_, entries)| entries.is_empty()) {
        report.say("Nothing is billed in these months.");
        return;
    }
    let part = |entries: &[Entry], role: SeriesRole| -> Total<BeforeTax> {
        entries.iter().filter(|e| role_of(e, plan) == role).map(|e| e.before_tax).sum()
    };
    let used: Vec<_> = ROLES
        .iter()
        .filter(|(role, ..)| {
            months.iter().any(|(_, entries)| entries.iter().any(|e| role_of(e, plan) == *role))
        })
        .collect();
    let unknown = |entries: &[Entry]| -> Option<Amount<BeforeTax>> {
        let total: Total<BeforeTax> = entries.iter().map(|e| e.before_tax).sum();
        total.high.map(|high| high - total.low)
    };
    let number = |amount: Amount<BeforeTax>| amount.to_decimal(currency).to_f64().unwrap_or(0.0);

    let mut series: Vec<Series> = used
        .iter()
        .map(|(role, _, title)| Series {
            name: name_of(&months, plan, *role, title),
            role: *role,
            values: months.iter().map(|(_, entries)| number(part(entries, *role).low)).collect(),
        })
        .collect();
    let ceilings: Vec<f64> =
        months.iter().map(|(_, entries)| unknown(entries).map_or(0.0, number)).collect();
    if ceilings.iter().any(|ceiling| *ceiling > 0.0) {
        series.push(Series { name: not_known(plan), role: SeriesRole::Unknown, values: ceilings });
    }
    let now = amounts::before(ask.outlook.do_nothing().request.monthly_now, currency);
    let level = now
        .amount
        .map(|amount| (format!("now {}", words::number(amount)), amount.to_f64().unwrap_or(0.0)));
    let code = currency.code();
    report.blocks.push(Block::Plot(Plot::Stacks(Stacks {
        title: "Cost by month".to_owned(),
        unit: code.to_owned(),
        labels: months.iter().map(|(month, _)| short(*month)).collect(),
        series,
        marked: marked(ask, first),
        level,
    })));

    let mut columns = vec![Column::words("month", "Month")];
    columns.extend(used.iter().map(|(_, key, title)| Column::numbers(key, *title)));
    columns.push(Column::numbers("before_tax", format!("Together, {code}")));
    let mut table = Table::new("months", "", columns);
    for (month, entries) in &months {
        let mut cells = vec![Cell::of(month.words(), Value::Text(month.to_string()))];
        for (role, ..) in &used {
            let any = entries.iter().any(|e| role_of(e, plan) == *role);
            let money = amounts::before(part(entries, *role), currency);
            let mut cell = words::money_cell(money);
            cell.text = words::amount_or_ceiling(&money);
            cells.push(if any { cell } else { Cell::default() });
        }
        let together: Total<BeforeTax> = entries.iter().map(|e| e.before_tax).sum();
        let path = format!("{}.months[\"{month}\"]", plan_path(&plan.name));
        cells.push(words::money_cell(amounts::before(together, currency)).because(path));
        table.rows.push(Row::item(cells));
    }
    table.note = Some(format!("{code} before tax, on the day it is billed."));
    report.table(table);
}

/// `May`, and with the year in January.
fn short(month: Month) -> String {
    let name: String = month.name().chars().take(3).collect();
    if month.first().month() == 1 { format!("{name} {}", month.first().year()) } else { name }
}

fn marked(ask: &Ask<'_>, first: Month) -> Option<(usize, usize)> {
    ask.scenario.request.as_ref()?;
    let until = ask.outlook.period.until?;
    let inside = (0..MONTHS).take_while(|n| first.plus(*n).first() < until).count();
    Some((0, inside))
}

/// `setup fee of Rise-4 not known: up to 161.32`.
fn not_known(plan: &PlanOutlook) -> String {
    let ceilings: Vec<_> = plan
        .request
        .missing
        .iter()
        .filter_map(|missing| {
            Some((missing, amounts::most(missing.ceiling?, plan.ledger.currency)?))
        })
        .collect();
    match ceilings.as_slice() {
        [(missing, ceiling)] => {
            format!("{} not known: up to {}", missing.what, words::number(*ceiling))
        }
        _ => "not known, up to".to_owned(),
    }
}

/// What a part is called: `Rise-4 161.32` where it is one thing at one price.
fn name_of(
    months: &[(Month, Vec<Entry>)],
    plan: &PlanOutlook,
    role: SeriesRole,
    title: &str,
) -> String {
    let entries = months.iter().flat_map(|(_, entries)| entries);
    let entries: Vec<&Entry> = entries.filter(|entry| role_of(entry, plan) == role).collect();
    let mut names: Vec<&str> = Vec::new();
    for entry in &entries {
        if !names.contains(&entry.name.as_ref()) {
            names.push(&entry.name);
        }
    }
    let same = entries.windows(2).all(|pair| pair[0].before_tax == pair[1].before_tax);
    let price = entries.first().filter(|_| same).and_then(|entry| entry.before_tax.exact());
    match (role, names.as_slice(), price) {
        (SeriesRole::Overlap, ..) => "overlap (both servers paid)".to_owned(),
        (SeriesRole::OneOff, [name], _) => format!("one-off, {name}"),
        (_, [name], Some(price)) => format!("{name} {}", price.show(plan.ledger.currency)),
        (_, [] | [_, _, _, ..], _) => title.to_lowercase(),
        (_, names, _) => words::list(names),
    }
}

fn role_of(entry: &Entry, plan: &PlanOutlook) -> SeriesRole {
    if entry.overlap {
        return SeriesRole::Overlap;
    }
    if matches!(entry.charge, Charge::Setup | Charge::OneOff) {
        return SeriesRole::OneOff;
    }
    let tenure = plan.tenures.iter().find(|tenure| tenure.key == entry.subject);
    match (&entry.origin, tenure.map(|tenure| tenure.kind)) {
        (Origin::Line(_) | Origin::Percentage(_), _) => SeriesRole::Other,
        (_, Some(OfferKind::Backup)) => SeriesRole::Backup,
        (Origin::Contract, _) => SeriesRole::Now,
        (Origin::Move(_), _) => SeriesRole::New,
    }
}

//! What is the request made of: costs by group, percentages, levels; and what is it per member, and in
//! other currencies?

use std::sync::Arc;

use indexmap::IndexMap;

use crate::engine::groups;
use crate::engine::ledger::{Charge, Entry, Why};
use crate::engine::levels::{LevelOutlook, level_asked};
use crate::engine::outlook::PlanOutlook;
use crate::engine::shares::{currencies, in_currency, per_each};
use crate::model::{CAPITAL, OPERATIONAL};
use crate::units::{BeforeTax, Currency, TaxAmount, Total};

use super::words::{self, plan_path, quoted};
use super::{Ask, Cell, Column, MoneyValue, Report, Row, RowKind, Table, Tone, amounts, schedule};

/// The parts of the request, where the file groups costs or takes percentages of them.
pub(super) fn push_parts(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    let currency = plan.ledger.currency;
    let period = ask.outlook.period;
    let bill = plan.ledger.bill(period);
    let entries: Vec<&Entry> = bill.invoices.iter().flat_map(|invoice| &invoice.entries).collect();
    if !entries.iter().any(|entry| has_parts(entry)) {
        return;
    }
    report.heading("What it is made of");
    let columns = vec![
        Column::words("what", "What"),
        Column::words("group", "Group"),
        Column::words("how", "How"),
        Column::numbers("amount", format!("{} before tax", currency.code())),
    ];
    let mut table = Table::new("parts", "", columns);
    let (percentages, costs): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.charge == Charge::Percentage);
    for (kind, title) in [(OPERATIONAL, "Operational"), (CAPITAL, "Capital")] {
        let own: Vec<&Entry> = costs.iter().filter(|entry| is_in(entry, kind)).copied().collect();
        if own.is_empty() {
            continue;
        }
        for parts in by_subject(&own).into_values() {
            table.rows.push(Row::item(part(ask, plan, &parts, currency)));
        }
        let path = format!("{}.groups[{}].total", plan_path(&plan.name), quoted(kind));
        table.rows.push(sum(title, "", &own, currency, Some(path)));
    }
    for parts in by_subject(&percentages).into_values() {
        table.rows.push(Row::item(part(ask, plan, &parts, currency)));
    }
    let total = words::money_cell(amounts::before(bill.before_tax, currency))
        .because(words::request_path(&plan.name, "before_tax"));
    let row =
        |what: &str, cell: Cell| vec![Cell::words(what), Cell::default(), Cell::default(), cell];
    table.rows.push(Row::total(row("Together, before tax", total)));
    for group in plan.ledger.groups(period) {
        if group.charges == 0 || groups::is_always(&group.key) {
            continue;
        }
        let path = format!("{}.groups[{}].total", plan_path(&plan.name), quoted(&group.key));
        let name = format!("{}of which {}", "· ".repeat(group.depth), group.name);
        let amount = words::money_cell(amounts::before(group.before_tax, currency));
        table.rows.push(Row::item(vec![
            Cell::words(name).toned(Tone::Dim),
            Cell::default(),
            Cell::default(),
            amount.because(path).toned(Tone::Dim),
        ]));
    }
    let tax: Total<TaxAmount> = bill.taxes.iter().map(|tax| tax.amount).sum();
    if tax != Total::ZERO {
        let tax = words::money_cell(amounts::tax(tax, currency));
        table.rows.push(Row::item(row("Tax", tax)));
        let after = words::money_cell(amounts::after(bill.after_tax, currency))
            .because(words::request_path(&plan.name, "after_tax"));
        table.rows.push(Row::total(row("Together, after tax", after)));
    }
    if let Some(to) = ask.scenario.rounding.to {
        table.note = Some(format!("Each line, percentage and tax is rounded to {to}."));
    }
    report.table(table);
}

/// What a group comes to under a plan, in the period.
pub(super) fn of_group(ask: &Ask<'_>, plan: &PlanOutlook, key: &str) -> Cell {
    let groups = plan.ledger.groups(ask.outlook.period);
    let group = groups.into_iter().find(|group| *group.key == *key);
    let sum = group.map_or(Total::ZERO, |group| group.before_tax);
    let path = format!("{}.groups[{}].total", plan_path(&plan.name), quoted(key));
    words::money_cell(amounts::before(sum, plan.ledger.currency)).because(path)
}

/// Whether there is more to be told of it than its charges: a group, something bought, a product, a
/// percentage.
fn has_parts(entry: &Entry) -> bool {
    let stated = entry.groups.iter().any(|key| !groups::is_always(key));
    let product = matches!(entry.why, Why::Product { .. } | Why::Percentage { .. });
    stated || product || is_in(entry, CAPITAL)
}

fn is_in(entry: &Entry, group: &str) -> bool {
    entry.groups.iter().any(|key| **key == *group)
}

/// The entries of each subject and charge together.
fn by_subject<'a>(entries: &[&'a Entry]) -> IndexMap<(Arc<str>, Charge), Vec<&'a Entry>> {
    let mut subjects: IndexMap<(Arc<str>, Charge), Vec<&Entry>> = IndexMap::new();
    for entry in entries {
        let key = (Arc::clone(&entry.subject), entry.charge);
        subjects.entry(key).or_default().push(entry);
    }
    subjects
}

/// One contract, line or percentage over the period.
fn part(ask: &Ask<'_>, plan: &PlanOutlook, entries: &[&Entry], currency: Currency) -> Vec<Cell> {
    let Some(first) = entries.first() else { return Vec::new() };
    let name = schedule::name(plan, &first.subject, &first.name);
    let name = match first.charge {
        Charge::Setup => format!("Setup fee of {name}"),
        _ => name,
    };
    let stated = first.groups.iter().find(|key| !groups::is_always(key));
    let group = stated.map_or_else(String::new, |key| {
        let named = ask.scenario.groups.get(&**key).and_then(|group| group.name.clone());
        named.unwrap_or_else(|| key.to_string())
    });
    let mut ways: Vec<(String, usize)> = Vec::new();
    for entry in entries {
        let how = schedule::working(entry, currency);
        match ways.last_mut().filter(|(last, _)| *last == how) {
            Some((_, times)) => *times += 1,
            None => ways.push((how, 1)),
        }
    }
    let times = |(how, times): &(String, usize)| match times {
        1 => how.clone(),
        times => format!("{how}, {times} times"),
    };
    let how = match ways.as_slice() {
        [] => String::new(),
        [one] => times(one),
        [one, two] => format!("{}; {}", times(one), times(two)),
        many => format!("{} charges", many.iter().map(|(_, times)| times).sum::<usize>()),
    };
    let amount: Total<BeforeTax> = entries.iter().map(|entry| entry.before_tax).sum();
    vec![
        Cell::words(name),
        Cell::words(group),
        Cell::words(how),
        words::money_cell(amounts::before(amount, currency)).because(first.path.to_string()),
    ]
}

fn sum(
    what: &str,
    group: &str,
    entries: &[&Entry],
    currency: Currency,
    path: Option<String>,
) -> Row {
    let amount: Total<BeforeTax> = entries.iter().map(|entry| entry.before_tax).sum();
    let mut cell = words::money_cell(amounts::before(amount, currency));
    cell.why = path;
    Row::total(vec![Cell::words(what), Cell::words(group), Cell::default(), cell])
}

/// What each level comes to; nothing where the file has none.
pub(super) fn push_levels(report: &mut Report, ask: &Ask<'_>) {
    let levels = of_plan(ask);
    if levels.is_empty() {
        return;
    }
    let code = ask.scenario.currency.code();
    report.heading("Levels");
    let columns = vec![
        Column::words("level", "Level"),
        Column::words("plan", "Plan"),
        Column::numbers("operational", "Operational"),
        Column::numbers("capital", "Capital"),
        Column::numbers("percentages", "Percentages"),
        Column::numbers("before_tax", "Before tax"),
        Column::numbers("tax", "Tax"),
        Column::numbers("after_tax", format!("After tax, {code}")),
    ];
    let mut table = Table::new("levels", "", columns);
    for level in levels {
        let currency = level.ledger.currency;
        let bill = level.ledger.bill(ask.outlook.period);
        let entries = || bill.invoices.iter().flat_map(|invoice| &invoice.entries);
        let of = |group: &str| -> Total<BeforeTax> {
            entries().filter(|entry| is_in(entry, group)).map(|entry| entry.before_tax).sum()
        };
        let percentages: Total<BeforeTax> = entries()
            .filter(|entry| entry.charge == Charge::Percentage)
            .map(|entry| entry.before_tax)
            .sum();
        let tax: Total<TaxAmount> = bill.taxes.iter().map(|tax| tax.amount).sum();
        let before = |total| words::money_cell(amounts::before(total, currency));
        let kind = if level.asked { RowKind::Chosen } else { RowKind::Item };
        let cells = vec![
            Cell::words(level.name.to_string()),
            Cell::words(level.plan.to_string()),
            before(of(OPERATIONAL)),
            before(of(CAPITAL)),
            before(percentages),
            before(level.request.before_tax).because(level_path(&level.name, "before_tax")),
            words::money_cell(amounts::tax(tax, currency)),
            words::money_cell(amounts::after(level.request.after_tax, currency))
                .because(level_path(&level.name, "after_tax")),
        ];
        table.rows.push(Row { kind, cells });
    }
    table.note = Some(note(ask));
    report.table(table);
}

fn note(ask: &Ask<'_>) -> String {
    let cumulative = ask
        .scenario
        .levels
        .as_ref()
        .is_some_and(|levels| levels.are == crate::model::LevelsAre::Cumulative);
    if cumulative {
        "Each level holds those above it.".to_owned()
    } else {
        "Each level stands by itself.".to_owned()
    }
}

/// The level that is asked for, by name.
pub(super) fn level<'a>(ask: &Ask<'a>) -> Option<&'a str> {
    let stated = || ask.scenario.request.as_ref()?.level.as_deref();
    level_asked(ask.scenario).or_else(stated)
}

/// Each level, with the plan asked about where it names none.
pub(super) fn of_plan<'a>(ask: &Ask<'a>) -> &'a [LevelOutlook] {
    ask.plan().levels.as_ref().map_or(&[], |levels| levels.as_slice())
}

/// Path of an amount of a level.
fn level_path(name: &str, key: &str) -> String {
    format!("levels[{}].{key}", quoted(name))
}

/// The request per member or host, and in the other currencies of the file.
pub(super) fn push_also(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    let columns = vec![
        Column::words("what", "The same"),
        Column::numbers("before_tax", "Before tax"),
        Column::numbers("after_tax", "After tax"),
    ];
    let mut table = Table::new("also", "", columns);
    for what in ask.scenario.per.keys() {
        table.rows.push(also(ask, plan, format!("per {what}"), "per", what));
    }
    for currency in currencies(ask.scenario) {
        let code = currency.code();
        table.rows.push(also(ask, plan, format!("in {code}"), "in", code));
    }
    if !table.rows.is_empty() {
        report.table(table);
    }
}

fn also(ask: &Ask<'_>, plan: &PlanOutlook, title: String, way: &str, key: &str) -> Row {
    let cell = |amount: &str| {
        let Some((money, _)) = converted(ask, plan, way, key, amount) else {
            return Cell::default();
        };
        let text = format!("{} {}", words::amount(&money), money.currency.code());
        let path = format!("{}.{way}[{}].{amount}", plan_path(&plan.name), quoted(key));
        Cell { text, ..words::money_cell(money) }.because(path)
    };
    Row::item(vec![Cell::words(title), cell("before_tax"), cell("after_tax")])
}

/// An amount of a request per each of something (`per`), or in another currency (`in`), with how it
/// comes about.
pub(super) fn converted(
    ask: &Ask<'_>,
    plan: &PlanOutlook,
    way: &str,
    key: &str,
    amount: &str,
) -> Option<(MoneyValue, String)> {
    let (request, currency) = (&plan.request, plan.ledger.currency);
    let whole = amounts::of(plan, amount)?;
    let whole = words::full(&whole);
    match way {
        "per" => {
            let count = ask.scenario.per.get(key)?.count();
            let money = match amount {
                "before_tax" => amounts::before(per_each(request.before_tax, count), currency),
                "after_tax" => amounts::after(per_each(request.after_tax, count), currency),
                _ => return None,
            };
            Some((money, format!("{whole} ÷ {count}, rounded once.")))
        }
        "in" => {
            let other = Currency::from_code(key)?;
            let on = ask.outlook.as_of;
            let money = match amount {
                "before_tax" => amounts::before(
                    in_currency(ask.scenario, request.before_tax, other, on)?,
                    other,
                ),
                "after_tax" => {
                    amounts::after(in_currency(ask.scenario, request.after_tax, other, on)?, other)
                }
                _ => return None,
            };
            let rates =
                ask.scenario.rates.iter().filter(|r| r.rate.factor(currency, other).is_some());
            let held =
                rates.filter(|rate| rate.on.is_none_or(|day| day <= on)).max_by_key(|r| r.on);
            let rate = held.or_else(|| {
                ask.scenario.rates.iter().find(|r| r.rate.factor(currency, other).is_some())
            });
            let rate = rate.map_or_else(String::new, |rate| format!(" by {}", rate.rate));
            Some((money, format!("{whole}{rate}, converted as a whole and rounded once.")))
        }
        _ => None,
    }
}

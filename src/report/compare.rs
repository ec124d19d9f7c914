//! What differs between two plans, and how does one total become the other?

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::engine::compare::{self, BridgeDetail, BridgePart};
use crate::engine::ledger::Charge;
use crate::engine::outlook::{Leave, PlanOutlook};
use crate::model::{DO_NOTHING, Resource};

use super::words;
use super::{
    Ask, Block, Bridge, BridgeStep, Cell, Column, MoneyValue, Paragraph, Plot, Report, Row, Table,
    Tone, amounts, options, overview, rules, schedule,
};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let (one, two) = pair(ask);
    if one.name == two.name {
        let mut report = Report::new("compare", "Two plans, only what differs");
        report.text(
            Paragraph::plain("Choose two plans: a plan does not differ from itself.")
                .toned(Tone::Dim),
        );
        return report;
    }
    let mut report =
        Report::new("compare", format!("{} and {}, only what differs", one.name, two.name));
    for plan in [one, two] {
        let asked = Ask { plan: &plan.name, ..*ask };
        if let Some(objection) = overview::objection(&asked) {
            report.text(objection);
        }
    }
    let table = differences(ask, one, two);
    if table.rows.is_empty() {
        report.text(Paragraph::plain("Nothing differs.").toned(Tone::Dim));
        return report;
    }
    report.table(table);
    push_bridge(&mut report, ask, one, two);
    report
}

/// The plans in the order in which they stand side by side: with one given, doing nothing is first.
fn pair<'a>(ask: &Ask<'a>) -> (&'a PlanOutlook, &'a PlanOutlook) {
    let plan = ask.plan();
    match ask.second.and_then(|name| ask.outlook.plans.get(name)) {
        Some(second) => (plan, second),
        None => (ask.outlook.do_nothing(), plan),
    }
}

fn differences(ask: &Ask<'_>, one: &PlanOutlook, two: &PlanOutlook) -> Table {
    let columns = vec![
        Column::words("what", ""),
        Column::words("first", one.name.to_string()),
        Column::words("second", two.name.to_string()),
    ];
    let mut table = Table::new("differences", "", columns);
    let mut push = |what: String, first: Cell, second: Cell| {
        if first.text != second.text {
            table.rows.push(Row::item(vec![Cell::words(what), first, second]));
        }
    };
    let both = |cell: &dyn Fn(&PlanOutlook) -> Cell| (cell(one), cell(two));
    for of in &one.resources {
        let name = words::resource(&of.resource);
        let (first, second) = both(&|plan| usable_at_end(plan, &of.resource));
        push(format!("{name} usable in the end"), first, second);
        let (first, second) = both(&|plan| overview::lasts(ask, plan, &of.resource));
        push(name, first, second);
    }
    let (first, second) = both(&overview::backup_cell);
    push("Backup".to_owned(), first, second);
    let (first, second) = both(&|plan| Cell::words(rules::months_in_hand(plan)));
    push("Money in hand".to_owned(), first, second);
    let code = ask.scenario.currency.code();
    let amounts = [
        ("before_tax", format!("Request, {code} before tax")),
        ("after_tax", format!("Request, {code} after tax")),
        ("monthly_afterwards", format!("Monthly afterwards, {code} before tax")),
        ("overlap", format!("Overlap (both servers paid), {code} before tax")),
        ("one_off", format!("One-off, {code} before tax")),
    ];
    for (key, what) in amounts {
        let (first, second) = both(&|plan| with_up_to(plan, key));
        push(what, first, second);
    }
    let (first, second) = both(&|plan| decide(ask, plan));
    push("Decide by".to_owned(), first, second);
    let mut left: Vec<&Leave> = one.deadlines.leaves.iter().collect();
    for leave in &two.deadlines.leaves {
        if !left.iter().any(|other| other.contract == leave.contract) {
            left.push(leave);
        }
    }
    for leave in left {
        let (first, second) = both(&|plan| contract(ask, plan, &leave.contract));
        push(schedule::name(two, &leave.contract, &leave.name), first, second);
    }
    let (first, second) = both(&|plan| options::objection(ask, plan).unwrap_or_default());
    push("Why not".to_owned(), first, second);
    table
}

fn usable_at_end(plan: &PlanOutlook, resource: &Resource) -> Cell {
    let of = plan.resource(resource);
    of.and_then(|of| of.segments.last()?.usable).map_or_else(
        || Cell::words("not known").toned(Tone::Warning),
        |usable| words::level_cell(resource, usable),
    )
}

fn with_up_to(plan: &PlanOutlook, key: &str) -> Cell {
    let mut cell = amounts::cell(plan, key);
    if let Some(up_to) = amounts::of(plan, key).as_ref().and_then(words::up_to) {
        cell.text = format!("{}, {up_to}", cell.text);
    }
    cell
}

fn decide(ask: &Ask<'_>, plan: &PlanOutlook) -> Cell {
    let as_of = ask.outlook.as_of;
    match &plan.deadlines.decide {
        None => Cell::words("–"),
        Some(decide) => match (&decide.meeting, decide.already_late) {
            (Some((_, on)), true) => {
                Cell::words(format!("already late: next chance {}", words::day(*on, as_of)))
                    .toned(Tone::Bad)
            }
            (None, true) => Cell::words("already late").toned(Tone::Bad),
            (Some((_, on)), false) => words::day_cell(*on, as_of),
            (None, false) => words::day_cell(decide.latest, as_of),
        },
    }
}

/// What becomes of a contract: `may renew on 19 June`, `cancel by 18 June`.
fn contract(ask: &Ask<'_>, plan: &PlanOutlook, key: &str) -> Cell {
    let as_of = ask.outlook.as_of;
    let leave = plan.deadlines.leaves.iter().find(|leave| leave.contract.as_ref() == key);
    let Some(leave) = leave else { return Cell::words("goes on") };
    if plan.name.as_ref() == DO_NOTHING {
        let renews = overview::renews(plan, leave, as_of, "");
        return renews.map_or_else(Cell::default, |text| Cell::words(text.trim().to_owned()));
    }
    match leave.cancel_by {
        Some(by) => Cell::words(format!("cancel by {}", words::day(by, as_of))),
        None => Cell::words(format!("ends {}", words::day(leave.leave, as_of))),
    }
}

fn push_bridge(report: &mut Report, ask: &Ask<'_>, one: &PlanOutlook, two: &PlanOutlook) {
    let currency = ask.scenario.currency;
    let parts = compare::bridge(ask.outlook, &one.name, &two.name);
    let (Some(from), Some(to)) = (amounts::of(one, "before_tax"), amounts::of(two, "before_tax"))
    else {
        return;
    };
    let period = words::period(ask.outlook.period);
    report.heading("From one to the other");
    let columns = vec![
        Column::words("what", "What"),
        Column::words("detail", "How"),
        Column::numbers("amount", format!("{} before tax", currency.code())),
        Column::numbers("up_to", "Up to"),
    ];
    let mut table = Table::new("bridge", "", columns);
    let mut steps = Vec::new();
    let total = |plan: &PlanOutlook, money: &MoneyValue| {
        let mut cell = amounts::cell(plan, "before_tax");
        cell.text = words::amount(money);
        Row::total(vec![
            Cell::words(plan.name.to_string()),
            Cell::words(period.clone()),
            cell,
            words::up_to(money).map_or_else(Cell::default, |text| {
                let text = text.trim_start_matches("up to ").to_owned();
                Cell::of(text, super::Value::Money(*money))
            }),
        ])
    };
    let end = |plan: &PlanOutlook, money: &MoneyValue| BridgeStep {
        name: plan.name.to_string(),
        detail: if money.at_least { "at least".to_owned() } else { period.clone() },
        amount: number(money.amount),
        text: words::amount(money),
        total: true,
        unknown: unknown(money),
    };
    table.rows.push(total(one, &from));
    steps.push(end(one, &from));
    for part in &parts {
        let money = amounts::before(part.amount, currency);
        let (name, detail) = (name([one, two], part), detail(part, ask));
        let low = part.amount.low.to_decimal(currency);
        let known = money.amount.is_some() && !(part.was_open && low.is_zero());
        let text = if known { words::signed(low) } else { "not known".to_owned() };
        let mut cell = Cell::of(text.clone(), super::Value::Money(money));
        cell.tone = if money.at_least || !known { Tone::Warning } else { Tone::Plain };
        let most = amounts::most(part.amount, currency).filter(|high| *high != low);
        table.rows.push(Row::item(vec![
            Cell::words(name.clone()),
            Cell::words(detail.clone()),
            cell,
            Cell::words(most.map_or_else(String::new, words::signed)),
        ]));
        steps.push(BridgeStep {
            name,
            detail,
            amount: number(Some(low)),
            text,
            total: false,
            unknown: unknown(&money),
        });
    }
    table.rows.push(total(two, &to));
    steps.push(end(two, &to));
    report.blocks.push(Block::Plot(Plot::Bridge(Bridge {
        title: "From one to the other".to_owned(),
        unit: currency.code().to_owned(),
        steps,
    })));
    report.table(table);
}

fn number(amount: Option<Decimal>) -> f64 {
    amount.and_then(|amount| amount.to_f64()).unwrap_or(0.0)
}

/// How much an unknown part may add to what is known.
fn unknown(money: &MoneyValue) -> Option<f64> {
    let up_to = money.up_to?;
    Some(number(up_to.checked_sub(money.amount.unwrap_or(Decimal::ZERO))))
}

fn name(plans: [&PlanOutlook; 2], part: &BridgePart) -> String {
    let names = plans.map(|plan| schedule::name(plan, &part.subject, &part.name));
    let name = names.iter().max_by_key(|name| name.len()).map_or("", String::as_str);
    match part.charge {
        Charge::Setup => format!("setup fee of {name}"),
        _ => name.to_owned(),
    }
}

fn detail(part: &BridgePart, ask: &Ask<'_>) -> String {
    let as_of = ask.outlook.as_of;
    match part.detail {
        BridgeDetail::Added { from, charges: 1 } => format!("once, {}", words::day(from, as_of)),
        BridgeDetail::Added { from, charges } => {
            let times = words::count(i64::from(charges), "charge");
            format!("{times} from {}", words::day(from, as_of))
        }
        BridgeDetail::Dropped => "left out".to_owned(),
        BridgeDetail::Ends(on) => format!("ends {}", words::day(on, as_of)),
        BridgeDetail::GoesOn => "goes on for longer".to_owned(),
        BridgeDetail::Changed => "another price or other days".to_owned(),
    }
}

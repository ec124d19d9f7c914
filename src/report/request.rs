//! What does the organisation get to read? The budget request as it goes out.

use crate::diag::Severity;
use crate::engine::ledger::{Bill, Charge};
use crate::engine::outlook::{PlanOutlook, Runway};
use crate::model::{DO_NOTHING, State};
use crate::units::{TaxAmount, Total};

use super::words::{self, request_path};
use super::{
    Ask, Cell, Column, Paragraph, Report, Row, RowKind, Table, Tone, amounts, budget, options,
    overview, rules, schedule,
};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let plan = ask.plan();
    let period = words::period(ask.outlook.period);
    let title = if ask.scenario.title.is_empty() { "Budget request" } else { &ask.scenario.title };
    let mut report = Report::new("request", format!("{title}: {period}"));
    let mut parts: Vec<String> = ask.scenario.organisation.iter().cloned().collect();
    parts.push(ask.outlook.as_of.words());
    parts.extend(budget::level(ask).map(|level| format!("level: {level}")));
    parts.push(plan.name.to_string());
    report.text(Paragraph::plain(parts.join(" · ")).toned(Tone::Dim));
    if let Some(objection) = overview::objection(ask) {
        report.text(objection);
    }
    report.table(four_amounts(ask, plan));
    budget::push_also(&mut report, ask, plan);
    budget::push_levels(&mut report, ask);
    budget::push_parts(&mut report, ask, plan);
    rules::push_form(&mut report, ask);
    rules::push_limits(&mut report, ask, plan);
    rules::push_funds(&mut report, ask, plan);
    report.heading("Why");
    report.say(why(ask));
    report.heading("First, for free");
    report.say(for_free(ask));
    report.heading("What was compared, and why not");
    for sentence in compared(ask) {
        report.say(sentence);
    }
    report.heading("If you say no");
    report.say(if_no(ask));
    report.heading("When it is paid");
    report.table(paid(ask, plan));
    push_questions(&mut report, ask, plan);
    report.heading("Dates");
    report.text(overview::decide_by(ask));
    rules::push_dates(&mut report, ask);
    push_sources(&mut report, ask, plan);
    report
}

fn four_amounts(ask: &Ask<'_>, plan: &PlanOutlook) -> Table {
    let code = plan.ledger.currency.code();
    let tax = words::after_tax(ask.scenario, ask.outlook.period);
    let columns = vec![
        Column::words("what", "We ask for"),
        Column::numbers("amount", code),
        Column::numbers("up_to", "Up to"),
        Column::words("basis", "Basis"),
    ];
    let mut table = Table::new("amounts", "", columns);
    let period = words::period(ask.outlook.period);
    let rows = [
        (period.clone(), "before_tax"),
        ("of it new".to_owned(), "more"),
        ("a month, afterwards".to_owned(), "monthly_afterwards"),
        ("a month, now".to_owned(), "monthly_now"),
        (period, "after_tax"),
        ("the same less the tax that comes back".to_owned(), "cost"),
    ];
    for (what, key) in rows {
        // What is paid now no plan has changed yet, even one whose day has passed.
        let plan = if key == "monthly_now" { ask.outlook.do_nothing() } else { plan };
        let Some(money) = amounts::of(plan, key) else { continue };
        if key == "cost" && amounts::of(plan, "after_tax") == Some(money) {
            continue; // nothing comes back
        }
        let basis = if key == "after_tax" || key == "cost" { &tax } else { "before tax" };
        let up_to = money.up_to.map_or_else(Cell::default, |up_to| {
            let money =
                super::MoneyValue { amount: Some(up_to), up_to: None, at_least: false, ..money };
            words::money_cell(money)
        });
        table.rows.push(Row::item(vec![
            Cell::words(what),
            amounts::cell(plan, key).toned(if key == "before_tax" {
                Tone::Strong
            } else {
                Tone::Plain
            }),
            up_to,
            Cell::words(basis),
        ]));
    }
    table
}

/// What is short or runs out inside the period, if nothing is done.
fn why(ask: &Ask<'_>) -> String {
    let base = ask.outlook.do_nothing();
    let mut sentences: Vec<String> = base
        .resources
        .iter()
        .filter_map(|of| overview::short_of(of))
        .map(|paragraph| paragraph.text())
        .collect();
    for of in &base.resources {
        if let (Runway::Between { .. }, Some(_)) = (&of.runway, of.runway.first_day()) {
            let (text, _) = words::runway(&of.runway, ask.outlook.as_of, of.until);
            sentences.push(format!("{} {text}.", words::resource(&of.resource)));
        }
    }
    let held = |state: State| -> Vec<String> {
        let services = ask.scenario.services.iter();
        services.filter(|(_, s)| s.state == state).map(|(key, _)| key.to_string()).collect()
    };
    let (off, small) = (held(State::OffButWanted), held(State::ScaledDown));
    let are = |names: &[String]| if names.len() == 1 { "is" } else { "are" };
    match (off.as_slice(), small.as_slice()) {
        ([], []) => {}
        (off, []) => sentences.push(format!("Off: {}.", words::list(off))),
        ([], small) => sentences.push(format!("Scaled down: {}.", words::list(small))),
        (off, small) => sentences.push(format!(
            "{} {} off, {} scaled down.",
            words::capital(&words::list(off)),
            are(off),
            words::list(small)
        )),
    }
    if let Some(backup) = &base.backup
        && let Some(fits) = backup.fits
        && fits <= backup.keeps
    {
        let days = words::count(i64::from(fits), "day");
        sentences.push(format!("The backup space holds {days} and no more."));
    }
    if sentences.is_empty() {
        return "Nothing runs out in the time looked at.".to_owned();
    }
    sentences.join(" ")
}

/// What retiring services give back, and what that helps.
fn for_free(ask: &Ask<'_>) -> String {
    let base = ask.outlook.do_nothing();
    let as_of = ask.outlook.as_of;
    let mut sentences = Vec::new();
    let mut last = None;
    for (key, service) in &ask.scenario.services {
        if service.state != State::Retiring {
            continue;
        }
        let freed: Vec<String> = base
            .resources
            .iter()
            .flat_map(|of| of.today.running.iter().map(move |part| (of, part)))
            .filter(|(_, part)| part.of == *key && part.level > 0)
            .map(|(of, part)| {
                format!(
                    "{} of {}",
                    words::level(&of.resource, part.level),
                    words::resource_inside(&of.resource)
                )
            })
            .collect();
        let name = words::capital(key);
        // What a meter covers has no part of its own.
        let gains = match freed.as_slice() {
            [] => String::new(),
            freed => format!(": {}", words::list(freed)),
        };
        sentences.push(match service.until {
            Some(until) => {
                last = last.max(Some(until));
                let day = words::day(until.plus_days(-1), as_of);
                format!("{name} retires on {day}{gains}.")
            }
            None => format!("{name} retires, without a date{gains}."),
        });
    }
    if sentences.is_empty() {
        return "No service is marked as retiring, so nothing can be had for free.".to_owned();
    }
    if let Some(day) = last {
        let short = base.resources.iter().filter(|of| of.runway.first_day().is_some());
        for of in short {
            let Some(segment) = of.segments.iter().find(|s| s.from <= day && day < s.until) else {
                continue;
            };
            let Some(usable) = segment.usable else { continue };
            let reading = segment.on(day);
            let wanted = words::reading_range(&of.resource, reading.low, reading.cautious);
            let usable = words::level(&of.resource, usable);
            let then = match of.runway_from(day) {
                Runway::Already { .. } => "still short".to_owned(),
                after => format!("enough, {}", words::runway(&after, as_of, of.until).0),
            };
            sentences.push(format!("Then {wanted} wanted, {usable} usable: {then}."));
        }
    }
    sentences.join(" ")
}

fn compared(ask: &Ask<'_>) -> Vec<String> {
    let chosen = &ask.plan().name;
    let others = ask.outlook.plans.values().filter(|plan| plan.name != *chosen);
    let mut sentences: Vec<String> = others
        .map(|plan| {
            let request = amounts::before(plan.request.before_tax, plan.ledger.currency);
            let reason = options::objection(ask, plan)
                .unwrap_or_else(|| words::lasts(ask.scenario, plan, ask.outlook))
                .text;
            let reason = match reason.strip_prefix("The ") {
                Some(rest) => format!("the {rest}"),
                None => reason,
            };
            format!("{}, {}: {reason}.", plan.name, words::full(&request))
        })
        .collect();
    if sentences.is_empty() {
        sentences.push("No other plan was made.".to_owned());
    }
    sentences
}

/// What stays as it is, if nothing is done.
fn if_no(ask: &Ask<'_>) -> String {
    let base = ask.outlook.do_nothing();
    let mut sentences = Vec::new();
    for (key, service) in &ask.scenario.services {
        match service.state {
            State::OffButWanted => sentences.push(format!("{} stays off.", words::capital(key))),
            State::ScaledDown => {
                let windows: Vec<String> = service
                    .windows
                    .iter()
                    .map(|window| match window.on {
                        Some(on) => {
                            format!("{} ({})", window.name, words::day(on, ask.outlook.as_of))
                        }
                        None => window.name.clone(),
                    })
                    .collect();
                let name = words::capital(key);
                sentences.push(if windows.is_empty() {
                    format!("{name} stays scaled down.")
                } else {
                    format!("{name} cannot run at full size for the {}.", words::list(&windows))
                });
            }
            State::Planned => {
                let runs_out = base.resources.iter().filter_map(|of| of.runway.first_day()).min();
                if let Some(from) = service.from.filter(|from| runs_out <= Some(*from)) {
                    let from = words::day(from, ask.outlook.as_of);
                    sentences.push(format!("{key}, planned from {from}, may find no room."));
                }
            }
            State::Running | State::Retiring => {}
        }
    }
    let short = base.resources.iter().any(|of| of.runway.first_day().is_some());
    if !short {
        sentences.clear();
    }
    sentences.extend(overview::leaving(ask, base, ask.outlook.as_of));
    let monthly = amounts::before(base.request.monthly_now, base.ledger.currency);
    sentences.push(format!("It goes on to cost {} a month.", words::full(&monthly)));
    sentences.join(" ")
}

fn paid(ask: &Ask<'_>, plan: &PlanOutlook) -> Table {
    let period = ask.outlook.period;
    let mut table = Table::new("invoices", "", schedule::columns(ask, plan, period));
    let bill = plan.ledger.bill(period);
    schedule::push_invoices(&mut table, ask, plan, &bill);
    schedule::push_total(&mut table, plan, &bill, "Together", "before_tax", "after_tax");
    push_up_to(&mut table, plan, &bill, ask);
    table.note = Some(format!("Tax is rounded {}.", schedule::grain(ask)));
    table
}

/// The invoices that may come to more, and what they come to together then.
fn push_up_to(table: &mut Table, plan: &PlanOutlook, bill: &Bill, ask: &Ask<'_>) {
    let currency = plan.ledger.currency;
    let high =
        |money: super::MoneyValue| {
            money.up_to.or(money.amount.filter(|_| !money.at_least)).map(|amount| {
                super::MoneyValue { amount: Some(amount), up_to: None, at_least: false, ..money }
            })
        };
    let cell = |money: super::MoneyValue| high(money).map_or_else(Cell::default, words::money_cell);
    let taxes = |taxes: &[crate::engine::ledger::TaxLine]| {
        amounts::tax(taxes.iter().map(|tax| tax.amount).sum::<Total<TaxAmount>>(), currency)
    };
    let whole = amounts::before(bill.before_tax, currency);
    if whole.up_to.is_none() {
        return;
    }
    for invoice in &bill.invoices {
        let before = amounts::before(invoice.before_tax, currency);
        if before.up_to.is_none() {
            continue;
        }
        let open: Vec<_> = invoice
            .entries
            .iter()
            .filter(|entry| amounts::before(entry.before_tax, currency).at_least)
            .collect();
        let names: Vec<String> = open
            .iter()
            .map(|entry| match entry.charge {
                Charge::Setup => format!("setup fee of {}", entry.name),
                Charge::Metered => format!("metered price of {}", entry.name),
                _ => format!("price of {}", entry.name),
            })
            .collect();
        let parts: Total<_> = open.iter().map(|entry| entry.before_tax).sum();
        let path = schedule::day_path(plan, invoice.day);
        table.rows.push(Row::item(vec![
            words::day_cell(invoice.day, ask.outlook.as_of),
            Cell::words(format!("The same with the {}, not known: up to", words::list(&names)))
                .toned(Tone::Warning),
            cell(amounts::before(parts, currency)),
            cell(before).because(path.clone()),
            invoice.after_tax.map_or_else(Cell::default, |_| cell(taxes(&invoice.taxes))),
            invoice.after_tax.map_or_else(Cell::default, |after| {
                cell(amounts::after(after, currency)).because(path)
            }),
        ]));
    }
    table.rows.push(Row {
        kind: RowKind::Total,
        cells: vec![
            Cell::default(),
            Cell::words("Together, up to"),
            Cell::default(),
            cell(whole).because(request_path(&plan.name, "before_tax")),
            cell(taxes(&bill.taxes)).because(request_path(&plan.name, "after_tax")),
            cell(amounts::after(bill.after_tax, currency))
                .because(request_path(&plan.name, "after_tax")),
        ],
    });
}

fn push_questions(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    let as_of = ask.outlook.as_of;
    let open: Vec<_> = ask
        .scenario
        .questions
        .iter()
        .enumerate()
        .filter(|(_, question)| question.answer.is_none())
        .collect();
    let unasked: Vec<_> = plan
        .request
        .missing
        .iter()
        .filter(|missing| {
            !open.iter().any(|(_, q)| q.about.as_deref() == Some(missing.path.as_str()))
        })
        .collect();
    if open.is_empty() && unasked.is_empty() {
        return;
    }
    report.heading("Open questions");
    let columns = vec![
        Column::words("question", "Question"),
        Column::words("of", "Of"),
        Column::words("owner", "Who asks"),
        Column::words("due", "Until"),
    ];
    let mut table = Table::new("questions", "", columns);
    let or_nobody = |who: &Option<String>, nobody: &str| match who {
        Some(who) => Cell::words(who.clone()),
        None => Cell::words(nobody).toned(Tone::Warning),
    };
    for (index, question) in open {
        let ceiling = plan
            .request
            .missing
            .iter()
            .find(|missing| Some(missing.path.as_str()) == question.about.as_deref())
            .and_then(|missing| missing.ceiling)
            .and_then(|ceiling| amounts::most(ceiling, plan.ledger.currency))
            .map_or_else(String::new, |ceiling| {
                format!(" (counted up to {})", words::number(ceiling))
            });
        let mut due = question.due.map_or_else(Cell::default, |due| words::day_cell(due, as_of));
        if question.due.is_some_and(|due| due < as_of) {
            due.text.push_str(", overdue");
            due.tone = Tone::Warning;
        }
        table.rows.push(Row::item(vec![
            Cell::words(format!("{}{ceiling}", question.ask))
                .edited(format!("questions[{index}].answer")),
            or_nobody(&question.of, ""),
            or_nobody(&question.owner, "nobody yet"),
            due,
        ]));
    }
    for missing in unasked {
        table.rows.push(Row::item(vec![
            Cell::words(format!("What is the {}?", missing.what)).edited(missing.path.clone()),
            Cell::default(),
            Cell::words("nobody yet").toned(Tone::Warning),
            Cell::default(),
        ]));
    }
    report.table(table);
}

/// Where prices come from, each source once, with the day on which they were looked up.
fn push_sources(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    let mut by_source: Vec<(String, Vec<String>)> = Vec::new();
    for tenure in &plan.tenures {
        let contract = ask.scenario.contracts.get(&tenure.key);
        let offer = ask.scenario.offers.get(&tenure.offer);
        let source = contract
            .and_then(|c| c.source.clone())
            .or_else(|| offer.and_then(|o| o.source.clone()));
        let checked = contract.and_then(|c| c.checked).or_else(|| offer.and_then(|o| o.checked));
        let checked = match checked {
            Some(day) => format!("looked up {}", words::day(day, ask.outlook.as_of)),
            None => "without the day on which it was looked up".to_owned(),
        };
        let source = format!("{}, {checked}", source.as_deref().unwrap_or("no source stated"));
        let name = tenure.name.to_string();
        match by_source.iter_mut().find(|(known, _)| *known == source) {
            // Several of one kind are named once.
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => by_source.push((source, vec![name])),
        }
    }
    let mut lines: Vec<String> = by_source
        .into_iter()
        .map(|(source, names)| format!("{}: {source}", words::list(&names)))
        .collect();
    for tax in &ask.scenario.taxes {
        if let Some(source) = &tax.source {
            lines.push(format!("{} {}: {source}", tax.name, tax.rate));
        }
    }
    if lines.is_empty() {
        return;
    }
    report.heading("Where the figures come from");
    report.say(format!("{}.", lines.join("; ")));
    let base = ask.outlook.do_nothing();
    let estimated: Vec<String> = base
        .resources
        .iter()
        .filter(|of| words::evidence(of.evidence) == Some("estimated"))
        .map(|of| words::resource_inside(&of.resource))
        .collect();
    if !estimated.is_empty() {
        report.say(format!("Estimated, not measured: {}.", words::list(&estimated)));
    }
    let errors = ask.findings.iter().filter(|f| f.severity == Severity::Error).count();
    if errors > 0 && plan.name.as_ref() != DO_NOTHING {
        let errors = words::count(errors as i64, "error");
        report.text(
            Paragraph::plain(format!("Before it goes out: {errors} in the findings."))
                .toned(Tone::Warning),
        );
    }
}

//! What do we ask for and by when, what is wrong, how much room is there, what does it cost?

use crate::checks::{self, Finding};
use crate::diag::Severity;
use crate::engine::levels::level_asked;
use crate::engine::outlook::{Leave, Level, PlanOutlook, ResourceOutlook, Runway};
use crate::model::{DO_NOTHING, Evidence, Move, Renewal, Resource};
use crate::units::Day;

use super::words::{self, Lasting, move_path, runway_path};
use super::{
    Ask, Cell, Column, Paragraph, Report, Row, Table, Tone, Value, amounts, findings, months,
    options, rules, schedule,
};

/// Said where no service, usage or backup needs anything.
pub(super) const NOTHING_COUNTED: &str =
    "No service, usage or backup of the file needs anything yet.";

/// Findings shown before the rest is left to the report of that name.
const FINDINGS: usize = 12;

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let scenario = ask.scenario;
    let title = if scenario.title.is_empty() { "Overview" } else { &scenario.title };
    let mut report = Report::new("overview", title);
    report.text(heading_line(ask));
    if let Some(objection) = objection(ask) {
        report.text(objection);
    }
    report.text(ask_for(ask));
    report.text(decide_by(ask));
    if let Some(in_hand) = rules::in_hand(ask.plan()) {
        report.say(in_hand);
    }
    for paragraph in shortage(ask) {
        report.text(paragraph);
    }
    let found: Vec<&Finding> = checks::for_plan(ask.findings, &ask.plan().name).collect();
    if !found.is_empty() {
        let tally = findings::tally(&found);
        let elsewhere = match ask.findings.len() - found.len() {
            0 => String::new(),
            others => format!(", and {others} about other plans"),
        };
        report.heading(format!("Findings, worst first: {tally}{elsewhere}"));
        let mut table = findings::table(&found[..found.len().min(FINDINGS)]);
        let more = found.len().saturating_sub(FINDINGS);
        if more > 0 {
            table.note = Some(format!("{more} more: see the findings."));
        }
        report.table(table);
    }
    report.heading("Headroom");
    let table = headroom(ask);
    if table.rows.is_empty() {
        report.say(NOTHING_COUNTED);
    } else {
        report.table(table);
    }
    report.heading("Cost by month");
    months::push(&mut report, ask);
    report
}

fn heading_line(ask: &Ask<'_>) -> Paragraph {
    let mut parts: Vec<String> = ask.scenario.organisation.iter().cloned().collect();
    parts.push(format!("as of {}", ask.outlook.as_of.words()));
    parts.extend(level_asked(ask.scenario).map(|level| format!("level: {level}")));
    parts.push(format!("plan: {}", ask.plan().name));
    Paragraph::plain(parts.join(" · ")).toned(Tone::Dim)
}

/// A plan with an error says so before anything else, with the cheapest that has none.
pub(super) fn objection(ask: &Ask<'_>) -> Option<Paragraph> {
    let plan = ask.plan();
    let finding = ask.objection(&plan.name).filter(|f| f.severity == Severity::Error)?;
    let instead = match options::cheapest_without_error(ask) {
        Some(good) => {
            let request = amounts::before(good.request.before_tax, good.ledger.currency);
            let request = words::full(&request);
            format!("The cheapest plan without an error is {}, {request}", good.name)
        }
        None => "No plan is without an error".to_owned(),
    };
    let text = format!("{} cannot be as it is: {}. {instead}.", plan.name, finding.what);
    Some(Paragraph::plain(text).toned(Tone::Bad))
}

fn ask_for(ask: &Ask<'_>) -> Paragraph {
    let plan = ask.plan();
    let request = &plan.request;
    let currency = plan.ledger.currency;
    let before = amounts::before(request.before_tax, currency);
    let mut paragraph = Paragraph::plain("We ask for ");
    let mut cell = amounts::cell(plan, "before_tax").toned(Tone::Strong);
    cell.text = words::full(&before);
    paragraph.put(cell);
    paragraph.add(", ");
    paragraph.put(
        Cell::words(words::period_short(ask.outlook.period, ask.outlook.as_of))
            .edited("request.from"),
    );
    if let Some(up_to) = words::up_to(&before) {
        paragraph.add(format!(", {up_to}"));
        if let [missing] = request.missing.as_slice() {
            let ceiling = missing.ceiling.and_then(|c| amounts::most(c, currency));
            let ceiling = ceiling.map_or_else(String::new, words::number);
            paragraph.add(format!(" if the {} is ", missing.what));
            paragraph.put(Cell::words(ceiling).edited(missing.path.clone()));
            paragraph.add(", its ceiling");
        }
    }
    let known = |key: &str| amounts::of(plan, key).map_or_else(String::new, |m| words::amount(&m));
    paragraph.add(". Of it new: ");
    paragraph.put(amounts::cell(plan, "more"));
    paragraph.add(". Monthly afterwards ");
    paragraph.put(amounts::cell(plan, "monthly_afterwards"));
    paragraph.add(", now ");
    // What is paid now no plan has changed yet, even one whose day has passed.
    paragraph.put(amounts::cell(ask.outlook.do_nothing(), "monthly_now"));
    let tax = words::after_tax(ask.scenario, ask.outlook.period);
    paragraph.add(format!(". {}: ", words::capital(&tax)));
    let mut after = amounts::cell(plan, "after_tax");
    after.text = known("after_tax");
    paragraph.put(after);
    if let Some(up_to) = amounts::of(plan, "after_tax").as_ref().and_then(words::up_to) {
        paragraph.add(format!(", {up_to}"));
    }
    paragraph.add(".");
    paragraph
}

/// By when it has to be decided, ordered and cancelled.
pub(super) fn decide_by(ask: &Ask<'_>) -> Paragraph {
    let plan = ask.plan();
    let as_of = ask.outlook.as_of;
    let mut paragraph = Paragraph::default();
    match &plan.deadlines.decide {
        None => paragraph.add("Nothing has to be decided by a day."),
        Some(decide) => {
            let meeting = decide.meeting.as_ref();
            let chance = meeting.map(|(name, on)| (words::day_cell(*on, as_of), name));
            match (decide.already_late, chance) {
                (true, Some((on, name))) => {
                    paragraph.put(Cell::words("Already late").toned(Tone::Bad));
                    paragraph.add(": next chance ");
                    paragraph.put(on.toned(Tone::Strong));
                    paragraph.add(format!(" ({name})"));
                }
                (true, None) => {
                    paragraph.put(Cell::words("Already late").toned(Tone::Bad));
                    paragraph.add(", and no meeting is planned");
                }
                (false, Some((on, name))) => {
                    paragraph.add("Decide by ");
                    paragraph.put(on.toned(Tone::Strong));
                    paragraph.add(format!(
                        " ({name}), at the latest {}",
                        words::day(decide.latest, as_of)
                    ));
                }
                (false, None) => {
                    paragraph.add("Decide by ");
                    paragraph.put(words::day_cell(decide.latest, as_of).toned(Tone::Strong));
                    paragraph.add("; no meeting is planned before");
                }
            }
            let short = ask
                .outlook
                .do_nothing()
                .resources
                .iter()
                .find(|of| matches!(of.runway, Runway::Already { .. }));
            let backup = ask.outlook.do_nothing().backup.as_ref();
            let is_full = backup.is_some_and(|b| matches!(b.runway, Runway::Already { .. }));
            paragraph.add(match short.filter(|_| decide.already_late) {
                Some(of) => {
                    let estimated = match of.evidence {
                        Some(Evidence::Estimate) => ", by the estimates",
                        _ => "",
                    };
                    let name = words::resource(&of.resource);
                    format!("; {name} is short already{estimated}.")
                }
                None if is_full && decide.already_late => {
                    "; the backup space is too small already.".to_owned()
                }
                None => format!("; {}.", decide.because),
            });
        }
    }
    for sentence in leaving(ask, plan, as_of) {
        paragraph.add(format!(" {sentence}"));
    }
    paragraph
}

/// `it renews on 19 June`, `it may renew on 19 June` where nobody knows; nothing where it does not.
pub(super) fn renews(plan: &PlanOutlook, leave: &Leave, as_of: Day, who: &str) -> Option<String> {
    let on = words::day(leave.renews_on?, as_of);
    let tenure = plan.tenures.iter().find(|tenure| tenure.key == leave.contract);
    let known = tenure.is_some_and(|tenure| {
        matches!(tenure.renews, Some(Renewal::Automatically | Renewal::For(_)))
    });
    Some(if known { format!("{who} renews on {on}") } else { format!("{who} may renew on {on}") })
}

/// A sentence a contract that is left.
pub(super) fn leaving(ask: &Ask<'_>, plan: &PlanOutlook, as_of: Day) -> Vec<String> {
    let mut sentences = Vec::new();
    for leave in &plan.deadlines.leaves {
        let name = schedule::name(plan, &leave.contract, &leave.name);
        if plan.name.as_ref() == DO_NOTHING {
            sentences.extend(renews(plan, leave, as_of, &name).map(|text| format!("{text}.")));
            continue;
        }
        let mut parts = Vec::new();
        if let Some(order) = leave.order_by {
            let late = if order < as_of { ", which has passed" } else { "" };
            parts.push(format!("order by {}{late}", words::day(order, as_of)));
        }
        let renews = renews(plan, leave, as_of, "it");
        match (leave.cancel_by, renews) {
            (Some(by), renews) if by >= as_of => {
                let by = words::day(by, as_of);
                let or = renews.map_or_else(String::new, |renews| format!(", or {renews}"));
                parts.push(format!("cancel {name} by {by}{or}"));
            }
            (Some(by), Some(renews)) => parts.push(format!(
                "{} had to be cancelled by {}: {renews}",
                name,
                words::day(by, as_of)
            )),
            (Some(by), None) => {
                parts.push(format!("{name} had to be cancelled by {}", words::day(by, as_of)));
            }
            (None, _) => {
                parts.push(format!("by when {name} must be cancelled is not known"));
                parts.extend(self::renews(plan, leave, as_of, &name));
            }
        }
        if let Some(cost) = leave.costs_to_miss {
            let cost = amounts::before(cost, ask.scenario.currency);
            if cost.amount.is_some() {
                parts.push(format!("missing it costs {}", words::full(&cost)));
            }
        }
        sentences.push(format!("{}.", words::capital(&parts.join("; "))));
    }
    sentences
}

/// What is short, and how long the plan lasts.
fn shortage(ask: &Ask<'_>) -> Vec<Paragraph> {
    let plan = ask.plan();
    let resources = &ask.outlook.do_nothing().resources;
    let mut paragraphs: Vec<Paragraph> =
        resources.iter().filter_map(|of| short_of(of).or_else(|| runs_out(ask, of))).collect();
    if plan.name.as_ref() == DO_NOTHING {
        return paragraphs;
    }
    let mut sentence = Paragraph::default();
    sentence.put(Cell::words(plan.name.to_string()));
    if let Some((index, order)) = first_order(ask) {
        sentence.add(", ordered on ");
        let mut day = words::day_cell(order.day(), ask.outlook.as_of);
        day.edit = move_path(&plan.name, index, "from");
        sentence.put(day);
        if let Move::Replace { overlap: Some(overlap), .. } = order {
            sentence.add(" with ");
            let mut cell = Cell::words(overlap.words());
            cell.edit = move_path(&plan.name, index, "overlap");
            sentence.put(cell);
            sentence.add(" of overlap");
        }
    }
    sentence.add(": ");
    let lasts = words::lasts(ask.scenario, plan, ask.outlook);
    sentence.put(options::would_last(ask, plan, lasts));
    if let Some(growth) = words::growth(ask.scenario, &Resource::Ram) {
        sentence.add(", with RAM growing ");
        sentence.put(Cell::words(growth).edited("growth.Ram"));
    } else if plan.resources.iter().all(|r| !r.grows) {
        sentence.add(", assuming no change");
    }
    sentence.add(".");
    paragraphs.push(sentence);
    paragraphs
}

/// The plan's first order, with its place in the list of moves.
fn first_order<'a>(ask: &Ask<'a>) -> Option<(usize, &'a Move)> {
    let moves = ask.scenario.plans.get(ask.plan().name.as_ref())?;
    let order = |m: &Move| matches!(m, Move::Order { .. } | Move::Replace { .. });
    moves.iter().enumerate().find(|(_, m)| order(m) && !m.is_off())
}

/// `RAM is 7.2 GiB short today: 36 GiB wanted, 28.8 GiB usable (10 % kept free), estimated.`
pub(super) fn short_of(of: &ResourceOutlook) -> Option<Paragraph> {
    let Runway::Already { short, .. } = of.runway else { return None };
    let mut paragraph = Paragraph::plain(format!("{} is ", words::resource(&of.resource)));
    let mut cell = words::level_cell(&of.resource, short).toned(Tone::Bad);
    cell.text.push_str(" short today");
    cell.why = Some(runway_path(DO_NOTHING, &of.resource));
    paragraph.put(cell);
    paragraph.add(": ");
    paragraph.add(wanted_and_usable(of));
    if let Some(evidence) = words::evidence(of.evidence) {
        paragraph.add(format!(", {evidence}"));
    }
    paragraph.add(format!(". Wanted: {}.", made_of(of)));
    Some(paragraph)
}

/// `RAM lasts until 19 May, if nothing is done: 28 GiB wanted, 28.8 GiB usable (10 % kept free).`
fn runs_out(ask: &Ask<'_>, of: &ResourceOutlook) -> Option<Paragraph> {
    of.runway.first_day()?;
    let (text, tone) = words::runway(&of.runway, ask.outlook.as_of, of.until);
    let mut paragraph = Paragraph::plain(format!("{} ", words::resource(&of.resource)));
    paragraph.put(Cell::words(text).toned(tone).because(runway_path(DO_NOTHING, &of.resource)));
    paragraph.add(format!(", if nothing is done: {}", wanted_and_usable(of)));
    if let Some(evidence) = words::evidence(of.evidence) {
        paragraph.add(format!(", {evidence}"));
    }
    paragraph.add(".");
    Some(paragraph)
}

fn wanted_and_usable(of: &ResourceOutlook) -> String {
    let wanted = words::level(&of.resource, of.today.wanted());
    let usable = of.segments.first().and_then(|segment| segment.usable);
    let usable = usable.map_or_else(
        || "what is usable is not known".to_owned(),
        |usable| words::usable(of, usable),
    );
    format!("{wanted} wanted, {usable}")
}

/// `28 GiB running, 4 GiB staging, 4 GiB loomio`.
fn made_of(of: &ResourceOutlook) -> String {
    let mut parts = vec![format!("{} running", words::level(&of.resource, of.today.used()))];
    parts.extend(
        of.today
            .unmet
            .iter()
            .filter(|part| part.level > 0)
            .map(|part| format!("{} more for {}", words::level(&of.resource, part.level), part.of)),
    );
    words::list(&parts)
}

/// A row a resource: wanted today, usable, all there is, runs out, and with the plan.
fn headroom(ask: &Ask<'_>) -> Table {
    let base = ask.outlook.do_nothing();
    let plan = ask.plan();
    let other = plan.name.as_ref() != DO_NOTHING;
    let mut columns = vec![
        Column::words("resource", "Resource"),
        Column::numbers("wanted", "Wanted today"),
        Column::numbers("usable", "Usable"),
        Column::numbers("total", "Of"),
        Column::words("lasts", "If nothing is done"),
    ];
    if other {
        columns.push(Column::words("lasts_with_plan", format!("With {}", plan.name)));
    }
    let mut table = Table::new("headroom", "", columns);
    for of in &base.resources {
        let segment = of.segments.first();
        let runway = |runway: &Runway| words::runway(runway, ask.outlook.as_of, of.until);
        let mut row = level_cells(
            &of.resource,
            of.today.wanted(),
            segment.and_then(|s| s.usable),
            segment.and_then(|s| s.total),
        );
        let (mut text, tone) = runway(&of.runway);
        if let Runway::Already { short, .. } = of.runway {
            text = format!("{} short today", words::level(&of.resource, short));
        }
        row.push(Cell::words(text).toned(tone).because(runway_path(DO_NOTHING, &of.resource)));
        if other {
            row.push(lasts(ask, plan, &of.resource));
        }
        table.rows.push(Row::item(row));
    }
    if let Some(backup) = &base.backup {
        let total = backup.segments.first().and_then(|s| s.total);
        let mut row = level_cells(&Resource::Backup, backup.needed, backup.usable, total);
        row.push(backup_cell(base));
        if other {
            row.push(backup_cell(plan));
        }
        table.rows.push(Row::item(row));
    }
    table.note = note(ask);
    table
}

fn note(ask: &Ask<'_>) -> Option<String> {
    let base = ask.outlook.do_nothing();
    let mut parts = Vec::new();
    for of in base.resources.iter().filter(|of| of.buffer_ppm > 0) {
        if let Some(usable) = of.segments.first().and_then(|s| s.usable) {
            let usable = words::usable(of, usable);
            parts.push(format!("{}: {usable}", words::resource(&of.resource)));
        }
    }
    let estimated =
        base.resources.iter().any(|of| words::evidence(of.evidence) == Some("estimated"));
    if estimated {
        parts.push("estimated, not measured".to_owned());
    }
    if !base.resources.iter().any(|of| of.resource == Resource::Cpu) {
        parts.push("CPU is not counted".to_owned());
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn level_cells(
    resource: &Resource,
    wanted: Level,
    usable: Option<Level>,
    total: Option<Level>,
) -> Vec<Cell> {
    let known = |level: Option<Level>| {
        level.map_or_else(
            || Cell::words("not known").toned(Tone::Warning),
            |level| words::level_cell(resource, level),
        )
    };
    let name = words::resource(resource);
    vec![
        Cell::of(name, Value::Text(words::resource_key(resource))),
        words::level_cell(resource, wanted),
        known(usable),
        known(total),
    ]
}

/// How long a resource lasts under a plan; never good under a plan with an error.
pub(super) fn lasts(ask: &Ask<'_>, plan: &PlanOutlook, resource: &Resource) -> Cell {
    let Some(lasting) = Lasting::of(ask.scenario, plan, resource) else { return Cell::default() };
    let (text, tone) = lasting.words(ask.outlook.as_of, ask.outlook.horizon);
    let cell = Cell::words(text).toned(tone).because(runway_path(&plan.name, resource));
    options::would_last(ask, plan, cell)
}

/// `full: 5 days kept`, `room for 10 days, 5 kept`.
pub(super) fn backup_cell(plan: &PlanOutlook) -> Cell {
    let Some(backup) = &plan.backup else { return Cell::default() };
    let keeps = words::count(i64::from(backup.keeps_after), "day");
    let (text, tone) = match backup.fits_after {
        None => {
            let reason = match &backup.runway {
                Runway::CannotTell(reason) if backup.usable.is_some() => reason,
                _ => "the space is not known",
            };
            (format!("{keeps} kept; {reason}"), Tone::Warning)
        }
        Some(fits) if fits < backup.keeps_after => {
            let fits = words::count(i64::from(fits), "day");
            (format!("too small: room for {fits}, {keeps} wanted"), Tone::Bad)
        }
        Some(fits) if fits == backup.keeps_after => (format!("full: {keeps} kept"), Tone::Warning),
        Some(fits) => {
            (format!("room for {}, {keeps} kept", words::count(i64::from(fits), "day")), Tone::Good)
        }
    };
    Cell::words(text).toned(tone).because(runway_path(&plan.name, &Resource::Backup))
}

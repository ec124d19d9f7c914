//! When does each resource run out, if nothing is done and with the plan?

use std::collections::BTreeSet;

use crate::engine::demand::speaks_of;
use crate::engine::foreseen::first_short;
use crate::engine::outlook::{
    BackupOutlook, Level, PlanOutlook, Reading, ResourceOutlook, Segment,
};
use crate::engine::windows::window_days;
use crate::model::{BackupMode, DO_NOTHING, Resource, Scenario, State};
use crate::units::Day;

use super::words::{self, Scale, runway_path};
use super::{
    Ask, Block, Cell, Column, DayLine, LineRole, Lines, Paragraph, Plot, Report, Row, Table, Tone,
    Value, amounts, filled, known, overview, schedule,
};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let base = ask.outlook.do_nothing();
    let plan = ask.plan();
    let mut report = Report::new("headroom", format!("Headroom: {}", plan.name));
    if let Some(objection) = overview::objection(ask) {
        report.text(objection);
    }
    report.say(known::how(ask));
    if base.resources.is_empty() && base.backup.is_none() {
        report.say(overview::NOTHING_COUNTED);
    }
    for of in &base.resources {
        let with_plan = plan.resource(&of.resource).filter(|_| plan.name.as_ref() != DO_NOTHING);
        push_resource(&mut report, ask, of, with_plan);
    }
    if let Some(first) = first_short(plan) {
        report.text(known::first(plan, &first));
    }
    if base.hosts.len() > 1 {
        report.heading("Server by server");
        report.table(hosts(ask, plan));
    }
    filled::push(&mut report, ask, plan);
    if let Some(backup) = &base.backup {
        push_backup(&mut report, ask, backup, plan);
    }
    report
}

fn push_resource(
    report: &mut Report,
    ask: &Ask<'_>,
    of: &ResourceOutlook,
    with_plan: Option<&ResourceOutlook>,
) {
    let name = words::resource(&of.resource);
    report.heading(name.clone());
    let plan = ask.plan();
    let says = |runway| words::runway(runway, ask.outlook.as_of, of.until);
    let mut paragraph = overview::short_of(of).unwrap_or_default();
    if !paragraph.spans.is_empty() {
        paragraph.add(" ");
    }
    let (text, tone) = says(&of.runway);
    paragraph.add("If nothing is done: ");
    paragraph.put(Cell::words(text).toned(tone).because(runway_path(DO_NOTHING, &of.resource)));
    if with_plan.is_some() {
        paragraph.add(format!(". {}: ", plan.name));
        paragraph.put(overview::lasts(ask, plan, &of.resource));
    }
    paragraph.add(".");
    if of.upper_bound {
        paragraph.add(" Peaks are added that need not coincide: an upper bound.");
    } else if of.measured_together {
        paragraph.add(" Several series are added, measured on the same days: their peaks coincide as they did.");
    }
    if ask.outlook.do_nothing().hosts.len() > 1 {
        paragraph.add(" Judged server by server; the table shows all servers together.");
    }
    report.text(paragraph);
    report.blocks.push(plot(ask, of, with_plan));
    report.table(ranges(ask, of, with_plan));
}

fn plot(ask: &Ask<'_>, of: &ResourceOutlook, with_plan: Option<&ResourceOutlook>) -> Block {
    let shown = with_plan.unwrap_or(of);
    let number = |level: Level| words::level_number(&of.resource, level);
    let steps = |segments: &[Segment]| -> Vec<(Day, f64)> {
        segments
            .iter()
            .filter_map(|s| Some((s, number(s.usable?))))
            .flat_map(|(s, usable)| [(s.from, usable), (s.until.plus_days(-1), usable)])
            .collect()
    };
    let demand = |read: fn(&Reading) -> Level| -> Vec<(Day, f64)> {
        shown
            .segments
            .iter()
            .flat_map(|s| {
                [(s.from, number(read(&s.first))), (s.until.plus_days(-1), number(read(&s.last)))]
            })
            .collect()
    };
    let line = |name: &str, role, points| DayLine { name: name.to_owned(), role, points };
    let mut lines = vec![line("usable", LineRole::Capacity, steps(&shown.segments))];
    if with_plan.is_some() {
        lines.push(line(
            "usable if nothing is done",
            LineRole::CapacityUnchanged,
            steps(&of.segments),
        ));
    }
    if shown.has_cautious {
        lines.push(line("wanted, at the lower end", LineRole::Declared, demand(|r| r.low)));
        lines.push(line(
            "wanted, at the upper end",
            LineRole::DeclaredHigh,
            demand(|r| r.cautious),
        ));
    } else {
        lines.push(line("wanted", LineRole::Declared, demand(|r| r.expected)));
    }
    Block::Plot(Plot::Lines(Lines {
        title: words::resource(&of.resource),
        unit: words::level_unit(&of.resource).to_owned(),
        areas: Vec::new(),
        lines,
        marks: filled::marks(ask, &of.resource),
    }))
}

/// A row for each stretch of days between two jumps, by its worst day.
fn ranges(ask: &Ask<'_>, of: &ResourceOutlook, with_plan: Option<&ResourceOutlook>) -> Table {
    let segments = of.segments.iter().chain(with_plan.iter().flat_map(|plan| &plan.segments));
    let largest = segments.filter_map(|s| s.total).max().unwrap_or_else(|| of.today.wanted());
    let scale = Scale::of(&of.resource, largest);
    let mut columns = vec![
        Column::words("days", "Worst day of"),
        Column::numbers("wanted", format!("Wanted, {}", scale.unit)),
    ];
    if of.has_cautious {
        columns.push(Column::numbers("cautious", "Cautious"));
    }
    columns.push(Column::words("beside", "Beside what always runs"));
    columns.push(Column::numbers("room", format!("Room, do nothing, {}", scale.unit)));
    if with_plan.is_some() {
        columns.push(Column::numbers("room_with_plan", "With the plan"));
    }
    let is_declared = of.has_cautious && of.foreseen.is_none();
    let mut table = Table::new("days", "", columns);
    let mut jumps = jumps(&of.segments);
    jumps.extend(with_plan.iter().flat_map(|plan| jumps_of(&plan.segments)));
    jumps.remove(&ask.outlook.as_of);
    let mut from = ask.outlook.as_of;
    for until in jumps.into_iter().chain([ask.outlook.horizon]) {
        let Some(worst) = worst(&of.segments, from, until) else { continue };
        let mut cells = vec![
            Cell::of(stretch(from, until, ask), Value::Day(from)),
            scale.cell(if is_declared { worst.reading.low } else { worst.reading.expected }),
        ];
        if of.has_cautious {
            cells.push(scale.cell(worst.reading.cautious));
        }
        let beside = beside(ask.scenario, &of.resource, from, until);
        cells.push(Cell::words(beside.join(", ")));
        cells.push(room(scale, &worst));
        if let Some(plan) = with_plan {
            let with_plan = self::worst(&plan.segments, from, until);
            cells.push(with_plan.map_or_else(Cell::default, |with_plan| {
                if with_plan == worst {
                    Cell::words("the same").toned(Tone::Dim)
                } else {
                    room(scale, &with_plan)
                }
            }));
        }
        table.rows.push(Row::item(cells));
        from = until;
    }
    let note = if is_declared {
        "Wanted at the lower end of what was declared; cautious at its upper end."
    } else {
        "Wanted as is to be expected of what was measured; cautious: 1 future in 10 asks for more."
    };
    table.note = of.has_cautious.then(|| note.to_owned());
    table
}

/// The last stretch by its months: it may be years long.
fn stretch(from: Day, until: Day, ask: &Ask<'_>) -> String {
    if until == ask.outlook.horizon {
        let to = until.month_of().words();
        return if from == ask.outlook.as_of {
            format!("today to {to}")
        } else {
            format!("{} to {to}", words::day(from, ask.outlook.as_of))
        };
    }
    let last = until.plus_days(-1);
    let (a, b) = (words::day(from, ask.outlook.as_of), words::day(last, ask.outlook.as_of));
    if a == b { a } else { format!("{a} to {b}") }
}

/// Demand at its worst and capacity at its least inside some days.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Worst {
    reading: Reading,
    usable: Option<Level>,
}

fn worst(segments: &[Segment], from: Day, until: Day) -> Option<Worst> {
    let inside = segments.iter().filter(|s| s.from < until && s.until > from);
    inside
        .map(|s| {
            let (first, last) = (s.on(from.max(s.from)), s.on(until.min(s.until).plus_days(-1)));
            let part = Segment { first, last, ..*s };
            Worst { reading: part.worst(), usable: s.usable }
        })
        .reduce(|a, b| Worst {
            reading: Reading {
                low: a.reading.low.max(b.reading.low),
                expected: a.reading.expected.max(b.reading.expected),
                cautious: a.reading.cautious.max(b.reading.cautious),
            },
            usable: a.usable.zip(b.usable).map(|(a, b)| a.min(b)),
        })
}

fn room(scale: Scale<'_>, worst: &Worst) -> Cell {
    let Some(usable) = worst.usable else { return Cell::words("not known").toned(Tone::Warning) };
    let (low, high) = words::room(worst.reading, usable);
    let mut cell = scale.signed(low);
    let other = scale.signed(high);
    if other.text != cell.text {
        cell.text = format!("{} to {}", cell.text, other.text);
        if high >= 0 && low < 0 {
            cell.tone = Tone::Warning;
        }
    }
    cell
}

/// Days on which demand or capacity jumps; growth from month to month is no jump.
fn jumps(segments: &[Segment]) -> BTreeSet<Day> {
    jumps_of(segments).collect()
}

fn jumps_of(segments: &[Segment]) -> impl Iterator<Item = Day> {
    segments.windows(2).filter(|pair| is_jump(&pair[0], &pair[1])).map(|pair| pair[1].from)
}

fn is_jump(before: &Segment, after: &Segment) -> bool {
    if before.usable != after.usable {
        return true;
    }
    // A day's growth, the steeper of both sides, and one unit for what was rounded.
    let slope = |s: &Segment, read: fn(&Reading) -> Level| {
        let days = i128::from(s.from.days_until(s.until) - 1).max(1);
        ((read(&s.last) - read(&s.first)).abs() + days - 1) / days
    };
    let readings: [fn(&Reading) -> Level; 3] = [|r| r.low, |r| r.expected, |r| r.cautious];
    readings.into_iter().any(|read| {
        let step = (read(&after.first) - read(&before.last)).abs();
        step > 2 * slope(before, read).max(slope(after, read)) + 2
    })
}

/// Services that do not always run, where they want something on these days.
pub(super) fn beside(scenario: &Scenario, of: &Resource, from: Day, until: Day) -> Vec<String> {
    let mut names = Vec::new();
    for (key, service) in &scenario.services {
        let needs = speaks_of(service, of);
        if !needs || service.elsewhere.is_some() {
            continue;
        }
        let wants = service.wants.as_ref().is_some_and(|wants| match of {
            Resource::Ram => wants.ram.is_some(),
            Resource::Storage => wants.storage.is_some(),
            Resource::Cpu => wants.threads.is_some(),
            Resource::Count(_) | Resource::Backup => false,
        });
        let windows: Vec<&str> = service
            .windows
            .iter()
            .filter(|_| wants)
            .filter(|window| !window_days(window, from, until).is_empty())
            .map(|window| window.name.as_str())
            .collect();
        match service.state {
            _ if !windows.is_empty() => names.push(format!("{key} ({})", words::list(&windows))),
            // The storage of what is off stays in use.
            State::OffButWanted if *of != Resource::Storage => names.push(key.to_string()),
            State::Retiring if service.until.is_some_and(|gone| gone > from) => {
                names.push(key.to_string());
            }
            State::Planned if service.from.is_some_and(|start| start < until) => {
                names.push(key.to_string());
            }
            _ => {}
        }
    }
    names
}

fn hosts(ask: &Ask<'_>, plan: &PlanOutlook) -> Table {
    let of_plan = plan.name.as_ref() != DO_NOTHING;
    let resources = || plan.hosts.iter().flat_map(|host| &host.resources);
    let changes = resources().any(|of| later_usable(of).is_some());
    let mut columns = vec![
        Column::words("host", "Server"),
        Column::words("resource", "Resource"),
        Column::numbers("wanted", "Wanted today"),
        Column::numbers("usable", "Usable today"),
    ];
    if changes {
        columns.push(Column::words("then", "Usable then"));
    }
    columns.push(Column::words("lasts", if of_plan { "Lasts, with the plan" } else { "Lasts" }));
    let mut table = Table::new("hosts", "", columns);
    for host in &plan.hosts {
        for of in &host.resources {
            let usable = of.segments.first().and_then(|s| s.usable);
            let (text, tone) = words::runway(&of.runway, ask.outlook.as_of, of.until);
            let mut cells = vec![
                Cell::of(
                    schedule::name(plan, &host.key, &host.name),
                    Value::Text(host.key.to_string()),
                ),
                Cell::words(words::resource(&of.resource)),
                words::level_cell(&of.resource, of.today.wanted()),
                level_or_unknown(&of.resource, usable),
            ];
            if changes {
                cells.push(later_usable(of).map_or_else(
                    || Cell::words("the same").toned(Tone::Dim),
                    |(day, usable)| {
                        let mut cell = level_or_unknown(&of.resource, usable);
                        let day = words::day(day, ask.outlook.as_of);
                        cell.text = format!("{} from {day}", cell.text);
                        cell
                    },
                ));
            }
            cells.push(Cell::words(text).toned(tone));
            table.rows.push(Row::item(cells));
        }
    }
    table
}

fn level_or_unknown(resource: &Resource, level: Option<Level>) -> Cell {
    level.map_or_else(
        || Cell::words("not known").toned(Tone::Warning),
        |level| words::level_cell(resource, level),
    )
}

/// What may be used in the end, where that is not what may be used today, and from which day on.
fn later_usable(of: &ResourceOutlook) -> Option<(Day, Option<Level>)> {
    let segments: &[Segment] = &of.segments;
    let end = segments.last()?.usable;
    if segments.first()?.usable == end {
        return None;
    }
    let same = segments.iter().rev().take_while(|segment| segment.usable == end);
    same.last().map(|segment| (segment.from, end))
}

fn push_backup(report: &mut Report, ask: &Ask<'_>, base: &BackupOutlook, plan: &PlanOutlook) {
    report.heading("Backup");
    let disk = |level| words::level(&Resource::Backup, level);
    let mode = ask.scenario.backups.as_ref().map(|backups| match backups.mode {
        BackupMode::FullCopies => "each a full copy of",
        BackupMode::Deduplicated => "deduplicated over a full copy of",
    });
    let mut paragraph = Paragraph::plain(format!(
        "{} kept{}: {} needed",
        filled::kept(base.keep),
        mode.map_or_else(String::new, |mode| format!(", {mode} {}", disk(base.full))),
        disk(base.needed),
    ));
    match base.usable {
        Some(usable) => paragraph.add(format!(", {} usable. ", disk(usable))),
        None => paragraph.add("; the space is not known. "),
    }
    paragraph.add("If nothing is done: ");
    let (text, tone) = words::runway(&base.runway, ask.outlook.as_of, ask.outlook.horizon);
    let path = runway_path(DO_NOTHING, &Resource::Backup);
    paragraph.put(Cell::words(text).toned(tone).because(path));
    if plan.name.as_ref() != DO_NOTHING {
        paragraph.add(format!(". {}: ", plan.name));
        paragraph.put(overview::backup_cell(plan));
    }
    paragraph.add(".");
    report.text(paragraph);
    if let Some(moved) = plan.backup.as_ref().and_then(|backup| backup.moved.as_ref())
        && moved.days_then < moved.days_before
    {
        report.text(
            Paragraph::plain(format!(
                "New space starts empty: when the old one is gone on {} there are {} of backups, \
                 before there were {}.",
                words::day(moved.on, ask.outlook.as_of),
                words::count(i64::from(moved.days_then), "day"),
                moved.days_before,
            ))
            .toned(Tone::Warning),
        );
    }
    let code = ask.scenario.currency.code();
    let columns = vec![
        Column::words("tier", "Backup space"),
        Column::numbers("space", "Space"),
        Column::numbers("days", "Room for days"),
        Column::numbers("monthly", format!("Monthly, {code} before tax")),
    ];
    let mut table = Table::new("backup", "", columns);
    for step in &base.tariff {
        let price = match (&step.offer, step.monthly) {
            (Some(offer), Some(monthly)) => {
                words::money_cell(amounts::before(monthly, ask.scenario.currency))
                    .because(format!("offers[{}].monthly", words::quoted(offer)))
            }
            _ => Cell::words("included").toned(Tone::Dim),
        };
        table.rows.push(Row::item(vec![
            Cell::words(step.name.to_string()),
            words::level_cell(&Resource::Backup, step.space),
            step.days.map_or_else(
                || Cell::words("not known").toned(Tone::Warning),
                |days| Cell::of(days.to_string(), Value::Count(days.into())),
            ),
            price,
        ]));
    }
    report.table(table);
}

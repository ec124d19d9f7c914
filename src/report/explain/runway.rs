//! Why does a resource last so long? The parts of the demand against usable capacity.

use crate::engine::outlook::{BackupOutlook, Level, PlanOutlook, ResourceOutlook, Runway, Segment};
use crate::model::Resource;
use crate::units::Day;

use super::super::words::{self, Lasting};
use super::super::{Ask, Cell, Column, Paragraph, Report, Row, Table, Tone, filled, headroom};

pub(super) fn of(ask: &Ask<'_>, plan: &PlanOutlook, resource: &Resource) -> Option<Report> {
    if *resource == Resource::Backup {
        return backup(ask, plan, plan.backup.as_deref()?);
    }
    let of = plan.resource(resource)?;
    let lasting = Lasting::of(ask.scenario, plan, resource)?;
    let (text, tone) = lasting.words(ask.outlook.as_of, ask.outlook.horizon);
    let mut report = start(plan, resource, &text, tone);
    let day =
        lasting.runway.first_day().map_or(ask.outlook.as_of, |day| day.max(ask.outlook.as_of));
    report.table(today(ask, of));
    if let Some(relief) = lasting.short.and_then(|short| short.until) {
        report.say(on_day(ask, of, relief.plus_days(-1)));
        report.say(on_day(ask, of, relief));
    }
    match &lasting.runway {
        Runway::Already { .. } => report.say(on_day(ask, of, day)),
        Runway::Between { .. } => {
            report.heading(format!("The first day that is short: {}", day.words()));
            report.say(on_day(ask, of, day));
            let beside = headroom::beside(ask.scenario, resource, day, day.plus_days(1));
            if !beside.is_empty() {
                report.say(format!("Then beside what always runs: {}.", words::list(&beside)));
            }
        }
        Runway::Beyond(_) => {
            let relief = lasting.short.and_then(|short| short.until);
            let from = relief.unwrap_or(ask.outlook.as_of);
            if let Some(day) = tightest(&of.segments, from) {
                report.heading(format!("The tightest day: {}", day.words()));
                report.say(on_day(ask, of, day));
            }
        }
        Runway::CannotTell(_) => {}
    }
    if of.foreseen.is_some() && !matches!(lasting.runway, Runway::Already { .. }) {
        report.say(
            "Counted in 1,000 futures of what was measured, each with what else is wanted: expected is the day by which \
             half of them are short, cautious that of 1 in 10.",
        );
    }
    if let Some(growth) = words::growth(ask.scenario, resource) {
        report.say(format!("Growth as declared: {growth}."));
    } else if !of.grows {
        report.say("No growth is declared: assuming no change.");
    }
    if let Some(evidence) = words::evidence(of.evidence) {
        report.say(format!("How the demand is known: {evidence}."));
    }
    Some(report)
}

fn start(plan: &PlanOutlook, resource: &Resource, text: &str, tone: Tone) -> Report {
    let name = words::resource(resource);
    let mut report = Report::new("explain", format!("Why this number? {name}: {text}"));
    report.text(Paragraph::plain(format!("{}: {name} {text}.", plan.name)).toned(tone));
    report
}

/// What makes up the demand on the day that the file speaks of.
fn today(ask: &Ask<'_>, of: &ResourceOutlook) -> Table {
    let columns = vec![
        Column::words("what", "What"),
        Column::words("state", "State"),
        Column::numbers("wanted", "Wanted"),
    ];
    let title = format!("What is wanted on {}", ask.outlook.as_of.words());
    let mut table = Table::new("parts", title, columns);
    let mut push = |name: &str, state: String, level: Level| {
        table.rows.push(Row::item(vec![
            Cell::words(name),
            Cell::words(state),
            words::level_cell(&of.resource, level),
        ]));
    };
    for part in of.today.running.iter().filter(|part| part.level != 0) {
        let retires = of.today.retiring.iter().find(|retiring| retiring.of == part.of);
        let state = match retires.map(|retiring| retiring.until) {
            Some(Some(until)) => {
                format!("runs, gone from {}", words::day(until, ask.outlook.as_of))
            }
            Some(None) => "runs, will retire".to_owned(),
            None => "runs".to_owned(),
        };
        push(&part.of, state, part.level);
    }
    for part in of.today.unmet.iter().filter(|part| part.level != 0) {
        push(&part.of, "wanted, but off or scaled down".to_owned(), part.level);
    }
    table.rows.push(Row::total(vec![
        Cell::words("Together"),
        Cell::default(),
        words::level_cell(&of.resource, of.today.wanted()),
    ]));
    table
}

/// `On 31 July 2021: 29.9 to 34.5 GiB wanted, 28.8 GiB usable (10 % kept free) of 32 GiB.`
fn on_day(ask: &Ask<'_>, of: &ResourceOutlook, day: Day) -> String {
    let Some(segment) = of.segments.iter().find(|s| s.from <= day && day < s.until) else {
        return format!("{} is not looked at.", day.words());
    };
    let reading = segment.on(day);
    let wanted = if of.foreseen.is_some() {
        let level = |level| words::level(&of.resource, level);
        format!("{} (cautious: {})", level(reading.expected), level(reading.cautious))
    } else if of.has_cautious {
        words::reading_range(&of.resource, reading.low, reading.cautious)
    } else {
        words::reading_range(&of.resource, reading.expected, reading.expected)
    };
    let usable = segment.usable.map_or_else(
        || "what is usable is not known".to_owned(),
        |usable| words::usable(of, usable),
    );
    let all = segment
        .total
        .map_or_else(String::new, |total| format!(" of {}", words::level(&of.resource, total)));
    format!("On {}: {wanted} wanted, {usable}{all}.", words::day(day, ask.outlook.as_of))
}

/// The first day on which the cautious demand leaves least room.
fn tightest(segments: &[Segment], from: Day) -> Option<Day> {
    let room = |segment: &&Segment| {
        segment.usable.map_or(Level::MAX, |usable| usable - segment.worst().cautious)
    };
    let segment = segments.iter().filter(|segment| segment.from >= from).min_by_key(room)?;
    let last = segment.last.cautious > segment.first.cautious;
    Some(if last { segment.until.plus_days(-1) } else { segment.from })
}

fn backup(ask: &Ask<'_>, plan: &PlanOutlook, of: &BackupOutlook) -> Option<Report> {
    let lasting = Lasting::of(ask.scenario, plan, &Resource::Backup)?;
    let (text, tone) = lasting.words(ask.outlook.as_of, ask.outlook.horizon);
    let mut report = start(plan, &Resource::Backup, &text, tone);
    let disk = |level: Level| words::level(&Resource::Backup, level);
    let usable = of.usable.map_or_else(|| "not known".to_owned(), disk);
    let columns =
        vec![Column::words("what", "What"), Column::numbers("value", "On the day of the file")];
    let mut table = Table::new("backup", "", columns);
    let mut push = |what: &str, value: String| {
        table.rows.push(Row::item(vec![Cell::words(what), Cell::words(value)]));
    };
    push("one full copy", disk(of.full));
    push("kept", filled::kept(of.keep));
    if of.keep.older() > 0 || of.keep.each_day() > 1 {
        push("copies", of.keep.copies().to_string());
    }
    push("space needed", disk(of.needed));
    push("space usable", usable);
    if let Some(fits) = of.fits {
        push("room for", words::count(i64::from(fits), "day"));
    }
    report.table(table);
    if let Some(fits) = of.fits_after {
        report.say(format!(
            "When all moves are made there is room for {}; {} kept.",
            words::count(i64::from(fits), "day"),
            words::count(i64::from(of.keeps_after), "day"),
        ));
    }
    Some(report)
}

//! How full is each server beside what somebody set, what happened to what was measured, and how many
//! backups are kept?

use crate::engine::outlook::{FillOutlook, HostOutlook, PlanOutlook, ResourceOutlook};
use crate::model::{Event, EventKind, Keep, Resource};
use crate::units::Day;
use rust_decimal::Decimal;

use super::words;
use super::{
    Ask, Cell, Column, Mark, MarkRole, Paragraph, Report, Row, Table, Tone, Value, schedule,
};

/// Everything that was set to be told about, and events; nothing where the file has neither.
pub(super) fn push(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    for of in plan.resources.iter().filter(|of| of.clipped) {
        report.text(
            Paragraph::plain(format!(
                "What was measured of {} is cut off at what there is: what services say that they \
                 want is counted instead.",
                words::resource_inside(&of.resource)
            ))
            .toned(Tone::Warning),
        );
    }
    let filled: Vec<(&HostOutlook, &ResourceOutlook)> = plan
        .hosts
        .iter()
        .flat_map(|host| host.resources.iter().map(move |of| (&**host, &**of)))
        .filter(|(_, of)| of.fill.is_some())
        .collect();
    if !filled.is_empty() {
        report.heading("How full");
        report.table(table(ask, plan, filled.into_iter()));
    }
    if !ask.scenario.events.is_empty() {
        report.heading("Events");
        report.table(events(ask));
    }
}

fn table<'a>(
    ask: &Ask<'_>,
    plan: &PlanOutlook,
    filled: impl Iterator<Item = (&'a HostOutlook, &'a ResourceOutlook)>,
) -> Table {
    let columns = vec![
        Column::words("host", "Server"),
        Column::words("resource", "Resource"),
        Column::numbers("used", "Wanted today"),
        Column::numbers("total", "Of all there is"),
        Column::numbers("full", "Full, %"),
        Column::numbers("target", "To be, %"),
        Column::numbers("size", "Right size for that"),
        Column::numbers("alert", "Told at, %"),
        Column::words("told", "When"),
    ];
    let mut table = Table::new("fill", "", columns);
    for (host, of) in filled {
        let Some(fill) = of.fill.as_deref() else { continue };
        let level = |level| words::level_cell(&of.resource, level);
        let percent = |percent: Option<crate::units::Percent>| {
            percent.map_or_else(Cell::default, |percent| {
                let number = percent.hundredths().normalize();
                Cell::of(number.to_string(), Value::Percent(number))
            })
        };
        table.rows.push(Row::item(vec![
            Cell::of(
                schedule::name(plan, &host.key, &host.name),
                Value::Text(host.key.to_string()),
            ),
            Cell::words(words::resource(&of.resource)),
            level(fill.used),
            fill.total.map_or_else(|| Cell::words("not known").toned(Tone::Warning), level),
            full(fill),
            percent(fill.target),
            fill.needed.map_or_else(Cell::default, level),
            percent(fill.alert),
            told(ask, fill),
        ]));
    }
    table.note = Some("Shares of all there is, not of what is usable.".to_owned());
    table
}

/// To a tenth of a percent.
fn full(fill: &FillOutlook) -> Cell {
    let Some(ppm) = fill.ppm() else { return Cell::default() };
    let tenths = crate::units::round_ratio(ppm, 1000);
    let number = Decimal::try_from_i128_with_scale(tenths, 1).unwrap_or_default().normalize();
    let past = fill.alert.is_some_and(|alert| ppm > i128::from(alert.ppm()));
    let tone = if past { Tone::Bad } else { Tone::Plain };
    Cell::of(number.to_string(), Value::Percent(number)).toned(tone)
}

fn told(ask: &Ask<'_>, fill: &FillOutlook) -> Cell {
    let Some(alerted) = &fill.alerted else { return Cell::default() };
    let (text, tone) = words::runway(alerted, ask.outlook.as_of, ask.outlook.horizon);
    let text = text.replace("already short", "already past").replace("lasts until", "passed on");
    match fill.months.filter(|months| *months > 0) {
        Some(months) => {
            let months = words::count(i64::from(months), "month");
            Cell::words(format!("{text}, in {months}")).toned(tone)
        }
        None => Cell::words(text.replace("lasts beyond", "not before")).toned(tone),
    }
}

fn events(ask: &Ask<'_>) -> Table {
    let columns = vec![
        Column::words("days", "When"),
        Column::words("what", "What"),
        Column::words("kind", "Kind"),
        Column::words("about", "About"),
    ];
    let mut table = Table::new("events", "", columns);
    let mut events: Vec<&Event> = ask.scenario.events.iter().map(AsRef::as_ref).collect();
    events.sort_by_key(|event| event.on);
    for event in events {
        let last = event.over().plus_days(-1);
        let shown = |day: Day| words::day(day, ask.outlook.as_of);
        let days = if last == event.on {
            shown(event.on)
        } else {
            format!("{} to {}", shown(event.on), shown(last))
        };
        let kind = match event.kind {
            EventKind::CleanUp => "cleaned up",
            EventKind::Migration => "moved",
            EventKind::Step if event.by.is_some_and(|by| by.less) => "less from then on",
            EventKind::Step => "more from then on",
            EventKind::Ignore => "measurements left out",
        };
        let kind = match event.by.filter(|_| event.kind != EventKind::Ignore) {
            Some(by) => format!("{kind}, {by}"),
            None => kind.to_owned(),
        };
        let about: Vec<String> =
            event.resource.iter().map(words::resource_inside).chain(event.host.clone()).collect();
        let about = if about.is_empty() { "everything".to_owned() } else { about.join(" of ") };
        table.rows.push(Row::item(vec![
            Cell::of(days, Value::Day(event.on)),
            Cell::words(event.what.clone()),
            Cell::words(kind),
            Cell::words(about),
        ]));
    }
    table
}

/// Days to mark in a plot of a resource.
pub(super) fn marks(ask: &Ask<'_>, resource: &Resource) -> Vec<Mark> {
    let today = Mark::day(ask.outlook.as_of, "today");
    let about = ask.scenario.events.iter().filter(|event| event.is_about(resource, None));
    let events = about.map(|event| Mark {
        role: MarkRole::Event,
        until: event.until,
        ..Mark::day(event.on, event.what.clone())
    });
    std::iter::once(today).chain(events).collect()
}

/// What is kept: `5 days`, `2 a day for 60 days`, `7 days, 4 weekly and 12 monthly`.
pub(super) fn kept(keep: Keep) -> String {
    let days = words::count(i64::from(keep.of_days()), "day");
    let mut parts = vec![match keep.each_day() {
        1 => days,
        each => format!("{each} a day for {days}"),
    }];
    let older = [(keep.weekly, "weekly"), (keep.monthly, "monthly"), (keep.yearly, "yearly")];
    parts.extend(older.iter().filter(|(n, _)| *n > 0).map(|(n, kind)| format!("{n} {kind}")));
    if keep.of_days() == 0 && parts.len() > 1 {
        parts.remove(0);
    }
    words::list(&parts)
}

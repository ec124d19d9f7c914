//! The figures of the picture as tables: by plan, and by the ends of months.

use crate::engine::outlook::{Level, Runway};
use crate::model::DO_NOTHING;
use crate::units::Day;

use super::super::words::{self, Lasting, runway_path};
use super::super::{Ask, Cell, Column, Row, RowKind, Table, Tone, Value};
use super::{Course, Seen};

/// Rows of months at most; of a longer time every second month, every third …
const ROWS: i32 = 24;

/// A plan a row: what it makes usable, and when that is too little.
pub(super) fn plans(ask: &Ask<'_>, seen: &Seen<'_>) -> Table {
    let unit = seen.scale.unit;
    let tells = seen.past.tells();
    let (half, tenth) = if tells {
        ("Half of the futures run out by", "1-in-10 risk by")
    } else {
        ("Lasts until", "At the most")
    };
    let columns = vec![
        Column::words("plan", "Plan"),
        Column::numbers("usable", format!("Usable, {unit}")),
        Column::numbers("wanted", if seen.past.counts() { "Used today" } else { "Wanted today" }),
        Column::numbers("room", "Headroom"),
        Column::words("expected", half),
        Column::words("cautious", tenth),
    ];
    let mut table = Table::new("plans", "", columns);
    for (name, plan) in &ask.outlook.plans {
        let Some(course) = Course::of(plan, seen.which) else { continue };
        let wanted = course.segments.first().map_or(0, |first| first.first.expected);
        let usable = course.segments.last().and_then(|last| last.usable);
        let until = course.of.map(|of| of.until);
        let lasting =
            Lasting::within(ask.scenario, plan, (course.segments, course.runway, until), |day| {
                match (course.of, &seen.which.host) {
                    (Some(of), Some(_)) => Some(of.runway_from(day)),
                    _ => plan.runway_from(&seen.which.resource, day),
                }
            });
        let [mut expected, cautious] = out(ask, &lasting, tells);
        if seen.which.host.is_none() {
            expected = expected.because(runway_path(name, &seen.which.resource));
        }
        let chosen = *name == ask.plan().name;
        table.rows.push(Row {
            kind: if chosen { RowKind::Chosen } else { RowKind::Item },
            cells: vec![
                Cell::of(name.to_string(), Value::Text(name.to_string())),
                level(seen, usable),
                seen.scale.cell(wanted),
                usable.map_or_else(unknown, |usable| seen.scale.signed(usable - wanted)),
                expected,
                cautious,
            ],
        });
    }
    let declared = "Without measurements there is no forecast: what is declared, at its middle and \
                    at its upper end.";
    table.note = (!tells).then(|| declared.to_owned());
    table
}

/// When half and a tenth of the futures are out; without a forecast the two ends of what is declared.
fn out(ask: &Ask<'_>, lasting: &Lasting, tells: bool) -> [Cell; 2] {
    let month = |day: Day| day.month_of().words();
    let horizon = ask.outlook.horizon;
    let dated = |day: Day, tone| Cell::of(day.words(), Value::Day(day)).toned(tone);
    let none = |day: Day| {
        let text = if tells { format!("none by {}", month(day)) } else { beyond(day) };
        Cell::words(text).toned(Tone::Good)
    };
    let [mut expected, cautious] = match &lasting.runway {
        Runway::Already { .. } => {
            let short = || Cell::words("already short").toned(Tone::Bad);
            [short(), short()]
        }
        Runway::Between { cautious, expected } => {
            let late = || Cell::words(beyond(horizon));
            let first = cautious.or(*expected);
            [
                expected.map_or_else(late, |day| dated(day, Tone::Plain)),
                first.map_or_else(|| none(horizon), |day| dated(day, Tone::Warning)),
            ]
        }
        Runway::Beyond(day) => [Cell::words(beyond(*day)), none(*day)],
        Runway::CannotTell(reason) => {
            let told = Cell::words(format!("cannot be told: {reason}")).toned(Tone::Dim);
            [told, Cell::default()]
        }
    };
    if let Some(until) = lasting.short.and_then(|short| short.until) {
        let last = words::day(until.plus_days(-1), ask.outlook.as_of);
        expected.text = format!("{}; short until {last}", expected.text);
        expected.tone = Tone::Bad;
    }
    [expected, cautious]
}

fn beyond(day: Day) -> String {
    format!("lasts beyond {}", day.month_of().words())
}

/// Today and the ends of months: what is expected, what is cautious, what is usable.
pub(super) fn months(ask: &Ask<'_>, seen: &Seen<'_>) -> Table {
    let unit = seen.scale.unit;
    let course = seen.plan;
    let range = course.is_some_and(|course| course.is_range());
    let (low, high) =
        if seen.past.tells() { ("Expected", "Cautious") } else { ("Wanted", "Wanted at the most") };
    let nothing = seen.nothing.filter(|_| Seen::has_plan(ask));
    let mut columns = vec![
        Column::words("by", format!("{unit} at the end of")),
        Column::numbers("expected", low),
    ];
    if range {
        columns.push(Column::numbers("cautious", high));
    }
    columns.push(Column::numbers("usable", "Usable"));
    if nothing.is_some() {
        columns.push(Column::numbers("usable_unchanged", "Usable if nothing is done"));
    }
    let mut table = Table::new("ends", "", columns);
    let Some(course) = course else { return table };
    let said_until =
        match (seen.past.reached(), ask.scenario.growth.contains_key(&seen.which.resource)) {
            (Some(reached), false) => reached.light.plus_days(1),
            _ => ask.outlook.horizon,
        };
    for day in ends(ask.outlook.as_of, ask.outlook.horizon) {
        let reading = course.reading(day).filter(|_| day < said_until);
        let said = |read: Level| seen.scale.cell(read);
        let unsaid = || Cell::words("no saying").toned(Tone::Dim);
        let mut cells = vec![Cell::of(short(day, ask.outlook.as_of), Value::Day(day))];
        cells.push(reading.map_or_else(unsaid, |reading| said(reading.expected)));
        if range {
            cells.push(reading.map_or_else(unsaid, |reading| said(reading.cautious)));
        }
        cells.push(level(seen, course.usable(day)));
        if let Some(nothing) = nothing {
            cells.push(level(seen, nothing.usable(day)));
        }
        table.rows.push(Row::item(cells));
    }
    let name = &ask.plan().name;
    table.note = (name.as_ref() != DO_NOTHING).then(|| format!("With {name}."));
    table
}

/// `today`, then `Mar 2026`.
fn short(day: Day, as_of: Day) -> String {
    if day == as_of {
        return "today".to_owned();
    }
    let name: String = day.month_of().name().chars().take(3).collect();
    format!("{name} {}", day.year())
}

/// Today, and last days of months before the horizon.
fn ends(as_of: Day, horizon: Day) -> Vec<Day> {
    let (first, last) = (as_of.month_of(), horizon.plus_days(-1).month_of());
    let months = first.months_until(last);
    let every = (months + ROWS - 1).div_euclid(ROWS).max(1);
    let end = |n: i32| first.plus(n).until().plus_days(-1);
    let ends = (0..=months).filter(|n| n % every == 0).map(end);
    let mut days = vec![as_of];
    days.extend(ends.filter(|day| *day > as_of && *day < horizon));
    days
}

fn level(seen: &Seen<'_>, level: Option<Level>) -> Cell {
    level.map_or_else(unknown, |level| seen.scale.cell(level))
}

fn unknown() -> Cell {
    Cell::words("not known").toned(Tone::Warning)
}

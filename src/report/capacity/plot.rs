//! Which lines are drawn of a resource, and from which day to which?

use crate::engine::hosts::usable_before;
use crate::engine::outlook::{Level, Reading, Segment};
use crate::units::Day;

use super::super::{Ask, Block, DayLine, LineRole, Lines, Plot, words};
use super::past::Reached;
use super::{Course, Seen, areas, marks};

pub(super) fn plot(ask: &Ask<'_>, seen: &Seen<'_>) -> Block {
    let mut lines = usable(ask, seen);
    if let Some(plan) = seen.plan {
        match seen.past.reached() {
            Some(reached) => forecast(ask, seen, &plan, reached, &mut lines),
            None => declared(ask, seen, &plan, &mut lines),
        }
    }
    if !seen.past.line.is_empty() {
        let points = seen.past.line.iter().map(|(day, level)| (*day, seen.scale.plain(*level)));
        lines.push(DayLine {
            name: measured_name(seen),
            role: LineRole::Measured,
            points: points.collect(),
        });
    }
    Block::Plot(Plot::Lines(Lines {
        title: words::resource(&seen.which.resource),
        unit: seen.scale.unit.to_owned(),
        areas: if seen.past.counts() { Vec::new() } else { areas::areas(ask, seen) },
        lines,
        marks: marks::marks(ask, seen),
    }))
}

fn measured_name(seen: &Seen<'_>) -> String {
    let steps = seen.past.all.iter().filter_map(|told| told.history.buckets());
    let step = steps.map(|buckets| buckets.step.name()).max();
    let each = step.map_or_else(String::new, |step| format!(" each {step}, the highest"));
    match seen.past.counting().count() {
        0 | 1 => format!("measured{each}"),
        n => format!("measured{each}, {n} series together"),
    }
}

/// What could be used and can be: the plan's, and that of doing nothing from where both differ.
fn usable(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<DayLine> {
    let mut lines = Vec::new();
    let Some(plan) = seen.plan else { return lines };
    let before = seen.past.line.first().map(|(day, _)| {
        let host = seen.which.host.as_deref();
        usable_before(ask.plan(), &seen.which.resource, host, *day)
    });
    let before = before.unwrap_or_default();
    let steps = |segments: &[Segment], from: Day| -> Vec<(Day, Option<Level>)> {
        segments.iter().filter(|s| s.until > from).map(|s| (s.from.max(from), s.usable)).collect()
    };
    let end = ask.outlook.horizon;
    let mut own = before;
    own.extend(steps(plan.segments, ask.outlook.as_of));
    let name = plan.segments.last().and_then(|last| last.usable);
    let name =
        name.map_or_else(String::new, |usable| format!("usable {}", seen.scale.text(usable)));
    lines.extend(runs(seen, &own, end, &name, LineRole::Capacity));
    let Some(nothing) = seen.nothing.filter(|_| Seen::has_plan(ask)) else { return lines };
    let differs =
        nothing.segments.iter().map(|s| s.from).chain(plan.segments.iter().map(|s| s.from));
    let differs = differs.filter(|day| nothing.usable(*day) != plan.usable(*day)).min();
    if let Some(from) = differs {
        let name = nothing
            .segments
            .last()
            .and_then(|last| last.usable)
            .map_or_else(String::new, |usable| {
                format!("{} if nothing is done", seen.scale.text(usable))
            });
        let steps = steps(nothing.segments, from);
        lines.extend(runs(seen, &steps, end, &name, LineRole::CapacityUnchanged));
    }
    lines
}

/// Steps as corners: each run of known levels a line of its own, the last of them named.
fn runs(
    seen: &Seen<'_>,
    steps: &[(Day, Option<Level>)],
    end: Day,
    name: &str,
    role: LineRole,
) -> Vec<DayLine> {
    let mut lines: Vec<DayLine> = Vec::new();
    let mut open = false;
    for (n, (from, level)) in steps.iter().enumerate() {
        let until = steps.get(n + 1).map_or(end, |next| next.0);
        let Some(level) = level.filter(|_| *from < until) else {
            open &= level.is_some();
            continue;
        };
        let y = seen.scale.plain(level);
        if !open {
            lines.push(DayLine { name: String::new(), role, points: Vec::new() });
            open = true;
        }
        let Some(line) = lines.last_mut() else { continue };
        // A level that goes on needs no corner.
        match line.points.last_mut() {
            Some(last) if last.1.to_bits() == y.to_bits() => last.0 = until,
            _ => line.points.extend([(*from, y), (until, y)]),
        }
    }
    if let Some(last) = lines.last_mut() {
        name.clone_into(&mut last.name);
    }
    lines
}

/// The expected line, solid, then lighter, then as declared; with its band.
fn forecast(
    ask: &Ask<'_>,
    seen: &Seen<'_>,
    plan: &Course<'_>,
    reached: Reached,
    lines: &mut Vec<DayLine>,
) {
    let (as_of, horizon) = (ask.outlook.as_of, ask.outlook.horizon);
    let declared = ask.scenario.growth.contains_key(&seen.which.resource);
    let last = reached.light.plus_days(1).min(horizon);
    let end = if declared { horizon } else { last };
    let walk =
        |from: Day, until: Day, read: fn(&Reading) -> Level| walk(seen, plan, from, until, read);
    let expected: fn(&Reading) -> Level = |reading| reading.expected;
    let mut solid = walk(as_of, reached.solid.plus_days(1).min(end), expected);
    // From the last measurement on, where nothing else is wanted besides.
    if seen.past.is_all
        && let Some((day, level)) = seen.past.line.last().filter(|(day, _)| *day < as_of)
    {
        solid.insert(0, (*day, seen.scale.plain(*level)));
    }
    let from = reached.solid.max(as_of);
    let further = walk(from, last, expected);
    let beyond =
        if declared { walk(reached.light.max(as_of), horizon, expected) } else { Vec::new() };
    let mut named = [
        (LineRole::Expected, solid, "expected: half above"),
        (LineRole::ExpectedFurther, further, "expected: half above"),
        (LineRole::Declared, beyond, "growth as declared"),
    ]
    .into_iter()
    .filter(|(_, points, _)| points.len() > 1)
    .collect::<Vec<_>>();
    let count = named.len();
    for (n, (_, _, name)) in named.iter_mut().enumerate() {
        if n + 1 < count {
            *name = "";
        }
    }
    let line = |(role, points, name): (LineRole, Vec<(Day, f64)>, &str)| DayLine {
        name: name.to_owned(),
        role,
        points,
    };
    lines.push(line((LineRole::Low, walk(as_of, end, |reading| reading.low), "")));
    let cautious = walk(as_of, end, |reading| reading.cautious);
    lines.push(line((LineRole::Cautious, cautious, "cautious: 1 in 10 above")));
    lines.extend(named.into_iter().map(line));
}

/// What is wanted, with growth as somebody declared it.
fn declared(ask: &Ask<'_>, seen: &Seen<'_>, plan: &Course<'_>, lines: &mut Vec<DayLine>) {
    let (from, until) = (ask.outlook.as_of, ask.outlook.horizon);
    let mut push = |name: &str, role, read: fn(&Reading) -> Level| {
        let points = walk(seen, plan, from, until, read);
        lines.push(DayLine { name: name.to_owned(), role, points });
    };
    if plan.is_range() {
        push("wanted, at the least", LineRole::Declared, |reading| reading.low);
        push("wanted, at the most", LineRole::DeclaredHigh, |reading| reading.cautious);
    } else {
        push("wanted", LineRole::Declared, |reading| reading.expected);
    }
}

/// A demand from a day until another, at both ends of each stretch.
fn walk(
    seen: &Seen<'_>,
    plan: &Course<'_>,
    from: Day,
    until: Day,
    read: fn(&Reading) -> Level,
) -> Vec<(Day, f64)> {
    let mut points: Vec<(Day, f64)> = Vec::new();
    for segment in plan.segments.iter().filter(|s| s.from < until && s.until > from) {
        let ends = [segment.from.max(from), segment.until.min(until).plus_days(-1)];
        for day in ends {
            if points.last().is_none_or(|(last, _)| *last != day) {
                points.push((day, seen.scale.plain(read(&segment.on(day)))));
            }
        }
    }
    points
}

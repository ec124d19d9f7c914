//! Which days are marked in the picture of a resource, and with which words?

use crate::engine::demand::speaks_of;
use crate::engine::outlook::{Level, Origin, Runway};
use crate::engine::windows::window_days;
use crate::model::{EventKind, Move, Resource};
use crate::units::Day;

use super::super::{Ask, Mark, MarkRole, words};
use super::{Course, Seen};

/// Windows that are marked at most: one that comes each week would hide everything else.
const MOST_WINDOWS: usize = 12;
/// So many days apart, something stated and something found are one thing: a step of most series.
const ALIKE: i64 = 31;

pub(super) fn marks(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<Mark> {
    let as_of = ask.outlook.as_of;
    let mut marks = vec![Mark::day(as_of, format!("today, {}", as_of.words()))];
    marks.extend(level(seen));
    marks.extend(events(ask, seen));
    if seen.past.counts() {
        marks.extend(windows(ask, seen));
    }
    marks.extend(moves(ask, seen));
    marks.extend(run_outs(ask, seen));
    marks
}

/// What is usable at first, and how that comes about.
fn level(seen: &Seen<'_>) -> Option<Mark> {
    let course = seen.plan?;
    let first = course.segments.first()?;
    let (usable, total) = (first.usable?, first.total?);
    let mut text = format!("usable {}", seen.scale.text(usable));
    if let Some(of) = course.of.filter(|_| usable != total) {
        let kept = if of.buffer_ppm > 0 {
            format!("{} % kept free of ", words::kept_free(of.buffer_ppm))
        } else {
            "of ".to_owned()
        };
        text = format!("{text} ({kept}{})", seen.scale.text(total));
    }
    let day = seen.past.line.first().map_or(first.from, |(day, _)| *day);
    Some(Mark { role: MarkRole::Level, at: Some(seen.scale.plain(usable)), ..Mark::day(day, text) })
}

/// What happened, as somebody said or as it is found in what was measured.
fn events(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<Mark> {
    let Some((first, _)) = seen.past.line.first() else { return Vec::new() };
    let mut found = seen.past.clean_ups();
    let mut marks = Vec::new();
    let about: Vec<_> = seen.past.all.iter().flat_map(|told| told.series.events.clone()).collect();
    let mut known: Vec<&str> = Vec::new();
    for event in &about {
        if event.over() <= *first || event.on > ask.outlook.as_of || known.contains(&&*event.what) {
            continue;
        }
        known.push(&event.what);
        let mut text = format!("{}, {}", event.what, event.on.words());
        if event.kind == EventKind::CleanUp {
            let near = |day: Day| event.on.days_until(day).abs() <= ALIKE;
            if let Some(n) = found.iter().position(|of| near(of.day)) {
                let less = seen.scale.text(found.remove(n).less.round() as Level);
                text = format!(
                    "{text}: {less} {} less\ngrowth is counted without it",
                    seen.scale.unit
                );
            }
        }
        if event.kind == EventKind::Ignore {
            text.push_str("\nleft out");
        }
        marks.push(at_line(seen, event.on, event.until, text));
    }
    for of in found {
        let less = seen.scale.text(of.less.round() as Level);
        let text = format!(
            "less at once, {}: {less} {}\ngrowth is counted without it",
            of.day.words(),
            seen.scale.unit
        );
        marks.push(at_line(seen, of.day, None, text));
    }
    marks
}

/// A mark at what was measured on its day, or last before it.
fn at_line(seen: &Seen<'_>, day: Day, until: Option<Day>, what: String) -> Mark {
    let line = &seen.past.line;
    let before = line.partition_point(|(at, _)| *at <= day);
    let level = line.get(before.saturating_sub(1)).map(|(_, level)| seen.scale.plain(*level));
    Mark { day, until, at: level, what, role: MarkRole::Event }
}

/// Days on which a service wants more of it.
fn windows(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (as_of, horizon) = (ask.outlook.as_of, ask.outlook.horizon);
    for (key, service) in &ask.scenario.services {
        let here = match (&seen.which.host, &service.on) {
            (Some(host), Some(on)) => **host == **on,
            _ => true,
        };
        if !here || service.elsewhere.is_some() || !speaks_of(service, &seen.which.resource) {
            continue;
        }
        for window in &service.windows {
            for (from, until) in window_days(window, as_of, horizon) {
                marks.push(Mark {
                    until: Some(until),
                    role: MarkRole::Window,
                    ..Mark::day(from, format!("{key}: {}", window.name))
                });
            }
        }
    }
    marks.sort_by_key(|mark| mark.day);
    marks.truncate(MOST_WINDOWS);
    marks
}

/// Where the plan changes what may be used, or what is wanted.
fn moves(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<Mark> {
    let (Some(plan), true) = (seen.plan, Seen::has_plan(ask)) else { return Vec::new() };
    let mut marks = Vec::new();
    for pair in plan.segments.windows(2).filter(|pair| pair[0].usable != pair[1].usable) {
        let day = pair[1].from;
        let begun = ask.plan().tenures.iter().find(|tenure| {
            matches!(tenure.origin, Origin::Move(_))
                && (tenure.from == day || tenure.until == Some(day))
        });
        let name = begun.map_or("usable changes", |tenure| &*tenure.name);
        let at = pair[1].usable.or(pair[0].usable).map(|level| seen.scale.plain(level));
        let text = format!("{name} from {}", day.words());
        marks.push(Mark { at, role: MarkRole::Move, ..Mark::day(day, text) });
    }
    let steps = ask.scenario.plans.get(ask.plan().name.as_ref()).into_iter().flat_map(|p| p.iter());
    for step in steps.filter(|step| !step.is_off() && step.day() < ask.outlook.horizon) {
        let Some(text) = demand_words(step, &seen.which.resource) else { continue };
        let day = step.day().max(ask.outlook.as_of);
        let at = plan.reading(day).map(|reading| seen.scale.plain(reading.expected));
        let text = format!("{text}, {}", step.day().words());
        marks.push(Mark { at, role: MarkRole::Move, ..Mark::day(day, text) });
    }
    marks
}

/// What a move makes of demand on the resource; `None`: nothing.
fn demand_words(step: &Move, resource: &Resource) -> Option<String> {
    match step {
        Move::Stop { service, .. } => Some(format!("{service} stops")),
        Move::Start { service, .. } => Some(format!("{service} starts")),
        Move::Resize { service, resource: of, .. } if of == resource => {
            Some(format!("{service} resized"))
        }
        Move::Reclaim { what, resource: of, .. } if of == resource => Some(what.clone()),
        Move::KeepBackups { .. } if *resource == Resource::Backup => {
            Some("backups kept otherwise".to_owned())
        }
        _ => None,
    }
}

/// Where it runs out: under the plan, and if nothing is done where that is another day.
fn run_outs(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<Mark> {
    let tells = seen.past.tells();
    let has_plan = Seen::has_plan(ask);
    // One server runs out while the sum still has room: the ring lies on what is wanted of all.
    let of_sum = seen.which.host.is_none() && seen.which.resource != Resource::Backup;
    let on_one = of_sum && ask.outlook.do_nothing().hosts.len() > 1;
    let of = |course: &Course<'_>, suffix: &str| -> Vec<Mark> {
        let mark = |day: Day, cautious: bool, text: String| {
            let level = course.usable(day).filter(|_| !on_one).or_else(|| {
                let reading = course.reading(day)?;
                Some(if cautious { reading.cautious } else { reading.expected })
            });
            let at = level.map(|level| seen.scale.plain(level));
            let one = if on_one { " on one server" } else { "" };
            let text = format!("{text}{one}{suffix}");
            Mark { at, role: MarkRole::RunOut, ..Mark::day(day, text) }
        };
        match course.runway {
            Runway::Already { short, .. } => {
                let short = words::level(&seen.which.resource, *short);
                vec![mark(ask.outlook.as_of, false, format!("{short} short today"))]
            }
            Runway::Between { cautious, expected } => {
                let risk = if tells { "1-in-10 risk by" } else { "too little at the most from" };
                let half = if tells { "half of the futures run out by" } else { "too little from" };
                let cautious = cautious.filter(|day| Some(*day) != *expected);
                let cautious =
                    cautious.map(|day| mark(day, true, format!("{risk} {}", day.words())));
                let expected =
                    expected.map(|day| mark(day, false, format!("{half} {}", day.words())));
                cautious.into_iter().chain(expected).collect()
            }
            Runway::Beyond(_) | Runway::CannotTell(_) => Vec::new(),
        }
    };
    let Some(plan) = seen.plan else { return Vec::new() };
    let own = of(&plan, "");
    let Some(nothing) = seen.nothing.filter(|_| has_plan) else { return own };
    if nothing.runway == plan.runway {
        return own;
    }
    of(&nothing, " if nothing is done").into_iter().chain(own).collect()
}

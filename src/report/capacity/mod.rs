//! How does each resource go, day by day, beside what is usable, and how wrong were such forecasts before?
//!
//! The screen of this name asks for one resource at a time ([`of`]), on one host or on all, and tries the
//! forecasts ([`trials`]) where it does not hold anybody up; the report asks for everything at once.

use std::sync::Arc;

use crate::engine::outlook::{
    HostOutlook, Level, Makeup, PlanOutlook, Reading, ResourceOutlook, Runway, Segment,
};
use crate::model::{DO_NOTHING, Resource};
use crate::units::Day;

use super::words::{self, Scale};
use super::{Ask, Cell, Column, Paragraph, Report, Row, Table, Tone, Value, schedule};

mod areas;
mod marks;
mod past;
mod plot;
mod spark;
mod tables;
#[cfg(test)]
mod tests;
mod trial;

pub use spark::{Spark, sparks};
pub use trial::{Trial, Tried, tried};

use past::Past;

/// A resource of one host, or of all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// The resource.
    pub resource: Resource,
    /// Key of the host; `None`: all hosts, and what stands on none.
    pub host: Option<Arc<str>>,
}

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let mut report = Report::new("capacity", format!("Capacity: {}", ask.plan().name));
    let all = resources(ask, None);
    if all.is_empty() {
        report.say(super::overview::NOTHING_COUNTED);
        return report;
    }
    report.table(lasting(ask, None));
    for resource in all {
        report.heading(words::resource(&resource));
        let which = Which { resource, host: None };
        report.blocks.extend(of(ask, &which).blocks);
        report.say("How wrong has this been?");
        let trials = trials(ask, &which);
        let done: Vec<_> = trials.iter().filter_map(|trial| trial.run(&|_| true)).collect();
        report.blocks.extend(tried(ask, &which, &done).into_iter().map(super::Block::Text));
    }
    report
}

/// What is counted under the chosen plan or if nothing is done, on a host or in all; backup space last.
pub fn resources(ask: &Ask<'_>, host: Option<&str>) -> Vec<Resource> {
    let mut all: Vec<Resource> = Vec::new();
    for plan in [ask.outlook.do_nothing(), ask.plan()] {
        let of = match host {
            None => &plan.resources,
            Some(key) => match plan.hosts.iter().find(|host| *host.key == *key) {
                Some(host) => &host.resources,
                None => continue,
            },
        };
        // A host also has what nobody asks of it: that is no question of room.
        let counted = of.iter().filter(|of| plan.resource(&of.resource).is_some());
        all.extend(counted.map(|of| of.resource.clone()));
        if host.is_none() && plan.backup.is_some() {
            all.push(Resource::Backup);
        }
    }
    let place = |of: &Resource| (*of == Resource::Backup, of.clone());
    all.sort_by_key(place);
    all.dedup();
    all
}

/// The hosts, each with what people call it: none where there is but one.
pub fn hosts(ask: &Ask<'_>) -> Vec<(Arc<str>, String)> {
    let plan = ask.plan();
    let named = |host: &Arc<HostOutlook>| {
        (Arc::clone(&host.key), schedule::name(plan, &host.key, &host.name))
    };
    match plan.hosts.as_slice() {
        [] | [_] => Vec::new(),
        hosts => hosts.iter().map(named).collect(),
    }
}

/// How long each resource lasts if nothing is done, a row each; its key is the first cell's value.
pub fn lasting(ask: &Ask<'_>, host: Option<&Arc<str>>) -> Table {
    let columns = vec![Column::words("resource", "Resource"), Column::words("lasts", "Lasts")];
    let mut table = Table::new("resources", "", columns);
    for resource in resources(ask, host.map(AsRef::as_ref)) {
        let which = Which { resource: resource.clone(), host: host.cloned() };
        let key = Value::Text(words::resource_key(&resource));
        let (text, tone) = lasts(ask, &which);
        let mut cell = Cell::words(text).toned(tone);
        if host.is_none() {
            cell = cell.because(words::runway_path(DO_NOTHING, &resource));
        }
        table.rows.push(Row::item(vec![Cell::of(words::resource(&resource), key), cell]));
    }
    table
}

/// In a few words, the 1-in-10 risk first where there is a forecast.
fn lasts(ask: &Ask<'_>, which: &Which) -> (String, Tone) {
    let nothing = ask.outlook.do_nothing();
    let (as_of, horizon) = (ask.outlook.as_of, ask.outlook.horizon);
    let Some(course) = Course::of(nothing, which) else {
        return (format!("nothing before {}", ask.plan().name), Tone::Dim);
    };
    let chosen = ask.plan().name.as_ref() != DO_NOTHING;
    let nothing_done = if chosen { " if nothing is done" } else { "" };
    match course.runway {
        Runway::Already { short, .. } => {
            (format!("{} short today", words::level(&which.resource, *short)), Tone::Bad)
        }
        Runway::Between { cautious: Some(day), .. } if Past::of(ask, which).tells() => {
            (format!("1-in-10 risk by {}{nothing_done}", day.words()), Tone::Warning)
        }
        Runway::CannotTell(_) => ("cannot be told".to_owned(), Tone::Dim),
        other => words::runway(other, as_of, horizon),
    }
}

/// One resource: what is known of it, its plot, and the tables with the same figures.
pub fn of(ask: &Ask<'_>, which: &Which) -> Report {
    let mut report = Report::new("capacity", words::resource(&which.resource));
    let seen = Seen::of(ask, which);
    for said in known(ask, &seen) {
        report.text(said);
    }
    report.blocks.push(plot::plot(ask, &seen));
    report.table(tables::plans(ask, &seen));
    report.table(tables::months(ask, &seen));
    report
}

/// The forecasts that can be tried on this past: of the largest series, six at the most.
pub fn trials(ask: &Ask<'_>, which: &Which) -> Vec<Trial> {
    trial::of(&Past::of(ask, which), ask.scenario.seed.unwrap_or(1))
}

/// What a picture is made from.
struct Seen<'a> {
    which: &'a Which,
    past: Past<'a>,
    nothing: Option<Course<'a>>,
    /// The chosen plan's; that of doing nothing where nothing is chosen.
    plan: Option<Course<'a>>,
    scale: Scale<'a>,
}

impl<'a> Seen<'a> {
    fn of(ask: &Ask<'a>, which: &'a Which) -> Self {
        let nothing = Course::of(ask.outlook.do_nothing(), which);
        let plan = Course::of(ask.plan(), which).or(nothing);
        let past = Past::of(ask, which);
        let levels = nothing.iter().chain(&plan).flat_map(|course| course.segments);
        let levels = levels.flat_map(|s| [Some(s.worst().cautious), s.usable]).flatten();
        let measured = past.line.iter().map(|(_, level)| *level);
        let scale = Scale::fine(&which.resource, levels.chain(measured).max().unwrap_or(0));
        Self { which, past, nothing, plan, scale }
    }

    /// Whether a plan is chosen that is not doing nothing.
    fn has_plan(ask: &Ask<'_>) -> bool {
        ask.plan().name.as_ref() != DO_NOTHING
    }
}

/// Demand and capacity of one resource under a plan, on one host or on all.
#[derive(Clone, Copy)]
struct Course<'a> {
    segments: &'a [Segment],
    runway: &'a Runway,
    /// `None` of backup space.
    of: Option<&'a ResourceOutlook>,
}

impl<'a> Course<'a> {
    fn of(plan: &'a PlanOutlook, which: &Which) -> Option<Self> {
        if which.resource == Resource::Backup {
            let backup = plan.backup.as_deref().filter(|_| which.host.is_none())?;
            return Some(Self { segments: &backup.segments, runway: &backup.runway, of: None });
        }
        let of = match &which.host {
            None => plan.resource(&which.resource)?,
            Some(key) => {
                let host = plan.hosts.iter().find(|host| host.key == *key)?;
                host.resources.iter().find(|of| of.resource == which.resource)?
            }
        };
        Some(Self { segments: &of.segments, runway: &of.runway, of: Some(of) })
    }

    fn today(&self) -> Option<&'a Makeup> {
        self.of.map(|of| &*of.today)
    }

    fn on(&self, day: Day) -> Option<&'a Segment> {
        self.segments.iter().find(|segment| segment.from <= day && day < segment.until)
    }

    fn reading(&self, day: Day) -> Option<Reading> {
        self.on(day).map(|segment| segment.on(day))
    }

    fn usable(&self, day: Day) -> Option<Level> {
        self.on(day)?.usable
    }

    /// Whether the readings differ anywhere.
    fn is_range(&self) -> bool {
        self.segments.iter().any(|s| s.worst().low != s.worst().cautious)
    }
}

/// What a person has to know before reading the picture.
fn known(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<Paragraph> {
    let resource = words::resource_inside(&seen.which.resource);
    let mut said = Vec::new();
    let mut say = |text: String, tone: Tone| said.push(Paragraph::plain(text).toned(tone));
    if seen.which.resource == Resource::Backup {
        let growth = ask.scenario.backups.as_ref().is_some_and(|of| of.growth.is_some());
        let grows = if growth { "as declared" } else { "no growth declared: assuming no change" };
        say(format!("What the kept backups need; {grows}."), Tone::Dim);
    } else if seen.past.all.is_empty() {
        let (how, tone) = match words::growth(ask.scenario, &seen.which.resource) {
            Some(growth) => (format!("growth as declared, {growth}"), Tone::Warning),
            None if seen.plan.and_then(|plan| plan.of).is_some_and(|of| of.grows) => {
                ("growth as declared, service by service".to_owned(), Tone::Warning)
            }
            None => ("no growth declared: assuming no change".to_owned(), Tone::Warning),
        };
        say(format!("No measurements of {resource}, {how}."), tone);
    } else if let Some(why) = seen.past.says_nothing(ask) {
        say(why, Tone::Warning);
    }
    if let Some(Runway::CannotTell(reason)) = seen.plan.map(|plan| plan.runway) {
        say(format!("How long it lasts cannot be told: {reason}."), Tone::Warning);
    }
    if seen.plan.and_then(|plan| plan.of).is_some_and(|of| of.upper_bound) {
        say("Peaks are added that need not coincide: an upper bound.".to_owned(), Tone::Dim);
    }
    if seen.which.host.is_none() && hosts(ask).len() > 1 && seen.which.resource != Resource::Backup
    {
        say("Judged server by server; this is the sum of all.".to_owned(), Tone::Dim);
    }
    said
}

//! Does a plan do what it is for, from its first day to its end?

use std::sync::Arc;

use crate::engine::later::Later;
use crate::engine::levels::plan_asked;
use crate::engine::outlook::{Level, Outlook, PlanOutlook, Runway, Segment};
use crate::model::{DO_NOTHING, Move, OfferKind, Resource, Scenario};
use crate::units::Day;

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] =
    &["over-capacity", "runs-out-before-move", "runs-out-all-the-same", "term-outlives-plan"];

/// What runs out later than so many days from now can still be planned for: it is no slip of a plan
/// made today.
const SOON: i64 = 365;

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, moves) in &scenario.plans {
        let Some(plan) = outlook.plans.get(name).filter(|_| &**name != DO_NOTHING) else {
            continue;
        };
        let case = Case { scenario, outlook, name, moves, plan };
        findings.extend(case.capacity());
        findings.extend(case.all_the_same());
        findings.extend(case.terms());
    }
    findings
}

struct Case<'a> {
    scenario: &'a Scenario,
    outlook: &'a Outlook,
    name: &'a Arc<str>,
    moves: &'a [Move],
    plan: &'a PlanOutlook,
}

/// What is wrong with the room for one resource.
#[derive(Clone, Copy, Debug)]
enum Slip {
    /// On the day of the last move.
    Short { wanted: Level, usable: Level },
    /// From a day before it, until a move mends it.
    Late { day: Day },
}

/// A slip with the first host that has it.
#[derive(Clone, Copy, Debug)]
struct Verdict<'a> {
    /// What people call it; empty for backup space, which belongs to none.
    host: &'a str,
    resource: &'a Resource,
    slip: Slip,
    /// How many other hosts have it too.
    others: usize,
}

impl Case<'_> {
    /// The last day on which a move changes what there is or what is wanted.
    fn last_move(&self) -> Option<Day> {
        let money_only = |step: &Move| {
            matches!(step, Move::OneOff { .. } | Move::Price { .. } | Move::PriceOfLine { .. })
        };
        let working = self.moves.iter().filter(|step| !step.is_off() && !money_only(step));
        working.map(Move::day).max().filter(|day| *day < self.outlook.horizon)
    }

    /// What is short after the last move, or runs out before it: a finding for each resource, about
    /// the first host that it holds for.
    fn capacity(&self) -> Vec<Finding> {
        let Some(last) = self.last_move() else { return Vec::new() };
        let hosts = self.plan.hosts.iter().flat_map(|host| {
            host.resources
                .iter()
                .map(move |of| (&*host.name, &of.resource, &of.segments, &of.runway))
        });
        let backup = self.plan.backup.iter();
        let backup = backup.map(|of| ("", &Resource::Backup, &of.segments, &of.runway));
        let mut verdicts: Vec<Verdict<'_>> = Vec::new();
        for (host, resource, segments, runway) in hosts.chain(backup) {
            let Some(slip) = self.judged(segments, runway, last) else { continue };
            let said = verdicts.iter_mut().find(|known| {
                *known.resource == *resource
                    && matches!(known.slip, Slip::Short { .. })
                        == matches!(slip, Slip::Short { .. })
            });
            match said {
                Some(known) => known.others += 1,
                None => verdicts.push(Verdict { host, resource, slip, others: 0 }),
            }
        }
        verdicts.iter().map(|verdict| self.said(verdict, last)).collect()
    }

    fn judged(&self, segments: &Later<Vec<Segment>>, runway: &Runway, last: Day) -> Option<Slip> {
        let after = last.max(self.outlook.as_of);
        let runs_out = match runway {
            Runway::Beyond(_) => return None,
            Runway::Between { expected, .. } => Some((*expected)?),
            Runway::Already { .. } | Runway::CannotTell(_) => None,
        };
        if runs_out.is_some_and(|day| day > after) {
            return None;
        }
        let segment = segment_on(segments, after)?;
        let (wanted, usable) = (segment.first.expected, segment.usable?);
        if wanted > usable {
            return Some(Slip::Short { wanted, usable });
        }
        let day = runs_out.filter(|day| *day < last && *day > self.outlook.as_of)?;
        Some(Slip::Late { day })
    }

    fn said(&self, verdict: &Verdict<'_>, last: Day) -> Finding {
        let &Verdict { host, resource, slip, others } = verdict;
        let name = words::resource(resource);
        let several = self.plan.hosts.len() > 1 && !host.is_empty();
        let on = match (several, others) {
            (false, _) => String::new(),
            (true, 0) => format!(" on {host}"),
            (true, others) => format!(" on {host} and {others} more"),
        };
        let shown = |day| words::day(day, self.outlook.as_of);
        let path = at::entry("plans", self.name);
        match slip {
            Slip::Short { wanted, usable } => {
                let level = |level| words::level(resource, level);
                let short = level(wanted - usable);
                let day = shown(last.max(self.outlook.as_of));
                Finding::error("over-capacity", path)
                    .says(
                        format!("{name} is still {short} short{on} after {}", self.name),
                        format!("{} wanted on {day}, {} usable", level(wanted), level(usable)),
                    )
                    .hint("order more, or stop or shrink what runs there")
                    .action(Action::Why)
                    .room(resource, wanted - usable)
            }
            Slip::Late { day } => {
                let move_day = self.next_move(day);
                let next = shown(move_day);
                Finding::warning("runs-out-before-move", path)
                    .says(
                        format!("{name} runs out{on} before the move"),
                        format!("on {}; the next move is on {next}", shown(day)),
                    )
                    .hint("move earlier, or free something up until then")
                    .days(day.days_until(move_day))
            }
        }
        .plan(Some(self.name))
    }

    /// What runs out first if nothing is done, and does so no later under the plan that is asked for.
    fn all_the_same(&self) -> Option<Finding> {
        let asked = plan_asked(self.scenario);
        if asked.is_some_and(|asked| asked != &**self.name) {
            return None;
        }
        let last = self.last_move()?.max(self.outlook.as_of);
        let (resource, Runway::Between { expected: Some(day), .. }) =
            self.outlook.do_nothing().binding()?
        else {
            return None;
        };
        let runs_out = |runway: &Runway| match runway {
            Runway::Between { expected, .. } => expected.filter(|still| still <= day),
            Runway::Already { .. } | Runway::Beyond(_) | Runway::CannotTell(_) => None,
        };
        let still = runs_out(match (&resource, &self.plan.backup) {
            (Resource::Backup, Some(backup)) => &backup.runway,
            _ => &self.plan.resource(&resource)?.runway,
        })?;
        if still <= last || self.outlook.as_of.days_until(still) > SOON {
            return None;
        }
        let host = self.plan.hosts.iter().find(|host| {
            let mut of = host.resources.iter().filter(|of| of.resource == resource);
            of.any(|of| runs_out(&of.runway) == Some(still))
        });
        let host = host.filter(|_| self.plan.hosts.len() > 1);
        let name = words::resource(&resource);
        let why = match host {
            Some(host) => {
                let namesakes = self.plan.hosts.iter().filter(|other| other.name == host.name);
                let key = match namesakes.count() {
                    1 => String::new(),
                    _ => format!(" ({})", host.key),
                };
                format!("on {}{key}, where the plan adds none", host.name)
            }
            None => "as it does if nothing is done".to_owned(),
        };
        let day = words::day(still, self.outlook.as_of);
        Some(
            Finding::warning("runs-out-all-the-same", at::entry("plans", self.name))
                .plan(Some(self.name))
                .says(format!("{name} still runs out on {day}"), why)
                .hint("add a move that helps there, or ask for a plan that has one")
                .action(Action::Why),
        )
    }

    /// The first working move on or after a day.
    fn next_move(&self, day: Day) -> Day {
        let days = self.moves.iter().filter(|step| !step.is_off()).map(Move::day);
        days.filter(|on| *on >= day).min().unwrap_or(day)
    }

    /// Contracts that the plan leaves before what one is bound to.
    fn terms(&self) -> Vec<Finding> {
        let early = self.plan.tenures.iter().filter_map(|tenure| {
            let (until, bound) = (tenure.until?, tenure.bound_until?);
            // A billing period that has begun is paid to its end by everybody.
            if tenure.term.is_none() || bound < until.plus_months(1) {
                return None;
            }
            let given = self.scenario.contracts.get(&tenure.key);
            if given.is_some_and(|contract| contract.until == Some(until)) {
                return None; // ended in the file: no plan's doing
            }
            let shown = |day: Day| words::day(day, self.outlook.as_of);
            let what = match tenure.kind {
                OfferKind::Server => "server",
                OfferKind::Backup => "backup space",
                OfferKind::Disk => "disk",
                OfferKind::Other => "contract",
            };
            Some(
                Finding::warning("term-outlives-plan", at::entry("plans", self.name))
                    .plan(Some(self.name))
                    .says(
                        format!("{} is paid until {}", tenure.name, shown(bound.plus_days(-1))),
                        format!("the plan leaves that {what} on {}", shown(until)),
                    )
                    .hint("leave at the end of the term, or ask whether it can be ended earlier")
                    .action(Action::Why),
            )
        });
        early.collect()
    }
}

/// The segment that a day from the first one on lies in; `None`: it is after all of them.
fn segment_on(segments: &[Segment], day: Day) -> Option<&Segment> {
    let (first, last) = (segments.first()?, segments.last()?);
    // They are ordered by day, leave no gaps and are mostly of a month: it is near its share of them.
    let share = |days: i64| usize::try_from(days).unwrap_or(0) * segments.len();
    let all = first.from.days_until(last.until).max(1) as usize;
    let near = (share(first.from.days_until(day)) / all).min(segments.len());
    let later = segments[near..].iter().position(|segment| day < segment.until)?;
    let earlier = segments[..near + later].iter().rev();
    let back = earlier.take_while(|segment| day < segment.until).count();
    segments.get(near + later - back)
}

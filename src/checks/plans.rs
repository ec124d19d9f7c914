//! Does a plan do what it is for, from its first day to its end?

use std::sync::Arc;

use crate::engine::outlook::{Outlook, PlanOutlook, ResourceOutlook, Runway, Segment};
use crate::model::{DO_NOTHING, Move, OfferKind, Resource, Scenario};
use crate::units::Day;

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["over-capacity", "runs-out-before-move", "term-outlives-plan"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, moves) in &scenario.plans {
        let Some(plan) = outlook.plans.get(name).filter(|_| &**name != DO_NOTHING) else {
            continue;
        };
        let case = Case { scenario, outlook, name, moves, plan };
        findings.extend(case.capacity());
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

impl Case<'_> {
    /// The last day on which a move changes what there is or what is wanted.
    fn last_move(&self) -> Option<Day> {
        let money_only = |step: &Move| {
            matches!(step, Move::OneOff { .. } | Move::Price { .. } | Move::PriceOfLine { .. })
        };
        let working = self.moves.iter().filter(|step| !step.is_off() && !money_only(step));
        working.map(Move::day).max().filter(|day| *day < self.outlook.horizon)
    }

    fn capacity(&self) -> Vec<Finding> {
        let Some(last) = self.last_move() else { return Vec::new() };
        let several = self.plan.hosts.len() > 1;
        let hosts = self.plan.hosts.iter().flat_map(|host| {
            let on = several.then_some(&*host.name);
            host.resources.iter().map(move |r| (on, &**r))
        });
        let mut found: Vec<Finding> = Vec::new();
        for (host, resource) in hosts {
            let ResourceOutlook { resource, segments, runway, .. } = resource;
            found.extend(self.judged(resource, host, segments, runway, last));
        }
        if let Some(backup) = &self.plan.backup {
            let of = &Resource::Backup;
            found.extend(self.judged(of, None, &backup.segments, &backup.runway, last));
        }
        // Many hosts that are short for one reason are one finding a resource: the first says it.
        let mut kept: Vec<Finding> = Vec::new();
        for finding in found {
            let said = |k: &Finding| k.code == finding.code && k.about == finding.about;
            if !kept.iter().any(said) {
                kept.push(finding);
            }
        }
        kept
    }

    fn judged(
        &self,
        resource: &Resource,
        host: Option<&str>,
        segments: &[Segment],
        runway: &Runway,
        last: Day,
    ) -> Option<Finding> {
        let after = last.max(self.outlook.as_of);
        let segment = segments.get(segments.partition_point(|s| s.until <= after))?; // by day, no gaps
        let usable = segment.usable?;
        let demand = segment.first.expected;
        let late = match runway {
            Runway::Between { expected: Some(day), .. } => {
                Some(*day).filter(|day| *day < last && *day > self.outlook.as_of)
            }
            _ => None,
        };
        if demand <= usable && late.is_none() {
            return None;
        }
        let name = words::resource(resource);
        let on = host.map_or_else(String::new, |host| format!(" on {host}"));
        let shown = |day| words::day(day, self.outlook.as_of);
        let path = at::entry("plans", self.name);
        if demand > usable {
            let short = words::level(resource, demand - usable);
            let (wanted, usable) = (words::level(resource, demand), words::level(resource, usable));
            return Some(
                Finding::error("over-capacity", path)
                    .plan(Some(self.name))
                    .says(
                        format!("{name} is still {short} short{on} after {}", self.name),
                        format!("{wanted} wanted on {}, {usable} usable", shown(after)),
                    )
                    .hint("order more, or stop or shrink what runs there")
                    .action(Action::Why),
            );
        }
        late.map(|day| {
            let next = self.next_move(day);
            Finding::warning("runs-out-before-move", path)
                .plan(Some(self.name))
                .says(
                    format!("{name} runs out{on} before the move"),
                    format!("on {}; the next move is on {}", shown(day), shown(next)),
                )
                .hint("move earlier, or free something up until then")
        })
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

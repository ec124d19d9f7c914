//! What is a service made of, and what do moves make of that?

use indexmap::IndexMap;

use crate::engine::growth::{all, level_of, sizes};
use crate::engine::outlook::{Level, Reading};
use crate::model::{Component, Growths, Needs, Resource, Service};
use crate::units::{By, Day, Quantity, Rate, SizeRange, Use};

/// Another size of a service, from a day on.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) struct Change {
    pub(in crate::engine) day: Day,
    pub(in crate::engine) resource: Resource,
    /// `None`: the service itself.
    pub(in crate::engine) component: Option<String>,
    pub(in crate::engine) to: To,
}

/// What it becomes.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) enum To {
    Size(Quantity),
    Other(By),
}

/// A part of a size, one of `times` alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term<'a> {
    pub(super) level: Reading,
    pub(super) times: Level,
    /// The day on which it is so large, where that is later than `as_of`.
    pub(super) stated: Option<Day>,
    /// `None`: the scenario's.
    pub(super) growth: Option<&'a Growths>,
    pub(super) component: Option<&'a str>,
}

impl<'a> Term<'a> {
    pub(super) fn of(level: Reading, growth: Option<&'a Growths>) -> Self {
        Self { level, times: 1, stated: None, growth, component: None }
    }
}

/// All of them.
pub(super) fn sum(terms: &[Term<'_>]) -> Reading {
    let add = |sum: Reading, term: &Term<'_>| sum + times(term.level, term.times);
    terms.iter().fold(Reading::default(), add)
}

/// What a service says that one of it uses: its own size, then its components.
pub(super) fn parts<'a>(service: &'a Service, resource: &Resource) -> Vec<Term<'a>> {
    let growth = service.growth.get(resource);
    let own = size_of(service, resource).map(|level| Term::of(level, growth));
    let mut terms: Vec<Term<'a>> = own.into_iter().collect();
    for component in &service.components {
        let stated = stated(component, resource);
        let shared = shared(service, component, resource, service.components.len());
        let put = |level: Reading, growth| Term {
            level,
            times: Level::from(component.count),
            stated: None,
            growth,
            component: Some(&component.name),
        };
        terms.extend(stated.map(|level| put(level, growth_of(service, component, resource))));
        if let Some((level, base)) = shared {
            let own = component.growth.get(resource);
            terms.push(put(level, own.or_else(|| growth_of(service, base, resource))));
        }
    }
    terms
}

fn growth_of<'a>(
    service: &'a Service,
    component: &'a Component,
    resource: &Resource,
) -> Option<&'a Growths> {
    component.growth.get(resource).or_else(|| service.growth.get(resource))
}

fn named<'a>(service: &'a Service, name: &str) -> Option<&'a Component> {
    service.components.iter().find(|component| component.name == name)
}

/// What a component is a share of, and that share of one of it; `depth` ends circles.
fn shared<'a>(
    service: &'a Service,
    component: &Component,
    resource: &Resource,
    depth: usize,
) -> Option<(Reading, &'a Component)> {
    let base = named(service, component.of.as_deref()?)?;
    let rate = component.share?.rate();
    let depth = depth.checked_sub(1)?;
    let own = stated(base, resource);
    let theirs = shared(service, base, resource, depth);
    if own.is_none() && theirs.is_none() {
        return None;
    }
    let grows_as = theirs.map_or(base, |(_, deeper)| if own.is_none() { deeper } else { base });
    let one = own.unwrap_or_default() + theirs.map(|(level, _)| level).unwrap_or_default();
    Some((share_of(times(one, Level::from(base.count)), rate), grows_as))
}

/// What a move makes of the parts of a service.
pub(super) fn change<'a>(terms: &mut Vec<Term<'a>>, service: &'a Service, change: &Change) {
    let resource = &change.resource;
    let Some(name) = &change.component else {
        let growth = service.growth.get(resource);
        let stated =
            |level: Level| Term { stated: Some(change.day), ..Term::of(all(level), growth) };
        match &change.to {
            To::Size(size) => {
                if let Some(level) = level_of(resource, size) {
                    *terms = vec![stated(level)];
                }
            }
            To::Other(By { less, amount: Use::Share(share) }) => {
                for term in terms {
                    scale(term, share.rate(), *less);
                }
            }
            To::Other(By { less, amount: Use::Of(amount) }) => {
                terms.extend(level_of(resource, amount).map(|level| stated(signed(level, *less))));
            }
        }
        return;
    };
    if let Some(component) = named(service, name) {
        change_component(terms, service, component, change, &change.to, service.components.len());
    }
}

/// The same of one component, and of what is a share of it.
fn change_component<'a>(
    terms: &mut Vec<Term<'a>>,
    service: &'a Service,
    component: &'a Component,
    change: &Change,
    to: &To,
    depth: usize,
) {
    let resource = &change.resource;
    let stated = |level: Reading| Term {
        level,
        times: Level::from(component.count),
        stated: Some(change.day),
        growth: growth_of(service, component, resource),
        component: Some(&component.name),
    };
    let is_it = |term: &Term<'_>| term.component == Some(component.name.as_str());
    match to {
        To::Size(size) => {
            let Some(level) = level_of(resource, size) else { return };
            terms.retain(|term| !is_it(term));
            terms.push(stated(all(level)));
        }
        To::Other(By { less, amount: Use::Share(share) }) => {
            for term in terms.iter_mut().filter(|term| is_it(term)) {
                scale(term, share.rate(), *less);
            }
        }
        To::Other(By { less, amount: Use::Of(amount) }) => {
            let Some(level) = level_of(resource, amount) else { return };
            terms.push(stated(all(signed(level, *less))));
        }
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    for other in &service.components {
        if other.of.as_deref() != Some(component.name.as_str()) {
            continue;
        }
        let Some(share) = other.share else { continue };
        let follow = |size: &Quantity| {
            let level = level_of(resource, size).unwrap_or(0) * Level::from(component.count);
            share.rate().of(level)
        };
        let is_other = |term: &Term<'_>| term.component == Some(other.name.as_str());
        let later = |level: Level| Term {
            level: all(level),
            times: Level::from(other.count),
            stated: Some(change.day),
            growth: growth_of(service, other, resource),
            component: Some(&other.name),
        };
        match to {
            To::Size(size) => {
                let own = self::stated(other, resource).map(|level| level.expected);
                terms.retain(|term| !is_other(term));
                terms.push(later(follow(size) + own.unwrap_or(0)));
            }
            To::Other(By { less, amount: Use::Of(amount) }) => {
                terms.push(later(signed(follow(amount), *less)));
            }
            To::Other(By { amount: Use::Share(_), .. }) => {
                change_component(terms, service, other, change, to, depth);
            }
        }
    }
}

fn scale(term: &mut Term<'_>, rate: Rate, less: bool) {
    let by = share_of(term.level, rate);
    term.level = times(if less { term.level - by } else { term.level + by }, 1);
}

fn signed(level: Level, less: bool) -> Level {
    if less { -level } else { level }
}

fn share_of(of: Reading, rate: Rate) -> Reading {
    Reading { low: rate.of(of.low), expected: rate.of(of.expected), cautious: rate.of(of.cautious) }
}

/// Largest level that is counted with; beyond it stays there, however often it is taken.
const MOST: Level = 1 << 62;

fn times(of: Reading, count: Level) -> Reading {
    let all = |level: Level| level.saturating_mul(count).clamp(-MOST, MOST);
    Reading { low: all(of.low), expected: all(of.expected), cautious: all(of.cautious) }
}

/// What a service says that one of it uses, components aside.
fn size_of(service: &Service, resource: &Resource) -> Option<Reading> {
    let (ram, storage) = (service.ram.as_ref(), service.storage.as_ref());
    of_fields(resource, ram, storage, service.threads.as_ref(), Some(&service.needs))
}

fn stated(component: &Component, resource: &Resource) -> Option<Reading> {
    let (ram, storage) = (component.ram.as_ref(), component.storage.as_ref());
    of_fields(resource, ram, storage, component.threads.as_ref(), Some(&component.needs))
}

/// What a service wants inside its windows.
pub(super) fn wanted(wants: &Needs, resource: &Resource) -> Option<Reading> {
    of_fields(resource, wants.ram.as_ref(), wants.storage.as_ref(), wants.threads.as_ref(), None)
}

fn of_fields(
    resource: &Resource,
    ram: Option<&SizeRange>,
    storage: Option<&SizeRange>,
    threads: Option<&Quantity>,
    needs: Option<&IndexMap<String, u32>>,
) -> Option<Reading> {
    match resource {
        Resource::Ram => ram.map(sizes),
        Resource::Storage => storage.map(sizes),
        Resource::Backup => None,
        Resource::Cpu => threads.and_then(|n| level_of(resource, n)).map(all),
        Resource::Count(name) => needs?.get(name).map(|count| all(Level::from(*count) * 1_000)),
    }
}

pub(super) fn larger(one: Reading, two: Reading) -> Reading {
    Reading {
        low: one.low.max(two.low),
        expected: one.expected.max(two.expected),
        cautious: one.cautious.max(two.cautious),
    }
}

/// Whether a service says anything of a resource.
pub fn speaks_of(service: &Service, resource: &Resource) -> bool {
    size_of(service, resource).is_some()
        || service.components.iter().any(|component| stated(component, resource).is_some())
        || service.wants.as_deref().is_some_and(|wants| wanted(wants, resource).is_some())
}

/// What all of a service, or of one of its components, uses on the day that the file speaks of, in three
/// readings; `None` where nothing of the resource is stated.
pub fn stated_size(
    service: &Service,
    component: Option<&str>,
    resource: &Resource,
) -> Option<Reading> {
    let mut terms = parts(service, resource);
    if let Some(name) = component {
        terms.retain(|term| term.component == Some(name));
    }
    (!terms.is_empty()).then(|| times(sum(&terms), Level::from(service.count)))
}

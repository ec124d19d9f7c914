//! Who asks for something on a host, and does it ask the same as before?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Answer, Resource, Service, State};
use crate::units::Day;

use super::demand::Change;

/// A service as a host sees it.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    /// Its place in the file.
    pub(super) place: usize,
    pub(super) key: Arc<str>,
    pub(super) service: Arc<Service>,
    /// What the moves of a plan make of it; `None`: no move names it.
    pub(super) changed: Option<Changed>,
}

/// A service under a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Changed {
    /// Days on which it is on this host.
    pub(super) days: Vec<(Day, Day)>,
    /// Other sizes, each from its day on, in the order of the moves.
    pub(super) sizes: Vec<Change>,
    /// First day on which it runs in full.
    pub(super) started: Option<Day>,
}

impl Asking {
    /// Whether both ask the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.key == other.key
            && Arc::ptr_eq(&self.service, &other.service)
            && self.changed == other.changed
    }

    /// Whether both, of one key, ask the same of one resource.
    fn asks_like(&self, other: &Self, resource: &Resource) -> bool {
        let same_changes = match (&self.changed, &other.changed) {
            (None, None) => true,
            (Some(one), Some(two)) => one.changes_like(two, resource),
            (Some(one), None) | (None, Some(one)) => one.changes_nothing(&self.service, resource),
        };
        Arc::ptr_eq(&self.service, &other.service) && same_changes
    }
}

impl Changed {
    fn sizes_of<'a>(&'a self, resource: &'a Resource) -> impl Iterator<Item = &'a Change> {
        self.sizes.iter().filter(move |change| change.resource == *resource)
    }

    fn changes_like(&self, other: &Self, resource: &Resource) -> bool {
        self.days == other.days
            && self.started == other.started
            && self.sizes_of(resource).eq(other.sizes_of(resource))
    }

    fn changes_nothing(&self, service: &Service, resource: &Resource) -> bool {
        self.started.is_none()
            && self.sizes_of(resource).next().is_none()
            && self.days.iter().copied().eq(days_of(service))
    }
}

/// What asks otherwise for a resource than before.
pub(super) struct Differing<'a> {
    pub(super) gone: Vec<&'a Asking>,
    /// Places in the file.
    pub(super) come: BTreeSet<usize>,
    /// Whether both lists name the same, in one order.
    in_order: bool,
}

impl<'a> Differing<'a> {
    pub(super) fn of(before: &'a [Asking], now: &'a [Asking], resource: &Resource) -> Self {
        let same_key = |(one, two): &(&Asking, &Asking)| one.key == two.key;
        let head = before.iter().zip(now).take_while(same_key).count();
        let (before_rest, now_rest) = (&before[head..], &now[head..]);
        let tail = before_rest.iter().rev().zip(now_rest.iter().rev()).take_while(same_key).count();
        let in_order = head == before.len() && head == now.len();
        let mut differing = Self { gone: Vec::new(), come: BTreeSet::new(), in_order };
        let mut differ = |one: Option<&'a Asking>, two: Option<&'a Asking>| {
            if let (Some(one), Some(two)) = (one, two)
                && one.asks_like(two, resource)
            {
                return;
            }
            differing.gone.extend(one);
            differing.come.extend(two.map(|asking| asking.place));
        };
        let ends = before.iter().zip(now).take(head);
        for (one, two) in ends.chain(before.iter().rev().zip(now.iter().rev()).take(tail)) {
            differ(Some(one), Some(two));
        }
        // Between them something came, went or changed its place.
        let mut by_key: BTreeMap<&str, &Asking> = BTreeMap::new();
        for asking in &now_rest[..now_rest.len() - tail] {
            by_key.insert(&asking.key, asking);
        }
        for asking in &before_rest[..before_rest.len() - tail] {
            differ(Some(asking), by_key.remove(&*asking.key));
        }
        for asking in by_key.into_values() {
            differ(None, Some(asking));
        }
        differing
    }

    pub(super) fn is_none(&self) -> bool {
        self.in_order && self.gone.is_empty() && self.come.is_empty()
    }
}

/// Days on which a service asks for anything, unless moves say otherwise; [`Day::LAST`] is never.
pub(super) fn days_of(service: &Service) -> Option<(Day, Day)> {
    let elsewhere = service.elsewhere.as_ref();
    if elsewhere.is_some_and(|elsewhere| elsewhere.counts_as_ours != Answer::Yes) {
        return None;
    }
    let from = match (service.state, service.from) {
        (State::Planned, None) => return None,
        (_, from) => from.unwrap_or(Day::FIRST),
    };
    let until = service.until.unwrap_or(Day::LAST);
    (from < until).then_some((from, until))
}

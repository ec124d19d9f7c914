//! Which entries stand behind a figure of the request.

use super::ledger::{Charge, Entry};
use super::outlook::{Origin, Outlook, PlanOutlook};

/// A figure of a plan's request; before or after tax is the same selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All charges of the period.
    Period,
    /// The period, less the same of doing nothing.
    More,
    /// A month on `as_of`.
    MonthlyNow,
    /// A month when all is done.
    MonthlyAfterwards,
    /// What pays for an overlap.
    Overlap,
    /// What is charged once.
    OneOff,
}

/// An entry behind a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// The entry.
    pub entry: Entry,
    /// Whether it is taken off, being one of doing nothing.
    pub taken_off: bool,
}

/// The entries whose amounts before tax add up to a figure, in the ledger's order; those taken off
/// last. What two plans charge alike on a day is left out of [`Asked::More`]. Without the plan,
/// none.
pub fn entries_of(outlook: &Outlook, plan: &str, figure: Asked) -> Vec<Behind> {
    let Some(plan) = outlook.plans.get(plan) else { return Vec::new() };
    let in_period = |plan: &PlanOutlook| {
        let mut entries = plan.ledger.entries(outlook.period);
        entries.retain(|entry| entry.in_request);
        entries
    };
    let mut taken_off = Vec::new();
    let entries = match figure {
        Asked::Period => in_period(plan),
        Asked::More => {
            let (is, was) = (in_period(plan), in_period(outlook.do_nothing()));
            let alike = |a: &Entry, b: &Entry| {
                (a.day, a.charge, &a.subject, a.before_tax)
                    == (b.day, b.charge, &b.subject, b.before_tax)
            };
            let without = |these: &[Entry], others: &[Entry]| -> Vec<Entry> {
                let new = |entry: &&Entry| !others.iter().any(|other| alike(entry, other));
                these.iter().filter(new).cloned().collect()
            };
            taken_off = without(&was, &is);
            without(&is, &was)
        }
        Asked::MonthlyNow => plan.ledger.month_on(outlook.as_of),
        Asked::MonthlyAfterwards => plan.ledger.month_on(plan.request.settled),
        Asked::Overlap => in_period(plan).into_iter().filter(|entry| entry.overlap).collect(),
        Asked::OneOff => in_period(plan).into_iter().filter(Entry::is_one_off).collect(),
    };
    let taken = |taken_off| move |entry| Behind { entry, taken_off };
    entries.into_iter().map(taken(false)).chain(taken_off.into_iter().map(taken(true))).collect()
}

impl Entry {
    /// Whether it is charged once by what it is: setup fees, one-offs and lines charged once.
    pub fn is_one_off(&self) -> bool {
        match self.charge {
            Charge::Setup | Charge::OneOff => true,
            Charge::Rent | Charge::Metered | Charge::Percentage => false,
            Charge::Line => self.once,
        }
    }

    /// Whether the plan orders it, rather than that it runs or is paid already.
    pub fn is_ordered(&self) -> bool {
        matches!(self.origin, Origin::Move(_))
    }
}

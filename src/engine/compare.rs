//! What makes the difference between the requests of two plans: a bridge from one total to the other.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::units::{Amount, BeforeTax, Day, Total};

use super::ledger::{Charge, Entry};
use super::outlook::{Outlook, PlanOutlook};
use super::tally::Subject;

/// One step from a request to another.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgePart {
    /// Key of the contract, or what the line or one-off is called.
    pub subject: Arc<str>,
    /// What people call it.
    pub name: Arc<str>,
    /// Which of its charges.
    pub charge: Charge,
    /// What is different.
    pub detail: BridgeDetail,
    /// How much more, end by end: the low ends of all parts add up to the difference of the low
    /// ends of the requests, and so do the high ends while none is open.
    pub amount: Total<BeforeTax>,
    /// Whether nobody knows what the first plan pays for it, so that its low end is too small.
    pub was_open: bool,
}

/// How a contract, line or one-off differs between two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BridgeDetail {
    /// Only the second plan has it, charged so many times in the period.
    Added {
        /// First charge of the period.
        from: Day,
        /// Charges in the period.
        charges: u32,
    },
    /// Only the first plan has it.
    Dropped,
    /// The second plan ends it, or ends it earlier.
    Ends(Day),
    /// The second plan goes on with it for longer.
    GoesOn,
    /// It is charged at another price or on other days.
    Changed,
}

/// The steps from one plan's request before tax to another's, in the ledger's order; what both have
/// alike is left out. Nothing where one of them is not there.
pub fn bridge(outlook: &Outlook, from: &str, to: &str) -> Vec<BridgePart> {
    let (Some(from), Some(to)) = (outlook.plans.get(from), outlook.plans.get(to)) else {
        return Vec::new();
    };
    let (old, new) = (groups(outlook, from), groups(outlook, to));
    let only_new = new.keys().filter(|key| !old.contains_key(*key));
    let none = Group::default();
    old.keys()
        .chain(only_new)
        .filter_map(|key| {
            let was = old.get(key).unwrap_or(&none);
            let is = new.get(key).unwrap_or(&none);
            if was.rows == is.rows {
                return None;
            }
            let (subject, charge) = (Arc::clone(&key.0), key.1);
            let detail = match (was.rows.is_empty(), is.rows.first()) {
                (true, Some((first, _))) => {
                    BridgeDetail::Added { from: *first, charges: is.rows.len() as u32 }
                }
                _ => ends(from, to, &subject, is.rows.is_empty()),
            };
            let known = if is.rows.is_empty() { was } else { is };
            let name = Arc::clone(&known.sum.name);
            let (amount, was_open) = (is.sum.less(&was.sum), was.sum.open > 0);
            Some(BridgePart { subject, name, charge, detail, amount, was_open })
        })
        .collect()
}

/// The charges of one kind of one subject.
#[derive(Default)]
struct Group {
    sum: Subject,
    rows: Vec<(Day, Total<BeforeTax>)>,
}

type Key = (Arc<str>, Charge);

fn groups(outlook: &Outlook, plan: &PlanOutlook) -> IndexMap<Key, Group> {
    let mut groups: IndexMap<Key, Group> = IndexMap::new();
    for entry in plan.ledger.entries(outlook.period) {
        if entry.in_request {
            let key = (Arc::clone(&entry.subject), entry.charge);
            groups.entry(key).or_default().add(entry);
        }
    }
    groups
}

impl Group {
    fn add(&mut self, entry: Entry) {
        self.sum.low += entry.before_tax.low.minor();
        self.sum.high += entry.before_tax.high.map_or(0, Amount::minor);
        self.sum.open += i64::from(entry.before_tax.is_open());
        self.sum.charges += 1;
        self.rows.push((entry.day, entry.before_tax));
        self.sum.name = entry.name;
    }
}

fn ends(from: &PlanOutlook, to: &PlanOutlook, subject: &str, gone: bool) -> BridgeDetail {
    let end = |plan: &PlanOutlook| {
        let tenure = plan.tenures.iter().find(|tenure| *tenure.key == *subject)?;
        Some(tenure.bound_until)
    };
    match (end(from), end(to)) {
        (Some(was), Some(Some(is))) if was.is_none_or(|was| is < was) => BridgeDetail::Ends(is),
        (Some(Some(was)), Some(is)) if is.is_none_or(|is| was < is) => BridgeDetail::GoesOn,
        _ if gone => BridgeDetail::Dropped,
        _ => BridgeDetail::Changed,
    }
}

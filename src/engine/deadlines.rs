//! By when what has to be ordered, cancelled and decided.

use std::fmt;
use std::sync::Arc;

use crate::model::{Meeting, Move, Renewal, Resource, Scenario};
use crate::units::{BeforeTax, Day, Span, Total};

use super::charge::Account;
use super::outlook::{Decide, Leave, Origin, PlanOutlook, Runway, Tenure};
use super::request::Basis;
use super::tenure::renews_by;
use super::words;

/// What the dates of a move follow from.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// First day no longer paid for.
    pub leave: Day,
    /// How long before `leave` it has to be cancelled.
    pub notice: Span,
    /// How long both are paid.
    pub overlap: Span,
    /// From order to use.
    pub delivery: Span,
    /// From use to having moved.
    pub migration: Span,
    /// Day on which the old one no longer suffices.
    pub run_out: Option<Day>,
    /// Days on which it can be decided, in any order.
    pub meetings: &'a [Day],
}

/// The dates of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// Last day to cancel: `leave` less the notice, hours rounded up to days; the day before
    /// `leave` at the latest.
    pub cancel_by: Day,
    /// Last day to order: `leave` less overlap and delivery.
    pub order_by: Day,
    /// The earlier of `leave` and the run-out, less overlap, delivery and migration, in that order.
    pub latest: Day,
    /// The last meeting on or before `latest`; `latest` itself where there is none.
    pub decide_by: Day,
}

/// Works out the dates of a move.
pub fn dates(plan: &Plan<'_>) -> Dates {
    let order_by = plan.leave.minus(plan.overlap).minus(plan.delivery);
    let need = plan.run_out.map_or(plan.leave, |day| day.min(plan.leave));
    let latest = need.minus(plan.overlap).minus(plan.delivery).minus(plan.migration);
    let meeting = plan.meetings.iter().filter(|day| **day <= latest).max();
    Dates {
        cancel_by: cancel_by(plan.leave, plan.notice),
        order_by,
        latest,
        decide_by: meeting.copied().unwrap_or(latest),
    }
}

fn cancel_by(leave: Day, notice: Span) -> Day {
    leave.minus(notice).min(leave.plus_days(-1))
}

/// A day that a request sets, counted from the first day of its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestDate {
    /// What is due.
    pub what: RequestDue,
    /// The first day after so long.
    pub day: Day,
}

/// What a request sets a day for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestDue {
    /// The trial ends.
    Trial,
    /// It is to be looked at again.
    Review,
    /// The approval ends.
    Expires,
}

/// The days that a request sets for itself, by day.
pub(super) fn request_dates(scenario: &Scenario, first: Day) -> Vec<RequestDate> {
    let Some(request) = &scenario.request else { return Vec::new() };
    let set = [
        (RequestDue::Trial, request.trial),
        (RequestDue::Review, request.review),
        (RequestDue::Expires, request.expires),
    ];
    let dates = set
        .into_iter()
        .filter_map(|(what, span)| Some(RequestDate { what, day: first.plus(span?) }));
    let mut dates: Vec<RequestDate> = dates.collect();
    dates.sort_by_key(|date| (date.day, date.what));
    dates
}

/// The dates of a plan: each contract that it ends, and each of the file's that it leaves to renew.
///
/// `effort` is hours of work, not a delay: nothing is taken off for it.
pub(super) fn leaves(
    basis: &Basis<'_>,
    plan: &PlanOutlook,
    nothing: Option<&PlanOutlook>,
) -> Vec<Leave> {
    let mut leaves: Vec<Leave> = plan
        .tenures
        .iter()
        .zip(&plan.ledger.accounts)
        .enumerate()
        .filter_map(|(place, (tenure, account))| {
            if nothing.is_some_and(|nothing| is_ended(nothing, place, tenure)) {
                leave(basis, plan, tenure, account)
            } else {
                renewal(basis, tenure, account)
            }
        })
        .collect();
    leaves.sort_by_key(|leave| leave.leave);
    leaves
}

/// Whether a plan ends the contract at this place of its list, or ends it earlier.
fn is_ended(nothing: &PlanOutlook, place: usize, tenure: &Tenure) -> bool {
    let before = nothing.tenures.get(place).map(|before| before.until);
    tenure.until.is_some() && before != Some(tenure.until)
}

fn leave(
    basis: &Basis<'_>,
    plan: &PlanOutlook,
    tenure: &Arc<Tenure>,
    account: &Account,
) -> Option<Leave> {
    let leave = tenure.bound_until?;
    let next = replacement(plan, tenure);
    let dates = dates(&facts(basis, leave, tenure, next));
    Some(Leave {
        contract: Arc::clone(&tenure.key),
        name: Arc::clone(&tenure.name),
        leave,
        cancel_by: tenure.notice.map(|_| dates.cancel_by),
        order_by: next.map(|_| dates.order_by),
        renews_on: renews_on(tenure, leave),
        costs_to_miss: Some(costs_to_miss(basis, tenure, account, leave)),
    })
}

fn replacement<'a>(plan: &'a PlanOutlook, old: &Tenure) -> Option<&'a Arc<Tenure>> {
    plan.tenures.iter().find(|tenure| tenure.replaces.as_ref() == Some(&old.key))
}

/// What the dates of leaving a contract follow from, run-out and meetings aside.
fn facts<'a>(basis: &Basis<'_>, leave: Day, old: &Tenure, next: Option<&Arc<Tenure>>) -> Plan<'a> {
    Plan {
        leave,
        notice: old.notice.unwrap_or_else(no_time),
        overlap: next.and_then(|next| next.overlap).unwrap_or_else(no_time),
        delivery: next.map_or_else(no_time, |next| delivery(basis, next)),
        migration: no_time(),
        run_out: None,
        meetings: &[],
    }
}

/// A contract of the file that goes on into another term.
fn renewal(basis: &Basis<'_>, tenure: &Tenure, account: &Account) -> Option<Leave> {
    if tenure.origin != Origin::Contract || tenure.until.is_some() {
        return None;
    }
    let renews_on = renews_on(tenure, basis.frame.as_of.plus_days(1))?;
    (renews_on < basis.frame.horizon).then(|| Leave {
        contract: Arc::clone(&tenure.key),
        name: Arc::clone(&tenure.name),
        leave: renews_on,
        cancel_by: tenure.notice.map(|notice| cancel_by(renews_on, notice)),
        order_by: None,
        renews_on: Some(renews_on),
        costs_to_miss: Some(costs_to_miss(basis, tenure, account, renews_on)),
    })
}

/// The first day from `day` on, on which a term ends and another may begin. Where nobody knows by
/// how much it renews, only the first term's end is known.
fn renews_on(tenure: &Tenure, day: Day) -> Option<Day> {
    let term = tenure.term.filter(|months| *months > 0)?;
    let first = tenure.from.plus_months(term as i32);
    match tenure.renews? {
        Renewal::No => None,
        Renewal::Unknown => Some(first).filter(|first| day <= *first),
        Renewal::Automatically | Renewal::For(_) => {
            let by = renews_by(tenure);
            let until = day.max(tenure.from.plus_days(1));
            Some(super::charge::bound_until(tenure.from, until, Some(term), by))
        }
    }
}

/// One more billing period from the day of leaving on; a term where it renews by terms. At least a
/// month, where nobody knows.
fn costs_to_miss(
    basis: &Basis<'_>,
    tenure: &Tenure,
    account: &Account,
    leave: Day,
) -> Total<BeforeTax> {
    let month: Total<_> = account.price_from(leave, &basis.ground.taxes).total();
    let unknown =
        tenure.renews == Some(Renewal::Unknown) && renews_on(tenure, leave) == Some(leave);
    if unknown {
        return Total::at_least(month.low);
    }
    let renews = renews_on(tenure, leave) == Some(leave);
    let months = renews_by(tenure).filter(|_| renews).unwrap_or(1);
    month.times(months)
}

/// When a plan has to be decided, so that it is in time for what would run out or end first.
pub(super) fn decide(
    basis: &Basis<'_>,
    plan: &PlanOutlook,
    moves: &[Move],
    nothing: &PlanOutlook,
) -> Option<Decide> {
    if moves.iter().all(Move::is_off) {
        return None;
    }
    let as_of = basis.frame.as_of;
    let ended = plan.tenures.iter().enumerate();
    let ends =
        ended.filter(|(place, tenure)| is_ended(nothing, *place, tenure)).filter_map(|(_, old)| {
            let leave = old.bound_until?;
            let latest = dates(&facts(basis, leave, old, replacement(plan, old))).latest;
            Some((latest, Because::Ends(old, leave)))
        });
    let ordered = plan.tenures.iter().filter(|tenure| matches!(tenure.origin, Origin::Move(_)));
    let first = ordered.min_by_key(|tenure| tenure.from);
    let (dated, already) = run_outs(nothing);
    let run_out = dated.map(|(day, what)| {
        let latest =
            first.map_or(day, |first| dates(&facts(basis, day, first, Some(first))).latest);
        (latest, Because::RunsOut(what, day))
    });
    let dated = ends.chain(run_out).min_by_key(|(latest, _)| *latest);
    let short = already.map(|name| (as_of, Because::IsShort(name)));
    let already_late = short.is_some() || dated.as_ref().is_some_and(|(day, _)| *day < as_of);
    let (latest, because) = dated.or(short)?;
    let ahead = || basis.scenario.meetings.iter().filter(|meeting| meeting.on >= as_of);
    let meeting: Option<&Meeting> = if already_late {
        ahead().min_by_key(|meeting| meeting.on)
    } else {
        ahead().filter(|meeting| meeting.on <= latest).max_by_key(|meeting| meeting.on)
    };
    let meeting = meeting.map(|meeting| (meeting.name.clone(), meeting.on));
    Some(Decide { latest, because: because.to_string(), meeting, already_late })
}

/// Why there is a last day.
enum Because<'a> {
    Ends(&'a Tenure, Day),
    RunsOut(String, Day),
    IsShort(String),
}

impl fmt::Display for Because<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends(old, on) => write!(f, "{} ends on {}", old.name, on.words()),
            Self::RunsOut(what, on) => write!(f, "{what} runs out on {}", on.words()),
            Self::IsShort(what) => write!(f, "{what} is short already"),
        }
    }
}

/// The first day on which something will be short if nothing is done, with what; and what
/// is short already, which no date helps.
fn run_outs(nothing: &PlanOutlook) -> (Option<(Day, String)>, Option<String>) {
    let resources =
        nothing.resources.iter().map(|r| (words::name(&r.resource).to_owned(), &r.runway));
    let backup =
        nothing.backup.iter().map(|b| (words::name(&Resource::Backup).to_owned(), &b.runway));
    let mut first: Option<(Day, String)> = None;
    let mut already = None;
    for (name, runway) in resources.chain(backup) {
        match runway {
            Runway::Already { .. } => already = already.or(Some(name)),
            Runway::Between { .. } | Runway::Beyond(_) | Runway::CannotTell(_) => {
                if let Some(day) = runway.first_day()
                    && first.as_ref().is_none_or(|(earlier, _)| day < *earlier)
                {
                    first = Some((day, name));
                }
            }
        }
    }
    (first, already)
}

/// How long the offer of a contract takes to deliver.
pub(super) fn delivery(basis: &Basis<'_>, tenure: &Tenure) -> Span {
    let offer = basis.scenario.offers.get(&tenure.offer);
    offer.and_then(|offer| offer.delivery).unwrap_or_else(no_time)
}

fn no_time() -> Span {
    Span::days(0)
}

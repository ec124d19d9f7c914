//! What does waiting cost? The plan, as if it were ordered on a later day: its total, what is charged
//! more or less than planned, and at which meeting that would have to be decided.

use std::sync::Arc;

use crate::model::{Meeting, Move, Plan, Scenario};
use crate::units::{AfterTax, Amount, BeforeTax, Day, Total};

use super::Frame;
use super::deadlines::delivery;
use super::laid::Laid;
use super::outlook::{Outlook, Tenure};
use super::request::Basis;
use super::tally::{Subject, differing_subjects};

/// A plan's request by the day of its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Day on which the plan orders what replaces a contract; without that, what it orders first.
    pub planned: Day,
    /// The request as planned.
    pub total: Total<BeforeTax>,
    /// The request for each day of order: from the first that a meeting and the delivery allow, a
    /// quarter of a year before `planned` at most, to the day on which the old contract would be
    /// left, at least a month.
    pub curve: Vec<(Day, Total<BeforeTax>)>,
    /// Meeting by meeting, days of order with the same charges together; none before `planned`.
    pub rows: Vec<WaitingRow>,
    /// Last day of order, from `planned` on, up to which it costs no more than planned.
    pub last_without_more: Day,
}

/// Days of order that come to the same.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingRow {
    /// Where it is decided, by name and day; `None`: the file has no meeting from `as_of` on.
    pub meeting: Option<(String, Day)>,
    /// First day of order.
    pub first: Day,
    /// Last day of order.
    pub last: Day,
    /// The request.
    pub total: Total<BeforeTax>,
    /// The same after tax.
    pub after_tax: Total<AfterTax>,
    /// The request less the one as planned, end by end.
    pub more: Total<BeforeTax>,
    /// What makes that up, by contract.
    pub parts: Vec<WaitingPart>,
    /// It is less only because fewer charges of what is ordered fall into the period.
    pub only_fewer_months: bool,
    /// Days from the planned order to `first`: so much longer stays unmet what the plan would meet.
    pub days_later: i64,
    /// Days between the meeting, with the delivery, and `last`; 0: no day to spare.
    pub days_to_spare: i64,
}

/// How much more or less a contract, line or one-off is charged than planned.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingPart {
    /// Key of the contract, or what the line or one-off is called.
    pub subject: Arc<str>,
    /// What people call it.
    pub name: Arc<str>,
    /// The difference, end by end.
    pub amount: Total<BeforeTax>,
    /// How many charges more, or fewer, fall into the period.
    pub charges: i64,
    /// Whether the plan orders it, rather than that it runs already.
    pub ordered: bool,
}

/// A plan's moves as if it were ordered so many days later: the order and all that is dated on or
/// after it moves along, and so does the end of the old contract.
pub fn as_if_ordered(moves: &[Move], days: i64) -> Plan {
    let Some(planned) = order_day(moves) else { return moves.to_vec() };
    let later = |step: &Move| {
        let mut step = step.clone();
        if step.day() >= planned {
            let day = step.day().plus_days(days);
            *day_of(&mut step) = day;
        }
        step
    };
    moves.iter().map(later).collect()
}

/// What waiting with a plan costs; `None` where there is no such plan or it orders nothing.
pub fn waiting(scenario: &Scenario, outlook: &Outlook, plan: &str) -> Option<Waiting> {
    let moves = scenario.plans.get(plan)?;
    let planned = order_day(moves)?;
    let frame = Frame { as_of: outlook.as_of, horizon: outlook.horizon, period: outlook.period };
    let scenario = &*super::dated(scenario, frame.as_of);
    let known = outlook.plans.values().next().map(|nothing| nothing.kept.cost.ground());
    let basis = Basis::of(scenario, &frame, known);
    let as_planned = AsIf::of(&basis, plan, moves, 0);
    let ordered = as_planned.laid.tenures.iter().find(|tenure| tenure.from == planned);
    let delivery = ordered
        .map_or(0, |tenure| frame.as_of.days_until(frame.as_of.plus(delivery(&basis, tenure))));
    let mut meetings: Vec<&Meeting> =
        scenario.meetings.iter().filter(|meeting| meeting.on >= frame.as_of).collect();
    meetings.sort_by_key(|meeting| meeting.on);
    let decided = meetings.first().map_or(frame.as_of, |meeting| meeting.on);
    let start = decided.plus_days(delivery).max(planned.plus_days(-92));
    let end = last_day(&as_planned.laid, planned).max(start.max(planned).plus_days(31));
    let days: Vec<(Day, AsIf)> = (0..=start.min(planned).days_until(end))
        .map(|n| start.min(planned).plus_days(n))
        .map(|day| (day, AsIf::of(&basis, plan, moves, planned.days_until(day))))
        .collect();
    let ahead = || days.iter().filter(|(day, _)| *day >= planned.max(start));
    let last_without_more = ahead()
        .take_while(|(_, as_if)| as_if.total.low <= as_planned.total.low)
        .last()
        .map_or(planned, |(day, _)| *day);
    let mut rows: Vec<WaitingRow> = Vec::new();
    let slots = if meetings.is_empty() {
        vec![None]
    } else {
        meetings.iter().map(|meeting| Some(*meeting)).collect()
    };
    for (place, meeting) in slots.iter().enumerate() {
        let first = |meeting: Option<&Meeting>| {
            let on = meeting.map_or(frame.as_of, |meeting| meeting.on);
            planned.max(on.plus_days(delivery))
        };
        let from = first(*meeting);
        let until = slots
            .get(place + 1)
            .map_or(end.plus_days(1), |next| first(*next))
            .max(from.plus_days(1));
        let mut own: Vec<WaitingRow> = Vec::new();
        for (day, as_if) in days.iter().filter(|(day, _)| from <= *day && *day < until) {
            let spare = meeting.map_or(frame.as_of, |m| m.on).plus_days(delivery).days_until(*day);
            match own.last_mut() {
                Some(last) if (last.total, last.after_tax) == (as_if.total, as_if.after_tax) => {
                    (last.last, last.days_to_spare) = (*day, spare);
                }
                _ => own.push(as_if.row(&basis, &as_planned, *meeting, (planned, *day), spare)),
            }
        }
        // What the next meeting can decide all the same is told there.
        if let Some((first, last)) = own.first().zip(rows.last())
            && last.comes_to_the_same(first)
            && last.last.plus_days(1) == first.first
            && rows.iter().filter(|row| row.meeting == last.meeting).count() > 1
        {
            rows.pop();
        }
        rows.append(&mut own);
    }
    let curve = days.iter().filter(|(day, _)| *day >= start);
    let curve = curve.map(|(day, as_if)| (*day, as_if.total)).collect();
    Some(Waiting { planned, total: as_planned.total, curve, rows, last_without_more })
}

impl WaitingRow {
    fn comes_to_the_same(&self, other: &Self) -> bool {
        self.total == other.total
            && self.after_tax == other.after_tax
            && self.parts == other.parts
            && self.only_fewer_months == other.only_fewer_months
    }
}

/// The plan as if it were ordered on one day.
struct AsIf {
    laid: Laid,
    total: Total<BeforeTax>,
    after_tax: Total<AfterTax>,
}

impl AsIf {
    fn of(basis: &Basis<'_>, plan: &str, moves: &[Move], days: i64) -> Self {
        let laid = basis.lay(plan, &as_if_ordered(moves, days));
        let totals = basis.totals(&laid);
        Self { laid, total: totals.before_tax, after_tax: totals.after_tax }
    }

    fn row(
        &self,
        basis: &Basis<'_>,
        as_planned: &Self,
        meeting: Option<&Meeting>,
        (planned, day): (Day, Day),
        days_to_spare: i64,
    ) -> WaitingRow {
        let none = Subject::default();
        let laid = [&as_planned.laid, &self.laid];
        let taken = laid.map(|laid| basis.taken(laid));
        let taken = [taken[0].as_slice(), taken[1].as_slice()];
        let (period, taxes) = (basis.frame.period, &basis.ground.taxes);
        let [planned_for, subjects] = differing_subjects(laid, taken, period, taxes);
        let keys =
            planned_for.keys().chain(subjects.keys().filter(|key| !planned_for.contains_key(*key)));
        let mut parts = Vec::new();
        for key in keys {
            let was = planned_for.get(key).unwrap_or(&none);
            let is = subjects.get(key).unwrap_or(&none);
            let (amount, charges) = (is.less(was), is.charges - was.charges);
            if amount != Total::ZERO || charges != 0 {
                let known = if is.charges > 0 || was.charges == 0 { is } else { was };
                parts.push(WaitingPart {
                    subject: Arc::clone(key),
                    name: Arc::clone(&known.name),
                    amount,
                    charges,
                    ordered: known.ordered,
                });
            }
        }
        let fewer = parts.iter().any(|part| part.ordered && part.charges < 0);
        let more = Total {
            low: self.total.low - as_planned.total.low,
            high: match (self.total.high, as_planned.total.high) {
                (Some(is), Some(was)) => Some(is - was),
                (None, None) => parts
                    .iter()
                    .map(|part| part.amount.high)
                    .try_fold(Amount::ZERO, |sum, high| high.map(|high| sum + high)),
                (None, Some(_)) | (Some(_), None) => None,
            },
        };
        WaitingRow {
            meeting: meeting.map(|meeting| (meeting.name.clone(), meeting.on)),
            first: day,
            last: day,
            total: self.total,
            after_tax: self.after_tax,
            more,
            parts,
            only_fewer_months: fewer && more.low < Amount::ZERO,
            days_later: planned.days_until(day),
            days_to_spare,
        }
    }
}

/// Day on which a plan orders what replaces a contract, else what it orders first.
pub fn order_day(moves: &[Move]) -> Option<Day> {
    let on = || moves.iter().filter(|step| !step.is_off());
    let replaces = on().filter(|step| matches!(step, Move::Replace { .. })).map(Move::day).min();
    let orders = on().filter(|step| matches!(step, Move::Order { .. })).map(Move::day).min();
    replaces.or(orders)
}

/// Day on which the contract that is replaced would be left; two months on where none is. A quarter
/// of a year from `planned` on at most.
fn last_day(laid: &Laid, planned: Day) -> Day {
    let replaced = |tenure: &&Arc<Tenure>| {
        laid.tenures.iter().any(|new| new.replaces.as_ref() == Some(&tenure.key))
    };
    let left = laid.tenures.iter().filter(replaced).filter_map(|tenure| tenure.bound_until).max();
    left.unwrap_or_else(|| planned.plus_days(60)).min(planned.plus_days(92))
}

fn day_of(step: &mut Move) -> &mut Day {
    match step {
        Move::Order { from, .. }
        | Move::Replace { from, .. }
        | Move::Start { from, .. }
        | Move::Stop { from, .. }
        | Move::Resize { from, .. }
        | Move::ResizeToTarget { from, .. }
        | Move::Reclaim { from, .. }
        | Move::KeepBackups { from, .. }
        | Move::Price { from, .. }
        | Move::PriceOfLine { from, .. } => from,
        Move::End { on, .. } | Move::OneOff { on, .. } => on,
    }
}

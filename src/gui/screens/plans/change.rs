//! What becomes of a plan's moves when its order date is dragged?

use std::sync::Arc;

use egui::{Id, Ui};

use crate::document::{Edit, Path, quote};
use crate::engine::waiting;
use crate::gui::answer::{Answer, View};
use crate::gui::kit::Refusal;
use crate::gui::kit::in_place::{self, Dragged, Value};
use crate::gui::parts;
use crate::model::{Move, Plan};
use crate::session::Session;
use crate::units::{Day, Wrong};

/// The moves as they were when a drag began: each of its days is counted from there, so that moves
/// which the order passes on its way stay where they are.
#[derive(Clone, Debug)]
pub(super) struct Held {
    plan: Arc<str>,
    moves: Arc<Plan>,
    planned: Day,
}

impl Held {
    /// What is held while a drag begins now; `None` where the plan orders nothing.
    pub(super) fn of(session: &Session, plan: &Arc<str>) -> Option<Self> {
        let moves = session.scenario()?.plans.get(plan)?;
        let planned = waiting::order_day(moves)?;
        Some(Self { plan: Arc::clone(plan), moves: Arc::clone(moves), planned })
    }

    /// The edit that orders on another day: all that is dated on the order's day or after moves
    /// along.
    pub(super) fn ordered_on(&self, day: Day) -> Edit {
        let later = self.planned.days_until(day);
        let label = format!("Order of {} on {}", self.plan, day.words());
        let own = self.moves.iter().enumerate().filter(|(_, step)| step.day() >= self.planned);
        own.fold(Edit::new(label), |edit, (index, step)| {
            let path = Path::new().key("plans").key(&*self.plan).index(index).key(day_key(step));
            edit.set(path, quote(&step.day().plus_days(later).to_string()))
        })
    }
}

/// Day on which a plan orders what replaces a contract, else what it orders first.
pub(super) fn planned(session: &Session, plan: &str) -> Option<Day> {
    waiting::order_day(session.scenario()?.plans.get(plan)?)
}

/// The field that says when a move takes effect.
pub(super) fn day_key(step: &Move) -> &'static str {
    match step {
        Move::End { .. } | Move::OneOff { .. } => "on",
        _ => "from",
    }
}

/// A day, without its year where that is the year of `as_of`.
pub(super) fn day_words(day: Day, as_of: Day) -> String {
    if day.year() == as_of.year() { day.words_short() } else { day.words() }
}

/// The order date of a plan, dragged or typed where it stands.
pub(super) fn order_date(
    ui: &mut Ui,
    view: &View<'_>,
    plan: &Arc<str>,
    planned: Day,
) -> Option<Answer> {
    let as_of = view.session.outlook()?.as_of;
    let (shown, typed) = (day_words(planned, as_of), planned.to_string());
    let value = Value { name: "Order date", shown: &shown, typed: &typed };
    let answer = in_place::drag_value(ui, value, &parts::stepped, &|text| day(text).map(drop))?;
    moved(ui, view, plan, answer)
}

/// What dragging an order date asks for; what was held at its start is kept in the window's memory.
fn moved(ui: &Ui, view: &View<'_>, plan: &Arc<str>, dragged: Dragged) -> Option<Answer> {
    let id = Id::unique("order date held");
    let (to, over) = match dragged {
        Dragged::Moving(to) => (to, false),
        Dragged::Done(to) => (to, true),
        Dragged::Cancelled => {
            ui.data_mut(|d| d.remove::<Held>(id));
            return Some(Answer::CancelDrag);
        }
    };
    let kept: Option<Held> = ui.data(|d| d.get_temp(id));
    let held = kept.filter(|held| held.plan == *plan).or_else(|| Held::of(view.session, plan))?;
    let edit = held.ordered_on(day(&to).ok()?);
    if over {
        ui.data_mut(|d| d.remove::<Held>(id));
    } else {
        ui.data_mut(|d| d.insert_temp(id, held));
    }
    Some(Answer::Drag(edit))
}

fn day(text: &str) -> Result<Day, Refusal> {
    Day::parse(text).map_err(|Wrong { message, hint, .. }| (message, hint))
}

//! The screen "Plans": which plan would serve, what two of them differ in, what waiting costs, and of
//! which moves the chosen one is made.

use std::collections::VecDeque;
use std::sync::Arc;

use egui::{Align, Layout, Ui, UiBuilder, pos2, vec2};

use super::shown::{self, Kept, Shown};
use crate::document::Path;
use crate::gui::answer::{Answer, View};
use crate::gui::command::Command;
use crate::gui::kit::table::TableAnswer;
use crate::gui::kit::{button, card, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::{DO_NOTHING, Move};
use crate::report::{self, Report};
use crate::units::Month;

mod change;
mod compared;
mod fields;
mod moves;
mod offers;
mod waiting;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    /// The plans that stand side by side, the one ticked last at the end; empty: doing nothing and
    /// the chosen one.
    ticked: VecDeque<Arc<str>>,
    moves: moves::State,
    waiting: waiting::State,
    options: Kept<Arc<str>, Report>,
    compared: compared::State,
}

/// Under this width, in points, cards stand below each other.
const SIDE_BY_SIDE: f32 = 860.0;
/// Share of the page's width that the left of two cards takes.
const LEFT: f32 = 0.584;
const GAP: f32 = 14.0;

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    super::page(ui, |ui| {
        let mut answers = Vec::new();
        ui.spacing_mut().item_spacing.y = 10.0;
        head(ui, view, &mut answers);
        let plan = Arc::clone(view.session.plan());
        let Some(options) = state.options.get(view.session, Arc::clone(&plan), || {
            view.session.report(report::question("options")?)
        }) else {
            return answers;
        };
        card::card(ui, |ui| plans(ui, view, state, &options, &mut answers));
        ui.add_space(GAP - 10.0);
        two(
            ui,
            state,
            |ui, state| compared::show(ui, view, &pair(view, &state.ticked), &mut state.compared),
            |ui, state| answers.extend(waiting::show(ui, view, &mut state.waiting)),
        );
        ui.add_space(GAP - 10.0);
        moves::show(ui, view, &mut state.moves, &mut answers);
        ui.add_space(GAP - 10.0);
        offers::show(ui, view, &options, &mut answers);
        answers
    })
}

/// Title, the sentence that says what is looked at, and the button that adds a plan.
fn head(ui: &mut Ui, view: &View<'_>, answers: &mut Vec<Answer>) {
    let width = ui.available_width();
    ui.allocate_ui_with_layout(vec2(width, 30.0), Layout::right_to_left(Align::Center), |ui| {
        if button::plain(ui, "Add plan").clicked() {
            answers.push(Answer::Command(Command::AddPlan));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            text::title(ui, "Plans");
            ui.add_space(6.0);
            sentence(ui, view, answers);
        });
    });
}

/// `May for 3 months, CAD before tax, ordered on 19 May with 1 month of overlap (both paid)`.
fn sentence(ui: &mut Ui, view: &View<'_>, answers: &mut Vec<Answer>) {
    let Some(scenario) = view.session.scenario() else { return };
    let plan = view.session.plan();
    text::sentence(ui, theme::BODY, |ui| {
        let dim = |ui: &mut Ui, text: &str| {
            text::toned(ui, text, Tone::Dim);
        };
        if let Some(request) = &scenario.request {
            let from = month(request.from);
            answers.extend(parts::value(ui, view, "request.from", &from));
            dim(ui, " for ");
            let months = crate::units::plural(i128::from(request.months), "month");
            answers.extend(parts::value(ui, view, "request.months", &months));
            dim(ui, ", ");
        }
        dim(ui, &format!("{} before tax", scenario.currency.code()));
        if let Some(planned) = change::planned(view.session, plan) {
            dim(ui, ", ordered on ");
            answers.extend(change::order_date(ui, view, plan, planned));
        }
        if let Some((index, overlap)) = overlap(view) {
            dim(ui, " with ");
            let path = Path::new().key("plans").key(&**plan).index(index).key("overlap");
            let shown = overlap.unwrap_or_else(|| "no overlap".to_owned());
            let path = path.to_string();
            answers.extend(parts::value_named(ui, view, &path, "Overlap", &shown));
            dim(ui, if shown == "no overlap" { "" } else { " of overlap (both servers paid)" });
        }
    });
}

fn month(month: Month) -> String {
    month.words()
}

/// Place of the chosen plan's first replacement, and the overlap wished for there.
fn overlap(view: &View<'_>) -> Option<(usize, Option<String>)> {
    let plan = view.session.scenario()?.plans.get(view.session.plan())?;
    plan.iter().enumerate().find_map(|(index, step)| match step {
        Move::Replace { overlap, off: false, .. } => {
            Some((index, overlap.filter(|o| !o.is_zero()).map(crate::units::Span::words)))
        }
        _ => None,
    })
}

/// The table of plans: pressing a row chooses it, two ticked stand side by side below.
fn plans(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    options: &Report,
    answers: &mut Vec<Answer>,
) {
    let Some(table) = parts::table_of(options, "plans") else { return };
    let names: Vec<Arc<str>> =
        view.session.outlook().map_or_else(Vec::new, |o| o.plans.keys().cloned().collect());
    let (one, two) = pair_as_ticked(view, &state.ticked);
    let all = ["plan", "lasts", "request", "more", "monthly", "one_off", "why_not"];
    // In a narrow window what differs stands below; here, why not is worth its room.
    let few = ["plan", "lasts", "request", "monthly", "why_not"];
    let shown = Shown {
        name: "Plans",
        columns: if text::narrow(ui) { &few } else { &all },
        marked: &["why_not"],
        wide: "why_not",
        height: theme::ROW,
        said: &without_chosen,
        act: &shown::no_act,
    };
    let ticked = |row: usize| names.get(row).map(|name| *name == one || *name == two);
    match shown::table(ui, view, table, &shown, &ticked) {
        Some(TableAnswer::Row(row)) => {
            answers.extend(names.get(row).cloned().map(Answer::ChoosePlan));
        }
        Some(TableAnswer::Tick(row)) => {
            if let Some(name) = names.get(row) {
                tick(&mut state.ticked, (one, two), name);
            }
        }
        Some(TableAnswer::Act(_)) | None => {}
    }
}

/// The row is marked as the chosen one already.
fn without_chosen(_: &str, cell: &report::Cell) -> Option<String> {
    cell.text.strip_prefix("chosen; ").map(str::to_owned)
}

/// The two plans that stand side by side, in the file's order.
fn pair(view: &View<'_>, ticked: &VecDeque<Arc<str>>) -> (Arc<str>, Arc<str>) {
    let (one, two) = pair_as_ticked(view, ticked);
    let place = |name: &str| view.session.outlook().and_then(|o| o.plans.get_index_of(name));
    if place(&two) < place(&one) { (two, one) } else { (one, two) }
}

fn pair_as_ticked(view: &View<'_>, ticked: &VecDeque<Arc<str>>) -> (Arc<str>, Arc<str>) {
    let chosen = view.session.plan();
    let nothing: Arc<str> = DO_NOTHING.into();
    let there =
        |name: &&Arc<str>| view.session.outlook().is_some_and(|o| o.plans.contains_key(*name));
    let mut left = ticked.iter().filter(there);
    match (left.next(), left.next()) {
        (Some(one), Some(two)) => (Arc::clone(one), Arc::clone(two)),
        (Some(one), None) if one != chosen => (Arc::clone(one), Arc::clone(chosen)),
        _ if **chosen != *nothing => (nothing, Arc::clone(chosen)),
        _ => {
            let other = view.session.outlook().and_then(|o| o.plans.keys().nth(1).cloned());
            (nothing, other.unwrap_or_else(|| Arc::clone(chosen)))
        }
    }
}

/// Ticks a plan, or takes its tick away; of three the one ticked first goes.
fn tick(ticked: &mut VecDeque<Arc<str>>, (one, two): (Arc<str>, Arc<str>), name: &Arc<str>) {
    let was_there = *name == one || *name == two;
    ticked.clear();
    ticked.extend([one, two].into_iter().filter(|other| other != name));
    if !was_there {
        while ticked.len() > 1 {
            ticked.pop_front();
        }
        ticked.push_back(Arc::clone(name));
    }
}

/// Two cards beside each other, or below each other where the page is narrow.
fn two(
    ui: &mut Ui,
    state: &mut State,
    left: impl FnOnce(&mut Ui, &mut State),
    right: impl FnOnce(&mut Ui, &mut State),
) {
    let room = ui.available_width();
    if room < SIDE_BY_SIDE {
        card::card(ui, |ui| left(ui, state));
        ui.add_space(GAP - 10.0);
        card::card(ui, |ui| right(ui, state));
        return;
    }
    let first = ((room - GAP) * LEFT).round();
    let top = ui.cursor().min;
    // As tall as the taller of both was in the last frame, so that the cards end at one line.
    let id = ui.scope_id().with("two cards");
    let least: f32 = ui.data(|d| d.get_temp(id)).unwrap_or(0.0);
    let mut tallest = 0.0_f32;
    let mut column = |ui: &mut Ui, at: f32, width: f32, add: &mut dyn FnMut(&mut Ui)| {
        let place = egui::Rect::from_min_size(pos2(at, top.y), vec2(width, f32::INFINITY));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
        card::card(&mut inner, |ui| {
            let start = ui.cursor().min.y;
            add(ui);
            let own = ui.min_rect().bottom() - start;
            tallest = tallest.max(own);
            ui.add_space((least - own).max(0.0));
        });
        inner.min_rect()
    };
    let (mut left, mut right) = (Some(left), Some(right));
    let one = column(ui, top.x, first, &mut |ui| {
        if let Some(left) = left.take() {
            left(ui, state);
        }
    });
    let other = column(ui, top.x + first + GAP, room - first - GAP, &mut |ui| {
        if let Some(right) = right.take() {
            right(ui, state);
        }
    });
    ui.advance_cursor_after_rect(one.union(other));
    if (tallest - least).abs() > 0.5 {
        ui.data_mut(|d| d.insert_temp(id, tallest));
        ui.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn ticking(name: &str, expected: &[&str]) {
        let mut ticked = VecDeque::new();
        tick(&mut ticked, ("Do nothing".into(), "A".into()), &name.into());
        assert_eq!(ticked.iter().map(|name| &**name).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn of_three_ticked_plans_the_first_goes() {
        ticking("B", &["A", "B"]);
    }

    #[test]
    fn a_tick_is_taken_away_by_pressing_it_again() {
        ticking("A", &["Do nothing"]);
    }
}

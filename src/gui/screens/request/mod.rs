//! The screen "Request": the page as it goes out, and beside it what is still open.

use std::sync::Arc;

use egui::{ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::shown::Kept;
use crate::gui::answer::{Answer, View};
use crate::gui::kit::text;
use crate::report::{self, Report};

mod aside;
mod page;
mod question;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    report: Kept<Arc<str>, Report>,
    question: Option<question::Draft>,
}

/// Under this width, in points, what is open stands below the page.
const SIDE_BY_SIDE: f32 = 880.0;
/// Width of what stands beside the page, in points.
const ASIDE: f32 = 380.0;
/// The page is no wider than can be read, in points.
const WIDEST: f32 = 820.0;

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    let mut answers = Vec::new();
    let Some(report) = state.report.get(view.session, Arc::clone(view.session.plan()), || {
        view.session.report(report::question("request")?)
    }) else {
        return answers;
    };
    // The page is white in both themes: fading into the window would look like dirt on it.
    ui.spacing_mut().scroll.fade.strength = 0.0;
    let room = ui.available_width();
    let side = if text::narrow(ui) { 16.0 } else { 24.0 };
    if room < SIDE_BY_SIDE {
        super::page(ui, |ui| {
            page::show(ui, view, &report);
            ui.add_space(14.0);
            aside::show(ui, view, &report, &mut state.question, &mut answers);
        });
    } else {
        // Each half scrolls by itself: what is open stays beside the line it is about.
        let whole = ui.available_rect_before_wrap();
        let page = (room - ASIDE - 3.0 * side).min(WIDEST);
        let column = |ui: &mut Ui, name: &str, left: f32, width: f32| {
            let place = egui::Rect::from_min_size(
                pos2(whole.left() + left, whole.top()),
                vec2(width, whole.height()),
            );
            ui.new_child(UiBuilder::new().id_salt(name).max_rect(place))
        };
        let mut left = column(ui, "page", side, page + 8.0);
        ScrollArea::vertical().id_salt("page").auto_shrink(false).show(&mut left, |ui| {
            ui.set_max_width(page);
            ui.add_space(10.0);
            page::show(ui, view, &report);
            ui.add_space(14.0);
        });
        let width = (room - page - 3.0 * side).min(ASIDE + 60.0);
        let mut right = column(ui, "open", page + 2.0 * side, width + side - 4.0);
        ScrollArea::vertical().id_salt("open").auto_shrink(false).show(&mut right, |ui| {
            ui.set_max_width(width);
            ui.add_space(10.0);
            aside::show(ui, view, &report, &mut state.question, &mut answers);
            ui.add_space(14.0);
        });
        ui.advance_cursor_after_rect(whole);
    }
    if let Some(draft) = &mut state.question {
        match question::show(ui, view, draft) {
            question::Done::Not => {}
            question::Done::Closed => state.question = None,
            question::Done::Answered(edit) => {
                answers.push(Answer::Edit(edit));
                state.question = None;
            }
        }
    }
    answers
}

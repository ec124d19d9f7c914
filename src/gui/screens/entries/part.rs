//! How does a sheet stand on a page: its heading, what can be done, and the sheet below?

use egui::{Align, Layout, Ui};

use crate::gui::answer::Answer;
use crate::gui::kit::{button, card};
use crate::gui::theme;
use crate::session::Session;

use super::{Around, Group, State, chips, row_actions, show};

/// Draws a sheet with its heading; `title` and, dim beside it, a note.
pub(in crate::gui::screens) fn part(
    ui: &mut Ui,
    session: &Session,
    group: &Group,
    state: &mut State,
    (title, note): (&str, &str),
) -> Vec<Answer> {
    let mut answers = vec![];
    ui.horizontal(|ui| {
        card::heading(ui, title, note);
        chips(ui, session, group, state);
        answers.extend(row_actions(ui, session, group, state));
        if group.columns.iter().any(|column| column.more) {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (what, of) = (if state.more { "Fewer" } else { "More" }, group.one);
                if button::plain(ui, &format!("{what} {of} columns")).clicked() {
                    state.more = !state.more;
                }
            });
        }
    });
    ui.add_space(2.0);
    let around = Around { totals: None, notes: &[], height: f32::INFINITY };
    answers.extend(show(ui, session, group, state, around));
    ui.add_space(theme::GAP);
    answers
}

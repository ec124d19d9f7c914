//! What must be answered before anything else?

use egui::{Align, Id, Layout, Modal, Ui};

use super::{button, text};
use crate::gui::theme::{self, Tone};

/// A question with its answers. The first is the one to do; the last, and Esc, leave all as it is.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The question itself.
    pub ask: &'a str,
    /// What follows from the answers.
    pub note: &'a str,
    /// Names of the buttons.
    pub answers: &'a [&'a str],
}

/// Asks a question over everything else. Answers with the index of the answer; Esc and a click
/// outside are the last one.
pub fn ask(ui: &Ui, question: &Question<'_>) -> Option<usize> {
    let last = question.answers.len().saturating_sub(1);
    let mut answer = None;
    let closed = modal(ui, question.ask, 420.0, |ui| {
        text::label(ui, question.note, theme::BODY, Tone::Dim);
        ui.add_space(8.0);
        answer = answers(ui, question.answers);
    });
    answer.or(closed.then_some(last))
}

/// Draws the answers at the right, the one to do outermost; answers with the index of one pressed.
pub fn answers(ui: &mut Ui, answers: &[&str]) -> Option<usize> {
    let mut answer = None;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        for (index, name) in answers.iter().enumerate() {
            let pressed =
                if index == 0 { button::primary(ui, name) } else { button::plain(ui, name) };
            if pressed.clicked() {
                answer = Some(index);
            }
        }
    });
    answer
}

/// Shows a modal with a title, `width` points wide. True once it wants to be closed: Esc, or a
/// click outside.
pub fn modal(ui: &Ui, title: &str, width: f32, add: impl FnOnce(&mut Ui)) -> bool {
    let frame = egui::Frame::popup(&ui.ctx().global_style()).inner_margin(18);
    let modal = Modal::new(Id::unique("modal").with(title)).frame(frame);
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(width.min(ui.ctx().content_rect().width() - 60.0));
        text::label(ui, title, theme::CARD_TITLE, Tone::Plain);
        ui.add_space(2.0);
        add(ui);
    });
    response.should_close()
}

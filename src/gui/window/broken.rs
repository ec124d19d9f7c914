//! What cannot be read of a text, where, and how is it mended here?

use egui::{ScrollArea, TextEdit, Ui, WidgetInfo};

use super::Window;
use crate::diag::Severity;
use crate::gui::answer::Answer;
use crate::gui::kit::{button, card, icon, text};
use crate::gui::screens;
use crate::gui::theme::{self, Tone};

pub(super) fn show(ui: &mut Ui, window: &mut Window) -> Vec<Answer> {
    let mut draft = window.draft.take().unwrap_or_else(|| window.session.text().to_owned());
    let mut read = false;
    screens::page(ui, |ui| {
        text::title(ui, "This text cannot be read yet");
        text::second(ui, "Nothing is lost: mend it here, or open another file.");
        ui.add_space(theme::GAP);
        card::titled(ui, "What is wrong", "", |ui| {
            for problem in window.session.problems() {
                problem_lines(ui, problem);
            }
        });
        ui.add_space(theme::GAP);
        card::titled(ui, "The text", "", |ui| {
            ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                let field =
                    TextEdit::multiline(&mut draft).code_editor().desired_width(f32::INFINITY);
                ui.add(field).widget_info(|| {
                    WidgetInfo::labeled(egui::accesskit::Role::MultilineTextInput, true, "The text")
                });
            });
            ui.add_space(6.0);
            read = button::primary(ui, "Read it again").clicked();
        });
    });
    if read {
        window.session.retype(draft);
    } else {
        window.draft = Some(draft);
    }
    Vec::new()
}

/// A problem with its place and hint.
pub(super) fn problem_lines(ui: &mut Ui, problem: &crate::diag::Problem) {
    ui.horizontal_wrapped(|ui| {
        icon::status(ui, problem.severity.min(Severity::Note));
        if let Some(place) = &problem.place {
            let place = format!("line {}, column {}", place.line, place.column);
            text::label(ui, &place, theme::SMALL, Tone::Dim);
        }
        text::body(ui, &problem.message);
    });
    if let Some(hint) = &problem.hint {
        ui.horizontal_top(|ui| {
            ui.add_space(icon::SIDE + 8.0);
            ui.vertical(|ui| text::second(ui, hint));
        });
    }
}

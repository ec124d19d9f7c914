//! What must be known before anything else: that this is an example, that the file has changed.

use egui::{Frame, Margin, Ui};

use super::Window;
use crate::diag::Severity;
use crate::gui::answer::Answer;
use crate::gui::command::Command;
use crate::gui::kit::icon::{self, all};
use crate::gui::kit::{button, link, text};
use crate::gui::theme::{self, Palette, Tone};
use crate::session::examples::EXAMPLES;

pub(super) fn show(ui: &mut Ui, window: &mut Window) -> Vec<Answer> {
    let mut answers = Vec::new();
    if window.changed_on_disk {
        let said = "The file has changed on disk since it was opened.";
        match strip(ui, said, "Read it again…", Some("Close this line")) {
            Some(Pressed::Act) => answers.push(Answer::Command(Command::Reload)),
            Some(Pressed::Close) => window.changed_on_disk = false,
            None => {}
        }
    }
    if is_example(window) && !window.banner_closed {
        match strip(ui, "Example, not your data.", "Start your own…", Some("Close this line")) {
            Some(Pressed::Act) => answers.push(Answer::Command(Command::New)),
            Some(Pressed::Close) => window.banner_closed = true,
            None => {}
        }
    }
    let problems = window.session.problems().len();
    if problems > 0 && window.session.document().is_some() {
        let first = &window.session.problems()[0];
        let place =
            first.place.as_ref().map_or(String::new(), |place| format!("line {}: ", place.line));
        let more = if problems > 1 { format!(" · {} more", problems - 1) } else { String::new() };
        let errors = window.session.problems().iter().any(|p| p.severity == Severity::Error);
        let what = if errors { "Not everything could be read." } else { "A path leads nowhere." };
        let said = format!("{what} {place}{}{more}", first.message);
        if let Some(Pressed::Act) = strip(ui, &said, "Show all…", None) {
            window.asked = Some(super::asked::Asked::Problems);
        }
    }
    answers
}

fn is_example(window: &Window) -> bool {
    window.session.path().is_none()
        && EXAMPLES.iter().take(EXAMPLES.len() - 1).any(|e| e.name == window.session.name())
}

enum Pressed {
    Act,
    Close,
}

/// Draws a line with an action; `close` names what closes it, where it can be closed.
fn strip(ui: &mut Ui, said: &str, action: &str, close: Option<&str>) -> Option<Pressed> {
    let palette = Palette::of(ui);
    let mut pressed = None;
    let side = if text::narrow(ui) { 16 } else { 24 };
    let outer = Margin { left: side, right: side, top: 10, bottom: 0 };
    Frame::new()
        .fill(palette.soft)
        .corner_radius(theme::CONTROL_RADIUS)
        .outer_margin(outer)
        .inner_margin(Margin::symmetric(12, 0))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(theme::CONTROL);
                ui.spacing_mut().item_spacing.x = 6.0;
                icon::named(ui, all::ICON_LIGHTBULB, palette.accent, "Note");
                text::label(ui, said, theme::DENSE, Tone::Plain);
                if link::action(ui, action, action).clicked() {
                    pressed = Some(Pressed::Act);
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if let Some(close) = close
                        && button::icon(ui, all::ICON_CLOSE, close).clicked()
                    {
                        pressed = Some(Pressed::Close);
                    }
                });
            });
        });
    pressed
}

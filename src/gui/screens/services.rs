//! The screen "Services".

use egui::Ui;

use crate::gui::answer::{Answer, View};
use crate::gui::kit::text;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {}

/// Draws the screen.
pub fn show(ui: &mut Ui, _view: &View<'_>, _state: &mut State) -> Vec<Answer> {
    super::page(ui, |ui| {
        text::title(ui, "Services");
        Vec::new()
    })
}

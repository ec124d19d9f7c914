//! How does one begin to measure, so that there is something to import?

use egui::Ui;

use crate::formats::importers::crontab_line;
use crate::gui::answer::Answer;
use crate::gui::kit::{button, card, text};
use crate::gui::theme;

/// Where the line writes to.
pub(super) const LOG: &str = "~/headroom.log";

/// Draws the line for crontab, with a way to copy it.
pub(super) fn show(ui: &mut Ui) -> Option<Answer> {
    let line = crontab_line(LOG);
    let mut answer = None;
    card::titled(ui, "Start measuring", "Memory and disks, every quarter of an hour", |ui| {
        text::second(
            ui,
            "Add this line by crontab -e on each server. Later drop its ~/headroom.log on this \
             window, or paste what free, df and the like print.",
        );
        let mono = egui::RichText::new(&line).monospace();
        ui.add(egui::Label::new(mono).wrap());
        if button::plain(ui, "Copy the line").clicked() {
            answer = Some(Answer::Copy(line.clone(), "Copied the line for crontab".to_owned()));
        }
    });
    ui.add_space(theme::GAP);
    answer
}

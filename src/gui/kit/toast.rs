//! What has just been done, said for a moment, with a way back?

use egui::{Align2, Area, Frame, Id, Order, Ui};

use super::{button, icon, link, text};
use crate::gui::theme::{self, Tone};

/// How long a toast stays, in seconds.
pub const SECONDS: f64 = 6.0;

/// Something to say for a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// One sentence, without a full stop.
    pub text: String,
    /// What may follow: `Undo`.
    pub action: Option<String>,
    /// When it was first shown, in seconds of egui's `InputState::time`.
    pub since: f64,
}

/// What became of a toast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastAnswer {
    /// Its action was asked for.
    Act,
    /// It was closed, or its time is over.
    Gone,
}

/// Shows a toast at the lower right; it goes by itself, without another event.
pub fn toast(ui: &Ui, toast: &Toast) -> Option<ToastAnswer> {
    let context = ui.ctx();
    let rest = toast.since + SECONDS - context.input(|i| i.time);
    if rest <= 0.0 {
        return Some(ToastAnswer::Gone);
    }
    context.request_repaint_after_secs(rest as f32);
    let mut answer = None;
    let area = Area::new(Id::unique("toast")).order(Order::Foreground);
    area.anchor(Align2::RIGHT_BOTTOM, [-20.0, -20.0]).show(context, |ui| {
        Frame::popup(ui.style()).inner_margin(egui::Margin::symmetric(14, 8)).show(ui, |ui| {
            ui.horizontal(|ui| {
                let response = text::label(ui, &toast.text, theme::BODY, Tone::Plain);
                context.accesskit_node_builder(response.id, |node| {
                    node.set_live(egui::accesskit::Live::Polite);
                });
                if let Some(action) = &toast.action
                    && link::action(ui, action, action).clicked()
                {
                    answer = Some(ToastAnswer::Act);
                }
                if button::icon(ui, icon::all::ICON_CLOSE, "Close this message").clicked() {
                    answer = Some(ToastAnswer::Gone);
                }
            });
        });
    });
    answer
}

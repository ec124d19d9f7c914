//! What does a card look like: surface, a thin line around it, a title?

use egui::{CornerRadius, Frame, InnerResponse, Margin, Stroke, Ui, vec2};

use super::text;
use crate::gui::theme::{self, Palette, Tone};

/// A card as wide as there is room.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    padded(ui, Margin::symmetric(16, 14), add)
}

/// A card whose content brings its own room, as a sheet or a table does.
pub fn bare<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    padded(ui, Margin::same(0), add)
}

/// A card with a title and, dim beside it, what the title leaves open: unit, basis, source.
pub fn titled<R>(
    ui: &mut Ui,
    title: &str,
    subtitle: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    card(ui, |ui| {
        heading(ui, title, subtitle);
        add(ui)
    })
}

/// The title line of a card.
pub fn heading(ui: &mut Ui, title: &str, subtitle: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 2.0);
        ui.spacing_mut().interact_size.y = 20.0;
        ui.horizontal_wrapped(|ui| {
            let response = text::label(ui, title, theme::CARD_TITLE, Tone::Plain);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, title)
            });
            if !subtitle.is_empty() {
                text::second(ui, subtitle);
            }
        });
    });
}

/// A rule across a card, from edge to edge of its content.
pub fn rule(ui: &mut Ui) {
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, 1.0), egui::Sense::hover());
    let stroke = Stroke::new(1.0, Palette::of(ui).grid);
    ui.painter().hline(rect.x_range(), rect.center().y, stroke);
}

/// A card with room of its own around its content.
pub fn padded<R>(ui: &mut Ui, padding: Margin, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(padding)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            add(ui)
        })
}

//! What of a sentence can be changed or pressed where it stands?

use egui::{Response, Sense, Stroke, Ui, WidgetInfo};

use super::text::{clickable, font_here};
use crate::gui::theme::Palette;

/// A value that can be changed where it stands: accent, dotted underneath. Its accessible name is
/// `name`, and the value is `text`.
pub fn value(ui: &mut Ui, name: &str, text: &str) -> Response {
    value_sensing(ui, name, text, Sense::click())
}

/// The same, with a sense of its own.
pub(crate) fn value_sensing(ui: &mut Ui, name: &str, text: &str, sense: Sense) -> Response {
    let palette = Palette::of(ui);
    let font = font_here(ui);
    let (rect, response) = clickable(ui, text, font, sense, |_| palette.accent);
    if response.hovered() {
        let ground = rect.expand2(egui::vec2(2.0, 0.0));
        ui.painter().rect_filled(ground, 3.0, palette.accent.gamma_multiply(0.12));
    }
    dots(ui, rect);
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(text.to_owned()),
        ..WidgetInfo::labeled(egui::accesskit::Role::Button, ui.is_enabled(), name)
    });
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// An action: `Fix…`, `Ask…`, `Why`. `name` says on what, for those who hear it only.
pub fn action(ui: &mut Ui, text: &str, name: &str) -> Response {
    let palette = Palette::of(ui);
    let font = font_here(ui);
    let (rect, response) = clickable(ui, text, font, Sense::click(), |_| palette.accent);
    if response.hovered() {
        let y = rect.bottom() - 1.0;
        ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, palette.accent));
    }
    response
        .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Link, ui.is_enabled(), name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Dots under a value that can be changed: whole pixels, so that two triangles make one.
fn dots(ui: &Ui, rect: egui::Rect) {
    let pixel = 1.0 / ui.pixels_per_point();
    let dot = (1.5 / pixel).round().max(1.0) * pixel;
    let foot = rect.bottom() - ui.spacing().extra_text_line_spacing * 0.5;
    let from = (rect.left() / pixel).round() * pixel;
    let top = ui.painter().round_to_pixel_center(foot - 0.5) - pixel / 2.0;
    let mut dots = egui::Mesh::default();
    for place in 0..((rect.right() - from) / (2.0 * dot)).ceil() as u32 {
        let left = from + place as f32 * 2.0 * dot;
        let right = (left + dot).min(rect.right());
        let dot = egui::Rect::from_x_y_ranges(left..=right, top..=top + pixel);
        dots.add_colored_rect(dot, Palette::of(ui).accent);
    }
    ui.painter().add(dots);
}

//! What can be pressed: the one thing to do here, other things, and icons?

use egui::{Button, Response, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::icon::{self, Icon};
use super::text::focus_ring;
use crate::gui::theme::{self, Palette};

/// The one thing to do here; at most one on a page and one in a modal.
pub fn primary(ui: &mut Ui, name: &str) -> Response {
    let palette = Palette::of(ui);
    ui.scope(|ui| {
        ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::NONE;
        let text = RichText::new(name).color(palette.on_accent);
        let height = vec2(0.0, theme::CONTROL);
        ui.add(Button::new(text).fill(palette.accent).min_size(height))
    })
    .inner
}

/// Another thing to do.
pub fn plain(ui: &mut Ui, name: &str) -> Response {
    ui.add(Button::new(name).min_size(vec2(0.0, theme::CONTROL)))
}

/// Another thing to do, with an icon before its name.
pub fn with_icon(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let text = RichText::new(icon.codepoint).size(icon::SIDE);
    let response = ui.add(Button::new((text, name)).min_size(vec2(0.0, theme::CONTROL)));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    response
}

/// An icon that can be pressed; its name stands there on hovering.
pub fn icon(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let (rect, response) =
        ui.allocate_exact_size(vec2(theme::CONTROL, theme::CONTROL), Sense::click());
    let palette = Palette::of(ui);
    let enabled = ui.is_enabled();
    if response.hovered() && enabled {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, palette.soft);
    }
    focus_ring(ui, &response, 0.0);
    let colour = if enabled { palette.text } else { palette.dim.gamma_multiply(0.6) };
    icon::paint(ui, rect.center(), icon, icon::SIDE + 1.0, colour);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, name));
    response.on_hover_text(name)
}

//! Which icon stands for what?

use egui::{Align2, Color32, FontId, Pos2, Response, Sense, Ui, vec2};
use egui_material_icons::icons;
pub use egui_material_icons::{MaterialIcon as Icon, icons as all};

use crate::diag::Severity;
use crate::gui::theme::{Palette, Tone};

/// Side of an icon beside ordinary text, in points.
pub const SIDE: f32 = 18.0;

/// The mark of a severity: a circle with `!`, a triangle, a circle with `i`.
pub fn of(severity: Severity) -> Icon {
    match severity {
        Severity::Error => icons::ICON_ERROR,
        Severity::Warning => icons::ICON_WARNING,
        Severity::Note => icons::ICON_INFO,
    }
}

/// Paints an icon around `centre`, `side` points wide; it has no accessible name of its own.
pub fn paint(ui: &Ui, centre: Pos2, icon: Icon, side: f32, colour: Color32) {
    // The font sets its icons low: they stand in the middle only when raised by a fourteenth.
    ui.painter().text(
        centre - vec2(0.0, side / 14.0),
        Align2::CENTER_CENTER,
        icon.codepoint,
        FontId::proportional(side),
        colour,
    );
}

/// Shows the mark of a severity with its word as accessible name and on hovering.
pub fn status(ui: &mut Ui, severity: Severity) -> Response {
    let colour = Palette::of(ui).tone(Tone::from(severity));
    named(ui, of(severity), colour, &severity.to_string())
}

/// Shows an icon of [`SIDE`] with an accessible name that also stands there on hovering.
pub fn named(ui: &mut Ui, icon: Icon, colour: Color32, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::hover());
    paint(ui, rect.center(), icon, SIDE, colour);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Image, ui.is_enabled(), name)
    });
    response.on_hover_text(name)
}

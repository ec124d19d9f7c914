//! How is text of one size and tone set, and a sentence with values in it?

use egui::{Color32, FontId, Response, RichText, Sense, Ui, WidgetInfo, WidgetText, vec2};

use crate::gui::theme::{self, Palette, Tone};

/// A line of text, or several where it does not fit.
pub fn label(ui: &mut Ui, text: &str, size: f32, tone: Tone) -> Response {
    let colour = Palette::of(ui).tone(tone);
    ui.label(RichText::new(text).size(size).color(colour))
}

/// Ordinary text.
pub fn body(ui: &mut Ui, text: &str) -> Response {
    label(ui, text, theme::BODY, Tone::Plain)
}

/// A second line: small, and may be passed over.
pub fn second(ui: &mut Ui, text: &str) -> Response {
    label(ui, text, theme::SMALL, Tone::Dim)
}

/// The title of a page.
pub fn title(ui: &mut Ui, text: &str) -> Response {
    let size = if narrow(ui) { 19.0 } else { theme::TITLE };
    let response = label(ui, text, size, Tone::Plain);
    response
        .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Heading, ui.is_enabled(), text));
    response
}

/// Whether the window is so narrow that navigation shrinks to icons.
pub fn narrow(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() < theme::NARROW
}

/// A sentence of pieces: labels and links are set one after the other and wrap together. The
/// pieces bring their own spaces. `size` is that of its text, in points.
pub fn sentence<R>(ui: &mut Ui, size: f32, pieces: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.spacing_mut().extra_text_line_spacing = (size * 0.36).round();
        ui.spacing_mut().interact_size.y = (size * 1.1).round();
        ui.style_mut().override_font_id = Some(FontId::proportional(size));
        ui.horizontal_wrapped(pieces).inner
    })
    .inner
}

/// A piece of a sentence.
pub fn piece(ui: &mut Ui, text: &str) -> Response {
    toned(ui, text, Tone::Plain)
}

/// A piece of a sentence that says something by its tone too.
pub fn toned(ui: &mut Ui, text: &str, tone: Tone) -> Response {
    let colour = Palette::of(ui).tone(tone);
    ui.label(RichText::new(text).line_height(line_height(ui)).color(colour))
}

/// Height of a line of a sentence; `None` where this is no sentence.
fn line_height(ui: &Ui) -> Option<f32> {
    let extra = ui.spacing().extra_text_line_spacing;
    let font = font_here(ui);
    (extra > 0.0).then(|| ui.fonts_mut(|f| f.row_height(&font)) + extra)
}

/// A piece of text that can be clicked; `underline` draws what stands under it.
pub(crate) fn clickable(
    ui: &mut Ui,
    text: &str,
    font: FontId,
    sense: Sense,
    colour: impl FnOnce(&Response) -> Color32,
) -> (egui::Rect, Response) {
    let galley = WidgetText::from(RichText::new(text).font(font).line_height(line_height(ui)))
        .into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body);
    let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
    let colour = colour(&response);
    if ui.is_rect_visible(rect) {
        ui.painter().galley_with_override_text_color(rect.min, galley, colour);
        focus_ring(ui, &response, 2.0);
    }
    (rect, response)
}

/// Shows where the keyboard is: a ring around a control of our own.
pub(crate) fn focus_ring(ui: &Ui, response: &Response, out: f32) {
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, Palette::of(ui).accent);
        ui.painter().rect_stroke(
            response.rect.expand(out),
            theme::CONTROL_RADIUS,
            stroke,
            egui::StrokeKind::Inside,
        );
    }
}

/// The font that a sentence around this place uses, else ordinary text.
pub(crate) fn font_here(ui: &Ui) -> FontId {
    ui.style().override_font_id.clone().unwrap_or_else(|| egui::TextStyle::Body.resolve(ui.style()))
}

//! Why is this figure what it is?

use egui::{Align, FontId, Layout, Popup, PopupCloseBehavior, RectAlign, Response, Sense, Ui};

use super::text::{self, clickable};
use crate::gui::theme::{self, Palette, Tone};

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyLine {
    /// What it is.
    pub what: String,
    /// Its figure, right-aligned; empty where it is a remark.
    pub figure: String,
    /// What its colour says.
    pub tone: Tone,
}

/// An explanation: what the figure is, the lines that make it, what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The figure and what it is of.
    pub title: String,
    /// The entries it is a selection of, in order.
    pub lines: Vec<WhyLine>,
    /// What they come to; set apart by a rule.
    pub total: Option<WhyLine>,
}

/// A figure that explains itself when pressed. `name` says what it is a figure of.
pub fn figure(ui: &mut Ui, name: &str, text: &str, size: f32, tone: Tone) -> Response {
    let palette = Palette::of(ui);
    let font = FontId::proportional(size);
    let colour = palette.tone(tone);
    let (rect, response) = clickable(ui, text, font, Sense::click(), |_| colour);
    if response.hovered() {
        let y = rect.bottom() - 1.0;
        ui.painter().hline(rect.x_range(), y, egui::Stroke::new(1.0, palette.dim));
    }
    response.widget_info(|| egui::WidgetInfo {
        current_text_value: Some(text.to_owned()),
        ..egui::WidgetInfo::labeled(egui::accesskit::Role::Button, ui.is_enabled(), name)
    });
    response.on_hover_cursor(egui::CursorIcon::Help).on_hover_text("Why this number?")
}

/// The one number of a page, with smaller words before it on the same line: `at least`.
pub fn amount(ui: &mut Ui, name: &str, lead: &str, text: &str, size: f32) -> Response {
    let palette = Palette::of(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 7.0;
        ui.spacing_mut().interact_size.y = 0.0;
        ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
            if !lead.is_empty() {
                let font = FontId::proportional(size * 0.58);
                let galley = ui.painter().layout_no_wrap(lead.to_owned(), font, palette.text);
                let big = ui.fonts_mut(|f| f.row_height(&FontId::proportional(size)));
                // Both stand on one line: the font reaches 5 parts of 6 above it.
                let down = (big - galley.size().y) * 5.0 / 6.0;
                let room = galley.size() + egui::vec2(0.0, down);
                let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
                ui.painter().galley(rect.min + egui::vec2(0.0, down), galley, palette.text);
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, lead)
                });
            }
            figure(ui, name, text, size, Tone::Plain)
        })
        .inner
    })
    .inner
}

/// Opens the explanation under the figure that was pressed. `explain` is asked only while it is
/// open.
pub fn why(figure: &Response, explain: impl FnOnce() -> Why) {
    let popup = Popup::from_toggle_button_response(figure)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .align(RectAlign::BOTTOM_START)
        .accessible_name("Why this number?")
        .gap(6.0)
        .frame(egui::Frame::popup(&figure.ctx.global_style()).inner_margin(14))
        .width(380.0);
    popup.show(|ui| explanation(ui, &explain()));
}

/// Draws an explanation where a popup is not wanted.
pub fn explanation(ui: &mut Ui, why: &Why) {
    ui.set_max_width(420.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    text::label(ui, &why.title, theme::CARD_TITLE, Tone::Plain);
    for each in &why.lines {
        line(ui, each);
    }
    if let Some(total) = &why.total {
        super::card::rule(ui);
        line(ui, total);
    }
}

fn line(ui: &mut Ui, line: &WhyLine) {
    if line.figure.is_empty() {
        text::label(
            ui,
            &line.what,
            theme::SMALL,
            if line.tone == Tone::Plain { Tone::Dim } else { line.tone },
        );
        return;
    }
    ui.spacing_mut().interact_size.y = 18.0;
    let room = egui::vec2(ui.available_width(), 18.0);
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::TOP), |ui| {
        text::label(ui, &line.figure, theme::DENSE, line.tone);
        ui.with_layout(Layout::left_to_right(Align::TOP).with_main_wrap(true), |ui| {
            text::label(ui, &line.what, theme::DENSE, line.tone);
        });
    });
}

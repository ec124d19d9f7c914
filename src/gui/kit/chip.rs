//! Which one of a few is chosen: a plan, a resource, a level?

use egui::{CornerRadius, FontId, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::icon;
use super::text::focus_ring;
use crate::diag::Severity;
use crate::gui::theme::{self, Palette, Tone};

/// One of a few to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    /// What stands on it; its accessible name too.
    pub label: &'a str,
    /// The worst that is to say about it, as a mark; a plan with an error carries it everywhere.
    pub mark: Option<Severity>,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// Draws a chip; `clicked()` of the response chooses it.
pub fn chip(ui: &mut Ui, chip: &Chip<'_>) -> Response {
    let palette = Palette::of(ui);
    let colour = if chip.chosen { palette.accent } else { palette.text };
    let font = FontId::proportional(theme::BODY);
    let galley = ui.painter().layout_no_wrap(chip.label.to_owned(), font, colour);
    let mark = if chip.mark.is_some() { icon::SIDE + 3.0 } else { 0.0 };
    let size = vec2(galley.size().x + mark + 26.0, theme::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        let role = egui::accesskit::Role::RadioButton;
        let name = match chip.mark {
            Some(severity) => format!("{}, {severity}", chip.label),
            None => chip.label.to_owned(),
        };
        WidgetInfo::selected(role, ui.is_enabled(), chip.chosen, name)
    });
    if ui.is_rect_visible(rect) {
        let lit = chip.chosen || response.hovered();
        let fill = if chip.chosen { palette.soft } else { palette.surface };
        let line = if lit { palette.accent } else { palette.line };
        let round = CornerRadius::same((theme::CONTROL / 2.0) as u8);
        ui.painter().rect(rect, round, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        if response.has_focus() {
            focus_ring(ui, &response, 2.0);
        }
        let mut left = rect.left() + 13.0;
        if let Some(severity) = chip.mark {
            let centre = egui::pos2(left + icon::SIDE / 2.0 - 1.0, rect.center().y);
            let tone = palette.tone(Tone::from(severity));
            icon::paint(ui, centre, icon::of(severity), icon::SIDE, tone);
            left += mark;
        }
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(egui::pos2(left, top), galley, colour);
    }
    response
}

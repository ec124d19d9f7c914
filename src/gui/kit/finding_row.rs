//! What has a check to say: one line of what, one of why, one action?

use egui::{Align, Layout, Ui, UiBuilder, vec2};

use super::{icon, link, text};
use crate::diag::Severity;
use crate::gui::theme::{self, Palette, Tone};

/// Height of a row, in points.
pub const HEIGHT: f32 = 46.0;

/// What a check has to say, on two lines.
#[derive(Clone, Copy, Debug)]
pub struct FindingRow<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub what: &'a str,
    /// Why that matters, or how it is known.
    pub why: &'a str,
    /// The one thing to do: `Fix…`, `Ask…`, `Why`.
    pub action: Option<&'a str>,
}

/// What was asked for on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingAnswer {
    /// The action at its right.
    Act,
    /// The place it is about.
    Show,
}

/// Draws one row; where it is not the last, a rule follows.
pub fn finding_row(ui: &mut Ui, row: &FindingRow<'_>, last: bool) -> Option<FindingAnswer> {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    if !ui.is_rect_visible(rect) {
        return None;
    }
    let name = format!("{}: {}", row.severity, row.what);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, ui.is_enabled(), &name)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 4.0, palette.soft);
    }
    let mut answer = response.clicked().then_some(FindingAnswer::Show);
    let tone = palette.tone(Tone::from(row.severity));
    let centre = rect.left_top() + vec2(19.0, 15.0);
    icon::paint(ui, centre, icon::of(row.severity), icon::SIDE + 1.0, tone);
    let mut room = rect.width() - 40.0;
    if let Some(action) = row.action {
        let place = UiBuilder::new()
            .max_rect(rect.shrink2(vec2(10.0, 4.0)))
            .layout(Layout::right_to_left(Align::Min));
        let used =
            link::action(&mut ui.new_child(place), action, &format!("{action} {}", row.what));
        if used.clicked() {
            answer = Some(FindingAnswer::Act);
        }
        room -= used.rect.width() + 18.0;
    }
    let inner = egui::Rect::from_min_size(rect.left_top() + vec2(40.0, 4.0), vec2(room, 40.0));
    let lines = &mut ui.new_child(UiBuilder::new().max_rect(inner));
    lines.spacing_mut().item_spacing.y = 1.0;
    lines.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    text::body(lines, row.what);
    text::label(lines, row.why, theme::SMALL, Tone::Dim);
    if !last {
        ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.grid));
    }
    answer
}

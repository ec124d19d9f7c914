//! What does a series look like in the height of a line of text?

use egui::{Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::days_plot::thinned;
use crate::gui::theme::Palette;

/// Room for the mark at the end, in points.
const END: f32 = 4.0;

/// Draws the points between their least and their greatest value, the last one marked. `heard` says in words
/// what is seen.
pub fn sparkline(ui: &mut Ui, heard: &str, points: &[[f64; 2]], (width, height): (f32, f32)) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Image, true, heard));
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    if !ui.is_rect_visible(rect) {
        return;
    }
    let palette = Palette::of(ui);
    let inner = rect.shrink(END);
    let values = || points.iter().map(|point| point[1]);
    let (low, high) =
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let share =
        |value: f64, from: f64, to: f64| if to > from { (value - from) / (to - from) } else { 0.5 };
    let at = |point: &[f64; 2]| {
        let x = share(point[0], first[0], last[0]) as f32;
        let y = share(point[1], low, high) as f32;
        pos2(inner.left() + x * inner.width(), inner.bottom() - y * inner.height())
    };
    let thin = thinned(points, [first[0], last[0]], inner.width().max(1.0) as usize);
    ui.painter().line(thin.iter().map(at).collect(), Stroke::new(1.4, palette.now));
    ui.painter().circle_filled(at(last), 2.8, palette.accent);
}

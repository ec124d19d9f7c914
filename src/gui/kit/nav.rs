//! Where can a person go, and where are they?

use egui::{Align2, FontId, Frame, Panel, Sense, Ui, WidgetInfo, pos2, vec2};

use super::icon::{self, Icon};
use super::text::{focus_ring, narrow};
use crate::gui::theme::{self, Palette, Tone};

/// Width of the navigation with labels, in points.
pub const WIDE: f32 = 160.0;
/// Width of the navigation as icons, in points.
pub const SLIM: f32 = 48.0;

/// A screen that can be gone to.
#[derive(Clone, Copy, Debug)]
pub struct NavItem<'a> {
    /// Its icon, which stands alone in a narrow window.
    pub icon: Icon,
    /// Its name, also for those who hear it only.
    pub label: &'a str,
    /// How many, and how bad the worst is; shown at the right. For findings.
    pub count: Option<(usize, Tone)>,
    /// Whether a group begins with it: then a gap is above.
    pub gap: bool,
}

/// Draws the navigation at the left of `ui`; answers where a person wants to go. The last `bottom`
/// items stand at the foot. In a window under [`theme::NARROW`] only icons are shown.
pub fn nav(ui: &mut Ui, items: &[NavItem<'_>], bottom: usize, at: usize) -> Option<usize> {
    let slim = narrow(ui);
    let panel = Panel::left("nav").resizable(false).frame(Frame::new());
    let panel = panel.exact_size(if slim { SLIM } else { WIDE });
    let mut answer = None;
    panel.show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        ui.add_space(if slim { 8.0 } else { 12.0 });
        let split = items.len().saturating_sub(bottom);
        for (index, item) in items.iter().enumerate() {
            if index == split {
                let foot = 34.0 * bottom as f32 + 14.0;
                ui.add_space((ui.available_height() - foot).max(8.0));
            }
            if item.gap {
                ui.add_space(10.0);
            }
            if entry(ui, item, index == at, slim) {
                answer = Some(index);
            }
        }
    });
    answer
}

fn entry(ui: &mut Ui, item: &NavItem<'_>, here: bool, slim: bool) -> bool {
    let palette = Palette::of(ui);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    response.widget_info(|| {
        let name = match item.count {
            Some((count, _)) => format!("{}, {count}", item.label),
            None => item.label.to_owned(),
        };
        WidgetInfo::selected(egui::accesskit::Role::Tab, ui.is_enabled(), here, name)
    });
    let ground = row.shrink2(vec2(if slim { 7.0 } else { 8.0 }, 0.0));
    if here {
        ui.painter().rect_filled(ground, theme::CONTROL_RADIUS, palette.soft);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, theme::CONTROL_RADIUS, palette.free);
    }
    if response.has_focus() {
        focus_ring(ui, &response, -2.0);
    }
    let text = if here { palette.accent } else { palette.dim };
    let x = if slim { row.center().x } else { row.left() + 27.0 };
    icon::paint(ui, pos2(x, row.center().y), item.icon, icon::SIDE, text);
    let font = |size| FontId::proportional(size);
    if slim {
        if let Some((count, tone)) = item.count {
            let at = row.center() + vec2(11.0, -9.0);
            let colour = palette.tone(tone);
            let text = count.to_string();
            ui.painter().text(at, Align2::CENTER_CENTER, text, font(theme::AXIS), colour);
        }
        return response.on_hover_text(item.label).clicked();
    }
    let at = pos2(row.left() + 46.0, row.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, item.label, font(theme::BODY), text);
    if let Some((count, tone)) = item.count {
        let at = pos2(row.right() - 18.0, row.center().y);
        let colour = palette.tone(tone);
        let text = count.to_string();
        ui.painter().text(at, Align2::RIGHT_CENTER, text, font(theme::BODY), colour);
    }
    response.clicked()
}

//! What does the total become if it is ordered on another day?

use chrono::{Days, NaiveDate};
use egui::{Align2, EventFilter, Key, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{Line, PlotPoint, PlotPoints};

use super::chart::{Axes, Canvas, chart, date, day, ticks};
use crate::gui::theme::{self, Palette};

/// Totals by the day of an order; each holds from its day to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve<'a> {
    /// What is heard in place of the picture; it names the table below.
    pub label: &'a str,
    /// Accessible name of the handle: `Order date`.
    pub handle: &'a str,
    /// Currency of the axis.
    pub unit: &'a str,
    /// Height of all, in points.
    pub height: f32,
    /// Days in order with the total from then on, and how that is written.
    pub steps: &'a [(NaiveDate, f64, String)],
    /// First day no longer.
    pub until: NaiveDate,
    /// The day the order has now.
    pub chosen: NaiveDate,
    /// Days written below.
    pub days: &'a [(NaiveDate, String)],
}

/// What a person does with the handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It would be ordered on this day; the gesture goes on.
    Moving(NaiveDate),
    /// It is to be ordered on this day.
    Done(NaiveDate),
}

/// Draws the curve with its handle, which is dragged or, when it has the focus, moved by a day
/// with the arrow keys.
pub fn curve(ui: &mut Ui, curve: &Curve<'_>) -> Option<Moved> {
    let (first, _, _) = curve.steps.first()?;
    let palette = Palette::of(ui);
    let amounts = || curve.steps.iter().map(|s| s.1);
    let (least, most) = (amounts().fold(f64::INFINITY, f64::min), amounts().fold(0.0, f64::max));
    // A curve shows differences: it need not begin at 0, and its axis says where it does.
    let y: Vec<f64> = near(least, most);
    let axes = Axes {
        label: curve.label,
        unit: curve.unit,
        height: curve.height,
        right: 12.0,
        bottom: 22.0,
        x: [day(*first), day(curve.until)],
        y,
        high: most,
        shade: None,
    };
    let canvas = chart(ui, &axes, |plot| {
        let mut corners: Vec<PlotPoint> = Vec::new();
        for (date, y, _) in curve.steps {
            if let Some(last) = corners.last() {
                corners.push(PlotPoint::new(day(*date), last.y));
            }
            corners.push(PlotPoint::new(day(*date), *y));
        }
        if let Some(last) = corners.last() {
            corners.push(PlotPoint::new(day(curve.until), last.y));
        }
        let line = Line::new("total", PlotPoints::Owned(corners));
        plot.line(line.color(palette.accent).width(2.2).allow_band(false).allow_hover(false));
    });
    write(&canvas, curve);
    handle(ui, &canvas, curve, *first)
}

fn write(canvas: &Canvas, curve: &Curve<'_>) {
    let palette = &canvas.palette;
    for (index, (from, y, text)) in curve.steps.iter().enumerate() {
        let until = curve.steps.get(index + 1).map_or(curve.until, |next| next.0);
        let (left, right) = (canvas.at(day(*from), *y), canvas.at(day(until), *y));
        if right.x - left.x < 44.0 {
            continue;
        }
        let above = y >= &(curve.steps.iter().map(|s| s.1).fold(0.0, f64::max) - 1e-9);
        let shift = if above { -11.0 } else { 13.0 };
        let at = pos2(f32::midpoint(left.x, right.x), left.y + shift);
        let font = egui::FontId::proportional(theme::SMALL);
        canvas.painter.text(at, Align2::CENTER_CENTER, text, font, palette.text);
    }
    for (date, text) in curve.days {
        let x = canvas.at(day(*date), 0.0).x;
        let bottom = canvas.rect.bottom();
        canvas.painter.vline(x, (bottom - 3.0)..=bottom, Stroke::new(1.0, palette.dim));
        canvas.write(pos2(x, bottom + 12.0), Align2::CENTER_CENTER, text, palette.dim);
    }
}

fn handle(ui: &mut Ui, canvas: &Canvas, curve: &Curve<'_>, first: NaiveDate) -> Option<Moved> {
    let palette = &canvas.palette;
    let within = |at: NaiveDate| at.clamp(first, super::chart::before(curve.until));
    let chosen = within(curve.chosen);
    let total = curve.steps.iter().rfind(|s| s.0 <= chosen).map_or(0.0, |s| s.1);
    let at = canvas.at(day(chosen), total);
    let id = ui.scope_id().with((curve.label, "handle"));
    let response = ui
        .interact(Rect::from_center_size(at, vec2(26.0, 26.0)), id, Sense::click_and_drag())
        .on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    let shown = curve.chosen.format("%-d %B %Y").to_string();
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(shown.clone()),
        ..WidgetInfo::labeled(egui::accesskit::Role::Slider, ui.is_enabled(), curve.handle)
    });
    let lit = response.hovered() || response.has_focus() || response.dragged();
    if lit {
        canvas.painter.circle_filled(at, 11.0, palette.accent.gamma_multiply(0.2));
    }
    canvas.painter.circle(at, 5.5, palette.surface, Stroke::new(2.0, palette.accent));

    let memory = id.with("moving");
    if response.drag_stopped() {
        let last: Option<NaiveDate> = ui.data_mut(|d| d.remove_temp(memory));
        return last.map(Moved::Done);
    }
    if response.dragged() {
        let pointer = response.interact_pointer_pos()?;
        let to = within(date(canvas.x_at(pointer))?);
        let last: Option<NaiveDate> = ui.data(|d| d.get_temp(memory));
        ui.data_mut(|d| d.insert_temp(memory, to));
        return (last.unwrap_or(curve.chosen) != to).then_some(Moved::Moving(to));
    }
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    let later = ui.input(|i| i.key_pressed(Key::ArrowRight));
    let sooner = ui.input(|i| i.key_pressed(Key::ArrowLeft));
    let to = if later {
        chosen.checked_add_days(Days::new(1))
    } else if sooner {
        chosen.checked_sub_days(Days::new(1))
    } else {
        None
    };
    to.map(within).filter(|to| *to != curve.chosen).map(Moved::Done)
}

/// Round values around a range that need not hold 0.
fn near(least: f64, most: f64) -> Vec<f64> {
    let span = (most - least).max(most.abs() * 0.05).max(1.0);
    let step = ticks(0.0, span).get(1).copied().unwrap_or(1.0);
    let first = ((least - span * 0.25) / step).floor().max(0.0) as i64;
    let end = ((most + span * 0.1) / step).ceil() as i64;
    (first..=end.max(first + 1)).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_holds_the_range_between_round_values() {
        // 513.40 to 690.72 spans 177.32, so steps are 100: from 400 to 800.
        assert_eq!(near(513.40, 690.72), [400.0, 500.0, 600.0, 700.0, 800.0]);
    }

    #[test]
    fn a_level_curve_has_an_axis_too() {
        assert!(near(238.14, 238.14).len() >= 2);
        assert!(near(0.0, 0.0).len() >= 2);
    }
}

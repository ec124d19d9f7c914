//! How does one total become another: which amounts are added, which fall away?

use egui::{Align2, FontId, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{Bar, BarChart};

use super::chart::{Axes, Canvas, chart, ticks};
use super::hatch::dashed;
use crate::gui::theme::{self, Palette};

/// What a step of a bridge does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is one of the two totals.
    Total,
    /// It adds.
    Rise,
    /// It takes away.
    Fall,
}

/// One step, from an amount to another. A total goes from 0 to itself.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeStep {
    /// What it is; below the step.
    pub label: String,
    /// For how long, or in which way; on a second line.
    pub note: String,
    /// What it does.
    pub step: Step,
    /// Amounts before and after it.
    pub between: (f64, f64),
    /// The amount as it is written: `+483.96`, `−158.76`.
    pub text: String,
    /// What may come on top of it, not known: its ceiling, and what is written there.
    pub unknown: Option<(f64, String)>,
}

/// Width of a step, in parts of the room it has.
const WIDTH: f64 = 0.57;

/// Draws a bridge of exactly two totals with the steps between them.
pub fn bridge(ui: &mut Ui, label: &str, unit: &str, height: f32, steps: &[BridgeStep]) {
    let palette = Palette::of(ui);
    let tops = steps.iter().map(|s| {
        s.between.0.max(s.between.1) + s.unknown.as_ref().map_or(0.0, |(ceiling, _)| *ceiling)
    });
    let feet = steps.iter().map(|s| s.between.0.min(s.between.1));
    let high = tops.fold(0.0, f64::max);
    let axes = Axes {
        label,
        unit,
        height,
        right: 8.0,
        bottom: 38.0,
        x: [-0.5, steps.len().max(1) as f64 - 0.5],
        y: ticks(feet.fold(0.0, f64::min), high),
        high: high * 1.02,
        shade: None,
    };
    let canvas = chart(ui, &axes, |plot| {
        let bars = steps.iter().enumerate().map(|(index, step)| {
            let (from, to) = step.between;
            let (fill, line) = match step.step {
                Step::Total => (palette.now, palette.now),
                Step::Rise => (palette.new, palette.new),
                Step::Fall => (palette.fall, palette.fall_outline),
            };
            Bar::new(index as f64, (to - from).abs())
                .base_offset(from.min(to))
                .width(WIDTH)
                .fill(fill)
                .stroke(Stroke::new(1.0, line))
        });
        plot.bar_chart(BarChart::new("steps", bars.collect()).allow_hover(false));
    });
    for (index, step) in steps.iter().enumerate() {
        write(&canvas, index as f64, step, steps.get(index + 1).is_some());
    }
}

fn write(canvas: &Canvas, x: f64, step: &BridgeStep, more: bool) {
    let palette = &canvas.palette;
    let (from, to) = step.between;
    let area = canvas.area((x - WIDTH / 2.0, from), (x + WIDTH / 2.0, to));
    let big = |at, anchor, ink| {
        canvas.painter.text(at, anchor, &step.text, FontId::proportional(theme::SMALL), ink)
    };
    if let Some((ceiling, text)) = &step.unknown {
        let top = canvas.area((x - WIDTH / 2.0, to), (x + WIDTH / 2.0, to + ceiling));
        dashed(&canvas.painter, top, palette.warning);
        let at = pos2(top.right().min(canvas.rect.right()), top.top() - 9.0);
        canvas.write(at, Align2::RIGHT_CENTER, text, palette.warning);
        if area.height() > 20.0 {
            big(area.center_top() + vec2(0.0, 12.0), Align2::CENTER_CENTER, palette.on_now);
        }
    } else {
        big(area.center_top() - vec2(0.0, 10.0), Align2::CENTER_CENTER, palette.text);
    }
    if more {
        let y = canvas.at(0.0, to).y;
        let ends = [pos2(area.right(), y), canvas.at(x + 1.0 - WIDTH / 2.0, to)];
        let stroke = Stroke::new(1.2, palette.dim);
        canvas.painter.extend(Shape::dashed_line(&ends, stroke, 1.5, 2.5));
    }
    let at = pos2(area.center().x, canvas.rect.bottom() + 12.0);
    canvas.write(at, Align2::CENTER_CENTER, &step.label, palette.text);
    canvas.write(at + vec2(0.0, 15.0), Align2::CENTER_CENTER, &step.note, palette.dim);
}

//! How does demand go beside what is usable, day by day?

use chrono::NaiveDate;
use egui::{Align2, Color32, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{FilledArea, Line, LineStyle, PlotPoint, PlotPoints, Points, Polygon};

use super::chart::{Axes, Canvas, before, chart, day, month_axis, room_for, ticks};
use super::hatch::hatch;
use crate::gui::theme::{Palette, Tone};

/// How a line of demand is drawn: only what was measured has a solid forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Growth as somebody declared it: dashed.
    Declared,
    /// What was measured: dots on a line.
    Measured,
    /// A forecast, as far as it can be trusted.
    Forecast,
    /// The same, further on: lighter.
    Further,
}

/// A line of demand; straight between its points.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandLine {
    /// What is written at its right end; empty: nothing.
    pub label: String,
    /// How it is drawn.
    pub trace: Trace,
    /// Days in order, with amounts.
    pub points: Vec<(NaiveDate, f64)>,
}

/// What an area of demand is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What always runs.
    Always,
    /// What runs now.
    Now,
    /// Wanted, but off: hatched.
    Off,
}

/// An area that something wants, from a day until another, on what lies below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What is written in it or, where it is too small, above it.
    pub label: String,
    /// What it is made of.
    pub part: Part,
    /// First day.
    pub from: NaiveDate,
    /// First day no longer.
    pub until: NaiveDate,
    /// Foot and top, in the unit of the plot.
    pub between: (f64, f64),
}

/// A plot of one resource, in one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct StepsPlot<'a> {
    /// What is heard in place of the picture; it names the table below.
    pub label: &'a str,
    /// Unit of the upright axis.
    pub unit: &'a str,
    /// Height of all, in points.
    pub height: f32,
    /// First day and first day no longer.
    pub span: (NaiveDate, NaiveDate),
    /// Usable capacity as steps: from each day on it is that much.
    pub capacity: &'a [(NaiveDate, f64)],
    /// What is written at the last step of `capacity`.
    pub capacity_label: &'a str,
    /// The same, if nothing is done; empty where it is the plan shown.
    pub untouched: &'a [(NaiveDate, f64)],
    /// What is written at its right end.
    pub untouched_label: &'a str,
    /// What makes the demand up, from below to above.
    pub blocks: &'a [Block],
    /// Lines of demand.
    pub demand: &'a [DemandLine],
    /// Cautious band or range of declared growth: day, lower and upper end.
    pub band: &'a [(NaiveDate, f64, f64)],
    /// The scenario's day, what is written at it, and what that says.
    pub today: Option<(NaiveDate, &'a str, Tone)>,
    /// Days that something ends: a ring on the line, with its words.
    pub marks: &'a [(NaiveDate, f64, &'a str)],
    /// Greatest amount shown; capacity above it ends in an arrow. `None`: all is shown.
    pub most: Option<f64>,
}

/// Draws the plot. It asks for nothing.
pub fn steps_plot(ui: &mut Ui, plot: &StepsPlot<'_>) {
    let palette = Palette::of(ui);
    let top = plot.most.unwrap_or_else(|| greatest(plot));
    let ends = plot.demand.iter().map(|line| line.label.as_str());
    let ends = ends.chain((!plot.untouched.is_empty()).then_some(plot.untouched_label));
    let axes = Axes {
        label: plot.label,
        unit: plot.unit,
        height: plot.height,
        right: room_for(ui, ends),
        bottom: 24.0,
        x: [day(plot.span.0), day(plot.span.1)],
        y: ticks(0.0, top),
        high: top * 1.02,
        shade: None,
    };
    let canvas = chart(ui, &axes, |ui| {
        for block in plot.blocks {
            if let Some(colour) = ground(&palette, block.part) {
                let (from, until) = (day(block.from), day(block.until));
                let (low, high) = block.between;
                let corners = vec![[from, low], [until, low], [until, high], [from, high]];
                let area = Polygon::new(block.label.as_str(), corners).fill_color(colour);
                ui.polygon(area.stroke(Stroke::NONE).allow_hover(false));
            }
        }
        if plot.band.len() > 1 {
            let days: Vec<f64> = plot.band.iter().map(|b| day(b.0)).collect();
            let low: Vec<f64> = plot.band.iter().map(|b| b.1).collect();
            let high: Vec<f64> = plot.band.iter().map(|b| b.2).collect();
            let band = FilledArea::new("range", &days, &low, &high).fill_color(palette.band);
            ui.add(band.allow_hover(false));
        }
        for line in plot.demand {
            trace(ui, &palette, line);
        }
        if !plot.untouched.is_empty() {
            let line = Line::new("untouched", stairs(plot.untouched, plot.span.1));
            let line = line.color(palette.text).width(1.3).style(LineStyle::Dashed { length: 6.0 });
            ui.line(line.allow_hover(false));
        }
        let line = Line::new("usable", stairs(plot.capacity, plot.span.1));
        ui.line(line.color(palette.text).width(2.4).allow_band(false).allow_hover(false));
    });
    write_blocks(&canvas, plot.blocks);
    month_axis(&canvas, plot.span.0, plot.span.1);
    write_lines(&canvas, plot);
    write_marks(&canvas, plot);
}

fn trace(ui: &mut egui_plot::PlotUi<'_>, palette: &Palette, line: &DemandLine) {
    let points: PlotPoints<'_> = line.points.iter().map(|(d, y)| [day(*d), *y]).collect();
    let drawn = Line::new(line.label.as_str(), points).allow_band(false).allow_hover(false);
    ui.line(match line.trace {
        Trace::Declared => {
            drawn.color(palette.accent).width(1.8).style(LineStyle::Dashed { length: 5.0 })
        }
        Trace::Measured => drawn.color(palette.text).width(1.8),
        Trace::Forecast => drawn.color(palette.accent).width(2.4),
        Trace::Further => drawn.color(palette.accent.gamma_multiply(0.55)).width(2.0),
    });
    if line.trace == Trace::Measured {
        let points: PlotPoints<'_> = line.points.iter().map(|(d, y)| [day(*d), *y]).collect();
        ui.points(Points::new("", points).radius(2.6).color(palette.text).allow_hover(false));
    }
}

fn ground(palette: &Palette, part: Part) -> Option<Color32> {
    match part {
        Part::Always => Some(palette.service),
        Part::Now => Some(palette.now),
        Part::Off => None,
    }
}

fn write_blocks(canvas: &Canvas, blocks: &[Block]) {
    let palette = &canvas.palette;
    for block in blocks {
        let (low, high) = block.between;
        let area = canvas.area((day(block.from), low), (day(block.until), high));
        let seen = area.intersect(canvas.rect);
        if !seen.is_positive() {
            continue;
        }
        if block.part == Part::Off {
            hatch(&canvas.painter, seen, palette.now, 1.8);
            let line = Stroke::new(1.0, palette.now);
            canvas.painter.rect_stroke(seen, 0.0, line, egui::StrokeKind::Inside);
        }
        let ink = match block.part {
            Part::Always => palette.on_service,
            Part::Now => palette.on_now,
            Part::Off => palette.text,
        };
        let font = egui::FontId::proportional(crate::gui::theme::AXIS);
        let galley = canvas.painter.layout_no_wrap(block.label.clone(), font, ink);
        if galley.size().x + 12.0 < seen.width() && galley.size().y < seen.height() {
            if block.part == Part::Off {
                canvas.write_clear(seen.center(), Align2::CENTER_CENTER, &block.label, ink);
            } else {
                let at = seen.center() - galley.size() / 2.0;
                canvas.painter.galley(at, galley, ink);
            }
        } else {
            let right = seen.right_top() + vec2(5.0, 3.0);
            if right.x + galley.size().x < canvas.rect.right() {
                canvas.write_clear(right, Align2::LEFT_CENTER, &block.label, palette.text);
            }
        }
    }
}

fn write_lines(canvas: &Canvas, plot: &StepsPlot<'_>) {
    let palette = &canvas.palette;
    let top = canvas.rect.top();
    let mut ends = Vec::new();
    for line in plot.demand.iter().filter(|line| !line.label.is_empty()) {
        if let Some((_, y)) = line.points.last() {
            let ink = if line.trace == Trace::Measured { palette.text } else { palette.accent };
            ends.push((*y, line.label.as_str(), ink));
        }
    }
    if let Some((_, y)) = plot.untouched.last() {
        ends.push((*y, plot.untouched_label, palette.text));
    }
    canvas.ends(&ends);
    let Some((from, y)) = plot.capacity.last() else { return };
    let at = canvas.at(day(*from), *y);
    if at.y < top {
        // The step leaves the plot: an arrow at its upper edge says so.
        let tip = pos2(at.x, top - 8.0);
        let arrow = vec![tip, tip + vec2(-5.0, 8.0), tip + vec2(5.0, 8.0)];
        let shape = Shape::convex_polygon(arrow, palette.text, Stroke::NONE);
        canvas.painter.add(shape);
        canvas.write(tip + vec2(10.0, 2.0), Align2::LEFT_CENTER, plot.capacity_label, palette.text);
    } else {
        let at = pos2(at.x.max(canvas.rect.left()) + 10.0, at.y + 13.0);
        canvas.write_clear(at, Align2::LEFT_CENTER, plot.capacity_label, palette.text);
    }
}

fn write_marks(canvas: &Canvas, plot: &StepsPlot<'_>) {
    let palette = &canvas.palette;
    if let Some((today, text, tone)) = plot.today {
        let x = canvas.at(day(today), 0.0).x;
        let ends = [pos2(x, canvas.rect.top()), pos2(x, canvas.rect.bottom())];
        let stroke = Stroke::new(1.2, palette.dim);
        canvas.painter.extend(Shape::dashed_line(&ends, stroke, 2.0, 3.0));
        let at = pos2(x, canvas.rect.top() - 9.0);
        canvas.write(at, Align2::CENTER_CENTER, text, palette.tone(tone));
    }
    for (date, y, text) in plot.marks {
        let at = canvas.at(day(*date), *y);
        let up = pos2(at.x, (at.y - 46.0).max(canvas.rect.top() + 8.0));
        canvas.painter.line_segment([at, up], Stroke::new(1.2, palette.error));
        let ring = Stroke::new(2.0, palette.error);
        canvas.painter.circle(at, 5.0, palette.surface, ring);
        canvas.write_clear(up - vec2(2.0, 8.0), Align2::LEFT_CENTER, text, palette.error);
    }
}

/// Steps as corners of a line: each day twice, with the old and the new amount.
fn stairs<'a>(steps: &[(NaiveDate, f64)], until: NaiveDate) -> PlotPoints<'a> {
    let mut corners: Vec<PlotPoint> = Vec::with_capacity(steps.len() * 2 + 1);
    for (date, y) in steps {
        if let Some(last) = corners.last() {
            corners.push(PlotPoint::new(day(*date), last.y));
        }
        corners.push(PlotPoint::new(day(*date), *y));
    }
    if let Some(last) = corners.last() {
        corners.push(PlotPoint::new(day(until), last.y));
    }
    PlotPoints::Owned(corners)
}

/// The greatest amount of all that is drawn.
fn greatest(plot: &StepsPlot<'_>) -> f64 {
    let steps = plot.capacity.iter().chain(plot.untouched).map(|s| s.1);
    let lines = plot.demand.iter().flat_map(|l| l.points.iter().map(|p| p.1));
    let blocks = plot.blocks.iter().map(|b| b.between.1);
    let band = plot.band.iter().map(|b| b.2);
    steps.chain(lines).chain(blocks).chain(band).fold(0.0, f64::max)
}

/// Last day that is shown, for a table's heading beside the plot.
pub fn last_day(plot: &StepsPlot<'_>) -> NaiveDate {
    before(plot.span.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_a_corner_before_and_after() {
        let on = |d| NaiveDate::from_ymd_opt(2021, 5, d).expect("a day of the calendar");
        let line = stairs(&[(on(1), 28.8), (on(19), 115.2)], on(31));
        let heights: Vec<f64> = line.points().iter().map(|p| p.y).collect();
        assert_eq!(heights, [28.8, 28.8, 115.2, 115.2]);
    }
}

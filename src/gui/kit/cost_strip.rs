//! What is paid in which month, and for what?

use egui::{Align2, Color32, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2};
use egui_plot::{Bar, BarChart};

use super::chart::{Axes, Canvas, chart, room_for, ticks};
use super::hatch::{dashed, hatch};
use crate::gui::theme::{Palette, Tone};

/// What a part of a month is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paid {
    /// What is paid today already.
    Now,
    /// What the plan orders.
    New,
    /// A backup tier.
    Backup,
    /// Setup fees that are known, and what else is paid once.
    Once,
    /// The old server, while the new one is paid too.
    Overlap,
    /// Not known: as tall as its ceiling.
    Unknown,
}

/// One month of the strip.
#[derive(Clone, Debug, PartialEq)]
pub struct StripMonth {
    /// `May`; what stands below it.
    pub label: String,
    /// What is heard: `May 2021, 256.70 CAD before tax`.
    pub name: String,
    /// Parts from below to above, none below 0.
    pub parts: Vec<(Paid, f64)>,
    /// Whether it belongs to the request period.
    pub in_request: bool,
    /// What is said beside its upper parts; at most one for a kind.
    pub notes: Vec<(Paid, String)>,
}

/// Cost by month, on the day it is billed, of one basis and currency.
#[derive(Clone, Debug, PartialEq)]
pub struct CostStrip<'a> {
    /// What is heard in place of the picture.
    pub label: &'a str,
    /// Currency of the axis.
    pub unit: &'a str,
    /// One after the other, without a gap.
    pub months: &'a [StripMonth],
    /// What a month costs today, as a line, and what is written at it.
    pub now: Option<(f64, &'a str)>,
    /// What is written at the right of the last month's parts.
    pub ends: &'a [(Paid, &'a str)],
    /// What is written below the request period.
    pub period: &'a str,
    /// Height of all, in points.
    pub height: f32,
}

/// Draws the strip; answers with the index of a month that was pressed.
pub fn cost_strip(ui: &mut Ui, strip: &CostStrip<'_>) -> Option<usize> {
    let total = |month: &StripMonth| month.parts.iter().map(|(_, amount)| amount).sum::<f64>();
    let most = strip.months.iter().map(total).fold(strip.now.map_or(0.0, |n| n.0), f64::max);
    let period = span(strip.months);
    let ends = strip.ends.iter().map(|end| end.1).chain(strip.now.map(|now| now.1));
    let axes = Axes {
        label: strip.label,
        unit: strip.unit,
        height: strip.height,
        right: room_for(ui, ends),
        bottom: 36.0,
        x: [-0.5, strip.months.len().max(1) as f64 - 0.5],
        y: ticks(0.0, most),
        high: most * 1.02,
        shade: period.map(|(from, to)| [from as f64 - 0.5, to as f64 + 0.5]),
    };
    let palette = Palette::of(ui);
    let canvas = chart(ui, &axes, |plot| {
        for (kind, colour) in [
            (Paid::Now, palette.now),
            (Paid::New, palette.new),
            (Paid::Backup, palette.backup),
            (Paid::Once, palette.service),
        ] {
            let bars = bars(strip.months, kind, colour, plot.transform().dvalue_dpos()[1].abs());
            if !bars.is_empty() {
                let chart = BarChart::new(format!("{kind:?}"), bars);
                plot.bar_chart(chart.width(WIDTH).allow_hover(false));
            }
        }
    });
    marks(&canvas, strip);
    if let Some((from, to)) = period {
        let middle = canvas.at((from + to) as f64 / 2.0, 0.0).x;
        let at = pos2(middle, canvas.rect.bottom() + 27.0);
        canvas.write(at, Align2::CENTER_CENTER, strip.period, palette.accent);
    }
    press(ui, &canvas, strip)
}

/// Width of a bar, in parts of a month.
const WIDTH: f64 = 0.62;

/// Bars of one kind, each on what lies below it, `point` (one point of the screen) apart.
fn bars(months: &[StripMonth], kind: Paid, fill: Color32, point: f64) -> Vec<Bar> {
    let mut bars = Vec::new();
    for (index, month) in months.iter().enumerate() {
        for (at, amount) in stacked(month).filter(|(part, ..)| *part == kind).map(|p| (p.1, p.2)) {
            let gap = if at > 0.0 { point.min(amount / 2.0) } else { 0.0 };
            let bar = Bar::new(index as f64, amount - gap).base_offset(at + gap);
            bars.push(bar.fill(fill).stroke(Stroke::NONE));
        }
    }
    bars
}

/// Kind, foot and height of each part of a month.
fn stacked(month: &StripMonth) -> impl Iterator<Item = (Paid, f64, f64)> {
    month.parts.iter().scan(0.0, |foot, (kind, amount)| {
        let at = *foot;
        *foot += amount;
        Some((*kind, at, *amount))
    })
}

/// Overlap, unknowns, notes, the line of today and the labels at the right.
fn marks(canvas: &Canvas, strip: &CostStrip<'_>) {
    let palette = &canvas.palette;
    let ink = |kind: Paid| match kind {
        Paid::Unknown => palette.warning,
        Paid::New => palette.accent,
        _ => palette.text,
    };
    for (index, month) in strip.months.iter().enumerate() {
        let x = index as f64;
        let at = pos2(canvas.at(x, 0.0).x, canvas.rect.bottom() + 10.0);
        canvas.write(at, Align2::CENTER_CENTER, &month.label, palette.dim);
        for (kind, foot, amount) in stacked(month) {
            let area = canvas.area((x - WIDTH / 2.0, foot), (x + WIDTH / 2.0, foot + amount));
            match kind {
                Paid::Overlap => {
                    canvas.painter.rect_filled(area, 0.0, palette.overlap_ground);
                    hatch(&canvas.painter, area, palette.overlap, 2.0);
                    let line = Stroke::new(1.2, palette.overlap);
                    canvas.painter.rect_stroke(area, 0.0, line, egui::StrokeKind::Inside);
                }
                Paid::Unknown => dashed(&canvas.painter, area, palette.warning),
                _ => {}
            }
            if let Some((_, note)) = month.notes.iter().find(|(of, _)| *of == kind) {
                let at = pos2(area.right() + 6.0, area.center().y);
                canvas.write(at, Align2::LEFT_CENTER, note, ink(kind));
            }
        }
    }
    let mut ends = Vec::new();
    if let Some(last) = strip.months.last() {
        for (kind, foot, amount) in stacked(last) {
            if let Some((_, text)) = strip.ends.iter().find(|(of, _)| *of == kind) {
                ends.push((foot + amount, *text, ink(kind)));
            }
        }
    }
    if let Some((now, text)) = strip.now {
        let y = canvas.painter.round_to_pixel_center(canvas.at(0.0, now).y);
        let line = canvas.rect.left()..=canvas.rect.right() + 4.0;
        canvas.painter.hline(line.clone(), y, Stroke::new(3.0, palette.surface));
        canvas.painter.hline(line, y, Stroke::new(1.4, palette.text));
        ends.push((now, text, palette.text));
    }
    canvas.ends(&ends);
}

fn press(ui: &mut Ui, canvas: &Canvas, strip: &CostStrip<'_>) -> Option<usize> {
    let mut pressed = None;
    let mut inside = ui.new_child(UiBuilder::new().max_rect(canvas.rect).id_salt(strip.label));
    for (index, month) in strip.months.iter().enumerate() {
        let x = index as f64;
        let mut column = canvas.area((x - 0.5, 0.0), (x + 0.5, 0.0));
        column.min.y = canvas.rect.top();
        column.max.y = canvas.rect.bottom() + 18.0;
        let id = inside.scope_id().with(index);
        let response = inside.interact(column, id, Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::Button, inside.is_enabled(), &month.name)
        });
        if response.hovered() || response.has_focus() {
            let ground = canvas.palette.accent.gamma_multiply(0.07);
            inside.painter().rect_filled(column, 3.0, ground);
        }
        if response.on_hover_text(&month.name).clicked() {
            pressed = Some(index);
        }
    }
    inside.set_min_size(egui::Vec2::ZERO);
    pressed
}

/// First and last month of the request period.
fn span(months: &[StripMonth]) -> Option<(usize, usize)> {
    let first = months.iter().position(|m| m.in_request)?;
    let last = months.iter().rposition(|m| m.in_request)?;
    Some((first, last))
}

/// The tone that goes with a kind, for words beside the strip.
pub fn tone(kind: Paid) -> Tone {
    match kind {
        Paid::Unknown | Paid::Overlap => Tone::Warning,
        Paid::New => Tone::Accent,
        Paid::Now | Paid::Backup | Paid::Once => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_stands_on_the_one_below() {
        let month = StripMonth {
            label: "May".to_owned(),
            name: "May".to_owned(),
            parts: vec![(Paid::New, 161.0), (Paid::Backup, 16.0), (Paid::Overlap, 79.0)],
            in_request: true,
            notes: Vec::new(),
        };
        let feet: Vec<f64> = stacked(&month).map(|part| part.1).collect();
        assert_eq!(feet, [0.0, 161.0, 177.0]); // 161, then 161 + 16
        assert_eq!(span(std::slice::from_ref(&month)), Some((0, 0)));
    }
}

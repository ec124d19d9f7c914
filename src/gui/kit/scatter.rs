//! What does each of many things cost, against how large it is? One mark a thing, both axes in powers.

use egui::{Align2, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::chart::{Axes, Canvas, chart_written, plain};
use crate::gui::theme::Palette;

/// One thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// How large it is, in the unit of the level axis: above 0.
    pub size: f64,
    /// What it costs: above 0.
    pub price: f64,
    /// Whether it stands out: the best of its kind.
    pub best: bool,
    /// What is answered where it is clicked.
    pub index: usize,
}

/// A plot of many things.
#[derive(Clone, Copy, Debug)]
pub struct Scatter<'a> {
    /// What is heard in place of the picture; it names the table that has the same figures.
    pub label: &'a str,
    /// What the upright axis counts, with its unit.
    pub price: &'a str,
    /// What the level axis counts, with its unit.
    pub size: &'a str,
    /// Height of all, in points.
    pub height: f32,
    /// All marks; those that stand out are drawn last.
    pub marks: &'a [Mark],
    /// Places in `marks` that get a label, with it.
    pub labels: &'a [(usize, String)],
    /// The chosen thing, with its label.
    pub chosen: Option<(Mark, &'a str)>,
}

/// So near the pointer has to come, in points.
const NEAR: f32 = 11.0;

/// Draws the plot. `told` says what a mark is, where the pointer is at it; answers with the index of one that is clicked.
pub fn scatter(
    ui: &mut Ui,
    scatter: &Scatter<'_>,
    told: &dyn Fn(usize) -> String,
) -> Option<usize> {
    let all = || scatter.marks.iter().chain(scatter.chosen.as_ref().map(|(mark, _)| mark));
    let ends = |of: fn(&Mark) -> f64| {
        all().map(of).fold((f64::INFINITY, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (least, most) = ends(|mark| mark.price);
    let (small, large) = ends(|mark| mark.size);
    if !(least.is_finite() && small.is_finite() && least > 0.0 && small > 0.0) {
        return None;
    }
    let y: Vec<f64> = around(least, most).into_iter().map(f64::log10).collect();
    let x = [small.log2() - 0.35, large.log2() + 0.6];
    let high = y.last().copied().unwrap_or(1.0);
    let axes = Axes {
        label: scatter.label,
        unit: scatter.price,
        height: scatter.height,
        right: 14.0,
        bottom: 38.0,
        x,
        y,
        high,
        shade: None,
    };
    let canvas = chart_written(ui, &axes, &|value| plain(10.0_f64.powf(value).round()), |_| {});
    let at = |mark: &Mark| canvas.at(mark.size.log2(), mark.price.log10());
    sizes(&canvas, scatter, x);
    dots(&canvas, scatter, &at);
    let mut taken: Vec<Rect> = Vec::new();
    if let Some((mark, label)) = &scatter.chosen {
        let place = at(mark);
        let ink = canvas.palette.text;
        canvas.painter.circle_stroke(place, 8.0, Stroke::new(2.0, ink));
        canvas.painter.circle_filled(place, 4.5, canvas.palette.accent);
        let right = place.x < canvas.rect.right() - 190.0;
        let (shift, anchor) =
            if right { (12.0, Align2::LEFT_CENTER) } else { (-12.0, Align2::RIGHT_CENTER) };
        taken.push(canvas.write_clear(pos2(place.x + shift, place.y), anchor, label, ink));
    }
    for (index, label) in scatter.labels {
        let Some(mark) = scatter.marks.get(*index) else { continue };
        name(&canvas, at(mark), label, &mut taken);
    }
    pointed(ui, &canvas, scatter, &at, told)
}

/// Rules and names at powers of two.
fn sizes(canvas: &Canvas, scatter: &Scatter<'_>, [from, to]: [f64; 2]) {
    let palette = &canvas.palette;
    let bottom = canvas.rect.bottom();
    let step = (((to - from) * 46.0 / f64::from(canvas.rect.width().max(1.0))).ceil()).max(1.0);
    let mut power = from.ceil();
    while power <= to {
        let place = canvas.at(power, 0.0).x;
        canvas.painter.vline(place, canvas.rect.y_range(), Stroke::new(1.0, palette.grid));
        let at = pos2(place, bottom + 11.0);
        canvas.write(at, Align2::CENTER_CENTER, &plain(power.exp2()), palette.dim);
        power += step;
    }
    let at = pos2(canvas.rect.right(), bottom + 29.0);
    canvas.write(at, Align2::RIGHT_CENTER, scatter.size, palette.dim);
}

/// All marks: what stands out is larger, filled and on top.
fn dots(canvas: &Canvas, scatter: &Scatter<'_>, at: &dyn Fn(&Mark) -> Pos2) {
    let Palette { now, new, surface, .. } = canvas.palette;
    let faint = now.gamma_multiply(0.55);
    let plain = scatter.marks.iter().filter(|mark| !mark.best);
    let dots = plain.map(|mark| Shape::circle_filled(at(mark), 2.0, faint));
    canvas.painter.extend(dots);
    for mark in scatter.marks.iter().filter(|mark| mark.best) {
        canvas.painter.circle(at(mark), 4.0, new, Stroke::new(1.0, surface));
    }
}

/// Names a mark where nothing is written yet.
fn name(canvas: &Canvas, at: Pos2, label: &str, taken: &mut Vec<Rect>) {
    let font = egui::FontId::proportional(crate::gui::theme::AXIS);
    let size = canvas.painter.layout_no_wrap(label.to_owned(), font, canvas.palette.text).size();
    let below = Align2::CENTER_TOP.anchor_size(at + vec2(0.0, 6.0), size);
    let left = Align2::LEFT_TOP.anchor_size(at + vec2(4.0, 5.0), size);
    let inside = canvas.rect.expand2(vec2(6.0, 4.0));
    let free = |rect: &Rect| {
        inside.contains_rect(*rect) && taken.iter().all(|other| !other.intersects(*rect))
    };
    if let Some(rect) = [below, left].into_iter().find(free) {
        canvas.write(rect.left_top(), Align2::LEFT_TOP, label, canvas.palette.text);
        taken.push(rect.expand(2.0));
    }
}

/// What the pointer is at, and whether it is clicked.
fn pointed(
    ui: &Ui,
    canvas: &Canvas,
    scatter: &Scatter<'_>,
    at: &dyn Fn(&Mark) -> Pos2,
    told: &dyn Fn(usize) -> String,
) -> Option<usize> {
    let id = ui.scope_id().with((scatter.label, "marks"));
    // What is in the table by name needs no place of its own for the keyboard.
    let response = ui.interact(canvas.rect, id, Sense::hover());
    let pointer = response.hover_pos()?;
    let far = |mark: &Mark| at(mark).distance(pointer) - if mark.best { 3.0 } else { 0.0 };
    let near = scatter.marks.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    if far(near) > NEAR {
        return None;
    }
    let place = at(near);
    canvas.painter.circle_stroke(place, 7.0, Stroke::new(1.5, canvas.palette.accent));
    let clicked = ui.input(|input| input.pointer.primary_clicked());
    response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .on_hover_text_at_pointer(told(near.index));
    clicked.then_some(near.index)
}

/// Round values of powers around a range: 1, 2, 5, 10, 20 …
fn around(least: f64, most: f64) -> Vec<f64> {
    let steps: Vec<f64> =
        (-2..9).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * 10.0_f64.powi(power))).collect();
    let first = steps.iter().rposition(|step| *step <= least).unwrap_or(0);
    let end = steps.iter().position(|step| *step >= most).unwrap_or(steps.len() - 1);
    steps[first..=end.max(first + 1).min(steps.len() - 1)].to_vec()
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn the_axis_holds_the_range_between_round_values() {
        let whole = |least, most| -> Vec<i64> {
            around(least, most).iter().map(|v: &f64| v.round() as i64).collect()
        };
        assert_eq!(whole(75.99, 320.0), [50, 100, 200, 500]);
        assert_eq!(whole(100.0, 100.0), [100, 200]);
    }
}

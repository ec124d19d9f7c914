//! How is an area hatched, so that it is told by more than its colour?

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2};

/// Distance of two lines of a hatching, in points, measured along the side.
pub const STEP: f32 = 8.0;

/// Fills `rect` with lines from lower left to upper right, clipped to it.
pub fn hatch(painter: &Painter, rect: Rect, colour: Color32, width: f32) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(width, colour);
    painter.extend(ends(rect).map(|ends| Shape::line_segment(ends, stroke)));
}

/// A hatched area with its ground and outline.
pub fn hatched(painter: &Painter, rect: Rect, ground: Color32, colour: Color32, radius: f32) {
    painter.rect_filled(rect, radius, ground);
    hatch(painter, rect.shrink(0.5), colour, 1.8);
    painter.rect_stroke(rect, radius, Stroke::new(1.0, colour), egui::StrokeKind::Inside);
}

/// A dashed outline: an amount that is not known, as tall as its ceiling.
pub fn dashed(painter: &Painter, rect: Rect, colour: Color32) {
    let rect = rect.shrink(0.5);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    painter.extend(Shape::dashed_line(&corners, Stroke::new(1.2, colour), 4.0, 2.5));
}

/// Ends of the lines; they reach out of `rect` and are clipped. At most a thousand.
fn ends(rect: Rect) -> impl Iterator<Item = [Pos2; 2]> {
    let (width, height) = (rect.width().max(0.0), rect.height().max(0.0));
    let count = (((width + height) / STEP) as usize).min(1000);
    (1..=count).map(move |i| {
        let x = rect.left() + i as f32 * STEP;
        [pos2(x - height, rect.bottom()), pos2(x, rect.top())]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_a_step_apart_and_cover_the_width() {
        let rect = Rect::from_min_max(pos2(10.0, 0.0), pos2(42.0, 16.0));
        let lines: Vec<_> = ends(rect).collect();
        assert_eq!(lines.len(), 6); // (32 + 16) ÷ 8
        assert_eq!(lines[0], [pos2(2.0, 16.0), pos2(18.0, 0.0)]);
    }

    #[test]
    fn an_area_turned_inside_out_has_no_lines() {
        let rect = Rect::from_min_max(pos2(10.0, 10.0), pos2(0.0, 0.0));
        assert_eq!(ends(rect).count(), 0);
    }
}

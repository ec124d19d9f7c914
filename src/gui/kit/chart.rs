//! What have all plots in common: axes, rules, dates, labels at the lines, a name that is heard?

use chrono::{Datelike as _, Days, Months, NaiveDate};
use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2};
use egui_plot::{Plot, PlotBounds, PlotPoint, PlotTransform, PlotUi};

use crate::gui::theme::{self, Palette};

/// Frame of a plot: room around it for labels, and what its axes span.
pub(crate) struct Axes<'a> {
    /// What is heard in place of the picture; it names the table that has the same figures.
    pub(crate) label: &'a str,
    /// Unit of the upright axis, over its labels.
    pub(crate) unit: &'a str,
    /// Height of all, labels included, in points.
    pub(crate) height: f32,
    /// Room at the right for labels at the lines, in points.
    pub(crate) right: f32,
    /// Room below for labels of the level axis, in points.
    pub(crate) bottom: f32,
    /// Least and greatest of the level axis; equal ends are put one apart.
    pub(crate) x: [f64; 2],
    /// Values of the upright axis that get a rule, from its lower end on.
    pub(crate) y: Vec<f64>,
    /// Least that its upper end must be; the last rule, if that is higher.
    pub(crate) high: f64,
    /// Ground of a stretch of the level axis.
    pub(crate) shade: Option<[f64; 2]>,
}

/// How a value of the upright axis is written.
pub(crate) type Written<'a> = &'a dyn Fn(f64) -> String;

/// A plot that has been drawn: what else is painted on it, in points of the screen.
pub(crate) struct Canvas {
    pub(crate) rect: Rect,
    pub(crate) painter: Painter,
    pub(crate) palette: Palette,
    transform: PlotTransform,
}

/// Room at the left for the labels of the upright axis, in points.
const LEFT: f32 = 34.0;
/// Room above for the unit.
const TOP: f32 = 20.0;

/// Draws axes and rules, and the plot items inside.
pub(crate) fn chart(ui: &mut Ui, axes: &Axes<'_>, items: impl FnOnce(&mut PlotUi<'_>)) -> Canvas {
    chart_written(ui, axes, &plain, items)
}

/// The same, whose upright axis is not written as it is: of powers.
pub(crate) fn chart_written(
    ui: &mut Ui,
    axes: &Axes<'_>,
    written: Written<'_>,
    items: impl FnOnce(&mut PlotUi<'_>),
) -> Canvas {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), axes.height);
    let (outer, _) = ui.allocate_exact_size(size, Sense::hover());
    let rect = Rect::from_min_max(
        outer.min + vec2(LEFT, TOP),
        outer.max - vec2(axes.right.min(size.x * 0.4), axes.bottom),
    );
    let (low, high) = (first(&axes.y), last(&axes.y).max(axes.high));
    let y_of = |value: f64| rect.bottom() - ((value - low) / (high - low)) as f32 * rect.height();
    let [from, to] = apart(axes.x);
    if let Some([start, end]) = axes.shade {
        let x =
            |v: f64| rect.left() + ((v - from) / (to - from)).clamp(0.0, 1.0) as f32 * rect.width();
        let shade =
            Rect::from_x_y_ranges(x(start)..=x(end), (rect.top() - 8.0)..=(outer.bottom() - 18.0));
        ui.painter().rect_filled(shade, 0.0, palette.period());
    }
    let font = FontId::proportional(theme::AXIS);
    for value in &axes.y {
        let y = ui.painter().round_to_pixel_center(y_of(*value));
        ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, palette.grid));
        let at = pos2(rect.left() - 6.0, y);
        ui.painter().text(at, Align2::RIGHT_CENTER, written(*value), font.clone(), palette.dim);
    }
    let unit_at = pos2(rect.left() - 6.0, rect.top() - 15.0);
    let unit_at = if axes.unit.len() > 5 {
        (pos2(outer.left(), unit_at.y), Align2::LEFT_CENTER)
    } else {
        (unit_at, Align2::RIGHT_CENTER)
    };
    ui.painter().text(unit_at.0, unit_at.1, axes.unit, font, palette.dim);

    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    let shown = Plot::new(axes.label)
        .width(rect.width())
        .height(rect.height())
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(egui::Vec2::ZERO)
        .label_formatter(|_| None)
        .show(&mut inside, |plot| {
            plot.set_plot_bounds(PlotBounds::from_min_max([from, low], [to, high]));
            items(plot);
        });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| {
        node.set_role(egui::accesskit::Role::Figure);
        node.set_label(axes.label);
    });
    Canvas { rect, painter: ui.painter().clone(), palette, transform: shown.transform }
}

impl Canvas {
    /// Place of a pair of values on the screen.
    pub(crate) fn at(&self, x: f64, y: f64) -> Pos2 {
        self.transform.position_from_point(&PlotPoint::new(x, y))
    }

    /// Area between two pairs of values.
    pub(crate) fn area(&self, from: (f64, f64), to: (f64, f64)) -> Rect {
        Rect::from_two_pos(self.at(from.0, from.1), self.at(to.0, to.1))
    }

    /// Value of the level axis at a place.
    pub(crate) fn x_at(&self, at: Pos2) -> f64 {
        self.transform.value_from_position(at).x
    }

    /// Writes a label; answers with the room that it takes.
    pub(crate) fn write(&self, at: Pos2, anchor: Align2, text: &str, colour: Color32) -> Rect {
        self.painter.text(at, anchor, text, FontId::proportional(theme::AXIS), colour)
    }

    /// Writes a label on a ground of its own, so that no line runs through it.
    pub(crate) fn write_clear(&self, at: Pos2, anchor: Align2, text: &str, ink: Color32) -> Rect {
        let font = FontId::proportional(theme::AXIS);
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, ink);
        let rect = anchor.anchor_size(at, galley.size());
        self.painter.rect_filled(rect.expand2(vec2(3.0, 0.0)), 2.0, self.palette.surface);
        self.painter.galley(rect.min, galley, ink);
        rect
    }

    /// Writes labels at the right end of lines; those too near each other move apart.
    pub(crate) fn ends(&self, labels: &[(f64, &str, Color32)]) {
        let mut sorted: Vec<_> =
            labels.iter().map(|(y, text, ink)| (self.at(0.0, *y).y, *text, *ink)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut heights: Vec<f32> = sorted.iter().map(|each| each.0).collect();
        spread(&mut heights, 15.0, self.rect.bottom());
        for ((_, text, ink), y) in sorted.iter().zip(heights) {
            self.write(pos2(self.rect.right() + 8.0, y), Align2::LEFT_CENTER, text, *ink);
        }
    }
}

/// Room that labels at the right end of lines need, in points.
pub(crate) fn room_for<'a>(ui: &Ui, labels: impl Iterator<Item = &'a str>) -> f32 {
    let font = FontId::proportional(theme::AXIS);
    let width = |text: &str| {
        ui.painter().layout_no_wrap(text.to_owned(), font.clone(), theme::CLEAR).size().x
    };
    labels.filter(|text| !text.is_empty()).map(width).fold(0.0, f32::max) + 12.0
}

/// Moves sorted heights apart until they are `gap` from each other, none below `lowest` if there
/// is room above.
fn spread(heights: &mut [f32], gap: f32, lowest: f32) {
    for i in 1..heights.len() {
        heights[i] = heights[i].max(heights[i - 1] + gap);
    }
    let mut limit = lowest;
    for height in heights.iter_mut().rev() {
        *height = height.min(limit);
        limit = *height - gap;
    }
}

/// Round values from 0 (or below) to at least `most`, three to six of them.
pub(crate) fn ticks(least: f64, most: f64) -> Vec<f64> {
    let least = least.min(0.0);
    let span = most - least;
    if !span.is_finite() || span <= 0.0 {
        return vec![0.0, 1.0];
    }
    let raw = span / 3.0;
    let power = 10.0_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 4.0, 5.0, 10.0].map(|s| s * power);
    let step = step.into_iter().find(|s| *s >= raw * 0.999).unwrap_or(10.0 * power);
    let first = (least / step).floor() as i64;
    // What is a little over the last rule needs no rule above it.
    let end = (most / step - 0.15).ceil() as i64;
    (first..=end.max(first + 1)).map(|i| i as f64 * step).collect()
}

/// A day as value of an axis.
pub(crate) fn day(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce())
}

/// The day nearest to a value of an axis; `None` past the years that can be told.
pub(crate) fn date(value: f64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(value.round() as i32)
}

/// Firsts of months from one day to another with what is written below them: each month, or each
/// quarter, half year or year where they would not fit into `width` points.
pub(crate) fn months(from: NaiveDate, until: NaiveDate, width: f32) -> Vec<(NaiveDate, String)> {
    let count = (until.year() - from.year()) * 12 + until.month() as i32 - from.month() as i32 + 1;
    let room = (width / 58.0).max(1.0) as i32;
    let every = [1, 3, 6, 12, 24, 60, 120].into_iter().find(|e| count <= room * e).unwrap_or(240);
    let Some(mut first) = from.with_day(1) else { return Vec::new() };
    let mut found = Vec::new();
    while first < until && found.len() < 1000 {
        if first >= from && (first.year() * 12 + first.month0() as i32) % every == 0 {
            let year = first.month() == 1 || (every > 1 && found.is_empty());
            let form = if year {
                "%b %Y"
            } else if every == 1 && count <= 8 {
                "%B"
            } else {
                "%b"
            };
            found.push((first, first.format(form).to_string()));
        }
        let Some(next) = first.checked_add_months(Months::new(1)) else { break };
        first = next;
    }
    found
}

/// Writes dates below a plot whose level axis is days: months, or weeks where fewer than three months are
/// seen; names stand at their first day, and what would run past the right edge is left out.
pub(crate) fn day_axis(canvas: &Canvas, [from, until]: [f64; 2]) {
    let (Some(first), Some(after)) = (date(from), date(until)) else { return };
    let named = if until - from < 80.0 {
        weeks(first, after, canvas.rect.width())
    } else {
        months(first, after, canvas.rect.width())
    };
    for (first, name) in named {
        let x = canvas.at(day(first), 0.0).x;
        let tick = canvas.rect.bottom()..=canvas.rect.bottom() + 4.0;
        canvas.painter.vline(x, tick, Stroke::new(1.0, canvas.palette.line));
        if x + 20.0 < canvas.rect.right() {
            let at = pos2(x + 3.0, canvas.rect.bottom() + 13.0);
            canvas.write(at, Align2::LEFT_CENTER, &name, canvas.palette.dim);
        }
    }
}

/// Mondays, or each second one and so on where they would not fit, with the day below them.
fn weeks(from: NaiveDate, until: NaiveDate, width: f32) -> Vec<(NaiveDate, String)> {
    let count = (until - from).num_days() / 7 + 1;
    let every = (count as f32 * 58.0 / width.max(1.0)).ceil().max(1.0) as i64;
    let mondays = from.iter_days().take_while(|day| *day < until);
    let shown = mondays.filter(|day| {
        let week = i64::from(day.num_days_from_ce()).div_euclid(7);
        day.weekday() == chrono::Weekday::Mon && week % every == 0
    });
    shown.map(|day| (day, day.format("%-d %b").to_string())).collect()
}

/// The day before; the last day of a half-open range.
pub(crate) fn before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}

/// A value of an axis without needless digits, thousands apart.
pub(crate) fn plain(value: f64) -> String {
    let digits = usize::from(value.fract().abs() > 1e-9);
    let digits = if (value * 10.0).fract().abs() > 1e-6 { 2 } else { digits };
    let text = format!("{:.digits$}", value.abs());
    let whole = text.find('.').unwrap_or(text.len());
    let mut out = if value < 0.0 { String::from("−") } else { String::new() };
    for (i, c) in text.char_indices() {
        if i > 0 && i < whole && (whole - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn first(values: &[f64]) -> f64 {
    values.first().copied().unwrap_or(0.0)
}

fn last(values: &[f64]) -> f64 {
    values.last().copied().filter(|last| *last > first(values)).unwrap_or(first(values) + 1.0)
}

fn apart([from, to]: [f64; 2]) -> [f64; 2] {
    if to > from { [from, to] } else { [from, from + 1.0] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn ticks_are_round_and_reach_the_greatest_value() {
        assert_eq!(ticks(0.0, 418.0), [0.0, 200.0, 400.0]);
        assert_eq!(ticks(0.0, 450.0), [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(ticks(0.0, 400.0), [0.0, 200.0, 400.0]);
        assert_eq!(ticks(-10.0, 20.0), [-10.0, 0.0, 10.0, 20.0]);
        assert_eq!(ticks(0.0, 0.0), [0.0, 1.0]);
        assert_eq!(ticks(0.0, f64::INFINITY), [0.0, 1.0]);
    }

    #[test]
    fn values_have_no_needless_digits() {
        assert_eq!(plain(1_200_000.0), "1,200,000");
        assert_eq!(plain(2.5), "2.5");
        assert_eq!(plain(0.25), "0.25");
        assert_eq!(plain(-40.0), "−40");
    }

    #[test]
    fn months_are_thinned_until_they_fit() {
        let six = months(ymd(2021, 4, 1), ymd(2021, 10, 1), 600.0);
        assert_eq!(six.len(), 6);
        assert_eq!(six[0].1, "April");
        let two_years = months(ymd(2021, 4, 1), ymd(2023, 4, 1), 300.0);
        assert!(two_years.len() <= 5, "{two_years:?}");
        assert_eq!(two_years[0], (ymd(2021, 7, 1), "Jul 2021".to_owned()));
    }

    #[test]
    fn labels_move_apart_and_stay_inside() {
        let mut heights = [90.0, 92.0, 99.0];
        spread(&mut heights, 15.0, 100.0);
        assert_eq!(heights.map(f32::to_bits), [70.0_f32, 85.0, 100.0].map(f32::to_bits));
    }
}

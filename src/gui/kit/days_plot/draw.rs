//! The picture on the screen: areas, band, lines, marks, words, and the day that is read.

use egui::{Align2, Color32, Id, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{FilledArea, Line as PlotLine, LineStyle, PlotPoints, PlotUi, Points, Polygon};

use super::labels::{Ground, Label, Words};
use super::values::{greatest, readings, short, thinned, value_at};
use super::{Eye, Kind, Line, Mark, Part, Picture, Shown, Trace};
use crate::gui::kit::chart::{Axes, Canvas, chart, date, day_axis, room_for, ticks};
use crate::gui::kit::hatch::hatch;
use crate::gui::kit::text::focus_ring;
use crate::gui::theme::{self, Palette};

/// Room at the right comes in steps, so that the plot stays where it is while figures change.
const ROOM_STEP: f32 = 24.0;
/// Dots are drawn from so many points of the screen apart on.
const DOTS_APART: f32 = 6.0;

/// Draws the plot; `eye` is moved by pointer, wheel and keys.
pub fn days_plot(ui: &mut Ui, shown: &Shown<'_>, eye: &mut Eye) {
    let picture = shown.picture;
    let palette = Palette::of(ui);
    let top = picture.most.unwrap_or_else(|| greatest(picture));
    let view = eye.view(picture.span);
    let ends = picture.lines.iter().map(|line| line.label.as_str());
    let axes = Axes {
        label: shown.label,
        unit: &picture.unit,
        height: shown.height,
        right: (room_for(ui, ends) / ROOM_STEP).ceil() * ROOM_STEP,
        bottom: 24.0,
        x: view,
        y: ticks(0.0, top),
        high: top * 1.04,
        shade: None,
    };
    let columns = ui.available_width().max(1.0) as usize;
    let wide = f64::from(ui.available_width() - axes.right);
    let thin: Vec<Vec<[f64; 2]>> =
        picture.lines.iter().map(|line| thinned(&line.points, view, columns)).collect();
    let canvas = chart(ui, &axes, |plot| {
        areas(plot, &palette, picture);
        bands(plot, &palette, picture);
        for order in ORDER {
            for (line, points) in picture.lines.iter().zip(&thin).filter(|(l, _)| l.trace == order)
            {
                trace(plot, &palette, line.trace, points, wide / (view[1] - view[0]).max(1.0));
            }
        }
    });
    let id = ui.scope_id().with(("days", shown.reader));
    let response = reader(ui, &canvas, shown, eye, id);
    day_axis(&canvas, view);
    write(ui, &canvas, picture, view, &thin);
    eye.take(ui, &response, &canvas, picture.span);
    if let Some([from, to]) = eye.dragged(&response, &canvas) {
        let (a, b) = (canvas.at(from, 0.0).x, canvas.at(to, 0.0).x);
        let chosen = Rect::from_x_y_ranges(a..=b, canvas.rect.y_range()).intersect(canvas.rect);
        canvas.painter.rect_filled(chosen, 0.0, palette.accent.gamma_multiply(0.15));
    }
    if let Some(day) = eye.reads(&response, &canvas) {
        read(&canvas, picture, day);
    }
    if eye.view(picture.span).map(f64::to_bits) != view.map(f64::to_bits) {
        ui.request_repaint();
    }
}

/// What takes pointer and keys, and says the day that is read.
fn reader(ui: &mut Ui, canvas: &Canvas, shown: &Shown<'_>, eye: &Eye, id: Id) -> egui::Response {
    let response = ui.interact(canvas.rect, id, Sense::click_and_drag());
    let said = eye.reads(&response, canvas).map(|day| said(shown.picture, day).join("; "));
    response.widget_info(|| WidgetInfo {
        current_text_value: said.clone(),
        ..WidgetInfo::labeled(egui::accesskit::Role::Slider, ui.is_enabled(), shown.reader)
    });
    focus_ring(ui, &response, 2.0);
    response
}

/// What is drawn first lies lowest.
const ORDER: [Trace; 9] = [
    Trace::Low,
    Trace::Cautious,
    Trace::Further,
    Trace::Expected,
    Trace::DeclaredHigh,
    Trace::Declared,
    Trace::Measured,
    Trace::Untouched,
    Trace::Usable,
];

fn areas(plot: &mut PlotUi<'_>, palette: &Palette, picture: &Picture) {
    for area in &picture.areas {
        let colour = match area.part {
            Part::Always => palette.service,
            Part::ForATime => palette.now,
            // Hatched once it is known where it lies.
            Part::Off => continue,
        };
        for [from, until, low, high] in &area.pieces {
            let corners = vec![[*from, *low], [*until, *low], [*until, *high], [*from, *high]];
            let shape = Polygon::new("area", corners).fill_color(colour).stroke(Stroke::NONE);
            plot.polygon(shape.allow_hover(false));
        }
    }
}

/// The band between two lines of the same days.
fn bands(plot: &mut PlotUi<'_>, palette: &Palette, picture: &Picture) {
    for (low, high) in [(Trace::Low, Trace::Cautious), (Trace::Declared, Trace::DeclaredHigh)] {
        let of = |trace| picture.lines.iter().find(|line| line.trace == trace);
        let (Some(low), Some(high)) = (of(low), of(high)) else { continue };
        let pairs =
            low.points.iter().zip(&high.points).filter(|(a, b)| a[0].to_bits() == b[0].to_bits());
        let (mut days, mut lows, mut highs) = (Vec::new(), Vec::new(), Vec::new());
        for (a, b) in pairs {
            days.push(a[0]);
            lows.push(a[1]);
            highs.push(b[1]);
        }
        if days.len() > 1 {
            let area = FilledArea::new("band", &days, &lows, &highs).fill_color(palette.band);
            plot.add(area.allow_hover(false));
        }
    }
}

/// `day`: points of the screen that a day is wide.
fn trace(plot: &mut PlotUi<'_>, palette: &Palette, trace: Trace, points: &[[f64; 2]], day: f64) {
    let drawn = PlotLine::new("line", PlotPoints::from(points.to_vec()));
    let drawn = drawn.allow_band(false).allow_hover(false);
    plot.line(match trace {
        Trace::Usable => drawn.color(palette.text).width(2.4),
        Trace::Untouched => {
            drawn.color(palette.text).width(1.3).style(LineStyle::Dashed { length: 6.0 })
        }
        Trace::Measured => drawn.color(palette.text).width(1.6),
        Trace::Expected => drawn.color(palette.accent).width(2.4),
        Trace::Further => drawn.color(palette.accent.gamma_multiply(0.6)).width(2.0),
        Trace::Cautious => drawn.color(palette.accent).width(1.0),
        Trace::Low => return,
        Trace::Declared | Trace::DeclaredHigh => {
            drawn.color(palette.accent).width(1.6).style(LineStyle::Dashed { length: 5.0 })
        }
    });
    let apart = points.windows(2).map(|p| p[1][0] - p[0][0]).filter(|days| *days > 0.0);
    let apart = apart.fold(f64::INFINITY, f64::min);
    if trace == Trace::Measured && apart * day >= f64::from(DOTS_APART) {
        let dots = Points::new("dots", PlotPoints::from(points.to_vec()));
        plot.points(dots.radius(2.4).color(palette.text).allow_hover(false));
    }
}

/// All words, each where there is room for it.
fn write(ui: &Ui, canvas: &Canvas, picture: &Picture, view: [f64; 2], thin: &[Vec<[f64; 2]>]) {
    let palette = &canvas.palette;
    let on_screen: Vec<Vec<Pos2>> = picture
        .lines
        .iter()
        .zip(thin)
        .filter(|(line, _)| line.trace != Trace::Low)
        .map(|(_, points)| points.iter().map(|p| canvas.at(p[0], p[1])).collect())
        .collect();
    let mut outer = canvas.rect;
    outer.max.x = ui.max_rect().right().min(canvas.rect.right() + 8.0);
    outer.min.y -= 17.0;
    let mut words = Words::new((outer, canvas.rect), palette.surface, &on_screen);
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Window) {
        window(canvas, mark);
    }
    hatches(canvas, picture);
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Move) {
        if picture.most.is_some_and(|most| mark.at.is_some_and(|y| y > most)) {
            let tip = pos2(canvas.at(mark.day, 0.0).x, canvas.rect.top() - 8.0);
            words.keep_clear(Rect::from_min_max(tip - vec2(6.0, 1.0), tip + vec2(6.0, 12.0)));
        }
    }
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Today) {
        today(canvas, mark, &mut words);
    }
    // All rings first: no words stand on one.
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::RunOut) {
        words.keep_clear(Rect::from_center_size(ring(canvas, picture, mark), vec2(11.0, 11.0)));
    }
    for kind in [Kind::RunOut, Kind::Move, Kind::Level, Kind::Event] {
        for (n, mark) in seen(picture, view).filter(|mark| mark.kind == kind).enumerate() {
            let up = if n % 2 == 0 { Up::First } else { Up::Last };
            point(canvas, picture, (mark, up), &mut words);
        }
    }
    names(canvas, picture, view, &mut words);
    blocks(canvas, picture, &mut words);
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Window) {
        let x = canvas.at(f64::midpoint(mark.day, mark.until.unwrap_or(mark.day)), 0.0).x;
        let bottom = canvas.rect.bottom();
        let places = [9.0, 24.0, 39.0].map(|up| (pos2(x, bottom - up), Align2::CENTER_CENTER));
        words.write(&canvas.painter, &Label::new(&mark.text, palette.dim, places.to_vec()));
    }
}

fn seen(picture: &Picture, [from, to]: [f64; 2]) -> impl Iterator<Item = &Mark> {
    picture.marks.iter().filter(move |mark| match mark.kind {
        Kind::Level => mark.day < to,
        _ => mark.day <= to && mark.until.unwrap_or(mark.day) >= from,
    })
}

fn window(canvas: &Canvas, mark: &Mark) {
    let (a, b) = (canvas.at(mark.day, 0.0).x, canvas.at(mark.until.unwrap_or(mark.day), 0.0).x);
    let room = Rect::from_x_y_ranges(a..=b.max(a + 2.0), canvas.rect.y_range());
    let colour = canvas.palette.now.gamma_multiply(0.22);
    canvas.painter.rect_filled(room.intersect(canvas.rect), 0.0, colour);
}

fn today(canvas: &Canvas, mark: &Mark, words: &mut Words) {
    let palette = &canvas.palette;
    let x = canvas.at(mark.day, 0.0).x;
    let top = canvas.rect.top() - 8.0;
    let ends = [pos2(x, top), pos2(x, canvas.rect.bottom())];
    canvas.painter.extend(Shape::dashed_line(&ends, Stroke::new(1.2, palette.dim), 2.0, 3.0));
    let places = vec![
        (pos2(x - 6.0, top - 1.0), Align2::RIGHT_CENTER),
        (pos2(x + 6.0, top - 1.0), Align2::LEFT_CENTER),
    ];
    let places =
        if x - canvas.rect.left() < 150.0 { places.into_iter().rev().collect() } else { places };
    let brief = mark.text.split_once(',').map(|(today, _)| today.to_owned());
    let label = Label { brief, ..Label::new(&mark.text, palette.dim, places) };
    // No words run over the line, its own no more than others.
    words.keep_clear(Rect::from_x_y_ranges(x - 1.0..=x + 1.0, top - 9.0..=canvas.rect.bottom()));
    words.write(&canvas.painter, &label);
}

/// Where the ring of a mark lies: at the upper edge, where its amount is above it.
fn ring(canvas: &Canvas, picture: &Picture, mark: &Mark) -> Pos2 {
    let y = mark.at.unwrap_or(0.0);
    let at = canvas.at(mark.day, y);
    if picture.most.is_some_and(|most| y > most) { pos2(at.x, canvas.rect.top()) } else { at }
}

/// A mark at an amount of a day.
fn point(canvas: &Canvas, picture: &Picture, (mark, up): (&Mark, Up), words: &mut Words) {
    let palette = &canvas.palette;
    let rect = canvas.rect;
    let Some(y) = mark.at else { return };
    let at = canvas.at(mark.day, y);
    let above = picture.most.is_some_and(|most| y > most);
    let label = |ink: Color32, places| Label::new(&mark.text, ink, places);
    let drawn = match mark.kind {
        Kind::RunOut => {
            let dot = ring(canvas, picture, mark);
            let line = Stroke::new(2.0, palette.error);
            canvas.painter.circle(dot, 5.0, palette.surface, line);
            label(palette.error, around(dot, rect, up)).led(dot)
        }
        Kind::Move if above => {
            // The step leaves the plot: an arrow at its upper edge says so.
            let tip = pos2(at.x, rect.top() - 8.0);
            let arrow = vec![tip, tip + vec2(-5.0, 8.0), tip + vec2(5.0, 8.0)];
            canvas.painter.add(Shape::convex_polygon(arrow, palette.text, Stroke::NONE));
            let text = format!("{}: {} {}", mark.text, short(y), picture.unit);
            let places = vec![
                (tip + vec2(10.0, 1.0), Align2::LEFT_CENTER),
                (tip + vec2(10.0, 17.0), Align2::LEFT_CENTER),
                (tip + vec2(-10.0, 17.0), Align2::RIGHT_CENTER),
                (tip + vec2(10.0, 33.0), Align2::LEFT_CENTER),
                (tip + vec2(-10.0, 33.0), Align2::RIGHT_CENTER),
                (tip + vec2(-10.0, 1.0), Align2::RIGHT_CENTER),
            ];
            Label { text, ..label(palette.text, places) }
        }
        Kind::Move => {
            canvas.painter.circle_filled(at, 2.6, palette.text);
            let mut places = vec![
                (at + vec2(9.0, 13.0), Align2::LEFT_CENTER),
                (at + vec2(9.0, -12.0), Align2::LEFT_CENTER),
                (at + vec2(-9.0, -12.0), Align2::RIGHT_CENTER),
                (at + vec2(-9.0, 13.0), Align2::RIGHT_CENTER),
            ];
            places.extend(around(at, rect, Up::First));
            label(palette.text, places)
        }
        Kind::Level if above => return,
        Kind::Level => {
            let from = at.x.max(rect.left());
            let lines = [12.0, 40.0, 90.0, 150.0].map(|right| from + right);
            let places = lines.iter().flat_map(|x| {
                [
                    (pos2(*x, at.y - 11.0), Align2::LEFT_CENTER),
                    (pos2(*x, at.y + 12.0), Align2::LEFT_CENTER),
                ]
            });
            label(palette.text, places.collect())
        }
        Kind::Event => {
            let by = [40.0, 56.0, 76.0, 100.0, -40.0, -56.0, -76.0];
            let places = by.into_iter().flat_map(|by| {
                [
                    (at + vec2(0.0, by), Align2::CENTER_CENTER),
                    (at + vec2(14.0, by), Align2::RIGHT_CENTER),
                    (at + vec2(-14.0, by), Align2::LEFT_CENTER),
                ]
            });
            canvas.painter.circle_stroke(at, 4.0, Stroke::new(1.2, palette.dim));
            label(palette.dim, places.collect()).led(at)
        }
        Kind::Today | Kind::Window => return,
    };
    words.write(&canvas.painter, &drawn);
}

/// Which side of a point is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Up {
    First,
    Last,
}

/// Places above and below a point, to both sides.
fn around(at: Pos2, rect: Rect, up: Up) -> Vec<(Pos2, Align2)> {
    const BY: [f32; 6] = [34.0, 48.0, 64.0, 82.0, 104.0, 130.0];
    let sides = if up == Up::First { [-1.0, 1.0] } else { [1.0, -1.0] };
    let mut places = Vec::new();
    for (side, by) in sides.into_iter().flat_map(|side| BY.map(|by| (side, by))) {
        let y = at.y + side * by;
        if y > rect.top() - 4.0 && y < rect.bottom() - 6.0 {
            places.push((pos2(at.x - 5.0, y), Align2::LEFT_CENTER));
            places.push((pos2(at.x + 9.0, y), Align2::LEFT_CENTER));
            places.push((pos2(at.x + 5.0, y), Align2::RIGHT_CENTER));
            places.push((pos2(at.x - 9.0, y), Align2::RIGHT_CENTER));
        }
    }
    // Beside it, where nothing else is free.
    places.push((at + vec2(12.0, 0.0), Align2::LEFT_CENTER));
    places.push((at - vec2(12.0, 0.0), Align2::RIGHT_CENTER));
    places
}

/// Names of lines: at the right end of those that reach it, else along them.
fn names(canvas: &Canvas, picture: &Picture, view: [f64; 2], words: &mut Words) {
    let palette = &canvas.palette;
    let ink = |line: &Line| match line.trace {
        Trace::Usable | Trace::Untouched | Trace::Measured => palette.text,
        _ => palette.accent,
    };
    let mut ends: Vec<(f64, &str, Color32)> = Vec::new();
    for line in picture.lines.iter().filter(|line| !line.label.is_empty()) {
        let reaches = value_at(line, view[1]).or_else(|| value_at(line, view[1] - 1.0));
        if let Some(y) = reaches {
            if picture.most.is_none_or(|most| y <= most) {
                ends.push((y, line.label.as_str(), ink(line)));
            }
            continue;
        }
        let shares =
            [0.06, 0.2, 0.35, 0.5, 0.65, 0.8].map(|share| view[0] + share * (view[1] - view[0]));
        let places = shares.iter().filter_map(|day| Some(canvas.at(*day, value_at(line, *day)?)));
        let places = places.flat_map(|at| {
            [22.0, 34.0, 48.0].map(|by| (at - vec2(0.0, by), Align2::CENTER_CENTER))
        });
        words.write(&canvas.painter, &Label::new(&line.label, ink(line), places.collect()));
    }
    canvas.ends(&ends);
}

/// What is wanted but off is hatched.
fn hatches(canvas: &Canvas, picture: &Picture) {
    let palette = &canvas.palette;
    for area in picture.areas.iter().filter(|area| area.part == Part::Off) {
        for [from, until, low, high] in &area.pieces {
            let seen = canvas.area((*from, *low), (*until, *high)).intersect(canvas.rect);
            if seen.is_positive() {
                hatch(&canvas.painter, seen, palette.now, 1.8);
                let line = Stroke::new(1.0, palette.now);
                canvas.painter.rect_stroke(seen, 0.0, line, egui::StrokeKind::Inside);
            }
        }
    }
}

/// What each area is: in its largest piece, or beside it.
fn blocks(canvas: &Canvas, picture: &Picture, words: &mut Words) {
    let palette = &canvas.palette;
    for area in &picture.areas {
        let seen = area.pieces.iter().map(|[from, until, low, high]| {
            canvas.area((*from, *low), (*until, *high)).intersect(canvas.rect)
        });
        let Some(largest) =
            seen.filter(Rect::is_positive).max_by(|a, b| a.width().total_cmp(&b.width()))
        else {
            continue;
        };
        let font = egui::FontId::proportional(theme::AXIS);
        let size = canvas.painter.layout_no_wrap(area.label.clone(), font, theme::CLEAR).size();
        let fits = size.x + 12.0 < largest.width() && size.y + 2.0 < largest.height();
        let (ink, places) = if fits {
            let ink = match area.part {
                Part::Always => palette.on_service,
                Part::ForATime => palette.on_now,
                Part::Off => palette.text,
            };
            let c = largest.center();
            let spare = ((largest.height() - size.y) / 2.0 - 1.0).max(0.0);
            let at = |across: f32, down: f32| {
                (pos2(c.x + across * largest.width(), c.y + down * spare), Align2::CENTER_CENTER)
            };
            let spots = [0.0, 0.22, -0.22].into_iter();
            (ink, spots.flat_map(|x| [0.0, -1.0, 1.0].map(|y| at(x, y))).collect())
        } else {
            let right = largest.right_center() + vec2(6.0, 0.0);
            let places = vec![
                (right, Align2::LEFT_CENTER),
                (right - vec2(0.0, 14.0), Align2::LEFT_CENTER),
                (largest.center_top() - vec2(0.0, 10.0), Align2::CENTER_CENTER),
                (largest.left_center() - vec2(6.0, 0.0), Align2::RIGHT_CENTER),
            ];
            (palette.text, places)
        };
        let clear = area.part == Part::Off && fits;
        let label = Label {
            brief: Some(area.brief.clone()),
            ground: if clear { Ground::Clear } else { Ground::AsItIs },
            ..Label::new(&area.label, ink, places)
        };
        words.write(&canvas.painter, &label);
    }
}

/// A day and what is read on it.
fn said(picture: &Picture, day: f64) -> Vec<String> {
    let mut lines: Vec<String> =
        date(day).map(|date| date.format("%-d %B %Y").to_string()).into_iter().collect();
    lines.extend(readings(picture, day));
    let here = |area: &&super::Area| area.pieces.iter().any(|p| p[0] <= day && day < p[1]);
    lines.extend(picture.areas.iter().filter(here).map(|area| area.label.clone()));
    let on_it = |mark: &&Mark| match mark.until {
        Some(until) => mark.day <= day && day < until,
        None => mark.day.to_bits() == day.to_bits(),
    };
    let marks = picture.marks.iter().filter(|mark| mark.kind != Kind::Level).filter(on_it);
    lines.extend(marks.map(|mark| mark.text.replace('\n', "; ")));
    lines
}

/// A line at the day that is read, with its figures beside it.
fn read(canvas: &Canvas, picture: &Picture, day: f64) {
    let palette = &canvas.palette;
    let x = canvas.at(day, 0.0).x;
    if !canvas.rect.x_range().contains(x) {
        return;
    }
    canvas.painter.vline(x, canvas.rect.y_range(), Stroke::new(1.0, palette.accent));
    for line in picture.lines.iter().filter(|line| line.trace != Trace::Low) {
        if let Some(y) = value_at(line, day) {
            let at = canvas.at(day, y);
            if canvas.rect.contains(at) {
                canvas.painter.circle_filled(at, 3.0, palette.accent);
            }
        }
    }
    let text = said(picture, day).join("\n");
    let font = egui::FontId::proportional(theme::SMALL);
    let galley = canvas.painter.layout_no_wrap(text, font, palette.text);
    let size = galley.size() + vec2(16.0, 12.0);
    let left =
        if x + 12.0 + size.x < canvas.rect.right() + 60.0 { x + 12.0 } else { x - 12.0 - size.x };
    let top =
        (canvas.rect.top() + 6.0).min(canvas.rect.bottom() - size.y).max(canvas.rect.top() - 16.0);
    let card = Rect::from_min_size(pos2(left.max(canvas.rect.left() - 30.0), top), size);
    let stroke = Stroke::new(1.0, palette.line);
    let inside = egui::StrokeKind::Inside;
    canvas.painter.rect(card, theme::CONTROL_RADIUS, palette.surface, stroke, inside);
    canvas.painter.galley(card.min + vec2(8.0, 6.0), galley, palette.text);
}

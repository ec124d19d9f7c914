//! The picture on the screen: areas, band, lines, marks, words, and the day that is read.

use egui::{Align2, Color32, Id, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{FilledArea, Line as PlotLine, LineStyle, PlotPoints, PlotUi, Points, Polygon};

use super::labels::{Label, Words};
use super::values::{greatest, readings, thinned, value_at};
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
    let thin: Vec<Vec<[f64; 2]>> =
        picture.lines.iter().map(|line| thinned(&line.points, view, columns)).collect();
    let canvas = chart(ui, &axes, |plot| {
        areas(plot, &palette, picture);
        bands(plot, &palette, picture);
        for order in ORDER {
            for (line, points) in picture.lines.iter().zip(&thin).filter(|(l, _)| l.trace == order)
            {
                trace(plot, &palette, line.trace, points);
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
    if eye.view(picture.span) != view {
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

fn trace(plot: &mut PlotUi<'_>, palette: &Palette, trace: Trace, points: &[[f64; 2]]) {
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
    let pixels = f64::from(plot.response().rect.width().max(1.0));
    let seen = plot.plot_bounds().width().max(1.0);
    let apart = points.windows(2).map(|p| p[1][0] - p[0][0]).fold(f64::INFINITY, f64::min);
    if trace == Trace::Measured && apart * pixels / seen >= f64::from(DOTS_APART) {
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
    let mut words = Words::new(outer, palette.surface, &on_screen);
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Window) {
        window(canvas, mark);
    }
    hatches(canvas, picture);
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Today) {
        today(canvas, mark, &mut words);
    }
    for kind in [Kind::RunOut, Kind::Move, Kind::Level, Kind::Event] {
        for mark in seen(picture, view).filter(|mark| mark.kind == kind) {
            point(canvas, picture, mark, &mut words);
        }
    }
    names(canvas, picture, view, &mut words);
    blocks(canvas, picture, &mut words);
    for mark in seen(picture, view).filter(|mark| mark.kind == Kind::Window) {
        let x = canvas.at(f64::midpoint(mark.day, mark.until.unwrap_or(mark.day)), 0.0).x;
        let bottom = canvas.rect.bottom();
        let places = [9.0, 24.0, 39.0].map(|up| (pos2(x, bottom - up), Align2::CENTER_CENTER));
        let label = Label {
            text: mark.text.clone(),
            ink: palette.dim,
            places: places.to_vec(),
            lead: None,
        };
        words.write(&canvas.painter, &label);
    }
}

fn seen<'a>(picture: &'a Picture, [from, to]: [f64; 2]) -> impl Iterator<Item = &'a Mark> {
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
        (pos2(x - 6.0, top + 2.0), Align2::RIGHT_CENTER),
        (pos2(x + 6.0, top + 2.0), Align2::LEFT_CENTER),
    ];
    let places =
        if x - canvas.rect.left() < 150.0 { places.into_iter().rev().collect() } else { places };
    let label = Label { text: mark.text.clone(), ink: palette.dim, places, lead: None };
    words.write(&canvas.painter, &label);
    words.keep_clear(Rect::from_x_y_ranges(x - 1.0..=x + 1.0, canvas.rect.y_range()));
}

/// A mark at an amount of a day.
fn point(canvas: &Canvas, picture: &Picture, mark: &Mark, words: &mut Words) {
    let palette = &canvas.palette;
    let rect = canvas.rect;
    let Some(y) = mark.at else { return };
    let at = canvas.at(mark.day, y);
    let above = picture.most.is_some_and(|most| y > most);
    let label = |ink: Color32, places: Vec<(Pos2, Align2)>, lead| Label {
        text: mark.text.clone(),
        ink,
        places,
        lead,
    };
    let drawn = match mark.kind {
        Kind::RunOut => {
            let ring = Stroke::new(2.0, palette.error);
            let dot = if above { pos2(at.x, rect.top()) } else { at };
            canvas.painter.circle(dot, 5.0, palette.surface, ring);
            words.keep_clear(Rect::from_center_size(dot, vec2(12.0, 12.0)));
            label(palette.error, around(dot, rect), Some(dot))
        }
        Kind::Move if above => {
            // The step leaves the plot: an arrow at its upper edge says so.
            let tip = pos2(at.x, rect.top() - 8.0);
            let arrow = vec![tip, tip + vec2(-5.0, 8.0), tip + vec2(5.0, 8.0)];
            canvas.painter.add(Shape::convex_polygon(arrow, palette.text, Stroke::NONE));
            let text =
                format!("{}: {} {}", mark.text, crate::gui::kit::chart::plain(y), picture.unit);
            let places = vec![
                (tip + vec2(10.0, 1.0), Align2::LEFT_CENTER),
                (tip + vec2(10.0, 17.0), Align2::LEFT_CENTER),
                (tip + vec2(-10.0, 17.0), Align2::RIGHT_CENTER),
            ];
            Label { text, ..label(palette.text, places, None) }
        }
        Kind::Move => {
            canvas.painter.circle_filled(at, 2.6, palette.text);
            let mut places = vec![
                (at + vec2(9.0, 13.0), Align2::LEFT_CENTER),
                (at + vec2(9.0, -12.0), Align2::LEFT_CENTER),
                (at + vec2(-9.0, -12.0), Align2::RIGHT_CENTER),
                (at + vec2(-9.0, 13.0), Align2::RIGHT_CENTER),
            ];
            places.extend(around(at, rect));
            label(palette.text, places, None)
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
            label(palette.text, places.collect(), None)
        }
        Kind::Event => {
            let down = [44.0, 62.0, 82.0].map(|by| at + vec2(0.0, by));
            let up = [46.0, 64.0].map(|by| at - vec2(0.0, by));
            let places = down.into_iter().chain(up).map(|at| (at, Align2::CENTER_CENTER));
            canvas.painter.circle_stroke(at, 4.0, Stroke::new(1.2, palette.dim));
            label(palette.dim, places.collect(), Some(at + vec2(0.0, 4.0)))
        }
        Kind::Today | Kind::Window => return,
    };
    words.write(&canvas.painter, &drawn);
}

/// Places above and below a point, to both sides.
fn around(at: Pos2, rect: Rect) -> Vec<(Pos2, Align2)> {
    let mut places = Vec::new();
    for by in [34.0, 52.0, 72.0, 96.0, 124.0] {
        for (up, anchor) in [
            (-by, Align2::LEFT_CENTER),
            (by, Align2::LEFT_CENTER),
            (-by, Align2::RIGHT_CENTER),
            (by, Align2::RIGHT_CENTER),
        ] {
            let place = at + vec2(if anchor == Align2::LEFT_CENTER { -3.0 } else { 3.0 }, up);
            if place.y > rect.top() - 4.0 && place.y < rect.bottom() - 6.0 {
                places.push((place, anchor));
            }
        }
    }
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
        let label = Label {
            text: line.label.clone(),
            ink: ink(line),
            places: places.collect(),
            lead: None,
        };
        words.write(&canvas.painter, &label);
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
            seen.filter(|r| r.is_positive()).max_by(|a, b| a.width().total_cmp(&b.width()))
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
            let across = [0.0, 0.22, -0.22].map(|share| pos2(c.x + share * largest.width(), c.y));
            (ink, across.map(|at| (at, Align2::CENTER_CENTER)).to_vec())
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
        if area.part == Part::Off && fits {
            let ground = Rect::from_center_size(largest.center(), size).expand2(vec2(3.0, 0.0));
            canvas.painter.rect_filled(ground, 2.0, palette.surface);
        }
        let label = Label { text: area.label.clone(), ink, places, lead: None };
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

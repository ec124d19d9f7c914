//! How much of each resource is used, how much is wanted, and where does it end?

use egui::{Align2, CornerRadius, FontId, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::hatch::{hatch, hatched};
use super::text;
use crate::gui::theme::{self, Palette, Tone};

/// Height of one bar with its line below, in points.
const HEIGHT: f32 = 40.0;
const BAR: f32 = 20.0;
const NAME: f32 = 76.0;
/// The most of a bar's room that overrun and what is kept free may take, in parts of what is
/// usable: what is longer is cut, and its end is open.
const LONGEST: f64 = 2.5;

/// One resource. Amounts are of one unit of its own, none below 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar<'a> {
    /// RAM, Storage, Backup.
    pub name: &'a str,
    /// The figures; `None` where the resource is not counted.
    pub fill: Option<Fill>,
    /// What stands below the bar, or in its place.
    pub note: &'a str,
    /// What it comes to, and what that says.
    pub answer: (&'a str, Tone),
    /// What a plan would change.
    pub then: &'a str,
    /// The same in fewer words, the longest first: for where it does not fit.
    pub shorter: &'a [String],
}

/// How full a resource is.
#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    /// What runs.
    pub used: f64,
    /// What is wanted beside it but switched off.
    pub off: f64,
    /// What may be used.
    pub usable: f64,
    /// All there is.
    pub all: f64,
    /// Words for the two marks, over the first bar: `usable`, `all 32`.
    pub marks: (String, String),
}

/// Draws bars whose "usable" marks stand one below the other, so that what overruns is seen at
/// once. Answers with the index of a bar that was pressed.
pub fn bars(ui: &mut Ui, bars: &[Bar<'_>]) -> Option<usize> {
    let width = ui.available_width();
    let aside = (width * 0.285).clamp(150.0, 188.0);
    let room = (width - NAME - aside - 8.0).max(60.0);
    let ratios = bars.iter().filter_map(|bar| bar.fill.as_ref().map(Fill::reach));
    let longest = ratios.fold(1.0_f64, f64::max).clamp(1.0, LONGEST);
    let usable = (f64::from(room) / longest).min(f64::from(room) * 0.63) as f32;
    let first = bars.iter().position(|bar| bar.fill.is_some());
    let mut pressed = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (index, bar) in bars.iter().enumerate() {
        let over = if first == Some(index) { 14.0 } else { 0.0 };
        let height = if bar.fill.is_some() { HEIGHT + over } else { 24.0 };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), egui::Sense::click());
        let name = format!("{}: {}; {}", bar.name, bar.answer.0, bar.note);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Figure, ui.is_enabled(), &name)
        });
        if response.clicked() {
            pressed = Some(index);
        }
        let rect = Rect::from_min_max(rect.min + vec2(0.0, over), rect.max);
        if draw(ui, rect, bar, usable, room, over > 0.0) {
            response.on_hover_text(bar.note);
        }
        let aside = Rect::from_min_max(pos2(rect.right() - aside, rect.top()), rect.max);
        beside(ui, aside, bar);
    }
    pressed
}

impl Fill {
    /// How far the bar reaches, in parts of what is usable.
    fn reach(&self) -> f64 {
        let most = (self.used + self.off).max(self.all);
        if self.usable > 0.0 { most / self.usable } else { LONGEST }
    }
}

/// Answers whether the note had to be cut.
fn draw(ui: &Ui, rect: Rect, bar: &Bar<'_>, usable: f32, room: f32, words: bool) -> bool {
    let palette = Palette::of(ui);
    let painter = ui.painter();
    let font = |size| FontId::proportional(size);
    let left = rect.left() + NAME;
    let middle = rect.top() + BAR / 2.0;
    let name_at = pos2(rect.left(), middle + if bar.fill.is_some() { 1.0 } else { 0.0 });
    painter.text(name_at, Align2::LEFT_CENTER, bar.name, font(theme::BODY), palette.text);
    let note_y = if bar.fill.is_some() { rect.top() + BAR + 9.0 } else { middle };
    let end = if bar.fill.is_some() { left + room } else { rect.right() };
    let laid = |text: &str| {
        let room = (end - left).max(0.0);
        let font = font(theme::AXIS);
        let mut note = egui::text::LayoutJob::simple(text.to_owned(), font, palette.dim, room);
        note.wrap.max_rows = 1;
        note.wrap.break_anywhere = true;
        painter.layout_job(note)
    };
    let whole = laid(bar.note);
    // What is said first is said whole; the rest stands where the pointer is.
    let is_cut = whole.elided;
    let first = bar.note.split_once(" · ").filter(|_| is_cut).map(|(first, _)| laid(first));
    let note = first.unwrap_or(whole);
    painter.galley(pos2(left, note_y - note.size().y / 2.0), note, palette.dim);
    let Some(fill) = &bar.fill else { return is_cut };

    let x = |amount: f64| {
        let parts = if fill.usable > 0.0 {
            amount / fill.usable
        } else if amount > 0.0 {
            LONGEST
        } else {
            0.0
        };
        left + (parts as f32 * usable).min(room)
    };
    let strip = |from: f32, to: f32| {
        Rect::from_min_max(pos2(from, rect.top()), pos2(to.max(from), rect.top() + BAR))
    };
    let mark = left + if fill.usable > 0.0 { usable } else { 0.0 };
    let (used, wanted, all) = (x(fill.used), x(fill.used + fill.off), x(fill.all));
    painter.rect_filled(strip(left, all), 3.0, palette.free);
    let now = strip(left, used.min(mark));
    let round = CornerRadius { nw: 3, sw: 3, ne: 0, se: 0 };
    painter.rect_filled(now, round, palette.now);
    let off = strip(used.min(mark), wanted.min(mark));
    if off.width() > 0.5 {
        painter.rect_filled(off, 0.0, palette.surface);
        hatch(painter, off, palette.now, 1.8);
        let line = Stroke::new(1.0, palette.now);
        painter.rect_stroke(off, 0.0, line, egui::StrokeKind::Inside);
    }
    if wanted > mark + 0.5 {
        hatched(painter, strip(mark, wanted), palette.error_soft, palette.error, 3.0);
    }
    let tall = (rect.top() - 3.0)..=(rect.top() + BAR + 3.0);
    painter.vline(mark, tall.clone(), Stroke::new(2.4, palette.text));
    if (all - mark).abs() > 1.5 {
        painter.vline(all, tall, Stroke::new(1.2, palette.text));
    }
    if words {
        let y = rect.top() - 11.0;
        let usable = painter.text(
            pos2(mark, y),
            Align2::CENTER_CENTER,
            &fill.marks.0,
            font(theme::AXIS),
            palette.dim,
        );
        let all = pos2((all - 4.0).max(usable.right() + 9.0), y);
        painter.text(all, Align2::LEFT_CENTER, &fill.marks.1, font(theme::AXIS), palette.dim);
    }
    is_cut
}

fn beside(ui: &mut Ui, rect: Rect, bar: &Bar<'_>) {
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(rect).id_salt(bar.name));
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    text::label(ui, bar.answer.0, theme::DENSE, bar.answer.1);
    let font = FontId::proportional(theme::AXIS);
    let tone = Palette::of(ui).tone(Tone::Dim);
    let fits = |text: &&str| {
        let galley = ui.painter().layout_no_wrap((*text).to_owned(), font.clone(), tone);
        galley.size().x <= rect.width()
    };
    let ways = std::iter::once(bar.then).chain(bar.shorter.iter().map(String::as_str));
    let shown = ways.clone().find(fits).or(ways.last()).unwrap_or(bar.then);
    let response = text::label(ui, shown, theme::AXIS, Tone::Dim);
    if shown != bar.then {
        response.on_hover_text(bar.then);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(used: f64, off: f64, usable: f64, all: f64) -> Fill {
        Fill { used, off, usable, all, marks: (String::new(), String::new()) }
    }

    #[test]
    fn a_bar_reaches_as_far_as_what_is_wanted_or_there() {
        assert!((fill(28.0, 8.0, 30.0, 32.0).reach() - 1.2).abs() < 1e-9); // 36 ÷ 30
        assert!((fill(2.0, 0.0, 4.0, 5.0).reach() - 1.25).abs() < 1e-9); // 5 ÷ 4
    }

    #[test]
    fn a_bar_with_nothing_usable_is_as_long_as_can_be() {
        assert!((fill(1.0, 0.0, 0.0, 0.0).reach() - LONGEST).abs() < 1e-9);
    }
}

//! Where is there room for words: inside the picture, over no other words, across no line?

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use crate::gui::theme;

/// Words that look for a place.
pub(super) struct Label {
    pub(super) text: String,
    pub(super) ink: Color32,
    /// Where they would stand, the best first.
    pub(super) places: Vec<(Pos2, Align2)>,
    /// What they are led to by a thin line.
    pub(super) lead: Option<Pos2>,
    /// Fewer words, where these find no place that crosses nothing.
    pub(super) brief: Option<String>,
    /// Whether they stand on a ground of their own, as over a hatching.
    pub(super) ground: Ground,
}

/// What words stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// On what is there, unless a line runs through them.
    AsItIs,
    /// On the surface.
    Clear,
}

impl Label {
    pub(super) fn new(text: &str, ink: Color32, places: Vec<(Pos2, Align2)>) -> Self {
        let text = text.to_owned();
        let brief = on_two_lines(&text);
        Self { text, ink, places, lead: None, brief, ground: Ground::AsItIs }
    }

    pub(super) fn led(self, from: Pos2) -> Self {
        Self { lead: Some(from), ..self }
    }
}

/// So far words are moved inside, in points; farther they would stand somewhere else.
const MOVED: f32 = 90.0;

/// What is written already, and what lies below.
pub(super) struct Words {
    /// Nothing is written outside.
    within: Rect,
    /// Lines are seen here only.
    plot: Rect,
    ground: Color32,
    written: Vec<Rect>,
    segments: Vec<[Pos2; 2]>,
}

impl Words {
    pub(super) fn new((within, plot): (Rect, Rect), ground: Color32, lines: &[Vec<Pos2>]) -> Self {
        let segments = lines.iter().flat_map(|line| line.windows(2).map(|pair| [pair[0], pair[1]]));
        Self { within, plot, ground, written: Vec::new(), segments: segments.collect() }
    }

    /// Keeps words out of some room.
    pub(super) fn keep_clear(&mut self, room: Rect) {
        self.written.push(room);
    }

    /// Writes where there is room: of all places the one that crosses the fewest lines, else the first. Where
    /// everything is taken, nothing is written: hovering and the table say it.
    pub(super) fn write(&mut self, painter: &Painter, label: &Label) {
        let font = FontId::proportional(theme::AXIS);
        let laid = |text: &str| painter.layout_no_wrap(text.to_owned(), font.clone(), label.ink);
        let mut galley = laid(&label.text);
        let mut found = self.best(galley.size(), label);
        if let Some(brief) = label.brief.as_deref().filter(|_| !matches!(found, Some((_, 0)))) {
            let shorter = laid(brief);
            let other = self.best(shorter.size(), label);
            if other.is_some_and(|(_, crossed)| found.is_none_or(|(_, all)| crossed < all)) {
                (galley, found) = (shorter, other);
            }
        }
        let Some((rect, crossed)) = found else { return };
        if let Some(from) = label.lead {
            let to = nearest(rect.expand(3.0), from);
            painter.line_segment([from, to], Stroke::new(1.2, label.ink));
            self.segments.push([from, to]);
        }
        if crossed > 0 || label.ground == Ground::Clear {
            painter.rect_filled(rect.expand2(vec2(3.0, 0.0)), 2.0, self.ground);
        }
        painter.galley(rect.min, galley, label.ink);
        self.written.push(rect.expand2(vec2(4.0, 1.0)));
    }

    fn best(&self, size: Vec2, label: &Label) -> Option<(Rect, usize)> {
        let free = label.places.iter().filter_map(|(at, anchor)| {
            let rect = self.inside(anchor.anchor_size(*at, size))?;
            let taken = self.written.iter().any(|other| other.intersects(rect));
            // A thin line must not run through what is written either.
            let lead = label.lead.map(|from| [from, nearest(rect.expand(3.0), from)]);
            let hidden = lead.is_some_and(|lead| {
                self.written.iter().any(|o| !o.contains(lead[0]) && crosses(*o, lead))
            });
            (!taken && !hidden).then(|| (rect, self.crossed(rect)))
        });
        free.min_by_key(|(_, crossed)| *crossed)
    }

    /// Moved inside where it stands out; `None` where it is too large.
    fn inside(&self, rect: Rect) -> Option<Rect> {
        let w = &self.within;
        if rect.width() > w.width() || rect.height() > w.height() {
            return None;
        }
        let x = rect.left().clamp(w.left(), w.right() - rect.width());
        let y = rect.top().clamp(w.top(), w.bottom() - rect.height());
        let moved = (x - rect.left()).abs() <= MOVED && (y - rect.top()).abs() <= 12.0;
        moved.then(|| Rect::from_min_size(pos2(x, y), rect.size()))
    }

    fn crossed(&self, rect: Rect) -> usize {
        let seen = rect.intersect(self.plot);
        let crossed = self.segments.iter().filter(|ends| crosses(seen, **ends));
        if seen.is_positive() { crossed.count() } else { 0 }
    }
}

/// The same words on two lines, broken at the space nearest to the middle; `None` where they are few, or
/// stand on several already.
fn on_two_lines(text: &str) -> Option<String> {
    if text.len() < 24 || text.contains('\n') {
        return None;
    }
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let at = spaces.min_by_key(|at| at.abs_diff(text.len() / 2))?;
    Some(format!("{}\n{}", &text[..at], &text[at + 1..]))
}

/// The point of a rectangle's edge that is nearest to a point.
fn nearest(rect: Rect, to: Pos2) -> Pos2 {
    pos2(to.x.clamp(rect.left(), rect.right()), to.y.clamp(rect.top(), rect.bottom()))
}

/// Whether a line runs through a rectangle.
fn crosses(rect: Rect, [a, b]: [Pos2; 2]) -> bool {
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    let sides = [
        (a.x - b.x, a.x - rect.left()),
        (b.x - a.x, rect.right() - a.x),
        (a.y - b.y, a.y - rect.top()),
        (b.y - a.y, rect.bottom() - a.y),
    ];
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0.0 {
                return false;
            }
            continue;
        }
        let share = room / towards;
        if towards < 0.0 {
            enters = enters.max(share);
        } else {
            leaves = leaves.min(share);
        }
    }
    enters <= leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(w, h))
    }

    #[test]
    fn a_line_crosses_what_it_runs_through_and_nothing_else() {
        let word = rect(10.0, 10.0, 20.0, 10.0);
        assert!(crosses(word, [pos2(0.0, 15.0), pos2(40.0, 15.0)]));
        assert!(crosses(word, [pos2(15.0, 0.0), pos2(15.0, 40.0)]));
        assert!(!crosses(word, [pos2(0.0, 5.0), pos2(40.0, 5.0)]));
        assert!(!crosses(word, [pos2(0.0, 15.0), pos2(5.0, 15.0)]));
    }

    const ROOM: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(200.0, 100.0) };

    fn label(places: &[(Pos2, Align2)]) -> Label {
        Label::new("word", theme::CLEAR, places.to_vec())
    }

    #[test]
    fn words_take_the_place_that_crosses_nothing() {
        let line = vec![pos2(0.0, 50.0), pos2(200.0, 50.0)];
        let words = Words::new((ROOM, ROOM), theme::CLEAR, &[line]);
        let middle = |y: f32| (pos2(100.0, y), Align2::CENTER_CENTER);
        let (found, crossed) =
            words.best(vec2(40.0, 10.0), &label(&[middle(50.0), middle(20.0)])).unwrap();
        assert_eq!((found, crossed), (rect(80.0, 15.0, 40.0, 10.0), 0));
    }

    #[test]
    fn long_words_are_broken_in_the_middle() {
        let broken = on_two_lines("half of the futures run out by 4 September 2026");
        assert_eq!(broken.as_deref(), Some("half of the futures run\nout by 4 September 2026"));
        assert_eq!(on_two_lines("usable 850"), None);
    }

    #[test]
    fn words_stand_inside_and_over_no_others() {
        let mut words = Words::new((ROOM, ROOM), theme::CLEAR, &[]);
        let at = label(&[(pos2(195.0, 50.0), Align2::LEFT_CENTER)]);
        let (found, _) = words.best(vec2(40.0, 10.0), &at).unwrap();
        assert_eq!(found, rect(160.0, 45.0, 40.0, 10.0));
        words.keep_clear(found);
        assert!(words.best(vec2(40.0, 10.0), &at).is_none());
    }

    #[test]
    fn the_line_to_a_word_runs_through_no_other_word() {
        let mut words = Words::new((ROOM, ROOM), theme::CLEAR, &[]);
        words.keep_clear(rect(80.0, 40.0, 40.0, 10.0));
        let places = [
            (pos2(100.0, 20.0), Align2::CENTER_CENTER),
            (pos2(100.0, 90.0), Align2::CENTER_CENTER),
        ];
        let from = pos2(100.0, 70.0);
        let (found, _) = words.best(vec2(40.0, 10.0), &label(&places).led(from)).unwrap();
        assert_eq!(found, rect(80.0, 85.0, 40.0, 10.0));
    }
}

//! Which days are looked at, and which one is read?

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

use crate::gui::kit::chart::Canvas;

/// Fewest days that can be looked at.
const FEWEST: f64 = 7.0;
/// Days that a key moves the reading: a hundredth of what is looked at, one at the least.
const STEPS: f64 = 100.0;

/// Which days of a picture are looked at; the default is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Eye {
    /// `None`: all there is.
    view: Option<[f64; 2]>,
    /// The day that is read by the keyboard.
    read: Option<f64>,
    /// Where a drag began.
    from: Option<f64>,
}

impl Eye {
    /// First and last of what is looked at, inside `span`.
    pub(super) fn view(&self, span: [f64; 2]) -> [f64; 2] {
        let Some([from, to]) = self.view else { return span };
        let width = (to - from).clamp(FEWEST.min(span[1] - span[0]), span[1] - span[0]);
        let from = from.clamp(span[0], (span[1] - width).max(span[0]));
        [from, from + width]
    }

    /// Looks at `times` as many days, around the day that is read, or the middle.
    pub fn zoom(&mut self, span: [f64; 2], times: f64, around: Option<f64>) {
        let [from, to] = self.view(span);
        let at = around.or(self.read).unwrap_or(f64::midpoint(from, to)).clamp(from, to);
        let width = ((to - from) * times).max(FEWEST);
        if width >= span[1] - span[0] {
            self.whole();
            return;
        }
        let share = (at - from) / (to - from).max(1.0);
        let from = at - share * width;
        self.view = Some([from, from + width]);
        self.view = Some(self.view(span));
    }

    /// Looks at all there is.
    pub fn whole(&mut self) {
        self.view = None;
    }

    /// Whether it looks at less than all.
    pub fn is_near(&self) -> bool {
        self.view.is_some()
    }

    /// Looks so many days later.
    fn pan(&mut self, span: [f64; 2], days: f64) {
        if let Some([from, to]) = self.view {
            self.view = Some([from + days, to + days]);
            self.view = Some(self.view(span));
        }
    }

    /// The day that is read: under the pointer, else by the keyboard.
    pub(super) fn reads(&self, response: &Response, canvas: &Canvas) -> Option<f64> {
        let under = response.hover_pos().filter(|_| self.from.is_none());
        let under = under.map(|at| canvas.x_at(at).round());
        under.or(self.read.filter(|_| response.has_focus()))
    }

    /// Days from the begin of a drag to where it is now.
    pub(super) fn dragged(&self, response: &Response, canvas: &Canvas) -> Option<[f64; 2]> {
        let from = self.from?;
        let to = canvas.x_at(response.interact_pointer_pos()?);
        Some([from.min(to), from.max(to)])
    }

    /// Takes what pointer, wheel and keys ask for. A drag over days looks at these; the wheel does where the
    /// plot has the keyboard or Ctrl is held, so that a page still scrolls.
    pub(super) fn take(&mut self, ui: &Ui, response: &Response, canvas: &Canvas, span: [f64; 2]) {
        let [from, to] = self.view(span);
        if response.clicked() {
            response.request_focus();
            self.read = response.interact_pointer_pos().map(|at| canvas.x_at(at).round());
        }
        if response.double_clicked() {
            self.whole();
        }
        if response.drag_started() {
            let origin = ui.input(|i| i.pointer.press_origin());
            self.from = origin.map(|at| canvas.x_at(at).clamp(from, to));
        }
        if response.drag_stopped() {
            let chosen = self.dragged(response, canvas);
            self.from = None;
            if let Some([a, b]) = chosen
                && canvas.at(b, 0.0).x - canvas.at(a, 0.0).x > 6.0
            {
                self.view = Some([a, b]);
                self.view = Some(self.view(span));
            }
        }
        if response.hovered() {
            self.roll(ui, response, canvas, span);
        }
        if response.has_focus() {
            self.keys(ui, response, span);
        }
    }

    fn roll(&mut self, ui: &Ui, response: &Response, canvas: &Canvas, span: [f64; 2]) {
        let around = response.hover_pos().map(|at| canvas.x_at(at));
        // Asked beforehand: inside, the context is held.
        let focused = response.has_focus();
        let (times, across) = ui.input_mut(|i| {
            let mut times = f64::from(i.zoom_delta());
            if focused && !i.modifiers.any() {
                times *= f64::from((i.smooth_scroll_delta().y / 240.0).exp());
                // The page stays where it is.
                i.smooth_scroll_delta.y = 0.0;
            }
            (times, f64::from(i.smooth_scroll_delta().x))
        });
        if (times - 1.0).abs() > 1e-6 {
            self.zoom(span, 1.0 / times.clamp(0.1, 10.0), around);
        }
        if across.abs() > 0.0 {
            let [from, to] = self.view(span);
            self.pan(span, -across * (to - from) / f64::from(canvas.rect.width().max(1.0)));
        }
    }

    fn keys(&mut self, ui: &Ui, response: &Response, span: [f64; 2]) {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let [from, to] = self.view(span);
        let step = ((to - from) / STEPS).round().max(1.0);
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let days = [
            (Key::ArrowRight, step),
            (Key::ArrowLeft, -step),
            (Key::PageDown, (to - from) / 2.0),
            (Key::PageUp, (from - to) / 2.0),
        ];
        for (key, days) in days {
            if pressed(key) {
                let read = self.read.unwrap_or(f64::midpoint(from, to)).round() + days.round();
                let read = read.clamp(span[0], span[1] - 1.0);
                self.read = Some(read);
                let beyond = (read - to).max(0.0) + (read - from).min(0.0);
                self.pan(span, beyond);
            }
        }
        if pressed(Key::Home) {
            self.whole();
        }
    }

    /// `+`, `-` and `0` wherever nothing is typed.
    pub fn keys_of_page(&mut self, ui: &Ui, span: [f64; 2]) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        let typed = |text: &str| {
            ui.input(|i| i.events.iter().any(|e| matches!(e, Event::Text(typed) if typed == text)))
        };
        if typed("+") || typed("=") {
            self.zoom(span, 0.5, None);
        } else if typed("-") || typed("−") {
            self.zoom(span, 2.0, None);
        } else if typed("0") {
            self.whole();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: [f64; 2] = [0.0, 365.0];

    #[track_caller]
    fn sees(eye: &Eye, from: f64, to: f64) {
        assert_eq!(eye.view(YEAR).map(f64::to_bits), [from, to].map(f64::to_bits));
    }

    #[test]
    fn half_as_many_days_are_seen_around_the_middle() {
        let mut eye = Eye::default();
        eye.zoom(YEAR, 0.5, None);
        sees(&eye, 91.25, 273.75); // 182.5 ± 91.25
        eye.zoom(YEAR, 2.0, None);
        sees(&eye, 0.0, 365.0);
        assert!(!eye.is_near());
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let mut eye = Eye::default();
        eye.zoom(YEAR, 0.2, Some(0.0));
        sees(&eye, 0.0, 73.0);
    }

    #[test]
    fn never_less_than_a_week_nor_past_the_ends() {
        let mut eye = Eye::default();
        for _ in 0..20 {
            eye.zoom(YEAR, 0.5, Some(365.0));
        }
        sees(&eye, 358.0, 365.0);
        eye.pan(YEAR, 100.0);
        sees(&eye, 358.0, 365.0);
    }
}

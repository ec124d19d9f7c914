//! How is a value changed where it stands: typed, chosen or dragged?

use egui::{
    EventFilter, Frame, Id, Key, Margin, Popup, PopupCloseBehavior, RectAlign, Response, Sense,
    SetOpenCommand, Stroke, TextEdit, Ui, WidgetInfo,
};

use super::{Refusal, Validate, icon, link, text};
use crate::diag::Severity;
use crate::gui::theme::{self, Palette, Tone};

/// Points that the pointer travels for one step of a dragged value.
const POINTS_A_STEP: f32 = 9.0;

/// A value of a sentence or a card.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    /// Its accessible name: `Order date`.
    pub name: &'a str,
    /// As it stands in the sentence: `19 May`.
    pub shown: &'a str,
    /// As it is typed, and as the file has it: `2021-05-19`.
    pub typed: &'a str,
}

/// One of the values to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// As the file has it; what is answered.
    pub value: &'a str,
    /// As it is shown.
    pub label: &'a str,
    /// What speaks for or against it; dim beside it.
    pub note: &'a str,
}

/// What a person does with a value that can be dragged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dragged {
    /// It would be this; the gesture goes on.
    Moving(String),
    /// It is to be this; an edit.
    Done(String),
    /// The gesture was given up: show what stands in the file.
    Cancelled,
}

/// A value to be typed. Answers with the text once it is committed and `validate` takes it.
pub fn text_value(ui: &mut Ui, value: Value<'_>, validate: Validate<'_>) -> Option<String> {
    let response = link::value(ui, value.name, value.shown);
    typing(ui, &response, value, validate)
}

/// A value to be chosen. Answers with the `value` of the choice, if it is another one.
pub fn choice_value(ui: &mut Ui, value: Value<'_>, choices: &[Choice<'_>]) -> Option<String> {
    let response = link::value(ui, value.name, value.shown);
    let mut answer = None;
    Popup::menu(&response).gap(4.0).accessible_name(value.name).show(|ui| {
        ui.set_min_width(180.0);
        for choice in choices {
            let here = choice.value == value.typed;
            let mut button = egui::Button::selectable(here, choice.label);
            if !choice.note.is_empty() {
                let dim = Palette::of(ui).dim;
                let note = egui::RichText::new(choice.note).size(theme::SMALL).color(dim);
                button = button.right_text(note);
            }
            if ui.add(button).clicked() && !here {
                answer = Some(choice.value.to_owned());
            }
        }
    });
    answer
}

/// A value to be dragged sideways, stepped with the up and down keys, or typed. `step` gives what
/// is so many steps from a text, or `None` where there is nothing.
pub fn drag_value(
    ui: &mut Ui,
    value: Value<'_>,
    step: &dyn Fn(&str, i64) -> Option<String>,
    validate: Validate<'_>,
) -> Option<Dragged> {
    let response = link::value_sensing(ui, value.name, value.shown, Sense::click_and_drag());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(value.shown.to_owned()),
        ..WidgetInfo::labeled(egui::accesskit::Role::SpinButton, enabled, value.name)
    });
    let response = response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    if let Some(text) = typing(ui, &response, value, validate) {
        return Some(Dragged::Done(text));
    }
    dragging(ui, &response, value, step).or_else(|| stepping(ui, &response, value, step))
}

/// Where a drag began and how far it has come, kept from frame to frame.
#[derive(Clone)]
struct Drag {
    from: String,
    steps: i64,
}

fn dragging(
    ui: &Ui,
    response: &Response,
    value: Value<'_>,
    step: &dyn Fn(&str, i64) -> Option<String>,
) -> Option<Dragged> {
    let id = response.id.with("drag");
    if response.drag_started() {
        let drag = Drag { from: value.typed.to_owned(), steps: 0 };
        ui.data_mut(|d| d.insert_temp(id, drag));
    }
    let drag: Drag = ui.data(|d| d.get_temp(id))?;
    if ui.input(|i| i.key_pressed(Key::Escape)) {
        ui.data_mut(|d| d.remove::<Drag>(id));
        return Some(Dragged::Cancelled);
    }
    if response.drag_stopped() || !response.dragged() {
        ui.data_mut(|d| d.remove::<Drag>(id));
        let moved = step(&drag.from, drag.steps).filter(|_| drag.steps != 0);
        return Some(moved.map_or(Dragged::Cancelled, Dragged::Done));
    }
    let steps = (response.total_drag_delta()?.x / POINTS_A_STEP).round() as i64;
    if steps == drag.steps {
        return None;
    }
    let moved = step(&drag.from, steps)?;
    ui.data_mut(|d| d.insert_temp(id, Drag { steps, ..drag }));
    Some(Dragged::Moving(moved))
}

fn stepping(
    ui: &Ui,
    response: &Response,
    value: Value<'_>,
    step: &dyn Fn(&str, i64) -> Option<String>,
) -> Option<Dragged> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let steps = ui.input(|i| {
        i64::from(i.key_pressed(Key::ArrowUp)) - i64::from(i.key_pressed(Key::ArrowDown))
    });
    (steps != 0).then(|| step(value.typed, steps).map(Dragged::Done)).flatten()
}

/// A text being typed, and what was wrong with it when it was last tried.
#[derive(Clone)]
struct Draft {
    text: String,
    refused: Option<Refusal>,
    fresh: bool,
}

/// The field that opens under a value when it is pressed.
fn typing(ui: &Ui, anchor: &Response, value: Value<'_>, validate: Validate<'_>) -> Option<String> {
    let id = anchor.id.with("typing");
    let set = anchor.clicked().then_some(SetOpenCommand::Bool(true));
    let mut answer = None;
    let shown = Popup::from_response(anchor)
        .id(id)
        .open_memory(set)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .align(RectAlign::BOTTOM_START)
        .gap(4.0)
        .width(240.0)
        .accessible_name(value.name)
        .show(|ui| {
            let kept = ui.data(|d| d.get_temp(id));
            let mut draft: Draft = kept.unwrap_or_else(|| Draft {
                text: value.typed.to_owned(),
                refused: None,
                fresh: true,
            });
            answer = field(ui, id, value.name, &mut draft, validate);
            if answer.is_some() {
                ui.close();
            }
            ui.data_mut(|d| d.insert_temp(id, draft));
        });
    let over = shown.as_ref().is_none_or(|s| s.response.should_close());
    if over {
        ui.data_mut(|d| d.remove::<Draft>(id));
        if shown.is_some() {
            anchor.request_focus();
        }
    }
    answer.filter(|text| text != value.typed)
}

fn field(
    ui: &mut Ui,
    id: Id,
    name: &str,
    draft: &mut Draft,
    validate: Validate<'_>,
) -> Option<String> {
    let palette = Palette::of(ui);
    let wrong = draft.refused.is_some();
    let response = entry(ui, wrong, 220.0, |ui| {
        ui.add(
            TextEdit::singleline(&mut draft.text)
                .id(id.with("field"))
                .frame(Frame::NONE)
                .desired_width(200.0)
                .align(egui::Align2::LEFT_CENTER)
                .text_color(if wrong { palette.error } else { palette.text }),
        )
    });
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, name));
    if draft.fresh {
        response.request_focus();
        select_all(ui, response.id, &draft.text);
        draft.fresh = false;
    }
    if response.changed() {
        draft.refused = None;
    }
    let mut answer = None;
    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter) || i.key_pressed(Key::Tab)) {
        match validate(draft.text.trim()) {
            Ok(()) => answer = Some(draft.text.trim().to_owned()),
            Err(refusal) => {
                draft.refused = Some(refusal);
                response.request_focus();
            }
        }
    }
    if let Some(refusal) = &draft.refused {
        refused(ui, refusal);
    }
    answer
}

/// The frame around a field: accent, or the ground of what cannot be read.
pub(crate) fn entry<R>(ui: &mut Ui, wrong: bool, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = Palette::of(ui);
    let (ground, line) =
        if wrong { (palette.error_soft, palette.error) } else { (palette.surface, palette.accent) };
    Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(4)
        .inner_margin(Margin::symmetric(8, 4))
        .show(ui, |ui| {
            ui.set_width(width - 18.0);
            add(ui)
        })
        .inner
}

/// Says what is wrong with a text, and what would be right.
pub(crate) fn refused(ui: &mut Ui, (what, hint): &Refusal) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = icon::SIDE;
        icon::status(ui, Severity::Error);
        text::label(ui, what, theme::SMALL, Tone::Error);
    });
    if let Some(hint) = hint {
        text::second(ui, hint);
    }
}

/// Selects all of a field's text, so that typing replaces it.
pub(crate) fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    let range = egui::text::CCursorRange::two(egui::text::CCursor::new(0), end);
    state.cursor.set_char_range(Some(range));
    TextEdit::store_state(ui.ctx(), id, state);
}

//! How is a value of a form typed or chosen? A field that keeps what was typed until it is taken, with
//! what is wrong beneath it; and one to choose from.

use egui::{
    Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, Popup, Response, Sense, Stroke, TextEdit,
    Ui, WidgetInfo, vec2,
};

use super::sheet::suggest;
use super::text::focus_ring;
use super::{Refusal, Validate, icon, in_place};
use crate::gui::theme::{self, Palette};

/// Height of a field of one line, in points.
pub const HEIGHT: f32 = 26.0;

/// A text of a form.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// What is typed is kept under it.
    pub id: Id,
    /// What is heard for it.
    pub name: &'a str,
    /// The value as it is typed.
    pub text: &'a str,
    /// What stands there while it is empty.
    pub hint: &'a str,
    /// Why the value cannot be read.
    pub wrong: Option<&'a Refusal>,
    /// Whether it may be long: then it wraps, and Shift+Enter begins a line.
    pub long: bool,
    /// Values to choose from, beside typing: as typed, and as shown.
    pub offered: &'a [(String, String)],
    /// Whether the keyboard is to go there now.
    pub focus: bool,
}

/// What was typed and not taken yet.
#[derive(Clone)]
struct Draft {
    text: String,
    refused: Option<Refusal>,
}

/// Draws a field as wide as there is room. Answers once what was typed is taken: by Enter, Tab or a
/// click elsewhere, where `check` has nothing to say. What is refused stays, with the reason.
pub fn typed(ui: &mut Ui, of: Typed<'_>, check: Validate<'_>) -> Option<String> {
    let kept: Option<Draft> = ui.data(|d| d.get_temp(of.id));
    let mut draft = kept.unwrap_or_else(|| Draft { text: of.text.to_owned(), refused: None });
    let problem = draft.refused.clone().or_else(|| of.wrong.cloned());
    let (response, offered) = boxed(ui, &of, &mut draft.text, problem.is_some());
    if of.focus {
        response.request_focus();
        in_place::select_all(ui, response.id, &draft.text);
    }
    if response.changed() {
        draft.refused = None;
        ui.data_mut(|d| d.insert_temp(of.id, draft.clone()));
    }
    let mut meant = offered;
    if let Some(problem) = &problem {
        meant = meant.or_else(|| suggest(ui, problem));
    }
    if let Some(text) = meant {
        ui.data_mut(|d| d.remove::<Draft>(of.id));
        return check(&text).is_ok().then_some(text).filter(|text| text != of.text);
    }
    let enter = |i: &mut egui::InputState| i.consume_key(Modifiers::NONE, Key::Enter);
    let entered = of.long && response.has_focus() && ui.input_mut(enter);
    if entered {
        response.surrender_focus();
    }
    if !response.lost_focus() && !entered {
        return None;
    }
    let text = draft.text.trim().to_owned();
    if ui.input(|i| i.key_pressed(Key::Escape)) || text == of.text {
        ui.data_mut(|d| d.remove::<Draft>(of.id));
        return None;
    }
    match check(&text) {
        Ok(()) => {
            ui.data_mut(|d| d.remove::<Draft>(of.id));
            Some(text)
        }
        Err(refusal) => {
            draft.refused = Some(refusal);
            ui.data_mut(|d| d.insert_temp(of.id, draft));
            if entered || ui.input(|i| i.key_pressed(Key::Enter)) {
                response.request_focus();
            }
            ui.ctx().request_repaint();
            None
        }
    }
}

fn boxed(
    ui: &mut Ui,
    of: &Typed<'_>,
    text: &mut String,
    wrong: bool,
) -> (Response, Option<String>) {
    let palette = Palette::of(ui);
    let here = ui.memory(|m| m.has_focus(of.id.with("field")));
    let (ground, line) = match (wrong, here) {
        (true, _) => (palette.error_soft, palette.error),
        (false, true) => (palette.surface, palette.accent),
        (false, false) => (palette.surface, palette.line),
    };
    let mut chosen = None;
    let frame = Frame::new().fill(ground).stroke(Stroke::new(1.0, line)).corner_radius(4);
    let response = frame
        .inner_margin(Margin::symmetric(7, 3))
        .show(ui, |ui| {
            let width = ui.available_width();
            ui.set_width(width);
            let menu = if of.offered.is_empty() { 0.0 } else { 18.0 };
            ui.spacing_mut().interact_size.y = 18.0;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let edit = if of.long {
                    let shift = KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter);
                    TextEdit::multiline(text).desired_rows(1).return_key(Some(shift))
                } else {
                    TextEdit::singleline(text)
                };
                let edit = edit
                    .id(of.id.with("field"))
                    .frame(Frame::NONE)
                    .margin(vec2(0.0, 1.0))
                    .desired_width(width - menu)
                    .font(egui::FontId::proportional(theme::DENSE))
                    .hint_text(egui::RichText::new(of.hint).size(theme::DENSE));
                let response = ui.add(edit);
                response.widget_info(|| {
                    WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, of.name)
                });
                if menu > 0.0 {
                    chosen = offer(ui, of);
                }
                response
            })
            .inner
        })
        .inner;
    (response, chosen)
}

/// A small arrow that opens what can be chosen.
fn offer(ui: &mut Ui, of: &Typed<'_>) -> Option<String> {
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::click());
    let palette = Palette::of(ui);
    let colour = if response.hovered() { palette.accent } else { palette.dim };
    icon::paint(ui, rect.center(), icon::all::ICON_EXPAND_MORE, icon::SIDE, colour);
    focus_ring(ui, &response, 1.0);
    let name = format!("Choices of {}", of.name);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    menu_of(&response, of.name, of.text, of.offered)
}

/// A value of a form to be chosen.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    /// What is heard for it.
    pub name: &'a str,
    /// The value as the file has it; empty where there is none.
    pub value: &'a str,
    /// What can be chosen: as the file has it, and as it is shown.
    pub choices: &'a [(String, String)],
    /// What stands there while none is chosen.
    pub hint: &'a str,
    /// Whether the value cannot be read.
    pub wrong: bool,
    /// Whether the keyboard is to go there now.
    pub focus: bool,
}

/// Draws a field to choose from, as wide as there is room; answers with another value once chosen.
pub fn chosen(ui: &mut Ui, of: Chosen<'_>) -> Option<String> {
    let palette = Palette::of(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    if of.focus {
        response.request_focus();
    }
    let found = of.choices.iter().find(|(value, _)| value == of.value);
    let shown = found.map_or(of.value, |(_, label)| label);
    let (text, tone) =
        if shown.is_empty() { (of.hint, palette.dim) } else { (shown, palette.text) };
    let (ground, line) = match (of.wrong, response.hovered() || response.has_focus()) {
        (true, _) => (palette.error_soft, palette.error),
        (false, true) => (palette.surface, palette.accent),
        (false, false) => (palette.surface, palette.line),
    };
    let stroke = Stroke::new(1.0, line);
    ui.painter().rect(rect, 4.0, ground, stroke, egui::StrokeKind::Inside);
    let font = egui::FontId::proportional(theme::DENSE);
    let room = rect.width() - 32.0;
    let galley = egui::WidgetText::from(egui::RichText::new(text).font(font).color(tone));
    let wrap = Some(egui::TextWrapMode::Truncate);
    let galley = galley.into_galley(ui, wrap, room, egui::TextStyle::Body);
    let at = egui::pos2(rect.left() + 7.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, tone);
    let arrow = egui::pos2(rect.right() - 14.0, rect.center().y);
    icon::paint(ui, arrow, icon::all::ICON_EXPAND_MORE, icon::SIDE, palette.dim);
    focus_ring(ui, &response, 1.0);
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(shown.to_owned()),
        ..WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, of.name)
    });
    menu_of(&response, of.name, of.value, of.choices)
}

fn menu_of(
    response: &Response,
    name: &str,
    value: &str,
    choices: &[(String, String)],
) -> Option<String> {
    let mut answer = None;
    Popup::menu(response).accessible_name(name).show(|ui| {
        ui.set_min_width(150.0);
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for (choice, label) in choices {
                let here = choice == value;
                if ui.add(egui::Button::selectable(here, label.as_str())).clicked() && !here {
                    answer = Some(choice.clone());
                }
            }
        });
    });
    answer
}

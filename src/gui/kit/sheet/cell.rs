//! How does one cell of a sheet take what is typed or chosen?

use egui::{
    Align, Event, Frame, Id, Key, Modifiers, Popup, Rect, RectAlign, Response, Sense, Stroke,
    StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::super::in_place::{refused, select_all};
use super::super::table::{Cell, Side, write};
use super::super::{Refusal, link, text};
use super::{CellKind, Check, NUMBER, Sheet, SheetAnswer, SheetCell, pasted, plus, upright};
use crate::gui::theme::{self, Palette, Tone};

/// The one cell of a sheet that is being typed into, or whose text was refused.
#[derive(Clone)]
struct Busy {
    row: usize,
    column: usize,
    text: String,
    refused: Option<Refusal>,
    /// Whether the field is to take the focus, and all its text to be selected.
    fresh: Option<Select>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Select {
    All,
    End,
}

fn busy(ui: &Ui, sheet: &str) -> Option<Busy> {
    ui.data(|d| d.get_temp(busy_id_of(sheet)))
}

fn busy_id_of(sheet: &str) -> Id {
    Id::unique("sheet").with(sheet)
}

fn set_busy(ui: &Ui, sheet: &str, busy: Option<Busy>) {
    let id = busy_id_of(sheet);
    ui.data_mut(|d| match busy {
        Some(busy) => {
            d.insert_temp(id, busy);
        }
        None => d.remove::<Busy>(id),
    });
}

/// Whether a row must be drawn even out of view, because something is being typed in it.
pub(super) fn is_busy(ui: &Ui, sheet: &str, row: usize) -> bool {
    busy(ui, sheet).is_some_and(|busy| busy.row == row)
}

/// Draws a cell and takes what is done to it.
pub(super) fn draw(
    ui: &mut Ui,
    sheet: &Sheet<'_>,
    (row, column): (usize, usize),
    place: Rect,
    answers: &mut Vec<SheetAnswer>,
) {
    let blank = SheetCell::default();
    let cell = sheet.rows[row].cells.get(column).unwrap_or(&blank);
    let head = &sheet.columns[column];
    upright(ui, place);
    let name = format!("{} of {}", head.title, sheet.rows[row].name);
    let mine = busy(ui, sheet.name).filter(|b| b.row == row && b.column == column);
    if let (Some(typed), CellKind::Text(check)) = (mine, head.kind) {
        field(ui, sheet.name, &name, place, head.side, typed, cell, check, answers);
        return;
    }
    let id = cell_id(sheet.name, row, column);
    let response = ui.interact(place.shrink(1.0), id, Sense::click());
    show(ui, place, head.side, cell, &response);
    let role = match head.kind {
        CellKind::Choice(_) => egui::accesskit::Role::ComboBox,
        CellKind::Text(_) | CellKind::ReadOnly => egui::accesskit::Role::Cell,
    };
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(cell.shown.text.clone()),
        ..WidgetInfo::labeled(role, true, &name)
    });
    // Not every screen reader asks a cell for its value.
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(cell.shown.text.clone());
    });
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.clicked() || response.gained_focus() && sheet.selected != Some(row) {
        answers.push(SheetAnswer::Select(row));
        response.request_focus();
    }
    super::menu(&response, row, sheet.rows.len(), answers);
    match head.kind {
        CellKind::Text(_) => {
            if let Some((text, select)) = begins(ui, &response, cell) {
                let busy = Busy { row, column, text, refused: None, fresh: Some(select) };
                set_busy(ui, sheet.name, Some(busy));
                ui.ctx().request_repaint();
            } else if response.has_focus() && pressed(ui, Key::Delete) {
                answers.push(SheetAnswer::Set { row, column, text: String::new() });
            }
        }
        CellKind::Choice(choices) => {
            choose(&response, &name, cell, choices, |text| {
                answers.push(SheetAnswer::Set { row, column, text });
            });
        }
        CellKind::ReadOnly => {}
    }
}

/// A cell of a sheet, for giving it the keyboard; both are counted from 0.
pub fn cell_id(sheet: &str, row: usize, column: usize) -> Id {
    busy_id_of(sheet).with((row, column))
}

fn pressed(ui: &Ui, key: Key) -> bool {
    ui.input(|i| i.key_pressed(key))
}

/// Shows a cell that is not being typed into.
fn show(ui: &mut Ui, place: Rect, side: Side, cell: &SheetCell, response: &Response) {
    let palette = Palette::of(ui);
    if let Some(problem) = &cell.problem {
        wrong(ui, place);
        if response.hovered() || response.has_focus() {
            beside(response, |ui| refused(ui, problem));
        }
    } else if response.has_focus() {
        let stroke = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(place.shrink(1.0), 3.0, stroke, StrokeKind::Inside);
    }
    let first = Rect::from_min_size(place.min, vec2(place.width(), theme::ROW));
    let lines = cell.shown.text.lines().count() > 1;
    let text = write(ui, if lines { place } else { first }, &cell.shown, side, theme::DENSE);
    if !cell.aside.is_empty() {
        let room = Rect::from_min_max(first.min, pos2(text.left() + 2.0, first.bottom()));
        let aside = Cell::toned(cell.aside.as_str(), Tone::Dim);
        write(ui, room, &aside, Side::Right, theme::AXIS);
    }
}

fn wrong(ui: &Ui, place: Rect) {
    let palette = Palette::of(ui);
    let rect = place.shrink(1.5);
    let stroke = Stroke::new(1.2, palette.error);
    ui.painter().rect(rect, 4.0, palette.error_soft, stroke, StrokeKind::Inside);
}

/// What is wrong with a cell, beside it.
fn beside<R>(response: &Response, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let stroke = Stroke::new(1.2, response.ctx.global_style().visuals.error_fg_color);
    let frame = Frame::popup(&response.ctx.global_style()).stroke(stroke);
    let shown = Popup::from_response(response)
        .id(response.id.with("problem"))
        .align(RectAlign::RIGHT)
        .align_alternatives(&[RectAlign::LEFT, RectAlign::BOTTOM])
        .gap(6.0)
        .width(320.0)
        .frame(frame)
        .show(add);
    shown.map(|shown| shown.inner)
}

/// What is wrong with what was typed; texts that may have been meant can be pressed, and are
/// answered.
pub(crate) fn suggest(ui: &mut Ui, (what, hint): &Refusal) -> Option<String> {
    let Some(meant) = hint.as_ref().filter(|hint| hint.starts_with("did you mean")) else {
        refused(ui, &(what.clone(), hint.clone()));
        return None;
    };
    refused(ui, &(what.clone(), None));
    let mut pressed = None;
    text::sentence(ui, theme::SMALL, |ui| {
        for (nth, piece) in meant.split('`').enumerate() {
            if nth % 2 == 0 {
                text::toned(ui, piece, Tone::Dim);
            } else if link::action(ui, piece, &format!("Write {piece}")).clicked() {
                pressed = Some(piece.to_owned());
            }
        }
    });
    pressed
}

/// Whether typing begins, and with which text: the old one for Enter, F2 and a second click, what
/// was typed for a letter.
fn begins(ui: &Ui, response: &Response, cell: &SheetCell) -> Option<(String, Select)> {
    let old = || cell.typed.clone().unwrap_or_else(|| cell.shown.text.clone());
    if response.double_clicked() {
        return Some((old(), Select::All));
    }
    if !response.has_focus() || response.gained_focus() {
        return None;
    }
    let enter = ui.input_mut(|i| {
        i.consume_key(Modifiers::NONE, Key::Enter) || i.consume_key(Modifiers::NONE, Key::F2)
    });
    if enter {
        return Some((old(), Select::All));
    }
    let typed = ui.input_mut(|i| {
        let text = i.events.iter().find_map(|event| match event {
            Event::Text(text) | Event::Paste(text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        });
        i.events.retain(|event| !matches!(event, Event::Text(_) | Event::Paste(_)));
        text
    });
    typed.map(|text| (text, Select::End))
}

fn choose(
    response: &Response,
    name: &str,
    cell: &SheetCell,
    choices: &[(&str, &str)],
    mut chosen: impl FnMut(String),
) {
    Popup::menu(response).accessible_name(name).show(|ui| {
        ui.set_min_width(140.0);
        for (value, label) in choices {
            let here = cell.typed.as_deref().unwrap_or(&cell.shown.text) == *value;
            if ui.add(egui::Button::selectable(here, *label)).clicked() && !here {
                chosen((*value).to_owned());
            }
        }
    });
}

/// The field of the cell that is being typed into.
#[expect(
    clippy::too_many_arguments,
    reason = "what a field is made of; a struct would name each once more"
)]
fn field(
    ui: &mut Ui,
    sheet: &str,
    name: &str,
    place: Rect,
    side: Side,
    mut busy: Busy,
    cell: &SheetCell,
    check: Check<'_>,
    answers: &mut Vec<SheetAnswer>,
) {
    let palette = Palette::of(ui);
    let bad = busy.refused.is_some();
    let rect = Rect::from_min_size(place.min, vec2(place.width(), theme::ROW)).shrink(1.5);
    let (ground, line) =
        if bad { (palette.error_soft, palette.error) } else { (palette.surface, palette.accent) };
    ui.painter().rect(rect, 4.0, ground, Stroke::new(1.2, line), StrokeKind::Inside);
    let id = cell_id(sheet, busy.row, busy.column).with("field");
    let align = if side == Side::Right { Align::Max } else { Align::Min };
    let inner = rect.shrink2(vec2(8.0, 4.0));
    let response = ui.new_child(UiBuilder::new().max_rect(inner)).add(
        TextEdit::singleline(&mut busy.text)
            .id(id)
            .frame(Frame::NONE)
            .margin(vec2(0.0, 2.0))
            .desired_width(inner.width())
            .font(egui::FontId::proportional(theme::DENSE))
            .align(egui::Align2([align, Align::Center])),
    );
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, name));
    if let Some(select) = busy.fresh.take() {
        response.request_focus();
        if select == Select::All {
            select_all(ui, id, &busy.text);
        }
        set_busy(ui, sheet, Some(busy));
        return;
    }
    if response.changed() {
        busy.refused = None;
    }
    let meant = busy.refused.as_ref();
    let meant = meant.and_then(|problem| beside(&response, |ui| suggest(ui, problem)).flatten());
    if let Some(meant) = meant
        && check(busy.row, &meant).is_ok()
    {
        set_busy(ui, sheet, None);
        let (row, column) = (busy.row, busy.column);
        answers.push(SheetAnswer::Set { row, column, text: meant });
        ui.memory_mut(|m| m.request_focus(cell_id(sheet, row, column)));
        return;
    }
    if !response.lost_focus() {
        set_busy(ui, sheet, Some(busy));
        return;
    }
    let (row, column) = (busy.row, busy.column);
    if pressed(ui, Key::Escape) {
        set_busy(ui, sheet, None);
        ui.memory_mut(|m| m.request_focus(cell_id(sheet, row, column)));
        return;
    }
    let text = busy.text.trim().to_owned();
    match check(busy.row, &text) {
        Ok(()) => {
            set_busy(ui, sheet, None);
            if text != cell.typed.as_deref().unwrap_or(&cell.shown.text) {
                answers.push(SheetAnswer::Set { row, column, text });
            }
            if pressed(ui, Key::Enter) {
                ui.memory_mut(|m| m.request_focus(cell_id(sheet, row + 1, column)));
            } else if pressed(ui, Key::Tab) {
                ui.memory_mut(|m| m.request_focus(cell_id(sheet, row, column + 1)));
            }
        }
        Err(refusal) => {
            busy.refused = Some(refusal);
            if pressed(ui, Key::Enter) || pressed(ui, Key::Tab) {
                response.request_focus();
            }
            set_busy(ui, sheet, Some(busy));
        }
    }
}

/// The field of the last row of a sheet, for giving it the keyboard.
pub fn new_row(sheet: &str) -> Id {
    new_row_id(sheet).with("field")
}

/// Whether the keyboard is in the last row of a sheet, and nothing is typed there: undo then means
/// the scenario, not the field.
pub fn nothing_typed(context: &egui::Context) -> bool {
    let empty: Option<Id> = context.data(|d| d.get_temp(empty_row()));
    empty.is_some() && empty == context.memory(egui::Memory::focused)
}

fn empty_row() -> Id {
    Id::unique("empty new row")
}

fn new_row_id(sheet: &str) -> Id {
    busy_id_of(sheet).with("new row")
}

/// The last row: a name typed there is a new row, rows pasted there are new rows.
pub(super) fn add_row(
    ui: &mut Ui,
    sheet: &str,
    hint: &str,
    width: f32,
    answers: &mut Vec<SheetAnswer>,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::hover());
    let stroke = Stroke::new(1.0, Palette::of(ui).grid);
    ui.painter().hline(rect.x_range(), rect.top(), stroke);
    plus(ui, rect);
    let id = new_row_id(sheet);
    let mut text: String = ui.data(|d| d.get_temp(id)).unwrap_or_default();
    let inner = Rect::from_min_max(rect.min + vec2(NUMBER + 10.0, 4.0), rect.max - vec2(8.0, 4.0));
    let pasted = ui.memory(|m| m.has_focus(id.with("field"))).then(|| {
        ui.input(|i| {
            i.events.iter().find_map(|event| match event {
                Event::Paste(text) => pasted(text),
                _ => None,
            })
        })
    });
    if let Some(Some(rows)) = pasted {
        ui.input_mut(|i| i.events.retain(|event| !matches!(event, Event::Paste(_))));
        answers.push(SheetAnswer::Paste(rows));
    }
    let response = ui.new_child(UiBuilder::new().max_rect(inner)).add(
        TextEdit::singleline(&mut text)
            .id(id.with("field"))
            .frame(Frame::NONE)
            .margin(vec2(0.0, 3.0))
            .align(egui::Align2::LEFT_CENTER)
            .desired_width(inner.width())
            .font(egui::FontId::proportional(theme::DENSE))
            .hint_text(egui::RichText::new(hint).size(theme::DENSE)),
    );
    response.widget_info(|| {
        WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, format!("New row of {sheet}"))
    });
    if response.lost_focus() && pressed(ui, Key::Enter) && !text.trim().is_empty() {
        answers.push(SheetAnswer::Add(text.trim().to_owned()));
        text.clear();
        response.request_focus();
    }
    if response.has_focus() {
        ui.data_mut(|d| {
            if text.is_empty() {
                d.insert_temp(empty_row(), response.id);
            } else {
                d.remove::<Id>(empty_row());
            }
        });
    }
    ui.data_mut(|d| d.insert_temp(id, text));
}

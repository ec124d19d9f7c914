//! How is a table written: cells typed or chosen, rows added, copied, moved and removed?
//!
//! A cell that has the focus is the one the keyboard means: arrows go from cell to cell, Enter or
//! a letter begins to type, Enter and Tab take what was typed, Esc puts the old value back.

mod cell;

pub(crate) use cell::suggest;
pub use cell::{cell_id, new_row, nothing_typed};

use egui::{Align2, FontId, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::table::{Cell, Side, fit, write};
use super::{Refusal, icon};
use crate::gui::theme::{self, Palette, Tone};

/// A column of a sheet.
#[derive(Clone, Copy)]
pub struct SheetColumn<'a> {
    /// Its heading.
    pub title: &'a str,
    /// A second line of it: the unit, the source.
    pub note: &'a str,
    /// How its cells stand.
    pub side: Side,
    /// Its least width, in points; what is left goes to the widest.
    pub width: f32,
    /// How its cells are changed.
    pub kind: CellKind<'a>,
}

/// How a cell is changed.
#[derive(Clone, Copy)]
pub enum CellKind<'a> {
    /// By typing; the text is taken where the check takes it for the row.
    Text(Check<'a>),
    /// By choosing one of these: as the file has it, and as it is shown.
    Choice(&'a [(&'a str, &'a str)]),
    /// Not here.
    ReadOnly,
}

/// Says whether a typed text can be taken in a row, counted from 0.
pub type Check<'a> = &'a dyn Fn(usize, &str) -> Result<(), Refusal>;

/// A cell of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetCell {
    /// What stands in it; a line end begins a second line.
    pub shown: Cell,
    /// What is typed, where that differs from what is shown.
    pub typed: Option<String>,
    /// A small remark before a number: `+4`.
    pub aside: String,
    /// Why the file's value cannot be read.
    pub problem: Option<Refusal>,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// What it is a row of; heard with each of its cells.
    pub name: String,
    /// One for each column; missing ones are empty.
    pub cells: Vec<SheetCell>,
}

/// A table to be written.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// What is heard for it; tells two sheets apart.
    pub name: &'a str,
    /// Its columns.
    pub columns: &'a [SheetColumn<'a>],
    /// Its rows.
    pub rows: &'a [SheetRow],
    /// The selected row.
    pub selected: Option<usize>,
    /// What stands in the last row, to type into; `None`: rows are added elsewhere.
    pub add: Option<&'a str>,
    /// What the columns come to.
    pub totals: Option<&'a [Cell]>,
}

/// What was asked of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetAnswer {
    /// This row is meant now.
    Select(usize),
    /// A cell is to be this text.
    Set {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
        /// What was typed, or the value of the choice.
        text: String,
    },
    /// A new row of this name.
    Add(String),
    /// New rows, from a spreadsheet: a list of cells each.
    Paste(Vec<Vec<String>>),
    /// The row once more, below itself.
    Duplicate(usize),
    /// The row is to go.
    Remove(usize),
    /// The row changes places with the one above.
    MoveUp(usize),
    /// The row changes places with the one below.
    MoveDown(usize),
}

/// Width of the row numbers, in points.
const NUMBER: f32 = 39.0;
/// Height of headings of two lines, in points.
const HEAD: f32 = 51.0;
/// Height of a second line in a cell, in points.
const LINE: f32 = 20.0;

/// Draws a sheet, only what is in view of it. `height` is the most it may take, in points; what is
/// higher scrolls. Room that is left goes to the widest column of words.
pub fn sheet(ui: &mut Ui, sheet: &Sheet<'_>, height: f32) -> Vec<SheetAnswer> {
    let mut answers = Vec::new();
    let mut widths: Vec<f32> = sheet.columns.iter().map(|column| column.width).collect();
    let sum: f32 = widths.iter().sum();
    let available = (ui.available_width() - NUMBER).max(sum);
    let words = |column: &usize| sheet.columns[*column].side == Side::Left;
    let wide = (0..widths.len()).filter(words).max_by(|a, b| widths[*a].total_cmp(&widths[*b]));
    fit(&mut widths, wide, available);
    let heights: Vec<f32> = sheet.rows.iter().map(row_height).collect();
    let tail =
        [sheet.add.is_some(), sheet.totals.is_some()].map(|there| f32::from(u8::from(there)));
    let tail = (tail[0] + tail[1]) * theme::ROW;
    let notes = sheet.columns.iter().any(|column| !column.note.is_empty());
    let head_height = if notes { HEAD } else { theme::ROW };
    let sum = heights.iter().sum::<f32>();
    let full = sum + head_height + tail;
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    ScrollArea::horizontal().id_salt((sheet.name, "across")).show(ui, |ui| {
        let width = NUMBER + widths.iter().sum::<f32>();
        ui.set_min_width(width);
        head(ui, sheet, vec2(width, head_height), &widths);
        if full <= height {
            ui.allocate_ui(vec2(width, sum), |ui| {
                let view = ui.clip_rect().translate(-ui.max_rect().min.to_vec2());
                rows(ui, sheet, view, (&widths, &heights), &mut answers);
            });
        } else {
            let room = (height - head_height - tail).max(theme::ROW);
            let area = ScrollArea::vertical().id_salt((sheet.name, "down")).max_height(room);
            area.auto_shrink([false, true]).show_viewport(ui, |ui, view| {
                rows(ui, sheet, view, (&widths, &heights), &mut answers);
            });
        }
        if let Some(hint) = sheet.add {
            cell::add_row(ui, sheet.name, hint, width, &mut answers);
        }
        if let Some(totals) = sheet.totals {
            total_row(ui, totals, sheet.columns, width, &widths);
        }
    });
    answers
}

fn rows(
    ui: &mut Ui,
    sheet: &Sheet<'_>,
    view: Rect,
    (widths, heights): (&[f32], &[f32]),
    answers: &mut Vec<SheetAnswer>,
) {
    let palette = Palette::of(ui);
    let origin = ui.max_rect().min;
    let width = NUMBER + widths.iter().sum::<f32>();
    ui.set_min_size(vec2(width, heights.iter().sum()));
    let mut top = 0.0;
    for (index, (row, height)) in sheet.rows.iter().zip(heights).enumerate() {
        let rect = Rect::from_min_size(origin + vec2(0.0, top), vec2(width, *height));
        top += height;
        let seen = top >= view.top() && top - height <= view.bottom();
        let kept = sheet.selected == Some(index) || cell::is_busy(ui, sheet.name, index);
        if !seen && !kept {
            continue;
        }
        let number = Rect::from_min_size(rect.min, vec2(NUMBER, *height));
        let id = ui.scope_id().with((sheet.name, "row", index));
        let response = ui.interact(number, id, Sense::click());
        let here = sheet.selected == Some(index);
        response.widget_info(|| {
            let name = format!("Row {}, {}", index + 1, row.name);
            WidgetInfo::selected(egui::accesskit::Role::Row, true, here, name)
        });
        if here {
            ui.painter().rect_filled(rect, 0.0, palette.soft);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, palette.background);
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.grid));
        super::text::focus_ring(ui, &response, -2.0);
        let at = pos2(number.right() - 10.0, rect.top() + theme::ROW / 2.0);
        let font = FontId::proportional(theme::SMALL);
        let text = (index + 1).to_string();
        ui.painter().text(at, Align2::RIGHT_CENTER, text, font, palette.dim);
        if response.clicked() || response.secondary_clicked() {
            answers.push(SheetAnswer::Select(index));
        }
        menu(&response, index, sheet.rows.len(), answers);
        for (column, place) in places(rect, widths).enumerate() {
            cell::draw(ui, sheet, (index, column), place, answers);
        }
    }
}

fn menu(response: &egui::Response, row: usize, count: usize, answers: &mut Vec<SheetAnswer>) {
    response.context_menu(|ui| {
        let mut item = |name: &str, enabled: bool, answer: SheetAnswer| {
            if ui.add_enabled(enabled, egui::Button::new(name)).clicked() {
                answers.push(answer);
            }
        };
        item("Duplicate row", true, SheetAnswer::Duplicate(row));
        item("Remove row", true, SheetAnswer::Remove(row));
        item("Move up", row > 0, SheetAnswer::MoveUp(row));
        item("Move down", row + 1 < count, SheetAnswer::MoveDown(row));
    });
}

fn head(ui: &mut Ui, sheet: &Sheet<'_>, size: egui::Vec2, widths: &[f32]) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Table, true, sheet.name));
    for (column, place) in sheet.columns.iter().zip(places(rect, widths)) {
        let title = Cell::toned(column.title, Tone::Dim);
        let line = Rect::from_min_size(place.min + vec2(0.0, 8.0), vec2(place.width(), 19.0));
        write(ui, line, &title, column.side, theme::SMALL);
        let note = Cell::toned(column.note, Tone::Dim);
        write(ui, line.translate(vec2(0.0, 17.0)), &note, column.side, theme::SMALL);
        upright(ui, place);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
}

fn total_row(
    ui: &mut Ui,
    totals: &[Cell],
    columns: &[SheetColumn<'_>],
    width: f32,
    widths: &[f32],
) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::hover());
    let texts: Vec<&str> = totals.iter().map(|cell| cell.text.as_str()).collect();
    response.widget_info(|| {
        WidgetInfo::labeled(egui::accesskit::Role::Row, true, texts.join(" ").trim())
    });
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
    for ((cell, column), place) in totals.iter().zip(columns).zip(places(rect, widths)) {
        write(ui, place, cell, column.side, theme::DENSE);
        upright(ui, place);
    }
}

/// The line at the left of a cell.
fn upright(ui: &Ui, place: Rect) {
    let stroke = Stroke::new(1.0, Palette::of(ui).grid);
    ui.painter().vline(place.left(), place.y_range(), stroke);
}

fn row_height(row: &SheetRow) -> f32 {
    let lines = row.cells.iter().map(|cell| cell.shown.text.lines().count()).max().unwrap_or(1);
    theme::ROW + (lines.max(1) - 1) as f32 * LINE
}

fn places(row: Rect, widths: &[f32]) -> impl Iterator<Item = Rect> {
    widths.iter().scan(row.left() + NUMBER, move |x, width| {
        let left = *x;
        *x += width;
        Some(Rect::from_x_y_ranges(left..=*x, row.y_range()))
    })
}

/// Rows and cells of a text copied from a spreadsheet; a text of one cell is none.
pub fn pasted(text: &str) -> Option<Vec<Vec<String>>> {
    let rows: Vec<Vec<String>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split('\t').map(|cell| cell.trim().to_owned()).collect())
        .collect();
    (rows.len() > 1 || rows.first().is_some_and(|row| row.len() > 1)).then_some(rows)
}

/// Paints the plus of the row to type into.
fn plus(ui: &Ui, row: Rect) {
    let at = pos2(row.left() + NUMBER / 2.0, row.center().y);
    icon::paint(ui, at, icon::all::ICON_ADD, icon::SIDE, Palette::of(ui).accent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_s_text_is_rows_of_cells() {
        let rows = pasted("wiki\t2 GiB\r\nforms\t 1 GiB\n\n");
        let wanted = [["wiki", "2 GiB"], ["forms", "1 GiB"]];
        assert_eq!(rows, Some(wanted.map(|row| row.map(String::from).to_vec()).to_vec()));
    }

    #[test]
    fn a_single_word_is_no_table() {
        assert_eq!(pasted("wiki"), None);
        assert_eq!(pasted(""), None);
    }

    #[test]
    fn a_second_line_makes_a_row_taller() {
        let cell = SheetCell { shown: Cell::plain("a\nb"), ..SheetCell::default() };
        let row = SheetRow { name: String::new(), cells: vec![cell] };
        assert!((row_height(&row) - 53.0).abs() < 1e-6); // 33 + 20
    }
}

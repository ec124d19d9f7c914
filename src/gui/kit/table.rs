//! How are the figures of a report shown as a table that is read, not written?

use egui::{Align2, FontId, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::icon;
use super::why::{Why, why};
use crate::diag::Severity;
use crate::gui::theme::{self, Palette, Tone};

/// A column: numbers stand right, with their unit in the heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its heading, with the unit where it has one.
    pub title: String,
    /// How its cells stand.
    pub side: Side,
    /// Whether it takes the room that is left, its words on several lines where they need them; the
    /// last one takes it, on one line, where none says so.
    pub wide: bool,
}

/// On which side the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// What its colour says.
    pub tone: Tone,
    /// A mark before the text.
    pub mark: Option<Severity>,
    /// Whether it is a figure that can explain itself.
    pub explains: bool,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What is heard for it.
    pub name: String,
    /// One for each column; missing ones are empty.
    pub cells: Vec<Cell>,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// A box before it, ticked or not.
    pub tick: Option<bool>,
    /// What can be done with it, at its end: `Make a plan`.
    pub act: Option<&'static str>,
}

/// A table; `name` is heard, and tells two tables of one page apart.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// What is heard for it.
    pub name: &'a str,
    /// Its columns.
    pub heads: &'a [Head],
    /// Its rows.
    pub rows: &'a [Row],
    /// Least height of a row, in points: a wide column may need more.
    pub row_height: f32,
}

/// What was asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableAnswer {
    /// A row was pressed.
    Row(usize),
    /// A row's box was pressed.
    Tick(usize),
    /// What can be done with a row was asked for.
    Act(usize),
}

impl Head {
    /// A column of words.
    pub fn words(title: &str) -> Self {
        Self { title: title.to_owned(), side: Side::Left, wide: false }
    }

    /// A column of numbers.
    pub fn numbers(title: &str) -> Self {
        Self { title: title.to_owned(), side: Side::Right, wide: false }
    }

    /// The same column, taking the room that is left.
    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }
}

impl Cell {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::toned(text, Tone::Plain)
    }

    /// Words with a tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, ..Self::default() }
    }

    /// Words with a mark before them, in its tone.
    pub fn marked(text: impl Into<String>, mark: Severity) -> Self {
        Self { mark: Some(mark), ..Self::toned(text, Tone::from(mark)) }
    }

    /// A figure that explains itself when pressed.
    pub fn figure(text: impl Into<String>) -> Self {
        Self { explains: true, ..Self::plain(text) }
    }
}

const PAD: f32 = 10.0;
const EDGE: f32 = 6.0;
const TICK: f32 = 36.0;

/// Draws a table. `explain` is asked for the figure of a row and column while its explanation is
/// open.
pub fn table(
    ui: &mut Ui,
    table: &Table<'_>,
    explain: &dyn Fn(usize, usize) -> Why,
) -> Option<TableAnswer> {
    let palette = Palette::of(ui);
    let ticks = table.rows.iter().any(|row| row.tick.is_some());
    let lead = EDGE + if ticks { TICK } else { 0.0 };
    let tail = EDGE + acts(ui, table);
    let available = ui.available_width();
    let widths = widths(ui, table, available - lead - tail);
    let mut answer = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = available.max(lead + widths.iter().sum::<f32>() + tail);
    let (head, response) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Table, true, table.name));
    for (column, rect) in places(head, lead, &widths).enumerate() {
        let cell = Cell::toned(table.heads[column].title.as_str(), Tone::Dim);
        write(ui, rect, &cell, table.heads[column].side, theme::SMALL);
    }
    for (index, row) in table.rows.iter().enumerate() {
        let size = vec2(width, table.row_height.max(tallest(ui, table, row, &widths)));
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let inner = rect.shrink2(vec2(EDGE, 0.0));
        response.widget_info(|| {
            WidgetInfo::selected(
                egui::accesskit::Role::Row,
                true,
                row.chosen,
                heard(table.heads.iter().map(|head| &*head.title), row),
            )
        });
        if response.clicked() {
            answer = Some(TableAnswer::Row(index));
        }
        if !ui.is_rect_visible(rect) {
            continue;
        }
        if row.chosen {
            ui.painter().rect_filled(inner, 0.0, palette.soft);
        } else if response.hovered() {
            ui.painter().rect_filled(inner, 0.0, palette.background);
        }
        ui.painter().hline(inner.x_range(), rect.top(), Stroke::new(1.0, palette.grid));
        super::text::focus_ring(ui, &response, -2.0);
        if let Some(on) = row.tick
            && tick(ui, rect, on, &row.name)
        {
            answer = Some(TableAnswer::Tick(index));
        }
        if let Some(what) = row.act
            && act(ui, rect, what, &row.name)
        {
            answer = Some(TableAnswer::Act(index));
        }
        for (column, place) in places(rect, lead, &widths).enumerate() {
            let Some(cell) = row.cells.get(column) else { continue };
            let (head, size) = (&table.heads[column], theme::DENSE);
            if cell.explains {
                let id = ui.scope_id().with((table.name, index, column));
                let response = ui.interact(place, id, Sense::click());
                response.widget_info(|| WidgetInfo {
                    current_text_value: Some(cell.text.clone()),
                    ..WidgetInfo::labeled(
                        egui::accesskit::Role::Button,
                        true,
                        format!("{} of {}", head.title, row.name),
                    )
                });
                let rect = write_lines(ui, place, cell, head.side, (size, lines_of(cell, head)));
                if response.hovered() || response.has_focus() {
                    let stroke = Stroke::new(1.0, palette.accent);
                    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
                }
                why(&response.on_hover_cursor(egui::CursorIcon::Help), || explain(index, column));
            } else {
                write_lines(ui, place, cell, head.side, (size, lines_of(cell, head)));
            }
        }
    }
    answer
}

/// Names the row with all its cells, for those who hear it; `titles` are those of the columns.
pub(super) fn heard<'a>(titles: impl Iterator<Item = &'a str>, row: &Row) -> String {
    let mut text = row.name.clone();
    for (title, cell) in titles.zip(&row.cells) {
        if !cell.text.is_empty() && cell.text != row.name {
            text.push_str("; ");
            text.push_str(title);
            text.push(' ');
            text.push_str(&cell.text);
        }
    }
    text
}

fn tick(ui: &mut Ui, row: Rect, on: bool, name: &str) -> bool {
    let palette = Palette::of(ui);
    let centre = pos2(row.left() + EDGE + TICK / 2.0, row.center().y);
    let id = ui.scope_id().with(("tick", name));
    let response =
        ui.interact(Rect::from_center_size(centre, vec2(28.0, 28.0)), id, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(egui::accesskit::Role::CheckBox, true, on, format!("Compare {name}"))
    });
    let (shape, colour) = if on {
        (icon::all::ICON_CHECK_BOX, palette.accent)
    } else {
        (icon::all::ICON_CHECK_BOX_OUTLINE_BLANK, palette.dim)
    };
    icon::paint(ui, centre, shape, icon::SIDE, colour);
    super::text::focus_ring(ui, &response, -3.0);
    response.clicked()
}

/// Room for what can be done with rows, in points.
fn acts(ui: &Ui, table: &Table<'_>) -> f32 {
    let width = |what: &str| {
        let font = FontId::proportional(theme::DENSE);
        ui.painter().layout_no_wrap(what.to_owned(), font, theme::CLEAR).size().x + PAD
    };
    table.rows.iter().filter_map(|row| row.act).map(width).fold(0.0, f32::max)
}

fn act(ui: &mut Ui, row: Rect, what: &str, name: &str) -> bool {
    let place = Rect::from_min_max(row.min, row.max - vec2(EDGE + PAD, 0.0));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let id = ("act", name);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout).id_salt(id));
    ui.style_mut().override_font_id = Some(FontId::proportional(theme::DENSE));
    super::link::action(&mut ui, what, &format!("{what} of {name}")).clicked()
}

/// So many lines stand in a cell of a wide column at most.
const MOST_LINES: usize = 4;

fn lines_of(cell: &Cell, head: &Head) -> usize {
    if head.wide { MOST_LINES } else { cell.text.lines().count().max(1) }
}

/// Height that the words of a row's wide column need; 0 where it has none.
fn tallest(ui: &Ui, table: &Table<'_>, row: &Row, widths: &[f32]) -> f32 {
    let columns = table.heads.iter().zip(&row.cells).zip(widths);
    let heights = columns.filter(|((head, _), _)| head.wide).map(|((head, cell), width)| {
        let mark = if cell.mark.is_some() { icon::SIDE + 3.0 } else { 0.0 };
        let room = width - 2.0 * PAD - mark;
        let job = laid(cell, theme::CLEAR, room, (theme::DENSE, lines_of(cell, head)));
        ui.painter().layout_job(job).size().y + 10.0
    });
    heights.fold(0.0, f32::max)
}

fn laid(
    cell: &Cell,
    colour: egui::Color32,
    room: f32,
    (points, lines): (f32, usize),
) -> egui::text::LayoutJob {
    let font = FontId::proportional(points);
    let mut job = egui::text::LayoutJob::simple(cell.text.clone(), font, colour, room.max(0.0));
    job.wrap.max_rows = lines;
    job.wrap.break_anywhere = lines == 1;
    job
}

/// Writes a cell, cut where it does not fit; answers with the room its text takes.
pub(crate) fn write(ui: &Ui, place: Rect, cell: &Cell, side: Side, points: f32) -> Rect {
    let lines = cell.text.lines().count().max(1);
    write_lines(ui, place, cell, side, (points, lines))
}

fn write_lines(
    ui: &Ui,
    place: Rect,
    cell: &Cell,
    side: Side,
    (points, lines): (f32, usize),
) -> Rect {
    let palette = Palette::of(ui);
    let mut room = place.shrink2(vec2(PAD, 0.0));
    if let Some(mark) = cell.mark {
        let at = pos2(room.left() + icon::SIDE / 2.0, room.center().y);
        icon::paint(ui, at, icon::of(mark), icon::SIDE, palette.tone(Tone::from(mark)));
        room.min.x += icon::SIDE + 3.0;
    }
    let colour = palette.tone(cell.tone);
    let job = laid(cell, colour, room.width(), (points, lines));
    let galley = ui.painter().layout_job(job);
    let anchor = if side == Side::Right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let at = if side == Side::Right { room.right_center() } else { room.left_center() };
    let rect = anchor.anchor_size(at, galley.size());
    let cut = galley.elided;
    ui.painter().galley(rect.min, galley, colour);
    if cut {
        let id = ui.scope_id().with(("cut", place.min.x as i32, place.min.y as i32));
        ui.interact(room, id, Sense::hover()).on_hover_text(&cell.text);
    }
    rect
}

fn places(row: Rect, lead: f32, widths: &[f32]) -> impl Iterator<Item = Rect> {
    widths.iter().scan(row.left() + lead, move |x, width| {
        let left = *x;
        *x += width;
        Some(Rect::from_x_y_ranges(left..=*x, row.y_range()))
    })
}

/// Widths by what stands in the columns; the wide one takes the rest, or is cut.
fn widths(ui: &Ui, table: &Table<'_>, available: f32) -> Vec<f32> {
    let measure = |text: &str, size: f32| {
        let font = FontId::proportional(size);
        ui.painter().layout_no_wrap(text.to_owned(), font, theme::CLEAR).size().x
    };
    let natural = |(column, head): (usize, &Head)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| {
            let mark = if cell.mark.is_some() { icon::SIDE + 3.0 } else { 0.0 };
            measure(&cell.text, theme::DENSE) + mark
        });
        cells.fold(measure(&head.title, theme::SMALL), f32::max) + 2.0 * PAD + 1.0
    };
    let mut widths: Vec<f32> = table.heads.iter().enumerate().map(natural).collect();
    let wide = table.heads.iter().position(|head| head.wide);
    fit(&mut widths, wide, available);
    widths
}

/// Gives what is left to the wide column (else the last), or takes what is missing from it; from
/// there on the widest columns shrink, none below 60.
pub(crate) fn fit(widths: &mut [f32], wide: Option<usize>, available: f32) {
    let Some(wide) = wide.or(widths.len().checked_sub(1)) else { return };
    let rest = available - widths.iter().sum::<f32>();
    widths[wide] = (widths[wide] + rest).max(widths[wide].min(90.0));
    let over = widths.iter().sum::<f32>() - available;
    if over > 0.5 {
        let room: f32 = widths.iter().map(|w| (w - 60.0).max(0.0)).sum();
        let part = (over / room.max(1.0)).min(1.0);
        for width in widths {
            *width -= (*width - 60.0).max(0.0) * part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wide_column_takes_what_is_left() {
        let mut widths = [100.0, 50.0, 70.0];
        fit(&mut widths, Some(1), 300.0);
        assert_eq!(widths.map(f32::to_bits), [100.0_f32, 130.0, 70.0].map(f32::to_bits)); // 300 − 100 − 70
    }

    #[test]
    fn where_room_is_short_no_column_goes_below_60() {
        let mut widths = [200.0, 60.0, 40.0];
        fit(&mut widths, Some(0), 220.0);
        assert_eq!(widths.map(f32::to_bits), [120.0_f32, 60.0, 40.0].map(f32::to_bits)); // 220 − 60 − 40
    }
}

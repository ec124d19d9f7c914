//! How are very many rows shown, of which only those in view are drawn?

use egui::{
    EventFilter, FontId, Id, Key, Modifiers, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::table::{Row, Side, heard, write};
use super::text::focus_ring;
use crate::gui::theme::{self, Palette};

/// A column.
#[derive(Clone, Debug)]
pub struct LongHead {
    /// Its heading, with the unit where it has one.
    pub title: String,
    /// How its cells stand.
    pub side: Side,
    /// Width that it takes at least, in points.
    pub width: f32,
    /// Share of the room that is left.
    pub grows: f32,
    /// Whether the rows can be ordered by it.
    pub sorts: bool,
}

/// Which column the rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By none.
    None,
    /// By this one, the least first.
    Up(usize),
    /// By this one, the most first.
    Down(usize),
}

/// A table of very many rows; `name` is heard, and tells two tables of one page apart.
#[derive(Clone, Copy, Debug)]
pub struct LongTable<'a> {
    /// What is heard for it.
    pub name: &'a str,
    /// Its columns.
    pub heads: &'a [LongHead],
    /// How many rows there are.
    pub rows: usize,
    /// Which of them is chosen.
    pub chosen: Option<usize>,
    /// What they are ordered by.
    pub order: Order,
    /// Height of its rows in view together, in points.
    pub height: f32,
    /// Row that is to be scrolled to.
    pub seek: Option<usize>,
}

/// What was asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongAnswer {
    /// A row was chosen.
    Row(usize),
    /// The rows are to be ordered by this column, or the other way round.
    Sort(usize),
}

const EDGE: f32 = 6.0;
const PAD: f32 = 10.0;

/// Draws the table; `row` is asked for what is in view only.
pub fn long_table(
    ui: &mut Ui,
    table: &LongTable<'_>,
    row: &mut dyn FnMut(usize) -> Row,
) -> Option<LongAnswer> {
    let widths = widths(table.heads, ui.available_width() - 2.0 * EDGE);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut answer = heads(ui, table, &widths);
    let height = theme::DENSE_ROW;
    let id = ui.scope_id().with(table.name);
    let body = ScrollArea::vertical()
        .id_salt(table.name)
        .max_height(table.height)
        .min_scrolled_height(table.height)
        .auto_shrink([false, true]);
    body.show_viewport(ui, |ui, viewport| {
        let all = table.rows as f32 * height;
        ui.set_height(all);
        let origin = ui.max_rect().min;
        let width = ui.max_rect().width();
        let place = |index: usize| {
            let top = origin.y + index as f32 * height;
            Rect::from_min_size(pos2(origin.x, top), vec2(width, height))
        };
        if let Some(seek) = table.seek {
            ui.scroll_to_rect(place(seek), None);
        }
        let first = (viewport.top() / height).floor().max(0.0) as usize;
        let last = ((viewport.bottom() / height).ceil() as usize).min(table.rows);
        for index in first.min(last)..last {
            let of = row(index);
            let place = place(index);
            let response = ui.interact(place, id.with(index), Sense::click());
            let chosen = table.chosen == Some(index);
            response.widget_info(|| {
                WidgetInfo::selected(
                    egui::accesskit::Role::Row,
                    true,
                    chosen,
                    heard(table.heads.iter().map(|head| &*head.title), &of),
                )
            });
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_row_index(index);
            });
            paint(ui, place, &widths, (table, &of), &response);
            if response.clicked() {
                response.request_focus();
                answer = Some(LongAnswer::Row(index));
            }
            if response.has_focus()
                && let Some(to) = moved(ui, response.id, (index, table.rows), table.height)
            {
                ui.memory_mut(|memory| memory.request_focus(id.with(to)));
                let top = origin.y + to as f32 * height;
                let to_see = Rect::from_min_size(pos2(origin.x, top), vec2(width, height));
                ui.scroll_to_rect(to_see, None);
                answer = Some(LongAnswer::Row(to));
            }
        }
    });
    answer
}

/// To which row the keys lead.
fn moved(ui: &Ui, id: Id, (at, rows): (usize, usize), height: f32) -> Option<usize> {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let page = (height / theme::DENSE_ROW).floor().max(1.0) as usize;
    let last = rows.saturating_sub(1);
    let keys = [
        (Key::ArrowDown, (at + 1).min(last)),
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::PageDown, (at + page).min(last)),
        (Key::PageUp, at.saturating_sub(page)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let pressed = keys
        .into_iter()
        .find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)));
    pressed.map(|(_, to)| to).filter(|to| *to != at)
}

fn heads(ui: &mut Ui, table: &LongTable<'_>, widths: &[f32]) -> Option<LongAnswer> {
    let palette = Palette::of(ui);
    let (head, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Table, true, table.name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_row_count(table.rows));
    let mut answer = None;
    for (column, (of, place)) in table.heads.iter().zip(places(head, widths)).enumerate() {
        let direction = match table.order {
            Order::Up(by) if by == column => Some("▲"),
            Order::Down(by) if by == column => Some("▼"),
            _ => None,
        };
        let tone = if direction.is_some() { palette.accent } else { palette.dim };
        let text = direction.map_or(of.title.clone(), |mark| format!("{} {mark}", of.title));
        let inner = place.shrink2(vec2(PAD, 0.0));
        let mut colour = tone;
        if of.sorts {
            let id = ui.scope_id().with((table.name, "head", column));
            let response = ui.interact(place.shrink2(vec2(2.0, 3.0)), id, Sense::click());
            let now = match table.order {
                Order::Up(by) if by == column => ", the least first",
                Order::Down(by) if by == column => ", the most first",
                _ => "",
            };
            response.widget_info(|| {
                let name = format!("Sort by {}{now}", of.title);
                WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
            });
            if response.hovered() {
                colour = palette.accent;
            }
            focus_ring(ui, &response, 0.0);
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                answer = Some(LongAnswer::Sort(column));
            }
        }
        let font = FontId::proportional(theme::SMALL);
        let mut job = egui::text::LayoutJob::simple(text, font, colour, inner.width());
        job.wrap.max_rows = 1;
        job.wrap.break_anywhere = true;
        let galley = ui.painter().layout_job(job);
        let left = match of.side {
            Side::Left => inner.left(),
            Side::Right => inner.right() - galley.size().x,
        };
        let at = pos2(left, inner.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, colour);
    }
    answer
}

fn paint(
    ui: &mut Ui,
    rect: Rect,
    widths: &[f32],
    (table, row): (&LongTable<'_>, &Row),
    response: &egui::Response,
) {
    let palette = Palette::of(ui);
    let inner = rect.shrink2(vec2(EDGE, 0.0));
    if row.chosen {
        ui.painter().rect_filled(inner, 0.0, palette.soft);
        // Not by colour alone.
        let bar = Rect::from_min_size(inner.min, vec2(3.0, inner.height()));
        ui.painter().rect_filled(bar, 0.0, palette.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(inner, 0.0, palette.background);
    }
    ui.painter().hline(inner.x_range(), rect.top(), Stroke::new(1.0, palette.grid));
    focus_ring(ui, response, -2.0);
    let inside = ui.new_child(UiBuilder::new().max_rect(rect).id_salt((table.name, &row.name)));
    for ((head, cell), place) in table.heads.iter().zip(&row.cells).zip(places(rect, widths)) {
        write(&inside, place, cell, head.side, theme::DENSE);
    }
}

fn places(row: Rect, widths: &[f32]) -> impl Iterator<Item = Rect> {
    widths.iter().scan(row.left() + EDGE, move |x, width| {
        let left = *x;
        *x += width;
        Some(Rect::from_x_y_ranges(left..=*x, row.y_range()))
    })
}

/// What each column takes: its least, and its share of what is left; where room is short, all give in the same proportion.
fn widths(heads: &[LongHead], room: f32) -> Vec<f32> {
    let least: f32 = heads.iter().map(|head| head.width).sum();
    let grows: f32 = heads.iter().map(|head| head.grows).sum();
    let left = room - least;
    heads
        .iter()
        .map(|head| {
            if left < 0.0 {
                head.width * room.max(0.0) / least.max(1.0)
            } else {
                head.width + left * head.grows / grows.max(f32::MIN_POSITIVE)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(width: f32, grows: f32) -> LongHead {
        LongHead { title: String::new(), side: Side::Left, width, grows, sorts: false }
    }

    #[test]
    fn what_is_left_is_shared() {
        // 300 − 100 − 50 = 150, of which two parts of three go to the first.
        let found = widths(&[head(100.0, 2.0), head(50.0, 1.0)], 300.0);
        assert_eq!(found.iter().map(|w| w.round() as i32).collect::<Vec<_>>(), [200, 100]);
    }

    #[test]
    fn where_room_is_short_all_give() {
        let found = widths(&[head(100.0, 2.0), head(50.0, 1.0)], 75.0);
        assert_eq!(found.iter().map(|w| w.round() as i32).collect::<Vec<_>>(), [50, 25]);
    }
}

//! Which command or figure does a person mean by a few letters?

use egui::{Align2, FontId, Id, Key, Modal, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2};

use super::text;
use crate::gui::theme::{self, Palette, Tone};

/// Something that can be asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is called.
    pub name: String,
    /// Where it belongs, or what its figure is now; dim beside the name.
    pub note: String,
    /// How to ask for it without the list: `Ctrl+S`.
    pub shortcut: String,
}

/// What became of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// One was chosen: its index in the list given.
    One(usize),
    /// It was closed.
    None,
}

#[derive(Clone, Default)]
struct Typed {
    query: String,
    at: usize,
}

/// Shows the list over everything else while it is open. What is typed is kept until it answers.
pub fn palette_list(ui: &Ui, items: &[Listed]) -> Option<Picked> {
    let id = Id::unique("palette list");
    let mut typed: Typed = ui.data_mut(|d| d.get_temp(id)).unwrap_or_default();
    let mut answer = None;
    let (up, down, enter) = ui.input_mut(|i| {
        let mut took = |key| i.consume_key(egui::Modifiers::NONE, key);
        (took(Key::ArrowUp), took(Key::ArrowDown), took(Key::Enter))
    });
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, [0.0, 90.0]);
    let shown = Modal::new(id).area(area).show(ui.ctx(), |ui| {
        ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 60.0));
        let field = TextEdit::singleline(&mut typed.query)
            .hint_text("Any command or figure")
            .desired_width(f32::INFINITY)
            .margin(vec2(10.0, 6.0));
        let field = ui.add(field);
        field.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Any command or figure")
        });
        field.request_focus();
        if field.changed() {
            typed.at = 0;
        }
        let found = matching(items, &typed.query);
        if up {
            typed.at = typed.at.saturating_sub(1);
        }
        if down {
            typed.at += 1;
        }
        typed.at = typed.at.min(found.len().saturating_sub(1));
        if enter && let Some(index) = found.get(typed.at) {
            answer = Some(Picked::One(*index));
        }
        ui.add_space(4.0);
        if found.is_empty() {
            text::label(ui, "nothing is called that", theme::BODY, Tone::Dim);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let moved = up || down;
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (place, index) in found.iter().enumerate() {
                if line(ui, &items[*index], place == typed.at, moved) {
                    answer = Some(Picked::One(*index));
                }
            }
        });
    });
    if answer.is_none() && shown.should_close() {
        answer = Some(Picked::None);
    }
    ui.data_mut(|d| {
        if answer.is_some() {
            d.remove::<Typed>(id);
        } else {
            d.insert_temp(id, typed);
        }
    });
    answer
}

fn line(ui: &mut Ui, item: &Listed, here: bool, follow: bool) -> bool {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(egui::accesskit::Role::ListBoxOption, true, here, &item.name)
    });
    if here || response.hovered() {
        let ground = if here { palette.soft } else { palette.background };
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, ground);
    }
    if here && follow {
        response.scroll_to_me(None);
    }
    let painter = ui.painter();
    let left = rect.left_center() + vec2(10.0, 0.0);
    let font = |size| FontId::proportional(size);
    let named =
        painter.text(left, Align2::LEFT_CENTER, &item.name, font(theme::BODY), palette.text);
    let note = named.right_center() + vec2(10.0, 0.5);
    painter.text(note, Align2::LEFT_CENTER, &item.note, font(theme::SMALL), palette.dim);
    let right = rect.right_center() - vec2(10.0, 0.0);
    painter.text(right, Align2::RIGHT_CENTER, &item.shortcut, font(theme::SMALL), palette.dim);
    response.clicked()
}

/// Indices of the items that hold every word typed, whatever its case; those whose name begins
/// with what was typed come first, then in the order given.
fn matching(items: &[Listed], query: &str) -> Vec<usize> {
    let query = query.trim().to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |item: &Listed| {
        let text = format!("{} {}", item.name, item.note).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let mut found: Vec<usize> = (0..items.len()).filter(|i| fits(&items[*i])).collect();
    found.sort_by_key(|i| !items[*i].name.to_lowercase().starts_with(&query));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(names: &[&str]) -> Vec<Listed> {
        let item = |name: &&str| Listed {
            name: (*name).to_owned(),
            note: String::new(),
            shortcut: String::new(),
        };
        names.iter().map(item).collect()
    }

    #[test]
    fn words_may_come_in_any_order_and_case() {
        let items = listed(&["Save as…", "Add service", "Service costs"]);
        assert_eq!(matching(&items, "SERVICE add"), [1]);
    }

    #[test]
    fn a_name_that_begins_so_comes_first() {
        let items = listed(&["Add service", "Service costs"]);
        assert_eq!(matching(&items, "service"), [1, 0]);
    }

    #[test]
    fn nothing_typed_finds_all_in_order() {
        assert_eq!(matching(&listed(&["b", "a"]), " "), [0, 1]);
    }
}

//! How are lists, maps and structs of an entry drawn, opened, added to and taken away?

use egui::{Align, Layout, Popup, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::document::{Edit, Path, Shape, Step};
use crate::gui::kit::icon::{self, all};
use crate::gui::kit::text::{self, focus_ring};
use crate::gui::kit::{field, link};
use crate::gui::theme::{self, Palette, Tone};

use super::draw::Draw;
use super::node::{Node, bare, key_ron};
use super::{leaf, words};

/// Lists of single lines that are longer have a scroll bar of their own.
const LONG: usize = 10;
/// Lists of groups that are longer show their groups closed.
const OPEN: usize = 2;

impl<'a> Draw<'a> {
    /// A group's name, and what can be done with it.
    pub(super) fn head(&mut self, ui: &mut Ui, node: &Node<'a>) {
        if node.label.is_empty() {
            return;
        }
        ui.horizontal(|ui| {
            ui.set_min_height(field::HEIGHT);
            text::label(ui, &node.label, theme::BODY, Tone::Plain);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if node.removal != Path::new() && !(node.at.is_some() && node.needed) {
                    self.menu(ui, node, None);
                }
            });
        });
    }

    /// What can be done with a value of a list, or with a group.
    pub(super) fn menu(&mut self, ui: &mut Ui, node: &Node<'a>, place: Option<(usize, usize)>) {
        if node.root.is_some() && !self.state.held.is_within(&node.path) {
            return;
        }
        let name = format!("Change {}", self.heard(node));
        let response = dots(ui, &name);
        let mut done = None;
        Popup::menu(&response).accessible_name(&name).show(|ui| {
            let mut item = |ui: &mut Ui, name: &str, enabled: bool, does: Does| {
                if ui.add_enabled(enabled, egui::Button::selectable(false, name)).clicked() {
                    done = Some(does);
                }
            };
            if let Some((index, count)) = place {
                item(ui, "Move up", index > 0 && index < count, Does::Move(index.wrapping_sub(1)));
                item(ui, "Move down", index + 1 < count, Does::Move(index + 1));
            }
            item(ui, "Remove", true, Does::Remove);
        });
        let label = |what: &str| format!("{what} {} of {}", node.spoken.to_lowercase(), self.owner);
        match done {
            Some(Does::Remove) if node.root.is_some() => self.state.held.forget(&node.path),
            Some(Does::Remove) => {
                let edit = Edit::new(label("Remove")).remove(node.removal.clone());
                self.state.held.forget(&node.removal);
                self.edit(edit);
            }
            Some(Does::Move(to)) => {
                let edit = Edit::new(label("Move")).shift(node.path.clone(), to);
                self.edit(edit);
            }
            None => {}
        }
    }

    pub(super) fn list(&mut self, ui: &mut Ui, node: &Node<'a>, item: &'static Shape) {
        let one = words::one(node.named());
        let there = node.at.map_or(0, |at| at.inner().items().len());
        let asked = self.state.held.steps_in(&node.path);
        let new: Vec<usize> = asked
            .into_iter()
            .filter_map(|step| match step {
                Step::Index(index) if index >= there => Some(index),
                _ => None,
            })
            .collect();
        self.head(ui, node);
        let count = there + new.len();
        let flat = item.is_leaf() || matches!(item, Shape::Tuple(_));
        self.indented(ui, |draw, ui| {
            if flat && count > LONG {
                let height = field::HEIGHT + 4.0;
                let area = ScrollArea::vertical().id_salt(node.path.to_string());
                let room = height * LONG as f32;
                let area = area.max_height(room).min_scrolled_height(room);
                area.show_rows(ui, height - ui.spacing().item_spacing.y, count, |ui, rows| {
                    for index in rows {
                        draw.item(ui, node, item, &one, (index, there), count);
                    }
                });
            } else {
                for index in 0..count {
                    draw.item(ui, node, item, &one, (index, there), count);
                }
            }
            if !new.is_empty() {
                return;
            }
            let name = format!("Add {one} to {}", draw.heard(node));
            if link::action(ui, &format!("Add {one}…"), &name).clicked() {
                draw.ask(node.path.clone().index(there), item);
                ui.ctx().request_repaint();
            }
        });
    }

    fn item(
        &mut self,
        ui: &mut Ui,
        list: &Node<'a>,
        item: &'static Shape,
        one: &str,
        (index, there): (usize, usize),
        count: usize,
    ) {
        let mut node = list.item(item, index, one);
        let place = Some((index, there));
        let spread = node.at.is_some_and(|at| bare(at).open() == Some('('));
        let single = matches!(item, Shape::OneOrFields(..)) && !spread;
        if item.is_leaf() || single || matches!(item, Shape::Tuple(_)) {
            node.label = String::new();
            ui.horizontal_top(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    self.menu(ui, &node, place);
                    ui.vertical(|ui| match item {
                        Shape::Tuple(_) | Shape::OneOrFields(..) => self.value(ui, &node),
                        _ => self.bare_value(ui, &node),
                    });
                });
            });
            return;
        }
        let open = (count <= OPEN || node.root.is_some()) != self.state.turned.contains(&node.path);
        let said = node.at.map(leaf::summary).filter(|said| !said.is_empty());
        let title = said.unwrap_or_else(|| format!("New {one}"));
        ui.horizontal(|ui| {
            ui.set_min_height(field::HEIGHT);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                self.menu(ui, &node, place);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if fold(ui, &title, &self.heard(&node), open)
                        && !self.state.turned.remove(&node.path)
                    {
                        self.state.turned.insert(node.path.clone());
                    }
                });
            });
        });
        if open {
            self.indented(ui, |draw, ui| match item {
                Shape::Fields(fields) | Shape::OneOrFields(_, fields) => {
                    draw.fields(ui, &node, fields);
                    draw.still_needed(ui, &node);
                }
                _ => draw.value(ui, &node),
            });
        }
    }

    pub(super) fn map(
        &mut self,
        ui: &mut Ui,
        node: &Node<'a>,
        key: &'static Shape,
        value: &'static Shape,
    ) {
        let mut taken: Vec<String> = vec![];
        let mut entries: Vec<Node<'a>> = vec![];
        for item in node.at.into_iter().flat_map(|at| at.inner().items()) {
            let (Some(name), Some(literal)) = (item.key(), item.key_literal()) else { continue };
            entries.push(node.entry(value, &name, literal.to_owned()));
            taken.push(name.into_owned());
        }
        for step in self.state.held.steps_in(&node.path) {
            let Step::Key(name) = step else { continue };
            if !taken.contains(&name) {
                entries.push(node.entry(value, &name, key_ron(key, &name)));
                taken.push(name);
            }
        }
        self.head(ui, node);
        self.indented(ui, |draw, ui| {
            for entry in &entries {
                ui.horizontal_top(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                        draw.menu(ui, entry, None);
                        ui.vertical(|ui| draw.value(ui, entry));
                    });
                });
            }
            draw.key_field(ui, node, value, &taken);
            draw.add_key(ui, node, key, value, &taken);
        });
    }

    /// The way to another key: a choice where keys are known, else a field for its name.
    fn add_key(
        &mut self,
        ui: &mut Ui,
        node: &Node<'a>,
        key: &'static Shape,
        value: &'static Shape,
        taken: &[String],
    ) {
        let name = format!("Add to {}", self.heard(node));
        let one = words::one(node.named());
        let response = link::action(ui, &format!("Add {one}…"), &name);
        let mut chosen: Option<(String, bool)> = None;
        match key {
            Shape::OneOf(variants) => {
                Popup::menu(&response).accessible_name(&name).show(|ui| {
                    for variant in variants {
                        if variant.holds.is_none() && taken.iter().any(|t| t == variant.name) {
                            continue;
                        }
                        let words = words::capital(&words::variant(variant.name));
                        if ui.add(egui::Button::selectable(false, words)).clicked() {
                            chosen = Some((variant.name.to_owned(), variant.holds.is_some()));
                        }
                    }
                });
            }
            _ if response.clicked() => chosen = Some((String::new(), true)),
            _ => {}
        }
        match chosen {
            Some((variant, true)) => self.state.keying = Some((node.path.clone(), variant)),
            Some((key, false)) => self.ask(node.path.clone().key(key), value),
            None => return,
        }
        ui.ctx().request_repaint();
    }

    fn ask(&mut self, path: Path, value: &'static Shape) {
        self.state.focus = Some(leaf::first_leaf(value, &path));
        self.state.held.asked.insert(path);
    }

    /// Where the name of a new key is typed.
    fn key_field(&mut self, ui: &mut Ui, node: &Node<'a>, value: &'static Shape, taken: &[String]) {
        let Some((path, variant)) = self.state.keying.clone() else { return };
        if path != node.path {
            return;
        }
        let id = egui::Id::unique("details key").with(node.path.to_string());
        let fresh = ui.data(|d| d.get_temp::<bool>(id).is_none());
        ui.data_mut(|d| d.insert_temp(id, true));
        let name = format!("New name in {}", self.heard(node));
        let typed = field::Typed {
            id,
            name: &name,
            text: "",
            hint: "its name, as ipv4",
            wrong: None,
            long: false,
            offered: &[],
            focus: fresh,
        };
        let key_of = |text: &str| match variant.as_str() {
            "" => text.to_owned(),
            variant => format!("{variant}({})", crate::document::quote(text)),
        };
        let check = |text: &str| {
            if taken.contains(&key_of(text)) {
                Err((format!("`{text}` is there already"), None))
            } else {
                Ok(())
            }
        };
        let given = field::typed(ui, typed, &check);
        if let Some(text) = given.filter(|text| !text.is_empty()) {
            self.state.keying = None;
            ui.data_mut(|d| d.remove::<bool>(id));
            self.ask(node.path.clone().key(key_of(&text)), value);
        } else if link::action(ui, "Leave it out", "Leave out the new name").clicked() {
            self.state.keying = None;
            ui.data_mut(|d| d.remove::<bool>(id));
        }
    }
}

enum Does {
    Remove,
    Move(usize),
}

/// Three dots that open what can be done.
fn dots(ui: &mut Ui, name: &str) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, field::HEIGHT), Sense::click());
    let palette = Palette::of(ui);
    let colour = if response.hovered() { palette.accent } else { palette.dim };
    icon::paint(ui, rect.center(), all::ICON_MORE_VERT, icon::SIDE, colour);
    focus_ring(ui, &response, 0.0);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    response
}

/// A line that opens and closes what is below it; true when it is turned.
fn fold(ui: &mut Ui, title: &str, name: &str, open: bool) -> bool {
    let size = vec2(ui.available_width(), field::HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let palette = Palette::of(ui);
    let colour = if response.hovered() { palette.accent } else { palette.text };
    let arrow = if open { all::ICON_EXPAND_MORE } else { all::ICON_CHEVRON_RIGHT };
    let at = egui::pos2(rect.left() + 8.0, rect.center().y);
    icon::paint(ui, at, arrow, icon::SIDE, palette.dim);
    let cell = crate::gui::kit::table::Cell::plain(title);
    let place = egui::Rect::from_min_max(rect.min + vec2(10.0, 0.0), rect.max);
    let _shown = crate::gui::kit::table::write(
        ui,
        place,
        &cell,
        crate::gui::kit::table::Side::Left,
        theme::DENSE,
    );
    if response.hovered() {
        let stroke = Stroke::new(1.0, colour);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
    }
    focus_ring(ui, &response, 0.0);
    response.widget_info(|| {
        let verb = if open { "Close" } else { "Open" };
        WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("{verb} {name}"))
    });
    response.clicked()
}

//! How is a value of an entry drawn: one beside its name, a group indented below it?

use egui::{Align, Id, Layout, Popup, ScrollArea, Stroke, Ui, vec2};

use crate::document::shape::{Field, Leaf};
use crate::document::{At, Edit, Path, Shape, Step};
use crate::gui::answer::Answer;
use crate::gui::kit::{Refusal, field, in_place, link, text};
use crate::gui::theme::{self, Palette, Tone};
use crate::session::Session;

use super::leaf::{self, Way};
use super::node::{Missing, Node, bare};
use super::{State, words};

/// Width of the names, in points.
const NAMES: f32 = 104.0;
/// How far a group stands in, in points.
const STEP: f32 = 12.0;

/// What is drawn from, and what was asked for.
pub(super) struct Draw<'a> {
    pub(super) session: &'a Session,
    pub(super) state: &'a mut State,
    /// What the entry is called.
    pub(super) owner: String,
    /// What is wrong with the text, by the byte it stands at.
    pub(super) wrong: super::Wrong,
    pub(super) answers: Vec<Answer>,
}

impl<'a> Draw<'a> {
    /// Draws the fields of a struct: those that are needed or stated, and a way to the others.
    pub(super) fn fields(&mut self, ui: &mut Ui, node: &Node<'a>, fields: &'static [Field]) {
        let held = |draw: &Self, field: &Field| {
            let path = node.path.clone().key(field.name);
            draw.state.held.is_within(&path)
        };
        let stated =
            |field: &Field| node.at.is_some_and(|at| at.inner().find(field.name).is_some());
        let (shown, rest): (Vec<_>, Vec<_>) =
            fields.iter().partition(|field| field.needed || stated(field) || held(self, field));
        for field in shown {
            self.value(ui, &node.field(field));
        }
        self.unknown(ui, node, fields);
        if rest.is_empty() {
            return;
        }
        let name = match node.spoken.as_str() {
            "" => "Add a field…".to_owned(),
            around => format!("Add a field to {}…", around.to_lowercase()),
        };
        let response =
            small(ui, !node.spoken.is_empty(), |ui| link::action(ui, "Add a field…", &name));
        let mut chosen = None;
        Popup::menu(&response).accessible_name(&name).show(|ui| {
            ui.set_min_width(160.0);
            ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                for field in &rest {
                    if ui.add(egui::Button::selectable(false, words::field(field.name))).clicked() {
                        chosen = Some(*field);
                    }
                }
            });
        });
        if let Some(field) = chosen {
            let path = node.path.clone().key(field.name);
            self.state.focus = Some(leaf::first_leaf(&field.shape, &path));
            self.state.held.asked.insert(path);
            ui.ctx().request_repaint();
        }
    }

    /// What stands in the file and is known nowhere.
    fn unknown(&mut self, ui: &mut Ui, node: &Node<'a>, fields: &'static [Field]) {
        let Some(at) = node.at else { return };
        for item in at.inner().items() {
            let Some(key) = item.key() else { continue };
            if fields.iter().any(|field| field.name == key) {
                continue;
            }
            let path = node.path.clone().key(key.as_ref());
            ui.horizontal(|ui| {
                label(ui, &key);
                let said = leaf::summary(item.value());
                text::label(ui, &said, theme::DENSE, Tone::Error);
            });
            if let Some((_, problem)) =
                self.wrong.iter().find(|(byte, _)| item.span().contains(byte)).cloned()
            {
                in_place::refused(ui, &(problem.message, problem.hint));
            }
            if link::action(ui, "Remove it", &format!("Remove {key}")).clicked() {
                self.edit(Edit::new(format!("Remove {key} of {}", self.owner)).remove(path));
            }
        }
    }

    /// Draws a value with its name before or above it.
    pub(super) fn value(&mut self, ui: &mut Ui, node: &Node<'a>) {
        match node.shape {
            Shape::Leaf(leaf) => self.leaf(ui, node, leaf),
            Shape::OneOf(variants) => self.one_of(ui, node, variants),
            Shape::Fields(fields) => {
                self.head(ui, node);
                self.indented(ui, |draw, ui| {
                    draw.fields(ui, node, fields);
                    draw.still_needed(ui, node);
                });
            }
            Shape::List(item) => self.list(ui, node, item),
            Shape::Tuple(parts) => {
                self.row(ui, node, |draw, ui| {
                    let count = parts.len().max(1);
                    ui.columns(count, |columns| {
                        for ((index, part), ui) in parts.iter().enumerate().zip(columns) {
                            draw.bare_value(ui, &node.part(part, index));
                        }
                    });
                });
            }
            Shape::Map(key, value) => self.map(ui, node, key, value),
            Shape::OneOrList(leaf, item) => {
                if node.at.is_some_and(|at| bare(at).open() == Some('[')) {
                    return self.list(ui, node, item);
                }
                self.leaf(ui, node, leaf);
                if let Some(at) = node.at
                    && link::action(ui, "Several…", &format!("Several of {}", self.heard(node)))
                        .clicked()
                {
                    let list = format!("[{}]", at.inner().literal());
                    let label = format!("{} of {}", node.label, self.owner);
                    self.edit(Edit::new(label).set(node.path.clone(), list));
                }
            }
            Shape::OneOrFields(leaf, fields) => {
                if node.at.is_some_and(|at| bare(at).open() == Some('(')) {
                    self.head(ui, node);
                    return self.indented(ui, |draw, ui| draw.fields(ui, node, fields));
                }
                self.leaf(ui, node, leaf);
                let mut needed = fields.iter().filter(|field| field.needed);
                if let (Some(at), Some(only), None) = (node.at, needed.next(), needed.next())
                    && link::action(ui, "With more…", &format!("More of {}", self.heard(node)))
                        .clicked()
                {
                    let value = format!("({}: {})", only.name, at.inner().literal());
                    let label = format!("{} of {}", node.label, self.owner);
                    self.edit(Edit::new(label).set(node.path.clone(), value));
                }
            }
        }
    }

    /// Draws a value without its name, where there is one line.
    pub(super) fn bare_value(&mut self, ui: &mut Ui, node: &Node<'a>) {
        match node.shape {
            Shape::Leaf(leaf) | Shape::OneOrList(leaf, _) | Shape::OneOrFields(leaf, _) => {
                self.leaf_alone(ui, node, leaf);
            }
            Shape::OneOf(variants) => self.choice(ui, node, variants),
            _ => self.value(ui, node),
        }
    }

    /// A name, and beside it what `add` draws.
    pub(super) fn row(
        &mut self,
        ui: &mut Ui,
        node: &Node<'a>,
        add: impl FnOnce(&mut Self, &mut Ui),
    ) {
        ui.horizontal_top(|ui| {
            if !node.label.is_empty() {
                label(ui, &node.label);
            }
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                add(self, ui);
            });
        });
    }

    fn leaf(&mut self, ui: &mut Ui, node: &Node<'a>, leaf: &'static Leaf) {
        self.row(ui, node, |draw, ui| draw.leaf_alone(ui, node, leaf));
    }

    fn leaf_alone(&mut self, ui: &mut Ui, node: &Node<'a>, leaf: &'static Leaf) {
        let name = self.heard(node);
        let focus = self.takes_focus(ui, &node.path);
        let held = self.state.held.values.get(&node.path).cloned();
        let ron = held.or_else(|| node.at.map(|at| at.inner().literal().to_owned()));
        let wrong = node.at.and_then(|at| self.problem_in(at));
        match leaf::way(self.session, node, leaf) {
            Way::Chosen(choices) => {
                let value = ron.unwrap_or_default();
                let chosen = field::Chosen {
                    name: &name,
                    value: &value,
                    choices: &choices,
                    hint: if node.needed { "choose" } else { "not stated" },
                    wrong: wrong.is_some(),
                    focus,
                };
                if let Some(ron) = field::chosen(ui, chosen) {
                    self.take(node, (!ron.is_empty()).then_some(ron));
                } else if let Some(problem) = &wrong {
                    in_place::refused(ui, problem);
                }
            }
            Way::Typed(offered) => {
                let written = ron.as_deref().map(|ron| match crate::document::unquote(ron) {
                    Some(text) => text.into_owned(),
                    None => ron.to_owned(),
                });
                let text = written.unwrap_or_default();
                let example = leaf::example(leaf).map(|example| format!("as {example}"));
                let hint = match (&example, node.needed) {
                    (Some(example), _) => example.as_str(),
                    (None, true) => "needed",
                    (None, false) => "",
                };
                let typed = field::Typed {
                    id: Id::unique("details").with(node.path.to_string()),
                    name: &name,
                    text: &text,
                    hint,
                    wrong: wrong.as_ref(),
                    long: leaf.kind == crate::document::shape::LeafKind::Words,
                    offered: &offered,
                    focus,
                };
                let answer = field::typed(ui, typed, &|text: &str| self.check(node, leaf, text));
                if let Some(text) = answer {
                    self.typed(node, leaf, &text);
                }
            }
        }
    }

    /// Whether the keyboard is to go to this value now.
    pub(super) fn takes_focus(&mut self, ui: &Ui, path: &Path) -> bool {
        let here = self.state.focus.as_ref() == Some(path);
        if here {
            self.state.focus = None;
            ui.ctx().request_repaint();
        }
        here
    }

    pub(super) fn heard(&self, node: &Node<'a>) -> String {
        if node.spoken.is_empty() {
            return self.owner.clone();
        }
        format!("{}: {}", self.owner, node.spoken)
    }

    pub(super) fn problem_in(&self, at: At<'_>) -> Option<Refusal> {
        let span = at.span();
        let found = self.wrong.iter().find(|(byte, _)| span.contains(byte));
        found.map(|(_, problem)| (problem.message.clone(), problem.hint.clone()))
    }

    /// Whether a text can be taken: nothing is changed.
    fn check(&self, node: &Node<'a>, leaf: &Leaf, text: &str) -> Result<(), Refusal> {
        let ron =
            if text.is_empty() { None } else { Some(leaf::ron(self.session, node, leaf, text)?) };
        self.change(node, ron.as_deref()).map(drop)
    }

    fn typed(&mut self, node: &Node<'a>, leaf: &Leaf, text: &str) {
        if text.is_empty() {
            return self.take(node, None);
        }
        if let Ok(ron) = leaf::ron(self.session, node, leaf, text) {
            self.take(node, Some(ron));
        }
    }

    /// The edit that gives a place a value, or takes it away; `None` where the group that it belongs
    /// to is not complete yet.
    fn change(&self, node: &Node<'a>, ron: Option<&str>) -> Result<Option<Edit>, Refusal> {
        let label = format!("{} of {}", node.spoken, self.owner);
        let edit = match (&node.root, ron) {
            (None, Some(ron)) => Edit::new(label).set(node.path.clone(), ron),
            (None, None) => {
                if node.needed && node.removal == node.path {
                    return Err((format!("{} cannot be left empty", node.label), None));
                }
                Edit::new(label).remove(node.removal.clone())
            }
            (Some(_), None) => return Ok(None),
            (Some(root), Some(ron)) => {
                let mut held = self.state.held.clone();
                held.values.insert(node.path.clone(), ron.to_owned());
                match held.built(root.shape, &root.path) {
                    Err(_missing) => return Ok(None),
                    Ok(value) => Edit::new(label).set(root.path.clone(), value),
                }
            }
        };
        self.allowed(edit).map(Some)
    }

    pub(super) fn allowed(&self, edit: Edit) -> Result<Edit, Refusal> {
        match self.session.objections(&edit).into_iter().next() {
            None => Ok(edit),
            Some(problem) => Err((problem.message, problem.hint)),
        }
    }

    pub(super) fn take(&mut self, node: &Node<'a>, ron: Option<String>) {
        let edit = self.change(node, ron.as_deref());
        match (&node.root, ron) {
            (Some(_), Some(ron)) => {
                self.state.held.values.insert(node.path.clone(), ron);
            }
            (Some(_), None) => {
                self.state.held.values.remove(&node.path);
            }
            (None, None) => {
                // What was emptied stays in sight, so that another value can be typed.
                self.state.held.asked.insert(node.path.clone());
            }
            (None, Some(_)) => {}
        }
        match edit {
            Ok(Some(edit)) => {
                if let Some(root) = &node.root {
                    self.state.held.forget(&root.path);
                }
                self.answers.push(Answer::Edit(edit));
            }
            Ok(None) => {}
            Err(refusal) => self.tell(refusal),
        }
    }

    pub(super) fn tell(&mut self, (what, hint): Refusal) {
        self.answers.push(Answer::Tell(match hint {
            Some(hint) => format!("{what}: {hint}"),
            None => what,
        }));
    }

    /// An edit, where nothing is wrong after it that is not wrong now.
    pub(super) fn edit(&mut self, edit: Edit) {
        match self.allowed(edit) {
            Ok(edit) => self.answers.push(Answer::Edit(edit)),
            Err(refusal) => self.tell(refusal),
        }
    }

    /// What keeps a new group from standing in the file, and the way back.
    pub(super) fn still_needed(&mut self, ui: &mut Ui, node: &Node<'a>) {
        let Some(root) = node.root.clone().filter(|root| root.path == node.path) else { return };
        let missing: Missing = match self.state.held.built(root.shape, &root.path) {
            Err(missing) => missing,
            Ok(_) if self.state.held.is_within(&root.path) => root.path.clone(),
            Ok(_) => return,
        };
        ui.horizontal_wrapped(|ui| {
            let last = missing.steps().iter().rev().find_map(|step| match step {
                Step::Key(key) => Some(words::field(key)),
                Step::Index(_) => None,
            });
            let said = if missing == root.path {
                "Not in the file yet: nothing is stated.".to_owned()
            } else {
                let what = last.unwrap_or_default().to_lowercase();
                format!("Not in the file yet: {what} is still needed.")
            };
            text::label(ui, &said, theme::SMALL, Tone::Warning);
            if link::action(ui, "Leave it out", &format!("Leave out {}", node.spoken)).clicked() {
                self.state.held.forget(&root.path);
            }
        });
    }

    /// What is in a group stands in, along a thin line.
    pub(super) fn indented(&mut self, ui: &mut Ui, add: impl FnOnce(&mut Self, &mut Ui)) {
        let left = ui.cursor().left() + 3.0;
        let top = ui.cursor().top();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(STEP);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.set_width(ui.available_width());
                add(self, ui);
            });
        });
        let bottom = ui.min_rect().bottom();
        if bottom > top + 4.0 {
            let stroke = Stroke::new(1.0, Palette::of(ui).line);
            ui.painter().vline(left, top..=bottom, stroke);
        }
    }
}

/// Draws something small, where it stands inside something else.
fn small<R>(ui: &mut Ui, inside: bool, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        if inside {
            let font = egui::FontId::proportional(theme::SMALL);
            ui.style_mut().override_font_id = Some(font);
        }
        add(ui)
    })
    .inner
}

/// The name of a value, in a column of its own.
fn label(ui: &mut Ui, name: &str) {
    let room = vec2(NAMES, field::HEIGHT);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(NAMES);
        ui.set_max_width(NAMES);
        text::label(ui, name, theme::DENSE, Tone::Dim);
    });
}

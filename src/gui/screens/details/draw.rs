//! How is a value of an entry drawn: one beside its name, a group indented below it?

use egui::{Align, Id, Layout, Popup, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::diag::Problem;
use crate::document::shape::{Field, Leaf, Variant};
use crate::document::{At, Edit, Path, Shape, Step};
use crate::gui::answer::Answer;
use crate::gui::kit::icon::{self, all};
use crate::gui::kit::text::{self, focus_ring};
use crate::gui::kit::{Refusal, field, link};
use crate::gui::theme::{self, Palette, Tone};
use crate::session::Session;

use super::leaf::{self, Way};
use super::node::{Missing, Node, Root, bare, key_ron, variant_of};
use super::{State, words};

/// Width of the names, in points.
const NAMES: f32 = 104.0;
/// How far a group stands in, in points.
const STEP: f32 = 12.0;
/// Lists of single lines that are longer have a scroll bar of their own.
const LONG: usize = 10;
/// Lists of groups that are longer show their groups closed.
const OPEN: usize = 2;

/// What is drawn from, and what was asked for.
pub(super) struct Draw<'a> {
    pub(super) session: &'a Session,
    pub(super) state: &'a mut State,
    /// What the entry is called.
    pub(super) owner: String,
    /// What is wrong with the text, by the byte it stands at.
    pub(super) wrong: Vec<(usize, Problem)>,
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
                crate::gui::kit::in_place::refused(ui, &(problem.message, problem.hint));
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
                    && link::action(ui, "Several…", &format!("Several of {}", node.spoken))
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
            }
        }
    }

    /// Draws a value without its name, where there is one line.
    fn bare_value(&mut self, ui: &mut Ui, node: &Node<'a>) {
        match node.shape {
            Shape::Leaf(leaf) | Shape::OneOrList(leaf, _) | Shape::OneOrFields(leaf, _) => {
                self.leaf_alone(ui, node, leaf);
            }
            Shape::OneOf(variants) => self.choice(ui, node, variants),
            _ => self.value(ui, node),
        }
    }

    /// A name, and beside it what `add` draws.
    fn row(&mut self, ui: &mut Ui, node: &Node<'a>, add: impl FnOnce(&mut Self, &mut Ui)) {
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
                    crate::gui::kit::in_place::refused(ui, problem);
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
    fn takes_focus(&mut self, ui: &Ui, path: &Path) -> bool {
        let here = self.state.focus.as_ref() == Some(path);
        if here {
            self.state.focus = None;
            ui.ctx().request_repaint();
        }
        here
    }

    fn heard(&self, node: &Node<'a>) -> String {
        if node.spoken.is_empty() {
            return self.owner.clone();
        }
        format!("{}: {}", self.owner, node.spoken)
    }

    fn problem_in(&self, at: At<'_>) -> Option<Refusal> {
        let span = at.span();
        let found = self.wrong.iter().find(|(byte, _)| span.contains(byte));
        found.map(|(_, problem)| (problem.message.clone(), problem.hint.clone()))
    }

    /// Whether a text can be taken: nothing is changed.
    fn check(&self, node: &Node<'a>, leaf: &Leaf, text: &str) -> Result<(), Refusal> {
        let ron = match text.is_empty() {
            true => None,
            false => Some(leaf::ron(self.session, node, leaf, text)?),
        };
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

    fn allowed(&self, edit: Edit) -> Result<Edit, Refusal> {
        match self.session.objections(&edit).into_iter().next() {
            None => Ok(edit),
            Some(problem) => Err((problem.message, problem.hint)),
        }
    }

    fn take(&mut self, node: &Node<'a>, ron: Option<String>) {
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

    fn tell(&mut self, (what, hint): Refusal) {
        self.answers.push(Answer::Tell(match hint {
            Some(hint) => format!("{what}: {hint}"),
            None => what,
        }));
    }

    /// An edit, where nothing is wrong after it that is not wrong now.
    fn edit(&mut self, edit: Edit) {
        match self.allowed(edit) {
            Ok(edit) => self.answers.push(Answer::Edit(edit)),
            Err(refusal) => self.tell(refusal),
        }
    }

    fn one_of(&mut self, ui: &mut Ui, node: &Node<'a>, variants: &'static [Variant]) {
        let node = &self.replaced(node);
        self.row(ui, node, |draw, ui| draw.choice(ui, node, variants));
        let now = self.variant(node);
        let variant = variants.iter().find(|variant| Some(variant.name) == now.as_deref());
        let Some(inside) = variant.and_then(|variant| node.held(variant)) else { return };
        self.indented(ui, |draw, ui| {
            match inside.shape {
                Shape::Fields(fields) => draw.fields(ui, &inside, fields),
                _ => draw.value(ui, &inside),
            }
            draw.still_needed(ui, node);
        });
    }

    /// The node of a value for which another variant was chosen that is not complete yet.
    fn replaced(&self, node: &Node<'a>) -> Node<'a> {
        let mut node = node.clone();
        if node.root.is_none() && self.state.held.variants.contains_key(&node.path) {
            node.at = None;
            node.root = Some(Root { shape: node.shape, path: node.path.clone() });
        }
        node
    }

    fn variant(&self, node: &Node<'a>) -> Option<String> {
        let held = self.state.held.variants.get(&node.path).cloned();
        held.or_else(|| node.at.map(|at| variant_of(at).to_owned()))
    }

    fn choice(&mut self, ui: &mut Ui, node: &Node<'a>, variants: &'static [Variant]) {
        let name = self.heard(node);
        let mut choices: Vec<(String, String)> =
            variants.iter().map(|v| (v.name.to_owned(), words::variant(v.name))).collect();
        if !node.needed {
            choices.insert(0, (String::new(), "–".to_owned()));
        }
        let value = self.variant(node).unwrap_or_default();
        let wrong = node.at.filter(|at| at.inner().open().is_none());
        let wrong = wrong.and_then(|at| self.problem_in(at));
        let chosen = field::Chosen {
            name: &name,
            value: &value,
            choices: &choices,
            hint: if node.needed { "choose" } else { "not stated" },
            wrong: wrong.is_some(),
            focus: self.takes_focus(ui, &node.path),
        };
        let chosen = field::chosen(ui, chosen);
        if let Some(problem) = &wrong {
            crate::gui::kit::in_place::refused(ui, problem);
        }
        let Some(name) = chosen else { return };
        if name.is_empty() {
            self.state.held.forget(&node.path);
            return if node.root.is_none() { self.take(node, None) } else { () };
        }
        let Some(variant) = variants.iter().find(|variant| variant.name == name) else { return };
        self.choose(node, variant);
    }

    /// Another variant, with what it has in common with the one before.
    fn choose(&mut self, node: &Node<'a>, variant: &'static Variant) {
        let mut kept = vec![];
        if let Some(Shape::Fields(fields)) = &variant.holds {
            for field in fields {
                let path = node.path.clone().key(field.name);
                let stated = node.at.and_then(|at| Some(at.inner().find(field.name)?.1.value()));
                let value = self.state.held.values.get(&path).cloned();
                kept.extend(
                    value.or_else(|| stated.map(|at| at.literal().to_owned())).map(|v| (path, v)),
                );
            }
        }
        let held = &mut self.state.held;
        held.forget(&node.path);
        held.variants.insert(node.path.clone(), variant.name.to_owned());
        held.values.extend(kept);
        let root = node.root.clone();
        let root = root.unwrap_or_else(|| Root { shape: node.shape, path: node.path.clone() });
        if let Ok(value) = self.state.held.built(root.shape, &root.path) {
            let label = format!("{} of {}", node.spoken, self.owner);
            match self.allowed(Edit::new(label).set(root.path.clone(), value)) {
                Ok(edit) => {
                    self.state.held.forget(&root.path);
                    self.answers.push(Answer::Edit(edit));
                }
                Err(refusal) => {
                    self.state.held.forget(&node.path);
                    self.tell(refusal);
                }
            }
        } else if let Some(shape) = &variant.holds {
            let path = match shape {
                Shape::Leaf(_) | Shape::OneOf(_) => node.path.clone().index(0),
                _ => node.path.clone(),
            };
            self.state.focus = Some(leaf::first_leaf(shape, &path));
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

    /// A group's name, and what can be done with it.
    fn head(&mut self, ui: &mut Ui, node: &Node<'a>) {
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
    fn menu(&mut self, ui: &mut Ui, node: &Node<'a>, place: Option<(usize, usize)>) {
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

    fn list(&mut self, ui: &mut Ui, node: &Node<'a>, item: &'static Shape) {
        let one = words::one(node.last());
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
                let area = area.max_height(height * LONG as f32);
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
        if item.is_leaf() || matches!(item, Shape::Tuple(_)) {
            node.label = String::new();
            ui.horizontal_top(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    self.menu(ui, &node, place);
                    ui.vertical(|ui| match item {
                        Shape::Tuple(_) => self.value(ui, &node),
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
                Shape::Fields(fields) => {
                    draw.fields(ui, &node, fields);
                    draw.still_needed(ui, &node);
                }
                _ => draw.value(ui, &node),
            });
        }
    }

    fn map(&mut self, ui: &mut Ui, node: &Node<'a>, key: &'static Shape, value: &'static Shape) {
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
        let one = words::one(node.last());
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
        let id = Id::unique("details key").with(node.path.to_string());
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
        let check = |text: &str| match taken.contains(&key_of(text)) {
            true => Err((format!("`{text}` is there already"), None)),
            false => Ok(()),
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

    /// What is in a group stands in, along a thin line.
    fn indented(&mut self, ui: &mut Ui, add: impl FnOnce(&mut Self, &mut Ui)) {
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

enum Does {
    Remove,
    Move(usize),
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

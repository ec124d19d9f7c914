//! How is one of several variants chosen, and what becomes of what the one before held?

use egui::Ui;

use crate::document::shape::Variant;
use crate::document::{Edit, Shape};
use crate::gui::answer::Answer;
use crate::gui::kit::{field, in_place};

use super::draw::Draw;
use super::node::{Node, Root, variant_of};
use super::{leaf, words};

impl<'a> Draw<'a> {
    pub(super) fn one_of(&mut self, ui: &mut Ui, node: &Node<'a>, variants: &'static [Variant]) {
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

    pub(super) fn choice(&mut self, ui: &mut Ui, node: &Node<'a>, variants: &'static [Variant]) {
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
            in_place::refused(ui, problem);
        }
        let Some(name) = chosen else { return };
        if name.is_empty() {
            self.state.held.forget(&node.path);
            if node.root.is_none() {
                self.take(node, None);
            }
            return;
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
}

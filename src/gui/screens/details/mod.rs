//! What can be said of one entry? Every field of its shape: those that are stated first, the others
//! when they are asked for. A field that the model gains is there by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::diag::Problem;
use crate::document::{Path, Shape, Step};
use crate::engine::outlook::Outlook;
use crate::gui::answer::Answer;
use crate::gui::command::Screen;
use crate::gui::kit::icon::all;
use crate::gui::kit::{button, in_place, text};
use crate::gui::theme::{self, Palette};
use crate::session::Session;

mod choice;
mod draw;
mod group;
mod leaf;
mod node;
pub(super) mod words;

use draw::Draw;
pub(super) use leaf::{kind, summary};
use node::{Held, Node, Root};

/// What the details remember from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    /// The entry that is shown; `None`: they are closed.
    of: Option<Path>,
    /// The screen that they stand on: the first that was drawn with them.
    on: Option<Screen>,
    held: Held,
    /// Groups of lists that were opened or closed by hand.
    turned: BTreeSet<Path>,
    /// The value that is to get the keyboard.
    focus: Option<Path>,
    /// The map that is to get a new key, and the variant that the key is of.
    keying: Option<(Path, String)>,
    /// What is wrong with the text, by the byte it stands at: as long as nothing has changed.
    wrong: Option<(Arc<Outlook>, Wrong)>,
}

/// Problems by the byte that each stands at.
type Wrong = Arc<[(usize, Problem)]>;

impl State {
    /// Shows an entry, or the one that a value belongs to; the value gets the keyboard.
    pub fn open(&mut self, path: &Path) {
        let depth = entry_depth(path);
        let of: Path = path.steps().iter().take(depth).cloned().collect();
        (self.of, self.on) = (Some(of), None);
        if path.steps().len() > depth {
            self.seek(path);
        }
    }

    /// The keyboard goes to a value that may not be stated yet.
    fn seek(&mut self, path: &Path) {
        self.focus = Some(path.clone());
        self.held.asked.insert(path.clone());
    }

    /// Shows another entry, where the details stand on this screen.
    pub fn follow(&mut self, path: &Path, screen: Screen) {
        if self.of.is_some() && self.on == Some(screen) {
            self.of = Some(path.clone());
        }
    }

    /// Begins a new entry with a value that it has already, as RON.
    pub fn begin(&mut self, path: &Path, field: Option<(&str, &str)>) {
        (self.of, self.on) = (Some(path.clone()), None);
        self.held.forget(path);
        self.held.asked.insert(path.clone());
        if let Some((field, value)) = field {
            self.held.values.insert(path.clone().key(field), value.to_owned());
        }
        let shape = path.steps().iter().try_fold(Shape::scenario(), |shape, step| {
            Some(match (shape, step) {
                (Shape::Map(_, inner) | Shape::List(inner), _) => &**inner,
                (_, Step::Key(key)) => &shape.field(key)?.shape,
                _ => return None,
            })
        });
        self.focus = shape.and_then(|shape| self.held.built(shape, path).err());
    }

    /// Shows a group of the top level where it is drawn in place, though it is not stated yet.
    pub fn ask(&mut self, path: Path) {
        self.held.asked.insert(path);
    }

    /// Whether something is typed or asked for at a place or inside it, that the file does not have.
    pub fn is_asked(&self, path: &Path) -> bool {
        self.held.is_within(path)
    }

    /// Puts the keyboard into a value that is drawn in place.
    pub fn seek_in_place(&mut self, path: &Path) {
        self.seek(path);
    }

    /// Closes them.
    pub fn close(&mut self) {
        self.of = None;
    }

    /// Whether they are open.
    pub fn is_open(&self) -> bool {
        self.of.is_some()
    }
}

/// How many steps lead to an entry: a move stands in a plan, other entries in the top level.
fn entry_depth(path: &Path) -> usize {
    match path.steps().first() {
        Some(Step::Key(field)) if field == "plans" => 3,
        Some(Step::Key(field)) => match Shape::scenario().field(field).map(|field| &field.shape) {
            Some(Shape::Map(_, value)) if value.is_leaf() => 1,
            Some(Shape::Map(..) | Shape::List(_)) => 2,
            _ => 1,
        },
        _ => 0,
    }
}

/// Width of the panel, in points.
const WIDE: f32 = 348.0;
/// Width of the panel in a narrow window, in points.
const SLIM: f32 = 300.0;

/// Draws the panel at the right of `ui`, where an entry is to be shown.
pub fn panel(ui: &mut Ui, session: &Session, screen: Screen, state: &mut State) -> Vec<Answer> {
    let Some(path) = state.of.clone() else { return vec![] };
    if *state.on.get_or_insert(screen) != screen {
        return vec![];
    }
    let Some(node) = node_at(session, &path) else {
        state.of = None;
        return vec![];
    };
    if node.root.is_some() && !state.held.is_within(&path) {
        // It was removed, or its place taken back by undo.
        state.of = None;
        return vec![];
    }
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin {
        left: 14,
        right: 8,
        top: 10,
        bottom: 10,
    });
    let width = if text::narrow(ui) { SLIM } else { WIDE };
    let panel = Panel::right("details").resizable(false).exact_size(width).frame(frame);
    let mut answers = vec![];
    panel.show(ui, |ui| {
        let (owner, kind) = named(session, &node);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if button::icon(ui, all::ICON_CLOSE, "Close details").clicked() {
                    state.of = None;
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    let title = egui::RichText::new(&owner).size(theme::CARD_TITLE);
                    let title = egui::Label::new(title.color(palette.text)).truncate();
                    ui.add(title).widget_info(|| {
                        let name = format!("All fields of {owner}");
                        egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, name)
                    });
                    text::second(ui, &kind);
                });
            });
        });
        ui.add_space(4.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            // Room for the scroll bar.
            ui.set_max_width(ui.available_width() - 8.0);
            answers = entry(ui, session, state, &node, owner);
        });
    });
    answers
}

/// Draws all fields of what stands at a path of the top level, in place; false where there is nothing
/// to draw, as the file does not state it and nobody asked for it.
pub(super) fn inline(
    ui: &mut Ui,
    session: &Session,
    state: &mut State,
    path: &Path,
    answers: &mut Vec<Answer>,
) -> bool {
    let Some(node) = node_at(session, path) else { return false };
    if node.at.is_none() && !state.held.is_within(path) {
        return false;
    }
    let owner = named(session, &node).0;
    let node = Node { label: String::new(), ..node };
    answers.extend(entry(ui, session, state, &node, owner));
    true
}

fn entry<'a>(
    ui: &mut Ui,
    session: &'a Session,
    state: &mut State,
    node: &Node<'a>,
    owner: String,
) -> Vec<Answer> {
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 4.0);
    let wrong = problems(session, state);
    if let Some(at) = node.at {
        told(ui, node, &wrong, at.span());
    }
    let mut draw = Draw { session, state, owner, wrong, answers: vec![] };
    match node.shape {
        Shape::Fields(fields) => {
            draw.fields(ui, node, fields);
            draw.still_needed(ui, node);
        }
        _ => draw.value(ui, node),
    }
    draw.answers
}

/// What is wrong with the entry as a whole: what no value of it is to blame for.
fn told(ui: &mut Ui, node: &Node<'_>, wrong: &[(usize, Problem)], span: std::ops::Range<usize>) {
    let in_value = |byte: usize| {
        let items = node.at.into_iter().flat_map(|at| at.inner().items());
        items.map(|item| item.span()).any(|span| span.contains(&byte))
    };
    for (_, problem) in
        wrong.iter().filter(|(byte, _)| span.contains(byte) && !in_value(*byte)).take(3)
    {
        in_place::refused(ui, &(problem.message.clone(), problem.hint.clone()));
    }
}

fn problems(session: &Session, state: &mut State) -> Wrong {
    let Some(outlook) = session.outlook() else { return Arc::default() };
    if let Some((of, wrong)) = &state.wrong
        && Arc::ptr_eq(of, outlook)
    {
        return Arc::clone(wrong);
    }
    let found = super::entries::problems(session);
    let wrong: Wrong = found.into_iter().map(|(byte, problem)| (byte, problem.clone())).collect();
    state.wrong = Some((Arc::clone(outlook), Arc::clone(&wrong)));
    wrong
}

/// The node of a path from the top; `None` where no such thing can be.
fn node_at<'a>(session: &'a Session, path: &Path) -> Option<Node<'a>> {
    let mut node = Node {
        shape: Shape::scenario(),
        path: Path::new(),
        way: vec![],
        at: Some(session.document()?.root()),
        needed: true,
        label: String::new(),
        spoken: String::new(),
        root: None,
        removal: Path::new(),
    };
    for step in path.steps() {
        node = match (node.shape, step) {
            (Shape::Fields(_), Step::Key(key)) => node.field(node.shape.field(key)?),
            (Shape::List(item), Step::Index(index)) => node.item(item, *index, ""),
            (Shape::Map(key_shape, value), Step::Key(key)) => {
                let item = node.at.and_then(|at| Some(at.inner().find(key)?.1));
                let literal = item.and_then(|item| item.key_literal()).map(str::to_owned);
                let literal = literal.unwrap_or_else(|| node::key_ron(key_shape, key));
                node.entry(value, key, literal)
            }
            _ => return None,
        };
    }
    // A new entry stands in the file as a whole, also where its list is not there yet.
    if node.at.is_none() {
        let list_is_there = path.split_last().is_some_and(|(list, _)| {
            session.document().is_some_and(|document| list.find(document.root()).is_some())
        });
        if list_is_there {
            node.root = Some(Root { shape: node.shape, path: path.clone() });
        }
    }
    // What is heard begins inside the entry, and the entry itself stays.
    node.spoken = if matches!(node.shape, Shape::Fields(_) | Shape::OneOf(_)) {
        String::new()
    } else {
        node.label.clone()
    };
    node.needed = true;
    Some(node)
}

/// What an entry is called, and what it is one of.
fn named(session: &Session, node: &Node<'_>) -> (String, String) {
    let steps = node.path.steps();
    let field = match steps.first() {
        Some(Step::Key(field)) => field.as_str(),
        _ => "",
    };
    let one = match super::listed::one(field) {
        Some(one) => one.to_owned(),
        None if field == "plans" => "move".to_owned(),
        None => words::one(field),
    };
    match (steps, node.at) {
        (_, None) if steps.len() > 1 => match steps.last() {
            Some(Step::Key(key)) => (key.clone(), format!("new {one}")),
            _ => (format!("New {one}"), String::new()),
        },
        ([_, Step::Key(key)], _) => (key.clone(), one),
        ([_, Step::Key(plan), Step::Index(index)], Some(at)) => {
            let what = words::capital(&words::variant(node::variant_of(at)));
            (format!("{what}, move {}", index + 1), format!("of {plan}"))
        }
        ([_, Step::Index(_)], Some(at)) => {
            let first = at.inner().items().find_map(|item| item.value().inner().string());
            (first.map_or_else(|| words::capital(&one), std::borrow::Cow::into_owned), one)
        }
        _ => {
            let whose = session.scenario().map_or("", |scenario| scenario.title.as_str());
            (words::field(field), whose.to_owned())
        }
    }
}

//! Of which moves is the chosen plan made, and how are plans and moves made, copied and removed?

use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};

use super::super::entries::abouts_moved;
use super::fields::{self, Field, Kind, Piece};
use crate::document::{Edit, Op, Path, Step, quote};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::icon::all;
use crate::gui::kit::in_place::{self, Dragged, Value};
use crate::gui::kit::{Refusal, button, card, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::{DO_NOTHING, Move, OfferKind};
use crate::session::{self, Session};
use crate::units::Day;

/// What is remembered from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The move whose second line is open, by plan and place.
    open: Option<(Arc<str>, usize)>,
}

/// Draws the chosen plan's moves as sentences whose values are changed where they stand.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut State, answers: &mut Vec<Answer>) {
    let plan = Arc::clone(view.session.plan());
    let Some(scenario) = view.session.scenario() else { return };
    let moves = scenario.plans.get(&plan);
    card::card(ui, |ui| {
        head(ui, view, &plan, answers);
        let Some(moves) = moves else {
            text::label(
                ui,
                "Nothing is ordered, ended or changed. Copy it to make a plan of your own.",
                theme::BODY,
                Tone::Dim,
            );
            return;
        };
        if moves.is_empty() {
            text::label(ui, "No move yet.", theme::BODY, Tone::Dim);
        }
        for (index, step) in moves.iter().enumerate() {
            card::rule(ui);
            ui.push_id(index, |ui| {
                row(ui, view, &plan, (index, moves.len()), step, state, answers);
            });
        }
        card::rule(ui);
        add(ui, view, &plan, answers);
    });
}

/// The plan's name, changed where it stands, and what can be done with the whole plan.
fn head(ui: &mut Ui, view: &View<'_>, plan: &Arc<str>, answers: &mut Vec<Answer>) {
    let width = ui.available_width();
    ui.allocate_ui_with_layout(vec2(width, 28.0), Layout::right_to_left(Align::Center), |ui| {
        let path = Path::new().key("plans").key(&**plan);
        let own = &**plan != DO_NOTHING;
        if own && button::icon(ui, all::ICON_DELETE, "Delete this plan").clicked() {
            answers.push(Answer::Edit(without_plan(view.session, plan, &path)));
        }
        if button::icon(ui, all::ICON_CONTENT_COPY, "Copy this plan").clicked() {
            let name = free_name(view.session, &format!("{plan}, copy"));
            let moves = view.session.document().and_then(|d| d.written(&path)).unwrap_or("[]");
            let edit = Edit::new(format!("Copy {plan}"));
            answers.push(Answer::Edit(edit.insert(Path::new().key("plans"), &*name, moves)));
            answers.push(Answer::ChoosePlan(name.into()));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            text::sentence(ui, theme::CARD_TITLE, |ui| {
                text::piece(ui, "Moves of ");
                if !own {
                    text::piece(ui, plan);
                    return;
                }
                let value = Value { name: "Name of the plan", shown: plan, typed: plan };
                let check = |name: &str| name_refused(view.session, plan, name);
                if let Some(name) = in_place::text_value(ui, value, &check) {
                    answers.push(Answer::Edit(renamed(view.session, plan, &path, &name)));
                    answers.push(Answer::ChoosePlan(name.into()));
                }
            });
        });
    });
}

/// A move: its sentence, and at the right what can be done with it.
fn row(
    ui: &mut Ui,
    view: &View<'_>,
    plan: &Arc<str>,
    (index, count): (usize, usize),
    step: &Move,
    state: &mut State,
    answers: &mut Vec<Answer>,
) {
    let list = Path::new().key("plans").key(&**plan);
    let path = list.clone().index(index);
    let nth = index + 1;
    let open = state.open.as_ref().is_some_and(|(of, at)| *of == *plan && *at == index);
    let width = ui.available_width();
    ui.allocate_ui_with_layout(vec2(width, 28.0), Layout::right_to_left(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let pressed = |ui: &mut Ui, icon, name: &str, enabled: bool| {
            let named = format!("{name} move {nth}");
            ui.add_enabled_ui(enabled, |ui| button::icon(ui, icon, &named).clicked()).inner
        };
        if pressed(ui, all::ICON_DELETE, "Delete", true) {
            let edit = Edit::new(format!("Delete a move of {plan}")).remove(path.clone());
            answers.push(Answer::Edit(edit));
        }
        if pressed(ui, all::ICON_CONTENT_COPY, "Copy", true)
            && let Some(written) = view.session.document().and_then(|d| d.written(&path))
        {
            let mut edit = Edit::new(format!("Copy a move of {plan}"));
            let value = written.to_owned();
            let into = list.clone();
            edit.ops.push(Op::Insert { into, key: None, value, at: Some(nth) });
            answers.push(Answer::Edit(edit));
        }
        let down = pressed(ui, all::ICON_ARROW_DOWNWARD, "Move down", nth < count);
        let up = pressed(ui, all::ICON_ARROW_UPWARD, "Move up", index > 0);
        if down || up {
            let to = if down { nth } else { index.saturating_sub(1) };
            let edit = Edit::new(format!("Order of the moves of {plan}"));
            answers.push(Answer::Edit(edit.shift(path.clone(), to)));
        }
        if pressed(ui, all::ICON_LIST_ALT, "All fields of", true) {
            answers.push(Answer::Details(path.clone()));
        }
        let more = if open { all::ICON_EXPAND_LESS } else { all::ICON_EXPAND_MORE };
        if pressed(ui, more, "More of", true) {
            state.open = (!open).then(|| (Arc::clone(plan), index));
        }
        let off = step.is_off();
        let (icon, name) = if off {
            (all::ICON_VISIBILITY_OFF, "Switch on")
        } else {
            (all::ICON_VISIBILITY, "Switch off")
        };
        if pressed(ui, icon, name, true) {
            let edit = Edit::new(format!("{name} a move of {plan}"));
            let at = path.clone().key("off");
            answers.push(Answer::Edit(if off { edit.remove(at) } else { edit.set(at, "true") }));
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.set_max_width((ui.available_width() - 8.0).max(120.0));
            ui.add_space(4.0);
            if off {
                ui.set_opacity(0.55);
            }
            text::sentence(ui, theme::BODY, |ui| {
                if off {
                    text::toned(ui, "switched off · ", Tone::Dim);
                }
                pieces(ui, view, plan, &path, fields::sentence(step), answers);
            });
            if open {
                text::sentence(ui, theme::DENSE, |ui| {
                    pieces(ui, view, plan, &path, fields::rest(step), answers);
                });
            }
        });
    });
}

fn pieces(
    ui: &mut Ui,
    view: &View<'_>,
    plan: &str,
    path: &Path,
    of: &[Piece],
    answers: &mut Vec<Answer>,
) {
    for piece in of {
        match piece {
            Piece::Words(words) => {
                text::toned(ui, words, Tone::Dim);
            }
            Piece::Value(field) => answers.extend(value(ui, view, plan, path, field)),
        }
    }
}

/// A value of a move, changed where it stands; what may be left out is taken away by emptying it.
fn value(ui: &mut Ui, view: &View<'_>, plan: &str, path: &Path, field: &Field) -> Option<Answer> {
    let at: Path = field.key.split('.').fold(path.clone(), Path::key);
    let typed = parts::written(view.session, &at);
    let shown = fields::shown(view.session, field, &typed);
    let value = Value { name: field.name, shown: &shown, typed: &typed };
    let label = format!("{} of a move of {plan}", field.name);
    let edit = |given: &str| {
        if given.is_empty() && !field.absent.is_empty() {
            Ok(Edit::new(&*label).remove(at.clone()))
        } else {
            session::typed(view.session, &label, &at, given)
        }
    };
    let check = |given: &str| edit(given).map(drop).map_err(parts::refusal);
    match field.kind {
        Kind::Typed if parts::stepped(&typed, 1).is_some() => {
            match in_place::drag_value(ui, value, &parts::stepped, &check)? {
                Dragged::Moving(to) | Dragged::Done(to) => edit(&to).ok().map(Answer::Drag),
                Dragged::Cancelled => Some(Answer::CancelDrag),
            }
        }
        Kind::Typed => {
            let given = in_place::text_value(ui, value, &check)?;
            edit(&given).ok().map(Answer::Edit)
        }
        kind => {
            let mut all = fields::choices(view.session, plan, kind);
            if !field.absent.is_empty() && !typed.is_empty() {
                all.push((String::new(), field.absent.to_owned(), String::new()));
            }
            let given = in_place::choice_value(ui, value, &fields::kit(&all))?;
            if kind == Kind::Resource {
                return Some(Answer::Edit(Edit::new(label).set(at, given)));
            }
            if given.is_empty() {
                return edit("").ok().map(Answer::Edit);
            }
            Some(Answer::Edit(Edit::new(label).set(at, quote(&given))))
        }
    }
}

/// The menu of moves to add.
fn add(ui: &mut Ui, view: &View<'_>, plan: &str, answers: &mut Vec<Answer>) {
    let list = Path::new().key("plans").key(plan);
    let pressed = button::with_icon(ui, all::ICON_ADD, "Add a move");
    egui::Popup::menu(&pressed).gap(4.0).accessible_name("Add a move").show(|ui| {
        for (name, value) in new_moves(view.session, plan) {
            if ui.add_enabled(value.is_some(), egui::Button::new(name)).clicked()
                && let Some(value) = value
            {
                let edit = Edit::new(format!("{name} in {plan}"));
                answers.push(Answer::Edit(edit.push(list.clone(), value)));
            }
        }
    });
}

/// What a new move of each kind is at first, as RON; `None` where the file has nothing it could be
/// about.
fn new_moves(session: &Session, plan: &str) -> Vec<(&'static str, Option<String>)> {
    let Some(scenario) = session.scenario() else { return Vec::new() };
    let as_of = session.outlook().map_or(Day::FIRST, |outlook| outlook.as_of);
    let day = quote(&super::change::planned(session, plan).unwrap_or(as_of).to_string());
    let offer = |kind| fields::first_offer(scenario, kind).map(quote);
    let contract = scenario.contracts.keys().next().map(|key| quote(key));
    let service = scenario.services.keys().next().map(|key| quote(key));
    let line = scenario.lines.first().map(|line| quote(&line.what));
    let order = |offer: String| format!("Order(offer: {offer}, from: {day})");
    let price = quote("unknown");
    vec![
        (
            "Replace a server",
            contract.clone().zip(offer(OfferKind::Server)).map(|(old, new)| {
                format!("Replace(contract: {old}, with: {new}, from: {day}, overlap: \"1 month\")")
            }),
        ),
        ("Order a server", offer(OfferKind::Server).map(order)),
        ("Order backup space", offer(OfferKind::Backup).map(order)),
        ("End a contract", contract.clone().map(|c| format!("End(contract: {c}, on: {day})"))),
        ("Start a service", service.clone().map(|s| format!("Start(service: {s}, from: {day})"))),
        ("Stop a service", service.clone().map(|s| format!("Stop(service: {s}, from: {day})"))),
        (
            "Resize a service",
            service.map(|s| {
                format!("Resize(service: {s}, from: {day}, resource: Ram, to: \"1 GiB\")")
            }),
        ),
        (
            "Keep fewer or more backups",
            scenario.backups.as_ref().map(|_| format!("KeepBackups(days: 5, from: {day})")),
        ),
        (
            "Pay something once",
            Some(format!("OneOff(what: \"something\", price: {price}, on: {day})")),
        ),
        (
            "Another price of a contract",
            contract.map(|c| format!("Price(contract: {c}, monthly: {price}, from: {day})")),
        ),
        (
            "Another price of a line",
            line.map(|l| format!("PriceOfLine(line: {l}, price: {price}, from: {day})")),
        ),
    ]
}

/// A name that no plan has: the one given, or with a number after it.
pub(super) fn free_name(session: &Session, wanted: &str) -> String {
    let taken = |name: &str| {
        name == DO_NOTHING || session.scenario().is_some_and(|s| s.plans.contains_key(name))
    };
    let numbered = (2..).map(|n| format!("{wanted} {n}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or_default()
}

fn name_refused(session: &Session, plan: &str, name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(("a plan needs a name".to_owned(), None));
    }
    if name == plan || free_name(session, name) == name {
        return Ok(());
    }
    Err((format!("there is a plan `{name}` already"), Some("choose another name".to_owned())))
}

/// The plan under another name, and all that names it.
fn renamed(session: &Session, plan: &str, path: &Path, name: &str) -> Edit {
    let uses = session.document().map_or_else(Vec::new, |d| d.uses("plans", plan));
    let to = Path::new().key("plans").key(name);
    let abouts = abouts_moved(session, path, &to);
    let edit = Edit::new(format!("Rename {plan}")).rename(path.clone(), name);
    let edit = uses.into_iter().fold(edit, |edit, path| edit.set(path, quote(name)));
    abouts.into_iter().fold(edit, |edit, (path, about)| edit.set(path, about))
}

/// The plan gone, and with it what names it: which plan is asked for, which one a total was of.
fn without_plan(session: &Session, plan: &str, path: &Path) -> Edit {
    let uses = session.document().map_or_else(Vec::new, |d| d.uses("plans", plan));
    let own = |path: &Path| matches!(path.split_last(), Some((_, Step::Key(key))) if key == "plan");
    uses.into_iter()
        .filter(own)
        .fold(Edit::new(format!("Delete {plan}")), Edit::remove)
        .remove(path.clone())
}

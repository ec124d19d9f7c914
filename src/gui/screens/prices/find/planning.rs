//! Into which plan does the chosen one go?

use egui::Ui;

use super::chosen::Chosen;
use super::place;
use crate::engine::configure::Situation;
use crate::gui::answer::{Answer, View};
use crate::gui::command::Screen;
use crate::gui::kit::{field, modal, text};
use crate::gui::theme::{self, Tone};
use crate::report::configurations::Described;
use crate::session::picking;

/// What was said of the plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Planning {
    /// Empty: a new one.
    plan: String,
    wrong: Option<String>,
}

/// Draws the question; false once it is answered.
pub(super) fn show(
    ui: &Ui,
    view: &View<'_>,
    state: &mut Planning,
    (of, situation, said): (Chosen<'_>, &Situation, &mut place::Said),
    answers: &mut Vec<Answer>,
) -> bool {
    let Some(scenario) = view.session.scenario() else { return false };
    let described = Described::of(of.choice, of.needs, of.pick);
    let mut pressed = None;
    let closed = modal::modal(ui, "Plan with it", 520.0, |ui| {
        let name = described.name.text.trim();
        let parts = [name, &described.ram.text, &described.disks.text, &described.term.text];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        text::body(ui, &parts.join(" · "));
        place::sentence(ui, scenario, situation, said);
        ui.add_space(6.0);
        text::second(ui, "Plan");
        let mut choices = vec![(String::new(), "a new plan".to_owned())];
        choices.extend(scenario.plans.keys().map(|name| (name.to_string(), name.to_string())));
        let chosen = field::Chosen {
            name: "Plan",
            value: &state.plan,
            choices: &choices,
            hint: "",
            wrong: false,
            focus: false,
        };
        if let Some(plan) = field::chosen(ui, chosen) {
            state.plan = plan;
        }
        text::second(
            ui,
            "A plan that replaces that contract already orders it from then on; else a move is added. \
             The offer and its places are copied into this file.",
        );
        if let Some(wrong) = &state.wrong {
            text::label(ui, wrong, theme::BODY, Tone::Error);
        }
        ui.add_space(8.0);
        pressed = modal::answers(ui, &["Plan with it", "Cancel"]);
    });
    match pressed {
        Some(0) => {
            let Some(document) = view.session.document() else { return false };
            let plan = (!state.plan.is_empty()).then_some(state.plan.as_str());
            match picking(document, of.choice, of.pick, of.needs, plan) {
                Ok((edit, name)) => {
                    answers.push(Answer::Edit(edit));
                    answers.push(Answer::ChoosePlan(name.as_str().into()));
                    answers.push(Answer::Tell(format!("Planned in {name}")));
                    answers.push(Answer::Go(Screen::Plans));
                    false
                }
                Err(problem) => {
                    state.wrong = Some(match problem.hint {
                        Some(hint) => format!("{}: {hint}", problem.message),
                        None => problem.message,
                    });
                    true
                }
            }
        }
        Some(_) => false,
        None => !closed,
    }
}

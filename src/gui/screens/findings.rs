//! What is wrong or unknown, worst first, and what can be done about it?

use egui::{Ui, vec2};

use crate::checks::{Action, Finding};
use crate::diag::Severity;
use crate::gui::answer::{Answer, View};
use crate::gui::kit::finding_row::{FindingAnswer, FindingRow, finding_row};
use crate::gui::kit::{card, icon, text};
use crate::gui::theme::{self, Tone};

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {}

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, _state: &mut State) -> Vec<Answer> {
    let findings = view.session.findings();
    let mut answers = Vec::new();
    super::page(ui, |ui| {
        let all: Vec<&Finding> = findings.iter().collect();
        ui.horizontal(|ui| {
            text::title(ui, "Findings");
            ui.add_space(6.0);
            tally(ui, &all);
        });
        if findings.is_empty() {
            card::card(ui, |ui| {
                ui.horizontal(|ui| {
                    text::label(
                        ui,
                        "Nothing was found: every check passes.",
                        theme::BODY,
                        Tone::Ok,
                    );
                });
            });
        }
        ui.spacing_mut().item_spacing.y = theme::GAP;
        for (severity, title, note) in [
            (Severity::Error, "Errors", "a figure is wrong, or a plan cannot be"),
            (Severity::Warning, "Warnings", "money, a date or data is at risk"),
            (Severity::Note, "Notes", "worth knowing"),
        ] {
            let group: Vec<&Finding> =
                findings.iter().filter(|finding| finding.severity == severity).collect();
            if group.is_empty() {
                continue;
            }
            card::bare(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 0.0);
                ui.add_space(12.0);
                ui.horizontal(|ui| {
                    ui.add_space(14.0);
                    card::heading(ui, title, &format!("{} · {note}", group.len()));
                });
                ui.add_space(4.0);
                answers.extend(rows(ui, &group, view.session.plan()));
                ui.add_space(6.0);
            });
        }
    });
    answers
}

/// Draws findings one below the other; pressed, each opens with its reason and its fix. One about
/// another plan than the `chosen` one says which.
pub(super) fn rows(ui: &mut Ui, findings: &[&Finding], chosen: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let other = finding.plan.as_deref().filter(|plan| *plan != chosen);
        let why =
            other.map_or_else(|| finding.why.clone(), |plan| format!("{plan}: {}", finding.why));
        let row = FindingRow {
            severity: finding.severity,
            what: &finding.what,
            why: &why,
            action: Some(action(finding)),
        };
        let pressed =
            ui.push_id(index, |ui| finding_row(ui, &row, index + 1 == findings.len())).inner;
        if let Some(FindingAnswer::Act | FindingAnswer::Show) = pressed {
            answers.push(Answer::Finding(Box::new((*finding).clone())));
        }
    }
    answers
}

/// What a person is offered beside a finding.
pub(super) fn action(finding: &Finding) -> &'static str {
    match finding.action {
        Action::Fix => "Fix…",
        Action::Ask => "Ask…",
        Action::Why => "Why",
    }
}

/// `3 errors · 6 warnings · 3 notes`, each in its tone, on one line, in reading order from either
/// side.
pub(super) fn tally(ui: &mut Ui, findings: &[&Finding]) {
    let mut parts: Vec<(String, Tone)> = Vec::new();
    for (severity, word) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
    {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        if count > 0 {
            parts.push((crate::units::plural(count as i128, word), Tone::from(severity)));
        }
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let backwards = ui.layout().prefer_right_to_left();
        if backwards {
            parts.reverse();
        }
        for (index, (part, tone)) in parts.iter().enumerate() {
            if index > 0 {
                text::label(ui, "·", theme::BODY, Tone::Dim);
            }
            text::label(ui, part, theme::BODY, *tone);
        }
        if parts.is_empty() {
            icon::named(ui, icon::all::ICON_CHECK, theme::Palette::of(ui).ok, "Nothing found");
        }
    });
}

//! How wrong has such a forecast been? Tried on a thread of its own, and kept while the past is the same.

use std::sync::Arc;

use egui::Ui;

use crate::formats::importers::crontab_line;
use crate::gui::answer::{Answer, View};
use crate::gui::command::Command;
use crate::gui::kit::{button, card, link, text};
use crate::gui::parts;
use crate::gui::screens::measuring::LOG;
use crate::gui::screens::shown::Kept;
use crate::gui::theme;
use crate::gui::working::Working;
use crate::report::Tone;
use crate::report::capacity::{self, Trial, Tried, Which};

/// What is remembered from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    asked: Kept<Which, Vec<Trial>>,
    stage: Stage,
    /// What `stage` is of.
    of: Vec<Trial>,
}

#[derive(Debug, Default)]
enum Stage {
    /// Nobody wants it.
    #[default]
    LeftOff,
    Working(Working<Vec<Tried>>),
    Done(Vec<Tried>),
}

/// Draws the card.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, which: &Which, state: &mut State) -> Vec<Answer> {
    let mut answers = Vec::new();
    let Some(ask) = super::ask(view) else { return answers };
    let asked =
        state.asked.get(view.session, which.clone(), || Some(capacity::trials(&ask, which)));
    let asked = asked.unwrap_or_default();
    // An edit elsewhere leaves the past as it was: then nothing is tried again.
    if state.of != *asked {
        state.of.clone_from(&asked);
        state.stage = begin(ui, &asked);
    }
    if let Stage::Working(working) = &state.stage
        && let Some(done) = working.done()
    {
        state.stage = Stage::Done(done);
    }
    card::card(ui, |ui| {
        card::heading(ui, "How wrong has this been?", "");
        ui.add_space(2.0);
        match &state.stage {
            Stage::Working(working) => {
                let (at, all) = working.at();
                text::body(ui, "Trying such forecasts from earlier days…");
                text::second(ui, &format!("{at} of {all}"));
                if link::action(ui, "Cancel", "Cancel the trial").clicked() {
                    state.stage = Stage::LeftOff;
                }
            }
            Stage::LeftOff if !asked.is_empty() => {
                text::body(ui, "Not tried.");
                if link::action(ui, "Try it", "Try the forecasts").clicked() {
                    state.stage = begin(ui, &asked);
                }
            }
            Stage::LeftOff | Stage::Done(_) => {
                let done: &[Tried] = match &state.stage {
                    Stage::Done(done) => done,
                    _ => &[],
                };
                for said in capacity::tried(&ask, which, done) {
                    let size = if said.tone == Tone::Dim { theme::SMALL } else { theme::BODY };
                    text::label(ui, &said.text(), size, parts::tone(said.tone));
                }
                if done.is_empty() && which.resource != crate::model::Resource::Backup {
                    how_to_begin(ui, &mut answers);
                }
            }
        }
    });
    answers
}

fn begin(ui: &Ui, asked: &Arc<Vec<Trial>>) -> Stage {
    if asked.is_empty() {
        return Stage::LeftOff;
    }
    let trials = Arc::clone(asked);
    let all = trials.iter().map(|trial| trial.horizons().len()).sum();
    Stage::Working(Working::begin(ui.ctx(), all, move |steps| {
        let mut before = 0;
        let run = |trial: &Trial| {
            let begun = before;
            before += trial.horizons().len();
            trial.run(&|n| steps.begin(begun + n))
        };
        trials.iter().map(run).collect()
    }))
}

/// Where measurements come from.
fn how_to_begin(ui: &mut Ui, answers: &mut Vec<Answer>) {
    text::second(
        ui,
        "From Prometheus, Zabbix, Netdata, sysstat, Proxmox, free and df, or any table.",
    );
    ui.horizontal_wrapped(|ui| {
        let import = Command::ImportUsage;
        if button::primary(ui, "Import usage…").on_hover_text(import.tooltip()).clicked() {
            answers.push(Answer::Command(import));
        }
        let line = crontab_line(LOG);
        let copy = button::plain(ui, "Copy a crontab line");
        if copy
            .on_hover_text(format!("Measures from now on, each quarter of an hour:\n{line}"))
            .clicked()
        {
            answers.push(Answer::Copy(line, "Copied the line for crontab".to_owned()));
        }
    });
}

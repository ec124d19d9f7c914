//! The screen "Capacity": how each resource goes day by day, how long it lasts, how wrong that has been.

use std::sync::Arc;

use egui::{Align, Layout, Ui, UiBuilder, pos2, vec2};

use super::shown::Kept;
use crate::gui::answer::{Answer, View};
use crate::gui::command::Screen;
use crate::gui::kit::chip::{Chip, chip};
use crate::gui::kit::days_plot::{self, Eye, days_plot};
use crate::gui::kit::{card, icon, link, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::Resource;
use crate::report::capacity::{self, Which};
use crate::report::{self, Ask, Block, Paragraph, Report, Table};

mod figures;
mod picture;
mod trial;

use picture::Drawn;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    /// The resource looked at; `None`: the one that runs out first.
    resource: Option<Resource>,
    /// The host looked at; `None`: all together.
    host: Option<Arc<str>>,
    chips: Kept<(Arc<str>, Option<Arc<str>>), Chips>,
    seen: Kept<(Arc<str>, Which), Made>,
    eye: Eye,
    /// Of the plot at the right, where there are two.
    far: Eye,
    trial: trial::State,
    figures: figures::State,
}

/// What can be chosen.
#[derive(Debug)]
struct Chips {
    resources: Vec<Resource>,
    lasting: Table,
    hosts: Vec<(Arc<str>, String)>,
}

/// A resource, ready to be drawn.
#[derive(Debug)]
struct Made {
    report: Report,
    drawn: Drawn,
    /// One sentence in place of the picture.
    heard: String,
}

/// Under this width, in points, cards stand below each other.
const SIDE_BY_SIDE: f32 = 860.0;
/// Width of the card beside the tables, in points.
const ASIDE: f32 = 268.0;
/// Height of the plot, at the least and at the most.
const PLOT: (f32, f32) = (230.0, 400.0);
/// What stands around the plot on a page that needs no scrolling, in points.
const REST: f32 = 508.0;

/// What the open scenario is asked; `None` while it cannot be read.
fn ask<'a>(view: &View<'a>) -> Option<Ask<'a>> {
    Some(Ask {
        scenario: view.session.scenario()?,
        outlook: view.session.outlook()?,
        findings: view.session.findings(),
        plan: view.session.plan(),
        second: None,
        path: None,
    })
}

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    super::page(ui, |ui| {
        let mut answers = Vec::new();
        ui.spacing_mut().item_spacing.y = 8.0;
        let height = (ui.clip_rect().height() - REST).clamp(PLOT.0, PLOT.1);
        let plan = Arc::clone(view.session.plan());
        let Some(chips) = chips(view, state, &plan) else { return answers };
        let resource = chosen(&chips, state);
        let Some(resource) = resource else {
            text::title(ui, "Capacity");
            nothing(ui, &mut answers);
            return answers;
        };
        let which = Which { resource, host: state.host.clone() };
        let made = state.seen.get(view.session, (plan, which.clone()), || {
            let report = capacity::of(&ask(view)?, &which);
            let drawn = Drawn::of(&report)?;
            let heard = heard(&report, &chips, &which);
            Some(Made { report, drawn, heard })
        });
        let Some(made) = made else { return answers };
        head(ui, view, (&made.report, &which), &mut answers);
        choose(ui, &chips, &which, state);
        card::card(ui, |ui| plots(ui, &made, state, height));
        ui.add_space(theme::GAP - 8.0);
        below(ui, view, &made.report, &which, state, &mut answers);
        answers
    })
}

fn chips(view: &View<'_>, state: &mut State, plan: &Arc<str>) -> Option<Arc<Chips>> {
    let key = (Arc::clone(plan), state.host.clone());
    let chips = state.chips.get(view.session, key, || {
        let ask = ask(view)?;
        let host = state.host.as_ref();
        Some(Chips {
            resources: capacity::resources(&ask, host.map(AsRef::as_ref)),
            lasting: capacity::lasting(&ask, host),
            hosts: capacity::hosts(&ask),
        })
    })?;
    // A host that is gone is looked at no longer.
    if state.host.as_ref().is_some_and(|host| chips.hosts.iter().all(|(key, _)| key != host)) {
        state.host = None;
        return self::chips(view, state, plan);
    }
    Some(chips)
}

/// The resource that was chosen, else the worst: short before at risk.
fn chosen(chips: &Chips, state: &State) -> Option<Resource> {
    let there = |of: &&Resource| chips.resources.contains(of);
    let worst = |tone: report::Tone| {
        let row =
            chips.lasting.rows.iter().position(|row| row.cells.iter().any(|c| c.tone == tone))?;
        chips.resources.get(row)
    };
    state
        .resource
        .as_ref()
        .filter(there)
        .or_else(|| worst(report::Tone::Bad))
        .or_else(|| worst(report::Tone::Warning))
        .or(chips.resources.first())
        .cloned()
}

/// Where nothing says what it needs.
fn nothing(ui: &mut Ui, answers: &mut Vec<Answer>) {
    card::titled(ui, "Nothing is counted yet", "", |ui| {
        for (said, name, to) in [
            (
                "What each resource has to hold stands here once a service says what it needs:",
                "Add services",
                Screen::Services,
            ),
            ("or once something was measured:", "Import usage", Screen::Usage),
        ] {
            text::sentence(ui, theme::BODY, |ui| {
                text::toned(ui, &format!("{said} "), Tone::Dim);
                if link::action(ui, name, name).clicked() {
                    answers.push(Answer::Go(to));
                }
            });
        }
    });
}

/// Title, and at its right what has to be known first; declared growth is changed where it stands.
fn head(
    ui: &mut Ui,
    view: &View<'_>,
    (report, which): (&Report, &Which),
    answers: &mut Vec<Answer>,
) {
    let said: Vec<&Paragraph> = report
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text(of) => Some(of),
            _ => None,
        })
        .collect();
    let growth = view.session.scenario().and_then(|s| s.growth.get(&which.resource));
    ui.horizontal_wrapped(|ui| {
        text::title(ui, "Capacity");
        ui.add_space(6.0);
        for (n, of) in said.iter().enumerate() {
            if of.tone == report::Tone::Warning {
                icon::status(ui, crate::diag::Severity::Warning);
            }
            let tone = parts::tone(of.tone);
            let text = of.text();
            let written = growth.map(|growth| growth.to_string().replace("..", " to "));
            let parts = written.as_deref().filter(|_| n == 0).and_then(|w| text.split_once(w));
            match (parts, written.as_deref(), path_of(&which.resource)) {
                (Some((before, after)), Some(written), Some(path)) => {
                    ui.scope(|ui| {
                        ui.spacing_mut().item_spacing.x = 0.0;
                        text::label(ui, before, theme::BODY, tone);
                        answers.extend(parts::value_named(ui, view, &path, "Growth", written));
                        text::label(ui, after, theme::BODY, tone);
                    });
                }
                _ => {
                    text::label(ui, &text, theme::BODY, tone);
                }
            }
        }
    });
}

/// Where the growth of a resource stands in the file.
fn path_of(resource: &Resource) -> Option<String> {
    match resource {
        Resource::Count(_) | Resource::Backup => None,
        other => Some(format!("growth.{other:?}")),
    }
}

/// A chip a resource, then one a host.
fn choose(ui: &mut Ui, chips: &Chips, which: &Which, state: &mut State) {
    ui.horizontal_wrapped(|ui| {
        for (resource, row) in chips.resources.iter().zip(&chips.lasting.rows) {
            let words: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let short = row.cells.iter().any(|cell| cell.tone == report::Tone::Bad);
            let drawn = Chip {
                label: &words.join(" · "),
                mark: short.then_some(crate::diag::Severity::Error),
                chosen: *resource == which.resource,
            };
            if chip(ui, &drawn).clicked() {
                state.resource = Some(resource.clone());
            }
        }
    });
    if chips.hosts.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        text::second(ui, "Server");
        let all = Chip { label: "All together", mark: None, chosen: which.host.is_none() };
        if chip(ui, &all).clicked() {
            state.host = None;
        }
        for (key, name) in &chips.hosts {
            let chosen = which.host.as_ref() == Some(key);
            if chip(ui, &Chip { label: name, mark: None, chosen }).clicked() {
                state.resource = Some(which.resource.clone());
                state.host = Some(Arc::clone(key));
            }
        }
    });
}

/// One plot of all days; where nothing was measured also what makes the demand up in the next months.
fn plots(ui: &mut Ui, made: &Made, state: &mut State, height: f32) {
    let drawn = &made.drawn;
    let span = drawn.near.as_ref().unwrap_or(&drawn.far).span;
    let heading = |ui: &mut Ui, title: &str, subtitle: &str, eye: &mut Eye| {
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 22.0;
            ui.horizontal(|ui| {
                card::heading(ui, title, subtitle);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    days_plot::buttons(ui, eye, span);
                });
            });
        });
    };
    state.eye.keys_of_page(ui, span);
    let Some(near) = &drawn.near else {
        heading(ui, &drawn.title, &drawn.subtitle, &mut state.eye);
        let shown = days_plot::Shown {
            label: &made.heard,
            reader: "Read a day",
            height,
            picture: &drawn.far,
        };
        days_plot(ui, &shown, &mut state.eye);
        return;
    };
    let near = days_plot::Shown {
        label: &made.heard,
        reader: "Read a day of what makes it up",
        height,
        picture: near,
    };
    let heard_far = format!("How long it lasts. {}", made.heard);
    let far = days_plot::Shown {
        label: &heard_far,
        reader: "Read a day of how long it lasts",
        height,
        picture: &drawn.far,
    };
    let room = ui.available_width();
    if room < SIDE_BY_SIDE {
        heading(ui, &drawn.title, &drawn.subtitle, &mut state.eye);
        days_plot(ui, &near, &mut state.eye);
        card::heading(ui, "How long it lasts", &drawn.until);
        days_plot(ui, &far, &mut state.far);
        return;
    }
    let left = (room * 0.6).round();
    beside(
        ui,
        left,
        |ui| {
            heading(ui, &drawn.title, &drawn.subtitle, &mut state.eye);
            days_plot(ui, &near, &mut state.eye);
        },
        |ui| {
            ui.add_space(1.0);
            ui.scope(|ui| {
                ui.set_min_height(theme::CONTROL);
                card::heading(ui, "How long it lasts", &drawn.until);
            });
            days_plot(ui, &far, &mut state.far);
        },
    );
}

/// Two columns, the left so wide.
fn beside(ui: &mut Ui, left: f32, one: impl FnOnce(&mut Ui), two: impl FnOnce(&mut Ui)) {
    let top = ui.cursor().min;
    let right = ui.available_width() - left - theme::GAP;
    let column = |ui: &mut Ui, at: f32, width: f32| {
        let place = egui::Rect::from_min_size(pos2(at, top.y), vec2(width, f32::INFINITY));
        ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min)))
    };
    let mut first = column(ui, top.x, left);
    one(&mut first);
    let mut second = column(ui, top.x + left + theme::GAP, right);
    two(&mut second);
    ui.advance_cursor_after_rect(first.min_rect().union(second.min_rect()));
}

/// The tables with the same figures, and how wrong such forecasts have been.
fn below(
    ui: &mut Ui,
    view: &View<'_>,
    report: &Report,
    which: &Which,
    state: &mut State,
    answers: &mut Vec<Answer>,
) {
    let room = ui.available_width();
    let State { trial, figures, .. } = state;
    if room < SIDE_BY_SIDE {
        answers.extend(figures::show(ui, view, report, figures));
        ui.add_space(theme::GAP - 8.0);
        answers.extend(trial::show(ui, view, which, trial));
        return;
    }
    let mut more = Vec::new();
    beside(
        ui,
        room - ASIDE - theme::GAP,
        |ui| answers.extend(figures::show(ui, view, report, figures)),
        |ui| more.extend(trial::show(ui, view, which, trial)),
    );
    answers.extend(more);
}

/// `Storage, day by day: 1-in-10 risk by 12 July 2026; figures in the tables below`.
fn heard(report: &Report, chips: &Chips, which: &Which) -> String {
    let row = chips.resources.iter().position(|of| *of == which.resource);
    let row = row.and_then(|row| chips.lasting.rows.get(row));
    let lasts = row.and_then(|row| row.cells.last()).map_or("", |cell| cell.text.as_str());
    format!("{}, day by day: {lasts}; figures in the tables below", report.title)
}

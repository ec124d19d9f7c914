//! One file a screen: each draws from a [`View`](super::answer::View) and answers what was asked.

use egui::{Frame, Margin, ScrollArea, Ui};

use super::answer::{Answer, View};
use super::command::Screen;
use super::kit::text;

pub mod basics;
pub mod contracts;
mod entries;
pub mod findings;
pub mod overview;
pub mod plans;
pub mod request;
pub mod services;
mod shown;

/// What the screens remember from frame to frame: nothing that belongs to the scenario.
#[derive(Debug, Default)]
pub struct States {
    /// Of the overview.
    pub overview: overview::State,
    /// Of the plans.
    pub plans: plans::State,
    /// Of the request.
    pub request: request::State,
    /// Of the services.
    pub services: services::State,
    /// Of the contracts.
    pub contracts: contracts::State,
    /// Of the basics.
    pub basics: basics::State,
    /// Of the findings.
    pub findings: findings::State,
}

impl States {
    /// Puts the keyboard into the cell of a value, where a sheet has one; `screen` shows it.
    pub fn seek(&mut self, screen: Screen, path: &str) {
        let Ok(path) = path.parse() else { return };
        match screen {
            Screen::Services => self.services.seek(path),
            Screen::Contracts => self.contracts.seek(path),
            Screen::Basics => self.basics.seek(path),
            _ => {}
        }
    }
}

/// Draws a screen; `states` is what all of them remember.
pub fn show(ui: &mut Ui, screen: Screen, view: &View<'_>, states: &mut States) -> Vec<Answer> {
    ui.push_id(screen.name(), |ui| show_within(ui, screen, view, states)).inner
}

/// The same inside an id of its own, so that each screen keeps its scroll bar where it was.
fn show_within(ui: &mut Ui, screen: Screen, view: &View<'_>, states: &mut States) -> Vec<Answer> {
    match screen {
        Screen::Overview => overview::show(ui, view, &mut states.overview),
        Screen::Plans => plans::show(ui, view, &mut states.plans),
        Screen::Request => request::show(ui, view, &mut states.request),
        Screen::Services => services::show(ui, view, &mut states.services),
        Screen::Contracts => contracts::show(ui, view, &mut states.contracts),
        Screen::Basics => basics::show(ui, view, &mut states.basics),
        Screen::Findings => findings::show(ui, view, &mut states.findings),
    }
}

/// The frame of every page: its margin, and a scroll bar where it does not fit.
pub fn page<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let side = if text::narrow(ui) { 16 } else { 24 };
    let frame = Frame::new().inner_margin(Margin { left: side, right: side, top: 10, bottom: 8 });
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| frame.show(ui, add).inner).inner
}

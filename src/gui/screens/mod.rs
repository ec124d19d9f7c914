//! One file a screen: each draws from a [`View`](super::answer::View) and answers what was asked.

use egui::{Frame, Margin, ScrollArea, Ui};

use super::answer::{Answer, View};
use super::command::Screen;
use super::kit::text;
use crate::document::{Path, Step};

pub mod basics;
pub mod capacity;
pub mod contracts;
pub mod details;
mod entries;
pub mod findings;
pub mod listed;
mod measuring;
pub mod overview;
pub mod plans;
pub mod prices;
pub mod request;
pub mod services;
mod shown;
mod sparks;

/// What the screens remember from frame to frame: nothing that belongs to the scenario.
#[derive(Debug, Default)]
pub struct States {
    /// Of the overview.
    pub overview: overview::State,
    /// Of the capacity.
    pub capacity: capacity::State,
    /// Of the plans.
    pub plans: plans::State,
    /// Of the request.
    pub request: request::State,
    /// Of the services.
    pub services: services::State,
    /// Of the contracts.
    pub contracts: contracts::State,
    /// Of the prices.
    pub prices: prices::State,
    /// Of the costs, usage and notes.
    pub listed: listed::State,
    /// Of the basics.
    pub basics: basics::State,
    /// Of the findings.
    pub findings: findings::State,
    /// Of the entry whose fields are all shown.
    pub details: details::State,
}

impl States {
    /// Puts the keyboard into the cell of a value, where a sheet has one, else into its field among all
    /// fields of the entry; `screen` shows it.
    pub fn seek(&mut self, screen: Screen, path: &str) {
        let Ok(path) = path.parse::<Path>() else { return };
        let to = path.clone();
        let in_cell = match screen {
            Screen::Services => self.services.seek(to),
            Screen::Contracts => self.contracts.seek(to),
            Screen::Prices => self.prices.seek(to),
            Screen::Usage | Screen::Costs | Screen::Notes => self.listed.seek(to),
            Screen::Basics => self.basics.seek(to),
            _ => return,
        };
        let top = match path.steps().first() {
            Some(Step::Key(field)) => field.as_str(),
            _ => return,
        };
        if listed::is_in_place(top) {
            self.details.seek_in_place(&path);
        } else if in_cell {
            self.details.follow(&path, screen);
        } else {
            self.details.open(&path);
        }
    }
}

/// Draws a screen; `states` is what all of them remember.
pub fn show(ui: &mut Ui, screen: Screen, view: &View<'_>, states: &mut States) -> Vec<Answer> {
    let mut answers = details::panel(ui, view.session, screen, &mut states.details);
    answers.extend(ui.push_id(screen.name(), |ui| show_within(ui, screen, view, states)).inner);
    answers
}

/// The same inside an id of its own, so that each screen keeps its scroll bar where it was.
fn show_within(ui: &mut Ui, screen: Screen, view: &View<'_>, states: &mut States) -> Vec<Answer> {
    match screen {
        Screen::Overview => overview::show(ui, view, &mut states.overview),
        Screen::Capacity => capacity::show(ui, view, &mut states.capacity),
        Screen::Plans => plans::show(ui, view, &mut states.plans),
        Screen::Request => request::show(ui, view, &mut states.request),
        Screen::Services => services::show(ui, view, &mut states.services),
        Screen::Contracts => contracts::show(ui, view, &mut states.contracts),
        Screen::Prices => prices::show(ui, view, &mut states.prices),
        Screen::Usage | Screen::Costs | Screen::Notes => {
            listed::show(ui, view, screen, &mut states.listed, &mut states.details)
        }
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

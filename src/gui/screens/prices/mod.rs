//! What can be bought, where, and at which price? What the file says, the providers' price lists beside it, and what of them would serve.

use egui::{Align, Layout, Ui};

use super::entries;
use crate::document::{Path, Step};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::chip::{Chip, chip};
use crate::gui::kit::text;
use crate::gui::theme::{self, Tone};
use crate::units::plural;

mod catalogues;
mod find;
mod offers;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    part: Part,
    offers: entries::State,
    catalogues: catalogues::State,
    find: find::State,
}

/// Parts of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Offers as the file states them.
    #[default]
    Offers,
    /// Price lists beside the file.
    Catalogues,
    /// What of these price lists would serve.
    Find,
}

impl Part {
    const ALL: [Self; 3] = [Self::Offers, Self::Catalogues, Self::Find];

    fn name(self) -> &'static str {
        match self {
            Self::Offers => "Offers in this file",
            Self::Catalogues => "Catalogues",
            Self::Find => "Find what serves",
        }
    }
}

impl State {
    /// Puts the keyboard into the cell of a value; false where no cell shows it.
    pub fn seek(&mut self, path: Path) -> bool {
        match path.steps().first() {
            Some(Step::Key(field)) if field == catalogues::FIELDS.field => {
                self.part = Part::Catalogues;
                self.catalogues.seek(path)
            }
            _ => {
                self.part = Part::Offers;
                self.offers.seek_in(&offers::OFFERS, path)
            }
        }
    }

    /// Shows the price lists beside the file, this one of them.
    pub fn show_catalogue(&mut self, key: &str) {
        self.part = Part::Catalogues;
        self.catalogues.choose(key);
    }
}

/// Every sheet of the screen.
#[cfg(test)]
pub(super) static GROUPS: [&entries::Group; 2] = [&offers::OFFERS, &catalogues::FIELDS];

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    super::page(ui, |ui| {
        let mut answers = vec![];
        ui.horizontal(|ui| {
            text::title(ui, "Prices");
            if !text::narrow(ui) {
                text::label(ui, &said(view, state.part), theme::BODY, Tone::Dim);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match state.part {
                Part::Offers => offers::buttons(ui, &mut state.offers),
                Part::Catalogues | Part::Find => catalogues::buttons(ui, &mut answers),
            });
        });
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            for part in Part::ALL {
                let of = Chip { label: part.name(), mark: None, chosen: state.part == part };
                if chip(ui, &of).clicked() {
                    state.part = part;
                }
            }
        });
        ui.add_space(6.0);
        match state.part {
            Part::Offers => answers.extend(offers::show(ui, view, &mut state.offers)),
            Part::Catalogues => {
                let find = catalogues::show(ui, view, &mut state.catalogues, &mut answers);
                if find {
                    state.part = Part::Find;
                }
            }
            Part::Find => find::show(ui, view, &mut state.find, &mut answers),
        }
        answers
    })
}

/// What the part is of, beside the title.
fn said(view: &View<'_>, part: Part) -> String {
    let Some(scenario) = view.session.scenario() else { return String::new() };
    let lists = || plural(scenario.catalogues.len() as i128, "price list");
    match part {
        Part::Offers => {
            let offers = plural(scenario.offers.len() as i128, "offer");
            format!("{offers} · prices of one, a month")
        }
        Part::Catalogues => format!("{} beside this file, each of a day", lists()),
        Part::Find => format!("among {}", lists()),
    }
}

//! What would a provider be asked, where, and how far is its answer?

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use egui::{Ui, vec2};

use super::super::Window;
use super::super::asked::Asked;
use super::{PriceList, Said, Source};
use crate::diag::Problem;
use crate::fetch::catalogues::{
    AUCTION_CURRENCIES, Ask, Came, LINES, List, Stopped, fetch, subsidiaries,
};
use crate::gui::job::Job;
use crate::gui::kit::{button, field, modal, text};
use crate::gui::theme::{self, Tone};
use crate::gui::window::broken;
use crate::units::{Currency, Day};

/// Width of the dialog, in points.
const WIDTH: f32 = 560.0;
/// So long an answer may take.
const PATIENCE: Duration = Duration::from_mins(2);
/// How often the progress is drawn anew.
const SOON: Duration = Duration::from_millis(100);

/// Something that can be asked of a provider.
#[derive(Debug)]
pub(in super::super) struct Asking {
    list: List,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Nothing is asked before a person says so.
    Open,
    Waiting(Job<Arc<[u8]>>),
    Wrong(Problem),
}

impl Asking {
    /// Of OVH: of the branch in this country where it has one.
    pub(in super::super) fn ovh(country: Option<&str>) -> Self {
        let here = country.and_then(|country| subsidiaries().find(|of| *of == country));
        let subsidiary = here.unwrap_or("FR").to_owned();
        let list = List::Ovh { subsidiary, line: LINES[0].to_owned() };
        Self { list, state: State::Open }
    }

    /// Of Hetzner.
    pub(in super::super) fn hetzner() -> Self {
        let list = List::HetznerAuction { currency: AUCTION_CURRENCIES[0].to_owned() };
        Self { list, state: State::Open }
    }

    fn ask(&self) -> Ask {
        let list = self.list.clone();
        Ask { list, host: None, since: None, authorities: None, patience: PATIENCE }
    }

    fn said(&self, today: Day) -> Said {
        let mut said = Said::new(today);
        said.source = self.ask().address().ok();
        match &self.list {
            List::Ovh { line, .. } => said.line = Some(line.clone()),
            List::HetznerAuction { currency } => {
                "Hetzner".clone_into(&mut said.provider);
                said.line = Some("auction".to_owned());
                said.currency = Currency::from_code(currency);
            }
        }
        said
    }

    fn name(&self) -> String {
        match &self.list {
            List::Ovh { subsidiary, line } => format!("OVH {subsidiary} {line}"),
            List::HetznerAuction { currency } => format!("Hetzner auction {currency}"),
        }
    }

    fn begin(&mut self, ui: &Ui) {
        let ask = self.ask();
        self.state = State::Waiting(Job::begin(ui.ctx(), move |progress| {
            let came = fetch(&ask, &mut |bytes| {
                if progress.tell(bytes as u64) {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
            let none = || Problem::error("unchanged", "nothing came");
            match came {
                Ok(Came::New(bytes)) => Ok(Arc::from(bytes)),
                Ok(Came::Unchanged) | Err(Stopped::Cancelled) => Err(none()),
                Err(Stopped::Failed(problem)) => Err(problem),
            }
        }));
    }
}

enum Pressed {
    Nothing,
    Ask,
    Cancel,
}

/// Draws the dialog; `None` once it is left, or the preview once an answer came.
pub(in super::super) fn show(ui: &Ui, window: &Window, mut of: Box<Asking>) -> Option<Asked> {
    if let State::Waiting(job) = &of.state
        && let Some(came) = job.result()
    {
        match came {
            Ok(bytes) => {
                let said = of.said(window.session.today());
                let list = PriceList::new(ui.ctx(), Source::Bytes(bytes), of.name(), said);
                return Some(Asked::PriceList(Box::new(list)));
            }
            Err(problem) => of.state = State::Wrong(problem),
        }
    }
    match draw(ui, &mut of) {
        Pressed::Nothing => {}
        Pressed::Ask => of.begin(ui),
        Pressed::Cancel => return None,
    }
    Some(Asked::AskPrices(of))
}

fn draw(ui: &Ui, of: &mut Asking) -> Pressed {
    let mut pressed = Pressed::Nothing;
    let title = match &of.list {
        List::Ovh { .. } => "Ask OVH for its prices",
        List::HetznerAuction { .. } => "Ask Hetzner for its auction",
    };
    let address = of.ask().address();
    let waiting = matches!(of.state, State::Waiting(_));
    let closed = modal::modal(ui, title, WIDTH, |ui| {
        ui.add_enabled_ui(!waiting, |ui| choices(ui, &mut of.list));
        ui.add_space(6.0);
        match &address {
            Ok(address) => {
                text::second(ui, "This address will be asked once");
                let field =
                    egui::Label::new(egui::RichText::new(address).monospace().size(theme::SMALL));
                ui.add(field.selectable(true).wrap());
                text::second(
                    ui,
                    "Nothing is sent but this address. What comes is shown before it is taken in.",
                );
            }
            Err(problem) => broken::problem_lines(ui, problem),
        }
        ui.add_space(6.0);
        match &of.state {
            State::Open => {}
            State::Waiting(job) => {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(16.0));
                    let came = format!("{} kB came", job.done() / 1000);
                    text::label(ui, &came, theme::BODY, Tone::Dim);
                });
                ui.ctx().request_repaint_after(SOON);
            }
            State::Wrong(problem) => broken::problem_lines(ui, problem),
        }
        ui.add_space(8.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let name = match &of.state {
                State::Wrong(_) => "Ask again",
                State::Open | State::Waiting(_) => "Ask",
            };
            let can = address.is_ok() && !waiting;
            if ui.add_enabled_ui(can, |ui| button::primary(ui, name)).inner.clicked() {
                pressed = Pressed::Ask;
            }
            if button::plain(ui, "Cancel").clicked() {
                pressed = Pressed::Cancel;
            }
        });
    });
    if closed { Pressed::Cancel } else { pressed }
}

fn choices(ui: &mut Ui, list: &mut List) {
    let width = (ui.available_width() - 10.0) / 2.0;
    let all = |all: Vec<&str>| -> Vec<(String, String)> {
        all.into_iter().map(|one| (one.to_owned(), one.to_owned())).collect()
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        match list {
            List::Ovh { subsidiary, line } => {
                choice(ui, width, "Branch that sells", subsidiary, &all(subsidiaries().collect()));
                choice(ui, width, "Part of its range", line, &all(LINES.to_vec()));
            }
            List::HetznerAuction { currency } => {
                choice(ui, width, "Currency", currency, &all(AUCTION_CURRENCIES.to_vec()));
            }
        }
    });
}

fn choice(ui: &mut Ui, width: f32, name: &str, at: &mut String, choices: &[(String, String)]) {
    let down = egui::Layout::top_down(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), down, |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 3.0;
        text::second(ui, name);
        let of = field::Chosen { name, value: at, choices, hint: "", wrong: false, focus: false };
        if let Some(other) = field::chosen(ui, of) {
            *at = other;
        }
    });
}

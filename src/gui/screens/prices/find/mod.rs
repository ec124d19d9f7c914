//! Which of everything that providers sell would serve, what does it cost here, and why not the rest?
//!
//! What is needed stands on top, proposed by the scenario; below, everything that serves, the cheapest first; below that the chosen one
//! and where it stands among the others. Everything answers at once: costs are laid out on a thread of their own, and kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align, Layout, TextEdit, Ui, WidgetInfo};

use super::super::shown::Kept;
use super::catalogues;
use crate::engine::configure::{Listed, Needs, Pick, Proposed, Sort};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::chip::{Chip, chip};
use crate::gui::kit::scatter::{Mark, Scatter, scatter};
use crate::gui::kit::{button, card, text};
use crate::gui::theme::{self, Tone};
use crate::model::{Catalogue, Scenario};
use crate::report::configurations::{Described, thousands};
use crate::units::Day;

mod answered;
mod chosen;
mod laying;
mod list;
mod needs;
mod place;
mod planning;

use answered::{Answered, Question};
use list::Listing;

/// What this part remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Keys of the lists that are looked through, where a person said so.
    looked: Option<BTreeSet<Arc<str>>>,
    place: place::Said,
    needs: needs::Said,
    proposed: Kept<Day, Proposed>,
    laid: laying::Laid,
    answered: Option<Answered>,
    sort: Sort,
    search: String,
    listing: Listing,
    /// The one that a person chose, with its name: another layout has other places.
    chosen: Option<(Pick, String)>,
    /// Of which layout the chosen place is.
    chosen_in: u64,
    seek: bool,
    shown: chosen::State,
    planning: Option<planning::Planning>,
}

impl State {
    /// The chosen one; while a person chose none, the first of the list.
    fn meant(&self) -> Option<Pick> {
        let first = || self.answered.as_ref()?.serving.first().copied();
        self.chosen.as_ref().map(|(pick, _)| *pick).or_else(first)
    }
}

/// Under this width, in points, the cards below the list stand below each other.
const SIDE_BY_SIDE: f32 = 860.0;
/// Height of the rows in view, in points.
const LIST: f32 = 9.0 * theme::DENSE_ROW;

/// Draws the part.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut State, answers: &mut Vec<Answer>) {
    let (Some(scenario), Some(outlook)) = (view.session.scenario(), view.session.outlook()) else {
        return;
    };
    let found: Vec<Listed> = scenario.catalogues.iter().filter_map(listed).collect();
    if found.is_empty() {
        if scenario.catalogues.is_empty() {
            catalogues::nothing(ui);
        } else {
            text::body(ui, "The texts of the price lists are not there: see Catalogues");
        }
        return;
    }
    let lists = looked_through(ui, scenario, &found, &mut state.looked);
    let situation = state.place.situation(scenario, outlook);
    let from = situation.from();
    let proposed =
        state.proposed.get(view.session, from, || Some(Needs::of(scenario, outlook, from)));
    let Some(proposed) = proposed else { return };
    let catalogues: Vec<Arc<Catalogue>> =
        lists.iter().map(|list| Arc::clone(&list.catalogue)).collect();
    card::card(ui, |ui| {
        ui.horizontal(|ui| {
            card::heading(ui, "What is needed", "at least; terms and budgets at most");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                needs::clear(ui, &mut state.needs);
            });
        });
        needs::fields(ui, view.session, (&mut state.needs, &proposed), &catalogues);
        ui.add_space(4.0);
        place::sentence(ui, scenario, &situation, &mut state.place);
    });
    ui.add_space(theme::GAP);
    let needs = state.needs.needs(&proposed.needs);
    state.laid.see_to(ui.ctx(), lists, situation.clone());
    let made = state.laid.made();
    let Some(choice) = state.laid.choice() else {
        waiting(ui, state);
        return;
    };
    let question = Question { made, needs: needs.clone(), sort: state.sort };
    Answered::see_to(&mut state.answered, choice, &question, &state.search);
    keep_chosen(state, made);
    card::bare(ui, |ui| found_card(ui, state, &needs));
    ui.add_space(theme::GAP);
    below(ui, view, state, &needs);
    let fresh = !state.laid.is_at_work();
    if let (Some(mut planning), Some(choice), Some(pick)) =
        (state.planning.take(), state.laid.known(), state.meant())
    {
        let of = chosen::Chosen { choice, made, needs: &needs, pick };
        let place = &mut state.place;
        let before = place.clone();
        let kept = planning::show(ui, view, &mut planning, (of, &situation, &mut *place), answers);
        // What was changed is laid out before it is taken.
        state.planning = (kept || before != state.place || !fresh).then_some(planning);
        if !fresh {
            answers.clear();
        }
    }
}

fn listed((key, text): (&Arc<str>, &Arc<crate::model::CatalogueText>)) -> Option<Listed> {
    Some(Listed { key: Arc::clone(key), catalogue: text.beside.clone()? })
}

/// Which price lists are looked through: the newest of each range that was known on the scenario's day, unless a person says otherwise.
fn looked_through(
    ui: &mut Ui,
    scenario: &Scenario,
    found: &[Listed],
    looked: &mut Option<BTreeSet<Arc<str>>>,
) -> Vec<Listed> {
    let usual = || -> BTreeSet<Arc<str>> {
        let newest = Listed::newest(scenario);
        let any = if newest.is_empty() { found } else { &newest };
        any.iter().map(|list| Arc::clone(&list.key)).collect()
    };
    let mut wanted = looked.clone().unwrap_or_else(usual);
    wanted.retain(|key| found.iter().any(|list| list.key == *key));
    if found.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            text::label(ui, "Looked through", theme::BODY, Tone::Dim);
            for list in found {
                let label = format!("{}, {}", list.catalogue.range(), list.catalogue.date.words());
                let on = wanted.contains(&list.key);
                let of = Chip { label: &label, mark: None, chosen: on };
                if chip(ui, &of).clicked() {
                    if !on {
                        wanted.insert(Arc::clone(&list.key));
                    } else if wanted.len() > 1 {
                        wanted.remove(&list.key);
                    }
                    *looked = Some(wanted.clone());
                }
            }
        });
        ui.add_space(6.0);
    }
    if let Some(day) = scenario.as_of {
        let late = found.iter().filter(|of| wanted.contains(&of.key) && of.catalogue.date > day);
        let late: Vec<String> = late.map(|of| of.catalogue.date.words()).collect();
        if !late.is_empty() {
            let said = format!(
                "Prices of {} were not known yet on {}, the day that this file speaks of",
                late.join(" and "),
                day.words()
            );
            ui.horizontal(|ui| {
                crate::gui::kit::icon::status(ui, crate::diag::Severity::Warning);
                text::label(ui, &said, theme::DENSE, Tone::Plain);
            });
            ui.add_space(4.0);
        }
    }
    found.iter().filter(|list| wanted.contains(&list.key)).cloned().collect()
}

fn waiting(ui: &mut Ui, state: &State) {
    match state.laid.wrong() {
        Some(problem) => {
            text::label(ui, &problem.message, theme::BODY, Tone::Error);
        }
        None => {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(16.0));
                text::label(ui, "Laying out what can be ordered", theme::BODY, Tone::Dim);
            });
        }
    }
}

/// Finds the chosen one again where everything was laid out anew.
fn keep_chosen(state: &mut State, made: u64) {
    let Some(choice) = state.laid.known() else { return };
    if state.chosen_in != made {
        state.chosen_in = made;
        state.chosen = state.chosen.take().and_then(|(pick, name)| {
            let offered = choice.offered();
            let same = (pick.0 as usize) < offered.len() && offered.name(pick) == name;
            let again = || offered.find(&name).first().copied();
            let pick = if same { Some(pick) } else { again() };
            pick.map(|pick| (pick, name))
        });
    }
}

/// The list with its heading.
fn found_card(ui: &mut Ui, state: &mut State, needs: &Needs) {
    let (Some(choice), Some(found)) = (state.laid.known(), state.answered.as_ref()) else { return };
    let (serving, out) = (found.all_serving(), found.all_out());
    let all = thousands(serving + out);
    let code = choice.situation().currency().code();
    let at_work = state.laid.is_at_work();
    let frame =
        egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 16, top: 12, bottom: 4 });
    frame.show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let verb = if serving == 1 { "serves" } else { "serve" };
            let head = format!("{} of {all} {verb}", thousands(serving));
            card::heading(ui, &head, &format!("{code} before tax"));
            if at_work {
                ui.add(egui::Spinner::new().size(14.0));
                text::second(ui, "working out costs");
            }
        });
        ui.horizontal_wrapped(|ui| {
            let chips = [
                (Listing::Serving, format!("Serve {}", thousands(serving))),
                (Listing::Out, format!("Do not {}", thousands(out))),
            ];
            for (listing, label) in chips {
                let of = Chip { label: &label, mark: None, chosen: state.listing == listing };
                if chip(ui, &of).clicked() {
                    state.listing = listing;
                }
            }
            let field = TextEdit::singleline(&mut state.search)
                .id(egui::Id::unique("search configurations"))
                .hint_text("name or code")
                .margin(egui::vec2(8.0, 5.0))
                .desired_width(180.0);
            ui.add(field).widget_info(|| {
                WidgetInfo::labeled(
                    egui::accesskit::Role::SearchInput,
                    true,
                    "Search by name or code",
                )
            });
            if !state.search.is_empty() {
                let shown = match state.listing {
                    Listing::Serving => found.serving.len(),
                    Listing::Out => found.out.len(),
                };
                text::second(ui, &format!("{} found", thousands(shown)));
            }
            if state.listing == Listing::Out && !found.why_out.is_empty() {
                text::second(ui, &found.why_out);
            }
        });
    });
    let none = match state.listing {
        Listing::Serving if found.serving.is_empty() => Some(if serving == 0 {
            "Nothing serves: ask for less, or look under Do not for what comes nearest"
        } else {
            "Nothing that serves has that in its name"
        }),
        Listing::Out if found.out.is_empty() => Some("There is nothing here"),
        _ => None,
    };
    if let Some(none) = none {
        ui.horizontal(|ui| {
            ui.add_space(16.0);
            text::label(ui, none, theme::BODY, Tone::Dim);
        });
        ui.add_space(12.0);
        return;
    }
    let chosen = state.meant();
    let listed = list::list(
        ui,
        &list::List {
            choice,
            needs,
            found,
            listing: state.listing,
            sort: state.sort,
            chosen,
            seek: std::mem::take(&mut state.seek),
            height: LIST,
        },
    );
    ui.add_space(4.0);
    match listed {
        Some(list::Listed::Chosen(pick)) => {
            state.chosen = Some((pick, choice.offered().name(pick)));
        }
        Some(list::Listed::Sort(sort)) => state.sort = sort,
        None => {}
    }
}

/// The chosen one, and where it stands among the others.
fn below(ui: &mut Ui, view: &View<'_>, state: &mut State, needs: &Needs) {
    let room = ui.available_width();
    if room < SIDE_BY_SIDE {
        card::card(ui, |ui| chosen_card(ui, view, state, needs));
        ui.add_space(theme::GAP);
        card::card(ui, |ui| plot(ui, state, needs));
        return;
    }
    let left = ((room - theme::GAP) * 0.5).round();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        let down = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(egui::vec2(left, 0.0), down, |ui| {
            card::card(ui, |ui| chosen_card(ui, view, state, needs));
        });
        ui.allocate_ui_with_layout(egui::vec2(room - theme::GAP - left, 0.0), down, |ui| {
            card::card(ui, |ui| plot(ui, state, needs));
        });
    });
}

fn chosen_card(ui: &mut Ui, view: &View<'_>, state: &mut State, needs: &Needs) {
    let made = state.laid.made();
    let at_work = state.laid.is_at_work();
    let (Some(choice), Some(pick)) = (state.laid.known(), state.meant()) else {
        text::label(ui, "Choose a row to see what it is made of", theme::BODY, Tone::Dim);
        return;
    };
    let plan_it = ui.add_enabled_ui(!at_work, |ui| button::primary(ui, "Plan with it…")).inner;
    if plan_it.clicked() {
        state.planning = Some(planning::Planning::default());
    }
    ui.add_space(2.0);
    let of = chosen::Chosen { choice, made, needs, pick };
    chosen::show(ui, view, &mut state.shown, of);
}

/// Price against RAM.
fn plot(ui: &mut Ui, state: &mut State, needs: &Needs) {
    let (Some(choice), Some(found)) = (state.laid.known(), state.answered.as_ref()) else { return };
    let code = choice.situation().currency().code();
    card::heading(ui, "Price against RAM", "each size and name at its cheapest stands out");
    let mark = |pick: Pick| -> Option<Mark> {
        let known = found.marks.iter().find(|mark| mark.index == pick.0 as usize).copied();
        known.or_else(|| answered::mark(choice, pick))
    };
    let chosen = state.meant().and_then(|pick| Some((mark(pick)?, pick)));
    let label = chosen.map_or_else(String::new, |(_, pick)| {
        let of = Described::of(choice, needs, pick);
        format!("{}, {}", of.name.text.trim(), of.monthly.text)
    });
    let heard = if found.marks.is_empty() {
        "Price against RAM: nothing is drawn".to_owned()
    } else {
        format!(
            "Price a month against RAM of {} configurations; the table What serves has the same figures",
            thousands(found.serving.len())
        )
    };
    if found.marks.is_empty() {
        text::label(
            ui,
            "Nothing that serves has both a price and a RAM size",
            theme::BODY,
            Tone::Dim,
        );
        return;
    }
    let unit = format!("a month, {code} before tax");
    let of = Scatter {
        label: &heard,
        price: &unit,
        size: "RAM, GiB",
        height: 330.0,
        marks: &found.marks,
        labels: &found.labels,
        chosen: chosen.map(|(mark, _)| (mark, label.as_str())),
    };
    let told = |index: usize| {
        let of = Described::of(choice, needs, Pick(index as u32));
        let what = [&of.ram.text, &of.disks.text, &of.term.text];
        let what: Vec<&str> =
            what.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        format!("{}: {} {code} a month\n{}", of.name.text.trim(), of.monthly.text, what.join(" · "))
    };
    if let Some(index) = scatter(ui, &of, &told) {
        let pick = Pick(index as u32);
        state.chosen = Some((pick, choice.offered().name(pick)));
        state.listing = Listing::Serving;
        state.seek = true;
    }
    text::second(
        ui,
        "Both axes are logarithmic. Pointing at a mark tells what it is, a click chooses it.",
    );
}

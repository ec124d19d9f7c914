//! What is asked and by when, what is wrong, how much room is there, what does it cost by month?

use egui::{Align, Layout, Ui, vec2};

use crate::checks::{self, Finding};
use crate::gui::answer::{Answer, View};
use crate::gui::command::{Command, Screen};
use crate::gui::kit::{card, link, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::report::{self, Report};

use super::findings;

mod ask;
mod bars;
mod cost;

/// What this screen remembers from frame to frame.
#[derive(Debug, Default)]
pub struct State {
    /// Whether the cost by month is shown as a table as well.
    as_table: bool,
    /// The same of the headroom.
    bars_as_table: bool,
}

/// Width of the findings beside the rest, in points.
const FINDINGS: f32 = 364.0;

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    let mut answers = Vec::new();
    let Some(report) = report::question("overview").and_then(|q| view.session.report(q)) else {
        return answers;
    };
    super::page(ui, |ui| {
        // Where the page ends if it is no longer than the window, wherever it is scrolled to.
        let foot = ui.cursor().top() + ui.clip_rect().height() - 26.0;
        heading(ui, view, &report, &mut answers);
        ui.add_space(2.0);
        let found: Vec<&Finding> =
            checks::for_plan(view.session.findings(), view.session.plan()).collect();
        if text::narrow(ui) {
            left(ui, view, state, (&report, foot), Some(&found), &mut answers);
            return;
        }
        let whole = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            ui.vertical(|ui| {
                ui.set_width(whole - FINDINGS - theme::GAP);
                left(ui, view, state, (&report, foot), None, &mut answers);
            });
            ui.vertical(|ui| {
                ui.set_width(FINDINGS);
                beside(ui, &found, (view.session.plan(), foot), &mut answers);
            });
        });
    });
    answers
}

/// Title, organisation and day, which is set to today in one click.
fn heading(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let Some(scenario) = view.session.scenario() else { return };
    ui.horizontal_wrapped(|ui| {
        text::title(ui, &report.title);
        ui.add_space(6.0);
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.style_mut().override_font_id = Some(egui::FontId::proportional(theme::BODY));
        if let Some(organisation) = &scenario.organisation {
            text::toned(ui, &format!("{organisation} · "), Tone::Dim);
        }
        text::toned(ui, "as of ", Tone::Dim);
        let day = scenario.as_of.map_or_else(String::new, crate::units::Day::words);
        answers.extend(parts::value_named(ui, view, "as_of", "As of", &day));
        if scenario.as_of != Some(view.session.today()) {
            ui.add_space(8.0);
            if link::action(ui, "Today", "Set the day to today").clicked() {
                answers.push(Answer::Command(Command::Today));
            }
        }
    });
}

/// The cards one below the other; the worst finding in them where nothing stands beside them.
fn left(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut State,
    (report, foot): (&Report, f32),
    found: Option<&[&Finding]>,
    answers: &mut Vec<Answer>,
) {
    ui.spacing_mut().item_spacing.y = theme::GAP;
    if is_empty(view) {
        card::titled(ui, "Nothing is stated yet", "", |ui| first_steps(ui, answers));
    }
    card::card(ui, |ui| {
        ask::objection(ui, view, report, answers);
        ask::halves(ui, view, report, answers);
        if let Some(found) = found {
            worst(ui, found, answers);
        }
        ask::sentences(ui, view, report, answers);
    });
    let outlook = view.session.outlook().map(|outlook| outlook.do_nothing());
    let counted = outlook.is_some_and(|now| !now.resources.is_empty() || now.backup.is_some());
    if counted {
        let estimated = if bars::is_estimated(view) { "estimated, not measured" } else { "" };
        card::card(ui, |ui| {
            twin_heading(ui, "Headroom", estimated, &mut state.bars_as_table);
            bars::show(ui, view, report, answers);
            twin(ui, view, report, "headroom", "Headroom", state.bars_as_table);
        });
    } else {
        card::titled(ui, "Headroom", "", |ui| {
            let said = "How much room there is, and how long it lasts, stands here once a service \
                        says what it needs:";
            next_step(ui, said, "Add services", Screen::Services, answers);
        });
    }
    if !cost::is_shown(report) {
        card::titled(ui, "Cost by month", "", |ui| {
            let said = "What is paid, and when, stands here once there is a contract, or a plan \
                        orders something:";
            next_step(ui, said, "Add contracts", Screen::Contracts, answers);
        });
        return;
    }
    let unit = view.session.scenario().map_or("", |scenario| scenario.currency.code());
    let basis = format!("{unit} before tax, on the day it is billed");
    card::card(ui, |ui| {
        twin_heading(ui, "Cost by month", &basis, &mut state.as_table);
        let height = (foot - ui.cursor().top() - 14.0).clamp(124.0, 240.0);
        cost::show(ui, report, height, answers);
        twin(ui, view, report, "months", "Cost by month", state.as_table);
    });
}

/// Whether there is neither a contract nor a service.
fn is_empty(view: &View<'_>) -> bool {
    let scenario = view.session.scenario();
    scenario.is_some_and(|scenario| scenario.contracts.is_empty() && scenario.services.is_empty())
}

/// Where to begin in an empty scenario.
fn first_steps(ui: &mut Ui, answers: &mut Vec<Answer>) {
    for (said, link, answer) in [
        ("What is paid for, and what can be bought:", "Contracts", Answer::Go(Screen::Contracts)),
        ("What runs, and what is wanted:", "Services", Answer::Go(Screen::Services)),
        (
            "Whose it is, in which currency, what is asked for:",
            "Basics",
            Answer::Go(Screen::Basics),
        ),
        ("What could be done:", "Add a plan", Answer::Command(Command::AddPlan)),
        ("How it may look:", "Open an example", Answer::Command(Command::OpenExample(0))),
    ] {
        text::sentence(ui, theme::BODY, |ui| {
            text::toned(ui, &format!("{said} "), Tone::Dim);
            if link::action(ui, link, link).clicked() {
                answers.push(answer);
            }
        });
    }
}

/// What stands in the place of a picture that there is nothing for yet.
fn next_step(ui: &mut Ui, said: &str, link: &str, to: Screen, answers: &mut Vec<Answer>) {
    text::sentence(ui, theme::BODY, |ui| {
        text::toned(ui, &format!("{said} "), Tone::Dim);
        if link::action(ui, link, link).clicked() {
            answers.push(Answer::Go(to));
        }
    });
}

/// The title of a picture, and what opens its table.
fn twin_heading(ui: &mut Ui, title: &str, subtitle: &str, open: &mut bool) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        ui.horizontal(|ui| {
            card::heading(ui, title, subtitle);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.style_mut().override_font_id = Some(egui::FontId::proportional(theme::SMALL));
                let said = if *open { "Hide the table" } else { "As a table" };
                if link::action(ui, said, &format!("{said}: {title}")).clicked() {
                    *open = !*open;
                }
            });
        });
    });
}

/// The table with the figures of a picture, where it is open.
fn twin(ui: &mut Ui, view: &View<'_>, report: &Report, key: &str, name: &str, open: bool) {
    let Some(table) = parts::table_of(report, key).filter(|_| open) else { return };
    ui.add_space(8.0);
    parts::table(ui, view, name, table);
    if let Some(note) = &table.note {
        text::second(ui, note);
    }
}

/// The worst finding in one line, and how many more there are.
fn worst(ui: &mut Ui, found: &[&Finding], answers: &mut Vec<Answer>) {
    let Some(first) = found.first() else { return };
    card::rule(ui);
    ui.horizontal(|ui| {
        crate::gui::kit::icon::status(ui, first.severity);
        text::body(ui, &first.what);
        if link::action(
            ui,
            findings::action(first),
            &format!("{} {}", findings::action(first), first.what),
        )
        .clicked()
        {
            answers.push(Answer::Finding(Box::new((*first).clone())));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let all = format!("All {}", found.len());
            if link::action(ui, &all, "All findings").clicked() {
                answers.push(Answer::Go(Screen::Findings));
            }
            findings::tally(ui, found);
        });
    });
}

/// The findings that matter for the chosen plan, worst first.
fn beside(ui: &mut Ui, found: &[&Finding], (chosen, foot): (&str, f32), answers: &mut Vec<Answer>) {
    const MOST: usize = 12;
    card::bare(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 0.0);
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            ui.add_space(14.0);
            let response = text::label(ui, "Findings", theme::CARD_TITLE, Tone::Plain);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, "Findings")
            });
            let said = if found.is_empty() {
                "none".to_owned()
            } else {
                format!("{} about this plan, worst first", found.len())
            };
            text::body(ui, &said);
        });
        ui.add_space(2.0);
        let shown = &found[..found.len().min(MOST)];
        answers.extend(findings::rows(ui, shown, chosen));
        if found.len() > MOST {
            ui.horizontal(|ui| {
                ui.add_space(40.0);
                let all = format!("{} more…", found.len() - MOST);
                if link::action(ui, &all, "All findings").clicked() {
                    answers.push(Answer::Go(Screen::Findings));
                }
            });
            ui.add_space(8.0);
        }
        // The card reaches to the foot of the page, as its neighbours do.
        ui.add_space((foot - ui.cursor().top()).max(6.0));
    });
}

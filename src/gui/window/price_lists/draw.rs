//! What does the preview of a price list look like?

use std::time::Duration;

use egui::{Align, Layout, ScrollArea, Ui};

use super::{PriceList, State};
use crate::diag::{Problem, Severity};
use crate::formats::catalogue_text;
use crate::gui::kit::table::{Cell, Head, Row, Table, table};
use crate::gui::kit::why::Why;
use crate::gui::kit::{button, card, icon, modal, text};
use crate::gui::theme::{self, Tone};
use crate::gui::window::broken;
use crate::model::{Catalogue, CatalogueTax};
use crate::session::Session;
use crate::units::plural;

/// Width of the dialog, in points.
const WIDTH: f32 = 760.0;
/// Room of the window beside what scrolls, in points.
const AROUND: f32 = 320.0;
/// How often it is looked whether it is read.
const SOON: Duration = Duration::from_millis(50);
/// So many plans are shown; the rest is told.
const ROWS: usize = 6;

/// What was asked of the dialog.
pub(super) enum Pressed {
    Nothing,
    /// Read it again, as it is said now.
    Again,
    TakeIn,
    Cancel,
}

pub(super) fn preview(ui: &Ui, of: &mut PriceList, session: &Session) -> Pressed {
    let mut pressed = Pressed::Nothing;
    let closed = modal::modal(ui, "Add a price list", WIDTH, |ui| {
        heading(ui, of);
        ui.add_space(6.0);
        if let State::Reading(_) = &of.state {
            ui.add(egui::Spinner::new().size(18.0));
            ui.ctx().request_repaint_after(SOON);
        } else {
            if super::fields::fields(ui, of) {
                pressed = Pressed::Again;
            }
            ui.add_space(6.0);
            card::rule(ui);
            ui.add_space(4.0);
        }
        match &of.state {
            State::Reading(_) => {}
            State::Wrong(problem) => broken::problem_lines(ui, &here(problem)),
            State::Read(catalogue) => found(ui, catalogue, session),
        }
        ui.add_space(8.0);
        match buttons(ui, of) {
            Pressed::Nothing => {}
            // What was corrected just now is to be seen before.
            Pressed::TakeIn if !matches!(pressed, Pressed::Nothing) => {}
            other => pressed = other,
        }
    });
    if closed { Pressed::Cancel } else { pressed }
}

fn heading(ui: &mut Ui, of: &PriceList) {
    let name = of.name.strip_prefix("the ").map_or(of.name.clone(), |rest| format!("The {rest}"));
    match &of.state {
        State::Reading(_) => {
            text::label(ui, &format!("Reading {}", of.name), theme::BODY, Tone::Dim);
        }
        State::Wrong(_) => {
            text::label(ui, &name, theme::BODY, Tone::Dim);
        }
        State::Read(catalogue) => {
            text::sentence(ui, theme::BODY, |ui| {
                text::toned(ui, &format!("{name} has "), Tone::Dim);
                let plans = plural(catalogue.plans.len() as i128, "plan");
                text::piece(ui, &format!("{plans} of {}", catalogue.range()));
                text::toned(ui, ", prices of ", Tone::Dim);
                text::piece(ui, &catalogue.date.words());
                let basis = match catalogue.tax {
                    CatalogueTax::Before(_) => "before tax".to_owned(),
                    CatalogueTax::In(rate) => format!("with {rate} % tax in them"),
                };
                let code = catalogue.currency.code();
                text::toned(ui, &format!(", {code} {basis}"), Tone::Dim);
            });
        }
    }
}

/// The first plans with their prices, and what is to be known of how it was read.
fn found(ui: &mut Ui, of: &Catalogue, session: &Session) {
    let room = (ui.ctx().content_rect().height() - AROUND).max(120.0);
    ScrollArea::vertical().max_height(room).show(ui, |ui| {
        ui.set_width(ui.available_width());
        plans(ui, of);
        ui.add_space(6.0);
        for note in &of.notes {
            let mut letters = note.chars();
            let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
            let said = format!("{}{}", first.unwrap_or_default(), letters.as_str());
            ui.horizontal_top(|ui| {
                icon::status(ui, Severity::Note);
                ui.vertical(|ui| text::label(ui, &said, theme::DENSE, Tone::Plain));
            });
        }
        if let Some(own) = session.scenario().map(|scenario| scenario.currency)
            && own != of.currency
        {
            ui.horizontal_top(|ui| {
                icon::status(ui, Severity::Warning);
                let said = format!(
                    "Its prices are in {}, this scenario counts in {}: state a rate under Other costs",
                    of.currency.code(),
                    own.code()
                );
                ui.vertical(|ui| text::label(ui, &said, theme::DENSE, Tone::Plain));
            });
        }
    });
}

fn plans(ui: &mut Ui, of: &Catalogue) {
    let heads = [
        Head::words("Plan").wide(),
        Head::words("Code"),
        Head::numbers(&format!("A payment, {}", of.currency.code())),
        Head::words("Paid"),
        Head::words("Where"),
    ];
    let row = |plan: &crate::model::CataloguePlan| {
        let first = plan.prices.first();
        let price = first.and_then(|pricing| pricing.price);
        let price = price.map_or_else(|| "not stated".to_owned(), |p| p.normalize().to_string());
        let places: Vec<&str> = plan.regions.iter().map(|code| &**code).collect();
        let cells = vec![
            Cell::plain(plan.name.trim()),
            Cell::toned(&*plan.code, Tone::Dim),
            Cell::plain(price),
            Cell::plain(first.map_or("", |pricing| &*pricing.mode)),
            Cell::toned(places.join(", "), Tone::Dim),
        ];
        Row { name: plan.name.to_string(), cells, ..Row::default() }
    };
    let rows: Vec<Row> = of.plans.iter().take(ROWS).map(row).collect();
    ui.scope(|ui| {
        let drawn =
            Table { name: "Plans", heads: &heads, rows: &rows, row_height: theme::DENSE_ROW };
        let none = |_, _| Why { title: String::new(), lines: Vec::new(), total: None };
        table(ui, &drawn, &none);
    });
    if of.plans.len() > ROWS {
        let more = of.plans.len() - ROWS;
        text::second(ui, &format!("and {more} more; options are priced apart"));
    }
}

fn buttons(ui: &mut Ui, of: &PriceList) -> Pressed {
    let mut pressed = Pressed::Nothing;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let can = matches!(of.state, State::Read(_));
        if ui.add_enabled_ui(can, |ui| button::primary(ui, "Take in")).inner.clicked() {
            pressed = Pressed::TakeIn;
        }
        if button::plain(ui, "Cancel").clicked() {
            pressed = Pressed::Cancel;
        }
        if let State::Read(catalogue) = &of.state {
            let about = format!("kept as a text beside the file, {}", catalogue_text::ENDING);
            let plans = catalogue.plans.len();
            let shown = if plans == 0 { "nothing is sold in it" } else { &about };
            text::label(ui, shown, theme::DENSE, Tone::Dim);
        }
    });
    pressed
}

/// A problem as it is mended in the window.
fn here(problem: &Problem) -> Problem {
    let hint = match problem.code {
        "no-price-list" => Some(
            "choose above what it is, or paste a table with headings: name, ram, disk, monthly"
                .to_owned(),
        ),
        "column-needed" => {
            problem.hint.as_ref().map(|hint| format!("{hint}; write it under Columns"))
        }
        _ => problem.hint.clone(),
    };
    Problem { hint, ..problem.clone() }
}

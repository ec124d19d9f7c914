//! How does each measured series look at a glance, and what does the file know of it?

use egui::{Align, Layout, Ui, vec2};

use super::shown::Kept;
use crate::gui::answer::{Answer, View};
use crate::gui::command::Screen;
use crate::gui::kit::chart::day;
use crate::gui::kit::sparkline::sparkline;
use crate::gui::kit::{card, link, text};
use crate::gui::theme::{self, Tone};
use crate::report::Ask;
use crate::report::capacity::{Spark, sparks};

/// What is remembered from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    kept: Kept<(), Vec<Drawn>>,
    /// Whether more than the first are shown.
    all: bool,
}

/// A series, with its points as they are drawn.
type Drawn = (Spark, Vec<[f64; 2]>);

/// Series shown at first.
const FIRST: usize = 12;
/// Width and height of a line, in points.
const LINE: (f32, f32) = (190.0, 34.0);

/// Draws a row a series; nothing where there is none.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Option<Answer> {
    let session = view.session;
    let kept = state.kept.get(session, (), || {
        let ask = Ask {
            scenario: session.scenario()?,
            outlook: session.outlook()?,
            findings: session.findings(),
            plan: session.plan(),
            second: None,
            path: None,
        };
        let points = |spark: &Spark| {
            spark.points.iter().map(|(on, value)| [day(on.naive()), *value]).collect()
        };
        let with_points = |spark: Spark| {
            let points = points(&spark);
            (spark, points)
        };
        let drawn: Vec<Drawn> = sparks(&ask).into_iter().map(with_points).collect();
        Some(drawn)
    })?;
    if kept.is_empty() {
        return None;
    }
    let mut answer = None;
    card::card(ui, |ui| {
        ui.horizontal(|ui| {
            card::heading(ui, "Their past", "Least to most, the last value marked");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if link::action(ui, "Capacity", "Show them beside what is usable").clicked() {
                    answer = Some(Answer::Go(Screen::Capacity));
                }
            });
        });
        let most = if state.all { kept.len() } else { FIRST };
        for (spark, points) in kept.iter().take(most) {
            row(ui, spark, points);
        }
        if kept.len() > most {
            let more = format!("{} more…", kept.len() - most);
            if link::action(ui, &more, &more).clicked() {
                state.all = true;
            }
        }
    });
    ui.add_space(theme::GAP);
    answer
}

fn row(ui: &mut Ui, spark: &Spark, points: &[[f64; 2]]) {
    let (name, narrow) = (&*spark.key, text::narrow(ui));
    ui.horizontal(|ui| {
        let names = if narrow { 130.0 } else { 190.0 };
        ui.allocate_ui_with_layout(vec2(names, LINE.1), Layout::top_down(Align::Min), |ui| {
            ui.set_width(names);
            ui.spacing_mut().item_spacing.y = 0.0;
            text::body(ui, name);
            text::second(ui, &spark.resource);
        });
        let heard = format!("{name}: {}; last {}", spark.said, spark.last);
        sparkline(ui, &heard, points, (if narrow { 120.0 } else { LINE.0 }, LINE.1));
        ui.allocate_ui_with_layout(
            vec2(84.0, LINE.1),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_width(84.0);
                text::label(ui, &spark.last, theme::BODY, Tone::Plain);
            },
        );
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            text::label(ui, &spark.said, theme::SMALL, Tone::Plain);
            if !spark.note.is_empty() {
                text::second(ui, &spark.note.join("; "));
            }
        });
    });
}

//! What does the chosen plan cost if it is ordered on another day? The day is dragged on the curve.

use std::sync::Arc;

use chrono::NaiveDate;
use egui::Ui;

use super::change::{Held, day_words, planned};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::card;
use crate::gui::kit::curve::{Curve, Moved, curve};
use crate::gui::parts;
use crate::gui::screens::shown::{self, Kept, Shown};
use crate::gui::theme;
use crate::report::{self, Block, Cell, LineRole, Lines, Plot, Report};
use crate::units::Day;

/// What is remembered from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    report: Kept<Arc<str>, Report>,
    dragged: Option<Dragged>,
}

/// The curve as it was when the drag began, so that its axes stay while its day moves.
#[derive(Debug)]
struct Dragged {
    held: Held,
    drawn: Drawn,
}

/// A curve, ready to be drawn.
#[derive(Clone, Debug)]
struct Drawn {
    steps: Vec<(NaiveDate, f64, String)>,
    days: Vec<(NaiveDate, String)>,
    until: NaiveDate,
}

/// Draws curve, rows and reasons.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut State) -> Vec<Answer> {
    let mut answers = Vec::new();
    let plan = Arc::clone(view.session.plan());
    let Some(report) = state
        .report
        .get(view.session, Arc::clone(&plan), || view.session.report(report::question("waiting")?))
    else {
        return answers;
    };
    let open = parts::table_of(&report, "waiting").is_some_and(|table| {
        let cells = table.rows.iter().filter_map(|row| parts::cell_of(table, row, "before_tax"));
        cells.into_iter().all(|cell| cell.text.starts_with("at least "))
    });
    let at_least = if open { ", all at least" } else { "" };
    card::heading(ui, "What does waiting cost?", &format!("{plan}{at_least}"));
    for block in &report.blocks {
        match block {
            Block::Text(of) => shown::sentences(ui, view, of, theme::DENSE, &mut answers),
            Block::Table(of) => {
                let shown = Shown {
                    name: "What waiting costs",
                    columns: &["decide", "order", "before_tax", "why"],
                    marked: &[],
                    wide: "why",
                    height: theme::DENSE_ROW,
                    said: &|key, cell| said(key, cell, open),
                    act: &shown::no_act,
                };
                shown::table(ui, view, of, &shown, &|_| None);
                ui.add_space(2.0);
            }
            Block::Plot(Plot::Lines(of)) => {
                answers.extend(draw(ui, view, &plan, of, &mut state.dragged));
            }
            Block::Heading(_) | Block::Plot(_) => {}
        }
    }
    answers
}

/// Shorter: the day of a meeting without its name, the amount without "at least" where the
/// heading says so of all (`open`).
fn said(key: &str, cell: &Cell, open: bool) -> Option<String> {
    match key {
        "decide" => cell.text.split_once(" (").map(|(day, _)| day.to_owned()),
        "before_tax" if open => cell.text.strip_prefix("at least ").map(str::to_owned),
        "order" => {
            let (first, last) = cell.text.split_once(" to ")?;
            let ((day, month), (_, other)) = (first.split_once(' ')?, last.split_once(' ')?);
            (month == other).then(|| format!("{day} to {last}"))
        }
        // How many charges more or fewer: the sentences below say where it matters.
        "why" => Some(without_brackets(&cell.text)),
        _ => None,
    }
}

/// Without ` (1 charge more)`.
fn without_brackets(text: &str) -> String {
    let mut parts = text.split(" (");
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((inside, rest)) if inside.contains("charge") => short.push_str(rest),
            _ => short.extend([" (", part]),
        }
    }
    short
}

fn draw(
    ui: &mut Ui,
    view: &View<'_>,
    plan: &Arc<str>,
    of: &Lines,
    dragged: &mut Option<Dragged>,
) -> Option<Answer> {
    let as_of = view.session.outlook()?.as_of;
    let chosen = planned(view.session, plan)?;
    let drawn = match dragged {
        Some(dragged) => dragged.drawn.clone(),
        None => Drawn::of(of, chosen, as_of)?,
    };
    let answer = curve(
        ui,
        &Curve {
            label: "Total by the day of the order; the figures are in the table below",
            handle: "Order date on the curve",
            unit: &of.unit,
            height: 172.0,
            steps: &drawn.steps,
            until: drawn.until,
            chosen: chosen.naive(),
            days: &drawn.days,
        },
    );
    let (to, over) = match answer {
        Some(Moved::Moving(to)) => (to, false),
        Some(Moved::Done(to)) => (to, true),
        None if ui.input(|i| i.pointer.any_down()) => return None,
        None => {
            *dragged = None;
            return None;
        }
    };
    let held = match dragged.as_ref() {
        Some(dragged) => dragged.held.clone(),
        None => Held::of(view.session, plan)?,
    };
    let edit = held.ordered_on(Day::from(to));
    *dragged = (!over).then_some(Dragged { held, drawn });
    Some(Answer::Drag(edit))
}

impl Drawn {
    /// Days with the same total are one step.
    fn of(lines: &Lines, chosen: Day, as_of: Day) -> Option<Self> {
        let line = lines.lines.iter().find(|line| line.role == LineRole::Cost)?;
        let (first, _) = line.points.first()?;
        let (last, _) = line.points.last()?;
        let mut steps: Vec<(NaiveDate, f64, String)> = Vec::new();
        for (day, total) in &line.points {
            if steps.last().is_none_or(|(_, before, _)| (before - total).abs() > 1e-9) {
                steps.push((day.naive(), *total, format!("{total:.2}")));
            }
        }
        let whole = first.days_until(*last).max(1);
        let mut days: Vec<Day> = Vec::new();
        let ends = [chosen, *first, *last];
        for day in ends.into_iter().chain(steps.iter().map(|s| Day::from(s.0))) {
            let inside = *first <= day && day <= *last;
            if inside && days.iter().all(|other| day.days_until(*other).abs() * 6 > whole) {
                days.push(day);
            }
        }
        let days = days.into_iter().map(|day| (day.naive(), day_words(day, as_of))).collect();
        Some(Self { steps, days, until: last.plus_days(1).naive() })
    }
}

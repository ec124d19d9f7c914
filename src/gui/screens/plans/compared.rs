//! In what do two plans differ, and how does one total become the other?

use std::sync::Arc;

use egui::Ui;

use crate::gui::answer::View;
use crate::gui::kit::bridge::{BridgeStep, Step, bridge};
use crate::gui::kit::{card, link, text};
use crate::gui::parts;
use crate::gui::screens::shown::{self, Kept, Shown};
use crate::gui::theme::{self, Tone};
use crate::report::{self, Block, Bridge, Cell, Plot, Report};

/// What is remembered from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    report: Kept<(Arc<str>, Arc<str>), Report>,
    as_table: bool,
}

/// Draws what differs between the two, and the bridge from the first total to the second.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    (one, two): &(Arc<str>, Arc<str>),
    state: &mut State,
) {
    let Some(report) = state.report.get(view.session, (Arc::clone(one), Arc::clone(two)), || {
        view.session.report_of(report::question("compare")?, one, Some(two), None)
    }) else {
        return;
    };
    let currency = view.session.scenario().map_or("", |scenario| scenario.currency.code());
    card::heading(ui, &report.title, &format!("{currency} before tax"));
    let mut sink = Vec::new();
    for block in &report.blocks {
        match block {
            Block::Text(of) => shown::sentences(ui, view, of, theme::DENSE, &mut sink),
            Block::Table(of) if of.key == "differences" => {
                let shown = Shown {
                    name: "What differs",
                    columns: &["what", "first", "second"],
                    marked: &[],
                    wide: "second",
                    height: theme::DENSE_ROW,
                    said: &said,
                    act: &shown::no_act,
                };
                shown::table(ui, view, of, &shown, &|_| None);
            }
            Block::Table(of) if of.key == "bridge" => {
                let toggle = if state.as_table { "Hide the table" } else { "Show as a table" };
                if link::action(ui, toggle, "From one to the other as a table").clicked() {
                    state.as_table = !state.as_table;
                }
                if state.as_table {
                    parts::table(ui, view, "From one to the other", of);
                }
            }
            Block::Table(of) => {
                parts::table(ui, view, of.key, of);
            }
            Block::Plot(Plot::Bridge(of)) => draw(ui, of),
            Block::Heading(_) | Block::Plot(_) => {}
        }
    }
}

/// The basis stands in the heading.
fn said(key: &str, cell: &Cell) -> Option<String> {
    if key != "what" {
        return super::without_chosen(key, cell);
    }
    let whole = cell.text.strip_suffix(" before tax")?;
    Some(whole.rsplit_once(", ")?.0.to_owned())
}

fn draw(ui: &mut Ui, of: &Bridge) {
    ui.add_space(8.0);
    card::heading(ui, &of.title, &format!("{} before tax", of.unit));
    let mut total = 0.0;
    let steps: Vec<BridgeStep> = of
        .steps
        .iter()
        .map(|step| {
            let from = if step.total { 0.0 } else { total };
            total = if step.total { step.amount } else { total + step.amount };
            let unknown = step.unknown.map(|more| {
                let sign = if more < 0.0 { "−" } else { "+" };
                let (text, sign) = if step.total { (total + more, "") } else { (more.abs(), sign) };
                (more, format!("up to {sign}{text:.2}"))
            });
            BridgeStep {
                label: step.name.clone(),
                note: step.detail.split(" from ").next().unwrap_or_default().to_owned(),
                step: if step.total {
                    Step::Total
                } else if step.amount < 0.0 {
                    Step::Fall
                } else {
                    Step::Rise
                },
                between: (from, total),
                text: step.text.trim_start_matches("at least ").to_owned(),
                unknown,
            }
        })
        .collect();
    let label = format!("{}; the figures are in the table below", of.title);
    bridge(ui, &label, &of.unit, 196.0, &steps);
    if steps.is_empty() {
        text::label(ui, "Both come to the same.", theme::SMALL, Tone::Dim);
    }
}

//! What does each month cost, and for what?

use egui::Ui;

use crate::gui::answer::Answer;
use crate::gui::kit::cost_strip::{CostStrip, Paid, StripMonth, cost_strip};
use crate::gui::parts;
use crate::report::{Block, Plot, Report, SeriesRole, Stacks};

/// Draws the strip; a month that is pressed explains itself.
pub(super) fn show(ui: &mut Ui, report: &Report, answers: &mut Vec<Answer>) {
    let stacks = report.blocks.iter().find_map(|block| match block {
        Block::Plot(Plot::Stacks(stacks)) => Some(stacks),
        _ => None,
    });
    let Some(stacks) = stacks else { return };
    let months = months(stacks, report);
    let ends = ends(stacks);
    let ends: Vec<(Paid, &str)> = ends.iter().map(|(paid, text)| (*paid, text.as_str())).collect();
    let strip = CostStrip {
        label: "Cost by month, before tax; figures in the table below",
        unit: &stacks.unit,
        months: &months,
        now: stacks.level.as_ref().map(|(text, amount)| (*amount, text.as_str())),
        ends: &ends,
        period: if stacks.marked.is_some() { "request period" } else { "" },
        height: 140.0,
    };
    if let Some(index) = cost_strip(ui, &strip) {
        answers.extend(why(report, index).map(Answer::Why));
    }
}

fn why(report: &Report, month: usize) -> Option<String> {
    let table = parts::table_of(report, "months")?;
    parts::cell_of(table, table.rows.get(month)?, "before_tax")?.why.clone()
}

fn months(stacks: &Stacks, report: &Report) -> Vec<StripMonth> {
    let table = parts::table_of(report, "months");
    let mut noted: Vec<Paid> = Vec::new();
    stacks
        .labels
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let mut notes = Vec::new();
            let mut parts_of = Vec::new();
            for series in &stacks.series {
                let amount = series.values.get(index).copied().unwrap_or(0.0);
                if amount <= 0.0 {
                    continue;
                }
                let paid = paid(series.role);
                parts_of.push((paid, amount));
                let says = matches!(paid, Paid::Overlap | Paid::Unknown | Paid::Once);
                if says && !noted.contains(&paid) {
                    noted.push(paid);
                    notes.push((
                        paid,
                        format!("{}{} {amount:.2}", series.name, colon(&series.name)),
                    ));
                }
            }
            let row = table.and_then(|table| Some((table, table.rows.get(index)?)));
            let heard = row.and_then(|(table, row)| {
                let together = parts::cell_of(table, row, "before_tax")?;
                Some(format!(
                    "{}, {} {} before tax",
                    row.cells.first()?.text,
                    together.text,
                    stacks.unit
                ))
            });
            let inside = stacks.marked.is_some_and(|(from, until)| (from..until).contains(&index));
            StripMonth {
                label: label.split(' ').next().unwrap_or(label).to_owned(),
                name: heard.unwrap_or_else(|| label.clone()),
                parts: parts_of,
                in_request: inside,
                notes,
            }
        })
        .collect()
}

/// A colon before the amount, but not after `up to`.
fn colon(name: &str) -> &'static str {
    if name.ends_with("up to") { "" } else { ":" }
}

/// What is written beside the last month, a line a part.
fn ends(stacks: &Stacks) -> Vec<(Paid, String)> {
    let last = stacks.labels.len().saturating_sub(1);
    stacks
        .series
        .iter()
        .filter_map(|series| {
            let amount = series.values.get(last).copied().filter(|amount| *amount > 0.0)?;
            Some((paid(series.role), format!("{} {amount:.2}", series.name)))
        })
        .collect()
}

fn paid(role: SeriesRole) -> Paid {
    match role {
        SeriesRole::Now => Paid::Now,
        SeriesRole::New => Paid::New,
        SeriesRole::Backup => Paid::Backup,
        SeriesRole::Overlap => Paid::Overlap,
        SeriesRole::OneOff | SeriesRole::Other => Paid::Once,
        SeriesRole::Unknown => Paid::Unknown,
    }
}

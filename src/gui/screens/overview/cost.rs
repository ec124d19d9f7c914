//! What does each month cost, and for what?

use egui::Ui;

use crate::gui::answer::Answer;
use crate::gui::kit::cost_strip::{CostStrip, Paid, StripMonth, cost_strip};
use crate::gui::parts;
use crate::report::{Block, Plot, Report, Series, SeriesRole, Stacks};

/// Draws the strip, `height` points high; a month that is pressed explains itself.
pub(super) fn show(ui: &mut Ui, report: &Report, height: f32, answers: &mut Vec<Answer>) {
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
        height,
    };
    if let Some(index) = cost_strip(ui, &strip) {
        answers.extend(why(report, index).map(Answer::Why));
    }
}

/// Whether anything is paid in the months that are looked at.
pub(super) fn is_shown(report: &Report) -> bool {
    let series = report.blocks.iter().filter_map(|block| match block {
        Block::Plot(Plot::Stacks(stacks)) => Some(&stacks.series),
        _ => None,
    });
    series.flatten().any(|series| series.values.iter().any(|amount| *amount != 0.0))
}

fn why(report: &Report, month: usize) -> Option<String> {
    let table = parts::table_of(report, "months")?;
    parts::cell_of(table, table.rows.get(month)?, "before_tax")?.why.clone()
}

/// Longest run of months in which a part is said beside its last month; a longer one is said at the
/// right end.
const RUN: usize = 6;

fn months(stacks: &Stacks, report: &Report) -> Vec<StripMonth> {
    let table = parts::table_of(report, "months");
    let mut months: Vec<StripMonth> = Vec::with_capacity(stacks.labels.len());
    for (index, label) in stacks.labels.iter().enumerate() {
        let amount = |series: &Series| series.values.get(index).copied().filter(|a| *a > 0.0);
        let row = table.and_then(|table| Some((table, table.rows.get(index)?)));
        let heard = row.and_then(|(table, row)| {
            let together = parts::cell_of(table, row, "before_tax")?;
            let month = &row.cells.first()?.text;
            Some(format!("{month}, {} {} before tax", together.text, stacks.unit))
        });
        months.push(StripMonth {
            label: label.split(' ').next().unwrap_or(label).to_owned(),
            name: heard.unwrap_or_else(|| label.clone()),
            parts: stacks.series.iter().filter_map(|s| Some((paid(s.role), amount(s)?))).collect(),
            in_request: stacks.marked.is_some_and(|(from, until)| (from..until).contains(&index)),
            notes: Vec::new(),
        });
    }
    for series in &stacks.series {
        let kind = paid(series.role);
        let first = series.values.iter().position(|amount| *amount > 0.0);
        let Some(first) =
            first.filter(|_| matches!(kind, Paid::Overlap | Paid::Unknown | Paid::Once))
        else {
            continue;
        };
        let run = series.values[first..].iter().take_while(|amount| **amount > 0.0);
        let (count, sum) = run.fold((0, 0.0), |(n, sum), amount| (n + 1, sum + amount));
        if count <= RUN
            && let Some(last) = months.get_mut(first + count - 1)
        {
            let said = with_amount(&series.name, sum);
            last.notes.push((kind, said));
        }
    }
    months
}

/// The name with its amount, where it has none of its own.
fn with_amount(name: &str, amount: f64) -> String {
    if name.ends_with(|c: char| c.is_ascii_digit()) {
        name.to_owned()
    } else {
        format!("{name}: {amount:.2}")
    }
}

/// What is written beside the last month, a line a part.
fn ends(stacks: &Stacks) -> Vec<(Paid, String)> {
    let last = stacks.labels.len().saturating_sub(1);
    stacks
        .series
        .iter()
        .filter_map(|series| {
            let amount = series.values.get(last).copied().filter(|amount| *amount > 0.0)?;
            Some((paid(series.role), with_amount(&series.name, amount).replace(": ", " ")))
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

//! What stands under any other path, and what is a stated figure made of?

use crate::checks;
use crate::document::Path;
use crate::engine::figures::Figures;

use super::super::{Ask, Cell, Column, Report, Row, Table};

/// A figure of the file or of its results by its path; `None` where none stands there.
pub(super) fn of(ask: &Ask<'_>, path: &Path) -> Option<Report> {
    let plan = ask.plan();
    let figures = Figures::of(ask.scenario, ask.outlook, &plan.name, ask.outlook.as_of);
    let found = figures.find(path)?;
    let mut report = Report::new("explain", format!("Why this number? {}", found.value));
    let first = path.steps().first();
    let is_plans = matches!(first, Some(crate::document::Step::Key(key)) if key == "plans");
    let of = if is_plans { String::new() } else { format!(" ({})", plan.name) };
    report.say(format!("`{}` is {}{of}.", found.why, found.value));
    Some(report)
}

/// What each part of a stated figure comes to, and all of them.
pub(super) fn parts(ask: &Ask<'_>, index: usize) -> Option<Table> {
    let parts = checks::stated_parts(ask.scenario, ask.outlook, index)?;
    let columns = vec![Column::words("part", "Part"), Column::numbers("value", "Comes to")];
    let mut table = Table::new("parts", "Its parts", columns);
    for (text, value) in &parts.terms {
        table.rows.push(Row::item(vec![Cell::words(text.clone()), Cell::words(value.clone())]));
    }
    table.rows.push(Row::total(vec![Cell::words("Together"), Cell::words(parts.together)]));
    Some(table)
}

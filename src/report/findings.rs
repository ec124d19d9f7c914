//! What is wrong or unknown, worst first, and what can be done about it?

use crate::checks::{Effect, Finding};
use crate::diag::Severity;
use crate::units::{Amount, BeforeTax};

use super::{Ask, Cell, Column, MoneyValue, Paragraph, Report, Row, Table, Tone, Value, words};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let mut report = Report::new("findings", "Findings, worst first");
    if ask.findings.is_empty() {
        report.text(Paragraph::plain("Nothing was found.").toned(Tone::Good));
        return report;
    }
    let all: Vec<&Finding> = ask.findings.iter().collect();
    report.say(tally(&all));
    let mut table = table(&all);
    let counted = ask.findings.iter().any(|finding| finding.effect.is_some());
    if counted {
        table.columns.push(Column::words("stake", "At stake"));
    }
    table.columns.push(Column::words("hint", "What to do"));
    table.columns.push(Column::words("code", "Code"));
    for (row, finding) in table.rows.iter_mut().zip(ask.findings) {
        if counted {
            row.cells.push(stake(ask, finding));
        }
        row.cells.push(Cell::words(finding.hint.clone()));
        row.cells.push(Cell::of(finding.code, Value::Text(finding.code.to_owned())));
    }
    report.table(table);
    report
}

/// `3 errors, 6 warnings, 3 notes`.
pub(super) fn tally(findings: &[&Finding]) -> String {
    let of = |severity| findings.iter().filter(|f| f.severity == severity).count() as i64;
    let parts: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .into_iter()
            .filter(|(severity, _)| of(*severity) > 0)
            .map(|(severity, word)| words::count(of(severity), word))
            .collect();
    parts.join(", ")
}

/// What a finding comes to: `60.28 CAD`, `7.2 GiB`, `12 days`; empty where nobody can count it.
fn stake(ask: &Ask<'_>, finding: &Finding) -> Cell {
    match &finding.effect {
        None => Cell::words(""),
        Some(Effect::Money(minor)) => {
            let currency = ask.scenario.currency;
            let amount = Amount::<BeforeTax>::from_minor(*minor).to_decimal(currency);
            let text = format!("{} {currency}", words::number(amount));
            let (amount, basis) = (Some(amount), None);
            let money = MoneyValue { amount, up_to: None, at_least: false, currency, basis };
            Cell::of(text, Value::Money(money))
        }
        Some(Effect::Room(resource, level)) => words::level_cell(resource, *level),
        Some(Effect::Days(days)) => Cell::words(words::count(*days, "day")),
    }
}

/// A row a finding: how bad, what, and why.
pub(super) fn table(findings: &[&Finding]) -> Table {
    let columns = vec![
        Column::words("severity", ""),
        Column::words("what", "What"),
        Column::words("why", "Why"),
    ];
    let mut table = Table::new("findings", "", columns);
    for finding in findings {
        let severity = finding.severity.to_string();
        // What is said alike of several plans names them.
        let alike = findings.iter().filter(|other| other.what == finding.what).count() > 1;
        let plan = finding.plan.as_deref().filter(|plan| alike && !finding.what.contains(plan));
        let mut what = Cell::words(match plan {
            Some(plan) => format!("{} ({plan})", finding.what),
            None => finding.what.clone(),
        });
        if !finding.about.is_empty() {
            what = what.edited(finding.about.clone());
        }
        table.rows.push(Row::item(vec![
            Cell::of(severity.clone(), Value::Text(severity)).toned(finding.severity.into()),
            what,
            Cell::words(finding.why.clone()),
        ]));
    }
    table
}

//! How full is each resource today, and what would the plan change?

use egui::Ui;

use crate::engine::outlook::{BackupOutlook, Level, ResourceOutlook, Runway};
use crate::gui::answer::{Answer, View};
use crate::gui::kit::bar::{Bar, Fill, bars};
use crate::gui::parts;
use crate::gui::theme::Tone;
use crate::model::{Evidence, Resource};
use crate::report::Report;
use crate::units::{show_disk, show_ram};

/// Services that are wanted but off and named below a bar; the rest are counted.
const NAMED: usize = 3;

/// A bar's words, kept while it is drawn.
struct Words {
    name: String,
    fill: Option<Fill>,
    note: String,
    answer: (String, Tone),
    then: String,
    shorter: Vec<String>,
    why: Option<String>,
}

/// Whether the demand of anything is only estimated.
pub(super) fn is_estimated(view: &View<'_>) -> bool {
    let Some(outlook) = view.session.outlook() else { return false };
    outlook.do_nothing().resources.iter().any(|of| of.evidence == Some(Evidence::Estimate))
}

/// Draws a bar a resource; pressed, it explains itself.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    let Some(outlook) = view.session.outlook() else { return };
    let base = outlook.do_nothing();
    let mut words: Vec<Words> = base.resources.iter().map(|of| resource(of, report)).collect();
    words.extend(base.backup.as_ref().map(|backup| space(backup, report)));
    let cpu = base.resources.iter().any(|of| of.resource == Resource::Cpu);
    if !cpu {
        words.push(Words {
            name: "CPU".to_owned(),
            fill: None,
            note: "not counted: no service says how much it needs".to_owned(),
            answer: (String::new(), Tone::Dim),
            then: String::new(),
            shorter: Vec::new(),
            why: None,
        });
    }
    let shown: Vec<Bar<'_>> = words
        .iter()
        .map(|of| Bar {
            name: &of.name,
            fill: of.fill.clone(),
            note: &of.note,
            answer: (&of.answer.0, of.answer.1),
            then: &of.then,
            shorter: &of.shorter,
        })
        .collect();
    if let Some(index) = bars(ui, &shown) {
        answers.extend(words[index].why.clone().map(Answer::Why));
    }
}

fn resource(of: &ResourceOutlook, report: &Report) -> Words {
    let segment = of.segments.first();
    let (usable, total) = (segment.and_then(|s| s.usable), segment.and_then(|s| s.total));
    let name = name_of(&of.resource);
    let level = |amount: Level| level(&of.resource, amount);
    let (used, wanted) = (of.today.used(), of.today.wanted());
    let mut note = vec![format!("{} used", bare(&level(used)))];
    if wanted != used {
        let mut off: Vec<String> = of
            .today
            .unmet
            .iter()
            .filter(|part| part.level > 0)
            .map(|part| format!("{} {}", bare(&level(part.level)), part.of))
            .collect();
        if off.len() > NAMED {
            let more = off.split_off(NAMED).len();
            off.push(format!("{more} more"));
        }
        let (wanted, used) = (level(wanted), level(used));
        let off = off.join(", ");
        note = vec![format!("{} wanted: {} running, {off}", bare(&wanted), bare(&used))];
    }
    note.extend(usable.map(|usable| format!(" · {} usable", bare(&level(usable)))));
    if of.buffer_ppm > 0 {
        let percent = f64::from(of.buffer_ppm) / 1e4;
        note.push(format!(" ({percent} % kept free)"));
    }
    let total_said = total.filter(|_| wanted == used);
    note.extend(total_said.map(|total| format!(" of {}", level(total))));
    let note = note.concat();
    let answer = match (&of.runway, usable) {
        (Runway::Already { short, .. }, _) => {
            (format!("{} short today", level(*short)), Tone::Error)
        }
        (_, Some(usable)) => (format!("{} free", level(usable - wanted)), Tone::Ok),
        (_, None) => ("not known".to_owned(), Tone::Warning),
    };
    let (then, why) = lasts(report, &name);
    Words {
        fill: fill(of.today.used(), wanted, usable, total, &level),
        name,
        note,
        answer,
        shorter: shorter(&then),
        then,
        why,
    }
}

fn space(backup: &BackupOutlook, report: &Report) -> Words {
    let total = backup.segments.first().and_then(|s| s.total);
    let level = |amount: Level| level(&Resource::Backup, amount);
    let used = bare(&level(backup.needed)).to_owned();
    let usable = backup.usable.map(|usable| format!(" · {} usable", bare(&level(usable))));
    let of = total.map(|total| format!(" of {}", level(total)));
    let note = format!("{used} used{}{}", usable.unwrap_or_default(), of.unwrap_or_default());
    let row = row(report, "Backup");
    let answer = row.and_then(|(table, row)| {
        let cell = parts::cell_of(table, row, "lasts")?;
        let full = backup.fits.is_some_and(|fits| fits <= backup.keeps);
        let tone = if full { Tone::Error } else { parts::tone(cell.tone) };
        Some((cell.text.clone(), tone))
    });
    let (then, why) = lasts(report, "Backup");
    Words {
        name: "Backup".to_owned(),
        fill: fill(backup.needed, backup.needed, backup.usable, total, &level),
        note,
        answer: answer.unwrap_or_default(),
        shorter: shorter(&then),
        then,
        why,
    }
}

fn fill(
    used: Level,
    wanted: Level,
    usable: Option<Level>,
    total: Option<Level>,
    level: &dyn Fn(Level) -> String,
) -> Option<Fill> {
    let usable = usable?;
    let all = total.unwrap_or(usable);
    Some(Fill {
        used: used as f64,
        off: (wanted - used) as f64,
        usable: usable as f64,
        all: all as f64,
        marks: ("usable".to_owned(), format!("all {}", bare(&level(all)))),
    })
}

fn row<'a>(
    report: &'a Report,
    name: &str,
) -> Option<(&'a crate::report::Table, &'a crate::report::Row)> {
    let table = parts::table_of(report, "headroom")?;
    let row = table.rows.iter().find(|row| row.cells.first().is_some_and(|c| c.text == name))?;
    Some((table, row))
}

/// What becomes of a resource with the plan, or if nothing is done; and what explains it.
fn lasts(report: &Report, name: &str) -> (String, Option<String>) {
    let Some((table, row)) = row(report, name) else { return Default::default() };
    let now = parts::cell_of(table, row, "lasts");
    let why = now.and_then(|cell| cell.why.clone());
    match parts::cell_of(table, row, "lasts_with_plan") {
        Some(cell) => {
            // What is short before then stands in the sentences and in the table.
            let then = cell.text.split([';', ',']).next().unwrap_or_default();
            (format!("then {then}"), why)
        }
        // What is short or full says so already.
        None => (
            now.filter(|cell| cell.text.starts_with("lasts"))
                .map_or_else(String::new, |cell| cell.text.clone()),
            why,
        ),
    }
}

/// The same in fewer words: without the verb, without the cautious date, without the reason.
fn shorter(then: &str) -> Vec<String> {
    let until = then.replace("lasts until", "until");
    let mut ways = vec![until.clone()];
    for (text, end) in [(until.as_str(), " ("), (then, ": ")] {
        ways.extend(text.split_once(end).map(|(start, _)| start.to_owned()));
    }
    ways.retain(|way| way != then);
    ways
}

/// What people call a resource, at the start of a sentence.
pub(super) fn name_of(resource: &Resource) -> String {
    match resource {
        Resource::Ram => "RAM".to_owned(),
        Resource::Storage => "Storage".to_owned(),
        Resource::Backup => "Backup".to_owned(),
        Resource::Cpu => "CPU threads".to_owned(),
        Resource::Count(name) => name.clone(),
    }
}

fn level(resource: &Resource, amount: Level) -> String {
    match resource {
        Resource::Ram => show_ram(amount),
        Resource::Storage | Resource::Backup => show_disk(amount),
        Resource::Cpu | Resource::Count(_) => {
            let (whole, part) = (amount / 1000, (amount % 1000).abs());
            if part == 0 { whole.to_string() } else { format!("{whole}.{part:03}") }
        }
    }
}

/// The number without its unit, which stands at the end of the line.
fn bare(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

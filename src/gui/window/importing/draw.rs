//! What does the preview of an import look like?

use std::time::Duration;

use egui::{Align, Layout, ScrollArea, Ui};

use super::fields::{self, Follows};
use super::output::{Output, Read, State};
use super::{Importing, Not};
use crate::diag::{Problem, Severity};
use crate::formats::importers::{IMPORTERS, importer};
use crate::gui::kit::table::{Head, Row, Table};
use crate::gui::kit::why::Why;
use crate::gui::kit::{self, button, card, icon, link, modal, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::gui::window::broken;
use crate::report::{self, Block};
use crate::units::Day;

/// Width of the dialog, in points.
const WIDTH: f32 = 760.0;
/// Room of the window beside what scrolls: title, buttons and margins, in points.
const AROUND: f32 = 190.0;
/// Room for the bar that scrolls, in points.
const BAR: f32 = 10.0;
/// How often the progress is drawn anew.
const SOON: Duration = Duration::from_millis(50);
/// So many rows of a table are drawn; the rest is told.
const ROWS: usize = 100;

/// Codes of files of which nothing was read: no word of a person's changes that.
const NOTHING_TO_SAY: [&str; 7] = [
    "no-such-file",
    "is-a-folder",
    "not-a-file",
    "broken-link",
    "no-permission",
    "cannot-read",
    "empty",
];

/// What was asked of the dialog.
pub(super) enum Pressed {
    Nothing,
    /// Read the output of this place again, as it is said now.
    Again(usize),
    /// Place all again, as it is said now.
    Placed,
    /// Take nothing of the output of this place.
    LeaveOut(usize),
    Import,
    Cancel,
}

pub(super) fn preview(ui: &Ui, of: &mut Importing, today: Day) -> Pressed {
    let mut pressed = Pressed::Nothing;
    let closed = modal::modal(ui, "Import usage", WIDTH, |ui| {
        let room = (ui.ctx().content_rect().height() - AROUND).max(120.0);
        ScrollArea::vertical().auto_shrink([false, true]).max_height(room).show(ui, |ui| {
            ui.set_width(ui.available_width() - BAR);
            let several = of.outputs.len() > 1;
            for (at, output) in of.outputs.iter_mut().enumerate() {
                ui.push_id(at, |ui| {
                    if at > 0 {
                        ui.add_space(6.0);
                        card::rule(ui);
                        ui.add_space(6.0);
                    }
                    let asked = section(ui, output, at, several, today);
                    if !matches!(asked, Pressed::Nothing) {
                        pressed = asked;
                    }
                });
            }
        });
        if let Some(problem) = &of.refused {
            broken::problem_lines(ui, problem);
        }
        ui.add_space(8.0);
        match buttons(ui, of) {
            Pressed::Nothing => {}
            // What was corrected just now is to be seen before.
            Pressed::Import if !matches!(pressed, Pressed::Nothing) => {}
            other => pressed = other,
        }
        if matches!(of.ready(), Err(Not::Busy)) {
            ui.ctx().request_repaint_after(SOON);
        }
    });
    if closed { Pressed::Cancel } else { pressed }
}

/// One output: what it is, what can be said of it, and what it would do.
fn section(ui: &mut Ui, of: &mut Output, at: usize, several: bool, today: Day) -> Pressed {
    let mut pressed = Pressed::Nothing;
    if several {
        ui.horizontal(|ui| {
            card::heading(ui, &sentence(&of.name), "");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("Leave out {}", of.name);
                if link::action(ui, "Leave out", &name).clicked() {
                    pressed = Pressed::LeaveOut(at);
                }
            });
        });
    }
    recognised(ui, of, several);
    match &of.state {
        State::Waiting => return pressed,
        State::Reading(reading) => {
            ui.add_space(8.0);
            match reading.share() {
                Some(share) => drop(ui.add(egui::ProgressBar::new(share).show_percentage())),
                None => drop(ui.add(egui::Spinner::new())),
            }
            return pressed;
        }
        State::Wrong(_) | State::Read(_) => {}
    }
    if NOTHING_TO_SAY.contains(&of.code()) {
        if let State::Wrong(problem) = &of.state {
            broken::problem_lines(ui, &here(problem));
        }
        return pressed;
    }
    ui.add_space(6.0);
    match fields::fields(ui, of, at, today) {
        Follows::Nothing => {}
        Follows::Read => pressed = Pressed::Again(at),
        Follows::Place => pressed = Pressed::Placed,
    }
    ui.add_space(10.0);
    match &of.state {
        State::Waiting | State::Reading(_) => {}
        State::Wrong(problem) => broken::problem_lines(ui, &here(problem)),
        State::Read(read) => {
            let replace = found(ui, read, &of.said.replace);
            if let Some(replace) = replace {
                of.said.replace = replace;
                pressed = Pressed::Placed;
            }
        }
    }
    pressed
}

/// What the output is.
fn recognised(ui: &mut Ui, of: &Output, several: bool) {
    let name = if several { String::new() } else { sentence(&of.name) };
    match &of.state {
        State::Waiting => {
            text::label(ui, &format!("Reading {} soon", of.name), theme::BODY, Tone::Dim);
        }
        State::Reading(_) => {
            text::label(ui, &format!("Reading {}", of.name), theme::BODY, Tone::Dim);
        }
        State::Wrong(_) if several => {}
        State::Wrong(_) => {
            text::label(ui, &name, theme::BODY, Tone::Dim);
        }
        State::Read(read) => {
            let what = importer(read.import.importer).map_or("", |importer| importer.what);
            text::sentence(ui, theme::BODY, |ui| {
                let lead =
                    if several { "Read as ".to_owned() } else { format!("{name} is read as ") };
                text::toned(ui, &lead, Tone::Dim);
                text::piece(ui, &format!("{}: {what}", read.import.importer));
            });
        }
    }
}

/// What was measured, where it goes, what was left out, and what is to be known; answers with the series whose typed values give
/// way, where that is changed.
fn found(ui: &mut Ui, read: &Read, replace: &[String]) -> Option<Vec<String>> {
    let Some(placed) = &read.placed else {
        text::label(ui, "Working out where it goes", theme::BODY, Tone::Dim);
        return None;
    };
    for block in &placed.report.blocks {
        match block {
            Block::Table(of) if !of.rows.is_empty() => {
                card::heading(ui, &of.title, "");
                table(ui, of);
                ui.add_space(8.0);
            }
            Block::Text(of) => {
                ui.horizontal_top(|ui| {
                    let warns = of.tone == report::Tone::Warning;
                    icon::status(ui, if warns { Severity::Warning } else { Severity::Note });
                    ui.vertical(|ui| text::body(ui, &in_window(&of.text())));
                });
            }
            _ => {}
        }
    }
    let placing = match &placed.placing {
        Ok(placing) => placing,
        Err(problem) => {
            broken::problem_lines(ui, problem);
            return None;
        }
    };
    let mut changed = None;
    for of in placing.placed.iter().filter(|of| !of.differs.is_empty()) {
        let (what, name) = if of.replaced {
            ("Keep what was typed", format!("Keep what was typed in {}", of.key))
        } else {
            ("Replace it", format!("Replace what was typed in {}", of.key))
        };
        ui.horizontal(|ui| {
            ui.add_space(icon::SIDE + 8.0);
            text::second(ui, &format!("{}:", of.key));
            if link::action(ui, what, &name).clicked() {
                let mut keys = replace.to_vec();
                keys.retain(|key| *key != of.key);
                if !of.replaced {
                    keys.push(of.key.clone());
                }
                changed = Some(keys);
            }
        });
    }
    changed
}

/// Draws a table of the report without the columns in which nothing is said.
fn table(ui: &mut Ui, of: &report::Table) {
    let says = |cell: &report::Cell| !cell.text.is_empty() && cell.text != "0";
    let said = |column: &usize| {
        of.rows.iter().any(|row| row.cells.get(*column).is_some_and(says))
            || matches!(of.columns[*column].key, "new" | "on")
    };
    let columns: Vec<usize> = (0..of.columns.len()).filter(said).collect();
    let head = |column: &usize| {
        let of = &of.columns[*column];
        match of.align {
            report::Align::Left => Head::words(&of.title),
            report::Align::Right => Head::numbers(&of.title),
        }
    };
    let mut heads: Vec<Head> = columns.iter().map(head).collect();
    if let Some(first) = heads.first_mut() {
        first.wide = true;
    }
    let row = |row: &report::Row| {
        let cell = |column: &usize| row.cells.get(*column).map(parts::cell).unwrap_or_default();
        let cells: Vec<_> = columns.iter().map(cell).collect();
        let name = cells.first().map_or_else(String::new, |cell| cell.text.clone());
        Row { name, cells, ..Row::default() }
    };
    let rows: Vec<Row> = of.rows.iter().take(ROWS).map(row).collect();
    ui.scope(|ui| {
        let drawn =
            Table { name: &of.title, heads: &heads, rows: &rows, row_height: theme::DENSE_ROW };
        let no_reason = |_, _| Why { title: String::new(), lines: Vec::new(), total: None };
        kit::table::table(ui, &drawn, &no_reason);
    });
    if let Some(more) = of.rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
        text::second(ui, &format!("and {more} more"));
    }
}

fn buttons(ui: &mut Ui, of: &Importing) -> Pressed {
    let ready = of.ready();
    let cancel = match &ready {
        Err(Not::Wrong) => "Close",
        _ => "Cancel",
    };
    let of_several = |name: &str| match of.outputs.len() {
        1 => String::new(),
        _ => format!("{name}: "),
    };
    let why_not = match &ready {
        Ok(_) => None,
        Err(Not::Busy | Not::Wrong) => Some(String::new()),
        Err(Not::Which(name)) => {
            Some(format!("{}Choose on which contract it was measured", of_several(name)))
        }
        Err(Not::Host(name)) => {
            let several = "Choose which host it is: several would be one contract";
            Some(format!("{}{several}", of_several(name)))
        }
        Err(Not::Known) => Some("Nothing is new: the scenario has all of it".to_owned()),
    };
    let mut pressed = Pressed::Nothing;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if !matches!(ready, Err(Not::Wrong)) {
            let import = ui.add_enabled_ui(why_not.is_none(), |ui| button::primary(ui, "Import"));
            if import.inner.clicked() {
                pressed = Pressed::Import;
            }
        }
        if button::plain(ui, cancel).clicked() {
            pressed = Pressed::Cancel;
        }
        let unread = of.outputs.iter().filter(|of| matches!(of.state, State::Wrong(_))).count();
        let said = match (why_not, unread) {
            (Some(why), _) => why,
            (None, 0) => String::new(),
            (None, 1) => "One file cannot be read: the others come in".to_owned(),
            (None, unread) => format!("{unread} files cannot be read: the others come in"),
        };
        if !said.is_empty() {
            text::label(ui, &said, theme::DENSE, Tone::Dim);
        }
    });
    pressed
}

/// A problem as it is mended in the window, where nothing is typed on a command line.
fn here(problem: &Problem) -> Problem {
    let hint = match problem.code {
        "not-recognised" | "empty" => {
            let names: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
            Some(format!(
                "give what a tool printed, as it was, or say above what it is: {}",
                names.join(", ")
            ))
        }
        "date-order-needed" => Some("say above in which order its dates are".to_owned()),
        "not-a-table" => Some(format!(
            "{}; what parts its cells and what its columns hold is said above",
            problem.hint.as_deref().unwrap_or_default()
        )),
        _ => problem.hint.as_deref().map(in_window),
    };
    Problem { hint, message: in_window(&problem.message), ..problem.clone() }
}

/// What is said of the command line, said of the fields above.
fn in_window(text: &str) -> String {
    [("`--unit ", "unit `"), ("`--resource ", "resource `"), ("`--host ", "host `")]
        .iter()
        .fold(text.to_owned(), |text, (option, field)| text.replace(option, field))
        .replace("`--unit`", "the unit")
        .replace("`--resource`", "the resource")
        .replace("`--host`", "the host")
}

fn sentence(name: &str) -> String {
    let pasted = name.strip_prefix("the pasted");
    pasted.map_or_else(|| name.to_owned(), |rest| format!("The pasted{rest}"))
}

//! What is asked or shown over everything else?

use std::path::PathBuf;

use egui::{Key, TextEdit, Ui, WidgetInfo};

use super::Window;
use super::files::{Job, Next};
use super::importing::{self, Importing};
use super::price_lists::{self, Asking, PriceList};
use crate::checks::{Action, Finding};
use crate::diag::Severity;
use crate::document::{Edit, Op, unquote};
use crate::formats::EXPORTERS;
use crate::gui::answer::{Answer, View};
use crate::gui::command::Command;
use crate::gui::kit::modal::{self, Question};
use crate::gui::kit::palette_list::{Listed, Picked, palette_list};
use crate::gui::kit::{button, card, icon, in_place, link, text, why};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::report;
use crate::session::Session;
use crate::session::examples::EXAMPLES;

/// What lies over the page.
#[derive(Debug)]
pub(super) enum Asked {
    /// Any command, plan or figure.
    Palette,
    /// Which file? The system's dialog is asked as well while `waiting`.
    Path { job: Job, typed: String, wrong: Option<String>, waiting: bool },
    /// Save before going on?
    Unsaved(Next),
    /// Somebody else has written to the file: save over it?
    Changed,
    /// What another tool's output would do.
    Import(Box<Importing>),
    /// What a price list says, and whether it is taken in.
    PriceList(Box<PriceList>),
    /// What a provider would be asked.
    AskPrices(Box<Asking>),
    /// In which form is the request exported?
    Export,
    /// What an edit would change.
    Preview { what: String, hint: String, edit: Edit },
    /// A finding with its reason and its fix.
    Finding(Box<Finding>),
    /// Why is the figure of this path what it is?
    Why(String),
    /// What could not be read.
    Problems,
    /// Every shortcut.
    Keys,
    /// What this program is.
    About,
}

/// Draws what is asked, if anything.
pub(super) fn show(ui: &mut Ui, window: &mut Window) -> Vec<Answer> {
    let Some(asked) = window.asked.take() else { return Vec::new() };
    let mut answers = Vec::new();
    let kept = match asked {
        Asked::Palette => palette(ui, window, &mut answers),
        Asked::Path { job, typed, wrong, waiting } => path(ui, window, job, typed, wrong, waiting),
        Asked::Unsaved(next) => unsaved(ui, window, next),
        Asked::Changed => changed(ui, window),
        Asked::Import(of) => importing::show(ui, window, of),
        Asked::PriceList(of) => price_lists::show(ui, window, of),
        Asked::AskPrices(of) => price_lists::ask(ui, window, of),
        Asked::Export => export(ui, &mut answers),
        Asked::Preview { what, hint, edit } => preview(ui, window, what, hint, edit),
        Asked::Finding(finding) => found(ui, window, finding, &mut answers),
        Asked::Why(path) => {
            let explained = parts::explained(&window.session, &path);
            let closed = modal::modal(ui, "Why this number?", 460.0, |ui| {
                why::explanation(ui, &explained);
            });
            (!closed).then_some(Asked::Why(path))
        }
        Asked::Problems => {
            let closed = modal::modal(ui, "What could not be read", 560.0, |ui| {
                egui::ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
                    for problem in window.session.problems() {
                        super::broken::problem_lines(ui, problem);
                    }
                });
            });
            (!closed).then_some(Asked::Problems)
        }
        Asked::Keys => keys(ui),
        Asked::About => about(ui),
    };
    if window.asked.is_none() {
        window.asked = kept;
    }
    answers
}

fn palette(ui: &Ui, window: &Window, answers: &mut Vec<Answer>) -> Option<Asked> {
    let mut listed = Vec::new();
    let mut what = Vec::new();
    let mut add = |name: String, note: String, shortcut: String, answer: Answer| {
        listed.push(Listed { name, note, shortcut });
        what.push(answer);
    };
    for command in Command::all().into_iter().filter(|c| *c != Command::Palette) {
        let keys = command.shortcut().map(|s| ui.ctx().format_shortcut(&s)).unwrap_or_default();
        add(command.name(), command.tooltip().to_owned(), keys, Answer::Command(command));
    }
    if let Some(outlook) = window.session.outlook() {
        for name in outlook.plans.keys() {
            let answer = Answer::ChoosePlan(name.clone());
            add(format!("Choose plan {name}"), String::new(), String::new(), answer);
        }
    }
    for (name, path, figure) in figures(window) {
        add(name, figure, String::new(), Answer::Why(path));
    }
    match palette_list(ui, &listed) {
        None => Some(Asked::Palette),
        Some(Picked::None) => {
            answers.push(Answer::Go(window.screen));
            None
        }
        Some(Picked::One(index)) => {
            answers.extend(what.into_iter().nth(index));
            None
        }
    }
}

/// The figures of the overview that can be explained: name, path and how they read.
fn figures(window: &Window) -> Vec<(String, String, String)> {
    let session = &window.session;
    let mut found = Vec::new();
    let reports = ["request", "headroom"].into_iter().filter_map(report::question);
    for report in reports.filter_map(|question| session.report(question)) {
        for block in &report.blocks {
            let report::Block::Table(table) = block else { continue };
            for row in &table.rows {
                let name = row.cells.first().map_or("", |cell| cell.text.as_str());
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    if let Some(path) = &cell.why {
                        let name = format!("{name}, {}", column.title.to_lowercase());
                        found.push((name, path.clone(), cell.text.clone()));
                    }
                }
            }
        }
    }
    found.dedup_by(|a, b| a.1 == b.1);
    found
}

/// Said before a typed path replaces a file.
const REPLACES: &str = "there is such a file: press again to replace it";

fn path(
    ui: &Ui,
    window: &mut Window,
    job: Job,
    mut typed: String,
    mut wrong: Option<String>,
    waiting: bool,
) -> Option<Asked> {
    let (title, action) = match job {
        Job::Open => ("Open a scenario", "Open"),
        Job::SaveAs => ("Save as", "Save"),
        Job::Import => ("Import usage from a file", "Read"),
        Job::PriceList => ("Add a price list from a file", "Read"),
        Job::Export(_) => ("Export the request", "Export"),
    };
    let mut pressed = None;
    let mut recent = None;
    let closed = modal::modal(ui, title, 520.0, |ui| {
        let note = if waiting {
            "Choose it in the system's dialog, or type its path here."
        } else {
            "No file dialog could be opened here: type the path."
        };
        text::label(ui, note, theme::DENSE, Tone::Dim);
        if job == Job::Import {
            let several = "Several are parted by semicolons.";
            text::label(ui, several, theme::DENSE, Tone::Dim);
        }
        let field = TextEdit::singleline(&mut typed).desired_width(f32::INFINITY);
        let response = ui.add(field);
        response
            .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Path"));
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if !entered && ui.memory(|m| m.focused().is_none()) {
            response.request_focus();
            in_place::select_all(ui, response.id, &typed);
        }
        if response.changed() {
            wrong = None;
        }
        if let Some(wrong) = &wrong {
            in_place::refused(ui, &(wrong.clone(), None));
        }
        if job == Job::Open {
            for path in window.options.recent.paths().take(6) {
                let name =
                    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
                if link::action(ui, &name, &format!("Open {name}")).clicked() {
                    recent = Some(path.to_owned());
                }
            }
        }
        ui.add_space(8.0);
        pressed = modal::answers(ui, &[action, "Cancel"]);
        if entered {
            pressed = Some(0);
        }
    });
    let chosen = recent.or_else(|| {
        (pressed == Some(0) && !typed.trim().is_empty()).then(|| PathBuf::from(typed.trim()))
    });
    if let Some(path) = chosen {
        let own = job == Job::SaveAs && window.session.path() == Some(&path);
        let asks = !job.reads() && path.exists() && !own;
        if asks && wrong.as_deref() != Some(REPLACES) {
            wrong = Some(REPLACES.to_owned());
        } else {
            match window.run(ui.ctx(), job, &path) {
                Ok(()) => return None,
                Err(why) => wrong = Some(why),
            }
        }
        return Some(Asked::Path { job, typed, wrong, waiting });
    }
    if closed || pressed == Some(1) {
        window.chosen_for = None;
        return None;
    }
    Some(Asked::Path { job, typed, wrong, waiting })
}

fn unsaved(ui: &Ui, window: &mut Window, next: Next) -> Option<Asked> {
    let name = window.session.name();
    let ask = format!("Save {name} first?");
    let question = Question {
        ask: &ask,
        note: "What was changed since it was last saved would be lost.",
        answers: &["Save", "Do not save", "Cancel"],
    };
    match modal::ask(ui, &question) {
        None => Some(Asked::Unsaved(next)),
        Some(0) => {
            window.save(ui.ctx());
            if !window.session.is_unsaved() {
                window.go_on(ui.ctx(), next);
            }
            window.asked.take()
        }
        Some(1) => {
            window.go_on(ui.ctx(), next);
            window.asked.take()
        }
        Some(_) => None,
    }
}

fn changed(ui: &Ui, window: &mut Window) -> Option<Asked> {
    let question = Question {
        ask: "Somebody else has changed this file",
        note: "It is not as it was when it was opened. Saving would replace what they wrote.",
        answers: &["Save as…", "Replace it", "Cancel"],
    };
    match modal::ask(ui, &question) {
        None => Some(Asked::Changed),
        Some(0) => {
            window.ask_for(ui.ctx(), Job::SaveAs);
            window.asked.take()
        }
        Some(1) => {
            window.save_over(ui.ctx());
            None
        }
        Some(_) => None,
    }
}

fn export(ui: &Ui, answers: &mut Vec<Answer>) -> Option<Asked> {
    let mut picked = None;
    let closed = modal::modal(ui, "Export the request", 420.0, |ui| {
        for (index, exporter) in EXPORTERS.iter().enumerate() {
            ui.horizontal(|ui| {
                if button::plain(ui, exporter.name).clicked() {
                    picked = Some(index);
                }
                text::second(ui, exporter.what);
            });
        }
    });
    answers.extend(picked.map(|index| Answer::Command(Command::Export(index))));
    (!closed && picked.is_none()).then_some(Asked::Export)
}

/// Old beside new, for each value that an edit changes; applied where that is asked for.
fn preview(ui: &Ui, window: &mut Window, what: String, hint: String, edit: Edit) -> Option<Asked> {
    let mut pressed = None;
    let mut fine = false;
    let closed = modal::modal(ui, &what, 560.0, |ui| {
        text::label(ui, &hint, theme::DENSE, Tone::Dim);
        fine = changes(ui, window, &edit);
        let names: &[&str] = if fine { &["Apply", "Cancel"] } else { &["Close"] };
        pressed = modal::answers(ui, names);
    });
    match pressed {
        Some(0) if fine => {
            window.fix(ui.ctx(), &edit);
            None
        }
        Some(_) => None,
        None => (!closed).then_some(Asked::Preview { what, hint, edit }),
    }
}

/// What an edit would change; false where it cannot be done.
fn changes(ui: &mut Ui, window: &Window, edit: &Edit) -> bool {
    ui.add_space(4.0);
    for op in &edit.ops {
        change(ui, window, op);
    }
    let after = window.session.what_if(edit);
    match &after {
        Ok(after) => {
            let (was, is) = (window.session.findings().len(), after.findings().len());
            if was != is {
                text::second(ui, &format!("Findings: {was} now, {is} afterwards"));
            }
            if let (Some(was), Some(is)) = (asked_for(&window.session), asked_for(after))
                && was != is
            {
                text::second(ui, &format!("Request: {was} now, {is} afterwards"));
            }
        }
        Err(problem) => in_place::refused(ui, &parts::refusal(problem.clone())),
    }
    ui.add_space(8.0);
    after.is_ok()
}

/// The request of the chosen plan, in words.
fn asked_for(session: &Session) -> Option<String> {
    let report = session.report(report::question("overview")?)?;
    report.blocks.iter().find_map(|block| {
        let report::Block::Text(paragraph) = block else { return None };
        let is_it = |why: &str| why.ends_with(".request.before_tax");
        let span = paragraph.spans.iter().find(|span| span.why.as_deref().is_some_and(is_it))?;
        Some(span.text.clone())
    })
}

/// A finding: why, what to do, what its fix would change; or the value itself, to be changed here.
fn found(
    ui: &Ui,
    window: &mut Window,
    finding: Box<Finding>,
    answers: &mut Vec<Answer>,
) -> Option<Asked> {
    let mut pressed = None;
    let mut fine = false;
    let mut given = None;
    let closed = modal::modal(ui, &finding.what, 560.0, |ui| {
        ui.horizontal_wrapped(|ui| {
            icon::status(ui, finding.severity);
            text::body(ui, &finding.why);
        });
        if !finding.hint.is_empty() {
            text::label(ui, &finding.hint, theme::DENSE, Tone::Dim);
        }
        if let Some(edit) = &finding.fix {
            fine = changes(ui, window, edit);
        } else {
            given = value_here(ui, window, &finding);
            ui.add_space(8.0);
        }
        let act = match finding.action {
            Action::Ask => "Add the question",
            _ => "Apply",
        };
        let names: &[&str] =
            if fine { &[act, "Show where", "Cancel"] } else { &["Close", "Show where"] };
        pressed = modal::answers(ui, names);
    });
    if let Some(answer) = given {
        answers.push(answer);
        return None;
    }
    match (pressed, &finding.fix) {
        (Some(0), Some(edit)) if fine => {
            window.fix(ui.ctx(), &edit.clone());
            None
        }
        (Some(1), _) => {
            answers.push(Answer::Show(finding.about.clone()));
            None
        }
        (Some(_), _) => None,
        (None, _) => (!closed).then_some(Asked::Finding(finding)),
    }
}

/// The value that a finding is about, changed where it stands; nothing where it is a whole group.
fn value_here(ui: &mut Ui, window: &Window, finding: &Finding) -> Option<Answer> {
    let path = finding.about.parse().ok()?;
    let raw = window.session.document()?.written(&path)?;
    let is_text = raw.starts_with('"');
    if (!is_text && raw.contains(['(', '[', '{'])) || raw.contains('\n') {
        return None;
    }
    let view = View { session: &window.session };
    let mut answer = None;
    text::second(ui, &finding.about);
    text::sentence(ui, theme::BODY, |ui| {
        let shown = parts::written(&window.session, &path);
        answer = parts::value(ui, &view, &finding.about, &shown);
    });
    answer
}

fn change(ui: &mut Ui, window: &Window, op: &Op) {
    let (path, old, new) = match op {
        Op::Set(path, value) => {
            let old = window.session.document().and_then(|d| d.written(path));
            (path.to_string(), old.map(str::to_owned), Some(value.clone()))
        }
        Op::Insert { into, key, value, .. } => {
            let path =
                key.as_ref().map_or_else(|| into.clone(), |key| into.clone().key(key.as_str()));
            (path.to_string(), None, Some(value.clone()))
        }
        Op::Remove(path) => {
            let old = window.session.document().and_then(|d| d.written(path));
            (path.to_string(), old.map(str::to_owned), None)
        }
        Op::Move { path, to } => (path.to_string(), None, Some(format!("at place {}", to + 1))),
        Op::Rename { path, key } => (path.to_string(), None, Some(format!("named {key}"))),
    };
    let plain = |raw: String| unquote(&raw).map_or(raw.clone(), std::borrow::Cow::into_owned);
    let (old, new) = (old.map(plain), new.map(plain));
    text::second(ui, &path);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        text::label(ui, old.as_deref().unwrap_or("not stated"), theme::BODY, Tone::Dim);
        text::label(ui, "→", theme::BODY, Tone::Dim);
        text::label(ui, new.as_deref().unwrap_or("removed"), theme::BODY, Tone::Accent);
    });
}

fn keys(ui: &Ui) -> Option<Asked> {
    let closed = modal::modal(ui, "Keyboard shortcuts", 420.0, |ui| {
        egui::Grid::new("keys").num_columns(2).spacing([24.0, 5.0]).show(ui, |ui| {
            for command in Command::all() {
                let Some(shortcut) = command.shortcut() else { continue };
                text::body(ui, &command.name());
                let keys = ui.ctx().format_shortcut(&shortcut);
                text::label(ui, &keys, theme::BODY, Tone::Dim);
                ui.end_row();
            }
        });
        card::rule(ui);
        text::second(
            ui,
            "Tab goes on, Space or Enter presses, Esc closes; arrows change dates and spans.",
        );
    });
    (!closed).then_some(Asked::Keys)
}

fn about(ui: &Ui) -> Option<Asked> {
    let closed = modal::modal(ui, "Headroom", 420.0, |ui| {
        let version = concat!("Version ", env!("CARGO_PKG_VERSION"));
        text::body(ui, version);
        text::label(ui, env!("CARGO_PKG_DESCRIPTION"), theme::DENSE, Tone::Dim);
        text::second(ui, concat!("Licence: ", env!("CARGO_PKG_LICENSE")));
        ui.horizontal(|ui| {
            icon::status(ui, Severity::Note);
            let examples = EXAMPLES.len() - 1;
            text::second(
                ui,
                &format!("{examples} examples come with it; nothing is sent anywhere."),
            );
        });
    });
    (!closed).then_some(Asked::About)
}

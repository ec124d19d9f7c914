//! What is still open before the request goes out, and how does it go out?

use egui::{Align, Layout, Ui, vec2};

use super::question::Draft;
use crate::checks::{self, Action, Finding};
use crate::diag::Severity;
use crate::document::Edit;
use crate::document::{Path, quote};
use crate::formats::EXPORTERS;
use crate::gui::answer::{Answer, View};
use crate::gui::command::{Command, Screen};
use crate::gui::kit::icon::{self, all};
use crate::gui::kit::{button, card, link, text};
use crate::gui::parts;
use crate::gui::screens::findings;
use crate::gui::theme::{self, Palette, Tone};
use crate::model::{DO_NOTHING, Question};
use crate::report::{Report, RowKind, Table, Value};

/// So many findings stand here; all of them on their own screen.
const MOST: usize = 6;

/// Draws what stands beside the page.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    report: &Report,
    question: &mut Option<Draft>,
    answers: &mut Vec<Answer>,
) {
    ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
    plan(ui, view, answers);
    level(ui, view, answers);
    questions(ui, view, question);
    before_it_goes_out(ui, view, report, answers);
    send(ui, view, report, answers);
}

fn heading(ui: &mut Ui, title: &str) {
    card::heading(ui, title, "");
    ui.add_space(4.0);
}

/// Says so where the file asks for another plan than the one shown.
fn plan(ui: &mut Ui, view: &View<'_>, answers: &mut Vec<Answer>) {
    let Some(request) = view.session.scenario().and_then(|s| s.request.as_ref()) else { return };
    let chosen = view.session.plan();
    let asked = request.plan.as_deref();
    if asked == Some(&**chosen) || (asked.is_none() && **chosen == *DO_NOTHING) {
        return;
    }
    let Some(asked) = asked else { return };
    text::label(ui, &format!("The file asks for {asked}"), theme::BODY, Tone::Warning);
    ui.horizontal_wrapped(|ui| {
        if button::plain(ui, &format!("Ask for {chosen}")).clicked() {
            let path = Path::new().key("request").key("plan");
            let edit = Edit::new(format!("Ask for {chosen}"));
            let of_file = view.session.scenario().is_some_and(|s| s.plans.contains_key(chosen));
            let edit = if of_file { edit.set(path, quote(chosen)) } else { edit.remove(path) };
            answers.push(Answer::Edit(edit));
        }
        if button::plain(ui, &format!("Show {asked}")).clicked() {
            answers.push(Answer::ChoosePlan(asked.into()));
        }
    });
    ui.add_space(14.0);
}

/// The level asked for, in the organisation's own word.
fn level(ui: &mut Ui, view: &View<'_>, answers: &mut Vec<Answer>) {
    let Some(request) = view.session.scenario().and_then(|s| s.request.as_ref()) else { return };
    ui.horizontal(|ui| {
        heading(ui, "Level");
        let shown = request.level.as_deref().unwrap_or("not named");
        answers.extend(parts::value(ui, view, "request.level", shown));
    });
    ui.add_space(10.0);
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Questions without an answer, then what is unknown and nobody has asked.
fn questions(ui: &mut Ui, view: &View<'_>, draft: &mut Option<Draft>) {
    let (Some(scenario), Some(outlook)) = (view.session.scenario(), view.session.outlook()) else {
        return;
    };
    let open: Vec<(usize, &Question)> = scenario
        .questions
        .iter()
        .enumerate()
        .filter(|(_, question)| question.answer.is_none())
        .map(|(index, question)| (index, &**question))
        .collect();
    let missing = outlook.plans.get(view.session.plan()).map(|plan| &plan.request.missing);
    let unasked = || {
        missing.into_iter().flatten().filter(|missing| {
            !open.iter().any(|(_, q)| q.about.as_deref() == Some(missing.path.as_str()))
        })
    };
    heading(ui, "Open questions");
    let count = open.len() + unasked().count();
    if count == 0 {
        done(ui, "Nothing is open");
    }
    for (nth, (index, question)) in open.iter().enumerate() {
        let mut said: Vec<String> = question.of.iter().cloned().collect();
        said.push(question.owner.clone().unwrap_or_else(|| "nobody asks yet".to_owned()));
        if let Some(due) = question.due {
            let late = if due < outlook.as_of { ", overdue" } else { "" };
            said.push(format!("by {}{late}", due.words_short()));
        }
        let of = missing.into_iter().flatten();
        let ceiling = of
            .filter(|missing| Some(missing.path.as_str()) == question.about.as_deref())
            .find_map(|missing| missing.ceiling?.high);
        if let Some(ceiling) = ceiling {
            said.push(format!("ceiling {}", ceiling.to_decimal(scenario.currency)));
        }
        let assign = question.owner.is_none();
        let action = if assign { "Assign…" } else { "Answer…" };
        if asked(ui, &question.ask, &said.join(" · "), action, nth + 1 == count) {
            *draft = Some(Draft::of(*index, question, assign));
        }
    }
    for (nth, missing) in unasked().enumerate() {
        let ask = format!("What is the {}?", missing.what);
        if asked(ui, &ask, "nobody asks yet", "Ask…", open.len() + nth + 1 == count) {
            *draft = Some(Draft::new(ask, missing.path.clone()));
        }
    }
    ui.add_space(14.0);
}

/// A question on two lines with its action; whether that was pressed.
fn asked(ui: &mut Ui, ask: &str, said: &str, action: &str, last: bool) -> bool {
    let pressed = ui
        .horizontal_top(|ui| {
            mark(ui, all::ICON_HELP, Tone::Warning);
            let width = ui.available_width();
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::right_to_left(Align::Min), |ui| {
                let pressed = link::action(ui, action, &format!("{action} {ask}")).clicked();
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    text::body(ui, ask);
                    text::second(ui, said);
                });
                pressed
            })
            .inner
        })
        .inner;
    if !last {
        card::rule(ui);
    }
    pressed
}

/// A mark before a line, as wide on each of them.
fn mark(ui: &mut Ui, of: icon::Icon, tone: Tone) {
    let (rect, _) = ui.allocate_exact_size(vec2(22.0, 20.0), egui::Sense::hover());
    icon::paint(ui, rect.center(), of, icon::SIDE, Palette::of(ui).tone(tone));
}

/// A line that says that all is well.
fn done(ui: &mut Ui, what: &str) {
    ui.horizontal_top(|ui| {
        mark(ui, all::ICON_CHECK_CIRCLE, Tone::Ok);
        text::body(ui, what);
    });
}

/// What has to be put right first, and what was looked at and is right.
fn before_it_goes_out(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    heading(ui, "Before it goes out");
    let plan = view.session.plan();
    let grave = |finding: &&Finding| {
        let own = finding.plan.as_deref().is_none_or(|named| named == &**plan);
        own && finding.severity != Severity::Note && finding.action != Action::Ask
    };
    let findings: Vec<&Finding> =
        checks::for_plan(view.session.findings(), plan).filter(grave).collect();
    for finding in findings.iter().take(MOST) {
        line(ui, finding, answers);
        card::rule(ui);
    }
    if findings.len() > MOST {
        let more = format!("{} more in Findings", findings.len() - MOST);
        if link::action(ui, &more, &more).clicked() {
            answers.push(Answer::Go(Screen::Findings));
        }
    }
    if let Some(invoices) = parts::table_of(report, "invoices") {
        match adds_up(invoices) {
            Some(true) => done(ui, "This page: the parts add up to the total"),
            Some(false) => {
                text::label(ui, "The parts do not add up to the total", theme::BODY, Tone::Error);
            }
            None => {}
        }
    }
    let raised = |codes: &[&str]| findings.iter().any(|finding| codes.contains(&finding.code));
    if !raised(&["mixed-tax-basis", "mixed-currency"]) {
        done(ui, "One tax basis a column");
    }
    if !raised(&["overlap-not-counted"]) {
        done(ui, "Every overlap is counted");
    }
    ui.add_space(14.0);
}

fn line(ui: &mut Ui, finding: &Finding, answers: &mut Vec<Answer>) {
    ui.horizontal_top(|ui| {
        mark(ui, icon::of(finding.severity), Tone::from(finding.severity));
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::right_to_left(Align::Min), |ui| {
            let action = findings::action(finding);
            if link::action(ui, action, &format!("{action} {}", finding.what)).clicked() {
                answers.push(Answer::Finding(Box::new(finding.clone())));
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                text::body(ui, &finding.what).on_hover_text(&finding.why);
            });
        });
    });
}

/// Whether the invoices before tax come to the total below them; `None` where one is not known.
fn adds_up(invoices: &Table) -> Option<bool> {
    let amount = |row: &crate::report::Row| match parts::cell_of(invoices, row, "before_tax")
        .map(|cell| &cell.value)
    {
        Some(Value::Money(money)) => Some(money.amount),
        _ => None,
    };
    let end = invoices.rows.iter().position(|row| row.kind == RowKind::Total)?;
    let (items, rest) = invoices.rows.split_at(end);
    let total = amount(rest.first()?)??;
    let mut sum = rust_decimal::Decimal::ZERO;
    for amount in items.iter().filter_map(amount) {
        sum += amount?;
    }
    Some(sum == total)
}

/// The page in each form that it can be written in.
fn send(ui: &mut Ui, view: &View<'_>, report: &Report, answers: &mut Vec<Answer>) {
    heading(ui, "Save or send");
    ui.horizontal_wrapped(|ui| {
        for (index, exporter) in EXPORTERS.iter().enumerate() {
            let name = form(exporter.name);
            let named = format!("{name}…");
            let pressed =
                if index == 0 { button::primary(ui, &named) } else { button::plain(ui, &named) };
            if pressed.on_hover_text(exporter.what).clicked() {
                answers.push(Answer::Command(Command::Export(index)));
            }
        }
        let markdown = crate::formats::exporter("text");
        if let Some(exporter) = markdown
            && button::with_icon(ui, all::ICON_CONTENT_COPY, "Copy as text").clicked()
        {
            let bytes = (exporter.write)(std::slice::from_ref(report));
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let said = format!("The request of {} is in the clipboard", view.session.plan());
            answers.push(Answer::Copy(text, said));
        }
    });
    text::second(ui, "A question left open stays “at least” in every form.");
}

fn form(name: &str) -> String {
    match name {
        "csv" | "json" => name.to_uppercase(),
        "md" | "markdown" => "Markdown".to_owned(),
        other => capital(other),
    }
}

//! What is open, which plan is spoken of, and what can be done at any time?

use egui::{
    Align, Align2, FontId, Frame, Layout, Margin, Panel, Popup, Sense, Ui, WidgetInfo, vec2,
};

use super::mark_of;
use crate::formats::EXPORTERS;
use crate::gui::answer::{Answer, View};
use crate::gui::command::{Command, Screen};
use crate::gui::kit::chip::{Chip, chip};
use crate::gui::kit::icon::{self, all};
use crate::gui::kit::{button, text};
use crate::gui::theme::{self, Palette, Tone};
use crate::session::examples::EXAMPLES;

/// Most plans that stand as chips side by side; more become a menu.
const CHIPS: usize = 4;
/// Longest name of a file that is shown whole, in characters.
const NAME: usize = 28;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, _at: Screen) -> Vec<Answer> {
    let palette = Palette::of(ui);
    let mut answers = Vec::new();
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(10, 0));
    let panel = Panel::top("bar").exact_size(44.0).frame(frame).resizable(false);
    panel.show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            answers.extend(menu(ui, view).map(Answer::Command));
            name(ui, view);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                answers.extend(tools(ui, view).map(Answer::Command));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if view.session.document().is_some() {
                        answers.extend(plans(ui, view));
                    }
                });
            });
        });
    });
    answers
}

fn menu(ui: &mut Ui, view: &View<'_>) -> Option<Command> {
    let response = button::icon(ui, all::ICON_MENU, "Menu");
    let mut asked = None;
    Popup::menu(&response).gap(6.0).accessible_name("Menu").show(|ui| {
        ui.set_min_width(230.0);
        for command in [Command::New, Command::Open] {
            asked = asked.or(entry(ui, command, true));
        }
        ui.menu_button("Open example", |ui| {
            for (index, example) in EXAMPLES.iter().enumerate().take(EXAMPLES.len() - 1) {
                if ui.button(example.what).clicked() {
                    asked = Some(Command::OpenExample(index));
                }
            }
        });
        ui.separator();
        asked = asked.or(entry(ui, Command::Save, view.session.is_unsaved()));
        asked = asked.or(entry(ui, Command::SaveAs, true));
        asked = asked.or(entry(ui, Command::ImportUsage, view.session.document().is_some()));
        ui.menu_button("Export", |ui| {
            for (index, exporter) in EXPORTERS.iter().enumerate() {
                let shown = ui.button(format!("{}: {}", exporter.name, exporter.what));
                if shown.clicked() {
                    asked = Some(Command::Export(index));
                }
            }
        });
        ui.separator();
        asked = asked.or(step(ui, Command::Undo, view.session.undo_label()));
        asked = asked.or(step(ui, Command::Redo, view.session.redo_label()));
        ui.separator();
        asked = asked.or(entry(ui, Command::Today, view.session.document().is_some()));
        ui.menu_button("Colours", |ui| {
            for theme in [
                egui::ThemePreference::System,
                egui::ThemePreference::Light,
                egui::ThemePreference::Dark,
            ] {
                asked = asked.or(entry(ui, Command::Theme(theme), true));
            }
        });
        for command in [Command::Palette, Command::Keys, Command::About, Command::Quit] {
            asked = asked.or(entry(ui, command, true));
        }
    });
    asked
}

fn entry(ui: &mut Ui, command: Command, enabled: bool) -> Option<Command> {
    let mut shown = egui::Button::new(command.name());
    if let Some(shortcut) = command.shortcut() {
        shown = shown.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    ui.add_enabled(enabled, shown).on_hover_text(command.tooltip()).clicked().then_some(command)
}

fn step(ui: &mut Ui, command: Command, label: Option<&str>) -> Option<Command> {
    let name = label.map_or_else(|| command.name(), |label| format!("{}: {label}", command.name()));
    let mut shown = egui::Button::new(name);
    if let Some(shortcut) = command.shortcut() {
        shown = shown.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    ui.add_enabled(label.is_some(), shown).clicked().then_some(command)
}

fn name(ui: &mut Ui, view: &View<'_>) {
    let name = view.session.name();
    let short = name.strip_suffix(".headroom.ron").or(name.strip_suffix(".ron")).unwrap_or(&name);
    let short = match short.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &short[..end]),
        None => short.to_owned(),
    };
    let whole = view.session.path().map_or(name.clone(), |path| path.display().to_string());
    text::body(ui, &short).on_hover_text(whole);
    if view.session.is_unsaved() {
        text::label(ui, "· edited", theme::BODY, Tone::Dim);
    }
    ui.add_space(8.0);
}

fn plans(ui: &mut Ui, view: &View<'_>) -> Option<Answer> {
    let outlook = view.session.outlook()?;
    let names: Vec<_> = outlook.plans.keys().cloned().collect();
    let mut answer = None;
    if text::narrow(ui) || names.len() > CHIPS {
        let at = view.session.plan();
        let label = format!("{at} ⏷");
        let mark = mark_of(view.session, at);
        let shown = Chip { label: &label, mark, chosen: true };
        let response = chip(ui, &shown);
        let heard = format!("Plan: {at}");
        response.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, heard.as_str())
        });
        Popup::menu(&response).gap(4.0).accessible_name("Plan").show(|ui| {
            ui.set_min_width(200.0);
            for name in &names {
                let mut item = egui::Button::selectable(name == at, name.as_ref());
                if let Some(mark) = mark_of(view.session, name) {
                    item = item.right_text(mark.to_string());
                }
                if ui.add(item).clicked() {
                    answer = Some(Answer::ChoosePlan(name.clone()));
                }
            }
            ui.separator();
            if ui.button("Add a plan").clicked() {
                answer = Some(Answer::Command(Command::AddPlan));
            }
        });
        return answer;
    }
    text::label(ui, "Plan", theme::BODY, Tone::Dim);
    for name in &names {
        let mark = mark_of(view.session, name);
        let shown = Chip { label: name, mark, chosen: name == view.session.plan() };
        let mut response = chip(ui, &shown);
        if let Some(finding) = crate::checks::plan_errors(view.session.findings(), name).next() {
            response = response.on_hover_text(&finding.what);
        }
        if response.clicked() {
            answer = Some(Answer::ChoosePlan(name.clone()));
        }
    }
    if button::icon(ui, all::ICON_ADD, "Add a plan").clicked() {
        answer = Some(Answer::Command(Command::AddPlan));
    }
    answer
}

/// Save, redo, undo and the search, from the right.
fn tools(ui: &mut Ui, view: &View<'_>) -> Option<Command> {
    let mut asked = None;
    ui.add_space(6.0);
    if button::primary(ui, "Save").on_hover_text("Ctrl+S").clicked() {
        asked = Some(Command::Save);
    }
    for (command, label) in
        [(Command::Redo, view.session.redo_label()), (Command::Undo, view.session.undo_label())]
    {
        let said =
            label.map_or_else(|| command.name(), |label| format!("{}: {label}", command.name()));
        let shape = command.icon().unwrap_or(all::ICON_UNDO);
        ui.add_enabled_ui(label.is_some(), |ui| {
            if button::icon(ui, shape, &said).clicked() {
                asked = Some(command);
            }
        });
    }
    if search(ui) {
        asked = Some(Command::Palette);
    }
    asked
}

/// What looks like a field and opens the palette.
fn search(ui: &mut Ui) -> bool {
    let palette = Palette::of(ui);
    if text::narrow(ui) {
        text::label(ui, "Ctrl K", theme::SMALL, Tone::Dim);
        return button::icon(ui, all::ICON_SEARCH, "Any command or figure").clicked();
    }
    let (rect, response) = ui.allocate_exact_size(vec2(236.0, theme::CONTROL), Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Any command or figure")
    });
    let line =
        if response.hovered() || response.has_focus() { palette.accent } else { palette.line };
    let stroke = egui::Stroke::new(1.0, line);
    let painter = ui.painter();
    let inside = egui::StrokeKind::Inside;
    painter.rect(rect, theme::CONTROL_RADIUS, palette.surface, stroke, inside);
    let font = FontId::proportional(theme::BODY);
    let left = rect.left_center() + vec2(20.0, 0.0);
    icon::paint(ui, left, all::ICON_SEARCH, icon::SIDE, palette.text);
    let at = rect.left_center() + vec2(32.0, 0.0);
    painter.text(at, Align2::LEFT_CENTER, "Any command or figure", font.clone(), palette.dim);
    let at = rect.right_center() - vec2(10.0, 0.0);
    painter.text(at, Align2::RIGHT_CENTER, "Ctrl K", font, palette.dim);
    response.clicked()
}

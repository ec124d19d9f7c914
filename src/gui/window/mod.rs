//! What is open, on which screen, and what is done with what was asked for?
//!
//! A frame draws bar, navigation, screen and what lies over them; all of them answer. Then the
//! answers are applied, and the next frame is asked for at once.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{CentralPanel, Context, Frame, Ui};

use super::answer::{Answer, View};
use super::command::{Command, Screen};
use super::dialogs::Dialogs;
use super::kit::nav::{self, NavItem};
use super::kit::sheet;
use super::kit::text;
use super::kit::toast::{self, Toast, ToastAnswer};
use super::screens::{self, States};
use super::theme::{CARD_TITLE, Tone};
use crate::diag::Severity;
use crate::disk::{Colours, Recent, Settings};
use crate::document::{Edit, Path, quote};
use crate::session::{Gesture, Session, is_price_list, looks_like_prices};

mod asked;
mod banner;
mod bar;
mod broken;
mod files;
mod importing;
mod price_lists;

use asked::Asked;
use price_lists::Asking;

/// What the window is opened with.
pub struct Options {
    /// Colours of the window.
    pub theme: egui::ThemePreference,
    /// How files are chosen.
    pub dialogs: Box<dyn Dialogs>,
    /// Files opened lately.
    pub recent: Recent,
    /// What the person chose before.
    pub settings: Settings,
}

/// The window.
pub struct Window {
    session: Session,
    screen: Screen,
    states: States,
    options: Options,
    asked: Option<Asked>,
    /// What the system's dialog was asked for.
    chosen_for: Option<files::Job>,
    toast: Option<Toast>,
    gesture: Gesture,
    /// The current gesture, once it has changed anything.
    dragging: Option<Gesture>,
    /// Whether the line about the example was closed.
    banner_closed: bool,
    changed_on_disk: bool,
    /// The text being typed where what is open cannot be read.
    draft: Option<String>,
    may_close: bool,
    /// Waits for what was being typed to be taken.
    due: Option<Command>,
}

impl Window {
    /// A window of what is open.
    pub fn new(context: &Context, session: Session, mut options: Options) -> Self {
        context.set_theme(options.theme);
        if let Some(path) = session.path() {
            // A list that cannot be kept is no reason to stop.
            drop(options.recent.remember(path));
        }
        Self {
            session,
            screen: Screen::Overview,
            states: States::default(),
            options,
            asked: None,
            chosen_for: None,
            toast: None,
            gesture: Gesture(0),
            dragging: None,
            banner_closed: false,
            changed_on_disk: false,
            draft: None,
            may_close: false,
            due: None,
        }
    }

    /// What is open.
    pub fn session(&self) -> &Session {
        &self.session
    }

    fn frame(&mut self, ui: &mut Ui) -> Vec<Answer> {
        let due = self.due.take();
        let mut answers = self.shortcuts(ui);
        let typing = ui.ctx().text_edit_focused();
        let view = View { session: &self.session };
        answers.extend(bar::show(ui, &view, self.screen));
        if let Some(index) = self.navigation(ui) {
            answers.push(Answer::Go(Screen::ALL[index]));
        }
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            answers.extend(banner::show(ui, self));
            if self.session.document().is_none() {
                answers.extend(broken::show(ui, self));
                return;
            }
            let view = View { session: &self.session };
            answers.extend(screens::show(ui, self.screen, &view, &mut self.states));
        });
        if !typing {
            self.take_pasted(ui);
        }
        answers.extend(asked::show(ui, self));
        if ui.input(|i| !i.raw.hovered_files.is_empty()) {
            dropping(ui);
        }
        answers.extend(self.say(ui));
        answers.extend(due.map(Answer::Command));
        answers
    }

    /// What was pasted where nothing is typed, and no cell took it, is another tool's output.
    fn take_pasted(&mut self, ui: &Ui) {
        if self.asked.is_some() || self.session.document().is_none() {
            return;
        }
        let pasted = ui.input(|i| {
            i.events.iter().find_map(|event| match event {
                egui::Event::Paste(text) if !text.trim().is_empty() => {
                    Some(Arc::<str>::from(text.as_str()))
                }
                _ => None,
            })
        });
        match pasted {
            Some(text) if looks_like_prices(text.as_bytes()) => {
                self.price_list_pasted(ui.ctx(), &text);
            }
            Some(text) => self.import_pasted(ui.ctx(), text),
            None => {}
        }
    }

    fn navigation(&self, ui: &mut Ui) -> Option<usize> {
        let findings = self.session.findings();
        let worst = findings.iter().map(|finding| finding.severity).min();
        let count = worst.map(|worst| (findings.len(), Tone::from(worst)));
        let item = |screen: Screen| NavItem {
            icon: screen.icon(),
            label: screen.name(),
            count: count.filter(|_| screen == Screen::Findings),
            gap: screen.begins_group(),
        };
        let items = Screen::ALL.map(item);
        let at = Screen::ALL.iter().position(|screen| *screen == self.screen).unwrap_or(0);
        nav::nav(ui, &items, 1, at)
    }

    /// Commands asked for by their keys. While something is asked, its own keys alone count; while
    /// a text is typed, undo is the field's, and what saves or leaves waits a frame for that text.
    fn shortcuts(&mut self, ui: &Ui) -> Vec<Answer> {
        if self.asked.is_some() {
            return Vec::new();
        }
        let typing = ui.ctx().text_edit_focused() && !sheet::nothing_typed(ui.ctx());
        let mut commands = Command::all();
        // A shortcut with more keys would answer to one with fewer.
        commands.sort_by_key(|c| c.shortcut().is_none_or(|s| !s.modifiers.shift));
        let mut answers = Vec::new();
        for command in commands {
            if typing && matches!(command, Command::Undo | Command::Redo) {
                continue;
            }
            if let Some(shortcut) = command.shortcut()
                && ui.input_mut(|i| i.consume_shortcut(&shortcut))
            {
                if typing && command.needs_what_is_typed() {
                    ui.memory_mut(|memory| {
                        memory.focused().into_iter().for_each(|id| memory.surrender_focus(id));
                    });
                    self.due = Some(command);
                    continue;
                }
                answers.push(Answer::Command(command));
            }
        }
        answers
    }

    fn say(&mut self, ui: &Ui) -> Option<Answer> {
        let said = toast::toast(ui, self.toast.as_ref()?)?;
        self.toast = None;
        (said == ToastAnswer::Act).then_some(Answer::Command(Command::Undo))
    }

    fn apply(&mut self, context: &Context, answer: Answer) {
        match answer {
            Answer::Edit(edit) => {
                self.edit(context, &edit);
            }
            Answer::Drag(edit) => {
                if let Err(problem) = self.session.apply_merging(&edit, self.gesture) {
                    self.tell(context, problem.message);
                } else {
                    self.dragging = Some(self.gesture);
                }
            }
            Answer::CancelDrag => {
                if self.dragging.take().is_some() {
                    self.session.undo();
                }
            }
            Answer::Command(command) => self.command(context, command),
            Answer::ChoosePlan(name) => {
                self.session.choose_plan(&name);
            }
            Answer::Go(screen) => self.screen = screen,
            Answer::Show(path) => {
                self.screen = screen_of(&path);
                self.states.seek(self.screen, &path);
            }
            Answer::Details(path) => self.states.details.open(&path),
            Answer::Meant(path) => self.states.details.follow(&path, self.screen),
            Answer::Begin(path, known) => {
                let known = known.as_ref().map(|(field, value)| (*field, value.as_str()));
                self.states.details.begin(&path, known);
            }
            Answer::Why(path) => self.asked = Some(Asked::Why(path)),
            Answer::Preview { what, hint, edit } => {
                self.asked = Some(Asked::Preview { what, hint, edit });
            }
            Answer::Finding(finding) => self.asked = Some(Asked::Finding(finding)),
            Answer::Copy(text, said) => {
                context.copy_text(text);
                self.tell(context, said);
            }
            Answer::Tell(text) => self.tell(context, text),
        }
    }

    fn command(&mut self, context: &Context, command: Command) {
        match command {
            Command::Go(screen) => self.screen = screen,
            Command::New => self.guarded(context, files::Next::New),
            Command::Open => self.guarded(context, files::Next::Ask),
            Command::OpenExample(index) => self.guarded(context, files::Next::Example(index)),
            Command::Reload => self.guarded(context, files::Next::Reload),
            Command::Quit => self.guarded(context, files::Next::Quit),
            Command::Save => self.save(context),
            Command::SaveAs => self.ask_for(context, files::Job::SaveAs),
            Command::ImportUsage => self.ask_for(context, files::Job::Import),
            Command::AddPriceList => self.ask_for(context, files::Job::PriceList),
            Command::AskOvh => {
                let scenario = self.session.scenario();
                let country = scenario.and_then(|scenario| scenario.requires.country.as_deref());
                self.asked = Some(Asked::AskPrices(Box::new(Asking::ovh(country))));
            }
            Command::AskHetzner => {
                self.asked = Some(Asked::AskPrices(Box::new(Asking::hetzner())));
            }
            Command::Export(index) => self.ask_for(context, files::Job::Export(index)),
            Command::ExportAny => self.asked = Some(Asked::Export),
            Command::Undo => {
                if let Some(label) = self.session.undo_label().map(str::to_owned) {
                    self.session.undo();
                    self.tell(context, format!("Undone: {label}"));
                }
            }
            Command::Redo => {
                if let Some(label) = self.session.redo_label().map(str::to_owned) {
                    self.session.redo();
                    self.tell(context, format!("Done again: {label}"));
                }
            }
            Command::AddPlan => self.add_plan(context),
            Command::Today => {
                let today = quote(&self.session.today().to_string());
                let edit = Edit::new("Day").set(Path::new().key("as_of"), today);
                if self.edit(context, &edit) {
                    self.tell(context, format!("As of {}", self.session.today().words()));
                }
            }
            Command::Palette => self.asked = Some(Asked::Palette),
            Command::Theme(theme) => {
                context.set_theme(theme);
                let colours = match theme {
                    egui::ThemePreference::System => Colours::System,
                    egui::ThemePreference::Light => Colours::Light,
                    egui::ThemePreference::Dark => Colours::Dark,
                };
                // What cannot be kept holds as long as the window.
                drop(self.options.settings.choose_colours(colours));
            }
            Command::Keys => self.asked = Some(Asked::Keys),
            Command::About => self.asked = Some(Asked::About),
        }
    }

    /// Applies an edit; says why where it is refused.
    fn edit(&mut self, context: &Context, edit: &Edit) -> bool {
        match self.session.apply(edit) {
            Ok(()) => true,
            Err(problem) => {
                self.tell(context, problem.message);
                false
            }
        }
    }

    /// Applies an edit that was shown before, and offers the way back.
    fn fix(&mut self, context: &Context, edit: &Edit) {
        if self.edit(context, edit) {
            self.tell(context, format!("Done: {}", edit.label));
            if let Some(toast) = &mut self.toast {
                toast.action = Some("Undo".to_owned());
            }
        }
    }

    /// A plan without moves, under the first free name; chosen at once.
    fn add_plan(&mut self, context: &Context) {
        let Some(scenario) = self.session.scenario() else { return };
        let free = |n: &usize| !scenario.plans.contains_key(format!("Plan {n}").as_str());
        let n = (1..=scenario.plans.len() + 1).find(free).unwrap_or_default();
        let name = format!("Plan {n}");
        let edit = Edit::new(format!("Add {name}")).insert(Path::new().key("plans"), &name, "[]");
        if self.edit(context, &edit) {
            self.session.choose_plan(&name);
            self.screen = Screen::Plans;
        }
    }

    /// Says something for a moment.
    fn tell(&mut self, context: &Context, text: impl Into<String>) {
        let since = context.input(|i| i.time);
        self.toast = Some(Toast { text: text.into(), action: None, since });
    }

    /// Keeps the size for the next time; one that fills the screen is the system's, not the person's.
    fn remember_size(&mut self, context: &Context) {
        let full = context.input(|i| {
            let of = |state: Option<bool>| state.unwrap_or(false);
            of(i.viewport().maximized) || of(i.viewport().fullscreen)
        });
        let size = context.content_rect().size() * context.zoom_factor();
        if !full {
            // A size that cannot be kept is no reason to stay.
            drop(self.options.settings.remember_window(size.x, size.y));
        }
    }

    fn title(&self) -> String {
        let edited = if self.session.is_unsaved() { " · edited" } else { "" };
        format!("{}{edited} · Headroom", self.session.name())
    }
}

impl eframe::App for Window {
    fn logic(&mut self, context: &Context, _: &mut eframe::Frame) {
        if let Some(chosen) = self.options.dialogs.answer() {
            self.chosen(context, chosen);
        }
        let closing = context.input(|i| i.viewport().close_requested());
        if closing && self.session.is_unsaved() && !self.may_close {
            context.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.guarded(context, files::Next::Quit);
        } else if closing {
            self.remember_size(context);
        }
        let came_back = context.input(|i| {
            i.events.iter().any(|event| matches!(event, egui::Event::WindowFocused(true)))
        });
        if came_back {
            self.changed_on_disk = self.session.changed_on_disk();
        }
        let dropped: Vec<PathBuf> = context
            .input(|i| i.raw.dropped_files.iter().map(|file| PathBuf::from(file.path())).collect());
        match dropped.as_slice() {
            [] => {}
            [one] if one.is_dir() || is_scenario(one) => {
                self.guarded(context, files::Next::Open(one.clone()));
            }
            [one] if is_price_list(one).is_some() => self.price_list_from(context, one),
            all => self.import_from(context, all),
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let title = self.title();
        let answers = self.frame(ui);
        let context = ui.ctx().clone();
        let any = !answers.is_empty();
        for answer in answers {
            self.apply(&context, answer);
        }
        // A gesture ends where the pointer is let go.
        if self.dragging.is_some() && !context.input(|i| i.pointer.any_down()) {
            self.gesture.0 += 1;
            self.dragging = None;
        }
        if any {
            context.request_repaint();
        }
        if self.title() != title || context.cumulative_frame_nr() < 2 {
            context.send_viewport_cmd(egui::ViewportCommand::Title(self.title()));
        }
    }

    /// The ground of all screens: a cleared window costs nothing where a filled one is paid by the pixel.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Says what letting go of a file would do.
fn dropping(ui: &Ui) {
    let (path, several) = ui.input(|i| {
        let files = &i.raw.hovered_files;
        (files.first().and_then(|file| file.path.clone()), files.len() > 1)
    });
    let say = match path.as_deref().map(is_scenario) {
        _ if several => "Let go to import usage from these files",
        Some(true) => "Let go to open the scenario",
        Some(false) => "Let go to import usage from it",
        None => "Let go to open the scenario, or to import usage",
    };
    egui::Modal::new(egui::Id::unique("dropping")).show(ui.ctx(), |ui| {
        text::label(ui, say, CARD_TITLE, Tone::Plain);
    });
}

/// Whether a file is a scenario, by its ending; any other is another tool's.
fn is_scenario(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"))
}

/// The screen on which the value of a path is changed.
pub fn screen_of(path: &str) -> Screen {
    let first = path.split(['.', '[']).next().unwrap_or_default();
    match first {
        "services" => Screen::Services,
        "contracts" => Screen::Contracts,
        "offers" | "catalogues" => Screen::Prices,
        "title" | "organisation" | "as_of" | "currency" | "horizon" | "taxes" | "rounding"
        | "requires" | "buffers" | "regions" | "meetings" => Screen::Basics,
        "plans" => Screen::Plans,
        "request" => Screen::Request,
        _ => screens::listed::screen_of(first).unwrap_or(Screen::Overview),
    }
}

/// The worst that is to say about a plan alone.
fn mark_of(session: &Session, plan: &str) -> Option<Severity> {
    crate::checks::plan_errors(session.findings(), plan).next().map(|finding| finding.severity)
}

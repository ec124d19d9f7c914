//! What lies around every screen: files, unsaved changes, broken texts, the palette.

use std::cell::RefCell;
use std::rc::Rc;

use egui::accesskit::Role;
use egui::{Context, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use headroom::disk::{Colours, Recent, Settings};
use headroom::gui::dialogs::{Chosen, Dialogs, Wanted};
use headroom::gui::{Options, Window};
use headroom::session::{Session, examples};
use headroom::units::Day;

/// Dialogs that answer as told, the last one first.
#[derive(Clone, Default)]
struct Told {
    answers: Rc<RefCell<Vec<Chosen>>>,
    asked: Rc<RefCell<bool>>,
}

impl Dialogs for Told {
    fn ask(&mut self, _: &Wanted, context: &Context) {
        *self.asked.borrow_mut() = true;
        context.request_repaint();
    }

    fn answer(&mut self) -> Option<Chosen> {
        if !self.asked.replace(false) {
            return None;
        }
        self.answers.borrow_mut().pop()
    }
}

fn example(answers: Vec<Chosen>) -> Harness<'static, Window> {
    window(Session::new(examples::HYPHA.text, examples::HYPHA.name, today()), answers)
}

fn today() -> Day {
    Day::parse("2021-04-22").unwrap()
}

fn window(session: Session, answers: Vec<Chosen>) -> Harness<'static, Window> {
    window_with(session, answers, Settings::default())
}

fn window_with(
    session: Session,
    answers: Vec<Chosen>,
    settings: Settings,
) -> Harness<'static, Window> {
    let dialogs = Told { answers: Rc::new(RefCell::new(answers)), ..Told::default() };
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |context| {
        headroom::gui::theme::look(&context.egui_ctx);
        let theme = egui::ThemePreference::Light;
        let recent = Recent::default();
        let options = Options { theme, dialogs: Box::new(dialogs), recent, settings };
        Window::new(&context.egui_ctx, session, options)
    });
    harness.run();
    harness
}

fn ctrl(window: &mut Harness<'_, Window>, key: Key) {
    window.key_press_modifiers(Modifiers::COMMAND, key);
    window.run_steps(4);
}

fn write(window: &mut Harness<'_, Window>, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(4);
}

#[test]
fn an_example_says_that_it_is_one() {
    let window = example(Vec::new());
    window.get_by_label("Example, not your data.");
    window.get_by_label("Request for the period: at least 611.34 CAD before tax");
}

#[test]
fn a_file_chosen_in_the_dialog_is_saved_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.headroom.ron");
    let mut window = example(vec![Chosen::File(path.clone())]);
    ctrl(&mut window, Key::S);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), examples::HYPHA.text);
    assert_eq!(window.state().session().path(), Some(path.as_path()));
    assert!(window.query_by_label("Example, not your data.").is_none());
}

#[test]
fn without_a_dialog_the_path_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("typed.headroom.ron");
    let mut window = example(vec![Chosen::NoDialog]);
    ctrl(&mut window, Key::S);
    window.get_by_label("No file dialog could be opened here: type the path.");
    write(&mut window, path.to_str().unwrap());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), examples::HYPHA.text);
}

#[test]
fn a_path_that_leads_nowhere_is_told_and_can_be_mended() {
    let mut window = example(vec![Chosen::NoDialog]);
    ctrl(&mut window, Key::O);
    write(&mut window, "no/such/file.ron");
    window.get_by_label("Path");
    assert_eq!(window.state().session().name(), examples::HYPHA.name);
}

#[test]
fn unsaved_changes_are_asked_about() {
    let mut window = example(Vec::new());
    window.get_by_label("Set the day to today").click();
    window.run_steps(4);
    assert_eq!(window.state().session().undo_label(), Some("Day"));
    ctrl(&mut window, Key::N);
    window.get_by_role_and_label(Role::Button, "Cancel").click();
    window.run_steps(4);
    assert_eq!(window.state().session().name(), examples::HYPHA.name);
    ctrl(&mut window, Key::N);
    window.get_by_role_and_label(Role::Button, "Do not save").click();
    window.run_steps(4);
    assert_eq!(window.state().session().name(), "untitled");
}

#[test]
fn a_text_that_cannot_be_read_is_mended_in_the_window() {
    let session = Session::new("Scenario(format: 1, title: \"x\"", "broken.ron", today());
    let mut window = window(session, Vec::new());
    window.get_by_label("This text cannot be read yet");
    window.get_by_role_and_label(Role::MultilineTextInput, "The text").focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("Scenario(format: 1, title: \"y\", currency: \"EUR\")".into()));
    window.run();
    window.get_by_label("Read it again").click();
    window.run();
    assert!(window.state().session().document().is_some());
    ctrl(&mut window, Key::Z);
    window.get_by_label("This text cannot be read yet");
}

#[test]
fn any_command_is_found_by_a_few_letters() {
    let mut window = example(Vec::new());
    ctrl(&mut window, Key::K);
    window.event(egui::Event::Text("do nothing".into()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(window.state().session().plan().as_ref(), "Do nothing");
}

#[test]
fn a_finding_is_fixed_and_the_fix_taken_back() {
    let mut window = example(Vec::new());
    window.get_by_label("Fix… 161.32 + 16 is 177.32, not 117.04").click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::Button, "Apply").click();
    window.run_steps(4);
    assert!(window.state().session().text().contains("177.32 CAD before tax"));
    ctrl(&mut window, Key::Z);
    assert!(!window.state().session().is_unsaved());
}

#[test]
fn a_dragged_overlap_is_one_step() {
    let mut window = example(Vec::new());
    let at = window.get_by_role_and_label(Role::SpinButton, "Overlap").rect().center();
    window.hover_at(at);
    window.step();
    window.drag_at(at);
    window.step();
    for x in [10.0, 20.0, 30.0, 40.0, 45.0] {
        window.hover_at(at + egui::vec2(x, 0.0));
        window.step();
    }
    window.drop_at(at + egui::vec2(45.0, 0.0));
    window.run_steps(4);
    // 45 points are 5 steps of a day: 30 + 5. 35 days reach into a second billed month of 79.38.
    window.get_by_label("Request for the period: at least 690.72 CAD before tax");
    assert!(window.state().session().text().contains("overlap: \"35 days\""));
    ctrl(&mut window, Key::Z);
    assert!(!window.state().session().is_unsaved());
    window.get_by_label("Request for the period: at least 611.34 CAD before tax");
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_file(window: &mut Harness<'_, Window>, path: &std::path::Path) {
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.to_owned())));
    window.run_steps(4);
}

#[test]
fn a_file_dropped_on_the_window_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("club.headroom.ron");
    let club = include_str!("../../scenarios/club-two-servers.headroom.ron");
    std::fs::write(&path, club).unwrap();
    let mut window = example(Vec::new());
    drop_file(&mut window, &path);
    assert_eq!(window.state().session().path(), Some(path.as_path()));
    window.get_by_label("Club servers, season 2026");
}

#[test]
fn what_is_dropped_and_is_no_scenario_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = example(Vec::new());
    drop_file(&mut window, folder.path());
    assert_eq!(window.state().session().name(), examples::HYPHA.name);
    assert!(window.query_by_label_contains("is a folder").is_some());
}

#[test]
fn a_dropped_file_waits_for_unsaved_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blank.headroom.ron");
    std::fs::write(&path, examples::BLANK.text).unwrap();
    let mut window = example(Vec::new());
    window.get_by_label("Set the day to today").click();
    window.run_steps(4);
    drop_file(&mut window, &path);
    window.get_by_label_contains("first?");
    window.get_by_label("Do not save").click();
    window.run_steps(4);
    assert_eq!(window.state().session().path(), Some(path.as_path()));
}

#[test]
fn a_file_changed_on_disk_is_told_when_the_window_is_looked_at_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.headroom.ron");
    std::fs::write(&path, examples::BLANK.text).unwrap();
    let mut window = window(Session::open(&path, today()).unwrap(), Vec::new());
    let changed = examples::BLANK.text.replace("title: \"", "title: \"Changed, ");
    assert_ne!(changed, examples::BLANK.text);
    std::fs::write(&path, &changed).unwrap();
    window.event(egui::Event::WindowFocused(false));
    window.run_steps(2);
    window.event(egui::Event::WindowFocused(true));
    window.run_steps(4);
    window.get_by_label("The file has changed on disk since it was opened.");
    window.get_by_label("Read it again…").click();
    window.run_steps(4);
    assert_eq!(window.state().session().text(), changed);
    assert!(window.query_by_label_contains("has changed on disk").is_none());
}

#[test]
fn saving_over_what_somebody_else_wrote_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.headroom.ron");
    std::fs::write(&path, examples::HYPHA.text).unwrap();
    let mut window = window(Session::open(&path, today()).unwrap(), Vec::new());
    std::fs::write(&path, "// somebody else's\n").unwrap();
    window.get_by_label("Set the day to today").click();
    window.run_steps(4);
    ctrl(&mut window, Key::S);
    window.get_by_label("Somebody else has changed this file");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "// somebody else's\n");
    window.get_by_label("Replace it").click();
    window.run_steps(4);
    assert!(std::fs::read_to_string(&path).unwrap().contains("as_of: \"2021-04-22\""));
}

#[test]
fn the_request_is_exported_from_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("request.md");
    let mut window = example(vec![Chosen::File(path.clone())]);
    ctrl(&mut window, Key::E);
    window.get_by_label_contains("md").click();
    window.run_steps(6);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("611.34") && text.contains("690.81"), "{text}");
    assert!(window.query_by_label_contains("Exported to").is_some());
}

#[test]
fn a_typed_path_replaces_a_file_only_when_pressed_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("request.md");
    std::fs::write(&path, "mine").unwrap();
    let mut window = example(vec![Chosen::NoDialog]);
    ctrl(&mut window, Key::E);
    window.get_by_label_contains("md").click();
    window.run_steps(6);
    write(&mut window, path.to_str().unwrap());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    window.get_by_label("Export").click();
    window.run_steps(4);
    assert!(std::fs::read_to_string(&path).unwrap().contains("611.34"));
}

#[test]
fn a_scenario_is_not_exported_over_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.headroom.ron");
    std::fs::write(&path, examples::HYPHA.text).unwrap();
    let session = Session::open(&path, today()).unwrap();
    let mut window = window(session, vec![Chosen::File(path.clone())]);
    ctrl(&mut window, Key::E);
    window.get_by_label_contains("md").click();
    window.run_steps(6);
    assert!(window.query_by_label_contains("is the scenario itself").is_some());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), examples::HYPHA.text);
}

#[test]
fn colours_and_size_are_there_again_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::new(examples::BLANK.text, examples::BLANK.name, today());
    let mut window = window_with(session, Vec::new(), Settings::load_from(folder.path()));
    ctrl(&mut window, Key::K);
    write(&mut window, "dark colours");
    let kept = Settings::load_from(folder.path());
    assert_eq!((kept.colours(), kept.window()), (Some(Colours::Dark), None));
    let root = window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    root.events.push(egui::ViewportEvent::Close);
    window.run_steps(2);
    let kept = Settings::load_from(folder.path());
    assert_eq!((kept.colours(), kept.window()), (Some(Colours::Dark), Some((1280, 800))));
}

//! What people do in the window, told by accessible names.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Context, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use headroom::disk::Recent;
use headroom::gui::dialogs::{Chosen, Dialogs, Wanted};
use headroom::gui::{Options, Window};
use headroom::session::Session;
use headroom::units::Day;

/// Answers nothing: no story needs a dialog.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: &Wanted, _: &Context) {}

    fn answer(&mut self) -> Option<Chosen> {
        None
    }
}

const CASE: &str = include_str!("../../scenarios/hypha-2021-04.headroom.ron");

/// The real case in a file of its own, open in a window.
struct Story {
    window: Harness<'static, Window>,
    folder: tempfile::TempDir,
}

impl Story {
    fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.headroom.ron");
        std::fs::write(&path, text).unwrap();
        Self { window: opened(&path, folder.path()), folder }
    }

    fn go(&mut self, screen: Key) {
        self.window.key_press_modifiers(Modifiers::COMMAND, screen);
        self.window.run();
    }

    fn press(&mut self, role: Role, name: &str) {
        self.window.get_by_role_and_label(role, name).click();
        self.window.run();
    }

    fn key(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run();
    }

    fn type_text(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    /// Goes to a cell and types over it.
    fn write(&mut self, cell: &str, text: &str) {
        self.press(Role::Cell, cell);
        self.key(Key::Enter);
        self.type_text(text);
        self.key(Key::Enter);
    }

    fn save(&mut self) {
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::S);
        self.window.run();
    }

    fn undo(&mut self) {
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        self.window.run();
    }

    fn text(&self) -> String {
        self.window.state().session().text().to_owned()
    }

    fn on_disk(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("case.headroom.ron")).unwrap()
    }

    #[track_caller]
    fn has(&self, wanted: &str) {
        assert!(self.text().contains(wanted), "`{wanted}` is not in the file");
    }

    /// Nothing has changed, or all of it was taken back.
    #[track_caller]
    fn is_as_opened(&self) {
        let text = self.text();
        let changed = text.lines().zip(CASE.lines()).find(|(now, then)| now != then);
        assert_eq!(changed, None);
        assert_eq!(text.len(), CASE.len());
    }
}

fn opened(path: &Path, folder: &Path) -> Harness<'static, Window> {
    let today = Day::parse("2021-04-20").unwrap();
    let session = Session::open(path, today).unwrap();
    let recent = Recent::load_from(folder);
    Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |context| {
        headroom::gui::theme::look(&context.egui_ctx);
        let theme = egui::ThemePreference::Light;
        let options = Options { theme, dialogs: Box::new(NoDialogs), recent };
        Window::new(&context.egui_ctx, session, options)
    })
}

#[test]
fn an_owner_is_typed_undone_and_saved() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.write("Owner of staging", "yj, el");
    story.has(r#"is: Estimate, owner: "yj, el"),"#);
    assert_eq!(story.window.state().session().undo_label(), Some("Owner of staging"));
    story.undo();
    story.is_as_opened();
    story.write("Owner of staging", "el");
    story.save();
    assert!(story.on_disk() == story.text(), "what is saved is not what is open");
    let again = opened(&story.folder.path().join("case.headroom.ron"), story.folder.path());
    assert!(again.state().session().text() == story.text(), "what is opened is not what was saved");
}

#[test]
fn a_size_typed_loosely_is_written_with_its_unit() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.write("RAM used of website", "3");
    story.has(r#""website": (state: Running, on: "server", ram: "3 GiB""#);
    story.write("Storage of website", "1,5 tb");
    story.has(r#"storage: "1.5 TB""#);
}

#[test]
fn what_an_off_service_wants_is_its_need() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.write("RAM wanted of staging", "5g");
    story.has(r#""staging": (state: OffButWanted, on: "server", ram: "5 GiB""#);
}

#[test]
fn a_service_is_added_by_its_name() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.press(Role::Button, "Add service");
    story.type_text("wiki");
    story.key(Key::Enter);
    story.has(r#""wiki": (state: Running, on: "server"),"#);
    story.write("RAM used of wiki", "2 GBi");
    story.window.get_by_label("`2 GBi` is not a size");
    story.window.get_by_label("did you mean `2 GiB` or `2 GB`?");
    story.has(r#""wiki": (state: Running, on: "server"),"#);
    story.key(Key::Escape);
    assert!(story.window.query_by_label("`2 GBi` is not a size").is_none());
}

#[test]
fn a_service_is_renamed_with_all_that_names_it() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.write("Name of jitsi", "meet");
    story.has(r#""meet": ("#);
    story.has(r#"about: "services.meet""#);
    story.undo();
    story.is_as_opened();
}

#[test]
fn a_contract_that_is_needed_stays() {
    let mut story = Story::of(CASE);
    story.go(Key::Num5);
    story.press(Role::Row, "Row 1, server");
    story.press(Role::Button, "Remove server");
    story.is_as_opened();
}

#[test]
fn a_service_is_copied_moved_and_removed() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.press(Role::Row, "Row 10, forms");
    story.press(Role::Button, "Duplicate forms");
    story.has(r#""forms copy": (state: Running"#);
    story.press(Role::Button, "Move forms copy up");
    let text = story.text();
    assert!(text.find("\"forms copy\"") < text.find("\"forms\""));
    story.press(Role::Button, "Remove forms copy");
    story.is_as_opened();
}

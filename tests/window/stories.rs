//! What people do in the window, told by accessible names.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Context, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use headroom::disk::{Recent, Settings};
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

pub(crate) const CASE: &str = include_str!("../../scenarios/hypha-2021-04.headroom.ron");

/// The real case in a file of its own, open in a window.
pub(crate) struct Story {
    pub(crate) window: Harness<'static, Window>,
    folder: tempfile::TempDir,
}

impl Story {
    pub(crate) fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.headroom.ron");
        std::fs::write(&path, text).unwrap();
        Self { window: opened(&path, folder.path()), folder }
    }

    /// A scenario of those that come along, with the texts beside it.
    pub(crate) fn of_scenario(name: &str) -> Self {
        let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let text = std::fs::read_to_string(scenarios.join(format!("{name}.headroom.ron"))).unwrap();
        let beside: Vec<(String, String)> = std::fs::read_dir(&scenarios)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read_to_string(&path).unwrap())
            })
            .collect();
        Self::with_beside(&text, &beside)
    }

    /// The same of a text, with texts beside it.
    pub(crate) fn with_beside(text: &str, beside: &[(String, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in beside {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let path = folder.path().join("case.headroom.ron");
        std::fs::write(&path, text).unwrap();
        Self { window: opened(&path, folder.path()), folder }
    }

    /// A folder that lasts as long as the story; the case lies in it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn go(&mut self, screen: Key) {
        self.window.key_press_modifiers(Modifiers::COMMAND, screen);
        self.window.run();
    }

    pub(crate) fn press(&mut self, role: Role, name: &str) {
        self.window.get_by_role_and_label(role, name).click();
        self.window.run();
    }

    /// The same file, opened again.
    pub(crate) fn again(self) -> Self {
        let path = self.file("case.headroom.ron");
        Self { window: opened(&path, self.folder.path()), folder: self.folder }
    }

    /// A file beside it.
    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Names of all files beside it.
    pub(crate) fn beside(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run();
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    /// Goes to a cell and types over it.
    pub(crate) fn write(&mut self, cell: &str, text: &str) {
        self.press(Role::Cell, cell);
        self.key(Key::Enter);
        self.type_text(text);
        self.key(Key::Enter);
    }

    pub(crate) fn save(&mut self) {
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::S);
        self.window.run();
    }

    pub(crate) fn undo(&mut self) {
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        self.window.run();
    }

    /// Whether a label with this in it stands on the screen.
    pub(crate) fn shows(&self, part: &str) -> bool {
        self.window.query_all_by_label_contains(part).next().is_some()
    }

    pub(crate) fn text(&self) -> String {
        self.window.state().session().text().to_owned()
    }

    pub(crate) fn on_disk(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("case.headroom.ron")).unwrap()
    }

    /// However it is laid out, this stands in the text.
    #[track_caller]
    pub(crate) fn has(&self, wanted: &str) {
        let text = self.text();
        let changed: Vec<_> = text.lines().filter(|line| !CASE.contains(line)).collect();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert!(
            bare(&text).contains(&bare(wanted)),
            "`{wanted}` is not in what changed: {changed:#?}"
        );
    }

    /// Nothing has changed, or all of it was taken back.
    #[track_caller]
    pub(crate) fn is_as_opened(&self) {
        self.is(CASE);
    }

    #[track_caller]
    pub(crate) fn is(&self, wanted: &str) {
        let text = self.text();
        let changed = text.lines().zip(wanted.lines()).find(|(now, then)| now != then);
        assert_eq!(changed, None);
        assert_eq!(text.len(), wanted.len());
    }
}

fn opened(path: &Path, folder: &Path) -> Harness<'static, Window> {
    let today = Day::parse("2021-04-20").unwrap();
    let session = Session::open(path, today).unwrap();
    let recent = Recent::load_from(folder);
    Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |context| {
        headroom::gui::theme::look(&context.egui_ctx);
        let theme = egui::ThemePreference::Light;
        let settings = Settings::default();
        let options = Options { theme, dialogs: Box::new(NoDialogs), recent, settings };
        Window::new(&context.egui_ctx, session, options)
    })
}

#[test]
fn what_is_still_being_typed_is_saved_too() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.press(Role::Cell, "Owner of staging");
    story.key(Key::Enter);
    story.type_text("gi and el");
    story.save();
    assert!(story.on_disk().contains(r#"owner: "gi and el""#));
    assert!(!story.window.state().session().is_unsaved());
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
    assert!(story.shows("Write 2 GB"));
    story.has(r#""wiki": (state: Running, on: "server"),"#);
    story.press(Role::Link, "Write 2 GiB");
    assert!(story.window.query_by_label("`2 GBi` is not a size").is_none());
    story.has(r#""wiki": (state: Running, on: "server", ram: "2 GiB"),"#);
    story.write("RAM used of wiki", "soon");
    story.key(Key::Escape);
    story.has(r#""wiki": (state: Running, on: "server", ram: "2 GiB"),"#);
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

#[test]
fn a_longer_overlap_is_typed_and_the_total_follows() {
    let mut story = Story::of(CASE);
    assert!(story.shows("611.34"));
    story.press(Role::SpinButton, "Overlap");
    story.type_text("2 months");
    story.key(Key::Enter);
    story.has(r#"with: "ovh/rise-4", from: "2021-05-19", overlap: "2 months""#);
    assert!(story.shows("690.72")); // 611.34 + 79.38, one more month of the old server
    story.undo();
    story.is_as_opened();
    assert!(story.shows("611.34"));
    assert!(!story.shows("690.72"));
}

#[test]
fn the_overlap_is_dragged_as_one_step_of_undo() {
    let mut story = Story::of(CASE);
    let from = story.window.get_by_role_and_label(Role::SpinButton, "Overlap").rect().center();
    story.window.hover_at(from);
    story.window.step();
    story.window.drag_at(from);
    story.window.step();
    for points in [9.0, 18.0, 36.0] {
        story.window.hover_at(from + egui::vec2(points, 0.0));
        story.window.step();
    }
    // 36 points are 4 days: until 22 June, past the billing day of the 19th.
    assert!(story.shows("690.72"));
    story.window.drop_at(from + egui::vec2(36.0, 0.0));
    story.window.run();
    story.has(r#"overlap: "34 days""#);
    story.undo();
    story.is_as_opened();
}

#[test]
fn a_finding_is_fixed_after_a_look_at_what_changes() {
    let mut story = Story::of(CASE);
    let before = story.window.state().session().findings().len();
    story.go(Key::Num6);
    story.window.get_by_label("Fix… 161.32 + 16 is 177.32, not 117.04").click();
    story.window.run();
    story.is_as_opened();
    story.press(Role::Button, "Apply");
    story.has(r#"says: "177.32 CAD before tax""#);
    assert!(story.window.state().session().findings().len() < before);
    story.undo();
    story.is_as_opened();
}

#[test]
fn rubbish_in_a_sentence_is_told_and_changes_nothing() {
    let mut story = Story::of(CASE);
    story.press(Role::SpinButton, "Overlap");
    story.type_text("soon");
    story.key(Key::Enter);
    assert!(story.shows("`soon`"));
    story.is_as_opened();
    story.key(Key::Escape);
    story.is_as_opened();
}

#[test]
fn a_text_that_cannot_be_read_is_mended_in_the_window() {
    let mut story = Story::of("Scenario(format: 1, currency: \"CAD\"");
    assert!(story.window.state().session().document().is_none());
    assert!(story.shows("line 1, column "));
    story.press(Role::MultilineTextInput, "The text");
    story.window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    story.type_text(")");
    story.press(Role::Button, "Read it again");
    assert_eq!(story.text(), "Scenario(format: 1, currency: \"CAD\")");
    assert!(story.window.state().session().document().is_some());
}

#[test]
fn a_cell_that_cannot_be_read_is_found_and_mended() {
    let broken = CASE.replace(r#"storage: "40 GB""#, r#"storage: "40 GBs""#);
    let mut story = Story::of(&broken);
    story.go(Key::Num4);
    story.press(Role::RadioButton, "To correct 1, error");
    assert!(story.window.query_by_label("Storage of files").is_none());
    story.write("Storage of website", "40 GB");
    story.is(CASE);
    assert!(story.window.query_by_label("Storage of files").is_some());
}

#[test]
fn a_finding_leads_to_the_cell_that_it_is_about() {
    let mut story = Story::of(CASE);
    story.go(Key::Num6);
    story.window.get_by_label("Ask… The setup fee of Rise-4 is not known").click();
    story.window.run();
    story.press(Role::Button, "Show where");
    story.key(Key::Enter);
    story.type_text("0 before tax");
    story.key(Key::Enter);
    story.has(r#"setup: "0 CAD before tax", // the ceiling"#);
}

#[test]
fn a_state_is_chosen_and_a_price_typed() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.press(Role::ComboBox, "State of staging");
    story.press(Role::Button, "running");
    story.has(r#""staging": (state: Running"#);
    story.go(Key::Num8);
    story.write("Monthly of ovh/rise-4", "150,50 before tax");
    story.has(r#"monthly: "150.50 CAD before tax""#);
    story.go(Key::Num7);
    story.write("Rate of HST", "15");
    story.has(r#"rate: "15 %""#);
}

#[test]
fn a_needed_value_cannot_be_emptied() {
    let mut story = Story::of(CASE);
    story.go(Key::Num5);
    story.press(Role::Cell, "From of server");
    story.key(Key::Delete);
    story.is_as_opened();
    assert!(story.shows("From cannot be left empty"));
}

#[test]
fn rows_of_a_spreadsheet_are_pasted() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.press(Role::Button, "Add service");
    let rows = "wiki\tplanned\tRise-1\t\t2\t10 GB\nforum\trunning\tRise-1\t1 GiB\n";
    story.window.event(egui::Event::Paste(rows.to_owned()));
    story.window.run();
    story.has(r#""forum": (state: Running, on: "server", ram: "1 GiB")"#);
    story.has(r#""wiki": (state: Planned, on: "server", storage: "10 GB", ram: "2 GiB")"#);
    story.undo();
    story.is_as_opened();
}

#[test]
fn a_sheet_is_written_by_the_keyboard_alone() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.write("Owner of staging", "el"); // Enter goes down
    story.key(Key::Enter);
    story.type_text("gi");
    story.key(Key::Tab); // and Tab to the right
    story.type_text("a letter begins to type");
    story.key(Key::Enter);
    story.has(r#"storage: "1380 GB", is: Estimate, owner: "gi", note: "a letter begins to type""#);
    story.undo();
    story.undo();
    story.undo();
    story.is_as_opened();
}

#[test]
fn every_problem_of_an_entry_is_told_in_its_row() {
    let one = r#"storage: "40 GB", is: Estimate, owner"#;
    let broken = CASE.replace(one, r#"storage: "40 GBs", is: Estimate, ownr"#);
    assert_ne!(broken, CASE, "the example has changed");
    let mut story = Story::of(&broken);
    story.go(Key::Num4);
    story.press(Role::Cell, "Storage of website");
    assert!(story.shows("`40 GBs` is not a size"));
    story.press(Role::Cell, "Name of website");
    assert!(story.shows("`ownr` is not known here"));
    assert!(story.shows("did you mean `owner`?"));
}

#[test]
fn an_empty_scenario_says_what_to_do_where_figures_will_stand() {
    let mut story = Story::of(include_str!("../../scenarios/blank.headroom.ron"));
    assert!(story.window.query_by_label("As a table: Headroom").is_none());
    assert!(story.shows("stands here once a service says what it needs"));
    story.press(Role::Link, "Add contracts");
    assert!(story.window.query_by_label("Paid for").is_some());
}

#[test]
fn a_note_beside_a_bar_is_said_in_fewer_words_where_it_does_not_fit() {
    let story = Story::of(include_str!("../../scenarios/club-two-servers.headroom.ron"));
    story.window.get_by_label("then until 11 August");
    story.window.get_by_label("then cannot be told");
}

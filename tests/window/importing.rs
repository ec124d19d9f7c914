//! Is another tool's output taken in as it was shown, and is nothing else changed?

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::stories::{CASE, Story};

/// 8 GiB of 32 GiB in use: total − available = 34,359,738,368 − 25,769,803,776.
const FREE: &str = "\
               total        used        free      shared  buff/cache   available
Mem:     34359738368  8000000000  1871290368    13180928 23158030336 25769803776
Swap:              0           0           0
";

/// The same in numbers that could be of any unit: 31 of 64.
const BARE: &str = "\
               total        used        free      shared  buff/cache   available
Mem:              64          31           2           0          31          33
Swap:              0           0           0
";

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

/// Drops a file of this name and text, and waits until it is read.
fn drop_text(story: &mut Story, name: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    story.window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    story.window.run_steps(4);
    settle(story);
}

fn paste(story: &mut Story, text: &str) {
    story.window.event(egui::Event::Paste(text.to_owned()));
    story.window.run_steps(4);
    settle(story);
}

/// A loaded machine may read longer than a frame waits.
fn settle(story: &mut Story) {
    while story.shows("Reading ") {
        story.window.step();
    }
    story.window.run();
}

fn choose(story: &mut Story, field: &str, choice: &str) {
    story.press(Role::ComboBox, field);
    story.press(Role::Button, choice);
    settle(story);
}

fn import_is_disabled(story: &Story) -> bool {
    let button = story.window.get_by_role_and_label(Role::Button, "Import");
    button.accesskit_node().is_disabled()
}

#[test]
fn what_is_dropped_is_shown_then_taken_in_and_taken_back() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "free.txt", FREE);
    assert!(story.shows("free.txt is "));
    assert!(story.shows("free: "));
    story.window.get_by_role_and_label(Role::Table, "Measured");
    assert!(story.shows("server RAM"));
    story.is_as_opened();
    story.press(Role::Button, "Import");
    assert!(story.shows("Imported 1 day into server RAM"));
    story.has(r#""server RAM": ( resource: Ram, on: "server", samples: [ ("2021-04-20", "8 GiB")"#);
    story.window.get_by_role_and_label(Role::Heading, "Usage, backups");
    story.undo();
    story.is_as_opened();
}

#[test]
fn what_is_pasted_is_shown_and_can_be_left() {
    let mut story = Story::of(CASE);
    paste(&mut story, FREE);
    assert!(story.shows("The pasted text is "));
    story.press(Role::Button, "Cancel");
    assert!(!story.shows("The pasted text"));
    story.is_as_opened();
}

#[test]
fn what_is_pasted_into_a_cell_stays_there() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.press(Role::Cell, "Owner of staging");
    story.window.event(egui::Event::Paste("gi and el".to_owned()));
    story.window.run();
    assert!(!story.shows("The pasted text"));
    story.key(Key::Enter);
    story.has(r#"owner: "gi and el""#);
}

#[test]
fn what_is_no_output_is_told_and_changes_nothing() {
    let mut story = Story::of(CASE);
    paste(&mut story, "Dear all, the server is slow again.");
    assert!(story.shows("is not the output of a tool that is known"));
    assert!(story.shows("say above what it is"));
    assert!(!story.shows("--help"));
    story.press(Role::Button, "Close");
    drop_text(&mut story, "letter.txt", "Dear all, the server is slow again.");
    assert!(story.shows("`letter.txt` is not the output of a tool that is known"));
    // What it is said to be, it is not: that is told too.
    choose(&mut story, "Read as", "zfs");
    assert!(!story.shows("is not the output of a tool that is known"));
    story.press(Role::Button, "Close");
    story.is_as_opened();
}

#[test]
fn a_unit_that_is_not_plain_is_asked_for() {
    let mut story = Story::of(CASE);
    paste(&mut story, BARE);
    assert!(!story.shows("--unit"));
    choose(&mut story, "Unit", "GiB");
    story.press(Role::Button, "Import");
    // 64 − 33 = 31 GiB
    story.has(r#"("2021-04-20", "31 GiB")"#);
}

#[test]
fn which_contract_was_measured_is_asked_where_there_are_more() {
    let club = include_str!("../../scenarios/club-two-servers.headroom.ron");
    let mut story = Story::of(club);
    paste(&mut story, FREE);
    assert!(import_is_disabled(&story));
    assert!(story.shows("Choose on which contract it was measured"));
    let keys: Vec<String> = {
        let scenario = story.window.state().session().scenario().unwrap();
        scenario.contracts.keys().map(ToString::to_string).collect()
    };
    assert!(keys.len() > 1);
    choose(&mut story, "Measured on", &keys[1]);
    assert!(!import_is_disabled(&story));
    story.press(Role::Button, "Import");
    story.window.get_by_label_contains("Imported 1 day into ");
    assert!(story.text().contains(r#""8 GiB""#));
    story.undo();
    story.is(club);
}

/// Two hosts that no contract is called by.
const HOSTS: &str = "\
time,host,metric,value
2021-04-18 10:00:00,one,mem_used_bytes,4294967296
2021-04-18 10:00:00,two,mem_used_bytes,8589934592
";

#[test]
fn of_several_hosts_that_would_be_one_contract_one_is_chosen() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "hosts.csv", HOSTS);
    assert!(import_is_disabled(&story));
    assert!(story.shows("several would be one contract"));
    choose(&mut story, "Host", "two");
    story.press(Role::Button, "Import");
    // 8,589,934,592 is 8 × 2³⁰.
    story.has(r#"samples: [ ("2021-04-18", "8 GiB")"#);
    assert!(!story.text().contains("4 GiB\")]"));
    story.undo();
    story.is_as_opened();
}

#[test]
fn a_file_that_is_gone_is_told() {
    let mut story = Story::of(CASE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone.csv");
    story.window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    story.window.run_steps(4);
    settle(&mut story);
    story.press(Role::Button, "Close");
    story.is_as_opened();
}

#[test]
fn usage_has_a_way_in_and_the_line_that_begins_to_measure() {
    let mut story = Story::of(CASE);
    story.go(Key::U);
    story.window.get_by_role_and_label(Role::Heading, "Start measuring");
    story.press(Role::Button, "Copy the line");
    story.press(Role::Button, "Import…");
    assert!(story.shows("Import usage from a file"));
}

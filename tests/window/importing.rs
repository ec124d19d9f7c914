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
    drop_texts(story, &[(name, text)]);
}

/// Drops files of these names and texts at once.
fn drop_texts(story: &mut Story, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = story.folder().join(name);
        std::fs::write(&path, text).unwrap();
        story.window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    }
    story.window.step();
    story.window.input_mut().dropped_files.clear();
    story.window.run_steps(3);
    settle(story);
}

fn paste(story: &mut Story, text: &str) {
    story.window.event(egui::Event::Paste(text.to_owned()));
    story.window.run_steps(4);
    settle(story);
}

/// A loaded machine may read longer than a frame waits.
fn settle(story: &mut Story) {
    let mut busy = true;
    while busy {
        story.window.run_steps(2);
        busy = story.shows("Reading ") || story.shows("Working out where it goes");
    }
    story.window.run_steps(6);
}

/// A dialog that grows is put in the middle again by the next frames.
fn press(story: &mut Story, role: Role, name: &str) {
    story.window.get_by_role_and_label(role, name).click();
    story.window.run_steps(6);
    settle(story);
}

fn choose(story: &mut Story, field: &str, choice: &str) {
    press(story, Role::ComboBox, field);
    press(story, Role::Button, choice);
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
    press(&mut story, Role::Button, "Import");
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
    press(&mut story, Role::Button, "Cancel");
    assert!(!story.shows("The pasted text"));
    story.is_as_opened();
}

#[test]
fn what_is_pasted_into_a_cell_stays_there() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    press(&mut story, Role::Cell, "Owner of staging");
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
    press(&mut story, Role::Button, "Close");
    drop_text(&mut story, "letter.txt", "Dear all, the server is slow again.");
    assert!(story.shows("`letter.txt` is not the output of a tool that is known"));
    // What it is said to be, it is not: that is told too.
    choose(&mut story, "Read as", "zfs");
    assert!(!story.shows("is not the output of a tool that is known"));
    press(&mut story, Role::Button, "Close");
    story.is_as_opened();
}

#[test]
fn a_unit_that_is_not_plain_is_asked_for() {
    let mut story = Story::of(CASE);
    paste(&mut story, BARE);
    assert!(!story.shows("--unit"));
    choose(&mut story, "Unit", "GiB");
    press(&mut story, Role::Button, "Import");
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
    press(&mut story, Role::Button, "Import");
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
    press(&mut story, Role::Button, "Import");
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
    press(&mut story, Role::Button, "Close");
    story.is_as_opened();
}

/// Says a text in a field of the preview.
fn say(story: &mut Story, field: &str, text: &str) {
    press(story, Role::TextInput, field);
    story.window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    story.window.event(egui::Event::Text(text.to_owned()));
    story.window.run_steps(3);
    story.window.key_press(Key::Enter);
    story.window.run_steps(3);
    settle(story);
}

#[test]
fn the_day_of_an_output_without_one_is_proposed_and_can_be_said() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "free.txt", FREE);
    story.window.get_by_role_and_label(Role::TextInput, "Day (proposed: today)");
    assert!(story.shows("It says not when it was measured"));
    say(&mut story, "Day (proposed: today)", "2021-04-31");
    assert!(story.shows("`2021-04-31`"));
    say(&mut story, "Day (proposed: today)", "2021-04-19");
    story.window.get_by_role_and_label(Role::TextInput, "Day");
    press(&mut story, Role::Button, "Import");
    story.has(r#"samples: [ ("2021-04-19", "8 GiB")"#);
}

/// Values of an item of Zabbix: 12 at 1618876800, which is 2021-04-20 00:00 UTC.
const ZABBIX: &str = r#"[{"itemid":"7","clock":"1618876800","value":"12","ns":"1"}]"#;

#[test]
fn what_zabbix_does_not_say_is_asked_for_and_days_are_those_of_a_place() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "trends.json", ZABBIX);
    assert!(story.shows("Zabbix does not say what an item measures"));
    choose(&mut story, "Resource", "storage");
    assert!(story.shows("Zabbix does not say an item's unit"));
    choose(&mut story, "Unit", "GB");
    // Further west it was still the day before.
    choose(&mut story, "Days of", "UTC−12:00");
    press(&mut story, Role::Button, "Import");
    story.has(r#"samples: [ ("2021-04-19", "12 GB")"#);
}

/// A table without headings: a time, a number nobody wants, and what was in use in GiB, with semicolons and decimal commas.
const TABLE: &str = "03/04/2021;17;4,5\n03/04/2021;18;5,5\n";

#[test]
fn what_the_columns_of_a_table_are_is_said_and_the_preview_follows() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "table.txt", TABLE);
    choose(&mut story, "Read as", "table");
    // Day or month first is asked.
    choose(&mut story, "Dates", "day, month, year");
    choose(&mut story, "Resource", "RAM");
    choose(&mut story, "Unit", "GiB");
    story.window.get_by_role_and_label(Role::ComboBox, "Column 2 (17)");
    choose(&mut story, "Column 2 (17)", "left out");
    assert!(story.shows("2 left out"));
    press(&mut story, Role::Button, "Import");
    // The higher of the two of the day.
    story.has(r#"samples: [ ("2021-04-03", "5.5 GiB")"#);
    story.undo();
    story.is_as_opened();
}

#[test]
fn how_a_table_is_parted_can_be_said() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "odd.csv", "time,mem_used_gib\n2021-04-18,4\n2021-04-19,5\n");
    assert!(story.shows("server RAM"));
    choose(&mut story, "Cells are parted by", "semicolons");
    assert!(!story.shows("server RAM"));
    choose(&mut story, "Cells are parted by", "commas");
    assert!(story.shows("server RAM"));
    choose(&mut story, "First row names", "is figures already");
    choose(&mut story, "First row names", "its columns");
    press(&mut story, Role::Button, "Import");
    story.has(r#"("2021-04-18", "4 GiB"), ("2021-04-19", "5 GiB")"#);
}

/// The same server the day after: 9 GiB of 32 GiB, 34,359,738,368 − 24,696,061,952 = 9 × 2³⁰.
const LATER: &str = "\
== 2021-04-19T10:00:00+00:00 server
               total        used        free      shared  buff/cache   available
Mem:     34359738368  8000000000  1871290368    13180928 23158030336 24696061952
== 2021-04-20T10:00:00+00:00 server
               total        used        free      shared  buff/cache   available
Mem:     34359738368  8000000000  1871290368    13180928 23158030336 25769803776
";

#[test]
fn files_dropped_at_once_are_one_step_and_what_cannot_be_read_is_told() {
    let mut story = Story::of(CASE);
    let letter = "Dear all, the server is slow again.";
    let files =
        [("free.txt", FREE), ("letter.txt", letter), ("log.txt", LATER), ("again.txt", FREE)];
    drop_texts(&mut story, &files);
    for (name, _) in files {
        story.window.get_by_role_and_label(Role::Heading, name);
    }
    assert!(story.shows("`letter.txt` is not the output of a tool that is known"));
    assert!(story.shows("One file cannot be read: the others come in"));
    press(&mut story, Role::Button, "Import");
    // The log brings 19 April alone: the 20th came with the first file, and the last is the first again.
    assert!(story.shows("Imported 2 days into server RAM"));
    story.has(r#"samples: [ ("2021-04-20", "8 GiB"), ("2021-04-19", "9 GiB")"#);
    story.undo();
    story.is_as_opened();
}

#[test]
fn one_of_several_files_can_be_left_out() {
    let mut story = Story::of(CASE);
    drop_texts(&mut story, &[("hosts.csv", HOSTS), ("free.txt", FREE)]);
    assert!(import_is_disabled(&story));
    assert!(story.shows("hosts.csv: Choose which host it is"));
    press(&mut story, Role::Link, "Leave out hosts.csv");
    assert!(!import_is_disabled(&story));
    press(&mut story, Role::Button, "Import");
    story.has(r#"samples: [ ("2021-04-20", "8 GiB")"#);
}

#[test]
fn what_was_typed_is_kept_or_replaced_as_the_person_says() {
    let typed =
        r#"usage: {"ram": (resource: Ram, on: "server", samples: [("2021-04-20", "30 GiB")])},"#;
    let text = CASE.replace("    services:", &format!("    {typed}\n    services:"));
    let mut story = Story::of(&text);
    drop_text(&mut story, "log.txt", LATER);
    assert!(story.shows("What a person typed in ram is kept: 30 GiB on 20 April 2021"));
    assert!(story.shows("(measured 8 GiB)"));
    press(&mut story, Role::Link, "Replace what was typed in ram");
    assert!(story.shows("What a person typed in ram is replaced"));
    press(&mut story, Role::Link, "Keep what was typed in ram");
    press(&mut story, Role::Link, "Replace what was typed in ram");
    press(&mut story, Role::Button, "Import");
    story.has(r#"("2021-04-20", "8 GiB"), ("2021-04-19", "9 GiB")"#);
    story.undo();
    story.is(&text);
    drop_text(&mut story, "log.txt", LATER);
    press(&mut story, Role::Button, "Import");
    story.has(r#"("2021-04-20", "30 GiB"), ("2021-04-19", "9 GiB")"#);
}

/// 40 MB: far longer to read than a frame waits.
fn long_table() -> String {
    let rows = "2021-04-18 10:00:00,one,mem_used_bytes,4294967296\n".repeat(800_000);
    format!("time,host,metric,value\n{rows}")
}

#[test]
fn the_window_goes_on_while_a_long_text_is_read_and_reading_can_be_left() {
    let mut story = Story::of(CASE);
    story.window.event(egui::Event::Paste(long_table()));
    story.window.run_steps(2);
    assert!(story.shows("Reading the pasted text"));
    // Frames go on being drawn, and the dialog answers.
    story.window.run_steps(5);
    story.window.get_by_role_and_label(Role::Button, "Cancel").click();
    story.window.run_steps(2);
    assert!(!story.shows("Reading the pasted text"));
    story.window.run();
    story.is_as_opened();
}

#[test]
fn usage_has_a_way_in_and_the_line_that_begins_to_measure() {
    let mut story = Story::of(CASE);
    story.go(Key::U);
    story.window.get_by_role_and_label(Role::Heading, "Start measuring");
    press(&mut story, Role::Button, "Copy the line");
    press(&mut story, Role::Button, "Import…");
    assert!(story.shows("Import usage from a file"));
}

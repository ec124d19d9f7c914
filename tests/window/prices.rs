//! Can a price list be taken in, searched for what serves, and planned with, by the names that are heard?

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::stories::{CASE, Story};

/// Three servers as a table; tax and currency stand in the heading. Of "Small" 12 × 20 = 240 a year.
const LIST: &str = "\
name;ram;disk;region;monthly (CAD before tax);setup
Small;32 GB;2x 4 TB HDD;Beauharnois (CA);20.00;0
Middle;64 GB;2x 4 TB HDD;Beauharnois (CA);60.00;60.00
Large;128 GB;2x 4 TB HDD;Gravelines (FR);90.00;
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

fn drop_text(story: &mut Story, name: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    story.window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    story.window.run_steps(4);
    settle(story);
}

/// A loaded machine may work longer than a frame waits.
fn settle(story: &mut Story) {
    let at_work = ["Reading ", "Laying out ", "working out costs"];
    while at_work.iter().any(|what| story.shows(what)) {
        std::thread::yield_now();
        story.window.step();
    }
    story.window.run();
}

fn taken_in() -> Story {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "list-2021-04-01.csv", LIST);
    story.press(Role::Button, "Take in");
    story
}

fn finding() -> Story {
    let mut story = taken_in();
    story.press(Role::RadioButton, "Find what serves");
    settle(&mut story);
    story
}

/// Names of the rows in view, from above.
fn rows(story: &Story) -> Vec<String> {
    let rows = story.window.query_all_by_role(Role::Row);
    // Tables that are whole number none of their rows.
    let rows = rows.filter(|row| row.accesskit_node().data().row_index().is_some());
    let names = rows.filter_map(|row| row.accesskit_node().label());
    names.filter_map(|name| Some(name.split_once(';')?.0.to_owned())).collect()
}

fn choose(story: &mut Story, field: &str, choice: &str) {
    story.press(Role::ComboBox, field);
    story.press(Role::Button, choice);
    settle(story);
}

#[test]
fn without_a_price_list_it_is_said_what_one_is() {
    let mut story = Story::of(CASE);
    story.go(Key::Num8);
    story.press(Role::RadioButton, "Catalogues");
    assert!(story.shows("A catalogue is all that a provider sells on a day"));
    story.window.get_by_role_and_label(Role::Button, "Add a price list…");
    story.press(Role::RadioButton, "Find what serves");
    assert!(story.shows("No price list yet"));
}

#[test]
fn what_would_be_asked_is_shown_before_anything_is() {
    let mut story = Story::of(CASE);
    story.go(Key::Num8);
    story.press(Role::RadioButton, "Catalogues");
    story.press(Role::Button, "Ask OVH…");
    // The file requires Canada.
    assert!(story.shows("https://ca.api.ovh.com/1.0/order/catalog/public/eco?ovhSubsidiary=CA"));
    choose(&mut story, "Branch that sells", "FR");
    choose(&mut story, "Part of its range", "baremetalServers");
    assert!(story.shows("https://eu.api.ovh.com/1.0/order/catalog/public/baremetalServers"));
    story.press(Role::Button, "Cancel");
    story.press(Role::Button, "Ask Hetzner…");
    assert!(story.shows("https://www.hetzner.com/"));
    story.key(Key::Escape);
    story.is_as_opened();
}

#[test]
fn a_dropped_price_list_is_shown_taken_in_and_taken_back() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "list-2021-04-01.csv", LIST);
    assert!(story.shows("3 plans"), "it is read");
    story.is_as_opened();
    story.press(Role::Button, "Take in");
    story.has("catalogues: {");
    // The day is taken from the file's name.
    story.has(r#"date: "2021-04-01""#);
    assert!(story.shows("Took in prices of"));
    story.window.get_by_role_and_label(Role::Table, "Price lists");
    story.undo();
    story.is_as_opened();
}

#[test]
fn a_pasted_table_of_prices_is_a_price_list() {
    let mut story = Story::of(CASE);
    story.window.event(egui::Event::Paste(LIST.replace(';', "\t")));
    story.window.run_steps(4);
    settle(&mut story);
    assert!(story.shows("3 plans"));
    story.press(Role::Button, "Cancel");
    story.is_as_opened();
}

#[test]
fn a_broken_list_is_told_and_changes_nothing() {
    let mut story = Story::of(CASE);
    drop_text(
        &mut story,
        "ovh.json",
        r#"{"catalogId": 1, "locale": {"subsidiary": "CA"}, "plans": ["#,
    );
    assert!(story.shows("ends too early") || story.shows("sells nothing"));
    let button = story.window.get_by_role_and_label(Role::Button, "Take in");
    assert!(button.accesskit_node().is_disabled());
    story.press(Role::Button, "Cancel");
    story.is_as_opened();
}

#[test]
fn what_a_table_does_not_say_is_asked_for() {
    let mut story = Story::of(CASE);
    drop_text(&mut story, "list.csv", "name;ram;monthly\nSmall;64 GB;20.00\n");
    assert!(story.shows("currency"));
    story.press(Role::TextInput, "Currency");
    story.type_text("CAD");
    story.key(Key::Enter);
    settle(&mut story);
    choose(&mut story, "Prices are", "before tax");
    story.press(Role::Button, "Take in");
    story.has(r#"currency: "CAD""#);
}

#[test]
fn what_serves_is_listed_and_the_rest_has_a_reason() {
    let mut story = finding();
    // Small has too little RAM, Large stands in France, and the file requires Canada.
    assert!(story.shows("1 of 3 serves"));
    assert_eq!(rows(&story), ["Middle"]);
    story.press(Role::RadioButton, "Do not 2");
    assert!(story.shows("RAM short: 32 GiB"));
    assert!(story.shows("only in"));
}

#[test]
fn needs_are_changed_and_cleared() {
    let mut story = finding();
    choose(&mut story, "Where", "anywhere");
    assert!(story.shows("2 of 3 serve"));
    story.press(Role::Button, "Clear all");
    settle(&mut story);
    assert!(story.shows("3 of 3 serve"));
    story.press(Role::TextInput, "RAM");
    story.type_text("100");
    story.key(Key::Enter);
    settle(&mut story);
    assert!(story.shows("1 of 3 serves"));
    assert_eq!(rows(&story), ["Large"]);
    story.press(Role::Button, "As the scenario asks");
    settle(&mut story);
    assert_eq!(rows(&story), ["Middle"]);
}

#[test]
fn rows_are_ordered_searched_and_chosen_by_the_keyboard() {
    let mut story = finding();
    story.press(Role::Button, "Clear all");
    settle(&mut story);
    story.press(Role::Button, "Sort by RAM");
    assert_eq!(rows(&story), ["Small", "Middle", "Large"]);
    story.press(Role::Button, "Sort by RAM, the least first");
    assert_eq!(rows(&story), ["Large", "Middle", "Small"]);
    let first = story.window.query_all_by_role(Role::Row).next().unwrap();
    first.click();
    story.window.run();
    story.key(Key::ArrowDown);
    story.window.get_by_role_and_label(Role::Heading, "Middle");
    story.key(Key::End);
    story.window.get_by_role_and_label(Role::Heading, "Small");
    story.press(Role::SearchInput, "Search by name or code");
    story.type_text("arge");
    assert_eq!(rows(&story), ["Large"]);
    assert!(story.shows("1 found"));
}

#[test]
fn the_chosen_one_is_planned_with_in_one_step() {
    let mut story = finding();
    let before = story.text();
    story.press(Role::Button, "Plan with it…");
    story.press(Role::Button, "Plan with it");
    story.window.get_by_role_and_label(Role::Heading, "Plans");
    story.has(r#"name: "Middle"#);
    story.has(r#"Replace(contract: "server", with: "#);
    assert_eq!(story.window.state().session().plan().as_ref(), "Middle, 64 GiB");
    story.undo();
    story.is(&before);
}

#[test]
fn another_first_day_and_plan_are_taken_where_they_are_said() {
    let mut story = finding();
    story.press(Role::Button, "Plan with it…");
    choose(&mut story, "Plan", "Rise-3 and 1 TB");
    story.press(Role::Button, "Plan with it");
    assert_eq!(story.window.state().session().plan().as_ref(), "Rise-3 and 1 TB");
    story.has(r#"with: "unknown/middle"#);
}

#[test]
fn a_text_that_is_gone_is_told_and_comes_back_with_the_same_list() {
    let mut story = taken_in();
    story.save();
    let name = story.beside().into_iter().find(|name| name.starts_with("catalogue-")).unwrap();
    std::fs::remove_file(story.file(&name)).unwrap();
    let mut story = story.again();
    story.go(Key::Num8);
    story.press(Role::RadioButton, "Catalogues");
    assert!(story.shows("its text is not beside the file"));
    drop_text(&mut story, "list-2021-04-01.csv", LIST);
    story.press(Role::Button, "Take in");
    assert!(story.shows("is whole again"));
    assert!(!story.shows("its text is not beside the file"));
}

#[test]
fn what_changed_since_another_day_is_told_and_a_list_is_removed() {
    let mut story = taken_in();
    drop_text(&mut story, "list-2021-04-15.csv", &LIST.replace("60.00;60.00", "66.00;60.00"));
    story.press(Role::Button, "Take in");
    choose(&mut story, "Compared with", "what changed since 1 April 2021");
    assert!(story.shows("66"));
    story.press(Role::Button, "Remove");
    assert!(!story.text().contains("2021-04-15"));
    story.undo();
    assert!(story.text().contains("2021-04-15"));
}

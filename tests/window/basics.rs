//! What holds for the whole scenario, and what a contract costs from when on.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use super::stories::{CASE, Story};

fn basics() -> Story {
    let mut story = Story::of(CASE);
    story.go(Key::Num7);
    story
}

/// Opens a value that stands alone, and types over it.
fn retype(story: &mut Story, name: &str, text: &str) {
    story.press(Role::Button, name);
    story.window.run();
    story.type_text(text);
    story.key(Key::Enter);
}

/// Types into the row for new entries.
fn add(story: &mut Story, row: &str, text: &str) {
    // By the keyboard: it may stand below what is in view.
    story.window.get_by_role_and_label(Role::TextInput, row).focus();
    story.window.run();
    story.type_text(text);
    story.key(Key::Enter);
}

#[test]
fn a_value_that_stands_alone_is_typed_and_undone() {
    let mut story = basics();
    for (name, text, wanted) in [
        ("Organisation", "Hypha", "organisation: \"Hypha\""),
        ("As of", "22 April 2021", "as_of: \"2021-04-22\""),
        ("Look ahead", "36 months", "horizon: \"36 months\""),
        ("First month", "June 2021", "from: \"2021-06\""),
        ("Months", "6", "months: 6"),
        ("Country", "fr", "country: \"FR\""),
        ("Features", "ipv6, raid", "has: [\"ipv6\", \"raid\"]"),
        ("RAM", "20", "Ram: \"20 %\""),
        ("CPU", "5", "Cpu: \"5 %\""),
    ] {
        retype(&mut story, name, text);
        story.has(wanted);
        story.undo();
        story.is_as_opened();
    }
}

#[test]
fn a_buffer_that_is_emptied_is_the_usual_one_again() {
    let mut story = basics();
    retype(&mut story, "RAM", "25 %");
    assert!(story.text().contains("Ram: \"25 %\""));
    retype(&mut story, "RAM", " ");
    assert!(!story.text().contains("Ram: \"25 %\""));
    assert!(story.shows("Kept free"));
}

#[test]
fn a_currency_that_does_not_exist_is_refused_where_it_is_typed() {
    let mut story = basics();
    retype(&mut story, "Currency", "CAX");
    assert!(story.shows("CAX"));
    story.is_as_opened();
}

#[test]
fn the_plan_asked_for_and_the_rounding_are_chosen() {
    let mut story = basics();
    story.press(Role::Button, "Tax is rounded");
    story.press(Role::Button, "on each charge");
    story.has("rounding: (tax: PerLine)");
    story.undo();
    story.press(Role::Button, "Plan asked for");
    story.press(Role::Button, "the cheapest without an error");
    let named = |text: &str| text.matches("plan: \"Rise-4 and 1 TB\"").count();
    assert_eq!(named(&story.text()), named(CASE) - 1);
    story.undo();
    story.is_as_opened();
}

#[test]
fn rows_of_the_basics_are_added_and_removed() {
    let mut story = basics();
    add(&mut story, "New row of Taxes", "PST");
    story.has("(name: \"PST\", rate: \"0 %\")");
    story.press(Role::Button, "Remove PST");
    story.is_as_opened();
    add(&mut story, "New row of Needed at least", "ipv4");
    story.has("at_least: {\"ipv4\": 1}");
    story.window.get_by_role_and_label(Role::Cell, "At least of ipv4").focus();
    story.window.run();
    story.key(Key::Enter);
    story.type_text("2");
    story.key(Key::Enter);
    story.has("at_least: {\"ipv4\": 2}");
}

#[test]
fn a_blank_scenario_is_asked_for_three_months() {
    let blank = include_str!("../../scenarios/blank.headroom.ron");
    let mut story = Story::of(blank);
    story.go(Key::Num7);
    if story.window.query_by_label("Ask for three months").is_some() {
        story.press(Role::Button, "Ask for three months");
    }
    assert!(story.text().contains("months: 3"));
}

#[test]
fn a_later_price_of_a_contract_is_typed() {
    let mut story = Story::of(CASE);
    story.go(Key::Num5);
    story.press(Role::Row, "Row 1, server");
    add(&mut story, "New row of Later prices", "19 June 2021");
    story.has("prices: [(from: \"2021-06-19\", monthly: \"unknown\")]");
    story.write("Monthly, each of 2021-06-19", "84.99 before tax");
    story.has("monthly: \"84.99 CAD before tax\"");
    story.press(Role::Button, "Remove 2021-06-19");
    assert!(!story.text().contains("84.99"));
}

#[test]
fn a_discount_of_a_contract_is_typed() {
    let mut story = Story::of(CASE);
    story.go(Key::Num5);
    story.press(Role::Row, "Row 1, server");
    add(&mut story, "New row of Discounts", "10");
    story.has("discounts: [(rate: \"10 %\")]");
    story.write("Until of 10 %", "31 July 2021");
    story.has("(rate: \"10 %\", until: \"2021-07-31\")");
    story.undo();
    story.undo();
    story.is_as_opened();
}

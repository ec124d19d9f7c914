//! Does Capacity say how each resource goes, also to those who hear it and who have only a keyboard?

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::stories::{CASE, Story};

const BLANK: &str = include_str!("../../scenarios/blank.headroom.ron");
/// Ctrl and this go there.
const CAPACITY: Key = Key::D;

fn measured() -> Story {
    let mut story = Story::of_scenario("club-measured-2026");
    story.window.key_press_modifiers(egui::Modifiers::COMMAND, CAPACITY);
    story.window.run_steps(4);
    story
}

/// The trial runs on a thread of its own, on a loaded machine for a while.
fn settle(story: &mut Story) {
    while story.shows("Trying such forecasts") {
        story.window.step();
    }
    story.window.run();
}

/// What is read on the day that the keyboard is at.
fn reading(story: &Story) -> String {
    let reader = story.window.get_by_role_and_label(Role::Slider, "Read a day");
    reader.accesskit_node().value().unwrap_or_default()
}

#[test]
fn the_real_case_is_short_today_and_says_that_nothing_was_measured() {
    let mut story = Story::of(CASE);
    story.go(CAPACITY);
    story.window.get_by_role_and_label(Role::Heading, "Capacity");
    // 24 always, 4 staging, 4 jitsi, 4 loomio's planning: 36 of 28.8.
    story.window.get_by_role_and_label(Role::RadioButton, "RAM · 7.2 GiB short today, error");
    story.window.get_by_role_and_label(Role::RadioButton, "Storage · lasts beyond April 2023");
    assert!(story.shows("RAM, day by day: 7.2 GiB short today; figures in the tables below"));
    assert!(story.shows("No measurements of RAM, growth as declared, "));
    assert!(story.shows("Do nothing; Usable, GiB 28.8; Wanted today 36; Headroom −7.2"));
    assert!(story.shows("It cannot be told: nothing was measured"));
    story.window.get_by_role_and_label(Role::Button, "Import usage…");
    story.press(Role::Button, "Copy a crontab line");
    assert!(story.shows("Copied the line for crontab"));
}

#[test]
fn another_resource_is_chosen_by_its_chip() {
    let mut story = Story::of(CASE);
    story.go(CAPACITY);
    story.press(Role::RadioButton, "Storage · lasts beyond April 2023");
    assert!(story.shows("Storage, day by day: lasts beyond April 2023"));
    story.press(Role::RadioButton, "Backup · lasts beyond April 2023");
    assert!(story.shows("Backups are counted, not measured"));
}

#[test]
fn measured_days_have_a_run_out_and_say_how_wrong_such_forecasts_were() {
    let mut story = measured();
    settle(&mut story);
    let chip = "Storage · 1-in-10 risk by 28 June 2026 if nothing is done";
    story.window.get_by_role_and_label(Role::RadioButton, chip);
    assert!(story.shows("Do nothing; Usable, GB 425; Used today 354.1; Headroom +70.9"));
    assert!(story.shows("1-in-10 risk by 28 June 2026"));
    assert!(story.shows("1 TB from June; Usable, GB 850"));
    assert!(story.shows("days ahead, half of the forecasts were off by less than"));
    assert!(story.shows("About 1 in 10 is what it promises."));
}

#[test]
fn a_plan_is_chosen_in_the_table() {
    let mut story = measured();
    let row = "Delete raw files; Usable, GB 425";
    story.window.get_all_by_label_contains(row).next().unwrap().click_accesskit();
    story.window.run_steps(4);
    assert_eq!(&**story.window.state().session().plan(), "Delete raw files");
}

#[test]
fn days_are_read_and_seen_nearer_by_the_keyboard_alone() {
    let mut story = measured();
    story.window.get_by_role_and_label(Role::Slider, "Read a day").focus();
    story.window.run();
    story.key(Key::ArrowRight);
    let first = reading(&story);
    // From 1 January 2024 to 30 December 2027 are 1,459 days: the middle and a hundredth of them, 15, is in January 2026.
    assert!(first.contains("January 2026; usable 425 GB"), "{first}");
    assert!(first.contains("; cautious ") && first.contains("; expected "), "{first}");
    story.type_text("+");
    story.type_text("+");
    story.key(Key::ArrowRight);
    let nearer = reading(&story);
    assert_ne!(first, nearer);
    assert!(
        nearer.contains("January 2026"),
        "a quarter of the days, a quarter of the step: {nearer}"
    );
    story.press(Role::Button, "Whole range");
    // Twelve steps of 15 days later it is July, after the plan's larger disk.
    for _ in 0..12 {
        story.window.get_by_role_and_label(Role::Slider, "Read a day").focus();
        story.window.run();
        story.key(Key::ArrowRight);
    }
    assert!(reading(&story).contains("usable if nothing is done"), "{}", reading(&story));
}

#[test]
fn a_trial_can_be_left_off_and_begun_again() {
    let mut story = Story::of_scenario("club-measured-2026");
    story.window.key_press_modifiers(egui::Modifiers::COMMAND, CAPACITY);
    story.window.run_steps(3);
    // On a very quick machine it is done by now.
    if let Some(cancel) = story.window.query_by_role_and_label(Role::Link, "Cancel the trial") {
        cancel.click();
        story.window.run();
        story.window.get_by_role_and_label(Role::Link, "Try the forecasts").click();
        story.window.run_steps(3);
        settle(&mut story);
    }
    assert!(story.shows("About 1 in 10 is what it promises."));
}

#[test]
fn each_server_is_looked_at_by_itself() {
    let mut story = Story::of_scenario("club-two-servers");
    story.go(CAPACITY);
    assert!(story.shows("Judged server by server"));
    assert!(story.shows("Do nothing; Usable, GiB 7.2")); // 2 × 4 GiB less 10 %
    story.press(Role::RadioButton, "Small (mail)");
    assert!(story.shows("Do nothing; Usable, GiB 3.6")); // 4 GiB less 10 %
    story.press(Role::RadioButton, "All together");
    assert!(story.shows("Do nothing; Usable, GiB 7.2"));
}

#[test]
fn where_nothing_is_counted_it_says_how_to_begin() {
    let mut story = Story::of(BLANK);
    story.go(CAPACITY);
    assert!(story.shows("Nothing is counted yet"));
    story.press(Role::Link, "Add services");
    story.window.get_by_role_and_label(Role::Heading, "Services");
}

/// A server whose disk is not stated, and one resource measured so.
fn odd(resource: &str, days: impl Iterator<Item = (i64, u64)>, offer: &str) -> Story {
    let unit = if resource == "Storage" { "bytes" } else { "count" };
    let first = headroom::units::Day::parse("2016-01-01").unwrap();
    let lines = days.map(|(day, value)| format!("{},{value},\n", first.plus_days(day)));
    let series = format!("day,{unit},p95\n{}", lines.collect::<String>());
    let text = format!(
        r#"#![enable(implicit_some)]
Scenario(
    format: 1, title: "Odd", as_of: "2025-12-31", currency: "EUR",
    offers: {{"a/b": (kind: Server, provider: "A", name: "B", monthly: "1 EUR before tax"{offer})}},
    contracts: {{"host": (offer: "a/b", from: "2016-01-01")}},
    usage: {{"it": (resource: {resource}, on: "host", series: "usage-1.csv")}},
)
"#
    );
    let mut story = Story::with_beside(&text, &[("usage-1.csv".to_owned(), series)]);
    story.window.key_press_modifiers(egui::Modifiers::COMMAND, CAPACITY);
    story.window.run_steps(4);
    settle(&mut story);
    story
}

#[test]
fn ten_years_of_days_are_drawn() {
    let days = (0..3653_i64).map(|day| (day, 100_000_000_000 + 20_000_000 * day.unsigned_abs()));
    let story = odd("Storage", days, r#", storage: "500 GB""#);
    // 100 GB + 3,652 days × 20 MB.
    assert!(story.shows("Used today 173"));
    assert!(story.shows("weeks ahead, half of the forecasts"));
}

#[test]
fn all_zero_is_drawn_too() {
    let story = odd("Storage", (3000..3653).map(|day| (day, 0)), r#", storage: "500 GB""#);
    assert!(story.shows("Used today 0"));
    assert!(story.shows("There is too little in its past to try such forecasts on."));
}

#[test]
fn an_unknown_capacity_is_not_zero() {
    let days = (3000..3653).map(|day| (day, 100_000_000_000));
    let story = odd("Storage", days, "");
    assert!(story.shows("not known"));
    assert!(story.shows("How long it lasts cannot be told: "));
}

#[test]
fn too_few_measurements_are_said_to_be_too_few() {
    let days = (3650..3653).map(|day| (day, 100_000_000_000));
    let story = odd("Storage", days, r#", storage: "500 GB""#);
    assert!(
        story.shows("How long it lasts cannot be told: only 3 measurements: a forecast needs six")
    );
    assert!(story.shows("No forecast of storage"));
}

#[test]
fn what_is_cut_off_at_the_limit_is_said_to_be() {
    let days = (3000..3653).map(|day| (day, 499_000_000_000));
    let story = odd("Storage", days, r#", storage: "500 GB""#);
    assert!(story.shows("Storage · 74 GB short today")); // 499 of 500 less 15 %
}

#[test]
fn a_series_is_seen_at_a_glance_on_usage() {
    let mut story = Story::of_scenario("club-measured-2026");
    story.go(Key::U);
    // 2024 has 366 days, 2025 has 365.
    let said = "archive disk: 731 samples from 1 January 2024 to 31 December 2025";
    let seen = story.window.query_all_by_label_contains(said).next();
    assert_eq!(seen.map(|node| node.accesskit_node().role()), Some(Role::Image));
    story.press(Role::Link, "Show them beside what is usable");
    story.window.get_by_role_and_label(Role::Heading, "Capacity");
}

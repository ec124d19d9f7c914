//! Can everything of the format be changed in the window? Each field has a place; entries are changed
//! among all their fields.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use headroom::document::Shape;
use headroom::document::shape::{Leaf, LeafKind};
use headroom::gui::command::Screen;
use headroom::gui::window::screen_of;

use super::stories::{CASE, Story};

/// Fields of the top level that no screen shows.
const NOWHERE: [(&str, &str); 2] = [
    ("format", "the version of the file; the program writes it"),
    (
        "seed",
        "the same figures come out whatever it is, unless chance is asked for by the command line",
    ),
];

#[test]
fn every_field_of_the_file_has_a_place() {
    for field in Shape::scenario().fields() {
        if NOWHERE.iter().any(|(name, _)| *name == field.name) {
            continue;
        }
        assert_ne!(screen_of(field.name), Screen::Overview, "`{}` has no screen", field.name);
        has_a_place(&field.shape, field.name);
    }
}

/// Everything inside is drawn by its shape; only what no shape was found for has no field.
fn has_a_place(shape: &Shape, path: &str) {
    let known = |leaf: &Leaf| {
        let typed = !leaf.wanted.is_empty() || leaf.kind != LeafKind::Any;
        assert!(typed, "nobody knows what `{path}` is");
    };
    match shape {
        Shape::Leaf(leaf) => known(leaf),
        Shape::Fields(fields) => {
            for field in fields {
                has_a_place(&field.shape, &format!("{path}.{}", field.name));
            }
        }
        Shape::OneOf(variants) => {
            assert!(!variants.is_empty(), "`{path}` can be nothing");
            for variant in variants {
                let path = format!("{path}:{}", variant.name);
                if let Some(shape) = &variant.holds {
                    has_a_place(shape, &path);
                }
            }
        }
        Shape::List(item) => has_a_place(item, &format!("{path}[]")),
        Shape::Tuple(parts) => {
            for part in parts {
                has_a_place(&part.shape, &format!("{path}()"));
            }
        }
        Shape::Map(key, value) => {
            has_a_place(key, &format!("{path} key"));
            has_a_place(value, &format!("{path}[]"));
        }
        Shape::OneOrList(leaf, item) => {
            known(leaf);
            has_a_place(item, &format!("{path}[]"));
        }
        Shape::OneOrFields(leaf, fields) => {
            known(leaf);
            for field in fields {
                has_a_place(&field.shape, &format!("{path}.{}", field.name));
            }
        }
    }
}

impl Story {
    /// Opens all fields of the entry of a row.
    fn open(&mut self, row: &str) {
        self.press(Role::Row, row);
        self.press(Role::Button, "All fields");
    }

    /// Asks for a field that is not stated.
    fn ask(&mut self, field: &str) {
        self.window.get_by_label("Add a field…").click();
        self.window.run();
        // It may stand below what is in view of the menu.
        self.window.get_by_role_and_label(Role::Button, field).click_accesskit();
        self.window.run();
    }

    /// Types over what stands in a field among all fields, and takes it.
    fn fill(&mut self, field: &str, text: &str) {
        self.press(Role::TextInput, field);
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.window.run();
        self.type_text(text);
        self.key(Key::Enter);
    }

    fn choose(&mut self, field: &str, choice: &str) {
        self.press(Role::ComboBox, field);
        self.press(Role::Button, choice);
    }
}

#[test]
fn an_offer_with_a_tariff_is_added_by_hand() {
    let mut story = Story::of(CASE);
    story.go(Key::Num8);
    story.press(Role::Button, "Add offer");
    story.type_text("acme/box");
    story.key(Key::Enter);
    story.open("Row 7, acme/box");
    story.ask("Tariff");
    story.fill("acme/box: Tariff, per", "TB");
    assert!(story.shows("price is still needed"));
    story.fill("acme/box: Tariff, price", "7 before tax");
    story.has(r#"tariff: (per: "TB", price: "7 CAD before tax")"#);
    story.fill("acme/box: Tariff, price", "8 before tax");
    story.has(r#"tariff: (per: "TB", price: "8 CAD before tax")"#);
    story.undo();
    story.has(r#"tariff: (per: "TB", price: "7 CAD before tax")"#);
    story.undo();
    story.undo();
    story.is_as_opened();
}

#[test]
fn a_mistake_shows_its_sentence_and_keeps_the_text() {
    let mut story = Story::of(CASE);
    story.go(Key::Num5);
    story.open("Row 1, server");
    story.fill("server: From", "soon");
    assert!(story.shows("`soon` is not a day"));
    let field = story.window.get_by_role_and_label(Role::TextInput, "server: From");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("soon"));
    story.is_as_opened();
    story.fill("server: From", "19 June 2020");
    story.is_as_opened();
    story.fill("server: From", "20 June 2020");
    story.has(r#"from: "2020-06-20""#);
}

#[test]
fn a_variant_is_chosen_in_words() {
    let mut story = Story::of(CASE);
    story.go(Key::Num7);
    story.open("Row 1, HST");
    story.choose("HST: On", "providers");
    story.has("on: Providers([])");
    story.window.get_by_label("Add on to HST: On").click();
    story.window.run();
    story.fill("HST: On, on 1", "OVH");
    story.has(r#"on: Providers(["OVH"])"#);
}

#[test]
fn a_name_is_chosen_from_those_that_there_are() {
    let mut story = Story::of(CASE);
    story.go(Key::Num5);
    story.open("Row 1, server");
    story.choose("server: Offer", "ovh/rise-4");
    story.has(r#""server": (offer: "ovh/rise-4""#);
}

#[test]
fn a_list_grows_and_shrinks() {
    let mut story = Story::of(CASE);
    story.go(Key::Num4);
    story.open("Row 3, loomio");
    let before = story.text();
    story.window.get_by_label("Add window to loomio: Windows").click();
    story.window.run();
    story.fill("loomio: Windows, window 3, name", "camp");
    story.has(r#"(name: "camp")"#);
    story.press(Role::Button, "Change loomio: Windows, window 3");
    story.press(Role::Button, "Remove");
    assert_eq!(story.text(), before);
}

#[test]
fn what_needs_more_is_asked_for_before_it_stands_in_the_file() {
    let mut story = Story::of(CASE);
    story.go(Key::T);
    story.press(Role::TextInput, "New row of Stated totals");
    story.type_text("Total of May");
    story.key(Key::Enter);
    story.is_as_opened();
    story.fill("New total: Stated figure", "430.50 before tax");
    story.has(r#"(what: "Total of May", says: "430.50 CAD before tax")"#);
    story.undo();
    story.is_as_opened();
}

#[test]
fn backups_are_changed_where_they_stand() {
    let mut story = Story::of(CASE);
    story.go(Key::U);
    story.fill("Backups: Keep, daily", "7");
    story.has("keep: (daily: 7)");
    story.undo();
    story.is_as_opened();
}

#[test]
fn an_empty_screen_says_what_belongs_there() {
    let mut story = Story::of("Scenario(format: 1, currency: \"CAD\")");
    story.go(Key::Num9);
    assert!(story.shows("Everything that is paid and is no server"));
    story.press(Role::Button, "Add cost…");
    story.type_text("domain");
    story.key(Key::Enter);
    story.has(r#"lines: [(what: "domain", price: "unknown", every: Year)]"#);
}

#[test]
fn a_finding_without_a_cell_leads_to_all_fields() {
    let case = CASE.replace("mode: FullCopies,", "mode: FullCopy,");
    assert_ne!(case, CASE);
    let mut story = Story::of(&case);
    story.go(Key::U);
    assert!(story.shows("`FullCopy` is not one of"));
    story.choose("Backups: Mode", "full copies");
    story.is_as_opened();
}

use super::{Field, LeafKind, Shape, Turn, check_at};
use crate::model::{Move, Offer, Scenario, Service};

#[track_caller]
fn field<'s>(shape: &'s Shape, name: &str) -> &'s Field {
    shape.field(name).unwrap_or_else(|| panic!("no field `{name}`"))
}

#[track_caller]
fn entry(field_name: &str) -> &'static Shape {
    match &field(Shape::scenario(), field_name).shape {
        Shape::Map(_, value) | Shape::List(value) => value,
        other => panic!("{other:?} holds no entries"),
    }
}

#[test]
fn fields_are_known_in_their_order_with_what_is_needed() {
    let shape = Shape::of::<Offer>();
    let names: Vec<&str> = shape.fields().iter().map(|field| field.name).take(4).collect();
    assert_eq!(names, ["kind", "name", "provider", "ram"]);
    assert!(field(&shape, "kind").needed);
    assert!(!field(&shape, "note").needed);
    let usage = entry("usage");
    assert!(field(usage, "resource").needed);
    assert!(!field(usage, "on").needed && !field(usage, "series").needed);
}

#[test]
fn a_leaf_says_what_it_wants_and_names_an_example() {
    let Shape::Leaf(leaf) = &field(entry("contracts"), "from").shape else { panic!() };
    assert_eq!((leaf.kind, leaf.wanted.as_str()), (LeafKind::Any, "a day, as `\"2021-06-19\"`"));
    assert_eq!(leaf.words, [r#""2021-06-19""#]);
    let Shape::Leaf(leaf) = &field(entry("contracts"), "note").shape else { panic!() };
    assert_eq!(leaf.kind, LeafKind::Words);
    let Shape::Leaf(leaf) = &field(entry("contracts"), "count").shape else { panic!() };
    assert_eq!(leaf.kind, LeafKind::Whole);
    let Shape::Leaf(leaf) = &field(entry("lines"), "in_request").shape else { panic!() };
    assert_eq!(leaf.kind, LeafKind::YesNo);
}

#[test]
fn words_that_a_reader_names_are_offered() {
    let Shape::Leaf(leaf) = &field(entry("contracts"), "renews").shape else { panic!() };
    for word in [r#""no""#, r#""automatically""#, r#""unknown""#] {
        assert!(leaf.words.iter().any(|known| known == word), "{:?}", leaf.words);
    }
    let Shape::Leaf(leaf) = &field(entry("offers"), "stackable").shape else { panic!() };
    assert_eq!(leaf.words, ["true", "false", r#""unknown""#]);
}

#[test]
fn variants_say_what_they_hold() {
    let shape = Shape::of::<Move>();
    let Shape::OneOf(variants) = &shape else { panic!() };
    let replace = variants.iter().find(|variant| variant.name == "Replace").unwrap();
    let held = replace.holds.as_ref().unwrap();
    assert!(field(held, "contract").needed && field(held, "with").needed);
    assert!(!field(held, "overlap").needed);
    let on = &field(entry("taxes"), "on").shape;
    let Shape::OneOf(variants) = on else { panic!() };
    assert!(variants[0].holds.is_none());
    assert!(matches!(variants[1].holds, Some(Shape::List(_))));
}

#[test]
fn groups_inside_groups_are_known() {
    let shape = Shape::of::<Service>();
    assert!(field(&field(&shape, "wants").shape, "ram").shape.is_leaf());
    let Shape::List(window) = &field(&shape, "windows").shape else { panic!() };
    assert!(field(window, "name").needed);
    let Shape::Map(key, value) = &field(&shape, "growth").shape else { panic!() };
    assert!(matches!(**key, Shape::OneOf(_)));
    assert!(matches!(**value, Shape::Leaf(_) | Shape::OneOrList(..)));
    let Shape::List(sample) = &field(entry("usage"), "samples").shape else { panic!() };
    assert!(matches!(&**sample, Shape::Tuple(parts) if parts.len() == 2));
}

#[test]
fn a_value_is_checked_where_it_is_to_stand() {
    let way = [Turn::Field("offers"), Turn::Value("\"a\"".to_owned()), Turn::Field("setup")];
    assert!(check_at::<Scenario>(&way, "\"12 CAD before tax\"").is_ok());
    let wrong = check_at::<Scenario>(&way, "\"12 XYZ\"").unwrap_err();
    assert!(wrong.message.contains("XYZ"), "{wrong}");
}

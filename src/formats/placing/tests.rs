use super::*;
use crate::document::Document;
use crate::formats::importers::{DayValue, Days};

const HEAD: &str = r#"Scenario(format: 1, as_of: "2021-04-20", currency: "EUR", request: (from: "2021-05", months: 3),
    offers: {"a": (kind: Server, ram: "32 GiB", storage: "1 TB", monthly: "50 EUR before tax")},
    contracts: {"one": (offer: "a", from: "2021-01-01")},
    services: {"wiki": (state: Running, ram: "2 GiB")},"#;

fn scenario(rest: &str) -> Document<Scenario> {
    Document::new("test", format!("{HEAD}{rest})")).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn measured(part: Option<&str>, resource: Resource, days: &[(&str, f64)]) -> Measured {
    let days = days.iter().map(|(on, value)| (day(on), DayValue::once(*value)));
    let part = part.map(str::to_owned);
    Measured {
        host: Some("one.example.org".into()),
        part,
        resource,
        days: Days::new(days),
        total: None,
        off: false,
        estimated_full: None,
    }
}

fn import(series: Vec<Measured>) -> Import {
    Import { importer: "free", series, ..Import::default() }
}

fn chosen(on: Option<&str>) -> Chosen<'_> {
    Chosen { on, source: "free -b", checked: day("2021-04-20"), inline: INLINE, replace: &[] }
}

fn placed(document: &Document<Scenario>, series: Vec<Measured>) -> Placing {
    place(document.model(), &import(series), chosen(None))
}

/// The document's text after the placing, from `usage:` on.
fn after(document: &Document<Scenario>, placing: &Placing) -> String {
    let text = document.apply(&placing.edit).unwrap().document.text().to_owned();
    text.split_once("usage:").map_or(String::new(), |(_, rest)| rest.trim().to_owned())
}

fn two_servers() -> Document<Scenario> {
    let one = r#""one": (offer: "a", from: "2021-01-01")"#;
    let two = ["two", "three"].map(|key| one.replace("one", key)).join(", ");
    Document::new("test", HEAD.replace(one, &two) + ")").unwrap()
}

const GIB: f64 = 1_073_741_824.0;

#[test]
fn a_few_days_stand_in_the_file_as_people_write_them() {
    let document = scenario("");
    let placing =
        placed(&document, vec![measured(None, Resource::Ram, &[("2021-04-20", 29.5 * GIB)])]);
    let text = after(&document, &placing);
    assert!(text.contains(r#"samples: [("2021-04-20", "29.5 GiB")]"#), "{text}");
    assert!(text.contains(r#"resource: Ram, on: "one""#), "{text}");
    assert_eq!(placing.texts, []);
}

#[test]
fn what_a_tool_reckons_stands_beside_what_it_measured() {
    let document = scenario("");
    let full = |on: &str| EstimatedFull {
        on: day(on),
        said: Some(day("2021-04-20")),
        by: Some("Proxmox Backup Server".into()),
    };
    let mut series = measured(None, Resource::Ram, &[("2021-04-20", 29.5 * GIB)]);
    series.estimated_full = Some(full("2021-08-01"));
    let text = after(&document, &placed(&document, vec![series.clone()]));
    let expected =
        r#"estimated_full: (on: "2021-08-01", said: "2021-04-20", by: "Proxmox Backup Server")"#;
    assert!(text.contains(expected), "{text}");
    // Again with another day, and nothing new measured: only that changes; the same again changes nothing.
    let edit = placed(&document, vec![series.clone()]).edit;
    let document = document.apply(&edit).unwrap().document;
    assert_eq!(placed(&document, vec![series.clone()]).edit.ops, []);
    series.estimated_full = Some(full("2021-09-01"));
    let text = after(&document, &placed(&document, vec![series]));
    assert!(text.contains(&expected.replace("2021-08", "2021-09")), "{text}");
}

#[test]
fn p95_of_days_that_were_known_stays() {
    let days: Vec<_> = (1..=9).map(|n| (day(&format!("2021-03-0{n}")), n)).collect();
    let of = |n: i32| {
        Use::Of(crate::units::Quantity::Bytes(
            crate::units::Size::new(n.into(), SizeUnit::Gib).unwrap(),
        ))
    };
    let document = scenario(r#"usage: {"u": (resource: Ram, on: "one", series: "usage-x.csv")},"#);
    let mut model = (**document.model()).clone();
    for usage in model.usage.values_mut() {
        let beside = Some(days.iter().map(|(day, n)| (*day, of(*n + 1))).collect());
        let p95 = Some(days.iter().map(|(day, n)| (*day, of(*n))).collect());
        *usage = std::sync::Arc::new(Usage { beside, p95, ..(**usage).clone() });
    }
    let new = measured(None, Resource::Ram, &[("2021-04-20", 3.0 * GIB)]);
    let placing = place(&model, &import(vec![new]), chosen(None));
    let (_, text) = placing.texts.first().unwrap();
    // 2 GiB and 1 GiB of the first day.
    assert!(text.contains("2021-03-01,2147483648,1073741824\n"), "{text}");
}

#[test]
fn the_same_again_changes_nothing() {
    let first = scenario("");
    let series =
        || vec![measured(None, Resource::Ram, &[("2021-04-19", GIB), ("2021-04-20", 2.0 * GIB)])];
    let then = first.apply(&placed(&first, series()).edit).unwrap().document;
    let again = placed(&then, series());
    assert_eq!((again.placed[0].new, again.placed[0].known), (0, 2));
    assert_eq!(again.edit.ops, []);
}

#[test]
fn what_a_person_typed_stays() {
    let document =
        scenario(r#"usage: {"ram": (resource: Ram, samples: [("2021-04-20", "30 GiB")])}"#);
    let series = vec![measured(None, Resource::Ram, &[("2021-04-20", GIB), ("2021-04-21", GIB)])];
    let placing = placed(&document, series);
    let of = &placing.placed[0];
    assert_eq!((of.key.as_str(), of.new, of.replaced), ("ram", 1, false));
    let typed: Vec<_> = of.differs.iter().map(|of| (of.day, of.typed.to_string())).collect();
    assert_eq!(typed, [(day("2021-04-20"), "30 GiB".to_owned())]);
    assert_eq!(of.differs[0].measured, GIB);
    let text = after(&document, &placing);
    assert!(text.contains(r#"("2021-04-20", "30 GiB"), ("2021-04-21", "1 GiB")"#), "{text}");
}

#[test]
fn many_days_go_into_a_text_beside_that_is_named_by_its_content() {
    let document = scenario("");
    let days: Vec<(String, f64)> =
        (1..=40).map(|n| (day("2021-01-01").plus_days(n).to_string(), n as f64)).collect();
    let days: Vec<(&str, f64)> = days.iter().map(|(on, value)| (on.as_str(), *value)).collect();
    let placing = placed(&document, vec![measured(None, Resource::Storage, &days)]);
    let (name, text) = &placing.texts[0];
    assert!(name.starts_with("usage-") && name.ends_with(".csv"), "{name}");
    assert_eq!(text.lines().count(), 41);
    assert!(after(&document, &placing).contains(&format!("series: \"{name}\"")));
}

#[test]
fn file_systems_of_a_host_are_its_storage_together_and_a_service_has_its_own() {
    let document = scenario("");
    let placing = placed(
        &document,
        vec![
            measured(Some("/"), Resource::Storage, &[("2021-04-19", 1e9), ("2021-04-20", 2e9)]),
            measured(Some("/srv"), Resource::Storage, &[("2021-04-20", 5e9)]),
            measured(Some("wiki (101)"), Resource::Ram, &[("2021-04-20", GIB)]),
            measured(Some("stranger"), Resource::Ram, &[("2021-04-20", GIB)]),
        ],
    );
    let text = after(&document, &placing);
    // 2 + 5 on the second day; only / on the first.
    assert!(text.contains(r#"("2021-04-19", "1 GB"), ("2021-04-20", "7 GB")"#), "{text}");
    assert!(text.contains(r#"covers: Services(["wiki"])"#), "{text}");
    assert_eq!(placing.notes, ["stranger is left out: no service is called so"]);
}

#[test]
fn with_two_servers_and_no_name_it_is_asked_which() {
    let document = two_servers();
    let series = || vec![measured(None, Resource::Ram, &[("2021-04-20", GIB)])];
    let placing = placed(&document, series());
    assert_eq!(placing.notes, ["which contract is one.example.org: two, three?"]);
    let told = place(document.model(), &import(series()), chosen(Some("three")));
    assert_eq!((told.placed[0].on.as_deref(), told.notes), (Some("three"), vec![]));
}

#[test]
fn what_a_person_typed_gives_way_where_that_was_chosen() {
    let document = scenario(
        r#"usage: {"ram": (resource: Ram, samples: [("2021-04-19", "3 GiB"), ("2021-04-20", "30 GiB")]),
            "disk": (resource: Storage, samples: [("2021-04-20", "3 GB")])}"#,
    );
    let both = import(vec![
        measured(None, Resource::Ram, &[("2021-04-20", GIB), ("2021-04-21", 2.0 * GIB)]),
        measured(None, Resource::Storage, &[("2021-04-20", 4e9)]),
    ]);
    let replace = ["ram".to_owned()];
    let placing = place(document.model(), &both, Chosen { replace: &replace, ..chosen(None) });
    let text = after(&document, &placing);
    let days = r#"("2021-04-19", "3 GiB"), ("2021-04-20", "1 GiB"), ("2021-04-21", "2 GiB")"#;
    assert!(text.contains(days), "{text}");
    // The other series was not named: it keeps what was typed.
    assert!(text.contains(r#"("2021-04-20", "3 GB")"#), "{text}");
    // One new day, and one that gave way.
    assert_eq!(placing.changes(), 2);
}

#[test]
fn several_hosts_are_one_contract_by_nobodys_word() {
    let document = scenario("");
    let other = || Measured {
        host: Some("two.example.org".into()),
        ..measured(None, Resource::Ram, &[("2021-04-20", 2.0 * GIB)])
    };
    let first = || measured(None, Resource::Ram, &[("2021-04-20", GIB)]);
    let both = placed(&document, vec![first(), other()]);
    let names = ["one.example.org", "two.example.org"].map(str::to_owned).to_vec();
    assert_eq!(both.open, Some(Open::Host(names.clone())));
    // A contract that was named changes nothing: it is still one.
    let told = place(document.model(), &import(vec![first(), other()]), chosen(Some("one")));
    assert_eq!(told.open, Some(Open::Host(names)));
    assert_eq!(placed(&document, vec![first()]).open, None);
    // One's memory and the other's disks are two series.
    let disk = Measured { resource: Resource::Storage, ..other() };
    assert_eq!(placed(&document, vec![first(), disk]).open, None);
    let one = of_host(&import(vec![first(), other()]), "two.example.org");
    assert_eq!(one.series, [other()]);
}

#[test]
fn each_of_two_contracts_takes_the_host_that_is_called_so() {
    let document = two_servers();
    let on = |name: &str| Measured {
        host: Some(name.into()),
        ..measured(None, Resource::Ram, &[("2021-04-20", GIB)])
    };
    let placing = placed(&document, vec![on("two.example.org"), on("THREE")]);
    assert_eq!(placing.open, None);
    let keys: Vec<_> = placing.placed.iter().map(|of| of.on.as_deref()).collect();
    assert_eq!(keys, [Some("two"), Some("three")]);
    let stranger = placed(&document, vec![on("two"), on("four")]);
    let keys = ["two", "three"].map(str::to_owned).to_vec();
    assert_eq!(stranger.open, Some(Open::Contract(keys)));
}

#[test]
fn an_output_without_a_host_is_of_the_contract_that_its_file_is_called_by() {
    let document = two_servers();
    let nameless =
        || Measured { host: None, ..measured(None, Resource::Ram, &[("2021-04-20", GIB)]) };
    let on = |source: &str| {
        let chosen = Chosen { source, ..chosen(None) };
        place(document.model(), &import(vec![nameless()]), chosen).placed[0].on.clone()
    };
    assert_eq!(on("free, two.txt").as_deref(), Some("two"));
    assert_eq!(on("free, free-Three-2021.log").as_deref(), Some("three"));
    assert_eq!(on("free, twofold.txt"), None);
    assert_eq!(on("free, two-and-three.txt"), None);
    assert_eq!(on("two"), None);
}

#[test]
fn placings_one_after_the_other_are_one_edit() {
    let document = scenario("");
    let first = placed(&document, vec![measured(None, Resource::Ram, &[("2021-04-19", GIB)])]);
    let then = document.apply(&first.edit).unwrap().document;
    let second = placed(
        &then,
        vec![measured(None, Resource::Ram, &[("2021-04-19", GIB), ("2021-04-20", 2.0 * GIB)])],
    );
    let (edit, texts) = together(&[first.clone(), second]);
    assert_eq!((edit.label.as_str(), texts.len()), ("Import usage from 2 outputs", 0));
    let text = document.apply(&edit).unwrap().document.text().to_owned();
    assert!(
        text.contains(r#"samples: [("2021-04-19", "1 GiB"), ("2021-04-20", "2 GiB")]"#),
        "{text}"
    );
    // What brings nothing new is not counted.
    let nothing = Placing { edit: Edit::new("Import usage from x"), ..first.clone() };
    assert_eq!(together(&[first.clone(), nothing]).0, first.edit);
}

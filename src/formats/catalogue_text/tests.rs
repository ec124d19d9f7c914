use super::*;
use crate::model::{CatalogueTax, Gives, OfferKind, Pricing, Renewal};
use crate::units::{Currency, Day};

/// One plan with two memories, one of them usual, and two ways to pay.
fn small() -> Catalogue {
    let pricing = |mode: &str, term, price: &str, setup: Option<&str>| Pricing {
        mode: mode.into(),
        term,
        every: 1,
        price: Some(price.parse().unwrap()),
        setup: setup.map(|setup| setup.parse().unwrap()),
        hourly: None,
        renews: (term > 0).then_some(Renewal::Automatically),
        regions: Vec::new(),
        customers: crate::model::Customers::All,
        falls: None,
    };
    let ram = |code: &str, size: &str, price: &str| AddOn {
        code: code.into(),
        name: size.into(),
        gives: Gives { ram: Some(size.parse().unwrap()), ..Gives::default() },
        prices: vec![pricing("default", 0, price, None)],
    };
    let family =
        Family { name: "memory".into(), mandatory: true, options: vec![0, 1], default: Some(0) };
    let plan = CataloguePlan {
        code: "rise-1".into(),
        name: "RISE-1".into(),
        kind: OfferKind::Server,
        gives: Gives { threads: Some(8), ..Gives::default() },
        regions: vec!["bhs".into()],
        families: vec![family],
        prices: vec![
            pricing("default", 0, "98.99", Some("98.990")),
            pricing("degressivity12", 12, "94.03", Some("0")),
        ],
        tariff: None,
        stackable: None,
        until: None,
        note: None,
    };
    let region = Region { country: "CA".to_owned(), name: Some("Beauharnois".to_owned()) };
    Catalogue {
        provider: "OVH".to_owned(),
        subsidiary: Some("CA".to_owned()),
        line: None,
        currency: Currency::from_code("CAD").unwrap(),
        tax: CatalogueTax::Before(None),
        date: Day::new(2022, 1, 24).unwrap(),
        source: None,
        regions: IndexMap::from([("bhs".into(), region)]),
        plans: vec![plan],
        addons: vec![ram("ram-32", "32 GiB", "0"), ram("ram-64", "64 GiB", "16.00")],
        notes: vec!["made\nby hand".to_owned()],
    }
}

const SMALL: &str = r#"{"catalogue":{"version":1,"provider":"OVH","subsidiary":"CA","currency":"CAD","tax":{"Before":null},"date":"2022-01-24","holds":{"notes":1,"regions":1,"addons":2,"plans":1}}}
{"note":"made\nby hand"}
{"region":{"code":"bhs","country":"CA","name":"Beauharnois"}}
{"addon":{"code":"ram-32","name":"32 GiB","gives":{"ram":"32 GiB"},"prices":[{"mode":"default","price":"0"}]}}
{"addon":{"code":"ram-64","name":"64 GiB","gives":{"ram":"64 GiB"},"prices":[{"mode":"default","price":"16.00"}]}}
{"plan":{"code":"rise-1","name":"RISE-1","kind":"Server","gives":{"threads":8},"regions":["bhs"],"families":[{"name":"memory","mandatory":true,"default":"ram-32","options":["ram-32","ram-64"]}],"prices":[{"mode":"default","price":"98.99","setup":"98.990"},{"mode":"degressivity12","term":12,"price":"94.03","setup":"0","renews":"automatically"}]}}
"#;

/// What is told of a text, each with its line and column.
fn told(text: &str) -> Vec<String> {
    let shown = |p: &Problem| {
        p.to_string().lines().next().unwrap_or_default().trim_start_matches("t:").to_owned()
    };
    read(text, "t").1.iter().map(shown).collect()
}

#[test]
fn a_line_is_what_one_thing_costs_and_is_read_as_it_was_written() {
    assert_eq!(write(&small()), SMALL);
    assert_eq!(read(SMALL, "t"), (Some(small()), vec![]));
    // Equal amounts with other digits are other texts.
    assert_eq!(read(SMALL, "t").0.map(|catalogue| write(&catalogue)), Some(SMALL.to_owned()));
}

#[test]
fn line_ends_of_windows_are_read_and_change_no_name() {
    let windows = SMALL.replace('\n', "\r\n");
    assert_eq!(read(&windows, "t"), (Some(small()), vec![]));
    assert_eq!(name_of(&windows), name_of(SMALL));
    assert_ne!(name_of(&SMALL.replace("94.03", "94.04")), name_of(SMALL));
}

#[test]
fn a_damaged_line_is_told_with_its_place_and_left_out() {
    // The price ends with character 110 of its line.
    let text = SMALL.replace("\"16.00\"", "\"a lot\"");
    assert_eq!(
        told(&text),
        [
            "5:110: `a lot` is no price: left out",
            "6:1: memory `ram-64` of plan `rise-1` is no add-on here: left out"
        ]
    );
    let catalogue = read(&text, "t").0.unwrap();
    assert_eq!(catalogue.plans[0].families[0].options, [0]);
    assert_eq!(catalogue.addons.len(), 1);
}

#[test]
fn a_plan_without_what_must_be_chosen_is_left_out() {
    let lines: Vec<&str> = SMALL.lines().filter(|line| !line.contains("addon\":{")).collect();
    let (catalogue, problems) = read(&lines.join("\n"), "t");
    assert_eq!(catalogue.unwrap().plans, []);
    assert!(problems.last().unwrap().message.contains("lacks what must be chosen with it"));
}

#[test]
fn a_text_cut_off_between_two_lines_is_told() {
    let cut: String = SMALL.lines().take(4).collect::<Vec<_>>().join("\n");
    assert_eq!(
        told(&cut),
        [
            "4:1: the heading promises 1 note, 1 region, 2 add-ons and 1 plan, and there are 1 note, 1 region, 1 add-on and 0 plans"
        ]
    );
}

#[test]
fn what_is_there_twice_counts_once() {
    let (first, rest) = SMALL.split_once('\n').unwrap();
    let plan = SMALL.lines().last().unwrap();
    let cheaper = plan.replace("98.99\"", "1.00\"");
    let text = format!("{first}\n{rest}{cheaper}\n{first}\n");
    assert_eq!(
        told(&text),
        ["7:1: plan `rise-1` is there already: left out", "8:1: a second heading: left out"]
    );
    assert_eq!(read(&text, "t").0, Some(small()));
}

#[test]
fn a_text_of_another_kind_or_of_a_newer_program_is_refused_in_one_sentence() {
    assert_eq!(told(""), ["1:1: `` is not the heading of a catalogue"]);
    assert_eq!(told("day,bytes,p95\n"), ["1:1: `day,bytes,p95` is not the heading of a catalogue"]);
    let newer = SMALL.replace("\"version\":1", "\"version\":2,\"seal\":\"x\"");
    assert_eq!(told(&newer), ["1:1: this catalogue is of version `2`"]);
    assert!(looks_like(SMALL) && looks_like(&format!("\u{feff}{SMALL}")) && !looks_like("{}"));
}

#[test]
fn words_that_no_line_has_are_told() {
    #[track_caller]
    fn refused(from: &str, to: &str, why: &str) {
        let told = told(&SMALL.replacen(from, to, 1));
        assert!(told.first().is_some_and(|told| told.contains(why)), "{told:?}");
    }
    refused("\"mandatory\"", "\"must\"", "unknown field `must`");
    refused("\"16.00\"", "16.00", "expected a price in quotes");
    refused("\"94.03\"", "\"1000000000000000001\"", "is no price");
    refused("\"94.03\"", "\"-94.03\"", "is no price");
    refused("\"term\":12", "\"every\":0", "`0` is no number of months");
    refused("\"32 GiB\"}", "\"32 Gb\"}", "`32 Gb` is not a size");
    refused("\"automatically\"}]}}\n", "", "the line is cut off");
    refused("{\"region\":{", "{\"place\":{", "unknown variant `place`");
    refused("{\"region\":{", "region: {", "the line is no JSON");
}

#[test]
fn a_thousand_damaged_lines_are_told_in_fifty_and_one() {
    let (first, _) = SMALL.split_once('\n').unwrap();
    let (_, problems) = read(&format!("{first}\n{}", "{\n".repeat(1000)), "t");
    assert_eq!(problems.len(), 51);
    assert!(problems[50].message.contains("950 more lines"));
}

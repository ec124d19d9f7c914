use super::*;

const TODAY: (i32, u32, u32) = (2021, 4, 20);

fn today() -> Day {
    Day::new(TODAY.0, TODAY.1, TODAY.2).unwrap()
}

fn hypha() -> Session {
    Session::new(examples::HYPHA.text, examples::HYPHA.name, today())
}

fn small(more: &str) -> Session {
    Session::new(format!("Scenario(format: 1, currency: \"CAD\", {more})"), "small.ron", today())
}

fn set(path: &str, value: &str) -> Edit {
    Edit::new(format!("Set {path}")).set(path.parse().unwrap(), value)
}

#[test]
fn every_example_opens_without_a_problem() {
    for example in examples::EXAMPLES {
        let session = Session::new(example.text, example.name, today());
        assert_eq!(session.problems(), [], "{}", example.name);
        assert!(session.outlook().is_some(), "{}", example.name);
    }
}

#[test]
fn undo_gives_back_every_byte_and_redo_does_it_again() {
    let mut session = hypha();
    let before = session.text().to_owned();
    session.apply(&set("request.months", "6")).unwrap();
    let after = session.text().to_owned();
    assert!(session.is_unsaved());
    assert_eq!(session.undo_label(), Some("Set request.months"));
    assert!(session.undo());
    assert_eq!(session.text(), before);
    assert!(!session.is_unsaved());
    assert_eq!(session.redo_label(), Some("Set request.months"));
    assert!(session.redo());
    assert_eq!(session.text(), after);
    assert!(!session.redo());
}

#[test]
fn a_gesture_is_one_step() {
    let mut session = hypha();
    let before = session.text().to_owned();
    for months in 1..=9 {
        let edit = set("request.months", &months.to_string());
        session.apply_merging(&edit, Gesture(7)).unwrap();
    }
    session.apply_merging(&set("request.months", "4"), Gesture(8)).unwrap();
    assert!(session.undo());
    assert_eq!(session.scenario().unwrap().request.as_ref().unwrap().months, 9);
    assert!(session.undo());
    assert_eq!(session.text(), before);
    assert!(!session.undo());
    assert!(session.redo());
    assert_eq!(session.scenario().unwrap().request.as_ref().unwrap().months, 9);
}

#[test]
fn a_new_edit_ends_what_could_be_done_again() {
    let mut session = hypha();
    session.apply(&set("request.months", "6")).unwrap();
    session.undo();
    session.apply(&set("request.months", "5")).unwrap();
    assert_eq!(session.redo_label(), None);
}

#[test]
fn the_outlook_after_an_edit_is_that_of_a_fresh_start() {
    let mut session = hypha();
    session.apply(&set("request.months", "6")).unwrap();
    let fresh = Session::new(session.text(), examples::HYPHA.name, today());
    assert_eq!(session.outlook(), fresh.outlook());
    assert_eq!(session.findings(), fresh.findings());
}

#[test]
fn a_text_that_cannot_be_read_is_open_and_can_be_mended() {
    let mut session = small("title: ");
    assert!(session.outlook().is_none());
    assert_eq!(session.problems().len(), 1);
    assert!(session.apply(&set("title", "\"x\"")).is_err());
    session.retype("Scenario(format: 1, currency: \"CAD\")");
    assert_eq!(session.problems(), []);
    assert!(session.outlook().is_some());
    assert!(session.undo());
    assert!(session.outlook().is_none());
    assert!(session.redo());
    assert!(session.outlook().is_some());
}

#[test]
fn the_day_is_today_where_the_file_names_none() {
    assert_eq!(small("").scenario().unwrap().as_of, Some(today()));
    let other = Day::new(2021, 5, 1);
    assert_eq!(small("as_of: \"2021-05-01\"").scenario().unwrap().as_of, other);
}

#[test]
fn a_plan_that_goes_leaves_another_chosen() {
    let mut session = hypha();
    assert!(!session.choose_plan("nonsense"));
    let chosen = session.outlook().unwrap().plans.keys().nth(1).cloned().unwrap();
    assert!(session.choose_plan(&chosen));
    let path = document::Path::new().key("plans").key(&*chosen);
    session.apply(&Edit::new("Remove a plan").remove(path)).unwrap();
    assert_ne!(*session.plan(), chosen);
    assert!(session.outlook().unwrap().plans.contains_key(session.plan()));
}

#[test]
fn a_value_may_be_typed_without_its_quotes() {
    #[track_caller]
    fn check(given: &str, path: &str, written: &str) {
        let mut session = hypha();
        let edit = setting(&session, given, 1).unwrap();
        session.apply(&edit).unwrap();
        let document = session.document().unwrap();
        assert_eq!(document.written(&path.parse().unwrap()), Some(written));
    }
    check("request.months=6", "request.months", "6");
    check("horizon=36 months", "horizon", "\"36 months\"");
    check("horizon=\"36 months\"", "horizon", "\"36 months\"");
    let setup = "offers[\"ovh/rise-3\"].setup";
    check(&format!("{setup}=0 CAD before tax"), setup, "\"0 CAD before tax\"");
    check("title=a = b", "title", "\"a = b\"");
    check("requires.country=DE", "requires.country", "\"DE\"");
}

#[test]
fn a_setting_that_makes_no_sense_has_a_place() {
    #[track_caller]
    fn check(given: &str, place: &str) {
        let problem = setting(&hypha(), given, 1).unwrap_err();
        assert_eq!(problem.place.as_ref().unwrap().to_string(), place, "{problem}");
    }
    check("request.months", "--set:1:1");
    check("request.months=", "--set:1:16");
    check("request[=6", "--set:1:1");
    check("request.months=many", "--set:1:16");
    check("horizon= 36 lightyears", "--set:1:10");
}

#[test]
fn saving_over_what_somebody_else_wrote_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.headroom.ron");
    let mut session = hypha();
    assert_eq!(session.save().unwrap_err().code, "no-name");
    session.save_as(&path, Over::Anything).unwrap();
    assert_eq!(session.name(), "a.headroom.ron");
    let mut other = Session::open(&path, today()).unwrap();
    other.apply(&set("request.months", "6")).unwrap();
    other.save().unwrap();
    assert!(session.changed_on_disk());
    session.apply(&set("request.months", "5")).unwrap();
    assert_eq!(session.save().unwrap_err().code, "changed-on-disk");
    assert!(session.is_unsaved());
    assert_eq!(Session::open(&path, today()).unwrap().text(), other.text());
    session.save_as(&path, Over::Anything).unwrap();
    assert!(!session.is_unsaved());
}

#[test]
fn saving_what_was_not_changed_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    hypha().save_as(&path, Over::Anything).unwrap();
    assert_eq!(disk::read(&path).unwrap().text, examples::HYPHA.text);
}

#[test]
fn a_newer_format_is_refused_in_one_sentence() {
    let session = Session::new("Scenario(\n  format: 2,\n  new: 1)", "a.ron", today());
    let [problem] = session.problems() else { panic!("{:?}", session.problems()) };
    assert_eq!(problem.code, "format");
    assert_eq!(problem.place.as_ref().unwrap().to_string(), "a.ron:2:11");
    assert!(session.outlook().is_none());
}

#[test]
fn a_newer_format_cannot_be_set() {
    let problem = setting(&hypha(), "format=2", 1).unwrap_err();
    assert_eq!(problem.message, "this file is of format `2`");
}

const MEASURED: &str = r#"Scenario(
    format: 1,
    as_of: "2021-04-20",
    currency: "EUR",
    request: (from: "2021-05", months: 3),
    offers: {"a": (kind: Server, ram: "32 GiB", monthly: "50 EUR before tax")},
    contracts: {"one": (offer: "a", from: "2021-01-01")},
    services: {"wiki": (state: Running, ram: "2 GiB")},
)
"#;

/// Forty days of memory on the only server, a byte more each day.
fn forty_days() -> crate::formats::importers::Import {
    use crate::formats::importers::{DayValue, Days, Import, Measured};
    let first = Day::new(2021, 3, 1).unwrap();
    // Of all days but the first it is known what was in use on 95 % of the time: half of it.
    let day = |n: i32| {
        let value = f64::from(n) + 1e9;
        let p95 = (n > 0).then_some(5e8);
        (first.plus_days(n.into()), DayValue { p95, ..DayValue::once(value) })
    };
    let days = (0..40_i32).map(day);
    let series = Measured {
        host: None,
        part: None,
        resource: crate::model::Resource::Ram,
        days: Days::new(days),
        total: None,
        off: false,
        estimated_full: None,
    };
    Import { importer: "free", series: vec![series], ..Import::default() }
}

fn chosen() -> crate::formats::placing::Chosen<'static> {
    let checked = Day::new(2021, 4, 20).unwrap();
    crate::formats::placing::Chosen { on: None, source: "free", checked, inline: 31, replace: &[] }
}

#[test]
fn an_import_is_one_step_and_its_series_is_saved_beside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let today = Day::new(2021, 4, 20).unwrap();
    let mut session = Session::new(MEASURED, "a", today);
    let placing = session.placing(&forty_days(), chosen()).unwrap();
    session.import(std::slice::from_ref(&placing)).unwrap();
    assert_eq!(session.undo_label(), Some("Import usage from free"));
    let samples = |session: &Session| {
        let usage = session.scenario().unwrap().usage.values().next().cloned();
        usage.map_or(0, |usage| usage.all_samples().count())
    };
    assert_eq!(samples(&session), 40);
    assert!(session.undo());
    assert_eq!((samples(&session), session.text()), (0, MEASURED));
    assert!(session.redo());
    session.save_as(&path, Over::Anything).unwrap();
    let again = Session::open(&path, today).unwrap();
    assert_eq!(samples(&again), 40);
    let usage = again.scenario().unwrap().usage[0].clone();
    assert_eq!(usage.p95.as_ref().map(|days| days.len()), Some(39));
    assert_eq!(again.problems(), []);
    // The same import again brings nothing.
    assert_eq!(again.placing(&forty_days(), chosen()).unwrap().edit.ops, []);
}

#[test]
fn a_scenario_opens_without_its_series_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let today = Day::new(2021, 4, 20).unwrap();
    let mut session = Session::new(MEASURED, "a", today);
    let placing = session.placing(&forty_days(), chosen()).unwrap();
    session.import(std::slice::from_ref(&placing)).unwrap();
    session.save_as(&path, Over::Anything).unwrap();
    std::fs::remove_file(folder.path().join(&placing.texts[0].0)).unwrap();
    let without = Session::open(&path, today).unwrap();
    assert!(without.findings().iter().any(|finding| finding.code == "series-missing"));
}

#[test]
fn a_scenario_leads_to_no_text_in_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(folder.path().join("secret.csv"), "day,bytes,p95\n2021-04-01,1,\n").unwrap();
    let usage = r#"    usage: {"ram": (resource: Ram, series: "../secret.csv")},
)"#;
    let text = MEASURED.trim_end().strip_suffix(')').unwrap().to_owned() + usage;
    std::fs::write(inside.join("a.ron"), text).unwrap();
    let session = Session::open(&inside.join("a.ron"), Day::new(2021, 4, 20).unwrap()).unwrap();
    assert!(session.scenario().unwrap().usage["ram"].beside.is_none());
}

/// A catalogue of one plan, as a text.
fn catalogue(price: &str) -> String {
    format!(
        r#"{{"catalogue":{{"version":1,"provider":"Host","currency":"CAD","tax":{{"Before":null}},"date":"2021-03-01","holds":{{"notes":0,"regions":0,"addons":0,"plans":1}}}}}}
{{"plan":{{"code":"large","name":"Large","kind":"Server","prices":[{{"mode":"default","price":"{price}"}}]}}}}
"#
    )
}

/// The edit that names a catalogue's text.
fn naming(text: &str) -> Edit {
    let entry =
        format!(r#"(text: "{text}", provider: "Host", currency: "CAD", date: "2021-03-01")"#);
    Edit::new("Take in a catalogue").set("catalogues.host".parse().unwrap(), entry)
}

fn beside(session: &Session) -> Option<Arc<crate::model::Catalogue>> {
    session.scenario()?.catalogues.get("host")?.beside.clone()
}

#[test]
fn a_catalogue_is_read_once_however_its_entry_is_edited() {
    let mut session = Session::new(MEASURED, "a", Day::new(2021, 4, 20).unwrap());
    let text = catalogue("101.04");
    let name = crate::formats::catalogue_text::name_of(&text);
    session.take_in(&[(name.clone(), text)], &naming(&name)).unwrap();
    let first = beside(&session).unwrap();
    assert_eq!(first.plans.len(), 1);
    let noted = Edit::new("note").set("catalogues.host.note".parse().unwrap(), "\"spring\"");
    session.apply(&noted).unwrap();
    assert!(Arc::ptr_eq(&beside(&session).unwrap(), &first));
    session.retype(session.text().replace("spring", "summer"));
    assert!(Arc::ptr_eq(&beside(&session).unwrap(), &first));
    assert!(session.undo() && session.undo() && session.undo());
    assert_eq!((beside(&session), session.text()), (None, MEASURED));
    assert!(session.redo());
    assert_eq!(beside(&session), Some(first));
}

#[test]
fn a_catalogue_that_was_changed_by_hand_is_put_back_by_taking_it_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let today = Day::new(2021, 4, 20).unwrap();
    let text = catalogue("101.04");
    let name = crate::formats::catalogue_text::name_of(&text);
    let mut session = Session::new(MEASURED, "a", today);
    session.take_in(&[(name.clone(), text.clone())], &naming(&name)).unwrap();
    session.save_as(&path, Over::Anything).unwrap();
    std::fs::write(folder.path().join(&name), text.replace("101.04", "1.04")).unwrap();
    let mut session = Session::open(&path, today).unwrap();
    let codes = |session: &Session| -> Vec<&str> {
        let codes = session.findings().iter().map(|finding| finding.code);
        codes.filter(|code| code.starts_with("catalogue")).collect()
    };
    assert_eq!(codes(&session), ["catalogue-changed"]);
    assert!(beside(&session).is_some() && !session.is_unsaved());
    session.take_in(&[(name.clone(), text.clone())], &Edit::new("Take in")).unwrap();
    assert_eq!((codes(&session).len(), session.undo_label()), (0, None));
    assert!(session.is_unsaved());
    session.save().unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join(&name)).unwrap(), text);
    assert!(!session.is_unsaved());
    std::fs::remove_file(folder.path().join(&name)).unwrap();
    assert_eq!(codes(&Session::open(&path, today).unwrap()), ["catalogue-missing"]);
}

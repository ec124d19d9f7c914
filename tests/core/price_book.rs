//! Price lists beside a scenario, from the command line: taken in, named, compared, and what it means for what was copied.

use std::fs;
use std::path::Path;

use headroom::cli::{Ends, Outcome, parse, run};
use headroom::document::Edit;
use headroom::formats::catalogue_text;
use headroom::formats::catalogues::{PriceTold, as_offer};
use headroom::model::Catalogue;
use headroom::session::{Session, Taken, price_list};
use headroom::units::{Basis, Currency, Day};

const SPRING: &str =
    "name;ram;monthly;setup\nLarge;64 GB;100.00;50.00\nSmall;32 GB;60.00;0\nOld;16 GB;20.00;0\n";
const SUMMER: &str =
    "name;ram;monthly;setup\nLarge;64 GB;106.10;40.00\nSmall;32 GB;57.00;0\nNew;128 GB;200.00;0\n";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn list(text: &str, date: &str, currency: &str) -> Catalogue {
    let mut told = PriceTold::new(day(date), "list.csv");
    told.provider = Some("Some Host".to_owned());
    told.currency = Currency::from_code(currency);
    told.basis = Some(Basis::BeforeTax);
    price_list(text.as_bytes(), None, &told).unwrap()
}

/// A scenario whose contract and plan are copied from spring's list, as of a day.
fn scenario(as_of: &str) -> String {
    let spring = list(SPRING, "2021-03-01", "CAD");
    let offer = |index: usize| {
        let mode = spring.plans[index].prices[0].mode.clone();
        as_offer(&spring, index, &[], &mode).unwrap()
    };
    let [(large, large_ron), (old, old_ron)] = [offer(0), offer(2)];
    format!(
        r#"#![enable(implicit_some)]
Scenario(format: 1, as_of: "{as_of}", currency: "CAD", request: (from: "2021-08", months: 3),
    offers: {{"{large}": {large_ron}, "{old}": {old_ron}}},
    contracts: {{"server": (offer: "{old}", from: "2021-04-01")}},
    plans: {{"Bigger": [Replace(contract: "server", with: "{large}", from: "2021-08-01")]}},
)
"#
    )
}

struct Ran {
    outcome: Outcome,
    out: String,
    err: String,
}

fn ran(folder: &Path, line: &str) -> Ran {
    let name = |word: &str| match word.split_once('/') {
        Some(("@", file)) => folder.join(file).display().to_string(),
        _ => word.to_owned(),
    };
    let words = std::iter::once("headroom".to_owned()).chain(line.split(' ').map(name));
    let arguments = parse(words.map(Into::into)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut ends = Ends { out: &mut out, err: &mut err };
    let outcome = run(&arguments.command.unwrap(), day("2021-07-20"), &mut ends);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { outcome, out: text(out), err: text(err) }
}

/// The words of a text, whatever lines they are laid in.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Both lists beside the scenario of 20 July 2021.
fn book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("spring.csv", SPRING);
    put("summer.csv", SUMMER);
    put("a.ron", &scenario("2021-07-20"));
    for (file, date) in [("summer.csv", "2021-07-01"), ("spring.csv", "2021-03-01")] {
        let line = format!(
            "prices import @/{file} --into @/a.ron --date {date} --provider Some-Host --currency CAD --basis before-tax"
        );
        let ran = ran(folder.path(), &line);
        assert_eq!((ran.outcome, ran.err.as_str()), (Outcome::Done, ""), "{}", ran.out);
    }
    folder
}

#[test]
fn price_lists_are_kept_by_day_and_named() {
    let folder = book();
    let listed = ran(folder.path(), "prices list @/a.ron --format csv");
    let rows: Vec<&str> = listed.out.lines().filter(|line| line.contains("some-host")).collect();
    assert_eq!(rows.len(), 2, "{}", listed.out);
    // 1 March to 20 July: 30 + 30 + 31 + 30 + 20 days.
    assert!(rows[0].contains(",some-host-2021-03-01,") && rows[0].contains(",141,"), "{rows:?}");
    assert!(rows[1].contains(",some-host-2021-07-01,") && rows[1].contains(",19,"), "{rows:?}");
    let before = fs::read_to_string(folder.path().join("a.ron")).unwrap();
    let again = "prices import @/spring.csv --into @/a.ron --date 2021-03-01 --provider Some-Host --currency CAD --basis before-tax";
    let again = ran(folder.path(), again);
    assert!(again.out.contains("nothing new"), "{}", again.out);
    assert_eq!(fs::read_to_string(folder.path().join("a.ron")).unwrap(), before);
}

#[test]
fn a_list_by_itself_is_told_and_not_kept() {
    let folder = book();
    let line =
        "prices import @/summer.csv --provider P --currency EUR --basis after-tax --tax-rate 19";
    let held = ran(folder.path(), line);
    assert!(held.out.starts_with("Prices of P"), "{}", held.out);
    assert!(held.out.contains("3 plans") && held.out.contains("106.10"), "{}", held.out);
    // The list names no day, so it is of today: that is said.
    assert!(held.err.contains("is taken as of today"), "{}", held.err);
    let unknown = ran(folder.path(), "prices import @/summer.csv");
    assert_eq!((unknown.outcome, unknown.out.as_str()), (Outcome::Failed, ""));
    assert!(unknown.err.contains("currency"), "{}", unknown.err);
}

#[test]
fn what_rose_fell_came_and_went_is_told() {
    let folder = book();
    let path = folder.path().join("a.ron").display().to_string();
    let line =
        format!("prices diff {path}:some-host-2021-03-01 {path}:some-host-2021-07-01 --format csv");
    let told = ran(folder.path(), &line);
    assert_eq!((told.outcome, told.err.as_str()), (Outcome::Done, ""), "{}", told.out);
    // 106.10 − 100.00; 6.10 ÷ 100.00 = 6.1 %. 57 − 60 = −3; −3 ÷ 60 = −5 %.
    for wanted in ["100.00,106.10,6.10,6.1,50.00,40.00", "60.00,57.00,-3.00,-5"] {
        assert!(told.out.contains(wanted), "{wanted}: {}", told.out);
    }
    let text = ran(folder.path(), &line.replace("csv", "text")).out;
    assert!(
        text.contains("1 price of plans rose, 1 fell, 0 stayed. 1 plan came, 1 went."),
        "{text}"
    );
    for format in ["json", "md"] {
        let told = ran(folder.path(), &line.replace("csv", format));
        assert_eq!(told.outcome, Outcome::Done);
        assert!(told.out.contains("Large"), "{}", told.out);
    }
}

/// A session of the scenario with spring's and summer's list in it.
fn with_lists(as_of: &str, lists: &[Catalogue]) -> Session {
    let mut session = Session::new(scenario(as_of), "a", day("2026-01-01"));
    assert_eq!(session.problems(), []);
    for list in lists {
        assert_eq!(session.take_in_catalogue(list).unwrap().change, Taken::New);
    }
    session
}

fn newer(session: &Session) -> Vec<String> {
    let findings = session.findings().iter().filter(|finding| finding.code == "newer-price");
    findings.map(|finding| format!("{}; {}", finding.what, finding.why)).collect()
}

#[test]
fn what_was_copied_is_held_against_the_newest_list_known_on_the_day() {
    let lists = [list(SPRING, "2021-03-01", "CAD"), list(SUMMER, "2021-07-01", "CAD")];
    let told = newer(&with_lists("2021-07-20", &lists));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|told| told
        == "Large costs 106.10 a month in a newer catalogue, not 100.00; 6.10 more, as of 1 July"));
    assert!(told.iter().any(|told| told.starts_with("Old can no longer be ordered as it was")));
    // The day before that list, nobody knew it.
    assert_eq!(newer(&with_lists("2021-06-30", &lists)), [""; 0]);
    // A newer one with the same prices is no news, and a look at them: no price is stale by it.
    let same = [list(SPRING, "2021-07-01", "CAD")];
    let session = with_lists("2021-07-20", &same);
    let stale = |session: &Session| session.findings().iter().any(|of| of.code == "stale-price");
    assert_eq!((newer(&session), stale(&session)), (vec![], false));
    assert!(stale(&with_lists("2021-07-20", &[])));
}

#[test]
fn what_it_means_for_the_scenario_is_by_contract_and_plan_over_the_request() {
    let folder = tempfile::tempdir().unwrap();
    let lists = [list(SPRING, "2021-03-01", "CAD"), list(SUMMER, "2021-07-01", "CAD")];
    let mut session = with_lists("2021-07-20", &lists);
    let path = folder.path().join("a.ron");
    session.save_as(&path, headroom::disk::Over::Anything).unwrap();
    let path = path.display().to_string();
    let keys = [0, 1]
        .map(|at| session.scenario().unwrap().catalogues.get_index(at).unwrap().0.to_string());
    let line = format!("prices diff {path}:{} {path}:{} --format csv", keys[0], keys[1]);
    let told = ran(folder.path(), &line).out;
    // 3 × 6.10 = 18.30 over the three months that are asked for.
    assert!(told.contains("Large,plan Bigger,100.00,106.10,6.10,18.30"), "{told}");
    let gone = told.lines().find(|line| line.contains(",Old,contract server,20.00,"));
    assert!(gone.is_some_and(|line| line.contains("cannot be ordered again")), "{told}");
}

#[test]
fn another_currency_is_converted_by_a_stated_rate_or_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("old.jsonl", &catalogue_text::write(&list(SPRING, "2021-03-01", "EUR")));
    put("new.jsonl", &catalogue_text::write(&list(SUMMER, "2021-07-01", "CAD")));
    let bare = "#![enable(implicit_some)]\nScenario(format: 1, currency: \"CAD\", request: (from: \"2021-08\", months: 3))\n";
    put("none.ron", bare);
    let rated = bare
        .replace("currency", "rates: [(rate: \"1 EUR = 1.50 CAD\", on: \"2021-05-01\")], currency");
    put("rated.ron", &rated);
    let told = ran(folder.path(), "prices diff @/old.jsonl @/new.jsonl --scenario @/rated.ron").out;
    // 100 × 1.50 = 150.00 in CAD; 106.10 − 150.00 = −43.90.
    let told = one_line(&told);
    assert!(told.contains("converted by 1 EUR = 1.5 CAD, stated from 1 May 2021 on"), "{told}");
    assert!(told.contains("150.00") && told.contains("−43.90"), "{told}");
    let told = ran(folder.path(), "prices diff @/old.jsonl @/new.jsonl --scenario @/none.ron").out;
    let told = one_line(&told);
    assert!(told.contains("no price is compared") && !told.contains("106.10"), "{told}");
    assert!(told.contains("1 plan came, 1 went"), "{told}");
}

#[test]
fn usage_and_prices_send_each_other_to_the_right_command() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("ovh.json", include_str!("../prices/ovh-made.json"));
    put(
        "free.txt",
        "              total        used        free      shared  buff/cache   available\nMem:           31          20           1           1          10          10\n",
    );
    let usage = ran(folder.path(), "import @/ovh.json");
    assert_eq!(usage.outcome, Outcome::Failed);
    assert!(usage.err.contains("holds prices, not usage"), "{}", usage.err);
    assert!(usage.err.contains("hint: `headroom prices import "), "{}", usage.err);
    let prices = ran(folder.path(), "prices import @/free.txt");
    assert_eq!(prices.outcome, Outcome::Failed);
    assert!(prices.err.contains("`headroom import` takes that in"), "{}", prices.err);
    put("a.ron", &scenario("2021-07-20"));
    let lost = ran(folder.path(), "prices diff @/a.ron:spring @/ovh.json");
    assert!(!lost.err.is_empty() && lost.outcome == Outcome::Failed);
}

#[test]
fn two_hundred_lists_stand_beside_one_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let mut session = Session::new(scenario("2021-07-20"), "a", day("2026-01-01"));
    for n in 0..200_i64 {
        let date = day("2020-01-01").plus_days(n).to_string();
        let text = SPRING.replace("100.00", &format!("{}.50", 100 + n));
        session.take_in_catalogue(&list(&text, &date, "CAD")).unwrap();
    }
    session.save_as(&path, headroom::disk::Over::Anything).unwrap();
    let mut again = Session::open(&path, day("2026-01-01")).unwrap();
    let read = |session: &Session| {
        session
            .scenario()
            .unwrap()
            .catalogues
            .values()
            .filter_map(|of| of.beside.clone())
            .collect::<Vec<_>>()
    };
    let before = read(&again);
    assert_eq!((before.len(), again.problems().len()), (200, 0));
    again.apply(&Edit::new("title").set("title".parse().unwrap(), "\"Prices\"")).unwrap();
    let same = read(&again).iter().zip(&before).all(|(a, b)| std::sync::Arc::ptr_eq(a, b));
    assert!(same, "an edit elsewhere reads no price list again");
}

/// The whole catalogue of 2022, where it is there.
#[allow(clippy::disallowed_methods, reason = "the samples stand outside the repository")]
fn sample() -> Option<Vec<u8>> {
    let oracles = std::env::var("HEADROOM_ORACLES").ok()?;
    let file = Path::new(&oracles).parent()?.join("samples/ovh/metal-CA-2022-01-24.json");
    fs::read(file).ok()
}

#[test]
fn a_whole_catalogue_is_kept_exactly_in_an_eighth_of_its_size() {
    let Some(bytes) = sample() else { return };
    let told = PriceTold::new(day("2022-01-24"), "metal-CA-2022-01-24.json");
    let catalogue = price_list(&bytes, None, &told).unwrap();
    let text = catalogue_text::write(&catalogue);
    println!("{} bytes become {}, {} lines", bytes.len(), text.len(), text.lines().count());
    let (again, problems) = catalogue_text::read(&text, "t");
    assert_eq!(problems, []);
    assert_eq!(again.as_ref(), Some(&catalogue));
    assert!(text.len() * 8 < bytes.len(), "{}", text.len());
    // A line a plan and an add-on, so that a changed price is one changed line.
    let lines = 1 + catalogue.notes.len() + catalogue.regions.len() + catalogue.addons.len();
    assert_eq!(text.lines().count(), lines + catalogue.plans.len());
}

use super::*;
use crate::units::Day;

const EMPTY: &str = "#![enable(implicit_some)]\nScenario(format: 1, as_of: \"2021-04-20\", currency: \"CAD\", request: (from: \"2021-05\", months: 3))\n";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A list of one server and what it costs.
fn list(date: &str, price: &str) -> Catalogue {
    let text = format!("name;ram;monthly\nLarge;64 GB;{price}\n");
    let mut told = PriceTold::new(day(date), "list.csv");
    told.provider = Some("Some Host".to_owned());
    told.currency = crate::units::Currency::from_code("CAD");
    told.basis = Some(crate::units::Basis::BeforeTax);
    price_list(text.as_bytes(), None, &told).unwrap()
}

fn session() -> Session {
    Session::new(EMPTY, "a", day("2021-04-20"))
}

fn keys(session: &Session) -> Vec<String> {
    session.scenario().unwrap().catalogues.keys().map(ToString::to_string).collect()
}

#[test]
fn a_price_list_is_taken_in_as_one_step_and_the_same_again_changes_nothing() {
    let mut session = session();
    let taken = session.take_in_catalogue(&list("2021-03-01", "99.5")).unwrap();
    assert_eq!((taken.key.as_str(), taken.change), ("some-host-2021-03-01", Taken::New));
    assert_eq!(session.undo_label(), Some("Take in prices of Some Host"));
    assert_eq!(session.problems(), []);
    let text = session.text().to_owned();
    let again = session.take_in_catalogue(&list("2021-03-01", "99.5")).unwrap();
    assert_eq!((again.change, session.text()), (Taken::Known, text.as_str()));
    assert!(session.undo());
    assert_eq!(session.text(), EMPTY);
}

#[test]
fn lists_of_several_days_stand_beside_each_other_by_day() {
    let mut session = session();
    for (date, price) in
        [("2021-03-01", "99"), ("2021-01-01", "98"), ("2021-05-01", "97"), ("2021-01-01", "96")]
    {
        session.take_in_catalogue(&list(date, price)).unwrap();
    }
    assert_eq!(
        keys(&session),
        [
            "some-host-2021-01-01",
            "some-host-2021-01-01 2",
            "some-host-2021-03-01",
            "some-host-2021-05-01"
        ]
    );
    // What is dated after the scenario's day was not known on it.
    let newest = crate::engine::configure::Listed::newest(session.scenario().unwrap());
    assert_eq!(newest.iter().map(|of| &*of.key).collect::<Vec<_>>(), ["some-host-2021-03-01"]);
}

#[test]
fn a_catalogues_text_is_a_price_list_as_well() {
    let made = list("2021-03-01", "99.5");
    let text = catalogue_text::write(&made).replace('\n', "\r\n");
    let told = PriceTold::new(day("2026-01-01"), "t.jsonl");
    assert_eq!(price_list(text.as_bytes(), None, &told).unwrap(), made);
    let damaged = text.replace("\"99.5\"", "\"much\"");
    let of = price_list(damaged.as_bytes(), None, &told).unwrap();
    assert!(of.plans.is_empty() && of.notes.last().unwrap().contains("`much` is no price"));
}

#[test]
fn what_a_tool_measured_is_no_price_list_and_says_where_it_belongs() {
    let free = "              total        used        free      shared  buff/cache   available\nMem:           31          20           1           1          10          10\n";
    let told = PriceTold::new(day("2026-01-01"), "free.txt");
    let problem = price_list(free.as_bytes(), None, &told).unwrap_err();
    assert_eq!(problem.code, "no-price-list");
    assert!(problem.hint.unwrap().contains("`headroom import`"));
    assert_eq!(price_list(b" \n", None, &told).unwrap_err().code, "empty");
}

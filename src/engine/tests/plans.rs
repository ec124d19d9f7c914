//! What becomes of contracts under a plan: ended, renewed, ordered, and told apart.

use super::money::two_taxes;
use super::*;

/// The steps of a bridge, each with what became of it.
fn steps(outlook: &Outlook, from: &str, to: &str) -> Vec<String> {
    let told = |part: super::super::compare::BridgePart| {
        let open = if part.was_open { ", was open" } else { "" };
        format!("{} {:?}: {}, {:?}{open}", part.name, part.charge, show(part.amount), part.detail)
    };
    bridge(outlook, from, to).into_iter().map(told).collect()
}

#[test]
fn a_step_of_the_bridge_says_what_became_of_it() {
    let outlook = two_taxes("PerInvoice");
    let day = |text: &str| format!("{:?}", day(text));
    let added = |from: &str, n: u32| format!("Added {{ from: {}, charges: {n} }}", day(from));
    assert_eq!(
        steps(&outlook, DO_NOTHING, "p"),
        [
            format!("a Rent: -50.05, Ends({})", day("2021-07-10")),
            "b Rent: -1.05, Changed".to_owned(), // 90.00 − 91.05
            format!("work OneOff: 99.99, {}", added("2021-05-15", 1)),
            format!("c Setup: 20.25, {}", added("2021-06-10", 1)),
            format!("c Rent: 66.66, {}", added("2021-06-10", 2)), // 2 × 33.33
            format!("d Rent: 33.32, {}", added("2021-06-10", 2)), // 2 × 16.66
        ]
    );
    let back = steps(&outlook, "p", DO_NOTHING);
    assert_eq!(back.len(), 6);
    assert_eq!(back[0], "a Rent: 50.05, GoesOn");
    assert!(back[2..].iter().all(|step| step.ends_with("Dropped")), "{back:?}");
    let entries = plan(&outlook, "p").ledger.entries(outlook.period);
    let ordered: Vec<(&str, bool)> =
        entries.iter().map(|entry| (&*entry.name, entry.is_ordered())).collect();
    for (name, is) in [("a", false), ("licence", false), ("c", true), ("work", true)] {
        assert!(ordered.contains(&(name, is)) && !ordered.contains(&(name, !is)), "{name}");
    }
}

#[test]
fn a_step_that_ends_on_the_same_day_is_only_changed() {
    let end = "End(contract: \"a\", on: \"2021-07-10\")";
    let sooner = "End(contract: \"a\", on: \"2021-06-10\")";
    let price = "Price(contract: \"a\", monthly: \"60 CAD\", from: \"2021-06-01\")";
    let scenario =
        small(&format!("plans: {{\"p\": [{end}], \"q\": [{end}, {price}], \"r\": [{sooner}]}},"));
    let outlook = project(&scenario, None);
    assert_eq!(steps(&outlook, "p", "q"), ["a Rent: 10.00, Changed"]); // June's
    assert_eq!(steps(&outlook, "r", "p"), ["a Rent: 50.00, GoesOn"]);
    let ends = format!("a Rent: -50.00, Ends({:?})", day("2021-06-10"));
    assert_eq!(steps(&outlook, "p", "r"), [ends]);
}

#[test]
fn a_step_from_or_to_an_unknown_price_says_so() {
    let mut scenario = small(
        "plans: {\"p\": [End(contract: \"a\", on: \"2021-04-25\"), \
         Order(offer: \"p/a\", from: \"2021-05-05\")]},",
    );
    Arc::make_mut(&mut scenario.offers["p/a"]).monthly = Some(crate::units::Money::UNKNOWN);
    let outlook = project(&scenario, None);
    let steps = steps(&outlook, DO_NOTHING, "p");
    assert!(steps[0].starts_with("a Rent: 0.00, Ends(") && steps[0].ends_with("was open"));
    assert!(steps[1].starts_with("a Rent: 0.00.., Added ") && !steps[1].ends_with("was open"));
}

#[test]
fn each_unknown_price_is_listed_once() {
    let lines = "(what: \"x\", price: \"unknown\", every: Month), \
                 (what: \"y\", price: \"unknown, at most 5 CAD\", every: Month)";
    let missing = request(&small(&format!("lines: [{lines}],")), DO_NOTHING).missing;
    let told: Vec<_> = missing.iter().map(|m| (m.path.as_str(), m.ceiling.map(show))).collect();
    assert_eq!(told, [("lines[0].price", None), ("lines[1].price", Some("5.00".to_owned()))]);
}

#[test]
fn a_contract_an_offer_or_a_line_more_is_not_taken_for_the_same() {
    let line = |what: &str| format!("(what: \"{what}\", price: \"2 CAD\", every: Month)");
    let before = small(&format!("lines: [{}],", line("x")));
    let old = project(&before, None);
    let mut more = before.clone();
    let (contract, offer) = (more.contracts["a"].clone(), more.offers["p/a"].clone());
    more.contracts.insert("b".into(), contract);
    more.offers.insert("p/z".into(), offer);
    assert_eq!(show(project(&more, Some(&old)).do_nothing().request.before_tax), "306.00");
    let more = small(&format!("lines: [{}, {}],", line("x"), line("y")));
    let mut same = before.clone();
    same.lines.push(Arc::clone(&more.lines[1]));
    assert_eq!(show(project(&same, Some(&old)).do_nothing().request.before_tax), "162.00");
    assert_eq!(show(project(&before, Some(&old)).do_nothing().request.before_tax), "156.00");
}

/// Contracts that a plan leaves or lets renew: `a 2021-07-10: renews, 600.00`.
fn leaves(scenario: &Scenario, name: &str) -> Vec<String> {
    let told = |leave: &super::super::outlook::Leave| {
        let renews = leave.renews_on.map_or("no renewal".to_owned(), |day| format!("renews {day}"));
        let costs = leave.costs_to_miss.map_or_else(String::new, show);
        format!("{} {}: {renews}, {costs}", leave.contract, leave.leave)
    };
    plan(&project(scenario, None), name).deadlines.leaves.iter().map(told).collect()
}

/// As [`small`], its contract from a day, bound for a term.
fn bound(from: &str, term: &str, until: Option<&str>, rest: &str) -> Scenario {
    let mut scenario = small(rest);
    let contract = Arc::make_mut(&mut scenario.contracts["a"]);
    contract.from = day(from);
    contract.until = until.map(day);
    contract.term = Some(term.parse().expect("a span"));
    contract.renews = Some(crate::model::Renewal::Automatically);
    scenario
}

#[test]
fn a_term_that_is_missed_costs_another() {
    let leave = "plans: {\"p\": [End(contract: \"a\", on: \"2021-07-10\")]},";
    let year = bound("2020-07-10", "12 months", None, leave);
    let renews = ["a 2021-07-10: renews 2021-07-10, 600.00"]; // 12 × 50
    assert_eq!(leaves(&year, DO_NOTHING), renews);
    assert_eq!(leaves(&year, "p"), renews);
    // Month by month, another month.
    assert_eq!(leaves(&small(leave), DO_NOTHING), [""; 0]);
    assert_eq!(leaves(&small(leave), "p"), ["a 2021-07-10: no renewal, 50.00"]);
}

#[test]
fn what_ends_anyway_or_renews_beyond_the_horizon_is_no_deadline() {
    let order = "plans: {\"p\": [Order(offer: \"p/c\", from: \"2021-05-05\")]},";
    for name in [DO_NOTHING, "p"] {
        let ended = bound("2020-07-10", "12 months", Some("2021-07-10"), order);
        assert_eq!(leaves(&ended, name), [""; 0], "{name}");
        // The horizon is 24 months after 20 April 2021.
        let far = bound("2021-04-20", "24 months", None, order);
        assert_eq!(leaves(&far, name), [""; 0], "{name}");
        let near = bound("2021-04-19", "24 months", None, order);
        assert_eq!(leaves(&near, name), ["a 2023-04-19: renews 2023-04-19, 1200.00"], "{name}");
        assert_eq!(leaves(&bound("2020-07-10", "0 months", None, order), name), [""; 0], "{name}");
    }
    let mut renewing = small(order);
    let offer = Arc::make_mut(&mut renewing.offers["p/c"]);
    offer.renews = Some(crate::model::Renewal::Automatically);
    assert_eq!(leaves(&renewing, "p"), [""; 0]); // the plan orders it
}

#[test]
fn a_plan_is_decided_at_the_last_meeting_in_time_else_at_the_next() {
    let decide = |on: &str| {
        let meetings = ["2021-04-20", "2021-04-25", "2021-05-05"];
        let meetings = meetings.map(|on| format!("(name: \"m\", on: \"{on}\")")).join(", ");
        let end = format!("End(contract: \"a\", on: \"{on}\")");
        let scenario = small(&format!("meetings: [{meetings}], plans: {{\"p\": [{end}]}},"));
        let decide = plan(&project(&scenario, None), "p").deadlines.decide.clone();
        let decide = decide.expect("the plan ends a contract");
        let meeting = decide.meeting.map_or_else(String::new, |(_, on)| on.to_string());
        format!("{} late: {}, {meeting}", decide.latest, decide.already_late)
    };
    assert_eq!(decide("2021-04-19"), "2021-04-19 late: true, 2021-04-20");
    assert_eq!(decide("2021-04-20"), "2021-04-20 late: false, 2021-04-20");
    assert_eq!(decide("2021-05-04"), "2021-05-04 late: false, 2021-04-25");
    assert_eq!(decide("2021-05-05"), "2021-05-05 late: false, 2021-05-05");
    assert_eq!(decide("2021-06-01"), "2021-06-01 late: false, 2021-05-05");
}

#[test]
fn a_move_means_the_contract_of_its_name() {
    let scenario = small(
        "plans: {\"p\": [Order(offer: \"p/a\", as: \"x\", from: \"2021-05-05\"), \
         Order(offer: \"p/a\", as: \"y\", from: \"2021-05-05\", count: 2), \
         End(contract: \"x\", on: \"2021-06-05\")], \
         \"q\": [Order(offer: \"p/a\", from: \"2021-05-05\"), \
         Order(offer: \"p/a\", from: \"2021-05-05\"), \
         Order(offer: \"p/a\", from: \"2021-05-05\"), \
         End(contract: \"p/a #2\", on: \"2021-06-05\")]},",
    );
    assert_eq!(show(request(&scenario, "p").more), "350.00"); // 50 + 3 × 2 × 50
    assert_eq!(show(request(&scenario, "q").more), "350.00"); // 50 + 2 × 3 × 50
    let outlook = project(&scenario, None);
    let tenures = &plan(&outlook, "q").tenures;
    let keys: Vec<&str> = tenures.iter().map(|tenure| &*tenure.key).collect();
    assert_eq!(keys, ["a", "p/a", "p/a #2", "p/a #3"]);
    let untils: Vec<_> = tenures.iter().map(|tenure| tenure.until).collect();
    assert_eq!(untils, [None, None, Some(day("2021-06-05")), None]);
}

#[test]
fn leaving_what_may_have_renewed_costs_at_least_its_term() {
    let moves = |on: &str| {
        format!("Order(offer: \"p/c\", from: \"2020-05-05\"), End(contract: \"p/c\", on: \"{on}\")")
    };
    let mut scenario = small(&format!(
        "plans: {{\"on time\": [{}], \"late\": [{}]}},",
        moves("2021-05-05"),
        moves("2021-05-06")
    ));
    Arc::make_mut(&mut scenario.offers["p/c"]).renews = Some(crate::model::Renewal::Unknown);
    let on_time = request(&scenario, "on time");
    assert_eq!((show(on_time.more), on_time.missing.len()), ("0.00".to_owned(), 0));
    let late = request(&scenario, "late");
    assert_eq!(show(late.more), "70.00.."); // of 5 May, and nobody knows what then
    assert_eq!(late.missing[0].path, "offers[\"p/c\"].renews");
}

#[test]
fn a_plan_is_in_time_for_what_runs_out_first() {
    let because = |ram: &str, storage: &str| {
        let mut scenario = small(&format!(
            "services: {{\"s\": (state: Running, on: \"a\", ram: \"8 GiB\", storage: \"80 GB\")}},
             growth: {{Ram: \"{ram} per month\", Storage: \"{storage} per month\"}},
             plans: {{\"p\": [Order(offer: \"p/c\", from: \"2021-05-05\")]}},"
        ));
        let offer = Arc::make_mut(&mut scenario.offers["p/a"]);
        offer.ram = Some("16 GiB".parse().expect("a size"));
        offer.storage = Some("160 GB".parse().expect("a size"));
        let decide = plan(&project(&scenario, None), "p").deadlines.decide.clone();
        decide.expect("something runs out").because
    };
    // Twice as much is there as is used: the faster one is short first.
    assert!(because("4 GiB", "10 GB").starts_with("RAM runs out on "));
    assert!(because("1 GiB", "40 GB").starts_with("storage runs out on "));
}

#[test]
fn a_path_quotes_a_key_that_is_no_plain_word() {
    let at = crate::engine::tenure::at;
    assert_eq!(at("contracts", "server"), "contracts.server");
    assert_eq!(at("contracts", "_my_2nd"), "contracts._my_2nd");
    assert_eq!(at("contracts", "2nd"), "contracts[\"2nd\"]");
    assert_eq!(at("offers", "ovh/rise-3"), "offers[\"ovh/rise-3\"]");
    assert_eq!(at("offers", "a\"b\\c"), "offers[\"a\\\"b\\\\c\"]");
    assert_eq!(at("offers", ""), "offers[\"\"]");
}

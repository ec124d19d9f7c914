//! Does the configurator say what a plan comes to once something is picked, and why the rest does not serve?
//!
//! Every cost is held against a projection of the scenario with the offer in it and a plan that orders it.

use std::fmt::Write as _;
use std::sync::Arc;

use headroom::document::{References, quote, read};
use headroom::engine::configure::{
    Budget, Choice, Column, DiskSafety, Listed, Needs, Offered, Pick, Reason, Situation, Sort, What,
};
use headroom::engine::outlook::Outlook;
use headroom::engine::project;
use headroom::formats::catalogues::{PriceTold, as_offer, reader};
use headroom::model::{Catalogue, CatalogueTax, Customers, Raid, Scenario};
use headroom::units::{Amount, Day, DayRange};
use rust_decimal::Decimal;

#[path = "../../benches/made/mod.rs"]
#[allow(unused_imports, clippy::expect_used, reason = "the benches use the rest of it")]
mod made;

use made::catalogue::catalogue;

fn scenario(text: &str) -> Arc<Scenario> {
    let reading = read::<Scenario>(text, "test", References { rules: &[] });
    assert!(reading.problems.is_empty(), "{:?}\n{text}", reading.problems);
    Arc::new(reading.value.unwrap())
}

/// A server of the same provider, another contract billed on the same days, a line of another provider.
fn text(rest: &str, plan: &str, offer: &str) -> String {
    format!(
        r#"#![enable(implicit_some)]
        Scenario(
            format: 1, as_of: "2022-01-24", currency: "CAD", request: (from: "2022-03", months: 5), horizon: "24 months",
            offers: {{
                "now": (kind: Server, provider: "Made", ram: "32 GiB", monthly: "79.385 CAD before tax"),
                "tier": (kind: Backup, provider: "Made", size: "1 TB", monthly: "16.333 CAD before tax"),
                {offer}
            }},
            contracts: {{
                "server": (offer: "now", from: "2021-06-19"),
                "backup": (offer: "tier", from: "2021-12-19", count: 3),
            }},
            plans: {{ {plan} }},
            {rest}
        )"#
    )
}

/// How the server is replaced, by what.
fn replace(from: &str, overlap: &str, with: &str) -> String {
    let with = quote(with);
    format!(
        r#""a": [Replace(contract: "server", with: {with}, from: "{from}", overlap: "{overlap}")],"#
    )
}

fn choose(scenario: &Arc<Scenario>, catalogue: Catalogue) -> (Choice, Outlook) {
    let outlook = project(scenario, None);
    let listed = Listed { key: Arc::from("made"), catalogue: Arc::new(catalogue) };
    let offered = Arc::new(Offered::new([listed]));
    let situation = Situation::of(scenario, &outlook);
    (Choice::new(offered, situation), outlook)
}

/// Each 101st configuration costs what the scenario comes to with it.
#[track_caller]
fn costs_are_those_of_the_plan(rest: &str, change: impl Fn(&mut Catalogue)) {
    let mut catalogue = catalogue(7);
    change(&mut catalogue);
    let (from, overlap) = ("2022-03-19", "1 month");
    let file = scenario(&text(rest, &replace(from, overlap, "now"), ""));
    let (mut choice, _) = choose(&file, catalogue);
    let mut compared = 0;
    for bandwidth in [None, Some(2_000)] {
        let needs = Needs { bandwidth, ..Needs::default() };
        choice.select(&needs, Sort::default());
        for pick in choice.offered().picks().step_by(101) {
            let of = choice.configuration(pick);
            let catalogue = &of.listed.catalogue;
            let Ok((key, offer)) = as_offer(catalogue, of.plan_index, &of.chosen, &of.mode) else {
                panic!("{} is no offer", choice.offered().name(pick));
            };
            let offer = format!("{}: {offer},", quote(&key));
            let with = scenario(&text(rest, &replace(from, overlap, &key), &offer));
            let outlook = project(&with, None);
            let plan = &outlook.plans["a"];
            let cost = choice.cost(pick);
            let name = choice.offered().name(pick);
            let request = &plan.request;
            assert_eq!(cost.period, request.before_tax, "{name} of {rest}");
            assert_eq!(cost.period_after_tax, request.after_tax, "{name} of {rest}");
            let bill = plan.ledger.bill(DayRange::new(outlook.as_of, outlook.horizon));
            assert_eq!(cost.horizon, bill.before_tax, "{name} of {rest}");
            assert_eq!(cost.horizon_after_tax, bill.after_tax, "{name} of {rest}");
            let setup = plan.request.one_off;
            assert_eq!(cost.one_off, setup, "{name} of {rest}");
            compared += 1;
        }
    }
    assert!(compared > 80, "only {compared} were compared");
}

const HST: &str = r#"taxes: [(name: "HST", rate: "13 %")],"#;

#[test]
fn costs_are_those_of_the_plan_by_the_invoice() {
    costs_are_those_of_the_plan(HST, |_| ());
}

#[test]
fn costs_are_those_of_the_plan_by_the_line_and_the_period() {
    let taxes = r#"taxes: [
        (name: "GST", rate: "5 %"), (name: "QST", rate: "9.975 %", until: "2022-06-01"), (name: "QST", rate: "10.1 %", from: "2022-06-01")],"#;
    costs_are_those_of_the_plan(&format!("{taxes} rounding: (tax: PerLine),"), |_| ());
    costs_are_those_of_the_plan(&format!("{taxes} rounding: (tax: PerPeriod),"), |_| ());
    costs_are_those_of_the_plan(taxes, |_| ());
}

#[test]
fn costs_are_those_of_the_plan_with_percentages() {
    let rest = format!(
        r#"{HST} percentages: [(what: "reserve", of: {{"contracts": "7.5 %"}})],
        lines: [(what: "domain", price: "unknown, at most 30 CAD before tax", every: Month, provider: "Made", from: "2022-01-19")],"#
    );
    costs_are_those_of_the_plan(&rest, |_| ());
}

#[test]
fn costs_are_those_of_the_plan_where_other_charges_are_not_sure() {
    let rest = format!(
        r#"{HST} lines: [(what: "range", price: "10.05..30.17 CAD before tax", every: Month, provider: "Made", from: "2022-01-19"),
        (what: "open", price: "unknown", every: Quarter, provider: "Made", from: "2022-01-19")],"#
    );
    costs_are_those_of_the_plan(&rest, |_| ());
}

#[test]
fn costs_are_those_of_the_plan_where_prices_are_not_stated() {
    costs_are_those_of_the_plan(HST, |catalogue| {
        for plan in catalogue.plans.iter_mut().step_by(2) {
            plan.prices[0].setup = None;
            plan.prices[2].price = None;
        }
    });
}

#[test]
fn costs_are_those_of_the_plan_with_tax_in_the_prices() {
    costs_are_those_of_the_plan(HST, |catalogue| {
        catalogue.tax = CatalogueTax::In(Decimal::from(13));
    });
}

#[test]
fn costs_are_those_of_the_plan_in_another_currency() {
    let rest = format!(
        r#"{HST} rates: [(rate: "1 EUR = 1.4283 CAD"), (rate: "1 EUR = 1.39 CAD", on: "2022-06-01")],"#
    );
    costs_are_those_of_the_plan(&rest, |catalogue| {
        catalogue.currency = "EUR".parse().unwrap();
    });
}

#[test]
fn costs_are_those_of_the_plan_by_the_hour() {
    costs_are_those_of_the_plan(HST, |catalogue| {
        for plan in &mut catalogue.plans {
            let modes = plan.prices.iter().filter(|p| *p.mode == *"default").cloned();
            plan.prices = modes.collect();
            for pricing in &mut plan.prices {
                pricing.hourly =
                    pricing.price.map(|price| (price / Decimal::from(700)).round_dp(8));
            }
            // What is chosen with it is free, so that hours are known.
            plan.families.clear();
        }
        let copies: Vec<_> = (0..120)
            .flat_map(|n| {
                let renamed = |plan: &headroom::model::CataloguePlan| {
                    let code = Arc::from(format!("{}-{n}", plan.code));
                    headroom::model::CataloguePlan { code, ..plan.clone() }
                };
                catalogue.plans.iter().map(renamed).collect::<Vec<_>>()
            })
            .collect();
        catalogue.plans = copies;
    });
}

fn bytes(text: &str) -> i128 {
    text.parse::<headroom::units::Size>().unwrap().bytes()
}

fn made_choice() -> Choice {
    let file = scenario(&text(HST, &replace("2022-03-19", "1 month", "now"), ""));
    choose(&file, catalogue(7)).0
}

/// The reason against the pick of a name.
#[track_caller]
fn reason(needs: &Needs, name: &str) -> Option<Reason> {
    let mut choice = made_choice();
    let [pick] = choice.offered().find(name)[..] else { panic!("no `{name}`") };
    let selection = choice.select(needs, Sort::default());
    let found = selection.out.iter().find(|judged| judged.pick == pick);
    assert_eq!(found.is_none(), selection.serving.contains(&pick));
    found.map(|judged| judged.reason)
}

#[test]
fn the_first_reason_against_each_is_told() {
    // The plan 05 is sold in sgp and syd; 512 GiB is 16 << 0 for n = 5, so 16, 32, 64; threads 4 << 1; ECC as 5 % 4 > 0; backup as 5 % 3 > 0.
    let name = "made05/ram-16g-5+2x512-5/degressivity24";
    let all = Needs::default();
    assert_eq!(reason(&all, name), None);
    let here = Needs { country: Some("CA".to_owned()), ..all.clone() };
    assert_eq!(reason(&here, name), Some(Reason::NotHere));
    let there = Needs { regions: vec!["Sydney".to_owned()], ..all.clone() };
    assert_eq!(reason(&there, name), None);
    // The term comes before the size.
    let short = Needs { term: Some(12), ram: Some(bytes("64 GiB")), ..all.clone() };
    assert_eq!(reason(&short, name), Some(Reason::Term { months: 24, most: 12 }));
    let too_little = |what, has: &str, short: &str| {
        let (has, short) = (size(has).unwrap(), size(short).unwrap());
        Some(Reason::TooLittle { what, has, short })
    };
    let ram = Needs { ram: Some(bytes("48 GiB")), threads: Some(99), ..all.clone() };
    assert_eq!(reason(&ram, name), too_little(What::Ram, "16 GiB", "32 GiB"));
    let threads = Needs { threads: Some(16), ..all.clone() };
    let few = Reason::TooLittle { what: What::Threads, has: 8, short: 8 };
    assert_eq!(reason(&threads, name), Some(few));
    // Two disks of 512 GB are a mirror, unless they are not joined.
    let disk = Needs { disk: Some(bytes("1 TB")), ..all.clone() };
    assert_eq!(reason(&disk, name), too_little(What::Disk, "512 GB", "488 GB"));
    let bare = Needs { safety: DiskSafety::Raid(Raid::None), ..disk };
    assert_eq!(reason(&bare, name), None);
    let backup = Needs { backup: Some(bytes("1 TB")), ..all.clone() };
    assert_eq!(reason(&backup, name), too_little(What::Backup, "500 GB", "500 GB"));
    assert_eq!(
        reason(&backup, "made03/ram-128g-3+2x512-3/default"),
        Some(Reason::NotStated(What::Backup))
    );
    let ecc = Needs { ecc: true, ..all.clone() };
    assert_eq!(reason(&ecc, name), None);
    assert_eq!(reason(&ecc, "made08/ram-128g-8+2x512-8/default"), Some(Reason::NoEcc));
    let wide = Needs { bandwidth: Some(9_000), ..all.clone() };
    let narrow = Reason::TooLittle { what: What::Bandwidth, has: 5_000, short: 4_000 };
    assert_eq!(reason(&wide, name), Some(narrow));
    assert_eq!(reason(&Needs { bandwidth: Some(5_000), ..all }, name), None);
}

#[test]
fn a_budget_leaves_out_what_costs_more() {
    let mut choice = made_choice();
    let most = Amount::from_minor(20_000);
    let needs = Needs { monthly: Some(Budget::BeforeTax(most)), ..Needs::default() };
    let selection = choice.select(&needs, Column::Monthly.into());
    assert!(!selection.serving.is_empty() && !selection.out.is_empty());
    assert!(selection.serving.iter().all(|pick| choice.cost(*pick).monthly.low <= most));
    let over = |reason: &Reason| matches!(reason, Reason::MonthOverBudget(_));
    assert!(selection.out.iter().all(|judged| over(&judged.reason)));
    assert!(selection.out.iter().all(|judged| choice.cost(judged.pick).monthly.low > most));
    assert_eq!(selection.counts().iter().map(|(_, n)| n).sum::<usize>(), selection.out.len());
}

#[test]
fn the_cheapest_stands_first_whatever_it_is_ordered_by() {
    let mut choice = made_choice();
    let needs = Needs { ram: Some(bytes("64 GiB")), ..Needs::default() };
    let by = |choice: &mut Choice, column: Column| choice.select(&needs, column.into()).serving;
    let costs =
        |choice: &Choice, picks: &[Pick], of: fn(&headroom::engine::configure::Cost) -> i128| {
            picks.iter().map(|pick| of(choice.cost(*pick))).collect::<Vec<_>>()
        };
    let period = by(&mut choice, Column::Period);
    assert!(costs(&choice, &period, |cost| cost.period.low.minor()).is_sorted());
    let monthly = by(&mut choice, Column::Monthly);
    assert!(costs(&choice, &monthly, |cost| cost.monthly.low.minor()).is_sorted());
    let per_gib = by(&mut choice, Column::PerGib);
    let rounded: Vec<_> = per_gib.iter().map(|pick| choice.per_gib(*pick).unwrap().low).collect();
    assert!(rounded.is_sorted());
    let mut sorted = [period, monthly, per_gib];
    for picks in &mut sorted {
        picks.sort();
    }
    assert!(sorted[0] == sorted[1] && sorted[1] == sorted[2]);
}

#[test]
fn more_bandwidth_is_taken_along_only_where_it_is_asked_for() {
    let mut choice = made_choice();
    let [pick] = choice.offered().find("made00/ram-16g-0+2x512-0/default")[..] else { panic!() };
    let first = *choice.cost(pick);
    let codes = |choice: &Choice| {
        choice.configuration(pick).addons().map(|addon| addon.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&choice), ["traffic-500-0", "ram-16g-0", "2x512-0", "private-100-0"]);
    choice.select(&Needs { bandwidth: Some(1_500), ..Needs::default() }, Sort::default());
    assert_eq!(codes(&choice), ["traffic-2000-0", "ram-16g-0", "2x512-0", "private-100-0"]);
    assert!(first.monthly.low < choice.cost(pick).monthly.low);
    choice.select(&Needs::default(), Sort::default());
    assert_eq!(*choice.cost(pick), first);
}

#[test]
fn what_lacks_a_way_to_pay_cannot_be_ordered_by_it() {
    let mut list = catalogue(7);
    list.plans.truncate(1);
    let whole = Offered::new([Listed { key: Arc::from("a"), catalogue: Arc::new(list.clone()) }]);
    assert_eq!((whole.len(), whole.without_price()), (3 * 4 * 7, 0));
    // The largest memory is not sold for 24 months, in advance or not: of each of 4 sets of disks.
    let ram = list.addons.iter_mut().find(|addon| *addon.code == *"ram-64g-0").unwrap();
    ram.prices.retain(|pricing| pricing.term != 24);
    let less = Offered::new([Listed { key: Arc::from("a"), catalogue: Arc::new(list.clone()) }]);
    assert_eq!((less.len(), less.without_price()), (3 * 4 * 7 - 8, 8));
    // Without any bandwidth by a way to pay, nothing can be ordered by it.
    for addon in list.addons.iter_mut().filter(|addon| addon.code.starts_with("traffic")) {
        addon.prices.retain(|pricing| pricing.term == 0);
    }
    let least = Offered::new([Listed { key: Arc::from("a"), catalogue: Arc::new(list) }]);
    assert_eq!(least.len(), 3 * 4);
}

#[test]
fn prices_that_differ_by_place_or_customer_are_told_apart() {
    let mut list = catalogue(7);
    list.plans.truncate(1);
    let plan = &mut list.plans[0];
    plan.families.clear();
    plan.prices.truncate(1);
    let mut other = plan.prices[0].clone();
    plan.prices[0].regions = vec![Arc::from("bhs")];
    other.regions = vec![Arc::from("gra"), Arc::from("rbx")];
    other.price = Some(Decimal::ONE);
    plan.prices.push(other.clone());
    let names = |list: &Catalogue| {
        let listed = Listed { key: Arc::from("a"), catalogue: Arc::new(list.clone()) };
        let offered = Offered::new([listed]);
        offered.picks().map(|pick| offered.short_name(pick)).collect::<Vec<_>>()
    };
    assert_eq!(names(&list), ["made00/default@bhs", "made00/default@gra", "made00/default@rbx"]);
    list.plans[0].prices[0].regions.clear();
    list.plans[0].prices[1].regions.clear();
    list.plans[0].prices[1].customers = Customers::New;
    assert_eq!(names(&list), ["made00/default", "made00/default/new"]);
    // There is a contract with the provider, so that what is for new customers is out.
    let file = scenario(&text(HST, "", ""));
    let (mut choice, _) = choose(&file, list);
    let selection = choice.select(&Needs::default(), Sort::default());
    assert_eq!(selection.out.len(), 1);
    assert_eq!(selection.out[0].reason, Reason::Customers(Customers::New));
}

#[test]
fn without_a_rate_a_foreign_price_is_not_judged() {
    let file = scenario(&text(HST, "", ""));
    let mut list = catalogue(7);
    list.currency = "EUR".parse().unwrap();
    let (mut choice, _) = choose(&file, list);
    let selection = choice.select(&Needs::default(), Sort::default());
    let euro = Reason::NoRate("EUR".parse().unwrap());
    assert!(selection.serving.is_empty() && !selection.out.is_empty());
    assert!(selection.out.iter().all(|judged| judged.reason == euro));
    assert!(choice.cost(Pick(0)).monthly.is_open());
}

#[test]
fn a_scenario_proposes_what_its_worst_day_asks_for() {
    let rest = r#"requires: (country: "CA", has: ["ecc", "ipv6"]), buffers: {Ram: "10 %"},
        services: {"a": (state: Running, on: "server", ram: "36 GiB", storage: "850 GB", threads: 5),
            "b": (state: Planned, on: "server", from: "2022-05-01", until: "2022-08-01", ram: "18 GiB")},"#;
    let file = scenario(&text(rest, "", ""));
    let outlook = project(&file, None);
    let proposed = Needs::of(&file, &outlook, Day::parse("2022-03-01").unwrap());
    // 54 GiB with a tenth kept free is 60; 850 GB with 15 % kept free is 1 TB.
    assert_eq!(proposed.needs.ram, Some(bytes("60 GiB")));
    assert_eq!(proposed.needs.disk, Some(bytes("1 TB")));
    assert_eq!(proposed.needs.threads, Some(5));
    assert_eq!(proposed.needs.country.as_deref(), Some("CA"));
    assert!(proposed.needs.ecc);
    assert_eq!(proposed.needs.has, ["ipv6"]);
    // Once it is over, 36 GiB are left: 40.
    let later = Needs::of(&file, &outlook, Day::parse("2022-08-01").unwrap());
    assert_eq!(later.needs.ram, Some(bytes("40 GiB")));
    let mut told = String::new();
    proposed.sources.iter().for_each(|source| writeln!(told, "{source:?}").unwrap());
    assert_eq!(told.lines().count(), 6);
}

/// A price list of OVH from a file.
fn price_list(path: &std::path::Path) -> Catalogue {
    let bytes = std::fs::read(path).unwrap();
    let told = PriceTold::new(Day::parse("2022-01-24").unwrap(), "list");
    (reader("ovh").unwrap().read)(&bytes, &told).unwrap()
}

/// The order catalogue that is among the samples outside, where there are any.
#[allow(clippy::disallowed_methods, reason = "the samples stand outside the repository")]
fn whole_list() -> Option<Catalogue> {
    let Ok(oracles) = std::env::var("HEADROOM_ORACLES") else {
        println!("no samples: HEADROOM_ORACLES is not set");
        return None;
    };
    let samples = std::path::Path::new(&oracles).parent()?.join("samples");
    Some(price_list(&samples.join("ovh/metal-CA-2022-01-24.json")))
}

/// The figures of OVH's catalogue of 2022-01-24 for Canada, before tax.
#[track_caller]
fn the_catalogues_figures(list: Catalogue) {
    let file = scenario(&text("", "", ""));
    let (choice, _) = choose(&file, list);
    let says = |name: &str, payment: &str, setup: i128| {
        let [pick] = choice.offered().find(name)[..] else { panic!("no `{name}`") };
        let paid = choice.payment(pick).unwrap().normalize().to_string();
        assert_eq!((&*paid, choice.cost(pick).one_off.low.minor()), (payment, setup), "{name}");
        let setup = choice.cost(pick).one_off;
        assert!(setup.is_exact(), "{name}");
    };
    let small = |mode: &str| format!("22rise01/ram-32g-rise13+softraid-2x512nvme-rise/{mode}");
    says(&small("default"), "98.99", 98_99);
    says(&small("degressivity12"), "94.03", 0);
    says(&small("degressivity24"), "89.08", 0);
    says(&small("upfront12"), "1068.98", 0);
    let middle = |mode: &str| format!("22rise03/ram-32g-rise13+softraid-2x960nvme-rise/{mode}");
    says(&middle("default"), "144.99", 14_499);
    says(&middle("degressivity12"), "137.44", 0);
    says(&middle("degressivity24"), "130.2", 0);
    says(&middle("upfront12"), "1562.43", 0);
    let large = |mode: &str| format!("22rise04/ram-128g-rise4+softraid-2x960nvme-rise/{mode}");
    says(&large("default"), "274.99", 27_499);
    says(&large("degressivity12"), "260.42", 0);
    says(&large("degressivity24"), "246.71", 0);
    says(&large("upfront12"), "2960.55", 0);
    // 98.99 + 16.00 and 98.99 + 46.00.
    says("22rise01/ram-64g-rise13+softraid-2x512nvme-rise/default", "114.99", 98_99);
    says("22rise01/ram-128g-rise13+softraid-2x512nvme-rise/default", "144.99", 98_99);
    let only = |code: &str| {
        let picks = choice.offered().picks();
        let mut of =
            picks.map(|pick| choice.configuration(pick)).filter(|of| *of.plan.code == *code);
        of.next().unwrap().regions.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        (only("21rise01-sgp"), only("21rise01-syd")),
        (vec!["sgp".into()], vec!["syd".into()])
    );
    let singapore = choice.offered().picks().find(|pick| {
        let of = choice.configuration(*pick);
        *of.plan.code == *"21rise01-sgp"
            && of.mode == "default"
            && of.gives.ram == "32 GiB".parse().ok()
            && choice.payment(*pick) == Some(Decimal::new(83_99, 2))
    });
    assert_eq!(choice.cost(singapore.unwrap()).one_off.low.minor(), 75_99);
}

#[test]
fn the_extract_has_the_catalogues_figures() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    the_catalogues_figures(price_list(&root.join("docs/example/ovh-ca-2022-01-24.json")));
}

#[test]
fn the_whole_catalogue_has_its_figures() {
    if let Some(list) = whole_list() {
        the_catalogues_figures(list);
    }
}

#[test]
fn costs_of_the_whole_catalogue_are_those_of_the_plan() {
    if let Some(list) = whole_list() {
        costs_are_those_of_the_plan(HST, |catalogue| *catalogue = list.clone());
    }
}

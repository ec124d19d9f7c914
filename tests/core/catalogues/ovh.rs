//! A made catalogue of OVH's shape, and what is said of spoilt ones.

use headroom::formats::catalogues::recognise;
use headroom::formats::importers::{HEAD, Head};
use headroom::model::{CatalogueTax, OfferKind, Renewal};
use headroom::units::Currency;
use proptest::prelude::*;

use super::*;

const MADE: &str = include_str!("../../prices/ovh-made.json");

fn made(text: &str) -> Result<Catalogue, Problem> {
    read("ovh", text.as_bytes(), "made.json")
}

fn sound() -> Catalogue {
    made(MADE).unwrap()
}

/// The made catalogue with the first of these texts replaced.
#[track_caller]
fn with(old: &str, new: &str) -> String {
    assert!(MADE.contains(old), "{old}");
    MADE.replacen(old, new, 1)
}

/// One note says all of this.
#[track_caller]
fn noted(catalogue: &Catalogue, words: &[&str]) {
    let found = catalogue.notes.iter().any(|note| words.iter().all(|word| note.contains(word)));
    assert!(found, "{words:?} in {:#?}", catalogue.notes);
}

#[track_caller]
fn refused(text: &str, code: &str, says: &str) {
    let problem = made(text).unwrap_err();
    assert_eq!(problem.code, code, "{problem}");
    assert!(problem.place.is_some(), "{problem}");
    assert!(problem.to_string().contains(says), "{problem}");
}

#[test]
fn a_full_price_is_the_plan_and_one_of_each_mandatory_family() {
    let catalogue = sound();
    let costs = |mode: &str, price: &str, setup: &str| {
        let found = full(&catalogue, "heron-1", mode, Taken::Cheapest);
        assert_eq!(found, (decimal(price), decimal(setup)), "{mode}");
    };
    // 60 + 0 (32 GB) + 3.045 (three disks, the cheapest; none is usual) + 0 (line); the licence is nobody's duty.
    costs("default", "63.045", "45");
    // 54 + 0 + 2.893 + 0.
    costs("degressivity12", "56.893", "0");
    // 615.60 + 0 + 32.98 + 0, for twelve months at once.
    costs("upfront12", "648.58", "0");
    let prices = &plan(&catalogue, "heron-1").prices;
    let ways: Vec<_> = prices.iter().map(|of| (&*of.mode, of.term, of.every)).collect();
    assert_eq!(ways, [("default", 0, 1), ("degressivity12", 12, 1), ("upfront12", 12, 12)]);
}

#[test]
fn every_digit_of_a_price_is_kept() {
    let catalogue = sound();
    let egret = &plan(&catalogue, "egret-1").prices;
    assert_eq!(egret[0].price, Some(decimal("90.00000001")));
    let stork = &plan(&catalogue, "stork-hour").prices;
    assert_eq!((stork.len(), stork[0].hourly), (1, Some(decimal("0.12345678"))));
    assert_eq!(stork[0].price, Some(decimal("70")));
}

#[test]
fn what_happens_when_a_term_ends_is_carried() {
    let catalogue = sound();
    let of = |code: &str, mode: &str| {
        let plan = plan(&catalogue, code);
        plan.prices.iter().find(|pricing| &*pricing.mode == mode).unwrap().renews
    };
    assert_eq!(of("heron-1", "default"), None);
    assert_eq!(of("heron-1", "upfront12"), Some(Renewal::Automatically));
    assert_eq!(of("egret-1", "degressivity12"), Some(Renewal::No));
    let other = made(&with("STOP_ENGAGEMENT_KEEP_PRICE", "CANCEL_SERVICE")).unwrap();
    assert_eq!(plan(&other, "egret-1").prices[0].renews, Some(Renewal::Unknown));
    noted(&other, &["made.json:", "`egret-1`", "`CANCEL_SERVICE`"]);
}

#[test]
fn a_mode_that_a_plan_lacks_is_not_invented() {
    let catalogue = sound();
    let modes: Vec<_> =
        plan(&catalogue, "egret-1").prices.iter().map(|pricing| &*pricing.mode).collect();
    assert_eq!(modes, ["degressivity12"]);
    let licence = catalogue.addons.iter().find(|addon| &*addon.code == "licence").unwrap();
    assert_eq!(licence.prices.len(), 1);
    let families = &plan(&catalogue, "heron-1").families;
    let defaults: Vec<_> = families.iter().map(|family| family.default).collect();
    assert_eq!(defaults, [Some(0), None, Some(0), None]);
}

#[test]
fn hardware_is_counted_as_it_is_sold() {
    let catalogue = sound();
    let heron = plan(&catalogue, "heron-1");
    assert_eq!((&*heron.name, heron.kind), ("HERON", OfferKind::Server));
    assert_eq!(heron.gives.cpu.as_deref(), Some("2 × Made M 8"));
    // 2 processors × 16 threads.
    assert_eq!(heron.gives.threads, Some(32));
    assert_eq!(heron.gives.backup.unwrap().to_string(), "500 GB");
    assert_eq!(&*plan(&catalogue, "egret-1").name, "EGRET-XL");
    assert_eq!(plan(&catalogue, "egret-1").gives.backup, None);
    assert_eq!(plan(&catalogue, "egret-1").gives.cpu.as_deref(), Some("Made M 4"));
    let stork = &plan(&catalogue, "stork-hour").gives;
    assert_eq!(stork.ram.unwrap().to_string(), "16 GiB");
    assert_eq!((stork.ecc, stork.bandwidth), (Some(false), Some(1000)));
    assert_eq!(stork.disks[0].to_string(), "1 × 480 GB SSD SATA");
    let disks = |code: &str| {
        let addon = catalogue.addons.iter().find(|addon| &*addon.code == code).unwrap();
        addon.gives.disks.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // The cache holds nothing of one's own.
    assert_eq!(disks("two-4tb"), ["2 × 4000 GB HDD SATA RAID 1"]);
    assert_eq!(disks("three-2tb"), ["3 × 2000 GB HDD SAS RAID 5"]);
    noted(&catalogue, &["two as RAID 1", "three as RAID 5"]);
}

#[test]
fn places_have_countries_and_unknown_ones_are_told() {
    let catalogue = sound();
    let heron = plan(&catalogue, "heron-1");
    let codes: Vec<_> = heron.regions.iter().map(|code| &**code).collect();
    assert_eq!(codes, ["bhs", "gra", "eu-west-par-a", "qqq"]);
    assert_eq!(catalogue.regions["eu-west-par-a"].country, "FR");
    assert!(!catalogue.regions.contains_key("qqq"));
    noted(&catalogue, &["data centres", "`qqq`"]);
}

#[test]
fn tax_is_told_by_the_amounts_beside_the_prices() {
    // 60 × 20 % = 12 stands beside 60: prices are before tax.
    assert_eq!(sound().tax, CatalogueTax::Before(Some(decimal("20"))));
    let none = made(&with("\"taxRate\": 20", "\"taxRate\": 0").replace("\"tax\": ", "\"was\": "));
    assert_eq!(none.unwrap().tax, CatalogueTax::Before(None));
}

#[test]
fn promotions_stand_beside_the_price() {
    let catalogue = sound();
    noted(
        &catalogue,
        &["not in the prices", "`Spring` (a tenth off), until 2024-05-31, of 2 prices"],
    );
    let note = plan(&catalogue, "heron-1").note.as_deref();
    assert_eq!(note, Some("not in the price: `Spring` (a tenth off), until 2024-05-31"));
}

#[test]
fn the_line_is_known_by_the_address() {
    let mut told = told("made.json");
    let address = "https://eu.api.ovh.com/1.0/order/catalog/public/eco?ovhSubsidiary=FR";
    told.source = Some(address.to_owned());
    let catalogue = (reader("ovh").unwrap().read)(MADE.as_bytes(), &told).unwrap();
    assert_eq!(
        (catalogue.line.as_deref(), catalogue.source.as_deref()),
        (Some("eco"), Some(address))
    );
    assert_eq!(sound().line, None);
}

#[test]
fn it_is_recognised_by_its_beginning() {
    let by = |text: &str| recognise(&Head { text, whole: false }).map(|reader| reader.name);
    assert_eq!(by(MADE), Some("ovh"));
    let Some(folder) = samples() else { return };
    let whole = fs::read_to_string(folder.join("ovh/metal-CA-2022-01-24.json")).unwrap();
    assert_eq!(by(&whole[..HEAD]), Some("ovh"));
    assert_eq!(by(&whole[..200]), Some("ovh"));
}

#[test]
fn another_providers_file_is_refused() {
    refused("{\"server\": [], \"serverCount\": 0}", "not-ovh", "it has no `plans`");
    refused("[]", "not-ovh", "made.json:1:");
    refused("<html>", "not-json", "made.json:1:1");
    refused("{\"class\": \"Client::NotFound\"}", "not-ovh", "/order/catalog/public/eco");
    assert_eq!(made("  ").unwrap_err().code, "empty");
}

#[test]
fn a_catalogue_that_sells_nothing_is_refused() {
    let text = r#"{"locale": {"currencyCode": "EUR"}, "plans": [], "addons": [], "products": []}"#;
    refused(text, "sells-nothing", "no plan in `plans`");
    let text = r#"{"locale": {"currencyCode": "EUR"}, "plans": [5, null, {}]}"#;
    refused(text, "sells-nothing", "hint: ");
}

#[test]
fn a_currency_that_nobody_knows_is_refused_unless_told() {
    let text = with("\"EUR\"", "\"ZZZ\"");
    refused(&text, "no-currency", "`ZZZ` (`locale.currencyCode`)");
    let mut told = told("made.json");
    told.currency = Currency::from_code("CHF");
    let catalogue = (reader("ovh").unwrap().read)(text.as_bytes(), &told).unwrap();
    assert_eq!(catalogue.currency.code(), "CHF");
    noted(&catalogue, &["made.json:", "`ZZZ`", "taken as CHF"]);
}

#[test]
fn a_value_of_another_kind_spoils_nothing_else() {
    let text = with("\"price\": 6000000000,", "\"price\": \"sixty\",");
    let catalogue = made(&text).unwrap();
    noted(&catalogue, &["made.json:6:", "`plans[0].pricings[1].price`", "`heron-1`"]);
    let prices = &plan(&catalogue, "heron-1").prices;
    assert_eq!((prices[0].price, prices[0].setup), (None, Some(decimal("45"))));
    assert_eq!(prices[1..], plan(&sound(), "heron-1").prices[1..]);
    for (old, new) in [
        ("\"invoiceName\": \"HERON | Made M 8\"", "\"invoiceName\": {}"),
        ("\"memory\": {\"ecc\": true", "\"memory\": [\"ecc\"], \"x\": {\"ecc\": true"),
        ("\"planFamilies\": [", "\"planFamilies\": 5, \"x\": ["),
        ("\"includedBackup\": 500", "\"includedBackup\": true"),
    ] {
        assert_eq!(made(&with(old, new)).unwrap().plans.len(), 3, "{new}");
    }
}

#[test]
fn prices_that_cannot_be_are_told() {
    let price = |price: &str| {
        let new = format!("\"price\": {price},");
        let catalogue = made(&with("\"price\": 6000000000,", &new)).unwrap();
        let found = plan(&catalogue, "heron-1").prices[0].price;
        (catalogue, found)
    };
    // 10^18 of 10^-8 are 10^10 euros: kept to the digit, and doubted.
    let (catalogue, found) = price("1000000000000000000");
    assert_eq!(found, Some(decimal("10000000000")));
    noted(&catalogue, &["made.json:6:", "`heron-1`", "can hardly be right"]);
    let (catalogue, found) = price("-5");
    assert_eq!(found, None);
    noted(&catalogue, &["`heron-1`", "`default`", "`pricings[1]`", "negative"]);
    for given in ["1e30", "59.5", "99999999999999999999"] {
        let (catalogue, found) = price(given);
        assert_eq!(found, None, "{given}");
        noted(&catalogue, &["`plans[0].pricings[1].price`", "`heron-1`"]);
    }
    assert_eq!(price("6e9").1, Some(decimal("60")));
    let (catalogue, found) = price("null");
    assert_eq!(found, None);
    noted(&catalogue, &["`heron-1`", "is not stated"]);
}

#[test]
fn codes_that_stand_twice_count_once() {
    let twice = made(&with("\"planCode\": \"egret-1\"", "\"planCode\": \"heron-1\"")).unwrap();
    assert_eq!(twice.plans.len(), 2);
    assert_eq!(&*plan(&twice, "heron-1").name, "HERON");
    noted(&twice, &["made.json:", "plan `heron-1` stands there twice"]);
    let twice = made(&with("\"planCode\": \"two-4tb\"", "\"planCode\": \"ram-64-heron\"")).unwrap();
    noted(&twice, &["add-on `ram-64-heron` stands there twice"]);
}

#[test]
fn an_add_on_that_does_not_exist_is_told_with_its_plan() {
    let catalogue = made(&with("\"three-2tb\"]", "\"four-2tb\"]")).unwrap();
    noted(&catalogue, &["made.json:", "plan `heron-1`, family `storage`", "no add-on `four-2tb`"]);
    let text = MADE.replace("\"planCode\": \"system\"", "\"planCode\": \"other\"");
    let catalogue = made(&text).unwrap();
    let families = &plan(&catalogue, "egret-1").families;
    assert!(families.iter().any(|family| family.mandatory && family.options.is_empty()));
    noted(&catalogue, &["plan `egret-1`", "nothing is left of family `system-storage`"]);
}

#[test]
fn an_add_on_that_leads_to_itself_is_told() {
    let family = |name: &str| {
        format!(
            "\"addonFamilies\": [{{\"name\": \"x\", \"mandatory\": true, \"addons\": [\"{name}\"]}}]"
        )
    };
    let own = |code: &str| MADE.find(&format!("\"planCode\": \"{code}\"")).unwrap();
    let put = |text: &str, code: &str, to: &str| {
        let at = own(code) + text.len() - MADE.len();
        let (before, after) = text.split_at(at);
        before.to_owned() + &after.replacen("\"addonFamilies\": []", &family(to), 1)
    };
    let itself = made(&put(MADE, "ram-32-heron", "ram-32-heron")).unwrap();
    noted(&itself, &["made.json:", "`ram-32-heron` leads back to itself"]);
    noted(&itself, &["`ram-32-heron` must have one of `x`"]);
    let onward = made(&put(MADE, "ram-32-heron", "licence")).unwrap();
    assert!(!onward.notes.iter().any(|note| note.contains("leads back")), "{:?}", onward.notes);
    let round = put(&put(MADE, "ram-32-heron", "ram-64-heron"), "ram-64-heron", "ram-32-heron");
    noted(&made(&round).unwrap(), &["leads back to itself", "another is like it"]);
}

#[test]
fn prices_for_many_or_for_the_beginning_are_not_taken_for_the_price() {
    let more = |extra: &str| {
        let old = "\"pricings\": [";
        made(&with(old, &format!("{old}{extra},"))).unwrap()
    };
    let rate = |price: u64, quantity: u32, interval: u32, phase: u32| {
        format!(
            r#"{{"capacities": ["renew"], "mode": "default", "price": {price}, "interval": {interval},
                "intervalUnit": "month", "phase": {phase}, "quantity": {{"min": {quantity}}}}}"#
        )
    };
    let first = |catalogue: &Catalogue| plan(catalogue, "heron-1").prices[0].clone();
    let many = more(&rate(100_000_000, 5, 1, 1));
    assert_eq!(first(&many).price, Some(decimal("60")));
    noted(&many, &["`heron-1`", "several at once"]);
    let cheap_at_first = more(&rate(100_000_000, 1, 1, 0));
    assert_eq!(first(&cheap_at_first).price, Some(decimal("60")));
    noted(&cheap_at_first, &["`heron-1`", "the one that lasts is taken"]);
    let later = more(&rate(6_100_000_000, 1, 1, 2));
    assert_eq!(first(&later).price, Some(decimal("61")));
    let twice = more(&rate(6_000_000_000, 1, 1, 1));
    noted(&twice, &["`heron-1`", "two prices"]);
    // The same mode, paid quarterly, is another way to pay.
    let quarterly = more(&rate(17_000_000_000, 1, 3, 1));
    let ways: Vec<_> = plan(&quarterly, "heron-1").prices.iter().map(|of| &*of.mode).collect();
    assert_eq!(ways, ["default", "default/3", "degressivity12", "upfront12"]);
    let odd = more(&rate(1, 1, 1, 1).replace("month", "fortnight"));
    noted(&odd, &["1 × `fortnight`", "left out"]);
}

#[test]
fn of_a_file_that_ends_too_early_whole_plans_are_kept() {
    // Behind the last add-on everything that is sold is there.
    let cut = &MADE[..MADE.find("\"planFamilies\"").unwrap()];
    let catalogue = made(cut).unwrap();
    assert_eq!(catalogue.plans, sound().plans);
    let lines = cut.lines().count();
    let first = &catalogue.notes[0];
    assert!(first.starts_with(&format!("made.json:{lines}:")), "{first}");
    assert!(
        first.contains("ends too early: 3 plans of the 3 before")
            || first.contains("3 of the 3 plans"),
        "{first}"
    );
    // In the add-ons, before the line and the licence: what must have the line is not whole, though its price would look it.
    let cut = &MADE[..MADE.find("\"planCode\": \"line-500\"").unwrap()];
    let catalogue = made(cut).unwrap();
    let codes: Vec<_> = catalogue.plans.iter().map(|plan| &*plan.code).collect();
    assert_eq!(codes, ["egret-1", "stork-hour"]);
    assert!(catalogue.notes[0].contains("2 of the 3 plans"), "{}", catalogue.notes[0]);
    // In the plans nothing is known of what they are.
    let cut = &MADE[..MADE.find("\"planCode\": \"stork-hour\"").unwrap()];
    refused(cut, "cut-off", "none of the 2 plans before that is whole");
    refused(&MADE[..30], "cut-off", "ends too early");
}

#[test]
fn a_byte_that_is_no_utf8_is_told_by_its_place() {
    let mut bytes = MADE.as_bytes().to_vec();
    let at = MADE.find("planFamilies").unwrap();
    bytes[at] = 0xFF;
    let catalogue = read("ovh", &bytes, "made.json").unwrap();
    assert!(catalogue.notes[0].contains("not UTF-8"), "{}", catalogue.notes[0]);
    bytes[0] = 0xFF;
    assert_eq!(read("ovh", &bytes, "made.json").unwrap_err().code, "not-utf8");
}

/// What is read of a spoilt file is told: either why it is refused and where, or with a first note that names the place.
fn is_told(result: &Result<Catalogue, Problem>) -> bool {
    match result {
        Ok(catalogue) => !catalogue.plans.is_empty() && !catalogue.notes.is_empty(),
        Err(problem) => problem.place.is_some() || problem.code == "empty",
    }
}

proptest! {
    #[test]
    fn cut_off_anywhere_it_is_refused_or_told(at in 0..MADE.trim_end().len()) {
        let result = read("ovh", &MADE.as_bytes()[..at], "made.json");
        prop_assert!(is_told(&result), "{result:?}");
        if let Ok(catalogue) = result {
            prop_assert!(catalogue.notes[0].starts_with("made.json:"), "{}", catalogue.notes[0]);
            let whole = sound();
            for plan in &catalogue.plans {
                let same = whole.plans.iter().find(|other| other.code == plan.code).unwrap();
                prop_assert_eq!(&plan.prices, &same.prices);
                let mandatory = |plan: &CataloguePlan| {
                    let families = plan.families.iter().filter(|family| family.mandatory);
                    families.cloned().collect::<Vec<_>>()
                };
                prop_assert_eq!(mandatory(plan), mandatory(same));
            }
        }
    }

    #[test]
    fn spoilt_bytes_are_no_panic(spots in prop::collection::vec((0..MADE.len(), any::<u8>()), 1..8)) {
        let mut bytes = MADE.as_bytes().to_vec();
        for (at, byte) in spots {
            bytes[at] = byte;
        }
        let result = read("ovh", &bytes, "made.json");
        prop_assert!(is_told(&result), "{result:?}");
    }
}

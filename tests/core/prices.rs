//! Price lists: whatever is cut off, mangled or made up, every reader says so at its place and loses nothing; and lists as providers gave
//! them, from a folder outside: `samples`, beside the one that `HEADROOM_ORACLES` names.

use std::fs;
use std::path::{Path, PathBuf};

use headroom::diag::Problem;
use headroom::formats::catalogues::{PriceTold, READERS, Reader, as_offer, reader, recognise};
use headroom::formats::importers::Head;
use headroom::model::{Catalogue, CatalogueTax, Scenario};
use headroom::units::{Basis, Currency, Day};
use proptest::prelude::*;

fn told() -> PriceTold {
    PriceTold {
        currency: Currency::from_code("EUR"),
        basis: Some(Basis::BeforeTax),
        ..PriceTold::new(Day::new(2026, 3, 1).unwrap(), "list")
    }
}

/// Every list under tests/prices, with the reader that takes it for its own.
fn lists() -> Vec<(&'static Reader, String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prices");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let list = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let beginning = text.get(..64 * 1024).unwrap_or(&text);
        let head = Head { text: beginning, whole: beginning.len() == text.len() };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let reader = recognise(&head).unwrap_or_else(|| panic!("nobody takes {name}"));
        (reader, name, bytes)
    };
    paths.iter().map(list).collect()
}

/// What holds of every answer, and of every offer that can be made of it.
#[track_caller]
fn is_sound(read: &Result<Catalogue, Problem>) {
    match read {
        Err(problem) => {
            assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{problem}");
            if let Some(place) = &problem.place {
                assert!(place.line >= 1 && place.column >= 1, "{problem}");
            }
        }
        Ok(catalogue) => {
            assert!(!catalogue.plans.is_empty(), "a list of nothing is refused");
            let mut codes: Vec<&str> = catalogue.plans.iter().map(|plan| &*plan.code).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), catalogue.plans.len(), "each code once");
            for (at, plan) in catalogue.plans.iter().enumerate().take(20) {
                let options = plan.families.iter().flat_map(|family| &family.options);
                assert!(options.clone().all(|at| (*at as usize) < catalogue.addons.len()));
                for pricing in &plan.prices {
                    let amounts = [pricing.price, pricing.setup, pricing.hourly];
                    assert!(amounts.iter().flatten().all(|amount| !amount.is_sign_negative()));
                    assert!(pricing.every >= 1);
                    let chosen: Vec<u32> = plan
                        .families
                        .iter()
                        .filter(|family| family.mandatory)
                        .filter_map(|family| family.options.first().copied())
                        .collect();
                    let place = pricing.regions.first();
                    let mode = place.map_or_else(
                        || pricing.mode.to_string(),
                        |place| format!("{}@{place}", pricing.mode),
                    );
                    if let Ok((key, entry)) = as_offer(catalogue, at, &chosen, &mode) {
                        reads(&key, &entry);
                    }
                }
            }
        }
    }
}

/// An entry of `offers` is one that a scenario takes.
#[track_caller]
fn reads(key: &str, entry: &str) {
    let text = format!(
        "#![enable(implicit_some)]\nScenario(format: 1, as_of: \"2026-03-01\", currency: \"EUR\", offers: {{{key:?}: {entry}}})"
    );
    if let Err(wrong) = ron::from_str::<Scenario>(&text) {
        panic!("{wrong}: {text}");
    }
}

#[test]
fn every_reader_has_a_list_of_its_own_to_be_tried_by() {
    let lists = lists();
    for reader in READERS {
        assert!(lists.iter().any(|(own, ..)| own.name == reader.name), "{}", reader.name);
    }
    for (reader, name, bytes) in &lists {
        let read = (reader.read)(bytes, &told());
        assert!(read.is_ok(), "{name}: {}", read.unwrap_err());
        is_sound(&read);
    }
}

#[test]
fn each_reader_stands_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/price-lists.md");
    let docs = fs::read_to_string(path).unwrap();
    for reader in READERS {
        let heading = format!("\n### `{}`\n", reader.name);
        assert!(docs.contains(&heading), "`{}` is not there", reader.name);
    }
}

#[test]
fn what_is_no_price_list_is_refused_by_every_reader() {
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend("Name,Price".encode_utf16().flat_map(u16::to_le_bytes));
    let inputs: [(&[u8], &[&str]); 8] = [
        (b"", &["empty"]),
        (b" \n\t ", &["empty"]),
        (&utf16, &["not-utf8"]),
        (b"{\"a\": \xff}", &["not-utf8"]),
        (b"\x7fELF\x02\x01\0\0\0", &["not-text", "not-json", "not-utf8", "not-ovh"]),
        (b"{}", &["not-a-price-list", "no-prices", "not-json", "not-ovh"]),
        (b"[1, 2, 3]", &["not-a-price-list", "no-prices", "not-json", "not-ovh"]),
        (
            b"once upon a time\nthere was a server\n",
            &["not-json", "no-headings", "not-a-price-list", "not-ovh"],
        ),
    ];
    for reader in READERS {
        for (bytes, codes) in inputs {
            let shown = String::from_utf8_lossy(bytes);
            let problem = (reader.read)(bytes, &told()).err();
            let problem = problem.unwrap_or_else(|| panic!("{} takes {shown:?}", reader.name));
            assert!(codes.contains(&problem.code), "{} of {shown:?}: {problem:?}", reader.name);
        }
    }
}

#[test]
fn another_providers_list_is_refused() {
    for (own, name, bytes) in &lists() {
        for reader in READERS.iter().filter(|reader| reader.name != own.name) {
            let read = (reader.read)(bytes, &told());
            assert!(read.is_err(), "{} takes {name}", reader.name);
            is_sound(&read);
        }
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_not_drowned_in() {
    let begins: [&[u8]; 2] = [b"[\"", b"Name,Price\n"];
    for begin in begins {
        let mut bytes = begin.to_vec();
        bytes.resize(100_000_000, b'1');
        for reader in READERS {
            let read = (reader.read)(&bytes, &told());
            is_sound(&read);
            assert!(read.is_err(), "{}", reader.name);
        }
    }
}

#[test]
fn cut_off_json_is_refused_with_its_place() {
    for (reader, name, bytes) in &lists() {
        // A table has no end of its own; of OVH's the plans that are whole are kept, and that is told (catalogues/ovh.rs).
        if ["table", "ovh"].contains(&reader.name) {
            continue;
        }
        let end = String::from_utf8_lossy(bytes).trim_end().len();
        // Each byte of a small list, some of a large one.
        for at in (1..end).step_by((end / 400).max(1)) {
            let problem = (reader.read)(&bytes[..at], &told()).err();
            let problem = problem.unwrap_or_else(|| panic!("{name} cut off at {at} is taken"));
            assert!(
                problem.place.is_some() || problem.code == "empty",
                "{name} at {at}: {problem}"
            );
        }
    }
}

/// What a value of a list may be changed into.
const ODD: &[&str] = &[
    "1000000000000000000",
    "-1",
    "-0.0001",
    "1e400",
    "1e-30",
    "0",
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\"x\"",
    "0.1234567890123456789",
    "99999999999999999999999999999999999",
    "\"1.234.567,89\"",
    "\"ZZZ\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_list_cut_off_anywhere_never_panics(seed in any::<usize>(), end in 0.0..1.0_f64) {
        let lists = lists();
        let (reader, _, bytes) = &lists[seed % lists.len()];
        let at = (bytes.len() as f64 * end) as usize;
        is_sound(&(reader.read)(&bytes[..at], &told()));
    }

    #[test]
    fn bytes_changed_anywhere_never_panic(seed in any::<usize>(), changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..6)) {
        let lists = lists();
        let (reader, _, bytes) = &lists[seed % lists.len()];
        let mut bytes = bytes.clone();
        for (place, byte) in changes {
            let at = ((bytes.len() - 1) as f64 * place) as usize;
            bytes[at] = byte;
        }
        is_sound(&(reader.read)(&bytes, &told()));
    }

    #[test]
    fn values_of_other_kinds_never_panic(seed in any::<usize>(), changes in prop::collection::vec((any::<usize>(), any::<usize>()), 1..8)) {
        let lists = lists();
        let (reader, _, bytes) = &lists[seed % lists.len()];
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for (place, odd) in changes {
            let odd = ODD[odd % ODD.len()];
            // Numbers and texts behind a colon, or cells behind a separator.
            let starts: Vec<usize> = text.match_indices([':', ';', ',', '\t']).map(|(at, _)| at + 1).collect();
            let Some(start) = starts.get(place % starts.len().max(1)).copied() else { continue };
            let rest = &text[start..];
            let length = rest.find([',', ';', '\t', '}', ']', '\n']).unwrap_or(rest.len());
            text.replace_range(start..start + length, odd);
        }
        is_sound(&(reader.read)(text.as_bytes(), &told()));
    }

    #[test]
    fn any_text_is_read_or_refused_by_all(text in "\\PC{0,200}|([A-Za-z€$ ]{0,12}[,;\t|\n]){0,40}|(Name|Price|RAM|[0-9.,€$]{1,9}|[,;\t|\n ]){0,60}") {
        for reader in READERS {
            is_sound(&(reader.read)(text.as_bytes(), &told()));
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the samples stand outside the repository")]
fn sample(name: &str) -> Option<Vec<u8>> {
    let Ok(oracles) = std::env::var("HEADROOM_ORACLES") else {
        println!("no samples: HEADROOM_ORACLES is not set");
        return None;
    };
    Some(fs::read(Path::new(&oracles).parent()?.join("samples/hetzner").join(name)).unwrap())
}

#[track_caller]
fn read_sample(name: &str, by: &str, told: &PriceTold) -> Option<Catalogue> {
    let bytes = sample(name)?;
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(recognise(&Head { text: &text, whole: true }).unwrap().name, by);
    Some((reader(by).unwrap().read)(&bytes, told).unwrap())
}

#[test]
fn an_auction_as_hetzner_gave_it() {
    let name = "server-auction-live_data_sb_EUR-one-server.json";
    let source = "https://www.hetzner.com/_resources/app/data/app/live_data_sb_EUR.json";
    let said = PriceTold { currency: None, source: Some(source.to_owned()), ..told() };
    let Some(catalogue) = read_sample(name, "hetzner-auction", &said) else { return };
    assert_eq!(catalogue.currency.code(), "EUR");
    let plan = &catalogue.plans[0];
    assert_eq!((&*plan.code, catalogue.plans.len()), ("2795159", 1));
    assert_eq!(plan.prices[0].price, Some(38.into()));
    assert_eq!(plan.prices[0].falls, Day::new(2026, 5, 13));
    assert_eq!(plan.gives.disks[0].to_string(), "2 × 2 TB HDD");
    let (key, entry) = as_offer(&catalogue, 0, &[], "default").unwrap();
    assert_eq!(key, "hetzner/2795159/default");
    reads(&key, &entry);
}

#[test]
fn cloud_prices_and_storage_boxes_as_hetzner_documents_them() {
    let file = "cloud-v1-pricing-schema-example.json";
    let Some(cloud) = read_sample(file, "hetzner-cloud", &told()) else { return };
    assert_eq!(cloud.tax, CatalogueTax::Before(Some(19.into())));
    let codes: Vec<&str> = cloud.plans.iter().map(|plan| &*plan.code).collect();
    assert_eq!(codes, ["CX11", "LX11", "floating-ipv4", "volume", "snapshots"]);
    let boxes = read_sample("v1-storage_box_types-example.json", "hetzner-storage", &told());
    let boxes = boxes.unwrap();
    let sizes: Vec<String> =
        boxes.plans.iter().map(|plan| plan.gives.space.unwrap().to_string()).collect();
    assert_eq!(sizes, ["1 TiB", "5 TiB"]);
    assert_eq!(boxes.plans[0].until, Day::new(2023, 9, 1));
}

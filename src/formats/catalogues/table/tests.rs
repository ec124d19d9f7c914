//! Price lists as people save and paste them; what each comes to was worked out by hand.

use super::{Field, price_columns};
use crate::diag::Problem;
use crate::formats::catalogues::{PriceTold, as_offer, recognise};
use crate::formats::importers::Head;
use crate::model::{Catalogue, CataloguePlan, CatalogueTax, Customers, OfferKind};
use crate::units::{Basis, Currency, Day};

fn told() -> PriceTold {
    PriceTold::new(Day::parse("2026-03-01").unwrap(), "list.csv")
}

fn told_in(currency: &str, basis: Basis) -> PriceTold {
    PriceTold { currency: Currency::from_code(currency), basis: Some(basis), ..told() }
}

#[track_caller]
fn read(text: &str, told: &PriceTold) -> Catalogue {
    let reader = recognise(&Head { text, whole: true }).unwrap();
    assert_eq!(reader.name, "table");
    (reader.read)(text.as_bytes(), told).unwrap_or_else(|problem| panic!("{problem}"))
}

#[track_caller]
fn refused(text: &str, told: &PriceTold) -> Problem {
    super::read(text.as_bytes(), told).unwrap_err()
}

#[track_caller]
fn plan<'a>(catalogue: &'a Catalogue, code: &str) -> &'a CataloguePlan {
    let codes: Vec<&str> = catalogue.plans.iter().map(|plan| &*plan.code).collect();
    catalogue.plans.iter().find(|plan| *plan.code == *code).unwrap_or_else(|| panic!("{codes:?}"))
}

/// RAM, disks, and mode, price and setup of each way to pay.
fn shown(plan: &CataloguePlan) -> String {
    let or = |text: Option<String>| text.unwrap_or_else(|| "?".to_owned());
    let disks: Vec<String> = plan.gives.disks.iter().map(ToString::to_string).collect();
    let ways = plan.prices.iter().map(|p| {
        let price = or(p.price.map(|p| p.to_string()));
        format!("{} {price} {}", p.mode, or(p.setup.map(|p| p.to_string())))
    });
    let ways: Vec<String> = ways.collect();
    let ram = or(plan.gives.ram.map(|ram| ram.to_string()));
    format!("{ram} | {} | {}", disks.join(" + "), ways.join(", "))
}

#[test]
fn a_german_list_with_semicolons_and_its_tax_named() {
    let text = "Preisliste Server\n\
        Produkt;CPU;Arbeitsspeicher;Festplatte;Preis pro Monat;Einrichtung;Standort;Laufzeit;Kündigungsfrist\n\
        Alpha 1;Ryzen 5;64 GB DDR4 ECC;2x 512 GB NVMe;1.049,50 €;49,00 €;Falkenstein (DE);12 Monate;1 Monat\n\
        Alpha 2;Xeon;128 GB;4 × 22 TB HDD;99,00 €;kostenlos;DE/FI;monatlich;30 Tage\n\
        Alle Preise zzgl. 19 % MwSt.\n";
    let catalogue = read(text, &told());
    assert_eq!(catalogue.currency.code(), "EUR");
    assert_eq!(catalogue.tax, CatalogueTax::Before(Some("19".parse().unwrap())));
    assert_eq!(
        shown(plan(&catalogue, "alpha-1")),
        "64 GiB | 2 × 512 GB NVMe | 12-months 1049.50 49.00"
    );
    assert_eq!(plan(&catalogue, "alpha-1").gives.ecc, Some(true));
    assert_eq!(plan(&catalogue, "alpha-1").prices[0].term, 12);
    assert_eq!(catalogue.regions["falkenstein"].country, "DE");
    let second = plan(&catalogue, "alpha-2");
    assert_eq!(shown(second), "128 GiB | 4 × 22 TB HDD | monthly 99.00 0");
    assert_eq!(second.regions.join(" "), "de fi");
    assert_eq!(second.note.as_deref(), Some("Kündigungsfrist: 30 Tage"));
    let columns = "columns: `Produkt` as name, `CPU` as cpu, `Arbeitsspeicher` as ram, `Festplatte` as disk, \
                   `Preis pro Monat` as monthly, `Einrichtung` as setup, `Standort` as region, `Laufzeit` as term, \
                   `Kündigungsfrist` as notice";
    assert!(catalogue.notes.iter().any(|note| note == columns), "{:?}", catalogue.notes);
}

#[test]
fn a_french_table_pasted_with_tabs() {
    let text = "Serveur\tMémoire\tDisques\tPrix HT / mois\tFrais d'installation\tEngagement\tBande passante\n\
        S-1\t32 Go\t2x 2 To SATA\t1 234,56 €\t0 €\t24 mois\t500 Mbit/s\n\
        S-2\t64 Go\t2x 960 Go SSD\t89 €\t-\t1 an\t1 Gbit/s\n";
    let catalogue = read(text, &told());
    assert_eq!(catalogue.tax, CatalogueTax::Before(None));
    let first = plan(&catalogue, "s-1");
    assert_eq!(shown(first), "32 GiB | 2 × 2 TB SATA | 24-months 1234.56 0");
    assert_eq!(first.gives.bandwidth, Some(500));
    // A dash is not a fee of nothing.
    assert_eq!(shown(plan(&catalogue, "s-2")), "64 GiB | 2 × 960 GB SSD | 12-months 89 ?");
}

#[test]
fn a_markdown_table_with_a_repeated_heading_and_ragged_rows() {
    let text = "| Plan | RAM | Storage | Price (excl. VAT) | Setup |\n\
        |:-----|----:|---------|-------------------|-------|\n\
        | **One** | 8 GB | 2 x 240 GB SSD | US$ 1,234.50 | $10 |\n\
        | Two | 16 GB | 500 GB SSD |\n\
        | Plan | RAM | Storage | Price (excl. VAT) | Setup |\n\
        | Three | 16 GB | 500 GB SSD | US$ 45 | | extra |\n\
        | * while stocks last |\n";
    let catalogue = read(text, &told());
    assert_eq!(catalogue.currency.code(), "USD");
    assert_eq!(shown(plan(&catalogue, "one")), "8 GiB | 2 × 240 GB SSD | monthly 1234.50 10");
    assert_eq!(shown(plan(&catalogue, "three")), "16 GiB | 1 × 500 GB SSD | monthly 45 ?");
    assert_eq!(catalogue.plans.len(), 2);
    let notes = &catalogue.notes;
    assert!(notes.iter().any(|n| n == "not a row: `| * while stocks last |`"), "{notes:?}");
    assert!(
        notes.iter().any(|n| n == "left out: 1 entry without a price; the first is `two`"),
        "{notes:?}"
    );
}

#[test]
fn a_table_pasted_with_runs_of_blanks() {
    let text = "Name        RAM       Disk            Monthly\n\
        small       32 GB     2x 500 GB SSD   $89.70/mo\n\
        large box   64 GB     4x 4 TB HDD     $161.32/mo\n";
    let problem = refused(text, &PriceTold { basis: Some(Basis::BeforeTax), ..told() });
    assert_eq!(problem.code, "currency-needed");
    assert_eq!(problem.message, "several currencies write `$`");
    let catalogue = read(text, &told_in("CAD", Basis::BeforeTax));
    assert_eq!(shown(plan(&catalogue, "small")), "32 GiB | 2 × 500 GB SSD | monthly 89.70 ?");
    assert_eq!(shown(plan(&catalogue, "large-box")), "64 GiB | 4 × 4 TB HDD | monthly 161.32 ?");
}

#[test]
fn what_nobody_said_of_currency_and_tax_is_asked_not_assumed() {
    let text = "Name,Price\nA,49\nB,59\n";
    assert_eq!(refused(text, &told()).code, "currency-needed");
    let euro = PriceTold { currency: Currency::from_code("EUR"), ..told() };
    assert_eq!(refused(text, &euro).code, "basis-needed");
    assert_eq!(refused(text, &told_in("EUR", Basis::AfterTax)).code, "tax-rate-needed");
    let rate =
        PriceTold { tax_rate: Some("19".parse().unwrap()), ..told_in("EUR", Basis::AfterTax) };
    assert_eq!(read(text, &rate).tax, CatalogueTax::In("19".parse().unwrap()));
    let with = "Name,Price\nA,49 € inkl. 19 % MwSt.\nB,59 € inkl. 19 % MwSt.\n";
    assert_eq!(read(with, &told()).tax, CatalogueTax::In("19".parse().unwrap()));
    // The list itself counts, whatever was told.
    let ttc = "Nom de l'offre,Prix TTC\nA,49 €\n";
    let told =
        PriceTold { tax_rate: Some("20".parse().unwrap()), ..told_in("EUR", Basis::BeforeTax) };
    assert_eq!(read(ttc, &told).tax, CatalogueTax::In("20".parse().unwrap()));
}

#[test]
fn rows_of_another_currency_or_tax_are_left_out_and_counted() {
    let text = "Name,Price net,Currency\nA,49,EUR\nB,59,EUR\nC,69,GBP\nD,79 gross,EUR\n";
    let catalogue = read(text, &told());
    assert_eq!(catalogue.plans.len(), 2);
    let left = [
        "left out: 1 entry in another currency; the first is `C`",
        "left out: 1 entry with other tax in its price; the first is `D`",
    ];
    for left in left {
        assert!(catalogue.notes.iter().any(|n| n == left), "{left}: {:?}", catalogue.notes);
    }
}

#[test]
fn a_wrong_guess_is_corrected_by_the_heading_or_its_number() {
    let text = "Modell;Kram;Brutto;Netto\nA;64 GB;59,50 €;50,00 €\n";
    let guessed = price_columns(
        text.as_bytes(),
        &PriceTold { columns: vec![("monthly".to_owned(), "Netto".to_owned())], ..told() },
    )
    .unwrap();
    let fields: Vec<Option<Field>> = guessed.iter().map(|column| column.field).collect();
    assert_eq!(fields, [Some(Field::Name), None, None, Some(Field::Monthly)]);
    let told = PriceTold {
        columns: vec![
            ("monthly".to_owned(), "netto".to_owned()),
            ("ram".to_owned(), "2".to_owned()),
        ],
        ..told()
    };
    let catalogue = super::read(text.as_bytes(), &told).unwrap();
    assert_eq!(shown(plan(&catalogue, "a")), "64 GiB |  | monthly 50.00 ?");
    assert_eq!(catalogue.tax, CatalogueTax::Before(None));
    let wrong = |field: &str, heading: &str| {
        let columns = vec![(field.to_owned(), heading.to_owned())];
        price_columns(b"Name,Price\nA,1\n", &PriceTold { columns, ..self::told() })
            .unwrap_err()
            .code
    };
    assert_eq!(wrong("ram", "Memory"), "no-such-column");
    assert_eq!(wrong("rem", "Name"), "no-such-field");
}

#[test]
fn one_name_with_several_terms_is_one_plan_with_several_prices() {
    let text = "Name,RAM,Term,Price excl. VAT,New customers\n\
        A,64 GB,monthly,€50,€40\nA,64 GB,12 months,€45,€36\nA,64 GB,12 months,€44,€35\nA,128 GB,monthly,€70,€60\n";
    let catalogue = read(text, &told());
    let expected = "64 GiB |  | monthly 50 ?, monthly-new 40 ?, 12-months 45 ?, 12-months-new 36 ?";
    assert_eq!(shown(plan(&catalogue, "a")), expected);
    assert_eq!(plan(&catalogue, "a").prices[1].customers, Customers::New);
    assert_eq!(shown(plan(&catalogue, "a-128-gb")), "128 GiB |  | monthly 70 ?, monthly-new 60 ?");
    let left = "left out: 2 entries whose price stands there already; the first is `A`";
    assert!(catalogue.notes.iter().any(|n| n == left), "{:?}", catalogue.notes);
    let (_, ron) = as_offer(&catalogue, 0, &[], "12-months-new").unwrap();
    assert!(ron.contains("term: \"12 months\", renews: \"unknown\""), "{ron}");
    assert!(ron.contains("note: \"for new customers only\""), "{ron}");
}

#[test]
fn a_price_that_can_be_read_in_two_ways_counts_as_not_known() {
    let told = told_in("EUR", Basis::BeforeTax);
    let catalogue = read("Name;Price\nA;1.234 €\nB;5 €\n", &told);
    assert_eq!(catalogue.plans.len(), 1);
    let left = "left out: 1 entry whose price can be read in two ways, and counts as not known; the first is `A`";
    assert!(catalogue.notes.iter().any(|n| n == left), "{:?}", catalogue.notes);
    // Another row proves what stands before decimals.
    let catalogue = read("Name;Price\nA;1.234 €\nB;5,50 €\n", &told);
    assert_eq!(shown(plan(&catalogue, "a")), "? |  | monthly 1234 ?");
    let catalogue = read("Name;Price\nA;1.234 €\nB;5.50 €\n", &told);
    assert_eq!(shown(plan(&catalogue, "a")), "? |  | monthly 1.234 ?");
}

#[test]
fn steps_of_backup_space_are_sizes_one_at_a_time() {
    let text = "Backup storage, prices in CAD before tax\n\
        Size\tPrice\tStackable\n500 GB\tincluded\tno\n1 TB\t16\tno\n5 TB\t55\tno\n10 TB\t80\tno\n";
    let catalogue = read(text, &told());
    assert_eq!(catalogue.currency.code(), "CAD");
    let tiers: Vec<String> = catalogue
        .plans
        .iter()
        .map(|plan| format!("{} {}", plan.gives.space.unwrap(), plan.prices[0].price.unwrap()))
        .collect();
    assert_eq!(tiers, ["500 GB 0", "1 TB 16", "5 TB 55", "10 TB 80"]);
    assert!(catalogue.plans.iter().all(|plan| plan.kind == OfferKind::Backup));
    let (key, ron) = as_offer(&catalogue, 2, &[], "monthly").unwrap();
    assert_eq!(key, "unknown/5-tb/monthly");
    assert!(ron.contains("size: \"5 TB\", monthly: \"55 CAD before tax\""), "{ron}");
    assert!(ron.contains("setup: \"unknown\", stackable: false"), "{ron}");
}

#[test]
fn what_is_no_price_list_is_told() {
    let told = told_in("EUR", Basis::BeforeTax);
    assert_eq!(refused("hello\nworld\n", &told).code, "no-headings");
    assert_eq!(refused("Name,Price\n", &told).code, "no-prices");
    assert_eq!(refused("{\"a\": 1}", &told).code, "not-a-price-list");
    let columns = vec![("name".to_owned(), "Artist".to_owned())];
    let no_price = PriceTold { columns, ..told.clone() };
    assert_eq!(refused("Artist,Album\nA,B\n", &no_price).code, "column-needed");
    let long = format!("Name,Price\n{}\n", "a,".repeat(40_000));
    let problem = refused(&long, &told);
    assert_eq!((problem.code, problem.place.unwrap().line), ("line-too-long", 2));
    let huge = read("Name,Price\nA,1000000000000000000000\nB,-5\nC,7\n", &told);
    assert_eq!(huge.plans.len(), 1);
}

//! Is every catalogue read as it was written, whatever is in it, and is no damage silent?

use headroom::formats::catalogue_text::{read, write};
use headroom::model::{
    AddOn, Answer, Catalogue, CataloguePlan, CatalogueTax, Customers, DiskSet, Family, Gives,
    Metered, MeteredOn, OfferKind, Pricing, Raid, Region, Renewal, Resource, Tariff, TariffStep,
    Units,
};
use headroom::units::{Currency, Day};
use indexmap::IndexMap;
use proptest::option::of;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9-]{1,8}", "\\PC{0,6}", Just("line\nend \"quoted\" \\ \u{2028}".to_owned())]
}

fn price() -> impl Strategy<Value = Decimal> {
    (0..=999_999_999_999_i64, 0..=10_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn day() -> impl Strategy<Value = Day> {
    (2000..2100_i32, 1..=12_u32, 1..=28_u32).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap())
}

fn size<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug>() -> impl Strategy<Value = T>
{
    let unit = prop::sample::select(vec!["GiB", "GB", "TB", "B", "MiB"]);
    (0..100_000_u32, unit).prop_map(|(count, unit)| format!("{count} {unit}").parse().unwrap())
}

fn pricing() -> impl Strategy<Value = Pricing> {
    let renews = prop_oneof![
        Just(Renewal::Unknown),
        Just(Renewal::No),
        Just(Renewal::Automatically),
        (1..=36_u32).prop_map(Renewal::For)
    ];
    let customers = prop::sample::select(vec![Customers::All, Customers::New, Customers::Existing]);
    let places = prop::collection::vec("[a-z]{3}", 0..2);
    let prices = (of(price()), of(price()), of(price()));
    (word(), 0..=36_u32, 1..=24_u32, prices, of(renews), places, customers, of(day())).prop_map(
        |(mode, term, every, (price, setup, hourly), renews, places, customers, falls)| Pricing {
            mode: mode.into(),
            term,
            every,
            price,
            setup,
            hourly,
            renews,
            regions: places.into_iter().map(Into::into).collect(),
            customers,
            falls,
        },
    )
}

fn disks() -> impl Strategy<Value = DiskSet> {
    let raid = prop::sample::select(vec![Raid::None, Raid::Raid1, Raid::Raid6, Raid::RaidZ3]);
    let holds = prop_oneof![
        Just(Resource::Storage),
        Just(Resource::Backup),
        word().prop_map(Resource::Count)
    ];
    (1..9_u32, size(), raid, 0..3_u32, holds, of(word()), of(word())).prop_map(
        |(count, size, raid, spares, holds, what, note)| DiskSet {
            count,
            size,
            raid,
            spares,
            holds,
            what,
            note,
        },
    )
}

fn gives() -> impl Strategy<Value = Gives> {
    let sizes = (of(size()), of(size()), of(size()));
    let disks = prop::collection::vec(disks(), 0..3);
    (of(word()), of(any::<u32>()), of(any::<bool>()), disks, sizes, of(any::<u32>())).prop_map(
        |(cpu, threads, ecc, disks, (ram, space, backup), bandwidth)| Gives {
            cpu: cpu.map(Into::into),
            threads,
            ram,
            ecc,
            disks,
            space,
            backup,
            bandwidth,
        },
    )
}

fn tariff() -> impl Strategy<Value = Tariff> {
    let money = || {
        let written = ["7 EUR before tax", "0.00890 EUR", "unknown", "0..3 EUR after tax"];
        prop::sample::select(written.to_vec()).prop_map(|text| text.parse().unwrap())
    };
    let metered =
        prop_oneof![Just(Metered::Hours), Just(Metered::Backup), word().prop_map(Metered::Count)];
    let units = prop::sample::select(vec![Units::Started, Units::ProRata, Units::Unknown]);
    let on = prop::sample::select(vec![
        MeteredOn::Peak,
        MeteredOn::Average,
        MeteredOn::EndOfMonth,
        MeteredOn::Unknown,
    ]);
    let per = prop::sample::select(vec!["TB", "100 GB", "h", "1000 requests"]);
    let step = (size(), money()).prop_map(|(above, price)| TariffStep { above, price });
    let steps = prop::collection::vec(step, 0..3);
    let rest = (of(word()), of(word()));
    (per, money(), of(metered), units, of(size()), (of(money()), of(money())), on, steps, rest)
        .prop_map(|(per, price, of, units, free, (minimum, cap), on, steps, (source, note))| {
            Tariff {
                per: per.parse().unwrap(),
                price,
                of,
                units,
                free,
                minimum,
                cap,
                on,
                steps,
                source,
                note,
            }
        })
}

fn addon() -> impl Strategy<Value = AddOn> {
    // So few codes that some add-ons share one.
    ("[a-c]{1,2}", word(), gives(), prop::collection::vec(pricing(), 0..3)).prop_map(
        |(code, name, gives, prices)| AddOn { code: code.into(), name: name.into(), gives, prices },
    )
}

fn plan(addons: usize) -> impl Strategy<Value = CataloguePlan> {
    let all: Vec<u32> = (0..addons as u32).collect();
    let family = (word(), any::<bool>(), prop::sample::subsequence(all, 0..=addons), 0..9_usize)
        .prop_map(|(name, mandatory, options, usual)| Family {
            name: name.into(),
            mandatory: mandatory && !options.is_empty(),
            default: (usual < options.len()).then_some(usual as u32),
            options,
        });
    let kinds = vec![OfferKind::Server, OfferKind::Backup, OfferKind::Disk, OfferKind::Other];
    let answers = prop::sample::select(vec![Answer::Yes, Answer::No, Answer::Unknown]);
    (
        (word(), prop::sample::select(kinds), gives(), prop::collection::vec("[a-z]{3}", 0..4)),
        prop::collection::vec(family, 0..3),
        prop::collection::vec(pricing(), 0..4),
        of(tariff()),
        (of(answers), of(day()), of(word())),
    )
        .prop_map(
            |((name, kind, gives, regions), families, prices, tariff, (stackable, until, note))| {
                CataloguePlan {
                    code: "".into(),
                    name: name.into(),
                    kind,
                    gives,
                    regions: regions.into_iter().map(Into::into).collect(),
                    families,
                    prices,
                    tariff,
                    stackable,
                    until,
                    note,
                }
            },
        )
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    let tax =
        prop_oneof![of(price()).prop_map(CatalogueTax::Before), price().prop_map(CatalogueTax::In)];
    let region = ("[a-z]{3}", "[A-Z]{2}", of(word()));
    let addons = prop::collection::vec(addon(), 0..6);
    let heading = (word(), of(word()), of(word()), tax, day(), of(word()));
    let named = (prop::collection::vec(region, 0..3), prop::collection::vec(word(), 0..3));
    (addons, heading, named).prop_flat_map(|(addons, heading, named)| {
        let plans = prop::collection::vec(plan(addons.len()), 0..4);
        plans.prop_map(move |mut plans| {
            for (index, plan) in plans.iter_mut().enumerate() {
                plan.code = format!("plan-{index}").into();
            }
            let (provider, subsidiary, line, tax, date, source) = heading.clone();
            let (regions, notes) = named.clone();
            let region = |(code, country, name): (String, String, Option<String>)| {
                (code.into(), Region { country, name })
            };
            Catalogue {
                provider,
                subsidiary,
                line,
                currency: Currency::from_code("EUR").unwrap(),
                tax,
                date,
                source,
                regions: regions.into_iter().map(region).collect::<IndexMap<_, _>>(),
                plans,
                addons: addons.clone(),
                notes,
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_catalogue_is_read_as_it_was_written(made in catalogue()) {
        let text = write(&made);
        let (back, problems) = read(&text, "t");
        prop_assert_eq!(&problems, &[]);
        let back = back.unwrap();
        prop_assert_eq!(write(&back), text.clone());
        prop_assert_eq!(back, made);
        // The same through line ends of Windows.
        prop_assert_eq!(read(&text.replace('\n', "\r\n"), "t").0.map(|of| write(&of)), Some(text));
    }

    #[test]
    fn a_text_that_is_cut_off_anywhere_says_so_and_the_rest_counts(made in catalogue(), at in 0..1_000_usize) {
        let text = write(&made);
        let end = text.trim_end().len() * at / 1_000;
        let cut = String::from_utf8_lossy(&text.as_bytes()[..end]);
        let (back, problems) = read(&cut, "t");
        prop_assert!(!problems.is_empty());
        prop_assert!(problems.iter().all(|problem| problem.place.is_some()));
        if let Some(back) = back {
            // A plan of which a line was lost is left out, or lacks add-ons that nobody has to choose.
            for plan in &back.plans {
                prop_assert!(made.plans.iter().any(|of| of.code == plan.code && of.prices == plan.prices));
            }
        }
    }

    #[test]
    fn a_byte_that_is_changed_anywhere_never_ends_in_a_panic(made in catalogue(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = write(&made).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8_lossy(&bytes);
        let (back, problems) = read(&text, "t");
        prop_assert!(back.is_some() || !problems.is_empty());
    }
}

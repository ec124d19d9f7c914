//! Makes a price list as large as OVH's from a seed: the same seed gives the same prices.

use std::sync::Arc;

use headroom::model::{
    AddOn, Catalogue, CataloguePlan, CatalogueTax, Customers, DiskSet, Family, Gives, OfferKind,
    Pricing, Raid, Region, Renewal, Resource,
};
use headroom::units::{Day, Size, SizeUnit};
use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Dice;

/// Mode, months bound, months that a payment covers.
const MODES: [(&str, u32, u32); 7] = [
    ("default", 0, 1),
    ("degressivity6", 6, 1),
    ("degressivity12", 12, 1),
    ("degressivity24", 24, 1),
    ("upfront6", 6, 6),
    ("upfront12", 12, 12),
    ("upfront24", 24, 24),
];
const PLACES: [(&str, &str, &str); 5] = [
    ("bhs", "CA", "Beauharnois"),
    ("gra", "FR", "Gravelines"),
    ("rbx", "FR", "Roubaix"),
    ("sgp", "SG", "Singapore"),
    ("syd", "AU", "Sydney"),
];

/// 57 plans, each with 3 memories, 4 sets of disks, 4 bandwidths and 2 networks, by 7 ways to pay; every fifth lacks a way, some add-ons too.
pub(crate) fn catalogue(seed: u64) -> Catalogue {
    let mut dice = Dice(seed);
    let size = |number: u32, unit| Size::new(number.into(), unit).expect("it is small");
    let mut addons = Vec::new();
    let mut family = |name: &str, options: Vec<(String, Gives, u64)>, dice: &mut Dice| {
        let first = addons.len() as u32;
        let count = options.len() as u32;
        for (code, gives, cents) in options {
            let name = Arc::from(code.to_uppercase());
            addons.push(AddOn {
                code: Arc::from(code),
                name,
                gives,
                prices: prices(cents, 0, dice),
            });
        }
        Family {
            name: Arc::from(name),
            mandatory: name != "licence",
            options: (first..first + count).collect(),
            default: Some(0),
        }
    };
    let mut plans = Vec::new();
    for n in 0..57_u32 {
        let small = 16 << (n % 5);
        let [more_ram, more_disk, more_traffic] =
            [(900, 4_600), (300, 3_000), (2_000, 9_000)].map(|(low, high)| dice.within(low, high));
        let memory = (0..3_u32)
            .map(|step| {
                let ram = Some(size(small << step, SizeUnit::Gib));
                let gives = Gives { ram, ecc: Some(n % 4 > 0), ..Gives::default() };
                (format!("ram-{}g-{n}", small << step), gives, u64::from(step) * more_ram)
            })
            .collect();
        let disks = (0..4_u32)
            .map(|step| {
                let count = [2, 2, 4, 3][step as usize];
                let gigabytes = [512, 2_000, 4_000, 6_000][step as usize];
                let set = DiskSet {
                    count,
                    size: size(gigabytes, SizeUnit::Gb),
                    raid: Raid::None,
                    spares: 0,
                    holds: Resource::Storage,
                    what: None,
                    note: None,
                };
                let gives = Gives { disks: vec![set], ..Gives::default() };
                (format!("{count}x{gigabytes}-{n}"), gives, u64::from(step) * more_disk)
            })
            .collect();
        let bandwidth = [500, 1_000, 2_000, 5_000]
            .into_iter()
            .enumerate()
            .map(|(step, mbit)| {
                let gives = Gives { bandwidth: Some(mbit), ..Gives::default() };
                (format!("traffic-{mbit}-{n}"), gives, step as u64 * more_traffic)
            })
            .collect();
        let networks = [("private-100", 0), ("private-1000", 900)]
            .map(|(code, cents)| (format!("{code}-{n}"), Gives::default(), cents));
        let licences = (0..15).map(|k| (format!("licence-{k}-{n}"), Gives::default(), 500 + k));
        let families = vec![
            family("licence", licences.collect(), &mut dice),
            family("bandwidth", bandwidth, &mut dice),
            family("memory", memory, &mut dice),
            family("storage", disks, &mut dice),
            family("network", networks.into(), &mut dice),
        ];
        let monthly = dice.within(4_000, 90_000);
        let mut own = prices(monthly, monthly, &mut dice);
        if n % 5 == 4 {
            own.remove((n % 7) as usize);
        }
        let places = if n % 6 == 5 { &PLACES[3..] } else { &PLACES[..3] };
        plans.push(CataloguePlan {
            code: Arc::from(format!("made{n:02}")),
            name: Arc::from(format!("MADE-{}", n % 40)),
            kind: OfferKind::Server,
            gives: Gives {
                threads: Some(4 << (n % 4)),
                backup: (n % 3 > 0).then(|| size(500, SizeUnit::Gb)),
                ..Gives::default()
            },
            regions: places.iter().map(|(code, ..)| Arc::from(*code)).collect(),
            families,
            prices: own,
            tariff: None,
            stackable: None,
            until: None,
            note: None,
        });
    }
    let region = |(code, country, name): &(&str, &str, &str)| {
        let region = Region { country: (*country).to_owned(), name: Some((*name).to_owned()) };
        (Arc::from(*code), region)
    };
    Catalogue {
        provider: "Made".to_owned(),
        subsidiary: Some("CA".to_owned()),
        line: None,
        currency: "CAD".parse().expect("a currency"),
        tax: CatalogueTax::Before(None),
        date: Day::new(2022, 1, 24).expect("a day"),
        source: None,
        regions: PLACES.iter().map(region).collect::<IndexMap<_, _>>(),
        plans,
        addons,
        notes: Vec::new(),
    }
}

/// A price of so many cents by each way to pay, a little less by the longer ones, with up to eight decimals.
fn prices(cents: u64, setup: u64, dice: &mut Dice) -> Vec<Pricing> {
    MODES
        .into_iter()
        .map(|(mode, term, every)| {
            let fine = if term == 0 { 0 } else { dice.within(0, 999_999) };
            let less = cents.saturating_sub(cents * u64::from(term) / 240);
            let price = Decimal::from(less * u64::from(every) * 1_000_000 + fine.min(less * 9));
            let free = u64::from(term == 0) * setup;
            Pricing {
                mode: Arc::from(mode),
                term,
                every,
                price: Some((price / Decimal::from(100_000_000)).normalize()),
                setup: Some(Decimal::new(free as i64, 2)),
                hourly: None,
                renews: (term > 0).then_some(Renewal::Automatically),
                regions: Vec::new(),
                customers: Customers::All,
                falls: None,
            }
        })
        .collect()
}

//! How is it said what something is, where it can be had, and why it does not serve?

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::engine::configure::{
    Budget, Configuration, DiskSafety, NeedSource, Needs, Over, Reason, What,
};
use crate::model::{Catalogue, Customers, OfferKind, Raid, Resource};
use crate::units::{Currency, Day, show_disk, show_ram};

use super::super::words;

/// Places by their codes, those of a country together: `Gravelines and Roubaix, France; Beauharnois, Canada`.
pub fn places(catalogue: &Catalogue, codes: &[Arc<str>]) -> String {
    let mut countries: Vec<(String, Vec<String>)> = Vec::new();
    for code in codes {
        let (country, name) = match catalogue.regions.get(code) {
            Some(region) => {
                let country = words::country(&region.country);
                (country, region.name.clone().unwrap_or_default())
            }
            None => (String::new(), code.to_string()),
        };
        match countries.iter_mut().find(|(known, _)| *known == country) {
            Some((_, names)) => names.push(name),
            None => countries.push((country, vec![name])),
        }
    }
    let of_country = |(country, mut names): (String, Vec<String>)| {
        names.retain(|name| !name.is_empty());
        names.dedup();
        match (names.is_empty(), country.is_empty()) {
            (true, _) => country,
            (false, true) => words::list(&names),
            // A city that is its country is named once.
            (false, false) if names == [country.clone()] => country,
            (false, false) => format!("{}, {country}", words::list(&names)),
        }
    };
    countries.into_iter().map(of_country).collect::<Vec<_>>().join("; ")
}

/// How long one is bound, and what is paid at once: `monthly`, `12 months`, `12 months for 1068.98`.
pub(super) fn term(of: &Configuration<'_>, payment: Option<Decimal>) -> String {
    let months = |n: u32| words::count(i64::from(n), "month");
    let digits = of.listed.catalogue.currency.minor_digits();
    let at_once = payment.map_or_else(
        || "at once".to_owned(),
        |payment| {
            let mut rounded = payment.round_dp(digits);
            rounded.rescale(digits);
            format!("for {}", words::number(rounded))
        },
    );
    match (of.term, of.every) {
        (0, 0 | 1) => "monthly".to_owned(),
        (term, 0 | 1) => months(term),
        (term, every) if term <= every => format!("{} {at_once}", months(every)),
        (term, every) => format!("{}, each {every} {at_once}", months(term)),
    }
}

/// What its disks are: `2 × 4 TB HDD RAID 1`.
pub(super) fn disks(of: &Configuration<'_>, safety: DiskSafety) -> String {
    let set = |set: &crate::model::DiskSet| {
        let what = set.what.as_deref().unwrap_or_default();
        // `SSD NVMe` is an NVMe, `HDD SATA` a hard disk.
        let known = ["NVMe", "SSD", "HDD"].into_iter().find(|known| what.contains(known));
        let what = known.map_or_else(String::new, |known| format!(" {known}"));
        let joined = match safety.raid_of(set) {
            Some(Raid::None) => String::new(),
            Some(raid) => format!(" {}", raid.name()),
            None => " alone".to_owned(),
        };
        format!("{} × {}{what}{joined}", set.count, show_disk(set.size.bytes()))
    };
    of.disks().iter().map(set).collect::<Vec<_>>().join(", ")
}

/// An amount of something: `32 GiB`, `8 threads`, `500 Mbit/s`.
fn amount(what: What, level: i128) -> String {
    match what {
        What::Ram => show_ram(level),
        What::Disk | What::Backup => show_disk(level),
        What::Threads => format!("{level} threads"),
        What::Bandwidth => format!("{level} Mbit/s"),
        What::Place | What::Ecc | What::Price => level.to_string(),
    }
}

fn name(what: What) -> &'static str {
    match what {
        What::Place => "place",
        What::Ram => "RAM",
        What::Ecc => "ECC",
        What::Threads => "CPU",
        What::Disk => "usable disk",
        What::Backup => "backup space",
        What::Bandwidth => "bandwidth",
        What::Price => "price",
    }
}

/// Why something does not serve, and how near it came: `32 GiB short`, `only in Gravelines and Roubaix, France`.
pub fn reason(of: &Configuration<'_>, reason: &Reason, currency: Currency) -> String {
    let months = |n: u32| words::count(i64::from(n), "month");
    match reason {
        Reason::OtherKind(kind) => kind_name(*kind).to_owned(),
        Reason::NotHere => format!("only in {}", places(&of.listed.catalogue, of.regions)),
        Reason::NotOnSale(until) => format!("not on sale from {}", until.words()),
        Reason::Customers(Customers::New) => "for new customers only".to_owned(),
        Reason::Customers(_) => "for existing customers only".to_owned(),
        Reason::Term { months: bound, most: 0 } => format!("bound for {}", months(*bound)),
        Reason::Term { months: bound, most } => {
            format!("bound for {}, {} longer", months(*bound), months(bound - most))
        }
        Reason::TooLittle { what, has, short } => {
            let lacks = format!("{} {} short", amount(*what, *short), name(*what));
            format!("{lacks}: {}", amount(*what, *has))
        }
        Reason::NoEcc => "no ECC".to_owned(),
        Reason::NotStated(What::Place) => "where it can be had is not stated".to_owned(),
        Reason::NotStated(what) => format!("its {} is not stated", name(*what)),
        Reason::NoRate(foreign) => {
            format!("no rate from {} to {} is stated", foreign.code(), currency.code())
        }
        Reason::MonthOverBudget(over) => format!("{} a month over the budget", by(*over, currency)),
        Reason::PeriodOverBudget(over) => format!("{} over the budget", by(*over, currency)),
    }
}

/// Of a sort of reason, what many have in common: `too little RAM`.
pub fn sort_of(reason: &Reason) -> String {
    match reason {
        Reason::OtherKind(_) => "of another kind".to_owned(),
        Reason::NotHere => "not offered there".to_owned(),
        Reason::NotOnSale(_) => "not on sale".to_owned(),
        Reason::Customers(Customers::New) => "for new customers only".to_owned(),
        Reason::Customers(_) => "for existing customers only".to_owned(),
        Reason::Term { .. } => "bound for longer".to_owned(),
        Reason::TooLittle { what: What::Threads, .. } => "too few threads".to_owned(),
        Reason::TooLittle { what, .. } => format!("too little {}", name(*what)),
        Reason::NoEcc => "without ECC".to_owned(),
        Reason::NotStated(what) => format!("{} not stated", name(*what)),
        Reason::NoRate(_) => "without an exchange rate".to_owned(),
        Reason::MonthOverBudget(_) | Reason::PeriodOverBudget(_) => "over the budget".to_owned(),
    }
}

fn by(over: Over, currency: Currency) -> String {
    match over {
        Over::BeforeTax(amount) => format!("{} before tax", amount.show(currency)),
        Over::AfterTax(amount) => format!("{} after tax", amount.show(currency)),
    }
}

fn kind_name(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::Server => "a server",
        OfferKind::Backup => "a backup tier",
        OfferKind::Disk => "a disk",
        OfferKind::Other => "something else",
    }
}

/// Where a need comes from, as a sentence or two.
pub fn source(of: &NeedSource) -> String {
    match of {
        NeedSource::Demand { resource, on, demand, cautious, buffer_ppm, needed: _ } => {
            let kept = match buffer_ppm {
                0 => String::new(),
                _ => format!(", and {} % is kept free", words::kept_free(*buffer_ppm)),
            };
            let name = words::resource_inside(resource);
            format!(
                "Demand for {name} is highest on {}: {}{kept}. Read cautiously it would be {}.",
                on.words(),
                words::level(resource, *demand),
                words::level(resource, *cautious)
            )
        }
        NeedSource::Country(_) | NeedSource::Feature(_) => "The file requires it.".to_owned(),
    }
}

/// What is asked for, in parts: `60 GiB RAM (54 GiB on 1 May 2022, 10 % kept free)`, `in Canada`.
pub(super) fn needs(needs: &Needs, sources: &[NeedSource], currency: Currency) -> Vec<String> {
    let demand = |of: &Resource| {
        sources.iter().find_map(|source| match source {
            NeedSource::Demand { resource, on, demand, buffer_ppm, needed, .. }
                if resource == of =>
            {
                Some((*on, *demand, *buffer_ppm, *needed))
            }
            _ => None,
        })
    };
    let level = |what: What, resource: Resource, needed: Option<i128>| {
        let needed = needed?;
        let from = demand(&resource).filter(|(.., of)| {
            *of == needed || (resource == Resource::Cpu && of.div_euclid(1000) <= needed)
        });
        let why = from.map_or_else(String::new, |(on, demand, buffer, _)| {
            let free = words::kept_free(buffer);
            let kept = if buffer > 0 { format!(", {free} % kept free") } else { String::new() };
            format!(" ({} on {}{kept})", words::level(&resource, demand), on.words())
        });
        let of = if what == What::Threads { String::new() } else { format!(" {}", name(what)) };
        Some(format!("{}{of}{why}", amount(what, needed)))
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(level(What::Ram, Resource::Ram, needs.ram));
    parts.extend(level(What::Disk, Resource::Storage, needs.disk).map(|disk| {
        let joined = match needs.safety {
            DiskSafety::OneMayFail => "any one disk may fail".to_owned(),
            DiskSafety::Raid(Raid::None) => "disks not joined".to_owned(),
            DiskSafety::Raid(raid) => format!("disks as {}", raid.name()),
        };
        format!("{disk}, {joined}")
    }));
    parts.extend(level(What::Threads, Resource::Cpu, needs.threads.map(i128::from)));
    parts.extend(needs.backup.map(|level| format!("{} backup space", show_disk(level))));
    parts.extend(needs.ecc.then(|| "ECC memory".to_owned()));
    parts.extend(needs.bandwidth.map(|mbit| format!("{mbit} Mbit/s")));
    parts.extend(needs.country.as_ref().map(|code| {
        let required = sources.iter().any(|s| matches!(s, NeedSource::Country(c) if c == code));
        let why = if required { " (the file requires it)" } else { "" };
        format!("in {}{why}", words::country(code))
    }));
    if !needs.regions.is_empty() {
        parts.push(format!("in {}", needs.regions.join(" or ")));
    }
    parts.extend(needs.term.map(|most| match most {
        0 => "from month to month".to_owned(),
        most => format!("bound for {} at most", words::count(i64::from(most), "month")),
    }));
    let budget = |budget: Budget| match budget {
        Budget::BeforeTax(most) => {
            format!("{} {} before tax", most.show(currency), currency.code())
        }
        Budget::AfterTax(most) => format!("{} {} after tax", most.show(currency), currency.code()),
    };
    parts.extend(needs.monthly.map(|most| format!("{} a month at most", budget(most))));
    parts.extend(needs.period.map(|most| format!("{} in all at most", budget(most))));
    parts
}

/// On which day a price is said to fall, and for whom it is.
pub(super) fn notes(of: &Configuration<'_>, as_of: Day) -> Vec<String> {
    let falls = of.falls.map(|day| format!("falls on {}", words::day(day, as_of)));
    let whom = match of.customers {
        Customers::All => None,
        Customers::New => Some("new customers".to_owned()),
        Customers::Existing => Some("existing customers".to_owned()),
    };
    falls.into_iter().chain(whom).collect()
}

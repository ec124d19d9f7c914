//! Cloud servers, volumes, addresses and load balancers: `/v1/pricing`, and `/v1/server_types`, which has the hardware.
//!
//! Traffic beyond what is included is paid by the TB; where that differs by place, a type is one plan for each.

use rust_decimal::Decimal;

use super::{
    CLOUD_PRICES, PROVIDER, PriceTold, at_places, document, figure, net, not_this, plan, whole,
};
use crate::diag::Problem;
use crate::formats::catalogues::Reader;
use crate::formats::catalogues::building::{self, Building, Figure};
use crate::formats::importers::Head;
use crate::formats::importers::json::Json;
use crate::formats::importers::when::When;
use crate::model::{
    AddOn, Catalogue, CataloguePlan, CatalogueTax, Family, Gives, Metered, MeteredOn, OfferKind,
    Tariff, Units,
};
use crate::units::{Basis, Currency, Day, Measure, Money, Size, SizeUnit};

pub(super) const READER: Reader = Reader {
    name: "hetzner-cloud",
    what: "Hetzner's cloud: servers, volumes, addresses",
    recognises,
    read,
};

/// What traffic is counted in: a count by this name.
const TRAFFIC: &str = "TB traffic";

fn recognises(head: &Head<'_>) -> bool {
    let pricing = head.has_names(&["pricing", "vat_rate"]);
    head.is_json() && (pricing || head.has_names(&["server_types", "prices", "price_monthly"]))
}

fn read(bytes: &[u8], told: &PriceTold) -> Result<Catalogue, Problem> {
    let document = document(bytes, told)?;
    let pricing = document.get("pricing").filter(|pricing| pricing.is_map());
    let all = pricing.unwrap_or(&document);
    if pricing.is_none() && document.get("server_types").is_none() {
        return Err(not_this(told, "the prices of Hetzner's cloud", "pricing"));
    }
    let currency = match (told.currency, all.text_of("currency")) {
        (_, Some(code)) => code.parse().map_err(|wrong: crate::units::Wrong| {
            Problem::error("currency-not-valid", format!("`currency`: {}", wrong.message))
                .hint("currencies are written by their ISO 4217 code, as `EUR`")
        })?,
        (Some(told), None) => told,
        (None, None) => building::currency_told(told)?,
    };
    let rate = match figure(all.get("vat_rate")) {
        Figure::Is(rate) if rate <= Decimal::ONE_HUNDRED => Some(rate.normalize()),
        _ => None,
    };
    let mut building =
        Building::new(told, PROVIDER, Some("cloud"), currency, CatalogueTax::Before(rate));
    servers(&mut building, all, currency);
    others(&mut building, all, currency);
    building.finish(told)
}

fn list<'a>(all: &'a Json, name: &str) -> &'a [Json] {
    all.get(name).and_then(Json::list).unwrap_or_default()
}

fn servers(building: &mut Building, all: &Json, currency: Currency) {
    let addresses = addresses(building, all);
    let share = match figure(all.get("server_backup").and_then(|backup| backup.get("percentage"))) {
        Figure::Is(percent) if percent <= Decimal::ONE_HUNDRED => Some(percent),
        _ => None,
    };
    let mut bare = false;
    for (at, entry) in list(all, "server_types").iter().enumerate() {
        let Some(name) = entry.text_of("name") else {
            building.leave("without a name", &format!("server type {}", at + 1));
            continue;
        };
        let gives = Gives {
            threads: whole(entry.number_of("cores")),
            ram: entry.number_of("memory").and_then(|size| sized(size, SizeUnit::Gib)),
            space: entry.number_of("disk").and_then(|size| sized(size, SizeUnit::Gb)),
            ..Gives::default()
        };
        bare |= gives.ram.is_none();
        let until = gone(entry);
        for mut plan in types(building, entry, name, OfferKind::Server, currency) {
            plan.gives = gives.clone();
            plan.until = until;
            plan.families.extend(addresses.iter().cloned());
            if let Some(percent) = share {
                plan.families.extend(backups(building, &plan, percent));
            }
            building.plan(plan);
        }
    }
    if bare {
        building.note(
            "this list has no hardware: `/v1/server_types` has the same servers with RAM and disks",
        );
    }
}

/// A type as one plan, or as one for each price of traffic.
fn types(
    building: &mut Building,
    entry: &Json,
    name: &str,
    kind: OfferKind,
    currency: Currency,
) -> Vec<CataloguePlan> {
    let mut groups: Vec<(Option<Tariff>, Vec<Json>)> = Vec::new();
    for row in list(entry, "prices") {
        let tariff = traffic(building, row, name, currency);
        match groups.iter_mut().find(|(other, _)| *other == tariff) {
            Some((_, rows)) => rows.push(row.clone()),
            None => groups.push((tariff, vec![row.clone()])),
        }
    }
    if groups.is_empty() {
        groups.push((None, Vec::new()));
    }
    let plans = groups.into_iter().enumerate().map(|(at, (tariff, rows))| {
        let (prices, regions) = at_places(building, &rows, name, &CLOUD_PRICES);
        let place = regions.first().filter(|_| at > 0);
        let code = place.map_or_else(|| name.to_owned(), |place| format!("{name}-{place}"));
        let mut plan = plan(&code, name, kind, prices);
        plan.regions = regions;
        plan.tariff = tariff;
        plan
    });
    plans.collect()
}

/// So much included, then so much a TB.
fn traffic(building: &mut Building, row: &Json, name: &str, currency: Currency) -> Option<Tariff> {
    let price = building.price(&net(row, "price_per_tb_traffic"), name)?;
    let included = row.number_of("included_traffic").filter(|bytes| *bytes >= 0.0)?;
    // Hetzner counts a TB of traffic as 2⁴⁰ bytes: 20 TB stand there as 21990232555520.
    let terabytes = included / SizeUnit::Tib.bytes() as f64;
    let free: Measure = format!("{} {TRAFFIC}", rounded(terabytes)?).parse().ok()?;
    let mut tariff = per(TRAFFIC, price, Metered::Count(TRAFFIC.to_owned()), currency)?;
    tariff.free = Some(free);
    Some(tariff)
}

/// To three decimals, as counts are.
fn rounded(number: f64) -> Option<Decimal> {
    Some(Decimal::try_from(number).ok()?.round_dp(3).normalize())
}

fn per(unit: &str, price: Decimal, of: Metered, currency: Currency) -> Option<Tariff> {
    let price = Money::exact(price.normalize(), currency, Some(Basis::BeforeTax)).to_string();
    Some(Tariff {
        per: unit.parse().ok()?,
        price: price.parse().ok()?,
        of: Some(of),
        units: Units::ProRata,
        free: None,
        minimum: None,
        cap: None,
        on: MeteredOn::Average,
        steps: Vec::new(),
        source: None,
        note: None,
    })
}

/// The address that a server may have and need not.
fn addresses(building: &mut Building, all: &Json) -> Vec<Family> {
    let rows = list(all, "primary_ips").iter().filter(|ip| ip.text_of("type") == Some("ipv4"));
    let mut families = Vec::new();
    for ip in rows.take(1) {
        let (prices, _) = at_places(building, list(ip, "prices"), "primary IPv4", &CLOUD_PRICES);
        if prices.iter().any(|pricing| pricing.price.is_some()) {
            let gives = Gives::default();
            let addon =
                AddOn { code: "primary-ipv4".into(), name: "Primary IPv4".into(), gives, prices };
            families.push(super::choice(building, "ipv4", addon));
        }
    }
    families
}

/// Copies of the whole server, for a share of its price.
fn backups(building: &mut Building, plan: &CataloguePlan, percent: Decimal) -> Option<Family> {
    let share = |price: Option<Decimal>| {
        price?.checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED).map(|p| p.normalize())
    };
    let mut prices = plan.prices.clone();
    for pricing in &mut prices {
        pricing.price = share(pricing.price);
        pricing.hourly = share(pricing.hourly);
        pricing.setup = Some(Decimal::ZERO);
    }
    prices.iter().any(|pricing| pricing.price.is_some()).then(|| {
        let code = format!("backups-{}", plan.code);
        let name = format!("Backups, {} % of the price", percent.normalize());
        let gives = Gives::default();
        let addon = AddOn { code: code.into(), name: name.into(), gives, prices };
        super::choice(building, "backups", addon)
    })
}

/// Load balancers, addresses that move, and space that is paid by the GB.
fn others(building: &mut Building, all: &Json, currency: Currency) {
    for (at, entry) in list(all, "load_balancer_types").iter().enumerate() {
        let Some(name) = entry.text_of("name") else {
            building.leave("without a name", &format!("load balancer {}", at + 1));
            continue;
        };
        for plan in types(building, entry, name, OfferKind::Other, currency) {
            building.plan(plan);
        }
    }
    for ip in list(all, "floating_ips") {
        let Some(kind) = ip.text_of("type") else { continue };
        let code = format!("floating-{kind}");
        let (prices, regions) = at_places(building, list(ip, "prices"), &code, &CLOUD_PRICES);
        let mut plan = plan(&code, &format!("Floating IP, {kind}"), OfferKind::Other, prices);
        plan.regions = regions;
        building.plan(plan);
    }
    let spaces = [
        ("volume", "volume", "Volume", OfferKind::Disk, Metered::Storage),
        ("image", "snapshots", "Snapshots", OfferKind::Backup, Metered::Backup),
    ];
    for (field, code, name, kind, of) in spaces {
        let Some(entry) = all.get(field) else { continue };
        let price = building.price(&net(entry, "price_per_gb_month"), code);
        let mut plan = plan(code, name, kind, Vec::new());
        plan.tariff = price.and_then(|price| per("GB", price, of, currency));
        building.plan(metered_alone(plan));
    }
}

/// A plan that costs nothing but what its meter counts.
fn metered_alone(mut plan: CataloguePlan) -> CataloguePlan {
    if plan.tariff.is_some() {
        let mut pricing = super::monthly(None, Some(Decimal::ZERO), None);
        pricing.regions.clear();
        plan.prices = vec![pricing];
    }
    plan
}

fn gone(entry: &Json) -> Option<Day> {
    let text = entry.get("deprecation")?.text_of("unavailable_after")?;
    Some(When::parse_iso(text)?.day)
}

fn sized(number: f64, unit: SizeUnit) -> Option<Size> {
    Size::new(Decimal::try_from(number).ok()?, unit).filter(|size| size.bytes() > 0)
}

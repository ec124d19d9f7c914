//! The server auction: `live_data_sb_EUR.json` of Hetzner's site, flat until 2026, nested since.
//!
//! Its prices are before tax: the site adds the tax of the visitor's country. A month's price is the most that a month of hours costs.

use std::sync::Arc;

use super::{MODE, PROVIDER, PriceTold, document, figure, not_this, placed, plan, whole};
use crate::diag::Problem;
use crate::formats::catalogues::Reader;
use crate::formats::catalogues::building::{self, Building, Figure};
use crate::formats::catalogues::hardware::disk_set;
use crate::formats::importers::Head;
use crate::formats::importers::json::Json;
use crate::model::{AddOn, Catalogue, CatalogueTax, DiskSet, Gives, OfferKind, Pricing};
use crate::units::{Currency, Size, SizeUnit};

pub(super) const READER: Reader =
    Reader { name: "hetzner-auction", what: "Hetzner's server auction", recognises, read };

fn recognises(head: &Head<'_>) -> bool {
    let flat = ["serverDiskData", "ram_size", "next_reduce"];
    let nested = ["Hardware", "Prices", "Timer"];
    head.is_json() && head.has_name("server") && (head.has_names(&flat) || head.has_names(&nested))
}

fn read(bytes: &[u8], told: &PriceTold) -> Result<Catalogue, Problem> {
    let document = document(bytes, told)?;
    let Some(servers) = document.get("server").and_then(Json::list) else {
        return Err(not_this(told, "Hetzner's server auction", "server"));
    };
    let currency = currency(servers, told)?;
    let tax = CatalogueTax::Before(None);
    let mut building = Building::new(told, PROVIDER, Some("auction"), currency, tax);
    building.note("prices are before tax; each server is there once");
    for (at, server) in servers.iter().enumerate() {
        let nested = server.get("Hardware").is_some();
        let code = server.label_of(if nested { "Id" } else { "id" });
        let Some(code) = code.or_else(|| server.label_of("key")) else {
            building.leave("without a number", &format!("entry {}", at + 1));
            continue;
        };
        let fields = if nested { self::nested(server, currency) } else { flat(server) };
        take(&mut building, &code, &fields);
    }
    building.finish(told)
}

/// The currency that was told, or that the entries or the file's name have.
fn currency(servers: &[Json], told: &PriceTold) -> Result<Currency, Problem> {
    if let Some(currency) = told.currency {
        return Ok(currency);
    }
    // The site offers a file for each currency, and names them so.
    let names = [Some(told.name.as_str()), told.source.as_deref()];
    let of_name = names.into_iter().flatten().find_map(|name| {
        let code = name.strip_suffix(".json").unwrap_or(name).rsplit('_').next()?;
        (code.len() == 3).then(|| Currency::from_code(code))?
    });
    let of_entries = || {
        let Some(Json::Map(prices)) = servers.first()?.get("Prices")?.get("monthly") else {
            return None;
        };
        prices.iter().find_map(|(code, _)| Currency::from_code(code))
    };
    of_name.or_else(of_entries).map_or_else(|| building::currency_told(told), Ok)
}

/// What is read of a server, wherever it stands.
struct Fields<'a> {
    cpu: Option<&'a str>,
    ram: Option<f64>,
    ecc: Option<bool>,
    disks: Option<&'a Json>,
    disk_count: Option<f64>,
    bandwidth: Option<f64>,
    traffic: Option<&'a str>,
    data_centre: Option<&'a str>,
    price: Figure,
    setup: Figure,
    hourly: Figure,
    ip_monthly: Figure,
    ip_hourly: Figure,
    fixed: bool,
    falls: Option<f64>,
}

fn flat(server: &Json) -> Fields<'_> {
    let ip = server.get("ip_price");
    Fields {
        cpu: server.text_of("cpu"),
        ram: server.number_of("ram_size"),
        ecc: truth(server.get("is_ecc")),
        disks: server.get("serverDiskData"),
        disk_count: server.number_of("hdd_count"),
        bandwidth: server.number_of("bandwidth"),
        traffic: server.text_of("traffic"),
        data_centre: server.text_of("datacenter"),
        price: figure(server.get("price")),
        setup: figure(server.get("setup_price")),
        hourly: figure(server.get("hourly_price")),
        ip_monthly: figure(ip.and_then(|ip| ip.get("Monthly"))),
        ip_hourly: figure(ip.and_then(|ip| ip.get("Hourly"))),
        fixed: server.says("fixed_price"),
        falls: server.number_of("next_reduce_timestamp"),
    }
}

fn nested(server: &Json, currency: Currency) -> Fields<'_> {
    let at = |path: &[&str]| path.iter().try_fold(server, |value, name| value.get(name));
    let number = |path: &[&str]| at(path).and_then(Json::number);
    let text = |path: &[&str]| at(path).and_then(Json::text).filter(|text| !text.is_empty());
    let price = |path: &[&str]| figure(at(path).and_then(|by| by.get(currency.code())));
    Fields {
        cpu: text(&["Hardware", "CPU", "Name"]),
        ram: number(&["Hardware", "RAM", "Size"]),
        ecc: truth(at(&["Hardware", "RAM", "ecc"])),
        disks: at(&["Hardware", "Storage", "Details"]),
        disk_count: number(&["Hardware", "Storage", "Amount"]),
        bandwidth: number(&["Details", "Bandwidth"]),
        traffic: text(&["Details", "Traffic"]),
        data_centre: text(&["Details", "Datacenter", "Name"]),
        price: price(&["Prices", "monthly"]),
        setup: price(&["Prices", "setup"]),
        hourly: price(&["Prices", "hourly"]),
        ip_monthly: price(&["IPPrices", "monthly"]),
        ip_hourly: price(&["IPPrices", "hourly"]),
        fixed: at(&["Prices"]).is_some_and(|prices| prices.says("fixed")),
        falls: number(&["Timer", "ReduceNextTimestamp"]),
    }
}

fn take(building: &mut Building, code: &str, fields: &Fields<'_>) {
    let price = building.price(&fields.price, code);
    let setup = building.price(&fields.setup, code);
    let hourly = building.price(&fields.hourly, code);
    let mut pricing = super::monthly(price, setup, hourly);
    // A price that is fixed has a time as well, which says nothing.
    pricing.falls = fields.falls.filter(|at| *at > 0.0 && !fields.fixed).and_then(building::day_of);
    let mut plan = plan(code, &format!("Server Auction {code}"), OfferKind::Server, vec![pricing]);
    plan.regions = placed(building, fields.data_centre);
    let disks = fields.disks.map(disks).unwrap_or_default();
    let found: u32 = disks.iter().map(|set| set.count).sum();
    if fields.disk_count.is_some_and(|count| whole(Some(count)).unwrap_or(0) != found) {
        building.leave("whose disks are not all listed", code);
    }
    plan.gives = Gives {
        cpu: fields.cpu.map(Arc::from),
        ram: fields.ram.and_then(gibibytes),
        ecc: fields.ecc,
        disks,
        bandwidth: whole(fields.bandwidth),
        ..Gives::default()
    };
    let mut notes: Vec<String> = fields.data_centre.map(str::to_owned).into_iter().collect();
    if let Some(traffic) = fields.traffic.filter(|traffic| *traffic != "unlimited") {
        notes.push(format!("traffic {traffic}"));
    }
    plan.note = (!notes.is_empty()).then(|| notes.join(", "));
    let ip = building.price(&fields.ip_monthly, code);
    if ip.is_some() {
        let ip_hourly = building.price(&fields.ip_hourly, code);
        plan.families.push(super::choice(building, "ipv4", primary_ipv4(ip, ip_hourly)));
    }
    building.plan(plan);
}

fn primary_ipv4(
    monthly: Option<rust_decimal::Decimal>,
    hourly: Option<rust_decimal::Decimal>,
) -> AddOn {
    let pricing = Pricing {
        mode: MODE.into(),
        ..super::monthly(monthly, Some(rust_decimal::Decimal::ZERO), hourly)
    };
    AddOn {
        code: "primary-ipv4".into(),
        name: "Primary IPv4".into(),
        gives: Gives::default(),
        prices: vec![pricing],
    }
}

fn truth(value: Option<&Json>) -> Option<bool> {
    match value? {
        Json::Truth(truth) => Some(*truth),
        _ => None,
    }
}

/// What is sold as GB of memory.
fn gibibytes(number: f64) -> Option<Size> {
    let number = rust_decimal::Decimal::try_from(number).ok()?;
    Size::new(number, SizeUnit::Gib).filter(|size| size.bytes() > 0)
}

/// Disks by kind, each a list of sizes in GB; `general` repeats them.
fn disks(by_kind: &Json) -> Vec<DiskSet> {
    let mut sets: Vec<DiskSet> = Vec::new();
    for (name, what) in [("nvme", "NVMe"), ("sata", "SSD"), ("hdd", "HDD")] {
        let sizes = by_kind.get(name).and_then(Json::list).unwrap_or_default();
        for gigabytes in sizes.iter().filter_map(Json::number) {
            let bytes = gigabytes * SizeUnit::Gb.bytes() as f64;
            let size = (bytes.is_finite() && bytes > 0.0 && bytes < 1e18)
                .then(|| crate::formats::catalogues::hardware::of_bytes(bytes as i128));
            let Some(Some(size)) = size else { continue };
            let same = |set: &&mut DiskSet| set.size == size && set.what.as_deref() == Some(what);
            match sets.iter_mut().find(same) {
                Some(set) => set.count = set.count.saturating_add(1),
                None => sets.push(disk_set(1, size, Some(what))),
            }
        }
    }
    sets
}

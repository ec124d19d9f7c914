//! The Robot webservice: `/order/server/product` and `/order/server_market/product`, by the fields that robot.hetzner.com documents.

use std::sync::Arc;

use super::{
    Names, PROVIDER, PriceTold, SetupAbsent, at_places, choice, document, figure, net, not_this,
    placed, plan, whole,
};
use crate::diag::Problem;
use crate::formats::catalogues::Reader;
use crate::formats::catalogues::building::{self, Building};
use crate::formats::catalogues::hardware::{self, disk_set};
use crate::formats::importers::Head;
use crate::formats::importers::json::Json;
use crate::formats::importers::when::When;
use crate::model::{AddOn, Catalogue, CataloguePlan, CatalogueTax, Family, Gives, OfferKind};
use crate::units::{Size, SizeUnit};

pub(super) const READER: Reader = Reader {
    name: "hetzner-robot",
    what: "Hetzner's dedicated servers, by the Robot webservice",
    recognises,
    read,
};

/// Prices of standard products and of add-ons.
const PRICES: Names = Names {
    price: |row| net(row, "price"),
    hourly: |row| figure(row.get("price").and_then(|price| price.get("hourly_net"))),
    setup: |row| net(row, "price_setup"),
    setup_absent: SetupAbsent::Unknown,
};

fn recognises(head: &Head<'_>) -> bool {
    let of_products = head.has_names(&["product", "dist", "traffic"]);
    head.is_json() && of_products && (head.has_name("prices") || head.has_name("price_setup"))
}

fn read(bytes: &[u8], told: &PriceTold) -> Result<Catalogue, Problem> {
    let document = document(bytes, told)?;
    let rows = document.rows();
    if !rows.iter().any(|row| row.get("product").is_some_and(Json::is_map)) {
        return Err(not_this(told, "a list of products of Hetzner's Robot", "product"));
    }
    let currency = building::currency_told(told)?;
    let mut building =
        Building::new(told, PROVIDER, Some("dedicated"), currency, CatalogueTax::Before(None));
    for (at, row) in rows.iter().enumerate() {
        let product = row.get("product").filter(|product| product.is_map());
        let Some((product, code)) = product.and_then(|p| Some((p, p.label_of("id")?))) else {
            building.leave("without a product", &format!("entry {}", at + 1));
            continue;
        };
        let plan = match product.get("prices") {
            Some(prices) => standard(&mut building, product, &code, prices),
            None => market(&mut building, product, &code),
        };
        building.plan(plan);
    }
    building.finish(told)
}

/// A product that is sold as often as it is wanted.
fn standard(building: &mut Building, product: &Json, code: &str, prices: &Json) -> CataloguePlan {
    let rows = prices.list().unwrap_or_default();
    let (prices, regions) = at_places(building, rows, code, &PRICES);
    let name = product.text_of("name").unwrap_or(code);
    let mut plan = plan(code, name, OfferKind::Server, prices);
    plan.regions = regions;
    plan.gives = described(product);
    plan.note = traffic(product);
    plan.families = orderable(building, product, code);
    plan
}

/// One server of the auction.
fn market(building: &mut Building, product: &Json, code: &str) -> CataloguePlan {
    let price = building.price(&figure(product.get("price")), code);
    let setup = building.price(&figure(product.get("price_setup")), code);
    let hourly = building.price(&figure(product.get("price_hourly")), code);
    let mut pricing = super::monthly(price, setup, hourly);
    if !product.says("fixed_price") {
        let day =
            product.text_of("next_reduce_date").and_then(|text| Some(When::parse_iso(text)?.day));
        let counted = || {
            let days =
                product.number_of("next_reduce").filter(|s| *s > 0.0 && *s < 1e9)? / 86_400.0;
            building.note("days on which prices fall are counted from the day of the list");
            Some(building.date().plus_days(days.floor() as i64))
        };
        pricing.falls = day.or_else(counted);
    }
    let name = product.text_of("name").unwrap_or(code);
    let mut plan = plan(code, &format!("{name} {code}"), OfferKind::Server, vec![pricing]);
    plan.regions = placed(building, product.text_of("datacenter"));
    plan.gives = described(product);
    if let Some(cpu) = product.text_of("cpu") {
        plan.gives.cpu = Some(Arc::from(cpu));
    }
    let memory = product.number_of("memory_size").and_then(|size| sized(size, SizeUnit::Gib));
    plan.gives.ram = memory.or(plan.gives.ram);
    if plan.gives.disks.is_empty() {
        let each = product.number_of("hdd_size").and_then(|size| sized(size, SizeUnit::Gb));
        let count = whole(product.number_of("hdd_count"));
        plan.gives.disks =
            each.zip(count).map(|(size, count)| disk_set(count, size, None)).into_iter().collect();
    }
    // `1 Gbit`, `100 Mbit/s`
    plan.gives.bandwidth = product.text_of("network_speed").and_then(|text| {
        let number: String = text.chars().take_while(char::is_ascii_digit).collect();
        let times = if text.to_lowercase().contains("gbit") { 1_000 } else { 1 };
        number.parse::<u32>().ok()?.checked_mul(times)
    });
    let place = product.text_of("datacenter").map(str::to_owned);
    plan.note = match (place, traffic(product)) {
        (Some(place), Some(traffic)) => Some(format!("{place}, {traffic}")),
        (place, traffic) => place.or(traffic),
    };
    plan.families = orderable(building, product, code);
    plan
}

/// What may be chosen with it, each a family of its own.
fn orderable(building: &mut Building, product: &Json, code: &str) -> Vec<Family> {
    let addons = product.get("orderable_addons").and_then(Json::list).unwrap_or_default();
    let mut families: Vec<Family> = Vec::new();
    for entry in addons {
        let Some(id) = entry.label_of("id") else {
            building.leave("with an add-on that has no name", code);
            continue;
        };
        // What must be there has its price in the product's.
        let rows = entry.get("prices").and_then(Json::list).unwrap_or_default();
        let (mut prices, _) = at_places(building, rows, &id, &PRICES);
        prices.retain(|pricing| pricing.price.is_some());
        if prices.is_empty() {
            building.leave("with an add-on that has no price", code);
            continue;
        }
        let name = entry.text_of("name").unwrap_or(&id);
        let gives = Gives::default();
        let addon = AddOn { code: id.as_str().into(), name: name.into(), gives, prices };
        let family = if id.contains("primary_ipv4") { "ipv4" } else { &id };
        if families.iter().all(|other| *other.name != *family) {
            families.push(choice(building, family, addon));
        }
    }
    families
}

fn traffic(product: &Json) -> Option<String> {
    let traffic = product.text_of("traffic").filter(|traffic| *traffic != "unlimited")?;
    Some(format!("traffic {traffic}"))
}

/// Processor, memory and disks out of the lines of a description.
fn described(product: &Json) -> Gives {
    let mut gives = Gives::default();
    for line in product.get("description").and_then(Json::list).unwrap_or_default() {
        let Some(text) = line.text() else { continue };
        let lower = text.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if is(&["ram", "ddr"]) {
            let memory = hardware::memory(text, SizeUnit::Gb);
            gives.ram = memory.map(|memory| memory.size).or(gives.ram);
            gives.ecc = memory.and_then(|memory| memory.ecc).or(gives.ecc);
        } else if is(&["ssd", "hdd", "nvme", "sata"]) {
            gives.disks.extend(hardware::disks(text, SizeUnit::Gb));
        } else if is(&["intel", "amd", "xeon", "ryzen", "epyc", "ampere"]) && !is(&["nic"]) {
            gives.cpu = gives.cpu.or_else(|| Some(Arc::from(text.trim())));
        }
    }
    gives
}

fn sized(number: f64, unit: SizeUnit) -> Option<Size> {
    let number = rust_decimal::Decimal::try_from(number).ok()?;
    Size::new(number, unit).filter(|size| size.bytes() > 0)
}

//! What Hetzner sells: the server auction, cloud servers, storage boxes and the servers of the Robot webservice.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::building::{self, Building, Figure};
use super::{PriceTold, Reader};
use crate::diag::Problem;
use crate::formats::importers::json::{self, Json};
use crate::model::{AddOn, CataloguePlan, Customers, Family, Gives, OfferKind, Pricing, Region};

mod auction;
mod cloud;
mod places;
mod robot;
mod storage_box;

#[cfg(test)]
mod tests;

pub(super) const AUCTION: Reader = auction::READER;
pub(super) const CLOUD: Reader = cloud::READER;
pub(super) const STORAGE_BOX: Reader = storage_box::READER;
pub(super) const ROBOT: Reader = robot::READER;

const PROVIDER: &str = "Hetzner";
/// The only way to pay: by the month, or by the hour with the month as the most.
const MODE: &str = "default";

/// The one document of an input.
fn document(bytes: &[u8], told: &PriceTold) -> Result<Json, Problem> {
    let text = building::text(bytes, told)?;
    let mut documents = json::parse(text, &building::as_told(told), |_| true)?;
    if documents.len() > 1 {
        let message = format!("`{}` holds {} documents", told.name, documents.len());
        return Err(Problem::error("not-a-price-list", message).hint("give one file a list"));
    }
    Ok(documents.swap_remove(0))
}

/// It is JSON, but not what the reader is for.
fn not_this(told: &PriceTold, what: &str, looked_for: &str) -> Problem {
    Problem::error("not-a-price-list", format!("`{}` is not {what}", told.name))
        .hint(format!("it has no list `{looked_for}` at its top"))
}

/// What stands for a price: a number, or a text that is one.
fn figure(value: Option<&Json>) -> Figure {
    match value {
        None => Figure::None,
        // The shortest digits that give the float are those that were written.
        Some(Json::Number(number)) => Figure::of(&number.to_string()),
        Some(Json::Text(text)) => Figure::of(text),
        Some(_) => Figure::NoNumber,
    }
}

/// The net price of a pair of net and gross.
fn net(entry: &Json, name: &str) -> Figure {
    match entry.get(name) {
        None => Figure::None,
        Some(pair) if pair.is_map() => figure(pair.get("net")),
        Some(_) => Figure::NoNumber,
    }
}

/// A whole number of at least 1.
fn whole(value: Option<f64>) -> Option<u32> {
    let number = value.filter(|number| *number >= 1.0 && *number <= 1e9)?;
    (number.fract() == 0.0).then_some(number as u32)
}

/// A way to pay without a term.
fn monthly(price: Option<Decimal>, setup: Option<Decimal>, hourly: Option<Decimal>) -> Pricing {
    Pricing {
        mode: MODE.into(),
        term: 0,
        every: 1,
        price,
        setup,
        hourly,
        renews: None,
        regions: Vec::new(),
        customers: Customers::All,
        falls: None,
    }
}

/// Prices at places: those that come to the same are one.
fn at_places(
    building: &mut Building,
    rows: &[Json],
    which: &str,
    fields: &Names,
) -> (Vec<Pricing>, Vec<Arc<str>>) {
    let (mut prices, mut regions): (Vec<Pricing>, Vec<Arc<str>>) = (Vec::new(), Vec::new());
    for row in rows {
        if !row.is_map() {
            building.leave("whose price is none", which);
            continue;
        }
        let price = building.price(&(fields.price)(row), which);
        let hourly = building.price(&(fields.hourly)(row), which);
        let setup = (fields.setup)(row);
        // None named: there is none, as cloud prices have it.
        let setup = if setup == Figure::None && fields.setup_absent == SetupAbsent::IsNone {
            Some(Decimal::ZERO)
        } else {
            building.price(&setup, which)
        };
        let mut pricing = monthly(price, setup, hourly);
        if let Some(code) = places::code(row.text_of("location")) {
            building.region(&code, || places::region(&code));
            if !regions.contains(&code) {
                regions.push(Arc::clone(&code));
            }
            pricing.regions.push(code);
        }
        let alike = |other: &&mut Pricing| {
            let regions = other.regions.is_empty() == pricing.regions.is_empty();
            let of = |p: &Pricing| (p.price, p.setup, p.hourly);
            regions && of(other) == of(&pricing)
        };
        match prices.iter_mut().find(alike) {
            Some(other) => other.regions.append(&mut pricing.regions),
            None => prices.push(pricing),
        }
    }
    (prices, regions)
}

/// Where in an entry its prices stand.
struct Names {
    price: fn(&Json) -> Figure,
    hourly: fn(&Json) -> Figure,
    setup: fn(&Json) -> Figure,
    setup_absent: SetupAbsent,
}

/// What it means that no setup fee stands there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SetupAbsent {
    /// There is none.
    IsNone,
    /// Nobody said.
    Unknown,
}

/// As the cloud's interface has it.
const CLOUD_PRICES: Names = Names {
    price: |row| net(row, "price_monthly"),
    hourly: |row| net(row, "price_hourly"),
    setup: |row| net(row, "setup_fee"),
    setup_absent: SetupAbsent::IsNone,
};

/// A plan of nothing but its name and prices.
fn plan(code: &str, name: &str, kind: OfferKind, prices: Vec<Pricing>) -> CataloguePlan {
    CataloguePlan {
        code: code.into(),
        name: name.into(),
        kind,
        gives: Gives::default(),
        regions: Vec::new(),
        families: Vec::new(),
        prices,
        tariff: None,
        stackable: None,
        until: None,
        note: None,
    }
}

/// Something that may be chosen, and need not.
fn choice(building: &mut Building, family: &str, addon: AddOn) -> Family {
    let option = building.addon(addon);
    Family { name: family.into(), mandatory: false, options: vec![option], default: None }
}

/// The region of a data centre or location, told to the catalogue.
fn placed(building: &mut Building, location: Option<&str>) -> Vec<Arc<str>> {
    let Some(code) = places::code(location) else { return Vec::new() };
    building.region(&code, || places::region(&code));
    vec![code]
}

fn region(country: &str, name: &str) -> Region {
    Region { country: country.to_owned(), name: Some(name.to_owned()) }
}

//! Which values does the file itself state?

use rust_decimal::Decimal;

use crate::document::quote;
use crate::engine::capacity::gives;
use crate::engine::demand::stated_size;
use crate::model::{Contract, Fill, Line, Offer, Resource, Service};
use crate::units::{Day, Measured, Money, Quantity, SizeRange, Unit, Use, Value};

use super::{Figures, count, item, months, room};

impl Figures<'_> {
    pub(super) fn of_file(&self, steps: &[&str]) -> Option<Value> {
        let scenario = self.scenario;
        match steps {
            ["as_of"] => Some(Value::Day(self.outlook.as_of)),
            ["horizon"] => scenario.horizon.map(Value::from),
            ["request", "months"] => scenario.request.as_ref().map(|r| months(r.months)),
            ["request", "from"] => Some(Value::Day(self.outlook.period.from)),
            ["request", "until"] => self.outlook.period.until.map(Value::Day),
            ["offers", key, rest @ ..] => self.of_offer(scenario.offers.get(*key)?, rest),
            ["contracts", key, rest @ ..] => {
                let contract = scenario.contracts.get(*key)?;
                self.of_tenure(key, rest).or_else(|| self.of_contract(contract, rest))
            }
            ["services", key, rest @ ..] => {
                of_service(scenario.services.get(*key)?, rest, self.day)
            }
            ["lines", key, rest @ ..] => {
                let line = item(&scenario.lines, key, |line| &line.what)?;
                let price = || {
                    let dated = line.prices.iter().filter(|price| price.from <= self.day);
                    let now = dated.max_by_key(|price| price.from).map(|price| &price.price);
                    self.money(now.unwrap_or(&line.price))
                };
                match rest {
                    ["price"] => Some(price()),
                    ["quantity"] => Some(count(quantity_of(line)?)),
                    // One charge of it: quantity × price.
                    [] | ["amount"] => price().times(&count(quantity_of(line)?)).ok(),
                    ["prices", index, "price"] => {
                        Some(self.money(&line.prices.get(index.parse::<usize>().ok()?)?.price))
                    }
                    ["from"] => line.from.map(Value::Day),
                    ["until"] => line.until.map(Value::Day),
                    _ => None,
                }
            }
            ["per", key] => scenario.per.get(*key).map(|many| count(many.count())),
            ["taxes", key] | ["taxes", key, "rate"] => {
                // Of several rates of one name, the one that holds on the day.
                let held = scenario.taxes.iter().find(|tax| {
                    tax.name == *key
                        && tax.from.is_none_or(|from| from <= self.day)
                        && tax.until.is_none_or(|until| self.day < until)
                });
                let tax = held.or_else(|| item(&scenario.taxes, key, |tax| &tax.name))?;
                Some(tax.rate.into())
            }
            ["buffers", key] => {
                let (_, buffer) = scenario.buffers.iter().find(|(own, _)| room::is(own, key))?;
                Some((*buffer).into())
            }
            ["growth", key] => {
                let (_, growth) = scenario.growth.iter().find(|(own, _)| room::is(own, key))?;
                growth.on(self.day).map(Value::from)
            }
            ["backups", "daily_change"] => scenario.backups.as_ref()?.daily_change.map(Value::from),
            ["backups", "growth"] => {
                scenario.backups.as_ref()?.growth.as_ref()?.on(self.day).map(Value::from)
            }
            ["backups", "keep", kind] => {
                let keep = scenario.backups.as_ref()?.keep;
                Some(match *kind {
                    "daily" | "days" => count(keep.of_days()),
                    "per_day" => count(keep.each_day()),
                    "weekly" => count(keep.weekly),
                    "monthly" => count(keep.monthly),
                    "yearly" => count(keep.yearly),
                    _ => return None,
                })
            }
            ["fill", key, share] => {
                let (_, fill) = scenario.fill.iter().find(|(own, _)| room::is(own, key))?;
                share_of(*fill, share)
            }
            ["usage", key, rest @ ..] => {
                let usage = scenario.usage.get(*key)?;
                let (day, used) = match rest {
                    [] | ["latest", ..] => usage.all_samples().max_by_key(|(day, _)| *day)?,
                    ["samples", index, ..] => usage.samples.get(index.parse::<usize>().ok()?)?,
                    _ => return None,
                };
                match rest {
                    [_, "0" | "day"] | ["samples", _, "0" | "day"] => Some(Value::Day(*day)),
                    [] | ["latest"] | ["samples", _] | [.., "1"] => Some(used_of(*used)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A stated amount; one without a currency is in the file's.
    pub(super) fn money(&self, money: &Money) -> Value {
        Value::money(money, self.scenario.currency)
    }

    fn of_offer(&self, offer: &Offer, rest: &[&str]) -> Option<Value> {
        match rest {
            ["monthly"] => offer.monthly.as_ref().map(|money| self.money(money)),
            ["setup"] => Some(match &offer.setup {
                Some(setup) => self.money(setup),
                None => nothing(self.scenario.currency),
            }),
            ["ram"] => offer.ram.map(Value::from),
            ["storage"] => offer.storage.map(Value::from).or_else(|| {
                gives(offer, &Resource::Storage)
                    .map(|level| room::level_of(&Resource::Storage, level))
            }),
            ["size"] => offer.size.map(Value::from),
            ["threads"] => offer.threads.map(count),
            ["term"] => offer.term.map(Value::from),
            ["notice"] => offer.notice.map(Value::from),
            ["delivery"] => offer.delivery.map(Value::from),
            ["from"] => offer.from.map(Value::Day),
            ["until"] => offer.until.map(Value::Day),
            ["checked"] => offer.checked.map(Value::Day),
            ["gives", name] => offer.gives.get(*name).map(|n| count(*n)),
            ["includes", name] => {
                let (_, included) = offer.includes.iter().find(|(of, _)| room::is(of, name))?;
                Some(quantity(*included))
            }
            _ => self.of_price(offer, rest),
        }
    }

    fn of_contract(&self, contract: &Contract, rest: &[&str]) -> Option<Value> {
        let offer = self.scenario.offers.get(contract.offer.as_str());
        match rest {
            ["monthly"] => {
                let dated = contract.prices.iter().filter(|price| price.from <= self.day);
                let now = dated.max_by_key(|price| price.from).map(|price| &price.monthly);
                let price =
                    now.or(contract.monthly.as_ref()).or(offer.and_then(|o| o.monthly.as_ref()))?;
                Some(self.money(price))
            }
            ["prices", index, "monthly"] => {
                Some(self.money(&contract.prices.get(index.parse::<usize>().ok()?)?.monthly))
            }
            ["prices", index, "from"] => {
                Some(Value::Day(contract.prices.get(index.parse::<usize>().ok()?)?.from))
            }
            ["discounts", index, "rate"] => {
                Some(contract.discounts.get(index.parse::<usize>().ok()?)?.rate.into())
            }
            ["size"] => contract.size.or(offer?.size).map(Value::from),
            ["fill", key, share] => {
                let (_, fill) = contract.fill.iter().find(|(own, _)| room::is(own, key))?;
                share_of(*fill, share)
            }
            ["hourly"] => {
                let hourly = contract.hourly.as_ref().or(offer.and_then(|o| o.hourly.as_ref()))?;
                Some(self.money(hourly))
            }
            ["from"] => Some(Value::Day(contract.from)),
            ["until"] => contract.until.map(Value::Day),
            ["count"] => Some(count(contract.count)),
            ["term"] => contract.term.or(offer?.term).map(Value::from),
            ["notice"] => contract.notice.or(offer?.notice).map(Value::from),
            ["checked"] => contract.checked.map(Value::Day),
            _ => self.of_offer(offer?, rest), // what it does not state itself is its offer's
        }
    }

    pub(super) fn file_paths(&self) -> Vec<String> {
        let scenario = self.scenario;
        let mut paths = Vec::new();
        for key in scenario.offers.keys() {
            let fields = ["monthly", "setup", "ram", "storage", "size", "term"];
            paths.extend(fields.iter().map(|field| format!("offers[{}].{field}", quote(key))));
        }
        for key in scenario.contracts.keys() {
            let fields = ["monthly", "setup", "from", "until", "count", "ram", "storage"];
            paths.extend(fields.iter().map(|field| format!("contracts[{}].{field}", quote(key))));
        }
        for key in scenario.services.keys() {
            let fields = ["ram", "storage", "threads"];
            paths.extend(fields.iter().map(|field| format!("services[{}].{field}", quote(key))));
        }
        for line in &scenario.lines {
            paths.push(format!("lines[{}].amount", quote(&line.what)));
        }
        for tax in &scenario.taxes {
            paths.push(format!("taxes[{}].rate", quote(&tax.name)));
        }
        paths
    }
}

/// The product of the factors of a line.
fn quantity_of(line: &Line) -> Option<Decimal> {
    let product = line.quantity.product(line.per.as_deref());
    product.into_iter().try_fold(Decimal::ONE, |product, (top, bottom)| {
        let number = |n: i128| Decimal::try_from_i128_with_scale(n, 0).ok();
        product.checked_mul(number(top)?)?.checked_div(number(bottom)?)
    })
}

fn of_service(service: &Service, rest: &[&str], day: Day) -> Option<Value> {
    let plain = service.components.is_empty() && service.count == 1;
    let all = |component: Option<&str>, resource: Resource| {
        let size = stated_size(service, component, &resource)?;
        Some(room::readings_of(&resource, size))
    };
    let named = |key: &str| match key {
        "ram" => Some(Resource::Ram),
        "storage" => Some(Resource::Storage),
        "threads" => Some(Resource::Cpu),
        _ => None,
    };
    match rest {
        ["ram"] if plain => service.ram.map(range),
        ["storage"] if plain => service.storage.map(range),
        ["threads"] if plain => service.threads.map(quantity),
        ["needs", name] if plain => service.needs.get(*name).map(|n| count(*n)),
        ["count"] => Some(count(service.count)),
        ["needs", name] => all(None, Resource::Count((*name).to_owned())),
        ["components", name, "needs", of] => all(Some(name), Resource::Count((*of).to_owned())),
        ["components", name, "share"] => {
            let component = service.components.iter().find(|part| part.name == *name)?;
            component.share.map(Value::from)
        }
        ["components", name, key] => all(Some(name), named(key)?),
        [key] if named(key).is_some() => all(None, named(key)?),
        ["from"] => service.from.map(Value::Day),
        ["until"] => service.until.map(Value::Day),
        ["wants", "ram"] => service.wants.as_ref()?.ram.map(range),
        ["wants", "storage"] => service.wants.as_ref()?.storage.map(range),
        ["growth", key] => {
            let (_, growth) = service.growth.iter().find(|(own, _)| room::is(own, key))?;
            growth.on(day).map(Value::from)
        }
        _ => None,
    }
}

/// So much in use: a size, a count, or a share.
pub fn used_of(used: Use) -> Value {
    match used {
        Use::Of(of) => quantity(of),
        Use::Share(share) => share.into(),
    }
}

/// How full something is to be, or may get.
fn share_of(fill: Fill, share: &str) -> Option<Value> {
    match share {
        "target" => fill.target.map(Value::from),
        "alert" => fill.alert.map(Value::from),
        _ => None,
    }
}

/// So much of a resource: a size, or a count.
pub fn quantity(quantity: Quantity) -> Value {
    match quantity {
        Quantity::Bytes(size) => size.into(),
        Quantity::Count(number) => count(number),
    }
}

fn range(range: SizeRange) -> Value {
    let end = |bytes: i128| Decimal::try_from_i128_with_scale(bytes, 0).ok();
    Value::Amount(Measured {
        low: end(range.least()),
        high: end(range.cautious()),
        unit: Unit::size(range.high().unit()),
        loose: false,
    })
}

fn nothing(currency: crate::units::Currency) -> Value {
    Value::of(Decimal::ZERO, Unit::money(currency, None))
}

//! What does a price list hold, which of them stand beside a scenario, and what changed from one to another?

use rust_decimal::Decimal;

use crate::engine::configure::usual;
use crate::model::{Catalogue, CatalogueTax, CatalogueText, Scenario};
use crate::units::{Basis, Currency, Day, plural};

use super::words;
use super::{Cell, Column, MoneyValue, Report, Row, Table, Tone, Value};

mod diff;

pub use diff::{Compared, diff};

/// What a price list holds; `today` tells its age.
pub fn held(catalogue: &Catalogue, today: Day) -> Report {
    let mut report = Report::new("price-list", format!("Prices of {}", catalogue.range()));
    let age = age(catalogue.date, today);
    report.say(format!("As of {} ({age}), {}.", catalogue.date.words(), tax(catalogue)));
    let (plans, addons) = (catalogue.plans.len(), catalogue.addons.len());
    report.say(format!("{} and {}.", count(plans, "plan"), count(addons, "add-on")));
    if !catalogue.regions.is_empty() {
        let place = |(code, region): (&std::sync::Arc<str>, &crate::model::Region)| {
            let name = region.name.as_deref().unwrap_or(&region.country);
            if name == &**code { name.to_owned() } else { format!("{name} ({code})") }
        };
        let places: Vec<String> = catalogue.regions.iter().map(place).collect();
        report.say(format!("Places: {}.", places.join(", ")));
    }
    if let Some(source) = &catalogue.source {
        report.say(format!("From {source}."));
    }
    report.table(sold(catalogue));
    for note in &catalogue.notes {
        report.say(format!("{}.", words::capital(note.trim_end_matches('.'))));
    }
    report
}

/// A row a plan, with the least that a month of it costs with the usual choice.
fn sold(catalogue: &Catalogue) -> Table {
    let heading = match basis(catalogue) {
        Basis::BeforeTax => format!("Monthly from, {} before tax", catalogue.currency),
        Basis::AfterTax => format!("Monthly from, {} after tax", catalogue.currency),
    };
    let columns = vec![
        Column::words("plan", "Plan"),
        Column::words("name", "Name"),
        Column::words("cpu", "Processor"),
        Column::words("regions", "Where"),
        Column::numbers("monthly", heading),
        Column::words("modes", "Paid as"),
    ];
    let mut table = Table::new("plans", "", columns);
    table.rows.extend(catalogue.plans.iter().map(|plan| {
        let usual = usual(catalogue, plan);
        let least = usual.values().filter_map(|priced| priced.monthly).min();
        let regions: Vec<&str> = plan.regions.iter().map(|region| &**region).collect();
        let mut modes: Vec<&str> = plan.prices.iter().map(|pricing| &*pricing.mode).collect();
        modes.dedup();
        Row::item(vec![
            Cell::words(&*plan.code),
            Cell::words(&*plan.name),
            Cell::words(plan.gives.cpu.as_deref().unwrap_or_default()),
            Cell::words(regions.join(", ")),
            least.map_or_else(Cell::default, |least| {
                // Of what is paid for a term at once it is a part, which has no digits of its own.
                money(least.round_dp(catalogue.currency.minor_digits()), catalogue)
            }),
            Cell::words(modes.join(", ")),
        ])
    }));
    table
}

/// The price lists beside a scenario, the oldest first.
pub fn beside(scenario: &Scenario, today: Day) -> Report {
    let as_of = scenario.as_of.unwrap_or(today);
    let mut report = Report::new("price-lists", "Price lists beside the scenario");
    if scenario.catalogues.is_empty() {
        report.say("There is none: `headroom prices import FILE --into SCENARIO` takes one in.");
        return report;
    }
    let columns = vec![
        Column::words("key", "Key"),
        Column::words("range", "Prices of"),
        Column::words("date", "As of"),
        Column::numbers("age", "Days old"),
        Column::words("currency", "Currency"),
        Column::numbers("plans", "Plans"),
        Column::words("state", ""),
    ];
    let mut table = Table::new("price-lists", "", columns);
    let mut all: Vec<(&str, &CatalogueText)> =
        scenario.catalogues.iter().map(|(key, of)| (&**key, &**of)).collect();
    all.sort_by_key(|(_, of)| of.date);
    table.rows.extend(all.into_iter().map(|(key, of)| {
        let words = [Some(&of.provider), of.line.as_ref(), of.subsidiary.as_ref()];
        let range: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
        let days = of.date.days_until(as_of);
        let plans = of.beside.as_ref().map(|catalogue| catalogue.plans.len());
        Row::item(vec![
            Cell::of(key, Value::Text(key.to_owned())),
            Cell::words(range.join(" ")),
            words::day_cell(of.date, as_of),
            if days < 0 { Cell::default() } else { number(days) },
            Cell::words(of.currency.code()),
            plans.map_or_else(Cell::default, |plans| number(plans as i64)),
            state(of, as_of),
        ])
    }));
    report.table(table);
    report
}

fn state(of: &CatalogueText, as_of: Day) -> Cell {
    let warning = |text: &str| Cell::words(text).toned(Tone::Warning);
    match &of.content {
        None => warning("its text is not beside the file"),
        Some(content) if *content != of.text => warning("its text was changed"),
        Some(_) if of.beside.is_none() => warning("its text cannot be read"),
        Some(_) if of.date > as_of => {
            Cell::words(format!("not known yet on {}", as_of.words())).toned(Tone::Dim)
        }
        Some(_) => Cell::default(),
    }
}

fn number(count: i64) -> Cell {
    Cell::of(count.to_string(), Value::Count(Decimal::from(count)))
}

fn count(n: usize, one: &str) -> String {
    plural(n as i128, one)
}

/// `12 days old`, `of today`, `12 days from now`.
fn age(date: Day, today: Day) -> String {
    match date.days_until(today) {
        0 => "of today".to_owned(),
        days if days > 0 => format!("{} old", plural(i128::from(days), "day")),
        days => format!("{} from now", plural(i128::from(-days), "day")),
    }
}

fn tax(catalogue: &Catalogue) -> String {
    let code = catalogue.currency.code();
    match catalogue.tax {
        CatalogueTax::Before(None) => format!("in {code} before tax"),
        CatalogueTax::Before(Some(rate)) => format!("in {code} before {rate} % tax"),
        CatalogueTax::In(rate) => format!("in {code} with {rate} % tax in them"),
    }
}

fn basis(catalogue: &Catalogue) -> Basis {
    match catalogue.tax {
        CatalogueTax::Before(_) => Basis::BeforeTax,
        CatalogueTax::In(_) => Basis::AfterTax,
    }
}

/// A catalogue's own price: with at least the digits of its currency, and more where it has more.
fn money(amount: Decimal, catalogue: &Catalogue) -> Cell {
    let amount = digits(amount, catalogue.currency);
    words::money_cell(MoneyValue {
        amount: Some(amount),
        up_to: None,
        at_least: false,
        currency: catalogue.currency,
        basis: Some(basis(catalogue)),
    })
}

fn digits(amount: Decimal, currency: Currency) -> Decimal {
    let mut amount = amount.normalize();
    amount.rescale(amount.scale().max(currency.minor_digits()));
    amount
}

//! Which plan does a row sell?

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::layout::Layout;
use super::said::{of_row, tax_of_row, writes};
use super::words;
use super::{Field, PriceTold, basis};
use crate::formats::catalogues::building::{Building, Figure};
use crate::formats::catalogues::hardware;
use crate::formats::catalogues::money::{self, Coin, Decimals};
use crate::formats::catalogues::tariff::{self, Use};
use crate::model::{CataloguePlan, CatalogueTax, Customers, Gives, OfferKind, Pricing};
use crate::units::{Currency, Size, SizeUnit};

/// What holds for all rows.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) decimals: Decimals,
    pub(super) currency: Currency,
    pub(super) tax: CatalogueTax,
    pub(super) of_all: &'a PriceTold,
}

/// Whether a column holds a price that something can be sold by.
pub(super) fn is_price(field: Field) -> bool {
    matches!(
        field,
        Field::Monthly
            | Field::MonthlyNew
            | Field::MonthlyExisting
            | Field::Yearly
            | Field::Hourly
            | Field::Overage
    )
}

/// Whether a column holds amounts.
pub(super) fn is_money(field: Field) -> bool {
    is_price(field) || matches!(field, Field::Setup | Field::Minimum)
}

/// A row by what its columns hold.
struct Cells<'a> {
    layout: &'a Layout,
    row: &'a [String],
    fields: &'a [Option<Field>],
}

impl<'a> Cells<'a> {
    fn all(&self, field: Field) -> impl Iterator<Item = (&'a str, &'a str)> {
        let cells = self.row.iter().zip(self.fields).zip(&self.layout.headings);
        cells
            .filter(move |((cell, of), _)| **of == Some(field) && !is_missing(cell))
            .map(|((cell, _), heading)| (heading.as_str(), cell.as_str()))
    }

    /// Heading and cell, where something stands there.
    fn get(&self, field: Field) -> Option<(&'a str, &'a str)> {
        self.all(field).next()
    }

    fn cell(&self, field: Field) -> Option<&'a str> {
        self.get(field).map(|(_, cell)| cell)
    }
}

/// How tables write that nothing is known.
fn is_missing(cell: &str) -> bool {
    let known = ["", "-", "–", "—", "n/a", "na", "?", "k.a.", "n.a.", "tbd"];
    known.contains(&cell.trim().to_lowercase().as_str())
}

/// Gives every row to the catalogue; rows of one name and the same hardware are ways to pay for one plan.
pub(super) fn take(
    building: &mut Building,
    layout: &Layout,
    fields: &[Option<Field>],
    told: Told<'_>,
) {
    let mut plans: IndexMap<String, CataloguePlan> = IndexMap::new();
    for (line, row) in &layout.rows {
        let cells = Cells { layout, row, fields };
        let Some(plan) = plan(building, &cells, *line, told) else { continue };
        let code = plan.code.to_string();
        let Some(known) = plans.get_mut(&code) else {
            plans.insert(code, plan);
            continue;
        };
        if known.gives == plan.gives && known.kind == plan.kind && known.tariff == plan.tariff {
            also(building, known, plan);
            continue;
        }
        // The same name for other hardware: told apart by it.
        let own = format!("{code}-{}", words::slug(&hardware_of(&cells)));
        match plans.get_mut(&own) {
            Some(known) if known.gives == plan.gives => also(building, known, plan),
            Some(_) => building.leave("whose name stands there already", &plan.name),
            None => {
                plans.insert(own.clone(), CataloguePlan { code: own.into(), ..plan });
            }
        }
    }
    for (_, plan) in plans {
        building.plan(plan);
    }
}

/// More ways to pay for a plan.
fn also(building: &mut Building, known: &mut CataloguePlan, plan: CataloguePlan) {
    for pricing in plan.prices {
        let overlaps = |other: &Pricing| {
            let same = |code: &Arc<str>| other.regions.contains(code);
            let everywhere = other.regions.is_empty() || pricing.regions.is_empty();
            other.mode == pricing.mode && (everywhere || pricing.regions.iter().any(same))
        };
        if known.prices.iter().any(overlaps) {
            building.leave("whose price stands there already", &plan.name);
        } else {
            known.prices.push(pricing);
        }
    }
    for code in plan.regions {
        if !known.regions.contains(&code) {
            known.regions.push(code);
        }
    }
}

fn plan(
    building: &mut Building,
    cells: &Cells<'_>,
    line: usize,
    told: Told<'_>,
) -> Option<CataloguePlan> {
    let hardware = hardware_of(cells);
    let name = cells.cell(Field::Name).map_or(hardware, str::to_owned);
    let name = if name.is_empty() { format!("line {line}") } else { name };
    let coin = of_row(cells.row, cells.fields);
    let is_ours = match coin {
        None => true,
        Some(Coin::Is(currency)) => currency == told.currency,
        Some(Coin::Several(sign)) => writes(told.currency, Some(sign)),
    };
    if !is_ours {
        building.leave("in another currency", &name);
        return None;
    }
    if tax_of_row(cells.row, cells.fields).basis.is_some_and(|own| own != basis(told.tax)) {
        building.leave("with other tax in its price", &name);
        return None;
    }
    let mut gives = gives(cells);
    let kind = kind(building, cells, &name, &gives, told.of_all);
    if kind != OfferKind::Server && gives.space.is_none() {
        if let [set] = gives.disks.as_slice()
            && set.count == 1
        {
            gives.space = Some(set.size);
        }
        gives.disks.clear();
    }
    let regions = regions(building, cells);
    let used = used(building, cells, &name, told);
    let tariff = used.tariff(kind, told.currency, basis(told.tax));
    let prices = prices(building, cells, &name, &regions, told);
    let code = words::slug(&name);
    let code = if code.is_empty() { format!("line-{line}") } else { code };
    let mut notes: Vec<String> =
        cells.all(Field::Note).map(|(heading, cell)| format!("{heading}: {cell}")).collect();
    if let Some((heading, cell)) = cells.get(Field::Notice) {
        notes.push(format!("{heading}: {cell}"));
    }
    Some(CataloguePlan {
        code: code.into(),
        name: name.into(),
        kind,
        gives,
        regions,
        families: Vec::new(),
        prices,
        tariff,
        stackable: cells.cell(Field::Stackable).and_then(words::answer),
        until: None,
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    })
}

/// What tells two rows of one name apart.
fn hardware_of(cells: &Cells<'_>) -> String {
    let fields = [Field::Space, Field::Cpu, Field::Ram, Field::Disk, Field::Bandwidth];
    let parts = fields.iter().flat_map(|field| cells.all(*field)).map(|(_, cell)| cell);
    parts.collect::<Vec<_>>().join(", ")
}

/// The unit that a heading names, as `RAM (GB)`.
fn unit_of(heading: &str) -> Option<SizeUnit> {
    heading.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        // `T` and `G` alone name something else in a heading.
        (word.len() > 1).then(|| hardware::unit(word))?
    })
}

fn gives(cells: &Cells<'_>) -> Gives {
    let memory = cells.get(Field::Ram).and_then(|(heading, cell)| {
        hardware::memory(cell, unit_of(heading).unwrap_or(SizeUnit::Gb))
    });
    let mut disks = Vec::new();
    for (heading, cell) in cells.all(Field::Disk) {
        let sets = hardware::disks(cell, unit_of(heading).unwrap_or(SizeUnit::Gb));
        disks.extend(sets.into_iter().map(|mut set| {
            let of_heading = || {
                let lower = heading.to_lowercase();
                let kinds = [("nvme", "NVMe"), ("ssd", "SSD"), ("hdd", "HDD")];
                let kind = kinds.into_iter().find(|(word, _)| lower.contains(word));
                kind.map(|(_, kind)| kind.to_owned())
            };
            set.what = set.what.take().or_else(of_heading);
            set
        }));
    }
    let one = |field| {
        let (heading, cell): (&str, &str) = cells.get(field)?;
        let part = hardware::parts(cell).into_iter().next()?;
        Size::new(part.number, part.unit.or_else(|| unit_of(heading)).unwrap_or(SizeUnit::Gb))
    };
    Gives {
        cpu: cells.cell(Field::Cpu).map(Arc::from),
        threads: cells.cell(Field::Threads).and_then(words::threads),
        ram: memory.map(|memory| memory.size),
        ecc: memory.and_then(|memory| memory.ecc),
        disks,
        space: one(Field::Space),
        backup: one(Field::Backup),
        bandwidth: cells.cell(Field::Bandwidth).and_then(words::bandwidth),
    }
}

fn kind(
    building: &mut Building,
    cells: &Cells<'_>,
    name: &str,
    gives: &Gives,
    told: &PriceTold,
) -> OfferKind {
    let said = cells.cell(Field::Kind).and_then(words::kind);
    let runs = gives.ram.is_some() || gives.threads.is_some() || gives.cpu.is_some();
    let around = || {
        let texts = told.line.iter().chain(&cells.layout.texts);
        texts.chain(&cells.layout.headings).find_map(|text| words::kind(text))
    };
    let found = said
        .or_else(|| runs.then_some(OfferKind::Server))
        .or_else(|| words::kind(name))
        .or_else(around);
    found.unwrap_or_else(|| {
        building.note(
            "what is neither a server, a disk nor space for backups by its words is taken for something else",
        );
        OfferKind::Other
    })
}

fn regions(building: &mut Building, cells: &Cells<'_>) -> Vec<Arc<str>> {
    let Some(cell) = cells.cell(Field::Region) else { return Vec::new() };
    let mut codes: Vec<Arc<str>> = Vec::new();
    for (code, region) in words::regions(cell) {
        building.region(&code, || region);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// What the cells of a price by use say together.
fn used(building: &mut Building, cells: &Cells<'_>, name: &str, told: Told<'_>) -> Use {
    let mut used =
        cells.cell(Field::Overage).map_or_else(Use::default, |cell| Use::of(cell, told.decimals));
    for field in [Field::Overage, Field::Monthly] {
        let Some((heading, cell)) = cells.get(field) else { continue };
        if used.price.is_some() {
            break;
        }
        let read = money::price(cell, told.decimals);
        let per = read.per.or_else(|| money::price(heading, told.decimals).per);
        let Some(unit) = per else { continue };
        used = Use { free: used.free, ..Use::of(cell, told.decimals) };
        if used.price.is_none() {
            used.price = building.price(&read.figure, name).map(|price| (price, unit));
            used.started = read.started;
        }
    }
    let included = cells.cell(Field::Included).and_then(tariff::size);
    used.free = used.free.or(included);
    if let Some((_, cell)) = cells.get(Field::Minimum) {
        let minimum = money::price(cell, told.decimals).figure;
        used.minimum = building.price(&minimum, name).or(used.minimum);
    }
    used
}

/// Every way to pay that the row has.
fn prices(
    building: &mut Building,
    cells: &Cells<'_>,
    name: &str,
    regions: &[Arc<str>],
    told: Told<'_>,
) -> Vec<Pricing> {
    let term = match cells.cell(Field::Term) {
        None => 0,
        Some(cell) => words::term(cell).unwrap_or_else(|| {
            building.leave("whose term is not understood: from month to month", name);
            0
        }),
    };
    let mut amount = |field: Field| -> Option<Option<Decimal>> {
        let (heading, cell) = cells.get(field)?;
        let read = money::price(cell, told.decimals);
        if read.per.is_some() || money::price(heading, told.decimals).per.is_some() {
            // By use: the tariff has it.
            return Some(None);
        }
        if read.from {
            building.leave("whose price is the least of several", name);
        }
        if read.open {
            building.leave("whose price can be read in two ways, and counts as not known", name);
            return Some(None);
        }
        if read.figure == Figure::NoNumber || read.figure == Figure::None {
            building.leave("whose price is no number, and counts as not known", name);
            return Some(None);
        }
        Some(building.price(&read.figure, name))
    };
    let setup = amount(Field::Setup).flatten();
    let hourly = amount(Field::Hourly).flatten();
    let ways = [
        (Field::Monthly, Customers::All, 1),
        (Field::MonthlyNew, Customers::New, 1),
        (Field::MonthlyExisting, Customers::Existing, 1),
        (Field::Yearly, Customers::All, 12),
    ];
    let mut prices: Vec<Pricing> = Vec::new();
    for (field, customers, every) in ways {
        let Some(price) = amount(field) else { continue };
        let by_term = match (every, term) {
            (1, 0) => "monthly".to_owned(),
            (1, months) => format!("{months}-months"),
            _ => "yearly".to_owned(),
        };
        let mode = match customers {
            Customers::All => by_term,
            Customers::New => format!("{by_term}-new"),
            Customers::Existing => format!("{by_term}-existing"),
        };
        prices.push(Pricing {
            mode: mode.into(),
            term: if every == 1 { term } else { term.max(every) },
            every,
            price,
            setup,
            hourly: if every == 1 { hourly } else { None },
            renews: None,
            regions: regions.to_vec(),
            customers,
            falls: None,
        });
    }
    let only_otherwise =
        prices.is_empty() && (hourly.is_some() || cells.get(Field::Overage).is_some());
    if only_otherwise {
        prices.push(Pricing {
            mode: "monthly".into(),
            term,
            every: 1,
            price: None,
            setup,
            hourly,
            renews: None,
            regions: regions.to_vec(),
            customers: Customers::All,
            falls: None,
        });
    }
    prices
}

//! OVH's public order catalogue (`eco`, `baremetalServers`) → a catalogue.
//!
//! A plan's full price is its own and that of one add-on of each mandatory family, all of one mode. An offer is known by its plan
//! code: names are used again for other hardware. What is missing or wrong is left out by itself and said, with its place; of a file
//! that ends too early the plans stay of which all that must be chosen with them was read.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{LARGEST, PriceTold, Reader};
use crate::diag::{Place, Problem};
use crate::formats::importers::Head;
use crate::model::{Catalogue, CatalogueTax, Gives};
use crate::units::{Basis, Currency};

use self::loose::{Given, Room, Text, Wrong};
use self::names::Names;
use self::notes::Notes;
use self::served::{List, Plan, Served};
use self::tax::Evidence;

mod cycles;
mod hardware;
mod loose;
mod names;
mod notes;
mod places;
mod plans;
mod prices;
mod promotions;
mod served;
mod tax;
#[cfg(test)]
mod tests;

/// OVH's servers.
pub(super) const OVH: Reader = Reader {
    name: "ovh",
    what: "OVH's order catalogue: dedicated servers with their options, by data centre and term",
    recognises,
    read,
};

/// Names of the top level, and one of a plan: no other provider has them.
fn recognises(head: &Head<'_>) -> bool {
    let text = head.text.trim_start();
    let has = |name: &str| text.contains(name);
    text.starts_with('{')
        && (has("\"planCode\"") && (has("\"addonFamilies\"") || has("\"pricings\""))
            || has("\"catalogId\"") && has("\"ovhSubsidiary\"")
            || has("\"catalogId\"") && has("\"subsidiary\"")
            || has("\"planFamilies\""))
}

fn read(bytes: &[u8], told: &PriceTold) -> Result<Catalogue, Problem> {
    if bytes.len() > LARGEST {
        let message = format!("`{}` is longer than {} MiB", told.name, LARGEST >> 20);
        return Err(Problem::error("too-large", message));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, mut broken) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            // What is before the first bad byte is UTF-8, by what `valid_up_to` says.
            let text = std::str::from_utf8(good).unwrap_or_default();
            let problem = Problem::error("not-utf8", "here is a byte that is not UTF-8");
            (text, Some(problem.at(notes::place(text, &told.name, text.len()))))
        }
    };
    if text.trim().is_empty() && broken.is_none() {
        return Err(Problem::error("empty", format!("`{}` is empty", told.name)));
    }
    let room = Room::default();
    let mut served = Served::default();
    if let Err(error) = served::take(text, &room, &mut served) {
        broken = broken.or_else(|| Some(refused(&error, text, &room, told)));
    }
    let mut reading = Reading::new(text, told, broken);
    for wrong in room.wrong() {
        reading.wrong(&wrong, &served);
    }
    reading.catalogue(&served)
}

/// Why a text could not be read on.
fn refused(error: &serde_json::Error, text: &str, room: &Room, told: &PriceTold) -> Problem {
    let place = place_of(error, text, told);
    let (code, message) = if room.is_used_up() {
        ("too-large", "the file holds more values than a catalogue can have")
    } else if error.is_eof() {
        ("cut-off", "the JSON ends too early")
    } else if error.is_data() {
        ("not-ovh", "this is no catalogue of OVH: it is an object with `plans` in it")
    } else {
        ("not-json", "this is not JSON")
    };
    Problem::error(code, message).at(place).hint("give the file whole, as OVH's server sent it")
}

/// Columns of the JSON reader are bytes.
fn place_of(error: &serde_json::Error, text: &str, told: &PriceTold) -> Place {
    let line = error.line().max(1);
    let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let at = (start + error.column().saturating_sub(1)).min(text.len());
    notes::place(text, &told.name, at)
}

/// What is known while a file becomes a catalogue.
struct Reading<'a> {
    told: &'a PriceTold,
    broken: Option<Problem>,
    notes: Notes<'a>,
    names: Names,
    tax: Evidence,
    /// Add-ons by their codes, as indices.
    known: IndexMap<Arc<str>, u32>,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, told: &'a PriceTold, broken: Option<Problem>) -> Self {
        let notes = Notes::new(text, &told.name);
        let (names, tax) = (Names::default(), Evidence::default());
        Self { told, broken, notes, names, tax, known: IndexMap::new() }
    }

    fn catalogue(mut self, served: &Served<'_>) -> Result<Catalogue, Problem> {
        if served.plans.is_missing() {
            let place = Place { text: self.told.name.clone(), line: 1, column: 1 };
            return Err(self.broken.unwrap_or_else(|| {
                Problem::error("not-ovh", "this is no catalogue of OVH: it has no `plans`")
                    .at(place)
                    .hint(
                        "give the answer of `/order/catalog/public/eco`, or of `/baremetalServers`",
                    )
            }));
        }
        let currency = self.currency(served)?;
        let products = self.products(&served.products);
        let addons = self.addons(&served.addons, &products);
        let plans = self.plans(&served.plans, &products);
        if plans.is_empty() {
            return Err(self.sells_nothing(served));
        }
        self.cycles(&served.addons);
        promotions::note(served, &mut self.notes);
        let regions = self.regions(&plans);
        let tax = self.tax(served);
        let has_raid = |gives: &Gives| gives.disks.iter().any(|set| set.note.is_some());
        if addons
            .iter()
            .map(|addon| &addon.gives)
            .chain(plans.iter().map(|plan| &plan.gives))
            .any(has_raid)
        {
            self.notes.say("joined", hardware::JOINED.to_owned());
        }
        let locale = served.locale.get();
        let subsidiary = locale.and_then(|locale| locale.subsidiary.get());
        if subsidiary.is_none() {
            self.notes.say("subsidiary", "the catalogue does not say whose it is".to_owned());
        }
        let first = self.broken.map(|problem| kept(&problem, plans.len(), served));
        Ok(Catalogue {
            provider: "OVH".to_owned(),
            subsidiary: subsidiary.map(|text| text.clone().into_owned()),
            line: self.told.line.clone().or_else(|| line_of(self.told.source.as_deref()?)),
            currency,
            tax,
            date: self.told.date,
            source: self.told.source.clone(),
            regions,
            plans,
            addons,
            notes: first.into_iter().chain(self.notes.finish()).collect(),
        })
    }

    /// Says that a value is of another kind than it has to be, with its path, and the place of the plan that it belongs to.
    fn wrong(&mut self, wrong: &Wrong, served: &Served<'_>) {
        let code = match wrong.element {
            Some(("plans", at)) => code_of(&served.plans, at),
            Some(("addons", at)) => code_of(&served.addons, at),
            Some(("products", at)) => {
                let product = served.products.elements().get(at).and_then(Given::get);
                product.and_then(|product| product.name.get())
            }
            _ => None,
        };
        let path = &wrong.path;
        let of = code.map(|code| format!(", of `{code}`,")).unwrap_or_default();
        let more = match wrong.count {
            1 => String::new(),
            n => format!(" ({n} values in all)"),
        };
        let sentence = format!("`{path}`{of} is of another kind than it has to be: left out{more}");
        self.notes.at(wrong.kind, code.map_or("", |code| code), || sentence);
    }

    fn currency(&mut self, served: &Served<'_>) -> Result<Currency, Problem> {
        let given = served.locale.get().and_then(|locale| locale.currency.get());
        let found = given.and_then(|code| Currency::from_code(code));
        let what = match given {
            Some(code) => format!("`{code}` (`locale.currencyCode`) is no currency that is known"),
            None => "the catalogue does not name its currency (`locale.currencyCode`)".to_owned(),
        };
        if let Some(currency) = found {
            return Ok(currency);
        }
        let code = given.map_or("", |code| code);
        match (self.told.currency, self.broken.take()) {
            (Some(told), broken) => {
                self.broken = broken;
                let told_it = told.code();
                self.notes.at("currency", code, || format!("{what}: taken as {told_it}, as told"));
                Ok(told)
            }
            (None, Some(broken)) if given.is_none() => Err(broken),
            (None, _) => {
                let problem =
                    Problem::error("no-currency", what).hint("name it, as `--currency CAD`");
                Err(match self.notes.place(code) {
                    Some(place) => problem.at(place),
                    None => problem,
                })
            }
        }
    }

    fn tax(&mut self, served: &Served<'_>) -> CatalogueTax {
        let rate = served.locale.get().and_then(|locale| locale.tax_rate.get()).copied();
        if rate.is_none() && self.told.basis == Some(Basis::AfterTax) {
            let what = "prices are said to be after tax, but the catalogue names no rate: taken as before tax";
            self.notes.say("basis", what.to_owned());
        }
        self.tax.judge(rate, &mut self.notes)
    }

    fn sells_nothing(self, served: &Served<'_>) -> Problem {
        let read = served.plans.elements().len();
        match self.broken {
            Some(mut broken) if read > 0 => {
                let what = format!(
                    "{}, and none of the {read} plans before that is whole",
                    broken.message
                );
                broken.message = what;
                broken
            }
            Some(broken) => broken,
            None => {
                let place = Place { text: self.told.name.clone(), line: 1, column: 1 };
                let problem =
                    Problem::error("sells-nothing", "the catalogue has no plan in `plans`");
                match self.notes.finish().next() {
                    Some(note) => problem.at(place).hint(note),
                    None => problem.at(place),
                }
            }
        }
    }
}

fn code_of<'s, 'de>(list: &'s List<Plan<'de>>, at: usize) -> Option<&'s Text<'de>> {
    list.elements().get(at)?.get()?.code.get()
}

/// The part of the range that an address asks for.
fn line_of(source: &str) -> Option<String> {
    let (_, rest) = source.split_once("/order/catalog/public/")?;
    let line = rest.split(['?', '/', '#']).next()?;
    (!line.is_empty()).then(|| line.to_owned())
}

/// What is said of a file that ends too early, and of what is kept of it.
fn kept(problem: &Problem, plans: usize, served: &Served<'_>) -> String {
    let of = served.plans.elements().len();
    let place = problem.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    format!(
        "{place}{}: {plans} of the {of} plans before that are whole and kept, the rest is missing",
        problem.message
    )
}

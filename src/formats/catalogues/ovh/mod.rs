//! OVH's public order catalogue (`eco`, `baremetalServers`) → a catalogue.
//!
//! A plan's full price is its own and that of one add-on of each mandatory family, all of one mode. An offer is known by its plan
//! code: names are used again for other hardware. What is missing or wrong is left out by itself and said, with its place; of a file
//! that ends too early the plans stay of which all that must be chosen with them was read.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{LARGEST, PriceTold, Reader};
use crate::diag::{Place, Problem};
use crate::formats::importers::Head;
use crate::model::{
    AddOn, Catalogue, CataloguePlan, CatalogueTax, Family, Gives, OfferKind, Region,
};
use crate::units::{Basis, Currency};

use self::loose::{Given, Room};
use self::names::Names;
use self::notes::Notes;
use self::served::{AddonFamily, Blobs, Configuration, List, Plan, Product, Served};
use self::tax::Evidence;

mod hardware;
mod loose;
mod names;
mod notes;
mod places;
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
    Reading::new(text, told, broken).catalogue(&served)
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
        let code = given.cloned().unwrap_or(Cow::Owned(String::new()));
        match (self.told.currency, self.broken.take()) {
            (Some(told), broken) => {
                self.broken = broken;
                let told_it = told.code();
                self.notes.at("currency", &code, || format!("{what}: taken as {told_it}, as told"));
                Ok(told)
            }
            (None, Some(broken)) if given.is_none() => Err(broken),
            (None, _) => {
                let problem =
                    Problem::error("no-currency", what).hint("name it, as `--currency CAD`");
                Err(match self.notes.place(&code) {
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

    fn products<'s, 'de>(
        &mut self,
        list: &'s List<Product<'de>>,
    ) -> IndexMap<&'s str, &'s Product<'de>> {
        let mut products = IndexMap::new();
        for product in list.elements().iter().filter_map(Given::get) {
            let Some(name) = product.name.get() else { continue };
            if products.insert(&**name, product).is_some() {
                let sentence =
                    || format!("product `{name}` stands there twice: the later one is taken");
                self.notes.at("product-twice", name, sentence);
            }
        }
        products
    }

    fn addons(
        &mut self,
        list: &List<Plan<'_>>,
        products: &IndexMap<&str, &Product<'_>>,
    ) -> Vec<AddOn> {
        let mut addons: Vec<AddOn> = Vec::with_capacity(list.elements().len());
        for (at, addon) in list.elements().iter().enumerate() {
            let Some((addon, code)) =
                addon.get().and_then(|addon| Some((addon, addon.code.get()?)))
            else {
                self.notes.at("addon", &NOWHERE, || format!("`addons[{at}]` is no add-on"));
                continue;
            };
            let kept: Arc<str> = (&**code).into();
            if self.known.contains_key(&kept) {
                let sentence = || format!("add-on `{code}` stands there twice: the first is kept");
                self.notes.at("addon-twice", code, sentence);
                continue;
            }
            self.known.insert(Arc::clone(&kept), addons.len() as u32);
            let product = self.product(addon, code, "add-on", products);
            let families = addon.families.list().iter().filter_map(Given::get);
            for family in families.filter(|family| family.mandatory.get() == Some(&true)) {
                let name = family.name.get().map_or("", |name| name);
                let sentence = || {
                    format!("add-on `{code}` must have one of `{name}` itself: that is not counted")
                };
                self.notes.at("addon-family", code, sentence);
            }
            addons.push(AddOn {
                name: self.name(addon, product, code),
                gives: self.gives(addon, product),
                prices: prices::prices(
                    addon,
                    code,
                    "add-on",
                    &mut self.names,
                    &mut self.tax,
                    &mut self.notes,
                ),
                code: kept,
            });
        }
        addons
    }

    fn plans(
        &mut self,
        list: &List<Plan<'_>>,
        products: &IndexMap<&str, &Product<'_>>,
    ) -> Vec<CataloguePlan> {
        let mut plans: IndexMap<Arc<str>, CataloguePlan> =
            IndexMap::with_capacity(list.elements().len());
        for (at, plan) in list.elements().iter().enumerate() {
            let Some((plan, code)) = plan.get().and_then(|plan| Some((plan, plan.code.get()?)))
            else {
                self.notes
                    .at("plan", &NOWHERE, || format!("`plans[{at}]` is no plan with a `planCode`"));
                continue;
            };
            if plans.contains_key(&**code) {
                let sentence = || format!("plan `{code}` stands there twice: the first is kept");
                self.notes.at("plan-twice", code, sentence);
                continue;
            }
            let is_whole = plan.product.get().is_none_or(|name| products.contains_key(&**name));
            let Some(families) = self.families(plan, code) else { continue };
            if self.broken.is_some() && !is_whole {
                continue; // what it is stands behind the break
            }
            let product = self.product(plan, code, "plan", products);
            let gives = self.gives(plan, product);
            let kind = kind(plan, product, &families);
            let regions = self.regions_of(plan, product);
            let prices =
                prices::prices(plan, code, "plan", &mut self.names, &mut self.tax, &mut self.notes);
            self.missing(code, kind, &gives, &regions, prices.is_empty());
            let kept: Arc<str> = (&**code).into();
            plans.insert(
                Arc::clone(&kept),
                CataloguePlan {
                    name: self.name(plan, product, code),
                    kind,
                    gives,
                    regions,
                    families,
                    prices,
                    tariff: None,
                    stackable: None,
                    until: None,
                    note: promotions::of(plan),
                    code: kept,
                },
            );
        }
        plans.into_values().collect()
    }

    /// Reports what a person would look for and not find.
    fn missing(
        &mut self,
        code: &Cow<'_, str>,
        kind: OfferKind,
        gives: &Gives,
        regions: &[Arc<str>],
        is_unpriced: bool,
    ) {
        let mut say = |kind: &'static str, what: &str| {
            self.notes.at(kind, code, || format!("plan `{code}` {what}"));
        };
        if is_unpriced {
            say("no-price", "has no price");
        }
        if regions.is_empty() {
            say("no-region", "does not say in which data centres it can be had");
        }
        if kind == OfferKind::Server && gives.threads.is_none() {
            say("no-threads", "does not say how many threads its processor has");
        }
    }

    /// What is chosen with a plan; `None` where the file broke off before all that must be.
    fn families(&mut self, plan: &Plan<'_>, code: &Cow<'_, str>) -> Option<Vec<Family>> {
        let mut families = Vec::new();
        for (at, family) in plan.families.list().iter().enumerate() {
            let Given::Is(family) = family else {
                let sentence = || format!("plan `{code}`: `addonFamilies[{at}]` is no family");
                self.notes.at("family", code, sentence);
                continue;
            };
            families.push(self.family(family, code)?);
        }
        Some(families)
    }

    fn family(&mut self, family: &AddonFamily<'_>, code: &Cow<'_, str>) -> Option<Family> {
        let name = family.name.get().map_or("", |name| name);
        let mandatory = family.mandatory.get().copied().unwrap_or(false);
        let mut options = Vec::with_capacity(family.addons.list().len());
        for option in family.addons.list() {
            let Some(option) = option.get() else {
                let sentence = || format!("plan `{code}`, family `{name}`: an add-on has no name");
                self.notes.at("option", code, sentence);
                continue;
            };
            match self.known.get(&**option) {
                Some(index) if options.contains(index) => {}
                Some(index) => options.push(*index),
                None if self.broken.is_some() && mandatory => return None,
                None if self.broken.is_some() => {}
                None => {
                    let sentence =
                        || format!("plan `{code}`, family `{name}`: there is no add-on `{option}`");
                    self.notes.at("no-addon", option, sentence);
                }
            }
        }
        if mandatory && options.is_empty() {
            let sentence = || {
                format!(
                    "plan `{code}`: nothing is left of family `{name}`, one of which must be chosen"
                )
            };
            self.notes.at("no-option", code, sentence);
        }
        let usual = family.default.get();
        let index = usual.and_then(|usual| self.known.get(&**usual));
        let default = index.and_then(|index| options.iter().position(|option| option == index));
        if let (Some(usual), None) = (usual, default) {
            let sentence = || {
                format!(
                    "plan `{code}`, family `{name}`: the usual add-on `{usual}` is not one of it"
                )
            };
            self.notes.at("default", code, sentence);
        }
        let name = self.names.get(name);
        Some(Family { name, mandatory, options, default: default.map(|at| at as u32) })
    }

    fn product<'s, 'de>(
        &mut self,
        plan: &Plan<'_>,
        code: &Cow<'_, str>,
        what: &str,
        products: &IndexMap<&str, &'s Product<'de>>,
    ) -> Option<&'s Product<'de>> {
        let name = plan.product.get()?;
        let found = products.get(&**name).copied();
        if found.is_none() && self.broken.is_none() {
            let sentence = || format!("{what} `{code}`: there is no product `{name}`");
            self.notes.at("no-product", code, sentence);
        }
        found
    }

    /// What people call it: the commercial name, or the invoice's before what the processor is.
    fn name(&mut self, plan: &Plan<'_>, product: Option<&Product<'_>>, code: &str) -> Arc<str> {
        let blobs = plan.blobs.get();
        let commercial = blobs.and_then(|blobs| blobs.commercial.get()?.name.get());
        let invoice = plan.invoice_name.get().map(|name| &**name);
        let invoice = invoice.map(|name| name.split_once(" | ").map_or(name, |(name, _)| name));
        let described = product.and_then(|product| product.description.get());
        let all = [commercial.map(|name| &**name), invoice, described.map(|name| &**name)];
        let name = all.into_iter().flatten().map(str::trim).find(|name| !name.is_empty());
        self.names.get(name.unwrap_or(code))
    }

    /// What its product has, and what it says itself.
    fn gives(&mut self, plan: &Plan<'_>, product: Option<&Product<'_>>) -> Gives {
        let mut gives = Gives::default();
        let technical = |blobs: &Given<Blobs<'_>>, gives: &mut Gives, names: &mut Names| {
            if let Some(technical) = blobs.get().and_then(|blobs| blobs.technical.get()) {
                hardware::add(gives, technical, names);
            }
        };
        if let Some(product) = product {
            technical(&product.blobs, &mut gives, &mut self.names);
        }
        technical(&plan.blobs, &mut gives, &mut self.names);
        gives
    }

    fn regions_of(&mut self, plan: &Plan<'_>, product: Option<&Product<'_>>) -> Vec<Arc<str>> {
        let own = centres(plan.configurations.list());
        let of_product =
            || product.map_or(&[][..], |product| centres(product.configurations.list()));
        let values = if own.is_empty() { of_product() } else { own };
        let mut regions: Vec<Arc<str>> = Vec::with_capacity(values.len());
        for value in values.iter().filter_map(Given::get) {
            if !regions.iter().any(|region| **region == **value) {
                regions.push(self.names.get(value));
            }
        }
        regions
    }

    /// Every place that a plan names; one that nobody knows keeps its code and has no country.
    fn regions(&mut self, plans: &[CataloguePlan]) -> IndexMap<Arc<str>, Region> {
        let mut regions = IndexMap::new();
        let mut unknown: IndexMap<&str, ()> = IndexMap::new();
        for code in plans.iter().flat_map(|plan| &plan.regions) {
            if regions.contains_key(code) || unknown.contains_key(&**code) {
                continue;
            }
            match places::place(code) {
                Some(region) => drop(regions.insert(Arc::clone(code), region)),
                None => drop(unknown.insert(code, ())),
            }
        }
        if !unknown.is_empty() {
            let codes =
                unknown.keys().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
            self.notes.say(
                "places",
                format!("in which country these data centres are is not known: {codes}"),
            );
        }
        regions
    }

    /// Reports add-ons that would be chosen with themselves.
    fn cycles(&mut self, list: &List<Plan<'_>>) {
        let of = |plan: &Plan<'_>| -> Vec<u32> {
            let families = plan.families.list().iter().filter_map(Given::get);
            let named = families.flat_map(|family| family.addons.list()).filter_map(Given::get);
            named.filter_map(|name| self.known.get(&**name).copied()).collect()
        };
        let mut leads: Vec<Vec<u32>> = vec![Vec::new(); self.known.len()];
        let mut codes: Vec<Option<&Cow<'_, str>>> = vec![None; self.known.len()];
        for addon in list.elements().iter().filter_map(Given::get) {
            let Some(code) = addon.code.get() else { continue };
            let index = self.known.get(&**code).copied().unwrap_or_default() as usize;
            if let (Some(lead), Some(known)) = (leads.get_mut(index), codes.get_mut(index)) {
                if known.is_none() {
                    (*lead, *known) = (of(addon), Some(code));
                }
            }
        }
        // What leads nowhere, or only to what leads nowhere, is taken away; what is left leads in a circle, or to one.
        let mut waits = leads.iter().map(Vec::len).collect::<Vec<_>>();
        let mut from: Vec<Vec<usize>> = vec![Vec::new(); leads.len()];
        for (at, lead) in leads.iter().enumerate() {
            lead.iter()
                .filter_map(|to| from.get_mut(*to as usize).map(|f| f.push(at)))
                .for_each(drop);
        }
        let mut ended =
            (0..waits.len()).filter(|at| waits.get(*at) == Some(&0)).collect::<Vec<_>>();
        while let Some(at) = ended.pop() {
            for before in from.get(at).into_iter().flatten() {
                if let Some(left) = waits.get_mut(*before) {
                    *left -= 1;
                    if *left == 0 {
                        ended.push(*before);
                    }
                }
            }
        }
        let circling = waits.iter().zip(&codes).filter(|(left, _)| **left > 0);
        for code in circling.filter_map(|(_, code)| *code) {
            let sentence = || {
                format!(
                    "add-on `{code}` leads back to itself by its families: they are not followed"
                )
            };
            self.notes.at("cycle", code, sentence);
        }
    }

    fn sells_nothing(self, served: &Served<'_>) -> Problem {
        let read = served.plans.elements().len();
        match self.broken {
            Some(mut broken) if read > 0 => {
                broken.message += &format!(", and none of the {read} plans before that is whole");
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

/// Stands for a code where there is none.
const NOWHERE: Cow<'static, str> = Cow::Owned(String::new());

/// A server runs services; what has no processor and no memory is something else.
fn kind(plan: &Plan<'_>, product: Option<&Product<'_>>, families: &[Family]) -> OfferKind {
    let is = |blobs: &Given<Blobs<'_>>| {
        let technical = blobs.get().and_then(|blobs| blobs.technical.get());
        technical.is_some_and(|technical| technical.server.get().is_some())
    };
    let has_memory = families.iter().any(|family| family.mandatory && &*family.name == "memory");
    if has_memory || is(&plan.blobs) || product.is_some_and(|product| is(&product.blobs)) {
        OfferKind::Server
    } else {
        OfferKind::Other
    }
}

/// Codes of data centres, as `dedicated_datacenter` names them.
fn centres<'s, 'de>(
    configurations: &'s [Given<Configuration<'de>>],
) -> &'s [Given<loose::Text<'de>>] {
    let all = configurations.iter().filter_map(Given::get);
    let named = |configuration: &&Configuration<'_>| {
        configuration.name.get().is_some_and(|name| name.ends_with("datacenter"))
    };
    all.filter(named).map(|found| found.values.list()).find(|list| !list.is_empty()).unwrap_or(&[])
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

//! Plans and add-ons as they were served → what can be ordered.

use std::sync::Arc;

use indexmap::IndexMap;

use super::loose::{Given, Text};
use super::names::Names;
use super::served::{AddonFamily, Blobs, Configuration, List, Plan, Product};
use super::{Reading, hardware, places, prices, promotions};
use crate::model::{AddOn, CataloguePlan, Family, Gives, OfferKind, Region};

impl Reading<'_> {
    pub(super) fn products<'s, 'de>(
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

    pub(super) fn addons(
        &mut self,
        list: &List<Plan<'_>>,
        products: &IndexMap<&str, &Product<'_>>,
    ) -> Vec<AddOn> {
        let mut addons: Vec<AddOn> = Vec::with_capacity(list.elements().len());
        for (at, addon) in list.elements().iter().enumerate() {
            let Some((addon, code)) =
                addon.get().and_then(|addon| Some((addon, addon.code.get()?)))
            else {
                self.notes.at("addon", "", || format!("`addons[{at}]` is no add-on"));
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

    pub(super) fn plans(
        &mut self,
        list: &List<Plan<'_>>,
        products: &IndexMap<&str, &Product<'_>>,
    ) -> Vec<CataloguePlan> {
        let mut plans: IndexMap<Arc<str>, CataloguePlan> =
            IndexMap::with_capacity(list.elements().len());
        for (at, plan) in list.elements().iter().enumerate() {
            let Some((plan, code)) = plan.get().and_then(|plan| Some((plan, plan.code.get()?)))
            else {
                self.notes.at("plan", "", || format!("`plans[{at}]` is no plan with a `planCode`"));
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
        code: &str,
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
    fn families(&mut self, plan: &Plan<'_>, code: &str) -> Option<Vec<Family>> {
        let mut families = Vec::new();
        for family in plan.families.list() {
            let Given::Is(family) = family else { continue };
            families.push(self.family(family, code)?);
        }
        Some(families)
    }

    fn family(&mut self, family: &AddonFamily<'_>, code: &str) -> Option<Family> {
        let name = family.name.get().map_or("", |name| name);
        let mandatory = family.mandatory.get().copied().unwrap_or(false);
        let mut options = Vec::with_capacity(family.addons.list().len());
        for option in family.addons.list() {
            let Given::Is(option) = option else { continue };
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
        code: &str,
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
    pub(super) fn regions(&mut self, plans: &[CataloguePlan]) -> IndexMap<Arc<str>, Region> {
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
}

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
fn centres<'s, 'de>(configurations: &'s [Given<Configuration<'de>>]) -> &'s [Given<Text<'de>>] {
    let all = configurations.iter().filter_map(Given::get);
    let named = |configuration: &&Configuration<'_>| {
        configuration.name.get().is_some_and(|name| name.ends_with("datacenter"))
    };
    all.filter(named).map(|found| found.values.list()).find(|list| !list.is_empty()).unwrap_or(&[])
}

//! How does something picked out of a price list become a part of a scenario: an offer, and a move of a plan?

use std::sync::Arc;

use crate::diag::Problem;
use crate::document::{Document, Edit, Path, quote};
use crate::engine::configure::{Choice, Configuration, Needs, Pick, Situation};
use crate::formats::catalogues::{as_offer, regions_of};
use crate::model::{Catalogue, DiskSet, Move, Offer, OfferKind, Scenario};
use crate::units::show_ram;

/// The edit that copies a configuration into the scenario as an offer and lets a plan order it: one step of undo, and the name of the plan.
///
/// A server takes the place of the contract of the situation; anything else is ordered beside what runs. In a plan that replaces that
/// contract already, that move orders it from then on, with its day and overlap; otherwise a move is added. Without `plan`, or where there
/// is none of this name, it is a new plan.
///
/// Refused: prices that cannot stand in a scenario, and places for which they differ without a saying.
pub fn picking(
    document: &Document<Scenario>,
    choice: &Choice,
    pick: Pick,
    needs: &Needs,
    plan: Option<&str>,
) -> Result<(Edit, String), Problem> {
    let of = choice.configuration(pick);
    let catalogue = joined(&of, needs);
    let (key, offer) = as_offer(&catalogue, 0, &of.chosen, &of.mode)?;
    let scenario = &**document.model();
    let mut edit = Edit::new(format!("Pick {}", of.plan.name));
    let key = match known(scenario, &key, &offer, &of) {
        Known::Same(key) => key,
        Known::New(key) => {
            edit = edit.insert(Path::new().key("offers"), key.clone(), offer);
            key
        }
    };
    for (code, region) in regions_of(&catalogue, &catalogue.plans[0]) {
        let is_named = of.regions.iter().any(|own| **own == *code);
        if is_named && !scenario.regions.contains_key(code.as_str()) {
            edit = edit.insert(Path::new().key("regions"), code, region);
        }
    }
    let situation = choice.situation();
    let plans = Path::new().key("plans");
    let existing = plan.and_then(|name| Some((name, scenario.plans.get(name)?)));
    let Some((name, moves)) = existing else {
        let name = plan.map_or_else(|| fresh(scenario, &of), str::to_owned);
        let step = step(situation, &key, &of, scenario);
        edit = edit.insert(plans, name.clone(), format!("[\n{step},\n]"));
        return Ok((edit, name));
    };
    let path = plans.key(name);
    let replaced = situation.replacing().filter(|_| of.plan.kind == OfferKind::Server);
    let same = moves.iter().position(|step| {
        let old = replaced.map(|old| &*old.contract);
        matches!(step, Move::Replace { contract, off: false, .. } if Some(contract.as_str()) == old)
    });
    edit = match same {
        Some(place) => {
            let path = path.index(place);
            let mut edit = edit.set(path.clone().key("with"), quote(&key));
            let region = path.key("region");
            // Where the old one stood says nothing of the new one.
            if document.written(&region).is_some() {
                edit = edit.remove(region);
            }
            edit
        }
        None => edit.push(path, step(situation, &key, &of, scenario)),
    };
    Ok((edit, name.to_owned()))
}

/// The move that orders it, as RON.
fn step(situation: &Situation, key: &str, of: &Configuration<'_>, scenario: &Scenario) -> String {
    let from = situation.from();
    match situation.replacing().filter(|_| of.plan.kind == OfferKind::Server) {
        Some(old) => {
            let overlap = old.overlap.map_or_else(String::new, |overlap| {
                format!(", overlap: {}", quote(&overlap.to_string()))
            });
            let several = scenario.contracts.get(&old.contract).is_some_and(|old| old.count != 1);
            let count = if several { ", count: 1" } else { "" };
            format!(
                "Replace(contract: {}, with: {}, from: \"{from}\"{overlap}{count})",
                quote(&old.contract),
                quote(key)
            )
        }
        None => format!("Order(offer: {}, from: \"{from}\")", quote(key)),
    }
}

/// The plan alone, with its disks joined as they were counted, and all add-ons.
fn joined(of: &Configuration<'_>, needs: &Needs) -> Catalogue {
    let whole = &*of.listed.catalogue;
    let mut catalogue = Catalogue { plans: vec![of.plan.clone()], ..whole.clone() };
    let join = |sets: &mut Vec<DiskSet>| {
        for set in sets {
            set.raid = needs.safety.raid_of(set).unwrap_or_default();
        }
    };
    join(&mut catalogue.plans[0].gives.disks);
    for index in &of.chosen {
        if let Some(addon) = catalogue.addons.get_mut(*index as usize) {
            join(&mut addon.gives.disks);
        }
    }
    catalogue
}

/// Whether the scenario has the offer.
enum Known {
    /// Under this key.
    Same(String),
    /// It is to have this key.
    New(String),
}

/// The same offer of another day has the day in its key.
fn known(scenario: &Scenario, key: &str, offer: &str, of: &Configuration<'_>) -> Known {
    let read: Option<Offer> = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(offer)
        .ok();
    let date = of.listed.catalogue.date;
    let dated = std::iter::once(key.to_owned()).chain(std::iter::once(format!("{key} {date}")));
    let numbered = (2..).map(|n| format!("{key} {date} #{n}"));
    for key in dated.chain(numbered) {
        match scenario.offers.get(key.as_str()) {
            None => return Known::New(key),
            Some(there) if Some(&**there) == read.as_ref() => return Known::Same(key),
            Some(_) => {}
        }
    }
    Known::New(key.to_owned())
}

/// A name that no plan has: `RISE-3, 64 GiB, 12 months`.
fn fresh(scenario: &Scenario, of: &Configuration<'_>) -> String {
    let mut parts = vec![of.plan.name.to_string()];
    parts.extend(of.gives.ram.map(|ram| show_ram(ram.bytes())));
    if of.term > 0 {
        let at_once = if of.every > 1 { " at once" } else { "" };
        parts.push(format!("{} months{at_once}", of.term));
    }
    let name = parts.join(", ");
    let is_free = |name: &String| !scenario.plans.contains_key(&*Arc::<str>::from(name.as_str()));
    let numbered = (2..).map(|n| format!("{name} ({n})"));
    let names = std::iter::once(name.clone()).chain(numbered);
    names.into_iter().find(is_free).unwrap_or(name)
}

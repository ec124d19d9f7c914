//! Of which words and values is the sentence of a move made?

use crate::gui::kit::in_place::Choice;
use crate::model::{Move, OfferKind, Scenario};
use crate::session::Session;
use crate::units::{Day, Span};

use super::change::day_words;

/// A piece of a move's sentence.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece {
    /// Words between values.
    Words(&'static str),
    /// A value that is changed where it stands.
    Value(Field),
}

/// A value of a move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Where it stands in the move, as `options.term`.
    pub(super) key: &'static str,
    /// What it is called; its accessible name.
    pub(super) name: &'static str,
    /// What it may be.
    pub(super) kind: Kind,
    /// What is shown where it is not stated; empty: it has to be stated.
    pub(super) absent: &'static str,
}

/// What a value of a move may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Key of an offer.
    Offer,
    /// Key of a contract, of the file or ordered by a move.
    Contract,
    /// Key of a service.
    Service,
    /// Key of a region.
    Region,
    /// What a line is called.
    Line,
    /// One of the resources.
    Resource,
    /// Typed, and dragged where it goes in steps.
    Typed,
}

use Kind::{Contract, Line, Offer, Region, Resource, Service, Typed};
use Piece::Words;

const fn stated(key: &'static str, name: &'static str, kind: Kind) -> Piece {
    Piece::Value(Field { key, name, kind, absent: "" })
}

const fn optional(
    key: &'static str,
    name: &'static str,
    kind: Kind,
    absent: &'static str,
) -> Piece {
    Piece::Value(Field { key, name, kind, absent })
}

const EFFORT: Piece = optional("effort", "Effort", Typed, "effort not stated");
const FROM: Piece = stated("from", "Date", Typed);
const ON: Piece = stated("on", "Date", Typed);
const REGION: Piece = optional("region", "Region", Region, "any region");

/// The sentence of a move.
pub(super) fn sentence(step: &Move) -> &'static [Piece] {
    match step {
        Move::Order { .. } => {
            const {
                &[
                    Words("Order "),
                    optional("count", "Count", Typed, "1"),
                    Words(" × "),
                    stated("offer", "Offer", Offer),
                    Words(" from "),
                    FROM,
                    Words(" in "),
                    REGION,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::End { .. } => {
            const {
                &[
                    Words("End "),
                    stated("contract", "Contract", Contract),
                    Words(" on "),
                    ON,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::Replace { .. } => {
            const {
                &[
                    Words("Replace "),
                    stated("contract", "Contract", Contract),
                    Words(" by "),
                    stated("with", "Offer", Offer),
                    Words(" from "),
                    FROM,
                    Words(" with "),
                    optional("overlap", "Overlap", Typed, "no overlap"),
                    Words(" of overlap in "),
                    REGION,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::Start { .. } => {
            const {
                &[
                    Words("Start "),
                    stated("service", "Service", Service),
                    Words(" from "),
                    FROM,
                    Words(" on "),
                    optional("on", "Runs on", Contract, "where it is"),
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::Stop { .. } => {
            const {
                &[
                    Words("Stop "),
                    stated("service", "Service", Service),
                    Words(" from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::Resize { .. } => {
            const {
                &[
                    Words("Resize "),
                    stated("service", "Service", Service),
                    Words(": "),
                    stated("resource", "Resource", Resource),
                    Words(" of "),
                    optional("to", "Size", Typed, "the size as it is"),
                    Words(", changed by "),
                    optional("by", "Changed by", Typed, "nothing"),
                    Words(" from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::ResizeToTarget { .. } => {
            const {
                &[
                    Words("Resize "),
                    stated("contract", "Contract", Contract),
                    Words(" so that "),
                    stated("resource", "Resource", Resource),
                    Words(" is "),
                    optional("target", "Target fill", Typed, "its target"),
                    Words(" full from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::Reclaim { .. } => {
            const {
                &[
                    Words("Make room: "),
                    stated("what", "What", Typed),
                    Words(", "),
                    stated("amount", "Amount", Typed),
                    Words(" of "),
                    stated("resource", "Resource", Resource),
                    Words(" on "),
                    optional("on", "Server or service", Typed, "the only server"),
                    Words(" from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::KeepBackups { .. } => {
            const {
                &[
                    Words("Keep "),
                    optional("days", "Days kept", Typed, "as many"),
                    Words(" daily backups from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::OneOff { .. } => {
            const {
                &[
                    Words("Pay once for "),
                    stated("what", "What", Typed),
                    Words(": "),
                    stated("price", "Price", Typed),
                    Words(" on "),
                    ON,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::Price { .. } => {
            const {
                &[
                    Words("Price of "),
                    stated("contract", "Contract", Contract),
                    Words(" becomes "),
                    stated("monthly", "Monthly price", Typed),
                    Words(" from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
        Move::PriceOfLine { .. } => {
            const {
                &[
                    Words("Price of "),
                    stated("line", "Line", Line),
                    Words(" becomes "),
                    stated("price", "Price", Typed),
                    Words(" from "),
                    FROM,
                    Words(" · "),
                    EFFORT,
                ]
            }
        }
    }
}

/// What else a move may say, on a second line.
pub(super) fn rest(step: &Move) -> &'static [Piece] {
    const NOTE: Piece = optional("note", "Note", Typed, "none");
    match step {
        Move::Order { .. } => {
            const {
                &[
                    Words("Agreed otherwise than offered: monthly "),
                    optional("options.monthly", "Monthly price agreed", Typed, "as offered"),
                    Words(", setup "),
                    optional("options.setup", "Setup fee agreed", Typed, "as offered"),
                    Words(", term "),
                    optional("options.term", "Term agreed", Typed, "as offered"),
                    Words(", size "),
                    optional("options.size", "Size bought", Typed, "as offered"),
                    Words(". Key of the new contract: "),
                    optional("as", "Key of the new contract", Typed, "that of the offer"),
                    Words(". Note: "),
                    NOTE,
                ]
            }
        }
        Move::Replace { .. } => {
            const {
                &[
                    Words("How many: "),
                    optional("count", "Count", Typed, "as many as before"),
                    Words(". Agreed otherwise than offered: monthly "),
                    optional("options.monthly", "Monthly price agreed", Typed, "as offered"),
                    Words(", setup "),
                    optional("options.setup", "Setup fee agreed", Typed, "as offered"),
                    Words(", term "),
                    optional("options.term", "Term agreed", Typed, "as offered"),
                    Words(", size "),
                    optional("options.size", "Size bought", Typed, "as offered"),
                    Words(". Key of the new contract: "),
                    optional("as", "Key of the new contract", Typed, "that of the offer"),
                    Words(". Note: "),
                    NOTE,
                ]
            }
        }
        Move::Resize { .. } => {
            const {
                &[
                    Words("Component: "),
                    optional("component", "Component", Typed, "all of the service"),
                    Words(". Note: "),
                    NOTE,
                ]
            }
        }
        Move::KeepBackups { .. } => {
            const {
                &[
                    Words("A day: "),
                    optional("keep.per_day", "Backups a day", Typed, "as many"),
                    Words(", weekly: "),
                    optional("keep.weekly", "Weekly backups", Typed, "as many"),
                    Words(", monthly: "),
                    optional("keep.monthly", "Monthly backups", Typed, "as many"),
                    Words(", yearly: "),
                    optional("keep.yearly", "Yearly backups", Typed, "as many"),
                    Words(". Note: "),
                    NOTE,
                ]
            }
        }
        Move::OneOff { .. } => {
            const {
                &[
                    Words("Billed by "),
                    optional("provider", "Provider", Typed, "nobody stated"),
                    Words(". Note: "),
                    NOTE,
                ]
            }
        }
        _ => const { &[Words("Note: "), NOTE] },
    }
}

/// How a value reads in the sentence.
pub(super) fn shown(session: &Session, field: &Field, typed: &str) -> String {
    let Some(scenario) = session.scenario() else { return typed.to_owned() };
    if typed.is_empty() {
        return field.absent.to_owned();
    }
    match field.kind {
        Kind::Offer => offer(scenario, typed),
        Kind::Contract => contract(scenario, typed),
        Kind::Region => region(scenario, typed),
        Kind::Resource => resource(typed).to_owned(),
        Kind::Typed => match (typed.parse::<Day>(), session.outlook()) {
            (Ok(day), Some(outlook)) => day_words(day, outlook.as_of),
            _ => typed.parse::<Span>().map_or_else(|_not_a_span| typed.to_owned(), Span::words),
        },
        Kind::Service | Kind::Line => typed.to_owned(),
    }
}

/// What can be chosen for a value: key, what it is called, and what is to be said about it.
pub(super) fn choices(session: &Session, plan: &str, kind: Kind) -> Vec<(String, String, String)> {
    let Some(scenario) = session.scenario() else { return Vec::new() };
    let itself = |key: &str| (key.to_owned(), key.to_owned(), String::new());
    match kind {
        Kind::Offer => scenario
            .offers
            .iter()
            .map(|(key, of)| {
                let price = of.monthly.map(|monthly| monthly.to_string()).unwrap_or_default();
                (key.to_string(), offer(scenario, key), price)
            })
            .collect(),
        Kind::Contract => {
            let known = |key: &str| (key.to_owned(), contract(scenario, key), key.to_owned());
            let mut all: Vec<_> = scenario.contracts.keys().map(|key| known(key)).collect();
            let ordered = session.outlook().and_then(|o| o.plans.get(plan));
            for tenure in ordered.iter().flat_map(|plan| &plan.tenures) {
                if !scenario.contracts.contains_key(&tenure.key) {
                    let name = format!("{} (ordered here)", tenure.name);
                    all.push((tenure.key.to_string(), name, tenure.key.to_string()));
                }
            }
            all
        }
        Kind::Service => scenario.services.keys().map(|key| itself(key)).collect(),
        Kind::Region => scenario
            .regions
            .keys()
            .map(|key| (key.to_string(), region(scenario, key), key.to_string()))
            .collect(),
        Kind::Line => scenario.lines.iter().map(|line| itself(&line.what)).collect(),
        Kind::Resource => ["Ram", "Storage", "Cpu"]
            .map(|key| (key.to_owned(), resource(key).to_owned(), String::new()))
            .to_vec(),
        Kind::Typed => Vec::new(),
    }
}

/// The kit's choices over those.
pub(super) fn kit(of: &[(String, String, String)]) -> Vec<Choice<'_>> {
    of.iter().map(|(value, label, note)| Choice { value, label, note }).collect()
}

/// A first offer for a new move: a server other than what runs, or a backup tier.
pub(super) fn first_offer(scenario: &Scenario, kind: OfferKind) -> Option<&str> {
    let runs = |key: &str| scenario.contracts.values().any(|contract| contract.offer == key);
    let mut of_kind = scenario.offers.iter().filter(|(_, offer)| offer.kind == kind);
    let other = of_kind.clone().find(|(key, _)| !runs(key));
    other.or_else(|| of_kind.next()).map(|(key, _)| &**key)
}

/// What people call an offer.
fn offer(scenario: &Scenario, key: &str) -> String {
    let named = scenario.offers.get(key).and_then(|offer| offer.name.clone());
    named.unwrap_or_else(|| key.rsplit('/').next().unwrap_or(key).to_owned())
}

/// What people call a contract: by its offer, where that is known.
fn contract(scenario: &Scenario, key: &str) -> String {
    scenario.contracts.get(key).map_or_else(
        || if scenario.offers.contains_key(key) { offer(scenario, key) } else { key.to_owned() },
        |contract| offer(scenario, &contract.offer),
    )
}

fn region(scenario: &Scenario, key: &str) -> String {
    let Some(region) = scenario.regions.get(key) else { return key.to_owned() };
    let country = crate::checks::country_name(&region.country);
    region.name.as_ref().map_or_else(|| country.to_owned(), |name| format!("{name}, {country}"))
}

fn resource(key: &str) -> &str {
    match key {
        "Ram" => "RAM",
        "Storage" => "storage",
        "Cpu" => "CPU threads",
        other => other,
    }
}

//! Into what is a configuration laid: in whose place, from which day, with which overlap?

use std::sync::Arc;

use egui::Ui;

use crate::engine::configure::{Replacing, Situation};
use crate::engine::outlook::Outlook;
use crate::gui::kit::in_place::{self, Choice, Dragged, Value};
use crate::gui::kit::text;
use crate::gui::parts::stepped;
use crate::gui::theme::{self, Tone};
use crate::model::{OfferKind, Scenario};
use crate::units::{Day, Span};

/// What a person said of it; what was not said follows from the scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// Key of the contract; empty: none.
    contract: Option<String>,
    from: Option<Day>,
    overlap: Option<Span>,
}

impl Said {
    /// The scenario's own, with what was said.
    pub(super) fn situation(&self, scenario: &Arc<Scenario>, outlook: &Outlook) -> Situation {
        let own = Situation::of(scenario, outlook);
        let mut replacing = own.replacing().cloned();
        match self.contract.as_deref() {
            None => {}
            Some("") => replacing = None,
            Some(key) => {
                let same = replacing.as_ref().filter(|of| *of.contract == *key).cloned();
                let known = scenario.contracts.contains_key(key);
                replacing = same.or_else(|| {
                    known.then(|| Replacing { contract: Arc::from(key), overlap: None, plan: None })
                });
            }
        }
        if let (Some(replacing), Some(overlap)) = (&mut replacing, self.overlap) {
            replacing.overlap = Some(overlap).filter(|overlap| !overlap.is_zero());
        }
        let from = self.from.unwrap_or(own.from());
        own.starting(from).in_place_of(replacing)
    }
}

/// Draws it as a sentence whose values are changed where they stand.
pub(super) fn sentence(ui: &mut Ui, scenario: &Scenario, of: &Situation, said: &mut Said) {
    let dim = |ui: &mut Ui, text: &str| {
        text::toned(ui, text, Tone::Dim);
    };
    text::sentence(ui, theme::BODY, |ui| {
        let replaced = of.replacing();
        dim(ui, if replaced.is_some() { "In the place of " } else { "Ordered " });
        let mut choices: Vec<(String, String)> = scenario
            .contracts
            .iter()
            .filter(|(_, contract)| {
                let offer = scenario.offers.get(contract.offer.as_str());
                offer.is_none_or(|offer| offer.kind == OfferKind::Server)
            })
            .map(|(key, _)| (key.to_string(), key.to_string()))
            .collect();
        choices.push((String::new(), "beside what runs".to_owned()));
        let at = replaced.map_or("", |of| &of.contract);
        let shown = if at.is_empty() { "beside what runs" } else { at };
        let listed: Vec<Choice<'_>> =
            choices.iter().map(|(value, label)| Choice { value, label, note: "" }).collect();
        let value = Value { name: "In the place of", shown, typed: at };
        if let Some(key) = in_place::choice_value(ui, value, &listed) {
            said.contract = Some(key);
        }
        dim(ui, " from ");
        if let Some(day) = day(ui, of.from()) {
            said.from = Some(day);
        }
        if let Some(replaced) = replaced {
            dim(ui, ", ");
            if let Some(overlap) = overlap(ui, replaced.overlap) {
                said.overlap = Some(overlap);
            }
        }
        let period = of.period();
        let until = period.until.map_or_else(String::new, |day| day.plus_days(-1).words());
        dim(ui, &format!("; the request is for {} to {until}, all of it", period.from.words()));
    });
}

fn day(ui: &mut Ui, at: Day) -> Option<Day> {
    let (shown, typed) = (at.words(), at.to_string());
    let value = Value { name: "First day", shown: &shown, typed: &typed };
    let check = |given: &str| Day::parse(given).map(drop).map_err(|w| (w.message, w.hint));
    let given = match in_place::drag_value(ui, value, &stepped, &check)? {
        Dragged::Moving(_) | Dragged::Cancelled => return None,
        Dragged::Done(given) => given,
    };
    Day::parse(&given).ok()
}

fn overlap(ui: &mut Ui, at: Option<Span>) -> Option<Span> {
    let at = at.unwrap_or(Span::days(0));
    let shown = if at.is_zero() {
        "without overlap".to_owned()
    } else {
        format!("{} of overlap", at.words())
    };
    let typed = at.to_string();
    let value = Value { name: "Overlap", shown: &shown, typed: &typed };
    let check =
        |given: &str| given.parse::<Span>().map(drop).map_err(|wrong| (wrong.message, wrong.hint));
    let given = match in_place::drag_value(ui, value, &stepped, &check)? {
        Dragged::Moving(_) | Dragged::Cancelled => return None,
        Dragged::Done(given) => given,
    };
    given.parse().ok()
}

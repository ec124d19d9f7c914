//! Which offers could serve, why not the others, and which plan would one make?

use egui::Ui;

use super::super::shown::{self, Shown};
use super::moves::free_name;
use crate::document::{Edit, Path, quote};
use crate::engine::fit;
use crate::gui::answer::{Answer, View};
use crate::gui::kit::card;
use crate::gui::kit::table::TableAnswer;
use crate::gui::parts;
use crate::gui::theme;
use crate::model::{Offer, OfferKind, Scenario};
use crate::report::{Report, Tone};
use crate::session::Session;

/// Draws every offer; of those that nothing speaks against, a plan is made in one click.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, options: &Report, answers: &mut Vec<Answer>) {
    let Some(table) = parts::table_of(options, "offers") else { return };
    // The last column says whether it would serve.
    let serves = |row: usize| table.rows.get(row)?.cells.last().filter(|c| c.tone != Tone::Bad);
    card::card(ui, |ui| {
        card::heading(ui, "Offers that could serve", table.note.as_deref().unwrap_or_default());
        let shown = Shown {
            name: "Offers",
            columns: &["offer", "kind", "where", "monthly", "verdict"],
            marked: &["verdict"],
            wide: "verdict",
            height: theme::DENSE_ROW,
            said: &shown::as_reported,
            act: &|row| serves(row).map(|_| "Make a plan"),
        };
        let pressed = shown::table(ui, view, table, &shown, &|_| None);
        if let Some(TableAnswer::Act(row)) = pressed
            && let Some((name, edit)) = plan_of(view.session, row)
        {
            answers.push(Answer::Edit(edit));
            answers.push(Answer::ChoosePlan(name.as_str().into()));
        }
    });
}

/// A new plan that orders the offer at this place of the file; a server takes the place of the
/// largest one. It is decided at the next meeting, and in use as soon as it is delivered then.
fn plan_of(session: &Session, place: usize) -> Option<(String, Edit)> {
    let (scenario, outlook) = (session.scenario()?, session.outlook()?);
    let (key, offer) = scenario.offers.get_index(place)?;
    let ahead = scenario.meetings.iter().map(|meeting| meeting.on);
    let decided = ahead.filter(|on| *on >= outlook.as_of).min().unwrap_or(outlook.as_of);
    let ordered = offer.from.map_or(decided, |from| from.max(decided));
    let from = offer.delivery.map_or(ordered, |delivery| ordered.plus(delivery));
    let region = region(scenario, offer)
        .map_or_else(String::new, |region| format!(", region: {}", quote(region)));
    let (offer_key, day) = (quote(key), quote(&from.to_string()));
    let old = fit::largest_host(outlook).filter(|_| offer.kind == OfferKind::Server);
    let step = match old {
        Some(host) => format!(
            "Replace(contract: {}, with: {offer_key}, from: {day}, overlap: \"1 month\"{region})",
            quote(&host.key)
        ),
        None => format!("Order(offer: {offer_key}, from: {day}{region})"),
    };
    let called = offer.name.as_deref().unwrap_or(key);
    let name = free_name(session, called);
    let edit = Edit::new(format!("Make a plan of {called}"));
    Some((name.clone(), edit.insert(Path::new().key("plans"), name, format!("[{step}]"))))
}

/// Where to order what can be had in several places: the first in the country required.
fn region<'a>(scenario: &Scenario, offer: &'a Offer) -> Option<&'a String> {
    if offer.regions.len() < 2 {
        return None;
    }
    let required = scenario.requires.country.as_ref();
    let there = |key: &&String| {
        scenario.regions.get(key.as_str()).is_some_and(|of| Some(&of.country) == required)
    };
    offer.regions.iter().find(there).or(offer.regions.first())
}

//! How is it known how much is wanted, and which of what was measured runs out first?

use std::sync::Arc;

use crate::engine::foreseen::FirstShort;
use crate::engine::outlook::PlanOutlook;
use crate::engine::series::{Series, series};
use crate::model::Usage;

use super::{Ask, Paragraph, schedule, words};

/// In one sentence: measured, or as declared.
pub(super) fn how(ask: &Ask<'_>) -> String {
    let mut declared: Vec<String> = ask
        .scenario
        .growth
        .iter()
        .map(|(of, growth)| {
            let growth = growth.to_string().replace("..", " to ");
            format!("{} {growth}", words::resource(of))
        })
        .collect();
    if ask.scenario.services.values().any(|service| !service.growth.is_empty()) {
        let each =
            if declared.is_empty() { "service by service" } else { "some services their own" };
        declared.push(each.to_owned());
    }
    let measured = !ask.scenario.usage.is_empty();
    match (measured, declared.as_slice()) {
        (false, []) => "No measurements and no growth declared: assuming no change.".to_owned(),
        (false, _) => format!("No measurements: growth as declared, {}.", declared.join("; ")),
        (true, []) => match foreseen(ask) {
            Foreseen::None => "No growth declared: assuming no change.".to_owned(),
            Foreseen::Some => format!(
                "No growth declared: {AS_BEFORE}, or stays as it was where that says too little."
            ),
            Foreseen::All => format!("No growth declared: {AS_BEFORE}."),
        },
        (true, _) => {
            let measured = |usage: &Arc<Usage>| ask.scenario.growth.contains_key(&usage.resource);
            let usage = ask.scenario.usage.values();
            let declared = declared.join("; ");
            let what = match (usage.clone().any(measured), usage.clone().all(measured)) {
                (_, true) => "taken to grow by it too",
                (false, _) => "taken to stay as it was",
                (true, false) => "taken to grow by it too, the rest to stay as it was",
            };
            match foreseen(ask) {
                Foreseen::None => {
                    format!("Growth as declared, {declared}; what was measured is {what}.")
                }
                Foreseen::Some => format!(
                    "Growth as declared, {declared}; {AS_BEFORE}, or is {what} where that says too little."
                ),
                Foreseen::All => format!("Growth as declared, {declared}; {AS_BEFORE}."),
            }
        }
    }
}

const AS_BEFORE: &str = "what was measured goes on as its past lets expect";

/// Of how many of the measured series a forecast can be made.
enum Foreseen {
    None,
    Some,
    All,
}

fn foreseen(ask: &Ask<'_>) -> Foreseen {
    let all = series(ask.scenario, ask.outlook);
    let tells = |of: &&Series| of.history(ask.outlook.as_of).buckets().is_some();
    match all.iter().filter(tells).count() {
        0 => Foreseen::None,
        n if n == all.len() => Foreseen::All,
        _ => Foreseen::Some,
    }
}

/// `Of what was measured, storage is most often the first to run out: in 620 of 1,000 futures. Half …`
pub(super) fn first(plan: &PlanOutlook, short: &FirstShort) -> Paragraph {
    let Some((host, resource, count)) = short.binding.and_then(|place| short.of.get(place)) else {
        return Paragraph::plain("Nothing of what was measured runs out in any of 1,000 futures.");
    };
    let mut what = words::resource_inside(resource);
    if plan.hosts.len() > 1 {
        let named = plan.hosts.iter().find(|of| of.key == *host);
        let name =
            named.map_or_else(|| host.to_string(), |of| schedule::name(plan, host, &of.name));
        what = format!("{what} of {name}");
    }
    let first = format!(
        "Of what was measured, {what} is most often the first to run out: in {count} of 1,000 futures."
    );
    let when = match (short.run_out.expected, short.run_out.cautious) {
        (Some(half), Some(tenth)) => format!(
            " Something has run out in half of them by {}, in 1 in 10 by {}.",
            half.words(),
            tenth.words()
        ),
        (None, Some(tenth)) => {
            format!(" Something has run out in 1 in 10 of them by {}.", tenth.words())
        }
        (_, None) => String::new(),
    };
    Paragraph::plain(first + &when)
}

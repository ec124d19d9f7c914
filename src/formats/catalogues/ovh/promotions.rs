//! What is cheaper for a while? It is told beside the prices, never in them.

use indexmap::IndexMap;

use super::loose::Given;
use super::notes::Notes;
use super::served::{Plan, Promotion, Served};

/// So many are named; a catalogue has few.
const NAMED: usize = 20;

/// What a plan's own promotions are, as a note of it.
pub(super) fn of(plan: &Plan<'_>) -> Option<String> {
    let mut all: IndexMap<&str, &Promotion<'_>> = IndexMap::new();
    each(plan, |name, promotion| {
        all.entry(name).or_insert(promotion);
    });
    let words = all.into_iter().take(NAMED).map(|(name, promotion)| words(name, promotion));
    let words = words.collect::<Vec<_>>().join("; ");
    (!words.is_empty()).then(|| format!("not in the price: {words}"))
}

/// Every promotion of a catalogue once, with how many prices it is of.
pub(super) fn note(served: &Served<'_>, notes: &mut Notes<'_>) {
    let mut all: IndexMap<&str, (u64, &Promotion<'_>)> = IndexMap::new();
    let plans = served.plans.elements().iter().chain(served.addons.elements());
    for plan in plans.filter_map(Given::get) {
        each(plan, |name, promotion| all.entry(name).or_insert((0, promotion)).0 += 1);
    }
    if all.is_empty() {
        return;
    }
    let more = all.len().saturating_sub(NAMED);
    let words = all.into_iter().take(NAMED).map(|(name, (count, promotion))| {
        let of = if count == 1 { "1 price".to_owned() } else { format!("{count} prices") };
        format!("{}, of {of}", words(name, promotion))
    });
    let mut sentence = words.collect::<Vec<_>>().join("; ");
    if more > 0 {
        sentence.extend(["; and ", &more.to_string(), " more"]);
    }
    notes.say("promotions", format!("promotions are not in the prices: {sentence}"));
}

fn each<'s, 'de>(plan: &'s Plan<'de>, mut see: impl FnMut(&'s str, &'s Promotion<'de>)) {
    let rates = plan.pricings.list().iter().filter_map(Given::get);
    for promotion in rates.flat_map(|rate| rate.promotions.list()).filter_map(Given::get) {
        let name = promotion.name.get().or(promotion.description.get());
        see(name.map_or("without a name", |name| name), promotion);
    }
}

/// `` `Spring` (10 % off), until 2022-04-30 ``.
fn words(name: &str, promotion: &Promotion<'_>) -> String {
    let mut words = format!("`{name}`");
    if let Some(described) = promotion.description.get().filter(|described| &***described != name) {
        words.extend([" (", described.trim(), ")"]);
    }
    if let Some(day) = promotion.ends.get().and_then(|ends| ends.get(..10)) {
        words.extend([", until ", day]);
    }
    words
}

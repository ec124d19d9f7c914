//! What belongs to the level that is asked for, and what does each level come to?

use std::sync::Arc;

use crate::model::{DO_NOTHING, Levels, LevelsAre, Scenario};

use super::Frame;
use super::later::Later;
use super::ledger::Ledger;
use super::outlook::RequestOutlook;
use super::request::{Basis, Ground, PlanMoney};

/// What a level of the request comes to, with the plan that goes with it.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelOutlook {
    /// Name of the level.
    pub name: Arc<str>,
    /// Name of its plan.
    pub plan: Arc<str>,
    /// Whether it is the one asked for.
    pub asked: bool,
    /// Every charge of the plan at this level.
    pub ledger: Ledger,
    /// The amounts.
    pub request: RequestOutlook,
}

/// Each level in the file's order, for somebody who looks at `plan`; `None` where the file has none.
/// Where no level names a plan, all go with `plan`; else those without one with the plan that the request
/// names, or with doing nothing.
pub(super) fn levels(
    scenario: &Arc<Scenario>,
    frame: Frame,
    ground: &Arc<Ground>,
    plan: &Arc<str>,
) -> Option<Later<Vec<LevelOutlook>>> {
    scenario.levels.as_ref()?;
    let (scenario, ground, plan) = (Arc::clone(scenario), Arc::clone(ground), Arc::clone(plan));
    Some(Later::new(move || {
        let Some(levels) = &scenario.levels else { return Vec::new() };
        let asked = AtLevel::asked(&scenario).place();
        let stated = scenario.request.as_ref().and_then(|request| request.plan.as_deref());
        let own = levels.list.iter().any(|level| level.plan.is_some());
        let other = if own { stated.unwrap_or(DO_NOTHING) } else { &*plan };
        let level = |(at, level): (usize, &crate::model::Level)| {
            let stated = plan_of(levels, at).unwrap_or(other);
            let known = scenario.plans.get_key_value(stated).filter(|_| stated != DO_NOTHING);
            let (name, moves) = known.map_or_else(
                || (Arc::from(DO_NOTHING), None),
                |(name, moves)| (Arc::clone(name), Some(moves.as_slice())),
            );
            let at_level = AtLevel::at(&scenario, at);
            let basis = Basis::at_level(&scenario, &frame, at_level, Some(&ground));
            let PlanMoney { ledger, request, .. } = basis.money(&name, moves, None);
            let (asked, plan) = (at == asked, name);
            LevelOutlook { name: Arc::from(level.name.as_str()), plan, asked, ledger, request }
        };
        levels.list.iter().enumerate().map(level).collect()
    }))
}

/// Name of the plan that the file asks for: its own word, or that of the level asked for.
pub fn plan_asked(scenario: &Scenario) -> Option<&str> {
    let stated = scenario.request.as_ref().and_then(|request| request.plan.as_deref());
    let of_level = || plan_of(scenario.levels.as_ref()?, AtLevel::asked(scenario).place());
    stated.or_else(of_level)
}

/// Name of the level asked for: as the file says, or the one that counts where it does not say.
pub fn level_asked(scenario: &Scenario) -> Option<&str> {
    let levels = scenario.levels.as_ref()?;
    levels.list.get(AtLevel::asked(scenario).place()).map(|level| level.name.as_str())
}

/// The plan of a level; of cumulative ones the last that was named up to it.
fn plan_of(levels: &Levels, at: usize) -> Option<&str> {
    let up_to = levels.list.iter().take(at + 1).rev();
    let back = match levels.are {
        LevelsAre::Cumulative => levels.list.len(),
        LevelsAre::Alternatives => 1,
    };
    up_to.take(back).find_map(|level| level.plan.as_deref())
}

/// A level of a scenario, or that it has none.
#[derive(Clone, Copy, Debug)]
pub(super) struct AtLevel<'a> {
    levels: Option<&'a Levels>,
    /// Place in the list.
    at: usize,
}

impl<'a> AtLevel<'a> {
    /// The one asked for. Where nobody says which: all cumulative ones, the first alternative.
    pub(super) fn asked(scenario: &'a Scenario) -> Self {
        let levels = scenario.levels.as_ref();
        let name = scenario.request.as_ref().and_then(|request| request.level.as_deref());
        let named = name.and_then(|name| place(levels?, name));
        let at = named.unwrap_or_else(|| match levels {
            Some(Levels { are: LevelsAre::Cumulative, list }) => list.len().saturating_sub(1),
            _ => 0,
        });
        Self { levels, at }
    }

    /// The one at a place of the list.
    pub(super) fn at(scenario: &'a Scenario, at: usize) -> Self {
        Self { levels: scenario.levels.as_ref(), at }
    }

    /// Whether something of a level is asked for; what names none, or one that is not there, is.
    pub(super) fn holds(self, level: Option<&str>) -> bool {
        let Some((levels, level)) = self.levels.zip(level) else { return true };
        let Some(own) = place(levels, level) else { return true };
        match levels.are {
            LevelsAre::Cumulative => own <= self.at,
            LevelsAre::Alternatives => own == self.at,
        }
    }

    /// Which one it is; 0 without levels.
    pub(super) fn place(self) -> usize {
        self.at
    }
}

fn place(levels: &Levels, name: &str) -> Option<usize> {
    levels.list.iter().position(|level| level.name == name)
}

//! Are there fewer backups under a plan than before?

use std::sync::Arc;

use crate::engine::outlook::{BackupOutlook, Outlook};
use crate::model::{Move, Scenario};

use super::{Action, Finding, at, words};

pub(super) const CODES: &[&str] = &["retention-shrinks", "backups-lost-on-move"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    let of = |(name, moves): (&Arc<str>, &Arc<Vec<Move>>)| {
        let backup = outlook.plans.get(name)?.backup.as_ref()?;
        Some([shrinks(name, moves, backup), lost(outlook, name, moves, backup)])
    };
    scenario.plans.iter().filter_map(of).flatten().flatten().collect()
}

fn shrinks(name: &Arc<str>, moves: &[Move], backup: &BackupOutlook) -> Option<Finding> {
    let (before, after) = (backup.keeps, backup.keeps_after);
    if after >= before {
        return None;
    }
    let index = moves.iter().rposition(|m| matches!(m, Move::KeepBackups { off: false, .. }))?;
    Some(
        Finding::warning("retention-shrinks", at::step(name, index).key("days"))
            .plan(Some(name))
            .says(
                format!("{name} keeps {} of backups, not {}", days(after), before),
                format!("what was deleted {} ago can no longer be had back", days(after + 1)),
            )
            .hint("make sure that everybody agrees, or order more backup space")
            .action(Action::Why)
            .days((before - after).into()),
    )
}

/// New backup space starts empty: what the old one held is gone with it.
fn lost(
    outlook: &Outlook,
    name: &Arc<str>,
    moves: &[Move],
    backup: &BackupOutlook,
) -> Option<Finding> {
    let loss = backup.moved.as_ref()?;
    if loss.days_then >= loss.days_before.min(backup.keeps_after) {
        return None;
    }
    let index = moves.iter().position(|step| matches!(step, Move::Replace { off: false, .. }));
    let path = index
        .map_or_else(|| at::entry("plans", name), |index| at::step(name, index).key("overlap"));
    let on = words::day(loss.on, outlook.as_of);
    let left = if loss.days_then == 0 {
        format!("On {on} there are no backups")
    } else {
        format!("On {on} there are backups of {}", days(loss.days_then))
    };
    Some(
        Finding::warning("backups-lost-on-move", path)
            .plan(Some(name))
            .says(left, format!("{} before; the new space starts empty", days(loss.days_before)))
            .hint(format!("overlap {} or more, or copy the backups over", days(loss.days_before)))
            .action(Action::Why)
            .days(loss.days_before.saturating_sub(loss.days_then).into()),
    )
}

fn days(n: u32) -> String {
    if n == 1 { "1 day".to_owned() } else { format!("{n} days") }
}

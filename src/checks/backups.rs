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

/// Fewer days, fewer a day, or fewer of the weekly, monthly or yearly ones.
fn shrinks(name: &Arc<str>, moves: &[Move], backup: &BackupOutlook) -> Option<Finding> {
    let (before, after) = (backup.keep, backup.keep_after);
    let counted =
        |n: u32, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let kinds: [(&str, u32, u32); 4] = [
        ("backup a day", before.each_day(), after.each_day()),
        ("weekly backup", before.weekly, after.weekly),
        ("monthly backup", before.monthly, after.monthly),
        ("yearly backup", before.yearly, after.yearly),
    ];
    let (was, is) = (before.of_days(), after.of_days());
    let fewer = kinds.iter().find(|(_, was, is)| is < was);
    let index = moves.iter().rposition(|m| matches!(m, Move::KeepBackups { off: false, .. }))?;
    let by_days = matches!(moves.get(index), Some(Move::KeepBackups { days: Some(_), .. }));
    let path = at::step(name, index).key(if by_days { "days" } else { "keep" });
    let finding = Finding::warning("retention-shrinks", path).plan(Some(name));
    let finding = match fewer {
        _ if is < was => finding
            .says(
                format!("{name} keeps {} of backups, not {was}", days(is)),
                format!("what was deleted {} ago can no longer be had back", days(is + 1)),
            )
            .days((was - is).into()),
        Some(("backup a day", was, is)) => finding.says(
            format!("{name} makes {}, not {was}", counted(*is, "backup") + " a day"),
            "what was changed between two of them is lost with the first",
        ),
        Some((kind, was, is)) => finding.says(
            format!("{name} keeps {}, not {was}", counted(*is, kind)),
            "what was deleted before the oldest of them can no longer be had back",
        ),
        None => return None,
    };
    let hint = "make sure that everybody agrees, or order more backup space";
    Some(finding.hint(hint).action(Action::Why))
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

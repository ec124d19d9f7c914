//! What makes a demand up, laid on top of each other from day to day?

use std::collections::BTreeSet;

use crate::engine::demand::{Wanted, WantedAs};
use crate::engine::hosts::wanted;
use crate::engine::outlook::Level;
use crate::engine::windows::window_days;
use crate::model::DO_NOTHING;
use crate::units::{Day, plural};

use super::super::{AreaRole, Ask, DayArea, Piece, words};
use super::Seen;

/// Areas that are told apart; the rest of what always runs is one anyway.
const MOST: usize = 40;
/// Names of what always runs, before "and others".
const NAMED: usize = 3;

/// What lies on top of each other: what always runs, then what is off, then what runs for a time, the
/// longest lowest.
pub(super) fn areas(ask: &Ask<'_>, seen: &Seen<'_>) -> Vec<DayArea> {
    let host = seen.which.host.as_deref();
    let mut all = wanted(ask.plan(), &seen.which.resource, host);
    if all.is_empty() && ask.plan().name.as_ref() != DO_NOTHING {
        all = wanted(ask.outlook.do_nothing(), &seen.which.resource, host);
    }
    let (always, mut others): (Vec<Wanted>, Vec<Wanted>) =
        all.into_iter().partition(|of| of.as_what == WantedAs::Always);
    others.sort_by_key(|of| (of.until.days_until(of.from), of.as_what, of.from));
    let mut laid: Vec<(Laid, [String; 2], AreaRole)> = Vec::new();
    if let Some(first) = always.first() {
        let level: Level = always.iter().map(|of| of.level).sum();
        let size = seen.scale.text(level);
        let name = [format!("{}, {size}", names(&always)), format!("what always runs, {size}")];
        let under = Laid { from: first.from, until: first.until, level };
        laid.push((under, name, AreaRole::Always));
    }
    let rest = others.len().saturating_sub(MOST);
    for of in others.into_iter().take(MOST) {
        let size = seen.scale.text(of.level);
        let name = [format!("{}, {size}", called(ask, &of)), format!("{}, {size}", of.of)];
        let role = match of.as_what {
            WantedAs::Always => AreaRole::Always,
            WantedAs::Off => AreaRole::Off,
            WantedAs::ForATime => AreaRole::ForATime,
        };
        laid.push((Laid { from: of.from, until: of.until, level: of.level }, name, role));
    }
    let below: Vec<Laid> = laid.iter().map(|(of, ..)| *of).collect();
    let mut areas: Vec<DayArea> = laid
        .into_iter()
        .enumerate()
        .map(|(n, (of, [name, brief], role))| {
            let pieces = of.on(&below[..n], seen);
            DayArea { name, brief, role, pieces }
        })
        .collect();
    if rest > 0
        && let Some(last) = areas.last_mut()
    {
        last.name = format!("{}; {} more", last.name, plural(rest as i128, "other"));
    }
    areas
}

/// Days and how much.
#[derive(Clone, Copy)]
struct Laid {
    from: Day,
    until: Day,
    level: Level,
}

impl Laid {
    /// Where it lies on those below it: in one piece while nothing below begins or ends.
    fn on(&self, below: &[Self], seen: &Seen<'_>) -> Vec<Piece> {
        let inside = |day: &Day| self.from < *day && *day < self.until;
        let ends = below.iter().flat_map(|of| [of.from, of.until]).filter(inside);
        let ends: BTreeSet<Day> = ends.chain([self.from, self.until]).collect();
        let ends: Vec<Day> = ends.into_iter().collect();
        let mut pieces: Vec<Piece> = Vec::new();
        for days in ends.windows(2) {
            let (from, until) = (days[0], days[1]);
            let here = below.iter().filter(|of| of.from <= from && until <= of.until);
            let foot: Level = here.map(|of| of.level).sum();
            let (low, high) = (seen.scale.plain(foot), seen.scale.plain(foot + self.level));
            match pieces.last_mut() {
                Some(last) if last.until == from && last.low.to_bits() == low.to_bits() => {
                    last.until = until;
                }
                _ => pieces.push(Piece { from, until, low, high }),
            }
        }
        pieces
    }
}

/// `what always runs: mail, website and others`.
fn names(always: &[Wanted]) -> String {
    let mut largest: Vec<&Wanted> = always.iter().collect();
    largest.sort_by_key(|of| -of.level);
    let names: Vec<&str> = largest.iter().take(NAMED).map(|of| &*of.of).collect();
    if largest.len() > NAMED {
        format!("what always runs: {} and others", names.join(", "))
    } else {
        format!("what always runs: {}", words::list(&names))
    }
}

/// Off, or for a time: `loomio for the AGM`, `staging, off but wanted`, `jitsi`.
fn called(ask: &Ask<'_>, of: &Wanted) -> String {
    let windows = ask.scenario.services.get(&of.of).into_iter().flat_map(|s| &s.windows);
    let (first, horizon) = (ask.outlook.as_of, ask.outlook.horizon);
    let overlaps = |(from, until): &(Day, Day)| *from < of.until && of.from < *until;
    let mut here =
        windows.filter(|window| window_days(window, first, horizon).iter().any(overlaps));
    match here.next() {
        Some(window) => format!("{} for {}", of.of, window.name),
        None if of.as_what == WantedAs::Off => format!("{}, off but wanted", of.of),
        None => of.of.to_string(),
    }
}

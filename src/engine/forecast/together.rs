//! Where do several series of one resource stand together, and which of several resources runs out first?

use crate::units::Day;

use super::futures::{Futures, PATHS, Reach, finite};
use super::order::Places;
use super::run_out::{Outs, RunOut};

/// The sum of several series, path by path: bad months coincide, as the paths of all series were
/// drawn alike. It has the steps of the longest among them, from the latest start on as far as all
/// reach; of a series with shorter steps the worst in each counts. `None` of none.
pub fn together(parts: &[&Futures]) -> Option<Futures> {
    let (first, others) = parts.split_first()?;
    if others.is_empty() {
        return Some((*first).clone());
    }
    let start = parts.iter().map(|part| part.start.0).max()?;
    let until = parts.iter().filter_map(|part| part.ends.last()).min().copied().unwrap_or(start);
    let longest = parts.iter().max_by_key(|part| usual_days(part))?;
    let mut ends: Vec<Day> = longest
        .ends
        .iter()
        .copied()
        .filter(|end| (start..=until).contains(end) && *end > start)
        .collect();
    if ends.is_empty() && until > start {
        // Steps so long that none of them ends before another series does.
        ends.push(until);
    }
    let mut values = vec![0.0; ends.len() * PATHS];
    let mut known = 0.0;
    for part in parts {
        known = finite(known + at_start(part, start));
        let mut before = start;
        for (end, row) in ends.iter().zip(values.chunks_exact_mut(PATHS)) {
            add(part, before, *end, row);
            before = *end;
        }
    }
    let mut places = Places::default();
    let line = values.chunks_exact(PATHS).map(|row| places.median(row)).collect();
    let reach = Reach {
        solid: reached(parts, &ends, |reach| reach.solid),
        light: reached(parts, &ends, |reach| reach.light),
    };
    Some(Futures { start: (start, known), ends, line, reach, values })
}

/// Days between two ends, of as many as there are; 0 without two.
fn usual_days(part: &Futures) -> i64 {
    match (part.ends.first(), part.ends.last()) {
        (Some(first), Some(last)) if part.ends.len() > 1 => {
            first.days_until(*last) / (part.ends.len() as i64 - 1)
        }
        _ => part.ends.first().map_or(0, |end| part.start.0.days_until(*end)),
    }
}

/// What is expected of a series on a day on which another was still measured.
fn at_start(part: &Futures, day: Day) -> f64 {
    let mut before = part.start;
    for (end, value) in part.ends.iter().zip(&part.line) {
        if day <= *end {
            return between(before, (*end, *value), day);
        }
        before = (*end, *value);
    }
    before.1
}

/// Adds what each path of a series needs after one day up to another.
fn add(part: &Futures, after: Day, until: Day, sums: &mut [f64]) {
    let from = part.ends.partition_point(|end| *end <= after);
    let to = part.ends.partition_point(|end| *end <= until);
    let row = |step: usize| &part.values[step * PATHS..(step + 1) * PATHS];
    for (path, sum) in sums.iter_mut().enumerate() {
        let within = (from..to).map(|step| row(step)[path]).reduce(f64::max);
        let value = within.unwrap_or_else(|| {
            let before = match to.checked_sub(1) {
                Some(step) => (part.ends[step], row(step)[path]),
                None => part.start,
            };
            let next = part.ends.get(to).map(|end| (*end, row(to)[path]));
            next.map_or(before.1, |next| between(before, next, until))
        });
        *sum = finite(*sum + value);
    }
}

/// On the straight line from one point to a later one.
fn between(from: (Day, f64), to: (Day, f64), day: Day) -> f64 {
    let days = from.0.days_until(to.0);
    if days <= 0 {
        return to.1;
    }
    let share = from.0.days_until(day).clamp(0, days) as f64 / days as f64;
    from.1 * (1.0 - share) + to.1 * share
}

/// How many of the ends lie within what each series reaches.
fn reached(parts: &[&Futures], ends: &[Day], reach: impl Fn(&Reach) -> usize) -> usize {
    let within = |part: &&Futures| {
        let steps = reach(&part.reach);
        let until = steps.checked_sub(1).and_then(|step| part.ends.get(step).or(part.ends.last()));
        let seen = until.map_or(0, |until| ends.partition_point(|end| end <= until));
        // What lies behind the ends looked at is reached as well, step by step.
        if steps > part.ends.len() { seen + (steps - part.ends.len()) } else { seen }
    };
    parts.iter().map(within).min().unwrap_or(0)
}

/// Which of several resources runs out first, and when any of them does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstOut {
    /// When the first of them runs out, whichever it is.
    pub run_out: RunOut,
    /// In how many of the [`PATHS`] each is the first, in the order given; in a tie, the one named
    /// earlier.
    pub first: Vec<usize>,
    /// The place of the one that is most often first; in a tie, the one named earlier. `None` where
    /// no path runs out.
    pub binding: Option<usize>,
}

/// From the days on which the paths of each resource run out; the paths of one number belong together.
pub fn first_out(resources: &[Outs]) -> FirstOut {
    let earliest = Outs::earliest(resources);
    let mut first = vec![0; resources.len()];
    for (path, day) in earliest.days().iter().enumerate() {
        let is_it = |outs: &Outs| day.is_some() && outs.days().get(path) == Some(day);
        if let Some(place) = resources.iter().position(is_it) {
            first[place] += 1;
        }
    }
    let most = first.iter().max().copied().unwrap_or(0);
    let binding = first.iter().position(|count| most > 0 && *count == most);
    FirstOut { run_out: earliest.run_out(), first, binding }
}

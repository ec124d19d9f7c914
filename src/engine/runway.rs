//! From which day on is there too little?

use crate::model::Resource;
use crate::units::Day;

use super::foreseen::{Foreseen, asked_on};
use super::growth::nearest;
use super::outlook::{
    BackupOutlook, Level, PlanOutlook, Reading, ResourceOutlook, Runway, Segment,
};
use super::words;

impl ResourceOutlook {
    /// The runway as seen from a later day, as the day on which all moves are made. Before the first
    /// day that is looked at: from that day.
    pub fn runway_from(&self, day: Day) -> Runway {
        if self.lacks_forecast() {
            return self.runway.clone();
        }
        if let Some(foreseen) = &*self.foreseen {
            return counted(foreseen, &self.beside, day, || match &self.runway {
                Runway::CannotTell(reason) => reason.clone(),
                _ => "how much there is, is not stated".to_owned(),
            });
        }
        runway(self.segments.iter().copied(), day, self.has_cautious, || match &self.runway {
            Runway::CannotTell(reason) => reason.clone(),
            _ => "how much there is, is not stated".to_owned(),
        })
    }

    /// Whether there is no saying for want of a forecast: all that there is, is known.
    pub(super) fn lacks_forecast(&self) -> bool {
        matches!(self.runway, Runway::CannotTell(_))
            && self.segments.iter().all(|segment| segment.usable.is_some())
    }
}

impl Segment {
    /// Demand on a day inside, on the straight line between both ends.
    pub fn on(&self, day: Day) -> Reading {
        reading_on(self, day)
    }

    /// The higher of both ends, each reading by itself.
    pub fn worst(&self) -> Reading {
        Reading {
            low: self.first.low.max(self.last.low),
            expected: self.first.expected.max(self.last.expected),
            cautious: self.first.cautious.max(self.last.cautious),
        }
    }
}

impl BackupOutlook {
    /// The runway as seen from a later day, as [`ResourceOutlook::runway_from`].
    pub fn runway_from(&self, day: Day) -> Runway {
        let differs = |reading: &Reading| reading.cautious != reading.expected;
        let has_cautious = self.segments.iter().any(|s| differs(&s.first) || differs(&s.last));
        runway(self.segments.iter().copied(), day, has_cautious, || match &self.runway {
            Runway::CannotTell(reason) => reason.clone(),
            _ => "how much there is, is not stated".to_owned(),
        })
    }
}

impl PlanOutlook {
    /// The runway of a resource as seen from a later day, judged host by host as in
    /// [`ResourceOutlook::runway`]; `None` where the scenario does not count it.
    pub fn runway_from(&self, resource: &Resource, day: Day) -> Option<Runway> {
        if *resource == Resource::Backup {
            let backup = self.backup.as_ref()?;
            let segments = &backup.segments;
            let has_cautious = segments.iter().any(|s| s.last.cautious != s.last.expected);
            return Some(runway(segments.iter().copied(), day, has_cautious, || {
                words::no_backup_space().to_owned()
            }));
        }
        let sum = self.resource(resource)?.runway_from(day);
        let hosts = self.hosts.iter().flat_map(|host| &host.resources);
        let here = hosts.filter(|outlook| outlook.resource == *resource);
        // The sum is past only where a host is, unless something runs on none of them.
        here.map(|outlook| outlook.runway_from(day)).reduce(earlier).map_or(
            Some(sum.clone()),
            |one| {
                Some(match one {
                    already @ Runway::Already { .. } => already,
                    other => earlier(other, sum),
                })
            },
        )
    }
}

/// The earlier of the hosts' runway and that of the sum over them. The sum holds what the hosts lack, so
/// the larger lack counts, not both.
pub(super) fn earlier_beside(hosts: Runway, sum: Runway) -> Runway {
    match (hosts, sum) {
        (Runway::Already { since: a, short: x }, Runway::Already { since: b, short: y }) => {
            Runway::Already { since: a.min(b), short: x.max(y) }
        }
        (hosts, sum) => earlier(hosts, sum),
    }
}

/// The earlier of two hosts' runways: short already before dated before not known.
pub(super) fn earlier(one: Runway, two: Runway) -> Runway {
    fn first(a: Option<Day>, b: Option<Day>) -> Option<Day> {
        a.into_iter().chain(b).min()
    }
    match (one, two) {
        (Runway::Already { since: a, short: x }, Runway::Already { since: b, short: y }) => {
            Runway::Already { since: a.min(b), short: x + y }
        }
        (already @ Runway::Already { .. }, _) | (_, already @ Runway::Already { .. }) => already,
        (
            Runway::Between { cautious: a, expected: x },
            Runway::Between { cautious: b, expected: y },
        ) => Runway::Between { cautious: first(a, b), expected: first(x, y) },
        (dated @ Runway::Between { .. }, _) | (_, dated @ Runway::Between { .. }) => dated,
        (unknown @ Runway::CannotTell(_), _) | (_, unknown @ Runway::CannotTell(_)) => unknown,
        (Runway::Beyond(a), Runway::Beyond(b)) => Runway::Beyond(a.min(b)),
    }
}

/// First days on which demand is past what is usable, from `day` on. A day with demand and no known
/// capacity ends the search: what lies before it counts, else there is no saying, for `reason`.
pub(super) fn runway(
    segments: impl Iterator<Item = Segment>,
    day: Day,
    has_cautious: bool,
    reason: impl FnOnce() -> String,
) -> Runway {
    let (mut cautious, mut expected) = (None, None);
    let (mut looked, mut as_of, mut horizon) = (false, None, None);
    for segment in segments {
        let as_of = *as_of.get_or_insert(segment.from);
        horizon = Some(segment.until);
        if segment.until <= day {
            continue;
        }
        let start = segment.from.max(day);
        let Some(usable) = segment.usable else {
            let worst = segment.worst();
            if worst.cautious <= 0 && worst.expected <= 0 {
                continue;
            }
            if cautious.is_none() && expected.is_none() {
                return Runway::CannotTell(reason());
            }
            break;
        };
        if !looked && start == day.max(as_of) {
            let short = reading_on(&segment, start).expected - usable;
            if short > 0 {
                return Runway::Already { since: start, short };
            }
        }
        looked = true;
        if has_cautious && cautious.is_none() {
            cautious = first_past(&segment, start, usable, |reading| reading.cautious);
        }
        expected = first_past(&segment, start, usable, |reading| reading.expected);
        if expected.is_some() {
            break;
        }
    }
    match horizon {
        None => Runway::CannotTell(reason()),
        Some(horizon) if cautious.is_none() && expected.is_none() => Runway::Beyond(horizon),
        Some(_) => Runway::Between { cautious, expected },
    }
}

/// The same where a part of the demand is foreseen: the days by which half of its futures, and one in ten, are past
/// what is usable, with what is asked for `beside` it. Nothing is said of days that nothing is foreseen of.
pub(super) fn counted(
    foreseen: &Foreseen,
    beside: &[Segment],
    day: Day,
    reason: impl FnOnce() -> String,
) -> Runway {
    let (Some(first), Some(last)) = (beside.first(), beside.last()) else {
        return Runway::CannotTell(reason());
    };
    let (start, until) = (day.max(first.from), last.until.min(foreseen.until()));
    if until <= first.from {
        return Runway::CannotTell(words::measured_long_ago().to_owned());
    }
    let short = || {
        let segment = segment_on(beside, start)?;
        let short = asked_on(foreseen, segment, start).expected - segment.usable?;
        (short > 0).then_some(Runway::Already { since: start, short })
    };
    if let Some(already) = short() {
        return already;
    }
    if until <= start {
        return Runway::Beyond(start);
    }
    let mut looked: Vec<Segment> = Vec::with_capacity(beside.len());
    let mut is_known = true;
    for segment in beside.iter().filter(|s| s.until > start && s.from < until) {
        let segment = within(segment, start, until);
        if segment.usable.is_none() {
            let ends = [segment.from, segment.until.plus_days(-1)];
            let asks = |reading: Reading| reading.expected > 0 || reading.cautious > 0;
            if ends.into_iter().any(|day| asks(asked_on(foreseen, &segment, day))) {
                is_known = false;
                break;
            }
        }
        looked.push(segment);
    }
    match foreseen.run_out(&looked) {
        (None, None) if is_known => Runway::Beyond(until),
        (None, None) => Runway::CannotTell(reason()),
        (expected, cautious) => Runway::Between { cautious, expected },
    }
}

/// The part of a segment that lies between two days.
fn within(segment: &Segment, from: Day, until: Day) -> Segment {
    let (from, until) = (segment.from.max(from), segment.until.min(until));
    let (first, last) = (reading_on(segment, from), reading_on(segment, until.plus_days(-1)));
    Segment { from, until, first, last, ..*segment }
}

/// Demand on a day of a segment: on the straight line between both ends, to the nearest.
pub(super) fn reading_on(segment: &Segment, day: Day) -> Reading {
    let days = i128::from(segment.from.days_until(day));
    let of = i128::from(segment.from.days_until(segment.until)) - 1;
    Reading {
        low: between(segment.first.low, segment.last.low, days, of),
        expected: between(segment.first.expected, segment.last.expected, days, of),
        cautious: between(segment.first.cautious, segment.last.cautious, days, of),
    }
}

/// The segment that a day lies in; the first or last for a day before or after all of them.
pub(super) fn segment_on(segments: &[Segment], day: Day) -> Option<&Segment> {
    let after = segments.partition_point(|segment| segment.from <= day);
    segments.get(after.saturating_sub(1))
}

/// The value `days` of `of` days along the line from `first` to `last`, to the nearest.
pub(super) fn between(first: Level, last: Level, days: i128, of: i128) -> Level {
    if first == last || of <= 0 || days <= 0 {
        return first;
    }
    if days >= of {
        return last;
    }
    first + nearest((last - first) * days, of)
}

/// First day from `start` on, inside the segment, on which the line is above `usable`.
fn first_past(
    segment: &Segment,
    start: Day,
    usable: Level,
    read: impl Fn(&Reading) -> Level,
) -> Option<Day> {
    let (first, last) = (read(&segment.first), read(&segment.last));
    if first <= usable && last <= usable {
        return None;
    }
    let of = i128::from(segment.from.days_until(segment.until)) - 1;
    let past = |days: i64| between(first, last, i128::from(days), of) > usable;
    let mut low = segment.from.days_until(start);
    let mut high = segment.from.days_until(segment.until) - 1;
    if past(low) {
        return Some(start);
    }
    if !past(high) {
        return None;
    }
    // Invariant: not past on `low`, past on `high`.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if past(middle) { high = middle } else { low = middle }
    }
    Some(segment.from.plus_days(high))
}

//! Which days are asked for at once?

use std::time::Duration;

use crate::formats::importers::when::When;
use crate::units::Day;

/// The first window is so short, so that a wrong address or password is told soon.
const FIRST: i64 = 31;
/// A window is meant to take about so long.
const AIM: Duration = Duration::from_secs(10);
/// How much longer the next window may be at most.
const GROWTH: i64 = 16;
/// Prometheus answers at most so many points of a series; a day is one.
const POINTS: i64 = 11_000;
/// What [`Day::number`] says of 1970-01-01.
const EPOCH: i64 = 719_163;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Days that are asked for at once, `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The first.
    pub(super) from: Day,
    /// The first no longer asked for.
    pub(super) until: Day,
}

/// How many days the server takes at once, as far as is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    next: i64,
    most: i64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { next: FIRST, most: POINTS }
    }
}

impl Pace {
    /// The newest window of the days that are left, `[from, until)`; `None` where none is.
    pub(super) fn window(&self, from: Day, until: Day) -> Option<Window> {
        let days = from.days_until(until).min(self.next);
        (days > 0).then(|| Window { from: until.plus_days(-days), until })
    }

    /// Learns from a window that was answered.
    pub(super) fn answered(&mut self, window: Window, took: Duration) {
        let days = window.days();
        let milliseconds = i64::try_from(took.as_millis()).unwrap_or(i64::MAX).max(1);
        let aimed = days.saturating_mul(AIM.as_millis() as i64) / milliseconds;
        self.next = aimed.min(days.saturating_mul(GROWTH)).clamp(1, self.most);
    }

    /// Learns from a window that was too much for the server; `false` where it was one day already.
    pub(super) fn refused(&mut self, window: Window) -> bool {
        let days = window.days();
        self.most = (days / 2).max(1);
        self.next = self.most;
        days > 1
    }
}

impl Window {
    /// How many.
    pub(super) fn days(self) -> i64 {
        self.from.days_until(self.until)
    }

    /// First and last time of evaluation, in seconds since 1970: the last millisecond of the first and of the last day, for a
    /// place so many minutes east of UTC. A range of a day that ends there is that day alone, whether its beginning counts (before
    /// Prometheus 3) or not.
    pub(super) fn times(self, utc_offset: i32) -> [String; 2] {
        let end = |day: Day| {
            let midnight = (day.number() - EPOCH + 1) * DAY - i64::from(utc_offset) * 60_000;
            let at = midnight - 1;
            let sign = if at < 0 { "-" } else { "" };
            format!("{sign}{}.{:03}", at.abs() / 1000, at.abs() % 1000)
        };
        [end(self.from), end(self.until.plus_days(-1))]
    }
}

/// The day that a value is of, by its time of evaluation in milliseconds since 1970. A midnight, to which some servers move it, ends
/// the day before.
pub(super) fn day_of(at: i64, utc_offset: i32) -> Option<Day> {
    When::from_unix(at.checked_sub(1)?.div_euclid(1000), utc_offset).map(|when| when.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn window(from: &str, until: &str) -> Window {
        Window { from: day(from), until: day(until) }
    }

    #[test]
    fn days_are_asked_for_at_their_last_millisecond() {
        // 2021-04-20T00:00:00Z is 1618876800; a day is 86,400 s.
        let april = window("2021-04-19", "2021-04-21");
        assert_eq!(april.times(0), ["1618876799.999", "1618963199.999"]);
        // Two hours east of UTC a day ends two hours, 7,200 s, earlier.
        assert_eq!(april.times(120), ["1618869599.999", "1618955999.999"]);
        assert_eq!(window("1970-01-01", "1970-01-02").times(24 * 60), ["-0.001", "-0.001"]);
    }

    #[test]
    fn a_value_belongs_to_the_day_that_ends_with_it() {
        assert_eq!(day_of(1_618_876_799_999, 0), Some(day("2021-04-19")));
        assert_eq!(day_of(1_618_869_599_999, 120), Some(day("2021-04-19")));
        assert_eq!(day_of(1_618_876_800_000, 0), Some(day("2021-04-19")));
        assert_eq!(day_of(1_618_876_801_001, 0), Some(day("2021-04-20")));
        assert_eq!((day_of(i64::MIN, 0), day_of(i64::MAX, 0)), (None, None));
    }

    #[test]
    fn the_newest_days_come_first() {
        let pace = Pace::default();
        let first = pace.window(day("2020-01-01"), day("2021-04-20")).unwrap();
        assert_eq!(first, window("2021-03-20", "2021-04-20")); // 31 days before 20 April
        assert_eq!(pace.window(day("2021-04-18"), day("2021-04-20")).unwrap().days(), 2);
        assert_eq!(pace.window(day("2021-04-20"), day("2021-04-20")), None);
    }

    #[test]
    fn windows_grow_where_the_server_is_fast() {
        let mut pace = Pace::default();
        let days = |pace: &Pace| pace.window(day("1900-01-01"), day("2021-04-20")).unwrap().days();
        pace.answered(window("2021-03-20", "2021-04-20"), Duration::from_millis(5));
        assert_eq!(days(&pace), 16 * 31);
        // 31 days in 62 s are half a day a second: 5 days in the 10 s aimed at.
        pace.answered(window("2021-03-20", "2021-04-20"), Duration::from_secs(62));
        assert_eq!(days(&pace), 5);
        pace.answered(window("2021-04-19", "2021-04-20"), Duration::from_secs(100_000));
        assert_eq!(days(&pace), 1);
        pace.answered(window("1960-01-01", "2020-01-01"), Duration::ZERO);
        assert_eq!(days(&pace), 11_000);
    }

    #[test]
    fn windows_shrink_where_the_server_refuses_and_stay_so() {
        let mut pace = Pace::default();
        let days = |pace: &Pace| pace.window(day("1900-01-01"), day("2021-04-20")).unwrap().days();
        assert!(pace.refused(window("2021-03-20", "2021-04-20")));
        assert_eq!(days(&pace), 15);
        pace.answered(window("2021-04-05", "2021-04-20"), Duration::ZERO);
        assert_eq!(days(&pace), 15);
        assert!(!pace.refused(window("2021-04-19", "2021-04-20")));
        assert_eq!(days(&pace), 1);
    }
}

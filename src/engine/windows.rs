//! On which days is a window open, when it comes again and again?

use crate::model::{Repeat, Window};
use crate::units::Day;

/// The days of a window, each time as (first day, first day after), between two days.
pub fn window_days(window: &Window, from: Day, until: Day) -> Vec<(Day, Day)> {
    let around = i64::from(window.days_around.unwrap_or(0));
    let shift = |n: i64, day: Day| match window.every {
        None => day,
        Some(Repeat::Months(months)) => {
            day.plus_months(i32::try_from(n * i64::from(months)).unwrap_or(i32::MAX))
        }
        Some(Repeat::Days(days)) => day.plus_days(n.saturating_mul(i64::from(days))),
    };
    let nth = |n: i64| {
        if let Some(on) = window.on {
            let on = shift(n, on);
            // One that repeats ends with `until`; one that does not, has none beside `on`.
            let over = window.every.is_some() && window.until.is_some_and(|until| until <= on);
            (!over).then(|| (on.plus_days(-around), on.plus_days(around + 1)))
        } else {
            let (first, after) = (window.from.unwrap_or(Day::FIRST), window.until);
            Some((shift(n, first), after.map_or(Day::LAST, |after| shift(n, after))))
        }
    };
    let open_end = window.on.is_none() && (window.from.is_none() || window.until.is_none());
    let times = match window.every {
        Some(_) if !open_end => i64::from(window.times.unwrap_or(u32::MAX)),
        _ => 1,
    };
    // One that began long ago is not gone through from there.
    let past = nth(0).map_or(0, |(_, close)| match window.every {
        Some(Repeat::Months(months)) => {
            i64::from(close.month_of().months_until(from.month_of())) / i64::from(months.max(1)) - 1
        }
        Some(Repeat::Days(days)) => close.days_until(from) / i64::from(days.max(1)) - 1,
        None => 0,
    });
    let mut days = Vec::new();
    for n in past.max(0)..times {
        let Some((open, close)) = nth(n) else { break };
        if open >= until || open >= Day::LAST {
            break;
        }
        if close > from && open < close {
            days.push((open, close));
        }
        if open <= from && until <= close {
            break; // nothing more can come of it
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::window_days;
    use crate::document::fragment;
    use crate::units::Day;

    #[track_caller]
    fn open(window: &str, expected: &[(&str, &str)]) {
        let day = |text: &str| Day::parse(text).unwrap();
        let found = window_days(&fragment(window).unwrap(), day("2021-01-01"), day("2022-01-01"));
        let expected: Vec<_> = expected.iter().map(|(a, b)| (day(a), day(b))).collect();
        assert_eq!(found, expected, "{window}");
    }

    #[test]
    fn a_window_comes_again_as_often_as_it_says() {
        open(r#"(name: "a", on: "2021-04-21", days_around: 7)"#, &[("2021-04-14", "2021-04-29")]);
        // Counted from the first itself: 31 January, 30 April, 31 July, 31 October.
        open(
            r#"(name: "a", on: "2021-01-31", every: Quarter)"#,
            &[
                ("2021-01-31", "2021-02-01"),
                ("2021-04-30", "2021-05-01"),
                ("2021-07-31", "2021-08-01"),
                ("2021-10-31", "2021-11-01"),
            ],
        );
        let twice = [("2021-03-01", "2021-03-03"), ("2021-09-01", "2021-09-03")];
        open(r#"(name: "a", from: "2021-03-01", until: "2021-03-03", every: "6 months")"#, &twice);
        open(
            r#"(name: "a", from: "2021-03-01", until: "2021-03-03", every: Month, times: 1)"#,
            &twice[..1],
        );
        open(
            r#"(name: "a", on: "2021-11-28", every: "2 weeks", until: "2021-12-12")"#,
            &[("2021-11-28", "2021-11-29")],
        );
        // Begun long before.
        open(r#"(name: "a", on: "1950-11-30", every: Year)"#, &[("2021-11-30", "2021-12-01")]);
        let late = [("2021-01-01", "2021-01-02"), ("2021-12-27", "2021-12-28")];
        open(r#"(name: "a", on: "2019-01-12", every: "360 days")"#, &late);
    }
}

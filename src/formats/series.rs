//! How is a long measured series written down beside its scenario? CSV: a line a day, what counts, and p95 where it is known.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::diag::{Place, Problem};
use crate::model::Resource;
use crate::units::{Day, Quantity, Size, SizeUnit, Use};

/// One day of a series: its value in bytes, or as a count, and 95 % of what was measured on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesDay {
    /// The day.
    pub day: Day,
    /// What counts of it, at least 0.
    pub value: f64,
    /// `None` where only one value of the day is known.
    pub p95: Option<f64>,
}

/// Ending of such a text's name.
pub const ENDING: &str = "csv";
/// Longest series: a value a day for 500 years.
const MOST_LINES: usize = 200_000;

/// A series as text, days in the order given: bytes whole, counts to the thousandth.
pub fn write(resource: &Resource, days: &[SeriesDay]) -> String {
    let unit = unit_of(resource);
    let number = |value: f64| match unit {
        "bytes" => format!("{value:.0}"),
        _ => format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned(),
    };
    let mut text = format!("day,{unit},p95\n");
    for SeriesDay { day, value, p95 } in days {
        let p95 = p95.map(number).unwrap_or_default();
        writeln!(text, "{day},{},{p95}", number(*value)).expect("writing to a string cannot fail");
    }
    text
}

/// The days of such a text, in its order, beside what is wrong with it. Lines that cannot be read are left out; `name` is what
/// problems call the text.
pub fn read(text: &str, name: &str, resource: &Resource) -> (Vec<SeriesDay>, Vec<Problem>) {
    let mut problems = Vec::new();
    let wrong = |line: usize, code, message: String| {
        let place = Place { text: name.to_owned(), line, column: 1 };
        Problem::error(code, message).at(place)
    };
    let mut lines = text.lines().enumerate();
    let unit = unit_of(resource);
    let heading = format!("day,{unit},p95");
    let first = lines.next().map_or("", |(_, line)| line);
    if first != heading {
        let problem =
            wrong(1, "series-heading", format!("`{first}` is not the heading of a series"));
        problems.push(problem.hint(format!("write `{heading}`, then a line a day")));
        return (Vec::new(), problems);
    }
    let mut days = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.is_empty()) {
        if index > MOST_LINES {
            problems.push(wrong(
                index + 1,
                "series-too-long",
                format!("a series ends after {MOST_LINES} lines"),
            ));
            break;
        }
        match day_of(line, unit) {
            Some(day) => days.push(day),
            None => problems.push(
                wrong(index + 1, "series-line", format!("`{line}` is not a day of a series"))
                    .hint(format!("write the day and {unit}, as `2021-04-20,1000,`")),
            ),
        }
    }
    (days, problems)
}

/// What the engine reads: sizes for what is counted in bytes, else counts.
pub fn used(resource: &Resource, value: f64) -> Option<Use> {
    let number = Decimal::try_from(value).ok()?;
    let quantity = match unit_of(resource) {
        "bytes" => Quantity::Bytes(Size::new(number.round(), SizeUnit::B)?),
        _ => Quantity::Count(number.round_dp(3)),
    };
    Some(Use::Of(quantity))
}

fn unit_of(resource: &Resource) -> &'static str {
    match resource {
        Resource::Ram | Resource::Storage | Resource::Backup => "bytes",
        Resource::Cpu | Resource::Count(_) => "count",
    }
}

fn day_of(line: &str, unit: &str) -> Option<SeriesDay> {
    let mut cells = line.split(',');
    let (day, value, p95) = (cells.next()?, cells.next()?, cells.next().unwrap_or_default());
    let number = |text: &str| {
        let most = if unit == "bytes" { 1e18 } else { 1e12 };
        text.parse::<f64>().ok().filter(|value| (0.0..=most).contains(value))
    };
    let p95 = if p95.is_empty() { None } else { Some(number(p95)?) };
    let ends = cells.next().is_none();
    Some(SeriesDay { day: Day::parse(day).ok()?, value: number(value)?, p95 }).filter(|_| ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_series_is_read_as_it_was_written() {
        let days = [
            SeriesDay { day: day("2021-04-19"), value: 31_245_721_600.0, p95: Some(3e10) },
            SeriesDay { day: day("2021-04-20"), value: 0.0, p95: None },
        ];
        let text = write(&Resource::Ram, &days);
        assert_eq!(text, "day,bytes,p95\n2021-04-19,31245721600,30000000000\n2021-04-20,0,\n");
        assert_eq!(read(&text, "a", &Resource::Ram), (days.to_vec(), vec![]));
    }

    #[test]
    fn counts_keep_three_decimals() {
        let days = [SeriesDay { day: day("2021-04-19"), value: 2.5, p95: None }];
        let text = write(&Resource::Cpu, &days);
        assert_eq!(text, "day,count,p95\n2021-04-19,2.5,\n");
        assert_eq!(used(&Resource::Cpu, 2.5), Some("2.5".parse().unwrap()));
    }

    #[test]
    fn wrong_lines_are_told_with_their_place_and_left_out() {
        let text =
            "day,bytes,p95\n2021-02-30,1,\n2021-02-28,-1,\n2021-02-28,1e30,\n2021-02-28,7,\n7\n";
        let (days, problems) = read(text, "usage-1.csv", &Resource::Storage);
        assert_eq!(days, [SeriesDay { day: day("2021-02-28"), value: 7.0, p95: None }]);
        let lines: Vec<usize> =
            problems.iter().filter_map(|p| Some(p.place.as_ref()?.line)).collect();
        assert_eq!(lines, [2, 3, 4, 6]);
    }

    #[test]
    fn a_text_of_another_kind_is_refused_in_one_sentence() {
        let (days, problems) = read("day,count,p95\n2021-02-28,7,\n", "a", &Resource::Ram);
        assert!(days.is_empty());
        assert_eq!(
            problems[0].to_string(),
            "a:1:1: `day,count,p95` is not the heading of a series\nhint: write `day,bytes,p95`, then a line a day"
        );
    }
}

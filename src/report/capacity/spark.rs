//! What does each measured series look like at a glance?

use std::sync::Arc;

use crate::engine::outlook::Level;
use crate::engine::series::series;
use crate::units::{Day, plural};

use super::super::{Ask, words};

/// A measured series as a small line beside its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Spark {
    /// Key of the series.
    pub key: Arc<str>,
    /// What it measures: `Storage`.
    pub resource: String,
    /// Its past, in order; in bytes, or in thousandths of a count.
    pub points: Vec<(Day, f64)>,
    /// `731 days from 1 January 2024 to 31 December 2025, least 198.2 GB, most 384.5 GB`.
    pub said: String,
    /// What it was last: `354.1 GB`.
    pub last: String,
    /// What counts of it, and what was left out.
    pub note: Vec<String>,
}

/// All series, in the order of the file.
pub fn sparks(ask: &Ask<'_>) -> Vec<Spark> {
    let of = |of: crate::engine::series::Series| {
        let usage = ask.scenario.usage.get(&of.key)?;
        let level = |level: Level| words::level(&usage.resource, level);
        let known: Vec<(Day, Level)> =
            of.counted().filter_map(|sample| Some((sample.day, sample.level?))).collect();
        let levels = || known.iter().map(|(_, level)| *level);
        let said = match (known.first(), known.last(), levels().min(), levels().max()) {
            (Some((first, _)), Some((last, _)), Some(low), Some(high)) if first != last => {
                format!(
                    "{} from {} to {}, least {}, most {}",
                    plural(known.len() as i128, "sample"),
                    first.words(),
                    last.words(),
                    level(low),
                    level(high)
                )
            }
            (Some((only, _)), ..) => format!("measured on {}", only.words()),
            _ => "nothing is measured yet".to_owned(),
        };
        let count = |n: usize, what: &str| {
            (n > 0).then(|| format!("{} {what}", plural(n as i128, "sample")))
        };
        let ignored = of.samples.iter().filter(|sample| sample.ignored).count();
        let unread = of.samples.iter().filter(|s| !s.ignored && s.level.is_none()).count();
        let later = usage.all_samples().filter(|(day, _)| *day > ask.outlook.as_of).count();
        let mut note: Vec<String> = [
            count(ignored, "left out by an event"),
            count(unread, "of a share of nobody knows what"),
            count(later, "after the day that is spoken of"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if of.clipped {
            note.push("cut off at what there is".to_owned());
        }
        note.extend(usage.note.clone());
        Some(Spark {
            key: Arc::clone(&of.key),
            resource: words::resource(&usage.resource),
            last: known.last().map_or_else(String::new, |(_, last)| level(*last)),
            points: known.iter().map(|(day, level)| (*day, *level as f64)).collect(),
            said,
            note,
        })
    };
    series(ask.scenario, ask.outlook).into_iter().filter_map(of).collect()
}
